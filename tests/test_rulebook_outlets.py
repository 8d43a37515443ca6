"""Whose a document is: by address, by name, by what it says."""

from pathlib import Path

import pytest

import cleaner
from cleaner.errors import RulebookError
from cleaner.rulebook import load_rulebook
from tests.packs import OUTLET, mistakes_in, write_pack


@pytest.mark.parametrize(
    ("options", "text", "evidence"),
    [
        ({"url": "https://www.news.example/a/b?c"}, "Sign here\nText.", "url news.example"),
        ({"url": "https://m.sport.news.example/a"}, "Sign here\nText.", "url m.sport.news.example"),
        ({"url": "http://mirror.example"}, "Sign here\nText.", "url mirror.example"),
        ({"outlet": "news.example"}, "Sign here\nText.", "given"),
        ({}, "Sign here\nText by The News of Example Town.", "text 'The News of Example Town'"),
    ],
)
def test_an_outlet_is_known_by_address_name_or_text(tmp_path: Path, options: dict[str, str], text: str, evidence: str) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    rules = load_rulebook(tmp_path, bundled=False)
    cleaned = cleaner.clean(text, rulebook=rules, **options)
    assert cleaned.outlet == cleaner.Outlet("news.example", evidence)
    assert [removal.rule for removal in cleaned.removals] == ["news.example/sign"]


