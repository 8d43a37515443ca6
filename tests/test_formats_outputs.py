"""Rows as files, packed or tables, attributes beside the inputs, and the command line that leads there."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.batch import Destination, Settings, clean_input, find
from cleaner.batch.containers import packed_lines
from cleaner.batch.verify import Finding, verify
from cleaner.batch.worker import read_input
from cleaner.cli import main
from cleaner.errors import UsageError
from cleaner.rulebook import Rulebook
from tests.batches import rulebook
from tests.commands import work_here
from tests.conftest import ROOT
from tests.containers import gz, lines, record, table, zst

__all__ = ["rulebook"]  # fixture
NAV, STORY, TAIL = "Home / World / Europe", "The harbour reopened on Monday after a long night.", "All rights reserved."
ROWS = [
    {"id": "one", "text": f"{NAV}\n\n{STORY}\n", "source": "crawl"},
    {"id": "two", "text": f"Café 😀 {STORY}\n\n{NAV}\n", "source": "crawl"},
    {"id": "bad"},
    {"text": "<p>Not</p> markup <b>here</b>"},
]


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """A directory of containers, which is where the commands run."""
    work_here(request)
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.jsonl.gz").write_bytes(gz(lines(*ROWS)))
    (folder / "sub" / "b.jsonl.zst").write_bytes(zst(lines({"id": "three", "text": f"{STORY}\n"})))
    monkeypatch.chdir(tmp_path)
    return folder


def clean(*arguments: str) -> int:
    return main(["clean", *arguments, "--no-fsync", "-q"])


def digests(*names: str) -> dict[str, str]:
    return {name: hashlib.sha256(Path(name).read_bytes()).hexdigest() for name in names}


# -- rows


@pytest.mark.processes
@pytest.mark.parametrize("name", ["o.jsonl", "o.jsonl.gz", "o.jsonl.zst", "o.parquet"])
def test_files_of_rows_are_the_same_bytes_for_any_number_of_processes(corpus: Path, name: str) -> None:
    """And the run vouches for the file as it lies there."""
    files = []
    for jobs in ("1", "2"):
        assert clean("in", "--format", "parquet" if name.endswith("parquet") else "jsonl", "-o", name, "--jobs", jobs) == 1
        assert list(verify(Destination.existing(name))) == []
        files.append(Path(name).read_bytes())
    assert files[0] == files[1]
    Path(name).write_bytes(files[0][:-1])
    assert [finding.kind for finding in verify(Destination.existing(name))] == ["changed"]


def test_all_files_of_rows_hold_the_same(corpus: Path) -> None:
    import pyarrow.parquet as pq
    import zstandard

    for name in ("o.jsonl", "o.jsonl.gz", "o.jsonl.zst", "o.parquet"):
        assert clean("in", "--format", "parquet" if name.endswith("parquet") else "jsonl", "-o", name) == 1
    plain = Path("o.jsonl").read_bytes()
    assert gzip.decompress(Path("o.jsonl.gz").read_bytes()) == plain
    with Path("o.jsonl.zst").open("rb") as file:
        assert zstandard.ZstdDecompressor().stream_reader(file).read() == plain
    rows = [json.loads(line) for line in plain.splitlines()]
    assert [(row["id"], row["text"]) for row in rows] == [
        ("one", STORY), ("two", f"Café 😀 {STORY}"), ("a.jsonl.gz#4", ROWS[3]["text"]), ("three", STORY),
    ]  # fmt: skip
    tabled = pq.read_table("o.parquet").to_pylist()
    assert [(row["id"], row["text"], row["status"]) for row in tabled] == [(row["id"], row["text"], "ok") for row in rows]
    assert [[removal["label"] for removal in row["removed"]] for row in tabled] == [["navigation"], ["navigation"], [], []]
    assert {row["fp"] for row in tabled} == {rows[0]["metadata"]["cleaner"]["rulebook"]}


def test_a_table_tells_of_its_rows_what_json_lines_do(corpus: Path) -> None:
    """Fields, and the record by which the source comes back; also of stories that were cut from a document."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    (corpus / "c.jsonl").write_bytes(lines({"id": "c", "text": f"{NAV}\u2028\x85\n\n{STORY}\n", "url": "https://a.example/x"}))
    for name in ("o.jsonl", "o.parquet"):
        assert clean("in", "-o", name, "--split") == 1
    rows = [json.loads(line) for line in Path("o.jsonl").read_bytes().splitlines()]
    table = pq.read_table("o.parquet")
    assert [(field.name, field.type) for field in table.schema][-1] == ("metadata", pa.string())
    tabled = [json.loads(row["metadata"]) for row in table.to_pylist()]
    assert tabled == [row["metadata"] for row in rows]
    assert [(row["section"], row["cleaner"]["outlet"]) for row in tabled[:1]] == [(["World", "Europe"], None)]
    texts = [cleaner.restore(row["text"], json.loads(row["metadata"])["cleaner"]) for row in table.to_pylist()]
    assert texts == [ROWS[0]["text"], ROWS[1]["text"], ROWS[3]["text"], f"{NAV}\u2028\x85\n\n{STORY}\n", f"{STORY}\n"]


