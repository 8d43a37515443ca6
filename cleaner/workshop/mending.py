"""Mending what `linting` finds, where the rules then find the very same: only the values in question change, to the letter.

Comments, order, quotes and line breaks of everything else in the file stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import Mistake, RulebookError
from cleaner.files import rewrite
from cleaner.rulebook import loader
from cleaner.rulebook.folding import fold
from cleaner.rulebook.pack import SECTIONS
from cleaner.rulebook.yamlfile import Parsed, Place, parse, quoted
from cleaner.workshop.linting import unanchored


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def mend(files: list[loader.RuleFile]) -> list[Path]:
    """Mend rule files in place; those that were changed.

    Raises:
        RulebookError: a mended file would not load; it and all others were left as they are.
    """
    mended: dict[Path, bytes] = {}
    for file in files:
        parsed = parse(file.raw, file.shown)
        edits = sorted(_edits(parsed), reverse=True)
        if not edits:
            continue
        text = parsed.text
        for edit in edits:
            text = text[: edit.start] + edit.text + text[edit.end :]
        bom = b"\xef\xbb\xbf" if file.raw.startswith(b"\xef\xbb\xbf") else b""
        raw = bom + text.encode("utf-8")
        _, mistakes = loader.validated(file._replace(raw=raw))
        if mistakes:
            raise RulebookError([Mistake(one.path, one.line, f"after mending: {one.message}") for one in mistakes])
        mended[file.path] = raw
    for path, raw in mended.items():
        rewrite(path, raw)
    return list(mended)


def _edits(parsed: Parsed) -> Iterator[_Edit]:
    yield from _hosts(parsed)
    for section in SECTIONS:
        for index, rule in enumerate(parsed.data.get(section) or ()):
            if "line" in rule:
                yield from _line(parsed, (section, index, "line"), rule["line"])
            yield from _twice(parsed, (section, index, "lines"), rule.get("lines") or [])


def _line(parsed: Parsed, place: Place, pattern: str) -> Iterator[_Edit]:
    bare = unanchored(pattern)
    span = parsed.spans[place]
    if bare != pattern and bare.isprintable():
        yield _Edit(span.start, span.end, quoted(bare))


def _twice(parsed: Parsed, place: Place, texts: list[str]) -> Iterator[_Edit]:
    """Take the second of two equal texts out of a list, with the comma or the line that belonged to it."""
    seen: set[str] = set()
    for number, text in enumerate(texts):
        key = fold(text.strip())
        if key in seen:
            yield _without(parsed, place, number)
        seen.add(key)


def _hosts(parsed: Parsed) -> Iterator[_Edit]:
    """Take hosts out that are served anyway; the key goes with the last of them."""
    own, hosts = parsed.data.get("outlet", ""), parsed.data.get("hosts") or []
    needless = [number for number, host in enumerate(hosts) if host == own or host.endswith(f".{own}")]
    if needless and len(needless) == len(hosts):
        span = parsed.spans["hosts",]
        yield _Edit(span.key, parsed.text.find("\n", span.end) + 1 or len(parsed.text), "")
    elif needless:
        kept = [host for number, host in enumerate(hosts) if number not in needless]
        span = parsed.spans["hosts",]
        if parsed.text[span.start] == "[":
            yield _Edit(span.start, span.end, f"[{', '.join(kept)}]")
        else:
            yield from (_without(parsed, ("hosts",), number) for number in needless)


def _without(parsed: Parsed, place: Place, number: int) -> _Edit:
    """An item of a list gone: in brackets from behind the item before, else the whole line."""
    item = parsed.spans[*place, number]
    if parsed.text[parsed.spans[place].start] == "[":
        return _Edit(parsed.spans[*place, number - 1].end, item.end, "")
    start = parsed.text.rfind("\n", 0, item.start) + 1
    end = parsed.text.find("\n", item.end) + 1 or len(parsed.text)
    return _Edit(start, end, "")
