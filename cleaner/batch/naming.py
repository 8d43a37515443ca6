"""Names of outputs and ids: no two inputs ever share one, whatever the file system thinks is the same name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence, Set
from typing import TYPE_CHECKING

from cleaner.batch.ids import digest_of
from cleaner.batch.kinds import parts

if TYPE_CHECKING:
    from numpy import uint64
    from numpy.typing import NDArray

    Keys = NDArray[uint64]

_OUTPUT_SUFFIXES = (".txt", ".json")
_MAX_BYTES = 240
"""File systems take 255 bytes a name; the rest is for the suffix and a number."""
_CUT_BYTES = 220
"""What stays of a longer name: a sign and the eight letters of a digest stand behind."""
_HINT_BYTES = 100
"""What a name shows of a row's own id; the number before it tells rows apart."""
_UNSAFE = re.compile(r"[^\w.-]+")


def encode(name: str) -> str:
    """A file name as text that any JSON reader takes: bytes that are not UTF-8 become ``%XX``, all else stays."""
    return "".join(f"%{ord(c) - 0xDC00:02X}" if "\udc80" <= c <= "\udcff" else c for c in name)


def encode_all(names: Collection[str]) -> dict[str, str]:
    """`encode` for those names of one directory that it changes, each result new: a twin that really has that name keeps it."""
    odd = sorted(name for name in names if not name.isascii() and encode(name) != name)
    if not odd:
        return {}
    taken = set(names).difference(odd)
    encoded: dict[str, str] = {}
    for name in odd:
        candidate = encode(name)
        while candidate in taken:
            candidate += "~"
        taken.add(candidate)
        encoded[name] = candidate
    return encoded


def place(name: str) -> str:
    """The same for all names that some file system takes for one: letter case and Unicode composition do not count."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def output_names(stem: str) -> list[str]:
    """The files that an input of this stem gives."""
    return [stem + suffix for suffix in _OUTPUT_SUFFIXES]


def fit(name: str) -> str:
    """The name, or, where it is too long for a file system, its beginning and a digest of all of it."""
    raw = name.encode("utf-8")
    if len(raw) <= _MAX_BYTES:
        return name
    return f"{raw[:_CUT_BYTES].decode('utf-8', errors='ignore')}~{hashlib.sha256(raw).hexdigest()[:8]}"


def row_stem(folder: str, number: int, id: str | None) -> str:
    """Where the outputs of a row go: in the folder of its file, no more than a thousand in a directory, by number.

    Its own id is only hinted at: whatever it holds, it leads nowhere else, and no two rows ever share a name.
    """
    hint = _UNSAFE.sub("_", id or "").encode("utf-8")[:_HINT_BYTES].decode("utf-8", errors="ignore").strip("._")
    return f"{folder}/{(number - 1) // 1000:03d}/{number:06d}{'-' if hint else ''}{hint}"


def unique_folders(names: Iterable[str], taken: set[str]) -> dict[str, str]:
    """Output names of directories. ``taken`` holds the `place` of names in use, and is added to."""
    return {name: _free(name, taken) for name in sorted(names)}


class Stems:
    """Output stems (without ``.txt`` and ``.json``) for the input files of one directory.

    A file gives its stem the name without the suffix where no other file of the directory could want it, else its full name
    (``a.html`` beside ``a.txt``), with ``~2`` and so on for names that differ in case or composition only. The result depends
    on the set of names alone.

    A directory may hold millions of names, so only those are kept that a rule of thumb does not name; of the others there are
    digests. Two names of one digest are taken for one, which at worst gives a longer stem.

    Args:
        names: of the files.
        taken: the `place` of names in use (directories, our own files).
    """

    def __init__(self, names: Sequence[str], taken: Set[str]) -> None:
        import numpy

        self._taken, self._given = taken, dict[str, str]()
        self._more: set[int] = set()
        shorts, fulls = keys_of(parts(name)[0] for name in names), keys_of(names)
        # A short name that nobody else wants, and a full one that is nobody else's.
        self._shorts = numpy.setdiff1d(_once(shorts), fulls, assume_unique=True)
        self._all, self._fulls = numpy.unique(fulls), _once(fulls)
        for name in sorted(name for name in names if self._plain(name) is None):
            self._given[name] = self._free(name)

    def __getitem__(self, name: str) -> str:
        """The stem of one of the names."""
        return self._plain(name) or self._given[name]

    def _plain(self, name: str) -> str | None:
        """The stem as it nearly always is, or ``None``."""
        short = parts(name)[0]
        if self._fits(short) and _holds(self._shorts, short):
            return short
        return name if self._fits(name) and _holds(self._fulls, name) else None

    def _fits(self, stem: str) -> bool:
        return fit(stem) == stem and self._unused(stem)

    def _unused(self, stem: str) -> bool:
        return not self._taken or all(place(name) not in self._taken for name in output_names(stem))

    def _free(self, name: str) -> str:
        wanted, number = fit(name), 1
        candidate, own = wanted, name if wanted == name else ""
        while not self._take(candidate, own):
            number += 1
            candidate, own = f"{wanted}~{number}", ""
        return candidate

    def _take(self, stem: str, own: str) -> bool:
        key = _key(stem)
        used = key in self._more or _holds(self._shorts, stem) or (not own and _holds(self._all, stem))
        if used or not self._unused(stem):
            return False
        self._more.add(key)
        return True


def _key(name: str) -> int:
    return digest_of(place(name))


def keys_of(names: Iterable[str]) -> Keys:
    """A digest for the `place` of each name."""
    import numpy

    return numpy.fromiter(map(_key, names), numpy.uint64)


def _once(keys: Keys) -> Keys:
    """Those that come once, sorted."""
    import numpy

    found, counts = numpy.unique(keys, return_counts=True)
    once: Keys = found[counts == 1]
    return once


def _holds(keys: Keys, name: str) -> bool:
    import numpy

    key = numpy.uint64(_key(name))
    at = int(keys.searchsorted(key))
    return at < len(keys) and bool(keys[at] == key)


def _free(name: str, taken: set[str]) -> str:
    candidate, number = fit(name), 1
    while place(candidate) in taken:
        number += 1
        candidate = f"{fit(name)}~{number}"
    taken.add(place(candidate))
    return candidate
