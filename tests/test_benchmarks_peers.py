"""Pages beside other extractors: snippets, failures, countries; and the speed and memory of both gears."""

import gzip
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks import converted, experiments, judging, memory, peers, quality
from benchmarks.bench import BenchError
from benchmarks.measure import Snippets, find_snippets
from tests.pages import COMMENTED

GOLD = "\n".join(
    line[3:-4] for line in COMMENTED.split("<h1>")[1].replace("</h1>", "\n").replace("</article>", "\n").split("\n")[1:5]
)


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """Six records of one page, three of them from one country."""
    (tmp_path / "pages").mkdir()
    with gzip.open(tmp_path / "made.jsonl.gz", "wt", encoding="utf-8") as file:
        for number, country in enumerate(["no", "no", "no", "se", "dk", None]):
            record: dict[str, Any] = {
                "id": f"made-{number}",
                "source": "made",
                "host": "example.com",
                "gold": GOLD,
                "dumps": {"full": GOLD},
                "with": ["passengers are advised", "Inspectors — found cracks!"],
                "without": ["Printing works", "Council matters"],
            } | ({"country": country} if country else {})
            file.write(json.dumps(record) + "\n")
            (tmp_path / "pages" / f"made-{number}.html.gz").write_bytes(gzip.compress(COMMENTED.encode()))
    return tmp_path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Snippets(2, 0, 1, 0)),
        ("Then one — two.", Snippets(2, 1, 1, 0)),
        ("One two", Snippets(2, 0, 1, 0)),
        ("one\ntwo four Menu", Snippets(2, 2, 1, 1)),
        ("four Menus", Snippets(2, 1, 1, 0)),
        ("fourteen two", Snippets(2, 0, 1, 0)),
    ],
)
def test_snippets_are_found_by_whole_words(text: str, expected: Snippets) -> None:
    """Signs and line ends do not matter, letters do; a snippet without words is not counted."""
    assert find_snippets(text, ["one two", "four"], ["«Menu»", "—"]) == expected


def test_shares_of_snippets() -> None:
    total = Snippets(4, 3, 2, 1) + Snippets(4, 3, 0, 0)
    assert (total, total.share_kept, total.leak) == (Snippets(8, 6, 2, 1), 0.75, 0.5)
    assert (Snippets().share_kept, Snippets().leak) == (None, None)


