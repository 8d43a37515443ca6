"""The program as a process: full disks, closed pipes, clocks and signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.commands import BODY, REPOSITORY, STORY, Result, alive, bundled, cli, program, start, tree, write

__all__ = ["bundled", "cli", "program"]  # fixtures


@pytest.mark.hostile(39)
@pytest.mark.parametrize(
    "command", ["clean a.txt", "explain a.txt", "clean a.txt --diff", "config show", "--help", "rules schema"]
)
def test_a_full_standard_output(program: str, command: str) -> None:
    """A message instead of a traceback, whoever prints: a command its results, or the library of the command line its help."""
    write("a.txt")
    with open("/dev/full", "wb") as full:  # noqa: PTH123  # a device
        process = subprocess.run(
            [sys.executable, program, *command.split()], env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip  # one thought a line
    assert (process.returncode, process.stderr) == (
        1, b"error: the standard output cannot be written: No space left on device\n",
    )  # fmt: skip


@pytest.mark.hostile(6)
@pytest.mark.parametrize("hang", ["time.sleep(60)", "ctypes.PyDLL(None).sleep(60)"])
def test_one_document_that_takes_too_long(program: str, hang: str) -> None:
    """It is printed by this one process, and a clock ends it; also while code in C lets nothing of Python's run."""
    write("a.txt")
    slow = f"import ctypes, time, cleaner.batch.worker as worker; worker.clean_input = lambda *_, **__: {hang}\n"
    Path(program).write_text(slow + Path(program).read_text())
    process = start(program, "clean", "a.txt", "--timeout", "1")
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (1, b"")
    assert err == b"failed: a.txt: it takes longer than 1 s; raise --timeout, or split it\n"


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("time.sleep(60)", "it takes longer than 1 s; raise --timeout, or split it"),
        ("ctypes.PyDLL(None).sleep(60)", "it takes longer than 1 s; raise --timeout, or split it"),
        ("os._exit(3)", "every process that works on it dies; clean it alone to see why, and please report it with this file"),
    ],
)
def test_a_text_that_is_not_taken_apart_in_time_fails_alone(program: str, does: str, told: str) -> None:
    """Or one that ends the process: the others are taken apart, and the exit status tells."""
    for name in "abc":
        write(f"in/{name}.txt", "The ferry is back.\n")
    fault = (
        "import ctypes, os, time, cleaner.batch.unbundling as unbundling; read = unbundling.content\n"
        f"unbundling.content = lambda item, most: {does} if item.id == 'b.txt' else read(item, most)\n"
    )
    Path(program).write_text(fault + Path(program).read_text())
    process = start(program, "unbundle", "in", "--timeout", "1", "-q")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode()) == (1, f"failed: b.txt: {told}\n")
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["a.txt", "c.txt"]


@pytest.mark.parametrize("out", [(), ("-o", "out")])
def test_the_clock_waits_for_the_standard_input(program: str, out: tuple[str, ...]) -> None:
    """However long its writer takes, all that comes is the document: none of it goes with a worker that is ended."""
    process = start(program, "clean", "-", "--timeout", "1.5", *out, stdin=subprocess.PIPE)
    assert process.stdin
    process.stdin.write(b"The first half.\n\n")
    process.stdin.flush()
    time.sleep(4)
    printed, _ = process.communicate(b"The second half.\n", timeout=60)
    assert process.returncode == 0
    assert (Path("out/stdin.txt").read_bytes() if out else printed) == b"The first half.\n\nThe second half.\n"


def test_the_clock_does_not_wait_for_whoever_reads(program: str) -> None:
    write("a.txt", "".join(f"On day {day} the harbour reopened after a long night.\n\n" for day in range(4000)))
    process = start(program, "clean", "a.txt", "--timeout", "3")
    time.sleep(6)  # the pipe is full
    printed, err = process.communicate(timeout=60)
    assert (process.returncode, printed.count(b"harbour"), err) == (0, 4000, b"")


def test_rows_on_the_standard_input_while_a_bar_counts_them(program: str) -> None:
    """A person looks on, so all inputs are listed by another thread, too: each listing sees each row."""
    rows = b"".join(b'{"id": "%d", "text": "The harbour reopened on Monday."}\n' % number for number in range(3000))
    screen, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, program, "clean", "-", "--from", "jsonl", "-o", "out.jsonl"],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, stdin=subprocess.PIPE, stderr=terminal,
    )  # fmt: skip  # one thought a line
    os.close(terminal)
    drawn = threading.Event()
    watching = threading.Thread(target=_watch, args=(screen, drawn))
    watching.start()
    assert drawn.wait(30)
    time.sleep(0.5)  # both wait for the first row by now
    process.communicate(rows, timeout=60)
    watching.join()
    os.close(screen)
    assert process.returncode == 0
    manifest = [json.loads(row) for row in Path("out.manifest.jsonl").read_bytes().splitlines()]
    assert [(row["id"], row["status"]) for row in manifest] == [(str(number), "ok") for number in range(3000)]


def _watch(screen: int, drawn: threading.Event) -> None:
    """Read until nobody writes on this terminal any more, which Linux tells by an error."""
    with suppress(OSError):
        while os.read(screen, 1 << 16):
            drawn.set()


