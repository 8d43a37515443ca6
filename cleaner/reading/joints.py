"""Lines of a raw text as they are set, and the joints between them, at which a paragraph may go on.

How wide a line is depends on who wrapped it: in a terminal it is so many cells, in print, whose lines are what a PDF holds, the
widths of its letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import regex

from cleaner.lines import IDEOGRAPHIC, ends_sentence, has_ideographs

NARROWEST, WIDEST = 40, 132
"""Cells of a terminal: from half one's width to that of a wide one."""
LEAST = NARROWEST // 2
"""Characters of a full line: those of some scripts take two cells."""
LONG = 0.6
"""Of a column: lines this wide that end within a sentence, over one that could go on, tell whether a text is wrapped at it."""
USUAL = 60
"""Cells of a usual column, at the least. Lines of verse are shorter."""
_UNBREAKABLE = 40
"""Cells of a word that runs over the column by itself: an address."""
_INDENTED = 8
"""Cells by which the first line of a paragraph may be indented."""

_WIDE = regex.compile(r"[\p{East_Asian_Width=Wide}\p{East_Asian_Width=Fullwidth}]")
_NO_WIDTH = regex.compile(r"[\p{Mn}\p{Me}\p{Cf}]")
_MARK = regex.compile(r"(?:[-*+o#>|\p{Pd}\p{So}•·‣◦]|\(?(?:\d{1,3}|\p{L})[.)]|\[\d+\])\s+|[>|#•]")
"""What begins an item of a list, a heading, a quotation, a row of a table."""
_O = regex.compile(r"o (?=\p{Ll})")
"""A mark that is a word in Slavonic and Romance languages: as one it stands as far in as the line above, and is followed by no
capital."""

_THIN, _OTHER, _CAPITAL, _BROAD = 0.6, 1.08, 1.45, 1.65
_WIDTHS = {**dict.fromkeys(" ijlI.,:;'!|/’‘tfr()[]-", _THIN), **dict.fromkeys("mwMW—%", _BROAD)}
"""Widths of signs in print, as shares of that of an average one in running text: means of Helvetica and Times."""
PRINT_SLACK = 0.08
"""Share of a column of print by which widths may be wrong. Of articles set in Helvetica, Times and DejaVu 93 in a hundred lines
are full to a letter, and 99 by the slack."""


class Row(NamedTuple):
    """A line.

    Attributes:
        text: without white space around it; empty in a blank line.
        indent: where that begins, in cells.
        end: where it ends.
        mark: how wide the mark is, if it is an item of a list.
        first: its first word.
        spaced: a space stands before that where it follows on another.
    """

    text: str
    indent: int
    end: int
    mark: int
    first: str
    spaced: bool


_BLANK = Row("", 0, 0, 0, "", False)


class Joint(NamedTuple):
    """A line and the one above, which may be of one paragraph.

    Attributes:
        at: the index of the line.
        upper: the one above.
        lower: the line.
        ended: the upper ends as a sentence does.
        apart: blank lines stand between them.
    """

    at: int
    upper: Row
    lower: Row
    ended: bool
    apart: bool


class Fit(NamedTuple):
    """How a joint fits a measure: where the upper line ends, and would end if it had the first word of the lower."""

    end: int
    with_next: int

    def is_full(self, column: int) -> bool:
        """Whether the upper line has no room for the word."""
        return self.end <= column < self.with_next


def row_of(line: str) -> Row:
    """How a line is set."""
    text = line.strip()
    if not text:
        return _BLANK
    indent = line.index(text[0])
    if "\t" in line[:indent]:
        indent = len(line[:indent].expandtabs())
    mark = _MARK.match(text)
    # Where no spaces are set, a mark that must not begin a line takes the sign before it along.
    unspaced = text[0] > "\x7f" and IDEOGRAPHIC.match(text)
    first = text[:2] if unspaced else text.split(None, 1)[0]
    return Row(text, indent, indent + cells(text), cells(mark.group()) if mark else 0, first, not unspaced)


