"""The batch runner: what is written, what can go wrong, and that every input is accounted for."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest

import cleaner
from cleaner.batch import Destination, OutputError, Settings, find, run
from cleaner.batch import outputs as outputs_module
from cleaner.batch.supervisor import WorkerDiedError
from cleaner.errors import RuleTimeout, UnreadableInput, UsageError
from cleaner.render import restore
from cleaner.rulebook import Rulebook, load_rulebook
from cleaner.rulebook.costs import counted
from tests.batches import BODY, STORY, digests, do, rulebook, tree
from tests.packs import BASICS, one_rule, write_pack

__all__ = ["rulebook"]  # fixtures

# -- what is written


def test_bodies_and_records_mirror_the_tree(rulebook: Rulebook, tmp_path: Path) -> None:
    """The body and its record stand side by side, and together give the source back."""
    tree(tmp_path, {"in/a.txt": STORY, "in/sub/b.txt": STORY + "Caption: a boat\n"})
    summary, manifest = do(rulebook, tmp_path / "out", tmp_path / "in")
    assert sorted(digests(tmp_path / "out")) == ["a.json", "a.txt", "manifest.jsonl", "sub/b.json", "sub/b.txt"]
    assert (tmp_path / "out/a.txt").read_text(encoding="utf-8") == BODY + "\n"
    record = json.loads((tmp_path / "out/sub/b.json").read_bytes())
    assert restore((tmp_path / "out/sub/b.txt").read_text(encoding="utf-8"), record) == STORY + "Caption: a boat\n"
    assert (record["id"], record["source"]["path"]) == ("sub/b.txt", "sub/b.txt")
    account = json.loads((tmp_path / "out/run.json").read_bytes())
    assert manifest[1] == {
        "id": "sub/b.txt",
        "path": "sub/b.txt",
        "url": None,
        "media_type": None,
        "passed_sha256": None,
        "status": "ok",
        "kind": None,
        "error": None,
        "fingerprint": account["fingerprint"],
        "rulebook": rulebook.digest,
        "raw_sha256": hashlib.sha256((STORY + "Caption: a boat\n").encode()).hexdigest(),
        "text_sha256": hashlib.sha256((STORY + "Caption: a boat\n").encode()).hexdigest(),
        "body_sha256": hashlib.sha256(BODY.encode()).hexdigest(),
        "source_chars": len(STORY) + 16,
        "kept_chars": len(BODY),
        "confidence": 1.0,
        "outlet": None,
        "language": record["language"]["code"],
        "labels": {"caption": 1, "navigation": 1},
        "rules": {"basics/breadcrumb": 1, "basics/caption": 1},
        "warnings": [],
        "rows": 0,
        "outputs": {
            name: hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() for name in ("sub/b.txt", "sub/b.json")
        },
    }
    assert account["finished"] is True
    assert account["totals"] == summary.to_json()
    assert account["totals"]["labels"] == {"caption": 1, "navigation": 2}


def corpus(root: Path) -> Path:
    files: dict[str, str | bytes] = {
        f"{n % 7}/{n:03}.txt": f"Home / World\n\nStory {n} of the day was told at the harbour.\n" for n in range(90)
    }
    files |= {
        "0/000.html": b"%PDF-1.7",
        "a.txt": "",
        "A.txt": STORY,
        "x.pdf": "x",
        "crlf.txt": "Home / World\r\n\r\nIt rained.\r\n",
    }
    return tree(root, files)


def test_the_number_of_processes_and_the_order_change_nothing(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every byte is the same for one process and two, for a shuffled listing, and for another place on the disk."""
    source = corpus(tmp_path / "in")
    summary, manifest = do(rulebook, tmp_path / "one", source)
    do(rulebook, tmp_path / "two", source, jobs=2)
    real = os.scandir

    class Backwards:
        """As `os.scandir`'s own: it is iterated itself, as pathlib of some versions does, or what it enters as."""

        def __init__(self, path: str) -> None:
            self._entries = iter(sorted(real(path), key=lambda entry: entry.name, reverse=True))

        def __enter__(self) -> Self:
            return self

        def __iter__(self) -> Iterator[os.DirEntry[str]]:
            return self._entries

        def __next__(self) -> os.DirEntry[str]:
            return next(self._entries)

        def __exit__(self, *error: object) -> None:
            self.close()

        def close(self) -> None:
            pass

    monkeypatch.setattr("cleaner.batch.roots.os.scandir", Backwards)
    (tmp_path / "elsewhere").mkdir()
    source.rename(tmp_path / "elsewhere" / "in")
    do(rulebook, tmp_path / "three", tmp_path / "elsewhere" / "in")
    assert digests(tmp_path / "one") == digests(tmp_path / "two") == digests(tmp_path / "three")
    assert [row["id"] for row in manifest] == sorted(row["id"] for row in manifest)
    assert summary.statuses == {"ok": 92 + 1, "guarded": 0, "failed": 1, "skipped": 1}


