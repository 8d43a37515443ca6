"""The next story of an endless page, and cards of other stories, behind the element that holds the page's article.

What the model knows of a page's other blocks are menus and teasers; a whole story that a site loads below the first looks like
more of the article. Its markup tells: it has an element of its own, with a headline and a byline. Lists of stories (a blog's
front page, a round-up, a live blog) are made of such elements, too; there none is the one that the page is called after.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import NamedTuple

from cleaner.fields.times import times_in
from cleaner.model import Claim, Document, Label, Line, Page
from cleaner.stages.reading_aids import Occupied, guess, is_paragraph, taken

RULE = "stage/next_stories"
_SURE = 0.85
"""Confidence of a cut. In 811 pages nothing is cut: their further articles are parts of one, without bylines."""
_TITLES = ("og:title", "twitter:title", "title")
_HEADINGS, _CARD_HEADINGS = frozenset({"h1", "h2"}), frozenset({"h2", "h3", "h4", "h5"})
_BLOCKS = frozenset({"article", "section", "div"})
_PARAGRAPHS = 3
"""Paragraphs of the page's article, without which it may be the preface of a round-up."""
_UP = 12
"""Elements above the title among which is the one that holds the article."""
_FIRST, _BYLINE = 3, 4
"""Lines at the head of a story among which is its headline, and those behind that within which it has a byline."""
_CARDS, _LEAD, _LEAD_LINES = 3, 300, 2
"""Cards in a box; characters of a lead, and lines of a card below its headline."""
_LIVE = "LiveBlogPosting"


class _Block(NamedTuple):
    """An element with its lines, and the characters of their paragraphs that stay."""

    element: int
    lines: range
    prose: int


