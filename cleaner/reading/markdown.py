"""Markdown in raw text: which characters are signs that readers of the rendered text do not see.

Dumps of pages often come as Markdown, and a menu of links to them is more address than word. Links, images, headings below the
first level and a single one of the first that opens the text tell it from plain text; where there are none, nothing is taken
for a sign. After CommonMark 0.31, less strict, for converters write links over several lines, and break addresses at hyphens.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from cleaner.lines import LINE_END
from cleaner.model import Mark
from cleaner.shown import Stretches, between

_LINK_END = "]("
"""No link or image is without."""
_GAP = r"[ \t]{0,9}"
_TITLE = rf'(?:[ \t]{_GAP}(?:"[^\n]{{0,300}}?"|\'[^\n]{{0,300}}?\'))?'
_ADDRESS = r"<[^<>\n]*>|(?:[^\s()\\]|\\.|(?<=-)\r?\n[ \t]*+(?=\S)|\((?:[^\s()\\]|\\.)*\))*"
_TOKEN = re.compile(rf"\\.|(?P<opens>!?\[)|\](?:\({_GAP}(?P<address>{_ADDRESS}){_TITLE}{_GAP}\))?")
_OF_ADDRESSES = frozenset("/:#.?=")
"""What sets an address apart from a remark in brackets: ``[sic](p)`` is no link."""
_OPEN = 50
"""Brackets that may be open at once; what opened before is forgotten."""
_LONGEST = 10_000
"""Characters of a link's text. Cards of a story are links of a few hundred."""
_LINE_SIGNS = re.compile(r"^[ \t]{0,3}(?:(?:>[ \t]?)+(?:#{1,6}[ \t]+)?|#{1,6}[ \t]+)(?=\S)|#{2,6}[ \t]+(?=\S)", re.MULTILINE)
"""Signs of quotations and headings at the start of a line, and of headings at the start of a link."""
_HEADING = re.compile(r"^#{2,6}[ \t]+\S", re.MULTILINE)
_TITLED = re.compile(r"\s*#[ \t]+\S[^\n]*\n[ \t]*\n(?!(?s:.)*^#[ \t])", re.MULTILINE)
"""A heading of the first level that opens the text, alone above a blank line, and the only one: so clippers set the title.
Comments of code begin so, too, but several do, or a line follows. No text of the bench begins so."""
_HEADINGS = 2
"""Headings below the first level that tell Markdown without links: 261 of 271 bench pages have them when converted so, and one
of these in other forms."""
_INLINE_SIGNS = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?<!`)`(?P<code>[^`\n]{1,300})`(?!`)"
    r"|(?<![\w*])(?P<sign>\*{1,3}|_{1,3}|~~)(?=[^\s*_~])(?P<stressed>[^\n]{0,200}?[^\s*_~\\])(?P=sign)(?![\w*])"
)


def read_markdown(text: str) -> tuple[list[Mark], list[Mark]]:
    """The links and images in a text, those inside others first, and its other signs; none of either where it is no Markdown.

    Lines end with line feeds (`cleaner.lines.with_feeds`). Linear in the size of the text.
    """
    links = list(_links(text)) if _LINK_END in text else []
    if not links and not _TITLED.match(text) and len(list(islice(_HEADING.finditer(text), _HEADINGS))) < _HEADINGS:
        return [], []
    without_signs = Stretches(between(len(text), signs(links)))
    return links, [_in_source(mark, without_signs) for mark in _others(without_signs.join(text))]


def signs(marks: Iterable[Mark]) -> Iterator[tuple[int, int]]:
    """Start and end of the signs before and behind what they mark; the one behind may be empty."""
    for mark in marks:
        yield mark.start, mark.first
        yield mark.last, mark.end


def _in_source(mark: Mark, stretches: Stretches) -> Mark:
    """A mark in the stretches of a text as one of the text itself: signs next to it are none of its own."""
    start, first = stretches.in_source(mark.start, mark.first)
    if mark.last == mark.end:
        _, last = stretches.in_source(mark.first, mark.last)
        return Mark(start, first, last, last)
    return Mark(start, first, *stretches.in_source(mark.last, mark.end))


def _links(text: str) -> Iterator[Mark]:
    """Links and images, those inside others first."""
    opened: deque[re.Match[str]] = deque(maxlen=_OPEN)
    for token in _TOKEN.finditer(text):
        if token["opens"]:
            opened.append(token)
        elif opened and token.group()[0] == "]":
            opens, address = opened.pop(), token["address"]
            if address is None or token.start() - opens.end() > _LONGEST or not _is_address(address):
                continue
            if opens.group() == "![":  # nobody sees an image's words
                yield Mark.around_nothing(opens.start(), token.end(), "image")
            else:
                yield Mark(opens.start(), opens.end(), token.start(), token.end())


def _is_address(given: str) -> bool:
    return not given or not _OF_ADDRESSES.isdisjoint(given)


def _others(plain: str) -> Iterator[Mark]:
    """The signs of headings, quotations, stress, code and escapes in a text without links."""
    for found in _LINE_SIGNS.finditer(plain):
        end = LINE_END.search(plain, found.end())
        last = end.start() if end else len(plain)
        yield Mark(found.start(), found.end(), last, last)
    for found in _INLINE_SIGNS.finditer(plain):
        inner = next(name for name in ("escaped", "code", "stressed") if found[name])
        yield Mark(found.start(), found.start(inner), found.end(inner), found.end())
