"""What stands between the lines of a body: paragraphs apart, but verse, code and tables as they were."""

from collections.abc import Sequence
from textwrap import fill

import pytest

import cleaner
from cleaner import Policy
from cleaner.lines import is_spaced
from cleaner.reading.html.tables import table_gaps
from cleaner.render import restore
from tests.markup import cost, page, read_page

STORY = "The harbour reopened on Monday after a storm that lasted for three days, said the mayor of the town."
LATER = "Ships had waited in the bay since the end of last week, and some of them had run out of water by then."
CODE = "def second(pair):\n    first, last = pair\n    if last is None:\n\n\treturn first\n    return  last  # as given\n\nsort(second)"
WHOLE = Policy(max_share=1.0)


def body_of(middle: str) -> str:
    """What stands between two paragraphs of a page's body."""
    body = cleaner.clean(page(f"<article><p>{STORY}</p>{middle}<p>{LATER}</p></article>"), media_type="text/html").body
    assert body.startswith(STORY)
    assert body.endswith(LATER)
    return body[len(STORY) : -len(LATER)]


@pytest.mark.parametrize(
    ("markup", "between"),
    [
        (
            "<p>Roses are red,<br>violets are blue,<br/>\n sugar is sweet.</p>",
            "Roses are red,\nviolets are blue,\nsugar is sweet.",
        ),
        ("<p>Roses are red,<br><br>violets are blue.</p>", "Roses are red,\n\nviolets are blue."),
        ("<p>Roses are red,<br> &nbsp; <br>violets are blue.</p>", "Roses are red,\n\nviolets are blue."),
        ("<p>Roses are red,</p><br><p>violets are blue.</p>", "Roses are red,\n\nviolets are blue."),
        (
            "<div>Roses are red,<p>violets are blue,</p>sugar is sweet.</div>",
            "Roses are red,\n\nviolets are blue,\n\nsugar is sweet.",
        ),
        ("<div>Roses are red,<p></p>violets are blue.</div>", "Roses are red,\n\nviolets are blue."),
        ("<ul><li>one rose</li><li>two violets</li></ul>", "one rose\n\ntwo violets"),
        ("<p>Roses <b>are</b><br><i>red</i>, they say.</p>", "Roses are\nred, they say."),
    ],
)
def test_a_line_break_ends_a_line_and_two_end_a_paragraph(markup: str, between: str) -> None:
    assert body_of(markup) == f"\n\n{between}\n\n"


@pytest.mark.parametrize(
    "markup",
    [
        f"<pre>{CODE}</pre>",
        f"<pre>\n{CODE}\n</pre>",
        f"<pre><code class='python'>{CODE}\n</code></pre>",
        f"<pre>{CODE}</pre>".replace("def second", "<b>def</b> <i>second</i>").replace("    first", "    <span>first</span>"),
        f"<pre>{CODE}</pre>".replace("\n", "\r\n"),
        f"<pre>{CODE}</pre>".replace("\n", "<br>"),
    ],
)
def test_preformatted_text_keeps_its_lines_and_its_white_space(markup: str) -> None:
    assert body_of(markup) == f"\n\n{CODE}\n\n"


def test_a_preformatted_text_that_begins_with_white_space_keeps_it() -> None:
    assert body_of("<pre>   1 rose\n  12 violets</pre>") == "\n\n   1 rose\n  12 violets\n\n"


def test_many_blank_lines_of_preformatted_text_are_one() -> None:
    assert body_of("<pre>one rose\n\n\n \n\ntwo violets</pre>") == "\n\none rose\n\ntwo violets\n\n"


@pytest.mark.hostile(6)
def test_white_space_of_any_width_is_kept_up_to_a_limit() -> None:
    assert read_page(f"<pre>a<b>{' ' * 100_000}</b>b</pre>").text == f"a{' ' * 1000}b\n"
    small, large = (cost(lambda count=count: read_page("<pre>a" + "<b> </b>" * count)) for count in (20_000, 80_000))
    assert large < 10 * small + 0.1


def test_white_space_that_ends_lines_elsewhere_is_a_space_in_preformatted_text() -> None:
    document = read_page("<pre>one\u2028rose\x0cand\x85more</pre>")
    assert document.text == "one rose and more\n"


def test_pieces_of_preformatted_lines_stand_where_the_text_is() -> None:
    document = read_page("<pre>  a <b>  b</b>\t<i>c  </i>\n d</pre>")
    assert document.text == "a   b\tc\nd\n"
    assert document.page is not None
    assert [document.text[piece.start : piece.end] for piece in document.page.pieces] == ["a", "b", "c", "d"]
    assert document.page.gaps == {1: "\n\n  ", 2: "\n "}