def test_what_is_written_can_be_read_again(corpus: Path) -> None:
    """A cleaned corpus is an input like any other, whatever it is kept in, and nothing more goes from it."""
    assert clean("in", "--format", "parquet", "-o", "1.parquet") == 1
    assert clean("1.parquet", "--format", "jsonl", "-o", "2.jsonl.zst") == 0
    assert clean("2.jsonl.zst", "--format", "jsonl", "-o", "3") == 0
    rows = [json.loads(line) for line in Path("3/cleaned.jsonl").read_bytes().splitlines()]
    assert [row["id"] for row in rows] == ["one", "two", "a.jsonl.gz#4", "three"]
    assert rows[0]["text"] == STORY


def test_a_table_in_a_directory(corpus: Path) -> None:
    assert clean("in", "--format", "parquet", "-o", "out") == 1
    assert sorted(path.name for path in Path("out").iterdir()) == ["_SUCCESS", "cleaned.parquet", "manifest.jsonl", "run.json"]
    assert list(verify(Destination.existing("out"))) == []


@pytest.mark.parametrize(
    ("out", "format", "said"),
    [
        ("f.txt", "jsonl", "a directory or NAME.jsonl or NAME.jsonl.gz or NAME.jsonl.zst, and this is a file"),
        ("f.txt", "parquet", "a directory or NAME.parquet, and this is a file"),
        ("", "jsonl", "no name"),
    ],
)
def test_a_file_of_another_name_is_refused(tmp_path: Path, out: str, format: str, said: str) -> None:
    (tmp_path / "f.txt").write_text("x")
    with pytest.raises(UsageError, match=said):
        Destination.of(str(tmp_path / out) if out else "", format)


# -- rows and the tree


def test_a_second_run_keeps_rows_that_are_the_same(corpus: Path) -> None:
    """A row is done again when its text or its address changes, and only then."""
    rows = [{"id": f"d{number}", "text": f"{STORY} {number}", "url": "https://a.example/x"} for number in range(4)]
    (corpus / "c.jsonl").write_bytes(lines(*rows))

    def kept() -> int:
        assert clean("in/c.jsonl", "-o", "out", "--jobs", "1") == 0
        return int(json.loads(Path("out/run.json").read_bytes())["timings"]["kept_from_earlier_runs"])

    assert [kept(), kept()] == [0, 4]
    rows[1]["url"], rows[2]["text"] = "https://www.chinadaily.com.cn/x", "Changed."
    (corpus / "c.jsonl").write_bytes(lines(*rows))
    assert [kept(), kept()] == [2, 4]
    manifest = [json.loads(line) for line in Path("out/manifest.jsonl").read_bytes().splitlines()]
    assert [row["outlet"] for row in manifest] == [None, "chinadaily.com.cn", None, None]


