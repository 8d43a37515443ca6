"""Fixtures are discovered: every ``source.*`` below ``fixtures/`` has its marked view as golden, every piece in ``clean/`` stays."""

from pathlib import Path

import pytest

import cleaner
from cleaner.workshop.fixtures import Fixture, find_clean, find_fixtures
from tests.conftest import ROOT

SOURCES = find_fixtures(ROOT / "fixtures")
CLEAN = find_clean(ROOT / "fixtures" / "clean")


def test_there_are_fixtures() -> None:
    assert len(SOURCES) >= 5
    assert len(CLEAN) >= 30


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
