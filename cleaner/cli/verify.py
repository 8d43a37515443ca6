"""``cleaner verify``: is an output still what its run has written."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.cli.options import ColorOption
from cleaner.cli.terminal import Color, Terminal, counted, escape

EXAMPLES = """\b
Examples:
  cleaner verify cleaned
  cleaner verify corpus.jsonl
"""


def verify(
    out: Annotated[str, typer.Argument(metavar="OUT", help="The output directory, or the file of rows.")],
    color: ColorOption = Color.AUTO,
) -> None:
    """Compare all outputs of a run with its manifest, by their hashes.

    Prints a line for each file that is missing, unreadable, changed, or named by no row (stray); the exit status is then 1.
    """
    from rich.text import Text

    from cleaner.batch.destination import Destination
    from cleaner.batch.verify import verify as findings

    terminal, found = Terminal(color), 0
    for finding in findings(Destination.existing(out)):
        found += 1
        terminal.show([Text(f"{finding.kind:10}  {escape(finding.path)}")])
    if found:
        terminal.say(
            f"{out}: {counted(found, 'finding')}; run the same `cleaner clean` again to mend it, stray files you remove", "red"
        )
        raise typer.Exit(1)
    terminal.say(f"{out}: every file is as its run has written it", "green")
