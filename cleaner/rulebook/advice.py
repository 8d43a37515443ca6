"""What to write instead: a mistake in the shape of a rule file, in the words of rule files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel

from cleaner.model import Label
from cleaner.rulebook.pack import SECTIONS
from cleaner.rulebook.schema import Block, Examples, Within
from cleaner.rulebook.schema import Rule as RuleShape
from cleaner.rulebook.yamlfile import Parsed, Place, quoted
from cleaner.visible import likely_meant

_LABELS = list(map(str, Label))
_MAPPINGS: dict[str, tuple[type[BaseModel], str]] = {
    "within": (Within, "{first: 3}"),
    "block": (Block, "{from: '…', to: '…', at_most: 9}"),
    "examples": (Examples, "{matches: ['…'], ignores: ['…']}"),
}
"""The mappings inside a rule: their shapes, and how one is written."""
_BOUNDS = {"ge": "{:g} or more", "gt": "more than {:g}", "le": "{:g} or less"}
_KINDS = (
    (bool, "true or false"), (int | float, "a number"), (date, "a date"), (list, "a list"), (dict, "a mapping"), (str, "text"),
)  # fmt: skip  # a table
"""What a value is, for those who write it; the first that fits."""
_SAMPLES = {
    "string_type": "'…'", "string_too_short": "'…'", "list_type": "['…']", "too_short": "['…']", "int_type": "3",
    "float_type": "0.9",
}  # fmt: skip  # a table
"""How a value of the type that is missed is written, by the kind of mistake."""


def advice(parsed: Parsed, model: type[BaseModel], detail: Any) -> str:
    """What is wrong and what to write instead, of a mistake that pydantic found in the values of a file."""
    place = detail["loc"]
    where = f"rule {rule_name(parsed.data, place)}: " if len(place) > 1 and place[0] in SECTIONS else ""
    found = _of_key(parsed.data, model, detail) or _of_comment(parsed, detail) or _of_part(detail) or _of_value(detail)
    found = found or _of_size(detail) or _of_type(detail, parsed.written(place))
    return where + (found or f"{_called(place)}: {detail['msg'][:1].lower()}{detail['msg'][1:]}")


def cut_away(comment: str) -> str:
    """Of a comment that stands where a value should."""
    return f"{comment!r} is a comment and no value; put it in single quotes"


def rule_name(data: Any, place: Place) -> str:
    """The rule at a place of a file, as messages call it."""
    try:
        return repr(data[place[0]][place[1]]["id"])
    except (KeyError, TypeError, IndexError):
        return f"number {int(place[1]) + 1}"


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Words that name the one that is near, if one is."""
    near = likely_meant(word, known)
    return f", did you mean {near!r}?" if near else ""


def _called(place: Place) -> str:
    """A key as messages call it, below those around it; an item is called as its list."""
    words = [part for part in place if isinstance(part, str)]
    return ".".join(words[1:] or words if place[0] in SECTIONS else words[-1:])


def _of_key(data: Any, model: type[BaseModel], detail: Any) -> str | None:
    """Of keys that are unknown or missing."""
    place, kind = detail["loc"], detail["type"]
    name = str(place[-1]) if place else ""
    if kind == "extra_forbidden":
        allowed = _keys_at(model, place[:-1])
        return f"unknown key {name!r}{did_you_mean(name, allowed)}; allowed here: {', '.join(allowed)}"
    if kind == "missing":
        return f"{name!r} is missing; write `{name}: …`{_what_is(model, place)}"
    return None


def _keys_at(model: type[BaseModel], place: Place) -> list[str]:
    if place and place[0] in SECTIONS:
        model, _ = _MAPPINGS.get(str(place[-1]), (RuleShape, ""))
    return [field.alias or name for name, field in model.model_fields.items()]


def _what_is(model: type[BaseModel], place: Place) -> str:
    owner = RuleShape if place[0] in SECTIONS and len(place) == 3 else model
    field = owner.model_fields.get(str(place[-1]))
    return f" ({field.description})" if field is not None and field.description else ""


def _of_comment(parsed: Parsed, detail: Any) -> str | None:
    comment = "" if parsed.written(detail["loc"]) or detail["input"] is not None else parsed.comment(detail["loc"])
    return cut_away(comment) if comment else None


def _of_part(detail: Any) -> str | None:
    place, kind, given = detail["loc"], detail["type"], detail["input"]
    if place[:1] != ("parts",):
        return None
    if kind in ("dict_type", "too_short"):
        return "parts are a mapping of names to patterns; write `parts: {month: 'May|June'}`"
    if kind == "string_pattern_mismatch":
        return f"part {given!r}: the name is no identifier; use small letters, digits and _, and begin with a letter"
    if kind == "string_type" and isinstance(given, list):
        return f"part {place[1]!r} is one pattern, no list; write {place[1]}: '…|…'"
    return None


