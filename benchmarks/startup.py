"""What a fresh process costs: measured in processes of their own, several times, medians.

No command of its own: the part ``start`` of ``benchmarks.speed``.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.bench import BenchError
from benchmarks.commands import inner_part

FORBIDDEN = ("trafilatura", "lxml", "scipy", "sklearn", "lightgbm", "pandas")
"""Modules that cleaning a text never needs: HTML's, and number crunching."""

HEAVY = (*FORBIDDEN, "langdetect", "pydantic", "ruamel", "typer", "rich")
"""Modules whose import is felt. Which of them a text loads is reported."""

_CLEAN_ONE = """
import json, sys
import cleaner
text = sys.stdin.read()
cleaner.clean(text, media_type="text/plain")
json.dump(sorted({name.partition(".")[0] for name in sys.modules}), sys.stdout)
"""

_CLEAN_MANY = """
import json, sys
import cleaner
rulebook = cleaner.load_rulebook()
for source, media_type in json.load(sys.stdin):
    cleaner.clean(source.encode(), media_type=media_type, rulebook=rulebook)
"""

_TRAFILATURA_MANY = """
import json, sys
import trafilatura
for source, _ in json.load(sys.stdin):
    trafilatura.extract(source, include_comments=False)
"""

BATCHES = {"cleaner": _CLEAN_MANY, "trafilatura": _TRAFILATURA_MANY}
"""Programs that clean a JSON list of (source, media type) from standard input, start-up included."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of one process."""

    wall: float
    cpu: float


def run(arguments: Sequence[str], given: str = "") -> tuple[Cost, str]:
    """Run this Python with the arguments, return what it cost and what it printed. It fails if the process fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, *arguments]
    done = subprocess.run(command, input=given, capture_output=True, encoding="utf-8", check=False, env=_environment())
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise BenchError(f"python {' '.join(arguments)[:80]} failed:\n{done.stderr[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu), done.stdout


def medians(commands: Mapping[str, Sequence[str]], turns: int, given: str = "") -> dict[str, Cost]:
    """Median cost of every command; the commands take turns. One turn more runs first and is not counted: it fills caches."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for turn in range(turns + 1):
        for name, arguments in commands.items():
            cost, _ = run(arguments, given)
            if turn:
                costs[name].append(cost)
    return {name: Cost(median(c.wall for c in found), median(c.cpu for c in found)) for name, found in costs.items()}


def start_up(text: str, turns: int) -> dict[str, Cost]:
    """From nothing: the interpreter alone, the import, the command's help, and one text cleaned."""
    commands = {
        "python -c pass": ("-c", "pass"),
        "import cleaner": ("-c", "import cleaner"),
        "cleaner --help": ("-m", "cleaner", "--help"),
        "clean one text": ("-c", _CLEAN_ONE),
    }
    return medians(commands, turns, text)


def heavy_modules(text: str) -> list[str]:
    """The heavy modules that are loaded once one text has been cleaned."""
    loaded = set(json.loads(run(("-c", _CLEAN_ONE), text)[1]))
    return [name for name in HEAVY if name in loaded]


def _environment() -> dict[str, str]:
    # The child finds the same packages as this process, wherever it was started.
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


if __name__ == "__main__":
    sys.exit(inner_part("benchmarks.startup", "python -m benchmarks.speed --parts start"))
