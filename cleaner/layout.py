"""How a body is laid out: what stays of each line, which lines are one paragraph, and what stands between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from os.path import commonprefix
from typing import NamedTuple

import regex

from cleaner.lines import INVISIBLE, PARAGRAPH, ROW, is_glued_on, is_spaced
from cleaner.model import Document, Line, Removal
from cleaner.shown import number_shown, text_shown

_FENCE_SIGNS = "```", "~~~"
_FENCE = regex.compile(r"(`{3,})[^`]*|(~{3,4})(?!~).*")
"""The first line of a block of code."""
_LONG = 100
"""Characters that lines of lists, verse and code seldom have, and most paragraphs."""
_APART, _TOGETHER = 2, 0.5
"""How many long paragraphs of a text must stand below blank lines, if these part its paragraphs, and how many may stand right
below others for each that does."""


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

    Each line of the article is a paragraph, set apart by a blank line. Below each other stay the rows of a Markdown table, a
    page's lines that only a line break parts, and those of a text in which blank lines part the paragraphs: verse, lists,
    addresses, code. The lines of a wrapped paragraph become one, and so do the sentences of text that came without line
    structure. Blocks that were glued together are paragraphs of their own, or the last word of one and the first of the next
    would stay one. White space at the edges of lines and of cuts goes, but the indentation of preformatted lines, of lines that
    stay beside less indented ones, and of a block of code between fences (CommonMark 0.31, 4.5), stays.
    """
    kept: list[Kept] = []
    previous: Line | None = None
    paragraph, seen = number_shown(document), text_shown(document)
    staying = list(_bare_spans(document, removals))
    gaps = document.page.gaps if document.page else _gaps_of_text(document, staying, paragraph)
    for line, spans in staying:
        for at, (start, end) in enumerate(spans):
            if at:
                joint = _joint(document.text, spans[at - 1][1], start)
            elif previous is None:
                joint = ""
            elif gap := gaps.get(line.number):
                joint = gap if previous.number + 1 == line.number else PARAGRAPH + gap.lstrip(ROW)
            elif _same_line(document.text, previous, line):
                joint = PARAGRAPH if is_glued_on(previous) else _joint(document.text, kept[-1].end, start)
            elif paragraph(line.number) == paragraph(previous.number):
                # The space is not seen where it belongs to the address of a link.
                joint = " " if seen(kept[-1].end, start) or is_spaced(document.text, kept[-1].end, start) else ""
            else:
                joint = PARAGRAPH
            kept.append(Kept(start, end, joint))
        previous = line
    return Layout(tuple(kept), tuple(_gaps(len(document.text), kept, removals)))


def _joint(text: str, end: int, start: int) -> str:
    """What two stretches of one line have between them in the body: a space where white space stands at either of their edges.

    Sentences of scripts that set no spaces have none.
    """
    return " " if text[end].isspace() or text[start - 1].isspace() else ""


def _gaps_of_text(document: Document, staying: Sequence[_Staying], paragraph: Callable[[int], int]) -> dict[int, str]:
    """What stands before lines of a text that are no paragraphs of their own, by number: a line end, and their indentation."""
    if _set_apart(document, staying, paragraph):
        gaps = dict(_below(document.text, staying, paragraph))
    else:
        rows = [line for line, _ in staying if _is_row(line)]
        gaps = {row.number: ROW for above, row in pairwise(rows) if above.number + 1 == row.number}
    if any(sign in document.text for sign in _FENCE_SIGNS):
        gaps.update((line.number, ROW + _white(document.text[line.start : start])) for line, start in _fenced(staying))
    return gaps


def _set_apart(document: Document, staying: Iterable[_Staying], paragraph: Callable[[int], int]) -> bool:
    """Whether blank lines part the paragraphs of what stays of a text, so that lines right below each other belong together.

    They do where long paragraphs stand below blank lines again and again, and few right below others (`_TOGETHER`). A body has
    no fewer blank lines above them than the text that it was made of, so that cleaning it again changes nothing.
    """
    apart = together = last = 0
    long_above = False
    for _, lines_staying in groupby(staying, lambda line_staying: paragraph(line_staying[0].number)):
        lines = list(lines_staying)
        first = lines[0][0].number
        long = sum(end - start for _, spans in lines for start, end in spans) >= _LONG
        if long and last and any(not line.text.strip() for line in document.lines[last : first - 1]):
            apart += 1
        elif long and long_above and first == last + 1:
            together += 1
        last, long_above = lines[-1][0].number, long
    return apart >= _APART and together <= _TOGETHER * apart


def _below(text: str, staying: Iterable[_Staying], paragraph: Callable[[int], int]) -> Iterator[tuple[int, str]]:
    """The lines of a text right below others, or indented, by number, and the line end and indentation that stands before each.

    The indentation is what a line has beyond the least indented one of its block. Blank lines do not end a block of which the
    line above them is indented.
    """
    margin = indent = ""
    for block in _blocks(text, staying, paragraph):
        if not indent or not all(white.startswith(margin) for _, white in block):
            margin = commonprefix([white for _, white in block])  # noqa: RUF071  # white space is no path
        for at, (number, white) in enumerate(block):
            indent = white[len(margin) :]
            if at or indent:
                yield number, ROW + indent


def _blocks(text: str, staying: Iterable[_Staying], paragraph: Callable[[int], int]) -> Iterator[list[tuple[int, str]]]:
    """The lines that stand right below each other, by number, with the white space before each; of a paragraph the first."""
    block: list[tuple[int, str]] = []
    previous: Line | None = None
    for line, spans in staying:
        if not previous or not (_same_line(text, previous, line) or paragraph(line.number) == paragraph(previous.number)):
            if previous and previous.number + 1 != line.number:
                yield block
                block = []
            block.append((line.number, _white(text[line.start : spans[0][0]])))
        previous = line
    yield block


def _fenced(staying: Iterable[_Staying]) -> Iterator[tuple[Line, int]]:
    """The lines that follow the first of a block of code, and where what stays of them starts; its last fence is one of them.

    Of a block without a last fence there is none.
    """
    inside: list[tuple[Line, int]] = []
    fence = ""
    for line, spans in staying:
        text = line.text.strip()
        if not fence:
            opens = _FENCE.fullmatch(text)
            fence, inside = (opens[1] or opens[2]) if opens else "", []
            continue
        inside.append((line, spans[0][0]))
        if text.startswith(fence) and not text.strip(fence[0]):
            yield from inside
            fence = ""


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
