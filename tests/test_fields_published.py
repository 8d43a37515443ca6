"""When a page was published."""

import pytest

import cleaner
from tests.stated import ARTICLE, PROSE, found, meta


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
    time, origin = found("published", body=body + PROSE, data=LATER)
    assert (str(time)[: len("2023-01-16")], origin) == ("2023-01-16", "dateline of the page")


def test_the_day_of_a_picture_is_no_day_of_publication_even_where_there_is_no_other() -> None:
    figure = "<figure><figcaption>File picture (16.08.2019)</figcaption></figure>"
    assert found("published", body="<h1>Ferry</h1>" + figure + PROSE) == (None, None)


def test_a_flood_of_days_of_other_stories_is_read_in_part() -> None:
    other = '<i class="date">3 May 2022</i><b>abc</b>'
    own = "<p class=date>Town and harbour, 16 January 2023</p>"
    body = "<h1>Ferry</h1><ul><li>{}</li></ul>" + own + PROSE
    assert found("published", body=body.format(other * 99), data=LATER) == ("2023-01-16", "dateline of the page")
    assert found("published", body=body.format(other * 100), data=LATER) == TOLD


@pytest.mark.parametrize(
    ("stated", "shown", "time", "origin"),
    [
        ("2024-05-03", "3 May 2024, 09:15", "2024-05-03T09:15", "dateline of the page"),
        ("2024-05-03T09:15", "3 May 2024", "2024-05-03T09:15", "json-ld datePublished"),
        ("2024-05-03T09:15", "3 May 2024, 09:20", "2024-05-03T09:15", "json-ld datePublished"),
        ("2024-05-03", "4 May 2024, 09:15", "2024-05-03", "json-ld datePublished"),
        ("2024-05-03", "3 May 2024", "2024-05-03", "json-ld datePublished"),
    ],
)
def test_what_readers_are_shown_is_taken_where_it_says_the_same_more_exactly(stated, shown, time, origin) -> None:
    body = f"<h1>Ferry</h1><p>{shown}</p>" + PROSE
    assert found("published", body=body, data=ARTICLE | {"datePublished": stated}) == (time, origin)


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Ferry</h1><p>On 3 May 2011, the old pier fell into the sea.</p>",
        "<h1>Ferry</h1><p>The pier was opened by the king on 12 June 1985.</p>",
        "<h1>Ferry</h1><ul><li><a href=/x>Storm of 12 June 2015 in many pictures</a></li></ul>",
    ],
)
def test_a_day_that_a_sentence_or_another_story_tells_of_is_no_day_of_publication(body: str) -> None:
    assert found("published", body=body + PROSE) == (None, None)


def test_a_day_beside_the_headline_in_a_line_that_says_more_is() -> None:
    body = "<h1>Ferry</h1><p>Jane Roe, harbour correspondent, Ostmouth, 3 May 2011</p>"
    assert found("published", body=body + PROSE) == ("2011-05-03", "dateline of the page")


@pytest.mark.parametrize(
    ("stated", "time"),
    [
        ("1734633220", "2024-12-19T18:33:40+00:00"),
        ("1734633220123", "2024-12-19T18:33:40+00:00"),
        ("262588213843476", None),
        ("Fri Dec 19 2025 19:33:40 GMT+0530 (India Standard Time)", "2025-12-19T19:33:40+05:30"),
        ('"2025-12-17T13:22:47Z"', "2025-12-17T13:22:47+00:00"),
        ("2025-12-17UTC07:30:00+00:00", "2025-12-17T07:30+00:00"),
        ("Oct 01, 2025T10:00:00+03:00", "2025-10-01T10:00+03:00"),
        ("20240503", "2024-05-03"),
        ("20241503", None),
        ("20240503T100000Z", "2024-05-03T10:00+00:00"),
        ("2024-05-03T10:00:00+02:00[Europe/Berlin]", "2024-05-03T10:00+02:00"),
    ],
)
def test_times_that_programs_write(stated: str, time: str | None) -> None:
    assert found("published", data=ARTICLE | {"datePublished": stated})[0] == time


