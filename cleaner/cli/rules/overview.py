"""``cleaner rules check`` and ``list``: are the rule files in order, and what rules are there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.options import ColorOption, PacksArgument, RulesOption, host_given, label_of, outlet_meant, rulebook_of
from cleaner.cli.rules.reports import Format, FormatOption, mistakes_as, rendered
from cleaner.cli.terminal import Color, Terminal, columns, counted, escape
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from cleaner.rulebook import Pack, Rule


CHECK_EXAMPLES = """\b
Examples:
  cleaner rules check
  cleaner rules check my-rules
  cleaner rules check my-rules/outlets/news.example.yaml
  cleaner rules check my-rules -f github
"""


def check(
    packs: PacksArgument = None,
    *,
    rules: RulesOption = None,
    form: FormatOption = Format.TEXT,
    color: ColorOption = Color.AUTO,
) -> None:
    """Check the form, the patterns and the examples of rule files.

    All mistakes are printed, one a line, as path:line: what is wrong and what to write instead; the exit status is then 2. How
    long a pattern may take on other texts is not tried here: `cleaner rules lint` does.
    """
    from rich.text import Text

    from cleaner.rulebook import Matcher
    from cleaner.workshop.naming import meant_by

    terminal = Terminal(color)
    meant = meant_by(packs or (), rules or ())
    with mistakes_as(form, terminal):
        rulebook = rulebook_of(list(meant.rules), terminal)
    chosen = list(meant.chosen(rulebook))
    if form is not Format.TEXT:
        terminal.data(rendered([], form))
        return
    asked = [rule for _, found in chosen for rule in found]
    counts = f"{counted(len(chosen), 'pack')}, {counted(len(asked), 'rule')}"
    lines = [Text(f"{counts}, all examples hold; `cleaner rules lint` tries how long patterns take", "green")]
    slow = Matcher(asked).unfiltered()
    if slow:
        what = counted(len(slow), "rule holds", "rules hold")
        tried = "it is" if len(slow) == 1 else "they are"
        lines.append(Text(f"note: {what} no text that a match must contain, so {tried} tried on every line:"))
        lines += [Text(f"  {escape(rule.id)}") for rule in slow]
    terminal.show(lines)


LIST_EXAMPLES = """\b
Examples:
  cleaner rules list --label promo
  cleaner rules list --outlet example.com --rules my-rules
"""


def list_rules(
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="HOST", help="Only the rules of this outlet.")] = None,
    label: Annotated[str | None, typer.Option("--label", help="Only rules for this label.")] = None,
    rules: RulesOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """List the rules: id, label, status, why, by file."""
    from rich.text import Text

    terminal = Terminal(color)
    wanted = label_of(label, "--label") if label is not None else None
    rulebook = rulebook_of(rules, terminal, quiet=True)
    packs: Sequence[Pack] = rulebook.packs
    host = host_given(outlet)
    if host is not None:
        pack = rulebook.pack_of(host)
        if pack is None:
            meant = outlet_meant(host, rulebook) or ";"
            raise UsageError(f"--outlet: there are no rules for {host}{meant} `cleaner rules list` shows all")
        packs = (pack,)
    chosen = [(pack, [rule for rule in pack.rules if wanted in (None, rule.label)]) for pack in packs]
    table = iter(columns([_cells(rule) for _, found in chosen for rule in found] or [("",)]))
    lines = []
    for pack, found in chosen:
        if found:
            replaced = f", replaces {pack.replaces}" if pack.replaces else ""
            lines.append(Text(escape(f"{pack.origin} ({pack.status}{replaced})"), "bold"))
            lines += [Text(f"  {next(table)}") for _ in found]
    shown = sum(len(found) for _, found in chosen)
    terminal.show([*lines, Text(counted(shown, "rule"))])


def _cells(rule: Rule) -> tuple[str, str, str, str]:
    return escape(rule.id), str(rule.label), rule.status, escape(rule.why)
