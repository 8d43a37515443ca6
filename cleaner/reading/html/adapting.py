"""Markup that HTML's parser would misread, rewritten so that it does not: XHTML's empty elements, and shadow trees."""

from __future__ import annotations

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


def adapted(markup: str) -> str:
    """The markup, for the most part the very same object: with what XHTML and shadow trees mean by it spelt as HTML does.

    In XHTML ``<title/>`` is an empty title; for HTML's parser it opens one that swallows the page. A template with
    ``shadowrootmode`` is shown in the place of the element that holds it: components and pages saved whole are written so.
    """
    if _DECLARED.match(markup):
        markup = _CLOSED.sub(_opened_and_closed, markup)
    if _SHADOW in markup:
        markup = "".join(_with_shadow_trees(markup))
    return markup


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
