"""Processes under watch: what they do, and what is done where they die, hang or take too much."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cleaner.batch import Limits
from cleaner.batch.supervisor import Job, Supervisor, WorkerDiedError
from cleaner.errors import UsageError
from tests.supervised import broken, failed, weighing, work


def amid_the_start(monkeypatch: pytest.MonkeyPatch, number: int) -> list[int]:
    """A signal comes when a worker's process is there and does not know yet what to do; the ids of these processes."""
    if not hasattr(signal, "pthread_sigmask"):
        pytest.skip("the system cannot block signals")
    from multiprocessing import util

    spawn, pids = util.spawnv_passfds, list[int]()

    def started(path: bytes, arguments: Any, handles: Any) -> int:
        pid = spawn(path, arguments, handles)
        if "spawn_main" in str(arguments):
            pids.append(pid)
            signal.raise_signal(number)
        return pid

    monkeypatch.setattr(util, "spawnv_passfds", started)
    return pids


def supervise(folder: Path, tasks: list[str], jobs: int = 2, make: Any = work, **limits: Any) -> list[str]:
    return list(Supervisor(Job(make, folder, failed), iter(tasks), jobs, Limits(**limits), lambda: False))


def test_results_come_in_order_whatever_happens(tmp_path: Path) -> None:
    """A worker that dies costs its document if it dies alone too, and no other."""
    tasks = [f"ok:{number}" for number in range(120)]
    tasks[0], tasks[70], tasks[71], tasks[100] = "die:a", "once:b", "eat:c", "large:d"
    expected = [task.replace(":", " ") for task in tasks]
    expected[0], expected[71], expected[100] = "die:a crash", "eat:c memory", "x" * 3_000_000
    assert supervise(tmp_path, tasks) == expected
    assert supervise(tmp_path, ["ok:1", "once:e", "ok:2"], jobs=1) == ["ok 1", "once e", "ok 2"]


@pytest.mark.hostile(42)
def test_a_hang_is_ended(tmp_path: Path) -> None:
    """On the clock, and no other document is lost with it."""
    assert supervise(tmp_path, ["ok:1", "hang:", "ok:2", "ok:3"], timeout=0.4) == ["ok 1", "hang: timeout", "ok 2", "ok 3"]


@pytest.mark.hostile(42)
def test_a_large_document_has_more_time(tmp_path: Path) -> None:
    """In proportion to its size, and is ended when that is over; what it may take is said."""
    told: list[str] = []

    def why(task: str, kind: str, message: str) -> str:
        told.append(f"{task} {kind}: {message}")
        return kind

    def tripled(task: str) -> int:
        return 6_000_000

    job = Job(work, tmp_path, why, size=tripled)
    began = time.monotonic()
    assert list(Supervisor(job, iter(["hang:"]), 1, Limits(timeout=0.5), lambda: False)) == ["timeout"]
    assert time.monotonic() - began > 2 * 1.5  # once as one of many, once alone
    assert told == ["hang: timeout: it takes longer than 1.5 s; raise --timeout, or split it"]
    assert [Limits().seconds(size) for size in (0, 2_000_000, 20_000_000)] == [10, 10, 100]


def test_what_ends_a_run_ends_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="all is over"):
        supervise(tmp_path, ["ok:1", "stop:", "ok:2"])
    with pytest.raises(WorkerDiedError, match="a worker cannot be started: 5 in a row ended before they were ready; "):
        supervise(tmp_path, ["ok:1"], make=broken)
    assert supervise(tmp_path, []) == []


@pytest.mark.hostile(42)
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no timer that ends a wait")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_worker_that_dies_before_it_reads(jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much its work takes along, nobody waits for it: another is tried, and after a few the run ends."""
    pids = tmp_path / "pids"
    dying = f"import os, sys\nif 'spawn_main' in str(sys.orig_argv):\n    print(1, file=open({str(pids)!r}, 'a'))\n    os._exit(1)\n"
    (tmp_path / "sitecustomize.py").write_text(dying)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)

    def expired(_number: int, _frame: object) -> None:
        raise TimeoutError("the start of a process waits for one that is dead")

    before = signal.signal(signal.SIGALRM, expired)
    signal.setitimer(signal.ITIMER_REAL, 60)
    try:
        with pytest.raises(WorkerDiedError, match="a worker cannot be started"):
            list(Supervisor(Job(weighing, bytes(5_000_000), failed), iter(["a", "b"]), jobs, Limits(), lambda: False))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert pids.read_text().count("1") in range(5, 5 + jobs)


def test_settings_of_any_size_reach_every_worker() -> None:
    """They are told to a worker that listens, and are no part of what a process is started with."""
    job = Job(weighing, bytes(5_000_000), failed)
    done = list(Supervisor(job, iter(["a", "b", "c"]), 2, Limits(), lambda: False))
    assert done == ["a 5000000", "b 5000000", "c 5000000"]


def test_stopping_finishes_what_is_under_way(tmp_path: Path) -> None:
    """What comes is a beginning of what would have come."""
    results: list[str] = []
    tasks = (f"ok:{number}" for number in range(10**6))
    for result in Supervisor(Job(work, tmp_path, failed), tasks, 2, Limits(), lambda: len(results) > 20):
        results.append(result)  # noqa: PERF402  # it is looked at meanwhile
    assert results == [f"ok {number}" for number in range(len(results))]
    assert 20 < len(results) < 10_000


@pytest.mark.hostile(42)
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_amid_the_start_of_a_process(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is heard, and the process that was being started ends without a word."""
    number = getattr(signal, name, signal.SIGTERM)
    pids = amid_the_start(monkeypatch, number)

    def ended(came: int, _frame: object) -> None:
        sys.exit(128 + came)

    before, blocked = signal.signal(number, ended), signal.pthread_sigmask(signal.SIG_BLOCK, [])
    try:
        with pytest.raises(SystemExit) as left:
            supervise(tmp_path, ["ok:1", "ok:2"])
        assert signal.getsignal(number) is ended
    finally:
        signal.signal(number, before)
    assert left.value.code == 128 + number
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == blocked
    assert len(pids) == 1
    with pytest.raises(ChildProcessError):  # it has ended
        os.waitpid(pids[0], os.WNOHANG)
    assert capfd.readouterr() == ("", "")


@pytest.mark.hostile(42)
def test_a_wish_to_stop_amid_the_start_of_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No other process is started."""
    from cleaner.cli.signals import interrupts

    pids = amid_the_start(monkeypatch, signal.SIGINT)
    said: list[str] = []
    with interrupts(lambda: said.append("finishing")) as stopping:
        assert list(Supervisor(Job(work, tmp_path, failed), iter(["ok:1", "ok:2"]), 2, Limits(), stopping)) == []
    assert len(pids) == 1
    assert said == ["finishing"]  # a second signal would have been an order


@pytest.mark.hostile(42)
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the data of a process")
def test_memory_is_limited(tmp_path: Path) -> None:
    """A document that wants too much fails; the others do not notice."""
    assert supervise(tmp_path, ["hog:1", "ok:2"], memory=400_000_000) == ["hog:1 memory", "ok 2"]


def test_memory_without_bounds_is_no_limit(tmp_path: Path) -> None:
    """More than a system can count does not end the workers."""
    assert supervise(tmp_path, ["ok:1"], memory=10**20) == ["ok 1"]
