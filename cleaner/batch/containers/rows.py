"""A row of a container: its text or page, and what its neighbours in the row say about it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from cleaner.batch.containers.streams import Reader
from cleaner.corpus import content_of, find, key_names, lacking, passed_through
from cleaner.errors import UnreadableInput, too_large
from cleaner.reading import refuse_nul, without_surrogates

UTF_8, UTF_8_MARK = "utf-8", b"\xef\xbb\xbf"
_DAMAGED = re.compile("[\udc80-\udcff]")
MAX_ID = 1024
"""Characters. An id is a name; a longer one is a page in the wrong column."""
_NAMED = 20
"""Columns that a message names."""


class Row(NamedTuple):
    """One document of a container.

    Attributes:
        number: the line, record or table row, from 1 on.
        data: its text or page; ``str`` where the container keeps text as text.
        media_type: as for `cleaner.clean`; ``None`` to recognise it.
        id, url, source: its own, where it has them.
        passed: what it holds of the columns that are passed through, by their names in the output, as JSON; else empty.
    """

    number: int
    data: str | bytes
    media_type: str | None = None
    id: str | None = None
    url: str | None = None
    source: str | None = None
    passed: str = ""


class Lost(NamedTuple):
    """A row, or all that is left of a container, which is no document.

    Attributes:
        number: as of `Row`; 0 for the container as a whole.
        status: ``failed`` or ``skipped``.
        kind, message: what is wrong and what to do.
        id: its own, where it is known.
    """

    number: int
    status: str
    kind: str
    message: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Keys:
    """Under which names a row keeps what; several are tried in turn, a dot leads into an inner object.

    Attributes:
        text: the text; wins over ``html`` if there is something in it.
        html: the page.
        id, url: its name and address.
        passed: what goes into the row of the output as it is: its name there, and the key.
    """

    text: tuple[str, ...] = ("text",)
    html: tuple[str, ...] = ("html",)
    id: tuple[str, ...] = ("id",)
    url: tuple[str, ...] = ("url", "metadata.url")
    passed: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def of(names: str) -> tuple[str, ...]:
        """The names of a comma-separated list; an empty list means that rows have no such thing.

        Raises:
            UsageError: one of the names is empty.
        """
        return key_names(names)

    def row(self, values: Mapping[str, Any], number: int, limit: int) -> Row:
        """The row with these values.

        Raises:
            UnreadableInput: ``bad_row``, ``no_text``, ``binary`` or ``too_large``; the message does not name the row.
        """
        name = self.name(values)
        found, is_page = content_of(values, self.text, self.html)
        if found is None:
            raise UnreadableInput("no_text", f"{lacking(values, (*self.text, *self.html))}; see --text-key and --html-key")
        if not isinstance(found, str | bytes):
            raise UnreadableInput("bad_row", f"its text is no text but {_kind(found)}; see --text-key and --html-key")
        size = len(found)
        if size > limit or (isinstance(found, str) and size * 4 > limit and _bytes(found) > limit):
            raise too_large(limit, "its text")
        if isinstance(found, str):  # bytes are looked at where they are decoded
            refuse_nul(found.count("\0"), size)
        url, source = _name(find(values, self.url)), _name(values.get("source"))
        return Row(
            number,
            found,
            "text/html" if is_page else None,
            name,
            url or None,
            source,
            self._passed(values, limit),
        )

    def _passed(self, values: Mapping[str, Any], limit: int) -> str:
        """What goes through, as JSON that every format can hold.

        Raises:
            UnreadableInput: ``bad_row`` for what JSON cannot say, ``too_large``.
        """
        found = passed_through(values, self.passed)
        told = json.dumps(found, ensure_ascii=False) if found else ""
        if _bytes(told) > limit:
            raise too_large(limit, "what is to pass through", "raise --max-bytes")
        return told

    def name(self, values: Mapping[str, Any]) -> str | None:
        """The row's own id.

        Raises:
            UnreadableInput: it is no name.
        """
        found = find(values, self.id)
        if found is None or found == "":
            return None
        if isinstance(found, int | float) and not isinstance(found, bool):
            found = str(found)  # whole numbers, too, are fractions in a column of pandas of which one is missing
        if not isinstance(found, str):
            raise UnreadableInput("bad_row", f"its id is neither text nor a number but {_kind(found)}; see --id-key")
        if len(found) > MAX_ID:
            raise UnreadableInput("bad_row", f"its id has more than {MAX_ID} characters; see --id-key")
        return without_surrogates(found)


def codec_of_lines(encoding: str | None, what: str) -> str:
    """The encoding, UTF-8 where none is given, if its lines end as those of ASCII do.

    Raises:
        UnreadableInput: ``undecodable``; ``what`` is in it cannot be told apart.
    """
    encoding = encoding or UTF_8
    if "\n".encode(encoding) != b"\n":
        raise UnreadableInput("undecodable", f"{what} in {encoding} are not read; convert the file to UTF-8")
    return encoding


def codec_past_mark(reader: Reader, encoding: str | None, what: str) -> str:
    """The encoding of a text that is read piece by piece, whose byte order mark, if there is one, is left behind and wins.

    Raises:
        UnreadableInput: ``undecodable``, as of `codec_of_lines`.
    """
    codec = codec_of_lines(encoding, what)
    if reader.peek(len(UTF_8_MARK)) != UTF_8_MARK:
        return codec
    reader.take(len(UTF_8_MARK))
    return UTF_8


def refuse_damaged(texts: Iterable[str], codec: str, what: str) -> None:
    """See that all bytes of these texts did fit the encoding: ``surrogateescape`` makes halves of signs of those that do not.

    Raises:
        UnreadableInput: ``bad_row``; ``what`` is to be saved otherwise.
    """
    if any(not text.isascii() and _DAMAGED.search(text) for text in texts):
        hint = f"save the {what} in UTF-8, or name its encoding with --encoding" if codec == UTF_8 else "see --encoding"
        raise UnreadableInput("bad_row", f"it is not {codec.upper()}; {hint}")


def no_column(have: Sequence[str], keys: Keys) -> UnreadableInput:
    """That none of the columns of a table holds texts or pages: ``no_text``."""
    wanted = " or ".join((*keys.text, *keys.html))
    message = f"no column is named {wanted} (columns: {', '.join(have[:_NAMED])}); see --text-key and --html-key"
    return UnreadableInput("no_text", message)


def _name(value: object) -> str | None:
    return without_surrogates(value) if isinstance(value, str) else None


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", errors="replace"))


_KINDS = {bool: "a truth value", int: "a number", float: "a number", list: "a list", dict: "an object", type(None): "null"}


def _kind(value: object) -> str:
    return _KINDS.get(type(value), f"of type {type(value).__name__}")


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are listed and read.

    Attributes:
        keys: under which names rows keep what.
        max_bytes: a larger file or row fails.
        follow: take links to files that a walk comes across, too.
        suffix_ids: give rows with the id of an earlier row a number, instead of refusing them.
        stdin: what the name of the standard input would end in, were it a file of rows (``.jsonl``); empty: it is one document.
        encoding: that of JSON lines, tables of text and feeds, where the caller knows it. By the standard of the first they are
            in UTF-8; the last may say.
    """

    keys: Keys = Keys()
    max_bytes: int = 20_000_000
    follow: bool = False
    suffix_ids: bool = False
    stdin: str = ""
    encoding: str | None = None


def row_or_lost(values: Callable[[], Mapping[str, Any]], number: int, place: str, reading: Reading) -> Row | Lost:
    """The row that ``values`` reads, or what is wrong with it.

    Args:
        values: gives what the row holds, or raises `UnreadableInput`.
        number: the row's.
        place: where it stands, as people are told.
        reading: how it is read.
    """
    name = None
    try:
        found = values()
        name = reading.keys.name(found)
        return reading.keys.row(found, number, reading.max_bytes)
    except UnreadableInput as error:
        return Lost(number, "failed", error.kind, f"{place}: {error}", name)