def joints_of(rows: Sequence[Row], *, over_gaps: bool = False) -> Iterator[Joint]:
    """The joints of lines that stand together, and with ``over_gaps`` those of all between which no sentence ends, too."""
    upper, last = _BLANK, -1
    first = True  # of its paragraph
    for at, lower in enumerate(rows):
        if not lower.text:
            continue
        apart = at - last > 1
        joined = upper.end >= LEAST and (over_gaps or not apart) and _can_go_on(upper, lower, first=first and not apart)
        if joined:
            ended = ends_sentence(upper.text)
            joined = not (apart and ended)
            if joined:
                yield Joint(at, upper, lower, ended, apart)
        # Below a paragraph of one line begins another, as far indented.
        first = not joined or (first and lower.indent == upper.indent)
        upper, last = lower, at


def fit(joint: Joint, width: Callable[[str], int]) -> Fit:
    """How a joint fits a measure, which says how wide a text is: `cells`, `len` or `printed`."""
    end = end_of(joint.upper, width)
    space = joint.lower.spaced and not joint.upper.text.endswith("-")
    return Fit(end, end + width(joint.lower.first) + space)


def end_of(row: Row, width: Callable[[str], int]) -> int:
    """Where a line ends by a measure."""
    return row.end if width is cells else width(" " * row.indent) + width(row.text)


def fullest(fits: Iterable[Fit], narrowest: int, widest: int) -> int:
    """The column at which most lines are wrapped, if any are: where most have no room for the word behind them."""
    steps = [0] * (widest + 2)
    for end, with_next in fits:
        if end <= widest:
            steps[max(end, narrowest)] += 1
            steps[min(max(with_next, narrowest), widest + 1)] -= 1
    found = list(accumulate(steps))
    return found.index(max(found))


def has_room(place: Fit, column: int, slack: float) -> bool:
    """Whether the next word would have found room without any doubt."""
    return place.with_next <= (1 - slack) * column


def goes_on(joint: Joint, place: Fit, column: int, slack: float, *, short_ends: bool) -> bool:
    """Whether the lower line goes on in the paragraph of the upper, in what is wrapped at a column.

    Where short last lines alone set paragraphs apart (``short_ends``), a last one may be nearly full, too: it must be so
    without any doubt.
    """
    if place.end > (1 + slack) * column:
        return False
    return place.with_next > column if short_ends and joint.ended else not has_room(place, column, slack)


def breaks(text: str) -> bool:
    """Whether a line that runs over the column could have been broken before its last word."""
    return len(text.rpartition(" ")[2]) <= _UNBREAKABLE or has_ideographs(text)


def cells(text: str) -> int:
    """How wide a terminal shows a text."""
    if text.isascii():
        return len(text)
    return len(text) + len(_WIDE.findall(text)) - len(_NO_WIDTH.findall(text))


def printed(text: str) -> int:
    """How wide a text is in print, in letters of average width."""
    return round(sum(map(_letter, text)))


@cache
def _letter(sign: str) -> float:
    return _WIDTHS.get(sign) or (_CAPITAL if sign.isupper() else cells(sign) * _OTHER)


def _can_go_on(one: Row, other: Row, *, first: bool) -> bool:
    """Whether a line can be of the paragraph of the one above, by how both are set."""
    further = other.indent - one.indent
    even = abs(further) <= 1 or (one.mark and abs(further - one.mark) <= 1) or (first and -_INDENTED <= further < 0)
    begins_item = other.mark and not (further == 0 and not one.mark and _O.match(other.text))
    return bool(even) and not begins_item and not _has_cells(one.text) and not _has_cells(other.text)


def _has_cells(text: str) -> bool:
    """Whether a line looks like a row of a table."""
    return "|" in text or "   " in text or "\t" in text
