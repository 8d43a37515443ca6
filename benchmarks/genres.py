"""What is lost of articles that are no prose, and what is kept beside them. Needs no bench: the pages were written for it.

    python -m benchmarks.genres

``genre_pages`` holds 40 invented pages in 21 languages, made as sites of today make them: recipes, results, laws, programmes,
glossaries, code, verse, threads. Beside each stands its body, a block a line; what careful people would judge differently
(standfirsts, captions, figures of a box) begins with a question mark and counts neither way.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import trafilatura
from lxml import html

import cleaner
from benchmarks.commands import as_command
from benchmarks.judging import GEARS
from benchmarks.tables import print_lost, table

PAGES = Path(__file__).parent / "genre_pages"
_OPTIONAL = "?"
_UNSEEN = ("script", "style", "noscript", "template")
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "figcaption", "td", "th", "pre")


class Found(NamedTuple):
    """One page in one form: its lines, those that are not in the body, and the lines of the body that are none of its own."""

    name: str
    form: str
    lines: int
    lost: tuple[str, ...]
    extra: tuple[str, ...]


def judge(pages: Path = PAGES) -> Iterator[Found]:
    """Each page in each form, sorted by name. A line that a dump leaves out is not lost."""
    for path in sorted(pages.glob("*.html")):
        page, gold = path.read_text(encoding="utf-8"), path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
        wanted = [line for line in gold if not line.startswith(_OPTIONAL)]
        known = _packed("".join(gold))
        for form, cleaned in _cleaned(page):
            body, source = _packed(cleaned.body), _packed(cleaned.document.text)
            there = [line for line in wanted if _packed(line) and _packed(line) in source]
            extra = (line for line in cleaned.body.splitlines() if _packed(line) not in known)
            yield Found(path.stem, form, len(there), tuple(line for line in there if _packed(line) not in body), tuple(extra))


def _cleaned(page: str) -> Iterator[tuple[str, cleaner.Cleaned]]:
    for engine in GEARS:
        yield engine, cleaner.clean(page, media_type="text/html", policy=cleaner.Policy(engine=engine))
    for kind, dump in DUMPS.items():
        yield kind, cleaner.clean(dump(page))


def _flat(page: str) -> str:
    """Every text node on a line."""
    return "\n".join(filter(None, (text.strip() for text in _tree(page).itertext())))


def _paras(page: str) -> str:
    """What a paragraph scraper takes."""
    return "\n".join(filter(None, (" ".join(block.text_content().split()) for block in _tree(page).iter(*_BLOCKS))))


def _extract(page: str) -> str:
    """What trafilatura finds, run for recall."""
    return trafilatura.extract(page, favor_recall=True, include_comments=True) or ""


DUMPS: Mapping[str, Callable[[str], str]] = {"flat": _flat, "paras": _paras, "extract": _extract}


def _tree(page: str) -> Any:
    body = html.document_fromstring(page).body
    for element in body.xpath(".//comment()|" + "|".join(f".//{tag}" for tag in _UNSEEN)):
        element.drop_tree()
    return body


def _packed(text: str) -> str:
    """Letters and figures alone: forms differ in white space and in the signs of lists."""
    return "".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.genres", description=__doc__)
    parser.add_argument("--each", action="store_true", help="name every line that is lost")
    options = parser.parse_args(arguments)
    found = list(judge())
    rows: list[tuple[str | int, ...]] = []
    for form in (*GEARS, *DUMPS):
        some = [one for one in found if one.form == form]
        lines, lost = sum(one.lines for one in some), sum(len(one.lost) for one in some)
        rows.append((form, len(some), lines, lost, f"{lost / lines:.1%}", sum(len(one.extra) for one in some)))
    print(table("Articles that are no prose", ("form", "pages", "lines", "lost", "share", "lines too many"), rows))
    if options.each:
        print_lost((one.form, one.name, one.lost) for one in found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
