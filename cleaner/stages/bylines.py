"""Who wrote a text and when it came out: the byline and the date beside its headline or right behind it.

A dump of a page holds the bylines of other stories, too, and most names stand alone on a line that goes with the menu. Each
line near the headline, the first paragraph and the end of the article that names someone or holds a date is a candidate
(`cleaner.stages.signatures` reads it). What speaks for one is in its form, its place, the lines around it, and how often its
words come again. The weights are data (``data/authors.json``, ``data/published.json``), trained by
``benchmarks/byline_training.py``.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cleaner.fields.names import split_names
from cleaner.fields.page import states_author
from cleaner.fields.readers import comments_begin
from cleaner.fields.times import iso_time
from cleaner.model import Authority, Claim, Document, Label, Line, Policy
from cleaner.stages.logistic import score, trained
from cleaner.stages.prose import RULE as PROSE
from cleaner.stages.reading_aids import filled_lines, guess, is_body, is_paragraph, kept_lines, taken
from cleaner.stages.signatures import Day, Names, Signature, announces, begins_by, is_by, is_check, is_clock, says, signature
from cleaner.visible import counted

RULE = "stage/bylines"
AUTHORS, PUBLISHED = "authors", "published"
"""The fields that this stage judges, and what their files of weights are called."""
_LEAST = {AUTHORS: 0.6, PUBLISHED: 0.5}
"""Score from which a candidate gives the field. Of those on the dumps of whole pages nine of ten are right."""
_STAYS = Policy().min_confidence
"""The same for a line that stays: of what is less sure the record would say that it may be an article, as nobody doubts
by the usual policy; one that asks for more gets the field and that tag."""
_RULED = 0.2
"""How much less is enough where a shared rule knows the form: what is asked is only whose it is."""
_FURTHER = 0.9
"""Score from which a line beside the best one names further authors; with less, it is mostly an editor or a photographer."""
_BESIDE = 3
"""Lines from the best one within which they stand."""
_AROUND_TITLE, _ABOVE, _BEHIND = (6, 12), 15, 8
"""Lines above and below the title, above the first paragraph and behind the last kept line that are looked at."""
_SAID_ABOVE = 120
"""Lines above the first paragraph in which those that say by whom are looked at, too: contents, tables and figures may stand
between."""
_BODY = 60
"""Kept lines in which a name is looked for: whom an article is about, it names soon."""
_ELSE = frozenset({Label.NAVIGATION, Label.SHARE, Label.PROMO, Label.LEGAL, Label.COMMENTS, Label.EMBED})
"""What no byline is, where a rule says so."""
_USUAL = 2.3
"""Words of a name: the mean of the known authors."""
_GOES_ON = frozenset(",;.-–—")
"""Signs with which a line goes on where the one above breaks off, as behind a dateline that stands in bold."""
_WORDS_BESIDE = 20
"""Letters and digits beside the names and dates of a line that is nothing but a byline: "Posted on", "4 comments"."""
_GOES = 0.85
"""Confidence that such a line, which would stay, is no part of the article: of 83 in the dumps of 811 pages 71 are none."""
_CALL = 40
"""Characters up to which the line above can be what announces a name or a date."""
_CLOCKS = 2
"""Times below a day: that of publication, and that of the last change."""


class Candidate(NamedTuple):
    """A line, by its number among the filled lines; the values that it would give, and what is known of it."""

    at: int
    values: tuple[str, ...]
    numbers: Mapping[str, float]


def bylines(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim the lines that say who wrote the text and when it came out, with these fields, where they score well enough.

    They are bylines, whether they went before or not, but for a line that stays and says more: it only gives the field. Of all
    other lines from which a shared rule would lift such a field, it claims that they are not the article's own, and
    `cleaner.fields.lift` goes by that. What a rule of the outlet lifts is not asked about.

    Of a page only the authors are looked for, and only where neither its data and head nor a rule name any; its lines stay as
    they were judged.
    """
    is_page = document.page is not None
    if is_page and (states_author(document) or any(AUTHORS in claim.fields for claim in claims)):
        return
    lines = filled_lines(document)
    view = View(document, lines, claims)
    told: dict[int, dict[str, str]] = {}
    sure: dict[int, float] = {}
    scores: dict[tuple[str, int], float] = {}
    for name, found in ((AUTHORS, view.authors), *(() if is_page else ((PUBLISHED, view.published),))):
        if any(claim.authority is Authority.OUTLET and name in claim.fields for claim in claims):
            continue
        rated = [(score(candidate.numbers, trained(f"{name}.json")), candidate) for candidate in found()]
        for rate, candidate in chosen(name, rated):
            told.setdefault(candidate.at, {})[name] = "; ".join(candidate.values)
            sure[candidate.at] = max(rate, sure.get(candidate.at, 0.0))
        scores.update(((name, candidate.at), rate) for rate, candidate in rated)
    own = [view.named(at, fields, sure[at]) for at, fields in told.items()]
    yield from own
    if is_page:
        return
    for at, claim in zip(told, own, strict=True):
        if claim.label is Label.BYLINE:
            yield from view.with_it(at, claim)
    for claim in claims:
        if claim.authority is not Authority.SHARED or claim.fields.keys().isdisjoint(_LEAST):
            continue
        if not any(named.start < claim.end and claim.start < named.end for named in own):
            likely = max(scores.get((name, view.at(claim.start)), 0.0) for name in _LEAST)
            reason = f"{likely:.0%} likely to be the article's own byline"
            yield Claim(claim.start, claim.end, claim.label, RULE, Authority.GUESS, 1 - likely, reason)


