"""Fields: from rules on a text, from what a page says of itself, and where each was found."""

import json
import time

import pytest

from cleaner import clean
from cleaner.fields import lift
from cleaner.fields.linked import article_body, nodes
from cleaner.fields.names import split_names
from cleaner.fields.page import stated
from cleaner.model import Authority, Claim, Document, Label, Policy
from cleaner.reading import read
from cleaner.rulebook import load_rulebook
from tests.conftest import ROOT

PROSE = (
    "<p>The ferry that links the two halves of the town will stay in dock until June, the port authority said on Friday.</p>"
)


def page(head: str = "", body: str = "<h1>Ferry stays in dock</h1>" + PROSE, data: object = None, raw: str = "") -> Document:
    script = raw or (json.dumps(data) if data is not None else "")
    linked = f'<script type="application/ld+json">{script}</script>' if script else ""
    markup = f"<html><head>{head}{linked}</head><body>{body}</body></html>"
    return read(markup, id="x", media_type="text/html")


def found(name: str, **given) -> tuple[object, str | None]:
    """The value of a field, and its origin."""
    lifted = lift(page(**given), ())
    return getattr(lifted.fields, name), lifted.origins.get(name)


def meta(**values: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in values.items())


ARTICLE = {"@type": "NewsArticle", "headline": "Ferry stays in dock", "author": {"@type": "Person", "name": "Jane Roe"}}


@pytest.mark.parametrize(
    ("given", "value", "origin"),
    [
        ({"data": ARTICLE | {"headline": "Ferry &amp;amp; bus"}}, "Ferry & bus", "json-ld headline"),
        ({"data": [{"@graph": [{"@type": "WebSite"}, ARTICLE]}], "body": "<p>x</p>"}, "Ferry stays in dock", "json-ld headline"),
        ({"head": meta(og__title="Shared")}, "Ferry stays in dock", "h1"),
        ({"head": meta(og__title="Shared"), "body": PROSE}, "Shared", "og:title"),
        ({"head": '<meta name="twitter:title" content="Bird">', "body": PROSE}, "Bird", "twitter:title"),
        ({"head": "<title>Ferry stays | Harbour Post</title>" + meta(og__site_name="Harbour Post"), "body": PROSE},
         "Ferry stays", "title"),
        ({"head": "<title>Harbour Post: life | Ferry</title>", "body": PROSE}, "Harbour Post: life | Ferry", "title"),
        ({"body": "<h1>The Post</h1><h1>Ferry</h1>" + PROSE, "head": meta(og__title="Ferry | The Post")}, "Ferry", "og:title"),
        ({"data": ARTICLE | {"headline": ["", "First", "Second"]}}, "First", "json-ld headline"),
        ({"data": ARTICLE | {"headline": 12}}, "Ferry stays in dock", "h1"),
        ({"data": ARTICLE | {"headline": "x" * 500}}, "Ferry stays in dock", "h1"),
        ({"data": {"@type": "Product", "headline": "Buy"}}, "Ferry stays in dock", "h1"),
        ({"data": {"@type": "ItemList", "itemListElement": [ARTICLE | {"headline": "Another story"}]}}, "Ferry stays in dock", "h1"),
        ({"body": PROSE}, None, None),
    ],
)  # fmt: skip  # a table
def test_the_title_comes_from_the_most_trusted_source_that_has_one(given, value, origin) -> None:
    assert found("title", **given) == (value, origin)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Jane Roe", ("Jane Roe",)),
        ("By Jane Roe", ("Jane Roe",)),
        ("Jane Roe, John Doe and Mary Major", ("Jane Roe", "John Doe", "Mary Major")),
        ("Jane Roe, MD", ("Jane Roe, MD",)),
        ({"@type": "Person", "name": "Jane Roe", "url": "https://x.example/jane"}, ("Jane Roe",)),
        ([{"name": "Jane Roe"}, {"name": ["John Doe"]}, "Jane Roe"], ("Jane Roe", "John Doe")),
        ({"@id": "#jane"}, ("Jane Known",)),
        ([{"@type": "Organization", "name": "The Wire"}, {"@type": "Person", "name": "Jane Roe"}], ("Jane Roe",)),
        ({"@type": "Organization", "name": "The Wire"}, ("The Wire",)),
        ("Ren&eacute;e  O&#39;Hara", ("Renée O'Hara",)),
        ("By John Roe Jr.", ("John Roe Jr.",)),
        ("Jane T.", ("Jane T.",)),
        ("Jane Roe, Ph.D.", ("Jane Roe, Ph.D.",)),
        ("Jane Roe.", ("Jane Roe",)),
        (["Jane Roe", "\n and John Doe"], ("Jane Roe", "John Doe")),
        ("y Ana Gil", ("Ana Gil",)),
        ("E Jean Roe", ("E Jean Roe",)),
        ("Anders Roe", ("Anders Roe",)),
    ],
)
def test_authors_are_names_of_people(author, names) -> None:
    data = {"@graph": [ARTICLE | {"author": author}, {"@type": "Person", "@id": "#jane", "name": "Jane Known"}]}
    assert found("authors", data=data) == (names, "json-ld author")


