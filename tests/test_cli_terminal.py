"""What a terminal gets: nothing that steers it, and colour where it is wanted."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.cli.terminal import Color, Terminal, columns, escape
from cleaner.visible import sized
from tests.commands import Result, bundled, cli, write

__all__ = ["bundled", "cli"]  # fixtures


@pytest.mark.hostile(21, 61)
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, zażółć 日本 👩\u200d🚀", "plain, zażółć 日本 👩\u200d🚀"),
        ("\x1b]8;;http://x\x07", "\\x1b]8;;http://x\\x07"),
        ("a\rb\tc\nd\x9b\x7f", "a\\rb\\tc\\nd\\x9b\\x7f"),
        ("\u202e\u2066\u200f\u2028\ufeff", "\\u202e\\u2066\\u200f\\u2028\\ufeff"),
        ("\udcff.txt", "\\xff.txt"),
    ],
)
def test_escape(text: str, shown: str) -> None:
    """Nothing from a document or a file name can steer a terminal."""
    assert escape(text) == shown


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (20_480, "20 kB"), (999_499, "999 kB"),
        (999_500, "1.0 MB"), (3_140_000, "3.1 MB"), (12_345_678_900, "12345.7 MB"),
    ],
)  # fmt: skip  # a table
def test_sizes_in_words(size: int, said: str) -> None:
    """None is so small that it would be none."""
    assert sized(size) == said


@pytest.mark.hostile(34, 61)
def test_a_name_cannot_forge_a_line(cli: Callable[..., Result]) -> None:
    write("in/a\x1b[2J\nok: b.txt", b"GIF89a")
    result = cli("clean", "in/a\x1b[2J\nok: b.txt")
    assert result.err == "failed: a\\x1b[2J\\nok: b.txt: this is a GIF image, not text; convert or unpack it first\n"


@pytest.mark.hostile(61)
def test_a_terminal_gets_no_control_characters(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file or pipe gets the exact bytes, a person the harmless ones."""

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    Terminal().data(b"A\x1b[2J\n\tB\n")
    assert screen.getvalue() == "A\\x1b[2J\n\tB\n"


@pytest.mark.parametrize(
    ("color", "environment", "terminal", "expected"),
    [
        (Color.AUTO, {}, True, True),
        (Color.AUTO, {}, False, False),
        (Color.AUTO, {"NO_COLOR": "1"}, True, False),
        (Color.AUTO, {"NO_COLOR": ""}, True, True),
        (Color.AUTO, {"FORCE_COLOR": "1"}, False, True),
        (Color.AUTO, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        (Color.AUTO, {"TERM": "dumb"}, True, False),
        (Color.NEVER, {"FORCE_COLOR": "1"}, True, False),
        (Color.ALWAYS, {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
    ],
)
def test_when_there_is_colour(
    color: Color, environment: dict[str, str], terminal: bool, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal, raising=False)
    assert Terminal(color).colored(stream) is expected


def test_colour_on_request(cli: Callable[..., Result]) -> None:
    write("a.txt")
    assert "\x1b[" in cli("explain", "a.txt", "--color", "always").out
    assert "\x1b" not in cli("explain", "a.txt").out


def test_columns_know_wide_characters() -> None:
    assert columns([("日本", "x"), ("a", "y")]) == ["日本  x", "a     y"]
