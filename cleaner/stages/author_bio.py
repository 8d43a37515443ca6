"""What a text says of its author behind the article: a paragraph that begins with the name in the byline, or the name alone.

In the article's own language nothing in its wording parts such a blurb from the last paragraph of an article about a person;
the byline does. (In another language `cleaner.stages.foreign_tail` knows it by that.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleaner.fields.names import split_names
from cleaner.model import Authority, Claim, Document, Label, Line
from cleaner.stages.bylines import AUTHORS
from cleaner.stages.bylines import RULE as BYLINES
from cleaner.stages.reading_aids import filled_lines, guess, is_paragraph, kept_lines, taken

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
"""Confidence of what goes (of 48 lines like these in the dumps of 811 pages 44 were no part of the body, and the other four
are such blurbs that people counted as part of it), and of what is only tagged."""
_SIGNED = 3
"""Kept lines at the end of a text, one of which can be the name alone."""
_SIGNS = " -–—~*_.,"
"""What stands around a name with which an article is signed."""
_TITLES = ("dr. ", "dr ", "prof. ", "prof ")


def author_bio(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim the blurb about an author who is known from a byline, at the end of a text, line by line (confidence 0.9).

    Or, as a byline, the name alone: of eight such lines in the dumps of 811 pages none was part of the body. Where a paragraph
    of the article names the author, too, the article may be about that person: then it is only tagged (0.5). Names of one word
    are not looked for. Pages are left out: of them hardly a blurb stays.
    """
    if document.page is not None:
        return
    names = tuple(dict.fromkeys(_authors(claims)))
    if not names:
        return
    lines = filled_lines(document)
    kept = list(kept_lines(lines, taken(lines, claims)))
    texts = [lines[at].text.strip() for at in kept]
    for place in range(max(len(kept) - _LAST, 0), len(kept)):
        name = _begins_with(texts[place], names)
        if name is None or len(texts[place]) - len(name) < _SAID:
            continue
        first = _head(texts, place, names)
        above = [text for text in texts[:first] if is_paragraph(text)]
        if len(above) >= _PARAGRAPHS:
            told = any(name.casefold() in text.casefold() for text in above)
            yield from _claims([lines[at] for at in kept[first:]], name, told=told)
        return
    if sum(map(is_paragraph, texts)) >= _PARAGRAPHS:
        yield from _signatures([lines[at] for at in kept[-_SIGNED:]], names)


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
            if small.startswith(begun) and not small[len(begun) : len(begun) + 1].isalnum():
                return name
    return None


def _head(texts: Sequence[str], place: int, names: Sequence[str]) -> int:
    """Where the blurb of a line begins: at the line with the name alone above it, if there is one."""
    for first in range(max(place - _ABOVE, 0), place):
        if _begins_with(texts[first], names) and not any(is_paragraph(text) for text in texts[first:place]):
            return first
    return place


def _claims(blurb: Sequence[Line], name: str, *, told: bool) -> Iterator[Claim]:
    """Claims on the lines of a blurb; ``told``: the article names its author, too."""
    reason = f"it closes the text behind a paragraph that begins with its author, {name}"
    if told:
        reason += "; but the article tells of that person, too"
    for line in blurb:
        yield guess(line, Label.AUTHOR_BIO, RULE, _UNSURE if told else _SURE, reason)
