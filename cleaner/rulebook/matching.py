"""Finding the rules that match a document's lines.

A line costs one look-up in a table of whole lines and one pass of an Aho-Corasick automaton over the rules' literals
(`literals`); only rules whose literal stands in the line are tried, or in the line beside it, if a guard's literal is the
rarer, and only if all else that must stand there does. What a line's text alone decides is remembered, for lines repeat a lot
(44 % of lines in crawls); where it stands and what stands beside it is checked anew.

Rules that select elements of a web page (`selecting`) are no part of this: they know no lines.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from itertools import chain
from time import perf_counter
from typing import NamedTuple

import ahocorasick_rs
import regex

from cleaner.errors import RuleTimeout
from cleaner.model import Claim, Document, Label, Line
from cleaner.rulebook.costs import note
from cleaner.rulebook.literals import Facts, Need, Signs, facts, fold, holds, lines_with, required_literals
from cleaner.rulebook.pack import Rule
from cleaner.rulebook.selecting import stretches

TIMEOUT = 1.0
"""CPU seconds for one pattern on one line. Honest patterns need microseconds."""
HARMLESS = 3e7
"""Ways to match. An engine tries some fifty million a second, so that even all of them are done within the limit."""
MAX_LINE = 20_000
"""Characters. Longer lines are prose or data, and no rule looks at them."""
_MEMO = 20_000
_MEMO_LINE = 300
"""The memo holds this many lines of at most so many characters: at most some 20 MB."""
_SHORT = 200
"""Characters. Most rules only fit lines up to this length, most prose is in longer ones and spared the common literals."""
_LIST_MARKS = frozenset("*+•●▪‣◦■□►▶")
_LIST_MARK = regex.compile(rf"[{''.join(sorted(_LIST_MARKS))}]\s+")


class Filled(NamedTuple):
    """A line that is not blank, as rules see it: without white space at the edges and without a list mark."""

    line: Line
    text: str
    start: int
    end: int


class Hit(NamedTuple):
    """A rule that a line's text satisfies; for ``inside`` the offsets in the text, for others the whole text."""

    rule: Rule
    start: int
    end: int
    fields: Mapping[str, str]


class Stretch(NamedTuple):
    """The text of an element that a rule selects. ``why`` says what keeps the rule from claiming it; empty if nothing does."""

    start: int
    end: int
    fields: Mapping[str, str]
    why: str


class Look(NamedTuple):
    """What a rule that was tried on a line found there: whether it matches as the line's first, and if not, why not."""

    rule: Rule
    matched: bool
    why: str


def fill(lines: Iterable[Line]) -> list[Filled]:
    """The lines that are not blank."""
    filled = []
    for line in lines:
        whole = line.text
        text = whole.strip()
        if text:
            start = line.start if whole[0] == text[0] else line.start + len(whole) - len(whole.lstrip())
            end = start + len(text)
            mark = _LIST_MARK.match(text) if text[0] in _LIST_MARKS else None
            filled.append(Filled(line, text[mark.end() :] if mark else text, start, end))
    return filled


@cache
def compile_pattern(pattern: str) -> regex.Pattern[str]:
    """Compile once a process, when first needed: of a large rulebook a tenth of the patterns ever runs."""
    return regex.compile(pattern)


class _Where(IntEnum):
    """In which line a rule's literals must stand for the rule to be tried: its own, or the one a guard looks at."""

    OWN = 0
    NEXT = -1
    PREVIOUS = 1


class _Try(NamedTuple):
    """A rule, and what a line must be like to be worth a try: its length, its first character, the literals in it."""

    rule: Rule
    least: int
    most: float
    starts: Signs
    need: Need


class _Found(NamedTuple):
    """What a line's text alone decides: the hits of rules, and the rules whose guards ask for a look at the lines beside.

    Those are worth a try on this line or on one next to it, as ``_Where`` says.
    """

    hits: tuple[Hit, ...]
    guarded: tuple[tuple[_Try, _Where], ...]


class _Automaton:
    """Which literals stand in a text, and whose they are: all are looked for in one pass."""

    def __init__(self, owners: Mapping[str, Sequence[tuple[_Try, _Where]]]) -> None:
        self._owners = tuple(tuple(owner) for owner in owners.values())
        self._automaton = (
            ahocorasick_rs.AhoCorasick(list(owners), matchkind=ahocorasick_rs.MatchKind.Standard) if owners else None
        )

    def find(self, folded: str) -> frozenset[int]:
        """The numbers of the literals that stand in a folded text."""
        if self._automaton is None:
            return frozenset()
        return frozenset([match[0] for match in self._automaton.find_matches_as_indexes(folded, overlapping=True)])

    def owners(self, literals: Iterable[int]) -> Iterator[tuple[_Try, _Where]]:
        """The rules of these literals, each perhaps more than once."""
        for literal in literals:
            yield from self._owners[literal]


