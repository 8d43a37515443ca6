"""The benchmarks' yardsticks, on examples small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bench import Seam, in_split, third
from benchmarks.judging import with_weights
from benchmarks.ledger import account
from benchmarks.measure import PageScore, score_page, shingles, summarise, without_optional
from benchmarks.seams import SeamResult, compare, summarise_seams
from benchmarks.systems import best_lines, c4_lines, nothing
from cleaner.model import Label, Removal
from cleaner.stages import CHAIN, Blocks, Prose

GOLD = "one two three four five six"  # three shingles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("  \n—", {}),
        ("one", {("one",): 1}),
        ("one, two. three", {("one", "two", "three"): 1}),
        ("one two three four", {("one", "two", "three", "four"): 1}),
        ("a a a a a", {("a", "a", "a", "a"): 2}),
        ("a b\nc d e", {("a", "b", "c", "d"): 1, ("b", "c", "d", "e"): 1}),
    ],
)
def test_shingles_are_runs_of_four_words_across_lines(text: str, expected: dict[tuple[str, ...], int]) -> None:
    """Four words each, punctuation and line ends ignored; a shorter text is one shorter shingle, an empty one none."""
    assert dict(shingles(text)) == expected


@pytest.mark.parametrize(
    ("prediction", "expected", "f1"),
    [
        (GOLD, PageScore(shared=3, extra=0, missing=0, exact=True), 1.0),
        ("one two three four, five six!", PageScore(shared=3, extra=0, missing=0, exact=True), 1.0),
        (GOLD + " menu", PageScore(shared=3, extra=1, missing=0, exact=False), 6 / 7),
        ("one two three four", PageScore(shared=1, extra=0, missing=2, exact=False), 0.5),
        ("One two three four five six", PageScore(shared=2, extra=1, missing=1, exact=False), 2 / 3),
        (f"{GOLD}\n{GOLD}", PageScore(shared=3, extra=6, missing=0, exact=False), 0.5),
        ("", PageScore(shared=0, extra=0, missing=3, exact=False), 0.0),
    ],
)
def test_page_counts_shared_extra_and_missing_shingles(prediction: str, expected: PageScore, f1: float) -> None:
    """Only words count, in their own case; text that is repeated is extra the second time."""
    score = score_page(GOLD, prediction)
    assert score == expected
    assert score.f1 == pytest.approx(f1)


def test_empty_prediction_of_empty_gold_is_right() -> None:
    """Nothing wanted and nothing given: F1 is 1, while precision and recall have nothing to say."""
    score = score_page("", "")
    assert (score.f1, score.precision, score.recall, score.exact) == (1.0, None, None, True)


@pytest.mark.parametrize(
    ("prediction", "kept"),
    [
        ("The standfirst!\nbody line", "body line"),
        ("The standfirst goes on\nbody line", "The standfirst goes on\nbody line"),
        ("gold LINE\ngold line", "gold LINE\ngold line"),
    ],
)
def test_optional_lines_may_stay_or_go(prediction: str, kept: str) -> None:
    """A whole line that the gold calls optional is not counted; a part of a line and a line of the gold are."""
    assert without_optional(prediction, "body line\ngold line", ["The standfirst", "gold line"]) == kept


def test_summary_takes_means_of_pages_that_have_a_figure() -> None:
    """A page without a prediction has no precision; F1 comes from the means, page F1 is the mean of F1."""
    summary = summarise([score_page(GOLD, GOLD), score_page(GOLD, GOLD + " menu"), score_page(GOLD, "")])
    assert summary.pages == 3
    assert summary.precision == pytest.approx((1 + 3 / 4) / 2)
    assert summary.recall == pytest.approx(2 / 3)
    assert summary.f1 == pytest.approx(2 * 0.875 * (2 / 3) / (0.875 + 2 / 3))
    assert summary.exact == pytest.approx(1 / 3)
    assert summary.page_f1 == pytest.approx((1 + 6 / 7) / 3)


def test_summary_of_nothing_is_zero() -> None:
    """No pages give zeros and no error."""
    summary = summarise([])
    assert (summary.pages, summary.f1, summary.page_f1) == (0, 0.0, 0.0)


@pytest.mark.parametrize(
    "line",
    [
        "The bridge was closed on Monday.",
        "Was it closed on Monday?",
        'He said "the bridge is closed."',
        "  It is open once again!  ",
    ],
)
def test_c4_keeps_sentences(line: str) -> None:
    """Lines of five words that end as sentences do stay, without the blanks around them."""
    assert c4_lines(line) == line.strip()


@pytest.mark.parametrize(
    "line",
    [
        "Home",
        "Four words are few.",
        "A headline has no full stop",
        "Er sagte, die Brücke sei „gesperrt.“",
        "Read the whole story in...",
        "Please enable JavaScript to read this page.",
        "Lorem ipsum dolor sit amet, consectetur.",
        "function () { return a sentence. }.",
        "Read our Privacy Policy before you go on.",
        "",
    ],
)
def test_c4_drops_what_is_no_sentence_or_a_notice(line: str) -> None:
    """Short lines, lines without an ASCII end mark, ellipses, scripts, fillers and policies go."""
    assert c4_lines(line) == ""


def test_doing_nothing_does_nothing() -> None:
    """The floor of every table is the dump itself."""
    assert nothing(" a\r\n\n") == " a\r\n\n"


@pytest.mark.parametrize(
    ("text", "gold", "expected"),
    [
        (
            "Home\nThe bridge was closed on Monday.\nShare",
            "The bridge was closed on Monday.",
            "The bridge was closed on Monday.",
        ),
        ("Home\nBody of it\nHome", "Body of it", "Body of it"),
        (
            "Share Home The bridge was closed on Monday.",
            "The bridge was closed on Monday.",
            "Share Home The bridge was closed on Monday.",
        ),
        ("Home and away and back\nShare", "The bridge was closed on Monday.", ""),
    ],
    ids=["a line of the body", "a short line of the body", "a line that is half chrome", "nothing of the body"],
)
def test_best_lines_are_those_that_score_best(text: str, gold: str, expected: str) -> None:
    assert best_lines(text, gold) == expected


def test_best_lines_may_hold_what_is_optional() -> None:
    """A standfirst changes no figure, so it goes with the other lines that hold nothing of the body."""
    gold = "The bridge was closed on Monday."
    text = f"It is the second time this year\n{gold}\nShare"
    assert best_lines(text, gold, ["It is the second time this year"]) == gold


def _removal(text: str, part: str, label: Label = Label.NAVIGATION, rule: str = "test/rule") -> Removal:
    start = text.index(part)
    return Removal(start, start + len(part), label, rule, 1.0, "A test.")


def test_ledger_books_lost_gold_on_the_rule_that_took_it() -> None:
    """A removed body line costs its words; a removed menu line and a copy of text that was kept cost nothing."""
    kept, lost = "one two three four five", "six seven eight nine ten"
    text = f"Home\n{kept}\n{lost}\nSubhead\n{kept}\n"
    removals = [
        _removal(text, "Home\n"),
        _removal(text, f"{lost}\nSubhead\n", Label.PROMO, "test/greedy"),
        Removal(text.rindex(kept), len(text), Label.NAVIGATION, "test/rule", 1.0, "A test."),
    ]
    ledger = account(text, removals, body=kept, gold=f"{kept}\n{lost}\nSubhead")
    greedy, rule = ledger["test/greedy", "promo"], ledger["test/rule", "navigation"]
    assert (greedy.gold_lines, greedy.other_lines, greedy.gold_words, greedy.precision) == (2, 0, 6, 0.0)
    assert (rule.gold_lines, rule.other_lines, rule.gold_words, rule.precision) == (0, 2, 0, 1.0)
    assert rule.characters == len("Home\n") + len(f"{kept}\n")


def test_ledger_books_repeated_gold_once() -> None:
    """A dump that holds a body line twice loses it once when both copies go."""
    line = "one two three four five"
    text = f"{line}\n{line}"
    ledger = account(text, [Removal(0, len(text), Label.PROMO, "test/rule", 1.0, "A test.")], body="", gold=line)
    entry = ledger["test/rule", "promo"]
    assert (entry.gold_lines, entry.other_lines, entry.gold_words) == (1, 1, 5)


def test_seam_lines_count_as_removed_when_most_of_them_is() -> None:
    """Half a line stays a line, blank lines do not count, and the label must be the right one."""
    text = "abcd efgh\n\nforeign one\nforeign two"
    seam = Seam("x/leads", "x.org", "leads", True, text, ("body", "body", "other_story", "other_story"))
    removals = [
        _removal(text, "abcd"),
        _removal(text, "foreign one\n", Label.OTHER_STORY),
        _removal(text, "foreign tw", Label.PROMO),
    ]
    result = compare(seam, removals)
    assert (result.body, result.body_removed) == (1, 0)
    assert (result.foreign, result.foreign_removed, result.right_label) == (2, 2, 1)
    assert (result.body_text, result.body_text_removed) == (8, 4)
    assert (result.foreign_text, result.foreign_text_removed) == (20, 19)
    assert result.solved
    assert not result.keeps_body
    assert not compare(seam, [*removals[1:], _removal(text, "abcd ef")]).solved
    assert compare(seam, removals[1:]).keeps_body


def test_far_and_near_seams_are_summed_up_and_all_of_them() -> None:
    counts = {"body": 4, "body_removed": 1, "foreign": 2, "foreign_removed": 1, "right_label": 1}
    texts = {"body_text": 200, "body_text_removed": 2, "foreign_text": 40, "foreign_text_removed": 10}
    results = [SeamResult(kind, near, **counts, **texts) for kind, near in (("leads", True), ("leads", False), ("none", None))]
    rows = {(row["kind"], row["near"]): row for row in summarise_seams(results)}
    assert list(rows) == [("none", None), ("leads", False), ("leads", True), ("all", False), ("all", True), ("all", None)]
    assert [rows["all", near]["documents"] for near in (False, True, None)] == [1, 1, 3]
    whole = rows["all", None]
    assert (whole["recall"], whole["body lost"]) == (1 / 2, 1 / 4)
    assert (whole["text recall"], whole["text lost"], whole["keep 99 %"]) == (1 / 4, 1 / 100, 1)


def test_split_by_host_does_not_move() -> None:
    """The held-out part is a third of the hosts by hash, and stays the same for ever: figures depend on it."""
    hosts = ("example.com", "example.org", "example.net", "a.org", "b.org", "c.org")
    assert [host for host in hosts if in_split(host, "holdout")] == ["example.com"]
    assert [third(host) for host in hosts] == [0, 1, 2, 1, 1, 2]


@pytest.mark.parametrize("apart", [0, 1, 2])
def test_each_third_can_be_the_one_kept_apart(apart: int) -> None:
    """What is trained on and what is measured on are all hosts together, and never share one."""
    hosts = ("example.com", "example.org", "example.net", "a.org", "b.org", "c.org")
    held, trained = ({host for host in hosts if in_split(host, split, apart)} for split in ("holdout", "training"))
    assert held == {host for host in hosts if third(host) == apart}
    assert held | trained == set(hosts)
    assert not held & trained


def test_weights_by_third_are_those_that_have_not_seen_the_host(tmp_path: Path) -> None:
    """A directory with weights by third gives each host its own; one without gives all hosts the same."""
    for number in range(3):
        (tmp_path / "thirds" / str(number)).mkdir(parents=True)
    (tmp_path / "plain").mkdir()
    for folder, expected in (("thirds", ["thirds/0", "thirds/1"]), ("plain", ["plain", "plain"])):
        chains = [with_weights(CHAIN, tmp_path / folder, host) for host in ("example.com", "example.org")]
        found = [{stage.weights for stage in chain if isinstance(stage, (Blocks, Prose))} for chain in chains]
        assert found == [{tmp_path / path} for path in expected]
    assert with_weights(CHAIN, None, "example.com") == CHAIN
