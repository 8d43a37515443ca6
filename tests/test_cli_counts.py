"""One of a thing is told of as one, and many of a kind are not told one by one."""

import json
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


# -- many of a kind


def more(result: Result) -> list[str]:
    return [line for line in result.err.splitlines() if " more for the reason of " in line]


def test_the_first_few_of_a_reason_are_told_and_how_many_more(cli: Callable[..., Result]) -> None:
    """A reason is the same whatever the numbers and the names in brackets; the manifest lists each."""
    rows = [json.dumps({"id": f"r{number}", "body" if number % 2 else "content": "One line."}) for number in range(9)]
    write("in/a.jsonl", "\n".join([*rows, "{", "{", '{"text": "One line."}']) + "\n")
    for out, manifest in (("out", "out/manifest.jsonl"), ("rows.jsonl", "rows.manifest.jsonl")):
        result = cli("clean", "in", "-o", out, "--no-fsync", "-q")
        lines = result.err.splitlines()
        assert (result.code, len(lines)) == (1, 5 + 2 + 1)
        assert lines[4] == (
            "failed: r4 in a.jsonl: line 5: it has no text or html (it has: content, id); see --text-key and --html-key"
        )  # fmt: skip  # the fifth
        assert [line.split(":")[1] for line in lines[5:7]] == [" a.jsonl#10", " a.jsonl#11"]
        assert lines[7] == f"failed: 4 more for the reason of r0 in a.jsonl; {manifest} lists them"
        assert sum('"failed"' in row for row in Path(manifest).read_text().splitlines()) == 11
    logged = cli("clean", "in", "-o", "out", "--no-fsync", "--log-json", "--fresh")
    assert sum('"failed' in row for row in logged.err.splitlines()) >= 11
    assert more(logged) == []


def test_few_of_a_reason_are_all_told(cli: Callable[..., Result]) -> None:
    for number in range(5):
        write(f"in/{number}.txt", b"%PDF-1.7")
        write(f"in/{number}.html", b"\x89PNG")
        write(f"in/whole{number}.txt", "Home / World\n" * 9)
    result = cli("clean", "in", "-o", "out", "--no-fsync")
    assert (result.err.count("this is a PDF"), result.err.count("this is a PNG"), more(result)) == (5, 5, [])
    assert result.err.count("kept whole: ") == 5
    write("in/whole5.txt", "Home / World\n" * 9)
    result = cli("clean", "in", "-o", "out", "--no-fsync")
    assert more(result) == ["kept whole: 1 more for the reason of whole0.txt; out/manifest.jsonl lists them"]


def test_where_nothing_lists_them_the_option_that_does_is_named(cli: Callable[..., Result]) -> None:
    write("in/a.jsonl", '{"id\n' * 7)
    result = cli("clean", "in", "--format", "jsonl", "-q")
    assert (result.out, more(result)) == ("", ["failed: 2 more for the reason of a.jsonl#1; --log-json names each"])
    assert cli("clean", "in", "--format", "jsonl", "-q", "--log-json").err.count('"kind": "bad_row"') == 7


def test_a_run_that_is_ended_lists_nothing(cli: Callable[..., Result]) -> None:
    write("in/a.jsonl", '{"id\n' * 9)
    result = cli("clean", "in", "-o", "out", "--no-fsync", "-q", "--max-failures", "6")
    assert (result.code, more(result)) == (1, ["failed: 2 more for the reason of a.jsonl#1"])
