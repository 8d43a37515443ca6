"""Trains the weights of the seam score: ``python -m benchmarks.seam_training BENCH_DIR -o cleaner/data/seams.json``.

A plain logistic regression over the numbers that `cleaner.stages.seams.SeamView` gives, on the training part of the seams set
(hosts are held out as everywhere in the benchmarks). A seam is right where the first foreign line that no rule claims begins.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

import cleaner
from benchmarks.bench import read_seams
from cleaner.pipeline import claim, place
from cleaner.reading import read
from cleaner.stages import Packs, foreign_tail, headline
from cleaner.stages.appended_stories import view_of
from cleaner.stages.inputs import Inputs
from cleaner.stages.reading_aids import filled_lines

_FOREIGN = "other_story"


def examples(text: str, labels: Sequence[str], rulebook: cleaner.Rulebook) -> Iterator[tuple[dict[str, float], bool]]:
    """The numbers of every candidate seam of a document, and whether it is the right one."""
    document = place(read(text, id="example", media_type="text/plain"), rulebook)
    claims = claim(document, (Packs(), headline, foreign_tail), Inputs(rulebook))
    lines = filled_lines(document)
    units, view = view_of(document, lines, tuple(claims))
    right = next((number for number, index in enumerate(units) if labels[lines[index].number - 1] == _FOREIGN), None)
    for seam in view.candidates():
        yield view.numbers(seam), seam == right


def train(folder: Path) -> dict[str, Any]:
    """The weights as JSON values, with where they come from."""
    rulebook = cleaner.load_rulebook()
    rows: list[list[float]] = []
    right: list[bool] = []
    weight: list[float] = []
    names: list[str] = []
    documents = 0
    for seam in read_seams(folder, "training"):
        found = list(examples(seam.text, seam.labels, rulebook))
        documents += 1
        for numbers, is_right in found:
            names = list(numbers)
            rows.append(list(numbers.values()))
            right.append(is_right)
            # A text with many candidates says no more than one with few; and most candidates are wrong.
            weight.append((3.0 if is_right else 1.0) / len(found) ** 0.5)
    scaler = StandardScaler().fit(np.array(rows))
    model = LogisticRegression(C=0.3, max_iter=5000).fit(
        scaler.transform(np.array(rows)), np.array(right), sample_weight=weight
    )
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - (weights * scaler.mean_).sum())
    data = folder / "seams-dev.jsonl.gz"
    return {
        "about": "Weights of the score that another story begins at a seam; see cleaner/stages/seams.py.",
        "command": "python -m benchmarks.seam_training BENCH_DIR -o cleaner/data/seams.json",
        "data": f"{documents} documents, the training part of seams-dev",
        "data_sha256": hashlib.sha256(data.read_bytes()).hexdigest(),
        "bias": round(bias, 5),
        "weights": {name: round(float(value), 5) for name, value in zip(names, weights, strict=True)},
    }


def main() -> int:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path, help="a directory in the bench's format, with seams-dev.jsonl.gz")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the file of weights")
    arguments = parser.parse_args()
    arguments.output.write_text(json.dumps(train(arguments.bench), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
