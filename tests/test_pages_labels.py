"""What a page's markup says that a block is, where a guess takes it out."""

import time
import tracemalloc

import pytest

import cleaner
from cleaner.model import Label, Policy
from cleaner.stages.pages.elements import NameWorth
from cleaner.stages.pages.labels import markup_labels, stated_labels
from tests.pages import COMMENTED

ARTICLE = "<p>The ferry that links the two halves of the town will stay in dock until June, the authority said.</p>"


def said(markup: str, *, article: int | None = None) -> Label | None:
    """What the markup says of the line ``asked``; the line with this number stays."""
    document = cleaner.clean(f"<body>{markup}</body>", media_type="text/html", chain=()).document
    assert document.page is not None
    asked = [line.text.strip() for line in document.lines].index("asked")
    return markup_labels(document.page, [asked], [] if article is None else [article])[0]


@pytest.mark.parametrize(
    ("markup", "label"),
    [
        ("<nav><p>asked</p></nav>", Label.NAVIGATION),
        ("<footer><div><p>asked</p></div></footer>", Label.NAVIGATION),
        ('<div class="wp-caption-text"><p>asked</p></div>', Label.CAPTION),
        ("<figure><figcaption>asked</figcaption></figure>", Label.CAPTION),
        ('<div class="post-comments"><p>asked</p></div>', Label.COMMENTS),
        ('<div id="shareBar"><p>asked</p></div>', Label.SHARE),
        ('<section class="newsletter-box"><p>asked</p></section>', Label.PROMO),
        ('<div class="RelatedStories"><p>asked</p></div>', Label.OTHER_STORY),
        ('<div id="cookie_consent"><p>asked</p></div>', Label.LEGAL),
        ('<div class="photo"><p class="credit">asked</p></div>', Label.PHOTO_CREDIT),
        # The nearest element that says something is believed; of its words, the one that says most.
        ('<div class="comments"><div class="share"><p>asked</p></div></div>', Label.SHARE),
        ('<footer><div class="newsletter"><p>asked</p></div></footer>', Label.PROMO),
        ('<ul class="comment-menu"><li>asked</li></ul>', Label.COMMENTS),
        ('<footer class="share"><p>asked</p></footer>', Label.SHARE),
    ],
)
def test_the_nearest_element_that_tells_is_believed(markup: str, label: Label) -> None:
    assert said(markup) is label


@pytest.mark.parametrize(
    "markup",
    [
        "<p>asked</p>",
        "<div><section><p>asked</p></section></div>",
        '<div class="col-12 wrapper"><p>asked</p></div>',
        '<div class="commentary"><p>asked</p></div>',
        '<ul class="text-caption text-copy"><li>asked</li></ul>',
        '<div class="shareholders"><p>asked</p></div>',
    ],
)
def test_what_says_nothing_is_not_made_to_speak(markup: str) -> None:
    assert said(markup) is None


def test_a_block_that_holds_article_says_nothing_of_its_other_lines() -> None:
    """Pages are wrapped in blocks whose names tell of all that may be on them."""
    wrapped = f'<div class="with-comments">{ARTICLE}<p>asked</p></div>'
    assert said(wrapped) is Label.COMMENTS
    assert said(wrapped, article=0) is None
    inside = f'<div class="with-comments">{ARTICLE}<div class="share"><p>asked</p></div></div>'
    assert said(inside, article=0) is Label.SHARE


def test_all_lines_of_a_block_are_told_the_same_and_in_order() -> None:
    markup = '<nav><p>a</p><p>b</p></nav><p>c</p><div class="related"><p>d</p><h3>e</h3></div>'
    document = cleaner.clean(f"<body>{markup}</body>", media_type="text/html", chain=()).document
    assert document.page is not None
    found = markup_labels(document.page, range(5), ())
    assert found == [Label.NAVIGATION, Label.NAVIGATION, None, Label.OTHER_STORY, Label.OTHER_STORY]
    assert markup_labels(document.page, (), ()) == []


@pytest.mark.parametrize("engine", ["thorough", "fast"])
def test_what_stands_behind_the_comments_is_not_all_comments(engine: str) -> None:
    """In text all that follows their head is theirs; on a page the markup tells where they end."""
    cleaned = cleaner.clean(COMMENTED, media_type="text/html", policy=Policy(engine=engine))
    text = cleaned.document.text
    labels = {
        line: removal.label
        for removal in cleaned.removals
        if removal.rule.startswith("stage/")
        for line in text[removal.start : removal.end].strip().split("\n")
    }
    wanted = {
        "Harbour matters": Label.NAVIGATION,
        "harbourman answer": Label.COMMENTS,
        "Pictogram": Label.SHARE,
        "Press council code": Label.NAVIGATION,
    }
    assert {line: labels.get(line) for line in wanted} == wanted
    assert cleaned.body.startswith("The ferry that links")
    assert cleaned.body.endswith("could remember.")


