"""What a stranger may take a command for: the answer says what is meant, and what to do."""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.batch import Summary, find
from cleaner.batch.kinds import FORMATS, taken
from cleaner.batch.summary import OTHERS
from cleaner.batch.tasks import Outcome
from cleaner.cli.clean import clean
from cleaner.cli.closing import nothing_taken
from tests.commands import BODY, STORY, Result, bundled, cli, tree, write

__all__ = ["bundled", "cli"]  # fixtures


# -- what is no address


@pytest.mark.parametrize("command", ["clean", "explain"])
@pytest.mark.parametrize("url", ["foo", "https://", "not an address", "", "/story.html", "https://not a host/x"])
def test_no_address(cli: Callable[..., Result], command: str, url: str) -> None:
    """It would name no outlet, without a word, and stand in the record for ever."""
    assert cli(command, write("a.txt"), "--url", url) == (
        2, "", f"error: --url: {url!r} is no address of a page; write e.g. https://example.com/story\n",
    )  # fmt: skip


@pytest.mark.parametrize("command", [("clean",), ("explain",), ("profile", "-o", "p"), ("rules", "suggest")])
@pytest.mark.parametrize("outlet", ["not a host", "", "https://", "example,com", ".", "a..b"])
def test_no_host(cli: Callable[..., Result], command: tuple[str, ...], outlet: str) -> None:
    assert cli(*command, write("a.txt"), "--outlet", outlet) == (
        2, "", f"error: --outlet: {outlet!r} is no host; write e.g. example.com\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    "url", ["https://example.com", "example.com/a", "http://localhost:8000/a?b=c d", "https://m\xfcnchen.example/"]
)
def test_addresses_as_people_write_them(cli: Callable[..., Result], url: str) -> None:
    assert cli("clean", write("a.txt"), "--url", url).code == 0
    for outlet in ("intranet", "Example.com:80", "https://www.example.com/", "192.168.0.1", "a_b.example"):
        assert cli("clean", "a.txt", "--outlet", outlet).code == 0


# -- words of libraries


@pytest.mark.parametrize(
    ("command", "option", "value", "choices"),
    [
        ("clean", "--engine", "slow", "'thorough', 'fast'"),
        ("explain", "--favour", "all", "'balance', 'precision', 'recall'"),
        ("clean", "--from", "xml", "'jsonl', 'csv', 'parquet', 'warc', 'mbox', 'rss', 'atom', 'tar', 'zip'"),
    ],
)
def test_no_choice(cli: Callable[..., Result], command: str, option: str, value: str, choices: str) -> None:
    result = cli(command, write("a.txt"), option, value)
    assert (result.code, result.out) == (2, "")
    assert f"Invalid value for '{option}': '{value}' is not one of {choices}." in result.err


# -- rules that replace others


def test_rules_do_not_replace_themselves(cli: Callable[..., Result], bundled: Path) -> None:
    """The bundled directory, named by itself, by another path, or twice: nothing is replaced. A copy of it replaces all."""
    Path("link").symlink_to(bundled)
    os.chdir(bundled.parent)
    for given in (("bundled",), (str(bundled),), ("link",), ("./bundled/../bundled",), ("bundled", "link")):
        assert "replaces" not in cli("rules", "check", *given).err
    shown = cli("rules", "list", "--rules", "link").out
    assert "link/shared/basics.yaml (stable)\n" in shown
    write("mine/shared/basics.yaml", (bundled / "shared/basics.yaml").read_bytes())
    note = f"note: mine/shared/basics.yaml replaces {bundled}/shared/basics.yaml\n"
    assert cli("rules", "check", "mine").err.count(note) == 1
    assert cli("rules", "check", "mine", "./mine").err.count("replaces") == 1


# -- nothing to clean


_TAKEN = (
    "taken from a directory are .txt .text .md .markdown .html .htm .mhtml .mht .eml .jsonl .ndjson .parquet .warc .wet .mbox .rss .atom .tar .zip, also with .gz or "
    ".zst, and .tgz .json.gz .json.zst; a file that is named is taken whatever its ending\n"
)


