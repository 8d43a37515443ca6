"""How much of a text's tail speaks of what came before: vocabulary and names, after TextTiling and Reynar's first-use cue.

A word counts as known at a seam if it occurred before it. All seams of a text are answered from one pass over its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import regex

from cleaner.language import FUNCTION_WORDS, words

_STEM = 6
"""Characters of a word that are compared: a stemmer for every language at once, crude but without a dictionary."""
_MIN_WORD = 4
_IDEOGRAPHIC = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]")
_NAME = regex.compile(r"(?<=[\p{Ll}\p{N},;’'] )\p{Lu}[\p{L}\p{M}]{2,}")
_EVERYWHERE = FUNCTION_WORDS["en"]


class Shift(NamedTuple):
    """The tail behind a seam against the text before it.

    Attributes:
        known: share of the tail's content words that occurred before the seam, 0-1.
        usual: the same share for the last stretch before the seam, against what stands before that: the article's own habit.
        words: content words in the tail.
        names: capitalised names in the tail; ``known_names`` of them occurred before.
    """

    known: float
    usual: float
    words: int
    names: int
    known_names: int


class Cohesion:
    """Answers `shift` for any seam between the given paragraphs."""

    def __init__(self, paragraphs: Sequence[str], language: str | None) -> None:
        stop = _EVERYWHERE | FUNCTION_WORDS.get(language or "", frozenset())
        self._tokens = [content_words(text, stop) for text in paragraphs]
        self._names = [_NAME.findall(text) for text in paragraphs]
        self._first = _first_use(self._tokens)
        self._first_name = _first_use([content_words(text, frozenset(), 3) for text in paragraphs])
        self._sizes = [0, *accumulate(len(tokens) for tokens in self._tokens)]

    def shift(self, seam: int, end: int | None = None) -> Shift:
        """What paragraphs ``[seam, end)`` share with those before ``seam``."""
        end = len(self._tokens) if end is None else end
        known, total = self._known(seam, end, seam)
        # The stretch before the seam that is as long as the tail, but no longer than half of what is there.
        size = min(total, self._sizes[seam] // 2, 200)
        start = seam
        while start > 0 and self._sizes[seam] - self._sizes[start] < size:
            start -= 1
        before, before_total = self._known(start, seam, start)
        names = [name.casefold()[:_STEM] for texts in self._names[seam:end] for name in texts]
        known_names = sum(self._first_name.get(name, end) < seam for name in names)
        return Shift(
            known / total if total else 1.0, before / before_total if before_total else 1.0, total, len(names), known_names
        )

    def _known(self, start: int, end: int, seam: int) -> tuple[int, int]:
        tokens = [token for paragraph in self._tokens[start:end] for token in paragraph]
        return sum(self._first[token] < seam for token in tokens), len(tokens)


def content_words(text: str, stop: frozenset[str], shortest: int = _MIN_WORD) -> list[str]:
    """The stems of a text's content words; for scripts without spaces, pairs of characters."""
    stems: list[str] = []
    for word in words(text):
        if not word.isascii() and _IDEOGRAPHIC.search(word):
            stems.extend(word[at : at + 2] for at in range(len(word) - 1))
        elif len(word) >= shortest and word not in stop:
            stems.append(word.removesuffix("'s")[:_STEM])
    return stems


def _first_use(paragraphs: Sequence[Sequence[str]]) -> dict[str, int]:
    first: dict[str, int] = {}
    for number, tokens in enumerate(paragraphs):
        for token in tokens:
            first.setdefault(token, number)
    return first
