"""One of a thing is told of as one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.visible import counted
from tests.commands import Result, bundled, cli, write

__all__ = ["bundled", "cli"]  # fixtures


@pytest.mark.parametrize(
    ("count", "words", "told"),
    [
        (0, ("input",), "0 inputs"), (1, ("input",), "1 input"), (2, ("input",), "2 inputs"), (1234, ("input",), "1,234 inputs"),
        (1, ("entry", "entries"), "1 entry"), (2, ("entry", "entries"), "2 entries"),
    ],
)  # fmt: skip  # a list
def test_how_many(count: int, words: tuple[str, ...], told: str) -> None:
    assert counted(count, *words) == told


def test_a_run_over_one_input(cli: Callable[..., Result]) -> None:
    write("in/a.txt")
    assert "1 input: 1 ok" in cli("clean", "in", "-o", "out", "--no-fsync").err
    assert "1 input: 1 to keep" in cli("clean", "in", "-o", "out", "--dry-run").err
    write("in/b.txt")
    assert "2 inputs: 2 ok" in cli("clean", "in", "-o", "out", "--no-fsync").err


def test_one_rule_one_mistake_one_finding(cli: Callable[..., Result]) -> None:
    assert cli("rules", "list", "--label", "caption").out.endswith("\n1 rule\n")
    write("mine/shared/x.yaml", "schema: 1\n")
    Path("mine/shared/x.yaml").write_text("schema: 2\npack: x\nlanguage: en\nrules: []\n")
    assert " in rule files; nothing was done" in cli("rules", "check", "mine").err
    assert "mistake(s)" not in cli("rules", "check", "mine").err
    write("in/a.txt")
    assert cli("clean", "in", "-o", "out", "--no-fsync", "-q").code == 0
    write("out/stray.txt")
    assert "out: 1 finding;" in cli("verify", "out").err
