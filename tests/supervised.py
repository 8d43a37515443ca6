"""What workers do in the tests of the supervisor; a module of its own, since every process that is started imports it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from cleaner.errors import UsageError

Work = Callable[[str], str]


def work(settings: Path) -> Work:
    """Does what a task says; ``once:NAME`` ends its process at the first try, of which it leaves a trace in ``settings``."""

    def one(task: str) -> str:
        what, _, rest = task.partition(":")
        if what == "die" or (what == "once" and _first(settings / rest)):
            os._exit(3)
        elif what == "hang":
            time.sleep(60)
        elif what == "eat":
            raise MemoryError
        elif what == "hog":
            return str(len(bytearray(10**9)))
        elif what == "stop":
            raise UsageError("all is over")
        elif what == "large":
            return "x" * 3_000_000
        return f"{what} {rest}"

    return one


def _first(trace: Path) -> bool:
    first = not trace.exists()
    trace.touch()
    return first


def weighing(settings: bytes) -> Work:
    """Says how large its settings are."""
    return lambda task: f"{task} {len(settings)}"


def broken(_settings: Path) -> Work:
    """Ends its process before it is ready."""
    os._exit(3)


def failed(task: str, kind: str, _message: str) -> str:
    """The result of a task that no worker survives."""
    return f"{task} {kind}"