def test_the_help_names_all_that_is_taken_from_a_directory() -> None:
    told = (clean.__doc__ or "").partition("From a directory, files that end in ")[2].partition(" are taken;")[0]
    endings = set(re.findall(r"\.\w+(?:\.\w+)?", told))
    assert endings == {*FORMATS, ".gz", ".zst", ".tgz", ".json.gz", ".json.zst"}
    assert all(taken(f"a{ending}") for ending in endings - {".gz", ".zst"})


def test_an_empty_directory(cli: Callable[..., Result]) -> None:
    Path("in").mkdir()
    warning = "warning: nothing was cleaned: there are no files in what was named\n"
    account = "0 inputs: 0 ok, 0 guarded, 0 failed, 0 skipped\nno text was read\n"
    assert cli("clean", "in", "-o", "out", "--no-fsync") == (0, "", account + warning)
    assert cli("clean", "in", "--format", "jsonl") == (0, "", warning)
    assert cli("clean", "in", "--format", "jsonl", "-q") == (0, "", "")
    assert cli("clean", "in") == (2, "", "error: there are no files in what was named; check the path\n")


def test_a_sample_without_an_input(cli: Callable[..., Result]) -> None:
    """Of many, of rows, and of one that was named: it is told that they are there."""
    warning = "warning: nothing was cleaned: the sample has none of the inputs; draw a larger one with --sample\n"
    for place in (write("in/a.txt"), "in", write("rows.jsonl", '{"text": "It rained."}\n')):
        assert cli("clean", place, "--format", "jsonl", "--sample", "0.001%") == (0, "", warning)
    assert cli("clean", "in/a.txt", "--sample", "0.001%") == (0, "", warning)
    none = ("--sample", "0.001%")
    assert cli("clean", "in/a.txt", *none, "--dry-run") == (0, "", "0 inputs: nothing to do; nothing was written\n")
    assert cli("clean", "in/a.txt", "--sample", "1") == (0, BODY, "")
    Path("empty").mkdir()
    warning = "warning: nothing was cleaned: there are no files in what was named\n"
    assert cli("clean", "empty", "--format", "jsonl", "--sample", "0.001%") == (0, "", warning)


def test_endings_that_are_not_taken(cli: Callable[..., Result]) -> None:
    """How many files of which ending, the most frequent first, and what would have been taken; hidden files by their kind."""
    for name in ("a.csv", "b.csv", "c.json", "d.tar.bz2", "Makefile", ".hidden"):
        write(f"in/{name}")
    result = cli("clean", "in", "--format", "jsonl")
    counts = "2 .csv, 1 without any, 1 .bz2, 1 .json"
    assert result == (
        0, "", f"warning: nothing was cleaned: 5 skipped for their endings ({counts}); {_TAKEN[:-1]}; 1 skipped:hidden\n",
    )  # fmt: skip


def test_one_document_is_enough(cli: Callable[..., Result]) -> None:
    """With one that is cleaned, or one that fails, nothing is said of endings."""
    write("in/a.csv")
    write("in/b.txt")
    assert cli("clean", "in", "--format", "jsonl").err == ""
    write("in/b.txt", b"%PDF-1.4")
    assert cli("clean", "in", "--format", "jsonl").err == (
        "failed: b.txt: this is a PDF, not text; convert or unpack it first\n"
    )
    assert cli("clean", write("page.dat")) == (0, BODY, "")


def test_endings_without_number_do_not_fill_the_memory() -> None:
    """From a thousand on all others count as one, and the warning names ten."""
    summary = Summary()
    for number in range(1500):
        summary.add(Outcome(f"x.{number}", "skipped", "suffix", "", 0, 0, {}, {}, (), b"", b""))
    assert (len(summary.endings), summary.endings[OTHERS], summary.endings[".7"]) == (1001, 500, 1)
    assert "1,500 skipped for their endings (500 others, 1 .0, 1 .1, 1 .10," in nothing_taken(summary, find([]))
    assert ", and 991 more endings); " in nothing_taken(summary, find([]))


