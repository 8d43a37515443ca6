"""Is an output still what its run has written? Every file is hashed again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from cleaner.batch.destination import Destination
from cleaner.batch.journal import vouched
from cleaner.batch.outputs import sha256_of
from cleaner.batch.summary import STATUSES


class Finding(NamedTuple):
    """One thing that is not as the run has left it.

    Attributes:
        kind: ``unfinished``, ``missing``, ``unreadable``, ``changed``, ``stray`` (no row names this file) or ``broken`` (a row
            that cannot be).
        path: relative to the output's directory.
    """

    kind: str
    path: str


def verify(destination: Destination) -> Iterator[Finding]:
    """All findings, the run's own files first, then in the order of the manifest, then strays in the order of their names."""
    home = destination.place if os.path.isdir(destination.place) else os.path.dirname(destination.place)
    digests = vouched(destination.success)
    manifest = os.path.basename(destination.manifest)
    if manifest not in digests:
        yield Finding("unfinished", os.path.basename(destination.success))
        return
    own = [finding for name, digest in digests.items() for finding in _compared(home, name, digest)]
    yield from own
    if Finding("unreadable", manifest) in own:  # what it names is not known then
        return
    seen: set[int] = set()  # digests of names: less memory, and as good
    named = {hash(name) for name in digests}
    with open(destination.manifest, "rb") if os.path.exists(destination.manifest) else open(os.devnull, "rb") as rows:
        for number, line in enumerate(rows, start=1):
            row = _row(line)
            if row is None or hash(row["id"]) in seen:
                yield Finding("broken", f"{manifest}:{number}")
                continue
            seen.add(hash(row["id"]))
            for name, digest in row["outputs"].items():
                named.add(hash(name))
                yield from _compared(home, name, digest)
    if os.path.isdir(destination.place):
        named |= {hash(name) for name in _accounts(destination)}
        yield from (finding for finding in _files(home) if finding.kind != "stray" or hash(finding.path) not in named)


def strays(destination: Destination) -> int:
    """How many files in its directory a finished run does not name; 0 beside a file of rows, where all are others'."""
    if not os.path.isdir(destination.place):
        return 0
    accounts = _accounts(destination)
    named = sum(name not in accounts for name in vouched(destination.success))
    with open(destination.manifest, "rb") as rows:
        named += sum(len(json.loads(row)["outputs"]) for row in rows)
    return sum(kind == "stray" and name not in accounts for kind, name in _files(destination.place)) - named


def _accounts(destination: Destination) -> set[str]:
    """The names of what a run writes about itself; all else is vouched for, or a row names it."""
    return {
        os.path.basename(path) for path in (destination.manifest, destination.run, destination.success, destination.journal)
    }


def _compared(home: str, name: str, digest: str) -> Iterator[Finding]:
    path = os.path.join(home, name)
    found = sha256_of(path)
    if found == digest:
        return
    if not os.path.lexists(path):
        yield Finding("missing", name)
    else:
        yield Finding("unreadable" if found is None and os.path.isfile(path) else "changed", name)


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    whole = isinstance(row, dict) and row.get("status") in STATUSES and isinstance(row.get("outputs"), dict)
    return row if whole and isinstance(row.get("id"), str) else None


def _files(home: str) -> Iterator[Finding]:
    """Every file, as if it were a stray, and every directory that cannot be listed."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        folders: list[str] = []
        files: list[str] = []  # names alone: there may be millions in a directory
        try:
            with os.scandir(os.path.join(home, folder)) as found:
                for entry in found:
                    (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
        except OSError:
            yield Finding("unreadable", folder)
            continue
        waiting += [os.path.join(folder, name) for name in sorted(folders, reverse=True)]
        yield from (Finding("stray", os.path.join(folder, name)) for name in sorted(files))
