"""The title of a text: which line above the article is it, and what becomes of that line."""

from __future__ import annotations

import sys

import pytest

import cleaner
from cleaner.model import Label
from cleaner.stages import CHAIN, titles
from cleaner.stages.reading_aids import Occupied, filled_lines
from cleaner.stages.titles import candidates
from tests.texts_in_languages import PARAGRAPHS, dump

HEADLINE = "Ferry returns after a winter in dock"
MENU = ("Harbour Herald", "News", "Sport", "Culture", "Tide tables", "Subscribe", "Log in", "Search", "Weather", "Letters")
SECTIONS = tuple(
    f"{place} {what}" for place in ("Harbour", "Island", "Market", "School") for what in ("News", "Notes", "Watch", "Guide")
)
FOOT = ("About us", "Contact", "Privacy policy", "Advertise", "Masthead", "Work with us", "© 2024 Harbour Herald")
HEADLINES = {
    "de": "Nach elf Jahren öffnet das Stadtbad von Wiesenrath wieder",
    "el": "Ο φάρος της Αλμυροπούλας άναψε μετά από δεκαεννέα χρόνια",
    "en": "Island ferry takes its first passengers after five months",
    "ja": "鳥越口の駅で七十年売られてきた弁当が三月の終わりに姿を消す",
    "ru": "Дневник бакенщика Прохора Лутохина нашли в старой сторожке",
}
WITHOUT = tuple(stage for stage in CHAIN if stage is not titles)


def whole(*above: str) -> str:
    return "\n".join(MENU) + "\n\n" + dump("en", *above) + "\n\n" + "\n".join(FOOT)


@pytest.mark.parametrize(
    "above",
    [
        (HEADLINE, "By Sam Holloway", "12 March 2024, 09:15"),
        (HEADLINE, "By Sam Holloway, Published 12 March 2024, 09:15"),
        (HEADLINE, "12 March 2024, 09:15"),
    ],
)
def test_a_headline_over_a_byline_goes_and_is_the_title(above: tuple[str, ...]) -> None:
    cleaned = cleaner.clean(dump("en", *above))
    assert cleaned.body == "\n\n".join(PARAGRAPHS["en"])
    assert cleaned.fields.title == HEADLINE


def test_a_day_between_headline_and_byline_is_no_title() -> None:
    cleaned = cleaner.clean(dump("sw", "KIVUKO CHARUDI BAADA YA MIEZI MITANO", "September 18, 2023", "Na Asha Baraka"))
    assert cleaned.fields.title is None
    assert cleaned.fields.published == "2023-09-18"
    assert "KIVUKO CHARUDI BAADA YA MIEZI MITANO" in cleaned.body


@pytest.mark.parametrize(
    "above",
    [
        (HEADLINE, HEADLINE),
        (HEADLINE, "Passengers came back on Thursday", HEADLINE),
        ("Shipping", HEADLINE, HEADLINE.upper(), HEADLINE),
        (HEADLINE, "By Sam Holloway", "12 March 2024, 09:15", HEADLINE),
    ],
)
def test_a_headline_that_stands_there_again_goes_with_its_copies(above: tuple[str, ...]) -> None:
    cleaned = cleaner.clean(dump("en", *above))
    assert cleaned.fields.title == HEADLINE
    assert HEADLINE.casefold() not in cleaned.body.casefold()
    assert cleaned.body.endswith("\n\n".join(PARAGRAPHS["en"]))
    went = [(cleaned.document.text[removal.start : removal.end], removal.label) for removal in cleaned.removals]
    labels = [label for text, label in went if text.strip().casefold() == HEADLINE.casefold()]
    assert labels.count(Label.TITLE) == 1
    assert set(labels) == {Label.TITLE, Label.DUPLICATE}


@pytest.mark.parametrize("again", ["Ferry returns after winter in dock", "The ferry returns", f"“{PARAGRAPHS['en'][0]}”"])
def test_a_line_that_reads_nearly_like_the_headline_is_no_copy(again: str) -> None:
    assert again in cleaner.clean(dump("en", HEADLINE, again)).body


