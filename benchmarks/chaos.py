"""Kill a run again and again, and see whether what is left in the end is what an undisturbed run leaves.

``python -m benchmarks.chaos --seeds 50`` prints a table, a row a seed: how often the run was started, how often the supervisor,
a worker or both were killed, and whether outputs and manifest are the same bytes. The exit status is 1 if any differ.
``--output`` names other outputs than a tree: ``jsonl``, ``jsonl.gz``, ``jsonl.zst``, ``parquet``, ``csv``, ``attributes``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from benchmarks.bench import BenchError
from benchmarks.commands import as_command, at_least
from cleaner.batch.containers import needed_to_write

ROOT = Path(__file__).parent.parent
RULES = """\
schema: 1
pack: basics
status: stable
language: any
rules:
  - id: breadcrumb
    label: navigation
    why: A menu path.
    line: 'Home( / \\w+)+'
    examples: {matches: ['Home / World'], ignores: ['Home is where the heart is.']}
"""
TIMEOUT = "1"
"""Seconds a document may take; a text of the corpus takes 2 ms."""
OUTPUTS = ("txt", "jsonl", "jsonl.gz", "jsonl.zst", "parquet", "csv", "attributes")


class Storm(NamedTuple):
    """What happened to one run."""

    seed: int
    runs: int
    kills: Counter[str]
    seconds: float
    same: bool
    left: list[str]


def rules(folder: Path) -> Path:
    """A few rules of our own, so that what is shipped does not matter."""
    path = folder / "shared" / "basics.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RULES, encoding="utf-8")
    return folder


def corpus(folder: Path, count: int = 150, *, rows: bool = False) -> Path:
    """Small texts in some directories, or files of rows; one hangs, one ends its process, one is no text."""
    texts = {
        f"{number % 5}/{number:04}.txt": f"Home / World\n\nStory {number} of the day was told at the harbour.\n" * 3
        for number in range(count)
    }
    texts |= {"1/hang.txt": "HANG", "2/die.txt": "DIE", "3/binary.txt": "%PDF-1.7"}
    for name, text in sorted(texts.items()):
        path = folder / (f"{name[0]}.jsonl" if rows else name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"id": name, "text": text}) + "\n" if rows else text)
    return folder


def program(rules: Path) -> list[str]:
    """The command line with faults; its arguments follow. It is started in `ROOT`."""
    return [sys.executable, "-c", "import sys; from benchmarks.faults import main; sys.exit(main())", str(rules)]


def start(rules: Path, *arguments: str, **faults: str) -> subprocess.Popen[bytes]:
    """Start the command line with faults in a process group of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **faults}
    command = [*program(rules), *arguments]
    return subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def snapshot(out: Path) -> dict[str, str]:
    """Every file of a tree with its digest, but the account of the run, which holds the time it took."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not path.name.endswith("run.json")
    }


def written(out: Path, output: str) -> list[str]:
    """The options for an output of this kind in a directory."""
    if output == "attributes":
        return ["--attributes", str(out)]
    rows = output != "txt"
    return ["-o", str(out / f"rows.{output}" if rows else out), "--format", output.partition(".")[0]]


def command(source: Path, out: Path, output: str = "txt") -> list[str]:
    """What is run, disturbed or not."""
    return ["clean", str(source), *written(out, output), "--jobs", "2", "--timeout", TIMEOUT, "--no-fsync", "-q"]


def undisturbed(rules: Path, source: Path, out: Path, output: str = "txt") -> dict[str, str]:
    """Run to the end and give back what is there then.

    Raises:
        BenchError: the run did not end as it should.
    """
    process = start(rules, *command(source, out, output))
    _, err = process.communicate(timeout=120)
    if process.returncode != 1 or b"Traceback" in err:  # 1: some documents fail
        raise BenchError(f"exit status {process.returncode}: {err.decode(errors='replace')}")
    return snapshot(out)


def storm(
    rules: Path, source: Path, out: Path, expected: dict[str, str], *, seed: int, kills: int = 8, longest: float = 2.5,
    output: str = "txt",
) -> Storm:  # fmt: skip  # one thought a line
    """Start, kill at random, start again, and in the end let a run finish."""
    draw, done, began, runs = random.Random(seed), Counter[str](), time.monotonic(), 0
    while done.total() < kills:
        process, runs = start(rules, *command(source, out, output)), runs + 1
        while done.total() < kills:
            try:
                process.wait(draw.uniform(0.05, longest))
                break
            except subprocess.TimeoutExpired:
                target = draw.choice(("supervisor", "worker", "both"))
                done[target] += 1
                if target != "supervisor":
                    _kill_worker(process.pid, draw)
                if target != "worker":
                    process.kill()
        if done.total() >= kills:
            process.kill()
        process.communicate()
    found = undisturbed(rules, source, out, output)
    differ = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    return Storm(seed, runs + 1, done, time.monotonic() - began, found == expected, differ)


def _kill_worker(parent: int, draw: random.Random) -> None:
    with suppress(OSError, ValueError):  # it may be gone by now
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
        workers = [pid for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        if workers:
            os.kill(int(draw.choice(workers)), signal.SIGKILL)


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table. Returns 0; 1 if bytes differ; 2 if the runs cannot write what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--seeds", type=at_least(1), default=50, metavar="N", help="how many storms; default 50")
    parser.add_argument("--output", choices=OUTPUTS, default="txt", help="what the runs write")
    options = parser.parse_args(arguments)
    needed_to_write(f"rows.{options.output}")
    seeds, output, bad = options.seeds, options.output, 0
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        home = Path(folder)
        pack, source = rules(home / "rules"), corpus(home / "in", rows=output == "attributes")
        expected = undisturbed(pack, source, home / "reference", output)
        print(f"{'seed':>4}  {'runs':>4}  {'supervisor':>10}  {'worker':>6}  {'both':>4}  {'seconds':>7}  same bytes")
        for seed in range(seeds):
            met = storm(pack, source, home / f"out{seed}", expected, seed=seed, output=output)
            bad += not met.same
            counts = "  ".join(f"{met.kills[name]:>{len(name)}}" for name in ("supervisor", "worker", "both"))
            verdict = "yes" if met.same else f"NO: {', '.join(met.left)}"
            print(f"{seed:>4}  {met.runs:>4}  {counts}  {met.seconds:>7.1f}  {verdict}", flush=True)
    print(f"{seeds - bad} of {seeds} seeds end in the same bytes")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