def chosen(name: str, rated: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Of the candidates for a field and their scores, the best if it is good enough; of authors, those beside it, too."""
    if not rated:
        return []
    best = max(rated, key=lambda pair: pair[0])  # of equal ones the first
    numbers = best[1].numbers
    if best[0] < (_STAYS if numbers["kept"] else _LEAST[name] - (_RULED if numbers["ruled"] else 0.0)):
        return []
    if name == PUBLISHED:
        return [best]
    at = best[1].at
    return [pair for pair in rated if pair is best or (pair[0] >= _FURTHER and abs(pair[1].at - at) <= _BESIDE)]


class View:
    """The lines near an article's head and end that may be its byline, with what is asked of each."""

    def __init__(self, document: Document, lines: Sequence[Line], claims: Iterable[Claim]) -> None:
        claims = tuple(claims)
        self._is_page = document.page is not None
        self._lines, self._text, self._language = lines, document.text, document.language.code
        self._starts = [line.start for line in lines]
        self._occupied = taken(lines, claims)
        kept = list(kept_lines(lines, self._occupied))
        won = (claim for _, claim in sorted(self._occupied.claims.items()))
        self._comments = comments_begin(won, len(document.text))
        self._kept = frozenset(kept)
        self._first = next((at for at in kept if is_paragraph(lines[at].text.strip())), kept[0] if kept else 0)
        self._last = kept[-1] if kept else len(lines) - 1
        titles = [self.at(claim.start) for claim in claims if claim.label is Label.TITLE or "title" in claim.fields]
        above = [at for at in titles if at <= self._first]
        self._title = max(above) if above else min(titles, default=None)
        self._clocks = [at for at in kept if is_clock(lines[at].text.strip())]
        self._said: dict[int, Signature] = {}
        for at in self._near():
            found = self._signature(at)
            if found is not None and at != self._title:
                self._said[at] = found
        self._body = "\n".join(lines[at].text for at in kept[:_BODY])
        self._headline = lines[self._title].text.casefold() if self._title is not None else ""
        self._unsigned = sum(found.names is not None and not found.names.by for found in self._said.values())
        self._days = Counter(found.day.day for found in self._said.values() if found.day)

    def at(self, start: int) -> int:
        """The number of the line that holds a place of the text."""
        return max(bisect_right(self._starts, start) - 1, 0)

    def _near(self) -> list[int]:
        near = {*range(self._first - _ABOVE, self._first + 1), *range(self._last - 1, self._last + 1 + _BEHIND)}
        if self._title is not None:
            near.update(range(self._title - _AROUND_TITLE[0], self._title + _AROUND_TITLE[1] + 1))
        near.update(at for at in range(max(self._first - _SAID_ABOVE, 0), self._first) if self._says_by(at))
        return sorted(at for at in near if 0 <= at < len(self._lines) and self._lines[at].start < self._comments)

    def _says_by(self, at: int) -> bool:
        """Whether a line begins with a "by", or one that is nothing else stands above it."""
        return begins_by(self._lines[at].text.strip(), self._language) or self._announced(at)

    def _announced(self, at: int) -> bool:
        """Whether the line above is nothing but a "by"."""
        return is_by(self._call(at), self._language)

    def _signature(self, at: int) -> Signature | None:
        """What a line says; where it cannot be read, what a shared rule lifts from it."""
        claim = self._occupied.get(at)
        if claim is not None and claim.authority > Authority.GUESS and claim.label in _ELSE:
            return None
        found = signature(self._lines[at].text.strip(), self._language, announced=self._announced(at))
        fields = claim.fields if claim is not None else {}
        names, day = (found.names, found.day) if found else (None, None)
        if "photo_credits" in fields and AUTHORS not in fields:
            names = None  # of who made the picture
        if names is None and AUTHORS in fields:
            names = Names(tuple(split_names(fields[AUTHORS], every_comma=True)), by=True, role=False, whole=True, beside=0)
        if PUBLISHED in fields and (iso := iso_time(fields[PUBLISHED], self._language)):
            if day is None:
                day = Day(fields[PUBLISHED], iso[:10], published=False, updated=False, clock="T" in iso, beside=0)
            elif day.day == iso[:10]:  # the rule knows what else of the line belongs to the time
                day = day._replace(value=fields[PUBLISHED])
        elif "modified" in fields or (day is not None and (day.updated or says("updated", self._call(at)))):
            day = None
        if day is not None and not day.clock and (clocks := self._clocks_below(at)):
            day = day._replace(value=f"{day.value} {self._lines[clocks[0]].text.strip()}", clock=True)
        if names is None and day is None:
            return None
        return (found or Signature(None, None, reading=False, photo=False, listed=False))._replace(names=names, day=day)

    def named(self, at: int, fields: Mapping[str, str], sure: float) -> Claim:
        """The claim on a line that gives fields: what goes of it is a byline; a line that stays is one of the article."""
        line, known = self._lines[at], self._occupied.get(at)
        start = line.start + len(line.text) - len(line.text.lstrip())
        end = line.start + len(line.text.rstrip())
        reason = f"{sure:.0%} likely to be the article's own byline: {'; '.join(self._reasons(at))}"
        if known is None and not self._is_page and self._holds_no_more(at):
            return Claim(start, end, Label.BYLINE, RULE, Authority.GUESS, _GOES, reason, fields)
        if known is None or known.label is Label.ARTICLE:
            return Claim(start, end, Label.ARTICLE, RULE, Authority.GUESS, sure, reason, fields)
        # That the line goes is as sure as it was before.
        span = max(start, known.start), min(end, known.end)
        return Claim(*span, Label.BYLINE, RULE, Authority.GUESS, known.confidence, reason, fields)

    def with_it(self, at: int, claim: Claim) -> Iterator[Claim]:
        """Claims on the lines that say no more than what a byline is, or at what time of its day: they go where it goes.

        Between paragraphs of the article they stay: there they are the words of a box, or of a programme.
        """
        if self._first < at and any(is_paragraph(self._lines[below].text.strip()) for below in self._kept if below > at):
            return
        beside = self._clocks_below(at) if PUBLISHED in claim.fields else []
        if announces(self._call(at), self._language):
            beside = [at - 1, *beside]
        for other in beside:
            if self._occupied.open(other):
                yield guess(self._lines[other], Label.BYLINE, RULE, claim.confidence, "it belongs to the byline beside it")

    def _clocks_below(self, at: int) -> list[int]:
        """The lines right below one with a day that hold nothing but a time: of publication, and of changes.

        Where others stand elsewhere in the text they are those of its entries, as in a live report, and more are a timetable.
        """
        end = at + 1
        while end < len(self._lines) and is_clock(self._lines[end].text.strip()):
            end += 1
        below = list(range(at + 1, end))
        return below if len(below) <= _CLOCKS and set(self._clocks) <= set(below) else []

    def _holds_no_more(self, at: int) -> bool:
        """Whether a line is nothing but a byline: hardly a word stands beside its names and dates, and none goes on below.

        Of a text that has nothing else to cut nothing goes: it is a body already.
        """
        said = self._said[at]
        if is_body(self._occupied) or max(part.beside for part in (said.names, said.day) if part is not None) > _WORDS_BESIDE:
            return False
        below = self._lines[at + 1].text.strip() if at + 1 < len(self._lines) else ""
        return is_clock(below) or not (below[:1].islower() or below[:1] in _GOES_ON)

    def _reasons(self, at: int) -> Iterator[str]:
        said = self._said[at]
        if said.names is not None:
            yield "it says by whom" if said.names.by else "a name"
        if said.day is not None:
            yield "it says when" if said.day.published else "a date"
        if at > max(self._last - 2, self._first):
            yield "right behind the article"
        elif self._title is not None and at > self._title:
            below = at - self._title
            yield f"{counted(below, 'line')} below the title"
        else:
            yield "above the article"

    def authors(self) -> Iterator[Candidate]:
        """The lines with names, and the evidence about each."""
        for at, said in self._said.items():
            names = said.names
            if names is None:
                continue
            text, first = self._lines[at].text.strip(), names.names[0]
            words = [word for name in names.names for word in name.replace(".", " ").split()]
            spaced = not first.isalpha() or first.lower() != first.upper()  # scripts without large letters may set no spaces
            numbers = {
                "by": float(names.by),
                "by_in_head": float(names.by and at <= self._first),
                "by_above": float(self._announced(at)),
                "by_elsewhere": float(not names.by and any(other.names and other.names.by for other in self._said.values())),
                "behind_name": float(any(self._named(other) for other in range(at - 3, at))),
                "role": float(names.role),
                "check": float(is_check(text) or is_check(self._call(at))),
                "whole": float(names.whole),
                "beside": math.log1p(names.beside),
                "words": abs(len(words) / len(names.names) - _USUAL) if spaced else 0.0,
                "single": float(len(words) == 1 and spaced),
                "small": sum(f" {word.lower()} " in self._body for word in words if len(word) > 2) / max(len(words), 1),
                "day": float(said.day is not None),
                "day_below": float(self._dated(at + 1)),
                "day_near": float(any(map(self._dated, (at - 2, at - 1, at + 1, at + 2)))),
                "reading": float(said.reading),
                "again": math.log1p(max(self._text.count(first) - 1, 0)),
                "in_body": math.log1p(self._body.count(first)),
                "in_title": float(first.casefold() in self._headline),
                "unsigned": math.log1p(self._unsigned - (not names.by)),
                "ruled": float(self._lifts(at, AUTHORS)),
                **self._common(at, said),
            }
            yield Candidate(at, names.names, numbers)

    def published(self) -> Iterator[Candidate]:
        """The lines with dates, and the evidence about each."""
        if not self._days:
            return
        days = sorted(self._days)
        nth = 0
        for at, said in self._said.items():
            day = said.day
            if day is None:
                continue
            call = self._call(at)
            numbers = {
                "published": float(day.published),
                "published_in_head": float(day.published and at <= self._first),
                "published_above": float(says(PUBLISHED, call)),
                "clock": float(day.clock),
                "beside": math.log1p(day.beside),
                "length": math.log1p(len(self._lines[at].text.strip())),
                "names": float(said.names is not None),
                "by": float(said.names is not None and said.names.by),
                "reading": float(said.reading),
                "days": math.log(len(days)),
                "same_day": float(self._days[day.day] > 1),
                "oldest": float(day.day == days[0]),
                "newest": float(len(days) > 1 and day.day == days[-1]),
                "again": math.log1p(max(self._text.count(day.value) - 1, 0)),
                "nth": math.log1p(nth),
                "ruled": float(self._lifts(at, PUBLISHED)),
                **self._common(at, said),
            }
            nth += 1
            yield Candidate(at, (day.value,), numbers)

    def _common(self, at: int, said: Signature) -> dict[str, float]:
        """Where a line stands, and what is there."""
        lines, first, title, claim = self._lines, self._first, self._title, self._occupied.get(at)
        behind = at > max(self._last - 2, first)
        below = title is not None and not behind and at > title
        above = title is not None and not behind and at < title
        label = claim.label if claim is not None else Label.ARTICLE
        return {
            "behind": float(behind),
            "from_last": math.log1p(max(at - self._last, 0)) if behind else 0.0,
            "no_title": float(title is None and not behind),
            "above_title": float(above),
            "over_title": math.log1p(title - at) if title is not None and above else 0.0,
            "below_title": math.log1p(at - title) if title is not None and below else 0.0,
            "right_below": float(title is not None and at == title + 1),
            "from_first": 0.0 if behind else math.log1p(abs(first - at)),
            "next_to_first": float(at + 1 == first),
            "past_first": float(not behind and at > first),
            "kept": float(at in self._kept),
            "prose": float(claim is not None and claim.rule == PROSE),
            "is_byline": float(label is Label.BYLINE),
            "is_other_story": float(label is Label.OTHER_STORY),
            "listed": float(said.listed),
            "photo": float(said.photo),
            "gap_above": float(at > 0 and lines[at].number - lines[at - 1].number > 1),
            "gap_below": float(at + 1 < len(lines) and lines[at + 1].number - lines[at].number > 1),
            "long_below": math.log1p(len(lines[at + 1].text.strip())) if at + 1 < len(lines) else 0.0,
            "share_below": float(any(self._shares(other) for other in range(at + 1, at + 4))),
        }

    def _call(self, at: int) -> str:
        """The line above, if it is short enough to announce something."""
        above = self._lines[at - 1].text.strip() if at else ""
        return above if len(above) <= _CALL else ""

    def _dated(self, at: int) -> bool:
        return at in self._said and self._said[at].day is not None

    def _named(self, at: int) -> bool:
        return at in self._said and self._said[at].names is not None

    def _lifts(self, at: int, name: str) -> bool:
        return (claim := self._occupied.get(at)) is not None and name in claim.fields

    def _shares(self, at: int) -> bool:
        return (claim := self._occupied.get(at)) is not None and claim.label is Label.SHARE
