"""The simple half of XPath as CSS selectors, each with a small page in which it finds something, and one in which it does not.

What has no equal in CSS (other axes than child and descendant, tests of text, attributes as results, positions after other
tests) is refused with a reason, never approximated.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import NamedTuple, TypeVar

import regex

from cleaner.errors import CleanerError

_TOKEN = regex.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<number>\d+(?:\.\d+)?)|(?P<axis>[a-z]+(?:-[a-z]+)*::)
    |(?P<name>[\p{L}_][\p{L}\d_.-]*(?::[\p{L}_][\p{L}\d_.-]*)?)|(?P<sign>//|\.\.|!=|<=|>=|[/@()\[\],=|*.<>+-]))""",
    regex.VERBOSE,
)
_IDENTIFIER = regex.compile(r"-?[A-Za-z_][\w-]*")
_TAG = regex.compile(r"[A-Za-z][\w-]*")
_MOST_SELECTORS = 64
"""Alternatives that one expression may multiply to."""
_PLACE_DIGITS = 3
"""Of the place of an element among its siblings: its example has all those before it."""
_NO_TEXT = frozenset({"head", "title", "meta", "link", "script", "style", "base", "img", "br", "hr", "input"})
_One = TypeVar("_One")
_Other = TypeVar("_Other")
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


class NotInCSS(CleanerError):  # noqa: N818  # what it is, not that it is an error
    """An XPath expression that no CSS selector equals; the message says why."""

    kind = "not_in_css"


class Test(NamedTuple):
    """A condition on an element: ``[name<operator>"value"]``; for the operator ``.`` a class, for the empty one presence.

    ``wanted`` is false for a condition that must not hold.
    """

    name: str
    operator: str
    value: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One element of a selector.

    Attributes:
        child: whether it is a child of the element before; else it stands anywhere below.
        tag: its name, or ``*``.
        nth: its place among its siblings of the same name, from 1; 0 for any, -1 for the last.
    """

    child: bool
    tag: str
    tests: tuple[Test, ...] = ()
    nth: int = 0

    def css(self) -> str:
        """This element as CSS."""
        place = {0: "", -1: ":last-of-type"}.get(self.nth, f":nth-of-type({self.nth})")
        tests = "".join(map(_css_test, self.tests))
        return ("" if self.tag == "*" and (tests or place) else self.tag) + tests + place


@dataclass(frozen=True, slots=True)
class Selector:
    """A CSS selector, by its elements."""

    steps: tuple[Step, ...]

    def css(self) -> str:
        """The selector's text."""
        first, *others = self.steps
        return first.css() + "".join((" > " if step.child else " ") + step.css() for step in others)

    def example(self, text: str) -> str:
        """The smallest page in which it finds an element with this text."""
        page = html.escape(text, quote=False)
        for step in reversed(self.steps):
            page = _element(step, page)
        return page

    def counterexample(self, text: str) -> str:
        """A page in which it finds nothing, as near as can be: the element without what the selector asks of it."""
        last = self.steps[-1]
        inner = html.escape(text, quote=False)
        asks = any(test.wanted for test in last.tests) or len(self.steps) > 1 or last.nth > 1
        tag = last.tag if asks and last.tag not in ("*", "html", "body") else "blockquote" if last.tag == "p" else "p"
        return f"<{tag}>{inner}</{tag}>"


def selectors(expression: str) -> tuple[Selector, ...]:
    """The selectors that together find what the XPath expression does.

    Raises:
        NotInCSS: there are none.
    """
    try:
        return _Parser(expression).expression()
    except RecursionError as error:
        raise NotInCSS("its brackets are nested too deeply") from error


def _css_test(test: Test) -> str:
    if test.operator == ".":
        text = f".{test.value}"
    elif not test.operator:
        text = f"[{test.name}]"
    elif test.name == "id" and test.operator == "=" and _IDENTIFIER.fullmatch(test.value):
        text = f"#{test.value}"
    else:
        value = test.value.replace("\\", "\\\\").replace('"', '\\"')
        text = f'[{test.name}{test.operator}"{value}"]'
    return text if test.wanted else f":not({text})"


