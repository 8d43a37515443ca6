"""``cleaner rules lint``: are the rules well made."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.options import ColorOption, FixturesOption, PacksArgument, RulesOption
from cleaner.cli.rules.paths import relative
from cleaner.cli.rules.reports import Format, FormatOption, mistakes_as, rendered
from cleaner.cli.terminal import Color, Terminal, counted, escape
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.workshop import Finding

LINT_EXAMPLES = """\b
Examples:
  cleaner rules lint
  cleaner rules lint my-rules --fix
  cleaner rules lint -f github
  cleaner rules lint -f sarif > lint.sarif
"""


def lint(
    packs: PacksArgument = None,
    *,
    rules: RulesOption = None,
    fixtures: FixturesOption = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended without changing what a rule finds.")] = False,
    form: FormatOption = Format.TEXT,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATE", help="The day by which `checked` is judged; now if not given.")
    ] = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Look for rules that are dead, doubled, slow or too broad.

    Unclear ones and those long unchecked are named as well. Errors make the exit status 1; notes are advice. Mistakes that
    keep a file from loading make it 2.
    """
    from cleaner.rulebook import loader
    from cleaner.workshop import bench_of, mend
    from cleaner.workshop import lint as look

    terminal = Terminal(color)
    try:
        day = date.fromisoformat(today) if today else datetime.now(UTC).date()
    except ValueError:
        raise UsageError(f"--today: {today!r} is no day; write it as 2024-05-02") from None
    with mistakes_as(form, terminal):
        # Examples that fail are mistakes here, not findings.
        bench = bench_of(packs or (), rules or (), fixtures or (), try_examples=True)
    if fix:
        wanted = {bench.places.file(pack, rule) for pack, chosen in bench.chosen for rule in chosen}
        for path in mend([file for folder in bench.folders for file in loader.rule_files(folder) if file.path in wanted]):
            terminal.say(f"mended {path}", "green")
        bench = bench_of(packs or (), rules or (), fixtures or ())
    found = look(bench, day)
    if form is not Format.TEXT:
        terminal.data(rendered(found, form))
    else:
        _show(terminal, found, len(bench.chosen))
    raise typer.Exit(any(finding.level == "error" for finding in found))


def _show(terminal: Terminal, found: Sequence[Finding], packs: int) -> None:
    from rich.text import Text

    lines = []
    for one in found:
        style = "red" if one.level == "error" else "yellow"
        fixable = " (--fix does it)" if one.fixable else ""
        where = f"{relative(one.path)}:{one.line}"
        lines.append(
            Text.assemble(
                (f"{escape(where)}: ", ""), (f"{one.level} {one.kind}", style), f": {one.rule}: {escape(one.message)}{fixable}"
            )
        )
    errors = sum(one.level == "error" for one in found)
    notes = len(found) - errors
    lines.append(
        Text(f"{counted(packs, 'pack')}: {counted(errors, 'error')}, {counted(notes, 'note')}", "red" if errors else "green")
    )
    terminal.show(lines)
