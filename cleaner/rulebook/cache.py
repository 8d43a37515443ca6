"""Validated packs as plain JSON, keyed by everything that could change them: reading YAML takes 10 ms a pack, this takes none.

The cache is best effort: where it cannot be read or written, packs are read anew. ``CLEANER_CACHE`` names its directory;
``CLEANER_CACHE=off`` goes without.
"""

from __future__ import annotations

import hashlib
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from cleaner._version import __version__

_SHAPE = 1
"""Raise it when the same file and version would give other JSON."""


def key(raw: bytes, name: str) -> str:
    """The cache key of one file: its content and name, our version (with its schema and checks) and the regex library's."""
    from importlib.metadata import version

    stamp = f"{_SHAPE}\0{__version__}\0{_code()}\0{version('regex')}\0{name}\0".encode()
    return hashlib.sha256(stamp + raw).hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    """A digest of the files that judge a pack, so that a change of code without a change of version is seen."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


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


def load(keys: list[str]) -> dict[str, dict[str, Any]]:
    """Those of the packs that are cached, by key."""
    folder = directory()
    found: dict[str, dict[str, Any]] = {}
    if folder is None:
        return found
    for name in keys:
        try:
            data = json.loads((folder / f"{name}.json").read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(data, dict):
            found[name] = data
    return found


def store(name: str, data: dict[str, Any]) -> None:
    """Keep one validated pack: whole or not at all."""
    folder = directory()
    if folder is None:
        return
    temporary = folder / f"{name}.{os.getpid()}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        temporary.replace(folder / f"{name}.json")
    except OSError:
        temporary.unlink(missing_ok=True)
