"""What is seen at a seam: each number by itself, on texts small enough to count by hand."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any

import pytest

import cleaner
from cleaner.stages import Packs, appended_stories
from cleaner.stages.cohesion import Cohesion, Shift, stems, stems_used
from cleaner.stages.logistic import Weights, score
from cleaner.stages.seams import SeamView, is_headline, story_starts

PROSE = [
    "The island ferry stays in the harbour until June, the council of the island said on Monday.",
    "The captain of the ferry told the council about cracks in the shaft, and the council was silent.",
    "The harbour waits for the shaft, and the ferry waits for the captain, who waits for the council.",
]
NEWS = "Seven bakers from Dunmore opened a shop for bread, cakes and coffee beside the railway station last week."
LONG = (
    "Seven bakers from Dunmore opened a shop for bread, cakes and coffee beside the railway station last week, and the queue of"
)
HOOK = f"BREAD AND CAKES: {LONG}"
HEADLINE = "Seven bakers open a shop in Dunmore"


def view(*texts: str, **given: Any) -> SeamView:
    size = len(texts)
    asked = {"headings": (), "gaps": [0] * size, "followed": [0] * size, "bylines": (), "language": "en"} | given
    return SeamView(texts, **asked)


@pytest.mark.parametrize(
    ("tail", "given", "number", "value"),
    [
        ([NEWS], {"headings": {3}}, "heading", 1),
        ([NEWS], {}, "heading", 0),
        ([HOOK], {}, "hook", 1),
        ([HOOK, NEWS], {}, "hooks", 1 / 2),
        ([LONG], {}, "hook", 0),
        ([LONG], {}, "break", 1),
        ([LONG, NEWS], {}, "breaks", 1 / 2),
        ([NEWS], {}, "break", 0),
        ([HEADLINE, NEWS], {}, "headline", 1),
        ([HEADLINE, NEWS], {}, "headlines", 1 / 2),
        ([HEADLINE, NEWS], {}, "leads", 1),
        ([HEADLINE, HEADLINE], {}, "all_headlines", 1),
        ([HEADLINE, NEWS], {}, "all_headlines", 0),
        ([NEWS], {}, "headline", 0),
        ([NEWS], {}, "sentence_before", 1),
        ([NEWS], {"bylines": {3}}, "byline", 1),
        ([NEWS], {"bylines": {2}}, "byline", 0),
        (["Why did seven bakers open a shop in Dunmore?"], {}, "question", 1),
        ([NEWS], {}, "question", 0),
        ([f"2. {NEWS}"], {}, "numbered", 1),
        ([f"2024 was good. {NEWS}"], {}, "numbered", 0),
        ([f"- {HEADLINE}"], {}, "listed", 1),
        ([f"-{HEADLINE}"], {}, "listed", 0),
        ([f"- {HEADLINE}"], {}, "listed*heading", 0),
        ([f"- {HEADLINE}"], {"headings": {3}}, "listed*heading", 1),
        ([NEWS.lower()], {}, "lower_case", 1),
        ([NEWS], {}, "lower_case", 0),
        ([NEWS], {"followed": [0, 0, 0, 2]}, "claimed_behind", 2),
        ([NEWS], {"gaps": [0, 0, 0, 3]}, "claimed_between", 3),
        ([NEWS] * 9, {}, "paragraphs", 6),
        ([NEWS, NEWS], {}, "paragraphs", 2),
        ([NEWS], {}, "first_length", math.log1p(len(NEWS))),
        ([NEWS], {}, "first_known", 0),
        ([PROSE[0]], {}, "first_known", 1),
        ([NEWS], {}, "own_headlines", 0),
        ([NEWS], {}, "own_hooks", 0),
    ],
)
def test_a_seam_is_told_by_numbers(tail: Sequence[str], given: dict[str, Any], number: str, value: float) -> None:
    assert view(*PROSE, *tail, **given).numbers(3)[number] == pytest.approx(value)


def test_what_the_article_does_itself_is_counted_up_to_the_seam() -> None:
    numbers = view(HEADLINE, f"{HOOK} customers was long.", *PROSE[:2], NEWS).numbers(4)
    assert (numbers["own_headlines"], numbers["own_hooks"]) == (1 / 4, 1 / 4)
    assert view(*PROSE, HEADLINE, NEWS).numbers(4)["headline_before"] == 1


@pytest.mark.parametrize(
    ("texts", "given", "seams"),
    [
        ([*PROSE, HEADLINE, NEWS], {}, [3]),
        ([*PROSE, HOOK], {}, [3]),
        ([*PROSE, LONG], {}, [3]),
        ([*PROSE, NEWS], {"headings": {3}}, [3]),
        ([*PROSE, NEWS], {}, []),  # nothing in its form
        ([*PROSE, f"{HEADLINE}:", NEWS], {}, []),  # what leads up to a quotation
        ([*PROSE[:2], HEADLINE, NEWS], {}, []),  # two paragraphs are no article
        ([*PROSE, HEADLINE, *[NEWS] * 9], {}, []),  # the tail outweighs what stands before
        ([LONG * 2, LONG * 2, *PROSE, LONG * 2], {}, []),  # an article that leaves its own paragraphs open
    ],
)
def test_seams_worth_a_look_have_an_article_before_and_a_form_behind(
    texts: Sequence[str], given: dict[str, Any], seams: list[int]
) -> None:
    assert list(view(*texts, **given).candidates()) == seams


def test_evidence_is_told_in_words() -> None:
    seen = view(*PROSE, HEADLINE, NEWS, headings={3})
    assert list(seen.form(3)) == ["a heading of other stories stands above it", "1 headline with a text below"]
    known, *names = seen.content(3)
    assert known.startswith("0% of its words were known before, where the article's own habit is ")
    assert names == []  # two names are few
    assert list(view(*PROSE, PROSE[0]).content(3)) == []


def test_words_and_names_are_known_from_where_they_first_stand() -> None:
    cohesion = Cohesion(["harbour ferry", "The harbour, Dunmore", "see Dunmore bakers harbour"], None)
    assert cohesion.known_in(0) == 0
    assert cohesion.known_in(1) == pytest.approx(1 / 2)
    assert cohesion.known_in(2) == pytest.approx(2 / 3)
    assert (cohesion.known(1), cohesion.known(2)) == (pytest.approx(2 / 5), pytest.approx(2 / 3))
    assert cohesion.known_of(1, 2) == pytest.approx(1 / 2)
    assert cohesion.words_before(2) == 4
    assert cohesion.shift(2) == Shift(known=pytest.approx(2 / 3), usual=pytest.approx(1 / 2), words=3, names=1, known_names=1)


@pytest.mark.parametrize("above", ["Großmann", "Obama's", "Obama’s", "Jean-Pierre", "Obama"])
def test_a_name_is_known_in_whatever_form_it_stood_before(above: str) -> None:
    name = above.replace("’", "'").removesuffix("'s").partition("-")[0]
    cohesion = Cohesion(
        [f"Gestern sprach er mit {above} im Rathaus.", "Es ging um die Brücke.", f"Dann kam {name} allein."], "de"
    )
    assert (cohesion.shift(2).names, cohesion.shift(2).known_names) == (1, 1)
    assert (
        Cohesion(["Gestern sprach er im Rathaus.", "Es ging lange.", f"Dann kam {name} allein."], "de").shift(2).known_names
        == 0
    )


def test_a_score_is_the_logistic_of_the_weighted_sum() -> None:
    weights = Weights(("heading", "fall"), (2.0, -1.0), 0.5)
    assert score({"heading": 1.0, "fall": 0.5, "other": 9.0}, weights) == pytest.approx(1 / (1 + math.exp(-2.0)))


@pytest.mark.parametrize(
    ("texts", "starts"),
    [
        ([HOOK, HOOK, HOOK], [0, 1, 2]),
        ([HOOK, f"{HOOK} {LONG}", HOOK], [0, 1, 2]),
        ([HEADLINE, NEWS, HEADLINE, NEWS], [0, 2]),
        ([HEADLINE, HOOK, HEADLINE, HOOK], [0, 2]),
        ([HEADLINE, f"{HOOK} {LONG}", HEADLINE, f"{HOOK} {LONG}"], [0, 2]),
        ([HOOK, NEWS, HOOK, NEWS], [0, 2]),
        ([HEADLINE, HOOK, HOOK, HEADLINE, LONG], [0, 2, 3]),
        ([NEWS, LONG, LONG], [0, 1, 2]),
        ([HEADLINE, NEWS, NEWS, NEWS, NEWS], [0]),  # an article of its own
        ([NEWS], [0]),
        ([], []),
    ],
)
def test_other_stories_are_parted_at_teasers_and_at_headlines_over_leads(texts: Sequence[str], starts: list[int]) -> None:
    assert story_starts(texts) == starts


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (HEADLINE, True),
        ("Why did seven bakers open a shop?", True),
        ("七位面包师在港口新区合开了一家店", True),
        ("Seven bakers open a shop.", False),
        ("Seven bakers", False),
        ("To be it", False),
        ("Seven bakers " * 20, False),
    ],
)
def test_a_headline_has_a_headlines_length_and_no_end(text: str, headline: bool) -> None:
    assert is_headline(text.strip()) is headline


@pytest.mark.parametrize(
    "text", ["The harbour's ferry, the FERRY and Émile’s café: not all of it, about 3rd-rate", "港口 ferry 的船", ""]
)
def test_each_stem_once_is_the_same_stems(text: str) -> None:
    assert stems_used(text, "en") == set(stems(text, "en"))


WIRE = "DUNMORE (Reuters) - Seven bakers opened a shop for bread, cakes and coffee beside the railway station last week."


@pytest.mark.parametrize(
    ("texts", "seam", "new"),
    [
        ([*PROSE, HEADLINE, WIRE], 3, True),
        ([*PROSE, HEADLINE, WIRE], 4, True),
        ([*PROSE, WIRE], 3, True),
        ([*PROSE, "Dunmore/Cork, 3. Mai (dpa) - Sieben Bäcker haben neben dem Bahnhof einen Laden eröffnet."], 3, True),
        ([*PROSE, "ДАНМОР, 3 мая. /ТАСС/. — Семь пекарей открыли лавку рядом со станцией железной дороги."], 3, True),
        ([*PROSE, HEADLINE, NEWS], 3, False),
        ([WIRE, *PROSE, HEADLINE, WIRE], 4, False),
        ([*PROSE, "Dunmore (Waterford) - seven bakers have opened a shop for bread, cakes and coffee there."], 3, False),
        ([*PROSE, "The Press Club (AP) was founded in Dunmore, by seven bakers who wanted to read the news."], 3, False),
        ([*PROSE, "DUNMORE (Reuters) - Seven bakers"], 3, False),
    ],
)  # fmt: skip  # one row a thought
def test_a_story_from_the_wire_opens_with_its_dateline(texts: Sequence[str], seam: int, new: bool) -> None:
    """A round-up has one at its own beginning, too."""
    seen = view(*texts)
    assert seen.new_dateline(seam) is new
    assert (seam in seen.candidates()) is (new or is_headline(texts[seam]))


def test_a_story_from_the_wire_goes_though_its_words_say_little() -> None:
    """Where they are the article's own it stays, whatever opens it."""
    article = "\n\n".join(PROSE)
    foreign, own = f"{HEADLINE}\n\n{WIRE}", f"Ferry stays in the harbour of the island\n\nDUNMORE (Reuters) - {PROSE[0]}"
    assert cleaner.clean(f"{article}\n\n{foreign}", id="x", chain=(appended_stories,)).body == article
    assert cleaner.clean(f"{article}\n\n{own}", id="x", chain=(appended_stories,)).body == f"{article}\n\n{own}"


