"""Lines as the prose stage weighs them, claims of rules, and trees small enough to count by hand."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from cleaner.model import Authority, Claim, Label, Line
from cleaner.stages.prose import trees
from cleaner.stages.prose.judgement import Judgement
from cleaner.stages.prose.weighed import Weighed
from cleaner.stages.reading_aids import Occupied

# Column 0 up to 0.5: -1; above it, column 1 up to 2: 1, and 3 beyond. And a tree that is one leaf.
TREES = trees.Trees(
    feature=np.array([0, 0, 1, 0, 0, 0]),
    threshold=np.array([0.5, np.inf, 2.0, np.inf, np.inf, np.inf], np.float32),
    left=np.array([1, 1, 3, 3, 4, 5]),
    value=np.array([0.5, -1.0, 2.0, 1.0, 3.0, 0.25]),
    roots=np.array([0, 5]),
    depth=2,
)
ROWS = np.array([[0.5, 9.0], [0.6, 2.0], [1.0, 2.5]], np.float32)


def weighed(
    lines: Sequence[Line], chances: Sequence[float], claims: Mapping[int, Claim] | None = None, dial: float = 0.45
) -> Weighed:
    """Lines of which those stay that are likely enough, and those that a rule protects."""
    size = len(lines)
    found = Judgement(np.zeros(size), np.zeros((size, 0), np.float32), (), np.zeros((size, 0), np.intp), Path())
    occupied = Occupied(claims or {})
    kept = [chance >= dial or occupied.stays(at) for at, chance in enumerate(chances)]
    return Weighed(lines, occupied, found, [dial] * size, chances, kept)


def ruled(label: Label = Label.SHARE) -> Claim:
    return Claim(0, 1, label, "share/words", Authority.SHARED, 1.0, "")
