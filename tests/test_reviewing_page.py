"""The page of a review: it shows what went and what stayed, and nothing in it runs but its own script."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import cleaner
from cleaner.reviewing.choosing import chosen
from cleaner.reviewing.page import Review, review_page
from cleaner.reviewing.runs import Run, written_of
from cleaner.reviewing.summing import of_run, summed
from cleaner.rulebook import Rulebook
from tests.reviewing import EVIL, EVIL_NAME, STORY, assert_inert, cleaned_run, evil_run, rulebook, rules

__all__ = ["cleaned_run", "evil_run", "rulebook", "rules"]  # fixtures


def page_of(place: str) -> str:
    run = Run.open(place)
    total = of_run(run)
    return review_page(Review(f"Review of {EVIL_NAME}", [("name", EVIL_NAME)], total, tuple(chosen(run, total))))


@pytest.mark.hostile(21, 60)
def test_what_documents_hold_is_only_text(evil_run: str) -> None:
    """Markup in a text, a file name, a title or a rule's reason is shown, and does nothing."""
    page = page_of(evil_run)
    found = assert_inert(page)
    for text in (EVIL_NAME, "</script><script>window.hurt=1</script>", "</style><svg onload=window.hurt=3>", "&lt;b&gt; \\u003c/script>",
                 "\\u202ea direction mark\\u202c, an escape \\x1b[31m and javascript:alert(1)", "</script><script>window.hurt=5</script>"):  # fmt: skip
        assert text in found.text, text
    titles = {attributes.get("title") for _, attributes in found.tags}
    assert 'sure 1.00: </script><script>window.hurt=5</script>" onmouseover="window.hurt=6' in titles
    assert page == page_of(evil_run)


def test_a_page_shows_what_went_and_what_stayed(cleaned_run: Callable[..., str]) -> None:
    """Struck in the source with rule and reason, absent in the body; every link leads to something on the page."""
    page = page_of(cleaned_run("out", {"a.txt": STORY}))
    found = assert_inert(page)
    assert '<del class="l-navigation" data-c="0" title="sure 1.00: A menu path.">Home / World</del>' in page
    assert '<mark class="l-promo" data-c="3" title="sure 1.00: Not sure yet.">The harbour' in page
    body = page[page.index('<div class="body">') : page.index('<section id="rules">')]
    assert re.sub("<[^>]+>", "", body).split() == [
        "Body",
        "3The",
        "harbour",
        "reopened",
        "on",
        "Monday",
        "after",
        "a",
        "long",
        "night.",
    ]
    ids = {attributes["id"] for _, attributes in found.tags if "id" in attributes}
    links = {(attributes["href"] or "")[1:] for _, attributes in found.tags if "href" in attributes}
    assert links <= ids
    data = json.loads(found.raw["script"][0])
    assert data["rules"] == ["basics/credit", "basics/most-read", "basics/path", "sketch/harbour"]
    assert data["cuts"]["0"] == [
        [2, 0, 1.0, [], 1, 1],
        [0, 2, 1.0, ["sketch/harbour"], 3, 3],
        [1, 1, 1.0, [], 4, 5],
        [3, 3, 1.0, [], 3, 3],
    ]


def test_a_page_of_one_document(rulebook: Rulebook) -> None:
    """It stands open, and there is no list."""
    written = written_of(cleaner.clean(EVIL, rulebook=rulebook, id=EVIL_NAME))
    total = summed([written])
    page = review_page(Review(EVIL_NAME, [], total, [(total.documents[0], written)], alone=True))
    assert_inert(page)
    assert '<details class="doc" data-d="0" open>' in page
    assert 'id="documents"' not in page


def test_a_document_without_text_or_cuts_has_a_page() -> None:
    total = summed([])
    assert "Nothing went." in assert_inert(review_page(Review("t", [], total, []))).text


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium")
@pytest.mark.hostile(60)
def test_nothing_runs_in_a_browser_but_the_script(evil_run: str, tmp_path: Path) -> None:
    """The page's own script shows the filters; no other script, not even one that got into the page, leaves a trace."""
    page = page_of(evil_run).replace("</main>", '<script>document.body.id="hurt"</script></main>')
    (tmp_path / "page.html").write_text(page.replace("window.hurt=", 'document.body.id="hurt"+'), encoding="utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000", "--dump-dom"]
    shown = subprocess.run(
        [*command, f"--user-data-dir={tmp_path / 'profile'}", f"file://{tmp_path}/page.html"],
        capture_output=True, text=True, timeout=100, check=True,
    ).stdout  # fmt: skip
    assert '<form id="filters">' in shown
    assert "<body>" in shown
