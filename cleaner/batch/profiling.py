"""The first of two passes: count the lines of all inputs, so that the second knows which of them stand on many pages.

Inputs are read, and their sites told, exactly as cleaning does it; what cannot be read is not counted.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from cleaner.batch.chosen import Listing
from cleaner.batch.items import Item, content
from cleaner.batch.pool import in_order, with_processes
from cleaner.batch.supervisor import Job, Limits
from cleaner.batch.tasks import Settings
from cleaner.batch.worker import read_input
from cleaner.errors import CleanerError, UnreadableInput, own_mistake
from cleaner.pipeline import whose
from cleaner.profile import Counting, keys_of
from cleaner.shown import shown
from cleaner.sites import site_of


class Counted(NamedTuple):
    """What became of one input.

    Attributes:
        status: ``ok`` (counted), ``failed`` or ``skipped``.
        error: what went wrong and what to do, else empty.
        site: where it comes from, empty where nobody knows.
        keys: the keys of its lines, as the bytes of an array.
        size: of the input in bytes; 0 if it could not be read.
    """

    id: str
    status: str
    kind: str
    error: str
    site: str = ""
    keys: bytes = b""
    size: int = 0


def count(
    plan: Listing,
    settings: Settings,
    counting: Counting,
    *,
    jobs: int | None = 0,
    limits: Limits | None = None,
    stop: Callable[[], bool] = lambda: False,
    each: Callable[[Counted], None] | None = None,
) -> None:
    """Count the lines of all inputs of a plan.

    Args:
        plan: the inputs.
        settings: as for cleaning; the rules and the outlet or address say which site these come from.
        counting: what they are added to.
        jobs: processes under watch; ``None``: one a core where there is enough to do; 0: this process. The counts do not
            depend on it.
        limits: what one input may take.
        stop: once true, no more inputs are begun.
        each: called with what became of every input, in their order.

    Raises:
        WorkerDiedError: processes cannot be started.
        KeyboardInterrupt: it was told to stop.
    """
    items, jobs = with_processes(iter(plan), jobs)
    job = Job(_counter, settings, _lost, weight=attrgetter("size"), size=attrgetter("content_size"))
    for counted in in_order(job, items, jobs, limits, stop):
        if counted.status == "ok":
            keys = array("Q")
            keys.frombytes(counted.keys)
            counting.add_keys(counted.site, keys)
        if each:
            each(counted)
    if stop():
        raise KeyboardInterrupt


def _lost(item: Item, kind: str, message: str) -> Counted:
    return Counted(item.id, "failed", kind, message)


def _one(item: Item, settings: Settings) -> Counted:
    if item.verdict:
        return Counted(item.id, *item.verdict)
    try:
        raw = content(item, settings.max_bytes)
        document = read_input(item, raw, settings)
        outlet = whose(document, settings.rulebook, outlet=settings.outlet)
    except UnreadableInput as error:
        return Counted(item.id, "skipped" if error.kind == "special" else "failed", error.kind, str(error))
    except CleanerError as error:
        return Counted(item.id, "failed", error.kind, str(error))
    except MemoryError:
        raise
    except Exception as error:  # one document must not end the run, whatever is wrong with it or with us
        return Counted(item.id, "failed", "crash", f"{own_mistake(error)} with this file")
    site = site_of(replace(document, outlet=outlet)) or ""
    keys = array("Q", keys_of(site, (line.text for line in shown(document).lines))).tobytes()
    return Counted(item.id, "ok", "", "", site, keys, len(raw))


def _counter(settings: Settings) -> Callable[[Item], Counted]:
    return partial(_one, settings=settings)
