"""One document: from its path to its outputs and its row of the manifest. Whatever is in it, a row comes back."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cleaner.batch.inputs import STDIN, Item
from cleaner.batch.naming import OUTPUT_SUFFIXES
from cleaner.batch.outputs import OutputError, json_line, remove, write_whole
from cleaner.errors import CleanerError, RuleTimeout, UnreadableInput
from cleaner.model import Document, Policy
from cleaner.pipeline import clean, stories
from cleaner.profile import Profile
from cleaner.reading import read
from cleaner.render import Cleaned, count_by
from cleaner.rulebook import Rulebook

_MARKUP_SUFFIXES = (".html", ".htm", ".xhtml")
_BLOCK = 1 << 20
_STDIN = 0
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""Without blocking: opening a FIFO that nobody writes to would wait for ever."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for all documents of a run. Picklable, so that it can travel to another process.

    Attributes:
        rulebook: the rules.
        policy: which labels stay.
        outlet, url: whose pages these are, where the caller knows.
        format: ``txt`` (a body and a record a document) or ``jsonl`` (a row a document).
        folder: where bodies and records go; empty: into the outcome.
        fsync: wait until each file is safely on the disk.
        max_bytes: a larger input fails.
        profile: how often lines occur in the corpus.
        split: for ``jsonl``, give each other story that was cut a row of its own.
    """

    rulebook: Rulebook
    policy: Policy = field(default_factory=Policy)
    outlet: str | None = None
    url: str | None = None
    format: str = "txt"
    folder: str = ""
    fsync: bool = True
    max_bytes: int = 20_000_000
    profile: Profile | None = None
    split: bool = False


class Outcome(NamedTuple):
    """What became of one input.

    Attributes:
        status: ``ok``, ``guarded``, ``failed`` or ``skipped``.
        kind: of the failure or the skip, else empty.
        error: what went wrong and what to do, else empty.
        row: its line of the manifest.
        data: its row or body, where these are not written by the worker; else empty.
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


class Worker:
    """Cleans one input after the other; nothing is kept between them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(self, item: Item) -> Outcome:
        """Clean one input and write its outputs.

        Raises:
            OutputError: nothing can be written any more; the run has to stop. All else ends in the outcome.
        """
        if item.verdict:
            return _outcome(item, *item.verdict)
        digest = None
        try:
            raw = read_file(item.path, self._settings.max_bytes)
            digest = hashlib.sha256(raw).hexdigest()
            return self._deliver(item, clean_input(item, raw, self._settings), digest)
        except OutputError:
            raise
        except UnreadableInput as error:
            status = "skipped" if error.kind == "special" else "failed"
            kind, message = error.kind, str(error)
        except CleanerError as error:
            status, kind, message = "failed", error.kind, str(error)
        except OSError as error:
            status, kind, message = "failed", "unwritable", f"its output cannot be written ({error.strerror}); rename the input"
        except MemoryError:
            status, kind, message = "failed", "memory", "not enough memory; use fewer --jobs or a smaller --max-bytes"
        except Exception as error:  # one document must not end the run, whatever is wrong with it or with us
            what = f"{type(error).__name__}: {error}"
            status, kind, message = "failed", "crash", f"a mistake in cleaner ({what}); please report it with this file"
        if self._settings.folder:
            remove(self._paths(item))
        return _outcome(item, status, kind, message, raw_sha256=digest)

    def _paths(self, item: Item) -> list[str]:
        return [os.path.join(self._settings.folder, item.stem + suffix) for suffix in OUTPUT_SUFFIXES]

    def _deliver(self, item: Item, cleaned: Cleaned, digest: str) -> Outcome:
        settings, data = self._settings, b""
        body, record = cleaned.body, cleaned.record()
        text = f"{body}\n".encode() if body else b""
        outputs: list[str] = []
        if settings.format == "jsonl":
            data = json_line(corpus_row(cleaned, body, record))
            if settings.split:
                parts = stories(cleaned, rulebook=settings.rulebook, policy=settings.policy)
                data += b"".join(json_line(corpus_row(part, part.body, part.record())) for part in parts)
        elif settings.folder:
            body_path, record_path = self._paths(item)
            # The record first: a body is never without the account of what is missing in it.
            write_whole({record_path: json_line(record), body_path: text}, fsync=settings.fsync)
            outputs = [item.stem + suffix for suffix in OUTPUT_SUFFIXES]
        else:
            data = text
        failed = cleaned.status == "failed"
        return _outcome(
            item,
            cleaned.status,
            RuleTimeout.kind if failed else "",
            cleaned.warnings[-1] if failed else "",
            data=data,
            raw_sha256=digest,
            text_sha256=record["text_sha256"],
            body_sha256=hashlib.sha256(body.encode()).hexdigest(),
            source_chars=record["source_chars"],
            kept_chars=record["kept_chars"],
            confidence=record["confidence"],
            outlet=cleaned.outlet.host if cleaned.outlet else None,
            language=cleaned.document.language.code,
            labels=count_by(cleaned.removals, "label"),
            rules=count_by(cleaned.removals, "rule"),
            warnings=list(cleaned.warnings),
            outputs=outputs,
        )


