"""Words and phrases that say what a line is for, from ``cleaner/data/lexicon.json`` and the function words of all languages.

Words that are of the same kinds share a *profile*; all else about the words of a text is then one look-up in a small table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from cleaner.language import FUNCTION_WORDS
from cleaner.stages.arrays.columns import Flags, Whole
from cleaner.stages.arrays.spelling import Numbers, read_spelling

_YEARS = range(1900, 2040)
_BITS = 15
_LOW = np.uint64((1 << _BITS) - 1)
FUNCTION = "function"
YEAR = "year"


class _Table(NamedTuple):
    """Words by some bits of their numbers, from ``shift`` on; 0 where there is none."""

    shift: np.uint64
    spelled: Numbers
    profile: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What is known of words.

    Attributes:
        kinds: names of the kinds of words; the first is `FUNCTION`.
        profile: word to the number of its profile. Words that are not in it have profile 0, which is of no kind.
        tables: the numbers of these words, and their profiles, by `_BITS` bits of their numbers (see `_tables`).
        kinds_of: the kinds that words of a profile are of, by number; short rows are filled up with the number of all kinds.
        is_function: whether words of a profile are function words.
        clues_of: a bit for each phrase that a word of this profile makes worth looking for, by profile.
        phrases: names of the phrases.
        searches: the phrases that are searched for: the bit, the place in ``phrases`` and the search.
        attributed: the bit of the words that attribute a comment: "Anna says".
        endings: how a line ends that is cut off like a teaser.
        told: the words for each kind (``w_…``) and phrase (``p_…``) a reader is told.
    """

    kinds: tuple[str, ...]
    profile: dict[str, int]
    tables: tuple[_Table, ...]
    kinds_of: Whole
    is_function: Flags
    clues_of: Whole
    phrases: tuple[str, ...]
    searches: tuple[tuple[int, int, Callable[[str], object]], ...]
    attributed: int
    endings: tuple[str, ...]
    told: dict[str, str]

    def of_kinds(self, *names: str) -> frozenset[str]:
        """The words that are of any of some kinds."""
        wanted = [self.kinds.index(name) for name in names]
        held: Flags = np.logical_or.reduce(np.isin(self.kinds_of, wanted), axis=1)
        return frozenset(word for word, profile in self.profile.items() if held[profile])

    def profiles(self, words: Numbers) -> Whole:
        """The profiles of words, by their numbers."""
        found = np.zeros(len(words), np.int64)
        for shift, spelled, profile in self.tables:
            place = (words >> shift & _LOW).view(np.int64)
            found = np.where(spelled.take(place) == words, profile.take(place), found)
        return found


@lru_cache(maxsize=4096)
def searches_for(lexicon: Lexicon, clues: int) -> tuple[tuple[int, Callable[[str], object]], ...]:
    """The searches for the phrases whose bits are among ``clues``, each with its place in ``phrases``."""
    return tuple((phrase, search) for bit, phrase, search in lexicon.searches if clues & bit)


def build(data: dict[str, Any], function_words: frozenset[str]) -> Lexicon:
    """The lexicon of parsed ``lexicon.json`` and a set of function words."""
    kinds = (FUNCTION, *data["kinds"], YEAR)
    phrases = tuple(data["phrases"])
    kinds_of_word: dict[str, set[int]] = {word: {0} for word in function_words}
    for number, entry in enumerate(data["kinds"].values(), 1):
        for word in _words(entry["words"]):
            kinds_of_word.setdefault(word, set()).add(number)
    for year in _YEARS:
        kinds_of_word.setdefault(str(year), set()).add(len(kinds) - 1)
    clues_of_word: dict[str, int] = {}
    searches: list[tuple[int, int, Callable[[str], object]]] = []
    attributed = 1 << len(phrases)
    for number, entry in enumerate(data["phrases"].values()):
        if "pattern" in entry:
            searches.append((1 << number, number, re.compile(entry["pattern"]).search))
        for bit, words in ((1 << number, entry.get("only_with", ())), (attributed, entry.get("attribution", ()))):
            for word in _words(words):
                clues_of_word[word] = clues_of_word.get(word, 0) | bit
    numbers: dict[tuple[frozenset[int], int], int] = {(frozenset(), 0): 0}
    profile: dict[str, int] = {}
    # Sorted, as the order of a set of strings changes from run to run, and with it that of the profiles.
    for word in sorted(kinds_of_word.keys() | clues_of_word.keys()):
        key = (frozenset(kinds_of_word.get(word, ())), clues_of_word.get(word, 0))
        profile[word] = numbers.setdefault(key, len(numbers))
    kinds_of = np.full((len(numbers), max(len(members) for members, _ in numbers)), len(kinds))
    clues_of = np.zeros(len(numbers), np.int64)
    for (members, clues), number in numbers.items():
        kinds_of[number, : len(members)] = sorted(members)
        clues_of[number] = clues
    told = {f"w_{name}": entry["phrase"] for name, entry in data["kinds"].items()}
    told |= {f"w_{YEAR}": "a year"} | {f"p_{name}": entry["phrase"] for name, entry in data["phrases"].items()}
    endings = tuple(ending for entry in data["phrases"].values() for ending in entry.get("endings", ()))
    whole = [word for word in profile if word.isalnum()]  # others are several words wherever they stand
    spelled = read_spelling("\n".join((*whole, ""))).numbers()[0]
    profile_of = np.array([*map(profile.__getitem__, whole)], np.int64)
    return Lexicon(
        kinds=kinds,
        profile=profile,
        tables=_tables(spelled, profile_of),
        kinds_of=kinds_of,
        is_function=(kinds_of == 0).any(1),
        clues_of=clues_of,
        phrases=phrases,
        searches=tuple(searches),
        attributed=attributed,
        endings=endings,
        told=told,
    )


def _tables(spelled: Numbers, profile_of: Whole) -> tuple[_Table, ...]:
    """Tables to look words up in by a few bits of their numbers.

    Each has a place for one of the words that share these bits; the others are left to the next table, by other bits. Two
    look-ups take a fraction of the time of a binary search.
    """
    tables: list[_Table] = []
    left = np.arange(len(spelled))
    for shift in range(64 - _BITS, -1, -_BITS):
        if not len(left):
            break
        place = (spelled[left] >> np.uint64(shift) & _LOW).view(np.int64)
        table = _Table(np.uint64(shift), np.zeros(1 << _BITS, np.uint64), np.zeros(1 << _BITS, np.int64))
        table.spelled[place], table.profile[place] = spelled[left], profile_of[left]
        tables.append(table)
        left = left[table.spelled[place] != spelled[left]]
    if len(left):
        raise ValueError(f"{len(left)} words of the lexicon find no place")
    return tuple(tables)


def _words(rows: list[str]) -> list[str]:
    return [word for row in rows for word in row.split()]


def _load() -> Lexicon:
    data = json.loads((Path(__file__).parents[2] / "data" / "lexicon.json").read_text(encoding="utf-8"))
    return build(data, frozenset().union(*FUNCTION_WORDS.values()))


LEXICON = _load()
