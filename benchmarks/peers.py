"""Extractors that ``cleaner`` is compared with on the page's HTML, each imported only if it is asked for.

All get the same decoded text, as ``cleaner``'s own reader decodes it, and the page's address where it is told. Each runs as its
documentation shows, without readers' comments where that can be said.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

from cleaner.reading import read

Body = Callable[[str, str | None], str]
"""The body of a page, from its text and its address."""


def _trafilatura(**options: bool) -> Body:
    import trafilatura  # noqa: PLC0415

    extract: Any = trafilatura.extract
    return lambda page, url: extract(page, url=url, include_comments=False, **options) or ""


def _readability() -> Body:
    import readability  # noqa: PLC0415

    def body(page: str, url: str | None) -> str:
        # It gives markup. Read as a page of its own, every block of it is a line.
        return read(readability.Document(page, url=url).summary(), media_type="text/html", id="").text

    return body


def _resiliparse() -> Body:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415

    return lambda page, _: extract_plain_text(page, main_content=True)


def _justext() -> Body:
    import justext  # noqa: PLC0415

    # It wants to be told the language. A page's is not known beforehand, so it gets the words of all.
    words = frozenset().union(*(justext.get_stoplist(language) for language in justext.get_stoplists()))

    def body(page: str, _: str | None) -> str:
        return "\n".join(found.text for found in justext.justext(page, words) if not found.is_boilerplate)

    return body


def _newspaper4k() -> Body:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses a library for summaries
        import newspaper  # noqa: PLC0415

    def body(page: str, url: str | None) -> str:
        article = newspaper.Article(url or "https://example.org/", fetch_images=False, memorize_articles=False)
        article.download(input_html=page)
        article.parse()
        return str(article.text)

    return body


_MAKERS: dict[str, Callable[[], Body]] = {
    "trafilatura": _trafilatura,
    "trafilatura-precision": partial(_trafilatura, favor_precision=True),
    "trafilatura-fast": partial(_trafilatura, fast=True),
    "readability": _readability,
    "resiliparse": _resiliparse,
    "justext": _justext,
    "newspaper4k": _newspaper4k,
}
_PACKAGES = {"readability": "readability-lxml"}
"""What is to be installed, where it has another name."""
PEERS: tuple[str, ...] = tuple(_MAKERS)
"""Their names, in the order of the tables."""


@cache
def peer(name: str) -> Body:
    """What extracts bodies under this name. Raises ``ImportError`` where it is not installed."""
    return _MAKERS[name]()


def installed(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those of the peers that can run here, and a note on each that cannot."""
    able, notes = [], []
    for name in names:
        try:
            peer(name)
        except ImportError as error:
            package = _PACKAGES.get(name, name.partition("-")[0])
            notes.append(f"{name} is left out: pip install {package} ({error})")
        else:
            able.append(name)
    return tuple(able), tuple(notes)
