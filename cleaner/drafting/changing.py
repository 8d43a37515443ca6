"""Rules for lines with parts that change from page to page: bylines, lines that begin alike, lines under the same heading."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from cleaner.drafting.drawing import (
    EXAMPLE_CHARS,
    SEVERAL,
    SHOWN,
    WHERE,
    Drawing,
    Seen,
    any_of,
    count_pages,
    guards,
    label_of,
    near_edges,
    texts_of,
    with_slack,
)
from cleaner.drafting.patterns import literal, shape_of
from cleaner.lines import ends_sentence
from cleaner.rulebook.folding import fold

_PREFIX_CHARS = (4, 32)
_MARKS = (": ", " | ", " » ", " › ", " – ")
_ENTRY_CHARS = 60
"""Characters of what stands under a heading: the rule takes whatever stands there, and longer lines may be titles or prose."""


def bylines(drawing: Drawing) -> None:
    """Lines near the article's edges that name an author or a time, as patterns whose groups become fields."""
    found: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for number, sample in enumerate(drawing.samples):
        for line in near_edges(sample):
            seen = Seen(number, line, sample.zone(line))
            shape = None if line.article or not drawing.open(seen) else shape_of(line.text)
            if shape:
                found[seen.zone, shape.pattern].append(seen)
    for (zone, pattern), places in sorted(found.items()):
        texts = texts_of(places)
        drawing.add(
            {
                "id": "byline",
                "label": "byline",
                "why": f"Author or time of publication, {WHERE[zone]}, on {count_pages(places)} of {drawing.pages}.",
                "line": pattern,
                "within": guards(drawing, zone, places) | {"at_most": with_slack(max(map(len, texts)))},
                "examples": {"matches": texts[:SHOWN], "ignores": [drawing.sentence, f"{texts[0]} {drawing.sentence}"]},
            }
        )


def beginnings(drawing: Drawing) -> None:
    """Lines that begin alike, up to a colon or bar, and go on with something else on every page."""
    found: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    spoilt: set[str] = set()
    for places in drawing.seen.values():
        for seen in places:
            beginning = _beginning(seen.line.text)
            if beginning is None:
                continue
            if seen.line.article:
                spoilt.add(fold(beginning))
            elif len(seen.line.text) <= EXAMPLE_CHARS:
                found[seen.zone, beginning].append(seen)
    for (zone, beginning), places in sorted(found.items()):
        needed = max(drawing.needed, SEVERAL if zone == "inside" else 2)
        different = len({seen.line.key for seen in places}) >= 2
        if fold(beginning) in spoilt or count_pages(places) < needed or not different:
            continue
        texts = texts_of(places)
        longest = max(len(text) - len(beginning) for text in texts)
        drawing.add(
            {
                "id": f"{zone}-begins",
                "label": label_of(places),
                "why": f"Begins alike and goes on differently, {WHERE[zone]}, on {count_pages(places)} of {drawing.pages}.",
                "line": f"{literal(beginning)}\\S.{{0,{with_slack(longest)}}}",
                "within": guards(drawing, zone, places),
                "examples": {"matches": texts[:SHOWN], "ignores": [drawing.sentence, f"He {texts[0]}"]},
            }
        )


def _beginning(text: str) -> str | None:
    ends = [text.find(mark) + len(mark) for mark in _MARKS if mark in text]
    low, high = _PREFIX_CHARS
    if not ends:
        return None
    beginning = text[: min(ends)]
    letters = sum(character.isalpha() for character in beginning)
    return beginning if letters >= low and len(beginning) <= high and len(beginning) < len(text) else None


def followers(drawing: Drawing) -> None:
    """Short lines that change from page to page but always stand under the same heading, and are article on no page.

    A heading is the same word for word: under a date, or a number, stands anything.
    """
    followers: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    spoilt: set[str] = set()
    for number, sample in enumerate(drawing.samples):
        for one, two in pairwise(sample.lines):
            seen = Seen(number, two, sample.zone(two))
            if two.article or len(two.text) > _ENTRY_CHARS or ends_sentence(two.text):
                spoilt.add(one.key)
            else:
                followers[seen.zone, one.key].append(seen)
    for (zone, key), places in sorted(followers.items()):
        needed = max(drawing.needed, SEVERAL)
        changing = [seen for seen in places if drawing.open(seen) and not drawing.constant(seen.line.key)]
        if key in spoilt or "0" in key or not drawing.constant(key) or not changing:
            continue
        if count_pages(changing) < needed or len({seen.line.key for seen in changing}) < needed:
            continue
        texts = texts_of(changing)
        heads = sorted({seen.line.text for seen in drawing.seen[key]})
        longest = with_slack(max(len(seen.line.text) for seen in places))
        drawing.add(
            {
                "id": f"{zone}-under",
                "label": label_of(changing),
                "why": f"Always stands under {heads[0][:60]!r}, {WHERE[zone]}, on {count_pages(places)} of {drawing.pages}.",
                "line": f"\\S.{{0,{longest}}}",
                "within": {"after": any_of(heads)} | guards(drawing, zone, places, clear=True) | {"at_most": longest},
                "examples": {"matches": [f"{heads[0]}\n{text}" for text in texts[:SHOWN]], "ignores": texts[:1]},
            }
        )
