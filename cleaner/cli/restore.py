"""``cleaner restore``: the source text from a body and its record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cleaner.cli.options import ColorOption
from cleaner.cli.terminal import Color, Terminal
from cleaner.errors import NoRecord, RecordMismatch, UsageError

EXAMPLES = """\b
Examples:
  cleaner restore cleaned/page.txt cleaned/page.json
  cleaner restore cleaned/page.txt cleaned/page.json -o page.source.txt
"""

_NAMED = "name the body first, then its record: cleaner restore page.txt page.json"


def restore(
    body: Annotated[str, typer.Argument(metavar="BODY.txt", help="The body, as `cleaner clean -o` wrote it.")],
    record: Annotated[str, typer.Argument(metavar="RECORD.json", help="The record beside it.")],
    *,
    out: Annotated[
        str | None, typer.Option("-o", "--out", metavar="FILE", help="Write it there; a file that exists is not replaced.")
    ] = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Print the text that a document had before it was cleaned.

    It is the same character by character. Of a web page that is its visible text, not its markup; the encoding is UTF-8,
    whatever that of the source was. A body that was changed, or that belongs to another record, is refused, and the exit
    status is 1.
    """
    from cleaner.batch.destination import refuse_existing
    from cleaner.render import restore as restored

    terminal = Terminal(color)
    if out is not None:
        refuse_existing(out)
    text = _text(body)
    values = _record(record)
    try:
        source = restored(text, values).encode("utf-8")
    except NoRecord as error:
        raise UsageError(f"{record}: {error}; {_NAMED}") from error
    except RecordMismatch as error:
        raise RecordMismatch(f"{body} and {record}: {error}") from error
    if out is None:
        terminal.data(source)
        return
    from cleaner.batch.outputs import write_whole

    try:
        write_whole({out: source}, fsync=False)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror}; choose another output") from error


def _text(path: str) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8")  # not as text: line ends are to stay
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}; {_NAMED}") from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: this is not UTF-8, as bodies and records are; name those that `cleaner clean -o` wrote"
        ) from error


def _record(path: str) -> Any:
    try:
        return json.loads(_text(path))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: this is not JSON, as records are; {_NAMED}") from error
