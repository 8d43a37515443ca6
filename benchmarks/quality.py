"""``python -m benchmarks.quality BENCH_DIR``: how much of the articles survives, and how much of the rest goes."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.bench import KINDS, BenchError, no_page, read_records, read_seams, sample, thirds_of, with_page
from benchmarks.commands import as_command, at_least, names, output_file, refuse
from benchmarks.converted import CONVERTERS
from benchmarks.judging import GEARS, HTML, OWN, Judged, Options, check_weights, judge, spread
from benchmarks.ledger import Ledger, merge
from benchmarks.measure import Snippets, summarise
from benchmarks.peers import PEERS, installed
from benchmarks.seams import judge_seam, seam_table, summarise_seams
from benchmarks.tables import table, write_json
from cleaner.model import FAVOURS, Policy
from cleaner.stages import CHAIN, Stage, stage_name

ALL = "all"
COSTLIEST = 15
"""Rules in the table of what cost most."""

FIGURES = ("pages", "f1", "precision", "recall", "exact", "page_f1", "kept", "leak", "failed")
OTHERS = "others"
_TEXTS = (*KINDS, *CONVERTERS)
FEW_PAGES = 3
"""A country with fewer is counted among the others: one page says nothing."""


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a command. Returns 0, or 2 where the directory or the rules cannot be used."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.seams:
        refuse(parser, options, "--seams", ("kinds", "baselines", "peers", "gears", "with_url", "favour", "worst"))
    elif not options.kinds and options.peers is None:
        parser.error("nothing to score: --kinds names nothing, and there is no --peers")
    figures = run_seams(options) if options.seams else run_bodies(options)
    if options.json:
        write_json(options.json, figures)
    return 0


def run_bodies(options: argparse.Namespace) -> dict[str, Any]:
    """Score the dumps (and pages), print the tables, return the figures."""
    peers, notes = installed(options.peers or ())
    for note in notes:
        print(note, file=sys.stderr)
    wanted = Options(
        kinds=tuple(kind for kind in _TEXTS if kind in options.kinds),
        baselines=options.baselines,
        gears=options.gears if HTML in options.kinds or options.peers is not None else (),
        peers=peers,
        with_url=options.with_url,
        chain=_chain(options),
        weights=options.weights,
        policy=Policy(favour=options.favour),
    )
    inputs = (*wanted.kinds, *([HTML] if wanted.gears else []))
    check_weights(options.weights, thirds_of(options.split), inputs)
    if wanted.gears and not any(with_page(options.bench, read_records(options.bench, options.split))):
        raise no_page(options.bench, f"any record of the {options.split} part")
    records = sample(read_records(options.bench, options.split), options.limit)
    work = partial(judge, directory=options.bench, options=wanted)
    judged: list[Judged] = []
    ledger: Ledger = {}
    for batch in spread(work, records, tuple(options.rules), options.jobs):
        judged += batch
        for result in batch:
            merge(ledger, result.ledger)
            result.ledger.clear()  # only the total is kept
    if not judged:
        raise BenchError(f"{options.bench}: no record that was taken of the {options.split} part has {' or '.join(inputs)}")
    scores = _scores(judged)
    own = [result for result in judged if result.system in OWN]
    countries = _countries(own)
    gold_words = sum(result.gold_words for result in own)
    labels = sum((result.labels for result in own), Counter[str]())
    rules = _rules(ledger, gold_words)
    columns = ("input", "source", "system", *FIGURES)
    print(table(f"Bodies, {options.split} part", columns, [list(row.values()) for row in scores]))
    if countries:
        print(table("cleaner: F1 by country of the outlet", list(countries[0]), [list(row.values()) for row in countries]))
    print(_guards(own))
    print(table("Removed characters by label, all inputs", ("label", "characters"), labels.most_common()))
    lost = sum(entry.gold_words for entry in ledger.values())
    print(f"Gold words removed: {lost:,} of {gold_words:,} ({lost / gold_words if gold_words else 0:.2%})\n")
    head = ("rule", "label", "gold lines", "other lines", "precision", "gold words", "share of gold", "characters")
    costliest = [[row[name] for name in head] for row in rules[:COSTLIEST]]
    print(table(f"The {COSTLIEST} rules that cost most gold (precision: removed lines that are not gold)", head, costliest))
    if options.worst:
        print(_worst(own, options.worst))
    return {
        "split": options.split,
        "scores": scores,
        "countries": countries,
        "status": _status(own),
        "labels": labels,
        "gold_words": {"all": gold_words, "removed": lost},
        "rules": rules,
    }


def run_seams(options: argparse.Namespace) -> dict[str, Any]:
    """Score the documents with a known seam, print the table, return the figures."""
    check_weights(options.weights, thirds_of(options.split), KINDS)
    seams = list(sample(read_seams(options.bench, options.split), options.limit))
    if not seams:
        raise BenchError(f"{options.bench}: there is no document with a seam in the {options.split} part")
    work = partial(judge_seam, chain=_chain(options), weights=options.weights)
    rows = summarise_seams(spread(work, seams, tuple(options.rules), options.jobs))
    print(seam_table(rows))
    return {"split": options.split, "seams": rows}


def _scores(judged: Iterable[Judged]) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str, str], list[Judged]] = {}
    for result in judged:
        for source in (result.source, ALL):
            groups.setdefault((result.kind, source, result.system), []).append(result)
    kinds = (*_TEXTS, HTML)
    # Systems stay in the order in which they ran: ours first. "all" stands after the sources.
    order = sorted(groups, key=lambda group: (kinds.index(group[0]), group[1] == ALL, group[1]))
    return [
        {"input": kind, "source": source, "system": system} | _figures(groups[kind, source, system])
        for kind, source, system in order
    ]


def _figures(results: Sequence[Judged]) -> dict[str, Any]:
    """What one system did: the bodies' figures, snippets that stayed as they should and as they should not, failures."""
    snippets = sum((result.snippets for result in results), Snippets())
    failed = sum(result.status.startswith("failed") for result in results)
    return asdict(summarise(r.score for r in results)) | {
        "kept": snippets.share_kept,
        "leak": snippets.leak,
        "failed": failed,
    }


