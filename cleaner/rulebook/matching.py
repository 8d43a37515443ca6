"""Finding the rules that match a document's lines.

A line costs one look-up in a table of whole lines and one pass of an Aho-Corasick automaton over the rules' literals
(`literals`); only rules whose literal stands in the line are tried, or in the line beside it, if a guard's literal is the
rarer. What a line's text alone decides is remembered, for lines repeat a lot (44 % of lines in crawls); where it stands is
checked anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import chain
from typing import NamedTuple

import ahocorasick_rs
import regex

from cleaner.errors import RuleTimeout
from cleaner.model import Claim, Document, Line
from cleaner.rulebook.literals import Facts, facts, fold, required_literals
from cleaner.rulebook.pack import Rule

TIMEOUT = 1.0
"""CPU seconds for one pattern on one line. Honest patterns need microseconds."""
_HARMLESS = 3e7
"""Ways to match. An engine tries some fifty million a second, so that even all of them are done within the limit."""
MAX_LINE = 20_000
"""Characters. Longer lines are prose or data, and no rule looks at them."""
_MEMO = 20_000
_MEMO_LINE = 300
"""The memo holds this many lines of at most so many characters: at most some 20 MB."""
_SHORT = 200
"""Characters. Most rules only fit lines up to this length, most prose is in longer ones and spared the common literals."""
_LIST_MARK = regex.compile(r"[*+•●▪‣◦■□►▶]\s+")


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


class Look(NamedTuple):
    """What a rule that was tried on a line found there: whether it matches as the line's first, and if not, why not."""

    rule: Rule
    matched: bool
    why: str


def fill(lines: Iterable[Line]) -> list[Filled]:
    """The lines that are not blank."""
    filled = []
    for line in lines:
        text = line.text.strip()
        if text:
            start = line.start + len(line.text) - len(line.text.lstrip())
            mark = _LIST_MARK.match(text)
            filled.append(Filled(line, text[mark.end() :] if mark else text, start, start + len(text)))
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


class _Found(NamedTuple):
    """What a line's text alone decides: the hits of rules that are found by it, and the rules worth a try next to it."""

    hits: tuple[Hit, ...]
    next_to: tuple[tuple[Rule, _Where], ...]


class _Automaton:
    """Which literals stand in a text, and whose they are: all are looked for in one pass."""

    def __init__(self, owners: Mapping[str, Sequence[tuple[Rule, _Where]]]) -> None:
        self._owners = tuple(tuple(owner) for owner in owners.values())
        self._automaton = (
            ahocorasick_rs.AhoCorasick(list(owners), matchkind=ahocorasick_rs.MatchKind.Standard) if owners else None
        )

    def find(self, folded: str) -> frozenset[int]:
        """The numbers of the literals that stand in a folded text."""
        if self._automaton is None:
            return frozenset()
        return frozenset([match[0] for match in self._automaton.find_matches_as_indexes(folded, overlapping=True)])

    def owners(self, literals: Iterable[int]) -> Iterator[tuple[Rule, _Where]]:
        """The rules of these literals, each perhaps more than once."""
        for literal in literals:
            yield from self._owners[literal]


class _Worth(NamedTuple):
    """The rules that are worth a try, given the literals of a line: on the line itself, and on those beside it."""

    own: tuple[tuple[Rule, float], ...]
    next_to: tuple[tuple[Rule, _Where], ...]


@dataclass(frozen=True, slots=True)
class _Tables:
    """The rules of a matcher, by how they are found.

    Attributes:
        exact: rules with literal lines, by folded line.
        always: rules without a usable literal.
        short: the literals of rules that only short lines can satisfy; looked for in short lines alone.
        wide: the literals of all others.
        widths: the longest line worth a try, by rule id.
    """

    exact: dict[str, list[Rule]]
    always: tuple[Rule, ...]
    short: _Automaton
    wide: _Automaton
    widths: dict[str, float]


