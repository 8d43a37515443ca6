"""Worker processes under watch: one that dies or hangs costs one document, and never the run.

A worker gets a few tasks at a time, only when it has nothing to do, and reports each as it is done: so it is known what it was
at when it died or fell silent. That document is then only suspect, since a worker may also be killed from outside, or suffer
from what it did before. The verdict is given by a fresh worker that has this one task alone.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from cleaner.batch.serving import ENDING, serve
from cleaner.errors import CleanerError

if TYPE_CHECKING:  # 30 ms of imports that a single document never needs
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

ATTEMPTS = 3
"""Trials of a suspect document. Somebody who kills processes at random rarely hits the same document alone three times."""
_STARTS = 5
"""Workers that may die in a row before any of them is ready."""
_START_SECONDS = 120.0
"""A worker that is not ready by then never will be; on an idle machine it takes 0.6 s."""
_FAREWELL_SECONDS = 5.0
"""A killed process that is not gone by then hangs in the system."""
_USUAL_BYTES = 2_000_000
"""Above, a document gets more time than others: one of 20 MB is cleaned in 25 s, and is no hang."""
_CHUNK_SECONDS = 0.1
"""Work handed over at once. A hand-over costs some 0.2 ms, and an interrupt waits for what is handed over."""
_CHUNK = 64
"""Tasks handed over at once, at the most, however short they are."""
_CHUNK_BYTES = 8_000_000
"""Bytes of tasks handed over at once, where they bring their documents along."""
_AHEAD = 4096
"""Tasks that may be done before the first that is not, so that one slow document does not stop the others at once."""
_AHEAD_BYTES = 64_000_000
"""The same in bytes of results, so that memory stays bounded."""
_PATIENCE = 0.2
"""Seconds between two looks at the clock."""


MEMORY = "it takes more memory than there is for one process; raise --memory, or split it"


def overtime(seconds: float) -> str:
    """What is said of a document that takes longer than so many seconds."""
    return f"it takes longer than {seconds:.3g} s; raise --timeout, or split it"


class WorkerDiedError(CleanerError):
    """Worker processes die before they are ready; nothing can be done with them."""

    kind = "worker_died"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take.

    Attributes:
        timeout: seconds on the clock for a document of up to 2 MB; a larger one has more, in proportion.
        memory: bytes of data a worker process may hold, where the system can limit it (Linux can); ``None``: any.
    """

    timeout: float = 10.0
    memory: int | None = 4_000_000_000

    def seconds(self, size: int) -> float:
        """What a document of so many bytes may take."""
        return self.timeout * max(1.0, size / _USUAL_BYTES)


@dataclass(frozen=True, slots=True)
class Job(Generic[_Task, _Result]):
    """What to do with the tasks; the callables must be of a module, so that they can be named in another process.

    Attributes:
        make: given ``settings``, makes in each process the function that does one task. Its `MemoryError` makes the task
            suspect; any other exception ends the run.
        failed: the result of a task that no worker survives, from the task, a kind (``crash``, ``timeout``, ``memory``) and a
            message; called in this process.
        weight: bytes that a task brings along; called in this process.
        size: bytes of the document that a task is about, 0 where that is not known; called in this process, of one that takes
            long.
        abandoned: called in this process with a task and the id of the process that was ended while it was at it.
    """

    make: Callable[[Any], Callable[[_Task], _Result]]
    settings: Any
    failed: Callable[[_Task, str, str], _Result]
    abandoned: Callable[[_Task, int], None] = lambda _task, _pid: None
    weight: Callable[[_Task], int] = lambda _task: 0
    size: Callable[[_Task], int] = lambda _task: 0


class _Numbered(NamedTuple, Generic[_Task]):
    number: int
    task: _Task


@dataclass(slots=True)
class _Suspect:
    numbered: _Numbered[Any]
    trials: int = 0


