"""Words a line shares with the text: an article keeps to its subject, page furniture speaks of others."""

from __future__ import annotations

import numpy as np

from cleaner.stages.arrays.columns import Columns, Flags, Floats, around, between, running_sum
from cleaner.stages.arrays.spelling import Numbers
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
    # The line's number takes the place of the last digits of the stem's: so both are sorted as one number, which takes a fifth
    # of the time, and the distinct pairs of both are where it changes. Even a million lines leave the stems 44 binary digits.
    last_digits = np.uint64((1 << size.bit_length()) - 1)
    pairs = np.sort(words.stem[content] & ~last_digits | words.line[content].view(np.uint64))
    pairs = pairs[_changes(pairs)]
    line = (pairs & last_digits).view(np.int64)
    first = _changes(pairs & ~last_digits)
    group = np.cumsum(first) - 1
    lines_with = np.bincount(group)
    stems = len(lines_with)
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


def _changes(values: Numbers) -> Flags:
    """Where a value is not that of the place before."""
    changes = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=changes[1:])
    return changes


def _nearby(share: Floats, count: Floats) -> Floats:
    """The share over the four lines on either side, the line itself left out."""
    low, high = around(len(count), 4)
    weighted = share * count
    near = between(running_sum(weighted), low, high) - weighted
    return near / np.maximum(between(running_sum(count), low, high) - count, 1)
