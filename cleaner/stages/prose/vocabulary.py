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
    content = words.lexicon.kinds_of[words.profile, 0] == 0
    distinct, stem = np.unique(words.stem[content], return_inverse=True)
    stems = len(distinct)
    # One number for a line and a stem, so that one sort finds the distinct pairs, in the order of lines.
    pairs = np.sort(words.line[content] * stems + stem)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    line, stem = np.divmod(pairs, max(stems, 1))
    lines_with = np.bincount(stem, minlength=stems)
    number = np.maximum(np.bincount(line, minlength=size), 1)
    first_line = np.full(stems, size, np.int64)
    first_line[stem[::-1]] = line[::-1]  # of several writes to one place the last stays: that of the first line

    def elsewhere(flags: Flags) -> Flags:
        """Whether each pair's stem occurs in a flagged line other than its own."""
        flagged = flags[line]
        hit: Flags = np.bincount(stem[flagged], minlength=stems)[stem] - flagged > 0
        return hit

    def share(hit: Flags) -> Floats:
        return np.bincount(line, weights=hit, minlength=size) / number

    in_main = elsewhere(main)
    rarity = 1.0 / lines_with[stem]
    rare = np.bincount(line, weights=in_main * rarity, minlength=size)
    main_share = share(in_main)
    return {
        "vocab_sure": share(elsewhere(sure)),
        "vocab_main": main_share,
        "vocab_near": _nearby(main_share, words.count),
        "vocab_new": share(lines_with[stem] == 1),
        "vocab_rare": rare / np.maximum(np.bincount(line, weights=rarity, minlength=size), 1e-9),
        "vocab_before": share(first_line[stem] < line),
    }


def _nearby(share: Floats, count: Floats) -> Floats:
    """The share over the four lines on either side, the line itself left out."""
    low, high = around(len(count), 4)
    weighted = share * count
    near = between(running_sum(weighted), low, high) - weighted
    return near / np.maximum(between(running_sum(count), low, high) - count, 1)
