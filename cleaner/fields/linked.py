"""What a page's JSON-LD says of its article. Whoever wrote it may have written anything: every value is checked before use."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cleaner.addresses import original_address
from cleaner.reading import without_surrogates

Node = Mapping[str, Any]

_MOST_NODES = 20_000
"""Objects and lists that are looked at. The most on one of 810 pages are 212."""
_LONGEST = 20_000
"""Characters of a value; no field is longer."""
_MOST_VALUES = 100
"""Items of a list."""
_ARTICLE = re.compile(r"(?i)(?:.*article|.*posting|report)")
_OTHER_WORK = re.compile(r"(?i)recipe|howto|creativework|review|scholarlywork|podcastepisode|videoobject|.*page")
_PAGE = re.compile(r"(?i)(?!collection|searchresults).*page")
"""A page that is about one thing; a site's lists say when they were made and what the site is about."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_NAMED_SITES = ("publisher", "isPartOf", "sourceOrganization")


def nodes(data: Iterable[Any]) -> Iterator[Node]:
    """Every object in the data, the outer before the inner, in the order of the page; of a flood of them only the first."""
    return _visited(data, lambda node: reversed(list(node.values())))


def _visited(data: Iterable[Any], inside: Callable[[Node], Iterable[Any]]) -> Iterator[Node]:
    """The objects in the data and, after each, those that are ``inside`` it, last first; of a flood of them only the first."""
    waiting: list[Any] = [list(data)]
    seen = 0
    while waiting and seen < _MOST_NODES:
        value = waiting.pop()
        seen += 1
        if isinstance(value, dict):
            yield value
        held = inside(value) if isinstance(value, dict) else reversed(value)
        waiting += [inner for inner in held if isinstance(inner, (dict, list))]


def article_body(data: Iterable[Any]) -> str:
    """The longest ``articleBody``, empty if there is none."""
    bodies = (node.get("articleBody") for node in nodes(data))
    return max((body for body in bodies if isinstance(body, str)), key=len, default="")


def plain(value: Any) -> str | None:
    """A value's text on one line, without markup; the name of an object; the first of a list that has any; ``None`` if none."""
    for _ in range(3):
        if isinstance(value, list):
            value = next((item for item in value if item), None)
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or value.get("headline")
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    if "&" in value:
        value = html.unescape(html.unescape(value))  # what was escaped twice is as common as what was escaped once
    if "<" in value:
        value = _TAG.sub(" ", value)
    return " ".join(without_surrogates(value).split()) or None  # JSON may name halves of a character by themselves


def every(value: Any) -> list[str]:
    """The texts of a list, or of the one value."""
    values = value if isinstance(value, list) else [value]
    return [text for item in values[:_MOST_VALUES] if (text := plain(item))]


@dataclass(frozen=True, slots=True)
class Linked:
    """The objects of a page's data that say something of its article, the most telling first.

    Attributes:
        works: the article, then pages and other works; each may say what those before it do not.
        leading: of them the articles and pages. A video or a list within the page says less of it than the page's head.
        named: objects by their ``@id``, for values that only point to them.
        site: what the data call the site.
    """

    works: tuple[Node, ...]
    leading: tuple[Node, ...]
    named: Mapping[str, Node]
    site: str | None

    def first(self, *keys: str) -> str | None:
        """The first text that a work gives under one of the keys."""
        return _first(self.works, keys)

    def leads(self, *keys: str) -> str | None:
        """The same of articles and pages alone."""
        return _first(self.leading, keys)

    def authors(self) -> list[str]:
        """The names of the people who wrote the article; of organisations where no person is named."""
        for work in self.works:
            people: list[str] = []
            others: list[str] = []
            for key in ("author", "creator"):
                values = work.get(key)
                for value in (values if isinstance(values, list) else [values])[:_MOST_VALUES]:
                    meant = self.meant(value)
                    names = every(meant.get("name") if isinstance(meant, dict) else meant)
                    is_person = not isinstance(meant, dict) or "organi" not in " ".join(_types(meant)).lower()
                    (people if is_person else others).extend(names)
                if people or others:
                    return people or others
        return []

    def images(self) -> Iterator[Node]:
        """The article's images."""
        if self.works:
            values = self.works[0].get("image")
            for value in (values if isinstance(values, list) else [values])[:_MOST_VALUES]:
                meant = self.meant(value)
                if isinstance(meant, dict):
                    yield meant

    def meant(self, value: Any) -> Any:
        """The object that a value points to, itself if it is none that points."""
        if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
            return self.named.get(value["@id"], value)
        return value


def _first(works: Iterable[Node], keys: Iterable[str]) -> str | None:
    return next((text for work in works for key in keys if (text := plain(work.get(key)))), None)


def read_linked(data: Iterable[Any], address: str | None) -> Linked:
    """Find the article among the objects of a page's data.

    Lists of other stories lie deeper in the data and are never looked at. Of several articles the one that names the page's
    ``address`` goes first, then the order of the page counts.
    """
    articles: list[Node] = []
    pages: list[Node] = []
    others: list[Node] = []
    sites: list[str] = []
    for node in _top(data):
        types = _types(node)
        if any(_ARTICLE.fullmatch(kind) for kind in types):
            articles.append(node)
        elif any(_PAGE.fullmatch(kind) for kind in types):
            pages.append(node)
        elif any(_OTHER_WORK.fullmatch(kind) for kind in types):
            others.append(node)
        elif "WebSite" in types and (name := plain(node.get("name"))):
            sites.append(name)
    named: dict[str, Node] = {}
    if articles or pages or others:
        for node in nodes(data):
            identity = node.get("@id")
            if isinstance(identity, str) and "name" in node:
                named.setdefault(identity, node)
    articles.sort(key=lambda node: not (address and address in _addresses(node)))
    leading = (*articles, *pages)
    works = (*leading, *others)
    found = Linked(works, leading, named, None)
    for work in works:
        sites += [name for key in _NAMED_SITES if isinstance(work.get(key), dict) and (name := plain(found.meant(work[key])))]
    return replace(found, site=sites[0] if sites else None)


def _top(data: Iterable[Any]) -> Iterator[Node]:
    """The objects that the data are about: those at the top, in graphs, and what they say that a page is mainly about."""
    return _visited(data, lambda node: map(node.get, ("mainEntity", "mainEntityOfPage", "@graph")))


def _types(node: Node) -> list[str]:
    kinds = node.get("@type")
    values = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2] for kind in values[:_MOST_VALUES] if isinstance(kind, str)]


def _addresses(node: Node) -> list[str]:
    """What an article gives as the address of its page."""
    page = node.get("mainEntityOfPage")
    found = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    return [original_address(value).partition("#")[0] for value in found if isinstance(value, str)]
