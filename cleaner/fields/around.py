"""What stands around a text says of it, tidied as what a page says of itself is.

That is front matter (`cleaner.reading.front`), the heads and feet of a printed page (`cleaner.reading.paging`), and the head of
a mail (`cleaner.reading.messages`).
"""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.fields.authors import people
from cleaner.fields.linked import Linked, plain
from cleaner.fields.site import site_keys
from cleaner.fields.sources import Found, listed
from cleaner.fields.times import iso_time
from cleaner.fields.titles import titles
from cleaner.sites import own_address

_FRONT, _PRINT, _MAIL = "front matter", "printed page", "head of the mail"
_NO_DATA = Linked((), (), {}, None)


def said_around(meta: Mapping[str, str], language: str | None) -> Found:
    """The fields that these give. ``meta`` is `Document.meta`, ``language`` the text's."""
    found = Found()
    site = plain(meta.get("site_name"))
    address, origin = own_address(meta, None)
    found.one("canonical_url", [(origin, address)])
    named = site_keys([(_FRONT, site)], address)
    given = [(origin, meta[name]) for origin, name in ((_FRONT, "title"), (_PRINT, "printed_title")) if name in meta]
    found.one("title", ((of, tidy) for of, title in given for _, tidy in titles({"title": title}, _NO_DATA, (), named)))
    found.one("summary", [(_FRONT, plain(meta.get("summary")))])
    signed = [(_FRONT, meta.get("authors", "").split("\n")), (_MAIL, [meta.get("mail_authors", "")])]
    found.many("authors", ((origin, people(names, language)) for origin, names in signed))
    for name in ("published", "modified"):
        times = ((origin, meta[key]) for origin, key in ((_FRONT, name), (_MAIL, f"mail_{name}")) if key in meta)
        found.one(name, ((origin, iso_time(time, language)) for origin, time in times))
    for name in ("section", "tags"):
        found.many(name, [(_FRONT, listed(meta.get(name, "").split("\n")))])
    found.one("site_name", [(_FRONT, site)])
    return found
