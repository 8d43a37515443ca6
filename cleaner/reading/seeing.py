"""What readers see of a raw text: no front matter, no signs of Markdown, nothing that programs added, paragraphs unwrapped.

Signs of direction and others that show nothing are not seen at the edges of words. The text itself stays as it is; stages are
shown what is seen (`cleaner.shown`).
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

from cleaner.lines import has_pieces, invisible_signs, is_spaced, with_feeds
from cleaner.model import Line, Mark, Seen
from cleaner.reading.browsers import read_browser
from cleaner.reading.columns import wrapped_in_print
from cleaner.reading.destinations import read_destinations
from cleaner.reading.front import read_front
from cleaner.reading.markdown import read_markdown, signs
from cleaner.reading.paging import read_paging
from cleaner.reading.wrapping import wrapped
from cleaner.shown import Stretches, between

_NUMBERED = re.compile(r"^\s*\d{1,3}[.)](?=\s|$)")


class _Joint(NamedTuple):
    """What stands between two lines of a paragraph: where it starts and ends, and whether it stands for a space."""

    start: int
    end: int
    space: bool


def see(text: str, lines: Sequence[Line]) -> Seen | None:
    """What is seen of a text; ``None`` where that is all of it, as it stands. Linear in the size of the text."""
    front = read_front(text)
    below = front.end if front else 0
    # What was cut out of a longer line no line end parts from the next.
    whole = not has_pieces(text, lines)
    paging = read_paging(text, lines) if whole else None
    running = paging.lines if paging else ()
    going_on = _going_on(lines, below, frozenset(running)) if whole else {}
    joints = [_joint(text, lines[upper], lines[lower]) for lower, upper in going_on.items()]
    spaced = _spaced(text, joints)
    above = " " * below
    paragraphed = above + with_feeds(spaced)[below:]
    links, others = read_markdown(paragraphed)
    if not (links or others):
        links, others = read_destinations(paragraphed)
    unseen = read_browser(above + with_feeds(text)[below:], lines)
    if front:
        unseen.append(Mark.around_nothing(front.start, front.end, "front"))
    unseen += _heads_and_feet(lines, running)
    invisible = invisible_signs(text)
    if not (links or others or unseen or joints or invisible):
        return None
    paragraphs, firsts = _paragraphs(lines, going_on)
    left_out = [(joint.start + joint.space, joint.end) for joint in joints] + invisible
    marks = sorted((*links, *others, *unseen), key=lambda mark: (mark.end - mark.start, mark.start))
    stretches = between(len(text), [*signs(marks), *left_out])
    seen, shown = _shown(spaced, paragraphs, stretches)
    linked = frozenset[int]()
    if links:
        without = between(len(text), [*((link.start, link.end) for link in links), *left_out])
        _, outside = _shown(spaced, paragraphs, without)
        linked = frozenset(line.number for line, rest in zip(shown, outside, strict=True) if _says(line) and not _says(rest))
    meta = {**(paging.meta if paging else {}), **(front.meta if front else {})}
    return Seen(seen, shown, firsts, tuple(marks), linked, _titled(text, lines, firsts, others), stretches, meta)


def _titled(text: str, lines: Sequence[Line], firsts: Sequence[int], signs: Iterable[Mark]) -> frozenset[int]:
    """The numbers of the lines, as they are seen, before which the sign of a heading of the first level stands."""
    starts = [line.start for line in lines]
    above_all = (mark for mark in signs if text[mark.start : mark.first].strip() == "#")
    return frozenset(bisect(firsts, lines[bisect(starts, mark.start) - 1].number) for mark in above_all)


def _heads_and_feet(lines: Sequence[Line], running: Iterable[int]) -> list[Mark]:
    """Marks of running heads and feet: lines of them with nothing but blank lines between are one."""
    spans: list[list[int]] = []
    for at in running:
        if spans and not any(line.text.strip() for line in lines[spans[-1][1] + 1 : at]):
            spans[-1][1] = at
        else:
            spans.append([at, at])
    return [Mark.around_nothing(lines[first].start, lines[last].end, "running") for first, last in spans]


def _going_on(lines: Sequence[Line], below: int, running: AbstractSet[int]) -> dict[int, int]:
    """The lines that go on in the paragraph of another, with that other: the one above, in print the last that is not blank.

    Heads and feet are blank here: what stands between two sheets parts no sentence.
    """
    texts = ["" if line.start < below or at in running else line.text for at, line in enumerate(lines)]
    if not running:
        return {lower: lower - 1 for lower in wrapped(texts)}
    going_on = set(wrapped_in_print(texts))
    shown = [at for at, text in enumerate(texts) if text and not text.isspace()]
    return {lower: upper for upper, lower in pairwise(shown) if lower in going_on}


def _joint(text: str, upper: Line, lower: Line) -> _Joint:
    start = upper.start + len(upper.text.rstrip())
    end = lower.end - len(lower.text.lstrip())
    return _Joint(start, end, is_spaced(text, start, end))


def _spaced(text: str, joints: Iterable[_Joint]) -> str:
    """The text with spaces for each joint that stands for one: no line begins behind it."""
    pieces, at = [], 0
    for joint in joints:
        if joint.space:
            pieces += [text[at : joint.start], " " * (joint.end - joint.start)]
            at = joint.end
    return "".join([*pieces, text[at:]])


def _paragraphs(lines: Sequence[Line], going_on: Mapping[int, int]) -> tuple[list[Line], tuple[int, ...]]:
    """The lines, those that go on as one with the first and all between, numbered anew; and the number that each begins with.

    Their text is still that of the first.
    """
    follow = {at for lower, upper in going_on.items() for at in range(upper + 1, lower + 1)}
    firsts = [index for index in range(len(lines)) if index not in follow]
    lasts = [index - 1 for index in [*firsts[1:], len(lines)]]
    paragraphs = [
        lines[first]._replace(number=number, end=lines[last].end, stop=lines[last].stop)
        for number, (first, last) in enumerate(zip(firsts, lasts, strict=True), 1)
    ]
    return paragraphs, tuple(lines[first].number for first in firsts)


def _shown(text: str, paragraphs: Iterable[Line], stretches: Sequence[tuple[int, int]]) -> tuple[str, tuple[Line, ...]]:
    """The text that some stretches of a text are when joined, and the paragraphs in it."""
    joined = Stretches(stretches)
    seen = joined.join(text)
    places = ((line, joined.in_text(line.start), joined.in_text(line.end), joined.in_text(line.stop)) for line in paragraphs)
    return seen, tuple(
        line._replace(start=start, end=end, stop=stop, text=seen[start:end]) for line, start, end, stop in places
    )


def _says(line: Line) -> bool:
    """Whether there is a letter or figure in a line, besides the number of a list's item."""
    return any(map(str.isalnum, _NUMBERED.sub("", line.text)))