def test_a_heading_that_a_list_of_contents_holds_stays() -> None:
    text = dump(
        "en",
        "* Who repaired the ferry",
        "What happened to the ferry in the harbour?",
        "What happened to the ferry in the harbour?",
    )
    assert "What happened to the ferry in the harbour?" in cleaner.clean(text).body


def test_a_headline_that_returns_below_the_first_paragraph_stays_there() -> None:
    first, *rest = PARAGRAPHS["en"]
    cleaned = cleaner.clean("\n\n".join((HEADLINE, first, HEADLINE, *rest)))
    assert cleaned.body == "\n\n".join((HEADLINE, first, HEADLINE, *rest))


@pytest.mark.parametrize(
    "above",
    [
        (HEADLINE,),
        (HEADLINE, "By Sam Holloway", "12 March 2024, 09:15"),
        (f"{HEADLINE} | Harbour Herald", "News", HEADLINE),
        (HEADLINE, "Share", "Passengers came back on Thursday"),
    ],
)
def test_a_headline_below_a_menu_is_the_title_and_goes_with_what_stayed_above(above: tuple[str, ...]) -> None:
    cleaned = cleaner.clean(whole(*above))
    assert cleaned.fields.title == HEADLINE
    assert cleaned.body == cleaner.clean(whole(*above), chain=WITHOUT).body.rpartition(f"{HEADLINE}\n\n")[2]


@pytest.mark.parametrize("language", sorted(HEADLINES))
def test_a_headline_at_the_top_of_an_extract_goes_and_is_the_title(language: str) -> None:
    text = "\n".join((HEADLINES[language], *PARAGRAPHS[language]))
    cleaned = cleaner.clean(f"{text}\n© 2024 Harbour Herald")
    assert cleaned.body == "\n\n".join(PARAGRAPHS[language])
    assert cleaned.fields.title == HEADLINES[language]
    body = cleaner.clean(text)
    assert body.body == text.replace("\n", "\n\n"), "where nothing else goes, it stays"
    assert body.fields.title == HEADLINES[language]


@pytest.mark.parametrize("above", [("Harbour",), ("Harbour Herald", "12 March", "News and Views")])
def test_a_kicker_above_it_goes_too(above: tuple[str, ...]) -> None:
    cleaned = cleaner.clean("\n".join((*above, HEADLINES["en"], *PARAGRAPHS["en"], "© 2024 Harbour Herald")))
    assert cleaned.body == "\n\n".join(PARAGRAPHS["en"])
    assert [removal.label for removal in cleaned.removals] == [Label.NAVIGATION] * len(above) + [Label.TITLE, Label.LEGAL]


@pytest.mark.parametrize(
    ("language", "menu", "byline"),
    [
        ("en", ["Home", "News", "Sport", "Culture", "Opinion"], ["By Sam Holloway", "Published 12 March 2024, 09:15"]),
        ("de", ["Startseite", "Politik", "Sport", "Kultur", "Wirtschaft"], ["Von Jana Vogt", "12.03.2024, 09:15 Uhr"]),
    ],
)
def test_a_section_between_a_menu_and_a_signed_headline_goes_too(language: str, menu: list[str], byline: list[str]) -> None:
    """So short a text is spared what only guesses say; that its headline goes is sure."""
    text = "\n\n".join([*menu, HEADLINES[language], *byline, *PARAGRAPHS[language]])
    assert cleaner.clean(text, media_type="text/plain").body == "\n\n".join(PARAGRAPHS[language])


@pytest.mark.parametrize(
    "above",
    [
        ("The ferry",),
        ("1. The harbour and the ferry after the winter",),
        ("What happened to the ferry in the harbour?",),
        ("About the ferry and the harbour this week:",),
        ("A letter from somebody who was never there",),
        ("It rained.", HEADLINES["en"]),
        ("One", "Two", "Three", "Four", HEADLINES["en"]),
    ],
)
def test_what_may_be_the_first_line_of_an_article_stays(above: tuple[str, ...]) -> None:
    text = "\n".join((*above, *PARAGRAPHS["en"], "© 2024 Harbour Herald"))
    assert cleaner.clean(text).body == "\n\n".join((*above, *PARAGRAPHS["en"]))


