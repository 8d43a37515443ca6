"""Writing small rule files for tests."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from benchmarks.chaos import RULES

BASICS = (
    RULES
    + """\
  - id: credit
    label: photo_credit
    why: Who took the picture.
    inside: '\\(Photo: (?P<photo_credits>\\w+)\\)'
    examples: {matches: ['Here (Photo: Reuters)'], ignores: ['Photo of a boat']}
  - id: caption
    label: caption
    why: What a picture shows.
    line: 'Caption: .+'
    examples: {matches: ['Caption: a boat'], ignores: ['Captions are fun.']}
  - id: shouting
    label: promo
    why: A plea in capitals.
    line: '\\p{Lu}{4,} \\p{Lu}{4,}'
    examples: {matches: ['JOIN TODAY'], ignores: ['Join today']}
"""
)
"""A shared pack with rules of some kinds; the first is that of the chaos runs."""


def write_pack(folder: Path, name: str, text: str) -> Path:
    """Write ``folder/<name>.yaml`` (``shared/x`` or ``outlets/x``) and return its path."""
    path = folder / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return path


def one_rule(
    matcher: str, *, label: str = "promo", matches: str = "Sign up now", ignores: str = "They sign.", more: str = ""
) -> str:
    """A shared pack ``one`` with a single rule ``r``."""
    return f"""\
schema: 1
pack: one
language: en
rules:
  - id: r
    label: {label}
    why: Because this test says so.
    {matcher}
    {more}
    examples: {{matches: ["{matches}"], ignores: ["{ignores}"]}}
"""
