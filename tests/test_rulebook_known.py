"""What is found out about patterns is found once, when their file is validated, and kept with it."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

import cleaner
from cleaner.rulebook import load_rulebook, patterns
from cleaner.rulebook.literals import facts, facts_from_json, facts_to_json
from tests.packs import write_pack

BUNDLED = load_rulebook()
PATTERNS = sorted({pattern for pack in BUNDLED.packs for part in ("known", "signs") for pattern in pack.data[part]})
FAMILY = """
schema: 1
family: engine
rules:
  - id: plea
    label: promo
    why: A plea at the end of every page that this engine makes.
    line: 'Give us (?:a coin|two coins)'
    examples: {matches: [Give us a coin], ignores: [Give us time]}
"""
PACK = """
schema: 1
outlet: news.example
name: The News
extends: engine
recognise: ['The News of Example Town']
rules:
  - id: opening
    label: promo
    why: A box whose first line this is.
    block: {from: 'Read [a-z]+', to: 'Close|End', at_most: 4}
    within: {after: 'Above it', before: 'Below it'}
    examples: {matches: ["Above it\\nRead this\\nBelow it\\nClose"], ignores: [Read on]}
"""


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pattern is looked into any more, and nothing is remembered of those that were."""

    def never(pattern: str) -> None:
        raise AssertionError(f"{pattern} was looked into again")

    monkeypatch.setattr(patterns, "facts", never)
    monkeypatch.setattr(patterns, "_told", {})
    patterns.known_of.cache_clear()


def test_all_patterns_of_the_bundled_rules_are_known() -> None:
    rules = BUNDLED.rules()
    wanted = {rule.pattern for rule in rules} | {text for pack in BUNDLED.packs for text in pack.recognise}
    wanted |= {text for rule in rules for text in (rule.guard.after, rule.guard.before, rule.until) if text}
    assert wanted - {"", "end"} == set(PATTERNS)


@pytest.mark.parametrize("pattern", [*PATTERNS[::7], "", "x*", "(?:a+)+b", "[^a]", "ß|İ", r"(?=x)\p{Lu}"])
def test_what_is_stored_is_what_was_found(pattern: str) -> None:
    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts(pattern))))) == facts(pattern)


@pytest.mark.parametrize("way", ["sent", "cached"])
def test_no_process_looks_into_patterns_again(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("CLEANER_CACHE", str(tmp_path / "cache"))
    write_pack(tmp_path, "families/engine", FAMILY)
    write_pack(tmp_path, "outlets/news.example", PACK)
    sent = pickle.dumps(load_rulebook(tmp_path, bundled=False))
    request.getfixturevalue("unknown")
    rulebook = pickle.loads(sent) if way == "sent" else load_rulebook(tmp_path, bundled=False)
    text = "The News of Example Town\nAbove it\nRead this\nBelow it\nClose\nThe ferry stays.\nGive us a coin"
    cleaned = cleaner.clean(text, rulebook=rulebook, chain=(cleaner.stages.Packs(),))
    assert [removal.rule for removal in cleaned.removals] == ["news.example/opening", "news.example/plea"]


@pytest.mark.usefixtures("unknown")
def test_a_new_file_is_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE", "off")
    write_pack(tmp_path, "outlets/news.example", PACK.replace("extends: engine\n", ""))
    with pytest.raises(AssertionError, match="was looked into again"):
        load_rulebook(tmp_path, bundled=False)
