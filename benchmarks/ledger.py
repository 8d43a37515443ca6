"""What each rule took away, and what of it was the body: the account that says which rule to mend first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benchmarks.converted import as_seen
from benchmarks.measure import SHINGLE, Shingle, shingles, words
from cleaner.lines import LINE_END
from cleaner.model import Removal


@dataclass(slots=True)
class RuleAccount:
    """One rule over all documents.

    Attributes:
        gold_lines: removed lines that are body and are missing from what was kept.
        other_lines: removed lines that are not, or that were kept elsewhere (dumps repeat themselves).
        gold_words: words of the gold that went with this rule.
        characters: removed, line ends included.
    """

    label: str
    gold_lines: int = 0
    other_lines: int = 0
    gold_words: int = 0
    characters: int = 0

    @property
    def precision(self) -> float | None:
        """Share of the removed lines that deserved it; ``None`` for a rule that only removed blanks."""
        lines = self.gold_lines + self.other_lines
        return self.other_lines / lines if lines else None

    def add(self, other: RuleAccount) -> None:
        """Take another account of the same rule into this one."""
        self.gold_lines += other.gold_lines
        self.other_lines += other.other_lines
        self.gold_words += other.gold_words
        self.characters += other.characters


Ledger = dict[tuple[str, str], RuleAccount]
"""Accounts by (rule, label): one stage may give several labels."""


def account(text: str, removals: Iterable[Removal], body: str, gold: str) -> Ledger:
    """Book every removal of one document on its rule.

    A removed line is gold when at least half of its words lie in shingles of the gold that the body lacks; a line shorter than
    a shingle, when it is a whole line of the gold and no line of the body. Gold that the body lacks is booked once, however
    often a dump repeats it.
    """
    body = as_seen(body)
    lost = shingles(gold) - shingles(body)
    lost_short = _short_lines(gold) - _short_lines(body)
    ledger: Ledger = {}
    for removal in removals:
        entry = ledger.setdefault((removal.rule, str(removal.label)), RuleAccount(str(removal.label)))
        entry.characters += removal.end - removal.start
        for line in _lines(as_seen(text[removal.start : removal.end])):
            gone = _take(line, lost, lost_short)
            entry.gold_words += gone
            if 2 * gone >= len(line):
                entry.gold_lines += 1
            else:
                entry.other_lines += 1
    return ledger


def merge(total: Ledger, part: Ledger) -> None:
    """Add one document's ledger to the total."""
    for key, entry in part.items():
        total.setdefault(key, RuleAccount(entry.label)).add(entry)


def _lines(text: str) -> Iterator[list[str]]:
    for line in LINE_END.split(text):
        found = words(line)
        if found:
            yield found


def _short_lines(text: str) -> Counter[Shingle]:
    return Counter(tuple(line) for line in _lines(text) if len(line) < SHINGLE)


def _take(line: list[str], lost: Counter[Shingle], lost_short: Counter[Shingle]) -> int:
    """Words of the line that are lost gold; what was found is used up."""
    if len(line) < SHINGLE:
        return len(line) if _use(lost_short, tuple(line)) else 0
    covered: set[int] = set()
    for start in range(len(line) - SHINGLE + 1):
        if _use(lost, tuple(line[start : start + SHINGLE])):
            covered.update(range(start, start + SHINGLE))
    return len(covered)


def _use(left: Counter[Shingle], shingle: Shingle) -> bool:
    if left[shingle] <= 0:  # reading a Counter does not add the key
        return False
    left[shingle] -= 1
    return True
