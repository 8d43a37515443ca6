"""Which lines are article, judged by a trained model of what prose and page furniture look like.

Rules know phrases; this stage knows shapes: lengths, endings, function words, repetition, what stands around a line and how far
it is from the main run of prose. It is a guess: any rule beats it. numpy and the model are loaded when it first runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.lines import ends_sentence
from cleaner.model import Claim, Document, Label, Line
from cleaner.stages.inputs import DIALS, FAST, Inputs
from cleaner.stages.reading_aids import filled_lines, guess, taken
from cleaner.stages.seams import is_headline

if TYPE_CHECKING:
    from cleaner.stages.prose.judgement import Judgement

RULE = "stage/prose"
_FURNITURE = 0.25
"""Probability below which a line that is no sentence is counted as page furniture."""
_PAGE = 0.15
"""Share of furniture among the lines of a dump. Below it a text counts as clean already: bodies have 0-5 %, whole pages 50 %
and more."""
_CLEAN_DIAL = 0.1
"""The dial for such a text. With the usual one a clean text in eight loses a line, with this one in twenty."""
_FRAME = frozenset({Label.NAVIGATION, Label.SHARE, Label.LEGAL, Label.COMMENTS})
"""What rules find around articles; credits, embeds and pleas they find inside."""
_MIN_LINES = 6
"""Lines that no rule claims; what has fewer has no shape to judge by."""
_DOUBT = 0.5
"""Probability below which a line that stays is tagged; in a clean text, twice the dial."""
_LEAST, _MOST = 0.76, 0.95
"""Confidence of a cut: as a guess, but above what a policy asks for by default; never as sure as a rule."""
_LONG = 100
"""Characters from which a line is a paragraph of something: a comment, another story."""


@dataclass(frozen=True, slots=True)
class Prose:
    """The stage.

    Attributes:
        dial: probability from which on a line stays; by what is favoured where not given.
        weights: a directory of trained weights, in the shape of ``cleaner/data``; what ships with cleaner where not given.
        pages: whether web pages are judged; in the fast gear `stages.pages` does that.
    """

    dial: float | None = None
    weights: Path | None = None
    pages: bool = True

    def given(self, inputs: Inputs) -> Prose:
        """The stage with the dial that the run favours, unless it has one of its own, and in the run's gear."""
        return replace(self, dial=self.dial or DIALS[inputs.favour], pages=self.pages and inputs.engine != FAST)

    def __call__(self, document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
        """Claim every line that does not read like article; tag those that stay in doubt."""
        if document.page is not None and not self.pages:
            return
        filled = filled_lines(document)
        occupied = taken(filled, claims)
        if len(filled) - len(occupied) < _MIN_LINES:
            return
        from cleaner.stages.prose import judgement

        dial = self.dial or DIALS["balance"]
        weights = self.weights or judgement.WEIGHTS
        matrix = judgement.describe(document, filled, occupied, weights)
        if document.page is not None:
            found = judgement.judge(matrix, weights / judgement.PAGES)
        else:
            found = judgement.judge(matrix, weights / judgement.TEXT)
            furniture = sum(
                occupied[number].label in _FRAME
                if number in occupied
                else chance < _FURNITURE and not ends_sentence(filled[number].text)
                for number, chance in enumerate(found.probability.tolist())
            )
            if furniture < _PAGE * len(filled):
                dial = min(dial, _CLEAN_DIAL)
        yield from verdicts(found, filled, occupied, dial, RULE)


@dataclass(frozen=True, slots=True)
class Blocks:
    """The fast gear for web pages: what the markup alone tells of each block, before any rule is asked.

    Where a block stands, what its classes are called and what the blocks around it hold decides which are article; rules then
    only look at what stays. In the thorough gear this stage is silent: `Prose` weighs the same evidence together with the
    text's own, what rules claim, and trafilatura's vote.

    Attributes:
        dial: probability from which on a block stays; ``None``: silent.
        weights: as in `Prose`.
    """

    dial: float | None = None
    weights: Path | None = None

    def given(self, inputs: Inputs) -> Blocks:
        """The stage with the dial that the run favours, if the run is in the fast gear."""
        return replace(self, dial=DIALS[inputs.favour]) if self.dial is None and inputs.engine == FAST else self

    def __call__(self, document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
        """Claim every block of a page that is not taken for article; tag those that stay in doubt."""
        if document.page is None or self.dial is None or len(document.lines) < _MIN_LINES:
            return
        from cleaner.stages.pages.elements import NAME_WORTH, name_worth
        from cleaner.stages.pages.evidence import PAGE_NAMES, page_evidence
        from cleaner.stages.prose import judgement

        weights = self.weights or judgement.WEIGHTS
        matrix = page_evidence(document.page, document.lines, name_worth(weights / NAME_WORTH))
        found = judgement.judge(matrix, weights / judgement.BLOCKS, PAGE_NAMES)
        yield from verdicts(found, document.lines, {}, self.dial, "stage/blocks")


def verdicts(
    found: Judgement, filled: Sequence[Line], occupied: Mapping[int, Claim], dial: float, rule: str
) -> Iterator[Claim]:
    """Claims on the lines that do not stay and that nothing else claims, and tags on those that stay in doubt.

    Args:
        found: what is thought of the lines.
        filled: the lines.
        occupied: claims on them, by number.
        dial: the probability from which on a line by itself stays.
        rule: who says so.
    """
    import numpy as np

    from cleaner.stages.prose.judgement import decide_lines, reasons

    probability = found.probability.tolist()
    kept = decide_lines(found, dial).tolist()
    doubt = min(_DOUBT, 2 * dial)
    doubtful = [
        number for number in range(len(filled)) if number not in occupied and (not kept[number] or probability[number] < doubt)
    ]
    if not doubtful:
        return
    told = reasons(found, np.array(doubtful, np.int64))
    stay = [number for number, stays in enumerate(kept) if stays and number not in occupied]
    last = stay[-1] if stay else -1
    commented = (at for at, claim in occupied.items() if claim.label is Label.COMMENTS and at > last)
    comments = min(commented, default=len(filled))
    for number, why in zip(doubtful, told, strict=True):
        line, chance = filled[number], probability[number]
        label = _label(line, number > last, number >= comments)
        sure = _DOUBT * (1 - chance) if kept[number] else _LEAST + (_MOST - _LEAST) * (1 - chance)
        reason = f"{chance:.0%} likely to be article: {why}" if why else f"{chance:.0%} likely to be article"
        yield guess(line, label, rule, round(sure, 4), reason)


def _label(line: Line, behind: bool, commented: bool) -> Label:
    """What a line is that is no article: by its length, and by whether it stands behind the article and its comments' head."""
    if commented:
        return Label.COMMENTS
    text = line.text.strip()
    return Label.OTHER_STORY if behind and (len(text) >= _LONG or is_headline(text)) else Label.NAVIGATION
