"""Which literal strings must any match of a pattern contain? The prefilter that makes a thousand rules as cheap as ten.

Only patterns one of whose literals stands in a line are tried on it. The answer must never be wrong, so whatever this small
parser does not know makes it say "none", and the rule is tried on every line.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from functools import lru_cache, reduce
from typing import Any, NamedTuple

import regex

from cleaner.rulebook.folding import DOT, fold
from cleaner.rulebook.heads import ANY_HEAD, NO_HEAD, Heads, heads_of
from cleaner.rulebook.needs import Clause, Need, lines_with, literals_in, need_from_json, one_of

_MAX_ALTERNATIVES = 1000
_MIN_LENGTH = 2
"""Characters of a literal. A single letter stands in nearly every line and filters nothing; a rare sign alone does."""
_COMMON_SIGNS = frozenset(" .,:;-–—'’\"“”()!?\u00a0")
_DIGITS = frozenset("0123456789")
_OPTIONAL = frozenset("?*")
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
_PLAIN_CLASS = regex.compile(r"-?(?:[^\\\^\[\]-]|\\[\p{P}\p{S}])+-?")  # no ranges, no negation, no classes by name
_ESCAPED = regex.compile(r"\\(.)")
_RUN = regex.compile(r"[^\\\[\]{}()|.^$?*+]+(?![?*+{])")
"""Characters that stand for themselves, up to one that is quantified."""
_BOUND = regex.compile("[0-9]{0,9}")
"""Of a quantifier. Other digits than these are literal to the engine; more of them no engine takes."""


class Facts(NamedTuple):
    """What is known of a pattern without running it.

    Attributes:
        literals: every match contains one of these (folded); ``None`` if there are no such strings.
        need: all that is known of what a text must contain, of which ``literals`` are the part that filters best.
        heads: how a match can begin.
        least: characters that a match covers at least, ``width`` at most.
        ways: ways to match that a backtracking engine may have to try from one place of the text, where they are bounded by
            the pattern itself; infinite where they can grow exponentially.
        loops: quantifiers without an upper bound: each multiplies the ways by the length of the text.
    """

    literals: frozenset[str] | None
    need: Need
    heads: Heads
    least: int
    width: float
    ways: float
    loops: int


def facts_to_json(known: Facts) -> list[Any]:
    """Facts as JSON values: finding them takes a millisecond a pattern, reading them none."""
    heads = [sorted(known.heads.whole), sorted(known.heads.cut)]
    literals = None if known.literals is None else sorted(known.literals)
    return [literals, known.need, heads, known.least, _finite(known.width), _finite(known.ways), known.loops]


def facts_from_json(data: Sequence[Any]) -> Facts:
    """What `facts_to_json` wrote."""
    literals, need, (whole, cut), least, width, ways, loops = data
    return Facts(
        literals=None if literals is None else frozenset(literals),
        need=need_from_json(need),
        heads=Heads(frozenset(whole), frozenset(cut)),
        least=least,
        width=math.inf if width is None else width,
        ways=math.inf if ways is None else ways,
        loops=loops,
    )


def _finite(number: float) -> float | None:
    return None if number == math.inf else number


_UNKNOWN = Facts(None, (), ANY_HEAD, 0, math.inf, math.inf, 0)
_MANY = 1e30


def facts(pattern: str) -> Facts:
    """What any match of ``pattern`` must have. What the parser does not know makes it say that nothing is known."""
    try:
        parser = _Parser(pattern)
        found = parser.alternation()
        if parser.at != len(pattern):
            return _UNKNOWN
        heads = found.heads.known
        return found._replace(heads=ANY_HEAD if heads is None else Heads(frozenset(), heads))
    except (_Unknown, RecursionError):
        return _UNKNOWN


def _is_sign(text: str) -> bool:
    """Whether a single character is worth looking for; a letter or a space stands in nearly every line."""
    return len(text) == 1 and not text.isalnum() and not text.isspace() and not unicodedata.combining(text)


def _price(clause: Clause) -> float:
    """What it costs to spare a line the pattern by this clause: literals looked for, by the share of lines that lack them."""
    return literals_in((clause,)) / (1 - min(lines_with(clause.literals), 0.9))


class _Unknown(Exception):  # noqa: N818  # control flow, never seen outside
    """The pattern uses something this parser does not know."""


class _Quantifier(NamedTuple):
    least: int
    most: float
    given: bool


_PLAIN = Facts(None, (), NO_HEAD, 0, 0, 1, 0)


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
    """One item of a sequence: its literal, of one character or several, or what one of these characters stands for; its width.

    ``literal`` is empty for what has no width and ``None`` for what is no literal; ``need`` is what a text must have for it,
    ``heads`` what it begins with.
    """

    literal: str | None
    any_of: frozenset[str] | None
    width: float
    least: int
    heads: Heads
    need: Need = ()


_ANY = _Item(None, None, 1, 1, ANY_HEAD)
_NO_WIDTH = _Item("", None, 0, 0, NO_HEAD)
_DIGIT = _Item(None, _DIGITS, 1, 1, Heads(_DIGITS, frozenset()), (Clause(tuple(sorted(_DIGITS)), ()),))


@lru_cache(maxsize=4096)
def _literal(text: str) -> _Item:
    """Characters in a row. Patterns are made of the same few, and how each begins is the dear part of reading them."""
    return _Item(text, None, len(text), len(text), heads_of([text]))


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
        least, need = min(branch.least for branch in branches), one_of([branch.need for branch in branches])
        heads = reduce(Heads.or_else, [branch.heads for branch in branches])
        union: set[str] = set()
        for branch in branches:
            if branch.literals is None:
                return Facts(None, need, heads, least, width, ways, loops)
            union |= branch.literals
        literals = frozenset(union) if len(union) <= _MAX_ALTERNATIVES else None
        return Facts(literals, need, heads, least, width, ways, loops)

    def sequence(self) -> Facts:
        """One branch: the best of its literal runs and of its groups' literals, and the sum of the widths."""
        candidates: list[frozenset[str]] = []
        clauses: list[Clause] = []
        run: list[str] = []
        least, width, ways, loops = 0, 0.0, 1.0, 0
        heads = NO_HEAD

        def flush() -> None:
            if not run:
                return
            text = fold("".join(run)).lstrip(DOT)
            rare = not _COMMON_SIGNS.issuperset(text)
            if rare and (len(text) >= _MIN_LENGTH or not text.isalnum()):
                candidates.append(frozenset({text}))
            if len(text) >= _MIN_LENGTH or _is_sign(text):
                clauses.append(Clause((text,), ()))
            run.clear()

        while (character := self.peek()) not in ("", "|", ")"):
            if character == "(":
                inner = self.group()
                item = _Item(None, inner.literals, inner.width, inner.least, inner.heads, inner.need)
            else:
                item, inner = self.item(character), _PLAIN
            quantifier = self.quantifier()
            ways *= _ways(inner, quantifier)
            loops += inner.loops + (quantifier.most == math.inf)
            # Nothing taken endlessly often is still nothing, and so is what is endless but never taken; the product of 0 and
            # infinity is not.
            width += item.width * quantifier.most if item.width and quantifier.most else 0.0
            heads = heads.then(item.heads.taken(quantifier.least, quantifier.most))
            least += item.least * quantifier.least
            if item.literal and quantifier.least:
                run.append(item.literal)
            if item.literal is None or quantifier.given:
                flush()
            if item.any_of and quantifier.least:
                candidates.append(item.any_of)
            if quantifier.least:
                clauses += item.need
        flush()
        # What stands in the fewest lines filters best; then the alphabet, so that the choice is stable.
        best = min(candidates, key=lambda texts: (lines_with(texts), sorted(texts)), default=None)
        need = tuple(sorted(dict.fromkeys(clauses), key=_price))
        return Facts(best, need, heads, least, width, ways, loops)

    def item(self, character: str) -> _Item:
        """One item that is not a group: literal characters, "" for zero width, or any of many characters."""
        self.at += 1
        if character == "\\":
            return self.escape()
        if character == "[":
            return self.character_class()
        if character in "^$":
            return _NO_WIDTH
        if character == ".":
            return _ANY
        if character in "*+?{":
            raise _Unknown
        if run := _RUN.match(self.pattern, self.at - 1):
            self.at = run.end()
            return _literal(run[0])
        return _literal(character)

    def escape(self) -> _Item:
        escaped = self.take()
        if escaped in "bBAZmM":
            return _NO_WIDTH
        if escaped in "pPN":
            if self.peek() == "{":
                self.at = self.pattern.find("}", self.at) + 1
                if not self.at:
                    raise _Unknown
            else:
                self.take()
            return _ANY
        if escaped in _CONTROL:
            return _literal(_CONTROL[escaped])
        if escaped == "d":
            return _DIGIT
        if escaped in "DwWsShHlL":
            return _ANY
        if escaped in "XRG" or escaped.isalnum():  # of any width; back references; code points by number; what regex may add
            raise _Unknown
        return _literal(escaped)

    def character_class(self) -> _Item:
        """A class that holds one letter in both cases is a literal; one of a few signs needs one of them."""
        start = self.at
        if self.peek() == "^":
            self.at += 1
        if self.peek() == "]":
            self.at += 1
        self.skip_class()
        inside = self.pattern[start : self.at - 1]
        if not _PLAIN_CLASS.fullmatch(inside):
            return _ANY
        members = _ESCAPED.sub(r"\1", inside)
        if len({fold(member) for member in members}) == 1:
            return _literal(members[0])
        signs = tuple(sorted(set(map(fold, members))))
        return _ANY._replace(heads=heads_of(signs), need=(Clause(signs, ()),) if all(map(_is_sign, signs)) else ())

    def skip_class(self) -> None:
        """Up to and with the bracket that closes a class."""
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
        kind = self.opening()
        if kind == ")":
            return _PLAIN
        found = self.alternation()
        if self.take() != ")":
            raise _Unknown
        if kind == "=":
            return found._replace(heads=NO_HEAD, least=0, width=0)
        return found if kind == ":" else found._replace(literals=None, need=(), heads=NO_HEAD, least=0, width=0)

    def opening(self) -> str:
        """What a bracket is: ``:`` a group, ``=`` a look-ahead, ``!`` another look-around, ``)`` flags alone."""
        if self.peek() != "?":
            return ":"
        self.at += 1
        kind = self.take()
        if kind in "=!":
            return kind
        if kind == "<" and self.peek() in ("=", "!"):
            self.at += 1
            return "!"
        if kind == "<" or (kind == "P" and self.peek() == "<"):
            self.at = self.pattern.find(">", self.at) + 1
            if not self.at:
                raise _Unknown
            return ":"
        if kind in ":>":
            return ":"
        if kind not in "ims-":
            raise _Unknown
        while kind in "ims-":
            kind = self.take()
        if kind not in ":)":
            raise _Unknown
        return kind

    def quantifier(self) -> _Quantifier:
        least, most, given = 1, 1.0, False
        while (character := self.peek()) and character in "?*+{":
            if character == "{":
                end = self.pattern.find("}", self.at)
                bounds = self.pattern[self.at + 1 : end].split(",")
                if end < 0 or len(bounds) > 2 or not all(map(_BOUND.fullmatch, bounds)):
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
