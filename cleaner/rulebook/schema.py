"""The shape of a rule file, as strict pydantic models: unknown keys, wrong types and half-written rules do not load.

Only the shape lives here. Reading files and naming mistakes by line is ``loader``'s job, matching is ``matching``'s.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Annotated, Any, Literal

import regex
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from cleaner.letters import plain_spaces
from cleaner.model import GUESSES, Label
from cleaner.sites import host_of

MATCHERS = ("line", "lines", "inside", "block", "select")

Status = Literal["draft", "stable", "retired"]
RuleLabel = Literal[
    "article", "title", "summary", "byline", "navigation", "share", "promo", "caption", "photo_credit", "agency_credit",
    "author_bio", "other_story", "embed", "comments", "legal", "duplicate",
]  # fmt: skip  # one line a thought
assert set(RuleLabel.__args__) == set(map(str, Label))  # type: ignore[attr-defined]  # Literal's

LONGEST = 4096
"""Characters of a pattern."""
Pattern = Annotated[str, Field(min_length=1, max_length=LONGEST), AfterValidator(plain_spaces)]
"""Patterns and whole lines have plain spaces, as the texts that rules see."""
WholeLine = Annotated[str, Field(min_length=1), AfterValidator(plain_spaces)]
PART_NAME = r"^[a-z][a-z0-9_]*$"
PartsMap = Annotated[
    dict[Annotated[str, Field(pattern=PART_NAME)], Pattern], Field(json_schema_extra={"additionalProperties": False})
]
Words = Annotated[str, Field(min_length=1)]


def _day(value: Any) -> Any:
    """A day as YAML or text in quotes has it. Numbers are none, though they could be read as times."""
    if value is None or isinstance(value, date):
        return value
    with suppress(ValueError):
        if isinstance(value, str) and regex.fullmatch(r"\d{4}-\d\d-\d\d", value, regex.ASCII):
            return date.fromisoformat(value)
    raise PydanticCustomError("no_day", "not a day")  # what to write is told with the name of the key


Day = Annotated[date | None, BeforeValidator(_day)]
FamilyName = Annotated[str, Field(pattern=r"^(family/)?[a-z0-9]+(-[a-z0-9]+)*$")]

_HOST = r"^[^\s.*:/?#@\\A-Z]+(\.[^\s.*:/?#@\\A-Z]+)*$"


def _host(text: str) -> str:
    """A host as it is looked up; one that is written otherwise would never be found."""
    if not regex.search(_HOST, text) or host_of(text) != text:
        meant = (host_of(text.strip("*. ")) or "").strip("*.")
        write = meant if regex.search(_HOST, meant) else "e.g. news.example"
        raise ValueError(f"{text!r} is no host; write the host alone, in small letters and without `www.`: {write}")
    return text


Host = Annotated[str, Field(json_schema_extra={"pattern": _HOST}), AfterValidator(_host)]


def _pack_name(name: str) -> str:
    if name == GUESSES:
        raise ValueError(f"{name!r} stands before the names of guesses, as in {name}/prose; choose another name")
    return name


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Families = Annotated[
    list[FamilyName],
    BeforeValidator(_listed, json_schema_input_type=list[FamilyName] | FamilyName),
    Field(description="files of families/, without .yaml, whose rules this pack has too; the first wins"),
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Within(_Model):
    """Where a rule may match. Every guard given must hold. Blank lines do not count and are looked over."""

    first: Annotated[int, Field(ge=1, description="only among the first N lines")] | None = None
    last: Annotated[int, Field(ge=1, description="only among the last N lines")] | None = None
    after: Annotated[Pattern, Field(description="the line before matches this pattern as a whole")] | None = None
    before: Annotated[Pattern, Field(description="the line after matches this pattern as a whole")] | None = None
    at_most: (
        Annotated[int, Field(ge=1, description="the line, or the text of the element, has at most N characters")] | None
    ) = None


class Block(_Model):
    """A run of lines. It matches only if the end is found within ``at_most`` lines, so that no rule can eat an article."""

    start: Annotated[Pattern, Field(alias="from", description="the first line matches this pattern as a whole")]
    to: Annotated[Pattern, Field(description="the last line matches this pattern as a whole; `end` is the end of the text")]
    at_most: Annotated[int, Field(ge=1, le=500, description="most lines that are not blank, first and last counted")]


class Examples(_Model):
    """Small documents that the loader runs the rule on, guards and all."""

    matches: Annotated[list[Words], Field(min_length=1)]
    ignores: Annotated[list[Words], Field(min_length=1)]


class Rule(_Model):
    """One concern: what a stretch is, why, how to find it, and examples that prove it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    label: RuleLabel
    heading_of: Annotated[Literal["other_story", "author_bio"] | None, Field(description="what the line is the heading of")] = (
        None
    )
    why: Annotated[str, Field(min_length=10, description="one sentence for the person who reviews the cut")]
    line: Annotated[Pattern, Field(description="pattern of a whole line")] | None = None
    lines: Annotated[list[WholeLine], Field(min_length=1, description="whole lines, letter for letter, in any case")] | None = (
        None
    )
    inside: Annotated[Pattern, Field(description="pattern of a part of a line")] | None = None
    block: Block | None = None
    select: Annotated[Pattern, Field(description="CSS selector of elements of a web page")] | None = None
    text: Annotated[Pattern, Field(description="pattern of the whole text of an element that `select` finds")] | None = None
    within: Within = Within()
    confidence: Annotated[float, Field(gt=0, le=1)] = 1.0
    status: Status = "stable"
    since: Annotated[Day, Field(description="first day of the page layout that this rule is for")] = None
    until: Annotated[Day, Field(description="last day of the page layout that this rule is for")] = None
    examples: Examples

    @model_validator(mode="after")
    def _days_in_order(self) -> Rule:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since} is later than until {self.until}; swap them")
        return self

    @model_validator(mode="after")
    def _one_matcher(self) -> Rule:
        given = [name for name in MATCHERS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"a rule has exactly one of {', '.join(MATCHERS)}; this one has {' and '.join(given) or 'none'}")
        return self

    @model_validator(mode="after")
    def _whole_lines_are_headings(self) -> Rule:
        if self.heading_of and self.inside is not None:
            raise ValueError(
                "`inside` finds a part of a line, and only whole lines are headings; leave out `heading_of`, or write `line`"
            )
        return self

    @model_validator(mode="after")
    def _elements_are_bounded(self) -> Rule:
        if self.select is None:
            if self.text is not None:
                raise ValueError("`text` is the text of an element; it goes with `select`, for a line write `line`")
            return self
        guards = [name for name in ("first", "last", "after", "before") if getattr(self.within, name) is not None]
        if guards:
            raise ValueError(f"`select` knows no lines: `within: {guards[0]}` means nothing there; let the selector say it")
        if self.within.at_most is None and self.label != "article":
            raise ValueError(
                "`select` needs `within: {at_most: N}`, the most characters an element may hold, lest it take an article"
            )
        return self


