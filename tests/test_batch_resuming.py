"""A run that was ended goes on: its journal, and what is done again."""

from __future__ import annotations

import importlib
import os
import shutil
from contextlib import AbstractContextManager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from benchmarks import chaos
from cleaner.batch import Destination, Settings, Summary, find, fingerprint, run
from cleaner.batch.journal import Earlier, Journal
from cleaner.batch.lock import locked
from cleaner.batch.outputs import whose
from cleaner.batch.verify import Finding, verify
from cleaner.errors import UsageError
from cleaner.rulebook import Rulebook
from tests.batches import tree
from tests.interrupted import do, pack, rulebook, rulebook_that_says_share, texts, unlistable

__all__ = ["pack", "rulebook"]  # fixtures

run_module = importlib.import_module("cleaner.batch.run")  # the package has a function of this name


# -- the journal


def journal_of(path: Path, count: int) -> list[bytes]:
    """The lines of some rows; before them stands who wrote them."""
    journal = Journal(str(path), fsync=False)
    for number in range(count):
        journal.add(f"é{number}", b'{"id": "\xc3\xa9%d", "status": "ok"}\n' % number)
    journal.close()
    head, *lines = path.read_bytes().splitlines(keepends=True)
    assert head == f"{whose()}\n".encode()
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
    kept = {name: (out / name).read_text(encoding="utf-8") for name in ("1/1.txt.orig", "0/2.json.orig")}
    assert kept == {"1/1.txt.orig": "forged", "0/2.json.orig": "{}"}
    for name in kept:
        (out / name).unlink()
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")
    assert do(rulebook, source, out).kept == 7
    assert do(rulebook, source, out, resume=False).kept == 0


def test_other_rules_or_options_do_all_again(rulebook: Rulebook, tmp_path: Path) -> None:
    source, out = texts(tmp_path / "in"), tmp_path / "out"
    do(rulebook, source, out)
    other = rulebook_that_says_share(tmp_path / "other")
    assert do(other, source, out).kept == 0
    do(other, source, tmp_path / "reference")
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")
    settings = Settings(other, folder=str(out), fsync=False, outlet="example.com")
    assert run(find([str(source)]), settings, destination=Destination.of(str(out), "txt")).kept == 0


