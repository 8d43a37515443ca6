"""How much prose the scripts of a page hold that nobody sees of it before they have run.

Programs that build pages in the browser ship the article as data: one long text, or a list of its paragraphs.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from cleaner.model import Document
from cleaner.reading.html.data import parse_data

_START = re.compile(r"<script\b([^<>]*)>", re.IGNORECASE)
_END = re.compile(r"</script", re.IGNORECASE)
_ASSIGNED = re.compile(r"\s*(?:window|self)(?:\.[\w$]+|\[[^\[\]\n]{1,40}\])\s*=\s*(?=[{\[])")
_TAG = re.compile(r"<[^<>]*>")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)]*(?:\s|$)|[。！？।]")
_LEAST_PROSE = 60
"""Characters of a paragraph; names, addresses and labels are shorter, or are no sentences."""
_LONGEST_WORD = 20
"""Characters on average from which on a text is no prose, but a program's."""
_SHARE = 0.5
"""Of the characters of a list of paragraphs; people and other stories have names, addresses and pictures as well."""
_SAME = 50
"""Characters at the beginning of a paragraph by which it is known among what is seen."""
_MOST = 50
"""Scripts that are looked at."""


def unseen_prose(document: Document, more_than: float) -> int:
    """Characters of the longest text in the data of a page's scripts that is not seen, if it has more than these; else 0."""
    scripts = _data_in(document.page.markup) if document.page else ()
    long = (script for script in scripts if len(script) > more_than)  # no text is longer than what holds it
    size = max((_longest(value, document.text) for value in parse_data(long)), default=0)
    return size if size > more_than else 0


def _data_in(markup: str) -> Iterator[str]:
    """What scripts hold that is data alone, or data that get a name."""
    at = 0
    for _ in range(_MOST):
        if not (start := _START.search(markup, at)) or not (end := _END.search(markup, start.end())):
            return
        at = end.end()
        kind = start[1].lower()
        if "json" in kind and "ld+json" not in kind:
            yield markup[start.end() : end.start()]
        elif assigned := _ASSIGNED.match(markup, start.end(), end.start()):
            yield markup[assigned.end() : end.start()].rstrip().removesuffix(";")


def _longest(value: Any, seen: str) -> int:
    """Characters of the longest text in a value: of one string, or of all in one list, each once, that holds little else."""
    longest = 0

    def prose(inner: Any) -> tuple[dict[str, int], int]:
        """The paragraphs in it, and how many characters all its strings have."""
        nonlocal longest
        if isinstance(inner, str):
            found, size = _paragraph(inner, seen), len(inner)
        else:
            held = [*map(prose, inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else ())]
            found, size = {text: length for texts, _ in held for text, length in texts.items()}, sum(size for _, size in held)
        told = sum(found.values())
        if isinstance(inner, str) or (isinstance(inner, list) and told > _SHARE * size):
            longest = max(longest, told)
        return found, size

    prose(value)
    return longest


def _paragraph(text: str, seen: str) -> dict[str, int]:
    """The text with its length, if it is prose that is not seen."""
    if len(text) < _LEAST_PROSE:
        return {}
    text = " ".join(html.unescape(_TAG.sub(" ", text)).split())
    if len(text) < _LEAST_PROSE or not _SENTENCE.search(text) or text[:_SAME] in seen:
        return {}
    spaced = any(sign < "\u2e80" for sign in text[:_SAME])
    return {} if spaced and len(text) > _LONGEST_WORD * len(text.split()) else {text: len(text)}
