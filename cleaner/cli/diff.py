"""``cleaner diff``: what changed between two runs over the same corpus, for the one who reviews a change of rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.options import ColorOption, HtmlOption
from cleaner.cli.terminal import Color, Terminal, columns, counted, escape

if TYPE_CHECKING:
    from rich.text import Text

    from cleaner.reviewing.difference import Change, Difference
    from cleaner.reviewing.runs import Cut

_SHOWN = 50
"""Documents on the screen; the page has more, --json all."""

_LEGEND = "- newly removed, + newly kept, = removed by both, for another rule or under another label"

EXAMPLES = """\b
Examples:
  cleaner diff before after
  cleaner diff before after --html changes.html
  cleaner diff before.jsonl after.jsonl --json | jq .rules
\b
Exit status: 0 the same, 1 different, 2 wrong use.
"""


def diff(
    before: Annotated[
        str, typer.Argument(metavar="RUN_A", help="A run before the change: a directory, or NAME.jsonl, also packed.")
    ],
    after: Annotated[str, typer.Argument(metavar="RUN_B", help="A run over the same inputs after it.")],
    *,
    html: HtmlOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show what a change of rules changed over a corpus.

    Prints the stretches newly removed (-) and newly kept (+), by rule and document. What both runs remove, but for
    another rule or under another label, is marked with =. How sure a rule is does not count.
    """
    from rich.text import Text

    from cleaner.cli.pages import page_path, write_page
    from cleaner.reviewing.difference import compared
    from cleaner.reviewing.difference_page import difference_page
    from cleaner.reviewing.runs import Run

    terminal = Terminal(color)
    if html:
        page_path(html, before, after)
    found = compared(Run.open(before), Run.open(after))
    if html:
        write_page(html, difference_page(before, after, found), terminal)
    if as_json:
        terminal.data(json.dumps(found.to_json(), ensure_ascii=False, indent=1).encode("utf-8", errors="replace") + b"\n")
    else:
        lines = [Text(f"documents: {len(found.changes):,} different, {found.same:,} the same"), *_rules(found)]
        if found.changes:
            lines += [Text(), Text(_LEGEND)]
        for change in found.changes[:_SHOWN]:
            lines += [Text(), *_change(change)]
        left = len(found.changes) - _SHOWN
        if left > 0:
            lines += [Text(), Text(f"and {counted(left, 'more document')}; --html FILE or --json shows them")]
        terminal.show(lines)
    raise typer.Exit(1 if found.changes else 0)


def _rules(found: Difference) -> Iterator[Text]:
    from rich.text import Text

    if not found.rules:
        return
    rows: list[tuple[str, ...]] = [("rule", "newly removed", "newly kept", "taken over", "given up", "documents")]
    for rule, change in found.rules.items():
        counts = (change.removed, change.kept, change.renamed_to, change.renamed_from, change.documents)
        rows.append((escape(rule), *(f"{count:,}" for count in counts)))
    yield Text()
    for line in columns(rows, frozenset(range(1, 6))):
        yield Text(line)


def _change(change: Change) -> Iterator[Text]:
    from rich.text import Text

    says = {"new": "only in the second run", "missing": "only in the first run"}.get(change.kind, "")
    yield Text(escape(": ".join(filter(None, (change.id, says or change.note)))), "bold")
    for entry in change.fields:
        yield Text(escape(f"  {entry.name}: {entry.before or 'nothing'} → {entry.after or 'nothing'}"))
    rows = [(cut, "-", "red", "") for cut in change.removed] + [(cut, "+", "green", "") for cut in change.kept]
    rows += [(pair.after, "=", "dim", f", before {pair.before.label} by {pair.before.rule}") for pair in change.renamed]
    for cut, sign, style, more in sorted(rows, key=lambda row: (row[0].start, row[1])):
        yield Text(f"  {sign} {_place(cut)} {escape(cut.text)}", style)
        yield Text(escape(f"      {cut.label} by {cut.rule}{more}"), "dim")


def _place(cut: Cut) -> str:
    return f"{cut.first_line}:" if cut.first_line == cut.last_line else f"{cut.first_line}-{cut.last_line}:"