class _Worker:
    """One process as the supervisor sees it."""

    def __init__(self, limits: Limits) -> None:
        from multiprocessing import get_context

        # Spawned, not forked: a fork copies locks in whatever state other threads hold them. What a process is started with
        # is written before anybody knows that it reads, so it must be small; what its work is, it is told when it asks.
        context = get_context("spawn")
        self.connection: Connection[Any, Any]
        self.connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=serve, args=(theirs, limits.memory, os.getpid()), daemon=True)
        self.process.start()
        theirs.close()
        self.handed: deque[_Numbered[Any]] = deque()
        self.trial: _Suspect | None = None
        self.ready = self.used = False
        self.heard = time.monotonic()

    def tell(self, job: Job[Any, Any]) -> None:
        """Say what the work is to a worker that asks for it."""
        self._send((job.make, job.settings))

    def hand(self, numbered: list[_Numbered[Any]]) -> None:
        """Give tasks to a worker that has none."""
        self.handed.extend(numbered)
        self.used, self.heard = True, time.monotonic()
        self._send([entry.task for entry in numbered])

    def _send(self, what: object) -> None:
        """Send what the worker is waiting for, so that this never blocks for long."""
        with suppress(OSError):  # it died a moment ago; that shows when it is listened to
            self.connection.send(what)

    def overdue(self, limits: Limits, size: Callable[[Any], int]) -> bool:
        """Whether it has been silent for longer than what it is at may take."""
        silent = time.monotonic() - self.heard
        if not self.ready:
            return silent > _START_SECONDS
        return bool(self.handed) and silent > limits.timeout and silent > limits.seconds(size(self.handed[0].task))

    def end(self) -> None:
        """End the process, whatever it is at. What it wrote is whole, for files get their names when they are."""
        with suppress(OSError):
            self.process.kill()
        self.process.join(_FAREWELL_SECONDS)
        self.connection.close()
        with suppress(ValueError):  # it hangs in the system, on a file server that is gone, and dies when that comes back
            self.process.close()