@pytest.mark.parametrize(
    "author",
    [
        "https://x.example/jane",
        "www.x.example",
        "jane@x.example",
        "admin",
        "",
        None,
        7,
        True,
        {"@id": "#nobody"},
        [[]],
        {"name": {}},
        "x" * 90,
    ],
)
def test_what_is_no_name_is_no_author(author) -> None:
    assert found("authors", data=ARTICLE | {"author": author}) == ((), None)


def test_authors_come_from_the_head_and_from_bylines_where_the_data_name_none() -> None:
    two = '<meta name="author" content="Jane Roe"><meta name="author" content="John Doe">'
    assert found("authors", head=two) == (("Jane Roe", "John Doe"), "author")
    address = meta(article__author="https://www.facebook.com/jane")
    assert found("authors", head=address + '<meta name="parsely-author" content="Jane Roe">') == (
        ("Jane Roe",),
        "parsely-author",
    )
    yoast = '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jane Roe">'
    assert found("authors", head=yoast) == (("Jane Roe",), "twitter:data1")
    assert found("authors", head=yoast.replace("Written by", "Reading time")) == ((), None)
    byline = '<h1>Ferry stays in dock</h1><div class="article-author">By <a>Jane Roe</a></div>' + PROSE
    assert found("authors", body=byline) == (("Jane Roe",), "byline of the page")
    assert found("authors", body="<h1>Ferry</h1><p>By Jane Roe | 3 May 2024</p>" + PROSE) == (
        ("Jane Roe",),
        "byline of the page",
    )
    assert found("authors", body="<h1>Ferry</h1><p>By Thursday night, nobody had come.</p>" + PROSE) == ((), None)


def test_a_site_that_signs_is_asked_last() -> None:
    head = meta(og__site_name="Harbour Post")
    data = ARTICLE | {"author": {"@type": "Organization", "name": "Harbour Post"}}
    assert found("authors", head=head, data=data) == (("Harbour Post",), "json-ld author")
    assert found("authors", head=head + '<meta name="author" content="Jane Roe">', data=data) == (("Jane Roe",), "author")


