"""What belongs to what stays, little as it looks like an article: sentences beside it, the rest of one, of a table, a heading.

``stay`` are the lines that stay, those that a rule protects included, as `staying` gives them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from cleaner.lines import COLONS, ends_sentence
from cleaner.model import Line, Page
from cleaner.stages.prose.leniency import states
from cleaner.stages.prose.weighed import Weighed

_BESIDE = 0.2
"""Probability from which a sentence beside what stays does, too. In the dumps of 811 pages that loses a twelfth less of the
articles, at F1 .0003 higher or .0002 lower, by the kind of dump; two sentences instead of one, or from 0.1, cost F1."""
_ENCLOSED = 0.01
"""The same for a statement right below what stays and right above a line that a rule knows: "The trial continues." is the last
line of an article, and short. The few lines of furniture that look like it mostly ask or exclaim."""
_QUESTIONS, _ASKED = 3, 0.15
"""Questions with answers in what stays, and their share of it, that make it a conversation."""
_ANSWER, _EXCHANGE = 0.08, 2
"""The same as ``_BESIDE`` in a conversation, and how many sentences in a row: "No." ends many, below a short question. In the
dumps of 811 pages it saves ten lines of articles, for seven of the rest."""
_QUESTION_MARKS = ("?", "？", "؟")
_QUOTES = " \u00a0\"'”’“»«"
_PIECE, _PIECE_WORDS = 0.03, 4
"""Probability and words from which a piece of a sentence stays with the rest of it: a link broke the line, and each half looks
like a label. In the dumps of 811 pages that take every text node for a line, 18 lines of articles with 180 words are saved so,
for 80 words of the rest."""
_ROWS, _STAYING = 4, 0.1
"""Rows of a table, and the share of them that stays from which on all stay: half a table is damage. In the dumps of 811 pages
it saves nine tables with 1,130 words of articles, for 190 words of other tables; of the pages themselves 320 words of articles
in either gear, at the same precision."""
_NEXT_CELL = re.compile(r"(?<=\S)(?: *\t\s*|  \s*)(?=\S)")
"""What stands between the cells of a row: text that is laid out in columns has two spaces there, or more, or a tab."""
_CELLS = 3
"""Cells of a row, at least: two may be a label with its value, as site furniture has them, too."""
_CELL_TAGS, _ROW_GROUPS = frozenset({"td", "th"}), frozenset({"tbody", "thead", "tfoot"})
_LONGEST_CELL = 150
"""Characters of a cell, at most."""
_HEADING = 0.1
"""Probability from which the heading of a paragraph that stays does, too, if the element that holds both holds the article:
below a box, a heading looks like the box's. Of 811 pages' headings that would go, 9 of 13 are the article's."""
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


def sentences_beside(weighed: Weighed, stay: Sequence[int], end: int) -> set[int]:
    """The sentences right above and right below what stays, before the line ``end``; in a conversation the next ones, too.

    A short one at an article's edge uses none of its words, and looks like the first line of what stands behind it.
    """
    least, reach = (_ANSWER, _EXCHANGE) if _is_conversation(weighed, stay) else (_BESIDE, 1)
    found: set[int] = set()
    for number in stay:
        for step in (-1, 1):
            for near in range(number + step, number + step * (reach + 1), step):
                if not _goes(weighed, near, end) or not ends_sentence(weighed.filled[near].text):
                    break
                if weighed.probability[near] < (_ENCLOSED if step > 0 and _is_enclosed(weighed, near) else least):
                    break
                found.add(near)
    return found


def _is_conversation(weighed: Weighed, stay: Sequence[int]) -> bool:
    """Whether what stays is questions and answers: a line that asks, and below it one that does not, again and again."""
    filled, kept = weighed.filled, weighed.kept
    last = len(filled) - 1
    asked = sum(_asks(filled[at]) and at < last and kept[at + 1] and not _asks(filled[at + 1]) for at in stay)
    return asked >= max(_QUESTIONS, _ASKED * len(stay))


def _asks(line: Line) -> bool:
    return line.text.rstrip(_QUOTES).endswith(_QUESTION_MARKS)


