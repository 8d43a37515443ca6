"""Whose page an address is: one in a web archive, a cache or a reader shows another's."""

from pathlib import Path

import pytest

import cleaner
from cleaner.addresses import original_address
from cleaner.rulebook import load_rulebook
from cleaner.sites import host_of
from tests.packs import OUTLET, write_pack

PAGE = "https://www.coast.example/2024/ferry?page=2#end"


@pytest.mark.parametrize(
    ("copy", "original"),
    [
        (f"https://web.archive.org/web/20240514101010/{PAGE}", PAGE),
        ("https://web.archive.org/web/20240514101010id_/https://www.coast.example/", "https://www.coast.example/"),
        ("http://web.archive.org/web/2024/http:/coast.example:80/a", "http://coast.example:80/a"),
        ("https://web.archive.org/web/HTTPS://coast.example/a", "https://coast.example/a"),
        ("/web/20240514101010/https://coast.example/a", "https://coast.example/a"),
        ("https://web.archive.org/web/2024/https://web.archive.org/web/2020/http://coast.example/", "http://coast.example/"),
        ("https://archive.ph/2024.05.14-101010/https://coast.example/a", "https://coast.example/a"),
        ("https://wayback.archive-it.org/1234/20190110053137/http://coast.example/", "http://coast.example/"),
        ("https://webarchive.nationalarchives.gov.uk/ukgwa/20110203/http://coast.example/a", "http://coast.example/a"),
        ("https://r.jina.ai/https://coast.example/a?b=1", "https://coast.example/a?b=1"),
        ("https://webcache.googleusercontent.com/search?q=cache:AbCdEfGhIjKl:https://coast.example/a+&cd=1", "https://coast.example/a"),
        ("https://webcache.googleusercontent.com/search?q=cache:coast.example/a", "http://coast.example/a"),
        ("https://translate.google.com/translate?sl=de&u=https://coast.example/a", "https://coast.example/a"),
        ("https://www-coast-example.cdn.ampproject.org/c/s/www.coast.example/a.html?x=1", "https://www.coast.example/a.html?x=1"),
        ("https://coast-example.cdn.ampproject.org/v/coast.example", "http://coast.example"),
        ("https://www.google.com/amp/s/coast.example/a", "https://coast.example/a"),
        ("https://google.com/amp/coast.example/a", "http://coast.example/a"),
        ("https://www-east--coast-example.translate.goog/a?_x_tr_sl=de&_x_tr_tl=en&id=3", "https://www.east-coast.example/a?id=3"),
        ("https://coast-example.translate.goog/?id=3&_x_tr_hl=en", "https://coast.example/?id=3"),
    ],
)  # fmt: skip  # a table
def test_a_copy_is_of_a_page(copy: str, original: str) -> None:
    assert original_address(copy) == original
    assert original_address(original) == original


@pytest.mark.parametrize(
    "address",
    [
        PAGE, "coast.example/a", "/a", "", "http://[", "https://web.archive.org/", "https://archive.ph/AbCdE",
        "https://coast.example/share?u=https://other.example/a", "https://coast.example/a#/https://other.example/a",
        "https://coast.example/go/https://", "https://coast.example/c/s/other.example/a", "https://www.google.com/amp/x",
        "https://sites.google.com/a/coast.example/ferry", "https://www.google.com/a/coast.example/ferry",
        "https://www.google.com/search?q=https://coast.example/", "https://webcache.googleusercontent.com/search?q=ferry",
        "https://webcache.googleusercontent.com/[", "https://translate.google.com/", "https://translate.goog/a",
        "https://coast.example/how-https-works:a",
    ],
)  # fmt: skip  # a table
def test_other_addresses_are_those_of_their_pages(address: str) -> None:
    assert original_address(address) == address


def test_the_host_is_that_of_the_page() -> None:
    assert host_of(f"https://web.archive.org/web/2024/{PAGE}") == "coast.example"


def test_rules_of_the_outlet_apply_to_copies(tmp_path: Path) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    rules = load_rulebook(tmp_path, bundled=False)
    text = "The ferry stays in dock."
    found = cleaner.clean(text, url="https://web.archive.org/web/20240514101010/https://www.news.example/ferry", rulebook=rules)
    assert found.outlet == cleaner.Outlet("news.example", "url news.example")
    assert cleaner.clean(text, url="https://web.archive.org/web/2024/https://other.example/", rulebook=rules).outlet is None


def test_a_page_in_an_archive_says_its_own_address() -> None:
    """Archives write their own address before all others of the page, the one that it gives for itself and those in its data too."""
    archive = "https://web.archive.org/web/20240514101010/"
    page = f"""<html><head><link rel="canonical" href="{archive}https://www.coast.example/2024/ferry">
        <script type="application/ld+json">[
        {{"@type": "NewsArticle", "url": "{archive}https://www.coast.example/2023/quay", "headline": "A quay for Easthaven"}},
        {{"@type": "NewsArticle", "url": "{archive}https://www.coast.example/2024/ferry", "headline": "Ferry stays in dock"}}
        ]</script></head><body>
        <!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base" style="display:none;"><p>12 captures</p></div>
        <div id="wm-ipp-print">The Wayback Machine - {archive}https://www.coast.example/2024/ferry</div>
        <!-- END WAYBACK TOOLBAR INSERT -->
        <p>The ferry of Easthaven stays in dock until the wind has turned, as the harbour master said on Monday.</p></body></html>"""
    cleaned = cleaner.clean(page, url=f"{archive}https://www.coast.example/2024/ferry")
    assert cleaned.fields.canonical_url == "https://www.coast.example/2024/ferry"
    assert cleaned.fields.title == "Ferry stays in dock"
    assert [removal.rule for removal in cleaned.removals] == ["web-archives/wayback-address"]
    assert (
        cleaned.body == "The ferry of Easthaven stays in dock until the wind has turned, as the harbour master said on Monday."
    )
