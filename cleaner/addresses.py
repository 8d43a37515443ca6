"""Which page a copy in a web archive, a cache or a reader shows, by its address."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

_INNER = re.compile(r"/(https?:/{1,2}(?=[^/\s]))", re.IGNORECASE)
"""Where the address of another page begins in the path of one: archives (Memento's URI-M: ``/web/20240514101010/https://…``)
and readers (``https://r.jina.ai/https://…``) name what they show so. Some servers fold the two slashes into one."""
_BEHIND_PATH = re.compile(r"[?#]")
_QUERIED = {
    "webcache.googleusercontent.com": re.compile(r"cache:(?:[\w-]{12}:)?(?P<address>\S+)"),
    "translate.google.com": re.compile(r"(?P<address>https?://\S+)"),
}
"""Hosts that name the page in their query, and how."""
_AMP = re.compile(r"/(?P<kind>amp|[a-z])/(?P<secure>s/)?(?P<page>[\w.-]+\.[a-z]{2,}(?:[:/].*)?)", re.IGNORECASE | re.DOTALL)
"""A page in a cache of AMP pages: ``www-a-example.cdn.ampproject.org/c/s/www.a.example/x``, ``google.com/amp/s/…``."""
_AMP_CACHES = (".cdn.ampproject.org", ".bing-amp.com")
_AMP_VIEWERS = ("google.com", "www.google.com")
"""They show such pages below ``/amp/``; what Google's other hosts have below ``/a/`` and the like is their own."""
_TRANSLATED = ".translate.goog"
_OWN_PARAMETERS = re.compile(r"(?:^|&)_x_tr_[a-z]+=[^&]*")
"""What Google's translator adds to the query of a page."""


def original_address(address: str) -> str:
    """The address of the page that a copy shows, where the address is that of a copy; else the address as it was given.

    Copies are those of web archives that name the page in their path (the Wayback Machine, archive.today, Archive-It, national
    archives), of Google's and AMP's caches, of translators, and of readers that are given an address. Never raises.
    """
    inner = list(_INNER.finditer(_BEHIND_PATH.split(address, maxsplit=1)[0]))
    if inner:
        scheme, _, rest = address[inner[-1].start(1) :].partition(":")
        return f"{scheme.lower()}://{rest.lstrip('/')}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        queried = _QUERIED.get(host)
        if queried is not None:
            found = next((found for _, value in parse_qsl(parts.query) if (found := queried.match(value))), None)
            return _with_scheme(found["address"]) if found else address
    except ValueError:  # brackets that are no address of version 6
        return address
    page = _AMP.fullmatch(parts.path)
    if page and (host.endswith(_AMP_CACHES) or (host in _AMP_VIEWERS and page["kind"] == "amp")):
        query = f"?{parts.query}" if parts.query else ""
        return f"http{'s' if page['secure'] else ''}://{page['page']}{query}"
    if host.endswith(_TRANSLATED):
        query = _OWN_PARAMETERS.sub("", parts.query).lstrip("&")
        return parts._replace(netloc=_untranslated(host.removesuffix(_TRANSLATED)), query=query).geturl()
    return address


def _with_scheme(address: str) -> str:
    address = unquote(address)
    return address if _INNER.match(f"/{address}") else f"http://{address}"


def _untranslated(host: str) -> str:
    """``www-a--b-example`` is ``www.a-b.example``: dots became hyphens, and hyphens two."""
    return "-".join(part.replace("-", ".") for part in host.split("--"))
