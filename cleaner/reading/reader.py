"""The one entrance: raw input to `Document`."""

from __future__ import annotations

import hashlib

from cleaner.errors import UnreadableInput
from cleaner.lines import split_lines
from cleaner.model import Document, Source
from cleaner.reading.decoding import Decoded, codec_of, decode, without_surrogates
from cleaner.reading.markup import Markup, markup_in
from cleaner.reading.seeing import see
from cleaner.reading.structure import refuse_data, table_warnings

_MARK = "\ufeff"


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
    charset; without it markup is recognised by itself, and what is data and no text is refused.
    ``encoding`` says how to decode bytes, whatever they declare; it does not concern text.

    Raises:
        UnreadableInput: no text can be made of it (see its ``kind``).
        ValueError: there is no such encoding.
    """
    codec = None if encoding is None else codec_of(encoding)
    encoded = None  # the text in UTF-8, if it came so
    if isinstance(source, str):
        text = without_surrogates(source)
        mended = ("lone surrogates became U+FFFD",) if text.count("\ufffd") > source.count("\ufffd") else ()
        # A file that was opened as UTF-8 begins with its mark.
        decoded = Decoded(text.removeprefix(_MARK), "utf-8", "str", text.startswith(_MARK), mended)
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    else:
        decoded = decode(source, media_type, codec)
        digest = hashlib.sha256(source).hexdigest()
        if isinstance(source, bytes) and decoded.found == "utf-8" and not decoded.warnings:
            encoded = source
    text, reader = decoded.text, "text"
    warnings: tuple[str, ...] = decoded.warnings
    found = _markup(text, media_type)
    kind = "text/html" if found.sure else "text/plain"
    if found.sure:
        from cleaner.reading.html import read_html, reader_name  # text never needs a parser

        text, lines, page, said = read_html(text, encoded)
        reader, warnings = reader_name(), (*warnings, *said)
    else:
        lines, page = split_lines(text), None
        warnings += found.warnings
        if not media_type:
            refuse_data(text)
            warnings += table_warnings(text)
    # What the caller calls it is written down, too, and a surrogate can be written nowhere.
    names = (path and without_surrogates(path), url and without_surrogates(url))
    origin = Source(digest, kind, decoded.encoding, decoded.found, reader, *names, decoded.bom)
    empty = () if any(not line.text.isspace() and line.text for line in lines) else ("empty: there is no text in it",)
    seen = see(text, lines) if page is None else None
    return Document(
        without_surrogates(id), text, lines, origin, warnings=(*warnings, *_nul(text), *empty), page=page, seen=seen
    )


def _nul(text: str) -> tuple[str, ...]:
    return ("NUL characters in the text are kept as they are",) if "\0" in text else ()


def _markup(text: str, given: str | None) -> Markup:
    """Whether it is markup: what the caller says, or what the text looks like."""
    name = (given or "").split(";")[0].strip().lower()
    if name in ("text/html", "application/xhtml+xml"):
        return Markup(True, 0)
    if name in ("text/plain", "text/markdown"):
        return Markup(False, 0)
    if name:
        raise UnreadableInput("unreadable", f"media type {name!r} is not supported; use text/plain, text/markdown or text/html")
    return markup_in(text)
