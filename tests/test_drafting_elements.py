"""Drafted rules that select elements: which names last, which boxes are furniture, and when paragraphs are protected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cleaner.drafting.draft import draft_rules
from cleaner.drafting.elements import around, example, is_layout, kind_of, selectors_of
from cleaner.drafting.samples import Judged, Sample, judge, without_copies
from cleaner.model import Authority, Document, Label
from cleaner.reading import read
from cleaner.rulebook import load_rulebook
from tests.commands import Result, bundled, cli, write
from tests.pages import ARTICLES, HOST, markup, page

__all__ = ["bundled", "cli"]  # fixtures

HEADER = "site-header"


def document(text: str, name: str = "page") -> Document:
    return read(text, id=name, media_type="text/html" if text.startswith("<") else "text/plain")


def sample(text: str, name: str = "page") -> Sample:
    (found,) = judge([(name, document(text, name))], HOST, load_rulebook())
    return found


def selects(samples: list[Sample], **more: Any) -> dict[str, str]:
    """The drafted rules that select elements: id and selector."""
    return {rule["id"]: rule["select"] for rule in draft_rules(samples, **more) if "select" in rule}


def judged(found: Sample, at: int, label: Label, authority: Authority | None) -> Sample:
    """The sample with one line judged otherwise."""
    lines = tuple(replace(line, label=label, authority=authority) if line.at == at else line for line in found.lines)
    return replace(found, lines=lines)


def prose(found: Sample) -> list[Judged]:
    return [line for line in found.lines if line.text in ARTICLES["ferry"][4]]


# --- names ---


@pytest.mark.parametrize(
    ("names", "selectors"),
    [
        ("story-prose", [".story-prose"]),
        ("related related", [".related"]),
        ("Caption_title__ccyQU", ['[class*="Caption_title__"]']),
        ("Byline_by__K_Owl", ['[class*="Byline_by__"]']),
        ("masthead_4ebb", ['[class*="masthead_"]']),
        ("video_title", [".video_title"]),
        ("heading-2", [".heading-2"]),
        ("css-1shl3oz", []),
        ("jsx-4164584341", []),
        ("hyperion-css-koengj", []),
        ("id-2580837", []),
        ("a1b2c3", []),
        ("mt-4 -mx-2 px-md-5 flex items-center justify-between md:w-1/2 hover:underline w-[40px]", []),
        ("text-gray-500 text-gray-50 bg-white border-b-2 font-bold leading-tight rounded-lg", []),
        ("d-none d-md-block col-lg-8 grid-cols-2 flex-row-reverse overflow-x-auto opacity-75 relative uppercase", []),
        ("text-lead top-stories mt-logo", [".mt-logo", ".text-lead", ".top-stories"]),
        ("x", []),
        ("", []),
    ],
)
def test_names_that_last_become_selectors(names: str, selectors: list[str]) -> None:
    """Names made by a program are left out, or cut down to what its author wrote."""
    page = document(f'<div class="{names}">Here it is.</div>').page
    assert page is not None
    element = page.tags.index("div")
    assert [found.selector for found in selectors_of(page, [element])[element]] == selectors


def test_an_id_is_an_id_and_what_finds_least_comes_first() -> None:
    page = document('<p class="tools">One</p><p class="tools" id="share-bar">Two</p>').page
    assert page is not None
    element = len(page.tags) - 1
    found = selectors_of(page, [element])[element]
    assert [(one.selector, len(one.elements)) for one in found] == [("#share-bar", 1), (".tools", 2)]


@pytest.mark.parametrize(
    ("names", "label"),
    [
        (".newsletter-box", "promo"),
        (".related-stories", "other_story"),
        ('[class*="ImageCaption_caption__"]', "caption"),
        (".footer-publication-sunday-times", "navigation"),
        ("#site-header", "navigation"),
        (".breadcrumb-trail", "navigation"),
        (".article-pub-date", "byline"),
        (".timestamp", "byline"),
        (".outdated-browser", None),
        (".live-updates", None),
        (".ferry-times", None),
        (".story-prose", None),
        (".quay", None),
    ],
)
def test_what_names_speak_of(names: str, label: str | None) -> None:
    assert kind_of(names) == label


@pytest.mark.parametrize(
    ("selector", "layout"),
    [(".row", True), ("#main-content", True), (".col-12", True), ('[class*="article_body__"]', True),
     (".related-content", False), (".rowing", False), ("#quay", False)],
)  # fmt: skip  # pairs
def test_words_of_layout_name_nothing(selector: str, layout: bool) -> None:
    assert is_layout(selector) is layout


def test_the_example_of_a_selector_is_found_by_it() -> None:
    for selector in (".tools", "#tools"):
        page = document(example(selector, "Here.")).page
        assert page is not None
        element = page.tags.index("div")
        assert [found.selector for found in selectors_of(page, [element])[element]][:1] == [selector]
    assert example('[class*="tools__"]', "x") == '<div class="tools__x">x</div>'


# --- boxes ---


@pytest.mark.parametrize("names", [["ferry"], list(ARTICLES)])
def test_boxes_without_a_line_of_the_article_are_selected(names: list[str]) -> None:
    """One rule for each label; a box without a name that lasts gives way to those in it, words of layout are no names.

    The box of the byline would win over the rule that lifts the author from its line.
    """
    samples = judge([(name, document(markup(name), name)) for name in names], HOST, load_rulebook())
    assert [rule["id"] for rule in draft_rules(samples) if rule["label"] == "byline"] == ["byline"]
    assert selects(samples) == {
        "page-navigation": ".site-header, .site-footer",
        "page-other-story": ".related-stories",
        "page-promo": "#signup-1",
    }


def test_rules_for_lines_stay_where_a_text_without_markup_needs_them() -> None:
    """Of a web page alone those go that find only what stands in a box."""
    for copies, ids in (
        ([], ["byline", "tail-navigation"]),
        ([sample(page("ferry"), "text")], ["byline", "head-navigation", "tail-navigation"]),
    ):
        rules = draft_rules([sample(markup("ferry"))], copies=copies)
        kinds = ["select" in rule for rule in rules]
        assert kinds == sorted(kinds)
        assert [rule["id"] for rule in rules if "select" not in rule] == ids


@pytest.mark.parametrize(
    ("inside", "label"), [("<h1>{}</h1>", "title"), ("<p>Weather and Tides</p></div><h1>{}</h1><div>", "navigation")]
)
def test_a_box_is_labelled_as_what_it_holds(inside: str, label: str) -> None:
    """A headline is one whatever its box is called; of all else the name says more than a guess."""
    found = []
    for name, (_, title, *_) in ARTICLES.items():
        box = f'<div class="story-header">{inside.format(title)}</div>'
        found.append(sample(markup(name).replace(f"<h1>{title}</h1>", box), name))
    labels = {rule["label"] for rule in draft_rules(found) if ".story-header" in rule.get("select", "").split(", ")}
    assert labels == {label}


def test_of_one_page_only_names_that_speak_count() -> None:
    quiet = {name: markup(name).replace(HEADER, "quay-lamps") for name in ("ferry", "library")}
    assert selects([sample(quiet["ferry"])])["page-navigation"] == ".site-footer"
    two = [sample(text, name) for name, text in quiet.items()]
    assert selects(two)["page-navigation"] == ".quay-lamps, .site-footer"


def test_a_name_that_the_article_has_too_is_no_box() -> None:
    assert "page-other-story" in selects([sample(markup("ferry"))])
    shared = markup("ferry").replace('class="story-prose"', 'class="story-prose related-stories"')
    assert "page-other-story" not in selects([sample(shared)])


def test_a_box_that_holds_article_on_a_copy_is_struck_out_and_the_others_stay() -> None:
    copy = sample(markup("ferry").replace("<p>", '<p class="site-header">', 1), "copy")
    found = selects([sample(markup("ferry"))], copies=[copy])
    assert found["page-navigation"] == ".site-footer"


def test_texts_have_no_elements() -> None:
    assert selects([sample(page("ferry"))]) == {}


# --- paragraphs ---


def test_paragraphs_are_protected_where_a_guess_took_one() -> None:
    found = sample(markup("ferry"))
    assert "page-paragraphs" not in selects([found])
    hurt = judged(found, prose(found)[2].at, Label.NAVIGATION, Authority.GUESS)
    rules = {rule["id"]: rule for rule in draft_rules([hurt])}
    assert rules["page-paragraphs"] == {
        "id": "page-paragraphs",
        "label": "article",
        "why": "Paragraphs of the article stand here, on 1 of 1 web page: a guess took some of them.",
        "select": ".story-prose > p",
        "examples": {
            "matches": [f'<div class="story-prose"><p>{ARTICLES["ferry"][4][0][:120].rstrip()}</p></div>'],
            "ignores": [f"<div><p>{ARTICLES['ferry'][4][0][:120].rstrip()}</p></div>"],
        },
    }


@pytest.mark.parametrize("authority", [Authority.SHARED, Authority.OUTLET])
def test_what_a_rule_took_is_not_protected(authority: Authority) -> None:
    found = sample(markup("ferry"))
    hurt = judged(found, prose(found)[2].at, Label.NAVIGATION, Authority.GUESS)
    assert "page-paragraphs" not in selects([judged(hurt, prose(found)[1].at, Label.PROMO, authority)])


def test_an_element_without_a_name_of_its_own_is_not_protected() -> None:
    found = sample(markup("ferry").replace(' class="story-prose"', ""))
    hurt = judged(found, prose(found)[2].at, Label.NAVIGATION, Authority.GUESS)
    assert selects([hurt]).get("page-paragraphs") != "p"
    assert "page-paragraphs" not in selects([hurt])


# --- a page and its text ---


def test_of_a_page_and_its_text_the_page_is_learned_from() -> None:
    text, web = sample(page("ferry"), "text"), sample(markup("ferry"), "web")
    kept, copies = without_copies([text, web])
    assert (kept, copies) == ([web], [(text, web)])


def test_new_says_what_becomes_of_a_copy(cli: Callable[..., Result]) -> None:
    write("ferry.html", markup("ferry"))
    write("ferry.txt", page("ferry"))
    result = cli("rules", "new", HOST, "--from", "ferry.html", "--from", "ferry.txt", "--rules", "mine")
    assert result.code == 0, result.err
    note = "ferry.txt: the same article as ferry.html, so nothing was learned from it; no drafted rule takes its article"
    assert f"note: {note}\n" in result.err
    assert [path.name for path in sorted(Path("fixtures", HOST).iterdir())] == ["ferry", "ferry-2"]
    # Nothing of so short a text goes by itself: rules for what stands above its article would take what is its body so far.
    assert {rule.kind for rule in load_rulebook(Path("mine"), bundled=False).rules()} == {"lines", "select"}


# --- where a line stands ---


def test_around_a_line_of_a_web_page() -> None:
    found = document(markup("ferry"))
    number = next(line.number for line in found.lines if "gulls" in line.text)
    rows = [(step.tag, [(one.selector, len(one.elements)) for one in step.selectors]) for step in around(found, number)]
    assert rows == [
        ("p", []),
        ("aside", [("#signup-1", 1), (".letter-signup", 1)]),
        ("div", [(".story-prose", 1)]),
        ("main", [(".container", 1)]),
        ("body", []),
        ("html", []),
    ]
    assert around(document(page("ferry")), 1) == []


def test_explain_shows_where_a_line_stands(cli: Callable[..., Result]) -> None:
    """With the characters in each element and the selectors that find it; a text says nothing of elements."""
    found = document(markup("ferry"))
    number = next(line.number for line in found.lines if "gulls" in line.text)
    result = cli("explain", write("ferry.html", markup("ferry")), "--line", str(number))
    assert result.out.splitlines()[-7:] == [
        "where it stands: element, characters in it, selectors (elements they find), from the inside",
        "  p       24  no name that lasts",
        "  aside   44  #signup-1 (1)  .letter-signup (1)",
        "  div    569  .story-prose (1)",
        "  main   674  .container (1)",
        "  body   895  no name that lasts",
        "  html   895  no name that lasts",
    ]
    assert "where it stands" not in cli("explain", write("ferry.txt", page("ferry")), "--line", "1").out
