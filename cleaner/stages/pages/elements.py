"""A page's elements as columns of numbers: what they are called, what they stand in, what their text is like.

What holds of an element and all above it (the sum of what their names are worth, whether one of them is a footer) is found for
all elements at once by doubling: each step looks twice as far up, so that a page of depth 40 needs six.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count, repeat
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from cleaner.model import Page
from cleaner.stages.arrays.columns import Floats, Whole

_Value = TypeVar("_Value", bound=np.generic)
NAME_WORTH = "markup_names.json"
_MEMO = 8192
_LONGEST = 500
"""Characters of an element's names that are read; generated class lists say nothing more."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SMALL_WORD = re.compile(r"[a-z]{2,}")
_MARKS: dict[str, tuple[str, ...]] = {
    "footer": ("footer",),
    "article": ("article",),
    "main": ("main",),
    "figure": ("figure",),
    "caption": ("figcaption", "caption"),
    "heading": ("h1", "h2", "h3", "h4", "h5", "h6"),
    "list": ("ul", "ol", "dl"),
    "table": ("table",),
    "pre": ("pre",),
    "link": ("a",),
    "emphasis": ("b", "strong", "em", "i", "u"),
}
"""What a tag says of the text below it, one bit each."""
_BIT = {tag: 1 << at for at, tags in enumerate(_MARKS.values()) for tag in tags}
MARKS: tuple[str, ...] = tuple(_MARKS)

_TOPICS: dict[str, str] = {
    "comments": "comment comments respond reply discussion disqus",
    "captions": "caption figure image img photo media gallery video credit",
}
"""Words of class and id names by what they tell of."""
TOPICS: tuple[str, ...] = tuple(_TOPICS)
_TOPIC = {word: 1 << at for at, words in enumerate(_TOPICS.values()) for word in words.split()}


def words_of(names: str) -> frozenset[str]:
    """The words in an element's class, id, role and itemprop: ``"relatedPosts mb-2"`` has ``related``, ``posts``, ``mb``."""
    if names.islower():  # nine in ten; it takes half the time
        return frozenset(_SMALL_WORD.findall(names))
    return frozenset([word.lower() for word in _WORD.findall(names) if len(word) > 1])


class Named(NamedTuple):
    """What the names of one element tell.

    Attributes:
        mean, least, greatest: what its words are worth, 0 where none is known.
        topics: bits of `TOPICS`.
        known: whether any word is.
    """

    mean: float
    least: float
    greatest: float
    topics: int
    known: bool


_UNNAMED = Named(0.0, 0.0, 0.0, 0, False)


class NameWorth:
    """What words in class and id names are worth: log-odds that text below is article, measured over many outlets."""

    def __init__(self, words: Mapping[str, float]) -> None:
        self._words = words
        self._memo: dict[str, Named] = {}

    def of(self, names: str) -> Named:
        """Look the names of an element up; what was looked up before is remembered, for a page repeats them."""
        names = names[:_LONGEST]  # before they are remembered: pages whose class lists are long would fill the memory
        found = self._memo.get(names)
        if found is None:
            if len(self._memo) >= _MEMO:
                self._memo.clear()
            found = self._memo[names] = self._read(names)
        return found

    def _read(self, names: str) -> Named:
        words = words_of(names)
        known = [self._words[word] for word in sorted(words) if word in self._words]
        topics = 0
        for word in words & _TOPIC.keys():
            topics |= _TOPIC[word]
        if not known:
            return _UNNAMED._replace(topics=topics)
        return Named(math.fsum(known) / len(known), min(known), max(known), topics, True)


@lru_cache(maxsize=4)
def name_worth(path: Path) -> NameWorth:
    """Read what words in names are worth; ``about`` in the file says where it comes from."""
    with path.open(encoding="utf-8") as file:
        return NameWorth(json.load(file)["words"])


@dataclass(frozen=True, slots=True, eq=False)
class Elements:
    """One value for each element and, last, for the nothing above the root.

    Attributes:
        above: the element it stands in.
        last: one behind the last element inside.
        before: how many lines stand in the elements before it.
        depth: elements above it, and itself.
        marks: bits of `MARKS`, of itself and all above.
        topics: bits of `TOPICS`, of itself and all above.
        own: what its own names are worth, 0 where nothing is known.
        near: what the names of the nearest element are worth about which something is known, itself first.
        least, greatest: the least and greatest worth of a word in its names and those above.
        total: the sum of ``own`` of itself and all above.
        tag: a number for its tag.
        looks: a number for its tag and names.
        path: a number for its tag and names and those of the element above; the same for all elements that look alike.
    """

    above: Whole
    last: Whole
    before: Whole
    depth: Floats
    marks: Whole
    topics: Whole
    own: Floats
    near: Floats
    least: Floats
    greatest: Floats
    total: Floats
    tag: Whole
    looks: Whole
    path: Whole


