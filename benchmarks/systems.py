"""What ``cleaner`` is compared with on dumps: doing nothing, and the C4 line rules."""

from __future__ import annotations

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
