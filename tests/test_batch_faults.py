"""Whatever happens to a run, the next one goes on, and in the end the same bytes are there as if nothing had happened."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import chaos
from cleaner.batch import Conduct, Destination, Limits, OutputError, Settings, Summary, find, run
from cleaner.batch import outputs as outputs_module
from cleaner.batch.journal import Earlier, Journal
from cleaner.batch.lock import locked
from cleaner.batch.supervisor import Job, Supervisor, WorkerDiedError
from cleaner.batch.verify import output_at, verify
from cleaner.errors import UsageError
from cleaner.rulebook import Rulebook, load_rulebook
from tests.interrupted import linux, pack, rulebook
from tests.supervised import broken, failed, work

__all__ = ["pack", "rulebook"]  # fixtures


def texts(root: Path, count: int = 5) -> Path:
    for number in range(count):
        path = root / str(number % 2) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Home / World\n\nStory {number} of the day was told at the harbour.\n", encoding="utf-8")
    return root


def do(rulebook: Rulebook, source: Path, out: Path, *, fsync: bool = False, **conduct: Any) -> Summary:
    destination = Destination.of(str(out), "txt")
    settings = Settings(rulebook, folder=destination.place, fsync=fsync)
    return run(find([str(source)]), settings, conduct=Conduct(**conduct), destination=destination)


# -- the whole program, killed

STORMED = 30


@pytest.fixture(scope="module")
def storms(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A corpus that hangs and kills, and what an undisturbed run leaves of it."""
    folder = tmp_path_factory.mktemp("storms")
    source = chaos.corpus(folder / "in", STORMED)
    return source, chaos.undisturbed(pack, source, folder / "reference")


@pytest.mark.hostile(42)
@linux
@pytest.mark.parametrize("seed", range(5))
def test_a_run_that_is_killed_again_and_again(
    pack: Path, storms: tuple[Path, dict[str, str]], tmp_path: Path, seed: int
) -> None:
    """Workers, the supervisor or both: outputs, statuses and manifest are the same bytes, and no temporary file stays."""
    source, expected = storms
    met = chaos.storm(pack, source, tmp_path / "out", expected, seed=seed, kills=3, longest=0.9)
    assert met.left == []
    assert len(expected) == 2 * STORMED + 2
    rows = [json.loads(row) for row in (tmp_path / "out/manifest.jsonl").read_bytes().splitlines()]
    assert {row["id"]: row["kind"] for row in rows if row["status"] == "failed"} == {
        "1/hang.txt": "timeout", "2/die.txt": "crash", "3/binary.txt": "binary",
    }  # fmt: skip


@linux
@pytest.mark.parametrize(
    "point",
    [
        "after_tmp:1", "after_tmp:6", "after_replace:1", "after_replace:2", "mid_journal:1", "mid_journal:4", "before_manifest",
        "before_success", "before_forgetting",
    ],
)  # fmt: skip  # a list
def test_a_run_that_is_cut_off_at_this_point(pack: Path, rulebook: Rulebook, tmp_path: Path, point: str) -> None:
    """As by a power failure; the next run leaves what an undisturbed one leaves."""
    source, out = texts(tmp_path / "in", 12), tmp_path / "out"
    process = chaos.start(pack, "clean", str(source), "-j", "1", "--no-fsync", "-q", "-o", str(out), FAULT_AT=point)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (-9, b"")
    assert not (out / "_SUCCESS").exists() or point == "before_forgetting"
    do(rulebook, source, out)
    do(rulebook, source, tmp_path / "reference")
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")


# -- one call that fails


