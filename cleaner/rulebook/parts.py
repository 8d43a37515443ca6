"""Named parts of patterns: what a rule file writes once and calls as ``(?&name)``, written out where the file is read.

A call gives way to ``(?:…)`` around the part, letter for letter. What follows (checks, literals, matching, caches) meets plain
patterns and need not know of parts. A file has parts of its own (``parts:``), and those of ``parts.yaml`` at the top of its
rules directory, which are for what many packs share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import regex

from cleaner.errors import Mistake
from cleaner.rulebook import checks, yamlfile
from cleaner.rulebook.advice import did_you_mean
from cleaner.rulebook.schema import LONGEST, PART_NAME
from cleaner.rulebook.yamlfile import Place

READ_AS_ONE = r"(?s)\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*+\]"
"""An escaped character or a set of characters, where brackets and bars are plain ones; for the beginning of a pattern."""
_TOKEN = regex.compile(READ_AS_ONE + r"|\(\?&(?P<name>\w+)\)")
"""The same, or a call: in the first two brackets call nothing."""
_LOOKS_LIKE_CALL = regex.compile(r"\(\?&(\w+)\)")
_NO_FLAGS = regex.compile("").flags


class Parts(NamedTuple):
    """The parts that patterns of a file may call.

    Attributes:
        texts: those without mistakes, by name, with the parts that they call written out.
        flawed: names of the others. What calls them is not judged, for what is wrong is told where they stand.
        unread: there are further parts that could not be read.
    """

    texts: Mapping[str, str]
    flawed: frozenset[str] = frozenset()
    unread: bool = False


NONE = Parts({})


class Written(NamedTuple):
    """What came of the calls in a file.

    Attributes:
        called: names of the parts that are called anywhere, by other parts of the file, too.
        left: the places of patterns whose calls could not be written out.
        mistakes: why not.
    """

    called: set[str]
    left: set[Place]
    mistakes: list[Mistake]


def calls(pattern: str) -> Iterator[str]:
    """The names that a pattern calls, as often as it does."""
    if "(?&" in pattern:
        yield from (found["name"] for found in _TOKEN.finditer(pattern) if found["name"])


def write_out(pattern: str, texts: Mapping[str, str]) -> str:
    """A pattern with ``(?:…)`` for its calls.

    Raises:
        KeyError: there is no such part.
    """
    return _TOKEN.sub(lambda found: f"(?:{texts[found['name']]})" if found["name"] else found[0], pattern)


@lru_cache(maxsize=8)
def shared_parts(raw: bytes) -> Parts:
    """The parts of a ``parts.yaml`` of this content, whose mistakes are told with that file and not here."""
    if not raw:
        return NONE
    data, lines, mistakes, *_ = yamlfile.parse(raw, "")
    defined, *_ = defined_parts(data, lines, "")
    return defined._replace(unread=bool(mistakes) or not isinstance(data.get("parts"), dict))


def defined_parts(data: Any, lines: dict[Place, int], path: str, shared: Parts = NONE) -> tuple[Parts, set[str], list[Mistake]]:
    """The parts that a file may call, its own and the shared ones; the names that its own call; and what is wrong with these.

    What `checks.shape` tells of them, wrong names and types, is not told again.
    """
    given = data.get("parts") if isinstance(data, dict) else None
    own = given if isinstance(given, dict) else {}
    texts, flawed, called = dict(shared.texts), set(shared.flawed), set[str]()
    mistakes: list[Mistake] = []
    for name, text in own.items():
        if not _well_formed(name, text):
            flawed.add(name)
            continue
        called.update(calls(text))
        wrong = _flaw(name, text, Parts(texts, frozenset(flawed), shared.unread), own)
        if name in shared.texts or name in shared.flawed:
            wrong = f"part {name!r} stands in parts.yaml, too; call that one, or give this one another name"
        if wrong is None and not any(inner in flawed or inner not in texts for inner in calls(text)):
            texts[name] = write_out(text, texts)
            if len(texts[name]) > LONGEST:
                wrong = f"part {name!r}: {_too_long(texts[name])}; make it shorter"
                del texts[name]
        if wrong:
            mistakes.append(Mistake(path, lines.get(("parts", name), 1), wrong))
        if name not in texts:
            flawed.add(name)
    return Parts(texts, frozenset(flawed - texts.keys()), shared.unread), called, mistakes


def _well_formed(name: str, text: Any) -> bool:
    return bool(regex.fullmatch(PART_NAME, name)) and isinstance(text, str) and 0 < len(text) <= LONGEST


def _flaw(name: str, text: str, above: Parts, own: Mapping[str, Any]) -> str | None:
    what = f"part {name!r}"
    for inner in calls(text):
        if inner == name:
            return f"{what} calls itself and would never end; write it out"
        if inner in own and inner not in above.texts and inner not in above.flawed:
            return f"{what} calls part {inner!r}, which stands below it; move {inner!r} above it"
        if unknown := _unknown(inner, above):
            return f"{what}: {unknown}"
    found = checks.compiled(_without_calls(text), what, shown=text)
    if isinstance(found, str):
        return found
    if found.groups:
        return (
            f"{what} has a group of its own, which would be one of each pattern that calls it; write (?:…) here, and "
            f"(?P<field>(?&{name})) where it is a field"
        )
    if found.flags != _NO_FLAGS:
        return f"{what} sets flags, which would hold for all of each pattern that calls it; write (?i:…), or set them there"
    return None


def _unknown(name: str, parts: Parts) -> str | None:
    if name in parts.texts or name in parts.flawed or parts.unread:
        return None
    known = sorted({*parts.texts, *parts.flawed})
    there = f"; parts: {', '.join(known)}" if known else "; define it under `parts`, or write it out"
    return f"there is no part {name!r}{did_you_mean(name, known)}{there}"


def _without_calls(pattern: str) -> str:
    """A pattern with a plain group for each call, of its length, so that what is wrong with it is found at its place."""
    return _TOKEN.sub(lambda found: f"(?:{found['name']})" if found["name"] else found[0], pattern)


def can_be_part(text: str) -> bool:
    """Whether a piece of a pattern means the same as a part: it is a pattern, captures nothing and sets no flags."""
    return _flaw("", text, Parts({}, unread=True), {}) is None


def _too_long(text: str) -> str:
    return f"{len(text):,} characters with its parts written out, more than {LONGEST:,}"


def write_out_all(data: Any, parts: Parts, lines: dict[Place, int], path: str) -> Written:
    """Write out the calls in every pattern of a file's values, which are changed in place; a pattern with a mistake is left.

    The values may have any shape.
    """
    written = Written(set(), set(), [])
    for place, what, holder in checks.given_patterns(data):
        text = holder[place[-1]]
        # What `checks.shape` finds too long is not read as a pattern: sets that never close would take long.
        readable = len(text) <= LONGEST
        names = set(calls(text) if readable else _LOOKS_LIKE_CALL.findall(text))
        if not names:
            continue
        written.called.update(names)
        wrong = _misused(text, what, parts) if readable else None
        if wrong is None and readable and names <= parts.texts.keys():
            full = write_out(text, parts.texts)
            wrong = f"{what}: {_too_long(full)}; split the rule" if len(full) > LONGEST else None
            if wrong is None:
                holder[place[-1]] = full
                continue
        written.left.add(place)
        if wrong:
            written.mistakes.append(Mistake(path, lines.get(place, 1), wrong))
    return written


def _misused(text: str, what: str, parts: Parts) -> str | None:
    for name in calls(text):
        if unknown := _unknown(name, parts):
            return f"{what}: {unknown}"
    found = checks.compiled(_without_calls(text), what, shown=text)
    return found if isinstance(found, str) else None


def uncalled(data: Any, called: set[str], lines: dict[Place, int], path: str) -> Iterator[Mistake]:
    """Mistakes: parts of a file that nothing calls."""
    given = data.get("parts") if isinstance(data, dict) else None
    for name, text in (given if isinstance(given, dict) else {}).items():
        if name not in called and _well_formed(name, text):
            yield Mistake(path, lines.get(("parts", name), 1), never_called(name))


def never_called(name: str) -> str:
    """What is wrong with a part that nothing calls."""
    return f"part {name!r} is called by no pattern; write (?&{name}) where it belongs, or delete it"