def _element(step: Step, inner: str) -> str:
    tag = "div" if step.tag == "*" else step.tag
    values: dict[str, str] = {}
    for test in step.tests:
        if not test.wanted:
            continue
        name = "class" if test.operator == "." else test.name
        values[name] = f"{values[name]} {test.value}" if test.operator == "." and name in values else test.value or "x"
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in values.items())
    before = f"<{tag}></{tag}>" * (step.nth - 1)
    return f"{before}<{tag}{attributes}>" + ("" if tag in _VOID else f"{inner}</{tag}>")


@dataclass(slots=True)
class _Parser:
    """A recursive descent over the tokens of one expression."""

    text: str
    tokens: list[tuple[str, str]] = field(default_factory=list)
    at: int = 0

    def __post_init__(self) -> None:
        position, text = 0, self.text.strip()
        while position < len(text):
            found = _TOKEN.match(text, position)
            if not found or not found.lastgroup:
                raise NotInCSS(f"{text[position : position + 20]!r} is not understood")
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            position = found.end()

    def expression(self) -> tuple[Selector, ...]:
        found = list(self._path())
        while self._take("|"):
            found += self._path()
        if self.at < len(self.tokens):
            raise NotInCSS(f"{self._peek()[1]!r} is not understood")
        return tuple(dict.fromkeys(found))

    def _peek(self, ahead: int = 0) -> tuple[str, str]:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ("end", "")

    def _take(self, sign: str) -> bool:
        if self._peek()[1] == sign and self._peek()[0] in ("sign", "name"):
            self.at += 1
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise NotInCSS(f"{sign!r} is missing before {self._peek()[1]!r}")

    def _string(self) -> str:
        kind, value = self._peek()
        if kind != "text":
            raise NotInCSS(f"{value!r} stands where only a quoted text can be turned into CSS")
        self.at += 1
        return value[1:-1]

    # --- paths ---

    def _path(self) -> tuple[Selector, ...]:
        paths: list[tuple[Step, ...]] = [()]
        if self._peek() == ("name", "id") and self._peek(1)[1] == "(":
            self.at += 2
            paths = [(Step(False, "*", (Test("id", "=", self._string()),)),)]
            self._need(")")
        elif self._take("("):
            raise NotInCSS("a place among all that is found cannot be told in CSS")
        else:
            self._take(".")
        while True:
            if self._take("//"):
                child = False
            elif self._take("/"):
                child = True
            elif any(paths[0]) or self._peek()[0] == "end":
                break
            else:
                child = False
            # The first step of an absolute path is the root itself.
            steps = self._step(child and bool(paths[0]))
            paths = [(*path, step) for path, step in _combined(paths, steps)]
        if not paths[0]:
            raise NotInCSS("there is no path in it")
        for path in paths:
            _refuse_useless(path[-1])
        return tuple(Selector(path) for path in paths)

    def _step(self, child: bool) -> list[Step]:
        kind, name = self._peek()
        if kind == "axis":
            raise NotInCSS(f"the axis {name} has no equal in CSS")
        if name == "@":
            raise NotInCSS("its result is an attribute, not text on the page")
        if name in (".", ".."):
            raise NotInCSS(f"{name!r} has no equal in CSS")
        self.at += 1
        if name == "*":
            tag = "*"
        elif kind == "name" and self._peek()[1] == "(":
            raise NotInCSS(f"{name}() has no equal in CSS")
        elif kind == "name" and _TAG.fullmatch(name):
            tag = name.lower()
        else:
            raise NotInCSS(f"{name!r} is no name of an element")
        steps = [Step(child, tag)]
        while self._take("["):
            steps = self._predicate(steps)
            self._need("]")
        return steps

    def _predicate(self, steps: list[Step]) -> list[Step]:
        kind, value = self._peek()
        if kind == "number" or (value == "last" and self._peek(1)[1] == "("):
            if any(step.tests or step.nth for step in steps) or steps[0].tag == "*":
                raise NotInCSS("a place among the elements that pass a test cannot be told in CSS")
            self.at += 1
            if kind != "number":
                self._need("(")
                self._need(")")
            elif not value.isdecimal() or len(value) > _PLACE_DIGITS or int(value) < 1:
                raise NotInCSS(f"{value[:20]!r} is no place")
            return [replace(step, nth=int(value) if kind == "number" else -1) for step in steps]
        return [replace(step, tests=(*step.tests, *tests)) for step, tests in _combined(steps, self._or())]

    # --- tests: alternatives, each a tuple of tests that must all hold ---

    def _or(self) -> list[tuple[Test, ...]]:
        found = self._and()
        while self._peek() == ("name", "or"):
            self.at += 1
            found += self._and()
        return found

    def _and(self) -> list[tuple[Test, ...]]:
        found = self._one()
        while self._peek() == ("name", "and"):
            self.at += 1
            found = [(*left, *right) for left, right in _combined(found, self._one())]
        return found

    def _one(self) -> list[tuple[Test, ...]]:
        if self._take("("):
            found = self._or()
            self._need(")")
            return found
        kind, name = self._peek()
        if kind == "name" and self._peek(1)[1] == "(":
            self.at += 2
            match name:
                case "not":
                    found = _negated(self._or())
                case "contains":
                    found = [(self._contains(),)]
                case "starts-with":
                    attribute = self._attribute()
                    self._need(",")
                    found = [(_checked(Test(attribute, "^=", self._string())),)]
                case _:
                    raise NotInCSS(f"{name}() has no equal in CSS")
            self._need(")")
            return found
        attribute = self._attribute()
        if self._take("="):
            return [(Test(attribute, "=", self._string()),)]
        if self._take("!="):
            # Only an element that has the attribute can have another value.
            return [(Test(attribute, "", ""), Test(attribute, "=", self._string(), wanted=False))]
        return [(Test(attribute, "", ""),)]

    def _attribute(self) -> str:
        if not self._take("@"):
            raise NotInCSS(f"{self._peek()[1]!r}: only attributes can be tested in CSS")
        kind, name = self._peek()
        if kind != "name" or ":" in name:
            raise NotInCSS(f"{name!r} is no attribute that can be tested in CSS")
        self.at += 1
        return name.lower()

    def _contains(self) -> Test:
        """A part of an attribute, or a whole class: ``contains(concat(' ', normalize-space(@class), ' '), ' name ')``."""
        if self._peek()[1] != "concat":
            attribute = self._attribute()
            self._need(",")
            return _checked(Test(attribute, "*=", self._string()))
        self.at += 1
        self._need("(")
        edges = [self._string()]
        self._need(",")
        if self._take("normalize-space"):
            self._need("(")
            attribute = self._attribute()
            self._need(")")
        else:
            attribute = self._attribute()
        self._need(",")
        edges.append(self._string())
        self._need(")")
        self._need(",")
        value = self._string()
        word = value.strip()
        if edges != [" ", " "] or attribute != "class" or value != f" {word} " or not _IDENTIFIER.fullmatch(word):
            raise NotInCSS("this concat() has no equal in CSS")
        return Test("class", ".", word)


def _combined(some: Sequence[_One], others: Sequence[_Other]) -> Iterable[tuple[_One, _Other]]:
    """Each with each. They are counted before: a few brackets more would take minutes.

    Raises:
        NotInCSS: there would be too many.
    """
    if len(some) * len(others) > _MOST_SELECTORS:
        raise NotInCSS("too many alternatives")
    return product(some, others)


def _checked(test: Test) -> Test:
    if not test.value:
        raise NotInCSS("every text holds the empty text")
    return test


def _refuse_useless(last: Step) -> None:
    if last.tag in _NO_TEXT:
        raise NotInCSS(f"{last.tag!r} holds no text that stands on the page")
    if last.tag in ("*", "html", "body") and not any(test.wanted for test in last.tests):
        raise NotInCSS("it is the whole page, or nearly so")


def _negated(alternatives: list[tuple[Test, ...]]) -> list[tuple[Test, ...]]:
    """None of the alternatives holds; each may ask for one thing only."""
    if any(len(tests) > 1 for tests in alternatives):
        raise NotInCSS("not() of several tests at once has no equal in CSS")
    return [tuple(test._replace(wanted=not test.wanted) for (test,) in alternatives)]
