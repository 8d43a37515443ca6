"""A trained model as a file: trees, a network beside them or none, and what is known of both."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cleaner.stages.arrays.columns import Floats, Matrix
from cleaner.stages.prose.net import Net, from_arrays, to_arrays
from cleaner.stages.prose.trees import Leaves, Trees


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What judges lines.

    Attributes:
        trees: they judge each line by itself, and can say what each piece of evidence added.
        features: the names of the columns that all of it reads.
        about: how it came about, and how to decide by it; ``net_share`` is the weight of the network's log-odds.
        net: judges each line together with those around it.
    """

    trees: Trees
    features: tuple[str, ...]
    about: dict[str, Any]
    net: Net | None = None

    def log_odds(self, matrix: Matrix, leaves: Leaves) -> Floats:
        """The log-odds of each row, which reach these leaves of the trees; the rows are the lines of one text, in order."""
        odds = self.trees.odds_of(leaves)
        if self.net is None:
            return odds
        share = float(self.about["net_share"])
        return (1 - share) * odds + share * self.net.log_odds(matrix)


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
        return Model(trees, tuple(about["features"]), about, from_arrays(stored))


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
        **({} if model.net is None else to_arrays(model.net)),
    )
