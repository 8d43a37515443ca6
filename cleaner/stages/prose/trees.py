"""Boosted trees kept as arrays: evaluated by numpy alone, and able to say what each piece of evidence added."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.arrays.columns import Floats, Matrix, Whole

Leaves = NDArray[np.uint8 | np.uint16]
"""Which leaf of each tree (second axis) rows reach, counted from 0 in the order of the nodes."""
_AT_ONCE = 256
"""Rows evaluated together: it bounds the memory a huge text takes, and what is at work stays in the processor's cache."""
_QUESTIONS = 512
"""Questions put together, for the same reasons."""
_WORD = 64
"""Rows whose answers to one question are the bits of one number."""


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """A boosted forest in one run of nodes. The children of a node stand next to each other; a leaf is its own child.

    Attributes:
        feature: the column tested at a node (0 at a leaf).
        threshold: go to the left child if the value is not greater (infinite at a leaf, which therefore is never left).
        left: the left child; the right one is the next node.
        value: at a leaf, what it adds to the log-odds; at a node, the mean of the leaves below, as the training saw them.
        roots: the first node of each tree.
        depth: steps from a root to the deepest leaf.
    """

    feature: Whole
    threshold: NDArray[np.float32]
    left: Whole
    value: Floats
    roots: Whole
    depth: int

    def log_odds(self, matrix: Matrix) -> Floats:
        """The log-odds of each row."""
        return self.odds_of(self.leaves(matrix))

    def odds_of(self, leaves: Leaves) -> Floats:
        """The log-odds of rows that reach these leaves."""
        plan = _plan(self)
        odds = np.empty(len(leaves))
        for start in range(0, len(leaves), _AT_ONCE):
            odds[start : start + _AT_ONCE] = plan.value.take(leaves[start : start + _AT_ONCE] + plan.first).sum(1)
        return odds

    def leaves(self, matrix: Matrix) -> Leaves:
        """The leaf that each row (first axis) reaches in each tree."""
        plan = _plan(self)
        leaves = np.empty((len(matrix), len(self.roots)), np.uint8 if plan.nodes.shape[1] <= 256 else np.uint16)
        for start in range(0, len(matrix), _AT_ONCE):
            leaves[start : start + _AT_ONCE] = _leaves(plan, matrix[start : start + _AT_ONCE], leaves.dtype)
        return leaves

    def contributions(self, leaves: Leaves, width: int) -> Floats:
        """What each of ``width`` columns added to the log-odds of the rows that reach these leaves, in nats, after Saabas.

        A column adds the changes of value along the paths where it is tested.
        """
        plan, paths = _plan(self), _paths(self)
        steps, size = paths.feature.shape[1], len(leaves)
        leaf = leaves + plan.first
        # One sum for each row, step and column: so the steps are added up in their order, whatever the trees' number.
        place = paths.feature.take(leaf, axis=0)
        place += np.arange(0, steps * width, width)
        place += np.arange(0, size * steps * width, steps * width)[:, None, None]
        sums = np.bincount(place.ravel(), paths.change.take(leaf, axis=0).ravel(), size * steps * width)
        added: Floats = sums.reshape(size, steps, width).sum(1)
        return added


class _Plan(NamedTuple):
    """A forest as a list of questions, level by level; what comes of them is noted by places, roots first.

    Attributes:
        column: the column of each question; no question is asked twice, however many nodes ask it.
        threshold: whether its value is greater.
        question: of each node that asks one, level by level.
        levels: for each level, the places of the nodes that ask. Their left children have the next places, then the right ones.
        places: of each leaf, by its number in its tree (first axis). Short rows end with a place that nothing reaches.
        nodes: the node that each leaf is, trees by numbers; ``value`` is what it adds.
        first: where in these each tree begins.
    """

    column: Whole
    threshold: NDArray[np.float32]
    question: Whole
    levels: tuple[Whole, ...]
    places: Whole
    nodes: Whole
    value: Floats
    first: Whole