def test_warnings_about_hosts_without_number_do_not_fill_the_memory() -> None:
    """A crawl has as many hosts without rules as it likes. A document counts once as one of the others."""
    summary = Summary()
    for number in [*range(1500), 7]:
        told = (f"no rules for outlet w{number}.example: only shared rules were used", f"another of w{number}.example")
        summary.add(Outcome("x", "ok", "", "", 0, 0, {}, {}, told, b"", b""))
    seventh = "no rules for outlet w7.example: only shared rules were used"
    assert (len(summary.warnings), summary.warnings[OTHERS], summary.warnings[seventh]) == (1001, 1000, 2)


def test_warnings_are_counted_without_their_numbers_but_with_the_names_of_codecs() -> None:
    """What differs in a number alone is one warning; cp1251 and cp1252 are two."""
    summary = Summary()
    for warnings in (
        ("encoding guessed: cp1251", "invalid byte sequences in utf-16-le became U+FFFD: 3"),
        ("encoding guessed: cp1252", "invalid byte sequences in utf-16-le became U+FFFD: 1200"),
        ("encoding guessed: koi8_r, although declared as iso8859-1", "nearly everything would go (99%), so nothing went"),
        ("no rules for outlet 20min.example: only shared rules were used", "nearly everything would go (98%), so nothing went"),
    ):
        summary.add(Outcome("x", "ok", "", "", 0, 0, {}, {}, warnings, b"", b""))
    assert summary.warnings == {
        "encoding guessed: cp1251": 1,
        "encoding guessed: cp1252": 1,
        "invalid byte sequences in utf-16-le became U+FFFD: N": 2,
        "encoding guessed: koi8_r, although declared as iso8859-1": 1,
        "nearly everything would go (N%), so nothing went": 2,
        "no rules for outlet 20min.example: only shared rules were used": 1,
    }


def test_packed_json_is_rows_and_plain_json_is_not_taken(cli: Callable[..., Result]) -> None:
    """Shards of corpora are called NAME.json.gz; a NAME.json in a directory may be a record of ours."""
    rows = "".join(json.dumps({"id": name, "text": STORY}) + "\n" for name in ("one", "two")).encode()
    write("in/shard.json.gz", gzip.compress(rows))
    write("in/record.json", rows)
    result = cli("clean", "in", "--format", "jsonl")
    assert [json.loads(line)["id"] for line in result.out.splitlines()] == ["one", "two"]
    assert (result.code, result.err) == (0, "")
    assert cli("explain", "in/shard.json.gz", "--id", "two", "--brief").code == 0
    assert cli("clean", "in/shard.json.gz", "--attributes", "cuts", "-q", "--no-fsync").code == 0
    attributes = gzip.decompress(Path("cuts/shard.json.gz").read_bytes()).splitlines()
    assert [json.loads(line)["attributes"]["cleaner__cut__all"] for line in attributes] == [[[0, 12, 1.0], [65, 80, 1.0]]] * 2


# -- the name after -o


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz", "rows.jsonl.zst", "rows.parquet", "rows.csv"])
def test_the_name_tells_the_format(cli: Callable[..., Result], name: str) -> None:
    """With --format or without, the same bytes; and --split goes with it."""
    write("a.txt")
    assert cli("clean", "a.txt", "-o", name, "--split", "-q", "--no-fsync") == (0, "", "")
    told = name.split(".")[1]
    assert cli("clean", "a.txt", "-o", f"other/{name}", "--format", told, "--split", "-q", "--no-fsync").code == 0
    assert Path(name).read_bytes() == Path(f"other/{name}").read_bytes()
    assert json.loads(next(Path().glob("rows*run.json")).read_bytes())["options"]["format"] == told


@pytest.mark.parametrize(
    ("name", "format", "told"),
    [
        ("rows.parquet", "txt", "parquet"),
        ("rows.parquet", "jsonl", "parquet"),
        ("rows.jsonl.gz", "parquet", "jsonl"),
        ("rows.tsv", "jsonl", "csv"),
    ],
)
def test_a_name_of_another_format(cli: Callable[..., Result], name: str, format: str, told: str) -> None:
    write("a.txt")
    before = tree(".")
    assert cli("clean", "a.txt", "-o", name, "--format", format) == (
        2, "",
        f"error: {name}: a file of this name holds {told}, and --format is {format}; leave out --format, or choose another name\n",
    )  # fmt: skip
    assert tree(".") == before


