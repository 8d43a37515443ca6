"""Tables as spreadsheets and data frames save them: values with commas, semicolons or tabs between (RFC 4180 and its kin)."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from cleaner.batch.containers.rows import Keys, Lost, Reading, Row, codec_past_mark, no_column, refuse_damaged, row_or_lost
from cleaner.batch.containers.streams import Reader
from cleaner.errors import UnreadableInput, too_large
from cleaner.visible import counted

_SEPARATORS = ",;\t|"
_NAMED_SEPARATOR = re.compile(rf'"?sep=([{_SEPARATORS}])"?\s*', re.IGNORECASE)
"""A line above the head that Excel reads, and those write who export for it where commas stand in numbers."""
_LINE_END = re.compile(rb"\n|\r(?!\n)")
"""The first one is what ends rows. Old spreadsheets write a carriage return alone, and line feeds within values."""
_LOOKED_AT = 65_536
"""Bytes, for the end of the head."""
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LONGEST_VALUE = 2**31 - 1
"""What the csv library takes at most; `Reading.max_bytes` bounds a row long before."""


def separated_rows(reader: Reader, reading: Reading) -> Iterator[Row | Lost]:
    """The rows below the names of the columns, in order and numbered from 1 on; a value in quotation marks may hold line ends.

    Raises:
        UnreadableInput: the rest cannot be unpacked or be told apart; every whole row before was given. ``no_text`` where no
            column is named as the keys say.
    """
    if reader.peek(2) in _UTF_16_MARKS:
        raise UnreadableInput("undecodable", "tables in UTF-16 are not read; save it as CSV in UTF-8")
    lines = _Lines(reader, reading)
    # For the whole process, and to one value for ever; what it guards against is bounded by `_Lines`.
    csv.field_size_limit(LONGEST_VALUE)
    try:
        first = next(lines, "")
        if named := _NAMED_SEPARATOR.fullmatch(first):
            first = next(lines, "")
        separator = named[1] if named else _separator(first, reading.keys)
        records = csv.reader(chain([first], lines), delimiter=separator, strict=True)
        names = next(records, [])
    except csv.Error as error:
        raise UnreadableInput("bad_row", f"the names of the columns cannot be read ({error}); write them anew") from error
    _refuse_head(names, reading.keys)
    number = 0
    while True:
        lines.begin()
        try:
            values = next(records, None)
        except csv.Error as error:
            number += 1
            values = _as_written(lines.taken, separator, len(names))
            if lines.at_end:  # the library asked for more: it was inside a value
                if not reader.error:
                    message = "it breaks off inside quotation marks; fetch the file again, or close them"
                    yield Lost(number, "failed", "truncated", f"row {number} ({lines.place}): {message}")
                break  # a part of a row: it goes with what is lost behind it
            if values is None:
                hint = "double the quotation marks within values"
                yield Lost(number, "failed", "bad_row", f"row {number} ({lines.place}): it cannot be read ({error}); {hint}")
                continue
        else:
            if values is None:
                break
            if not values:  # a blank line
                continue
            number += 1
        yield row_or_lost(partial(_named, names, values, lines.codec), number, f"row {number} ({lines.place})", reading)
    if reader.error:
        raise reader.error


class _Lines(Iterator[str]):
    """The lines of a file as text. Bytes that do not fit become halves of characters, so that only their row fails.

    Attributes:
        taken: the lines of the row so far.
        at_end: whether a line was asked for and none was left.
        codec: the encoding.
    """

    def __init__(self, reader: Reader, reading: Reading) -> None:
        self._reader, self._limit = reader, reading.max_bytes
        self.codec = codec_past_mark(reader, reading.encoding, "tables")
        ends = _LINE_END.search(reader.peek(_LOOKED_AT))
        self._end = ends.group() if ends else b"\n"
        self._begun, self._size = 1, 0
        self.taken: list[str] = []
        self.at_end = False

    @property
    def place(self) -> str:
        """Where the row stands, as it is told to people."""
        last = self._begun + len(self.taken) - 1
        return f"lines {self._begun} to {last}" if last > self._begun else f"line {self._begun}"

    def begin(self) -> None:
        """The next line is the first one of a row."""
        self._begun, self._size = self._begun + len(self.taken), 0
        self.taken = []

    def __next__(self) -> str:
        line = self._reader.until(self._end, self._limit - self._size)
        if line is None:
            what, remedy = f"the row that begins on line {self._begun}", "close its quotation marks, or raise --max-bytes"
            raise too_large(self._limit, what, remedy)
        if not line:
            self.at_end = True
            raise StopIteration
        self._size += len(line)
        self.taken.append(line.decode(self.codec, errors="surrogateescape"))
        return self.taken[-1]


def _separator(head: str, keys: Keys) -> str:
    """What stands between the names of the columns: that by which one of them is a key, or else by which they are most."""
    content = {*keys.text, *keys.html}

    def worth(separator: str) -> tuple[bool, int]:
        names = next(csv.reader([head], delimiter=separator), [])
        return not content.isdisjoint(names), len(names)

    return max(_SEPARATORS, key=worth)  # of equal ones the first


def _as_written(lines: Sequence[str], separator: str, columns: int) -> list[str] | None:
    """The values of a row in which quotation marks are words of a text, as people write them; `None` where that is in doubt.

    There is no doubt where the row is one line that its separators alone part into as many values as there are columns, and no
    value has half a quotation: none of the separators stands within one.
    """
    row = "".join(lines).rstrip("\r\n")
    pieces = row.split(separator)
    if len(pieces) != columns or any(piece.count('"') % 2 for piece in pieces) or not {"\r", "\n"}.isdisjoint(row):
        return None
    return [_unquoted(piece, separator) for piece in pieces]


def _unquoted(piece: str, separator: str) -> str:
    """A value without the quotation marks that say no more than that it is one."""
    try:
        return next(csv.reader([piece], delimiter=separator, strict=True), [""])[0]
    except csv.Error:
        return piece


def _refuse_head(names: Sequence[str], keys: Keys) -> None:
    if {*keys.text, *keys.html}.isdisjoint(names):
        raise no_column(names, keys)
    wanted = {*keys.text, *keys.html, *keys.id, *keys.url, *(key for _, key in keys.passed)}
    twice = [name for name, times in Counter(names).items() if times > 1 and name in wanted]
    if twice:
        raise UnreadableInput("bad_row", f"two columns are named {twice[0]}, and only one can be read; rename one of them")


def _named(names: Sequence[str], values: Sequence[str], codec: str) -> dict[str, str]:
    """The values of a row by the names of the columns.

    Raises:
        UnreadableInput: ``bad_row``.
    """
    if len(values) != len(names):
        what = f"it has {counted(len(values), 'value')}, and the head of the table names {len(names)}"
        raise UnreadableInput("bad_row", f"{what}; put values that hold the separator or line ends into quotation marks")
    refuse_damaged(values, codec, "table")
    return dict(zip(names, values, strict=True))
