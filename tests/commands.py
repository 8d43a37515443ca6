"""The command line with small bundled rules, called in this process or started as another."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cleaner.batch import pool
from cleaner.batch.supervisor import Job, Limits
from cleaner.cli import main
from cleaner.rulebook import loader
from tests.packs import BASICS, write_pack

OUTLET = """\
schema: 1
outlet: example.com
name: Example
status: stable
recognise: ['Example Media Group']
rules:
  - id: sign-off
    label: legal
    why: The sign-off of every page.
    line: 'Example Media Group'
    examples: {matches: ['Example Media Group'], ignores: ['The Example Media Group rose.']}
"""
STORY = "Home / World\n\nThe harbour reopened on Monday after a long night.\nCaption: a boat\n"
BODY = "The harbour reopened on Monday after a long night.\n"
REPOSITORY = Path(__file__).parent.parent


class Result(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Small bundled rules, so that no test here depends on those that are shipped."""
    folder = tmp_path / "bundled"
    for name, text in (("shared/basics", BASICS), ("outlets/example.com", OUTLET)):
        write_pack(folder, name, text)
    monkeypatch.setattr(loader, "bundled_directory", lambda: folder)
    monkeypatch.setattr(loader, "_bundled", lambda: loader._load([folder]))
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return folder


def work_here(test: pytest.FixtureRequest) -> None:
    """Commands do all in this process, without worker processes, but for tests marked ``processes``."""
    if not test.node.get_closest_marker("processes"):
        test.getfixturevalue("monkeypatch").setattr(pool, "Supervisor", _without_processes)


@pytest.fixture
def cli(bundled: Path, capfd: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Callable[..., Result]:
    """The command line, called in this process."""
    work_here(request)

    def call(*arguments: str) -> Result:
        before = signal.getsignal(signal.SIGTERM)
        try:
            code = main(list(arguments))
        finally:
            signal.signal(signal.SIGTERM, before)
        out, err = capfd.readouterr()
        return Result(code, out, err)

    return call


def _without_processes(
    job: Job[Any, Any], tasks: Iterable[Any], jobs: int, limits: Limits, stop: Callable[[], bool]
) -> Iterator[Any]:
    """What a `Supervisor` yields, by the same work in this process: to start one takes as long as hundreds of small texts.

    All that would be sent from process to process is pickled here, too.
    """

    def make(settings: Any) -> Callable[[Any], Any]:
        made, given = _sent((job.make, settings))
        work = made(given)
        return lambda task: _sent(work(_sent(task)))

    return pool.in_order(replace(job, make=make), tasks, 0, limits, stop)


def _sent(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


def write(name: str, text: str | bytes = STORY) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return name


def tree(root: str) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in Path(root).rglob("*") if path.is_file())


def start(code: str, *arguments: str, **options: object) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.Popen(
        [sys.executable, *code.split(), *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


def alive(group: int) -> list[str]:
    """Processes of a group that still do something; those that only wait to be collected do not count."""
    found = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout.splitlines()
    parts = [line.split(None, 2) for line in found]
    return [part[2] for part in parts if part[0] == str(group) and not part[1].startswith("Z")]


@pytest.fixture
def program(bundled: Path, tmp_path: Path) -> str:
    """The whole program with the small bundled rules, to be started as a process."""
    script = tmp_path / "program.py"
    script.write_text(
        "import pathlib, sys\n"
        "if __name__ == '__main__':\n"
        "    import cleaner.rulebook.loader as loader\n"
        f"    loader.bundled_directory = lambda: pathlib.Path({str(bundled)!r})\n"
        "    from cleaner.cli import main\n"
        "    sys.exit(main())\n"
    )
    return str(script)
