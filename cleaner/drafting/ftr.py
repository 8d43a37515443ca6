"""Site files of the public-domain collection ftr-site-config as packs of ``select`` rules.

A site file is lines of ``directive: value``; most values are XPath. What says which part of a page is what becomes a rule;
how a page is fetched or repaired does not, and what XPath can say and CSS cannot is reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import regex

from cleaner.drafting.elements import kind_of
from cleaner.drafting.writing import write_new
from cleaner.drafting.xpath import NotInCSS, Selector, selectors
from cleaner.errors import UsageError
from cleaner.rulebook.checks import mistakes_of
from cleaner.rulebook.yamlfile import dump

_DIRECTIVE = regex.compile(r"\s*(?P<name>[a-z_]+)(?:\([^)]*\))?\s*:\s*(?P<value>.*?)\s*")
_HOST = regex.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)+")
_LABELS = {"title": "title", "author": "byline", "date": "byline", "body": "article"}
_WHAT = {
    "title": "The headline",
    "author": "The author's name",
    "date": "The time of publication",
    "body": "The article",
}

_FETCHING = frozenset({
    "autodetect_next_page", "autodetect_on_failure", "convert_double_br_tags", "find_string", "footnotes", "http_header",
    "if_page_contains", "insert_detected_image", "login_extra_fields", "login_password_field", "login_uri",
    "login_username_field", "move_into", "native_ad_clue", "next_page_link", "not_logged_in_xpath", "parser", "prune",
    "replace_string", "requires_login", "single_page_link", "single_page_link_in_feed", "skip_json_ld", "src_lazy_load_attr",
    "strip_attr", "strip_image_src", "tidy", "wrap_in",
})  # fmt: skip  # a list
_SILENT = frozenset({"test_url", "test_contains"})
"""Samples for tests of the collection's own; nothing is lost without them."""
_TEXTS = {"author": r"(?is)(?:by:?\s+)?(?P<authors>\S.*)", "date": r"(?s)(?P<published>\S.*)"}
_MOST = {"title": 300, "byline": 300, "comments": 50_000}
_MOST_OTHERS = 3000
"""Characters of one element. What is larger may hold the article: site files are old, and pages change."""
_SAMPLE = "What the page says here."
_PROSE = "The police said on Tuesday that nobody was hurt."


class Left(NamedTuple):
    """A line of a site file that could not be turned into a rule."""

    file: str
    line: int
    directive: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.directive}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Imported:
    """What was made of a checkout.

    Attributes:
        packs: text of each rule file, by host.
        rules: how many rules came of each directive.
        left: what could not be expressed, in order of files and lines.
        fetching: how many lines say how a page is fetched or repaired, which no rule does.
        files: how many site files were read.
    """

    packs: dict[str, str]
    rules: Counter[str]
    left: tuple[Left, ...]
    fetching: int
    files: int

    def write(self, folder: Path) -> None:
        """Write every pack as ``folder/outlets/HOST.yaml``, or none if one of them exists or cannot be written.

        Raises:
            UsageError: a pack exists, or cannot be written.
        """
        files = {folder / "outlets" / f"{host}.yaml": text.encode("utf-8") for host, text in sorted(self.packs.items())}
        there = next((path for path in files if path.exists()), None)
        if there:
            raise UsageError(f"{there}: this pack exists, and is never overwritten; choose an empty directory")
        write_new(files)


def import_ftr(checkout: Path) -> Imported:
    """Read all site files of a checkout. The same files give the same packs and the same report.

    Raises:
        UsageError: there are no site files in it, or one cannot be read.
    """
    files = sorted(checkout.glob("*.txt"), key=lambda path: path.name)
    if not files:
        raise UsageError(f"{checkout}: no site files here; a checkout of ftr-site-config holds files such as example.com.txt")
    names = {path.name for path in files}
    packs: dict[str, str] = {}
    counts: Counter[str] = Counter()
    left: list[Left] = []
    fetching = 0
    for path in files:
        host = path.name.removesuffix(".txt").removeprefix("www.").removeprefix(".").lower()
        if not _HOST.fullmatch(host):
            left.append(Left(path.name, 1, "file", "its name is no host"))
        elif host in packs or (path.name.startswith(".") and path.name[1:] in names):
            left.append(Left(path.name, 1, "file", f"{host} has a file of its own, and a pack serves all hosts below its own"))
        else:
            rules = _rules(path, left, counts)
            fetching += sum(name in _FETCHING for _, name, _ in _directives(path))
            if rules:
                values: dict[str, Any] = {"schema": 1, "outlet": host, "name": host, "status": "draft", "rules": rules}
                packs[host] = f"# Made from {path.name} of ftr-site-config, which is in the public domain.\n{dump(values)}"
    return Imported(packs, counts, tuple(left), fetching, len(files))


def _rules(path: Path, left: list[Left], counts: Counter[str]) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = []
    ids: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for number, name, value in _directives(path):
        if name in _FETCHING or name in _SILENT:
            continue
        try:
            found = _selected(name, value)
        except NotInCSS as error:
            left.append(Left(path.name, number, name, str(error)))
            continue
        css = ", ".join(selector.css() for selector in found)
        label = _LABELS.get(name) or kind_of(css) or "navigation"
        if (label, css) in seen:
            continue
        seen.add((label, css))
        base = name if name in _LABELS else label.replace("_", "-")
        rule: dict[str, Any] = {
            "id": base if not ids[base] else f"{base}-{ids[base] + 1}",
            "label": label,
            "why": f"{_WHAT.get(name, 'Not part of the article')}, by the site file of ftr-site-config.",
            "select": css,
        }
        if name in _TEXTS:
            rule["text"] = _TEXTS[name]
        if label != "article":
            rule["within"] = {"at_most": _MOST.get(label, _MOST_OTHERS)}
        rule["examples"] = {
            "matches": list(dict.fromkeys(selector.example(_SAMPLE) for selector in found)),
            "ignores": _counterexamples(found),
        }
        wrong = mistakes_of(rule, "outlets")
        if wrong:
            left.append(Left(path.name, number, name, wrong[0]))
            continue
        ids[base] += 1
        counts[name] += 1
        rules.append(rule)
    return rules


def _directives(path: Path) -> Iterator[tuple[int, str, str]]:
    """The directives of a site file: line, name, value.

    Raises:
        UsageError: the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    for number, line in enumerate(text.splitlines(), 1):
        found = _DIRECTIVE.fullmatch(line)
        if found and found["value"]:
            yield number, found["name"], found["value"]


def _selected(name: str, value: str) -> Sequence[Selector]:
    """What a directive selects.

    Raises:
        NotInCSS: it selects nothing, or nothing that CSS can tell.
    """
    if name == "strip_id_or_class":
        word = value.strip("\"'")
        quote = "'" if '"' in word else '"'
        return selectors(f"//*[contains(@class, {quote}{word}{quote}) or contains(@id, {quote}{word}{quote})]")
    if name in _LABELS or name == "strip":
        return selectors(value)
    raise NotInCSS("this directive is not known")


def _counterexamples(found: Sequence[Selector]) -> list[str]:
    """Pages in which none of the selectors finds anything."""
    bare = {selector.steps[0].tag for selector in found if len(selector.steps) == 1 and not selector.steps[0].tests}
    texts = list(dict.fromkeys(selector.counterexample(_PROSE) for selector in found))
    fitting = [text for text in texts if text[1 : text.index(">")] not in bare]
    return fitting or [f"<{tag}>{_PROSE}</{tag}>" for tag in ("p", "blockquote", "div") if tag not in bare][:1]
