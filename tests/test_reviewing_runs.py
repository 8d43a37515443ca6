"""Reading a run back: its rows, where to look first, and sums over its rules."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.errors import UsageError
from cleaner.reviewing import choosing, summing
from cleaner.reviewing.choosing import chosen
from cleaner.reviewing.doubt import doubt, reads_like_prose
from cleaner.reviewing.page import Review, review_page
from cleaner.reviewing.runs import Run, Written, written_of
from cleaner.reviewing.summing import RuleSum, of_run, summed
from cleaner.rulebook import Rulebook
from tests.reviewing import STORY, cleaned_run, cut, document, edit, rulebook, rules

__all__ = ["cleaned_run", "rulebook", "rules"]  # fixtures


@pytest.mark.parametrize("format", ["txt", "jsonl"])
def test_a_run_gives_back_its_sources(cleaned_run: Callable[..., str], format: str) -> None:
    """Text and cuts come from bodies and records alone; what else lies there does no harm."""
    place = cleaned_run("out", {"a.txt": STORY, "b.html": "<html>", "c.bin": ""}, format)
    shutil.rmtree(f"{place}-in")
    (Path(place) / "_SOMETHING.json").write_text("{", encoding="utf-8")
    run = Run.open(place)
    first, second, third = run
    written = run.written(first)
    assert written.cleaned is not None
    assert written.cleaned.document.text == STORY
    assert [(cut.first_line, cut.last_line, cut.rule, cut.text) for cut in written.cuts] == [
        (1, 1, "basics/path", "Home / World"),
        (3, 3, "basics/credit", "(Photo: Reuters)"),
        (4, 5, "basics/most-read", "Most read\nOne"),
    ]
    assert (second.status, run.written(second).problem == second.error, third.status) == ("failed", True, "skipped")


LONG = " ".join(["The harbour reopened on Monday after a long night, and nobody had slept."] * 24)
"""A paragraph that nobody would set; in a text it is cut into sentences."""


@pytest.mark.parametrize("format", ["txt", "jsonl"])
@pytest.mark.parametrize(
    ("name", "source", "lines"),
    [
        ("a.html", f"<html><body><p>Home / World</p><p>{LONG}</p><p>Most read</p><p>One</p></body></html>", 4),
        ("a.txt", f"Home / World\n{LONG}\nMost read\nOne\n", 27),
    ],
)
def test_lines_have_the_numbers_of_the_record(
    cleaned_run: Callable[..., str], format: str, name: str, source: str, lines: int
) -> None:
    """Of a page one for each element, and of a text one for each sentence where there are only long lines."""
    run = Run.open(cleaned_run("out", {name: source}, format))
    written = run.written(next(iter(run)))
    assert written.cleaned is not None
    document = written.cleaned.document
    assert (written.source or {})["media_type"] == ("text/html" if name == "a.html" else "text/plain")
    assert [line.number for line in document.lines] == [*range(1, lines + 1)]
    assert [(cut.first_line, cut.last_line, cut.text) for cut in written.cuts] == [
        (1, 1, "Home / World"), (lines - 1, lines, "Most read\nOne"),
    ]  # fmt: skip  # rows
    taken = [line.number for line in document.lines if line.text in ("Home / World", "Most read", "One")]
    assert taken == [1, lines - 1, lines]


def test_no_room_to_unpack_rows(cleaned_run: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = cleaned_run("rows.jsonl.gz", {"a.txt": STORY}, "jsonl")
    run = Run.open(packed)
    monkeypatch.setattr("cleaner.batch.opening.TemporaryFile", partial(Path("/dev/full").open, "wb", buffering=0))
    with pytest.raises(UsageError, match=r"rows\.jsonl\.gz: what is packed in it cannot be kept in .*No space left on device"):
        run.written(next(iter(run)))


def test_a_file_of_rows(cleaned_run: Callable[..., str], tmp_path: Path) -> None:
    place = cleaned_run("out.jsonl", {"a.txt": STORY, "b.txt": "Text.\n"}, "jsonl", split=True)
    run = Run.open(place)
    assert [written.cleaned.document.text for written in map(run.written, run) if written.cleaned] == [STORY, "Text.\n"]


@pytest.mark.parametrize(
    ("harm", "problem", "cuts"),
    [
        (lambda out: (out / "a.txt").write_text("Other.\n"), "its body was changed after the run, so only what went can be shown", 3),
        (lambda out: (out / "a.txt").unlink(), "its body is missing, so only what went can be shown", 3),
        (lambda out: (out / "a.json").unlink(), "its record is missing", 0),
        (lambda out: (out / "a.json").write_text("[]"), "its record cannot be read: this is not a record that cleaner wrote: it is no JSON object", 0),
        (lambda out: (out / "a.json").write_text(""), "its record cannot be read: it is not JSON (Expecting value: line 1 column 1 (char 0))", 0),
        (lambda out: edit(out / "a.json", '"v": 1', '"v": 99'), "its record cannot be read: this is a record of the newer version 99; use a newer cleaner", 0),
        (lambda out: edit(out / "a.json", '"confidence": 1.0, "reason"', '"confidence": NaN, "reason"'), "its record cannot be read: confidence nan does not lie between 0 and 1", 0),
        (lambda out: edit(out / "manifest.jsonl", "a.json", "../a.json"), "its output '../a.json' lies outside of the run", 0),
    ],
    ids=["changed body", "no body", "no record", "no object", "empty", "newer", "NaN", "elsewhere"],
)  # fmt: skip  # a case a line
def test_what_cannot_be_shown_says_why(
    cleaned_run: Callable[..., str], harm: Callable[[Path], object], problem: str, cuts: int
) -> None:
    """Damage to one document is a reason for doubt, never an error."""
    place = cleaned_run("out", {"a.txt": STORY})
    harm(Path(place))
    run = Run.open(place)
    (row,) = run
    written = run.written(row)
    assert (written.cleaned, written.problem, len(written.cuts)) == (None, problem, cuts)
    total = of_run(run)
    assert problem in total.documents[0].doubt.reasons
    assert ("Most read" in review_page(Review("t", [], total, tuple(chosen(run, total))))) == bool(cuts)


def test_what_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere: there is no such directory"):
        Run.open("nowhere")
    with pytest.raises(UsageError, match="no run of cleaner wrote this"):
        Run.open(str(tmp_path))
    (tmp_path / "run.json").write_text('{"finished": false, "versions": {}}', encoding="utf-8")
    with pytest.raises(
        UsageError, match=r"manifest.jsonl is missing: the run did not finish; give the same `cleaner clean` again"
    ):
        Run.open(str(tmp_path))
    (tmp_path / "manifest.jsonl").write_text('{"id": "a", "status": "ok"}\n{"id": 1}\n', encoding="utf-8")
    with pytest.raises(
        UsageError, match=r"manifest.jsonl:2: this is no row of a manifest that cleaner wrote: it has no 'status'; give"
    ):
        list(Run.open(str(tmp_path)))


def written_as(rulebook: Rulebook, text: str, **changed: Any) -> Written:
    written = written_of(cleaner.clean(text, rulebook=rulebook, id="a"))
    row = written.row._replace(**changed)
    return Written(row, written.cleaned, written.cuts, written.tags, written.source, written.fields, written.problem)


@pytest.mark.parametrize(
    ("text", "changed", "reasons"),
    [
        ("The harbour reopened on Monday after a long night.\nHome / World\n", {}, ("outlet unknown",)),
        ("The harbour reopened on Monday after a long night.\n", {"outlet": "x.com"}, ("nothing went",)),
        ("Home / World\nThe harbour reopened on Monday after a\n", {"outlet": "x.com"}, ("ends in mid-sentence",)),
        ("Home / World\n", {}, ("kept whole: nearly everything would have gone", "outlet unknown")),
        ("Home / World\nA text.\n", {"outlet": "x.com", "status": "failed", "error": "too slow"}, ("failed: too slow", "63% gone")),
        ("Home / World\nThe harbour opened.\n", {"outlet": "x.com", "warnings": ("lone surrogates became U+FFFD",)}, ("lone surrogates became U+FFFD",)),
        ("Home / World\nThe harbour opened.\n", {"outlet": "x.com", "warnings": ("no rules for outlet x.com: only shared rules were used",)}, ("no rules for its outlet",)),
    ],
)  # fmt: skip  # a case a line
def test_reasons_for_doubt(rulebook: Rulebook, text: str, changed: dict[str, Any], reasons: tuple[str, ...]) -> None:
    assert doubt(written_as(rulebook, text, **changed)).reasons == reasons


def test_a_graver_reason_outweighs_all_lesser_ones(rulebook: Rulebook) -> None:
    grave = doubt(written_as(rulebook, "Home / World\n", outlet="x.com"))
    many = doubt(written_as(rulebook, "Home / World\nText without an end that is\n", kept_chars=3))
    assert len(grave.reasons) < len(many.reasons)
    assert grave.weight > many.weight


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        (
            "The harbour reopened on Monday after a long night, and the ferries were running again by noon, officials said.",
            True,
        ),
        ("Menu\nThe harbour reopened on Monday after a long night, and the ferries were running again by noon.", True),
        ("港口在漫长的一夜之后于星期一重新开放，官员们说，渡轮在中午之前就已经恢复运行，没有人受伤。", True),
        (
            "The harbour reopened on Monday after a long\u2028night, and the ferries were\x0crunning again by noon, they said.",
            True,
        ),
        ("Menu\rThe harbour reopened on Monday after a long night, and the ferries were running again by noon.\rHome", True),
        ("The harbour reopened.", False),
        ("Home World Politics Business Sport Culture Travel Weather Video Audio Newsletters Podcasts Games Jobs Shop.", False),
        ("The harbour reopened on Monday after a long night, and the ferries were running again by noon, officials", False),
        ("", False),
    ],
)
def test_what_reads_like_prose(text: str, prose: bool) -> None:
    assert reads_like_prose(text) == prose


def test_a_rule_is_summed() -> None:
    """Texts are counted whatever their white space; the longest and the most frequent stand first."""
    total = summed(
        [
            document(cut("Sign  up"), cut("Sign up"), cut("Subscribe to our letter"), id="a"),
            document(cut("Sign up"), id="b", tags=(cut("Perhaps", "p/shy"),)),
        ]
    )
    rule, shy = total.rules["p/r"], total.rules["p/shy"]
    assert (rule.cuts, rule.chars, len(rule.fired), rule.labels) == (4, 45, 2, {"promo": 4})
    assert [(count, seen.text) for count, seen in rule.common(5)] == [(3, "Sign up"), (1, "Subscribe to our letter")]
    assert [seen.text for seen in rule.longest()] == ["Subscribe to our letter", "Sign up"]
    assert (shy.cuts, shy.tags, shy.common(5)) == (0, 1, [])


def test_memory_does_not_grow_with_the_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summing, "_DISTINCT", 2)
    rule = RuleSum("p/r")
    for number in range(50):
        rule.cut(cut("x" * (number + 1)), 0)
    assert (len(rule.texts), rule.others, rule.cuts) == (2, 48, 50)
    assert [seen.chars for seen in rule.longest()] == list(range(50, 30, -1))


def test_where_a_rule_fires_unusually() -> None:
    """Far more often than in its median document, or half of a text: but not where it hardly ever fires."""
    usual = [document(cut("x" * 10), id=f"{number}") for number in range(5)]
    often = document(*[cut("x" * 10)] * 4, id="often")
    large = document(cut("x" * 600), id="large")
    total = summed([*usual, often, large])
    names = {listed.number: listed.row.id for listed in total.documents}
    assert [names[fired.document] for fired in total.rules["p/r"].unusual()] == ["often", "large"]
    assert summed(usual).rules["p/r"].unusual() == []
    assert summed([usual[0], often]).rules["p/r"].unusual() == []


def test_documents_stand_by_doubt(cleaned_run: Callable[..., str]) -> None:
    """The gravest first, then the least sure, then by name; skipped ones are only counted."""
    good = "The harbour reopened on Monday after a long night.\nHome / World\nExample Media Group\n"
    place = cleaned_run(
        "out",
        {
            "b.txt": good,
            "a.txt": good,
            "cut.txt": "Home / World\nThe harbour reopened on",
            "x.bin": "",
            "z.txt": "Home / World\n",
        },
    )
    total = of_run(Run.open(place))
    assert [listed.row.id for listed in total.documents] == ["z.txt", "cut.txt", "a.txt", "b.txt"]
    assert total.statuses == {"ok": 3, "guarded": 1, "skipped": 1}


def test_a_page_holds_only_so_much(cleaned_run: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run.open(cleaned_run("out", {f"{name}.txt": STORY * (3 if name == "a" else 1) for name in "abcd"}))
    total = of_run(run)
    assert [listed.row.id for listed, _ in chosen(run, total, 2)] == [listed.row.id for listed in total.documents[:2]]
    assert list(chosen(run, total, 0)) == []
    monkeypatch.setattr(choosing, "MOST_CHARS", 2 * len(STORY))
    assert [listed.row.id for listed, _ in chosen(run, total)] == ["b.txt", "c.txt"]
