"""Words as numbers: where the words of a text stand, and one number for each spelling, found without a loop over words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.arrays.columns import Flags, Whole

Codes = NDArray[np.uint32]
Numbers = NDArray[np.uint64]
_RADIX = np.uint64(0x9E3779B97F4A7C15)
"""A word's number is the value of its characters as digits to this base, of which the lowest 64 bits are kept: two words of one
text share a number once in some 10^13 texts."""
_ROW = np.uint64(0xC2B2AE3D27D4EB4F)
"""The base for rows of words: with that of the words, a character could stand for another one in the word before."""
_INVERSE = np.uint64(pow(int(_RADIX), -1, 1 << 64))
"""Undoes a place: the base is odd."""
_USUAL = 1 << 16
"""Characters of a text for which the places are kept; for those of a longer one they are counted anew."""
_ALL_CODES = 0x110000
_KNOWN, _PART = 1, 3


def codes_of(text: str) -> Codes:
    """The code points of a text. A lone surrogate is a character like any other: texts from broken decoders hold them."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _powers(first: np.uint64, base: np.uint64, size: int) -> Numbers:
    """``first``, ``first * base``, ``first * base * base``, and on."""
    powers = np.full(size, base)
    powers[:1] = first
    return np.cumprod(powers, out=powers)


def _places(size: int) -> Numbers:
    """What a digit is worth at each place of a text."""
    return _powers(np.uint64(1), _RADIX, size) if size > _USUAL else _usual()[0]


def _first_places(size: int) -> Numbers:
    """What the digits from each place of a text on must be taken times to count as those of a number of their own."""
    return _powers(_RADIX, _INVERSE, size) if size > _USUAL else _usual()[1]


@cache
def _usual() -> tuple[Numbers, Numbers]:
    return _powers(np.uint64(1), _RADIX, _USUAL), _powers(_RADIX, _INVERSE, _USUAL)


@cache
def _letters() -> NDArray[np.uint8]:
    """For each code point whether words are made of it; 0 where nobody has asked yet."""
    return np.zeros(_ALL_CODES, np.uint8)


def _in_words(code: Codes) -> Flags:
    """Which characters are letters or figures, of any script."""
    table = _letters()
    known = table.take(code)
    if not known.all():
        for number in set(code[known == 0].tolist()):
            table[number] = _PART if chr(number).isalnum() else _KNOWN
        known = table.take(code)
    found: Flags = known == _PART
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Spelled:
    """The words of a text, in order.

    Attributes:
        code: the text's code points.
        starts: where each word begins, and how many characters it has: ``lengths``.
    """

    code: Codes
    starts: Whole
    lengths: Whole

    def up_to(self, places: Whole) -> Whole:
        """How many words begin before each of some places in the text."""
        found: Whole = np.searchsorted(self.starts, places)
        return found

    def numbers(self, most: int | None = None) -> tuple[Numbers, Numbers]:
        """The number of each word, and that of its beginning of at most ``most`` characters.

        The whole text is read as one number, and that of a word cut out of it: a pass over the characters, not one a word.
        """
        size, lengths = len(self.code), self.lengths
        sums = np.empty(size + 1, np.uint64)
        sums[0] = 0
        np.multiply(self.code, _places(size)[:size], out=sums[1:])
        np.cumsum(sums, out=sums)
        before, first = sums.take(self.starts), _first_places(size).take(self.starts)
        whole = (sums.take(self.starts + lengths) - before) * first
        if most is None:
            return whole, whole
        return whole, (sums.take(self.starts + np.minimum(lengths, most)) - before) * first


def read_spelling(text: str) -> Spelled:
    """Find the words: runs of letters and figures. The text must end with something else."""
    code = codes_of(text)
    inside = _in_words(code)
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if inside[0]:
        edges = np.concatenate(([0], edges))
    starts = edges[::2]
    return Spelled(code, starts, edges[1::2] - starts)


def rows_of(numbers: Numbers, starts: Whole, length: int) -> Numbers:
    """One number for each row of ``length`` words, from the numbers of its words."""
    row = numbers[starts]
    for step in range(1, length):
        row = row * _ROW + numbers[starts + step]
    return row
