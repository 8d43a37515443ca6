"""The next story of an endless page goes with its headline and byline; lists of stories and parts of one article stay."""

import pytest

import cleaner
from cleaner.model import Authority, Claim, Label
from cleaner.stages.next_stories import next_stories

TITLE = "Night boats for the island from June"
PROSE = "".join(
    f"<p>On day {day} the boat left at noon with four hundred passengers and a cow on board.</p>" for day in range(4)
)
OTHER = "".join(
    f"<p>In room {room} the inspectors found a hen and a note that nobody has been able to read.</p>" for room in range(3)
)
FIRST = f"<article><h1>{TITLE}</h1><p>By Ada Quill</p>{PROSE}</article>"
STORY = f"<h1>Hens in the boiler room</h1><p>By Tom Oat</p>{OTHER}"
SECOND = f"<article>{STORY}</article>"
CARD = "<div><h3><a href=/{0}>Story {0} of the harbour</a></h3><p>The harbour has {0} stories, and this is one.</p></div>"
CARDS = "".join(map(CARD.format, (2, 3, 4)))


def gone(body: str, title: str = TITLE, *, protected: str = "") -> list[str]:
    """The lines that go as another story, where bylines and headings of boxes are known."""
    markup = f"<html><head><title>{title} - The Harbour Post</title></head><body><main>{body}</main></body></html>"
    document = cleaner.clean(markup, media_type="text/html", chain=()).document
    claims = []
    for line in document.lines:
        label = Label.BYLINE if line.text.startswith(("By ", "14 March")) else Label.NAVIGATION if line.text == "More" else None
        if protected and line.text.startswith(protected):
            label = Label.ARTICLE
        if label:
            claims.append(Claim(line.start, line.end, label, "x/y", Authority.SHARED, 1.0, ""))
    found = [claim for claim in next_stories(document, tuple(claims)) if claim.label is Label.OTHER_STORY]
    return [document.text[claim.start : claim.end] for claim in found]


@pytest.mark.parametrize(
    "body",
    [
        FIRST + SECOND,
        FIRST + SECOND.replace("h1>", "h2>"),
        FIRST + f"<div>{STORY}</div>".replace("h1>", "h2>"),
        f"<div>{FIRST}</div><div>{SECOND}</div>",
        FIRST + SECOND.replace("By Tom Oat", "14 March 2031"),  # a main heading with a time
        (FIRST + SECOND).replace("<article>", '<div class="story">').replace("</article>", "</div>"),
    ],
)
def test_the_next_story_goes(body: str) -> None:
    lines = gone(body)
    assert lines[0] == "Hens in the boiler room"
    assert sum("inspectors" in line for line in lines) == 3
    assert not any("boat" in line for line in lines)


def test_each_further_story_goes_and_what_stands_between_stays() -> None:
    lines = gone(f"{FIRST}{SECOND}<p>This sentence stands between the two of them.</p>{SECOND}")
    assert lines.count("Hens in the boiler room") == 2
    assert not any("between" in line for line in lines)


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (FIRST + SECOND, "All stories of this week"),  # a front page
        (f"<h1>{TITLE}</h1>{FIRST.replace('h1>', 'h2>')}{SECOND.replace('h1>', 'h2>')}", TITLE),  # a round-up, its title above
        (f"<article><h1>{TITLE}</h1><p>By Ada Quill</p>{PROSE[:90]}</p></article>{SECOND}", TITLE),  # its preface
        (FIRST + f"<article>{STORY}{OTHER * 3}</article>".replace("h1>", "h2>"), TITLE),  # longer than the preface
        (FIRST + SECOND.replace("By Tom Oat", "14 March 2031").replace("h1>", "h2>"), TITLE),  # an entry of a live blog
        (FIRST + SECOND.replace("<p>By Tom Oat</p>", ""), TITLE),  # a part of the article
        (FIRST + SECOND.replace("h1>", "h3>"), TITLE),
        (FIRST.replace("</article>", f"<section>{STORY}</section></article>"), TITLE),  # inside the article
        (FIRST + SECOND + '<script type="application/ld+json">{"@type": "LiveBlogPosting"}</script>', TITLE),
        (f"<div>{FIRST}</div><div>{STORY}</div>".replace("article>", "div>"), TITLE),  # bare elements tell nothing
    ],
)
def test_lists_of_stories_and_parts_of_one_stay(body: str, title: str) -> None:
    assert gone(body, title) == []


def test_a_block_in_which_a_rule_protects_a_line_stays() -> None:
    assert gone(FIRST + SECOND, protected="In room 1") == []


def test_a_box_of_cards_behind_the_article_goes() -> None:
    lines = gone(f"{FIRST}<section><h2>More</h2>{CARDS}</section>")
    assert [line for line in lines if line.startswith("Story")] == [f"Story {number} of the harbour" for number in (2, 3, 4)]
    assert len(lines) == 6


@pytest.mark.parametrize(
    ("box", "title"),
    [
        (f"<section><h2>Where to stay</h2>{CARDS}</section>", TITLE),  # a heading that stays
        (f"<section>{CARDS}</section>", TITLE),
        (f"<section><h2>More</h2>{CARD.format(2)}{CARD.format(3)}</section>", TITLE),
        (f"<section><h2>More</h2>{CARDS.replace('<a href=/3>', '<a></a>')}</section>", TITLE),  # one that links to nothing
        (f"<section><h2>More</h2>{CARDS.replace('</p>', '</p><p>And so on.</p><p>And on.</p>')}</section>", TITLE),
        (f"<section><h2>More</h2>{CARDS}</section>", "12 harbours to see from a boat"),
    ],
)
def test_other_boxes_stay(box: str, title: str) -> None:
    assert gone(FIRST.replace(TITLE, title) + box, title) == []


def test_text_has_no_blocks() -> None:
    document = cleaner.clean(f"{TITLE}\n\nBy Ada Quill\n\nThe boat left at noon.\n", chain=()).document
    assert list(next_stories(document, ())) == []
