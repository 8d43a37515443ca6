"""Linting rules: each kind of finding, what is no finding, and how they are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.cli import main
from cleaner.workshop import bench_of, lint
from cleaner.workshop.linting import plain_text, unanchored
from tests.linting import TODAY, findings, pack, rule, write

__all__ = ["pack"]  # fixture

BELOW = r'{matches: ["Photo: Ida Holm\nThe pier"], ignores: [The pier]}'
LOG = "{matches: ['Log in now'], ignores: ['They log.']}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rule(), []),
        (rule("rule-1"), [(5, "note", "id", "one/rule-1")]),
        (rule("first-rule"), []),
        (rule(why="This is the sign up line of the page."), [(7, "error", "why", "one/sign-up")]),
        (rule(why="Remove this junk."), [(7, "error", "why", "one/sign-up")]),
        (rule(why="The plea for letters."), []),
        (rule(line="'^Sign up .{1,40}$'"), [(8, "note", "anchors", "one/sign-up")]),
        (rule(line=r"'Sign up .{0,40}\$?'"), []),
        (rule(line="'Sign up now'"), [(8, "note", "plain", "one/sign-up")]),
        (rule(line="'(?i)^sign up now'"), [(8, "note", "anchors", "one/sign-up"), (8, "note", "plain", "one/sign-up")]),
        (rule(line="'Sign up .*'"), [(8, "note", "broad", "one/sign-up")]),
        (rule(line="'Sign up .*'", within="{at_most: 60}"), []),
        (rule(line=r"'Sign up now(?: \(\d+\))?'"), []),
        (rule(line="'Sign up now'", examples="{matches: ['Sign up now'], ignores: ['SIGN UP NOW']}"), []),
        (rule(line="'.{3,900}'", within="{after: 'Photo: .{1,60}'}", examples=BELOW), [(8, "error", "broad", "one/sign-up")]),
        (rule(line="'.{3,900}'", within="{after: 'Photo: .{1,60}', last: 9}", examples=BELOW), [(8, "error", "broad", "one/sign-up")]),
        (rule(line="'.{3,900}'", within="{after: 'Photo: .{1,60}', at_most: 120}", examples=BELOW), []),
        (rule(line=r"'.{3,900}(?<!\.)'", within="{after: 'Photo: .{1,60}'}", examples=BELOW), []),
        (rule(line="'.{3,900}'", within="{after: 'Photo: .{1,60}'}", label="article", examples=BELOW), []),
        (rule(line="'Sign up .*'", label="article"), []),
        (rule(line="'.{10,}[.w]'", label="article", examples="{matches: ['Sign up now'], ignores: [x]}"), [(8, "error", "broad", "one/sign-up")]),
        (rule(line="'.{10,}[.w]'", label="article", within="{last: 5}", examples="{matches: ['Sign up now'], ignores: [x]}"), []),
        (rule(inside=r"'\p{Lu}\p{Ll}{3} [a-z]{2} [a-z]{3}'"), [(8, "error", "broad", "one/sign-up")]),
        (rule(inside=r"'\p{Lu}\p{Ll}{3} [a-z]{2} [a-z]{3}'", within="{last: 5}"), []),
        (rule(lines="[Sign up now, Stop, SIGN UP NOW]"), [(8, "note", "twice", "one/sign-up")]),
        (rule(lines="[Sign up now, Sign up then]"), []),
        (rule(line="'Sign up .{1,40}' # letters"), []),
        (rule(line="Sign up .{1,40}#letters", examples="{matches: ['Sign up x#letters'], ignores: [x]}"), []),
        (rule() + rule("sign-in"), [(10, "error", "duplicate", "one/sign-in"), (10, "error", "shadowed", "one/sign-in")]),
        (rule(line="'(?:S|Si|ign|g| |up|n)+ow'"), [(5, "error", "slow", "one/sign-up")]),
        (rule(line="'(?:S|Si|ign|g| |up|n)+ow'", within="{at_most: 20}"), []),
    ],
)  # fmt: skip  # one finding a line
def test_findings(pack: Path, text: str, expected: list[tuple[int, str, str, str]]) -> None:
    write(pack, text)
    found = findings()
    if "duplicate" in str(expected):  # which of two equal rules wins is settled by their ids
        found = [one for one in found if one[2] == "duplicate"]
        expected = expected[:1]
    assert [one for one in found if one[2] != "broad" or "broad" in str(expected)] == expected


def test_a_text_that_two_rules_call_differently_is_told(pack: Path) -> None:
    """Within a pack and for the same place: one alike in label and what it heads is told by nobody, nor one with another guard."""
    other = "[SIGN UP NOW, Log in now]"
    write(pack, rule(lines="[Sign up now, Stop]"), rule("menu", lines=other, label="navigation", examples=LOG))
    assert [one for one in findings() if one[2] == "twice"] == [(13, "note", "twice", "one/menu")]
    write(pack, rule(lines="[Sign up now, Stop]"), rule("menu", lines=other, examples=LOG))
    assert [one for one in findings() if one[2] == "twice"] == []
    guarded = rule("menu", lines=other, label="navigation", within="{last: 3}", examples=LOG)
    write(pack, rule(lines="[Sign up now, Stop]"), guarded)
    assert [one for one in findings() if one[2] == "twice"] == []


def test_a_retired_rule_has_no_duplicate(pack: Path) -> None:
    """Neither in its pack nor in another shared one; a rule in force there has."""
    write(pack, rule("sign-in", status="retired"), rule())
    assert [one for one in findings() if one[2] == "duplicate"] == []
    write(Path("mine/shared/two.yaml"), rule("sign-on"), head="pack: two\nlanguage: en\n")
    assert [one for one in findings() if one[2] == "duplicate"] == [(5, "error", "duplicate", "two/sign-on")]
    write(pack, rule("sign-in", status="retired"), rule(status="retired"), rule("other", line="'Log in .{1,40}'", examples=LOG))
    assert [one for one in findings() if one[2] == "duplicate"] == []


def test_a_rule_that_never_wins_is_shadowed_and_one_that_wins_once_is_not(pack: Path) -> None:
    longer = "block: {from: 'Sign up now', to: 'Go', at_most: 3}"
    examples = '{matches: ["Sign up now\\nGo"], ignores: [They sign.]}'
    write(
        pack,
        rule(line="'Sign up now.{0,3}'", examples=examples),
        rule("box", "The box with letters.", examples, block=longer[7:]),
    )
    assert (5, "error", "shadowed", "one/sign-up") in findings()
    write(
        pack,
        rule(line="'Sign up now.{0,3}'", examples='{matches: ["Sign up now\\nGo", "Sign up now"], ignores: [They sign.]}'),
        rule("box", "The box with letters.", examples, block=longer[7:]),
    )
    assert findings() == []


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("checked: 2024-05-01\n", []),
        ("checked: 2024-04-30\n", [(4, "note", "checked", "news.example")]),
        ("checked: 2026-05-02\n", []),  # a page from where it is tomorrow already
        ("checked: 2026-05-03\n", [(4, "note", "checked", "news.example")]),
        ("checked: 2021-01-01\nstatus: retired\n", None),
        ("checked: 2021-01-01\nstatus: draft\n", []),
        ("", [(2, "note", "checked", "news.example")]),
        ("checked: 2026-01-01\nhosts: [en.news.example, mirror.example]\n", [(5, "note", "hosts", "news.example")]),
        ("checked: 2026-01-01\nhosts: [oldnews.example]\n", []),
    ],
)
def test_packs(pack: Path, head: str, expected: list[tuple[int, str, str, str]] | None) -> None:
    """A pack is old two years after its last check, to the day; one checked in the future was not. Retired ones nobody minds."""
    write(pack)
    pack.unlink()
    write(Path("mine/outlets/news.example.yaml"), rule(), head=f"outlet: news.example\nname: News\n{head}")
    if expected is None:
        write(pack, rule())
        assert findings() == []
    else:
        assert findings() == expected


def test_a_rule_of_a_family_is_told_of_once_and_in_its_own_file(pack: Path) -> None:
    write(Path("mine/families/engine.yaml"), rule(why="Remove this junk."), head="family: engine\n")
    for host in ("a.example", "b.example"):
        write(Path(f"mine/outlets/{host}.yaml"), rule("own", line="'Own .{1,9}'", examples="{matches: [Own x], ignores: [x]}"),
              head=f"outlet: {host}\nname: A\nchecked: 2026-01-01\nextends: engine\n")  # fmt: skip  # one call
    found = lint(bench_of(rules=[Path("mine")]), TODAY)
    assert [(one.path, one.line, one.kind, one.rule) for one in found] == [
        ("mine/families/engine.yaml", 6, "why", "family/engine/sign-up")
    ]


@pytest.mark.parametrize(
    ("named", "told"),
    [
        (["engine"], ["family/engine/sign-up"]),
        (["mine/families/engine.yaml"], ["family/engine/sign-up"]),
        (["a.example"], ["a.example", "a.example/own", "family/engine/sign-up"]),
        (["mine/outlets/a.example.yaml"], ["a.example", "a.example/own", "family/engine/sign-up"]),
        (["b.example"], ["b.example", "b.example/own"]),
        (["b.example", "engine"], ["b.example", "b.example/own", "family/engine/sign-up"]),
        ([], ["a.example", "a.example/own", "b.example", "b.example/own", "family/engine/sign-up"]),
    ],
)
def test_what_was_named_is_looked_at_alone(pack: Path, named: list[str], told: list[str]) -> None:
    """Of a family its rules, and nothing else of the packs that have them; of a pack what it inherits, too."""
    write(Path("mine/families/engine.yaml"), rule(why="Remove this junk."), head="family: engine\n")
    own = rule("own", why="Remove this noise.", line="'Own .{1,9}'", examples="{matches: [Own x], ignores: [x]}")
    for host, extends in (("a.example", "extends: engine\n"), ("b.example", "")):
        write(Path(f"mine/outlets/{host}.yaml"), own, head=f"outlet: {host}\nname: A\n{extends}")
    found = lint(bench_of(named, rules=[Path("mine")]), TODAY)
    assert sorted({one.rule for one in found}) == told


def test_what_is_advised_can_be_written_so(pack: Path) -> None:
    examples = "{matches: ['Share: on paper, online #news'], ignores: ['They share.']}"
    write(pack, rule(line="'Share: on paper, online #news'", examples=examples))
    (found,) = lint(bench_of(rules=[Path("mine")]), TODAY)
    assert found.message.startswith("this pattern is a plain text; write `lines: ['Share: on paper, online #news']`, which is")


@pytest.mark.parametrize(
    ("pattern", "bare", "text"),
    [
        ("^a$", "a", "a"), ("a\\$", "a\\$", None), ("a\\\\$", "a\\\\", None), ("(?i)a b", "(?i)a b", "a b"), ("a.", "a.", None),
        ("$", "", ""),
    ],
)  # fmt: skip  # a table
def test_anchors_and_plain_texts(pattern: str, bare: str, text: str | None) -> None:
    assert (unanchored(pattern), plain_text(bare)) == (bare, text)


def test_text_github_and_json(pack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(
        pack,
        rule(why="Remove this junk."),
        rule("rule-2", line="'Stop, .{1,9}'", examples="{matches: ['Stop, you'], ignores: [x]}"),
    )
    assert main(["rules", "lint", "--rules", "mine"]) == 1
    why = "why 'Remove this junk.' says nothing; say in a sentence what stands there, for the person who reviews the cut"
    assert capfd.readouterr().out == (
        f"mine/shared/one.yaml:7: error why: one/sign-up: {why}\n"
        "mine/shared/one.yaml:10: note id: one/rule-2: id 'rule-2' names nothing; name what the rule finds\n"
        "1 pack: 1 error, 1 note\n"
    )
    assert main(["rules", "lint", "--rules", "mine", "-f", "github"]) == 1
    assert capfd.readouterr().out == (
        f"::error file=mine/shared/one.yaml,line=7,title=why::one/sign-up: {why}\n"
        "::notice file=mine/shared/one.yaml,line=10,title=id::one/rule-2: id 'rule-2' names nothing; name what the rule finds\n"
    )
    assert main(["rules", "lint", "--rules", "mine", "-f", "json"]) == 1
    assert json.loads(capfd.readouterr().out)[1] == {
        "path": "mine/shared/one.yaml", "line": 10, "level": "note", "kind": "id", "rule": "one/rule-2",
        "message": "id 'rule-2' names nothing; name what the rule finds", "fixable": False,
    }  # fmt: skip  # a row


def test_the_shipped_rules_are_well_made(capfd: pytest.CaptureFixture[str]) -> None:
    """No errors; notes may age."""
    assert main(["rules", "lint", "-f", "json"]) == 0
    assert {one["kind"] for one in json.loads(capfd.readouterr().out)} <= {"checked", "broad", "plain", "twice"}