class _Worth(NamedTuple):
    """The rules that are worth a try, given the literals of a line: without and with guards of the lines beside."""

    own: tuple[_Try, ...]
    guarded: tuple[tuple[_Try, _Where], ...]


@dataclass(frozen=True, slots=True)
class _Tables:
    """The rules of a matcher, by how they are found.

    Attributes:
        exact: rules with literal lines, by folded line.
        always: rules without a usable literal.
        short: the literals of rules that only short lines can satisfy; looked for in short lines alone.
        wide: the literals of all others.
    """

    exact: dict[str, list[_Try]]
    always: tuple[_Try, ...]
    short: _Automaton
    wide: _Automaton


class Matcher:
    """A set of rules, ready to be run over documents. Holds caches but no state: the same lines give the same claims."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rule for rule in rules if rule.status != "retired")
        self._selecting = tuple(rule for rule in self.rules if rule.kind == "select")
        self._tables: _Tables | None = None
        self._memo: dict[str, _Found] = {}
        self._known: dict[tuple[frozenset[int], frozenset[int]], _Worth] = {}

    def __reduce__(self) -> tuple[type[Matcher], tuple[tuple[Rule, ...]]]:
        return type(self), (self.rules,)

    def claims(self, document: Document) -> Iterator[Claim]:
        """Every claim of these rules on the document, in text order.

        Rules that select elements are silent on text without markup.

        Raises:
            RuleTimeout: a pattern ran longer than `TIMEOUT`.
        """
        of_lines = self._of_lines(document)
        if not self._selecting or document.page is None:
            yield from of_lines
            return
        claims = [*of_lines, *self._of_elements(document)]
        whole = {rule.id for rule in self._selecting if rule.label is Label.ARTICLE and not rule.exempts}
        cuts = [claim for claim in claims if claim.label is not Label.ARTICLE]
        parts = chain.from_iterable(_around(claim, cuts) if claim.rule in whole else [claim] for claim in claims)
        yield from sorted(parts, key=lambda claim: (claim.start, claim.end, claim.rule))

    def _of_elements(self, document: Document) -> Iterator[Claim]:
        for rule, found in self._selected(document):
            for start, end, fields, why in found:
                if not why:
                    yield Claim(start, end, rule.label, rule.id, rule.authority, rule.confidence, rule.why, fields)

    def _selected(self, document: Document) -> Iterator[tuple[Rule, list[Stretch]]]:
        """The elements that rules select: those that are too large or say something else, and the outermost of the others."""
        if document.page is None:
            return
        selected = stretches(document.page, [rule.selector for rule in self._selecting])
        for rule, places in zip(self._selecting, selected, strict=True):
            found: list[Stretch] = []
            reach = 0  # where the elements claimed so far end
            for start, end in places:
                if start >= reach:
                    found.append(_stretch(rule, document.text[start:end], start))
                    reach = reach if found[-1].why else end
            yield rule, found

    def _of_lines(self, document: Document) -> Iterator[Claim]:
        filled = fill(document.lines)
        found = [self._found(line.text) for line in filled]
        folded = cache(lambda number: fold(filled[number].text))
        guarded: dict[int, dict[str, tuple[_Try, _Where]]] = {}
        for at, here in enumerate(found):
            for entry, where in here.guarded:
                guarded.setdefault(at + where, {})[entry.rule.id] = entry, where
        for at, line in enumerate(filled):
            for hit in found[at].hits:
                if _stands(hit.rule, filled, at) and (claim := _claim(hit, filled, at)):
                    yield claim
            for entry, where in guarded[at].values() if at in guarded and len(line.text) <= MAX_LINE else ():
                rule = entry.rule
                # What costs least comes first: the patterns of a guard and of the rule itself are tried on what is left.
                if not (_stands(rule, filled, at) and _neighbours_may(rule, filled, at, folded)):
                    continue
                if where is not _Where.OWN and not _may(entry, line.text, folded(at)):
                    continue
                if not _neighbours(rule, filled, at):
                    continue
                for hit in _try(rule, line.text):
                    if claim := _claim(hit, filled, at):
                        yield claim

    def looks(self, document: Document, number: int) -> list[Look]:
        """Every rule that is tried on one line (counted from 1), sorted by id, and what came of it.

        A rule none of whose literals stands in the line, or beside it, is not tried, and is not among them.

        Raises:
            RuleTimeout: a pattern ran longer than `TIMEOUT`.
        """
        line = next((line for line in document.lines if line.number == number), None)
        if line is None:
            return []
        seen = [
            Look(rule, not found.why, found.why or "matches")
            for rule, places in self._selected(document)
            for found in places
            if found.start < line.end and found.end > line.start
        ]
        filled = fill(document.lines)
        at = next((index for index, line in enumerate(filled) if line.line.number == number), None)
        if at is None or len(filled[at].text) > MAX_LINE:
            return seen
        folded = {
            where: fold(filled[at - where].text) if 0 <= at - where < len(filled) else ""
            for where in (_Where.OWN, _Where.NEXT, _Where.PREVIOUS)
        }
        seen += [_look(rule, filled, at) for rule in self.rules if rule.kind != "select" and _met(rule, folded)]
        return sorted(seen, key=lambda look: look.rule.id)

    def unfiltered(self) -> tuple[Rule, ...]:
        """The rules without a usable literal, which are tried on every line."""
        return tuple(entry.rule for entry in self._built().always)

    def _built(self) -> _Tables:
        if self._tables is None:
            self._tables = _build([rule for rule in self.rules if rule.kind != "select"])
        return self._tables

    def _found(self, text: str) -> _Found:
        known = self._memo.get(text)
        if known is not None:
            return known
        if len(text) > MAX_LINE:
            return _Found((), ())
        found = self._search(text)
        if len(text) <= _MEMO_LINE:
            if len(self._memo) >= _MEMO:
                self._memo.clear()
            self._memo[text] = found
        return found

    def _search(self, text: str) -> _Found:
        tables = self._built()
        folded = fold(text)
        exact = tables.exact.get(folded, ())
        hits = [Hit(entry.rule, 0, len(text), {}) for entry in exact if not _guarded(entry.rule)]
        worth = self._worth(tables.wide.find(folded), tables.short.find(folded) if len(text) <= _SHORT else frozenset())
        size, first = len(text), folded[:1]
        for rule, least, most, starts, need in worth.own:
            if least <= size <= most and (starts is None or first in starts) and holds(need, folded):
                hits.extend(_try(rule, text))
        same = ((entry, _Where.OWN) for entry in exact if _guarded(entry.rule))
        beside = (guard for guard in worth.guarded if guard[1] is not _Where.OWN or _may(guard[0], text, folded))
        return _Found(tuple(hits), (*same, *beside))

    def _worth(self, wide: frozenset[int], short: frozenset[int]) -> _Worth:
        """Remembered too: different lines hold the same few literals, most of them none."""
        known = self._known.get((wide, short))
        if known is None:
            tables = self._built()
            own = {entry.rule.id: entry for entry in tables.always if not _guarded(entry.rule)}
            guarded = {(entry.rule.id, 0): (entry, _Where.OWN) for entry in tables.always if _guarded(entry.rule)}
            for entry, where in chain(tables.wide.owners(wide), tables.short.owners(short)):
                if _guarded(entry.rule):
                    guarded[entry.rule.id, where] = entry, where
                else:
                    own[entry.rule.id] = entry
            known = _Worth(tuple(own[name] for name in sorted(own)), tuple(guarded[name] for name in sorted(guarded)))
            if len(self._known) >= _MEMO:
                self._known.clear()
            self._known[wide, short] = known
        return known


def _build(rules: Sequence[Rule]) -> _Tables:
    exact: dict[str, list[_Try]] = {}
    always: list[_Try] = []
    short: dict[str, list[tuple[_Try, _Where]]] = {}
    wide: dict[str, list[tuple[_Try, _Where]]] = {}
    for rule in rules:
        entry = _worth_a_try(rule)
        if rule.kind == "lines":
            for literal in rule.literals:
                exact.setdefault(fold(literal.strip()), []).append(entry)
            continue
        where, literals = _prefilter(rule)
        if not literals:
            always.append(entry)
        # A literal of a neighbouring line says nothing about that line's length.
        owners = short if where is _Where.OWN and entry.most <= _SHORT else wide
        for literal in sorted(literals):
            owners.setdefault(literal, []).append((entry, where))
    return _Tables(exact, tuple(always), _Automaton(short), _Automaton(wide))


def _worth_a_try(rule: Rule) -> _Try:
    """No longer than the guard allows and the pattern can cover as a whole, no shorter than it must."""
    most, known = math.inf if rule.guard.at_most is None else rule.guard.at_most, _facts(rule.pattern)
    if rule.kind == "lines":
        return _Try(rule, 0, most, None, ())
    if rule.kind == "inside":
        return _Try(rule, known.least, most, None, known.need)
    return _Try(rule, known.least, min(most, known.width), known.starts, known.need)


def _prefilter(rule: Rule) -> tuple[_Where, frozenset[str]]:
    """The literals that a rule is found by, and the line in which they stand: of its pattern and its guards the rarest."""
    best: tuple[_Where, frozenset[str]] = (_Where.OWN, frozenset())
    least = math.inf
    for where, pattern in ((_Where.OWN, rule.pattern), (_Where.NEXT, rule.guard.before), (_Where.PREVIOUS, rule.guard.after)):
        literals = (required_literals(pattern) if pattern else None) or frozenset()
        if literals and (share := lines_with(literals)) < least:
            best, least = (where, literals), share
    return best


def _limit(pattern: str, size: int) -> float | None:
    """The time limit of a pattern on a text: none where even the worst backtracking is over in a moment.

    Asking the clock costs two microseconds a call, ten times as much as most matches.
    """
    known = _facts(pattern)
    return None if known.ways * max(size, 1) ** known.loops <= HARMLESS else TIMEOUT


@cache
def _facts(pattern: str) -> Facts:
    return facts(pattern)


def _may(entry: _Try, text: str, folded: str) -> bool:
    """Whether a rule can match a text, as far as that can be told without its pattern."""
    if not entry.least <= len(text) <= entry.most or (entry.starts is not None and folded[:1] not in entry.starts):
        return False
    return holds(entry.need, folded)


def _try(rule: Rule, text: str) -> Iterator[Hit]:
    if rule.kind == "lines":
        yield Hit(rule, 0, len(text), {})
        return
    if rule.kind != "inside":
        whole = _whole(rule, rule.pattern, text)
        if whole:
            yield Hit(rule, 0, len(text), _groups(whole))
        return
    compiled, began = compile_pattern(rule.pattern), perf_counter()
    try:
        for found in compiled.finditer(text, timeout=TIMEOUT):
            if found.end() > found.start():
                yield Hit(rule, found.start(), found.end(), _groups(found))
    except TimeoutError:
        raise RuleTimeout(rule.id, TIMEOUT) from None
    finally:
        note(rule.id, began)


def _stretch(rule: Rule, text: str, start: int) -> Stretch:
    """What a rule makes of the text of an element that its selector finds."""
    size, most = len(text), rule.guard.at_most
    if most is not None and size > most:
        why = f"its selector finds an element, but that holds {size} characters, and at most {most} may be"
        return Stretch(start, start + size, {}, why)
    whole = _whole(rule, rule.pattern, text) if rule.pattern and size <= MAX_LINE else None
    if rule.pattern and whole is None:
        return Stretch(start, start + size, {}, "its selector finds an element, but its pattern does not match the text there")
    return Stretch(start, start + size, _groups(whole) if whole else {}, "")


def _around(claim: Claim, cuts: Iterable[Claim]) -> Iterator[Claim]:
    """What an element that holds article keeps beside the claims of the pack's other rules in it."""
    at = claim.start
    for cut in sorted(cuts, key=lambda cut: cut.start):
        if cut.authority < claim.authority or cut.end <= at or cut.start >= claim.end:
            continue
        if cut.start > at:
            yield replace(claim, start=at, end=cut.start)
        at = cut.end
    if at < claim.end:
        yield replace(claim, start=at)


