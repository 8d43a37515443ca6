"""What a program wrote above a text about it: front matter, between fences or as a head of keys and values.

Note takers, site generators and extractors (trafilatura's ``--with-metadata``) set YAML between ``---``, or TOML between
``+++``; readers for language models and scrapers of one's own set ``Title: …`` and ``URL: …`` on lines of their own, and so do
programs that keep articles for later (Readwise, Notion, Obsidian, Zotero), below the title and as items of a list or with their
keys in bold. None of it is text of the article. Much of this YAML is none (titles with colons stand without quotes), so it is
read line by line.
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
    "title": ("title", "fulltitle", "headline", "ogtitle", "titel", "titre", "título", "titolo"),
    "authors": (
        "author", "authors", "byline", "creator", "writer", "autor", "autorin", "autoren", "auteur", "auteurs", "autora",
        "autores", "autore", "autori",
    ),
    "published": (
        "date", "published", "publisheddate", "publishedtime", "publishedat", "publishedon", "publishdate", "publishtime",
        "publicationdate", "pubdate", "datepublished", "datum", "veröffentlicht", "publié", "publiéle", "publicado",
        "pubblicato",
    ),
    "modified": (
        "modified", "modifieddate", "modifiedtime", "modifiedat", "datemodified", "lastmod", "lastmodified", "lastmodifiedat",
        "lastupdated", "updated", "updatedat",
    ),
    "summary": ("description", "summary", "excerpt", "abstract", "standfirst"),
    "canonical_url": (
        "url", "link", "source", "sourceurl", "urlsource", "originalurl", "pageurl", "canonical", "canonicalurl", "articleurl",
        "clippedfrom", "permalink", "quelle", "fuente", "fonte",
    ),
    "site_name": ("site", "sitename", "publisher", "publication", "newspaper", "outlet", "website"),
    "section": ("section", "category", "categories"),
    "tags": ("tags", "keywords", "documenttags", "schlagwörter", "étiquettes", "motsclés", "etiquetas", "etichette"),
}  # fmt: skip  # a table
"""The fields, and the keys that give them, in small letters and without what parts their words."""
_FIELD = {name: field for field, names in _KEYS.items() for name in names}
_SOURCES = frozenset({"source", "quelle", "fuente", "fonte"})
"""Keys whose value is an address or the site's name."""
_PASSED = frozenset({
    "accessdate", "accessed", "citationkey", "clipped", "created", "createdat", "createdon", "createdtime", "creado", "creato",
    "créé", "dateadded", "datesaved", "documentnote", "domain", "erstellt", "format", "hostname", "id", "image", "itemtype",
    "lang", "language", "librarycatalog", "license", "numberofpages", "pages", "readingtime", "saved", "savedat", "savedon",
    "score", "shorttitle", "status", "statuscode", "topimage", "typ", "type", "warning", "words", "wordcount",
})  # fmt: skip  # a table
"""Keys that stand among those in a head without fences, and give nothing: much of it is of the copy, as when it was made."""
_BEHIND = frozenset({
    "article", "articletext", "body", "content", "fulldocument", "fulltext", "maintext", "markdowncontent", "text",
})  # fmt: skip  # a table
"""The key, or heading, that a head without fences may end with: what follows is the text."""
_NAMES_A_PAGE = frozenset({"title", "canonical_url"})
"""One of these stands in any head without fences: a recipe has a source and a date, too."""
_LISTS = frozenset({"authors", "section", "tags"})
_MOST_LINES = 200
_LONGEST = 2000
"""Characters of a line. Summaries run to a few hundred."""
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
"""What opens front matter, and what closes it: of YAML (its marks of a document's begin and end), of TOML."""
_RULE = re.compile(r"[-=_*~]{3,}")
_KEY = re.compile(r"(?P<quote>[\"']?)(?P<key>[A-Za-z_][\w .@/:-]{0,60}?)(?P=quote)[ \t]*:(?:[ \t]+(?P<value>.*))?")
_ENTRY = re.compile(
    r"(?:>[ \t]?)*(?:[-*+•][ \t]+)?(?P<stress>\*\*|__|)(?P<key>[^\W\d][\w .’'/-]{0,60}?)"
    r"(?:[ \t]*::?(?P=stress)|(?P=stress)[ \t]*::?)(?:[ \t]+(?P<value>.*))?"
)
"""A key and its value in a head without fences: as they are, in a list, in a quotation, in bold, with two colons."""
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<text>\S.*?)(?:[ \t]+#+)?")
_DECORATION = re.compile(r"!\[[^\]]*\]\([^)]*\)|#{2,6}[ \t]+Metadata|>[ \t]?\[!\w+\].{0,40}")
"""What stands between the title and the keys: a picture, the heading of the keys, the head of a box that they stand in."""
_UNMARKED_TITLE = re.compile(r"(?:[-*+•][ \t]+)?(?P<text>\S.{2,300}[^\s.:;,…])")
"""A line that may be a title without being marked as one: no sentence, and none that introduces the next."""
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+(?P<value>.*))?")
_INSIDE = re.compile(r"(?P<key>[A-Za-z_][\w-]{0,40}):(?:[ \t]+(?P<value>.*))?")
"""A key of a mapping in a list or below a key."""
_BLOCK = re.compile(r"[|>][-+\d]{0,2}")
"""What stands for a text on the lines below."""
_SCALARS = re.compile(r'\s*(?:"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\')(?=\s*(?:[,\]]|$))|[^,\[\]]+')
"""The items of a list in brackets; in quotes they may hold commas."""
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_LINK = re.compile(r"\[(?P<text>[^\[\]]*)\]\(<?(?P<address>[^\s()<>]+)>?\)|<(?P<address_alone>https?://[^\s<>]+)>")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}")
"""What Readwise gives as the author where it knows none."""
_HASHES = re.compile(r"#[^\s#,]+(?:[ ,]+#[^\s#,]+)*")
"""Tags as note takers write them."""
_NOTHING = frozenset({"", "~", "null", "none", "nan", "undefined", "#articles"})
"""Values that say nothing; ``#articles`` is the kind of all that Readwise exports."""
_BETWEEN_WORDS = re.compile(r"[ :_-]+")


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
    """The front matter of a text, if it begins with any: also a head below another, and the title where it stands once more.

    Looks at 200 lines of each at the most.
    """
    found = _front(text, 0)
    while found:
        more = _front(text, found.end) or _title_again(text, found)
        if more is None:
            break
        found = Front(found.start, more.end, {**more.meta, **found.meta})
    return found


