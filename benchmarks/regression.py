"""What the scores of `cleaner.stages.logistic` are trained by: a plain logistic regression, and where its data come from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bench import BenchError
from benchmarks.commands import TRAIN, needed, room_for

Example = tuple[Mapping[str, float], bool]
"""The numbers of one candidate, and whether it is right."""


def trained(
    documents: Iterable[Sequence[Example]], bench: Path, *, right_counts: float, nothing: str
) -> tuple[int, dict[str, Any]]:
    """The number of documents, and the weights as JSON values, with the digest of the bench.

    Args:
        documents: the candidates of each.
        bench: its directory.
        right_counts: how much more a right candidate counts than a wrong one.
        nothing: what is missing, where all candidates are right or none is.

    Raises:
        BenchError: scikit-learn is missing, or what is to be learned from.
    """
    linear_model = needed("sklearn.linear_model", TRAIN)
    preprocessing = needed("sklearn.preprocessing", TRAIN)
    rows: list[list[float]] = []
    right: list[bool] = []
    weight: list[float] = []
    names: list[str] = []
    number = 0
    for found in documents:
        number += 1
        for numbers, is_right in found:
            names = list(numbers)
            rows.append(list(numbers.values()))
            right.append(is_right)
            # A text with many candidates says no more than one with few.
            weight.append((right_counts if is_right else 1.0) / len(found) ** 0.5)
    if len(set(right)) < 2:
        raise BenchError(f"{bench}: {nothing}")
    scaler = preprocessing.StandardScaler().fit(np.array(rows))
    model = linear_model.LogisticRegression(C=0.3, max_iter=5000).fit(
        scaler.transform(np.array(rows)), np.array(right), sample_weight=weight
    )
    worth = model.coef_[0] / scaler.scale_
    digest = hashlib.sha256()
    for path in sorted(bench.glob("*.jsonl.gz")):
        digest.update(path.read_bytes())
    return number, {
        "data_sha256": digest.hexdigest(),
        "bias": round(float(model.intercept_[0] - (worth * scaler.mean_).sum()), 5),
        "weights": {name: round(float(value), 5) for name, value in zip(names, worth, strict=True)},
    }


def write(output: Path, found: Mapping[str, Any]) -> None:
    """Write the weights to a file, and say so."""
    room_for(output).write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{output}: {len(found['weights'])} weights, from {found['data']}")
