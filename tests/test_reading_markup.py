"""Fragments of pages are read as pages, texts that speak of markup as texts, and the record says where that is in doubt."""

from functools import partial

import pytest

import cleaner
from cleaner.adapters import BatchCleaner
from cleaner.reading import read
from cleaner.reading.markup import Markup, markup_in
from tests.markup import cost

STORY = "The harbour of the town reopened on Monday after a long night, the mayor said at noon."

FRAGMENTS = {
    "paragraphs": "<p>One sentence here.</p>\n<p>And a second.</p>",
    "one paragraph": f"<p>{STORY}</p>",
    "attributes": f'<p class="lead" data-id=3>{STORY}</p>',
    "capitals": f"<P>{STORY}</P><P>And a second.</P>",
    "spaces within": "<p> One sentence here. </p>\n<p> And a second. </p>",
    "paragraphs left open": "<p>One sentence here.\n<p>And a second.\n<p>And a third.",
    "wrapped source": "<p>One sentence\nhere.</p>\n\n<p>And a\nsecond.</p>\n\n",
    "a heading first": f"<h1>Harbour reopens</h1><p>{STORY}</p>",
    "a heading, text without an element": f"<h2>Harbour reopens</h2>\n{STORY}",
    "a division": f'<div class="story">{STORY}<br><br>{STORY}</div>',
    "a list": "<ul>\n<li>Doors open at nine.</li>\n<li>No dogs.</li>\n</ul>",
    "comments of an editor": f"<!-- wp:paragraph -->\n<p>{STORY}</p>\n<!-- /wp:paragraph -->",
    "text after the paragraph": f"<p>{STORY}</p>\nAnd a second.",
    "a text with breaks": "a<br>b<br/>c &amp; d",
    "lines with breaks": "The first line.<br />\nThe second line.<br />\nThe third line.",
    "a text, then paragraphs": f"{STORY}<p>And a second.</p><p>And a third.</p>",
    "in line first": f"<strong>WHITBY</strong> — {STORY}<br><br>And a <a href='/x'>second</a>.",
    "code within": "<p>Write this:</p><pre>import csv\n\nprint(csv)\n\nexit()</pre><p>That is all.</p>",
    "Chinese": "<p>北京今天天气晴朗。</p><p>明天可能会下雨。</p>",
}


@pytest.mark.parametrize("fragment", FRAGMENTS.values(), ids=FRAGMENTS)
def test_a_fragment_is_read_as_markup(fragment: str) -> None:
    cleaned = cleaner.clean(fragment)
    assert cleaned.document.source.media_type == "text/html"
    assert "<" not in cleaned.body
    assert "&amp;" not in cleaned.body
    assert not cleaned.document.warnings


def test_the_lines_of_a_fragment_are_paragraphs_of_the_body() -> None:
    assert cleaner.clean(FRAGMENTS["paragraphs"]).body == "One sentence here.\n\nAnd a second."
    assert cleaner.clean(FRAGMENTS["a text with breaks"]).document.text.split() == ["a", "b", "c", "&", "d"]
    [row] = BatchCleaner().records([{"id": "1", "text": FRAGMENTS["paragraphs"]}])
    assert row["text"] == "One sentence here.\n\nAnd a second."


@pytest.mark.parametrize(
    ("markup", "text", "pieces"),
    [
        ("<p>記者　山田</p>", "記者　山田", ["記者　山田"]),
        ("<p>記者 \n　　 山田</p>", "記者　　山田", ["記者　　山田"]),
        ("<p><b>記者</b>　<i>山田</i></p>", "記者　山田", ["記者", "山田"]),
        ("<p><b>記者　</b>\n<i>　山田</i></p>", "記者　　山田", ["記者", "山田"]),
        ("<p>　　記者　</p>\n<p>　</p><p>　山田</p>", "記者\n山田", ["記者", "山田"]),  # at the edges of a line nothing stays
        ("<p>記者<br>　山田</p>", "記者\n山田", ["記者", "山田"]),
        ("<pre>記者　　山田</pre>", "記者　　山田", ["記者　　山田"]),
        ("<p>Il dit&nbsp;: «&#8239;oui&#8239;»,&nbsp;&nbsp;deux&#8195;fois</p>", "Il dit : « oui », deux fois", None),
        ("<p>one \t\n two</p>", "one two", ["one two"]),
    ],
)
def test_wide_spaces_stay_within_a_line_and_all_others_are_one(markup: str, text: str, pieces: list[str] | None) -> None:
    """As browsers show them: only the white space of ASCII is one space however much it is. What breaks no line is plain here."""
    document = read(markup, id="x", media_type="text/html")
    assert document.text == f"{text}\n"
    assert document.page is not None
    assert [document.text[piece.start : piece.end] for piece in document.page.pieces] == (pieces or [text])
    cleaned = cleaner.clean(markup, media_type="text/html")
    assert cleaner.restore(cleaned.body, cleaned.record()) == document.text


