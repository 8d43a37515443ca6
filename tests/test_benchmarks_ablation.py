"""The table of what each stage and each pack is worth: what is left out, and what its rows say."""

import gzip
import json
import re
from itertools import count
from pathlib import Path

import pytest

from benchmarks import ablation
from benchmarks.ablation import Part
from benchmarks.bench import HELD_OUT as APART
from benchmarks.bench import third
from benchmarks.judging import rulebook_of
from cleaner.rulebook import Rulebook
from cleaner.stages import CHAIN, stage_name
from cleaner.stages.prose.judgement import WEIGHTS
from tests.conftest import ROOT

ARTICLE = (
    "The council voted on Monday to close the old bridge for repairs that will take until autumn.",
    "Engineers had warned for years that salt had eaten the bearings below the eastern carriageway.",
    "Drivers will have to use the ferry, which runs every half hour and carries forty cars at most.",
)
CREDIT, SHARE = "Photo: Getty Images", "Share on Facebook"
DUMP = "\n".join([SHARE, ARTICLE[0], CREDIT, *ARTICLE[1:], "Related articles", "Most read", "Sign in", "Contact us", "Sitemap"])
HELD_OUT = next(f"{number}.example" for number in count() if third(f"{number}.example") == APART)
RECORD = {"id": "a", "source": "made", "host": HELD_OUT, "gold": "\n".join(ARTICLE), "dumps": {"full": DUMP}}
SEAM = {
    "id": "a/made",
    "kind": "headlines",
    "near": False,
    "text": "\n".join([*ARTICLE, CREDIT]),
    "labels": [*["body"] * len(ARTICLE), "other_story"],
}
HEAD = "| chain | full | gold words lost | foreign lines removed | body lines lost |"


@pytest.fixture
def rules() -> Rulebook:
    return rulebook_of(())


def test_every_stage_of_text_and_every_shared_pack_is_left_out_once(rules: Rulebook) -> None:
    found = list(ablation.parts(rules))
    assert found[0] == Part("all of it")
    stages = [part.stage for part in found if part.stage]
    assert stages == list(dict.fromkeys(stage_name(stage) for stage in CHAIN if stage_name(stage) != "blocks"))
    packs = [part.pack for part in found if part.pack]
    general = {pack.name for pack in rules.packs if not pack.outlet and pack.language in ("any", "en")}
    assert len(packs) == len(set(packs))
    assert set(packs) == general | {ablation.LANGUAGES}
    assert [part.favour for part in found if part.favour != "balance"] == ["precision", "recall"]
    assert len({part.name for part in found}) == len(found)


def test_the_page_has_a_row_for_each_part_or_names_it_as_newer(rules: Rulebook) -> None:
    page = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    table = page[page.index("| all of it |") :]
    rows = re.findall(r"(?m)^\| (all of it|without [^|]+|`--favour \w+`) \|", table)
    (newer,) = re.findall(r"(?s)Newer than the table, and without a row in it: (.*?)\n\n", page)
    without = [part for part in ablation.parts(rules) if part.name not in rows]
    assert sorted(re.findall(r"`([\w-]+)`", newer)) == sorted(part.stage or part.pack or part.name for part in without)
    assert set(rows) <= {part.name for part in ablation.parts(rules)}


def test_a_pack_that_is_left_out_takes_its_rules_along_and_no_others(rules: Rulebook) -> None:
    less = ablation._less(rules, "photo-credits")
    assert {pack.name for pack in rules.packs} - {pack.name for pack in less.packs} == {"photo-credits"}
    less = ablation._less(rules, ablation.LANGUAGES)
    gone = {pack.language for pack in rules.packs} - {pack.language for pack in less.packs}
    assert {"de", "fr", "zh"} <= gone
    assert {"any", "en"}.isdisjoint(gone)
    assert ablation._less(rules, None) is rules


def test_rows_tell_what_is_worse_without_a_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, document in (("made", RECORD), ("seams", SEAM)):
        (tmp_path / f"{name}.jsonl.gz").write_bytes(gzip.compress(json.dumps(document).encode()))
    wanted = (Part("all of it"), Part("less", pack="photo-credits"), Part("eager", favour="precision"))
    monkeypatch.setattr(ablation, "parts", lambda _: iter(wanted))
    assert ablation.main([str(tmp_path), "--weights", str(WEIGHTS), "--kinds", "full"]) == 0
    head, rule, *rows = capsys.readouterr().out.splitlines()
    assert (head, rule) == (HEAD, "| --- | --- | --- | --- | --- |")
    cells = {row.split(" | ")[0].removeprefix("| "): row.split(" | ")[1:] for row in rows}
    assert list(cells) == ["all of it", "less", "eager"]
    assert float(cells["less"][0]) < float(cells["all of it"][0])
    assert cells["all of it"][1:] == ["0.00 %", "100 %", "0.00 % |"]
    assert cells["less"][1:] == ["0.00 %", "0 %", "0.00 % |"]
    assert [cell.strip() for cell in cells["eager"][2:]] == ["", "|"]  # what judges seams knows no dial
