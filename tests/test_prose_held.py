"""What stands where the article's paragraphs do stays with them: tables of figures, lists of sentences, notes."""

import pytest

import cleaner
from cleaner.model import Page
from cleaner.stages.prose.held import held_with_paragraphs
from tests.weighing import ruled, weighed

PROSE = (
    "<p>The ferry left at noon with four hundred passengers and a cow.</p>"
    "<p>The cow had a ticket, said the mate, and that was more than most of them had.</p>"
)
TABLE = "<table><caption>Fares</caption><tr><th>Boat</th><th>Fare</th></tr><tr><td>Night</td><td>2.50</td></tr></table>"
CELLS = {"Fares", "Boat", "Fare", "Night", "2.50"}


def held(markup: str, chance: float, taken: tuple[str, ...] = ()) -> set[str]:
    """The lines that stay with the paragraphs where all but these have this chance; rules take those that are ``taken``."""
    document = cleaner.clean(markup, media_type="text/html", chain=()).document
    assert isinstance(document.page, Page)
    texts = [line.text for line in document.lines]
    chances = [0.9 if document.page.tags[owner] == "p" else chance for owner in document.page.owners]
    claims = {number: ruled() for number, text in enumerate(texts) if text in taken}
    return {texts[number] for number in held_with_paragraphs(document.page, weighed(document.lines, chances, claims))}


@pytest.mark.parametrize(
    "markup",
    [
        f"<article>{PROSE}{TABLE}</article>",  # at the end
        f"<article>{PROSE}{TABLE}{PROSE}</article>",
        f"<article>{PROSE}<figure><div>{TABLE}</div></figure></article>",
    ],
)
def test_a_table_with_heads_stays_with_the_paragraphs_around_it(markup: str) -> None:
    assert held(markup, 0.02) == CELLS


def test_heads_without_a_caption_are_enough() -> None:
    assert held(f"<article>{PROSE}{TABLE.replace('<caption>Fares</caption>', '')}</article>", 0.02) == CELLS - {"Fares"}


@pytest.mark.parametrize(
    "markup",
    [
        f"<article>{PROSE}</article><aside>{TABLE}</aside>",  # what holds it holds no paragraph
        f"<article>{PROSE}</article><footer><p>Write to the desk.</p>{TABLE}</footer>",
        f"<article>{PROSE}{TABLE.replace('Night', '<a href=/night>Night</a>')}</article>",
        f"<article>{PROSE}<table><tr><td>Boat</td><td>Fare</td></tr><tr><td>Night</td><td>2.50</td></tr></table></article>",
        f"<article>{PROSE}<table><tr><th>Boat</th></tr><tr><td>Night</td></tr></table></article>",  # one cell in a row
        f"<article>{PROSE}{TABLE.replace('Night', 'Night and day ' * 12)}</article>",
    ],
)
def test_no_other_table_does(markup: str) -> None:
    assert held(markup, 0.02) == set()


def test_what_a_rule_takes_of_a_table_is_not_saved() -> None:
    assert held(f"<article>{PROSE}{TABLE}</article>", 0.02, taken=("Fares",)) == CELLS - {"Fares"}


SENTENCE = "The night boats run from the second of June."
LIST = f"<ul><li><em>{SENTENCE}</em></li></ul>"
NOTES = '<ol class="footnotes"><li>Counted by hand</li></ol>'


@pytest.mark.parametrize(
    ("block", "chance", "stays"),
    [(LIST, 0.2, SENTENCE), (NOTES, 0.2, "Counted by hand"), (f"<div>{LIST}</div>", 0.2, SENTENCE)],
)
def test_a_list_of_sentences_and_notes_stay_with_their_paragraphs(block: str, chance: float, stays: str) -> None:
    assert held(f"<article>{PROSE}{block}</article>", chance) == {stays}


@pytest.mark.parametrize(
    ("block", "chance"),
    [
        (LIST, 0.05),
        (NOTES, 0.1),  # sources of a study
        (f"<ul><li><a href=/june>{SENTENCE}</a></li></ul>", 0.2),
        (f"<ul><li>{SENTENCE}</li><li>More boats</li></ul>", 0.2),
        (NOTES.replace("footnotes", "boats"), 0.2),
    ],
)
def test_lists_of_links_or_labels_and_unlikely_ones_do_not(block: str, chance: float) -> None:
    assert held(f"<article>{PROSE}{block}</article>", chance) == set()


def test_a_list_beside_the_article_does_not() -> None:
    assert held(f"<article>{PROSE}</article><div>{LIST}</div>", 0.2) == set()