def _front(text: str, at: int) -> Front | None:
    """The front matter that a text has from an offset on, but for blank lines above it."""
    rows = islice(_rows(text, at), _MOST_LINES)
    first = next(rows, None)
    if first is None:
        return None
    closing = _FENCES.get(first.text)
    return _fenced(text, first, closing, rows) if closing else _head(first, rows)


def _fenced(text: str, first: _Row, closing: Iterable[str], rows: Iterable[_Row]) -> Front | None:
    """Front matter between fences: there is none where one is not closed, and where no key is known."""
    inside: list[_Row] = []
    for row in rows:
        if row.text in closing:
            values = _yaml(inside) if first.text == "---" else _toml(text[first.end : row.start])
            known = any(_name(key) in _FIELD for key, _ in values or ())
            return Front(first.start, row.end, _said(values)) if values and known else None
        inside.append(row)
    return None


def _title_again(text: str, front: Front) -> Front | None:
    """The line below front matter that says its title again, with the rule under it."""
    rows = _rows(text, front.end)
    row = next(rows, None)
    title = front.meta.get("title")
    if row is None or title is None or (_title(row) or "").casefold() != title.casefold():
        return None
    ruled = next(rows, None)
    return Front(row.start, ruled.end if ruled and _RULE.fullmatch(ruled.text) else row.end, {})


def _rows(text: str, at: int = 0) -> Iterator[_Row]:
    """The lines that are not blank, from an offset up to one that is too long."""
    while at < len(text):
        found = LINE_END.search(text, at)
        end = found.start() if found else len(text)
        if end - at > _LONGEST:
            return
        line = text[at:end].rstrip()
        if line:
            yield _Row(at, end, line)
        at = found.end() if found else len(text)


