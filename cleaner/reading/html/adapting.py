"""Markup that HTML's parser would misread or not read at all, rewritten so that it does.

That are XHTML's empty elements, shadow trees, and documents in frames that stand in an attribute.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip  # a list
_DECLARED = re.compile(r"\s*<\?xml\s")
_CLOSED = re.compile(r"""<([A-Za-z][\w:-]*)((?:\s(?:[^<>]*["'\s])?)?)/>""")
"""An element that closes itself. A slash right behind a value without quotes belongs to that value."""
_TEMPLATE = re.compile(r"<(/?)template(?=[\s/>])([^<>]*)", re.I)
_SHADOW = "shadowrootmode"
_SHADOW_TREE = "shadow-tree"
"""What a template that browsers show becomes: an element of no known kind, which is a block."""

_FRAME = re.compile(r"""<iframe((?:\s[^<>]*?)?)\ssrcdoc\s*=\s*(?:"([^"]*)"|'([^']*)')([^<>]*)>""", re.I)
_FRAMED = "framed-document"
_LEAST_FRAMED = 500
"""Characters of text in a frame that may be the page's article; shorter ones are advertisements and players."""
_APART = "script|style|textarea|title|template|noscript|iframe|svg|select|xmp|plaintext"
_UNREAD = re.compile(rf"<!--(?:.*?-->|.*)|<({_APART})\b(?:.*?</\1[^<>]*>?|.*)|-->|</(?:{_APART})\b[^<>]*>?", re.I | re.S)
"""What is not read of it; or would take all that stands behind the frame, where it is not closed; or would end a
script or comment that the frame stands in."""
_TAG = re.compile(r"<[^<>]*>")


def adapted(markup: str) -> str:
    """The markup, for the most part the very same object: with what XHTML and shadow trees mean by it spelt as HTML does.

    In XHTML ``<title/>`` is an empty title; for HTML's parser it opens one that swallows the page. A template with
    ``shadowrootmode`` is shown in the place of the element that holds it: components and pages saved whole are written so. A
    frame shows the document in its ``srcdoc``.
    """
    if _DECLARED.match(markup):
        markup = _CLOSED.sub(_opened_and_closed, markup)
    if _SHADOW in markup:
        markup = "".join(_with_shadow_trees(markup))
    if "srcdoc" in markup:
        markup = _FRAME.sub(_with_document, markup)
    return markup


def _with_document(found: re.Match[str]) -> str:
    """A frame behind the document that it shows, if that is long enough to be one."""
    before, quoted, single, behind = found.groups()
    document = html.unescape(quoted or single or "")
    read = _UNREAD.sub("", document) if len(document) > _LEAST_FRAMED else ""
    if len(_TAG.sub("", read).strip()) < _LEAST_FRAMED:
        return found[0]
    return f"<{_FRAMED}{before}{behind}>{read}</{_FRAMED}><iframe{before}{behind}>"


def _opened_and_closed(found: re.Match[str]) -> str:
    tag, attributes = found.groups()
    return found[0] if tag.lower() in _VOID else f"<{tag}{attributes}></{tag}>"


def _with_shadow_trees(markup: str) -> Iterator[str]:
    """The markup in pieces; of the tags of templates those of shadow trees with another name."""
    shown: list[bool] = []  # of each open template
    end = 0
    for tag in _TEMPLATE.finditer(markup):
        closes, attributes = tag.groups()
        if not closes:
            shown.append(_SHADOW in attributes.lower())
        if shown and (shown.pop() if closes else shown[-1]):
            yield markup[end : tag.start()]
            yield f"<{closes}{_SHADOW_TREE}{attributes}"
            end = tag.end()
    yield markup[end:]
