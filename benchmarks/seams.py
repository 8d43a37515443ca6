"""Where an article ends and foreign text begins: counts of lines rightly and wrongly removed, by kind of foreign text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cleaner
from benchmarks.bench import Seam
from benchmarks.judging import with_weights
from benchmarks.tables import Cell, table
from cleaner.model import Removal
from cleaner.stages import CHAIN, Stage

BODY = "body"
_NEARLY_ALL = 0.99
"""Share of a body's text. What is lost of a document that keeps it is a line or two."""
_ALL = "all"
SEAM_KINDS = ("none", "update", "teasers", "leads", "headlines", "article", "blurb")


@dataclass(frozen=True, slots=True)
class SeamResult:
    """One document: lines that hold anything, those removed, and foreign ones that were removed under their right label.

    ``…_text`` are visible characters: of all body lines, of all foreign lines, and what is gone of either.
    """

    kind: str
    near: bool | None
    body: int
    body_removed: int
    foreign: int
    foreign_removed: int
    right_label: int
    body_text: int
    body_text_removed: int
    foreign_text: int
    foreign_text_removed: int

    @property
    def solved(self) -> bool:
        """All foreign lines went and all body lines stayed."""
        return self.foreign_removed == self.foreign and not self.body_removed

    @property
    def keeps_body(self) -> bool:
        """At least `_NEARLY_ALL` of the body's text stayed."""
        return self.body_text_removed <= (1 - _NEARLY_ALL) * self.body_text


def judge_seam(seam: Seam, *, rulebook: Any, chain: tuple[Stage, ...] = CHAIN, weights: Path | None = None) -> SeamResult:
    """Clean one document and compare line by line. A line is removed when more than half of its visible characters are."""
    chain = with_weights(chain, weights, seam.host)
    cleaned = cleaner.clean(seam.text, media_type="text/plain", id=seam.id, rulebook=rulebook, chain=chain)
    if cleaned.document.text != seam.text:
        raise AssertionError(f"{seam.id}: the document's text is not the text that was given, so lines cannot be compared")
    return compare(seam, cleaned.removals)


def compare(seam: Seam, removals: Sequence[Removal]) -> SeamResult:
    """Count what the removals do to the lines of one document."""
    body, foreign = _Tally(), _Tally()
    right_label = start = 0
    for line, label in zip(seam.text.split("\n"), seam.labels, strict=True):
        end = start + len(line)
        if line.strip():
            gone = _gone(seam.text, start, end, removals)
            removed_as = _removed_as(gone, _visible(line))
            (body if label == BODY else foreign).add(_visible(line), sum(gone.values()), removed=removed_as is not None)
            right_label += label != BODY and removed_as == label
        start = end + 1
    return SeamResult(
        kind=seam.kind,
        near=seam.near,
        body=body.lines,
        body_removed=body.removed,
        foreign=foreign.lines,
        foreign_removed=foreign.removed,
        right_label=right_label,
        body_text=body.text,
        body_text_removed=body.text_removed,
        foreign_text=foreign.text,
        foreign_text_removed=foreign.text_removed,
    )


@dataclass(slots=True)
class _Tally:
    """Lines of one kind and their visible characters, all of them and those that are gone."""

    lines: int = 0
    removed: int = 0
    text: int = 0
    text_removed: int = 0

    def add(self, text: int, text_removed: int, *, removed: bool) -> None:
        self.lines += 1
        self.removed += removed
        self.text += text
        self.text_removed += text_removed


def _gone(text: str, start: int, end: int, removals: Iterable[Removal]) -> dict[str, int]:
    """The visible characters of a line that are gone, by label."""
    gone: dict[str, int] = {}
    for removal in removals:
        low, high = max(start, removal.start), min(end, removal.end)
        if low < high:
            gone[str(removal.label)] = gone.get(str(removal.label), 0) + _visible(text[low:high])
    return gone


def _removed_as(gone: Mapping[str, int], visible: int) -> str | None:
    """The label under which most of a line went, or ``None`` when at least half of it stayed."""
    if 2 * sum(gone.values()) <= visible:
        return None
    return max(sorted(gone), key=lambda label: gone[label])


def _visible(text: str) -> int:
    return len("".join(text.split()))


HEAD = (
    "kind",
    "near",
    "documents",
    "recall",
    "body lost",
    "documents hurt",
    "solved",
    "right label",
    "text recall",
    "text lost",
    "keep 99 %",
)


def summarise_seams(results: Iterable[SeamResult]) -> list[dict[str, Any]]:
    """One row for each kind and nearness that occurs, one for all far stories, one for all near ones, one for all documents.

    Shares are ``None`` where nothing counts.
    """
    groups: dict[tuple[str, bool | None], list[SeamResult]] = {}
    for result in results:
        groups.setdefault((result.kind, result.near), []).append(result)
        if result.near is not None:
            groups.setdefault((_ALL, result.near), []).append(result)
        groups.setdefault((_ALL, None), []).append(result)
    return [_row(kind, near, groups[kind, near]) for kind, near in sorted(groups, key=_rank)]


def _rank(group: tuple[str, bool | None]) -> tuple[int, str, int]:
    kind, near = group
    known = len(SEAM_KINDS) + 1 if kind == _ALL else SEAM_KINDS.index(kind) if kind in SEAM_KINDS else len(SEAM_KINDS)
    return known, kind, 2 if near is None else int(near)


def _row(kind: str, near: bool | None, results: Sequence[SeamResult]) -> dict[str, Any]:
    removed = sum(result.foreign_removed for result in results)
    return {
        "kind": kind,
        "near": near,
        "documents": len(results),
        "recall": _share(removed, sum(result.foreign for result in results)),
        "body lost": _share(sum(result.body_removed for result in results), sum(result.body for result in results)),
        "documents hurt": sum(result.body_removed > 0 for result in results),
        "solved": _share(sum(result.solved for result in results), len(results)),
        "right label": _share(sum(result.right_label for result in results), removed),
        "text recall": _share(
            sum(result.foreign_text_removed for result in results), sum(result.foreign_text for result in results)
        ),
        "text lost": _share(sum(result.body_text_removed for result in results), sum(result.body_text for result in results)),
        "keep 99 %": _share(sum(result.keeps_body for result in results), len(results)),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def seam_table(rows: Iterable[dict[str, Any]]) -> str:
    """The rows on paper."""
    nearness: dict[bool | None, Cell] = {True: "near", False: "far", None: None}
    cells = [[nearness[row[name]] if name == "near" else row[name] for name in HEAD] for row in rows]
    title = (
        "Seams: foreign text after the body (recall: of foreign lines; body lost: of body lines; right label: of removed ones; "
        "text: of visible characters; keep 99 %: documents that keep as much of the body's text)"
    )
    return table(title, HEAD, cells)
