"""Addresses of links that a program wrote out behind their words: ``Home <https://…>``, ``Read more (https://…)``.

Browsers and mail programs do so when they save a page as text, and senders of newsletters in the part for those who read no
markup. Where the words of a link begin is not known: an address is a sign behind all that stands before it in its sentence, and
only a line that is a menu's beyond doubt is nothing but links. Addresses that an author gives, as sources or in brackets, are
text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from typing import NamedTuple

from cleaner.lines import count_sentences, ends_sentence
from cleaner.model import Mark
from cleaner.sites import host_of

_SCHEME = r"(?:https?://|mailto:|tel:)"
_WRITTEN = re.compile(
    rf"(?P<angled><{_SCHEME}[^\s<>]++>)"
    rf"|(?P<round>\([ \t]?{_SCHEME}(?:[^\s()]|\([^\s()]*+\))++[ \t]?\))"
    rf"|(?P<square>\[[ \t]?{_SCHEME}[^\s\[\]]++[ \t]?\])"
    r"|^[ \t]*+(?P<bare>https?://\S++)[ \t\r]*+$"
    r"|(?P<number>\[\d{1,4}\])(?![(:])",
    re.MULTILINE,
)
"""An address, by how it is written: in brackets, on a line of its own, or as the number under which it is listed below."""
_BRACKETS = "<>()[] \t"
_ENTRY = re.compile(r"^[ \t]*+(\[\d{1,4}\]):?[ \t]++<?(\S+?)>?[ \t\r]*+$", re.MULTILINE)
_FEWEST = 5
"""Addresses behind words, at the least. An author may give as many, but of many sites or below the first paragraph."""
_OF_ONE_SITE = 0.5
"""Share of these that lead to one host: the page's own, or the one at which a newsletter counts its readers."""
_PARAGRAPH = 100
"""Characters. Above the first line that long must stand one of names and addresses: programs write menus out, too."""
_MANY = 20
"""Addresses behind words for which one of both will do, a menu above the text or one host: so many no author gives so. With
both asked of all, one in five of 136 bench pages written so is not known; so it is one in twenty."""
_WORDS, _SIGNS = 10, 80
"""Words and characters, at the most, of what is taken for the name of a link. Longer headlines are as long as a sentence."""
_RUN = 2
"""Names next to each other that make a menu. A lone one may be a sentence that ends with an address."""
_CLOSING = frozenset("\"'”’»)]!?.…%")
"""What may end the words of a link besides a letter or figure. Behind a colon or comma an address is said, and not linked."""
_ITEM = re.compile(r"[ \t]*+\d{1,3}[.)](?=\s)")
_LETTER = re.compile(r"[^\W_]")
_STOP = re.compile(r"[.!?…][\"'”’»)\]]*\s+|[。！？]")
"""Behind which the words of a link may begin. Not every one ends a sentence (`cleaner.lines.sentence_starts`): behind an
abbreviation the link is then thought to be shorter than it is, and what is no link is rather kept."""


class _Link(NamedTuple):
    """An address written out.

    Attributes:
        form: how it is written, a group of `_WRITTEN`.
        address: the address.
        first: where the words before it begin.
        last: where they end; ``first``, where there are none.
        start: where the address begins, with its brackets.
        end: where it ends.
    """

    form: str
    address: str
    first: int
    last: int
    start: int
    end: int


class _Row(NamedTuple):
    """A line with text, and the next where that is only its address.

    Attributes:
        start: where its words begin.
        end: where it ends.
        links: its addresses.
    """

    start: int
    end: int
    links: Sequence[_Link]


def read_destinations(text: str) -> tuple[list[Mark], list[Mark]]:
    """The links that are all of a line, and the other addresses that a program wrote out; none of either where none did.

    Lines end with line feeds (`cleaner.lines.with_feeds`). Linear in the size of the text.
    """
    if text.count("://") < _FEWEST:  # a look that spares most texts the patterns
        return [], []
    listed, below = _listed(text)
    rows = _rows(text, below, listed)
    named = [_is_named(text, row) for row in rows]
    forms = frozenset(form for form in _WRITTEN.groupindex if _writes_out(text, rows, named, form))
    links: list[Mark] = []
    others: list[Mark] = []
    for in_menu, row in zip(_in_menus(rows, named, forms), rows, strict=True):
        marks = [_mark(text, link) for link in row.links if link.form in forms]
        (links if in_menu else others).extend(mark for mark in marks if mark)
    if "number" in forms:
        others.append(Mark.around_nothing(below, len(text), "destinations"))
    return links, others


def _listed(text: str) -> tuple[Mapping[str, str], int]:
    """The addresses that are listed by number at the end of a text, and where that list begins."""
    listed: dict[str, str] = {}
    below = len(text)
    for entry in reversed(list(_ENTRY.finditer(text))):
        if text[entry.end() : below].strip():
            break
        below = entry.start()
        listed[entry[1]] = entry[2]
    return listed, below


