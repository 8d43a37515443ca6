"""Rules for lines with parts that change from page to page: bylines, lines that begin alike, lines under the same heading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from cleaner.drafting.drawing import (
    EXAMPLE_CHARS,
    SEVERAL,
    SHOWN,
    TITLE_CHARS,
    WHERE,
    Drawing,
    Seen,
    any_of,
    count_pages,
    guards,
    label_of,
    texts_of,
    with_slack,
)
from cleaner.drafting.patterns import Shape, literal
from cleaner.drafting.samples import Judged
from cleaner.drafting.signing import Place
from cleaner.lines import ends_sentence
from cleaner.model import Label
from cleaner.rulebook.folding import fold
from cleaner.stages.signatures import is_by

_PREFIX_CHARS = (4, 32)
_MARKS = (": ", " | ", " » ", " › ", " – ")
_ENTRY_CHARS = 60
"""Characters of what stands under a heading: the rule takes whatever stands there, and longer lines may be titles or prose."""


_NAMES_CHARS = 80
"""What a byline with names may have more than the longest that was seen: others have longer names, and there may be two."""


def bylines(drawing: Drawing, shapes: Mapping[Place, Shape]) -> set[Place]:
    """Lines near the article's edges that name an author or a time, as patterns whose groups become fields.

    Returned are those above the article that a rule was drawn for.
    """
    lifted: set[Place] = set()
    found: dict[tuple[str, Shape], list[Seen]] = defaultdict(list)
    for (number, at), shape in shapes.items():
        sample = drawing.samples[number]
        seen = Seen(number, sample.lines[at], sample.zone(sample.lines[at]))
        if not seen.line.article and drawing.open(seen):
            found[seen.zone, shape].append(seen)
    for (zone, shape), places in sorted(found.items()):
        texts = texts_of(places)
        longest = max(map(len, texts))
        drawn = drawing.add(
            {
                "id": "byline",
                "label": "byline",
                "why": f"Author or time of publication, {WHERE[zone]}, on {count_pages(places)} of {drawing.pages}.",
                "line": shape.pattern,
                "within": guards(drawing, zone, places)
                | {"at_most": longest + _NAMES_CHARS if "authors" in shape.fields else with_slack(longest)},
                "examples": {"matches": texts[:SHOWN], "ignores": [drawing.sentence, f"{texts[0]} {drawing.sentence}"]},
            }
        )
        if drawn and zone == "head":
            lifted.update((seen.sample, seen.line.at) for seen in places)
    return lifted


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
            if two.article or not _is_entry(two):
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
        language = drawing.samples[places[0][0]].document.language.code
        by = all(is_by(head, language) for head in heads)  # the author stands under it, whatever a guess took the name for
        label = str(Label.BYLINE) if by else label_of(changing)
        longest = with_slack(max(len(seen.line.text) for seen in places))
        if by or label == Label.TITLE:
            longest = _NAMES_CHARS if by else TITLE_CHARS
        entry = f"\\S.{{0,{longest}}}"
        if label == Label.TITLE:  # where the headline is missing, the first paragraph stands there
            entry += r"(?<!\.)"
        field = "authors" if by else "title" if label == Label.TITLE else ""
        drawing.add(
            {
                "id": f"{zone}-under",
                "label": label,
                "why": f"Always stands under {heads[0][:60]!r}, {WHERE[zone]}, on {count_pages(places)} of {drawing.pages}.",
                "line": f"(?P<{field}>{entry})" if field else entry,
                "within": {"after": any_of(heads)} | guards(drawing, zone, places, clear=True) | {"at_most": longest},
                "examples": {"matches": [f"{heads[0]}\n{text}" for text in texts[:SHOWN]], "ignores": texts[:1]},
            }
        )


def _is_entry(line: Judged) -> bool:
    """Whether a line under a heading is one of those that change, and neither a title of another story nor prose."""
    if line.label is Label.TITLE:
        return len(line.text) <= TITLE_CHARS
    return len(line.text) <= _ENTRY_CHARS and not ends_sentence(line.text)