def _head(first: _Row, rows: Iterable[_Row]) -> Front | None:
    """A head without fences: lines of known keys, of a page's title or address and of something else.

    It ends above the first line without one, and with a key or heading of the text, or a rule. It may begin with the title on
    a line of its own; then the address is among the keys.
    """
    above = None if _entry(first) else _title(first)
    if above is None:
        rows = chain([first], rows)
    values: list[tuple[str, list[str]]] = []
    end, ruled_off = 0, False
    for row in rows:
        name, value, at = _entry(row) or ("", "", 0)
        if name in _BEHIND:
            end = at if value else row.end
            break
        if above and not values and _DECORATION.fullmatch(row.text):
            continue
        if ruled_off or not (name or _RULE.fullmatch(row.text)):
            break
        end, ruled_off = row.end, not name
        if name:
            values.append((name, _scalars(_unlinked(value, name), name)))
    found = _said(values)
    meta = {"title": above, **found} if above else found
    named = "canonical_url" in meta if above else not _NAMES_A_PAGE.isdisjoint(meta)
    return Front(first.start, end, meta) if len(meta) > 1 and named else None


def _entry(row: _Row) -> tuple[str, str, int] | None:
    """The known key of a line, its value, and where in the text that begins; a heading of the text is a key, too."""
    heading = _HEADING.fullmatch(row.text)
    if heading:
        name = _name(heading["text"])
        return (name, "", row.end) if name in _BEHIND else None
    found = _ENTRY.fullmatch(row.text)
    name = _name(found["key"]) if found else ""
    if found is None or not (name in _FIELD or name in _PASSED or name in _BEHIND):
        return None
    return name, found["value"] or "", row.start + found.start("value")


def _title(row: _Row) -> str | None:
    """The title that a line is, if it can be one."""
    found = _HEADING.fullmatch(row.text) or _UNMARKED_TITLE.fullmatch(row.text)
    return found["text"] if found else None


def _unlinked(value: str, name: str) -> str:
    """A value without links: of one that gives an address its address, of others the words."""
    of_address = _FIELD.get(name) == "canonical_url"
    return _LINK.sub(lambda link: (link["address_alone"] or link["address"]) if of_address else link["text"] or "", value)


def _yaml(rows: Iterable[_Row]) -> list[tuple[str, list[str]]] | None:
    """The keys at the left and their values; ``None`` where a line is no part of a mapping."""
    values: list[tuple[str, list[str]]] = []
    for row in rows:
        line = row.text
        if line.lstrip().startswith("#"):
            continue
        if found := _KEY.fullmatch(line):
            value = (found["value"] or "").strip()
            values.append((found["key"], [] if _BLOCK.fullmatch(value) else _scalars(value, _name(found["key"]))))
        elif not values:
            return None
        elif item := _ITEM.fullmatch(line):
            values[-1][1].extend(_inner(item["value"] or ""))
        elif line[0] in " \t":
            _go_on(values[-1][1], line.strip())
        else:
            return None
    return values


def _go_on(found: list[str], text: str) -> None:
    """A line below a key: its value goes on, or it is a mapping, of which the name alone counts."""
    if found and not _INSIDE.fullmatch(text):
        found += _scalars(f"{found.pop()} {text}", "")  # only now is a list in brackets or a text in quotes whole
    else:
        found += _inner(text)


def _inner(text: str) -> list[str]:
    """What an item of a list or a line below a key gives; of a mapping the name alone."""
    inside = _INSIDE.fullmatch(text)
    if inside is None:
        return _scalars(text, "")
    return _scalars(inside["value"] or "", "") if inside["key"] == "name" else []


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
    if _FIELD.get(name) == "tags" and _HASHES.fullmatch(value):
        items = value.replace("#", " ").replace(",", " ").split()
    elif value.startswith("[") and value.endswith("]") and _FIELD.get(name) != "title":
        items = _SCALARS.findall(value[1:-1])
    else:
        items = [value]
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
            field = "site_name" if _name(key) in _SOURCES else None
        given = [item for item in items if field != "authors" or not _HOST.fullmatch(item)]
        if field and given:
            found.setdefault(field, "\n".join(given if field in _LISTS else given[:1]))
    return found
