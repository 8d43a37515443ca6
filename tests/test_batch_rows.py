"""Runs whose outputs are gathered in files of rows go on, too, and in the end the same bytes are there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks import chaos
from cleaner.batch import Conduct, Destination, OutputError, Settings, Summary, find, run
from cleaner.batch.journal import vouched
from cleaner.batch.preview import preview
from cleaner.batch.verify import verify
from cleaner.rulebook import Rulebook, load_rulebook
from tests.containers import lines
from tests.interrupted import cut_off, linux, pack, rulebook

__all__ = ["pack", "rulebook"]  # fixtures
OUTPUTS = tuple(output for output in chaos.OUTPUTS if output != "txt")
COUNT = 12


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two files of rows; one row has no text, one is no row, one says where it is from."""
    folder = tmp_path / "in"
    folder.mkdir()
    for part in range(2):
        rows: list[Any] = [
            {"id": f"{part}/{number}", "text": f"Home / World\n\nStory {number} was told at the harbour.\n", "source": "crawl"}
            for number in range(COUNT // 2 - part)
        ]
        (folder / f"{part}.jsonl").write_bytes(lines(*rows, *[{"id": "bad"}][:part]))
    with (folder / "1.jsonl").open("ab") as file:
        file.write(b"[]\n")
    return folder


def options(out: Path, output: str) -> tuple[Destination, str]:
    """Where an output of this kind goes, and its format."""
    kind = output.partition(".")[0]
    return Destination.of(str(out if output == "attributes" else out / f"rows.{output}"), kind), kind


def do(
    rulebook: Rulebook, source: Path, out: Path, output: str, *, more: dict[str, Any] | None = None, **conduct: Any
) -> Summary:
    destination, kind = options(out, output)
    settings = Settings(rulebook, format=kind, fsync=False, **(more or {}))
    return run(find([str(source)]), settings, conduct=Conduct(**conduct), destination=destination)


def interrupted(rulebook: Rulebook, source: Path, out: Path, output: str, after: int) -> None:
    asked = iter(range(1000))
    with pytest.raises(KeyboardInterrupt):
        do(rulebook, source, out, output, stop=lambda: next(asked) >= after)


def hidden(out: Path) -> list[str]:
    return sorted(path.name for path in out.rglob(".*"))


# -- after an interruption


@pytest.mark.parametrize("output", OUTPUTS)
def test_an_interrupted_run_goes_on(rulebook: Rulebook, source: Path, tmp_path: Path, output: str) -> None:
    """Twice: what is done is kept, nothing has its name before it is complete, and the bytes are those of one run."""
    out, reference = tmp_path / "out", tmp_path / "reference"
    do(rulebook, source, reference, output)
    interrupted(rulebook, source, out, output, 4)
    (left,) = (path.name for path in out.rglob("*") if "journal" not in path.name)
    assert left.endswith("run.json")
    interrupted(rulebook, source, out, output, 9)
    again = do(rulebook, source, out, output)
    assert (again.inputs, again.kept) == (COUNT + 1, 9)
    assert chaos.snapshot(out) == chaos.snapshot(reference)
    assert hidden(out) == []
    assert list(verify(Destination.existing(options(out, output)[0].place))) == []


@pytest.mark.parametrize("output", ["jsonl", "attributes"])
def test_a_torn_journal_costs_only_work(rulebook: Rulebook, source: Path, tmp_path: Path, output: str) -> None:
    do(rulebook, source, tmp_path / "reference", output)
    interrupted(rulebook, source, tmp_path / "cut", output, 4)
    (journal,) = (path for path in (tmp_path / "cut").rglob(".*journal"))
    size, name = journal.stat().st_size, journal.relative_to(tmp_path / "cut")
    kept = []
    for end in range(0, size + 1, size // 9):
        out = tmp_path / f"out{end}"
        shutil.copytree(tmp_path / "cut", out)
        os.truncate(out / name, end)
        kept.append(do(rulebook, source, out, output).kept)
        assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")
    assert kept == sorted(kept)
    assert {0, 1, 2, 3} <= set(kept)


@linux
@pytest.mark.parametrize(
    ("output", "point"),
    [
        ("jsonl", "mid_journal:1"), ("parquet", "mid_journal:5"), ("attributes", "mid_journal:9"),
        ("jsonl", "before_manifest"), ("attributes", "before_manifest"), ("parquet", "before_success"),
        ("jsonl.gz", "before_forgetting"),
    ],
)  # fmt: skip  # a list
def test_a_run_that_is_cut_off_at_this_point(pack: Path, source: Path, tmp_path: Path, output: str, point: str) -> None:
    out, rulebook = tmp_path / "out", load_rulebook(pack, bundled=False)
    assert b"Traceback" not in cut_off(pack, source, point, *chaos.written(out, output))
    assert hidden(out) != []
    do(rulebook, source, out, output)
    do(rulebook, source, tmp_path / "reference", output)
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")
    assert hidden(out) == []


@linux
@pytest.mark.parametrize("output", ["jsonl", "parquet", "attributes"])
@pytest.mark.parametrize("point", ["before_account", "before_adopting", "mid_journal:1", "before_success"])
def test_a_run_over_a_finished_one_that_is_cut_off_at_this_point(
    pack: Path, source: Path, tmp_path: Path, output: str, point: str
) -> None:
    """Also before it has a journal of its own; what is done stays done, and no temporary file stays."""
    out, rulebook = tmp_path / "out", load_rulebook(pack, bundled=False)
    do(rulebook, source, out, output)
    first = source / "0.jsonl"
    first.write_bytes(first.read_bytes().replace(b"Story 3", b"Glory 3"))
    assert b"Traceback" not in cut_off(pack, source, point, *chaos.written(out, output))
    (foreign := out / ".cleaner.tmp-1-1").write_text("left behind")
    destination, kind = options(out, output)
    plan, settings = find([str(source)]), Settings(rulebook, format=kind, fsync=False)
    steps = Counter(step.does for step in preview(plan, settings, destination))
    assert do(rulebook, source, out, output).kept == steps["keep"] >= COUNT - 2
    if output != "attributes":
        foreign.unlink()
    do(rulebook, source, tmp_path / "reference", output)
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")
    assert hidden(out) == []


@pytest.fixture(scope="module")
def storms(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows that hang and kill."""
    return chaos.corpus(tmp_path_factory.mktemp("storms") / "in", 30, rows=True)


@pytest.mark.hostile(42)
@linux
@pytest.mark.parametrize(("seed", "output"), [(0, "jsonl.zst"), (1, "parquet"), (2, "attributes")])
def test_a_run_that_is_killed_again_and_again(pack: Path, storms: Path, tmp_path: Path, seed: int, output: str) -> None:
    expected = chaos.undisturbed(pack, storms, tmp_path / "reference", output)
    met = chaos.storm(pack, storms, tmp_path / "out", expected, seed=seed, kills=3, longest=0.9, output=output)
    assert met.left == []


def test_what_others_have_beside_a_file_of_rows_stays(rulebook: Rulebook, source: Path, tmp_path: Path) -> None:
    """Only the temporary files of the runs that were killed here go."""
    out = tmp_path / "out"
    interrupted(rulebook, source, out, "jsonl", 2)
    with (out / ".rows.jsonl.journal").open("ab") as journal:
        journal.write(b"77-5\n")
    for name in (".cleaner.tmp-77-5-1", ".cleaner.tmp-77-50-1", ".cleaner.tmp-77-1", ".cleaner.tmp-78-5-1"):
        (out / name).write_text("left behind")
    do(rulebook, source, out, "jsonl")
    # Of another container, say, where a process had the same number.
    assert hidden(out) == [".cleaner.tmp-77-1", ".cleaner.tmp-77-50-1", ".cleaner.tmp-78-5-1"]


def test_a_journal_that_changes_under_way_ends_the_run(rulebook: Rulebook, source: Path, tmp_path: Path) -> None:
    """Rows that it held are not left out in silence."""
    out = tmp_path / "out"
    interrupted(rulebook, source, out, "jsonl", 4)
    journal = out / ".rows.jsonl.journal"
    destination, kind = options(out, "jsonl")

    def forge(_: object) -> None:
        journal.write_bytes(journal.read_bytes().replace(b"Story", b"Glory"))

    with pytest.raises(OutputError, match=r"rows\.jsonl\.journal: it was changed while it was read; run again"):
        run(find([str(source)]), Settings(rulebook, format=kind, fsync=False), destination=destination, each=forge)
    assert do(rulebook, source, out, "jsonl").kept == 0


# -- after a finished run


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_a_finished_run_wrote_is_kept(rulebook: Rulebook, source: Path, tmp_path: Path, output: str) -> None:
    """As long as it is there as it was written; what changed is done again, and the earlier file stands until then."""
    out, first = tmp_path / "out", source / "0.jsonl"
    do(rulebook, source, out, output)
    before = chaos.snapshot(out)
    assert do(rulebook, source, out, output).kept == COUNT + 1 - 2  # what is no document is read again
    assert chaos.snapshot(out) == before
    first.write_bytes(first.read_bytes().replace(b"Story 3", b"Glory 3"))
    interrupted(rulebook, source, out, output, 5)
    if output != "attributes":
        assert chaos.snapshot(out).items() >= before.items()
    assert do(rulebook, source, out, output).kept == COUNT + 1 - 2
    do(rulebook, source, tmp_path / "reference", output)
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference") != before
    assert do(rulebook, source, out, output, resume=False).kept == 0
    written = out / ("0.jsonl" if output == "attributes" else f"rows.{output}")
    written.write_bytes(written.read_bytes()[:-1])
    assert do(rulebook, source, out, output).kept == 0
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")


def test_other_rules_do_again_what_they_can_touch(tmp_path: Path) -> None:
    """And nothing else, also where a file holds the rows of all."""
    source, folder = tmp_path / "in", chaos.rules(tmp_path / "rules")
    source.mkdir()
    told = [{"text": f"Home / World\n\nIt rained on day {day}.", "url": f"https://{day % 2}.example/x"} for day in range(6)]
    (source / "a.jsonl").write_bytes(lines(*told))
    pack = folder / "outlets" / "1.example.yaml"
    pack.parent.mkdir()
    kept = []
    for label in ("share", "promo", "promo"):
        rule = chaos.RULES.partition("rules:")[2].replace("navigation", label)
        pack.write_text(f"schema: 1\noutlet: 1.example\nname: One\nstatus: stable\nrules:{rule}")
        rulebook = load_rulebook(folder, bundled=False)
        kept.append(do(rulebook, source, tmp_path / "out", "jsonl").kept)
    assert kept == [0, 3, 6]
    do(rulebook, source, tmp_path / "reference", "jsonl")
    assert chaos.snapshot(tmp_path / "out") == chaos.snapshot(tmp_path / "reference")


def test_rows_that_moved_or_changed_their_names_are_done_again(rulebook: Rulebook, tmp_path: Path) -> None:
    """The same text under the same id: where the row says more of itself than its text, that has to be the same, too."""
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    told = [{"id": f"d{number}", "text": f"It rained on day {number}.", "source": "a"} for number in range(4)]
    (source / "a.jsonl").write_bytes(lines(*told))
    for output in ("jsonl", "attributes"):
        do(rulebook, source, out / output, output)
    told[1]["source"] = "b"
    (source / "a.jsonl").write_bytes(lines(*told[:3]))
    (source / "b.jsonl").write_bytes(lines(told[3]))
    for output, kept in (("jsonl", 3), ("attributes", 2)):
        plan, (destination, kind) = find([str(source)]), options(out / output, output)
        steps = Counter(step.does for step in preview(plan, Settings(rulebook, format=kind, fsync=False), destination))
        assert steps == {"keep": kept, "clean": 4 - kept}
        assert do(rulebook, source, out / output, output).kept == kept
        do(rulebook, source, tmp_path / "reference" / output, output)
        assert chaos.snapshot(out / output) == chaos.snapshot(tmp_path / "reference" / output)


@pytest.mark.parametrize("output", ["jsonl.zst", "parquet", "csv"])
def test_stories_of_one_document_stay_together(tmp_path: Path, output: str) -> None:
    """With rows of their own for the stories that were cut, as many rows are kept of each document as it gave."""
    source, rulebook = tmp_path / "in", load_rulebook()
    source.mkdir()
    story = next((chaos.ROOT / "seeds").glob("000_*")).read_bytes()
    for name in ("a.txt", "b.txt"):
        (source / name).write_bytes(story)
    out, split = tmp_path / "out", {"split": True}
    do(rulebook, source, out, output, more=split)
    before = chaos.snapshot(out)
    rows = [json.loads(row)["rows"] for row in (out / options(out, output)[0].manifest).read_bytes().splitlines()]
    assert rows[0] == rows[1] >= 2
    assert do(rulebook, source, out, output, more=split).kept == 2
    assert chaos.snapshot(out) == before


@linux
def test_names_of_files_that_hold_the_end_of_a_line(rulebook: Rulebook, tmp_path: Path) -> None:
    """What vouches for them is read back, by us and by ``sha256sum``; an earlier version wrote backslashes as they are."""
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    names = ["back\\nslash.jsonl", "cr\r.jsonl", "lf\n.jsonl", "plain.jsonl"]
    for name in names:
        (source / name).write_bytes(lines({"id": name, "text": "It rained."}))
    do(rulebook, source, out, "attributes")
    success = out / "_SUCCESS"
    told = [line.partition("  ") for line in success.read_text(encoding="utf-8").splitlines()]
    assert [(len(digest), name) for digest, _, name in told] == [
        (64, "manifest.jsonl"), (65, r"back\\nslash.jsonl"), (65, r"cr\r.jsonl"), (65, r"lf\n.jsonl"), (64, "plain.jsonl"),
    ]  # fmt: skip  # a table
    assert subprocess.run(["sha256sum", "--status", "-c", "_SUCCESS"], check=False, cwd=out).returncode == 0
    assert list(verify(Destination.existing(str(out)))) == []
    assert do(rulebook, source, out, "attributes").kept == 4
    success.write_text(f"{told[1][0][1:]}  {names[0]}\n")
    assert vouched(str(success)) == {names[0]: told[1][0][1:]}


@pytest.mark.parametrize("kinds", [("jsonl", "parquet", "attributes", "jsonl"), ("parquet", "txt", "csv", "txt")])
def test_another_format_in_the_same_directory(rulebook: Rulebook, source: Path, tmp_path: Path, kinds: tuple[str, ...]) -> None:
    """Whatever was written there before is of no use, and in nobody's way."""
    out = tmp_path / "out"
    for kind in kinds:
        destination = Destination.of(str(out), kind)
        settings = Settings(rulebook, format=kind, folder=str(out) if kind == "txt" else "", fsync=False)
        assert run(find([str(source)]), settings, destination=destination).kept == 0
        again = run(find([str(source)]), settings, destination=destination)
        assert again.kept == COUNT + 1 - 2
        assert hidden(out) == []
