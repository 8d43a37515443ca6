"""Which literal strings must any match of a pattern contain? The prefilter that makes a thousand rules as cheap as ten.

Only patterns one of whose literals stands in a line are tried on it. The answer must never be wrong, so whatever this small
parser does not know makes it say "none", and the rule is tried on every line.
"""

from __future__ import annotations

from typing import NamedTuple

_MAX_ALTERNATIVES = 64
_MIN_LENGTH = 3
"""Characters. Shorter literals stand in nearly every line and filter nothing."""
_OPTIONAL = frozenset("?*")
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}


def fold(text: str) -> str:
    """Text as literals are compared: case-folded, and the Turkic i's made one, as ``regex.IGNORECASE`` sees them.

    Lengths change: never take offsets from the result.
    """
    folded = text.casefold()
    return folded if folded.isascii() else folded.replace("i\u0307", "i").replace("ı", "i")


def required_literals(pattern: str) -> frozenset[str] | None:
    """Folded strings of which every match of ``pattern`` contains at least one; ``None`` if there are no such strings."""
    try:
        parser = _Parser(pattern)
        found = parser.alternation()
        if parser.at != len(pattern):
            return None
    except (_Unknown, RecursionError):
        return None
    return found


class _Unknown(Exception):  # noqa: N818  # control flow, never seen outside
    """The pattern uses something this parser does not know."""


class _Quantifier(NamedTuple):
    optional: bool
    given: bool


class _Parser:
    """A recursive descent over the pattern that only remembers literals."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternation(self) -> frozenset[str] | None:
        """Up to the closing bracket: the union over the branches, if each has literals."""
        branches = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.sequence())
        union: set[str] = set()
        for branch in branches:
            if branch is None:
                return None
            union |= branch
        return frozenset(union) if len(union) <= _MAX_ALTERNATIVES else None

    def sequence(self) -> frozenset[str] | None:
        """One branch: the best of its literal runs and of its groups' literals."""
        candidates: list[frozenset[str]] = []
        run: list[str] = []

        def flush() -> None:
            text = fold("".join(run))
            if len(text) >= _MIN_LENGTH:
                candidates.append(frozenset({text}))
            run.clear()

        while (character := self.peek()) not in ("", "|", ")"):
            if character == "(":
                inner = self.group()
                flush()
                if not self.quantifier().optional and inner:
                    candidates.append(inner)
                continue
            literal = self.item(character)
            quantifier = self.quantifier()
            if literal is None or (literal and quantifier.optional):
                flush()
            elif literal:
                run.append(literal)
                if quantifier.given:
                    flush()
        flush()
        # The longest shortest string filters best; then the fewest strings; then the alphabet, so that the choice is stable.
        return max(candidates, key=lambda texts: (min(map(len, texts)), -len(texts), sorted(texts)), default=None)

    def item(self, character: str) -> str | None:
        """One item that is not a group: its literal, "" for zero-width, ``None`` for anything else."""
        self.at += 1
        if character == "\\":
            return self.escape()
        if character == "[":
            self.character_class()
            return None
        if character in "^$":
            return ""
        if character == ".":
            return None
        if character in "*+?{":
            raise _Unknown
        return character

    def escape(self) -> str | None:
        escaped = self.take()
        if escaped in "bBAZmM":
            return ""
        if escaped in "pPN":
            if self.peek() == "{":
                self.at = self.pattern.find("}", self.at) + 1
                if not self.at:
                    raise _Unknown
            else:
                self.take()
            return None
        if escaped in _CONTROL:
            return _CONTROL[escaped]
        if escaped in "dDwWsSXRhHlLgG":
            if escaped in "gL":
                raise _Unknown
            return None
        if escaped.isalnum():  # back references, code points by number, and what regex may add
            raise _Unknown
        return escaped

    def character_class(self) -> None:
        if self.peek() == "^":
            self.at += 1
        if self.peek() == "]":
            self.at += 1
        while (character := self.take()) != "]":
            if character == "\\":
                self.take()
            elif character == "[" and self.peek() == ":":
                self.at = self.pattern.find(":]", self.at) + 2
                if self.at < 2:
                    raise _Unknown
            elif character == "[":  # nested sets mean different things in the two versions of the syntax
                raise _Unknown

    def group(self) -> frozenset[str] | None:
        """A bracket. Look-arounds give nothing; named, plain and flag groups give what is in them."""
        self.at += 1
        keep = True
        if self.peek() == "?":
            self.at += 1
            kind = self.take()
            if kind in "=!":
                keep = False
            elif kind == "<" and self.peek() in ("=", "!"):
                self.at += 1
                keep = False
            elif kind == "<" or (kind == "P" and self.peek() == "<"):
                self.at = self.pattern.find(">", self.at) + 1
                if not self.at:
                    raise _Unknown
            elif kind in ":>":
                pass
            elif kind in "ims-":
                while (flag := self.take()) in "ims-":
                    pass
                if flag == ")":
                    return None
                if flag != ":":
                    raise _Unknown
            else:
                raise _Unknown
        found = self.alternation()
        if self.take() != ")":
            raise _Unknown
        return found if keep else None

    def quantifier(self) -> _Quantifier:
        optional, given = False, False
        while (character := self.peek()) and character in "?*+{":
            if character == "{":
                end = self.pattern.find("}", self.at)
                bounds = self.pattern[self.at + 1 : end].split(",")
                if end < 0 or len(bounds) > 2 or not all(bound.isdigit() or not bound for bound in bounds):
                    raise _Unknown  # fuzzy matching, or a literal brace
                optional = optional or (not given and not (bounds[0].isdigit() and int(bounds[0]) > 0))
                self.at = end + 1
            else:
                optional = optional or (not given and character in _OPTIONAL)
                self.at += 1
            given = True
        return _Quantifier(optional, given)

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        character = self.peek()
        if not character:
            raise _Unknown
        self.at += 1
        return character
