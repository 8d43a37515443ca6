"""One input: what it is called, where it is, and what is in it."""

from __future__ import annotations

import hashlib
import os
from typing import NamedTuple

from cleaner.batch.containers import Row
from cleaner.batch.kinds import packing, parts
from cleaner.batch.opening import STDIN, read_file
from cleaner.reading import media_type_of

_UNPACKED = 10
"""Text packs up to some ten times smaller; time that is not needed costs nothing."""


TOP = "./"
"""The id of the directory that all ids begin at."""


class Verdict(NamedTuple):
    """What is already known of an input that will not be opened: ``skipped`` or ``failed``, its kind, and what to do."""

    status: str
    kind: str
    message: str


class Item(NamedTuple):
    """One input.

    Attributes:
        id: unique in the run. Of a file its relative POSIX path; bytes that are not UTF-8 are ``%XX``, and a directory that
            cannot be listed ends in ``/`` (`TOP` is that of all). Of a row its own, or the file's with ``#`` and its number.
        path: what to open, or `STDIN`.
        stem: relative output path without suffix.
        verdict: what is known of it already, where it is not to be opened.
        file: id of the file that a row stands in, else empty.
        row: the row, where it is one.
        data: what is in it, where only the process that lists the inputs can read it.
    """

    id: str
    path: str
    stem: str
    verdict: Verdict | None = None
    file: str = ""
    row: Row | None = None
    data: bytes | None = None

    @property
    def place(self) -> str | None:
        """Id of the file that it is or stands in; ``None`` for the standard input."""
        return None if self.path == STDIN else self.file or self.id

    @property
    def size(self) -> int:
        """Bytes or characters that it brings along; 0 for a file."""
        return len(self.row.data if self.row else self.data or b"")

    @property
    def content_size(self) -> int:
        """Bytes or characters of its content, at most and roughly where it is packed; 0 where only reading it would tell."""
        if self.size:
            return self.size
        try:
            return os.stat(self.path).st_size * (_UNPACKED if packing(self.path) else 1)
        except OSError:  # an address, or a file that is gone
            return 0

    @property
    def url(self) -> str | None:
        """The address of the page, where its row knows it."""
        return self.row.url if self.row else None

    @property
    def passed(self) -> str:
        """What its row holds of the columns that are passed through, as JSON; else empty."""
        return self.row.passed if self.row else ""

    @property
    def passed_sha256(self) -> str | None:
        """The digest of that; ``None`` where nothing is passed through."""
        return sha256_of_content(self.passed) if self.passed else None

    @property
    def media_type(self) -> str | None:
        """What its row or the name of its file says that it is, for `cleaner.clean`."""
        return self.row.media_type if self.row else media_type_of(parts(self.path)[1])


def content(item: Item, max_bytes: int) -> str | bytes:
    """The text or the bytes of one input.

    Raises:
        UnreadableInput: as `read_file`.
        UsageError: a library is missing.
    """
    if item.row:
        return item.row.data
    return read_file(item.path, max_bytes) if item.data is None else item.data


def sha256_of_content(content: str | bytes) -> str:
    """The digest of a content; text as UTF-8."""
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode(errors="replace")).hexdigest()
