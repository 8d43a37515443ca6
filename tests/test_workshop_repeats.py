"""Lists that should be parts: which patterns hold one, and when it is told of."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

from cleaner.workshop import bench_of, lint
from cleaner.workshop.repeats import lists
from tests.linting import TODAY, pack, rule, write

__all__ = ["pack"]  # fixture

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
