"""Corpus evidence: what repeats is boilerplate, unless it may be prose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import cleaner
from cleaner.model import Authority, Claim, Document, Outlet
from cleaner.profile import Profile
from cleaner.rulebook import load_rulebook
from cleaner.stages.inputs import Inputs
from cleaner.stages.repetition import Repetition, fewest_documents, little_known
from tests import strategies
from tests.profiles import PLEA, build, story


def document(lines: Sequence[str], outlet: str | None = "example.com") -> Document:
    made = strategies.document("\n".join(lines))
    return Document(made.id, made.text, made.lines, made.source, outlet=Outlet(outlet, "given") if outlet else None)


def claims(
    profile: Profile, lines: Sequence[str], outlet: str | None = "example.com", before: tuple[Claim, ...] = ()
) -> list[tuple[str, str, float, str]]:
    page = document(lines, outlet)
    return [
        (page.text[claim.start : claim.end], str(claim.label), claim.confidence, claim.reason)
        for claim in Repetition(profile)(page, before)
    ]


def cut(profile: Profile, lines: Sequence[str], outlet: str | None = "example.com") -> list[str]:
    return [text for text, _, confidence, _ in claims(profile, lines, outlet) if confidence >= 0.75]


def corpus(documents: int, extra: Callable[[int], list[str]], outlet: str = "example.com") -> list[tuple[str, list[str]]]:
    return [(outlet, story(number) + extra(number)) for number in range(documents)]


def test_a_line_on_many_pages_is_boilerplate_and_the_claim_says_on_how_many(tmp_path: Path) -> None:
    pages = corpus(120, lambda number: ["More from the coast"] if number < 37 else [])
    profile = build(tmp_path / "p", pages)
    page = [*story(0), "  * More from the COAST "]
    assert claims(profile, page) == [
        ("* More from the COAST", "navigation", 0.84, "this line stands on 37 of 120 documents of example.com")
    ]


def test_what_says_that_it_is_legal_is_legal(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", corpus(5, lambda _: ["© 2021 The Coast"]))
    assert claims(profile, [*story(0), "© 2024 The Coast"]) == [
        ("© 2024 The Coast", "legal", 0.98, "this line stands on 5 of 5 documents of example.com")
    ]


def test_pages_of_no_known_site_are_measured_by_each_other(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", corpus(5, lambda _: ["Most viewed"], ""))
    reason = "this line stands on 5 of 5 documents of no known site"
    assert claims(profile, [*story(0), "Most viewed"], None) == [("Most viewed", "navigation", 0.98, reason)]


@pytest.mark.parametrize(
    ("documents", "holding", "line", "gone"),
    [
        (5, 3, "Most viewed", True),
        (5, 2, "Most viewed", False),
        (30, 3, "Most viewed", True),
        (31, 3, "Most viewed", False),
        (4, 4, "Most viewed", False),  # too small a corpus
        (16, 5, PLEA, True),
        (17, 5, PLEA, False),  # a sentence has to repeat more often
        (5, 4, PLEA, False),
        (20, 20, "12.10.2021", False),
    ],
)
def test_how_often_a_line_must_repeat(tmp_path: Path, documents: int, holding: int, line: str, gone: bool) -> None:
    profile = build(tmp_path / "p", corpus(documents, lambda number: [line] if number < holding else []))
    assert cut(profile, [*story(0), "Harbour map", line]) == ([line] if gone else [])


def test_below_the_bar_it_is_only_noticed(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", corpus(40, lambda number: ["Most viewed"] if number < 3 else []))
    reason = "this line stands on 3 of 40 documents of example.com, too few to be sure"
    assert claims(profile, [*story(0), "Most viewed"]) == [("Most viewed", "navigation", 0.5, reason)]


def test_lines_of_other_outlets_do_not_count(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", [*corpus(9, lambda _: ["Most viewed"], "other.com"), *corpus(9, lambda _: [])])
    assert claims(profile, [*story(0), "Most viewed"]) == []
    assert claims(profile, [*story(0), "Most viewed"], None) == []


def test_an_article_that_was_stored_several_times_stays(tmp_path: Path) -> None:
    """Its paragraphs repeat, its title and headings too; the menu stands on other pages as well, and goes."""
    twin = ["Harbour reopens", *story(0)[:2], "What happened", *story(0)[2:], PLEA, "Most viewed"]
    pages = [("example.com", twin)] * 8 + corpus(12, lambda _: ["Most viewed"])
    profile = build(tmp_path / "p", pages)
    assert cut(profile, twin) == ["Most viewed"]
    updated = [*twin[:-1], "A third crane is to be repaired next week, the harbour master added.", "Most viewed"]
    assert claims(profile, updated) == [
        ("Most viewed", "navigation", 0.98, "this line stands on 20 of 20 documents of example.com")
    ]


def test_headings_and_tables_that_return_inside_articles_are_only_noticed(tmp_path: Path) -> None:
    def page(number: int) -> list[str]:
        return [*story(number)[:2], "What we know so far", *story(number)[2:3], "Pros", "Cons", *story(number)[3:], "Top"]

    profile = build(tmp_path / "p", [("example.com", page(number)) for number in range(9)])
    reason = "this line stands on 9 of 9 documents of example.com"
    between = f"{reason}, but between paragraphs of the article"
    assert claims(profile, page(3)) == [
        ("What we know so far", "navigation", 0.5, between),
        ("Pros", "navigation", 0.5, between),
        ("Cons", "navigation", 0.5, between),
        ("Top", "navigation", 0.98, reason),
    ]


INTRODUCTION = "In this series we visit the harbours of the coast and ask the people who work there what has changed."


@pytest.mark.parametrize(
    ("documents", "before", "after", "gone"),
    [
        (9, ["Ferry comes home", INTRODUCTION], [], []),
        (9, [], [INTRODUCTION], []),
        (9, [INTRODUCTION, PLEA], [], []),  # two sentences
        (30, [INTRODUCTION], [], []),
        (10, ["Ferry comes home", INTRODUCTION], [], [INTRODUCTION]),  # more than any but the longest series has parts
        (9, [INTRODUCTION, "Ferry comes home"], [], [INTRODUCTION]),  # something stands between it and the article
        (9, [], ["Harbour map", INTRODUCTION], [INTRODUCTION]),
        (9, [], ["Section a"], ["Section a"]),  # no sentence
    ],
)
def test_what_introduces_a_series_is_only_noticed(
    tmp_path: Path, documents: int, before: list[str], after: list[str], gone: list[str]
) -> None:
    """A sentence beside the article, of a site of which the corpus may hold little else."""
    told = [line for line in (*before, *after) if line not in ("Ferry comes home", "Harbour map")]
    pages = corpus(documents, lambda number: told if number < 9 or documents < 30 else [])
    profile = build(tmp_path / "p", pages)
    assert cut(profile, [*before, *story(0), *after]) == gone


def test_the_reason_says_why_a_sentence_beside_the_article_stays(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", corpus(6, lambda _: [INTRODUCTION]))
    reason = "this line stands on 6 of 6 documents of example.com, but next to the article, where a series has its introduction"
    assert claims(profile, [INTRODUCTION, *story(0)]) == [(INTRODUCTION, "navigation", 0.5, reason)]


@pytest.mark.parametrize("copies", [2, 3])
def test_a_story_behind_several_addresses_of_a_small_site_stays(tmp_path: Path, copies: int) -> None:
    """``www.``, ``m.`` and ``amp.`` are one site, and what is stored of it may be little else than each story's copies."""
    told = ["Ferry comes home", INTRODUCTION]
    pages = [("example.com", [*(told if number < copies else []), *story(number // copies), "Top"]) for number in range(9)]
    assert cut(build(tmp_path / "p", pages), pages[0][1]) == ["Top"]


def test_the_site_of_an_address_is_measured_by_its_own_documents(tmp_path: Path) -> None:
    """Without a pack, under any of its hosts."""
    profile = build(tmp_path / "p", [*corpus(6, lambda _: ["Top"], "site.example"), *corpus(30, lambda _: [], "")])
    text = "\n\n".join([*story(0), "Top"])
    for url in ("https://www.site.example/a", "https://m.site.example/a", "https://amp.site.example/a"):
        (removal,) = cleaner.clean(text, url=url, chain=(Repetition(),), profile=profile).removals
        assert removal.reason == "this line stands on 6 of 6 documents of site.example"
    for other in ("https://blog.site.example/a", "https://other.example/a", None):
        assert cleaner.clean(text, url=other, chain=(Repetition(),), profile=profile).removals == ()


def test_a_whole_menu_inside_an_article_goes(tmp_path: Path) -> None:
    menu = [f"Section {chr(97 + number)}" for number in range(12)]
    pages = [("example.com", [*story(number)[:2], *menu, *story(number)[2:]]) for number in range(9)]
    assert cut(build(tmp_path / "p", pages), pages[4][1]) == menu


@pytest.mark.parametrize(
    ("sites", "fewest"), [({"a": 4, "": 2}, None), ({"a": 4, "b": 5}, 3), ({"a": 41}, 5), ({"a": 41, "": 31, "c": 1}, 4)]
)
def test_on_how_many_documents_a_line_must_stand_at_the_least(
    tmp_path: Path, sites: dict[str, int], fewest: int | None
) -> None:
    profile = build(tmp_path / "p", [(site, ["x"]) for site, documents in sites.items() for _ in range(documents)])
    assert fewest_documents(profile) == fewest
    assert little_known(profile) == {site: documents for site, documents in sites.items() if documents < 5}


def test_without_a_profile_it_has_nothing_to_say(tmp_path: Path) -> None:
    assert list(Repetition()(document(["Share"]), ())) == []
    profile = build(tmp_path / "p", [])
    assert Repetition().given(Inputs(load_rulebook(), profile)) == Repetition(profile)
    other = build(tmp_path / "q", [("", ["Share"])])
    assert Repetition(other).given(Inputs(load_rulebook(), profile)) == Repetition(other)


def test_a_claim_is_a_guess(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", corpus(5, lambda _: ["Most viewed"]))
    (claim,) = Repetition(profile)(document([*story(0), "Most viewed"]), ())
    assert (claim.authority, claim.rule) == (Authority.GUESS, "stage/repetition")


def test_in_the_pipeline_it_cuts(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", corpus(9, lambda _: ["Zickzack der Woche"]))
    text = "\n\n".join([*story(0), "Zickzack der Woche"])
    chain = (Repetition(),)
    assert cleaner.clean(text, outlet="example.com", chain=chain, profile=profile).body == "\n\n".join(story(0))
    assert cleaner.clean(text, outlet="example.com", chain=chain).body == text
