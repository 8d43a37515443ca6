"""Files of many documents, read row by row and written row by row; no file is ever held whole.

A damaged file gives every row that is whole, then one that says what is lost.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from cleaner.batch.containers.rows import Keys, Lost, Reading, Row
from cleaner.batch.containers.streams import Packer, Reader, blocks, needed_for_zstd, unpacked
from cleaner.batch.containers.streams import packer as _packer
from cleaner.batch.kinds import packing, rows_format
from cleaner.errors import UnreadableInput

__all__ = [
    "Keys",
    "Lost",
    "Packer",
    "Reading",
    "Row",
    "needed_for_zstd",
    "needed_to_write",
    "packed_lines",
    "packer",
    "rows",
    "unpacked",
]


def rows(name: str, file: BinaryIO, reading: Reading) -> Iterator[Row | Lost]:
    """The rows of a container, in order; what is no document, and what is lost, as a `Lost`.

    Args:
        name: tells the format.
        file: open for reading; Parquet and zip also need to seek.
        reading: how rows are read.

    Raises:
        UsageError: a library is missing.
    """
    last, found = 0, False
    try:
        for row in _rows(name, file, reading):
            last, found = row.number, True
            yield row
    except UnreadableInput as error:
        yield _rest(last, error.kind, str(error))
    except OSError as error:
        yield _rest(last, "unreadable", f"it cannot be read ({error.strerror or error})")
    else:
        if not found:
            yield Lost(0, "skipped", "no_rows", "there are no documents in it")


def _rows(name: str, file: BinaryIO, reading: Reading) -> Iterator[Row | Lost]:
    kind = rows_format(name)
    if kind == "parquet":
        from cleaner.batch.containers.parquet import parquet_rows

        return parquet_rows(file, reading)
    if kind == "zip":
        from cleaner.batch.containers.zips import zip_rows

        return zip_rows(file, reading)
    reader = Reader(blocks(file, packed=bool(packing(name)), limit=reading.max_bytes))
    if kind == "warc":
        from cleaner.batch.containers.warc import warc_rows

        return warc_rows(reader, reading)
    if kind == "mbox":
        from cleaner.batch.containers.mailbox import mailbox_rows

        return mailbox_rows(reader, reading)
    if kind == "feed":
        from cleaner.batch.containers.feeds import feed_rows

        return feed_rows(reader, reading)
    if kind == "tar":
        from cleaner.batch.containers.tars import tar_rows

        return tar_rows(reader, reading, file.tell)
    if kind == "csv":
        from cleaner.batch.containers.separated import separated_rows

        return separated_rows(reader, reading)
    from cleaner.batch.containers.json_values import json_rows

    return json_rows(reader, reading)


def _rest(last: int, kind: str, message: str) -> Lost:
    if not last:
        return Lost(0, "failed", kind, message)
    return Lost(last + 1, "failed", kind, f"what follows #{last} is lost: {message}")


def packed_lines(name: str, file: BinaryIO) -> Iterator[bytes]:
    """The lines that were given to a `packer` for a file of this name, or lines that mean the same to it.

    Raises:
        UnreadableInput: the file is not as it was written.
        UsageError: a library is missing.
    """
    if rows_format(name) == "parquet":
        from cleaner.batch.containers.parquet import table_lines

        yield from table_lines(file)
        return
    reader = Reader(blocks(file, packed=bool(packing(name)), limit=sys.maxsize))
    if rows_format(name) == "csv":
        from cleaner.batch.containers.sheets import sheet_lines

        yield from sheet_lines(reader, name)
        return
    while line := reader.until(b"\n", sys.maxsize):
        yield line
    if reader.error:
        raise reader.error


def needed_to_write(name: str) -> None:
    """See that what `packer` needs for a file of this name is there.

    Raises:
        UsageError: a library is missing.
    """
    if rows_format(name) == "parquet":
        from cleaner.batch.containers.parquet import needed_for_parquet

        needed_for_parquet()
    elif packing(name) == ".zst":
        needed_for_zstd()


def packer(name: str, file: BinaryIO, passed: Sequence[str] = ()) -> Packer:
    """What writes rows to a file of this name: ``.parquet``, ``.csv``, or JSON lines, packed for ``.gz`` and ``.zst``.

    Args:
        name: tells the format.
        file: what is written to.
        passed: the columns of rows beside those that all have.

    Raises:
        UsageError: a library is missing.
    """
    if rows_format(name) == "parquet":
        from cleaner.batch.containers.parquet import ParquetPacker

        return ParquetPacker(file, passed)
    if rows_format(name) == "csv":
        from cleaner.batch.containers.sheets import SheetPacker

        return SheetPacker(_packer(name, file), name, passed)
    return _packer(name, file)
