"""What a run did, in numbers, gathered while it goes on."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from typing import Any

from cleaner.batch.kinds import ending
from cleaner.batch.tasks import Outcome
from cleaner.rulebook.costs import Cost

STATUSES = ("ok", "guarded", "failed", "skipped")
_SLOWEST = 10
_DEAREST = 20
_NOTHING = Cost(0, 0.0, 0.0)
_APART = 1000
"""Endings, and warnings, that are told apart: files named by digests could all have another ending, and warnings name hosts."""
OTHERS = "others"
_NUMBER = re.compile(r"(?<![\w.-])\d+(?![\w-])")
"""A number by itself. In the name of a codec or a host digits tell one from another."""


class Summary:
    """Counts over outcomes; its size does not grow with the number of documents.

    Attributes:
        statuses: documents by status.
        kinds: failures and skips by ``status:kind``.
        labels, rules: removals by label and by rule.
        endings: files that were skipped for their endings, by ending; from `_APART` on as `OTHERS`.
        untaken: the file that was skipped for its ending, where it is one alone.
        removed: files that an earlier run had written into the output's directory and this one does not name; they are gone.
        strays: files in the output's directory that the run does not name; told once it is finished.
        warnings: documents by warning; numbers in them count as the same, and from `_APART` on all others as `OTHERS`.
        size: bytes that were read.
        kept: inputs of which all stands from an earlier run.
        profiled, unprofiled: documents of whose site the profile of the run knows enough, and of whose site it does not.
        seconds: what the time of all processes went to.
        costs: what the patterns of each rule cost, and the input with the longest try.
    """

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter(dict.fromkeys(STATUSES, 0))
        self.kinds: Counter[str] = Counter()
        self.labels: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.warnings: Counter[str] = Counter()
        self.endings: Counter[str] = Counter()
        self.untaken = ""
        self.removed = self.strays = self.profiled = self.unprofiled = 0
        self.source_chars = self.kept_chars = self.size = self.kept = 0
        self.seconds: dict[str, float] = {}
        self.costs: dict[str, tuple[Cost, str]] = {}
        self._slowest: list[tuple[float, str]] = []

    def add(self, outcome: Outcome) -> None:
        """Count one input."""
        self.statuses[outcome.status] += 1
        if outcome.kind:
            self.kinds[f"{outcome.status}:{outcome.kind}"] += 1
        if outcome.kind == "suffix":
            self.untaken = "" if self.endings else outcome.id
            self.endings[_told_apart(ending(outcome.id), self.endings)] += 1
        self.labels.update(outcome.labels)
        self.rules.update(outcome.rules)
        self.warnings.update({_told_apart(_NUMBER.sub("N", warning), self.warnings) for warning in outcome.warnings})
        self.source_chars += outcome.source_chars
        self.kept_chars += outcome.kept_chars
        self.size += outcome.size
        self.kept += outcome.kept
        self.profiled += outcome.profiled is True
        self.unprofiled += outcome.profiled is False
        for what, seconds in outcome.seconds:
            self.seconds[what] = self.seconds.get(what, 0.0) + seconds
        for rule, cost in outcome.costs:
            known, worst = self.costs.get(rule, (_NOTHING, outcome.id))
            longest = max(known.longest, cost.longest)
            total = Cost(known.tries + cost.tries, known.seconds + cost.seconds, longest)
            self.costs[rule] = total, outcome.id if cost.longest > known.longest else worst
        lasted = (sum(seconds for _, seconds in outcome.seconds), outcome.id)
        if len(self._slowest) < _SLOWEST:
            heapq.heappush(self._slowest, lasted)
        else:
            heapq.heappushpop(self._slowest, lasted)

    def slowest(self) -> list[tuple[float, str]]:
        """Seconds and id of the inputs that took longest, the longest first."""
        return sorted(self._slowest, reverse=True)

    def dearest(self) -> list[tuple[str, Cost, str]]:
        """The rules whose patterns took longest, each with its costs and the input with its longest try; the dearest first."""
        found = heapq.nlargest(_DEAREST, self.costs.items(), key=lambda entry: (entry[1][0].seconds, entry[0]))
        return [(rule, cost, worst) for rule, (cost, worst) in found]

    @property
    def inputs(self) -> int:
        """All inputs, whatever became of them."""
        return self.statuses.total()

    @property
    def exit_code(self) -> int:
        """0 if every input was cleaned or skipped on purpose; 1 if one failed or was kept whole by the guard."""
        return 1 if self.statuses["failed"] or self.statuses["guarded"] else 0

    @property
    def kept_share(self) -> float:
        """The share of the characters that stayed; 1 if there were none."""
        return self.kept_chars / self.source_chars if self.source_chars else 1.0

    def to_json(self) -> dict[str, Any]:
        """All counts as JSON values, names sorted."""
        return {
            "inputs": self.inputs,
            **{status: self.statuses[status] for status in STATUSES},
            "source_chars": self.source_chars,
            "kept_chars": self.kept_chars,
            **{name: dict(sorted(getattr(self, name).items())) for name in ("kinds", "labels", "rules", "warnings")},
        }


def _told_apart(name: str, counts: Counter[str]) -> str:
    """The name to count under, so that there are not too many."""
    return name if name in counts or len(counts) < _APART else OTHERS
