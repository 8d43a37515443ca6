"""Containers that are broken off, damaged or hostile: every whole row comes out, and nothing fills the memory."""

from __future__ import annotations

import io
import random
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch.containers import Keys, Lost, Row, unpacked
from cleaner.errors import UnreadableInput
from tests.conftest import examples
from tests.containers import PAGE, THREE, brief, documents, gz, lines, read, record, table, tarred, zipped, zst

_TABLE = table(documents(4))
_FILES = {f"{number}.txt": b"The harbour reopened." * number for number in range(1, 4)}


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


@pytest.mark.parametrize(
    ("column", "inner", "key"), [("text", "", "text"), ("page.text", "", "page.text"), ("page", "text", "page.text")]
)
def test_a_table_that_unpacks_to_too_much_is_not_read(column: str, inner: str, key: str) -> None:
    """Whether the text stands in a column, in one with a dot in its name, or in an inner one; spread over groups or in one."""
    spaces = " " * 30_000_000
    keys = Keys(text=(key,))
    assert brief(read("a.parquet", _packed_well({column: [_nested(inner, spaces)]}), limit=1_000_000, keys=keys)) == [
        (0, "bomb")
    ]
    spread = _packed_well({column: [_nested(inner, spaces[:900_000])] * 33}, rows=1)
    assert brief(read("a.parquet", spread, limit=1_000_000, keys=keys)) == [(0, "bomb")]


def test_a_table_that_unpacks_to_much_is_read() -> None:
    """What fits into the memory of one document is no bomb, nor is what takes room in the file, too."""
    rows = {"id": ["d1", "d2"], "text": [" " * 1_000_000] * 2}
    assert brief(read("a.parquet", _packed_well(rows), limit=3_000_000)) == THREE[:2]
    noise = random.Random(1).randbytes(12_000)  # 200 times this is more than both texts
    assert brief(read("a.parquet", _packed_well({**rows, "noise": [noise, b""]}), limit=1_000_000)) == THREE[:2]


def _nested(inner: str, value: str) -> object:
    return {inner: value} if inner else value


def _packed_well(columns: dict[str, list[object]], rows: int | None = None) -> bytes:
    """A table that takes as little room as it can, with so many rows in a group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, compression="zstd", use_dictionary=False, row_group_size=rows)
    return file.getvalue()


@pytest.mark.parametrize("cut", [3, 60, 200, -1, -9])
def test_a_damaged_table_is_one_failure(cut: int) -> None:
    assert brief(read("a.parquet", table(documents(3))[:cut])) == [(0, "corrupt")]


@pytest.mark.parametrize("turned", [1, 2, 4, 0xFF])
def test_a_table_with_any_byte_changed_gives_rows_and_ends(turned: int) -> None:
    """Also where it is the description of a column that does not fit: that ends the process which asks pyarrow for it."""
    for at in range(len(_TABLE)):
        data = bytearray(_TABLE)
        data[at] ^= turned
        found = read("a.parquet", bytes(data))
        whole = [row.number for row in found[:4]] == [1, 2, 3, 4]
        # Of a table that says to have other rows than it has, all are there, and a word of it.
        assert (whole and all(type(row) is Lost for row in found[4:])) or [type(row) for row in found] == [Lost], at


@pytest.mark.parametrize("hole", [range(20, 400), range(900, 908), range(300, 3000)])
def test_a_hole_in_a_table_with_checksums_is_noticed(hole: range) -> None:
    """What is packed shows its damage; what is not shows it by the checksums of its pages, and those that we write have them."""
    rows = [
        {"id": f"d{number}", "text": f"The harbour reopened on day {number} of a long winter. " * 3} for number in range(60)
    ]
    whole = table(rows, compression=None, use_dictionary=False, write_page_checksum=True)
    damaged = bytearray(whole)
    damaged[hole.start : hole.stop] = bytes(len(hole))
    assert len(read("a.parquet", whole)) == 60
    assert [row.kind for row in read("a.parquet", bytes(damaged)) if isinstance(row, Lost)] == ["corrupt"]


def test_a_table_that_has_fewer_rows_than_it_says_is_not_whole() -> None:
    """Thrift writes a number and its double: four rows are 8, and five 10; the last such byte is the table's own."""
    at = max(at for at, byte in enumerate(_TABLE) if byte == 8 and _says(_with(_TABLE, at, 10), 5))
    (*_, last) = read("a.parquet", _with(_TABLE, at, 10))
    assert isinstance(last, Lost)
    assert (last.kind, last.message) == (
        "corrupt", "what follows #4 is lost: the table says that it has 5 rows; fetch it again",
    )  # fmt: skip


def _with(data: bytes, at: int, byte: int) -> bytes:
    return data[:at] + bytes([byte]) + data[at + 1 :]


def _says(data: bytes, rows: int) -> bool:
    """Whether a table says that it has so many rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return bool(pq.read_metadata(io.BytesIO(data)).num_rows == rows)
    except pa.ArrowException:
        return False


@pytest.mark.parametrize("kind", ["a.jsonl", "a.parquet"])
def test_a_text_with_holes_is_no_text(kind: str) -> None:
    """As of files: a stray NUL is kept, more than one in a thousand characters are not."""
    rows = [{"id": "d1", "text": "The \0harbour."}, {"id": "d2", "text": "The harbour." + "\0" * 40}]
    found = read(kind, lines(*rows) if kind == "a.jsonl" else table(rows))
    assert brief(found) == [(1, "d1"), (2, "binary")]


@examples(300)
@given(
    st.sampled_from(["a.jsonl", "a.jsonl.gz", "a.warc", "a.parquet", "a.zip", "a.tar"]),
    st.binary(max_size=300),
    st.integers(0, 400),
    st.integers(0, 40),
)
def test_any_bytes_give_rows_and_end(name: str, noise: bytes, at: int, gone: int) -> None:
    """No bytes whatever make a reader raise or go round for ever, and row numbers only rise."""
    good = {
        "a.jsonl": lines(*documents(4)), "a.jsonl.gz": gz(lines(*documents(4))),
        "a.warc": record(PAGE) + record(PAGE), "a.parquet": _TABLE,
        "a.zip": zipped(_FILES), "a.tar": tarred(_FILES),
    }[name]  # fmt: skip
    found = read(name, good[:at] + noise + good[at + gone :], limit=500)
    numbers = [row.number for row in found]
    assert numbers == sorted(set(numbers))
    assert found
