"""Words a line shares with the text: an article keeps to its subject, page furniture speaks of others."""

from __future__ import annotations

import numpy as np

from cleaner.stages.prose.arrays import Columns, Flags, Floats, around, between, running_sum
from cleaner.stages.prose.words import Words


def vocabulary_columns(words: Words, sure: Flags, main: Flags) -> Columns:
    """Shares of each line's content words by where else they occur.

    Args:
        words: the words of all lines.
        sure: the lines that are surely prose.
        main: those of them in the main run of prose.
    """
    size = len(words.count)
    content = ~words.lexicon.is_function.take(words.profile)
    stem, line = words.stem[content], words.line[content]
    # Sorted by stem, and by line where that is the same: the distinct pairs of both are where one changes.
    order = np.argsort(stem, kind="stable")
    stem, line = stem[order], line[order]
    first = np.ones(len(stem), bool)
    first[1:] = stem[1:] != stem[:-1]
    pairs = first.copy()
    pairs[1:] |= line[1:] != line[:-1]
    line, first = line[pairs], first[pairs]
    group = np.cumsum(first) - 1
    stems = int(first.sum())
    lines_with = np.bincount(group, minlength=stems)
    number = np.maximum(np.bincount(line, minlength=size), 1)
    first_line = line[first]

    def elsewhere(flags: Flags) -> Flags:
        """Whether the stem of each pair occurs in a flagged line other than its own."""
        flagged = flags[line]
        hit: Flags = np.bincount(group[flagged], minlength=stems)[group] - flagged > 0
        return hit

    def share(hit: Flags) -> Floats:
        return np.bincount(line, weights=hit, minlength=size) / number

    in_main = elsewhere(main)
    rarity = 1.0 / lines_with[group]
    rare = np.bincount(line, weights=in_main * rarity, minlength=size)
    main_share = share(in_main)
    return {
        "vocab_sure": share(elsewhere(sure)),
        "vocab_main": main_share,
        "vocab_near": _nearby(main_share, words.count),
        "vocab_new": share(lines_with[group] == 1),
        "vocab_rare": rare / np.maximum(np.bincount(line, weights=rarity, minlength=size), 1e-9),
        "vocab_before": share(first_line[group] < line),
    }


def _nearby(share: Floats, count: Floats) -> Floats:
    """The share over the four lines on either side, the line itself left out."""
    low, high = around(len(count), 4)
    weighted = share * count
    near = between(running_sum(weighted), low, high) - weighted
    return near / np.maximum(between(running_sum(count), low, high) - count, 1)
