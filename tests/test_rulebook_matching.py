"""What the rules of a pack match, and what they leave alone."""

import math
from pathlib import Path

import pytest

import cleaner
from cleaner.lines import split_lines
from cleaner.rulebook import Matcher, load_rulebook
from cleaner.rulebook.finding import Beside, Candidate, Entry, Finder, Where
from cleaner.rulebook.matching import fill
from tests.conftest import ROOT
from tests.packs import one_rule, removed, write_pack
from tests.strategies import document


def test_lines_match_in_any_case_and_behind_a_list_mark(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", one_rule("lines: ['Sign up now']"))
    rules = load_rulebook(tmp_path, bundled=False)
    assert removed(rules, "SIGN UP NOW\nx y z\n  * Sign up now\n- Sign up now\n-Sign up now\nSign up now!\n") == [
        "SIGN UP NOW",
        "* Sign up now",
        "- Sign up now",
    ]


def test_lines_match_before_an_arrow(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", one_rule("lines: ['Sign up now']"))
    rules = load_rulebook(tmp_path, bundled=False)
    assert removed(rules, "Sign up now»\n» Sign up now\nSign up now » here\nSign up now »!\nSign up now -\n»\n") == []
    assert removed(rules, "Sign up now »\nx y z\nsign up now →\nx y z\n* Sign up now >>\n") == [
        "Sign up now »",
        "sign up now →",
        "* Sign up now >>",
    ]


@pytest.mark.parametrize("guard", ["", "within: {first: 1}"])
def test_a_rule_that_lists_a_text_with_its_arrow_stops_no_other(tmp_path: Path, guard: str) -> None:
    """Whether or not it takes the line itself."""
    other = one_rule("lines: ['Sign up now »']", matches="Sign up now »", more=guard)
    write_pack(tmp_path, "shared/one", one_rule("lines: ['Sign up now']"))
    write_pack(tmp_path, "shared/two", other.replace("pack: one", "pack: two"))
    rules = load_rulebook(tmp_path, bundled=False)
    text = "One.\nTwo.\nSign up now »\n"
    assert removed(rules, text) == ["Sign up now »"]
    looks = Matcher(rules.rules()).looks(document(text), 3)
    assert [(look.rule.id, look.matched) for look in looks] == [("one/r", True), ("two/r", not guard)]


def test_spaces_at_which_no_line_breaks_are_spaces_in_texts_and_in_rules(tmp_path: Path) -> None:
    write_pack(
        tmp_path, "shared/one",
        one_rule("line: 'Lire\u00a0aussi : .+'", matches="Lire aussi\u202f: le phare", ignores="Lire\u00a0aussi"),
    )  # fmt: skip  # one pack
    rules = load_rulebook(tmp_path, bundled=False)
    text = "Lire aussi\u00a0: le\u202fphare\nLire aussi : le phare\nLire aussi\u2003: le phare\n"
    assert removed(rules, text) == ["Lire aussi\u00a0: le\u202fphare", "Lire aussi : le phare"]


def test_a_block_needs_its_end_within_reach(tmp_path: Path) -> None:
    write_pack(
        tmp_path, "shared/one",
        one_rule("block: {from: 'Sign up now', to: 'Go', at_most: 3}", matches="Sign up now\\nplease\\nGo", ignores="Sign up now\\na\\nb\\nGo"),
    )  # fmt: skip  # one pack
    rules = load_rulebook(tmp_path, bundled=False)
    assert removed(rules, "Sign up now\n\nplease\n\nGo\nmore text") == ["Sign up now\n\nplease\n\nGo"]
    assert removed(rules, "Sign up now\n1\n2\nGo\nmore text") == []


def test_a_block_to_the_end_never_eats_more_than_it_may(tmp_path: Path) -> None:
    write_pack(
        tmp_path, "shared/one",
        one_rule("block: {from: 'Sign up now', to: end, at_most: 2}", matches="Sign up now\\nplease", ignores="Sign up now\\na\\nb"),
    )  # fmt: skip  # one pack
    rules = load_rulebook(tmp_path, bundled=False)
    assert removed(rules, "text\nSign up now\nplease\n") == ["Sign up now\nplease"]
    assert removed(rules, "text\nSign up now\n1\n2\n") == []


def test_guards_look_at_neighbours_and_position(tmp_path: Path) -> None:
    write_pack(
        tmp_path, "shared/one",
        one_rule("line: 'Sign .*'", more="within: {after: 'Menu', before: 'Go', first: 3, at_most: 12}",
                 matches="Menu\\nSign up now\\nGo", ignores="Sign up now"),
    )  # fmt: skip  # one pack
    rules = load_rulebook(tmp_path, bundled=False)
    assert removed(rules, "Menu\n\nSign up\n\nGo\n") == ["Sign up"]
    assert removed(rules, "Menu\nSign up today and often\nGo\n") == []
    assert removed(rules, "a\nb\nc\nMenu\nSign up\nGo\n") == []
    assert removed(rules, "Menu\nSign up\nStop\n") == []


def test_inside_cuts_a_part_and_joins_the_rest(tmp_path: Path) -> None:
    write_pack(
        tmp_path, "shared/one", one_rule("inside: '\\[Sign up now\\]'", matches="Good [Sign up now] day", ignores="Sign up now")
    )
    rules = load_rulebook(tmp_path, bundled=False)
    text = "Good [Sign up now] day to you. [Sign up now]"
    cleaned = cleaner.clean(text, rulebook=rules, chain=[cleaner.Packs()])
    assert cleaned.body == "Good day to you."
    assert cleaner.restore(cleaned.body, cleaned.record()) == text


def test_draft_rules_only_tag(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", one_rule("lines: ['Sign up now']").replace("schema: 1", "schema: 1\nstatus: draft"))
    cleaned = cleaner.clean(
        "Sign up now\nThe text goes on.", rulebook=load_rulebook(tmp_path, bundled=False), chain=[cleaner.Packs()]
    )
    assert cleaned.removals == ()
    assert [tag.rule for tag in cleaned.tags] == ["one/r"]


@pytest.mark.hostile(64)
def test_rules_apply_by_language_and_english_everywhere(tmp_path: Path) -> None:
    german = "Das ist der Text, und er ist auf Deutsch, weil die Leser es so wollen und nicht anders. " * 2
    for code in ("de", "en", "fr"):
        text = one_rule(f"lines: ['Sign {code}']", matches=f"Sign {code}").replace("pack: one", f"pack: in-{code}")
        write_pack(tmp_path, f"shared/in-{code}", text.replace("language: en", f"language: {code}"))
    assert removed(load_rulebook(tmp_path, bundled=False), f"{german}\nSign de\nSign en\nSign fr\n") == ["Sign de", "Sign en"]


@pytest.mark.hostile(53)
def test_a_slow_pattern_fails_the_document_and_keeps_its_text(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", one_rule("line: '(?:a|aa)+b'", matches="aab", ignores="ab c"))
    text = "a" * 60 + "\nThe rest of the text."
    cleaned = cleaner.clean(text, rulebook=load_rulebook(tmp_path, bundled=False))
    assert (cleaned.status, cleaned.removals, cleaned.document.text) == ("failed", (), text)
    assert cleaned.warnings[-1] == "rule one/r: its pattern ran longer than 1 s on one line; simplify it"


def test_the_prefilter_never_changes_the_result() -> None:
    rulebook = load_rulebook()
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    texts += [example for rule in rulebook.rules() for example in (*rule.matches, *rule.ignores)]
    for rules in ([rule for rule in rulebook.rules() if rule.kind != "lines"],):
        matcher = Matcher(rules)
        alone = [Matcher([rule]) for rule in rules]
        for one in alone:
            rule = one.rules[0]
            guards = [(-1, rule.guard.after), (1, rule.guard.before)]
            beside = tuple(Beside(step, pattern, None, ()) for step, pattern in guards if pattern is not None)
            one._finder = Finder([Entry(Candidate(rule, 0, math.inf, None, (), beside), Where.OWN, frozenset())])
        for text in texts[:300]:
            doc = document(text)
            expected = sorted((claim.start, claim.end, claim.rule) for one in alone for claim in one.claims(doc))
            assert sorted((claim.start, claim.end, claim.rule) for claim in matcher.claims(doc)) == sorted(set(expected))


@pytest.mark.hostile(4)
def test_lines_beyond_the_limit_are_left_alone(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", one_rule("line: 'Sign.*'"))
    assert removed(load_rulebook(tmp_path, bundled=False), "Sign " + "x" * 30_000 + "\nSign this") == ["Sign this"]


def test_filled_lines_know_where_their_text_stands() -> None:
    filled = fill(split_lines("  * Menu \n\n x\n"))
    assert [(line.text, line.start, line.end) for line in filled] == [("Menu", 2, 8), ("x", 12, 13)]
