"""Who wrote a page's article, as its data, its head and the byline that readers are shown say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise

import regex

from cleaner.fields.elements import Elements
from cleaner.fields.keys import key
from cleaner.fields.linked import Linked, plain
from cleaner.fields.names import BYLINE, LONGEST_BYLINE, split_names, tidy_name, without_by
from cleaner.fields.site import names_site
from cleaner.fields.sources import ListSource
from cleaner.fields.times import times_in
from cleaner.lines import INVISIBLE_SIGNS
from cleaner.model import Line

_LONGEST_NAME = 80
_MOST_NAMES = 20
"""Characters of a name and names of a page: beyond, a page tells of something else."""
_NAME_EDGES = " \t,.;:|–—-·•*" + INVISIBLE_SIGNS
_BYLINE_END = regex.compile(r"\s*(?:[|•·⋅●–—(]|\s-\s|\d|,? (?i:on|updated|published|in|at|last)\b)")
_DASH = regex.compile(r"\s+[|•·/–—-]\s+")
_ADDRESS = regex.compile(r"(?i)^(?:https?:|www\.|/)|://|@\w|\.(?:com|org|net)\b.*/")
_NOBODY = frozenset({
    "admin", "administrator", "webmaster", "author", "user", "guest", "root", "anonymous", "unknown", "none", "null",
    "undefined", "n/a", "false", "true", "editor", "by", "staff", "default", "superuser", "about the author", "author bio",
    "authors", "facebook", "twitter", "instagram", "linkedin",
})  # fmt: skip  # a list
_WRITTEN_BY = regex.compile(r"(?i)written by|verfasst von|écrit par|escrito por|scritto da|geschreven door|автор|by")
_AUTHOR_NAME = regex.compile(r"(?i)(?<![a-z])(?:authors?|byline|writer)(?![a-z])")
_NO_AUTHOR_NAME = regex.compile(r"(?i)bio|comment|related|avatar|image|photo|date|time|social|share|about|desc|job|role|title")
_LETTER = regex.compile(r"\p{L}")
_PLACEHOLDER = regex.compile(r"[{}\[\]<>]|\p{Ll}+(?:\.\p{Ll}+)+$")
"""What a template left unfilled: ``{{author}}``, ``page.head.author``."""
_ROLE = regex.compile(
    r"(?i)(?:[\p{L}.&-]+ ){0,4}(?:writers?|reporters?|editors?|correspondents?|contributors?|columnists?|journalists?"
    r"|producers?|directors?|managers?|analysts?|Ph\.?D|M\.?D|Esq)\b\.?(?: (?:of|at|for|in) .+)?"
)
"""What stands behind the comma after a name and is none."""
_TITLE = regex.compile(r"(?i:jr|sr|ph\.?d|dr|esq)\.?|(?:\p{Lu}\.?){1,5}")
"""What belongs to the name before it: degrees stand in capitals."""
_AGENCIES = frozenset(
    {"AAP", "AFP", "ANI", "ANSA", "AP", "BBC", "CNN", "DPA", "EFE", "IANS", "NPR", "PA", "PTI", "TASS", "UPI"}
)
"""As agencies do."""
_HOUSES = frozenset({"news", "press", "post", "times", "agency", "media", "radio", "television", "tv", "magazine"})
"""The last words of what papers, stations and agencies are called."""
_PROPER = regex.compile(r"[\p{Lu}\p{Lo}][\p{L}\p{M}.'’-]*")
_LOWER = frozenset({
    "de", "da", "di", "do", "dos", "das", "del", "della", "der", "den", "van", "von", "la", "le", "el", "al", "bin", "ibn", "y",
    "e", "af", "av", "zu", "zur", "ten", "ter",
})  # fmt: skip  # a list


def authors(
    elements: Elements, linked: Linked, top: Sequence[Line], site: Set[str], language: str | None, *, said: Sequence[str]
) -> Iterator[ListSource]:
    """The authors of each source without the site itself; then with it, for some sites sign what they publish.

    ``top`` are the lines around the headline, ``site`` is what the site is called (`site_keys`), ``language`` the page's,
    and ``said`` are the names in its microdata.
    """
    passed: list[ListSource] = []
    for origin, found in _authors(elements, linked, top, site, language, said=said):
        people = list(found)
        yield origin, [name for name in people if not names_site(key(name), site)]
        passed.append((origin, people))
    yield from passed


def _authors(
    elements: Elements, linked: Linked, top: Sequence[Line], site: Set[str], language: str | None, *, said: Sequence[str]
) -> Iterator[ListSource]:
    yield from _told(elements.page.meta, linked, language)
    yield "author", people(said, language)
    yield "byline of the page", people(_bylines(elements, top, site, language), language)


def has_author(meta: Mapping[str, str], linked: Linked, language: str | None) -> bool:
    """Whether a page's data or its head name anybody."""
    return any(list(names) for _, names in _told(meta, linked, language))


