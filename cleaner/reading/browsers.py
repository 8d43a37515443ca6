"""What text browsers write into a page's text: numbers of links (``[12]Home``), their addresses, marks of buttons and frames.

None of it is text of the page. Footnotes and sources have numbers like these, too, but behind a word or before a space; and
menus have theirs at the top of a page already.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise

from cleaner.model import Line, Mark

_NUMBER = re.compile(r"(?<![\w.,;:!?\"”’»)\]])\[(\d{1,4})\](?=[^\s.,;:!?()\[\]])")
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
_OF_HEAD = re.compile(r"^[ \t]*+(Link: \[\d{1,4}\][^\n]*+|\[\d{1,4}\]IFrame[ \t\r]*)$", re.MULTILINE)
"""Links of the page's head and frames, as elinks gives them; their numbers are part of them."""
_FRAME = re.compile(r"^[ \t]*+(IFRAME: \S++)[ \t\r]*$", re.MULTILINE)
_BUTTON = re.compile(r"\(BUTTON\)(?!\S)")
_BUTTON_FIRST = re.compile(r"^[ \t]*+(?:[*+o#-][ \t]++)?\(BUTTON\)(?!\S)", re.MULTILINE)


def read_browser(text: str, lines: Sequence[Line]) -> list[Mark]:
    """What a text browser has written into a text: each a sign around nothing. Linear in the size of the text."""
    return [_unseen(*span) for span in (*_numbers(text, lines), *_of_lynx(text))]


def _of_lynx(text: str) -> list[tuple[int, int]]:
    """Frames, and the marks before buttons, where one of these begins a line."""
    frames = [found.span(1) for found in _FRAME.finditer(text)] if "IFRAME: " in text else []
    buttons = _BUTTON.finditer(text) if "(BUTTON)" in text and _BUTTON_FIRST.search(text) else ()
    return [*frames, *(found.span() for found in buttons)]


def _numbers(text: str, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The numbers of links, the links of the head and the list of addresses; nothing where links have no numbers."""
    found = list(_NUMBER.finditer(text))
    if len(found) < _FEWEST or int(found[0][1]) > _FIRST:
        return []
    below_top = islice((line.start for line in lines if line.text and not line.text.isspace()), _TOP, None)
    steps = [int(other[1]) - int(one[1]) for one, other in pairwise(found)]
    if found[0].start() >= next(below_top, len(text)) or sum(0 < step <= _STEP for step in steps) < _IN_ORDER * len(steps):
        return []
    listed = _list(lines)
    spans = [number.span() for number in found] + [line.span(1) for line in _OF_HEAD.finditer(text)]
    return spans if listed is None else [*spans, (listed, len(text))]


def _list(lines: Sequence[Line]) -> int | None:
    """Where the list of addresses begins: a heading with nothing below but addresses."""
    for line in reversed(lines):
        text = line.text.strip()
        if text == _HEAD:
            return line.start + line.text.index(_HEAD)
        if text and not _ENTRY.fullmatch(text):
            return None
    return None


def _unseen(start: int, end: int) -> Mark:
    return Mark(start, end, end, end)
