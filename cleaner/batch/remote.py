"""Files on other machines, through fsspec. The only file that imports it."""

from __future__ import annotations

import glob
import io
import posixpath
import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from cleaner.batch.containers.extras import needed
from cleaner.errors import CleanerError, UsageError

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_HERE = ("file", "local")
"""What addresses begin with that lead to files of this machine."""


def is_remote(path: str) -> bool:
    """Whether this is an address (``s3://bucket/name``) and no path."""
    return _SCHEME.match(path) is not None


def as_path(path: str) -> str:
    """The path of what an address names on this machine, where outputs may be in its way; all else as it is.

    Raises:
        UsageError: a library is missing.
    """
    return remote(path).path if is_remote(path) and path.partition("://")[0].lower() in _HERE else path


@contextmanager
def _as_os_errors() -> Iterator[None]:
    """Each service has errors of its own; here they are what errors of files are."""
    try:
        yield
    except (OSError, CleanerError):
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error


class _File(io.RawIOBase):
    """An open file whose errors are those of files."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._file.seekable())

    def readinto(self, buffer: Any) -> int:
        with _as_os_errors():
            data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        with _as_os_errors():
            return int(self._file.seek(offset, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


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
        """What it names: itself, or what matches if it is a pattern; nothing if there is nothing.

        Raises:
            OSError: nobody knows.
        """
        with _as_os_errors():
            if self.system.exists(self.path):
                return [self]
            found = sorted(self.system.glob(self.path)) if glob.has_magic(self.path) else []
        return [Remote(self.system, path) for path in found]

    def is_folder(self) -> bool:
        """Whether other files lie below it.

        Raises:
            OSError: nobody knows.
        """
        with _as_os_errors():
            return bool(self.system.isdir(self.path))

    def entries(self) -> Iterator[tuple[str, str]]:
        """The names in it, each with its type: ``file``, ``directory`` or another.

        Raises:
            OSError: it cannot be listed.
        """
        with _as_os_errors():
            entries = self.system.ls(self.path, detail=True)
        for entry in entries:
            name = posixpath.basename(entry["name"].rstrip("/"))
            if name and entry["name"].rstrip("/") != self.path.rstrip("/"):  # object stores name the folder itself, too
                yield name, entry["type"]

    def open(self) -> BinaryIO:
        """Open for reading.

        Raises:
            OSError: it cannot be opened.
        """
        with _as_os_errors():
            return cast("BinaryIO", _File(self.system.open(self.path, "rb")))


def or_else(address: str) -> str:
    """What else can be done with an address, to end a sentence with: a page needs no library."""
    if not address.lower().startswith(("http://", "https://")):
        return ""
    place = shlex.quote(address)
    return f", or fetch the page: curl -s {place} | cleaner clean - --url {place}"


def remote(address: str) -> Remote:
    """What an address leads to.

    Raises:
        UsageError: a library is missing, or nobody knows this kind of address.
    """
    scheme = address.partition("://")[0]
    fsspec = needed("fsspec", f"{address}: reading {scheme}://")
    try:
        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise UsageError(
            f"{address}: reading {scheme}:// needs a library of its own, which is not installed ({error}); "
            f"install it with pip{or_else(address)}"
        ) from error
    except Exception as error:  # each service has errors of its own
        raise UsageError(f"{address}: this address cannot be used ({error}); check its spelling") from error
    return Remote(system, str(path))
