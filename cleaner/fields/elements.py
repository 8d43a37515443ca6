"""The text of a page in the elements that it stands in: where a line belongs, and what the page calls the place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from cleaner.model import Document, Line, Page, Piece

_LEVELS = 3
"""Elements whose names tell of a piece: its own, and those above it."""
_LONGEST_NAMES = 80
"""Characters of the names of one element."""
NEAR = 25
"""Lines around the headline in which its author and day stand, and pieces beside one that are looked at."""


class Elements:
    """A document with the elements of its page.

    Attributes:
        page, text, lines: the document's.
        bylined: captions that hold a byline, for they stand beside the author's portrait.
    """

    def __init__(self, page: Page, document: Document) -> None:
        self.page = page
        self.text = document.text
        self.lines = document.lines
        self.bylined = {
            element
            for line in self.lines
            if "address" in line.path.partition("figcaption>")[2]
            for element in self.page.above(page.owners[line.number - 1])
            if page.tags[element] == "figcaption"
        }

    def named(self, lines: Sequence[Line]) -> Iterator[tuple[Piece, str]]:
        """The pieces of lines, each with the names of its element and of the two above it."""
        if not lines:
            return
        page, pieces = self.page, self.page.pieces
        at = bisect_left(pieces, lines[0].start, key=lambda piece: piece.start)
        while at < len(pieces) and pieces[at].start < lines[-1].end:
            element = pieces[at].element
            names = []
            for _ in range(_LEVELS):
                if element >= 0:
                    names.append(page.names[element][:_LONGEST_NAMES])
                    element = page.parents[element]
            yield pieces[at], " ".join(names)
            at += 1

    def parts(self, line: Line) -> list[tuple[str, str]]:
        """The texts of a line by element, each with the tag of that; nothing of a line that is one element's."""
        found = [(self.text[piece.start : piece.end], self.page.tags[piece.element]) for piece, _ in self.named([line])]
        return found if len(found) > 1 else []

    def beside(self, element: int, piece: Piece, step: int) -> Iterator[Piece]:
        """The pieces of an element before (``step`` -1) or after one of them, the nearest first."""
        pieces = self.page.pieces
        at = bisect_left(pieces, piece.start, key=lambda piece: piece.start) + step
        for other in range(at, max(min(at + step * NEAR, len(pieces)), -1), step):
            if element not in self.page.above(pieces[other].element):
                return
            yield pieces[other]

    def is_caption(self, line: Line) -> bool:
        """Whether a line stands in the caption of a picture; beside the author's portrait it holds byline and time instead."""
        if "figcaption" not in line.path:
            return False
        return self.bylined.isdisjoint(self.page.above(self.page.owners[line.number - 1]))
