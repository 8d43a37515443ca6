"""What stays because it belongs to what does: a sentence beside it, the rest of a sentence or a table, a paragraph's heading."""

from collections.abc import Sequence

import pytest

import cleaner
from cleaner.lines import split_lines
from cleaner.model import Label, Page
from cleaner.reading import read
from cleaner.stages.prose.belonging import broken_sentences, headings_above, rest_of_cells, rest_of_tables, sentences_beside
from cleaner.stages.prose.weighed import Weighed, going, staying
from tests.weighing import ruled, weighed


def pieces(seen: Weighed, end: int) -> set[int]:
    return broken_sentences(seen, staying(seen), end)


@pytest.mark.parametrize(
    ("last", "below", "stays"),
    [
        ("The trial continues.", Label.SHARE, True),
        ("审判继续进行。", Label.SHARE, True),
        ("The trial continues.", None, False),
        ("Want more of these?", Label.SHARE, False),
        ("Follow our desk!", Label.SHARE, False),
        ("Our trial desk", Label.SHARE, False),
    ],
)
def test_a_statement_right_between_the_article_and_what_a_rule_knows_stays(last: str, below: Label | None, stays: bool) -> None:
    """An article's last words are short, and calls to act mostly ask or exclaim."""
    lines = split_lines(f"The court heard on Monday that the singer had it from a sailor.\n{last}\nShare on Facebook\n")
    seen = weighed(lines, [0.9, 0.03, 0.0], {2: ruled(below)} if below else {})
    assert sentences_beside(seen, staying(seen), len(lines)) == ({1} if stays else set())


@pytest.mark.parametrize(
    ("label", "chance", "stays"),
    [
        (None, 0.25, False),
        (Label.SHARE, 0.25, False),
        (Label.ARTICLE, 0.25, True),
        (Label.ARTICLE, 0.15, False),  # protected is the line, not what stands beside it
    ],
)
def test_a_sentence_beside_a_line_that_a_rule_protects_stays(label: Label | None, chance: float, stays: bool) -> None:
    lines = split_lines("Two eggs, beaten\nStir them in slowly.\n")
    seen = weighed(lines, [0.1, chance], {0: ruled(label)} if label else {})
    assert sentences_beside(seen, staying(seen), len(lines)) == ({1} if stays else set())


def test_a_line_that_a_rule_protects_stays_and_none_is_left_to_go() -> None:
    seen = weighed(split_lines("One\nTwo\nThree\nFour\n"), [0.1, 0.9, 0.9, 0.1], {0: ruled(Label.ARTICLE), 1: ruled()})
    assert (staying(seen), going(seen)) == ([0, 2], [3])


TALK = """Does the light ever fail?
Twice, in thirty years.
Who notices first?
The gannets do.
And the fishermen?
They ask on Sunday.
Will you miss it?
No. I shall sleep.
Words by Jane Roe
"""


@pytest.mark.parametrize(
    ("questions", "chances", "saved"),
    [
        (3, (0.1, 0.1, 0.1), {6, 7}),  # the last question and the answer; the line behind ends no sentence
        (3, (0.1, 0.05, 0.9), {6}),
        (3, (0.05, 0.1, 0.1), set()),  # what lies between is no part of it
        (2, (0.1, 0.1, 0.1), set()),  # two questions are no conversation
    ],
)
def test_the_last_question_and_its_answer_stay_in_a_conversation(
    questions: int, chances: tuple[float, float, float], saved: set[int]
) -> None:
    text = TALK.replace("Who notices first?", "That is how it goes.") if questions < 3 else TALK
    lines = split_lines(text)
    end = len(lines) - 1 if chances[2] > 0.45 else len(lines)
    seen = weighed(lines[:end], [0.9] * 6 + list(chances)[: end - 6])
    assert sentences_beside(seen, staying(seen), end) == saved
    assert sentences_beside(seen, staying(seen), 6) == set()  # behind the head of the comments nothing is saved


