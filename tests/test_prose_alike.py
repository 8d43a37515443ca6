"""What stands in elements built alike is judged together: addresses below places, questions above answers, lines of code."""

from collections.abc import Mapping

import pytest

import cleaner
from cleaner.model import Authority, Claim, Document, Label, Page
from cleaner.stages.prose.alike import blocks_of_code, of_one_shape
from tests.weighing import ruled, weighed

_PLACES = "".join(
    f'<p>The harbour of place {number} has been open since the storm.</p><p class="at-{number}">Address: {number} Quay</p>'
    for number in range(1, 5)
)
PAGE = f'<main><article>{_PLACES}</article><aside><p class="at-9">Address: 9 Quay</p></aside></main>'
ADDRESSES = {1, 3, 5, 7}
ELSEWHERE = 8


def read(markup: str) -> tuple[Document, Page]:
    document = cleaner.clean(markup, media_type="text/html", chain=()).document
    assert isinstance(document.page, Page)
    return document, document.page


def saved(chance: float, others: Mapping[int, float] | None = None, claims: Mapping[int, Claim] | None = None) -> set[int]:
    """The lines that stay with others where the addresses have this chance, all else but for ``others`` being sure."""
    document, page = read(PAGE)
    assert [line.text for line in document.lines][7:] == ["Address: 4 Quay", "Address: 9 Quay"]
    chances = [chance if at in ADDRESSES else 0.9 for at in range(ELSEWHERE)] + [0.3]
    for at, other in (others or {}).items():
        chances[at] = other
    return of_one_shape(page, weighed(document.lines, chances, claims))


def test_lines_of_one_shape_among_what_stays_stay_together() -> None:
    assert saved(0.4) == ADDRESSES


def test_one_that_stays_speaks_for_the_others() -> None:
    assert saved(0.25) == set()
    assert saved(0.25, {1: 0.9}) == ADDRESSES - {1}


def test_a_line_that_is_hardly_article_stays_with_none() -> None:
    assert saved(0.44, {3: 0.19}) == ADDRESSES - {3}
    assert saved(0.44, {3: 0.2}) == ADDRESSES


def test_what_a_rule_takes_is_neither_saved_nor_counted() -> None:
    assert saved(0.4, claims={3: ruled()}) == ADDRESSES - {3}
    assert saved(0.4, claims={3: ruled(), 5: ruled()}) == set()  # two are no shape


def test_what_a_rule_keeps_is_a_neighbour_that_stays() -> None:
    kept = Claim(0, 1, Label.ARTICLE, "forms/lineup", Authority.SHARED, 1.0, "")
    prose = {0, 2, 4, 6}
    assert saved(0.4, dict.fromkeys(prose, 0.0)) == set()
    assert saved(0.4, claims=dict.fromkeys(prose, kept)) == ADDRESSES


def test_a_list_by_itself_is_not_kept_for_looking_like_one() -> None:
    items = "".join(f"<li>Harbour {number}</li>" for number in range(9))
    document, page = read(f"<main><p>The harbour reopened on Monday.</p><ul>{items}</ul></main>")
    assert of_one_shape(page, weighed(document.lines, [0.9, *[0.44] * 9])) == set()


CODE = "<main><div><p>Run this on Monday.</p><pre>make all\nmake install\n}}</pre></div>{}</main>"


@pytest.mark.parametrize(
    ("chances", "kept"),
    [
        ((0.9, 0.4, 0.3, 0.0), {1, 2, 3}),
        ((0.9, 0.9, 0.0, 0.0), {2, 3}),  # half a block is damage
        ((0.9, 0.3, 0.2, 0.0), set()),
        ((0.1, 0.3, 0.3, 0.3), set()),  # no article beside it
    ],
)
def test_a_block_of_code_stays_whole(chances: tuple[float, ...], kept: set[int]) -> None:
    document, page = read(CODE.format(""))
    assert [line.text for line in document.lines] == ["Run this on Monday.", "make all", "make install", "}"]
    assert blocks_of_code(page, weighed(document.lines, chances)) == kept
    assert blocks_of_code(page, weighed(document.lines, chances, {2: ruled()})) <= kept - {2}


def test_a_block_of_which_a_rule_protects_a_line_stays_whole_beside_the_article() -> None:
    document, page = read(CODE.format(""))
    for chances, kept in (((0.9, 0.1, 0.1, 0.0), {1, 3}), ((0.9, 0.1, 0.1, 0.9), {1})):
        assert blocks_of_code(page, weighed(document.lines, chances, {2: ruled(Label.ARTICLE)})) == kept


def test_code_far_from_the_article_goes() -> None:
    far = "<aside><div><div><pre>make clean\nmake dist\n</pre></div></div></aside>"
    document, page = read(CODE.format(far))
    seen = weighed(document.lines, [0.9, 0.3, 0.3, 0.3, 0.4, 0.4])
    assert blocks_of_code(page, seen) == {1, 2, 3}
