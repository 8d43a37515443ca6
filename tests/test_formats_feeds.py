"""Feeds: each item is a document, whatever kind of feed it is from; what is damaged or hostile costs no more than it must."""

import gzip
import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.batch.containers import Lost, Reading, Row, rows
from cleaner.batch.kinds import rows_format, taken
from cleaner.rulebook import Rulebook
from tests.batches import digests, do, rulebook
from tests.commands import Result, bundled, cli
from tests.containers import brief, gz, read, tarred, zipped, zst

__all__ = ["bundled", "cli", "rulebook"]  # fixtures

FIRST = "The ferry came back from the yard on Thursday, after five months in dry dock, and took its first passengers over the sound."
SECOND = "It had been expected in March, but the gearbox turned out to be older than the ship, and nobody had seen one like it."
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:d="http://purl.org/dc/elements/1.1/">
<channel><title>Coast News</title><link>https://coast.example/</link><language>en-GB</language>
<image><title>Logo</title><link>https://coast.example/logo</link></image>
<item><title>Ferry &amp;amp; gearbox</title><link>https://coast.example/ferry</link><guid isPermaLink="false">tag:coast,1</guid>
<d:creator>Jane Miller</d:creator><d:creator>Robert Olsen</d:creator><pubDate>Mon, 13 May 2024 09:14:00 +0200</pubDate>
<category>Sea</category><category>Ships</category><description>The ferry is back&nbsp;&hellip;</description>
<content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}</p>]]></content:encoded></item>
<item><title>Harbour</title><link>/harbour</link><description>The harbour reopened,
at last &amp;lt; and again.</description></item>
<item><title>Only a link</title><link>https://coast.example/link</link></item>
<item><guid>https://coast.example/tags</guid><author>jane@coast.example (Jane Miller)</author><description>&lt;p&gt;In tags&lt;/p&gt;</description></item>
</channel></rss>
"""
ATOM = f"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://coast.example/x/"><title>Coast News</title>
<author><name>Jane Miller</name></author>
<entry><id>urn:1</id><title type="html">Ferry</title><link rel="self" href="self"/><link href="ferry.html"/>
<author><name>Robert &amp; Olsen</name><email>r@coast.example</email></author><published>2024-05-13T09:14:00Z</published>
<updated>2024-05-14T10:00:00Z</updated><category term="s" label="Sea"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}<br/>{SECOND} &lt;&amp;</p><img src="a?b&amp;c"/></div></content></entry>
<entry><id>urn:2</id><content type="html">&lt;p&gt;{FIRST}</content><summary>Back.</summary></entry>
<entry><id>urn:3</id><summary>Fewer than &lt; 3.</summary></entry>
<entry><id>urn:4</id><content type="image/png" src="https://coast.example/a.png"/></entry>
</feed>
"""
RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://coast.example/"><title>Coast News</title></channel>
<item rdf:about="https://coast.example/1"><title>Ferry</title><link>https://coast.example/1</link><dc:date>2024-05-13</dc:date>
<dc:subject>Sea</dc:subject><description>The ferry is back.</description></item>
</rdf:RDF>
"""
JSON: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Coast News",
    "home_page_url": "https://coast.example/",
    "authors": [{"name": "Jane Miller"}],
    "items": [
        {
            "id": 1,
            "url": "/ferry",
            "title": "Ferry",
            "content_html": f"<p>{FIRST}</p>",
            "date_published": "2024-05-13",
            "tags": ["Sea"],
        },
        {"id": "2", "content_text": "The harbour\n\nreopened.", "author": {"name": "Robert Olsen"}},
        {"id": "3", "title": "Only a link"},
        "no item",
    ],
}


def page(body: str, *head: tuple[str, str], lang: str = "") -> str:
    told = "".join(f'<meta property="{name}" content="{value}">\n' for name, value in head)
    return f"<!DOCTYPE html>\n<html{lang}>\n<head>\n{told}</head>\n<body>\n{body}\n</body>\n</html>\n"


def found(data: str | bytes, name: str = "a.xml", limit: int = 20_000_000) -> list[Row | Lost]:
    return read(name, data.encode() if isinstance(data, str) else data, limit=limit)


def item(text: str, id: str = "") -> str:
    return f"<item>{f'<guid>{id}</guid>' if id else ''}<description>{text}</description></item>"


def rss(*items: str, head: str = "", attributes: str = "") -> str:
    return f"{head}<rss{attributes}><channel>{''.join(items)}</channel></rss>"


# -- formats


def test_rss() -> None:
    assert found(RSS) == [
        Row(
            1,
            page(
                f"<p>{FIRST}</p><p>{SECOND}</p>",
                ("og:title", "Ferry &amp;amp; gearbox"),
                ("description", "The ferry is back …"),
                ("author", "Jane Miller"),
                ("author", "Robert Olsen"),
                ("article:published_time", "2024-05-13T09:14:00+02:00"),
                ("article:tag", "Sea"),
                ("article:tag", "Ships"),
                ("og:site_name", "Coast News"),
                lang=' lang="en-GB"',
            ),
            "text/html",
            "tag:coast,1",
            "https://coast.example/ferry",
        ),
        Row(
            2,
            '---\ntitle:\n- "Harbour"\nsite_name:\n- "Coast News"\n---\n\nThe harbour reopened,\nat last < and again.',
            "text/plain",
            "https://coast.example/harbour",
            "https://coast.example/harbour",
        ),
        Lost(3, "skipped", "no_text", "item 3 (line 11): there is no text in it", "https://coast.example/link"),
        Row(
            4,
            page("<p>In tags</p>", ("author", "Jane Miller"), ("og:site_name", "Coast News"), lang=' lang="en-GB"'),
            "text/html",
            "https://coast.example/tags",
            "https://coast.example/tags",
        ),
    ]


def test_atom() -> None:
    about = ("og:site_name", "Coast News")
    assert found(ATOM, "a.atom") == [
        Row(
            1,
            page(
                f'<div><p>{FIRST}<br>{SECOND} &lt;&amp;</p><img src="a?b&amp;c"></div>',
                ("og:title", "Ferry"),
                ("author", "Robert &amp; Olsen"),
                ("article:published_time", "2024-05-13T09:14:00Z"),
                ("article:modified_time", "2024-05-14T10:00:00Z"),
                ("article:tag", "Sea"),
                about,
                lang=' lang="en"',
            ),
            "text/html",
            "urn:1",
            "https://coast.example/x/ferry.html",
        ),
        Row(
            2,
            page(f"<p>{FIRST}", ("description", "Back."), ("author", "Jane Miller"), about, lang=' lang="en"'),
            "text/html",
            "urn:2",
        ),
        Row(3, '---\nauthors:\n- "Jane Miller"\nsite_name:\n- "Coast News"\n---\n\nFewer than < 3.', "text/plain", "urn:3"),
        Lost(4, "skipped", "no_text", "item 4 (line 10): there is no text in it", "urn:4"),
    ]


def test_rdf() -> None:
    front = 'title:\n- "Ferry"\npublished:\n- "2024-05-13"\ntags:\n- "Sea"\nsite_name:\n- "Coast News"\n'
    url = "https://coast.example/1"
    assert found(RDF, "a.rdf") == [Row(1, f"---\n{front}---\n\nThe ferry is back.", "text/plain", url, url)]


@pytest.mark.parametrize("indent", [None, 1])
def test_json_feed(indent: int | None) -> None:
    rows = found(json.dumps(JSON, indent=indent), "feed.json")
    told = (("og:title", "Ferry"), ("author", "Jane Miller"), ("article:published_time", "2024-05-13"), ("article:tag", "Sea"))
    assert rows[:2] == [
        Row(1, page(f"<p>{FIRST}</p>", *told, ("og:site_name", "Coast News")), "text/html", "1", "https://coast.example/ferry"),
        Row(
            2,
            '---\nauthors:\n- "Robert Olsen"\nsite_name:\n- "Coast News"\n---\n\nThe harbour\n\nreopened.',
            "text/plain",
            "2",
        ),
    ]
    assert brief(rows[2:]) == [(3, "no_text"), (4, "bad_row")]


def test_what_only_speaks_of_a_json_feed_is_rows() -> None:
    row = {"text": f'A feed says "version": "{JSON["version"]}" of itself.'}
    assert [found.data for found in read("a.json", json.dumps(row).encode()) if isinstance(found, Row)] == [row["text"]]


def test_rows_within_which_something_calls_itself_a_json_feed_are_rows() -> None:
    meta = {"version": JSON["version"]}
    values = [{"id": "a", "text": "One.", "of": {"n": [{}]}}, {"id": "b", "text": "}{ Two.", "meta": meta}]
    for row in values, values[::-1]:
        lines = "\n".join(map(json.dumps, row))
        assert [found.data for found in read("a.jsonl", lines.encode()) if isinstance(found, Row)] == [
            one["text"] for one in row
        ]


@pytest.mark.parametrize("behind", ["\n{}", "x", f"\n{json.dumps(JSON)}"])
def test_what_stands_behind_a_json_feed_is_told(behind: str) -> None:
    rows, whole = found(json.dumps(JSON) + behind, "feed.json"), found(json.dumps(JSON), "feed.json")
    why = f"something stands behind the feed, on line {1 + behind.count(chr(10))}; give each feed a file of its own"
    assert rows == [*whole, Lost(5, "failed", "corrupt", f"what follows #4 is lost: {why}")]


def test_a_json_feed_says_so_behind_what_is_long() -> None:
    long = {
        "title": '"}' * 9_000,
        "authors": [{"name": "Jane Miller"}],
        "version": JSON["version"],
        "items": JSON["items"][1:2],
    }
    assert brief(found(json.dumps(long), "feed.json")) == [(1, "2")]


@pytest.mark.parametrize("text", [RSS, ATOM, RDF])
def test_packed_in_other_encodings_and_without_a_declaration(text: str) -> None:
    rows = found(text)
    assert found(gz(text.encode()), "a.xml.gz") == found(zst(text.encode()), "a.xml.zst") == rows
    bare = text.partition("?>")[2]
    for other in (bare.encode(), bare.encode("utf-16"), b"\xef\xbb\xbf" + bare.encode(), b"\r\n \n" + bare.encode()):
        assert [row[1] for row in found(other)] == [row[1] for row in rows]


def test_names_of_a_namespace_count_whatever_its_prefix() -> None:
    atom = ATOM.replace("<", "<a:").replace("<a:/", "</a:").replace("<a:?", "<?").replace("xmlns=", "xmlns:a=")
    assert brief(found(atom)) == brief(found(ATOM))
    media = rss("<item><media:title>No</media:title><media:content>No</media:content><description>Yes</description></item>")
    assert found(media) == [Row(1, "Yes", "text/plain")]  # nor need all be declared


def test_a_namespace_holds_up_to_the_end_of_its_element() -> None:
    body = '<item><body xmlns="http://www.w3.org/1999/xhtml"><p>One.</p></body></item>'
    assert [row.data for row in found(rss(body, item("Two."))) if isinstance(row, Row)] == [page("<p>One.</p>"), "Two."]


def test_the_address_behind_a_counter_of_clicks() -> None:
    links = "<link>https://feeds.example/~r/1</link><feedburner:origLink>https://coast.example/1</feedburner:origLink>"
    (row,) = found(rss(f"<item>{links}<description>x</description></item>"))
    assert isinstance(row, Row)
    assert row.url == "https://coast.example/1"


# -- encodings


@pytest.mark.parametrize(
    ("codec", "text"), [("iso-8859-1", "Café"), ("windows-1251", "Паром"), ("gb2312", "轮渡"), ("Shift_JIS", "フェリー")]
)
def test_declared_encodings(codec: str, text: str) -> None:
    data = f'<?xml version="1.0" encoding="{codec}"?>{rss(item(text))}'.encode(codec)
    assert found(data) == [Row(1, text, "text/plain")]


def test_utf_8_that_is_declared_otherwise() -> None:
    assert found(f'<?xml version="1.0" encoding="iso-8859-1"?>{rss(item("Café"))}') == [Row(1, "Café", "text/plain")]


@pytest.mark.parametrize("declared", ["utf-8", "koi8-r", "no-such"])
def test_an_encoding_that_is_given_wins(declared: str) -> None:
    data = f'<?xml version="1.0" encoding="{declared}"?>{rss(item("Паром"))}'.encode("cp1251")
    assert list(rows("a.rss", io.BytesIO(data), Reading(encoding="cp1251"))) == [Row(1, "Паром", "text/plain")]
    assert list(rows("a.rss", io.BytesIO("\ufeff".encode() + rss(item("Паром")).encode()), Reading(encoding="cp1251"))) == [
        Row(1, "Паром", "text/plain")
    ]


def test_utf_16_without_a_mark() -> None:
    assert found(rss(item("The harbour reopened.")).encode("utf-16-le")) == [Row(1, "The harbour reopened.", "text/plain")]


def test_bytes_that_do_not_fit_are_looked_at_as_in_any_document() -> None:
    data = f'<?xml version="1.0" encoding="UTF-8"?>{rss(item("Café au lait, très déjà vu", "é"), item("Thé"))}'
    (row, other) = found(data.encode("latin-1").replace(b"Th\xe9", "Thé".encode()))
    assert row == Row(1, "Café au lait, très déjà vu".encode("latin-1"), "text/plain", "\ufffd")
    assert other == Row(2, "Thé", "text/plain")
    assert cleaner.clean(row.data, media_type=row.media_type).body == "Café au lait, très déjà vu"


def test_control_characters_are_carried_past_the_parser() -> None:
    assert found(rss(item("a\x0bb\x00c\x1fd \U0010fe0b"), item("x"))) == [
        Row(1, "a\x0bb\x00c\x1fd \x0b", "text/plain"),
        Row(2, "x", "text/plain"),
    ]


def test_entities_of_html_are_signs_and_others_stay_as_they_are() -> None:
    assert found(rss(item("a&nbsp;b&mdash;c &other; &#233;")))[0].data == "a\xa0b—c &other; é"  # type: ignore[union-attr]


# -- damage


@pytest.mark.parametrize(
    ("data", "kind", "why"),
    [
        (rss(item("x"), "<item>")[:-20], "truncated", "what follows #1 is lost: it breaks off (line 1, column 56); fetch the file again"),
        (
            rss(item("x"), "\n", item("AT& T"), item("y")),
            "corrupt",
            "what follows #1 is lost: it is not well-formed XML (not well-formed (invalid token): line 2, column 23); fetch the file again, "
            "or mend it there",
        ),
        (
            rss(item("x"), item("<b>y")),
            "corrupt",
            "what follows #1 is lost: it is not well-formed XML (mismatched tag: line 1, column 81); fetch the file again, or mend it there",
        ),
        (
            rss(item("x"), item("&#11;")),
            "corrupt",
            "what follows #1 is lost: it is not well-formed XML (reference to invalid character number: line 1, column 75); fetch the file "
            "again, or mend it there",
        ),
        (
            rss(item("x")) + "<x/>",
            "corrupt",
            "what follows #1 is lost: it is not well-formed XML (junk after document element: line 1, column 72); fetch the file again, or "
            "mend it there",
        ),
    ],
)  # fmt: skip  # a table
def test_items_up_to_the_damage_are_given_and_it_is_told_once(data: str, kind: str, why: str) -> None:
    row, lost = found(data)
    assert isinstance(row, Row)
    assert row == Row(1, "x", "text/plain")
    assert lost == Lost(2, "failed", kind, why)


@pytest.mark.parametrize("above", ["\n\n", "\ufeff\r\n \r\n"])
def test_lines_are_those_of_the_file_also_below_empty_ones(above: str) -> None:
    """Packed or not; an XML declaration may stand below them, which no XML allows and feeds have."""
    damaged = above + '<?xml version="1.0"?>\n' + rss(item("x"), "\n", item("AT& T"))
    for data, name in ((damaged.encode(), "a.rss"), (gz(damaged.encode()), "a.rss.gz")):
        assert found(data, name)[-1] == Lost(
            2, "failed", "corrupt",
            "what follows #1 is lost: it is not well-formed XML (not well-formed (invalid token): line 5, column 23); fetch the file "
            "again, or mend it there",
        )  # fmt: skip  # one thought a line


def test_one_that_breaks_off_while_it_is_unpacked() -> None:
    data = gz(rss(*(item(f"{FIRST} {number * 7919}", str(number)) for number in range(5_000))).encode())
    rows = found(data[: len(data) // 2], "a.rss.gz")
    assert len(rows) > 1_000
    assert all(isinstance(row, Row) for row in rows[:-1])
    assert isinstance(rows[-1], Lost)
    assert (rows[-1].kind, rows[-1].number) == ("truncated", len(rows))


@pytest.mark.parametrize("cut", range(0, len(RSS), 37))
def test_one_that_breaks_off_anywhere(cut: int) -> None:
    rows, whole = found(RSS.encode()[:cut]), found(RSS)
    assert rows[:-1] == whole[: len(rows) - 1]
    assert isinstance(rows[-1], Lost)
    assert rows[-1].kind == ("truncated" if cut else "no_rows")


@pytest.mark.parametrize("cut", [20, 150, 300, 500, -3])
def test_a_json_feed_that_breaks_off(cut: int) -> None:
    text = json.dumps(JSON)
    rows = found(text[:cut], "feed.json")
    assert rows[:-1] == found(text, "feed.json")[: len(rows) - 1]
    assert isinstance(rows[-1], Lost)
    assert rows[-1].kind in ("truncated", "no_text")


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        ('<?xml version="1.0"?><urlset><url/></urlset>', "structured", "this is XML (urlset), not a text; if its paragraphs are HTML's (<p>), "),
        ("<opml><body/></opml>", "structured", "this is XML (opml), not a text; "),
        ("<!DOCTYPE html><html><p>x", "structured", "this is XML (html), not a text; if its paragraphs are HTML's (<p>), call the file NAME.html"),
        ("The harbour reopened.", "corrupt", "it is not well-formed XML (syntax error: line 1, column 1)"),
        ("", "no_rows", "there are no documents in it"),
        (" \n", "no_rows", "there are no documents in it"),
        (rss(), "no_rows", "there are no documents in it"),
    ],
)  # fmt: skip  # a table
def test_what_is_no_feed(data: str, kind: str, message: str) -> None:
    (lost,) = found(data)
    assert isinstance(lost, Lost)
    assert (lost.number, lost.kind) == (0, kind)
    assert lost.message.startswith(message)


def test_a_feed_under_another_name_is_refused_with_the_remedy() -> None:
    with pytest.raises(
        cleaner.UnreadableInput, match=r"this is XML \(feed\), not a text; if it is a feed, call the file NAME\.rss"
    ):
        cleaner.clean(ATOM)


# -- hostile


@pytest.mark.hostile(77)
@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY a "ha"><!ENTITY b "&a;&a;">', f'<!ENTITY a "{"ha" * 100}">'],
)
def test_entities_that_multiply(declared: str) -> None:
    (lost,) = found(rss(item("&b;"), head=f"<!DOCTYPE rss [{declared}]>"))
    assert isinstance(lost, Lost)
    assert lost.kind == "bomb"


@pytest.mark.hostile(77)
def test_files_and_addresses_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    uri = (tmp_path / "secret").as_uri()
    head = f'<!DOCTYPE rss SYSTEM "{uri}" [<!ENTITY x SYSTEM "{uri}"><!ENTITY % p SYSTEM "https://x.invalid/"> %p; <!ENTITY nbsp "&#160;">]>'
    assert found(rss(item("a &x; b&nbsp;c"), head=head)) == [Row(1, "a &x; b\xa0c", "text/plain")]


@pytest.mark.hostile(77)
def test_depth() -> None:
    (lost,) = found("<rss>" + "<a>" * 100_000)
    assert isinstance(lost, Lost)
    assert lost.kind == "bomb"
    (row,) = found(rss(item("<b>" * 400 + "x" + "</b>" * 400)))
    assert isinstance(row, Row)


@pytest.mark.hostile(77)
def test_an_item_that_is_too_large_costs_itself_alone() -> None:
    large = "x" * 300_000
    rows = found(rss(item(large), f"<item>{'<category/>' * 5_000}</item>", item(f"<b>{large}</b>"), item("x")), limit=100_000)
    message = "item 1 (line 1): it has more than 100000 bytes; raise --max-bytes, or split it"
    assert rows[0] == Lost(1, "failed", "too_large", message)
    assert brief(rows) == [(1, "too_large"), (2, "too_large"), (3, "too_large"), (4, "None")]


@pytest.mark.hostile(77)
@pytest.mark.parametrize("start", ["<!--", '<item a="', "<?x "])
def test_a_tag_or_comment_without_end(start: str) -> None:
    begun = time.process_time()
    rows = found(rss(item("x")).partition("</channel>")[0] + start + "x" * 5_000_000, limit=100_000)
    assert brief(rows) == [(1, "None"), (2, "too_large")]
    assert time.process_time() - begun < 5


@pytest.mark.hostile(77)
@pytest.mark.parametrize(
    "person", ["a@" * 250_000, "a@b " * 100_000, f"x{' ' * 500_000}y", "a &lt;x@x" * 50_000, "a" + "&lt;x@x" * 50_000]
)
def test_persons_are_read_in_linear_time(person: str) -> None:
    begun = time.process_time()
    assert brief(found(rss(f"<item><author>{person}</author><description>x</description></item>"))) == [(1, "None")]
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("jane@coast.example (Jane (J.) Miller)", "Jane (J.) Miller"),
        ("jane@coast.example(Jane Miller)", "Jane Miller"),
        ("Jane Miller &lt;jane@coast.example&gt;", "Jane Miller"),
        ("Jane Miller", "Jane Miller"),
        ("Jane Miller (coast@home)", "Jane Miller (coast@home)"),
    ],
)
def test_persons(person: str, name: str) -> None:
    (row,) = found(rss(f"<item><author>{person}</author><description>x</description></item>"))
    assert isinstance(row, Row)
    assert row.data == f'---\nauthors:\n- "{name}"\n---\n\nx'


@pytest.mark.hostile(77)
def test_what_a_feed_says_of_itself_makes_no_item_costly() -> None:
    head, items = "<author>x</author>" * 20_000, [item("x")] * 2_000
    spaces = "".join(f' xmlns:p{number}="u"' for number in range(20_000))
    inner = ['<item xmlns:q="u"><description>x</description></item>'] * 2_000
    json_feed = {
        **JSON,
        "authors": [{"name": str(number)} for number in range(20_000)],
        "items": [{"content_text": "x"}] * 2_000,
    }
    begun = time.process_time()
    for data, name in (
        (rss(head, *items), "a.rss"),
        (rss(f"<title>{'x ' * 100_000}</title>", *items), "a.rss"),
        (rss(*items).replace("<channel>", f"<channel xml:lang='{'x' * 100_000}' xml:base='{'y' * 100_000}'>"), "a.rss"),
        (rss(*inner, attributes=spaces), "a.rss"),
        (json.dumps(json_feed), "feed.json"),
    ):
        rows = found(data, name)
        assert len(rows) == 2_000
        assert all(isinstance(row, Row) and len(row.data) < 2_000 for row in rows)
    assert time.process_time() - begun < 10  # growing with both it takes minutes


def test_an_id_that_is_too_long() -> None:
    rows = found(rss(item("x", "g" * 1_025)))
    assert rows == [Lost(1, "failed", "bad_row", "item 1 (line 1): its id has more than 1024 characters; mend it in the file")]


def test_what_an_item_says_of_itself_closes_no_head() -> None:
    evil = '"></head><script>'
    rows = found(rss(f"<item><title><![CDATA[{evil}]]></title><description>&lt;p&gt;x</description></item>"))
    assert rows[0].data == page("<p>x", ("og:title", "&quot;&gt;&lt;/head&gt;&lt;script&gt;"))  # type: ignore[union-attr]
    text = rss("<item><title>---\n---\nurl: x</title><description>x</description></item>")
    assert found(text)[0].data == '---\ntitle:\n- "--- --- url: x"\n---\n\nx'  # type: ignore[union-attr]
    (row,) = found(rss(f"<item><title>{'long ' * 900}</title><description>x</description></item>"))
    assert row == Row(1, "x", "text/plain")  # that is no title


# -- runs


def test_which_files_are_feeds() -> None:
    assert {name for name in ("a.rss", "a.atom.gz", "a.xml", "a.rdf", "a.xml.gz", "a.json") if taken(name)} == {
        "a.rss",
        "a.atom.gz",
    }
    assert {rows_format(name) for name in ("a.rss", "a.atom.gz", "a.xml", "a.rdf", "a.XML.zst")} == {"feed"}


@pytest.mark.parametrize(("name", "make"), [("a.zip", zipped), ("a.tar", tarred)])
def test_a_feed_in_an_archive_is_to_be_unpacked(name: str, make: Callable[[dict[str, bytes]], bytes]) -> None:
    assert brief(read(name, make({"x.rss": RSS.encode(), "y.xml": RSS.encode()}))) == [(1, "nested"), (2, "suffix")]


def test_a_feed_is_cleaned_with_its_fields_and_can_be_restored(cli: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.rss").write_text(RSS, encoding="utf-8")
    (tmp_path / "in" / "b.atom").write_text(ATOM, encoding="utf-8")
    done = cli("clean", str(tmp_path / "in"), "-o", str(tmp_path / "out.jsonl"))
    assert done.code == 0
    rows = {row["id"]: row for row in map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())}
    assert list(rows) == [
        "tag:coast,1", "https://coast.example/harbour", "https://coast.example/tags", "urn:1", "urn:2", "urn:3",
    ]  # fmt: skip  # a list
    first = rows["tag:coast,1"]
    assert (first["text"], first["source"]) == (f"{FIRST}\n\n{SECOND}", "coast.example")
    told = {name: value for name, value in first["metadata"].items() if value and name != "cleaner"}
    assert told == {
        "path": "a.rss", "url": "https://coast.example/ferry", "title": "Ferry & gearbox", "summary": "The ferry is back …",
        "authors": ["Jane Miller", "Robert Olsen"], "published": "2024-05-13T09:14+02:00", "tags": ["Sea", "Ships"], "language": "en",
        "site_name": "Coast News",
    }  # fmt: skip  # a table
    origins = first["metadata"]["cleaner"]["origins"]
    assert {name: origins[name] for name in ("title", "authors", "published", "tags")} == {
        "title": "og:title", "authors": "author", "published": "article:published_time", "tags": "article:tag",
    }  # fmt: skip  # a table
    text = rows["https://coast.example/harbour"]
    assert (text["metadata"]["title"], text["metadata"]["cleaner"]["origins"]["title"]) == ("Harbour", "front matter")
    assert "at last < and again." in text["text"]
    items = {
        row.id: row for name, data in (("a.rss", RSS), ("b.atom", ATOM)) for row in found(data, name) if isinstance(row, Row)
    }
    for name, row in rows.items():
        document = cleaner.clean(items[name].data, media_type=items[name].media_type, url=items[name].url).document
        assert cleaner.restore(row["text"], row["metadata"]["cleaner"]) == document.text


def test_numbered_where_ids_are_not_wanted_or_come_twice(cli: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(rss(item("One.", "x"), item("Two.", "x"), item("Three.")), encoding="utf-8")
    done = cli("clean", str(tmp_path / "a.xml"), "-o", str(tmp_path / "o.jsonl"))
    assert (done.code, "its id 'x' is that of a.xml, row 1, too; choose" in done.err) == (2, True)
    for options, ids in (
        (("--dup-id", "suffix"), ["x", "x~2", "a.xml#3"]),
        (("--id-key", ""), ["a.xml#1", "a.xml#2", "a.xml#3"]),
    ):
        out = tmp_path / f"{options[0]}.jsonl"
        assert cli("clean", str(tmp_path / "a.xml"), "-o", str(out), *options).code == 0
        assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ids


@pytest.mark.parametrize("name", ["a.rss", "feed.json"])
def test_attributes_stand_beside_json_lines_alone(rulebook: Rulebook, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(RSS if name == "a.rss" else json.dumps(JSON), encoding="utf-8")
    _, rows = do(rulebook, tmp_path / "out", tmp_path / name, format="attributes")
    assert {row["kind"] for row in rows if row["status"] == "failed"} >= {"not_jsonl"}
    assert not any(row["status"] == "ok" for row in rows)


def test_the_standard_input(cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text(RSS, encoding="utf-8")
    with (tmp_path / "a").open("rb") as file:
        monkeypatch.setattr("cleaner.batch.opening._STDIN", file.fileno())
        done = cli("clean", "-", "--from", "rss", "--format", "jsonl")
    assert [json.loads(line)["id"] for line in done.out.splitlines()][:1] == ["tag:coast,1"]


@pytest.mark.processes
def test_the_same_bytes_for_any_number_of_workers_and_after_going_on(rulebook: Rulebook, tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.rss").write_text(rss(*(item(f"{FIRST} {number}", f"g{number}") for number in range(40))), encoding="utf-8")
    (source / "b.atom.gz").write_bytes(gzip.compress(ATOM.encode()))
    for jobs in (0, 2):
        do(rulebook, tmp_path / str(jobs), source, jobs=jobs)
    assert digests(tmp_path / "0") == digests(tmp_path / "2")
    before = digests(tmp_path / "0")
    summary, _ = do(rulebook, tmp_path / "0", source)
    assert (summary.kept, digests(tmp_path / "0")) == (43, before)
    # One item is another now, and its title is that of another: the others stand.
    (source / "a.rss").write_text(
        rss(*(item(f"{FIRST} {number + (number == 3)}", f"g{number}") for number in range(40))), encoding="utf-8"
    )
    summary, _ = do(rulebook, tmp_path / "0", source)
    assert summary.kept == 42
