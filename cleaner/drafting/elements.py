"""Elements of web pages: by which names they are found again on other pages, and which of them hold nothing of the article.

Names made by a program (``css-1shl3oz``, ``Caption_title__ccyQU``) change with every build of a site, words of layout (``row``,
``wrapper``) stand anywhere, and so do names of one property of a style (``mt-4``, ``text-gray-50``); a selector is made of the
other names, or of the part that a build leaves alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

import regex

from cleaner.model import Document, Page

_KINDS = (
    ("comments", r"comment|disqus|kommentar|respond"),
    ("share", r"shar(?:e|ing)|social|follow|facebook|twitter|whatsapp|teilen|partag"),
    ("photo_credit", r"credit|copyright-?image|photographer"),
    ("caption", r"caption|legende"),
    ("author_bio", r"author|bio\b|writer|autor"),
    ("byline", r"byline|(?<!out)(?<!up)date(?!d)|time(?!s(?!t))|publish|meta\b|posted"),
    ("promo", r"\bads?\b|advert|promo|newsletter|subscri|paywall|banner|sponsor|donat|anzeige|cta\b|signup|sign-up"),
    ("other_story", r"related|recommend|more-|read-?more|popular|teaser|also|trending|most|outbrain|taboola"),
    ("embed", r"video|player|embed|iframe|audio|gallery|slideshow"),
    ("legal", r"legal|copyright|cookie|disclaimer|terms"),
)
_KIND = tuple((label, regex.compile(rf"(?i){pattern}")) for label, pattern in _KINDS)
_FRAME = regex.compile(r"(?i)[^a-z]*(?:class\*=\W*)?(?:site[-_]?|page[-_]?|global[-_]?)?(?:footer|header|nav|menu)")
"""What the frame of a page is called, whatever it says of the outlet behind that."""
_MENU = regex.compile(r"(?i)\bnav|menu|breadcrumb|footer|header|sidebar|topics?\b|\btags?\b|toolbar|modal|dialog|skip|search")

_NAME = regex.compile(r"[A-Za-z][A-Za-z_-]{2,60}(?:[-_]?\d{1,2})?")
_BUILT = regex.compile(r"(?P<stem>[A-Za-z][\w-]{2,}?(?:_|__))(?=[\w-]*[\dA-Z])(?:(?<=__)[\w-]{5}|[A-Za-z\d-]{4,6})")
_MADE = regex.compile(r"(?:^|[-_])(?:css|jsx|sc|emotion|styled)[-_]", regex.IGNORECASE)
_LAYOUT = regex.compile(
    r"(?i)(?:(?:row|cols?|column|columns|container|wrapper|wrap|inner|outer|content|section|block|item|items|flex|grid|box|left"
    r"|right|center|main|body|text|title|active|visible|hidden|show|clearfix|element|group|list|page|root|layout|full|width|small"
    r"|medium|large|md|lg|sm|xs|xl|post|article|story|entry|view|region|field|node|type|widget|module|component)(?:[-_]|\d|$)+)+"
)
"""Names made of such words alone say where something stands, or what everything is."""
_UTILITY = regex.compile(
    r"""(?x) -?
    (?: [mp][trblxyse]?|g[xy]?|gap|space|divide|inset|[vm]?[wh]|min|max|top|left|right|bottom|order|basis|grow|shrink|cols?
      | rows?|grid|columns|size|opacity|duration|delay|scale|rotate|translate|leading|tracking|line-clamp|rounded|shadow|blur
      | ring|stroke|fill|lh|fs|fw|fst|text|bg|border|outline|decoration|font|float|clear|object|origin|items|justify|self|place
      | align|vertical-align|d|display|flex|inline|overflow|overscroll|position|break|whitespace|list|transition|ease|cursor
      | pointer-events|select|z )
    (?: - (?: [trblxyse]{1,2}|[wh]|items|content|self|span|start|end|flow|cols?|rows?|weight|opacity|xs|sm|md|lg|xl|xxl
      | print ) )*
    - (?: n?\d{1,4}|px|auto|full|screen|min|max|fit|none|base|initial|inherit|current|default|xs|sm|md|lg|xl|xxl|[2-9]xl
      | start|end|center|between|around|evenly|stretch|baseline|normal|left|right|top|bottom|middle|both|row|col|column|reverse
      | slate|gr[ae]y|zinc|neutral|stone|red|orange|amber|yellow|lime|green|emerald|teal|cyan|sky|blue|indigo|violet|purple
      | fuchsia|pink|rose|white|black|transparent|primary|secondary|muted|success|danger|warning|info|light|dark
      | thin|extralight|medium|semibold|bold|bolder|extrabold|italic|sans|serif|mono
      | tighter|tight|snug|relaxed|loose|wide|wider|widest|(?:no)?wrap|truncate|ellipsis|balance|pretty|words|all|keep
      | pre|pre-line|pre-wrap|cover|contain|flex|grid|table|inline|inline-flex|fill|grow|shrink|hidden|scroll|visible|clip
      | relative|absolute|fixed|static|sticky|disc|decimal|inside|outside|unstyled|in|out|in-out|linear|colors|opacity|transform
      | shadow|pointer )
    (?: -\d{1,3} | -reverse )?
    | (?: d|display|inline ) (?: - (?: xs|sm|md|lg|xl|xxl|print|inline ) )* -block | aspect-(?:square|video)
    | inline|flex|grid|block|hidden|relative|absolute|fixed|static|sticky|isolate|invisible|border(?:-[trblxyse]|-\d)*|rounded
    | shadow|grow|shrink|transition|transform|uppercase|lowercase|capitalize|(?:not-)?italic|(?:no-)?underline|line-through
    | truncate|antialiased
    """
)
"""Names of one property of a style with its value, as Tailwind and Bootstrap have them; they say how something looks, not what
it is. Those with signs in them (``md:w-1/2``) are no names for `_NAME`."""


class Found(NamedTuple):
    """A selector and the numbers of the elements that it finds on a page."""

    selector: str
    elements: tuple[int, ...]

    @property
    def kind(self) -> str | None:
        """What its words say of the elements; see `kind_of`."""
        return kind_of(self.selector)


def kind_of(names: str) -> str | None:
    """The label that the words of classes and ids speak of; ``None`` where they say nothing."""
    if _FRAME.match(names):
        return "navigation"
    known = next((label for label, words in _KIND if words.search(names)), None)
    return known or ("navigation" if _MENU.search(names) else None)


def is_layout(selector: str) -> bool:
    """Whether a selector of one name is made of words of layout alone."""
    return bool(_LAYOUT.fullmatch(selector.strip('.#"]').removeprefix('[class*="')))


def selectors_of(page: Page, elements: Iterable[int]) -> dict[int, tuple[Found, ...]]:
    """For each of some elements the selectors of one name that find it, those that find fewest first. One parse for all."""
    from cleaner.reading.html import select  # text never needs a parser

    wanted = {element: tuple(dict.fromkeys(_written(page.names[element]))) for element in elements}
    known = sorted({selector for written in wanted.values() for selector in written})
    found = dict(zip(known, select(page.markup, known), strict=True)) if known else {}
    return {
        element: tuple(
            sorted(
                (Found(selector, found[selector]) for selector in written if element in found[selector]),
                key=lambda one: (len(one.elements), len(one.selector), one.selector),
            )
        )
        for element, written in wanted.items()
    }


def _written(names: str) -> Iterator[str]:
    """The selectors that a page's names can be written as; which of them are classes and which ids, the page must tell."""
    for name in names.split():
        if _MADE.search(name):
            continue
        built = _BUILT.fullmatch(name)
        if built:
            yield f'[class*="{built["stem"]}"]'
        elif _NAME.fullmatch(name) and not _UTILITY.fullmatch(name):
            yield from (f".{name}", f"#{name}")


