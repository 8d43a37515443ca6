"""What readers see of a raw text: no front matter, no signs of Markdown, nothing that browsers added, paragraphs unwrapped.

Lines of signs that show nothing are blank. The text itself stays as it is; stages are shown what is seen (`cleaner.shown`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cleaner.lines import IDEOGRAPHIC, has_pieces, invisible_lines, with_feeds
from cleaner.model import Line, Mark, Seen
from cleaner.reading.browsers import read_browser
from cleaner.reading.front import read_front
from cleaner.reading.markdown import read_markdown, signs
from cleaner.reading.wrapping import wrapped
from cleaner.shown import Stretches, between

_NUMBERED = re.compile(r"^\s*\d{1,3}[.)](?=\s|$)")
_BROKEN = re.compile(r"\w-")
"""What a line ends with that was broken within a word."""


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
    going_on = [] if has_pieces(text, lines) else wrapped(["" if line.start < below else line.text for line in lines])
    joints = [_joint(text, lines[index - 1], lines[index]) for index in going_on]
    spaced = _spaced(text, joints)
    above = " " * below
    links, others = read_markdown(above + with_feeds(spaced)[below:])
    unseen = read_browser(above + with_feeds(text)[below:], lines)
    if front:
        unseen.append(Mark(front.start, front.end, front.end, front.end, "front"))
    blank = [(line.start, line.end) for line in invisible_lines(text, lines)]
    if not (links or others or unseen or joints or blank):
        return None
    paragraphs, firsts = _paragraphs(lines, going_on)
    left_out = [(joint.start + joint.space, joint.end) for joint in joints] + blank
    marks = sorted((*links, *others, *unseen), key=lambda mark: (mark.end - mark.start, mark.start))
    stretches = between(len(text), [*signs(marks), *left_out])
    seen, shown = _shown(spaced, paragraphs, stretches)
    linked = frozenset[int]()
    if links:
        without = between(len(text), [*((link.start, link.end) for link in links), *left_out])
        _, outside = _shown(spaced, paragraphs, without)
        linked = frozenset(line.number for line, rest in zip(shown, outside, strict=True) if _says(line) and not _says(rest))
    return Seen(seen, shown, firsts, tuple(marks), linked, stretches, front.meta if front else {})


def _joint(text: str, upper: Line, lower: Line) -> _Joint:
    start = upper.start + len(upper.text.rstrip())
    end = lower.end - len(lower.text.lstrip())
    unspaced = IDEOGRAPHIC.match(text, start - 1) and IDEOGRAPHIC.match(text, end)
    broken = _BROKEN.match(text, start - 2) and text[end].isalnum()
    return _Joint(start, end, not (unspaced or broken))


def _spaced(text: str, joints: Iterable[_Joint]) -> str:
    """The text with spaces for each joint that stands for one: no line begins behind it."""
    pieces, at = [], 0
    for joint in joints:
        if joint.space:
            pieces += [text[at : joint.start], " " * (joint.end - joint.start)]
            at = joint.end
    return "".join([*pieces, text[at:]])


def _paragraphs(lines: Sequence[Line], going_on: Iterable[int]) -> tuple[list[Line], tuple[int, ...]]:
    """The lines, those that go on as one with the first, numbered anew; and the number that each begins with.

    Their text is still that of the first.
    """
    follow = frozenset(going_on)
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
