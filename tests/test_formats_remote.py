"""Inputs at addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cleaner.batch import Item, content, find
from cleaner.errors import UnreadableInput, UsageError
from cleaner.rulebook import Rulebook
from tests.batches import do
from tests.containers import documents, gz, lines, table
from tests.listings import listed, put, rulebook

__all__ = ["rulebook"]  # a fixture


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


def test_what_is_gone_from_an_address_is_said_to_be_gone() -> None:
    with pytest.raises(UnreadableInput, match="it is gone") as caught:
        content(Item("a", "memory://corpus/a.txt", "a"), 1000)
    assert caught.value.kind == "vanished"


def _same(item: Item) -> Item:
    return item._replace(path="")


def test_addresses_of_this_machine_are_paths(rulebook: Rulebook, tmp_path: Path) -> None:
    """Outputs can be in their way, and what is named twice is one input."""
    source = put(tmp_path / "in", **{"a.txt": b"The harbour reopened.", "b.jsonl": lines(*documents(2))})
    for scheme in ("file", "local"):
        address = f"{scheme}://{source}"
        assert list(listed(address)) == list(listed(source)) == list(listed(address, source))
        assert listed(address).named == listed(source).named
        with pytest.raises(UsageError, match="the output lies inside the input"):
            do(rulebook, source / "out", address)
    assert [item.id for item in listed(f"file://{source}/*.txt")] == ["a.txt"]
    with pytest.raises(UsageError, match="there is no such file"):
        find([f"file://{source}/c.txt"])


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
