"""What reaches the terminal: colour where it is wanted, and never a control character that came from a document."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn, TextIO

from cleaner.errors import CleanerError
from cleaner.visible import counted, escape

if TYPE_CHECKING:  # rich takes 60 ms to import, and `clean FILE` can do without
    from rich.console import Console
    from rich.text import Text

    from cleaner.batch import Listing

__all__ = ["Color", "Terminal", "columns", "counted", "escape", "printing", "while_somebody_reads"]

DIFF_STYLES = {"-": "red", "+": "green", "@": "cyan"}
"""Colours of a diff's lines, by their first sign."""
_PIPE_CLOSED = 141
"""The status a shell gives a program that SIGPIPE ended."""


class Color(StrEnum):
    """When to use colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Terminal:
    """The two streams. The standard output carries data only; everything said to the person goes to the standard error."""

    def __init__(self, color: Color = Color.AUTO, *, log_json: bool = False) -> None:
        self._color = color
        self.log_json = log_json

    def data(self, raw: bytes) -> None:
        """Write to the standard output: the exact bytes, or, where a person is looking, without harmful characters.

        Leaves quietly if nobody reads any more.

        Raises:
            CleanerError: it cannot be written.
        """
        with printing():
            if sys.stdout.isatty():
                sys.stdout.write(escape(raw.decode("utf-8", errors="replace"), keep="\n\t"))
            else:
                sys.stdout.buffer.write(raw)

    def say(self, text: str, style: str = "", **fields: object) -> None:
        """One line for the person, on the standard error. Whatever stands in it, it stays one line.

        For a program (``--log-json``) the line is a JSON object with the text, its weight, the time, and these fields.
        """
        if self.log_json:
            self.log(text, {"red": "error", "yellow": "warning"}.get(style, "info"), **fields)
            return
        from rich.text import Text

        self.errors.print(Text(escape(text), style), soft_wrap=True)

    def log(self, message: str, level: str, **fields: object) -> None:
        """One JSON object on one line, in ASCII, on the standard error."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        sys.stderr.write(json.dumps({"time": now, "level": level, "message": message, **fields}) + "\n")
        sys.stderr.flush()

    def progress(self, plan: Listing, *, quiet: bool) -> AbstractContextManager[Callable[[int], None]]:
        """A bar over the inputs of a plan, where there are several and somebody looks on.

        What it gives is to be called once an input, with its size in bytes.
        """
        if quiet or plan.single or self.log_json or not sys.stderr.isatty():
            return nullcontext(lambda _: None)
        from cleaner.cli.progress import bar

        return bar(self.errors, plan)

    def show(self, lines: Sequence[Text]) -> None:
        """Print lines of a view on the standard output. They must be escaped already.

        Raises:
            CleanerError: it cannot be written.
        """
        with printing():
            for line in lines:
                self.output.print(line, soft_wrap=True)

    @cached_property
    def output(self) -> Console:
        """The standard output for views."""
        return self._console(sys.stdout)

    @cached_property
    def errors(self) -> Console:
        """The standard error."""
        return self._console(sys.stderr)

    def colored(self, stream: TextIO) -> bool:
        """Whether to use colour on a stream: ``--color``, ``NO_COLOR``, ``FORCE_COLOR``, ``TERM``, is it a terminal."""
        if self._color is not Color.AUTO:
            return self._color is Color.ALWAYS
        if os.environ.get("NO_COLOR"):
            return False
        if os.environ.get("FORCE_COLOR"):
            return True
        return os.environ.get("TERM") != "dumb" and stream.isatty()

    def _console(self, stream: TextIO) -> Console:
        from rich.console import Console

        class Quiet(Console):
            def on_broken_pipe(self) -> None:  # its own way is to exit with 1, which here is the word for findings
                _leave_quietly()

        colored = self.colored(stream)
        # What rich would find out by itself is told to it, so that one rule holds for all colour.
        return Quiet(
            file=stream, force_terminal=colored or stream.isatty(), color_system="standard" if colored else None,
            no_color=not colored, highlight=False, markup=False, emoji=False, legacy_windows=False,
        )  # fmt: skip  # switches


def columns(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Rows as lines with aligned columns; the last column is never cut. Wide characters count as two."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column), default=0) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for index, (cell, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (width - cell_len(cell))
            cells.append(gap + cell if index in right else cell + gap)
        lines.append("  ".join(cells).rstrip())
    return lines


@contextmanager
def printing() -> Iterator[None]:
    """Inside, nothing is done but to print on the standard output; at the end all of it is out.

    Leaves quietly if nobody reads any more.

    Raises:
        CleanerError: it cannot be written: it is closed, say, or its disk is full.
    """
    with while_somebody_reads():
        try:
            try:
                yield
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is buffered cannot be written either
            why = "it is closed" if error.errno == errno.EBADF else error.strerror
            raise CleanerError(f"the standard output cannot be written: {why}") from error


@contextmanager
def while_somebody_reads() -> Iterator[None]:
    """Leave quietly where something is printed inside, on whichever stream, and nobody reads any more."""
    try:
        yield
    except BrokenPipeError:
        _leave_quietly()


def _leave_quietly() -> NoReturn:
    """End the program because nobody reads its output, without a word."""
    # The interpreter flushes the streams once more on its way out, and would complain.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    sys.exit(_PIPE_CLOSED)
