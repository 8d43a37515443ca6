"""Which lines are article, judged by a trained model of what prose and page furniture look like.

Rules know phrases; this stage knows shapes: lengths, endings, function words, repetition, what stands around a line and how far
it is from the main run of prose. It is a guess: any rule beats it. numpy and the model are loaded when it first runs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner.lines import from_one_line, has_pieces
from cleaner.model import Authority, Claim, Document, Favour, Label
from cleaner.stages.inputs import DIALS, TEXT_DIALS, Inputs
from cleaner.stages.prose.leniency import end_of_article, lenient_dial, short_lined
from cleaner.stages.prose.verdicts import verdicts
from cleaner.stages.prose.weighed import Weighed
from cleaner.stages.prose.weighing import linked_lines, weigh_lines
from cleaner.stages.reading_aids import filled_lines, taken

RULE, BLOCKS_RULE = "stage/prose", "stage/blocks"
_MIN_LINES = 6
"""Lines that no rule claims, not even as article; what has fewer has no shape to judge by."""
_PIECE_DIAL = 0.15
"""The dial for a sentence of a page that stands on one line: it tells less by itself than the paragraph that the model knows.
Of 192 such pages' articles .7 % are lost instead of 1.7 %, at .01 less of F1."""
MOST_DOUBT = 0.05
"""Share of the characters of a page's body that its markup may leave in doubt before more is asked. Two pages of three have
less. Asking of all gains .0006 in F1 (five folds of 811 pages, each judged by weights that have not seen its host) and doubles
the time."""
MOST_ELEMENTS = 20_000
"""Elements of a page up to which more is asked. Beyond, trafilatura's time grows with their square (50,000 paragraphs of a word
take half a minute); the most on 811 pages are 5,000."""
_LINKED = 3.0
"""Nats by which a line of nothing but links is less likely to be article. The model learned from text that does not tell of
links; of 406 pages as Markdown 1.5 % of such lines were article, and of those that it kept three in ten. F1 .935 to .940, of
the bodies' words .1 % are lost more; 4 nats gain no more, and lose as much again."""


