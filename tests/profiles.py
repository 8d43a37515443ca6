"""Profiles of made-up documents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cleaner.profile import Counting, Profile

Pages = Sequence[tuple[str, Sequence[str]]]
ARTICLE = [
    "The harbour of the old town reopened on Monday after a week of storms that had closed the fish market.",
    "Fishermen waited at the quay before sunrise, and the harbour master opened the gates shortly after six.",
    "The mayor said the storms had cost the fish market more than the whole of last winter.",
    "Most of the boats are expected to leave the harbour again before the end of the week.",
]
PLEA = "Our newsletter brings you the news of the coast every morning, sign up now."


def story(number: int) -> list[str]:
    """Four paragraphs that no other number has."""
    word = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    return [f"{line.removesuffix('.')}, said {word.title()}." for line in ARTICLE]


def build(path: Path, pages: Pages, **options: int) -> Profile:
    """The profile of some documents, each a site and its lines."""
    with Counting(path.parent, **options) as counting:
        for site, lines in pages:
            counting.add(site, lines)
        return counting.write(path)
