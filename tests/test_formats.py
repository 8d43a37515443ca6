"""Containers: every row comes out, and what is none says so; what a file is, its name says."""

from __future__ import annotations

import io
import sys

import pytest

from cleaner.batch.containers import Keys, Lost, Row
from cleaner.batch.kinds import parts, taken
from cleaner.errors import UsageError
from tests.containers import PAGE, THREE, brief, documents, gz, lines, read, record, table, zst


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", ("a", ".txt", "")),
        ("a.b.TXT.GZ", ("a.b", ".txt", ".gz")),
        ("crawl.warc.wet.gz", ("crawl.warc", ".wet", ".gz")),
        ("a.gz", ("a", "", ".gz")),
        ("noext", ("noext", "", "")),
        (".gz", (".gz", "", "")),
    ],
)
def test_a_name_has_a_stem_a_suffix_and_a_packing(name: str, expected: tuple[str, str, str]) -> None:
    assert parts(name) == expected


def test_what_a_walk_takes() -> None:
    names = ["a.txt", "a.html.zst", "a.jsonl", "a.ndjson.gz", "a.parquet", "a.warc.gz", "a.wet"]
    assert [taken(name) for name in names] == [True] * 7
    assert [taken(name) for name in ["a.gz", "a.json", "a.parquet.gz", "a.txt.bz2", "a.pdf"]] == [False] * 5


# -- the same rows from every container


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", lines(*documents(3))),
        ("a.jsonl", lines(*documents(3)).removesuffix(b"\n")),
        ("a.jsonl", b"\xef\xbb\xbf" + lines(*documents(3)).replace(b"\n", b"\r\n")),
        ("a.jsonl.gz", gz(lines(*documents(3)))),
        ("a.jsonl.gz", b"".join(gz(lines(row)) for row in documents(3)) + b"\0" * 512),
        ("a.jsonl.gz", lines(*documents(3))),
        ("a.jsonl", gz(lines(*documents(3)))),
        ("a.jsonl.zst", zst(lines(*documents(3)))),
        ("a.jsonl.zst", b"".join(zst(lines(row)) for row in documents(3))),
        ("a.jsonl.zst", b"\x50\x2a\x4d\x18\x02\0\0\0xx" + zst(lines(*documents(3)))),
        ("a.parquet", table(documents(3))),
        ("a.wet", b"".join(record(row["text"].encode(), id=row["id"], type="conversion", media="text/plain") for row in documents(3))),
        ("a.warc.gz", b"".join(gz(record(row["text"].encode(), id=row["id"], media="text/plain")) for row in documents(3))),
    ],
)  # fmt: skip
def test_rows_come_out_in_order(name: str, data: bytes) -> None:
    """Whatever the packing, with one member or many, and even where the name is wrong about it."""
    found = read(name, data)
    assert brief(found) == THREE
    texts = [row.data if isinstance(row.data, str) else row.data.decode() for row in found if isinstance(row, Row)]
    assert texts == [row["text"] for row in documents(3)]


def test_what_a_row_says_about_itself() -> None:
    """Pages are told from texts, the text wins; ids may be numbers or missing; addresses may lie deeper."""
    rows_ = [
        {"html": "<p>Hi", "id": 7, "url": "https://a.org/x"},
        {"text": "Hi", "html": "<p>Hi", "metadata": {"url": "https://b.org"}, "source": "b"},
        {"text": "Hi", "id": "", "url": 3},
        {"text": "\ud800", "id": "\ud800x"},
        {"text": " \n", "html": "<p>Hi"},
        {"text": " \n", "html": None},
    ]
    expected = [
        Row(1, "<p>Hi", "text/html", "7", "https://a.org/x"),
        Row(2, "Hi", None, None, "https://b.org", "b"),
        Row(3, "Hi"),
        Row(4, "\ud800", None, "\ufffdx"),
        Row(5, "<p>Hi", "text/html"),
        Row(6, " \n"),
    ]
    assert read("a.jsonl", b'{"text": "Hi", "id": 3.0}') == [Row(1, "Hi", None, "3.0")]
    assert read("a.jsonl", lines(*rows_)) == expected
    assert read("a.parquet", table(rows_[:1])) == expected[:1]
    assert read("a.parquet", table([{"html": b"<p>\xff"}])) == [Row(1, b"<p>\xff", "text/html")]
    assert read("a.parquet", table([{"text": b"\n", "html": b"<p>"}])) == [Row(1, b"<p>", "text/html")]


def test_keys_choose_what_is_read() -> None:
    values = {"body": {"raw": "Hi"}, "body.raw": None, "k": "x", "text": "no"}
    keys = Keys(text=Keys.of("content, body.raw"), html=(), id=Keys.of("k"))
    assert read("a.jsonl", lines({**values, "body.raw": "flat"}), keys=keys) == [Row(1, "flat", None, "x")]
    del values["body.raw"]
    assert read("a.jsonl", lines(values), keys=keys) == [Row(1, "Hi", None, "x")]
    assert read("a.parquet", table([values]), keys=keys) == [Row(1, "Hi", None, "x")]
    assert Keys.of("") == ()
    with pytest.raises(UsageError, match="empty name"):
        Keys.of("a,,b")


# -- rows that are no documents


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"meta": {"text": None}}, "its meta.text is null, and it has no html (it has: meta)"),
        ({"meta": {"text": None}, "html": None}, "its meta.text and html are null (it has: html, meta)"),
        ({"meta.text": None}, "its meta.text is null, and it has no html (it has: meta.text)"),
        ({"meta": None}, "it has no meta.text or html (it has: meta)"),
    ],
)
def test_an_inner_text_that_is_null_is_there(row: dict[str, object], said: str) -> None:
    (lost,) = read("a.jsonl", lines(row), keys=Keys(text=("meta.text",)))
    assert isinstance(lost, Lost)
    assert lost.message == f"line 1: {said}; see --text-key and --html-key"


