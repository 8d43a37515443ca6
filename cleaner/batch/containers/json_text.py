"""JSON that is read value by value, wherever each ends."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any

from cleaner.batch.containers.rows import Reading, codec_past_mark, refuse_damaged
from cleaner.batch.containers.streams import Reader
from cleaner.errors import UnreadableInput, too_large

BLOCK = 1 << 16
_BETWEEN = re.compile(r"[\s,]*")


def checked(value: Any, written: str, strange: str, codec: str) -> dict[str, Any]:
    """A value that is a row.

    Raises:
        UnreadableInput: ``bad_row``.
    """
    refuse_damaged([written], codec, "file")
    if strange:
        raise UnreadableInput("bad_row", f"it is not JSON ({strange} is not a JSON value); write null for what is no number")
    if not isinstance(value, dict):
        raise UnreadableInput("bad_row", "it is no JSON object; each row is one, with the text under a key")
    return value


class JsonText:
    """The text of a file, value by value. What is held is never more than twice the longest value and a block.

    Attributes:
        codec: the encoding.
        line: that on which the next sign stands, from 1 on.
    """

    def __init__(self, reader: Reader, reading: Reading) -> None:
        self._reader, self._limit = reader, reading.max_bytes
        self.codec = codec_past_mark(reader, reading.encoding, "JSON files")
        self._decoder = codecs.getincrementaldecoder(self.codec)(errors="surrogateescape")
        self._held, self._at, self._ended = "", 0, False
        self.line = 1
        self._strange = ""
        self._parser = json.JSONDecoder(parse_constant=self._note)

    @property
    def error(self) -> UnreadableInput | None:
        """Why the file ends before its time."""
        return self._reader.error

    def goes_on(self) -> bool:
        """Whether anything but white space and commas is left; the next sign is that."""
        while True:
            self._pass(_BETWEEN.match(self._held, self._at).end())  # type: ignore[union-attr]  # it matches nothing, too
            if self._at < len(self._held):
                return True
            if not self._more(BLOCK):
                return False

    def passes(self, sign: str) -> bool:
        """Go past the next sign if it is this one."""
        if not self.goes_on() or self._held[self._at] != sign:
            return False
        self._pass(self._at + 1)
        return True

    def value(self, place: str) -> tuple[Any, str, str] | None:
        """The value that begins here, as it is written, and what in it is no JSON; ``None`` for one that breaks off.

        Raises:
            UnreadableInput: ``too_large``, or ``bad_row``: where it ends cannot be told.
        """
        self.goes_on()
        while True:
            self._strange = ""
            try:
                value, end = self._parser.raw_decode(self._held, self._at)
            except json.JSONDecodeError as error:
                open_end = error.pos >= len(self._held) or error.msg.startswith("Unterminated string")
                if self._more(len(self._held) - self._at):
                    continue
                if open_end:
                    return None
                raise UnreadableInput(
                    "bad_row", f"{place}: it is not JSON ({error.msg}); correct it, or write JSON lines"
                ) from error
            except RecursionError as error:
                raise UnreadableInput("bad_row", f"{place}: it is nested too deeply to be read; flatten it") from error
            except ValueError as error:
                what = "a number in it has too many digits; write it as a text"
                raise UnreadableInput("bad_row", f"{place}: it cannot be read, {what}") from error
            if end == len(self._held) and self._more(BLOCK):
                continue  # a number may go on
            written = self._held[self._at : end]
            self._pass(end)
            return value, written, self._strange

    def _note(self, name: str) -> None:
        self._strange = name

    def _pass(self, end: int) -> None:
        self.line += self._held.count("\n", self._at, end)
        self._at = end

    def _more(self, size: int) -> bool:
        """Hold so many bytes more, at least a block; false at the end.

        Raises:
            UnreadableInput: ``too_large``.
        """
        self._held, self._at = self._held[self._at :], 0
        if len(self._held) > self._limit:
            raise too_large(self._limit, f"the object that begins on line {self.line}")
        data = self._reader.take(max(size, BLOCK))
        if self._ended:
            return False
        self._ended = not data
        self._held += self._decoder.decode(data, final=not data)
        return bool(data)
