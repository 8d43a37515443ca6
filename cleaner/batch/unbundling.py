"""Texts that hold many articles, taken apart in a process under watch: each gives its rows, or says why there are none."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from cleaner.batch.chosen import Listing
from cleaner.batch.items import Item, content
from cleaner.batch.outputs import json_line
from cleaner.batch.pool import in_order
from cleaner.batch.supervisor import Job, Limits
from cleaner.bundles import Article, Marks, articles, bundle, left_over
from cleaner.errors import UnreadableInput, UsageError, own_mistake
from cleaner.reading import read_text

_SHOWN = 40
"""Characters of what is left out, so that people find it."""


class Marking(NamedTuple):
    """How texts are read and taken apart.

    Attributes:
        marks: how articles are told apart; ``None``: as databases of the press do it.
        max_bytes: a larger text fails.
        encoding: that of all texts, where the caller knows it.
    """

    marks: Marks | None
    max_bytes: int
    encoding: str | None = None


class Unbundled(NamedTuple):
    """What became of one input.

    Attributes:
        status: ``ok``, ``failed`` or ``skipped``.
        error: what went wrong and what to do, else empty.
        articles: how many were found; none in a text that is one document, and one row.
        rows: lines of JSON.
        outside: characters outside the articles, where there are any.
        first: the beginning of what stands outside.
    """

    id: str
    status: str
    error: str = ""
    articles: int = 0
    rows: bytes = b""
    outside: int = 0
    first: str = ""


def unbundle(plan: Listing, marking: Marking, *, limits: Limits | None = None) -> Generator[Unbundled]:
    """Take all inputs of a plan apart, and yield what became of each, in their order.

    Args:
        plan: the inputs.
        marking: how they are read and taken apart.
        limits: what one input may take.

    Raises:
        UsageError: a pattern that was given takes too long.
        WorkerDiedError: a process cannot be started.
    """
    job = Job(_taker, marking, _lost, weight=attrgetter("size"), size=attrgetter("content_size"))
    yield from in_order(job, plan, 1, limits)


def _taker(marking: Marking) -> Callable[[Item], Unbundled]:
    return partial(_one, marking=marking)


def _lost(item: Item, _kind: str, message: str) -> Unbundled:
    return Unbundled(item.id, "failed", message)


def _one(item: Item, marking: Marking) -> Unbundled:
    if item.verdict:
        return Unbundled(item.id, item.verdict.status, item.verdict.message)
    try:
        text = _text(item, marking)
        found = _articles(text, marking.marks)
    except UnreadableInput as error:
        return Unbundled(item.id, "failed", str(error))
    except TimeoutError:
        hint = "leave out repetitions within repetitions"
        raise UsageError(f"{item.id}: --begins or --ends takes too long to match a line; {hint}") from None
    except MemoryError:
        raise
    except Exception as error:  # one text must not end the run, whatever is wrong with it or with us
        return Unbundled(item.id, "failed", f"{own_mistake(error)} with this file")
    outside = list(left_over(text, found)) if found else []
    first = " ".join(outside[0].split())[:_SHOWN] if outside else ""
    rows = b"".join(_rows(item.id, text, found))
    return Unbundled(item.id, "ok", "", len(found), rows, sum(map(len, outside)), first)


def _text(item: Item, marking: Marking) -> str:
    """The text of one input.

    Raises:
        UnreadableInput: there is none.
    """
    return read_text(content(item, marking.max_bytes), media_type=item.media_type, encoding=marking.encoding)


def _articles(text: str, marks: Marks | None) -> list[Article]:
    """The articles of a text; none where it is one document."""
    if marks:
        return articles(text, marks)
    found = bundle(text)
    return found.articles if found else []


def _rows(name: str, text: str, found: list[Article]) -> Iterator[bytes]:
    if not found:
        yield json_line({"id": name, "text": text})
    for number, (start, end) in enumerate(found, 1):
        yield json_line({"id": f"{name}#{number}", "text": text[start:end]})
