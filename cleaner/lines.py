"""Lines: where they end, and what to do with text that has none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate, count, islice, repeat
from operator import add

import regex

from cleaner.model import Line

_LINE_END = re.compile(r"(\r\n|\n|\r)")
_ABBREVIATIONS = (
    "Mr|Mrs|Ms|Dr|St|Prof|Sen|Rep|Gov|Gen|Col|Lt|No|vs|Jr|Sr|Inc|Co|Corp|Ltd|Nr|Hr|Fr"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
)
_SENTENCE_END = regex.compile(
    # Marks of most scripts, closing quotes and brackets, white space; then what can open a sentence.
    rf"""(?<![.!?…])(?:[.!?…](?<!\b(?:\p{{Lu}}|{_ABBREVIATIONS})\.))[.!?…]*+[\p{{Pe}}\p{{Pf}}\p{{Pi}}"']*+"""
    r"""\s+(?=[\p{Pi}\p{Ps}"'¿¡]*[\p{Lu}\p{Lo}\p{N}])"""
    # Scripts that set no space behind the mark, and marks that only ever end a sentence.
    r"""|[。！？．][\p{Pe}\p{Pf}」』”’]*\s*|[؟۔।][\p{Pe}\p{Pf}"']*\s+"""
)
ONE_LINE = 600
"""Characters. A text of one line longer than this is an article that lost its line structure; shorter ones are a paragraph."""


IDEOGRAPHIC = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]")
"""A sign of a script that sets no spaces between words."""


def has_ideographs(text: str) -> bool:
    """Whether a text holds such signs."""
    return not text.isascii() and IDEOGRAPHIC.search(text) is not None


_TERMINAL = frozenset(".!?…。！？．｡؟۔।॥։‽⁇⁈⁉")
_CLOSING = " \t\u00a0\u3000\"'”’“„‘»«›‹)]}」』）】》〉｣"


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, in any script, with or without closing quotes and brackets behind the mark."""
    return text.rstrip(_CLOSING)[-1:] in _TERMINAL


def count_sentences(text: str) -> int:
    """How many sentences a line holds; what follows the last end counts as one, if it is there."""
    ends = sum(1 for found in _SENTENCE_END.finditer(text) if text[found.end() :].strip())
    return ends + bool(text.strip())


def lines_at(text: str, paths: Iterable[str]) -> tuple[Line, ...]:
    r"""The lines of a page's text, whose only line ends are ``\n``; ``paths`` are the tag paths of their elements."""
    texts, starts, ends, stops = _lone_feeds(text)
    return tuple(map(Line._make, zip(count(1), starts, ends, stops, texts, paths)))


def split_lines(text: str) -> tuple[Line, ...]:
    r"""Cut text into lines at ``\r\n``, ``\n`` and ``\r`` only, never at U+2028, NEL or form feed as ``str.splitlines`` would.

    Text that is one long line (`ONE_LINE`) is cut into sentences instead; the white space behind a sentence belongs to it.
    """
    texts, starts, ends, stops = _lone_feeds(text) if "\r" not in text else _all_ends(text)
    filled = list(islice((index for index, line in enumerate(texts) if line and not line.isspace()), 2))
    if len(filled) == 1 and len(texts[filled[0]].strip()) > ONE_LINE:
        at = filled[0]
        spans = _sentences(text, starts[at], ends[at], stops[at])
        starts[at : at + 1], ends[at : at + 1], stops[at : at + 1] = ([*column] for column in zip(*spans, strict=True))
        texts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return tuple(map(Line._make, zip(count(1), starts, ends, stops, texts, repeat(""))))


_Spans = tuple[list[str], list[int], list[int], list[int]]
"""The texts of lines, and where they start, end and stop."""


def _lone_feeds(text: str) -> _Spans:
    r"""The lines of a text whose only line ends are ``\n``, as nearly all have it."""
    texts = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in texts[:-1]), initial=0))
    ends = list(map(add, starts, map(len, texts)))
    stops = [*starts[1:], len(text)]
    if not texts[-1]:
        del texts[-1], starts[-1], ends[-1], stops[-1]
    return texts, starts, ends, stops


def _all_ends(text: str) -> _Spans:
    pieces = _LINE_END.split(text)  # texts and line ends by turns
    if not pieces[-1]:
        del pieces[-1]
    offsets = [0, *accumulate(map(len, pieces))]
    texts = pieces[::2]
    # The last line may have no line end: it stops where the text does.
    return texts, offsets[:-1:2], offsets[1::2], [*offsets[2::2], len(text)][: len(texts)]


def _sentences(text: str, start: int, end: int, stop: int) -> list[tuple[int, int, int]]:
    """The spans of a line's sentences. They tile the line, and its terminator belongs to the last."""
    stops = [found.end() for found in _SENTENCE_END.finditer(text, start, end) if found.end() < end]
    spans = []
    for at, until in zip([start, *stops], [*stops, end], strict=True):
        spans.append((at, at + len(text[at:until].rstrip()) if until != end else end, until if until != end else stop))
    return spans
