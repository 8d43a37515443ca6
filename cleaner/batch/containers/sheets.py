"""Rows for people: CSV as spreadsheets open it, and as `separated` and data frames read it (RFC 4180)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from cleaner.batch.containers.rows import UTF_8, UTF_8_MARK
from cleaner.batch.containers.separated import LONGEST_VALUE
from cleaner.batch.containers.streams import Packer, Reader
from cleaner.batch.kinds import parts
from cleaner.corpus import SHEET

_FORMULA = re.compile(r"(?![+-]?\d+(\.\d+)?\Z)[=+@\t\r-]")
"""What a spreadsheet would take a value for that begins so, numbers aside."""
_TEXT = "'"
"""Before such a value, says that it is a text."""


class SheetPacker:
    """Flat rows of JSON to a table with the names of the columns at its top; the name tells commas (``.csv``) from tabs.

    It begins with a byte order mark, without which Excel takes UTF-8 for the code page of the machine. Values come from pages
    that nobody trusts, and a spreadsheet computes what begins like a formula, to the point of fetching addresses and starting
    programs: such a value gets an apostrophe before it, as OWASP has it. All other values stand as they are.
    """

    def __init__(self, through: Packer, name: str, passed: Sequence[str] = ()) -> None:
        self._through, self._names = through, (*SHEET, *passed)
        self._lines = io.StringIO(newline="")
        self._rows = csv.writer(self._lines, delimiter=_separator(name))
        self._head = UTF_8_MARK

    def write(self, lines: bytes) -> None:
        """Add the rows on these lines.

        Raises:
            OSError: they cannot be written.
        """
        self._begin()
        for line in filter(None, lines.split(b"\n")):
            row = json.loads(line)
            self._rows.writerow(map(_told, map(row.get, self._names)))
        self._hand_on()

    def finish(self) -> None:
        """Write the end; a table without rows has its head all the same.

        Raises:
            OSError: it cannot be written.
        """
        self._begin()
        self._hand_on()
        self._through.finish()

    def _begin(self) -> None:
        if self._head:
            self._through.write(self._head)
            self._head = b""
            self._rows.writerow(self._names)  # as the caller has named them

    def _hand_on(self) -> None:
        if told := self._lines.getvalue():
            self._through.write(told.encode("utf-8"))
            self._lines.seek(0)
            self._lines.truncate()


def sheet_lines(reader: Reader, name: str) -> Iterator[bytes]:
    """The rows of a table that `SheetPacker` has written, as it takes them: of all values what is written of them."""
    reader.take(len(UTF_8_MARK))
    csv.field_size_limit(LONGEST_VALUE)
    records = csv.reader(_lines(reader), delimiter=_separator(name))
    names = next(records, [])
    for values in records:
        yield json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False).encode() + b"\n"


def _lines(reader: Reader) -> Iterator[str]:
    while line := reader.until(b"\n", LONGEST_VALUE):
        yield line.decode(UTF_8)


def _separator(name: str) -> str:
    return "\t" if parts(name)[1] == ".tsv" else ","


def _told(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"{_TEXT}{text}" if _FORMULA.match(text) else text
