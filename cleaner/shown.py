"""What stages are shown of a document, and where in it their claims belong: raw text is shown as readers see it.

That is without front matter, the signs of Markdown, addresses of links and what a text browser has added, and with wrapped
paragraphs in one line. All other documents are shown as they are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate

from cleaner.model import Authority, Claim, Document, Label

_MARKDOWN, _DESTINATION, _BROWSER = "stage/markdown", "stage/link-destination", "stage/text-browser"
_FRONT_MATTER, _PRINT = "stage/front-matter", "stage/print"
UNSEEN = frozenset({_MARKDOWN, _DESTINATION, _BROWSER, _FRONT_MATTER, _PRINT})
"""The rules of what stands in a text and is not seen."""
_SURE = 0.95
_SAID = {
    "link": (Label.NAVIGATION, _MARKDOWN, "a link in Markdown that shows no text"),
    "image": (Label.EMBED, _MARKDOWN, "an image in Markdown"),
    "destination": (Label.NAVIGATION, _DESTINATION, "the address of a link that shows no text, as programs write it out"),
    "destinations": (Label.NAVIGATION, _DESTINATION, "the addresses of links, as programs list them by number"),
    "number": (Label.NAVIGATION, _BROWSER, "the number of a link, as text browsers give it"),
    "addresses": (Label.NAVIGATION, _BROWSER, "the addresses of links, as lynx lists them"),
    "head": (Label.NAVIGATION, _BROWSER, "a link of the page's head, as elinks gives it"),
    "frame": (Label.EMBED, _BROWSER, "a frame of the page, as text browsers give it"),
    "file": (Label.EMBED, _BROWSER, "the name of an image's file, as lynx gives it"),
    "button": (Label.NAVIGATION, _BROWSER, "the mark of a button, as lynx sets it"),
    "front": (Label.NAVIGATION, _FRONT_MATTER, "what a program wrote above the text about it; its values are the fields"),
    "running": (Label.NAVIGATION, _PRINT, "head or foot of a printed sheet: it stands again on most of them"),
    "change": (Label.NAVIGATION, _BROWSER, "the mark of an insertion or deletion, as text browsers set it"),
}
"""What is said of a mark around nothing, by its kind."""


class Stretches:
    """Stretches of a source text, in order and apart, and the text that they are when joined.

    Args:
        stretches: start and end of each.
    """

    def __init__(self, stretches: Sequence[tuple[int, int]]) -> None:
        self._stretches = stretches
        self._starts = [start for start, _ in stretches]
        self._joined = list(accumulate((end - start for start, end in stretches), initial=0))

    def join(self, source: str) -> str:
        """The text. ``source`` is the source text, or one of its length."""
        return "".join([source[start:end] for start, end in self._stretches])

    def in_source(self, start: int, end: int) -> tuple[int, int]:
        """The source stretch from the first to the last character of a stretch of the text, which must not be empty."""
        return self._at(start), self._at(end - 1) + 1

    def in_text(self, at: int) -> int:
        """Where a place of the source is in the text; what is left out is where the next stretch begins."""
        before = bisect_right(self._starts, at) - 1
        if before < 0:
            return 0
        return min(self._joined[before] + at - self._starts[before], self._joined[before + 1])

    def _at(self, at: int) -> int:
        stretch = bisect_right(self._joined, at) - 1
        return self._starts[stretch] + at - self._joined[stretch]


def shown(document: Document) -> Document:
    """The document as stages are given it; one that was shown is the same shown again."""
    seen = document.seen
    return document if seen is None or document.text is seen.text else replace(document, text=seen.text, lines=seen.lines)


def text_shown(document: Document) -> Callable[[int, int], str]:
    """What gives a stretch of a document, from ``start`` to ``end``, as it is shown."""
    seen, text = document.seen, document.text
    if seen is None:
        return lambda start, end: text[start:end]
    stretches = Stretches(seen.stretches)
    return lambda start, end: seen.text[stretches.in_text(start) : stretches.in_text(end)]


def number_shown(document: Document) -> Callable[[int], int]:
    """What gives the number of the shown line that a line of a document is part of, by its own number."""
    seen = document.seen
    return partial(bisect_right, seen.numbers) if seen else lambda number: number


def in_source(document: Document, claims: Iterable[Claim]) -> list[Claim]:
    """Claims on what is shown, as claims on the document itself."""
    if document.seen is None:
        return list(claims)
    stretches = Stretches(document.seen.stretches)
    places = ((claim, *stretches.in_source(claim.start, claim.end)) for claim in claims)
    return [replace(claim, start=start, end=end) for claim, start, end in places]


def unseen(document: Document) -> Iterator[Claim]:
    """Claims of what nothing can be seen of: images, links without any text, and what a browser wrote."""
    for mark in document.seen.marks if document.seen else ():
        if mark.first == mark.last:
            label, rule, reason = _SAID[mark.kind]
            yield Claim(mark.start, mark.end, label, rule, Authority.GUESS, _SURE, reason)


def between(size: int, left_out: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The stretches of a text of some size between others, which may overlap."""
    stretches, at = [], 0
    for start, end in (*sorted(left_out), (size, size)):
        if start > at:
            stretches.append((at, start))
        at = max(at, end)
    return tuple(stretches)