def test_the_first_row_of_a_broken_paragraph_stays() -> None:
    first, *others = PARAGRAPHS["en"]
    text = "\n".join((*first.rsplit(" in ", 1), *others))
    assert cleaner.clean(f"{text}\n© 2024 Harbour Herald").body == text.replace("\n", "\n\n")


def test_above_two_paragraphs_a_headline_stays() -> None:
    text = "\n".join((HEADLINES["en"], *PARAGRAPHS["en"][:2]))
    assert cleaner.clean(f"{text}\n© 2024 Harbour Herald").body == text.replace("\n", "\n\n")


@pytest.mark.parametrize(
    "above",
    [
        ("Monday, 5 May 2025",),
        (),
        ("* Bill for the ferry goes to the council",),
        ("Please log in to read",),
        ("Nothing was as it had been before the ferry came back.",),
    ],
)
def test_what_is_no_headline_is_no_title(above: tuple[str, ...]) -> None:
    cleaned = cleaner.clean(whole(*above))
    assert cleaned.fields.title is None


@pytest.mark.parametrize("language", sorted(PARAGRAPHS))
@pytest.mark.parametrize("above", [(), ("Five months",), (HEADLINE,), ("A letter from the island, the tenth of its kind",)])
def test_of_a_text_with_nothing_else_to_cut_nothing_goes(language: str, above: tuple[str, ...]) -> None:
    """It is a body already: what it begins with is its own."""
    text = dump(language, *above)
    assert cleaner.clean(text).body == cleaner.clean(text, chain=WITHOUT).body


@pytest.mark.parametrize(
    ("day", "language"), [("terça-feira, 31 de março de 2020", "pt"), ("dimarts, 6 d’octubre del 2015", "ca")]
)
def test_a_day_alone_above_a_text_is_no_title(day: str, language: str) -> None:
    assert cleaner.clean(dump(language, day)).fields.title is None


def test_the_title_can_be_kept() -> None:
    policy = cleaner.Policy(keep=frozenset({Label.TITLE}))
    cleaned = cleaner.clean(dump("en", HEADLINE, "By Sam Holloway"), policy=policy)
    assert cleaned.body.startswith(f"{HEADLINE}\n\n{PARAGRAPHS['en'][0]}")
    assert cleaned.fields.title == HEADLINE


def test_a_title_is_told_as_it_stands_and_where_it_was_found() -> None:
    cleaned = cleaner.clean(dump("en", f"   {HEADLINE}  ", "By Sam Holloway"))
    assert (cleaned.fields.title, cleaned.origins["title"]) == (HEADLINE, "text rule stage/titles")
    (removal,) = (removal for removal in cleaned.removals if removal.label is Label.TITLE)
    assert removal.reason.endswith("of its words are in the article; a byline stands below")
    assert cleaner.restore(cleaned.body, cleaned.record()) == cleaned.document.text


def test_a_headline_that_goes_with_the_menu_is_named() -> None:
    """What the prose stage cuts with a whole menu gets a removal of its own, as sure as the menu's."""
    text = "\n\n".join(("\n".join(SECTIONS), HEADLINE, "Share", *PARAGRAPHS["en"], "\n".join(SECTIONS)))
    before, after = (cleaner.clean(text, chain=chain) for chain in (WITHOUT, CHAIN))
    assert HEADLINE not in before.body
    assert (before.body, after.fields.title) == (after.body, HEADLINE)
    assert [(removal.label, removal.also) for removal in after.removals if removal.rule == "stage/titles"] == [
        (Label.TITLE, ("stage/prose",))
    ]


