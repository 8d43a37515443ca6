"""Paragraphs in some doubt that speak of the article: they stay.

The model judges a paragraph by its shape and by what stands around it. Below a pointer to another story or inside a box of
links, the article's own paragraphs look like teasers; their words tell them apart.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections import Counter
from collections.abc import Mapping, Sequence

from cleaner.stages.cohesion import stems
from cleaner.stages.reading_aids import is_long_sentence

CHANCE = 0.1
"""Probability of being article from which words can save a paragraph near what stays, if they say it plainly."""
_LIKELY = 0.3
"""Probability from which they can anywhere below the article's beginning. In the dumps of 811 pages F1 is the same with 0.4 and
with 0.2; with 0.4 a fiftieth more of the articles would be lost."""
_PARAGRAPH = 120
"""Characters of a paragraph that has words enough to tell."""
_KEPT = 80
"""Characters of a paragraph that counts as the article's."""
_FEWEST = 3
"""Such paragraphs, without which there is no article to compare with."""
_STEMS = 6
"""Different content words of a paragraph, without which a share of them says nothing."""
_SENTENCE_STEMS = 4
"""The same of a sentence (`is_long_sentence`) behind a box within the article, or of its last words below one."""
_KNOWN = 0.6
"""Share of its words that are the article's. With this reach, of such sentences in the dumps of 811 pages that would go 46 of
136 are article: a third of all that the stage takes wrongly, for a line of furniture on each ninth page."""
REACH = 15
"""Lines from the last one that stays down to such a sentence: boxes have up to a dozen."""


def spared(
    texts: Sequence[str], doubted: Mapping[int, float], kept: Sequence[int], language: str | None, *, reach: int = REACH
) -> list[int]:
    """Those of the ``doubted`` paragraphs that use the words of the article as much as its own paragraphs do.

    Args:
        texts: the lines of the document.
        doubted: how likely the lines are to be article that would go and may be it, by number; only long ones below the
            article's first count.
        kept: the lines that stay, in order.
        language: ISO 639-1 code.
        reach: lines from the last one that stays down to a sentence that its words can save by themselves, at most.
    """
    article = [at for at in kept if len(texts[at]) >= _KEPT]
    if len(article) < _FEWEST:
        return []
    asked = [at for at in doubted if at > article[0] and is_long_sentence(texts[at])]
    long = {at for at in asked if doubted[at] >= _LIKELY and len(texts[at]) >= _PARAGRAPH}
    near = {at for at in asked if at - kept[bisect(kept, at) - 1] <= reach}
    if not long | near:
        return []
    own = [set(stems(texts[at], language)) for at in article]
    times = Counter(stem for found in own for stem in found)
    usual = math.fsum(sum(times[stem] > 1 for stem in found) / max(len(found), 1) for found in own) / len(own)
    saved = []
    for at in sorted(long | near):
        found = set(stems(texts[at], language))
        share = sum(stem in times for stem in found) / max(len(found), 1)
        alike = at in long and len(found) >= _STEMS and share >= usual
        if alike or (at in near and len(found) >= _SENTENCE_STEMS and share >= _KNOWN):
            saved.append(at)
    return saved
