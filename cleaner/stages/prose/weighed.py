"""What is thought of each line of a document."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from cleaner.model import Line
from cleaner.stages.reading_aids import Occupied

if TYPE_CHECKING:  # it loads numpy
    from cleaner.stages.prose.judgement import Judgement


class Weighed(NamedTuple):
    """What the stage thinks of a document, line by line.

    Attributes:
        filled: the lines that are not blank; all else counts along these.
        occupied: who has a line before; only an open one is for this guess to take.
        found: the evidence behind the probabilities.
        dials: for each line, the probability from which on it stays by itself; the lines around it can tip the scale.
        probability: of being article.
        kept: whether the line stays, if nothing else takes it; what a rule protects does.
        linked: the lines of which nothing is seen but links.
    """

    filled: Sequence[Line]
    occupied: Occupied
    found: Judgement
    dials: Sequence[float]
    probability: Sequence[float]
    kept: Sequence[bool]
    linked: AbstractSet[int] = frozenset()


def going(weighed: Weighed) -> list[int]:
    """The lines that would go and that nothing else claims."""
    return [number for number, stays in enumerate(weighed.kept) if not stays and weighed.occupied.open(number)]


def staying(weighed: Weighed) -> list[int]:
    """The lines that stay: open ones, and those that a rule protects."""
    return [number for number, stays in enumerate(weighed.kept) if stays and not weighed.occupied.goes(number)]
