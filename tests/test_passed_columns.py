"""Columns of the inputs that a person names stand in the rows of the output as they were."""

from __future__ import annotations

import datetime
import decimal
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Result, bundled, cli, write
from tests.containers import lines, table
from tests.packs import write_pack

__all__ = ["bundled", "cli"]  # fixtures
TEXT = "Home / World\n\nThe harbour reopened on Monday.\n"


def rows(name: str = "rows.jsonl") -> list[dict[str, Any]]:
    if name.endswith(".parquet"):
        import pyarrow.parquet as pq

        return list(pq.read_table(name).to_pylist())
    return [json.loads(line) for line in Path(name).read_text().splitlines()]


def account(name: str = "rows") -> dict[str, Any]:
    return dict(json.loads(Path(f"{name}.run.json").read_text()))


@pytest.fixture
def source() -> str:
    return write(
        "in.jsonl",
        lines(
            {"id": "a", "text": TEXT, "date": "2024-05-01", "label": 3, "meta": {"lang": "en"}, "source": "dump"},
            {"id": "b", "text": TEXT, "date": None, "label": [1, {"x": "ü\ud800"}]},
            {"id": "c"},
        ),
    )


def test_values_stay_what_they_are(cli: Callable[..., Result], source: str) -> None:
    cli("clean", source, "-o", "rows.jsonl", "--pass-columns", "label, date,meta.lang,dump = source")
    first, second = rows()
    assert list(first) == ["id", "text", "source", "metadata", "label", "date", "meta.lang", "dump"]
    assert [first[name] for name in ("label", "date", "meta.lang", "dump")] == [3, "2024-05-01", "en", "dump"]
    assert [second[name] for name in ("label", "date", "meta.lang", "dump")] == [[1, {"x": "ü\ufffd"}], None, None, None]
    assert first["text"] == "The harbour reopened on Monday."


def test_a_table_has_them_as_text(cli: Callable[..., Result], source: str) -> None:
    cli("clean", source, "-o", "rows.parquet", "--pass-columns", "label,date")
    first, second = rows("rows.parquet")
    assert list(first)[-3:] == ["metadata", "label", "date"]
    assert (first["label"], first["date"]) == ("3", "2024-05-01")
    assert (json.loads(second["label"]), second["date"]) == ([1, {"x": "ü\ufffd"}], None)


def test_columns_of_a_table_go_through(cli: Callable[..., Result]) -> None:
    """What JSON has no word for is written as people write it."""
    values = {
        "day": datetime.date(2024, 5, 1), "at": datetime.datetime(2024, 5, 1, 12, 30), "price": decimal.Decimal("1.50"),
        "n": 7, "nan": float("nan"), "raw": "ü".encode(), "deep": {"inner": {"lang": "de"}}, "none": None,
    }  # fmt: skip
    write("in.parquet", table([{"id": "a", "text": TEXT, **values}]))
    result = cli("clean", "in.parquet", "-o", "rows.jsonl", "--pass-columns", ",".join((*values, "deep.inner.lang")))
    assert result.code == 0
    (row,) = rows()
    assert {name: row[name] for name in (*values, "deep.inner.lang")} == {
        "day": "2024-05-01", "at": "2024-05-01T12:30:00", "price": "1.50", "n": 7, "nan": None, "raw": "ü",
        "deep": {"inner": {"lang": "de"}}, "none": None, "deep.inner.lang": "de",
    }  # fmt: skip


