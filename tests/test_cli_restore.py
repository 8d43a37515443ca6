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


def test_what_does_not_belong_together(cleaned: Callable[..., Result]) -> None:
    """Another document's record, a changed body, and JSON that is no record."""
    told = "this body does not belong to the record of 'a.txt', or one of them was changed"
    assert cleaned("restore", "out/b.txt", "out/a.json", "-o", "x") == (1, "", f"error: out/b.txt and out/a.json: {told}\n")
    write("changed.txt", BODY.replace("Monday", "Friday"))
    assert cleaned("restore", "changed.txt", "out/a.json") == (1, "", f"error: changed.txt and out/a.json: {told}\n")
    write("run.json", json.dumps({"kept": []}))
    assert cleaned("restore", "out/a.txt", "run.json") == (
        1, "", "error: out/a.txt and run.json: this is not a record that cleaner wrote: KeyError: 'blank'\n",
    )  # fmt: skip
    assert not Path("x").exists()


def test_files_that_are_none(cleaned: Callable[..., Result]) -> None:
    """Missing, a directory, the wrong way round, and in another encoding."""
    remedy = "name the body first, then its record: cleaner restore page.txt page.json\n"
    for name, why in (("no.txt", "No such file or directory"), ("out", "Is a directory")):
        assert cleaned("restore", name, "out/a.json") == (2, "", f"error: {name}: cannot be read: {why}; {remedy}")
    assert cleaned("restore", "out/a.json", "out/a.txt") == (
        2, "", f"error: out/a.txt: this is no record; {remedy}",
    )  # fmt: skip
    write("latin.txt", "caf\xe9".encode("latin-1"))
    assert cleaned("restore", "latin.txt", "out/a.json") == (
        2, "",
        "error: latin.txt: this is not UTF-8, as bodies and records are; name those that `cleaner clean -o` wrote\n",
    )  # fmt: skip
