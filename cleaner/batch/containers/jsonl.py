"""JSON lines: each a document, whatever the line before it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any, Never

from cleaner.batch.containers.rows import UTF_8, UTF_8_MARK, Lost, Reading, Row, codec_of_lines, row_or_lost
from cleaner.batch.containers.streams import Reader
from cleaner.errors import UnreadableInput, too_large


def jsonl_rows(reader: Reader, reading: Reading) -> Iterator[Row | Lost]:
    """The lines of a file, in order; blank lines count, but are nothing.

    Raises:
        UnreadableInput: the rest cannot be unpacked; every whole line before was given. Or lines cannot be told apart.
    """
    number, codec = 0, codec_of_lines(reading.encoding, "JSON lines")
    while (line := reader.until(b"\n", reading.max_bytes)) != b"":
        number += 1
        if line is None:
            error = too_large(reading.max_bytes, f"line {number}")
            yield Lost(number, "failed", error.kind, str(error))
            reader.skip_past(b"\n")
            continue
        if number == 1 and line.startswith(UTF_8_MARK):
            line, codec = line.removeprefix(UTF_8_MARK), UTF_8
        if line.strip():
            row = row_or_lost(partial(_parsed, line, codec), number, f"line {number}", reading)
            if isinstance(row, Lost) and reader.error and not line.endswith(b"\n"):
                break  # a part of a row: it goes with what is lost behind it
            yield row
    if reader.error:
        raise reader.error


def _parsed(line: bytes, codec: str) -> dict[str, Any]:
    """The object on a line.

    Raises:
        UnreadableInput: ``bad_row``, or ``truncated`` for a last line that breaks off.
    """
    try:
        values = json.loads(line.decode(codec), parse_constant=_no_json)
    except UnicodeDecodeError as error:
        hint = "write JSON lines in UTF-8, or name their encoding with --encoding" if codec == UTF_8 else "see --encoding"
        raise UnreadableInput("bad_row", f"it is not {codec.upper()} from byte {error.start} on; {hint}") from error
    except RecursionError as error:
        raise UnreadableInput("bad_row", "it is nested too deeply to be read; flatten it") from error
    except ValueError as error:
        what = error.msg if isinstance(error, json.JSONDecodeError) else str(error).partition(";")[0]
        if not line.endswith(b"\n"):
            raise UnreadableInput("truncated", f"the last line breaks off ({what}); fetch the file again") from error
        raise UnreadableInput("bad_row", f"it is not JSON ({what}); each line holds one object") from error
    if not isinstance(values, dict):
        raise UnreadableInput("bad_row", "it is no JSON object; each line holds one, with the text under a key")
    return values


def _no_json(name: str) -> Never:
    raise ValueError(f"{name} is not a JSON value")
