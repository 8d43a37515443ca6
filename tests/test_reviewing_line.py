"""What is said of one line: the claims on it, what decided, what would change it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.model import Authority, Claim, Document, Label, Policy
from cleaner.reviewing.hearing import Account, account
from cleaner.rulebook import Rulebook, load_rulebook
from tests.pages import markup
from tests.reviewing import STORY, rulebook, rules

__all__ = ["rulebook", "rules"]  # fixtures


def heard(rulebook: Rulebook, text: str, number: int, policy: Policy | None = None, **options: Any) -> Account:
    policy = policy or Policy()
    document = cleaner.clean(text, rulebook=rulebook, policy=policy).document
    return account(document, number, rulebook=rulebook, policy=policy, **options)


def test_a_line_tells_who_won_and_who_lost(rulebook: Rulebook) -> None:
    """Claims stand from the strongest down; the loser names the winner and what decided."""
    found = heard(rulebook, f"{STORY}Example Media Group\n", 1)
    assert found.outcome == "goes, as navigation by example.com/top"
    assert [(voice.claim.rule, voice.authority, voice.stage, voice.outcome, voice.why) for voice in found.voices] == [
        ("example.com/top", "rule of the outlet", "packs", "won", ""),
        ("basics/path", "shared rule", "packs", "lost", "to example.com/top, by a higher authority"),
    ]
    assert found.silent == (
        "blocks",
        "headline",
        "foreign_tail",
        "duplicates",
        "prose",
        "twice_in_a_row",
        "appended_stories",
        "next_stories",
        "comments",
        "pointers",
        "repetition",
        "titles",
        "standfirsts",
        "bylines",
        "author_bio",
    )


@pytest.mark.parametrize(
    ("other", "by"),
    [
        ((0, 12, Label.PROMO, Authority.OUTLET, 0.5), "a higher authority"),
        ((0, 12, Label.ARTICLE, Authority.SHARED, 0.5), "that it keeps text, or names the title, the summary or the byline"),
        ((0, 12, Label.PROMO, Authority.SHARED, 0.95), "a higher band of confidence"),
        ((0, 15, Label.PROMO, Authority.SHARED, 0.8), "a longer claim"),
        ((0, 12, Label.SHARE, Authority.SHARED, 0.8), "its label's name"),
        ((0, 12, Label.PROMO, Authority.SHARED, 0.8), "its id"),
    ],
)
@pytest.mark.hostile(56)
def test_what_decided_between_two_claims(rulebook: Rulebook, other: tuple[int, int, Label, Authority, float], by: str) -> None:
    start, end, label, authority, confidence = other

    def first(document: Document, claims: tuple[Claim, ...]) -> list[Claim]:
        return [Claim(0, 12, Label.PROMO, "a/first", Authority.SHARED, 0.85, "One.")]

    def second(document: Document, claims: tuple[Claim, ...]) -> list[Claim]:
        return [Claim(start, end, label, "b/second", authority, confidence, "Two.")]

    found = heard(rulebook, "Text of one line.\nAnd more.\n", 1, chain=(first, second))
    assert [(voice.claim.rule, voice.outcome, voice.why) for voice in found.voices][1:] == [
        ("a/first", "lost", f"to b/second, by {by}")
    ]


def test_a_line_tells_what_would_change_it(rulebook: Rulebook) -> None:
    """Each answer comes from another run of the whole chain; what makes no difference is said to make none."""
    found = heard(rulebook, f"{STORY}Example Media Group\n", 1)
    assert [(change.what, change.outcome, change.differs) for change in found.changes] == [
        ("without example.com/top", "goes, as navigation by basics/path", True),
        ("with --keep navigation", "stays", True),
        ("with --favour precision", "goes, as navigation by example.com/top", False),
        ("with --favour recall", "goes, as navigation by example.com/top", False),
    ]


def test_a_kept_line_names_its_draft_and_what_stable_would_do(rulebook: Rulebook) -> None:
    found = heard(rulebook, "The harbour reopened on Monday.\n", 1)
    assert found.outcome == "stays"
    assert [(voice.outcome, voice.why) for voice in found.voices] == [("tags", "its pack or it is a draft")]
    assert ("with sketch/harbour stable, no longer a draft", "goes, as promo by sketch/harbour", True) in found.changes
    assert ("with --keep promo", "stays", False) in found.changes


def test_a_line_that_goes_in_part(rulebook: Rulebook) -> None:
    found = heard(rulebook, STORY, 3)
    assert found.outcome == "goes in part, as photo_credit by basics/credit"
    assert [(piece.text, piece.removal is not None) for piece in found.pieces] == [
        ("The harbour reopened on Monday after a long night. ", False),
        ("(Photo: Reuters)", True),
    ]


def test_a_guess_that_is_not_sure_enough_only_tags(rulebook: Rulebook) -> None:
    def shy(document: Document, claims: tuple[Claim, ...]) -> list[Claim]:
        return [Claim(0, 4, Label.PROMO, "stage/shy", Authority.GUESS, 0.6, "Perhaps.")]

    found = heard(rulebook, "Text of one line.\n", 1, chain=(shy,))
    assert [(voice.stage, voice.outcome, voice.why) for voice in found.voices] == [("shy", "tags", "a guess cuts from 0.75 on")]
    assert (found.outcome, found.needed, found.likelihood) == ("stays", 0.75, None)


def test_text_that_is_protected_says_so(rulebook: Rulebook) -> None:
    """A claim of article wins, and without it the line would go."""

    def guard(document: Document, claims: tuple[Claim, ...]) -> list[Claim]:
        return [Claim(0, 12, Label.ARTICLE, "example/quote", Authority.OUTLET, 1.0, "Speech.")]

    found = heard(rulebook, STORY, 1, chain=(cleaner.stages.Packs(), guard))
    assert found.outcome == "stays"
    assert [(voice.outcome, voice.why) for voice in found.voices] == [
        ("won", "and so it stays: the policy keeps article"),
        ("lost", "to example/quote, by a higher authority"),
    ]
    assert ("without example/quote", "goes, as navigation by basics/path", True) in found.changes


@pytest.mark.parametrize(
    ("text", "number", "rule", "why"),
    [
        (STORY, 1, "basics/path", "matches"),
        ("Home is here.\n", 1, "basics/path", "its pattern does not match"),
        (
            "One.\nTwo.\nThree.\nHome / World\n",
            4,
            "basics/path",
            "its pattern matches, but only within the first 3 lines that are not blank",
        ),
        (
            "Most read\n1\n2\n3\n",
            1,
            "basics/most-read",
            "its first line matches, but the end of the text does not follow within 3 lines",
        ),
    ],
)
def test_what_rules_saw(rulebook: Rulebook, text: str, number: int, rule: str, why: str) -> None:
    """Every rule that was tried says whether it matches, or the first thing that kept it from matching."""
    looks = {look.rule.id: (look.matched, look.why) for look in heard(rulebook, text, number).looks}
    assert looks[rule] == (why == "matches", why)


def test_what_rules_saw_agrees_with_what_they_claim() -> None:
    """On real text, with the bundled rules: a rule that says it matches a line makes a claim there, and the other way round."""
    rulebook = load_rulebook()
    text = (Path(__file__).parent.parent / "seeds" / "001_b6155804945819f7.txt").read_text(encoding="utf-8")
    document = cleaner.clean(text).document
    assert document.outlet is not None
    matchers = [rulebook.shared("en"), rulebook.for_outlet(document.outlet.host)]
    for matcher in filter(None, matchers):
        claims = list(matcher.claims(document))
        for line in document.lines:
            saw = {look.rule.id for look in matcher.looks(document, line.number) if look.matched}
            begun = {claim.rule for claim in claims if line.start <= claim.start < line.end}
            assert saw == begun, line


def test_rules_that_were_not_asked_are_not_named(rulebook: Rulebook) -> None:
    """Shared rules do not see what an earlier stage took; the outlet's see all. Without packs nobody is asked."""

    def blocks(document: Document, claims: tuple[Claim, ...]) -> list[Claim]:
        return [Claim(0, 12, Label.PROMO, "stage/blocks", Authority.GUESS, 0.9, "A menu.")]

    text = f"{STORY}Example Media Group\n"
    packs = cleaner.stages.Packs()
    named = {
        chain: [look.rule.id for look in heard(rulebook, text, 1, chain=chain).looks]
        for chain in ((packs,), (blocks, packs), (packs, blocks), (blocks,))
    }
    assert list(named.values()) == [
        ["basics/path", "example.com/top"],
        ["example.com/top"],
        ["basics/path", "example.com/top"],
        [],
    ]


