"""Reading what a run wrote: its manifest, and for each document the record and the source text, restored from body and record.

The sources themselves are not needed: what stayed stands in the body, what went stands in the record, and the record's digest
proves that together they are the text that was read. What else lies in the directory is left alone.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cleaner.batch.containers import packed_lines
from cleaner.batch.destination import ROWS, Destination, format_of
from cleaner.batch.kinds import packing
from cleaner.batch.opening import kept
from cleaner.errors import RecordMismatch, UnreadableInput, UsageError, misfit
from cleaner.layout import Kept, Layout
from cleaner.lines import lines_at, split_lines
from cleaner.model import Document, Fields, Label, Removal, Source
from cleaner.render import MISFITS, Cleaned, check_version, restore

_MAX_FILE = 500_000_000
"""Bytes. A record or body larger than this cannot be shown."""
_NO_RECORDS = {
    "parquet": "a table holds no records of what went",
    "csv": "a table holds no records of what went",
    "attributes": "attributes hold no texts and no records of what went",
}
_READ = (
    "what can be read here is a directory of bodies and records, or NAME.jsonl, NAME.jsonl.gz or NAME.jsonl.zst; "
    "clean the same inputs with `cleaner clean INPUTS -o DIR`, and name that"
)


class Cut(NamedTuple):
    """A removal or a tag as a record has it."""

    start: int
    end: int
    first_line: int
    last_line: int
    label: str
    rule: str
    confidence: float
    reason: str
    also: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of one document of a run.

    Attributes:
        row: its row of the manifest.
        cleaned: the cleaned document, as far as views of it need; ``None`` where its text cannot be restored.
        cuts, tags: what went, and what was only noticed, in text order.
        source: how the text was read, as the record has it.
        fields: what was lifted out of the text.
        problem: why there is no text or no record; empty where all is well.
    """

    row: Row
    cleaned: Cleaned | None = None
    cuts: tuple[Cut, ...] = ()
    tags: tuple[Cut, ...] = ()
    source: Mapping[str, Any] | None = None
    fields: Mapping[str, Any] | None = None
    problem: str = ""

    @property
    def share_kept(self) -> float | None:
        """Which part of the text stayed, white space between paragraphs left out; ``None`` where there is no text."""
        gone = sum(cut.end - cut.start for cut in self.cuts)
        total = self.row.kept_chars + gone if self.cuts or self.cleaned else self.row.source_chars
        return self.row.kept_chars / total if total else None


class Row(NamedTuple):
    """A row of the manifest. Of its outputs only the names are read; a manifest may give each its digest."""

    id: str
    status: str
    error: str
    text_sha256: str
    body_sha256: str
    source_chars: int
    kept_chars: int
    confidence: float | None
    outlet: str
    rules: Mapping[str, int]
    labels: Mapping[str, int]
    warnings: tuple[str, ...]
    outputs: tuple[str, ...]


class Run:
    """What a run wrote. Iterate to get the rows of its manifest, in ascending order of ids.

    Attributes:
        place: what was named.
    """

    def __init__(self, place: str, folder: Path, manifest: Path, rows: Path) -> None:
        self.place = place
        self._folder, self._manifest, self._rows = folder, manifest, rows
        self._at: dict[str, int] | None = None
        self._kept: BinaryIO | None = None

    @classmethod
    def open(cls, place: str) -> Run:
        """The run that wrote a directory, or a file of rows ``NAME.jsonl``, packed or not.

        Raises:
            UsageError: no finished run wrote this, or what it wrote holds no records.
        """
        path, found = Path(place), Destination.existing(place)
        manifest = Path(found.manifest)
        if not manifest.is_file():
            raise UsageError(f"{manifest} is missing: the run did not finish; give the same `cleaner clean` again, it goes on")
        written = _format(Path(found.run)) if path.is_dir() else format_of(place)
        if written in _NO_RECORDS:
            raise UsageError(f"{place}: {_NO_RECORDS[written]}; {_READ}")
        folder, rows = (path, path / ROWS) if path.is_dir() else (path.parent, path)
        return cls(place, folder, manifest, rows)

    def __iter__(self) -> Iterator[Row]:
        with self._manifest.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    yield _row(json.loads(line))
                except MISFITS as error:
                    told = f"{self._manifest}:{number}: this is no row of a manifest that cleaner wrote: {misfit(error)}"
                    raise UsageError(f"{told}; give the same `cleaner clean` again to mend it") from error

    def written(self, row: Row) -> Written:
        """The record and the text of one document of this run."""
        if row.status in ("failed", "skipped") and not row.text_sha256:
            return Written(row, problem=row.error or row.status)
        try:
            body, record = self._body_and_record(row)
            return _written(row, body, record)
        except _MissingError as error:
            return Written(row, problem=str(error))
        except OSError as error:
            return Written(row, problem=f"what the run wrote cannot be read: {error.strerror}")
        except RecordMismatch as error:
            return Written(row, problem=f"its record cannot be read: {error}")
        except MISFITS as error:
            return Written(row, problem=f"its record cannot be read: {misfit(error)}")

    def _body_and_record(self, row: Row) -> tuple[str | None, Mapping[str, Any]]:
        if row.outputs:
            files = {Path(name).suffix: self._inside(name) for name in row.outputs}
            if ".json" not in files:
                raise _MissingError("the run wrote no record for it")
            return _body(files.get(".txt")), json.loads(_read(files[".json"]))
        at = self._offsets().get(row.id)
        if at is None:
            raise _MissingError("the run wrote no record for it")
        with self._opened() as file:
            file.seek(at)
            found = json.loads(file.readline())
        return found["text"], found["metadata"]["cleaner"]

    def _offsets(self) -> Mapping[str, int]:
        """Where in the file of rows each document's row begins."""
        if self._at is None:
            self._at = {}
            if self._rows.is_file():
                at = 0
                with self._opened() as file:
                    for line in file:
                        self._at.setdefault(str(json.loads(line)["id"]), at)
                        at += len(line)
        return self._at

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        """The file of rows from its beginning; unpacked once, where it is packed."""
        if not packing(self._rows.name):
            with self._rows.open("rb") as file:
                yield file
            return
        if self._kept is None:
            try:
                with self._rows.open("rb") as file:
                    self._kept = kept(packed_lines(self._rows.name, file), f"{self._rows}: what is packed in it")
            except UnreadableInput as error:
                raise UsageError(f"{self._rows}: {error}") from error
            weakref.finalize(self, self._kept.close)
        self._kept.seek(0)
        yield self._kept

    def _inside(self, name: str) -> Path:
        # A manifest may come from elsewhere: it must not make us read other files.
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise _MissingError(f"its output {name!r} lies outside of the run")
        return self._folder / name


