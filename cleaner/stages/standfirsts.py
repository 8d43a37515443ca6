"""The standfirst that went: the sentence between a headline and the byline, which the guess about prose cuts as navigation.

To that guess it is a lone line some way from the article. Its place tells what it is: it stands right below the title, and
not far below stands the byline or the article. It goes as before, but under the label that a policy can keep and that fills
the field; nothing else goes or stays by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleaner.fields.elements import Elements
from cleaner.fields.keys import key
from cleaner.fields.names import BYLINE
from cleaner.lines import COLONS, has_ideographs
from cleaner.model import Claim, Document, Label, Line
from cleaner.stages.prose import BLOCKS_RULE
from cleaner.stages.prose import RULE as PROSE
from cleaner.stages.reading_aids import filled_lines, guess, is_legal, is_paragraph, kept_lines, taken
from cleaner.stages.signatures import is_signature, says, signature
from cleaner.stages.story_shape import is_row, tells

RULE = "stage/standfirsts"
_SIZE, _IDEOGRAPHS = (40, 500), 20
"""Characters of a standfirst, and the fewest in scripts without spaces: shorter sentences there call to the reader."""
_PHRASE = 8
"""Words from which it need not end as a sentence: shorter phrases there are kickers, captions and names."""
_NEAR = 6
"""Lines below it among which the byline or the article begins: between stand what shares it and a caption."""


def standfirsts(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim the sentence right below the title as the summary, where a guess cut it as navigation; it is as sure to go."""
    lines = filled_lines(document)
    occupied = taken(lines, claims)
    first = next((at for at in kept_lines(lines, occupied) if is_paragraph(lines[at].text.strip())), len(lines))
    title = _title(lines[:first], claims)
    if title is None:
        return
    at, known = title + 1, occupied.get(title + 1)
    if known is None or known.label is not Label.NAVIGATION or known.rule not in (PROSE, BLOCKS_RULE):
        return
    text, language = lines[at].text.strip(), document.language.code
    if not _is_told(text) or key(lines[title].text) in key(text) or signature(text, language) or _is_link(document, lines[at]):
        return
    below = range(at + 1, min(at + 1 + _NEAR, len(lines)))
    if first in below or any(_is_byline(lines[near], occupied.get(near), language) for near in below):
        yield guess(lines[at], Label.SUMMARY, RULE, known.confidence, "a sentence between the title and the article")


def _title(lines: Sequence[Line], claims: Iterable[Claim]) -> int | None:
    """The last of the lines that is a title: by a claim, or as a main heading of a page."""
    starts = [claim.start for claim in claims if claim.label is Label.TITLE or "title" in claim.fields]
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if "h1" in line.path.split(">") or any(line.start <= start < line.stop for start in starts):
            return at
    return None


def _is_told(text: str) -> bool:
    """Whether a line is a sentence, or a phrase as long as one, and neither byline nor notice nor row of a menu."""
    if not (_IDEOGRAPHS if has_ideographs(text) else _SIZE[0]) <= len(text) <= _SIZE[1]:
        return False
    if BYLINE.match(text) or is_legal(text):
        return False
    if tells(text):
        return True
    phrase = len(text.split()) >= _PHRASE and not is_row(text) and not text.endswith(COLONS)
    return phrase and not says("published", text) and not says("updated", text)


def _is_link(document: Document, line: Line) -> bool:
    """Whether all of a page's line is links, as the headline of another story is."""
    if document.page is None:
        return False
    elements = Elements(document.page, document)
    return all(
        "a" in map(document.page.tags.__getitem__, document.page.above(piece.element)) for piece, _ in elements.named([line])
    )


def _is_byline(line: Line, claim: Claim | None, language: str | None) -> bool:
    return (claim is not None and claim.label is Label.BYLINE) or is_signature(line.text.strip(), language)
