"""Lines: where they end, and what to do with text that has none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, count, pairwise, repeat
from operator import add

import regex

from cleaner.glued import is_glued, joints, names_in, rows
from cleaner.letters import beyond_ascii
from cleaner.model import Line

PARAGRAPH, ROW = "\n\n", "\n"
"""What stands between two paragraphs of a body, and between two lines of one: rows of a table, of verse, of code."""
LINE_END = re.compile(r"\r\n|\n|\r")
_KEPT_END = re.compile(f"({LINE_END.pattern})")
"""The same as a group: what is split at it keeps the line ends."""
_ABBREVIATIONS = (
    "Mr|Mrs|Ms|Dr|St|Prof|Sen|Rep|Gov|Gen|Col|Lt|No|vs|Jr|Sr|Inc|Co|Corp|Ltd|Nr|Hr|Fr"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
)
_SENTENCE_END = regex.compile(
    # Marks of most scripts, closing quotes and brackets, white space; then what can open a sentence.
    rf"""(?<![.!?…])(?:[.!?…](?<!\b(?:\p{{Lu}}|{_ABBREVIATIONS})\.))[.!?…]*+[\p{{Pe}}\p{{Pf}}\p{{Pi}}"']*+"""
    r"""\s+(?=[\p{Pi}\p{Ps}"'¿¡]*[\p{Lu}\p{Lo}\p{N}])"""
    # Scripts that set no space behind the mark, and marks that only ever end a sentence.
    r"""|[。！？．][\p{Pe}\p{Pf}」』”’]*\s*|[؟۔।։][\p{Pe}\p{Pf}"']*\s+"""
)
ONE_LINE = 600
"""Characters. A text of one line longer than this is an article that lost its line structure; shorter ones are a paragraph."""
_NO_PARAGRAPH = 1500
"""Characters of a line that is no paragraph beside others either. With 2,000 the pages of 192 dumps on one line lose .003 more
of their articles; 1,000 gain .002 of F1, and are a long paragraph."""
_MOST = 0.5
"""Share of a text that must stand in such lines, glued ones or ones that no paragraph fills. In dumps of 811 pages of other
kinds 18 of 3,242 bodies change by it, most of them of texts that are glued; without it 65 would."""
_COUNTED = 2_000
"""Characters of a line that count for that: one list of all the names that a form offers does not make a page glued. With it
get_text() has .002 of F1 less."""
_GAP = 3
"""White space behind a sentence that sets blocks apart; less stands between sentences of one."""
_UNSPACED = frozenset("。！？．")
"""Ends of sentences that never have a space behind."""
IDEOGRAPHIC = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]")
"""A sign of a script that sets no spaces between words."""
THAI = regex.compile(r"\p{Thai}")
"""A sign of the one among them that has letters: a word takes as many as elsewhere, and so does a headline."""
_CLOSE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\u3001-\u301F\u30FB\u30FC\uFF01-\uFF9F]")
"""A sign beside which such scripts set no space: a letter, or a mark as wide as one."""
_QUOTES = frozenset("“”‘’…—")
"""Marks that they share with scripts that set spaces: these say something beside a letter only."""


INVISIBLE = regex.compile(r"[\s\p{Cf}]*")
"""What shows nothing: white space, byte order marks within a text, signs of direction and for breaks."""
INVISIBLE_SIGNS = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068"
    "\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"
)
"""Signs for which Unicode lets programs show nothing: soft hyphens, joiners, signs of direction. Those beyond the basic plane
are left out, for some of them are part of flags among emoji."""
INVISIBLE_EDGES = INVISIBLE_SIGNS + (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029"
    "\u202f\u205f\u3000"
)
"""What shows nothing at the edges of a line, for `str.strip`: these signs, and all white space."""
_FORMAT = regex.compile(r"\p{Cf}")
_RUN = rf"[{INVISIBLE_SIGNS}]++"
_AT_EDGES = regex.compile(rf"(?<= ){_RUN} |(?<!\S){_RUN}|(?<![{INVISIBLE_SIGNS}]){_RUN}(?!\S)")
"""Within words such signs stay: a joiner there changes what is seen, in Persian, in Hindi and in emoji, and a word that holds
another is not the word that a rule names."""


