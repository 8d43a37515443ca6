"""A run in numbers: its documents by doubt, and for each rule what it took."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median_low
from typing import Any, NamedTuple

from cleaner.reviewing.doubt import UNKNOWN, Doubt, doubt, reads_like_prose
from cleaner.reviewing.runs import Cut, Row, Run, Written

_DISTINCT = 20_000
"""Texts a rule whose counts are kept; what comes later counts as others, so that memory does not grow with the corpus."""
_TEXT = 400
"""Characters of a removed text that are kept for the rule's page."""
_LONGEST = 20
_UNUSUAL = 10
"""Cuts, and documents, on a rule's page: so many are read."""
_OFTEN, _LARGE = 3, 0.5
"""A rule fires unusually where it cuts three times as often as in its median document, or takes half of a text and
three times its median share."""


class Seen(NamedTuple):
    """A removed text on a rule's page: its beginning, its whole length, and a document (by its place) where it stands."""

    text: str
    chars: int
    document: int
    label: str


class Fired(NamedTuple):
    """What one rule did in one document."""

    document: int
    cuts: int
    chars: int
    share: float


@dataclass(slots=True)
class RuleSum:
    """What one rule took over a run.

    Attributes:
        labels: cuts by label.
        chars: characters that went.
        tags: stretches it only noticed.
        least, most: its confidence, from and to; meaningless without cuts and tags.
        reason: of its first cut; ``varies`` if others have another.
        texts: how often each text went, with a document where it stands; ``others`` counts cuts past what is remembered.
        longest, prose: the longest cuts, and the longest of those that read like prose; ``proses`` counts all of these.
        fired: what it did, document by document.
    """

    rule: str
    labels: Counter[str] = field(default_factory=Counter)
    chars: int = 0
    tags: int = 0
    least: float = 1.0
    most: float = 0.0
    reason: str = ""
    varies: bool = False
    texts: dict[str, tuple[int, Seen]] = field(default_factory=dict)
    others: int = 0
    proses: int = 0
    fired: list[Fired] = field(default_factory=list)
    _longest: list[tuple[int, int, Seen]] = field(default_factory=list)
    _prose: list[tuple[int, int, Seen]] = field(default_factory=list)

    @property
    def cuts(self) -> int:
        """How many stretches went."""
        return self.labels.total()

    def common(self, most: int) -> list[tuple[int, Seen]]:
        """The texts that went most often, the most frequent first."""
        return heapq.nsmallest(most, self.texts.values(), key=lambda entry: (-entry[0], entry[1]))

    def longest(self) -> list[Seen]:
        """The longest cuts, each text once."""
        return _best(self._longest)

    def prose(self) -> list[Seen]:
        """The longest cuts that read like prose, each text once."""
        return _best(self._prose)

    def unusual(self) -> list[Fired]:
        """The documents in which it did far more than it does elsewhere, the strangest first; none where it hardly fires."""
        if len(self.fired) < _OFTEN:
            return []
        usual = median_low([fired.cuts for fired in self.fired])
        share = median_low([fired.share for fired in self.fired])
        odd = [
            fired
            for fired in self.fired
            if fired.cuts > _OFTEN * usual or (fired.share > _LARGE and fired.share > _OFTEN * share)
        ]
        return sorted(odd, key=lambda fired: (-fired.cuts / usual, -fired.share, fired.document))[:_UNUSUAL]

    def cut(self, cut: Cut, document: int) -> None:
        """Count a removal."""
        self.labels[cut.label] += 1
        self.chars += cut.end - cut.start
        self._speak(cut)
        key = " ".join(cut.text.split())
        seen = Seen(key[:_TEXT], len(cut.text), document, cut.label)
        if key[:_TEXT] in self.texts:
            count, first = self.texts[key[:_TEXT]]
            self.texts[key[:_TEXT]] = count + 1, first
            return
        if len(self.texts) < _DISTINCT:
            self.texts[key[:_TEXT]] = 1, seen
        else:
            self.others += 1
        _keep(self._longest, seen)
        if reads_like_prose(cut.text):
            self.proses += 1
            _keep(self._prose, seen)

    def tag(self, tag: Cut) -> None:
        """Count a stretch that was only noticed."""
        self.tags += 1
        self._speak(tag)

    def _speak(self, cut: Cut) -> None:
        self.least, self.most = min(self.least, cut.confidence), max(self.most, cut.confidence)
        self.reason = self.reason or cut.reason
        self.varies = self.varies or cut.reason != self.reason


