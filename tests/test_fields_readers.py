"""Names and times of readers' comments: they are never those of the article, on pages and in texts."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.fields import lift
from cleaner.fields.readers import comments_begin
from cleaner.model import Authority, Claim, Label
from cleaner.reading import read
from tests.texts_in_languages import HEADLINE, PARAGRAPHS, whole

THREAD = (
    "3 Comments",
    "Ida Holm 11 March 2024, 18:40",
    "I was on board. Never again!",
    "Reply",
    "Piet Dorn",
    "13 March 2024, 07:02",
    "What about the gulls?",
    "Reply",
)


def page(above: str, *behind: str) -> str:
    prose = "".join(f"<p>{line}</p>" for line in PARAGRAPHS["en"])
    thread = "".join(f"<p>{line}</p>" for line in behind)
    menu = "<nav><a>News</a><a>Sport</a></nav>"
    return f'<html lang="en"><body>{menu}<h1>{HEADLINE}</h1>{above}{prose}{thread}<p>© 2024 Harbour Herald</p></body></html>'


def test_a_thread_gives_a_page_neither_author_nor_time() -> None:
    fields = cleaner.clean(page("", *THREAD)).fields
    assert (fields.authors, fields.published, fields.modified) == ((), None, None)


@pytest.mark.parametrize(
    ("above", "authors", "published"),
    [
        ("<p>By Sam Holloway</p><p>12 March 2024, 09:15</p>", ("Sam Holloway",), "2024-03-12T09:15"),
        ("<p>3 Comments</p><p>By Sam Holloway | 12 March 2024, 09:15</p>", ("Sam Holloway",), "2024-03-12T09:15"),
        ("<p>12 March 2024</p>", (), "2024-03-12"),
        ("<p><b>Sam Holloway</b><b>12 March 2024 | 09:15</b><b>3 Comments</b></p>", ("Sam Holloway",), "2024-03-12T09:15"),
    ],
)
def test_what_stands_above_the_article_of_a_page_is_its_own(above: str, authors: tuple[str, ...], published: str) -> None:
    """A count of the comments above the article begins no comments, and name and day may stand side by side."""
    for behind in ((), THREAD):
        fields = cleaner.clean(page(above, *behind)).fields
        assert (fields.authors, fields.published) == (authors, published)


def test_a_byline_between_article_and_comments_is_the_articles() -> None:
    fields = cleaner.clean(page("", "By Sam Holloway", "12 March 2024, 09:15", *THREAD)).fields
    assert (fields.authors, fields.published) == (("Sam Holloway",), "2024-03-12T09:15")


@pytest.mark.parametrize(
    ("above", "behind", "authors", "published"),
    [
        ((), (), (), None),
        (("Updated 14 March 2024",), (), (), None),
        (("By Sam Holloway", "12 March 2024"), (), ("Sam Holloway",), "2024-03-12"),
        (("By Sam Holloway", "12 March 2024, 09:15", "3 Comments"), (), ("Sam Holloway",), "2024-03-12T09:15"),
        ((), ("By Sam Holloway", "12 March 2024, 09:15"), ("Sam Holloway",), "2024-03-12T09:15"),
    ],
)
def test_the_fields_of_a_text_are_those_of_its_article(
    above: tuple[str, ...], behind: tuple[str, ...], authors: tuple[str, ...], published: str | None
) -> None:
    fields = cleaner.clean(whole(HEADLINE, *above, behind=(*behind, *THREAD))).fields
    assert (fields.authors, fields.published) == (authors, published)


def claim(start: int, end: int, label: Label, authority: Authority = Authority.SHARED, **fields: str) -> Claim:
    return Claim(start, end, label, "p/a", authority, 1.0, "why", fields)


@pytest.mark.parametrize(
    ("claims", "begin"),
    [
        ([], 100),
        ([claim(80, 100, Label.COMMENTS)], 80),
        ([claim(10, 20, Label.COMMENTS)], 100),  # a count above the article
        ([claim(10, 20, Label.COMMENTS), claim(70, 75, Label.COMMENTS)], 70),  # behind which some comments stay
        ([claim(0, 100, Label.COMMENTS)], 100),  # nothing stays, so nothing stands below it
        ([claim(40, 50, Label.COMMENTS), claim(50, 90, Label.OTHER_STORY)], 40),
        ([claim(80, 90, Label.NAVIGATION)], 100),
        ([claim(0, 70, Label.ARTICLE), claim(80, 90, Label.COMMENTS)], 80),
    ],
)
def test_comments_begin_behind_most_of_what_stays(claims: list[Claim], begin: int) -> None:
    assert comments_begin(claims, 100) == begin


def test_a_rule_of_the_outlet_is_believed_among_comments_too() -> None:
    """Whoever wrote it has seen what stands there; of other claims all but author and time is lifted as elsewhere."""
    document = read("The ferry is back.\nComments\nIda Holm, Oslo", id="x")
    heading = claim(19, 27, Label.COMMENTS)
    for authority, authors in ((Authority.SHARED, ()), (Authority.OUTLET, ("Ida Holm",))):
        byline = claim(28, 42, Label.BYLINE, authority, authors="Ida Holm", modified="2024-03-12", place="Oslo")
        fields = lift(document, [heading, byline]).fields
        assert (fields.authors, fields.place) == (authors, "Oslo")
        assert fields.modified == ("2024-03-12" if authors else None)