def invisible_signs(text: str) -> list[tuple[int, int]]:
    """Start and end of every stretch of signs that show nothing, at the edges of words.

    Between two spaces it is one with the second of them.
    """
    return [found.span() for found in _AT_EDGES.finditer(text)] if _may_hold_signs(text) else []


def without_invisible_signs(text: str) -> str:
    """A text without these stretches."""
    return _AT_EDGES.sub("", text) if _may_hold_signs(text) else text


def _may_hold_signs(text: str) -> bool:
    return not text.isascii() and _FORMAT.search(beyond_ascii(text)) is not None


_BROKEN = re.compile(r"\w-")
"""What a line ends with that was broken within a word."""
_LONE_RETURN = re.compile(r"\r(?!\n)")


def with_feeds(text: str) -> str:
    r"""A text of the same length with a line feed at the end of each line: patterns know no other end, as a lone ``\r`` is."""
    return _LONE_RETURN.sub("\n", text) if "\r" in text else text


def has_ideographs(text: str) -> bool:
    """Whether a text holds signs of scripts that set no spaces between words (`IDEOGRAPHIC`)."""
    return not text.isascii() and IDEOGRAPHIC.search(beyond_ascii(text)) is not None


COLONS = (":", "：")
"""What a line ends with that leads up to what stands below."""
_TERMINAL = frozenset(".!?…。！？．｡؟۔।॥։‽⁇⁈⁉")
_CLOSING = " \t\u00a0\u3000\"'”’“„‘»«›‹)]}」』）】》〉｣"


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, in any script, with or without closing quotes and brackets behind the mark."""
    return text.rstrip(_CLOSING)[-1:] in _TERMINAL


def sentence_starts(text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Where sentences of a line, or of a stretch of it, begin; all but the first. An abbreviation ends none."""
    end = len(text) if end is None else end
    return (found.end() for found in _SENTENCE_END.finditer(text, start, end) if found.end() < end)


def count_sentences(text: str) -> int:
    """How many sentences a line holds; what follows the last end counts as one, if it is there."""
    text = text.rstrip()
    return sum(1 for _ in sentence_starts(text)) + bool(text)


def lines_at(text: str, paths: Iterable[str]) -> tuple[Line, ...]:
    r"""The lines of a page's text, whose only line ends are ``\n``; ``paths`` are the tag paths of their elements."""
    texts, starts, ends, stops = _lone_feeds(text)
    return tuple(map(Line._make, zip(count(1), starts, ends, stops, texts, paths)))


def split_lines(text: str) -> tuple[Line, ...]:
    r"""Cut text into lines at ``\r\n``, ``\n`` and ``\r`` only, never at U+2028, NEL or form feed as ``str.splitlines`` would.

    Long lines (`ONE_LINE`) in which the blocks of a page stand glued together are cut where these begin. Text that is one long
    line, and lines that no paragraph fills (`_NO_PARAGRAPH`), are cut into sentences, and those at the menus in them. The white
    space behind a piece belongs to it.
    """
    texts, starts, ends, stops = _lone_feeds(text) if "\r" not in text else _all_ends(text)
    if max(map(len, texts), default=0) > ONE_LINE:
        pieces = _pieces(text, texts, starts, ends, stops)
        if len(pieces) > len(texts):
            starts, ends, stops = ([*column] for column in zip(*pieces, strict=True))
            texts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return tuple(map(Line._make, zip(count(1), starts, ends, stops, texts, repeat(""))))


def has_pieces(text: str, lines: Sequence[Line]) -> bool:
    """Whether lines of a text may be pieces of longer ones: there are more than it has line ends."""
    ends = text.count("\n") + (text.count("\r") - text.count("\r\n") if "\r" in text else 0)
    return len(lines) > ends + (not text.endswith(("\r", "\n")))


