"""Who wrote a page, and the names in what it says of them."""

import time
from dataclasses import replace

import pytest

from cleaner.fields import lift
from cleaner.fields.names import split_names
from cleaner.model import Authority, Claim, Label, Language
from cleaner.reading import read
from tests.stated import ARTICLE, PROSE, found, meta, page


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
    ("author", "language", "names"),
    [
        ("Von Freeman", "en", ("Von Freeman",)),
        ("Von Freeman", None, ("Von Freeman",)),
        ("Di Stasio", "it", ("Di Stasio",)),
        ("Di Stasio Gentile", "en", ("Di Stasio Gentile",)),
        ("Von Jane Roe", "de", ("Jane Roe",)),
        ("Par Jane Roe et John Doe", "fr", ("Jane Roe", "John Doe")),
        ("Written by: Jane Roe", "de", ("Jane Roe",)),
        ("By Reuters", "en", ("Reuters",)),
        ("Byron Roe", "en", ("Byron Roe",)),
    ],
)
def test_a_word_for_by_in_another_language_is_part_of_a_name(author: str, language: str | None, names: tuple[str]) -> None:
    told = Language(language, 1.0, "told")
    stated = replace(page(data=ARTICLE | {"author": author}), language=told)
    assert lift(stated, ()).fields.authors == names
    shown = page(body=f'<h1>Ferry stays in dock</h1><div class="author">{author}</div>{PROSE}')
    people = tuple(name for name in names if " " in name)  # what is shown may be anything: a person has two names
    assert lift(replace(shown, language=told), ()).fields.authors == people


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


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<span>di Jane Roe</span><span>30 luglio 2024</span><span>2 minuti di lettura</span>", ("Jane Roe",)),
        ("<span>3 May 2024</span><span>by Jane Roe and John Doe</span>", ("Jane Roe", "John Doe")),
        ("<span>Haber: Jane ROE</span><span>Abone Ol</span>", ("Jane ROE",)),
        ("<span>Posted by</span><a href=/j>Jane Roe</a><a href=#c>59 Comments</a>", ("Jane Roe",)),
        ("By <a>Jane</a> <a>Roe</a> | 3 May 2024", ("Jane Roe",)),
        ("<span>Jane Roe</span><span>5 kwietnia 2024, 12:30</span><span>Komentarze 4</span>", ("Jane Roe",)),
        ("<span>4.3.2024 8.12</span><span>Jane Roe</span>", ("Jane Roe",)),
        ("<span>Jane Roe</span><span>John Doe</span><span>3 May 2024</span>", ()),  # which of them, no day says
        ("<span>Jane Roe</span><span>2 min</span>", ()),
        ("<a href=/t>Mental Health</a><span>3 May 2024</span>", ()),
        ("Jane Roe 3 May 2024", ()),
        ("<span>Text: A A A</span><span>3 May 2024</span>", ()),
        ("<span>Foto: Jane Roe</span><span>3 May 2024</span>", ()),
    ],
)
def test_a_byline_is_read_element_by_element(line: str, names: tuple[str, ...]) -> None:
    """Where nothing stands between them, the last word of one and the first of the next would be one."""
    shown = found("authors", body=f"<h1>Ferry stays in dock</h1><p>{line}</p>{PROSE}")
    assert shown == (names, "byline of the page" if names else None)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<span>ليلى الحمداني - صدى الساحل</span><span>12 مارس 2024 - 14:20</span><span>حجم الخط</span>", ("ليلى الحمداني",)),
        ("<span>صدى الساحل</span><span>12 مارس 2024 - 14:20</span><span>حجم الخط</span>", ("صدى الساحل",)),
        ("<span>12 مارس 2024 - 14:20</span><span>حجم الخط</span>", ()),
        ("<span>Jane Roe | صدى الساحل</span><span>12 مارس 2024</span>", ("Jane Roe",)),
        ("<span>12 مارس 2024</span><span>Jane Roe</span>", ("Jane Roe",)),
        ("<span>ليلى الحمداني - سامر قنديل</span><span>12 مارس 2024</span>", ()),  # neither is the site
    ],
)
def test_in_a_script_without_large_letters_a_name_stands_before_the_day(line: str, names: tuple[str, ...]) -> None:
    body = f"<h1>عودة العبّارة بعد شتاء طويل</h1><p>{line}</p>{PROSE}"
    assert found("authors", head=meta(og__site_name="صدى الساحل"), body=body)[0] == names


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