def test_pages_are_scored_beside_a_peer(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both gears and the peer get a row each with the same columns, and cleaner's F1 is given by country."""
    out = bench / "out.json"
    assert quality.main([str(bench), "--kinds", "full", "--all", "--peers", "trafilatura", "--json", str(out)]) == 0
    figures = json.loads(out.read_text(encoding="utf-8"))
    rows = {(row["input"], row["system"]): row for row in figures["scores"] if row["source"] == "all"}
    assert list(rows) == [
        ("full", "cleaner"),
        *(("html", name) for name in ("cleaner, thorough", "cleaner, fast", "trafilatura")),
    ]
    for system in ("cleaner, thorough", "cleaner, fast"):
        row = rows["html", system]
        assert (row["pages"], row["f1"], row["exact"], row["kept"], row["leak"], row["failed"]) == (6, 1, 1, 1, 0, 0)
    assert [(row["country"], row["pages"]) for row in figures["countries"]] == [("no", 3), ("others", 2)]
    assert list(figures["countries"][0]) == sorted(
        ["country", "pages", "without text", "full", "cleaner, thorough", "cleaner, fast"]
    )
    assert figures["status"]["cleaner, fast"] == {"ok": 6}
    assert "F1 by country" in capsys.readouterr().out


def test_a_page_without_text_says_nothing_of_its_country(bench: Path) -> None:
    """It is counted, and scores zero everywhere else."""
    (bench / "pages" / "made-0.html.gz").write_bytes(gzip.compress(b"<html><body><script>load()</script></body></html>"))
    options = judging.Options(kinds=(), gears=("fast",))
    rulebook = judging.rulebook_of(())
    found = [
        result
        for record in quality.read_records(bench)
        for result in judging.judge(record, directory=bench, options=options, rulebook=rulebook)
    ]
    assert [result.score.f1 for result in found] == [0, 1, 1, 1, 1, 1]
    assert found[0].status == "failed:no_text"
    assert quality._countries(found) == [
        {"country": "no", "pages": 3, "without text": 1, "cleaner, fast": 1},
        {"country": "others", "pages": 2, "without text": 0, "cleaner, fast": 1},
    ]


def test_a_gear_alone_and_no_pages(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without peers pages are scored only if they are asked for."""
    assert quality.main([str(bench), "--all", "--kinds", "html", "--gears", "fast", "--limit", "1"]) == 0
    shown = capsys.readouterr().out
    assert "cleaner, fast" in shown
    assert "cleaner, thorough" not in shown
    assert quality.main([str(bench), "--all", "--kinds", "full", "--limit", "1"]) == 0
    assert "html" not in capsys.readouterr().out


def test_a_peer_that_is_not_installed_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    peers.peer.cache_clear()
    monkeypatch.setitem(sys.modules, "readability", None)
    able, notes = peers.installed(["trafilatura", "readability"])
    assert able == ("trafilatura",)
    assert len(notes) == 1
    assert notes[0].startswith("readability is left out: pip install readability-lxml (")


def test_a_peer_that_fails_has_found_nothing(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One bad page does not end the run: it scores zero and is counted."""

    def broken(page: str, url: str | None) -> str:
        raise RecursionError(len(page), url)

    monkeypatch.setattr(judging, "peer", lambda name: broken)
    record = next(iter(quality.read_records(bench)))
    (found,) = judging.judge(record, directory=bench, options=judging.Options(kinds=(), peers=("trafilatura",)), rulebook=None)
    assert (found.system, found.status, found.score.f1) == ("trafilatura", "failed:RecursionError", 0)
    assert found.snippets == Snippets(2, 0, 2, 0)
    assert quality._figures([found])["failed"] == 1


def test_speed_of_pages_has_a_row_for_each_system(bench: Path) -> None:
    rows = experiments.by_gear(bench, 2)
    assert [row["system"] for row in rows] == ["trafilatura", "trafilatura, fast", "cleaner, thorough", "cleaner, fast"]
    assert rows[0]["× trafilatura"] == rows[0]["median"] == 1
    for row in rows:
        assert row["pages/s"] > 0
        assert row["lower quartile"] <= row["median"] <= row["upper quartile"]


def test_memory_is_looked_at_after_every_so_many_pages(bench: Path) -> None:
    """And at the end. The pages come round again until there were enough."""
    found = list(memory.grow(bench, "fast", 8, 3))
    assert [number for number, _ in found] == [3, 6, 8]
    assert all(10 < held < 10_000 for _, held in found)


def test_markdown_is_scored_by_what_readers_see(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses in what stays cost nothing, and gold in what goes is booked."""
    record = next(iter(quality.read_records(bench)))
    linked = record.gold.replace(" ", " [and](https://a.example/with/many/words) ", 1)
    gold = record.gold.replace(" ", " and ", 1)
    monkeypatch.setattr(judging, "converted", lambda *_: f"[Menu](/)\n\n{linked}")
    options = judging.Options(kinds=("markdown",), baselines=True)
    found = judging.judge(replace(record, gold=gold), directory=bench, options=options, rulebook=judging.rulebook_of(()))
    assert [(one.kind, one.system, one.score.extra, one.score.missing) for one in found[:2]] == [
        ("markdown", "cleaner", 0, 0),
        ("markdown", "nothing", 1, 0),
    ]


def test_without_the_converter_the_kind_markdown_says_what_to_install(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "markdownify", None)
    assert quality.main([str(bench), "--all", "--kinds", "markdown"]) == 2
    with pytest.raises(BenchError, match="pip install markdownify"):
        converted.converted("markdown", bench, "made-0")


def test_without_the_program_a_kind_says_so(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert quality.main([str(bench), "--all", "--kinds", "lynx"]) == 2
    with pytest.raises(BenchError, match="the program lynx is not installed"):
        converted.converted("lynx", bench, "made-0")


def test_a_program_that_fails_is_no_dump(tmp_path: Path, bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "w3m"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(BenchError, match=r"w3m: .*exit status 3"):
        converted.converted("w3m", bench, "made-0")