def example(selector: str, inside: str) -> str:
    """The smallest page on which a selector of one name finds something: an element of that name with this inside."""
    kind, name = selector[0], selector.strip('.#"]').removeprefix('[class*="')
    return f'<div {"id" if kind == "#" else "class"}="{name}{"x" if kind == "[" else ""}">{inside}</div>'


def shown(text: str, most: int) -> str:
    """Some text of a page, to be put into an example of markup."""
    return escape(" ".join(text.split())[:most].rstrip(), quote=False)


@dataclass(frozen=True)
class Tree:
    """Which lines of a document stand in which elements.

    Attributes:
        owners: for each line, the block element whose text it is.
        lines: the lines in each element, those in the elements below it included; an element without text is not there.
        below: the elements with text that stand in an element, below no other.
    """

    page: Page
    owners: Sequence[int]
    lines: Mapping[int, Sequence[int]]
    below: Mapping[int, Sequence[int]]

    def outermost(self, held: Mapping[int, bool]) -> Iterator[int]:
        """The largest elements none of whose lines is ``held``, in the order of the page."""
        for element in sorted(self.lines):
            above = self.page.parents[element]
            if above >= 0 and not self.any(element, held) and self.any(above, held):
                yield element

    def any(self, element: int, held: Mapping[int, bool]) -> bool:
        """Whether any line in an element is ``held``."""
        return any(held[line] for line in self.lines.get(element, ()))


def tree_of(document: Document, page: Page, starts: Sequence[int]) -> Tree:
    """Where the lines that begin at these offsets stand; they are numbered from 0."""
    begins = [line.start for line in document.lines]
    owners = [page.owners[bisect_right(begins, start) - 1] for start in starts]
    lines: dict[int, list[int]] = defaultdict(list)
    for number, owner in enumerate(owners):
        for element in page.above(owner):
            lines[element].append(number)
    below: dict[int, list[int]] = defaultdict(list)
    for element in sorted(lines):
        below[page.parents[element]].append(element)
    return Tree(page, owners, dict(lines), dict(below))


class Around(NamedTuple):
    """An element around a line: its tag, the characters in it, and the selectors of one name that find it."""

    tag: str
    size: int
    selectors: tuple[Found, ...]


def around(document: Document, number: int) -> list[Around]:
    """The elements in which a line of a web page stands (lines count from 1), the innermost first; none of plain text."""
    page = document.page
    if page is None:
        return []
    way = list(page.above(page.owners[number - 1]))
    known = selectors_of(page, way)
    tree = tree_of(document, page, [line.start for line in document.lines])
    sizes = [len(line.text) for line in document.lines]
    return [Around(page.tags[element], sum(sizes[line] for line in tree.lines[element]), known[element]) for element in way]
