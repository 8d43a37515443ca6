"""A first rule file for an outlet, drafted from its pages.

What repeats across pages, stands at fixed places or runs to the end of the page becomes a rule, each with its guards and with
examples from the pages. No rule is kept that touches a line judged article on any of them (but for `standing`), takes anything
of a clean text, or does nothing on all of the pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

import regex

from cleaner.drafting.changing import beginnings, bylines, followers
from cleaner.drafting.drawing import SEVERAL, TITLE_CHARS, Drawing, near_edges, start_drawing
from cleaner.drafting.footers import anchors_of_one_page, footers
from cleaner.drafting.patterns import Shape
from cleaner.drafting.returning import constants, menus
from cleaner.drafting.samples import Judged, Sample
from cleaner.drafting.selects import alone, box_rules, paragraph_rules
from cleaner.drafting.sifting import sifted
from cleaner.drafting.signing import Place, keys_of_authors, signed_lines
from cleaner.drafting.standing import standing_keys, standing_label
from cleaner.lines import ends_sentence
from cleaner.model import Authority, Document, Label
from cleaner.shown import shown

GOOD = 5
"""Pages from which on what repeats is told from what happens to be alike."""
SHARE = 0.4
"""Part of the pages that a line must stand on; two at the least."""
_MOST = 0.6
"""Part of the pages on which a byline must be written alike to be one, whatever it was judged."""


def draft_rules(
    samples: Sequence[Sample],
    *,
    copies: Sequence[Sample] = (),
    innocent: Iterable[Document] = (),
    share: float = SHARE,
    taken_ids: Iterable[str] = (),
) -> list[dict[str, Any]]:
    """The rules that an outlet's pages suggest, as values of a rule file. The same samples give the same rules.

    No rule takes a line that is judged article on any of the samples, but for sentences that stand between the paragraphs of
    nearly every one (`standing`), and none keeps what a rule knows to be no article; each has examples that hold, and wins
    something on one of the samples or copies. Rules for lines come first, then those that select elements of web pages.

    Args:
        samples: pages of one outlet, each with an article.
        copies: the same articles stored otherwise, a page's text beside its markup: nothing is learned from them, they forbid,
            and a rule that does something on them alone stays.
        innocent: texts of other outlets of which nothing may go, such as the clean texts of `rules test`.
        share: part of the pages that a line must stand on to be taken for one that returns; two at the least.
        taken_ids: ids that rules of the outlet have already.
    """
    shapes = signed_lines(samples)
    samples, copies = _reconsidered(samples, copies, shapes)
    drawing = start_drawing(samples, share)
    drawing.copies = copies
    drawing.innocent = [shown(document) for document in innocent]
    drawing.signed = keys_of_authors(samples, shapes)
    drawing.ids.update(taken_ids)
    if len(samples) > 1:
        footers(drawing, lambda key: drawing.constant(key) and not drawing.story(key))
    else:
        footers(drawing, anchors_of_one_page(drawing))
    lifted = bylines(drawing, shapes)
    _elements(drawing, lifted, share)
    if len(samples) > 1:
        constants(drawing, {key for key in drawing.seen if drawing.constant(key) and not drawing.story(key)})
        beginnings(drawing)
        followers(drawing)
    else:
        constants(drawing, menus(drawing))
    return sorted(sifted(drawing.rules, [*samples, *copies]), key=lambda rule: "select" in rule)


def _elements(drawing: Drawing, lifted: Iterable[Place], share: float) -> None:
    """Boxes that hold nothing of the article, and, where a guess cut prose out of one, the element in which articles stand.

    Without such a mistake to mend the element is left alone: on other pages more stands in it than the guesses would leave.
    """
    for rule in box_rules(drawing.samples, share, lifted):
        if drawing.safe(rule):
            drawing.add(rule)
            continue
        for part in alone(rule):  # one of its boxes holds article on a copy
            drawing.add(part)
    for rule in paragraph_rules(drawing.samples, share):
        if drawing.rescues(rule) and drawing.add(rule):
            break


def _reconsidered(
    samples: Sequence[Sample], copies: Sequence[Sample], shapes: Mapping[Place, Shape]
) -> tuple[list[Sample], list[Sample]]:
    """The samples and copies, with bylines, titles and standing sentences known for what they are, whatever they were judged.

    A line near the edge of the article that names a time or an author in the same words on most pages is no sentence of it.
    What stands right above it, and below the same line on most pages, is the title.
    """
    often = max(SEVERAL, ceil(_MOST * len(samples)))
    on: dict[str, set[int]] = defaultdict(set)
    for (number, _), shape in shapes.items():
        on[shape.pattern].add(number)
    sure = {pattern for pattern, found in on.items() if len(found) >= often}
    signed: dict[int, set[int]] = defaultdict(set)
    for (number, at), shape in shapes.items():
        line = samples[number].lines[at]
        if shape.pattern in sure and not line.known and not ends_sentence(line.text):
            signed[number].add(at)
    titles = _titles(samples, signed, often)
    found = [
        _relabelled(
            _relabelled(sample, signed[number], Label.BYLINE), [titles[number]] if number in titles else [], Label.TITLE
        )
        for number, sample in enumerate(samples)
    ]
    named = {samples[number].lines[at].key for number, at in titles.items()}
    standing = standing_keys(found)
    return [_parted(sample, standing) for sample in found], [_parted(_as_sure(copy, sure, named), standing) for copy in copies]


def _titles(samples: Sequence[Sample], signed: Mapping[int, Iterable[int]], often: int) -> dict[int, int]:
    """The line right above the first byline of each sample, if it is another on each and what is above it is the same."""
    above: dict[str, dict[int, Judged]] = defaultdict(dict)
    for number, sample in enumerate(samples):
        at = min((at for at in signed[number] if at < sample.body.start or sample.lines[at].article), default=0) - 1
        if at > 0 and not sample.lines[at].known and len(sample.lines[at].text) <= TITLE_CHARS:
            above[sample.lines[at - 1].key][number] = sample.lines[at]
    return {
        number: line.at
        for key, lines in above.items()
        if "0" not in key and len({line.key for line in lines.values()}) >= often
        for number, line in lines.items()
    }


def _relabelled(sample: Sample, places: Iterable[int], label: Label) -> Sample:
    places = set(places)
    lines = (replace(line, label=label, authority=Authority.GUESS) if line.at in places else line for line in sample.lines)
    return replace(sample, lines=tuple(lines)) if places else sample


def _parted(sample: Sample, standing: Collection[str]) -> Sample:
    """A sample of whose article the standing sentences are no part."""
    if not standing:
        return sample
    lines = (
        replace(line, label=standing_label(line.text), authority=Authority.GUESS, standing=True)
        if line.key in standing
        else line
        for line in sample.lines
    )
    return replace(sample, lines=tuple(lines))


def _as_sure(copy: Sample, patterns: Iterable[str], titles: Iterable[str]) -> Sample:
    """A copy of a sample, with the bylines and the title that were found there."""
    near = [line for line in near_edges(copy) if not line.known]
    bylines = [line.at for line in near if any(regex.fullmatch(pattern, line.text) for pattern in patterns)]
    return _relabelled(_relabelled(copy, bylines, Label.BYLINE), [line.at for line in near if line.key in titles], Label.TITLE)
