"""A LightGBM forest as the arrays that the stage reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cleaner.stages.prose.trees import Trees

if TYPE_CHECKING:
    import lightgbm


def trees_of(booster: lightgbm.Booster) -> Trees:
    """The same forest: for every row of 32-bit numbers the same leaves."""
    forest = _Forest()
    for tree in booster.dump_model()["tree_info"]:
        root = forest.node()
        forest.roots.append(root)
        forest.fill(root, tree["tree_structure"], 0)
    return Trees(
        feature=np.array(forest.feature, np.int64),
        threshold=np.array(forest.threshold, np.float32),
        left=np.array(forest.left, np.int64),
        value=np.array(forest.value, np.float32).astype(np.float64),
        roots=np.array(forest.roots, np.int64),
        depth=forest.depth,
    )


class _Forest:
    def __init__(self) -> None:
        self.feature: list[int] = []
        self.threshold: list[float] = []
        self.left: list[int] = []
        self.value: list[float] = []
        self.roots: list[int] = []
        self.depth = 0

    def node(self) -> int:
        """A new leaf, of value 0: its own child, which no value leaves."""
        self.feature.append(0)
        self.threshold.append(np.inf)
        self.left.append(len(self.left))
        self.value.append(0.0)
        return len(self.left) - 1

    def fill(self, number: int, structure: dict[str, Any], depth: int) -> None:
        self.depth = max(self.depth, depth)
        if "split_feature" not in structure:
            self.value[number] = structure["leaf_value"]
            return
        if structure["decision_type"] != "<=" or structure["missing_type"] != "None":
            raise ValueError(f"only tests of present numbers can be exported, not {structure['decision_type']!r}")
        left, right = self.node(), self.node()
        self.feature[number] = structure["split_feature"]
        self.threshold[number] = _rounded_down(structure["threshold"])
        self.left[number] = left
        self.value[number] = structure["internal_value"]
        self.fill(left, structure["left_child"], depth + 1)
        self.fill(right, structure["right_child"], depth + 1)


def _rounded_down(threshold: float) -> float:
    """The greatest 32-bit number that is not above: it parts 32-bit numbers as the threshold itself does."""
    rounded = np.float32(threshold)
    return float(np.nextafter(rounded, np.float32(-np.inf)) if float(rounded) > threshold else rounded)
