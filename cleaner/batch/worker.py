"""One document: from its path to its outputs and its row of the manifest. Whatever is in it, a row comes back."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import time
from collections.abc import Sequence
from typing import Any

from cleaner.batch.attributes import attributes_row
from cleaner.batch.changes import changes
from cleaner.batch.items import Item, content, sha256_of_content
from cleaner.batch.naming import output_names
from cleaner.batch.outputs import OutputError, json_line, remove, sweep, write_whole
from cleaner.batch.sealing import sealed
from cleaner.batch.standing import Standing, altered, set_aside
from cleaner.batch.tasks import Outcome, Settings, Task, verdict_of
from cleaner.batch.timing import Clock
from cleaner.corpus import COLUMNS, corpus_row, written_row
from cleaner.errors import CleanerError, RuleTimeout, UnreadableInput, own_mistake
from cleaner.model import Document
from cleaner.pipeline import clean, stories
from cleaner.reading import read
from cleaner.render import Cleaned, count_by
from cleaner.rulebook.costs import counted
from cleaner.sites import site_of
from cleaner.stages import CHAIN, Stage
from cleaner.stages.repetition import knows

_NO_ROW = frozenset({"truncated", "corrupt", "bomb", "not_jsonl"})
"""Failures of what is no whole row."""
_MAY_NOT = "see who may write in its directory, and run again"
_REMEDIES = {
    errno.EACCES: _MAY_NOT,
    errno.EPERM: _MAY_NOT,
    errno.EISDIR: "a directory has its name: move that away, and run again",
    errno.ENAMETOOLONG: "choose an output with a shorter path, or rows in one file (-o NAME.jsonl)",
}
"""What to do where an output cannot be written; else the file system does not take its name."""


class Worker:
    """Cleans one input after the other; nothing is kept between them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clock = Clock()

    def __call__(self, task: Task) -> Outcome:
        """Clean one input and write its outputs, unless all that an earlier run wrote still stands.

        Raises:
            OutputError: nothing can be written any more; the run has to stop.
            MemoryError: there is not enough memory, maybe only in this process. All else ends in the outcome.
        """
        began = time.perf_counter()
        self._clock.take()  # what a document left that ended with an error
        with counted() as costs:
            outcome = self._outcome(task)
        parts = self._clock.take()
        parts["other"] = time.perf_counter() - began - sum(parts.values())
        return outcome._replace(seconds=tuple(parts.items()), costs=tuple(costs.items()))

    def _outcome(self, task: Task) -> Outcome:
        item, settings = task.item, self._settings
        if verdict := verdict_of(item, settings):
            return self._row(task, *verdict)
        standing = Standing.of(task, settings)
        if standing and standing.final:
            return standing.outcome
        raw: str | bytes = b""
        digest = None
        try:
            with self._clock.on("read"):
                raw = content(item, settings.max_bytes)
                digest = sha256_of_content(raw)
            if standing and standing.holds(digest):
                return standing.outcome._replace(size=len(raw))
            cleaned = clean_input(item, raw, settings, chain=self._clock.chain)
            return self._deliver(task, cleaned, digest)._replace(size=len(raw))
        except (OutputError, MemoryError):
            raise
        except UnreadableInput as error:
            status = "skipped" if error.kind == "special" else "failed"
            kind, message = error.kind, str(error)
        except CleanerError as error:
            status, kind, message = "failed", error.kind, str(error)
        except OSError as error:
            status, kind = "failed", "unwritable"
            remedy = _REMEDIES.get(error.errno or 0, "rename the input")
            message = f"its output cannot be written ({error.strerror}); {remedy}"
        except Exception as error:  # one document must not end the run, whatever is wrong with it or with us
            status, kind, message = "failed", "crash", f"{own_mistake(error)} with this file"
        return self._row(task, status, kind, message, raw_sha256=digest)._replace(size=len(raw))

    def _row(self, task: Task, status: str, kind: str, message: str, **known: Any) -> Outcome:
        """The outcome of an input without outputs; those of an earlier run do not stay."""
        gone = _withdraw(task, self._settings) if status == "failed" else ()
        return _without_outputs(task.item, self._settings, status, kind, message, **known)._replace(altered=gone)

    def _deliver(self, task: Task, cleaned: Cleaned, digest: str) -> Outcome:
        item, settings, data = task.item, self._settings, b""
        body, record = cleaned.body, cleaned.record()
        text = f"{body}\n".encode() if body else b""
        body_sha256 = hashlib.sha256(body.encode()).hexdigest()
        outputs: dict[str, str] = {}
        replaced: tuple[tuple[str, str], ...] = ()
        if settings.format in COLUMNS:
            rows = [corpus_row(cleaned, body, record)]
            if settings.split:
                parts = stories(cleaned, rulebook=settings.rulebook, policy=settings.policy)
                rows += [corpus_row(part, part.body, part.record()) for part in parts]
            passed = {**dict.fromkeys(name for name, _ in settings.passed), **json.loads(item.passed or "{}")}
            data = b"".join(json_line(written_row(settings.format, row, passed)) for row in rows)
        elif settings.format == "attributes":
            data = json_line(attributes_row(item, record["removals"], before=int(cleaned.document.source.bom)))
        elif settings.format == "changes":
            data = changes(cleaned)
        elif settings.folder:
            names = output_names(item.stem)
            # The record first: a body is never without the account of what is missing in it.
            written = dict(zip(reversed(names), (sealed(record, body_sha256), text), strict=True))
            with self._clock.on("write"):
                replaced = set_aside(altered(task, settings, written), settings)
                write_whole({os.path.join(settings.folder, name): data for name, data in written.items()}, fsync=settings.fsync)
            outputs = {name: hashlib.sha256(written[name]).hexdigest() for name in names}
        else:
            data = text
        failed, profile = cleaned.status == "failed", settings.profile
        return _outcome(
            item,
            cleaned.status,
            RuleTimeout.kind if failed else "",
            cleaned.warnings[-1] if failed else "",
            data=data,
            fingerprint=settings.fingerprint,
            rulebook=cleaned.rulebook_digest,
            raw_sha256=digest,
            text_sha256=record["text_sha256"],
            body_sha256=body_sha256,
            source_chars=record["source_chars"],
            kept_chars=record["kept_chars"],
            confidence=record["confidence"],
            outlet=cleaned.outlet.host if cleaned.outlet else None,
            language=cleaned.document.language.code,
            labels=count_by(cleaned.removals, "label"),
            rules=count_by(cleaned.removals, "rule"),
            warnings=list(cleaned.warnings),
            rows=data.count(b"\n") if settings.format != "txt" else 0,
            outputs=outputs,
        )._replace(altered=replaced, profiled=None if profile is None else knows(profile, site_of(cleaned.document) or ""))


