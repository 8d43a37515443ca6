"""What a run would do, found out without writing anything into its output."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import NamedTuple

from cleaner.batch.chosen import Listing
from cleaner.batch.containers import needed_to_write
from cleaner.batch.destination import Destination
from cleaner.batch.fingerprint import fingerprint
from cleaner.batch.inputs import check
from cleaner.batch.items import content, sha256_of_content
from cleaner.batch.journal import Earlier, begun, finished_as_journal
from cleaner.batch.leftovers import Hidden
from cleaner.batch.refusing import left_out, refuse_loss, refuse_overlap
from cleaner.batch.run import task_of
from cleaner.batch.standing import Standing, altered
from cleaner.batch.tasks import Settings, Task, verdict_of
from cleaner.errors import UnreadableInput


class Step(NamedTuple):
    """What would be done with one input.

    Attributes:
        does: ``clean`` it, ``keep`` what stands, ``skip`` it, or ``fail``; or what would ``go``: the outputs of an input that
            an earlier run had, and this one has not.
        id: of the input, or the name of an output that would go.
        why: the kind of the skip or the failure; ``altered`` where somebody has changed what an earlier run wrote, and it
            would be written anew; else empty.
    """

    does: str
    id: str
    why: str = ""


def preview(plan: Listing, settings: Settings, destination: Destination | None, *, resume: bool = True) -> Iterator[Step]:
    """Yield the step for each input, in their order, then what would go. Inputs and outputs are read to compare them.

    Raises:
        UsageError: as `cleaner.batch.run`.
    """
    if destination:
        refuse_overlap(plan, destination.place)
        needed_to_write(destination.rows)
    check(plan, stories=settings.split, taken=destination.taken if destination else frozenset())
    if destination and resume:
        refuse_loss(plan, destination)
    settings = replace(settings, fingerprint=fingerprint(settings))
    with ExitStack() as stack:
        earlier = None
        if destination and resume:
            path = os.path.join(stack.enter_context(TemporaryDirectory(prefix="cleaner-")), "journal")
            data = destination.attributes
            finished = not begun(destination) and finished_as_journal(destination, path, fsync=False, data=data)
            found = path if finished else destination.journal
            earlier = stack.enter_context(closing(Earlier(found))) if os.path.exists(found) else None
        hidden = Hidden()
        for item in plan:
            step = _step(task_of(item, earlier, destination) if destination else Task(item), settings)
            if step.does == "fail":
                hidden.add(item.place or "")
            yield step
        if destination:
            gone = left_out(plan, destination).items()
            yield from (Step("go", name) for name, path in gone if destination.gathered or path not in hidden)


def _step(task: Task, settings: Settings) -> Step:
    item = task.item
    if verdict := verdict_of(item, settings):
        return Step("skip" if verdict.status == "skipped" else "fail", item.id, verdict.kind)
    standing = Standing.of(task, settings)
    try:
        if standing and (standing.final or standing.holds(sha256_of_content(content(item, settings.max_bytes)))):
            return Step("keep", item.id)
    except UnreadableInput as error:
        return Step("fail", item.id, error.kind)
    return Step("clean", item.id, "altered" if altered(task, settings, {}) else "")
