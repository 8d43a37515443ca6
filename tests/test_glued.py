"""Blocks of a page that stand glued together on one line are lines to rules and stages, and paragraphs in the body."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.glued import is_glued, joints, names_in, rows
from cleaner.lines import ONE_LINE, PARAGRAPH, from_one_line, has_pieces, is_glued_on, split_lines
from cleaner.workshop.fixtures import find_clean
from tests.conftest import ROOT
from tests.markup import cost

CLEAN = find_clean(ROOT / "fixtures" / "clean")
ARTICLE = (
    "The ferry came back from the yard on Thursday, after five months in dry dock, and took its first passengers over the sound"
    " before the morning fog had lifted; some of them had waited on the quay since five with a flask of tea.",
    "It had been expected in March, but the gearbox turned out to be older than the ship, and nobody in the yard had seen one"
    " like it. A retired engineer from the mainland was sent for, who had, and who stayed until it turned.",
    "The repair cost twice as much as planned, and the council is to vote on the bill in June. Nobody on the quay thought that"
    " the vote would be close: there is no bridge, and the gulls do not carry parcels.",
)
MENU = (
    "Home",
    "News",
    "Sport",
    "Weather",
    "About",
    "Contact",
    "Register",
    "Most Read",
    "Culture",
    "Harbour Guide",
    "Timetables",
)
FOOTER = ("Share on Facebook", "Privacy Policy", "Terms of Use", "Copyright 2024 The Harbour Herald. All rights reserved.")
PAGE = (*MENU, *ARTICLE, *FOOTER)
LOSING = {
    "court-copyright-song", "cs-zvonice", "en-media", "et-kellatorn", "fi-saunalautta", "hr-zvonik", "lt-varpine", "lv-zvanu-tornis",
    "ro-moara", "sk-zvonica", "sl-zvonik",
}  # fmt: skip  # a list
"""Clean texts that still lose a sentence on one line. A name whose text stays whole makes its test fail: then delete it."""
PROSE = " ".join(ARTICLE)


def lines_of(text: str) -> list[str]:
    return [line.text for line in split_lines(text) if line.text.strip()]


def glued(text: str) -> bool:
    return is_glued(text, 0, len(text))


def same(text: str) -> str:
    return "".join(text.split())


def test_blocks_that_are_glued_are_lines() -> None:
    assert lines_of("".join(PAGE)) == [*MENU, *ARTICLE, *FOOTER]


@pytest.mark.parametrize("gap", ["  ", "   ", "\t\t", "\u00a0 \u00a0"])
def test_blocks_with_gaps_between_are_lines(gap: str) -> None:
    found = lines_of(gap.join((*PAGE, *ARTICLE)))
    assert found[: len(MENU)] == list(MENU)
    assert same("".join(found)) == same("".join((*PAGE, *ARTICLE)))


@pytest.mark.parametrize("between", ["", "   ", " "])
def test_the_page_around_an_article_goes(between: str) -> None:
    """Where single spaces stand between all blocks, the article's paragraphs cannot be told apart."""
    text = between.join((*MENU, *MENU, *ARTICLE, *ARTICLE[::-1], *FOOTER))
    result = cleaner.clean(text)
    assert "Weather" not in result.body
    assert "Privacy Policy" not in result.body
    assert all(paragraph in result.body for paragraph in ARTICLE)
    assert cleaner.restore(result.body, result.record()) == text
    assert cleaner.clean(result.body).body == result.body


def test_what_was_glued_is_set_apart_and_sentences_are_not() -> None:
    assert cleaner.clean("".join(ARTICLE * 2)).body.split(PARAGRAPH)[: len(ARTICLE)] == list(ARTICLE)
    assert cleaner.clean(" ".join(ARTICLE)).body == " ".join(ARTICLE)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("the end of growth.Also here is more.Then " + PROSE, id="sentences"),
        pytest.param('He said "so."Then she left the room.Nobody came ' + PROSE, id="quotations"),
        pytest.param("값이 올랐다.다음 날에도 그랬다.그리고 " + PROSE, id="a script without capitals"),
        pytest.param("".join(MENU) + PROSE[:300], id="small letters before capitals"),
        pytest.param("   ".join(MENU * 12), id="gaps"),
    ],
)
def test_lines_that_are_glued(text: str) -> None:
    assert glued(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PROSE, id="prose"),
        pytest.param(PROSE.replace(". ", ".  "), id="two spaces between sentences"),
        pytest.param(PROSE.replace("ferry", "ferry.Nobody"), id="one slip"),
        pytest.param(PROSE.replace("quay", "Node.js"), id="names with a dot"),
        pytest.param(
            f"{PROSE} YouTube, LinkedIn and JavaScript; McDonald and iPhone. {PROSE}", id="names with capitals within"
        ),
        pytest.param("note.NewSigner(os.Getenv(x)) log.Fatal(y) " * 3 + PROSE, id="code"),
        pytest.param("  ".join(["12.5 kg", "yes", "no", "no"]), id="a row of a table"),
        pytest.param("The U.S. and the U.K. met at 5 p.m. on Monday. " * 20, id="abbreviations"),
    ],
)
def test_lines_that_are_not(text: str) -> None:
    assert not glued(text)


def test_names_stay_whole() -> None:
    text = (
        "HomeNewsSportWeather" + PROSE + "See YouTube today.DeepMind said so.Then DeepMind said no.ScratchBook went.So it was."
    )
    pieces = [text[one:other] for one, other in pairwise([0, *joints(text, 0, len(text), names_in(text)), len(text)])]
    assert pieces[:3] == ["Home", "News", "Sport"]
    assert "See YouTube today." in pieces
    assert "Then DeepMind said no." in pieces


