"""What `cleaner verify` finds wrong with an output."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from benchmarks import chaos
from cleaner.batch import Destination, Settings, find, outputs, run
from cleaner.batch.verify import strays, verify
from cleaner.rulebook import Rulebook
from tests.interrupted import do, pack, rulebook, texts

__all__ = ["pack", "rulebook"]  # fixtures


def findings(out: Path) -> list[tuple[str, str]]:
    return [(finding.kind, finding.path) for finding in verify(Destination.existing(str(out)))]


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


def test_a_pipe_in_the_place_of_an_output(finished: Path, rulebook: Rulebook, tmp_path: Path) -> None:
    """Nobody waits for what never comes out of it: it is named, and written over by the next run."""
    for name in ("0/0.txt", "1/1.json"):
        (finished / name).unlink()
        os.mkfifo(finished / name)
    assert findings(finished) == [("changed", "0/0.txt"), ("changed", "1/1.json")]
    assert do(rulebook, tmp_path / "in", finished).kept == 3
    assert findings(finished) == []


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


def test_verify_names_what_only_is_called_as_ours(finished: Path) -> None:
    """What a run vouches for, or writes about itself, is known; the same names are nobody's where it has not written them."""
    for name in ("cleaned.jsonl", "cleaned.parquet", "lines.profile", ".cleaner.journal", "0/run.json"):
        (finished / name).write_text("x")
    assert findings(finished) == [
        ("stray", "cleaned.jsonl"), ("stray", "cleaned.parquet"), ("stray", "lines.profile"), ("stray", "0/run.json"),
    ]  # fmt: skip
    assert strays(Destination.existing(str(finished))) == 4


@pytest.mark.hostile(38)
def test_a_directory_that_cannot_be_listed_is_a_finding(
    rulebook: Rulebook, finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does it break the end of a run."""
    (finished / "others").mkdir()
    real = os.scandir

    def refuse(path: str) -> Any:
        if Path(path).name == "others":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert findings(finished) == [("unreadable", "others")]
    assert do(rulebook, tmp_path / "in", finished).strays == 0


@pytest.mark.hostile(38)
def test_what_cannot_be_read_is_not_called_changed(finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is the manifest, it is not known what should be there, so nothing is called a stray either."""
    forbidden = finished / "0/0.txt"

    def refuse(path: str, *rest: Any, **named: Any) -> Any:
        if path == str(forbidden):
            raise PermissionError(errno.EACCES, "Permission denied")
        return open(path, *rest, **named)  # noqa: PTH123  # paths are texts there

    monkeypatch.setattr(outputs, "open", refuse, raising=False)
    assert findings(finished) == [("unreadable", "0/0.txt")]
    forbidden = finished / "manifest.jsonl"
    assert findings(finished) == [("unreadable", "manifest.jsonl")]


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
