"""Text as rules compare it: case, what looks like it, the digits of a script and ways to type Persian make no difference."""

from __future__ import annotations

import unicodedata

import regex

from cleaner.letters import beyond_ascii, casefold

_LONG = 500
_WIDE_DIGIT = regex.compile(r"[\d--0-9]", flags=regex.V1)
DOT = "\u0307"
"""A dot that stands above the letter before it; above an i it is dropped, so that no literal may demand one at its start."""
_DOTTED = regex.compile(f"i{DOT}+")
_AS_TYPED = {"\u064a": "\u06cc", "\u0643": "\u06a9", "\u200c": " "}
"""Keyboards for Arabic have its yeh and kaf for those of Persian and Urdu, and none has the joiner that parts a word's pieces,
for which people type a space: each is as common as the other."""


def fold(text: str) -> str:
    """Text as literals are compared: case-folded, the Turkic i's made one as ``regex.IGNORECASE`` sees them, digits in ASCII.

    Yeh and kaf are those of Persian, and a space stands for the joiner within its words.

    Lengths change: never take offsets from the result.
    """
    folded = casefold(text)
    if folded.isascii():
        return folded
    folded = folded.replace("ı", "i")
    if DOT in folded:
        folded = _DOTTED.sub("i", folded)
    for typed, meant in _AS_TYPED.items():
        folded = folded.replace(typed, meant)
    # A search in what is left without ASCII costs a fraction of one in the whole.
    if len(folded) > _LONG and not _WIDE_DIGIT.search(beyond_ascii(folded)):
        return folded
    # A digit of a script that regex knows and this Python does not yet stays as it is.
    return _WIDE_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group(), digit.group())), folded)