def _whole(rule: Rule, pattern: str, text: str) -> regex.Match[str] | None:
    """The match of one of a rule's patterns with a whole text, under the clock where that could take long."""
    compiled, limit = compile_pattern(pattern), _limit(pattern, len(text))
    began = perf_counter()
    try:
        return compiled.fullmatch(text) if limit is None else compiled.fullmatch(text, timeout=limit)
    except TimeoutError:
        raise RuleTimeout(rule.id, TIMEOUT) from None
    finally:
        note(rule.id, began)


def _met(rule: Rule, folded: Mapping[_Where, str]) -> bool:
    """Whether what a rule is found by stands in a line or beside it."""
    if rule.kind == "lines":
        return any(fold(literal.strip()) == folded[_Where.OWN] for literal in rule.literals)
    where, literals = _prefilter(rule)
    return not literals or any(literal in folded[where] for literal in literals)


def _look(rule: Rule, filled: Sequence[Filled], at: int) -> Look:
    """Why a rule matches a line, or the first thing that keeps it from matching."""
    text, guard = filled[at].text, rule.guard
    hits = [Hit(rule, 0, len(text), {})] if rule.kind == "lines" else list(_try(rule, text))
    if not hits:
        return Look(rule, False, "its pattern does not match")
    if guard.at_most is not None and len(text) > guard.at_most:
        return Look(
            rule, False, f"its pattern matches, but the line has {len(text)} characters, and at most {guard.at_most} may be"
        )
    if not _stands(rule, filled, at):
        bounds = [f"the {name} {most}" for name, most in (("first", guard.first), ("last", guard.last)) if most is not None]
        return Look(rule, False, f"its pattern matches, but only within {' and '.join(bounds)} lines that are not blank")
    if not _neighbours(rule, filled, at):
        return Look(rule, False, "its pattern matches, but not the lines before or after it")
    if not any(_claim(hit, filled, at) for hit in hits):
        end = "the end of the text" if rule.until == "end" else "its last line"
        return Look(rule, False, f"its first line matches, but {end} does not follow within {rule.at_most} lines")
    return Look(rule, True, "matches")


