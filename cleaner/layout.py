"""How a body is laid out: what stays of each line, which lines are one paragraph, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import regex

from cleaner.lines import INVISIBLE, PARAGRAPH, ROW, is_glued_on
from cleaner.model import Document, Line, Removal
from cleaner.shown import number_shown, text_shown

_FENCE_SIGNS = "```", "~~~"
_FENCE = regex.compile(r"(`{3,})[^`]*|(~{3,4})(?!~).*")
"""The first line of a block of code."""


class Kept(NamedTuple):
    """A stretch of source text that stands in the body, and the ``joint`` (white space) that stands before it there."""

    start: int
    end: int
    joint: str


_Staying = tuple[Line, list[tuple[int, int]]]
"""A line of which something stays, and the stretches that do."""


class Layout(NamedTuple):
    """How the body is laid out: ``kept``, ``blank`` (nothing to be seen) and the removals tile the source text."""

    kept: tuple[Kept, ...]
    blank: tuple[tuple[int, int], ...]


def layout(document: Document, removals: Sequence[Removal]) -> Layout:
    """Say which stretches form the body and what stands between them.

    Each line of the article is a paragraph, set apart by a blank line; the rows of a Markdown table stay below each other, and
    so do a page's lines that only a line break parts; the lines of a wrapped paragraph become one, and so do the sentences of
    text that came without line structure. Blocks that were glued together are paragraphs of their own, or the last word of one
    and the first of the next would stay one. White space at the edges of lines and of cuts goes, but the indentation of
    preformatted lines, and of a block of code between fences (CommonMark 0.31, 4.5), stays.
    """
    kept: list[Kept] = []
    previous: Line | None = None
    paragraph, seen = number_shown(document), text_shown(document)
    gaps: Mapping[int, str] = document.page.gaps if document.page else {}
    staying: Iterable[_Staying] = _bare_spans(document, removals)
    fenced = frozenset[int]()
    if any(sign in document.text for sign in _FENCE_SIGNS):
        staying = list(staying)
        fenced = _fenced(line for line, _ in staying)
    for line, spans in staying:
        for at, (start, end) in enumerate(spans):
            if at:
                cut = document.text[spans[at - 1][1]], document.text[start - 1]
                joint = " " if cut[0].isspace() or cut[1].isspace() else ""
            elif previous is None:
                joint = ""
            elif gap := gaps.get(line.number):
                joint = gap if previous.number + 1 == line.number else PARAGRAPH + gap.lstrip(ROW)
            elif line.number in fenced:
                joint = (ROW if previous.number + 1 == line.number else PARAGRAPH) + _white(document.text[line.start : start])
            elif _same_line(document.text, previous, line):
                joint = PARAGRAPH if is_glued_on(previous) else " "
            elif paragraph(line.number) == paragraph(previous.number):
                joint = " " if seen(kept[-1].end, start) else ""
            else:
                joint = ROW if previous.number + 1 == line.number and _is_row(previous) and _is_row(line) else PARAGRAPH
            kept.append(Kept(start, end, joint))
        previous = line
    return Layout(tuple(kept), tuple(_gaps(len(document.text), kept, removals)))


def _fenced(lines: Iterable[Line]) -> frozenset[int]:
    """The numbers of the lines that follow the first of a block of code, its last fence included, where both fences stay."""
    found: set[int] = set()
    inside: list[int] = []
    fence = ""
    for line in lines:
        text = line.text.strip()
        if not fence:
            opens = _FENCE.fullmatch(text)
            fence, inside = (opens[1] or opens[2]) if opens else "", []
            continue
        inside.append(line.number)
        if text.startswith(fence) and not text.strip(fence[0]):
            found.update(inside)
            fence = ""
    return frozenset(found)


def _white(text: str) -> str:
    """What stands before the text of a line, if it is white space: where it is not, a cut begins the line."""
    return "" if text.strip() else text


def _same_line(text: str, one: Line, other: Line) -> bool:
    """Whether two pieces come from the same physical line."""
    between = text[one.end : other.start]
    return "\n" not in between and "\r" not in between


def _is_row(line: Line) -> bool:
    """Whether a line is a row of a Markdown table."""
    text = line.text.strip()
    return text.startswith("|") and text.endswith("|") and len(text) > 1


def _bare_spans(document: Document, removals: Sequence[Removal]) -> Iterator[_Staying]:
    """Each line of which something stays, with the stretches that do, without white space at their edges."""
    text, at = document.text, 0
    starts = [*(removal.start for removal in removals), len(text)]
    ends = [*(removal.end for removal in removals), len(text)]
    for line in document.lines:
        _, start, end, _, whole, _ = line
        if start == end:
            continue
        while ends[at] <= start:
            at += 1
        if starts[at] <= start and ends[at] >= end:  # gone as a whole
            continue
        if starts[at] >= end and whole[0].isalnum() and not whole[-1].isspace():  # as most that stay: there is nothing to trim
            yield line, [(start, end)]
            continue
        spans: list[tuple[int, int]] = []
        look = at
        while starts[look] < end:
            if starts[look] > start:
                spans.append((start, starts[look]))
            start = max(start, ends[look])
            look += 1
        if start < end:
            spans.append((start, end))
        trimmed = [span for span in (_trim(text, *span) for span in spans) if span[0] < span[1]]
        # Most spans begin with a letter or figure: a look at it spares the pattern.
        if any(text[first].isalnum() or not INVISIBLE.fullmatch(text, first, last) for first, last in trimmed):
            yield line, trimmed


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    if not (text[start].isspace() or text[end - 1].isspace()):
        return start, end
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return start + left, max(start + left, start + len(piece.rstrip()))


def _gaps(size: int, kept: Iterable[Kept], removals: Iterable[Removal]) -> Iterator[tuple[int, int]]:
    """What neither the body nor a removal covers: white space, and lines of nothing but invisible signs."""
    at = 0
    for start, end in sorted([(piece.start, piece.end) for piece in kept] + [(cut.start, cut.end) for cut in removals]):
        if start > at:
            yield at, start
        at = end
    if at < size:
        yield at, size
