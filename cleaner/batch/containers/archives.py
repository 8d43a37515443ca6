"""Archives of files: each member that a walk would take for a document is a row, named by the path that it would unpack to.

Nothing is unpacked onto a disk, no link is followed, and no more than one member is held.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cleaner.batch.containers.rows import MAX_ID, Lost, Reading, Row
from cleaner.batch.containers.streams import refuse_bomb, unpacked
from cleaner.batch.kinds import DOCUMENTS, PACKINGS, holds_rows, packing, parts, taken
from cleaner.batch.naming import encode
from cleaner.errors import UnreadableInput, too_large
from cleaner.reading import media_type_of

FILE, FOLDER = "file", "folder"
_SKIPPED = {
    "hidden": "its name, or that of a folder that it lies in, begins with a dot; unpack it first to have it cleaned",
    "file_link": "a link is not followed",
    "same_file": "the same file as one before it",
    "special": "not a regular file",
    "suffix": f"only {' '.join(DOCUMENTS)}, also with {' or '.join(PACKINGS)}, are taken from an archive",
}
_WHERE_UNPACKED = frozenset({"", ".", ".."})
"""Parts of a path that lead nowhere once it is unpacked below a directory."""
_FEW = 16
"""Documents of the largest size to which any archive may unpack, so that a few members that are bombs cost themselves alone."""


class Member(NamedTuple):
    """One member of an archive.

    Attributes:
        name: its path as the archive has it; bytes that are not UTF-8 as halves of signs.
        kind: `FILE`, `FOLDER`, ``file_link``, ``same_file`` (what a hard link is) or ``special``.
        size: its bytes, as the archive says, where it says so.
        read: gives its bytes while it is the last member that was given, or ``None`` where the archive breaks off in it, which
            whoever gives the members tells in the end. Raises `UnreadableInput` for what costs this member alone.
    """

    name: str
    kind: str
    size: int | None
    read: Callable[[], bytes | None]


class Meter:
    """What unpacking an archive takes in all: members may be packed once more, or share their bytes.

    Args:
        limit: bytes that one document may have.
        packed: tells how many bytes the archive itself has, or had so far.
    """

    def __init__(self, limit: int, packed: Callable[[], int]) -> None:
        self._few, self._packed, self._total = _FEW * limit, packed, 0

    def add(self, size: int) -> None:
        """So many bytes more were unpacked, or read to unpack them."""
        self._total += size

    def check(self) -> None:
        """See that it is in proportion.

        Raises:
            UnreadableInput: ``bomb``.
        """
        refuse_bomb(self._total, self._packed(), self._few)


def member_rows(members: Iterable[Member | UnreadableInput], meter: Meter, reading: Reading) -> Iterator[Row | Lost]:
    """The documents among the members of an archive, in order; what is none, with a word. Each member counts, also folders.

    Args:
        members: in order, with an error in the place of one that is lost.
        meter: says when it is too much.
        reading: how rows are read.

    Raises:
        UnreadableInput: ``bomb``, or what whoever gives the members raises; what was whole before was given.
    """
    for number, member in enumerate(members, 1):
        meter.check()
        if isinstance(member, UnreadableInput):
            yield Lost(number, "failed", member.kind, f"member {number}: {member}")
            continue
        if member.kind == FOLDER:
            continue
        path = _path(member.name)
        skipped = _skipped(path, member.kind)
        if skipped:
            yield Lost(number, "skipped", skipped, f"member {number}: {_SKIPPED[skipped]}", path[:MAX_ID])
            continue
        try:
            _refuse(path, member.size, reading.max_bytes)
            data = member.read()
            if data is None:
                continue
            if packing(path):
                data = _unpacked(data, meter, reading.max_bytes)
        except UnreadableInput as error:
            yield Lost(number, "failed", error.kind, f"member {number}: {error}", path[:MAX_ID])
        else:
            yield Row(number, data, media_type_of(parts(path)[1]), path)


def _unpacked(data: bytes, meter: Meter, limit: int) -> bytes:
    """What a member that is packed by itself holds.

    Raises:
        UnreadableInput: as of `unpacked`.
    """
    try:
        data = unpacked(io.BytesIO(data), limit)
    except UnreadableInput as error:
        if error.kind in ("bomb", "too_large"):
            meter.add(limit)  # known once so much was unpacked
        raise
    meter.add(len(data))
    return data


def _path(name: str) -> str:
    """The path below the directory that the archive is unpacked in, as it stands in ids: it never leads out of it."""
    return encode("/".join(part for part in name.split("/") if part not in _WHERE_UNPACKED))


def _skipped(path: str, kind: str) -> str:
    """Why a walk of the unpacked archive would not take this, or empty."""
    if any(part.startswith(".") for part in path.split("/")):
        return "hidden"
    if kind != FILE:
        return kind
    return "" if taken(path) else "suffix"


def _refuse(path: str, size: int | None, limit: int) -> None:
    """See that a member may be read.

    Raises:
        UnreadableInput: ``nested``, ``bad_row`` or ``too_large``.
    """
    if holds_rows(path):
        raise UnreadableInput("nested", "it holds documents of its own, and stands in an archive; unpack the archive first")
    if len(path) > MAX_ID:
        raise UnreadableInput("bad_row", f"its path has more than {MAX_ID} characters; unpack the archive first")
    if size is not None and size > limit:
        raise too_large(limit)