def _keep(heap: list[tuple[int, int, Seen]], seen: Seen) -> None:
    # Of equally long texts the one that came first stays: a later one has a smaller second value.
    entry = (seen.chars, -seen.document, seen)
    if len(heap) < _LONGEST:
        heapq.heappush(heap, entry)
    else:
        heapq.heappushpop(heap, entry)


def _best(heap: Iterable[tuple[int, int, Seen]]) -> list[Seen]:
    return [seen for _, _, seen in sorted(heap, key=lambda entry: (-entry[0], -entry[1], entry[2]))]


class Facet(NamedTuple):
    """What a document can be found by: a rule and a label it cut or noticed with, and the least confidence of these."""

    rule: str
    label: str
    least: float


class Listed(NamedTuple):
    """A document in the list of a run.

    Attributes:
        number: its place in the manifest, from 0.
        kept: which part of its text stayed; ``None`` where it has none.
        facets: sorted.
    """

    number: int
    row: Row
    doubt: Doubt
    kept: float | None
    facets: tuple[Facet, ...]

    def to_json(self) -> dict[str, Any]:
        """What is known of it, and why it is to be looked at, as JSON values."""
        row = self.row
        return {
            "id": row.id,
            "status": row.status,
            "confidence": row.confidence,
            "share_kept": None if self.kept is None else round(self.kept, 4),
            "reasons": list(self.doubt.reasons),
            "outlet": row.outlet or None,
            "labels": dict(row.labels),
            "rules": dict(row.rules),
            "warnings": list(row.warnings),
            "outputs": list(row.outputs),
        }


@dataclass(slots=True)
class RunSum:
    """A run in numbers.

    Attributes:
        documents: every document that was not skipped, the most doubtful first.
        rules: by id.
        statuses: documents by status, skipped ones included.
    """

    documents: list[Listed] = field(default_factory=list)
    rules: dict[str, RuleSum] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    source_chars: int = 0
    kept_chars: int = 0

    def add(self, written: Written) -> None:
        """Count a document."""
        row = written.row
        self.statuses[row.status] += 1
        self.source_chars += row.source_chars
        self.kept_chars += row.kept_chars
        number = len(self.documents)
        least: dict[tuple[str, str], float] = {}
        per_rule: dict[str, tuple[int, int]] = {}
        for cut in (*written.cuts, *written.tags):
            key = cut.rule, cut.label
            least[key] = min(least.get(key, 1.0), cut.confidence)
        for cut in written.cuts:
            self._rule(cut.rule).cut(cut, number)
            cuts, chars = per_rule.get(cut.rule, (0, 0))
            per_rule[cut.rule] = cuts + 1, chars + cut.end - cut.start
        for tag in written.tags:
            self._rule(tag.rule).tag(tag)
        for rule, (cuts, chars) in per_rule.items():
            self.rules[rule].fired.append(Fired(number, cuts, chars, chars / row.source_chars if row.source_chars else 0.0))
        facets = tuple(Facet(rule, label, confidence) for (rule, label), confidence in sorted(least.items()))
        self.documents.append(Listed(number, row, doubt(written), written.share_kept, facets))

    def _rule(self, rule: str) -> RuleSum:
        return self.rules.setdefault(rule, RuleSum(rule))


def summed(written: Iterable[Written]) -> RunSum:
    """Documents in numbers."""
    total = RunSum()
    for document in written:
        total.add(document)
    if not any(listed.row.outlet for listed in total.documents):  # what is true of each says nothing of any
        total.documents = [_without(listed, UNKNOWN) for listed in total.documents]
    total.documents.sort(key=_doubtful)
    total.rules = dict(sorted(total.rules.items()))
    return total


def _without(listed: Listed, reason: str) -> Listed:
    reasons = tuple(one for one in listed.doubt.reasons if one != reason)
    return listed._replace(doubt=listed.doubt._replace(reasons=reasons))


def _doubtful(listed: Listed) -> tuple[tuple[int, ...], float, str]:
    return tuple(-part for part in listed.doubt.weight), listed.row.confidence or 0.0, listed.row.id


def of_run(run: Run) -> RunSum:
    """A whole run in numbers; documents that were skipped on purpose are only counted.

    Raises:
        UsageError: its manifest is broken.
    """
    skipped: Counter[str] = Counter()
    total = summed(_not_skipped(run, skipped))
    total.statuses.update(skipped)
    return total


def _not_skipped(run: Run, skipped: Counter[str]) -> Iterator[Written]:
    for row in run:
        if row.status == "skipped":
            skipped[row.status] += 1
        else:
            yield run.written(row)


def labels_of(rules: Mapping[str, RuleSum]) -> Counter[str]:
    """Cuts by label over all rules."""
    labels: Counter[str] = Counter()
    for rule in rules.values():
        labels.update(rule.labels)
    return labels
