"""Two runs over the same corpus: what the second takes that the first kept, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cleaner.lines import LINE_END
from cleaner.reviewing.runs import Cut, Row, Run, Written, field_text


class Renamed(NamedTuple):
    """A stretch that goes in both runs, for another rule or under another label."""

    before: Cut
    after: Cut


class FieldChange(NamedTuple):
    """A field that was lifted otherwise; values as text, empty for none."""

    name: str
    before: str
    after: str


class Change(NamedTuple):
    """What differs in one document.

    Attributes:
        kind: ``new`` (only the second run has it), ``missing`` (only the first), ``source`` (the text itself is another, so
            cuts cannot be compared), ``unknown`` (a record cannot be read), ``changed``.
        note: what is to be said of it in words; empty where the rest says all.
        removed: stretches only the second run takes, as its cuts.
        kept: stretches only the first run took, as its cuts.
        renamed: stretches both take, for other reasons.
    """

    id: str
    outlet: str
    kind: str
    note: str = ""
    removed: tuple[Cut, ...] = ()
    kept: tuple[Cut, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    fields: tuple[FieldChange, ...] = ()

    @property
    def chars(self) -> int:
        """Characters that only one of the runs takes."""
        return sum(cut.end - cut.start for cut in (*self.removed, *self.kept))

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON values."""
        return {
            "id": self.id,
            "outlet": self.outlet or None,
            "kind": self.kind,
            "note": self.note or None,
            "newly_removed": [_stretch(cut) for cut in self.removed],
            "newly_kept": [_stretch(cut) for cut in self.kept],
            "renamed": [
                {**_stretch(pair.after), "before": {"label": pair.before.label, "rule": pair.before.rule}}
                for pair in self.renamed
            ],
            "fields": {change.name: [change.before, change.after] for change in self.fields},
        }


@dataclass(slots=True)
class RuleChange:
    """What one rule does otherwise: stretches, characters and documents it newly removes, and no longer removes."""

    removed: int = 0
    removed_chars: int = 0
    kept: int = 0
    kept_chars: int = 0
    renamed_to: int = 0
    renamed_from: int = 0
    documents: int = 0

    def to_json(self) -> dict[str, int]:
        """All counts."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Difference:
    """What differs between two runs.

    Attributes:
        same: how many documents are the same in both.
        changes: in ascending order of ids.
        rules: by id; only those that do something otherwise.
    """

    same: int = 0
    changes: list[Change] = field(default_factory=list)
    rules: dict[str, RuleChange] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON values."""
        return {
            "same": self.same,
            "different": len(self.changes),
            "rules": {rule: change.to_json() for rule, change in self.rules.items()},
            "documents": [change.to_json() for change in self.changes],
        }


def compared(before: Run, after: Run) -> Difference:
    """Compare what two runs wrote, document by document. Documents that both skipped are left out.

    Two documents are the same if their texts, bodies and fields are, and the same stretches go by the same rules under the
    same labels. How sure a rule is does not count.

    Raises:
        UsageError: a manifest is broken.
    """
    found = Difference()
    rows = {row.id: row for row in before if row.status != "skipped"}
    others = {row.id: row for row in after if row.status != "skipped"}
    for name in sorted(rows.keys() | others.keys()):
        change = _compared(before, after, rows.get(name), others.get(name))
        if change is None:
            found.same += 1
        else:
            found.changes.append(change)
            _count(change, found.rules)
    found.rules = dict(sorted(found.rules.items()))
    return found


