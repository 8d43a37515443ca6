"""What a program wrote above a text about it: front matter, between fences or as a head of keys and values.

Note takers, site generators and extractors (trafilatura's ``--with-metadata``) set YAML between ``---``, or TOML between
``+++``; readers for language models and scrapers of one's own set ``Title: …`` and ``URL: …`` on lines of their own. None of it
is text of the article. Much of this YAML is none (titles with colons stand without quotes), so it is read line by line.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, NamedTuple

from cleaner.lines import LINE_END
from cleaner.reading.decoding import without_surrogates

_KEYS = {
    "title": ("title", "headline"),
    "authors": ("author", "authors", "byline", "creator", "writer"),
    "published": (
        "date", "published", "publisheddate", "publishedtime", "publishedat", "publishedon", "publishdate", "publishtime",
        "publicationdate", "pubdate", "datepublished",
    ),
    "modified": (
        "modified", "modifieddate", "modifiedtime", "modifiedat", "datemodified", "lastmod", "lastmodified", "lastmodifiedat",
        "lastupdated", "updated", "updatedat",
    ),
    "summary": ("description", "summary", "excerpt", "abstract", "standfirst"),
    "canonical_url": ("url", "link", "source", "sourceurl", "urlsource", "originalurl", "pageurl", "canonical", "canonicalurl"),
    "site_name": ("site", "sitename", "publisher", "publication", "newspaper", "outlet", "website"),
    "section": ("section", "category", "categories"),
    "tags": ("tags", "keywords"),
}  # fmt: skip  # a table
"""The fields, and the keys that give them, in small letters and without what parts their words."""
_FIELD = {name: field for field, names in _KEYS.items() for name in names}
_PASSED = frozenset({"hostname", "id", "lang", "language", "license", "numberofpages", "warning", "words", "wordcount"})
"""Keys that stand among those in a head without fences, and give nothing."""
_BEHIND = frozenset({"article", "body", "content", "fulltext", "maintext", "markdowncontent", "text"})
"""The key that a head without fences may end with: its value is the text."""
_NAMES_A_PAGE = frozenset({"title", "canonical_url"})
"""One of these stands in any head without fences: a recipe has a source and a date, too."""
_LISTS = frozenset({"authors", "section", "tags"})
_MOST_LINES = 200
_LONGEST = 2000
"""Characters of a line. Summaries run to a few hundred."""
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
"""What opens front matter, and what closes it: of YAML (its marks of a document's begin and end), of TOML."""
_RULE = re.compile(r"[-=_*~]{3,}")
_KEY = re.compile(r"(?P<quote>[\"']?)(?P<key>[A-Za-z_][\w .@/-]{0,60}?)(?P=quote)[ \t]*:(?:[ \t]+(?P<value>.*))?")
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+(?P<value>.*))?")
_INSIDE = re.compile(r"(?P<key>[A-Za-z_][\w-]{0,40}):(?:[ \t]+(?P<value>.*))?")
"""A key of a mapping in a list or below a key."""
_BLOCK = re.compile(r"[|>][-+\d]{0,2}")
"""What stands for a text on the lines below."""
_SCALARS = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'|[^,\[\]]+')
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_NOTHING = frozenset({"", "~", "null", "none", "nan", "undefined"})
_BETWEEN_WORDS = re.compile(r"[ _-]+")


class Front(NamedTuple):
    """Where the front matter of a text begins and ends, and what it says, by field: values with line feeds between."""

    start: int
    end: int
    meta: Mapping[str, str]


class _Row(NamedTuple):
    """A line that is not blank, and where it stands: ``text[start:end]`` is all of it but its terminator."""

    start: int
    end: int
    text: str


def read_front(text: str) -> Front | None:
    """The front matter of a text, if it begins with any. Looks at 200 lines at the most."""
    rows = islice(_rows(text), _MOST_LINES)
    first = next(rows, None)
    if first is None:
        return None
    closing = _FENCES.get(first.text)
    if closing is None:
        return _head(chain([first], rows))
    inside: list[_Row] = []
    for row in rows:
        if row.text in closing:
            values = _yaml(inside) if first.text == "---" else _toml(text[first.end : row.start])
            known = any(_name(key) in _FIELD for key, _ in values or ())
            return Front(first.start, row.end, _said(values)) if values and known else None
        inside.append(row)
    return None


