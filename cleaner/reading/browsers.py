"""What text browsers write into a page's text: numbers of links (``[12]Home``) and their addresses, frames, marks of buttons.

None of it is text of the page. Footnotes and sources have numbers like these, too, but behind a word or before a space; and
menus have theirs at the top of a page already.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise

from cleaner.model import Line, Mark

_NUMBER = re.compile(r"(?<![\w.,;:!?\"”’»)\]])(\[(\d{1,4})\])(?=[^\s.,;:!?()\[\]])")
_TOP = 30
"""Lines with text among which the first number must be. Of 271 bench pages, as lynx and elinks give them, two had it lower."""
_FIRST = 5
"""The highest that it may be: those before it may be of links that show no text."""
_FEWEST = 10
"""Numbers on a page; three of the 271 had fewer links."""
_STEP, _IN_ORDER = 3, 0.85
"""How much higher than the one before a number may be, and the share that must be. Columns side by side are out of order."""
_HEAD = "References"
_ENTRY = re.compile(r"(?:Visible|Hidden) links:?|\d{1,4}\.\s.*")
_OF_HEAD = re.compile(r"^[ \t]*+(Link: \[\d{1,4}\][^\r\n]*+)", re.MULTILINE)
_FRAME_OF_ELINKS = re.compile(r"^[ \t]*+(\[\d{1,4}\]IFrame)[ \t\r]*$", re.MULTILINE)
_OF_LYNX = {
    "frame": re.compile(r"^[ \t]*+(IFRAME:(?:\r\n|\s){1,9}+(?:\[\d{1,4}\])?[\w-]++:\S++)[ \t\r]*$", re.MULTILINE),
    "file": re.compile(
        r"(?<!\w)(\[[^\s\[\]]{1,300}\.(?:jpe?g|png|gif|svg|webp|avif)(?:\?[^\s\[\]]{0,300})?\])(?![\w(\[:])", re.IGNORECASE
    ),
    "change": re.compile(r"(\[(?:INS|DEL):|:(?:INS|DEL)\])"),
    "button": re.compile(r"(\(BUTTON\))(?!\S)"),
}
"""What lynx writes, by its kind."""
_BUTTON_FIRST = re.compile(r"^[ \t]*+(?:[*+o#-][ \t]++)?\(BUTTON\)(?!\S)", re.MULTILINE)


def read_browser(text: str, lines: Sequence[Line]) -> list[Mark]:
    """What a text browser has written into a text: each a sign around nothing. Linear in the size of the text.

    Lines end with line feeds (`cleaner.lines.with_feeds`).
    """
    if "[" not in text and "IFRAME:" not in text and "(BUTTON)" not in text:  # a look that spares most texts the patterns
        return []
    kinds = [kind for kind in _OF_LYNX if kind != "button" or _BUTTON_FIRST.search(text)]
    return _numbers(text, lines) + [_unseen(found, kind) for kind in kinds for found in _OF_LYNX[kind].finditer(text)]


def _numbers(text: str, lines: Sequence[Line]) -> list[Mark]:
    """The numbers of links, the links of the head and the list of addresses; nothing where links have no numbers."""
    found = list(_NUMBER.finditer(text))
    if len(found) < _FEWEST or int(found[0][2]) > _FIRST:
        return []
    below_top = islice((line.start for line in lines if line.text and not line.text.isspace()), _TOP, None)
    steps = [int(other[2]) - int(one[2]) for one, other in pairwise(found)]
    if found[0].start() >= next(below_top, len(text)) or sum(0 < step <= _STEP for step in steps) < _IN_ORDER * len(steps):
        return []
    listed = _list(lines)
    return [
        *(_unseen(number, "number") for number in found),
        *(_unseen(line, "head") for line in _OF_HEAD.finditer(text)),
        *(_unseen(line, "frame") for line in _FRAME_OF_ELINKS.finditer(text)),
        *([] if listed is None else [Mark.around_nothing(listed, len(text), "addresses")]),
    ]


def _list(lines: Sequence[Line]) -> int | None:
    """Where the list of addresses begins: a heading with nothing below but addresses."""
    for line in reversed(lines):
        text = line.text.strip()
        if text == _HEAD:
            return line.start + line.text.index(_HEAD)
        if text and not _ENTRY.fullmatch(text):
            return None
    return None


def _unseen(found: re.Match[str], kind: str) -> Mark:
    return Mark.around_nothing(*found.span(1), kind)
