"""How much of a text's tail speaks of what came before: vocabulary and names, after TextTiling and Reynar's first-use cue.

A word counts as known at a seam if it occurred before it. All seams of a text are answered from one pass over its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from itertools import accumulate
from typing import NamedTuple

import regex

from cleaner.language import FUNCTION_WORDS, words, words_used
from cleaner.lines import IDEOGRAPHIC, has_ideographs

_STEM = 6
"""Characters of a word that are compared: a stemmer for every language at once, crude but without a dictionary."""
_MIN_WORD = 4
"""Characters of a word that is looked at: most shorter ones are little words."""
_HABIT = 200
"""Content words before a seam from which the article's habit is read."""
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
        stop = _stop_words(language)
        found = [words(text) for text in paragraphs]
        self._tokens = [_content_words(spoken, stop) for spoken in found]
        self._names = [_NAME.findall(text) for text in paragraphs]
        self._first = _first_use(self._tokens)
        self._first_name = _first_use([list(map(_stem_of_name, spoken)) for spoken in found])
        self._sizes = [0, *accumulate(len(tokens) for tokens in self._tokens)]
        self._known_behind = self._count_known()

    def known(self, seam: int) -> float:
        """Share of the content words behind ``seam`` that occurred before it; 1 where there are none."""
        total = self._sizes[-1] - self._sizes[seam]
        return self._known_behind[seam] / total if total else 1.0

    def known_in(self, paragraph: int) -> float:
        """Share of one paragraph's content words that occurred before it; 1 where there are none."""
        tokens = self._tokens[paragraph]
        return sum(self._first[token] < paragraph for token in tokens) / len(tokens) if tokens else 1.0

    def known_elsewhere(self, paragraph: int) -> float:
        """Share of one paragraph's content words that any other paragraph has; 1 where there are none."""
        own = set(self._tokens[paragraph])
        return sum(self._spread[token] > 1 for token in own) / len(own) if own else 1.0

    @cached_property
    def _spread(self) -> Counter[str]:
        """In how many paragraphs each word stands."""
        return Counter(token for tokens in self._tokens for token in set(tokens))

    def known_of(self, seam: int, size: int) -> float:
        """Share of the first ``size`` or so content words behind ``seam`` that occurred before it; 1 where there are none."""
        opening: list[str] = []
        at = seam
        while at < len(self._tokens) and len(opening) < size:
            opening += self._tokens[at]
            at += 1
        return sum(self._first[token] < seam for token in opening) / len(opening) if opening else 1.0

    def words_before(self, seam: int) -> int:
        """How many content words stand before ``seam``."""
        return self._sizes[seam]

    def shift(self, seam: int) -> Shift:
        """What the paragraphs from ``seam`` on share with those before it."""
        total = self._sizes[-1] - self._sizes[seam]
        # The stretch before the seam that is as long as the tail, but no longer than half of what is there.
        size = min(total, self._sizes[seam] // 2, _HABIT)
        start = seam
        while start > 0 and self._sizes[seam] - self._sizes[start] < size:
            start -= 1
        habit = [token for tokens in self._tokens[start:seam] for token in tokens]
        before = sum(self._first[token] < start for token in habit)
        names = [_stem_of_name(name.lower()) for names in self._names[seam:] for name in names]
        known_names = sum(self._first_name.get(name, seam) < seam for name in names)
        return Shift(self.known(seam), before / len(habit) if habit else 1.0, total, len(names), known_names)

    def _count_known(self) -> list[int]:
        """For each seam, how many words behind it occurred before it: each occurrence counts from its first use to itself."""
        change = [0] * (len(self._tokens) + 2)
        for number, tokens in enumerate(self._tokens):
            for token in tokens:
                first = self._first[token]
                if first < number:
                    change[first + 1] += 1
                    change[number + 1] -= 1
        return list(accumulate(change))


def stems(text: str, language: str | None) -> list[str]:
    """The stems of the content words of a text, in order; for scripts without spaces, pairs of characters."""
    return _content_words(words(text), _stop_words(language))


def stems_used(text: str, language: str | None) -> set[str]:
    """The same, each once."""
    found, stop = words_used(text), _stop_words(language)
    if has_ideographs(text):
        return set(_content_words(found, stop))
    return {word.removesuffix("'s")[:_STEM] for word in found - stop if len(word) >= _MIN_WORD}


@cache
def _stop_words(language: str | None) -> frozenset[str]:
    return _EVERYWHERE | FUNCTION_WORDS.get(language or "", frozenset())


def _content_words(found: Iterable[str], stop: frozenset[str]) -> list[str]:
    stems: list[str] = []
    for word in found:
        if not word.isascii() and IDEOGRAPHIC.search(word):
            stems.extend(word[at : at + 2] for at in range(len(word) - 1))
        elif len(word) >= _MIN_WORD and word not in stop:
            stems.append(word.removesuffix("'s")[:_STEM])
    return stems


def _stem_of_name(word: str) -> str:
    """What of a word in small letters is compared with names: these are found without what follows a hyphen or apostrophe."""
    return word.removesuffix("'s").partition("-")[0][:_STEM]


def _first_use(paragraphs: Sequence[Sequence[str]]) -> dict[str, int]:
    first: dict[str, int] = {}
    for number, tokens in enumerate(paragraphs):
        for token in tokens:
            first.setdefault(token, number)
    return first
