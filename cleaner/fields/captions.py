"""What stands below a page's pictures: captions, and whose pictures they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from cleaner.fields.elements import Elements
from cleaner.fields.keys import key
from cleaner.fields.linked import Linked, plain
from cleaner.fields.names import BYLINE, LONGEST_BYLINE, split_names
from cleaner.fields.sources import ListSource
from cleaner.locales import of_all

_CREDIT_NAME = regex.compile(r"(?i)credit|copyright|photographer|attribution")
_COPYRIGHT = regex.compile(r"\s?[|·–—-]?\s?(?:\((©[^()]+)\)\.?|(©.+))$")
"""The end of a caption from its © on, as in ``The bridge. © Wire | Jane Roe`` or ``The bridge (© Wire)``."""
_BEFORE_CREDIT = regex.compile(
    rf"(?i)(?:{'|'.join(of_all('photo'))})(?: (?:credits?|sources?|by|courtesy(?: of)?|von|par|por|di))?\s?[:：]\s*"
    r"|(?:photo(?:graph)?|picture|image)s? by (?=\p{Lu})"
)
"""What stands before whose picture it is."""

Figure = tuple[str, bool]
"""A text below a picture, and whether it is a credit."""


def captions(shown: Iterable[Figure], linked: Linked) -> Iterator[ListSource]:
    """The captions that are shown, else those in the data."""
    yield "figcaption", [text for text, credit in shown if not credit]
    yield "json-ld caption", [text for image in linked.images() if (text := plain(image.get("caption")))]


def photo_credits(shown: Iterable[Figure], linked: Linked) -> Iterator[ListSource]:
    """The credits that are shown, else those in the data."""
    yield "figcaption", [text for text, credit in shown if credit]
    yield "json-ld creditText", [text for image in linked.images() if (text := plain(image.get("creditText")))]


def figures(elements: Elements, end: int, authors: Iterable[str]) -> Iterator[Figure]:
    """The texts of captions above the ``end`` of the article, and whether each is a credit: its element or a © says so.

    A caption that only names the ``authors`` of the article is none.
    """
    bylined = {key(name) for name in authors}
    for line in elements.lines:
        if line.start >= end:
            return
        if not elements.is_caption(line):
            continue
        shown = list(elements.named([line]))
        if all("time" in _tags_in_caption(elements, piece.element) for piece, _ in shown) or _is_byline(line.text, bylined):
            continue
        parts: dict[bool, list[str]] = {False: [], True: []}
        for piece, names in shown:
            parts[bool(_CREDIT_NAME.search(names))].append(elements.text[piece.start : piece.end])
        caption, credited = (" ".join(texts).strip() for texts in parts.values())
        mark = _COPYRIGHT.search(caption)
        if mark and len(mark[0]) <= LONGEST_BYLINE:
            yield caption[: mark.start()], False
            yield mark[1] or mark[2], True
        else:
            yield caption, False
        called = _BEFORE_CREDIT.match(credited)
        yield credited[called.end() :] if called else credited, True


def _is_byline(text: str, authors: set[str]) -> bool:
    """Whether a text names the authors and says no more. Only theirs are sure to be no caption: ``Von Trapp Family``."""
    found = BYLINE.match(text) if len(text) <= LONGEST_BYLINE else None
    return found is not None and all(key(name) in authors for name in split_names(text[found.end() :], every_comma=False))


def _tags_in_caption(elements: Elements, element: int) -> set[str]:
    """The tags of an element and of those that it stands in below the caption."""
    tags = [elements.page.tags[outer] for outer in elements.page.above(element)]
    return set(tags[: tags.index("figcaption")] if "figcaption" in tags else tags)