@lru_cache(maxsize=4)
def _plan(trees: Trees) -> _Plan:
    inner = trees.left != np.arange(len(trees.left))
    asked = np.flatnonzero(inner)
    bits = np.ascontiguousarray(trees.threshold).view(np.uint32)
    questions, which = np.unique(trees.feature[asked] << 32 | bits[asked], return_inverse=True)
    question = np.zeros(len(inner), np.int64)
    question[asked] = which
    ordered, level = [trees.roots], trees.roots
    asked_here: list[Whole] = []
    levels: list[Whole] = []
    at = 0
    while len(here := np.flatnonzero(inner[level])):
        levels.append(at + here)
        asked_here.append(question[level[here]])
        at += len(level)
        level = np.concatenate((trees.left[level[here]], trees.left[level[here]] + 1))
        ordered.append(level)
    order = np.concatenate(ordered)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    leaves = np.flatnonzero(~inner)
    tree = np.searchsorted(trees.roots, leaves, "right") - 1
    number = np.arange(len(leaves)) - np.searchsorted(tree, tree)
    width = 1 << int(number.max()).bit_length()
    places, nodes = np.full((width, len(trees.roots)), len(order)), np.zeros((len(trees.roots), width), np.int64)
    places[number, tree] = place[leaves]
    nodes[tree, number] = leaves
    return _Plan(
        column=questions >> 32,
        threshold=questions.astype(np.uint32).view(np.float32)[:, None],
        question=np.concatenate(asked_here) if asked_here else np.zeros(0, np.int64),
        levels=tuple(levels),
        places=places,
        nodes=nodes,
        value=trees.value[nodes],
        first=np.arange(len(nodes)) * width,
    )


def _leaves(plan: _Plan, matrix: Matrix, dtype: np.dtype[Any]) -> Leaves:
    """The leaf that each row reaches in each tree.

    All questions are put to all rows, and what is noted of a node is one bit for each row: whether it gets there. So 64 rows go
    down a tree at once, and no row has to look up where it stands: half the time of going down level by level.
    """
    words = -(-len(matrix) // _WORD)
    columns = np.zeros((matrix.shape[1], words * _WORD), np.float32)
    columns[:, : len(matrix)] = matrix.T
    greater = np.empty((len(plan.column), words * _WORD), np.bool_)
    for start in range(0, len(greater), _QUESTIONS):
        part = slice(start, start + _QUESTIONS)
        np.greater(columns.take(plan.column[part], axis=0), plan.threshold[part], out=greater[part])
    answers = np.packbits(greater, bitorder="little").view(np.uint64).reshape(len(greater), words).take(plan.question, axis=0)
    trees = plan.places.shape[1]
    reached = np.zeros((trees + 2 * len(answers) + 1, words), np.uint64)
    reached[:trees] = ~np.uint64(0)
    place, asked = trees, 0
    for asking in plan.levels:
        size = len(asking)
        here, left, right = reached.take(asking, axis=0), reached[place:][:size], reached[place + size :][:size]
        np.bitwise_and(here, answers[asked : asked + size], out=right)
        np.bitwise_xor(here, right, out=left)
        place, asked = place + 2 * size, asked + size
    # The bits of the leaves' numbers, lowest first: a row has one if it reaches a leaf with an odd number; then two leaves
    # become one, and so do their numbers.
    left_over = reached.take(plan.places, axis=0).reshape(len(plan.places), -1)
    bits = []
    while len(left_over) > 1:
        odd = left_over[1::2]
        bits.append(np.bitwise_or.reduce(odd, axis=0))
        left_over = left_over[::2] | odd
    number = np.zeros(trees * words * _WORD, dtype)
    for bit in reversed(bits):
        number += number
        number += np.unpackbits(bit.view(np.uint8), bitorder="little")
    return number.reshape(trees, -1).T[: len(matrix)]


class _Paths(NamedTuple):
    """The paths to all leaves, trees by numbers: what is tested at each step (second axis), and how that changes the value.

    A leaf that is reached sooner changes nothing any more.
    """

    feature: Whole
    change: Floats


@lru_cache(maxsize=4)
def _paths(trees: Trees) -> _Paths:
    nodes = np.arange(len(trees.left))
    inner = np.flatnonzero(trees.left != nodes)
    parent = nodes.copy()
    parent[trees.left[inner]] = parent[trees.left[inner] + 1] = inner
    above = [_plan(trees).nodes.ravel()]  # each leaf itself, what stands above it, what above that; a root stands above itself
    for _ in range(trees.depth):
        above.append(parent[above[-1]])
    steps = np.sum([higher != parent[higher] for higher in above], axis=0)
    features, changes = [], []
    for step in range(1, trees.depth + 1):
        child = np.choose(np.maximum(steps - step, 0), above)
        moved = steps >= step
        change = trees.value[child] - trees.value[parent[child]]
        features.append(np.where(moved, trees.feature[parent[child]], 0))
        changes.append(np.where(moved, change, 0.0))
    return _Paths(np.stack(features, 1), np.stack(changes, 1))
