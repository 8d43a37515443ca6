"""Lists that a rule file writes out again and again, and that one named part would hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import regex

from cleaner.rulebook.checks import given_patterns
from cleaner.rulebook.parts import READ_AS_ONE, can_be_part
from cleaner.rulebook.yamlfile import Place

_MARK = regex.compile(READ_AS_ONE + r"|\(\?:|[()|]")
LEAST = 4
"""Alternatives of a list that deserves a name,"""
SHORTEST = 40
"""its characters,"""
OFTEN = 3
"""and how often it stands in a file. Of the bundled packs no list did when each was a part that made its file shorter."""


class Repeat(NamedTuple):
    """A list that stands several times in a file: where first, its text, how often, and the part that holds it, or empty."""

    place: Place
    text: str
    times: int
    part: str


def repeats(data: Mapping[str, Any]) -> Iterator[Repeat]:
    """The lists that should be parts, or are and should be called; of lists in lists the larger.

    Args:
        data: the values of a rule file that loads, as `yamlfile.parse` gives them.
    """
    patterns = {place: holder[place[-1]] for place, _, holder in given_patterns(data)}
    own = {text: name for name, text in data.get("parts", {}).items()}
    counted = Counter(text for pattern in patterns.values() for text in lists(pattern))
    for text in sorted(counted, key=lambda text: (-len(text), text)):
        # The patterns are without the lists that were told of: what stands in these needs no telling.
        times = sum(pattern.count(f"(?:{text})") for pattern in patterns.values())
        if times < (1 if text in own else OFTEN) or (text not in own and not can_be_part(text)):
            continue
        yield Repeat(_first(patterns.items(), f"(?:{text})"), text, times, own.get(text, ""))
        patterns = {place: pattern.replace(f"(?:{text})", "") for place, pattern in patterns.items()}


def _first(patterns: Iterable[tuple[Place, str]], text: str) -> Place:
    return next(place for place, pattern in patterns if text in pattern)


def lists(pattern: str) -> Iterator[str]:
    """What stands in the groups ``(?:…)`` of a valid pattern that are lists long enough, inner ones first."""
    open_groups: list[tuple[int, bool]] = []
    bars: list[int] = []
    for found in _MARK.finditer(pattern):
        mark = found[0]
        if mark in ("(", "(?:"):
            open_groups.append((found.end(), mark == "(?:"))
            bars.append(0)
        elif mark == "|" and bars:
            bars[-1] += 1
        elif mark == ")":
            (start, plain), between = open_groups.pop(), bars.pop()
            if plain and between + 1 >= LEAST and found.start() - start >= SHORTEST:
                yield pattern[start : found.start()]
