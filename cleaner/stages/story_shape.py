"""What has the shape of a story, among what was cut: sentences, paragraphs and headlines, and no menu and no notice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import regex

from cleaner.lines import count_sentences, ends_sentence, has_ideographs
from cleaner.model import Authority, Claim, Document, Label
from cleaner.stages.reading_aids import filled_lines, guess, is_legal, taken
from cleaner.stages.seams import BULLET, is_headline

_LONG = 100
"""Characters from which a line is a paragraph, if it is no row of a menu: leads are often cut off."""
_SENTENCE = 5
"""Words of a sentence that tells something: shorter ones are calls and questions to the reader."""
_HEADLINE = 6
"""Words from which a line that looks like a headline is one by itself; of shorter ones, as "Center for Digital Literacy", more
are menu entries. Scripts without spaces need that many pairs of characters."""
_HEADING = 60
"""Characters of a heading over other stories."""
_NEAR = 2
"""Lines from a headline to its lead: between them a byline or a day may stand."""
_PARTED = regex.compile(r"(?<=\S)\s(?:\s+|[|•·*>»+/–—]\s)(?=\S)")
"""What parts the entries of a menu that stands in one line; two such places make one of it."""
RULE = "stage/story_headline"
_TITLE = 0.8
"""Confidence of a story's title."""
_COPYRIGHT = regex.compile(r"(?i)(?<!^\W*)\bcopyright\b")
"""The word where it does not begin a notice: stories are about it as well."""


def labels_behind(texts: Sequence[str], headings: Collection[int] = ()) -> list[Label]:
    """What lines behind an article are, each by its form and by its neighbours.

    Another story is what has the shape of one: a sentence or a paragraph, a headline that is long enough to be nothing else,
    and a shorter one over a lead, next to a long one, or below a heading of other stories. The rest are menus and notices.

    Args:
        texts: the lines.
        headings: the numbers of those that rules know for headings (`is_heading`).
    """
    told = list(map(tells, texts))
    heads = [not tale and _is_headline(text) for tale, text in zip(told, texts, strict=True)]
    full = [head and _words(text) >= _HEADLINE for head, text in zip(heads, texts, strict=True)]
    found = []
    below = False  # whether all lines up to a heading are headlines
    for at, text in enumerate(texts):
        beside = any(full[at + 1 : at + 2]) or (at > 0 and full[at - 1])
        story = told[at] or full[at] or (heads[at] and (below or beside or any(told[at + 1 : at + 1 + _NEAR])))
        below = at in headings or (below and heads[at])
        legal = is_legal(text) and (not story or is_legal(_COPYRIGHT.sub("", text)))
        found.append(Label.LEGAL if legal else Label.OTHER_STORY if story else Label.NAVIGATION)
    return found


def is_heading(text: str, claim: Claim | None) -> bool:
    """Whether a line is a heading of other stories that a rule knows: two words or more, and no pointer that names its story.

    Of an outlet's own rules for navigation each may be one, whether it says so or not. Of shared ones others know "Back to top"
    or "Listen to this article", which stand within articles.
    """
    if claim is None:
        return False
    if claim.heading_of is not Label.OTHER_STORY and (claim.authority, claim.label) != (Authority.OUTLET, Label.NAVIGATION):
        return False
    head = text.strip().rstrip(":：").lstrip("*+- ")
    return len(head) <= _HEADING and not {":", "："} & set(head) and (len(head.split()) > 1 or not head.isascii())


def is_story(texts: Sequence[str]) -> bool:
    """Whether paragraphs that were cut have the shape of a story: a lead, alone or under a headline, or two sentences."""
    told = [text for text in texts if tells(text)]
    if any(len(text) >= _LONG for text in told):
        return True
    if sum(map(count_sentences, told)) > 1:
        return True
    return any(_is_headline(text) and any(map(tells, texts[at + 1 : at + 1 + _NEAR])) for at, text in enumerate(texts))


def is_whole(texts: Sequence[str]) -> bool:
    """Whether paragraphs are a story beyond doubt: a headline right over a paragraph, or two paragraphs.

    So much is asked of what was cut for not reading like the article: forms and notices have sentences as well.
    """
    long = [tells(text) and len(text) >= _LONG for text in texts]
    return sum(long) > 1 or any(_is_headline(text) and any(long[at + 1 : at + 2]) for at, text in enumerate(texts))


def story_headline(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim the first line of a story that was cut as its title, if it is a headline over a paragraph (confidence 0.8)."""
    lines = filled_lines(document)
    occupied = taken(lines, claims)
    texts = [line.text.strip() for line in lines[:2]]
    if len(texts) > 1 and occupied.open(0) and _is_headline(texts[0]) and tells(texts[1]):
        yield guess(lines[0], Label.TITLE, RULE, _TITLE, "a headline, and it opens a story that was cut")


def says(text: str) -> bool:
    """Whether a line is more than the words of a link: a sentence of any length, or a paragraph that may be cut off."""
    return len(text) >= _LONG or ends_sentence(text)


def tells(text: str) -> bool:
    """Whether a line is a sentence or a paragraph."""
    return (len(text) >= _LONG or (ends_sentence(text) and _words(text) >= _SENTENCE)) and not is_row(text)


def _is_headline(text: str) -> bool:
    return is_headline(BULLET.sub("", text, count=1)) and not is_row(text)


def is_row(text: str) -> bool:
    """Whether a line is a row of a menu: what parts its entries stands in it twice."""
    return len(_PARTED.findall(text)) > 1


def _words(text: str) -> int:
    return len(text) // 2 if has_ideographs(text) else len(BULLET.sub("", text, count=1).split())
