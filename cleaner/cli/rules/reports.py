"""Findings about rules as programs read them: GitHub's workflow commands, SARIF and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import typer

from cleaner._version import __version__
from cleaner.cli.rules.paths import relative
from cleaner.cli.terminal import Terminal, counted
from cleaner.errors import RulebookError

if TYPE_CHECKING:
    from cleaner.workshop import Finding


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    GITHUB = "github"
    SARIF = "sarif"
    JSON = "json"


FormatOption = Annotated[
    Format,
    typer.Option("-f", "--format", help="For people; as GitHub's workflow commands; as SARIF 2.1.0, for code scanning; JSON."),
]
KINDS = {
    "anchors": "A pattern of a whole line needs no ^ and $.",
    "broad": "A rule can take more than its author means.",
    "changed": "A fixture is not as its golden.",
    "checked": "A pack was not compared with a page for long.",
    "duplicate": "Two rules find the same.",
    "hosts": "A host belongs to the outlet anyway.",
    "id": "An id says nothing.",
    "missing": "A rule does not hit what it should.",
    "mistake": "A rule file does not load.",
    "new": "A fixture has no golden yet.",
    "noisy": "A rule hits what it should not.",
    "parts": "A list stands again and again where a named part could.",
    "plain": "A pattern is a plain text.",
    "shadowed": "A rule never wins.",
    "slow": "A pattern can take very long.",
    "stale": "A hit that is allowed does not occur.",
    "twice": "A text stands twice.",
    "untested": "An outlet has no fixture.",
    "why": "A reason says nothing.",
}
"""What findings there are, in a sentence each."""
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def rendered(findings: Sequence[Finding], form: Format) -> bytes:
    """Findings in one of the formats for programs."""
    if form is Format.GITHUB:
        return "".join(f"{_annotation(finding)}\n" for finding in findings).encode()
    told: object = _sarif(findings) if form is Format.SARIF else [asdict(finding) for finding in findings]
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()


@contextmanager
def mistakes_as(form: Format, terminal: Terminal) -> Iterator[None]:
    """Print the mistakes that keep rule files from loading as findings, too, and leave with status 2.

    Raises:
        RulebookError: with these mistakes, where the format is that for people.
    """
    from cleaner.workshop import Finding

    try:
        yield
    except RulebookError as error:
        if form is Format.TEXT:
            raise
        found = [Finding(one.path, one.line, "error", "mistake", "", one.message) for one in error.mistakes]
        terminal.data(rendered(found, form))
        terminal.say(f"{counted(len(found), 'mistake')} in rule files; nothing was done", "red")
        raise typer.Exit(2) from error


def _said(finding: Finding) -> str:
    return f"{finding.rule}: {finding.message}" if finding.rule else finding.message


def _annotation(finding: Finding) -> str:
    level = "error" if finding.level == "error" else "notice"
    head = f"file={_property(relative(finding.path))},line={finding.line},title={_property(finding.kind)}"
    return f"::{level} {head}::{_data(_said(finding))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    kinds = sorted({finding.kind for finding in findings})
    rules = [{"id": kind, "shortDescription": {"text": KINDS[kind]}} for kind in kinds]
    run = {
        "tool": {"driver": {"name": "cleaner", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, kinds) for finding in findings],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(finding: Finding, kinds: Sequence[str]) -> dict[str, Any]:
    place: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(finding.path)}, "region": {"startLine": finding.line}}
    }
    if finding.rule:
        place["logicalLocations"] = [{"fullyQualifiedName": finding.rule}]
    return {
        "ruleId": finding.kind, "ruleIndex": kinds.index(finding.kind), "level": finding.level,
        "message": {"text": _said(finding)}, "locations": [place],
    }  # fmt: skip  # as they belong together


def _uri(path: str) -> str:
    """The address of a file: below the working directory, as code scanning wants it, a relative one."""
    below = Path(relative(path))
    return below.as_uri() if below.is_absolute() else quote(below.as_posix())
