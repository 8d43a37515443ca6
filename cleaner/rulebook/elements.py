"""Rules that select elements of a web page: what they find there, and what of it they claim."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, chain
from typing import NamedTuple

from cleaner.model import Claim, Document, Label
from cleaner.rulebook.pack import Rule
from cleaner.rulebook.patterns import MAX_LINE, groups_of, whole_match
from cleaner.rulebook.selecting import stretches


class Stretch(NamedTuple):
    """The text of an element that a rule selects. ``why`` says what keeps the rule from claiming it; empty if nothing does."""

    start: int
    end: int
    fields: Mapping[str, str]
    why: str


def selected(document: Document, rules: Sequence[Rule]) -> Iterator[tuple[Rule, list[Stretch]]]:
    """The elements that rules select: those that are too large or say something else, and the outermost of the others."""
    if document.page is None:
        return
    found = stretches(document.page, [rule.selector for rule in rules])
    for rule, places in zip(rules, found, strict=True):
        outermost: list[Stretch] = []
        reach = 0  # where the elements claimed so far end
        for start, end in places:
            if start >= reach:
                outermost.append(_stretch(rule, document.text[start:end], start))
                reach = reach if outermost[-1].why else end
        yield rule, outermost


def with_elements(document: Document, rules: Sequence[Rule], of_lines: Iterable[Claim]) -> Iterator[Claim]:
    """The claims of rules that select elements, with those that the rules of the same pack make of lines, in text order."""
    claims = [*of_lines, *_claims(document, rules)]
    whole = {rule.id for rule in rules if rule.label is Label.ARTICLE and not rule.exempts}
    cuts = _Cuts.of(claim for claim in claims if claim.label is not Label.ARTICLE)
    parts = chain.from_iterable(_around(claim, cuts) if claim.rule in whole else [claim] for claim in claims)
    yield from sorted(parts, key=lambda claim: (claim.start, claim.end, claim.rule))


def _claims(document: Document, rules: Sequence[Rule]) -> Iterator[Claim]:
    for rule, found in selected(document, rules):
        for start, end, fields, why in found:
            if not why:
                yield Claim(start, end, rule.label, rule.id, rule.authority, rule.confidence, rule.why, fields, rule.heading_of)


def _stretch(rule: Rule, text: str, start: int) -> Stretch:
    """What a rule makes of the text of an element that its selector finds."""
    size, most = len(text), rule.guard.at_most
    if most is not None and size > most:
        why = f"its selector finds an element, but that holds {size} characters, and at most {most} may be"
        return Stretch(start, start + size, {}, why)
    whole = whole_match(rule.id, rule.pattern, text) if rule.pattern and size <= MAX_LINE else None
    if rule.pattern and whole is None:
        return Stretch(start, start + size, {}, "its selector finds an element, but its pattern does not match the text there")
    return Stretch(start, start + size, groups_of(whole) if whole else {}, "")


class _Cuts(NamedTuple):
    """Claims in text order, and how far each and all before it reach: of many only those around an element are looked at."""

    claims: Sequence[Claim]
    reach: Sequence[int]

    @classmethod
    def of(cls, claims: Iterable[Claim]) -> _Cuts:
        ordered = sorted(claims, key=lambda claim: claim.start)
        return cls(ordered, list(accumulate((claim.end for claim in ordered), max)))


def _around(claim: Claim, cuts: _Cuts) -> Iterator[Claim]:
    """What an element that holds article keeps beside the claims of the pack's other rules in it."""
    at = claim.start
    for number in range(bisect_right(cuts.reach, at), len(cuts.claims)):
        cut = cuts.claims[number]
        if at >= claim.end or cut.start >= claim.end:
            break
        if cut.authority < claim.authority or cut.end <= at:
            continue
        if cut.start > at:
            yield replace(claim, start=at, end=cut.start)
        at = cut.end
    if at < claim.end:
        yield replace(claim, start=at)
