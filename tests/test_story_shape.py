"""What is called another story behind an article, and what of it gets a row of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner
from cleaner.model import Authority, Claim, Label
from cleaner.reading import read
from cleaner.stages.story_shape import is_heading, is_story, is_whole, labels_behind
from tests.packs import write_pack

STORY, MENU, NOTICE = Label.OTHER_STORY, Label.NAVIGATION, Label.LEGAL


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The ferry took its first passengers on Thursday.", STORY),
        (
            "The council is to vote on the repair of the ferry in June, and both sides said on Monday that they would wait for",
            STORY,
        ),
        ("The Edge-First Manifesto: why the network comes last", STORY),
        ("* What’s that weed? A guide to common garden weeds", STORY),
        ("The court ruled on Monday on the copyright of a song that nobody remembers.", STORY),
        ("ガザ停戦「就任式までに良いニュース」　次期米政権の中東担当特使", STORY),
        ("About us   Contact   Privacy policy", MENU),
        (
            "* Code of Conduct * FAQ * Terms of Use * Contact the editors * Advertise with the paper * Work with us * Archive",
            MENU,
        ),
        (
            "News | Sport | Culture | Opinion and letters | Tide tables | Classified | Obituaries | Archive of the paper | More",
            MENU,
        ),
        ("Center for Digital Literacy", MENU),
        ("* Patients & Families", MENU),
        ("Please reload this page", MENU),
        ("Let us help!", MENU),
        ("© 2026 · Harbour Herald, the paper of the island", NOTICE),
        (
            "Copyright 1995 - 2024. All rights reserved by the Harbour Herald and its writers, and no part may be copied.",
            NOTICE,
        ),
    ],
)
def test_a_line_is_another_story_if_it_has_the_shape_of_one(text: str, label: Label) -> None:
    assert labels_behind([text]) == [label]


def test_a_short_headline_is_one_beside_a_story() -> None:
    """It counts over its lead, next to a longer one, and in a row below a heading that a rule knows."""
    lead = "The ferry took its first passengers on Thursday after five months in dry dock."
    assert labels_behind(["Ferry returns to harbour", "Ida Holm", lead]) == [STORY, MENU, STORY]
    assert labels_behind(["Ferry returns to harbour", "Why the network of the island comes last"]) == [STORY, STORY]
    row = ["Related stories", "Ferry returns to harbour", "Bill goes to council", "Help", "Center for Digital Literacy"]
    assert labels_behind(row, {0}) == [MENU, STORY, STORY, MENU, MENU]
    assert labels_behind(row) == [MENU] * 5


@pytest.mark.parametrize(
    ("text", "heading_of", "is_one"),
    [
        ("Related stories", Label.OTHER_STORY, True),
        ("最新ニュース", Label.OTHER_STORY, True),
        ("Related stories", None, False),
        ("About the author", Label.AUTHOR_BIO, False),
        ("Read also: ferry returns to harbour", Label.OTHER_STORY, False),
        ("More", Label.OTHER_STORY, False),
    ],
)
def test_a_heading_is_one_that_a_rule_calls_so(text: str, heading_of: Label | None, is_one: bool) -> None:
    assert (
        is_heading(text, Claim(0, len(text), MENU, "example/rule", Authority.SHARED, 1.0, "", heading_of=heading_of)) is is_one
    )
    assert not is_heading(text, None)


@pytest.mark.parametrize(
    ("label", "authority", "is_one"),
    [
        (MENU, Authority.OUTLET, True),
        (Label.SHARE, Authority.OUTLET, False),
        (MENU, Authority.SHARED, False),
        (MENU, Authority.GUESS, False),
    ],
)
def test_of_an_outlets_own_rules_each_for_navigation_knows_headings(label: Label, authority: Authority, is_one: bool) -> None:
    assert is_heading("Mehr vom Hafen", Claim(0, 14, label, "example.org/boxes", authority, 1.0, "")) is is_one


@pytest.mark.parametrize(
    ("text", "language", "is_one"),
    [
        ("Lesen Sie auch", "de", True),
        ("Læs også", "da", True),
        ("Читайте также", "ru", True),
        ("More from this section", "en", True),
        ("Most Viewed in 24 Hours", "en", True),
        ("Back to top", "en", False),
        ("Listen to this article", "en", False),
        ("Was this article helpful?", "en", False),
        ("Share this article", "en", False),
        ("Nach oben", "de", False),
    ],
)
def test_the_bundled_rules_tell_headings_of_stories_from_other_lines(text: str, language: str, is_one: bool) -> None:
    found = list(cleaner.load_rulebook().shared(language).claims(read(text, id="x")))
    assert found, "a rule knows the line"
    assert any(is_heading(text, claim) for claim in found) is is_one


@pytest.mark.parametrize(
    ("texts", "is_one"),
    [
        (["The ferry took its first passengers on Thursday after five months in dry dock. It was full."], True),
        (["The ferry sails again on Thursday morning.", "Nobody knew how long it would take."], True),
        (["Ferry returns after a winter in dock", "It took its first passengers on Thursday."], True),
        (
            ["The council is to vote on the repair of the ferry in June, and both sides said on Monday that they would wait"],
            True,
        ),
        (["The ferry took its first passengers on Thursday."], False),
        (["Dr. Roe took the first ferry on Thursday."], False),  # an abbreviation ends no sentence
        (["Ferry returns after a winter in dock"], False),
        (["Ferry returns after a winter in dock", "Bill for the repair goes to the council in June"], False),
        (
            [
                "* Code of Conduct * FAQ * Terms of Use * Contact the editors * Advertise with the paper * Work with us * Archive"
            ],
            False,
        ),
        (["About us   Contact   Privacy policy", "Let us help!"], False),
    ],
)
def test_a_story_has_two_sentences_or_a_lead(texts: list[str], is_one: bool) -> None:
    assert is_story(texts) is is_one


@pytest.mark.parametrize(
    ("texts", "is_one"),
    [
        (["Ferry returns after a winter in dock", "The council is to vote on the repair of the ferry. " * 3], True),
        (["The council is to vote on the repair of the ferry in June. " * 2] * 2, True),
        (["The council is to vote on the repair of the ferry in June. " * 2], False),
        (["Ferry returns after a winter in dock", "It took its first passengers on Thursday."], False),
        (
            ["Ferry returns after a winter in dock", "Ida Holm", "The council is to vote on the repair of the ferry. " * 3],
            False,
        ),
        (["Four weeks for one euro", "Give us your address.", "We send the letter on Fridays. You can leave."], False),
    ],
)
def test_a_story_beyond_doubt_has_a_headline_over_a_paragraph_or_two_paragraphs(texts: list[str], is_one: bool) -> None:
    assert is_whole([text.strip() for text in texts]) is is_one


def cut_last(lines: int, rule: str) -> cleaner.Stage:
    """A stage that takes the last lines of a text for another story."""

    def last_lines(document: cleaner.Document, claims: tuple[Claim, ...]) -> list[Claim]:
        filled = [line for line in document.lines if line.text]
        return [Claim(line.start, line.end, STORY, rule, Authority.GUESS, 0.9, "The last.") for line in filled[-lines:]]

    return last_lines


@pytest.mark.parametrize(("rule", "rows"), [("stage/prose", 0), ("stage/appended_stories", 1), ("stage/blocks", 0)])
def test_what_only_does_not_read_like_the_article_must_be_more_than_sentences(rule: str, rows: int) -> None:
    assert len(list(cleaner.stories(cleaner.clean(f"{BODY}\n\n{LEAD}", chain=(cut_last(1, rule),))))) == rows


def test_the_headline_of_a_story_is_its_title() -> None:
    headline = "Bill goes to the council of the island"
    cleaned = cleaner.clean(f"{BODY}\n\n{headline}\n\n{LEAD}", chain=(cut_last(2, "stage/prose"),))
    (story,) = cleaner.stories(cleaned)
    assert (story.fields.title, story.body, story.confidence) == (headline, LEAD, 0.8)


LEAD = "The council is to vote on the bill for the ferry in June. Both sides said on Monday that they would wait for it."
BODY = "\n\n".join(
    f"On day {day} the ferry stayed in dock, and the harbour master counted the gulls again." for day in range(6)
)


@pytest.mark.parametrize(
    ("cut", "told"),
    [("About us   Contact   Privacy policy", []), ("Bill goes to the council of the island", []), (LEAD, [LEAD])],
)
def test_a_menu_that_was_cut_as_a_story_gets_no_row(cut: str, told: list[str]) -> None:
    cleaned = cleaner.clean(f"{BODY}\n\n{cut}", chain=(cut_last(1, "stage/last_line"),))
    assert cleaned.body == BODY
    assert [story.document.text for story in cleaner.stories(cleaned)] == told


def test_what_was_cut_behind_a_story_as_one_is_in_its_row() -> None:
    """A line with a headline's shape may be a crosshead of it, and no story is to be lost."""
    rules = cleaner.load_rulebook()
    story = f"Bill goes to the council of the island\n\n{LEAD}\n\nCode of Conduct and how to reach the paper"
    cleaned = cleaner.clean(f"{BODY}\n\nRelated stories\n\n{story}", rulebook=rules)
    assert [told.document.text for told in cleaner.stories(cleaned, rulebook=rules)] == [story]


def test_what_a_rule_knows_for_a_story_is_one(tmp_path: Path) -> None:
    """A guess has to show it; whoever wrote the rule has seen it."""
    others = """\
        schema: 1
        pack: others
        language: any
        rules:
          - id: elsewhere
            label: other_story
            why: Leads of other stories.
            line: 'Elsewhere: .*'
            examples: {matches: ['Elsewhere: the bridge is shut.'], ignores: ['Elsewhere they sang.']}
        """
    write_pack(tmp_path, "shared/others", others)
    rules = cleaner.load_rulebook(tmp_path)
    cleaned = cleaner.clean("The harbour reopened on Monday.\n\nElsewhere: the bridge is shut.", rulebook=rules)
    assert [story.document.text for story in cleaner.stories(cleaned, rulebook=rules)] == ["Elsewhere: the bridge is shut."]
    link = cleaner.clean("The harbour reopened on Monday.\n\nElsewhere: all about the bridge", rulebook=rules)
    assert [str(cut.label) for cut in link.removals] == ["other_story"]
    assert list(cleaner.stories(link, rulebook=rules)) == []
