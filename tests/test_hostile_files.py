"""Hostile inputs: names and files that are not what they seem."""

from __future__ import annotations

import csv
import json
import os
import tracemalloc
from pathlib import Path

import pytest

from cleaner.batch import Reading, find
from cleaner.batch.opening import read_file
from cleaner.cli import main
from cleaner.errors import UnreadableInput
from tests.markup import STORY


@pytest.mark.hostile(34)
def test_a_name_that_begins_like_an_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-o;x.txt").write_text(f"{STORY}\n", encoding="utf-8")
    assert main(["clean", "--", "-o;x.txt"]) == 0
    assert capfd.readouterr().out == f"{STORY}\n"


@pytest.mark.hostile(40)
def test_a_file_that_grows_is_judged_as_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What its size was when it was opened decides nothing; what came in is limited."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"a")
    real = os.fstat

    def grow(handle: int) -> os.stat_result:
        found = real(handle)
        path.write_bytes(b"b" * 5000)
        return found

    monkeypatch.setattr("cleaner.batch.opening.os.fstat", grow)
    assert read_file(str(path), 5000) == b"b" * 5000
    with pytest.raises(UnreadableInput) as caught:
        read_file(str(path), 4999)
    assert caught.value.kind == "too_large"


@pytest.mark.hostile(40)
def test_a_file_that_shrinks_is_judged_as_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 5000)
    (item,) = find([str(path)])
    path.write_bytes(b"b")
    assert read_file(item.path, 100) == b"b"


@pytest.mark.hostile(41)
def test_listing_holds_one_document_at_a_time(tmp_path: Path) -> None:
    """10 MB of rows are listed in the memory of a few of them."""
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        for number in range(5_000):
            file.write(b'{"id": "%d", "text": "%s"}\n' % (number, b"a " * 1000))
    plan = find([str(path)], Reading())
    tracemalloc.start()
    try:
        assert sum(1 for _ in plan) == 5_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.hostile(62)
def test_cells_that_spreadsheets_compute_are_strings(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f'=cmd|"/c calc"!A1\n@SUM(1)\n+1\n{STORY}\n', encoding="utf-8")
    assert main(["clean", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out.jsonl"), "--format", "jsonl", "-q"]) == 0
    (row,) = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert "@SUM(1)" in json.loads(row)["text"]
    assert main(["clean", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out.csv"), "-q"]) == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        (cells,) = csv.DictReader(file)
    assert cells["text"].startswith("'=cmd|")
    assert "\n@SUM(1)" in cells["text"]
