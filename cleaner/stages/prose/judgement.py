"""From evidence to a verdict on every line, with its strongest reasons in words. Needs numpy; the stage imports it late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cleaner.model import Claim, Line
from cleaner.stages.prose import claimed, names
from cleaner.stages.prose.arrays import Flags, Floats, Whole
from cleaner.stages.prose.claimed import CLAIMED_NAMES, claimed_evidence
from cleaner.stages.prose.decision import decide, probabilities
from cleaner.stages.prose.evidence import FEATURE_NAMES, Matrix, evidence
from cleaner.stages.prose.trees import Model, load

COLUMN_NAMES: tuple[str, ...] = (*FEATURE_NAMES, *CLAIMED_NAMES)
_PHRASE = names.PHRASE | claimed.PHRASE
WEIGHTS = Path(__file__).parent.parent.parent / "data" / "prose.npz"
_AT_ONCE = 512


class Judgement(NamedTuple):
    """What is thought of each line that is not blank.

    Attributes:
        probability: of being article, 0-1.
        matrix: the evidence, one column for each of `COLUMN_NAMES`.
    """

    probability: Floats
    matrix: Matrix


@lru_cache(maxsize=4)
def model(path: Path = WEIGHTS) -> tuple[Model, Whole]:
    """The trained model, and where its columns stand among `COLUMN_NAMES`."""
    found = load(path)
    return found, np.array([COLUMN_NAMES.index(name) for name in found.features], np.int64)


def describe(lines: Sequence[Line], filled: Sequence[Line], occupied: Mapping[int, Claim]) -> Matrix:
    """All evidence on the lines that are not blank, ``filled``; ``occupied`` holds the claims on them, by number."""
    rows = np.array([line.number - 1 for line in filled], np.int64)
    return np.hstack([evidence([line.text for line in lines], rows), claimed_evidence(len(filled), occupied)])


def judge(matrix: Matrix, weights: Path = WEIGHTS) -> Judgement:
    """What the model thinks of every line."""
    found, columns = model(weights)
    probability = probabilities(found.trees.log_odds(np.ascontiguousarray(matrix[:, columns])))
    return Judgement(probability, matrix)


def decide_lines(judgement: Judgement, dial: float, weights: Path = WEIGHTS) -> Flags:
    """Which lines stay; ``dial`` is the probability from which on a line by itself does."""
    words = np.expm1(judgement.matrix[:, COLUMN_NAMES.index("words")].astype(np.float64))
    return decide(judgement.probability, words, dial, float(model(weights)[0].about["switch"]))


def reasons(judgement: Judgement, rows: Whole, most: int = 3, weights: Path = WEIGHTS) -> list[str]:
    """The strongest pieces of evidence against each of the lines ``rows``, in words, strongest first.

    What a column adds is measured along the trees' paths; columns that say the same thing of a line's surroundings in
    different words count together, or the three strongest would often be one.
    """
    found, columns = model(weights)
    families = _families(found.features)
    told: list[str] = []
    for start in range(0, len(rows), _AT_ONCE):
        part = np.ascontiguousarray(judgement.matrix[rows[start : start + _AT_ONCE]][:, columns])
        added = found.trees.contributions(part)
        total = added @ families
        strongest = np.argsort(total, axis=1, kind="stable")[:, :most]
        phrases: list[list[str]] = [[] for _ in part]
        for rank in range(strongest.shape[1]):
            family = strongest[:, rank]
            column = np.where(families.T[family] > 0, added, np.inf).argmin(1)
            for number, (at, weight) in enumerate(
                zip(column.tolist(), total[np.arange(len(part)), family].tolist(), strict=True)
            ):
                if weight < 0:
                    phrases[number].append(_told(found.features[at], float(part[number, at])))
        told += ["; ".join(found_phrases) for found_phrases in phrases]
    return told


@lru_cache(maxsize=4)
def _families(features: tuple[str, ...]) -> Floats:
    """Columns by families: 1 where a column belongs to one."""
    names = [next((family for part, family in _FAMILIES if part in name), name) for name in features]
    distinct = sorted(set(names))
    member = np.zeros((len(names), len(distinct)))
    member[np.arange(len(names)), [distinct.index(name) for name in names]] = 1
    return member


_FAMILIES = (
    ("claimed", "rules"), ("run_", "run"), ("in_run", "run"), ("gap_", "run"), ("prose_before", "run"), ("prose_after", "run"),
    ("dens_", "density"), ("to_prose", "density"), ("prose_up", "density"), ("prose_down", "density"), ("head_of", "density"),
    ("vocab", "vocabulary"), ("pos", "place"), ("line_no", "place"), ("lines_left", "place"), ("indent", "indentation"),
    ("comment", "comments"), ("related", "related"), ("furniture", "furniture"), ("chrome", "furniture"), ("date", "dates"),
    ("words", "length"), ("chars", "length"), ("group_", "sentence"), ("prose", "sentence"), ("end_", "ending"),
    ("cap", "capitals"), ("upper", "capitals"), ("repeats", "repetition"), ("d_", "document"),
)  # fmt: skip  # a table: part of a column's name, what it is about


_IN_WORDS = {
    "in_run_a": ("outside the main run of prose", "inside the main run of prose"),
    "in_run_b": ("outside the main run of prose", "inside the main run of prose"),
    "end_term": ("does not end like a sentence", "ends like a sentence"),
    "mark": ("no list mark", "a list mark"),
}


def _told(name: str, value: float) -> str:
    """A piece of evidence in words, with its value where a number says more."""
    if name in _IN_WORDS:
        return _IN_WORDS[name][value > 0]
    phrase = _PHRASE[name]
    if name.startswith(("w_", "p_", "claimed_")) or name in ("url", "hash", "copy", "bar", "arrow", "money", "at"):
        return phrase if value > 0 else f"no {phrase}"
    return f"{phrase} ({value:.0f})" if abs(value) >= 10 else f"{phrase} ({value:.2g})"
