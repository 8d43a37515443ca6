"""What front matter says of the text below it (`cleaner.reading.front`), tidied as what a page says of itself is."""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.fields.authors import people
from cleaner.fields.linked import Linked, plain
from cleaner.fields.site import site_keys
from cleaner.fields.sources import Found, listed
from cleaner.fields.times import iso_time
from cleaner.fields.titles import titles
from cleaner.sites import own_address

FRONT_MATTER = "front matter"
"""The origin of these values."""
_NO_DATA = Linked((), {}, None)


def in_front(meta: Mapping[str, str], language: str | None) -> Found:
    """The fields that front matter gives. ``meta`` is `Seen.meta`, ``language`` the text's."""
    found = Found()
    site = plain(meta.get("site_name"))
    address, _ = own_address(meta, None)
    title = {"title": meta["title"]} if "title" in meta else {}
    named = site_keys([(FRONT_MATTER, site)], address)
    found.one("title", [(FRONT_MATTER, value) for _, value in titles(title, _NO_DATA, (), named)])
    found.one("summary", [(FRONT_MATTER, plain(meta.get("summary")))])
    found.many("authors", [(FRONT_MATTER, people(meta.get("authors", "").split("\n"), language))])
    for name in ("published", "modified"):
        found.one(name, [(FRONT_MATTER, iso_time(meta[name], language) if name in meta else None)])
    for name in ("section", "tags"):
        found.many(name, [(FRONT_MATTER, listed(meta.get(name, "").split("\n")))])
    found.one("site_name", [(FRONT_MATTER, site)])
    found.one("canonical_url", [(FRONT_MATTER, address)])
    return found
