"""Tables as spreadsheets and data frames save them: every whole row comes out, and what cannot be told apart is named."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch.containers import Keys, Lost, Row
from tests.commands import Result, bundled, cli, write
from tests.containers import PAGE, THREE, brief, gz, read
from tests.listings import standing_in

__all__ = ["bundled", "cli"]
TEXT = 'The harbour reopened; "at last", said the mayor, and left.\n\nShips came, and went.\n'


def saved(rows: Sequence[Sequence[str]], separator: str = ",", end: str = "\r\n", encoding: str = "utf-8") -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator, lineterminator=end).writerows(rows)
    return file.getvalue().encode(encoding)


def three(head: Sequence[str] = ("id", "text", "url")) -> list[list[str]]:
    return [list(head), *([f"d{number}", TEXT, ""] for number in (1, 2, 3))]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "A.CSV", "a.csv.gz"])
def test_rows_come_out_as_they_were(name: str, separator: str, end: str) -> None:
    data = saved(three(), separator, end)
    found = read(name, gz(data) if name.endswith(".gz") else data)
    assert [row.data for row in found if isinstance(row, Row)] == [TEXT] * 3
    assert brief(found) == THREE


@given(
    st.lists(st.tuples(st.text(max_size=30), st.text(st.sampled_from("a,;\t|\"'\n\r "), max_size=30)), min_size=1, max_size=8)
)
def test_whatever_the_values_hold(rows: list[tuple[str, str]]) -> None:
    whole = [(f"d{at}", *row) for at, row in enumerate(rows)]
    data = saved([("id", "note", "text"), *whole], encoding="utf-8").decode("utf-8", "replace")
    found = [row for row in read("a.csv", data.encode()) if isinstance(row, Row)]
    assert [(row.id, row.data) for row in found] == [(name, text) for name, _, text in whole]


def test_columns_have_the_names_that_are_given() -> None:
    keys = Keys(text=("Inhalt",), html=(), id=("Nr",), url=("Link",), passed=(("day", "Tag"),))
    data = saved([["Nr", "Tag", "Inhalt", "Link"], ["7", "Mo.", TEXT, "https://example.com/a"]], ";", encoding="utf-8-sig")
    (row,) = read("a.csv", data, keys=keys)
    assert isinstance(row, Row)
    assert (row.id, row.data, row.url, json.loads(row.passed)) == ("7", TEXT, "https://example.com/a", {"day": "Mo."})


def test_the_separator_is_that_by_which_the_text_has_a_column() -> None:
    (row,) = read("a.csv", b"Titel, kurz, knapp und, gut;text\nEins;Hafen\n")
    assert isinstance(row, Row)
    assert row.data == "Hafen"


@pytest.mark.parametrize("above", ["sep=;", "SEP=;", '"sep=;"', "\ufeffsep=;", "sep=; "])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_the_line_that_names_the_separator_is_no_head(above: str, end: str) -> None:
    """It wins over what the head looks like; the lines that are told are those of the file."""
    data = f"{above}{end}id;a,b,text;text{end}d1;x,y;Hafen, offen{end}d2;x{end}".encode()
    row, lost = read("a.csv", data)
    assert isinstance(row, Row)
    assert (row.id, row.data) == ("d1", "Hafen, offen")
    assert isinstance(lost, Lost)
    assert lost.message.startswith("row 2 (line 4): it has 2 values, and the head of the table names 3; ")


@pytest.mark.parametrize("head", ["sep=,text", "sep=a;text", "sep;text", "text;sep=;"])
def test_a_column_that_is_called_like_it_is_one(head: str) -> None:
    values = ",".join(["Hafen"] * (head.count(",") + 1)) if "," in head else ";".join(["Hafen"] * (head.count(";") + 1))
    (row,) = read("a.csv", f"{head}\n{values}\n".encode())
    assert isinstance(row, Row)
    assert row.data == "Hafen"


@pytest.mark.parametrize("data", [b"sep=;", b"sep=;\n"])
def test_a_line_that_names_the_separator_alone_is_no_table(data: bytes) -> None:
    assert read("a.csv", data) == read("a.csv", b"")


def test_a_page_where_there_is_no_text() -> None:
    (row,) = read("a.csv", saved([["id", "text", "html"], ["d1", "", PAGE.decode()]]))
    assert isinstance(row, Row)
    assert (row.data, row.media_type) == (PAGE.decode(), "text/html")


def test_blank_lines_are_nothing() -> None:
    assert brief(read("a.csv", b"id,text\n\nd1,a\n\n\nd2,b\n\n")) == [(1, "d1"), (2, "d2")]


@pytest.mark.parametrize("data", [b"", b"id,text\n", b"\xef\xbb\xbfid,text\r\n\r\n"])
def test_a_table_without_rows(data: bytes) -> None:
    (found,) = read("a.csv", data)
    assert isinstance(found, Lost)
    assert found.kind == ("no_rows" if data else "no_text")


def test_no_column_is_named_so() -> None:
    (found,) = read("a.csv", b"Nr;Inhalt\n1;a\n")
    assert isinstance(found, Lost)
    assert (found.number, found.kind) == (0, "no_text")
    assert found.message == "no column is named text or html (columns: Nr, Inhalt); see --text-key and --html-key"


def test_two_columns_of_one_name() -> None:
    (found,) = read("a.csv", b"id,text,text\n1,a,b\n")
    assert isinstance(found, Lost)
    assert found.message == "two columns are named text, and only one can be read; rename one of them"
    assert brief(read("a.csv", b"id,note,note,text\nd1,,,a\n")) == [(1, "d1")]


def test_a_row_with_values_too_many_or_too_few_fails_alone() -> None:
    found = read("a.csv", b"id,text\nd1,a\nd2,Ships came, and went.\nd3\nd4,b\n")
    assert brief(found) == [(1, "d1"), (2, "bad_row"), (3, "bad_row"), (4, "d4")]
    message = "row 2 (line 3): it has 3 values, and the head of the table names 2; "
    assert isinstance(found[1], Lost)
    assert found[1].message == message + "put values that hold the separator or line ends into quotation marks"
    assert isinstance(found[2], Lost)
    assert found[2].message.startswith("row 3 (line 4): it has 1 value, and the head of the table names 2; ")


def test_a_row_in_another_encoding_fails_alone() -> None:
    data = b"id,text\nd1,a\nd2,\xdcber die D\xe4cher\nd3,b\n"
    found = read("a.csv", data)
    assert brief(found) == [(1, "d1"), (2, "bad_row"), (3, "d3")]
    assert isinstance(found[1], Lost)
    assert "it is not UTF-8; save the table in UTF-8, or name its encoding with --encoding" in found[1].message


def test_utf_16_is_named() -> None:
    (found,) = read("a.csv", saved(three(), "\t", encoding="utf-16"))
    assert isinstance(found, Lost)
    assert found.message == "tables in UTF-16 are not read; save it as CSV in UTF-8"


@pytest.mark.hostile(27)
def test_what_breaks_off_gives_every_whole_row() -> None:
    """Cut at every byte behind the head: no row is ever a piece of one, but for a last value without marks."""
    data = saved(three())
    head = data.index(b"\n") + 1
    for cut in range(head, len(data)):
        found = read("a.csv", data[:cut])
        kept = [row for row in found if isinstance(row, Row)]
        assert [row.data for row in kept] == [TEXT] * len(kept)
        assert len(found) - len(kept) <= 1
        assert all(lost.kind in ("truncated", "bad_row", "no_rows") for lost in found if isinstance(lost, Lost))


@pytest.mark.hostile(27)
def test_a_packed_table_that_breaks_off() -> None:
    packed = gz(saved(three()))
    assert brief(read("a.csv.gz", packed[:-9])) == [*THREE, (4, "truncated")]


def test_marks_that_are_never_closed_take_the_rest() -> None:
    found = read("a.csv", b'id,text\nd1,a\nd2,"b\nd3,c\n')
    assert brief(found) == [(1, "d1"), (2, "truncated")]
    assert isinstance(found[1], Lost)
    assert found[1].message == "row 2 (lines 3 to 4): it breaks off inside quotation marks; fetch the file again, or close them"


def test_marks_that_are_never_closed_do_not_fill_the_memory() -> None:
    found = read("a.csv", b'id,text\nd1,a\nd2,"' + b"Ships came.\n" * 1000, limit=2000)
    assert brief(found) == [(1, "d1"), (2, "too_large")]
    assert isinstance(found[1], Lost)
    assert "the row that begins on line 3 has more than 2000 bytes; close its quotation marks" in found[1].message


@pytest.mark.parametrize(("limit", "kinds"), [(100, [(0, "too_large")]), (400, [(1, "d1"), (2, "d2")])])
def test_the_bound_is_that_of_one_row(limit: int, kinds: list[tuple[int, str]]) -> None:
    rows = [["id", "text"], ["d1", "a" * 300], ["d2", "b" * 300]]
    assert brief(read("a.csv", saved(rows), limit=limit)) == kinds


def test_a_carriage_return_alone_fails_its_row() -> None:
    assert brief(read("a.csv", b"id,text\nd1,a\rb\nd2,c\n")) == [(1, "bad_row"), (2, "d2")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_carriage_returns_alone_end_rows_where_they_end_the_head(separator: str) -> None:
    """Old spreadsheets; line feeds stand within values there."""
    found = read("a.csv", saved(three(), separator, "\r"))
    assert [row.data for row in found if isinstance(row, Row)] == [TEXT] * 3
    assert brief(read("a.csv", b"id,text\rd1,a\nb\rd2,c\r")) == [(1, "bad_row"), (2, "d2")]


def test_a_head_that_cannot_be_read() -> None:
    (found,) = read("a.csv", b'id,"text" of it\nd1,a\n')
    assert isinstance(found, Lost)
    assert (found.number, found.kind) == (0, "bad_row")
    assert found.message == "the names of the columns cannot be read (',' expected after '\"'); write them anew"


HE_SAID = '"We had forgotten how quiet it was," the harbour master said on Monday.'


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (f"id\ttext\n1\t{HE_SAID}\n2\tb\n", [HE_SAID, "b"]),
        (f'id\ttext\n"1"\t{HE_SAID}\r\n2\tb\n', [HE_SAID, "b"]),
        (f"id\ttext\n1\t{HE_SAID}", [HE_SAID]),
        ('id;text\n1;"Quiet," he said, "and long."\n', ['"Quiet," he said, "and long."']),
        ('id,text\n1,"""Quiet,"" he said."\n', ['"Quiet," he said.']),
        ('id,text\n1,He said "no, never" and left\n2,b\n', ["b"]),  # three values
        ('id,note,text\n1,"Quiet, he said" and left\n2,,b\n', ["b"]),  # of which value the quotation is a part is in doubt
        ('id\ttext\n1\t"Quiet, he said.\n2\tb\n3\t"No," she said.\n4\tc\n', ["c"]),
    ],
)
def test_quotation_marks_of_a_text_stay_or_fail_their_row(data: str, texts: list[str]) -> None:
    found = read("a.csv", data.encode())
    assert [row.data for row in found if isinstance(row, Row)] == texts
    assert {lost.kind for lost in found if isinstance(lost, Lost)} <= {"bad_row"}


