"""Rows as inputs: their ids, their outputs, and that a corpus gives the same bodies whatever it is kept in."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cleaner.batch import Destination, Item, Keys, Plan, Reading, Settings, Summary, content, find, find_one, run
from cleaner.batch.ids import Ids, Renamed, story_of
from cleaner.batch.inputs import check
from cleaner.batch.naming import Stems, row_stem
from cleaner.batch.preview import preview
from cleaner.batch.supervisor import Job, Limits, Supervisor
from cleaner.errors import UnreadableInput, UsageError
from cleaner.rulebook import Rulebook, load_rulebook
from tests.conftest import ROOT
from tests.containers import documents, gz, lines, record, table, zst

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


def put(root: Path, **files: str | bytes) -> Path:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return root


def listed(*paths: Path | str, **options: Any) -> Plan:
    return find(map(str, paths), Reading(**options))


def kinds(plan: Plan) -> dict[str, str]:
    return {item.id: item.verdict.kind if item.verdict else "" for item in plan}


def do(
    rulebook: Rulebook, out: Path, *paths: Path | str, format: str = "txt", **options: Any
) -> tuple[Summary, list[dict[str, Any]]]:
    destination = Destination.of(str(out), format)
    reading = options.pop("reading", Reading())
    configured = Settings(rulebook, format=format, folder=destination.place if format == "txt" else "", fsync=False, **options)
    summary = run(find(map(str, paths), reading), configured, destination=destination)
    return summary, [json.loads(line) for line in Path(destination.manifest).read_bytes().splitlines()]


# -- ids and order


def test_rows_stand_where_their_file_does(tmp_path: Path) -> None:
    """Files by id, rows by number, whatever ids the rows have; a row without one is named after its file."""
    root = put(
        tmp_path,
        **{"b.jsonl": lines({"id": "z", "text": "1"}, {"text": "2"}, 5), "a.txt": "x", "c/d.txt.gz": gz(b"y")},
    )
    found = list(listed(root))
    assert [(item.id, item.file, item.place) for item in found] == [
        ("a.txt", "", "a.txt"),
        ("z", "b.jsonl", "b.jsonl"),
        ("b.jsonl#2", "b.jsonl", "b.jsonl"),
        ("b.jsonl#3", "b.jsonl", "b.jsonl"),
        ("c/d.txt.gz", "", "c/d.txt.gz"),
    ]  # fmt: skip
    assert [item.stem for item in found] == ["a", "b.jsonl/000/000001-z", "b.jsonl/000/000002", "", "c/d"]
    assert [item.verdict.kind if item.verdict else None for item in found] == [None, None, None, "bad_row", None]


def test_a_container_is_never_a_single_document(tmp_path: Path) -> None:
    root = put(tmp_path, **{"a.jsonl": lines({"text": "1"}), "b.txt.gz": gz(b"x")})
    assert not listed(root / "a.jsonl").single
    assert listed(root / "b.txt.gz").single


def test_a_container_that_cannot_be_opened_is_one_input(tmp_path: Path) -> None:
    root = put(tmp_path, **{"bad.parquet": b"PAR1", "empty.jsonl": b""})
    (root / "gone.warc").symlink_to(root / "nothing")
    os.mkfifo(root / "pipe.jsonl")
    assert kinds(listed(root)) == {
        "bad.parquet": "corrupt", "empty.jsonl": "no_rows", "gone.warc": "vanished", "pipe.jsonl": "special",
    }  # fmt: skip


@pytest.mark.hostile(28)
def test_an_id_that_comes_twice_is_refused_before_anything_is_written(rulebook: Rulebook, tmp_path: Path) -> None:
    """Whether in one file, in two, or as the name of a file."""
    root = put(
        tmp_path / "in",
        **{"a.jsonl": lines({"id": "x", "text": "1"}), "b.jsonl": lines({"text": "0"}, {"id": "x", "text": "2"})},
    )
    with pytest.raises(UsageError, match=r"b\.jsonl, row 2: its id 'x' is that of a\.jsonl, row 1, too; .*--dup-id suffix"):
        do(rulebook, tmp_path / "out", root)
    assert not (tmp_path / "out").exists()
    (root / "b.jsonl").write_bytes(lines({"id": "c.txt", "text": "1"}))
    put(root, **{"c.txt": "x"})
    with pytest.raises(UsageError, match=r"c\.txt: its id 'c\.txt' is that of b\.jsonl, row 1"):
        listed(root).check()
    listed(root, keys=Keys(id=())).check()


def test_an_id_that_a_cut_story_would_have_is_refused_before_anything_is_written(rulebook: Rulebook, tmp_path: Path) -> None:
    story = SEEDS[0].read_text(encoding="utf-8")
    source = put(tmp_path / "in", **{"a.jsonl": lines({"id": "x#2", "text": "It rained."}, {"id": "x", "text": story})})
    out = tmp_path / "out"
    for go in (partial(run, destination=Destination.of(str(out), "jsonl")), lambda *given: list(preview(*given, None))):
        with pytest.raises(UsageError, match=r"^a\.jsonl, row 1: its id 'x#2' is that of a story cut from 'x'; .*--split out$"):
            go(listed(source), Settings(rulebook, format="jsonl", fsync=False, split=True))
    assert not out.exists()
    do(rulebook, out, source, format="jsonl")
    reading = Reading(Keys(id=()))
    do(rulebook, tmp_path / "numbered", source, format="jsonl", split=True, reading=reading)
    ids = [json.loads(row)["id"] for row in (tmp_path / "numbered" / "cleaned.jsonl").read_bytes().splitlines()]
    assert ids[:3] == ["a.jsonl#1", "a.jsonl#2", "a.jsonl#2#2"]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("id", "whole"),
    [("x#2", "x"), ("x#10", "x"), ("x#2#3", "x#2"), ("x#1", None), ("x#02", None), ("#2", None), ("x#٢", None), ("x", None)],
)
def test_ids_of_stories(id: str, whole: str | None) -> None:
    assert story_of(id) == whole


def test_what_gives_no_row_has_no_stories(tmp_path: Path) -> None:
    plan = listed(put(tmp_path, **{"a.jsonl": lines({"id": "b.bin#2", "text": "1"}), "b.bin": "1"}))
    assert kinds(plan) == {"b.bin#2": "", "b.bin": "suffix"}
    check(plan, stories=True)


def test_ids_can_be_numbered_instead(tmp_path: Path) -> None:
    """The first keeps its id; no new id is one that another input has; listed again they are the same."""
    rows = [{"id": name, "text": "1"} for name in ["x", "x~2", "x", "y", "x", "x~2"]]
    plan = listed(put(tmp_path, **{"a.jsonl": lines(*rows)}), suffix_ids=True)
    plan.check()
    assert [item.id for item in plan] == [item.id for item in plan] == ["x", "x~2", "x~3", "y", "x~4", "x~2~2"]
    assert plan.total == 6


@hypothesis_settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(["a", "a~2", "a~2~2", "a~3", "b", "~2", "a~02"]), max_size=12))
def test_numbered_ids_are_always_unique(names: list[str]) -> None:
    ids = Ids(names)
    renamed = Renamed(ids)
    new = [renamed(name) for name in names]
    assert len(set(new)) == len(new)
    assert all(before in new for before in names)
    assert ids.unique == (len(set(names)) == len(names))
    assert all(name in ids for name in names)
    assert "c" not in ids


# -- outputs stay where they belong


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("../../etc/x", "f/000/000007-etc_x"),
        ("/etc/passwd", "f/000/000007-etc_passwd"),
        ("C:\\x", "f/000/000007-C_x"),
        ("a\0b\nc", "f/000/000007-a_b_c"),
        ("CON", "f/000/000007-CON"),
        ("..", "f/000/000007"),
        ("a/b. ", "f/000/000007-a_b"),
        ("日本-é", "f/000/000007-日本-é"),
        ("é" * 400, "f/000/000007-" + "é" * 50),
        (None, "f/000/000007"),
    ],
)
def test_an_id_is_only_hinted_at_in_a_name(id: str | None, expected: str) -> None:
    assert row_stem("f", 7, id) == expected
    assert row_stem("f", 1001, None) == "f/001/001001"


@hypothesis_settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(max_size=300))
@pytest.mark.hostile(36)
def test_no_id_leads_out_of_its_folder(id: str) -> None:
    stem = row_stem("f", 7, id)
    assert os.path.normpath(stem) == stem
    assert stem.split("/")[:2] == ["f", "000"]
    assert stem.count("/") == 2
    assert "\0" not in stem
    assert len(f"{stem.split('/')[2]}.json".encode()) <= 255


@pytest.mark.hostile(36)
def test_hostile_ids_write_below_the_output_alone(rulebook: Rulebook, tmp_path: Path) -> None:
    ids = ["../../etc/x", "/etc/x", "a\0b", "CON", "..", "x" * 1000, "\u202e", "a/b", "a\\b"]
    put(tmp_path, **{"in.jsonl": lines(*({"id": name, "text": "The harbour reopened."} for name in ids))})
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    summary, manifest = do(rulebook, tmp_path / "out", tmp_path / "in.jsonl")
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert summary.statuses["ok"] == len(ids) == len(manifest)
    assert all(path.is_relative_to(tmp_path / "out") for path in written)
    assert [row["id"] for row in manifest] == ids
    assert {row["path"] for row in manifest} == {"in.jsonl"}


def test_packed_files_share_no_outputs_with_others() -> None:
    names = ["a.txt", "a.txt.gz", "b.html.zst", "c.gz", "c.txt.gz"]
    assert {name: Stems(names, set())[name] for name in names} == {
        "a.txt": "a.txt", "a.txt.gz": "a.txt.gz", "b.html.zst": "b", "c.gz": "c.gz", "c.txt.gz": "c.txt.gz",
    }  # fmt: skip


def test_a_folder_named_like_a_container(tmp_path: Path) -> None:
    """The rows of one and the files of the other keep apart, also where letter case does not count."""
    put(tmp_path, **{"A.JSONL/x.txt": "x", "a.jsonl": lines({"text": "1"}), "a.txt": "x"})
    assert [item.stem for item in listed(tmp_path)] == ["A.JSONL/x", "a.jsonl~2/000/000001", "a"]


# -- links


@pytest.mark.hostile(30, 32)
def test_links_are_followed_only_when_asked_and_each_file_is_taken_once(tmp_path: Path) -> None:
    """Under the first of its names; not at all where the walk comes to the file itself. Hard links are files of their own."""
    root = put(tmp_path / "in", **{"z.txt": "x", "sub/y.txt": "y", ".hidden/h.txt": "h"})
    put(tmp_path / "else", **{"e.txt": "e"})
    for name, target in {
        "a.txt": root / "z.txt", "b.txt": tmp_path / "else/e.txt", "c.txt": tmp_path / "else/e.txt", "sub/d.txt": root / "b.txt",
        "h.txt": root / ".hidden/h.txt", "gone.txt": tmp_path / "nothing",
    }.items():  # fmt: skip
        (root / name).symlink_to(target)
    (root / "hard.txt").hardlink_to(root / "z.txt")
    files = {".hidden": "hidden", "gone.txt": "", "hard.txt": "", "sub/y.txt": "", "z.txt": ""}
    links = ["a.txt", "b.txt", "c.txt", "h.txt", "sub/d.txt"]
    assert kinds(listed(root)) == files | dict.fromkeys(links, "file_link")
    followed = kinds(listed(root, follow=True))
    assert followed == files | {"a.txt": "same_file", "b.txt": "", "c.txt": "same_file", "h.txt": "", "sub/d.txt": "same_file"}
    assert kinds(listed(root / "a.txt")) == {"a.txt": ""}


# -- the same corpus in anything


def corpora(folder: Path, texts: dict[str, str]) -> dict[str, Path]:
    """One corpus, ids and all, in everything that can hold it."""
    rows = [{"id": name, "text": text} for name, text in texts.items()]
    html = [{"id": row["id"], "html": row["text"]} for row in rows]
    pages = {name: text for name, text in texts.items() if name.endswith(".html")}
    plain = {name: text for name, text in texts.items() if name not in pages}
    for name, text in texts.items():
        put(folder / "tree", **{name: text})
        put(folder / "packed", **{name + ".gz": gz(text.encode())})
    archive = b"".join(
        gz(record(text.encode(), id=name, media="text/html" if name in pages else "text/plain")) for name, text in texts.items()
    )
    put(
        folder,
        **{
            "rows.jsonl": lines(*rows),
            "rows.jsonl.gz": gz(lines(*rows)),
            "rows.jsonl.zst": zst(lines(*rows)),
            "rows.parquet": table(rows),
            "html.parquet": table(row for row in html if row["id"] in pages),
            "pages.warc.gz": archive,
            "texts.wet": b"".join(record(text.encode(), id=name, type="conversion", media="text/plain") for name, text in plain.items()),
        },
    )  # fmt: skip
    return {path.name: path for path in folder.iterdir()}


def bodies(rulebook: Rulebook, out: Path, *paths: Path) -> dict[str, str]:
    _, manifest = do(rulebook, out, *paths)
    return {row["id"].removesuffix(".gz"): (out / next(iter(row["outputs"]))).read_text() for row in manifest}


def digest(found: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(sorted(found.items())).encode()).hexdigest()


def test_a_corpus_gives_the_same_bodies_whatever_it_is_kept_in(rulebook: Rulebook, tmp_path: Path) -> None:
    """Directory, packed files, JSON lines, packed lines, Parquet, WARC, and WET with a table of the pages: one digest."""
    page = "<html><body><article><h1>Harbour</h1>{}</article></body></html>"
    story = "".join(f"<p>The harbour reopened on day {day}, the mayor of the town said in the evening.</p>" for day in range(9))
    texts = {path.name: path.read_bytes().decode() for path in SEEDS} | {
        "page.html": page.format(story),
        "sub/short.txt": "Café reopened.\r\n",
    }
    found = corpora(tmp_path / "in", texts)
    expected = bodies(rulebook, tmp_path / "out-tree", found.pop("tree"))
    assert len(expected) == len(texts) >= 3
    mixed = bodies(rulebook, tmp_path / "out-mixed", found.pop("html.parquet"), found.pop("texts.wet"))
    digests = {name: digest(bodies(rulebook, tmp_path / f"out-{name}", path)) for name, path in found.items()}
    assert {**digests, "mixed": digest(mixed)} == dict.fromkeys([*found, "mixed"], digest(expected))
    assert set(found) == {"packed", "rows.jsonl", "rows.jsonl.gz", "rows.jsonl.zst", "rows.parquet", "pages.warc.gz"}


def test_the_address_of_a_row_decides_its_outlet(rulebook: Rulebook, tmp_path: Path) -> None:
    """It wins over the one address for all, not over the outlet; and a row is hashed as what it holds."""
    rows = [{"text": "Hi there.", "url": "https://www.chinadaily.com.cn/a"}, {"text": "Hi there."}]
    put(tmp_path, **{"a.jsonl": lines(*rows)})
    _, manifest = do(rulebook, tmp_path / "1", tmp_path / "a.jsonl", url="https://www.taipeitimes.com/x")
    assert [row["outlet"] for row in manifest] == ["chinadaily.com.cn", "taipeitimes.com"]
    assert {row["raw_sha256"] for row in manifest} == {hashlib.sha256(b"Hi there.").hexdigest()}
    _, manifest = do(rulebook, tmp_path / "2", tmp_path / "a.jsonl", outlet="example.org")
    assert [row["outlet"] for row in manifest] == ["example.org"] * 2


@pytest.mark.hostile(10)
def test_a_lone_surrogate_in_a_row_is_replaced(rulebook: Rulebook, tmp_path: Path) -> None:
    put(tmp_path, **{"a.jsonl": b'{"text": "The \\ud800 harbour reopened."}\n'})
    summary, (row,) = do(rulebook, tmp_path / "out", tmp_path / "a.jsonl")
    assert summary.exit_code == 0
    assert row["warnings"] == ["lone surrogates became U+FFFD"]
    assert (tmp_path / "out/a.jsonl/000/000001.txt").read_text() == "The \ufffd harbour reopened.\n"


@pytest.mark.hostile(27)
def test_every_row_has_its_line_of_the_manifest(rulebook: Rulebook, tmp_path: Path) -> None:
    """A row that is none, and the tail that broke off, as failures with the line; the good ones are written."""
    data = gz(lines({"id": "a", "text": "The harbour."}, {"id": "b"}, {"id": "c", "text": "The sea."}))
    put(tmp_path, **{"a.jsonl.gz": data[:-4]})
    summary, manifest = do(rulebook, tmp_path / "out", tmp_path / "a.jsonl.gz")
    assert [(row["id"], row["status"], row["kind"]) for row in manifest] == [
        ("a", "ok", None), ("b", "failed", "no_text"), ("c", "ok", None), ("a.jsonl.gz#4", "failed", "truncated"),
    ]  # fmt: skip
    assert manifest[1]["error"].startswith("line 2: it has no text")
    assert {row["path"] for row in manifest} == {"a.jsonl.gz"}
    assert summary.exit_code == 1


def test_large_rows_are_handed_over_few_at_a_time() -> None:
    """However fast the work goes: a worker is given some megabytes, or one row if it is larger."""
    sizes = [10, 10, 9_000_000, 10, 20_000_000, 5_000_000, 5_000_000, 10]
    supervisor = Supervisor(Job(str, None, str, weight=lambda size: size), sizes, 1, Limits(), lambda: False)
    supervisor._pace = 0.0001
    assert [[numbered.task for numbered in supervisor._chunk()] for _ in range(5)] == [
        sizes[:3], sizes[3:5], sizes[5:7], sizes[7:], [],
    ]  # fmt: skip


# -- addresses


def test_addresses_are_listed_and_read_like_directories(rulebook: Rulebook, tmp_path: Path) -> None:
    """A tree on another machine gives what the same tree gives here."""
    import fsspec

    files = {
        "a.txt": b"The harbour reopened.",
        "sub/b.jsonl": lines(*documents(2)),
        "sub/c.txt.gz": gz(b"The sea."),
        ".x/d.txt": b"",
        "e.pdf": b"",
    }
    store = fsspec.filesystem("memory")
    for name, data in files.items():
        store.pipe(f"/corpus/{name}", data)
    put(tmp_path / "corpus", **files)
    try:
        there, here = listed("memory://corpus"), listed(tmp_path / "corpus")
        assert [_same(item) for item in there] == [_same(item) for item in here]
        summary, far = do(rulebook, tmp_path / "1", "memory://corpus")
        assert far == do(rulebook, tmp_path / "2", tmp_path / "corpus")[1]
        assert dict(summary.statuses) == {"ok": 4, "guarded": 0, "failed": 0, "skipped": 2}
        assert listed("memory://corpus/a.txt").single
        assert [item.id for item in listed("memory://corpus/*.txt", "memory://corpus/sub/c.txt.gz")] == [
            "a.txt",
            "sub/c.txt.gz",
        ]
        with pytest.raises(UsageError, match="there is nothing at this address"):
            listed("memory://nowhere")
    finally:
        store.rm("/corpus", recursive=True)


def _same(item: Item) -> Item:
    return item._replace(path="")


@pytest.mark.parametrize("address", ["wurst://x/y", "s3://bucket/x"])
def test_an_address_that_nobody_can_read_says_what_is_missing(address: str) -> None:
    with pytest.raises(UsageError, match=address):
        find([address])


def test_errors_of_a_service_are_errors_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a library raises: at the start it is wrong use, later it costs one file."""
    import fsspec
    from fsspec.implementations.memory import MemoryFileSystem

    class RefusedError(Exception):
        pass

    def refuse(*_arguments: Any, **_named: Any) -> Any:
        raise RefusedError("no credentials")

    store = fsspec.filesystem("memory")
    store.pipe("/faults/a.txt", b"x")
    store.pipe("/faults/b.jsonl", lines({"text": "x"}))
    try:
        with monkeypatch.context() as patch:
            patch.setattr(MemoryFileSystem, "exists", refuse)
            with pytest.raises(
                UsageError, match=r"^memory://faults: it cannot be looked at \(RefusedError: no credentials\); check"
            ):
                listed("memory://faults")
        plan = listed("memory://faults")
        with monkeypatch.context() as patch:
            patch.setattr(MemoryFileSystem, "_open", refuse)
            first, second = plan
            assert second.verdict == (
                "failed",
                "unreadable",
                "it cannot be read (RefusedError: no credentials); check its permissions",
            )
            with pytest.raises(UnreadableInput, match="no credentials"):
                content(first, 100)
    finally:
        store.rm("/faults", recursive=True)