@pytest.mark.processes
def test_a_tree_of_rows_does_not_depend_on_processes(corpus: Path) -> None:
    for out, jobs in (("o1", "1"), ("o2", "2")):
        assert clean("in", "-o", out, "--jobs", jobs) == 1
    names = sorted(str(path.relative_to("o1")) for path in Path("o1").rglob("*") if path.is_file() and path.name != "run.json")
    assert "a.jsonl.gz/000/000001-one.txt" in names
    assert list(digests(*(f"o1/{name}" for name in names)).values()) == list(
        digests(*(f"o2/{name}" for name in names)).values()
    )


# -- attributes


def attributes(path: str) -> list[dict[str, Any]]:
    data = Path(path).read_bytes()
    return [json.loads(line) for line in (gzip.decompress(data) if path.endswith(".gz") else data).splitlines()]


def test_attributes_stand_row_by_row_beside_their_inputs(corpus: Path) -> None:
    """The same names, rows and order; spans are code points of the text, and cutting them leaves the body."""
    assert clean("in", "--attributes", "at/cleaner") == 1
    assert sorted(str(path.relative_to("at/cleaner")) for path in Path("at/cleaner").rglob("*") if path.is_file()) == [
        "_SUCCESS", "a.jsonl.gz", "manifest.jsonl", "run.json", "sub/b.jsonl.zst",
    ]  # fmt: skip
    found = attributes("at/cleaner/a.jsonl.gz")
    assert [(row["id"], row["source"]) for row in found] == [
        ("one", "crawl"),
        ("two", "crawl"),
        ("bad", ""),
        ("a.jsonl.gz#4", ""),
    ]
    for row, source in zip(found[:2], ROWS, strict=False):
        left = source["text"]
        for start, end, score in reversed(row["attributes"]["cleaner__cut__all"]):
            assert 0 < score <= 1
            assert left[start:end].strip() == NAV
            left = left[:start] + left[end:]
        assert STORY in left
        assert row["attributes"]["cleaner__cut__navigation"] == row["attributes"]["cleaner__cut__all"]
    assert [row["attributes"] for row in found[2:]] == [{"cleaner__cut__all": []}] * 2
    assert list(verify(Destination.existing("at/cleaner"))) == []


def test_attributes_count_in_the_text_as_it_is(corpus: Path) -> None:
    """Text that looks like a page is not read as one, and a row's own id counts, not the number that tells it apart."""
    page = f"<html><body><p>{STORY}</p></body></html>"
    (corpus / "a.jsonl.gz").write_bytes(
        gz(lines({"id": "x", "text": page}, {"id": "x", "text": f"{NAV}\n{STORY}"}, {"html": page}))
    )
    assert clean("in/a.jsonl.gz", "--attributes", "at", "--dup-id", "suffix") == 1
    assert [row["id"] for row in attributes("at/a.jsonl.gz")] == ["x", "x", "a.jsonl.gz#3"]
    assert attributes("at/a.jsonl.gz")[1]["attributes"]["cleaner__cut__all"][0][:2] == [0, len(NAV)]
    manifest = [json.loads(line) for line in Path("at/manifest.jsonl").read_bytes().splitlines()]
    assert (manifest[0]["id"], manifest[0]["status"], manifest[0]["source_chars"]) == ("x", "ok", len(page))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_attributes_count_a_mark_before_the_text(corpus: Path, mark: str) -> None:
    """Reading drops it; whoever cuts by the spans has it."""
    text = f"{mark}{NAV}\n{STORY}"
    (corpus / "a.jsonl.gz").write_bytes(gz(lines({"id": "x", "text": text})))
    assert clean("in/a.jsonl.gz", "--attributes", "at") == 0
    (row,) = attributes("at/a.jsonl.gz")
    assert [text[start:end] for start, end, _ in row["attributes"]["cleaner__cut__all"]] == [NAV]


def test_attributes_of_inputs_that_are_gone(corpus: Path) -> None:
    """They go where they are as they were written."""
    for name in ("b", "c", "d"):
        (corpus / f"{name}.jsonl").write_bytes(lines({"id": name, "text": f"{NAV}\n{STORY}"}))
    assert clean("in/b.jsonl", "in/c.jsonl", "in/d.jsonl", "--attributes", "at") == 0
    Path("at/c.jsonl").write_text("somebody's work")
    assert clean("in/d.jsonl", "--attributes", "at", "--fresh") == 0
    assert sorted(path.name for path in Path("at").glob("?.jsonl")) == ["c.jsonl", "d.jsonl"]
    assert list(verify(Destination.existing("at"))) == [Finding("stray", "c.jsonl")]


