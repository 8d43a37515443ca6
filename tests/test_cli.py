"""The command line: what is printed where, what is written, and the exit status."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import cleaner
from tests.commands import BODY, OUTLET, STORY, Result, bundled, cli, start, tree, write
from tests.packs import BASICS

__all__ = ["bundled", "cli"]  # fixtures

# -- clean


def test_one_file_is_printed(cli: Callable[..., Result]) -> None:
    """The body and nothing else on the standard output; nothing at all on the other."""
    assert cli("clean", write("a.txt")) == (0, BODY, "")


def test_standard_input(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """``-`` reads it; its address names the outlet; with -o it is written like a file."""
    text = STORY + "Example Media Group\n"
    for arguments in (("-",), ("-", "--url", "https://www.example.com/1"), ("-", "-o", "out", "-q", "--no-fsync")):
        read, put = os.pipe()
        os.write(put, text.encode())
        os.close(put)
        before = os.dup(0)
        os.dup2(read, 0)
        try:
            result = cli("clean", *arguments)
        finally:
            os.dup2(before, 0)
            os.close(before)
            os.close(read)
        assert result == (0, BODY if "-o" not in arguments else "", "")
    assert tree("out") == ["_SUCCESS", "manifest.jsonl", "run.json", "stdin.json", "stdin.txt"]
    assert json.loads(Path("out/stdin.json").read_bytes())["outlet"]["host"] == "example.com"


def test_rows_on_the_standard_output(cli: Callable[..., Result]) -> None:
    """With --format jsonl several inputs may be printed; what fails is said on the standard error."""
    write("in/a.txt")
    write("in/b.txt", b"%PDF-1.4")
    result = cli("clean", "in", "--format", "jsonl")
    (row,) = map(json.loads, result.out.splitlines())
    assert (result.code, row["id"], row["text"], row["source"]) == (1, "a.txt", BODY.strip(), "unknown")
    assert result.err == "failed: b.txt: this is a PDF, not text; convert or unpack it first\n"


@pytest.mark.processes
def test_a_tree_and_its_closing_table(cli: Callable[..., Result]) -> None:
    """Plain where the standard error is no terminal; statuses, share, labels, rules, failures, warnings."""
    write("in/a.txt")
    write(
        "in/sub/b.html",
        "<html><head></head><body><article><p>" + "The harbour reopened on Monday. " * 9 + "</p></article></body></html>",
    )
    write("in/c.txt", b"\x7fELF")
    write("in/d.txt", "Home / World\n" * 9)
    write("in/e.txt", " ")
    write("in/x.pdf")
    result = cli("clean", "in", "-o", "out", "--no-fsync", "--outlet", "nobody.example")
    assert (result.code, result.out) == (1, "")
    assert tree("out") == [
        "_SUCCESS", "a.json", "a.txt", "d.json", "d.txt", "e.json", "e.txt", "manifest.jsonl", "run.json", "sub/b.json", "sub/b.txt",
    ]  # fmt: skip
    assert result.err.splitlines()[:3] == [
        "failed: c.txt: this is a program, not text; convert or unpack it first",
        "kept whole: d.txt: nearly everything would go (100%), so nothing went; look with `cleaner explain`",
        "6 inputs: 3 ok, 1 guarded, 1 failed, 1 skipped",
    ]
    assert "removals by label:\n  1  caption\n  1  navigation\n" in result.err
    assert "rules that fired most:\n  1  basics/breadcrumb\n  1  basics/caption\n" in result.err
    assert "failed and skipped:\n  1  failed:binary\n  1  skipped:suffix: x.pdf\n" in result.err
    assert "  4  no rules for outlet nobody.example: only shared rules were used\n" in result.err
    assert "\x1b" not in result.err
    assert cli("clean", "in/a.txt", "-o", "out2", "-q", "--no-fsync") == (0, "", "")


def test_what_was_skipped_for_its_ending_is_named_where_it_is_one_file(cli: Callable[..., Result]) -> None:
    """Of several their endings are, with how many there are of each.

    Nothing else on the screen says which; of failures each has its line, and what is hidden is so on purpose.
    """
    write("in/a.txt")
    write("in/.git")
    write("in/b\x1b.pdf")
    skipped = "failed and skipped:\n  1  skipped:hidden\n  1  skipped:suffix: b\\x1b.pdf\n"
    assert skipped in cli("clean", "in", "-o", "out", "--no-fsync").err
    write("in/c.pdf")
    write("in/notes")
    write("in/d.docx")
    many = "failed and skipped:\n  4  skipped:suffix: 2 .pdf, 1 without any, 1 .docx\n  1  skipped:hidden\n"
    assert many in cli("clean", "in", "-o", "out", "--no-fsync").err


def test_labels_that_stay(cli: Callable[..., Result]) -> None:
    write("a.txt")
    assert cli("clean", "a.txt", "--keep", "caption, title").out == BODY + "\nCaption: a boat\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["clean"], "Missing argument"),
        (["clean", "missing.txt"], "no such file"),
        (["clean", "in"], "choose a directory with -o OUT"),
        (["clean", "in/a.txt", "in/b.txt"], "choose a directory with -o OUT"),
        (["clean", "in", "-o", "in/out"], "inside the input"),
        (["clean", "in", "-o", "in/a.txt"], "this is a file"),
        (["clean", "in", "-o", "out", "--url", "https://example.com"], "the address of one page"),
        (["clean", "in/a.txt", "--keep", "captions"], "'captions' is no label, did you mean caption? labels: article, title, "),
        (
            ["clean", "in/a.txt", "--keep", "title,Photo-Credits"],
            "'Photo-Credits' is no label, did you mean photo_credit? labels",
        ),
        (["clean", "in/a.txt", "--keep", "author bio"], "--keep: 'author bio' is no label, did you mean author_bio? labels: "),
        (["clean", "in/a.txt", "--keep", "zzz"], "error: --keep: 'zzz' is no label; labels: article, title, "),
        (["clean", "in/a.txt", "--max-bytes", "many"], "is no size"),
        (["clean", "in/a.txt", "--jobs", "0"], "is no number of processes"),
        (["clean", "in/a.txt", "--jobs", "4194305"], "--jobs: '4194305' is more than any machine runs; write 4194304 or less"),
        (["clean", "in/a.txt", "--jobs", "9" * 5000], "more than any machine runs; write 4194304 or less, or auto"),
        (["clean", "in/a.txt", "--jobs", "0" * 5000], "is no number of processes"),
        (["clean", "in", "-o", "out", "--sample", "0" * 5000], "is nothing; write e.g. 20 or 5%"),
        (["clean", "in", "-o", "out", "--sample", f"{'9' * 5000}%"], "is no number and no share"),
        (["clean", "in", "-o", "out", "--memory", "1MB"], "not enough for the program itself"),
        (["clean", "in", "-o", "out", "--memory", "much"], "--memory: 'much' is no size"),
        (["clean", "in", "-o", "out", "--memory", "99999999999GB"], "more than any machine holds; write 1000000000GB or less"),
        (["clean", "in", "-o", "out", "--memory", "9" * 5000], "more than any machine holds; write 1000000000GB or less"),
        (
            ["clean", "in", "-o", "out", "--max-bytes", "1000000000000000001B"],
            "--max-bytes: '1000000000000000001B' is more than any",
        ),
        (["clean", "in", "-o", "out", "--timeout", "0"], "--timeout"),
        (
            ["clean", "in/a.txt", "--timeout", "inf"],
            "--timeout: inf seconds are more than a clock can be set to; write 1000000 or",
        ),
        (
            ["clean", "in", "-o", "out", "--timeout", "1000001"],
            "1000001.0 seconds are more than a clock can be set to; write 1000000 or less",
        ),
        (["clean", "in", "-o", "out", "--limit", "0"], "--limit"),
        (["clean", "in", "-o", "out", "--sample", "120%"], "--sample: '120%' is no number and no share"),
        (["clean", "in", "-o", "out", "--max-failures", "1.5"], "--max-failures: '1.5' is no number and no share"),
        (
            ["clean", "in", "-o", "foreign/a.txt/out"],
            "foreign/a.txt/out: the output cannot be used: Not a directory; choose another",
        ),
        (["clean", "in", "-o", "foreign/a.txt/x.jsonl"], "foreign/a.txt/x.jsonl: the output cannot be used: Not a directory"),
        (["profile", "in", "-o", "foreign/a.txt/lines.profile"], "foreign/a.txt: cannot be written to: this is a file; choose"),
        (["verify", "in"], "no run of cleaner wrote this"),
        (["verify", "missing"], "missing: there is no such directory or file; name what `cleaner clean -o` wrote"),
        (["clean", "in/a.txt", "--rules", "in"], "no rules here"),
        (["clean", "in/a.txt", "--outlet", "http://[", "-o", "out"], "is no host"),
        (["clean", "in/a.txt", "--format", "xml"], "xml"),
        (["clean", "in/a.txt", "-o", ""], "has no name"),
        (["clean", "in", "-o", "foreign"], "no run of cleaner"),
        (["explain", "in"], "name one file"),
        (["rules", "list", "--label", "x"], "--label: 'x' is no label; labels: article"),
        (["rules", "list", "--label", "NAVIGATIONS"], "'NAVIGATIONS' is no label, did you mean navigation? labels: article"),
        (["rules", "list", "--outlet", "x.example"], "no rules for x.example; `cleaner rules list` shows all"),
        (["rules", "list", "--outlet", "exampel.com"], "rules for exampel.com; did you mean example.com? `cleaner rules list`"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_use(cli: Callable[..., Result], arguments: list[str], says: str) -> None:
    """Exit status 2, one explanation, nothing written."""
    for name in ("in/a.txt", "in/b.txt", "foreign/a.txt"):
        write(name)
    before = tree(".")
    result = cli(*arguments)
    assert (result.code, result.out) == (2, "")
    assert says in result.err
    assert "Traceback" not in result.err
    assert tree(".") == before


def test_mistakes_in_rules_stop_everything(cli: Callable[..., Result]) -> None:
    """All of them are printed, one a line, before any output is written."""
    write("a.txt")
    write("mine/shared/one.yaml", BASICS.replace("basics", "one").replace("Caption: a boat", "nothing"))
    write("mine/shared/two.yaml", "pack: two\n")
    result = cli("clean", "a.txt", "-o", "out", "--rules", "mine")
    assert result.code == 2
    lines = result.err.splitlines()
    assert lines[0].startswith("mine/shared/one.yaml:20: rule 'caption' does not match this example")
    assert lines[1].startswith("mine/shared/two.yaml:1: ")
    assert lines[-1] == f"{len(lines) - 1} mistakes in rule files; nothing was done"
    assert not Path("out").exists()
    assert cli("rules", "check", "mine") == result


def test_rules_of_ones_own_win_and_say_so(cli: Callable[..., Result], bundled: Path) -> None:
    write("a.txt", STORY + "Example Media Group\n")
    write("mine/outlets/example.com.yaml", OUTLET.replace("label: legal", "label: caption"))
    note = f"note: mine/outlets/example.com.yaml replaces {bundled}/outlets/example.com.yaml\n"
    assert cli("clean", "a.txt", "--rules", "mine", "--keep", "caption") == (
        0, BODY + "\nCaption: a boat\n\nExample Media Group\n", note,
    )  # fmt: skip
    assert cli("clean", "a.txt", "--rules", "mine", "-q") == (0, BODY, "")


def test_one_special_file_is_a_failure(cli: Callable[..., Result]) -> None:
    """Who names a pipe wants its text, and is told how to get it."""
    os.mkfifo("pipe")
    result = cli("clean", "pipe")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("skipped: pipe: this is no regular file; to read from a pipe, name -")


@pytest.mark.hostile(4)
def test_too_large(cli: Callable[..., Result]) -> None:
    write("a.txt", "x" * 1001)
    result = cli("clean", "a.txt", "--max-bytes", "1kB")
    assert result == (1, "", "failed: a.txt: it has more than 1000 bytes; raise --max-bytes, or split it\n")
    assert cli("clean", "a.txt", "--max-bytes", "0.1GB").code == 2


@pytest.mark.processes
def test_a_run_goes_on_where_it_was(cli: Callable[..., Result]) -> None:
    """The second run does what is new, and says what stands; --dry-run says so before, and writes nothing."""
    for name in ("a", "b", "c"):
        write(f"in/{name}.txt")
    write("in/x.pdf")
    clean = ("clean", "in", "-o", "out", "--no-fsync")
    assert cli(*clean, "--limit", "2", "-q").code == 0
    assert tree("out") == ["_SUCCESS", "a.json", "a.txt", "b.json", "b.txt", "manifest.jsonl", "run.json"]
    write("in/b.txt", "It rained.\n")
    before = {name: Path("out", name).read_bytes() for name in tree("out")}
    assert cli(*clean, "--dry-run") == (
        0, "keep  a.txt\nclean  b.txt\nclean  c.txt\nskip  x.pdf (suffix)\n",
        "4 inputs: 2 to clean, 1 to keep, 1 to skip; nothing was written\n",
    )  # fmt: skip
    assert cli(*clean, "--dry-run", "--fresh", "-q").out.count("clean  ") == 3
    assert before == {name: Path("out", name).read_bytes() for name in tree("out")}
    assert cli(*clean).err.splitlines()[0] == (
        "4 inputs: 3 ok, 0 guarded, 0 failed, 1 skipped; 1 of them stand from an earlier run"
    )
    account = json.loads(Path("out/run.json").read_bytes())
    assert account["timings"]["kept_from_earlier_runs"] == 1
    assert {"read", "write", "packs", "prose", "other"} <= account["timings"]["seconds_by_stage"].keys()
    assert {entry["id"] for entry in account["timings"]["slowest"]} == {"a.txt", "b.txt", "c.txt", "x.pdf"}
    assert cli(*clean, "--fresh").err.splitlines()[0] == "4 inputs: 3 ok, 0 guarded, 0 failed, 1 skipped"


def test_a_sample(cli: Callable[..., Result]) -> None:
    """So many or such a share; the same ones each time; the first of them with --limit."""
    for number in range(60):
        write(f"in/{number:02}.txt")

    def drawn(*options: str) -> list[str]:
        return [json.loads(row)["id"] for row in cli("clean", "in", "--format", "jsonl", "-j", "1", *options).out.splitlines()]

    ten = drawn("--sample", "10")
    assert len(ten) == 10
    assert ten == sorted(ten) == drawn("--sample", "10")
    assert drawn("--sample", "10", "--limit", "3") == ten[:3]
    assert 5 < len(drawn("--sample", "25%")) < 30
    assert len(drawn("--sample", "100%")) == len(drawn("--sample", "99")) == len(drawn("--sample", "9" * 5000)) == 60
    assert drawn("--sample", f"{'0' * 5000}10") == ten


def test_stopping_at_too_many_failures(cli: Callable[..., Result]) -> None:
    for name in "abc":
        write(f"in/{name}.txt", b"GIF89a")
    result = cli("clean", "in", "-o", "out", "--no-fsync", "--max-failures", "1", "-q")
    assert result.code == 1
    assert result.err.splitlines()[-1].startswith("error: stopped: 2 of 2 inputs failed")
    result = cli("clean", "in", "-o", "more", "--no-fsync", "--max-failures", "9" * 5000)
    assert (result.code, "3 inputs: 0 ok, 0 guarded, 3 failed" in result.err) == (1, True)


def test_messages_for_programs(cli: Callable[..., Result]) -> None:
    """Each line on the standard error is a JSON object; errors too."""
    write("in/a.txt")
    write("in/b.txt", b"GIF89a")
    result = cli("clean", "in", "-o", "out", "--no-fsync", "--log-json")
    lines = [json.loads(line) for line in result.err.splitlines()]
    assert [(line["level"], line.get("id"), line.get("kind")) for line in lines] == [
        ("error", "b.txt", "binary"), ("info", None, None),
    ]  # fmt: skip
    assert (lines[1]["message"], lines[1]["inputs"], lines[1]["ok"]) == ("finished", 2, 1)
    (line,) = cli("clean", "missing", "--log-json").err.splitlines()
    assert json.loads(line)["level"] == "error"


def test_verify(cli: Callable[..., Result]) -> None:
    """Exit status 0 if all is as written; else a line for each file, and 1."""
    write("in/a.txt")
    cli("clean", "in", "-o", "out", "--no-fsync")
    assert cli("verify", "out") == (0, "", "out: every file is as its run has written it\n")
    write("out/a.txt", "forged")
    write("out/\x1b.txt")
    result = cli("verify", "out")
    assert (result.code, result.out) == (1, "changed     a.txt\nstray       \\x1b.txt\n")
    assert result.err.startswith("out: 2 findings")


def test_doctor(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions, what is missing, limits, encodings, and whether a page and a text can be cleaned."""
    told = json.loads(cli("doctor", "--json").out)
    assert told["versions"]["cleaner"] == cleaner.__version__
    assert {"libxml2", "regex", "selectolax", "trafilatura", "system"} <= told["versions"].keys()
    assert told["limits"]["timeout"] == 10
    assert told["problems"] == []
    result = cli("doctor")
    assert (result.code, result.out.splitlines()[0], result.out.splitlines()[-1]) == (0, "versions:", "all works")
    monkeypatch.setattr(cleaner, "clean", lambda *_: (_ for _ in ()).throw(ImportError("lxml.html.clean is gone")))
    result = cli("doctor")
    assert (result.code, result.out.splitlines()[-1]) == (1, "wrong: lxml.html.clean is gone; install cleaner anew")


