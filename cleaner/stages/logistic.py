"""A score from numbers that a person would name: a logistic regression, whose weights are data and take no library."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from operator import mul
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parent.parent / "data"


class Weights(NamedTuple):
    """The regression: ``sigmoid(bias + sum(weight * number))``, over the numbers as they are."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float


@cache
def trained(name: str) -> Weights:
    """The weights of this name that ship with cleaner."""
    data = json.loads((_DATA / name).read_text(encoding="utf-8"))
    return Weights(tuple(data["weights"]), tuple(data["weights"].values()), data["bias"])


def score(numbers: Mapping[str, float], weights: Weights) -> float:
    """The probability, 0-1, of what the weights were trained to tell."""
    # Python's own sum() rounds otherwise from 3.12 on.
    total = weights.bias + math.fsum(map(mul, weights.weights, map(numbers.__getitem__, weights.names)))
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))
