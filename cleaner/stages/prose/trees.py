"""Boosted trees kept as arrays: evaluated by numpy alone, and able to say what each piece of evidence added."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.prose.arrays import Floats, Whole
from cleaner.stages.prose.evidence import Matrix

_AT_ONCE = 2048
"""Rows evaluated together: it bounds the memory a huge text takes."""


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """A boosted forest in one run of nodes. The children of a node stand next to each other; a leaf is its own child.

    Attributes:
        feature: the column tested at a node (0 at a leaf).
        threshold: go to the left child if the value is not greater (infinite at a leaf, which therefore is never left).
        left: the left child; the right one is the next node.
        value: at a leaf, what it adds to the log-odds; at a node, the mean of the leaves below, as the training saw them.
        roots: the first node of each tree.
        depth: steps from a root to the deepest leaf.
    """

    feature: Whole
    threshold: NDArray[np.float32]
    left: Whole
    value: Floats
    roots: Whole
    depth: int

    def log_odds(self, matrix: Matrix) -> Floats:
        """The log-odds of each row."""
        odds = np.empty(len(matrix))
        for start in range(0, len(matrix), _AT_ONCE):
            part = matrix[start : start + _AT_ONCE]
            odds[start : start + _AT_ONCE] = self.value.take(self._leaves(part)).sum(1)
        return odds

    def contributions(self, matrix: Matrix) -> Floats:
        """What each column added to the log-odds of each row, in nats, after Saabas: the changes of value along the paths."""
        size, width = matrix.shape
        values = np.ascontiguousarray(matrix).ravel()
        row = (np.arange(size) * width)[:, None]
        added = np.zeros(size * width)
        node = np.repeat(self.roots[None, :], size, 0)
        for _ in range(self.depth):
            place = row + self.feature.take(node)
            child = self.left.take(node) + (values.take(place) > self.threshold.take(node))
            change = self.value.take(child) - self.value.take(node)
            added += np.bincount(place.ravel(), change.ravel(), size * width)
            node = child
        return added.reshape(size, width)

    def _leaves(self, matrix: Matrix) -> Whole:
        """The leaf each row (first axis) reaches in each tree: all rows go down all trees at once, level by level."""
        size, width = matrix.shape
        values = np.ascontiguousarray(matrix).ravel()
        row = (np.arange(size) * width)[:, None]
        node = np.repeat(self.roots[None, :], size, 0)
        for _ in range(self.depth):
            value = values.take(row + self.feature.take(node))
            node = self.left.take(node) + (value > self.threshold.take(node))
        return node


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Trees and what is known of them: the names of the columns they read, how they came about, how to decide by them."""

    trees: Trees
    features: tuple[str, ...]
    about: dict[str, Any]


def load(path: Path) -> Model:
    """Read what `save` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        about = json.loads(bytes(stored["about"]).decode("utf-8"))
        trees = Trees(
            feature=stored["feature"].astype(np.int64),
            threshold=stored["threshold"].astype(np.float32),
            left=stored["left"].astype(np.int64),
            value=stored["value"].astype(np.float64),
            roots=stored["roots"].astype(np.int64),
            depth=int(about["depth"]),
        )
    return Model(trees, tuple(about["features"]), about)


def save(path: Path, model: Model) -> None:
    """Write a model to one file, as small as its numbers allow."""
    trees = model.trees
    about = model.about | {"features": list(model.features), "depth": trees.depth}
    np.savez_compressed(
        path,
        about=np.frombuffer(json.dumps(about, ensure_ascii=False, sort_keys=True).encode("utf-8"), np.uint8),
        feature=trees.feature.astype(np.uint16),
        threshold=trees.threshold,
        left=trees.left.astype(np.int32),
        value=trees.value.astype(np.float32),
        roots=trees.roots.astype(np.int32),
    )
