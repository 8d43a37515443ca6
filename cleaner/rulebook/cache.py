"""Validated packs as plain JSON, keyed by everything that could change them: reading YAML takes 100 ms a pack, this takes one.

A built package brings its own packs along in this form (`built`), so that even the first run need not read YAML; a pack that
was changed since has another key. The cache is best effort: where it cannot be read or written, packs are read anew.
``CLEANER_CACHE`` names its directory; ``CLEANER_CACHE=off`` goes without.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from cleaner._version import __version__

_SHAPE = 4
"""Raise it when the same file and version would give other JSON."""
_JUDGING = (
    "rulebook/*.py", "reading/html/*.py", "addresses.py", "glued.py", "language.py", "letters.py", "lines.py", "model.py",
    "sites.py", "data/function_words.txt",
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


BUILT = Path(__file__).parent.parent / "_rules.json"
"""The packs that a built package brings along, by key; a checkout has none."""


@lru_cache(maxsize=1)
def built() -> Mapping[str, dict[str, Any]]:
    """The packs that came validated with the package, by key; none where it was not built or cannot be read."""
    try:
        data = json.loads(BUILT.read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def load(keys: list[str]) -> dict[str, dict[str, Any]]:
    """Those of the packs that are cached or came with the package, by key."""
    folder = directory()
    found = {name: built()[name] for name in keys if name in built()}
    if folder is None:
        return found
    for name in keys:
        if name in found:
            continue
        try:
            data = json.loads(_place(folder, name).read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(data, dict):
            found[name] = data
    return found


def _place(folder: Path, name: str) -> Path:
    """The file of one pack: what a user's patterns and selectors do may change with the libraries that run them."""
    return folder / f"{name}-{_libraries()}.json"


@lru_cache(maxsize=1)
def _libraries() -> str:
    from importlib.metadata import version

    return "-".join(f"{name}-{version(name)}" for name in ("regex", "selectolax"))


def store(name: str, data: dict[str, Any]) -> None:
    """Keep one validated pack: whole or not at all."""
    folder = directory()
    if folder is None:
        return
    temporary = folder / f"{name}.{os.getpid()}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        temporary.replace(_place(folder, name))
    except OSError:
        with suppress(OSError):
            temporary.unlink()
