"""Where readers' comments begin: they hold names and times as the article does, and none of these is its own."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.model import Claim, Label


def comments_begin(winners: Iterable[Claim], size: int) -> int:
    """Where the comments on an article begin, by the claims that won, in text order; at the ``size`` of the text if nowhere.

    That is at the first claim of comments with more of what stays above it than below: a bar over the article counts the
    comments, too, and of the comments themselves some may stay.
    """
    kept, reach = 0, 0
    found: list[tuple[int, int]] = []
    for claim in winners:
        if claim.label is Label.ARTICLE:
            continue
        kept += max(claim.start - reach, 0)
        reach = max(reach, claim.end)
        if claim.label is Label.COMMENTS:
            found.append((claim.start, kept))
    kept += max(size - reach, 0)
    return next((start for start, above in found if 2 * above > kept), size)
