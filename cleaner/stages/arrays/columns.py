"""What is asked of every column of numbers: sums over windows, the neighbour's value, the distance to the last flagged line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
Columns = dict[str, NDArray[np.generic]]
"""Evidence by name: one number a line."""
Matrix = NDArray[np.float32]
"""Evidence side by side: a row for each line, a column for each name."""

NOWHERE = 9.0
"""Stands for "no such line": further off than the logarithm of any real distance (8,000 lines)."""


def stacked(columns: Mapping[str, NDArray[np.generic]], names: Sequence[str], size: int) -> Matrix:
    """The columns of these names side by side: one row for each of ``size`` lines.

    The numbers of a column lie next to each other in memory: so they are written here, and so trees read them.
    """
    matrix = np.empty((len(names), size), np.float32)
    for at, name in enumerate(names):
        matrix[at] = columns[name]
    return matrix.T


def running_sum(values: NDArray[np.generic]) -> Floats:
    """Sums of all values before each place, and of all values at the end: one longer than ``values``."""
    sums = np.empty(len(values) + 1)
    sums[0] = 0
    np.cumsum(values, out=sums[1:])
    return sums


def running_sums(rows: Sequence[NDArray[np.generic]]) -> Floats:
    """`running_sum` of some columns: one row for each."""
    sums = np.zeros((len(rows), len(rows[0]) + 1))
    np.cumsum(np.array(rows, np.float64), axis=1, out=sums[:, 1:])
    return sums


def between(sums: Floats, low: Whole, high: Whole) -> Floats:
    """Sums of the values from ``low`` up to and without ``high``, from their running sums."""
    return sums[high] - sums[low]


def around(size: int, reach: int) -> tuple[Whole, Whole]:
    """The window of ``reach`` lines on either side of each line, the line itself included."""
    numbers = np.arange(size)
    return np.maximum(numbers - reach, 0), np.minimum(numbers + reach + 1, size)


def sums_near(rows: Sequence[NDArray[np.generic]], reach: int) -> Floats:
    """For each of some columns the sums over `around`: one row for each column."""
    sums = running_sums(rows)
    low, high = around(len(rows[0]), reach)
    found: Floats = sums.take(high, axis=1) - sums.take(low, axis=1)
    return found


def neighbour(values: NDArray[np.generic], by: int, fill: float) -> Floats:
    """The value of the line ``by`` lines further down (up, if negative), or ``fill`` where there is none."""
    moved = np.full(len(values), fill)
    if abs(by) < len(values):
        if by > 0:
            moved[:-by] = values[by:]
        else:
            moved[-by:] = values[:by]
    return moved


def last_flagged(flags: Flags) -> Whole:
    """The number of the last flagged line at or above each line; -1 where there is none."""
    return np.maximum.accumulate(np.where(flags, np.arange(len(flags)), -1))


def distances_up(rows: Sequence[Flags], nowhere: float = NOWHERE) -> Floats:
    """`distance_up` of some columns of flags: one row for each; ``nowhere`` stands for "no such line"."""
    numbers = np.arange(len(rows[0]))
    last = np.maximum.accumulate(np.where(np.array(rows), numbers, -1), axis=1)
    return np.where(last >= 0, np.log1p(numbers - last), nowhere)


def distance_up(flags: Flags) -> Floats:
    """Logarithm of the distance to the last flagged line at or above, or `NOWHERE`."""
    at = last_flagged(flags)
    return np.where(at >= 0, np.log1p(np.arange(len(flags)) - at), NOWHERE)


def distance_down(flags: Flags) -> Floats:
    """Logarithm of the distance to the next flagged line at or below, or `NOWHERE`."""
    return distance_up(flags[::-1])[::-1]
