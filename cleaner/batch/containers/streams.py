"""Unpacking in small blocks, so that no file can fill the memory: gzip by the standard library, zstd by zstandard."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any, BinaryIO, Protocol

from cleaner.batch.containers.extras import needed
from cleaner.batch.kinds import packing
from cleaner.errors import UnreadableInput, too_large

MAX_RATIO = 200
"""Unpacked to packed. Text packs up to some ten times smaller; only what is made to fill memories passes this."""
_BLOCK = 1 << 16
_ZSTD_BLOCK = 1 << 8
"""Four bytes can unpack to 128 kB, and zstandard gives all that a piece unpacks to at once: this keeps it below 8 MB, and is
still as fast as gzip."""
_GZIP_MAGIC, _ZSTD_MAGIC = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_ZSTD_SKIPPABLE = b"\x2a\x4d\x18"
"""Behind a first byte from 0x50 to 0x5f: a frame without data, with which some tools begin a file."""


def needed_for_zstd() -> ModuleType:
    """The library for ``.zst``.

    Raises:
        UsageError: it is not installed.
    """
    return needed("zstandard", "a file that ends in .zst")


def blocks(file: BinaryIO, *, packed: bool, limit: int) -> Iterator[bytes]:
    """What is in a file, a block at a time, unpacked where it is packed, whatever its name says.

    Args:
        file: open for reading.
        packed: whether its name says that it is packed; an empty file is not whole then.
        limit: bytes from which on the ratio of unpacked to packed counts.

    Raises:
        UnreadableInput: ``truncated``, ``corrupt`` or ``bomb``. All blocks that can be had were given before.
        UsageError: a library is missing.
        OSError: the file cannot be read.
    """
    head = file.read(_BLOCK)
    pack = _packing(head)
    if not pack:
        if packed and not head:
            raise UnreadableInput("truncated", "it is empty, and no packed file is; fetch it again")
        yield from _plain(head, file)
        return
    first, total_in, total_out = True, 0, 0
    for data, taken in (_gunzip if pack == "gzip" else _unzstd)(_plain(head, file)):
        total_in, total_out = total_in + taken, total_out + len(data)
        if first and data:
            first = False
            if _packing(data):
                raise UnreadableInput("bomb", "it is packed twice; unpack it first")
        refuse_bomb(total_out, total_in, limit)
        if data:
            yield data


def refuse_bomb(size: int, packed: int, allowed: int) -> None:
    """See that what was unpacked so far is in proportion to what it was packed in; so many bytes are ``allowed`` anyway.

    Raises:
        UnreadableInput: ``bomb``.
    """
    if size > allowed and size > MAX_RATIO * packed:
        raise UnreadableInput("bomb", f"it unpacks to more than {MAX_RATIO} times its size; unpack it first, if you trust it")


def unpacked(file: BinaryIO, limit: int) -> bytes:
    """All bytes of one packed document.

    Raises:
        UnreadableInput: it cannot be unpacked (see `blocks`), or is ``too_large``.
        UsageError: a library is missing.
        OSError: it cannot be read.
    """
    taken, size = [], 0
    for block in blocks(file, packed=True, limit=limit):
        size += len(block)
        if size > limit:
            raise too_large(limit)
        taken.append(block)
    return b"".join(taken)


def _packing(head: bytes) -> str:
    if head.startswith(_GZIP_MAGIC):
        return "gzip"
    skippable = head[1:4] == _ZSTD_SKIPPABLE and 0x50 <= head[0] <= 0x5F
    return "zstd" if head.startswith(_ZSTD_MAGIC) or skippable else ""


def _plain(head: bytes, file: BinaryIO) -> Iterator[bytes]:
    while head:
        yield head
        head = file.read(_BLOCK)


def _gunzip(source: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """Unpacked pieces, each with how many packed bytes went in for it."""
    member = zlib.decompressobj(wbits=31)
    begun = False
    for block in source:
        data = block
        while True:
            if not begun:
                data = data.lstrip(b"\0")  # tape and disk blocks are filled up with zeros
                if not data:
                    break
                begun = True
            before = len(data)
            try:
                out = member.decompress(data, _BLOCK)
            except zlib.error as error:
                raise UnreadableInput("corrupt", f"the gzip data is damaged ({error}); fetch it again") from error
            data = member.unconsumed_tail
            if member.eof:
                data, member, begun = member.unused_data, zlib.decompressobj(wbits=31), False
            yield out, before - len(data)
            if begun and not data and len(out) < _BLOCK:  # a full block may have more behind it
                break
    if begun:
        raise UnreadableInput("truncated", "the gzip data ends in the middle; fetch it again")


def _unzstd(source: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    zstandard = needed_for_zstd()
    unpacker = zstandard.ZstdDecompressor()
    frame = unpacker.decompressobj()
    begun = False
    for block in source:
        data = block
        while data:
            piece, data = data[:_ZSTD_BLOCK], data[_ZSTD_BLOCK:]
            begun = True
            try:
                out = frame.decompress(piece)
            except zstandard.ZstdError as error:
                raise UnreadableInput("corrupt", f"the zstd data is damaged ({error}); fetch it again") from error
            if frame.eof:
                data = frame.unused_data + data
                piece = piece[: len(piece) - len(frame.unused_data)]
                frame, begun = unpacker.decompressobj(), False
            yield out, len(piece)
    if begun:
        raise UnreadableInput("truncated", "the zstd data ends in the middle; fetch it again")


class Reader:
    """Blocks as something to read lines and stretches from; never holds more than what is asked for and one block.

    Attributes:
        error: why the blocks ended before their time, else `None`. What came before can be read to its end first.
        total: bytes of all blocks so far.
    """

    def __init__(self, source: Iterator[bytes]) -> None:
        self._source = source
        self._held = bytearray()
        self.error: UnreadableInput | None = None
        self.total = 0

    def more(self) -> bool:
        """Take in one more block; false at the end."""
        try:
            block = next(self._source, b"")
        except UnreadableInput as error:
            self.error, block = error, b""
        self._held += block
        self.total += len(block)
        return bool(block)

    def until(self, mark: bytes, limit: int) -> bytes | None:
        """All up to and with the next ``mark``; at the end what is left. ``None`` if that is longer than ``limit``.

        What was not given stays to be read.
        """
        searched = 0
        while True:
            at = self._held.find(mark, searched)
            if at >= 0:
                return self.take(at + len(mark)) if at + len(mark) <= limit else None
            if len(self._held) > limit:
                return None
            searched = max(0, len(self._held) - len(mark) + 1)
            if not self.more():
                return self.take(len(self._held)) if len(self._held) <= limit else None

    def take(self, size: int) -> bytes:
        """The next bytes, fewer only at the end."""
        while len(self._held) < size and self.more():
            pass
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    def peek(self, size: int) -> bytes:
        """The next bytes, which stay to be read."""
        while len(self._held) < size and self.more():
            pass
        return bytes(self._held[:size])

    def back(self, data: bytes) -> None:
        """Give back what was taken."""
        self._held[:0] = data

    def skip(self, size: int) -> bool:
        """Leave out so many bytes without holding them; false if there are fewer."""
        while len(self._held) < size:
            size -= len(self._held)
            self._held.clear()
            if not self.more():
                return False
        del self._held[:size]
        return True

    def past_line_ends(self) -> bool:
        """Leave out line ends; false if nothing else is left."""
        while self.peek(1) in (b"\r", b"\n"):
            self.take(1)
        return bool(self.peek(1))

    def skip_past(self, mark: bytes) -> bool:
        """Leave out all up to and with the next ``mark``, without holding it; false if there is none."""
        while (at := self._held.find(mark)) < 0:
            del self._held[: max(0, len(self._held) - len(mark) + 1)]
            if not self.more():
                self._held.clear()
                return False
        del self._held[: at + len(mark)]
        return True


class Packer(Protocol):
    """What lines are written to; `finish` ends it and leaves the file open."""

    def write(self, lines: bytes, /) -> Any:
        """Add lines.

        Raises:
            OSError: they cannot be written.
        """

    def finish(self) -> None:
        """Write the end.

        Raises:
            OSError: it cannot be written.
        """


class _Plain:
    """Lines as they are."""

    def __init__(self, file: BinaryIO) -> None:
        self.write = file.write

    def finish(self) -> None:
        """Nothing is left to write."""


class _Packed:
    """Lines through something that packs them."""

    def __init__(self, through: Any) -> None:
        self.write = through.write
        self.finish = through.close


def packer(name: str, file: BinaryIO) -> Packer:
    """What packs lines as a file of this name wants it: ``.gz``, ``.zst`` or not at all. The same lines, the same bytes.

    Raises:
        UsageError: a library is missing.
    """
    pack = packing(name)
    if pack == ".gz":
        return _Packed(gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0))
    if pack == ".zst":
        zstandard = needed_for_zstd()
        return _Packed(zstandard.ZstdCompressor(level=3).stream_writer(file, closefd=False))
    return _Plain(file)
