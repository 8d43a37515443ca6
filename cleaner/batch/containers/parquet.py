"""Parquet tables. The only file that imports pyarrow."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from cleaner.batch.containers.extras import needed
from cleaner.batch.containers.rows import Keys, Lost, Reading, Row, no_column
from cleaner.batch.containers.streams import MAX_RATIO
from cleaner.corpus import REMOVED, TABLE
from cleaner.errors import UnreadableInput

if TYPE_CHECKING:
    from types import ModuleType

_ROWS_AT_ONCE = 16
"""Rows in memory; each may be as large as a document may be."""
_GROUP_ROWS, _GROUP_CHARS = 1000, 32_000_000
"""A row group that is written ends at the first of these."""
_REMOVAL_CHARS = 150
"""What the account of a removal takes, roughly."""


def needed_for_parquet() -> tuple[ModuleType, ModuleType]:
    """pyarrow, and its part for Parquet.

    Raises:
        UsageError: it is not installed.
    """
    return needed("pyarrow", "io", "Parquet"), needed("pyarrow.parquet", "io", "Parquet")


def parquet_rows(file: BinaryIO, reading: Reading) -> Iterator[Row | Lost]:
    """The rows of a table, in order.

    Raises:
        UnreadableInput: ``corrupt``, ``bomb``, or ``no_text`` where no column is named as the keys say; what could be read
            before was given.
        UsageError: pyarrow is not installed.
    """
    arrow, parquet = needed_for_parquet()
    number = 0
    try:
        table = parquet.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
        names = _columns(table.schema_arrow, reading.keys)
        _refuse_bombs(table.metadata, names, reading.max_bytes)
        for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE, columns=names, use_threads=False):
            for at in range(batch.num_rows):
                number += 1
                yield _row(batch, at, number, reading)
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
        what = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise UnreadableInput("corrupt", f"the Parquet data cannot be read ({what}); fetch it again") from error


def _columns(table: Any, keys: Keys) -> list[str]:
    """The columns that hold what the keys name. Of those that are only led through, none is read that holds no objects.

    Tables of our own have a string ``metadata``, as large as all else together, and a key ``metadata.url`` is usual.
    """
    have = table.names
    passed = [key for _, key in keys.passed]
    wanted = {key for group in (keys.text, keys.html, keys.id, keys.url, ("source",), passed) for key in group}
    inner = {key.partition(".")[0] for key in wanted}
    names = [field.name for field in table if field.name in wanted or (field.name in inner and field.type.num_fields)]
    content = {*keys.text, *keys.html}
    if not any(name in content or any(key.startswith(f"{name}.") for key in content) for name in names):
        raise no_column(have, keys)
    return names


def _refuse_bombs(metadata: Any, names: list[str], limit: int) -> None:
    for group in range(metadata.num_row_groups):
        rows = metadata.row_group(group)
        for at in range(rows.num_columns):
            column = rows.column(at)
            path = column.path_in_schema  # dots lead inwards, and may as well stand in a name
            if not any(path == name or path.startswith(f"{name}.") for name in names):
                continue
            if column.total_uncompressed_size > max(limit, MAX_RATIO * column.total_compressed_size):
                message = f"a column unpacks to more than {MAX_RATIO} times its size; write it anew, if you trust it"
                raise UnreadableInput("bomb", message)


def _row(batch: Any, at: int, number: int, reading: Reading) -> Row | Lost:
    name = None
    try:
        values = {field: batch.column(index)[at].as_py() for index, field in enumerate(batch.schema.names)}
        name = reading.keys.name(values)
        return reading.keys.row(values, number, reading.max_bytes)
    except UnicodeDecodeError:
        return Lost(number, "failed", "bad_row", f"row {number}: it is not UTF-8; keep pages of other encodings as binary")
    except UnreadableInput as error:
        return Lost(number, "failed", error.kind, f"row {number}: {error}", name)


def table_lines(file: BinaryIO) -> Iterator[bytes]:
    """The rows of a table that `ParquetPacker` has written, as it takes them.

    Raises:
        UsageError: pyarrow is not installed.
    """
    _, parquet = needed_for_parquet()
    table = parquet.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
    for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE, use_threads=False):
        yield from (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in batch.to_pylist())


def table_schema(passed: Sequence[str] = ()) -> Any:
    """The Arrow schema of tables.

    Raises:
        UsageError: pyarrow is not installed.
    """
    return schema(needed_for_parquet()[0], passed)


def schema(arrow: ModuleType, passed: Sequence[str] = ()) -> Any:
    """The one schema of all tables, but for the columns that are passed through: what `cleaner.corpus.table_row` gives."""
    in_removal = {"start": arrow.int64(), "end": arrow.int64(), "confidence": arrow.float32()}
    removal = arrow.struct([(name, in_removal.get(name, arrow.string())) for name in REMOVED])
    texts = arrow.list_(arrow.string())
    # A double: whoever asks for rows below 0.9 does not mean those of 0.9, which is less in 32 bits.
    types = {"confidence": arrow.float64(), "authors": texts, "removed": arrow.list_(removal), "warnings": texts}
    own = [(name, types.get(name, arrow.string())) for name in TABLE]
    return arrow.schema([*own, *((name, arrow.string()) for name in passed)])


class ParquetPacker:
    """Flat rows of JSON to a Parquet table of one schema, whatever the rows hold. `finish` ends the table.

    `cleaner.corpus` says which columns there are and what they hold.

    Raises:
        UsageError: pyarrow is not installed.
    """

    def __init__(self, file: BinaryIO, passed: Sequence[str] = ()) -> None:
        self._arrow, parquet = needed_for_parquet()
        self._schema, self._passed = schema(self._arrow, passed), passed
        self._writer = parquet.ParquetWriter(_Kept(file), self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self._chars = 0

    def write(self, lines: bytes) -> None:
        """Add the rows on these lines.

        Raises:
            OSError: they cannot be written.
        """
        for line in filter(None, lines.split(b"\n")):
            row = json.loads(line)
            self._rows.append(row)
            # Of the values, not of the line: the same rows make the same groups, however they are written down.
            self._chars += len(row["text"]) + len(row["metadata"]) + _REMOVAL_CHARS * len(row["removed"])
            self._chars += sum(len(row[name] or "") for name in self._passed)
            if len(self._rows) >= _GROUP_ROWS or self._chars >= _GROUP_CHARS:
                self._flush()

    def finish(self) -> None:
        """Write what is left, and the end of the table.

        Raises:
            OSError: it cannot be written.
        """
        if self._rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
        self._rows, self._chars = [], 0


class _Kept(io.RawIOBase):
    """A file that stays open when the table is closed: it still has to be synced and renamed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self._file.write(data)
