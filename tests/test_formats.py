"""Containers: every whole row comes out, everything else is a row that says what was lost, and nothing fills the memory."""

from __future__ import annotations

import hashlib
import io
import sys
import tracemalloc
import zlib
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.batch.containers import Keys, Lost, Reading, Row, packed_lines, packer, parts, rows, taken, unpacked
from cleaner.batch.containers.parquet import _columns, schema
from cleaner.errors import UnreadableInput, UsageError
from tests.containers import brief, documents, gz, lines, read, record, table, zst

THREE = [(1, "d1"), (2, "d2"), (3, "d3")]


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
    ]
    expected = [
        Row(1, "<p>Hi", "text/html", "7", "https://a.org/x"),
        Row(2, "Hi", None, None, "https://b.org", "b"),
        Row(3, "Hi"),
        Row(4, "\ud800", None, "\ufffdx"),
    ]
    assert read("a.jsonl", lines(*rows_)) == expected
    assert read("a.parquet", table(rows_[:1])) == expected[:1]
    assert read("a.parquet", table([{"html": b"<p>\xff"}])) == [Row(1, b"<p>\xff", "text/html")]


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
        (b'{"text": "a", "id": 1.5}', "bad_row", "but a number"),
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


# -- broken off, damaged, hostile


@pytest.mark.parametrize("pack", [gz, zst], ids=["gz", "zst"])
@pytest.mark.hostile(27)
def test_what_breaks_off_gives_every_whole_row(pack: object) -> None:
    """Cut at every byte: the rows are always the first ones, whole, and the last word says that there is no more."""
    assert callable(pack)
    many = documents(40)
    whole = pack(b"".join(lines(row) for row in many[:20])) + pack(b"".join(lines(row) for row in many[20:]))
    end_of_first = len(pack(b"".join(lines(row) for row in many[:20])))
    for cut in range(len(whole)):
        found = read("a.jsonl.gz", whole[:cut])
        kept = [row for row in found if isinstance(row, Row)]
        assert [row.data for row in kept] == [row["text"] for row in many[: len(kept)]]
        if cut == end_of_first:  # nobody can see that more was to come
            assert len(found) == len(kept) == 20
        else:
            assert isinstance(found[-1], Lost)
            assert len(found) == len(kept) + 1
            if cut > 4:
                assert found[-1].kind == "truncated"
        if cut >= end_of_first:
            assert len(kept) >= 20


@pytest.mark.hostile(27)
def test_a_plain_file_that_breaks_off() -> None:
    data = lines(*documents(3))
    assert brief(read("a.jsonl", data[:-5])) == [(1, "d1"), (2, "d2"), (3, "truncated")]
    assert brief(read("a.jsonl", data[:-1])) == THREE
    assert brief(read("a.jsonl", data[: data.rindex(b'{"id"')])) == THREE[:2]


def test_an_empty_packed_file_was_cut() -> None:
    assert brief(read("a.jsonl.gz", b"")) == [(0, "truncated")]


@pytest.mark.parametrize("at", [12, -6])
def test_damaged_gzip_is_noticed(at: int) -> None:
    """In the data and in the checksum alike."""
    data = bytearray(gz(lines(*documents(3))))
    data[at] ^= 0xFF
    assert brief(read("a.jsonl.gz", bytes(data)))[-1][1] == "corrupt"
    assert brief(read("a.jsonl.gz", gz(lines(*documents(3))) + b"rubbish")) == [*THREE, (4, "corrupt")]


def test_damaged_zstd_is_noticed() -> None:
    data = bytearray(zst(lines(*documents(300))))
    data[40] ^= 0xFF
    assert "corrupt" in dict(brief(read("a.jsonl.zst", bytes(data)))[-1:]).values()


