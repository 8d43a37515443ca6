"""How a body is laid out: what stays of each line, which lines are one paragraph, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import regex

from cleaner.lines import ends_sentence
from cleaner.model import Document, Line, Removal

PARAGRAPH = "\n\n"
_WRAP = (40, 120)
"""Characters. Hard-wrapped prose is set this wide; shorter lines in a row are lists or verse, longer ones paragraphs."""
_INVISIBLE = regex.compile(r"[\s\p{Cf}]*")


class Kept(NamedTuple):
    """A stretch of source text that stands in the body, and the ``joint`` (white space) that stands before it there."""

    start: int
    end: int
    joint: str


class Layout(NamedTuple):
    """How the body is laid out: ``kept``, ``blank`` and the removals tile the source text."""

    kept: tuple[Kept, ...]
    blank: tuple[tuple[int, int], ...]


def layout(document: Document, removals: Sequence[Removal]) -> Layout:
    """Say which stretches form the body and what stands between them.

    Each line of the article is a paragraph, set apart by a blank line; hard-wrapped lines of one paragraph stay together, and
    so do the sentences of text that came without line structure. White space at the edges of lines and of cuts goes.
    """
    kept: list[Kept] = []
    previous: Line | None = None
    rows = list(_bare_spans(document, removals))
    joined = _wrapped(document, rows)
    for index, (line, spans) in enumerate(rows):
        for at, (start, end) in enumerate(spans):
            if at:
                gap = document.text[spans[at - 1][1]], document.text[start - 1]
                joint = " " if gap[0].isspace() or gap[1].isspace() else ""
            elif previous is None:
                joint = ""
            elif _same_line(document.text, previous, line):
                joint = " "
            elif index in joined:
                joint = "\n"
            else:
                joint = PARAGRAPH
            kept.append(Kept(start, end, joint))
        previous = line
    return Layout(tuple(kept), tuple(_gaps(len(document.text), kept, removals)))


def _same_line(text: str, one: Line, other: Line) -> bool:
    """Whether two sentences come from the same physical line."""
    between = text[one.end : other.start]
    return "\n" not in between and "\r" not in between


def _bare_spans(document: Document, removals: Sequence[Removal]) -> Iterator[tuple[Line, list[tuple[int, int]]]]:
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
        if any(text[first].isalnum() or not _INVISIBLE.fullmatch(text, first, last) for first, last in trimmed):
            yield line, trimmed


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    if not (text[start].isspace() or text[end - 1].isspace()):
        return start, end
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return start + left, max(start + left, start + len(piece.rstrip()))


def _wrapped(document: Document, rows: Sequence[tuple[Line, list[tuple[int, int]]]]) -> set[int]:
    """Indexes of rows that go on in the paragraph of the row before, because a writer wrapped it at a column.

    A run of lines without a blank one between counts as wrapped if each line was filled as far as the next word allowed and
    most of them end in the middle of a sentence. Only the lines that stay are looked at: so the body, cleaned again, gives
    the same.
    """
    joined: set[int] = set()
    texts = [document.text[spans[0][0] : spans[-1][1]] for _, spans in rows]
    run: list[int] = []

    def close() -> None:
        if len(run) < 2:
            return
        width = max(len(texts[i]) for i in run)
        if not _WRAP[0] <= width <= _WRAP[1]:
            return
        heads = run[:-1]
        full = all(len(texts[i]) + 1 + len(texts[i + 1].split(None, 1)[0]) > width for i in heads)
        if full and 2 * sum(not ends_sentence(texts[i]) for i in heads) >= len(heads):
            joined.update(run[1:])

    for index, (line, spans) in enumerate(rows):
        if run:
            before_line, before_spans = rows[run[-1]]
            whole = len(spans) == 1 and len(before_spans) == 1
            adjacent = before_line.number + 1 == line.number and not _same_line(document.text, before_line, line)
            if not whole or not adjacent:
                close()
                run = []
        run.append(index)
    close()
    return joined


def _gaps(size: int, kept: Iterable[Kept], removals: Iterable[Removal]) -> Iterator[tuple[int, int]]:
    """What neither the body nor a removal covers: white space."""
    at = 0
    for start, end in sorted([(piece.start, piece.end) for piece in kept] + [(cut.start, cut.end) for cut in removals]):
        if start > at:
            yield at, start
        at = end
    if at < size:
        yield at, size
