"""The headline that stands twice: once at the end of a breadcrumb or menu line, once alone.

A dump of a page often begins ``Home LATEST NEWS <title>`` and then ``<title>``: the first line is navigation, the second the
title. No pattern can say that, for the title is known only from the other line.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.lines import ends_sentence
from cleaner.model import Claim, Document, Label
from cleaner.stages.reading_aids import filled_lines, guess, taken

RULE = "stage/headline"
_AMONG = 40
"""Lines from the start: a breadcrumb stands above the article."""
_TITLE = (15, 250)
"""Characters of a title."""
_TRAIL = 80
"""Characters of the trail before the title, at most."""
_HOME = regex.compile(
    r"(?i)(?:home|homepage|start|startseite|accueil|inicio|início|portada|home page|strona główna|hem|forside|etusivu"
    r"|domů|úvod|αρχική|címlap|főoldal|kezdőlap|acasă|prima pagină|beranda|trang chủ|начало"
    r"|главная|головна|ana ?sayfa|ホーム|首页|首頁|홈|الرئيسية)\b"
)


def headline(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim a trail line that ends with the very next line, and that next line as the title."""
    lines = filled_lines(document)[:_AMONG]
    occupied = taken(lines, claims)
    for at in range(len(lines) - 1):
        trail, title = lines[at].text.strip(), lines[at + 1].text.strip()
        if not _TITLE[0] <= len(title) <= _TITLE[1] or not trail.endswith(title) or len(trail) == len(title):
            continue
        before = trail[: -len(title)]
        if len(before) > _TRAIL or not _HOME.match(before) or ends_sentence(before):
            continue
        for index, label, reason in (
            (at, Label.NAVIGATION, "a trail from the home page, ending with the title that stands alone in the next line"),
            (at + 1, Label.TITLE, "the trail in the line above ends with these very words"),
        ):
            if index not in occupied or occupied[index].label is label:
                yield guess(lines[index], label, RULE, 0.95, reason)
        return
