"""The progress bar of a run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.text import Text

from cleaner.batch import Plan
from cleaner.cli.terminal import Terminal


class _Rate(ProgressColumn):
    """Documents a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.0f}/s" if task.speed else "")


@contextmanager
def bar(terminal: Terminal, plan: Plan) -> Iterator[Callable[[], None]]:
    """Show a bar on the standard error; call what comes back once an input.

    The inputs are counted meanwhile, so that work begins at once and the time left is known soon.
    """
    progress = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        console=terminal.errors,
        transient=True,
        refresh_per_second=5,
    )
    task = progress.add_task("clean", total=None)
    stop = threading.Event()

    def count() -> None:
        total = 0
        for _ in plan:
            total += 1
            if stop.is_set():
                return
        progress.update(task, total=total)

    with progress:
        threading.Thread(target=count, daemon=True).start()
        try:
            yield lambda: progress.advance(task)
        finally:
            stop.set()
