"""Feeds in XML (RSS 0.9 to 2.0, RDF, Atom), read as a stream: no item but the one that is read is held.

The standard library's expat tells elements from text. It loads nothing, and here it expands nothing: of entities only those of
HTML are known, and a file that declares any made of others is refused. Bytes and signs that XML does not allow, and that feeds
have nevertheless, are carried past it, to be dealt with as in any document.
"""

from __future__ import annotations

import codecs
import html
import re
from collections import ChainMap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from xml.parsers import expat

from cleaner.batch.containers.feed_items import OF_FEED, Item, html_or_text, item_row
from cleaner.batch.containers.rows import UTF_8, Lost, Reading, Row
from cleaner.batch.containers.streams import Reader
from cleaner.errors import UnreadableInput, too_large
from cleaner.reading import FEEDS, codec_by_start, refused_xml

_BLOCK = 1 << 16
_LOOKED_AT = 1 << 20
"""Bytes, for the encoding."""
_CARRIER = 0x10FE00
"""Where what XML does not allow stands, in an area of Unicode that is for private use and that no text is known to use."""
_CARRIED = {code: _CARRIER + code % 0x100 for code in (*range(9), 11, 12, *range(14, 32), *range(0xDC80, 0xDD00))}
"""Control characters, and the halves of signs that stand for bytes which are not UTF-8."""
_BACK = {to: code for code, to in _CARRIED.items()}
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\udc80-\udcff]")
_FROM_CARRIER = re.compile(f"[{chr(_CARRIER)}-{chr(_CARRIER + 0xFF)}]")
_BROKEN_BYTE = re.compile("[\udc80-\udcff]")
_DEEPEST = 500
"""Elements within one another. Pages have up to some hundred."""
_LONGEST_ENTITY = 64
"""Characters that a file may declare an entity for: a sign has one or two."""
_OF_OTHERS = re.compile(r"&[^#]")
_ELEMENT = 64
"""What an element that holds nothing counts, in characters: it takes memory nevertheless."""
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
"""Elements of HTML without an end."""
_NAMESPACES = {
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
}
"""What their elements are called by here, whatever their prefix in a file is; of RSS and Atom without any."""
_CHANNELS, _ITEMS = ("channel", "feed"), ("item", "entry")
_PUBLISHED = ("published", "pubDate", "issued", "dc:date", "dcterms:issued", "created", "dcterms:created")
_MODIFIED = ("updated", "modified", "dcterms:modified")
_FIELDS = frozenset({
    "title", "link", "language", "dc:language", "author", "dc:creator", "guid", "id", "feedburner:origLink", "content:encoded",
    "content", "xhtml:body", "description", "summary", "category", "dc:subject", *_PUBLISHED, *_MODIFIED,
})  # fmt: skip  # a list
_PAGES = ("html", "text/html", "xhtml", "application/xhtml+xml")
"""Types of content that are HTML (Atom)."""
_TEXTS = ("", "text", "text/plain")
_NAME = re.compile(r"<name>(.*?)</name>", re.DOTALL)
_MAIL_AND_NAME = re.compile(r"[^\s@]+@[^\s@(]+\s*\((.+)\)|([^<]*[^\s<])\s*<[^\s@<>]+@[^\s@<>]+>", re.DOTALL)
"""A person as RSS has it. What each part may hold ends before the next begins: so time stays linear."""
_CUT_SHORT = frozenset({
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
})  # fmt: skip  # a list


