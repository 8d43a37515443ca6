"""``cleaner review``: what a run did, the doubtful documents first, on the screen and as a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.options import ColorOption, HtmlOption
from cleaner.cli.terminal import Color, Terminal, columns, escape

if TYPE_CHECKING:
    from cleaner.reviewing.summing import RunSum

_SHOWN = 20
"""Documents on the screen; the page and --json have all."""

EXAMPLES = """\b
Examples:
  cleaner review cleaned
  cleaner review cleaned --html review.html
  cleaner review corpus.jsonl --html review.html --full 300
  cleaner review cleaned --json | head -n 50 | jq -r .id
"""


def review(
    run: Annotated[
        str, typer.Argument(metavar="RUN", help="What `cleaner clean -o` wrote: a directory, or NAME.jsonl, also packed.")
    ],
    *,
    html: HtmlOption = None,
    full: Annotated[
        int | None, typer.Option("--full", metavar="N", min=0, help="Documents shown in full on the page; 100 if not given.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a line of JSON for every document, in this order, and nothing else.")
    ] = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show which documents of a run to look at first, and why.

    The page (--html) holds the list of all documents, the most doubtful ones in full, and what each rule took. It is one file
    that loads nothing. The sources are not needed: they are restored from bodies and records.
    """
    from rich.text import Text

    from cleaner.cli.pages import page_path, write_page
    from cleaner.reviewing.choosing import FULL, chosen
    from cleaner.reviewing.page import Review, review_page
    from cleaner.reviewing.runs import Run
    from cleaner.reviewing.summing import of_run

    terminal = Terminal(color)
    if html:
        page_path(html, run)
    found = Run.open(run)
    total = of_run(found)
    if html:
        texts = tuple(chosen(found, total, FULL if full is None else full))
        facts = [*_facts(total), ("in full", f"{len(texts):,}, the most doubtful")]
        write_page(html, review_page(Review(f"Review of {run}", facts, total, texts)), terminal)
    if as_json:
        for listed in total.documents:
            terminal.data(json.dumps(listed.to_json(), ensure_ascii=False).encode("utf-8", errors="replace") + b"\n")
        return
    rows = [
        (str(place), escape(listed.row.id), escape("; ".join(listed.doubt.reasons)) or "-")
        for place, listed in enumerate(total.documents[:_SHOWN], 1)
    ]
    lines = [f"{name:<9} {value}" for name, value in _facts(total)]
    lines += ["", *columns(rows, frozenset({0}))] if rows else []
    left = len(total.documents) - len(rows)
    lines += [f"and {left:,} more; --html FILE or --json shows all"] if left else []
    terminal.show([Text(line) for line in lines])


def _facts(total: RunSum) -> list[tuple[str, str]]:
    statuses = ", ".join(f"{count:,} {status}" for status, count in sorted(total.statuses.items()))
    share = f"{total.kept_chars / total.source_chars:.0%}" if total.source_chars else "nothing"
    return [
        ("documents", statuses or "none"),
        ("kept", f"{share} of {total.source_chars:,} characters"),
        ("rules", f"{sum(bool(rule.cuts) for rule in total.rules.values()):,} took something"),
        *([] if any(listed.row.outlet for listed in total.documents) else [("outlets", "none known: only shared rules spoke")]),
    ]
