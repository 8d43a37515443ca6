"""The shape of a rule file, as strict pydantic models: unknown keys, wrong types and half-written rules do not load.

Only the shape lives here. Reading files and naming mistakes by line is ``loader``'s job, matching is ``matching``'s.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cleaner.model import Label

MATCHERS = ("line", "lines", "inside", "block")

Status = Literal["draft", "stable", "retired"]
RuleLabel = Literal[
    "article", "title", "summary", "byline", "navigation", "share", "promo", "caption", "photo_credit", "agency_credit",
    "author_bio", "other_story", "embed", "comments", "legal",
]  # fmt: skip  # one line a thought: every label but blank, which only the renderer gives
assert set(RuleLabel.__args__) == {str(label) for label in Label} - {"blank"}  # type: ignore[attr-defined]  # Literal's

Pattern = Annotated[str, Field(min_length=1, max_length=4096)]
Words = Annotated[str, Field(min_length=1)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Within(_Model):
    """Where a rule may match. Every guard given must hold. Blank lines do not count and are looked over."""

    first: Annotated[int, Field(ge=1, description="only among the first N lines")] | None = None
    last: Annotated[int, Field(ge=1, description="only among the last N lines")] | None = None
    after: Annotated[Pattern, Field(description="the line before matches this pattern as a whole")] | None = None
    before: Annotated[Pattern, Field(description="the line after matches this pattern as a whole")] | None = None
    at_most: Annotated[int, Field(ge=1, description="the line is at most N characters long")] | None = None


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
    why: Annotated[str, Field(min_length=10, description="one sentence for the person who reviews the cut")]
    line: Annotated[Pattern, Field(description="pattern of a whole line")] | None = None
    lines: Annotated[list[Words], Field(min_length=1, description="whole lines, letter for letter, in any case")] | None = None
    inside: Annotated[Pattern, Field(description="pattern of a part of a line")] | None = None
    block: Block | None = None
    within: Within = Within()
    confidence: Annotated[float, Field(gt=0, le=1)] = 1.0
    status: Status = "stable"
    examples: Examples

    @model_validator(mode="after")
    def _one_matcher(self) -> Rule:
        given = [name for name in MATCHERS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"a rule has exactly one of {', '.join(MATCHERS)}; this one has {' and '.join(given) or 'none'}")
        return self


class _Pack(_Model):
    schema_: Annotated[Literal[1], Field(alias="schema")]
    status: Status = "stable"
    rules: Annotated[list[Rule], Field(min_length=1, max_length=10_000)]


class SharedPack(_Pack):
    """Rules that no single outlet owns. They apply to documents in their language; English ones and ``any`` everywhere."""

    pack: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="equals the file name")]
    language: Annotated[str, Field(pattern=r"^([a-z]{2}|any)$", description="ISO 639-1, or any")]


class OutletPack(_Pack):
    """Rules of one outlet, found by its host."""

    outlet: Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", description="host; equals the file name")]
    name: Words
    checked: Annotated[
        date | None, Field(strict=False, description="date of the newest page these rules were read against")
    ] = None
    hosts: list[Words] = []
    recognise: list[Pattern] = []
