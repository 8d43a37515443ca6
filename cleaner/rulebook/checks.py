"""What is wrong with a rule file beyond YAML: its shape, its patterns, its examples; all of it, each with its line."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from typing import Any

import regex
from pydantic import BaseModel, ValidationError

from cleaner.errors import Mistake, RuleTimeout
from cleaner.model import Fields
from cleaner.rulebook import advice
from cleaner.rulebook.advice import did_you_mean, rule_name
from cleaner.rulebook.matching import Matcher
from cleaner.rulebook.pack import SECTIONS, Rule, rule_from_json
from cleaner.rulebook.patterns import TIMEOUT
from cleaner.rulebook.schema import LONGEST, MATCHERS, Exemption
from cleaner.rulebook.schema import Rule as RuleShape
from cleaner.rulebook.selecting import check_selector, example_document, stretches
from cleaner.rulebook.yamlfile import Parsed, Place
from cleaner.visible import shortened

_FIELDS = sorted(set(Fields.__slots__) - {"language"})
_NOT_PROSE = ("x", "Seven people were hurt on Tuesday, the police said.", "王先生昨天没有来。")
_ANYBODYS = (
    _NOT_PROSE[1],
    _NOT_PROSE[2],
    "The mayor (58) said in 2024 that it was not “our” plan: she, and nobody else, will vote on 12 May at 10:30.",
    "By JANE ROE | Home > News | Share | Read more... All rights reserved. © 2024 • +44 $5 50% a@b",
)
"""A text as any outlet could have printed it."""
_BARE_PAGE = "<html><head><title>x</title></head><body>" + "".join(
    [
        f"<main><article><section><div>{element}</div></section></article></main>"
        for element in (
            *(f"<{tag}>{_NOT_PROSE[1]}</{tag}>" for tag in ("p", "div", "blockquote", "pre")),
            f"<ul><li>{_NOT_PROSE[1]}</li></ul><table><tr><td>{_NOT_PROSE[1]}</td></tr></table>",
            f"<p><span>{_NOT_PROSE[1]}</span></p><p><a>{_NOT_PROSE[1]}</a></p><p><b>{_NOT_PROSE[1]}</b></p>",
            f"<p><em>{_NOT_PROSE[1]}</em></p><p><i>{_NOT_PROSE[1]}</i></p><p><strong>{_NOT_PROSE[1]}</strong></p>",
        )
    ]
)
"""A page that names nothing, so that only a selector that names nothing finds its prose."""
_PATTERNS: tuple[Place, ...] = (
    ("line",), ("inside",), ("text",), ("block", "from"), ("block", "to"), ("within", "after"), ("within", "before"),
)  # fmt: skip  # a list
"""Where a rule holds patterns."""
_LIFT_NOTHING: tuple[Place, ...] = (("block", "to"), ("within", "after"), ("within", "before"))
"""Where groups become no fields: these patterns are of a line beside what the rule takes, or end it."""
_SHOWN = 60
"""Characters of an example in a message."""
_END = (("block", "to"), "end")
"""What stands there and is none."""
_SIGNS = "|?()*+[]{}^$"
"""Signs that mean something in patterns. The full stop does, too, but stands for itself as well."""
_MAX_REPEAT = 1000
"""Times that a pattern may ask for something: each takes time and memory when it is compiled."""
_REPEAT = regex.compile(r"\{(\d+)?(?:,(\d+)?)?\}")
_CALL = regex.compile(r"(?<!\\)(?:\\\\)*\(\?(?:R|[+-]?\d+|&\w+|P>\w+)\)")
"""A group that is run anew from inside. It may never come to an end, and then fills the memory before the time is up."""


def shape(
    parsed: Parsed, model: type[BaseModel], path: str, *, left: Collection[Place] = ()
) -> tuple[BaseModel | None, list[Mistake]]:
    """Validate a file's values; the model, or every mistake with what to write instead.

    Those at places that are ``left`` are told of elsewhere, and so is what seems to be missing around these.
    """
    try:
        return model.model_validate(parsed.data), []
    except ValidationError as error:
        return None, [
            Mistake(path, _line(parsed.lines, detail["loc"]), advice.advice(parsed, model, detail))
            for detail in error.errors(include_url=False)
            if detail["loc"] not in left and not (detail["type"] == "value_error" and _around(detail["loc"], left))
        ]


def _around(place: Place, places: Collection[Place]) -> bool:
    return any(one[: len(place)] == place for one in places)


def _line(lines: dict[Place, int], place: Place) -> int:
    """The line of a place, or of the nearest thing around it that stands in the file."""
    while place not in lines and place:
        place = place[:-1]
    return lines.get(place, 1)


def sound_rules(data: Any) -> dict[Place, RuleShape]:
    """The rules of a file whose shape is right, by their place in it, whatever is wrong around them.

    A key that nobody knows is told of by `shape`; the rest of its rule is judged without it.
    """
    sound: dict[Place, RuleShape] = {}
    models: tuple[type[RuleShape], ...] = (RuleShape, Exemption)
    for (section, index), rule in _written(data):
        model = models[SECTIONS.index(section)]
        with suppress(ValidationError):
            sound[section, index] = model.model_validate(_without_unknown(rule, model))
    return sound


def _written(data: Any) -> Iterator[tuple[tuple[str, int], Any]]:
    """Whatever stands where rules do, with its place."""
    for section in SECTIONS:
        rules = data.get(section) if isinstance(data, dict) else None
        yield from (((section, index), rule) for index, rule in enumerate(rules if isinstance(rules, list) else ()))


def _without_unknown(rule: Any, model: type[RuleShape]) -> Any:
    try:
        model.model_validate(rule)
    except ValidationError as error:
        unknown = {detail["loc"] for detail in error.errors(include_url=False) if detail["type"] == "extra_forbidden"}
        return _without(rule, unknown) if unknown else rule
    return rule


def _without(values: Any, places: set[Place]) -> Any:
    if not isinstance(values, dict):
        return values
    inner = {key: {place[1:] for place in places if len(place) > 1 and place[0] == key} for key in values}
    return {key: _without(value, inner[key]) if inner[key] else value for key, value in values.items() if (key,) not in places}


def raw_patterns(
    data: Any, sound: Collection[Place], lines: dict[Place, int], path: str, *, left: Collection[Place] = ()
) -> Iterator[Mistake]:
    """Mistakes in the patterns of rules whose shape is wrong, as far as it is known which of their texts are patterns.

    Those at places that are ``left`` are told of elsewhere.
    """
    for place, what, holder in given_patterns(data):
        text = holder[place[-1]]
        if place[0] in SECTIONS and place[:2] not in sound and place not in left and len(text) <= LONGEST:
            yield from _pattern(text, what, _line(lines, place), path)


def given_patterns(data: Any) -> Iterator[tuple[Place, str, Any]]:
    """Every text that is a pattern in the values of a file, whatever is wrong around it.

    Yields:
        Its place, what messages call it, and the list or mapping that holds it at the last of its place.
    """
    given = data.get("recognise") if isinstance(data, dict) else None
    for index, text in enumerate(given if isinstance(given, list) else ()):
        if isinstance(text, str) and text:
            yield ("recognise", index), f"recognise: {text!r}", given
    for place, rule in _written(data):
        for part in _PATTERNS:
            holder = rule
            for key in part[:-1]:
                holder = holder.get(key) if isinstance(holder, dict) else None
            text = holder.get(part[-1]) if isinstance(holder, dict) else None
            if isinstance(text, str) and text and (part, text) != _END:
                name = rule_name({place[0]: {place[1]: rule}}, place)
                yield (*place, *part), f"rule {name}, {'.'.join(map(str, part))}", holder


def cut_short(parsed: Parsed, path: str) -> Iterator[Mistake]:
    """Patterns and texts without quotes that a comment follows: what was meant as text is taken away from them, unseen."""
    for place, comment in _comments(parsed):
        if value := parsed.written(place):
            message = f"{comment!r} is a comment and no part of {value!r}; put the value in single quotes, or a line between"
            yield Mistake(path, parsed.lines[place], message)


def cut_away(parsed: Parsed, path: str) -> dict[Place, Mistake]:
    """Patterns and texts of which a comment has left nothing at all, by their places."""
    return {
        place: Mistake(path, parsed.lines[place], advice.cut_away(comment))
        for place, comment in _comments(parsed)
        if not parsed.written(place)
    }


def _comments(parsed: Parsed) -> Iterator[tuple[Place, str]]:
    """The places of patterns and texts without quotes behind which a comment begins, and these comments."""
    for place, value in _values(parsed.data, ()):
        written = parsed.written(place)
        # What is no text is told of as such, and `end` is no pattern.
        is_text = isinstance(value, str) and written[:1] not in ("'", '"', "|", ">") and (place[2:], value) != _END
        if _holds_text(place) and (is_text or not written) and (comment := parsed.comment(place)):
            yield place, comment


def _values(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    """Whatever stands in a file and is neither a list nor a mapping, with its place."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _values(inner, (*place, key))
    else:
        yield place, value


