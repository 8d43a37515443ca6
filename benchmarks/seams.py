"""Where an article ends and foreign text begins: counts of lines rightly and wrongly removed, by kind of foreign text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
SEAM_KINDS = ("none", "update", "teasers", "leads", "headlines", "article", "blurb")


@dataclass(frozen=True, slots=True)
class SeamResult:
    """One document: lines that hold anything, those removed, and foreign ones that were removed under their right label."""

    kind: str
    near: bool | None
    body: int
    body_removed: int
    foreign: int
    foreign_removed: int
    right_label: int

    @property
    def solved(self) -> bool:
        """All foreign lines went and all body lines stayed."""
        return self.foreign_removed == self.foreign and not self.body_removed


def judge_seam(seam: Seam, *, rulebook: Any, chain: tuple[Stage, ...] = CHAIN, weights: Path | None = None) -> SeamResult:
    """Clean one document and compare line by line. A line is removed when more than half of its visible characters are."""
    chain = with_weights(chain, weights, seam.host)
    cleaned = cleaner.clean(seam.text, media_type="text/plain", id=seam.id, rulebook=rulebook, chain=chain)
    if cleaned.document.text != seam.text:
        raise AssertionError(f"{seam.id}: the document's text is not the text that was given, so lines cannot be compared")
    return compare(seam, cleaned.removals)


def compare(seam: Seam, removals: Sequence[Removal]) -> SeamResult:
    """Count what the removals do to the lines of one document."""
    body = body_removed = foreign = foreign_removed = right_label = 0
    start = 0
    for line, label in zip(seam.text.split("\n"), seam.labels, strict=True):
        end = start + len(line)
        if line.strip():
            given = _removed_as(seam.text, start, end, removals)
            if label == BODY:
                body += 1
                body_removed += given is not None
            else:
                foreign += 1
                foreign_removed += given is not None
                right_label += given == label
        start = end + 1
    return SeamResult(seam.kind, seam.near, body, body_removed, foreign, foreign_removed, right_label)


def _removed_as(text: str, start: int, end: int, removals: Iterable[Removal]) -> str | None:
    """The label under which most of a line went, or ``None`` when at least half of it stayed."""
    gone: dict[str, int] = {}
    for removal in removals:
        low, high = max(start, removal.start), min(end, removal.end)
        if low < high:
            gone[str(removal.label)] = gone.get(str(removal.label), 0) + _visible(text[low:high])
    if 2 * sum(gone.values()) <= _visible(text[start:end]):
        return None
    return max(sorted(gone), key=lambda label: gone[label])


def _visible(text: str) -> int:
    return len("".join(text.split()))


HEAD = ("kind", "near", "documents", "recall", "body lost", "documents hurt", "solved", "right label")


def summarise_seams(results: Iterable[SeamResult]) -> list[dict[str, Any]]:
    """One row for each kind and nearness that occurs, then one for all documents. Shares are ``None`` where nothing counts."""
    groups: dict[tuple[str, bool | None], list[SeamResult]] = {}
    for result in results:
        groups.setdefault((result.kind, result.near), []).append(result)
    rows = [_row(kind, near, groups[kind, near]) for kind, near in sorted(groups, key=_rank)]
    return [*rows, _row("all", None, [result for group in groups.values() for result in group])]


def _rank(group: tuple[str, bool | None]) -> tuple[int, str, int]:
    kind, near = group
    known = SEAM_KINDS.index(kind) if kind in SEAM_KINDS else len(SEAM_KINDS)
    return known, kind, -1 if near is None else int(near)


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
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def seam_table(rows: Iterable[dict[str, Any]]) -> str:
    """The rows on paper."""
    nearness: dict[bool | None, Cell] = {True: "near", False: "far", None: None}
    cells = [[nearness[row[name]] if name == "near" else row[name] for name in HEAD] for row in rows]
    title = (
        "Seams: foreign text after the body (recall: of foreign lines; body lost: of body lines; right label: of removed ones)"
    )
    return table(title, HEAD, cells)
