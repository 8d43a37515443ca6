"""Lines in which many blocks of a page stand glued together, as dumps have them that set nothing between the texts of elements.

Where one block ends and the next begins, the mark of a sentence or a small letter stands right before a capital ("growth.Also",
"ServicesHome"), or a run of spaces stands. One such joint is a slip or a name ("Node.js", "JavaScript"); a long line with
several is glued. Where single spaces stand between all texts of a page, its menus still show: as words with capitals in a row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

import regex

from cleaner.locales import of_all

_SENTENCES = 2
"""Different places in a long line where a sentence ends right before a capital. Of the bodies of 811 pages 7 have such a line,
and all but code are glued; of their dumps by ``get_text()`` more than half."""
_WORDS, _APART = 3, 60
"""Different places where a small letter stands right before a capital, and characters for each: so dense only glued menus and
selections are. Prose full of names of software has one in 80."""
_GAPS, _WITH_GAPS = 5, 1000
"""Runs of spaces, and characters of a line that these make glued. Rows of tables are shorter."""

_OPENING = r"""["“«‘(\[¿¡]?"""
_CLOSING = r"""["”’»)\]]{0,2}"""
_CODE = r"(?!\p{L}{1,40}+[(_=\[])"
_SENTENCE = regex.compile(
    rf"(?:[\p{{Ll}}\p{{N}}]{{2}}|\p{{Lo}})[.!?…]{_CLOSING}(?={_OPENING}(?:{_CODE}\p{{Lu}}(?:[\p{{L}}’']|$)|\p{{Lo}}))"
)
"""The end of a sentence that the next one stands glued to. With a space between it is one of `cleaner.lines`."""
_WORD = regex.compile(r"\p{Ll}(?=\p{Lu})|\p{Ll}[)\]”»](?=\p{Lu})|\p{N}(?=\p{Lu}\p{Ll})")
_GAP = re.compile(r"(?<=\S)[^\S\r\n]{2,}(?=\S)")
_ENDS = frozenset(".!?…")
"""Behind them some set two spaces; and editors of pages do within sentences."""
_JOINT = regex.compile(
    rf"""(?:[\p{{Ll}}\p{{N}}%)\]»”’"'…][.!?…:]|\p{{Lo}}[.!?…]){_CLOSING}(?={_OPENING}{_CODE}[\p{{Lu}}\p{{Lo}}])"""
    # Shorter parts are those of names: McDonald, iPhone, OpenAI.
    r"|(?P<word>\p{L}\p{Ll}{2})(?=\p{Lu}\p{Ll}{2})|\p{Ll}[)\]”»](?=\p{Lu})|\p{N}(?=\p{Lu}\p{Ll}{2})"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_TWO_PARTS = regex.compile(r"\p{L}\p{Ll}{2,30}\p{Lu}\p{Ll}{2,30}")
_LAST_PART = regex.compile(r"\p{L}\p{Ll}*$")
_FIRST_PART = regex.compile(r"\p{Lu}\p{Ll}{0,30}")
_LONGEST_PART = 31
_NAMES = frozenset(
    {"JavaScript", "LinkedIn", "PlayStation", "PowerPoint", "QuickBooks", "TikTok", "WhatsApp", "WordPress", "YouTube"}
)
"""What is a name where it stands but once; of the joints of 192 dumps these are one in a hundred, all others two."""
_AROUND = 4
"""Characters at either side of a joint that tell it from others."""

_TOKEN = re.compile(r"\S+")
_NAME = 4
"""Words with capitals, at most, that a sentence begins with: a word of grammar, and a name."""
_NEITHER = 0.5
"""What a number, a sign or a word of a script without capitals counts. One with a capital counts 1; one without, or before a
comma, as in the lists of prose, -1."""
_ROW = 8
"""What a row of words with capitals must count. With 12, F1 of pages on one line is .008 lower, at the same recall."""
_FALL = 6
"""By how much a row may fall below its highest count and still go on."""


def joints(text: str, start: int, end: int, names: frozenset[str]) -> list[int]:
    """The places in a glued line where a block begins; ``names``, as `names_in` the text finds them, stay whole."""
    found = (joint for joint in _inside(_JOINT, text, _odd(text, start, end)) if joint.end() < end)
    places = [joint.end() for joint in found if joint["word"] is None or _around(text, start, joint.end()) not in names]
    return sorted([*places, *_gaps(text, start, end)])


def is_glued(text: str, start: int, end: int) -> bool:
    """Whether blocks stand glued together in a long line."""
    odd = _odd(text, start, end)
    if _different(_SENTENCE, text, odd) >= _SENTENCES:
        return True
    words = _different(_WORD, text, odd)
    if words >= _WORDS and words * _APART >= end - start:
        return True
    return end - start >= _WITH_GAPS and sum(1 for _ in _gaps(text, start, end)) >= _GAPS


def names_in(text: str) -> frozenset[str]:
    """The words with a capital within that are names: they stand in the text by themselves more than once, or are known."""
    odd = Counter(word for word in _LETTERS.findall(text) if not (word.isupper() or word[1:].islower()))
    return _NAMES | {word for word, times in odd.items() if times > 1 and _TWO_PARTS.fullmatch(word)}


def rows(text: str, start: int, end: int) -> list[int]:
    """The places in a sentence where the words of a menu begin, and the one where what stands behind them does.

    A menu is a row of words most of which have capitals. Its last word with one begins the sentence behind it, or one of the
    few before that, if grammar needs it: "The High Court ruled".
    """
    tokens = list(_TOKEN.finditer(text, start, end))
    words = [(found.start(), _count(found.group())) for found in tokens]
    places = []
    for first, behind in _rows([count for _, count in words]):
        last = behind - (behind < len(words) and words[behind - 1][1] == 1)
        near = range(last, max(last - _NAME, first), -1)
        last = next((at for at in near if at < len(words) and tokens[at].group().lower() in _grammar()), last)
        if last == first:
            continue
        places.append(words[first][0])
        places += [words[at][0] for before, at in pairwise(range(first, last)) if words[at][1] == 1 and words[before][1] >= 0]
        if last < len(words):
            places.append(words[last][0])
    return [place for place in places if place > start]


@cache
def _grammar() -> frozenset[str]:
    """The commonest words without a topic, of all languages: hardly a menu has them."""
    return frozenset(of_all("function_words"))


def _odd(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words that may hold a joint: all other ones are small behind their first letter, as most words are."""
    return [found.span() for found in _TOKEN.finditer(text, start, end) if not found.group()[1:].islower()]


def _inside(pattern: regex.Pattern[str], text: str, words: Iterable[tuple[int, int]]) -> Iterator[regex.Match[str]]:
    for start, end in words:
        if end - start > 1:
            yield from pattern.finditer(text, start, end)


def _gaps(text: str, start: int, end: int) -> Iterator[int]:
    """Where runs of spaces that set blocks apart end."""
    for found in _GAP.finditer(text, start, end):
        if found.end() - found.start() > 2 or not (text[found.start() - 1] in _ENDS or text[found.end()].islower()):
            yield found.end()


def _different(pattern: regex.Pattern[str], text: str, words: Iterable[tuple[int, int]]) -> int:
    places = (found.end() for found in _inside(pattern, text, words))
    return len({text[max(0, place - _AROUND) : place + _AROUND] for place in places})


def _around(text: str, start: int, at: int) -> str:
    """The parts of a word before and behind a capital in it."""
    before, behind = _LAST_PART.search(text[max(start, at - _LONGEST_PART) : at]), _FIRST_PART.match(text, at)
    return f"{before.group() if before else ''}{behind.group() if behind else ''}"


def _count(word: str) -> float:
    if word[-1] in ",;":
        return -1
    letter = word[0] if word[0].isalpha() else next(filter(str.isalpha, word[:_LONGEST_PART]), "")
    return 1 if letter.isupper() or letter.istitle() else -1 if letter.islower() else _NEITHER


def _rows(counts: Sequence[float]) -> Iterator[tuple[int, int]]:
    """The first word of each row, and the one behind its last."""
    first = behind = 0
    total = highest = 0.0
    for at, count in enumerate(counts):
        if total <= 0:
            first, total, highest = at, 0.0, 0.0
        total += count
        if total > highest:
            behind, highest = at + 1, total
        if total <= 0 or total < highest - _FALL:
            if highest >= _ROW:
                yield first, behind
            total = highest = 0.0
    if highest >= _ROW:
        yield first, behind
