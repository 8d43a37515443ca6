"""Linting rules: each kind of finding, what is no finding, what --fix changes and what it leaves alone."""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

import pytest
import regex

from cleaner.cli import main
from cleaner.rulebook import loader
from cleaner.workshop import bench_of, lint
from cleaner.workshop.linting import plain_text, unanchored
from cleaner.workshop.probe import Probe, longest_wanted, run_probes, try_probe
from cleaner.workshop.repeats import lists
from tests.packs import write_pack

TODAY = date(2026, 5, 1)
LOG = "{matches: ['Log in now'], ignores: ['They log.']}"


def rule(name: str = "sign-up", why: str = "A plea to sign up for letters.", examples: str = "", **keys: str) -> str:
    """One rule as YAML, with a matcher and more from ``keys``."""
    given = {"line": "'Sign up .{1,40}'", **keys} if not {"lines", "inside", "block"} & set(keys) else keys
    label = given.pop("label", "promo")
    body = "".join(f"    {key}: {value}\n" for key, value in given.items())
    shown = examples or "{matches: ['Sign up now'], ignores: ['They sign.']}"
    return f"  - id: {name}\n    label: {label}\n    why: {why}\n{body}    examples: {shown}\n"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the only rule file stands."""
    monkeypatch.setattr(loader, "bundled_directory", lambda: tmp_path / "bundled")
    (tmp_path / "bundled").mkdir()
    monkeypatch.chdir(tmp_path)
    return Path("mine/shared/one.yaml")


def write(path: Path, *rules: str, head: str = "pack: one\nlanguage: en\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"schema: 1\n{head}rules:\n{''.join(rules)}", encoding="utf-8")


def findings() -> list[tuple[int, str, str, str]]:
    found = lint(bench_of(rules=[Path("mine")]), TODAY)
    return [(one.line, one.level, one.kind, one.rule) for one in found]


# -- each kind, and what is none


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


# -- lists that should be parts

DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (f"Sign up (?:{DAYS})", [DAYS]),
        (f"Sign up (?P<title>{DAYS})|(?={DAYS})|{DAYS}", []),
        (f"(?:Sign up (?:{DAYS})|a|b|c)", [DAYS, f"Sign up (?:{DAYS})|a|b|c"]),
        (rf"(?:[)|\]({DAYS}]|x)(?:{DAYS})", [DAYS]),
        (rf"\(?:{DAYS}\)", []),
        (f"(?:{'x' * 60}|y|z)(?:a|b|c|d)", []),
        (f"(?:(?:a|b|c|d){'x' * 60})", []),
        (f"(?:(?&month)|{DAYS})", [f"(?&month)|{DAYS}"]),
    ],
)
def test_lists(pattern: str, found: list[str]) -> None:
    """A list has four alternatives of its own and forty characters, and stands in a group that does nothing else."""
    assert list(lists(pattern)) == found


@pytest.mark.parametrize(
    ("head", "line", "expected"),
    [
        ("", f"(?:{DAYS}) (?:{DAYS}) Sign (?:{DAYS})", [
            (8, "one", "(?:Monday|Tuesday|Wednesday|Thursday|Frida…) stands 3 times in this file; make it a part, and call it: (?&name)"),
        ]),
        ("", f"(?:{DAYS}) Sign (?:{DAYS})", []),
        # What stands in a larger list that is told of is not told of again.
        ("", "Sign up" + f"(?:a|b|c(?:{DAYS})|d)?" * 3, [
            (8, "one", "(?:a|b|c(?:Monday|Tuesday|Wednesday|Thursd…) stands 3 times in this file; make it a part, and call it: (?&name)"),
        ]),
        ("", "Sign up" + f"(?:a|b|c(?:{DAYS})|d)?" * 3 + f"(?:{DAYS})?" * 3, [
            (8, "one", "(?:Monday|Tuesday|Wednesday|Thursday|Frida…) stands 3 times in this file; make it a part, and call it: (?&name)"),
            (8, "one", "(?:a|b|c(?:Monday|Tuesday|Wednesday|Thursd…) stands 3 times in this file; make it a part, and call it: (?&name)"),
        ]),
        # A group that captures cannot be in a part.
        ("", "Sign up" + f"(?:a|b|(?P<title>{DAYS})|d)?" * 3, []),
        (f"parts: {{day: '{DAYS}'}}\n", f"(?&day) Sign (?:{DAYS})", [
            (9, "one", "(?:Monday|Tuesday|Wednesday|Thursday|Frida…) is part 'day'; call it: (?&day)"),
        ]),
        (f"parts: {{day: '{DAYS}'}}\n", "(?&day) Sign (?&day), (?&day), (?&day)", []),
    ],
)  # fmt: skip  # one finding a line
def test_lists_that_should_be_parts(pack: Path, head: str, line: str, expected: list[tuple[int, str, str]]) -> None:
    shown = {text for text in ("Monday Monday Sign Monday", "Sign up", "Monday Sign Monday", "Monday Sign Monday, Monday, Monday")
             if regex.fullmatch(line.replace("(?&day)", "(?:Monday)"), text)}  # fmt: skip  # one set
    write(
        pack,
        rule(line=f"'{line}'", examples=f"{{matches: {sorted(shown)}, ignores: [x]}}"),
        head=f"pack: one\nlanguage: en\n{head}",
    )
    found = lint(bench_of(rules=[Path("mine")]), TODAY)
    assert [(one.line, one.rule, one.message) for one in found if one.kind == "parts"] == expected
    assert {(one.level, one.fixable) for one in found if one.kind == "parts"} <= {("note", False)}


def test_lists_of_a_family_are_told_of_once(pack: Path) -> None:
    days = f"'Sign (?:{DAYS})(?:{DAYS})?(?:{DAYS})?'"
    write(
        Path("mine/families/engine.yaml"),
        rule(line=days, examples="{matches: [Sign Monday], ignores: [x]}"),
        head="family: engine\n",
    )
    for host in ("a.example", "b.example"):
        path = Path(f"mine/outlets/{host}.yaml")
        write(path, head=f"outlet: {host}\nname: A\nchecked: 2026-01-01\nextends: engine\n")
        path.write_text(path.read_text(encoding="utf-8").replace("rules:\n", ""), encoding="utf-8")
    found = lint(bench_of(rules=[Path("mine")]), TODAY)
    assert [(one.path, one.line, one.kind, one.rule) for one in found] == [
        ("mine/families/engine.yaml", 7, "parts", "family/engine")
    ]


# -- patterns that blow up


@pytest.mark.parametrize(
    ("pattern", "sample"),
    [
        (r"(?:a|aa)+b", "aaab"), (r"(?:\w+ ?)+:", "one two:"), (r"(?:x+x+)+y", "xxxxy"),
        (r"(?:News ?|New|s )+\.", "News News."),
    ],
)  # fmt: skip  # a table
@pytest.mark.hostile(53)
def test_patterns_that_blow_up(pattern: str, sample: str) -> None:
    found = try_probe(Probe("x", pattern, True, longest_wanted(pattern, 20_000, True), (sample,)))
    assert (found or "").startswith("more than 0.5 s for a line of 20000 characters that begins")


@pytest.mark.parametrize("pattern", ["Sign up .{1,40}", r"\w+ .*", r"(?:Photo|Image): .+", "[^|]+ [|] [^|]+"])
def test_patterns_that_do_not(pattern: str) -> None:
    assert longest_wanted(pattern, 20_000, True) == 0 or try_probe(Probe("x", pattern, True, 20_000, ("Photo: a | b",))) is None


def test_a_search_that_blows_up() -> None:
    found = try_probe(Probe("x", r"(?:\s*\|\s*\w+\s*)+$", False, 20_000, ("| a | b",)))
    assert (found or "").startswith("more than 0.5 s for")


def test_white_space_at_the_end_is_slow_only_where_it_is_searched() -> None:
    r"""``\s+$`` from every place of a long line; in lines that are matched as a whole it is harmless."""
    assert longest_wanted(r"x\s+$", 20_000, whole=True) == 0
    assert longest_wanted(r"\s+$", 20_000, whole=False) == 20_000


def test_a_child_that_is_killed_blames_its_pattern_and_the_rest_is_tried(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What ends the process that tries it has blown up as well."""
    fake = tmp_path / "python"
    fake.write_text(
        f"#!{sys.executable}\nimport json, sys, os, signal\nprobes = json.load(sys.stdin)\n"
        "for number, probe in enumerate(probes):\n    print(json.dumps({'start': number}), flush=True)\n"
        "    if probe[0] == 'b':\n        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    verdicts = run_probes([Probe(name, "x", True, 10, ()) for name in "abc"])
    assert [tuple(verdict) for verdict in verdicts] == [("b", "it ended the process that tried it")]


def test_probing_ends(pack: Path) -> None:
    began = time.process_time()
    write(
        pack,
        *(
            rule(
                f"r-{name.lower()}",
                line=f"'{name}(?: ?[a-z]{{1,9}}){{1,40}} ?:'",
                examples=f"{{matches: ['{name} up:'], ignores: [x]}}",
            )
            for name in ("Ab", "Cd")
        ),
    )
    findings()
    assert time.process_time() - began < 10


# -- mending

FIXABLE = """\
schema: 1  # the shape
outlet: news.example
name:   The   News
checked: 2026-01-01
hosts: [en.news.example, mirror.example, m.news.example]
rules:
  # what everybody knows
  - id: sign-up
    label: promo
    why: A plea to sign up for letters.
    line: '(?i)^sign up now$'   # loud
    examples: {matches: ['Sign up now'], ignores: ['They sign.']}
  - id: price
    label: promo
    why: What a letter costs.
    line: "^It's? \\\\$\\\\d{1,3}$"
    examples: {matches: ["It' $5"], ignores: ['They sign.']}
  - id: words
    label: promo
    why: Buttons under the plea.
    lines: [
      Stop, Go,  # both
      STOP, 'It''s', go,
    ]
    examples: {matches: [Stop], ignores: [Stop it]}
  - id: more-words
    label: promo
    why: Buttons over the plea.
    lines:
      - Here
      - 'here'   # again
      - There
    examples: {matches: [Here], ignores: [Here it is]}
"""


def test_mending_changes_nothing_else(pack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_pack(Path("mine"), "outlets/news.example", FIXABLE)
    path.write_bytes(b"\xef\xbb\xbf" + FIXABLE.encode())
    assert main(["rules", "lint", "--rules", "mine", "--fix", "--today", "2026-05-01"]) == 0
    out, err = capfd.readouterr()
    assert (out, err) == ("1 pack: 0 errors, 0 notes\n", "mended mine/outlets/news.example.yaml\n")
    mended = path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode()
    changed = [(old, new) for old, new in zip(FIXABLE.splitlines(), mended.splitlines(), strict=False) if old != new]
    assert mended == (
        FIXABLE.replace("hosts: [en.news.example, mirror.example, m.news.example]", "hosts: [mirror.example]")
        .replace("line: '(?i)^sign up now$'   # loud", "lines: ['sign up now']   # loud")
        .replace("""line: "^It's? \\\\$\\\\d{1,3}$\"""", """line: 'It''s? \\$\\d{1,3}'""")
        .replace("Stop, Go,  # both\n      STOP, 'It''s', go,", "Stop, Go, 'It''s',")
        .replace("      - 'here'   # again\n", "")
    ), changed
    assert main(["rules", "lint", "--rules", "mine", "--fix", "--today", "2026-05-01"]) == 0
    assert capfd.readouterr().err == ""


def test_a_pack_that_is_given_as_a_file_is_linted_and_mended(pack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """As if its directory of rules were given, too: an example that fails is a mistake, and what can be mended is."""
    write(pack, rule(line="'^Sign up .{1,40}$'"))
    assert main(["rules", "lint", str(pack), "--fix"]) == 0
    assert capfd.readouterr() == ("1 pack: 0 errors, 0 notes\n", "mended mine/shared/one.yaml\n")
    assert "line: 'Sign up .{1,40}'\n" in pack.read_text(encoding="utf-8")
    write(pack, rule(line="'Log in .{1,40}'"))
    assert main(["rules", "lint", str(pack)]) == 2
    by_file = capfd.readouterr()
    assert main(["rules", "lint", "--rules", "mine"]) == 2
    assert capfd.readouterr() == by_file
    assert "mine/shared/one.yaml:9: " in by_file.err


BLOCKS = """\
schema: 1
outlet: news.example
name: The News
checked: 2026-01-01
hosts:
  - mirror.example
  - >-
    en.news.example
  - other.example
rules:
  - id: sign-up
    label: promo
    why: A plea to sign up for letters.
    line: >-
      (?i)^sign
      up now$
    examples: {matches: ['Sign up now'], ignores: ['They sign.']}
  - id: words
    label: promo
    why: Buttons under the plea.
    lines:
      - 'Read more'
      - >-
        read
        more

      - 'Subscribe today'
      - |
        read more
    examples: {matches: [Read more], ignores: [Read more of it]}
"""


def test_mending_of_text_in_blocks_takes_no_line_behind_them(pack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_pack(Path("mine"), "outlets/news.example", BLOCKS)
    assert main(["rules", "lint", "--rules", "mine", "--fix", "--today", "2026-05-01"]) == 0
    assert capfd.readouterr() == ("1 pack: 0 errors, 0 notes\n", "mended mine/outlets/news.example.yaml\n")
    assert path.read_text(encoding="utf-8") == (
        BLOCKS.replace("  - >-\n    en.news.example\n", "")
        .replace("line: >-\n      (?i)^sign\n      up now$\n", "lines: ['sign up now']\n")
        .replace("      - >-\n        read\n        more\n", "")
        .replace("      - |\n        read more\n", "")
    )


def test_nothing_is_mended_where_files_do_not_load(pack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = FIXABLE.replace("matches: [Stop]", "matches: [Never]")
    path = write_pack(Path("mine"), "outlets/news.example", text)
    assert main(["rules", "lint", "--rules", "mine", "--fix"]) == 2
    assert "does not match this example: 'Never'" in capfd.readouterr().err
    assert path.read_text(encoding="utf-8") == text


def test_what_is_advised_can_be_written_so(pack: Path) -> None:
    examples = "{matches: ['Share: on paper, online #news'], ignores: ['They share.']}"
    write(pack, rule(line="'Share: on paper, online #news'", examples=examples))
    (found,) = lint(bench_of(rules=[Path("mine")]), TODAY)
    advice = "write `lines: ['Share: on paper, online #news']`, which is faster, unless its case matters"
    assert found.message == f"this pattern is a plain text; {advice}"


@pytest.mark.parametrize(
    ("pattern", "bare", "text"),
    [
        ("^a$", "a", "a"), ("a\\$", "a\\$", None), ("a\\\\$", "a\\\\", None), ("(?i)a b", "(?i)a b", "a b"), ("a.", "a.", None),
        ("$", "", ""),
    ],
)  # fmt: skip  # a table
def test_anchors_and_plain_texts(pattern: str, bare: str, text: str | None) -> None:
    assert (unanchored(pattern), plain_text(bare)) == (bare, text)


# -- output


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
    assert {one["kind"] for one in json.loads(capfd.readouterr().out)} <= {"checked", "broad", "plain"}
