"""What is done, line by line, while a run is not finished; and the rows of an earlier run, found again by id.

A line is written after the outputs that it tells of are safe, so a run that is ended between the two only does some work again.
What it had written then is known by its seal (`cleaner.batch.sealing`).
Where the outputs of many inputs are gathered in one file, which has its name only when it is complete, the line holds the
output itself: there is nothing beside it that could be lost.
Each line carries a checksum: one that is torn or damaged is as if it had never been written.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from array import array
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from itertools import islice
from typing import Any, BinaryIO

from cleaner.batch.containers import packed_lines
from cleaner.batch.destination import JOURNAL_HEAD, Destination
from cleaner.batch.outputs import OutputError, RowFile, json_line, remove, sha256_of, sync_folder, unwritable, whose

VOUCHED_LAST = "vouched_before"
"""The key in the account of a run that is not finished under which it keeps what the last finished one vouched for."""
_SYNC_SECONDS = 0.25
"""At most this much work is done again after a power failure. Waiting for the disk after each line would cost 5 ms each."""
_KEY = re.compile(rb"[0-9a-f]{16}")
_MEANT = {"\\": "\\", "n": "\n", "r": "\r"}
_ESCAPES = {ord(sign): f"\\{letter}" for letter, sign in _MEANT.items()}
_ESCAPED = re.compile(r"\\([\\nr])")
_HEAD = len('{"key": "0123456789abcdef", "sum": "0123456789abcdef", "row": ')


_DATA = b',\t"data": ['
"""JSON that we write has no tab in it, so one tells the row from the output, and the lines of the output from each other."""


def _line(id: str, row: bytes, data: bytes = b"") -> bytes:
    key, held = _digest(id.encode(errors="replace")), row.rstrip(b"\n")
    if data:
        held += _DATA + data.rstrip(b"\n").replace(b"\n", b",\t") + b"]"
    return b'{"key": "%s", "sum": "%s", "row": %s}\n' % (key, _digest(key + held), held)


def _digest(raw: bytes) -> bytes:
    return hashlib.blake2b(raw, digest_size=8).hexdigest().encode()


def _held(line: bytes) -> tuple[bytes, bytes] | None:
    """The row and the output in a line of the journal, or ``None`` if the line is torn or damaged."""
    key, held = line[9:25], line[_HEAD:-2]
    if not _KEY.fullmatch(key) or line != b'{"key": "%s", "sum": "%s", "row": %s}\n' % (key, _digest(key + held), held):
        return None
    row, data, lines = held.partition(_DATA)
    return row + b"\n", lines[:-1].replace(b",\t", b"\n") + b"\n" if data else b""


class Earlier:
    """The rows that stand in a journal, by id; of several with one id the last. 16 bytes of memory a row.

    Attributes:
        end: where the last whole line ends.
        owners: the processes that wrote it, as `whose` names them.
    """

    def __init__(self, path: str) -> None:
        import numpy

        keys, places = array("Q"), array("Q")
        self.end, self.owners, self._path = 0, set[str](), path
        self._file: BinaryIO = open(path, "rb")  # noqa: SIM115  # closed by `close`
        for line in self._file:
            if not line.endswith(b"\n"):
                break
            if _held(line) is not None:
                keys.append(int(line[9:25], 16))
                places.append(self.end)
            elif JOURNAL_HEAD.fullmatch(line):
                self.owners.add(line[:-1].decode())
            self.end += len(line)
        found = numpy.frombuffer(keys, numpy.uint64) if keys else numpy.zeros(0, numpy.uint64)
        order = numpy.argsort(found, kind="stable")
        self._keys = found[order]
        self._places = (numpy.frombuffer(places, numpy.uint64) if places else numpy.zeros(0, numpy.uint64))[order]

    def row_of(self, id: str) -> bytes | None:
        """The row of this id, or ``None``."""
        found = self._find(id)
        return found[0] if found else None

    def data_of(self, id: str) -> bytes:
        """The output of an id whose row was found.

        Raises:
            OutputError: it is there no more.
        """
        found = self._find(id)
        if found is None:
            raise OutputError(f"{self._path}: it was changed while it was read; run again")
        return found[1]

    def _find(self, id: str) -> tuple[bytes, bytes] | None:
        import numpy

        key = numpy.uint64(int(_digest(id.encode(errors="replace")), 16))
        first, after = (int(self._keys.searchsorted(key, side)) for side in ("left", "right"))
        for at in range(after - 1, first - 1, -1):
            self._file.seek(int(self._places[at]))
            found = _held(self._file.readline())
            if found is not None and row_in(found[0]).get("id") == id:
                return found
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
            self._write(f"{whose()}\n".encode())  # whose temporary files these are, should it be killed
            if fsync:
                os.fsync(self._handle)
                sync_folder(os.path.dirname(path))
        except OSError as error:
            raise unwritable(path, error) from error

    def add(self, id: str, row: bytes, data: bytes = b"") -> None:
        """Append a row whose outputs are safe, or with its output.

        Args:
            id: of the input.
            row: its line of the manifest.
            data: lines of JSON without tabs.

        Raises:
            OutputError: it cannot be written.
        """
        self._write(_line(id, row, data))

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


def vouched_last(destination: Destination) -> dict[str, str]:
    """`vouched` of the last run that was finished, also where one that was ended since has taken that back.

    Raises:
        OutputError: as of `vouched`.
    """
    if found := vouched(destination.success):
        return found
    with suppress(OSError, ValueError, RecursionError, AttributeError), open(destination.run, "rb") as account:
        told = json.loads(account.read()).get(VOUCHED_LAST)
        return {name: digest for name, digest in told.items() if isinstance(digest, str)}
    return {}


def rows_of(destination: Destination) -> Iterator[bytes]:
    """The rows of a finished run, and those of one that is not; some may be both."""
    with suppress(FileNotFoundError), open(destination.manifest, "rb") as manifest:
        yield from manifest
    with suppress(FileNotFoundError), open(destination.journal, "rb") as journal:
        for line in journal:
            if (found := _held(line)) is not None:
                yield found[0]


def row_in(line: bytes) -> dict[str, Any]:
    """The row on a line; a line that was changed by hand may hold anything, and is empty then."""
    with suppress(ValueError, RecursionError):
        row = json.loads(line)
        return row if isinstance(row, dict) else {}
    return {}


def begun(destination: Destination) -> bool:
    """Whether a run that gathers rows in a file was ended after some: its journal knows more than the file that stands."""
    if not destination.rows or not os.path.exists(destination.journal):
        return False
    with open(destination.journal, "rb") as journal:
        return any(_held(line) is not None for line in journal)


def finished_as_journal(destination: Destination, path: str, *, fsync: bool, data: bool = True) -> bool:
    """Write the rows of a finished run down as a journal, so that there is one form of them.

    Args:
        destination: where it has written.
        path: of the journal.
        fsync: wait until it is safely on the disk.
        data: with the outputs, where they are gathered in files.

    Returns:
        Whether it was done; false if no run is finished, or what it vouches for is not what is there.

    Raises:
        OutputError: the journal cannot be written.
    """
    home, digests = os.path.dirname(destination.success), vouched(destination.success)
    gathered = set(digests) - {os.path.basename(destination.profile)} if destination.gathered else set[str]()
    checked = gathered | {os.path.basename(destination.manifest)}
    if not digests or any(sha256_of(os.path.join(home, name)) != digests.get(name) for name in checked):
        return False
    with RowFile(path, fsync=fsync) as journal, open(destination.manifest, "rb") as manifest, ExitStack() as stack:
        lines: Iterator[bytes] = iter(())
        now = ""
        for row in manifest:
            told = json.loads(row)
            count = told.get("rows") if data and destination.gathered else 0
            name = destination.gathered_in(told["path"])
            if count and name != now:
                stack.close()
                # The run may have written another format: then its rows are no use, and their fingerprint says so.
                known = os.path.relpath(name, home or ".") in gathered
                lines, now = packed_lines(name, stack.enter_context(open(name, "rb"))) if known else iter(()), name
            journal.add(_line(told["id"], row, b"".join(islice(lines, count))))
        journal.commit()
    return True


def adopt(destination: Destination, *, fsync: bool) -> None:
    """Take what a finished run has written as the beginning of this one, and take back that it is finished.

    Whenever this is ended, either the finished run still stands or the journal holds all its rows. A file of rows stands until
    another takes its place; where such a run has begun, and was ended, its journal knows more.

    Raises:
        OutputError: the journal cannot be written.
    """
    if begun(destination):
        return
    finished_as_journal(destination, destination.journal, fsync=fsync)
    if not destination.rows:
        forget(destination)


def disown(destination: Destination, *, fsync: bool) -> None:
    """Let nothing stand of what earlier runs have done, but keep in the journal what they have written: it is theirs to remove.

    Raises:
        OutputError: the journal cannot be written.
    """
    with RowFile(destination.journal, fsync=fsync) as journal:
        with suppress(OSError):  # what cannot be read is not known, and stays
            for row in rows_of(destination):
                with suppress(ValueError, RecursionError, TypeError, KeyError, AttributeError):  # somebody has changed it
                    told = json.loads(row)
                    if told["outputs"]:
                        # No run has this fingerprint, so none takes the row for its own.
                        journal.add(_line(told["id"], json_line({**told, "fingerprint": None})))
        journal.commit()
    if not destination.rows:
        forget(destination)


def forget(destination: Destination) -> None:
    """From now on nothing vouches for the outputs: they change one by one."""
    remove([destination.success])
    remove([destination.manifest])


def vouching(digests: Mapping[str, str], home: str) -> bytes:
    """What `vouched` reads, and ``sha256sum -c`` too: the sha256 of each file, by path, its name relative to ``home``."""
    lines = []
    for path, digest in digests.items():
        name = os.path.relpath(path, home)
        # A name may hold the end of a line: a backslash before the digest says that those in the name are no part of it.
        escaped = name.translate(_ESCAPES)
        lines.append(("" if escaped == name else "\\") + f"{digest}  {escaped}\n")
    return "".join(lines).encode("utf-8", errors="surrogateescape")


def vouched(success: str) -> dict[str, str]:
    """The sha256 of each file that a finished run vouches for, by name; empty where no run is finished.

    Raises:
        OutputError: the file that says so cannot be read.
    """
    found: dict[str, str] = {}
    try:
        with open(success, encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            for line in file:
                digest, _, name = line.rstrip("\n").partition("  ")
                if digest.startswith("\\"):
                    digest, name = digest[1:], _ESCAPED.sub(lambda escaped: _MEANT[escaped[1]], name)
                found[name] = digest
        return found
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise OutputError(f"{success}: cannot be read: {error.strerror}; check its permissions") from error
