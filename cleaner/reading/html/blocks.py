"""Markup as lines: every visible block is one, in the order of the page, with the elements it stands in.

The only file that imports selectolax, whose lexbor parser builds the tree that browsers build. Measured on 60 news pages of
214 kB: lexbor parses one in 0.5 ms, resiliparse in 0.7 (but visiting its nodes takes ten times as long), lxml in 1.2, and it
loses what is nested deeper than 256 elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.errors import UnreadableInput
from cleaner.model import Page, Piece

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
    text, owners, pieces = walk.lines()
    page = Page(
        markup=markup,
        tags=tuple(walk.tags),
        parents=tuple(walk.parents),
        names=tuple(walk.names),
        owners=owners,
        pieces=pieces,
        meta=walk.meta,
        data=tuple(walk.data),
    )
    return text, page, warnings


def select(markup: str, selector: str) -> frozenset[int]:
    """The numbers of the elements that a CSS selector finds; ``markup`` is a page's.

    Raises:
        ValueError: the selector cannot be read.
    """
    tree = LexborHTMLParser(markup)
    try:
        found = {node.mem_id for node in tree.css(selector)}
    except Exception as error:  # lexbor has no type of its own for this
        raise ValueError(f"{selector!r} is no CSS selector that can be used here ({error})") from error
    if not found:
        return frozenset()
    elements: Iterable[LexborNode] = tree.root.traverse(include_text=False)  # type: ignore[union-attr]  # as above
    return frozenset(number for number, node in enumerate(elements) if node.mem_id in found)


def _walk(tree: LexborHTMLParser, revealed: frozenset[int] = frozenset()) -> _Walk:
    walk = _Walk(revealed)
    for node in tree.root.traverse(include_text=True):  # type: ignore[union-attr]  # lexbor always makes a root
        walk.visit(node)
    walk.close()
    return walk


class _Walk:
    """What is gathered while the nodes of a tree pass by in the order of the page.

    Elements whose numbers are in ``revealed`` are taken as visible.
    """

    def __init__(self, revealed: frozenset[int]) -> None:
        self._revealed = revealed
        self._hidden: dict[int, int] = {}  # characters by hidden element
        self._hiding: list[int] = []  # for each element the hidden one it stands in, or -1
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.names: list[str] = []
        self.meta: dict[str, str] = {}
        self.data: list[str] = []
        self._numbers: dict[int, int] = {}
        self._blocks: list[int] = []  # for each element the block it belongs to, -1 where nobody sees it
        self._kept: list[bool] = []  # for each element whether line ends count in it
        self._owner = -1  # of the open line
        self._space = False
        self._parts: list[str] = []
        self._size = 0
        self._line: list[Piece] = []
        self._lines: list[tuple[str, int, list[Piece]]] = []

    def visit(self, node: LexborNode) -> None:
        tag = node.tag
        if tag == "-text":
            self._text(node)
        elif tag is not None and not tag.startswith("-"):  # comments, doctypes
            self._element(node, tag)

    def _element(self, node: LexborNode, tag: str) -> None:
        parent = node.parent
        above = self._numbers.get(parent.mem_id, -1) if parent is not None else -1
        number = len(self.tags)
        self._numbers[node.mem_id] = number
        attributes = node.attributes
        self.tags.append(tag)
        self.parents.append(above)
        self.names.append(" ".join([value for name in _NAMING if (value := attributes.get(name))]) if attributes else "")
        block = self._blocks[above] if above >= 0 else 0
        if tag == "br":
            self.close()
        elif tag in _BLOCKS or "-" in tag:
            self.close()
            block = number if block >= 0 else -1
        hiding = self._hiding[above] if above >= 0 else -1
        if tag in _UNSEEN:
            block = hiding = -1
            self._about(node, tag, attributes)
        elif attributes and block >= 0 and number not in self._revealed and _is_hidden(tag, attributes):
            block, hiding = -1, number
        self._hiding.append(hiding)
        if tag == "html" and attributes.get("lang"):
            self.meta["lang"] = attributes["lang"] or ""
        self._blocks.append(block)
        self._kept.append(tag == "pre" or (above >= 0 and self._kept[above]))

    def _about(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
        """What the page says of itself."""
        if tag == "meta":
            content = attributes.get("content")
            for name in ("property", "name", "itemprop", "http-equiv"):
                key = attributes.get(name)
                if key and content:
                    self.meta.setdefault(key.strip().lower(), content.strip())
        elif tag == "link" and "canonical" in (attributes.get("rel") or "").lower().split():
            self.meta.setdefault("canonical", (attributes.get("href") or "").strip())
        elif tag == "title":
            self.meta.setdefault("title", " ".join(node.text(deep=True).split()))
        elif tag == "script" and "ld+json" in (attributes.get("type") or "").lower():
            self.data.append(node.text(deep=True))

    def _text(self, node: LexborNode) -> None:
        parent = node.parent
        element = self._numbers.get(parent.mem_id, -1) if parent is not None else -1
        if element < 0:
            return
        raw = node.text_content or ""
        block = self._blocks[element]
        if block < 0:
            if (hiding := self._hiding[element]) >= 0:
                self._hidden[hiding] = self._hidden.get(hiding, 0) + len(raw.strip())
            return
        if block != self._owner:
            self.close()
            self._owner = block
        if self._kept[element]:
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
        if self._size and (self._space or raw[0].isspace()):
            self._parts.append(" ")
            self._size += 1
        self._line.append(Piece(self._size, self._size + len(text), element))
        self._parts.append(text)
        self._size += len(text)
        self._space = raw[-1].isspace()

    def close(self) -> None:
        """End the open line."""
        if self._line:
            self._lines.append(("".join(self._parts), self._owner, self._line))
            self._parts, self._line = [], []
        self._size = 0
        self._space = False
        self._owner = -1

    def too_much_hidden(self) -> frozenset[int]:
        """The hidden elements, if they hold too much text beside the visible to be chrome."""
        visible = sum([len(text) for text, _, _ in self._lines])
        return frozenset(self._hidden) if sum(self._hidden.values()) > _REVEALED * visible else frozenset()

    def lines(self) -> tuple[str, tuple[int, ...], tuple[Piece, ...]]:
        """The text, the owner of each line, and the pieces with offsets into the text."""
        pieces: list[Piece] = []
        at = 0
        for text, _, parts in self._lines:
            pieces += [Piece(at + start, at + end, element) for start, end, element in parts]
            at += len(text) + 1
        text = "".join([f"{line}\n" for line, _, _ in self._lines])
        return text, tuple([owner for _, owner, _ in self._lines]), tuple(pieces)


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