@pytest.mark.parametrize(
    ("given", "value", "origin"),
    [
        ({"data": ARTICLE | {"datePublished": "2024-05-03T08:30:00Z"}}, "2024-05-03T08:30+00:00", "json-ld datePublished"),
        ({"data": {"@type": "WebPage", "datePublished": "2024-05-03"}}, "2024-05-03", "json-ld datePublished"),
        ({"head": meta(article__published_time="2024-05-03 08:30:12.55+02:00")}, "2024-05-03T08:30:12+02:00", "article:published_time"),
        ({"head": '<meta itemprop="datePublished" content="3 May 2024">'}, "2024-05-03", "datepublished"),
        ({"body": '<h1>Ferry</h1><time datetime="2024-05-03T08:30">Friday</time>' + PROSE}, "2024-05-03T08:30", "time element"),
        ({"head": '<link rel="canonical" href="https://x.example/2024/05/03/ferry">'}, "2024-05-03", "address"),
        ({"body": "<h1>Ferry</h1><p>Friday, May 3, 2024 | Harbour</p>" + PROSE}, "2024-05-03", "dateline of the page"),
        ({"body": "<h1>Ferry</h1>" + PROSE * 30 + "<p>Published on 3 May 2024</p>"}, "2024-05-03", "only date of the page"),
        ({"body": "<h1>Ferry</h1><p>2 May 2024</p>" + PROSE, "data": ARTICLE | {"datePublished": "2025-05-03"}}, "2024-05-02", "dateline of the page"),
        ({"body": "<h1>Ferry</h1><p>Updated 4 May 2024</p>" + PROSE, "data": ARTICLE | {"datePublished": "2024-05-03"}}, "2024-05-03", "json-ld datePublished"),
        ({"body": "<h1>Ferry</h1>" + PROSE * 30 + "<p>Published 3 May 2024</p><p>Published 4 May 2024</p>"}, None, None),
        ({"data": ARTICLE | {"datePublished": "01/02/2024"}}, None, None),
        ({"data": ARTICLE | {"datePublished": "1970-01-01T00:00:00Z"}}, None, None),
        ({"data": ARTICLE | {"datePublished": "today"}}, None, None),
        ({"data": ARTICLE | {"datePublished": "08:30"}}, None, None),
        ({"data": ARTICLE | {"datePublished": "2024-13-45"}}, None, None),
        ({"data": ARTICLE | {"dateModified": "2024-05-03"}}, None, None),
        ({"head": '<link rel="canonical" href="https://x.example/2024/05/ferry">'}, None, None),
    ],
)  # fmt: skip  # a table
def test_the_day_of_publication_is_never_made_up(given, value, origin) -> None:
    assert found("published", **given) == (value, origin)


LATER = ARTICLE | {"datePublished": "2024-05-03T08:30:00Z"}
TOLD = ("2024-05-03T08:30+00:00", "json-ld datePublished")


@pytest.mark.parametrize(
    "body",
    [
        '<h1>Ferry</h1><figure><figcaption class="MetadataBox_caption">File picture (16.08.2019)</figcaption></figure>',
        '<h1>Ferry</h1><p class="MetadataBox_caption">File picture (16.08.2019)</p>',
        '<h1>Ferry</h1><p class="MetadataBox">File picture (16.08.2019): the ferry leaves for the other half of the town</p>',
        '<h1>Ferry</h1><ul><li><a href=/x>Bridge opens after repairs</a> <span class="date">16 January 2023</span></li></ul>',
        '<h1>Ferry</h1><a href=/x>Bridge opens after repairs <span class="date">16 January 2023</span></a>',
        '<h1>Ferry</h1><div><h3><a href=/x>Bridge opens</a></h3><span class="date">16 January 2023</span></div>',
        "<div><h4>Bridge opens</h4><div>16 January 2023</div></div><h1>Ferry</h1>",
        "<h1>Ferry</h1><ul><li><a href=/x>Bridge opens after repairs</a><div>16 January 2023</div></li></ul>",
    ],
)
def test_an_earlier_day_of_a_picture_or_another_story_is_not_that_of_the_page(body: str) -> None:
    assert found("published", body=body + PROSE, data=LATER) == TOLD


@pytest.mark.parametrize(
    "body",
    [
        '<h1>Ferry</h1><span class="date">16 January 2023</span>',
        '<h1>Ferry</h1><p class="meta">Posted on 16 January 2023 at 10:00 am CET</p>',
        '<h1>Ferry</h1><a href=/x class="post-date">16 January 2023</a>',
        '<h1>Ferry</h1><ul><li>By Jane Roe, harbour</li><li class="date">16 January 2023</li></ul>',
        "<h1>Ferry</h1><h2>It stays in dock</h2><div><h4>Jane Roe</h4><div>16 January 2023</div></div>",
        '<div class="date">16 January 2023</div><h1>Ferry</h1>',
        "<ul><li><p>The whole article is an item</p><h1>Ferry</h1><p>16 January 2023</p></li></ul>",
        "<h1>Ferry</h1><figure><figcaption><address>By Jane Roe</address><time>16 January 2023</time></figcaption></figure>",
    ],
)
def test_an_earlier_day_that_readers_are_shown_under_the_headline_is_that_of_the_page(body: str) -> None:
    assert found("published", body=body + PROSE, data=LATER) == ("2023-01-16", "dateline of the page")


