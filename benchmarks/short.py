"""What is lost of short articles with a bit of a page or all of it around them. Needs no bench: the articles are fixtures.

    python -m benchmarks.short

The articles are those of ``fixtures/clean/short``: recipes, notices, interviews, verse, scores in 24 languages. What stands
around them is in ``surroundings.json``, in the article's language where that is there, else in English.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cleaner
from benchmarks.commands import as_command
from benchmarks.tables import print_lost, table

ARTICLES = Path(__file__).parent.parent / "fixtures" / "clean" / "short"
FORMS = ("light", "head", "tail", "full", "flat", "paras")
"""A share button and a notice; headline and byline; button and headlines behind; a page, as dumps of three kinds."""
_SURROUNDINGS = Path(__file__).parent / "surroundings.json"


class Found(NamedTuple):
    """One article in one form: its lines, those that are not in the body, and the characters of the body beyond the article."""

    name: str
    form: str
    lines: int
    lost: tuple[str, ...]
    extra: int
    status: str


def surrounded(article: str, around: Mapping[str, Any], form: str) -> str:
    """An article as it stands on a page."""
    head = [around["headline"], around["byline"], around["time"]]
    lines = [line for line in article.split("\n") if line.strip()]
    match form:
        case "light":
            return "\n\n".join([around["share"][0], article, around["foot"][-1]])
        case "head":
            return "\n\n".join([*head, article])
        case "tail":
            return "\n\n".join([article, around["share"][0], around["related"], *around["headlines"]])
        case "full":
            menu, headlines = (_bulleted(around[name]) for name in ("menu", "headlines"))
            top = [*menu, "", head[0], "", *head[1:], "", *around["share"], ""]
            end = ["", *around["share"], "", around["related"], "", *headlines, "", around["newsletter"], ""]
            return "\n".join([*top, article, *end, "   ".join(around["foot"][:-1]), around["foot"][-1]])
        case "flat":
            end = [around["related"], *around["headlines"], around["newsletter"], *around["foot"]]
            return "\n".join([*around["menu"], *head, *around["share"], *lines, *end])
        case "paras":
            end = [around["related"], *around["headlines"], around["newsletter"], around["foot"][-1]]
            return "\n".join([head[0], " ".join(head[1:]), *lines, *end])
    raise ValueError(f"{form}: there is no such form; there are {', '.join(FORMS)}")


def _bulleted(lines: Sequence[str]) -> list[str]:
    return [f"  * {line}" for line in lines]


def judge(articles: Path = ARTICLES) -> Iterator[Found]:
    """Each article in each form, sorted by name."""
    surroundings = json.loads(_SURROUNDINGS.read_text(encoding="utf-8"))
    for path in sorted(articles.glob("*.txt")):
        article = path.read_text(encoding="utf-8").strip()
        lines = [line for line in article.split("\n") if line.strip()]
        for form in FORMS:
            cleaned = cleaner.clean(surrounded(article, surroundings.get(path.stem[:2], surroundings["en"]), form))
            body = _packed(cleaned.body)
            # A heading of the first level in Markdown is the title, which goes with the page around the article.
            title = _packed(f"# {cleaned.fields.title}")
            gone = [line for line in lines if _packed(line) not in body]
            lost = tuple(line for line in gone if _packed(line) != title)
            extra = len(body) - sum(len(_packed(line)) for line in lines if line not in gone)
            yield Found(path.stem, form, len(lines), lost, extra, cleaned.status)


def _packed(text: str) -> str:
    return "".join(text.split())


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns 0."""
    argparse.ArgumentParser(prog="python -m benchmarks.short", description=__doc__).parse_args(arguments)
    found = list(judge())
    rows = []
    for form in FORMS:
        some = [one for one in found if one.form == form]
        numbers = [sum(values) for values in zip(*((one.lines, len(one.lost), one.extra) for one in some), strict=True)]
        rows.append([form, len(some), *numbers, sum(one.status == "guarded" for one in some)])
    print(table("Short articles", ("form", "articles", "lines", "lost", "characters too many", "guarded"), rows))
    print_lost((one.form, one.name, one.lost) for one in found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