@pytest.mark.parametrize(
    "name",
    [
        "body.txt", "body.html", "body.json", "rows.ndjson", "rows.json.gz", "rows.warc", "a.xlsx", "a.CSV", "a.csv.gz", "a.TSV",
        "a.xml", "a.zip", "a.jsonl.bz2", "a.jsonl.xz", "a.htm", "a.md", "a.gz", "dir/a.zst", "a.tar",
    ],
)  # fmt: skip  # a list
@pytest.mark.parametrize("format", [(), ("--format", "jsonl")])
def test_no_directory_with_the_name_of_a_file(cli: Callable[..., Result], name: str, format: tuple[str, ...]) -> None:
    write("a.txt")
    result = cli("clean", "a.txt", "-o", name, *format)
    assert (result.code, result.out, Path(name).exists()) == (2, "", False)
    assert result.err == (
        f"error: {name}: this would be a directory with the name of a file; write -o DIR, or for rows NAME.jsonl, NAME.jsonl.gz, "
        "NAME.jsonl.zst, NAME.parquet or NAME.csv; without -o the body of one file is printed\n"
    )


@pytest.mark.parametrize(("option", "name"), [("-o", "p" * 300), ("-o", f"{'p' * 300}.jsonl"), ("--attributes", "p" * 300)])
def test_an_output_whose_name_is_too_long(cli: Callable[..., Result], option: str, name: str) -> None:
    assert cli("clean", write("rows.jsonl", '{"text": "The harbour."}\n'), option, name) == (
        2, "", f"error: {name}: the output cannot be used: File name too long; choose another name\n",
    )  # fmt: skip


def test_rows_beside_which_no_account_has_room(cli: Callable[..., Result]) -> None:
    """The rows might be written, but not the manifest beside them, which has a longer name."""
    name = f"{'p' * 245}.jsonl"
    assert cli("clean", write("a.txt"), "-o", name) == (
        2, "", f"error: {name}: the output cannot be used: File name too long; choose another name\n",
    )  # fmt: skip
    assert not list(Path().glob("*ppp*"))
    assert cli("clean", "a.txt", "-o", f"{'p' * 235}.jsonl", "--quiet").code == 0


def test_a_page_whose_name_is_too_long(cli: Callable[..., Result]) -> None:
    cli("clean", write("in/a.txt"), "-o", "out")
    name = f"{'p' * 300}.html"
    assert cli("review", "out", "--html", name) == (
        2, "", f"error: {name}: the page cannot be written: File name too long; choose another place\n",
    )  # fmt: skip


def test_no_directory_that_is_called_as_the_standard_output(cli: Callable[..., Result]) -> None:
    write("in/a.txt", STORY)
    assert cli("clean", "in", "-o", "-") == (
        2, "",
        "error: -o -: leave out -o, and the body of one file is printed; with --format jsonl a row of each document\n",
    )  # fmt: skip
    assert not Path("-").exists()


@pytest.mark.parametrize("name", ["a.csv", "cuts.jsonl", "cuts.jsonl.gz", "rows.parquet", "dir/a.TXT"])
def test_no_directory_of_attributes_with_the_name_of_a_file(cli: Callable[..., Result], name: str) -> None:
    """But one that is there is taken, whatever it is called."""
    write("a.jsonl", json.dumps({"id": "a", "text": STORY}) + "\n")
    before = tree(".")
    assert cli("clean", "a.jsonl", "--attributes", name) == (
        2, "", f"error: {name}: this would be a directory with the name of a file; write --attributes DIR\n",
    )  # fmt: skip
    assert tree(".") == before
    Path(name).mkdir(parents=True)
    assert cli("clean", "a.jsonl", "--attributes", name, "-q", "--no-fsync") == (0, "", "")
    assert tree(name) == ["_SUCCESS", "a.jsonl", "manifest.jsonl", "run.json"]


def test_more_than_can_be_counted_is_no_limit(cli: Callable[..., Result]) -> None:
    assert cli("clean", write("a.txt"), "--limit", "9" * 25) == (0, BODY, "")


