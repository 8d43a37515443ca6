"""``cleaner rules which``: the packs and rules of an address, and why these."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import Result, bundled, cli, write
from tests.packs import one_rule

__all__ = ["bundled", "cli"]  # fixtures

FAMILY = one_rule("line: 'Sign up now'").replace("pack: one\nlanguage: en", "family: engine")
NEWS = """\
schema: 1
outlet: news.example
name: The News
hosts: [mirror.example]
extends: engine
rules:
  - id: early
    label: promo
    why: Because this test says so.
    line: 'Sign in now'
    since: 2022-03-01
    until: 2023-01-01
    examples: {matches: [Sign in now], ignores: [x]}
  - id: trial
    label: promo
    why: Because this test says so.
    line: 'Sign out now'
    status: draft
    examples: {matches: [Sign out now], ignores: [x]}
exceptions:
  - id: column
    why: Because this test says so.
    line: 'Signs of now'
    examples: {matches: [Signs of now], ignores: [x]}
"""
RULES = """\
  news.example/early   promo    for pages from 2022-03-01 until 2023-01-01
  news.example/trial   promo    draft: only tags
  news.example/r       promo    of family engine
  news.example/column  article  exception
"""


@pytest.fixture
def mine(cli: Callable[..., Result]) -> Callable[..., Result]:
    write("mine/outlets/news.example.yaml", NEWS)
    write("mine/families/engine.yaml", FAMILY)
    for language in ("de", "en"):
        text = one_rule("line: 'Sign up now'").replace("pack: one\nlanguage: en", f"pack: {language}\nlanguage: {language}")
        write(f"mine/shared/{language}.yaml", text)
    return lambda *arguments: cli("rules", "which", *arguments, "--rules", "mine")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("news.example", "news.example is its host"),
        ("https://www.News.example:443/story?a=b", "news.example is its host"),
        ("mirror.example/story", "mirror.example is one of its `hosts`"),
        ("http://sport.news.example/", "sport.news.example is below news.example, its host"),
        ("m.mirror.example", "m.mirror.example is below mirror.example, one of its `hosts`"),
    ],
)
def test_the_pack_of_an_outlet(mine: Callable[..., Result], address: str, why: str) -> None:
    """Found as in cleaning; its rules with what sets them apart."""
    result = mine(address)
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        f"mine/outlets/news.example.yaml (stable)\n  The News: {why}\n{RULES}\nshared: 3 packs, 6 rules\n"
        "  basics  4  for every language\n"
        "  de      1  for pages in de\n"
        "  en      1  English, for pages in every language\n"
    )


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("nobody.example", "no pack of an outlet serves nobody.example"),
        ("nws.example", "no pack of an outlet serves nws.example; did you mean news.example?"),
        ("notnews.example", "no pack of an outlet serves notnews.example; did you mean news.example?"),
        ("example", "no pack of an outlet serves example"),
    ],
)
def test_an_address_that_no_pack_serves(mine: Callable[..., Result], address: str, says: str) -> None:
    result = mine(address)
    assert (result.code, result.out.splitlines()[0]) == (0, says)
    assert result.out.splitlines()[2] == "shared: 3 packs, 6 rules"


def test_what_applies_in_a_language(mine: Callable[..., Result]) -> None:
    """Packs in English and for any language apply to all pages, others to pages in theirs."""
    for language, packs in (("de", ["basics", "de", "en"]), ("fr", ["basics", "en"]), ("en", ["basics", "en"])):
        told = json.loads(mine("news.example", "--language", language, "--json").out)
        assert [pack["pack"] for pack in told["shared"]] == packs


def test_packs_that_are_not_stable_or_replace_others(mine: Callable[..., Result], bundled: Path) -> None:
    write(
        "mine/outlets/example.com.yaml",
        NEWS.replace("news.example", "example.com")
        .replace("mirror.example", "mirror.com")
        .replace("schema: 1", "schema: 1\nstatus: draft"),
    )
    write("mine/shared/en.yaml", Path("mine/shared/en.yaml").read_text(encoding="utf-8") + "status: retired\n")
    lines = mine("example.com").out.splitlines()
    assert lines[0] == ("mine/outlets/example.com.yaml (draft: only tags, replaces bundled/outlets/example.com.yaml)")
    assert lines[3] == "  example.com/trial   promo"  # as its pack
    assert lines[-1] == "  en      1  English, for pages in every language, retired: does nothing"


def test_all_of_it_as_json(mine: Callable[..., Result]) -> None:
    told = json.loads(mine("https://mirror.example/1", "--json").out)
    assert (told["host"], told["language"]) == ("mirror.example", None)
    outlet = told["outlet"]
    assert {key: value for key, value in outlet.items() if key != "rules"} == {
        "pack": "news.example", "name": "The News", "file": "mine/outlets/news.example.yaml", "replaces": None,
        "language": "any", "status": "stable", "why": "mirror.example is one of its `hosts`",
    }  # fmt: skip
    assert [(rule["id"], rule["family"], rule["exception"], rule["since"]) for rule in outlet["rules"]] == [
        ("news.example/early", None, False, "2022-03-01"), ("news.example/trial", None, False, None),
        ("news.example/r", "engine", False, None), ("news.example/column", None, True, None),
    ]  # fmt: skip
    assert [len(pack["rules"]) for pack in told["shared"]] == [4, 1, 1]
    assert json.loads(mine("nobody.example", "--json").out)["outlet"] is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("not a host",), "'not a host' is no address and no host; write e.g. https://example.com/story or example.com"),
        (("https://",), "'https://' is no address and no host; write e.g. https://example.com/story or example.com"),
        (("a.example", "--language", "german"), "--language: 'german' is no code of a language; write two letters, e.g. de"),
        (("a.example", "--language", ""), "--language: '' is no code of a language; write two letters, e.g. de"),
    ],
)
def test_what_is_no_address_and_no_language(mine: Callable[..., Result], arguments: tuple[str, ...], says: str) -> None:
    assert mine(*arguments) == (2, "", f"error: {says}\n")


def test_a_control_character_of_a_pack_does_not_reach_the_terminal(mine: Callable[..., Result]) -> None:
    write("mine/outlets/news.example.yaml", NEWS.replace("The News", '"The \\e[2J News"'))
    assert "The \\x1b[2J News" in mine("news.example").out


def test_a_dot_at_the_end_of_a_host_means_the_same(cli: Callable[..., Result]) -> None:
    write("my/outlets/news.example.yaml", NEWS)
    write("my/families/engine.yaml", FAMILY)
    for host in ("news.example", "mirror.example", "www.news.example"):
        plain, dotted = (cli("rules", "which", name, "--rules", "my", "--json") for name in (host, f"https://{host}./a"))
        assert plain.code == 0
        assert dotted == plain
    assert cli("rules", "which", "...").code == 2
