"""What the benchmarks' commands say where they cannot do what they are asked: a sentence, status 2, and nothing written."""

import gzip
import json
import runpy
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable
from importlib import import_module
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks import commands, speed
from benchmarks.bench import KINDS, BenchError, read_page, read_records, third, thirds_of
from benchmarks.converted import CONVERTERS
from benchmarks.judging import check_weights
from benchmarks.tables import write_json
from cleaner.stages.prose.judgement import WEIGHTS
from tests import fuzz, hostile
from tests.conftest import ROOT

HELD_OUT, LEARNED = (next(f"{n}.example" for n in count() if third(f"{n}.example") == part) for part in (0, 1))
PART = "python -m benchmarks.prose.train writes them"
Say = Callable[..., tuple[int, str]]


def record(name: str, host: str = HELD_OUT, **more: object) -> dict[str, object]:
    return {"id": name, "source": "made", "host": host, "gold": "Gold.", "dumps": {"full": "Menu\nGold."}} | more


def write(folder: Path, name: str, *lines: object) -> None:
    folder.mkdir(exist_ok=True)
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    (folder / name).write_bytes(gzip.compress("\n".join(texts).encode()))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Benches with little in them, and places that are not what they should be. Training finds stand-ins for its packages."""
    write(tmp_path / "bench", "made.jsonl.gz", record("a"), "", record("b", LEARNED))
    write(tmp_path / "bench", "seams.jsonl.gz")
    write(tmp_path / "broken", "made.jsonl.gz", record("a"), '{"id": ')
    write(tmp_path / "hostless", "made.jsonl.gz", record("a"), "", {"id": "b", "source": "made"})
    write(tmp_path / "learned", "made.jsonl.gz", record("b", LEARNED))
    for folder in ("empty", "pages"):
        (tmp_path / folder).mkdir()
    (tmp_path / "file").write_text("here\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for module in ("lightgbm", "torch", "sklearn.linear_model", "sklearn.preprocessing"):
        monkeypatch.setitem(sys.modules, module, SimpleNamespace(__version__="0"))
    return tmp_path


@pytest.fixture
def say(place: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command; its status and what it said, the usage left out. It must not print or write anything else."""
    before = sorted(place.rglob("*"))

    def run(module: str, words: str) -> tuple[int, str]:
        try:
            code: Any = import_module(module).main([word.removesuffix("=") or "" for word in words.split()])
        except SystemExit as end:
            code = end.code
        out, err = capsys.readouterr()
        assert out == ""
        assert sorted(place.rglob("*")) == before
        return code, err.rpartition(": error: ")[2].rstrip("\n")

    return run


NO_BENCH = "empty: no *.jsonl.gz here; see benchmarks/README.md"
OF_ALL = {
    "benchmarks.quality": "",
    "benchmarks.ablation": f"--weights {WEIGHTS}",
    "benchmarks.fields": "",
    "benchmarks.drafting": "",
    "benchmarks.speed": "",
    "benchmarks.memory": "fast 1 1",
    "benchmarks.pages": "-o out",
    "benchmarks.prose.train": "-o out.npz",
    "benchmarks.seam_training": "-o out.json",
    "benchmarks.title_training": "-o out.json",
    "benchmarks.byline_training": "-o out",
}


@pytest.mark.parametrize("tool", OF_ALL)
@pytest.mark.parametrize(
    ("bench", "expected"),
    [
        ("empty", NO_BENCH),
        ("nosuch", NO_BENCH.replace("empty", "nosuch")),
        ("file", NO_BENCH.replace("empty", "file")),
        ("broken", "broken/made.jsonl.gz:2: this is no JSON (Expecting value, column 8); see benchmarks/README.md"),
        ("hostless", "hostless/made.jsonl.gz:3: 'host' is to be a text; see benchmarks/README.md"),
    ],
)
def test_every_tool_says_what_is_wrong_with_a_bench(say: Say, tool: str, bench: str, expected: str) -> None:
    assert say(tool, f"{bench} {OF_ALL[tool]}") == (2, expected)


def whole(option: str, text: str, least: int = 1) -> str:
    return f"argument {option}: {text!r} is no whole number from {least} up"


