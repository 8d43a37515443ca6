"""JSON as programs save tables: one array of objects, or objects one after another, each on as many lines as it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from cleaner.batch.containers.json_feeds import json_feed_rows
from cleaner.batch.containers.json_text import BLOCK, JsonText, checked
from cleaner.batch.containers.jsonl import jsonl_rows
from cleaner.batch.containers.rows import UTF_8_MARK, Lost, Reading, Row, row_or_lost
from cleaner.batch.containers.streams import Reader

_TOKEN = re.compile(rb'[{}]|"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/')
"""What a JSON Feed says of itself."""


def json_rows(reader: Reader, reading: Reading) -> Iterator[Row | Lost]:
    """The objects of a file, in order: JSON lines, or values wherever they end where it begins as an array or a long object.

    Of a JSON Feed the items.

    Raises:
        UnreadableInput: the rest cannot be unpacked, or be told apart; every whole row before was given.
    """
    head = reader.peek(BLOCK).removeprefix(UTF_8_MARK).lstrip()
    if head.startswith(b"{") and _is_feed(head):
        return json_feed_rows(JsonText(reader, reading), reading)
    if head.startswith(b"[") or head.partition(b"\n")[0].rstrip() == b"{":
        return _values(JsonText(reader, reading), reading)
    return jsonl_rows(reader, reading)


def _is_feed(head: bytes) -> bool:
    """Whether the object that a text begins with says that it is a JSON Feed: itself, not one within it or behind it."""
    depth = 0
    for token in _TOKEN.finditer(head):
        depth += (token[0] == b"{") - (token[0] == b"}")
        if depth == 1 and _VERSION.match(head, token.start()):
            return True
        if depth == 0:
            break
    return False


def _values(text: JsonText, reading: Reading) -> Iterator[Row | Lost]:
    number, open_array = 0, text.passes("[")
    while text.goes_on():
        if open_array and text.passes("]"):
            open_array = False
            continue
        number += 1
        place = f"object {number} (line {text.line})"
        value = text.value(place)
        if value is None:  # a part of a row
            if not text.error:
                yield Lost(number, "failed", "truncated", f"{place}: it breaks off; fetch the file again")
            open_array = False
            break
        yield row_or_lost(partial(checked, *value, text.codec), number, place, reading)
    if text.error:
        raise text.error
    if open_array:
        yield Lost(number + 1, "failed", "truncated", f"the array breaks off behind object {number}; fetch the file again")
