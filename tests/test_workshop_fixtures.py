"""Testing rules: the fixtures and clean texts they are tried on, with their goldens and what is allowed in them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cleaner.errors import UsageError
from cleaner.workshop import bench_of, run_tests
from cleaner.workshop.fixtures import differences, rows_by_rule
from tests.workshop import CLEAN, Call, call, damage, own

__all__ = ["call", "own"]  # fixtures


def test_a_golden_is_written_on_request_only(own: Path) -> None:
    golden = own / "mine/fixtures/news.example/harbour/marked.txt"
    assert rows_by_rule(golden.read_text(encoding="utf-8")) == {
        ("news.example/menu", "Home | World"): 1, ("news.example/sign-up", "Sign up today"): 1,
    }  # fmt: skip  # rows
    golden.unlink()
    report = run_tests(bench_of(rules=[Path("mine/rules")]))
    assert [difference.lines for difference in report.differences] == [[]]
    assert not golden.exists()
    report = run_tests(bench_of(rules=[Path("mine/rules")]), update=True)
    assert [fixture.name for fixture in report.written] == ["news.example/harbour"]
    assert not report.failed


def test_rows_of_a_marked_view_end_where_lines_of_the_house_do() -> None:
    view = "- menu x.example/a | Home\u2028- b | World\x0c\n  | Story\n"
    assert rows_by_rule(view) == {("x.example/a", "Home\u2028- b | World\x0c"): 1}
    assert differences(view, view.replace("World", "Sport"), 0) == [
        "@@ -1 +1 @@",
        "-- menu x.example/a | Home\u2028- b | World\x0c",
        "+- menu x.example/a | Home\u2028- b | Sport\x0c",
    ]
    assert differences("", view.rstrip("\n")) == differences("", view)
    assert differences(view, view.rstrip("\n")) == []


def test_a_hit_on_a_clean_text_is_allowed_with_a_reason(own: Path, call: Call) -> None:
    (own / "more").mkdir()
    (own / "more" / "a.txt").write_text("It ended.\nHome | World\n", encoding="utf-8")
    arguments = ("test", "--rules", "mine/rules", "--clean", "more")
    assert call(*arguments)[0] == 1
    allowed = own / "more" / "allowed.txt"
    allowed.write_text("# why not\nnews.example/menu a.txt the piece is about this very menu\n", encoding="utf-8")
    code, out, _ = call(*arguments)
    assert (code, out.splitlines()[-1]) == (
        0, f"2 rules hold; 4 examples, 1 fixture, {CLEAN + 1} clean texts; 1 hit on clean texts allowed",
    )  # fmt: skip  # a pair
    (own / "more" / "a.txt").write_text("It ended.\n", encoding="utf-8")
    code, out, _ = call(*arguments)
    assert code == 1
    assert "stale more/allowed.txt:2: news.example/menu does not hit a.txt any more; delete this line\n" in out
    allowed.write_text("news.example/menu a.txt because\n", encoding="utf-8")
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("error: more/allowed.txt:1: write a rule id, a file and a reason")


def test_files_beside_texts_that_are_not_utf_8(own: Path, call: Call) -> None:
    golden = own / "mine/fixtures/news.example/harbour/marked.txt"
    view = golden.read_text(encoding="utf-8")
    golden.write_bytes(b"caf\xe9\n")
    code, out, err = call("test", "--rules", "mine/rules")
    assert (code, out) == (2, "")
    assert err == (
        f"error: {Path('mine/fixtures/news.example/harbour/marked.txt').resolve()}: this is not UTF-8; write it anew with --update\n"
    )
    assert call("test", "--rules", "mine/rules", "--update")[0] == 0
    assert golden.read_text(encoding="utf-8") == view
    (own / "more").mkdir()
    (own / "more" / "allowed.txt").write_bytes(b"# caf\xe9\n")
    (own / "more" / "a.txt").write_text("It ended.\n", encoding="utf-8")
    code, out, err = call("test", "--rules", "mine/rules", "--clean", "more")
    assert (code, out, err) == (2, "", "error: more/allowed.txt: this is not UTF-8; save the file as UTF-8\n")


def test_an_outlet_needs_a_fixture(own: Path, call: Call) -> None:
    shutil.rmtree(own / "mine" / "fixtures")
    code, out, _ = call("test", "--rules", "mine/rules")
    assert code == 1
    assert (
        "untested news.example: no fixture; put a page into fixtures/news.example/SLUG/source.txt, then run this with --update\n"
        in out
    )
    damage(own / "mine/rules/outlets/news.example.yaml", "name: The News", "name: The News\nstatus: draft")
    assert call("test", "--rules", "mine/rules")[0] == 0


def test_an_unreadable_clean_text_is_named(own: Path) -> None:
    (own / "more").mkdir()
    (own / "more" / "a.txt").write_bytes(b"GIF89a")
    with pytest.raises(UsageError, match=r"more/a\.txt: this is a GIF image"):
        run_tests(bench_of(rules=[Path("mine/rules")], clean=[Path("more")]))
