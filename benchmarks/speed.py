"""``python -m benchmarks.speed [BENCH_DIR]``: what cleaning costs, as ratios taken within one run on one machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import experiments, startup
from benchmarks.bench import BenchError
from benchmarks.commands import as_command, at_least, names, output_file, rising
from benchmarks.corpus import texts
from benchmarks.tables import table, write_json

RULES = (10, 100, 1_000, 10_000)
SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
PARTS = ("rules", "size", "peer", "article", "pages", "start", "stages", "each", "memory")
OF_PAGES = ("peer", "article", "pages", "memory")
"""Parts that read the pages of a bench."""


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a command. Returns 0; 1 where cleaning a text loads a module it must not; 2 where the directory cannot be used."""
    parser = _parser()
    options = parser.parse_args(arguments)
    lacking = [name for name in options.parts or PARTS if name in OF_PAGES and not options.bench]
    if lacking and options.parts:
        parser.error(f"--parts {','.join(lacking)} needs BENCH_DIR")
    if lacking:
        print(f"without BENCH_DIR there is no {', '.join(lacking)}", file=sys.stderr)
    options.parts = [name for name in options.parts or PARTS if name not in lacking]
    figures = run(options)
    if options.json:
        write_json(options.json, figures)
    unwanted = figures.get("unwanted modules", [])
    if unwanted:
        print(f"cleaning a text loads {', '.join(unwanted)}: import them only where they are needed", file=sys.stderr)
    return 1 if unwanted else 0


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Run the parts that are asked for, print a table for each, return all figures."""
    held = texts(options.bench, options.documents)
    if not held:
        raise BenchError(f"{options.bench}: there is no record with a dump 'full'")
    figures: dict[str, Any] = {}

    def part(name: str, title: str, measure: Callable[[], list[dict[str, Any]]]) -> None:
        if name in options.parts:
            figures[name] = rows = measure()
            print(table(title, list(rows[0]), [list(row.values()) for row in rows]), flush=True)

    part("rules", "(a) Number of shared rules", lambda: experiments.by_rules(held, options.rules, options.turns))
    part("size", "(b) Size of a document", lambda: experiments.by_size(options.bench, options.sizes, options.turns))
    title = "(c) cleaner and trafilatura, the same articles (× above 1: faster than trafilatura)"
    part("peer", title, lambda: experiments.against_trafilatura(options.bench, options.peer_documents, options.turns))
    title = "(d) One article of some 6 kB (× above 1: faster than trafilatura)"
    part("article", title, lambda: experiments.by_article(options.bench))
    title = "(e) Pages, decoded beforehand, page by page (× above 1: faster)"
    part("pages", title, lambda: experiments.by_gear(options.bench, options.peer_documents))
    part("start", "(f) Start-up, seconds of a fresh process", lambda: _start(held[0], options.turns))
    part("stages", "(g) Where the time goes", lambda: experiments.by_stage(held, options.turns))
    part("each", "(h) The rules that cost most, each alone", lambda: experiments.by_rule(held, options.turns))
    title = "(i) Memory after so many pages in one process"
    part("memory", title, lambda: experiments.by_memory(options.bench, options.memory_pages))
    if "start" in options.parts:
        figures["heavy modules"] = loaded = startup.heavy_modules(held[0])
        figures["unwanted modules"] = [name for name in loaded if name in startup.FORBIDDEN]
        print(f"Heavy modules loaded when a text was cleaned: {', '.join(loaded) or 'none'}\n")
    return figures


def _start(text: str, turns: int) -> list[dict[str, Any]]:
    return [{"process": name, **asdict(cost)} for name, cost in startup.start_up(text, turns).items()]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("bench", type=Path, nargs="?", help="a bench directory; without it, texts are made from the seeds")
    parser.add_argument("--parts", type=partial(names, known=PARTS), help=f"with commas between; default {','.join(PARTS)}")
    parser.add_argument("--rules", type=rising, default=RULES, help="numbers of rules, rising")
    parser.add_argument("--sizes", type=rising, default=SIZES, help="sizes of documents in characters, rising")
    parser.add_argument("--documents", type=at_least(1), default=150, help="texts to run on; each turn takes its share of them")
    parser.add_argument("--peer-documents", type=at_least(2), default=120, help="articles on which trafilatura runs too")
    parser.add_argument("--memory-pages", type=at_least(1), default=5_000, help="pages that one process cleans")
    parser.add_argument("--turns", type=at_least(1), default=5, help="times that every case runs; figures are medians")
    parser.add_argument("--json", type=output_file, metavar="OUT", help="write all figures to this file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
