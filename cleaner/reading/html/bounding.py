"""Hostile markup refused or flattened, so that a parser reads every page in time that grows with its size alone.

A parser compares each attribute of a tag with all before it, and looks through all open elements at each tag. So tags are
counted before there is a tree, by patterns that never go back.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import regex

from cleaner.errors import UnreadableInput

_MOST_ATTRIBUTES = 1000
"""Attributes of one tag. A parser compares each with all before it: 20,000 take a second, 200,000 minutes."""
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
"""As the standard cuts them: a slash or a closing quote ends one as well as white space, and values may hold ``>``."""
_COMMENT = r"(?:-?>|(?:[^-]++|-(?!-!?>))*+)"
"""What is behind ``<!--``: by the standard ``<!-->`` and ``<!--->`` have ended already, and ``--!>`` ends a comment as well."""
_POSSESSIVE = re if sys.version_info >= (3, 11, 5) else regex
"""Before, the standard library's engine lost matches of possessive groups (CPython's gh-106052). `regex` takes five times as
long."""
_DRAWINGS = frozenset({"svg", "math"})
_NEVER_DRAWN = frozenset({
    "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1", "h2", "h3", "h4",
    "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small",
    "span", "strike", "strong", "sub", "sup", "table", "tt", "u", "ul", "var",
})  # fmt: skip  # a list
"""Tags that end a drawing where they stand in it."""
_HELD = frozenset({"title", "desc", "mi", "mo", "mn", "ms", "mtext", "foreignobject", "annotation-xml"})
"""Elements of a drawing that may hold a page's markup."""
_NO_DRAWING = "(?!)"


def _drawing(inner: str) -> str:
    """A pattern of a drawing up to its end, or to where a page's markup may begin in it; ``inner`` is that of one in it."""
    attributes = rf"(?=[\s/>])(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+(?!{_ATTRIBUTE})"
    held, page = "|".join(sorted(_HELD)), "|".join(sorted(_DRAWINGS | _NEVER_DRAWN | _HELD))
    return rf"""<(?:svg|math){attributes}(?:\s|/(?!>))*+>
        (?: [^<]++
          | <!--{_COMMENT}
          | {inner}</(?:svg|math)
          | <(?:{held}){attributes}[\s/]*+>[^<]*+</
          | <(?!(?:{page})[\s/>])[a-z][^\s/>]*+{attributes}
          | <(?![a-z]|/(?:svg|math)[\s/>])
        )*+"""