def test_reasons_give_shares_as_percentages() -> None:
    cleaned = cleaner.clean(COMMENTED, media_type="text/html", policy=Policy(engine="fast"))
    reasons = [removal.reason for removal in cleaned.removals if removal.rule == "stage/blocks"]
    assert any("share of links" in reason for reason in reasons)
    for reason in reasons:
        for part in reason.split(": ", 1)[1].split("; "):
            assert part.endswith(("%)", "(none)")) == part.startswith("share "), part


HEAD = """<title>Ferry stays in dock | Harbour Post</title><meta property="og:title" content="Ferry stays in dock">
<meta name="description" content="Inspectors found cracks in the shaft of the engine, and the part has to be cast …">"""


@pytest.mark.parametrize(
    ("head", "markup", "label"),
    [
        (HEAD, "<h2>Ferry stays in dock</h2><h1>One</h1><h1>Two</h1>", Label.TITLE),
        ("", "<h1>Why the ferry stays in dock</h1>", Label.TITLE),  # the only one
        (HEAD, "<p>Inspectors found cracks in the shaft of the engine, and the part has to be cast anew.</p>", Label.SUMMARY),
        (HEAD, "<h4>Inspectors found cracks in the shaft of the engine, and the part has</h4>", Label.SUMMARY),
        (HEAD, "<p>Ferry stays in dock</p>", None),  # no heading: a link to the story
        (HEAD, "<h2>Ferry</h2>", None),  # a word that is in the title by chance
        (HEAD, "<h2>Bridge stays closed</h2>", None),
        ("", "<h1>Ferry stays in dock</h1><h1>Bridge stays closed</h1>", None),
        (HEAD, "<p>Inspectors found cracks in the hull of another ship, and it has to be docked.</p>", None),
        (HEAD, "<p>Inspectors found cracks</p>", None),
        (HEAD, f"<p>{'* ' * 30}</p>", None),
        (
            HEAD + '<meta property="og:description" content="...">',
            "<p>Inspectors found cracks in the shaft of the engine, and then they left.</p>",
            None,
        ),
        ("<meta name=description content=''>", "<p>Inspectors found cracks in the shaft of the engine, and waited.</p>", None),
    ],
)
def test_title_and_summary_are_what_the_head_of_the_page_says_they_are(head: str, markup: str, label: Label | None) -> None:
    page = f"<html><head>{head}</head><body>{markup}</body></html>"
    document = cleaner.clean(page, media_type="text/html", chain=()).document
    assert document.page is not None
    assert stated_labels(document.page, document.lines)[0] is label


@pytest.mark.hostile(6)
def test_long_descriptions_are_sought_in_time_that_grows_with_the_lines_alone() -> None:
    """Every line begins like the description, and as many words of it would be compared with each."""
    lines = [f"Inspectors found cracks in the shaft of engine {number} and went." for number in range(4000)]
    described = " ".join(f"Inspectors found cracks in the shaft of another engine {number}." for number in range(8000))
    head = f'<meta name="description" content="{described}"><meta property="og:title" content="{described}">'
    markup = "".join(f"<h2>{line}</h2>" for line in lines)
    document = cleaner.clean(f"<head>{head}</head><body>{markup}", media_type="text/html", chain=()).document
    assert document.page is not None
    began = time.process_time()
    assert stated_labels(document.page, document.lines) == [None] * 4000
    assert time.process_time() - began < 0.5


@pytest.mark.hostile(6)
def test_long_names_are_read_and_not_remembered() -> None:
    """Those of one page would stay in memory until some thousands of others have come."""
    worth = NameWorth({"story": 1.0})
    label = said(f'<div class="share {"x" * 100_000}"><p>asked</p></div>')  # what is loaded once is loaded here
    tracemalloc.start()
    try:
        for number in range(50):
            label = said(f'<div class="{"x" * 100_000} {number} share"><p>asked</p></div>')
            assert label is Label.SHARE
            assert worth.of(f"story {number} {'x' * 100_000}").mean == 1
            assert worth.of(f"{'x ' * 500}{number} story").mean == 0
        kept = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert kept < 500_000
