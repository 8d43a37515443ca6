"""An item of a feed as a document: the page, or the text, that it is without the site around it.

What the feed says of it stands where readers of pages and texts look for that: in the head of the page, in front matter.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urljoin

from cleaner.batch.containers.rows import MAX_ID, Lost, Reading, Row
from cleaner.errors import too_large
from cleaner.reading import without_surrogates

_MARKUP = re.compile(r"<[A-Za-z/!]")
_META = {
    "title": "og:title",
    "summary": "description",
    "authors": "author",
    "published": "article:published_time",
    "modified": "article:modified_time",
    "tags": "article:tag",
    "site_name": "og:site_name",
}
"""The fields that a feed may give, as front matter calls them, and what the head of a page calls them."""
_LONGEST = 1000
"""Characters of one value. Titles and summaries are shorter; a line of front matter may have twice as many."""
_MOST = 50
"""Values of one field."""
OF_FEED = 1 << 16
"""Characters of what a feed says of itself. Each item is told of it, so that with more time would grow with both."""


class Item(NamedTuple):
    """What a feed holds of one item.

    Attributes:
        text: its content; blank where it has none.
        is_page: whether that is HTML.
        about: what is said of it, by the names of fields.
        id: its own.
        url: its address; may be relative to ``base``.
        base: that of the feed.
        language: of the text, or of the feed.
    """

    text: str
    is_page: bool
    about: Mapping[str, Sequence[str]]
    id: str = ""
    url: str = ""
    base: str = ""
    language: str = ""


def html_or_text(text: str) -> tuple[str, bool]:
    """What may be either, as in RSS: HTML if there is a tag in it, else the text that it stands for; and which it is."""
    return (text, True) if _MARKUP.search(text) else (html.unescape(text), False)


def item_row(item: Item, number: int, place: str, reading: Reading) -> Row | Lost:
    """The row that an item is, or why it is none.

    Args:
        item: the item.
        number: the row's.
        place: where it stands, as people are told.
        reading: how it is read.
    """
    url = without_surrogates(item.url) or None
    if url and item.base:
        with suppress(ValueError):  # one of them is no address
            url = urljoin(item.base, url)
    name = without_surrogates(item.id) or url
    if name and len(name) > MAX_ID:
        return Lost(number, "failed", "bad_row", f"{place}: its id has more than {MAX_ID} characters; mend it in the file")
    if not item.text.strip():
        return Lost(number, "skipped", "no_text", f"{place}: there is no text in it", name)
    about = {field: _usable(values) for field, values in item.about.items()}
    data = _page(item, about) if item.is_page else _text(item.text, about)
    if len(data) * 4 > reading.max_bytes and len(data.encode(errors="replace")) > reading.max_bytes:
        error = too_large(reading.max_bytes)
        return Lost(number, "failed", error.kind, f"{place}: {error}", name)
    return Row(number, data, "text/html" if item.is_page else "text/plain", name, url)


def _usable(values: Sequence[str]) -> list[str]:
    lines = (" ".join(value.split()) for value in values)
    return [line for line in dict.fromkeys(lines) if line and len(json.dumps(line, ensure_ascii=False)) <= _LONGEST][:_MOST]


def _page(item: Item, about: Mapping[str, Sequence[str]]) -> str:
    language = f' lang="{html.escape(item.language.strip())}"' if item.language.strip() else ""
    told = [(_META[field], value) for field, values in about.items() for value in values]
    head = "".join(f'<meta property="{name}" content="{html.escape(value)}">\n' for name, value in told)
    return f"<!DOCTYPE html>\n<html{language}>\n<head>\n{head}</head>\n<body>\n{item.text}\n</body>\n</html>\n"


def _text(text: str, about: Mapping[str, Sequence[str]]) -> str:
    lines = [
        f"{field}:\n" + "".join(f"- {json.dumps(value, ensure_ascii=False)}\n" for value in values)
        for field, values in about.items()
        if values
    ]
    return f"---\n{''.join(lines)}---\n\n{text}" if lines else text
