"""Hostile inputs: pages that are none, in any encoding, or that ask for more."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

import cleaner
from cleaner.errors import UnreadableInput
from cleaner.reading import read
from tests.markup import STORY, P, page, read_page


@pytest.mark.hostile(7)
def test_nul_in_a_page_is_dropped() -> None:
    """As the standard says; the words on its sides are one word."""
    assert read(page(f"<p>A\0B\0C</p>{P * 30}").encode(), id="x").text.startswith("ABC\n")


@pytest.mark.hostile(8)
@pytest.mark.parametrize("raw", [b"%PDF-1.7\n<html>", b"\xff\xd8\xff\xe0<html>", b"\x7fELF<html>", b"PK\x03\x04<html>"])
def test_binary_files_stay_binary_whatever_they_are_called(raw: bytes) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read(raw, id="x", media_type="text/html; charset=utf-8")
    assert caught.value.kind == "binary"


@pytest.mark.hostile(9)
@pytest.mark.parametrize("markup", ["<p></p>", "<!-- -->", "<script>x()</script>"])
def test_a_page_without_text_is_refused(markup: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read(markup, id="x", media_type="text/html")
    assert caught.value.kind == "no_text"


@pytest.mark.hostile(10)
def test_surrogates_in_a_page_are_replaced() -> None:
    """Nothing behind them is lost, whether they stand there or are written as references."""
    document = read_page(f"<p>a\ud800b &#xD800; c</p>{P}")
    assert document.text == f"a\ufffdb \ufffd c\n{STORY}\n"
    assert document.warnings == ("lone surrogates became U+FFFD",)


@pytest.mark.hostile(10)
def test_surrogates_in_the_data_of_a_page_are_replaced() -> None:
    data = r'{"@type": "NewsArticle", "headline": "Ferry \ud83d stays in dock"}'
    head = f'<script type="application/ld+json">{data}</script>'
    assert cleaner.clean(page(P * 9, head), media_type="text/html").fields.title == "Ferry \ufffd stays in dock"


@pytest.mark.hostile(14)
@pytest.mark.parametrize("declared", ["unicode_escape", "raw_unicode_escape", "utf-7", "idna"])
def test_an_encoding_that_is_none_of_the_web_is_not_used(declared: str) -> None:
    raw = f"<meta charset={declared}> The caf\xe9 named \\ud800 is odd.\n".encode("latin-1")
    document = read(raw, id="x", media_type="text/plain")
    assert document.text.endswith("named \\ud800 is odd.\n")
    assert document.source.encoding_from == "guess"


CHINESE = "北京今天天气晴朗。明天可能会下雨。记者在门口等了一整天。"


@pytest.mark.hostile(14)
@pytest.mark.parametrize(
    ("declared", "codec", "found", "warning"),
    [
        ("utf-8", "gb18030", "guess", "encoding guessed: gb18030, although declared as utf-8"),
        ("gb2312", "utf-8", "utf-8", "declared as gb18030, but is valid UTF-8"),
        ("gb2312", "gb18030", "declared", None),
        ("nonsense", "utf-8", "utf-8", None),
        ("utf-7", "utf-8", "utf-8", None),
        ("unicode_escape", "utf-8", "utf-8", None),
        ("utf-16", "utf-8", "utf-8", None),  # as the standard reads it
    ],
)
def test_a_page_that_declares_another_encoding(declared: str, codec: str, found: str, warning: str | None) -> None:
    raw = page(f"<p>{CHINESE * 9}</p>", f'<meta charset="{declared}">').encode(codec)
    document = read(raw, id="x")
    assert document.text == CHINESE * 9 + "\n"
    assert document.source.encoding_from == found
    assert document.warnings == ((warning,) if warning else ())


@pytest.mark.hostile(17)
def test_many_broken_bytes_are_another_encoding() -> None:
    text = "L’été dernier, à l’île d’Oléron, des élèves ont reçu une leçon de français très particulière. " * 4
    document = read(text.encode("cp1252"), id="x")
    assert (document.text, document.warnings) == (text, ("encoding guessed: cp1252",))


@pytest.mark.hostile(18)
@pytest.mark.parametrize("given", [str, str.encode])
def test_only_the_first_mark_is_dropped(given: Callable[[str], str | bytes]) -> None:
    document = read(given("\ufeff\ufeffNews\ufeff of the day."), id="x")
    assert (document.text, document.source.bom) == ("\ufeffNews\ufeff of the day.", True)


@pytest.mark.hostile(18)
@pytest.mark.parametrize("given", [str, str.encode])
def test_a_mark_before_a_page_hides_no_page(given: Callable[[str], str | bytes]) -> None:
    document = read(given("\ufeff" + page(P)), id="x")
    assert (document.text, document.source.media_type) == (f"{STORY}\n", "text/html")


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any use of the network fails the test."""

    def refuse(*_arguments: object, **_named: object) -> None:
        pytest.fail("the network was asked")

    for name in ("create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)


@pytest.mark.hostile(58)
@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("start", ["", "<?xml version='1.0'?>"])
def test_entities_are_not_expanded(tmp_path: Path, start: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    levels = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    markup = (
        f"{start}<!DOCTYPE html [<!ENTITY x SYSTEM 'file://{secret}'><!ENTITY e0 'bomb'>{levels}]>"
        f"<html><body>{P}<p>&x; &e11;</p>{P * 3}</body></html>"
    )
    cleaned = cleaner.clean(markup, media_type="text/html")
    assert "the secret" not in cleaned.document.text
    assert cleaned.document.text.count("bomb") <= 1
    assert "&e11;" in cleaned.document.text


@pytest.mark.hostile(59)
@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("engine", ["fast", "thorough"])
def test_pages_that_ask_for_more_get_nothing(engine: str) -> None:
    """Refresh, base, frames, scripts, pictures and style sheets from elsewhere."""
    head = (
        '<meta http-equiv="refresh" content="0; url=https://evil.example/"><base href="https://evil.example/">'
        '<link rel="stylesheet" href="https://evil.example/a.css"><script src="//evil.example/a.js"></script>'
    )
    body = (
        '<iframe src="https://evil.example/"></iframe><img src="https://evil.example/a.png" onerror="alert(1)">'
        '<a href="javascript:alert(1)">A link</a><object data="https://evil.example/x"></object>'
    )
    cleaned = cleaner.clean(
        page(f"<article>{P * 5}{body}</article>", head), media_type="text/html", policy=cleaner.Policy(engine=engine)
    )
    assert STORY in cleaned.body
    assert "alert" not in cleaned.document.text


@pytest.mark.hostile(9)
@pytest.mark.parametrize("engine", ["fast", "thorough"])
def test_a_page_whose_article_only_scripts_would_show_says_so(engine: Literal["fast", "thorough"]) -> None:
    """An article that is stated and seen needs no word, nor does a short one."""

    def warnings(stated: str, seen: str) -> tuple[str, ...]:
        data = json.dumps({"@type": "NewsArticle", "articleBody": stated})
        markup = (
            f"<html><head><script type='application/ld+json'>{data}</script></head><body><h1>The ferry</h1>{seen}</body></html>"
        )
        return cleaner.clean(markup, id="x", policy=cleaner.Policy(engine=engine)).warnings

    article = f"{STORY} " * 8
    assert warnings(article, "<div id=app></div>") == (
        f"unseen_article: the page's own data hold an article of {len(article)} characters, and what is seen of the page does "
        "not; scripts may show it: save the page from a browser",
    )
    assert warnings(article, P * 8) == ()
    assert warnings("The ferry is back.", "<div id=app></div>") == ()


PARAGRAPHS = tuple(
    f"On day {number} the harbour council met behind closed doors and came to no decision on the ferry." for number in range(12)
)


@pytest.mark.hostile(9)
@pytest.mark.parametrize(
    "script",
    [
        "<script id=__NEXT_DATA__ type='application/json'>{}</script>",
        "<script>window.__STATE__ = {};</script>",
        "<script>self['__data'] = {}</script>",
    ],
)
def test_a_page_whose_article_stands_in_the_data_of_a_script_says_so(script: str) -> None:
    def warnings(data: object, seen: str = "<p>Loading</p>") -> tuple[str, ...]:
        filled = script.replace("{}", json.dumps(data))
        return cleaner.clean(f"<html><body><h1>The ferry</h1>{seen}{filled}</body></html>", id="x").warnings

    blocks = {"props": {"article": {"body": [{"type": "p", "text": text} for text in PARAGRAPHS]}}}
    size = sum(map(len, PARAGRAPHS))
    said = f"unseen_article: the page's own data hold an article of {size} characters, and what is seen of the page does "
    assert warnings(blocks)[-1].startswith(said)
    assert warnings({"html": "".join(f"<p>{text}</p>" for text in PARAGRAPHS)})[-1].startswith("unseen_article: ")
    assert warnings(blocks, "".join(f"<p>{text}</p>" for text in PARAGRAPHS)) == ()
    assert warnings({f"label {number}": text for number, text in enumerate(PARAGRAPHS)}) == ()
    assert warnings({"style": "a{color:red}" * 200, "urls": ["https://x.example/a.b?c=d" * 9] * 20}) == ()