class Supervisor(Generic[_Task, _Result]):
    """Does all tasks of a run and yields the results in the tasks' order. Iterate once.

    Args:
        job: what to do.
        tasks: taken as they are needed, some thousand ahead at most.
        jobs: processes.
        limits: what one task may take.
        stop: asked again and again; once true, no more tasks are begun, and the iteration ends when those under way are done.
    """

    def __init__(
        self, job: Job[_Task, _Result], tasks: Iterable[_Task], jobs: int, limits: Limits, stop: Callable[[], bool]
    ) -> None:
        self._job, self._limits, self._stop = job, limits, stop
        source = iter(tasks)
        first = list(islice(source, jobs))
        self._jobs = len(first)  # no more processes than tasks
        self._source = enumerate(chain(first, source))
        self._exhausted = not first
        self._again: deque[_Numbered[_Task]] = deque()  # handed to a worker that died before it came to them
        self._suspects: deque[_Suspect] = deque()
        self._workers: list[_Worker] = []
        self._done: dict[int, tuple[_Result, int]] = {}
        self._done_bytes = 0
        self._begun = self._yielded = 0
        self._lost_starts = 0
        self._pace = _CHUNK_SECONDS  # seconds a task, smoothed; at the start one at a time

    def __iter__(self) -> Iterator[_Result]:
        """Yield the results.

        Raises:
            WorkerDiedError: no worker can be started.
            Exception: what a task raised that has to end the run.
        """
        try:
            while True:
                if not self._stop():
                    self._staff()
                    self._hand_out()
                while self._yielded in self._done:
                    result, size = self._done.pop(self._yielded)
                    self._yielded += 1
                    self._done_bytes -= size
                    yield result
                if not self._under_way():
                    return
                self._listen()
        finally:
            self._end()

    def _under_way(self) -> bool:
        if any(worker.handed for worker in self._workers):
            return True
        return not self._stop() and not (self._exhausted and not self._again and not self._suspects and not self._done)

    def _staff(self) -> None:
        """As many workers as there may be, if there is something for them to do."""
        if self._suspects and len(self._workers) == self._jobs and all(worker.used for worker in self._workers):
            idle = next((worker for worker in self._workers if not worker.handed), None)
            if idle:  # it has seen other documents; a fresh one is wanted
                self._dismiss(idle)
        while len(self._workers) < self._jobs and (self._suspects or self._again or not self._exhausted):
            with _signals_put_off():
                self._workers.append(_Worker(self._limits))
            if self._stop():  # one was put off; a start takes as long as many documents
                return

    def _hand_out(self) -> None:
        for worker in self._workers:
            if not worker.ready or worker.handed:
                continue
            if self._suspects and not worker.used:
                worker.trial = self._suspects.popleft()
                worker.hand([worker.trial.numbered])
            elif chunk := self._chunk():
                worker.hand(chunk)

    def _chunk(self) -> list[_Numbered[_Task]]:
        size = max(1, min(_CHUNK, int(_CHUNK_SECONDS / self._pace)))
        if self._again:
            return [self._again.popleft() for _ in range(min(size, len(self._again)))]
        if self._exhausted or self._begun - self._yielded >= _AHEAD or self._done_bytes >= _AHEAD_BYTES:
            return []
        chunk: list[_Numbered[_Task]] = []
        weight = 0
        while len(chunk) < size and weight < _CHUNK_BYTES:
            numbered = next(self._source, None)
            if numbered is None:
                self._exhausted = True
                break
            chunk.append(_Numbered(*numbered))
            weight += self._job.weight(numbered[1])
        self._begun += len(chunk)
        return chunk

    def _listen(self) -> None:
        from multiprocessing.connection import wait

        connections = {worker.connection: worker for worker in self._workers}
        for connection in wait(list(connections), _PATIENCE):
            self._hear(connections[connection])  # type: ignore[index]  # only connections went in
        for worker in [worker for worker in self._workers if worker.overdue(self._limits, self._job.size)]:
            # Whoever takes the results may have kept us from listening; what a worker has said meanwhile counts.
            if not worker.connection.poll():
                self._lost(worker, "timeout")

    def _hear(self, worker: _Worker) -> None:
        """Take all that a worker has said."""
        try:
            while True:
                raw = worker.connection.recv_bytes()
                self._take(worker, raw)
                if worker not in self._workers or not worker.connection.poll():
                    return
        except (EOFError, OSError):
            self._lost(worker, "crash")

    def _take(self, worker: _Worker, raw: bytes) -> None:
        said, value = pickle.loads(raw)  # noqa: S301  # from a process of ours
        now = time.monotonic()
        seconds, worker.heard = now - worker.heard, now
        if said == "started":
            worker.tell(self._job)
        elif said == "ready":
            worker.ready, self._lost_starts = True, 0
        elif said == "done":
            self._pace += 0.1 * (max(seconds, 1e-5) - self._pace)
            worker.trial = None
            self._finish(worker.handed.popleft(), value, len(raw))
        elif said == "memory":
            self._lost(worker, "memory")
        else:
            raise value

    def _finish(self, numbered: _Numbered[_Task], result: _Result, size: int = 0) -> None:
        self._done[numbered.number] = result, size
        self._done_bytes += size

    def _lost(self, worker: _Worker, why: str) -> None:
        """A worker is dead, silent or out of memory: what it was at is suspect, or, if that was a trial, judged."""
        trial, handed, ready = worker.trial, worker.handed, worker.ready
        self._dismiss(worker)
        if not ready:
            self._lost_starts += 1
            if self._lost_starts >= _STARTS:
                raise WorkerDiedError(
                    f"a worker cannot be started: {_STARTS} in a row ended before they were ready; raise --memory, or look "
                    "what the system says about them (a script that starts a run needs `if __name__ == '__main__':`)"
                )
        if not handed:
            return
        culprit = handed.popleft()
        self._again.extendleft(reversed(handed))
        suspect = trial or _Suspect(culprit)
        if trial:
            suspect.trials += 1
        if trial and (why != "crash" or suspect.trials >= ATTEMPTS):
            self._finish(culprit, self._job.failed(culprit.task, why, self._message(why, culprit.task)))
        elif trial:
            self._suspects.appendleft(suspect)
        else:
            self._suspects.append(suspect)

    def _message(self, why: str, task: _Task) -> str:
        if why == "timeout":
            return overtime(self._limits.seconds(self._job.size(task)))
        if why == "memory":
            return MEMORY
        return "every process that works on it dies; clean it alone to see why, and please report it with this file"

    def _dismiss(self, worker: _Worker) -> None:
        """End a worker and forget it; what it left half done is removed."""
        pid = worker.process.pid
        worker.end()
        self._workers.remove(worker)
        if worker.handed and pid is not None:
            self._job.abandoned(worker.handed[0].task, pid)

    def _end(self) -> None:
        for worker in list(self._workers):
            self._dismiss(worker)


@contextmanager
def _signals_put_off() -> Iterator[None]:
    """What interrupts or ends this process meanwhile does so afterwards, so that no start of a process is left half done.

    A process that is started meanwhile is born with these signals blocked, and decides itself (`serve`).
    """
    came: list[int] = []
    with _blocked():
        # A thread of a library that does not block them hears them all the same, and then the handlers run in this one.
        handlers = _handlers()
        try:
            for number in handlers:
                signal.signal(number, lambda number, _frame: came.append(number))
            yield
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
    for number in came:
        signal.raise_signal(number)


def _handlers() -> dict[int, Any]:
    """What this thread does at signals that end a process, where it does anything."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    found = {number: signal.getsignal(number) for number in ENDING}
    return {number: handler for number, handler in found.items() if handler not in (None, signal.SIG_IGN)}


@contextmanager
def _blocked() -> Iterator[None]:
    """Block these signals in this thread, where the system can (Windows cannot)."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it starts with the first process, and unblocks some of them then
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
