"""Running a rule's pattern on a text: compiled when it is first needed, and under the clock where it could take long."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from time import perf_counter
from typing import Any

import regex

from cleaner.errors import RuleTimeout
from cleaner.rulebook.costs import note
from cleaner.rulebook.literals import Facts, facts, facts_from_json

TIMEOUT = 1.0
"""CPU seconds for one pattern on one line. Honest patterns need microseconds."""
HARMLESS = 3e7
"""Ways to match. An engine tries some fifty million a second, so that even all of them are done within the limit."""
MAX_LINE = 20_000
"""Characters. Longer lines are prose or data, and no rule looks at them."""


@cache
def compile_pattern(pattern: str) -> regex.Pattern[str]:
    """Compile once a process, when first needed: of a large rulebook a tenth of the patterns ever runs."""
    return regex.compile(pattern)


_told: dict[str, Sequence[Any]] = {}


def remember(known: Mapping[str, Sequence[Any]]) -> None:
    """Take over what was found out about patterns when their file was validated, so that no process need do it again."""
    _told.update(known)


@cache
def known_of(pattern: str) -> Facts:
    """What is known of a pattern without running it."""
    return facts_from_json(_told[pattern]) if pattern in _told else facts(pattern)


@cache
def harmless_up_to(pattern: str) -> float:
    """The longest text on which even the worst backtracking of a pattern is over in a moment; below 0 if there is none.

    There it runs without a limit: asking the clock costs two microseconds a call, ten times as much as most matches.
    """
    known = known_of(pattern)
    if not known.loops or known.ways > HARMLESS:
        return math.inf if known.ways <= HARMLESS else -1
    size = int((HARMLESS / known.ways) ** (1 / known.loops)) + 1  # a root of whole numbers may be a hair too large or small
    while known.ways * size**known.loops > HARMLESS:
        size -= 1
    return size


def whole_match(rule: str, pattern: str, text: str) -> regex.Match[str] | None:
    """The match of a pattern with a whole text; ``rule`` is the id of the rule it belongs to.

    Raises:
        RuleTimeout: it ran longer than `TIMEOUT`.
    """
    compiled, harmless, began = compile_pattern(pattern), len(text) <= harmless_up_to(pattern), perf_counter()
    try:
        return compiled.fullmatch(text) if harmless else compiled.fullmatch(text, timeout=TIMEOUT)
    except TimeoutError:
        raise RuleTimeout(rule, TIMEOUT) from None
    finally:
        note(rule, began)


def groups_of(found: regex.Match[str]) -> Mapping[str, str]:
    """The named groups of a match that hold more than white space."""
    return {name: value for name, value in found.groupdict().items() if value and value.strip()}