def test_a_directory_that_is_there_is_one(cli: Callable[..., Result]) -> None:
    """Whatever it is called, and with other dots in its name."""
    write("a.txt")
    for name in ("rows.parquet", "body.txt"):
        Path(name).mkdir()
        assert cli("clean", "a.txt", "-o", name, "-q", "--no-fsync") == (0, "", "")
        assert tree(name) == ["_SUCCESS", "a.json", "a.txt", "manifest.jsonl", "run.json"]
    assert cli("clean", "a.txt", "-o", "example.com", "-q", "--no-fsync") == (0, "", "")
    assert tree("example.com") == ["_SUCCESS", "a.json", "a.txt", "manifest.jsonl", "run.json"]


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--sample", "0", "'0' is nothing; write e.g. 20 or 5%"),
        ("--sample", "00.0%", "'00.0%' is nothing; write e.g. 20 or 5%"),
        ("--max-bytes", "0", "'0' is less than there can be; write 1 or more"),
        ("--max-bytes", "0MB", "'0MB' is less than there can be; write 1 or more"),
        ("--memory", "0", "'0' is not enough for the program itself; write 300MB or more"),
    ],
)
def test_nothing_is_no_number_of_inputs_or_bytes(cli: Callable[..., Result], option: str, value: str, says: str) -> None:
    write("in/a.txt")
    assert cli("clean", "in", "-o", "out", option, value) == (2, "", f"error: {option}: {says}\n")
    assert not Path("out").exists()
    assert cli("clean", "in", "-o", "out", "--no-fsync", "-q", "--max-failures", "0") == (0, "", "")  # not one may fail


# -- one output, several corpora


def test_files_of_a_run_over_other_inputs(cli: Callable[..., Result]) -> None:
    """Those that are as they were written go, whatever is written now. Others stay, and are counted each time."""
    for name in "abc":
        write(f"{name}.txt")
    run = ("-o", "out", "--no-fsync")
    assert "removed" not in cli("clean", "a.txt", "b.txt", *run).err
    assert "removed" not in cli("clean", "a.txt", "b.txt", *run, "--fresh").err
    assert cli("clean", "c.txt", *run).code == 2
    write("out/b.txt", "changed")
    removed = "removed {} that an earlier run had written to out, and this one did not\n"
    warning = (
        "warning: out also holds 1 file that this run did not write: of a run over other inputs, or changed by hand and kept as "
        "NAME.orig, say; `cleaner verify` names them; an output for each corpus keeps them apart\n"
    )
    result = cli("clean", "c.txt", *run, "--fresh")
    assert (result.code, "".join(result.err.splitlines(keepends=True)[-2:])) == (0, removed.format("3 files") + warning)
    assert tree("out") == ["_SUCCESS", "b.txt", "c.json", "c.txt", "manifest.jsonl", "run.json"]
    result = cli("clean", "c.txt", *run)
    assert result.err.endswith(warning)
    assert "removed" not in result.err
    assert (cli("verify", "out").code, cli("verify", "out").out) == (1, "stray       b.txt\n")
    Path("out/b.txt").unlink()
    assert "warning" not in cli("clean", "c.txt", *run).err
    assert cli("clean", "c.txt", *run, "--format", "jsonl").err.endswith(removed.format("2 files"))
    assert tree("out") == ["_SUCCESS", "cleaned.jsonl", "manifest.jsonl", "run.json"]
    assert cli("verify", "out").code == 0


