"""Which line ends of a raw text only wrap a paragraph at a column, as text browsers, converters and mail programs set them.

A wrapped line is as full as the word behind it allowed: with that word it would have run over the column. A text is taken for
wrapped where most of its long lines are full and most of the full ones end within a sentence; verse, tables and code are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import regex

from cleaner.lines import IDEOGRAPHIC, ends_sentence, has_ideographs

_COLUMNS = (40, 132)
"""Cells of a terminal: from half one's width to that of a wide one. Wider are paragraphs on lines of their own."""
_TOO_WIDE = 2 * _COLUMNS[1]
"""Characters of a line that is a paragraph, whatever signs it holds."""
_PARAGRAPHS = 0.05
"""Share of lines that wide, beside those of `_LEAST` and more, from which on a text is not wrapped."""
_LEAST = _COLUMNS[0] // 2
"""Characters of a full line: those of some scripts take two cells."""
_UNBREAKABLE = 40
"""Cells of a word that runs over the column by itself: an address."""
_LONG = 0.6
"""Of the column: lines this wide that end within a sentence, over one that could go on, tell whether a text is wrapped."""
_FULL = 0.75
"""Share of full lines, of them and of long ones that are not full or run over the column. On 271 bench pages, as five text
browsers and converters wrapped them, 95 in a hundred have more; of their dumps that nobody wrapped one in a hundred."""
_UNENDED = 0.5
"""Share of the full lines that must end within a sentence."""
_FEW, _ENOUGH = 2, 5
"""Full lines of a wrapped text. Fewer than enough might be full by chance: all must be, and go on with a small letter, at a
column that is `_USUAL`."""
_USUAL = 60
"""Cells, at the least. Lines of verse are shorter."""
_INDENTED = 8
"""Cells by which the first line of a paragraph may be indented."""

_WIDE = regex.compile(r"[\p{East_Asian_Width=Wide}\p{East_Asian_Width=Fullwidth}]")
_NO_WIDTH = regex.compile(r"[\p{Mn}\p{Me}\p{Cf}]")
_MARK = regex.compile(r"(?:[-*+o#>|\p{Pd}\p{So}•·‣◦]|\(?(?:\d{1,3}|\p{L})[.)]|\[\d+\])\s+|[>|#•]")
"""What begins an item of a list, a heading, a quotation, a row of a table."""

_Width = Callable[[str], int]
"""How wide a text is."""


class _Row(NamedTuple):
    """A line.

    Attributes:
        text: without white space around it; empty in a blank line.
        indent: where that begins, in cells.
        end: where it ends.
        mark: how wide the mark is, if it is an item of a list.
        first: how wide its first word is.
    """

    text: str
    indent: int
    end: int
    mark: int
    first: int


_BLANK = _Row("", 0, 0, 0, 0)


class _Joint(NamedTuple):
    """A line and the one above, which may be of one paragraph.

    Attributes:
        at: the index of the line.
        end: where the upper line ends, in cells.
        with_next: where it would end if it had the first word of the line.
        ended: the upper ends as a sentence does.
        goes_on: it does not, and the line begins with a small letter.
    """

    at: int
    end: int
    with_next: int
    ended: bool
    goes_on: bool


def wrapped(texts: Sequence[str]) -> list[int]:
    """The indexes of the lines that go on in the paragraph of the line right above. Linear in the size of the text.

    Args:
        texts: the lines of a text, in order, without their ends.
    """
    if not _may_be(texts):
        return []
    rows = [_row(text, _cells) for text in texts]
    found = _wrapped(rows)
    if all(row.end - row.indent == len(row.text) for row in rows):
        return found
    # Some, as lynx, count characters, and not the cells of a terminal.
    return max(found, _wrapped([_row(text, len) for text in texts]), key=len)


def _wrapped(rows: Sequence[_Row]) -> list[int]:
    joints = list(_joints(rows))
    column = _column(joints)
    full = [joint for joint in joints if joint.end <= column < joint.with_next]
    if len(full) < _FEW:
        return []
    against = sum(_LONG * column <= joint.end and joint.with_next <= column and not joint.ended for joint in joints)
    against += sum(row.end > column and _breaks(row.text) for row in rows)
    unended = sum(not joint.ended for joint in full)
    if len(full) < _ENOUGH:
        sure = not against and column >= _USUAL and all(joint.goes_on for joint in full)
    else:
        sure = len(full) >= _FULL * (len(full) + against) and unended >= _UNENDED * len(full)
    return [joint.at for joint in full] if sure else []


def _may_be(texts: Iterable[str]) -> bool:
    """Whether a look at the sizes of lines leaves it open that they are wrapped: those of most texts do not."""
    sizes = list(map(len, texts))
    wide = sum(size > _TOO_WIDE for size in sizes)
    return wide <= _PARAGRAPHS * sum(size > _LEAST for size in sizes)


def _joints(rows: Sequence[_Row]) -> Iterator[_Joint]:
    first = True  # of its paragraph
    for at, (upper, lower) in enumerate(pairwise(rows), 1):
        joined = lower.text != "" and upper.end >= _LEAST and _can_go_on(upper, lower, first=first)
        if joined:
            ended = ends_sentence(upper.text)
            goes_on = not ended and lower.text[0].islower()
            yield _Joint(at, upper.end, upper.end + lower.first + (not upper.text.endswith("-")), ended, goes_on)
        first = not joined


def _column(joints: Iterable[_Joint]) -> int:
    """The column at which most lines are wrapped, if any are: where most have no room for the word behind them."""
    steps = [0] * (_COLUMNS[1] + 2)
    for joint in joints:
        if joint.end <= _COLUMNS[1]:
            steps[max(joint.end, _COLUMNS[0])] += 1
            steps[min(max(joint.with_next, _COLUMNS[0]), _COLUMNS[1] + 1)] -= 1
    found = list(accumulate(steps))
    return found.index(max(found))


def _row(line: str, width: _Width) -> _Row:
    text = line.strip()
    if not text:
        return _BLANK
    indent = line.index(text[0])
    if "\t" in line[:indent]:
        indent = len(line[:indent].expandtabs())
    mark = _MARK.match(text)
    # Where no spaces are set, a mark that must not begin a line takes the sign before it along.
    unspaced = text[0] > "\x7f" and IDEOGRAPHIC.match(text)
    first = width(text[:2]) - 1 if unspaced else width(text.split(None, 1)[0])
    return _Row(text, indent, indent + width(text), width(mark.group()) if mark else 0, first)


def _cells(text: str) -> int:
    """How wide a terminal shows a text."""
    if text.isascii():
        return len(text)
    return len(text) + len(_WIDE.findall(text)) - len(_NO_WIDTH.findall(text))


def _breaks(text: str) -> bool:
    return len(text.rpartition(" ")[2]) <= _UNBREAKABLE or has_ideographs(text)


def _can_go_on(one: _Row, other: _Row, *, first: bool) -> bool:
    """Whether a line can be of the paragraph of the one above, by how both are set."""
    further = other.indent - one.indent
    even = abs(further) <= 1 or (one.mark and abs(further - one.mark) <= 1) or (first and -_INDENTED <= further < 0)
    return bool(even) and not other.mark and not _has_cells(one.text) and not _has_cells(other.text)


def _has_cells(text: str) -> bool:
    """Whether a line looks like a row of a table."""
    return "|" in text or "   " in text or "\t" in text
