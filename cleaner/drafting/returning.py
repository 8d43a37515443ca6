"""Rules for lines that return as they are, word for word or but for numbers: menus, heads of boxes, notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cleaner.drafting.drawing import (
    SEVERAL,
    SHOWN,
    WHERE,
    ZONES,
    Drawing,
    Seen,
    count_pages,
    example,
    guards,
    label_of,
    short,
    texts_of,
)
from cleaner.drafting.patterns import literal
from cleaner.drafting.samples import Judged
from cleaner.lines import ends_sentence
from cleaner.rulebook.folding import fold

_PATTERN_CHARS = 3_000
"""Characters of a pattern that names many lines; the schema allows some more."""
_MENU_RUN = 4
_MENU_CHARS = 30
_MENU_WORDS = 4
"""On a single page only runs of such lines are taken for a menu that returns."""
_SURE = 0.85


def constants(drawing: Drawing, keys: Iterable[str]) -> None:
    """Lines that stand on several pages: one rule a place and label; those with numbers as patterns."""
    found: dict[tuple[str, str, bool, bool], dict[str, list[Seen]]] = defaultdict(dict)
    for key in sorted(keys):
        for zone in ZONES:
            places = [seen for seen in drawing.seen[key] if seen.zone == zone]
            if not any(map(drawing.open, places)):
                continue
            if zone == "inside" and count_pages(drawing.seen[key]) < SEVERAL:
                continue
            standing = any(seen.line.standing for seen in places)
            found[zone, label_of(places), "0" in key, standing].setdefault(key, []).extend(places)
    for (zone, label, numbers, _), by_key in sorted(found.items()):
        for part in _parts(by_key) if numbers else [by_key]:
            rule = _constant(drawing, zone, label, part, numbers=numbers)
            if not drawing.safe(rule):
                # One that stands elsewhere too touches the article; it is found by trying each alone, with the guards of all.
                alone = {
                    k: v
                    for k, v in part.items()
                    if drawing.safe(_constant(drawing, zone, label, {k: v}, numbers=numbers) | {"within": rule["within"]})
                }
                if not alone:
                    continue
                rule = _constant(drawing, zone, label, alone, numbers=numbers)
            drawing.add(rule)


def _parts(by_key: Mapping[str, list[Seen]]) -> Iterator[dict[str, list[Seen]]]:
    """Lines in parts of which each fits into one pattern."""
    part: dict[str, list[Seen]] = {}
    size = 0
    for key, places in by_key.items():
        chars = sum(len(literal(text)) + 1 for text in texts_of(places))
        if part and size + chars > _PATTERN_CHARS:
            yield part
            part, size = {}, 0
        part[key] = places
        size += chars
    yield part


def _constant(drawing: Drawing, zone: str, label: str, by_key: Mapping[str, list[Seen]], *, numbers: bool) -> dict[str, Any]:
    places = [seen for found in by_key.values() for seen in found]
    firsts = sorted((found[0] for found in by_key.values()), key=lambda seen: (seen.sample, seen.line.at))
    texts = list(dict.fromkeys(seen.line.text for seen in firsts))
    most = max(count_pages(drawing.seen[key]) for key in by_key)
    often = f"on up to {most} of {drawing.pages}" if len(drawing.samples) > 1 else "in a run of short lines"
    doubt = (
        " It reads like the article: make sure that no author writes it." if any(seen.line.standing for seen in places) else ""
    )
    matcher = {"line": "|".join(dict.fromkeys(map(literal, texts)))} if numbers else {"lines": texts}
    return {
        "id": f"{zone}-{label.replace('_', '-')}{'-numbered' if numbers else ''}",
        "label": label,
        "why": f"{'The same but for numbers' if numbers else 'Word for word the same'} {WHERE[zone]}, {often}.{doubt}",
        **matcher,
        "within": guards(drawing, zone, places, clear=True),
        "examples": {
            "matches": [example(text, drawing) for text in texts[:SHOWN]],
            "ignores": [drawing.sentence, f"{short(texts[:1])[0]} {drawing.sentence}"],
        },
    }


def menus(drawing: Drawing) -> set[str]:
    """On a single page: short lines in runs of short lines, which menus are and headlines are not.

    What the article speaks of too is a topic of this story, not an entry of the outlet's menu.
    """
    keys: set[str] = set()
    (sample,) = drawing.samples
    told = fold(" ".join(line.text for line in sample.lines if line.article))
    run: list[Judged] = []
    for line in (*sample.lines, None):
        if line is not None and not line.article and _menu_like(line):
            run.append(line)
            continue
        if len(run) >= _MENU_RUN:
            keys.update(entry.key for entry in run if drawing.chrome(entry.key) and fold(entry.text) not in told)
        run = []
    return keys


def _menu_like(line: Judged) -> bool:
    short = len(line.text) <= _MENU_CHARS and len(line.text.split()) <= _MENU_WORDS
    certain = line.known or line.confidence >= _SURE
    return short and certain and not ends_sentence(line.text) and "0" not in line.key
