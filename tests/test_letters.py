"""Small letters of long texts are those that Python's own methods give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.letters import beyond_ascii, casefold, lower

ASCII = "The Quick Brown FOX jumps over the LAZY dog. " * 10


@pytest.mark.parametrize(
    "some",
    [
        "", "’", "“É”", "ÄÖÜß", "İstanbul", "ΟΔΥΣΣΕΥΣ", "ΑΣ ", "ǅ ﬁ K Å ẞ", "I\u0307", "\ud800 \udc00", "😀 Ⅷ ⓐ Ⓐ",
        "ÀÁÂÃÄÅÆÇÈÉÊË", "Привет Мир", "ΣΑ", "ſ", "ŉ", "İÉ", "ᲐᲑ", "Ꭰ ꭰ",
    ],
)  # fmt: skip  # signs of which each is a trap
def test_it_is_what_python_says(some: str) -> None:
    for text in (some, ASCII + some, some + ASCII, ASCII[:100] + some + ASCII, some * 200 + ASCII):
        assert lower(text) == text.lower()
        assert casefold(text) == text.casefold()


@given(st.text(st.characters(exclude_categories=()), max_size=40), st.integers(0, 400))
def test_it_is_what_python_says_of_any_text(some: str, at: int) -> None:
    text = ASCII[:at] + some + ASCII[at:]
    assert lower(text) == text.lower()
    assert casefold(text) == text.casefold()


@pytest.mark.parametrize(("text", "rest"), [("", ""), ("abc", ""), ("aéb’c\ud800", "é’\ud800"), ("漁港 x", "漁港")])
def test_what_is_beyond_ascii(text: str, rest: str) -> None:
    assert beyond_ascii(text) == rest