def test_times_of_all_kinds_go_through(cli: Callable[..., Result]) -> None:
    """Nanoseconds, years that Python's times do not reach, zones that nobody knows."""
    import pyarrow as pa

    times = {
        "nano": (pa.timestamp("ns"), 1_700_000_000_123_456_789, "2023-11-14T22:13:20.123456789"),
        "micro": (pa.timestamp("us"), -1, "1969-12-31T23:59:59.999999"),
        "far": (pa.timestamp("us"), 10**18, "33658-09-27T01:46:40"),
        "here": (pa.timestamp("ms", "Europe/Berlin"), 1_700_000_000_000, "2023-11-14T23:13:20+01:00"),
        "there": (pa.timestamp("us", "Europe/Berlin"), 10**18, "33658-09-27T01:46:40+00:00"),
        "nowhere": (pa.timestamp("s", "Nowhere/Nowhere"), 1_700_000_000, "2023-11-14T22:13:20+00:00"),
        "day": (pa.date32(), -1, "1969-12-31"),
        "doomsday": (pa.date32(), 10**8, "275760-09-13"),
        "clock": (pa.time64("ns"), 45_000_000_000_001, "12:30:00.000000001"),
        "span": (pa.duration("ms"), -1500, "-PT1.500000S"),
        "list": (pa.list_(pa.timestamp("ns")), [1, None], ["1970-01-01T00:00:00.000000001", None]),
    }
    kinds = pa.schema([("id", pa.string()), ("text", pa.string()), *((name, kind) for name, (kind, _, _) in times.items())])
    values = {name: value for name, (_, value, _) in times.items()}
    write("in.parquet", table([{"id": "a", "text": TEXT, **values}, {"id": "b", "text": TEXT}], kinds))
    assert cli("clean", "in.parquet", "-o", "rows.jsonl", "--pass-columns", ",".join(times)).code == 0
    first, second = rows()
    assert {name: first[name] for name in times} == {name: told for name, (_, _, told) in times.items()}
    assert {second[name] for name in times} == {None}


def test_a_time_is_no_text(cli: Callable[..., Result]) -> None:
    write("in.parquet", table([{"id": "a", "text": datetime.date(2024, 5, 1)}]))
    result = cli("clean", "in.parquet", "-o", "rows.jsonl")
    assert (result.code, "its text is no text but of type Time" in result.err) == (1, True)


def test_documents_without_columns_have_null(cli: Callable[..., Result], source: str) -> None:
    write("page.txt", TEXT)
    cli("clean", source, "page.txt", "-o", "rows.jsonl", "--pass-columns", "date")
    assert {row["id"]: row["date"] for row in rows()} == {"a": "2024-05-01", "b": None, "page.txt": None}


def test_the_standard_input_and_packed_rows(cli: Callable[..., Result], source: str) -> None:
    cli("clean", source, "-o", "rows.jsonl.gz", "--pass-columns", "date")
    cli("clean", "rows.jsonl.gz", "-o", "again.jsonl", "--pass-columns", "date")
    assert [row["date"] for row in rows("again.jsonl")] == ["2024-05-01", None]


@pytest.mark.parametrize(
    ("columns", "out", "message"),
    [
        ("source", "rows.jsonl", "every row of the output has 'source' of its own"),
        ("source", "rows.jsonl", "input_source=source"),
        ("text=label", "rows.jsonl", "input_text=label"),
        ("url", "rows.parquet", "every row of the output has 'url' of its own"),
        ("date,date", "rows.jsonl", "'date' comes twice"),
        ("date,day=date,day=label", "rows.jsonl", "'day' comes twice"),
        ("=date", "rows.jsonl", "is no name"),
        ("date,,label", "rows.jsonl", "empty name"),
        ("date,lable", "rows.jsonl", "no row of the inputs has 'lable'"),
        ("date", "out", "outputs of rows"),
    ],
)
def test_what_cannot_be_passed_ends_the_run_before_it_begins(
    cli: Callable[..., Result], source: str, columns: str, out: str, message: str
) -> None:
    result = cli("clean", source, "-o", out, "--pass-columns", columns)
    assert (result.code, Path(out).exists()) == (2, False)
    assert message in result.err


def test_a_column_that_only_some_files_have(cli: Callable[..., Result], source: str) -> None:
    write("in.parquet", table([{"id": "p", "text": TEXT}]))
    cli("clean", source, "in.parquet", "-o", "rows.jsonl", "--pass-columns", "date")
    assert {row["id"]: row["date"] for row in rows()} == {"a": "2024-05-01", "b": None, "p": None}


def test_rows_without_text_are_the_greater_trouble(cli: Callable[..., Result]) -> None:
    write("in.jsonl", lines({"id": "a", "body": TEXT}))
    result = cli("clean", "in.jsonl", "-o", "rows.jsonl", "--pass-columns", "date")
    assert result.code == 1
    assert "see --text-key" in result.err


