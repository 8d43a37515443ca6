"""Names of outputs and ids: no two inputs ever share one, whatever the file system thinks is the same name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from cleaner.batch.containers.kinds import parts

OUTPUT_SUFFIXES = (".txt", ".json")
_MAX_BYTES = 240
"""File systems take 255 bytes a name; the rest is for the suffix and a number."""
_CUT_BYTES = 220
_HINT_BYTES = 100
_UNSAFE = re.compile(r"[^\w.-]+")


def encode(name: str) -> str:
    """A file name as text that any JSON reader takes: bytes that are not UTF-8 become ``%XX``, all else stays."""
    return "".join(f"%{ord(c) - 0xDC00:02X}" if "\udc80" <= c <= "\udcff" else c for c in name)


def encode_all(names: Sequence[str]) -> dict[str, str]:
    """`encode` for the names of one directory, each result different: a twin that really has that name keeps it."""
    encoded = {name: name for name in names if encode(name) == name}
    taken = set(encoded)
    for name in sorted(set(names) - taken):
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
    return {name: _free(name, ("",), taken) for name in sorted(names)}


def unique_stems(names: Sequence[str], taken: set[str]) -> dict[str, str]:
    """Output stems (without ``.txt`` and ``.json``) for the input files of one directory.

    A file gives its stem the name without the suffix where no other file of the directory could want it, else its full name
    (``a.html`` beside ``a.txt``), with ``~2`` and so on for names that differ in case or composition only. The result depends
    on the set of names alone. ``taken`` holds the `place` of names in use (directories, our own files), and is added to.
    """
    shorts = {name: parts(name)[0] for name in names}
    wanted = Counter(place(short) for short in shorts.values())
    fulls = {place(name) for name in names}
    stems: dict[str, str] = {}
    for name in sorted(names):
        short, key = shorts[name], place(shorts[name])
        if wanted[key] == 1 and key not in fulls and _take(fit(short), OUTPUT_SUFFIXES, taken):
            stems[name] = fit(short)
    for name in sorted(names):
        if name not in stems:
            stems[name] = _free(name, OUTPUT_SUFFIXES, taken)
    return stems


def _free(name: str, suffixes: Sequence[str], taken: set[str]) -> str:
    candidate, number = fit(name), 1
    while not _take(candidate, suffixes, taken):
        number += 1
        candidate = f"{fit(name)}~{number}"
    return candidate


def _take(stem: str, suffixes: Sequence[str], taken: set[str]) -> bool:
    places = {place(stem + suffix) for suffix in suffixes}
    if places & taken:
        return False
    taken |= places
    return True