TABLE = "<table><caption>Votes</caption><tr><th></th><th>Greens</th><th>Blues</th></tr>{}</table>"


@pytest.mark.parametrize(
    ("rows", "between"),
    [
        (
            "<tr><th>Centre</th><td>35</td><td>48</td></tr><tr><th>Bay</th><td></td><td>52</td></tr>",
            "Votes\n\n\tGreens\tBlues\nCentre\t35\t48\nBay\t\t52",
        ),
        ("<tbody><tr><td></td><td></td><td>48</td></tr></tbody>", "Votes\n\n\tGreens\tBlues\n\t\t48"),
        ("<tr><td><p>Centre</p></td><td><p><b>35</b></p></td></tr>", "Votes\n\n\tGreens\tBlues\nCentre\t35"),
        ("<tr><td>Centre</td><td><p>35</p><p>36</p></td></tr>", "Votes\n\nGreens\n\nBlues\n\nCentre\n\n35\n\n36"),
        ("<tr><td>Centre</td><td>35<br>36</td></tr>", "Votes\n\nGreens\n\nBlues\n\nCentre\n\n35\n36"),
        ("<tr><td>Centre</td><td><table><tr><td>35</td></tr></table></td></tr>", "Votes\n\nGreens\n\nBlues\n\nCentre\n\n35"),
        (f"<tr><td>Centre</td><td>{STORY * 3}</td></tr>", f"Votes\n\nGreens\n\nBlues\n\nCentre\n\n{STORY * 3}"),
        ("", "Votes\n\nGreens\n\nBlues"),
    ],
)
def test_rows_of_a_table_of_data_are_lines_with_tabs_between_their_cells(rows: str, between: str) -> None:
    assert body_of(TABLE.format(rows)) == f"\n\n{between}\n\n"


def test_a_table_that_only_lists_is_no_table_of_data() -> None:
    tags, parents = ("table", "tr", "td", "tr", "td"), (-1, 0, 1, 0, 3)
    assert list(table_gaps(tags, parents, (2, 4), ("one", "two"))) == []


def marked_up(*blocks: Sequence[str]) -> str:
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


FENCED = ["```python", *CODE.split("\n"), "```"]


@pytest.mark.parametrize(
    "block",
    [FENCED, ["~~~", *FENCED[1:-1], "~~~"], ["````", "```", "  x", "```", "````"], ["``` c++", "\tx", "   ", "", "y", "`````"]],
)
def test_code_between_fences_keeps_its_lines_and_its_indentation(block: list[str]) -> None:
    text = marked_up([STORY], block, [LATER])
    cleaned = cleaner.clean(text)
    expected = text.strip().replace("   \n\n", "\n")
    assert cleaned.body == expected
    assert restore(cleaned.body, cleaned.record()) == text
    assert cleaner.clean(cleaned.body).body == expected


@pytest.mark.parametrize(
    "block",
    [FENCED[:-1], ["~~~~~~", "  one rose", "~~~~~~"], ["`` `code` ``", "  one rose", "```"], ["``` a `b`", "  c", "``"]],
)
def test_what_no_fence_closes_is_read_as_paragraphs(block: list[str]) -> None:
    body = cleaner.clean(marked_up([STORY], block, [LATER])).body
    assert body == "\n\n".join([STORY, *(line.strip() for line in block if line.strip()), LATER])


def test_a_fence_that_is_cut_holds_nothing() -> None:
    text = marked_up([STORY], ["```", "  one rose", "``` Share this article"], [LATER])
    assert "\n\none rose" in cleaner.clean(text, policy=WHOLE).body


NEXT = "Nobody was hurt, but the wall on the north side has to be built anew, and that will take until the spring of next year."
VERSE = ["Roses are red,", "violets are blue,", "sugar is sweet,", "and so are you."]
STREET = ["The harbour office", "12 Quay Street", "Port Royal"]
LIST = ["* rope", "  * of hemp", "  * of steel", "* paint"]


def expected_again(body: str, expected: str) -> None:
    """A text's body is as it should be, and so is that of the body."""
    assert body == expected
    assert cleaner.clean(body).body == expected


@pytest.mark.parametrize("block", [VERSE, STREET, LIST, CODE.split("\n"), ["Port\tShips", "Bay\t12"], [LATER, "It was full."]])
def test_lines_below_each_other_stay_so_where_blank_lines_part_the_paragraphs(block: list[str]) -> None:
    text = marked_up([STORY], block, [LATER], [NEXT])
    cleaned = cleaner.clean(text)
    expected_again(cleaned.body, text.strip())
    assert restore(cleaned.body, cleaned.record()) == text