@pytest.mark.parametrize(
    ("tail", "headings", "prose"),
    [
        ([NEWS], {3}, True),
        ([NEWS], (), False),
        ([HEADLINE, NEWS], {3}, False),
        ([f"{HOOK} bread."], {3}, False),
        ([LONG], {3}, False),
        ([WIRE], {3}, False),
        (["Seven bakers opened a shop."], {3}, False),
    ],
)
def test_a_heading_right_above_prose_may_be_a_pointer_within_the_article(
    tail: Sequence[str], headings: Collection[int], *, prose: bool
) -> None:
    assert view(*PROSE, *tail, headings=headings).heads_prose(3) is prose


@pytest.mark.parametrize(
    ("tail", "only"),
    [
        ([HEADLINE] * 3, True),
        ([HEADLINE] * 2, False),  # an article's last subheadings
        ([HOOK, LONG, HEADLINE], True),
        ([HOOK, NEWS], False),
        ([HEADLINE, NEWS, HEADLINE, NEWS], True),
        ([HEADLINE, NEWS], False),  # the article's last paragraph, below a box of one headline
        ([HEADLINE, HEADLINE, NEWS, NEWS], False),  # a box, and the article goes on
        ([HEADLINE, NEWS, NEWS], False),
        ([NEWS], False),
    ],
)
def test_behind_a_seam_there_may_be_nothing_but_other_stories(tail: Sequence[str], *, only: bool) -> None:
    assert view(*PROSE, *tail, headings={3}).only_stories(3) is only


