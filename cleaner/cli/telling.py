"""What a person is told of single inputs while a run goes on; the rest is in the closing table."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cleaner.cli.terminal import Terminal

if TYPE_CHECKING:
    from cleaner.batch import Destination, Outcome

_FEW = 5
"""Inputs of one reason that are told one by one. A wrong key would fill the screen with a line for each row."""
_REASONS = 1000
"""Reasons that are told apart, should each input have one of its own; of what comes after these every input is told."""
_DETAIL = re.compile(r"\d+|\([^()]*\)")
"""What differs where the reason is the same: numbers, and what stands in brackets."""


class Teller:
    """Says what has to be known of inputs. Use as a context: at its end it says of how many it did not.

    For a program (``--log-json``) nothing is left out.

    Args:
        terminal: where to say it.
        destination: where the outputs are, and the manifest that lists all inputs once the run is finished.
        quiet: only of failures.
        single: there is one input, so its warnings are said, too.
    """

    def __init__(self, terminal: Terminal, destination: Destination | None, *, quiet: bool, single: bool) -> None:
        self._terminal, self._destination, self._quiet, self._single = terminal, destination, quiet, single
        self._counts: Counter[tuple[str, str]] = Counter()
        self._first: dict[tuple[str, str], str] = {}

    def tell(self, outcome: Outcome) -> None:
        """Say what has to be known of one input."""
        if outcome.status == "failed":
            self._tell("failed", outcome, outcome.error, "red")
        elif self._quiet:
            return
        elif outcome.kind == "special":
            self._tell("skipped", outcome, outcome.error, "yellow")
        elif outcome.status == "guarded":
            self._tell("kept whole", outcome, f"{outcome.warnings[-1]}; look with `cleaner explain`", "yellow")
        elif self._single:
            for warning in outcome.warnings:
                self._say(f"warning: {outcome.id}: {warning}", "yellow", outcome)
        if self._destination and not self._quiet:
            for name, kept in outcome.altered:
                path, what = Path(self._destination.place, name), "somebody has changed it since cleaner wrote it"
                where = f"and that change is kept as {Path(kept).name}; keep what you correct in another place"
                self._say(f"warning: {path}: {what}, {where}", "yellow", outcome)

    def _tell(self, what: str, outcome: Outcome, why: str, style: str) -> None:
        """Say what became of an input and why, unless a few were told of the same."""
        reason = what, _DETAIL.sub("", why)
        if reason in self._first or len(self._first) < _REASONS:
            self._first.setdefault(reason, _named(outcome))
            self._counts[reason] += 1
        if self._counts[reason] <= _FEW or self._terminal.log_json:
            self._say(f"{what}: {_named(outcome)}: {why}", style, outcome)

    def _say(self, text: str, style: str, outcome: Outcome) -> None:
        self._terminal.say(text, style, id=outcome.id, status=outcome.status, kind=outcome.kind or None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._terminal.log_json:
            return
        listed = "; --log-json names each"
        if self._destination:
            listed = "" if error else f"; {self._destination.manifest} lists them"  # a run that is ended leaves none
        for reason, count in self._counts.items():
            if count > _FEW:
                what, alike = f"{reason[0]}: {count - _FEW:,} more", f"for the reason of {self._first[reason]}"
                self._terminal.say(f"{what} {alike}{listed}", "yellow")


def _named(outcome: Outcome) -> str:
    """The input, so that it can be found: a row with an id of its own has its file named, too."""
    own = outcome.file and not outcome.id.startswith(outcome.file)
    return f"{outcome.id} in {outcome.file}" if own else outcome.id