def _told(meta: Mapping[str, str], linked: Linked, language: str | None) -> Iterator[ListSource]:
    yield "json-ld author", people(linked.authors(), language)
    for name in (
        "author", "parsely-author", "sailthru.author", "article:author", "dc.creator", "dcterms.creator", "citation_author",
        "byl",
    ):  # fmt: skip  # a list
        yield name, people((meta.get(name) or "").split("\n"), language)
    if _WRITTEN_BY.fullmatch(meta.get("twitter:label1", "")):
        yield "twitter:data1", people([meta.get("twitter:data1", "")], language)


def people(values: Iterable[str], language: str | None) -> list[str]:
    """The names of people in values that should hold such; ``language`` is the text's."""
    found: list[str] = []
    for value in values:
        text = plain(value)
        if not text or _ADDRESS.search(text) or len(text) > _MOST_NAMES * _LONGEST_NAME:
            continue
        names = [tidy_name(name, _NAME_EDGES) for name in split_names(without_by(text, language), every_comma=False)]
        found += (name for at, name in enumerate(names) if _may_be_one(name) and not (at and _ROLE.fullmatch(name)))
    return found[:_MOST_NAMES]


def _may_be_one(name: str) -> bool:
    """Whether what stands where a name should can be one, as far as its signs tell."""
    fits = 1 < len(name) <= _LONGEST_NAME and _LETTER.search(name) is not None
    return fits and name.casefold() not in _NOBODY and _PLACEHOLDER.search(name) is None


def _bylines(elements: Elements, top: Sequence[Line], site: Set[str], language: str | None) -> Iterator[str]:
    """The text of the first element near the headline whose names say that it holds an author."""
    for piece, names in elements.named(top):
        if not _AUTHOR_NAME.search(names) or _NO_AUTHOR_NAME.search(names):
            continue
        text = without_by(elements.text[piece.start : piece.end], language).strip(" ,|·•–—-")
        if names_here := _people_in(text):
            yield from names_here
            return
    short = [(line, elements.parts(line)) for line in top if len(line.text) <= LONGEST_BYLINE]
    for line, shown in short:
        # Name, day and share bar may stand side by side with nothing between them, and a name behind an element with the "by".
        parts = [text for text, _ in shown]
        for text in (*parts, *map(" ".join, pairwise(parts)), line.text):
            if (found := BYLINE.match(text)) and (names_here := _people_in(_signed(text[found.end() :]))):
                yield from names_here
                return
    for _, shown in short:
        day = next((at for at, (text, _) in enumerate(shown) if times_in(text)), None)
        if day is None:
            continue
        # Beside a day a link mostly names a topic, and behind it a script without large letters tells no name from a button.
        beside = [(at, _without_site(text, site)) for at, (text, tag) in enumerate(shown) if tag != "a"]
        alone = [text for at, text in beside if _is_name(text) and (at < day or text.lower() != text.upper())]
        if len(alone) == 1:
            yield from alone
            return


def _without_site(text: str, site: Set[str]) -> str:
    """A text without the name of the site before or behind it: ``Jane Roe - Harbour Post``."""
    parts = [part for part in _DASH.split(text) if not names_site(key(part), site)]
    return parts[0] if len(parts) == 1 else text


def _signed(text: str) -> str:
    """What stands behind a "by", up to a day, a bar or a place."""
    return str(_BYLINE_END.split(text, maxsplit=1)[0])


def _people_in(text: str) -> list[str]:
    """The people whom a byline names: behind a comma it may say for whom they work, as what, or where they are."""
    names = [_without_place(name) for name in split_names(text, every_comma=False)]
    return [name for at, name in enumerate(names) if _is_name(name) and not (at and (_ROLE.fullmatch(name) or _is_house(name)))]


def _without_place(name: str) -> str:
    """A name without the one word behind its comma, a place or an agency; ``John Roe, Jr.`` and ``Jane Roe, MD`` stay."""
    before, _, behind = (part.strip() for part in name.partition(","))
    belongs = behind not in _AGENCIES and _TITLE.fullmatch(behind)
    return before if behind and len(before.split()) > 1 and not belongs else name


def _is_house(name: str) -> bool:
    return name.rsplit(maxsplit=1)[-1].strip(".,").casefold() in _HOUSES


def _is_name(text: str) -> bool:
    """Whether a text can be the name of a person: two to five words, one no initial, all but small ones with a capital."""
    words = text.strip(" ,.").split()
    return (
        1 < len(words) <= 5
        and max(map(len, words)) > 1
        and all(_PROPER.fullmatch(word.rstrip(",")) or word in _LOWER for word in words)
    )
