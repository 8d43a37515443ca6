"""Evidence about each line of a page, from where it stands in the markup: one row of numbers a line.

Deterministic, no state between calls, linear in the size of the page but for the sorting of its lines by element.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.fields.linked import article_body
from cleaner.lines import ends_sentence
from cleaner.model import Line, Page
from cleaner.stages.arrays.characters import HAN, KANA, LOWER, SPACE, TERMINAL, UPPER, Characters, read_characters
from cleaner.stages.arrays.columns import (
    Columns,
    Flags,
    Floats,
    Matrix,
    Whole,
    around,
    between,
    distance_down,
    distance_up,
    running_sum,
    stacked,
)
from cleaner.stages.arrays.spelling import read_spelling, rows_of
from cleaner.stages.pages.elements import MARKS, TOPICS, Below, Elements, NameWorth, climb, read_elements, rows
from cleaner.stages.pages.sections import PHRASE as SECTION_PHRASE
from cleaner.stages.pages.sections import branch_columns, headings, section_columns

_PARAGRAPH = 60
"""Characters from which a line with few links is taken for prose."""
_SENTENCE = 30
"""Characters from which a line that ends a sentence counts half as much."""
_IDEOGRAPH, _IDEOGRAPHS_A_WORD = 2.5, 2
"""Letters that an ideograph or a syllable of kana stands for, and how many of them make a word: a paragraph of 30 says what one
of 75 letters does, and has no space in it. On ten Chinese and Japanese pages of short paragraphs, beside the text alone, the
thorough gear loses none of 51 lines instead of 5, and keeps 8 of 92 lines of furniture instead of 42."""
_LINKED = 0.5
"""Share of links from which a line is none, however long."""
_LEVELS = 5
"""Steps up from a line's own element, each to the next one that holds more lines."""
_FAR = 50
"""Lines; what is farther away counts as that far."""
_AROUND = tuple(mark for mark in MARKS if mark not in ("link", "emphasis"))
"""Marks that say something of the line as a whole."""
_CANDIDATES = 12
"""Elements up from the one with most prose in which a line is looked for, that one included."""
_NEIGHBOURLY = {
    "m_links": "share of links",
    "m_words": "words",
    "m_level": "levels up to the main prose",
    "m_near_name": "worth of class names",
    "m_sum_names": "worth of all class names",
}
"""What is told of the lines nearby as well."""
_NEIGHBOURS = (-2, -1, 1, 2)
MOST_STATED = 10_000
"""Characters of a title or a summary that a page states, in which its lines are sought: each line costs as much."""
SHORTEST_TITLE = 10
"""Characters of a title: shorter ones are words that occur in many places."""

PHRASE: dict[str, str] = {
    "m_words": "number of words",
    "m_links": "share of links in it",
    "m_last_link": "ends in a link",
    "m_emphasis": "share in bold or italics",
    "m_ends": "ends like a sentence",
    "m_chars": "number of characters",
    "m_upper": "share of capitals",
    "m_terminals": "sentences' ends in it",
    "m_first_lower": "starts with a small letter",
    "m_first_sign": "starts with a sign",
    "m_repeats": "other lines of the same text",
    "m_repeated": "stands above in the same words",
    "m_depth": "levels of nesting",
    **{f"m_in_{mark}": f"stands in {mark}" for mark in _AROUND},
    **{f"m_about_{topic}": f"class names tell of {topic}" for topic in TOPICS},
    "m_div": "a bare div",
    "m_own_name": "what its class names are worth",
    "m_near_name": "what the nearest class names are worth",
    "m_worst_name": "the worst class name above it",
    "m_best_name": "the best class name above it",
    "m_sum_names": "what all class names above it are worth",
    **{
        f"m_up{level}_{what}": f"{words} {where}"
        for level, where in enumerate(("in its block", *(f"in the block {up} up" for up in range(1, _LEVELS))))
        for what, words in (
            ("chars", "characters"), ("links", "share of links"), ("prose", "share of the page's prose"),
            ("dense", "share of prose"), ("lines", "lines"), ("name", "worth of the class names"),
        )
    },
    "m_score": "share of the main block's prose beside it",
    "m_score_up": "share of the main block's prose around it",
    "m_level": "levels up to the block it shares with the main prose",
    "m_since_top": "lines since the main block's first",
    "m_since_bottom": "lines since the main block's last",
    "m_since_first": "lines since the first paragraph of the main block",
    "m_since_last": "lines since the last paragraph of the main block",
    "m_like_lines": "lines that look like it",
    "m_like_prose": "share of the page's prose in lines that look like it",
    "m_like_ends": "share of sentences among lines that look like it",
    "m_like_chars": "length of lines that look like it",
    "m_like_links": "share of links in lines that look like it",
    **{
        f"{name}{by:+d}": f"{phrase}, {abs(by)} {'below' if by > 0 else 'above'}"
        for name, phrase in _NEIGHBOURLY.items()
        for by in _NEIGHBOURS
    },
    "m_dens3": "prose within 3 lines",
    "m_dens8": "prose within 8 lines",
    "m_before": "share of the page's prose above",
    "m_after": "share of the page's prose below",
    "m_since_title": "distance from the headline above",
    "m_to_title": "distance to the headline below",
    "m_place": "place in the page",
    "m_stated": "stands in the article that the page's own data give",
    "m_d_lines": "lines of the page",
    "m_d_prose": "share of prose in the page",
    **SECTION_PHRASE,
}  # fmt: skip  # a table
PAGE_NAMES: tuple[str, ...] = tuple(PHRASE)
"""The columns of the matrix that `page_evidence` gives."""


