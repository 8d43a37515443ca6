"""The table that closes a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaner.batch import Summary
from cleaner.batch.summary import STATUSES
from cleaner.cli.terminal import columns, escape

_TOP = 10


def closing(summary: Summary) -> list[str]:
    """Lines: documents by status, characters kept, removals by label, the rules that fired most, failures and warnings."""
    return list(_lines(summary))


def _lines(summary: Summary) -> Iterator[str]:
    counts = ", ".join(f"{summary.statuses[status]} {status}" for status in STATUSES)
    kept = f"; {summary.kept} of them stand from an earlier run" if summary.kept else ""
    yield f"{summary.inputs} inputs: {counts}{kept}"
    yield f"{summary.kept_chars:,} of {summary.source_chars:,} characters kept ({summary.kept_share:.1%})"
    yield from _section("removals by label", summary.labels, top=len(summary.labels))
    yield from _section("rules that fired most", summary.rules)
    yield from _section("failed and skipped", summary.kinds)
    yield from _section("warnings (documents)", summary.warnings)


def _section(title: str, counts: Counter[str], top: int = _TOP) -> Iterator[str]:
    if not counts:
        return
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    shown, rest = ordered[:top], ordered[top:]
    yield f"{title}:"
    rows = [(f"{count:,}", escape(name)) for name, count in shown]
    yield from (f"  {line}" for line in columns(rows, frozenset({0})))
    if rest:
        yield f"  and {len(rest)} more"
