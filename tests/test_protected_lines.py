"""What a rule says is article stays for every stage: it is no furniture around which a guess would cut."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest

import cleaner
from cleaner.model import Authority, Claim, Document, Label, Policy
from cleaner.settle import settle
from cleaner.stages import Duplicates, Packs, Repetition, appended_stories, comments, foreign_tail, pointers, titles
from cleaner.stages.duplicates import twice_in_a_row
from cleaner.stages.reading_aids import kept_lines, taken

ARTICLE = [
    "The harbour of Ostmouth is open again, five months after a storm had damaged its northern pier and two of its cranes.",
    "Divers had found cracks in the foundations in November, and the harbour council closed the pier on the same evening.",
    "The repairs cost the town more than four million pounds, of which the county pays a half and the harbour a quarter.",
    "Fishermen had to land their catch in the neighbouring town all winter, where the quay is short and the tide is strong.",
    "The mayor said that the pier would be inspected every spring from now on, and that the cranes would be replaced by 2027.",
    "The first ferry left on Monday morning with ninety passengers, two tractors and a horse that did not want to go on board.",
]
STORIES = [
    "ORCHID FOUND: Botanists from Lima discovered an unknown orchid at the foot of a volcano, where nobody expected flowers and",
    "TRAIN DELAYED: Passengers of a night express from Warsaw to Prague waited eleven hours in a meadow because a locomotive lost",
    "WOLVES RETURN: Shepherds in the Apennines report fewer lambs since three packs crossed the motorway bridges last winter, so",
]


class Counts:
    """A profile of fifty documents, on forty of which some lines stand."""

    def __init__(self, known: Collection[str]) -> None:
        self.sites = {"": 50}
        self._known = known

    def documents(self, site: str) -> int:
        return 50

    def count(self, site: str, text: str) -> int:
        return 40 if text in self._known else 1


def document(lines: Sequence[str]) -> Document:
    return cleaner.clean("\n".join(lines), chain=(), media_type="text/plain").document


def claim_on(of: Document, at: int, label: Label, authority: Authority = Authority.OUTLET, rule: str = "x.example/a") -> Claim:
    line = of.lines[at]
    return Claim(line.start, line.end, label, rule, authority, 1.0, "why")


def test_stories_behind_an_article_go_whether_a_rule_protects_it_or_not() -> None:
    marked = [line for paragraph in ARTICLE for line in ("Article content", paragraph)]
    for lines in (ARTICLE, marked):
        cleaned = cleaner.clean("\n".join([*lines, *STORIES]), chain=(Packs(), appended_stories), media_type="text/plain")
        gone = [cleaned.document.text[cut.start : cut.end] for cut in cleaned.removals if cut.rule == "stage/appended_stories"]
        assert "\n".join(gone).splitlines() == STORIES
        assert ARTICLE[-1] in cleaned.body


@pytest.mark.parametrize(
    ("lead", "between", "label", "gone"),
    [
        (STORIES[0], ARTICLE[5], Label.ARTICLE, []),  # the article goes on below the lead
        (STORIES[0], ARTICLE[5], Label.PROMO, [STORIES[0], *STORIES]),
        (STORIES[0], "(AP) -", Label.ARTICLE, [STORIES[0], *STORIES]),  # a dateline may be another story's
        ("Choir wins national prize in Vienna", ARTICLE[5], Label.ARTICLE, STORIES),
    ],
)
def test_above_a_paragraph_that_a_rule_protects_no_story_begins(lead: str, between: str, label: Label, gone: list[str]) -> None:
    lines = document([*ARTICLE[:5], lead, between, *STORIES])
    found = appended_stories(lines, (claim_on(lines, 6, label),))
    assert [lines.text[claim.start : claim.end] for claim in found] == gone


@pytest.mark.parametrize("protected", [0, 3, 6])
def test_a_second_copy_goes_though_a_rule_protects_the_first(protected: int) -> None:
    doubled = document(ARTICLE * 2)
    claims = tuple(claim_on(doubled, at, Label.ARTICLE) for at in range(protected))
    (copy,) = Duplicates()(doubled, claims)
    assert (copy.start, copy.end) == (doubled.lines[6].start, doubled.lines[11].end)


@pytest.mark.parametrize(("label", "claims"), [(Label.ARTICLE, 1), (Label.PROMO, 0)])
def test_the_upper_of_two_copies_goes_where_the_lower_stays(label: Label, claims: int) -> None:
    twice = document([ARTICLE[0], ARTICLE[1] * 2, ARTICLE[1] * 2, ARTICLE[2]])
    assert len(list(twice_in_a_row(twice, (claim_on(twice, 2, label),)))) == claims


@pytest.mark.parametrize(("label", "claims"), [(Label.ARTICLE, 0), (Label.PROMO, 0)])
def test_the_upper_of_two_copies_is_left_alone_where_a_claim_has_it(label: Label, claims: int) -> None:
    twice = document([ARTICLE[0], ARTICLE[1] * 2, ARTICLE[1] * 2, ARTICLE[2]])
    assert len(list(twice_in_a_row(twice, (claim_on(twice, 1, label),)))) == claims


BLURB = "«Lectora incansable. Jugadora de ajedrez. Aficionada a los gatos y adicta a las redes sociales. Experta en café»"


@pytest.mark.parametrize(
    ("known", "label", "gone"),
    [
        (range(0), Label.ARTICLE, [BLURB]),
        (range(6), Label.ARTICLE, [BLURB]),
        (range(6), Label.PROMO, []),  # no article is left to be in another language
        (range(6, 7), Label.ARTICLE, []),  # a rule knows the blurb for the article's
        (range(7, 8), Label.ARTICLE, []),  # the article ends behind it
        (range(7, 8), Label.PROMO, [BLURB]),
    ],
)
def test_a_foreign_blurb_goes_behind_an_article_whether_a_rule_protects_it_or_not(
    known: range, label: Label, gone: list[str]
) -> None:
    lines = document([*ARTICLE, BLURB, *(["Harbour Herald"] if known.start == 7 else [])])
    found = foreign_tail(lines, tuple(claim_on(lines, at, label) for at in known))
    assert [lines.text[claim.start : claim.end] for claim in found] == gone


@pytest.mark.parametrize(("label", "gone"), [(None, 1), (Label.ARTICLE, 0), (Label.CAPTION, 0)])
def test_a_headline_that_a_claim_has_is_none_that_a_pointer_points_to(label: Label | None, gone: int) -> None:
    lines = document([ARTICLE[0], "Read more:", "Seven bakers open a shop in Dunmore", ARTICLE[1]])
    claims = [claim_on(lines, 1, Label.NAVIGATION), *([claim_on(lines, 2, label)] if label else [])]
    assert len(list(pointers(lines, tuple(claims)))) == gone


@pytest.mark.parametrize(("label", "gone"), [(None, ["Nice!", "So it is."]), (Label.ARTICLE, ["So it is."])])
def test_of_what_stands_below_comments_only_open_lines_go(label: Label | None, gone: list[str]) -> None:
    lines = document([*ARTICLE, "2 comments", "Nice!", "So it is."])
    claims = [claim_on(lines, 6, Label.COMMENTS), *([claim_on(lines, 7, label)] if label else [])]
    assert [lines.text[claim.start : claim.end] for claim in comments(lines, tuple(claims))][-len(gone) :] == gone


@pytest.mark.parametrize(("label", "gone"), [(None, ["navigation", "title"]), (Label.ARTICLE, []), (Label.PROMO, ["title"])])
def test_above_the_title_of_a_text_nothing_goes_where_a_rule_protects_a_line(label: Label | None, gone: list[str]) -> None:
    lines = document(["Harbour", "Harbour of Ostmouth opens again after the storm", *ARTICLE, "© 2024 Harbour Herald"])
    claims = [claim_on(lines, 8, Label.LEGAL), *([claim_on(lines, 0, label)] if label else [])]
    assert sorted(claim.label for claim in titles(lines, tuple(claims))) == gone


@pytest.mark.parametrize(("label", "confidence"), [(None, 0.5), (Label.ARTICLE, 0.5), (Label.PROMO, 0.94)])
def test_headings_within_a_list_that_a_rule_protects_are_only_noticed(label: Label | None, confidence: float) -> None:
    headings = ["What we know so far", "Pros"]
    items = [f"- {number} item of the list" for number in range(9)]
    listed = document([*ARTICLE[:3], headings[0], *items, headings[1], *ARTICLE[3:]])
    claims = tuple(claim_on(listed, at, label) for at in range(4, 13)) if label else ()
    found = list(Repetition(Counts(headings))(listed, claims))  # type: ignore[arg-type]  # it asks a profile no more than that
    assert [(listed.text[claim.start : claim.end], claim.confidence) for claim in found] == [
        (text, confidence) for text in headings
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((Label.ARTICLE, Authority.OUTLET, "x.example/keep"), (Label.NAVIGATION, Authority.OUTLET, "x.example/menu")),
        ((Label.NAVIGATION, Authority.OUTLET, "x.example/menu"), (Label.ARTICLE, Authority.SHARED, "marks/article")),
        ((Label.TITLE, Authority.GUESS, "stage/titles"), (Label.PROMO, Authority.GUESS, "stage/prose")),
        ((Label.PROMO, Authority.SHARED, "promo/words"), (Label.TITLE, Authority.GUESS, "stage/titles")),
    ],
)
def test_who_has_a_line_is_decided_as_in_settling(
    one: tuple[Label, Authority, str], other: tuple[Label, Authority, str]
) -> None:
    lines = document(ARTICLE)
    claims = [claim_on(lines, 1, label, authority, rule) for label, authority, rule in (other, one)]
    for order in (claims, claims[::-1]):
        occupied = taken(lines.lines, order)
        assert occupied.claims == {1: claims[1]}
        assert settle(lines, order, Policy()).winners[0].rule == one[2]
        article = one[0] is Label.ARTICLE
        assert (occupied.open(1), occupied.goes(1), occupied.stays(1)) == (False, not article, article)
        assert (occupied.open(2), occupied.goes(2), occupied.stays(2)) == (True, False, False)
        assert (occupied.get(1), occupied.get(2)) == (claims[1], None)
        assert list(kept_lines(lines.lines, occupied)) == [at for at in range(6) if at != 1 or one[0] is Label.ARTICLE]
