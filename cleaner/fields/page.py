"""What a web page says of itself: in its JSON-LD, in its head, in the elements of its text; each value with where it stands.

The order of trust is that of the code: for each field the first source that gives a usable value wins, and every value is
tidied the same way. Nothing is guessed: a page that does not say when it was published has no time.
"""

from __future__ import annotations

import html
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import regex

from cleaner.fields.linked import Linked, plain, read_linked
from cleaner.fields.names import split_names, tidy_name
from cleaner.fields.times import EDGES, iso_time, times_in
from cleaner.model import Document, Line, Page, Piece

_LONGEST_TITLE = 400
_LONGEST_NAME = 80
_MOST_NAMES = 20
_NAME_EDGES = " \t,.;:|–—-·•*"
_SHORTEST = 3
"""Letters of the short form of a site's name."""
_SEPARATED = regex.compile(r"\s+(?:[|·•»«›~–—-]|::)\s+|\s*[|»]\s*")
_BY = regex.compile(
    r"(?i)^(?:(?:written|posted|story|words|article|reported|edited|analysis|review|text)\s+by|by|von|par|por|di|door|av|af|od|author[s]?)"
    r"\b\s*:?\s*(?=\S)"
)
_BYLINE = regex.compile(
    r"(?:(?i:(?:written|posted|story|words|reported) by|by|von|par|por|di|door)\b:?\s+|(?:Author|Autor|Auteur|Autore):\s*)"
    r"(?=\p{Lu})"
)
_BYLINE_END = regex.compile(r"\s*(?:[|•·–—(]|\s-\s|\d|,? (?i:on|updated|published|in|at|last)\b)")
_LONGEST_BYLINE = 120
_ADDRESS = regex.compile(r"(?i)^(?:https?:|www\.|/)|://|@\w|\.(?:com|org|net)\b.*/")
_NOBODY = frozenset({
    "admin", "administrator", "webmaster", "author", "user", "guest", "root", "anonymous", "unknown", "none", "null",
    "undefined", "n/a", "false", "true", "editor", "by", "staff", "default", "superuser", "about the author", "author bio",
    "authors", "facebook", "twitter", "instagram", "linkedin",
})  # fmt: skip  # a list
_ESCAPED = regex.compile(r"&(?:#(?:\d{2,6}|[xX][0-9a-fA-F]{2,5})|amp|quot|apos);")
_WORD = regex.compile(r"[\p{L}\p{N}]+")
_ADDRESS_DAY = regex.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-])")
_EARLIEST = "1980"
"""Times before are the zero of some clock, not a day on which a page was published."""
_WRITTEN_BY = regex.compile(r"(?i)written by|verfasst von|écrit par|escrito por|scritto da|geschreven door|автор|by")
_AUTHOR_NAME = regex.compile(r"(?i)(?<![a-z])(?:authors?|byline|writer)(?![a-z])")
_NO_AUTHOR_NAME = regex.compile(r"(?i)bio|comment|related|avatar|image|photo|date|time|social|share|about|desc|job|role|title")
_TIME_NAME = regex.compile(r"(?i)date|time(?!line)|publish|posted|byline|meta")
_NO_TIME_NAME = regex.compile(r"(?i)caption|copyright|credit")
_CREDIT_NAME = regex.compile(r"(?i)credit|copyright|photographer|attribution")
_COPYRIGHT = regex.compile(r"\s?[|·–—-]?\s?(?:\((©[^()]+)\)\.?|(©.+))$")
"""The end of a caption from its © on, as in ``The bridge. © Wire | Jane Roe`` or ``The bridge (© Wire)``."""
_PROPER = regex.compile(r"[\p{Lu}\p{Lo}][\p{L}\p{M}.'’-]*")
_LOWER = frozenset({
    "de", "da", "di", "do", "dos", "das", "del", "della", "der", "den", "van", "von", "la", "le", "el", "al", "bin", "ibn", "y",
    "e", "af", "av", "zu", "zur", "ten", "ter",
})  # fmt: skip  # a list
_LEVELS = 3
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gen", "go", "gob", "gouv", "gov", "gv", "ne", "net", "or", "org", "web"})
"""What stands before a country's code in a host and names nobody: ``bbc.co.uk``."""
_NEAR = 25
"""Lines around the headline in which its author and day stand."""
_DATELINE = "dateline of the page"
_DAY = len("2022-02-18")
_BESIDE = 15
"""Characters beside a day in a line that is about the day: "Published on ", "Updated: "."""
_MOST_DAYS = 100
"""Days near the headline that are looked at: the pages of some calendars have thousands."""
_LONGEST_ADDRESS, _LONGEST_TIME = 2000, 60
_APART = frozenset({"li", "a"})
"""What is another story where it holds more than a day. A day alone may link to its archive, or be a fact in a list of them."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_COMMAS = regex.compile(r"\s*[,;|]\s*")
_MOST = 30
"""Captions, credits and tags."""


class Stated(NamedTuple):
    """The values of the fields, and for each where it stands. Lists are tuples."""

    values: Mapping[str, str | tuple[str, ...]]
    origins: Mapping[str, str]


_Source = tuple[str, str | None]  # where, and what


def stated(document: Document, end: int | None = None) -> Stated:
    """All that a document's page says of itself; nothing for plain text.

    ``end`` is where the article ends in the text: captions behind it are those of other stories.
    """
    page = document.page
    if page is None:
        return Stated({}, {})
    address, address_from = _address(page, document.source.url)
    linked = read_linked(page.data, address)
    reader = _Reader(page, document, linked, address or document.source.url)
    return reader.read(len(document.text) if end is None else end, (address_from, address))


class _Reader:
    """One page, asked for each field in turn."""

    def __init__(self, page: Page, document: Document, linked: Linked, address: str | None) -> None:
        self._page = page
        self._meta = page.meta
        self._text = document.text
        self._lines = document.lines
        self._linked = linked
        self._address = address
        self._values: dict[str, str | tuple[str, ...]] = {}
        self._origins: dict[str, str] = {}
        self._site = plain(self._meta.get("og:site_name")) or linked.site or plain(self._meta.get("application-name"))
        self._bylined = {
            element
            for line in self._lines
            if "address" in line.path.partition("figcaption>")[2]
            for element in self._above(page.owners[line.number - 1])
            if page.tags[element] == "figcaption"
        }
        self._headings = [line for line in self._lines if "h1" in line.path and "h1" in line.path.split(">")]

    def read(self, end: int, address: _Source) -> Stated:
        self._one("title", self._titles())
        self._one("summary", self._tidy(("description", "og:description", "twitter:description", "dc.description")))
        head = self._headline()
        top = self._top(head)
        self._many("authors", self._signed(top))
        self._one("published", self._published(top, head))
        self._one("modified", self._modified())
        self._many("section", self._sections())
        self._many("tags", self._tags())
        figures = list(self._figures(end))
        self._many("captions", self._captions(figures))
        self._many("photo_credits", self._credits(figures))
        self._one("site_name", [
            ("og:site_name", plain(self._meta.get("og:site_name"))), ("json-ld publisher", self._linked.site),
            ("application-name", plain(self._meta.get("application-name"))),
        ])  # fmt: skip  # a table
        self._one("canonical_url", [address])
        return Stated(self._values, self._origins)

    def _one(self, name: str, sources: Iterable[_Source]) -> None:
        for origin, value in sources:
            if value:
                self._values[name], self._origins[name] = value, origin
                return

    def _many(self, name: str, sources: Iterable[tuple[str, Iterable[str]]]) -> None:
        for origin, found in sources:
            values = tuple(dict.fromkeys(value for value in found if value))[:_MOST]
            if values:
                self._values[name], self._origins[name] = values, origin
                return

    def _tidy(self, names: Iterable[str]) -> Iterator[_Source]:
        for name in names:
            if name == "description" and (text := self._linked.first("description")):
                yield "json-ld description", text
            yield name, plain(self._meta.get(name))

    # -- the title

    def _titles(self) -> Iterator[_Source]:
        """The headline as data, as shown, as shared; the window's title comes last, for it names the site as well."""
        meta = self._meta
        heading = self._headings[0].text if len(self._headings) == 1 else None
        for origin, value in (
            ("json-ld headline", self._linked.first("headline")),
            ("h1", heading),
            ("og:title", plain(meta.get("og:title"))),
            ("twitter:title", plain(meta.get("twitter:title"))),
            ("headline", plain(meta.get("headline"))),
            ("dc.title", plain(meta.get("dc.title"))),
            ("sailthru.title", plain(meta.get("sailthru.title"))),
            ("title", plain(meta.get("title"))),
            ("h1", self._headings[0].text if self._headings else None),
        ):
            if value and len(value) <= _LONGEST_TITLE:
                yield origin, self._without_site(_unescaped(value))

    def _without_site(self, title: str) -> str | None:
        """A title without the name of the site before or behind it; ``None`` if there is nothing else."""
        names = {key for name in (self._site, self._host()) if name and (key := _key(name))}
        if _key(title) in names:
            return None
        shown = {_key(line.text) for line in self._headings}
        # Where a title has both, they are the quotation marks of many languages and part nothing.
        quoted = "«" in title and "»" in title
        cuts = [cut for cut in _SEPARATED.finditer(title) if not (quoted and ("«" in cut[0] or "»" in cut[0]))]
        for cut in cuts[::-1]:
            before, behind = title[: cut.start()].strip(), title[cut.end() :].strip()
            if before and _key(behind) and (_names_site(_key(behind), names) or _key(before) in shown):
                return before
        if cuts:
            before, behind = title[: cuts[0].start()].strip(), title[cuts[0].end() :].strip()
            if behind and (_names_site(_key(before), names, short=False) or _key(behind) in shown):
                return behind
        return title

    def _host(self) -> str | None:
        host = urlsplit(self._address).hostname if self._address else None
        labels = (host or "").split(".")
        if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
            return labels[-3]
        return labels[-2] if len(labels) > 1 else labels[0]

    # -- people

    def _signed(self, top: Sequence[Line]) -> Iterator[tuple[str, Iterable[str]]]:
        """The authors of each source without the site itself; then with it, for some sites sign what they publish."""
        names = {key for name in (self._site, self._host()) if name and (key := _key(name))}
        passed: list[tuple[str, Iterable[str]]] = []
        for origin, found in self._authors(top):
            people = list(found)
            yield origin, [name for name in people if not _names_site(_key(name), names)]
            passed.append((origin, people))
        yield from passed

    def _authors(self, top: Sequence[Line]) -> Iterator[tuple[str, Iterable[str]]]:
        meta = self._meta
        yield "json-ld author", self._people(self._linked.authors())
        for name in (
            "author", "parsely-author", "sailthru.author", "article:author", "dc.creator", "dcterms.creator", "citation_author",
            "byl",
        ):  # fmt: skip  # a list
            yield name, self._people((meta.get(name) or "").split("\n"))
        if _WRITTEN_BY.fullmatch(meta.get("twitter:label1", "")):
            yield "twitter:data1", self._people([meta.get("twitter:data1", "")])
        yield "byline of the page", self._people(self._bylines(top))

    def _people(self, values: Iterable[str]) -> list[str]:
        """Names, as a list of people and nothing else."""
        found: list[str] = []
        for value in values:
            text = plain(value)
            if not text or _ADDRESS.search(text) or len(text) > _MOST_NAMES * _LONGEST_NAME:
                continue
            for name in split_names(_BY.sub("", text), every_comma=False):
                name = tidy_name(name, _NAME_EDGES)  # noqa: PLW2901  # the same name
                if 1 < len(name) <= _LONGEST_NAME and name.casefold() not in _NOBODY and _WORD.search(name):
                    found.append(name)
        return found[:_MOST_NAMES]

    def _bylines(self, top: Sequence[Line]) -> Iterator[str]:
        """The text of the first element near the headline whose names say that it holds an author."""
        for piece, names in self._named(top):
            if not _AUTHOR_NAME.search(names) or _NO_AUTHOR_NAME.search(names):
                continue
            text = _BY.sub("", self._text[piece.start : piece.end]).strip(" ,|·•–—-")
            if names_here := _people_in(text):
                yield from names_here
                return
        for line in top:
            found = _BYLINE.match(line.text)
            if found and len(line.text) <= _LONGEST_BYLINE:
                signed = _BYLINE_END.split(line.text[found.end() :], maxsplit=1)[0]
                if names_here := _people_in(signed):
                    yield from names_here
                    return

    def _named(self, lines: Sequence[Line]) -> Iterator[tuple[Piece, str]]:
        """The pieces of lines, each with the names of its element and of the two above it."""
        if not lines:
            return
        page, pieces = self._page, self._page.pieces
        at = bisect_left(pieces, lines[0].start, key=lambda piece: piece.start)
        while at < len(pieces) and pieces[at].start < lines[-1].end:
            element = pieces[at].element
            names = []
            for _ in range(_LEVELS):
                if element >= 0:
                    names.append(page.names[element][:_LONGEST_NAME])
                    element = page.parents[element]
            yield pieces[at], " ".join(names)
            at += 1

    def _headline(self) -> Line | None:
        """The line that shows the title, else the first heading."""
        title = _key(str(self._values.get("title", "")))
        same = (line for line in self._lines if len(line.text) < 2 * _LONGEST_TITLE and title and _key(line.text) == title)
        head = next((line for line in self._headings if _key(line.text) == title), None) or next(same, None)
        return head or next(iter(self._headings), None)

    def _top(self, head: Line | None) -> Sequence[Line]:
        """The lines around the headline, in which author and time stand."""
        if head is None:
            return self._lines[:_NEAR]
        return self._lines[max(head.number - 6, 0) : head.number + _NEAR]

    # -- times

    def _published(self, top: Sequence[Line], head: Line | None) -> Iterator[_Source]:
        """What the data say, unless readers are shown an earlier day under the headline: the data then name a later edition."""
        told = next(((origin, time) for origin, time in self._told() if time), None)
        dated = next(((_DATELINE, time) for time in self._dated(top, head)), None)
        if told and dated and dated[1][:_DAY] < told[1][:_DAY]:
            yield dated
        yield from (found for found in (told, dated) if found)
        yield from (
            (_DATELINE, next(map(_time, times_in(line.text)), None))
            for line in top
            if len(line.text) <= _LONGEST_BYLINE and not self._is_caption(line)
        )
        yield "only date of the page", self._only_day()

    def _told(self) -> Iterator[_Source]:
        meta = self._meta
        yield "json-ld datePublished", _time(self._linked.first("datePublished", "dateCreated", "uploadDate"))
        for name in (
            "article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "citation_publication_date",
            "og:published_time", "og:article:published_time", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created",
            "dcterms.date", "pubdate", "publishdate", "publish-date", "publication_date", "date",
            "cxenseparse:recs:publishtime", "article.published", "published", "published-date", "published_date",
            "w-published-date", "time",
        ):  # fmt: skip  # a list
            yield name if name != "time" else "time element", _time(meta.get(name))
        found = _ADDRESS_DAY.search(urlsplit(self._address).path) if self._address else None
        if found:
            yield "address", _time("-".join(found.groups()))

    def _dated(self, top: Sequence[Line], head: Line | None) -> Iterator[str]:
        """The times in elements that are called so, then those in lines; of either only what says little more.

        A longer text with a day in it tells of that day: an old picture's caption does. So does the day of another story.
        """
        called = (
            (piece, time)
            for piece, names in self._named(top)
            if _TIME_NAME.search(names) and not _NO_TIME_NAME.search(names)
            for time in self._days(self._text[piece.start : piece.end], beside=2 * _BESIDE)
        )
        yield from (time for piece, time in islice(called, _MOST_DAYS) if not self._is_apart(piece, head))
        for line in top:
            times = list(self._days(line.text))
            if times and not any(
                _NO_TIME_NAME.search(names) or self._is_apart(piece, head) for piece, names in self._named([line])
            ):
                yield from times

    def _above(self, element: int) -> list[int]:
        """An element and all that it stands in, the innermost first."""
        found = []
        while element >= 0:
            found.append(element)
            element = self._page.parents[element]
        return found

    def _is_apart(self, day: Piece, head: Line | None) -> bool:
        """Whether a day belongs to something else than the headline.

        That is a picture, an item or link that says more than the day, or a block with a heading of its own above the day.
        Below the headline only a heading that is a link is one of another story: subtitles and names stand in headings, too.
        """
        about = set(self._above(self._page.owners[head.number - 1])) if head else set()
        own = [element for element in self._above(day.element) if element not in about]
        for element in own:
            tag = self._page.tags[element]
            if (tag == "figcaption" and element not in self._bylined) or (tag in _APART and self._says_more(element, day)):
                return True
        if head is None or not own:
            return False
        for above in self._beside(own[-1], day, -1):
            tags = {self._page.tags[element] for element in self._above(above.element) if element not in about}
            if tags & _HEADINGS and (day.start < head.start or "a" in tags):
                return True
        return False

    def _says_more(self, element: int, day: Piece) -> bool:
        """Whether an element holds clearly more text than the piece of it that is a day."""
        pieces = chain(self._beside(element, day, -1), self._beside(element, day, 1))
        return sum(piece.end - piece.start for piece in pieces) > _BESIDE

    def _beside(self, element: int, piece: Piece, step: int) -> Iterator[Piece]:
        """The pieces of an element before (``step`` -1) or after one of them, the nearest first."""
        pieces = self._page.pieces
        at = bisect_left(pieces, piece.start, key=lambda piece: piece.start) + step
        for other in range(at, max(min(at + step * _NEAR, len(pieces)), -1), step):
            if element not in self._above(pieces[other].element):
                return
            yield pieces[other]

    def _only_day(self) -> str | None:
        """The day that stands alone in a line, if all such lines name the same."""
        lines = (line for line in self._lines if len(line.text) <= _LONGEST_TIME and not self._is_caption(line))
        alone = {time for line in lines for time in self._days(line.text)}
        return alone.pop() if len(alone) == 1 else None

    @staticmethod
    def _days(text: str, beside: int = _BESIDE) -> Iterator[str]:
        """The day in a text that says little more."""
        for day in times_in(text):
            if len(text) - len(day) <= beside and (time := _time(day)):
                yield time

    def _modified(self) -> Iterator[_Source]:
        yield "json-ld dateModified", _time(self._linked.first("dateModified"))
        for name in ("article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "last-modified"):
            yield name, _time(self._meta.get(name))

    # -- what it is about

    def _sections(self) -> Iterator[tuple[str, Iterable[str]]]:
        work = self._linked.works[0] if self._linked.works else {}
        yield "json-ld articleSection", _listed(work.get("articleSection"))
        for name in ("article:section", "parsely-section", "section", "category"):
            yield name, _listed(self._meta.get(name))

    def _tags(self) -> Iterator[tuple[str, Iterable[str]]]:
        work = self._linked.works[0] if self._linked.works else {}
        yield "json-ld keywords", _listed(work.get("keywords"))
        yield "article:tag", _listed((self._meta.get("article:tag") or "").split("\n"))
        for name in ("parsely-tags", "sailthru.tags", "news_keywords", "keywords", "tags"):
            yield name, _listed(self._meta.get(name))

    # -- images

    def _captions(self, figures: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, Iterable[str]]]:
        yield "figcaption", [text for text, credit in figures if not credit]
        yield "json-ld caption", [text for image in self._linked.images() if (text := plain(image.get("caption")))]

    def _credits(self, figures: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, Iterable[str]]]:
        yield "figcaption", [text for text, credit in figures if credit]
        yield "json-ld creditText", [text for image in self._linked.images() if (text := plain(image.get("creditText")))]

    def _figures(self, end: int) -> Iterator[tuple[str, bool]]:
        """The texts of captions above the end of the article, and whether each is a credit: its element or a © says so."""
        for line in self._lines:
            if line.start >= end:
                return
            if not self._is_caption(line):
                continue
            shown = list(self._named([line]))
            if all("time" in self._tags_in_caption(piece.element) for piece, _ in shown) or self._is_byline(line.text):
                continue
            parts: dict[bool, list[str]] = {False: [], True: []}
            for piece, names in shown:
                parts[bool(_CREDIT_NAME.search(names))].append(self._text[piece.start : piece.end])
            caption, credited = (" ".join(texts).strip() for texts in parts.values())
            mark = _COPYRIGHT.search(caption)
            if mark and len(mark[0]) <= _LONGEST_BYLINE:
                yield caption[: mark.start()], False
                yield mark[1] or mark[2], True
            else:
                yield caption, False
            yield credited, True

    def _is_caption(self, line: Line) -> bool:
        """Whether a line stands in the caption of a picture; beside the author's portrait it holds byline and time instead."""
        if "figcaption" not in line.path:
            return False
        return self._bylined.isdisjoint(self._above(self._page.owners[line.number - 1]))

    def _is_byline(self, text: str) -> bool:
        """Whether a text names the authors and says no more. Only theirs are sure to be no caption: ``Von Trapp Family``."""
        found = _BYLINE.match(text) if len(text) <= _LONGEST_BYLINE else None
        if not found:
            return False
        authors = {_key(name) for name in self._values.get("authors", ())}
        return all(_key(name) in authors for name in split_names(text[found.end() :], every_comma=False))

    def _tags_in_caption(self, element: int) -> set[str]:
        """The tags of an element and of those that it stands in below the caption."""
        tags = [self._page.tags[outer] for outer in self._above(element)]
        return set(tags[: tags.index("figcaption")] if "figcaption" in tags else tags)


