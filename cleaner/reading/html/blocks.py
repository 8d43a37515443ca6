"""Markup as lines: every visible block is one, in the order of the page, with the elements it stands in.

The only file that imports selectolax, whose lexbor parser builds the tree that browsers build. Measured on 60 news pages of
214 kB: lexbor parses one in 0.5 ms, resiliparse in 0.7 (but visiting its nodes takes ten times as long), lxml in 1.2, and it
loses what is nested deeper than 256 elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeGuard

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cleaner.errors import UnreadableInput
from cleaner.model import Page, Piece
from cleaner.reading.html.data import parse_data

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip  # a list
_UNSEEN = frozenset({
    "applet", "area", "audio", "base", "canvas", "datalist", "embed", "frame", "frameset", "head", "iframe", "input",
    "link", "map", "meta", "noembed", "noframes", "noscript", "object", "option", "param", "script", "select", "source",
    "style", "svg", "template", "textarea", "title", "track", "video",
})  # fmt: skip  # a list
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_REVEALED = 0.5
"""Share of the visible characters. Pages that fade in or fold their article mark it as hidden (10 of 811 pages)."""
_NAMING = ("class", "id", "role", "itemprop")
_REPEATED = frozenset({
    "article:tag", "article:author", "author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author",
})  # fmt: skip  # a list
_MOST_REPEATED = 2000
"""Characters of their values."""
_MOST_ATTRIBUTES = 1000
"""Attributes of one tag. A parser compares each with all before it: 20,000 take a second, 200,000 minutes."""
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
"""As the standard cuts them: a slash or a closing quote ends one as well as white space, and values may hold ``>``."""
_CROWDED_TAG = re.compile(
    rf"""
    (?: [^<]++
      | <!--(?:[^-]++|-(?!->))*+
      | <(script|style)\b(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+[\s/]*+>(?:[^<]++|<(?!/\1))*+
      | <[a-z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+(?!{_ATTRIBUTE})
      | <(?![a-z])
    )*+
    <[a-z][^\s/>]*+(?:{_ATTRIBUTE}){{{_MOST_ATTRIBUTES + 1}}}
    """,
    re.I | re.X,
)
"""Markup from its start through the first tag with too many attributes. It never goes back: 20 MB take half a second."""
_MANY_TAGS = 20_000
"""Tags from which nesting is measured at all; below, even the deepest costs a parser less than a second."""
_DEEPEST = 512
"""Levels, as in browsers. A parser looks through all open elements at each tag: 100,000 levels take half a minute."""
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
_NEVER_NEST = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
    "li", "option", "dt", "dd", "td", "th", "tr", "script", "style",
})  # fmt: skip  # a list


def read_blocks(markup: str) -> tuple[str, Page, tuple[str, ...]]:
    """The visible text of a page, a line a block, where each stood, and warnings.

    A line break (``br``) and the line ends of preformatted text end a line, too; other white space is one space. What no
    browser shows is left out: scripts, templates, what is marked as hidden.

    Raises:
        UnreadableInput: ``markup_limit`` where a tag is so large that no parser survives it.
    """
    markup, warnings = _bounded(markup)
    tree = LexborHTMLParser(markup)
    walk = _walk(tree)
    if revealed := walk.too_much_hidden():
        walk = _walk(tree, revealed)
        warnings += ("text that is marked as hidden was read: there is too much of it to be chrome",)
    page = Page(
        markup=markup,
        tags=tuple(walk.tags),
        parents=tuple(walk.parents),
        names=tuple(walk.names),
        owners=tuple(walk.owners),
        pieces=tuple(walk.pieces),
        meta=walk.meta,
        data=parse_data(walk.data),
    )
    return "".join([f"{line}\n" for line in walk.lines]), page, warnings


def select(markup: str, selectors: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """For each CSS selector the numbers of the elements that it finds, in order; ``markup`` is a page's, and parsed once.

    Raises:
        ValueError: one of the selectors cannot be read.
    """
    tree = LexborHTMLParser(markup)
    found = [{node.mem_id for node in _css(tree, selector)} for selector in selectors]
    wanted = frozenset().union(*found)
    if not wanted:
        return tuple(() for _ in found)
    nodes: Iterable[LexborNode] = tree.root.traverse(include_text=False)  # type: ignore[union-attr]  # lexbor always makes a root
    elements = (node for node in nodes if _is_element(node.tag))
    numbers = {node.mem_id: number for number, node in enumerate(elements) if node.mem_id in wanted}
    return tuple(tuple(sorted(numbers[node] for node in nodes if node in numbers)) for nodes in found)


def _css(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return tree.css(selector)
    except SelectolaxError as error:
        raise ValueError(f"{selector!r} is no CSS selector that can be used here") from error


def _is_element(tag: str | None) -> TypeGuard[str]:
    """Whether a node of this tag is an element, and no text, comment or instruction."""
    return tag is not None and not tag.startswith("-")


def _walk(tree: LexborHTMLParser, revealed: frozenset[int] = frozenset()) -> _Walk:
    """Pass the nodes of a tree in the order of the page. Elements whose numbers are in ``revealed`` are taken as visible.

    One loop over local names: a page has some 1,700 nodes, and a call for each cost more than all that is done with them.
    """
    walk = _Walk()
    tags, parents, names, hidden = walk.tags, walk.parents, walk.names, walk.hidden
    text, close = walk.text, walk.close
    places: dict[int, _Place] = {}
    for node in tree.root.traverse(include_text=True):  # type: ignore[union-attr]  # lexbor always makes a root
        tag = node.tag
        if tag != "-text" and not _is_element(tag):
            continue
        parent = node.parent
        place = places.get(parent.mem_id, _NOWHERE) if parent is not None else _NOWHERE
        above, block, hiding, kept = place
        if tag == "-text":
            if block >= 0 and above >= 0:
                text(node.text_content or "", place)
            elif hiding >= 0:
                hidden[hiding] = hidden.get(hiding, 0) + len((node.text_content or "").strip())
            continue
        number = len(tags)
        attributes = node.attributes
        tags.append(tag)
        parents.append(above)
        names.append(" ".join(filter(None, map(attributes.get, _NAMING))) if attributes else "")
        if tag == "br":
            close()
        elif tag in _BLOCKS or "-" in tag:
            close()
            block = number if block >= 0 else -1
        if tag in _UNSEEN:
            block = hiding = -1
            walk.about(node, tag, attributes)
        elif attributes and block >= 0 and number not in revealed and _is_hidden(tag, attributes):
            block, hiding = -1, number
        if tag == "html" and attributes.get("lang"):
            walk.meta["lang"] = attributes["lang"] or ""
        elif tag == "time" and (time := attributes.get("datetime")):
            walk.meta.setdefault((attributes.get("itemprop") or "time").lower(), time.strip())
        places[node.mem_id] = (number, block, hiding, kept or tag == "pre")
    close()
    return walk


_Place = tuple[int, int, int, bool]
"""Of an element its number, the block it belongs to (-1 where nobody sees it), the hidden element it stands in (-1: none), and
whether line ends count in it."""
_NOWHERE: _Place = (-1, 0, -1, False)


class _Walk:
    """What is gathered while the nodes of a tree pass by.

    Attributes:
        tags, parents, names, meta, data: as in `Page`.
        hidden: characters by hidden element.
        lines, owners, pieces: the lines so far, the block and the pieces of each.
    """

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.names: list[str] = []
        self.meta: dict[str, str] = {}
        self.data: list[str] = []
        self.hidden: dict[int, int] = {}
        self.lines: list[str] = []
        self.owners: list[int] = []
        self.pieces: list[Piece] = []
        self._owner = -1  # of the open line
        self._parts: list[str] = []
        self._end = 0  # where the text ends so far
        self._space = False

    def about(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
        """What the page says of itself."""
        if tag == "meta":
            content = attributes.get("content")
            for name in ("property", "name", "itemprop", "http-equiv"):
                key = attributes.get(name)
                if key and content:
                    self._note(key.strip().lower(), content.strip())
        elif tag == "link" and "canonical" in (attributes.get("rel") or "").lower().split():
            self.meta.setdefault("canonical", (attributes.get("href") or "").strip())
        elif tag == "title":
            self.meta.setdefault("title", " ".join(node.text(deep=True).split()))
        elif tag == "script" and "ld+json" in (attributes.get("type") or "").lower():
            self.data.append(node.text(deep=True))

    def _note(self, key: str, value: str) -> None:
        """The first value of each counts, but of those that a page repeats all do, a line each."""
        known = self.meta.get(key)
        if known is None:
            self.meta[key] = value
        elif key in _REPEATED and len(known) < _MOST_REPEATED:
            self.meta[key] = f"{known}\n{value}"

    def text(self, raw: str, place: _Place) -> None:
        """Add a text that stands right in the element of this place."""
        element, block, _, kept = place
        if not kept and raw.isspace():  # half of all texts
            self._space = self._space or block == self._owner
            return
        if block != self._owner:
            self.close()
            self._owner = block
        if kept:
            first, *others = raw.replace("\r", "\n").split("\n")
            self._add(first, element)
            for other in others:
                self.close()
                self._owner = block
                self._add(other, element)
        else:
            self._add(raw, element)

    def _add(self, raw: str, element: int) -> None:
        words = raw.split()
        if not words:
            self._space = self._space or bool(raw)
            return
        text = " ".join(words)
        if self._parts and (self._space or raw[0].isspace()):
            self._parts.append(" ")
            self._end += 1
        start = self._end
        self._end += len(text)
        self.pieces.append(Piece(start, self._end, element))
        self._parts.append(text)
        self._space = raw[-1].isspace()

    def close(self) -> None:
        """End the open line."""
        if self._parts:
            self.lines.append("".join(self._parts))
            self.owners.append(self._owner)
            self._parts = []
            self._end += 1
        self._space = False
        self._owner = -1

    def too_much_hidden(self) -> frozenset[int]:
        """The hidden elements, if they hold too much text beside the visible to be chrome."""
        visible = self._end - len(self.lines)
        return frozenset(self.hidden) if sum(self.hidden.values()) > _REVEALED * visible else frozenset()


def _is_hidden(tag: str, attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    return bool(style and _INVISIBLE.search(style)) or (tag == "dialog" and "open" not in attributes)


def _bounded(markup: str) -> tuple[str, tuple[str, ...]]:
    """Markup that a parser reads in linear time.

    Raises:
        UnreadableInput: ``markup_limit``.
    """
    if _CROWDED_TAG.match(markup):
        raise UnreadableInput(
            "markup_limit", f"a tag has more than {_MOST_ATTRIBUTES} attributes; remove it, or give the text of the page"
        )
    if markup.count("<") <= _MANY_TAGS:
        return markup, ()
    parts = list(_flattened(markup))
    if len(parts) == 1:
        return markup, ()
    return "".join(parts), (f"elements nested deeper than {_DEEPEST} levels were taken as lying at that level",)


def _flattened(markup: str) -> Iterator[str]:
    """The markup without the tags that lie too deep; their text stays."""
    depth = at = 0
    for tag in _TAG.finditer(markup):
        closes, name = tag.groups()
        if name.lower() in _NEVER_NEST:
            continue
        if closes:
            depth = max(depth - 1, 0)
            too_deep = depth >= _DEEPEST
        else:
            too_deep = depth >= _DEEPEST
            depth += 1
        if too_deep:
            yield markup[at : tag.start()]
            yield "\n"
            at = tag.end()
    yield markup[at:]
