"""Which site a document comes from, where a pack serves it and where none does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cleaner.model import Outlet
from cleaner.reading import read
from cleaner.sites import host_of, owner_in, site_at, site_of


@pytest.mark.parametrize(
    "url",
    [
        "https://www.A.example:80/x", "a.example/x", "a.example:80/x", "//a.example", "HTTPS://A.EXAMPLE", "https://a.example./x",
        "www.a.example.", "a.example/x?from=https://b.example/y", "a.example//x", "a.example:80//x", " https://a.example/x",
    ],
)  # fmt: skip  # a table
def test_hosts(url: str) -> None:
    assert host_of(url) == "a.example"


@pytest.mark.parametrize("url", ["http://[", "file:///pages//x.html", "https://", "//", ".", ""])
def test_no_hosts(url: str) -> None:
    assert host_of(url) is None


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://a.example/x", "a.example"), ("http://www.a.example:8080/x?y", "a.example"), ("//WWW.A.Example", "a.example"),
        ("a.example/x", "a.example"), ("https://a.example./x", "a.example"), ("https://m.a.example", "a.example"),
        ("https://amp.a.example", "a.example"), ("https://www.m.a.example", "a.example"), ("http://m.a.co.uk", "a.co.uk"),
        ("https://blog.a.example", "blog.a.example"), ("https://m.blog.a.example", "blog.a.example"),
        ("https://amp-a.example", "amp-a.example"), ("https://de.a.example", "de.a.example"),
        ("https://amp.dev/x", "amp.dev"), ("https://m.me", "m.me"), ("https://www.amp.com.au", "amp.com.au"),
        ("http://intranet/x", "intranet"), ("http://127.0.0.1/x", "127.0.0.1"), ("http://[::1]/x", "::1"),
        ("a.example/x?to=//b.example", "a.example"), ("unknown", None), ("n/a", None), ("n/a//", None), ("17", None), ("about:blank", None), ("file:///pages/x.html", None),
        ("urn:uuid:17", None), ("http://[", None), ("", None), (None, None),
    ],
)  # fmt: skip  # a table
def test_the_site_at_an_address(address: str | None, site: str | None) -> None:
    assert site_at(address) == site


@pytest.mark.parametrize(
    ("host", "owner"), [("news.bbc.co.uk", "bbc"), ("bbc.com", "bbc"), ("com.au", "com"), ("intranet", "intranet"), ("", "")]
)
def test_the_label_that_names_whose_a_host_is(host: str, owner: str) -> None:
    assert owner_in(host) == owner


CANONICAL = '<link rel="canonical" href="https://www.page.example/a">'
OG = '<meta property="og:url" content="https://m.shared.example/a">'


@pytest.mark.parametrize(
    ("outlet", "url", "head", "site"),
    [
        ("pack.example", "https://www.given.example/a", CANONICAL, "pack.example"),
        ("www.pack.example", None, "", "pack.example"),
        (None, "https://www.given.example/a", CANONICAL, "given.example"),
        (None, "unknown", CANONICAL, "page.example"),
        (None, None, CANONICAL + OG, "page.example"),
        (None, None, OG, "shared.example"),
        (None, None, '<link rel="canonical" href="/a">' + OG, "shared.example"),
        (None, None, '<link rel="canonical" href="a.html">', None),
        (None, None, '<link rel="canonical" href="file:///pages/a.html">', None),
        (None, None, '<meta property="og:site_name" content="Page Example">', None),
    ],
)
def test_the_site_of_a_page(outlet: str | None, url: str | None, head: str, site: str | None) -> None:
    page = f"<html><head>{head}</head><body><p>The ferry stays in dock.</p></body></html>"
    document = read(page, id="a", media_type="text/html", url=url)
    assert site_of(replace(document, outlet=Outlet(outlet, "given") if outlet else None)) == site


def test_the_site_of_a_text_is_that_of_its_address_only() -> None:
    text = "The ferry stays in dock, as https://www.page.example/a has it."
    assert site_of(read(text, id="a", media_type="text/plain")) is None
    assert site_of(read(text, id="a", media_type="text/plain", url="https://given.example/a")) == "given.example"
