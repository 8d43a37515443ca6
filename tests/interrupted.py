"""What the tests of runs that are ended and go on have in common: the small pack of the chaos runs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import chaos
from cleaner.rulebook import Rulebook, load_rulebook

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return chaos.rules(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="session")
def rulebook(pack: Path) -> Rulebook:
    return load_rulebook(pack, bundled=False)
