"""What the supervisor costs: the same documents in a plain loop and in one and two watched processes.

``python -m benchmarks.supervision --texts 5000`` prints, for each, seconds on the clock, processor seconds of all processes,
the price in processor time over the plain loop, the supervisor's own part of it, and the memory of the supervisor and of the
largest worker. The price holds the noise between two runs and the start of further processes, the own part the start of one.
``--texts 100000 --jobs 2`` shows that memory does not grow with the corpus. ``--pages DIR`` takes a folder of web pages
instead of small texts, ``--engine`` the gear they are read in.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import startup
from benchmarks.bench import BenchError
from benchmarks.commands import as_command, at_least
from cleaner.model import ENGINES

ROOT = Path(__file__).parent.parent
_RUN = """\
import json, os, resource, sys, time
from cleaner.batch import Conduct, Destination, Settings, find, run
from cleaner.model import Policy
from cleaner.rulebook import load_rulebook
source, out, jobs, engine = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
began = time.monotonic()
settings = Settings(load_rulebook(), folder=out, fsync=False, policy=Policy(engine=engine))
run(find([source]), settings, conduct=Conduct(jobs), destination=Destination.of(out, "txt"))
who = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
used = [w.ru_utime + w.ru_stime for w in who]
print(json.dumps([time.monotonic() - began, sum(used), used[0], *(w.ru_maxrss / 1024 for w in who)]))
"""


def texts(folder: Path, count: int) -> Path:
    """Small texts, 12 lines of the seeds each, drawn with a fixed seed; some hundred in each directory."""
    draw = random.Random(0)
    lines = [
        line
        for path in sorted((ROOT / "seeds").iterdir())
        for line in path.read_text(encoding="utf-8", errors="replace").split("\n")
        if line.strip()
    ]
    for number in range(count):
        path = folder / f"{number // 500:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(draw.choices(lines, k=12)) + "\n", encoding="utf-8")
    return folder


def measured(source: Path, out: Path, jobs: int, engine: str) -> list[float]:
    """Seconds on the clock, processor seconds of all processes and of the first, megabytes of it and its largest worker."""
    _, printed = startup.run(("-c", _RUN, str(source), str(out), str(jobs), engine))
    numbers: list[float] = json.loads(printed)
    return numbers


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table. Returns 0, or 2 where there is nothing to run on."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.supervision", description=__doc__)
    parser.add_argument("--texts", type=at_least(1), default=5000, help="how many small texts; default 5000")
    parser.add_argument("--pages", type=Path, help="a folder of web pages to read instead of texts")
    parser.add_argument("--engine", choices=ENGINES, default="thorough", help="the gear for pages")
    parser.add_argument(
        "--jobs", type=at_least(0), nargs="+", default=[0, 1, 2], metavar="N", help="0 is the plain loop; default 0 1 2"
    )
    parser.add_argument("--repeat", type=at_least(1), default=1, metavar="N", help="the least of so many")
    options = parser.parse_args(arguments)
    if options.pages and not any(path.is_file() for path in options.pages.rglob("*")):
        raise BenchError(f"{options.pages}: there is no directory with a file in it here")
    with tempfile.TemporaryDirectory(prefix="supervision-") as folder:
        source, plain = options.pages or texts(Path(folder, "in"), options.texts), 0.0
        documents = sum(path.is_file() for path in source.rglob("*"))
        print("jobs   seconds  a second  processor   price    own  supervisor  worker")
        for jobs in options.jobs:
            runs = [measured(source, Path(folder, f"out{jobs}-{turn}"), jobs, options.engine) for turn in range(options.repeat)]
            clock, processor, own, supervisor, worker = (min(column) for column in zip(*runs, strict=True))
            plain = plain if jobs else processor
            price = f"{processor / plain - 1:+.1%}" if plain else ""
            part = f"{own / processor:.1%}" if jobs else ""
            print(
                f"{jobs:>4}  {clock:>8.1f}  {documents / clock:>8.0f}  {processor:>9.1f}  {price:>6}  {part:>5}  "
                f"{supervisor:>7.0f} MB  {worker:>3.0f} MB",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
