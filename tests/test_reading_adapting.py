"""What HTML's parser would misread or readers would miss: XHTML, shadow trees, elements of a page's own, text hidden twice."""

from __future__ import annotations

import html

import pytest

from cleaner.reading import read
from cleaner.reading.html.adapting import adapted

PARAGRAPHS = (
    "The harbour council of Ostmouth voted on Friday to rebuild the northern pier, which a storm had damaged.",
    "Opponents said that the money would be better spent on the school, whose roof has leaked for years.",
)
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
DECLARED = '<?xml version="1.0" encoding="utf-8"?>'


def lines(markup: str) -> list[str]:
    return [line.text for line in read(markup, id="page", media_type="text/html").lines]


@pytest.mark.parametrize(
    "empty",
    [
        "<title/>",
        "<script src='x.js'/>",
        "<style />",
        '<iframe src="x"/>',
        "<textarea/>",
        "<br/>",
        '<meta name="x" content="y"/>',
    ],
)
def test_an_element_that_xhtml_closes_in_its_tag_holds_nothing(empty: str) -> None:
    assert lines(f"{DECLARED}<html><head><title>Pier</title></head><body>{empty}{ARTICLE}</body></html>") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "markup",
    [
        f"<html><body><div/>{ARTICLE}</body></html>",  # no XHTML: a slash says nothing
        f"{DECLARED}<html><body><a href=x/>{ARTICLE}</body></html>",  # the slash is the address's
        f"{DECLARED}<html><body><img src='x'/><hr/>{ARTICLE}</body></html>",
        f"<html><body><template><p>Later</p></template>{ARTICLE}</body></html>",
    ],
)
def test_other_markup_is_left_as_it_is(markup: str) -> None:
    assert adapted(markup) is markup or adapted(markup) == markup


def test_a_shadow_tree_is_read_where_it_is_shown_and_other_templates_are_not() -> None:
    hidden = "<template><p>Copied by scripts</p></template>"
    shown = f'<site-card><template shadowrootmode="open">{hidden}{ARTICLE}</template></site-card>{hidden}<p>Below</p>'
    assert lines(f"<body><p>Above</p>{shown}</body>") == ["Above", *PARAGRAPHS, "Below"]
    assert lines(f"<body>{ARTICLE}</template></body>") == list(PARAGRAPHS)


@pytest.mark.parametrize("tag", ["p", "h2"])
def test_an_element_of_the_pages_own_stands_within_a_sentence(tag: str) -> None:
    within = f"<{tag}>The harbour <glossary-term>council</glossary-term> of Ostmouth</{tag}>"
    assert lines(f"<body>{within}{ARTICLE}</body>") == ["The harbour council of Ostmouth", *PARAGRAPHS]


def test_an_element_of_the_pages_own_elsewhere_is_a_block() -> None:
    assert lines(f"<body><div>Menu <site-link>Home</site-link> <site-link>Sport</site-link></div>{ARTICLE}</body>") == [
        "Menu",
        "Home",
        "Sport",
        *PARAGRAPHS,
    ]


def test_the_source_of_a_formula_is_not_shown() -> None:
    formula = (
        "<math><semantics><mrow><mi>x</mi><mo>=</mo><mn>2</mn></mrow><annotation>x=\\frac{4}{2}</annotation></semantics></math>"
    )
    assert lines(f"<body><p>The length {formula} is known.</p>{ARTICLE}</body>") == ["The length x=2 is known.", *PARAGRAPHS]


@pytest.mark.parametrize("hidden", ['style="display:none"', "hidden"])
def test_an_article_that_is_hidden_twice_is_read(hidden: str) -> None:
    document = read(
        f"<body><h1>Pier</h1><div {hidden}><div {hidden}>{ARTICLE}</div></div></body>", id="page", media_type="text/html"
    )
    assert [line.text for line in document.lines] == ["Pier", *PARAGRAPHS]
    assert document.warnings == ("text that is marked as hidden was read: there is too much of it to be chrome",)


def test_a_little_that_is_hidden_stays_so() -> None:
    assert lines(f"<body><div hidden><div hidden>Menu</div></div>{ARTICLE}</body>") == list(PARAGRAPHS)


def test_a_map_of_an_image_shows_what_it_holds() -> None:
    assert lines(f'<body><map name="harbour"><area href="x">{ARTICLE}</map></body>') == list(PARAGRAPHS)


@pytest.mark.parametrize("name", ["text/html", "application/xhtml+xml"])
def test_a_text_without_a_sign_of_markup_is_none_whatever_it_is_called(name: str) -> None:
    document = read("\n".join(PARAGRAPHS), id="page", media_type=name)
    assert (document.page, [line.text for line in document.lines]) == (None, list(PARAGRAPHS))


@pytest.mark.parametrize("sign", ["<br>", "<!-- -->", "Fish &amp; chips", "&#233;t&eacute;"])
def test_one_sign_makes_markup_of_what_is_called_so(sign: str) -> None:
    assert read(f"{PARAGRAPHS[0]}\n{sign}", id="page", media_type="text/html").page is not None


@pytest.mark.parametrize("mark", ['"', "'"])
def test_a_document_in_a_frame_is_read_where_it_is_shown(mark: str) -> None:
    story = f"<!doctype html><html><head><title>Frame</title></head><body>{ARTICLE * 3}<script>a < b</script></body></html>"
    frame = f"<iframe class=story srcdoc={mark}{html.escape(story)}{mark} loading=lazy>No frames</iframe>"
    shown = [*PARAGRAPHS] * 3
    assert lines(f"<h1>Pier</h1>{frame}<p>Below</p>") == ["Pier", *shown, "Below"]
    assert lines(f"<h1>Pier</h1><div hidden>{frame}</div>{ARTICLE * 9}") == ["Pier", *PARAGRAPHS * 9]


@pytest.mark.parametrize("unclosed", ["<!-- ", "<script>", "<style>", "<textarea>", "<title>", "<plaintext>", "<template>"])
def test_a_document_in_a_frame_takes_nothing_that_stands_behind_it(unclosed: str) -> None:
    frame = f"<iframe srcdoc='{html.escape(ARTICLE * 3 + unclosed)}'></iframe>"
    assert lines(f"<h1>Pier</h1>{frame}<p>Below</p>") == ["Pier", *PARAGRAPHS * 3, "Below"]


def test_a_frame_in_a_script_or_comment_is_none() -> None:
    frame = f"<iframe srcdoc='{html.escape(ARTICLE * 3)}--&gt;&lt;/script&gt;'></iframe>"
    for around in ("<!-- {} -->", "<script>{}</script>"):
        assert lines(f"<h1>Pier</h1>{around.format(frame)}{ARTICLE}") == ["Pier", *PARAGRAPHS]


def test_an_advertisement_in_a_frame_is_not_read() -> None:
    assert lines(f"<h1>Pier</h1>{ARTICLE}<iframe srcdoc='<p>Buy a boat now</p>'></iframe>") == ["Pier", *PARAGRAPHS]


@pytest.mark.hostile(69)
def test_frames_and_what_is_not_closed_in_them_take_linear_time() -> None:
    for text in ("<iframe srcdoc='", '<iframe a srcdoc="x', "<iframe srcdoc "):
        adapted(text * 20_000)
    adapted(f"<iframe srcdoc='{'&lt;!--' * 20_000}'>")
    adapted(f"<iframe srcdoc='{'&lt;script>' * 20_000}'>")
