"""Random documents and claims for the property tests: text with every trap, claims that overlap at will."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

from cleaner.lines import split_lines
from cleaner.model import Authority, Claim, Document, Label, Source
from cleaner.rulebook import Rulebook, load_rulebook
from tests.conftest import ROOT

PIECES = [
    "\n", "\n\n", "\r\n", "\r", " ", "  ", "\t", "\u2028", "\x85", "\x0b", "\x0c", "\u00a0", "\ufeff", "\u200b", "\u202e", "\x00",
    "Share", "Home / World", "Photo: Reuters", "The harbour reopened on Monday.", "“We wait,” she said", "a", "Ä", "İ", "é", "e\u0301",
    "👩‍👩‍👧", "🇬🇧", "日本語の記事です。", "* item", "- ", "…", "»", ":", "1234", "Copyright 2020. All rights reserved.", "Read more",
    "## ", "> ", "\n## The cost\n", "\n> The cost", "[w](x.y)", "\n   IFRAME: https://x.example/a\n", "\\", "`", "*a*",
    "\n```\n", "\n~~~ python\n", "\n    total += 1\n",
    "a line of words that was set by somebody who wraps all lines at seventy two",
]  # fmt: skip  # a list of traps
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map(
    lambda pieces: "".join(pieces).encode("utf-8", "replace").decode("utf-8")
)


def document(text: str) -> Document:
    return Document("test", text, split_lines(text), Source("", "text/plain", "utf-8", "str", "text"))


@st.composite
def claims(draw: st.DrawFn, text: str) -> list[Claim]:
    def claim(bounds: tuple[int, int], label: Label, rule: str, authority: Authority, confidence: float) -> Claim:
        return Claim(min(bounds), max(bounds), label, rule, authority, confidence, "because")

    offsets = st.integers(0, len(text))
    spans = st.tuples(offsets, offsets).filter(lambda span: span[0] != span[1])
    labels = st.sampled_from(list(Label))
    one = st.builds(
        claim, spans, labels, st.sampled_from(["a/one", "a/two", "b/one", "stage/x"]), st.sampled_from(list(Authority)),
        st.sampled_from([0.3, 0.6, 0.74, 0.75, 0.9, 1.0]),
    )  # fmt: skip  # one value a thought
    return draw(st.lists(one, max_size=12)) if text else []


@st.composite
def documents_with_claims(draw: st.DrawFn) -> tuple[Document, list[Claim]]:
    text = draw(texts)
    return document(text), draw(claims(text))


class Generated(NamedTuple):
    """A rule of a generated pack: its label, its matcher, and a text that it matches."""

    label: str
    matcher: str
    example: str


_MATCHERS = [
    ("lines: ['Share', 'Read more']", "Share"),
    ("line: 'Photo: (?P<photo_credits>.+)'", "Photo: Reuters"),
    ("line: '(?:Home|World)(?: / .+)?'", "Home / World"),
    ("line: '\\p{Lu}\\p{Ll}+ more'", "Read more"),
    ("inside: 'Copyright \\d{4}[.]?'", "Copyright 2020."),
    ("inside: '1234'", "1234"),
    ("inside: '[日本]+語'", "日本語"),
    ("block: {from: 'Share', to: end, at_most: 6}", "Share"),
]
packs = st.lists(
    st.builds(
        lambda matcher, label: Generated(label, *matcher),
        st.sampled_from(_MATCHERS), st.sampled_from(["promo", "navigation", "caption", "legal", "share"]),
    ), min_size=1, max_size=2,
)  # fmt: skip  # one thought


def rulebook_of(rules: Sequence[Generated]) -> Rulebook:
    """The rulebook of a pack with these rules."""
    return _rulebook(tuple(rules))


@cache
def _rulebook(rules: tuple[Generated, ...]) -> Rulebook:
    text = "schema: 1\npack: made\nlanguage: any\nstatus: stable\nrules:\n" + "".join(
        f"  - id: r{number}\n    label: {rule.label}\n    why: Because this test says so.\n    {rule.matcher}\n"
        f"    examples: {{matches: [{json.dumps(rule.example)}], ignores: ['Nothing of it.']}}\n"
        for number, rule in enumerate(rules)
    )
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "shared").mkdir()
        (Path(name) / "shared" / "made.yaml").write_text(text, encoding="utf-8")
        return load_rulebook(name, bundled=False)


_TAGS = [
    "div",
    "p",
    "b",
    "a",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "pre",
    "script",
    "svg",
    "template",
    "select",
    "x-y",
    "title",
    "nav",
]
_markup = st.sampled_from(_TAGS).flatmap(
    lambda tag: st.sampled_from(
        [f"<{tag}>", f"</{tag}>", f"<{tag} hidden>", f"<{tag} class='a b' id=c>", f"<{tag}/", f'<{tag} x="']
    )
)
pages = st.lists(_markup | st.sampled_from([*PIECES, "<br>", "<!--", "-->", "&amp;", "&#0;", "&#xD800;", "<![CDATA["]), max_size=40).map(
    lambda parts: "<!doctype html>" + "".join(parts)
)  # fmt: skip  # one thought
_ARTICLES = [
    path.read_bytes().decode("utf-8")
    for pattern in ("seeds/*.txt", "fixtures/*/*/source.txt")
    for path in sorted(ROOT.glob(pattern))
]


@st.composite
def _changed(draw: st.DrawFn) -> str:
    lines = draw(st.sampled_from(_ARTICLES)).splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 4))):
        at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        what = draw(st.sampled_from(["drop", "double", "move", "glue"]))
        if what == "drop" and len(lines) > 1:
            del lines[at]
        elif what == "double":
            lines.insert(other, lines[at])
        elif what == "move":
            lines[at], lines[other] = lines[other], lines[at]
        else:
            lines[at] = lines[at].rstrip("\r\n")
    return "".join(lines)


changed_articles = _changed()