def page_evidence(page: Page, lines: Sequence[Line], worth: NameWorth) -> Matrix:
    """One row for each line; ``lines`` are those of the page's document, one for each of its owners."""
    if not lines:
        return np.empty((0, len(PAGE_NAMES)), np.float32)
    return stacked(_columns(page, lines, worth), PAGE_NAMES, len(lines))


class _Text(NamedTuple):
    """Of each line its characters (as letters), those in links, those that are prose, whether it ends a sentence; all prose."""

    chars: Floats
    linked: Floats
    prose: Floats
    ends: Floats
    total: float


def _columns(page: Page, lines: Sequence[Line], worth: NameWorth) -> Columns:
    elements = read_elements(page, worth)
    owners = np.array(page.owners, np.int64)
    size = len(lines)
    texts = [line.text for line in lines]
    characters = read_characters(texts)
    written = np.array([*map(len, texts)], float)
    ideographs = (characters.counts[HAN] + characters.counts[KANA]).astype(float)
    chars = written + ideographs * (_IDEOGRAPH - 1)
    words = np.array([text.count(" ") + 1 for text in texts], float) + ideographs / _IDEOGRAPHS_A_WORD
    ends = np.array([*map(ends_sentence, texts)])
    linked, last_link, emphasised = _inline(page, elements, lines)
    links, emphasis = linked / written, emphasised / written
    linked = links * chars
    prose = np.where(chars >= _PARAGRAPH, chars, np.where((chars > _SENTENCE) & ends, chars / 2, 0)) * (links < _LINKED)
    total = max(float(running_sum(prose)[-1]), 1.0)
    marks, topics = elements.marks[owners], elements.topics[owners]
    columns: Columns = {
        "m_words": np.log1p(words),
        "m_links": links,
        "m_last_link": last_link,
        "m_emphasis": emphasis,
        "m_ends": ends,
        "m_depth": elements.depth[owners],
        "m_div": np.array([page.tags[owner] == "div" for owner in page.owners]),
        "m_own_name": elements.own[owners],
        "m_near_name": elements.near[owners],
        "m_worst_name": elements.least[owners],
        "m_best_name": elements.greatest[owners],
        "m_sum_names": elements.total[owners],
        "m_place": np.arange(size) / size,
        "m_d_lines": np.full(size, np.log1p(size)),
        "m_d_prose": np.full(size, total / float(running_sum(chars)[-1])),
        "m_stated": _stated(page, texts),
    }
    columns |= {f"m_in_{mark}": marks >> MARKS.index(mark) & 1 for mark in _AROUND}
    columns |= {f"m_about_{topic}": topics >> at & 1 for at, topic in enumerate(TOPICS)}
    text = _Text(chars, linked, prose, ends.astype(float), total)
    below = Below(elements, owners, np.stack([chars, linked, prose, np.ones(size)]))
    columns |= _surroundings(elements, owners, below, total)
    columns |= _letters(texts, characters, written, chars)
    main, position = _main_block(elements, owners, prose)
    columns |= position
    columns |= branch_columns(elements, owners, below, main, total)
    level = headings(page)
    section = np.cumsum(level > 0).astype(np.int64)
    columns |= section_columns(level, section, np.stack([chars, linked, prose]))
    columns |= _alike(elements.path[owners], text)
    columns |= _around(columns, prose, total)
    title = _titles(page, lines, marks >> MARKS.index("heading") & 1)
    columns |= {"m_since_title": distance_up(title), "m_to_title": distance_down(title)}
    return columns