@pytest.mark.parametrize(
    ("tool", "words", "expected"),
    [
        ("quality", "bench --limit 0", whole("--limit", "0")),
        ("quality", "bench --limit=-3", whole("--limit", "-3")),
        ("quality", "bench --jobs 0", whole("--jobs", "0")),
        ("quality", "bench --jobs two", whole("--jobs", "two")),
        ("quality", "bench --worst 0", whole("--worst", "0")),
        ("quality", "bench --kinds =", "nothing to score: --kinds names nothing, and there is no --peers"),
        (
            "quality",
            "bench --kinds pdf",
            f"argument --kinds: there is no pdf; there are {', '.join((*KINDS, *CONVERTERS))}, html",
        ),
        ("quality", "bench --gears =", "argument --gears: none is named; there are thorough, fast"),
        ("quality", "bench --json file/out.json", "argument --json: file is a file, no directory"),
        ("quality", "bench --json empty", "argument --json: empty is a directory; name a file"),
        (
            "quality",
            "bench --seams --kinds full --baselines --peers trafilatura --worst 2",
            "--seams makes no use of --kinds, --baselines, --peers, --worst: leave them out",
        ),
        ("quality", "bench --seams --favour recall", "--seams makes no use of --favour: leave it out"),
        ("quality", "bench --seams", "bench: there is no document with a seam in the holdout part"),
        ("quality", "learned", "learned: no record that was taken of the holdout part has full or flat or paras or extract"),
        (
            "quality",
            "bench --kinds html",
            "bench: there is no page (pages/<id>.html.gz) of any record of the holdout part; see benchmarks/README.md",
        ),
        ("quality", "bench --weights nosuch", f"nosuch/prose.npz: no weights here (No such file or directory); {PART}"),
        ("quality", "bench --weights file", f"file/prose.npz: no weights here (Not a directory); {PART}"),
        ("quality", "bench --weights empty --seams", f"empty/prose.npz: no weights here (No such file or directory); {PART}"),
        ("quality", "bench --rules nosuch", "nosuch: no rules here; a rules directory holds shared/*.yaml or outlets/*.yaml"),
        ("ablation", "bench", "the following arguments are required: --weights"),
        ("ablation", "bench --weights nosuch", f"nosuch/prose.npz: no weights here (No such file or directory); {PART}"),
        (
            "ablation",
            f"bench --weights {WEIGHTS} --kinds html",
            "argument --kinds: there is no html; there are " + ", ".join(KINDS),
        ),
        ("drafting", "bench --weights nosuch", f"nosuch/prose.npz: no weights here (No such file or directory); {PART}"),
        ("drafting", "bench --samples 0", whole("--samples", "0")),
        ("drafting", "bench --hosts b.example,a.example", "--hosts: no record of the bench has the host a.example, b.example"),
        ("drafting", f"bench --together {HELD_OUT},x.example", "--together: no record of the bench has the host x.example"),
        (
            "drafting",
            "bench --samples 2 3",
            "no outlet has 3 records with an article and an input 'full': 2 to draft from and one to try the draft on",
        ),
        ("drafting", "bench --rules file --each", "--rules makes no use of --each: leave it out"),
        (
            "drafting",
            f"bench --rules {ROOT / 'rules'}",
            f"{ROOT / 'rules'}: no record with an input 'full' has the host of a pack in outlets/",
        ),
        (
            "fields",
            "bench",
            "bench: there is no page (pages/<id>.html.gz) of any record whose title, author or date is known; "
            "see benchmarks/README.md",
        ),
        ("fields", "bench --json file/out.json", "argument --json: file is a file, no directory"),
        ("speed", "--parts peer", "--parts peer needs BENCH_DIR"),
        ("speed", "--parts memory,size,pages", "--parts pages,memory needs BENCH_DIR"),
        ("speed", "--parts sizes", f"argument --parts: there is no sizes; there are {', '.join(speed.PARTS)}"),
        ("speed", "--turns 0", whole("--turns", "0")),
        ("speed", "--documents 0", whole("--documents", "0")),
        ("speed", "--peer-documents 1", whole("--peer-documents", "1", 2)),
        ("speed", "--memory-pages 0", whole("--memory-pages", "0")),
        ("speed", "--json file/out.json", "argument --json: file is a file, no directory"),
        *(
            (
                "speed",
                f"--sizes {sizes}",
                f"argument --sizes: {sizes!r}: positive whole numbers are wanted, rising, with commas between",
            )
            for sizes in ("0,5", "5,5", "10,5", "1,,2", "many")
        ),
        (
            "speed",
            "bench --parts peer",
            "bench: there is no page (pages/<id>.html.gz) of any record with the dumps full and extract; see benchmarks/README.md",
        ),
        ("speed", "bench --parts article", "bench: 2 articles of 5,000 to 7,000 bytes with a page are needed"),
        ("speed", "bench --parts pages", "bench: 6 pages with text are needed, 4 of them to warm up"),
        ("memory", "", "the following arguments are required: bench, gear, pages, every"),
        ("memory", "bench fast 0 1", whole("pages", "0")),
        ("memory", "bench fast 1 0", whole("every", "0")),
        (
            "memory",
            "bench fast 1 1",
            "bench: there is no page (pages/<id>.html.gz) of any record; see benchmarks/README.md",
        ),
        ("supervision", "--texts 0", whole("--texts", "0")),
        ("supervision", "--repeat 0", whole("--repeat", "0")),
        ("supervision", "--jobs 1 -1", whole("--jobs", "-1", 0)),
        ("supervision", "--pages nosuch", "nosuch: there is no directory with a file in it here"),
        ("supervision", "--pages empty", "empty: there is no directory with a file in it here"),
        ("chaos", "--seeds 0", whole("--seeds", "0")),
        ("chaos", "--seeds=-1", whole("--seeds", "-1")),
        ("pages", "bench -o file", "argument -o/--output: file is a file, no directory"),
        ("pages", "bench -o file/out", "argument -o/--output: file is a file, no directory"),
        ("pages", "bench -o out --all --without 0", "argument --without: not allowed with argument --all"),
        (
            "pages",
            "bench -o out --without 2",
            "bench: there is no page (pages/<id>.html.gz) with text to learn from (hosts: all but third 2)",
        ),
        ("prose.train", "bench -o file/out.npz", "argument -o/--output: file is a file, no directory"),
        ("prose.train", "bench -o out", "argument -o/--output: out: the name has to end in .npz"),
        ("prose.train", "bench", "say where the model goes: -o cleaner/data/prose.npz"),
        ("prose.train", "bench --cv -o out.npz", "--cv writes nothing: -o does not go with it"),
        ("prose.train", "bench --cv --all", "--cv reads training hosts only: --all does not go with it"),
        ("prose.train", "bench -o out.npz --without 1 --all", "argument --all: not allowed with argument --without"),
        ("prose.train", "learned -o out.npz --without 1", "learned: there is no record to learn from (hosts: all but third 1)"),
        ("seam_training", "bench -o empty", "argument -o/--output: empty is a directory; name a file"),
        (
            "seam_training",
            "bench -o out.json",
            "bench: the training part of the seams set holds no seam, or nothing but seams",
        ),
        ("title_training", "bench -o empty", "argument -o/--output: empty is a directory; name a file"),
        ("title_training", "bench -o out.json", "bench: the training part holds no title above an article, or nothing else"),
        ("byline_training", "bench -o file", "argument -o/--output: file is a file, no directory"),
        ("byline_training", "bench -o out", "bench: the training part holds no byline with known authors, or nothing else"),
        ("prose.characters", "-o file/out.txt", "argument -o/--output: file is a file, no directory"),
    ],
)
def test_what_a_tool_cannot_do_it_says(say: Say, tool: str, words: str, expected: str) -> None:
    assert say(f"benchmarks.{tool}", words) == (2, expected)


