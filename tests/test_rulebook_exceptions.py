"""Exceptions: they keep text whatever the rules of their rank say, and are checked like them."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner
from cleaner.rulebook import load_rulebook
from tests.packs import cuts, mistakes_in, pack_of, write_pack


@pytest.mark.hostile(56)
def test_an_exception_keeps_text_whatever_other_rules_of_its_rank_say(tmp_path: Path) -> None:
    """A block is longer than the line it takes along, and loses on it all the same."""
    write_pack(
        tmp_path, "outlets/a.example",
        pack_of("outlet", "a.example", head="name: A\n", rules="menu", exceptions="keep").replace(
            "    line: 'menu here.*'\n    examples: {matches: ['menu here']",
            "    block: {from: 'menu here', to: 'end', at_most: 9}\n    examples: {matches: [\"menu here\\nx\"]",
        ),
    )  # fmt: skip  # one pack
    rulebook = load_rulebook(tmp_path, bundled=False)
    text = "Text.\nmenu here\nA\nkeep here, and now\nB\n"
    cleaned = cleaner.clean(text, rulebook=rulebook, chain=[cleaner.Packs()], outlet="a.example")
    assert cleaned.body == "Text.\n\nkeep here, and now"
    assert [removal.rule for removal in cleaned.removals] == ["a.example/menu", "a.example/menu"]


def test_a_shared_exception_loses_against_an_outlets_rule_and_wins_over_a_shared_one(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", pack_of("pack", "one", head="language: any\n", rules="sign", exceptions="sign-here")
               .replace("'sign-here here.*'", "'sign here please'").replace("'sign-here here'", "'sign here please'"))  # fmt: skip
    write_pack(tmp_path, "outlets/a.example", pack_of("outlet", "a.example", head="name: A\n", rules="sign"))
    rulebook = load_rulebook(tmp_path, bundled=False)
    assert cuts(rulebook, "sign here please\nsign here now\nText.") == [("one/sign", "sign here now")]
    assert ("a.example/sign", "sign here please") in cuts(rulebook, "sign here please\nText.", outlet="a.example")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  - id: keep\n", "  - id: keep\n    label: promo\n",
         "8: rule 'keep': an exception keeps text, its label is always article; leave `label` out, or move it to `rules`"),
        ("matches: ['keep here'], ", "", "10: rule 'keep': 'matches' is missing; write `matches: …`"),
        ("line: 'keep here.*'", "lin: x", "9: rule 'keep': unknown key 'lin', did you mean 'line'?"),
        ("ignores: [x]", "ignores: [keep here]", "10: rule 'keep' matches this example, which it should ignore"),
        ("id: keep", "id: menu", "7: rule id 'menu' stands twice (first in line 5)"),
    ],
)  # fmt: skip  # a table
def test_mistakes_in_exceptions_are_told_like_those_in_rules(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = pack_of("pack", "one", head="language: any\n", rules="menu", exceptions="keep")
    head, keep = text.split("exceptions:\n")
    write_pack(tmp_path, "shared/one", f"{head}exceptions:\n{keep.replace(old, new)}")
    # lines are counted from the exceptions on, so that the rule before them does not matter
    offset = head.count("\n") + 1
    told = [line.removeprefix("shared/one.yaml:") for line in mistakes_in(tmp_path)]
    number, _, message = says.partition(": ")
    assert any(message in line and line.startswith(f"{int(number) - 6 + offset}:") for line in told), told