def _of_value(detail: Any) -> str | None:
    """Of values whose type is right."""
    place, kind, given = detail["loc"], detail["type"], detail["input"]
    name = str(place[-1]) if place else ""
    if kind == "literal_error" and name == "label" and place[0] == "exceptions":
        return "an exception keeps text, its label is always article; leave `label` out, or move it to `rules`"
    if kind == "literal_error" and name == "schema":
        return f"schema {given!r} is not supported; this version reads `schema: 1`"
    if kind == "literal_error" and given is not None and name == "label":
        return f"unknown label {given!r}{did_you_mean(str(given), _LABELS)}; labels: {', '.join(_LABELS)}"
    if kind == "literal_error":
        allowed = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        if given is None:
            return f"{name} is empty; write one of {', '.join(allowed)}"
        return f"{name} {given!r} is not one of {', '.join(allowed)}{did_you_mean(str(given), allowed)}"
    if kind == "no_day":
        return f"{name} {given!r} is no day; write a day as 2022-03-01"
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    if kind == "string_pattern_mismatch":
        name = str(next((part for part in place if part == "extends"), name))
        return f"{name} {given!r} is not well formed; use small letters, digits, hyphens (in hosts: dots)"
    return None


def _of_size(detail: Any) -> str | None:
    """Of values that are too short or too long, too small or too large."""
    place, kind, given, limits = detail["loc"], detail["type"], detail["input"], detail.get("ctx", {})
    called = _called(place)
    if kind == "string_too_short" and place[-1] == "why":
        head, _, rest = str(RuleShape.model_fields["why"].description).partition(" for ")
        return f"why {given!r} says too little; write {head}, of {limits['min_length']} characters or more, for {rest}"
    if kind == "too_short" and place[-1] in ("matches", "ignores"):
        return f"examples need at least one text under {place[-1]!r}; add a real line"
    if kind in ("string_too_short", "too_short"):
        return _empty(place, kind)
    if kind == "string_too_long":
        return f"{called} has {len(given):,} characters, more than {limits['max_length']:,}; make it shorter"
    if kind == "too_long":
        return f"{called} has {len(given):,} items, more than {limits['max_length']:,}; split the pack"
    for limit, words in _BOUNDS.items():
        if limit in limits:
            return f"{called} must be {words.format(limits[limit])}, not {given}"
    return None


def _of_type(detail: Any, written: str) -> str | None:
    """Of values whose type is wrong; with the text that its author wrote, of which little may be left in the value."""
    place, kind, given = detail["loc"], detail["type"], detail["input"]
    name, called = place[-1], _called(place)
    if given is None and not written:
        return _empty(place, kind)
    what = next((words for types, words in _KINDS if isinstance(given, types)), "an empty value")
    text = given if isinstance(given, str) else written or str(given)
    text = quoted(text) if text.isprintable() else "'…'"
    if kind == "string_type" and isinstance(name, int):
        return f"{called} holds texts, not {what}; quote it: {text}"
    if kind == "string_type" and isinstance(given, list):
        one = given[0] if len(given) == 1 and isinstance(given[0], str) and given[0].isprintable() else "…"
        return f"{called} is one text, not a list; write {name}: {quoted(one)}"
    if kind == "string_type":
        return f"{called} must be text, not {what}; quote it: {name}: {text}"
    if kind == "list_type" and name in SECTIONS:
        return f"{called} is a list, not {what}; begin each rule with `- id: …`"
    if kind == "list_type":
        return f"{called} is a list, not {what}; write {name}: [{text}]"
    if kind in ("model_type", "dict_type") and name in _MAPPINGS:
        return f"{called} is a mapping, not {what}; write {name}: {_MAPPINGS[name][1]}"
    if kind in ("model_type", "dict_type"):
        return f"a rule is a mapping, not {what}; begin it with `id: …`"
    if kind in ("int_type", "float_type"):
        number = given if str(given).isdecimal() else _SAMPLES[kind]
        wanted = "a whole number" if kind == "int_type" else "a number"
        return f"{called} must be {wanted}, not {written or given}; write {name}: {number}"
    return None


def _empty(place: Place, kind: str) -> str:
    """Of what has no value at all."""
    name, called = place[-1], _called(place)
    if isinstance(name, int):
        return f"{called} has an empty item; write one, or delete it"
    if name in SECTIONS:
        return f"{name} is empty; write a rule below it, which begins with `- id: …`"
    sample = _MAPPINGS[name][1] if name in _MAPPINGS else _SAMPLES.get(kind, "…")
    return f"{called} is empty; write {name}: {sample}"
