"""JSON Feed (jsonfeed.org, versions 1 and 1.1): items one at a time, wherever in the object they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.batch.containers.feed_items import OF_FEED, Item, item_row
from cleaner.batch.containers.json_text import JsonText, checked
from cleaner.batch.containers.rows import Lost, Reading, Row
from cleaner.errors import UnreadableInput

_OF_ALL = ("title", "language", "authors", "author", "home_page_url")
"""What is said of the feed and counts for its items, where it stands above them."""


def json_feed_rows(text: JsonText, reading: Reading) -> Iterator[Row | Lost]:
    """The items of a feed, in order.

    Raises:
        UnreadableInput: it breaks off, cannot be unpacked, is not JSON, or something follows it; every whole item before was
            given.
    """
    number, feed, whole = 0, dict[str, Any](), False
    text.passes("{")
    while not (whole := text.passes("}")) and (key := text.value("the feed")):
        text.passes(":")
        if key[0] != "items" or not text.passes("["):
            found = text.value("the feed")
            if found and key[0] in _OF_ALL and len(found[1]) <= OF_FEED:
                feed[key[0]] = found[0]
            continue
        while not text.passes("]"):
            place = f"item {number + 1} (line {text.line})"
            value = text.value(place)
            if value is None:
                break
            number += 1
            try:
                item = _item(checked(*value, text.codec), feed)
            except UnreadableInput as error:
                yield Lost(number, "failed", error.kind, f"{place}: {error}")
            else:
                yield item_row(item, number, place, reading)
    if text.error or not whole:
        raise text.error or UnreadableInput("truncated", "it breaks off; fetch the file again")
    if text.goes_on():
        what = f"something stands behind the feed, on line {text.line}"
        raise UnreadableInput("corrupt", f"{what}; give each feed a file of its own")


def _item(values: Mapping[str, Any], feed: Mapping[str, Any]) -> Item:
    page, text, summary = (_text(values.get(name)) for name in ("content_html", "content_text", "summary"))
    tags = values.get("tags")
    about = {
        "title": [_text(values.get("title"))],
        "summary": [summary] if page.strip() or text.strip() else [],
        "authors": _names(values) or _names(feed),
        "published": [_text(values.get("date_published"))],
        "modified": [_text(values.get("date_modified"))],
        "tags": [_text(tag) for tag in tags] if isinstance(tags, list) else [],
        "site_name": [_text(feed.get("title"))],
    }
    return Item(
        page if page.strip() else text if text.strip() else summary,
        bool(page.strip()),
        about,
        _text(values.get("id")),
        _text(values.get("url")) or _text(values.get("external_url")),
        _text(feed.get("home_page_url")),
        _text(values.get("language")) or _text(feed.get("language")),
    )


def _names(values: Mapping[str, Any]) -> list[str]:
    """Those of the authors: version 1 has but one."""
    authors = values.get("authors")
    people = authors if isinstance(authors, list) else [values.get("author")]
    return [name for person in people if isinstance(person, dict) and (name := _text(person.get("name")))]


def _text(value: object) -> str:
    """A text; ids may be numbers."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""
