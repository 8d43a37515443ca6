"""Trains the weights of the title score: ``python -m benchmarks.title_training BENCH_DIR -o cleaner/data/titles.json``.

A plain logistic regression over the numbers that `cleaner.stages.titles` gives, on the dumps of the training hosts. Right is a
line that has the words of the known title or of the page's first heading: many pages are known by another title than the one
that they show.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bench import BenchError, Record, read_records, read_stated, thirds_of
from benchmarks.commands import TRAIN, as_command, at_least, needed, output_file, room_for
from benchmarks.fields import DUMPS, normal, titles_of
from benchmarks.judging import check_weights, spread, with_weights
from cleaner.pipeline import claim, place
from cleaner.reading import read
from cleaner.rulebook import Rulebook
from cleaner.shown import shown
from cleaner.stages import CHAIN, titles
from cleaner.stages.inputs import Inputs
from cleaner.stages.reading_aids import filled_lines, taken
from cleaner.stages.titles import candidates

_Example = tuple[dict[str, float], bool]


def examples_of(item: tuple[Record, Any], *, bench: Path, weights: Path | None, rulebook: Rulebook) -> list[list[_Example]]:
    """The candidates of each dump of a record, and whether they are its title."""
    record, known = item
    right = titles_of(bench, record.id, known)
    chain = tuple(stage for stage in with_weights(CHAIN, weights, record.host) if stage is not titles)
    found = []
    for kind in DUMPS:
        seen = shown(place(read(record.dumps.get(kind, ""), id=record.id, media_type="text/plain"), rulebook))
        lines = filled_lines(seen)
        occupied = taken(lines, claim(seen, chain, Inputs(rulebook)))
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
    linear_model = needed("sklearn.linear_model", TRAIN)
    preprocessing = needed("sklearn.preprocessing", TRAIN)
    check_weights(weights, thirds_of("training"), DUMPS)
    rows: list[list[float]] = []
    right: list[bool] = []
    weight: list[float] = []
    names: list[str] = []
    documents = 0
    for found in _examples(bench, weights, jobs):
        documents += 1
        for numbers, is_title in found:
            names = list(numbers)
            rows.append(list(numbers.values()))
            right.append(is_title)
            # A text with many candidates says no more than one with few.
            weight.append(1 / len(found) ** 0.5)
    if len(set(right)) < 2:
        raise BenchError(f"{bench}: the training part holds no title above an article, or nothing else")
    scaler = preprocessing.StandardScaler().fit(np.array(rows))
    model = linear_model.LogisticRegression(C=0.3, max_iter=5000).fit(
        scaler.transform(np.array(rows)), np.array(right), sample_weight=weight
    )
    worth = model.coef_[0] / scaler.scale_
    digest = hashlib.sha256()
    for path in sorted(bench.glob("*.jsonl.gz")):
        digest.update(path.read_bytes())
    return {
        "about": "Weights of the score that a line above an article is its title; see cleaner/stages/titles.py.",
        "command": "python -m benchmarks.title_training BENCH_DIR --weights measured -o cleaner/data/titles.json",
        "data": f"{documents} dumps of the training part with a line above their article",
        "data_sha256": digest.hexdigest(),
        "bias": round(float(model.intercept_[0] - (worth * scaler.mean_).sum()), 5),
        "weights": {name: round(float(value), 5) for name, value in zip(names, worth, strict=True)},
    }


def _examples(bench: Path, weights: Path | None, jobs: int) -> Iterator[list[_Example]]:
    known = {identifier: stated["title"] for identifier, _, stated in read_stated(bench) if stated.get("title")}
    records = ((record, known[record.id]) for record in read_records(bench, "training") if record.id in known)
    for dumps in spread(partial(examples_of, bench=bench, weights=weights), records, (), jobs):
        yield from (found for found in dumps if found)


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the weights. Returns 0, or 2 where that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.title_training", description=__doc__)
    parser.add_argument("bench", type=Path, help="directory as benchmarks/README.md describes it, with pages/")
    parser.add_argument("-o", "--output", type=output_file, required=True, help="the file of weights")
    parser.add_argument("--weights", type=Path, metavar="DIR", help="trained weights of the lines, as for benchmarks.quality")
    parser.add_argument("--jobs", type=at_least(1), default=1, help="processes; the weights do not depend on it")
    options = parser.parse_args(arguments)
    found = train(options.bench, options.weights, options.jobs)
    room_for(options.output).write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{options.output}: {len(found['weights'])} weights, from {found['data']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