# -- rules


def test_rules_check(cli: Callable[..., Result]) -> None:
    """Counts, and the rules that cost most because no text tells where they could match."""
    assert cli("rules", "check") == (
        0,
        "2 packs, 5 rules, all examples hold; `cleaner rules lint` tries how long patterns take\n"
        "note: 1 rule holds no text that a match must contain, so it is tried on every line:\n"
        "  basics/shouting\n",
        "",
    )


def test_rules_list(cli: Callable[..., Result], bundled: Path) -> None:
    """By file, aligned, with what replaces what."""
    write("mine/outlets/example.com.yaml", OUTLET)
    assert cli("rules", "list", "--label", "caption").out == (
        f"{bundled}/shared/basics.yaml (stable)\n  basics/caption  caption  stable  What a picture shows.\n1 rule\n"
    )
    for outlet in ("news.example.com", "https://www.Example.com/story?id=1"):
        assert cli("rules", "list", "--outlet", outlet, "--rules", "mine").out == (
            f"mine/outlets/example.com.yaml (stable, replaces {bundled}/outlets/example.com.yaml)\n"
            "  example.com/sign-off  legal  stable  The sign-off of every page.\n1 rule\n"
        )


def test_version_and_help(cli: Callable[..., Result]) -> None:
    assert cli("--version") == (0, f"cleaner {cleaner.__version__}\n", "")
    shown = cli("--help").out
    assert "cleaner clean pages/ -o cleaned " in shown
    assert "nothing was written" in shown
    assert "--max-bytes" in cli("clean", "--help").out


@pytest.mark.parametrize("group", [(), ("rules",), ("rules", "import"), ("config",)])
def test_a_list_of_commands_says_of_each_in_full_what_it_does(cli: Callable[..., Result], group: tuple[str, ...]) -> None:
    """In a window of 80 columns a longer summary is cut, and ends with three points."""
    commands = cli(*group, "--help").out.partition("\nCommands:\n")[2].splitlines()
    assert commands
    assert [line for line in commands if not line.endswith(".") or line.endswith("...")] == []


def test_help_loads_nothing_heavy() -> None:
    """What the command line imports at the start decides how fast --help answers."""
    heavy = {
        "trafilatura",
        "lxml",
        "pydantic",
        "ruamel",
        "numpy",
        "langdetect",
        "multiprocessing",
        "rich",
        "charset_normalizer",
        "cleaner.pipeline",
    }
    code = "import sys, cleaner.cli\ntry: cleaner.cli.main(['--help'])\nfinally: print(sorted(sys.modules), file=sys.stderr)"
    process = start("-c", code)
    _, err = process.communicate(timeout=30)
    assert heavy.isdisjoint(json.loads(err.decode().replace("'", '"')))