def test_which_lines_went_with_a_row_is_told() -> None:
    first, last = read("a.csv", b'id\ttext\n1\t"Quiet, he said.\n2\tb\n3\t"No," she said.\n4\tc\n')
    assert isinstance(first, Lost)
    assert first.message.startswith("row 1 (lines 2 to 4): it cannot be read ('\t' expected after '\"'); double the quotation")
    assert brief([last]) == [(2, "4")]


def test_a_named_table_is_read_by_rows(cli: Callable[..., Result]) -> None:
    write("rows.csv", saved(three()))
    result = cli("clean", "rows.csv", "--format", "jsonl")
    assert result.code == 0
    assert [json.loads(line)["id"] for line in result.out.splitlines()] == ["d1", "d2", "d3"]


def test_from_the_standard_input_and_in_another_encoding(cli: Callable[..., Result]) -> None:
    data = saved([["id", "text"], ["d1", "Über die Dächer, sagte sie, und ging."]], ";", encoding="windows-1252")
    with standing_in(data):
        result = cli("clean", "-", "--from", "csv", "--encoding", "windows-1252", "--format", "jsonl")
    assert [json.loads(line)["text"] for line in result.out.splitlines()] == ["Über die Dächer, sagte sie, und ging."]


def test_of_a_directory_tables_are_not_taken(cli: Callable[..., Result]) -> None:
    write("in/a.txt", TEXT)
    write("in/list.csv", saved(three()))
    assert cli("clean", "in", "-o", "out", "--no-fsync").code == 0
    rows = map(json.loads, Path("out/manifest.jsonl").read_text("utf-8").splitlines())
    assert [(row["id"], row["status"]) for row in rows] == [("a.txt", "ok"), ("list.csv", "skipped")]
