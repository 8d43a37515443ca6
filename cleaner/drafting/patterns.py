"""From real lines to patterns: what changes from page to page (dates, numbers, names) becomes a class, the rest stays."""

from __future__ import annotations

from typing import NamedTuple

import regex

from cleaner.fields import iso_time

_DIGITS = regex.compile(r"\d+")
_CLOCK = r"\d{1,2}[:.h]\d{2}(?::\d{2})?(?: ?(?:[AaPp]\.?[Mm]\.?|Uhr|h))?(?: (?:GMT|UTC|[CE]?E?[SD]T|CEST|BST|IST|JST))?"
_JOINT = r"(?:,? (?:[-–—|•·@] ?|at |um |à |om |kl\. ?|alle |a las )?|T| ?[-–—|•·] ?)"
_DAYS = (
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}",
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}",
    r"\d{4}[年년] ?\d{1,2}[月월] ?\d{1,2}[日일]",
    r"\d{1,2}(?:st|nd|rd|th|\.|er)? (?:de )?\p{L}{3,12}\.?,? (?:de )?\d{4}",
    r"\p{L}{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}",
)
_WHEN = tuple(f"{day}(?:{_JOINT}{_CLOCK})?" for day in _DAYS)
_SPELT = (3, 4)
"""Which of `_DAYS` name the month; only these need a proof that the word is a month."""
_FIND = tuple(regex.compile(rf"(?<![\p{{L}}\d]){when}(?![\p{{Ll}}\d])") for when in _WHEN)
_BARE_CLOCK = regex.compile(r"(?<![\d:])\d{1,2}:\d{2}(?: ?[AaPp]\.?[Mm]\b\.?)?(?![\p{Ll}\d:])")
"""A time of day beside a date, as of an update on the same day."""
_MODIFIED = regex.compile(r"(?i)updat|modif|aktualis|actualis|actualiz|mis à jour|aggiorna|bijgewerkt|обновл|更新")
_BY = regex.compile(
    r"(?:^|[\s(|•·])(?:By|BY|by|Von|von|VON|Par|PAR|par|Por|POR|por|Di|di|Door|door|DOOR|Av|AV|Af|Przez|Автор:?|Text:|Texte:)"
    r" (?P<name>\p{Lu}[\p{L}.'’-]+"
    r"(?:(?: (?:d[eiau]|van|von|der|den|l[ae]|bin|al|and|und|et|y|e|en|och|og|&))* \p{Lu}[\p{L}.'’-]*){1,7})"
    r"(?=$|[,;|•·/–—(]| [|•·/–—(-]| \p{Ll})"
)
_PART = regex.compile(
    r"(?P<year>\d{3,4})|(?P<number>\d+)|(?P<half>(?i:[ap]\.?m\b\.?))|(?P<ordinal>(?<=\d)(?:st|nd|rd|th)\b)|(?P<word>\p{L}{3,12})"
)
_LITTLE = frozenset({"alle", "kl", "las", "uhr", "gmt", "utc", "est", "edt", "pst", "pdt", "cet", "cest", "bst", "ist", "jst"})
"""Words in times that are no months."""
_REST = 40
"""Characters beside the name and the time; a caption has a date too, and more to say."""
NAME = r"\p{Lu}[\p{L} .,'’&-]{2,80}?"
_RUN = regex.compile(
    r"(?<![\p{L}\d])\p{Lu}[\p{L}'’.-]+(?: (?:(?:d[eiau]|van|von|der|den|l[ae]|bin|al) )*\p{Lu}[\p{L}'’-]*){1,4}(?![\p{L}\d])"
)
"""Words written as the names of a person are."""


class Shape(NamedTuple):
    """A line as a pattern.

    Attributes:
        pattern: matches the line, and others like it.
        fields: the named groups in it.
    """

    pattern: str
    fields: tuple[str, ...]


def literal(text: str) -> str:
    """A pattern of this very text, with any number in the place of each of its numbers."""
    return _DIGITS.sub(
        lambda found: rf"\d{{1,{max(4, len(found.group()))}}}", regex.escape(text, special_only=True, literal_spaces=True)
    )


def names_by(line: str) -> tuple[int, int] | None:
    """Where the names stand that follow a word for "by"."""
    by = _BY.search(line)
    return by.span("name") if by else None


def name_runs(line: str) -> list[tuple[int, int]]:
    """Where words stand that are written as names are, whatever they name."""
    return [found.span() for found in _RUN.finditer(line)]


def shape_of(line: str, names: tuple[int, int] | None = None) -> Shape | None:
    """A byline or dateline as a pattern with named groups; ``None`` for a line that names neither a time nor an author.

    Where the authors' names are known to stand, the caller says (``names``); else they are what follows a word for "by".
    """
    pieces: list[tuple[int, int, str, str]] = []  # start, end, pattern, field
    for field, start, end, pattern in _times(line):
        name = field if field not in [piece[3] for piece in pieces] else ""  # a group's name can stand once only
        pieces.append((start, end, pattern, name))
    by = names or names_by(line)
    if by and not any(start < by[1] and end > by[0] for start, end, _, _ in pieces):
        pieces.append((*by, NAME, "authors"))
    if not pieces:
        return None
    pieces.sort()
    if len(line) - sum(end - start for start, end, _, _ in pieces) > _REST:
        return None
    parts, at = [], 0
    for start, end, pattern, field in pieces:
        parts += [literal(line[at:start]), f"(?P<{field}>{pattern})" if field else f"(?:{pattern})"]
        at = end
    return Shape("".join([*parts, literal(line[at:])]), tuple(piece[3] for piece in pieces if piece[3]))


def _time_like(time: str) -> str:
    """A pattern of times that are written as this one is: other figures, another month."""

    def part(found: regex.Match[str]) -> str:
        if found["word"]:
            return found["word"] if found["word"].casefold() in _LITTLE else r"\p{L}{3,12}"
        return {"year": r"\d{4}", "number": r"\d{1,2}", "half": r"[AaPp]\.?[Mm]\.?", "ordinal": "(?:st|nd|rd|th)"}[
            found.lastgroup or ""
        ]

    return _PART.sub(part, regex.escape(time, special_only=True, literal_spaces=True))


def _times(line: str) -> list[tuple[str, int, int, str]]:
    """The times in a line, in order: field (none for a time of day by itself), start, end, pattern of times written so."""
    found: list[tuple[str, int, int, str]] = []
    for number, finder in enumerate(_FIND):
        for match in finder.finditer(line):
            if number in _SPELT and iso_time(match.group()) is None:
                continue
            if any(start < match.end() and end > match.start() for _, start, end, _ in found):
                continue
            found.append(("", match.start(), match.end(), _time_like(match.group())))
    found.sort(key=lambda entry: entry[1])
    named, before = [], 0
    for _, start, end, pattern in found:
        field = "modified" if _MODIFIED.search(line, before, start) else "published"
        named.append((field, start, end, pattern))
        before = end
    for match in _BARE_CLOCK.finditer(line) if named else ():
        if not any(start < match.end() and end > match.start() for _, start, end, _ in named):
            named.append(("", match.start(), match.end(), _time_like(match.group())))
    return sorted(named, key=lambda entry: entry[1])