@pytest.mark.parametrize("pack", [lambda data: zlib.compress(data, wbits=31), zst], ids=["gz", "zst"])
@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.warc.gz"])
@pytest.mark.hostile(26)
def test_a_bomb_is_not_set_off(pack: object, name: str) -> None:
    """120 MB of spaces in a few kB: the rows before it are kept, and memory does not grow with what it would unpack to."""
    assert callable(pack)
    good = record(b"Hi", media="text/plain", id="d1") if "warc" in name else lines(documents(1)[0])
    spaces = b" " * 120_000_000
    bomb = pack(good) + pack(record(spaces) if "warc" in name else spaces)
    tracemalloc.start()
    try:
        found = brief(read(name, bomb, limit=1_000_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found[0] == (1, "d1")
    assert found[-1][1] == "bomb"
    assert peak < 12_000_000


@pytest.mark.parametrize("pack", [gz, zst], ids=["gz", "zst"])
@pytest.mark.hostile(26, 27)
def test_packed_documents(pack: object) -> None:
    """Bombs, what is packed twice, and what is merely too large are told apart."""
    assert callable(pack)

    def kind(data: bytes, limit: int) -> str:
        with pytest.raises(UnreadableInput) as raised:
            unpacked(io.BytesIO(data), limit)
        return raised.value.kind

    assert unpacked(io.BytesIO(pack(b"text")), 4) == b"text"
    assert unpacked(io.BytesIO(b"text"), 4) == b"text"
    assert kind(pack(b"a" * 10_000_000), 1_000_000) == "bomb"
    assert kind(pack(bytes(range(256)) * 3), 500) == "too_large"
    assert kind(pack(pack(b"text")), 500) == "bomb"
    assert kind(pack(b"text")[:-2], 500) == "truncated"


def test_a_table_that_unpacks_to_too_much_is_not_read() -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(pa.table({"text": [" " * 30_000_000]}), file, compression="zstd", use_dictionary=False)
    assert brief(read("a.parquet", file.getvalue(), limit=1_000_000)) == [(0, "bomb")]


@pytest.mark.parametrize("cut", [3, 60, 200, -1, -9])
def test_a_damaged_table_is_one_failure(cut: int) -> None:
    assert brief(read("a.parquet", table(documents(3))[:cut])) == [(0, "corrupt")]


# -- web archives

NOISE = b"".join(hashlib.sha256(bytes([number % 256, number // 256])).digest() for number in range(40_000))
PAGE = b"<html><body><p>Hi</p></body></html>"


def test_pages_of_an_archive() -> None:
    """Address, charset and id come from the record; records that are no documents count, but are nothing."""
    archive = (
        record(b"x", type="warcinfo", media="application/warc-fields")
        + record(b"GET / HTTP/1.1\r\n\r\n", type="request", media="application/http; msgtype=request")
        + record(PAGE, id="urn:a", media="Text/HTML; charset=koi8-r")
        + record(b"{}", type="metadata", media="application/json")
    )
    assert read("a.warc", archive) == [Row(3, PAGE, "text/html; charset=koi8-r", "urn:a", "https://example.com/a")]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (record(PAGE, type="revisit"), "revisit"),
        (record(PAGE, media="image/png"), "media_type"),
        (record(PAGE, media=""), "media_type"),
        (record(PAGE, status="404 Not Found"), "http_status"),
        (record(PAGE, status="301 Moved"), "http_status"),
    ],
)
@pytest.mark.hostile(29)
def test_what_is_no_page_is_skipped_with_a_word(data: bytes, kind: str) -> None:
    (lost,) = read("a.warc", data)
    assert isinstance(lost, Lost)
    assert (lost.status, lost.kind, lost.id) == ("skipped", kind, "urn:x:1")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (b"Content-Encoding: gzip\r\n", gz(PAGE)),
        (b"Content-Encoding: gzip\r\n", PAGE),
        (b"Content-Encoding: deflate\r\n", zlib.compress(PAGE)),
        (b"Transfer-Encoding: chunked\r\n", b"5\r\n" + PAGE[:5] + b"\r\n1e\r\n" + PAGE[5:] + b"\r\n0\r\n\r\n"),
        (b"Transfer-Encoding: chunked\r\n", PAGE),
        (b"Content-Encoding: identity\r\n", PAGE),
    ],
)
def test_pages_as_they_were_sent(headers: bytes, body: bytes) -> None:
    """Unpacked and joined; and left alone where the archive already holds them so."""
    (row,) = read("a.warc", record(body, headers=headers))
    assert isinstance(row, Row)
    assert row.data == PAGE


@pytest.mark.parametrize(
    ("headers", "body", "kind"),
    [
        (b"Content-Encoding: gzip\r\n", gz(b" " * 3_000_000), "bomb"),
        (b"Content-Encoding: gzip\r\n", gz(NOISE), "too_large"),
        (b"Content-Encoding: wurst\r\n", PAGE, "corrupt"),
        (b"Transfer-Encoding: chunked\r\n", b"5\r\nhello\r\n9\r\nab", "corrupt"),
    ],
)
def test_pages_that_cannot_be_unpacked(headers: bytes, body: bytes, kind: str) -> None:
    found = read("a.warc", record(body, headers=headers) + record(PAGE, id="next"), limit=1_000_000)
    assert brief(found) == [(1, kind), (2, "next")]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (record(PAGE, length=40), [(1, "a"), (2, "corrupt"), (3, "c")]),
        (record(PAGE, length=150), [(1, "a"), (2, "corrupt"), (3, "c")]),
        (record(PAGE, length=900), [(1, "a"), (2, "corrupt"), (3, "c")]),
        (record(PAGE, length=-5), [(1, "a"), (2, "corrupt"), (3, "c")]),
        (record(PAGE).replace(b"Content-Length", b"Content-Lungth"), [(1, "a"), (2, "corrupt"), (3, "c")]),
        (record(PAGE).replace(b"WARC-Type", b"WARC-Tripe"), [(1, "a"), (2, "corrupt"), (3, "c")]),
        (b"rubbish\r\n\r\n", [(1, "corrupt"), (2, "c")]),
        (b"\r\n\r\n", [(1, "a"), (2, "c")]),
        (record(PAGE).replace(b"WARC-Date", b"X" * 70_000), [(1, "a"), (2, "corrupt"), (3, "c")]),
        (record(PAGE * 200), [(1, "a"), (2, "too_large"), (3, "c")]),
        (record(b"nothing like HTTP", type="response").replace(b"HTTP/1.1 200 OK", b"SPAM"), [(1, "a"), (2, "corrupt"), (3, "c")]),
        (b"", [(1, "a"), (2, "c")]),
    ],
)  # fmt: skip
@pytest.mark.hostile(29)
def test_a_broken_record_costs_itself_alone(second: bytes, expected: list[tuple[int, str]]) -> None:
    assert brief(read("a.warc", record(PAGE, id="a") + second + record(PAGE, id="c"), limit=5000)) == expected


