"""From settled removals to what people use: the body, the record, the marked view; and back again (`restore`).

The text only loses characters: what is kept, joined, is a subsequence of the source. The one thing added is the blank line
between paragraphs, and the record says where.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import regex

from cleaner._version import __version__
from cleaner.errors import RecordMismatch
from cleaner.lines import ends_sentence
from cleaner.model import SCHEMA_VERSION, Document, Fields, Line, Outlet, Removal

PARAGRAPH = "\n\n"
_WRAP = (40, 120)
"""Characters. Hard-wrapped prose is set this wide; shorter lines in a row are lists or verse, longer ones paragraphs."""
_INVISIBLE = regex.compile(r"[\s\p{Cf}]*")


class Kept(NamedTuple):
    """A stretch of source text that stands in the body, and the ``joint`` (white space) that stands before it there."""

    start: int
    end: int
    joint: str


class Layout(NamedTuple):
    """How the body is laid out: ``kept``, ``blank`` and the removals tile the source text."""

    kept: tuple[Kept, ...]
    blank: tuple[tuple[int, int], ...]


class Segment(NamedTuple):
    """A piece of one line in the marked view: its text and, where it went or was tagged, by whom."""

    text: str
    removal: Removal | None
    tags: tuple[Removal, ...]


def layout(document: Document, removals: Sequence[Removal]) -> Layout:
    """Say which stretches form the body and what stands between them.

    Each line of the article is a paragraph, set apart by a blank line; hard-wrapped lines of one paragraph stay together, and
    so do the sentences of text that came without line structure. White space at the edges of lines and of cuts goes.
    """
    kept: list[Kept] = []
    previous: Line | None = None
    rows = list(_bare_spans(document, removals))
    joined = _wrapped(document, rows)
    for index, (line, spans) in enumerate(rows):
        for at, (start, end) in enumerate(spans):
            if at:
                gap = document.text[spans[at - 1][1]], document.text[start - 1]
                joint = " " if gap[0].isspace() or gap[1].isspace() else ""
            elif previous is None:
                joint = ""
            elif _same_line(document.text, previous, line):
                joint = " "
            elif index in joined:
                joint = "\n"
            else:
                joint = PARAGRAPH
            kept.append(Kept(start, end, joint))
        previous = line
    return Layout(tuple(kept), tuple(_gaps(len(document.text), kept, removals)))


def _same_line(text: str, one: Line, other: Line) -> bool:
    """Whether two sentences come from the same physical line."""
    between = text[one.end : other.start]
    return "\n" not in between and "\r" not in between


def _bare_spans(document: Document, removals: Sequence[Removal]) -> Iterator[tuple[Line, list[tuple[int, int]]]]:
    """Each line of which something stays, with the stretches that do, without white space at their edges."""
    text, at = document.text, 0
    starts = [*(removal.start for removal in removals), len(text)]
    ends = [*(removal.end for removal in removals), len(text)]
    for line in document.lines:
        _, start, end, _, whole, _ = line
        if start == end:
            continue
        while ends[at] <= start:
            at += 1
        if starts[at] <= start and ends[at] >= end:  # gone as a whole
            continue
        if starts[at] >= end and whole[0].isalnum() and not whole[-1].isspace():  # as most that stay: there is nothing to trim
            yield line, [(start, end)]
            continue
        spans: list[tuple[int, int]] = []
        look = at
        while starts[look] < end:
            if starts[look] > start:
                spans.append((start, starts[look]))
            start = max(start, ends[look])
            look += 1
        if start < end:
            spans.append((start, end))
        trimmed = [span for span in (_trim(text, *span) for span in spans) if span[0] < span[1]]
        # Most spans begin with a letter or figure: a look at it spares the pattern.
        if any(text[first].isalnum() or not _INVISIBLE.fullmatch(text, first, last) for first, last in trimmed):
            yield line, trimmed


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    if not (text[start].isspace() or text[end - 1].isspace()):
        return start, end
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return start + left, max(start + left, start + len(piece.rstrip()))


def _wrapped(document: Document, rows: Sequence[tuple[Line, list[tuple[int, int]]]]) -> set[int]:
    """Indexes of rows that go on in the paragraph of the row before, because a writer wrapped it at a column.

    A run of lines without a blank one between counts as wrapped if each line was filled as far as the next word allowed and
    most of them end in the middle of a sentence. Only the lines that stay are looked at: so the body, cleaned again, gives
    the same.
    """
    joined: set[int] = set()
    texts = [document.text[spans[0][0] : spans[-1][1]] for _, spans in rows]
    run: list[int] = []

    def close() -> None:
        if len(run) < 2:
            return
        width = max(len(texts[i]) for i in run)
        if not _WRAP[0] <= width <= _WRAP[1]:
            return
        heads = run[:-1]
        full = all(len(texts[i]) + 1 + len(texts[i + 1].split(None, 1)[0]) > width for i in heads)
        if full and 2 * sum(not ends_sentence(texts[i]) for i in heads) >= len(heads):
            joined.update(run[1:])

    for index, (line, spans) in enumerate(rows):
        if run:
            before_line, before_spans = rows[run[-1]]
            whole = len(spans) == 1 and len(before_spans) == 1
            adjacent = before_line.number + 1 == line.number and not _same_line(document.text, before_line, line)
            if not whole or not adjacent:
                close()
                run = []
        run.append(index)
    close()
    return joined


def _gaps(size: int, kept: Iterable[Kept], removals: Iterable[Removal]) -> Iterator[tuple[int, int]]:
    """What neither the body nor a removal covers: white space."""
    at = 0
    for start, end in sorted([(piece.start, piece.end) for piece in kept] + [(cut.start, cut.end) for cut in removals]):
        if start > at:
            yield at, start
        at = end
    if at < size:
        yield at, size


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned document: the body, what was lifted out of it, and an account of every character that went.

    Attributes:
        document: ``.text`` is what all offsets refer to, ``.lines`` its lines, ``.source`` where it came from.
        removals: sorted, disjoint. White space that the layout drops is not among them; it stands in ``layout.blank``.
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
        """The paragraphs of the article, one blank line between them, nothing else."""
        text = self.document.text
        return "".join(piece.joint + text[piece.start : piece.end] for piece in self.layout.kept)

    def record(self) -> dict[str, Any]:
        """The provenance record as JSON values: all that `restore` needs to give the source text back from the body."""
        return record(self)

    def marked(self) -> str:
        """The marked view: every source line, and before each that went or was tagged its label and rule."""
        return marked(self)


def record(cleaned: Cleaned) -> dict[str, Any]:
    """Everything about one cleaning as JSON values, in a fixed key order.

    ``removals`` carry the text that went, ``kept`` is ``[start, end, joint]`` and ``blank`` is ``[start, white space]``; the
    three tile the source text, whose digest is ``text_sha256``.
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


def restore(body: str, record: Mapping[str, Any]) -> str:
    """Give back the exact source text (``Document.text``) from a body and its record.

    A line end after the body (as files have it) does no harm.

    Raises:
        RecordMismatch: the body was changed, or belongs to another record.
    """
    try:
        pieces: list[tuple[int, str]] = [(int(start), str(white)) for start, white in record["blank"]]
        pieces += [(int(removal["start"]), str(removal["text"])) for removal in record["removals"]]
        at = 0
        for start, end, joint in record["kept"]:
            at += len(joint)
            pieces.append((int(start), body[at : at + end - start]))
            at += end - start
        text = "".join(piece for _, piece in sorted(pieces))
        expected = record["text_sha256"]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise RecordMismatch(f"this is not a record that cleaner wrote: {type(error).__name__}: {error}") from error
    if _digest(text) != expected or body[at:].strip("\r\n"):
        raise RecordMismatch(f"this body does not belong to the record of {record.get('id')!r}, or one of them was changed")
    return text


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


__all__ = [
    "Cleaned",
    "Kept",
    "Layout",
    "Segment",
    "count_by",
    "layout",
    "mark_of",
    "marked",
    "marked_lines",
    "record",
    "restore",
]
