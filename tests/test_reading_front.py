"""Front matter: what a program wrote above a text goes and becomes fields; what only looks like it stays."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.model import Label, Policy
from cleaner.reading.front import read_front
from cleaner.render import restore
from cleaner.reviewing.hearing import account
from cleaner.rulebook import load_rulebook
from cleaner.sites import site_of
from tests.packs import OUTLET, write_pack

ARTICLE = (
    "The ferry came back from the yard on Thursday, after five months in dry dock, and took its first passengers over the sound.\n\n"
    "It had been expected in March, but the gearbox turned out to be older than the ship, and nobody had seen one like it.\n"
)
ADDRESS = "https://www.coast.example/2024/ferry"
CLIPPED = f"""---
title: "The ferry is \\"back\\""
source: "{ADDRESS}"
author:
  - "[[Jane Doe]]"
  - '[[people/tom|Tom O''Hara]]'
published: 2024-05-12
created: 2025-10-12
description: >-
  After five months
  it sails again.
tags:
  - "clippings"
---
"""
EXTRACTED = f"""---
title: The ferry: back at last
author: Jane Doe; Tom O'Hara
url: {ADDRESS}
hostname: coast.example
description: None
sitename: Coast News
date: 2024-05-12
categories: ['News', 'Ferries']
tags: []
---
"""
FOR_MODELS = f"""Title: The ferry is back | Coast News

URL Source: {ADDRESS}

Published Time: 2024-05-12T09:14:00+01:00

Markdown Content:
"""
OF_A_SITE = """+++
title = "The ferry is back"
date = 2024-05-12T09:14:00+01:00
authors = ["Jane Doe", "Tom O'Hara"]
draft = false
[params]
url = "https://www.coast.example/"
+++
"""
READWISE = f"""# The ferry is back