def test_tables_far_away() -> None:
    """Parquet is read from its end, wherever it lies."""
    import fsspec

    store = fsspec.filesystem("memory")
    store.pipe("/tables/t.parquet", table(documents(3)))
    try:
        assert [item.id for item in listed("memory://tables/t.parquet")] == ["d1", "d2", "d3"]
    finally:
        store.rm("/tables", recursive=True)


# -- the standard input


@contextmanager
def standing_in(data: bytes) -> Iterator[None]:
    """These bytes come through a pipe as the standard input."""
    reads, writes = os.pipe()

    def feed() -> None:
        with os.fdopen(writes, "wb") as pipe:
            pipe.write(data)

    feeder = threading.Thread(target=feed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.batch.opening._STDIN", reads)
        feeder.start()
        yield
        feeder.join()
    os.close(reads)


STDIN_ROWS = [*documents(3), {"text": "It rained on Monday.\n"}, {"id": 7, "text": ""}]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rows.jsonl", lines(*STDIN_ROWS)),
        ("rows.jsonl", gz(lines(*STDIN_ROWS))),
        ("rows.jsonl", zst(lines(*STDIN_ROWS))),
        ("rows.parquet", table(documents(3))),
        ("rows.warc", record(b"<p>The harbour reopened on Monday after a long night.</p>" * 3)),
    ],
)
def test_rows_on_the_standard_input_are_those_of_a_file(tmp_path: Path, name: str, data: bytes) -> None:
    """Read through a pipe, once, and listed as often as it takes; packed or not."""
    put(tmp_path, **{name: data})
    as_file = list(find([str(tmp_path / name)]))
    with standing_in(data):
        plan = find(["-"], Reading(stdin=Path(name).suffix))
        assert not plan.single
        plan.check()
        assert plan.total == len(as_file)
        assert list(plan) == list(plan)
        assert [(item.id, item.row) for item in plan] == [(item.id.replace(name, "stdin"), item.row) for item in as_file]
        assert {(item.path, item.place, item.file) for item in plan} == {("-", None, "stdin")}


