"""A whole run: all inputs through the workers, one manifest row each, and the account of it at the end.

Outputs come first, then a line of the journal, and when every input has its row, the manifest; a file that vouches for all of
it comes last. So a run that is ended at any moment is taken up by the next, and the two leave what one would have left.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import partial
from operator import attrgetter
from typing import Any

from cleaner.batch.attributes import AttributeFiles, attributes_head
from cleaner.batch.chosen import Listing
from cleaner.batch.containers import needed_to_write
from cleaner.batch.destination import Destination
from cleaner.batch.fingerprint import fingerprint, versions
from cleaner.batch.inputs import check
from cleaner.batch.items import Item
from cleaner.batch.journal import VOUCHED_LAST, Earlier, Journal, adopt, disown, vouched_last, vouching
from cleaner.batch.leftovers import remove_leftovers
from cleaner.batch.lock import locked
from cleaner.batch.outputs import RowFile, copy_whole, json_line, remove, sweep, unwritable, write_whole
from cleaner.batch.pool import in_order, with_processes
from cleaner.batch.refusing import refuse_loss, refuse_overlap
from cleaner.batch.summary import Summary
from cleaner.batch.supervisor import Job, Limits
from cleaner.batch.tasks import Outcome, Settings, Task
from cleaner.batch.verify import strays
from cleaner.batch.worker import Worker, abandoned, lost, warm_worker
from cleaner.errors import CleanerError, UsageError
from cleaner.visible import counted

_FAIR = 100
"""Inputs before a share of failures says anything."""


class MiscountedError(CleanerError):
    """Inputs and rows do not agree: a mistake in cleaner."""

    kind = "miscounted"


class TooManyFailuresError(CleanerError):
    """More inputs failed than were to be put up with."""

    kind = "too_many_failures"


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a run goes about its work; no result depends on it.

    Attributes:
        jobs: processes under watch; ``None``: one a core where there is enough to do; 0: this process, with nobody watching.
        limits: what one input may take.
        resume: keep what an earlier run has done and what still holds.
        max_failures, max_failed_share: stop when more inputs have failed.
        keep_profile: copy the profile of the settings beside the accounts of the run.
        stop: asked again and again; once true, no more inputs are begun.
    """

    jobs: int | None = 0
    limits: Limits = field(default_factory=Limits)
    resume: bool = True
    max_failures: int | None = None
    max_failed_share: float | None = None
    keep_profile: bool = False
    stop: Callable[[], bool] = lambda: False


def run(
    plan: Listing,
    settings: Settings,
    *,
    conduct: Conduct | None = None,
    destination: Destination | None = None,
    options: Mapping[str, Any] | None = None,
    each: Callable[[Outcome], None] | None = None,
) -> Summary:
    """Clean all inputs of a plan.

    Args:
        plan: the inputs.
        settings: what is the same for all of them. The fingerprint is filled in where something is written.
        conduct: processes, limits, what of an earlier run is kept. The outputs and the manifest are the same bytes for any.
        destination: where the manifest, the account of the run and, for ``jsonl``, the rows go; ``None``: nothing is written.
        options: noted in the account of the run.
        each: called with every outcome, in the order of the inputs.

    Raises:
        UsageError: the output lies inside an input or the other way round, or inside another output; another run is writing
            there, or has written what this one would leave out; two inputs have one id, or one that of a story which another
            may give; an input has the name of an account of the run; or a library is missing. Nothing was written.
        OutputError: nothing can be written any more. What is written is whole; the next run goes on from there.
        MiscountedError: an input has no row, or more than one. Nothing vouches for what is written.
        TooManyFailuresError: as was asked for; the next run goes on from there.
        KeyboardInterrupt: it was told to stop; the next run goes on from there.
    """
    if destination:
        refuse_overlap(plan, destination.place)
        needed_to_write(destination.rows)
        settings = replace(settings, fingerprint=fingerprint(settings))
    check(plan, stories=settings.split, taken=destination.taken if destination else frozenset())
    conduct = conduct or Conduct()
    began, summary = time.monotonic(), Summary()
    items, jobs = with_processes(iter(plan), conduct.jobs)
    counter = _Counted(items)
    job = Job(
        warm_worker if jobs else Worker,
        settings,
        partial(lost, settings),
        partial(abandoned, settings),
        weight=attrgetter("item.size"),
        size=attrgetter("item.content_size"),
    )
    with ExitStack() as stack:
        if destination:
            stack.enter_context(locked(destination))
            if conduct.resume:  # what it holds may be new: a run that held the lock a moment ago has written it
                refuse_loss(plan, destination)
        told = {"options": dict(options or {}), "inputs": plan.named}
        books = stack.enter_context(_Books(destination, settings, conduct, told)) if destination else None
        tasks = map(books.task if books else Task, counter)
        for outcome in stack.enter_context(closing(in_order(job, tasks, jobs, conduct.limits, conduct.stop))):
            summary.add(outcome)
            if books:
                books.add(outcome)
            if each:
                each(outcome)
            _refuse_failures(summary, conduct)
        if conduct.stop():
            raise KeyboardInterrupt
        if counter.count != summary.inputs:
            raise MiscountedError(f"{counter.count} inputs gave {summary.inputs} rows: a mistake in cleaner, please report it")
        if books:
            books.finish(summary, time.monotonic() - began, jobs)
    return summary