def test_the_rules_of_an_outlet_are_made_ready_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many of its pages are asked for, and under whichever of its hosts."""
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    rules = load_rulebook(tmp_path, bundled=False)
    first = rules.for_outlet("news.example")
    assert first is not None
    monkeypatch.setattr("cleaner.rulebook.rulebook.Matcher", lambda _: pytest.fail("made again"))
    assert [rules.for_outlet(host) is first for host in ("news.example", "m.news.example", "mirror.example")] == [True] * 3


@pytest.mark.parametrize("url", ["https://othernews.example/", "https://news.example.org/", "not a url", "http://[", ""])
def test_other_addresses_are_not_the_outlet(tmp_path: Path, url: str) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    assert cleaner.clean("Sign here\nText.", rulebook=load_rulebook(tmp_path, bundled=False), url=url).removals == ()


@pytest.mark.parametrize(
    "url", ["unknown", "n/a", "-", "17", "about:blank", "file:///pages/x.html", "not a url", "http://[", ""]
)
def test_what_is_no_address_counts_as_none(tmp_path: Path, url: str) -> None:
    """Rows have that in the place of one: the page and the text are asked as if nothing had been given."""
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    rules = load_rulebook(tmp_path, bundled=False)
    text, meta = "The News of Example Town\nSign here\nText.", {"canonical": "https://news.example/a"}
    assert cleaner.clean(text, rulebook=rules, url=url).outlet == cleaner.clean(text, rulebook=rules).outlet is not None
    assert rules.outlet_of("", url=url, meta=meta) == rules.outlet_of("", meta=meta) is not None
    assert rules.outlet_of(text, url="https://other.example/a", meta=meta) is None


@pytest.mark.parametrize(
    ("head", "evidence"),
    [
        ("", "text 'The News of Example Town'"),
        ('<link rel="canonical" href="/story">', "text 'The News of Example Town'"),  # no host: it says nothing
        ('<link rel="canonical" href="https://other.example/story">', None),
        ('<meta property="og:url" content="https://other.example/story">', None),
        ('<meta property="og:site_name" content="The News">', "og:site_name 'The News'"),
        # another paper of the same name
        ('<meta property="og:site_name" content="The News"><link rel="canonical" href="https://other.example/story">', None),
        ('<meta property="og:url" content="https://m.news.example/story">', "og:url m.news.example"),
    ],
)
def test_a_page_that_gives_its_own_address_is_not_searched_for_an_outlet(
    tmp_path: Path, head: str, evidence: str | None
) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    page = f"<html><head>{head}</head><body><p>As The News of Example Town wrote on Monday, the ferry stays in dock.</p></body></html>"
    found = cleaner.clean(page, media_type="text/html", rulebook=load_rulebook(tmp_path, bundled=False)).outlet
    assert found == (cleaner.Outlet("news.example", evidence) if evidence else None)


@pytest.mark.parametrize(
    ("host", "write"),
    [
        ("https://a.example/", "a.example"), ("https://www.a.example/x?y", "a.example"), ("A.Example", "a.example"),
        ("www.a.example", "a.example"), ("*.a.example", "a.example"), (".a.example", "a.example"), ("a.example.", "a.example"),
        ("a.example/news", "a.example"), ("a.example:8080", "a.example"), ("me@a.example", "a.example"),
        ("MÜLLER.example", "müller.example"), ("a example", "e.g. news.example"), ("a..example", "e.g. news.example"),
        ("http://[", "e.g. news.example"), ("", "e.g. news.example"),
    ],
)  # fmt: skip  # a table
def test_a_host_that_no_address_has_is_a_mistake(tmp_path: Path, host: str, write: str) -> None:
    text = OUTLET.replace("hosts: [mirror.example]", f"hosts:\n  - mirror.example\n  - '{host}'")
    write_pack(tmp_path, "outlets/news.example", text)
    assert mistakes_in(tmp_path) == [
        f"outlets/news.example.yaml:7: {host!r} is no host; write the host alone, in small letters and without `www.`: {write}"
    ]


@pytest.mark.parametrize(
    "host", ["a-b.example", "xn--mller-kva.example", "müller.example", "a_b.example", "127.0.0.1", "intranet"]
)
def test_hosts_that_addresses_have(tmp_path: Path, host: str) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET.replace("mirror.example", f"'{host}'"))
    assert load_rulebook(tmp_path, bundled=False).outlet_of("", url=f"https://www.{host}/story") == cleaner.Outlet(
        "news.example", f"url {host}"
    )


def test_an_outlet_is_named_after_a_host_that_addresses_have(tmp_path: Path) -> None:
    write_pack(tmp_path, "outlets/www.news.example", OUTLET.replace("outlet: news", "outlet: www.news"))
    assert mistakes_in(tmp_path) == [
        "outlets/www.news.example.yaml:3: 'www.news.example' is no host; write the host alone, in small letters and without "
        "`www.`: news.example"
    ]


def test_a_host_belongs_to_one_outlet(tmp_path: Path) -> None:
    """The pack that is read later is told: it is the one that its author can change."""
    write_pack(tmp_path / "a", "outlets/news.example", OUTLET)
    write_pack(tmp_path / "b", "outlets/an.example", OUTLET.replace("outlet: news", "outlet: an").replace("mirror", "news"))
    write_pack(tmp_path / "b", "outlets/mirror.example", OUTLET.replace("outlet: news", "outlet: mirror"))
    with pytest.raises(RulebookError) as caught:
        load_rulebook(tmp_path / "a", tmp_path / "b", bundled=False)
    theirs = f"one of {tmp_path}/a/outlets/news.example.yaml, too"
    do = "take it out of one of the two, or replace that file by one of its name"
    assert str(caught.value).replace(f"{tmp_path}/b/", "") == (
        f"outlets/an.example.yaml:5: host 'news.example' is {theirs}; {do}\n"
        f"outlets/mirror.example.yaml:3: host 'mirror.example' is {theirs}; {do}"
    )


def test_a_pack_that_replaces_another_has_its_hosts(tmp_path: Path) -> None:
    """One that is replaced is gone, and so are its hosts; a host of one's own pack may stand in it twice."""
    write_pack(tmp_path / "a", "outlets/news.example", OUTLET)
    write_pack(
        tmp_path / "b", "outlets/news.example", OUTLET.replace("[mirror.example]", "[news.example, www2.example, www2.example]")
    )
    write_pack(tmp_path / "b", "outlets/other.example", OUTLET.replace("outlet: news", "outlet: other"))
    rules = load_rulebook(tmp_path / "a", tmp_path / "b", tmp_path / "b", bundled=False)
    assert {host: pack.origin for host, pack in rules.outlets.items()} == {
        "news.example": f"{tmp_path}/b/outlets/news.example.yaml",
        "www2.example": f"{tmp_path}/b/outlets/news.example.yaml",
        "other.example": f"{tmp_path}/b/outlets/other.example.yaml",
        "mirror.example": f"{tmp_path}/b/outlets/other.example.yaml",
    }


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (".", "Seven people were hurt on Tuesday, the police said."),
        (r"\w", "Seven people were hurt on Tuesday, the police said."),
        ("the", "Seven people were hurt on Tuesday, the police said."),
        (r"\p{Han}+", "王先生昨天没有来。"),
        (
            r"\d{4}",
            "The mayor (58) said in 2024 that it was not “our” plan: she, and nobody else, will vote on 12 May at 10:30.",
        ),
        (
            "All rights reserved",
            "By JANE ROE | Home > News | Share | Read more... All rights reserved. © 2024 • +44 $5 50% a@b",
        ),
    ],
)
def test_a_pattern_that_recognises_every_text_is_a_mistake(tmp_path: Path, pattern: str, line: str) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET.replace("The News of Example Town", pattern))
    assert mistakes_in(tmp_path) == [
        f"outlets/news.example.yaml:6: recognise: {pattern!r}: this pattern is found in what anybody prints: {line!r}; "
        "name what only this outlet prints"
    ]


def test_a_pattern_that_recognises_nothing_in_time_is_a_mistake(tmp_path: Path) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET.replace("The News of Example Town", "(?:.|..)+[~^]"))
    assert mistakes_in(tmp_path) == [
        "outlets/news.example.yaml:6: recognise: '(?:.|..)+[~^]': the pattern ran longer than 1 s on one line; simplify it"
    ]
