"""Fields: from rules on a text, from what a page says of itself, and where each was found."""

import json
import pickle
import time

import pytest

from cleaner import clean
from cleaner.fields import lift
from cleaner.fields.linked import article_body, nodes
from cleaner.fields.text import judged
from cleaner.model import Authority, Claim, Label, Policy
from cleaner.reading import read
from cleaner.rulebook import load_rulebook
from tests.conftest import ROOT
from tests.stated import ARTICLE, PROSE, found, meta, page


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
        len(list(nodes(["x", ["x"] * 100_000, {"a": ["x"] * 100_000}, {"b": 1}]))) == 2
    )  # only objects and lists are looked at
    assert (
        article_body([{"articleBody": "short"}, [{"x": {"articleBody": "much longer"}}], {"articleBody": 5}]) == "much longer"
    )
    assert article_body([]) == ""


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


@pytest.mark.parametrize(
    ("ruled", "stated", "time", "origin"),
    [
        ("2024-02-14T17:32", "2024-02-14T17:32+01:00", "2024-02-14T17:32+01:00", "json-ld datePublished"),
        ("2024-02-14", "2024-02-14T17:32", "2024-02-14T17:32", "json-ld datePublished"),
        ("2024-02-14T17:32", "2024-02-14T16:32Z", "2024-02-14T17:32", "text rule x.example/time"),
        ("2024-02-14", "2024-02-15T17:32", "2024-02-14", "text rule x.example/time"),
        ("2024-02-14T17:32", "2024-02-14", "2024-02-14T17:32", "text rule x.example/time"),
        ("2024-02-14", "2024-02-14", "2024-02-14", "text rule x.example/time"),
    ],
)
def test_of_two_times_that_agree_the_more_exact_one_is_taken(ruled: str, stated: str, time: str, origin: str) -> None:
    document = page(data=ARTICLE | {"datePublished": stated})
    span = (document.text.index("The ferry"), document.text.index("The ferry") + 9)
    lifted = lift(document, [Claim(*span, Label.BYLINE, "x.example/time", Authority.OUTLET, 1.0, "why", {"published": ruled})])
    assert (lifted.fields.published, lifted.origins["published"]) == (time, origin)


def test_rules_of_the_outlet_win_over_other_rules_in_text() -> None:
    document = read("By Ann Other\nBy Mary Major\n", id="x", media_type="text/plain")
    shared = Claim(0, 12, Label.BYLINE, "core/byline", Authority.SHARED, 1.0, "why", {"authors": "Ann Other", "place": "Town"})
    outlet = Claim(13, 26, Label.BYLINE, "x.example/byline", Authority.OUTLET, 1.0, "why", {"authors": "Mary Major"})
    lifted = lift(document, [shared, outlet])
    assert (lifted.fields.authors, lifted.fields.place) == (("Mary Major",), "Town")
    assert lifted.origins == {"authors": "text rule x.example/byline", "place": "text rule core/byline"}


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ("ferry, dock; repairs", ("ferry", "dock", "repairs")),
        ("کشتی، اسکله؛ تعمیر", ("کشتی", "اسکله", "تعمیر")),
        ("کشتی و اسکله", ("کشتی و اسکله",)),
    ],
)
def test_tags_are_parted_by_the_commas_of_their_script(value: str, tags: tuple[str, ...]) -> None:
    document = read(value, id="x", media_type="text/plain")
    claim = Claim(0, len(value), Label.NAVIGATION, "p/tags", Authority.SHARED, 1.0, "why", {"tags": value})
    assert lift(document, [claim]).fields.tags == tags


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


@pytest.mark.parametrize(
    ("value", "credit"),
    [
        ("Ann Roe)", "Ann Roe"),
        ("© Ann Roe, Wire).", "© Ann Roe, Wire"),
        ("Ann Roe (Wire)", "Ann Roe (Wire)"),
        ("Ann Roe", "Ann Roe"),
    ],
)
def test_a_credit_ends_before_the_bracket_that_opens_before_it(value: str, credit: str) -> None:
    document = read("A title\n", id="x", media_type="text/plain")
    claim = Claim(0, 7, Label.PHOTO_CREDIT, "p/a", Authority.SHARED, 1.0, "why", {"photo_credits": value})
    assert lift(document, [claim]).fields.photo_credits == (credit,)


