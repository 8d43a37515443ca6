"""What workers are given and what they give back: settings for all, a task and an outcome for each input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cleaner.batch.items import Item, Verdict
from cleaner.batch.kinds import rows_format
from cleaner.model import Policy
from cleaner.profile import Profile
from cleaner.rulebook import Rulebook
from cleaner.rulebook.costs import Cost


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for all documents of a run. Picklable, so that it can travel to another process.

    Attributes:
        rulebook: the rules.
        policy: which labels stay.
        outlet, url: whose pages these are, where the caller knows.
        format: ``txt`` (a body and a record a document), ``jsonl`` (a row a document), ``parquet`` (a flat row), ``csv`` (a row
            for people), ``attributes`` (the cuts of a row of JSON lines) or ``changes`` (a diff, for no file).
        folder: where bodies and records go; empty: into the outcome.
        fsync: wait until each file is safely on the disk.
        max_bytes: a larger input fails.
        encoding: that of all inputs that come as bytes, where the caller knows it.
        profile: how often lines occur in the corpus.
        split: for rows, give each other story that was cut a row of its own.
        passed: for rows, what of the row that was read goes into it as it is: its name, and the key it is read under.
        fingerprint: names all of these that a result depends on, but most rules; noted in each row.
        retry_failed: do again what an earlier run could not for reasons of the machine.
    """

    rulebook: Rulebook
    policy: Policy = field(default_factory=Policy)
    outlet: str | None = None
    url: str | None = None
    format: str = "txt"
    folder: str = ""
    fsync: bool = True
    max_bytes: int = 20_000_000
    encoding: str | None = None
    profile: Profile | None = None
    split: bool = False
    passed: tuple[tuple[str, str], ...] = ()
    fingerprint: str = ""
    retry_failed: bool = True


def verdict_of(item: Item, settings: Settings) -> Verdict | None:
    """What is known of an input before it is opened: by what it is, or by what is to be written of it."""
    if item.verdict or settings.format != "attributes" or _is_text_of_json(item):
        return item.verdict
    return Verdict("failed", "not_jsonl", "attributes stand beside rows of JSON lines; give .jsonl, .jsonl.gz or .jsonl.zst")


def _is_text_of_json(item: Item) -> bool:
    """Whether it is the text of a row of JSON lines as it stands there; an item of a JSON Feed is made of several values."""
    return item.row is not None and item.row.media_type is None and rows_format(item.path) == "jsonl"


class Task(NamedTuple):
    """An input, and its row of an earlier run, if there was one."""

    item: Item
    before: bytes | None = None


class Outcome(NamedTuple):
    """What became of one input.

    Attributes:
        status: ``ok``, ``guarded``, ``failed`` or ``skipped``.
        kind: of the failure or the skip, else empty.
        error: what went wrong and what to do, else empty.
        row: its line of the manifest.
        data: its rows or body, where these are not written by the worker; else empty, also where they stand.
        size: of the input in bytes; 0 if it could not be read.
        kept: whether all of it stands from an earlier run, and nothing was done.
        file: id of the file that it stands in, where it is a row.
        seconds: what the time went to.
        costs: what the patterns of each rule cost.
        profiled: whether the profile of the run knows enough of the document's site; ``None``: nobody asked one.
        altered: outputs that somebody had changed since an earlier run wrote them, and that are written anew or gone, each with
            the name under which that change is kept.
    """

    id: str
    status: str
    kind: str
    error: str
    source_chars: int
    kept_chars: int
    labels: Mapping[str, int]
    rules: Mapping[str, int]
    warnings: tuple[str, ...]
    row: bytes
    data: bytes
    size: int = 0
    kept: bool = False
    file: str = ""
    seconds: tuple[tuple[str, float], ...] = ()
    costs: tuple[tuple[str, Cost], ...] = ()
    profiled: bool | None = None
    altered: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of_row(cls, row: Mapping[str, Any], line: bytes, data: bytes = b"", *, kept: bool = False, file: str = "") -> Outcome:
        """What a row of the manifest says, with that row as it is written, ``line``."""
        return cls(
            id=row["id"],
            status=row["status"],
            kind=row["kind"] or "",
            error=row["error"] or "",
            source_chars=row["source_chars"],
            kept_chars=row["kept_chars"],
            labels=row["labels"],
            rules=row["rules"],
            warnings=tuple(row["warnings"]),
            row=line,
            data=data,
            kept=kept,
            file=file,
        )
