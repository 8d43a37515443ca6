"""Which documents a page shows: the most doubtful, as far as a browser can hold them."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.reviewing.runs import Run, Written
from cleaner.reviewing.summing import Listed, RunSum

FULL = 100
"""Documents in full, where nothing else is asked for. A page of them has some 10 MB and opens in a second or two."""
LISTED = 20_000
"""Documents in the list of a page."""
MOST_CHARS = 10_000_000
"""Characters of source text on a page: with more, browsers become slow."""


def chosen(run: Run, total: RunSum, most: int = FULL) -> Iterator[tuple[Listed, Written]]:
    """The most doubtful documents with their texts, at most so many, and together at most `MOST_CHARS` characters.

    A document too large for what is left of the page is passed over.
    """
    room = MOST_CHARS
    for listed in total.documents[:LISTED]:
        if most == 0:
            return
        if listed.row.source_chars <= room:
            room -= listed.row.source_chars
            most -= 1
            yield listed, run.written(listed.row)
