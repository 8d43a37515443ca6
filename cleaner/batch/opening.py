"""Opening what was named: regular files, the standard input, addresses on other machines; nothing else, and never blocking."""

from __future__ import annotations

import errno
import io
import os
import stat
import threading
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from tempfile import TemporaryFile, gettempdir
from typing import TYPE_CHECKING, BinaryIO, cast

from cleaner.batch.containers import unpacked
from cleaner.batch.kinds import packing
from cleaner.batch.remote import is_remote, remote
from cleaner.errors import CleanerError, UnreadableInput, UsageError, too_large

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STDIN = "-"
_STDIN = 0
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""Without blocking: opening a FIFO that nobody writes to would wait for ever."""
_BLOCK = 1 << 20


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """A regular file, the standard input (``-``) or an address, open for reading.

    Raises:
        UnreadableInput: ``vanished``, ``unreadable``, or ``special`` for what is no regular file.
        UsageError: a library is missing for the address.
    """
    try:
        with _file(path) as file:
            yield file
    except OSError as error:
        if isinstance(error, FileNotFoundError) or error.errno == errno.ELOOP:  # the first of another machine has no number
            what = "it is gone, or a link to nothing or to itself"
            raise UnreadableInput("vanished", f"{what}; list the inputs anew and run again") from error
        if stat.S_ISSOCK(_mode(path)):
            raise UnreadableInput("special", "this is a socket, no regular file") from error
        why = "it is closed" if error.errno == errno.EBADF else error.strerror or str(error)
        remedy = "redirect a file or a pipe to it" if path == STDIN else "check its permissions"
        raise UnreadableInput("unreadable", f"it cannot be read ({why}); {remedy}") from error


def kept(blocks: Iterable[bytes], what: str) -> BinaryIO:
    """All of these in a file without a name, which can be read again and again; it goes when it is closed.

    Raises:
        UsageError: there is no room for it; the message begins with ``what`` it was to hold.
    """
    file = TemporaryFile()  # noqa: SIM115  # whoever asked closes it
    try:
        for block in blocks:
            try:
                file.write(block)
            except OSError as error:
                message = f"{what} cannot be kept in {gettempdir()}: {error.strerror}; set TMPDIR to another place"
                raise UsageError(message) from error
    except BaseException:
        with suppress(OSError):  # a full disk shows again when what is buffered is flushed
            file.close()
        raise
    return cast("BinaryIO", file)


class Stdin:
    """The standard input, read once and `kept`, so that it can be opened again and again, by several threads at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._file: BinaryIO | None = None
        self._failed: CleanerError | None = None

    @contextmanager
    def opened(self, _: str = STDIN) -> Iterator[BinaryIO]:
        """It from its beginning; nothing that others read moves the place.

        Raises:
            UnreadableInput: ``unreadable``.
            UsageError: there is no room for it.
        """
        with io.BufferedReader(_View(self._whole(), self._lock)) as file:
            yield file

    def _whole(self) -> BinaryIO:
        with self._lock:
            if self._failed:  # what was read before is gone: the rest alone would be taken for all there is
                raise self._failed
            if self._file is None:
                try:
                    with opened(STDIN) as source:
                        self._file = kept(iter(partial(source.read, _BLOCK), b""), "the standard input")
                except CleanerError as error:
                    self._failed = error
                    raise
                weakref.finalize(self, self._file.close)
            return self._file


class _View(io.RawIOBase):
    """A file that others read, too, with a place of its own."""

    def __init__(self, file: BinaryIO, lock: threading.Lock) -> None:
        self._file, self._lock, self._at = file, lock, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        with memoryview(buffer) as view, self._lock:
            self._file.seek(self._at)
            data = self._file.read(view.nbytes)
            view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        with self._lock:
            start = (0, self._at, self._file.seek(0, io.SEEK_END))[whence]
        self._at = max(0, start + offset)
        return self._at


def _file(path: str) -> BinaryIO:
    if is_remote(path):
        return remote(path).open()
    if path == STDIN:
        return cast("BinaryIO", io.FileIO(_STDIN, closefd=False))
    handle = os.open(path, _OPEN)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise UnreadableInput("special", "this is no regular file; to read from a pipe, name - and redirect the input")
    return cast("BinaryIO", io.FileIO(handle))


def _mode(path: str) -> int:
    try:
        return os.stat(path).st_mode
    except (OSError, ValueError):
        return 0


def read_file(path: str, max_bytes: int) -> bytes:
    """All bytes of what `opened` opens, unpacked if its name ends in ``.gz`` or ``.zst``.

    Raises:
        UnreadableInput: as `opened`; ``too_large``; ``truncated``, ``corrupt`` or ``bomb`` for what cannot be unpacked.
        UsageError: a library is missing.
    """
    with opened(path) as file:
        if packing(path):
            return unpacked(file, max_bytes)
        blocks: list[bytes] = []
        size = 0
        # The size a file claims may be wrong by the time it is read.
        while block := file.read(_BLOCK):
            size += len(block)
            if size > max_bytes:
                raise too_large(max_bytes)
            blocks.append(block)
        return b"".join(blocks)
