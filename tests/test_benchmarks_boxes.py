"""Boxes set into articles: the command tells what is lost of the articles and what is left of the boxes."""

import json
from pathlib import Path

from benchmarks import boxes

ARTICLE = [
    f"The harbour of the old town reopened on day {day} of the month, and the ferries went out again, the mayor said."
    for day in range(1, 8)
]


def test_what_a_box_costs_an_article_is_told(tmp_path: Path) -> None:
    (tmp_path / "harbour.txt").write_text("\n\n".join(ARTICLE), encoding="utf-8")
    (tmp_path / "short.txt").write_text("\n\n".join(ARTICLE[:5]), encoding="utf-8")
    box = tmp_path / "boxes.json"
    box.write_text(json.dumps({"share": ["Share this article", "The gulls came back."]}), encoding="utf-8")
    found = list(boxes.judge(box, tmp_path))
    assert [(one.box, one.article, one.behind, one.lost, one.lines, one.left) for one in found] == [
        ("share", "harbour", 4, (), 2, 1),
        ("share", "harbour", 2, (), 2, 1),
        ("share", "harbour", 1, (), 2, 1),
    ]


def test_articles_that_do_not_stay_whole_by_themselves_are_left_out(tmp_path: Path) -> None:
    whole = dict(boxes.articles())
    assert len(whole) > 20
    assert all(len(paragraphs) >= 6 for paragraphs in whole.values())
    (tmp_path / "whole.txt").write_text("\n\n".join(ARTICLE), encoding="utf-8")
    (tmp_path / "shared.txt").write_text("\n\n".join([*ARTICLE, "Share this article"]), encoding="utf-8")
    assert list(boxes.articles(tmp_path)) == [("whole", ARTICLE)]