def test_attributes_are_packed_as_their_inputs_are_read(corpus: Path) -> None:
    """Letter case does not count in either."""
    (corpus / "B.JSONL.GZ").write_bytes(gz(lines({"id": "b", "text": STORY})))
    (corpus / "C.Jsonl.Zst").write_bytes(zst(lines({"id": "c", "text": STORY})))
    assert clean("in/B.JSONL.GZ", "in/C.Jsonl.Zst", "--attributes", "at") == 0
    for name, magic in (("B.JSONL.GZ", b"\x1f\x8b"), ("C.Jsonl.Zst", b"\x28\xb5\x2f\xfd")):
        data = Path("at", name).read_bytes()
        assert data.startswith(magic)
        (row,) = packed_lines(name, io.BytesIO(data))
        assert json.loads(row)["id"] == name[0].lower()


def test_lines_are_counted_in_the_text_that_attributes_count_in(corpus: Path, rulebook: Rulebook) -> None:
    """The first pass of ``--self-profile`` reads an input exactly as the second does."""
    page = f"<html><body><p>{STORY}</p><p>{NAV}</p></body></html>"
    (corpus / "a.jsonl.gz").write_bytes(gz(lines({"text": page})))
    (item,) = find(["in/a.jsonl.gz"])
    settings = Settings(rulebook, format="attributes")
    cleaned = clean_input(item, page, settings).document
    assert read_input(item, page, settings).text == cleaned.text == page


def test_what_is_no_row_has_no_attributes(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A dry run knows it as well."""
    (corpus / "c.txt").write_text(STORY)
    (corpus / "d.parquet").write_bytes(table([{"text": STORY}]))
    (corpus / "e.jsonl").write_bytes(lines({"id": "e", "text": STORY})[:-4])
    assert clean("in", "--attributes", "at") == 1
    assert not Path("at/c.txt").exists()
    assert not Path("at/d.parquet").exists()
    assert not Path("at/e.jsonl").exists()
    kinds = {row["id"]: row["kind"] for row in attributes("at/manifest.jsonl")}
    assert kinds == {
        "one": None, "two": None, "bad": "no_text", "a.jsonl.gz#4": None, "three": None, "c.txt": "not_jsonl",
        "d.parquet#1": "not_jsonl", "e.jsonl#1": "truncated",
    }  # fmt: skip
    capsys.readouterr()
    assert clean("in/c.txt", "in/d.parquet", "--attributes", "other", "--dry-run") == 0
    assert capsys.readouterr().out == "fail  c.txt (not_jsonl)\nfail  d.parquet#1 (not_jsonl)\n"


def test_an_input_named_like_an_account_of_the_run(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused before anything is written; names that only other outputs need are free."""
    (corpus / "manifest.jsonl").write_bytes(lines({"text": STORY}))
    for more in ((), ("--dry-run",)):
        assert clean("in", "--attributes", "at", *more) == 2
        assert capsys.readouterr() == (
            "", "error: manifest.jsonl: its attributes would replace an account of the run; rename this input\n",
        )  # fmt: skip  # a pair
        assert not Path("at").exists()
    (corpus / "manifest.jsonl").rename(corpus / "cleaned.jsonl")
    (corpus / "sub" / "manifest.jsonl").write_bytes(lines({"text": STORY}))
    assert clean("in", "--attributes", "at") == 1  # for the rows that are none
    assert [row["id"] for row in attributes("at/cleaned.jsonl")] == ["cleaned.jsonl#1"]
    assert [row["id"] for row in attributes("at/sub/manifest.jsonl")] == ["sub/manifest.jsonl#1"]
    assert list(verify(Destination.existing("at"))) == []


# -- the command line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("in", "--attributes", "at", "-o", "out"), "leave out -o and --format"),
        (("in", "--attributes", "at", "--format", "jsonl"), "leave out -o and --format"),
        (("in", "--format", "parquet"), "a table is a file"),
        (("in", "-o", "out", "--text-key", "a,,b"), "empty name"),
        (("in/a.jsonl.gz",), "several bodies in one stream"),
        (("-", "--from", "jsonl"), "several bodies in one stream"),
        (("in", "--from", "jsonl", "-o", "out"), "--from is for the standard input alone"),
        (("-", "--from", "jsonl", "--attributes", "at"), "and - has none; name the files"),
        (("in", "in/sub/b.jsonl.zst", "in/twice.jsonl", "-o", "out"), "--dup-id suffix"),
    ],
)
def test_wrong_use(corpus: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "twice.jsonl").write_bytes(lines({"id": "one", "text": STORY}))
    assert clean(*arguments) == 2
    assert said in capsys.readouterr().err
    assert not Path("out").exists()
    assert not Path("at").exists()


