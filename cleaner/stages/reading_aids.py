"""What several stages ask of a document: its lines that hold text, and which of them a claim has taken already."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from cleaner.letters import may_hold
from cleaner.lines import ends_sentence, has_ideographs
from cleaner.model import Authority, Claim, Document, Label, Line, Policy
from cleaner.settle import only_tags, rank

_USUAL = Policy()
"""The policy by which a guess is too unsure to take a line from the stages behind, whatever a run's own asks for: models
learned beside what is taken so, and one stage's doubts are no other's evidence."""
_LEGAL = regex.compile(
    r"(?i)©|\bcopyright\b|\brights reserved\b|\balle rechte\b|\bdroits réservés\b|\bderechos reservados\b"
    r"|\bdireitos reservados\b|\bdiritti riservati\b|\brechten voorbehouden\b|права защищены|版权|著作権|無断転載"
)
_LEGAL_ROOTS = ("right", "recht", "reserv", "riserv")
"""One of these is in all that `_LEGAL` finds in ASCII text: to look for them takes a fifth of its time."""
_PARAGRAPH, _LONG, _IDEOGRAPHIC_PARAGRAPH = 60, 120, 25
"""Characters from which a sentence is a paragraph of the article, from which any line is, and from which a sentence is in
scripts without spaces."""


@dataclass(frozen=True, slots=True)
class Occupied:
    """Which lines are somebody's already, by number (`taken`): each line is open, or it goes, or a claim says that it stays.

    Whether there is a claim at all is asked of ``claims``, by its name: a rule that protects a line claims it, too.

    Attributes:
        claims: the claim that has a line, for each line that one has.
    """

    claims: Mapping[int, Claim]

    def get(self, at: int) -> Claim | None:
        """The claim that has a line; ``None`` where it is open."""
        return self.claims.get(at)

    def open(self, at: int) -> bool:
        """Whether no claim has a line: only such a line is for a guess to take."""
        return at not in self.claims

    def goes(self, at: int) -> bool:
        """Whether a claim takes a line away. All other lines are the article's, as far as is known."""
        return at in self.claims and self.claims[at].label is not Label.ARTICLE

    def stays(self, at: int) -> bool:
        """Whether a claim says that a line is article, which protects it."""
        return at in self.claims and self.claims[at].label is Label.ARTICLE


def filled_lines(document: Document) -> Sequence[Line]:
    """The lines that hold more than white space: of a page all of them."""
    if document.page is not None:
        return document.lines
    return [line for line in document.lines if line.text and not line.text.isspace()]


def guess(line: Line, label: Label, rule: str, confidence: float, reason: str, *, last: Line | None = None) -> Claim:
    """A guess about a whole line, or all from it to the ``last``; white space at the edges is left out."""
    start = line.start + len(line.text) - len(line.text.lstrip())
    end = line if last is None else last
    return Claim(start, end.start + len(end.text.rstrip()), label, rule, Authority.GUESS, confidence, reason)


def is_paragraph(text: str) -> bool:
    """Whether a line that stays is one of the article's paragraphs, by its length: no heading, no caption."""
    return len(text) >= _LONG or is_long_sentence(text)


def is_long_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does and is as long as a paragraph: no heading, and nothing that recurs by chance."""
    if len(text) < _IDEOGRAPHIC_PARAGRAPH or not ends_sentence(text):
        return False
    return len(text) >= _PARAGRAPH or has_ideographs(text)


def kept_lines(lines: Sequence[Line], occupied: Occupied) -> Iterator[int]:
    """The lines that stay as far as is known, by number: no claim takes them away."""
    return (at for at in range(len(lines)) if not occupied.goes(at))


def is_body(occupied: Occupied) -> bool:
    """Whether a text is a body already, as far as is known: nothing of it goes."""
    return not any(map(occupied.goes, occupied.claims))


def is_legal(text: str) -> bool:
    """Whether a line that is no article speaks of copyright."""
    return may_hold(text, _LEGAL_ROOTS) and _LEGAL.search(text) is not None


def taken(lines: Sequence[Line], claims: Iterable[Claim]) -> Occupied:
    """The lines (by index in ``lines``) of which a claim takes more than half, and the strongest such claim (`rank`).

    ``article`` claims count too: what a rule protects is not open to a guess. Claims that only tag by the usual policy do not
    count; the policy of a run decides on what is claimed (`cleaner.settle`), not on what is seen.
    """
    found: dict[int, Claim] = {}
    starts = [line.start for line in lines]
    for claim in claims:
        if only_tags(claim, _USUAL):
            continue
        start, end = claim.start, claim.end
        at = max(bisect_right(starts, start) - 1, 0)
        while at < len(lines) and starts[at] < end:
            line = lines[at]
            covered = (end if end < line.end else line.end) - (start if start > starts[at] else starts[at])
            # Most claims take whole lines: only the others need to know how much white space is at the edges.
            if 2 * covered > len(line.text) or 2 * covered > len(line.text.strip()):
                known = found.get(at)
                if known is None or rank(claim) > rank(known):
                    found[at] = claim
            at += 1
    return Occupied(found)
