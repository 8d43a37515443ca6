"""Random documents and claims for the property tests: text with every trap, claims that overlap at will."""

from __future__ import annotations

from hypothesis import strategies as st

from cleaner.lines import split_lines
from cleaner.model import Authority, Claim, Document, Label, Source

PIECES = [
    "\n", "\n\n", "\r\n", "\r", " ", "  ", "\t", "\u2028", "\x85", "\x0b", "\x0c", "\u00a0", "\ufeff", "\u200b", "\u202e", "\x00",
    "Share", "Home / World", "Photo: Reuters", "The harbour reopened on Monday.", "“We wait,” she said", "a", "Ä", "İ", "é", "e\u0301",
    "👩‍👩‍👧", "🇬🇧", "日本語の記事です。", "* item", "- ", "…", "»", ":", "1234", "Copyright 2020. All rights reserved.", "Read more",
    "a line of words that was set by somebody who wraps all lines at seventy two",
]  # fmt: skip  # a list of traps
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map(
    lambda pieces: "".join(pieces).encode("utf-8", "replace").decode("utf-8")
)


def document(text: str) -> Document:
    return Document("test", text, split_lines(text), Source("", "text/plain", "utf-8", "str", "text"))


@st.composite
def claims(draw: st.DrawFn, text: str) -> list[Claim]:
    def claim(bounds: tuple[int, int], label: Label, rule: str, authority: Authority, confidence: float) -> Claim:
        return Claim(min(bounds), max(bounds), label, rule, authority, confidence, "because")

    offsets = st.integers(0, len(text))
    spans = st.tuples(offsets, offsets).filter(lambda span: span[0] != span[1])
    labels = st.sampled_from([label for label in Label if label is not Label.BLANK])
    one = st.builds(
        claim, spans, labels, st.sampled_from(["a/one", "a/two", "b/one", "stage/x"]), st.sampled_from(list(Authority)),
        st.sampled_from([0.3, 0.6, 0.74, 0.75, 0.9, 1.0]),
    )  # fmt: skip  # one value a thought
    return draw(st.lists(one, max_size=12)) if text else []


@st.composite
def documents_with_claims(draw: st.DrawFn) -> tuple[Document, list[Claim]]:
    text = draw(texts)
    return document(text), draw(claims(text))
