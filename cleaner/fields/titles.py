"""The title of a page's article, without the name of the site that stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

import regex

from cleaner.fields.keys import key, unescaped
from cleaner.fields.linked import Linked, plain
from cleaner.fields.site import names_site
from cleaner.fields.sources import Source

LONGEST_TITLE = 400
"""Characters; what is longer is a text."""
_NAME, _HEADLINE = 3, 4
"""Words of what stands behind a bar and is no part of a title, at most, and of the title before it, at least."""
_WORD = regex.compile(r"\w+")
_SEPARATED = regex.compile(r"\s+(?:[|·•»«›~–—-]|::)\s+|\s*[|»]\s*")


def titles(meta: Mapping[str, str], linked: Linked, headings: Sequence[str], site: Set[str]) -> Iterator[Source]:
    """The headline as data, as shown, as shared; the window's title comes last, for it names the site as well.

    ``headings`` are the texts of the page's, ``site`` is what the site is called (`site_keys`): no title ends with that.
    """
    window = plain(meta.get("title"))
    if len(headings) == 1 and window and _names_all_pages(headings[0], window):
        site, headings = {*site, key(headings[0])}, ()
    heading = headings[0] if len(headings) == 1 else None
    for origin, value in (
        ("json-ld headline", linked.first("headline")),
        ("h1", heading),
        ("og:title", plain(meta.get("og:title"))),
        ("twitter:title", plain(meta.get("twitter:title"))),
        ("headline", plain(meta.get("headline"))),
        ("dc.title", plain(meta.get("dc.title"))),
        ("sailthru.title", plain(meta.get("sailthru.title"))),
        ("title", window),
        ("h1", headings[0] if headings else None),
    ):
        if value and len(value) <= LONGEST_TITLE:
            yield origin, _without_site(unescaped(value), headings, site)


def called(meta: Mapping[str, str]) -> frozenset[str]:
    """What a page's head calls it, with and without what stands beside that, for comparing (`key`)."""
    found = (plain(meta.get(name)) or "" for name in ("og:title", "twitter:title", "headline", "title"))
    return frozenset(known for title in found for part in (title, *_SEPARATED.split(title)) if (known := key(part)))


def _names_all_pages(heading: str, window: str) -> bool:
    """Whether a page's only heading is the name of its site, by the title of its window.

    It stands there behind a longer part, or the window speaks of something else altogether: themes of blogs set their own name
    as the heading of each page.
    """
    name = key(heading)
    if not name or len(heading.split()) > _NAME:
        return False
    parts = _SEPARATED.split(window)
    if len(parts) > 1 and key(parts[-1]) == name:
        return len(parts[0].split()) > len(heading.split())
    return {*_WORD.findall(heading.casefold())}.isdisjoint(_WORD.findall(window.casefold()))


def _without_site(title: str, headings: Sequence[str], site: Set[str]) -> str | None:
    """A title without the name of the site before or behind it; ``None`` if there is nothing else."""
    if key(title) in site:
        return None
    shown = {key(heading) for heading in headings}
    # Where a title has both, they are the quotation marks of many languages and part nothing.
    quoted = "«" in title and "»" in title
    cuts = [cut for cut in _SEPARATED.finditer(title) if not (quoted and ("«" in cut[0] or "»" in cut[0]))]
    parts = [(cut[0].strip(), title[: cut.start()].strip(), title[cut.end() :].strip()) for cut in cuts]
    for _, before, behind in parts[::-1]:
        if before and key(behind) and (names_site(key(behind), site) or key(before) in shown):
            return before
    if not parts:
        return title
    _, before, behind = parts[0]
    if behind and (names_site(key(before), site, short=False) or key(behind) in shown):
        return behind
    sign, before, behind = parts[-1]
    if sign == "|" and 0 < len(behind.split()) <= _NAME and len(before.split()) >= _HEADLINE:
        return _without_site(before, headings, site)
    return title
