"""Hostile inputs: rule files."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.rulebook import load_rulebook
from tests.packs import mistakes_in, one_rule, write_pack


def mistakes(folder: Path, text: str) -> list[str]:
    """What is wrong with a rule file; something must be."""
    path = folder / "shared" / "one.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return mistakes_in(folder)


@pytest.mark.hostile(43, 49)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "shared/one.yaml:1: anchors and aliases"),
        ("a: &a [*a]\n", "shared/one.yaml:1: anchors and aliases"),
        ("schema: 1\n<<: {pack: one}\n", "unknown key '<<'"),
        ("schema: 1\n<<: *a\n", "shared/one.yaml:2: anchors and aliases"),
    ],
)
def test_aliases_and_merges_are_refused(tmp_path: Path, text: str, expected: str) -> None:
    assert any(expected in mistake for mistake in mistakes(tmp_path, text))


@pytest.mark.hostile(46)
@pytest.mark.parametrize("value", ["2022-02-18", "12:30:45", "1_000", "~", "1e3", "0x1F"])
def test_values_that_are_no_text_are_never_taken_for_text(tmp_path: Path, value: str) -> None:
    """Whatever YAML makes of them: as the name of a pack it is that text, or the file is refused."""
    assert any(
        "shared/one.yaml:2: pack" in mistake for mistake in mistakes(tmp_path, f"schema: 1\npack: {value}\nlanguage: en\n")
    )


@pytest.mark.hostile(48)
def test_a_hundred_thousand_levels_in_a_rule_file(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "a: " + "[" * 100_000) == [
        "shared/one.yaml:1: nested deeper than 32 levels; a rule file needs five"
    ]


@pytest.mark.hostile(50)
def test_a_rule_file_of_more_than_a_megabyte(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "#" * 1_000_001) == [
        "shared/one.yaml:1: the file has 1000001 bytes, more than 1000000; split the pack"
    ]


@pytest.mark.hostile(52)
@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        (r"\p{Foo}x", r"not a valid pattern: unknown property at position 7: \p{Foo}»HERE»x"),
        (r"(x)\2", r"not a valid pattern: invalid group reference at position 5: (x)\2»HERE»"),
        ("a)", "not a valid pattern: unbalanced parenthesis at position 1: a»HERE»)"),
        ("x{99999999}", "a repeat beyond 1000 takes too long to compile; use a smaller one, or + or *"),
        ("(?R)x", "(?R) calls a group, which may never end; write it out, or make it a part and call that"),
        (r"\\(x(?1))", "(?1) calls a group, which may never end; write it out, or make it a part and call that"),
        ("(?P<title>x(?&title))", "there is no part 'title'; define it under `parts`, or write it out"),
    ],
)
def test_patterns_that_cannot_be_used(tmp_path: Path, pattern: str, says: str) -> None:
    assert mistakes(tmp_path, one_rule(f"line: '{pattern}'", matches="x", ignores="y")) == [
        f"shared/one.yaml:8: rule 'r', line: {says}"
    ]


@pytest.mark.hostile(52)
def test_five_thousand_groups_are_refused(tmp_path: Path) -> None:
    assert mistakes(tmp_path, one_rule(f"line: '{'(' * 5000}x{')' * 5000}'", matches="x", ignores="y")) == [
        "shared/one.yaml:8: rule 'r': line has 10,001 characters, more than 4,096; make it shorter"
    ]
    (found,) = mistakes(tmp_path, one_rule(f"line: '{'(' * 2000}x{')' * 2000}'", matches="x", ignores="y"))
    assert "RecursionError" in found


@pytest.mark.hostile(52)
def test_an_escaped_bracket_calls_nothing(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", one_rule(r"line: 'Sign up\(?1\)?'", matches="Sign up(1)"))
    assert len(load_rulebook(tmp_path, bundled=False).rules()) == 1