def test_code_of_the_same_version_that_changed_is_other_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a checkout that somebody works on: what it made before does not stand."""
    tree(tmp_path, {"batch/fingerprint.py": "", "stages/titles.py": "1", "data/words.txt": "1", "notes.md": "1"})
    monkeypatch.setattr(fingerprint, "__file__", str(tmp_path / "batch/fingerprint.py"))
    digests = [fingerprint._package.__wrapped__()]  # each process asks once
    for name in ("stages/titles.py", "data/words.txt", "notes.md"):
        (tmp_path / name).write_text("2")
        digests.append(fingerprint._package.__wrapped__())
    assert [now == before for before, now in pairwise(digests)] == [False, False, True]


def test_an_input_whose_output_gets_another_name(rulebook: Rulebook, tmp_path: Path) -> None:
    """A page beside the text: the names of the outputs change, so the text is done again under its new name."""
    source, out = texts(tmp_path / "in", 1), tmp_path / "out"
    do(rulebook, source, out)
    (source / "0/0.html").write_text("<p>The harbour reopened on Monday, and it was a long day for all.</p>" * 3)
    assert do(rulebook, source, out).kept == 0
    assert list(verify(Destination.existing(str(out)))) == []


@pytest.mark.parametrize("resume", [True, False])
def test_outputs_of_inputs_that_are_gone(rulebook: Rulebook, tmp_path: Path, *, resume: bool) -> None:
    """They go, where they are as they were written; and nothing else does, whatever a manifest says."""
    source, out = texts(tmp_path / "in", 6), tmp_path / "out"
    do(rulebook, source, out)
    mine = tmp_path / "mine.txt"
    mine.write_bytes((out / "0/0.txt").read_bytes())
    for number in (2, 3, 4):
        (source / str(number % 2) / f"{number}.txt").unlink()
    (out / "0/2.txt").write_text("somebody's work")
    (out / "1/3.txt").unlink()
    (out / "1/3.txt").symlink_to(mine)
    (out / "0/others.txt").write_text("x")
    assert do(rulebook, source, out, resume=resume).removed == 4
    assert {finding.path for finding in verify(Destination.existing(str(out)))} == {"0/2.txt", "0/others.txt", "1/3.txt"}
    assert mine.exists()
    assert do(rulebook, source, out, resume=resume).removed == 0


def test_a_manifest_cannot_name_what_lies_elsewhere(rulebook: Rulebook, tmp_path: Path) -> None:
    source, out, mine = texts(tmp_path / "in", 2), tmp_path / "out", tmp_path / "mine.txt"
    do(rulebook, source, out)
    mine.write_bytes((out / "0/0.txt").read_bytes())
    (out / "link").symlink_to(tmp_path)
    manifest = out / "manifest.jsonl"
    rows = manifest.read_text()
    for name in ("../mine.txt", str(mine), "link/mine.txt", "\\u0000"):
        manifest.write_text(rows.replace('"0/0.txt"', f'"{name}"') + "[]\n{}\nnonsense\n")
        assert do(rulebook, source, out, resume=False).removed == 0
        assert mine.exists()


def test_outputs_of_inputs_that_are_gone_after_a_run_that_was_ended(rulebook: Rulebook, tmp_path: Path) -> None:
    """A run that does all again has forgotten what stood, and not what is to go; the one that takes it up knows both."""
    source, out = texts(tmp_path / "in", 4), tmp_path / "out"
    do(rulebook, source, out)
    (source / "1/3.txt").unlink()
    begun: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        do(rulebook, source, out, resume=False, stop=lambda: len(begun) > 1 or bool(begun.append(0)))
    summary = do(rulebook, source, out)
    assert (summary.kept, summary.removed) == (2, 2)
    assert list(verify(Destination.existing(str(out)))) == []


def test_a_document_that_fails_keeps_nothing_of_those_that_are_gone(rulebook: Rulebook, tmp_path: Path) -> None:
    source, out = texts(tmp_path / "in", 4), tmp_path / "out"
    do(rulebook, source, out)
    (source / "1/3.txt").unlink()
    (source / "0/0.txt").write_bytes(b"GIF89a")
    summary = do(rulebook, source, out)
    assert (summary.statuses["failed"], summary.removed, summary.strays) == (1, 2, 0)
    assert list(verify(Destination.existing(str(out)))) == []


@pytest.mark.parametrize("failing", ["0", "shard.jsonl"])
def test_what_could_not_be_listed_or_read_may_hide_what_is_not_there(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """What a directory or a file of rows held stays then; what was in others, and is gone, goes all the same."""
    source, out = texts(tmp_path / "in", 4), tmp_path / "out"
    lines = [f'{{"id": "{name}", "text": "Story {name} of the day was told at the harbour."}}\n' for name in "abc"]
    for name in ("shard", "other"):
        (source / f"{name}.jsonl").write_text("".join(line.replace('"id": "', f'"id": "{name}-') for line in lines))
    do(rulebook, source, out)
    (source / "1/3.txt").unlink()
    (source / "other.jsonl").unlink()
    if failing == "0":
        unlistable(monkeypatch, failing)
    else:
        (source / failing).write_text(lines[0].replace('"a"', '"shard-a"') + '{"id": "shard-b", "te')
    summary = do(rulebook, source, out)
    assert (summary.statuses["failed"], summary.removed, summary.strays) == (1, 8, 4)
    stems = ("0/0", "0/2") if failing == "0" else ("shard.jsonl/000/000002-shard-b", "shard.jsonl/000/000003-shard-c")
    hidden = {Finding("stray", stem + suffix) for stem in stems for suffix in (".txt", ".json")}
    assert set(verify(Destination.existing(str(out)))) == hidden


def test_a_row_that_is_there_under_another_number_hides_nothing(rulebook: Rulebook, tmp_path: Path) -> None:
    """Another of its file fails; but where the row is now is known."""
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    lines = [f'{{"id": "{name}", "text": "Story {name} of the day was told at the harbour."}}\n' for name in "abc"]
    (source / "shard.jsonl").write_text("".join(lines))
    do(rulebook, source, out)
    (source / "shard.jsonl").write_text("".join([lines[0], lines[2], "nonsense\n"]))
    summary = do(rulebook, source, out)
    assert (summary.statuses["failed"], summary.removed, summary.strays) == (1, 2, 2)
    assert {finding.path for finding in verify(Destination.existing(str(out)))} == {
        "shard.jsonl/000/000002-b.txt", "shard.jsonl/000/000002-b.json"
    }  # fmt: skip  # a list


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


def test_a_run_that_ends_just_before_another_has_the_lock(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has written is seen by the other, which is over other inputs: it removes nothing of it."""
    first, second, out = texts(tmp_path / "first", 3), tmp_path / "second", tmp_path / "out"
    second.mkdir()
    (second / "new.txt").write_text("It snowed.\n", encoding="utf-8")

    def late(destination: Destination) -> AbstractContextManager[None]:
        with monkeypatch.context() as patch:
            patch.setattr(run_module, "locked", locked)
            do(rulebook, first, out)
        return locked(destination)

    monkeypatch.setattr(run_module, "locked", late)
    with pytest.raises(UsageError, match="it holds 3 documents of an earlier run over other inputs"):
        do(rulebook, second, out)
    assert list(verify(Destination.existing(str(out)))) == []


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
