"""Texts that hold many articles, one behind the other, as databases of the press save them: where each begins and ends.

Such a text is no document. Taken for one, it has one title, one date and a body that changes its subject; taken apart
(``cleaner unbundle``), each article is cleaned by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import regex

from cleaner.lines import LINE_END

_FACTIVA = r"(?:AN\s+)?Do[ck]ument[eo]? [A-Z][A-Z\d]{0,7}0{0,7}(?:19|20)\d{6}[a-z][a-z\d]{6,12}"
_NEXIS = (
    "End of Document", "Fin du document", "Ende des Dokuments", "Fin del documento", "Fine del documento",
    "Einde van het document",
)  # fmt: skip  # words


_SECONDS = 1.0
"""For one line and a pattern that somebody gave; those below take microseconds."""


class Marks(NamedTuple):
    """The lines by which articles are told apart.

    Attributes:
        name: who makes such texts.
        begins: a line that matches as a whole, but for white space at its edges, is the first of an article.
        ends: such a line is the last of an article. One of the two is there, or both.
        hints: one of these is in every such line.
    """

    name: str
    begins: regex.Pattern[str] | None
    ends: regex.Pattern[str] | None
    hints: tuple[str, ...] = ()


KINDS = (
    Marks("LexisNexis", regex.compile(r"\d{1,5} of \d{1,6} DOCUMENTS?"), None, (" DOCUMENT",)),
    Marks("ProQuest", regex.compile(r"Document \d{1,4} of \d{1,5}"), None, ("Document ",)),
    Marks("Factiva", None, regex.compile(_FACTIVA), ("Document ", "Documento ", "Dokument ")),
    Marks("Nexis", None, regex.compile("|".join(_NEXIS)), _NEXIS),
)
_STEMS = ("ocument", "okument", "OCUMENT")
"""One of these is in all of their hints: to look for three words costs a third of looking for all."""


class Article(NamedTuple):
    """A stretch of a text that is one article; positions count code points."""

    start: int
    end: int


class Bundle(NamedTuple):
    """A text of several articles: by whom they were saved together, and where they stand, in order."""

    saved_by: str
    articles: list[Article]


def articles(text: str, marks: Marks) -> list[Article]:
    """The articles of a text, in order, each with the lines that mark it; they do not overlap.

    Before the first line that begins an article there is none, nor behind the last one that ends one.

    Raises:
        TimeoutError: a pattern takes too long on a line.
    """
    found: list[Article] = []
    start = None if marks.begins else 0
    for first, stop, said in _lines(text, marks.hints):
        if marks.begins and said and marks.begins.fullmatch(said, timeout=_SECONDS):
            if start is not None:
                found.append(Article(start, first))
            start = first
        if marks.ends and said and start is not None and marks.ends.fullmatch(said, timeout=_SECONDS):
            found.append(Article(start, stop))
            start = None if marks.begins else stop
    if marks.begins and start is not None:
        found.append(Article(start, len(text)))
    return found


def _lines(text: str, hints: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """The lines that hold one of these, or all: where each starts and stops, and what it says without white space around it.

    One by one, as such texts may have millions; linear in the size of the text.
    """
    wanted = re.compile("|".join(map(re.escape, hints)))  # without hints it finds the next line, whatever that is
    stop = 0
    while stop < len(text) and (found := wanted.search(text, stop)):
        start = max(text.rfind(end, stop, found.start()) + 1 for end in "\r\n") or stop
        end = LINE_END.search(text, found.end())
        stop = end.end() if end else len(text)
        yield start, stop, text[start:stop].strip()


def bundle(text: str) -> Bundle | None:
    """A text taken apart by the marks that find the most articles in it, two at least; ``None``: it is one document."""
    if not any(stem in text for stem in _STEMS):
        return None
    best = None
    for marks in KINDS:
        # Two articles have two such lines; most texts have not even one of the words.
        if any(text.count(hint) > 1 for hint in marks.hints):
            found = articles(text, marks)
            if len(found) > (len(best.articles) if best else 1):
                best = Bundle(marks.name, found)
    return best


def left_over(text: str, found: Iterable[Article]) -> Iterator[str]:
    """What stands between the articles, before the first and behind the last, where it is more than white space."""
    place = 0
    for article in (*found, Article(len(text), len(text))):
        if stretch := text[place : article.start].strip():
            yield stretch
        place = article.end
