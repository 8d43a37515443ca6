"""The words of all lines: their kinds, the phrases they make up, and which lines say the same again."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count, repeat

import numpy as np

from cleaner.stages.prose.arrays import Flags, Floats, Whole
from cleaner.stages.prose.characters import DIGIT, HAN, KANA, Characters
from cleaner.stages.prose.lexicon import LEXICON, Lexicon

_WORD_OR_END = re.compile(r"[^\W_]+|\n")
_IDEOGRAPHIC = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_IDEOGRAPHIC_FUNCTION = re.compile(r"[のはをにがでともへ的了是在和有这也就不他我她]")
_DIGITS = re.compile(r"\d+")
_STEM = 7
"""Characters by which words are told apart where topics are compared: "government", "governmental"."""
_LONGEST_PHRASE = 240
"""Characters. A longer line is no heading, credit or call to action; and it is told from others by this much of its start."""
_MOST_WORDS = 400
"""Words of one line that are looked at: a very long line has said enough by then."""
_BEGINNING = 3


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of all lines, in order; pairs of characters instead of words in scripts without spaces.

    Attributes:
        stem: number of each word's stem; there are ``stems`` of them.
        profile: each word's profile in the lexicon; ``line`` is the line it stands in.
        count: words of each line, at least 1.
        kinds: how many words of each kind a line has, lines by kinds; ``kind`` gives one column of it by name.
        phrases: 1 where a line has a phrase, lines by phrases; ``phrase`` gives one column of it by name.
        last_is_function: 1 for lines whose last word is a function word.
        ideographic_function: grammatical characters of lines in ideographs and kana.
        again: how often the line occurs; ``shape_again`` with other figures, ``start_again`` its first three words.
    """

    stem: Whole
    stems: int
    profile: Whole
    line: Whole
    count: Floats
    kinds: Floats
    phrases: Floats
    last_is_function: Floats
    ideographic_function: Floats
    again: Floats
    shape_again: Floats
    start_again: Floats
    lexicon: Lexicon

    def kind(self, name: str) -> Floats:
        """How many words of a kind each line has."""
        column: Floats = self.kinds[:, self.lexicon.kinds.index(name)]
        return column

    def phrase(self, name: str) -> Floats:
        """Which lines have a phrase."""
        column: Floats = self.phrases[:, self.lexicon.phrases.index(name)]
        return column


def read_words(characters: Characters, lexicon: Lexicon = LEXICON) -> Words:
    """Take all lines apart at once; a loop runs over distinct words and over the few lines that may hold a phrase."""
    lowered = characters.text.lower()
    lines = lowered.split("\n")[:-1]
    size = len(lines)
    ideographic = (characters.counts[:, HAN] + characters.counts[:, KANA]) > 0
    found = _Tokens(_WORD_OR_END.findall(lowered), lexicon)
    phrases = _phrases(lines, found, ideographic, lexicon)
    grammar = np.zeros(size)
    if ideographic.any():
        for number in np.flatnonzero(ideographic).tolist():
            grammar[number] = len(_IDEOGRAPHIC_FUNCTION.findall(lines[number]))
        found = _Tokens(_in_pairs(found, ideographic), lexicon)
    position = np.arange(len(found.token)) - np.repeat(found.starts, found.ends - found.starts + 1)
    kept = (found.token != found.end_token) & (position < _MOST_WORDS)
    counted = np.minimum(found.ends - found.starts, _MOST_WORDS)
    line = np.repeat(np.arange(size), counted)
    token = found.token[kept]
    profile = found.profile[token]
    stem_of, stems = _numbered([word[:_STEM] for word in found.distinct])
    profiles = len(lexicon.kinds_of)
    by_profile = np.bincount(line * profiles + profile, minlength=size * profiles).reshape(size, profiles)
    last_is_function = np.zeros(size)
    filled = counted > 0
    last_is_function[filled] = lexicon.kinds_of[profile[np.cumsum(counted)[filled] - 1], 0]
    keys = [line[:_LONGEST_PHRASE] for line in lines]
    shapes = keys.copy()
    for number in np.flatnonzero(characters.counts[:, DIGIT]).tolist():
        shapes[number] = _DIGITS.sub("0", keys[number])
    return Words(
        stem=stem_of[token],
        stems=len(stems),
        profile=profile,
        line=line,
        count=np.maximum(counted, 1).astype(np.float64),
        kinds=(by_profile @ lexicon.kinds_of).astype(np.float64),
        phrases=phrases,
        last_is_function=last_is_function,
        ideographic_function=grammar,
        again=_occurrences(keys),
        shape_again=_occurrences(shapes),
        start_again=_same_beginning(token, counted, len(found.distinct)),
        lexicon=lexicon,
    )


