"""The sentence below the headline that went as navigation: it goes as the summary, and what is none keeps its label."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.model import Claim, Document, Label
from cleaner.stages import standfirsts
from cleaner.stages.prose import RULE as PROSE
from cleaner.stages.reading_aids import filled_lines, guess
from tests.texts_in_languages import PARAGRAPHS

TITLE = "Ferry returns after a winter in dock"
LEAD = "Five months late and twice as dear, the boat is back. The council wants to know why."
SIGNED = "Sam Holloway, 12 March 2024, 09:15"
CHAPTERS = [f"Chapter {number}" for number in range(1, 9)]


def judged(document: Document, claims: tuple[Claim, ...]) -> list[Claim]:
    """The first line of a text is the title; all else above the article went as one piece of navigation."""
    lines = filled_lines(document)
    first = next(at for at, line in enumerate(lines) if line.text in PARAGRAPHS["en"])
    named = [guess(lines[0], Label.TITLE, "stage/titles", 0.9, "It is.")] if document.page is None else []
    return [*named, guess(lines[1], Label.NAVIGATION, PROSE, 0.86, "It does not read like one.", last=lines[first - 1])]


def cleaned(*above: str, keep: str = "article") -> cleaner.Cleaned:
    text = "\n".join([TITLE, *above, *PARAGRAPHS["en"]])
    return cleaner.clean(text, media_type="text/plain", chain=(judged, standfirsts), policy=cleaner.Policy(keep=(keep,)))


def cleaned_page(*above: str) -> cleaner.Cleaned:
    """The same as a page, whose markup says which line is the title."""
    shown = "".join([f"<h1>{TITLE}</h1>", *above, *(f"<p>{text}</p>" for text in PARAGRAPHS["en"])])
    return cleaner.clean(f"<html><body>{shown}</body></html>", media_type="text/html", chain=(judged, standfirsts))


def summaries(found: cleaner.Cleaned) -> list[str]:
    return [found.document.text[cut.start : cut.end] for cut in found.removals if cut.label is Label.SUMMARY]


@pytest.mark.parametrize(
    "lead",
    [
        LEAD,
        "Two of nine members voted for an immediate cut.",
        "Residents of the island say that the crossing has never been so quiet",
        "Nach elf Jahren ist das Bad offen – und die Stadt fragt, was es gekostet hat.",
        "鳥越口の駅で七十年売られてきた弁当が三月の終わりに姿を消した。",
    ],
)
def test_the_sentence_between_title_and_byline_is_the_summary(lead: str) -> None:
    found = cleaned(lead, SIGNED, "Share", "Print")
    assert summaries(found) == [lead]
    assert (found.fields.summary, found.origins["summary"]) == (lead, "text rule stage/standfirsts")


@pytest.mark.parametrize("below", [(), ("Share",), ("Share", "Print", "A gull on the quay"), ("Share", SIGNED, *CHAPTERS)])
def test_byline_or_article_stands_below_it_and_more_may(below: tuple[str, ...]) -> None:
    assert summaries(cleaned(LEAD, *below)) == [LEAD]


def test_it_goes_as_before_unless_a_policy_keeps_it() -> None:
    cut = next(cut for cut in cleaned(LEAD, SIGNED).removals if cut.label is Label.SUMMARY)
    assert (cut.confidence, cut.reason) == (0.86, "a sentence between the title and the article")
    assert cleaned(LEAD, SIGNED).body == "\n\n".join(PARAGRAPHS["en"])
    assert cleaned(LEAD, SIGNED, keep="summary").body == "\n\n".join([LEAD, *PARAGRAPHS["en"]])


@pytest.mark.parametrize(
    "other",
    [
        "Council",  # a kicker
        "Share this with your friends!",  # a call
        "A gull on the quay in the morning",  # a caption
        "News | Sport | Culture | Tide tables | Letters | Weather",  # a menu
        "This article is also available in the following languages:",
        "Posted by the harbour office of the island on Tuesday last week",
        "By Sam Holloway and Vasilisa Stepanenko The Associated Press",
        "Written by: Sam Holloway Head of Ferries and Docks. Expert in what floats.",
        SIGNED,
        f"{TITLE} | The Harbour Herald and Tide Tables",  # the title again
        "© 2024 The Harbour Herald. All rights reserved by the people of the island.",
        "The boat is back. " * 30,  # a story
    ],
)
def test_what_is_no_standfirst_keeps_its_label(other: str) -> None:
    assert summaries(cleaned(other, SIGNED, "Share")) == []


def test_a_sentence_over_a_menu_is_none() -> None:
    assert summaries(cleaned(LEAD, *CHAPTERS)) == []


def test_a_sentence_further_down_is_none() -> None:
    assert summaries(cleaned("Share", LEAD, SIGNED)) == []


def test_what_a_rule_claims_is_not_named_anew() -> None:
    def ruled(document: Document, claims: tuple[Claim, ...]) -> list[Claim]:
        line = document.lines[1]
        return [Claim(line.start, line.end, Label.PROMO, "a/rule", cleaner.Authority.SHARED, 1.0, "It is.")]

    text = "\n".join([TITLE, LEAD, SIGNED, *PARAGRAPHS["en"]])
    found = cleaner.clean(text, media_type="text/plain", chain=(judged, ruled, standfirsts))
    assert (summaries(found), found.fields.summary) == ([], None)


def test_without_a_title_there_is_none() -> None:
    text = "\n".join([TITLE, LEAD, SIGNED, *PARAGRAPHS["en"]])
    chain = (lambda document, claims: judged(document, claims)[1:], standfirsts)
    assert summaries(cleaner.clean(text, media_type="text/plain", chain=chain)) == []


@pytest.mark.parametrize(
    "markup",
    ['<p class="standfirst">%s</p>', "<h2>%s</h2>", '<div class="subtitle">%s</div>', "<p><strong>%s</strong></p>"],
)
def test_on_a_page_the_heading_is_the_title(markup: str) -> None:
    found = cleaned_page(markup % LEAD, f"<div>{SIGNED}</div>")
    assert (summaries(found), found.fields.summary) == ([LEAD], LEAD)


def test_what_a_page_says_of_itself_is_its_summary() -> None:
    head = '<html><head><meta name="description" content="The ferry is back."></head><body>'
    shown = "".join([f"<h1>{TITLE}</h1><p>{LEAD}</p>", *(f"<p>{text}</p>" for text in PARAGRAPHS["en"])])
    found = cleaner.clean(head + shown, media_type="text/html", chain=(judged, standfirsts))
    assert (summaries(found), found.fields.summary) == ([LEAD], "The ferry is back.")


def test_a_line_of_links_is_another_story() -> None:
    assert summaries(cleaned_page(f'<p><a href="/dock">{LEAD}</a></p>', f"<div>{SIGNED}</div>")) == []