def _address(page: Page, url: str | None) -> tuple[str | None, str]:
    """The page's own address, absolute, and where it stands."""
    for name, origin in (("canonical", "canonical link"), ("og:url", "og:url")):
        value = page.meta.get(name, "")
        try:
            found = urlsplit(urljoin(url or "", value))
        except ValueError:
            continue
        if value and found.scheme in ("http", "https") and found.hostname and len(value) < _LONGEST_ADDRESS:
            return found._replace(fragment="").geturl(), origin
    return None, ""


def _time(value: str | None) -> str | None:
    """A time in ISO 8601 if it is one on which a page may have been published."""
    found = iso_time(value) if value and len(value) <= _LONGEST_TIME else None
    return found if found and found >= _EARLIEST else None


def _people_in(text: str) -> list[str]:
    return [name for name in split_names(text, every_comma=False) if _is_name(name)]


def _is_name(text: str) -> bool:
    """Whether a text can be the name of a person: two to five words, all but small ones with a capital."""
    words = text.strip(" ,.").split()
    return 1 < len(words) <= 5 and all(_PROPER.fullmatch(word.rstrip(",")) or word in _LOWER for word in words)


def _listed(value: object) -> list[str]:
    """The items of a list of words, or of a text that separates them."""
    values = value if isinstance(value, list) else [value]
    texts = [text for item in values[:_MOST] if (text := plain(item))]
    if len(texts) == 1:
        texts = _COMMAS.split(texts[0])
    return [tidy for text in texts if (tidy := text.strip(EDGES)) and len(tidy) <= _LONGEST_NAME]


def _key(text: str) -> str:
    """Letters and digits of a text in lower case: what is compared where two places say the same."""
    return "".join(_WORD.findall(_unescaped(text))).casefold()


def _unescaped(text: str) -> str:
    """A text that the page escaped twice, as a reader should have seen it.

    Only what no headline is about: one may well ask what ``&nbsp;`` is.
    """
    return " ".join(_ESCAPED.sub(lambda found: html.unescape(found[0]), text).split()) if "&" in text else text


def _names_site(part: str, names: Iterable[str], *, short: bool = True) -> bool:
    """Whether a part of a title is the name of the site, starts with it, or is the beginning of it (``short``).

    Before a headline a short name is none: China Daily's ``China – a giant awakes`` does not read "a giant awakes".
    """
    return any(
        part == name
        or (len(name) > 3 and (part.startswith(name) or (short and len(part) >= _SHORTEST and name.startswith(part))))
        for name in names
        if part
    )
