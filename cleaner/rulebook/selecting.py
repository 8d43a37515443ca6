"""Where the text stands of the elements of a web page that CSS selectors find; and small documents that examples are."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.errors import UnreadableInput
from cleaner.lines import split_lines
from cleaner.model import Document, Page, Source


def stretches(page: Page, selectors: Sequence[str]) -> list[list[tuple[int, int]]]:
    """For each selector the stretch of text of every element that it finds, an element before those in it.

    Elements without text that anybody sees are left out. The page is parsed once for all selectors.
    """
    from cleaner.reading.html import select  # text never needs a parser

    found = select(page.markup, selectors)
    first, last = _reach(page)
    pieces = page.pieces
    return [
        [(pieces[first[element]].start, pieces[last[element]].end) for element in elements if first[element] <= last[element]]
        for elements in found
    ]


def _reach(page: Page) -> tuple[list[int], list[int]]:
    """For each element its first and its last piece of text, those of the elements below it included."""
    first, last = [len(page.pieces)] * len(page.tags), [-1] * len(page.tags)
    for number, piece in enumerate(page.pieces):
        first[piece.element] = min(first[piece.element], number)
        last[piece.element] = number
    for element in range(len(page.tags) - 1, 0, -1):  # what stands in an element has a higher number
        above = page.parents[element]
        if above >= 0:
            first[above] = min(first[above], first[element])
            last[above] = max(last[above], last[element])
    return first, last


def check_selector(selector: str) -> None:
    """Make sure that a selector can be read.

    Raises:
        ValueError: it cannot.
    """
    from cleaner.reading.html import select

    select("<p>", [selector])


def example_document(text: str, *, markup: bool) -> Document:
    """A rule's example as the document that it is; with ``markup`` a web page, of which nothing may be visible."""
    if not markup:
        return Document("example", text, split_lines(text), Source("", "text/plain", "utf-8", "str", "text"))
    from cleaner.reading.html import read_html

    source = Source("", "text/html", "utf-8", "str", "text")
    try:
        visible, lines, page, _ = read_html(text)
    except UnreadableInput:
        return Document("example", "", (), source)
    return Document("example", visible, lines, source, page=page)
