"""What tests of the workshop share: a rules directory of one outlet with its fixture, and the commands that look at it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.cli import main
from cleaner.rulebook import loader
from cleaner.workshop import bench_of, run_tests
from cleaner.workshop.fixtures import find_clean
from tests.conftest import ROOT
from tests.packs import one_rule, write_pack

CLEAN = len(find_clean(ROOT / "fixtures" / "clean"))
"""Texts of which nothing may go that come with cleaner; it grows with every one that is added."""

Call = Callable[..., tuple[int, str, str]]
"""`cleaner rules` with some arguments: its exit status, what it prints, and what it says."""

PACK = """\
schema: 1
outlet: news.example
name: The News
checked: 2024-05-02
rules:
  - id: sign-up
    label: promo
    why: A plea to sign up, under every story.
    line: 'Sign up .{1,40}'
    examples: {matches: ['Sign up now'], ignores: ['They sign up.']}
  - id: menu
    label: navigation
    why: The menu over every story.
    lines: [Home | World]
    examples: {matches: ['Home | World'], ignores: ['Home']}
"""
STORY = "Home | World\nThe harbour reopened on Monday after a long night, the port said.\nSign up today\n"
KEEPER = """\
  - id: measures
    label: article
    why: Sentences with a measure are of the article, whatever a guess says.
    line: '.*(?:long night|kilometres).*'
    examples: {matches: ['It took a long night.'], ignores: [Sign up]}
"""


def damage(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rules directory with one outlet and one fixture with its golden, beside bundled rules without fixtures."""
    write_pack(tmp_path / "bundled", "shared/one", one_rule("lines: ['Sign up now']"))
    monkeypatch.setattr(loader, "bundled_directory", lambda: tmp_path / "bundled")
    monkeypatch.chdir(tmp_path)
    write_pack(tmp_path / "mine" / "rules", "outlets/news.example", PACK)
    story = tmp_path / "mine/fixtures/news.example/harbour/source.txt"
    story.parent.mkdir(parents=True)
    story.write_text(STORY, encoding="utf-8")
    run_tests(bench_of(rules=[Path("mine/rules")]), update=True)
    return tmp_path


@pytest.fixture
def call(own: Path, capfd: pytest.CaptureFixture[str]) -> Call:
    def run(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(["rules", *arguments])
        return code, *capfd.readouterr()

    return run