@pytest.mark.parametrize(
    ("above", "below", "kept", "saved"),
    [
        ("The council has promised the traders", "relief until the end of the year.", 1, {0}),
        ("The council has promised the traders", "relief until the end of the year.", 0, {1}),
        ("The council has promised the traders.", "relief until the end of the year.", 0, set()),  # a sentence ended
        ("The council has promised the traders", "Relief until the end of the year.", 0, set()),  # another begins
        ("What the council has promised them:", "relief until the end of the year.", 0, set()),  # a list is led up to
        ("The council has promised the traders", "", 0, set()),
        ("Council and traders", "relief until the end of the year.", 1, set()),  # a label, most likely
        ("The council has promised the traders", "\nrelief until the end of the year.", 1, set()),  # another block
    ],
)
def test_half_a_sentence_stays_with_the_other_half(above: str, below: str, kept: int, saved: set[int]) -> None:
    lines = [line for line in split_lines(f"{above}\n{below}\n") if line.text.strip()]
    chances = [0.9 if number == kept else 0.2 for number in range(len(lines))]
    assert pieces(weighed(lines, chances), len(lines)) == saved
    assert pieces(weighed(lines, chances, {kept: ruled()}), len(lines)) == set()  # a rule takes the other half
    assert pieces(weighed(lines, chances, {kept: ruled(Label.ARTICLE)}), len(lines)) == saved
    assert pieces(weighed(lines, chances), 1) == set()
    assert pieces(weighed(lines, [min(chance, 0.02) if chance < 0.5 else chance for chance in chances]), len(lines)) == set()


ARTICLE = """<main><div class="text"><p>The ferry came in at noon on Monday.</p>
<div class="box"><a href="/a">Also read: the other ferry</a></div>
<{tag}>What has changed</{tag}>{behind}</div><aside><h3>Most read</h3><p>A dog was found.</p></aside></main>"""


@pytest.mark.parametrize(
    ("tag", "behind", "chance", "stays"),
    [
        ("h2", "<p>The fare is two pounds now.</p>", 0.15, True),
        ("h4", "<ul><li>The fare is two pounds now.</li></ul>", 0.15, True),
        ("h2", "<p>The fare is two pounds now.</p>", 0.05, False),
        ("p", "<p>The fare is two pounds now.</p>", 0.15, False),
        ("h2", "<h3>The fare is two pounds now.</h3>", 0.15, False),
        ("h2", "<div><div><p>The fare is two pounds now.</p></div></div>", 0.15, False),
    ],
)
def test_a_heading_below_a_box_stays_with_its_paragraph(tag: str, behind: str, chance: float, stays: bool) -> None:
    document = cleaner.clean(ARTICLE.format(tag=tag, behind=behind), media_type="text/html", chain=()).document
    assert isinstance(document.page, Page)
    chances = [0.9, 0.1, chance, 0.9, 0.15, 0.9]
    assert [line.text for line in document.lines][2:5] == ["What has changed", "The fare is two pounds now.", "Most read"]
    assert headings_above(document.page, weighed(document.lines, chances)) == ({2} if stays else set())
    assert headings_above(document.page, weighed(document.lines, chances, {3: ruled()})) == set()
    protected = {0: ruled(Label.ARTICLE), 3: ruled(Label.ARTICLE)}
    assert headings_above(document.page, weighed(document.lines, chances, protected)) == ({2} if stays else set())
    assert headings_above(document.page, weighed(document.lines, chances, {2: ruled(Label.ARTICLE)})) == set()
    assert headings_above(document.page, weighed(document.lines, [0.1, *chances[1:]])) == set()  # no article above


TABLE = """The boats were weighed on Monday, before the race began.
Boat      Weight  Crew
Gannet    310 kg  4
Puffin    290 kg  3
Fulmar    305 kg  4
Tern      280 kg  3
All five went out again on the same tide, and came home late.
"""


@pytest.mark.parametrize(
    ("chances", "saved"),
    [
        ((0.1, 0.9, 0.1, 0.0, 0.2), {1, 3, 4, 5}),
        ((0.9, 0.9, 0.9, 0.9, 0.1), {5}),
        ((0.1, 0.1, 0.1, 0.1, 0.1), set()),  # of a table of which nothing stays nothing is saved
    ],
)
def test_all_rows_of_a_table_stay_where_one_does(chances: tuple[float, ...], saved: set[int]) -> None:
    lines = split_lines(TABLE)
    assert rest_of_tables(weighed(lines, (0.9, *chances, 0.9)), len(lines)) == saved


