"""What an earlier run has written into a directory, and the run that is finished now does not name."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain

from cleaner.batch.destination import Destination
from cleaner.batch.journal import rows_of
from cleaner.batch.naming import place
from cleaner.batch.outputs import sha256_of
from cleaner.batch.roots import inside
from cleaner.batch.sealing import as_written


def remove_leftovers(destination: Destination, gathered: Mapping[str, str]) -> int:
    """Remove them, lest bodies of inputs that are gone be taken for those of inputs that are there; say how many there were.

    Only what is still, byte for byte, what the earlier run says it wrote, or what the record says that was written when a run
    was ended before it could: the rest may be somebody's work. To be called when
    the manifest is there and the journal still is; the rows of the earlier run stand in it, so nothing is lost where this is
    ended halfway. Beside a file of rows nothing is removed, for no input has outputs of its own there.

    Args:
        destination: where both have written.
        gathered: the files of the earlier run that belong to no single input, and that this one does not vouch for: the sha256
            of each, by name.
    """
    if destination.lock != destination.place:
        return 0
    home = os.path.realpath(destination.place)
    with open(destination.manifest, "rb") as manifest:
        named = {hash(place(name)) for row in manifest for name, _ in outputs_in(row)}  # digests of names: less memory
    removed = 0
    for name, digest in chain(gathered.items(), (pair for row in rows_of(destination) for pair in outputs_in(row))):
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


def outputs_in(row: bytes) -> Iterator[tuple[str, str]]:
    """The outputs that a row names, each with its sha256; a row that was changed by hand may hold anything."""
    with suppress(ValueError, RecursionError, AttributeError, KeyError):
        yield from json.loads(row)["outputs"].items()
