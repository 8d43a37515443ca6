"""``cleaner clean --check`` and ``--diff``: what would change, and nothing written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.cli.terminal import DIFF_STYLES, Terminal, counted, escape

if TYPE_CHECKING:
    from cleaner.batch import Outcome, Summary


class Changes:
    """Shows what would change in each document, and counts those in which something would.

    Args:
        terminal: where it is shown.
        diff: line by line; else the documents are only named.
    """

    def __init__(self, terminal: Terminal, *, diff: bool) -> None:
        self._terminal, self._diff = terminal, diff
        self.count = 0

    def add(self, outcome: Outcome) -> None:
        """Show one document, if something would change."""
        if outcome.status == "failed" or not outcome.data:
            return
        self.count += 1
        if self._diff:
            self._show(outcome.data)
            return
        signs = [line[:1] for line in outcome.data.splitlines()[2:]]
        self._terminal.data(f"change  {escape(outcome.id)} (-{signs.count(b'-')} +{signs.count(b'+')})\n".encode())

    def told(self, summary: Summary) -> str:
        """The account of the run in one line."""
        others = {name: summary.statuses[name] for name in ("failed", "skipped")}
        alike = summary.inputs - self.count - sum(others.values())
        more = "".join(f", {count:,} {name}" for name, count in others.items() if count)
        return (
            f"{counted(summary.inputs, 'input')}: {self.count:,} would change, {alike:,} would not{more}; nothing was written"
        )

    def _show(self, diff: bytes) -> None:
        from sys import stdout

        if not self._terminal.colored(stdout):
            self._terminal.data(diff)  # the exact bytes, for `patch` and the like
            return
        from rich.text import Text

        lines = diff.decode().removesuffix("\n").split("\n")
        shown = [
            Text(escape(line, keep="\t"), "bold" if at < 2 else DIFF_STYLES.get(line[:1], "")) for at, line in enumerate(lines)
        ]
        self._terminal.show(shown)
