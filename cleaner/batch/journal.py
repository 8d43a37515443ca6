"""What is done, line by line, while a run is not finished; and the rows of an earlier run, found again by id.

A line is written after the outputs that it tells of are safe, so a run that is ended between the two only does some work again.
Each line carries a checksum: one that is torn or damaged is as if it had never been written.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from array import array
from contextlib import suppress
from typing import BinaryIO

from cleaner.batch.outputs import Destination, OutputError, RowFile, remove, sha256_of, sync_folder, unwritable

_SYNC_SECONDS = 0.25
"""At most this much work is done again after a power failure. Waiting for the disk after each line would cost 5 ms each."""
_HEAD = len('{"key": "0123456789abcdef", "sum": "0123456789abcdef", "row": ')


def _line(id: str, row: bytes) -> bytes:
    key, row = _digest(id.encode(errors="replace")), row.rstrip(b"\n")
    return b'{"key": "%s", "sum": "%s", "row": %s}\n' % (key, _digest(key + row), row)


def _digest(raw: bytes) -> bytes:
    return hashlib.blake2b(raw, digest_size=8).hexdigest().encode()


def _row(line: bytes) -> bytes | None:
    """The row in a line of the journal, or ``None`` if the line is torn or damaged."""
    key, row = line[9:25], line[_HEAD:-2]
    return row if line == b'{"key": "%s", "sum": "%s", "row": %s}\n' % (key, _digest(key + row), row) else None


class Earlier:
    """The rows that stand in a journal, by id; of several with one id the last. 16 bytes of memory a row.

    Attributes:
        end: where the last whole line ends.
    """

    def __init__(self, path: str) -> None:
        import numpy

        keys, places = array("Q"), array("Q")
        self.end = 0
        self._file: BinaryIO = open(path, "rb")  # noqa: SIM115  # closed by `close`
        for line in self._file:
            if not line.endswith(b"\n"):
                break
            if _row(line) is not None:
                keys.append(int(line[9:25], 16))
                places.append(self.end)
            self.end += len(line)
        found = numpy.frombuffer(keys, numpy.uint64) if keys else numpy.zeros(0, numpy.uint64)
        order = numpy.argsort(found, kind="stable")
        self._keys = found[order]
        self._places = (numpy.frombuffer(places, numpy.uint64) if places else numpy.zeros(0, numpy.uint64))[order]

    def row_of(self, id: str) -> bytes | None:
        """The row of this id, or ``None``."""
        import numpy

        key = numpy.uint64(int(_digest(id.encode(errors="replace")), 16))
        first, after = (int(self._keys.searchsorted(key, side)) for side in ("left", "right"))
        for at in range(after - 1, first - 1, -1):
            self._file.seek(int(self._places[at]))
            row = _row(self._file.readline())
            if row is not None and json.loads(row)["id"] == id:
                return row + b"\n"
        return None

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Journal:
    """The journal of a run.

    Raises:
        OutputError: it cannot be written.
    """

    def __init__(self, path: str, *, fsync: bool, end: int = 0) -> None:
        self._path, self._fsync = path, fsync
        self._synced = time.monotonic()
        try:
            self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o666)
            os.ftruncate(self._handle, end)
            if fsync:
                os.fsync(self._handle)
                sync_folder(os.path.dirname(path))
        except OSError as error:
            raise unwritable(path, error) from error

    def add(self, id: str, row: bytes) -> None:
        """Append a row whose outputs are safe.

        Raises:
            OutputError: it cannot be written.
        """
        self._write(_line(id, row))

    def note(self, text: bytes) -> None:
        """Append a line that is no row.

        Raises:
            OutputError: it cannot be written.
        """
        self._write(text + b"\n")

    def _write(self, line: bytes) -> None:
        try:
            while line:
                line = line[os.write(self._handle, line) :]
            now = time.monotonic()
            if self._fsync and now - self._synced >= _SYNC_SECONDS:
                self._synced = now
                os.fsync(self._handle)
        except OSError as error:
            raise unwritable(self._path, error) from error

    def close(self) -> None:
        """Close it; what was written is safe then."""
        with suppress(OSError):
            if self._fsync:
                os.fsync(self._handle)
        with suppress(OSError):
            os.close(self._handle)


def finished_as_journal(destination: Destination, path: str, *, fsync: bool) -> bool:
    """Write the rows of a finished run down as a journal, so that there is one form of them; false if no run is finished.

    Raises:
        OutputError: the journal cannot be written.
    """
    digest = vouched(destination.success).get(os.path.basename(destination.manifest))
    if digest is None or digest != sha256_of(destination.manifest):
        return False
    with RowFile(path, fsync=fsync) as journal, open(destination.manifest, "rb") as manifest:
        for row in manifest:
            journal.add(_line(json.loads(row)["id"], row))
        journal.commit()
    return True


def adopt(destination: Destination, *, fsync: bool) -> None:
    """Take what a finished run has written as the beginning of this one, and take back that it is finished.

    Whenever this is ended, either the finished run still stands or the journal holds all its rows.

    Raises:
        OutputError: the journal cannot be written.
    """
    finished_as_journal(destination, destination.journal, fsync=fsync)
    forget(destination)


def forget(destination: Destination) -> None:
    """From now on nothing vouches for the outputs: they change one by one."""
    remove([destination.success])
    remove([destination.manifest])


def vouched(success: str) -> dict[str, str]:
    """The sha256 of each file that a finished run vouches for, by name; empty where no run is finished."""
    try:
        with open(success, encoding="utf-8", errors="surrogateescape") as file:
            return {name: digest for digest, _, name in (line.rstrip("\n").partition("  ") for line in file)}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise OutputError(f"{success}: cannot be read: {error.strerror}; check its permissions") from error