def test_keys_and_ids_from_the_command_line(corpus: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (corpus / "a.jsonl.gz").write_bytes(gz(lines({"body": STORY, "k": 7, "meta": {"at": "https://www.chinadaily.com.cn"}})))
    options = ("--text-key", "body", "--id-key", "k", "--url-key", "meta.at")
    assert clean("in/a.jsonl.gz", *options, "--format", "jsonl") == 0
    row = json.loads(capfdbinary.readouterr().out)
    assert (row["id"], row["text"], row["source"]) == ("7", STORY, "chinadaily.com.cn")
    assert clean("in/a.jsonl.gz", *options[:2], "--id-key", "", "--format", "jsonl") == 0
    assert json.loads(capfdbinary.readouterr().out)["id"] == "a.jsonl.gz#1"


def test_a_missing_library_ends_the_run_before_anything_is_written(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """For a container, a packed document, a file of rows and an address alike."""
    (corpus / "only").mkdir()
    (corpus / "only" / "c.txt.zst").write_bytes(zst(b"x"))
    (corpus / "only.warc").write_bytes(record(b"x"))
    for module in ("zstandard", "pyarrow", "pyarrow.parquet", "fastwarc.warc", "fsspec"):
        monkeypatch.setitem(sys.modules, module, None)
    for arguments, library in [
        (("in/sub", "-o", "out"), "zstandard"), (("in/only", "-o", "out"), "zstandard"), (("in/only.warc", "-o", "out"), "fastwarc"),
        (("in/a.jsonl.gz", "--format", "jsonl", "-o", "out.jsonl.zst"), "zstandard"),
        (("in/a.jsonl.gz", "--format", "parquet", "-o", "out.parquet"), "pyarrow"), (("memory://x", "-o", "out"), "fsspec"),
    ]:  # fmt: skip
        assert clean(*arguments) == 2
        assert f" needs {library}, which is not installed: pip install {library}\n" in capsys.readouterr().err
        assert [path.name for path in Path().iterdir()] == ["in"]


def test_rows_in_and_rows_out_of_a_pipe(corpus: Path) -> None:
    """What goes in at one end comes out cleaned at the other, row by row."""
    run = [sys.executable, "-m", "cleaner", "clean", "-", "--from", "jsonl", "--format", "jsonl", "--jobs", "1"]
    ran = subprocess.run(run, cwd=ROOT, input=lines(*ROWS), capture_output=True, check=False)
    assert (ran.returncode, [json.loads(row)["id"] for row in ran.stdout.splitlines()]) == (1, ["one", "two", "stdin#4"])
    assert ran.stderr.startswith(b"failed: bad in stdin: line 3: it has no text or html")


HEAVY = ["zstandard", "pyarrow", "fastwarc", "fsspec", "numpy.testing"]


@pytest.mark.parametrize("arguments", [["--help"], ["clean", "a.txt"], ["clean", "a.jsonl", "--format", "jsonl"]])
def test_heavy_libraries_are_not_loaded_without_need(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "a.jsonl").write_bytes(lines({"text": STORY}))
    code = f"import sys; from cleaner.cli import main; main({arguments!r}); print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "CLEANER_CACHE": os.environ["CLEANER_CACHE"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stderr.splitlines()[-1] == "[]"
