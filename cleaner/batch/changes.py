"""What cleaning changes in a document, as a unified diff of its text and its body."""

from __future__ import annotations

from difflib import unified_diff

from cleaner.lines import LINE_END
from cleaner.render import Cleaned
from cleaner.visible import escape


def changes(cleaned: Cleaned) -> bytes:
    """The diff from the text of a document (of a web page: the text that is visible) to its body; empty if they are alike.

    They are compared line by line; which characters end a line does not count, nor whether one ends the last.
    """
    before, after = _lines(cleaned.document.text), _lines(cleaned.body)
    if before == after:
        return b""
    name = escape(cleaned.id)  # on one line, whatever stands in it
    lines = unified_diff(before, after, name, name, lineterm="")
    return "".join(f"{line}\n" for line in lines).encode()


def _lines(text: str) -> list[str]:
    lines = LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]
