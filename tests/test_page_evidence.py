"""What a page's markup tells of each line: one number a column, exactly as promised."""

from __future__ import annotations

import math
from typing import Literal

import pytest

import cleaner
from cleaner.reading import read
from cleaner.stages.pages.elements import NameWorth
from cleaner.stages.pages.evidence import PAGE_NAMES, PHRASE, page_evidence, shares

PROSE = "The ferry that links the two halves of the town will stay in dock until June, the port authority said."


def column(markup: str, name: str) -> dict[str, float]:
    """The values of a column by the first two words of each line; a later line of the same words replaces the earlier."""
    document = read(f"<html><body>{markup}</body></html>", id="page", media_type="text/html")
    assert document.page is not None
    matrix = page_evidence(document.page, document.lines, NameWorth({}))
    values = matrix[:, PAGE_NAMES.index(name)].tolist()
    return {" ".join(line.text.rstrip(".").split()[:2]): value for line, value in zip(document.lines, values, strict=True)}


def test_every_column_has_words_for_the_reader() -> None:
    assert tuple(PHRASE) == PAGE_NAMES
    assert all(PHRASE.values())
    assert len(set(PHRASE.values())) == len(PHRASE)


def test_a_page_without_lines_has_no_rows() -> None:
    document = read("<p>a</p>", id="page", media_type="text/html")
    assert document.page is not None
    assert page_evidence(document.page, (), NameWorth({})).shape == (0, len(PAGE_NAMES))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("m_heading", {"Site name": 0, "Main title": 1, "The ferry": 0, "Read next": 2, "Other story": 0, "Last words": 0}),
        ("m_section_level", {"Site name": 0, "Main title": 1, "The ferry": 1, "Read next": 2, "Other story": 2, "Last words": 2}),
        ("m_since_h1", {"Site name": 9, "Main title": 0, "The ferry": math.log(2), "Read next": math.log(3), "Other story": math.log(4), "Last words": math.log(5)}),
        ("m_h1_above", {"Site name": 0, "Main title": 1, "The ferry": 1, "Read next": 1, "Other story": 1, "Last words": 1}),
        ("m_section_links", {"Site name": 0, "Main title": 0, "The ferry": 0, "Read next": 0.5, "Other story": 0.5, "Last words": 0.5}),
        ("m_section_prose", {"Site name": 0, "Main title": 1, "The ferry": 1, "Read next": 0, "Other story": 0, "Last words": 0}),
    ],
)  # fmt: skip  # a table
def test_a_line_belongs_to_the_heading_above_it(name: str, expected: dict[str, float]) -> None:
    markup = f"<p>Site name</p><h1>Main title</h1><p>{PROSE}</p><h2>Read next</h2><a href=x>Other story</a><p>Last words.</p>"
    assert column(markup, name) == pytest.approx(expected)


def test_a_page_without_headings_has_no_sections() -> None:
    markup = f"<p>Site name</p><p>{PROSE}</p>"
    assert set(column(markup, "m_section_level").values()) == {0}
    assert set(column(markup, "m_since_h1").values()) == {9}


CARDS = '<div class="cards"><div class="card"><p>First card</p></div><div class="card"><p>Second card</p><p>Third line</p></div></div>'


def test_a_block_beside_the_main_prose_is_seen_as_a_whole() -> None:
    """What is told of a line there is told of the outermost block around it that does not hold the main prose."""
    markup = f"<main><article><p>{PROSE}</p><p>{PROSE} Again</p></article>{CARDS}</main>"
    lines = column(markup, "m_branch_lines")
    assert lines == pytest.approx({"The ferry": math.log1p(1), "First card": math.log1p(3), "Second card": math.log1p(3), "Third line": math.log1p(3)})  # fmt: skip
    links = column(markup.replace("First card", "<a href=x>First card</a>"), "m_branch_links")
    assert links["First card"] == links["Third line"] == pytest.approx(10 / 31)
    assert column(markup, "m_branch_prose")["First card"] == 0


def test_a_line_right_in_the_block_of_the_main_prose_stands_in_no_block_beside_it() -> None:
    markup = f"<article>Loose words<p>{PROSE}</p><p>{PROSE}</p></article>"
    assert column(markup, "m_branch_links")["Loose words"] == -1
    assert column(markup, "m_branch_lines")["Loose words"] == 0


def test_blocks_that_look_alike_are_counted_where_they_stand() -> None:
    markup = (
        f"<main><p>{PROSE}</p><p>{PROSE}</p></main><ul><li>One thing</li><li>Two things</li><li class=x>Three things</li></ul>"
    )
    alike = column(markup, "m_block_alike")
    assert alike["One thing"] == alike["Two things"] == pytest.approx(math.log1p(2))
    assert alike["Three things"] == pytest.approx(math.log1p(1))
    assert alike["The ferry"] == pytest.approx(math.log1p(2))