@pytest.mark.parametrize(("tool", "words"), [("memory", "bench slow 1 1"), ("chaos", "--output pdf")])
def test_other_words_than_there_are(say: Say, tool: str, words: str) -> None:
    code, said = say(f"benchmarks.{tool}", words)
    assert (code, "invalid choice" in said) == (2, True)


@pytest.mark.parametrize(
    ("tool", "module", "words"),
    [
        ("pages", "lightgbm", "bench -o out"),
        ("prose.train", "lightgbm", "bench -o out.npz"),
        ("prose.train", "lightgbm", "bench --cv"),
        ("prose.train", "torch", "bench -o out.npz"),
        ("seam_training", "sklearn.linear_model", "bench -o out.json"),
        ("title_training", "sklearn.linear_model", "bench -o out.json"),
        ("byline_training", "sklearn.linear_model", "bench -o out"),
    ],
)
def test_training_without_its_packages(say: Say, monkeypatch: pytest.MonkeyPatch, tool: str, module: str, words: str) -> None:
    """It says so before it reads anything."""
    monkeypatch.setitem(sys.modules, module, None)
    reason = f"import of {module} halted; None in sys.modules"
    expected = f"{module.partition('.')[0]} cannot be imported ({reason}): pip install '.[train]'"
    assert say(f"benchmarks.{tool}", words) == (2, expected)


def test_chaos_without_what_an_output_takes(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "zstandard", None)
    for output, library, what in (("parquet", "pyarrow", "Parquet"), ("jsonl.zst", "zstandard", "a file that ends in .zst")):
        expected = f"{what} needs {library}, which is not installed: pip install {library}"
        assert say("benchmarks.chaos", f"--output {output}") == (2, expected)