def _groups(found: regex.Match[str]) -> Mapping[str, str]:
    return {name: value for name, value in found.groupdict().items() if value and value.strip()}


def _fits(rule: Rule, pattern: str, text: str) -> bool:
    return len(text) <= MAX_LINE and _whole(rule, pattern, text) is not None


def _stands(rule: Rule, filled: Sequence[Filled], at: int) -> bool:
    """Whether a line stands where the rule may match and is no longer than it may be."""
    guard = rule.guard
    if guard.first is not None and at >= guard.first:
        return False
    if guard.last is not None and at < len(filled) - guard.last:
        return False
    return guard.at_most is None or len(filled[at].text) <= guard.at_most


def _guarded(rule: Rule) -> bool:
    """Whether it matters to a rule what the lines beside are."""
    return rule.guard.after is not None or rule.guard.before is not None


def _neighbours_may(rule: Rule, filled: Sequence[Filled], at: int, folded: Callable[[int], str]) -> bool:
    """Whether the lines beside can be what the rule's guards demand, as far as that can be told without their patterns."""
    for pattern, beside in ((rule.guard.after, at - 1), (rule.guard.before, at + 1)):
        if pattern is None:
            continue
        if not 0 <= beside < len(filled) or len(filled[beside].text) > MAX_LINE:
            return False
        known, text = _facts(pattern), folded(beside)
        if not ((known.starts is None or text[:1] in known.starts) and holds(known.need, text)):
            return False
    return True


