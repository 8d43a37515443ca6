"""What an earlier run has done with an input, and whether it still holds: then nothing is done again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from cleaner.batch.journal import row_in
from cleaner.batch.leftovers import outputs_in
from cleaner.batch.naming import fit, output_names
from cleaner.batch.outputs import sha256_of
from cleaner.batch.sealing import as_written
from cleaner.batch.tasks import Outcome, Settings, Task
from cleaner.rulebook import Rulebook

_OF_THE_MACHINE = frozenset({"crash", "memory", "timeout", "unwritable"})
"""Failures that another day, another machine or another limit may not see."""


class Standing:
    """What an earlier run has made of an input, under the same rules, options and versions.

    Attributes:
        outcome: what became of it then.
        final: whether it is not to be tried again, whatever the input holds now.
    """

    def __init__(self, row: dict[str, Any], task: Task, settings: Settings) -> None:
        self._row, self._settings = row, settings
        self.final = row["raw_sha256"] is None
        self.outcome = Outcome.of_row(row, task.before or b"", kept=True, file=task.item.file)

    @classmethod
    def of(cls, task: Task, settings: Settings) -> Standing | None:
        """What stands of this input, or ``None`` if nothing does or it is to be done again."""
        if task.before is None:
            return None
        row = json.loads(task.before)
        if row.get("fingerprint") != settings.fingerprint or row["rulebook"] != _rules_for(row, settings.rulebook):
            return None
        if row["kind"] in _OF_THE_MACHINE:
            return None if settings.retry_failed else cls(row, task, settings)
        names = list(row["outputs"])
        told = (row["path"], row["url"], row["media_type"], row["passed_sha256"])
        item = task.item
        if row["raw_sha256"] is None or told != (item.place, item.url, item.media_type, item.passed_sha256):
            return None
        if names and names != output_names(item.stem):
            return None  # what could not be read is read again; where another input came beside it, outputs change their names
        return cls(row, task, settings)

    def holds(self, raw_sha256: str) -> bool:
        """Whether the input is still the same, and each output there as it was written."""
        return self._row["raw_sha256"] == raw_sha256 and all(
            sha256_of(os.path.join(self._settings.folder, name)) == digest for name, digest in self._row["outputs"].items()
        )


def altered(task: Task, settings: Settings, written: Mapping[str, bytes]) -> tuple[str, ...]:
    """The outputs that somebody has changed since an earlier run wrote them, and that this one replaces or removes.

    A run that was ended before it could say so may have written them, too, or one whose row is gone: `as_written` tells those.

    Args:
        task: the input, with its row of the earlier run.
        settings: of the run.
        written: what is to be in the outputs; in one that holds this already there is nothing to lose.
    """
    if not settings.folder:
        return ()
    told = dict(outputs_in(row_in(task.before or b"")))
    meant = {name: hashlib.sha256(data).hexdigest() for name, data in written.items()}
    found = {name: sha256_of(os.path.join(settings.folder, name)) for name in output_names(task.item.stem)}
    names = [name for name, digest in found.items() if digest not in (None, told.get(name), meant.get(name))]
    ours = as_written(settings.folder, task.item.stem) if names else frozenset()
    return tuple(name for name in names if name not in ours)


def set_aside(names: Iterable[str], settings: Settings) -> tuple[tuple[str, str], ...]:
    """Give outputs that somebody has changed a name of their own, ``NAME.orig`` or the next that is free, and say which.

    No run takes files of such names for inputs, writes them or removes them; `cleaner verify` calls them strays.

    Raises:
        OSError: it cannot be done; what is there stays.
    """
    moved = []
    for name in names:
        folder, last = os.path.split(name)
        for number in count(1):
            kept = os.path.join(folder, fit(f"{last}.orig" if number == 1 else f"{last}.orig{number}"))
            if not os.path.lexists(os.path.join(settings.folder, kept)):
                break
        os.rename(os.path.join(settings.folder, name), os.path.join(settings.folder, kept))
        moved.append((name, kept))
    return tuple(moved)


def _rules_for(row: Mapping[str, Any], rulebook: Rulebook) -> str:
    """The digest of the rules that can touch the document of a row; of all rules, where it was never told what it is."""
    return rulebook.digest_for(row["language"], row["outlet"]) if row["text_sha256"] else rulebook.digest
