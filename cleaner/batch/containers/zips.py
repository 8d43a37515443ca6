"""Zip archives, by the directory at their end, and where that is damaged by the headers before each member.

The standard library has only zlib to do here: its zipfile holds the whole directory, some 500 bytes a member, and reads nothing
of an archive that breaks off.
"""

from __future__ import annotations

import io
import stat
import struct
import zlib
from collections.abc import Callable, Generator, Iterator
from functools import partial
from typing import BinaryIO, NamedTuple

from cleaner.batch.containers.archives import FILE, FOLDER, Member, Meter, member_rows
from cleaner.batch.containers.rows import Lost, Reading, Row
from cleaner.batch.containers.streams import Reader
from cleaner.errors import UnreadableInput, too_large

_LOCAL, _LISTED, _END, _LOCATOR, _END_64 = b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\6\7", b"PK\6\6"
"""What begins the header before a member, its entry in the directory, the end of that, and the two parts of a large end."""
_DESCRIPTOR = b"PK\7\x08"
"""What may stand before the checksum behind a member that was written as a stream."""
_LOCAL_HEADER = struct.Struct("<4s2xHH4xIIIHH")
_ENTRY = struct.Struct("<4s4xHH4xIIIHHH4xII")
_DIRECTORY = struct.Struct("<4s6xHIIH")
_LOCATOR_SIZE = 20
_DIRECTORY_64 = struct.Struct("<4s28xQQQ")
_MAX_COMMENT = 0xFFFF
_ENCRYPTED, _STREAMED, _UTF_8 = 1 << 0, 1 << 3, 1 << 11
"""Flags of a member."""
_STORED, _DEFLATED = 0, 8
_TOO_MUCH, _ZIP_64 = 0xFFFF_FFFF, 1
"""The value in place of one that takes eight bytes, and the number of the field that holds those."""
_KINDS = {0: FILE, stat.S_IFREG: FILE, stat.S_IFDIR: FOLDER, stat.S_IFLNK: "file_link"}
_FIRST_BLOCK, _BLOCK = 1 << 12, 1 << 16


def zip_rows(file: BinaryIO, reading: Reading) -> Iterator[Row | Lost]:
    """The documents of a zip archive; see `member_rows`.

    Args:
        file: the archive, which can be read from any place.
        reading: how rows are read.

    Raises:
        UnreadableInput: it is damaged, breaks off or is a bomb; what was whole before was given.
        OSError: it cannot be read.
    """
    size = file.seek(0, io.SEEK_END)
    meter = Meter(reading.max_bytes, lambda: size)
    return member_rows(_Members(file, size, meter, reading.max_bytes), meter, reading)


class _Entry(NamedTuple):
    """What an archive says of a member; sizes and checksum are ``None`` where they only stand behind its data.

    Attributes:
        name: its path.
        flags, method: how it is packed.
        crc, packed, size: its checksum, and bytes packed and unpacked.
        at: where its data begins; in the directory, where its header does.
        mode: its type and permissions; 0 where nobody knows.
    """

    name: str
    flags: int
    method: int
    crc: int | None
    packed: int | None
    size: int | None
    at: int
    mode: int = 0


