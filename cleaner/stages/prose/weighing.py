"""From the probabilities of lines to those that stay: the likeliest sequence, and what belongs to the article all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cleaner.lines import ends_sentence
from cleaner.model import Claim, Document, Label, Line
from cleaner.stages.prose.clean import LONG, states
from cleaner.stages.prose.sparing import CHANCE, spared

if TYPE_CHECKING:  # it loads numpy
    from cleaner.stages.prose.judgement import Judgement


DOUBT = 0.5
"""Probability below which a line that stays is tagged."""
_BESIDE = 0.2
"""Probability from which a sentence beside what stays does, too. In the dumps of 811 pages that loses a twelfth less of the
articles, at F1 .0003 higher or .0002 lower, by the kind of dump; two sentences instead of one, or from 0.1, cost F1."""
_ENCLOSED = 0.01
"""The same for a statement right below what stays and right above a line that a rule knows: "The trial continues." is the last
line of an article, and short. The few lines of furniture that look like it mostly ask or exclaim."""
_ARTICLE = 3
"""Paragraphs of an article above its comments. In 241 dumps of 811 pages rules know two lines or more of comments below
so many, and no line of the body stands below the first of them."""


class Weighed(NamedTuple):
    """What the stage thinks of a document, line by line.

    Attributes:
        filled: the lines that are not blank; all else counts along these.
        occupied: the claims that took a line before, by number; such a line is not open to this guess.
        found: the evidence behind the probabilities.
        dials: for each line, the probability from which on it stays by itself; the lines around it can tip the scale.
        probability: of being article.
        kept: whether the line stays.
        linked: the lines of which nothing is seen but links.
    """

    filled: Sequence[Line]
    occupied: Mapping[int, Claim]
    found: Judgement
    dials: Sequence[float]
    probability: Sequence[float]
    kept: Sequence[bool]
    linked: Sequence[int] = ()


def weigh_lines(
    document: Document, found: Judgement, filled: Sequence[Line], occupied: Mapping[int, Claim], dials: Sequence[float]
) -> Weighed:
    """Which lines stay: the likeliest sequence without the readers' comments, and what belongs to the article all the same.

    Comments read like articles and speak of them: behind their head nothing stays, and nothing is saved.
    """
    from cleaner.stages.prose.judgement import decide_lines

    likely = [chance >= max(dial, DOUBT) for chance, dial in zip(found.probability.tolist(), dials, strict=True)]
    kept = (decide_lines(found, dials) | likely).tolist()
    weighed = Weighed(filled, occupied, found, dials, found.probability.tolist(), kept, linked_lines(document, filled))
    saved: set[int] = set()
    if document.page is None:
        talk = _talk(weighed)
        weighed = weighed._replace(kept=[*weighed.kept[:talk], *[False] * (len(filled) - talk)])
        saved = _beside(weighed, talk)
    stay = staying(weighed)
    doubted = [
        number
        for number in range(head_of_comments(weighed, stay))
        if weighed.probability[number] >= CHANCE and not weighed.kept[number] and number not in occupied
    ]
    if doubted:
        saved.update(spared([line.text.strip() for line in filled], doubted, stay, document.language.code))
    if not saved:
        return weighed
    return weighed._replace(kept=[stays or number in saved for number, stays in enumerate(weighed.kept)])


def linked_lines(document: Document, filled: Sequence[Line]) -> list[int]:
    """The numbers of the lines, along ``filled``, of which nothing is seen but links."""
    linked = document.seen.linked if document.seen else ()
    return [number for number, line in enumerate(filled) if line.number in linked] if linked else []


def staying(weighed: Weighed) -> list[int]:
    """The lines that stay and that nothing else claims."""
    return [number for number, stays in enumerate(weighed.kept) if stays and number not in weighed.occupied]


def _beside(weighed: Weighed, end: int) -> set[int]:
    """The sentences right above and right below what stays, before the line ``end``.

    A short one at an article's edge uses none of its words, and looks like the first line of what stands behind it.
    """
    kept, occupied = weighed.kept, weighed.occupied
    return {
        near
        for number in staying(weighed)
        for near in (number - 1, number + 1)
        if 0 <= near < end
        and not kept[near]
        and near not in occupied
        and weighed.probability[near] >= (_ENCLOSED if near > number and _is_enclosed(weighed, near) else _BESIDE)
        and ends_sentence(weighed.filled[near].text)
    }


def _is_enclosed(weighed: Weighed, number: int) -> bool:
    """Whether a line makes a statement and stands right above one that a rule knows."""
    return number + 1 in weighed.occupied and states(weighed.filled[number].text.strip())


def _talk(weighed: Weighed) -> int:
    """The line from which on a text is readers' comments, whatever they read like; the end where there is none.

    It is one that a rule knows for theirs, with paragraphs of the article above and another such line below.
    """
    marks = sorted(number for number, claim in weighed.occupied.items() if claim.label is Label.COMMENTS)
    end = len(weighed.filled)
    if len(marks) < 2:
        return end
    article = [number for number in staying(weighed) if len(weighed.filled[number].text.strip()) >= LONG]
    return next((mark for mark in marks[:-1] if mark > article[_ARTICLE - 1]), end) if len(article) >= _ARTICLE else end


def head_of_comments(weighed: Weighed, stay: Sequence[int]) -> int:
    """The line that a rule knows for the head of the readers' comments, behind all that stays; the end where there is none."""
    last = stay[-1] if stay else -1
    heads = (at for at, claim in weighed.occupied.items() if claim.label is Label.COMMENTS and at > last)
    return min(heads, default=len(weighed.filled))
