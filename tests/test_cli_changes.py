"""``cleaner clean --check`` and ``--diff``: what would change is shown, nothing is written, the exit status says it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import BODY, STORY, Result, bundled, cli, tree, write

__all__ = ["bundled", "cli"]  # fixtures

DIFF = """\
--- {0}
+++ {0}
@@ -1,4 +1 @@
-Home / World
-
 The harbour reopened on Monday after a long night.
-Caption: a boat
"""
PAGE = "<html><body><article>{}</article></body></html>".format("<p>The harbour reopened on Monday after a long night.</p>" * 9)


@pytest.mark.processes
def test_documents_that_would_change_are_named(cli: Callable[..., Result]) -> None:
    """On the standard output, with the lines that go and come; exit status 1; nothing is written."""
    write("in/a.txt")
    write("in/b.txt", BODY)
    write("in/c.txt", "It rained.\n\n\nIt stopped.\n")
    write("in/x.pdf")
    before = tree(".")
    assert cli("clean", "in", "--check") == (
        1, "change  a.txt (-3 +0)\nchange  c.txt (-1 +0)\n",
        "4 inputs: 2 would change, 1 would not, 1 skipped; nothing was written\n",
    )  # fmt: skip
    assert cli("clean", "in", "--check", "-j", "2", "-q") == (1, "change  a.txt (-3 +0)\nchange  c.txt (-1 +0)\n", "")
    assert tree(".") == before


def test_documents_that_are_clean(cli: Callable[..., Result]) -> None:
    """Exit status 0. Bodies that were written before are so; which characters end lines, or whether one ends the last, is nothing."""
    write("in/a.txt")
    assert cli("clean", "in", "-o", "out", "--no-fsync", "-q").code == 0
    assert cli("clean", "out/a.txt", "--check") == (0, "", "1 input: 0 would change, 1 would not; nothing was written\n")
    write("clean/empty.txt", "")
    write("clean/no-end.txt", "It rained.\n\nIt stopped.")
    write("clean/crlf.txt", "It rained.\r\n\r\nIt stopped.\r\n")
    assert cli("clean", "clean/crlf.txt", "clean/empty.txt", "clean/no-end.txt", "--check") == (
        0, "", "3 inputs: 0 would change, 3 would not; nothing was written\n",
    )  # fmt: skip
    assert cli("clean", "clean/empty.txt", "--check", "--diff").out == ""


def test_labels_that_stay_do_not_change_a_document(cli: Callable[..., Result]) -> None:
    """The check is one of what this call would do, with its options."""
    write("a.txt", BODY + "\nCaption: a boat\n")
    assert cli("clean", "a.txt", "--check").code == 1
    assert cli("clean", "a.txt", "--check", "--keep", "caption").code == 0
    write("cleaner.toml", 'keep = "caption"\nsplit = true\n')
    assert cli("clean", "a.txt", "--check").code == 0


def test_rows_and_the_standard_input(cli: Callable[..., Result]) -> None:
    """A row without a line end at its end is as clean as a file with one."""
    rows = [{"id": "one\n", "text": STORY}, {"id": "two", "text": BODY.strip()}, {"id": "three", "text": 3}]
    write("a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    result = cli("clean", "a.jsonl", "--check")
    assert (result.code, result.out) == (1, "change  one\\n (-3 +0)\n")
    assert result.err.splitlines()[-1] == "3 inputs: 1 would change, 1 would not, 1 failed; nothing was written"
    assert cli("clean", "a.jsonl", "--diff").out == DIFF.format("one\\n")


@pytest.mark.parametrize("text", ["GIF89a", "Home / World\n" * 9])
def test_failures_and_documents_kept_whole(cli: Callable[..., Result], text: str) -> None:
    """The exit status is 1 as in cleaning. Nothing goes from a document that is kept whole, but its lines are set apart."""
    write("a.txt", text)
    result = cli("clean", "a.txt", "--check")
    assert (result.code, result.out) == (1, "" if text == "GIF89a" else "change  a.txt (-0 +8)\n")


def test_a_diff(cli: Callable[..., Result]) -> None:
    """Unified, one after the other; the exit status is that of cleaning, and with --check that of the check."""
    write("in/a.txt")
    write("in/b.txt", BODY)
    write("in/c.txt")
    both = DIFF.format("a.txt") + DIFF.format("c.txt")
    account = "3 inputs: 2 would change, 1 would not; nothing was written\n"
    assert cli("clean", "in", "--diff") == (0, both, account)
    assert cli("clean", "in", "--diff", "--check") == (1, both, account)


def test_a_diff_is_a_patch(cli: Callable[..., Result]) -> None:
    """What patch makes of the text is the body."""
    write("a.txt", "Home / World\n\nIt rained.\nCaption: a boat\nIt stopped.\n\n\nThe harbour \u2028 opened.\n")
    body = cli("clean", "a.txt").out
    write("a.patch", cli("clean", "a.txt", "--diff").out)
    try:
        subprocess.run(["patch", "-s", "-p0", "-i", "a.patch"], check=True)
    except FileNotFoundError:
        pytest.skip("there is no patch")
    assert Path("a.txt").read_text(encoding="utf-8") == body == "It rained.\n\nIt stopped.\n\nThe harbour \u2028 opened.\n"


def test_colours_of_a_diff(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where they are wanted; then nothing of a document can steer the terminal. Without, its bytes are as they are."""
    write("a.txt", "Home / World\nThe harbour \x1b[2J reopened on Monday.\n")
    colored = cli("clean", "a.txt", "--diff", "--color", "always").out
    assert colored == (
        "\x1b[1m--- a.txt\x1b[0m\n\x1b[1m+++ a.txt\x1b[0m\n\x1b[36m@@ -1,2 +1 @@\x1b[0m\n\x1b[31m-Home / World\x1b[0m\n"
        " The harbour \\x1b[2J reopened on Monday.\n"
    )
    assert "\n The harbour \x1b[2J reopened on Monday.\n" in cli("clean", "a.txt", "--diff").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert cli("clean", "a.txt", "--diff").out == colored
    assert "\x1b[1m" not in cli("clean", "a.txt", "--diff", "--color", "never").out


