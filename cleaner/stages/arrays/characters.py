"""The characters of all lines at once: one class each, counted line by line without a loop.

The classes are shipped as a table, ``cleaner/data/character_classes.txt``: to ask ``unicodedata`` for them takes a tenth of a
second, and its answers change with the version of Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.arrays.columns import Flags, Floats, Whole
from cleaner.stages.arrays.spelling import Codes, codes_of

CLASSES = (
    "other", "upper", "lower", "digit", "han", "kana", "letter", "thai", "space", "terminal", "comma", "colon", "quote", "open",
    "close", "dash", "slash", "bar", "money", "at", "hash", "copyright", "arrow", "symbol", "line_feed",
)  # fmt: skip  # "thai" stands for all scripts without spaces that are not ideographs, "letter" for those without case
(
    OTHER, UPPER, LOWER, DIGIT, HAN, KANA, LETTER, THAI, SPACE, TERMINAL, COMMA, COLON, QUOTE, OPEN,
    CLOSE, DASH, SLASH, BAR, MONEY, AT, HASH, COPYRIGHT, ARROW, SYMBOL, LINE_FEED,
) = range(len(CLASSES))  # fmt: skip
_PLANE = 0x10000
_IDEOGRAPHS = range(0x20000, 0x32000)
_BEYOND_HAN, _BEYOND = _PLANE - 2, _PLANE - 1  # no characters: they stand for what lies beyond the first plane


@cache
def _table() -> NDArray[np.uint8]:
    table = np.zeros(_PLANE, np.uint8)
    data = (Path(__file__).parents[2] / "data" / "character_classes.txt").read_text(encoding="utf-8")
    for line in data.splitlines():
        if line and not line.startswith("#"):
            name, _, ranges = line.partition(":")
            number = CLASSES.index(name)
            for bounds in ranges.split():
                first, _, last = bounds.partition("-")
                table[int(first, 16) : int(last or first, 16) + 1] = number
    table[_BEYOND_HAN], table[_BEYOND] = HAN, SYMBOL
    return table


@dataclass(frozen=True, slots=True, eq=False)
class Characters:
    """All lines in one run, each closed by a line feed.

    Attributes:
        text: the run; ``code`` are its code points and ``kind`` the class of each.
        starts: where each line begins; ``ends`` is where its line feed stands.
        counts: classes by lines.
    """

    text: str
    code: Codes
    kind: NDArray[np.uint8]
    starts: Whole
    ends: Whole
    counts: Floats

    def per_line(self, mask: Flags) -> Floats:
        """How many characters of each line are in ``mask``."""
        return np.add.reduceat(mask, self.starts, dtype=np.float64)

    def lines_of(self, places: Whole) -> Whole:
        """The lines in which the characters at some places stand."""
        found: Whole = np.searchsorted(self.ends, places)
        return found

    def count(self, places: Whole) -> Floats:
        """How many of some places are in each line."""
        return np.bincount(self.lines_of(places), minlength=len(self.ends)).astype(np.float64)


def read_characters(bodies: Sequence[str]) -> Characters:
    """Classes and counts of the characters of lines (at least one) that hold no line feed themselves."""
    size = len(bodies)
    text = "\n".join(bodies) + "\n"
    code = codes_of(text)
    known = code
    if code.max() >= _BEYOND_HAN:
        ideograph = (code >= _IDEOGRAPHS.start) & (code < _IDEOGRAPHS.stop)
        known = np.where(code >= _PLANE, np.where(ideograph, _BEYOND_HAN, _BEYOND), code)
    kind = _table().take(known)
    ends = np.flatnonzero(code == ord("\n"))
    starts = np.zeros(size, np.int64)
    starts[1:] = ends[:-1] + 1
    place = np.multiply(kind, size, dtype=np.int64)
    place += np.repeat(np.arange(size), ends - starts + 1)
    counts = np.bincount(place, minlength=size * len(CLASSES)).reshape(len(CLASSES), size)
    return Characters(text, code, kind, starts, ends, counts.astype(np.float64))


def is_alphanumeric(kind: NDArray[np.uint8]) -> Flags:
    """Whether a class is one of letters or figures, in any script."""
    return (kind >= UPPER) & (kind <= THAI)


def among(*classes: int) -> Flags:
    """A table to look classes up in: whether each is one of a few."""
    return np.isin(np.arange(len(CLASSES)), classes)
