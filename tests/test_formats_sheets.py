"""Rows as CSV for people: what spreadsheets and data frames find in it, and a run that goes on from it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch.containers import packed_lines, packer
from cleaner.corpus import SHEET
from tests.commands import Result, bundled, cli, write
from tests.containers import lines

__all__ = ["bundled", "cli"]  # fixtures
STORY = "The harbour of the town reopened on Monday after a long night, the mayor said at noon."
PAGE = (
    '<html lang="en"><head><title>Ärger, "again"</title><meta property="article:published_time" content="2024-05-01">'
    '<meta name="author" content="Jane Roe"><meta name="author" content="Max Mustermann"></head>'
    f'<body><h1>Ärger, "again"</h1><p>{STORY}</p><p>{STORY}</p></body></html>'
)


def sheet(name: str, separator: str = ",") -> list[dict[str, str]]:
    """As any reader of CSV has it."""
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=separator))


def packed(name: str, *rows: dict[str, object], passed: tuple[str, ...] = ()) -> bytes:
    file = BytesIO()
    through = packer(name, file, passed)
    for row in rows:
        through.write(lines(row))
    through.finish()
    return file.getvalue()


@pytest.mark.parametrize(("name", "separator"), [("o.csv", ","), ("o.tsv", "\t")])
def test_a_row_a_document(cli: Callable[..., Result], name: str, separator: str) -> None:
    write("in/a.html", PAGE)
    write("in/b.txt", "")
    write("in/c.html", "<html></html>")  # no document: it has its row in the manifest alone, as in every format
    write(
        "in/rows.jsonl",
        lines({"id": "d", "text": f"Home / World / Europe\n\n{STORY}", "url": "https://www.harbour.example/d"}).decode(),
    )
    assert cli("clean", "in", "-o", name, "--no-fsync", "-q").code == 1
    assert Path(name).read_bytes().startswith(b"\xef\xbb\xbfid" + separator.encode() + b"status")
    page, empty, row = sheet(name, separator)
    assert tuple(page) == SHEET
    assert (page["title"], page["authors"], page["published"]) == ('Ärger, "again"', "Jane Roe; Max Mustermann", "2024-05-01")
    assert (page["id"], page["status"], page["language"]) == ("a.html", "ok", "en")
    assert page["text"].count(STORY) >= 1
    assert (empty["id"], empty["text"], empty["title"], empty["cuts"], empty["share_cut"]) == ("b.txt", "", "", "0", "0.0")
    assert empty["warnings"]
    assert (row["url"], row["source"], row["text"]) == ("https://www.harbour.example/d", "harbour.example", STORY)
    assert (row["cuts"], float(row["share_cut"]), row["confidence"]) == ("1", pytest.approx(0.2095, abs=0.02), "1.0")
    assert cli("verify", name).code == 0


def test_columns_that_are_passed_stand_behind(cli: Callable[..., Result]) -> None:
    write("in.jsonl", lines({"id": "a", "text": STORY, "n": -5, "tags": ["x"], "none": None, "rate": "=1+1"}).decode())
    for kept in (0, 1):
        assert cli("clean", "in.jsonl", "-o", "o.csv", "--pass-columns", "n,tags,none,=x=rate", "--no-fsync", "-q").code == 2
        assert cli("clean", "in.jsonl", "-o", "o.csv", "--pass-columns", "n,tags,none,rate", "--no-fsync", "-q").code == 0
        (row,) = sheet("o.csv")
        assert list(row.values())[-4:] == ["-5", '["x"]', "", "'=1+1"]
        assert json.loads(Path("o.csv.run.json").read_text())["timings"]["kept_from_earlier_runs"] == kept


@pytest.mark.hostile(62)
@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("+49 40 1234", "'+49 40 1234"), ("- he said", "'- he said"), ("@town", "'@town"),
        ("\tx", "'\tx"), ("\rx", "'\rx"), ("-1+2", "'-1+2"), ("-5\n=x", "'-5\n=x"),
        ("-5", "-5"), ("+3.25", "+3.25"), ("'=x", "'=x"), ("– he said", "– he said"), ("a=b", "a=b"), ("", ""), (" =x", " =x"),
    ],
)  # fmt: skip  # a table
def test_what_a_spreadsheet_would_compute_is_said_to_be_text(value: str, told: str) -> None:
    data = packed("o.csv", {"id": "a", "text": value})
    (row,) = csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""))
    assert row["text"] == told


def test_a_run_without_documents_has_a_head() -> None:
    assert packed("o.csv") == b"\xef\xbb\xbf" + ",".join(SHEET).encode() + b"\r\n"


VALUES = st.one_of(st.none(), st.text("ab=+-@'5.,;\"\t\r\n\u2028é😀 ", max_size=12))


@given(st.lists(st.tuples(VALUES, VALUES), max_size=3), st.sampled_from(["o.csv", "o.tsv"]))
def test_what_is_read_back_is_written_as_the_same_bytes(values: list[tuple[str | None, str | None]], name: str) -> None:
    """So a run goes on from a finished one, whatever the values hold: line ends, quotation marks, what looks like a formula."""
    rows = [{"text": text, "=own": own} for text, own in values]
    data = packed(name, *rows, passed=("=own",))
    again = [json.loads(line) for line in packed_lines(name, BytesIO(data))]
    assert packed(name, *again, passed=("=own",)) == data
    assert len(again) == len(rows)


def test_a_sheet_is_an_input_like_any_other(cli: Callable[..., Result]) -> None:
    write("in/a.html", PAGE)
    assert cli("clean", "in", "-o", "o.csv", "--no-fsync", "-q").code == 0
    assert cli("clean", "o.csv", "-o", "again.csv", "--no-fsync", "-q").code == 0
    assert [row["text"] for row in sheet("again.csv")] == [row["text"] for row in sheet("o.csv")]


def test_a_table_in_a_directory_and_none_on_the_screen(cli: Callable[..., Result]) -> None:
    write("a.txt", STORY)
    assert cli("clean", "a.txt", "--format", "csv", "-o", "out", "--no-fsync", "-q").code == 0
    assert [row["id"] for row in sheet("out/cleaned.csv")] == ["a.txt"]
    result = cli("clean", "a.txt", "--format", "csv")
    assert (result.code, result.out) == (2, "")
    assert "name it with -o NAME.csv, or a directory with -o OUT" in result.err


def test_a_table_of_others_is_not_replaced(cli: Callable[..., Result]) -> None:
    write("a.txt", STORY)
    write("mine.csv", "a,b\n")
    assert cli("clean", "a.txt", "-o", "mine.csv").code == 2
    assert Path("mine.csv").read_text() == "a,b\n"
