"""What an earlier run has written into a directory, and the run that is finished now does not name."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain
from typing import Any

from cleaner.batch.destination import Destination
from cleaner.batch.items import TOP
from cleaner.batch.journal import row_in, rows_of
from cleaner.batch.kinds import holds_rows
from cleaner.batch.naming import place
from cleaner.batch.outputs import sha256_of
from cleaner.batch.roots import inside
from cleaner.batch.sealing import as_written

_SLASH = re.compile("/")


class Hidden:
    """Where inputs may be that a run did not come to: a directory that it could not list, a file of rows that failed.

    So did one of which a row failed: what that was, nobody knows. A document that fails has its row, and hides no other.
    """

    def __init__(self) -> None:
        self._places: set[int] = set()  # digests of names: less memory

    def add(self, path: str) -> None:
        """Note an input that failed by the path in its row of the manifest; empty for the standard input."""
        if not path or path.endswith("/") or holds_rows(path):
            self._places.add(hash(path))

    def __contains__(self, path: str) -> bool:
        """Whether an input of this path may be in one of them."""
        above = (path[: found.end()] for found in _SLASH.finditer(path))
        return any(hash(place) in self._places for place in (path, "", TOP, *above))


def remove_leftovers(destination: Destination, gathered: Mapping[str, str]) -> int:
    """Remove them, lest bodies of inputs that are gone be taken for those of inputs that are there; say how many there were.

    Only what is still, byte for byte, what the earlier run says it wrote, or what the record says that was written when a run
    was ended before it could: the rest may be somebody's work. And only of inputs that are gone: not of those that are
    `Hidden`. To be called when the manifest is there and the journal still is; the rows of the earlier run stand in it, so
    nothing is lost where this is ended halfway. Beside a file of rows nothing is removed, for no input has outputs of its own
    there.

    Args:
        destination: where both have written.
        gathered: the files of the earlier run that belong to no single input, and that this one does not vouch for: the sha256
            of each, by name.
    """
    if destination.lock != destination.place:
        return 0
    home = os.path.realpath(destination.place)
    named, ids, hidden = set[int](), set[int](), Hidden()  # digests of names, too
    with open(destination.manifest, "rb") as manifest:
        for row in map(json.loads, manifest):
            named.update(hash(place(name)) for name in row["outputs"])
            ids.add(hash(row["id"]))
            if row["status"] == "failed":
                hidden.add(row["path"] or "")
    earlier = map(row_in, rows_of(destination))
    gone = (row for row in earlier if hash(str(row.get("id"))) in ids or str(row.get("path") or "") not in hidden)
    # A file of attributes is called as the file of its rows is.
    apart = (pair for pair in gathered.items() if pair[0] not in hidden)
    removed = 0
    for name, digest in chain(apart, (pair for row in gone for pair in outputs_in(row))):
        path = os.path.join(home, name)
        if hash(place(name)) in named:
            continue
        if sha256_of(path) != digest and name not in as_written(home, os.path.splitext(name)[0]):
            continue
        if inside(path, home) and os.path.realpath(path) == path:  # no link, nor by a forged name elsewhere
            with suppress(OSError):
                os.unlink(path)
                removed += 1
    return removed


def outputs_in(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The outputs that a row names, each with its sha256; a row that was changed by hand may hold anything."""
    with suppress(AttributeError, KeyError):
        yield from row["outputs"].items()
