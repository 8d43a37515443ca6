"""A small convolutional network over the lines of a text, evaluated by numpy alone, to the same bits on every machine.

It sees the evidence on a line together with that on the lines around it, where trees (`trees`) judge each line by itself; the
two make different mistakes, and their mean makes fewer than either.

How a library of linear algebra adds numbers up depends on the processor. So all weights and all values are small whole numbers
kept as floats: products and sums of these are exact, in whatever order they are added, as long as they stay below 2^24
(`Layer.checked`). That is the arithmetic of networks quantised to 8 bits (Jacob et al. 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.arrays.columns import Floats

Numbers = NDArray[np.float32]

INPUT = 127
"""The greatest whole number that stands for evidence, and -127 the least: five standard deviations from the mean."""
HIDDEN = 1023
"""The greatest whole number inside the network."""
EXACT = 1 << 24
"""Whole numbers up to here are exact as 32-bit floats."""
_AT_ONCE = 2048
"""Lines evaluated together: it bounds the memory that a huge text takes."""
_PRODUCT = 1 << 18
"""Multiplications of one matrix product, at most: for larger ones the linear algebra behind numpy wakes threads."""


class Layer(NamedTuple):
    """Sums over the values of a line and of lines near it.

    Attributes:
        weights: whole numbers; inputs by outputs. With several taps the inputs of the topmost line come first.
        bias: whole numbers, one for each output.
        gain: what one of the sums' units is worth in units of the outputs.
        taps: how many lines are looked at, ``step`` lines apart, the line itself in the middle.
    """

    weights: Numbers
    bias: Numbers
    gain: Numbers
    taps: int = 1
    step: int = 1

    def checked(self, most: int) -> Layer:
        """The layer itself, if its sums over values of at most ``most`` are exact.

        Raises:
            ValueError: they are not.
        """
        if (np.abs(self.weights).sum(0) * most + np.abs(self.bias)).max() >= EXACT:
            raise ValueError("sums of this layer could be greater than what a 32-bit float holds exactly")
        return self

    def sums(self, values: Numbers) -> Numbers:
        """The outputs for each line, in units of the outputs: lines by outputs."""
        size, width = values.shape
        products = max(-(-size // max(_PRODUCT // self.weights.size, 1)), 1)
        rows = -(-size // products)
        reach = self.step * (self.taps // 2)
        if reach or products * rows > size:
            padded = np.zeros((products * rows + 2 * reach, width), np.float32)
            padded[reach : reach + size] = values
            values = padded
        if reach:
            values = np.hstack([values[tap * self.step :][: products * rows] for tap in range(self.taps)])
        found: Numbers = np.matmul(values.reshape(products, rows, -1), self.weights).reshape(products * rows, -1)[:size]
        found += self.bias
        found *= self.gain
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """Layers over layers: a line's values, what convolutions over the lines around add to them, the log-odds of these.

    Attributes:
        mean, scale: of each column of the evidence: what is taken off, and how many units one is worth then.
        first: from evidence to values.
        inner: each adds to the values; what would be less than nothing is nothing.
        last: from values to log-odds.
    """

    mean: Numbers
    scale: Numbers
    first: Layer
    inner: tuple[Layer, ...]
    last: Layer

    def log_odds(self, matrix: Numbers) -> Floats:
        """The log-odds of each row; the rows are the lines of one text, in order."""
        reach = sum(layer.step * (layer.taps // 2) for layer in self.inner)
        found = np.empty(len(matrix))
        for start in range(0, len(matrix), _AT_ONCE):
            above = max(start - reach, 0)
            odds = self.last.sums(self.values(matrix[above : start + _AT_ONCE + reach]))[:, 0]
            found[start : start + _AT_ONCE] = odds[start - above :][:_AT_ONCE]
        return found

    def values(self, matrix: Numbers) -> Numbers:
        """The values of each line behind all layers but the last."""
        given = np.array(matrix, np.float32, order="C")
        given -= self.mean
        given *= self.scale
        values = _whole(self.first.sums(_whole(given, -INPUT, INPUT)), 0, HIDDEN)
        for layer in self.inner:
            values += _whole(layer.sums(values), 0, HIDDEN)
            np.minimum(values, HIDDEN, out=values)
        return values


def _whole(values: Numbers, least: int, most: int) -> Numbers:
    """The same array with its values rounded, and none beyond these."""
    np.rint(values, out=values)
    return np.clip(values, least, most, out=values)


def to_arrays(net: Net) -> dict[str, Any]:
    """A network as arrays with names, the weights in eight bits each."""
    arrays: dict[str, Any] = {"net_mean": net.mean, "net_scale": net.scale}
    for number, layer in enumerate((net.first, *net.inner, net.last)):
        arrays |= {
            f"net_{number}_weights": layer.weights.astype(np.int8),
            f"net_{number}_bias": layer.bias.astype(np.int32),
            f"net_{number}_gain": layer.gain,
            f"net_{number}_shape": np.array([layer.taps, layer.step], np.int32),
        }
    return arrays


def from_arrays(arrays: Any) -> Net | None:
    """What `to_arrays` made; ``None`` where there is no network among the arrays."""
    if "net_mean" not in arrays:
        return None
    layers: list[Layer] = []
    while f"net_{len(layers)}_weights" in arrays:
        name = f"net_{len(layers)}"
        taps, step = arrays[f"{name}_shape"].tolist()
        weights, bias = arrays[f"{name}_weights"].astype(np.float32), arrays[f"{name}_bias"].astype(np.float32)
        layers.append(Layer(weights, bias, arrays[f"{name}_gain"], taps, step).checked(HIDDEN if layers else INPUT))
    return Net(arrays["net_mean"], arrays["net_scale"], layers[0], tuple(layers[1:-1]), layers[-1])
