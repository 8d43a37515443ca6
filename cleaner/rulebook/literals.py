"""Which literal strings must any match of a pattern contain? The prefilter that makes a thousand rules as cheap as ten.

Only patterns one of whose literals stands in a line are tried on it. The answer must never be wrong, so whatever this small
parser does not know makes it say "none", and the rule is tried on every line.
"""

from __future__ import annotations

import math
import unicodedata
from typing import NamedTuple

import regex

_MAX_ALTERNATIVES = 1000
_MIN_LENGTH = 2
"""Characters of a literal. A single letter stands in nearly every line and filters nothing; a rare sign alone does."""
_COMMON_SIGNS = frozenset(" .,:;-–—'’\"“”()!?\u00a0")
_DIGITS = frozenset("0123456789")
_OPTIONAL = frozenset("?*")
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
_WIDE_DIGIT = regex.compile(r"[\d--0-9]", flags=regex.V1)


class Facts(NamedTuple):
    """What is known of a pattern without running it.

    Attributes:
        literals: every match contains one of these (folded); ``None`` if there are no such strings.
        width: characters that a match can cover at most.
        ways: ways to match that a backtracking engine may have to try from one place of the text, where they are bounded by
            the pattern itself; infinite where they can grow exponentially.
        loops: quantifiers without an upper bound: each multiplies the ways by the length of the text.
    """

    literals: frozenset[str] | None
    width: float
    ways: float
    loops: int


_UNKNOWN = Facts(None, math.inf, math.inf, 0)
_MANY = 1e30


def fold(text: str) -> str:
    """Text as literals are compared: case-folded, the Turkic i's made one as ``regex.IGNORECASE`` sees them, digits in ASCII.

    Lengths change: never take offsets from the result.
    """
    folded = text.casefold()
    if folded.isascii():
        return folded
    folded = folded.replace("i\u0307", "i").replace("ı", "i")
    return _WIDE_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), folded)


def facts(pattern: str) -> Facts:
    """What any match of ``pattern`` must have. What the parser does not know makes it say that nothing is known."""
    try:
        parser = _Parser(pattern)
        found = parser.alternation()
        return found if parser.at == len(pattern) else _UNKNOWN
    except (_Unknown, RecursionError):
        return _UNKNOWN


def required_literals(pattern: str) -> frozenset[str] | None:
    """Folded strings of which every match of ``pattern`` contains at least one; ``None`` if there are no such strings."""
    return facts(pattern).literals


class _Unknown(Exception):  # noqa: N818  # control flow, never seen outside
    """The pattern uses something this parser does not know."""


class _Quantifier(NamedTuple):
    least: int
    most: float
    given: bool


_PLAIN = Facts(None, 0, 1, 0)


def _ways(inner: Facts, quantifier: _Quantifier) -> float:
    """Ways to match something quantified: the numbers of turns, times the ways of all turns together."""
    turns = 1.0 if quantifier.most == math.inf else quantifier.most - quantifier.least + 1
    if inner.ways <= 1 and not inner.loops:
        return turns
    if quantifier.most > 1 and (inner.loops or quantifier.most == math.inf):
        return math.inf  # a loop in a loop
    try:
        return min(turns * float(inner.ways**quantifier.most), _MANY)
    except OverflowError:
        return math.inf


class _Item(NamedTuple):
    """One item of a sequence: its literal, or what one of these characters stands for; its width."""

    literal: str | None
    any_of: frozenset[str] | None
    width: float