@pytest.mark.parametrize("more", [(), ("--fresh",)])
def test_outputs_that_were_corrected_by_hand(cli: Callable[..., Result], more: tuple[str, ...]) -> None:
    """The next run sets them aside and writes them anew, or not where the input fails now, and names them.

    Nothing that a person wrote is lost, also the second time; the exit status is as usual.
    """
    for name in "abc":
        write(f"in/{name}.txt")
    run = ("clean", "in", "-o", "out", "--no-fsync", *more)

    def warnings(result: Result) -> list[str]:
        return [line for line in result.err.splitlines() if "somebody" in line]

    def warning(name: str, kept: str) -> str:
        what = f"somebody has changed it since cleaner wrote it, and that change is kept as {kept}"
        return f"warning: out/{name}: {what}; keep what you correct in another place"

    assert warnings(cli(*run)) == warnings(cli(*run)) == []
    write("out/a.txt", "Corrected.\n")
    write("out/b.json", "{}\n")
    Path("out/c.txt").unlink()
    assert cli(*run, "--dry-run").out == "clean  a.txt (altered)\nclean  b.txt (altered)\nclean  c.txt\n"
    result = cli(*run)
    assert (result.code, warnings(result)) == (0, [warning("a.txt", "a.txt.orig"), warning("b.json", "b.json.orig")])
    assert (Path("out/a.txt").read_text(), Path("out/a.txt.orig").read_text()) == (BODY, "Corrected.\n")
    assert Path("out/b.json.orig").read_text() == "{}\n"
    assert cli("verify", "out").out == "stray       a.txt.orig\nstray       b.json.orig\n"
    assert warnings(cli(*run)) == []
    write("out/a.txt", "Corrected again.\n")
    write("in/a.txt", b"%PDF-1.7")
    result = cli(*run)
    assert (result.code, warnings(result)) == (1, [warning("a.txt", "a.txt.orig2")])
    assert [Path("out", name).read_text() for name in ("a.txt.orig", "a.txt.orig2")] == ["Corrected.\n", "Corrected again.\n"]
    assert not Path("out/a.txt").exists()
    write("out/c.txt", "Corrected.\n")
    assert "somebody" not in cli(*run, "-q").err
    assert Path("out/c.txt.orig").read_text() == "Corrected.\n"


def test_a_correction_that_was_set_aside_by_a_run_that_was_killed(cli: Callable[..., Result]) -> None:
    """Before it could say so: the next that ends well does, in general, each time until it is gone."""
    write("in/a.txt")
    run = ("clean", "in", "-o", "out", "--no-fsync")
    assert "kept as NAME.orig" not in cli(*run).err
    write("out/a.txt", "Corrected.\n")
    Path("out/a.txt").rename("out/a.txt.orig")
    for _ in range(2):
        assert (
            "out also holds 1 file that this run did not write: of a run over other inputs, or changed by hand" in cli(*run).err
        )
    assert cli("verify", "out").out == "stray       a.txt.orig\n"


def test_an_output_that_is_as_it_is_to_be_was_not_corrected(cli: Callable[..., Result]) -> None:
    """Without the record, say, that would tell that cleaner wrote it."""
    write("in/a.txt")
    run = ("clean", "in", "-o", "out", "--no-fsync")
    cli(*run)
    written = Path("out/a.txt").read_bytes()
    assert cli(*run, "--keep", "navigation").code == 0
    assert Path("out/a.txt").read_bytes() != written
    write("out/a.txt", written)
    Path("out/a.json").unlink()
    assert "somebody" not in cli(*run).err


def test_files_of_attributes_and_rows(cli: Callable[..., Result]) -> None:
    """Attributes are counted file by file; what lies beside a file of rows is not ours to count."""
    for name in ("a", "b"):
        write(f"{name}.jsonl", json.dumps({"id": name, "text": STORY}) + "\n")
    assert cli("clean", "a.jsonl", "b.jsonl", "--attributes", "cuts", "--no-fsync").code == 0
    assert "warning" not in cli("clean", "a.jsonl", "b.jsonl", "--attributes", "cuts", "--no-fsync").err
    only_b = ("clean", "b.jsonl", "--attributes", "cuts", "--no-fsync", "--fresh")
    assert "removed 1 file that an earlier run had written to cuts, and this one did not" in cli(*only_b).err
    write("cuts/a.jsonl", "Mine.\n")
    assert "warning: cuts also holds 1 file that" in cli(*only_b).err
    write("rows/mine.txt")
    for name in ("a", "b"):
        assert "warning" not in cli("clean", f"{name}.jsonl", "-o", "rows/rows.jsonl", "--no-fsync").err


# -- the standard input and addresses


