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


@pytest.mark.parametrize(
    "said",
    [
        # The number behind the word, in a form that no rule has; initials and what stands for a picture.
        [
            "Komentara 2",
            "MM",
            "Avatar Marko M.",
            "30.11.2020. 14:26",
            "Tako kažu svake godine.",
            "ana",
            "30.11.2020. 15:10",
            "Da.",
        ],
        ["Каментары (2)", "Алесь", "12.03.2021 10:15", "Нарэшце!", "Адказаць", "Марыя", "12.03.2021 11:40", "А хто заплаціць?"],
        ["READERS' COMMENTS (2)", "anna_k", "March 4, 2015 at 3:12 pm", "They say so every year!", "Tom", "He swam."],
        ["Всего комментариев: 1", "1 Иван Петрович (05.03.2019 10:22)", "Хорошая статья, спасибо автору."],
        ["3条评论", "海风", "2021-03-12 10:15", "等了二十年。"],
        ["All 3 comments", "Tom", "2 hours ago", "My cousin swam over."],
        # No number, but two comments that say when they came.
        ["Comments", "Tom", "2 hours ago", "He swam.", "Ann", "1 hour ago", "So did I."],
        ["Comments", "Tom Johnson 15 Apr 2005 1:40 pm", "He swam.", "Ann Lee 16 Apr 2005 9:21 am", "So did I."],
        ["Пікірлер", "Айгүл", "12.03.2021 10:15", "Жақсы.", "Ерлан", "12.03.2021 11:40", "Рахмет."],
        ["تعليقات", "سالم", "2021-03-12 10:15", "أخيرا.", "منى", "2021-03-12 11:40", "نعم."],
    ],
)
def test_a_heading_in_any_words_is_one_where_those_below_it_say_when_they_wrote(said: list[str]) -> None:
    assert clean([*ARTICLE, *said]).body == "\n\n".join(ARTICLE)


@pytest.mark.parametrize(
    "lines",
    [
        # Who said it, but not when; one time alone, without a number above; a time far below; no heading of comments.
        ["Comments", "Tom Johnson, mayor", "We shall see.", "Ann Lee, opposition", "I doubt it."],
        ["Comments", "Tom", "4 March 2015, 15:12", "He swam."],
        [
            "Comments of 3 islanders",
            "Tom",
            "He swam.",
            "Ann",
            "So did I.",
            "Both were seen from the pier",
            "4 March 2015, 15:12",
        ],
        ["Minutes of 3 meetings", "4 March 2015, 15:12", "The mayor was late.", "5 March 2015, 9:00", "He was not."],
        ["What was said", "@tom_j", "4 March 2015, 15:12", "He swam.", "@ann", "4 March 2015, 16:40", "So did I."],
        ["Commentary", "4 March 2015, 15:12", "He swam.", "5 March 2015, 9:00", "So did she."],
        ["Three comments reached the council by noon", "4 March 2015, 15:12", "He swam.", "5 March 2015, 9:00", "So did she."],
        ["Комментатор", "12.03.2021 10:15", "Гол!", "12.03.2021 11:40", "Свисток."],
    ],
)
def test_what_looks_like_comments_in_part_is_none(lines: list[str]) -> None:
    assert [cut for cut in clean([*ARTICLE, *lines]).removals if cut.rule == "stage/comments"] == []


def test_of_a_live_blog_no_comment_among_its_entries_ends_the_article() -> None:
    entries = [part for at in range(10, 16) for part in (f"4 March 2015, {at}:05", ARTICLE[at % 3])]
    cleaned = clean([*entries[:6], "Comments", *entries[6:]])
    assert [cut for cut in cleaned.removals if cut.rule == "stage/comments"] == []


@pytest.mark.hostile(6)
def test_very_many_headings_take_time_in_proportion() -> None:
    small, large = (
        cost(lambda count=count: clean(["Comments (2)", "They say so every year!"] * count)) for count in (1_000, 4_000)
    )
    assert large < 10 * small + 0.5
