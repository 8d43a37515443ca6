"""Reading one rule file: YAML 1.2 to plain values, with the line of every value; and writing one. Alone imports ruamel.yaml.

Anchors, aliases and tags are refused (they hide what a rule says, and bombs are made of them), duplicate keys are mistakes,
and size and depth are checked on the event stream, before anything is built.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import regex
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from cleaner.errors import Mistake

MAX_BYTES = 1_000_000
_MAX_DEPTH = 32
"""Levels of nesting. A rule file needs five, and a reader that calls itself for each is to come to an end."""
_MAX_DIGITS = 18
"""Digits of a number: no key takes a larger one, and Python reads none of some thousand."""
_COMMENT = regex.compile(r"[^\S\n]*(#[^\n]*)")
_COLON = regex.compile(r"\s*:")

Place = tuple[str | int, ...]


class Span(NamedTuple):
    """Where a value stands in the text of its file, and where its key does (for an item of a list: the item itself)."""

    key: int
    start: int
    end: int


class Parsed(NamedTuple):
    """The values of a file, the line (from 1) of each, what is wrong with it as YAML, and where in its text each stands."""

    data: Any
    lines: dict[Place, int]
    mistakes: list[Mistake]
    spans: dict[Place, Span]
    text: str

    def written(self, place: Place) -> str:
        """A value to the letter; empty where it stands in no file."""
        span = self.spans.get(place)
        return self.text[span.start : span.end] if span else ""

    def comment(self, place: Place) -> str:
        """The comment behind a value, in its line; empty if there is none."""
        if place not in self.spans:
            return ""
        found = _COMMENT.match(self.text, self.spans[place].end)
        return found[1].rstrip() if found else ""


def parse(raw: bytes, path: str) -> Parsed:
    """Read a rule file. Never raises for bad content: all mistakes come back, each with its line."""
    if len(raw) > MAX_BYTES:
        return _failed(path, 1, f"the file has {len(raw)} bytes, more than {MAX_BYTES}; split the pack")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _failed(path, raw[: error.start].count(b"\n") + 1, "this is not UTF-8; save the file as UTF-8")
    builder = _Builder(YAML(typ="safe", pure=True), text, path)
    try:
        data = builder.build()
    except _Refused as refusal:
        return _failed(path, *refusal.args)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem or error.context)
        tabs = r"'\t'" in problem
        hint = "indent and part with spaces, not with tabs" if tabs else "quote patterns and text with single quotes"
        return _failed(path, mark.line + 1 if mark else 1, f"not valid YAML: {problem}; {hint}")
    except ReaderError as error:
        message = f"character U+{error.character:04X} stands for no text; delete it, or write it as an escape in a pattern"
        return _failed(path, text.count("\n", 0, error.position) + 1, message)
    except (YAMLError, ValueError, RecursionError) as error:
        return _failed(path, 1, f"not valid YAML: {str(error).splitlines()[0]}")
    return Parsed(data, builder.lines, builder.mistakes, builder.spans, text)


def _failed(path: str, line: int, message: str) -> Parsed:
    return Parsed(None, {}, [Mistake(path, line, message)], {}, "")


class _Refused(Exception):  # noqa: N818  # control flow: the line and what is wrong, never seen outside
    """Something stands in the file that no rule file may have."""


class _Builder:
    """Builds values straight from the event stream, so that nothing is built that was not looked at first."""

    def __init__(self, yaml: YAML, text: str, path: str) -> None:
        self._events = yaml.parse(text)
        self._text = text
        self._resolver = yaml.resolver
        self._path = path
        self._depth = 0
        self._key: dict[Place, int] = {}
        self._behind_key = 0
        self._end = 0
        self.lines: dict[Place, int] = {}
        self.spans: dict[Place, Span] = {}
        self.mistakes: list[Mistake] = []

    def build(self) -> Any:
        """The values of the one document of the file."""
        data: Any = None
        documents = 0
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused(_line(event), "a second YAML document begins here; one file holds one pack")
            elif isinstance(event, MappingStartEvent):
                data = self._value(event, ())
            elif isinstance(event, ScalarEvent | SequenceStartEvent):
                self._refuse_tricks(event)
                raise _Refused(1, "a rule file is a mapping that begins with `schema: 1`" + _emptiness(event))
            elif isinstance(event, AliasEvent):
                self._refuse_tricks(event)
        if documents == 0:
            raise _Refused(1, "a rule file is a mapping that begins with `schema: 1`, and this one is empty")
        return data

    def _value(self, event: Event, place: Place) -> Any:
        self._refuse_tricks(event)
        self.lines.setdefault(place, _line(event))
        start = int(event.start_mark.index)
        if isinstance(event, ScalarEvent):
            self._note(place, start, event)
            return self._scalar(event, self.lines[place])
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _Refused(_line(event), f"nested deeper than {_MAX_DEPTH} levels; a rule file needs five")
        value = self._mapping(place) if isinstance(event, MappingStartEvent) else self._sequence(place)
        self._depth -= 1
        self.spans[place] = Span(self._key.get(place, start), start, self._end)
        return value

    def _note(self, place: Place, start: int, event: Event) -> None:
        # The mark at the end of a block scalar stands in the line behind it, where something else begins.
        self._end = start + len(self._text[start : event.end_mark.index].rstrip("\r\n"))
        if self._end == start and place in self._key:
            # So does the mark of a value that is empty.
            start = self._end = self._behind_key
        self.spans[place] = Span(self._key.get(place, start), start, self._end)

    def _mapping(self, place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            line = _line(event)
            if not isinstance(event, ScalarEvent):
                self._refuse_tricks(event)
                raise _Refused(line, "a key must be a word, not a list or a mapping; quote text that begins with [ or {")
            self._refuse_tricks(event)
            key = str(event.value)
            if key in values:
                first = self.lines[(*place, key)]
                self.mistakes.append(Mistake(self._path, line, f"key {key!r} stands twice (first in line {first}); keep one"))
                self._value(next(self._events), (*place, key, "again"))
                continue
            self.lines[(*place, key)] = line
            self._key[(*place, key)] = int(event.start_mark.index)
            colon = _COLON.match(self._text, event.end_mark.index)
            self._behind_key = colon.end() if colon else int(event.end_mark.index)
            values[key] = self._value(next(self._events), (*place, key))
        self._close(event)
        return values

    def _sequence(self, place: Place) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            values.append(self._value(event, (*place, len(values))))
        self._close(event)
        return values

    def _close(self, event: Event) -> None:
        """A list or mapping in brackets ends with its bracket, one of lines with its last value."""
        if event.end_mark.index > event.start_mark.index:
            self._end = int(event.end_mark.index)

    @staticmethod
    def _refuse_tricks(event: Event) -> None:
        line = _line(event)
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(line, "anchors and aliases (& and *) are not allowed; quote text that begins so, or write it out")
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise _Refused(line, f"tags ({tag}) are not allowed; write the plain value")

    def _scalar(self, event: ScalarEvent, line: int) -> Any:
        value = str(event.value)
        # Whatever stands in quotes is text; only plain words may be numbers, dates and the like.
        if not event.implicit[0]:
            return value
        tag = self._resolver.resolve(ScalarNode, value, event.implicit)
        return _plain(str(tag).rpartition(":")[2], value, line, self.mistakes, self._path)


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


def _emptiness(event: Event) -> str:
    return ", and this one is empty" if isinstance(event, ScalarEvent) and not event.value else ""


def _plain(kind: str, value: str, line: int, mistakes: list[Mistake], path: str) -> Any:
    """A plain word as what YAML 1.2 takes it for."""
    try:
        if kind == "int" and len(value) <= _MAX_DIGITS:
            return int(value.replace("_", ""), 0) if value.lower().startswith(("0x", "0o")) else int(value.replace("_", ""))
        if kind == "float":
            return float(value)
        if kind == "timestamp":
            return date.fromisoformat(value)
    except ValueError:
        if kind == "timestamp":  # no day after all, and so text as for YAML 1.2
            return value
    if kind == "bool":
        return value.lower() == "true"
    if kind == "null":
        return None
    if kind != "str":
        mistakes.append(Mistake(path, line, f"{value[:40]!r} is read as {kind} and cannot be used so; quote it"))
    return value


def quoted(text: str) -> str:
    """Text as a YAML value in single quotes, in which nothing but the quote itself means anything.

    Raises:
        ValueError: it holds line ends or other characters that single quotes cannot carry.
    """
    if not text.isprintable():
        raise ValueError(f"{text!r} cannot stand in single quotes")
    return "'" + text.replace("'", "''") + "'"


_PLAIN = frozenset({"schema", "outlet", "pack", "status", "checked", "language", "id", "label", "name", "why"})
"""Keys whose values stand without quotes, where YAML lets them."""
_IN_ONE_LINE = frozenset({"within", "block", "hosts"})


def dump(data: Mapping[str, Any]) -> str:
    """A rule file of plain values, as a person would write it: `parse` gives the same values back.

    Patterns and texts stand in single quotes, those with line ends in double quotes; guards and blocks on one line.
    """
    yaml = YAML(typ="rt", pure=True)
    yaml.width = 1_000_000  # folded patterns cannot be read
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(_styled(data, ""), out)
    return out.getvalue()


def _styled(value: Any, key: str) -> Any:
    if isinstance(value, Mapping):
        mapping = CommentedMap((name, _styled(inner, str(name))) for name, inner in value.items())
        if key in _IN_ONE_LINE:
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list | tuple):
        sequence = CommentedSeq(_styled(inner, "") for inner in value)
        if key in _IN_ONE_LINE:
            sequence.fa.set_flow_style()
        return sequence
    if not isinstance(value, str) or key in _PLAIN:
        return value
    return SingleQuotedScalarString(value) if value.isprintable() else DoubleQuotedScalarString(value)
