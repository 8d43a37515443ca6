"""Families: whose rules an outlet has, in which state, and what is no family."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.rulebook import load_rulebook
from tests.packs import cuts, mistakes_in, pack_of, write_pack


def test_an_outlet_has_the_rules_of_its_families(tmp_path: Path) -> None:
    """They act under the outlet's name; the nearest wins over the farther, the outlet's own over all."""
    write_pack(tmp_path, "families/far", pack_of("family", "far", rules="one two three four"))
    write_pack(tmp_path, "families/near", pack_of("family", "near", head="extends: far\n", rules="two three"))
    write_pack(tmp_path, "families/other", pack_of("family", "other", head="extends: [family/far]\n", rules="four five"))
    write_pack(
        tmp_path, "outlets/a.example",
        pack_of("outlet", "a.example", head="name: A\nextends: [near, family/other]\n", rules="three"),
    )  # fmt: skip  # one pack
    rulebook = load_rulebook(tmp_path, bundled=False)
    (outlet,) = rulebook.packs
    assert [(rule.id, rule.family) for rule in outlet.rules] == [
        ("a.example/three", ""), ("a.example/two", "near"), ("a.example/one", "far"), ("a.example/four", "far"),
        ("a.example/five", "other"),
    ]  # fmt: skip  # rows
    assert cuts(rulebook, "five here\nText.\n", outlet="a.example") == [("a.example/five", "five here")]
    assert cuts(rulebook, "five here\nText.\n") == []


def test_an_outlet_may_be_nothing_but_its_family(tmp_path: Path) -> None:
    write_pack(tmp_path, "families/engine", pack_of("family", "engine", rules="one", exceptions="two"))
    write_pack(tmp_path, "outlets/a.example", pack_of("outlet", "a.example", head="name: A\nextends: engine\n"))
    assert [rule.id for rule in load_rulebook(tmp_path, bundled=False).rules()] == ["a.example/one", "a.example/two"]


def test_a_draft_family_gives_draft_rules(tmp_path: Path) -> None:
    write_pack(tmp_path, "families/engine", pack_of("family", "engine", head="status: draft\n", rules="one"))
    write_pack(tmp_path, "outlets/a.example", pack_of("outlet", "a.example", head="name: A\nextends: engine\n", rules="two"))
    rules = load_rulebook(tmp_path, bundled=False).rules()
    assert [(rule.id, rule.status) for rule in rules] == [("a.example/two", "stable"), ("a.example/one", "draft")]


def test_a_family_of_ones_own_wins_and_changes_the_digest(tmp_path: Path) -> None:
    write_pack(tmp_path / "a", "families/engine", pack_of("family", "engine", rules="one"))
    write_pack(tmp_path / "a", "outlets/a.example", pack_of("outlet", "a.example", head="name: A\nextends: engine\n"))
    before = load_rulebook(tmp_path / "a", bundled=False)
    write_pack(tmp_path / "b", "families/engine", pack_of("family", "engine", rules="two"))
    after = load_rulebook(tmp_path / "a", tmp_path / "b", bundled=False)
    assert [rule.id for rule in after.rules()] == ["a.example/two"]
    assert before.digest != after.digest


@pytest.mark.parametrize(
    ("extends", "says"),
    [
        ("wordpres", "extends: there is no family 'wordpres', did you mean 'wordpress'?; families: wordpress"),
        ("'../secrets'", "extends '../secrets' is not well formed; use small letters, digits, hyphens (in hosts: dots)"),
        ("/etc/passwd", "extends '/etc/passwd' is not well formed; use small letters, digits, hyphens (in hosts: dots)"),
        (
            "'https://a.example/x'",
            "extends 'https://a.example/x' is not well formed; use small letters, digits, hyphens (in hosts: dots)",
        ),
        (
            "family/family/x",
            "extends 'family/family/x' is not well formed; use small letters, digits, hyphens (in hosts: dots)",
        ),
    ],
)
@pytest.mark.hostile(57)
def test_families_that_are_none(tmp_path: Path, extends: str, says: str) -> None:
    write_pack(tmp_path, "families/wordpress", pack_of("family", "wordpress", rules="one"))
    write_pack(tmp_path, "outlets/a.example", pack_of("outlet", "a.example", head=f"name: A\nextends: {extends}\n", rules="x"))
    assert mistakes_in(tmp_path) == [f"outlets/a.example.yaml:4: {says}"]


@pytest.mark.hostile(57)
def test_circles_are_refused_even_where_nobody_uses_them(tmp_path: Path) -> None:
    for name, parent in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "d"), ("e", "a")):
        write_pack(tmp_path, f"families/{name}", pack_of("family", name, head=f"extends: {parent}\n", rules="one"))
    assert mistakes_in(tmp_path) == [
        f"families/{name}.yaml:3: extends: family '{name}' extends itself in the end; break the circle" for name in "abcd"
    ]


def test_an_outlet_without_rules_or_family_does_not_load(tmp_path: Path) -> None:
    write_pack(tmp_path, "outlets/a.example", pack_of("outlet", "a.example", head="name: A\n"))
    assert mistakes_in(tmp_path) == [
        "outlets/a.example.yaml:1: an outlet has rules of its own or those of a family; write `rules:` or `extends:`"
    ]
