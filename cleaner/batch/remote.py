"""Files on other machines, through fsspec. The only file that imports it."""

from __future__ import annotations

import glob
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from cleaner.batch.containers.extras import needed
from cleaner.errors import UsageError

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_remote(path: str) -> bool:
    """Whether this is an address (``s3://bucket/name``) and no path."""
    return _SCHEME.match(path) is not None


@dataclass(frozen=True, slots=True)
class Remote:
    """A place on some file system.

    Attributes:
        system: the file system, as fsspec has it.
        path: the place on it.
    """

    system: Any
    path: str

    @property
    def address(self) -> str:
        """The whole address."""
        return str(self.system.unstrip_protocol(self.path))

    def expanded(self) -> Sequence[Remote]:
        """What it names: itself, or what matches if it is a pattern."""
        if self.system.exists(self.path) or not glob.has_magic(self.path):
            return [self]
        return [Remote(self.system, path) for path in sorted(self.system.glob(self.path))]

    def is_folder(self) -> bool:
        """Whether other files lie below it."""
        return bool(self.system.isdir(self.path))

    def exists(self) -> bool:
        """Whether there is anything."""
        return bool(self.system.exists(self.path))

    def entries(self) -> Iterator[tuple[str, str]]:
        """The names in it, each with its type: ``file``, ``directory`` or another.

        Raises:
            OSError: it cannot be listed.
        """
        for entry in self.system.ls(self.path, detail=True):
            name = posixpath.basename(entry["name"].rstrip("/"))
            if name and entry["name"].rstrip("/") != self.path.rstrip("/"):  # object stores name the folder itself, too
                yield name, entry["type"]

    def open(self) -> BinaryIO:
        """Open for reading.

        Raises:
            OSError: it cannot be opened.
        """
        return cast("BinaryIO", self.system.open(self.path, "rb"))


def remote(address: str) -> Remote:
    """What an address leads to.

    Raises:
        UsageError: a library is missing, or nobody knows this kind of address.
    """
    fsspec = needed("fsspec", "remote", f"reading {address.partition('://')[0]}://")
    try:
        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise UsageError(f"{address}: {error}") from error
    except ValueError as error:
        raise UsageError(f"{address}: this address cannot be used ({error}); check its spelling") from error
    return Remote(system, str(path))