def test_the_day_of_a_picture_is_no_day_of_publication_even_where_there_is_no_other() -> None:
    figure = "<figure><figcaption>File picture (16.08.2019)</figcaption></figure>"
    assert found("published", body="<h1>Ferry</h1>" + figure + PROSE) == (None, None)


def test_a_flood_of_days_of_other_stories_is_read_in_part() -> None:
    other = '<i class="date">3 May 2022</i><b>abc</b>'
    own = "<p class=date>Town and harbour, 16 January 2023</p>"
    body = "<h1>Ferry</h1><ul><li>{}</li></ul>" + own + PROSE
    assert found("published", body=body.format(other * 99), data=LATER) == ("2023-01-16", "dateline of the page")
    assert found("published", body=body.format(other * 100), data=LATER) == TOLD


def test_all_other_fields_of_a_page() -> None:
    data = ARTICLE | {
        "dateModified": "2024-05-04T10:00:00+02:00", "articleSection": ["Harbour", "Town"], "keywords": "ferry, dock, ferry",
        "description": "The <b>ferry</b> stays.", "publisher": {"@type": "Organization", "name": "Harbour Post"},
        "image": {"@type": "ImageObject", "caption": "The ferry.", "creditText": "Jane Roe"},
    }  # fmt: skip  # one thought a line
    lifted = lift(page('<link rel="canonical" href="https://x.example/ferry#top">', data=data), ())
    assert {name: value for name, value in lifted.fields.to_json().items() if value} == {
        "title": "Ferry stays in dock", "summary": "The ferry stays.", "authors": ["Jane Roe"],
        "modified": "2024-05-04T10:00+02:00", "section": ["Harbour", "Town"], "tags": ["ferry", "dock"],
        "photo_credits": ["Jane Roe"], "captions": ["The ferry."], "site_name": "Harbour Post",
        "canonical_url": "https://x.example/ferry",
    }  # fmt: skip  # one thought a line
    assert lifted.origins == {
        "title": "json-ld headline", "summary": "json-ld description", "authors": "json-ld author",
        "modified": "json-ld dateModified", "section": "json-ld articleSection", "tags": "json-ld keywords",
        "photo_credits": "json-ld creditText", "captions": "json-ld caption", "site_name": "json-ld publisher",
        "canonical_url": "canonical link",
    }  # fmt: skip  # one thought a line


def test_fields_of_the_head_alone() -> None:
    head = meta(
        article__section="Harbour",
        og__description="It stays.",
        article__modified_time="2024-05-04",
        og__url="https://x.example/a",
    )
    head += meta(article__tag="ferry") + meta(article__tag="dock") + meta(og__site_name="Harbour Post")
    fields = lift(page(head), ()).fields
    assert (fields.section, fields.tags, fields.summary) == (("Harbour",), ("ferry", "dock"), "It stays.")
    assert (fields.modified, fields.site_name, fields.canonical_url) == ("2024-05-04", "Harbour Post", "https://x.example/a")


@pytest.mark.parametrize("href", ["/ferry", "javascript:alert(1)", "https://[", "", "ftp://x.example/a"])
def test_an_address_that_is_none_is_left_out(href: str) -> None:
    assert found("canonical_url", head=f'<link rel="canonical" href="{href}">') == (None, None)


@pytest.mark.parametrize("url", ["http://[foo/", "//[", "http://a\u2100b/"])
def test_a_page_of_a_malformed_address_is_read_without_it(url: str) -> None:
    head = '<title>Ferry | Harbour Post</title><link rel="canonical" href="https://x.example/ferry">'
    cleaned = clean(f"<html><head>{head}</head><body>{PROSE * 3}</body></html>", url=url)
    assert (cleaned.fields.canonical_url, cleaned.origins["canonical_url"]) == ("https://x.example/ferry", "canonical link")
    assert cleaned.record()["source"]["url"] == url


