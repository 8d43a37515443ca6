"""What the tests of runs that are ended and go on have in common: the small pack of the chaos runs, and texts for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import chaos
from cleaner.batch import Conduct, Destination, Settings, Summary, find, run
from cleaner.batch.roots import Local
from cleaner.rulebook import Rulebook, load_rulebook

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return chaos.rules(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="session")
def rulebook(pack: Path) -> Rulebook:
    return load_rulebook(pack, bundled=False)


def rulebook_that_says_share(folder: Path) -> Rulebook:
    """The same pack with another label, so that records differ and bodies do not; written into a directory."""
    path = chaos.rules(folder) / "shared/basics.yaml"
    path.write_text(chaos.RULES.replace("label: navigation", "label: share"), encoding="utf-8")
    return load_rulebook(folder, bundled=False)


def texts(root: Path, count: int = 5) -> Path:
    """Some small texts in two directories."""
    for number in range(count):
        path = root / str(number % 2) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Home / World\n\nStory {number} of the day was told at the harbour.\n", encoding="utf-8")
    return root


def cut_off(pack: Path, source: Path, point: str, *arguments: str) -> bytes:
    """A run of the command over them that is ended at a point, as by a power failure; what it said before."""
    process = chaos.start(pack, "clean", str(source), "-j", "1", "--no-fsync", "-q", *arguments, FAULT_AT=point)
    _, err = process.communicate(timeout=60)
    assert process.returncode == -9
    return err


def do(rulebook: Rulebook, source: Path, out: Path, *, format: str = "txt", fsync: bool = False, **conduct: Any) -> Summary:
    """One run over them."""
    destination = Destination.of(str(out), format)
    settings = Settings(rulebook, format=format, folder=destination.place if format == "txt" else "", fsync=fsync)
    return run(find([str(source)]), settings, conduct=Conduct(**conduct), destination=destination)


def unlistable(patch: pytest.MonkeyPatch, folder: str) -> None:
    """From now on a directory below what is walked cannot be listed, whoever asks."""
    entries = Local.entries

    def refusing(self: Local, relative: str) -> Iterator[tuple[str, str]]:
        if relative == folder:
            raise PermissionError(13, "Permission denied")
        return entries(self, relative)

    patch.setattr(Local, "entries", refusing)