def _refuse_failures(summary: Summary, conduct: Conduct) -> None:
    failed, most, share = summary.statuses["failed"], conduct.max_failures, conduct.max_failed_share
    many = most is not None and failed > most
    if many or (share is not None and summary.inputs >= _FAIR and failed > share * summary.inputs):
        raise TooManyFailuresError(
            f"stopped: {failed} of {counted(summary.inputs, 'input')} failed; see why, then run the same command again to go on"
        )


class _Books:
    """All that is written down of a run beside its outputs. Use as a context, while the lock of the destination is held."""

    def __init__(self, destination: Destination, settings: Settings, conduct: Conduct, told: Mapping[str, Any]) -> None:
        self._destination, self._settings, self._conduct = destination, settings, conduct
        self._account = {
            "finished": False, "versions": versions(), "rulebook": settings.rulebook.digest,
            "fingerprint": settings.fingerprint, **told,
        }  # fmt: skip  # who made this
        self._stack = ExitStack()
        self._before: Earlier | None = None
        self._again = False
        self._vouched: dict[str, str] = {}
        self._rows: RowFile | None = None
        self._attributes: AttributeFiles | None = None

    def __enter__(self) -> _Books:
        with ExitStack() as stack:
            self._open(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def _open(self, stack: ExitStack) -> None:
        destination, fsync = self._destination, self._settings.fsync
        self._again = os.path.exists(destination.run)
        self._vouched = vouched_last(destination)
        clear(destination, fsync=fsync)
        try:
            # From the first moment on the directory can be told to be ours; and what is there, whenever this run is ended.
            write_whole({destination.run: json_line({**self._account, VOUCHED_LAST: self._vouched})}, fsync=fsync)
        except OSError as error:
            raise UsageError(f"{destination.run}: cannot be written: {error.strerror}; choose another output") from error
        if self._conduct.resume:
            adopt(destination, fsync=fsync)
        else:
            disown(destination, fsync=fsync)
        if os.path.exists(destination.journal):
            self._before = stack.enter_context(closing(Earlier(destination.journal)))
        end = self._before.end if self._before else 0
        self._journal = stack.enter_context(closing(Journal(destination.journal, fsync=fsync, end=end)))
        self._manifest = stack.enter_context(RowFile(destination.manifest, fsync=fsync))
        if destination.attributes:
            self._attributes = stack.enter_context(AttributeFiles(destination.place, fsync=fsync))
        elif destination.rows:
            passed = [name for name, _ in self._settings.passed]
            self._rows = stack.enter_context(RowFile(destination.rows, fsync=fsync, passed=passed))

    def task(self, item: Item) -> Task:
        """The input with its row of an earlier run."""
        return task_of(item, self._before, self._destination)

    def add(self, outcome: Outcome) -> None:
        """Write down what became of an input; its outputs are safe by now."""
        self._manifest.add(outcome.row)
        data = outcome.data
        if not outcome.kept:
            self._journal.add(outcome.id, outcome.row, data)
        elif self._before and self._destination.gathered:
            data = self._before.data_of(outcome.id)
        if self._rows:
            self._rows.add(data)
        elif self._attributes and data:
            self._attributes.add(data, outcome.file)

    def finish(self, summary: Summary, seconds: float, jobs: int) -> None:
        """Every input has its row: make the manifest appear, then what vouches for it."""
        destination, fsync = self._destination, self._settings.fsync
        digests = {destination.manifest: self._manifest.sha256}
        remove([destination.success])  # of earlier rows
        if self._rows:
            digests[destination.rows] = self._rows.sha256
            self._rows.commit()
        if self._attributes:
            self._attributes.commit()
            digests |= self._attributes.digests
        self._manifest.commit()
        profile = self._settings.profile
        if profile and (self._conduct.keep_profile or _is_same(profile.path, destination.profile)):
            digests[destination.profile] = copy_whole(profile.path, destination.profile, fsync=fsync)
        if self._again:
            home = os.path.dirname(destination.success)
            gone = {name: sha256 for name, sha256 in self._vouched.items() if os.path.join(home, name) not in digests}
            summary.removed = remove_leftovers(destination, gone)
        account = {**self._account, "finished": True, "totals": summary.to_json(), "timings": _timings(summary, seconds, jobs)}
        success = vouching(digests, os.path.dirname(destination.success))
        try:
            write_whole({destination.run: json_line(account)}, fsync=fsync)
            write_whole({destination.success: success}, fsync=fsync)
        except OSError as error:
            raise unwritable(destination.success, error) from error
        remove([destination.journal])
        if self._again:
            summary.strays = strays(destination)


def task_of(item: Item, earlier: Earlier | None, destination: Destination) -> Task:
    """The input with its row of an earlier run.

    Raises:
        OutputError: the journal of that run changes while it is read.
    """
    before = earlier.row_of(item.id) if earlier and not item.verdict else None
    if before and earlier and destination.attributes and not earlier.data_of(item.id).startswith(attributes_head(item)):
        before = None  # the same text under another name
    return Task(item, before)


def clear(destination: Destination, *, fsync: bool) -> None:
    """Remove the temporary files of runs that were killed, and see that those of this one can be found, should it be, too.

    Raises:
        OutputError: the journal cannot be written.
    """
    if destination.lock == destination.place:
        sweep(destination.place, below=True)
        return
    end = 0
    if os.path.exists(destination.journal):
        with closing(Earlier(destination.journal)) as earlier:  # what lies beside a file is not ours, but for what they named
            for owner in earlier.owners:
                sweep(os.path.dirname(destination.rows), owner=owner)
            end = earlier.end
    Journal(destination.journal, fsync=fsync, end=end).close()  # it begins with a name, before there is a temporary file


def _is_same(one: str | os.PathLike[str], other: str) -> bool:
    """Whether two paths lead to one file that is there."""
    return os.path.exists(other) and os.path.samefile(one, other)


def _timings(summary: Summary, seconds: float, jobs: int) -> dict[str, Any]:
    return {
        "seconds": round(seconds, 3),
        "inputs_per_second": round(summary.inputs / seconds, 1),
        "megabytes_per_second": round(summary.size / seconds / 1e6, 3),
        "jobs": jobs,
        "kept_from_earlier_runs": summary.kept,
        "seconds_by_stage": {
            name: round(spent, 3) for name, spent in sorted(summary.seconds.items(), key=lambda pair: -pair[1])
        },
        # Of patterns alone: what it takes to find the rules that are worth a try is in `packs`, and so are selectors.
        "rules_by_cost": [
            {
                "rule": rule,
                "seconds": round(cost.seconds, 6),
                "tries": cost.tries,
                "longest": round(cost.longest, 6),
                "longest_in": worst,
            }
            for rule, cost, worst in summary.dearest()
        ],
        "slowest": [{"id": name, "seconds": round(spent, 3)} for spent, name in summary.slowest()],
        **_memory(),
    }


def _memory() -> dict[str, int]:
    # Linux counts for a worker, too, what this process held when it started it: the second figure is never below the first.
    try:
        import resource
    except ImportError:
        return {}
    unit = 1 if os.uname().sysname == "Darwin" else 1024
    told = {"peak_bytes": resource.RUSAGE_SELF, "largest_worker_peak_bytes": resource.RUSAGE_CHILDREN}
    return {name: resource.getrusage(who).ru_maxrss * unit for name, who in told.items()}


class _Counted:
    """Counts what passes through."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = items
        self.count = 0

    def __iter__(self) -> Iterator[Item]:
        for item in self._items:
            self.count += 1
            yield item