def feed_rows(reader: Reader, reading: Reading) -> Iterator[Row | Lost]:
    """The items of a feed, in order.

    Raises:
        UnreadableInput: it is no feed, breaks off, is not well-formed or cannot be unpacked; every whole item before was given.
    """
    codec, mark = codec_by_start(reader.peek(_LOOKED_AT), reading.encoding)
    reader.take(mark)
    # What is not UTF-8 may be all in another encoding: as bytes it is looked at like any document.
    errors = "surrogateescape" if codec == UTF_8 else "replace"
    decoder, parser = codecs.getincrementaldecoder(codec)(errors=errors), _Parser(reading.max_bytes)
    number, begun = 0, False
    while True:
        data = reader.take(max(_BLOCK, parser.waiting))
        if not data and reader.error:
            raise reader.error
        text = decoder.decode(data, final=not data)
        if not begun:  # what stands above an XML declaration makes it none
            bare = text.lstrip("\ufeff \t\r\n")
            parser.lines_above += text.count("\n", 0, len(text) - len(bare))
            text, begun = bare, bool(bare)
        if not begun and not data:
            return
        error = parser.add(text, last=not data)
        for found in parser.taken():
            number += 1
            place = f"item {number} (line {found.line})"
            if found.size > reading.max_bytes:
                lost = too_large(reading.max_bytes)
                yield Lost(number, "failed", lost.kind, f"{place}: {lost}")
                continue
            row = item_row(_item(found, parser.feed), number, place, reading)
            if isinstance(row, Row) and isinstance(row.data, str) and not row.data.isascii() and _BROKEN_BYTE.search(row.data):
                row = row._replace(data=row.data.encode(errors="surrogateescape"))
            yield row
        if error:
            raise error
        if not data:
            return


class _Value(NamedTuple):
    """What an element holds: text, or markup where it has elements; and its attributes."""

    text: str
    is_markup: bool
    attributes: dict[str, str]


@dataclass(slots=True)
class _Element:
    """A feed or an item, and what its own elements say.

    Attributes:
        depth: how many elements it stands in, itself included.
        line: that on which it begins.
        attributes: its own.
        size: characters of all that it holds; what is too large is not held.
        values: its elements, by name, in order.
    """

    depth: int = 0
    line: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    size: int = 0
    values: dict[str, list[_Value]] = field(default_factory=dict)

    def all(self, *names: str) -> list[str]:
        """The texts of all elements of these names."""
        return [value.text for name in names for value in self.values.get(name, ())]

    def first(self, *names: str) -> str:
        """The first text in the order of the names; empty if there is none."""
        return next((text.strip() for text in self.all(*names) if text.strip()), "")


