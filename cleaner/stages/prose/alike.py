"""Lines of a page that stand in elements built alike: they are judged together, as whoever made the page made them together.

The model judges each line by itself and by its neighbours. Below each of fifteen places stands its address, in a paragraph of
one class; above each answer its question; in a block of code each line: alone they look like labels, all together they are
part of what stands around them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from statistics import fmean

from cleaner.model import Page
from cleaner.stages.prose.weighed import Weighed, going

_MEAN, _LEAST = 0.35, 0.2
"""Mean probability of the lines of one shape, and that of a line, from which it stays with them. In 811 pages that loses 15 to
16 % less of the articles' words, at F1 .0003 higher in the thorough gear and .0008 in the fast one, and as many bodies without
a mistake. With a mean of .3 or .4 F1 is the same; without a least probability headings of boxes stay."""
_FEWEST = 3
"""Lines of one shape."""
_BESIDE = 0.25
"""Share of their neighbours that stay: a list by itself, below the article, is not part of it for looking like one."""
_LEVELS = 4
"""Elements, from the one that holds a line upwards, that make its shape: with two, every ``li`` of a page is alike."""
_IN_CODE = 4
"""Elements, counted the same, among which is that of a block of code: its rows may stand in elements of their own."""
_CODE = 0.2
"""Mean probability of the lines of a block of code beside the article from which all stay; one that stays is enough, too. Code
that lacks lines is damaged, and sites have none in their furniture."""
_HOLDERS, _CODE_HOLDERS = 3, 2
"""Elements above a line that stays, and those above a block of code: where one is the same, the block is beside the article. It
may stand in a box of its own."""
_DIGITS = re.compile(r"\d+")


def of_one_shape(page: Page, weighed: Weighed) -> set[int]:
    """The lines that would go and stand in elements built as those of other lines that may be article, among what stays."""
    open_lines = [number for number in going(weighed) if weighed.probability[number] >= _LEAST]
    if not open_lines:
        return set()
    shapes = _Shapes(page)
    groups: dict[int, list[int]] = {shapes.of(_owner(page, weighed, number)): [] for number in open_lines}
    for number in range(len(weighed.filled)):
        if weighed.occupied.open(number):
            group = groups.get(shapes.of(_owner(page, weighed, number)))
            if group is not None:
                group.append(number)
    likely = {shape for shape, group in groups.items() if len(group) >= _FEWEST and _is_likely(weighed, group)}
    return {number for number in open_lines if shapes.of(_owner(page, weighed, number)) in likely}


def blocks_of_code(page: Page, weighed: Weighed) -> set[int]:
    """The lines that would go of blocks of code beside the article."""
    if "pre" not in page.tags:
        return set()
    blocks: dict[int, list[int]] = {}
    for number in range(len(weighed.filled)):
        if not weighed.occupied.goes(number):
            above = islice(page.above(_owner(page, weighed, number)), _IN_CODE)
            block = next((at for at in above if page.tags[at] == "pre"), None)
            if block is not None:
                blocks.setdefault(block, []).append(number)
    if not blocks:
        return set()
    holders = {
        holder
        for number in range(len(weighed.filled))
        if _stays(weighed, number)
        for holder in islice(page.above(page.parents[_owner(page, weighed, number)]), _HOLDERS)
    }
    found: set[int] = set()
    for block, numbers in blocks.items():
        if holders.isdisjoint(islice(page.above(page.parents[block]), _CODE_HOLDERS)):
            continue
        if any(_stays(weighed, number) for number in numbers) or _mean(weighed, numbers) >= _CODE:
            found.update(number for number in numbers if not weighed.kept[number])
    return found


class _Shapes:
    """How the elements of a page are built: their tags and names without numbers, and those of some elements above."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._built: dict[int, str] = {}
        self._known: dict[int, int] = {}
        self._numbers: dict[tuple[str, ...], int] = {}

    def of(self, element: int) -> int:
        """A number that elements built alike have in common."""
        if element not in self._known:
            shape = tuple(map(self._of_one, islice(self._page.above(element), _LEVELS)))
            self._known[element] = self._numbers.setdefault(shape, len(self._numbers))
        return self._known[element]

    def _of_one(self, element: int) -> str:
        if element not in self._built:
            self._built[element] = f"{self._page.tags[element]} {_DIGITS.sub('', self._page.names[element])}"
        return self._built[element]


def _is_likely(weighed: Weighed, group: Sequence[int]) -> bool:
    beside = sum(_stays(weighed, number + step) for number in group for step in (-1, 1))
    return beside >= _BESIDE * 2 * len(group) and _mean(weighed, group) >= _MEAN


def _mean(weighed: Weighed, numbers: Sequence[int]) -> float:
    return fmean(weighed.probability[number] for number in numbers)


def _stays(weighed: Weighed, number: int) -> bool:
    """Whether there is a line of this number that stays, be it for a rule."""
    return 0 <= number < len(weighed.filled) and weighed.kept[number] and not weighed.occupied.goes(number)


def _owner(page: Page, weighed: Weighed, number: int) -> int:
    return page.owners[weighed.filled[number].number - 1]
