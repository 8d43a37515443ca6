"""Rules that say of a line what it is the heading of: other stories, or a text about the author."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cleaner
from cleaner.model import Label
from cleaner.rulebook import load_rulebook
from tests.packs import mistakes_in, one_rule, write_pack

ARTICLE = [
    "The ferry between the island and the old harbour sails again on Thursday, after a winter in the dry dock.",
    "Divers had found cracks in both propellers in October, and the spare parts took four months to come.",
    "The council pays for the repair out of the reserve, which is now empty, as its treasurer said on Monday.",
    "Until Thursday a fishing boat carries the mail and whoever has to see the doctor on the mainland.",
    "Tickets cost what they cost last year, and children under six sail free of charge on every trip.",
]
LEADS = [
    "Bakery wins national prize",
    "Its rye bread was the best of four hundred loaves, a jury of millers and cooks found in the capital.",
    "School gets a second gymnasium",
    "Builders from the mainland start in May, and pupils will do their sports in the town hall until then.",
]


@pytest.mark.parametrize(("key", "cut"), [("heading_of: other_story", True), ("", False)])
def test_what_is_evidence_for_appended_stories_is_said_by_the_rule_and_not_by_its_name(
    tmp_path: Path, key: str, *, cut: bool
) -> None:
    write_pack(
        tmp_path, "shared/one", one_rule("lines: [From the quay]", label="navigation", matches="From the quay", more=key)
    )
    rules = load_rulebook(tmp_path, bundled=False)
    text = "\n".join((*ARTICLE, "From the quay", *LEADS))
    cleaned = cleaner.clean(text, rulebook=rules, chain=[cleaner.Packs(), cleaner.stages.appended_stories])
    assert next(removal.label for removal in cleaned.removals) is Label.NAVIGATION
    reasons = {claim.reason for claim in (*cleaned.removals, *cleaned.tags) if claim.label is Label.OTHER_STORY}
    assert any("a heading of other stories stands above it" in reason for reason in reasons) is cut


BLURB = "Has spent ten years at sea, and lives on the island with two goats and a boat."


@pytest.mark.parametrize(
    ("key", "label", "cut"),
    [
        ("heading_of: author_bio", "author_bio", True),
        ("heading_of: author_bio", "navigation", True),
        ("heading_of: other_story", "author_bio", False),
        ("", "author_bio", False),
    ],
)
def test_what_heads_a_text_about_the_author_is_said_by_the_rule_in_whatever_words(
    tmp_path: Path, key: str, label: str, *, cut: bool
) -> None:
    write_pack(tmp_path, "shared/one", one_rule("lines: [Whose words]", label=label, matches="Whose words", more=key))
    rules = load_rulebook(tmp_path, bundled=False)
    text = "\n".join((*ARTICLE, "Whose words", BLURB))
    cleaned = cleaner.clean(text, rulebook=rules, chain=[cleaner.Packs(), cleaner.stages.author_bio])
    removed = {text[removal.start : removal.end]: removal.reason for removal in cleaned.removals}
    assert set(removed) == ({"Whose words", BLURB} if cut else {"Whose words"})
    assert removed.get(BLURB) == ("it closes the text below “Whose words”" if cut else None)


def test_of_the_bundled_rules_links_about_an_author_head_nothing() -> None:
    """They stand in rules of their own, beside those for the headings of such boxes."""
    rules = [rule for rule in load_rulebook().rules() if rule.label is Label.AUTHOR_BIO]
    headings = {rule.id.partition("/")[0] for rule in rules if rule.heading_of is Label.AUTHOR_BIO}
    links = {rule.id.partition("/")[0]: rule.heading_of for rule in rules if rule.id.endswith("/author-box-links")}
    assert headings >= set(links) >= {"author-bio", "lang-de"}
    assert set(links.values()) == {None}


@pytest.mark.parametrize(
    ("name", "heads"),
    [("about-author", Label.AUTHOR_BIO), ("read-more", Label.OTHER_STORY), ("read-more-pointer", Label.OTHER_STORY)],
)
def test_in_the_pack_of_every_language_the_rules_for_headings_say_what_they_head(name: str, heads: Label) -> None:
    rules = [rule for rule in load_rulebook().rules() if re.fullmatch(rf"lang-\w+/{name}", rule.id)]
    assert len(rules) > 20
    assert [rule.id for rule in rules if rule.heading_of is not heads] == []


def test_a_rule_without_the_key_makes_no_heading(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", one_rule("lines: [Sign up now]"))
    (rule,) = load_rulebook(tmp_path, bundled=False).rules()
    assert rule.heading_of is None


@pytest.mark.parametrize(
    ("matcher", "more", "says"),
    [
        (
            "inside: 'Sign up'",
            "heading_of: other_story",
            "shared/one.yaml:5: rule 'r': `inside` finds a part of a line, and only whole lines are headings; "
            "leave out `heading_of`, or write `line`",
        ),
        ("lines: [Sign up now]", "heading_of: article", "shared/one.yaml:9: rule 'r': heading_of 'article'"),
        ("lines: [Sign up now]", "heading: other_story", "shared/one.yaml:9: rule 'r': unknown key 'heading'"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, matcher: str, more: str, says: str) -> None:
    write_pack(tmp_path, "shared/one", one_rule(matcher, more=more))
    (mistake,) = mistakes_in(tmp_path)
    assert mistake.startswith(says)
