"""``python -m benchmarks.fields BENCH_DIR``: titles, authors and dates of web pages, beside trafilatura's."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.bench import Split, in_split, no_page, read_page, read_stated
from benchmarks.commands import as_command, output_file
from benchmarks.tables import table, write_json
from cleaner.errors import UnreadableInput
from cleaner.fields import iso_time, lift
from cleaner.reading import read

NAMES = ("title", "author", "date")
OWN, PEER = "cleaner", "trafilatura"
PARTS: tuple[Split, ...] = ("holdout", "all")
_WORD = re.compile(r"\w+")
_DAY = len("2022-02-18")

Found = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """How often a field was given, how often it is known, and how often what was given is right."""

    known: int = 0
    given: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, wanted: object, given: object, told: str) -> None:
        """Add a page; ``told`` says what is wrong with it."""
        self.known += 1
        self.given += given is not None
        self.right += wanted == given
        if wanted != given:
            self.wrong.append(told)

    @property
    def precision(self) -> float:
        """Share of what was given that is right."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Share of what is known that was given."""
        return self.right / self.known if self.known else 0.0


def own(page: bytes) -> Found:
    """What cleaner reads out of a page's own data and elements; no rule and no trained weight takes part."""
    try:
        document = read(page, id="page", media_type="text/html")
    except UnreadableInput:
        return {}
    fields = lift(document, ()).fields
    return {"title": fields.title, "author": fields.authors, "date": fields.published}


def peer(page: bytes) -> Found:
    """What trafilatura's metadata say."""
    from trafilatura import bare_extraction  # noqa: PLC0415  # most of a second to import

    found: Any = bare_extraction(page, with_metadata=True)
    return {"title": found.title, "author": found.author, "date": found.date} if found is not None else {}


def normal(name: str, value: Any) -> object:
    """What is compared: a title's words in order, the words of all names as a set, a time's day; ``None`` if empty."""
    if not value:
        return None
    if name == "date":
        return (iso_time(str(value)) or str(value))[:_DAY]
    words = _WORD.findall(" ".join(value).casefold() if isinstance(value, (list, tuple)) else str(value).casefold())
    if name == "author":
        return frozenset(words) - {"and"} or None
    return tuple(words) or None


def run(bench: Path, systems: Mapping[str, Callable[[bytes], Found]]) -> dict[tuple[str, str, str], Tally]:
    """Tallies by part, field and system, over the pages whose value is known.

    Raises:
        BenchError: there is none.
    """
    tallies: dict[tuple[str, str, str], Tally] = {
        (part, name, system): Tally() for part in PARTS for name in NAMES for system in systems
    }
    for identifier, host, known in read_stated(bench):
        page = read_page(bench, identifier)
        if page is None:
            continue
        for system, find in systems.items():
            found = find(page)
            for name in NAMES:
                told = f"{identifier}: {found.get(name)!r}, not {known[name]!r}"
                wanted, given = normal(name, known.get(name)), normal(name, found.get(name))
                for part in PARTS:
                    if wanted is not None and in_split(host, part):
                        tallies[part, name, system].count(wanted, given, told)
    if not any(tally.known for tally in tallies.values()):
        raise no_page(bench, f"any record whose {', '.join(NAMES[:-1])} or {NAMES[-1]} is known")
    return tallies


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a command. Returns 0, or 2 where the directory cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fields", description=__doc__)
    parser.add_argument("bench", type=Path, help="directory in the format that benchmarks/README.md describes, with pages/")
    parser.add_argument("--alone", action="store_true", help="do not run trafilatura")
    parser.add_argument("--wrong", choices=NAMES, help="show each value of this field that is not the known one")
    parser.add_argument("--json", type=output_file, metavar="OUT", help="write all figures there")
    options = parser.parse_args(arguments)
    tallies = run(options.bench, {OWN: own} if options.alone else {OWN: own, PEER: peer})
    rows = list(_rows(tallies))
    head = ("part", "field", "system", "known", "given", "precision", "recall")
    print(table("Fields of web pages", head, rows))
    if options.wrong:
        print("\n".join(tallies["all", options.wrong, OWN].wrong))
    if options.json:
        write_json(options.json, {"fields": [dict(zip(head, row, strict=True)) for row in rows]})
    return 0


def _rows(tallies: Mapping[tuple[str, str, str], Tally]) -> Iterable[tuple[str, str, str, int, int, float, float]]:
    for (part, name, system), tally in tallies.items():
        yield part, name, system, tally.known, tally.given, tally.precision, tally.recall


if __name__ == "__main__":
    sys.exit(main())
