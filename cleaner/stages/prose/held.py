"""Tables, lists and notes that stand where the article's paragraphs do: what holds both was made for the article.

To the model a cell is a label, and a list at the end a box of links. Where they stand tells them from those of the page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from statistics import fmean

from cleaner.lines import ends_sentence
from cleaner.model import Page
from cleaner.stages.pages.elements import words_of
from cleaner.stages.prose.weighed import Weighed, staying
from cleaner.stages.reading_aids import is_paragraph

_HOLDER = 2
"""Paragraphs that stay right in an element, from which on it is the article's."""
_TABLE_UP, _LIST_UP = 3, 2
"""Elements above a table, and above a list, among which is the article's: a table stands in a figure that scrolls. The 54 cells
that are saved so in 811 pages, each judged by weights that have not seen its host, are all the article's; most tables with
heads that stand elsewhere explain cookies."""
_ROWS, _LONGEST_CELL = 2, 150
"""Rows of two cells or more that make a table, and characters of a line in it: what lays out a page has paragraphs in it."""
_HEADS = frozenset({"th", "caption"})
_CELLS = frozenset({"td", "th"})
_LISTS = frozenset({"ul", "ol"})
_SENTENCE = 30
"""Characters of a list's item that says something."""
_LIST = 0.1
"""Mean probability of the items that would go, from which they stay: links to other stories that end like sentences have less
in 811 pages (.06 at most), lists of the article more."""
_NOTES = 0.15
"""The same of notes: those of studies, which people leave out, have less; of 16 others 13 are the article's."""
_NAMES_OF_NOTES = frozenset({"footnote", "footnotes", "endnote", "endnotes"})


def held_with_paragraphs(page: Page, weighed: Weighed) -> set[int]:
    """The lines that would go of tables, lists of sentences and notes in an element that is the article's."""
    kinds = {element: tag for element, tag in enumerate(page.tags) if tag == "table" or tag in _LISTS}
    if not kinds:
        return set()
    blocks: dict[int, list[int]] = {}
    for number, line in enumerate(weighed.filled):
        block = next((element for element in page.above(page.owners[line.number - 1]) if element in kinds), None)
        if block is not None:
            blocks.setdefault(block, []).append(number)
    asked = {block: numbers for block, numbers in blocks.items() if any(_goes(weighed, numbers))}
    holders = _holders(page, weighed) if asked else set()
    if not holders:
        return set()
    linked = _with_links(page, weighed)
    found: set[int] = set()
    for block, numbers in asked.items():
        table = kinds[block] == "table"
        reach = islice(page.above(page.parents[block]), _TABLE_UP if table else _LIST_UP)
        if not holders.isdisjoint(reach):
            stays = _is_table if table else _is_list
            going = list(_goes(weighed, numbers))
            found.update(going if stays(page, weighed, block, numbers, linked) else ())
    return found


def _goes(weighed: Weighed, numbers: Sequence[int]) -> Iterator[int]:
    return (number for number in numbers if not weighed.kept[number] and weighed.occupied.open(number))


def _holders(page: Page, weighed: Weighed) -> set[int]:
    """The elements right in which paragraphs of the article stand."""
    paragraphs = (number for number in staying(weighed) if is_paragraph(weighed.filled[number].text))
    found = Counter(page.parents[page.owners[weighed.filled[number].number - 1]] for number in paragraphs)
    return {element for element, times in found.items() if times >= _HOLDER}


def _with_links(page: Page, weighed: Weighed) -> Mapping[int, int]:
    """The characters in links of the lines that have such."""
    in_link = page.inside("a")
    starts = [line.start for line in weighed.filled]
    found = Counter[int]()
    for piece in page.pieces:
        if in_link[piece.element]:
            found[bisect_right(starts, piece.start) - 1] += piece.end - piece.start
    return found


def _is_table(page: Page, weighed: Weighed, table: int, numbers: Sequence[int], linked: Mapping[int, int]) -> bool:
    """Whether a table has heads, rows of cells, short texts and no link."""
    texts = [weighed.filled[number].text for number in numbers]
    if max(map(len, texts)) > _LONGEST_CELL or any(number in linked for number in numbers):
        return False
    inside = {
        element
        for number in numbers
        for element in page.above(page.owners[weighed.filled[number].number - 1])
        if element > table
    }
    rows = Counter(page.parents[element] for element in inside if page.tags[element] in _CELLS)
    return any(page.tags[element] in _HEADS for element in inside) and sum(cells > 1 for cells in rows.values()) >= _ROWS


def _is_list(page: Page, weighed: Weighed, block: int, numbers: Sequence[int], linked: Mapping[int, int]) -> bool:
    """Whether a list has sentences for items, and no link in them, or is called notes; and may be article at all."""
    chance = fmean(weighed.probability[number] for number in _goes(weighed, numbers))
    if any(_NAMES_OF_NOTES & words_of(page.names[element]) for element in islice(page.above(block), _LIST_UP)):
        return chance >= _NOTES
    texts = [weighed.filled[number].text for number in numbers]
    sentences = all(len(text) >= _SENTENCE and ends_sentence(text) for text in texts)
    return sentences and chance >= _LIST and not any(number in linked for number in numbers)
