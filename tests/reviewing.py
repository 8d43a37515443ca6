"""What tests of reviewing share: small packs, runs over them, and what a page may be made of."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from cleaner.batch import Destination, Settings, find
from cleaner.batch import run as run_batch
from cleaner.reviewing.runs import Cut, Row, Written
from cleaner.rulebook import Rulebook, load_rulebook
from tests.packs import write_pack

PACK = """\
schema: 1
pack: basics
status: stable
language: any
rules:
  - id: path
    label: navigation
    why: A menu path.
    line: 'Home( / \\w+)+'
    within: {first: 3}
    examples: {matches: ['Home / World'], ignores: ['Home is where the heart is.']}
  - id: credit
    label: photo_credit
    why: Who took the picture.
    inside: '\\(Photo: \\w+\\)'
    examples: {matches: ['Here (Photo: Reuters)'], ignores: ['Photo of a boat']}
  - id: most-read
    label: other_story
    why: What else is read.
    block: {from: 'Most read', to: end, at_most: 3}
    examples: {matches: ["Most read\\nOne"], ignores: ['Most readers came.']}
"""
OUTLET = """\
schema: 1
outlet: example.com
name: Example
status: stable
recognise: ['Example Media Group']
rules:
  - id: top
    label: navigation
    why: The menu of every page.
    line: 'Home / \\w+'
    examples: {matches: ['Home / World'], ignores: ['Home again.']}
"""
DRAFT = """\
schema: 1
pack: sketch
status: draft
language: any
rules:
  - id: harbour
    label: promo
    why: Not sure yet.
    line: 'The harbour .+'
    examples: {matches: ['The harbour reopened.'], ignores: ['A harbour.']}
"""
STORY = "Home / World\n\nThe harbour reopened on Monday after a long night. (Photo: Reuters)\nMost read\nOne\n"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rules")
    for name, text in (("shared/basics", PACK), ("outlets/example.com", OUTLET), ("shared/sketch", DRAFT)):
        write_pack(folder, name, text)
    return folder


@pytest.fixture(scope="module")
def rulebook(rules: Path) -> Rulebook:
    return load_rulebook(rules, bundled=False)


@pytest.fixture
def cleaned_run(rulebook: Rulebook, tmp_path: Path) -> Callable[..., str]:
    """Clean some texts by name, and give back where."""

    def clean(name: str, texts: dict[str, str], format: str = "txt", **options: Any) -> str:
        source = tmp_path / f"{name}-in"
        for file, text in texts.items():
            (source / file).parent.mkdir(parents=True, exist_ok=True)
            (source / file).write_bytes(text.encode())
        destination = Destination.of(str(tmp_path / name), format)
        folder = destination.place if format == "txt" else ""
        options = {"rulebook": rulebook} | options
        run_batch(find([str(source)]), Settings(format=format, folder=folder, fsync=False, **options), destination=destination)
        return destination.place

    return clean


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def cut(text: str, rule: str = "p/r", label: str = "promo", line: int = 1) -> Cut:
    return Cut(0, len(text), line, line, label, rule, 1.0, "Because.", (), text)


def document(*cuts: Cut, id: str = "a", tags: tuple[Cut, ...] = (), chars: int = 1000) -> Written:
    row = Row(id, "ok", "", "x", "y", chars, chars // 2, 1.0, "", {}, {}, (), ())
    return Written(row, None, cuts, tags, {}, {})


EVIL = (
    'Home / World\n</script><script>window.hurt=1</script><img src=x onerror="window.hurt=2"> <!-- \'\n'
    "Text with \u202ea direction mark\u202c, an escape \x1b[31m and javascript:alert(1) at https://evil.example/ it ends.\n"
    'Buy </style><svg onload=window.hurt=3> "quoted" &lt;b&gt; \\u003c/script>\nThe end of it all is near, they said.\n'
)
EVIL_NAME = '"><img src=x onerror=window.hurt=4>.txt'
EVIL_PACK = """\
schema: 1
pack: evil
status: stable
language: any
rules:
  - id: buy
    label: promo
    why: '</script><script>window.hurt=5</script>" onmouseover="window.hurt=6'
    line: 'Buy .+'
    examples: {matches: ['Buy it'], ignores: ['Buyers']}
"""


class Elements(HTMLParser):
    """What a page is made of: its tags with their attributes, the texts of style and script, and all other text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"style": [], "script": []}
        self.text = ""
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in self.raw:
            self._inside = tag
            self.raw[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.raw[self._inside][-1] += data
        else:
            self.text += data


TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "h4", "dl", "div", "dt", "dd", "nav", "a", "form", "label",
    "select", "option", "input", "button", "output", "p", "kbd", "main", "section", "ul", "li", "table", "caption", "thead", "tbody", "tr",
    "th", "td", "span", "i", "b", "bdi", "details", "summary", "del", "ins", "mark", "aside", "script",
}  # fmt: skip  # all that a page may be made of


def assert_inert(page: str) -> Elements:
    """Nothing in a page comes from a document but text, and nothing may run but the one script whose digest it names."""
    found = Elements(page)
    assert {tag for tag, _ in found.tags} <= TAGS
    names = {name for _, attributes in found.tags for name in attributes}
    assert not {name for name in names if name.startswith("on")}
    assert not names & {"src", "style", "srcdoc", "action", "formaction"}
    assert all((attributes["href"] or "").startswith("#") for _, attributes in found.tags if "href" in attributes)
    (style,), (data, script) = found.raw["style"], found.raw["script"]
    policy = next(attributes["content"] for tag, attributes in found.tags if attributes.get("http-equiv"))
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; base-uri 'none'; form-action 'none'"
    )
    assert not set(data) & set("<>&")
    json.loads(data, parse_constant=pytest.fail)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    return found


@pytest.fixture
def evil_run(cleaned_run: Callable[..., str], rules: Path, tmp_path: Path) -> str:
    write_pack(tmp_path / "evil", "shared/evil", EVIL_PACK)
    rulebook = load_rulebook(rules, tmp_path / "evil", bundled=False)
    return cleaned_run("evil-run", {EVIL_NAME: EVIL, "b.txt": STORY}, rulebook=rulebook)