![rw-book-cover](https://www.coast.example/ferry.jpg)

## Metadata
- Author: [[coast.example]]
- Full Title: The ferry is back, after five months
- Category: #articles
- Document Tags: [[ferries]]
- URL: {ADDRESS}

## Full Document
"""
NOTION = f"""# The ferry is back

Autor: Jane Doe
Erstellt: 15. Mai 2024 10:11
Veröffentlicht: 12. Mai 2024
Quelle: {ADDRESS}
Schlagwörter: Fähre, Sund
"""
IN_A_BOX = f"""# The ferry is back

> [!info] Metadata
> - **Author:** Jane Doe
> - **Source:** [Coast News]({ADDRESS})
> - **Published**: 2024-05-12
"""
OBSIDIAN = f"""- The ferry is back
- author:: [[Jane Doe]]
- source:: <{ADDRESS}>
- tags:: #clippings #ferries
"""
IN_BOLD = f"""**Title:** The ferry is back
**Author:** Jane Doe
**Source:** [Coast News]({ADDRESS})

---

**Article:**
"""
SCRAPED = f"""URL: {ADDRESS}
Title: The ferry is back
Author: Jane Doe
Date: 12 May 2024
Text: """


@pytest.mark.parametrize(
    ("front", "fields"),
    [
        (
            CLIPPED,
            {
                "title": 'The ferry is "back"', "summary": "After five months it sails again.",
                "authors": ("Jane Doe", "Tom O'Hara"), "published": "2024-05-12", "tags": ("clippings",), "canonical_url": ADDRESS,
            },
        ),
        (
            EXTRACTED,
            {
                "title": "The ferry: back at last", "authors": ("Jane Doe", "Tom O'Hara"), "published": "2024-05-12",
                "section": ("News", "Ferries"), "site_name": "Coast News", "canonical_url": ADDRESS,
            },
        ),
        (
            FOR_MODELS,
            {"title": "The ferry is back", "published": "2024-05-12T09:14+01:00", "canonical_url": ADDRESS},
        ),
        (
            OF_A_SITE,
            {"title": "The ferry is back", "authors": ("Jane Doe", "Tom O'Hara"), "published": "2024-05-12T09:14+01:00"},
        ),
        (
            SCRAPED,
            {"title": "The ferry is back", "authors": ("Jane Doe",), "published": "2024-05-12", "canonical_url": ADDRESS},
        ),
        (
            "\n---\r\ntitle: The ferry is back\r\nauthors: [Jane Doe, 'Tom O''Hara']\r\nlastmod: 2024-05-13\r\n...\r\n",
            {"title": "The ferry is back", "authors": ("Jane Doe", "Tom O'Hara"), "modified": "2024-05-13"},
        ),
        (
            "---\ntitle: null\nauthor:\n  name: Jane Doe\n  url: https://coast.example/jane\nsource: Coast News\nkeywords: [ferry,\n  sound]\n---\n",
            {"authors": ("Jane Doe",), "site_name": "Coast News", "tags": ("ferry", "sound")},
        ),
        (
            "Headline: The ferry is back\nSource: Coast News\n\nLanguage: en\n-----\n",
            {"title": "The ferry is back", "site_name": "Coast News"},
        ),
        (
            READWISE,
            {"title": "The ferry is back, after five months", "canonical_url": ADDRESS, "tags": ("ferries",)},
        ),
        (
            NOTION,
            {
                "title": "The ferry is back", "authors": ("Jane Doe",), "published": "2024-05-12", "canonical_url": ADDRESS,
                "tags": ("Fähre", "Sund"),
            },
        ),
        (
            IN_A_BOX,
            {"title": "The ferry is back", "authors": ("Jane Doe",), "published": "2024-05-12", "canonical_url": ADDRESS},
        ),
        (
            OBSIDIAN,
            {"title": "The ferry is back", "authors": ("Jane Doe",), "canonical_url": ADDRESS, "tags": ("clippings", "ferries")},
        ),
        (
            IN_BOLD,
            {"title": "The ferry is back", "authors": ("Jane Doe",), "canonical_url": ADDRESS},
        ),
        (
            f"The ferry is back\n\nClipped from: {ADDRESS}\nCreated: 15 May 2024\n",
            {"title": "The ferry is back", "canonical_url": ADDRESS},
        ),
        (
            f"Title: The ferry is back\nURL: {ADDRESS}\nScore: 0.18\nImage: {ADDRESS}.jpg\nText: ",
            {"title": "The ferry is back", "canonical_url": ADDRESS},
        ),
        (
            f"---\nog:title: The ferry is back\nsourceURL: {ADDRESS}\nstatusCode: 200\n---\n",
            {"title": "The ferry is back", "canonical_url": ADDRESS},
        ),
        (
            f"---\ntitle: The ferry is back\nurl: {ADDRESS}\n---\n\n# The ferry is back\n",
            {"title": "The ferry is back", "canonical_url": ADDRESS},
        ),
        (
            f"Title: The ferry is back\nURL: {ADDRESS}\nMarkdown Content:\nThe Ferry is back\n=====\n",
            {"title": "The ferry is back", "canonical_url": ADDRESS},
        ),
        (
            f"---\ntitle: The ferry is back\n---\n# Ferry\n\n## Metadata\n- URL: {ADDRESS}\n- Author: [Jane Doe](https://coast.example/j)\n",
            {"title": "The ferry is back", "authors": ("Jane Doe",), "canonical_url": ADDRESS},
        ),
    ],
    ids=[
        "clipped", "extracted", "for-models", "of-a-site", "scraped", "carriage-returns", "nested", "ruled-off", "readwise", "notion",
        "in-a-box", "obsidian", "in-bold", "under-a-plain-title", "of-a-search", "of-a-crawler", "title-again",
        "title-again-underlined", "a-head-below",
    ],
)  # fmt: skip  # a table
def test_front_matter_goes_and_becomes_fields(front: str, fields: dict[str, object]) -> None:
    cleaned = cleaner.clean(front + ARTICLE, id="x")
    assert cleaned.body + "\n" == ARTICLE
    assert [(cut.label, cut.rule, cleaned.document.text[cut.start : cut.end]) for cut in cleaned.removals] == [
        (Label.NAVIGATION, "stage/front-matter", front.strip("\r\n"))
    ]
    given = {name: getattr(cleaned.fields, name) for name in cleaned.origins if name != "language"}
    assert given == fields
    assert {cleaned.origins[name] for name in given} == {"front matter"}
    assert restore(cleaned.body, cleaned.record()) == front + ARTICLE
    assert cleaner.clean(cleaned.body).body == cleaned.body


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nUpdate: the ferry is back.\n\n---\n",
        "---\nThe ferry is back.\ntitle: a word of five letters\n---\n",
        "---\ntitle: The ferry is back\n",
        "---\ntitle: The ferry is back\nNobody had thought so.\n---\n",
        "----\ntitle: The ferry is back\n----\n",
        "Words.\n---\ntitle: The ferry is back\n---\n",
        "---\nlayout: post\ndraft: true\n---\n",
        "---\n---\n",
        "+++\ntitle = The ferry is back\n+++\n",
        "+++\nlayout = 'post'\n+++\n",
        "Title: The ferry is back\n\nIt took five months.\n",
        "Date: 12 May 2024\nAuthor: Jane Doe\n\nIt took five months.\n",
        "# The ferry is back\n\nAuthor: Jane Doe\nDate: 12 May 2024\n",
        "# Leek soup\n\n- Source: my grandmother\n- Type: starter\n\nTake two leeks.\n",
        "The ferry came back on Thursday.\nSource: https://coast.example/\n",
        "Where to read more:\nLink: https://coast.example/\n",
        "The ferry is back\n\nIt took five months.\n\nSource: https://coast.example/\n",
        "The ferry is back\n\n![](ferry.png)\nIt took five months.\nSource: https://coast.example/\n",
        "Source: my grandmother\nDate: unknown\n\nTake two leeks.\n",
        "Title: a word\nDrink: tea\nURL: https://coast.example/\n",
        "Jane: Where is the ferry?\nTitle: On the sound.\nAuthor: No idea.\n",
        f"Title: {'x' * 3000}\nAuthor: Jane Doe\n",
        "---\n" + "title: x\n" * 300 + "---\n",
        "",
    ],
)
def test_other_texts_have_none(text: str) -> None:
    assert read_front(text) is None


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ("[ferries, harbours]", ["ferries", "harbours"]),
        ('[ferries, "rise, fall", harbours]', ["ferries", "rise, fall", "harbours"]),
        ("['rise, fall', 'St. Ann''s']", ["rise, fall", "St. Ann's"]),
        ("[\"rise, fall\" , 'Ann' ]", ["rise, fall", "Ann"]),
        ('[ferries, "rise" of tides]', ["ferries", '"rise" of tides']),
        ("[rock 'n' roll, 'n' roll, Bob's]", ["rock 'n' roll", "'n' roll", "Bob's"]),
        ('[ferries, "rise, fall]', ["ferries", '"rise', "fall"]),
        ("[]", []),
    ],
)
def test_lists_in_brackets(value: str, tags: list[str]) -> None:
    front = read_front(f"---\ntitle: The ferry is back\ntags: {value}\n---\n{ARTICLE}")
    assert front
    assert front.meta.get("tags", "").split("\n") == (tags or [""])


def test_a_header_that_is_front_matter_only_in_part_is_read_as_far_as_it_goes() -> None:
    """Below the first line that has no known key the text begins, whatever comes behind."""
    text = f"Title: The ferry is back\nURL: {ADDRESS}\nKeeper: nobody knows\nDate: 12 May 2024\n"
    front = read_front(text)
    assert front is not None
    assert text[front.end :] == "\nKeeper: nobody knows\nDate: 12 May 2024\n"
    assert front.meta == {"title": "The ferry is back", "canonical_url": ADDRESS}


def test_halves_of_characters_are_none() -> None:
    """JSON's escapes can name what no text can hold."""
    cleaned = cleaner.clean(f'---\ntitle: "Ferry \\ud800 back"\nurl: "{ADDRESS}\\udc00"\n---\n{ARTICLE}')
    assert (cleaned.fields.title, cleaned.fields.canonical_url) == ("Ferry \ufffd back", f"{ADDRESS}\ufffd")


def test_a_line_below_it_that_says_something_else_than_the_title_stays() -> None:
    text = f"---\ntitle: The ferry is back\nurl: {ADDRESS}\n---\n\n# What was broken\n\n{ARTICLE}"
    front = read_front(text)
    assert front is not None
    assert text[front.end :].startswith("\n\n# What was broken")


def test_the_address_names_the_outlet(tmp_path: Path) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    rules = load_rulebook(tmp_path, bundled=False)
    front = "---\ntitle: Ferry\nsource: https://web.archive.org/web/2024/https://www.news.example/ferry\n---\n"
    found = cleaner.clean(front + ARTICLE, rulebook=rules)
    assert found.outlet == cleaner.Outlet("news.example", "front matter news.example")
    assert found.fields.canonical_url == "https://www.news.example/ferry"
    assert site_of(cleaner.clean(front + ARTICLE).document) == "news.example"  # also where no rules are for it
    assert cleaner.clean(front + ARTICLE, rulebook=rules, url="https://coast.example/a").outlet is None


def test_what_a_text_says_itself_fills_what_front_matter_leaves_out() -> None:
    body = f"# The ferry is back\n\nBy Jane Doe\n\n{ARTICLE}"
    cleaned = cleaner.clean(f"---\ntitle: Ferry back\nurl: {ADDRESS}\n---\n{body}")
    assert (cleaned.fields.title, cleaned.fields.authors) == ("Ferry back", ("Jane Doe",))
    assert cleaned.body + "\n" == ARTICLE


def test_signs_within_front_matter_mark_nothing() -> None:
    """Images and links in it go with it, and say nothing about whether the text is Markdown."""
    front = f"---\ntitle: The ferry is back\nimage: ![x](a.png)\nsource: {ADDRESS}\nmore: '[x]({ADDRESS})'\n---\n"
    cleaned = cleaner.clean(front + "The *Sea Rose* came back from the yard on Thursday, and took passengers over the sound.")
    assert cleaned.body == "The *Sea Rose* came back from the yard on Thursday, and took passengers over the sound."
    assert [cut.rule for cut in cleaned.removals] == ["stage/front-matter"]


def test_a_line_of_it_is_explained() -> None:
    document = cleaner.clean(CLIPPED + ARTICLE).document
    found = account(document, 3, rulebook=load_rulebook(), policy=Policy())
    assert [(voice.claim.rule, voice.outcome) for voice in found.voices] == [("stage/front-matter", "won")]
    assert "without stage/front-matter" in [change.what for change in found.changes]


@given(
    st.text(alphabet=st.sampled_from("-+=: \n\r\t'\"[]{}#>|titleurdxa.\u2028"), max_size=80),
    st.sampled_from(["---\n", "+++\n", ""]),
)
def test_any_text_can_be_read(text: str, opening: str) -> None:
    """Front matter is the top of a text, and reading what is left of it again finds no line of it."""
    front = read_front(opening + text)
    if front is not None:
        assert (opening + text)[: front.start].strip() == ""
        assert 0 <= front.start < front.end <= len(opening + text)
        assert all(front.meta.values())