def test_captions_stand_above_the_end_of_the_article_and_their_credits_apart() -> None:
    figure = '<figure><img><figcaption>The ferry in dock. <span class="photo-credit">Jane Roe/Wire</span></figcaption></figure>'
    teaser = "<figure><figcaption>Another story</figcaption></figure>"
    document = page(body="<h1>Ferry</h1>" + figure + PROSE + teaser)
    values = stated(document, document.text.index("said on Friday")).values
    assert (values["captions"], values["photo_credits"]) == (("The ferry in dock.",), ("Jane Roe/Wire",))
    assert stated(document).values["captions"] == ("The ferry in dock.", "Another story")


def test_beside_a_portrait_stand_byline_and_time_and_neither_is_a_caption() -> None:
    captions = [
        "<address>Von <a>Jane Roe</a>, Redakteurin</address><p>Harbour</p><time>10.09.2025, 09:53 Uhr</time>",
        "<p>By Jane Roe</p><p><time>10.09.2025, 09:53</time></p><p>The dock.</p>",
        "The ferry in <time>May 2024</time>",
        "Von Trapp Family",
    ]
    figures = "".join(f"<figure><figcaption>{caption}</figcaption></figure>" for caption in captions)
    assert found("captions", body="<h1>Ferry</h1>" + figures + PROSE, data=ARTICLE) == (
        ("The dock.", "The ferry in May 2024", "Von Trapp Family"),
        "figcaption",
    )


@pytest.mark.parametrize(
    ("caption", "captions", "credits"),
    [
        ("<span>The ferry in dock.</span> <span>© AFP | HANDOUT</span>", ("The ferry in dock.",), ("© AFP | HANDOUT",)),
        ("The ferry in dock. © Jane Roe/Wire", ("The ferry in dock.",), ("© Jane Roe/Wire",)),
        ("The ferry in dock | © 2019 Jane Roe", ("The ferry in dock",), ("© 2019 Jane Roe",)),
        ("The ferry in dock (© Wire).", ("The ferry in dock",), ("© Wire",)),
        ("<span>©</span> <a>Wire</a>", (), ("© Wire",)),
        ("The ferry, a © in its sign, " + "and its long way home " * 8, ("The ferry, a © in its sign, " + "and its long way home " * 8,), ()),
    ],
)  # fmt: skip  # a table
def test_a_credit_begins_with_its_sign(caption: str, captions: tuple[str, ...], credits: tuple[str, ...]) -> None:
    fields = lift(page(body=f"<h1>Ferry</h1><figure><figcaption>{caption}</figcaption></figure>{PROSE}"), ()).fields
    assert (fields.captions, fields.photo_credits) == (tuple(text.strip() for text in captions), credits)


def test_of_several_articles_the_one_of_this_address_counts() -> None:
    other = ARTICLE | {"headline": "Other", "url": "https://x.example/b"}
    own = ARTICLE | {"headline": "Own", "mainEntityOfPage": {"@id": "https://x.example/a"}}
    head = '<link rel="canonical" href="https://x.example/a">'
    assert found("title", head=head, data=[other, own]) == ("Own", "json-ld headline")
    assert found("title", data=[other, own]) == ("Other", "json-ld headline")


@pytest.mark.parametrize(
    "raw",
    [
        "", "{", "null", "[]", "42", '"text"', "[[[[]]]]", "{}" * 3, '{"@type": 3}', '{"@type": ["Article", 5, null]}',
        '{"@type": "Article", "headline": ' + "[" * 50_000, "[" * 900 + "]" * 900, '{"@graph": ' * 500 + "1" + "}" * 500,
        '{"@type":"Article","headline":{"name":{"name":{"name":{"name":"deep"}}}}}', "<!-- -->", "\x00", '{"a":1e999999}',
    ],
)  # fmt: skip  # a list
def test_hostile_data_do_no_harm(raw: str) -> None:
    assert found("title", raw=raw or " ") == ("Ferry stays in dock", "h1")


