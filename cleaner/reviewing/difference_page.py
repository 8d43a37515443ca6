"""The page of a difference: what a change of rules newly takes and newly leaves, by rule and by document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cleaner.reviewing.difference import Change, Difference, RuleChange
from cleaner.reviewing.doubt import looks_wrong
from cleaner.reviewing.markup import page, shown, table
from cleaner.reviewing.parts import PANEL, Names, filters, known, swatch
from cleaner.reviewing.runs import Cut

FULL = 1000
"""Documents on the page, where nothing else is asked for."""
_KINDS = {
    "new": "only in the second run",
    "missing": "only in the first run",
    "source": "another source text",
    "unknown": "cannot be compared",
    "changed": "",
}
_RULES = (
    ("rule", "name"), ("newly removed", "number"), ("characters", "number"), ("newly kept", "number"), ("characters", "number"),
    ("taken over", "number"), ("given up", "number"), ("documents", "number"),
)  # fmt: skip  # a table
_STRETCHES = (("lines", "number"), ("", ""), ("label", ""), ("rule", "name"), ("text", "text"))


def difference_page(before: str, after: str, difference: Difference, most: int = FULL) -> str:
    """The page, complete: documents in which prose newly goes first, then by how much differs.

    Args:
        before: the name of the first run.
        after: the name of the second.
        difference: what differs.
        most: documents on the page; of the rest it says how many they are.
    """
    ordered = sorted(difference.changes, key=lambda change: (-_prose(change), -change.chars, change.id))[:most]
    names = _names(ordered)
    cuts = {number: _numbered(change) for number, change in enumerate(ordered)}
    documents = {
        number: (change.outlet, [(cut.rule, cut.label, cut.confidence) for cut in cuts[number]])
        for number, change in enumerate(ordered)
    }
    return page(f"{before} → {after}", _body(before, after, difference, ordered, names), known(names, documents, cuts))


def _prose(change: Change) -> int:
    return sum(looks_wrong(cut) for cut in change.removed)


def _numbered(change: Change) -> tuple[Cut, ...]:
    """The stretches of a change in the order in which they are numbered on the page."""
    return (*change.removed, *change.kept, *(pair.after for pair in change.renamed))


def _names(changes: Sequence[Change]) -> Names:
    cuts = [cut for change in changes for cut in _numbered(change)]
    return Names.of((cut.rule for cut in cuts), (cut.label for cut in cuts), (change.outlet for change in changes))


def _body(before: str, after: str, difference: Difference, changes: Sequence[Change], names: Names) -> Iterator[str]:
    facts = {
        "before": before,
        "after": after,
        "documents the same": f"{difference.same:,}",
        "different": f"{len(difference.changes):,}",
        "newly removed": f"{sum(len(change.removed) for change in difference.changes):,} stretches",
        "newly kept": f"{sum(len(change.kept) for change in difference.changes):,} stretches",
    }
    yield "<header>\n<h1>What changed</h1>\n<dl>"
    yield "".join(f"<div><dt>{name}</dt><dd>{shown(value)}</dd></div>" for name, value in facts.items())
    yield "</dl>\n</header>\n"
    yield filters(names, many=True, sides=False)
    yield "<main>\n"
    if difference.rules:
        yield '<section id="rules">\n<h2>Rules</h2>\n'
        yield table(_RULES, _rule_rows(difference.rules), name="totals")
        yield "</section>\n"
    yield '<section id="documents">\n<h2>Documents</h2>\n'
    if not difference.changes:
        yield "<p>Nothing differs.</p>\n"
    for number, change in enumerate(changes):
        yield from _change(number, change)
    left = len(difference.changes) - len(changes)
    if left:
        yield f'<p class="more">{left:,} more documents differ less and are not on this page.</p>\n'
    yield f"</section>\n</main>\n{PANEL}"


def _rule_rows(rules: Mapping[str, RuleChange]) -> Iterator[tuple[str, ...]]:
    for rule, change in sorted(rules.items(), key=lambda entry: (-entry[1].removed_chars - entry[1].kept_chars, entry[0])):
        counts = (
            change.removed, change.removed_chars, change.kept, change.kept_chars, change.renamed_to, change.renamed_from,
            change.documents,
        )  # fmt: skip  # in the order of the columns
        yield (f"<bdi>{shown(rule)}</bdi>", *(f"{count:,}" if count else "" for count in counts))


def _change(number: int, change: Change) -> Iterator[str]:
    counts = (
        (len(change.removed), "newly removed"),
        (len(change.kept), "newly kept"),
        (len(change.renamed), "by another rule"),
    )
    prose = _prose(change)
    facts = [f"{count} {what}" for count, what in counts if count]
    facts += [text for text in (_KINDS[change.kind], change.note, f"{prose} read like prose" if prose else "") if text]
    yield f'<details class="doc" data-d="{number}" open>\n<summary><b><bdi>{shown(change.id)}</bdi></b> '
    yield f'<span class="facts">{shown(" · ".join(facts))}</span></summary>\n<div class="target" id="d{number}"></div>\n'
    if change.fields:
        rows = ((shown(entry.name), shown(entry.before), shown(entry.after)) for entry in change.fields)
        yield table((("field", ""), ("before", "text"), ("after", "text")), rows)
    rows_of = list(_stretches(change))
    if rows_of:
        yield table(_STRETCHES, (row for _, row in sorted(rows_of, key=lambda entry: entry[0])), name="change")
    yield "</details>\n"


def _stretches(change: Change) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    """Rows of the table of one document, each with its place in the text."""
    signs = [("del", "−", "")] * len(change.removed) + [("ins", "+", "")] * len(change.kept)
    signs += [("del", "=", f"before: {pair.before.label}, {pair.before.rule}") for pair in change.renamed]
    for place, (cut, (tag, sign, before)) in enumerate(zip(_numbered(change), signs, strict=True)):
        lines = str(cut.first_line) if cut.first_line == cut.last_line else f"{cut.first_line}–{cut.last_line}"
        hint = f"sure {cut.confidence:.2f}: {cut.reason}"
        kind = f"l-{shown(cut.label)}{' added' if tag == 'ins' else ''}"
        text = f'<{tag} class="{kind}" data-c="{place}" title="{shown(hint)}" dir="auto">{shown(cut.text)}</{tag}>'
        rule = f"<bdi>{shown(cut.rule)}</bdi>" + (f'<span class="rule">{shown(before)}</span>' if before else "")
        yield (cut.start, place), (lines, sign, swatch(cut.label), rule, text)
