"""Web archives: each page comes out as it was sent, and a broken record costs itself alone."""

from __future__ import annotations

import hashlib
import io
import zlib

import pytest

from cleaner.batch.containers import Lost, Row
from tests.containers import PAGE, brief, gz, read, record

NOISE = b"".join(hashlib.sha256(bytes([number % 256, number // 256])).digest() for number in range(40_000))


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
