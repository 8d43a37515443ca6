"""What elements within a page say of its article (microdata, and times), apart from what they say of its neighbours.

Cards of related stories, tickers and readers' comments have authors and times as well, in the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from cleaner.model import Fact, Line, Page

_NEIGHBOURS = frozenset({"aside", "nav"})
_CARDS = frozenset({"a", "figcaption", "li"})
"""What is mostly about something else, where it does not hold the headline."""


class Facts:
    """What is said of the article whose headline is ``head``, above the line from which on readers speak (``comments``)."""

    def __init__(self, page: Page, head: Line | None, comments: Line | None) -> None:
        self._page = page
        self._around = frozenset(page.above(page.owners[head.number - 1])) if head else frozenset()
        end = page.owners[comments.number - 1] if comments else len(page.tags)
        self._facts = [fact for fact in page.facts if fact.element < end]
        self._scopes = self._own_scopes()

    def values(self, name: str) -> Iterator[str]:
        """The values of this name; those first that what holds the headline most closely says."""
        scoped = [fact for fact in self._facts if fact.name == name and fact.scope in self._scopes]
        yield from (fact.value for fact in sorted(scoped, key=lambda fact: -fact.scope))
        for fact in self._facts:
            if fact.name == name and fact.scope < 0 and not self._is_beside(fact, _NEIGHBOURS | _CARDS):
                yield fact.value

    def times(self) -> Iterator[Fact]:
        """The times that do not say of what they are, but for those in columns and feet of the page."""
        for fact in self._facts:
            if fact.name == "time" and not self._is_beside(fact, _NEIGHBOURS):
                yield fact

    def _own_scopes(self) -> frozenset[int]:
        """What holds the headline; else the only one there is, for a headline may stand above it."""
        scopes = frozenset(fact.scope for fact in self._facts if fact.scope >= 0 and fact.name != "time")
        if holding := scopes & self._around:
            return holding
        outer = {scope for scope in scopes if scopes.isdisjoint(self._page.above(self._page.parents[scope]))}
        return frozenset(outer) if len(outer) == 1 else frozenset()

    def _is_beside(self, fact: Fact, kinds: Set[str]) -> bool:
        """Whether it stands in one of these apart from the headline, or in a foot that is no article's."""
        tags = self._page.tags
        own = [tags[element] for element in self._page.above(fact.element) if element not in self._around]
        foot = "footer" in own and "article" not in map(tags.__getitem__, self._page.above(fact.element))
        return foot or not kinds.isdisjoint(own)
