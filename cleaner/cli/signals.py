"""Ctrl-C: once ends the run with what is under way, twice at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def interrupts(first: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """Inside, the first interrupt only calls ``first`` and makes what comes back true; the second is a `KeyboardInterrupt`."""
    stopping = False

    def handler(number: int, frame: object) -> None:
        nonlocal stopping
        if stopping:
            raise KeyboardInterrupt
        stopping = True
        first()

    before = signal.getsignal(signal.SIGINT)
    here = threading.current_thread() is threading.main_thread() and before is not signal.SIG_IGN
    if here:
        signal.signal(signal.SIGINT, handler)
    try:
        yield lambda: stopping
    finally:
        if here:
            signal.signal(signal.SIGINT, before)
