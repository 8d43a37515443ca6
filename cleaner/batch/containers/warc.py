"""Web archives: pages as they were answered (WARC), texts as they were extracted (WET). The only file that imports fastwarc.

The archive is cut into records here, so that a record whose length is wrong costs itself and not what follows; what stands in
a record is read by fastwarc.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.batch.containers.extras import needed
from cleaner.batch.containers.rows import Lost, Reading, Row
from cleaner.batch.containers.streams import MAX_RATIO, Reader
from cleaner.errors import UnreadableInput, too_large

_START, _END = b"WARC/1.", b"\r\n\r\n"
_AHEAD = 16
"""Bytes behind a record: line ends, two or a few more, and the start of the next."""
_MAX_HEADER = 64_000
_MAX_AGAIN = 16
"""How often an archive, and the largest document, may be read again in all. Where lengths are wrong by a little it is once."""
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*(?=\r\n)", re.IGNORECASE)
_TYPE = re.compile(rb"\r\nwarc-type:[ \t]*([a-z]+)[ \t]*(?=\r\n)", re.IGNORECASE)
_CHUNK = re.compile(rb"[0-9A-Fa-f]+[ \t]*(?:;[^\r\n]*)?\r?\n")
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def warc_rows(reader: Reader, reading: Reading) -> Iterator[Row | Lost]:
    """The pages and texts of an archive, in order; each record counts, also those that are no documents.

    ``response`` and ``conversion`` records are documents; of these, what is no text or no success is skipped with a word.

    Raises:
        UnreadableInput: the archive breaks off, or cannot be unpacked; what was whole before was given.
        UsageError: fastwarc is not installed.
    """
    warc = needed("fastwarc.warc", "reading WARC")
    number = again = 0
    while reader.past_line_ends():
        number += 1
        header = reader.until(_END, _MAX_HEADER) or b""
        length, kind = _LENGTH.search(header), _TYPE.search(header)
        if not header.startswith(_START) or not length or not kind:
            reader.back(header)
            if not _to_next(reader):
                raise reader.error or UnreadableInput("truncated" if header.startswith(_START) else "corrupt", _BROKEN)
            yield _lost(number, "corrupt", "this is no WARC record; the next record is read on")
            continue
        size, document = int(length[1]), kind[1].lower() in (b"response", b"conversion", b"revisit")
        held = document and size <= reading.max_bytes
        block = reader.take(size) if held else b""
        whole = len(block) == size if held else reader.skip(size)
        if not whole or not _START.startswith(reader.peek(_AHEAD).lstrip(b"\r\n")[: len(_START)]):
            reader.back(header + block)  # the next record may have been taken for a part of this one
            again += len(block)
            if again > _MAX_AGAIN * (reader.total + reading.max_bytes):
                raise UnreadableInput("corrupt", "the lengths of too many of its records are wrong; fetch the archive again")
            if not _to_next(reader):
                raise reader.error or UnreadableInput("corrupt" if whole else "truncated", _BROKEN)
            yield _lost(number, "corrupt", "what follows it is no record, so its Content-Length is wrong")
        elif document and not held:
            error = too_large(reading.max_bytes)
            yield _lost(number, error.kind, str(error))
        elif document:
            yield _read(warc, header + block, number, reading)
    if reader.error:
        raise reader.error


_BROKEN = "the archive breaks off in the middle of a record; fetch it again"


def _lost(number: int, kind: str, message: str, *, status: str = "failed", id: str | None = None) -> Lost:
    return Lost(number, status, kind, f"record {number}: {message}", id)


def _to_next(reader: Reader) -> bool:
    """Go to where the next record seems to begin; false if there is none."""
    if not reader.skip_past(_END + _START):
        return False
    reader.back(_START)
    return True


def _read(warc: Any, raw: bytes, number: int, reading: Reading) -> Row | Lost:
    name = None
    try:
        record = warc.WarcRecord.from_bytes(raw)
        name = (record.record_id or "").strip("<> ") or None
        headers = dict(record.headers.items())
        url = next((value.strip("<> ") for key, value in headers.items() if key.lower() == "warc-target-uri"), None)
        if record.record_type == warc.WarcRecordType.revisit:
            return _lost(number, "revisit", "it only says that the page was the same as before", status="skipped", id=name)
        if record.record_type == warc.WarcRecordType.conversion:
            return Row(number, record.reader.read(), "text/plain", name, url)
        return _page(warc, raw, number, reading, (name, url))
    except OSError as error:
        return _lost(number, "corrupt", f"it cannot be read ({error}); fetch the archive again", id=name)
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":  # fastwarc's own mistakes come as something that is no Exception
            raise
        return _lost(number, "corrupt", "fastwarc cannot read it; fetch the archive again", id=name)


def _page(warc: Any, raw: bytes, number: int, reading: Reading, named: tuple[str | None, str | None]) -> Row | Lost:
    name, url = named
    record = warc.WarcRecord.from_bytes(raw)
    record.parse_http(auto_decode="none")
    answer, found = record.http_headers, (record.http_content_type or "").strip().lower()
    status = answer.status_code if answer is not None else None
    if status is None:
        return _lost(number, "corrupt", "it holds no HTTP answer", id=name)
    if not 200 <= status < 300:
        return _lost(number, "http_status", f"the server answered with {status}, no page", status="skipped", id=name)
    if found not in _PAGES:
        return _lost(number, "media_type", f"{found or 'something unnamed'} is no text", status="skipped", id=name)
    charset = f"; charset={record.http_charset}" if record.http_charset else ""
    encodings = {key.lower(): value.strip().lower() for key, value in answer.items()}
    body = record.reader.read()
    if _encoded(encodings, body):
        record = warc.WarcRecord.from_bytes(raw)
        record.parse_http(auto_decode="all")
        body = record.reader.read(reading.max_bytes + 1)
        if len(body) > reading.max_bytes:
            bomb = len(body) > MAX_RATIO * len(raw)
            return _lost(number, "bomb" if bomb else "too_large", f"it unpacks to more than {reading.max_bytes} bytes", id=name)
    return Row(number, body, found + charset, name, url)


def _encoded(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the body is still as it was sent. Many archives hold it decoded and leave the headers that say otherwise."""
    if "chunked" in headers.get("transfer-encoding", ""):
        return _CHUNK.match(body) is not None
    encoding = headers.get("content-encoding", "identity")
    if encoding in ("gzip", "x-gzip"):
        return body.startswith(b"\x1f\x8b")
    return encoding not in ("", "identity", "none")
