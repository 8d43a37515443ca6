"""When a page was published and when it was changed last, as its data say and as readers are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from urllib.parse import urlsplit

import regex

from cleaner.fields.elements import Elements
from cleaner.fields.linked import Linked
from cleaner.fields.microdata import Facts
from cleaner.fields.names import LONGEST_BYLINE
from cleaner.fields.sources import Source
from cleaner.fields.times import is_more_exact, iso_time, machine_time, times_in
from cleaner.lines import ends_sentence
from cleaner.model import Line, Piece

_ADDRESS_DAY = regex.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-])")
_EARLIEST = "1980"
"""Times before are the zero of some clock, not a day on which a page was published."""
_TIME_NAME = regex.compile(r"(?i)date|time(?!line)|publish|posted|byline|meta")
_NO_TIME_NAME = regex.compile(r"(?i)caption|copyright|credit")
_DATELINE = "dateline of the page"
_DAY = len("2022-02-18")
_BESIDE = 15
"""Characters beside a day in a line that is about the day: "Published on ", "Updated: "."""
_ANOTHER_DAY = 20
"""Characters beside a time that may be one, too: that of the last change."""
_MOST_DAYS = 100
"""Days near the headline that are looked at: the pages of some calendars have thousands."""
_APART = frozenset({"li", "a"})
"""What is another story where it holds more than a day. A day alone may link to its archive, or be a fact in a list of them."""
_CARDS = _APART | {"figcaption"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_TIME = 60
"""Characters of a time, and of a line that holds little else."""


class Times:
    """The times that a page tells. Of each those first that are trusted most.

    ``address`` is the page's; some have the day in it. What readers are shown is in the page's language; of its data nobody
    knows in which they are.
    """

    def __init__(self, elements: Elements, linked: Linked, facts: Facts, address: str | None, language: str | None) -> None:
        self._elements = elements
        self._facts = facts
        self._page = elements.page
        self._linked = linked
        self._address = address
        self._language = language

    def published(self, lines: Sequence[Line], top: Sequence[Line], head: Line | None) -> Iterator[Source]:
        """What the data say, unless readers are shown an earlier day under the headline, or the same time more exactly.

        Where the day is an earlier one, the data name a later edition.

        ``lines`` are those of the page that its readers did not write, ``top`` those of them around the headline.
        """
        told = next(((origin, time) for origin, time in self._told(head) if time), None)
        dated = next(((_DATELINE, time) for time in self._dated(top, head)), None)
        if told and dated and (dated[1][:_DAY] < told[1][:_DAY] or is_more_exact(dated[1], told[1])):
            yield dated
        yield from (found for found in (told, dated) if found)
        yield from (
            (_DATELINE, next((_time(time, self._language) for time in times_in(self._spaced(line))), None))
            for line in top
            if self._may_say_when(line, head)
        )
        yield "only date of the page", self._only_day(lines)

    def _may_say_when(self, line: Line, head: Line | None) -> bool:
        """Whether a line near the headline may be a byline with its day: no sentence, no link that says more than the day."""
        if len(line.text) > LONGEST_BYLINE or ends_sentence(line.text) or self._elements.is_caption(line):
            return False
        pieces = (self._own(piece, head) for piece, _ in self._elements.named([line]))
        linked = all(any(self._page.tags[element] == "a" for element in own) for own in pieces)
        return not linked or any(_days(line.text, self._language))

    def modified(self) -> Iterator[Source]:
        """When the page was changed, as its data say."""
        yield "json-ld dateModified", _stated(self._linked.leads("dateModified"))
        for name in ("article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "last-modified"):
            yield from ((name, _stated(value)) for value in (self._page.meta.get(name), *self._facts.values(name)))
        yield "json-ld dateModified", _stated(self._linked.first("dateModified"))

    def _told(self, head: Line | None) -> Iterator[Source]:
        meta = self._page.meta
        yield "json-ld datePublished", _stated(self._linked.leads("datePublished", "dateCreated", "uploadDate"))
        for name in (
            "article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "citation_publication_date",
            "og:published_time", "og:article:published_time", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created",
            "dcterms.date", "pubdate", "publishdate", "publish-date", "publication_date", "date",
            "cxenseparse:recs:publishtime", "article.published", "published", "published-date", "published_date",
            "w-published-date",
        ):  # fmt: skip  # a list
            yield from ((name, _stated(value)) for value in (meta.get(name), *self._facts.values(name)))
        found = _ADDRESS_DAY.search(urlsplit(self._address).path) if self._address else None
        if found:
            yield "address", _time("-".join(found.groups()))
        yield from (("time element", time) for time in self._timed(head))
        yield "json-ld datePublished", _stated(self._linked.first("datePublished", "dateCreated", "uploadDate"))

    def _timed(self, head: Line | None) -> Iterator[str | None]:
        """The times of elements that hold one, but for those of other stories and pictures."""
        shown: dict[int, Piece] = {}
        for piece in self._page.pieces if self._page.facts else ():
            shown[piece.element] = piece
            shown.setdefault(self._page.parents[piece.element], piece)
        for fact in self._facts.times():
            day = shown.get(fact.element)
            if day is None or not self._is_on_card(day, head):
                yield _stated(fact.value)

    def _is_on_card(self, day: Piece, head: Line | None) -> bool:
        """Whether a time stands in an item, link or caption that is about something else; the headline may be a link itself."""
        if head and self._page.owners[head.number - 1] in self._page.above(day.element):
            return False
        cards = (element for element in self._own(day, head) if self._page.tags[element] in _CARDS)
        return any(self._says_more(element, day, _ANOTHER_DAY) for element in cards)

    def _dated(self, top: Sequence[Line], head: Line | None) -> Iterator[str]:
        """The times in elements that are called so, then those in lines; of either only what says little more.

        A longer text with a day in it tells of that day: an old picture's caption does. So does the day of another story.
        """
        called = (
            (piece, time)
            for piece, names in self._elements.named(top)
            if _TIME_NAME.search(names) and not _NO_TIME_NAME.search(names)
            for time in _days(self._text(piece), self._language, beside=2 * _BESIDE)
        )
        yield from (time for piece, time in islice(called, _MOST_DAYS) if not self._is_apart(piece, head))
        for line in top:
            shown = list(self._elements.named([line]))
            texts = [line.text]
            if len(shown) > 1 and len(line.text) <= LONGEST_BYLINE:  # name and day may stand side by side, nothing between them
                texts += (self._text(piece) for piece, _ in shown)
            times = [time for text in texts for time in _days(text, self._language)]
            if times and not any(_NO_TIME_NAME.search(names) or self._is_apart(piece, head) for piece, names in shown):
                yield from times

    def _is_apart(self, day: Piece, head: Line | None) -> bool:
        """Whether a day belongs to something else than the headline.

        That is a picture, an item or link that says more than the day, or a block with a heading of its own above the day.
        Below the headline only a heading that is a link is one of another story: subtitles and names stand in headings, too.
        """
        own = self._own(day, head)
        for element in own:
            tag = self._page.tags[element]
            if tag == "figcaption" and element not in self._elements.bylined:
                return True
            if tag in _APART and self._says_more(element, day):
                return True
        if head is None or not own:
            return False
        for above in self._elements.beside(own[-1], day, -1):
            tags = {self._page.tags[element] for element in self._own(above, head)}
            if tags & _HEADINGS and (day.start < head.start or "a" in tags):
                return True
        return False

    def _own(self, piece: Piece, head: Line | None) -> list[int]:
        """The elements that hold a piece and not the headline, from the inside."""
        about = set(self._page.above(self._page.owners[head.number - 1])) if head else set()
        return [element for element in self._page.above(piece.element) if element not in about]

    def _says_more(self, element: int, day: Piece, most: int = _BESIDE) -> bool:
        """Whether an element holds clearly more text than the piece of it that is a day."""
        pieces = chain(self._elements.beside(element, day, -1), self._elements.beside(element, day, 1))
        return sum(piece.end - piece.start for piece in pieces) > most

    def _text(self, piece: Piece) -> str:
        return self._elements.text[piece.start : piece.end]

    def _spaced(self, line: Line) -> str:
        """The text of a line with a space between its elements."""
        return " ".join(text for text, _ in self._elements.parts(line)) or line.text

    def _only_day(self, lines: Sequence[Line]) -> str | None:
        """The day that stands alone in a line, if all such lines name the same."""
        short = (line for line in lines if len(line.text) <= _LONGEST_TIME and not self._elements.is_caption(line))
        alone = {time for line in short for time in _days(line.text, self._language)}
        return alone.pop() if len(alone) == 1 else None


def _days(text: str, language: str | None, beside: int = _BESIDE) -> Iterator[str]:
    """The day in a text that says little more."""
    for day in times_in(text):
        if len(text) - len(day) <= beside and (time := _time(day, language)):
            yield time


def _stated(value: str | None) -> str | None:
    """The same of what a program wrote."""
    return _time(machine_time(value)) if value else None


def _time(value: str | None, language: str | None = None) -> str | None:
    """A time in ISO 8601 if it is one on which a page may have been published."""
    found = iso_time(value, language) if value and len(value) <= _LONGEST_TIME else None
    return found if found and found >= _EARLIEST else None
