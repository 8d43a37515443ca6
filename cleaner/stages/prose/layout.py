"""How a line stands on the page: its indentation, its list mark and the blank lines around it."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cleaner.stages.arrays.columns import Columns, Floats, Whole

_LIST_MARK = re.compile(r"(?:[*+\-–—•▪‣◦●·o>]|\d{1,3}[.)]|[a-z][.)])\s+(?=\S)")
_CAPITALS = frozenset(string.ascii_uppercase)  # no mark begins with one
_LONG_LINE = 12
"""Words. Lines from here on say where the text is indented; shorter ones count for a hundredth."""
_DEEPEST = 200
_MOST_BLANKS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Lines without what stands before and behind their text.

    Attributes:
        bodies: the lines without indentation, list mark and trailing white space.
        indent: characters of indentation; ``depth`` is the same as a whole number of at most 200.
        mark: 1 for a line with a list mark.
        gaps: blank lines between each line and the next.
        blank_before: blank lines above, at most 4; ``blank_after`` those below.
    """

    bodies: list[str]
    indent: Floats
    depth: Whole
    mark: Floats
    gaps: Whole
    blank_before: Whole
    blank_after: Whole


def read_layout(lines: Sequence[str], rows: Whole) -> Layout:
    """The layout of the lines whose numbers are ``rows``."""
    indent, mark = np.zeros(len(rows)), np.zeros(len(rows))
    filled = [lines[row] for row in rows.tolist()]
    bodies = [line.strip() for line in filled]
    for number, (line, body) in enumerate(zip(filled, bodies, strict=True)):
        if body is not line:  # it is where there was nothing to strip
            indent[number] = line.index(body)
        found = None if body[0] in _CAPITALS else _LIST_MARK.match(body)  # most lines begin with one
        if found:
            mark[number] = 1
            bodies[number] = body[found.end() :]
    if "\n" in "".join(bodies):
        bodies = [body.replace("\n", " ") for body in bodies]
    gaps = rows[1:] - rows[:-1] - 1
    before = np.concatenate((rows[:1], gaps))
    after = np.concatenate((gaps, len(lines) - 1 - rows[-1:]))
    return Layout(
        bodies=bodies,
        indent=indent,
        depth=np.minimum(indent, _DEEPEST).astype(np.int64),
        mark=mark,
        gaps=gaps,
        blank_before=np.minimum(before, _MOST_BLANKS),
        blank_after=np.minimum(after, _MOST_BLANKS),
    )


def layout_columns(layout: Layout, words: Floats) -> Columns:
    """Indentation is also told relative to that of the text: the one that holds most words of longer lines."""
    weight = np.where(words >= _LONG_LINE, words, words * 0.01)
    text_indent = int(np.argmax(np.bincount(layout.depth, weights=weight)))
    return {
        "mark": layout.mark,
        "indent": np.minimum(layout.indent, 60),
        "indent_rel": np.clip(layout.indent - text_indent, -40, 40),
        "blank_before": layout.blank_before,
        "blank_after": layout.blank_after,
    }
