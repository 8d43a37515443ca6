"""Fixtures: real pages with their marked views as goldens, clean prose, and hits on clean prose that are allowed, with reasons.

A rules directory has its fixtures beside it: ``fixtures/<host>/<slug>/source.*`` with ``marked.txt``, ``fixtures/shared/`` for
pages of no outlet in particular, and ``fixtures/clean/`` for prose that no rule may touch.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import UnreadableInput, UsageError
from cleaner.files import rewrite
from cleaner.model import Document
from cleaner.pipeline import clean
from cleaner.reading import MARKUP_SUFFIXES, media_type_of, read
from cleaner.render import Cleaned
from cleaner.rulebook import Rulebook

GOLDEN = "marked.txt"
CLEAN = "clean"
SHARED = "shared"
ALLOWED = "allowed.txt"
_SOURCES = (".txt", *MARKUP_SUFFIXES)
_LEAST_REASON = 10
"""Characters. Less says nothing to the next person."""


class Fixture(NamedTuple):
    """One page with its golden: the folder it lies in, the source, and whose page it is (``None``: no outlet in particular)."""

    folder: Path
    source: Path
    outlet: str | None

    @property
    def name(self) -> str:
        """The folder's name below the fixtures: ``<host>/<slug>``."""
        return f"{self.folder.parent.name}/{self.folder.name}"

    def clean(self, rulebook: Rulebook) -> Cleaned:
        """The page cleaned with these rules, as `cleaner clean` takes a file of this name.

        Raises:
            UsageError: the source cannot be read.
        """
        try:
            kind = media_type_of(self.source.suffix)
            return clean(self.source.read_bytes(), id=self.folder.name, outlet=self.outlet, media_type=kind, rulebook=rulebook)
        except UnreadableInput as error:
            raise UsageError(f"{self.source}: {error}") from error

    def golden(self) -> str | None:
        """The marked view as it should be; ``None`` if none was written yet.

        Raises:
            UsageError: it cannot be read.
        """
        path = self.folder / GOLDEN
        return _text(path, "write it anew with --update") if path.is_file() else None

    def write(self, view: str) -> None:
        """Make this marked view the golden."""
        rewrite(self.folder / GOLDEN, view.encode())

    def update(self, view: str) -> bool:
        """Make this marked view the golden, if it is not; whether it was not."""
        with suppress(UsageError):
            if self.golden() == view:
                return False
        self.write(view)
        return True


def _text(path: Path, do: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: this is not UTF-8; {do}") from error


def fixtures_beside(rules: Path) -> Path:
    """Where the fixtures of a rules directory lie: in ``fixtures/`` beside it."""
    return rules.resolve().parent / "fixtures"


def bundled_clean() -> Path:
    """The clean texts that come with cleaner: inside the installed package, or in a checkout."""
    installed = Path(__file__).parent.parent / "_clean"
    return installed if installed.is_dir() else Path(__file__).parent.parent.parent / "fixtures" / CLEAN


def find_fixtures(folder: Path) -> list[Fixture]:
    """Every fixture below a folder, by name.

    Raises:
        UsageError: two sources share a folder, and so a golden.
    """
    sources = sorted(path for path in folder.glob("*/*/source.*") if path.suffix in _SOURCES)
    for path, after in pairwise(sources):
        if path.parent == after.parent:
            raise UsageError(f"{after}: {path.name} has its golden in this folder; put each source into one of its own")
    return [
        Fixture(path.parent, path, None if path.parent.parent.name == SHARED else path.parent.parent.name) for path in sources
    ]


def find_clean(folder: Path) -> list[Path]:
    """The clean texts of a folder and those below it, by path."""
    return sorted(path for path in folder.rglob("*") if path.suffix in _SOURCES and path.is_file() and path.name != ALLOWED)


def read_clean(path: Path) -> Document:
    """A clean text as a document.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return read(path.read_bytes(), id=path.name, path=str(path), media_type=media_type_of(path.suffix))
    except (UnreadableInput, OSError) as error:
        raise UsageError(f"{path}: {error}") from error


class Allowance(NamedTuple):
    """A hit on clean prose that is no mistake: the rule, the file, why, and where that was written down."""

    rule: str
    file: str
    reason: str
    where: str


def allowances(folder: Path) -> list[Allowance]:
    """The allowed hits of a folder of clean texts: ``allowed.txt``, one a line: rule id, file, reason. ``#`` begins a comment.

    Raises:
        UsageError: the file cannot be read, or a line is not of that form, or has no reason.
    """
    path = folder / ALLOWED
    if not path.is_file():
        return []
    found = []
    for number, line in enumerate(_text(path, "save the file as UTF-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split(None, 2)
        if len(parts) < 3 or len(parts[2]) < _LEAST_REASON:
            raise UsageError(
                f"{path}:{number}: write a rule id, a file and a reason, e.g. legal/copyright song.txt quoted in court"
            )
        found.append(Allowance(parts[0], parts[1], parts[2], f"{path}:{number}"))
    return found


def rows_by_rule(view: str) -> Counter[tuple[str, str]]:
    """The rows of a marked view that a rule took, whole or in part: rule id and text, counted."""
    return Counter(_taken(_rows(view)))


def _rows(view: str) -> list[str]:
    """The rows of a marked view; within one there may be all that `str.splitlines` would take for the end of a line."""
    return view.removesuffix("\n").split("\n") if view else []


def _taken(rows: Iterable[str]) -> Iterator[tuple[str, str]]:
    for row in rows:
        head, _, text = row.partition(" | ")
        if head.startswith(("- ", "± ")):
            yield head.split()[-1], text


def differences(golden: str, view: str, context: int = 1) -> list[str]:
    """What differs between a golden and the marked view now, as the lines of a unified diff without its file names."""
    lines: Sequence[str] = list(difflib.unified_diff(_rows(golden), _rows(view), "golden", "now", lineterm="", n=context))
    return list(lines[2:])
