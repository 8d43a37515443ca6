"""The first of two passes: count the lines of all inputs, so that the second knows which of them stand on many pages.

Inputs are read, and their outlets told, exactly as cleaning does it; what cannot be read is not counted.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from cleaner.batch.inputs import Item, Plan
from cleaner.batch.pool import _CHUNK, _CHUNKS_AHEAD, WorkerDiedError, _interrupts_ignored
from cleaner.batch.run import _WORTH_A_PROCESS, cores
from cleaner.batch.worker import Settings, read_input
from cleaner.errors import CleanerError, UnreadableInput
from cleaner.profile import Counting, keys_of

if TYPE_CHECKING:
    from concurrent.futures import Future


class Counted(NamedTuple):
    """What became of one input.

    Attributes:
        status: ``ok`` (counted), ``failed`` or ``skipped``.
        error: what went wrong and what to do, else empty.
        outlet: whose page it is, empty where nobody knows.
        keys: the keys of its lines, as the bytes of an array.
    """

    id: str
    status: str
    kind: str
    error: str
    outlet: str = ""
    keys: bytes = b""


def count(
    plan: Plan,
    settings: Settings,
    counting: Counting,
    *,
    jobs: int | None = 1,
    each: Callable[[Counted], None] | None = None,
) -> None:
    """Count the lines of all inputs of a plan.

    Args:
        plan: the inputs.
        settings: as for cleaning; the rules and the outlet or address say whose pages these are.
        counting: what they are added to.
        jobs: processes; ``None`` takes one a core where there is enough to do. The counts do not depend on it.
        each: called with what became of every input, in ascending order of ids.

    Raises:
        WorkerDiedError: a process was killed.
    """
    items = iter(plan)
    first = list(islice(items, _WORTH_A_PROCESS)) if jobs is None else []
    if jobs is None:
        jobs = cores() if len(first) == _WORTH_A_PROCESS else 1
    for counted in _counted(chain(first, items), settings, jobs):
        if counted.status == "ok":
            keys = array("Q")
            keys.frombytes(counted.keys)
            counting.add_keys(counted.outlet, keys)
        if each:
            each(counted)


def _one(item: Item, settings: Settings) -> Counted:
    if item.verdict:
        return Counted(item.id, *item.verdict)
    try:
        document = read_input(item, settings)
        outlet = settings.rulebook.outlet_of(document.text, outlet=settings.outlet, url=settings.url)
    except UnreadableInput as error:
        return Counted(item.id, "skipped" if error.kind == "special" else "failed", error.kind, str(error))
    except CleanerError as error:
        return Counted(item.id, "failed", error.kind, str(error))
    except MemoryError:
        return Counted(item.id, "failed", "memory", "not enough memory; use fewer --jobs or a smaller --max-bytes")
    except Exception as error:  # one document must not end the run, whatever is wrong with it or with us
        what = f"{type(error).__name__}: {error}"
        return Counted(item.id, "failed", "crash", f"a mistake in cleaner ({what}); please report it with this file")
    host = outlet.host if outlet else ""
    return Counted(item.id, "ok", "", "", host, array("Q", keys_of(host, (line.text for line in document.lines))).tobytes())


def _counted(items: Iterable[Item], settings: Settings, jobs: int) -> Iterator[Counted]:
    if jobs <= 1:
        yield from (_one(item, settings) for item in items)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(settings,))
    try:
        with _interrupts_ignored():
            ready = [pool.submit(_work, []) for _ in range(jobs)]
        for future in ready:
            future.result()
        ahead: deque[Future[list[Counted]]] = deque()
        source = iter(items)
        while True:
            while len(ahead) < jobs * _CHUNKS_AHEAD and (chunk := list(islice(source, _CHUNK))):
                ahead.append(pool.submit(_work, chunk))
            if not ahead:
                return
            yield from ahead.popleft().result()
    except BrokenProcessPool as error:
        raise WorkerDiedError(
            "a worker process was killed, probably for want of memory; nothing was written: use fewer --jobs and run again"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_settings: list[Settings] = []
"""Those of this process."""


def _start(settings: Settings) -> None:
    _settings[:] = [settings]


def _work(chunk: list[Item]) -> list[Counted]:
    return [_one(item, _settings[0]) for item in chunk]
