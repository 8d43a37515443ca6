"""A first rule file for an outlet, drafted from its pages.

What repeats across pages, stands at fixed places or runs to the end of the page becomes a rule, each with its guards and with
examples from the pages. No rule is kept that touches a line judged article on any of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from cleaner.drafting.changing import beginnings, bylines, followers
from cleaner.drafting.drawing import SEVERAL, Drawing, near_edges, start_drawing
from cleaner.drafting.footers import anchors_of_one_page, footers
from cleaner.drafting.patterns import shape_of
from cleaner.drafting.returning import constants, menus
from cleaner.drafting.samples import Sample
from cleaner.drafting.selects import alone, box_rules, paragraph_rules
from cleaner.lines import ends_sentence
from cleaner.model import Authority, Label

GOOD = 5
"""Pages from which on what repeats is told from what happens to be alike."""
SHARE = 0.4
"""Part of the pages that a line must stand on; two at the least."""
_MOST = 0.6
"""Part of the pages on which a byline must be written alike to be one, whatever it was judged."""


def draft_rules(
    samples: Sequence[Sample], *, copies: Sequence[Sample] = (), share: float = SHARE, taken_ids: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """The rules that an outlet's pages suggest, as values of a rule file. The same samples give the same rules.

    No rule takes a line that is judged article on any of the samples, and none keeps what a rule knows to be no article; each
    has examples that hold. Rules for lines come first, then those that select elements of web pages.

    Args:
        samples: pages of one outlet, each with an article.
        copies: the same articles stored otherwise, a page's text beside its markup: they only forbid.
        share: part of the pages that a line must stand on to be taken for one that returns; two at the least.
        taken_ids: ids that rules of the outlet have already.
    """
    drawing = start_drawing(_reconsidered(samples), share)
    drawing.copies = copies
    drawing.ids.update(taken_ids)
    _elements(drawing, share)
    if len(samples) > 1:
        footers(drawing, drawing.constant)
    else:
        footers(drawing, anchors_of_one_page(drawing))
    bylines(drawing)
    if len(samples) > 1:
        constants(drawing, {key for key in drawing.seen if drawing.constant(key)})
        beginnings(drawing)
        followers(drawing)
    else:
        constants(drawing, menus(drawing))
    return sorted(drawing.rules, key=lambda rule: "select" in rule)


def _elements(drawing: Drawing, share: float) -> None:
    """Boxes that hold nothing of the article, and, where a guess cut prose out of one, the element in which articles stand.

    Without such a mistake to mend the element is left alone: on other pages more stands in it than the guesses would leave.
    """
    for rule in box_rules(drawing.samples, share):
        if drawing.safe(rule):
            drawing.add(rule)
            continue
        for part in alone(rule):  # one of its boxes holds article on a copy
            drawing.add(part)
    for rule in paragraph_rules(drawing.samples, share):
        if drawing.rescues(rule) and drawing.add(rule):
            break


def _reconsidered(samples: Sequence[Sample]) -> list[Sample]:
    """The samples, with bylines known for what they are that were judged article.

    A line near the edge of the article that names a time or an author in the same words on most pages is no sentence of it.
    """
    shapes: dict[str, set[int]] = defaultdict(set)
    for number, sample in enumerate(samples):
        for line in near_edges(sample):
            shape = shape_of(line.text)
            if shape:
                shapes[shape.pattern].add(number)
    often = max(SEVERAL, ceil(_MOST * len(samples)))
    sure = {pattern for pattern, found in shapes.items() if len(found) >= often}
    if not sure:
        return list(samples)
    found = []
    for sample in samples:
        bylines = {
            line.at
            for line in near_edges(sample)
            if line.article and (shape := shape_of(line.text)) and shape.pattern in sure and not ends_sentence(line.text)
        }
        lines = (
            replace(line, label=Label.BYLINE, authority=Authority.GUESS) if line.at in bylines else line
            for line in sample.lines
        )
        found.append(replace(sample, lines=tuple(lines)))
    return found