def is_spaced(text: str, upper: int, lower: int) -> bool:
    """Whether the line end between two lines of a paragraph stands for a space: not in a word, nor where words have none.

    ``upper`` is where the upper line ends, ``lower`` where the lower begins, without white space.
    """
    above, below = text[upper - 1], text[lower]
    unspaced = not (above + below).isascii() and (
        (_CLOSE.match(above) and _CLOSE.match(below))
        or (above in _QUOTES and IDEOGRAPHIC.match(below))
        or (below in _QUOTES and IDEOGRAPHIC.match(above))
    )
    broken = _BROKEN.match(text, upper - 2) and text[lower].isalnum()
    return not (unspaced or broken)


def from_one_line(text: str, line: Line) -> bool:
    """Whether a line is a piece of a longer one that was cut at a single space."""
    return any(
        0 < at < len(text) and text[at - 1] not in "\r\n" and text[at - 1].isspace() and not text[at - 2 : at - 1].isspace()
        for at in (line.start, line.stop)
    )


def is_glued_on(line: Line) -> bool:
    """Whether the next piece of the same line begins a block of its own: without a space, or after a gap behind a sentence."""
    apart = line.stop - line.end
    if not apart:
        return line.text.rstrip(_CLOSING)[-1:] not in _UNSPACED
    return apart >= _GAP and ends_sentence(line.text)


_Spans = tuple[list[str], list[int], list[int], list[int]]
"""The texts of lines, and where they start, end and stop."""
_Span = tuple[int, int, int]
"""Where a line starts, ends and stops."""


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
    pieces = _KEPT_END.split(text)  # texts and line ends by turns
    if not pieces[-1]:
        del pieces[-1]
    offsets = [0, *accumulate(map(len, pieces))]
    texts = pieces[::2]
    # The last line may have no line end: it stops where the text does.
    return texts, offsets[:-1:2], offsets[1::2], [*offsets[2::2], len(text)][: len(texts)]


def _pieces(text: str, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int], stops: Sequence[int]) -> list[_Span]:
    """The spans of the lines, and of the pieces into which long ones are cut where most of a text stands in such."""
    spans = zip(starts, ends, stops, strict=True)
    sizes = [len(line.strip()) for line in texts]
    long = [at for at, size in enumerate(sizes) if size > ONE_LINE]
    counted = [min(size, _COUNTED) for size in sizes]
    least = _MOST * sum(counted)
    if sum(counted[at] for at in long) <= least:
        return list(spans)
    alone = sizes[long[0]] == sum(sizes)
    glued = {at for at in long if is_glued(text, starts[at], ends[at])}
    shapeless = {at for at in long if alone or sizes[at] > _NO_PARAGRAPH}
    if sum(counted[at] for at in glued | shapeless) <= least:
        return list(spans)
    names = names_in(text) if glued else frozenset[str]()
    pieces: list[_Span] = []
    for at, (start, end, stop) in enumerate(spans):
        places = joints(text, start, end, names) if at in glued else []
        if at in shapeless:
            longer = [piece for piece in pairwise([start, *places, end]) if piece[1] - piece[0] > ONE_LINE]
            places = sorted({*places, *(place for piece in longer for place in _within(text, *piece))})
        pieces += _tiles(text, places, start, end, stop)
    return pieces


def _within(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences begin, and what stands in a row at their heads or ends."""
    sentences = list(sentence_starts(text, start, end))
    yield from sentences
    for one, other in pairwise([start, *sentences, end]):
        yield from rows(text, one, other)


def _tiles(text: str, places: Iterable[int], start: int, end: int, stop: int) -> Iterator[_Span]:
    """The spans of the pieces of a line that is cut at some places. They tile it, and its terminator belongs to the last."""
    for at, until in pairwise([start, *places, end]):
        yield (at, end, stop) if until == end else (at, at + len(text[at:until].rstrip()), until)
