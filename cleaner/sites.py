"""Whose page a document is where no rules say it: hosts, a page's own address, and the site."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from cleaner.addresses import original_address
from cleaner.model import Document

OWN_ADDRESS = (
    ("canonical", "canonical link"), ("og:url", "og:url"), ("canonical_url", "front matter"), ("printed_url", "printed page"),
)  # fmt: skip  # a table
"""Where a document says what its address is, by the names of `Document.meta`, each with its words; the first counts most."""
_LONGEST_ADDRESS = 2_000
_ABSOLUTE = re.compile(r"\s*(?:[a-z][a-z\d+.-]*:)?//", re.IGNORECASE)
"""How an address begins that is not a host, or a host and a path, alone: these may hold two slashes further on."""
_ENTRANCES = frozenset({"www", "m", "amp"})
"""What stands before the host of a site for some of its readers: the pages behind it are the same."""
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gen", "go", "gob", "gouv", "gov", "gv", "ne", "net", "or", "org", "web"})
"""What stands before a country's code in a host and names nobody: ``bbc.co.uk``."""


def host_of(url: str) -> str | None:
    """The host of the page that an address shows, in small letters, without ``www.`` and the root's dot behind it.

    The address may lack its scheme. ``None`` if there is no host in it.
    """
    url = original_address(url)
    try:
        host = urlsplit(url if _ABSOLUTE.match(url) else f"//{url}").hostname or ""
    except ValueError:
        return None
    return host.rstrip(".").removeprefix("www.") or None


def owner_in(host: str) -> str:
    """The label of a host that names whose it is: ``bbc`` of ``news.bbc.co.uk``."""
    labels = host.split(".")
    return labels[-min(_owned(labels), len(labels))]


def own_address(meta: Mapping[str, str], url: str | None) -> tuple[str | None, str]:
    """The address that `Document.meta` gives, absolute, and where it stands; ``url`` is where the document was found.

    Where that is an archive, all addresses are written as the archive's: what it copied is meant.
    """
    for name, origin in OWN_ADDRESS:
        value = meta.get(name, "")
        try:
            found = urlsplit(original_address(urljoin(url or "", value)))
        except ValueError:
            continue
        if value and found.scheme in ("http", "https") and found.hostname and len(value) < _LONGEST_ADDRESS:
            return found._replace(fragment="").geturl(), origin
    return None, ""


def site_of(document: Document) -> str | None:
    """The site that a document comes from, ``None`` where nobody knows: what counts the lines of a corpus goes by it.

    It is the host of the outlet, else that of the given address, else that of the address that the document says itself,
    without ``www.``, ``m.`` and ``amp.`` before it. Any other host is a site of its own: the pages of ``blog.example.com`` have
    their own menus.
    """
    if document.outlet:
        return _entered(document.outlet.host)
    return site_at(document.source.url) or site_at(own_address(document.meta, None)[0])


def site_at(address: str | None) -> str | None:
    """The site of an address (see `site_of`); ``None`` if it names no host (`host_named`)."""
    host = host_named(address)
    return _entered(host) if host else None


def host_named(address: str | None) -> str | None:
    """The host of what may be an address. A word alone names none, for rows may hold ``unknown`` or a number as theirs."""
    host = host_of(address) if address else None
    return host if address and host and (_ABSOLUTE.match(address) or "." in host) else None


def _entered(host: str) -> str:
    labels = host.rstrip(".").split(".")
    while len(labels) > _owned(labels) and labels[0] in _ENTRANCES:
        del labels[0]
    return ".".join(labels)


def _owned(labels: list[str]) -> int:
    """How many labels at the end of a host name whose it is; what may stand before them is the owner's choice."""
    return 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
