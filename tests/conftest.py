"""Shared by all tests: where things are, and the option that rewrites goldens."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from hypothesis import settings

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what runs in its background so, and what we start would inherit it: no test of Ctrl-C could pass.
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent

# Here and not beside a test: what is decorated before a profile is loaded has hypothesis' own, with other examples every time.
EXAMPLES = 200
SCALES = {"promises": 1, "explore": 10}
for _profile, _scale in SCALES.items():
    settings.register_profile(_profile, derandomize=_scale == 1, deadline=None, max_examples=EXAMPLES * _scale)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "promises")
settings.load_profile(PROFILE)


def examples(number: int) -> settings:
    """What a test that needs more or fewer examples than `EXAMPLES` is decorated with; the profile multiplies them, too."""
    return settings(max_examples=number * SCALES.get(PROFILE, 1))


# Tests never read or write the user's cache of packs: to validate all that are shipped takes half a minute, so all workers and
# later runs share one. Its keys hold whatever could change a pack; and every run validates all packs anew, too, under a hash
# seed of its own, and compares them with what lies there (`test_api`).
PACKS = ROOT / ".pytest_cache" / "d" / "packs"
os.environ["CLEANER_CACHE"] = str(PACKS)
_KEPT = 24 * 60 * 60
"""Seconds. A changed pack, or a change of what judges them, adds files and replaces none."""


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # before there are workers, which read them
        for path in PACKS.glob("*"):
            if path.stat().st_mtime < time.time() - _KEPT:
                path.unlink()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write the marked views below fixtures/ anew")


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-goldens"))
