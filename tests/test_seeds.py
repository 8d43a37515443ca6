"""The five documents that the project was created from: every line is kept or removed as their gold says."""

import json

import pytest

import cleaner
from tests.conftest import ROOT

SEEDS = ROOT / "seeds"
GOLD = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))
NAMES = {"chrome": {"navigation", "share"}, "appended_story": {"other_story"}, "copyright": {"legal"}}


def cleaned(name: str) -> cleaner.Cleaned:
    return cleaner.clean((SEEDS / name).read_bytes(), id=name)


@pytest.mark.parametrize(
    ("name", "number", "label"),
    [
        (name, int(number), label)
        for name, gold in GOLD.items()
        for number, label in gold["lines"].items()
        if int(number) not in gold["either"]
    ],
)
@pytest.mark.hostile(65)
def test_every_line_is_what_gold_says(name: str, number: int, label: str) -> None:
    result = cleaned(name)
    line = result.document.lines[number - 1]
    here = [removal for removal in result.removals if removal.start < line.end and removal.end > line.start]
    if label == "body":
        assert here == []
    else:
        assert {str(removal.label) for removal in here} <= NAMES.get(label, {label})
        covered = sum(min(removal.end, line.end) - max(removal.start, line.start) for removal in here)
        assert covered == len(line.text)


@pytest.mark.parametrize("name", GOLD)
def test_the_fields_that_gold_names_are_lifted(name: str) -> None:
    fields = cleaned(name).fields.to_json()
    assert {key: fields[key] for key in GOLD[name]["fields"]} == GOLD[name]["fields"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("name", [name for name, gold in GOLD.items() if gold["outlet"]])
def test_the_outlet_is_recognised(name: str, end: bytes) -> None:
    """Whatever ends the lines."""
    raw = (SEEDS / name).read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    outlet = cleaner.clean(raw.replace(b"\n", end)).outlet
    assert outlet is not None
    assert outlet.host == GOLD[name]["outlet"]


@pytest.mark.parametrize("name", GOLD)
def test_restored_and_cleaned_again(name: str) -> None:
    result = cleaned(name)
    assert cleaner.restore(result.body, result.record()) == (SEEDS / name).read_bytes().decode("utf-8")
    assert cleaner.clean(result.body).body == result.body


CHANGES = {
    "Lavrov": "Petrenko", "Blinken": "Hathaway", "Putin": "Orlov", "Russia": "Ruritania", "Ukraine": "Freedonia", "Reuters": "AP",
    "REN QI": "LI NA", "Moscow": "Strelsau", "2022": "2031", "130349": "990011", "PA": "EPA", "Truss": "Marlow", "China": "Cathay",
    "Belarus": "Borduria", "Kremlin": "Palace", "Agence France-Presse": "Deutsche Presse-Agentur", "Intel": "Acme",
    "Taoyuan": "Hualien", "3": "7",
}  # fmt: skip  # a table


@pytest.mark.parametrize("name", GOLD)
def test_a_copy_with_other_names_and_numbers_is_cut_at_the_same_lines(name: str) -> None:
    text = (SEEDS / name).read_text(encoding="utf-8")
    original = cleaned(name)
    outlet = original.outlet.host if original.outlet else None
    for old, new in CHANGES.items():
        if old == "China" and outlet == "chinadaily.com.cn":
            continue  # its own name stands in its byline
        text = text.replace(old, new)
    copy = cleaner.clean(text, outlet=outlet)

    def cut(result: cleaner.Cleaned) -> list[tuple[int, str]]:
        return [
            (line.number, removal.label)
            for line in result.document.lines
            for removal in result.removals
            if removal.start < line.end and removal.end > line.start
        ]

    either = set(GOLD[name]["either"])
    assert [entry for entry in cut(copy) if entry[0] not in either] == [
        entry for entry in cut(original) if entry[0] not in either
    ]
