"""Files that are whole or not there."""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import BufferedReader
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from cleaner.batch.containers import packer
from cleaner.errors import CleanerError, UsageError
from cleaner.files import TEMPORARY

# Line readers of other tools split at these too; inside JSON they can only stand in strings.
_SPLITTERS = {"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_FATAL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
_number = itertools.count()
_token = secrets.randbelow(10**9)
"""Processes in containers that share a directory may have the same number."""


class OutputError(CleanerError):
    """The output cannot be written, and no other document could be either: the run stops, what is written stays whole."""

    kind = "output"


def json_line(value: Mapping[str, Any]) -> bytes:
    """One JSON object on one line, in UTF-8."""
    text = json.dumps(value, ensure_ascii=False)
    for splitter, escaped in _SPLITTERS.items():  # a table to translate by would cost 3 ms a page
        text = text.replace(splitter, escaped)
    return text.encode("utf-8", errors="replace") + b"\n"


def write_whole(files: Mapping[str, bytes], *, fsync: bool) -> None:
    """Write files of one directory, each whole or not at all, and make the directory where it is missing.

    Raises:
        OutputError: the disk is full, broken or read-only.
        OSError: this one output cannot be written.
    """
    temporary: dict[str, str] = {}
    try:
        for path, data in files.items():
            name = _temporary(path)
            temporary[path] = name
            with _created(name) as file:
                file.write(data)
                if fsync:
                    _sync(file)
        for path, name in temporary.items():
            os.replace(name, path)
        if fsync:
            for folder in {os.path.dirname(path) for path in files}:
                sync_folder(folder)
    except OSError as error:
        if error.errno in _FATAL:
            raise unwritable(next(iter(files)), error) from error
        raise
    finally:
        for name in temporary.values():
            with suppress(OSError):
                os.unlink(name)


def copy_whole(source: str | os.PathLike[str], path: str, *, fsync: bool) -> str:
    """Copy a file, whole or not at all, and give back its sha256.

    Raises:
        OutputError: the disk is full, broken or read-only.
    """
    with RowFile(path, fsync=fsync) as copy, open(source, "rb") as file:
        while block := file.read(1 << 20):
            copy.add(block)
        copy.commit()
        return copy.sha256


def remove(paths: list[str]) -> None:
    """Delete what an earlier run may have left under these names."""
    for path in paths:
        with suppress(OSError):
            os.unlink(path)


def open_written(path: str) -> BufferedReader:
    """Open what may be the output of a run.

    Raises:
        OSError: it cannot be read, or is no regular file.
        ValueError: the name, which may have been forged, is none.
    """
    if not os.path.isfile(path):  # a pipe would keep us waiting
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
    return open(path, "rb")


def sha256_of(path: str) -> str | None:
    """The sha256 of a file, or ``None`` if it cannot be read."""
    with suppress(OSError, ValueError), open_written(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return None


def whose() -> str:
    """What the names of this process's temporary files begin with, behind what those of all begin with."""
    return f"{os.getpid()}-{_token}"


def sweep(folder: str, *, owner: str | None = None, below: bool = False) -> None:
    """Delete the temporary files that processes which were killed have left in a directory.

    Args:
        folder: where to look.
        owner: only those of this process, as `whose` names it or by its number alone; ``None``: all, so nothing else may be
            writing there.
        below: also in all directories below.
    """
    wanted = TEMPORARY if owner is None else f"{TEMPORARY}{owner}-"
    waiting = [folder]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as found:
            for entry in found:
                if entry.name.startswith(wanted):
                    remove([entry.path])
                elif below and entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)


def _temporary(path: str) -> str:
    # Not made of the output's name: that may be as long as the file system allows.
    return os.path.join(os.path.dirname(path), f"{TEMPORARY}{whose()}-{next(_number)}")


def _created(path: str) -> BinaryIO:
    try:
        return open(path, "xb")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        return open(path, "xb")


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: str) -> None:
    """Wait until the names in a directory are safely on the disk."""
    # Not every system lets a directory be opened or synced; the files themselves are safe by now.
    with suppress(OSError):
        handle = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def unwritable(path: str, error: OSError) -> OutputError:
    """The error that ends a run because this cannot be written."""
    return OutputError(f"{path}: cannot be written: {error.strerror}; make room or choose another output, and run again")


class _Hashed:
    """A file that is hashed while it is written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: Any) -> int:
        if self._file.closed:  # given up before its end; what packs the rows still has its last word
            return len(data)
        self.digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        """Whoever owns the file flushes it."""


class RowFile:
    """A file of rows that gets its name when it is complete. Use as a context; call `commit` at the end.

    Rows are given as JSON lines; the name says what they become: packed for ``.gz`` and ``.zst``, a table for ``.parquet``, a
    sheet for ``.csv`` and ``.tsv``. ``passed`` names the columns of a table or a sheet beside those that all have.

    Raises:
        UsageError: it cannot be made where it was wanted, or a library is missing.
        OutputError: the disk is full, broken or read-only.
    """

    def __init__(self, path: str, *, fsync: bool, passed: Sequence[str] = ()) -> None:
        self._path, self._fsync = path, fsync
        self._name = _temporary(path)
        self._finished = False
        try:
            self._file = _created(self._name)
        except OSError as error:
            if error.errno in _FATAL:
                raise unwritable(path, error) from error
            raise UsageError(f"{path}: cannot be written: {error.strerror}; choose another output") from error
        self._hashed = _Hashed(self._file)
        self._packer = packer(path, cast("BinaryIO", self._hashed), passed)

    def add(self, line: bytes) -> None:
        """Append lines.

        Raises:
            OutputError: it cannot be written.
        """
        try:
            self._packer.write(line)
        except OSError as error:
            raise unwritable(self._path, error) from error

    @property
    def sha256(self) -> str:
        """Of the whole file; nothing can be added any more.

        Raises:
            OutputError: its end cannot be written.
        """
        if not self._finished:
            self._finished = True
            try:
                self._packer.finish()
            except OSError as error:
                raise unwritable(self._path, error) from error
        return self._hashed.digest.hexdigest()

    def commit(self) -> None:
        """Make the file appear under its name, whole.

        Raises:
            OutputError: it cannot be written.
        """
        _ = self.sha256
        try:
            self._file.flush()
            if self._fsync:
                _sync(self._file)
            self._file.close()
            os.replace(self._name, self._path)
            if self._fsync:
                sync_folder(os.path.dirname(self._path))
        except OSError as error:
            raise unwritable(self._path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with suppress(OSError):  # a full disk shows again when what is buffered is flushed
            self._file.close()
        with suppress(OSError):
            os.unlink(self._name)
