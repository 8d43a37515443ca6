"""From the probability of each line to the lines that stay: the likeliest sequence, as articles come in one piece or few."""

from __future__ import annotations

import numpy as np

from cleaner.stages.arrays.columns import Flags, Floats

_CERTAIN = 1e-4
"""Nothing is more certain, either way: the logarithm of no chance at all would outweigh any other evidence."""
_LEAST, _MOST = 0.5, 2.0
"""Weight of the evidence of a line without words, and of one with 30 or more."""
_WORDS = 20
"""Words that add 1 to the weight."""


def probabilities(log_odds: Floats) -> Floats:
    """Log-odds as probabilities."""
    return 1 / (1 + np.exp(-np.clip(log_odds, -40, 40)))


def decide(probability: Floats, words: Floats, dial: Floats | float, switch: float) -> Flags:
    """Which lines stay, chosen so that the whole sequence is likeliest (Viterbi).

    Args:
        probability: of each line being article.
        words: words of each line, roughly: the evidence of longer lines weighs more.
        dial: the probability from which on a line by itself stays, of each or of all; a higher one keeps less.
        switch: the price, in nats, of going from kept lines to cut ones or back; 0 judges every line by itself.
    """
    if not switch:
        return probability >= dial
    sure = np.clip(probability, _CERTAIN, 1 - _CERTAIN)
    weight = np.minimum(_LEAST + words / _WORDS, _MOST)
    gains = (np.log(sure / (1 - sure)) - np.log(dial / (1 - dial))) * weight
    keep = cut = 0.0  # what the best sequence up to here is worth that ends with a kept line, and with a cut one
    stayed: list[tuple[bool, bool]] = []  # whether it did the same with the line before
    for gain in gains.tolist():
        same = keep >= cut - switch, cut >= keep - switch
        keep, cut = (keep if same[0] else cut - switch) + gain, cut if same[1] else keep - switch
        stayed.append(same)
    kept = np.zeros(len(probability), bool)
    state = keep >= cut
    for number in range(len(stayed) - 1, -1, -1):
        kept[number] = state
        if not stayed[number][0 if state else 1]:
            state = not state
    return kept
