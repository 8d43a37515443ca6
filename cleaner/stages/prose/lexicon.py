"""Words and phrases that say what a line is for, from ``cleaner/data/lexicon.json`` and the function words of all languages.

Words that are of the same kinds share a *profile*; all else about the words of a text is then one look-up in a small table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.language import FUNCTION_WORDS
from cleaner.stages.prose.arrays import Whole
from cleaner.stages.prose.spelling import Numbers, read_spelling

_YEARS = range(1900, 2040)
_BITS = 15
_LOW = np.uint64((1 << _BITS) - 1)
FUNCTION = "function"
YEAR = "year"


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What is known of words.

    Attributes:
        kinds: names of the kinds of words; the first is `FUNCTION`.
        profile: word to the number of its profile. Words that are not in it have profile 0, which is of no kind.
        spelled: the numbers of these words, and of one that is none; ``profile_of`` their profiles.
        tables: where in ``spelled`` a word may stand, by `_BITS` bits of its number (see `_tables`).
        kinds_of: profiles by kinds, 1 where a profile is of a kind.
        clues_of: a bit for each phrase that a word of this profile makes worth looking for, by profile.
        phrases: names of the phrases.
        searches: the phrases that are searched for: the bit, the place in ``phrases`` and the search.
        attributed: the bit of the words that attribute a comment: "Anna says".
        endings: how a line ends that is cut off like a teaser.
        told: the words for each kind (``w_…``) and phrase (``p_…``) a reader is told.
    """

    kinds: tuple[str, ...]
    profile: dict[str, int]
    spelled: Numbers
    profile_of: Whole
    tables: tuple[tuple[np.uint64, Whole], ...]
    kinds_of: NDArray[np.float32]
    clues_of: Whole
    phrases: tuple[str, ...]
    searches: tuple[tuple[int, int, Callable[[str], object]], ...]
    attributed: int
    endings: tuple[str, ...]
    told: dict[str, str]

    def profiles(self, words: Numbers) -> Whole:
        """The profiles of words, by their numbers."""
        found = np.zeros(len(words), np.int64)
        for shift, table in self.tables:
            at = table.take((words >> shift & _LOW).astype(np.int64))
            found = np.where(self.spelled.take(at) == words, self.profile_of.take(at), found)
        return found


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
    kinds_of = np.zeros((len(numbers), len(kinds)), np.float32)
    clues_of = np.zeros(len(numbers), np.int64)
    for (members, clues), number in numbers.items():
        kinds_of[number, list(members)] = 1
        clues_of[number] = clues
    told = {f"w_{name}": entry["phrase"] for name, entry in data["kinds"].items()}
    told |= {f"w_{YEAR}": "a year"} | {f"p_{name}": entry["phrase"] for name, entry in data["phrases"].items()}
    endings = tuple(ending for entry in data["phrases"].values() for ending in entry.get("endings", ()))
    whole = [word for word in profile if word.isalnum()]  # others are several words wherever they stand
    spelled = np.concatenate((read_spelling("\n".join((*whole, ""))).numbers()[0], np.zeros(1, np.uint64)))
    profile_of = np.array([*map(profile.__getitem__, whole), 0], np.int64)
    return Lexicon(
        kinds=kinds,
        profile=profile,
        spelled=spelled,
        profile_of=profile_of,
        tables=_tables(spelled),
        kinds_of=kinds_of,
        clues_of=clues_of,
        phrases=phrases,
        searches=tuple(searches),
        attributed=attributed,
        endings=endings,
        told=told,
    )


def _tables(spelled: Numbers) -> tuple[tuple[np.uint64, Whole], ...]:
    """Tables that tell by a few bits of a number where in ``spelled`` it stands, if it stands there at all.

    Each has a place for one number of those that share these bits; the others are left to the next table, by other bits. Two
    look-ups take a third of the time of a binary search.
    """
    tables: list[tuple[np.uint64, Whole]] = []
    left = np.arange(len(spelled) - 1)
    for shift in range(64 - _BITS, -1, -_BITS):
        if not len(left):
            break
        place = (spelled[left] >> np.uint64(shift) & _LOW).astype(np.int64)
        table = np.full(1 << _BITS, len(spelled) - 1)
        table[place] = left
        tables.append((np.uint64(shift), table))
        left = left[table[place] != left]
    if len(left):
        raise ValueError(f"{len(left)} words of the lexicon find no place")
    return tuple(tables)


def _words(rows: list[str]) -> list[str]:
    return [word for row in rows for word in row.split()]


def _load() -> Lexicon:
    data = json.loads((Path(__file__).parents[2] / "data" / "lexicon.json").read_text(encoding="utf-8"))
    return build(data, frozenset().union(*FUNCTION_WORDS.values()))


LEXICON = _load()