def _countries(own: Sequence[Judged]) -> list[dict[str, Any]]:
    """F1 of ``cleaner`` on each input by the country of the outlet, the country with most pages first.

    A page that scripts were to fill holds no word of its article: it is counted, but says nothing about the country's language.
    """
    pages = Counter(country for country, _ in {(r.country, r.id) for r in own if r.country})
    inputs = list(dict.fromkeys((result.kind, result.system) for result in own))
    groups: dict[str, list[Judged]] = {}
    for result in own:
        if result.country:
            groups.setdefault(result.country if pages[result.country] >= FEW_PAGES else OTHERS, []).append(result)
    rows = []
    for country in sorted(groups, key=lambda name: (name == OTHERS, -pages[name], name)):
        row: dict[str, Any] = {
            "country": country,
            "pages": len({result.id for result in groups[country]}),
            "without text": len({result.id for result in groups[country] if result.empty}),
        }
        for kind, system in inputs:
            of_input = [result for result in groups[country] if (result.kind, result.system) == (kind, system)]
            scores = [result.score for result in of_input if not result.empty]
            row[system if kind == HTML else kind] = summarise(scores).f1 if scores else None
        rows.append(row)
    return rows


def _status(own: Iterable[Judged]) -> dict[str, Counter[str]]:
    """How the documents ended, by input, and for pages by gear."""
    found: dict[str, Counter[str]] = {}
    for result in own:
        found.setdefault(result.system if result.kind == HTML else result.kind, Counter())[result.status] += 1
    return found