def test_repeated_authors_of_a_flood_are_bounded() -> None:
    document = page(meta(article__author="Jane Roe") * 3000)
    assert document.page is not None
    assert len(document.page.meta["article:author"]) < 2100
    assert len(document.page.meta["article:author"].split("\n")) > 2


def test_periods_and_conjunctions_of_names_in_claims() -> None:
    document = read("A line", id="x", media_type="text/plain")
    given = {"authors": "» John Roe Jr., Jane T., and Ann Roe.", "agencies": "Wire."}
    fields = lift(document, [Claim(0, 6, Label.BYLINE, "p/a", Authority.SHARED, 1.0, "why", given)]).fields
    assert (fields.authors, fields.agencies) == (("John Roe Jr.", "Jane T.", "Ann Roe"), ("Wire",))


@pytest.mark.parametrize(
    ("authors", "agencies", "found"),
    [
        ("AFP", "AFP", ((), ("AFP",))),
        ("Jane Roe, AFP", "AFP", (("Jane Roe",), ("AFP",))),
        ("AFP", "Reuters", (("AFP",), ("Reuters",))),
        ("AFP", None, (("AFP",), ())),
    ],
)
def test_who_is_named_as_an_agency_is_no_author_as_well(
    authors: str, agencies: str | None, found: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    document = read("A line\nBeside it", id="x", media_type="text/plain")
    claims = [Claim(0, 6, Label.BYLINE, "p/a", Authority.SHARED, 1.0, "why", {"authors": authors})]
    if agencies:
        claims.append(Claim(7, 16, Label.AGENCY_CREDIT, "p/b", Authority.SHARED, 1.0, "why", {"agencies": agencies}))
    lifted = lift(document, claims)
    assert (lifted.fields.authors, lifted.fields.agencies) == found
    assert ("authors" in lifted.origins) is bool(found[0])


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
        ("John E Roe", ["John E Roe"]),
        ("Choe Un Ju", ["Choe Un Ju"]),
        ("Ann Roe, E Jean Poe", ["Ann Roe", "E Jean Poe"]),
        ("Ann Roe And Bob Li", ["Ann Roe", "Bob Li"]),
        ("ANA ROE Y EVA GIL", ["ANA ROE", "EVA GIL"]),
        ("Jonas Jonaitis ir Ona Onaitė", ["Jonas Jonaitis", "Ona Onaitė"]),
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
    assert split_names("عارف ساحلی، رائٹرز", every_comma=True) == ["عارف ساحلی", "رائٹرز"]
    assert split_names("عارف ساحلی، رائٹرز", every_comma=False) == ["عارف ساحلی، رائٹرز"]
    assert split_names("آرش ساحلی، مریم موجی", every_comma=False) == ["آرش ساحلی", "مریم موجی"]


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("Jane Roe, Staff Writer", ("Jane Roe",)),
        ("Jane Roe and John Doe, Senior Reporters at the Post", ("Jane Roe", "John Doe")),
        ("Jane Roe, John Doe", ("Jane Roe", "John Doe")),
        ("Jane Roe, Mary Cook", ("Jane Roe", "Mary Cook")),  # a name that is a trade, too
        ("Staff Writer", ("Staff Writer",)),  # alone it is all that there is
        ("262588213843476", ()),
        ("2024", ()),
        ("{{author}}", ()),
        ("[object Object]", ()),
        ("page.head.extra.author", ()),
        ("J.K. Roe", ("J.K. Roe",)),
        ("\u202eJane Roe\u200b", ("Jane Roe",)),
        ("Agent 47", ("Agent 47",)),
    ],
)
def test_what_stands_where_a_name_should_and_is_none(stated: str, names: tuple[str, ...]) -> None:
    assert found("authors", head=f'<meta name="author" content="{stated}">')[0] == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Roe, Reuters", ("Jane Roe",)),
        ("By Jane Roe and John Doe, AFP", ("Jane Roe", "John Doe")),
        ("Von Jane Roe, Accra", ("Jane Roe",)),
        ("By Jane Roe, Harbour News", ("Jane Roe",)),
        ("By Jane Roe, Transport Correspondent", ("Jane Roe",)),
        ("By Jane Roe, MD", ("Jane Roe, MD",)),
        ("By John Roe, Jr.", ("John Roe, Jr.",)),
        ("By Jane Roe, John Doe", ("Jane Roe", "John Doe")),
    ],
)
def test_behind_the_comma_of_a_byline_stands_no_name_but_of_people(line: str, names: tuple[str, ...]) -> None:
    shown = found("authors", body=f"<h1>Ferry stays in dock</h1><div>{line}</div>{PROSE}")
    assert shown == (names, "byline of the page")
