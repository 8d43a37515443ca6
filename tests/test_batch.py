"""The batch runner: which inputs there are, what their outputs are called, and that every input is accounted for."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import inspect
import json
import os
import socket
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.batch import Conduct, Destination, OutputError, Settings, Summary, find, run
from cleaner.batch import outputs as outputs_module
from cleaner.batch.naming import encode, encode_all, fit, place, unique_folders, unique_stems
from cleaner.batch.supervisor import WorkerDiedError
from cleaner.errors import RuleTimeout, UnreadableInput, UsageError
from cleaner.render import restore
from cleaner.rulebook import Rulebook, load_rulebook

PACK = """\
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
  - id: caption
    label: caption
    why: What a picture shows.
    line: 'Caption: .+'
    examples: {matches: ['Caption: a boat'], ignores: ['Captions are fun.']}
"""
STORY = "Home / World\n\nThe harbour reopened on Monday after a long night.\n"
BODY = "The harbour reopened on Monday after a long night."


@pytest.fixture(scope="session")
def rulebook(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "shared").mkdir()
    (folder / "shared" / "basics.yaml").write_text(PACK, encoding="utf-8")
    return load_rulebook(folder, bundled=False)


def tree(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def do(
    rulebook: Rulebook, out: Path, *paths: Path | str, jobs: int = 0, format: str = "txt", resume: bool = True, **options: Any
) -> tuple[Summary, list[dict[str, Any]]]:
    destination = Destination.of(str(out), format)
    folder = destination.place if format == "txt" else ""
    configured = Settings(rulebook, format=format, folder=folder, fsync=False, **options)
    summary = run(find(map(str, paths)), configured, conduct=Conduct(jobs, resume=resume), destination=destination)
    return summary, rows(Path(destination.manifest))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def digests(root: Path) -> dict[str, str]:
    """Every file of a tree but the account of the run, which holds the time it took, and what vouches for the tree."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in ("run.json", "_SUCCESS")
    }


def ids(*paths: Path | str) -> list[str]:
    return [item.id for item in find(map(str, paths))]


def stems(*paths: Path | str) -> dict[str, str]:
    return {item.id: item.stem for item in find(map(str, paths)) if item.verdict is None}


# -- which inputs there are


def test_a_directory_is_walked_in_the_order_of_ids(tmp_path: Path) -> None:
    """Texts and pages are taken at any depth, all else is listed with why it is not."""
    tree(
        tmp_path,
        {"b/z.txt": "", "b.txt": "", "a.HTML": "", "b-c.htm": "", "x.pdf": "", ".git/config.txt": "", "a/deep/er.text": ""},
    )
    found = {item.id: item.verdict.kind if item.verdict else "" for item in find([str(tmp_path)])}
    assert list(found) == sorted(found)
    assert found == {
        ".git": "hidden", "a.HTML": "", "a/deep/er.text": "", "b-c.htm": "", "b.txt": "", "b/z.txt": "", "x.pdf": "suffix",
    }  # fmt: skip


@pytest.mark.hostile(30)
def test_directory_links_are_not_followed_and_loops_end(tmp_path: Path) -> None:
    """A link to a directory above is skipped, and so is one to a file; a link to nothing is an input that will fail."""
    tree(tmp_path, {"in/a.txt": STORY})
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "broken.txt").symlink_to(tmp_path / "nothing")
    found = {item.id: item.verdict.kind if item.verdict else "" for item in find([str(tmp_path / "in")])}
    assert found == {"a.txt": "", "broken.txt": "", "link.txt": "file_link", "loop": "directory_link"}


def test_named_files_keep_the_tree_below_their_common_directory(tmp_path: Path) -> None:
    """Whatever the suffix, the order, or how often they are named."""
    tree(tmp_path, {"x/1.txt": "", "y/1.txt": "", "y/notes.md": ""})
    paths = [tmp_path / "y/notes.md", tmp_path / "x/1.txt", tmp_path / "y/1.txt", tmp_path / "y/../y/1.txt"]
    assert ids(*paths) == ids(*reversed(paths)) == ["x/1.txt", "y/1.txt", "y/notes.md"]
    assert ids(tmp_path / "x/1.txt") == ["1.txt"]


