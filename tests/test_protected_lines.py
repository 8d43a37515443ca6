"""What a rule says is article stays for every stage: it is no furniture around which a guess would cut."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest

import cleaner
from cleaner.model import Authority, Claim, Document, Label, Policy
from cleaner.reading import read
from cleaner.settle import settle
from cleaner.stages import Duplicates, Packs, Repetition, appended_stories
from cleaner.stages.duplicates import twice_in_a_row
from cleaner.stages.reading_aids import goes, kept_lines, taken

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
    return read("\n".join(lines), id="x", media_type="text/plain")


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
        assert occupied == {1: claims[1]}
        assert settle(lines, order, Policy()).winners[0].rule == one[2]
        assert goes(occupied, 1) is (one[0] is not Label.ARTICLE)
        assert list(kept_lines(lines.lines, occupied)) == [at for at in range(6) if at != 1 or one[0] is Label.ARTICLE]