@pytest.mark.parametrize(
    "paragraphs",
    [
        ([STORY],),  # one place says nothing
        ([STORY, LATER, NEXT],),
        ([STORY, LATER], [NEXT, STORY]),  # as many places with a blank line as without one
        (["The wall", STORY, LATER], ["The cost"], [NEXT, STORY]),
    ],
)
def test_lines_below_each_other_are_paragraphs_where_blank_lines_do_not_part_these(paragraphs: tuple[list[str], ...]) -> None:
    expected_again(
        cleaner.clean(marked_up(VERSE, *paragraphs)).body,
        "\n\n".join(line for block in (VERSE, *paragraphs) for line in block),
    )


@pytest.mark.parametrize(
    ("block", "laid_out"),
    [
        (["  * rope", "  * paint", "    of all colours"], ["* rope", "* paint", "  of all colours"]),
        (["    one rose", "  two violets"], ["  one rose", "two violets"]),
        (["  one rose"], ["one rose"]),
        (["\t one rose", "  two violets"], ["\t one rose", "  two violets"]),
        (["\tone rose", "\t  two", "", "\t  violets", "", "three"], ["one rose", "  two", "", "  violets", "", "three"]),
        (["one rose", "", "  two violets"], ["one rose", "", "two violets"]),
    ],
)
def test_indentation_stays_beside_less_indented_lines(block: list[str], laid_out: list[str]) -> None:
    body = cleaner.clean(marked_up([STORY], block, [LATER], [NEXT])).body
    expected_again(body, marked_up([STORY], laid_out, [LATER], [NEXT]).strip())


def test_wrapped_paragraphs_count_as_one_line_when_blank_lines_are_looked_for() -> None:
    wrapped = [fill(f"{one} {other}", 60).split("\n") for one, other in ((STORY, LATER), (LATER, NEXT), (NEXT, STORY))]
    body = cleaner.clean(marked_up(wrapped[0], VERSE, wrapped[1], wrapped[2])).body
    expected_again(body, marked_up([f"{STORY} {LATER}"], VERSE, [f"{LATER} {NEXT}"], [f"{NEXT} {STORY}"]).strip())


def test_a_line_that_goes_leaves_no_lines_below_each_other() -> None:
    text = marked_up([STORY], ["one rose", "Share on Facebook", "two violets"], [LATER], [NEXT])
    expected_again(cleaner.clean(text).body, marked_up([STORY], ["one rose"], ["two violets"], [LATER], [NEXT]).strip())


def test_the_body_of_a_page_is_laid_out_again_as_it_is_when_cleaned_as_text() -> None:
    verse, code = "<br>".join(VERSE), f"<pre>{CODE}</pre>"
    table = TABLE.format("<tr><th>Centre</th><td>35</td><td>48</td></tr>")
    paragraphs = [f"<p>{text}</p>" for text in (STORY, f"{verse}</p>{code}{table}<p>{LATER}", NEXT)]
    body = cleaner.clean(page(f"<article>{''.join(paragraphs)}</article>"), media_type="text/html").body
    assert "\nviolets" in body
    assert "\n    first" in body
    assert "\nCentre\t" in body
    assert cleaner.clean(body).body == body


ZH = "市政府周二宣布将在明年春天修复这座旧桥，并且邀请居民参加讨论会。工程师说，这座桥已经使用了八十年，需要更换桥面和栏杆。"


def test_sentences_of_one_line_that_have_no_spaces_between_get_none() -> None:
    text = ZH * 12
    assert cleaner.clean(text).body == text


def test_sentences_of_one_line_with_spaces_between_keep_one() -> None:
    text = "The harbour opens again on Monday after five months of repairs. " * 12
    assert cleaner.clean(text).body == text.strip()


@pytest.mark.parametrize(
    ("text", "spaced"),
    [
        ("市政府宣布\n居民参加", False),
        ("市政府宣布，\n居民参加", False),
        ("发表了。\n「修复」", False),
        ("他说“好”\n居民参加", False),
        ("カー\nナビ", False),
        ("ท่าเรือ\nเปิด", False),
        ("市政府\nWHO", True),
        ("the “pier”\n“harbour”", True),
        ("the pier…\nthe harbour", True),
        ("다리를\n고친다", True),
        ("har-\nbour", False),
        ("the pier,\nthe harbour", True),
    ],
)
def test_a_line_end_is_a_space_where_the_script_sets_one(text: str, *, spaced: bool) -> None:
    at = text.index("\n")
    assert is_spaced(text, at, at + 1) is spaced
