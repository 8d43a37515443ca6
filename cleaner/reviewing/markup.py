"""One self-contained page: everything from a document escaped, nothing loaded, nothing run but the one script that ships here.

The page says so itself: its content security policy forbids all but this style and this script, each by its digest.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.visible import escape

MADE = '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="generator" content="cleaner">\n'
"""What every page of ours begins with, and no other does: only such a page may be replaced."""
_FOLDER = Path(__file__).parent.parent / "data" / "report"


def shown(text: object) -> str:
    """Text as it may stand anywhere in markup, in attributes too.

    Markup in it is inert; control characters and direction marks are spelled out.
    """
    return html.escape(escape(str(text), keep="\t"), quote=True)


def page(title: str, body: Iterable[str], data: Any) -> str:
    """A whole page.

    Args:
        title: plain text.
        body: markup; what it holds from documents has passed through `shown`.
        data: JSON values for the script.
    """
    style, script = _asset("report.css"), _asset("report.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )
    return "".join(
        (
            MADE,
            f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n',
            f"<title>{shown(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n",
            *body,
            f'<script type="application/json" id="data">{json_text(data)}</script>\n',
            f"<script>{script}</script>\n</body>\n</html>\n",
        )
    )


def json_text(data: Any) -> str:
    """JSON that can stand inside a script element: no character in it can end the element or begin another."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def table(head: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], *, name: str = "") -> str:
    """A table from markup.

    Args:
        head: the columns, each with its class (``number`` is set right).
        rows: the cells, as markup, one for each column.
        name: class of the table.
    """
    parts = [f'<table class="{name}"><thead><tr>' if name else "<table><thead><tr>"]
    parts += [_cell("th", kind, title) for title, kind in head]
    parts.append("</tr></thead><tbody>\n")
    for row in rows:
        parts.append("<tr>")
        parts += [_cell("td", kind, cell) for (_, kind), cell in zip(head, row, strict=True)]
        parts.append("</tr>\n")
    parts.append("</tbody></table>\n")
    return "".join(parts)


def _cell(tag: str, kind: str, content: str) -> str:
    return f'<{tag} class="{kind}">{content}</{tag}>' if kind else f"<{tag}>{content}</{tag}>"


@cache
def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
