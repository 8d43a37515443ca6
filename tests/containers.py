"""The same documents as every kind of container, made in memory."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from cleaner.batch.containers import Keys, Lost, Reading, Row, rows

THREE = [(1, "d1"), (2, "d2"), (3, "d3")]
"""What three documents are in short."""
PAGE = b"<html><body><p>Hi</p></body></html>"


def lines(*values: Any) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def documents(count: int) -> list[dict[str, Any]]:
    return [{"id": f"d{number}", "text": f"The harbour reopened on day {number}.\n"} for number in range(1, count + 1)]


def gz(data: bytes) -> bytes:
    """The same bytes at any time."""
    return gzip.compress(data, mtime=0)


def zst(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(data)


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED, *, to: BinaryIO | None = None) -> bytes:
    """A zip archive; written to something that cannot seek, sizes stand behind the members alone."""
    file = to or io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    file.seek(0)
    return file.read()


def tarred(files: Mapping[str, bytes | tarfile.TarInfo], format: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive of files, and of members that are described."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=format) as archive:
        for name, data in files.items():
            info = data if isinstance(data, tarfile.TarInfo) else tarfile.TarInfo(name)
            content = b"" if isinstance(data, tarfile.TarInfo) else data
            info.size = info.size or len(content)
            archive.addfile(info, io.BytesIO(content.ljust(info.size)))
    return file.getvalue()


def table(values: Iterable[dict[str, Any]], schema: Any = None, **options: Any) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(values), schema=schema), file, **options)
    return file.getvalue()


def record(
    body: bytes, *, id: str = "urn:x:1", type: str = "response", media: str = "text/html", status: str = "200 OK",
    headers: bytes = b"", length: int | None = None, url: str = "https://example.com/a",
) -> bytes:  # fmt: skip
    """One record of a web archive; ``length`` lies about its size."""
    block, content = body, media
    if type == "response":
        named = f"Content-Type: {media}\r\n" if media else ""
        block, content = (
            f"HTTP/1.1 {status}\r\n{named}".encode() + headers + b"\r\n" + body,
            "application/http; msgtype=response",
        )
    head = (
        f"WARC/1.1\r\nWARC-Type: {type}\r\nWARC-Record-ID: <{id}>\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2024-01-01T00:00:00Z\r\nContent-Type: {content}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def read(name: str, data: bytes, *, limit: int = 20_000_000, keys: Keys | None = None) -> list[Row | Lost]:
    return list(rows(name, io.BytesIO(data), Reading(keys or Keys(), limit)))


def brief(found: Iterable[Row | Lost]) -> list[tuple[int, str]]:
    """Each row by its number and id, what is lost by its number and kind."""
    return [(row.number, row.kind if isinstance(row, Lost) else str(row.id)) for row in found]