class _Parser:
    """A recursive descent over the pattern that only remembers literals and widths."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternation(self) -> Facts:
        """Up to the closing bracket: the union over the branches, if each has literals; the widest branch."""
        branches = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.sequence())
        width = max(branch.width for branch in branches)
        ways = sum(branch.ways for branch in branches)
        loops = max(branch.loops for branch in branches)
        union: set[str] = set()
        for branch in branches:
            if branch.literals is None:
                return Facts(None, width, ways, loops)
            union |= branch.literals
        return Facts(frozenset(union) if len(union) <= _MAX_ALTERNATIVES else None, width, ways, loops)

    def sequence(self) -> Facts:
        """One branch: the best of its literal runs and of its groups' literals, and the sum of the widths."""
        candidates: list[frozenset[str]] = []
        run: list[str] = []
        width, ways, loops = 0.0, 1.0, 0

        def flush() -> None:
            text = fold("".join(run))
            rare = not _COMMON_SIGNS.issuperset(text)
            if rare and (len(text) >= _MIN_LENGTH or not text.isalnum()):
                candidates.append(frozenset({text}))
            run.clear()

        while (character := self.peek()) not in ("", "|", ")"):
            if character == "(":
                inner = self.group()
                item = _Item(None, inner.literals, inner.width)
            else:
                item, inner = self.item(character), _PLAIN
            quantifier = self.quantifier()
            ways *= _ways(inner, quantifier)
            loops += inner.loops + (quantifier.most == math.inf)
            # Nothing taken endlessly often is still nothing, which the product of 0 and infinity is not.
            width += item.width * quantifier.most if item.width else 0.0
            if item.literal and quantifier.least:
                run.append(item.literal)
            if item.literal is None or quantifier.given:
                flush()
            if item.any_of and quantifier.least:
                candidates.append(item.any_of)
        flush()
        # The longest shortest string filters best; then the fewest strings; then the alphabet, so that the choice is stable.
        best = max(candidates, key=lambda texts: (min(map(len, texts)), -len(texts), sorted(texts)), default=None)
        return Facts(best, width, ways, loops)

    def item(self, character: str) -> _Item:
        """One item that is not a group: a literal character, "" for zero width, or any of many characters."""
        self.at += 1
        if character == "\\":
            return self.escape()
        if character == "[":
            self.character_class()
            return _Item(None, None, 1)
        if character in "^$":
            return _Item("", None, 0)
        if character == ".":
            return _Item(None, None, 1)
        if character in "*+?{":
            raise _Unknown
        return _Item(character, None, 1)

    def escape(self) -> _Item:
        escaped = self.take()
        if escaped in "bBAZmM":
            return _Item("", None, 0)
        if escaped in "pPN":
            if self.peek() == "{":
                self.at = self.pattern.find("}", self.at) + 1
                if not self.at:
                    raise _Unknown
            else:
                self.take()
            return _Item(None, None, 1)
        if escaped in _CONTROL:
            return _Item(_CONTROL[escaped], None, 1)
        if escaped == "d":
            return _Item(None, _DIGITS, 1)
        if escaped in "DwWsShHlL":
            return _Item(None, None, 1)
        if escaped in "XRG" or escaped.isalnum():  # of any width; back references; code points by number; what regex may add
            raise _Unknown
        return _Item(escaped, None, 1)

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

    def group(self) -> Facts:
        """A bracket. Look-aheads demand but take no width, the other look-arounds say nothing; groups give what is in them."""
        self.at += 1
        keep, ahead = True, False
        if self.peek() == "?":
            self.at += 1
            kind = self.take()
            if kind == "=":
                ahead = True
            elif kind == "!":
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
                    return _PLAIN
                if flag != ":":
                    raise _Unknown
            else:
                raise _Unknown
        found = self.alternation()
        if self.take() != ")":
            raise _Unknown
        if ahead:
            return found._replace(width=0)
        return found if keep else found._replace(literals=None, width=0)

    def quantifier(self) -> _Quantifier:
        least, most, given = 1, 1.0, False
        while (character := self.peek()) and character in "?*+{":
            if character == "{":
                end = self.pattern.find("}", self.at)
                bounds = self.pattern[self.at + 1 : end].split(",")
                if end < 0 or len(bounds) > 2 or not all(bound.isdigit() or not bound for bound in bounds):
                    raise _Unknown  # fuzzy matching, or a literal brace
                if not given:
                    least = int(bounds[0] or 0)
                    most = float(bounds[-1] or math.inf) if len(bounds) > 1 or bounds[0] else math.inf
                self.at = end + 1
            else:
                if not given:
                    least = 0 if character in _OPTIONAL else 1
                    most = 1.0 if character == "?" else math.inf
                self.at += 1
            given = True
        return _Quantifier(least, most, given)

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        character = self.peek()
        if not character:
            raise _Unknown
        self.at += 1
        return character