class _Parser:
    """Elements as they come, put together to items.

    Attributes:
        feed: what is said of the feed so far.
        lines_above: lines of the file above what is given here.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parser = expat.ParserCreate(UTF_8)
        self._parser.buffer_text = True
        # As if there were a document type elsewhere: what it may declare is passed over then, instead of being an error.
        self._parser.UseForeignDTD(True)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._declared
        self._parser.DefaultHandler = self._unexpanded  # with it expat expands no entity in a text
        self._prefixes = ChainMap({prefix: prefix for prefix in _NAMESPACES.values()} | {"atom": ""})
        self._scopes: list[int] = []
        self._given = self._depth = 0
        self.lines_above = 0
        self.feed = _Element()
        self._stack: list[_Element] = []
        self._taken: list[_Element] = []
        self._open = ""
        self._attributes: dict[str, str] = {}
        self._parts: list[tuple[str, bool]] = []

    @property
    def waiting(self) -> int:
        """Bytes that were given and make no whole tag yet. As many more are worth another try: so time stays linear."""
        return max(0, self._given - max(0, self._parser.CurrentByteIndex))

    @property
    def _line(self) -> int:
        return self.lines_above + self._parser.CurrentLineNumber

    def add(self, text: str, *, last: bool) -> UnreadableInput | None:
        """Read on; what ends it, if something does."""
        data = (text.translate(_CARRIED) if _NOT_XML.search(text) else text).encode(errors="replace")
        self._given += len(data)
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            return _damage(error, self.lines_above + error.lineno)
        except UnreadableInput as error:
            return error
        if self.waiting > 2 * self._limit:
            return too_large(self._limit, f"a tag or comment on line {self._line}")
        return None

    def taken(self) -> list[_Element]:
        """The items that have ended since this was asked last."""
        taken, self._taken = self._taken, []
        return taken

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableInput("bomb", f"its elements stand in one another, more than {_DEEPEST} deep; no feed is like that")
        if self._open:
            self._add(_start_tag(tag, attributes), is_tag=True)
            return
        name = self._named(tag, attributes)
        if self._depth == 1 and name not in FEEDS:
            raise refused_xml(tag)
        inner = self._stack[-1] if self._stack else None
        if name in _CHANNELS and inner is None and not self.feed.depth:
            self.feed.depth = self._depth
            self._stack.append(self.feed)
            if self._grow(sum(map(len, attributes.values()))):
                self.feed.attributes = attributes
        elif name in _ITEMS and inner in (None, self.feed):
            self._stack.append(_Element(self._depth, self._line, attributes))
        elif inner and self._depth == inner.depth + 1 and name in _FIELDS:
            self._open, self._attributes = name, attributes
            self._grow(_ELEMENT + sum(map(len, attributes.values())))

    def _end(self, tag: str) -> None:
        if self._scopes and self._scopes[-1] == self._depth:
            self._scopes.pop()
            self._prefixes = self._prefixes.parents
        self._depth -= 1
        inner = self._stack[-1] if self._stack else None
        if inner and self._depth < inner.depth:
            self._stack.pop()
            if inner is not self.feed:
                self._taken.append(inner)
        elif inner and self._open and self._depth == inner.depth:
            if self._fits(inner):
                inner.values.setdefault(self._open, []).append(_value(self._parts, self._attributes))
            self._open, self._parts = "", []
        elif self._open and _local(tag) not in _VOID:
            self._add(f"</{_local(tag)}>", is_tag=True)

    def _text(self, text: str) -> None:
        if self._open:
            self._add(text, is_tag=False)

    def _unexpanded(self, found: str) -> None:
        """What no other handler takes: of that entities are text, and one that HTML does not know stays as it is written."""
        if found.startswith("&"):
            self._text(html.unescape(found))

    def _declared(self, name: str, is_parameter: int, value: str | None, *_: object) -> None:
        """See that no entity, which expat expands in attributes, is more than a sign."""
        if not is_parameter and value and (len(value) > _LONGEST_ENTITY or _OF_OTHERS.search(value)):
            what = f"it declares an entity, {name[:_LONGEST_ENTITY]}, that is no sign but a text"
            raise UnreadableInput("bomb", f"{what}; take the declaration out")

    def _add(self, text: str, *, is_tag: bool) -> None:
        if self._grow(len(text) + _ELEMENT * is_tag):
            self._parts.append((text, is_tag))

    def _grow(self, size: int) -> bool:
        """Whether so much more may be held of the innermost item or feed; of one that is too large nothing is."""
        inner = self._stack[-1]
        inner.size += size
        if self._fits(inner):
            return True
        self._parts.clear()
        if inner is not self.feed:
            inner.values.clear()
        return False

    def _fits(self, element: _Element) -> bool:
        """Whether what an item or the feed holds is no more than may be held of it."""
        return element.size <= (min(self._limit, OF_FEED) if element is self.feed else self._limit)

    def _named(self, tag: str, attributes: dict[str, str]) -> str:
        """What an element is called by here; the namespaces that it declares are known up to its end."""
        declared = {key[6:]: uri for key, uri in attributes.items() if key == "xmlns" or key.startswith("xmlns:")}
        if declared:
            self._scopes.append(self._depth)
            self._prefixes = self._prefixes.new_child(
                {prefix: _NAMESPACES.get(uri, prefix) for prefix, uri in declared.items()}
            )
        before, _, name = tag.rpartition(":")
        prefix = self._prefixes.get(before, before)
        return f"{prefix}:{name}" if prefix else name


def _damage(error: expat.ExpatError, line: int) -> UnreadableInput:
    place = f"line {line}, column {error.offset + 1}"
    if error.code in _CUT_SHORT:
        return UnreadableInput("truncated", f"it breaks off ({place}); fetch the file again")
    what = expat.ErrorString(error.code)
    return UnreadableInput("corrupt", f"it is not well-formed XML ({what}: {place}); fetch the file again, or mend it there")


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _start_tag(tag: str, attributes: dict[str, str]) -> str:
    """A tag of XHTML as HTML has it."""
    told = (f' {name}="{html.escape(value)}"' for name, value in attributes.items() if not name.startswith("xmlns"))
    return f"<{_local(tag)}{''.join(told)}>"


def _value(parts: Sequence[tuple[str, bool]], attributes: dict[str, str]) -> _Value:
    is_markup = any(is_tag for _, is_tag in parts)
    text = "".join(html.escape(text, quote=False) if is_markup and not is_tag else text for text, is_tag in parts)
    return _Value(text if text.isascii() else _FROM_CARRIER.sub(_carried_back, text), is_markup, attributes)


def _carried_back(found: re.Match[str]) -> str:
    return found[0].translate(_BACK)


def _item(found: _Element, feed: _Element) -> Item:
    """What the elements of an item say."""
    contents = list(_contents(found))
    text, is_page = contents[0] if contents else ("", False)
    own_id = found.first("guid", "id") or found.attributes.get("rdf:about", "").strip()
    named = any(value.attributes.get("isPermaLink") == "false" for value in found.values.get("guid", ()))
    return Item(
        text,
        is_page,
        {
            "title": [found.first("title")],
            "summary": [text for text, _ in contents[-1:] if len(contents) > 1],
            "authors": _authors(found) or _authors(feed),
            "published": [_day(found.first(*_PUBLISHED))],
            "modified": [_day(found.first(*_MODIFIED))],
            "tags": _tags(found),
            "site_name": [feed.first("title")],
        },
        own_id,
        found.first("feedburner:origLink") or _link(found) or (own_id if own_id.startswith("http") and not named else ""),
        found.attributes.get("xml:base") or feed.attributes.get("xml:base") or _link(feed),
        found.attributes.get("xml:lang") or feed.attributes.get("xml:lang") or feed.first("language", "dc:language"),
    )


def _contents(found: _Element) -> Iterator[tuple[str, bool]]:
    """The texts of an item, the whole one before summaries, and whether each is HTML; what is blank is none."""
    for name in ("content:encoded", "content", "xhtml:body", "description", "summary"):
        for value in found.values.get(name, ()):
            kind = value.attributes.get("type", "").strip().lower()
            if not value.text.strip() or (kind not in _PAGES and kind not in _TEXTS):
                continue
            if value.is_markup or kind in _PAGES or name == "content:encoded":
                yield value.text, True
            elif name in ("content", "summary") and value.attributes.get("mode") != "escaped":
                yield value.text, False
            else:
                yield html_or_text(value.text)


def _link(found: _Element) -> str:
    """Where an item or a feed stands as a page: the text of RSS's element, or the address in Atom's."""
    links = found.values.get("link", ())
    pages = (link.attributes.get("href", "") for link in links if link.attributes.get("rel", "alternate") == "alternate")
    return found.first("link") or next((page.strip() for page in pages if page.strip()), "")


def _authors(found: _Element) -> list[str]:
    names = found.all("dc:creator")
    for value in found.values.get("author", ()):
        if value.is_markup:
            names += map(html.unescape, _NAME.findall(value.text))
        else:
            mail = _MAIL_AND_NAME.fullmatch(value.text.strip())
            names.append((mail[1] or mail[2]) if mail else value.text)
    return [name for name in names if name.strip()]


def _tags(found: _Element) -> list[str]:
    values = found.values.get("category", ())
    named = [value.attributes.get("label") or value.attributes.get("term") or value.text for value in values]
    return [*named, *found.all("dc:subject")]


def _day(text: str) -> str:
    """A time in ISO 8601, where it is written as in mail (RSS 2.0); others are so already."""
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return text
