"""What a web page says of itself: in its JSON-LD, in its head, in the elements of its text; each value with where it stands.

The order of trust is that of the code: for each field the first source that gives a usable value wins, and every value is
tidied the same way. Nothing is guessed: a page that does not say when it was published has no time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from cleaner.addresses import original_address
from cleaner.fields.around import said_around
from cleaner.fields.authors import authors, has_author
from cleaner.fields.captions import captions, figures, photo_credits
from cleaner.fields.elements import NEAR, Elements
from cleaner.fields.keys import key
from cleaner.fields.linked import Linked, plain, read_linked
from cleaner.fields.microdata import Facts
from cleaner.fields.published import Times
from cleaner.fields.site import site_keys, site_names
from cleaner.fields.sources import Found, ListSource, Source, listed
from cleaner.fields.titles import LONGEST_TITLE, called, titles
from cleaner.model import Document, Line
from cleaner.sites import own_address


class Stated(NamedTuple):
    """The values of the fields, and for each where it stands. Lists are tuples."""

    values: Mapping[str, str | tuple[str, ...]]
    origins: Mapping[str, str]


def stated(document: Document, end: int | None = None, comments: int | None = None) -> Stated:
    """All that a document's page says of itself, or what stands around raw text.

    ``end`` is where the article ends in the text: captions behind it are those of other stories. ``comments`` is where those of
    readers begin: names and times from there on are theirs.
    """
    page = document.page
    if page is None:
        found = said_around(document.meta, document.language.code)
        return Stated(found.values, found.origins)
    given = original_address(document.source.url) if document.source.url else None
    own, own_from = own_address(page.meta, given)
    address = own or given
    linked = read_linked(page.data, own)
    elements = Elements(page, document)
    headings = _headings(elements, called(page.meta))
    site = site_names(page.meta, linked)
    site_is = site_keys(site, address)
    found = Found()
    found.one("title", titles(page.meta, linked, list(headings.values()), site_is))
    found.one("summary", _summaries(page.meta, linked))
    head = _headline(str(found.values.get("title", "")), elements.lines, headings)
    own_lines = elements.lines if comments is None else [line for line in elements.lines if line.start < comments]
    top = _top(own_lines, head)
    facts = Facts(page, head, elements.lines[len(own_lines)] if len(own_lines) < len(elements.lines) else None)
    found.many("authors", authors(elements, linked, top, site_is, document.language.code, said=[*facts.values("author")]))
    times = Times(elements, linked, facts, address, document.language.code)
    found.one("published", times.published(own_lines, top, head))
    found.one("modified", times.modified())
    found.many("section", _sections(page.meta, linked))
    found.many("tags", _tags(page.meta, linked))
    shown = list(figures(elements, len(document.text) if end is None else end, found.values.get("authors", ())))
    found.many("captions", captions(shown, linked))
    found.many("photo_credits", photo_credits(shown, linked))
    found.one("site_name", site)
    found.one("canonical_url", [(own_from, own)])
    return Stated(found.values, found.origins)


def states_author(document: Document) -> bool:
    """Whether a page's data or its head name an author."""
    page = document.page
    if page is None or any(fact.name == "author" for fact in page.facts):
        return "authors" in stated(document).values
    return has_author(page.meta, read_linked(page.data, None), document.language.code)


def _summaries(meta: Mapping[str, str], linked: Linked) -> Iterator[Source]:
    yield "json-ld description", linked.leads("description")
    for name in ("description", "og:description", "twitter:description", "dc.description"):
        yield name, plain(meta.get(name))
    yield "json-ld description", linked.first("description")


def _headings(elements: Elements, names: Set[str]) -> dict[Line, str]:
    """The page's headings, each by its first line: where a line breaks in one, it is one nevertheless.

    But a line of it that alone is what the page is called (``names``, as `key` has them) is the heading, below its kicker, say.
    """
    page, lines = elements.page, (line for line in elements.lines if "h1" in line.path and "h1" in line.path.split(">"))
    found: dict[int, list[Line]] = {}
    for line in lines:
        heading = next(element for element in page.above(page.owners[line.number - 1]) if page.tags[element] == "h1")
        found.setdefault(heading, []).append(line)
    alone = (next(([line] for line in lines if key(line.text) in names), lines) for lines in found.values())
    return {lines[0]: " ".join(line.text for line in lines) for lines in alone}


def _headline(title: str, lines: Sequence[Line], headings: Mapping[Line, str]) -> Line | None:
    """The line that shows the title, else the first heading."""
    wanted = key(title)
    same = (line for line in lines if len(line.text) < 2 * LONGEST_TITLE and wanted and key(line.text) == wanted)
    head = next((line for line, text in headings.items() if key(text) == wanted), None) or next(same, None)
    return head or next(iter(headings), None)


def _top(lines: Sequence[Line], head: Line | None) -> Sequence[Line]:
    """The lines around the headline, in which author and time stand."""
    if head is None:
        return lines[:NEAR]
    return lines[max(head.number - 6, 0) : head.number + NEAR]


def _sections(meta: Mapping[str, str], linked: Linked) -> Iterator[ListSource]:
    yield "json-ld articleSection", listed(linked.works[0].get("articleSection") if linked.works else None)
    for name in ("article:section", "parsely-section", "section", "category"):
        yield name, listed(meta.get(name))


def _tags(meta: Mapping[str, str], linked: Linked) -> Iterator[ListSource]:
    yield "json-ld keywords", listed(linked.works[0].get("keywords") if linked.works else None)
    yield "article:tag", listed((meta.get("article:tag") or "").split("\n"))
    for name in ("parsely-tags", "sailthru.tags", "news_keywords", "keywords", "tags"):
        yield name, listed(meta.get(name))
