"""Rows as they are written: the same bytes every time, one schema, and lines that can be had again."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pytest

from cleaner.batch.containers import Keys, Reading, Row, packed_lines, packer, rows
from cleaner.batch.containers.parquet import _columns, schema
from tests.containers import lines

LINES = [lines({"id": str(number), "text": "x" * number}) for number in range(50)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"])
def test_lines_are_written_the_same_every_time(name: str) -> None:
    """Neither time nor file name gets in, and what is written can be read."""
    written = []
    for _ in range(2):
        file = io.BytesIO()
        pack = packer(name, file)
        for line in LINES:
            pack.write(line)
        pack.finish()
        written.append(file.getvalue())
    assert written[0] == written[1]
    assert [row.data for row in rows(name, io.BytesIO(written[0]), Reading()) if isinstance(row, Row)] == [
        "x" * number for number in range(50)
    ]
    if name.endswith(".gz"):
        assert written[0][4:8] == b"\0\0\0\0"


def flat_row(number: int, removed: list[dict[str, object]]) -> dict[str, object]:
    return {
        "id": f"d{number}", "text": "Hi", "source": "unknown", "url": None, "status": "ok", "confidence": 1.0, "title": "Hi!",
        "authors": ["Jane Roe"], "published": None, "language": "en", "removed": removed, "warnings": [], "fp": "abc",
        "metadata": '{"path": null}',
    }  # fmt: skip  # one thought a line


def test_tables_have_one_schema_whatever_the_rows_hold() -> None:
    """Also where every list is empty, or no row was written at all."""
    import pyarrow.parquet as pq

    removal: dict[str, object] = {"start": 0, "end": 2, "rule": "a/b", "label": "share", "reason": "r", "confidence": 0.5}
    one, two, three = (lines(flat_row(number, [removal] * (number == 2))) for number in (1, 2, 3))
    tables = []
    for batch in ([], [one], [one, two + three]):
        file = io.BytesIO()
        pack = packer("a.parquet", file)
        for lines_ in batch:
            pack.write(lines_)
        pack.finish()
        tables.append(pq.read_table(io.BytesIO(file.getvalue())))
    assert tables[0].schema == tables[1].schema == tables[2].schema
    assert [table.num_rows for table in tables] == [0, 1, 3]
    assert tables[2].to_pylist() == [flat_row(1, []), flat_row(2, [removal]), flat_row(3, [])]


def test_of_a_table_of_ours_the_column_with_everything_is_not_read() -> None:
    """``metadata.url`` leads into objects; a string of that name has no inside, and may be large."""
    import pyarrow as pa

    ours, objects = schema(pa), pa.schema([("text", pa.string()), ("metadata", pa.struct([("url", pa.string())]))])
    assert _columns(ours, Keys()) == ["id", "source", "text", "url"]
    assert _columns(objects, Keys()) == ["metadata.url", "text"]
    assert _columns(objects, Keys(url=("metadata",))) == ["metadata", "text"]
    assert _columns(objects, Keys(url=("metadata.address", "metadata.url.host", "text.url"))) == ["text"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.parquet"])
def test_what_was_packed_gives_back_lines_that_pack_to_the_same(name: str) -> None:
    """Also numbers that a table keeps with fewer digits, and lines that repeat so often that others would be wary."""
    removal: dict[str, object] = {"start": 0, "end": 2, "rule": "é", "label": "\x85", "reason": "r", "confidence": 0.9501}
    given = [lines(flat_row(number, [removal])) for number in range(3)] + [lines(flat_row(4, [])) * 20_000]

    def packed(lines_: Iterable[bytes]) -> bytes:
        file = io.BytesIO()
        pack = packer(name, file)
        for line in lines_:
            pack.write(line)
        pack.finish()
        return file.getvalue()

    first = packed(given)
    assert packed(packed_lines(name, io.BytesIO(first))) == first
