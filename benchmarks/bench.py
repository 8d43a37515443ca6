"""Reading a bench directory: records, seams and pages. The format is described in ``benchmarks/README.md``."""

from __future__ import annotations

import gzip
import hashlib
import heapq
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

KINDS = ("full", "flat", "paras", "extract")
"""Kinds of dump a record holds, in the order of the tables."""

Split = Literal["holdout", "training", "all"]
THIRDS, HELD_OUT = 3, 0
"""Parts of the hosts, and the one that whatever is tuned or trained keeps away from."""


class BenchError(Exception):
    """What is to be measured cannot be; the message says why."""


@dataclass(frozen=True, slots=True)
class Record:
    """A page with its human-checked body and what people hold instead of the page.

    ``wanted`` and ``unwanted`` are snippets that a human chose: of the body, and of the rest.
    """

    id: str
    source: str
    host: str
    url: str | None
    gold: str
    optional: tuple[str, ...]
    dumps: Mapping[str, str]
    country: str | None = None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seam:
    """A body followed by foreign text (or by nothing), with one label for each line; lines end at line feeds only."""

    id: str
    host: str
    kind: str
    near: bool | None
    text: str
    labels: tuple[str, ...]


def third(host: str) -> int:
    """The third of the hosts that a host belongs to, by hash: 0, 1 or 2.

    By host, not by page: a model that saw a site's menu on one page would know it on the next.
    """
    return int(hashlib.sha256(host.encode("utf-8")).hexdigest(), 16) % THIRDS


def thirds_of(split: Split, apart: int = HELD_OUT) -> tuple[int, ...]:
    """The thirds of the hosts that a part consists of; ``apart`` is the one that is kept from training."""
    return tuple(number for number in range(THIRDS) if split == "all" or (number == apart) == (split == "holdout"))


def in_split(host: str, split: Split, apart: int = HELD_OUT) -> bool:
    """Whether a host's pages belong to the part that is asked for; ``apart`` as for `thirds_of`."""
    return third(host) in thirds_of(split, apart)


def read_records(directory: Path, split: Split = "all", apart: int = HELD_OUT) -> Iterator[Record]:
    """Stream the records of every ``*.jsonl.gz`` that does not hold seams, in file order."""
    for raw in _objects(directory, seams=False):
        if in_split(raw["host"], split, apart):
            yield Record(
                id=raw["id"],
                source=raw["source"],
                host=raw["host"],
                url=raw.get("url"),
                gold=raw["gold"],
                optional=tuple(raw.get("optional") or ()),
                dumps=raw["dumps"],
                country=raw.get("country"),
                wanted=tuple(raw.get("with") or ()),
                unwanted=tuple(raw.get("without") or ()),
            )


def read_seams(directory: Path, split: Split = "all") -> Iterator[Seam]:
    """Stream the documents of every ``seams*.jsonl.gz``. A document's host is that of the record its id begins with."""
    hosts = {raw["id"]: raw["host"] for raw in _objects(directory, seams=False)}
    for raw in _objects(directory, seams=True):
        base = raw["id"].rpartition("/")[0]
        if base not in hosts:
            raise BenchError(f"seam {raw['id']}: there is no record {base}, so its host (and thus its part) is not known")
        labels = tuple(raw["labels"])
        if len(labels) != raw["text"].count("\n") + 1:
            raise BenchError(f"seam {raw['id']}: {len(labels)} labels do not fit {raw['text'].count(chr(10)) + 1} lines")
        if in_split(hosts[base], split):
            yield Seam(raw["id"], hosts[base], raw["kind"], raw.get("near"), raw["text"], labels)


def read_page(directory: Path, identifier: str) -> bytes | None:
    """The page of a record as crawled, or ``None`` where the bench has none."""
    path = _page(directory, identifier)
    try:
        return gzip.decompress(path.read_bytes()) if path.exists() else None
    except (OSError, EOFError, zlib.error) as error:
        raise BenchError(f"{path}: this is no whole gzip file ({error})") from error


def with_page(directory: Path, records: Iterable[Record]) -> Iterator[Record]:
    """Those of the records that the bench has the page of."""
    return (record for record in records if _page(directory, record.id).exists())


def no_page(directory: Path, records: str = "any record") -> BenchError:
    """What is wrong with a bench that has no page of the records that are asked for."""
    return BenchError(f"{directory}: there is no page (pages/<id>.html.gz) of {records}; see benchmarks/README.md")


def _page(directory: Path, identifier: str) -> Path:
    return directory / "pages" / f"{identifier}.html.gz"


_RECORD: Mapping[str, type] = {"id": str, "source": str, "host": str, "gold": str, "dumps": dict}
_SEAM: Mapping[str, type] = {"id": str, "kind": str, "text": str, "labels": list}
_KIND_WORDS: Mapping[type, str] = {str: "a text", dict: "an object", list: "a list"}
_Item = TypeVar("_Item", Record, Seam)


def sample(items: Iterable[_Item], limit: int | None) -> Iterable[_Item]:
    """At most ``limit`` items: those whose id has the lowest hash, so that it is the same mixture every time.

    The first of the file would be pages of one source only.
    """
    if limit is None:
        return items
    return heapq.nsmallest(limit, items, key=lambda item: hashlib.sha256(item.id.encode("utf-8")).hexdigest())


def _objects(directory: Path, *, seams: bool) -> Iterator[dict[str, Any]]:
    paths = [path for path in sorted(directory.glob("*.jsonl.gz")) if path.name.startswith("seams") == seams]
    if not paths:
        raise BenchError(f"{directory}: no {'seams*.jsonl.gz' if seams else '*.jsonl.gz'} here; see benchmarks/README.md")
    for path in paths:
        for number, line in _lines(path):
            try:
                raw = _object(line, _SEAM if seams else _RECORD)
            except ValueError as error:
                raise BenchError(f"{path}:{number}: {error}; see benchmarks/README.md") from error
            yield raw


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers."""
    number = 0
    try:
        with gzip.open(path) as lines:
            for line in lines:
                number += 1
                if line.strip():
                    yield number, line
    except (OSError, EOFError, zlib.error) as error:
        raise BenchError(f"{path}: cannot be read behind line {number} ({error})") from error


def _object(line: bytes, keys: Mapping[str, type]) -> dict[str, Any]:
    """The object of a line. Raises ``ValueError`` where it does not hold what it has to."""
    try:
        raw = json.loads(line.decode("utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"this is no JSON ({error.msg}, column {error.pos + 1})") from error
    if not isinstance(raw, dict):
        raise ValueError("a line is to be an object")
    for key, kind in keys.items():
        if not isinstance(raw.get(key), kind):
            raise ValueError(f"{key!r} is to be {_KIND_WORDS[kind]}")
    if wrong := [kind for kind, text in raw.get("dumps", {}).items() if not isinstance(text, str)]:
        raise ValueError(f"the dump {wrong[0]!r} is to be a text")
    return raw


def read_stated(directory: Path) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Stream id, host, and what is known of each page besides its body: ``title``, ``author`` and ``date``."""
    for raw in _objects(directory, seams=False):
        yield raw["id"], raw["host"], {name: raw.get(name) for name in ("title", "author", "date")}