@pytest.mark.parametrize(
    "raw",
    [
        '{"@type":"Article","headline":"Kept","wordCount":' + "9" * 5000 + "}",
        '{"@type":"Article","headline":"Kept","wordCount":NaN,"x":-Infinity}',
        '{"@type":"Article","headline":"Kept",}',
        '<!-- {"@type":"Article","headline":"Kept"} -->',
        '//<![CDATA[\n{"@type":"Article","headline":"Kept"}\n//]]>',
        '{"@type":"Article","headline":"Kept\n"};',
        '{"@type":"https://schema.org/NewsArticle","headline":"Kept"}',
        '{"@type":"Article","headline":"Kept","author":' + json.dumps(["x y"] * 5000) + "}",
    ],
)  # fmt: skip  # a list
def test_odd_data_are_read_nevertheless(raw: str) -> None:
    assert found("title", raw=raw) == ("Kept", "json-ld headline")


def test_a_flood_of_objects_is_read_in_part() -> None:
    assert len(list(nodes([{"a": [{"n": "1"}] * 100_000}]))) < 20_001
    assert (
        article_body([{"articleBody": "short"}, [{"x": {"articleBody": "much longer"}}], {"articleBody": 5}]) == "much longer"
    )
    assert article_body([]) == ""


def test_repeated_authors_of_a_flood_are_bounded() -> None:
    document = page(meta(article__author="Jane Roe") * 3000)
    assert document.page is not None
    assert len(document.page.meta["article:author"]) < 2100
    assert len(document.page.meta["article:author"].split("\n")) > 2


def test_rules_of_the_outlet_win_over_the_page_and_the_page_over_other_rules() -> None:
    document = page(data=ARTICLE)
    span = (document.text.index("The ferry"), document.text.index("The ferry") + 9)
    outlet = Claim(*span, Label.BYLINE, "x.example/byline", Authority.OUTLET, 1.0, "why", {"authors": "Mary Major"})
    shared = Claim(*span, Label.BYLINE, "core/byline", Authority.SHARED, 1.0, "why", {"authors": "Ann Other", "place": "Town"})
    lifted = lift(document, [outlet])
    assert (lifted.fields.authors, lifted.origins["authors"]) == (("Mary Major",), "text rule x.example/byline")
    lifted = lift(document, [shared])
    assert (lifted.fields.authors, lifted.origins["authors"]) == (("Jane Roe",), "json-ld author")
    assert (lifted.fields.place, lifted.origins["place"]) == ("Town", "text rule core/byline")


def test_periods_and_conjunctions_of_names_in_claims() -> None:
    document = read("A line", id="x", media_type="text/plain")
    given = {"authors": "» John Roe Jr., Jane T., and Ann Roe.", "agencies": "Wire."}
    fields = lift(document, [Claim(0, 6, Label.BYLINE, "p/a", Authority.SHARED, 1.0, "why", given)]).fields
    assert (fields.authors, fields.agencies) == (("John Roe Jr.", "Jane T.", "Ann Roe"), ("Wire",))


def test_text_has_what_the_claims_say_and_which_rules_said_it() -> None:
    document = read("A caption\nA title\n", id="x", media_type="text/plain")
    caption = Claim(0, 9, Label.CAPTION, "p/a", Authority.SHARED, 1.0, "why")
    tags = [Claim(10, 17, Label.NAVIGATION, f"p/{name}", Authority.SHARED, 1.0, "why", {"tags": name}) for name in "bcb"]
    lifted = lift(document, [caption, *tags])
    assert (lifted.fields.captions, lifted.fields.tags) == (("A caption",), ("b", "c"))
    assert lifted.origins == {"captions": "text rule p/a", "tags": "text rules p/b, p/c"}
    assert lift(document, ()).origins == {}


@pytest.mark.parametrize("name", ["authors", "section", "tags", "captions"])
def test_white_space_in_a_field_is_one_space_and_costs_no_more(name: str) -> None:
    document = read("A title\n", id="x", media_type="text/plain")
    spaces = " \t\n\u00a0" * 5_000
    claim = Claim(0, 7, Label.NAVIGATION, "p/a", Authority.SHARED, 1.0, "why", {name: f"{spaces}Ann{spaces}Roe{spaces}"})
    began = time.process_time()
    assert getattr(lift(document, [claim]).fields, name) == ("Ann Roe",)
    assert time.process_time() - began < 0.5


