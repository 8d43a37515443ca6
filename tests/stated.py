"""Small pages that say something of themselves, and what of it becomes a field."""

import json

from cleaner.fields import lift
from cleaner.model import Document
from cleaner.reading import read

PROSE = (
    "<p>The ferry that links the two halves of the town will stay in dock until June, the port authority said on Friday.</p>"
)


def page(head: str = "", body: str = "<h1>Ferry stays in dock</h1>" + PROSE, data: object = None, raw: str = "") -> Document:
    """A page with this head and body, and ``data`` (or ``raw``, as it stands) as its JSON-LD."""
    script = raw or (json.dumps(data) if data is not None else "")
    linked = f'<script type="application/ld+json">{script}</script>' if script else ""
    markup = f"<html><head>{head}{linked}</head><body>{body}</body></html>"
    return read(markup, id="x", media_type="text/html")


def found(name: str, **given) -> tuple[object, str | None]:
    """The value of a field, and its origin."""
    lifted = lift(page(**given), ())
    return getattr(lifted.fields, name), lifted.origins.get(name)


def meta(**values: str) -> str:
    """Elements of the head; ``__`` in a name is a colon."""
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in values.items())


ARTICLE = {"@type": "NewsArticle", "headline": "Ferry stays in dock", "author": {"@type": "Person", "name": "Jane Roe"}}
