"""A field has several sources: of each is told where it is and what stands there, and the first that has a value wins."""

from __future__ import annotations

from collections.abc import Iterable

Source = tuple[str, str | None]
"""Where a single value may stand, and what stands there."""
ListSource = tuple[str, Iterable[str]]
"""The same for the values of a list."""
MOST = 30
"""Captions, credits and tags."""


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