class Matcher:
    """A set of rules, ready to be run over documents. Holds caches but no state: the same lines give the same claims."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rule for rule in rules if rule.status != "retired")
        self._tables: _Tables | None = None
        self._memo: dict[str, _Found] = {}
        self._known: dict[tuple[frozenset[int], frozenset[int]], _Worth] = {}

    def __reduce__(self) -> tuple[type[Matcher], tuple[tuple[Rule, ...]]]:
        return type(self), (self.rules,)

    def claims(self, document: Document) -> Iterator[Claim]:
        """Every claim of these rules on the document, in text order.

        Raises:
            RuleTimeout: a pattern ran longer than `TIMEOUT`.
        """
        filled = fill(document.lines)
        found = [self._found(line.text) for line in filled]
        beside: dict[int, list[Rule]] = {}
        for at, here in enumerate(found):
            for rule, where in here.next_to:
                beside.setdefault(at + where, []).append(rule)
        for at, line in enumerate(filled):
            hits: Iterable[Hit] = found[at].hits
            if at in beside and len(line.text) <= MAX_LINE:
                tried = {rule.id: rule for rule in beside[at] if _stands(rule, filled, at)}
                hits = [*hits, *(hit for rule in tried.values() for hit in _try(rule, line.text))]
            for hit in hits:
                if not (_stands(hit.rule, filled, at) and _neighbours(hit.rule, filled, at)):
                    continue
                claim = _claim(hit, filled, at)
                if claim is not None:
                    yield claim

    def looks(self, document: Document, number: int) -> list[Look]:
        """Every rule that is tried on one line (counted from 1), sorted by id, and what came of it.

        A rule none of whose literals stands in the line, or beside it, is not tried, and is not among them.

        Raises:
            RuleTimeout: a pattern ran longer than `TIMEOUT`.
        """
        filled = fill(document.lines)
        at = next((index for index, line in enumerate(filled) if line.line.number == number), None)
        if at is None or len(filled[at].text) > MAX_LINE:
            return []
        folded = {
            where: fold(filled[at - where].text) if 0 <= at - where < len(filled) else ""
            for where in (_Where.OWN, _Where.NEXT, _Where.PREVIOUS)
        }
        return [_look(rule, filled, at) for rule in sorted(self.rules, key=lambda rule: rule.id) if _met(rule, folded)]

    def unfiltered(self) -> tuple[Rule, ...]:
        """The rules without a usable literal, which are tried on every line."""
        return self._built().always

    def _built(self) -> _Tables:
        if self._tables is None:
            self._tables = _build(self.rules)
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
        hits = [Hit(rule, 0, len(text), {}) for rule in tables.exact.get(folded, ())]
        worth = self._worth(tables.wide.find(folded), tables.short.find(folded) if len(text) <= _SHORT else frozenset())
        for rule, width in worth.own:
            if len(text) <= width:
                hits.extend(_try(rule, text))
        return _Found(tuple(hits), worth.next_to)

    def _worth(self, wide: frozenset[int], short: frozenset[int]) -> _Worth:
        """Remembered too: different lines hold the same few literals, most of them none."""
        known = self._known.get((wide, short))
        if known is None:
            tables = self._built()
            own = {rule.id: (rule, tables.widths[rule.id]) for rule in tables.always}
            next_to: dict[tuple[str, int], tuple[Rule, _Where]] = {}
            for rule, where in chain(tables.wide.owners(wide), tables.short.owners(short)):
                if where is _Where.OWN:
                    own[rule.id] = rule, tables.widths[rule.id]
                else:
                    next_to[rule.id, where] = rule, where
            known = _Worth(tuple(own[name] for name in sorted(own)), tuple(entry for _, entry in sorted(next_to.items())))
            if len(self._known) >= _MEMO:
                self._known.clear()
            self._known[wide, short] = known
        return known


def _build(rules: Sequence[Rule]) -> _Tables:
    widths = {rule.id: _widest(rule) for rule in rules if rule.kind != "lines"}
    exact: dict[str, list[Rule]] = {}
    always: list[Rule] = []
    short: dict[str, list[tuple[Rule, _Where]]] = {}
    wide: dict[str, list[tuple[Rule, _Where]]] = {}
    for rule in rules:
        if rule.kind == "lines":
            for literal in rule.literals:
                exact.setdefault(fold(literal.strip()), []).append(rule)
            continue
        where, literals = _prefilter(rule)
        if not literals:
            always.append(rule)
        # A literal of a neighbouring line says nothing about that line's length.
        owners = short if where is _Where.OWN and widths[rule.id] <= _SHORT else wide
        for literal in sorted(literals):
            owners.setdefault(literal, []).append((rule, where))
    return _Tables(exact, tuple(always), _Automaton(short), _Automaton(wide), widths)


def _widest(rule: Rule) -> float:
    """The longest line worth a try, in characters: what the guard allows, and what the pattern can cover as a whole."""
    most = math.inf if rule.guard.at_most is None else rule.guard.at_most
    return most if rule.kind == "inside" else min(most, _facts(rule.pattern).width)


def _prefilter(rule: Rule) -> tuple[_Where, frozenset[str]]:
    """The literals that a rule is found by, and the line in which they stand: of its pattern and its guards the longest."""
    best: tuple[_Where, frozenset[str]] = (_Where.OWN, frozenset())
    for where, pattern in ((_Where.OWN, rule.pattern), (_Where.NEXT, rule.guard.before), (_Where.PREVIOUS, rule.guard.after)):
        literals = (required_literals(pattern) if pattern else None) or frozenset()
        if min(map(len, literals), default=0) > min(map(len, best[1]), default=0):
            best = where, literals
    return best


def _limit(pattern: str, size: int) -> float | None:
    """The time limit of a pattern on a text: none where even the worst backtracking is over in a moment.

    Asking the clock costs two microseconds a call, ten times as much as most matches.
    """
    known = _facts(pattern)
    return None if known.ways * max(size, 1) ** known.loops <= _HARMLESS else TIMEOUT


@cache
def _facts(pattern: str) -> Facts:
    return facts(pattern)


def _try(rule: Rule, text: str) -> Iterator[Hit]:
    if rule.kind != "inside":
        whole = _whole(rule, rule.pattern, text)
        if whole:
            yield Hit(rule, 0, len(text), _groups(whole))
        return
    try:
        for found in compile_pattern(rule.pattern).finditer(text, timeout=TIMEOUT):
            if found.end() > found.start():
                yield Hit(rule, found.start(), found.end(), _groups(found))
    except TimeoutError:
        raise RuleTimeout(rule.id, TIMEOUT) from None


def _whole(rule: Rule, pattern: str, text: str) -> regex.Match[str] | None:
    """The match of one of a rule's patterns with a whole text, under the clock where that could take long."""
    compiled, limit = compile_pattern(pattern), _limit(pattern, len(text))
    try:
        return compiled.fullmatch(text) if limit is None else compiled.fullmatch(text, timeout=limit)
    except TimeoutError:
        raise RuleTimeout(rule.id, TIMEOUT) from None


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