def test_ids_that_come_twice_on_the_standard_input(tmp_path: Path) -> None:
    twice = lines({"id": "x", "text": "A"}, {"id": "x", "text": "B"})
    with standing_in(twice), pytest.raises(UsageError, match="stdin, row 2: its id 'x' is that of stdin, row 1, too"):
        find(["-"], Reading(stdin=".jsonl")).check()
    with standing_in(b""):
        (item,) = find(["-"], Reading(stdin=".jsonl"))
        assert item.verdict
        assert (item.id, item.verdict.kind) == ("stdin", "no_rows")


def test_no_room_to_keep_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.batch.opening.TemporaryFile", partial(Path("/dev/full").open, "wb", buffering=0))
    with (
        standing_in(lines({"text": "A"})),
        pytest.raises(UsageError, match=r"cannot be kept in .*No space left on device; set TMPDIR"),
    ):
        list(find(["-"], Reading(stdin=".jsonl")))


# -- one of many


def test_one_of_many(tmp_path: Path) -> None:
    """By its own id, its number, its path; of rows with one id each, as a run would number them."""
    twice = lines({"id": "x", "text": "A"}, {"text": "B"}, {"id": "x", "text": "C"}, {"id": "y"})
    root = put(tmp_path, **{"in/a.jsonl": twice, "in/sub/b.txt": "D", "in/c.pdf": "E"})
    folder, reading = str(root / "in"), Reading(suffix_ids=True)

    def text(path: str, name: str | None = None) -> str | bytes:
        return content(find_one(path, name, reading), 100)

    assert [text(folder, name) for name in ("x", "a.jsonl#2", "x~2", "sub/b.txt")] == ["A", "B", "C", b"D"]
    assert text(f"{folder}/sub/b.txt") == text(f"{folder}/sub/b.txt", "b.txt") == b"D"
    for name in ("X", "x~3", "a.jsonl#1", "a.jsonl"):
        with pytest.raises(UsageError, match=f"{folder}: nothing in it has the id '{name}': a row has its own or FILE#NUMBER"):
            text(folder, name)
    for path in (folder, f"{folder}/a.jsonl"):
        with pytest.raises(UsageError, match="choose one with --id"):
            text(path)
    for name, kind in (("y", "no_text"), ("c.pdf", "suffix")):
        with pytest.raises(UnreadableInput, match=f"{name}: ") as error:
            text(folder, name)
        assert error.value.kind == kind
