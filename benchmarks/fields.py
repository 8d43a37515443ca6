"""``python -m benchmarks.fields BENCH_DIR``: titles, authors and dates of pages, beside trafilatura's; or of their dumps."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import cleaner
from benchmarks.bench import Record, Split, in_split, no_page, read_page, read_records, read_stated, thirds_of
from benchmarks.commands import as_command, at_least, output_file
from benchmarks.judging import check_weights, spread, with_weights
from benchmarks.tables import table, write_json
from cleaner.errors import UnreadableInput
from cleaner.fields import iso_time, lift
from cleaner.reading import read
from cleaner.rulebook import Rulebook
from cleaner.stages import CHAIN

NAMES = ("title", "author", "date")
DUMPS = ("full", "flat", "paras", "extract")
SHOWN = "title, or heading"
"""Beside the fields, of dumps: the known title or what stands in the page's first heading is right. Many pages are known by
another title than the one that readers see, and a dump has only that."""
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


def own_of_dump(text: str, **options: Any) -> Found:
    """The fields that cleaner lifts out of a text."""
    fields = cleaner.clean(text, media_type="text/plain", **options).fields
    return {"title": fields.title, "author": fields.authors, "date": fields.published, SHOWN: fields.title}


def titles_of(bench: Path, identifier: str, known: Any) -> frozenset[object]:
    """What a page is called, in the form that is compared: by its known title, and by its first heading."""
    page = read_page(bench, identifier)
    try:
        lines = read(page or b"", id="page", media_type="text/html").lines if page else ()
    except UnreadableInput:
        lines = ()
    heading = next((line.text for line in lines if "h1" in line.path.split(">")), None)
    return frozenset(filter(None, (normal("title", known), normal("title", heading))))


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


def run_dumps(bench: Path, weights: Path | None, jobs: int) -> dict[tuple[str, str, str], Tally]:
    """The same of the dumps: tallies by part, field and kind."""
    check_weights(weights, thirds_of("all"), DUMPS)
    stated = {identifier: known for identifier, _, known in read_stated(bench)}
    tallies: dict[tuple[str, str, str], Tally] = {
        (part, name, kind): Tally() for part in PARTS for name in (*NAMES, SHOWN) for kind in DUMPS
    }
    records = ((record, stated[record.id]) for record in read_records(bench))
    for host, kind, name, wanted, given, told in (
        row for rows in spread(partial(_dumps_of, bench=bench, weights=weights), records, (), jobs) for row in rows
    ):
        for part in PARTS:
            if in_split(host, part):
                tallies[part, name, kind].count(wanted, given, told)
    return tallies


_Row = tuple[str, str, str, object, object, str]


def _dumps_of(item: tuple[Record, Found], *, bench: Path, weights: Path | None, rulebook: Rulebook) -> list[_Row]:
    """What is known and what is given of each field in each dump of a record."""
    record, known = item
    chain = with_weights(CHAIN, weights, record.host)
    rows: list[_Row] = []
    shown = titles_of(bench, record.id, known["title"]) if known.get("title") else frozenset()
    for kind in DUMPS:
        if kind not in record.dumps:
            continue
        found = own_of_dump(record.dumps[kind], rulebook=rulebook, chain=chain)
        for name in (*NAMES, SHOWN):
            given = normal("title" if name == SHOWN else name, found[name])
            wanted = normal(name, known.get(name)) if name != SHOWN else given if given in shown else next(iter(shown), None)
            if wanted is not None:
                told = f"{record.id} {kind}: {found[name]!r}, not {known.get(name, known.get('title'))!r}"
                rows.append((record.host, kind, name, wanted, given, told))
    return rows


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a command. Returns 0, or 2 where the directory cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fields", description=__doc__)
    parser.add_argument("bench", type=Path, help="directory in the format that benchmarks/README.md describes, with pages/")
    parser.add_argument("--alone", action="store_true", help="do not run trafilatura")
    parser.add_argument("--wrong", choices=NAMES, help="show each value of this field that is not the known one")
    parser.add_argument("--dumps", action="store_true", help="fields of the dumps of the pages instead; trafilatura has none")
    parser.add_argument("--weights", type=Path, metavar="DIR", help="for dumps: trained weights, as for benchmarks.quality")
    parser.add_argument("--jobs", type=at_least(1), default=1, help="for dumps: processes; the figures do not depend on it")
    parser.add_argument("--json", type=output_file, metavar="OUT", help="write all figures there")
    options = parser.parse_args(arguments)
    if options.dumps:
        tallies = run_dumps(options.bench, options.weights, options.jobs)
    else:
        tallies = run(options.bench, {OWN: own} if options.alone else {OWN: own, PEER: peer})
    rows = list(_rows(tallies))
    head = ("part", "field", "input" if options.dumps else "system", "known", "given", "precision", "recall")
    print(table(f"Fields of {'dumps' if options.dumps else 'web pages'}", head, rows))
    if options.wrong:
        print(
            "\n".join(
                told for kind in (DUMPS if options.dumps else (OWN,)) for told in tallies["all", options.wrong, kind].wrong
            )
        )
    if options.json:
        write_json(options.json, {"fields": [dict(zip(head, row, strict=True)) for row in rows]})
    return 0


def _rows(tallies: Mapping[tuple[str, str, str], Tally]) -> Iterable[tuple[str, str, str, int, int, float, float]]:
    for (part, name, system), tally in tallies.items():
        yield part, name, system, tally.known, tally.given, tally.precision, tally.recall


if __name__ == "__main__":
    sys.exit(main())