@pytest.mark.hostile(29)
def test_an_archive_of_wrong_lengths_is_given_up() -> None:
    """Each record claims the rest of the file, which would be read as often as there are records, good ones between or not."""
    wrong = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 199999\r\n\r\n"
    *found, last = read("a.warc", (record(PAGE, id="a") + wrong) * 2000, limit=200_000)
    assert brief(found[:4]) == [(1, "a"), (2, "corrupt"), (3, "a"), (4, "corrupt")]
    assert len(found) < 100
    assert isinstance(last, Lost)
    assert (last.kind, last.message.split(": ", 1)[1]) == (
        "corrupt",
        "the lengths of too many of its records are wrong; fetch the archive again",
    )


@pytest.mark.hostile(29)
def test_lengths_that_are_all_wrong_by_a_little_are_no_reason_to_give_up() -> None:
    archive = record(PAGE * 9, length=300) * 500
    assert brief(read("a.warc", archive, limit=5000))[:-1] == [(number, "corrupt") for number in range(1, 500)]


def test_an_archive_that_breaks_off_gives_every_whole_record() -> None:
    whole = record(PAGE, id="a") + record(PAGE, id="b")
    first = len(record(PAGE, id="a"))
    for cut in range(1, len(whole)):
        found = brief(read("a.warc", whole[:cut]))
        kept = [name for _, name in found if name in ("a", "b")]
        assert kept == ["a", "b"][: len(kept)]
        assert len(kept) == (cut >= first - 4) + (cut >= len(whole) - 4)
        if cut < first - 4 or first < cut < len(whole) - 4:
            assert found[-1][1] in ("truncated", "corrupt")


def test_archives_are_read_as_fastwarc_reads_them() -> None:
    """Where nothing is wrong, cutting records ourselves changes nothing."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    archive = b"".join(record(PAGE * number, id=f"r{number}") for number in range(1, 30))
    theirs = [
        (entry.record_id.strip("<>"), entry.reader.read())
        for entry in ArchiveIterator(io.BytesIO(archive), record_types=WarcRecordType.response, fsspec_args=False)
    ]
    assert [(row.id, row.data) for row in read("a.warc", archive) if isinstance(row, Row)] == theirs


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    st.sampled_from(["a.jsonl", "a.jsonl.gz", "a.warc", "a.parquet"]),
    st.binary(max_size=300),
    st.integers(0, 400),
    st.integers(0, 40),
)
def test_any_bytes_give_rows_and_end(name: str, noise: bytes, at: int, gone: int) -> None:
    """No bytes whatever make a reader raise or go round for ever, and row numbers only rise."""
    good = {
        "a.jsonl": lines(*documents(4)), "a.jsonl.gz": gz(lines(*documents(4))),
        "a.warc": record(PAGE) + record(PAGE), "a.parquet": _TABLE,
    }[name]  # fmt: skip
    found = read(name, good[:at] + noise + good[at + gone :], limit=500)
    numbers = [row.number for row in found]
    assert numbers == sorted(set(numbers))
    assert found


_TABLE = table(documents(4))


# -- writing

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
        "id": f"d{number}", "text": "Hi", "source": "unknown", "url": None, "status": "ok", "removed": removed, "warnings": [],
        "fp": "abc", "metadata": '{"path": null}',
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
    assert _columns(ours, Keys()) == ["id", "text", "source", "url"]
    assert _columns(objects, Keys()) == ["text", "metadata"]


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


# -- libraries that are not there


@pytest.mark.parametrize(
    ("name", "data", "library"),
    [("a.jsonl.zst", zst(b"{}"), "zstandard"), ("a.parquet", _TABLE, "pyarrow"), ("a.warc", record(PAGE), "fastwarc.warc")],
)
def test_a_missing_library_is_named(name: str, data: bytes, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    message = r"needs .*, which is not installed: pip install 'cleaner\[io\]'; in a checkout: pip install '\.\[io\]'$"
    with pytest.raises(UsageError, match=message):
        read(name, data)
