"""Whether a text is markup: a page, a fragment of one as feeds and content systems hand out, or a text that names tags.

A fragment makes its lines by tags, a text by line ends; and nobody sets a tag into a sentence as if it were no word of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.S)
_COMMENTS = rf"\s*+(?:(?>{_COMMENT.pattern})\s*+)*+"
_PAGE = re.compile(
    _COMMENTS + r"(?:<!doctype\s+html|<html[\s>]|<\?xml[^>]*\?>\s*(?:<!doctype\s+html|<html)|<head[\s>]|<body[\s>])",
    re.I | re.S,
)
_LOOKED_AT = 20_000
"""Characters from the start."""
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "nav", "ol", "p", "pre", "script", "section", "style", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
})  # fmt: skip  # a list
_BREAKS = frozenset({"br", "hr"})
_OTHERS = frozenset({
    "a", "b", "cite", "code", "em", "font", "i", "iframe", "img", "link", "meta", "q", "s", "small", "span", "strong", "sub",
    "sup", "time", "u",
})  # fmt: skip  # a list
_NAMES = "|".join(sorted(_BLOCKS | _BREAKS | _OTHERS))
_OPEN_ENDED = frozenset({"p", "li", "dd", "dt", "td", "th", "tr"})
"""Whose end may be left out: the next one ends it."""
_AS_WRITTEN = frozenset({"pre", "script", "style"})
"""In which line ends are what they are in a text."""
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{_NAMES})(?=[\s/>])[^<>]{{0,2000}}>", re.I)
_NAMED = re.compile(r"[^\S\r\n]+[^\W\d_A-Z]|[,`)]")
"""Behind a tag that is a word of a sentence the sentence goes on: "<p> is for paragraphs, <li>, …"."""
_BLANK_LINE = re.compile(r"(?:\r\n|\n|\r)[^\S\r\n]*(?:\r\n|\n|\r)\s*")
_LINE_END = re.compile(r"(?:\r\n|\n|\r)\s*")
_QUOTED = frozenset({'""', "''", "``", "()", "“”", "‘’"})
_PLENTY = 5
"""Tags. A page that somebody took for text has dozens, a text that speaks of markup mostly fewer."""


class Markup(NamedTuple):
    """What was found.

    Attributes:
        sure: it is to be read as markup.
        tags: how many stand in the start of the text; 0 for a page.
    """

    sure: bool
    tags: int

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to tell where tags are plenty and are read as text nevertheless."""
        if self.sure or self.tags < _PLENTY:
            return ()
        return (f"read as text, but {self.tags} HTML tags stand in it; if it is a page, say so: text/html, or a name in .html",)


class _Tag(NamedTuple):
    start: int
    stop: int
    name: str
    end: bool

    @property
    def parts(self) -> bool:
        """Whether what stands before it and what stands behind it are on different lines."""
        return self.name in _BLOCKS or self.name in _BREAKS


def markup_in(text: str) -> Markup:
    """Whether a text is markup: a page, or a fragment that begins with a tag or has no line ends but at tags."""
    if "<" not in text:
        return Markup(False, 0)
    if _PAGE.match(text):
        return Markup(True, 0)
    head = _COMMENT.sub("", text[:_LOOKED_AT]).strip()
    tags = [_Tag(*match.span(), match["name"].lower(), bool(match["end"])) for match in _TAG.finditer(head)]
    if not tags:
        return Markup(False, 0)
    made, bare = sum(tag.parts and not tag.end for tag in tags), _bare_breaks(head, tags)
    if head.startswith("<"):
        fragment = _whole(head, tags) if len(tags) < _PLENTY else any(tag.end for tag in tags)
        return Markup(fragment and bare < max(1, made) and not _named(head, tags), len(tags))
    parting = [tag for tag in tags if tag.parts]
    return Markup(len(parting) > 1 and not bare and all(_in_use(head, tag) for tag in parting), len(tags))


def _whole(head: str, tags: Sequence[_Tag]) -> bool:
    """Whether the text begins with a block that is closed, or of a kind that need not be and comes again.

    Where a sentence goes on behind a block as if there were none, the tag is a word of it.
    """
    first, *others = tags
    if any(tag.end and tag.name in _BLOCKS and _NAMED.match(head, tag.stop) for tag in others):
        return False
    if first.start or first.end or first.name not in _BLOCKS:
        return False
    return any(tag.name == first.name and (tag.end or first.name in _OPEN_ENDED) for tag in others)


def _named(head: str, tags: Sequence[_Tag]) -> bool:
    """Whether tags are words of sentences here, half of them or more."""
    opening = [tag for tag in tags if not tag.end and tag.name not in _BREAKS]
    return 2 * sum(_NAMED.match(head, tag.stop) is not None for tag in opening) >= max(1, len(opening))


def _in_use(head: str, tag: _Tag) -> bool:
    """Whether a tag within a text does what it is for: it touches what it parts, and is not quoted."""
    before, behind = head[tag.start - 1 : tag.start], head[tag.stop : tag.stop + 1]
    if before + behind in _QUOTED or (before.isspace() and _NAMED.match(head, tag.stop)):
        return False
    return _touches(before) or _touches(behind)


def _touches(sign: str) -> bool:
    return bool(sign) and not sign.isspace() and sign not in "`'()"


def _bare_breaks(head: str, tags: Sequence[_Tag]) -> int:
    """How often text goes on, on a line of its own, without a tag that says so.

    In a block lines may be wrapped, and only a blank line parts; outside of all blocks each line end does.
    """
    count = 0
    for piece, depth in _pieces(head, tags):
        parting = _BLANK_LINE if depth else _LINE_END
        count += sum(1 for _ in parting.finditer(piece.strip()))
    return count


def _pieces(head: str, tags: Sequence[_Tag]) -> Iterator[tuple[str, int]]:
    """The text between tags that part, with the number of blocks it stands in; without code and the like."""
    open_blocks: list[str] = []
    at = 0
    for tag in tags:
        if not tag.parts:
            continue
        if not _AS_WRITTEN.intersection(open_blocks):
            yield head[at : tag.start], len(open_blocks)
        at = tag.stop
        if tag.name in _BREAKS:
            continue
        if not tag.end:
            if open_blocks and open_blocks[-1] == tag.name and tag.name in _OPEN_ENDED:
                open_blocks.pop()
            open_blocks.append(tag.name)
        elif tag.name in open_blocks:
            while open_blocks.pop() != tag.name:
                pass
    yield head[at:], len(open_blocks)