@pytest.mark.parametrize(
    ("line", "kind", "said"),
    [
        (b"[1]", "bad_row", "line 2: it is no JSON object"),
        (b"{}", "no_text", "line 2: it has no text or html (it has: nothing); see --text-key"),
        (
            b'{"id": 1, "text": null}',
            "no_text",
            "line 2: its text is null, and it has no html (it has: id, text); see --text-key",
        ),
        (b'{"text": null, "html": null}', "no_text", "line 2: its text and html are null (it has: html, text); see --text-key"),
        (b'{"text": null, "id": "x"}', "no_text", "it has: id, text"),
        (b'{"text": 5}', "bad_row", "no text but a number"),
        (b'{"text": ["a"]}', "bad_row", "no text but a list"),
        (b'{"text": "a", "id": true}', "bad_row", "but a truth value; see --id-key"),
        (b'{"text": "a", "id": [1]}', "bad_row", "neither text nor a number but a list; see --id-key"),
        (b'{"text": "a", "id": "' + b"i" * 1025 + b'"}', "bad_row", "more than 1024"),
        (b'{"text": NaN}', "bad_row", "NaN is not a JSON value"),
        (b'{"text": "a", "n": -Infinity}', "bad_row", "-Infinity"),
        (b'{"text": "a", "n": ' + b"9" * 5000 + b"}", "bad_row", "it is not JSON"),
        (b'{"text": ' + b"[" * 100_000, "bad_row", "nested too deeply"),
        (b'{"text": "a"', "bad_row", "it is not JSON (Expecting"),
        (b"{'text': 'a'}", "bad_row", "it is not JSON"),
        (b'{"text": "\xff"}', "bad_row", "it is not UTF-8 from byte 10"),
        (b'{"text": "' + b"a" * 200_000 + b'"}', "too_large", "line 2 has more than 200000 bytes"),
    ],
)
@pytest.mark.hostile(28)
def test_a_bad_line_costs_itself_alone(line: bytes, kind: str, said: str) -> None:
    first, lost, last = read("a.jsonl", lines({"text": "one"}) + line + b"\n" + lines({"text": "two"}), limit=200_000)
    assert isinstance(lost, Lost)
    assert (lost.number, lost.status, lost.kind) == (2, "failed", kind)
    assert said in lost.message
    assert (first, last) == (Row(1, "one"), Row(3, "two"))


def test_blank_lines_are_nothing_but_count() -> None:
    assert brief(read("a.jsonl", b"\n \n" + lines({"text": "a", "id": "x"}) + b"\r\n")) == [(3, "x")]


@pytest.mark.parametrize("name", ["a.jsonl", "a.warc"])
def test_an_empty_container_is_an_input_too(name: str) -> None:
    assert read(name, b"") == [Lost(0, "skipped", "no_rows", "there are no documents in it")]


def test_an_empty_table_is_an_input_too() -> None:
    assert brief(read("a.parquet", table([{"text": "a"}])[:0] or b"PAR1")) == [(0, "corrupt")]
    import pyarrow as pa

    assert brief(read("a.parquet", table([], pa.schema([("text", pa.string())])))) == [(0, "no_rows")]


def test_a_bad_cell_costs_its_row_alone() -> None:
    import pyarrow as pa

    broken = pa.array([b"one", b"\xff", b"two"], pa.binary()).view(pa.string())
    assert brief(read("a.parquet", _parquet(text=broken))) == [(1, "None"), (2, "bad_row"), (3, "None")]
    long = table([{"text": "one"}, {"text": None}, {"text": "é" * 3000}, {"text": "two"}])
    assert brief(read("a.parquet", long, limit=5000)) == [(1, "None"), (2, "no_text"), (3, "too_large"), (4, "None")]


def test_numbers_that_are_none_stand_for_nothing() -> None:
    """As pandas has them where a value is missing; the other whole numbers of such a column are fractions."""
    none = float("nan")
    found = read("a.parquet", _parquet(id=[1.0, none, 3.0, 4.0], text=["one", "two", None, "four"]))
    assert brief(found) == [(1, "1.0"), (2, "None"), (3, "no_text"), (4, "4.0")]
    first, second = read("a.parquet", _parquet(id=["a", "b"], text=[1.5, none]))
    assert isinstance(first, Lost)
    assert isinstance(second, Lost)
    assert (first.id, first.message) == ("a", "row 1: its text is no text but a number; see --text-key and --html-key")
    assert second.message.startswith("row 2: its text is null, and it has no html (it has: id, text);")


def _parquet(**columns: object) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


def test_a_table_without_the_column_says_which_it_has() -> None:
    (lost,) = read("a.parquet", table([{"content": "a", "n": 1}]))
    assert isinstance(lost, Lost)
    assert lost[:3] == (0, "failed", "no_text")
    assert "no column is named text or html (columns: content, n); see --text-key" in lost.message


# -- libraries that are not there


@pytest.mark.parametrize(
    ("name", "data", "library"),
    [
        ("a.jsonl.zst", zst(b"{}"), "zstandard"),
        ("a.parquet", table(documents(4)), "pyarrow"),
        ("a.warc", record(PAGE), "fastwarc.warc"),
    ],
)
def test_a_missing_library_is_named(name: str, data: bytes, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    message = rf"needs .*, which is not installed: pip install {library.partition('.')[0]}$"
    with pytest.raises(UsageError, match=message):
        read(name, data)