def test_a_title_that_a_rule_or_another_stage_knows_stands() -> None:
    trail = f"Home NEWS {HEADLINE}"
    cleaned = cleaner.clean(dump("en", trail, HEADLINE, "A line that looks like the headline of a story", "By Sam Holloway"))
    assert cleaned.fields.title == HEADLINE
    assert all(removal.rule != "stage/titles" for removal in cleaned.removals)


def test_a_page_is_not_asked() -> None:
    cleaned = cleaner.clean(
        f"<body><p>{HEADLINE}</p><p>By Sam Holloway</p>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS['en'])}</body>"
    )
    assert all(removal.rule != "stage/titles" for removal in cleaned.removals)


KICKER = "Kommunalpolitik"
TICKER = "Eil Rezept: Labskaus nach Oma Gesches Art"
LED = {
    "ar": ("الرئيسية / بيئة", "مكتبته لا تشبه سواها"),
    "de": ("Startseite > Region > Hafen", "Stadtbad wieder da: Schwimmer atmen auf"),
    "en": ("Home » News » Harbour", "All aboard that ferry"),
    "ja": ("トップ ＞ 地域 ＞ 記事", "（窓辺で）弁当を返す"),
}


@pytest.mark.parametrize("language", sorted(LED))
def test_a_headline_below_a_path_is_the_title_and_goes_or_stays_as_before(language: str) -> None:
    text = "\n".join([*MENU, TICKER, *LED[language], "12.03.2024, 09:15", *PARAGRAPHS[language], *FOOT])
    cleaned = cleaner.clean(text)
    assert cleaned.fields.title == LED[language][1]
    assert cleaned.body == cleaner.clean(text, chain=WITHOUT).body


def test_the_section_at_the_end_of_a_path_stands_above_the_headline() -> None:
    text = "\n".join(
        [*MENU, f"Startseite > Region > {KICKER}", KICKER, HEADLINES["de"], "Von Jana Roe", *PARAGRAPHS["de"], *FOOT]
    )
    cleaned = cleaner.clean(text)
    assert (cleaned.fields.title, cleaned.body) == (HEADLINES["de"], "\n\n".join(PARAGRAPHS["de"]))
    labels = {cleaned.document.text[cut.start : cut.end]: cut.label for cut in cleaned.removals}
    assert labels[KICKER] is Label.NAVIGATION


@pytest.mark.parametrize(
    "above",
    [
        ("Harbour News", "All aboard that ferry"),  # no path
        ("Home > News > Sport > Culture > Letters > Weather > Tides", "All aboard that ferry"),  # a menu
        ("Home > News", "12 March 2024, 09:15"),
        ("Home > News", "By Sam Holloway"),
        ("Home > News", "All aboard that ferry."),
        ("Home > News", "Nobody in it knows a word"),
        ("Home > News", "Harbour", "All aboard that ferry"),  # no section of this path
        ("Home > News", "All aboard that ferry", *SECTIONS),  # far from the article
    ],
)
def test_what_no_path_leads_to_is_no_title_for_that(above: tuple[str, ...]) -> None:
    text = "\n".join([*MENU, *above, *PARAGRAPHS["en"], *FOOT])
    assert not any("a path from the home page" in cut.reason for cut in cleaner.clean(text).removals)


@pytest.mark.parametrize(
    ("likely", "others", "named"),
    [
        (0.35, 0.05, True),
        (0.55, 0.2, True),
        (0.35, 0.2, False),  # another comes near
        (0.25, 0.01, False),  # too unlikely by itself
        (0.65, 0.6, True),  # likely enough whatever the others are
    ],
)
def test_a_line_that_goes_is_the_title_where_no_other_comes_near(
    monkeypatch: pytest.MonkeyPatch, likely: float, others: float, named: bool
) -> None:
    monkeypatch.setattr(
        sys.modules["cleaner.stages.titles"], "score", lambda numbers, _: likely if numbers["in_body"] > 1 else others
    )
    menu = "\n".join(SECTIONS)
    text = "\n\n".join((menu, HEADLINE, "Sam Holloway", "March 12, 2024", "Share", *PARAGRAPHS["en"], menu))
    cleaned, before = (cleaner.clean(text, chain=chain) for chain in (CHAIN, WITHOUT))
    assert (cleaned.fields.title == HEADLINE) is named
    assert cleaned.body == before.body
    by_distance = [cut for cut in cleaned.removals if cut.reason.endswith("no other line comes near")]
    assert [text[cut.start : cut.end] for cut in by_distance] == ([HEADLINE] if named and likely < 0.6 else [])