def test_a_file_named_beside_its_directory_is_one_input(tmp_path: Path) -> None:
    """And it is taken although the walk alone would skip it."""
    tree(tmp_path, {"a.txt": "", "sub/b.md": "", "sub/.c.txt": ""})
    assert ids(tmp_path, tmp_path / "a.txt", tmp_path / "sub/b.md", tmp_path / "sub", tmp_path / "sub/.c.txt") == [
        "a.txt", "sub/.c.txt", "sub/b.md",
    ]  # fmt: skip
    assert stems(tmp_path, tmp_path / "sub/b.md") == {"a.txt": "a", "sub/b.md": "sub/b"}


def test_a_quoted_glob_gives_what_the_shell_would(tmp_path: Path) -> None:
    tree(tmp_path, {"p/a.txt": "", "p/q/b.txt": "", "p/c.html": ""})
    assert ids(tmp_path / "p/**/*.txt") == ids(tmp_path / "p/a.txt", tmp_path / "p/q/b.txt") == ["a.txt", "q/b.txt"]
    (tmp_path / "[a].txt").write_text("")
    assert ids(tmp_path / "[a].txt") == ["[a].txt"]


def test_two_directories_are_prefixed_only_where_they_clash(tmp_path: Path) -> None:
    """The order of the arguments does not matter; directories of one name are told apart."""
    tree(tmp_path, {"one/a.txt": "", "two/b.txt": "", "three/A.html": "", "x/one/c.txt": "", "y/one/c.txt": ""})
    assert ids(tmp_path / "one", tmp_path / "two") == ["a.txt", "b.txt"]
    assert (
        ids(tmp_path / "three", tmp_path / "one") == ids(tmp_path / "one", tmp_path / "three") == ["one/a.txt", "three/A.html"]
    )
    assert ids(tmp_path / "x/one", tmp_path / "y/one") == ["one/c.txt", "one~2/c.txt"]


@pytest.mark.parametrize("paths", [["missing.txt"], ["*.nothing"], ["-", "-"]])
def test_what_is_not_there_is_wrong_use(paths: list[str]) -> None:
    with pytest.raises(UsageError):
        find(paths)


def test_a_deep_tree_is_no_problem(tmp_path: Path) -> None:
    """Trees may be deeper than Python can recurse."""
    deepest = tmp_path.joinpath(*"d" * 300)
    deepest.mkdir(parents=True)
    (deepest / "a.txt").write_text("x")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        found = ids(tmp_path)
    finally:
        sys.setrecursionlimit(limit)
    assert found == ["d/" * 300 + "a.txt"]


# -- names


@pytest.mark.hostile(33)
def test_names_that_are_not_utf8_are_percent_encoded() -> None:
    """All else stays as it is, and two inputs never share an id."""
    assert encode("\udcff\udcfe.txt") == "%FF%FE.txt"
    assert encode("100%.txt") == "100%.txt"
    assert encode_all(["\udcff.txt", "%FF.txt"]) == {"%FF.txt": "%FF.txt", "\udcff.txt": "%FF.txt~"}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.txt"], {"a.txt": "a"}),
        (["a.txt", "a.html"], {"a.html": "a.html", "a.txt": "a.txt"}),
        (["a.txt", "a.html", "a.html.txt"], {"a.html": "a.html", "a.txt": "a.txt", "a.html.txt": "a.html.txt"}),
        (["A.txt", "a.txt"], {"A.txt": "A.txt", "a.txt": "a.txt~2"}),
        (["A.txt", "a.txt", "a.txt~2.html"], {"A.txt": "A.txt", "a.txt": "a.txt~3", "a.txt~2.html": "a.txt~2"}),
        (["\xe9.txt", "e\u0301.txt"], {"e\u0301.txt": "e\u0301.txt", "\xe9.txt": "\xe9.txt~2"}),
        (["straße.txt", "STRASSE.txt"], {"STRASSE.txt": "STRASSE.txt", "straße.txt": "straße.txt~2"}),
        (["noext", "noext.txt"], {"noext": "noext", "noext.txt": "noext.txt"}),
    ],
)
@pytest.mark.hostile(35)
def test_stems(names: list[str], expected: dict[str, str]) -> None:
    """The name without its suffix if nobody else could want it, else all of it, else with a number."""
    assert unique_stems(names, set()) == unique_stems(names[::-1], set()) == expected


