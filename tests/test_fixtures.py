"""Fixtures are discovered: every ``source.*`` below ``fixtures/`` has its marked view as golden, every piece in ``clean/`` stays."""

from pathlib import Path

import pytest

import cleaner
from tests.conftest import ROOT

FIXTURES = ROOT / "fixtures"
SOURCES = sorted(path for path in FIXTURES.glob("*/*/source.*"))
CLEAN = sorted((FIXTURES / "clean").glob("*.txt"))


def marked(source: Path) -> tuple[cleaner.Cleaned, str]:
    """The marked view, with what the fixture's folder says: a host as its name is the outlet, ``shared`` is none."""
    host = source.parent.parent.name
    result = cleaner.clean(source.read_bytes(), id=source.parent.name, outlet=None if host == "shared" else host)
    return result, result.marked()


def test_there_are_fixtures() -> None:
    assert len(SOURCES) >= 5
    assert len(CLEAN) >= 30


def test_every_outlet_pack_has_a_fixture() -> None:
    hosts = {path.stem for path in (ROOT / "rules" / "outlets").glob("*.yaml")}
    assert hosts <= {source.parent.parent.name for source in SOURCES}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.parent.name}/{path.parent.name}")
def test_the_marked_view_equals_its_golden(source: Path, update_goldens: bool) -> None:
    golden = source.parent / "marked.txt"
    _, view = marked(source)
    if update_goldens:
        golden.write_text(view, encoding="utf-8")
    assert golden.is_file(), "no golden yet; write it with: pytest tests/test_fixtures.py --update-goldens"
    assert view == golden.read_text(encoding="utf-8"), (
        "if this change is wanted: pytest tests/test_fixtures.py --update-goldens"
    )


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.parent.name}/{path.parent.name}")
def test_a_fixture_is_restored_and_cleaned_once(source: Path) -> None:
    result, _ = marked(source)
    assert cleaner.restore(result.body, result.record()) == result.document.text
    host = source.parent.parent.name
    assert cleaner.clean(result.body, outlet=None if host == "shared" else host).body == result.body


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_nothing_is_removed_from_clean_prose(path: Path) -> None:
    result = cleaner.clean(path.read_bytes(), id=path.stem)
    gone = [(removal.rule, result.document.text[removal.start : removal.end]) for removal in result.removals]
    assert gone == []
    assert "".join(result.body.split()) == "".join(path.read_text(encoding="utf-8").split())
