"""Measuring on a noisy machine: CPU time, cases taken in turns, medians, and ratios within one turn."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

Case = Callable[[int], object]
"""Work to be timed; it is told the number of the turn, so that it can take fresh input."""


def take_turns(cases: Mapping[str, Case], turns: int) -> dict[str, list[float]]:
    """CPU seconds of every case in every turn. All cases run once a turn, every other turn backwards.

    Whatever slows the machine down for a while then slows all cases, and ratios within a turn hold.
    """
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(turns):
        order = list(cases)
        for name in order if turn % 2 == 0 else reversed(order):
            gc.collect()  # a case pays for its own rubbish only
            before = time.process_time()
            cases[name](turn)
            seconds[name].append(time.process_time() - before)
    return seconds


def ratio(seconds: Sequence[float], base: Sequence[float]) -> float:
    """Median over the turns of a case's time as a multiple of another's in the same turn."""
    return median(one / other for one, other in zip(seconds, base, strict=True))