def test_how_near_the_guess_was() -> None:
    """The prose stage tells its probability and dial for lines it says nothing about too."""
    text = (Path(__file__).parent.parent / "seeds" / "001_b6155804945819f7.txt").read_text(encoding="utf-8")
    rulebook = load_rulebook()
    kept, taken = heard(rulebook, text, 15).likelihood, heard(rulebook, text, 55).likelihood
    assert kept is not None
    assert taken is not None
    assert (kept.stage, kept.dial, kept.kept, kept.occupied) == ("prose", 0.02, True, "")
    assert kept.probability > 0.5
    assert taken.occupied == "chinadaily.com.cn/agency-credit"


@pytest.mark.parametrize(("most_doubt", "stage"), [(1.0, "blocks"), (0.0, "prose")])
def test_of_a_page_the_stage_tells_that_judged_it(most_doubt: float, stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.stages.prose.MOST_DOUBT", most_doubt)
    likelihood = heard(load_rulebook(), markup("ferry"), 2).likelihood
    assert likelihood is not None
    assert (likelihood.stage, likelihood.kept) == (stage, False)


def test_a_blank_line_and_none(rulebook: Rulebook) -> None:
    found = heard(rulebook, STORY, 2)
    assert (found.outcome, found.voices, found.looks, found.changes) == ("blank: there is nothing to decide", (), (), ())
    with pytest.raises(IndexError, match="there is no line 6: the text has 5"):
        heard(rulebook, STORY, 6)
