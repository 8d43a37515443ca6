"""The one entrance: raw input to `Document`."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import NamedTuple

from cleaner.errors import UnreadableInput
from cleaner.lines import split_lines
from cleaner.model import Document, Source
from cleaner.reading.decoding import Decoded, codec_of, decode, without_surrogates
from cleaner.reading.markup import Markup, markup_in
from cleaner.reading.messages import Message, message_in
from cleaner.reading.seeing import see
from cleaner.reading.structure import refuse_data, table_warnings

_MARK, _LOST = "\ufeff", "\ufffd"
_TEXTS = ("text/plain", "text/markdown")
_MARKED = re.compile(r"<[A-Za-z!/?]|&(?:#|[A-Za-z]+;)")
"""A tag, a comment, a declaration or a character reference: one of them stands in all markup."""
MARKUP_SUFFIXES = (".html", ".htm", ".xhtml")
"""What the names of web pages end in."""


def media_type_of(suffix: str) -> str | None:
    """What the suffix of a file's name says that it is, for `read`; ``None`` where its content is to tell."""
    return "text/html" if suffix.lower() in MARKUP_SUFFIXES else None


def read(
    source: str | bytes,
    *,
    id: str,
    media_type: str | None = None,
    url: str | None = None,
    path: str | None = None,
    encoding: str | None = None,
) -> Document:
    """Make a `Document` of raw input.

    ``media_type`` may name ``text/plain`` (or ``text/markdown``, which is looked for in all plain text) or ``text/html``, and a
    charset; without it markup is recognised by itself, and what is data and no text is refused. Of a message in MIME format
    (mail, a page saved in one file) the part that people see is read, unless the caller calls it plain text.
    ``encoding`` says how to decode bytes, whatever they declare; it does not concern text.

    Raises:
        UnreadableInput: no text can be made of it (see its ``kind``).
        ValueError: there is no such encoding.
    """
    raw = _opened(source, media_type, encoding)
    decoded, message, warnings = raw.decoded, raw.message, raw.warnings
    text, reader, kind = decoded.text, "text", "text/html" if raw.is_page else "text/plain"
    if message:
        url = url or message.url
    if raw.is_page:
        from cleaner.reading.html import read_html, reader_name  # text never needs a parser

        text, lines, page, said = read_html(text, raw.encoded)
        reader, warnings = reader_name(), (*warnings, *said)
        if message:
            page = replace(page, meta={**message.about, **page.meta})
    else:
        lines, page = split_lines(text), None
        if not raw.media_type:
            warnings += table_warnings(text)
    # What the caller calls it is written down, too, and a surrogate can be written nowhere.
    names = (path and without_surrogates(path), url and without_surrogates(url))
    reader = f"MIME, {reader}" if message else reader
    origin = Source(_digest(raw.given), kind, decoded.encoding, decoded.found, reader, *names, decoded.bom)
    empty = () if any(not line.text.isspace() and line.text for line in lines) else ("empty: there is no text in it",)
    seen = see(text, lines) if page is None else None
    told = (*warnings, *_nul(text), *empty)
    mail = message.about if message and page is None else {}
    return Document(without_surrogates(id), text, lines, origin, warnings=told, page=page, seen=seen, mail=mail)


def read_text(source: str | bytes, *, media_type: str | None = None, encoding: str | None = None) -> str:
    """The text that `read` would make a document of, without a look at its lines: for texts that hold very many.

    Raises:
        UnreadableInput: there is none, or it is markup (``structured``).
        ValueError: there is no such encoding.
    """
    raw = _opened(source, media_type, encoding)
    if raw.is_page:
        raise UnreadableInput("structured", "this is a web page, and no text that holds articles; clean it as it is")
    return raw.decoded.text


class _Opened(NamedTuple):
    """Raw input, decoded.

    Attributes:
        given: what was given, of a text without lone surrogates.
        message: the message that it is, if it is one.
        media_type: what the caller or the message says of it.
        encoded: the same text in UTF-8, where it came so.
        is_page: whether it is markup.
    """

    given: str | bytes
    message: Message | None
    media_type: str | None
    decoded: Decoded
    encoded: bytes | None
    is_page: bool
    warnings: tuple[str, ...]


def _opened(source: str | bytes, media_type: str | None, encoding: str | None) -> _Opened:
    codec = None if encoding is None else codec_of(encoding)
    given, mended = _without_surrogates(source)
    message = None if _name(media_type) in _TEXTS else message_in(given)
    if message:
        media_type = message.media_type
    decoded, encoded = _decoded(message.content if message else given, media_type, codec)
    if message and message.head:
        decoded, encoded = decoded._replace(text=message.head + decoded.text), None
    found = _markup(decoded.text, media_type)
    # An empty file is an empty text, whatever it is called. A page of which nothing is seen has markup.
    is_page = found.sure and bool(decoded.text) and not decoded.text.isspace()
    if not (is_page or media_type):
        refuse_data(decoded.text)
    warnings = (*mended, *decoded.warnings, *(() if is_page else found.warnings))
    return _Opened(given, message, media_type, decoded, encoded, is_page, warnings)


def _without_surrogates(source: str | bytes) -> tuple[str | bytes, tuple[str, ...]]:
    """The source, of a text without lone surrogates, and what is to be told of those."""
    if isinstance(source, bytes):
        return source, ()
    text = without_surrogates(source)
    lost = text is not source and text.count(_LOST) > source.count(_LOST)
    return text, ("lone surrogates became U+FFFD",) if lost else ()


def _decoded(source: str | bytes, media_type: str | None, codec: str | None) -> tuple[Decoded, bytes | None]:
    """The text, and the same in UTF-8 if it came so."""
    if isinstance(source, str):
        # A file that was opened as UTF-8 begins with its mark.
        return Decoded(source.removeprefix(_MARK), "utf-8", "str", source.startswith(_MARK), ()), None
    decoded = decode(source, media_type, codec)
    return decoded, source if decoded.found == "utf-8" and not decoded.warnings else None


def _digest(source: str | bytes) -> str:
    return hashlib.sha256(source.encode() if isinstance(source, str) else source).hexdigest()


def _nul(text: str) -> tuple[str, ...]:
    return ("NUL characters in the text are kept as they are",) if "\0" in text else ()


def _name(media_type: str | None) -> str:
    """A media type without its parameters; empty where none is given."""
    return (media_type or "").split(";")[0].strip().lower()


def _markup(text: str, given: str | None) -> Markup:
    """Whether it is markup: what the caller says, or what the text looks like.

    A text without a single sign of markup is none, whatever it is called: its lines would become one.
    """
    name = _name(given)
    if name in ("text/html", "application/xhtml+xml"):
        return Markup(_MARKED.search(text) is not None, 0)
    if name in _TEXTS:
        return Markup(False, 0)
    if name:
        raise UnreadableInput("unreadable", f"media type {name!r} is not supported; use text/plain, text/markdown or text/html")
    return markup_in(text)