@pytest.mark.parametrize(
    ("text", "end", "saved"),
    [
        (TABLE.replace("  ", "\t"), 7, {1, 3, 4, 5}),
        (TABLE, 4, set()),  # three rows are no table
        (TABLE, 5, {1, 3, 4}),  # behind the end nothing is saved
        (TABLE.replace("    ", " ").replace("  ", " "), 7, set()),  # no columns
        (TABLE.replace("  4", "").replace("  3", "").replace("  Crew", ""), 7, set()),  # a label and its value
        (TABLE.replace("Fulmar    305 kg  4", "The Fulmar was late."), 7, set()),  # two tables, neither of four rows
    ],
)
def test_what_is_no_table_is_not_saved_with_a_row(text: str, end: int, saved: set[int]) -> None:
    assert rest_of_tables(weighed(split_lines(text), (0.9, 0.1, 0.9, 0.1, 0.1, 0.1, 0.9)), end) == saved


def test_rows_that_a_rule_knows_neither_stay_nor_count() -> None:
    lines, chances = split_lines(TABLE), (0.9, 0.1, 0.9, 0.1, 0.1, 0.1, 0.9)
    assert rest_of_tables(weighed(lines, chances, {3: ruled()}), len(lines)) == {1, 4, 5}
    assert rest_of_tables(weighed(lines, chances, {2: ruled()}), len(lines)) == set()
    assert rest_of_tables(weighed(lines, chances, {2: ruled(Label.ARTICLE)}), len(lines)) == {1, 3, 4, 5}
    assert rest_of_tables(weighed(lines, [0.1] * 7, {2: ruled(Label.ARTICLE)}), len(lines)) == {1, 3, 4, 5}


def test_one_row_in_ten_is_enough_and_one_in_eleven_is_not() -> None:
    rows = "".join(f"Boat {number}  310 kg  4\n" for number in range(11))
    for size, saved in ((10, set(range(1, 10))), (11, set())):
        lines = split_lines(rows)[:size]
        assert rest_of_tables(weighed(lines, (0.9, *[0.1] * (size - 1))), size) == saved


ROWS = "".join(f"<tr><td>Boat {number}</td><td>{300 + number} kg</td></tr>" for number in range(5))


def cells_saved(table: str, likely: str, claims: Sequence[str] = ()) -> set[str]:
    """What a table saves of which the cell with one text stays; the paragraphs around it stay, too."""
    body = f"<p>The boats were weighed on Monday.</p>{table}<p>All of them came home late.</p>"
    document = read(f"<html><body>{body}</body></html>", id="page", media_type="text/html")
    assert document.page is not None
    chances = [0.9 if line.text == likely or line.text.endswith(".") else 0.1 for line in document.lines]
    known = {number: ruled() for number, line in enumerate(document.lines) if line.text in claims}
    found = rest_of_cells(document.page, weighed(document.lines, chances, known))
    return {document.lines[number].text for number in found}


OTHERS = {f"Boat {number}" for number in range(5)} | {f"{300 + number} kg" for number in range(5)}


@pytest.mark.parametrize("group", ["", "tbody", "thead"])
def test_all_cells_of_a_table_stay_where_one_does(group: str) -> None:
    rows = f"<{group}>{ROWS}</{group}>" if group else ROWS
    assert cells_saved(f"<table>{rows}</table>", "302 kg") == OTHERS - {"302 kg"}
    assert cells_saved(f"<table>{rows}</table>", "302 kg", ["Boat 0"]) == OTHERS - {"302 kg", "Boat 0"}


@pytest.mark.parametrize(
    ("table", "likely"),
    [
        (f"<table>{ROWS}</table>", "none of them"),
        (f"<table>{ROWS * 3}</table>".replace("<td>Boat 0</td>", "<td>The first boat</td>", 1), "The first boat"),  # one in 30
        (
            "<table>" + "".join(f"<tr><td>Boat {number}</td></tr>" for number in range(5)) + "</table>",
            "Boat 2",
        ),  # one cell a row
        (f"<table>{ROWS}<tr><td>One more</td></tr></table>", "302 kg"),  # not several in each row
        ("<table>" + ROWS[: ROWS.index("Boat 3") - 8] + "</table>", "302 kg"),  # three rows
        (f"<table>{ROWS.replace('Boat 1', 'Boat 1 ' + 'and its crew ' * 12)}</table>", "302 kg"),  # a paragraph in a cell
        (f"<table>{ROWS.replace('<td>', '<td><p>').replace('</td>', '</p></td>')}</table>", "302 kg"),  # cells hold blocks
        ("".join(f"<div><span>Boat {number}</span></div>" for number in range(5)), "Boat 2"),  # no table
    ],
)
def test_what_is_no_table_of_texts_saves_no_cell(table: str, likely: str) -> None:
    assert cells_saved(table, likely) == set()