def test_a_row_of_capitals_is_a_menu_and_its_last_word_begins_the_sentence() -> None:
    text = "Home News Sport Weather About Us Contact Sign In The ferry came back from the yard on Thursday."
    found = [text[one:other].strip() for one, other in pairwise([0, *rows(text, 0, len(text)), len(text)])]
    assert found == [
        *["Home", "News", "Sport", "Weather", "About", "Us", "Contact", "Sign", "In"],
        "The ferry came back from the yard on Thursday.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The High Court on Friday quashed an order that had banned gardens on roofs.",
        "In New South Wales the ferry came back from the yard on Thursday.",
        "Der Neue Bahnhof wird am Montag eröffnet, sagte der Minister.",
    ],
)
def test_a_word_of_grammar_begins_the_sentence_behind_a_menu(sentence: str) -> None:
    text = f"Home News Sport Weather Contact Search Login Register Photos {sentence}"
    assert text[rows(text, 0, len(text))[-1] :] == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "President Emmanuel Macron met Prime Minister Keir Starmer of the United Kingdom on Thursday in London.",
        "He thanked Ida Holm, Jens Lund, Mary Ann Smith, Bo Berg, Carl Dahl, Eva Lind, Finn Moe, and Gro Ness for their help.",
        "the ferry came back from the yard on thursday",
        "船は木曜日に戻った",
        "",
    ],
)
def test_names_in_a_sentence_are_none(sentence: str) -> None:
    assert rows(sentence, 0, len(sentence)) == []


def test_a_glued_line_among_others_is_left_alone() -> None:
    """What is glued is a small part of the text then: a box for choosing, a slip of its author."""
    box = "AfghanistanAlbaniaAlgeriaAndorraAngola" * 18
    assert len(box) > ONE_LINE
    assert box in lines_of("\n".join([*ARTICLE * 2, box]))


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r"])
def test_a_text_tells_whether_it_has_pieces(end: str) -> None:
    for text, cut in ((PROSE, True), ("One. Two.", False), (end.join(["One.", "Two."]), False), ("", False)):
        whole = text + end
        assert has_pieces(whole, split_lines(whole)) == cut


def test_pieces_of_lines_know_how_they_were_cut() -> None:
    sentences = split_lines(PROSE * 2)
    assert all(from_one_line(PROSE * 2, line) for line in sentences)
    assert not from_one_line("One.\nTwo.", split_lines("One.\nTwo.")[0])
    parts = split_lines("".join(PAGE))
    assert all(is_glued_on(line) for line in parts[:-1] if not from_one_line("".join(PAGE), line))


def on_one_line(path: Path) -> str:
    return " ".join(line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def marked(path: Path) -> Any:
    loses = pytest.mark.xfail(strict=True, raises=AssertionError, reason="it still loses a sentence")
    return pytest.param(path, marks=[loses] if path.stem in LOSING else [], id=path.stem)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
@pytest.mark.parametrize("path", [marked(path) for path in CLEAN])
def test_clean_texts_stay_whole_on_one_line(path: Path, end: str) -> None:
    text = on_one_line(path) + end
    result = cleaner.clean(text)
    assert [(cut.rule, text[cut.start : cut.end]) for cut in result.removals] == []
    assert same(result.body) == same(text)
    assert cleaner.restore(result.body, result.record()) == text
    assert cleaner.clean(result.body).body == result.body


@pytest.mark.parametrize("path", [path for path in CLEAN if path.stem in LOSING], ids=lambda path: str(path.stem))
def test_clean_texts_that_lose_something_on_one_line_come_back(path: Path) -> None:
    text = on_one_line(path)
    result = cleaner.clean(text)
    assert cleaner.restore(result.body, result.record()) == text
    assert cleaner.clean(result.body).body == result.body


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: str(path.stem))
def test_clean_texts_stay_whole_when_they_are_glued(path: Path) -> None:
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    text = "".join(lines)
    result = cleaner.clean(text)
    assert [(cut.rule, text[cut.start : cut.end]) for cut in result.removals] == []
    assert same(result.body) == same(text)
    assert cleaner.restore(result.body, result.record()) == text


PIECES = st.lists(
    st.sampled_from([*PAGE, "done.", "Ähre", "é", "YouTube", "3D", "海の。", " ", "  ", "\u00a0", "(so)", '"', "x" * 50]),
    max_size=40,
)


@settings(deadline=None)
@given(PIECES, st.sampled_from(["", " ", "  ", "\n", "\r\n"]))
def test_pieces_tile_the_text_and_nothing_is_lost(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    lines = split_lines(text)
    assert "".join(text[line.start : line.stop] for line in lines) == text
    assert [line.number for line in lines] == [*range(1, len(lines) + 1)]
    assert all(line.text == text[line.start : line.end] for line in lines)
    assert all(one.stop == other.start for one, other in pairwise(lines))
    result = cleaner.clean(text, media_type="text/plain")
    assert cleaner.restore(result.body, result.record()) == text


LARGE = {
    "joints": "Home News.Also ServicesHome ",
    "capitals": "Word ",
    "letters": "x",
    "small letters and capitals": "xY",
    "spaces": "   ",
    "gaps": "a   ",
    "marks": ".",
    "marks and quotes": 'a."',
    "capitals alone": "X",
    "signs": "- ",
}


@pytest.mark.parametrize("piece", LARGE.values(), ids=LARGE)
def test_long_lines_are_cut_in_proportion(piece: str) -> None:
    small, large = (cost(lambda size=size: split_lines("Word " + piece * (size // len(piece)))) for size in (50_000, 200_000))
    assert large < 12 * small + 0.1