def test_lines_of_the_same_text_are_told_apart_from_those_that_stand_alone() -> None:
    markup = "<p>Share this</p><p>Something else</p><p>Share this</p>"
    assert column(markup, "m_repeats") == pytest.approx({"Share this": math.log1p(1), "Something else": 0})
    assert column(markup, "m_repeated") == {"Share this": 1, "Something else": 0}  # the value of the second


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("ABCD efgh", "m_upper", 4 / 9),
        ("abcd efgh", "m_first_lower", 1),
        ("Abcd efgh", "m_first_lower", 0),
        ("“Abcd efgh", "m_first_sign", 1),
        ("4bcd efgh", "m_first_sign", 0),
        ("中文字 第二", "m_first_sign", 0),
        ("One. Two!", "m_terminals", 2),
        ("abcd efgh", "m_chars", math.log1p(9)),
        ("中文かな", "m_chars", math.log1p(10)),  # a sign of these says as much as some letters do
        ("中文 ab", "m_chars", math.log1p(8)),
        ("абвг где", "m_chars", math.log1p(8)),
        ("中文かな", "m_words", math.log1p(3)),
        ("abcd efgh", "m_words", math.log1p(2)),
        ("中文 AB", "m_upper", 2 / 5),
        ("中文かな<a href=/x>中文かな</a>", "m_links", 1 / 2),
        ("中文かな<b>中文かな</b>", "m_emphasis", 1 / 2),
    ],
)
def test_what_the_characters_of_a_line_are_like(text: str, name: str, value: float) -> None:
    assert list(column(f"<p>{text}</p>", name).values()) == pytest.approx([value])


@pytest.mark.parametrize(
    ("line", "share"),
    [
        ("The ferry stays in dock until June.", 1),  # all of its four runs
        ("the FERRY stays, in dock!", 1),
        ("The ferry stays in port until June", 0.25),
        ("ferry stays in", 0),  # part of a text, and too short to tell from chance
        ("Read more", 1),  # a whole text
        ("read-more", 1),
        ("read_more", 0),  # one word
        ("more read", 0),
        ("snake_case is one word here", 1),
        ("snake case is one word here", pytest.approx(1 / 3)),
        ("dock until June read", 0),  # no run goes on from one text to the next
        ("two lines of one", 1),  # but over the line ends of one it does
        ("İstanbul lies on two continents", 1),  # grows in small letters
        ("…", 0),
        ("", 0),
    ],
)
def test_the_share_of_a_line_that_stands_in_other_texts(line: str, share: float) -> None:
    texts = [
        "The ferry stays in dock until June",
        "read more",
        "snake_case is one word here",
        "Two lines\nof one text",
        "İstanbul lies on two continents",
    ]
    before = "İİİ"  # what it becomes is longer: places count in small letters
    assert shares([before, line, "other"], texts).tolist() == [0, share, 0]


def test_a_line_without_words_stands_in_a_text_without_words() -> None:
    assert shares(["", "…", "a"], [""]).tolist() == [1, 1, 0]
    assert shares([], ["a"]).tolist() == []


@pytest.mark.parametrize(
    ("heading", "since"),
    [("The ferry stays", math.log(2)), ("★ ★ ★ ★ ★ ★ ★", 9), ("The ferry", 9), ("★ ★ The ferry ★ ★", 9)],
)
def test_a_heading_is_the_title_by_words_enough_of_it(heading: str, since: float) -> None:
    head = "<head><title>The ferry stays in dock</title></head>"
    document = read(f"<html>{head}<body><h2>{heading}</h2><p>{PROSE}</p></body></html>", id="page", media_type="text/html")
    assert document.page is not None
    matrix = page_evidence(document.page, document.lines, NameWorth({}))
    assert matrix[1, PAGE_NAMES.index("m_since_title")] == pytest.approx(since)


@pytest.mark.hostile(6)
def test_a_title_of_any_length_is_sought_in_no_more_than_its_beginning() -> None:
    words = "the ferry stays in dock "
    for filler, expected in ((100, math.log(2)), (1000, 9)):
        title = f"{words * filler}until the engine is mended"
        document = read(
            f"<html><head><title>{title}</title></head><body><h2>Until the engine is mended</h2><p>{PROSE}</p></body></html>",
            id="page",
            media_type="text/html",
        )
        assert document.page is not None
        matrix = page_evidence(document.page, document.lines, NameWorth({}))
        assert matrix[1, PAGE_NAMES.index("m_since_title")] == pytest.approx(expected)


SHORT = "船在中午离开了码头，船上有四百名乘客和一头牛。"
LETTER = "牛も切符を持っていた。ほとんどの客は持っていなかった。"


@pytest.mark.parametrize("engine", ["thorough", "fast"])
@pytest.mark.parametrize("sentence", [SHORT, LETTER])
def test_short_paragraphs_in_ideographs_are_prose_and_menus_are_not(sentence: str, engine: Literal["thorough", "fast"]) -> None:
    told = [f"{sentence[:-1]}（{number}）。" for number in "一二三四五"]
    menu = "".join(f"<li><a href=/{name}>{name}</a></li>" for name in ("生活", "登录", "天气", "文化"))
    paragraphs = "".join(f"<p>{text}</p>" for text in told)
    page = (
        f"<nav><ul>{menu}</ul></nav><main><article><h1>港の牛</h1>{paragraphs}</article></main><footer><ul>{menu}</ul></footer>"
    )
    cleaned = cleaner.clean(page, media_type="text/html", policy=cleaner.Policy(engine=engine))
    assert [line for line in cleaned.body.split("\n") if line] == told