def clean_input(item: Item, raw: bytes, settings: Settings) -> Cleaned:
    """Clean the bytes of one input.

    Raises:
        UnreadableInput: no text can be made of them.
    """
    return clean(
        raw,
        id=item.id,
        path=None if item.path == STDIN else item.id,  # relative: a record must not depend on where the corpus lies
        url=settings.url,
        outlet=settings.outlet,
        media_type=_media_type(item),
        policy=settings.policy,
        rulebook=settings.rulebook,
        profile=settings.profile,
    )


def read_input(item: Item, settings: Settings) -> Document:
    """The document that cleaning would make of one input.

    Raises:
        UnreadableInput: the input cannot be read, or no text can be made of it.
    """
    raw = read_file(item.path, settings.max_bytes)
    return read(raw, id=item.id, media_type=_media_type(item), url=settings.url)


def _media_type(item: Item) -> str | None:
    return "text/html" if item.path.lower().endswith(_MARKUP_SUFFIXES) else None


def read_file(path: str, max_bytes: int) -> bytes:
    """All bytes of a regular file, or of the standard input (``-``).

    Raises:
        UnreadableInput: ``vanished``, ``unreadable``, ``too_large``, or ``special`` for what is no regular file.
    """
    try:
        if path == STDIN:
            return _limited(_STDIN, max_bytes)
        handle = os.open(path, _OPEN)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UnreadableInput("special", "this is no regular file; to read from a pipe, name - and redirect the input")
            return _limited(handle, max_bytes)
        finally:
            os.close(handle)
    except FileNotFoundError as error:
        raise UnreadableInput("vanished", "it is gone, or a link to nothing; list the inputs anew and run again") from error
    except OSError as error:
        if stat.S_ISSOCK(_mode(path)):
            raise UnreadableInput("special", "this is a socket, no regular file") from error
        raise UnreadableInput("unreadable", f"it cannot be read ({error.strerror}); check its permissions") from error


def _mode(path: str) -> int:
    try:
        return os.stat(path).st_mode
    except OSError:
        return 0


def _limited(handle: int, max_bytes: int) -> bytes:
    """Read to the end, but never more than is allowed: the size a file claims may be wrong by the time it is read."""
    blocks: list[bytes] = []
    size = 0
    while block := os.read(handle, _BLOCK):
        size += len(block)
        if size > max_bytes:
            raise UnreadableInput("too_large", f"it has more than {max_bytes} bytes; raise --max-bytes, or split it")
        blocks.append(block)
    return b"".join(blocks)


def corpus_row(cleaned: Cleaned, body: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """A document as corpus tools read it: ``id``, ``text`` and ``source`` at the top, all else under ``metadata``."""
    source = cleaned.document.source
    metadata = {"path": source.path, "url": source.url, **cleaned.fields.to_json(), "cleaner": record}
    return {
        "id": cleaned.id,
        "text": body,
        "source": cleaned.outlet.host if cleaned.outlet else "unknown",
        "metadata": metadata,
    }


def _outcome(item: Item, status: str, kind: str = "", error: str = "", *, data: bytes = b"", **known: Any) -> Outcome:
    """The outcome with its manifest row: the same keys for every input, empty where there is nothing to say."""
    row: dict[str, Any] = {
        "id": item.id,
        "path": None if item.path == STDIN else item.id,
        "status": status,
        "kind": kind or None,
        "error": error or None,
        "raw_sha256": None,
        "text_sha256": None,
        "body_sha256": None,
        "source_chars": 0,
        "kept_chars": 0,
        "confidence": None,
        "outlet": None,
        "language": None,
        "labels": {},
        "rules": {},
        "warnings": [],
        "outputs": [],
    }
    row.update(known)
    return Outcome(
        item.id, status, kind, error, row["source_chars"], row["kept_chars"], row["labels"], row["rules"],
        tuple(row["warnings"]), json_line(row), data,
    )  # fmt: skip  # in the order of the fields