def read_elements(page: Page, worth: NameWorth) -> Elements:
    """All that the tags and names of a page's elements tell; names only of those in which lines stand, each looked up once."""
    size = len(page.tags)
    above = np.array([*page.parents, -1], np.int64)
    above[above < 0] = size
    tag, tags = _numbered(page.tags)
    names, written = _numbered(page.names)
    marks = np.array([*map(_BIT.get, tags, repeat(0)), 0], np.int64)[tag]
    last = _last(above)
    before = np.append(0, np.cumsum(np.bincount(np.array(page.owners, np.int64), minlength=size)))
    read = np.zeros(len(written) + 1, bool)  # half of all names belong to elements without text, and need no reading
    read[names[before.take(last) > before]] = True
    table = [worth.of(name) if holds else _UNNAMED for name, holds in zip(written, read.tolist(), strict=False)]
    own, least, greatest, topics, knows = rows([*table, _UNNAMED], np.float64).T.take(names, 1)
    known = knows > 0
    known[-1] = True
    looks = names * (len(tags) + 1) + tag
    jumps = _jumps(above)
    bits = _upwards(np.stack((marks, topics.astype(np.int64))), jumps, np.bitwise_or)
    each = np.ones(size + 1)
    each[-1] = 0
    sums = _upwards(np.stack((each, own)), jumps, np.add)
    return Elements(
        above=above,
        last=last,
        before=before,
        depth=sums[0],
        marks=bits[0],
        topics=bits[1],
        own=own,
        near=own[climb(np.where(known, np.arange(size + 1), above))],
        least=_upwards(least, jumps, np.minimum),
        greatest=_upwards(greatest, jumps, np.maximum),
        total=sums[1],
        tag=tag,
        looks=looks,
        path=looks * (int(looks.max()) + 1) + looks[above],
    )


def _jumps(above: Whole) -> list[Whole]:
    """For each element the one above it, the one two above, four, eight, until there is nothing above."""
    jumps = []
    while (above != len(above) - 1).any():
        jumps.append(above)
        above = above[above]
    return jumps


def _upwards(values: NDArray[_Value], jumps: Iterable[Whole], join: Callable[..., NDArray[_Value]]) -> NDArray[_Value]:
    """Each value (last axis: elements) joined with those of all elements above."""
    for above in jumps:
        values = join(values, values.take(above, -1))
    return values


def climb(step: Whole) -> Whole:
    """Where one gets by taking steps until a place that is its own step."""
    while True:
        further = step[step]
        if (further == step).all():
            return step
        step = further


def _last(above: Whole) -> Whole:
    """For each element the number behind the last element inside it: that is the last one in the last one right in it."""
    number, last = np.arange(len(above)), np.full(len(above), -1)
    np.maximum.at(last, above[:-1], number[:-1])
    return climb(np.where(last >= 0, last, number)) + 1


def rows(values: Sequence[Sequence[float]], kind: type[_Value]) -> NDArray[_Value]:
    """Rows of numbers, at least one: numpy takes four times as long where it has to find out what they are."""
    width = len(values[0])
    return np.fromiter(chain.from_iterable(values), kind, len(values) * width).reshape(-1, width)


def _numbered(values: Sequence[str]) -> tuple[Whole, list[str]]:
    """A number for each value, and the values by number; the nothing above the root has the number behind them all."""
    numbers = defaultdict[str, int](count().__next__)
    own = np.fromiter(map(numbers.__getitem__, values), np.int64, len(values))
    return np.append(own, len(numbers)), list(numbers)


class Below:
    """Sums over the lines below elements; ``owners`` holds the element of each line, ``values`` rows of figures, one a line."""

    def __init__(self, elements: Elements, owners: Whole, values: Floats) -> None:
        order = np.argsort(owners, kind="stable")
        self._elements = elements
        self._sums = np.zeros((len(values), len(owners) + 1))
        np.cumsum(values.take(order, 1), axis=1, out=self._sums[:, 1:])

    def sums(self, of: Whole) -> Floats:
        """The sums of each row of values over the lines that stand in each of the elements ``of``."""
        low, high = self._elements.before.take(of), self._elements.before.take(self._elements.last.take(of))
        found: Floats = self._sums.take(high, 1) - self._sums.take(low, 1)
        return found