def _guards(own: Sequence[Judged]) -> str:
    rows = [
        (name, status, number) for name, counts in sorted(_status(own).items()) for status, number in sorted(counts.items())
    ]
    return table("How the documents ended (guarded: kept whole)", ("input", "status", "documents"), rows)


def _rules(ledger: Ledger, gold_words: int) -> list[dict[str, Any]]:
    """All accounts, the costliest first."""
    order = sorted(ledger.items(), key=lambda item: (-item[1].gold_words, -item[1].gold_lines, item[0]))
    return [
        {
            "rule": rule,
            "label": label,
            "gold lines": entry.gold_lines,
            "other lines": entry.other_lines,
            "precision": entry.precision,
            "gold words": entry.gold_words,
            "share of gold": entry.gold_words / gold_words if gold_words else 0.0,
            "characters": entry.characters,
        }
        for (rule, label), entry in order
    ]


def _worst(own: Sequence[Judged], number: int) -> str:
    order = sorted(own, key=lambda result: (result.score.f1, result.id, result.kind, result.system))[:number]
    head = ("id", "input", "system", "f1", "precision", "recall", "status")
    rows = [(r.id, r.kind, r.system, r.score.f1, r.score.precision, r.score.recall, r.status) for r in order]
    return table(f"The {number} worst documents", head, rows)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("bench", type=Path, help="directory in the format that benchmarks/README.md describes")
    inputs = (*_TEXTS, HTML)
    parser.add_argument(
        "--kinds",
        type=partial(names, known=inputs, empty=True),
        default=KINDS,
        help=f"of input, with commas between, or empty: of {','.join(inputs)}; default {','.join(KINDS)}",
    )
    parts = parser.add_mutually_exclusive_group()
    meanings = {"holdout": "the third of the hosts kept apart (default)", "training": "the others", "all": "both"}
    for part, meaning in meanings.items():
        parts.add_argument(f"--{part}", dest="split", action="store_const", const=part, help=meaning)
    parser.add_argument("--limit", type=at_least(1), metavar="N", help="a fixed sample of N records")
    parser.add_argument(
        "--baselines", action="store_true", help="also: doing nothing, the C4 line rules, and the best choice of whole lines"
    )
    parser.add_argument(
        "--peers",
        type=partial(names, known=PEERS),
        nargs="?",
        const=PEERS,
        metavar="NAMES",
        help=f"also: the pages, cleaner and other extractors side by side; all, or of {','.join(PEERS)}",
    )
    parser.add_argument(
        "--gears", type=partial(names, known=tuple(GEARS)), default=tuple(GEARS), help="for pages; default thorough,fast"
    )
    parser.add_argument("--with-url", action="store_true", help="give the page's address to cleaner and to its peers")
    parser.add_argument("--seams", action="store_true", help="score the documents with a known seam instead")
    parser.add_argument("--rules", action="append", default=[], metavar="DIR", help="more rules than the bundled ones")
    stages = list(dict.fromkeys(map(stage_name, CHAIN)))
    parser.add_argument("--without", action="append", default=[], choices=stages, help="leave a stage out; may be given again")
    parser.add_argument("--favour", choices=FAVOURS, default="balance", help="what guesses favour")
    parser.add_argument("--weights", type=Path, metavar="DIR", help="trained weights, instead of those in cleaner/data")
    parser.add_argument("--worst", type=at_least(1), metavar="N", help="list the N documents with the lowest F1")
    parser.add_argument("--jobs", type=at_least(1), default=1, help="processes; the figures do not depend on it")
    parser.add_argument("--json", type=output_file, metavar="OUT", help="write all figures to this file")
    parser.set_defaults(split="holdout")
    return parser


def _chain(options: argparse.Namespace) -> tuple[Stage, ...]:
    """The stages of cleaner, less those that are to be left out."""
    return tuple(stage for stage in CHAIN if stage_name(stage) not in options.without)


if __name__ == "__main__":
    sys.exit(main())
