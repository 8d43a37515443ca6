"""Whose a document is: by address, by name, by what it says."""

from pathlib import Path

import pytest

import cleaner
from cleaner.rulebook import host_of, load_rulebook
from tests.packs import OUTLET, write_pack


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
    cleaned = cleaner.clean(text, rulebook=rules, **options)  # type: ignore[arg-type]
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
    ("head", "evidence"),
    [
        ("", "text 'The News of Example Town'"),
        ('<link rel="canonical" href="/story">', "text 'The News of Example Town'"),  # no host: it says nothing
        ('<link rel="canonical" href="https://other.example/story">', None),
        ('<meta property="og:url" content="https://other.example/story">', None),
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


def test_hosts() -> None:
    assert [host_of(url) for url in ("https://www.A.example:80/x", "a.example/x", "//a.example", "http://[")] == [
        "a.example"
    ] * 3 + [None]
