"""What callers and rows call a document is written down wherever its text is, so it is made whole where that is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cleaner
from cleaner.batch import Destination, Settings, find, run
from cleaner.reading import read, without_surrogates
from cleaner.rulebook import Rulebook
from tests.batches import rulebook
from tests.containers import lines, table

__all__ = ["rulebook"]  # fixtures
TEXT = "The harbour reopened on Monday."


@pytest.mark.hostile(10)
def test_names_that_are_given_are_made_whole() -> None:
    cleaned = cleaner.clean(TEXT, id="i\ud800", url="https://x\ud800.chinadaily.com.cn/\ud800", path="p\udcff")
    source = cleaned.document.source
    assert (cleaned.id, source.url, source.path) == ("i\ufffd", "https://x\ufffd.chinadaily.com.cn/\ufffd", "p\ufffd")
    assert cleaned.outlet
    json.dumps(cleaned.record(), ensure_ascii=False).encode()
    json.dumps(cleaner.clean(TEXT, outlet="x\ud800.com").record(), ensure_ascii=False).encode()


@pytest.mark.hostile(10)
def test_halves_that_belong_together_are_one_character() -> None:
    """So do some encoders write them; a half alone becomes U+FFFD."""
    assert without_surrogates("a\ud83d\ude00b\ude00\ud83d") == "a\U0001f600b\ufffd\ufffd"
    document = read("\ud83d\ude00 News", id="x")
    assert (document.text, document.warnings) == ("\U0001f600 News", ())
    assert read("\ufffd\ud83d", id="x").warnings == ("lone surrogates became U+FFFD",)


@pytest.mark.hostile(10)
@pytest.mark.parametrize("format", ["txt", "jsonl"])
def test_a_row_with_a_broken_address_is_done_once(rulebook: Rulebook, tmp_path: Path, format: str) -> None:
    """It was done again in each run: the address in the manifest was never the one in the row."""
    (tmp_path / "in.jsonl").write_bytes(lines({"id": "a", "text": TEXT, "url": "https://a.com/\ud800", "source": "\ud800"}))
    destination = Destination.of(str(tmp_path / "out"), format)
    folder = destination.place if format == "txt" else ""
    kept = [
        run(
            find([str(tmp_path / "in.jsonl")]),
            Settings(rulebook, format=format, folder=folder, fsync=False),
            destination=destination,
        ).kept
        for _ in range(2)
    ]
    assert kept == [0, 1]
    assert json.loads(Path(destination.manifest).read_text())["url"] == "https://a.com/\ufffd"


def test_an_address_of_a_table_that_is_no_text_is_none(rulebook: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "in.parquet").write_bytes(table([{"id": "a", "text": TEXT, "url": 7}]))
    (item,) = find([str(tmp_path / "in.parquet")])
    assert item.url is None
