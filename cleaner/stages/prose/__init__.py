"""Which lines are article, judged by a trained model of what prose and page furniture look like.

Rules know phrases; this stage knows shapes: lengths, endings, function words, repetition, what stands around a line and how far
it is from the main run of prose. It is a guess: any rule beats it. numpy and the model are loaded when it first runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaner.lines import ends_sentence
from cleaner.model import Authority, Claim, Document, Label, Line
from cleaner.stages.inputs import Inputs
from cleaner.stages.reading_aids import filled_lines, guess, taken
from cleaner.stages.seams import is_headline

if TYPE_CHECKING:  # it loads numpy
    from cleaner.stages.prose.judgement import Judgement

RULE = "stage/prose"
DIALS = {"balance": 0.5, "precision": 0.65, "recall": 0.35}
"""Probability from which on a line stays, by what is favoured."""
_FURNITURE = 0.25
"""Probability below which a line that is no sentence is counted as page furniture."""
_PAGE = 0.15
"""Share of furniture among the lines of a dump. Below it a text counts as clean already: bodies have 0-5 %, whole pages 50 %
and more."""
_CLEAN_DIAL = 0.1
"""The dial for such a text. With the usual one a clean text in eight loses a line, with this one in twenty."""
_LEAKS = frozenset({Label.PROMO, Label.COMMENTS, Label.LEGAL})
"""What rules find in a text that was taken from a page with some of the page left in: it gets the usual dial, whatever its
share of furniture. Pointers, headings of other stories, notes on authors, bylines and credits stand in clean copy too and say
nothing; a line of share words is as often a heading of the article's own."""
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


class Weighed(NamedTuple):
    """What the stage thinks of a document, line by line.

    Attributes:
        filled: the lines that are not blank; all else counts along these.
        occupied: the claims that took a line before, by number; such a line is not open to this guess.
        found: the evidence behind the probabilities.
        dial: probability from which on a line by itself stays; the lines around it can tip the scale.
        probability: of being article.
        kept: whether the line stays.
    """

    filled: Sequence[Line]
    occupied: Mapping[int, Claim]
    found: Judgement
    dial: float
    probability: Sequence[float]
    kept: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Prose:
    """The stage.

    Attributes:
        dial: probability from which on a line stays; by what is favoured where not given.
        weights: a file of trained weights; those that ship with cleaner where not given.
    """

    dial: float | None = None
    weights: Path | None = None

    def given(self, inputs: Inputs) -> Prose:
        """The stage with the dial that the run favours, unless it has one of its own."""
        return self if self.dial is not None else Prose(DIALS[inputs.favour], self.weights)

    def weigh(self, document: Document, claims: tuple[Claim, ...]) -> Weighed | None:
        """What is thought of every line, those that get no claim included; ``None`` where there are too few to judge by."""
        filled = filled_lines(document)
        occupied = taken(filled, claims)
        if len(filled) - len(occupied) < _MIN_LINES:
            return None
        from cleaner.stages.prose import judgement

        weights = self.weights or judgement.WEIGHTS
        dial = self.dial or DIALS["balance"]
        # The model learned from what shared rules say. An outlet's own would look to it like a page full of furniture, and a
        # rule for a menu would cost the article its lists.
        known = taken(filled, [claim for claim in claims if claim.authority is not Authority.OUTLET])
        found = judgement.judge(judgement.describe(document.lines, filled, known), weights)
        furniture = sum(
            known[number].label in _FRAME if number in known else chance < _FURNITURE and not ends_sentence(filled[number].text)
            for number, chance in enumerate(found.probability.tolist())
        )
        if furniture < _PAGE * len(filled) and not leaky({claim.label for claim in known.values()}):
            dial = min(dial, _CLEAN_DIAL)
        kept = judgement.decide_lines(found, dial, weights).tolist()
        return Weighed(filled, occupied, found, dial, found.probability.tolist(), kept)

    def __call__(self, document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
        """Claim every line that does not read like article; tag those that stay in doubt."""
        weighed = self.weigh(document, claims)
        if weighed is None:
            return
        import numpy as np

        from cleaner.stages.prose import judgement

        filled, occupied, probability, kept = weighed.filled, weighed.occupied, weighed.probability, weighed.kept
        doubt = min(_DOUBT, 2 * weighed.dial)
        doubtful = [
            number
            for number in range(len(filled))
            if number not in occupied and (not kept[number] or probability[number] < doubt)
        ]
        if not doubtful:
            return
        told = judgement.reasons(weighed.found, np.array(doubtful, np.int64), weights=self.weights or judgement.WEIGHTS)
        stay = [number for number, stays in enumerate(kept) if stays and number not in occupied]
        last = stay[-1] if stay else -1
        commented = (at for at, claim in occupied.items() if claim.label is Label.COMMENTS and at > last)
        comments = min(commented, default=len(filled))
        for number, why in zip(doubtful, told, strict=True):
            line, chance = filled[number], probability[number]
            label = _label(line, number > last, number >= comments)
            sure = _DOUBT * (1 - chance) if kept[number] else _LEAST + (_MOST - _LEAST) * (1 - chance)
            reason = f"{chance:.0%} likely to be article: {why}" if why else f"{chance:.0%} likely to be article"
            yield guess(line, label, RULE, round(sure, 4), reason)


def leaky(labels: set[Label]) -> bool:
    """Whether a text whose lines rules claim as these was taken from a page, with more of the page left in.

    Embeds break prose into fragments, which makes its sentences look doubtful: with them a text gets the benefit of the doubt.
    """
    return bool(labels & _LEAKS) and Label.EMBED not in labels


def _label(line: Line, behind: bool, commented: bool) -> Label:
    """What a line is that is no article: by its length, and by whether it stands behind the article and its comments' head."""
    if commented:
        return Label.COMMENTS
    text = line.text.strip()
    return Label.OTHER_STORY if behind and (len(text) >= _LONG or is_headline(text)) else Label.NAVIGATION