def warm_worker(settings: Settings) -> Worker:
    """A worker that has read and compiled its rules: the first document's time is its own then."""
    clean("The harbour reopened on Monday.", rulebook=settings.rulebook)
    return Worker(settings)


def lost(settings: Settings, task: Task, kind: str, message: str) -> Outcome:
    """The outcome of an input that no worker survives. What it may have written before is removed."""
    gone = _withdraw(task, settings)
    return _without_outputs(task.item, settings, "failed", kind, message)._replace(altered=gone)


def abandoned(settings: Settings, task: Task, pid: int) -> None:
    """Remove the temporary files of a worker that was ended while it was at this input."""
    if settings.folder:
        sweep(os.path.dirname(os.path.join(settings.folder, task.item.stem)), owner=str(pid))


def _withdraw(task: Task, settings: Settings) -> tuple[tuple[str, str], ...]:
    """Remove the outputs that an earlier run may have written, but set aside and name those that somebody has changed since."""
    if not settings.folder or not task.item.stem:
        return ()
    try:
        changed = set_aside(altered(task, settings, {}), settings)
    except OSError:  # what somebody wrote is worth more than that nothing stays of an input that failed
        return ()
    remove([os.path.join(settings.folder, name) for name in output_names(task.item.stem)])
    return changed


def clean_input(item: Item, raw: str | bytes, settings: Settings, chain: Sequence[Stage] = CHAIN) -> Cleaned:
    """Clean the content of one input.

    Raises:
        UnreadableInput: no text can be made of it.
    """
    return clean(
        raw,
        id=item.id,
        path=item.place,  # relative: a record must not depend on where the corpus lies
        url=item.url or settings.url,
        outlet=settings.outlet,
        media_type=_media_type(item, settings),
        encoding=settings.encoding,
        policy=settings.policy,
        rulebook=settings.rulebook,
        profile=settings.profile,
        chain=chain,
    )


def read_input(item: Item, raw: str | bytes, settings: Settings) -> Document:
    """The document that cleaning would make of the content of one input.

    Raises:
        UnreadableInput: no text can be made of it.
    """
    kind, url = _media_type(item, settings), item.url or settings.url
    return read(raw, id=item.id, media_type=kind, url=url, encoding=settings.encoding)


def _media_type(item: Item, settings: Settings) -> str | None:
    return "text/plain" if settings.format == "attributes" else item.media_type  # spans count in the text as it is


def _without_outputs(item: Item, settings: Settings, status: str, kind: str, message: str, **known: Any) -> Outcome:
    """The outcome of an input that gives nothing; but attributes stand row by row beside their rows, so there is one for it."""
    lacks = settings.format == "attributes" and bool(item.file) and kind not in _NO_ROW
    data = json_line(attributes_row(item, ())) if lacks else b""
    digest = settings.rulebook.digest
    told = {"data": data, "rows": int(lacks), "fingerprint": settings.fingerprint, "rulebook": digest, **known}
    return _outcome(item, status, kind, message, **told)


def _outcome(item: Item, status: str, kind: str = "", error: str = "", *, data: bytes = b"", **known: Any) -> Outcome:
    """The outcome with its manifest row: the same keys for every input, empty where there is nothing to say."""
    row: dict[str, Any] = {
        "id": item.id,
        "path": item.place,
        "url": item.url,
        "media_type": item.media_type,
        "passed_sha256": item.passed_sha256,
        "status": status,
        "kind": kind or None,
        "error": error or None,
        "fingerprint": None,
        "rulebook": None,
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
        "rows": 0,
        "outputs": {},
    }
    row.update(known)
    return Outcome.of_row(row, json_line(row), data, file=item.file)
