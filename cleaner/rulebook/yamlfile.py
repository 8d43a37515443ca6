"""Reading one rule file: YAML 1.2 to plain values, with the line of every value. The only file that imports ruamel.yaml.

Anchors, aliases and tags are refused (they hide what a rule says, and bombs are made of them), duplicate keys are mistakes,
and size and depth are checked on the event stream, before anything is built.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cleaner.errors import Mistake

MAX_BYTES = 1_000_000
_MAX_DEPTH = 32
_MAX_DIGITS = 18

Place = tuple[str | int, ...]


class Parsed(NamedTuple):
    """The values of a file, the line (from 1) at which each stands, and what is wrong with it as YAML."""

    data: Any
    lines: dict[Place, int]
    mistakes: list[Mistake]


def parse(raw: bytes, path: str) -> Parsed:
    """Read a rule file. Never raises for bad content: all mistakes come back, each with its line."""
    if len(raw) > MAX_BYTES:
        return _failed(path, 1, f"the file has {len(raw)} bytes, more than {MAX_BYTES}; split the pack")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _failed(path, raw[: error.start].count(b"\n") + 1, "this is not UTF-8; save the file as UTF-8")
    yaml = YAML(typ="safe", pure=True)
    try:
        problem = _scan(yaml, text, path)
        if problem:
            return Parsed(None, {}, [problem])
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        hint = "" if "tab" in str(error) else "; quote patterns and text with single quotes"
        return _failed(path, mark.line + 1 if mark else 1, f"not valid YAML: {error.problem or error.context}{hint}")
    except (YAMLError, ValueError, RecursionError) as error:
        return _failed(path, 1, f"not valid YAML: {str(error).splitlines()[0]}")
    if not isinstance(node, MappingNode):
        return _failed(
            path,
            1,
            "a rule file is a mapping that begins with `schema: 1`" + (", and this one is empty" if node is None else ""),
        )
    lines: dict[Place, int] = {}
    mistakes: list[Mistake] = []
    data = _plain(node, (), lines, mistakes, path)
    return Parsed(data, lines, mistakes)


def _failed(path: str, line: int, message: str) -> Parsed:
    return Parsed(None, {}, [Mistake(path, line, message)])


def _scan(yaml: YAML, text: str, path: str) -> Mistake | None:
    """The first thing in the event stream that no rule file may have."""
    depth = documents = 0
    for event in yaml.parse(text):
        name = type(event).__name__
        line = event.start_mark.line + 1
        depth += name in ("MappingStartEvent", "SequenceStartEvent")
        depth -= name in ("MappingEndEvent", "SequenceEndEvent")
        documents += name == "DocumentStartEvent"
        if depth > _MAX_DEPTH:
            return Mistake(path, line, f"nested deeper than {_MAX_DEPTH} levels; a rule file needs five")
        if documents > 1:
            return Mistake(path, line, "a second YAML document begins here; one file holds one pack")
        if name == "AliasEvent" or getattr(event, "anchor", None):
            return Mistake(
                path, line, "anchors and aliases (& and *) are not allowed; quote text that begins so, or write it out"
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            return Mistake(path, line, f"tags ({tag}) are not allowed; write the plain value")
    return None


def _plain(node: Node, place: Place, lines: dict[Place, int], mistakes: list[Mistake], path: str) -> Any:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, MappingNode):
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
            line = key_node.start_mark.line + 1
            if key in values:
                mistakes.append(
                    Mistake(path, line, f"key {key!r} stands twice (first in line {lines[(*place, key)]}); keep one")
                )
                continue
            lines[(*place, key)] = line
            values[key] = _plain(value_node, (*place, key), lines, mistakes, path)
        return values
    if isinstance(node, SequenceNode):
        return [_plain(item, (*place, index), lines, mistakes, path) for index, item in enumerate(node.value)]
    assert isinstance(node, ScalarNode), node
    return _scalar(node, lines[place], mistakes, path)


def _scalar(node: ScalarNode, line: int, mistakes: list[Mistake], path: str) -> Any:
    kind, value = str(node.tag).rpartition(":")[2], str(node.value)
    try:
        if kind == "int" and len(value) <= _MAX_DIGITS:
            return int(value.replace("_", ""), 0) if value.lower().startswith(("0x", "0o")) else int(value.replace("_", ""))
        if kind == "float":
            return float(value)
        if kind == "timestamp":
            return date.fromisoformat(value)
    except ValueError:
        pass
    if kind == "bool":
        return value.lower() == "true"
    if kind == "null":
        return None
    if kind != "str":
        mistakes.append(Mistake(path, line, f"{value[:40]!r} is read as {kind} and cannot be used so; quote it"))
    return value
