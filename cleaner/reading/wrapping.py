"""Which line ends of a raw text only wrap a paragraph, as text browsers, converters, mail programs and print set them.

A wrapped line is as full as the word behind it allowed: with that word it would have run over the column. A text is taken for
wrapped where most of its long lines are full and most of the full ones end within a sentence; verse, tables and code are not.
How wide a line is depends on who wrapped it: in a terminal it is so many cells, in print, whose lines are what a PDF holds, the
widths of its letters. The measure by which most lines are full is the one they were wrapped by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
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
_UNENDED = 0.5
"""Share of the full lines that must end within a sentence."""
_CAPITALS = 0.9
"""Share of the full lines over one that begins with a capital. Rows of a timetable all do; of long articles in German one in a
thousand has more than six in ten, of short ones six in seven do at times."""
_FEW, _ENOUGH = 2, 5
"""Full lines of a wrapped text. Fewer than enough might be full by chance: all must be, and go on with a small letter, at a
column that is `_USUAL`."""
_USUAL = 60
"""Cells, at the least. Lines of verse are shorter."""
_FULL_IN_SHEETS = 0.6
"""As `_Measure.full`, of a text that is known to be printed: around its paragraphs stand menus and captions of other widths. Of
78 texts of 26 printed bench pages 51 are found to be wrapped, and 21 with the shares of other texts."""
_INDENTED = 8
"""Cells by which the first line of a paragraph may be indented."""

_WIDE = regex.compile(r"[\p{East_Asian_Width=Wide}\p{East_Asian_Width=Fullwidth}]")
_NO_WIDTH = regex.compile(r"[\p{Mn}\p{Me}\p{Cf}]")
_MARK = regex.compile(r"(?:[-*+o#>|\p{Pd}\p{So}•·‣◦]|\(?(?:\d{1,3}|\p{L})[.)]|\[\d+\])\s+|[>|#•]")
"""What begins an item of a list, a heading, a quotation, a row of a table."""

_THIN, _OTHER, _CAPITAL, _BROAD = 0.6, 1.08, 1.45, 1.65
_WIDTHS = {**dict.fromkeys(" ijlI.,:;'!|/’‘tfr()[]-", _THIN), **dict.fromkeys("mwMW—%", _BROAD)}
"""Widths of signs in print, as shares of that of an average one in running text: means of Helvetica and Times."""


class _Row(NamedTuple):
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


_BLANK = _Row("", 0, 0, 0, "", False)


class _Joint(NamedTuple):
    """A line and the one above, which may be of one paragraph.

    Attributes:
        at: the index of the line.
        upper: the one above.
        lower: the line.
        ended: the upper ends as a sentence does.
    """

    at: int
    upper: _Row
    lower: _Row
    ended: bool


class _Fit(NamedTuple):
    """How a joint fits a measure: where the upper line ends, and would end if it had the first word of the lower."""

    end: int
    with_next: int


class _Measure(NamedTuple):
    """A way to say how wide a text is.

    Attributes:
        width: of a text: cells, or letters of average width.
        narrowest: the least column.
        full: the share of full lines, of them and of long ones that are not full or run over the column.
        enough: as `_ENOUGH`, at a column that is not `_USUAL`.
        slack: the share of the column by which widths may be wrong.
    """

    width: Callable[[str], int]
    narrowest: int
    full: float
    enough: int
    slack: float


class _Found(NamedTuple):
    """The lines that go on by some measure, and how many more full lines there are by it than ones against it."""

    margin: int
    lines: list[int]

    def rank(self) -> tuple[int, int]:
        return self.margin, len(self.lines)


def wrapped(texts: Sequence[str], *, in_sheets: bool = False) -> list[int]:
    """The indexes of the lines that go on in the paragraph of the line right above. Linear in the size of the text.

    Args:
        texts: the lines of a text, in order, without their ends.
        in_sheets: the text is known to come from print, so that most of its lines will do.
    """
    if not _may_be(texts):
        return []
    rows = [_row(text) for text in texts]
    joints = list(_joints(rows))
    long = [row for row in rows if len(row.text) >= _LEAST]
    measures = _MEASURES_OF_SHEETS if in_sheets else _MEASURES
    return max((_wrapped(joints, long, measure) for measure in measures), key=_Found.rank).lines


def _wrapped(joints: Sequence[_Joint], long: Iterable[_Row], measure: _Measure) -> _Found:
    fits = [_fit(joint, measure.width) for joint in joints]
    column = _column(fits, measure.narrowest)
    full = [joint for joint, fit in zip(joints, fits, strict=True) if fit.end <= column < fit.with_next]
    none = _Found(0, [])
    if len(full) < _FEW:
        return none
    against = sum(
        _LONG * column <= fit.end and fit.with_next <= column and not joint.ended
        for joint, fit in zip(joints, fits, strict=True)
    )
    against += sum(_end(row, measure.width) > column and _breaks(row.text) for row in long)
    if len(full) < (_ENOUGH if column >= _USUAL else measure.enough):
        goes_on = all(not joint.ended and joint.lower.text[0].islower() for joint in full)
        sure = not against and column >= _USUAL and goes_on
    else:
        unended = sum(not joint.ended for joint in full)
        capitals = sum(joint.lower.text[0].isupper() for joint in full)
        sure = (
            len(full) >= measure.full * (len(full) + against)
            and unended >= _UNENDED * len(full)
            and capitals <= _CAPITALS * len(full)
        )
    if not sure:
        return none
    least, most = (1 - measure.slack) * column, (1 + measure.slack) * column
    # Where short last lines alone set paragraphs apart, a last one may be nearly full, too: it must be so without any doubt.
    short = any(joint.ended and fit.with_next <= least for joint, fit in zip(joints, fits, strict=True))
    near = (
        fit.end <= most and fit.with_next > (column if short and joint.ended else least)
        for joint, fit in zip(joints, fits, strict=True)
    )
    return _Found(len(full) - against, [joint.at for joint, is_near in zip(joints, near, strict=True) if is_near])


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
            yield _Joint(at, upper, lower, ends_sentence(upper.text))
        # Below a paragraph of one line begins another, as far indented.
        first = not joined or (first and lower.indent == upper.indent)


def _column(fits: Iterable[_Fit], narrowest: int) -> int:
    """The column at which most lines are wrapped, if any are: where most have no room for the word behind them."""
    steps = [0] * (_COLUMNS[1] + 2)
    for end, with_next in fits:
        if end <= _COLUMNS[1]:
            steps[max(end, narrowest)] += 1
            steps[min(max(with_next, narrowest), _COLUMNS[1] + 1)] -= 1
    found = list(accumulate(steps))
    return found.index(max(found))


def _row(line: str) -> _Row:
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
    return _Row(text, indent, indent + _cells(text), _cells(mark.group()) if mark else 0, first, not unspaced)


def _fit(joint: _Joint, width: Callable[[str], int]) -> _Fit:
    end = _end(joint.upper, width)
    space = joint.lower.spaced and not joint.upper.text.endswith("-")
    return _Fit(end, end + width(joint.lower.first) + space)


def _end(row: _Row, width: Callable[[str], int]) -> int:
    return row.end if width is _cells else width(" " * row.indent) + width(row.text)


def _cells(text: str) -> int:
    """How wide a terminal shows a text."""
    if text.isascii():
        return len(text)
    return len(text) + len(_WIDE.findall(text)) - len(_NO_WIDTH.findall(text))


def _printed(text: str) -> int:
    """How wide a text is in print, in letters of average width."""
    return round(sum(map(_letter, text)))


@cache
def _letter(sign: str) -> float:
    return _WIDTHS.get(sign) or (_CAPITAL if sign.isupper() else _cells(sign) * _OTHER)


_MEASURES = (
    # On 271 bench pages, as five text browsers and converters wrapped them, 95 in a hundred have more full lines; of their
    # dumps that nobody wrapped one in a hundred. Some of these, as lynx, count characters, and not the cells of a terminal.
    _Measure(_cells, narrowest=_COLUMNS[0], full=0.75, enough=_ENOUGH, slack=0),
    _Measure(len, narrowest=_COLUMNS[0], full=0.75, enough=_ENOUGH, slack=0),
    # Of articles set in Helvetica, Times and DejaVu 93 in a hundred lines are full to a letter, and 99 by the slack. Columns of
    # newspapers are as narrow as verse: to take neither for the other needs more lines. Of 3,224 dumps that nobody set none is
    # found by this measure alone.
    _Measure(_printed, narrowest=30, full=0.8, enough=2 * _ENOUGH, slack=0.08),
)
_MEASURES_OF_SHEETS = tuple(measure._replace(full=_FULL_IN_SHEETS) for measure in _MEASURES)


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