class _Members:
    """The members of an archive, in the order of its directory."""

    def __init__(self, file: BinaryIO, size: int, meter: Meter, limit: int) -> None:
        self._file, self._size, self._meter, self._limit = file, size, meter, limit
        self._behind = 0
        """Where the data of all members ends that were given so far."""

    def __iter__(self) -> Iterator[Member]:
        """Each member.

        Raises:
            UnreadableInput: ``corrupt``; all that can be found was given.
        """
        if (yield from self._listed()):
            return
        found = self._behind > 0
        while (at := self._find(_LOCAL, self._behind)) is not None:
            entry = self._header(at)
            self._behind = at + len(_LOCAL)
            if entry is not None:
                found = True
                end = entry.at + (entry.packed or 0)
                self._behind = end if end <= self._size else entry.at
                yield _member(entry, partial(self._read, entry))
        if not found:
            raise UnreadableInput("corrupt", "this is no zip archive")
        raise UnreadableInput("corrupt", "the directory at the end of the archive is missing or damaged; fetch it again")

    def _listed(self) -> Generator[Member, None, bool]:
        """The members that the directory lists; returns whether it is whole."""
        place = self._directory()
        if place is None:
            return False
        start, end, shift, count = place
        reader, found = Reader(self._stretch(start, end)), 0
        while head := reader.take(_ENTRY.size):
            if len(head) < _ENTRY.size or not head.startswith(_LISTED):
                return False
            _, flags, method, crc, packed, size, named, more, comment, attributes, at = _ENTRY.unpack(head)
            raw, extra = reader.take(named), reader.take(more)
            reader.skip(comment)
            size, packed, at = _large(extra, size, packed, at)
            entry = _Entry(_name(raw, flags), flags, method, crc, packed, size, at + shift, attributes >> 16)
            found += 1
            self._behind = max(self._behind, min(self._size, entry.at + _LOCAL_HEADER.size + named + packed))
            yield _member(entry, partial(self._read_listed, entry))
        return found & 0xFFFF == count & 0xFFFF

    def _directory(self) -> tuple[int, int, int, int] | None:
        """Where the directory begins and ends, what its places are to be shifted by, and how many members it lists."""
        begin = max(0, self._size - _DIRECTORY.size - _MAX_COMMENT - _LOCATOR_SIZE)
        tail = self._at(begin, self._size - begin)
        at = tail.rfind(_END)
        if at < 0 or len(tail) - at < _DIRECTORY.size:
            return None
        _, count, size, offset, _ = _DIRECTORY.unpack_from(tail, at)
        end = begin + at
        if tail[:at][-_LOCATOR_SIZE:].startswith(_LOCATOR):
            end -= _LOCATOR_SIZE + _DIRECTORY_64.size
            head = self._at(max(0, end), _DIRECTORY_64.size)
            if len(head) < _DIRECTORY_64.size or not head.startswith(_END_64):
                return None
            _, count, size, offset = _DIRECTORY_64.unpack(head)
        shift = end - size - offset  # something else may stand before an archive: a program that unpacks it
        return (end - size, end, shift, count) if shift >= 0 else None

    def _read_listed(self, entry: _Entry) -> bytes:
        local = self._header(entry.at)
        if local is None:
            raise UnreadableInput("corrupt", "it is not where the directory says; fetch the archive again")
        data = self._read(entry._replace(at=local.at))
        if data is None:
            raise UnreadableInput("truncated", "the archive breaks off in it; fetch it again")
        return data

    def _header(self, at: int) -> _Entry | None:
        """What stands before the data of a member; ``None`` if that is not there, or not whole."""
        head = self._at(at, _LOCAL_HEADER.size)
        if len(head) < _LOCAL_HEADER.size or not head.startswith(_LOCAL):
            return None
        _, flags, method, crc, packed, size, named, more = _LOCAL_HEADER.unpack(head)
        at += _LOCAL_HEADER.size
        raw, extra = self._at(at, named), self._at(at + named, more)
        if len(raw) + len(extra) < named + more:
            return None
        size, packed, _ = _large(extra, size, packed, 0)
        entry = _Entry(_name(raw, flags), flags, method, crc, packed, size, at + named + more)
        return entry._replace(crc=None, packed=None, size=None) if flags & _STREAMED and not packed else entry

    def _read(self, entry: _Entry) -> bytes | None:
        """The data of a member, or ``None`` where the archive ends in it.

        Raises:
            UnreadableInput: ``encrypted``, ``unsupported``, ``too_large`` or ``corrupt``.
        """
        if entry.flags & _ENCRYPTED:
            raise UnreadableInput("encrypted", "it is encrypted; unpack the archive first")
        if entry.method not in (_STORED, _DEFLATED) or (entry.method == _STORED and entry.packed is None):
            raise UnreadableInput(
                "unsupported", f"how it is packed (method {entry.method}) is not read; unpack the archive first"
            )
        end = self._size if entry.packed is None else entry.at + entry.packed
        most, data, at = self._limit if entry.size is None else entry.size, bytearray(), entry.at
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS) if entry.method == _DEFLATED else None
        for block in self._stretch(at, end):
            at += len(block)
            self._meter.add(len(block))
            try:
                data += unpacker.decompress(block, most + 1 - len(data)) if unpacker else block
            except zlib.error as error:
                raise UnreadableInput("corrupt", f"it is damaged ({error}); fetch the archive again") from error
            if len(data) > most or (unpacker and unpacker.eof):
                break
        self._meter.add(len(data))
        if len(data) > most:
            if entry.size is None:
                raise too_large(most)
            raise UnreadableInput("corrupt", "it unpacks to more than the archive says; fetch the archive again")
        if not (unpacker.eof if unpacker else at == end):
            if at >= self._size:
                return None
            raise UnreadableInput("corrupt", "its data breaks off; fetch the archive again")
        end = at - len(unpacker.unused_data) if unpacker else at
        self._behind = max(self._behind, end)
        if entry.crc is None and end + 2 * len(_DESCRIPTOR) > self._size:
            return None
        if not self._fits(entry, zlib.crc32(data), end):
            raise UnreadableInput("corrupt", "its checksum is wrong; fetch the archive again")
        return bytes(data)

    def _fits(self, entry: _Entry, crc: int, end: int) -> bool:
        """Whether this is the checksum of a member, which may stand behind the end of its data."""
        if entry.crc is not None:
            return crc == entry.crc
        behind = self._at(end, 2 * len(_DESCRIPTOR))
        return behind.removeprefix(_DESCRIPTOR)[:4] == crc.to_bytes(4, "little")

    # -- the file

    def _at(self, at: int, size: int) -> bytes:
        """So many bytes from a place on, fewer at the end."""
        return b"".join(self._stretch(at, at + size))

    def _stretch(self, at: int, end: int) -> Iterator[bytes]:
        """What stands between two places, in blocks that grow; others may read the file meanwhile."""
        size, end = _FIRST_BLOCK, min(end, self._size)
        while at < end:
            self._file.seek(at)
            block = self._file.read(min(size, end - at))
            if not block:
                return
            yield block
            at, size = at + len(block), min(2 * size, _BLOCK)

    def _find(self, mark: bytes, at: int) -> int | None:
        """Where a mark stands next, from a place on."""
        held = b""
        for block in self._stretch(at, self._size):
            held += block
            if (found := held.find(mark)) >= 0:
                return at + found
            at += max(0, len(held) - len(mark) + 1)
            held = held[1 - len(mark) :]
        return None


def _member(entry: _Entry, read: Callable[[], bytes | None]) -> Member:
    kind = _KINDS.get(stat.S_IFMT(entry.mode), "special")
    return Member(entry.name, FOLDER if entry.name.endswith("/") else kind, entry.size, read)


def _name(raw: bytes, flags: int) -> str:
    """A path. Where nothing says that it is UTF-8 and it could be, it is: some programs say nothing."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", errors="surrogateescape") if flags & _UTF_8 else raw.decode("cp437")


def _large(extra: bytes, *values: int) -> Iterator[int]:
    """The values, each that takes eight bytes from the field that holds those, which stand there in the same order."""
    field, at = b"", 0
    while at + 4 <= len(extra):
        number, size = struct.unpack_from("<HH", extra, at)
        if number == _ZIP_64:
            field = extra[at + 4 : at + 4 + size]
        at += 4 + size
    for value in values:
        large = value == _TOO_MUCH and len(field) >= 8
        yield int.from_bytes(field[:8], "little") if large else value
        field = field[8:] if large else field
