"""What a text says of its author at its end, where the byline, a heading or the silence of the article tells it.

That is a paragraph that begins with the name in the byline, or that name alone; what stands below a heading such as "About the
author"; a note on somebody whom the article does not name. In the article's own language nothing in the wording of a blurb
parts it from the last paragraph of an article about a person. (In another language `cleaner.stages.foreign_tail` knows it by
that.)
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import regex

from cleaner.fields.names import split_names
from cleaner.language import FUNCTION_WORDS
from cleaner.locales import of
from cleaner.model import Authority, Claim, Document, Label, Line
from cleaner.stages.author_notes import noted
from cleaner.stages.bylines import AUTHORS
from cleaner.stages.bylines import RULE as BYLINES
from cleaner.stages.reading_aids import Occupied, filled_lines, guess, is_paragraph, kept_lines, taken

RULE = "stage/author_bio"
_LAST = 6
"""Kept lines at the end of a text in which a blurb begins."""
_SAID = 30
"""Characters behind the name that make a line a blurb and no name with a role."""
_PARAGRAPHS = 3
"""Paragraphs above a blurb, at least: with fewer it may be the article."""
_ABOVE = 2
"""Short lines right above a blurb that can head it: the name, and the role below the name."""
_SURE, _UNSURE = 0.9, 0.5
"""Confidence of what goes, and of what is only tagged. Of 48 lines below a known name in the dumps of 811 pages 44 were no part
of the body, and the other four are such blurbs that people counted as part of it; of 16 below a heading none was."""
_NOTE = 0.8
"""Confidence of a note: of 21 at the end of those dumps, of persons not named above, all are blurbs; people counted four as
part of the body."""
_AUTHORS = 3
"""Notes at the end of a text, at most."""
_SIGNED = 3
"""Kept lines at the end of a text, one of which can be the name alone."""
_SIGNS = " -–—~*_.,"
"""What stands around a name with which an article is signed."""
_GOES_ON = regex.compile(r"[-‐‑]?[\p{L}\p{M}\p{N}]")  # hyphens of all kinds
"""What makes of a name the beginning of another one: Anna Lee-Smith is not Anna Lee."""
_TITLES = ("dr. ", "dr ", "prof. ", "prof ")
_SPEAKS = regex.compile(r"[^\s:：]+(?: [^\s:：]+){0,4}[:：]")
"""The name of whoever speaks, before the words: interviews and minutes have it before each question and answer."""
_BELOW = 3
"""Lines of a blurb that closes the text and does not say what its author is, at most."""
_PART = 3
"""Letters of a part of a name by which a line is known to speak of that person."""
_OPENS = regex.compile(r"(?:\p{Lu}[\p{L}\p{M}’'.-]*(?: |(?=[,:(])|$)){1,5}")
"""The words with large letters that a blurb opens with."""


class _Blurb(NamedTuple):
    """Which of the lines that stay are about authors, from the ``first`` to before the ``stop``; whom they name, and why."""

    first: int
    stop: int
    names: Sequence[str]
    why: str
    sure: float


def author_bio(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim what a text says of its author at its end, line by line, below three paragraphs or more of the article.

    - What begins with the name of an author who is known from a byline, if that has two words or more, and closes the text
      (confidence 0.9) or says what that person is or does (0.8). Or, as a byline, the name alone: of eight such lines in the
      dumps of 811 pages none was part of the body.
    - What stands below a heading of which a rule says ``heading_of: author_bio``, and closes the text or speaks of whom it
      opens with (0.9).
    - A note that begins with a name and says what that person is or does, with no paragraph behind (0.8).

    A blurb ends above the first paragraph that neither has a part of the name nor begins with a word such as "She".

    Where a paragraph of the article names that person, too, the article may be about them: then it is only tagged (0.5).
    """
    lines = filled_lines(document)
    occupied = taken(lines, claims)
    kept = list(kept_lines(lines, occupied))
    texts = [lines[at].text.strip() for at in kept]
    if sum(map(is_paragraph, texts)) < _PARAGRAPHS:
        return
    names, language = tuple(dict.fromkeys(_authors(claims))), document.language.code
    blurb = (
        _by_name(texts, names, language)
        or _below_heading(texts, _headings(lines, occupied, kept), language)
        or _notes(texts, language)
    )
    if blurb is None:
        yield from _signatures([lines[at] for at in kept[-_SIGNED:]], names)
        return
    above = [text for text in texts[: blurb.first] if is_paragraph(text)]
    if len(above) < _PARAGRAPHS:
        return
    sure, why = blurb.sure, blurb.why
    if any(_is_told_of(name, above) for name in blurb.names):
        sure, why = _UNSURE, f"{why}; but the article tells of that person, too"
    for at in kept[blurb.first : blurb.stop]:
        yield guess(lines[at], Label.AUTHOR_BIO, RULE, sure, why)


def _is_told_of(name: str, above: Iterable[str]) -> bool:
    """Whether paragraphs of the article name a person, by the last word of the name."""
    last = name.rsplit(maxsplit=1)[-1].strip(_SIGNS)
    return any(_is_in(last, text) for text in above)


def _is_in(name: str, text: str) -> bool:
    """Whether a text has a name as a word, which a byline may have in capitals."""
    return regex.search(rf"\b{regex.escape(name.title() if name.isupper() else name)}\b", text) is not None


