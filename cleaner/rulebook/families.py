"""Packs that take over the rules of families: which these are, and what comes of it.

A family is a file of ``families/`` in any of the rules directories; ``extends`` knows it by its bare name, so no path can lead
anywhere else. An inherited rule becomes a rule of the outlet: it has the outlet's name in its id and the outlet's rank, and a
rule of the same id in the outlet's own file replaces it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cleaner.rulebook.pack import SECTIONS


class Source(NamedTuple):
    """A validated rule file: its path as messages name it, its bytes, its JSON form, and the file that it replaces."""

    shown: str
    raw: bytes
    data: Mapping[str, Any]
    replaces: str = ""


Sources = Mapping[tuple[str, str], Source]
"""Rule files by folder and name."""


def mistakes(packs: Sources) -> Iterator[tuple[Source, str]]:
    """What is wrong with the ``extends`` of every file: families that are not there, and circles."""
    known = sorted(name for folder, name in packs if folder == "families")
    for (folder, own), source in packs.items():
        for name in parents(source):
            if name not in known:
                from cleaner.rulebook.advice import did_you_mean  # with a warm cache, nothing else needs what this loads

                there = ", ".join(known) or "none; a family is a file families/NAME.yaml"
                yield source, f"extends: there is no family {name!r}{did_you_mean(name, known)}; families: {there}"
        if folder == "families" and own in _ancestry(source, packs):
            yield source, f"extends: family {own!r} extends itself in the end; break the circle"


def parents(source: Source) -> list[str]:
    """The names of the families that a file extends, as it orders them."""
    return [name.removeprefix("family/") for name in source.data.get("extends", ())]


def merged(source: Source, packs: Sources) -> tuple[Mapping[str, Any], list[Source]]:
    """The JSON form of a file with the rules of its families, and these families, the nearest first.

    Of rules that share an id the pack's own wins, then that of the family nearest to it.
    """
    ancestry = _ancestry(source, packs)
    if not ancestry:
        return source.data, []
    taken = {rule["id"] for section in SECTIONS for rule in source.data[section]}
    data = {**source.data, "rules": [*source.data["rules"]], "exceptions": [*source.data["exceptions"]]}
    for name in ancestry:
        family = packs["families", name].data
        fresh = {
            section: [{**rule, "family": name} for rule in family[section] if rule["id"] not in taken] for section in SECTIONS
        }
        for section, rules in fresh.items():
            data[section] += [_inherited(rule, family["status"]) for rule in rules]
            taken |= {rule["id"] for rule in rules}
        data["known"] = family.get("known", {}) | data.get("known", {})
        data["dated"] = family.get("dated", True) or data.get("dated", True)
    return data, [packs["families", name] for name in ancestry]


def _inherited(rule: dict[str, Any], status: str) -> dict[str, Any]:
    """A rule of a family with the family's status, where that is the more careful one."""
    order = ("stable", "draft", "retired")
    return {**rule, "status": max(rule["status"], status, key=order.index)}


def _ancestry(source: Source, packs: Sources) -> list[str]:
    """The families of a file, and theirs, each once: depth first, as the files order them."""
    found: list[str] = []
    waiting = parents(source)[::-1]
    while waiting:
        name = waiting.pop()
        if name not in found and ("families", name) in packs:
            found.append(name)
            waiting += parents(packs["families", name])[::-1]
    return found
