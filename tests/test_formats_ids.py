"""Ids of rows, their order, and the names of what is made of them."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch import Destination, Keys, Reading, Settings, run
from cleaner.batch.ids import Ids, Renamed, story_of
from cleaner.batch.inputs import check
from cleaner.batch.naming import Stems, row_stem
from cleaner.batch.preview import preview
from cleaner.errors import UsageError
from cleaner.rulebook import Rulebook
from tests.batches import do
from tests.conftest import examples
from tests.containers import gz, lines
from tests.listings import SEEDS, kinds, listed, put, rulebook

__all__ = ["rulebook"]  # a fixture


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


@examples(300)
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


@examples(300)
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
