"""Outcomes in the order of the items, whether one process works on them or several.

The processes are given paths and write their outputs themselves; what comes back is small. Only a bounded number of items is
under way, so memory does not grow with the corpus.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

from cleaner.batch.inputs import Item
from cleaner.batch.worker import Outcome, Settings, Worker
from cleaner.errors import CleanerError

if TYPE_CHECKING:  # 30 ms of imports that one process never needs
    from concurrent.futures import Future

_Result = TypeVar("_Result")
_CHUNK = 16
"""Items handed to a process at once. A small text takes 2 ms, the hand-over some 0.3 ms."""
_WORTH_A_PROCESS = 32
"""Items. Starting a process costs as much as cleaning some hundred small texts, or a handful of web pages."""
_CHUNKS_AHEAD = 4
"""Chunks under way for each process: one slow document stops the others only when they are so far ahead."""


class WorkerDiedError(CleanerError):
    """A worker process ended without a word, most often because the system ran out of memory."""

    kind = "worker_died"


def cores() -> int:
    """How many processes can really run at once."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def with_processes(items: Iterator[Item], jobs: int | None) -> tuple[Iterator[Item], int]:
    """All the items, and how many processes to use: ``jobs``, or, if that is ``None``, one a core where it pays."""
    if jobs is not None:
        return items, jobs
    first = list(islice(items, _WORTH_A_PROCESS))
    return chain(first, items), cores() if len(first) == _WORTH_A_PROCESS else 1


def outcomes(items: Iterable[Item], settings: Settings, jobs: int) -> Iterator[Outcome]:
    """Clean all items and yield what became of each, in their order.

    Raises:
        OutputError: nothing can be written any more.
        WorkerDiedError: a process was killed.
    """
    return in_order(Worker, items, settings, jobs)


def in_order(
    make: Callable[[Settings], Callable[[Item], _Result]], items: Iterable[Item], settings: Settings, jobs: int
) -> Iterator[_Result]:
    """Work on all items and yield the results in the items' order.

    Args:
        make: makes, in each process, the function that works on one item; of a module, so that it can be named there.
        items: listed while they are worked on.
        settings: what ``make`` is given.
        jobs: processes; with one, all is done in this one.

    Raises:
        WorkerDiedError: a process was killed.
    """
    if jobs <= 1:
        yield from map(make(settings), items)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # Spawned, not forked: a fork copies locks in whatever state other threads hold them.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(make, settings))
    try:
        with _interrupts_ignored():
            ready = [pool.submit(_ready) for _ in range(jobs)]
        for future in ready:
            future.result()
        ahead: deque[Future[list[Any]]] = deque()
        source = iter(items)
        while True:
            while len(ahead) < jobs * _CHUNKS_AHEAD and (chunk := list(islice(source, _CHUNK))):
                ahead.append(pool.submit(_work, chunk))
            if not ahead:
                return
            yield from ahead.popleft().result()
    except BrokenProcessPool as error:
        raise WorkerDiedError(
            "a worker process was killed, probably for want of memory; what is written is whole: use fewer --jobs and run again"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Processes started meanwhile never see Ctrl-C: they finish what they are at, and the parent ends the run."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_workers: list[Callable[[Item], Any]] = []
"""The one of this process."""


def _start(make: Callable[[Settings], Callable[[Item], Any]], settings: Settings) -> None:
    _workers[:] = [make(settings)]


def _ready() -> None:
    """Answers as soon as a process has started."""


def _work(chunk: list[Item]) -> list[Any]:
    return [_workers[0](item) for item in chunk]
