"""What a block that is no article is, by what its markup is called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from cleaner.model import Label, Page
from cleaner.stages.pages.elements import words_of

_TAGS = {
    "nav": Label.NAVIGATION,
    "menu": Label.NAVIGATION,
    "footer": Label.NAVIGATION,
    "figcaption": Label.CAPTION,
    "caption": Label.CAPTION,
}
_NAMES: dict[Label, str] = {
    Label.COMMENTS: "comment comments commentlist disqus respond reply replies",
    Label.LEGAL: "cookie cookies consent gdpr copyright disclaimer",
    Label.PROMO: "newsletter subscribe subscription paywall donate donation signup optin advert advertisement sponsored",
    Label.SHARE: "share sharing sharedaddy social socials follow",
    Label.CAPTION: "caption figcaption",
    Label.PHOTO_CREDIT: "credit credits",
    Label.BYLINE: "byline dateline",
    Label.AUTHOR_BIO: "bio",
    Label.OTHER_STORY: "related recommended recommendations trending popular teaser teasers outbrain taboola",
    Label.NAVIGATION: "nav navbar navigation menu submenu breadcrumb breadcrumbs pagination pager sitemap toc footer popup "
    "modal dropdown login",
}
_WORDS = {word: label for label, words in _NAMES.items() for word in words.split()}
_LOOKS = re.compile(r"(?<!\S)text-\S+")
"""Classes that tell how text is set, not what it is: what is set like a caption is often a menu."""
_ORDER = tuple(_NAMES)
"""Where the names of one element tell of several things, the first of these is meant: a share bar in a comment's menu is rare,
a menu of comments is not."""


def markup_labels(page: Page, asked: Iterable[int], article: Iterable[int]) -> list[Label | None]:
    """What the lines ``asked`` are, by the nearest element around each whose tag or names tell; ``None`` where none does.

    ``article`` are the lines that stay, all counted from 0. What holds one of them says nothing of the others: the names of a
    page's outermost blocks tell of everything that is on it.
    """
    # Below every element that holds article lies nothing known; the rest is found once an element.
    known: dict[int, Label | None] = {-1: None}
    for line in article:
        element = page.owners[line]
        while element not in known:
            known[element] = None
            element = page.parents[element]
    found = []
    for line in asked:
        path: list[int] = []
        said = None
        element = page.owners[line]
        while element not in known and (said := _said(page.tags[element], page.names[element])) is None:
            path.append(element)
            element = page.parents[element]
        label = known.get(element, said)
        known.update(dict.fromkeys([*path, element], label))
        found.append(label)
    return found


@lru_cache(maxsize=8192)
def _said(tag: str, names: str) -> Label | None:
    """What one element says of the text in it."""
    labels = {_WORDS[word] for word in words_of(_LOOKS.sub("", names)) if word in _WORDS}
    return min(labels, key=_ORDER.index) if labels else _TAGS.get(tag)
