"""Markup as lines: every visible block is one, in the order of the page, with the elements it stands in.

The only file that imports selectolax, whose lexbor parser builds the tree that browsers build. Measured on 60 news pages of
214 kB: lexbor parses one in 0.5 ms, resiliparse in 0.7 (but visiting its nodes takes ten times as long), lxml in 1.2, and it
loses what is nested deeper than 256 elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cleaner.lines import INVISIBLE_SIGNS, PARAGRAPH, ROW, without_invisible_signs
from cleaner.model import Fact, Page, Piece
from cleaner.reading.html.adapting import adapted
from cleaner.reading.html.bounding import TOO_DEEP, bounded, flattened
from cleaner.reading.html.data import parse_data
from cleaner.reading.html.tables import table_gaps

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip  # a list
_UNSEEN = frozenset({
    "annotation", "annotation-xml", "applet", "area", "audio", "base", "canvas", "datalist", "embed", "frame", "frameset",
    "head", "iframe", "input", "link", "meta", "noembed", "noframes", "noscript", "object", "option", "param", "script",
    "select", "source", "style", "svg", "template", "textarea", "title", "track", "video",
})  # fmt: skip  # a list
_NO_ELEMENT = "-"
"""What the names of texts, comments and instructions begin with."""
_ENDS, _BLOCK, _BARRED, _TOLD, _KEPT, _OWN = 1, 2, 4, 8, 16, 32
"""What a tag does, one bit each: ends a line; holds lines of its own; is not seen; tells of the page; keeps its line ends; is
known to this page alone."""
_SENTENCES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p"})
"""Right in these such an element stands within a sentence. Elsewhere most hold lines: cards, menus, players."""
_KINDS = (
    dict.fromkeys(_BLOCKS, _ENDS | _BLOCK)
    | dict.fromkeys(_UNSEEN, _BARRED)
    | {"br": _ENDS, "html": _ENDS | _BLOCK | _TOLD, "pre": _ENDS | _BLOCK | _KEPT, "time": _TOLD}
    | dict.fromkeys(("link", "meta", "script", "title"), _BARRED | _TOLD)
)
_TELLING = frozenset({"id", "role", "itemprop", "hidden", "style"})
"""Attributes but the class that name an element or hide it."""
_NO_LINK = "span"
"""What an ``a`` without an address counts as: it names a place in the text, and often holds all that is behind it."""
_INVISIBLE = re.compile(r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_REVEALED = 0.5
"""Share of the visible characters. Pages that fade in or fold their article mark it as hidden (10 of 811 pages)."""
_YEAR = re.compile(r"\d{4}")
"""What a time has that is no duration and no hour of the day."""
_ROUNDS = 3
"""Times that such a page is read anew: what is revealed may hold what is hidden once more."""
_REPEATED = frozenset({
    "article:tag", "article:author", "author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author",
})  # fmt: skip  # a list
_FACTS = frozenset({"author", "datepublished", "datemodified", "time"})
_MOST_FACTS = 500
"""Of which each asks for the elements around it; what comes behind so many is a list of something else."""
_NO_META = frozenset({"canonical", "canonical_url", "printed_url", "printed_title", "time"})
"""Names for what stands elsewhere in a page, or in texts: an element that tells of the page under them tells nothing."""
_MOST_REPEATED = 2000
"""Characters of their values."""


def read_blocks(markup: str, encoded: bytes | None = None) -> tuple[str, Page, tuple[str, ...]]:
    """The visible text of a page, a line a block, where each stood, and warnings.

    ``encoded`` is the markup in UTF-8, where it is at hand: that saves the parser a quarter of its time.

    A line break (``br``) and the line ends of preformatted text end a line, too; other white space is one space, but wide ones
    (U+3000) in a line stay, as all do within a preformatted line, and what stands between such lines is kept in `Page.gaps`.
    What no browser shows is left out: scripts, templates, what is marked as hidden, signs that show nothing at edges of words.

    Raises:
        UnreadableInput: ``markup_limit`` where a tag is so large that no parser survives it.
    """
    safe, warnings = bounded(adapted(markup))
    tree = LexborHTMLParser(encoded if encoded is not None and safe is markup else safe)
    walk = _walk(tree)
    if walk.depth > TOO_DEEP:
        safe, more = flattened(safe)
        warnings += more
        tree = LexborHTMLParser(safe)
        walk = _walk(tree)
    revealed: frozenset[int] = frozenset()
    for _ in range(_ROUNDS):
        if not (hidden := walk.too_much_hidden()):
            break
        revealed |= hidden
        walk = _walk(tree, revealed)
    if revealed:
        warnings += ("text that is marked as hidden was read: there is too much of it to be chrome",)
    page = Page(
        markup=safe,
        tags=tuple(walk.tags),
        parents=tuple(walk.parents),
        names=tuple(walk.names),
        owners=tuple(walk.owners),
        pieces=tuple(walk.pieces),
        gaps=walk.gaps | dict(table_gaps(walk.tags, walk.parents, walk.owners, walk.lines)),
        meta=walk.meta,
        data=parse_data(walk.data),
        facts=tuple(walk.facts),
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


def _is_element(tag: str | None) -> bool:
    """Whether a node of this tag is an element, and no text, comment or instruction."""
    return not (tag or _NO_ELEMENT).startswith(_NO_ELEMENT)


def _walk(tree: LexborHTMLParser, revealed: frozenset[int] = frozenset()) -> _Walk:
    """Pass the nodes of a tree in the order of the page. Elements whose numbers are in ``revealed`` are taken as visible.

    One loop over local names: a page has some 1,700 nodes, and a call for each cost more than all that is done with them. It
    finds its own way through the tree: a traversal does not say in which element a node stands, and to ask each node for that
    takes half as long again (0.76 ms a page instead of 0.49).
    """
    walk = _Walk()
    tags, parents, names, hidden = walk.tags, walk.parents, walk.names, walk.hidden
    kinds = dict(_KINDS)  # with the tags of this page that nobody knows
    around: list[tuple[LexborNode, _Place]] = []  # the elements that hold the node, and where each of them stands
    node, place = tree.root, _NOWHERE
    while node is not None:
        tag = node.tag or _NO_ELEMENT
        above, block, hiding, kept = place
        child = None
        if tag == "-text":
            if block >= 0 and above >= 0:
                raw = node.text_content or ""
                # Half of all texts are white space between elements; only what stands in an open line counts.
                if kept or not raw.isspace():
                    walk.text(raw, place)
                elif block == walk.owner:
                    walk.white = _space(walk.white + raw)
            elif hiding >= 0:
                hidden[hiding] = hidden.get(hiding, 0) + len((node.text_content or "").strip())
        elif (kind := kinds.get(tag)) is not None or _is_element(tag):
            if kind is None:
                kind = kinds[tag] = _OWN | _ENDS | _BLOCK if "-" in tag else 0
            kind = 0 if kind & _OWN and block >= 0 and tags[block] in _SENTENCES else kind
            number, attributes = len(tags), node.attributes
            plain = tag != "dialog" and _TELLING.isdisjoint(attributes)  # nine in ten; it spares them two calls
            tags.append(tag if tag != "a" or "href" in attributes else _NO_LINK)
            parents.append(above)
            names.append(attributes.get("class") or "" if plain else _names(attributes))
            if kind:
                if kind & _ENDS:
                    walk.end(1 if tag == "br" else _APART)
                block = number if kind & _BLOCK and block >= 0 else block
                if kind & _TOLD and (block >= 0 or tag != "time"):
                    walk.about(node, tag, attributes, above)
                if kind & _BARRED:
                    block = hiding = -1
                kept = kept or kind & _KEPT > 0
            if not plain and attributes and block >= 0 and number not in revealed and _is_hidden(tag, attributes):
                block, hiding = -1, number
            if (child := node.first_child) is not None:
                around.append((node, place))
                walk.depth = max(walk.depth, len(around))
                place = number, block, hiding, kept
        if child is None:
            child = node.next
            while child is None and around:
                node, place = around.pop()
                child = node.next
        node = child
    walk.close()
    return walk


def _names(attributes: Mapping[str, str | None]) -> str:
    """The class, id, role and itemprop of an element, with spaces between: most have one of them or none."""
    names = attributes.get("class") or ""
    for name in ("id", "role", "itemprop"):
        if name in attributes and (more := attributes[name]):
            names = f"{names} {more}" if names else more
    return names


_APART = 2
"""Line breaks from which on what stands behind them is another paragraph."""
_WIDEST = 1000
"""Characters of white space in a line that are kept: wider is none that anybody has set."""
_CONTROLS = dict.fromkeys(map(ord, "\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
"""White space that would end a line elsewhere, or shows nothing."""
_WIDE = "\u3000"
"""The space of Chinese and Japanese, between the names of a person, say: as wide as a sign, and browsers show each. The others
that they show, such as the one that breaks no line, become plain: they look like it, and rules need not know them."""
_WHITE = re.compile(r"\s+")
_Place = tuple[int, int, int, bool]
"""Of an element its number, the block it belongs to (-1 where nobody sees it), the hidden element it stands in (-1: none), and
whether line ends count in it."""
_NOWHERE: _Place = (-1, 0, -1, False)


class _Walk:
    """What is gathered while the nodes of a tree pass by.

    Attributes:
        tags, parents, names, meta, data, facts, gaps: as in `Page`.
        hidden: characters by hidden element.
        lines, owners, pieces: the lines so far, the block and the pieces of each.
        owner: the block of the open line; -1 where none is open.
        white: the white space behind the open line's text, or before a preformatted one's.
        signs: what shows nothing right behind that text: within a word that goes on in another element they stay.
        breaks: line breaks, and starts of blocks as many, since the last line ended.
        depth: the most elements that stand in each other.
    """

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.names: list[str] = []
        self.meta: dict[str, str] = {}
        self.data: list[str] = []
        self.facts: list[Fact] = []
        self.hidden: dict[int, int] = {}
        self.lines: list[str] = []
        self.owners: list[int] = []
        self.pieces: list[Piece] = []
        self.owner = -1
        self._parts: list[str] = []
        self.gaps: dict[int, str] = {}
        self._end = 0  # where the text ends so far
        self.white = self.signs = ""
        self.breaks = _APART
        self.depth = 0

    def about(self, node: LexborNode, tag: str, attributes: dict[str, str | None], above: int) -> None:
        """What the page says of itself; ``above`` is the number of the element that the node stands in."""
        if tag == "meta":
            content = attributes.get("content")
            for name in ("property", "name", "itemprop", "http-equiv"):
                key = (attributes.get(name) or "").strip().lower()
                if key and content:
                    if name == "itemprop" and key in _FACTS and self._stands_in(above, "body"):
                        self._tell(node, key, content, above)
                    else:
                        self._note(key, content.strip())
        elif tag == "link" and "canonical" in (attributes.get("rel") or "").lower().split():
            if address := (attributes.get("href") or "").strip():
                self.meta.setdefault("canonical", address)
        elif tag == "title":
            if "title" not in self.meta and not self._stands_in(above, "svg"):  # a drawing's title says what it shows
                self.meta["title"] = " ".join(node.text(deep=True).split())
        elif tag == "html":
            if language := attributes.get("lang"):
                self.meta["lang"] = language
        elif tag == "time":
            if (time := attributes.get("datetime")) and _YEAR.search(time):
                key = (attributes.get("itemprop") or "time").strip().lower()
                if key in _FACTS:
                    self._tell(node, key, time, above)
        elif tag == "script" and "ld+json" in (attributes.get("type") or "").lower():
            self.data.append(node.text(deep=True))

    def _stands_in(self, element: int, tag: str) -> bool:
        """Whether an element is one of this tag, or stands in one."""
        while element >= 0 and self.tags[element] != tag:
            element = self.parents[element]
        return element >= 0

    def _tell(self, node: LexborNode, name: str, value: str, above: int) -> None:
        """Note what an element within the page tells."""
        scope, holder = above, node.parent
        while scope >= 0 and holder is not None and "itemscope" not in holder.attributes:
            scope, holder = self.parents[scope], holder.parent
        if len(self.facts) < _MOST_FACTS:
            self.facts.append(Fact(len(self.tags) - 1, scope, name, value.strip()))

    def _note(self, key: str, value: str) -> None:
        """The first value of each counts, but of those that a page repeats all do, a line each."""
        if key in _NO_META:
            return
        known = self.meta.get(key)
        if known is None:
            self.meta[key] = value
        elif key in _REPEATED and len(known) < _MOST_REPEATED:
            self.meta[key] = f"{known}\n{value}"

    def text(self, raw: str, place: _Place) -> None:
        """Add a text that stands right in the element of this place."""
        element, block, _, kept = place
        behind = ""
        if not raw.isascii():
            shown = raw.strip(INVISIBLE_SIGNS)
            before, behind = raw.split(shown, 1) if shown else (raw, "")
            if before and block == self.owner:
                self.signs = (self.signs + before)[:_WIDEST]
            raw = without_invisible_signs(shown)
        if kept:
            for number, line in enumerate(raw.replace("\r", "\n").split("\n")):
                if number:
                    self.end(1)
                self._add_kept(line.translate(_CONTROLS), element, block)
        elif raw:
            self._add(raw, element, block)
        if behind:
            self.signs = behind

    def _add(self, raw: str, element: int, block: int) -> None:
        words = raw.split()
        if not words:  # white space stood between signs
            if block == self.owner:
                self.white = _space(self.white + raw)
            return
        if block != self.owner:
            self._open(block)
        if _WIDE in raw:
            text = raw.strip()
            start = raw.index(text)
            self._append(_space(self.white + raw[:start]), _WHITE.sub(lambda run: _space(run[0]), text), element)
            self.white = _space(raw[start + len(text) :])
        else:  # nearly always; it takes a tenth less time
            self._append(_space(self.white or (raw[0] if raw[0].isspace() else "")), " ".join(words), element)
            self.white = " " if raw[-1].isspace() else ""

    def _add_kept(self, raw: str, element: int, block: int) -> None:
        """Add text of a preformatted line with the white space in it."""
        if block != self.owner:
            self._open(block)
        text = raw.strip()
        if not text:
            self.white = (self.white + raw)[:_WIDEST]
            return
        start = raw.index(text)
        self._append((self.white + raw[:start])[:_WIDEST], text, element, kept=True)
        self.white = raw[start + len(text) :]

    def _open(self, block: int) -> None:
        """Begin a line of a block."""
        self.close()
        self.owner = block

    def _append(self, white: str, text: str, element: int, *, kept: bool = False) -> None:
        start = self._end
        if self._parts:
            if between := white or self.signs:
                self._parts.append(between)
                start += len(between)
        else:
            self._gap(white if kept else "")
        self.signs = ""
        self._end = start + len(text)
        self.pieces.append(Piece(start, self._end, element))
        self._parts.append(text)

    def _gap(self, indent: str) -> None:
        """Note what stands before the open line, where that is no paragraph's own."""
        goes_on = self.breaks < _APART and self.owners and self.owners[-1] == self.owner
        if goes_on or indent:
            self.gaps[len(self.lines) + 1] = (ROW if goes_on else PARAGRAPH) + indent
        self.breaks = 0

    def end(self, breaks: int) -> None:
        """End the open line, if there is one, with so many line breaks."""
        self.breaks += breaks
        if self.owner >= 0:
            self.close()

    def close(self) -> None:
        """End the open line."""
        if self._parts:
            self.lines.append("".join(self._parts))
            self.owners.append(self.owner)
            self._parts = []
            self._end += 1
        self.white = self.signs = ""
        self.owner = -1

    def too_much_hidden(self) -> frozenset[int]:
        """The hidden elements, if they hold too much text beside the visible to be chrome."""
        visible = self._end - len(self.lines)
        return frozenset(self.hidden) if sum(self.hidden.values()) > _REVEALED * visible else frozenset()


def _space(white: str) -> str:
    """What is kept of white space in a line: of wide spaces all, of others one."""
    if _WIDE in white:
        return _WIDE * min(white.count(_WIDE), _WIDEST)
    return " " if white else ""


def _is_hidden(tag: str, attributes: Mapping[str, str | None]) -> bool:
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if "style" in attributes and (style := attributes["style"]) and _INVISIBLE.search(style):
        return True
    return tag == "dialog" and "open" not in attributes
