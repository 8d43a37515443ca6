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


def test_files_have_no_keys(cli: Callable[..., Result]) -> None:
    write("in/a.txt")
    assert cli("clean", "in", "-o", "out", "--id-key", "nope", "--no-fsync", "-q") == (0, "", "")
