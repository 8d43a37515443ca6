"""The headline that a pointer to another story stands above, where a dump of a page has both on lines of their own.

"Read also:" ends a line in most languages of the rule files, and what it points to is the next: a headline, and no part of the
article. Where both stand in one line a rule takes them together.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.lines import COLONS
from cleaner.model import Authority, Claim, Document, Label
from cleaner.stages.reading_aids import filled_lines, guess, taken
from cleaner.stages.seams import is_headline

RULE = "stage/pointers"
_SURE = 0.85
"""Confidence: above what a policy asks for by default, and below a rule, for only the form says that the line is a headline."""


def pointers(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim the headline right below a line that a rule knows as a pointer, and that ends with a colon. In text only."""
    if document.page is not None:
        return
    pointing = (claim for claim in claims if claim.label is Label.NAVIGATION and claim.authority is not Authority.GUESS)
    if not any(document.text[claim.start : claim.end].rstrip().endswith(COLONS) for claim in pointing):
        return
    lines = filled_lines(document)
    occupied = taken(lines, claims)
    for at, claim in sorted(occupied.claims.items()):
        if claim.label is not Label.NAVIGATION or claim.authority is Authority.GUESS or not occupied.open(at + 1):
            continue
        if lines[at].text.rstrip().endswith(COLONS) and at + 1 < len(lines) and is_headline(lines[at + 1].text.strip()):
            reason = f"the headline that “{lines[at].text.strip()}” in the line above points to"
            yield guess(lines[at + 1], Label.NAVIGATION, RULE, _SURE, reason)