KNOWN = "The captain of the ferry told the council on Monday that the shaft stays in the harbour until June."
NAMES = "The shop is run by Anna Berg, who came from Leeds, and by Jonas Holm and Lena Roth, both from Vaasa, since May."


@pytest.mark.parametrize(
    ("tail", "box"),
    [
        ([HEADLINE, KNOWN], 1),
        ([HEADLINE, "Updated today", KNOWN, KNOWN], 2),
        (["1", HEADLINE, "2", HEADLINE, KNOWN], 4),
        ([HEADLINE, KNOWN, KNOWN, KNOWN, KNOWN], 1),
        ([HEADLINE, NAMES], 1),  # one paragraph: the article's last
        ([HEADLINE, NAMES, KNOWN, KNOWN], 0),  # new names
        ([HEADLINE, NEWS, NEWS, NEWS], 1),  # new words, but the article itself goes on with such
        ([HEADLINE, KNOWN, HEADLINE, KNOWN], 0),  # headlines with a text below each
        ([HEADLINE, LONG, KNOWN], 0),  # a lead that breaks off
        ([HEADLINE, HOOK, KNOWN], 0),
        ([HEADLINE, WIRE, KNOWN], 0),
        ([HEADLINE, HEADLINE], 0),
        ([KNOWN, KNOWN], 0),
    ],
)
def test_headlines_with_prose_below_may_be_a_box_within_the_article(tail: Sequence[str], box: int) -> None:
    assert view(*PROSE, *tail, headings={3}).box(3) == (range(3, 3 + box) if box else range(0))