def test_named_files_in_any_order_give_the_same_bytes(rulebook: Rulebook, tmp_path: Path) -> None:
    source = tree(tmp_path / "in", {f"{n}.txt": STORY for n in range(5)} | {"0.html": "<p>x"})
    paths = sorted(source.iterdir())
    do(rulebook, tmp_path / "one", *paths)
    do(rulebook, tmp_path / "two", *reversed(paths))
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_rows_for_corpus_tools(rulebook: Rulebook, tmp_path: Path) -> None:
    """One row a document that could be read, in one file, with its manifest beside it."""
    tree(tmp_path, {"in/a.txt": STORY, "in/b.txt": "Una\u2028dos\x85tres.\n", "in/c.txt": b"%PDF-"})
    do(rulebook, tmp_path / "corpus.jsonl", tmp_path / "in", format="jsonl", outlet="example.com")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "corpus._SUCCESS", "corpus.jsonl", "corpus.manifest.jsonl", "corpus.run.json",
    ]  # fmt: skip
    raw = (tmp_path / "corpus.jsonl").read_text(encoding="utf-8")
    first, second = (json.loads(line) for line in raw.splitlines())  # a reader that splits at U+2028 and NEL too
    assert list(first) == ["id", "text", "source", "metadata"]
    assert (first["id"], first["text"], first["source"]) == ("a.txt", BODY, "example.com")
    assert list(first["metadata"])[:3] == ["path", "url", "title"]
    assert first["metadata"]["cleaner"]["status"] == "ok"
    assert second["text"] == "Una\u2028dos\x85tres."
    do(
        rulebook,
        tmp_path / "folder",
        tmp_path / "in",
        format="jsonl",
        outlet="example.com",
    )
    assert (tmp_path / "folder/cleaned.jsonl").read_text(encoding="utf-8") == raw


# -- what can go wrong


@pytest.mark.hostile(8, 31)
def test_every_input_is_accounted_for(rulebook: Rulebook, tmp_path: Path) -> None:
    """What cannot be read has a row that says what to do, and no output; the others are cleaned."""
    tree(
        tmp_path,
        {
            "in/good.txt": STORY,
            "in/binary.txt": b"\x7fELF",
            "in/large.txt": "x" * 3000,
            "in/none.html": "<html><body></body></html>",
        },
    )
    os.mkfifo(tmp_path / "in/fifo.txt")
    (tmp_path / "in/gone.txt").symlink_to("nothing")
    with socket.socket(socket.AF_UNIX) as server:
        with contextlib.chdir(tmp_path / "in"):  # the address of a socket is limited to some hundred bytes
            server.bind("socket.txt")
        summary, manifest = do(rulebook, tmp_path / "out", tmp_path / "in", max_bytes=2000)
    assert {row["id"]: (row["status"], row["kind"]) for row in manifest} == {
        "binary.txt": ("failed", "binary"),
        "fifo.txt": ("skipped", "special"),
        "gone.txt": ("failed", "vanished"),
        "good.txt": ("ok", None),
        "large.txt": ("failed", "too_large"),
        "none.html": ("failed", "no_text"),
        "socket.txt": ("skipped", "special"),
    }
    assert all(row["error"] and row["outputs"] == {} for row in manifest if row["status"] != "ok")
    assert sorted(digests(tmp_path / "out")) == ["good.json", "good.txt", "manifest.jsonl"]
    assert (summary.inputs, summary.exit_code) == (7, 1)