def _format(account: Path) -> str | None:
    """What a run has written, as its account says; ``None`` where there is none that says so."""
    try:
        told = json.loads(account.read_bytes())["options"]["format"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return told if isinstance(told, str) else None


def field_text(value: object) -> str:
    """The value of a field as text; empty for none."""
    return " · ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


class _MissingError(Exception):
    """The run wrote nothing that could be shown for a document."""


def _body(path: Path | None) -> str | None:
    return _read(path).decode("utf-8").removesuffix("\n") if path and path.is_file() else None


def _read(path: Path) -> bytes:
    if not path.is_file():  # a pipe in its place would keep us waiting
        raise _MissingError("its record is missing")
    if path.stat().st_size > _MAX_FILE:
        raise _MissingError(f"what the run wrote is larger than {_MAX_FILE // 10**6} MB")
    return path.read_bytes()


def _row(data: Mapping[str, Any]) -> Row:
    return Row(
        id=str(data["id"]),
        status=str(data["status"]),
        error=str(data.get("error") or ""),
        text_sha256=str(data.get("text_sha256") or ""),
        body_sha256=str(data.get("body_sha256") or ""),
        source_chars=int(data.get("source_chars") or 0),
        kept_chars=int(data.get("kept_chars") or 0),
        confidence=None if data.get("confidence") is None else _share(data["confidence"]),
        outlet=str(data.get("outlet") or ""),
        rules={str(name): int(count) for name, count in (data.get("rules") or {}).items()},
        labels={str(name): int(count) for name, count in (data.get("labels") or {}).items()},
        warnings=tuple(str(warning) for warning in data.get("warnings") or ()),
        outputs=tuple(str(name) for name in data.get("outputs") or ()),
    )


def _written(row: Row, body: str | None, record: Mapping[str, Any]) -> Written:
    check_version(record)
    cuts, tags = _cuts(record["removals"]), _cuts(record["tags"])
    written = Written(row, None, cuts, tags, dict(record["source"]), dict(record["fields"]))
    if record["text_sha256"] != row.text_sha256:
        return replace(written, problem="its record belongs to another run than the manifest")
    if body is None:
        return replace(written, problem="its body is missing, so only what went can be shown")
    try:
        text = restore(body, record)
    except RecordMismatch:
        return replace(written, problem="its body was changed after the run, so only what went can be shown")
    source = Source(**written.source or {})
    # The lines of a page are its elements, however long; only those of a text may be cut into sentences.
    lines = lines_at(text, repeat("")) if source.media_type == "text/html" else split_lines(text)
    document = Document(row.id, text, lines, source)
    layout = Layout(tuple(Kept(int(start), int(end), str(joint)) for start, end, joint in record["kept"]), ())
    cleaned = Cleaned(document, _removals(cuts), _removals(tags), Fields(), layout, str(record["rulebook"]), row.status)
    return replace(written, cleaned=cleaned)


def written_of(cleaned: Cleaned) -> Written:
    """A document that was cleaned just now, as a run would have written it."""
    record = cleaned.record()
    row = _row({**record, "outlet": cleaned.outlet.host if cleaned.outlet else "", "error": _error(cleaned)})
    cuts, tags = _cuts(record["removals"]), _cuts(record["tags"])
    return Written(row, cleaned, cuts, tags, record["source"], record["fields"])


def _error(cleaned: Cleaned) -> str:
    return cleaned.warnings[-1] if cleaned.status == "failed" else ""


def _removals(cuts: Iterable[Cut]) -> tuple[Removal, ...]:
    return tuple(Removal(cut.start, cut.end, Label(cut.label), cut.rule, cut.confidence, cut.reason, cut.also) for cut in cuts)


def _cuts(entries: Iterable[Mapping[str, Any]]) -> tuple[Cut, ...]:
    return tuple(map(_cut, entries))


def _cut(entry: Mapping[str, Any]) -> Cut:
    first, last = entry["lines"]
    return Cut(
        int(entry["start"]), int(entry["end"]), int(first), int(last), str(entry["label"]), str(entry["rule"]),
        _share(entry["confidence"]), str(entry["reason"]), tuple(str(rule) for rule in entry["also"]), str(entry["text"]),
    )  # fmt: skip  # in the order of the fields


def _share(value: Any) -> float:
    if not 0 <= float(value) <= 1:
        raise ValueError(f"confidence {value} does not lie between 0 and 1")
    return float(value)
