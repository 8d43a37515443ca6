"""The fields in the claims on a text: lists split, names tidied, times in ISO 8601."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import accumulate, takewhile
from operator import attrgetter

import regex

from cleaner.fields.names import COMMAS, SEMICOLONS, split_names, tidy_name, without_by
from cleaner.fields.times import EDGES, iso_time, time_behind
from cleaner.model import Authority, Claim, Document, Label
from cleaner.shown import text_shown

_BY_LABEL = {Label.TITLE: "title", Label.SUMMARY: "summary", Label.PHOTO_CREDIT: "photo_credits", Label.CAPTION: "captions"}
"""The field that the whole text of a claim goes to where its rule names no group."""
_NAMES = ("authors", "agencies")
_SEPARATORS = {
    "section": regex.compile(r"\s*[/>»›|→]\s*"),
    "tags": regex.compile(rf"\s*[{COMMAS}{SEMICOLONS}|#]\s*"),
}
_HEADING = regex.compile(r"^#{1,6} ")
"""What marks a heading in Markdown that was not read as such."""
LISTS = (*_NAMES, *_SEPARATORS, "photo_credits", "captions")
TIMES = ("published", "modified")
_JUDGED = frozenset({"authors", "published"})
_SIGNED = frozenset({*_JUDGED, "modified"})
"""What readers' comments have, too."""


def claimed(document: Document, winners: Iterable[Claim]) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The values of the winning claims by field, in text order, and the rules that gave them.

    The same value is taken once, and who is named as an agency is no author as well. Words are kept as the text has them; only
    edges are tidied.
    """
    values: dict[str, dict[str, None]] = {}
    rules: dict[str, dict[str, None]] = {}
    seen = text_shown(document)
    for claim in winners:
        found = dict(claim.fields)
        default = _BY_LABEL.get(claim.label)
        if default and not found:
            found[default] = seen(claim.start, claim.end)
        for name, value in found.items():
            if name in TIMES:
                items = _times(value, seen(claim.start, claim.end), document.language.code)
            else:
                items = _elements(document, claim, name, value) or _items(name, value, document.language.code)
            for item in items:
                if item not in values.setdefault(name, {}):
                    values[name][item] = None
                    rules.setdefault(name, {})[claim.rule] = None
    for agency in values.get("agencies", ()):
        values.get("authors", {}).pop(agency, None)
    values = {name: found for name, found in values.items() if found}
    return {name: tuple(found) for name, found in values.items()}, {name: tuple(found) for name, found in rules.items()}


def judged(winners: Iterable[Claim], verdicts: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims, in text order; verdicts on who wrote the article and when take the place of what shared rules say there.

    A rule knows the form of a byline, not whose it is: on the stretch of a verdict it gives neither author nor day.
    """
    if not verdicts:
        return tuple(winners)
    spans = sorted((verdict.start, verdict.end) for verdict in verdicts)
    starts, reach = [start for start, _ in spans], list(accumulate((end for _, end in spans), max))
    found = [verdict for verdict in verdicts if verdict.fields]
    for claim in winners:
        if claim.authority <= Authority.SHARED and not _JUDGED.isdisjoint(claim.fields):
            before = bisect_left(starts, claim.end)  # verdicts that begin before the claim ends
            if before and reach[before - 1] > claim.start:
                found += _without(claim, _JUDGED)
                continue
        found.append(claim)
    return tuple(sorted(found, key=lambda claim: claim.start))


def own(winners: Iterable[Claim], comments: int) -> tuple[Claim, ...]:
    """The claims, in text order, without the authors and times that shared rules and guesses found among the ``comments``."""
    found: list[Claim] = []
    for claim in winners:
        foreign = claim.start >= comments and claim.authority <= Authority.SHARED and not _SIGNED.isdisjoint(claim.fields)
        found += _without(claim, _SIGNED) if foreign else (claim,)
    return tuple(found)


def _without(claim: Claim, names: Set[str]) -> Iterator[Claim]:
    """The claim without some of its fields, if it has others: of a byline no text is left that would be one."""
    fields = {name: value for name, value in claim.fields.items() if name not in names}
    if fields:
        yield replace(claim, fields=fields)


def _elements(document: Document, claim: Claim, name: str, value: str) -> list[str]:
    """The texts of the elements that a list of a page consists of, two or more of one kind, if no sign parts it."""
    page = document.page
    if page is None or name not in _SEPARATORS or _SEPARATORS[name].search(value):
        return []
    start = document.text.find(value, claim.start, claim.end)
    if start < 0:
        return []
    at = bisect_left(page.pieces, start, key=attrgetter("start"))
    pieces = list(takewhile(lambda piece: piece.end <= start + len(value), page.pieces[at:]))
    alike = len({piece.element for piece in pieces}) == len(pieces) and len({page.tags[piece.element] for piece in pieces}) == 1
    return [document.text[piece.start : piece.end] for piece in pieces] if alike and len(pieces) > 1 else []


def _times(value: str, text: str, language: str | None) -> list[str]:
    """A time, with the time of day that stands behind it in the text of its claim: most rules name the day alone."""
    at = text.find(value)
    whole = value + time_behind(text, at + len(value)) if at >= 0 else value
    time = iso_time(whole, language) or iso_time(value, language)
    return [time] if time else []


def _items(name: str, value: str, language: str | None) -> list[str]:
    value = " ".join(value.split())  # what separates items would be sought from each character of a run of white space
    if name == "title":
        value = _HEADING.sub("", value)
    if name in _NAMES:
        parts = split_names(value, every_comma=True)
    else:
        parts = _SEPARATORS[name].split(value) if name in _SEPARATORS else [value]
    if name == "authors":
        return [without_by(tidy, language) for part in parts if (tidy := tidy_name(part, EDGES))]
    edges = EDGES if name in LISTS and name != "captions" else " \t\u00a0"
    items = [item for part in parts if (item := part.strip(edges))]
    return [_without_bracket(item) for item in items] if name == "photo_credits" else items


def _without_bracket(text: str) -> str:
    """A credit without a bracket at its end that opens before it: ``The bridge. (Photo: Jane Roe)``."""
    return text[:-1] if text.endswith(")") and "(" not in text else text
