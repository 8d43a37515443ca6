"""Tables of a page: what stands between their cells, so that each row is a line of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.lines import PARAGRAPH, ROW

_CELLS = frozenset({"td", "th"})
_TAB = "\t"
_LONGEST = 200
"""Characters of a cell. A longer one is a paragraph; pages used to be laid out in tables."""
_FEWEST = 2
"""Rows, and cells in one of them."""


def table_gaps(
    tags: Sequence[str], parents: Sequence[int], owners: Sequence[int], lines: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """The numbers of the lines that go on in a table, and what stands before each: a tab for each cell further, or a line end.

    Only tables of data are read so: of two rows or more, one of them with two cells or more, each cell one short line, and no
    table in a cell. Empty cells are no lines, but count. The arguments are as in `Page`, and the texts of the lines.
    """
    if _CELLS.isdisjoint(tags):
        return
    around = _places(tags, parents)
    held: dict[int, list[int]] = defaultdict(list)
    for index, owner in enumerate(owners):
        table, cell, _ = around[owner]
        if table >= 0 and (cell >= 0 or tags[owner] != "caption"):
            held[table].append(index)
    outer = {around[parent].table for tag, parent in zip(tags, parents, strict=True) if tag == "table" and parent >= 0}
    for table, indexes in held.items():
        places = [around[owners[index]] for index in indexes]
        rows = {parents[place.cell] for place in places}
        single = len({place.cell for place in places}) == len(indexes)
        short = all(place.cell >= 0 and len(lines[index]) <= _LONGEST for place, index in zip(places, indexes, strict=True))
        if table in outer or not (single and short) or len(rows) < _FEWEST or len(indexes) <= len(rows):
            continue
        if places[0].column:
            yield indexes[0] + 1, PARAGRAPH + _TAB * places[0].column
        for index, (one, other) in zip(indexes[1:], pairwise(places), strict=True):
            same = parents[one.cell] == parents[other.cell]
            yield index + 1, _TAB * (other.column - one.column) if same else ROW + _TAB * other.column


class _Place(NamedTuple):
    """Where an element stands: the numbers of its innermost table and that table's cell (-1: none), and the cells before it."""

    table: int
    cell: int
    column: int


def _places(tags: Sequence[str], parents: Sequence[int]) -> list[_Place]:
    found: list[_Place] = []
    nowhere = _Place(-1, -1, 0)
    cells: dict[int, int] = defaultdict(int)  # of each row so far
    for number, (tag, parent) in enumerate(zip(tags, parents, strict=True)):
        place = found[parent] if parent >= 0 else nowhere
        if tag == "table":
            place = _Place(number, -1, 0)
        elif tag in _CELLS:
            place = _Place(place.table, number, cells[parent])
            cells[parent] += 1
        found.append(place)
    return found