def _inline(page: Page, elements: Elements, lines: Sequence[Line]) -> tuple[Floats, Floats, Floats]:
    """Of each line the characters in links, whether the last of them is in one, and the characters in bold or italics."""
    pieces = rows(page.pieces, np.int64)
    line = np.searchsorted(np.array([line.start for line in lines]), pieces[:, 0], "right") - 1
    marks = elements.marks[pieces[:, 2]]
    size = (pieces[:, 1] - pieces[:, 0]).astype(float)
    link = marks >> MARKS.index("link") & 1
    number = np.arange(len(lines))
    ends = np.searchsorted(line, number, "right") - 1
    last = np.where((ends >= 0) & (line[ends] == number), link[ends], 0).astype(float)
    emphasis = marks >> MARKS.index("emphasis") & 1
    return _sums(line, size * link, len(lines)), last, _sums(line, size * emphasis, len(lines))


def _sums(group: Whole, values: Floats, groups: int) -> Floats:
    """The sum of the values of each group."""
    summed: NDArray[np.float64] = np.bincount(group, values, groups).astype(np.float64)
    return summed


def _letters(texts: Sequence[str], characters: Characters, written: Floats, chars: Floats) -> Columns:
    """What the characters of each line are like, and whether its text stands elsewhere in the page as well."""
    first = characters.kind[characters.starts]
    times = Counter(texts)
    seen: set[str] = set()
    repeated = []
    for text in texts:
        repeated.append(text in seen)
        seen.add(text)
    return {
        "m_chars": np.log1p(chars),
        "m_upper": characters.counts[UPPER] / written,
        "m_terminals": characters.counts[TERMINAL],
        "m_first_lower": first == LOWER,
        "m_first_sign": first >= SPACE,
        "m_repeats": np.log1p(np.array([times[text] for text in texts]) - 1),
        "m_repeated": np.array(repeated),
    }


def _surroundings(elements: Elements, owners: Whole, below: Below, total: float) -> Columns:
    """What the elements around a line hold, each step up being one that holds more lines than the last.

    ``below`` sums over rows of characters, those in links, those that count as prose and lines; ``total`` is all the prose.
    """
    every = np.arange(len(elements.above))
    lines = elements.before.take(elements.last) - elements.before
    top = climb(np.where(lines[elements.above] == lines, elements.above, every))
    blocks = [owners]
    for _ in range(1, _LEVELS):
        blocks.append(elements.above[top[blocks[-1]]])
    of = np.concatenate(blocks)
    inside, of_links, of_prose, of_lines = below.sums(of)
    some = np.maximum(inside, 1)
    found = {
        "chars": np.log1p(inside),
        "links": of_links / some,
        "prose": of_prose / total,
        "dense": of_prose / some,
        "lines": np.log1p(of_lines),
        "name": elements.near[of],
    }
    return {
        f"m_up{level}_{what}": row
        for what, values in found.items()
        for level, row in enumerate(values.reshape(_LEVELS, len(owners)))
    }


def _main_block(elements: Elements, owners: Whole, prose: Floats) -> tuple[int, Columns]:
    """The block that holds most prose, and where each line stands to it.

    As in Readability, paragraphs count for the element they stand in, half for the one above and a quarter for the next.
    """
    size = len(owners)
    parent = elements.above[owners]
    score = np.zeros(len(elements.above))
    at = parent
    for share in (1.0, 0.5, 0.25):
        score += np.bincount(at, prose * share, len(score))
        at = elements.above[at]
    score[-1] = 0
    best = int(score.argmax())
    most = max(float(score[best]), 1.0)
    place = np.arange(size)
    blocks = [best]
    while len(blocks) < _CANDIDATES and (up := int(elements.above[blocks[-1]])) < len(score) - 1:
        blocks.append(up)
    candidates = np.array(blocks)[:, None]
    inside = (owners >= candidates) & (owners < elements.last[candidates])
    level = np.where(inside.any(0), inside.argmax(0), _CANDIDATES)  # the first of them that holds a line
    direct = parent == best
    main = np.flatnonzero(level == 0)
    first = np.flatnonzero(direct & (prose > 0))
    columns: Columns = {
        "m_score": score[parent] / most,
        "m_score_up": score[elements.above[parent]] / most,
        "m_level": level,
    }
    for name, found in (("top", main[:1]), ("bottom", main[-1:]), ("first", first[:1]), ("last", first[-1:])):
        to = int(found[0]) if len(found) else (0 if name in ("top", "first") else size - 1)
        columns[f"m_since_{name}"] = np.clip(place - to, -_FAR, _FAR)
    return best, columns


