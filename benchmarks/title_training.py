"""Trains the weights of the title score: ``python -m benchmarks.title_training BENCH_DIR -o cleaner/data/titles.json``.

A plain logistic regression over the numbers that `cleaner.stages.titles` gives, on the dumps of the training hosts. Right is a
line that has the words of the known title or of the page's first heading: many pages are known by another title than the one
that they show.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.bench import Record, read_records, read_stated, thirds_of
from benchmarks.commands import as_command, output_file
from benchmarks.dumps import claimed_dumps, options_of
from benchmarks.fields import DUMPS, normal, titles_of
from benchmarks.judging import check_weights, spread
from benchmarks.regression import Example, trained, write
from cleaner.rulebook import Rulebook
from cleaner.stages import titles
from cleaner.stages.reading_aids import filled_lines, taken
from cleaner.stages.titles import candidates


def examples_of(item: tuple[Record, Any], *, bench: Path, weights: Path | None, rulebook: Rulebook) -> list[list[Example]]:
    """The candidates of each dump of a record, and whether they are its title."""
    record, known = item
    right = titles_of(bench, record.id, known)
    found: list[list[Example]] = []
    for seen, claims in claimed_dumps(record, titles, weights=weights, rulebook=rulebook):
        lines = filled_lines(seen)
        occupied = taken(lines, claims)
        found.append([
            (dict(candidate.numbers), normal("title", lines[candidate.at].text) in right)
            for candidate in candidates(seen, lines, occupied)
        ])  # fmt: skip  # a list of lists
    return found


def train(bench: Path, weights: Path | None, jobs: int) -> dict[str, Any]:
    """The weights as JSON values, with where they come from.

    Raises:
        BenchError: scikit-learn is missing, or what is to be learned from.
    """
    check_weights(weights, thirds_of("training"), DUMPS)
    nothing = "the training part holds no title above an article, or nothing else"
    documents, found = trained(_examples(bench, weights, jobs), bench, right_counts=1.0, nothing=nothing)
    return {
        "about": "Weights of the score that a line above an article is its title; see cleaner/stages/titles.py.",
        "command": "python -m benchmarks.title_training BENCH_DIR --weights measured -o cleaner/data/titles.json",
        "data": f"{documents} dumps of the training part with a line above their article",
        **found,
    }


def _examples(bench: Path, weights: Path | None, jobs: int) -> Iterator[list[Example]]:
    known = {identifier: stated["title"] for identifier, _, stated in read_stated(bench) if stated.get("title")}
    records = ((record, known[record.id]) for record in read_records(bench, "training") if record.id in known)
    for dumps in spread(partial(examples_of, bench=bench, weights=weights), records, (), jobs):
        yield from (found for found in dumps if found)


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the weights. Returns 0, or 2 where that cannot be done."""
    parser = options_of("title_training", __doc__, ", with pages/", output_file, "the file of weights")
    options = parser.parse_args(arguments)
    write(options.output, train(options.bench, options.weights, options.jobs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
