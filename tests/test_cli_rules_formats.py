"""``rules lint``, ``check`` and ``test`` for programs: what they find as GitHub's commands, SARIF and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.cli.rules.reports import KINDS, Format, rendered
from cleaner.workshop import Finding
from tests.commands import Result, bundled, cli, write
from tests.conftest import ROOT
from tests.packs import one_rule

__all__ = ["bundled", "cli"]  # fixtures

WELL = one_rule("line: 'Sign up .{1,9}'")
POOR = (
    WELL.replace("id: r", "id: rule-2")
    .replace("Because this test says so.", "Remove this junk.")
    .replace("'Sign up .{1,9}'", "'^Sign up now'")
)
BROKEN = WELL.replace("Sign up .{1,9}", "Sign (up").replace("language: en", "language: en\nlabels: x")
LEVELS = {"none", "note", "warning", "error"}


def checked_sarif(text: str) -> list[dict[str, Any]]:
    """The results of a log, which has everything that SARIF 2.1.0 and code scanning demand."""
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    assert log["$schema"].startswith("https://")
    (run,) = log["runs"]
    assert set(run) <= {"tool", "columnKind", "results"}
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("cleaner", cleaner.__version__)
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    assert all(rule["shortDescription"]["text"].endswith(".") for rule in driver["rules"])
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in LEVELS
        assert result["message"]["text"]
        (place,) = result["locations"]
        uri = place["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(file:///)?[\w.~%/-]+", uri)
        assert place["physicalLocation"]["region"]["startLine"] >= 1
        assert all(logical["fullyQualifiedName"] for logical in place.get("logicalLocations", []))
    return run["results"]


def test_sarif(cli: Callable[..., Result]) -> None:
    write("mine/shared/one.yaml", POOR)
    result = cli("rules", "lint", "--rules", "mine", "--format", "sarif")
    assert (result.code, result.err) == (1, "")
    found = checked_sarif(result.out)
    place = {"artifactLocation": {"uri": "mine/shared/one.yaml"}, "region": {"startLine": 5}}
    assert found[0] == {
        "ruleId": "id", "ruleIndex": 1, "level": "note",
        "message": {"text": "one/rule-2: id 'rule-2' names nothing; name what the rule finds"},
        "locations": [{"physicalLocation": place, "logicalLocations": [{"fullyQualifiedName": "one/rule-2"}]}],
    }  # fmt: skip
    assert [(one["ruleId"], one["level"]) for one in found] == [
        ("id", "note"), ("why", "error"), ("anchors", "note"), ("plain", "note"),
    ]  # fmt: skip
    write(
        "mine/shared/one.yaml", WELL.replace("id: r", "id: sign-up").replace("Because this test says so.", "A plea to sign up.")
    )
    result = cli("rules", "lint", "--rules", "mine", "--format", "sarif")
    assert (result.code, checked_sarif(result.out)) == (0, [])


@pytest.mark.parametrize("path", ["one two.yaml", "k\u00fcste#1.yaml", "/elsewhere/a%b.yaml"])
def test_files_are_addresses(cli: Callable[..., Result], path: str) -> None:
    """Below the working directory relative ones, which code scanning asks for; names of any kind are escaped."""
    (found,) = checked_sarif(rendered([Finding(path, 3, "error", "mistake", "", "What?")], Format.SARIF).decode())
    uri = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.startswith("file:///") == path.startswith("/")
    assert "logicalLocations" not in found["locations"][0]
    below = rendered([Finding(f"{Path.cwd()}/{path.lstrip('/')}", 3, "note", "id", "a/b", "What?")], Format.SARIF).decode()
    assert not checked_sarif(below)[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith("file:")


def test_nothing_in_a_finding_forges_a_command() -> None:
    """Line ends and signs of the commands are escaped in every part."""
    finding = Finding("a,b:c\n::error::x", 1, "error", "id", "a/b", "50 %\r\n::set-output name=x::y")
    assert rendered([finding], Format.GITHUB).decode() == (
        "::error file=a%2Cb%3Ac%0A%3A%3Aerror%3A%3Ax,line=1,title=id::a/b: 50 %25%0D%0A::set-output name=x::y\n"
    )


@pytest.mark.parametrize("command", [("check", "mine"), ("lint", "--rules", "mine"), ("test", "--rules", "mine")])
def test_mistakes_that_keep_files_from_loading(cli: Callable[..., Result], command: tuple[str, ...]) -> None:
    """They are findings, too. The exit status stays 2, and people still read how many there are."""
    write("mine/shared/one.yaml", BROKEN)
    plain = cli("rules", *command)
    assert (plain.code, plain.out) == (2, "")
    *mistakes, last = plain.err.splitlines()
    assert last == "2 mistakes in rule files; nothing was done"
    github = cli("rules", *command, "-f", "github")
    assert (github.code, github.err) == (2, last + "\n")
    wanted = [re.sub(r"^(.+?):(\d+): (.*)", r"::error file=\1,line=\2,title=mistake::\3", one) for one in mistakes]
    assert github.out.splitlines() == wanted
    sarif = cli("rules", *command, "-f", "sarif")
    assert (sarif.code, [one["ruleId"] for one in checked_sarif(sarif.out)]) == (2, ["mistake"] * 2)
    as_json = cli("rules", *command, "-f", "json")
    if command[0] == "test":  # whose JSON is another
        assert as_json == plain
    else:
        assert [(one["line"], one["kind"], one["level"]) for one in json.loads(as_json.out)] == [
            (int(one.split(":")[1]), "mistake", "error") for one in mistakes
        ]


def test_files_without_mistakes(cli: Callable[..., Result]) -> None:
    write("mine/shared/one.yaml", WELL)
    assert cli("rules", "check", "mine", "-f", "github") == (0, "", "")
    assert cli("rules", "check", "mine", "-f", "json") == (0, "[]\n", "")
    assert checked_sarif(cli("rules", "check", "mine", "-f", "sarif").out) == []


OUTLET = """\
schema: 1
outlet: news.example
name: The News
rules:
  - id: plea
    label: promo
    why: What the paper asks of its readers.
    line: 'Sign .{1,99}'
    examples: {matches: [Sign up], ignores: [x]}