@pytest.mark.parametrize(("likely", "others"), [(0.55, 0.01), (0.35, 0.01)])
def test_a_line_that_stays_is_no_title_for_want_of_others(
    monkeypatch: pytest.MonkeyPatch, likely: float, others: float
) -> None:
    monkeypatch.setattr(
        sys.modules["cleaner.stages.titles"], "score", lambda numbers, _: likely if numbers["in_body"] > 1 else others
    )
    text = "\n\n".join((HEADLINE, *PARAGRAPHS["en"]))
    cleaned = cleaner.clean(text)
    assert (cleaned.fields.title, cleaned.body) == (None, text)


@pytest.mark.parametrize("size", [40, 60])
def test_a_thai_headline_is_as_long_as_others(size: int) -> None:
    """Thai sets no spaces, as Chinese does, but a word has several letters."""
    headline = "ท่าเรือเปิดให้บริการอีกครั้งหลังพายุใหญ่เมื่อวันจันทร์นี้แล้ว"[:size]
    found = cleaner.clean("\n".join([headline, *PARAGRAPHS["th"], "สมัครสมาชิก"]), media_type="text/plain")
    assert found.fields.title == headline
    assert headline not in found.body


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (["# The bell"], "The bell"),
        (["Home", "", "News", "", "# The bell of the old school"], "The bell of the old school"),
        (["[Home](https://x.example/)", "", "# The bell"], "The bell"),
        (["# The bell", "", "# The tower"], None),  # parts
        (["#bells of the week"], None),  # a tag
        (["# 1"], None),
        (
            [
                "The bell of the school has hung in the tower since the winter of 1911, and has never been heard.",
                "",
                "# The bell",
            ],
            None,
        ),
    ],
)
def test_the_only_heading_of_the_first_level_in_markdown_is_the_title(above: list[str], title: str | None) -> None:
    text = "\n".join(
        [*above, "", "12 March 2024", "", "\n\n".join(PARAGRAPHS["en"]), "", "© 2024 Harbour Post. All rights reserved."]
    )
    cleaned = cleaner.clean(text)
    cuts = [cut for cut in cleaned.removals if cut.reason.endswith("as Markdown marks it")]
    assert [text[cut.start : cut.end].lstrip("# ") for cut in cuts] == ([title] if title else [])
    if title:
        assert cleaned.fields.title == title
        assert cleaned.body == "\n\n".join(PARAGRAPHS["en"])


def test_a_title_in_markdown_stays_where_nothing_goes() -> None:
    text = "\n\n".join(["# The bell of the school", *PARAGRAPHS["en"]])
    cleaned = cleaner.clean(text)
    assert (cleaned.body, cleaned.fields.title) == (text, "The bell of the school")


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("The ferry returns to the harbour", True),
        ("The tide comes twice, my love, my love,", False),  # a verse goes on
        ("Die Fähre kehrt zurück;", False),
        ("The ferry on the quay. Photo: Ida Holm", False),
        ("Prom na przystani. Fot. Ida Holm", False),
        ("Prom na przystani — foto: Ida Holm", False),
        ("Photo: how a picture of the ferry went round the world", True),
        ("vale do itaúna", False),
        ("vale do itaúna sob as águas", True),
        ("iPhone der Fähre", True),
    ],
)
def test_which_lines_may_be_a_title(line: str, *, asked: bool) -> None:
    text = "\n".join([line, *PARAGRAPHS["en"]])
    document = cleaner.clean(text).document
    lines = filled_lines(document)
    assert [lines[found.at].text for found in candidates(document, lines, Occupied({}))] == [line] * asked
