"""Rows on the standard input."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import IO

import pytest

from cleaner.batch import Reading, find
from cleaner.errors import UsageError
from tests.containers import documents, gz, lines, record, table, zst
from tests.listings import put, standing_in

STDIN_ROWS = [*documents(3), {"text": "It rained on Monday.\n"}, {"id": 7, "text": ""}]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rows.jsonl", lines(*STDIN_ROWS)),
        ("rows.jsonl", gz(lines(*STDIN_ROWS))),
        ("rows.jsonl", zst(lines(*STDIN_ROWS))),
        ("rows.parquet", table(documents(3))),
        ("rows.csv", b"id,text\nd1,It rained on Monday.\nd2,\n"),
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


def test_what_could_not_be_kept_is_not_taken_up_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever lists the rows after a failure is told the same: the rest of the input would look like all of it."""
    real, asked = tempfile.TemporaryFile, 0

    def first_full() -> IO[bytes]:
        nonlocal asked
        asked += 1
        return Path("/dev/full").open("wb", buffering=0) if asked == 1 else real()

    monkeypatch.setattr("cleaner.batch.opening.TemporaryFile", first_full)
    with standing_in(lines({"text": "A"})):
        plan = find(["-"], Reading(stdin=".jsonl"))
        for _ in range(2):
            with pytest.raises(UsageError, match="No space left on device"):
                list(plan)


def test_two_listings_of_the_standard_input_at_a_time() -> None:
    """Neither moves the place where the other reads."""
    rows = [{"id": str(number), "text": "It rained. " * 100} for number in range(300)]
    with standing_in(lines(*rows)):
        plan = find(["-"], Reading(stdin=".jsonl"))
        pairs = [(one.id, other.id) for one, other in zip(plan, plan, strict=True)]
    assert pairs == [(str(number), str(number)) for number in range(300)]
