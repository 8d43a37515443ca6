"""The main run of prose, where a line stands to it, and how dense prose is around the line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cleaner.stages.arrays.columns import Columns, Flags, Floats, around, between, running_sum, running_sums
from cleaner.stages.prose.sentences import Sentences
from cleaner.stages.prose.shape import Shape

_FILLER = 0.35
"""Below this much prose a line is something between the paragraphs."""
_STRICT, _WIDE = 14, 5
"""Words of prose that a line without prose costs a run."""
_NO_PROSE = 6.0  # above the logarithm of the furthest distance that is told
_FURTHEST = 200
"""Lines to the next one of prose that are told apart."""
_SURE, _SURE_WORDS = 0.6, 14
"""So much prose and so many words, at the least, make a line sure to be a paragraph."""


class Run(NamedTuple):
    """The lines from ``start`` up to and without ``end``."""

    start: int
    end: int


class Runs(NamedTuple):
    """What is prose for sure and where most of it stands.

    Attributes:
        strict: the run that shuns lines without prose; ``wide`` bears more of them.
        filler: 1 for lines without prose.
        sure: lines of sentences that are prose without doubt; ``main`` those of them within the wide run.
    """

    strict: Run
    wide: Run
    filler: Floats
    sure: Flags
    main: Flags


def best_run(gain: Floats) -> Run:
    """The stretch with the greatest sum, the shortest of several; (0, 0) if no sum is positive."""
    sums = running_sum(gain)
    low = np.minimum.accumulate(sums)
    end = int(np.argmax(sums - low))
    if sums[end] - low[end] <= 0:
        return Run(0, 0)
    return Run(int(np.flatnonzero(sums[: end + 1] == low[end])[-1]), end)


def read_runs(shape: Shape, sentences: Sentences) -> Runs:
    """Find the runs and the sure lines."""
    thin = sentences.prose < _FILLER
    filler = thin.astype(np.float64)
    strict = best_run(sentences.mass - _STRICT * filler - 0.3 * np.where(thin, shape.words, 0))
    wide = best_run(sentences.mass - _WIDE * filler)
    sure = (sentences.prose >= _SURE) & (sentences.words >= _SURE_WORDS)
    numbers = np.arange(len(sure))
    return Runs(strict, wide, filler, sure, sure & (numbers >= wide.start) & (numbers < wide.end))


def run_columns(shape: Shape, sentences: Sentences, runs: Runs, furniture: Flags) -> Columns:
    """Where a line stands to the runs, and what lies between."""
    size = len(shape.words)
    numbers = np.arange(size)
    mass = running_sum(sentences.mass)
    columns: Columns = {"run_b_share": np.full(size, (mass[runs.wide.end] - mass[runs.wide.start]) / _total(mass))}
    for tag, run in (("a", runs.strict), ("b", runs.wide)):
        to_start, to_end = numbers - run.start, run.end - 1 - numbers
        columns[f"in_run_{tag}"] = (to_start >= 0) & (to_end >= 0)
        columns[f"run_{tag}_start"] = np.sign(to_start) * np.log1p(np.abs(to_start))
        columns[f"run_{tag}_end"] = np.sign(to_end) * np.log1p(np.abs(to_end))
    thin_words = np.where(runs.filler > 0, shape.words, 0)
    above = numbers < runs.strict.start
    between_lines, between_words, columns["chrome_after_run"] = _up_to(runs.strict, (runs.filler, thin_words, furniture))
    columns["gap_run"] = np.log1p(np.maximum(between_lines, 0)) * np.where(above, -1, 1)
    columns["gap_run_words"] = np.log1p(np.maximum(between_words, 0))
    columns["gap_max"] = np.log1p(_longest_gap(runs.strict, runs.filler))
    usual = _median(sentences.words[runs.main]) if runs.main.any() else 20.0
    columns["words_rel"] = np.log1p(sentences.words) - np.log1p(usual)
    return columns


def place_columns(shape: Shape, sentences: Sentences, runs: Runs) -> Columns:
    """Where a line stands in the text, how dense prose is around it and how far it is to the next sure line."""
    size = len(shape.words)
    numbers = np.arange(size)
    mass, words = running_sum(sentences.mass), running_sum(shape.words)
    columns: Columns = {
        "pos": (numbers + 0.5) / size,
        "pos_words": words[:-1] / shape.total_words,
        "line_no": np.log1p(numbers),
        "lines_left": np.log1p(size - 1 - numbers),
        "prose_before": mass[:-1] / _total(mass),
        "prose_before_abs": np.log1p(mass[:-1]),
        "prose_after_abs": np.log1p(np.maximum(mass[-1] - mass[1:], 0)),
    }
    capped = np.minimum(sentences.mass, 60)  # one very long paragraph makes no dense neighbourhood
    sums = running_sum(capped)
    for reach in (2, 7, 20):
        low, high = around(size, reach)
        columns[f"dens_{reach}"] = (between(sums, low, high) - capped) / reach
        columns[f"dens_up_{reach}"] = between(sums, low, numbers) / reach
        columns[f"dens_down_{reach}"] = between(sums, numbers + 1, high) / reach
    sure = np.where(runs.sure, numbers, -1)
    up = np.concatenate(([-1], np.maximum.accumulate(sure)[:-1]))
    down = np.minimum.accumulate(np.where(runs.sure, numbers, size)[::-1])[::-1]
    down = np.concatenate((down[1:], [size]))
    long = np.log1p(shape.words)
    columns["to_prose_up"] = np.where(up >= 0, np.log1p(np.minimum(numbers - up, _FURTHEST)), _NO_PROSE)
    columns["to_prose_down"] = np.where(down < size, np.log1p(np.minimum(down - numbers, _FURTHEST)), _NO_PROSE)
    columns["prose_up_words"] = np.where(up >= 0, long[np.maximum(up, 0)], 0)
    columns["prose_down_words"] = np.where(down < size, long[np.minimum(down, size - 1)], 0)
    return columns


def _median(values: Floats) -> float:
    """``np.median`` of one value or more: a sort takes a tenth of its time where they are few."""
    ordered = np.sort(values)
    return float(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def _total(mass: Floats) -> float:
    return max(float(mass[-1]), 1.0)


def _up_to(run: Run, rows: Sequence[Floats | Flags]) -> Floats:
    """For each of some columns the sum of what lies between the run and each line, 0 within the run: one row for each."""
    sums = running_sums(rows)
    found = np.zeros((len(rows), len(rows[0])))
    np.subtract(sums[:, run.end : -1], sums[:, run.end, None], out=found[:, run.end :])
    np.subtract(sums[:, run.start, None], sums[:, 1 : run.start + 1], out=found[:, : run.start])
    return found


def _longest_gap(run: Run, filler: Floats) -> Floats:
    """The longest stretch without prose between the run and each line, the line included; 0 within the run."""
    longest = np.zeros(len(filler))
    longest[run.end :] = _longest_streak(filler[run.end :])
    longest[: run.start] = _longest_streak(filler[: run.start][::-1])[::-1]
    return longest


def _longest_streak(filler: Floats) -> Floats:
    """The longest row of filler up to each line."""
    numbers = np.arange(len(filler))
    streak = numbers - np.maximum.accumulate(np.where(filler == 0, numbers, -1))
    return np.maximum.accumulate(streak).astype(np.float64)