@pytest.mark.hostile(31)
def test_special_files_are_skipped_when_they_are_named(rulebook: Rulebook, tmp_path: Path) -> None:
    """Nothing waits for a writer that never comes."""
    os.mkfifo(tmp_path / "pipe")
    _, manifest = do(rulebook, tmp_path / "out", tmp_path / "pipe", "/dev/null")
    assert [row["kind"] for row in manifest] == ["special", "special"]


@pytest.mark.hostile(38, 40)
def test_what_vanishes_or_is_forbidden_while_the_run_goes_on(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(tmp_path, {"in/a.txt": STORY, "in/b.txt": STORY, "in/c/d.txt": STORY, "in/e.txt": STORY})
    real_open, real_scandir = os.open, os.scandir

    def refuse(path: Any, *rest: Any, **named: Any) -> int:
        if str(path).endswith("a.txt") and "/in/" in str(path):
            raise PermissionError(errno.EACCES, "Permission denied")
        if str(path).endswith("b.txt") and "/in/" in str(path):
            raise FileNotFoundError(errno.ENOENT, "No such file")
        return real_open(path, *rest, **named)

    def hide(path: Any) -> Any:
        if str(path).endswith("/in/c"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real_scandir(path)

    monkeypatch.setattr("cleaner.batch.worker.os.open", refuse)
    monkeypatch.setattr("cleaner.batch.roots.os.scandir", hide)
    _, manifest = do(rulebook, tmp_path / "out", tmp_path / "in")
    assert [(row["id"], row["kind"]) for row in manifest] == [
        ("a.txt", "unreadable"), ("b.txt", "vanished"), ("c/", "unreadable"), ("e.txt", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.ENAMETOOLONG, "choose an output with a shorter path, or rows in one file (-o NAME.jsonl)"),
        (errno.EACCES, "see who may write in its directory, and run again"),
        (errno.EISDIR, "a directory has its name: move that away, and run again"),
        (errno.EINVAL, "rename the input"),
    ],
)
def test_an_output_that_cannot_be_written_costs_one_document(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, remedy: str
) -> None:
    """What to do depends on what is wrong; the next run tries again."""
    tree(tmp_path, {"in/a.txt": STORY, "in/b.txt": STORY})
    real_replace, why = os.replace, os.strerror(number)

    def refuse(source: Any, target: Any) -> None:
        if str(target).endswith("b.json"):
            raise OSError(number, why)
        real_replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr("cleaner.batch.outputs.os.replace", refuse)
        _, manifest = do(rulebook, tmp_path / "out", tmp_path / "in")
    assert [(row["kind"], row["error"]) for row in manifest] == [
        (None, None), ("unwritable", f"its output cannot be written ({why}); {remedy}"),
    ]  # fmt: skip
    assert not list((tmp_path / "out").glob("b*"))
    summary, _ = do(rulebook, tmp_path / "out", tmp_path / "in")
    assert (summary.kept, summary.statuses["ok"]) == (1, 2)


@pytest.mark.hostile(33, 34)
def test_a_name_that_is_not_utf8(rulebook: Rulebook, tmp_path: Path) -> None:
    """It is cleaned, and its id and outputs are plain text."""
    source = tmp_path / "in"
    source.mkdir()
    try:
        (source / os.fsdecode(b"\xff\n.txt")).write_text(STORY)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    _, manifest = do(rulebook, tmp_path / "out", source)
    assert (manifest[0]["id"], list(manifest[0]["outputs"])) == ("%FF\n.txt", ["%FF\n.txt", "%FF\n.json"])
    assert (tmp_path / "out/%FF\n.txt").read_text() == BODY + "\n"


@pytest.mark.hostile(55)
def test_a_document_that_would_be_emptied_is_guarded(rulebook: Rulebook, tmp_path: Path) -> None:
    tree(tmp_path, {"in/a.txt": "Home / World\n" * 20})
    summary, manifest = do(rulebook, tmp_path / "out", tmp_path / "in")
    assert (manifest[0]["status"], manifest[0]["kept_chars"] > 200, summary.exit_code) == ("guarded", True, 1)
    assert (tmp_path / "out/a.txt").read_text(encoding="utf-8").count("Home / World") == 20


def test_a_rule_that_runs_out_of_time_keeps_the_text_and_fails(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_time(*arguments: object, **named: object) -> None:
        raise RuleTimeout("basics/breadcrumb", 1.0)

    monkeypatch.setattr(Rulebook, "outlet_of", out_of_time)
    tree(tmp_path, {"in/a.txt": "Home / World\n\nIt rained.\n"})
    summary, manifest = do(rulebook, tmp_path / "out", tmp_path / "in")
    assert (manifest[0]["status"], manifest[0]["kind"]) == ("failed", "rule_timeout")
    assert "basics/breadcrumb" in manifest[0]["error"]
    assert (tmp_path / "out/a.txt").read_text(encoding="utf-8") == "Home / World\n\nIt rained.\n"
    assert summary.exit_code == 1


def test_a_mistake_of_ours_costs_one_document(rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any error that nobody thought of ends in a row, and the run goes on; an output of an earlier run does not stay."""
    from cleaner.batch import worker

    tree(tmp_path, {"in/a.txt": STORY, "in/b.txt": STORY})
    do(rulebook, tmp_path / "out", tmp_path / "in")
    real = worker.clean

    def clean(raw: bytes, **named: Any) -> Any:
        if named["id"] == "a.txt":
            raise ZeroDivisionError("oh")
        return real(raw, **named)

    monkeypatch.setattr(worker, "clean", clean)
    _, manifest = do(rulebook, tmp_path / "out", tmp_path / "in", resume=False)
    assert [(row["status"], row["kind"]) for row in manifest] == [("failed", "crash"), ("ok", None)]
    assert sorted(digests(tmp_path / "out")) == ["b.json", "b.txt", "manifest.jsonl"]


@pytest.mark.hostile(39)
@pytest.mark.parametrize("at", range(9))
def test_a_full_disk_leaves_nothing_half_written(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Whichever rename fails: every file there is whole, no temporary file stays, the error says what to do."""
    tree(tmp_path, {"in/a.txt": STORY, "in/b.txt": STORY})
    calls = iter(range(100))
    real = os.replace

    def replace(old: str, new: str) -> None:
        if next(calls) == at:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(old, new)

    monkeypatch.setattr(outputs_module.os, "replace", replace)
    if at < 8:  # the account at the start, two files for each document, the manifest, the account at the end, what vouches
        with pytest.raises(OutputError, match="No space left"):
            do(rulebook, tmp_path / "out", tmp_path / "in")
    else:
        do(rulebook, tmp_path / "out", tmp_path / "in")
    left = digests(tmp_path / "out")
    assert not [name for name in left if "tmp" in name]
    for name in left:
        if name.endswith(".txt"):
            assert (tmp_path / "out" / name).read_text(encoding="utf-8") == BODY + "\n"
            assert json.loads((tmp_path / "out" / name).with_suffix(".json").read_bytes())["kept_chars"] == len(BODY)
    monkeypatch.setattr(outputs_module.os, "replace", real)
    do(rulebook, tmp_path / "again", tmp_path / "in")
    if at == 0:
        assert left == {}


def test_an_interrupt_leaves_nothing_half_written(rulebook: Rulebook, tmp_path: Path) -> None:
    tree(tmp_path, {"in/a.txt": STORY, "in/b.txt": STORY})
    destination = Destination.of(str(tmp_path / "out"), "txt")

    def interrupt(outcome: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(find([str(tmp_path / "in")]), Settings(rulebook, folder=destination.place), destination=destination, each=interrupt)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".cleaner.journal", "a.json", "a.txt", "run.json"]
    assert json.loads((tmp_path / "out/run.json").read_bytes())["finished"] is False


@pytest.mark.hostile(37)
def test_output_and_input_must_not_overlap(rulebook: Rulebook, tmp_path: Path) -> None:
    """Nothing is written when an output could become an input or replace one."""
    tree(tmp_path, {"in/a.txt": STORY, "in/sub/b.txt": STORY, "rows.jsonl": "{}"})
    before = digests(tmp_path)
    for out, path, kind in [
        ("in/out", "in", "txt"),
        ("in", "in", "txt"),
        (".", "in", "txt"),
        ("in/rows.jsonl", "in", "jsonl"),
        ("in/sub", "in/sub/b.txt", "txt"),
        ("rows.jsonl", "rows.jsonl", "jsonl"),
        ("in/a.txt", "in/sub", "txt"),
        ("in/a.txt", "in/sub", "jsonl"),
    ]:
        with pytest.raises(UsageError):
            do(rulebook, tmp_path / out, tmp_path / path, format=kind)
    assert digests(tmp_path) == before
    do(rulebook, tmp_path / "in/out", tmp_path / "in/a.txt")


def test_a_directory_with_other_files_is_not_written_to(rulebook: Rulebook, tmp_path: Path) -> None:
    tree(tmp_path, {"in/a.txt": STORY, "out/a.txt": "mine"})
    with pytest.raises(UsageError, match="no run of cleaner"):
        do(rulebook, tmp_path / "out", tmp_path / "in")
    assert (tmp_path / "out/a.txt").read_text() == "mine"


def test_errors_travel_between_processes() -> None:
    """What a worker raises must survive pickling, or the pool would break."""
    import pickle

    for error in (OutputError("full"), WorkerDiedError("dead"), UnreadableInput("binary", "b")):
        assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_the_account_names_the_rules_that_cost_most(tmp_path: Path) -> None:
    """Each try counts, a line that comes again costs nothing; and the account says where the longest was."""
    write_pack(tmp_path / "rules", "shared/basics", BASICS)
    write_pack(tmp_path / "rules", "shared/one", one_rule("line: '(?:a|aa)+b'", matches="aab", ignores="ab c"))
    head = "schema: 1\noutlet: x.example\nname: X\nrecognise: ['The X of Town']\n"
    write_pack(tmp_path / "rules", "outlets/x.example", head + BASICS[BASICS.index("rules:") : BASICS.index("  - id: credit")])
    texts = {"a.txt": STORY, "b.txt": STORY + "a" * 24 + "c b", "c.txt": STORY + "ab c\n\nThe X of Town"}
    tree(tmp_path / "in", texts)
    rules = load_rulebook(tmp_path / "rules", bundled=False)
    do(rules, tmp_path / "out", tmp_path / "in")
    costs = json.loads((tmp_path / "out/run.json").read_bytes())["timings"]["rules_by_cost"]
    assert (costs[0]["rule"], costs[0]["tries"], costs[0]["longest_in"]) == ("one/r", 2, "b.txt")
    assert costs[0]["seconds"] >= costs[0]["longest"] > costs[1]["longest"]
    tries = {cost["rule"]: cost["tries"] for cost in costs[1:]}
    assert tries.pop("basics/shouting") > 1  # a pattern without a literal is tried on every line
    assert tries == {"basics/breadcrumb": 1, "x.example/breadcrumb": 1, "x.example/recognise": 1}
    assert do(rules, tmp_path / "out", tmp_path / "in")[0].costs == {}


def test_costs_are_counted_while_somebody_asks(rulebook: Rulebook) -> None:
    with counted() as outer:
        cleaner.clean("Home / Once", rulebook=rulebook)
        with counted() as inner:
            cleaner.clean("Home / Twice", rulebook=rulebook)
        cleaner.clean("Home / Twice", rulebook=rulebook)  # it was seen before: nothing is tried
    cleaner.clean("Home / Thrice", rulebook=rulebook)
    assert (outer["basics/breadcrumb"].tries, inner["basics/breadcrumb"].tries) == (1, 1)
