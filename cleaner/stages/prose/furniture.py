"""Short lines that are dates, comment marks, credits or page furniture, headings of sections, and the distance to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaner.stages.arrays import characters as of
from cleaner.stages.arrays.columns import (
    Columns,
    Flags,
    around,
    distances_up,
    last_flagged,
    neighbour,
    running_sum,
    running_sums,
    sums_near,
)
from cleaner.stages.prose.sentences import Sentences
from cleaner.stages.prose.shape import Shape
from cleaner.stages.prose.words import Words

_SHORT = 12
"""Words. Only lines shorter than this are taken for furniture."""
_HEADING = 14
"""Words. Only lines shorter than this are taken for headings, or for the head of a comment."""
_FURNITURE_KINDS = ("share", "news", "legal", "nav", "ad", "buy")


@dataclass(frozen=True, slots=True, eq=False)
class Furniture:
    """Which lines are what.

    Attributes:
        phrases: lines by phrases as `Words` has them, with those that signs and figures give away.
        short: lines of few words.
        dates: lines that mainly say when.
        comments: marks of a readers' comment.
        credits: picture credits.
        bylines: names and functions of authors.
        furniture: sharing, subscription, legal, menu, advertising and shop lines.
        heading: short lines that end as no sentence does and are nothing of the above.
    """

    phrases: dict[str, Flags]
    short: Flags
    dates: Flags
    comments: Flags
    credits: Flags
    bylines: Flags
    furniture: Flags
    heading: Flags


def read_furniture(shape: Shape, words: Words) -> Furniture:
    """Tell the lines apart by their words and figures."""
    size, count = shape.words, words.count
    short = size < _SHORT
    phrases = dict(zip(words.lexicon.phrases, words.phrases > 0, strict=True))
    month, clock, date = words.kind("month") > 0, shape.clock > 0, shape.date > 0
    phrases["comment_sign"] |= clock & (month | date) & (size < _HEADING)
    phrases["credit_sign"] |= (shape.counts[of.COPYRIGHT] > 0) & (size < 40)
    figures = (words.kind("year") > 0) | (shape.counts[of.DIGIT] > 0)
    dates = short & (clock | date | (month & figures) | ((words.kind("when") > 0) & (size < 7)))
    of_furniture = words.kinds[[words.lexicon.kinds.index(name) for name in _FURNITURE_KINDS]].sum(0)
    furniture = short & ((of_furniture >= np.maximum(count * 0.34, 1)) | phrases["rights"] | phrases["cta"])
    return Furniture(
        phrases=phrases,
        short=short,
        dates=dates,
        comments=short & ((words.kind("comment") > 0) | phrases["comment_sign"]),
        credits=phrases["credit_sign"] | (short & (words.kind("photo") >= np.maximum(count * 0.3, 1))),
        bylines=short & (phrases["byline_start"] | ((words.kind("byline") > 0) & (size < 8))),
        furniture=furniture,
        heading=(size < _HEADING) & (shape.end_term == 0) & ~(furniture | dates),
    )


def furniture_columns(lines: Furniture, shape: Shape, words: Words, sentences: Sentences) -> Columns:
    """The phrases of a line, what stands near it, and how far it is to the marks of other sections."""
    size = len(shape.words)
    columns: Columns = {f"p_{name}": flags for name, flags in lines.phrases.items()}
    columns |= _near(lines, words)
    low, high = around(size, 30)
    sums = running_sums((lines.dates, lines.comments))
    columns["dates_up"], columns["comments_up"] = sums[:, :-1] - sums.take(low, axis=1)
    columns["dates_down"], columns["comments_down"] = sums.take(high, axis=1) - sums[:, 1:]
    heads = {tag: lines.phrases[f"{tag}_head"] & lines.short for tag in ("comments", "related")}
    since = {
        **heads,
        "comment": lines.comments,
        "date": lines.dates,
        "colon": shape.end_colon > 0,
        "furniture": lines.furniture,
        "rights": lines.phrases["rights"] & lines.short,
        "author": lines.phrases["about_author"],
    }
    columns |= zip((f"since_{tag}" for tag in since), distances_up([*since.values()]), strict=True)
    columns["to_comment"], columns["to_furniture"] = distances_up([lines.comments[::-1], lines.furniture[::-1]])[:, ::-1]
    mass = running_sum(sentences.mass)
    for tag, head in heads.items():
        at = last_flagged(head)
        above = np.log1p(np.maximum(mass[:-1] - mass[np.maximum(at, 0)], 0))
        columns[f"prose_since_{tag}"] = np.where(at >= 0, above, -1)
    below = neighbour(sentences.prose * np.minimum(sentences.words, 40), 1, 0.0)
    heads_below = neighbour(lines.heading, 1, 0.0) + neighbour(lines.heading, 2, 0.0)
    columns["head_of_prose"] = np.where(lines.heading, below, 0)
    columns["head_of_heads"] = np.where(lines.heading, heads_below, 0)
    return columns


def _near(lines: Furniture, words: Words) -> Columns:
    """How much of each sort stands within two (dates, credits) or four lines."""
    you, links = words.kind("you"), words.kind("more") + words.kind("related") + words.kind("tags")
    dates, pictures = sums_near((lines.dates, lines.credits), 2)
    short_links = lines.short * np.minimum(links, 2)
    persons = np.minimum(words.kind("me") + you, 5)
    four = (lines.bylines, np.minimum(you, 3), lines.comments, lines.furniture, short_links, persons, words.count)
    bylines, you_near, comments, chrome, link, me, count = sums_near(four, 4)
    return {
        "date_near": dates,
        "credit_near": pictures - lines.credits,
        "byline_near": bylines,
        "you_near": you_near,
        "comment_near": comments,
        "chrome_near": chrome,
        "link_near": link,
        "me_near": me / np.maximum(count, 1),
    }
