"""How often each line stands in a corpus, site by site: what a single page cannot tell about itself.

A profile is exact and belongs to its documents alone: neither their order nor how they were split into shards, processes or
runs shows in its bytes. It is a file of sorted numbers that is searched where it lies, so its size does not matter.

The file: `MAGIC`, one line of JSON (documents by site, number of lines, checksum), the lines' keys (64 bits each, ascending,
little-endian), their document counts (32 bits each). The checksum is of keys and counts, then of all else that the JSON says.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import mmap
import os
import re
import shutil
import struct
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType, TracebackType
from typing import Any, BinaryIO, Self

from cleaner.errors import UsageError
from cleaner.files import TEMPORARY

MAGIC = b"cleaner-profile\n"
_FORMAT = 3
"""Counts up when the same numbers come to mean something else. In 2 a page was of its outlet alone, not of its site."""
_AGAIN = "build it anew with `cleaner profile`"
MAX_CHARS = 2_000
"""Longer lines are not counted. Legal footers run to a thousand characters; longer is text without line ends."""
_LIST_MARK = re.compile(r"[-–—*•·▪►»›>|]+\s+")
_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_KEY, _COUNT, _PAIR = struct.Struct("<Q"), struct.Struct("<I"), struct.Struct("<QI")
_MOST = 2**32 - 1
_IN_MEMORY = 500_000
"""Different lines counted in memory before they go to a temporary file: some 100 MB at the most."""
_MAX_RUNS = 64
"""Temporary files open at once; systems allow a few hundred."""
_BLOCK = 1 << 16
"""Numbers read or written at once."""


def normalised(line: str) -> str | None:
    """The form in which lines are compared, or ``None`` for a line that is not counted: no letter in it, or too long.

    Letter case, list marks and the width of white space are a matter of layout. A number is a date, a counter or a price at
    least as often as it is news: any number equals any other, or "12 comments" and "Updated 09:45" would never repeat.
    """
    text = " ".join(line.split())
    if len(text) > MAX_CHARS or not _LETTER.search(text):
        return None
    found = _LIST_MARK.match(text)
    return _DIGITS.sub("0", text[found.end() :] if found else text).casefold()


def key_of(site: str, line: str) -> int | None:
    """The number under which a line of a site is counted, or ``None`` if it is not.

    64 bits: among a billion lines the chance that any one given line is taken for another is below one in ten billion.
    """
    text = normalised(line)
    if text is None:
        return None
    raw = f"{site}\0{text}".encode("utf-8", errors="surrogatepass")
    return int.from_bytes(hashlib.blake2b(raw, digest_size=8).digest(), "little")


def keys_of(site: str, lines: Iterable[str]) -> set[int]:
    """The keys of a document's lines: a line counts once a document, however often it stands in it."""
    return {key for line in lines if (key := key_of(site, line)) is not None}


