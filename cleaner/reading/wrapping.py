"""Which line ends of a raw text only wrap a paragraph, as text browsers, converters, mail programs and print set them.

A wrapped line is as full as the word behind it allowed: with that word it would have run over the column. A text is taken for
wrapped where most of its long lines are full and most of the full ones end within a sentence; verse, tables and code are not.
The measure by which most lines are full is the one they were wrapped by. Of what is known to come from print see
`cleaner.reading.columns`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from cleaner.reading.joints import (
    LEAST,
    LONG,
    NARROWEST,
    PRINT_SLACK,
    USUAL,
    WIDEST,
    Joint,
    Row,
    breaks,
    cells,
    end_of,
    fit,
    fullest,
    goes_on,
    has_room,
    joints_of,
    printed,
    row_of,
)

_TOO_WIDE = 2 * WIDEST
"""Characters of a line that is a paragraph, whatever signs it holds."""
_PARAGRAPHS = 0.05
"""Share of lines that wide, beside those of `LEAST` and more, from which on a text is not wrapped."""
_UNENDED = 0.5
"""Share of the full lines that must end within a sentence."""
_CAPITALS = 0.9
"""Share of the full lines over one that begins with a capital. Rows of a timetable all do; of long articles in German one in a
thousand has more than six in ten, of short ones six in seven do at times."""
_FEW, _ENOUGH = 2, 5
"""Full lines of a wrapped text. Fewer than enough might be full by chance: all must be, and go on with a small letter, at a
column that is `USUAL`."""


class _Measure(NamedTuple):
    """A way to say how wide a text is.

    Attributes:
        width: of a text: cells, or letters of average width.
        narrowest: the least column.
        full: the share of full lines, of them and of long ones that are not full or run over the column.
        enough: as `_ENOUGH`, at a column that is not `USUAL`.
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


def wrapped(texts: Sequence[str]) -> list[int]:
    """The indexes of the lines that go on in the paragraph of the line right above. Linear in the size of the text.

    ``texts`` are the lines of a text, in order, without their ends.
    """
    if not _may_be(texts):
        return []
    rows = [row_of(text) for text in texts]
    joints = list(joints_of(rows))
    long = [row for row in rows if len(row.text) >= LEAST]
    return max((_wrapped(joints, long, measure) for measure in _MEASURES), key=_Found.rank).lines


def _wrapped(joints: Sequence[Joint], long: Iterable[Row], measure: _Measure) -> _Found:
    fits = [fit(joint, measure.width) for joint in joints]
    column = fullest(fits, measure.narrowest, WIDEST)
    full = [joint for joint, place in zip(joints, fits, strict=True) if place.is_full(column)]
    none = _Found(0, [])
    if len(full) < _FEW:
        return none
    against = sum(
        LONG * column <= place.end and place.with_next <= column and not joint.ended
        for joint, place in zip(joints, fits, strict=True)
    )
    against += sum(end_of(row, measure.width) > column and breaks(row.text) for row in long)
    if len(full) < (_ENOUGH if column >= USUAL else measure.enough):
        small = all(not joint.ended and joint.lower.text[0].islower() for joint in full)
        sure = not against and column >= USUAL and small
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
    placed = list(zip(joints, fits, strict=True))
    short_ends = any(joint.ended and has_room(place, column, measure.slack) for joint, place in placed)
    lines = [joint.at for joint, place in placed if goes_on(joint, place, column, measure.slack, short_ends=short_ends)]
    return _Found(len(full) - against, lines)


def _may_be(texts: Iterable[str]) -> bool:
    """Whether a look at the sizes of lines leaves it open that they are wrapped: those of most texts do not."""
    sizes = list(map(len, texts))
    wide = sum(size > _TOO_WIDE for size in sizes)
    return wide <= _PARAGRAPHS * sum(size > LEAST for size in sizes)


_MEASURES = (
    # On 271 bench pages, as five text browsers and converters wrapped them, 95 in a hundred have more full lines; of their
    # dumps that nobody wrapped one in a hundred. Some of these, as lynx, count characters, and not the cells of a terminal.
    _Measure(cells, narrowest=NARROWEST, full=0.75, enough=_ENOUGH, slack=0),
    _Measure(len, narrowest=NARROWEST, full=0.75, enough=_ENOUGH, slack=0),
    # Columns of newspapers are as narrow as verse: to take neither for the other needs more lines. Of 3,224 dumps that nobody
    # set none is found by this measure alone.
    _Measure(printed, narrowest=30, full=0.8, enough=2 * _ENOUGH, slack=PRINT_SLACK),
)