_CROWDED_TAG = _POSSESSIVE.compile(
    rf"""
    (?: [^<]++
      | </[^<]*+
      | <(?![sm])[a-z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+(?!{_ATTRIBUTE})
      | <!--{_COMMENT}
      | <script(?=[\s/>])(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+[\s/]*+>(?:[^<]++|<(?!/script))*+
      | <style(?=[\s/>])(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+[\s/]*+>(?:[^<]++|<(?!/style))*+
      | {_drawing(_drawing(_drawing(_NO_DRAWING)))}
      | <[a-z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+(?!{_ATTRIBUTE})
      | <(?![a-z])
    )*+
    <[a-z][^\s/>]*+(?:{_ATTRIBUTE}){{{_MOST_ATTRIBUTES + 1}}}
    """,
    _POSSESSIVE.I | _POSSESSIVE.X,
)
"""Markup from its start through the first tag with too many attributes. It never goes back: 20 MB take half a second. Script
and style hold no markup but in a drawing; that is followed three drawings deep, and up to where it may hold a page's markup.
They are two branches because the standard library's engine loses the span of a group inside a possessive one. End tags, and
tags with no name like theirs or a drawing's, are the most: tried first, they save a sixth of the time."""
_MANY_TAGS = 20_000
"""Tags from which nesting is measured before there is a tree; below, even the deepest costs a parser less than a second."""
_DEEPEST = 512
"""Levels, as in browsers. A parser looks through all open elements at each tag: 100,000 levels take half a minute."""
TOO_DEEP = 2_048
"""Levels of a tree above which its markup is flattened, however few its tags are: each line knows all that it stands in, and
what those of 10,000 levels know takes 5 s and 600 MB, of 20,000 four times that."""
_TAG = _POSSESSIVE.compile(rf"<(?:(/?)([a-z][^\s/>]*+)(?:{_ATTRIBUTE})*+([\s/]*+)>|!--{_COMMENT}|[!?/][^>]*+>)", _POSSESSIVE.I)
"""A tag, whether it closes, its name and what is between its attributes and its end; or a comment, or what is read as one."""
_NEVER_NEST = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
    "li", "option", "select", "dt", "dd", "td", "th", "tr", "script", "style",
})  # fmt: skip  # a list
_MOST_OPTIONS = 4_000
"""Options on a page. For each of them a parser looks through all others of its list: 4,000 take a tenth of a second, 28,000
six. The most on 810 pages are 1,900."""
_OPTION = re.compile(r"<option(?=[\s/>])[^>]*>[^<]*|</option(?=[\s/>])[^>]*>", re.I)
_MOST_FORMATTING = 64
"""Formatting elements that are open at once. By the standard each paragraph, cell and item behind them opens them all again, so
a tree grows with their square: 2,400 with a paragraph each, 35 kB, take 12 s and 1.5 GB. The most on 811 pages are 12."""
_FORMATTING = frozenset({"b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"})
_FORMATTING_TAG = re.compile(rf"<(/?)(?:{'|'.join(sorted(_FORMATTING))})[\s/>]", re.I)
_MANY_PARAGRAPHS = 2_000
"""Tags from which formatting is looked at: fewer cannot make a tree of more than a million elements."""
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.I)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext")
}
"""Elements whose content is no markup, and what ends it."""
_PERHAPS_DRAWN = frozenset({"font", "script", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext"})
"""Tags of which more must be known to tell whether they end a drawing, or whether there was one."""
_HELD_TEXT = re.compile(r"[^<]*</([a-z]+)[\s/]*>", re.I)


def bounded(markup: str) -> tuple[str, tuple[str, ...]]:
    """Markup that a parser reads in linear time, the given one wherever that is no danger, and warnings.

    Raises:
        UnreadableInput: ``markup_limit``.
    """
    if _CROWDED_TAG.match(markup):
        raise UnreadableInput(
            "markup_limit", f"a tag has more than {_MOST_ATTRIBUTES} attributes; remove it, or give the text of the page"
        )
    tags = markup.count("<")
    if tags > _MOST_OPTIONS:
        markup = _with_few_options(markup)
        tags = markup.count("<")
    if tags > _MANY_TAGS or (tags > _MANY_PARAGRAPHS and _may_leave_formatting_open(markup)):
        return flattened(markup)
    return markup, ()


def flattened(markup: str) -> tuple[str, tuple[str, ...]]:
    """The markup without the tags that lie too deep or are too many of formatting, whose text stays, and warnings if so."""
    nesting = _Nesting()
    parts = list(_flattened(markup, nesting))
    warnings = []
    if nesting.left_out > nesting.surplus:
        warnings.append(f"elements nested deeper than {_DEEPEST} levels were taken as lying at that level")
    if nesting.surplus:
        warnings.append(f"formatting elements were left out where {_MOST_FORMATTING} were open already")
    return "".join(parts) if warnings else markup, tuple(warnings)


def _may_leave_formatting_open(markup: str) -> bool:
    """Whether too many more formatting elements seem to begin than to end: what scripts and comments hold counts here, too."""
    tags = _FORMATTING_TAG.findall(markup)
    return len(tags) - 2 * tags.count("/") > _MOST_FORMATTING


def _with_few_options(markup: str) -> str:
    """The markup without its options, where there are too many: no reader sees them but as a choice in a form."""
    end = markup.rfind(">") + 1  # up to there every tag that begins has an end, and none is sought in vain
    options = sum(1 for tag in _OPTION.finditer(markup, 0, end) if not tag[0].startswith("</"))
    return _OPTION.sub("\n", markup[:end]) + markup[end:] if options > _MOST_OPTIONS else markup


def _flattened(markup: str, nesting: _Nesting) -> Iterator[str]:
    """The pieces of the markup between the tags that are left out."""
    at = 0
    # Up to the last ">" every tag that begins has an end, and none is sought in vain.
    end = markup.rfind(">") + 1
    found = _TAG.search(markup, 0, end)
    while found is not None:
        if nesting.passes(found):
            yield markup[at : found.start()]
            yield "\n"
            at = found.end()
        if (further := nesting.resumes(markup, found)) < 0:
            break
        found = _TAG.search(markup, further, end)
    yield markup[at:]


class _Nesting:
    """How many elements are open while the tags of a page pass by.

    An end tag closes only what is open. In a drawing (SVG, MathML) ``/>`` opens nothing and every other tag nests, so there
    the open elements are held one by one. Where only a parser could tell whether the drawing goes on, it is taken as left,
    and from there on nothing is skipped: what is counted too often costs a tag, what is not counted costs minutes.

    Attributes:
        left_out: tags that were to be left out.
        surplus: those of them that are of formatting elements, of which too many were open; the others lie too deep.
    """

    def __init__(self) -> None:
        self._depth = 0
        self._open: dict[str, int] = {}
        self._formatting = 0  # those of `_FORMATTING` that are open
        self._drawn: list[str] = []  # the open elements of the drawing, itself first
        self._sure = True
        self.left_out = 0
        self.surplus = 0

    def passes(self, tag: re.Match[str]) -> bool:
        """Take account of a tag; whether it is to be left out."""
        left_out = self._passes(tag)
        self.left_out += left_out
        return left_out

    def _passes(self, tag: re.Match[str]) -> bool:
        closes, name, tail = tag.groups()
        if name is None:
            return False
        name = name.lower()
        if self._drawn and (in_drawing := self._passes_drawn(bool(closes), name, tail.endswith("/"))) is not None:
            return in_drawing
        if name in _NEVER_NEST or (name in _RAW and self._sure):
            return False
        if closes:
            if not (known := self._open.get(name)):
                return False
            self._open[name] = known - 1
            self._depth -= 1
            self._formatting -= name in _FORMATTING
            return self._depth >= _DEEPEST
        if name in _DRAWINGS:
            return self._draw(name, tail.endswith("/"))
        if name in _FORMATTING:
            if self._formatting >= _MOST_FORMATTING:
                self.surplus += 1
                return True
            self._formatting += 1
        self._open[name] = self._open.get(name, 0) + 1
        self._depth += 1
        return self._depth > _DEEPEST

    def _draw(self, name: str, ends: bool) -> bool:
        if not ends:
            self._drawn.append(name)
            self._depth += 1
        return self._depth > _DEEPEST - ends

    def _passes_drawn(self, closes: bool, name: str, ends: bool) -> bool | None:
        """The same for a tag in a drawing; ``None`` if the tag is none of the drawing, which is left then."""
        drawn = self._drawn
        if closes and name in drawn:
            while drawn.pop() != name:
                self._depth -= 1
            self._depth -= 1
            return self._depth >= _DEEPEST
        if name in _NEVER_DRAWN and not closes:
            self._depth -= len(drawn)
            drawn.clear()
            return None
        if closes or name in _PERHAPS_DRAWN or len(drawn) > _DEEPEST:
            self._leave()
            return None
        return self._draw(name, ends)

    def _leave(self) -> None:
        """Take the elements of the drawing as such that may be open or not."""
        for name in self._drawn:
            self._open[name] = self._open.get(name, 0) + 1
        self._drawn.clear()
        self._sure = False

    def resumes(self, markup: str, tag: re.Match[str]) -> int:
        """Where the next tag is to be sought behind one that has passed; -1 if there is none."""
        closes, name, tail = tag.groups()
        if name is None:
            if self._drawn and markup.startswith("<![CDATA[", tag.start()):
                stop = markup.find("]]>", tag.start())
                return stop + 3 if stop >= 0 else -1
            return tag.end()
        name = name.lower()
        if closes:
            return tag.end()
        if not self._drawn:
            if name not in _RAW or not self._sure:
                return tag.end()
            stops = _RAW[name].search(markup, tag.end())
            return stops.start() if stops else -1
        if name in _HELD and not tail.endswith("/"):
            text = _HELD_TEXT.match(markup, tag.end())
            if not text or text[1].lower() != name:
                self._leave()
        return tag.end()
