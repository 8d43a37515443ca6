"""Files that are whole or not there, and where in the output each has its place."""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from cleaner.batch.containers import packer
from cleaner.errors import CleanerError, UsageError
from cleaner.profile import is_profile

ROWS, TABLE = "cleaned.jsonl", "cleaned.parquet"
MANIFEST, RUN, SUCCESS, PROFILE = "manifest.jsonl", "run.json", "_SUCCESS", "lines.profile"
_JOURNAL, _TEMPORARY = ".cleaner.journal", ".cleaner.tmp-"
RESERVED = (ROWS, TABLE, MANIFEST, RUN, SUCCESS, PROFILE, _JOURNAL)
"""Names at the top of the output that no input may take."""
# Line readers of other tools split at these too; inside JSON they can only stand in strings.
_SPLITTERS = {"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_FATAL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
_number = itertools.count()
_ROW_FILES = {"jsonl": (".jsonl", ".jsonl.gz", ".jsonl.zst"), "parquet": (".parquet",)}
"""What a file of rows of each format may be called."""
_ACCOUNT = re.compile(rb'\{"finished": (true|false), "versions": ')
_MANIFEST = re.compile(rb'\{"id": ".*"fingerprint": .*"raw_sha256": ')
_JOURNAL_HEAD = re.compile(rb"\d{1,19}\n")
_HEAD = 100_000
"""Bytes in which a file of ours can be told to be ours; a row of the manifest has about a thousand."""


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


def sha256_of(path: str) -> str | None:
    """The sha256 of a file, or ``None`` if it cannot be read."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):  # a name that was forged may be none
        return None


def sweep(folder: str, *, pid: int | None = None, below: bool = False) -> None:
    """Delete the temporary files that processes which were killed have left in a directory.

    Args:
        folder: where to look.
        pid: only those of this process; ``None``: all, so nothing else may be writing there.
        below: also in all directories below.
    """
    wanted = _TEMPORARY if pid is None else f"{_TEMPORARY}{pid}-"
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
    return os.path.join(os.path.dirname(path), f"{_TEMPORARY}{os.getpid()}-{next(_number)}")


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

    Rows are given as JSON lines; the name says what they become: packed for ``.gz`` and ``.zst``, a table for ``.parquet``.
    ``passed`` names the columns of a table beside those that all have.

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


class AttributeFiles:
    """One file of rows for each container of the inputs, of the same name below a directory, each whole or not there.

    Use as a context; call `commit` at the end.

    Attributes:
        digests: the sha256 of each file, by path.
    """

    def __init__(self, folder: str, *, fsync: bool) -> None:
        self._folder, self._fsync = folder, fsync
        self._open: RowFile | None = None
        self._name = ""
        self.digests: dict[str, str] = {}

    def add(self, line: bytes, name: str) -> None:
        """Append lines to the file of a container; the containers come one after the other.

        Raises:
            UsageError: the container has the name of one of our own files.
            OutputError: the lines cannot be written.
        """
        if name in RESERVED:
            raise UsageError(f"{name}: its attributes would replace an account of the run; rename this input")
        if name != self._name:
            self.commit()
            self._open, self._name = RowFile(os.path.join(self._folder, name), fsync=self._fsync), name
        if self._open:
            self._open.add(line)

    def commit(self) -> None:
        """Make the last file appear under its name, whole.

        Raises:
            OutputError: it cannot be written.
        """
        if self._open:
            self._open.commit()
            self.digests[os.path.join(self._folder, self._name)] = self._open.sha256
            self._open = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._open:
            self._open.__exit__(kind, error, trace)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a run writes.

    Attributes:
        place: what was named: a directory, or for ``jsonl`` and ``parquet`` also a file.
        rows: the file of rows for the formats ``jsonl`` and ``parquet``, else empty.
        manifest, run, profile: the accounts of the run.
        success: written last, names the files that the run vouches for, each with its sha256, as ``sha256sum -c`` reads them.
        journal: what is done, while a run is not finished.
        lock: what a run holds while it writes: the directory, or a file beside the rows.
        attributes: whether the directory gets a file of attributes for each container of the inputs.
    """

    place: str
    rows: str
    manifest: str
    run: str
    profile: str
    success: str
    journal: str
    lock: str
    attributes: bool = False

    @property
    def gathered(self) -> bool:
        """Whether the outputs of many inputs are gathered in one file, or each input has files of its own."""
        return bool(self.rows) or self.attributes

    def gathered_in(self, path: str | None) -> str:
        """The file in which the output of an input is gathered; ``path`` is that of its row of the manifest."""
        return self.rows or os.path.join(self.place, path or "")

    @classmethod
    def of(cls, out: str, format: str) -> Destination:
        """Where ``out`` leads: a directory, or for rows also a file ``NAME.jsonl`` or the like with its accounts beside it.

        Args:
            out: what was named.
            format: ``txt``, ``jsonl``, ``parquet`` or ``attributes``.

        Raises:
            UsageError: ``out`` is a file where a directory is wanted, or there are files that no run wrote.
        """
        found = cls._at(out, format)
        if not found._ours():
            found._refuse_foreign()
        return found

    @classmethod
    def existing(cls, place: str) -> Destination:
        """Where a run has written, told by its name alone.

        Raises:
            UsageError: it is a file where a directory is wanted.
        """
        return cls._at(place, format_of(place) or "txt")

    @classmethod
    def _at(cls, out: str, format: str) -> Destination:
        if not out:
            raise UsageError("the output has no name; write -o NAME")
        suffixes = _ROW_FILES.get(format, ())
        if out.endswith(suffixes) and not os.path.isdir(out):
            if os.path.lexists(out) and not os.path.isfile(out):
                raise UsageError(f"{out}: this is no regular file; choose another output")
            stem = out.removesuffix(".jsonl")
            manifest, account, profile, success = (f"{stem}.{name}" for name in (MANIFEST, RUN, PROFILE, SUCCESS))
            return cls(out, out, manifest, account, profile, success, _beside(out, "journal"), _beside(out, "lock"))
        if os.path.lexists(out) and not os.path.isdir(out):
            hint = "".join(f" or NAME{suffix}" for suffix in suffixes)
            raise UsageError(f"{out}: the output is a directory{hint}, and this is a file; choose another name")
        rows = {"jsonl": os.path.join(out, ROWS), "parquet": os.path.join(out, TABLE)}.get(format, "")
        manifest, account, profile, success = (os.path.join(out, name) for name in (MANIFEST, RUN, PROFILE, SUCCESS))
        journal = os.path.join(out, _JOURNAL)
        return cls(out, rows, manifest, account, profile, success, journal, out, format == "attributes")

    def _ours(self) -> bool:
        """Whether the accounts show that a run of cleaner wrote here, finished or not."""
        accounts = ((self.run, _ACCOUNT), (self.manifest, _MANIFEST), (self.journal, _JOURNAL_HEAD))
        return any(begins(path, head) for path, head in accounts)

    def _refuse_foreign(self) -> None:
        """What is there now was made by others: what would be replaced of it is not ours to replace."""
        if self.lock == self.place:
            _refuse_files_in(self.place)
            return
        for path in (self.rows, self.manifest, self.run, self.success, self.journal, self.profile):
            if not os.path.lexists(path):
                continue
            # `cleaner profile` may have written one under just this name, to be used in this run.
            ours = (path == self.rows and os.path.getsize(path) == 0) or (path == self.profile and is_profile(path))
            if not ours:
                raise UsageError(f"{path}: this is a file that no run of cleaner wrote; choose another name")


def format_of(name: str) -> str | None:
    """The format of which a file of this name has rows; ``None`` for a name that no file of rows has."""
    return next((what for what, ends in _ROW_FILES.items() if name.endswith(ends)), None)


def begins(path: str, head: re.Pattern[bytes]) -> bool:
    """Whether this is a regular file, and begins so."""
    try:
        if not os.path.isfile(path):  # a pipe would keep us waiting
            return False
        with open(path, "rb") as file:
            return head.match(file.read(_HEAD)) is not None
    except OSError:
        return False


def _beside(path: str, what: str) -> str:
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}.{what}")


def _refuse_files_in(out: str) -> None:
    """Outputs take the names of inputs, so in a directory with other files they would replace what is not ours."""
    try:
        names = os.listdir(out)
    except FileNotFoundError:
        return
    except OSError as error:
        raise UsageError(f"{out}: the output directory cannot be used: {error.strerror}") from error
    if any(not name.startswith(_TEMPORARY) for name in names):
        raise UsageError(f"{out}: this directory holds files that no run of cleaner wrote; choose a new or empty one")
