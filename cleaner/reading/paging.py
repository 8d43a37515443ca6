"""Running heads and feet: what stands again at the edges of each page of a print, a PDF among them, and numbers of pages.

A browser that prints a page (or saves it as PDF) sets day and title above and address and ``2/6`` below each sheet; converters
leave them in the text, between two lines of a sentence at times. Sheets are told apart by form feeds, as most converters set
them, or by the numbers of their feet. A line is part of no article that stands, but for the number, at the same edge of most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from cleaner.locales import of_all
from cleaner.model import Line

_FEED = "\f"
_SHARE = 0.6
"""Of the sheets, on which a line must stand: the first has another head at times, the last another foot."""
_LEVELS = 5
"""Lines of a head or foot, at most. Converters set day, title, address and number on lines of their own."""
_LONGEST = 300
"""Characters of a line of them. Addresses run to a hundred or two."""
_REACH = 8
"""Lines from the edge of a sheet among which its head and foot may stand: converters shuffle what overlaps."""
_FEWEST_NUMBERED = 3
"""Sheets without form feeds, where the last number that is given is not the last there is: a text that was broken off."""
_NUMBER = re.compile(r"\d+")
_OF = rf" ?(?:/|{'|'.join(of_all('of'))}|[页頁]，共) ?"
_PAGE = "|".join(of_all("page"))
_COUNTER = re.compile(
    rf"(?:.*\s|[^\d\s]*)(?P<last>\d{{1,4}}){_OF}(?P<all>\d{{1,4}})(?: ?(?:页|頁|ページ))?"
    rf"|(?:(?:{_PAGE}) ?)?(?P<first>\d{{1,4}}){_OF}\d{{1,4}}\s.*\d.*",
    re.IGNORECASE,
)
"""A line that ends with a sheet's number and that of all, or begins with them, before a day."""
_NUMBER_OF = re.compile(r"1 ?(?:/|[^\W\d_]{1,3}|[页頁]，共) ?\d")
"""What every text with numbered sheets holds. It begins with one sign, which `re` finds faster than anything else."""
_PAGE_NUMBER = re.compile(rf"\W*(?:(?:{_PAGE}) ?)?\d{{1,4}} ?(?:页|頁|ページ)?\W*", re.IGNORECASE)
"""A line that is a sheet's number and no more."""
_NAME = 3
"""Words beside a number that make it a running head: ``Chapter 2`` and ``Part 2 of 3`` are headings."""
_COUNTS_ARTICLES = re.compile(r"\bDOCUMENTS?\b")
"""LexisNexis numbers the articles of a file so, and starts a sheet for each."""
_ADDRESS = re.compile(r"(?:https?|file)://[^\s…]+")
_DATE = r"\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}\.?(?: г\.)?"
_CLOCK = r"\d{1,2}(?:[:.]| h )\d{2}"
_HALF = r"(?:[AP]M|[ap]m|[ap]\. ?m\.|[πμ]\.μ\.|PT?G|[صم])"
"""The half of the day. A title may follow it, as ``Am Hafen``, so that only known words are one, as browsers write them."""
_DAY = re.compile(rf"(?:{_DATE}[,،]? (?:[^\W\d_]{{1,4}} ?)?{_CLOCK}(?: ?{_HALF})?|(?:{_HALF} ?)?{_CLOCK} [,،]?{_DATE})(?!\S)")
"""When a browser printed a page, in the short form of most languages: ``12.5.2024 klo 9.14``, ``24. 5. 12. 오전 9:14``. In
Vietnamese the time of day stands first, and converters give it so of languages that are written from the right."""
_DIRECTIONS = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs of direction, which converters set around parts of such a day."""
_ONLY_SHEET = re.compile(r"1/1")


class Paging(NamedTuple):
    """The lines of running heads and feet, by index, in order, and what they say: ``printed_title`` and ``printed_url``."""

    lines: tuple[int, ...]
    meta: Mapping[str, str]


class _Row(NamedTuple):
    """A line that is not blank: its index and its text with single spaces, without signs of direction."""

    at: int
    text: str


class _Form(NamedTuple):
    """A text without its numbers, and these."""

    rest: str
    numbers: tuple[str, ...]


def read_paging(text: str, lines: Sequence[Line]) -> Paging | None:
    """The running heads and feet of a text; ``None`` where it has none. Linear in the size of the text."""
    # A look that spares most texts the search.
    if _FEED not in text and not _NUMBER_OF.search(text):
        return None
    texts = (" ".join(_DIRECTIONS.sub("", line.text).split()) for line in lines)
    rows = [_Row(at, text) for at, text in enumerate(texts) if text]
    below = _sheets(text, lines, rows)
    found = _running(rows, below) if below else _numbered(rows) or _only_sheet(rows)
    return Paging(tuple(rows[at].at for at in sorted(found)), _said(rows[at].text for at in sorted(found))) if found else None


def _sheets(text: str, lines: Sequence[Line], rows: Sequence[_Row]) -> list[int]:
    """The rows, by index, above which form feeds stand."""
    if _FEED not in text:
        return []
    return [at for at, row in enumerate(rows) if at and _FEED in text[lines[rows[at - 1].at].end : lines[row.at].end]]


def _numbered(rows: Sequence[_Row]) -> set[int]:
    """The rows, by index, of heads and feet where no form feeds part the sheets, but feet number them."""
    known: dict[tuple[str, str], list[int]] = {}
    for at, row in enumerate(rows):
        found = _COUNTER.fullmatch(row.text) if len(row.text) <= _LONGEST else None
        if found:
            group = "last" if found["last"] else "first"
            same = known.setdefault((row.text[: found.start(group)], row.text[found.end(group) :]), [])
            if int(found[group]) == len(same) + 1:
                same.append(at)
    for (before, behind), same in known.items():
        of = _NUMBER.search(behind)
        if len(same) >= _FEWEST_NUMBERED or (of and len(same) == int(of.group()) > 1):
            running = _running(rows, [at + _below_number(rows, same) for at in same])
            # By themselves numbers of parts are headings of a text.
            if len(running) > len(same) or any(sign.search(before + behind) for sign in (_ADDRESS, _DAY)):
                return running
    return set()


def _below_number(rows: Sequence[_Row], numbers: Sequence[int]) -> int:
    """How many lines below its number a sheet ends: behind that of Firefox stands the day, which is that of the last, too."""
    behind = {rows[at + 1].text if at + 1 < len(rows) else "" for at in numbers}
    return 2 if len(behind) == 1 else 1


def _running(rows: Sequence[_Row], below: Sequence[int]) -> set[int]:
    """The rows, by index, of heads and feet. ``below`` are the first rows of all sheets but one."""
    sheets = list(pairwise([0, *(at for at in below if 0 < at < len(rows)), len(rows)]))
    found = {*_alike(rows, [range(first, after) for first, after in sheets])}
    found |= {*_alike(rows, [range(after - 1, first - 1, -1) for first, after in sheets])}
    texts = {rows[at].text for at in found if any(map(str.isalpha, rows[at].text))}  # a number may be that of an item
    return found.union(at for first, after in sheets for at in _near_edges(first, after) if rows[at].text in texts)


def _near_edges(first: int, after: int) -> Iterable[int]:
    """The rows of a sheet that its head and foot may be among: no others are looked at, for a text may have many counters."""
    return chain(range(first, min(first + _REACH, after)), range(max(first, after - _REACH), after))


def _alike(rows: Sequence[_Row], sheets: Iterable[range]) -> Iterator[int]:
    """The rows that stand alike on most sheets, from the edge inwards; a sheet is the range of its rows in that order."""
    going = list(sheets)
    needed = max(2, _SHARE * len(going))
    for level in range(_LEVELS):
        forms = {at: _form(rows[at].text) for at in (sheet[level] for sheet in going) if len(rows[at].text) <= _LONGEST}
        most = Counter(form.rest for form in forms.values()).most_common(1)
        if not most or most[0][1] < needed:
            return
        alike = {at: form for at, form in forms.items() if form.rest == most[0][0]}
        if not _same_or_counting([rows[at].text for at in alike], list(alike.values())):
            return
        yield from alike
        going = [sheet for sheet in going if sheet[level] in alike and len(sheet) > level + 1]


def _same_or_counting(texts: Sequence[str], forms: Sequence[_Form]) -> bool:
    """Whether lines are the same, or the same but for the number of their sheet."""
    columns = [column for column in zip(*(form.numbers for form in forms), strict=True) if len(set(column)) > 1]
    if not columns:
        return True
    first = texts[0]
    counting = (
        _COUNTER.fullmatch(first) or _PAGE_NUMBER.fullmatch(first) or len(forms[0].rest.replace("#", " ").split()) >= _NAME
    )
    if len(columns) > 1 or not counting or _COUNTS_ARTICLES.search(first):
        return False
    return all(int(after) - int(before) == 1 for before, after in pairwise(columns[0]))


def _form(text: str) -> _Form:
    return _Form(_NUMBER.sub("#", text), tuple(_NUMBER.findall(text)))


def _only_sheet(rows: Sequence[_Row]) -> set[int]:
    """Head and foot of a page that a browser printed on one sheet: nothing stands there again, but both have a form."""
    if len(rows) < _LEVELS:
        return set()
    foot = " ".join(row.text for row in rows[-2:])
    address = _ADDRESS.search(foot)
    if not address or not _ONLY_SHEET.fullmatch(foot[address.end() :].strip()) or not _DAY.match(rows[0].text):
        return set()
    lone = _ONLY_SHEET.fullmatch(rows[-1].text) is not None
    return {0, len(rows) - 1, *((len(rows) - 2,) if lone else ())}


def _said(texts: Iterable[str]) -> dict[str, str]:
    """The address in heads and feet, and the title beside or below the day."""
    found: dict[str, str] = {}
    dated = False
    for text in texts:
        address, day = _ADDRESS.search(text), _DAY.match(text)
        if address and address.group().startswith("http"):
            found.setdefault("printed_url", address.group())
            # Firefox sets it behind the title.
            above = text[: address.start()].strip()
            if above and address.end() == len(text) and not day and not above.endswith("…"):
                found.setdefault("printed_title", above)
        if day or (dated and not address and not _COUNTER.fullmatch(text)):
            title = text[day.end() :].strip() if day else text
            if title and not title.endswith("…") and not _ADDRESS.match(title):
                found.setdefault("printed_title", title)
        dated = day is not None and not text[day.end() :].strip()
    return found
