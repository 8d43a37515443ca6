"""What the lines above and below are like, and how alike the lines nearby are."""

from __future__ import annotations

import numpy as np

from cleaner.stages.arrays.columns import Columns, Floats, around, neighbour, running_sum, sums_near
from cleaner.stages.prose.layout import Layout
from cleaner.stages.prose.sentences import Sentences
from cleaner.stages.prose.shape import Shape
from cleaner.stages.prose.words import Words

REACHES = (-3, -2, -1, 1, 2, 3)
SEEN_FROM_AFAR = ("words", "end_term", "group_prose", "indent_rel")
SEEN = ("words", "end_term", "group_prose", "function_share", "cap_share", "indent_rel", "mark")
"""What is told of the lines above and below; three lines off only what is in `SEEN_FROM_AFAR`."""


def seen(reach: int) -> tuple[str, ...]:
    """What is told of a line at this distance."""
    return SEEN_FROM_AFAR if abs(reach) > 2 else SEEN


_TOLD = tuple((f"{name}[{reach:+d}]", SEEN.index(name), reach) for reach in REACHES for name in seen(reach))
"""Each column of `seen` with its row and its distance."""


def neighbour_columns(columns: Columns, layout: Layout, shape: Shape, words: Words, sentences: Sentences) -> Columns:
    """The evidence of lines nearby.

    Args:
        columns: evidence of the lines themselves, of which some is told again for their neighbours.
        layout: indentation and marks.
        shape: length and ends.
        words: which lines occur again.
        sentences: how much prose stands at which indentation.
    """
    told: Columns = {}
    size, beyond = len(shape.words), max(REACHES)
    padded = np.full((len(SEEN), size + 2 * beyond), -1.0)
    for row, name in zip(padded, SEEN, strict=True):
        row[beyond : beyond + size] = columns[name]
    for name, at, reach in _TOLD:
        told[name] = padded[at, beyond + reach : beyond + reach + size]
    long = np.log1p(shape.words)
    told["like_prev"] = np.abs(long - neighbour(long, -1, -3.0))
    told["like_next"] = np.abs(long - neighbour(long, 1, -3.0))
    told["same_shape"] = _alike(layout, shape)
    low, high = around(size, 7)
    others = np.maximum(high - low - 1, 1)
    nearby = (shape.capital_share, long, layout.mark, (words.again > 1).astype(np.float64))
    for name, values, sums in zip(("caps_7", "words_7", "marks_7", "repeats_7"), nearby, sums_near(nearby, 7), strict=True):
        told[name] = (sums - values) / others
    by_indent = np.bincount(layout.depth, weights=sentences.mass)
    told["indent_prose"] = by_indent[layout.depth] / max(float(running_sum(sentences.mass)[-1]), 1.0)
    return told


def _alike(layout: Layout, shape: Shape) -> Floats:
    """The share of the five lines on either side that have the same length (roughly), end, mark and indentation."""
    length = np.minimum(np.log1p(shape.words) * 1.5, 7).astype(np.int64)
    looks = (length * 2 + (shape.end_term > 0)) * 2 + (layout.mark > 0)
    looks = looks * 64 + np.minimum(layout.depth, 63)
    alike = np.zeros(len(looks))
    for reach in range(1, min(6, len(looks))):
        same = looks[reach:] == looks[:-reach]
        alike[reach:] += same
        alike[:-reach] += same
    return alike / 10
