"""Fixtures are discovered: every ``source.*`` below ``fixtures/`` has its marked view as golden, every piece in ``clean/`` stays."""

import re
from pathlib import Path

import pytest

import cleaner
from cleaner.batch.inputs import find_one
from cleaner.workshop.fixtures import Fixture, find_clean, find_fixtures, read_clean
from tests.conftest import ROOT

SOURCES = find_fixtures(ROOT / "fixtures")
CLEAN = find_clean(ROOT / "fixtures" / "clean")


def test_all_fixtures_are_found() -> None:
    """Every golden is one's, and every text in ``clean/`` is a piece: none is left out unnoticed."""
    folders = {path.parent for path in (ROOT / "fixtures").rglob("*") if path.name.startswith(("source.", "marked."))}
    assert {fixture.source.parent for fixture in SOURCES} == folders
    assert len(SOURCES) == len(folders) > 100
    texts = {path for path in (ROOT / "fixtures" / "clean").rglob("*.*") if path.name != "README.md"}
    assert set(CLEAN) == texts
    assert len(texts) > 150


def test_the_table_of_clean_pieces_is_complete() -> None:
    """Each has a row, with a mark where no blank lines stand between its paragraphs; the numbers in the text are theirs."""
    text = (ROOT / "fixtures" / "clean" / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"(?m)^\| `([\w-]+\.txt)` \| (n?) ?\|", text))
    dense = {
        path.name: "" if "\n\n" in path.read_text(encoding="utf-8") else "n" for path in CLEAN if path.parent.name == "clean"
    }
    assert rows == dense
    counts = re.findall(r"(\d+) (?:files|have none)", text)
    assert counts == [str(list(dense.values()).count(mark)) for mark in ("", "n")]


def test_every_outlet_pack_has_a_fixture() -> None:
    hosts = {path.stem for path in (ROOT / "rules" / "outlets").glob("*.yaml")}
    assert hosts <= {fixture.outlet for fixture in SOURCES}


@pytest.mark.parametrize("fixture", SOURCES, ids=lambda fixture: fixture.name)
def test_the_marked_view_equals_its_golden(fixture: Fixture, update_goldens: bool) -> None:
    view = fixture.clean(cleaner.load_rulebook()).marked()
    if update_goldens:
        fixture.write(view)
    assert view == fixture.golden(), "if this change is wanted: cleaner rules test --update"


@pytest.mark.parametrize("fixture", SOURCES, ids=lambda fixture: fixture.name)
def test_a_fixture_is_restored_and_cleaned_once(fixture: Fixture) -> None:
    result = fixture.clean(cleaner.load_rulebook())
    assert cleaner.restore(result.body, result.record()) == result.document.text
    assert cleaner.clean(result.body, outlet=fixture.outlet).body == result.body


@pytest.mark.parametrize("name", ["source.html", "source.htm", "source.xhtml", "source.txt"])
@pytest.mark.parametrize(
    ("content", "page", "text"),
    [
        ("Home |<br>World\n", "Home |\nWorld\n", "Home |<br>World\n"),
        ("Home |\nWorld\n", "Home |\nWorld\n", "Home |\nWorld\n"),  # no sign of markup in it
        ("The ferry is <b>back</b>.\n", "The ferry is back.\n", "The ferry is <b>back</b>.\n"),
        ("The ferry &amp; I\n", "The ferry & I\n", "The ferry &amp; I\n"),
        ("<html><body><p>The ferry</p><p>is back.</p></body></html>\n", "The ferry\nis back.\n", "The ferry\nis back.\n"),
    ],
)
def test_a_fixture_is_what_its_name_says_as_in_cleaning(tmp_path: Path, name: str, content: str, page: str, text: str) -> None:
    """A web page by its suffix, if there is markup in it, though its content alone would be taken for text; so is a clean text."""
    folder = tmp_path / "news.example" / "ferry"
    folder.mkdir(parents=True)
    (folder / name).write_text(content, encoding="utf-8")
    (fixture,) = find_fixtures(tmp_path)
    read = fixture.clean(cleaner.load_rulebook()).document
    seen = text if name == "source.txt" else page
    assert (read.text, read.source.media_type) == (seen, "text/plain" if seen == content else "text/html")
    item = find_one(str(folder / name))
    for other in (read_clean(folder / name), cleaner.clean(content.encode(), media_type=item.media_type).document):
        assert (other.text, other.source.media_type) == (read.text, read.source.media_type)


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
@pytest.mark.parametrize("fixture", [one for one in SOURCES if one.source.suffix == ".txt"], ids=lambda fixture: fixture.name)
def test_the_outlet_is_recognised_whatever_ends_the_lines(fixture: Fixture, end: bytes) -> None:
    raw = fixture.source.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    assert cleaner.clean(raw.replace(b"\n", end)).outlet == cleaner.clean(raw).outlet


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
@pytest.mark.hostile(66)
def test_nothing_is_removed_from_clean_prose(path: Path) -> None:
    result = cleaner.clean(path.read_bytes(), id=path.stem)
    gone = [(removal.rule, result.document.text[removal.start : removal.end]) for removal in result.removals]
    assert gone == []
    assert "".join(result.body.split()) == "".join(path.read_text(encoding="utf-8").split())