def _holds_text(place: Place) -> bool:
    """Whether a place holds a pattern or a text to be matched, and not a name, a number or a sentence."""
    if place[0] in ("parts", "recognise"):
        return len(place) == 2
    if place[0] not in SECTIONS:
        return False
    return place[2:] in (*_PATTERNS, ("select",)) or (place[2:3], len(place)) in ((("lines",), 4), (("examples",), 5))


def recognition(data: Any, lines: dict[Place, int], path: str, *, left: Collection[Place] = ()) -> Iterator[Mistake]:
    """Mistakes in the ``recognise`` patterns of an outlet's file, but for those at places that are ``left``."""
    for place, what, holder in given_patterns(data):
        if place[0] == "recognise" and place not in left:
            text, at = holder[place[-1]], _line(lines, place)
            mistakes = list(_pattern(text, what, at, path, lifts=False))
            yield from mistakes
            if not mistakes and (wrong := _finds_anybody(text)):
                yield Mistake(path, at, f"{what}: {wrong}")


def _finds_anybody(text: str) -> str | None:
    """Why a pattern says nothing of whose a text is, if so."""
    compiled = regex.compile(text)
    try:
        found = next((line for line in _ANYBODYS if compiled.search(line, timeout=TIMEOUT)), None)
    except TimeoutError:
        return f"the pattern ran longer than {TIMEOUT:g} s on one line; simplify it"
    return found and f"this pattern is found in what anybody prints: {found!r}; name what only this outlet prints"


