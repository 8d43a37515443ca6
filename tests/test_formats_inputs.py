"""Rows as inputs: their ids, their outputs, and that a corpus gives the same bodies whatever it is kept in."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.batch import Reading, content, find_one
from cleaner.batch.roots import Local
from cleaner.batch.supervisor import Job, Limits, Supervisor
from cleaner.errors import UnreadableInput, UsageError
from cleaner.rulebook import Rulebook
from tests.batches import do
from tests.containers import gz, lines, record, table, tarred, zipped, zst
from tests.interrupted import unlistable
from tests.listings import SEEDS, kinds, listed, put, rulebook

__all__ = ["rulebook"]  # a fixture


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
    alone = kinds(listed(tmp_path / "else/e.txt", root, follow=True))
    assert alone == files | dict.fromkeys(links, "same_file") | {"e.txt": "", "h.txt": ""}
    named = kinds(listed(root, root / ".hidden/h.txt", root / "c.txt", follow=True))
    below = files | dict.fromkeys(links, "same_file") | {"c.txt": ""}
    assert named == {".hidden/h.txt": ""} | {f"in/{name}": kind for name, kind in below.items()}


def test_a_link_to_what_no_walk_comes_to_is_followed(tmp_path: Path) -> None:
    """As to a hidden file: the output of a run is not entered, so the file has no other name."""
    account = '{"finished": true, "versions": {}}'
    root = put(tmp_path / "in", **{"out/run.json": account, "out/a.txt": "x", "other/b.txt": "x"})
    (root / "a.txt").symlink_to(root / "out/a.txt")
    (root / "b.txt").symlink_to(root / "other/b.txt")
    assert kinds(listed(root, follow=True)) == {"a.txt": "", "b.txt": "same_file", "other/b.txt": "", "out": "output"}


def test_a_link_to_a_part_of_a_saved_page_is_followed(tmp_path: Path) -> None:
    """The walk passes over the part itself, at any depth; not where its directory is named, or belongs to no page."""
    root = put(tmp_path / "in", **{"x.html": "x", "x_files/deep/a.txt": "a", "x_files/b.txt": "b", "y_files/c.txt": "c"})
    for name, target in {"a.txt": "x_files/deep/a.txt", "b.txt": "x_files/b.txt", "c.txt": "y_files/c.txt"}.items():
        (root / name).symlink_to(root / target)
    parts = {"x_files/b.txt": "saved_page", "x_files/deep/a.txt": "saved_page"}
    beside = {"x.html": "", "y_files/c.txt": ""}
    links = {"a.txt": "", "b.txt": "", "c.txt": "same_file"}
    assert kinds(listed(root, follow=True)) == beside | parts | links
    named = kinds(listed(root, root / "x_files", follow=True))
    assert named == beside | dict.fromkeys(parts, "") | dict.fromkeys(links, "same_file")
    named = kinds(listed(root, root / "x_files/b.txt", follow=True))
    assert named == beside | parts | links | {"x_files/b.txt": "", "b.txt": "same_file"}


def test_many_links_into_one_directory_take_one_look_at_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{number:02}.txt" for number in range(20)]
    root = put(tmp_path / "in", **{"x.html": "x", **dict.fromkeys((f"x_files/{name}" for name in names), "x")})
    for name in names:
        (root / name).symlink_to(root / "x_files" / name)
    plan, looks, entries = listed(root, follow=True), Counter[str](), Local.entries

    def counting(self: Local, relative: str) -> Iterator[tuple[str, str]]:
        looks[relative] += 1
        return entries(self, relative)

    monkeypatch.setattr(Local, "entries", counting)
    assert list(kinds(plan).values()).count("") == 21
    assert looks == {"": 2, "x_files": 1}


def test_a_link_into_what_cannot_be_listed_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk does not come to the file."""
    root = put(tmp_path / "in", **{"a/x.html": "x", "a/x_files/b.txt": "b"})
    (root / "z.txt").symlink_to(root / "a/x_files/b.txt")
    plan = listed(root, follow=True)
    unlistable(monkeypatch, "a")
    assert kinds(plan) == {"a/": "unreadable", "z.txt": ""}


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
            "files.zip": zipped({name: text.encode() for name, text in texts.items()}),
            "files.tgz": gz(tarred({name: text.encode() for name, text in texts.items()})),
            "files.tar.zst": zst(tarred({name: text.encode() for name, text in texts.items()})),
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
    """Directory, packed files, JSON lines, packed lines, Parquet, archives, WARC, and WET with a table of the pages: one digest."""
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
    assert set(found) == {
        "packed", "rows.jsonl", "rows.jsonl.gz", "rows.jsonl.zst", "rows.parquet", "pages.warc.gz", "files.zip", "files.tgz", "files.tar.zst",
    }  # fmt: skip


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
        with pytest.raises(
            UsageError, match=f"{folder}: nothing in it has the id '{name}': a row has the one under --id-key, or FILE#NUMBER"
        ):
            text(folder, name)
    for path in (folder, f"{folder}/a.jsonl"):
        with pytest.raises(UsageError, match="choose one with --id"):
            text(path)
    for name, kind in (("y", "no_text"), ("c.pdf", "suffix")):
        with pytest.raises(UnreadableInput, match=f"{name}: ") as error:
            text(folder, name)
        assert error.value.kind == kind