def test_many_values_of_a_field_are_each_taken_once_in_time_that_grows_with_them() -> None:
    document = read("A title\n", id="x", media_type="text/plain")
    names = tuple(f"Ann R{number}" for number in range(20_000))
    claims = [
        Claim(0, 7, Label.PHOTO_CREDIT, "p/a", Authority.SHARED, 1.0, "why", {"photo_credits": name}) for name in names * 2
    ]
    began = time.process_time()
    assert lift(document, claims).fields.photo_credits == names
    assert time.process_time() - began < 1


def test_verdicts_on_many_bylines_take_time_that_grows_with_them() -> None:
    """Each verdict was once compared with each claim: 8,000 lines took most of a minute."""
    document = read("By Ann Roe\n" * 8_000, id="x", media_type="text/plain")
    spans = [(line.start, line.end) for line in document.lines]
    claims = [Claim(*span, Label.BYLINE, "p/a", Authority.SHARED, 1.0, "why", {"authors": "Ann Roe"}) for span in spans]
    verdicts = [Claim(*span, Label.BYLINE, "stage/bylines", Authority.GUESS, 0.1, "why") for span in spans[1:]]
    began = time.process_time()
    assert judged(claims, verdicts) == (claims[0],)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(("depth", "kept"), [(64, 1), (65, 0), (490, 0), (100_000, 0)])
def test_data_nested_too_deeply_are_left_out_so_that_a_result_can_be_pickled(depth: int, kept: int) -> None:
    scripts = f"<script type='application/ld+json'>{'[' * depth}{']' * depth}</script>"
    cleaned = clean(f"<html><head>{scripts}</head><body><p>The harbour reopened on Monday.</p></body></html>", id="x")
    assert len(cleaned.document.page.data if cleaned.document.page else ()) == kept
    assert pickle.loads(pickle.dumps(cleaned)) == cleaned


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
    ("line", "tags"),
    [
        ("Tags: <span>ferry</span> <span>dry dock</span> <span>June</span>", ("ferry", "dry dock", "June")),
        ("Tags: <a href=/f>ferry</a><a href=/d>dry dock</a>", ("ferry", "dry dock")),
        ("Tags: <a href=/f>ferry, dry dock</a> <a href=/j>June</a>", ("ferry", "dry dock June")),  # commas part it
        ("Tags: ferry and <b>dry</b> dock", ("ferry and dry dock",)),
        ("Tags: <a href=/f>ferry dock</a>", ("ferry dock",)),
    ],
)
def test_a_list_that_no_sign_parts_is_parted_by_its_elements(line: str, tags: tuple[str, ...]) -> None:
    document = page(body=f"<h1>Ferry stays in dock</h1>{PROSE}<p>{line}</p>")
    at = document.text.index("Tags: ")
    value = document.text[at + 6 : -1]
    claim = Claim(at, len(document.text) - 1, Label.NAVIGATION, "p/tags", Authority.SHARED, 1.0, "why", {"tags": value})
    assert lift(document, [claim]).fields.tags == tags


@pytest.mark.parametrize("kind", ["VideoObject", "CollectionPage", "Review"])
def test_what_a_video_or_a_list_says_of_itself_goes_behind_the_head(kind: str) -> None:
    other = {"@type": kind, "uploadDate": "2019-01-01", "datePublished": "2019-01-01", "description": "Of a storm."}
    data = [ARTICLE, other]
    head = meta(description="Of a ferry.", article__published_time="2024-05-03T10:00Z")
    assert found("summary", data=data, head=head) == ("Of a ferry.", "description")
    assert found("published", data=data, head=head) == ("2024-05-03T10:00+00:00", "article:published_time")
    assert found("summary", data=data) == ("Of a storm.", "json-ld description")
    assert found("published", data=data) == ("2019-01-01", "json-ld datePublished")
    page = {"@type": "WebPage", "description": "Of this page."}
    assert found("summary", data=[other, page], head=head) == ("Of this page.", "json-ld description")


def test_an_empty_link_and_a_name_that_is_no_link_hide_no_address() -> None:
    good = '<link rel="canonical" href="https://post.example/a">'
    for bad in ('<link rel="canonical" href="">', '<meta name="canonical" content="https://evil.example/">'):
        assert found("canonical_url", head=bad + good) == ("https://post.example/a", "canonical link")
    shared = '<link rel="canonical" href=" ">' + meta(og__url="https://post.example/a")
    assert found("canonical_url", head=shared) == ("https://post.example/a", "og:url")
    assert found("canonical_url", head='<meta name="canonical_url" content="https://evil.example/">') == (None, None)
    assert found("published", head='<meta name="time" content="12 May 2001">') == (None, None)
