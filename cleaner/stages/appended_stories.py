"""Leads, headlines and whole stories of other articles, glued on behind the article.

A seam is cut only where two independent kinds of evidence meet; one alone tags. *Form*: a heading such as "Related stories"
above it, hooks in capitals, paragraphs cut off in mid-sentence, a list of headlines, a headline of its own. *Content*: the words
and the names behind the seam are not those before it (`cohesion`). Updates, interviews and round-ups have form, but go on with
the article's own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from cleaner.model import Authority, Claim, Document, Label, Line
from cleaner.stages.cohesion import Cohesion, Shift
from cleaner.stages.reading_aids import filled_lines, is_sentence, taken

RULE = "stage/appended_stories"
_MIN_BEFORE = 3
"""Paragraphs that must stand before a seam: what is shorter is no article to glue on to."""
_MAX_SEAMS = 80
"""Seams looked at, from the end of the text backwards."""
_HEADING = 70
_HEADLINE = (12, 160)
_LEAD = 120
"""Characters from which an unclosed line counts as a paragraph that was cut off, not as a heading or list item."""
_HOOK = regex.compile(r"[\p{Pi}\p{Ps}\"']*\p{Lu}[\p{Lu}\p{N}’'.&-]+(?:[ ,][\p{Lu}\p{N}’'.&-]+){0,6}[\p{Pf}\p{Pe}\"']*[:：] *\S")
_MID_SENTENCE = regex.compile(r"[\p{L}\p{N},–—-][\p{Pf}\p{Pe}\"']*$")

SHIFT = 0.15
"""The tail's known share lies this much below the article's habit. 10 % of random seams inside articles do, 85-95 % of seams
before another story on another topic, about half of those before a story on the same topic."""
STRONG_SHIFT = 0.30
FOREIGN = 0.30
"""Known share of a tail that hardly speaks of the article at all: the lowest 8 % inside articles, 90 % of other topics."""
_MIN_WORDS = 8
_MIN_NAMES = 3
_KNOWN_NAMES = 0.25


class _Evidence(NamedTuple):
    form: tuple[str, ...]
    content: tuple[str, ...]
    strong: bool


def appended_stories(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim every line behind the best seam as another story: confidence 0.9 with form and content, 0.5 (a tag) with one."""
    lines = filled_lines(document)
    occupied = taken(lines, claims)
    units = [index for index in range(len(lines)) if index not in occupied]
    if len(units) <= _MIN_BEFORE:
        return
    texts = [lines[index].text.strip() for index in units]
    cohesion = Cohesion(texts, document.language.code)
    best: tuple[float, int, _Evidence] | None = None
    for seam in range(max(_MIN_BEFORE, len(units) - _MAX_SEAMS), len(units)):
        evidence = _evidence(lines, occupied, units, texts, cohesion, seam)
        confidence = _confidence(evidence)
        # Of equal seams the earliest: what follows it is foreign too.
        if confidence > 0 and (best is None or confidence > best[0]):
            best = confidence, seam, evidence
    if best is None:
        return
    confidence, seam, evidence = best
    reason = "; ".join((*evidence.form, *evidence.content))
    for index in units[seam:]:
        line = lines[index]
        start = line.start + len(line.text) - len(line.text.lstrip())
        yield Claim(
            start, start + len(line.text.strip()), Label.OTHER_STORY, RULE, Authority.GUESS, confidence,
            f"from here to the end another story: {reason}" if index == units[seam] else f"the same appended story: {reason}",
        )  # fmt: skip  # two thoughts


def _confidence(evidence: _Evidence) -> float:
    if evidence.form and evidence.content:
        return 0.95 if evidence.strong else 0.9
    # Content alone says little (articles wander), a form alone less; both kinds of form together deserve a tag.
    return 0.5 if len(evidence.form) > 1 or (evidence.strong and evidence.content) else 0.0


def _evidence(
    lines: Sequence[Line], occupied: dict[int, Claim], units: Sequence[int], texts: Sequence[str], cohesion: Cohesion, seam: int
) -> _Evidence:
    form = tuple(_form(lines, occupied, units, texts, seam))
    shift = cohesion.shift(seam)
    content = tuple(_content(shift))
    strong = shift.words >= _MIN_WORDS and shift.known < FOREIGN and shift.usual - shift.known >= STRONG_SHIFT
    return _Evidence(form, content, strong)


def _form(
    lines: Sequence[Line], occupied: dict[int, Claim], units: Sequence[int], texts: Sequence[str], seam: int
) -> Iterator[str]:
    tail = texts[seam:]
    above = units[seam] - 1
    heading = occupied.get(above)
    if heading and heading.label is Label.NAVIGATION and len(lines[above].text.strip()) <= _HEADING:
        yield f"under the heading {lines[above].text.strip()!r}"
    hooks = sum(_HOOK.match(text) is not None for text in tail)
    if _HOOK.match(tail[0]) and 2 * hooks > len(tail) and (len(tail) > 1 or len(tail[0]) >= _LEAD):
        yield f"{hooks} of {len(tail)} paragraphs open with a hook in capitals"
    cut = sum(len(text) >= _LEAD and _MID_SENTENCE.search(text) is not None for text in tail)
    if len(tail[0]) >= _LEAD and 2 * cut > len(tail) and not _habit_of_open_ends(texts[:seam]):
        yield f"{cut} of {len(tail)} paragraphs break off in mid-sentence"
    if len(tail) >= 3 and all(_is_headline(text) for text in tail) and not _is_headline(texts[seam - 1]):
        yield f"{len(tail)} headlines in a row, up to the end"


def _habit_of_open_ends(texts: Sequence[str]) -> bool:
    """Whether the article itself leaves its long paragraphs open, so that open ends say nothing."""
    long = [text for text in texts if len(text) >= _LEAD]
    return 4 * sum(not is_sentence(text) for text in long) > len(long)


def _is_headline(text: str) -> bool:
    return _HEADLINE[0] <= len(text) <= _HEADLINE[1] and (not is_sentence(text) or text.endswith("?")) and " " in text


def _content(shift: Shift) -> Iterator[str]:
    if shift.words >= _MIN_WORDS and (shift.usual - shift.known >= SHIFT or shift.known < FOREIGN):
        yield f"{shift.known:.0%} of its words were known before, where the article's own habit is {shift.usual:.0%}"
    if shift.names >= _MIN_NAMES and shift.known_names <= _KNOWN_NAMES * shift.names:
        yield f"{shift.names - shift.known_names} of {shift.names} names are new"
