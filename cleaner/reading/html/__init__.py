"""Markup to lines, with where each stood in the page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import version

from cleaner.errors import UnreadableInput
from cleaner.lines import lines_at
from cleaner.model import Line, Page
from cleaner.reading.html.blocks import read_blocks, select

__all__ = ["read_html", "reader_name", "select"]

_LONGEST_NAME = 64
"""Characters of a tag's name in a path, which names all tags above it: those that pages make up may have any number."""


def read_html(markup: str, encoded: bytes | None = None) -> tuple[str, tuple[Line, ...], Page, tuple[str, ...]]:
    """The visible text of a page, its lines with their tag paths, where they stood, and warnings.

    ``encoded`` is the markup in UTF-8, if the caller has that as well.

    Raises:
        UnreadableInput: ``no_text`` if nothing is visible, ``markup_limit`` if no parser survives the markup.
    """
    text, page, warnings = read_blocks(markup, encoded)
    if not page.owners:
        raise UnreadableInput(
            "no_text",
            "no visible text was found in this markup; scripts may load it: save the page from a browser, or give plain text",
        )
    return text, lines_at(text, _paths(page)), page, warnings


@cache  # finding it reads a file
def reader_name() -> str:
    """Who reads markup, with the version that decides what a tree looks like."""
    return f"selectolax {version('selectolax')}"


def _paths(page: Page) -> Iterator[str]:
    """Of each line the tags its element stands in, from the outside, itself last: ``html>body>article>p``."""
    known = {-1: ""}
    names = [tag[:_LONGEST_NAME] for tag in page.tags]
    for owner in page.owners:
        way = []
        element = owner
        while (path := known.get(element)) is None:
            way.append(element)
            element = page.parents[element]
        for below in reversed(way):
            path = known[below] = f"{path}>{names[below]}" if path else names[below]
        yield path
