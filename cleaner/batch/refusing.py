"""What a run must not begin: outputs among inputs or among the outputs of another run, and the loss of what one has done."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress

from cleaner.batch.chosen import Listing
from cleaner.batch.destination import Destination, holds_run
from cleaner.batch.ids import Ids
from cleaner.batch.journal import rows_of
from cleaner.batch.roots import inside
from cleaner.errors import UsageError
from cleaner.visible import counted

_DONE = ("ok", "guarded")


def refuse_overlap(plan: Listing, out: str) -> None:
    """Outputs must never become inputs, nor replace them, nor lie among those of another run.

    Raises:
        UsageError: they could, or would.
    """
    out = os.path.realpath(out)
    for place, walked in plan.places():
        if walked and inside(out, place):
            raise UsageError(f"{out}: the output lies inside the input {place}; choose a place outside of it")
        if place == out:
            raise UsageError(f"{out}: the output is one of the inputs; choose another name")
        if inside(place, out):
            raise UsageError(f"{place}: this input lies inside the output {out}; choose another output")
    above = os.path.dirname(out)
    while above != os.path.dirname(above):
        if holds_run(above):
            raise UsageError(f"{out}: the output lies inside {above}, the output of another run; choose a place outside of it")
        above = os.path.dirname(above)


def refuse_loss(plan: Listing, destination: Destination) -> None:
    """What an earlier run has done stays, unless its inputs are gone: they are, where the same ones were named again.

    Raises:
        UsageError: others were named, or other ones of them chosen, and documents of the earlier run are not among them.
    """
    if _named(destination) == plan.named:
        return
    done = {row["id"] for row in _rows(destination) if row["status"] in _DONE}
    if not done:
        return
    ids = Ids(item.id for item in plan)
    lost = sum(name not in ids for name in done)
    if lost:
        raise UsageError(
            f"{destination.place}: it holds {counted(lost, 'document')} of an earlier run over other inputs, which this run "
            "would leave out; name all inputs again, choose another output, or give --fresh if only these are to stand"
        )


def _named(destination: Destination) -> str | None:
    with suppress(OSError, ValueError, AttributeError, RecursionError), open(destination.run, "rb") as file:
        named = json.loads(file.read()).get("inputs")
        return named if isinstance(named, str) else None
    return None


def _rows(destination: Destination) -> Iterator[dict[str, str]]:
    """The rows of the manifest and of the journal."""
    for line in rows_of(destination):
        with suppress(ValueError, RecursionError):
            row = json.loads(line)
            if isinstance(row, dict) and isinstance(row.get("id"), str) and isinstance(row.get("status"), str):
                yield row
