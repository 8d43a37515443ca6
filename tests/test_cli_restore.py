"""`cleaner restore`: what was cut comes back, and what does not belong together is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import BODY, STORY, Result, bundled, cli, write

__all__ = ["bundled", "cli"]  # fixtures

TEXT = STORY.replace("\n", "\r\n") + "\r\nThe caf\xe9 \U0001f600 stays open.\x85\n"


@pytest.fixture
def cleaned(cli: Callable[..., Result]) -> Callable[..., Result]:
    """The command, behind a run over two documents."""
    write("in/a.txt", TEXT)
    write("in/b.txt", STORY)
    assert cli("clean", "in", "-o", "out", "-q", "--no-fsync").code == 0
    return cli


def test_the_source_comes_back(cleaned: Callable[..., Result]) -> None:
    """To the character, line ends and all; on the screen, or in a file."""
    assert cleaned("restore", "out/a.txt", "out/a.json", "-o", "more/a.txt") == (0, "", "")
    assert Path("more/a.txt").read_bytes() == TEXT.encode()
    assert cleaned("restore", "out/b.txt", "out/b.json") == (0, STORY, "")


def test_a_file_that_exists_is_not_replaced(cleaned: Callable[..., Result]) -> None:
    assert cleaned("restore", "out/a.txt", "out/a.json", "-o", "in/b.txt") == (
        2, "", "error: in/b.txt: this file exists, and is never overwritten; delete it first, or choose another name\n",
    )  # fmt: skip
    assert Path("in/b.txt").read_bytes() == STORY.encode()


def test_an_output_that_cannot_be_written_is_named(cleaned: Callable[..., Result]) -> None:
    code, out, told = cleaned("restore", "out/a.txt", "out/a.json", "-o", "x" * 300)
    assert (code, out) == (2, "")
    assert told == f"error: {'x' * 300}: cannot be written: File name too long; choose another output\n"


_REMEDY = "name the body first, then its record: cleaner restore page.txt page.json\n"


def test_what_does_not_belong_together(cleaned: Callable[..., Result]) -> None:
    """Another document's record, a changed body, and a record of a newer version."""
    told = "this body does not belong to the record of 'a.txt', or one of them was changed"
    assert cleaned("restore", "out/b.txt", "out/a.json", "-o", "x") == (1, "", f"error: out/b.txt and out/a.json: {told}\n")
    write("changed.txt", BODY.replace("Monday", "Friday"))
    assert cleaned("restore", "changed.txt", "out/a.json") == (1, "", f"error: changed.txt and out/a.json: {told}\n")
    newer = json.loads(Path("out/a.json").read_text(encoding="utf-8")) | {"v": 99}
    write("newer.json", json.dumps(newer))
    told = "this is a record of the newer version 99; use a newer cleaner"
    assert cleaned("restore", "out/a.txt", "newer.json") == (1, "", f"error: out/a.txt and newer.json: {told}\n")
    assert not Path("x").exists()


def test_files_that_are_none(cleaned: Callable[..., Result]) -> None:
    """Missing, a directory, the wrong way round, and in another encoding."""
    for name, why in (("no.txt", "No such file or directory"), ("out", "Is a directory")):
        assert cleaned("restore", name, "out/a.json") == (2, "", f"error: {name}: cannot be read: {why}; {_REMEDY}")
    assert cleaned("restore", "out/a.json", "out/a.txt") == (
        2, "", f"error: out/a.txt: this is not JSON, as records are; {_REMEDY}",
    )  # fmt: skip
    write("latin.txt", "caf\xe9".encode("latin-1"))
    assert cleaned("restore", "latin.txt", "out/a.json") == (
        2, "",
        "error: latin.txt: this is not UTF-8, as bodies and records are; name those that `cleaner clean -o` wrote\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "this is not JSON, as records are"),
        ("[" * 100_000, "this is not JSON, as records are"),
        ("[]", "this is not a record that cleaner wrote: it is no JSON object"),
        ("3", "this is not a record that cleaner wrote: it is no JSON object"),
        ('{"id": "a", "text": "A row of another tool."}', "this is not a record that cleaner wrote: it has no 'v'"),
        ('{"v": "x"}', "this is not a record that cleaner wrote: invalid literal for int() with base 10: 'x'"),
        ('{"v": 1, "kept": []}', "this is not a record that cleaner wrote: it has no 'blank'"),
        ('{"v": 1, "blank": 5}', "this is not a record that cleaner wrote: a value in it is of another kind"),
        (
            '{"v": 1, "blank": [], "removals": [[]]}',
            "this is not a record that cleaner wrote: a value in it is of another kind",
        ),
    ],
    ids=["empty", "deep", "list", "number", "row", "version", "part", "kind", "kind inside"],
)
def test_json_that_is_no_record(cleaned: Callable[..., Result], content: str, told: str) -> None:
    """The file is named, what is wrong with it, and what to do."""
    write("other.json", content)
    assert cleaned("restore", "out/a.txt", "other.json", "-o", "x") == (2, "", f"error: other.json: {told}; {_REMEDY}")
    assert not Path("x").exists()
