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
    path = cache(lambda element: _path(page, element))
    lines = []
    at = 0
    for number, (line, owner) in enumerate(zip(text.split("\n"), page.owners, strict=False), 1):
        stop = at + len(line) + 1
        lines.append(Line(number, at, stop - 1, stop, line, path(owner)))
        at = stop
    return text, tuple(lines), page, warnings


def reader_name() -> str:
    """Who reads markup, with the version that decides what a tree looks like."""
    return f"selectolax {version('selectolax')}"


def _path(page: Page, element: int) -> str:
    """The tags an element stands in, from the outside, itself last: ``html>body>article>p``."""
    tags = []
    while element >= 0:
        tags.append(page.tags[element])
        element = page.parents[element]
    return ">".join(reversed(tags))
