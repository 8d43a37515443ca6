"""What readers wrote below an article, behind the heading of their comments that a rule knows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from cleaner.model import Authority, Claim, Document, Label
from cleaner.stages.reading_aids import filled_lines, guess, kept_lines, taken

RULE = "stage/comments"
_HEADING = 40
"""Characters of a heading with the number of the comments: "Comments (12)"."""
_ABOVE = 2.0
"""So many times as much of what stays must stand above as below: a bar over an article counts the comments, too, and an article
goes on below a call to comment. In five forms of 811 pages five had lines below such a heading that would have stayed: 27
lines, and none was article."""
_SURE = 0.9
"""Confidence of a cut: of those 27 lines none was wrong."""


def comments(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim every open line behind the first heading of comments that has enough of the article above it.

    A heading is what a rule knows as one: with a number in it, or with another line behind that a rule takes for part of
    comments.
    """
    if not any(claim.label is Label.COMMENTS and claim.authority is not Authority.GUESS for claim in claims):
        return
    lines = filled_lines(document)
    occupied = taken(lines, claims)
    ruled = (at for at, claim in occupied.items() if claim.label is Label.COMMENTS and claim.authority is not Authority.GUESS)
    found = sorted(ruled)
    kept = list(kept_lines(lines, occupied))
    sizes = [0, *accumulate(len(lines[at].text) for at in kept)]  # of what stays up to each of these lines
    for at in found:
        text = lines[at].text.strip()
        counts = len(text) <= _HEADING and any(map(str.isdigit, text))
        if not counts and at == found[-1]:
            return
        first = bisect_left(kept, at)
        if sizes[first] >= _ABOVE * (sizes[-1] - sizes[first]):
            behind = [below for below in kept[first:] if below not in occupied]
            reason = f"it stands below “{text[:_HEADING]}”, and most of what stays above"
            yield from (guess(lines[below], Label.COMMENTS, RULE, _SURE, reason) for below in behind)
            return
