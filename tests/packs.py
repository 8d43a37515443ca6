"""Writing small rule files for tests, and what they do or why they do not load."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

import cleaner
from benchmarks.chaos import RULES
from cleaner.errors import RulebookError
from cleaner.rulebook import Rulebook, load_rulebook

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
OUTLET = """
schema: 1
outlet: news.example
name: The News
hosts: [mirror.example]
recognise: ['The News of Example Town']
rules:
  - id: sign
    label: promo
    why: A plea that only this outlet prints.
    lines: [Sign here]
    examples: {matches: [Sign here], ignores: [They sign here.]}
"""
"""A pack of an outlet that is known by two hosts, by its name and by what its pages say."""


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


def pack_of(kind: str, name: str, *, head: str = "", rules: str = "", exceptions: str = "") -> str:
    """A rule file; each word of ``rules`` is a rule ``word`` that takes the line ``word here``, with a label of its own."""
    text = f"schema: 1\n{kind}: {name}\n{head}"
    for section, words in (("rules", rules), ("exceptions", exceptions)):
        text += f"{section}:\n" if words else ""
        for word in words.split():
            label = "" if section == "exceptions" else "    label: promo\n"
            text += (
                f"  - id: {word}\n{label}    why: Because {name} says so.\n    line: '{word} here.*'\n"
                f"    examples: {{matches: ['{word} here'], ignores: [x]}}\n"
            )
    return text


def mistakes_in(folder: Path) -> list[str]:
    """What is wrong with the packs of a directory; something must be."""
    with pytest.raises(RulebookError) as caught:
        load_rulebook(folder, bundled=False)
    return [str(mistake).removeprefix(f"{folder}/") for mistake in caught.value.mistakes]


def cuts(rulebook: Rulebook, text: str, **options: str) -> list[tuple[str, str]]:
    """The stretches of a text that rules take, each with its rule."""
    cleaned = cleaner.clean(text, rulebook=rulebook, chain=[cleaner.Packs()], **options)
    return [(removal.rule, text[removal.start : removal.end]) for removal in cleaned.removals]


def removed(rulebook: Rulebook, text: str, **options: str) -> list[str]:
    """The stretches of a text that rules take."""
    return [stretch for _, stretch in cuts(rulebook, text, **options)]
