"""Trains the weights of the scores of bylines: ``python -m benchmarks.byline_training BENCH_DIR -o cleaner/data``.

Two plain logistic regressions over the numbers that `cleaner.stages.bylines` gives, of authors and of dates, on the dumps of
the training hosts. Right is a line all of whose names are known authors, or whose date is the known day.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.bench import Record, read_records, read_stated, thirds_of
from benchmarks.commands import TRAIN, as_command, needed, output_directory
from benchmarks.dumps import claimed_dumps, options_of
from benchmarks.fields import DUMPS, normal
from benchmarks.judging import check_weights, spread
from benchmarks.regression import Example, trained, write
from cleaner.fields import iso_time
from cleaner.rulebook import Rulebook
from cleaner.stages import bylines
from cleaner.stages.bylines import AUTHORS, PUBLISHED, Candidate, View
from cleaner.stages.reading_aids import filled_lines

_KNOWN = {AUTHORS: "author", PUBLISHED: "date"}
"""What a bench calls the fields."""


def examples_of(
    item: tuple[Record, Mapping[str, Any]], *, weights: Path | None, rulebook: Rulebook
) -> list[tuple[str, list[Example]]]:
    """The candidates of each dump of a record for each field that is known, and whether they are right."""
    record, known = item
    found: list[tuple[str, list[Example]]] = []
    for seen, claims in claimed_dumps(record, bylines, weights=weights, rulebook=rulebook):
        view = View(seen, filled_lines(seen), claims)
        for field, candidates in ((AUTHORS, view.authors()), (PUBLISHED, view.published())):
            wanted = normal(_KNOWN[field], known.get(_KNOWN[field]))
            if wanted is not None:
                right = partial(_is_right, field, wanted, seen.language.code)
                found.append((field, [(dict(candidate.numbers), right(candidate)) for candidate in candidates]))
    return found


def _is_right(field: str, wanted: Any, language: str | None, candidate: Candidate) -> bool:
    """Whether a line gives the known day, or none but known authors: others may stand on the next line."""
    if field == PUBLISHED:
        return bool(normal("date", iso_time(candidate.values[0], language)) == wanted)
    given: Any = normal("author", candidate.values)
    return given is not None and bool(given <= wanted)


def train(bench: Path, weights: Path | None, jobs: int) -> dict[str, dict[str, Any]]:
    """The weights of each field as JSON values, with where they come from.

    Raises:
        BenchError: scikit-learn is missing, or what is to be learned from.
    """
    needed("sklearn.linear_model", TRAIN)  # before minutes of reading
    check_weights(weights, thirds_of("training"), DUMPS)
    examples: dict[str, list[list[Example]]] = {AUTHORS: [], PUBLISHED: []}
    for field, found in _examples(bench, weights, jobs):
        examples[field].append(found)
    told: dict[str, dict[str, Any]] = {}
    for field, of_dumps in examples.items():
        nothing = f"the training part holds no byline with known {field}, or nothing else"
        documents, found_weights = trained(of_dumps, bench, right_counts=1.0, nothing=nothing)
        told[field] = {
            "about": f"Weights of the score that a line gives a text's field {field}; see cleaner/stages/bylines.py.",
            "command": "python -m benchmarks.byline_training BENCH_DIR --weights measured -o cleaner/data",
            "data": f"{documents} dumps of the training part with a line that may give it",
            **found_weights,
        }
    return told


def _examples(bench: Path, weights: Path | None, jobs: int) -> Iterator[tuple[str, list[Example]]]:
    known = {identifier: stated for identifier, _, stated in read_stated(bench)}
    records = ((record, known[record.id]) for record in read_records(bench, "training") if record.id in known)
    for dumps in spread(partial(examples_of, weights=weights), records, (), jobs):
        yield from ((field, found) for field, found in dumps if found)


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the weights. Returns 0, or 2 where that cannot be done."""
    parser = options_of("byline_training", __doc__, "", output_directory, "the directory of the files of weights")
    options = parser.parse_args(arguments)
    for field, found in train(options.bench, options.weights, options.jobs).items():
        write(options.output / f"{field}.json", found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
