"""No pattern of the code takes time that multiplies with each repetition in a text; `workshop.probe` sees to those of rules.

What each loop of a pattern takes is made up, repeated, and ended by what nothing wants: if a text can be shared out among loops
in many ways, an engine now tries them all.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import random
import re
import signal
from collections.abc import Iterator, Sequence
from functools import _lru_cache_wrapper
from re import _compiler, _constants, _parser  # nobody else says what a pattern is made of
from typing import Any, NoReturn

import pytest
import regex

import cleaner

Pattern = re.Pattern[Any] | regex.Pattern[Any]
SECONDS = 1.0
"""For thirty repetitions, of which milliseconds are enough."""
TRIES = 12
SIGNS = " \n\t-:;<,.5aA"
ONLY_REGEX = ((r"\\[pP]\{[^}]*\}|\[[^]]*--[^]]*\]", "a"), (r"\(\?P<\w+>", "(?:"), (r"\(\?&month\)", "may"))
"""What the standard library cannot parse, and what will do: classes of letters, a name twice, a call of a group."""
WHEN_ASKED = inspect.Signature(return_annotation="regex.Pattern[str]")
"""Of a cached function that compiles a pattern."""


def patterns() -> Iterator[tuple[str, Pattern]]:
    """Those that modules hold, or compile when they are first asked for, with the names they have there."""
    for module in pkgutil.walk_packages(cleaner.__path__, "cleaner."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                yield from ((f"{module.name}.{name}", pattern) for pattern in held(value))


def held(value: object) -> Iterator[Pattern]:
    if isinstance(value, re.Pattern | regex.Pattern):
        yield value
    elif isinstance(value, dict | tuple | list | frozenset):
        for part in value.values() if isinstance(value, dict) else value:
            yield from held(part)
    elif isinstance(value, _lru_cache_wrapper) and inspect.signature(value) == WHEN_ASKED:
        yield from held(value())


def parsed(pattern: Pattern) -> Any:
    flags = pattern.flags & (re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE)
    written = pattern.pattern
    if isinstance(pattern, regex.Pattern):
        for theirs, ours in ONLY_REGEX:
            written = re.sub(theirs, ours, written)
    return _parser.parse(written, flags)


def loops(nodes: Sequence[Any], before: Sequence[Any] = ()) -> Iterator[tuple[Sequence[Any], Sequence[Any]]]:
    """What stands before each loop, and what it repeats."""
    for at, (kind, value) in enumerate(nodes):
        ahead = [*before, *nodes[:at]]
        if kind in _parser._REPEATCODES | {_constants.POSSESSIVE_REPEAT}:
            yield ahead, value[2]
            yield from loops(value[2], ahead)
        elif kind is _constants.SUBPATTERN:
            yield from loops(value[3], ahead)
        elif kind is _constants.ATOMIC_GROUP:
            yield from loops(value, ahead)
        elif kind is _constants.BRANCH:
            for branch in value[1]:
                yield from loops(branch, ahead)


def example(nodes: Sequence[Any], chance: random.Random) -> str:
    """A text that nodes of a pattern take, but for what they look ahead and behind for."""
    made = ""
    for kind, value in nodes:
        if kind is _constants.SUBPATTERN:
            made += example(value[3], chance)
        elif kind is _constants.ATOMIC_GROUP:
            made += example(value, chance)
        elif kind is _constants.BRANCH:
            made += example(chance.choice(value[1]), chance)
        elif kind in _parser._REPEATCODES | {_constants.POSSESSIVE_REPEAT}:
            least, most, repeated = value
            made += "".join(example(repeated, chance) for _ in range(min(least + chance.randrange(3), most)))
        elif kind is _constants.LITERAL:
            made += chr(value)
        elif kind in {_constants.IN, _constants.NOT_LITERAL, _constants.ANY}:
            own = [chr(part[1]) for part in value if part[0] is _constants.LITERAL] if kind is _constants.IN else []
            one = _compiler.compile(_parser.SubPattern(_parser.State(), [(kind, value)]))
            made += chance.choice([sign for sign in (*SIGNS, *own) if one.fullmatch(sign)] or [""])
    return made


def too_slow(pattern: Pattern) -> str | None:
    """What a pattern despairs of."""
    chance = random.Random(0)
    for before, repeated in loops(parsed(pattern)):
        for _ in range(TRIES):
            text = example(before, chance) + example(repeated, chance) * 30 + "\x01"
            try:
                attempt(pattern, text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace"))
            except TimeoutError:
                return text
    return None


def attempt(pattern: Pattern, text: str | bytes) -> None:
    if isinstance(pattern, regex.Pattern):
        pattern.match(text, timeout=SECONDS)
        return
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        pattern.match(text)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _out_of_time(*_: object) -> NoReturn:
    raise TimeoutError


@pytest.fixture
def alarm() -> Iterator[None]:
    before = signal.signal(signal.SIGVTALRM, _out_of_time)
    yield
    signal.signal(signal.SIGVTALRM, before)


pytestmark = [
    pytest.mark.usefixtures("alarm"),
    pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no timer that ends a wait"),
]


def test_no_pattern_of_the_code_multiplies_its_time() -> None:
    checked = dict(patterns())
    assert len(checked) > 200
    assert "cleaner.fields.times._full_date" in checked  # compiled when it is asked for
    assert {name: text for name, pattern in checked.items() if (text := too_slow(pattern))} == {}


@pytest.mark.parametrize(
    "pattern",
    [
        re.compile(rb"(?:[a-z]{1,76}:[^\r\n]*\r?\n(?:[ \t]+[^\r\n]*\r?\n)*)+(?=\r?\n)"),
        re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)*<html", re.DOTALL),
        regex.compile(r"(?:\w\w?){1,40}[.;]"),
    ],
)
def test_such_patterns_are_found(pattern: Pattern) -> None:
    assert too_slow(pattern)