def test_attributes_of_the_standard_input(cli: Callable[..., Result]) -> None:
    error = "error: --attributes are files named after those of the inputs, and - has none; name the files\n"
    for more in ((), ("--from", "jsonl")):
        assert cli("clean", "-", *more, "--attributes", "cuts") == (2, "", error)
    assert not Path("cuts").exists()
    assert cli("clean", write("a.jsonl"), "--from", "jsonl", "--format", "jsonl").err == (
        "error: --from is for the standard input alone, whose rows have no file; files tell by their names\n"
    )


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("s3://bucket/a.html", ""),
        ("https://a.example/x?y=1&z", ", or fetch the page: curl -s {0} | cleaner clean - --url {0}"),
    ],
)
def test_addresses_without_their_libraries(
    cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, address: str, what: str
) -> None:
    """The address, what is missing, and what to do: without fsspec, and without what it needs in turn."""
    fsspec = pytest.importorskip("fsspec")

    def missing(_: str) -> None:
        raise ImportError("Install it")

    monkeypatch.setattr(fsspec.core, "url_to_fs", missing)
    scheme = address.partition("://")[0]
    more = what.format(f"'{address}'")
    assert cli("clean", address) == (
        2, "",
        f"error: {address}: reading {scheme}:// needs a library of its own, which is not installed (Install it); "
        f"install it with pip{more}\n",
    )  # fmt: skip
    monkeypatch.setitem(sys.modules, "fsspec", None)
    assert cli("clean", address) == (
        2, "",
        f"error: {address}: reading {scheme}:// needs fsspec, which is not installed: pip install fsspec\n",
    )  # fmt: skip


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
@pytest.mark.parametrize(("name", "library"), [("rows.parquet", "pyarrow"), ("rows.jsonl.zst", "zstandard")])
def test_an_output_without_its_library(
    cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, name: str, library: str, more: tuple[str, ...]
) -> None:
    """A dry run does not promise what the run would refuse."""
    monkeypatch.setitem(sys.modules, library, None)
    Path("a.txt").write_text("Some words.", encoding="utf-8")
    found = cli("clean", "a.txt", "-o", name, *more)
    assert (found.code, found.out, f"needs {library}, which is not installed" in found.err) == (2, "", True)


def test_an_address_that_fails(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    fsspec = pytest.importorskip("fsspec")

    class Broken:
        def exists(self, _: str) -> bool:
            raise RuntimeError("no route")

    monkeypatch.setattr(fsspec.core, "url_to_fs", lambda address: (Broken(), address))
    assert cli("clean", "s3://bucket/a.html") == (
        2, "",
        "error: s3://bucket/a.html: it cannot be looked at (RuntimeError: no route); "
        "check the address, the network and that you may read it\n",
    )  # fmt: skip
    assert cli("clean", "https://a.example/x").err == (
        "error: https://a.example/x: it cannot be looked at (RuntimeError: no route); check the address, the network and that "
        "you may read it, or fetch the page: curl -s https://a.example/x | cleaner clean - --url https://a.example/x\n"
    )


MEANT = "note: --outlet: there are no rules for exampel.com; did you mean example.com?\n"


@pytest.mark.parametrize("command", [("clean", "in", "-o", "out"), ("profile", "in", "-o", "p"), ("explain", "in/a.txt")])
@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["--outlet", "exampel.com"], MEANT),
        (["--outlet", "https://www.exampel.com/news"], MEANT),
        (["--outlet", "example.com"], ""),
        (["--outlet", "sport.example.com"], ""),
        (["--outlet", "nobody.invalid"], ""),
        ([], ""),
    ],
)
def test_an_outlet_that_is_nearly_one_with_rules_is_named_once(
    cli: Callable[..., Result], command: tuple[str, ...], given: list[str], says: str
) -> None:
    write("in/a.txt")
    write("in/b.txt")
    result = cli(*command, *given)
    assert (result.code, result.err.count("did you mean"), result.err.startswith(says)) == (0, int(bool(says)), True)


@pytest.mark.parametrize("command", [("clean", "in", "-o", "out"), ("profile", "in", "-o", "p")])
def test_quiet_commands_do_not_ask_which_outlet_was_meant(cli: Callable[..., Result], command: tuple[str, ...]) -> None:
    write("in/a.txt")
    assert cli(*command, "-q", "--outlet", "exampel.com") == (0, "", "")