def _neighbours(rule: Rule, filled: Sequence[Filled], at: int) -> bool:
    """Whether the lines beside it are what the rule's guards demand."""
    guard = rule.guard
    if guard.after is not None and not (at > 0 and _fits(rule, guard.after, filled[at - 1].text)):
        return False
    return guard.before is None or (at + 1 < len(filled) and _fits(rule, guard.before, filled[at + 1].text))


def _claim(hit: Hit, filled: Sequence[Filled], at: int) -> Claim | None:
    """The claim of a hit at a line, or ``None`` if it opens a block that does not close in time."""
    rule, here = hit.rule, filled[at]
    start, end = here.start, here.end
    if rule.kind == "inside":
        offset = here.end - len(here.text)  # behind a list mark
        start, end = offset + hit.start, offset + hit.end
    elif rule.kind == "block":
        last = _block_end(rule, filled, at)
        if last is None:
            return None
        end = filled[last].end
    return Claim(start, end, rule.label, rule.id, rule.authority, rule.confidence, rule.why, hit.fields)


def _block_end(rule: Rule, filled: Sequence[Filled], at: int) -> int | None:
    if rule.until == "end":
        return len(filled) - 1 if len(filled) - at <= rule.at_most else None
    for last in range(at + 1, min(at + rule.at_most, len(filled))):
        if _fits(rule, rule.until, filled[last].text):
            return last
    return None