def test_folders_and_our_own_files_keep_their_names(tmp_path: Path) -> None:
    """A directory called like an output, and an input called like the account of the run, replace nothing."""
    tree(
        tmp_path, {"a.txt/x.txt": "", "a.html": "", "run.txt": "", "Sub/1.txt": "", "sub/1.txt": "", "manifest.jsonl/1.txt": ""}
    )
    assert stems(tmp_path) == {
        "Sub/1.txt": "Sub/1",
        "a.html": "a.html",
        "a.txt/x.txt": "a.txt/x",
        "manifest.jsonl/1.txt": "manifest.jsonl~2/1",
        "run.txt": "run.txt",
        "sub/1.txt": "sub~2/1",
    }


@pytest.mark.hostile(34)
def test_long_names_are_cut_with_a_digest() -> None:
    long, twin = "é" * 125 + ".html", "é" * 125 + ".htm"
    assert len(f"{fit(long)}.json".encode()) <= 255
    assert len(set(unique_stems([long, twin], set()).values())) == 2


NAMES = st.text(st.sampled_from("aAbéÉ\u0301ßsİi.~2%"), min_size=1, max_size=6).filter(lambda name: name not in (".", ".."))


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(NAMES, unique=True, max_size=8), st.lists(NAMES, unique=True, max_size=4), st.randoms(use_true_random=False))
@pytest.mark.hostile(35)
def test_no_two_outputs_are_ever_one(names: list[str], folders: list[str], random: Any) -> None:
    """For any names: outputs and folders differ even where case and composition do not count, and order does not matter."""
    names = [name for name in names if name not in folders]

    def assigned(files: list[str], directories: list[str]) -> tuple[dict[str, str], dict[str, str]]:
        taken = {place("run.json")}
        return unique_folders(directories, taken), unique_stems(files, taken)

    out_folders, out_stems = assigned(names, folders)
    written = [*out_folders.values(), "run.json", *(stem + end for stem in out_stems.values() for end in (".txt", ".json"))]
    assert max(Counter(map(place, written)).values()) == 1
    random.shuffle(names)
    random.shuffle(folders)
    assert assigned(names, folders) == (out_folders, out_stems)


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
        "status": "ok",
        "kind": None,
        "error": None,
        "fingerprint": account["fingerprint"],
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
        def __init__(self, path: str) -> None:
            self._entries = sorted(real(path), key=lambda entry: entry.name, reverse=True)

        def __enter__(self) -> Iterator[os.DirEntry[str]]:
            return iter(self._entries)

        def __exit__(self, *error: object) -> None:
            pass

    monkeypatch.setattr("cleaner.batch.inputs.os.scandir", Backwards)
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
    monkeypatch.setattr("cleaner.batch.inputs.os.scandir", hide)
    _, manifest = do(rulebook, tmp_path / "out", tmp_path / "in")
    assert [(row["id"], row["kind"]) for row in manifest] == [
        ("a.txt", "unreadable"), ("b.txt", "vanished"), ("c/", "unreadable"), ("e.txt", None),
    ]  # fmt: skip


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


@pytest.mark.parametrize("at", range(9))
@pytest.mark.hostile(39)
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
