"""The words of all lines: their kinds, the phrases they make up, and which lines say the same again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from cleaner.letters import lower
from cleaner.stages.arrays.characters import DIGIT, HAN, KANA, Characters
from cleaner.stages.arrays.columns import Flags, Floats, Whole
from cleaner.stages.arrays.spelling import Codes, Numbers, Spelled, read_spelling, rows_of
from cleaner.stages.prose.lexicon import LEXICON, Lexicon, searches_for

_IDEOGRAPHIC = ((0x3041, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF))
_IDEOGRAPHIC_FUNCTION = re.compile(r"[のはをにがでともへ的了是在和有这也就不他我她]")
_DIGITS = re.compile(r"\d+")
_STEM = 7
"""Characters by which words are told apart where topics are compared: "government", "governmental"."""
_LONGEST_PHRASE = 240
"""Characters. A longer line is no heading, credit or call to action; and it is told from others by this much of its start."""
_MOST_WORDS = 400
"""Words of one line that are looked at: a very long line has said enough by then."""
_BEGINNING = 3
_SIGNATURE = 3
"""Words of a line that opens with what attributes a comment, at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of all lines, in order; pairs of characters instead of words in scripts without spaces.

    Attributes:
        stem: what each word's beginning is told by: words of one beginning have one number.
        profile: each word's profile in the lexicon; ``line`` is the line it stands in.
        count: words of each line, at least 1.
        kinds: how many words of each kind a line has, kinds by lines; ``kind`` gives one row of it by name.
        phrases: 1 where a line has a phrase, phrases by lines, in the order of the lexicon's ``phrases``.
        last_is_function: 1 for lines whose last word is a function word.
        ideographic_function: grammatical characters of lines in ideographs and kana.
        again: how often the line occurs; ``shape_again`` with other figures, ``start_again`` its first three words.
    """

    stem: Numbers
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
        column: Floats = self.kinds[self.lexicon.kinds.index(name)]
        return column


def read_words(characters: Characters, lexicon: Lexicon = LEXICON) -> Words:
    """Take all lines apart at once; a loop runs over the few lines that may hold a phrase."""
    lowered = lower(characters.text)
    lines = lowered.split("\n")[:-1]
    size = len(lines)
    ideographic = (characters.counts[HAN] + characters.counts[KANA]) > 0
    spelled = read_spelling(lowered)
    line_ends = np.flatnonzero(spelled.code == ord("\n"))
    numbers, stems = spelled.numbers(_STEM)
    profile = lexicon.profiles(numbers)
    last = spelled.up_to(line_ends)
    counted = _sizes(last)
    phrases = _phrases(lines, lexicon.clues_of.take(profile), last, ideographic, lexicon)
    grammar = np.zeros(size)
    if ideographic.any():
        for number in np.flatnonzero(ideographic).tolist():
            grammar[number] = len(_IDEOGRAPHIC_FUNCTION.findall(lines[number]))
        spelled = _in_pairs(spelled, np.repeat(ideographic, counted))
        numbers, stems = spelled.numbers(_STEM)
        profile = lexicon.profiles(numbers)
        last = spelled.up_to(line_ends)
        counted = _sizes(last)
    if size and counted.max() > _MOST_WORDS:
        kept = np.arange(len(profile)) - np.repeat(last - counted, counted) < _MOST_WORDS
        numbers, stems, profile = numbers[kept], stems[kept], profile[kept]
        counted = np.minimum(counted, _MOST_WORDS)
        last = np.cumsum(counted)
    line = np.repeat(np.arange(size), counted)
    # Counted, not multiplied out: for a product of this size the linear algebra behind numpy wakes threads.
    place = lexicon.kinds_of.take(profile, axis=0) * size + line[:, None]
    kinds = np.bincount(place.ravel(), minlength=size * (len(lexicon.kinds) + 1)).reshape(-1, size)[:-1]
    filled = np.flatnonzero(counted)
    last_is_function = np.zeros(size)
    last_is_function[filled] = lexicon.is_function[profile[last[filled] - 1]]
    keys = [line[:_LONGEST_PHRASE] for line in lines]
    shapes = keys.copy()
    for number in np.flatnonzero(characters.counts[DIGIT]).tolist():
        shapes[number] = _DIGITS.sub("0", keys[number])
    return Words(
        stem=stems,
        profile=profile,
        line=line,
        count=np.maximum(counted, 1).astype(np.float64),
        kinds=kinds.astype(np.float64),
        phrases=phrases,
        last_is_function=last_is_function,
        ideographic_function=grammar,
        again=_occurrences(keys),
        shape_again=_occurrences(shapes),
        start_again=_same_beginning(numbers, last, counted),
        lexicon=lexicon,
    )


def _sizes(last: Whole) -> Whole:
    """The sizes of stretches that follow each other, by where they end."""
    sizes = last.copy()
    sizes[1:] -= last[:-1]
    return sizes


def _phrases(lines: Sequence[str], clue: Whole, last: Whole, ideographic: Flags, lexicon: Lexicon) -> Floats:
    """Search for each phrase in the short lines which hold one of its words.

    Args:
        lines: in small letters.
        clue: the phrases that each word may be part of, as bits.
        last: where the words of each line end among all.
        ideographic: lines in which words do not stand apart: all phrases are looked for.
        lexicon: the phrases.
    """
    phrases = np.zeros((len(lexicon.phrases), len(lines)))
    counted = _sizes(last)
    short = np.fromiter(map(len, lines), np.int64, len(lines)) <= _LONGEST_PHRASE
    filled = short & (counted > 0)
    telling = np.flatnonzero(clue)
    clues = np.zeros(len(lines), np.int64)
    np.bitwise_or.at(clues, np.searchsorted(last, telling, "right"), clue[telling])
    clues[ideographic] = -1
    hopeful = np.flatnonzero(filled & (clues != 0))
    for number, bits in zip(hopeful.tolist(), clues[hopeful].tolist(), strict=True):
        for phrase, search in searches_for(lexicon, bits):
            if search(lines[number]):
                phrases[phrase, number] = 1
    # "Anna says", "says Anna Smith"
    places = np.flatnonzero(filled)
    ends, size = last[places], counted[places]
    attributed = clue[ends - 1] & lexicon.attributed > 0
    attributed |= (clue[ends - size] & lexicon.attributed > 0) & (size <= _SIGNATURE)
    phrases[lexicon.phrases.index("comment_sign"), places[attributed]] = 1
    ending = lexicon.endings
    cut = [number for number, line in enumerate(lines) if line.endswith(ending) and short[number]]
    phrases[lexicon.phrases.index("teaser_cut"), cut] = 1
    return phrases


def _in_pairs(spelled: Spelled, apart: Flags) -> Spelled:
    """The words again, with pairs of characters instead of those that are ``apart`` and hold ideographs."""
    starts, lengths = spelled.starts, spelled.lengths
    before = np.concatenate(([0], np.cumsum(_is_ideographic(spelled.code))))
    apart = apart & (lengths > 2) & (before[starts + lengths] > before[starts])
    pieces = np.where(apart, lengths - 1, 1)
    within = np.arange(int(pieces.sum())) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    return Spelled(spelled.code, np.repeat(starts, pieces) + within, np.repeat(np.where(apart, 2, lengths), pieces))


def _is_ideographic(code: Codes) -> Flags:
    found = np.zeros(len(code), bool)
    for first, last in _IDEOGRAPHIC:
        found |= (code >= first) & (code <= last)
    return found


def _occurrences(keys: Sequence[Hashable]) -> Floats:
    seen = Counter(keys)
    return np.fromiter(map(seen.__getitem__, keys), np.float64, len(keys))


def _same_beginning(numbers: Numbers, last: Whole, counted: Whole) -> Floats:
    """How many lines begin with the same three words; 1 for lines that have fewer."""
    again = np.ones(len(counted))
    enough = np.flatnonzero(counted >= _BEGINNING)
    starts = (last - counted)[enough]
    again[enough] = _occurrences(rows_of(numbers, starts, _BEGINNING).tolist())
    return again
