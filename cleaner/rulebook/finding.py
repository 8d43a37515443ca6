"""Which rules are worth a try on a line, told by one pass of an Aho-Corasick automaton over the literals of all rules.

The answer must never leave a rule out that could match; that it names others costs time and no more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from operator import add
from typing import NamedTuple, TypeVar

import ahocorasick_rs

from cleaner.rulebook.folding import fold
from cleaner.rulebook.heads import HEAD, begins, lines_beginning
from cleaner.rulebook.needs import Clause, Need, holds, implied, lines_with
from cleaner.rulebook.pack import Rule
from cleaner.rulebook.patterns import MAX_LINE, known_of

_SHORT = 200
"""Characters. Most rules only fit lines up to this length, most prose is in longer ones and spared the common literals."""
_MEMO = 20_000
_ARROWS = "»›→▸▶►>"
"""Behind the words of a link they point on; without a space between some close a quotation."""


class Where(IntEnum):
    """In which line a rule's literals must stand for the rule to be tried: its own, or the one a guard looks at."""

    OWN = 0
    NEXT = -1
    PREVIOUS = 1


class Beside(NamedTuple):
    """What a line above or below must be for a rule: its place from the rule's own, how it can begin, what it must have."""

    step: int
    pattern: str
    heads: frozenset[str] | None
    need: Need

    def may(self, text: str, folded: str) -> bool:
        """Whether a text can be it, as far as that can be told without the pattern."""
        if len(text) > MAX_LINE or (self.heads is not None and not begins(self.heads, folded)):
            return False
        return holds(self.need, folded)


class Candidate(NamedTuple):
    """A rule, and what a line must be like to be worth a try: its length, its beginning, the literals in it.

    ``beside`` is what its guards demand of the lines above and below.
    """

    rule: Rule
    least: int
    most: float
    heads: frozenset[str] | None
    need: Need
    beside: tuple[Beside, ...]

    def may(self, text: str, folded: str) -> bool:
        """Whether the rule can match a text, as far as that can be told without its pattern."""
        if not self.least <= len(text) <= self.most or (self.heads is not None and not begins(self.heads, folded)):
            return False
        return holds(self.need, folded)


Guarded = tuple[Candidate, Where]


class Worth(NamedTuple):
    """Rules that are worth a try on a line or on one next to it, by id.

    Attributes:
        own: rules that look at this line alone.
        watching: rules for this line whose guards look beside it, too.
        beside: rules for a line next to this one, which stands where `Where` says.
    """

    own: tuple[Candidate, ...]
    watching: tuple[Candidate, ...]
    beside: tuple[Guarded, ...]


_NOTHING = Worth((), (), ())


class Automaton:
    """Which literals stand in a text: all are looked for in one pass.

    ``owners`` are the numbers of the rules that each literal belongs to.
    """

    def __init__(self, owners: Mapping[str, Sequence[int]]) -> None:
        self._owners = tuple(owners.values())
        self._automaton = (
            ahocorasick_rs.AhoCorasick(list(owners), matchkind=ahocorasick_rs.MatchKind.Standard) if owners else None
        )

    def find(self, folded: str) -> frozenset[int]:
        """The numbers of the literals that stand in a folded text."""
        if self._automaton is None:
            return frozenset()
        return frozenset([match[0] for match in self._automaton.find_matches_as_indexes(folded, overlapping=True)])

    def owners(self, literals: Iterable[int]) -> set[int]:
        """The rules of these literals."""
        return set().union(*map(self._owners.__getitem__, literals))


class Entry(NamedTuple):
    """A rule and what it is found by: literals, and the line in which they stand, or the ``heads`` that its line begins with.

    Without either it is tried on every line. What it is found by is not asked of the candidate again.
    """

    candidate: Candidate
    where: Where
    literals: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()


