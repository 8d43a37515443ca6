"""The headline that stands twice: once at the end of a breadcrumb or menu line, once alone.

A dump of a page often begins ``Home LATEST NEWS <title>`` and then ``<title>``: the first line is navigation, the second the
title. No pattern can say that, for the title is known only from the other line. A word or two that stand twice so are the
section, as in ``Home > News > Council`` and then ``Council``; the headline stands below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from cleaner.lines import ends_sentence, has_ideographs
from cleaner.locales import of_all
from cleaner.model import Claim, Document, Label
from cleaner.stages.reading_aids import filled_lines, guess, taken

RULE = "stage/headline"
_AMONG = 40
"""Lines from the start: a breadcrumb stands above the article."""
_TITLE = (15, 250)
"""Characters of a title."""
_TRAIL = 80
"""Characters of the trail before the title, at most."""
_WORDS = 3
"""Words of a title, at least: a word or two at the end of a path mostly name the section."""
_CRUMBS = (2, 6)
"""Crumbs of a path: what has more is a menu."""
_STEP = regex.compile(r"\s*[>＞›»→]\s*|\s/\s")
_HOME = regex.compile(rf"(?i)(?:{'|'.join(of_all('home'))})\b")


def headline(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim a trail line that ends with the very next line, and that next line as the title, or as the section it is."""
    lines = filled_lines(document)[:_AMONG]
    occupied = taken(lines, claims)
    for at in range(len(lines) - 1):
        trail, title = lines[at].text.strip(), lines[at + 1].text.strip()
        if not _TITLE[0] <= len(title) <= _TITLE[1] or not trail.endswith(title) or len(trail) == len(title):
            continue
        before = trail[: -len(title)]
        if len(before) > _TRAIL or not _HOME.match(before) or ends_sentence(before):
            continue
        what, called = (Label.NAVIGATION, "section") if _is_section(title) else (Label.TITLE, "title")
        for index, label, reason in (
            (at, Label.NAVIGATION, f"a trail from the home page, ending with the {called} that stands alone in the next line"),
            (at + 1, what, "the trail in the line above ends with these very words"),
        ):
            if (known := occupied.get(index)) is None or known.label is label:
                yield guess(lines[index], label, RULE, 0.95, reason)
        return


def is_below_path(texts: Sequence[str], at: int) -> bool:
    """Whether a line stands right below a path from the home page, or below the section that such a path ends with."""
    above = _crumbs(texts[at - 1]) if at else []
    if not above and at > 1 and _is_section(texts[at - 1]):
        above = _crumbs(texts[at - 2])
        return bool(above) and above[-1] == texts[at - 1]
    return bool(above) and above[-1] != texts[at]


def _crumbs(text: str) -> list[str]:
    """The parts of a path from the home page, ``Home > News > Town``; nothing if a line is none."""
    if len(text) > _TRAIL or not _HOME.match(text):
        return []
    found = _STEP.split(text)
    return found if _CRUMBS[0] <= len(found) <= _CRUMBS[1] and all(found) else []


def _is_section(text: str) -> bool:
    return len(text.split()) < _WORDS and not has_ideographs(text)