class _Tokens:
    """Words and line ends numbered by first occurrence.

    Attributes:
        token: the number of each; ``end_token`` is that of the line ends.
        distinct: what the numbers stand for.
        profile: the profile of each distinct word.
        starts: the place of each line's first token, ``ends`` that of its line end.
    """

    def __init__(self, words: list[str], lexicon: Lexicon) -> None:
        self.words = words
        self.token, self.distinct = _numbered(words)
        self.end_token = self.distinct.index("\n")
        self.profile = np.fromiter(map(lexicon.profile.get, self.distinct, repeat(0)), np.int64, len(self.distinct))
        self.ends = np.flatnonzero(self.token == self.end_token)
        self.starts = np.zeros_like(self.ends)
        self.starts[1:] = self.ends[:-1] + 1


def _numbered(words: Sequence[str]) -> tuple[Whole, list[str]]:
    """Words as numbers in the order of their first occurrence, and what the numbers stand for."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    token = np.fromiter(map(numbers.__getitem__, words), np.int64, len(words))
    return token, list(numbers)


def _phrases(lines: Sequence[str], found: _Tokens, ideographic: Flags, lexicon: Lexicon) -> Floats:
    """Search for each phrase in the short lines which hold one of its words."""
    phrases = np.zeros((len(lines), len(lexicon.phrases)))
    short = np.fromiter(map(len, lines), np.int64, len(lines)) <= _LONGEST_PHRASE
    clue = lexicon.clues_of[found.profile[found.token]]
    filled = found.ends > found.starts
    clues = np.bitwise_or.reduceat(clue, found.starts)
    clues[ideographic] = -1
    for number in np.flatnonzero(short & filled & (clues != 0)).tolist():
        line, bits = lines[number], int(clues[number])
        for bit, phrase, search in lexicon.searches:
            if bits & bit and search(line):
                phrases[number, phrase] = 1
    # "Anna says", "says Anna Smith"
    last, first = clue[np.maximum(found.ends - 1, 0)], clue[found.starts]
    attributed = (last & lexicon.attributed > 0) | ((first & lexicon.attributed > 0) & (found.ends - found.starts <= 3))
    phrases[short & filled & attributed, lexicon.phrases.index("comment_sign")] = 1
    ending = lexicon.endings
    cut = np.array([line.endswith(ending) for line in lines], bool)
    phrases[short & cut, lexicon.phrases.index("teaser_cut")] = 1
    return phrases


def _in_pairs(found: _Tokens, ideographic: Flags) -> list[str]:
    """The tokens again, with pairs of characters instead of the runs in lines of ideographs."""
    tokens: list[str] = []
    for start, end, apart in zip(found.starts.tolist(), found.ends.tolist(), ideographic.tolist(), strict=True):
        words = found.words[start : end + 1]
        if not apart:
            tokens.extend(words)
            continue
        for word in words:
            if len(word) > 2 and _IDEOGRAPHIC.search(word):
                tokens.extend(word[at : at + 2] for at in range(len(word) - 1))
            else:
                tokens.append(word)
    return tokens


def _occurrences(keys: Iterable[Hashable]) -> Floats:
    keys = list(keys)
    seen = Counter(keys)
    return np.fromiter(map(seen.__getitem__, keys), np.float64, len(keys))


def _same_beginning(token: Whole, counted: Whole, distinct: int) -> Floats:
    """How many lines begin with the same three words; 1 for lines that have fewer."""
    again = np.ones(len(counted))
    enough = counted >= _BEGINNING
    starts = (np.cumsum(counted) - counted)[enough]
    # One number for three: no overflow below two million distinct words.
    key = (token[starts] * distinct + token[starts + 1]) * distinct + token[starts + 2]
    _, which, times = np.unique(key, return_inverse=True, return_counts=True)
    again[enough] = times[which]
    return again
