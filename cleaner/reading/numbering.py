"""Numbers that text browsers give the links of a page (``[12]Home``), and the list of their addresses at its end.

Neither is text of the page. Footnotes and sources have such numbers, too, but behind a word or before a space; and menus have
theirs at the top of a page already.
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


def read_numbers(text: str, lines: Sequence[Line]) -> list[Mark]:
    """The numbers of links in a text, and the list of their addresses; nothing where links have no numbers.

    Linear in the size of the text.
    """
    found = list(_NUMBER.finditer(text))
    if len(found) < _FEWEST or int(found[0][1]) > _FIRST:
        return []
    above = islice((line.end for line in lines if line.text and not line.text.isspace()), _TOP, None)
    steps = [int(other[1]) - int(one[1]) for one, other in pairwise(found)]
    if next(above, len(text)) < found[0].start() or sum(0 < step <= _STEP for step in steps) < _IN_ORDER * len(steps):
        return []
    marks = [Mark(number.start(), number.end(), number.end(), number.end()) for number in found]
    listed = _list(lines)
    return [*marks, Mark(listed, len(text), len(text), len(text))] if listed is not None else marks


def _list(lines: Sequence[Line]) -> int | None:
    """Where the list of addresses begins: a heading with nothing below but addresses."""
    for line in reversed(lines):
        text = line.text.strip()
        if text == _HEAD:
            return line.start + line.text.index(_HEAD)
        if text and not _ENTRY.fullmatch(text):
            return None
    return None
