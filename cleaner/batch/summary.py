"""What a run did, in numbers, gathered while it goes on."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from typing import Any

from cleaner.batch.worker import Outcome

STATUSES = ("ok", "guarded", "failed", "skipped")
_SLOWEST = 10
_DIGITS = re.compile(r"\d+")


class Summary:
    """Counts over outcomes; its size does not grow with the number of documents.

    Attributes:
        statuses: documents by status.
        kinds: failures and skips by ``status:kind``.
        labels, rules: removals by label and by rule.
        warnings: documents by warning; numbers in them count as the same.
        size: bytes that were read.
        kept: inputs of which all stands from an earlier run.
        seconds: what the time of all processes went to.
    """

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter(dict.fromkeys(STATUSES, 0))
        self.kinds: Counter[str] = Counter()
        self.labels: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.warnings: Counter[str] = Counter()
        self.source_chars = self.kept_chars = self.size = self.kept = 0
        self.seconds: dict[str, float] = {}
        self._slowest: list[tuple[float, str]] = []

    def add(self, outcome: Outcome) -> None:
        """Count one input."""
        self.statuses[outcome.status] += 1
        if outcome.kind:
            self.kinds[f"{outcome.status}:{outcome.kind}"] += 1
        self.labels.update(outcome.labels)
        self.rules.update(outcome.rules)
        self.warnings.update({_DIGITS.sub("N", warning) for warning in outcome.warnings})
        self.source_chars += outcome.source_chars
        self.kept_chars += outcome.kept_chars
        self.size += outcome.size
        self.kept += outcome.kept
        for what, seconds in outcome.seconds:
            self.seconds[what] = self.seconds.get(what, 0.0) + seconds
        lasted = (sum(seconds for _, seconds in outcome.seconds), outcome.id)
        if len(self._slowest) < _SLOWEST:
            heapq.heappush(self._slowest, lasted)
        else:
            heapq.heappushpop(self._slowest, lasted)

    def slowest(self) -> list[tuple[float, str]]:
        """Seconds and id of the inputs that took longest, the longest first."""
        return sorted(self._slowest, reverse=True)

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