"""


def test_what_a_test_finds(cli: Callable[..., Result]) -> None:
    """Each with its place: a clean text that is hit, a fixture that differs or is new, an outlet without one."""
    write("mine/outlets/news.example.yaml", OUTLET)
    run = ("rules", "test", "--rules", "mine", "--fixtures", "fixtures")
    write("fixtures/clean/song.txt", "The first line of it.\nSign of the times.\n")
    write(
        "fixtures/clean/allowed.txt",
        "news.example/gone song.txt because of something\nnews.example/plea other.txt as it was once\n",
    )
    untested = (
        "::error file=mine/outlets/news.example.yaml,line=1,title=untested::news.example: no fixture; "
        "put a page into fixtures/news.example/SLUG/source.txt, then run this with --update"
    )
    noisy = "::error file=fixtures/clean/song.txt,line=2,title=noisy::news.example/plea: hits this, and must not: Sign of the times."
    stale = "::error file=fixtures/clean/allowed.txt,line=2,title=stale::news.example/plea: does not hit other.txt any more; delete this line"
    result = cli(*run, "-f", "github")
    assert (result.code, result.out.splitlines()) == (1, [stale, noisy, untested])
    assert len(checked_sarif(cli(*run, "-f", "sarif").out)) == 3
    write("fixtures/news.example/one/source.txt", "It rained in the harbour all night long, the mayor said.\n\nSign up now\n")
    new = "::error file=fixtures/news.example/one/source.txt,line=1,title=new::news.example/one: no golden yet; look at it with --update"
    assert cli(*run, "-f", "github").out.splitlines() == [stale, noisy, new]
    write("fixtures/news.example/one/marked.txt", "-  x | y\n")
    changed = (
        "::error file=fixtures/news.example/one/marked.txt,line=1,title=changed::news.example/one: not as its golden; "
        "if this is wanted: --update"
    )
    assert changed in cli(*run, "-f", "github").out.splitlines()
    for name in ("song.txt", "allowed.txt"):
        Path("fixtures/clean", name).unlink()
    cli(*run, "--update")
    assert cli(*run, "-f", "github") == (0, "", "")


def test_a_rule_that_misses_or_never_wins(cli: Callable[..., Result]) -> None:
    write(
        "mine/outlets/news.example.yaml",
        OUTLET.replace("matches: [Sign up]", "matches: [Sign up, Nothing]")
        + OUTLET.partition("rules:\n")[2].replace("id: plea", "id: again"),
    )
    write("fixtures/news.example/one/source.txt", "It rained in the harbour all night long, the mayor said.\n")
    run = ("rules", "test", "--rules", "mine", "--fixtures", "fixtures")
    cli(*run, "--update")
    lines = cli(*run, "-f", "github").out.splitlines()
    assert "::error file=mine/outlets/news.example.yaml,line=9,title=missing::news.example/plea: misses this: Nothing" in lines
    (shadowed,) = [line for line in lines if "title=shadowed" in line]
    assert re.match(
        r"::error file=mine/outlets/news\.example\.yaml,line=(5|10),title=shadowed::news\.example/\w+: it never wins, ",
        shadowed,
    )


def test_two_formats_at_once(cli: Callable[..., Result]) -> None:
    write("mine/shared/one.yaml", WELL)
    for form in ("github", "sarif"):
        assert cli("rules", "test", "--rules", "mine", "--json", "-f", form) == (
            2, "", f"error: --json is one format, and --format {form} another; choose one\n",
        )  # fmt: skip
    assert cli("rules", "test", "--rules", "mine", "--json") == cli("rules", "test", "--rules", "mine", "-f", "json")
    assert cli("rules", "lint", "-f", "xml").code == 2


def test_every_kind_is_described() -> None:
    """Those that the linter and the test give, and no others."""
    sources = [ROOT / "cleaner/workshop/linting.py", *(ROOT / "cleaner/cli/rules").glob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert set(re.findall(r'"(?:error|note)",\s+"(\w+)"', text)) - {"note"} == set(KINDS)
