"""What a worker process is and does: bound to its parent, limited in its memory, at one task after the other."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cleaner.errors import CleanerError

if TYPE_CHECKING:  # imports that a single document never needs
    from multiprocessing.connection import Connection

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals that interrupt or end a process. A worker is born with these blocked, where the system can."""


def serve(connection: Connection[Any, Any], memory: int | None, parent: int) -> None:
    """What a worker process does: ask what its work is, take tasks and report each, until nobody is there to give any."""
    _listen_to_signals()
    _bind_to(parent)
    _limit(memory)
    with suppress(EOFError, OSError):  # the parent is gone, and so is the reason to go on
        connection.send(("started", None))
        try:
            make, settings = connection.recv()
            work = make(settings)
        except MemoryError:
            return
        except CleanerError as error:
            connection.send(("raised", error))
            return
        connection.send(("ready", None))
        while True:
            for task in connection.recv():
                try:
                    said = ("done", work(task))
                except MemoryError:
                    connection.send(("memory", None))
                    return
                except CleanerError as error:
                    connection.send(("raised", error))
                    return
                connection.send(said)


def _listen_to_signals() -> None:
    """Never see Ctrl-C, which a terminal sends to all processes: finish what is under way, and the parent ends the run."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def _bind_to(parent: int) -> None:
    """Where Linux allows: die with the parent, and be the first to go when memory runs out."""
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("1000")


def _limit(memory: int | None) -> None:
    """Limit the data of this process: not what is only mapped, for a profile may be larger than memory."""
    if memory is None:
        return
    with suppress(ImportError, OSError, ValueError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        most = sys.maxsize if hard == resource.RLIM_INFINITY else hard  # the system counts no further
        resource.setrlimit(resource.RLIMIT_DATA, (min(memory, most), hard))