def next_stories(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim the open lines of whole stories and of boxes of cards that stand behind the article that a page is called after.

    A story has a headline of the first or second level at its head and a byline below; with one of the second level it is not
    longer than the page's article, with one of the first not twice as long, or the article may be a round-up's preface. A box
    of cards has a heading that goes, and three linked headlines or more, with a lead each; below a title with a number they may
    be what it promises. Nothing is cut of a block in which a rule protects a line.
    """
    page = document.page
    if page is None or _LIVE in page.markup:
        return
    heads = [number for number, owner in enumerate(page.owners) if page.tags[owner] in _HEADINGS]
    title = _title(page, document.lines, heads)
    if title is None:
        return
    occupied = taken(document.lines, claims)
    view = _View(page, document.lines, occupied)
    article = view.article(title)
    if article is None:
        return
    listing = any(map(str.isdigit, document.lines[title].text))
    for block in view.behind(article):
        if any(map(occupied.stays, block.lines)):
            continue
        if view.is_story(block, article):
            yield from _cut(view, block, "it stands behind the article, with a headline and a byline of its own")
        elif not listing and page.tags[article.element] == "article" and view.is_box_of_cards(block):
            yield from _cut(view, block, "it stands behind the article, in a box of linked headlines with leads")


def _cut(view: _View, block: _Block, reason: str) -> Iterator[Claim]:
    opened = filter(view.occupied.open, block.lines)
    return (guess(view.lines[number], Label.OTHER_STORY, RULE, _SURE, reason) for number in opened)


def _title(page: Page, lines: Sequence[Line], heads: Sequence[int]) -> int | None:
    """The heading that says what the page says its title is."""
    from cleaner.stages.pages.evidence import MOST_STATED, is_title, normal

    titles = " | ".join(normal(page.meta[name][:MOST_STATED]) for name in _TITLES if name in page.meta)
    return next((number for number in heads if is_title(lines[number].text, titles)), None)


class _View:
    """The blocks of a page, and what is known of their lines."""

    def __init__(self, page: Page, lines: Sequence[Line], occupied: Occupied) -> None:
        self.page, self.lines, self.occupied = page, lines, occupied
        self._owned = sorted((owner, number) for number, owner in enumerate(page.owners))
        sizes = (len(line.text) if self._is_prose(number) else 0 for number, line in enumerate(lines))
        self._prose = [0, *accumulate(sizes)]
        self._ends = list(range(1, len(page.tags) + 1))
        for element in range(len(page.tags) - 1, -1, -1):
            above = page.parents[element]
            if above >= 0:
                self._ends[above] = max(self._ends[above], self._ends[element])
        self._in_link = page.inside("a")

    def block(self, element: int) -> _Block:
        """An element, as a block."""
        low, high = (bisect_left(self._owned, (at,)) for at in (element, self._ends[element]))
        inside = [number for _, number in self._owned[low:high]]
        lines = range(min(inside), max(inside) + 1) if inside else range(0)
        return _Block(element, lines, self._prose[lines.stop] - self._prose[lines.start])

    def article(self, title: int) -> _Block | None:
        """The innermost element around the title that holds paragraphs that stay."""
        blocks = map(self.block, islice(self.page.above(self.page.owners[title]), _UP))
        return next((block for block in blocks if block.prose and self.page.tags[block.element] in _BLOCKS), None)

    def behind(self, article: _Block) -> Iterator[_Block]:
        """The blocks next to the article and behind it, and all further articles; outermost ones."""
        tags, parents = self.page.tags, self.page.parents
        done = self._ends[article.element]
        for element in range(done, len(tags)):
            if element < done:
                continue
            beside = parents[element] == parents[article.element] and tags[element] in _BLOCKS
            if beside or (tags[element] == tags[article.element] == "article"):
                block = self.block(element)
                if beside and tags[element] != "article" and self._holds_article(element):
                    continue  # what is around a further article
                done = self._ends[element]
                yield block

    def is_story(self, block: _Block, article: _Block) -> bool:
        """Whether a block is a story of its own."""
        tags, names = self.page.tags, self.page.names
        alike = tags[block.element] == tags[article.element] and names[block.element] == names[article.element] != ""
        if not (block.prose and (tags[article.element] == "article" or alike)):
            return False
        if sum(map(self._is_prose, article.lines)) < _PARAGRAPHS:
            return False
        head = next((number for number in block.lines[:_FIRST] if self._tag(number) in _HEADINGS), None)
        if head is None:
            return False
        first = self._tag(head) == "h1"
        near = [number for number in block.lines if number != head and number <= head + _BYLINE]
        signed = any(self._says_who(number) or (first and self._says_when(number)) for number in near)
        return signed and block.prose <= article.prose * (2 if first else 1)

    def is_box_of_cards(self, block: _Block) -> bool:
        """Whether a block has a heading that goes, and below it nothing but linked headlines with a lead each."""
        numbers = block.lines
        if len(numbers) < 2 * _CARDS or self._tag(numbers[0]) not in _CARD_HEADINGS | _HEADINGS:
            return False
        if self._is_linked(numbers[0]) or not self.occupied.goes(numbers[0]):
            return False
        cards = [number for number in numbers[1:] if self._tag(number) in _CARD_HEADINGS]
        if len(cards) < _CARDS or cards[0] != numbers[1] or not all(map(self._is_linked, cards)):
            return False
        sizes = [after - card - 1 for card, after in zip(cards, [*cards[1:], numbers[-1] + 1], strict=True)]
        longest = max(len(self.lines[number].text) for number in numbers)
        return max(sizes) <= _LEAD_LINES and longest <= _LEAD

    def _holds_article(self, element: int) -> bool:
        return "article" in self.page.tags[element : self._ends[element]]

    def _tag(self, number: int) -> str:
        return self.page.tags[self.page.owners[number]]

    def _is_prose(self, number: int) -> bool:
        return (
            is_paragraph(self.lines[number].text) and not self.occupied.goes(number) and self._tag(number) not in _CARD_HEADINGS
        )

    def _is_linked(self, number: int) -> bool:
        line = self.lines[number]
        at = bisect_left(self.page.pieces, line.start, key=lambda piece: piece.start)
        texts = []
        for piece in self.page.pieces[at:]:
            if piece.start >= line.end:
                break
            texts.append(self._in_link[piece.element])
        return bool(texts) and all(texts)

    def _says_who(self, number: int) -> bool:
        claim = self.occupied.get(number)
        if claim is None or claim.label is not Label.BYLINE:
            return False
        return "authors" in claim.fields or not times_in(self.lines[number].text)

    def _says_when(self, number: int) -> bool:
        claim = self.occupied.get(number)
        return self._tag(number) == "time" or (claim is not None and claim.label is Label.BYLINE)
