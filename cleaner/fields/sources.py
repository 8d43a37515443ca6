"""A field has several sources: of each is told where it is and what stands there, and the first that has a value wins."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from cleaner.fields.linked import plain
from cleaner.fields.names import COMMAS, SEMICOLONS
from cleaner.fields.times import EDGES

Source = tuple[str, str | None]
"""Where a single value may stand, and what stands there."""
ListSource = tuple[str, Iterable[str]]
"""The same for the values of a list."""
MOST = 30
"""Captions, credits and tags."""
_LONGEST_ITEM = 80
"""Characters of the name of a section or tag."""
_COMMAS = regex.compile(rf"\s*[{COMMAS}{SEMICOLONS}|]\s*")


class Found:
    """The values of the fields so far, and for each where it stands. Lists are tuples."""

    def __init__(self) -> None:
        self.values: dict[str, str | tuple[str, ...]] = {}
        self.origins: dict[str, str] = {}

    def one(self, name: str, sources: Iterable[Source]) -> None:
        """A single value; sources behind the one that has it are not even asked."""
        for origin, value in sources:
            if value:
                self.values[name], self.origins[name] = value, origin
                return

    def many(self, name: str, sources: Iterable[ListSource]) -> None:
        """A list, each value once."""
        for origin, found in sources:
            values = tuple(dict.fromkeys(value for value in found if value))[:MOST]
            if values:
                self.values[name], self.origins[name] = values, origin
                return


def listed(value: object) -> list[str]:
    """The items of a list of words, or of a text that separates them."""
    values = value if isinstance(value, list) else [value]
    texts = [text for item in values[:MOST] if (text := plain(item))]
    if len(texts) == 1:
        texts = _COMMAS.split(texts[0])
    return [tidy for text in texts if (tidy := text.strip(EDGES)) and len(tidy) <= _LONGEST_ITEM]
