"""Testing the rules that are shipped: all hold, and real mistakes in them are caught."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cleaner.rulebook import loader
from cleaner.workshop import Bench, Report, bench, bench_of, lint, run_tests
from cleaner.workshop.fixtures import find_fixtures
from tests.conftest import ROOT
from tests.workshop import CLEAN, damage


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped rules and fixtures, to be damaged."""
    for name in ("rules", "fixtures"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.setattr(loader, "bundled_directory", lambda: tmp_path / "rules")
    monkeypatch.setattr(bench, "bundled_clean", lambda: tmp_path / "fixtures" / "clean")
    return tmp_path


def failures(report: Report) -> dict[str, tuple[list[str], list[str], tuple[str, ...]]]:
    """Rule: texts on which it was noisy, those that it missed, and who shadows it."""
    return {
        outcome.rule: ([case.text for case in outcome.noisy], [case.text for case in outcome.missing], outcome.shadowed_by)
        for outcome in report.outcomes
        if outcome.failed
    }


@pytest.fixture(scope="module")
def whole() -> Bench:
    """All shipped rules with all fixtures and clean texts; laying it out takes as long as trying it."""
    return bench_of()


def test_the_shipped_rules_pass(whole: Bench) -> None:
    """Every example, every fixture, silence on all clean texts, and no rule that never wins."""
    report = run_tests(whole)
    assert failures(report) == {}
    assert not report.failed
    assert (report.fixtures, report.clean) == (len(find_fixtures(ROOT / "fixtures")), CLEAN)
    assert report.examples > 15_000


def test_the_shipped_rules_pass_without_fixtures(whole: Bench) -> None:
    """An installed package has none: its rules hold, and are worth having, by their own examples."""
    installed = replace(whole, fixtures=(), clean=(), complete=False)
    assert failures(run_tests(installed)) == {}
    assert [finding for finding in lint(installed, date.today()) if finding.level == "error"] == []


def test_a_pattern_made_broader_by_one_word_is_caught(shipped: Path) -> None:
    """The recipe among the clean texts asks for three eggs."""
    damage(
        shipped / "rules/shared/comments.yaml",
        "(?:comments?|replies|reply|responses?|",
        "(?:comments?|eggs|replies|reply|responses?|",
    )
    report = run_tests(bench_of(["comments"]))
    assert failures(report) == {"comments/counts": (["3 eggs"], [], ())}
    (case,) = next(one for one in report.outcomes if one.rule == "comments/counts").noisy
    assert case.where == f"{shipped}/fixtures/clean/recipe-leek-tart.txt:19"


def test_a_fixture_whose_page_changed_is_caught(shipped: Path) -> None:
    """The outlet writes its share bar anew: the rule that cut it misses it, and the page is shown with what differs."""
    assert not run_tests(bench_of(["chinadaily.com.cn"])).failed
    source = shipped / "fixtures/chinadaily.com.cn/tea-harvest/source.txt"
    damage(source, "Share - WeChat", "Share it with WeChat and the world")
    report = run_tests(bench_of(["chinadaily.com.cn"]))
    assert failures(report)["chinadaily.com.cn/share"] == ([], ["Share - WeChat"], ())
    (difference,) = report.differences
    assert difference.fixture.source == source
    assert any(line.startswith("-- share ") and line.endswith("| Share - WeChat") for line in difference.lines)
    assert any(line.endswith("| Share it with WeChat and the world") and line.startswith("+") for line in difference.lines)


def test_a_rule_that_another_one_shadows_is_caught(shipped: Path) -> None:
    """A rule is added that takes everything an older one takes, and more: the older one is dead."""
    pack = shipped / "rules/outlets/chinadaily.com.cn.yaml"
    with pack.open("a", encoding="utf-8") as file:
        file.write(
            "  - id: mail-box\n    label: author_bio\n    why: The box with the address of the author.\n"
            "    block: {from: '.*@chinadaily\\.com\\.cn\\.?', to: end, at_most: 30}\n"
            '    examples: {matches: ["renqi@chinadaily.com.cn\\nTop"], ignores: [Write to me.]}\n'
        )
    report = run_tests(bench_of(["chinadaily.com.cn"]))
    assert failures(report) == {"chinadaily.com.cn/author-mail": ([], [], ("chinadaily.com.cn/mail-box",))}


@pytest.mark.parametrize(("wrong", "right"), [("matches", "ignores"), ("ignores", "matches")])
def test_an_example_in_the_wrong_list_is_caught(shipped: Path, wrong: str, right: str) -> None:
    pack = shipped / "rules/outlets/turnednews.com.yaml"
    moved = "Photos show the damage." if wrong == "matches" else "Photo: Associated Press/Maxar Technologies"
    lists = {"matches": ["Photo: The Canadian Press / Jane Roe"], "ignores": ["Photo: how it was made"]}
    lists[wrong].append(moved)
    damage(
        pack,
        "matches: ['Photo: Associated Press/Maxar Technologies', 'Photo: The Canadian Press / Jane Roe']\n"
        "      ignores: ['Photo: how it was made', 'Photos show the damage.']",
        f"matches: {lists['matches']}\n      ignores: {lists['ignores']}",
    )
    report = run_tests(bench_of(["turnednews.com"]))
    missing, noisy = ([moved], []) if wrong == "matches" else ([], [moved])
    assert failures(report) == {"turnednews.com/photo-credit": (noisy, missing, ())}