def test_the_headlines_of_a_box_go_and_the_article_stays() -> None:
    rules = cleaner.load_rulebook()
    article = "\n\n".join(PROSE)

    def body(*lines: str) -> str:
        text = "\n\n".join([article, *lines])
        return cleaner.clean(text, id="x", chain=(Packs(rules), appended_stories), rulebook=rules).body

    other = "Five arrested after the match"
    assert body("Related stories", other, NEWS) == "\n\n".join([article, NEWS])
    assert body(other, NEWS) == "\n\n".join([article, other, NEWS])
    for subheading in ("What the captain told the council", HEADLINE):  # of what is above, and of what is below
        assert body("Related stories", subheading, NEWS) == "\n\n".join([article, subheading, NEWS])


SHOP = [
    HEADLINE,
    NEWS,
    "Where to buy cakes and coffee near the railway station",
    f"{NEWS} Bread is sold out by noon, they say.",
]
STORM = "Storms kept Dublin trawlers anchored for weeks, which Margaret Keane and Sean Doyle of Howth had never seen."


def test_an_article_goes_on_below_a_pointer_when_other_stories_begin_further_down() -> None:
    """Where none do, it is tagged."""
    pointer, article = "Also Read | The bakers of Dunmore", "\n\n".join(PROSE)
    rules = cleaner.load_rulebook()
    chain = (Packs(rules), appended_stories)
    shop = "\n\n".join(["Related stories", *SHOP])
    both = cleaner.clean(f"{article}\n\n{pointer}\n\n{STORM}\n\n{shop}", id="x", chain=chain, rulebook=rules)
    assert both.body == f"{article}\n\n{STORM}"
    alone = cleaner.clean(f"{article}\n\n{pointer}\n\n{STORM}\n\n{NEWS}", id="x", chain=chain, rulebook=rules)
    assert alone.body == f"{article}\n\n{STORM}\n\n{NEWS}"
    assert [alone.document.text[tag.start : tag.end] for tag in alone.tags] == [STORM, NEWS]


