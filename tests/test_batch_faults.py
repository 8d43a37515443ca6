"""Whatever happens to a run, the next one goes on, and in the end the same bytes are there as if nothing had happened."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import chaos
from cleaner.batch import OutputError
from cleaner.batch import outputs as outputs_module
from cleaner.errors import UsageError
from cleaner.rulebook import Rulebook
from tests.interrupted import cut_off, do, linux, pack, rulebook, rulebook_that_says_share, texts

__all__ = ["pack", "rulebook"]  # fixtures


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
    assert cut_off(pack, source, point, "-o", str(out)) == b""
    assert (out / "_SUCCESS").exists() == (point == "before_forgetting")
    do(rulebook, source, out)
    do(rulebook, source, tmp_path / "reference")
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")


@linux
@pytest.mark.parametrize("point", ["before_account", "before_adopting", "after_tmp:1", "mid_journal:1", "before_success"])
def test_a_run_over_a_finished_one_that_is_cut_off_at_this_point(
    pack: Path, rulebook: Rulebook, tmp_path: Path, point: str
) -> None:
    """Also before it has a journal of its own; nothing stays that an undisturbed run does not leave."""
    source, out = texts(tmp_path / "in", 4), tmp_path / "out"
    do(rulebook, source, out)
    (source / "0/0.txt").write_text("It rained on Monday.\n", encoding="utf-8")
    assert cut_off(pack, source, point, "-o", str(out)) == b""
    assert do(rulebook, source, out).kept in (3, 4)
    do(rulebook, source, tmp_path / "reference")
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")


@linux
@pytest.mark.parametrize("point", ["before_account", "before_adopting", "mid_journal:1", "before_manifest", "before_success"])
def test_a_run_of_another_format_that_is_cut_off_at_this_point(
    pack: Path, rulebook: Rulebook, tmp_path: Path, point: str
) -> None:
    """What a finished run has gathered in a file goes in the end, however many runs it takes, as it does in one."""
    source, out = texts(tmp_path / "in", 4), tmp_path / "out"
    for place in (out, tmp_path / "reference"):
        do(rulebook, source, place, format="jsonl")
    for _ in range(2):
        assert cut_off(pack, source, point, "-o", str(out)) == b""
    do(rulebook, source, out)
    assert do(rulebook, source, tmp_path / "reference").removed == 1
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")


@linux
@pytest.mark.parametrize("point", ["after_tmp:1", "after_replace:1", "after_replace:2", "after_replace:5", "mid_journal:2"])
def test_a_run_under_other_options_that_is_cut_off_at_this_point(
    pack: Path, rulebook: Rulebook, tmp_path: Path, point: str
) -> None:
    """What it wrote, and its journal does not know, is no work of a person to the next run, which is under others again."""
    source, out = texts(tmp_path / "in", 4), tmp_path / "out"
    do(rulebook, source, out)
    assert cut_off(pack, source, point, "--keep", "navigation", "-o", str(out)) == b""
    other = rulebook_that_says_share(tmp_path / "other")
    do(other, source, out)
    do(other, source, tmp_path / "reference")
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
