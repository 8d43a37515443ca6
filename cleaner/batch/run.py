"""A whole run: all inputs through the workers, one manifest row each, and the account of it at the end."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

from cleaner._version import __version__
from cleaner.batch.inputs import Item, Plan, inside
from cleaner.batch.outputs import Destination, RowFile, json_line, remove, write_whole
from cleaner.batch.pool import outcomes, with_processes
from cleaner.batch.summary import Summary
from cleaner.batch.worker import Outcome, Settings
from cleaner.errors import CleanerError, UsageError

_LIBRARIES = ("regex", "trafilatura", "lxml", "langdetect", "charset-normalizer", "ahocorasick_rs", "ruamel.yaml")


class MiscountedError(CleanerError):
    """Inputs and rows do not agree: a mistake in cleaner."""

    kind = "miscounted"


def run(
    plan: Plan,
    settings: Settings,
    *,
    jobs: int | None = 1,
    destination: Destination | None = None,
    options: Mapping[str, Any] | None = None,
    each: Callable[[Outcome], None] | None = None,
) -> Summary:
    """Clean all inputs of a plan.

    Args:
        plan: the inputs.
        settings: what is the same for all of them.
        jobs: processes; ``None`` takes one a core where there is enough to do. The results are the same bytes for any number.
        destination: where the manifest, the account of the run and, for ``jsonl``, the rows go; ``None``: nothing is written.
        options: noted in the account of the run.
        each: called with every outcome, in ascending order of ids.

    Raises:
        UsageError: the output lies inside an input or the other way round. Nothing was written.
        OutputError: nothing can be written any more. What is written is whole; the manifest is missing.
    """
    if destination:
        refuse_overlap(plan, destination)
    began = time.monotonic()
    summary, items = Summary(), iter(plan)
    items, jobs = with_processes(items, jobs)
    account = {"finished": False, **_versions(settings), "options": dict(options or {})}
    counter = _Counted(items)
    with ExitStack() as stack:
        manifest = rows = None
        if destination:
            manifest = stack.enter_context(RowFile(destination.manifest, fsync=settings.fsync))
            rows = stack.enter_context(RowFile(destination.rows, fsync=settings.fsync)) if destination.rows else None
            if not destination.rows:
                # Bodies are replaced one by one: until they all are, the manifest of an earlier run is not true of them.
                remove([destination.manifest])
            # From the first moment on the directory can be told to be ours.
            write_whole({destination.run: json_line(account)}, fsync=settings.fsync)
        before = ""
        for outcome in outcomes(counter, settings, jobs):
            if outcome.id <= before:
                raise MiscountedError(f"{outcome.id} does not follow {before}: a mistake in cleaner, please report it")
            before = outcome.id
            summary.add(outcome)
            if manifest:
                manifest.add(outcome.row)
            if rows:
                rows.add(outcome.data)
            if each:
                each(outcome)
        if counter.count != summary.inputs:
            raise MiscountedError(f"{counter.count} inputs gave {summary.inputs} rows: a mistake in cleaner, please report it")
        for file in (rows, manifest):
            if file:
                file.commit()
    if destination:
        seconds = time.monotonic() - began
        pace = {"seconds": round(seconds, 3), "inputs_per_second": round(summary.inputs / seconds, 1), "jobs": jobs}
        account = {**account, "finished": True, "totals": summary.to_json(), "timings": pace}
        write_whole({destination.run: json_line(account)}, fsync=settings.fsync)
    return summary


class _Counted:
    """Counts what passes through."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = items
        self.count = 0

    def __iter__(self) -> Iterator[Item]:
        for item in self._items:
            self.count += 1
            yield item


def refuse_overlap(plan: Plan, destination: Destination) -> None:
    """Outputs must never become inputs, nor replace them.

    Raises:
        UsageError: they could.
    """
    out = os.path.realpath(destination.place)
    for place, walked in plan.places():
        if walked and inside(out, place):
            raise UsageError(f"{out}: the output lies inside the input {place}; choose a place outside of it")
        if inside(place, out):
            raise UsageError(f"{place}: this input lies inside the output {out}; choose another output")


def _versions(settings: Settings) -> dict[str, Any]:
    from importlib.metadata import PackageNotFoundError, version

    found: dict[str, str | None] = {"cleaner": __version__, "python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return {"versions": found, "rulebook": settings.rulebook.digest}