def same_ids(data: Any, lines: dict[Place, int], path: str) -> Iterator[Mistake]:
    """Rules of one file that share an id, whatever else is wrong with them."""
    seen: dict[str, int] = {}
    for place, rule in _written(data):
        name = rule.get("id") if isinstance(rule, dict) else None
        if not isinstance(name, str):
            continue
        line = _line(lines, (*place, "id"))
        if name in seen:
            yield Mistake(path, line, f"rule id {name!r} stands twice (first in line {seen[name]}); ids are unique in a pack")
        seen.setdefault(name, line)


def judge(
    place: Place, rule: RuleShape, lines: dict[Place, int], path: str, folder: str, *, try_examples: bool = True
) -> list[Mistake]:
    """All mistakes of a rule whose shape is right, in a pack of this folder; examples are tried where the rest is right."""
    flaws = [*patterns(place, rule, lines, path), *selectors(place, rule, lines, path, folder)]
    if try_examples and not flaws:
        values = json.loads(rule.model_dump_json(by_alias=True))
        flaws += examples(place, rule_from_json(values), lines, path)
    return flaws


def mistakes_of(values: dict[str, Any], folder: str) -> list[str]:
    """What would keep a rule of these values, in a pack of this folder, from loading."""
    rule, wrong = shape(Parsed({"rules": [values]}, {}, [], {}, ""), _Alone, "")
    if isinstance(rule, _Alone):
        wrong += judge(("rules", 0), rule.rules[0], {}, "", folder)
    return [mistake.message for mistake in wrong]


class _Alone(BaseModel):
    rules: list[RuleShape]


def patterns(place: Place, rule: RuleShape, lines: dict[Place, int], path: str) -> Iterator[Mistake]:
    """Mistakes in a rule's patterns: they do not compile, match the empty text or any line at all, or name unknown fields."""
    found: list[tuple[Place, str | None]] = [(("line",), rule.line), (("inside",), rule.inside), (("text",), rule.text)]
    if rule.block:
        found += [(("block", "from"), rule.block.start), (("block", "to"), rule.block.to if rule.block.to != "end" else None)]
    found += [(("within", "after"), rule.within.after), (("within", "before"), rule.within.before)]
    anchored = rule.within.after is not None or rule.within.before is not None
    for part, pattern in found:
        if pattern is None:
            continue
        at = _line(lines, (*place, *part))
        what = f"rule {rule.id!r}, {'.'.join(map(str, part))}"
        mistakes = list(_pattern(pattern, what, at, path, lifts=part not in _LIFT_NOTHING))
        yield from mistakes
        finds_lines = part[0] in MATCHERS and part != ("block", "to")
        if not mistakes and finds_lines and not anchored and _matches_anything(pattern):
            yield Mistake(path, at, f"rule {rule.id!r}: this pattern matches any line; say what the line holds, or guard it")


def selectors(place: Place, rule: RuleShape, lines: dict[Place, int], path: str, folder: str) -> Iterator[Mistake]:
    """Mistakes in a rule's selector: it cannot be read, finds the prose of any page, or stands in a pack of no outlet."""
    if rule.select is None:
        return
    at = _line(lines, (*place, "select"))
    if folder == "shared":
        message = "names of elements mean something on pages of one make only; put the rule into an outlet's pack or a family"
        yield Mistake(path, at, f"rule {rule.id!r}: {message}")
    try:
        check_selector(rule.select)
    except ValueError as error:
        yield Mistake(path, at, f"rule {rule.id!r}, select: {error}")
        return
    if rule.label != "article" and _selects_prose(rule.select):
        message = "this selector finds the prose of any page; name a class, an id or an attribute"
        yield Mistake(path, at, f"rule {rule.id!r}: {message}")


