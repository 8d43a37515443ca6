"""Articles that are no prose: each page holds its body, and the command tells what is lost of it."""

from pathlib import Path

import pytest

from benchmarks import genres
from benchmarks.tables import print_lost
from cleaner.reading import read


@pytest.mark.parametrize("path", sorted(genres.PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_every_line_of_a_body_stands_on_its_page(path: Path) -> None:
    shown = genres._packed(read(path.read_bytes(), id="", media_type="text/html").text)
    gold = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert len(gold) > 3
    assert [line for line in gold if genres._packed(line) not in shown] == []


def test_lines_that_are_lost_and_lines_too_many_are_told(tmp_path: Path) -> None:
    prose = "".join(f"<p>The harbour reopened on day {day}, and the ferries went out again.</p>" for day in range(1, 7))
    page = f"<html><body><article>{prose}<figcaption>The harbour.</figcaption></article></body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    lines = [f"The harbour reopened on day {day}, and the ferries went out again." for day in range(2, 7)]
    (tmp_path / "page.txt").write_text("\n".join([*lines, "?The harbour.", "No such line."]), encoding="utf-8")
    found = {one.form: one for one in genres.judge(tmp_path)}
    assert set(found) == {"thorough", "fast", "flat", "paras", "extract"}
    assert (found["flat"].name, found["flat"].lines, found["flat"].lost) == ("page", 5, ())
    assert found["flat"].extra == ("The harbour reopened on day 1, and the ferries went out again.",)


def test_every_line_that_is_lost_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    print_lost([("flat", "recipe-de", ("Salz", "1 Zwiebel")), ("paras", "verse-fr", ())])
    assert capsys.readouterr().out == "flat recipe-de: Salz\nflat recipe-de: 1 Zwiebel\n"
