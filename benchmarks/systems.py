"""What ``cleaner`` is compared with on dumps: doing nothing, the C4 line rules, and the best that whole lines can do."""

from __future__ import annotations

from collections.abc import Container, Sequence

from benchmarks.measure import SHINGLE, Shingle, score_page, shingles, words

C4_MIN_WORDS = 5
"""Words a line needs. The C4 code and the first paper have five, the journal paper three; the code made the corpus."""

_C4_END_MARKS = (".", "?", "!", '"')
_C4_BANNED = (
    "javascript", "lorem ipsum", "{",
    "terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies",
)  # fmt: skip  # the second row is C4's policy notices


def nothing(text: str) -> str:
    """The whole dump: what a corpus holds when nobody cleans it."""
    return text


def c4_lines(text: str) -> str:
    """The line rules behind the C4 corpus (Raffel et al. 2020): sentences of five words or more stay.

    C4 drops whole pages that hold ``lorem ipsum`` or a curly bracket, or too few sentences. Here every page has a body, so
    such lines are dropped and the page stays: kinder to C4 than C4 itself.
    """
    return "\n".join(line for line in map(str.strip, text.split("\n")) if _c4_keeps(line))


def _c4_keeps(line: str) -> bool:
    if not line.endswith(_C4_END_MARKS) or line.endswith("..."):
        return False
    lower = line.lower()
    return len(line.split()) >= C4_MIN_WORDS and not any(phrase in lower for phrase in _C4_BANNED)


_SHARES = tuple(tenth / 10 for tenth in range(10, -1, -1))


def best_lines(text: str, gold: str, optional: Sequence[str] = ()) -> str:
    """About the best choice of whole lines, made by looking at the body: what no system can beat that cuts no line in two.

    Lines stay from a share of shingles on that stand in the body: of eleven shares the one that scores best on this page, the
    highest such. A line of fewer words than a shingle stays where it is a line of the body.
    """
    body, own = shingles(gold), {tuple(words(line)) for line in gold.split("\n")}
    lines = text.split("\n")
    shares = [_share(line, body, own) for line in lines]
    choices = ("\n".join(line for line, share in zip(lines, shares, strict=True) if share >= least) for least in _SHARES)

    def worth(choice: str) -> tuple[float, bool]:
        score = score_page(gold, choice, optional)
        return score.f1, score.exact

    return max(choices, key=worth)


def _share(line: str, body: Container[Shingle], own: Container[tuple[str, ...]]) -> float:
    found = words(line)
    if len(found) < SHINGLE:
        return float(tuple(found) in own)
    runs = shingles(line)
    return sum(run in body for run in runs) / len(runs)
