"""The title of a page's article, without the name of the site that stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

import regex

from cleaner.fields.keys import key, unescaped
from cleaner.fields.linked import Linked, plain
from cleaner.fields.site import names_site
from cleaner.fields.sources import Source
from cleaner.model import Line

LONGEST_TITLE = 400
_SEPARATED = regex.compile(r"\s+(?:[|·•»«›~–—-]|::)\s+|\s*[|»]\s*")


def titles(meta: Mapping[str, str], linked: Linked, headings: Sequence[Line], site: Set[str]) -> Iterator[Source]:
    """The headline as data, as shown, as shared; the window's title comes last, for it names the site as well.

    ``site`` is what the site is called (`site_keys`): no title ends with that.
    """
    heading = headings[0].text if len(headings) == 1 else None
    for origin, value in (
        ("json-ld headline", linked.first("headline")),
        ("h1", heading),
        ("og:title", plain(meta.get("og:title"))),
        ("twitter:title", plain(meta.get("twitter:title"))),
        ("headline", plain(meta.get("headline"))),
        ("dc.title", plain(meta.get("dc.title"))),
        ("sailthru.title", plain(meta.get("sailthru.title"))),
        ("title", plain(meta.get("title"))),
        ("h1", headings[0].text if headings else None),
    ):
        if value and len(value) <= LONGEST_TITLE:
            yield origin, _without_site(unescaped(value), headings, site)


def _without_site(title: str, headings: Sequence[Line], site: Set[str]) -> str | None:
    """A title without the name of the site before or behind it; ``None`` if there is nothing else."""
    if key(title) in site:
        return None
    shown = {key(line.text) for line in headings}
    # Where a title has both, they are the quotation marks of many languages and part nothing.
    quoted = "«" in title and "»" in title
    cuts = [cut for cut in _SEPARATED.finditer(title) if not (quoted and ("«" in cut[0] or "»" in cut[0]))]
    for cut in cuts[::-1]:
        before, behind = title[: cut.start()].strip(), title[cut.end() :].strip()
        if before and key(behind) and (names_site(key(behind), site) or key(before) in shown):
            return before
    if cuts:
        before, behind = title[: cuts[0].start()].strip(), title[cuts[0].end() :].strip()
        if behind and (names_site(key(before), site, short=False) or key(behind) in shown):
            return behind
    return title