def broken_sentences(weighed: Weighed, stay: Sequence[int], end: int) -> set[int]:
    """The pieces of sentences of which the next or the last piece stays, before the line ``end``."""
    filled = weighed.filled
    return {
        near
        for number in stay
        if number < end
        for near, above in ((number - 1, number - 1), (number + 1, number))
        if _goes(weighed, near, end)
        and weighed.probability[near] >= _PIECE
        and len(filled[near].text.split()) >= _PIECE_WORDS
        and _goes_on(filled[above], filled[above + 1])
    }


def rest_of_tables(weighed: Weighed, end: int) -> set[int]:
    """The rows of tables of which some rows stay, before the line ``end``."""
    found: set[int] = set()
    rows = [number for number, line in enumerate(weighed.filled[:end]) if _is_row(line.text)]
    # Neighbours have the same distance from their place among the rows.
    for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        table = [number for _, number in run]
        if len(table) >= _ROWS:
            found |= _rest(weighed, table)
    return found


def _rest(weighed: Weighed, table: Sequence[int]) -> set[int]:
    """Of the lines of a table those that go, if enough of the others stay."""
    stay = sum(weighed.kept[number] and not weighed.occupied.goes(number) for number in table)
    if stay < _STAYING * len(table):
        return set()
    return {number for number in table if _goes(weighed, number, len(weighed.filled))}


def _is_row(text: str) -> bool:
    """Whether a line is laid out in columns."""
    return ("  " in text or "\t" in text) and len(_NEXT_CELL.findall(text)) >= _CELLS - 1


def _goes(weighed: Weighed, number: int, end: int) -> bool:
    """Whether there is a line of this number before ``end`` that goes, and that nothing else claims."""
    return 0 <= number < end and not weighed.kept[number] and weighed.occupied.open(number)


def _goes_on(above: Line, below: Line) -> bool:
    """Whether the line right below another goes on with its sentence; scripts without small letters do not tell."""
    text = above.text.rstrip()
    return (
        below.number == above.number + 1
        and below.text.lstrip()[:1].islower()
        and not ends_sentence(text)
        and not text.endswith(COLONS)
    )


def rest_of_cells(page: Page, weighed: Weighed) -> set[int]:
    """The cells of a page's tables of which some cells stay.

    A table has several rows, of several cells each that hold nothing but short texts. Those that lay out a page have cells with
    paragraphs and menus in them, or one cell in a row.
    """
    tables: dict[int, list[int]] = {}
    for number, line in enumerate(weighed.filled):
        owner = page.owners[line.number - 1]
        if page.tags[owner] in _CELL_TAGS and page.tags[page.parents[owner]] == "tr":
            tables.setdefault(_table_of(page, owner), []).append(number)
    found: set[int] = set()
    for lines in tables.values():
        cells = {page.owners[weighed.filled[number].number - 1] for number in lines}
        in_row = Counter(page.parents[cell] for cell in cells)
        longest = max(len(weighed.filled[number].text) for number in lines)
        if len(in_row) >= _ROWS and min(in_row.values()) >= 2 and longest <= _LONGEST_CELL:
            found |= _rest(weighed, lines)
    return found


def _table_of(page: Page, cell: int) -> int:
    """The element that holds the row of a cell, and maybe others of one group."""
    above = page.parents[page.parents[cell]]
    return page.parents[above] if page.tags[above] in _ROW_GROUPS else above


def headings_above(page: Page, weighed: Weighed) -> set[int]:
    """The headings of paragraphs that stay, in an element that holds paragraphs that stay above them as well."""
    filled, kept, occupied = weighed.filled, weighed.kept, weighed.occupied
    found: set[int] = set()
    above = -1  # what holds the last line that stays
    for number, line in enumerate(filled[:-1]):
        owner = page.owners[line.number - 1]
        holder = page.parents[owner]
        if occupied.goes(number):
            continue
        if kept[number]:
            above = holder
        elif (
            holder == above
            and page.tags[owner] in _HEADINGS
            and weighed.probability[number] >= _HEADING
            and kept[number + 1]
            and not occupied.goes(number + 1)
        ):
            below = page.owners[filled[number + 1].number - 1]
            if page.tags[below] not in _HEADINGS and holder in (page.parents[below], page.parents[page.parents[below]]):
                found.add(number)
    return found


def _is_enclosed(weighed: Weighed, number: int) -> bool:
    """Whether a line makes a statement and stands right above one that a rule knows."""
    return not weighed.occupied.open(number + 1) and states(weighed.filled[number].text.strip())
