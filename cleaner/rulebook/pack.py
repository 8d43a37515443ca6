"""Packs and rules as the matcher uses them: plain, frozen, picklable, built from validated JSON.

``schema`` says what a rule file may hold; this is what is left at run time, without pydantic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from cleaner.model import Authority, Label
from cleaner.rulebook.patterns import remember

SECTIONS = ("rules", "exceptions")
"""The lists of a rule file that hold rules."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Where a rule may match; ``None`` means anywhere. Patterns are of the whole neighbouring line."""

    first: int | None = None
    last: int | None = None
    after: str | None = None
    before: str | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack, ready to match.

    Attributes:
        id: full id, ``<pack>/<rule>``.
        kind: ``line``, ``lines``, ``inside``, ``block`` or ``select``.
        pattern: of the line, the part, the block's first line, or the element's text; empty for ``lines``, and where an
            element's text does not matter.
        literals: the lines of ``lines``.
        until: pattern of a block's last line, or ``end``.
        at_most: a block's largest number of lines that are not blank.
        heading_of: what stands below the lines that it finds, where they are headings.
        first_day, last_day: first and last day (ISO 8601) of the page layout that the rule is for; empty means open.
        family: the family that the rule was taken over from, or empty.
        selector: CSS selector of the elements; empty but for ``select``.
        exempts: the rule is an exception of its pack: it keeps text whatever the pack's other rules say.
    """

    id: str
    label: Label
    why: str
    kind: str
    pattern: str
    literals: tuple[str, ...]
    until: str
    at_most: int
    guard: Guard
    confidence: float
    authority: Authority
    language: str
    status: str
    matches: tuple[str, ...]
    ignores: tuple[str, ...]
    first_day: str = ""
    last_day: str = ""
    family: str = ""
    selector: str = ""
    exempts: bool = False
    heading_of: Label | None = None


@dataclass(frozen=True)
class Pack:
    """One rule file.

    Attributes:
        name: pack name, or the outlet's host.
        outlet: whether this is an outlet's pack.
        origin: the file, as it was named.
        language: ISO 639-1 or ``any``; outlet packs are ``any``.
        hosts: further hosts of the outlet.
        replaces: the file of the same name that this one wins over, or empty.
        data: the JSON form of the file, from which `rules` are made.
    """

    name: str
    outlet: bool
    origin: str
    language: str
    status: str
    title: str
    checked: str | None
    hosts: tuple[str, ...]
    recognise: tuple[str, ...]
    digest: str
    data: Mapping[str, Any] = field(compare=False, repr=False)
    replaces: str = ""

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Its rules, exceptions last: made when first asked for, as most packs are for other languages and outlets."""
        remember(self.data.get("known", {}))
        return tuple(
            rule_from_json(
                rule, self.name, outlet=self.outlet, language=self.language, pack_status=self.status,
                exempts=section == "exceptions",
            )
            for section in SECTIONS
            for rule in self.data[section]
        )  # fmt: skip  # one thought a line

    @property
    def dated(self) -> bool:
        """Whether any of its rules may be for the page layout of some time."""
        return bool(self.data.get("dated", True))

    def __getstate__(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


def pack_from_json(data: Mapping[str, Any], *, origin: str, digest: str, replaces: str = "") -> Pack:
    """Build a pack from the JSON form of a validated rule file."""
    outlet = "outlet" in data
    name = data["outlet"] if outlet else data["pack"]
    language = "any" if outlet else data["language"]
    return Pack(
        name=name, outlet=outlet, origin=origin, language=language, status=data["status"], title=data.get("name", name),
        checked=data.get("checked"), hosts=tuple(data.get("hosts", ())), recognise=tuple(data.get("recognise", ())),
        digest=digest, data=data, replaces=replaces,
    )  # fmt: skip  # one thought a line


def patterns_of(data: Mapping[str, Any]) -> Iterator[str]:
    """Every pattern of the rules in the JSON form of a validated rule file, of a pack or a family."""
    for section in SECTIONS:
        for rule in map(rule_from_json, data[section]):
            ends = rule.until if rule.kind == "block" and rule.until != "end" else None
            yield from filter(None, (rule.pattern, ends, rule.guard.after, rule.guard.before))


def rule_from_json(
    data: Mapping[str, Any],
    pack: str = "",
    *,
    outlet: bool = False,
    language: str = "any",
    pack_status: str = "stable",
    exempts: bool = False,
) -> Rule:
    """Build one rule of a pack from its JSON form."""
    kind = next(kind for kind in ("line", "lines", "inside", "block", "select") if data[kind] is not None)
    patterns = {"line": data["line"], "inside": data["inside"], "select": data["text"]}
    block = data["block"] or {"from": "", "to": "", "at_most": 0}
    status = (
        "retired"
        if "retired" in (pack_status, data["status"])
        else "draft"
        if "draft" in (pack_status, data["status"])
        else "stable"
    )
    authority = Authority.DRAFT if status == "draft" else Authority.OUTLET if outlet else Authority.SHARED
    return Rule(
        id=f"{pack}/{data['id']}", label=Label(data["label"]), why=data["why"], kind=kind,
        pattern=block["from"] if kind == "block" else patterns.get(kind) or "",
        literals=tuple(data["lines"] or ()), until=block["to"], at_most=block["at_most"], guard=Guard(**data["within"]),
        confidence=data["confidence"], authority=authority, language=language, status=status,
        matches=tuple(data["examples"]["matches"]), ignores=tuple(data["examples"]["ignores"]),
        first_day=data["since"] or "", last_day=data["until"] or "", family=data.get("family", ""),
        selector=data["select"] or "", exempts=exempts, heading_of=Label(data["heading_of"]) if data["heading_of"] else None,
    )  # fmt: skip  # one thought a line
