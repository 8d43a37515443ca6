"""Parquet tables. The only file that imports pyarrow."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from cleaner.batch.containers.extras import needed
from cleaner.batch.containers.rows import Keys, Lost, Reading, Row, no_column
from cleaner.batch.containers.streams import MAX_RATIO
from cleaner.corpus import REMOVED, TABLE
from cleaner.errors import UnreadableInput

if TYPE_CHECKING:
    from types import ModuleType

_ROWS_AT_ONCE = 16
"""Rows in memory; each may be as large as a document may be."""
_STREAMED: dict[str, Any] = {"pre_buffer": False, "buffer_size": 1 << 20}
"""Read piece by piece: memory does not grow with a group of rows."""
_GROUP_ROWS, _GROUP_CHARS = 1000, 32_000_000
"""A row group that is written ends at the first of these."""
_REMOVAL_CHARS = 150
"""What the account of a removal takes, roughly."""
_NANOSECONDS = {"s": 1_000_000_000, "ms": 1_000_000, "us": 1_000, "ns": 1}


def needed_for_parquet() -> tuple[ModuleType, ModuleType]:
    """pyarrow, and its part for Parquet.

    Raises:
        UsageError: it is not installed.
    """
    return needed("pyarrow", "Parquet"), needed("pyarrow.parquet", "Parquet")


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
        size = file.seek(0, io.SEEK_END)
        table = parquet.ParquetFile(file, page_checksum_verification=True, **_STREAMED)
        names = _columns(table.schema_arrow, reading.keys)
        _refuse_bombs(table.metadata, size, reading.max_bytes)
        for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE, columns=names, use_threads=False):
            for at in range(batch.num_rows):
                number += 1
                yield _row(arrow, batch, at, number, reading)
        if number != table.metadata.num_rows:
            raise UnreadableInput("corrupt", f"the table says that it has {table.metadata.num_rows} rows; fetch it again")
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
        what = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise UnreadableInput("corrupt", f"the Parquet data cannot be read ({what}); fetch it again") from error


def _columns(table: Any, keys: Keys) -> list[str]:
    """What the keys name: columns, or of an object only the parts that they lead to.

    Nothing else is read. Tables of our own have a string ``metadata``, as large as all else together, and a key
    ``metadata.url`` is usual.
    """
    wanted = {key for group in (keys.text, keys.html, keys.id, keys.url, ("source",)) for key in group}
    wanted |= {key for _, key in keys.passed}
    names = [key for key in sorted(wanted) if _leads(table, key)]
    if {*keys.text, *keys.html}.isdisjoint(names):
        raise no_column(table.names, keys)
    return names


def _leads(table: Any, key: str) -> bool:
    """Whether there is something under a key, as `cleaner.corpus.at` looks for it."""
    if key in table.names:
        return True
    types = needed_for_parquet()[0].types
    name, *inner = key.split(".")
    kind: Any = table.field(name).type if name in table.names else None
    for part in inner:
        is_object = kind is not None and types.is_struct(kind)
        kind = {field.name: field.type for field in kind}.get(part) if is_object else None
    return kind is not None


def _refuse_bombs(metadata: Any, size: int, limit: int) -> None:
    """As of what is packed otherwise, by the sizes that groups of rows say they have.

    Not by those of their columns: a description of a column that is damaged ends the process as soon as pyarrow looks at it
    here, but is a failure or no matter where it reads.
    """
    unpacked = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    if unpacked > max(limit, MAX_RATIO * size):
        raise UnreadableInput("bomb", f"it unpacks to more than {MAX_RATIO} times its size; write it anew, if you trust it")


def _row(arrow: ModuleType, batch: Any, at: int, number: int, reading: Reading) -> Row | Lost:
    name = None
    try:
        values = {field: _value(arrow, batch.column(index)[at]) for index, field in enumerate(batch.schema.names)}
        name = reading.keys.name(values)
        return reading.keys.row(values, number, reading.max_bytes)
    except UnicodeDecodeError:
        return Lost(number, "failed", "bad_row", f"row {number}: it is not UTF-8; keep pages of other encodings as binary")
    except UnreadableInput as error:
        return Lost(number, "failed", error.kind, f"row {number}: {error}", name)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:  # types and values of all kinds stand in tables
        return Lost(number, "failed", "bad_row", f"row {number}: a value of it cannot be read ({error}); leave it out", name)


def _value(arrow: ModuleType, scalar: Any) -> Any:
    """A value as Python has it, but for times: Python's end with the year 9999, and know no nanoseconds."""
    types, kind = arrow.types, scalar.type
    if not scalar.is_valid:
        return None
    if types.is_struct(kind):
        return {field.name: _value(arrow, scalar[field.name]) for field in kind}
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return [_value(arrow, one) for one in scalar.values]
    if types.is_date(kind):
        return Time(_date(scalar.value // (1 if types.is_date32(kind) else 86_400_000), "D"))
    if not types.is_temporal(kind):
        return scalar.as_py()
    seconds, rest = divmod(scalar.value * _NANOSECONDS[kind.unit], 1_000_000_000)
    if types.is_timestamp(kind):
        stamp, zone = _moment(arrow.scalar(seconds, arrow.timestamp("s", kind.tz)))
        return Time(f"{stamp}{_fraction(rest)}{zone}")
    if types.is_time(kind):
        return Time(f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{_fraction(rest)}")
    seconds, rest = divmod(abs(scalar.value) * _NANOSECONDS[kind.unit], 1_000_000_000)
    return Time(f"{'-' if scalar.value < 0 else ''}PT{seconds}{_fraction(rest)}S")


@dataclass(frozen=True, slots=True)
class Time:
    """A time, which is no text to those who look for one."""

    text: str

    def isoformat(self) -> str:
        """As ISO 8601 writes it."""
        return self.text


def _moment(seconds: Any) -> tuple[str, str]:
    """A time in whole seconds as ISO 8601 writes it, and how far its zone is from UTC; UTC, where nobody can tell."""
    try:
        found = seconds.as_py()
    except (ArithmeticError, LookupError, ValueError):
        return _date(seconds.value, "s"), "+00:00" if seconds.type.tz else ""
    stamp = found.replace(tzinfo=None).isoformat()
    return stamp, found.isoformat().removeprefix(stamp)


def _date(count: int, unit: Literal["D", "s"]) -> str:
    """So many days or seconds after the beginning of 1970, in whatever year that is."""
    import numpy

    return str(numpy.datetime64(count, unit))


def _fraction(nanoseconds: int) -> str:
    """What stands behind the seconds: as much as is needed, in the steps of Python's times."""
    micro, nano = divmod(nanoseconds, 1000)
    return f".{nanoseconds:09}" if nano else f".{micro:06}" if micro else ""


def table_lines(file: BinaryIO) -> Iterator[bytes]:
    """The rows of a table that `ParquetPacker` has written, as it takes them.

    Raises:
        UsageError: pyarrow is not installed.
    """
    _, parquet = needed_for_parquet()
    table = parquet.ParquetFile(file, **_STREAMED)
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
        # Damage to what packing leaves as it is shows by nothing but checksums.
        self._writer = parquet.ParquetWriter(_Kept(file), self._schema, compression="zstd", write_page_checksum=True)
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
