"""A key that was asked for and stands in no row is a slip of the pen, and ends the run before it begins."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import STORY, Result, bundled, cli, write

__all__ = ["bundled", "cli"]  # fixtures


@pytest.fixture(autouse=True)
def rows(bundled: Path) -> None:
    given = [{"id": "a", "text": STORY, "link": "https://example.org/a"}, {"doc": "b", "text": STORY, "meta": {"url": None}}]
    write("rows.jsonl", "".join(json.dumps(row) + "\n" for row in given))


@pytest.mark.parametrize("option", ["--id-key", "--url-key"])
@pytest.mark.parametrize("key", ["nope", "nope,neither", "meta.url"])
def test_a_key_that_no_row_has_is_refused(cli: Callable[..., Result], option: str, key: str) -> None:
    result = cli("clean", "rows.jsonl", "-o", "out", option, key, "--no-fsync")
    assert (result.code, result.out) == (2, "")
    assert f"{option}: no row of the inputs has {key!r}; check the spelling" in result.err
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "options",
    [
        (), ("--id-key", ""), ("--url-key", ""), ("--id-key", "doc"), ("--id-key", "nope,doc"), ("--url-key", "link"),
        ("--id-key", "id"), ("--url-key", "url,metadata.url"),
    ],
)  # fmt: skip  # a list
def test_a_key_that_some_row_has_is_enough(cli: Callable[..., Result], options: tuple[str, ...]) -> None:
    assert cli("clean", "rows.jsonl", "-o", "out", *options, "--no-fsync", "-q") == (0, "", "")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ("--text-key", "txt"),
            "--text-key: no row of the inputs has anything under 'txt'; check the spelling: rows.jsonl: "
            "line 1: it has no txt or html (it has: id, link, text)",
        ),
        (
            ("--text-key", "meta.url,txt", "--html-key", "page"),
            "--text-key and --html-key: no row of the inputs has anything under 'meta.url,txt' or 'page'; check the spelling: "
            "rows.jsonl: line 1: it has no meta.url or txt or page (it has: id, link, text)",
        ),
    ],
)
def test_a_key_of_contents_that_no_row_has_is_refused(cli: Callable[..., Result], options: tuple[str, ...], said: str) -> None:
    """With the keys that a row has; nothing is written."""
    result = cli("clean", "rows.jsonl", "-o", "out", *options)
    assert result == (2, "", f"error: {said}; see --text-key and --html-key\n")
    assert not Path("out").exists()


def test_a_table_without_the_key_tells_its_columns(cli: Callable[..., Result]) -> None:
    cli("clean", "rows.jsonl", "-o", "rows.parquet", "--no-fsync")
    result = cli("clean", "rows.parquet", "-o", "out", "--text-key", "txt")
    assert result.code == 2
    assert (
        "anything under 'txt'; check the spelling: rows.parquet: no column is named txt or html (columns: id, text, "
        in result.err
    )


@pytest.mark.parametrize(
    "options",
    [("--text-key", "txt,text"), ("--html-key", "nope"), ("--text-key", "link"), ("--text-key", "nope", "--html-key", "text")],
)
def test_a_key_of_contents_that_some_row_has_is_enough(cli: Callable[..., Result], options: tuple[str, ...]) -> None:
    assert cli("clean", "rows.jsonl", "-o", "out", *options, "--no-fsync", "-q").code in (0, 1)
    assert Path("out/manifest.jsonl").exists()


def test_rows_without_the_usual_keys_fail_one_by_one(cli: Callable[..., Result]) -> None:
    """Nobody has misspelled anything, and of other inputs there may be many."""
    write("other.jsonl", '{"body": "One line."}\n')
    result = cli("clean", "other.jsonl", "-o", "out", "--no-fsync", "-q")
    assert result.code == 1
    assert result.err == "failed: other.jsonl#1: line 1: it has no text or html (it has: body); see --text-key and --html-key\n"


def test_files_have_no_keys(cli: Callable[..., Result]) -> None:
    write("in/a.txt")
    assert cli("clean", "in", "-o", "out", "--id-key", "nope", "--no-fsync", "-q") == (0, "", "")