@pytest.mark.parametrize(
    ("module", "whole"),
    [("startup", "python -m benchmarks.speed --parts start"), ("faults", "python -m benchmarks.chaos")],
)
def test_inner_parts_say_what_they_are_parts_of(module: str, whole: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        runpy.run_path(str(ROOT / "benchmarks" / f"{module}.py"), run_name="__main__")
    assert capsys.readouterr() == ("", f"benchmarks.{module} is no command of its own but a part of: {whole}\n")


def test_speed_without_a_bench_says_what_it_leaves_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(speed, "run", lambda options: ran.extend(options.parts) or {})
    assert speed.main([]) == 0
    assert capsys.readouterr() == ("", "without BENCH_DIR there is no peer, article, pages, memory\n")
    assert ran == ["rules", "size", "start", "stages", "each"]
    assert speed.main(["bench"]) == 0
    assert ran[5:] == list(speed.PARTS)
    assert capsys.readouterr() == ("", "")


def test_the_search_for_findings_without_atheris(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "find_spec", lambda name: None)
    assert say("tests.fuzz", "decode") == (2, "atheris is not installed: pip install atheris, or search without it: --plain")
    assert say("tests.fuzz", "--plain --seconds 0") == (2, whole("--seconds", "0"))


def test_the_list_of_hostile_inputs_takes_no_other_word(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytest, "main", lambda *_, **__: pytest.fail("it ran the tests"))
    assert say("tests.hostile", "--nosuch") == (2, "unrecognized arguments: --nosuch")
    assert hostile.README.is_file()


def test_outputs_get_their_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_json(commands.output_file("a/b/figures.json"), {"f1": 1 / 3})
    assert (tmp_path / "a" / "b" / "figures.json").read_text(encoding="utf-8") == '{\n "f1": 0.333333\n}\n'
    assert import_module("benchmarks.prose.characters").main(["-o", "c/table.txt"]) == 0
    assert (tmp_path / "c" / "table.txt").read_text(encoding="utf-8").startswith("# The class of every character")
    assert commands.output_directory("d/e") == Path("d/e")
    assert not (tmp_path / "d").exists()


def test_names_are_those_that_there_are() -> None:
    assert commands.names("c,a", known="abc") == ("a", "c")
    assert commands.names("", known="abc", empty=True) == ()
    for text, message in (("a,x", "there is no x; there are a, b, c"), ("", "none is named; there are a, b, c")):
        with pytest.raises(ArgumentTypeError, match=f"^{message}$"):
            commands.names(text, known="abc")


def test_weights_are_looked_at_where_they_are_taken_from(tmp_path: Path) -> None:
    """Each third has its own or those of all; only what the kinds of input take has to be there."""
    check_weights(None, range(3), ["full", "html"])
    check_weights(WEIGHTS, range(3), ["full", "html"])
    for part in "02":
        (tmp_path / part).mkdir()
    (tmp_path / "0" / "prose.npz").symlink_to(WEIGHTS / "prose.npz")
    check_weights(tmp_path, thirds_of("holdout"), ["full", "extract"])
    (tmp_path / "2" / "prose.npz").write_bytes(b"")
    (tmp_path / "prose.npz").write_bytes(b"")
    for thirds, kind, message in (
        (
            thirds_of("holdout"),
            "html",
            "0/markup_names.json: no weights here (No such file or directory); python -m benchmarks.pages",
        ),
        (
            [2],
            "full",
            "2/prose.npz: no weights here (No data left in file); python -m benchmarks.prose.train",
        ),
        ([1], "full", "prose.npz: no weights here (No data left in file); python -m benchmarks.prose.train"),
    ):
        with pytest.raises(BenchError) as caught:
            check_weights(tmp_path, thirds, [kind])
        assert str(caught.value) == f"{tmp_path}/{message} writes them"


def test_what_is_cut_short_is_named(tmp_path: Path) -> None:
    """Records whose file ends early, and a page that is no gzip file."""
    write(tmp_path, "made.jsonl.gz", record("a"), record("b"))
    path = tmp_path / "made.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(BenchError, match=r"^.*/made\.jsonl\.gz: cannot be read behind line 1 \(Compressed file ended.*\)$"):
        list(read_records(tmp_path))
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html.gz").write_bytes(b"<html>")
    with pytest.raises(
        BenchError, match=r"^.*/pages/a\.html\.gz: this is no whole gzip file \(Not a gzipped file \(b'<h'\)\)$"
    ):
        read_page(tmp_path, "a")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[]", "a line is to be an object"),
        (record("a", host=7), "'host' is to be a text"),
        (record("a", dumps=["full"]), "'dumps' is to be an object"),
        (record("a", dumps={"full": None}), "the dump 'full' is to be a text"),
    ],
)
def test_records_are_what_they_are_to_be(tmp_path: Path, line: object, message: str) -> None:
    write(tmp_path, "made.jsonl.gz", line)
    with pytest.raises(BenchError) as caught:
        list(read_records(tmp_path))
    assert str(caught.value) == f"{tmp_path}/made.jsonl.gz:1: {message}; see benchmarks/README.md"
