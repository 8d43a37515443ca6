"""Texts as they are compared: where two places of a page say the same, they rarely do so sign by sign."""

from __future__ import annotations

import html

import regex

_ESCAPED = regex.compile(r"&(?:#(?:\d{2,6}|[xX][0-9a-fA-F]{2,5})|amp|quot|apos);")
_WORD = regex.compile(r"[\p{L}\p{N}]+")


def key(text: str) -> str:
    """Letters and digits of a text in lower case: what is compared where two places say the same."""
    return "".join(_WORD.findall(unescaped(text))).casefold()


def unescaped(text: str) -> str:
    """A text that the page escaped twice, as a reader should have seen it.

    Only what no headline is about: one may well ask what ``&nbsp;`` is.
    """
    return " ".join(_ESCAPED.sub(lambda found: html.unescape(found[0]), text).split()) if "&" in text else text
