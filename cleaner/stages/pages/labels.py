"""What a block that is no article is: by what the page's head says, and by what its markup is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from cleaner.model import Label, Line, Page
from cleaner.stages.pages.elements import words_of
from cleaner.stages.pages.evidence import MOST_STATED, SHORTEST_TITLE, is_title, normal

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
_TITLES = ("og:title", "twitter:title", "title")
_SUMMARIES = ("description", "og:description", "twitter:description")
_HEADINGS = frozenset({"h1", "h2", "h3"})
_SENTENCE = 40
"""Characters of a summary: shorter ones are words that occur in many places."""
_MOST_REMEMBERED = 500
"""Characters of an element's names; longer ones are hardly ever met again, and would fill the memory."""
_BEGINNING = 15
"""Characters at the start of a line that must stand in a summary before the two are compared: those of most lines do not."""
_ORDER = tuple(_NAMES)
"""Where the names of one element tell of several things, the first of these is meant: a share bar in a comment's menu is rare,
a menu of comments is not."""


def stated_labels(page: Page, lines: Sequence[Line]) -> list[Label | None]:
    """Which of the lines are the title and the summary that the page's head gives; ``None`` for all others.

    The only main heading of a page is its title, whatever the head says: what is shared is often worded otherwise.
    """
    titles = " | ".join(normal(page.meta[name][:MOST_STATED]) for name in _TITLES if name in page.meta)
    summaries = [words for name in _SUMMARIES if (words := normal(page.meta.get(name, "")[:MOST_STATED]))]
    begun = " | ".join(summaries)
    main = [line for line, owner in enumerate(page.owners) if page.tags[owner] == "h1"]
    found: list[Label | None] = []
    for line in lines:
        text, number = line.text, line.number - 1
        heading = len(text) >= SHORTEST_TITLE and page.tags[page.owners[number]] in _HEADINGS
        if heading and (main == [number] or is_title(text, titles)):
            found.append(Label.TITLE)
        # Most lines are told apart from a summary by how they begin.
        elif len(text) >= _SENTENCE and normal(text[:_SENTENCE])[:_BEGINNING] in begun and _is_one(text, summaries):
            found.append(Label.SUMMARY)
        else:
            found.append(None)
    return found


def _is_one(text: str, summaries: Iterable[str]) -> bool:
    words = normal(text)
    return bool(words) and any(words.startswith(summary) or words in summary for summary in summaries)


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
    tags, names, parents = page.tags, page.names, page.parents
    found = []
    for line in asked:
        path: list[int] = []
        element = page.owners[line]
        while element not in known:
            path.append(element)
            if said := _said(tags[element], names[element]):
                known[element] = said
            else:
                element = parents[element]
        label = known[element]
        for below in path:
            known[below] = label
        found.append(label)
    return found


def _said(tag: str, names: str) -> Label | None:
    """What one element says of the text in it."""
    return (_remembered if len(names) <= _MOST_REMEMBERED else _label)(tag, names)


def _label(tag: str, names: str) -> Label | None:
    if "text-" in names:
        names = _LOOKS.sub("", names)
    labels = {_WORDS[word] for word in words_of(names) if word in _WORDS}
    return min(labels, key=_ORDER.index) if labels else _TAGS.get(tag)


_remembered = lru_cache(maxsize=8192)(_label)
