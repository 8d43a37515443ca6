"""Letters and spaces as they are compared; small letters of long texts in a third of the time.

``str.lower`` and ``str.casefold`` go through a text sign by sign as soon as one is beyond ASCII, as typographic quotes are. In
most texts few are, and of these hardly any has another form; the rest is ASCII, for which bytes have a fast way of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

_ASCII = bytes(range(128))
_LONG = 300
"""Characters from which on the detour pays."""
_SHARE = 8
"""The detour is for texts of which at most one character in so many is beyond ASCII."""
_FEW = 8
"""Letters that are replaced one by one; with more of them the detour pays no more."""
_NO_BREAK = ("\u00a0", "\u202f", "\u2007")
_SIGMA = "Σ"
"""Its small form depends on what stands around it."""


def lower(text: str) -> str:
    """``text.lower()``."""
    return _changed(text, str.lower)


def casefold(text: str) -> str:
    """``text.casefold()``."""
    return _changed(text, str.casefold)


def beyond_ascii(text: str) -> str:
    """The characters of a text that are not ASCII, in order."""
    return _beyond(text.encode("utf-8", "surrogatepass"))


def plain_spaces(text: str) -> str:
    """A text with plain spaces for those at which no line breaks, as French sets them before marks; as long as before."""
    if not text.isascii():
        for space in _NO_BREAK:
            text = text.replace(space, " ")
    return text


def may_hold(text: str, roots: Iterable[str]) -> bool:
    """Whether one of some ASCII words, given in small letters, can be in a text in small or large ones.

    Exact for ASCII text; beyond that, always true. It spares most texts a pattern that takes five times as long.
    """
    return not text.isascii() or any(map(text.lower().__contains__, roots))


def _beyond(raw: bytes) -> str:
    return raw.translate(None, _ASCII).decode("utf-8", "surrogatepass")


def _changed(text: str, change: Callable[[str], str]) -> str:
    if len(text) < _LONG or text.isascii():
        return change(text)
    raw = text.encode("utf-8", "surrogatepass")
    rest = _beyond(raw)
    if _SHARE * len(rest) > len(text):
        return change(text)
    letters = [sign for sign in sorted(set(rest)) if change(sign) != sign] if change(rest) != rest else []
    if len(letters) > _FEW or _SIGMA in letters:
        return change(text)
    changed = raw.lower().decode("utf-8", "surrogatepass")
    for letter in letters:
        changed = changed.replace(letter, change(letter))
    return changed
