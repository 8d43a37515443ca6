"""Results in the order of the inputs, whether this process works on them or several others do.

The processes are given paths and write their outputs themselves; what comes back is small. Only a bounded number of inputs is
under way, so memory does not grow with the corpus.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

from cleaner.batch.supervisor import MEMORY, Job, Limits, Supervisor

_Input = TypeVar("_Input")
_Result = TypeVar("_Result")
_WORTH_A_PROCESS = 32
"""Inputs. Starting a process costs as much as cleaning some hundred small texts, or a handful of web pages."""


def cores() -> int:
    """How many processes can really run at once."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def with_processes(items: Iterator[_Input], jobs: int | None) -> tuple[Iterator[_Input], int]:
    """All the inputs, and how many processes to use: ``jobs``, or, if that is ``None``, one a core where it pays, else one."""
    if jobs is not None:
        return items, jobs
    first = list(islice(items, _WORTH_A_PROCESS))
    return chain(first, items), cores() if len(first) == _WORTH_A_PROCESS else 1


def in_order(
    job: Job[_Input, _Result],
    tasks: Iterable[_Input],
    jobs: int,
    limits: Limits | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Generator[_Result]:
    """Work on all inputs and yield the results in their order.

    Args:
        job: what to do with each.
        tasks: the inputs, listed while they are worked on.
        jobs: processes under watch; 0: this process does it all, without limits, and nothing survives its death.
        limits: what one input may take.
        stop: once true, no more inputs are begun, and the iteration ends with those under way.

    Raises:
        WorkerDiedError: processes cannot be started.
    """
    if jobs > 0:
        yield from Supervisor(job, tasks, jobs, limits or Limits(), stop)
        return
    work = job.make(job.settings)
    for task in tasks:
        if stop():
            return
        try:
            result = work(task)
        except MemoryError:
            result = job.failed(task, "memory", MEMORY)
        yield result
