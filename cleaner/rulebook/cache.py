"""Validated packs as plain JSON, keyed by everything that could change them: reading YAML takes 100 ms a pack, this takes none.

What a run must know of every pack stands on one line, its rules on another (`Stored`): of the packs of all languages and
outlets a process decodes the rules of those that it meets.

A built package brings its own packs along in this form (`built`), so that even the first run need not read YAML; a pack that
was changed since has another key. The cache is best effort: where it cannot be read or written, packs are read anew.
``CLEANER_CACHE`` names its directory; ``CLEANER_CACHE=off`` goes without.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from cleaner._version import __version__
from cleaner.rulebook.pack import SECTIONS

_SHAPE = 5
"""Raise it when the same file and version would give other JSON."""
_JUDGING = (
    "rulebook/*.py", "reading/html/*.py", "addresses.py", "glued.py", "language.py", "letters.py", "lines.py", "model.py",
    "locales.py", "sites.py", "data/locales/*.txt",
)  # fmt: skip  # a list
"""Files that judge a pack. Those that read markup are among them, as examples of rules that select elements are pages; and what
says how letters are folded, where lines end and which words are common, on which what is known of a pattern rests."""


def key(raw: bytes, name: str, parts: bytes = b"") -> str:
    """The cache key of one file: its content, its name and the parts that it may call; our version, its schema and checks."""
    stamp = f"{_SHAPE}\0{__version__}\0{_code()}\0{name}\0{hashlib.sha256(parts).hexdigest()}\0".encode()
    return hashlib.sha256(stamp + raw).hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    """A digest of the files that judge a pack, so that a change of code without a change of version is seen."""
    digest = hashlib.sha256()
    for file in judging():
        digest.update(file.read_bytes())
    return digest.hexdigest()


def judging() -> list[Path]:
    """The files that judge a pack."""
    package = Path(__file__).parent.parent
    return [file for pattern in _JUDGING for file in sorted(package.glob(pattern))]


def directory() -> Path | None:
    """Where the cache lives, or ``None`` if it is off."""
    given = os.environ.get("CLEANER_CACHE")
    if given == "off":
        return None
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "cleaner"
    except RuntimeError:  # no home
        return None


_OF_RULES = (*SECTIONS, "known")
"""What of a file's JSON form is decoded only when its rules are asked for."""


class Stored(Mapping[str, Any]):
    """The JSON form of a validated rule file, whose rules are decoded when they are first asked for."""

    def __init__(self, head: Mapping[str, Any], rules: bytes) -> None:
        self._head, self._rules = head, rules

    def __reduce__(self) -> tuple[type[Stored], tuple[Mapping[str, Any], bytes]]:
        return type(self), (self._head, self._rules)

    @cached_property
    def _decoded(self) -> Mapping[str, Any]:
        decoded: Mapping[str, Any] = json.loads(self._rules)
        return decoded

    def __getitem__(self, name: str) -> Any:
        return (self._decoded if name in _OF_RULES else self._head)[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*self._head, *self._decoded))

    def __len__(self) -> int:
        return len(self._head) + len(self._decoded)


def encoded(data: Mapping[str, Any]) -> bytes:
    """Two lines: a checksum and what `Stored` knows at once; the rules."""
    parts = ({name: data[name] for name in data if (name in _OF_RULES) is apart} for apart in (False, True))
    head, rules = (json.dumps(part, ensure_ascii=False, sort_keys=True).encode() for part in parts)
    return _checksum(head, rules) + b" " + head + b"\n" + rules + b"\n"


def _decoded(first: bytes, second: bytes) -> Stored | None:
    """What two lines hold, or ``None`` where they are not as they were written."""
    checksum, _, head = first.partition(b" ")
    return Stored(json.loads(head), second) if checksum == _checksum(head, second) else None


def _checksum(head: bytes, rules: bytes) -> bytes:
    return b"%08x" % zlib.crc32(rules, zlib.crc32(head))


BUILT = Path(__file__).parent.parent / "_rules.packs"
"""The packs that a built package brings along, each a line with its key and the two of `encoded`; a checkout has none."""


def bundle(packs: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The content of `BUILT`, from the JSON form of validated files by key."""
    return b"".join(key.encode() + b"\n" + encoded(data) for key, data in sorted(packs.items()))


@lru_cache(maxsize=1)
def built() -> Mapping[str, Stored]:
    """The packs that came validated with the package, by key; none where it was not built or cannot be read."""
    try:
        lines = BUILT.read_bytes().split(b"\n")
    except OSError:
        return {}
    found = ((key.decode("utf-8", "replace"), _decoded(*rest)) for key, *rest in zip(*[iter(lines)] * 3, strict=False))
    return {key: data for key, data in found if data is not None}


def load(keys: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """Those of the packs that are cached or came with the package, by key."""
    folder = directory()
    found: dict[str, Mapping[str, Any]] = {}
    for name in keys:
        if name in built():
            found[name] = built()[name]
        elif folder is not None:
            try:
                first, second, *_ = _place(folder, name).read_bytes().split(b"\n")
            except (OSError, ValueError):
                continue
            if (data := _decoded(first, second)) is not None:
                found[name] = data
    return found


def _place(folder: Path, name: str) -> Path:
    """The file of one pack: what a user's patterns and selectors do may change with the libraries that run them."""
    return folder / f"{name}-{_libraries()}.pack"


@lru_cache(maxsize=1)
def _libraries() -> str:
    from importlib.metadata import version

    return "-".join(f"{name}-{version(name)}" for name in ("regex", "selectolax"))


def store(name: str, data: Mapping[str, Any]) -> None:
    """Keep one validated pack: whole or not at all."""
    folder = directory()
    if folder is None:
        return
    temporary = folder / f"{name}.{os.getpid()}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(encoded(data))
        temporary.replace(_place(folder, name))
    except OSError:
        with suppress(OSError):
            temporary.unlink()