class Broken:
    """Lets the N-th call of some functions, and all later ones, fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, number: int, code: int) -> None:
        self.calls, self.number, self.code = 0, number, code
        for owner, name in ((os, "replace"), (os, "fsync"), (os, "write"), (os, "ftruncate"), (outputs_module, "_created")):
            monkeypatch.setattr(owner, name, self._wrapped(getattr(owner, name)))

    def _wrapped(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls >= self.number:
                raise OSError(self.code, os.strerror(self.code))
            return real(*arguments, **named)

        return call


def attempt(rulebook: Rulebook, source: Path, out: Path) -> str | None:
    try:
        do(rulebook, source, out, fsync=True)
    except (OutputError, UsageError) as error:
        return str(error)
    return None


@pytest.mark.hostile(39)
@pytest.mark.parametrize(("code", "step"), [(errno.ENOSPC, 1), (errno.EIO, 3), (errno.EACCES, 4), (errno.EMFILE, 5)])
def test_any_call_that_writes_may_fail(rulebook: Rulebook, tmp_path: Path, code: int, step: int) -> None:
    """From the first to the last: an error that names what cannot be written, or a document that fails; the next run mends it."""
    source = texts(tmp_path / "in", 3)
    do(rulebook, source, tmp_path / "reference", fsync=True)
    expected, number, reached = chaos.snapshot(tmp_path / "reference"), 1 - step, True
    while reached:
        number += step
        out = tmp_path / f"out{number}"
        with pytest.MonkeyPatch.context() as patch:
            broken = Broken(patch, number, code)
            said = attempt(rulebook, source, out)
            reached = broken.calls >= number
        assert said is None or (str(out) in said and os.strerror(code) in said)
        do(rulebook, source, out, fsync=True)
        assert chaos.snapshot(out) == expected
        shutil.rmtree(out)
    assert number > 25


SMALL_DISK = """\
disk=$1 size=$2; shift 2
mount -t tmpfs -o "size=$size" none "$disk" || exit 77
"$@"; first=$?
find "$disk" -name '.cleaner.tmp-*'
mount -o remount,size=64m "$disk"
"$@"; second=$?
cp -r "$disk/out" "$disk.after"
echo "$first $second"
"""
"""A disk that is soon full, the same command before and after it grows, and what is there in the end."""


@pytest.mark.hostile(39)
@linux
@pytest.mark.parametrize(("output", "size"), [("txt", "200k"), ("jsonl.gz", "60k"), ("attributes", "60k")])
def test_a_disk_that_is_really_full(pack: Path, tmp_path: Path, output: str, size: str) -> None:
    """The run stops with the file's name, leaves nothing half written, and goes on when there is room."""
    source, disk = chaos.corpus(tmp_path / "in", 60, rows=output == "attributes"), tmp_path / "disk"
    disk.mkdir()
    command = [*chaos.program(pack), *chaos.command(source, disk / "out", output)]
    ran = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK, "sh", str(disk), size, *command],
        cwd=chaos.ROOT, env={**os.environ, "PYTHONPATH": str(chaos.ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip  # one thought a line
    if ran.returncode and not ran.stdout:
        pytest.skip(f"a small disk cannot be mounted here: {ran.stderr.strip()}")
    assert ran.stdout == "1 1\n"  # the second time because some documents fail, as they do on any disk
    (error,) = (line for line in ran.stderr.splitlines() if line.startswith("error: "))
    assert "Traceback" not in ran.stderr
    assert error.startswith(f"error: {disk}/out")
    assert error.endswith("cannot be written: No space left on device; make room or choose another output, and run again")
    expected = chaos.undisturbed(pack, source, tmp_path / "reference", output)
    assert chaos.snapshot(tmp_path / "disk.after") == expected


# -- the journal


def journal_of(path: Path, count: int) -> list[bytes]:
    """The lines of some rows; before them stands who wrote them."""
    journal = Journal(str(path), fsync=False)
    for number in range(count):
        journal.add(f"é{number}", b'{"id": "\xc3\xa9%d", "status": "ok"}\n' % number)
    journal.close()
    head, *lines = path.read_bytes().splitlines(keepends=True)
    assert head == b"%d\n" % os.getpid()
    return lines


def found(path: Path, count: int) -> list[bool]:
    earlier = Earlier(str(path))
    rows = [earlier.row_of(f"é{number}") for number in range(count)]
    earlier.close()
    assert all(row in (None, b'{"id": "\xc3\xa9%d", "status": "ok"}\n' % number) for number, row in enumerate(rows))
    return [row is not None for row in rows]


def test_a_torn_journal(tmp_path: Path) -> None:
    """Cut at every byte of its last two lines: the whole lines count, and what follows is written over."""
    path = tmp_path / "journal"
    lines = journal_of(path, 4)
    whole = b"".join(lines)
    for end in range(len(whole) - len(lines[2] + lines[3]), len(whole) + 1):
        path.write_bytes(whole[:end])
        count = 2 + (end >= len(whole) - len(lines[3])) + (end == len(whole))
        assert found(path, 5) == [number < count for number in range(5)]
        earlier = Earlier(str(path))
        journal = Journal(str(path), fsync=False, end=earlier.end)
        earlier.close()
        journal.add("é4", b'{"id": "\xc3\xa94", "status": "ok"}\n')
        journal.close()
        assert found(path, 5) == [number < count or number == 4 for number in range(5)]


def test_a_damaged_journal(tmp_path: Path) -> None:
    """A flipped bit costs the lines it is in, never a wrong row."""
    path = tmp_path / "journal"
    lines = journal_of(path, 3)
    whole = bytearray(b"".join(lines))
    for at in range(len(lines[0]), len(lines[0] + lines[1])):
        whole[at] ^= 1
        path.write_bytes(whole)
        whole[at] ^= 1
        last = at == len(lines[0] + lines[1]) - 1  # without its end the line swallows the next
        assert found(path, 3) == [True, False, not last]


def test_the_last_row_of_an_id_counts(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal = Journal(str(path), fsync=False)
    for status in (b"failed", b"ok"):
        journal.add("a", b'{"id": "a", "status": "%s"}\n' % status)
    journal.close()
    earlier = Earlier(str(path))
    assert (earlier.row_of("a"), earlier.row_of("b")) == (b'{"id": "a", "status": "ok"}\n', None)
    earlier.close()


def interrupted(rulebook: Rulebook, source: Path, out: Path, after: int) -> None:
    done = iter(range(100))
    with pytest.raises(KeyboardInterrupt):
        do(rulebook, source, out, stop=lambda: next(done) >= after)


def test_a_run_with_a_torn_journal_goes_on(rulebook: Rulebook, tmp_path: Path) -> None:
    source = texts(tmp_path / "in", 4)
    do(rulebook, source, tmp_path / "reference")
    interrupted(rulebook, source, tmp_path / "cut", 3)
    size = (tmp_path / "cut/.cleaner.journal").stat().st_size
    for end in range(0, size + 1, 211):
        out = tmp_path / f"out{end}"
        shutil.copytree(tmp_path / "cut", out)
        os.truncate(out / ".cleaner.journal", end)
        (out / "0/.cleaner.tmp-1-1").write_text("left behind")
        do(rulebook, source, out)
        assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")


# -- going on


def test_only_what_changed_is_done_again(rulebook: Rulebook, tmp_path: Path) -> None:
    """A source, a body, a record, a missing file: each is noticed; all else stands, and its files are not touched."""
    source, out = texts(tmp_path / "in", 6), tmp_path / "out"
    do(rulebook, source, out)
    untouched = (out / "1/5.txt").stat().st_mtime_ns
    (source / "0/0.txt").write_text("It rained on Monday.\n", encoding="utf-8")
    (out / "1/1.txt").write_text("forged", encoding="utf-8")
    (out / "0/2.json").write_text("{}", encoding="utf-8")
    (out / "1/3.txt").unlink()
    (source / "new.txt").write_text("It snowed.\n", encoding="utf-8")
    assert do(rulebook, source, out).kept == 2
    assert (out / "1/5.txt").stat().st_mtime_ns == untouched
    do(rulebook, source, tmp_path / "reference")
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")
    assert do(rulebook, source, out).kept == 7
    assert do(rulebook, source, out, resume=False).kept == 0


def test_other_rules_or_options_do_all_again(rulebook: Rulebook, tmp_path: Path) -> None:
    source, out = texts(tmp_path / "in"), tmp_path / "out"
    do(rulebook, source, out)
    chaos.rules(tmp_path / "other").joinpath("shared/basics.yaml").write_text(
        chaos.RULES.replace("label: navigation", "label: share"), encoding="utf-8"
    )
    other = load_rulebook(tmp_path / "other", bundled=False)
    assert do(other, source, out).kept == 0
    do(other, source, tmp_path / "reference")
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")
    settings = Settings(other, folder=str(out), fsync=False, outlet="example.com")
    assert run(find([str(source)]), settings, destination=Destination.of(str(out), "txt")).kept == 0


def test_an_input_whose_output_gets_another_name(rulebook: Rulebook, tmp_path: Path) -> None:
    """A page beside the text: the names of the outputs change, so the text is done again under its new name."""
    source, out = texts(tmp_path / "in", 1), tmp_path / "out"
    do(rulebook, source, out)
    (source / "0/0.html").write_text("<p>The harbour reopened on Monday, and it was a long day for all.</p>" * 3)
    assert do(rulebook, source, out).kept == 0
    assert {finding.path for finding in verify(output_at(str(out)))} == {"0/0.json", "0/0.txt"}


def test_failures_of_the_machine_are_tried_again(rulebook: Rulebook, tmp_path: Path) -> None:
    """And kept as they are if that is wanted; what is wrong with the document itself is not tried again."""
    source, out = texts(tmp_path / "in", 2), tmp_path / "out"
    (source / "binary.txt").write_bytes(b"%PDF-1.7")
    destination = Destination.of(str(out), "txt")

    def failing(error: Exception | None, **more: Any) -> Summary:
        with pytest.MonkeyPatch.context() as patch:
            if error:
                patch.setattr("cleaner.batch.worker.clean", lambda *_, **__: (_ for _ in ()).throw(error))
            settings = Settings(rulebook, folder=str(out), fsync=False, **more)
            return run(find([str(source)]), settings, destination=destination)

    first = failing(MemoryError())
    assert first.kinds == {"failed:memory": 3}
    assert failing(None, retry_failed=False).kept == 3
    again = failing(None)
    assert (again.kept, again.kinds) == (0, {"failed:binary": 1})
    assert failing(None).kept == 3


def test_two_runs_in_one_output(rulebook: Rulebook, tmp_path: Path) -> None:
    """The second is refused and changes nothing; when the first has ended, whoever comes is let in."""
    source = texts(tmp_path / "in")
    for out, kind in ((tmp_path / "out", "txt"), (tmp_path / "rows.jsonl", "jsonl")):
        destination = Destination.of(str(out), kind)
        settings = Settings(rulebook, folder=destination.place if kind == "txt" else "", format=kind, fsync=False)
        with locked(destination):
            before = chaos.snapshot(tmp_path)
            with pytest.raises(UsageError, match="another run"):
                run(find([str(source)]), settings, destination=destination)
            assert chaos.snapshot(tmp_path) == before
        assert run(find([str(source)]), settings, destination=destination).statuses["ok"] == 5
    assert not list(tmp_path.glob(".rows*"))


@pytest.mark.hostile(38)
def test_an_output_that_cannot_be_made(rulebook: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot be used"):
        do(rulebook, texts(tmp_path / "in"), tmp_path / "file" / "out")


def test_too_many_failures_stop_the_run(rulebook: Rulebook, tmp_path: Path) -> None:
    """At the same input each time; without the bad inputs the next run goes on."""
    source, out = texts(tmp_path / "in", 3), tmp_path / "out"
    for name in "abc":
        (source / f"{name}.txt").write_bytes(b"%PDF-1.7")
    with pytest.raises(Exception, match="2 of 5 inputs failed"):
        do(rulebook, source, out, max_failures=1)
    assert not (out / "_SUCCESS").exists()
    assert do(rulebook, source, out, max_failures=3).kept == 5
    many = tmp_path / "many"
    many.mkdir()
    for number in range(150):
        (many / f"{number:03}.txt").write_bytes(b"%PDF-1.7" if number % 10 == 0 else b"It rained.\n")
    with pytest.raises(Exception, match="10 of 100 inputs failed"):
        do(rulebook, many, tmp_path / "out2", max_failed_share=0.05)
    assert do(rulebook, many, tmp_path / "out2", max_failed_share=0.2).inputs == 150


# -- the supervisor alone


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


def test_what_ends_a_run_ends_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="all is over"):
        supervise(tmp_path, ["ok:1", "stop:", "ok:2"])
    with pytest.raises(WorkerDiedError, match="before they begin"):
        supervise(tmp_path, ["ok:1"], make=broken)
    assert supervise(tmp_path, []) == []


def test_stopping_finishes_what_is_under_way(tmp_path: Path) -> None:
    """What comes is a beginning of what would have come."""
    results: list[str] = []
    tasks = (f"ok:{number}" for number in range(10**6))
    for result in Supervisor(Job(work, tmp_path, failed), tasks, 2, Limits(), lambda: len(results) > 20):
        results.append(result)  # noqa: PERF402  # it is looked at meanwhile
    assert results == [f"ok {number}" for number in range(len(results))]
    assert 20 < len(results) < 10_000


@pytest.mark.hostile(42)
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the data of a process")
def test_memory_is_limited(tmp_path: Path) -> None:
    """A document that wants too much fails; the others do not notice."""
    assert supervise(tmp_path, ["hog:1", "ok:2"], memory=400_000_000) == ["hog:1 memory", "ok 2"]


def test_memory_without_bounds_is_no_limit(tmp_path: Path) -> None:
    """More than a system can count does not end the workers."""
    assert supervise(tmp_path, ["ok:1"], memory=10**20) == ["ok 1"]


# -- verify


def findings(out: Path) -> list[tuple[str, str]]:
    return [(finding.kind, finding.path) for finding in verify(output_at(str(out)))]


@pytest.fixture
def finished(rulebook: Rulebook, tmp_path: Path) -> Path:
    do(rulebook, texts(tmp_path / "in"), tmp_path / "out")
    assert findings(tmp_path / "out") == []
    return tmp_path / "out"


def test_verify_finds_what_is_wrong(finished: Path) -> None:
    (finished / "0/0.txt").write_text("forged")
    (finished / "1/1.json").unlink()
    (finished / "0/more.txt").write_text("x")
    assert findings(finished) == [("changed", "0/0.txt"), ("missing", "1/1.json"), ("stray", "0/more.txt")]


def test_verify_of_the_manifest_itself(finished: Path) -> None:
    manifest = finished / "manifest.jsonl"
    rows = manifest.read_bytes().splitlines(keepends=True)
    manifest.write_bytes(rows[0] + rows[0] + b"nonsense\n" + b"".join(rows[1:]))
    assert findings(finished) == [
        ("changed", "manifest.jsonl"), ("broken", "manifest.jsonl:2"), ("broken", "manifest.jsonl:3"),
    ]  # fmt: skip
    forged = [b"[" * 200_000 + b"\n", rows[0].replace(b'"0/0.txt"', b'"\\u0000"')]
    manifest.write_bytes(b"".join(forged))
    assert [finding for finding in findings(finished) if finding[0] != "stray"] == [
        ("changed", "manifest.jsonl"), ("broken", "manifest.jsonl:1"), ("missing", "\0"),
    ]  # fmt: skip
    (finished / "_SUCCESS").unlink()
    assert findings(finished) == [("unfinished", "_SUCCESS")]


def test_a_changed_manifest_is_not_built_upon(rulebook: Rulebook, finished: Path, tmp_path: Path) -> None:
    """A row that was changed by hand does not come back from the next run."""
    before = chaos.snapshot(finished)
    manifest = finished / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes().replace(b'"ok"', b'"guarded"'))
    assert do(rulebook, tmp_path / "in", finished).kept == 0
    assert chaos.snapshot(finished) == before


def test_verify_of_rows(rulebook: Rulebook, tmp_path: Path) -> None:
    out = tmp_path / "rows.jsonl"
    settings = Settings(rulebook, format="jsonl", fsync=False)
    run(find([str(texts(tmp_path / "in"))]), settings, destination=Destination.of(str(out), "jsonl"))
    assert findings(out) == []
    out.write_bytes(out.read_bytes().replace(b"Story", b"Glory"))
    assert findings(out) == [("changed", "rows.jsonl")]
    with pytest.raises(UsageError, match="no run of cleaner"):
        output_at(str(tmp_path / "in"))
    with pytest.raises(UsageError, match="nothing here"):
        output_at(str(tmp_path / "missing"))
