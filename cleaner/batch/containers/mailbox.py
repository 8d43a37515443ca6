"""Mailboxes as mail programs and services export them (mbox, RFC 4155): one message after another, read one at a time.

A message begins with a line ``From …`` behind a blank line, with a head below it; what a body has of such lines is quoted with
``>`` in most of these files. The head tells one from the other where it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.batch.containers.rows import Lost, Reading, Row
from cleaner.batch.containers.streams import Reader
from cleaner.errors import UnreadableInput, too_large
from cleaner.reading.messages import FIELD

_FROM = b"From "
_HEADER = re.compile(FIELD)
_LONGEST_NAME = 80
"""Bytes from the start of a head, in which its first name ends."""
_LINE = 1 << 20
"""Bytes of a line that are looked at together. Lines of mail have up to 998."""
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_STATUS = re.compile(rb"^X-Mozilla-Status: ([0-9A-Fa-f]{4})\r?$", re.MULTILINE)
_EXPUNGED = 0x8
"""The bit of a message that was deleted in Mozilla's programs, and stays in the file until that is compacted."""


def mailbox_rows(reader: Reader, reading: Reading) -> Iterator[Row | Lost]:
    """The messages of a mailbox, in order, as bytes of their own; one that was deleted is skipped with a word.

    Raises:
        UnreadableInput: it is no mailbox, or cannot be unpacked; what was whole before was given.
    """
    if reader.past_line_ends() and reader.peek(len(_FROM)) != _FROM:
        raise UnreadableInput("corrupt", "it does not begin with `From …`, as mailboxes do; call a single message NAME.eml")
    number = 0
    while reader.peek(1):
        number += 1
        message = _message(reader, reading.max_bytes)
        if reader.error:
            break
        if message is None:
            error = too_large(reading.max_bytes)
            yield Lost(number, "failed", error.kind, f"message {number}: {error}")
        elif _is_expunged(message):
            yield Lost(number, "skipped", "deleted", f"message {number}: it was deleted, and is still in the file")
        else:
            yield Row(number, _QUOTED.sub(rb"\1", message))
    if reader.error:
        raise reader.error


def _message(reader: Reader, limit: int) -> bytes | None:
    """The next message without the line that it begins with; ``None`` if it is longer than the limit."""
    _line(reader)
    held, size, blank = bytearray(), 0, False
    while reader.peek(1) and not (blank and _begins(reader)):
        line = _line(reader)
        size += len(line)
        if size > limit:
            held.clear()
        else:
            held += line
        blank = not line.strip(b"\r\n")
    return None if size > limit else bytes(held)


def _begins(reader: Reader) -> bool:
    """Whether a message begins here."""
    if reader.peek(len(_FROM)) != _FROM:
        return False
    line = _line(reader)
    head = reader.peek(_LONGEST_NAME)
    reader.back(line)
    return _HEADER.match(head) is not None


def _line(reader: Reader) -> bytes:
    line = reader.until(b"\n", _LINE)
    return reader.take(_LINE) if line is None else line


def _is_expunged(message: bytes) -> bool:
    head = re.split(rb"\r?\n\r?\n", message, maxsplit=1)[0]
    found = _STATUS.search(head)
    return found is not None and bool(int(found[1], 16) & _EXPUNGED)
