"""Sentences that an outlet sets between the paragraphs of its articles: which of them a draft names, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

import cleaner
from cleaner.drafting.draft import draft_rules
from cleaner.drafting.pack import draft_text, suggestions
from cleaner.drafting.samples import judge
from cleaner.model import Label
from cleaner.reading import read
from cleaner.rulebook import load_rulebook
from tests.pages import ARTICLES, HOST
from tests.texts_in_languages import PARAGRAPHS

_STORIES: dict[str, Sequence[str]] = {name: found[4] for name, found in ARTICLES.items()} | {
    code: PARAGRAPHS[code] for code in ("en", "de", "es", "it", "sv")
}
PLEA = "Would you rather have it by post? The desk writes you a long letter on Friday evenings."
_DOUBT = "It reads like the article: make sure that no author writes it."

Setting = Callable[[Sequence[str], int], Sequence[str]]
"""From the paragraphs of a story, and its number, to those of the page."""


def _within(*lines: str) -> Setting:
    """Lines set in behind the first paragraph, the second or the third."""
    return lambda story, number: [*story[: 1 + number % 3], *lines, *story[1 + number % 3 :]]


def _texts(setting: Setting, most: int = 10) -> dict[str, str]:
    return {
        name: "\n\n".join(["The Quay", "Ports", *setting(story, number), "Quay Group", "Printing works"]) + "\n"
        for number, (name, story) in enumerate(list(_STORIES.items())[:most])
    }


def _drafted(texts: Mapping[str, str], media_type: str = "text/plain", **copies: str) -> list[dict[str, object]]:
    rulebook = load_rulebook()
    samples = judge([(name, read(text, id=name, media_type=media_type)) for name, text in texts.items()], HOST, rulebook)
    again = judge([(name, read(text, id=name, media_type="text/plain")) for name, text in copies.items()], HOST, rulebook)
    return draft_rules(samples, copies=again)


def _standing(rules: Sequence[dict[str, object]]) -> list[object]:
    return [rule.get("lines", rule) for rule in rules if str(rule["id"]).startswith("inside")]


def test_a_plea_between_the_paragraphs_of_every_article_becomes_a_rule() -> None:
    """With the pages it was seen on, a doubt that a person can settle, and a sentence of an article that it must leave."""
    rules = _drafted(_texts(_within(PLEA), 6))
    (rule,) = [rule for rule in rules if rule["id"] == "inside-promo"]
    sentence = _STORIES["ferry"][0]
    assert rule == {
        "id": "inside-promo",
        "label": "promo",
        "why": f"Word for word the same between paragraphs of the article, on up to 6 of 6 pages. {_DOUBT}",
        "lines": [PLEA],
        "examples": {"matches": [PLEA], "ignores": [sentence, f"{PLEA} {sentence}"]},
    }


@pytest.mark.parametrize(
    "line",
    [
        "Sie möchten mehr solcher Geschichten lesen? Dann bestellen Sie bitte die Freitagspost Ihrer Redaktion.",
        "Recevez chaque vendredi toutes les enquêtes du port dans votre boîte aux lettres, sans frais.",
        "Больше таких историй — в письме, которое мы пишем по пятницам: оно придёт к вам бесплатно.",
        "港の話をもっと読みたいあなたへ。毎週金曜日の夜、編集部から長い手紙が届きます。",
        "Hinweis der Redaktion: Preise und Öffnungszeiten können sich nach dem Erscheinen noch ändern.",
    ],
)
def test_such_sentences_are_known_in_many_languages(line: str) -> None:
    assert _standing(_drafted(_texts(_within(line)))) == [[line]]


def test_one_page_without_it_may_be_among_ten() -> None:
    texts = _texts(_within(PLEA)) | {"sv": _texts(lambda story, _: story)["sv"]}
    assert _standing(_drafted(texts)) == [[PLEA]]
    fewer = texts | {"it": _texts(lambda story, _: story)["it"]}
    assert _standing(_drafted(fewer)) == []


@pytest.mark.parametrize("pages", [2, 5])
def test_few_pages_do_not_tell_it_from_what_a_reporter_writes_again(pages: int) -> None:
    assert _standing(_drafted(_texts(_within(PLEA), pages))) == []


@pytest.mark.parametrize(
    "line",
    [
        "The harbour master could not be reached for comment on Friday.",
        "What you need to know about the harbour, the ferry and the bay",
        "QUAYTOWN (QG) — Wednesday",
        "“You will have your ferry before the first snow has fallen here,” she promised.",
        "You will have your ferry before the first snow has fallen, the mayor said.",
        "By 11:30 you could walk across the dry bed of the harbour to the old mill.",
        "And still the river runs down to the sea, and still we row against it.",
        "You never miss it.",
        "The two teams meet again in the autumn, when the pitch has been sown.",
        "You " + "may go by the long way round, past the mill and the weir and the old school " * 4 + "today.",
    ],
    ids=["no-comment", "heading", "dateline", "quotation", "speech", "time", "refrain", "short", "sport", "long"],
)
def test_what_returns_in_articles_is_left_alone(line: str) -> None:
    """On every page, between paragraphs."""
    assert _standing(_drafted(_texts(_within(line)))) == []


@pytest.mark.parametrize(
    "setting",
    [
        lambda story, number: [story[0], PLEA, *story[1:-1], PLEA, story[-1]],
        lambda story, number: [PLEA, *story],
        lambda story, number: [*story, PLEA],
        lambda story, number: _within(PLEA)(story, number) if number else [PLEA, *story],
        lambda story, number: _within(PLEA)([*story, _STORIES["sv"][0]] if number % 2 else story, number),
        lambda story, number: _within(PLEA)([f"You and I know how it went. {text}" for text in story], number),
        lambda story, number: [
            story[0],
            "The wind comes from the north and brings showers to the outer islands.",
            "Temperatures stay below those of the season, as they have for a week.",
            PLEA,
            story[1],
        ],
    ],
    ids=["twice-a-page", "opens", "closes", "opens-one", "stories-of-one-subject", "articles-speak-so", "a-form"],
)
def test_a_plea_is_none_where_it_may_be_the_articles(setting: Setting) -> None:
    assert not [found for found in _standing(_drafted(_texts(setting))) if PLEA in str(found)]


def test_of_an_element_with_a_plea_in_it_none_is_protected() -> None:
    """A rule that kept the paragraphs would keep it, too."""
    pages = {
        name: "<html><body><ul><li>Ports</li><li>Towns</li></ul><div class='story-prose'>"
        + "".join(f"<p>{text}</p>" for text in _within(PLEA)(story, number))
        + "</div><ul><li>Quay Group</li><li>Printing works</li></ul></body></html>"
        for number, (name, story) in enumerate(_STORIES.items())
    }
    rules = _drafted(pages, "text/html")
    assert _standing(rules) == [[PLEA]]
    assert "article" not in [rule["label"] for rule in rules]


def test_a_copy_of_a_page_has_the_plea_as_well() -> None:
    texts = _texts(_within(PLEA))
    assert _standing(_drafted(texts, ferry=texts["ferry"].replace("The Quay", "The Quay, printed"))) == [[PLEA]]


def test_once_stable_it_takes_the_plea_from_another_page_and_nothing_else(tmp_path: Path) -> None:
    texts, story = _texts(_within(PLEA)), _STORIES["bakery"]
    del texts["bakery"]
    rules = [rule for rule in _drafted(texts) if str(rule["id"]).startswith("inside")]
    path = tmp_path / "outlets" / f"{HOST}.yaml"
    path.parent.mkdir()
    path.write_text(draft_text(HOST, rules).replace("status: draft", "status: stable"), encoding="utf-8")
    text = "\n\n".join([story[0], PLEA, *story[1:], f"{PLEA} That is what the letter said."])
    cleaned = cleaner.clean(text, media_type="text/plain", outlet=HOST, rulebook=load_rulebook(tmp_path))
    assert [(cut.label, cut.rule) for cut in cleaned.removals] == [(Label.PROMO, f"{HOST}/inside-promo")]
    assert cleaned.body == text.replace(f"{PLEA}\n\n", "", 1)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Hear this story aloud", True),
        ("What we know so far", True),
        ("And still the river runs, and still we row.", True),
        (PLEA, False),
        ("10:42 a.m.", False),
    ],
)
def test_what_returns_without_a_rule_is_told(line: str, told: bool) -> None:
    """A person knows at once which of them is the outlet's."""
    documents = [(name, read(text, id=name, media_type="text/plain")) for name, text in _texts(_within(line)).items()]
    _, notes = suggestions(HOST, documents, load_rulebook())
    why = "stands within nearly every article, as headings and refrains do; if it is neither, write a rule for it"
    assert notes == ([f"{HOST}: {line!r} {why}"] if told else [])


def test_of_many_such_lines_the_first_are_named() -> None:
    lines = [f"What {word} we know so far" for word in ("one", "two", "three", "four", "five", "six", "seven")]
    documents = [(name, read(text, id=name, media_type="text/plain")) for name, text in _texts(_within(*lines)).items()]
    _, notes = suggestions(HOST, documents, load_rulebook())
    assert [note.split(" stands")[0] for note in notes] == [
        *(f"{HOST}: {line!r}" for line in lines[:5]),
        f"{HOST}: so do 2 more lines",
    ]