@dataclass(frozen=True, slots=True)
class Prose:
    """The stage.

    Attributes:
        dial: probability from which on a line stays, whatever the text; where not given it goes by what is favoured, and
            clean and short texts get the benefit of the doubt.
        favour: as in `Inputs`; by the run where not given.
        weights: a directory of trained weights, in the shape of ``cleaner/data``; what ships with cleaner where not given.
        pages: whether web pages are judged; in the fast gear `Blocks` does that, and wherever it has spoken.
    """

    dial: float | None = None
    favour: Favour | None = None
    weights: Path | None = None
    pages: bool = True

    def given(self, inputs: Inputs) -> Prose:
        """The stage with what the run favours, and in the run's gear."""
        return replace(self, favour=self.favour or inputs.favour, pages=self.pages and inputs.engine != "fast")

    def weigh(self, document: Document, claims: tuple[Claim, ...]) -> Weighed | None:
        """What is thought of every line, those that get no claim included; ``None`` where there are too few to judge by."""
        if document.page is not None and (not self.pages or any(claim.rule == BLOCKS_RULE for claim in claims)):
            return None
        document = _once(document, claims)
        filled = filled_lines(document)
        occupied = taken(filled, claims)
        if len(filled) - len(occupied.claims) < _MIN_LINES:
            return None
        from cleaner.stages.prose import judgement

        weights = self.weights or judgement.WEIGHTS
        dial = self.dial
        if dial is None:
            dial = (TEXT_DIALS if document.page is None else DIALS)[self.favour or "balance"]
        # The model learned from what shared rules say. An outlet's own would look to it like a page full of furniture, and a
        # rule for a menu would cost the article its lists.
        general = [claim for claim in claims if claim.authority is not Authority.OUTLET]
        known = taken(filled, general) if len(general) < len(claims) else occupied
        matrix = judgement.describe(document, filled, known, weights)
        if document.page is not None:
            return weigh_lines(
                document, judgement.judge(matrix, weights / judgement.PAGES), filled, occupied, [dial] * len(filled)
            )
        found = judgement.judge(matrix, weights / judgement.TEXT)
        linked = linked_lines(document, filled)
        if linked:
            found = judgement.less_likely(found, sorted(linked), _LINKED)
        dials = [dial] * len(filled)
        lenient = lenient_dial(filled, known, found.probability.tolist()) if self.dial is None else None
        if lenient is not None:
            end = end_of_article(filled, known)
            dials = [min(dial, lenient)] * end + dials[end:]
        elif self.dial is None:
            stretch, lower = short_lined(filled, known, found.probability.tolist(), dial)
            dials[stretch.start : stretch.stop] = [lower] * len(stretch)
        if self.dial is None and has_pieces(document.text, document.lines):
            pieces = [_PIECE_DIAL if from_one_line(document.text, line) else dial for line in filled]
            dials = list(map(min, dials, pieces))
        return weigh_lines(document, found, filled, occupied, dials)

    def __call__(self, document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
        """Claim every line that does not read like article; tag those that stay in doubt."""
        yield from verdicts(document.page, self.weigh(document, claims), RULE)


@dataclass(frozen=True, slots=True)
class Blocks:
    """What the markup alone tells of each block of a web page, before any rule is asked.

    Where a block stands, what its classes are called and what the blocks around it hold decides which are article; shared rules
    then only look at what stays. The fast gear goes by this. The thorough gear does where it leaves no doubt; of other pages
    this stage says nothing, and `Prose` weighs the same evidence together with the text's own, what rules claim, and
    trafilatura's vote.

    Attributes:
        dial: probability from which on a block stays; ``None``: silent.
        weights: as in `Prose`.
        most_doubt: share of the body's characters that may be judged wrongly; with more the stage is silent, except about a
            page with more than `MOST_ELEMENTS`.
    """

    dial: float | None = None
    weights: Path | None = None
    most_doubt: float = math.inf

    def given(self, inputs: Inputs) -> Blocks:
        """The stage with the dial that the run favours, unless it has one of its own, and as bold as the run's gear."""
        if self.dial is not None:
            return self
        return replace(self, dial=DIALS[inputs.favour], most_doubt=math.inf if inputs.engine == "fast" else MOST_DOUBT)

    def weigh(self, document: Document, claims: tuple[Claim, ...]) -> Weighed | None:
        """What is thought of every block; ``None`` where it is not asked, in doubt, or there are too few to judge by."""
        if document.page is None or self.dial is None or len(document.lines) < _MIN_LINES:
            return None
        from cleaner.stages.pages.elements import NAME_WORTH, name_worth
        from cleaner.stages.pages.evidence import PAGE_NAMES
        from cleaner.stages.prose import judgement

        weights = self.weights or judgement.WEIGHTS
        matrix = judgement.describe_markup(document.page, document.lines, name_worth(weights / NAME_WORTH))
        found = judgement.judge(matrix, weights / judgement.BLOCKS, PAGE_NAMES)
        asks_more = self.most_doubt < math.inf and len(document.page.tags) <= MOST_ELEMENTS
        if asks_more and judgement.doubt(found, document.lines) > self.most_doubt:
            return None
        return weigh_lines(document, found, document.lines, taken(document.lines, claims), [self.dial] * len(document.lines))

    def __call__(self, document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
        """Claim every block of a page that is not taken for article; tag those that stay in doubt."""
        yield from verdicts(document.page, self.weigh(document, claims), BLOCKS_RULE)


def _once(document: Document, claims: Iterable[Claim]) -> Document:
    """The document without what stands in it again: to the model, lines that recur are furniture.

    Pages stay as they are, for their lines are tied to elements.
    """
    again = [claim for claim in claims if claim.label is Label.DUPLICATE]
    if not again or document.page is not None:
        return document
    copies = taken(document.lines, again)
    lines = (line._replace(text="") if copies.goes(at) else line for at, line in enumerate(document.lines))
    return replace(document, lines=tuple(lines))
