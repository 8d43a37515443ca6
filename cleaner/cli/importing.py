"""``cleaner rules import``: rules from the files of other projects."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.options import ColorOption
from cleaner.cli.terminal import Color, Terminal, counted, escape

FTR_EXAMPLES = """\b
Examples:
  cleaner rules import ftr ftr-site-config -o imported
  cleaner rules import ftr ftr-site-config -o imported > left-out.txt
"""


def ftr(
    checkout: Annotated[Path, typer.Argument(metavar="DIR", help="A checkout of ftr-site-config.")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="RULES", help="Where the packs go: RULES/outlets/HOST.yaml.")],
    color: ColorOption = Color.AUTO,
) -> None:
    """Turn the site files of ftr-site-config into draft packs.

    They are rules for web pages. What could not be turned into a rule is printed, one a line, as file:line: directive: why
    not. No pack is overwritten.
    """
    from cleaner.drafting.ftr import import_ftr

    terminal = Terminal(color)
    imported = import_ftr(checkout)
    imported.write(out)
    terminal.data("".join(f"{escape(str(left))}\n" for left in imported.left).encode("utf-8"))
    rules = ", ".join(f"{count:,} {name}" for name, count in sorted(imported.rules.items()))
    terminal.say(
        f"{counted(imported.files, 'site file')}: {counted(len(imported.packs), 'pack')} with "
        f"{counted(imported.rules.total(), 'rule')} ({rules})"
    )
    terminal.say(
        f"{counted(imported.fetching, 'line says', 'lines say')} how pages are fetched or repaired, which rules do not"
    )
    terminal.say(f"{counted(len(imported.left), 'other was', 'others were')} left out; the standard output says which, and why")
    terminal.say(f"the packs are drafts: they only tag until their status is stable; try them with --rules {out}")
