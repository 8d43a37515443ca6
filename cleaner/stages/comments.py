"""What readers wrote below an article, behind the heading of their comments."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

import regex

from cleaner.fields.times import times_in
from cleaner.lines import ends_sentence
from cleaner.locales import of_all
from cleaner.model import Authority, Claim, Document, Label, Line
from cleaner.stages.reading_aids import filled_lines, guess, kept_lines, taken

RULE = "stage/comments"
_HEADING = 40
"""Characters of a heading with the number of the comments: "Comments (12)"."""
_WORD = f"(?:{'|'.join(of_all('comments'))})"
"""What comments are called, in whichever language: what a page is read as need not be the language of its furniture."""
_NAMED = regex.compile(rf"(?i)\W*{_WORD}\W*")
_COUNTED = regex.compile(
    rf"(?i)\W*(?:\d{{1,5}}\W*\p{{Han}}?)?(?:[\p{{L}}\p{{M}}\d'’]+\W+){{0,2}}{_WORD}"
    r"(?:\W+[\p{L}\p{M}]+){0,2}\W*(?:\d{1,5}\W*)?"
)
"""A heading that is nothing but that word, and one that has a number and a few words beside: "Komentara 34", "All 3
comments"."""
_NEAR = 4
"""Lines below a heading within which a first comment says when it came: initials, what stands for a picture, a name and a place
stand between at most."""
_CLOCK = regex.compile(r"(?<![\d:])\d{1,2}:\d\d(?!\d)")
_DATED = 80
"""Characters of a line with name, day and hour of a comment, as the rules for one have it."""
_ABOVE = 2.0
"""So many times as much of what stays must stand above as below: a bar over an article counts the comments, too, and an article
goes on below a call to comment. In five forms of 811 pages five had lines below such a heading that would have stayed: 27
lines, and none was article."""
_SURE = 0.9
"""Confidence of a cut: of those 27 lines none was wrong."""


def comments(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim every open line behind the first heading of comments that has enough of the article above it.

    A heading is what a rule knows as one: with a number in it, or with another line behind that a rule takes for part of
    comments. One without either, or in words that no rule knows, is one where the lines below say when they were written: one
    of them where the heading has a number, else two.
    """
    lines = filled_lines(document)
    named = [at for at, line in enumerate(lines) if _is_named(line.text)]
    if not named and not any(claim.label is Label.COMMENTS and _by_rule(claim) for claim in claims):
        return
    occupied = taken(lines, claims)
    ruled = frozenset(at for at, claim in occupied.claims.items() if claim.label is Label.COMMENTS and _by_rule(claim))
    found = sorted({*ruled, *(at for at in named if not _by_rule(occupied.get(at)))})
    if not found:
        return
    last = max(ruled, default=-1)
    dated = [at for at in range(found[0] + 1, len(lines)) if _is_dated(lines[at], occupied.get(at))]
    kept = list(kept_lines(lines, occupied))
    sizes = [0, *accumulate(len(lines[at].text) for at in kept)]  # of what stays up to each of these lines
    for at in found:
        text = lines[at].text.strip()
        counts = len(text) <= _HEADING and any(map(str.isdigit, text))
        below = bisect_right(dated, at)
        dates = len(dated) - below if below < len(dated) and dated[below] <= at + _NEAR else 0
        if not (at in ruled and (counts or at < last)) and dates < (1 if counts else 2):
            continue
        first = bisect_left(kept, at)
        if sizes[first] >= _ABOVE * (sizes[-1] - sizes[first]):
            behind = [below for below in kept[first:] if occupied.open(below)]
            reason = f"it stands below “{text[:_HEADING]}”, and most of what stays above"
            yield from (guess(lines[below], Label.COMMENTS, RULE, _SURE, reason) for below in behind)
            return


def _by_rule(claim: Claim | None) -> bool:
    return claim is not None and claim.authority is not Authority.GUESS


def _is_named(text: str) -> bool:
    """Whether a line is a heading of comments by its words."""
    text = text.strip()
    return len(text) <= _HEADING and (_COUNTED if any(map(str.isdigit, text)) else _NAMED).fullmatch(text) is not None


def _is_dated(line: Line, claim: Claim | None) -> bool:
    """Whether a line says at which time something was written, or how long ago, and does not tell of it in a sentence."""
    if claim is not None and _by_rule(claim):
        return claim.label is Label.BYLINE and ("published" in claim.fields or "authors" not in claim.fields)
    text = line.text.strip()
    return len(text) <= _DATED and _CLOCK.search(text) is not None and not ends_sentence(text) and bool(times_in(text))