def test_wide_spaces_take_time_in_proportion() -> None:
    """Those of many elements, which add up."""
    small, large = (
        cost(partial(read, f"<p>a{'<b>　</b>' * count}b</p>", id="x", media_type="text/html")) for count in (5_000, 20_000)
    )  # fmt: skip  # one thought a line
    assert large < 12 * small + 0.1


TEXTS = {
    "tags as words": "Use <b> and </b> for bold, <p> for paragraphs, <a> for links, <li> and <ul> for lists.",
    "a sentence that begins with a tag": "<p> marks a paragraph in HTML, and many pages never close it with </p>.",
    "a sentence around a tag that is closed": "<p>Not</p> markup <b>here</b>",
    "a list of tags": "<p>, <div> and <span> are the tags that most pages have; </p> may be left out.",
    "breaks as words": "Write <br> where a line is to end, or <br/> in XHTML.",
    "breaks at the end of lines as words": "XHTML wants <br/>\nHTML only wants <br>",
    "quoted tags": 'The "<br>" that he meant was a "<hr>", she said.',
    "tags in code": "A `<br>` ends a line and a `<p>` a paragraph.",
    "mail addresses": "<jane@example.org> wrote:\n\nThe harbour reopened.\n\n<joe@example.org> answered:\n\nGood.",
    "addresses": "<https://example.org/a>\n\nSee <https://example.org/b>.",
    "hearts": "<3 you all. </3",
    "less and greater": "a < b and c > d",
    "one stray break": f"{STORY}<br>\n\nAnd a second paragraph.\n\nAnd a third.",
    "a tutorial": "Open the file and write:\n\n<div class='card'>\n  <p>Hello</p>\n</div>\n\nThen save it.",
    "a tutorial that begins with code": (
        "<div class='card'>\n  <p>Hello</p>\n</div>\n\nThis makes a card.\n\nThe paragraph stands in it.\n\nThen add a style:\n\n.card {}"
    ),
    "a Markdown file that begins with a heading in the middle": (
        '<h1 align="center">Harbour</h1>\n\nA tool for harbours.\n\n## Use\n\n- Open it.\n- Close it.\n'
    ),
    "Markdown with breaks in a table": "| a | b |\n| --- | --- |\n| one<br>two | three<br>four |\n",
    "Markdown with markup within": f"# Harbour\n\n{STORY}<br>It was <kbd>early</kbd>.\n\nPress <b>go</b>.\n",
    "an element that no browser knows": "<thing>One sentence here.</thing>\n<thing>And a second.</thing>",
    "generics": "Map<String, List<Integer>> names = new HashMap<>();",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_is_read_as_text(text: str) -> None:
    document = read(text, id="x")
    assert (document.source.media_type, document.text) == ("text/plain", text)


def test_where_tags_are_plenty_in_a_text_the_record_says_so() -> None:
    text = f"{STORY}\n\n<b>Harbour</b>\n\n{STORY} <i>Really</i>.\n\n<u>The end</u>\n"
    document = read(text, id="x")
    assert document.source.media_type == "text/plain"
    [warning] = document.warnings
    assert warning.startswith("read as text, but 6 HTML tags stand in it")
    assert not read(text, id="x", media_type="text/plain").warnings  # whoever says so knows
    assert not read(TEXTS["tags in code"], id="x").warnings


@pytest.mark.parametrize("name", FRAGMENTS)
def test_what_is_said_of_a_fragment_counts(name: str) -> None:
    document = read(FRAGMENTS[name], id="x", media_type="text/plain")
    assert (document.source.media_type, document.text) == ("text/plain", FRAGMENTS[name])


@pytest.mark.parametrize("piece", ["<!-- a -->\n", "<!-- a --> --> ", "<!-- a ", "<!-- a --", " "])
def test_comments_before_a_text_take_time_in_proportion(piece: str) -> None:
    """What goes on behind them is no page: there is nothing that any other end of a comment would change."""
    small, large = (cost(partial(markup_in, f"{piece * count}Hello, <p> is a tag.")) for count in (5_000, 20_000))
    assert large < 12 * small + 0.1


def test_comments_before_a_page_hide_none() -> None:
    comments = "<!-- a -->\n" * 50
    assert markup_in(f"{comments}<!DOCTYPE html><p>Hello") == Markup(sure=True, tags=0)
    assert not markup_in(f"{comments}<!-- --> --><html>Hello").sure