class Exemption(Rule):
    """A rule for text that looks like chrome and is not: it wins over every rule of its rank and keeps the text."""

    label: Literal["article"] = "article"


class PartsFile(_Model):
    """Parts that every pack of the rules directory may call; ``parts.yaml`` beside the folders of packs."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    parts: Annotated[PartsMap, Field(min_length=1, description="pieces of patterns by name, called as (?&name) in any pack")]


class _Pack(_Model):
    schema_: Annotated[Literal[1], Field(alias="schema")]
    status: Status = "stable"
    # Where the file is read they are written out in the patterns that call them: no reader of the JSON form needs them.
    parts: Annotated[
        PartsMap, Field(description="pieces of this file's patterns by name, called as (?&name)", exclude=True)
    ] = {}
    rules: Annotated[list[Rule], Field(min_length=1, max_length=10_000)]
    exceptions: Annotated[list[Exemption], Field(max_length=10_000, description="rules for text that must stay")] = []


class FamilyPack(_Pack):
    """Rules of pages made with the same software, which outlets take over with ``extends``; nothing by itself."""

    family: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="equals the file name")]
    extends: Families = []


class SharedPack(_Pack):
    """Rules that no single outlet owns. They apply to documents in their language; English ones and ``any`` everywhere."""

    pack: Annotated[
        str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="equals the file name"), AfterValidator(_pack_name)
    ]
    language: Annotated[str, Field(pattern=r"^([a-z]{2}|any)$", description="ISO 639-1, or any")]


class OutletPack(_Pack):
    """Rules of one outlet, found by its host."""

    outlet: Annotated[
        str,
        Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", description="host; equals the file name"),
        AfterValidator(_host),
        AfterValidator(_pack_name),
    ]
    name: Words
    checked: Annotated[Day, Field(description="date of the newest page these rules were read against")] = None
    hosts: list[Host] = []
    recognise: list[Pattern] = []
    extends: Families = []
    rules: Annotated[list[Rule], Field(max_length=10_000)] = []

    @model_validator(mode="after")
    def _has_rules(self) -> OutletPack:
        if not self.rules and not self.extends:
            raise ValueError("an outlet has rules of its own or those of a family; write `rules:` or `extends:`")
        return self


PACKS: dict[str, type[BaseModel]] = {"shared": SharedPack, "outlets": OutletPack, "families": FamilyPack}
"""The shape of a rule file, by the folder that it lies in."""


def json_schema() -> dict[str, Any]:
    """The shape of rule files as JSON Schema for editors, in words of draft-07 alone.

    A file is checked as the kind of pack whose naming key (``pack``, ``outlet`` or ``family``) it has; one with neither such a
    key nor rules, but with parts, is a ``parts.yaml``.
    """
    definitions: dict[str, Any] = {}
    models: tuple[type[BaseModel], ...] = (*PACKS.values(), PartsFile)
    for model in models:
        schema = model.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
        definitions.update(schema.pop("$defs", {}))
        definitions[model.__name__] = schema
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A rule file of cleaner",
        "type": "object",
        "definitions": dict(sorted(definitions.items())),
        "if": {"required": ["outlet"]},
        "then": {"$ref": "#/definitions/OutletPack"},
        "else": {
            "if": {"required": ["family"]},
            "then": {"$ref": "#/definitions/FamilyPack"},
            "else": {
                "if": {"required": ["parts"], "not": {"anyOf": [{"required": ["pack"]}, {"required": ["rules"]}]}},
                "then": {"$ref": "#/definitions/PartsFile"},
                "else": {"$ref": "#/definitions/SharedPack"},
            },
        },
    }
