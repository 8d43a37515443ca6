"""Which voices are asked about a web page: its markup first, and all the others only where that leaves doubt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

import cleaner
from cleaner.model import Document, Label, Policy, Removal
from cleaner.stages.pages.vote import VOTE_NAMES, vote_columns
from cleaner.stages.prose import Blocks, judgement
from cleaner.stages.prose.verdicts import _runs, _Verdict
from tests.markup import STORY, P, read_page
from tests.pages import ARTICLES

FAST, THOROUGH = Policy(engine="fast"), Policy(engine="thorough")
MENU = ("Front Page", "Harbour", "Council", "Weather and Tides", "Letters", "Puzzles", "Log in here")


def web_page(name: str) -> str:
    """A page with a menu, an article, other stories and a footer."""

    def links(texts: Iterable[str]) -> str:
        return "".join(f'<li><a href="/{number}">{text}</a></li>' for number, text in enumerate(texts))

    _, title, author, day, paragraphs, others = ARTICLES[name]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<html><head><title>{title}</title></head><body>
<header><nav class="menu"><ul>{links(MENU)}</ul></nav></header>
<article class="post"><h1>{title}</h1><p class="byline">Words by {author}, {day}</p><div class="entry-content">{body}</div></article>
<aside class="related"><h3>Also in the paper</h3><ul>{links(others)}</ul></aside>
<footer class="site-footer"><ul>{links(MENU[3:])}</ul></footer>
</body></html>"""


PAGE = web_page("ferry")


def read(markup: str = PAGE) -> Document:
    return cleaner.clean(markup, media_type="text/html", chain=()).document


def doubt_of(document: Document) -> float:
    weighed = Blocks(dial=0.5).weigh(document, ())
    assert weighed is not None
    return judgement.doubt(weighed.found, document.lines)


def cut(markup: str, policy: Policy) -> tuple[Removal, ...]:
    return cleaner.clean(markup, media_type="text/html", policy=policy).removals


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_nobody_else_is_asked_about_a_page_whose_markup_leaves_no_doubt(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any) -> None:
        raise AssertionError("trafilatura was asked")

    monkeypatch.setattr(judgement, "vote_evidence", never)
    monkeypatch.setattr("cleaner.stages.prose.MOST_DOUBT", 1.0)
    page = web_page(name)
    assert cut(page, THOROUGH) == cut(page, FAST)
    assert any(removal.rule == "stage/blocks" for removal in cut(page, THOROUGH))


def test_all_are_asked_about_a_page_in_doubt_and_its_markup_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for name in ("page_evidence", "vote_evidence"):
        voice = getattr(judgement, name)
        monkeypatch.setattr(judgement, name, lambda *given, name=name, voice=voice: (asked.append(name), voice(*given))[1])
    monkeypatch.setattr("cleaner.stages.prose.MOST_DOUBT", 0.0)
    rules = {removal.rule for removal in cut(PAGE, THOROUGH)}
    assert "stage/prose" in rules
    assert "stage/blocks" not in rules
    assert asked == ["page_evidence", "vote_evidence"]


def test_the_fast_gear_goes_by_the_markup_whatever_doubt_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.stages.prose.MOST_DOUBT", 0.0)
    rules = {removal.rule for removal in cut(PAGE, FAST)}
    assert "stage/blocks" in rules
    assert "stage/prose" not in rules


def test_the_stage_is_silent_from_its_doubt_on() -> None:
    document = read()
    doubt = doubt_of(document)
    assert 0 < doubt < 1
    assert Blocks(dial=0.5, most_doubt=doubt).weigh(document, ()) is not None
    assert Blocks(dial=0.5, most_doubt=doubt * 0.999).weigh(document, ()) is None
    assert Blocks().weigh(document, ()) is None


def verdict(number: int, label: Label = Label.NAVIGATION, sure: float = 0.94) -> _Verdict:
    return _Verdict(number, label, sure, 0.05)


@pytest.mark.parametrize(
    ("second", "together"),
    [
        (verdict(2), True),
        (verdict(2, sure=0.9), True),
        (verdict(3), False),  # a line between them stays, or a rule took it
        (verdict(2, label=Label.SHARE), False),
        (verdict(2, sure=0.89), False),  # in some doubt: a person will look at it
        (verdict(2, sure=0.3), False),  # it stays and is only tagged
    ],
)
def test_neighbours_of_one_label_that_surely_go_are_one_stretch(second: _Verdict, *, together: bool) -> None:
    runs = [[entry.number for entry in run] for run in _runs([verdict(1), second])]
    assert runs == ([[1, second.number]] if together else [[1], [second.number]])
    backwards = [[entry.number for entry in run] for run in _runs([second._replace(number=1), verdict(second.number)])]
    assert backwards == ([[1, second.number]] if together else [[1], [second.number]])


def test_a_run_is_as_sure_as_its_least_sure_block_and_says_how_many_there_are() -> None:
    document = read()
    runs = [removal for removal in cut(PAGE, FAST) if " lines, at most " in removal.reason]
    assert runs
    weighed = Blocks(dial=0.5).weigh(document, ())
    assert weighed is not None
    chance = {line.start: probability for line, probability in zip(document.lines, weighed.probability, strict=True)}
    for run in runs:
        blocks = [line for line in document.lines if run.start <= line.start < run.end]
        most = max(chance[line.start] for line in blocks)
        assert run.reason.startswith(f"{len(blocks)} lines, at most {most:.0%} likely to be article: ")
        assert run.confidence == pytest.approx(0.76 + 0.19 * (1 - most), abs=1e-4)


def test_a_menu_of_a_text_is_one_stretch_as_well() -> None:
    text = read().text
    removals = [cut for cut in cleaner.clean(text, media_type="text/plain").removals if cut.rule == "stage/prose"]
    runs = {text[cut.start : cut.end].count("\n") + 1: cut for cut in removals}
    assert max(runs) > 1
    for lines, cut in runs.items():
        assert cut.reason.startswith(f"{lines} lines, at most ") == (lines > 1)


def test_the_cells_of_a_table_that_trafilatura_keeps_have_its_vote() -> None:
    """It gives a row as one line with bars between the cells."""
    document = read_page(f"{P}<table><tr><td>Schools</td><td>$41 million</td></tr><tr><td>Roads</td></tr></table>")
    assert document.page is not None
    found = vote_columns(f"{STORY}\n| Schools | $41 million |\n", document.page, document.lines)
    assert found[:, VOTE_NAMES.index("v_line")].tolist() == [1, 1, 1, 0]