def _compared(before: Run, after: Run, one: Row | None, other: Row | None) -> Change | None:
    if one is None or other is None:
        row = one or other
        assert row is not None
        return Change(row.id, row.outlet, "missing" if other is None else "new")
    if one.text_sha256 != other.text_sha256 and one.text_sha256 and other.text_sha256:
        return Change(one.id, other.outlet, "source", "the source text is another, so the cuts cannot be compared")
    written, now = before.written(one), after.written(other)
    status = f"{one.status}, now {other.status}" if one.status != other.status else ""
    unreadable = [each.problem for each in (written, now) if each.source is None and each.row.text_sha256]
    if unreadable:
        return Change(one.id, other.outlet, "unknown", f"{unreadable[0]}, so the cuts cannot be compared")
    removed, kept = tuple(_minus(now.cuts, written.cuts)), tuple(_minus(written.cuts, now.cuts))
    change = Change(
        one.id, other.outlet, "changed", status, removed, kept, tuple(_renamed(written.cuts, now.cuts)), _fields(written, now)
    )
    if status or removed or kept or change.renamed or change.fields:
        return change
    if one.body_sha256 != other.body_sha256:
        return change._replace(note="the bodies differ in white space only")
    return None


def _minus(cuts: Iterable[Cut], others: Sequence[Cut]) -> Iterator[Cut]:
    """What the cuts take and the others do not, white space aside. Both are sorted and disjoint."""
    at = 0
    for cut in cuts:
        while at < len(others) and others[at].end <= cut.start:
            at += 1
        start, look = cut.start, at
        while look < len(others) and others[look].start < cut.end:
            yield from _part(cut, start, others[look].start)
            start = max(start, others[look].end)
            look += 1
        yield from _part(cut, start, cut.end)


def _renamed(cuts: Sequence[Cut], others: Sequence[Cut]) -> Iterator[Renamed]:
    """Where both take a stretch, but by another rule or under another label."""
    at = 0
    for other in others:
        while at < len(cuts) and cuts[at].end <= other.start:
            at += 1
        look = at
        while look < len(cuts) and cuts[look].start < other.end:
            cut = cuts[look]
            if (cut.rule, cut.label) != (other.rule, other.label):
                start, end = max(cut.start, other.start), min(cut.end, other.end)
                for before, after in zip(_part(cut, start, end), _part(other, start, end), strict=False):
                    yield Renamed(before, after)
            look += 1


def _part(cut: Cut, start: int, end: int) -> Iterator[Cut]:
    """A part of a cut without the white space at its edges, unless nothing else is in it."""
    piece = cut.text[start - cut.start : end - cut.start]
    text = piece.strip()
    if start >= end or not text:
        return
    start += len(piece) - len(piece.lstrip())
    first = cut.first_line + len(LINE_END.findall(cut.text[: start - cut.start]))
    last = min(first + len(LINE_END.findall(text)), cut.last_line)
    yield cut._replace(start=start, end=start + len(text), first_line=first, last_line=last, text=text)


def _fields(before: Written, after: Written) -> tuple[FieldChange, ...]:
    one, other = dict(before.fields or {}), dict(after.fields or {})
    pairs = ((name, field_text(one.get(name)), field_text(other.get(name))) for name in dict.fromkeys((*one, *other)))
    return tuple(FieldChange(*entry) for entry in pairs if entry[1] != entry[2])


def _count(change: Change, rules: dict[str, RuleChange]) -> None:
    touched: set[str] = set()

    def of(rule: str) -> RuleChange:
        touched.add(rule)
        return rules.setdefault(rule, RuleChange())

    for cut in change.removed:
        counts = of(cut.rule)
        counts.removed += 1
        counts.removed_chars += cut.end - cut.start
    for cut in change.kept:
        counts = of(cut.rule)
        counts.kept += 1
        counts.kept_chars += cut.end - cut.start
    for pair in change.renamed:
        of(pair.before.rule).renamed_from += 1
        of(pair.after.rule).renamed_to += 1
    for rule in touched:
        rules[rule].documents += 1


def _stretch(cut: Cut) -> Mapping[str, Any]:
    return {
        "start": cut.start, "end": cut.end, "lines": [cut.first_line, cut.last_line], "label": cut.label, "rule": cut.rule,
        "confidence": cut.confidence, "reason": cut.reason, "text": cut.text,
    }  # fmt: skip  # as in the record
