"""What stands below the heading of readers' comments goes, where the article is above it; calls to comment end no article."""

import pytest

import cleaner
from cleaner.stages import Packs, comments
from tests.markup import cost, page

RULES = cleaner.load_rulebook()
ARTICLE = [
    "The island ferry stays in the harbour until June, the council of the island said on Monday.",
    "The captain of the ferry told the council about cracks in the shaft, and the council was silent.",
    "The harbour waits for the shaft, and the ferry waits for the captain, who waits for the council.",
]
SAID = ["anna_k", "They say so every year!", "Tom", "My cousin swam over. It took him two days."]


def clean(lines: list[str], *, markup: bool = False) -> cleaner.Cleaned:
    source = page("".join(f"<p>{line}</p>" for line in lines)) if markup else "\n\n".join(lines)
    media_type = "text/html" if markup else "text/plain"
    return cleaner.clean(source, id="x", chain=(Packs(RULES), comments), rulebook=RULES, media_type=media_type)


@pytest.mark.parametrize("markup", [False, True])
@pytest.mark.parametrize("heading", ["Comments (2)", "2 Comments", "14 comments"])
def test_comments_below_a_heading_with_their_number_go(heading: str, *, markup: bool) -> None:
    cleaned = clean([*ARTICLE, heading, *SAID], markup=markup)
    assert cleaned.body == "\n\n".join(ARTICLE)
    told = {(cut.rule, str(cut.label), cut.reason) for cut in cleaned.removals if cut.rule.startswith("stage/")}
    assert told == {("stage/comments", "comments", f"it stands below “{heading}”, and most of what stays above")}


def test_a_heading_without_a_number_needs_another_line_that_a_rule_knows() -> None:
    assert clean([*ARTICLE, "Comments", *SAID, "Log in to comment"]).body == "\n\n".join(ARTICLE)
    assert clean([*ARTICLE, "Comments", *SAID]).body == "\n\n".join([*ARTICLE, *SAID])


@pytest.mark.parametrize(
    "lines",
    [
        ["Comments (2)", *ARTICLE],  # a bar over the article
        [ARTICLE[0], "Comments (2)", *ARTICLE[1:]],  # or in it
        [*ARTICLE[:2], "Comments (2)", *ARTICLE],
        [*ARTICLE, "The comments (2) were read aloud.", *SAID],
        [*ARTICLE, *SAID],
    ],
)
def test_where_the_article_goes_on_or_no_rule_knows_a_heading_all_stays(lines: list[str]) -> None:
    assert clean(lines).body == "\n\n".join(line for line in lines if line != "Comments (2)")


def test_of_two_headings_the_one_below_the_article_counts() -> None:
    assert clean(["2 Comments", *ARTICLE, "Comments (2)", *SAID]).body == "\n\n".join(ARTICLE)


@pytest.mark.hostile(6)
def test_very_many_headings_take_time_in_proportion() -> None:
    small, large = (
        cost(lambda count=count: clean(["Comments (2)", "They say so every year!"] * count)) for count in (1_000, 4_000)
    )
    assert large < 10 * small + 0.5
