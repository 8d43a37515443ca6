"""What a site is called: its name stands in titles and among authors, and belongs to neither."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cleaner.fields.keys import key
from cleaner.fields.linked import Linked, plain
from cleaner.fields.sources import Source
from cleaner.sites import owner_in, site_at

_SHORTEST = 3
"""Letters of the short form of a site's name."""


def site_names(meta: Mapping[str, str], linked: Linked) -> list[Source]:
    """The name of the site, as its pages and their data give it."""
    return [
        ("og:site_name", plain(meta.get("og:site_name"))),
        ("json-ld publisher", linked.site),
        ("application-name", plain(meta.get("application-name"))),
    ]


def site_keys(names: Iterable[Source], address: str | None) -> frozenset[str]:
    """What the site is called, for comparing (`key`): by its first name, and by the host in the address of its page."""
    name, site = next((name for _, name in names if name), None), site_at(address)
    return frozenset(known for text in (name, site and owner_in(site)) if text and (known := key(text)))


def names_site(part: str, names: Iterable[str], *, short: bool = True) -> bool:
    """Whether a part of a title is the name of the site, starts with it, or is the beginning of it (``short``).

    Before a headline a short name is none: China Daily's ``China – a giant awakes`` does not read "a giant awakes".
    """
    return any(
        part == name
        or (len(name) > 3 and (part.startswith(name) or (short and len(part) >= _SHORTEST and name.startswith(part))))
        for name in names
        if part
    )