def test_many_values_of_a_field_are_each_taken_once_in_time_that_grows_with_them() -> None:
    document = read("A title\n", id="x", media_type="text/plain")
    names = tuple(f"Ann R{number}" for number in range(20_000))
    claims = [
        Claim(0, 7, Label.PHOTO_CREDIT, "p/a", Authority.SHARED, 1.0, "why", {"photo_credits": name}) for name in names * 2
    ]
    began = time.process_time()
    assert lift(document, claims).fields.photo_credits == names
    assert time.process_time() - began < 1


def test_the_record_says_where_fields_were_found_and_is_the_same_each_time() -> None:
    markup = f"<html><head>{meta(og__title='Shared')}</head><body>{PROSE * 3}</body></html>"
    fast = Policy(engine="fast")
    record = clean(markup, media_type="text/html", policy=fast).record()
    assert (record["fields"]["title"], record["origins"]["title"]) == ("Shared", "og:title")
    assert set(record["origins"]) == {name for name, value in record["fields"].items() if value}
    assert json.dumps(record) == json.dumps(clean(markup, media_type="text/html", policy=fast).record())


CANONICAL = '<link rel="canonical" href="https://www.chinadaily.com.cn/a/1.html">'


@pytest.mark.parametrize(
    ("head", "given", "outlet"),
    [
        (CANONICAL, {}, ("chinadaily.com.cn", "canonical link chinadaily.com.cn")),
        (meta(og__url="https://global.chinadaily.com.cn/a"), {}, ("chinadaily.com.cn", "og:url global.chinadaily.com.cn")),
        (meta(og__site_name=" china daily "), {}, ("chinadaily.com.cn", "og:site_name 'China Daily'")),
        (CANONICAL, {"outlet": "other.example"}, ("other.example", "given")),
        (CANONICAL, {"url": "https://www.chinadaily.com.cn/b"}, ("chinadaily.com.cn", "url chinadaily.com.cn")),
        (CANONICAL, {"url": "https://other.example/b"}, None),
        ('<link rel="canonical" href="https://[">', {}, None),
        (meta(og__site_name="China Daily Mail"), {}, None),
        (meta(og__url="https://other.example/chinadaily.com.cn"), {}, None),
    ],
)
def test_the_outlet_is_known_from_the_head_of_the_page_unless_the_caller_knows_better(head, given, outlet) -> None:
    cleaned = clean(
        f"<html><head>{head}</head><body>{PROSE}</body></html>", media_type="text/html", policy=Policy(engine="fast"), **given
    )
    assert ((cleaned.outlet.host, cleaned.outlet.evidence) if cleaned.outlet else None) == outlet


def test_the_bundled_outlets_have_names_of_their_own() -> None:
    titles = [pack.title.casefold() for pack in load_rulebook(ROOT / "rules").packs if pack.outlet]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Roe", ["Ann Roe"]),
        ("Ann Roe and Bob Li", ["Ann Roe", "Bob Li"]),
        ("Ann Roe, Bob Li, and Ed Poe", ["Ann Roe", "Bob Li", "Ed Poe"]),
        ("Ann Roe; Bob Li | Ed Poe / Jo Fo", ["Ann Roe", "Bob Li", "Ed Poe", "Jo Fo"]),
        ("Reuters und AFP", ["Reuters", "AFP"]),
        ("Петро Іваненко і Олена Коваль", ["Петро Іваненко", "Олена Коваль"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("José Ortega y Gasset y Ana Gil", ["José Ortega y Gasset", "Ana Gil"]),
        ("Eça de Queirós e Silva", ["Eça de Queirós e Silva"]),
        ("Josep Carner i Puig-Oriol", ["Josep Carner i Puig-Oriol"]),
        ("Ann Roe, MD", ["Ann Roe, MD"]),
        ("Sandy Eland", ["Sandy Eland"]),
        ("", []),
    ],
)
def test_and_parts_two_names_and_stands_within_one(text: str, names: list[str]) -> None:
    assert split_names(text, every_comma=False) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Roe" + " " * 20_000 + "and" + " " * 20_000 + "Bob Li", ["Ann Roe", "Bob Li"]),
        ("Ann Roe\n\t;\u00a0 Bob\n Li ", ["Ann Roe", "Bob Li"]),
        ("Ann" + " and Ann" * 20_000, ["Ann"] * 20_001),
        ("José Ortega" + " y Gasset" * 20_000, ["José Ortega" + " y Gasset" * 20_000]),
    ],
    ids=["spaces", "white space", "names", "one name"],
)
def test_names_are_parted_in_time_that_grows_with_the_text(text: str, names: list[str]) -> None:
    began = time.process_time()
    assert split_names(text, every_comma=False) == names
    assert time.process_time() - began < 0.5


