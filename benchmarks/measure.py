"""The measure: how much of a body was found, and how much of what was found is the body.

It is the measure of the public article-extraction-benchmark (https://github.com/scrapinghub/article-extraction-benchmark),
written anew: texts are bags of *shingles*, runs of four words, so order matters within a sentence while a moved paragraph is
not punished. One addition: lines that the gold calls optional (standfirsts) may stay or go without a change of any figure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

SHINGLE = 4
"""Words in a shingle, as the public benchmark has it."""

_WORD = re.compile(r"\w+")

Shingle = tuple[str, ...]


def words(text: str) -> list[str]:
    """The words of a text: runs of letters, digits and underscores, in their own case."""
    return _WORD.findall(text)


def shingles(text: str) -> Counter[Shingle]:
    """How often each run of four words occurs. A text of fewer words is one shorter shingle, an empty text has none."""
    found = words(text)
    if not found:
        return Counter()
    return Counter(tuple(found[start : start + SHINGLE]) for start in range(max(1, len(found) - SHINGLE + 1)))


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page: shingles in both texts, only in the prediction, only in the gold; and whether all words are equal, in order."""

    shared: int
    extra: int
    missing: int
    exact: bool

    @property
    def precision(self) -> float | None:
        """Share of the prediction that is gold; ``None`` when nothing was predicted."""
        predicted = self.shared + self.extra
        return self.shared / predicted if predicted else None

    @property
    def recall(self) -> float | None:
        """Share of the gold that was predicted; ``None`` when the gold is empty."""
        wanted = self.shared + self.missing
        return self.shared / wanted if wanted else None

    @property
    def f1(self) -> float:
        """Harmonic mean of both; 1 when both texts are empty, as nothing is wrong then."""
        total = 2 * self.shared + self.extra + self.missing
        return 2 * self.shared / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Summary:
    """Many pages. ``f1`` is the harmonic mean of the mean precision and the mean recall, ``page_f1`` the mean of the pages' F1.

    Attributes:
        exact: share of pages whose words are exactly the gold's.
    """

    pages: int
    f1: float
    precision: float
    recall: float
    exact: float
    page_f1: float


@dataclass(frozen=True, slots=True)
class Snippets:
    """How many of a page's snippets that are to stay and to go there are, and how many of each an output holds."""

    wanted: int = 0
    kept: int = 0
    unwanted: int = 0
    leaked: int = 0

    def __add__(self, other: Snippets) -> Snippets:
        return Snippets(
            self.wanted + other.wanted, self.kept + other.kept, self.unwanted + other.unwanted, self.leaked + other.leaked
        )

    @property
    def share_kept(self) -> float | None:
        """Share of those that are to stay; ``None`` where there are none."""
        return self.kept / self.wanted if self.wanted else None

    @property
    def leak(self) -> float | None:
        """Share of those that are to go and did not; ``None`` where there are none."""
        return self.leaked / self.unwanted if self.unwanted else None


def find_snippets(prediction: str, wanted: Iterable[str], unwanted: Iterable[str]) -> Snippets:
    """Look the snippets up, by their words: signs and white space do not matter. One without a word is not counted."""
    text = f" {_key(prediction)} "
    stay = [f" {key} " in text for key in map(_key, wanted) if key]
    go = [f" {key} " in text for key in map(_key, unwanted) if key]
    return Snippets(len(stay), sum(stay), len(go), sum(go))


def without_optional(prediction: str, gold: str, optional: Sequence[str]) -> str:
    """The prediction without the lines that may stay or go, compared by their words; a line of the gold always stays."""
    if not optional:
        return prediction
    droppable = {_key(line) for text in optional for line in text.splitlines()} - {_key(line) for line in gold.splitlines()}
    return "\n".join(line for line in prediction.splitlines() if _key(line) not in droppable)


def score_page(gold: str, prediction: str, optional: Sequence[str] = ()) -> PageScore:
    """Compare one prediction with one gold body."""
    prediction = without_optional(prediction, gold, optional)
    wanted, found = shingles(gold), shingles(prediction)
    shared = sum((wanted & found).values())
    return PageScore(
        shared=shared,
        extra=found.total() - shared,
        missing=wanted.total() - shared,
        exact=words(gold) == words(prediction),
    )


def summarise(scores: Iterable[PageScore]) -> Summary:
    """Means over pages. Pages without a prediction have no precision and are left out of its mean; the same for recall."""
    pages = list(scores)
    precision = _mean([page.precision for page in pages])
    recall = _mean([page.recall for page in pages])
    return Summary(
        pages=len(pages),
        f1=2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        precision=precision,
        recall=recall,
        exact=_mean([float(page.exact) for page in pages]),
        page_f1=_mean([page.f1 for page in pages]),
    )


def _key(line: str) -> str:
    return " ".join(words(line))


def _mean(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return fmean(known) if known else 0.0
