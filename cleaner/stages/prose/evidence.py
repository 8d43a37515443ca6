"""Evidence about each line of a raw text: is it article? One row of numbers a line; `FEATURE_NAMES` names the columns.

Deterministic, no state between calls, linear in the size of the text.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.arrays.characters import read_characters
from cleaner.stages.arrays.columns import Columns, Matrix, Whole, stacked
from cleaner.stages.prose.furniture import furniture_columns, read_furniture
from cleaner.stages.prose.layout import layout_columns, read_layout
from cleaner.stages.prose.names import FEATURE_NAMES, PHRASE
from cleaner.stages.prose.neighbours import neighbour_columns
from cleaner.stages.prose.runs import place_columns, read_runs, run_columns
from cleaner.stages.prose.sentences import Sentences, read_sentences, sentence_columns
from cleaner.stages.prose.shape import Shape, read_shape, shape_columns
from cleaner.stages.prose.vocabulary import vocabulary_columns
from cleaner.stages.prose.words import read_words

__all__ = ["FEATURE_NAMES", "PHRASE", "evidence", "filled_rows"]


def filled_rows(lines: Sequence[str]) -> Whole:
    """The numbers (from 0) of the lines that are not blank."""
    return np.array([number for number, line in enumerate(lines) if line and not line.isspace()], np.int64)


def evidence(lines: Sequence[str], rows: Whole | None = None) -> Matrix:
    """One row of evidence for each line that is not blank.

    Args:
        lines: all lines of the text, without their line ends; blank ones tell of gaps.
        rows: the numbers of those that are not blank, if they are known already.
    """
    if rows is None:
        rows = filled_rows(lines)
    if not len(rows):
        return np.empty((0, len(FEATURE_NAMES)), np.float32)
    return stacked(_columns(lines, rows), FEATURE_NAMES, len(rows))


def _columns(lines: Sequence[str], rows: Whole) -> Columns:
    layout = read_layout(lines, rows)
    characters = read_characters(layout.bodies)
    words = read_words(characters)
    shape = read_shape(characters, words)
    sentences = read_sentences(shape, layout)
    runs = read_runs(shape, sentences)
    furniture = read_furniture(shape, words)
    columns = shape_columns(shape, words)
    columns |= layout_columns(layout, shape.words)
    columns |= sentence_columns(sentences)
    columns |= neighbour_columns(columns, layout, shape, words, sentences)
    columns |= furniture_columns(furniture, shape, words, sentences)
    columns |= run_columns(shape, sentences, runs, furniture.furniture)
    columns |= place_columns(shape, sentences, runs)
    columns |= vocabulary_columns(words, runs.sure, runs.main)
    columns |= _document_columns(len(lines), layout.indent > 0, shape, sentences)
    return columns


def _document_columns(lines: int, indented: NDArray[np.bool_], shape: Shape, sentences: Sentences) -> Columns:
    """What is the same for all lines of a text."""
    size = len(indented)
    total = shape.total_words
    figures = {
        "d_lines": np.log1p(size),
        "d_words": np.log1p(total),
        "d_mean": np.log1p(total / size),
        "d_prose": np.cumsum(sentences.mass)[-1] / total,
        "d_indent": indented.mean(),
        "d_blank": 1 - size / lines,
        "d_func": shape.function_all,
        "d_frag": sentences.joined.mean(),
    }
    return {name: np.full(size, value) for name, value in figures.items()}
