"""Sentences that are broken over several lines (a link within a sentence splits it), and how far they read like prose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaner.stages.arrays.columns import Columns, Flags, Floats, Whole
from cleaner.stages.prose.layout import Layout
from cleaner.stages.prose.shape import Shape

_COLON = 0.6
"""A colon ends a line of prose less surely than a full stop."""


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """Each line together with the lines its sentence runs on in.

    Attributes:
        joined: whether a line continues the one above.
        own_prose: how much the line by itself reads like running prose, 0-1.
        prose: the same for the whole sentence; ``words`` and ``lines`` are its size.
        mass: words of the line, weighted with ``prose``.
    """

    joined: Flags
    own_prose: Floats
    prose: Floats
    words: Floats
    lines: Whole
    mass: Floats


def read_sentences(shape: Shape, layout: Layout) -> Sentences:
    """Put broken lines together again and weigh them."""
    joined = _joined(shape, layout)
    group: Whole = np.cumsum(~joined) - 1
    size = int(group[-1]) + 1
    words = np.asarray(np.bincount(group, weights=shape.words, minlength=size), np.float64)
    function = np.bincount(group, weights=shape.function * shape.words, minlength=size) / np.maximum(words, 1)
    spelled = np.bincount(group, weights=shape.spelled, minlength=size)
    capitals = np.bincount(group, weights=shape.capitalised, minlength=size) / np.maximum(spelled, 1)
    lines: Whole = np.bincount(group, minlength=size)
    closed = np.maximum(shape.end_term, _COLON * shape.end_colon)
    last = np.cumsum(lines) - 1
    own = _prose(shape.words, shape.function, shape.capital_share, closed, shape.function_all)
    prose = _prose(words, function, capitals, closed[last], shape.function_all)[group]
    return Sentences(joined, own, prose, words[group], lines[group], shape.words * prose)


def sentence_columns(sentences: Sentences) -> Columns:
    """The evidence of whole sentences."""
    return {
        "prose": sentences.own_prose,
        "group_words": np.log1p(sentences.words),
        "group_prose": sentences.prose,
        "group_lines": np.minimum(sentences.lines, 10),
    }


def _joined(shape: Shape, layout: Layout) -> Flags:
    """Lines that continue the one above: no mark ended that, and this starts as no sentence does or that broke off."""
    joined = np.zeros(len(shape.words), bool)
    above, below = slice(None, -1), slice(1, None)
    left_open = (shape.end_term[above] == 0) & (shape.end_colon[above] == 0) & (shape.end_ellipsis[above] == 0)
    goes_on = (shape.start_lower[below] > 0) & (shape.words[above] + shape.words[below] >= 4)
    goes_on |= (shape.start_punct[below] > 0) | (shape.end_comma[above] > 0) | (shape.end_function[above] > 0)
    aligned = np.abs(layout.indent[below] - layout.indent[above]) <= 2
    joined[1:] = (layout.gaps == 0) & left_open & (layout.mark[below] == 0) & goes_on & aligned
    return joined


def _prose(words: Floats, function: Floats, capitals: Floats, closed: Floats, function_all: float) -> Floats:
    """How much lines read like prose: long, closed by a mark, few capitals, and as many function words as this text has.

    In a text of (nearly) no known function words these say nothing, so they are left out there.
    """
    prose: Floats = np.clip((words - 3) / 12, 0, 1) * (0.35 + 0.65 * closed) * np.clip(1.5 - 1.3 * capitals, 0.2, 1)
    if function_all <= 0.02:
        return prose
    weighted: Floats = prose * (0.3 + 0.7 * np.clip(function / max(function_all, 0.08), 0, 1))
    return weighted
