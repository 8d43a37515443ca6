"""Shared by all tests: where things are, and the option that rewrites goldens."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what runs in its background so, and what we start would inherit it: no test of Ctrl-C could pass.
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent

# Tests never read or write the user's cache of packs.
os.environ["CLEANER_CACHE"] = tempfile.mkdtemp(prefix="cleaner-cache-")


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["CLEANER_CACHE"], ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write the marked views below fixtures/ anew")


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-goldens"))