@pytest.mark.parametrize(
    ("value", "message"), [(b"\xff\xfe", "holds bytes that are no text"), ("x" * 2000, "what is to pass through has more than")]
)
def test_what_no_row_can_hold_costs_its_row(cli: Callable[..., Result], value: object, message: str) -> None:
    write("in.parquet", table([{"id": "a", "text": "A harbour.", "more": value}]))
    result = cli("clean", "in.parquet", "-o", "rows.jsonl", "--pass-columns", "more", "--max-bytes", "1kB")
    assert message in result.err
    assert result.code == 1


def test_a_value_that_cannot_be_read_costs_its_row(cli: Callable[..., Result]) -> None:
    """Two parts of one name: nobody can tell which is meant."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    twice = pa.struct([pa.field("x", pa.int64()), pa.field("x", pa.int64())])
    more = pa.StructArray.from_arrays([pa.array([1, 2]), pa.array([3, 4])], fields=list(twice), mask=pa.array([False, True]))
    file = io.BytesIO()
    pq.write_table(pa.table({"id": ["a", "b"], "text": [TEXT, TEXT], "more": more}), file)
    write("in.parquet", file.getvalue())
    result = cli("clean", "in.parquet", "-o", "rows.jsonl", "--pass-columns", "more")
    assert (result.code, [row["id"] for row in rows()]) == (1, ["b"])
    assert "failed: in.parquet#1: row 1: a value of it cannot be read" in result.err


OTHERS = """\
schema: 1
pack: others
status: stable
language: any
rules:
  - id: lead
    label: other_story
    why: The lead of another story.
    line: 'Elsewhere: .+'
    examples: {matches: ['Elsewhere: a boat'], ignores: ['Elsewhere, boats are fun.']}
"""


def test_stories_that_were_cut_have_the_columns_of_their_row(cli: Callable[..., Result], bundled: Path) -> None:
    write_pack(bundled, "shared/others", OTHERS)
    write(
        "in.jsonl",
        lines(
            {"id": "a", "text": f"{TEXT}\nElsewhere: the bridge was closed on Sunday. It opens again on Friday.\n", "date": "1"}
        ),
    )
    cli("clean", "in.jsonl", "-o", "rows.jsonl", "--pass-columns", "date", "--split")
    assert [(row["id"], row["date"]) for row in rows()] == [("a", "1"), ("a#2", "1")]


def test_a_run_is_taken_up_where_the_columns_are_the_same(cli: Callable[..., Result], source: str) -> None:
    """A changed value is written anew although the text stands; so is everything when other columns are wanted."""
    for form in ("jsonl", "parquet"):
        write("in.jsonl", lines(*({"id": name, "text": TEXT, "date": "1", "label": 2} for name in "ab")))
        call = ("clean", source, "-o", f"{form}.{form}", "--pass-columns")
        name = form if form == "jsonl" else "parquet.parquet"
        for columns, kept in (("date", 0), ("date", 2), ("day=date", 0), ("day=date,label", 0), ("label,day=date", 0)):
            cli(*call, columns)
            assert account(name)["timings"]["kept_from_earlier_runs"] == kept
        write(
            "in.jsonl",
            lines({"id": "a", "text": TEXT, "date": "1", "label": 2}, {"id": "b", "text": TEXT, "date": "9", "label": 2}),
        )
        cli(*call, "label,day=date")
        assert account(name)["timings"]["kept_from_earlier_runs"] == 1
        assert [row["day"] for row in rows(f"{form}.{form}")] == ["1", "9"]
        assert account(name)["options"]["pass_columns"] == {"label": "label", "day": "date"}


@pytest.mark.processes
def test_the_same_bytes_for_any_number_of_processes(cli: Callable[..., Result], source: str) -> None:
    for form in ("jsonl", "parquet"):
        for jobs in ("1", "2"):
            cli("clean", source, "-o", f"{jobs}.{form}", "--pass-columns", "label,date", "--jobs", jobs)
        assert Path(f"1.{form}").read_bytes() == Path(f"2.{form}").read_bytes()
