"""Synthetic rule packs of any size: the literals, patterns and blocks that outlets' rules consist of, with valid examples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACK = 1_000
"""Rules in one file at most."""

_SYLLABLES = ("ba", "cor", "del", "fen", "gar", "hol", "jin", "kel", "lum", "mar", "nor", "ost",
              "pel", "quin", "ros", "sil", "tav", "ulm", "ver", "wex", "yor", "zan", "bri", "dra")  # fmt: skip
_KINDS = ("Herald", "Times", "Post", "Tribune", "Courier", "Observer", "Gazette")
_VERBS = ("Read", "See", "Share", "Follow", "Support", "Watch", "Get", "Discover", "Explore", "Join", "Try", "Save")
_OBJECTS = ("our best stories", "the full coverage", "the morning briefing", "all live updates", "the top offers",
            "the weekend edition", "our weekly podcast", "the reader panel", "our galleries", "the market report")  # fmt: skip
_TAILS = ("here", "now", "for free", "by email", "on your phone", "in the app", "without adverts", "every Friday")


def write_packs(directory: Path, number: int) -> None:
    """Write ``number`` shared rules below ``directory``. More rules are the same rules and others."""
    shared = directory / "shared"
    shared.mkdir(parents=True)
    for first in range(0, number, PACK):
        name = f"synthetic-{first // PACK:03}"
        lines = ["schema: 1", f"pack: {name}", "language: en", "rules:"]
        lines += [f"  - {json.dumps(rule)}" for rule in _rules(first, min(first + PACK, number))]  # JSON is YAML
        (shared / f"{name}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _rules(first: int, stop: int) -> Iterator[dict[str, Any]]:
    for index in range(first, stop):
        yield {
            "id": f"rule-{index}",
            "why": "A made-up rule: only its cost matters.",
            "status": "stable",
            **(_phrase(index // 10) if index % 10 == 0 and index // 10 < _PHRASES else _named(index)),
        }


_PHRASES = len(_VERBS) * len(_OBJECTS) * len(_TAILS)


def _phrase(index: int) -> dict[str, Any]:
    """One rule in ten is made of words that every newspaper uses, so that a search for literals finds many half matches."""
    verb = _VERBS[index % len(_VERBS)]
    rest, turn = divmod(index // len(_VERBS), len(_OBJECTS))
    wanted = f"{_OBJECTS[turn]} {_TAILS[rest % len(_TAILS)]}"
    return {
        "label": "promo",
        "line": rf"(?i:(please )?{verb} {wanted})[.!]?",
        "examples": {"matches": [f"{verb} {wanted}!"], "ignores": [f"They {verb.lower()} {wanted} and went home."]},
    }


def _named(index: int) -> dict[str, Any]:
    """The others hold an outlet's or an author's name that hardly any line has."""
    name = f"{_name(index)} {_KINDS[index % len(_KINDS)]}"
    ignored = [f"The report was first seen by {name}, which could not confirm it."]
    match index % 5:
        case 0:
            return {
                "label": "photo_credit",
                "inside": rf"\(Photo: {name}[^()]{{0,60}}\)",
                "examples": {"matches": [f"The bridge at dawn (Photo: {name} / Staff)"], "ignores": ignored},
            }
        case 1:
            return {
                "label": "navigation",
                "lines": [f"More from {name}", f"Back to {name}", f"{name} home page"],
                "examples": {"matches": [f"More from {name}"], "ignores": ignored},
            }
        case 2:
            return {
                "label": "byline",
                "line": rf"By (?P<authors>[\p{{L}} .'-]{{3,60}}), {name}( (staff|correspondent))?",
                "within": {"first": 12},
                "examples": {"matches": [f"By Ann O'Hara, {name} staff"], "ignores": ignored},
            }
        case 3:
            return {
                "label": "other_story",
                "block": {"from": f"Also in {name}:?", "to": f"All stories in {name}", "at_most": 12},
                "examples": {"matches": [f"Also in {name}\nA bridge is built\nAll stories in {name}"], "ignores": ignored},
            }
        case _:
            return {
                "label": "promo",
                "line": rf"(Subscribe|Sign up) (to|for) (the )?{name}( newsletter| app)?( today)?[.!]?",
                "examples": {"matches": [f"Sign up for the {name} newsletter today!"], "ignores": ignored},
            }


def _name(index: int) -> str:
    """A word of three syllables and, beyond 13,824 of them, more; different for every index."""
    word = ""
    for _ in range(3):
        index, digit = divmod(index, len(_SYLLABLES))
        word += _SYLLABLES[digit]
    return (word + (_name(index) if index else "")).capitalize()
