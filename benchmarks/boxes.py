"""What is lost of articles with a box set into them: related stories, a newsletter, buttons. Needs no bench.

    python -m benchmarks.boxes

The articles are those English ones of ``fixtures/clean`` that have six paragraphs or more and stay whole by themselves; each
box of ``boxes.json`` is set into their middle, before their last paragraph but one and before their last.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cleaner
from benchmarks.commands import as_command
from benchmarks.tables import Cell, print_lost, table

ARTICLES = Path(__file__).parent.parent / "fixtures" / "clean"
_BOXES = Path(__file__).parent / "boxes.json"
_PARAGRAPHS = 6


class Found(NamedTuple):
    """One box in one article, ``behind`` so many paragraphs before its end: what is lost, by which rules, and what is left."""

    box: str
    article: str
    behind: int
    lost: tuple[str, ...]
    rules: tuple[str, ...]
    lines: int
    left: int


def articles(folder: Path = ARTICLES) -> Iterator[tuple[str, list[str]]]:
    """The articles, with their paragraphs, sorted by name."""
    for path in sorted(folder.glob("**/*.txt")):
        text = path.read_text(encoding="utf-8").strip()
        paragraphs = [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]
        cleaned = cleaner.clean(text, media_type="text/plain")
        if len(paragraphs) >= _PARAGRAPHS and cleaned.document.language.code == "en" and not _lost(paragraphs, cleaned):
            yield path.stem, paragraphs


def judge(boxes: Path = _BOXES, folder: Path = ARTICLES) -> Iterator[Found]:
    """Each box at three places of each article."""
    found: dict[str, list[str]] = json.loads(boxes.read_text(encoding="utf-8"))
    for name, paragraphs in articles(folder):
        for box, lines in found.items():
            for behind in (len(paragraphs) - len(paragraphs) // 2, 2, 1):
                parts = [*paragraphs[:-behind], *lines, *paragraphs[-behind:]]
                cleaned = cleaner.clean("\n\n".join(parts), media_type="text/plain")
                lost = _lost(paragraphs, cleaned)
                text = cleaned.document.text
                rules = (cut.rule for cut in cleaned.removals if any(text[cut.start : cut.end].strip() in one for one in lost))
                body = cleaned.body.split("\n\n")
                yield Found(box, name, behind, lost, tuple(sorted(set(rules))), len(lines), sum(line in body for line in lines))


def _lost(paragraphs: Sequence[str], cleaned: cleaner.Cleaned) -> tuple[str, ...]:
    body = cleaned.body.split("\n\n")
    return tuple(paragraph for paragraph in paragraphs if paragraph not in body)


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns 0."""
    argparse.ArgumentParser(prog="python -m benchmarks.boxes", description=__doc__).parse_args(arguments)
    found = list(judge())
    rows: list[list[Cell]] = []
    for box in sorted({one.box for one in found}):
        some = [one for one in found if one.box == box]
        lines = sum(one.lines for one in some)
        rows.append([box, len(some), sum(bool(one.lost) for one in some), sum(one.left for one in some) / lines])
    hurt, lines = sum(bool(one.lost) for one in found), sum(one.lines for one in found)
    rows.append(["all", len(found), hurt, sum(one.left for one in found) / lines])
    print(table("Boxes within articles", ("box", "set in", "articles hurt", "share of its lines left"), rows))
    times = Counter(rule for one in found for rule in one.rules)
    print(table("What hurt articles", ("rule", "times"), [[rule, number] for rule, number in times.most_common()]))
    print_lost((one.box, f"{one.article}, {one.behind} from the end", one.lost) for one in found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
