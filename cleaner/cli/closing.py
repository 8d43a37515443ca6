"""The table that closes a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaner.batch import Chosen, Listing, Summary
from cleaner.batch.kinds import ENDINGS
from cleaner.batch.summary import STATUSES
from cleaner.cli.terminal import columns, counted, escape

_TOP = 10
"""Rows of a table on the screen; the account of the run has all."""


def closing(summary: Summary) -> list[str]:
    """Lines: documents by status, characters kept, removals by label, the rules that fired most, failures and warnings."""
    return list(_lines(summary))


def nothing_taken(summary: Summary, plan: Listing) -> str:
    """What is to be said where not one document was cleaned or failed: why, and what would have been taken; else empty."""
    if summary.inputs > summary.statuses["skipped"]:
        return ""
    why = []
    if summary.endings:
        whose = "its ending" if summary.endings.total() == 1 else "their endings"
        why.append(
            f"{summary.endings.total():,} skipped for {whose} ({_endings(summary)}); taken from a directory are {ENDINGS}; "
            "a file that is named is taken whatever its ending"
        )
    others = [(kind, count) for kind, count in sorted(summary.kinds.items()) if kind != "skipped:suffix"]
    why += [f"{count:,} {kind}" for kind, count in others]
    return f"nothing was cleaned: {'; '.join(why) or _no_inputs(plan)}"


def _endings(summary: Summary) -> str:
    """The endings for which files were skipped, each with how many there are of it, the most frequent first."""
    ordered = sorted(summary.endings.items(), key=lambda pair: (-pair[1], pair[0]))
    counts = ", ".join(f"{count:,} {escape(name) or 'without any'}" for name, count in ordered[:_TOP])
    return f"{counts}, and {counted(len(ordered) - _TOP, 'more ending')}" if len(ordered) > _TOP else counts


def _no_inputs(plan: Listing) -> str:
    if isinstance(plan, Chosen) and next(iter(plan.listing), None) is not None:
        return "the sample has none of the inputs; draw a larger one with --sample"
    return "there are no files in what was named"


def _lines(summary: Summary) -> Iterator[str]:
    counts = ", ".join(f"{summary.statuses[status]} {status}" for status in STATUSES)
    kept = f"; {summary.kept} of them stand from an earlier run" if summary.kept else ""
    yield f"{counted(summary.inputs, 'input')}: {counts}{kept}"
    if summary.source_chars:
        yield f"{summary.kept_chars:,} of {summary.source_chars:,} characters kept ({summary.kept_share:.1%})"
    else:
        yield "no text was read"
    yield from _section("removals by label", summary.labels, top=len(summary.labels))
    yield from _section("rules that fired most", summary.rules)
    yield from _section("failed and skipped", Counter({_named(kind, summary): count for kind, count in summary.kinds.items()}))
    yield from _section("warnings (documents)", summary.warnings)


def _named(kind: str, summary: Summary) -> str:
    """The kind; with the endings that were not taken, or the file where it is one: nothing else on the screen names them."""
    if kind != "skipped:suffix":
        return kind
    return f"{kind}: {summary.untaken or _endings(summary)}"


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
