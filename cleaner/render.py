"""From settled removals to what people use: the body, the record, the marked view; and back again (`restore`).

The text only loses characters: what is kept, joined, is a subsequence of the source. The one thing added is white space
between paragraphs (`layout`), and the record says where.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from cleaner._version import __version__
from cleaner.errors import NoRecord, RecordMismatch, misfit
from cleaner.layout import Kept, Layout
from cleaner.model import SCHEMA_VERSION, Document, Fields, Line, Outlet, Removal


class Segment(NamedTuple):
    """A piece of one line in the marked view: its text and, where it went or was tagged, by whom."""

    text: str
    removal: Removal | None
    tags: tuple[Removal, ...]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned document: the body, what was lifted out of it, and an account of every character that went.

    Attributes:
        document: ``.text`` is what all offsets refer to, ``.lines`` its lines, ``.source`` where it came from.
        removals: sorted, disjoint. White space and invisible lines that the layout drops are not among them; they stand in
            ``layout.blank``.
        tags: stretches that a guess or a draft rule named without being sure enough to cut, sorted.
        fields: title, authors and so on, lifted from what was found.
        status: ``ok``; ``guarded`` (nearly everything would have gone, so nothing went); ``failed`` (a rule ran out of time,
            so nothing went).
        confidence: of the least sure cut, 0-1; 1 where nothing went, 0 where the document came back whole. Sort by it to review
            the doubtful ones first.
        rulebook_digest: sha256 of the rules that could touch the document, as of `Rulebook.digest_for`.
        engine: the gear for web pages; ``None`` for text.
        warnings: sentences for the person who runs this, in a fixed order.
        origins: where each field that has a value was found, by its name: ``json-ld headline``, ``text rule <id>``.
    """

    document: Document
    removals: tuple[Removal, ...]
    tags: tuple[Removal, ...]
    fields: Fields
    layout: Layout
    rulebook_digest: str
    status: str = "ok"
    confidence: float = 1.0
    engine: str | None = None
    warnings: tuple[str, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    @property
    def outlet(self) -> Outlet | None:
        """Whose page this is and how that is known; ``None`` if no pack knows it."""
        return self.document.outlet

    @property
    def body(self) -> str:
        """The paragraphs of the article, one blank line between them, nothing else. Lines of verse, code and tables stay so."""
        text = self.document.text
        return "".join(piece.joint + text[piece.start : piece.end] for piece in self.layout.kept)

    def source_spans(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Where ``body[start:end]``, a chunk of it say, stands in ``document.text``: see `source_spans`."""
        return _spans_behind(self.layout.kept, start, end)

    def record(self) -> dict[str, Any]:
        """The provenance record as JSON values: all that `restore` needs to give the source text back from the body."""
        return record(self)

    def marked(self) -> str:
        """The marked view: every source line, and before each that went or was tagged its label and rule."""
        return marked(self)


RECORD = (
    "v", "id", "status", "confidence", "source", "cleaner", "rulebook", "engine", "outlet", "language", "fields", "origins",
    "removals", "tags", "kept", "blank", "source_chars", "kept_chars", "text_sha256", "warnings",
)  # fmt: skip  # a list
"""The keys of a record, in their order."""


def record(cleaned: Cleaned) -> dict[str, Any]:
    """Everything about one cleaning as JSON values, in a fixed key order.

    ``removals`` carry the text that went, ``kept`` is ``[start, end, joint]`` and ``blank`` is ``[start, text]`` of what
    cannot be seen, mostly white space; the three tile the source text, whose digest is ``text_sha256``.
    """
    document, text = cleaned.document, cleaned.document.text
    starts = [line.start for line in document.lines]
    return {
        "v": SCHEMA_VERSION,
        "id": document.id,
        "status": cleaned.status,
        "confidence": round(cleaned.confidence, 4),
        "source": asdict(document.source),
        "cleaner": __version__,
        "rulebook": cleaned.rulebook_digest,
        "engine": cleaned.engine,
        "outlet": asdict(document.outlet) if document.outlet else None,
        "language": asdict(document.language),
        "fields": cleaned.fields.to_json(),
        "origins": dict(cleaned.origins),
        "removals": [_entry(text, starts, removal) for removal in cleaned.removals],
        "tags": [_entry(text, starts, tag) for tag in cleaned.tags],
        "kept": [[piece.start, piece.end, piece.joint] for piece in cleaned.layout.kept],
        "blank": [[start, text[start:end]] for start, end in cleaned.layout.blank],
        "source_chars": len(text),
        "kept_chars": sum(piece.end - piece.start for piece in cleaned.layout.kept),
        "text_sha256": _digest(text),
        "warnings": list(cleaned.warnings),
    }


def _entry(text: str, starts: Sequence[int], removal: Removal) -> dict[str, Any]:
    return {
        "start": removal.start,
        "end": removal.end,
        "lines": [bisect_right(starts, removal.start), bisect_right(starts, removal.end - 1)],
        "label": str(removal.label),
        "rule": removal.rule,
        "confidence": round(removal.confidence, 4),
        "reason": removal.reason,
        "also": list(removal.also),
        "text": text[removal.start : removal.end],
    }


def _digest(text: str) -> str:
    # No text that was read has lone surrogates, but a body that is to be compared with it may.
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()


MISFITS = KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError
"""What goes wrong where something is read as a record, or as a row about one, that is none."""


def _no_record(error: Exception) -> NoRecord:
    return NoRecord(f"this is not a record that cleaner wrote: {misfit(error)}")


def check_version(record: Mapping[str, Any]) -> None:
    """See that this version of cleaner can read a record.

    Raises:
        NoRecord: it is none.
        RecordMismatch: a newer version wrote it.
    """
    try:
        if not isinstance(record, Mapping):
            raise ValueError("it is no JSON object")
        newer = int(record["v"]) > SCHEMA_VERSION
    except MISFITS as error:
        raise _no_record(error) from error
    if newer:
        raise RecordMismatch(f"this is a record of the newer version {record['v']}; use a newer cleaner")


def restore(body: str, record: Mapping[str, Any]) -> str:
    """Give back the exact source text (``Document.text``) from a body and its record.

    A line end after the body (as files have it) does no harm.

    Raises:
        NoRecord: this is no record.
        RecordMismatch: the body was changed, or belongs to another record, or a newer version of cleaner wrote this one.
    """
    check_version(record)
    try:
        pieces: list[tuple[int, str]] = [(int(start), str(white)) for start, white in record["blank"]]
        pieces += [(int(removal["start"]), str(removal["text"])) for removal in record["removals"]]
        at = 0
        for start, end, joint in record["kept"]:
            if not body.startswith(joint, at):
                raise _changed(record)
            at += len(joint)
            pieces.append((int(start), body[at : at + end - start]))
            at += end - start
        text = "".join(piece for _, piece in sorted(pieces))
        expected = record["text_sha256"]
    except MISFITS as error:
        raise _no_record(error) from error
    if _digest(text) != expected or body[at:].strip("\r\n"):
        raise _changed(record)
    return text


def _changed(record: Mapping[str, Any]) -> RecordMismatch:
    return RecordMismatch(f"this body does not belong to the record of {record.get('id')!r}, or one of them was changed")


def source_spans(record: Mapping[str, Any], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Where a stretch of a body stands in the source text, by the record: start and end of each piece, as in ``text[a:b]``.

    The pieces are sorted, never overlap and are never empty; what stands between them in the source is not in the body. Joined,
    they are ``body[start:end]`` but for the white space that sets paragraphs apart, which stands nowhere in the source: a
    stretch of nothing else has no pieces.

    Args:
        record: of the document.
        start: where the stretch begins in the body, in code points, as that of a slice: more than there is does no harm.
        end: where it ends, likewise.

    Raises:
        NoRecord: this is no record.
        RecordMismatch: a newer version of cleaner wrote it.
    """
    check_version(record)
    try:
        kept = [Kept(int(first), int(last), str(joint)) for first, last, joint in record["kept"]]
    except MISFITS as error:
        raise _no_record(error) from error
    return _spans_behind(kept, start, end)


def _spans_behind(kept: Sequence[Kept], start: int, end: int) -> tuple[tuple[int, int], ...]:
    size = sum(len(joint) + last - first for first, last, joint in kept)
    start, end, _ = slice(start, end).indices(size)
    spans, at = [], 0
    for first, last, joint in kept:
        at += len(joint)
        span = first + max(start - at, 0), min(last, first + end - at)
        if span[0] < span[1]:
            spans.append(span)
        at += last - first
    return tuple(spans)


def marked_lines(cleaned: Cleaned) -> Iterator[tuple[Line, tuple[Segment, ...]]]:
    """Each source line cut into segments: kept, removed, tagged. Joined, the segments are the line."""
    text = cleaned.document.text
    points = sorted({point for entry in (*cleaned.removals, *cleaned.tags) for point in (entry.start, entry.end)})
    tags, at = cleaned.tags, 0
    reaching: list[Removal] = []  # tags that start before the line's end and are not over yet
    for line in cleaned.document.lines:
        reaching = [tag for tag in reaching if tag.end > line.start]
        while at < len(tags) and tags[at].start < line.end:
            reaching.append(tags[at])
            at += 1
        inner = points[bisect_right(points, line.start) : bisect_right(points, max(line.end - 1, line.start))]
        segments = []
        for start, end in pairwise([line.start, *inner, line.end]):
            removal = _covering(cleaned.removals, start, end)
            tagged = tuple(tag for tag in reaching if tag.start <= start and end <= tag.end and start < end)
            segments.append(Segment(text[start:end], removal, tagged))
        yield line, tuple(segments)


def _covering(removals: Sequence[Removal], start: int, end: int) -> Removal | None:
    at = bisect_right(removals, start, key=lambda removal: removal.start) - 1
    return removals[at] if at >= 0 and removals[at].end >= end > start else None


def mark_of(segments: Sequence[Segment]) -> tuple[str, Removal | None]:
    """A line's mark in views, and the first removal or tag that it stands for.

    Marks: blank (kept), ``-`` (removed), ``±`` (removed in part), ``?`` (tagged, kept).
    """
    cuts = [segment.removal for segment in segments if segment.removal]
    if cuts:
        whole = all(segment.removal or not segment.text.strip() for segment in segments)
        return "-" if whole else "±", cuts[0]
    tags = [tag for segment in segments for tag in segment.tags]
    return ("?", tags[0]) if tags else (" ", None)


def marked(cleaned: Cleaned) -> str:
    """The marked view as text, for goldens and reviews: one row a source line, ``mark label rule | text``.

    The marks are those of `mark_of`; what went of a line that stays in part stands in ⟦ ⟧.
    """
    rows = []
    for _, segments in marked_lines(cleaned):
        mark, named = mark_of(segments)
        label, rule = (str(named.label), named.rule) if named else ("", "")
        shown = "".join(f"⟦{part.text}⟧" if part.removal and mark == "±" else part.text for part in segments)
        rows.append(f"{mark} {label:<13} {rule:<36} | {shown}".rstrip() + "\n")
    return "".join(rows)


def count_by(removals: Iterable[Removal], key: str) -> dict[str, int]:
    """How many removals there are for each ``label`` or ``rule``, sorted by name."""
    counts: dict[str, int] = {}
    for removal in removals:
        name = str(getattr(removal, key))
        counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))