def _rows(text: str) -> Iterator[_Row]:
    """The lines that are not blank, up to one that is too long."""
    at = 0
    while at < len(text):
        found = LINE_END.search(text, at)
        end = found.start() if found else len(text)
        if end - at > _LONGEST:
            return
        line = text[at:end].rstrip()
        if line:
            yield _Row(at, end, line)
        at = found.end() if found else len(text)


def _head(rows: Iterable[_Row]) -> Front | None:
    """A head without fences: lines of known keys, of a page's title or address and of something else.

    It ends above the first line without one, and with a key whose value is the text, or a rule.
    """
    values: list[tuple[str, list[str]]] = []
    start, end = 0, 0
    for row in rows:
        found = _KEY.fullmatch(row.text)
        name = _name(found["key"]) if found else ""
        start = start if values else row.start
        if found and name in _BEHIND:
            end = row.start + found.start("value") if found["value"] else row.end
            break
        if found and (name in _FIELD or name in _PASSED):
            values.append((name, _scalars(found["value"] or "", name)))
        else:
            end = row.end if _RULE.fullmatch(row.text) else end
            break
        end = row.end
    meta = _said(values)
    return Front(start, end, meta) if len(meta) > 1 and not _NAMES_A_PAGE.isdisjoint(meta) else None


def _yaml(rows: Iterable[_Row]) -> list[tuple[str, list[str]]] | None:
    """The keys at the left and their values; ``None`` where a line is no part of a mapping."""
    values: list[tuple[str, list[str]]] = []
    for row in rows:
        line = row.text
        found = _KEY.fullmatch(line)
        if line.lstrip().startswith("#"):
            continue
        if found:
            value = (found["value"] or "").strip()
            values.append((found["key"], [] if _BLOCK.fullmatch(value) else _scalars(value, _name(found["key"]))))
        elif not values:
            return None
        elif item := _ITEM.fullmatch(line):
            value = item["value"] or ""
            inside = _INSIDE.fullmatch(value)
            if inside is None or inside["key"] == "name":
                values[-1][1].extend(_scalars(inside["value"] or "" if inside else value, ""))
        elif line[0] in " \t":
            _go_on(values[-1][1], line.strip())
        else:
            return None
    return values


def _go_on(found: list[str], text: str) -> None:
    """A line below a key: its value goes on, or it is a mapping, of which the name alone counts."""
    inside = _INSIDE.fullmatch(text)
    if inside is None and found:
        found += _scalars(f"{found.pop()} {text}", "")  # only now is a list in brackets or a text in quotes whole
    elif inside is None or inside["key"] == "name":
        found.extend(_scalars(inside["value"] or "" if inside else text, ""))


def _toml(text: str) -> list[tuple[str, list[str]]] | None:
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    return [
        (key, [str(item) for item in (value if isinstance(value, list) else [value]) if not isinstance(item, dict | list)])
        for key, value in data.items()
    ]


def _scalars(value: str, name: str) -> list[str]:
    """What a value holds: one text, or the items of a list in brackets; of what is none of these nothing."""
    value = _WIKI_LINK.sub(r"\1", value.strip())
    several = value.startswith("[") and value.endswith("]") and name not in ("title", "headline")
    items = _SCALARS.findall(value[1:-1]) if several else [value]
    return [text for item in items if (text := _unquoted(item.strip())).casefold() not in _NOTHING]


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == "'":
        value = value[1:-1].replace("''", "'")
    elif len(value) > 1 and value[0] == value[-1] == '"':
        try:
            value = without_surrogates(str(json.loads(value)))  # its escapes are most of YAML's
        except ValueError:
            value = value[1:-1]
    return _WIKI_LINK.sub(r"\1", value).strip()


def _name(key: str) -> str:
    return _BETWEEN_WORDS.sub("", key).casefold()


def _said(values: Iterable[tuple[str, list[str]]]) -> dict[str, str]:
    """The fields that the values give, the first of each; a source that is no address is the site's name."""
    found: dict[str, str] = {}
    for key, items in values:
        field = _FIELD.get(_name(key))
        if field == "canonical_url" and items and not items[0].lower().startswith(("http://", "https://")):
            field = "site_name" if _name(key) == "source" else None
        if field and items:
            found.setdefault(field, "\n".join(items if field in _LISTS else items[:1]))
    return found