def paragraph(number: int, known: str) -> str:
    """Some 130 characters in words that no other paragraph has, but one."""
    words = [f"{first}{chr(ord('a') + number)}lmnopqr" for first in "abcdefghijklmn"]
    return f"The {known} " + " ".join(words)


@pytest.mark.parametrize(("open_ends", "foreign"), [(0, False), (1, False), (3, False), (4, True), (12, True)])
def test_one_open_end_in_a_dozen_paragraphs_makes_no_leads(open_ends: int, *, foreign: bool) -> None:
    article = [f"{paragraph(number, f'new{number}')}." for number in range(3)]
    tail = [f"{paragraph(number, 'almnopqr')}{'.' if number >= 3 + open_ends else ''}" for number in range(3, 15)]
    seen = view(*article, *tail)
    shift = seen.cohesion.shift(3)
    assert shift.usual <= shift.known < 0.5
    assert bool(list(seen.content(3))) is foreign


ENTRIES = [
    "Upper weir and the mill",
    "The camera on the roof of the old mill shows the weir, the sluice and the path on the far bank by day.",
    "Lower weir and the lock",
    "The camera at the lock keeper's house shows the boats that wait for the lock, and the lower weir behind them.",
    "Harbour and the pilots",
    "The pilots' camera looks out to the roads, where ships wait for the tide, and is switched off in storms.",
    "Cliff above the lighthouse",
    "Rangers of the bird reserve set up a camera on the cliff; it shows the puffins from April until the end of July.",
    "Snow fields on the pass",
    "Skiers see by this camera whether the road is open, and how high the snow lies beside the poles at the refuge.",
]


@pytest.mark.parametrize(("refrain", "tagged_only"), [("View the webcam.", True), ("", False)])
def test_a_list_whose_entries_end_alike_goes_on(refrain: str, *, tagged_only: bool) -> None:
    """Entries of a list are headlines with a text below, on ever new things, as other stories are."""
    entries = [
        *PROSE,
        *(line for at, entry in enumerate(ENTRIES) for line in ([entry, refrain] if at % 2 else [entry]) if line),
    ]
    seam = entries.index(ENTRIES[6])
    assert view(*entries).goes_on(seam) is tagged_only
    assert not view(*entries).goes_on(entries.index(ENTRIES[2]))  # it does not recur before


def test_a_line_that_recurs_on_both_sides_of_a_seam_keeps_what_is_behind_it() -> None:
    stories = [HEADLINE, HOOK, "Bridge to the mainland is a year late", HOOK.replace("BREAD AND CAKES", "THE BRIDGE")]

    def kept(refrain: Sequence[str]) -> bool:
        article = [line for paragraph in PROSE for line in (paragraph, *refrain)]
        tail = [line for story in stories for line in (story, *(refrain if story.endswith("of") else ()))]
        text = "\n".join([*article, *tail])
        return HEADLINE in cleaner.clean(text, chain=(Packs(), appended_stories)).body

    assert not kept(())
    assert kept(["Open the map of the island"])
