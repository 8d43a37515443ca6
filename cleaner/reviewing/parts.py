"""What the pages share: filters, labels in their colours, the panel, and what the script is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.reviewing.markup import shown
from cleaner.reviewing.runs import Cut
from cleaner.visible import escape

PANEL = '<aside id="panel" hidden aria-live="polite"></aside>\n'
"""Where the script tells of a stretch."""
_KEYS = (("n", "next cut"), ("p", "previous cut"))
_KEYS_OF_MANY = (("j", "next document"), ("k", "previous"), *_KEYS)


class Names(NamedTuple):
    """Rules, labels and outlets by number, as the script knows them."""

    rules: Mapping[str, int]
    labels: Mapping[str, int]
    outlets: Mapping[str, int]

    @classmethod
    def of(cls, rules: Iterable[str], labels: Iterable[str], outlets: Iterable[str]) -> Names:
        """Numbers in the order of the alphabet."""
        return cls(*({name: number for number, name in enumerate(sorted(set(names)))} for names in (rules, labels, outlets)))


def filters(names: Names, *, many: bool, sides: bool = True) -> str:
    """Controls that only work with the script, which shows them.

    Args:
        names: what can be chosen.
        many: the page holds several documents.
        sides: the page shows sources and bodies.
    """
    selects = [("label", names.labels), ("rule", names.rules)]
    if many:
        selects.append(("outlet", names.outlets))
    parts = ['<form id="filters" hidden>\n']
    for name, entries in selects:
        parts.append(f'<label>{name} <select name="{name}"><option value="">all</option>')
        parts += [f'<option value="{number}">{shown(entry) or "unknown"}</option>' for entry, number in entries.items()]
        parts.append("</select></label>\n")
    parts.append('<label>no surer than <input name="most" type="number" min="0" max="1" step="0.05" value="1"></label>\n')
    if many:
        parts.append('<label>name <input name="name" type="search" placeholder="part of it"></label>\n')
    parts.append('<button type="reset">show all</button> <output name="count"></output>\n')
    keys = [*(_KEYS_OF_MANY if many else _KEYS), *([("b", "body alone")] if sides else []), ("Esc", "close")]
    parts.append('<p class="keys">' + " ".join(f"<kbd>{key}</kbd> {what}" for key, what in keys) + "</p>\n</form>\n")
    return "".join(parts)


def swatch(label: str, mark: str = "") -> str:
    """A label in its colour."""
    return f'<span class="l-{shown(label)} swatch">{shown(label)}{mark}</span>'


def swatches(labels: Iterable[str]) -> str:
    """Labels in their colours, in the order of the alphabet."""
    return " ".join(swatch(label) for label in sorted(set(labels)))


def known(
    names: Names,
    documents: Mapping[int, tuple[str, Sequence[tuple[str, str, float]]]],
    cuts: Mapping[int, Sequence[Cut]],
) -> dict[str, Any]:
    """What the script knows, for filters and for the panel: names, and by the numbers of documents what they hold.

    A cut is ``[rule, label, confidence, also, first line, last line]``. Its reason is the title of the stretch, for those who
    read without the script.

    Args:
        names: the numbers of rules, labels and outlets.
        documents: the outlet of each, and the rules, labels and least confidences it can be found by.
        cuts: of each document that is shown, in the order in which its stretches are numbered.
    """
    return {
        "rules": [escape(rule) for rule in names.rules],
        "labels": [escape(label) for label in names.labels],
        "documents": {
            str(number): [
                names.outlets[outlet],
                [[names.rules[rule], names.labels[label], least] for rule, label, least in facets],
            ]
            for number, (outlet, facets) in documents.items()
        },
        "cuts": {str(number): [_known(cut, names) for cut in entries] for number, entries in cuts.items()},
    }


def _known(cut: Cut, names: Names) -> list[Any]:
    also = [escape(rule) for rule in cut.also]
    return [names.rules[cut.rule], names.labels[cut.label], cut.confidence, also, cut.first_line, cut.last_line]