def test_every_comma_parts_what_a_rule_marked_as_a_list() -> None:
    assert split_names("Ann Roe, Reuters", every_comma=True) == ["Ann Roe", "Reuters"]
    assert split_names("Ann Roe, Reuters", every_comma=False) == ["Ann Roe, Reuters"]


@pytest.mark.parametrize(
    ("site", "url", "headline", "title"),
    [
        ("China Daily", None, "China – a giant awakes", "China – a giant awakes"),
        ("Moscow Times", None, "Moscow - between two fires", "Moscow - between two fires"),
        ("Abendblatt", None, "A – Z of the harbour", "A – Z of the harbour"),
        ("China Daily", None, "China Daily – a giant awakes", "a giant awakes"),
        ("Moscow Times", None, "Between two fires - Moscow", "Between two fires"),
        ("", "https://edition.cnn.com/a", "Ferry stays in dock - CNN", "Ferry stays in dock"),
        ("", "https://www.bbc.co.uk/a", "Ferry stays in dock - BBC", "Ferry stays in dock"),
        ("", "https://www.bbc.co.uk/a", "Ferry stays in dock - Co", "Ferry stays in dock - Co"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(site: str, url: str | None, headline: str, title: str) -> None:
    head = f"<title>{headline}</title>" + (meta(og__site_name=site) if site else "")
    page = f"<html><head>{head}</head><body>{PROSE}</body></html>"
    assert clean(page, media_type="text/html", url=url, policy=Policy(engine="fast")).fields.title == title


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("«Nous partirons demain»", "«Nous partirons demain»"),
        ("Elle dit : « Nous partirons demain »", "Elle dit : « Nous partirons demain »"),
        ("»Wir gehen morgen«", "»Wir gehen morgen«"),
        ("Pourquoi «Harbour Post» change", "Pourquoi «Harbour Post» change"),
        ("Pourquoi « Harbour Post » change", "Pourquoi « Harbour Post » change"),
        ("«Nous partirons demain» | Harbour Post", "«Nous partirons demain»"),
        ("Ferry stays in dock » Harbour Post", "Ferry stays in dock"),
        ("Ferry stays in dock »", "Ferry stays in dock »"),
        ("Ferry stays in dock |", "Ferry stays in dock |"),
    ],
)
def test_closing_quotes_part_no_title(headline: str, title: str) -> None:
    head = f"<title>{headline}</title>" + meta(og__site_name="Harbour Post")
    assert found("title", head=head, body=PROSE) == (title, "title")
    assert found("title", head=head, body=f"<h1>{headline}</h1>{PROSE}") == (title, "h1")


@pytest.mark.parametrize(
    ("shown", "title"),
    [
        ("Ferry &amp;#x26; bus", "Ferry & bus"),
        ("Ferry &amp;amp; bus", "Ferry & bus"),
        ("The town&amp;#8217;s ferry", "The town’s ferry"),
        ("What &amp;nbsp; and &amp;lt; are", "What &nbsp; and &lt; are"),
        ("Ferry &amp; bus; Q&amp;A", "Ferry & bus; Q&A"),
    ],
)
def test_what_a_page_escaped_twice_is_read_as_meant(shown: str, title: str) -> None:
    assert found("title", body=f"<h1>{shown}</h1>{PROSE}") == (title, "h1")


def test_author_and_day_are_found_beside_a_headline_that_was_escaped_twice() -> None:
    menu = "<p>Menu</p>" * 40
    body = f"<h1>Harbour</h1>{menu}<h1>Ferry &amp;amp; bus</h1><p>3 May 2024</p>{PROSE}<p>2 May 2024</p>"
    assert found("published", head=meta(og__title="Ferry & bus"), body=body) == ("2024-05-03", "dateline of the page")