@pytest.mark.parametrize(
    ("body", "time"),
    [
        ('<time datetime="PT2M">2 min</time><time datetime="2024-05-03">then</time>', "2024-05-03"),
        ('<div hidden><time datetime="2019-01-01">old</time></div><time datetime="2024-05-03">then</time>', "2024-05-03"),
        ('<time datetime="2024-05-03">then</time>', "2024-05-03"),
        ('<div hidden><time datetime="2019-01-01">old</time></div>', None),
    ],
)
def test_the_first_time_that_is_seen_and_is_one(body: str, time: str | None) -> None:
    assert found("published", body=f"<h1>Ferry</h1>{body}{PROSE}")[0] == time


def test_the_day_in_the_address_goes_before_a_time_anywhere() -> None:
    place = "https://x.example/2024/05/03/ferry.html"
    body = f'<h1>Ferry</h1>{PROSE}<time datetime="2019-01-01">another</time>'
    assert found("published", head=f'<link rel="canonical" href="{place}">', body=body) == ("2024-05-03", "address")


OWN = '<h1>Ferry</h1><p><time datetime="2024-05-03T10:00">today</time></p>'
CARD = (
    '<div itemscope itemtype="https://schema.org/NewsArticle"><meta itemprop="author" content="Other {0}">'
    '<meta itemprop="datePublished" content="2019-01-0{0}"><a href=/x>Another story of the coast</a></div>'
)
CARDS = CARD.format(1) + CARD.format(2)


@pytest.mark.parametrize(
    "body",
    [
        CARDS + OWN,
        OWN + PROSE + CARDS,
        '<ul><li><a href=/x>Old story of the coast <time datetime="2019-01-01">then</time></a></li></ul>' + OWN,
        '<aside><time datetime="2019-01-01">then</time></aside>' + OWN,
        '<nav><time datetime="2019-01-01">then</time></nav>' + OWN,
        '<article itemscope><meta itemprop="datePublished" content="2024-05-03T10:00"><h1>Ferry</h1>'
        + PROSE
        + f"</article>{CARDS}",
        CARD.format(1) + '<main itemscope><meta itemprop="datePublished" content="2024-05-03T10:00"><h1>Ferry</h1></main>',
        '<h1>Ferry</h1><div itemscope><meta itemprop="datePublished" content="2024-05-03T10:00"></div>',
        '<h1>Ferry</h1><a href="/ferry"><time datetime="2024-05-03T10:00">3 May 2024</time> <time datetime="2024-05-09">9 May</time></a>',
        '<article><h1>Ferry</h1><footer><time datetime="2024-05-03T10:00">3 May 2024</time></footer></article>',
    ],
)
def test_what_elements_say_of_other_stories_is_not_the_page_s_own(body: str) -> None:
    assert found("published", body=body + PROSE)[0] == "2024-05-03T10:00"
    assert found("authors", body=body + PROSE)[0] == ()


def test_the_author_in_the_microdata_of_the_article_is_the_page_s() -> None:
    own = '<article itemscope><meta itemprop="author" content="Jane Roe"><h1>Ferry</h1>'
    assert found("authors", body=f"{CARDS}{own}{PROSE}</article>") == (("Jane Roe",), "author")


def test_times_among_comments_are_of_readers() -> None:
    comments = '<section id="comments" class="comments"><h2>3 Comments</h2>{}</section>'
    each = '<div class="comment"><p>User</p><time datetime="2024-06-01">then</time><p>I think that the pier is good.</p></div>'
    body = f"<h1>Ferry stays in dock</h1>{PROSE * 6}{comments.format(each * 3)}"
    page = f"<html><head><title>Ferry stays in dock</title></head><body>{body}</body></html>"
    assert cleaner.clean(page, media_type="text/html").fields.published is None