def _rows(text: str, below: int, listed: Mapping[str, str]) -> list[_Row]:
    """The lines with text above a place."""
    rows: list[_Row] = []
    start, beneath = 0, False
    for line in text[:below].split("\n"):
        end = start + len(line)
        if line.strip():
            links = list(_links(text, start, end, listed))
            above = rows[-1] if beneath and not rows[-1].links else None
            if above and len(links) == 1 and _goes_with(text, above, links[0]):
                rows[-1] = _Row(above.start, end, [links[0]._replace(first=above.start, last=above.end)])
            else:
                rows.append(_Row(_words_from(text, start, end), start + len(line.rstrip()), links))
        beneath = bool(line.strip())
        start = end + 1
    return rows


def _goes_with(text: str, above: _Row, link: _Link) -> bool:
    """Whether an address that begins a line is that of the line above; one without brackets is where that is a name."""
    return link.first == link.last and (link.form != "bare" or _is_name(text[above.start : above.end]))


def _links(text: str, start: int, end: int, listed: Mapping[str, str]) -> Iterator[_Link]:
    """The addresses in a line. The words before one reach back to the one before, or the line's start."""
    item = _ITEM.match(text, start, end)
    start = item.end() if item else start
    for found in _WRITTEN.finditer(text, start, end):
        form = found.lastgroup or ""
        if form == "number" and found[form] not in listed:
            continue
        at, stop = found.span(form)
        first = _words_from(text, start, at)
        last = first + len(text[first:at].rstrip())
        yield _Link(form, listed.get(found[form]) or found[form].strip(_BRACKETS), first, last, at, stop)
        start = stop


def _words_from(text: str, start: int, end: int) -> int:
    """Where the first letter or figure of a stretch is; its end, where it has none."""
    found = _LETTER.search(text, start, end)
    return found.start() if found else end


def _is_named(text: str, row: _Row) -> bool:
    """Whether a line is nothing but names of links, with their addresses."""
    names = [text[link.first : link.last] for link in row.links if link.first < link.last]
    return bool(names) and all(map(_is_name, names)) and _words_from(text, row.links[-1].end, row.end) == row.end


def _is_name(words: str) -> bool:
    if not words or words[0].islower() or len(words) > _SIGNS or len(words.split()) > _WORDS:
        return False
    return (words[-1].isalnum() or words[-1] in _CLOSING) and not ends_sentence(words) and count_sentences(words) == 1


def _writes_out(text: str, rows: Sequence[_Row], named: Sequence[bool], form: str) -> bool:
    """Whether a program wrote addresses out in a form."""
    lines = [(at, link) for at, row in enumerate(rows) for link in row.links if link.form == form]
    linked = [(at, link) for at, link in lines if _is_linked(text, link)]
    if len(linked) < _FEWEST:
        return False
    hosts = Counter(host_of(link.address) for _, link in linked if "://" in link.address)
    of_one_site = max(hosts.values(), default=0) >= _OF_ONE_SITE * len(linked)
    paragraph = next((at for at, row in enumerate(rows) if _size(row) >= _PARAGRAPH), 0)
    in_menu = any(named[at] for at, _ in linked if at < paragraph)
    return of_one_site or in_menu if len(linked) >= _MANY else of_one_site and in_menu


def _size(row: _Row) -> int:
    return row.end - row.start - sum(link.end - link.start for link in row.links)


def _is_linked(text: str, link: _Link) -> bool:
    """Whether an address stands behind words as that of a link does."""
    return link.first < link.last and (text[link.last - 1].isalnum() or text[link.last - 1] in _CLOSING)


def _in_menus(rows: Sequence[_Row], named: Sequence[bool], forms: AbstractSet[str]) -> Iterator[bool]:
    """For each line, whether it is one of a menu, or all of it."""
    kinds = (name and all(link.form in forms for link in row.links) for name, row in zip(named, rows, strict=True))
    for name, group in groupby(zip(kinds, rows, strict=True), lambda pair: pair[0]):
        run = [row for _, row in group]
        yield from [name and sum(len(row.links) for row in run) >= _RUN] * len(run)


def _mark(text: str, link: _Link) -> Mark | None:
    """The mark of a link; ``None`` where its address is none of a link."""
    _, _, first, last, start, end = link
    if first == last:
        return None if link.form == "bare" else Mark.around_nothing(start, end, "destination")
    if not _is_linked(text, link):
        return None
    if "\n" in text[last:start]:
        return Mark(first, first, start, end)  # what is seen keeps the line end
    bracket = text.rfind("[", first - 1, last) if text[last - 1] == "]" else -1
    if bracket >= 0 and "]" not in text[bracket : last - 1]:  # it says where the words begin
        return Mark(bracket, bracket + 1, last - 1, end)
    words = text[first:last]
    begin = max((found.end() for found in _STOP.finditer(words) if found.end() < len(words)), default=0)
    return Mark(first + begin, first + begin, last, end)
