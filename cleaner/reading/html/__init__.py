"""Markup to lines, with where each stood in the page."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from cleaner.errors import UnreadableInput
from cleaner.model import Line, Page
from cleaner.reading.html.blocks import read_blocks, select

__all__ = ["read_html", "select"]


def read_html(markup: str) -> tuple[str, tuple[Line, ...], Page, tuple[str, ...]]:
    """The visible text of a page, its lines with their tag paths, where they stood, and warnings.

    Raises:
        UnreadableInput: ``no_text`` if nothing is visible, ``markup_limit`` if no parser survives the markup.
    """
    text, page, warnings = read_blocks(markup)
    if not page.owners:
        raise UnreadableInput(
            "no_text",
            "no visible text was found in this markup; scripts may load it: save the page from a browser, or give plain text",
        )
    paths: dict[int, str] = {}
    lines = []
    at = 0
    for number, (line, owner) in enumerate(zip(text.split("\n"), page.owners, strict=False), 1):
        stop = at + len(line) + 1
        lines.append(Line(number, at, stop - 1, stop, line, _path(page, owner, paths)))
        at = stop
    return text, tuple(lines), page, warnings


@cache  # finding it reads a file
def reader_name() -> str:
    """Who reads markup, with the version that decides what a tree looks like."""
    return f"selectolax {version('selectolax')}"


def _path(page: Page, element: int, known: dict[int, str]) -> str:
    """The tags an element stands in, from the outside, itself last: ``html>body>article>p``; ``known`` holds paths so far."""
    way = []
    while element >= 0 and element not in known:
        way.append(element)
        element = page.parents[element]
    path = known[element] if element >= 0 else ""
    for below in reversed(way):
        path = known[below] = f"{path}>{page.tags[below]}" if path else page.tags[below]
    return path