class Profile:
    """A profile that lies in a file. It never changes; in another process it is opened again.

    Sites are named as `cleaner.sites.site_of` does; one that is not known is the empty string.

    Attributes:
        path: where it lies.
        digest: sha256 that names its content: same digest, same counts.
        sites: documents by site.
        min_documents: lines on fewer documents of their site were dropped; 1: none.
    """

    __slots__ = ("_counts_at", "_keys_at", "_map", "_size", "digest", "min_documents", "path", "sites")

    def __init__(self, path: Path, digest: str, header: Mapping[str, Any], content: mmap.mmap, keys_at: int) -> None:
        self.path = path
        self.digest = digest
        self.sites: Mapping[str, int] = MappingProxyType(header["documents"])
        self.min_documents: int = header["min_documents"]
        self._map = content
        self._size: int = header["lines"]
        self._keys_at, self._counts_at = keys_at, keys_at + self._size * _KEY.size

    @classmethod
    def open(cls, path: str | Path, *, verify: bool = True) -> Profile:
        """Open a profile.

        Args:
            path: where it lies.
            verify: read it all and compare the checksum.

        Raises:
            UsageError: there is none, or it is broken.
        """
        path = Path(path)
        try:
            with path.open("rb") as file:
                if file.read(len(MAGIC)) != MAGIC:
                    raise UsageError(f"{path}: this is no profile; make one with `cleaner profile`")
                line = file.readline()
                header = _header(path, line)
                keys_at = file.tell()
                size = keys_at + header["lines"] * (_KEY.size + _COUNT.size)
                if os.fstat(file.fileno()).st_size != size:
                    raise UsageError(f"{path}: this profile is cut off or was changed; {_AGAIN}")
                if verify and _checksum(hashlib.file_digest(file, "sha256"), header) != header["sha256"]:
                    raise UsageError(f"{path}: this profile is damaged, its checksum differs; {_AGAIN}")
                content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise UsageError(f"{path}: the profile cannot be read: {error.strerror}; {_AGAIN}, or check the name") from error
        return cls(path, hashlib.sha256(line).hexdigest(), header, content, keys_at)

    def documents(self, site: str = "") -> int:
        """How many documents of a site were counted."""
        return self.sites.get(site, 0)

    def count(self, site: str, line: str) -> int:
        """On how many documents of a site a line stands; 0 for lines that are not counted."""
        key = key_of(site, line)
        if key is None:
            return 0
        low, high = 0, self._size
        while low < high:
            middle = (low + high) // 2
            found = _number(_KEY, self._map, self._keys_at, middle)
            if found == key:
                return _number(_COUNT, self._map, self._counts_at, middle)
            low, high = (middle + 1, high) if found < key else (low, middle)
        return 0

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Keys with their counts, ascending."""
        for at in range(0, self._size, _BLOCK):
            until = min(at + _BLOCK, self._size)
            keys = self._map[self._keys_at + at * _KEY.size : self._keys_at + until * _KEY.size]
            counts = self._map[self._counts_at + at * _COUNT.size : self._counts_at + until * _COUNT.size]
            for (key,), (count,) in zip(_KEY.iter_unpack(keys), _COUNT.iter_unpack(counts), strict=True):
                yield key, count

    def __len__(self) -> int:
        """How many different lines, counted site by site."""
        return self._size

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Profile) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Profile({str(self.path)!r}, digest={self.digest[:12]!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopen, (self.path.absolute(), self.digest)


def _number(kind: struct.Struct, content: mmap.mmap, start: int, index: int) -> int:
    found: int = kind.unpack_from(content, start + index * kind.size)[0]
    return found


def is_profile(path: str | Path) -> bool:
    """Whether this file says of itself that it is a profile."""
    path = Path(path)
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def _reopen(path: Path, digest: str) -> Profile:
    # The checksum was compared when the profile was opened first; the digest tells whether it is still the same.
    profile = Profile.open(path, verify=False)
    if profile.digest != digest:
        raise UsageError(f"{path}: the profile was replaced while it was in use; run again")
    return profile


def _header(path: Path, line: bytes) -> dict[str, Any]:
    try:
        header = json.loads(line)
        whole = (
            header["format"],
            header["lines"] >= 0 and header["min_documents"] >= 1 and len(header["sha256"]) > 0,
            all(isinstance(name, str) and isinstance(count, int) for name, count in header["documents"].items()),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UsageError(f"{path}: this profile is damaged, its header cannot be read; {_AGAIN}") from error
    if whole[0] != _FORMAT:
        raise UsageError(f"{path}: this profile has format {whole[0]}, this version of cleaner reads {_FORMAT}; {_AGAIN}")
    if whole != (_FORMAT, True, True):
        raise UsageError(f"{path}: this profile is damaged, its header makes no sense; {_AGAIN}")
    found: dict[str, Any] = header
    return found


def _checksum(content: hashlib._Hash, header: Mapping[str, Any]) -> str:
    """The checksum of a profile, from the digest of its keys and counts.

    A changed number of documents would shift what counts as frequent without a word, so the header is covered, too.
    """
    content.update(json.dumps({name: value for name, value in header.items() if name != "sha256"}).encode())
    return content.hexdigest()


class Counting:
    """A profile that is being counted, in bounded memory. Use as a context, then `write` it.

    Args:
        folder: where temporary files go while there is more than memory is meant to hold; made if it is not there.
        in_memory: different lines held in memory.

    Raises:
        UsageError: the folder cannot be written to.
    """

    def __init__(self, folder: str | Path, *, in_memory: int = _IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._documents: Counter[str] = Counter()
        self._counts: Counter[int] = Counter()
        self._runs: list[Path] = []
        self._profiles: list[Profile] = []
        self._number = 0
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self._temporary = TemporaryDirectory(prefix=TEMPORARY, dir=folder)
        except OSError as error:
            why = "this is a file" if isinstance(error, FileExistsError) else error.strerror
            raise UsageError(f"{folder}: cannot be written to: {why}; choose another output") from error

    def add(self, site: str, lines: Iterable[str]) -> None:
        """Count a document by its lines; the site that is not known is the empty string."""
        self.add_keys(site, keys_of(site, lines))

    def add_keys(self, site: str, keys: Iterable[int]) -> None:
        """Count a document by the keys (`keys_of`) of its lines."""
        self._documents[site] += 1
        self._counts.update(keys)
        if len(self._counts) >= self._in_memory:
            self._spill()

    def add_profile(self, profile: Profile) -> None:
        """Count all documents of another profile.

        Raises:
            UsageError: rare lines were dropped from it, so that no sum with it is exact.
        """
        if profile.min_documents > 1:
            raise UsageError(
                f"{profile.path}: lines on fewer than {profile.min_documents} documents were dropped from this profile, so it "
                "cannot be merged; merge profiles made without --min-documents, and drop rare lines from the result"
            )
        self._documents.update(profile.sites)
        self._profiles.append(profile)

    @property
    def documents(self) -> int:
        """How many documents were counted."""
        return self._documents.total()

    def write(self, path: str | Path, *, min_documents: int = 1) -> Profile:
        """Write the profile, whole or not at all, and open it.

        Args:
            path: the file; it replaces one that is there.
            min_documents: lines on fewer documents are dropped. The file is smaller, but cannot be merged any more.

        Raises:
            UsageError: it cannot be written.
        """
        try:
            return self._write(Path(path), min_documents)
        except OSError as error:
            raise UsageError(f"{path}: cannot be written: {error.strerror}; choose another output, or make room") from error

    def _write(self, path: Path, min_documents: int) -> Profile:
        keys_path, counts_path, whole_path = (Path(self._temporary.name, name) for name in ("keys", "counts", "whole"))
        content, size = hashlib.sha256(), 0
        with keys_path.open("wb") as keys_file, counts_path.open("wb") as counts_file:
            for keys, counts in _blocks(_summed([sorted(self._counts.items()), *self._profiles], self._runs), min_documents):
                content.update(keys)
                keys_file.write(keys)
                counts_file.write(counts)
                size += len(keys) // _KEY.size
        with counts_path.open("rb") as file:
            while block := file.read(_BLOCK):
                content.update(block)
        header: dict[str, Any] = {
            "format": _FORMAT,
            "min_documents": min_documents,
            "lines": size,
            "documents": dict(sorted(self._documents.items())),
        }
        header["sha256"] = _checksum(content, header)
        with whole_path.open("wb") as whole:
            whole.write(MAGIC + json.dumps(header).encode() + b"\n")
            for part in (keys_path, counts_path):
                with part.open("rb") as file:
                    shutil.copyfileobj(file, whole)
            whole.flush()
            os.fsync(whole.fileno())
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(whole_path, path)
        return Profile.open(path, verify=False)

    def _spill(self) -> None:
        self._run([sorted(self._counts.items())], [])
        self._counts.clear()
        if len(self._runs) >= _MAX_RUNS:
            merged, self._runs = self._runs, []
            self._run([], merged)
            for path in merged:
                path.unlink()

    def _run(self, streams: Iterable[Iterable[tuple[int, int]]], runs: Iterable[Path]) -> None:
        """Write sums as a sorted temporary file."""
        path = Path(self._temporary.name, f"run-{self._number}")
        self._number += 1
        try:
            with path.open("wb") as file:
                for key, count in _summed(streams, runs):
                    file.write(_PAIR.pack(key, count))
        except OSError as error:
            raise UsageError(f"{path.parent}: counting needs more room: {error.strerror}; make room and run again") from error
        self._runs.append(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._temporary.cleanup()


def _summed(streams: Iterable[Iterable[tuple[int, int]]], runs: Iterable[Path]) -> Iterator[tuple[int, int]]:
    """Sorted streams and runs as one: each key once, ascending, with the sum of its counts."""
    with ExitStack() as stack:
        files = [_pairs(stack.enter_context(path.open("rb"))) for path in runs]
        for key, group in groupby(heapq.merge(*streams, *files), key=itemgetter(0)):
            yield key, min(sum(count for _, count in group), _MOST)


def _pairs(file: BinaryIO) -> Iterator[tuple[int, int]]:
    while block := file.read(_BLOCK * _PAIR.size):
        yield from _PAIR.iter_unpack(block)


def _blocks(pairs: Iterable[tuple[int, int]], min_documents: int) -> Iterator[tuple[bytes, bytes]]:
    """Keys and counts as they stand in the file, block by block."""
    keys, counts = array("Q"), array("I")
    for key, count in pairs:
        if count < min_documents:
            continue
        keys.append(key)
        counts.append(count)
        if len(keys) == _BLOCK:
            yield _little(keys), _little(counts)
            del keys[:], counts[:]
    yield _little(keys), _little(counts)


def _little(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()