class Finder:
    """Rules by how they are found.

    Args:
        entries: the rules. Those that list whole lines are found by these instead.

    Attributes:
        exact: rules that list whole lines, by folded line.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        given = list(entries)
        self.exact: dict[str, list[Candidate]] = {}
        for entry in given:
            for line in dict.fromkeys(fold(line.strip()) for line in entry.candidate.rule.literals):
                self.exact.setdefault(line, []).append(entry.candidate)
        found = (entry for entry in given if entry.candidate.rule.kind != "lines")
        self._entries = sorted(found, key=lambda entry: entry.candidate.rule.id)
        always: list[int] = []
        wide: dict[str, list[int]] = {}
        every: dict[str, list[int]] = {}
        self._heads: dict[str, list[int]] = {}
        for number, (candidate, where, literals, heads) in enumerate(self._entries):
            for head in heads:
                self._heads.setdefault(head, []).append(number)
            if not (literals or heads):
                always.append(number)
            for literal in sorted(literals):
                every.setdefault(literal, []).append(number)
                # A literal of a neighbouring line says nothing about that line's length.
                if where is not Where.OWN or candidate.most > _SHORT:
                    wide.setdefault(literal, []).append(number)
        self._always = frozenset(always)
        self._every, self._wide = Automaton(every), Automaton(wide)
        self._begun: dict[tuple[bool, str], Worth] = {}
        self._known: dict[tuple[bool, frozenset[int]], Worth] = {}

    @property
    def always(self) -> tuple[Rule, ...]:
        """The rules that are tried on every line."""
        return tuple(self._entries[number].candidate.rule for number in sorted(self._always))

    def listed(self, folded: str) -> Sequence[Candidate]:
        """The rules that list a whole line, as it stands or without an arrow behind it."""
        here = self.exact.get(folded, ())
        words = _without_arrow(folded)
        if words == folded or not (more := self.exact.get(words)):
            return here
        return (*here, *(candidate for candidate in more if candidate not in here))

    def worth(self, folded: str, size: int) -> Worth:
        """The rules that are worth a try on a line of ``size`` characters.

        Which beginnings and which literals call for which rules is remembered: different lines hold the same few.
        """
        short = size <= _SHORT
        begun = self._begun.get((short, folded[:HEAD])) or self._beginning(short, folded[:HEAD])
        automaton = self._every if short else self._wide
        literals = automaton.find(folded)
        if not literals:
            return begun
        known = self._known.get((short, literals))
        if known is None:
            known = self._of(automaton.owners(literals))
            _keep(self._known, (short, literals), known)
        return known if begun == _NOTHING else Worth(*map(add, begun, known))

    def _beginning(self, short: bool, head: str) -> Worth:
        """The rules for lines that begin so, and those for every line."""
        numbers = set(self._always)
        for size in range(1, len(head) + 1):
            numbers.update(self._heads.get(head[:size], ()))
        found = self._of(number for number in numbers if short or self._entries[number].candidate.most > _SHORT)
        _keep(self._begun, (short, head), found)
        return found

    def _of(self, numbers: Iterable[int]) -> Worth:
        found = [self._entries[number] for number in sorted(numbers)]
        here = [entry.candidate for entry in found if entry.where is Where.OWN]
        return Worth(
            tuple(candidate for candidate in here if not candidate.beside),
            tuple(candidate for candidate in here if candidate.beside),
            tuple((entry.candidate, entry.where) for entry in found if entry.where is not Where.OWN),
        )


_Key = TypeVar("_Key")


def _keep(memo: dict[_Key, Worth], key: _Key, found: Worth) -> None:
    if len(memo) >= _MEMO:
        memo.clear()
    memo[key] = found


def entries_of(rules: Iterable[Rule]) -> Iterator[Entry]:
    """What a `Finder` takes: each rule with what the fewest lines have of all that it can be found by."""
    for rule in rules:
        candidate, (where, literals) = _candidate(rule), found_by(rule)
        heads = candidate.heads
        # Who is found by what must be there need not look for it.
        if heads and (not literals or lines_beginning(heads) <= lines_with(literals)):
            yield Entry(candidate._replace(heads=None), Where.OWN, heads=heads)
            continue
        if literals and where is Where.OWN:
            found = Clause(tuple(literals), ())
            candidate = candidate._replace(need=tuple(clause for clause in candidate.need if not implied(clause, found)))
        yield Entry(candidate, where, literals)


def _candidate(rule: Rule) -> Candidate:
    """No longer than the guard allows and the pattern can cover as a whole, no shorter than it must."""
    most, known = math.inf if rule.guard.at_most is None else rule.guard.at_most, known_of(rule.pattern)
    beside = tuple(
        Beside(step, pattern, known_of(pattern).heads.known, known_of(pattern).need)
        for step, pattern in ((-1, rule.guard.after), (1, rule.guard.before))
        if pattern is not None
    )
    if rule.kind == "lines":
        return Candidate(rule, 0, most, None, (), beside)
    if rule.kind == "inside":
        return Candidate(rule, known.least, most, None, known.need, beside)
    return Candidate(rule, known.least, min(most, known.width), known.heads.known, known.need, beside)


def found_by(rule: Rule) -> tuple[Where, frozenset[str]]:
    """The literals that a rule is found by, and the line in which they stand: of its pattern and its guards the rarest."""
    best: tuple[Where, frozenset[str]] = (Where.OWN, frozenset())
    least = math.inf
    for where, pattern in ((Where.OWN, rule.pattern), (Where.NEXT, rule.guard.before), (Where.PREVIOUS, rule.guard.after)):
        literals = (known_of(pattern).literals if pattern else None) or frozenset()
        if literals and (share := lines_with(literals)) < least:
            best, least = (where, literals), share
    return best


def _without_arrow(folded: str) -> str:
    words, _, last = folded.rpartition(" ")
    return folded if last.strip(_ARROWS) else words


def calls(rule: Rule, folded: Mapping[Where, str]) -> bool:
    """Whether what a rule is found by stands in a line or beside it."""
    if rule.kind == "lines":
        own = {folded[Where.OWN], _without_arrow(folded[Where.OWN])}
        return any(fold(literal.strip()) in own for literal in rule.literals)
    where, literals = found_by(rule)
    return not literals or any(literal in folded[where] for literal in literals)