_COUNTED = {f"d{number}": f"The harbour reopened on day {number}.\n".encode() for number in range(1, 400)}
_ROWS = lines(*({"id": name, "text": text.decode()} for name, text in _COUNTED.items()))
_FILES = {f"{name}.txt": text for name, text in _COUNTED.items()}
_RECORDS = b"".join(record(text, id=name, media="text/plain") for name, text in _COUNTED.items())


def _half(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.jsonl.gz", _half(gz(_ROWS)), "is lost: the gzip data ends in the middle"),
        ("a.jsonl.zst", _half(zst(_ROWS)), "a.jsonl.zst: the zstd data ends in the middle"),
        ("a.jsonl", _ROWS.replace(b'"id": "d7"', b'"id" "d7"'), "a.jsonl#7: line 7: it is not JSON"),
        ("a.zip", _half(zipped(_FILES)), "is lost: the directory at the end of the archive is missing or damaged"),
        ("a.zip", zipped(_FILES, zipfile.ZIP_STORED).replace(b"day 7.", b"day X."), "d7.txt: member 7: its checksum is wrong"),
        ("a.tar.gz", _half(gz(tarred(_FILES))), "is lost: the gzip data ends in the middle"),
        ("a.warc.gz", _half(gz(_RECORDS)), "is lost: the gzip data ends in the middle"),
        ("a.parquet", _half(table({"id": name} for name in _COUNTED)), "a.parquet: the Parquet data cannot be read"),
    ],
)  # fmt: skip  # a table
def test_what_is_not_found_may_be_in_what_is_damaged(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    """Then that is told, too."""
    path = str(put(tmp_path, **{name: data}) / name)
    with pytest.raises(UsageError) as error:
        find_one(path, "d399x")
    assert str(error.value).startswith(f"{path}: nothing in it has the id 'd399x': a row has the one under --id-key")
    damage = str(error.value).partition("; but not all of it can be read: ")[2]
    assert told in damage


def test_what_is_not_found_in_what_is_whole_is_not_called_damaged(tmp_path: Path) -> None:
    """What comes before the damage is found."""
    root = put(tmp_path, **{"whole.zip": zipped(_FILES), "half.zip": _half(zipped(_FILES))})
    with pytest.raises(UsageError, match=r"the manifest of a run lists them$"):
        find_one(str(root / "whole.zip"), "d399x")
    assert content(find_one(str(root / "half.zip"), "d2.txt"), 100) == _COUNTED["d2"]
