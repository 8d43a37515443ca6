"""The progress bar of a run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.text import Text

from cleaner.batch import Listing
from cleaner.errors import CleanerError

_EACH = 4_000
"""Bytes that take as long as opening, accounting for and closing a document: with it the time left is right for mixed sizes."""


class _Inputs(ProgressColumn):
    """Inputs done, of how many, and how many a second."""

    def render(self, task: Task) -> Text:
        done, total = task.fields["done"], task.fields["inputs"]
        rate = f"  {done / task.elapsed:.0f}/s" if task.elapsed else ""
        return Text(f"{done:,}/{total:,}{rate}" if total else f"{done:,}{rate}")


@contextmanager
def bar(console: Console, plan: Listing) -> Iterator[Callable[[int], None]]:
    """Show a bar on a console; call what comes back once an input, with its size in bytes.

    The inputs are counted and measured meanwhile, so that work begins at once and the time left is known soon.
    """
    progress = Progress(
        BarColumn(),
        _Inputs(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        refresh_per_second=5,
    )
    task, done = progress.add_task("clean", total=None, done=0, inputs=0), 0
    stop = threading.Event()

    def measure() -> None:
        work = inputs = 0
        with suppress(CleanerError):  # the run meets it, too, and tells it
            for item in plan:
                inputs += 1
                work += _EACH + (0 if item.verdict else item.content_size)
                if stop.is_set():
                    return
            progress.update(task, total=work, inputs=inputs)

    def advance(size: int) -> None:
        nonlocal done
        done += 1
        progress.update(task, advance=_EACH + size, done=done)

    with progress:
        threading.Thread(target=measure, daemon=True).start()
        try:
            yield advance
        finally:
            stop.set()
