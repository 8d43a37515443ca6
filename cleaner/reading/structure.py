"""What is data and not a text, although it is made of characters: JSON, XML, RTF; and what looks like a table."""

from __future__ import annotations

import csv
import json
import re
from itertools import islice

from cleaner.errors import UnreadableInput

_RTF = "{\\rtf"
_XML_ROOT = re.compile(r"\s*<\?xml\s[^<>]{0,300}\?>(?:\s|<[!?][^<>]*>)*<([\w:.-]{1,80})")
"""The first element behind the declaration of an XML file, comments and document types between."""
FEEDS = frozenset({"rss", "rdf:RDF", "feed"})
"""First elements of feeds: RSS, RDF, Atom."""
_JSON_START = re.compile(r"\s*[\[{]")
_OPEN = re.compile(r"[\[{]")
_READ = 500
"""Brackets. So many are read, at the least, of what is nested too deep: Python bears a thousand levels, callers among them."""
_SIGN = re.compile(r'[":{]')
"""What objects and texts of JSON are made with."""
_CELL = re.compile(r"\w[\w .:/-]{0,40}")
"""What stands at the head of a column: a name."""
_LINES = 20
"""Of a table that are looked at."""
_MIN_LINES = 3
"""Lines of a table, its head included: two that are alike may be so by chance."""


def refuse_data(text: str) -> None:
    """See that a text is none of these.

    Raises:
        UnreadableInput: ``structured``; the message says how rows are read.
    """
    if text.startswith(_RTF):
        raise UnreadableInput("structured", "this is an RTF document, not text; convert it to text or HTML first")
    root = _XML_ROOT.match(text)
    if root and text.rstrip().endswith(f"</{root[1]}>"):  # else a text that begins with an example
        raise refused_xml(root[1])
    values = _json_values(text)
    if values:
        what, name = ("these are JSON lines", "NAME.jsonl") if values > 1 else ("this is JSON", "NAME.json")
        hint = f"if it holds rows, call the file {name}, or give --from jsonl with -"
        raise UnreadableInput("structured", f"{what}, not a text; {hint}")


def refused_xml(root: str) -> UnreadableInput:
    """Why XML with this first element is not read, and what to do."""
    hint = "if its paragraphs are HTML's (<p>), call the file NAME.html; else write its texts as JSON lines"
    if root in FEEDS:
        hint = "if it is a feed, call the file NAME.rss, or give --from rss with -"
    return UnreadableInput("structured", f"this is XML ({root}), not a text; {hint}")


def table_warnings(text: str) -> tuple[str, ...]:
    """What to tell of a text that has columns on each of its lines, under a line of names."""
    head = text[: _LINES * 2000]
    for sign in (",", "\t", ";"):
        if sign not in head.partition("\n")[0]:
            continue
        try:
            rows = list(islice(csv.reader(head.splitlines(keepends=True), delimiter=sign, strict=True), _LINES))
        except csv.Error:
            continue
        if len(head) < len(text) and len(rows) < _LINES:
            rows = rows[:-1]
        names, *others = rows or [[]]
        alike = len(rows) >= _MIN_LINES and all(len(row) == len(names) for row in others)
        if alike and all(_CELL.fullmatch(name) for name in names):
            what = f"read as one text, but it looks like a table of {len(names)} columns"
            return (f"{what}; to clean it row by row write it as JSON lines or Parquet",)
    return ()


def _json_values(text: str) -> int:
    """How many values of JSON a text consists of, and of nothing else but a last one that is broken off."""
    decoder, at, count = json.JSONDecoder(), 0, 0
    while start := _JSON_START.match(text, at):
        try:
            value, at = decoder.raw_decode(text, start.end() - 1)
        except RecursionError:
            # Data that is nested so holds more than brackets; a row of them alone is an ornament.
            return 1 if _SIGN.search(_opening(text, at)) else 0
        except ValueError:
            return count if count > 1 else 0
        if not _holds(value):
            return 0
        count += 1
    return 0 if count and text[at:].strip() else count  # of what begins with none nothing is copied


def _opening(text: str, at: int) -> str:
    """What was read of a text that is nested too deep, from some place on."""
    last = next(islice(_OPEN.finditer(text, at), _READ, None), None)
    return text[at : last.start() if last else len(text)]


def _holds(value: object) -> bool:
    """Whether it is data: an object with a key, an array of objects or of several things; "[1]" is a note in a text."""
    if isinstance(value, list):
        return any(isinstance(entry, dict | list) for entry in value) or len(value) > 1
    return isinstance(value, dict) and bool(value)
