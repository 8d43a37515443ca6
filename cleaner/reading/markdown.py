"""Markdown in raw text: which characters are signs that readers of the rendered text do not see.

Dumps of pages often come as Markdown, and a menu of links to them is more address than word. The text stays as it is; stages
are shown it without the signs (`cleaner.shown`). Links and images are what tells Markdown from plain text; where there are
none, nothing is taken for a sign. After CommonMark 0.31, less strict, for converters write links over several lines.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from cleaner.model import Line, Mark, Markdown
from cleaner.shown import Stretches, lines_in

_LINK_END = "]("
"""No link or image is without."""
_GAP = r"[ \t]{0,9}"
_TITLE = rf'(?:[ \t]{_GAP}(?:"[^\n]{{0,300}}?"|\'[^\n]{{0,300}}?\'))?'
_ADDRESS = r"<[^<>\n]*>|(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*"
_TOKEN = re.compile(rf"\\.|(?P<opens>!?\[)|\](?:\({_GAP}(?P<address>{_ADDRESS}){_TITLE}{_GAP}\))?")
_OF_ADDRESSES = frozenset("/:#.?=")
"""What sets an address apart from a remark in brackets: ``[sic](p)`` is no link."""
_OPEN = 50
"""Brackets that may be open at once; what opened before is forgotten."""
_LONGEST = 10_000
"""Characters of a link's text. Cards of a story are links of a few hundred."""
_LINE_SIGNS = re.compile(r"^[ \t]{0,3}(?:(?:>[ \t]?)+(?:#{1,6}[ \t]+)?|#{1,6}[ \t]+)(?=\S)|#{2,6}[ \t]+(?=\S)", re.MULTILINE)
"""Signs of quotations and headings at the start of a line, and of headings at the start of a link."""
_NUMBERED = re.compile(r"^\s*\d{1,3}[.)](?=\s|$)")
_INLINE_SIGNS = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?<!`)`(?P<code>[^`\n]{1,300})`(?!`)"
    r"|(?<![\w*])(?P<sign>\*{1,3}|_{1,3}|~~)(?=[^\s*_~])(?P<stressed>[^\n]{0,200}?[^\s*_~\\])(?P=sign)(?![\w*])"
)


def read_markdown(text: str, lines: Sequence[Line]) -> Markdown | None:
    """What is seen of a text; ``None`` where it holds no link and no image in Markdown. Linear in the size of the text."""
    if _LINK_END not in text:
        return None
    links = list(_links(text))
    if not links:
        return None
    without_signs = Stretches(_between(text, _signs(links)))
    others = [_in_source(mark, without_signs) for mark in _others(without_signs.join(text))]
    marks = sorted((*links, *others), key=lambda mark: (mark.end - mark.start, mark.start))
    stretches = _between(text, _signs(marks))
    shown, seen = _shown(text, lines, stretches)
    _, outside = _shown(text, lines, _between(text, [(link.start, link.end) for link in links]))
    linked = frozenset(line.number for line, rest in zip(seen, outside, strict=True) if _says(line) and not _says(rest))
    return Markdown(shown, seen, tuple(marks), linked, stretches)


def _shown(text: str, lines: Iterable[Line], stretches: Sequence[tuple[int, int]]) -> tuple[str, tuple[Line, ...]]:
    """Some stretches of a text as a text of their own, and its lines."""
    joined = Stretches(stretches)
    shown = joined.join(text)
    return shown, tuple(lines_in(joined, shown, lines))


def _says(line: Line) -> bool:
    """Whether there is a letter or figure in a line, besides the number of a list's item."""
    return any(map(str.isalnum, _NUMBERED.sub("", line.text)))


def _signs(marks: Iterable[Mark]) -> list[tuple[int, int]]:
    return [sign for mark in marks for sign in ((mark.start, mark.first), (mark.last, mark.end))]


def _between(text: str, left_out: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The stretches of a text between others."""
    stretches, at = [], 0
    for start, end in (*sorted(left_out), (len(text), len(text))):
        if start > at:
            stretches.append((at, start))
        at = max(at, end)
    return tuple(stretches)


def _in_source(mark: Mark, stretches: Stretches) -> Mark:
    """A mark in the stretches of a text as one of the text itself: signs next to it are none of its own."""
    start, first = stretches.in_source(mark.start, mark.first)
    if mark.last == mark.end:
        return Mark(start, first, *[stretches.in_source(mark.first, mark.last)[1]] * 2)
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
                yield Mark(opens.start(), token.end(), token.end(), token.end())
            else:
                yield Mark(opens.start(), opens.end(), token.start(), token.end())


def _is_address(given: str) -> bool:
    return not given or not _OF_ADDRESSES.isdisjoint(given)


def _others(plain: str) -> Iterator[Mark]:
    """The signs of headings, quotations, stress, code and escapes in a text without links."""
    for found in _LINE_SIGNS.finditer(plain):
        last = plain.find("\n", found.end()) % (len(plain) + 1)  # -1, where there is none, becomes the end
        yield Mark(found.start(), found.end(), last, last)
    for found in _INLINE_SIGNS.finditer(plain):
        inner = next(name for name in ("escaped", "code", "stressed") if found[name])
        yield Mark(found.start(), found.start(inner), found.end(inner), found.end())
