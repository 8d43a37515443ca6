"""The title of a page, without the name of its site."""

import pytest

from cleaner import clean
from cleaner.model import Policy
from tests.stated import ARTICLE, PROSE, found, meta


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
        ({"body": "<svg><g><title>Menu</title></g></svg>" + PROSE}, None, None),
        ({"body": "<svg><title>Menu</title></svg><title>Ferry stays</title>" + PROSE}, "Ferry stays", "title"),
        ({"body": PROSE}, None, None),
    ],
)  # fmt: skip  # a table
def test_the_title_comes_from_the_most_trusted_source_that_has_one(given, value, origin) -> None:
    assert found("title", **given) == (value, origin)


@pytest.mark.parametrize(
    ("heading", "window", "title"),
    [
        ("Harbour Tales", "Why the ferry stays in dock | Harbour Tales", "Why the ferry stays in dock"),
        ("Harbour Tales", "Why the ferry stays in dock", "Why the ferry stays in dock"),
        ("harbour.example", "Why the ferry stays in dock - harbour.example", "Why the ferry stays in dock"),
        ("Why the ferry stays in dock", "Harbour Tales | Why the ferry stays in dock", "Why the ferry stays in dock"),
        ("The ferry stays", "Ferry news and harbour tales", "The ferry stays"),
        ("Nothing moves in here any more", "Why the ferry stays in dock", "Nothing moves in here any more"),
        ("Ferry", "Dock | Ferry", "Ferry"),
        ("Ferry", "", "Ferry"),
    ],
)
def test_a_heading_that_names_the_site_on_every_page_is_no_title(heading: str, window: str, title: str) -> None:
    page = f"<html><head><title>{window}</title></head><body><h1>{heading}</h1>{PROSE}</body></html>"
    assert clean(page, media_type="text/html", policy=Policy(engine="fast")).fields.title == title


@pytest.mark.parametrize(
    ("window", "title"),
    [
        ("Why the ferry stays in dock | Harbour Tales", "Why the ferry stays in dock"),
        (
            "Why the ferry stays in dock | News | Harbour Tales of Today",
            "Why the ferry stays in dock | News | Harbour Tales of Today",
        ),
        ("Why the ferry stays in dock | News | Tales", "Why the ferry stays in dock"),
        ("Ferry stays | News", "Ferry stays | News"),
        ("Why the ferry stays in dock - Harbour Tales", "Why the ferry stays in dock - Harbour Tales"),
        ("Why the ferry stays in dock |", "Why the ferry stays in dock |"),
    ],
)
def test_a_short_name_behind_a_bar_is_a_section_or_the_site(window: str, title: str) -> None:
    page = f"<html><head><title>{window}</title></head><body>{PROSE}</body></html>"
    assert clean(page, media_type="text/html", policy=Policy(engine="fast")).fields.title == title


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


@pytest.mark.parametrize(
    ("heading", "head", "title"),
    [
        ("Ferry stays<br>in dock", "", "Ferry stays in dock"),
        ("Ferry stays<br>in dock", "<title>Ferry in dock | Harbour Post</title>", "Ferry stays in dock"),
        ("Harbour<br>Ferry stays in dock", "<title>Ferry stays in dock | Harbour Post</title>", "Ferry stays in dock"),
    ],
)
def test_a_heading_of_two_lines_is_one_unless_the_page_is_called_by_one_of_them(heading: str, head: str, title: str) -> None:
    assert found("title", head=head, body=f"<h1>{heading}</h1>{PROSE}") == (title, "h1")