@pytest.mark.hostile(42)
def test_interrupting_once_and_twice() -> None:
    """The first is a wish, the second an order."""
    from cleaner.cli.signals import interrupts

    said: list[str] = []
    before = signal.getsignal(signal.SIGINT)
    with interrupts(lambda: said.append("finishing")) as stopping:
        assert not stopping()
        signal.raise_signal(signal.SIGINT)
        assert stopping()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert said == ["finishing"]
    assert signal.getsignal(signal.SIGINT) is before


def test_a_closed_pipe_is_left_quietly(program: str) -> None:
    for number in range(60):
        write(f"in/{number:03}.txt", STORY + "It rained. " * 400)
    process = start(program, "clean", "in", "--format", "jsonl", "--jobs", "1")
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait(30) == 141


@pytest.mark.parametrize(
    "arguments",
    [
        ["clean", "in/a.txt"], ["explain", "in/a.txt"], ["explain", "in/a.txt", "--line", "1"], ["clean", "in", "--diff"],
        ["review", "out"], ["diff", "out", "out"], ["verify", "out"], ["doctor"], ["rules", "list"], ["config", "show"],
        ["rules", "which", "https://example.com/a"], ["--help"], ["--version"], ["clean", "--help"],
    ],
    ids=" ".join,
)  # fmt: skip  # one list
def test_nobody_reads(program: str, cli: Callable[..., Result], arguments: list[str]) -> None:
    """That is no finding, whatever the command: its status is that of a program which SIGPIPE ended."""
    write("in/a.txt")
    assert cli("clean", "in", "-o", "out", "-q") == (0, "", "")
    write("out/stray.txt")
    ours, theirs = os.pipe()
    os.close(ours)
    process = subprocess.run(
        [sys.executable, program, *arguments], env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=theirs, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip  # one thought a line
    os.close(theirs)
    assert (process.returncode, process.stderr) == (141, b"")


def test_nobody_reads_the_messages(program: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    process = subprocess.run(
        [sys.executable, program, "clean", "nothing.txt"], env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE, stderr=theirs, check=False,
    )  # fmt: skip  # one thought a line
    os.close(theirs)
    assert (process.returncode, process.stdout) == (141, b"")


@pytest.mark.hostile(42)
@pytest.mark.parametrize("module", ["cleaner.cli", "typer", "cleaner.cli.settings", "cleaner.cli.options"])
def test_an_interrupt_while_the_program_is_loaded(module: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import runpy, signal, sys\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            signal.raise_signal(signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "runpy.run_module('cleaner', run_name='__main__')\n"
    )
    process = start(str(script), "--help")
    assert process.communicate(timeout=30) == (b"", b"")
    assert process.returncode == 130


@pytest.mark.hostile(42)
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_run_with_whole_files(program: str, number: signal.Signals, code: int) -> None:
    """No traceback, nothing half written, no process left behind; even while worker processes are busy."""
    for at in range(400):  # a second of work, of which a hundredth is done when the signal comes
        write(f"in/{at:04}.txt", STORY + "It rained all day. " * 200)
    process = start(program, "clean", "in", "-o", "out", "--no-fsync", "--jobs", "2", start_new_session=True)
    deadline = time.monotonic() + 30
    while not Path("out/0000.txt").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, number) if number is signal.SIGINT else process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert b"Traceback" not in err
    written = tree("out")
    assert not [name for name in written if "tmp" in name]
    assert "manifest.jsonl" not in written
    assert {Path("out", name).read_text() for name in written if name.endswith(".txt")} == {Path("out/0000.txt").read_text()}
    deadline = time.monotonic() + 10
    while alive(process.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert alive(process.pid) == []
    process = start(program, "clean", "in", "-o", "out", "--no-fsync", "--jobs", "2", "-q")
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert json.loads(Path("out/run.json").read_bytes())["timings"]["kept_from_earlier_runs"] >= (number is signal.SIGINT)
    assert len(tree("out")) == 2 * 400 + 3


_PRINTING = (
    ("clean", "a.txt"), ("explain", "a.txt"), ("clean", "a.txt", "--diff"), ("rules", "schema"), ("config", "show", "--origin"),
    ("--help",), ("clean", "--help"), ("rules", "--help"), ("rules", "new", "--help"), ("--version",),
)  # fmt: skip  # one kind a line
"""What prints: commands their results, short and long, and the library of the command line the rest."""


@pytest.mark.parametrize(
    ("closed", "arguments", "code", "told"),
    [
        *((">&-", command, 1, "error: the standard output cannot be written: it is closed\n") for command in _PRINTING),
        (">&-", ("clean", "none.txt"), 2, "error: none.txt: there is no such file or directory; check the spelling\n"),
        (">&-", ("clean", "a.txt", "-o", "out", "-q"), 0, ""),
        ("<&-", ("clean", "-"), 1, "failed: stdin: it cannot be read (it is closed); redirect a file or a pipe to it\n"),
        ("2>&-", ("clean", "none.txt"), 2, ""),
        ("<&- >&- 2>&-", ("clean", "a.txt", "-o", "out"), 0, ""),
    ],
)
def test_standard_streams_that_are_closed(program: str, closed: str, arguments: tuple[str, ...], code: int, told: str) -> None:
    """No output takes the number of one, and no traceback stands for a message."""
    write("a.txt")
    done = start_in_shell(closed, program, *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", told)
    if "out" in arguments:
        assert Path("out/a.txt").read_text() == BODY


def start_in_shell(redirections: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = f'exec "$@" {redirections}'
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = ["sh", "-c", script, "sh", sys.executable, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