def _selects_prose(selector: str) -> bool:
    page = example_document(_BARE_PAGE, markup=True).page
    return page is not None and any(stretches(page, [selector])[0])


def _pattern(text: str, what: str, line: int, path: str, *, lifts: bool = True) -> Iterator[Mistake]:
    found = compiled(text, what)
    if isinstance(found, str):
        yield Mistake(path, line, found)
        return
    if found.fullmatch(""):
        yield Mistake(path, line, f"{what}: the pattern matches the empty text, so it would match everywhere; demand something")
    for name in found.groupindex:
        if not lifts:
            yield Mistake(path, line, _lifts_nothing(what, name))
        elif name not in _FIELDS:
            yield Mistake(
                path, line, f"{what}: group {name!r} is no field{did_you_mean(name, _FIELDS)}; fields: {', '.join(_FIELDS)}"
            )


def _lifts_nothing(what: str, name: str) -> str:
    return f"{what}: group {name!r} lifts nothing here; only `line`, `inside`, `text` and a block's `from` lift; write (?:…)"


def compiled(text: str, what: str, *, shown: str | None = None, in_file: bool = True) -> regex.Pattern[str] | str:
    """A pattern, or why it cannot be used; then ``what`` is its name, and ``shown`` is how its author wrote it.

    One that stands in no file has no parts to call.
    """
    for bound in _REPEAT.finditer(text):
        if any(_beyond_limit(number) for number in bound.groups() if number):
            return f"{what}: a repeat beyond {_MAX_REPEAT} takes too long to compile; use a smaller one, or + or *"
    if call := _CALL.search(text):
        instead = "write it out, or make it a part and call that" if in_file else "write it out"
        return f"{what}: {call.group()} calls a group, which may never end; {instead}"
    try:
        return regex.compile(text)
    except regex.error as error:
        return f"{what}: not a valid pattern: {error}{_here(shown or text, getattr(error, 'pos', None))}"
    except (RecursionError, OverflowError, MemoryError, ValueError) as error:
        return f"{what}: not a usable pattern: {type(error).__name__}; make it simpler"


def _beyond_limit(number: str) -> bool:
    # Python reads no number of thousands of digits.
    return len(number) > len(str(_MAX_REPEAT)) or int(number) > _MAX_REPEAT


def _here(text: str, position: int | None) -> str:
    return "" if position is None else f": {text[:position]}»HERE»{text[position:]}"


def _matches_anything(text: str) -> bool:
    compiled = regex.compile(text)
    return all(compiled.fullmatch(probe) for probe in _NOT_PROSE)


def examples(place: Place, rule: Rule, lines: dict[Place, int], path: str) -> Iterator[Mistake]:
    """Mistakes in a rule's examples: it is silent on its own ``matches`` or speaks on its ``ignores``."""
    claims = claims_example(rule)
    for kind, texts, wanted in (("matches", rule.matches, True), ("ignores", rule.ignores, False)):
        for number, text in enumerate(texts):
            line = _line(lines, (*place, "examples", kind, number))
            shown = shortened(text, _SHOWN)
            try:
                speaks = claims(text)
            except RuleTimeout as error:
                yield Mistake(path, line, str(error))
                continue
            if speaks is not wanted and rule.status != "retired":
                what = "does not match this example" if wanted else "matches this example, which it should ignore"
                name = rule.id.rpartition("/")[2]
                yield Mistake(path, line, f"rule {name!r} {what}: {shown!r}; {_remedy(rule, wanted, text)}")


def _remedy(rule: Rule, wanted: bool, text: str) -> str:
    if wanted and (signs := _meant_as_text(rule, text)):
        have = "has" if len(signs) == 1 else "have"
        named = ", ".join(f"`{sign}`" for sign in signs)
        return f"{named} {have} a meaning in patterns; write `\\{signs[0]}`, or the text under `lines`"
    if wanted and (rule.guard.after or rule.guard.before):
        return "show the neighbouring line too (an example is a small document), or mend the pattern or the guard"
    return "mend the pattern or move the example"


def _meant_as_text(rule: Rule, text: str) -> str:
    """The signs of a pattern that stand for something else than themselves, where it would fit if they stood for themselves."""
    if not rule.pattern or not any(rule.pattern.strip() in line for line in text.splitlines()):
        return ""
    return "".join(dict.fromkeys(sign for sign in rule.pattern if sign in _SIGNS))


def claims_example(rule: Rule) -> Callable[[str], bool]:
    """Whether a rule claims anything in an example, which is a small document of its own: a page if the rule selects elements.

    What is made to find the rule is made once for all its examples. What is given back raises `RuleTimeout` where a pattern
    runs too long.
    """
    matcher, markup = Matcher([rule]), rule.kind == "select"
    return lambda text: any(True for _ in matcher.claims(example_document(text, markup=markup)))
