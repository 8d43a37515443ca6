"""``python -m benchmarks.drafting BENCH_DIR``: what packs are worth on pages of their outlets, drafted ones or one's own."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import cleaner
from benchmarks.bench import KINDS, BenchError, Record, read_page, read_records, third, with_page
from benchmarks.commands import as_command, at_least, refuse
from benchmarks.judging import HTML, check_weights, with_weights
from benchmarks.ledger import account
from benchmarks.measure import score_page
from benchmarks.tables import table
from cleaner.drafting.draft import draft_rules
from cleaner.drafting.pack import draft_text
from cleaner.drafting.samples import judge
from cleaner.errors import CleanerError
from cleaner.model import Line
from cleaner.reading import read
from cleaner.rulebook import Rulebook
from cleaner.stages import CHAIN

LEAST_ARTICLE = 200
"""Characters of a body: below, there is no article on the page to lose."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One draft, unedited and set to stable, on one page that it was not drafted from.

    Attributes:
        before, after: F1 without the pack and with it.
        removed, gold: characters that the pack's rules removed, and how many of them are article that the body then lacks.
        chrome: characters of the page that are not article.
    """

    host: str
    page: str
    samples: int
    rules: int
    before: float
    after: float
    removed: int
    gold: int
    chrome: int


@dataclass(frozen=True, slots=True)
class Bench:
    """What documents are made of, the directory and the kind of dump (``html``: the pages themselves); and trained weights."""

    directory: Path
    kind: str
    weights: Path | None = None

    def clean(self, record: Record, host: str, rulebook: Rulebook) -> cleaner.Cleaned:
        """Clean a record as a page of an outlet."""
        return cleaner.clean(
            self.source(record),
            id=record.id,
            media_type=self.media_type,
            outlet=host,
            rulebook=rulebook,
            chain=with_weights(CHAIN, self.weights, host),
        )

    @property
    def media_type(self) -> str:
        """Of every document."""
        return "text/html" if self.kind == HTML else "text/plain"

    def holding(self, records: Iterable[Record]) -> Iterator[Record]:
        """Those of the records of which there is such a document."""
        if self.kind == HTML:
            return with_page(self.directory, records)
        return (record for record in records if self.kind in record.dumps)

    def source(self, record: Record) -> str | bytes:
        """What is to be cleaned of a record that there is such a document of."""
        return (read_page(self.directory, record.id) or b"") if self.kind == HTML else record.dumps[self.kind]

    def holds_text(self, record: Record) -> bool:
        """Whether there is anything to be seen on it; scripts were to fill some pages."""
        try:
            return bool(read(self.source(record), id=record.id, media_type=self.media_type).text.strip())
        except CleanerError:
            return False


def try_draft(host: str, samples: Sequence[Record], page: Record, bench: Bench, rulebook: Rulebook) -> Trial:
    """Draft from the samples, set to stable, clean the page with and without."""
    documents = [(record.id, read(bench.source(record), id=record.id, media_type=bench.media_type)) for record in samples]
    rules = draft_rules(judge(documents, host, rulebook))
    before = bench.clean(page, host, rulebook)
    scored = score_page(page.gold, before.body, page.optional).f1
    if not rules:
        return Trial(host, page.id, len(samples), 0, scored, scored, 0, 0, 0)
    with TemporaryDirectory() as folder:
        path = Path(folder, "outlets", f"{host}.yaml")
        path.parent.mkdir()
        path.write_text(draft_text(host, rules).replace("\nstatus: draft\n", "\nstatus: stable\n"), encoding="utf-8")
        after = bench.clean(page, host, cleaner.load_rulebook(folder))
    removed = gold = 0
    pieces = [
        replace(removal, start=max(removal.start, line.start), end=min(removal.end, line.end), rule=str(line.number))
        for removal in after.removals
        if removal.rule.startswith(f"{host}/")
        for line in _lines(after.document.lines, removal.start, removal.end)
    ]
    # Each line on an account of its own, so that its characters are either all article or all not.
    for entry in account(after.document.text, pieces, after.body, page.gold).values():
        removed += entry.characters
        gold += entry.characters if entry.gold_lines else 0
    chrome = max(len("".join(before.document.text.split())) - len("".join(page.gold.split())), 0)
    score = score_page(page.gold, after.body, page.optional).f1
    return Trial(host, page.id, len(samples), len(rules), scored, score, removed, gold, chrome)


def _lines(lines: Sequence[Line], start: int, end: int) -> Iterator[Line]:
    return (line for line in lines if line.start < end and line.end > start and line.text.strip())


def trials(groups: dict[str, list[Record]], number: int, bench: Bench, rulebook: Rulebook) -> Iterator[Trial]:
    """Every page of every outlet, with a draft from ``number`` others of it: the next ones in order of their ids, in a ring."""
    for host, records in sorted(groups.items()):
        for at, page in enumerate(records):
            others = [*records[at + 1 :], *records[:at]]
            if len(others) >= number:
                yield try_draft(host, others[:number], page, bench, rulebook)


def own_packs(records: Sequence[Record], bench: Bench, rules: Path) -> list[tuple[str | float | None, ...]]:
    """Rows for each page of the outlets that have a pack in a rules directory: measures without the pack and with it."""
    plain, ruled = cleaner.load_rulebook(), cleaner.load_rulebook(rules)
    rows: list[tuple[str | float | None, ...]] = []
    for record in sorted(records, key=lambda record: (record.host, record.id)):
        if not (rules / "outlets" / f"{record.host}.yaml").exists() or not bench.holds_text(record):
            continue
        bodies = (bench.clean(record, record.host, rulebook).body for rulebook in (plain, ruled))
        before, after = (score_page(record.gold, body, record.optional) for body in bodies)
        rows.append(
            (record.host, record.id, before.f1, after.f1, before.precision, after.precision, before.recall, after.recall)
        )
    return rows


def groups_of(records: Sequence[Record], together: Sequence[str]) -> dict[str, list[Record]]:
    """Pages with an article by host; hosts named together count as one outlet, by the name of the first."""
    first = {host: family.split(",")[0] for family in together for host in family.split(",")}
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in sorted(records, key=lambda record: record.id):
        if len(record.gold) >= LEAST_ARTICLE:
            groups[first.get(record.host, record.host)].append(record)
    return {host: found for host, found in groups.items() if len(found) > 1}


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a command. Returns 0, or 2 where the directory cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drafting", description=__doc__)
    parser.add_argument("bench", type=Path, help="directory in the format that benchmarks/README.md describes")
    parser.add_argument("--kind", choices=(*KINDS, HTML), default="full", help="of dump; html is the page itself")
    parser.add_argument("--hosts", metavar="HOST,HOST", help="only these outlets")
    parser.add_argument(
        "--samples", type=at_least(1), nargs="+", default=[1, 2, 3, 5], metavar="N", help="pages that drafts are made of"
    )
    parser.add_argument(
        "--together", action="append", default=[], metavar="HOST,HOST", help="sister sites, taken for one outlet"
    )
    parser.add_argument("--rules", type=Path, metavar="DIR", help="no drafts: the packs in DIR/outlets, without and with each")
    parser.add_argument("--weights", type=Path, metavar="DIR", help="trained weights, instead of those in cleaner/data")
    parser.add_argument("--each", action="store_true", help="a row for every page too")
    options = parser.parse_args(arguments)
    if options.rules:
        refuse(parser, options, "--rules", ("samples", "together", "each"))
    bench = Bench(options.bench, options.kind, options.weights)
    records = list(read_records(options.bench))
    known = {record.host for record in records}
    for name, given in (("--hosts", [options.hosts] if options.hosts else []), ("--together", options.together)):
        if unknown := sorted({host for hosts in given for host in hosts.split(",")} - known):
            raise BenchError(f"{name}: no record of the bench has the host {', '.join(unknown)}")
    hosts = set(options.hosts.split(",")) if options.hosts else known
    records = [record for record in bench.holding(records) if record.host in hosts]
    outlets = {record.host for record in records} | {family.split(",")[0] for family in options.together}
    check_weights(options.weights, {third(host) for host in outlets}, [options.kind])
    if options.rules:
        rows = own_packs(records, bench, options.rules)
        if not rows:
            raise BenchError(f"{options.rules}: no record with an input {options.kind!r} has the host of a pack in outlets/")
        measures = ("outlet", "page", "F1 before", "after", "precision before", "after", "recall before", "after")
        print(table(f"Packs in {options.rules}, on {options.kind}", measures, rows))
        return 0
    groups = groups_of(records, options.together)
    if options.kind == HTML:
        groups = {host: [record for record in found if bench.holds_text(record)] for host, found in groups.items()}
    rulebook = cleaner.load_rulebook()
    found = [trial for number in options.samples for trial in trials(groups, number, bench, rulebook)]
    if not found:
        raise BenchError(
            f"no outlet has {min(options.samples) + 1} records with an article and an input {options.kind!r}: "
            f"{min(options.samples)} to draft from and one to try the draft on"
        )
    if options.each:
        columns = ("samples", "outlet", "page", "rules", "F1 before", "after", "removed", "article", "reach")
        rows = [
            (
                t.samples,
                t.host,
                t.page,
                t.rules,
                t.before,
                t.after,
                t.removed,
                t.gold,
                t.removed / t.chrome if t.chrome else None,
            )
            for t in found
        ]
        print(table(f"Drafts from {options.kind} dumps, unedited, set to stable, on another page", columns, rows))
    summary = []
    for number in options.samples:
        part = [trial for trial in found if trial.samples == number]
        if not part:
            continue
        removed, gold = sum(t.removed for t in part), sum(t.gold for t in part)
        summary.append(
            (
                number,
                len({t.host for t in part}),
                len(part),
                sum(t.rules for t in part) / len(part),
                sum(t.before for t in part) / len(part),
                sum(t.after for t in part) / len(part),
                sum(t.after > t.before + 1e-9 for t in part),
                sum(t.after < t.before - 1e-9 for t in part),
                removed,
                1 - gold / removed if removed else None,
                min((1 - t.gold / t.removed for t in part if t.removed), default=None),
            )
        )
    head = (
        "samples",
        "outlets",
        "pages",
        "rules",
        "F1 before",
        "after",
        "better",
        "worse",
        "removed",
        "precision",
        "lowest",
    )
    print(table(f"Drafts from {options.kind} dumps, unedited, set to stable, on pages they have not seen", head, summary))
    return 0


if __name__ == "__main__":
    sys.exit(main())