def _by_name(texts: Sequence[str], names: Sequence[str], language: str | None) -> _Blurb | None:
    """The blurb about an author of a known name.

    It closes the text, or says of the author what authors are: articles name their writers, too, and go on.
    """
    for place in range(max(len(texts) - _LAST, 0), len(texts)):
        text = texts[place]
        name = _begins_with(text, names)
        if name is None or len(text) - len(name) < _SAID or _SPEAKS.match(text):
            continue
        is_note, stop = noted(text, language) is not None, _stop(texts, place + 1, name, language)
        first = _head(texts, place, names)
        if stop == len(texts) and (is_note or stop - place <= _BELOW):
            return _Blurb(
                first, stop, [name], f"it closes the text behind a paragraph that begins with its author, {name}", _SURE
            )
        if is_note:
            return _Blurb(first, place + 1, [name], f"it begins with the author, {name}, and says who that is", _NOTE)
    return None


def _below_heading(texts: Sequence[str], headings: Iterable[tuple[int, str]], language: str | None) -> _Blurb | None:
    """The blurb below a heading: what speaks of whom it opens with, or all from there on that says nothing else."""
    for first, heading in headings:
        begun = texts[first : first + _ABOVE + 1]
        place = next((at for at, text in enumerate(begun, first) if len(text) >= _SAID), None)
        if place is None or len(texts) - first > _LAST:
            continue
        openings = [_opening(text, language) for text in texts[first : place + 1]]
        name = next((opening for opening in openings if " " in opening), openings[-1])
        stop = _stop(texts, place + 1, name, language)
        if stop < len(texts):  # the article goes on below
            stop = max((at + 1 for at in range(first, stop) if _speaks_of(texts[at], name)), default=first)
            why = f"it stands below “{heading}” and speaks of {name}"
        else:
            why = f"it closes the text below “{heading}”"
        if stop > first:
            return _Blurb(first, stop, [name] if name else [], why, _SURE)
    return None


def _stop(texts: Sequence[str], at: int, name: str, language: str | None) -> int:
    """Where a blurb ends that has come as far as ``at``: above the first paragraph that does not go on about that person."""
    while at < len(texts) and (not is_paragraph(texts[at]) or _speaks_of(texts[at], name) or _goes_on(texts[at], language)):
        at += 1
    return at


def _speaks_of(text: str, name: str) -> bool:
    """Whether a line has a part of a name, be it the first name or the last."""
    return any(_is_in(part, text) for part in name.split() if len(part) >= _PART)


def _goes_on(text: str, language: str | None) -> bool:
    """Whether a paragraph begins with a word for somebody who was named before it, as "She"."""
    return regex.split(r"\W", text, maxsplit=1)[0].casefold() in of(language).get("third_person", ())


def _opening(text: str, language: str | None) -> str:
    """The name that a text opens with: its first words with large letters; empty if that is an article or a pronoun."""
    found = _OPENS.match(text)
    opening = found[0].strip(_SIGNS) if found else ""
    return "" if opening.lower() in FUNCTION_WORDS.get(language or "", ()) else opening


def _headings(lines: Sequence[Line], occupied: Occupied, kept: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The headings of a box about an author, as rules say (`Claim.heading_of`), each with how many lines stay above it."""
    for at, claim in sorted(occupied.claims.items()):
        if claim.heading_of is Label.AUTHOR_BIO:
            yield bisect_left(kept, at), lines[at].text.strip()


def _notes(texts: Sequence[str], language: str | None) -> _Blurb | None:
    """The notes on authors with which a text ends, and nothing but short lines behind them.

    More than `_AUTHORS` are no notes: then the article tells of one person after the other.
    """
    stop, last = len(texts), max(len(texts) - _LAST, 0)
    while stop > last and not (is_paragraph(texts[stop - 1]) or noted(texts[stop - 1], language)):
        stop -= 1
    first, names = stop, list[str]()
    while first and len(names) <= _AUTHORS and (name := noted(texts[first - 1], language)):
        first -= 1
        names.insert(0, name)
    if not 0 < len(names) <= _AUTHORS:
        return None
    why = f"it closes the text with a note on who {' and '.join(names)} {'is' if len(names) == 1 else 'are'}"
    return _Blurb(first, stop, names, why, _NOTE)


def _signatures(lines: Iterable[Line], names: Iterable[str]) -> Iterator[Claim]:
    """Claims on the lines that are an author's name and nothing else."""
    known = {name.casefold(): name for name in names}
    for line in lines:
        if (name := known.get(line.text.strip(_SIGNS).casefold())) is not None:
            yield guess(line, Label.BYLINE, RULE, _SURE, f"it closes the text and is the name of its author, {name}, alone")


def _authors(claims: Iterable[Claim]) -> Iterator[str]:
    """The names of the article's authors, as the bylines or the rules of the outlet say."""
    for claim in claims:
        if AUTHORS in claim.fields and (claim.rule == BYLINES or claim.authority is Authority.OUTLET):
            yield from (name for name in split_names(claim.fields[AUTHORS], every_comma=True) if " " in name)


def _begins_with(text: str, names: Iterable[str]) -> str | None:
    """The name that a line begins with, behind a title or not."""
    small = text.casefold()
    for name in names:
        for title in ("", *_TITLES):
            begun = title + name.casefold()
            if small.startswith(begun) and not _GOES_ON.match(small, len(begun)):
                return name
    return None


def _head(texts: Sequence[str], place: int, names: Sequence[str]) -> int:
    """Where the blurb of a line begins: at the line with the name alone above it, if there is one."""
    for first in range(max(place - _ABOVE, 0), place):
        if _begins_with(texts[first], names) and not any(is_paragraph(text) for text in texts[first:place]):
            return first
    return place
