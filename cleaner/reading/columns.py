"""Which line ends of a print only wrap a paragraph.

A page in print has more than one column: menus, captions and boxes stand around an article, quotations and lists in it are
narrower. So no column is that of the text. It is read as stretches that fill one each, and others that fill none: of all ways
to read it so the one is taken by which most lines are full and fewest are not, where each change of the column has its price.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cleaner.reading.joints import (
    LONG,
    PRINT_SLACK,
    USUAL,
    Fit,
    Joint,
    breaks,
    cells,
    fit,
    fullest,
    goes_on,
    has_room,
    joints_of,
    printed,
    row_of,
)

_NARROWEST, _WIDEST = 30, 200
"""Letters of a column: from one of a newspaper to a page with wide sheets and small print."""
_TRIED = 6
"""Columns of a text, those with most full lines first. With three, one in a hundred lines of 26 printed bench pages is lost."""
_PRICE, _NARROW_PRICE = 3, 10
"""Full lines more than others, as weighed, that a change to a column must bring. At one that is not `USUAL` lines are full by
chance more often: those of verse."""
_AGAINST, _NARROW_AGAINST = 1, 4
"""Full lines that one against the column outweighs: at a narrow one four in five must be full, as in other texts."""


class _Measure(NamedTuple):
    """A way to say how wide a text is, and the share of a column by which it may be wrong."""

    width: Callable[[str], int]
    slack: float


_MEASURES = (_Measure(printed, PRINT_SLACK), _Measure(cells, 0))
"""Type of one width is set in cells."""


class _Read(NamedTuple):
    """A way to read a text: its worth, and the column that each joint is in (0 is none)."""

    worth: int
    columns: list[int]


def wrapped_in_print(texts: Sequence[str]) -> list[int]:
    """The indexes of the lines that go on in the paragraph of the last line above that is not blank.

    Blank lines part no sentence: some converters set one wherever lines stand wide. Linear in the size of the text.

    Args:
        texts: the lines of a text that is known to come from print, in order, without their ends.
    """
    joints = list(joints_of([row_of(text) for text in texts], over_gaps=True))
    best, lines = 0, list[int]()
    for measure in _MEASURES:
        fits = [fit(joint, measure.width) for joint in joints]
        read = _read(joints, fits, measure.slack)
        if read.worth > best:
            best, lines = read.worth, list(_going_on(joints, fits, read.columns, measure.slack))
    return lines


def _going_on(joints: Sequence[Joint], fits: Sequence[Fit], columns: Sequence[int], slack: float) -> Iterator[int]:
    placed = [place for place in zip(joints, fits, columns, strict=True) if place[2]]
    with_short_ends = {column for joint, place, column in placed if joint.ended and has_room(place, column, slack)}
    for joint, place, column in placed:
        if goes_on(joint, place, column, slack, short_ends=column in with_short_ends):
            yield joint.at


def _read(joints: Sequence[Joint], fits: Sequence[Fit], slack: float) -> _Read:
    """The best way to read a text (the search is Viterbi's)."""
    columns = [0, *_fullest(fits)]
    prices = [0, *(_PRICE if column >= USUAL else _NARROW_PRICE for column in columns[1:])]
    worths = [-price for price in prices]
    came_from: list[list[int]] = []
    for joint, place in zip(joints, fits, strict=True):
        best = max(range(len(columns)), key=worths.__getitem__)
        steps = [best if worths[best] - prices[at] > worths[at] else at for at in range(len(columns))]
        worths = [
            (worths[at] if step == at else worths[step] - prices[at]) + _speaks_for(columns[at], joint, place, slack)
            for at, step in enumerate(steps)
        ]
        came_from.append(steps)
    last = max(range(len(columns)), key=worths.__getitem__)
    worth, way = worths[last], list[int]()
    for steps in reversed(came_from):
        way.append(columns[last])
        last = steps[last]
    return _Read(worth, way[::-1])


def _fullest(fits: Sequence[Fit]) -> Iterator[int]:
    """The columns that most lines fill, each without the lines that fill those before."""
    rest = fits
    for _ in range(_TRIED):
        column = fullest(rest, _NARROWEST, _WIDEST)
        less = [place for place in rest if not place.is_full(column)]
        if len(less) == len(rest):
            return
        yield column
        rest = less


def _speaks_for(column: int, joint: Joint, place: Fit, slack: float) -> int:
    """How much a joint speaks for a column, or against it (below 0): a full line over one that begins small does by 1."""
    if not column or joint.ended:
        return 0
    if place.is_full(column):
        return int(not joint.lower.text[0].isupper())
    if joint.apart:
        return 0  # a heading may end so
    over = place.end > (1 + slack) * column and breaks(joint.upper.text)
    if over or (place.end >= LONG * column and has_room(place, column, slack)):
        return -_AGAINST if column >= USUAL else -_NARROW_AGAINST
    return 0