def test_of_a_page_its_visible_text_counts(cli: Callable[..., Result]) -> None:
    write("in/a.html", PAGE)
    write("in/b.html", PAGE.replace("<article>", "<p>Home / World</p><article>"))
    result = cli("clean", "in", "--check", "--diff")
    (removed,) = [
        line for line in result.out.splitlines() if line.startswith("-") and line[1:].strip("- ") and ".html" not in line
    ]
    assert removed == "-Home / World"


@pytest.mark.parametrize(
    ("more", "option"),
    [
        (("-o", "out"), "out"),
        (("--format", "jsonl"), "format"),
        (("--attributes", "cuts"), "attributes"),
        (("--split",), "split"),
        (("--pass-columns", "a"), "pass-columns"),
        (("--dry-run",), "dry-run"),
    ],
)
@pytest.mark.parametrize("which", [("--check",), ("--diff",)])
def test_options_that_say_how_to_write(
    cli: Callable[..., Result], more: tuple[str, ...], option: str, which: tuple[str, ...]
) -> None:
    write("in/a.jsonl", json.dumps({"text": STORY}) + "\n")
    before = tree(".")
    assert cli("clean", "in", *which, *more) == (2, "", f"error: {which[0]} writes nothing; leave out --{option}\n")
    assert tree(".") == before


def test_the_account_for_programs(cli: Callable[..., Result]) -> None:
    write("in/a.txt")
    write("in/b.txt", BODY)
    (line,) = cli("clean", "in", "--check", "--log-json").err.splitlines()
    account = json.loads(line)
    assert (account["message"], account["inputs"], account["changed"]) == ("finished", 2, 1)
