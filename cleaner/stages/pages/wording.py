"""What the words of short lines and of headings tell of the text beside and below them, learned over many outlets.

Whoever set a page writes over what is no article: "Related", "Comments", "About the author". The lines below such a heading
read like prose, and the names in the markup are as often generated; the words are the same on page after page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from cleaner.stages.prose.arrays import Columns, Whole, neighbour

SHORT, OPENING = 12, 3
"""Words up to which a line is read as a whole, and those it begins with."""
_LONGEST = 200
"""Characters of a line that are read for its words, and of a heading that is read at all."""
_WORD = re.compile(r"[^\W\d_]+")
_NOTHING = (0.0, 0.0, 0.0)

PHRASE: dict[str, str] = {
    "m_word_mean": "what its words are worth",
    "m_word_open": "what the words it begins with are worth",
    "m_word_mean-1": "what the words of the line above are worth",
    "m_word_mean+1": "what the words of the line below are worth",
    "m_title_mean": "what the words of the heading above are worth",
    "m_title_least": "the worst word of the heading above",
    "m_title_most": "the best word of the heading above",
}


class WordWorth:
    """What words are worth: log-odds that the lines which hold them, or stand below a heading that does, are article."""

    def __init__(self, words: Mapping[str, float]) -> None:
        self._words = words

    def of(self, words: Iterable[str]) -> tuple[float, float, float]:
        """The mean, the least and the greatest worth of those that are known; zeros where none is."""
        known = [self._words[word] for word in words if word in self._words]
        return (sum(known) / len(known), min(known), max(known)) if known else _NOTHING


def words_in(text: str) -> list[str]:
    """The words of a line, each once, in lower case and in order; of a long line those at its start."""
    return list(dict.fromkeys(_WORD.findall(text[:_LONGEST].lower())))


def is_title(text: str) -> bool:
    """Whether a heading is short enough for its words to be read."""
    return len(text) < _LONGEST


def wording(texts: Sequence[str], headings: Whole, section: Whole, lines: WordWorth, titles: WordWorth) -> Columns:
    """What the words of each line and of the heading above it are worth.

    ``headings`` are the lines that are headings, ``section`` says of each line how many of them stand at or above it.
    """
    words = [words_in(text) for text in texts]
    mean = np.array([lines.of(found)[0] if len(found) <= SHORT else 0.0 for found in words])
    of_titles = [titles.of(words[at]) if is_title(texts[at]) else _NOTHING for at in headings.tolist()]
    above = np.array([_NOTHING, *of_titles])[section]
    return {
        "m_word_mean": mean,
        "m_word_open": np.array([lines.of(found[:OPENING])[0] for found in words]),
        "m_word_mean-1": neighbour(mean, -1, 0.0),
        "m_word_mean+1": neighbour(mean, 1, 0.0),
        "m_title_mean": above[:, 0],
        "m_title_least": above[:, 1],
        "m_title_most": above[:, 2],
    }
