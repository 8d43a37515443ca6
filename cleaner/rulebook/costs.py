"""What the patterns of each rule cost, counted while somebody asks. No result depends on it.

Of a document some ten patterns are ever tried, so that all of them can be on the clock: a look at it takes 0.1 microseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import NamedTuple


class Cost(NamedTuple):
    """What one rule cost: how often one of its patterns was tried, how long all tries took, and the longest; in seconds."""

    tries: int
    seconds: float
    longest: float


class _Counting:
    def __init__(self) -> None:
        self.costs: dict[str, Cost] | None = None


_counting = _Counting()


@contextmanager
def counted() -> Iterator[dict[str, Cost]]:
    """Meanwhile, count the costs in this process, by rule id."""
    before, costs = _counting.costs, dict[str, Cost]()
    _counting.costs = costs
    try:
        yield costs
    finally:
        _counting.costs = before


def note(rule: str, began: float) -> None:
    """A pattern of a rule was tried from then (by `time.perf_counter`) until now."""
    costs = _counting.costs
    if costs is None:
        return
    took = perf_counter() - began
    tries, seconds, longest = costs.get(rule, (0, 0.0, 0.0))
    costs[rule] = Cost(tries + 1, seconds + took, max(longest, took))
