"""From the probabilities of lines to those that stay: the likeliest sequence, and what belongs to the article all the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleaner.model import Document, Label, Line
from cleaner.stages.prose.alike import blocks_of_code, of_one_shape
from cleaner.stages.prose.belonging import broken_sentences, headings_above, rest_of_cells, rest_of_tables, sentences_beside
from cleaner.stages.prose.held import held_with_paragraphs
from cleaner.stages.prose.leniency import LONG
from cleaner.stages.prose.sparing import CHANCE, REACH, spared
from cleaner.stages.prose.weighed import Weighed, going, staying
from cleaner.stages.reading_aids import Occupied

if TYPE_CHECKING:  # it loads numpy
    from cleaner.stages.prose.judgement import Judgement


DOUBT = 0.5
"""Probability below which a line that stays is tagged."""
_ARTICLE = 3
"""Paragraphs of an article above its comments. In 241 dumps of 811 pages rules know two lines or more of comments below
so many, and no line of the body stands below the first of them."""


def weigh_lines(
    document: Document, found: Judgement, filled: Sequence[Line], occupied: Occupied, dials: Sequence[float]
) -> Weighed:
    """Which lines stay: the likeliest sequence without the readers' comments, and what belongs to the article all the same.

    Comments read like articles and speak of them: behind their head nothing stays, and nothing is saved.
    """
    from cleaner.stages.prose.judgement import decide_lines

    likely = [chance >= max(dial, DOUBT) for chance, dial in zip(found.probability.tolist(), dials, strict=True)]
    kept = [stays or occupied.stays(at) for at, stays in enumerate((decide_lines(found, dials) | likely).tolist())]
    weighed = Weighed(filled, occupied, found, dials, found.probability.tolist(), kept, linked_lines(document, filled))
    if document.page is None:
        talk = _talk(weighed)
        weighed = weighed._replace(kept=[*weighed.kept[:talk], *[False] * (len(filled) - talk)])
        stay = staying(weighed)
        saved = sentences_beside(weighed, stay, talk) | broken_sentences(weighed, stay, talk) | rest_of_tables(weighed, talk)
    else:
        stay = staying(weighed)
        page = document.page
        saved = headings_above(page, weighed) | rest_of_cells(page, weighed)
        saved |= of_one_shape(page, weighed) | blocks_of_code(page, weighed)
        saved |= held_with_paragraphs(page, weighed)
    end = head_of_comments(weighed, stay)
    chances = {number: weighed.probability[number] for number in going(weighed) if number < end}
    doubted = {number: chance for number, chance in chances.items() if chance >= CHANCE}
    if doubted:
        # A page's markup sets boxes apart by itself: there such sentences are furniture more often than not.
        reach = REACH if document.page is None else 0
        texts = [line.text.strip() for line in filled]
        saved.update(spared(texts, doubted, stay, document.language.code, reach=reach))
    if not saved:
        return weighed
    return weighed._replace(kept=[stays or number in saved for number, stays in enumerate(weighed.kept)])


def linked_lines(document: Document, filled: Sequence[Line]) -> set[int]:
    """The numbers of the lines, along ``filled``, of which nothing is seen but links."""
    linked = document.seen.linked if document.seen else ()
    return {number for number, line in enumerate(filled) if line.number in linked} if linked else set()


def _talk(weighed: Weighed) -> int:
    """The line from which on a text is readers' comments, whatever they read like; the end where there is none.

    It is one that a rule knows for theirs, with paragraphs of the article above and another such line below; where a rule
    protects a paragraph below it, the article goes on.
    """
    end = len(weighed.filled)
    known = [number for number, claim in weighed.occupied.claims.items() if claim.label is Label.COMMENTS]
    if len(known) < 2:
        return end
    article = [number for number in staying(weighed) if len(weighed.filled[number].text.strip()) >= LONG]
    protected = max(filter(weighed.occupied.stays, article), default=-1)
    marks = sorted(number for number in known if number > protected)
    return next((mark for mark in marks[:-1] if mark > article[_ARTICLE - 1]), end) if len(article) >= _ARTICLE else end


def head_of_comments(weighed: Weighed, stay: Sequence[int]) -> int:
    """The line that a rule knows for the head of the readers' comments, behind all that stays; the end where there is none."""
    last = stay[-1] if stay else -1
    heads = (at for at, claim in weighed.occupied.claims.items() if claim.label is Label.COMMENTS and at > last)
    return min(heads, default=len(weighed.filled))
