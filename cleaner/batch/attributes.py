"""What is cut from the rows of JSON lines, row by row in files of the same names, as dolma reads it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from cleaner.batch.items import Item
from cleaner.batch.outputs import RowFile, json_line

_SPANS = "cleaner__cut__"
_ALL_SPANS = f"{_SPANS}all"


def attributes_row(item: Item, removals: Sequence[Mapping[str, Any]], before: int = 0) -> dict[str, Any]:
    """What is cut from a row as dolma reads it: ``[start, end, score]`` in code points of its text, all and by label.

    ``before``: how many of these stand before the text of the document.
    """
    spans: dict[str, list[list[float]]] = {_ALL_SPANS: []}
    for removal in removals:
        span = [before + removal["start"], before + removal["end"], removal["confidence"]]
        spans[_ALL_SPANS].append(span)
        spans.setdefault(f"{_SPANS}{removal['label']}", []).append(span)
    return {**_named(item), "attributes": spans}


def attributes_head(item: Item) -> bytes:
    """What the line of attributes of a row begins with, whatever is cut from it."""
    return json_line(_named(item)).rstrip(b"}\n")


def _named(item: Item) -> dict[str, str]:
    row = item.row
    return {"id": (row.id if row else None) or item.id, "source": (row.source if row else None) or ""}


class AttributeFiles:
    """One file of rows for each container of the inputs, of the same name below a directory, each whole or not there.

    Use as a context; call `commit` at the end.

    Attributes:
        digests: the sha256 of each file, by path.
    """

    def __init__(self, folder: str, *, fsync: bool) -> None:
        self._folder, self._fsync = folder, fsync
        self._open: RowFile | None = None
        self._name = ""
        self.digests: dict[str, str] = {}

    def add(self, line: bytes, name: str) -> None:
        """Append lines to the file of a container; the containers come one after the other.

        Raises:
            OutputError: the lines cannot be written.
        """
        if name != self._name:
            self.commit()
            self._open, self._name = RowFile(os.path.join(self._folder, name), fsync=self._fsync), name
        if self._open:
            self._open.add(line)

    def commit(self) -> None:
        """Make the last file appear under its name, whole.

        Raises:
            OutputError: it cannot be written.
        """
        if self._open:
            self._open.commit()
            self.digests[os.path.join(self._folder, self._name)] = self._open.sha256
            self._open = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._open:
            self._open.__exit__(kind, error, trace)
