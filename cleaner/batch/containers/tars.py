"""Tar archives, read as a stream: header by header, so that a damaged one costs itself and not what follows.

The standard library reads what stands in a header. It does not walk the archive: it would hold all members and extended headers
of any size, and take a damaged header for the end.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from cleaner.batch.containers.archives import FILE, FOLDER, Member, Meter, member_rows
from cleaner.batch.containers.rows import Lost, Reading, Row
from cleaner.batch.containers.streams import Reader
from cleaner.errors import UnreadableInput

_BLOCK = 512
_MAGIC = slice(257, 262)
_SPARSE_GOES_ON = 482, 504
"""Whether another header with holes follows, in the first and in each that follows it (GNU)."""
_MAX_EXTENDED = 64_000
"""Bytes of an extended header; the longest path has 4,096."""
_PAX = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_EXTENDED = (*_PAX, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
"""Types of headers that say more of the members behind them."""
_RECORD, _RECORD_END = re.compile(rb"([0-9]{1,6}) ([^=\n]+)="), ord("\n")
_SIZE = re.compile(rb"[0-9]{1,18}")
_KINDS = {tarfile.DIRTYPE: FOLDER, tarfile.SYMTYPE: "file_link", tarfile.LNKTYPE: "same_file"}
_WITHOUT_DATA = (tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
"""Types behind which nothing stands, whatever size their header says."""
_BROKEN = "a header is damaged, and no other follows; fetch the archive again"


def tar_rows(reader: Reader, reading: Reading, packed: Callable[[], int]) -> Iterator[Row | Lost]:
    """The documents of a tar archive; see `member_rows`.

    Args:
        reader: the archive, unpacked.
        reading: how rows are read.
        packed: tells how many bytes of the file were read so far.

    Raises:
        UnreadableInput: it is damaged, breaks off or is a bomb; what was whole before was given.
    """
    return member_rows(_Members(reader), Meter(reading.max_bytes, packed), reading)


class _Extended(NamedTuple):
    """What stands in headers before that of a member, for it."""

    name: str | None = None
    size: int | None = None
    sparse: bool = False
    damaged: bool = False


class _Members:
    """The members of an archive, in order, and in the place of what is damaged why it is.

    Blocks of zeros, with which archives end, are passed over: some stand one behind another.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._left = 0

    def __iter__(self) -> Iterator[Member | UnreadableInput]:
        """Each member.

        Raises:
            UnreadableInput: ``corrupt`` or ``truncated``; all that can be told apart was given.
        """
        extended, found, ended = _Extended(), False, False
        while block := self._reader.take(_BLOCK):
            if not any(block):
                ended = True
                continue
            info = _header(block)
            if info is None:
                if self._to_next():
                    yield UnreadableInput("corrupt", "its header is damaged; the next member is read on")
                    continue
                if ended and not self._reader.error:
                    return  # rubbish behind the end
                raise self._reader.error or UnreadableInput("corrupt", _BROKEN if found else "this is no tar archive")
            found, ended = True, False
            if info.type in _EXTENDED:
                extended = self._extended(info, extended)
                continue
            yield self._member(info, extended, block)
            self._reader.skip(self._left)
            extended = _Extended()
        if self._reader.error or not ended:
            raise self._reader.error or UnreadableInput("truncated", "the archive breaks off; fetch it again")

    def _to_next(self) -> bool:
        """Go to where the next header seems to stand; false if there is none."""
        while block := self._reader.take(_BLOCK):
            if block[_MAGIC] == b"ustar" and _header(block):
                self._reader.back(block)
                return True
        return False

    def _extended(self, info: tarfile.TarInfo, known: _Extended) -> _Extended:
        """What a header that says more of the next member adds to what is known of that."""
        size = _padded(info.size)
        if info.type not in (*_PAX, tarfile.GNUTYPE_LONGNAME):
            self._reader.skip(size)  # of where links lead, or of all members: no names
            return known
        if info.size > _MAX_EXTENDED:
            self._reader.skip(size)
            return known._replace(damaged=True)
        data = self._reader.take(size)[: info.size]
        if info.type == tarfile.GNUTYPE_LONGNAME:
            return known._replace(name=_text(data.partition(b"\0")[0]))
        return _pax(data, known)

    def _member(self, info: tarfile.TarInfo, extended: _Extended, block: bytes) -> Member | UnreadableInput:
        sparse, goes_on = extended.sparse or info.type == tarfile.GNUTYPE_SPARSE, block[_SPARSE_GOES_ON[0] :][:1]
        while info.type == tarfile.GNUTYPE_SPARSE and goes_on not in (b"", b"\0"):
            goes_on = self._reader.take(_BLOCK)[_SPARSE_GOES_ON[1] :][:1]
        size = info.size if extended.size is None else extended.size
        self._left = 0 if info.type in _WITHOUT_DATA else _padded(size)
        if extended.damaged:
            return UnreadableInput("corrupt", "the header that says what it is called is damaged, or far too long")
        kind = FILE if info.isreg() else _KINDS.get(info.type, "special")
        name = info.name if extended.name is None else extended.name
        return Member(name, kind, size, _sparse if sparse else partial(self._read, size))

    def _read(self, size: int) -> bytes | None:
        data = self._reader.take(size)
        self._left -= len(data)
        return data if len(data) == size else None


def _sparse() -> bytes:
    raise UnreadableInput("unsupported", "a file with holes (sparse) is not read; unpack the archive first")


def _header(block: bytes) -> tarfile.TarInfo | None:
    """What stands in a header; ``None`` for what is none."""
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return None
    return info if info.size >= 0 else None


def _padded(size: int) -> int:
    """The bytes of so many, and those that fill up the last block."""
    return size + -size % _BLOCK


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="surrogateescape")


def _pax(data: bytes, known: _Extended) -> _Extended:
    """What the records of a pax header add to what is known."""
    at = 0
    while at < len(data):
        record = _RECORD.match(data, at)
        end = at + int(record[1]) if record else 0
        if not record or not record.end() < end <= len(data) or data[end - 1] != _RECORD_END:
            return known._replace(damaged=True)
        key, value = record[2], data[record.end() : end - 1]
        if key == b"path":
            known = known._replace(name=_text(value))
        elif key == b"size":
            known = known._replace(size=int(value)) if _SIZE.fullmatch(value) else known._replace(damaged=True)
        elif key.startswith(b"GNU.sparse."):
            known = known._replace(sparse=True)
        at = end
    return known
