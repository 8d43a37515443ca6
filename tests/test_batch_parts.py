"""A run over a part of the inputs takes nothing from an output that holds more; an output lies in no other."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import Result, bundled, cli, tree, write

__all__ = ["bundled", "cli"]  # fixtures

OUTS = ["out", "out.jsonl", "out.jsonl.gz", "out.parquet", "out.csv"]


def corpus(count: int = 6) -> None:
    for number in range(count):
        write(f"in/{number}.txt", f"Story {number} begins here, the mayor said at noon.\n")


def clean(cli: Callable[..., Result], *arguments: str) -> Result:
    return cli("clean", *arguments, "--no-fsync", "-q")


def rows(out: str) -> list[str]:
    manifest = Path(out, "manifest.jsonl") if Path(out).is_dir() else Path(out.removesuffix(".jsonl") + ".manifest.jsonl")
    return [json.loads(line)["id"] for line in manifest.read_text().splitlines()]


@pytest.mark.parametrize("out", OUTS)
@pytest.mark.parametrize(
    "part",
    [("in", "--limit", "2"), ("in", "--sample", "2"), ("in", "--sample", "1%"), ("in/3.txt",), ("in/[12].txt",), ("other",)],
)
def test_a_part_of_the_inputs_is_refused(cli: Callable[..., Result], out: str, part: tuple[str, ...]) -> None:
    corpus()
    write("other/3.txt", "Another story.\n")
    assert clean(cli, "in", "-o", out).code == 0
    before = {name: Path(name).read_bytes() for name in tree(".") if name.startswith("out")}
    for more in ((), ("--dry-run",)):
        result = clean(cli, *part, "-o", out, *more)
        assert (result.code, result.out) == (2, "")
        assert f"{out}: it holds " in result.err
        assert "of an earlier run over other inputs" in result.err
        assert "--fresh" in result.err
    assert {name: Path(name).read_bytes() for name in tree(".") if name.startswith("out")} == before
    assert clean(cli, "in", "-o", out).code == 0


@pytest.mark.parametrize("out", OUTS)
def test_a_part_that_was_begun_first_is_a_beginning(cli: Callable[..., Result], out: str) -> None:
    corpus()
    for part in (("in/3.txt",), ("in", "--limit", "4"), ("in", "--limit", "4"), ("in", "--sample", "100%"), ("in",), ("./in",)):
        assert clean(cli, *part, "-o", out).code == 0
    assert rows(out) == [f"{number}.txt" for number in range(6)]


@pytest.mark.parametrize("out", OUTS)
def test_whoever_wants_only_a_part_says_so(cli: Callable[..., Result], out: str) -> None:
    corpus()
    assert clean(cli, "in", "-o", out).code == 0
    assert clean(cli, "in", "--limit", "2", "-o", out, "--fresh").code == 0
    assert rows(out) == ["0.txt", "1.txt"]
    assert clean(cli, "in", "--limit", "2", "-o", out).code == 0


@pytest.mark.parametrize("out", OUTS)
def test_inputs_that_are_gone_are_gone(cli: Callable[..., Result], out: str) -> None:
    """The same command does what it says, whatever was deleted."""
    corpus()
    for given in ("in", "in/*.txt"):
        assert clean(cli, given, "-o", out, "--fresh").code == 0
        Path("in", "0.txt").unlink()
        assert clean(cli, given, "-o", out).code == 0
        assert rows(out) == [f"{number}.txt" for number in range(1, 6)]
        corpus()


@pytest.mark.parametrize("out", OUTS)
def test_nothing_is_left_of_the_inputs(cli: Callable[..., Result], out: str) -> None:
    """A mount that is gone leaves an empty directory: that is no reason to remove all that was made of it."""
    corpus()
    assert clean(cli, "in", "-o", out).code == 0
    before = rows(out)
    for number in range(6):
        Path("in", f"{number}.txt").unlink()
    write("in/cover.jpg", "x")
    for more in ((), ("--dry-run",)):
        result = clean(cli, "in", "-o", out, *more)
        assert (result.code, rows(out)) == (2, before)
        assert f"{out}: it holds 6 documents of an earlier run, and now there is nothing to clean; see that" in result.err
    assert clean(cli, "in", "-o", out, "--fresh").code == 0
    assert rows(out) == ["cover.jpg"]
    assert clean(cli, "in", "-o", out).code == 0  # there is nothing to lose


@pytest.mark.parametrize("out", OUTS)
def test_a_dry_run_tells_what_would_go(cli: Callable[..., Result], out: str) -> None:
    corpus(3)
    assert clean(cli, "in", "-o", out).code == 0
    Path("in/1.txt").unlink()
    result = cli("clean", "in", "-o", out, "--dry-run")
    assert result.out == "keep  0.txt\nkeep  2.txt\ngo  1.txt\n"
    assert result.err == "2 inputs: 1 to go, 2 to keep; nothing was written\n"
    assert rows(out) == ["0.txt", "1.txt", "2.txt"]


def test_a_dry_run_knows_what_stays_where_inputs_fail(cli: Callable[..., Result]) -> None:
    """What a file of rows that cannot be read whole may hold still; not the documents beside it that are gone."""
    corpus(2)
    write("in/2.jsonl", '{"id": "a", "text": "The harbour reopened on Monday."}\n')
    assert clean(cli, "in", "-o", "out").code == 0
    Path("in/1.txt").unlink()
    write("in/2.jsonl", "nonsense\n")
    expected = "keep  0.txt\nfail  2.jsonl#1 (bad_row)\ngo  1.txt\n"
    assert clean(cli, "in", "-o", "out", "--dry-run").out == expected
    assert "removed 2 files" in cli("clean", "in", "-o", "out").err
    assert sorted(path.name for path in Path("out").rglob("*.txt")) == ["0.txt", "000001-a.txt"]


def test_two_corpora_through_the_standard_input(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can tell that it is the same one, so what is in it counts."""

    def through(*ids: str) -> Result:
        text = "".join(f'{{"id": "{name}", "text": "The harbour reopened on Monday."}}\n' for name in ids)
        monkeypatch.setattr("cleaner.batch.opening._STDIN", os.open(write("rows", text), os.O_RDONLY))
        return clean(cli, "-", "--from", "jsonl", "-o", "out.jsonl")

    assert through("a", "b").code == 0
    result = through("c", "d")
    assert (result.code, "it holds 2 documents of an earlier run over other inputs" in result.err) == (2, True)
    assert (through("b", "a", "c").code, rows("out.jsonl")) == (0, ["b", "a", "c"])


