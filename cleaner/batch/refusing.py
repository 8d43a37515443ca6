"""What a run must not begin: outputs among inputs or among the outputs of another run, and the loss of what one has done."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress

from cleaner.batch.chosen import Listing
from cleaner.batch.destination import Destination, holds_run
from cleaner.batch.ids import Ids
from cleaner.batch.journal import row_in, rows_of
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

    Unless all of them are: then it is rather the place where they were that is gone.

    Raises:
        UsageError: others were named, or other ones of them chosen, and documents of the earlier run are not among them; or
            there is no input at all.
    """
    if plan.named and _named(destination) == plan.named:
        if (lost := len(_done(destination))) and all(item.verdict and item.verdict.status == "skipped" for item in plan):
            raise UsageError(
                f"{destination.place}: it holds {counted(lost, 'document')} of an earlier run, and now there is nothing to "
                "clean; see that the inputs are where they were, or give --fresh if nothing of it is to stand"
            )
    elif lost := len(left_out(plan, destination)):
        raise UsageError(
            f"{destination.place}: it holds {counted(lost, 'document')} of an earlier run over other inputs, which this run "
            "would leave out; name all inputs again, choose another output, or give --fresh if only these are to stand"
        )


def left_out(plan: Listing, destination: Destination) -> dict[str, str]:
    """The ids of the documents of an earlier run that are not among the inputs, in its order, each with its path."""
    done = _done(destination)
    if not done:
        return {}
    ids = Ids(item.id for item in plan)
    return {name: path for name, path in done.items() if name not in ids}


def _done(destination: Destination) -> dict[str, str]:
    return {row["id"]: str(row.get("path") or "") for row in _rows(destination) if row["status"] in _DONE}


def _named(destination: Destination) -> str | None:
    with suppress(OSError, ValueError, AttributeError, RecursionError), open(destination.run, "rb") as file:
        named = json.loads(file.read()).get("inputs")
        return named if isinstance(named, str) else None
    return None


def _rows(destination: Destination) -> Iterator[dict[str, str]]:
    """The rows of the manifest and of the journal."""
    for line in rows_of(destination):
        row = row_in(line)
        if isinstance(row.get("id"), str) and isinstance(row.get("status"), str):
            yield row
