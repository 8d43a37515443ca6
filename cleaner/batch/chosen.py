"""Some of the inputs: the first of them, or a sample that does not depend on the order."""

from __future__ import annotations

import heapq
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from cleaner.batch.ids import digest_of
from cleaner.batch.items import Item

_ALL = 1 << 64


class Listing(Protocol):
    """Inputs of a run: `Plan`, or some of one."""

    @property
    def single(self) -> bool:
        """Whether there is exactly one input, and it was named."""
        ...

    @property
    def named(self) -> str:
        """The same for the same names and the same choice among what they name; empty where nobody can tell."""
        ...

    def check(self, taken: frozenset[str] = frozenset()) -> None:
        """See `Plan.check`."""
        ...

    def __iter__(self) -> Iterator[Item]:
        """Each input, in an order that depends on the inputs alone. Iterating again lists anew."""
        ...

    def places(self) -> Iterator[tuple[str, bool]]:
        """The real path of every directory that is walked (true) and of every file that was named (false)."""
        ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """Some inputs of a listing. A sample is drawn by a digest of each id: drawn again, it is the same.

    Attributes:
        listing: all of them.
        limit: only the first so many, of the sample if there is one.
        share: only this share, drawn.
        number: only so many, drawn.
    """

    listing: Listing
    limit: int | None = None
    share: float | None = None
    number: int | None = None

    @property
    def single(self) -> bool:
        """Whether there is exactly one input, and it was named: it is none where the sample leaves it out."""
        return self.listing.single and next(iter(self), None) is not None

    @property
    def named(self) -> str:
        """The same for the same names and the same choice."""
        return self.listing.named and f"{self.listing.named} limit={self.limit} share={self.share} number={self.number}"

    def check(self, taken: frozenset[str] = frozenset()) -> None:
        """Of all inputs, chosen or not."""
        self.listing.check(taken)

    def places(self) -> Iterator[tuple[str, bool]]:
        """Of all inputs, chosen or not."""
        return self.listing.places()

    def __iter__(self) -> Iterator[Item]:
        below = _ALL
        if self.share is not None:
            below = int(_ALL * self.share)
        elif self.number is not None:
            lots = heapq.nsmallest(self.number, map(_lot, self.listing))
            below = lots[-1] + 1 if lots else 0
        limit = None if self.limit is None else min(self.limit, sys.maxsize)  # `islice` counts no further
        return islice((item for item in self.listing if below == _ALL or _lot(item) < below), limit)


def _lot(item: Item) -> int:
    return digest_of(item.id)
