"""The headline below a lone pointer to another story goes with it, in text; what else stands below a line stays."""

import pytest

import cleaner
from cleaner.stages import Packs, pointers
from tests.markup import page

RULES = cleaner.load_rulebook()
ABOVE = "The island ferry stays in the harbour until June, the council of the island said on Monday."
BELOW = "The captain of the ferry told the council about cracks in the shaft, and the council was silent."
HEADLINE = "Seven bakers open a shop in Dunmore"


def body_of(*lines: str) -> list[str]:
    text = "\n\n".join([ABOVE, *lines, BELOW])
    return cleaner.clean(text, id="x", chain=(Packs(RULES), pointers), rulebook=RULES).body.split("\n\n")[1:-1]


@pytest.mark.parametrize("pointer", ["Read more:", "ALSO READ:", "See also:", "You might also like:"])
@pytest.mark.parametrize("headline", [HEADLINE, "Why did seven bakers open a shop?", "七位面包师在港口新区合开了一家店"])
def test_the_headline_below_a_pointer_goes(pointer: str, headline: str) -> None:
    assert body_of(pointer, headline) == []


GERMAN = [
    "Die Fähre der Insel bleibt bis zum Juni im Hafen, wie der Rat der Insel am Montag nach einer langen Sitzung sagte.",
    "Der Kapitän hat dem Rat von den Rissen in der Welle erzählt, und der Rat hat dazu nichts gesagt und ist gegangen.",
]


def test_a_pointer_is_one_in_the_language_of_its_article() -> None:
    text = "\n\n".join([GERMAN[0], "Lesen Sie auch:", "Sieben Bäcker eröffnen einen Laden", GERMAN[1]])
    cleaned = cleaner.clean(text, id="x", chain=(Packs(RULES), pointers), rulebook=RULES)
    assert cleaned.body == "\n\n".join(GERMAN)
    assert body_of("Lesen Sie auch:", HEADLINE) == ["Lesen Sie auch:", HEADLINE]


@pytest.mark.parametrize(
    "lines",
    [
        ["The bakers said:", HEADLINE],  # no rule knows the line
        ["Read more:", "Seven bakers opened a shop in Dunmore."],  # a sentence
        ["Read more:", "Seven bakers"],  # too short for a headline
    ],
)
def test_what_is_no_pointer_or_no_headline_stays(lines: list[str]) -> None:
    assert body_of(*lines) == [line for line in lines if line != "Read more:"]


def test_only_one_headline_goes() -> None:
    second = "The council of the island buys a ferry"
    assert body_of("Read more:", HEADLINE, second) == [second]


def test_a_pointer_without_a_colon_may_end_what_stands_above() -> None:
    assert body_of("Read more", HEADLINE) == [HEADLINE]


def test_the_claim_says_which_pointer() -> None:
    text = f"{ABOVE}\n\nRead more:\n\n{HEADLINE}\n\n{BELOW}"
    cleaned = cleaner.clean(text, id="x", chain=(Packs(RULES), pointers), rulebook=RULES)
    found = [(cut.rule, str(cut.label), cut.reason) for cut in cleaned.removals if cut.rule == "stage/pointers"]
    assert found == [("stage/pointers", "navigation", "the headline that “Read more:” in the line above points to")]


def test_pages_are_left_alone() -> None:
    markup = page(f"<p>{ABOVE}</p><p>Read more:</p><p>{HEADLINE}</p><p>{BELOW}</p>")
    cleaned = cleaner.clean(markup, id="x", chain=(Packs(RULES), pointers), rulebook=RULES, media_type="text/html")
    assert HEADLINE in cleaned.body


def test_a_pointer_that_ends_the_text_points_to_nothing() -> None:
    cleaned = cleaner.clean(f"{ABOVE}\n\n{BELOW}\n\nRead more:", id="x", chain=(Packs(RULES), pointers), rulebook=RULES)
    assert cleaned.body == f"{ABOVE}\n\n{BELOW}"