def test_what_an_unfinished_run_has_done_is_not_lost(cli: Callable[..., Result]) -> None:
    corpus()
    write("in/0.html", "<html><body></body></html>")
    write("in/1.html", "<html><body></body></html>")
    assert clean(cli, "in", "-o", "out", "--max-failures", "1").code == 1
    assert not Path("out/_SUCCESS").exists()
    result = clean(cli, "in/1.html", "-o", "out")
    assert (result.code, "it holds 1 document of an earlier run" in result.err) == (2, True)
    assert clean(cli, "in", "-o", "out").code == 1
    assert len(rows("out")) == 8


def test_what_only_failed_or_was_skipped_is_no_loss(cli: Callable[..., Result]) -> None:
    write("in/a.html", "<html><body></body></html>")
    write("in/b.txt", "The mayor said so at noon.\n")
    write("in/c.docx", "x")
    assert clean(cli, "in", "-o", "out").code == 1
    assert clean(cli, "in/b.txt", "-o", "out").code == 0


@pytest.mark.parametrize("inner", ["out/x", "out/x/y", "out/x.jsonl", "link/x", "out/a"])
def test_an_output_lies_in_no_other(cli: Callable[..., Result], inner: str) -> None:
    write("in/a/b.txt", "The mayor said so at noon.\n")
    write("other/c.txt", "The mayor said so at noon.\n")
    assert clean(cli, "in", "-o", "out").code == 0
    Path("link").symlink_to("out")
    result = clean(cli, "other", "-o", inner)
    assert (result.code, result.out) == (2, "")
    assert "choose" in result.err
    assert cli("verify", "out").code == 0


def test_outputs_lie_beside_each_other(cli: Callable[..., Result]) -> None:
    write("in/a.txt", "The mayor said so at noon.\n")
    for out in ("outs/one", "outs/two", "outs/rows.jsonl", "outs/rows/more"):
        assert clean(cli, "in", "-o", out).code == 0