def _alike(path: Whole, text: _Text) -> Columns:
    """What the lines are like that stand in elements of the same tag and names, in the same kind of element."""
    _, group = np.unique(path, return_inverse=True)
    count = np.bincount(group)
    chars, linked, prose, ends = (
        _sums(group, values, len(count)) for values in (text.chars, text.linked, text.prose, text.ends)
    )
    return {
        "m_like_lines": np.log1p(count[group]),
        "m_like_prose": prose[group] / text.total,
        "m_like_ends": (ends / count)[group],
        "m_like_chars": np.log1p(chars / count)[group],
        "m_like_links": (linked / chars)[group],
    }


def _around(columns: Columns, prose: Floats, total: float) -> Columns:
    """The neighbours of a line, and how much prose is near."""
    size, beyond = len(prose), max(_NEIGHBOURS)
    padded = np.full((len(_NEIGHBOURLY), size + 2 * beyond), -1.0)
    found: Columns = {}
    for row, name in zip(padded, _NEIGHBOURLY, strict=True):
        row[beyond : beyond + size] = columns[name]
        found |= {f"{name}{by:+d}": row[beyond + by :][:size] for by in _NEIGHBOURS}
    sums = running_sum(prose)
    for reach in (3, 8):
        found[f"m_dens{reach}"] = np.log1p(between(sums, *around(size, reach)))
    found["m_before"] = sums[:-1] / total
    found["m_after"] = (sums[-1] - sums[1:]) / total
    return found


_TOKEN = re.compile(r"\w+")
_RUN = 4
"""Words in a row by which texts are compared."""
_UNDERLINE = "\u16c0"
"""Stands for an underline, which is part of a word here as it is in a token: a letter of no living script."""


def normal(text: str) -> str:
    """The words of a text in lower case, one space between."""
    return " ".join(_TOKEN.findall(text.lower()))


def is_title(text: str, titles: str) -> bool:
    """Whether a heading stands in what a page says its titles are (`normal`); it has words enough not to do so by chance."""
    words = normal(text)
    return len(words) >= SHORTEST_TITLE and words in titles


def _titles(page: Page, lines: Sequence[Line], heading: Whole) -> Flags:
    """Which headings say what the page says its title is."""
    found = np.zeros(len(lines), bool)
    title = normal((page.meta.get("og:title") or page.meta.get("title") or "")[:MOST_STATED])
    if title:
        for at in np.flatnonzero(heading).tolist():
            found[at] = is_title(lines[at].text, title)
    return found


def _stated(page: Page, texts: Sequence[str]) -> Floats:
    """The share of each line that stands in the body the page's JSON-LD gives; -1 where it gives none."""
    body = article_body(page.data)
    if not body:
        return np.full(len(texts), -1.0)
    return shares(texts, [body])


def shares(lines: Sequence[str], texts: Sequence[str]) -> Floats:
    """The share of the runs of four words of each line that occur in the texts; a line of fewer words must be one of them.

    All are read at once, without a loop over words: that takes half the time of sets of words.
    """
    lowered = [text.lower() for text in (*texts, *lines)]
    spelled = read_spelling("\n".join((*lowered, "")).replace("_", _UNDERLINE))
    words = np.diff(spelled.up_to(np.cumsum([len(text) + 1 for text in lowered]) - 1), prepend=0)
    places = np.maximum(words, _RUN)  # what has fewer words is one run, with blanks behind
    filled = np.zeros(int(places.sum()), np.uint64)
    filled[_within(words, places)] = spelled.numbers()[0]
    counted = places - _RUN + 1
    runs = rows_of(filled, _within(counted, places), _RUN)
    known, asked = np.split(runs, [int(counted[: len(texts)].sum())])
    known.sort()
    matched = running_sum(known[np.minimum(np.searchsorted(known, asked), len(known) - 1)] == asked)
    each = counted[len(texts) :]
    last = np.cumsum(each)
    found: Floats = between(matched, last - each, last) / each
    return found


def _within(sizes: Whole, places: Whole) -> Whole:
    """The first ``sizes`` numbers of stretches that have so many ``places``."""
    ahead = np.cumsum(places) - places - np.cumsum(sizes) + sizes
    return np.arange(int(sizes.sum())) + np.repeat(ahead, sizes)
