"""What stands between the lines of a body: paragraphs apart, but verse, code and tables as they were."""

from collections.abc import Sequence

import pytest

import cleaner
from cleaner import Policy
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
