"""Leads, headlines and whole stories of other articles, glued on behind the article.

A seam is cut only where two independent kinds of evidence meet; one alone tags. *Form*: a heading such as "Related stories"
above it, hooks in capitals, paragraphs cut off in mid-sentence, a list of headlines. *Content*: the words and the names behind
the seam are not those before it (`cohesion`). Updates, interviews and round-ups have form, but go on with the article's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import regex

from cleaner.lines import ends_sentence
from cleaner.model import Authority, Claim, Document, Label, Line
from cleaner.stages.cohesion import Cohesion, Shift
from cleaner.stages.reading_aids import filled_lines, taken

RULE = "stage/appended_stories"
_MIN_BEFORE = 3
"""Paragraphs of prose that must stand before a seam: what is shorter is no article to glue on to."""
_PROSE = 60
"""Characters from which a line that ends as a sentence counts as a paragraph of prose."""
_MAX_SEAMS = 80
"""Seams looked at, from the end of the text backwards."""
_HEADING = 70
_HEADLINE = (12, 160)
_MIN_HEADLINES = 3
_HEADLINE_WORDS = 4
"""Shorter lines are names, table cells and list items at least as often as headlines."""
_IDEOGRAPHIC = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]{4}")
_LEAD = 120
"""Characters from which an unclosed line counts as a paragraph that was cut off, not as a heading or list item."""
_HOOK = regex.compile(r"[\p{Pi}\p{Ps}\"']*\p{Lu}[\p{Lu}\p{N}’'.&-]+(?:[ ,][\p{Lu}\p{N}’'.&-]+){0,6}[\p{Pf}\p{Pe}\"']*[:：] *\S")
_MID_SENTENCE = regex.compile(r"[\p{L}\p{N},–—-][\p{Pf}\p{Pe}\"']*$")

SHIFT = 0.15
"""The tail's known share lies this much below the article's habit. 10 % of random seams inside articles do, 85-95 % of seams
before another story on another topic, about half of those before a story on the same topic."""
LITTLE_SHIFT = 0.05
"""Where the article itself hardly repeats a word, a tail that does not either says nothing."""
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
    tail = _Tail([lines[index].text.strip() for index in units])
    headings = [_heading(lines, occupied, index) for index in units]
    cohesion = Cohesion(tail.texts, document.language.code)
    best: tuple[float, int, _Evidence] | None = None
    for seam in range(max(_MIN_BEFORE, len(units) - _MAX_SEAMS), len(units)):
        if not tail.follows_an_article(seam):
            continue
        form = tuple(tail.form(seam, headings[seam]))
        if not form and cohesion.known(seam) >= FOREIGN:
            continue
        shift = cohesion.shift(seam)
        strong = shift.words >= _MIN_WORDS and shift.known < FOREIGN and shift.usual - shift.known >= STRONG_SHIFT
        evidence = _Evidence(form, tuple(_content(shift)), strong)
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


def _heading(lines: Sequence[Line], occupied: dict[int, Claim], index: int) -> str | None:
    """The heading that a rule knows, right above a line."""
    claim = occupied.get(index - 1)
    text = lines[index - 1].text.strip()
    return text if claim and claim.label is Label.NAVIGATION and len(text) <= _HEADING else None


class _Tail:
    """What the paragraphs look like, each looked at once, and counted from any seam to the end."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._hooks = [len(text) >= _LEAD and _HOOK.match(text) is not None for text in texts]
        self._breaks = [len(text) >= _LEAD and _MID_SENTENCE.search(text[-9:]) is not None for text in texts]
        self._headlines = [_is_headline(text) for text in texts]
        prose = [len(text) if len(text) >= _PROSE and ends_sentence(text) else 0 for text in texts]
        self._prose_behind = _suffix_sums(prose)
        self._prose_units = list(accumulate(map(bool, prose), initial=0))
        self._long = list(accumulate((len(text) >= _LEAD for text in texts), initial=0))
        self._open = list(accumulate((len(text) >= _LEAD and not ends_sentence(text) for text in texts), initial=0))
        self._hooks_behind = _suffix_sums(self._hooks)
        self._breaks_behind = _suffix_sums(self._breaks)
        self._either_behind = _suffix_sums([max(pair) for pair in zip(self._hooks, self._breaks, strict=True)])
        self._others_behind = _suffix_sums([not headline for headline in self._headlines])

    def follows_an_article(self, seam: int) -> bool:
        """Whether running prose stands before a seam, and no less of it than behind: in a dump of a page it may be a menu."""
        before = self._prose_behind[0] - self._prose_behind[seam]
        return self._prose_units[seam] >= _MIN_BEFORE and before >= self._prose_behind[seam]

    def form(self, seam: int, heading: str | None) -> Iterator[str]:
        """What in the form of the paragraphs from ``seam`` on says that they are other stories."""
        size = len(self.texts) - seam
        if heading:
            yield f"under the heading {heading!r}"
        # One hook or one open end may be the article's own; two, or both in one paragraph, are not. And an article that leaves
        # its own long paragraphs open says nothing by leaving the last ones open.
        hooks = self._hooks_behind[seam]
        breaks = self._breaks_behind[seam] if 4 * self._open[seam] <= self._long[seam] else 0
        opens = self._hooks[seam] or (breaks and self._breaks[seam])
        if opens and hooks + breaks > 1 and 2 * (self._either_behind[seam] if breaks else hooks) > size:
            if hooks:
                yield f"{hooks} of {size} paragraphs open with a hook in capitals"
            if breaks:
                yield f"{breaks} of {size} paragraphs break off in mid-sentence"
        if size >= _MIN_HEADLINES and not self._others_behind[seam] and not self._headlines[seam - 1]:
            yield f"{size} headlines in a row, up to the end"


def _suffix_sums(flags: Sequence[int]) -> list[int]:
    return list(accumulate(reversed(flags), initial=0))[::-1]


def _is_headline(text: str) -> bool:
    if not _HEADLINE[0] <= len(text) <= _HEADLINE[1] or (ends_sentence(text) and not text.endswith(("?", "？"))):
        return False
    return len(text.split()) >= _HEADLINE_WORDS or (not text.isascii() and _IDEOGRAPHIC.search(text) is not None)


def _content(shift: Shift) -> Iterator[str]:
    fall = shift.usual - shift.known
    if shift.words >= _MIN_WORDS and (fall >= SHIFT or (shift.known < FOREIGN and fall >= LITTLE_SHIFT)):
        yield f"{shift.known:.0%} of its words were known before, where the article's own habit is {shift.usual:.0%}"
    if shift.names >= _MIN_NAMES and shift.known_names <= _KNOWN_NAMES * shift.names:
        yield f"{shift.names - shift.known_names} of {shift.names} names are new"
