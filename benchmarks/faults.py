"""`cleaner clean` with faults built in, for chaos runs and tests. The program itself knows nothing of them.

No command of its own: ``benchmarks.chaos`` starts it, by importing `main`, so that its workers find their functions again.
`main` is the command line, after the directory of the rules that stand in for the bundled ones, with these faults:

- a document that begins with ``HANG`` is never done, one with ``DIE`` ends its process, one with ``EAT`` asks for more memory
  than there is;
- ``FAULT_AT`` ends the whole run, worker and all, as by the power switch: ``after_tmp:N`` before the N-th rename of a process,
  ``after_replace:N`` after it, ``mid_journal:N`` in the middle of the N-th line, ``before_account`` when nothing has its name
  yet, ``before_adopting`` when the rows of a finished run are to become a journal, ``before_manifest``, ``before_success``,
  ``before_forgetting`` just before the journal is removed.
"""

from __future__ import annotations

import importlib
import itertools
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from benchmarks.commands import inner_part
from cleaner.batch import worker
from cleaner.batch.tasks import Outcome, Settings, Task
from cleaner.cli import main as command_line
from cleaner.rulebook import loader

Work = Callable[[Task], Outcome]
_run: Any = importlib.import_module("cleaner.batch.run")  # the package has a function of this name
_os: Any = os


def faulty_worker(settings: Settings) -> Work:
    """A worker with the faults; made in each worker process."""
    _break_renames(in_worker=True)
    cleaned = worker.clean_input

    def clean_input(item: Any, raw: Any, *rest: Any, **named: Any) -> Any:
        begins = raw[:4].encode() if isinstance(raw, str) else raw[:4]
        if begins.startswith(b"HANG"):
            time.sleep(3600)
        elif begins.startswith(b"DIE"):
            os.kill(os.getpid(), signal.SIGKILL)
        elif begins.startswith(b"EAT"):
            raw += raw[:1] * (1 << 40)
        return cleaned(item, raw, *rest, **named)

    worker.clean_input = clean_input
    return worker.warm_worker(settings)


def _power_off(*, in_worker: bool) -> NoReturn:
    if in_worker:
        os.kill(os.getppid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


def _at(*points: str) -> tuple[str, int]:
    point, _, number = os.environ.get("FAULT_AT", "").partition(":")
    return (point, int(number or 1)) if point in points else ("", 0)


def _break_renames(*, in_worker: bool) -> None:
    named_points = {
        "run.json": "before_account", "journal": "before_adopting", "manifest.jsonl": "before_manifest",
        "_SUCCESS": "before_success",
    }  # fmt: skip  # a list
    point, number = _at("after_tmp", "after_replace", *named_points.values())
    real, calls = os.replace, itertools.count(1)

    def replace(old: str, new: str) -> None:
        counted = in_worker and point.startswith("after") and next(calls) == number
        named = not in_worker and any(point == at and new.endswith(end) for end, at in named_points.items())
        if point and ((counted and point == "after_tmp") or named):
            _power_off(in_worker=in_worker)
        real(old, new)
        if counted:
            _power_off(in_worker=in_worker)

    _os.replace = replace


def _break_journal() -> None:
    point, number = _at("mid_journal")
    real, calls = os.write, itertools.count(1)

    def write(handle: int, line: bytes) -> int:
        if point and line.startswith(b'{"key"') and next(calls) == number:
            real(handle, line[: len(line) // 2])
            _power_off(in_worker=False)
        return real(handle, line)

    _os.write = write


def _break_removal() -> None:
    point, _ = _at("before_forgetting")
    real = _run.remove

    def remove(paths: list[str]) -> None:
        if point and paths[0].endswith("journal"):
            _power_off(in_worker=False)
        real(paths)

    _run.remove = remove


def main() -> int:
    """Run the command line with faults."""
    folder = Path(sys.argv[1])
    loader.bundled_directory = lambda: folder
    _run.warm_worker = faulty_worker
    _break_renames(in_worker=False)
    _break_journal()
    _break_removal()
    return command_line(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(inner_part("benchmarks.faults", "python -m benchmarks.chaos"))
