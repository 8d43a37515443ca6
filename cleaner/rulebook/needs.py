"""What a text must have if a pattern is to match in it, and how much of all text has that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cleaner.language import FUNCTION_WORDS

_LITTLE_WORDS = frozenset().union(*FUNCTION_WORDS.values())
_COMMON = 0.2
"""Share of lines that a little word is taken to stand in."""


class Clause(NamedTuple):
    """One thing that a folded text must have: one of the literals, or all that one of the branches asks for."""

    literals: tuple[str, ...]
    branches: tuple[tuple[Clause, ...], ...]


Need = tuple[Clause, ...]
"""What a folded text must have, all of it, if a pattern is to match in it."""


def holds(need: Need, folded: str) -> bool:
    """Whether a folded text has all that is needed: a test that takes a fraction of the time a pattern takes to fail."""
    for literals, branches in need:
        for literal in literals:
            if literal in folded:
                break
        else:
            for branch in branches:
                if holds(branch, folded):
                    break
            else:
                return False
    return True


def need_from_json(data: Iterable[Any]) -> Need:
    """A need that was written as JSON."""
    return tuple(Clause(tuple(literals), tuple(map(need_from_json, branches))) for literals, branches in data)


def literals_in(need: Need) -> int:
    """How many literals may have to be looked for."""
    return sum(len(clause.literals) + sum(map(literals_in, clause.branches)) for clause in need)


def one_of(branches: Sequence[Need]) -> Need:
    """What alternatives need together, if each of them needs something.

    What all of them need is asked for once; the rest is needed only where no alternative goes without.
    """
    distinct = list(dict.fromkeys(branches))
    if len(distinct) == 1 or not all(distinct):
        return distinct[0] if len(distinct) == 1 else ()
    common = tuple(clause for clause in distinct[0] if all(clause in branch for branch in distinct[1:]))
    rests = [tuple(clause for clause in branch if clause not in common) for branch in distinct]
    if not all(rests):
        return common
    literals: set[str] = set()
    others: list[Need] = []
    for rest in rests:
        if len(rest) == 1:  # an alternative in the alternative
            literals.update(rest[0].literals)
            others += rest[0].branches
        else:
            others.append(rest)
    shortest = _shortest(literals)
    others = [rest for rest in others if not any(implied(Clause(shortest, ()), clause) for clause in rest)]
    return (*common, Clause(shortest, tuple(dict.fromkeys(others))))


def implied(clause: Clause, by: Clause) -> bool:
    """Whether a text that has one of the literals of ``by``, and no other way is left open there, meets ``clause`` too."""
    return not by.branches and all(any(known in literal for known in clause.literals) for literal in by.literals)


def _shortest(literals: Iterable[str]) -> tuple[str, ...]:
    """Literals without those that hold another one: where they stand, that stands too."""
    kept: list[str] = []
    for literal in sorted(literals, key=lambda literal: (len(literal), literal)):
        if not any(known in literal for known in kept):
            kept.append(literal)
    return tuple(sorted(kept))


def lines_with(literals: Iterable[str]) -> float:
    """Roughly the share of lines that hold one of some literals, above 1 for many common ones.

    Each further letter of a literal makes it about six times rarer, whatever else it is; little words stand everywhere.
    """
    return sum(_COMMON if literal.strip() in _LITTLE_WORDS else 2 ** (-2.6 * (len(literal) - 1)) for literal in literals)
