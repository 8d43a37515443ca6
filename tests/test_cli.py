"""The command line: what is printed where, what is written, and the exit status."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import cleaner
from cleaner.cli import main
from cleaner.cli.terminal import Color, Terminal, columns, escape
from cleaner.rulebook import loader

PACK = """\
schema: 1
pack: basics
status: stable
language: any
rules:
  - id: breadcrumb
    label: navigation
    why: A menu path.
    line: 'Home( / \\w+)+'
    examples: {matches: ['Home / World'], ignores: ['Home is where the heart is.']}
  - id: credit
    label: photo_credit
    why: Who took the picture.
    inside: '\\(Photo: (?P<photo_credits>\\w+)\\)'
    examples: {matches: ['Here (Photo: Reuters)'], ignores: ['Photo of a boat']}
  - id: caption
    label: caption
    why: What a picture shows.
    line: 'Caption: .+'
    examples: {matches: ['Caption: a boat'], ignores: ['Captions are fun.']}
  - id: shouting
    label: promo
    why: A plea in capitals.
    line: '\\p{Lu}{4,} \\p{Lu}{4,}'
    examples: {matches: ['JOIN TODAY'], ignores: ['Join today']}
"""
OUTLET = """\
schema: 1
outlet: example.com
name: Example
status: stable
recognise: ['Example Media Group']
rules:
  - id: sign-off
    label: legal
    why: The sign-off of every page.
    line: 'Example Media Group'
    examples: {matches: ['Example Media Group'], ignores: ['The Example Media Group rose.']}
"""
STORY = "Home / World\n\nThe harbour reopened on Monday after a long night.\nCaption: a boat\n"
BODY = "The harbour reopened on Monday after a long night.\n"
REPOSITORY = Path(__file__).parent.parent


class Result(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Small bundled rules, so that no test here depends on those that are shipped."""
    folder = tmp_path / "bundled"
    for name, text in (("shared/basics.yaml", PACK), ("outlets/example.com.yaml", OUTLET)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(loader, "bundled_directory", lambda: folder)
    monkeypatch.setattr(loader, "_bundled", lambda: loader._load([folder]))
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def cli(bundled: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    def call(*arguments: str) -> Result:
        before = signal.getsignal(signal.SIGTERM)
        try:
            code = main(list(arguments))
        finally:
            signal.signal(signal.SIGTERM, before)
        out, err = capfd.readouterr()
        return Result(code, out, err)

    return call


def write(name: str, text: str | bytes = STORY) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return name


def tree(root: str) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in Path(root).rglob("*") if path.is_file())


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
    assert "failed and skipped:\n  1  failed:binary\n  1  skipped:suffix\n" in result.err
    assert "  4  no rules for outlet nobody.example: only shared rules were used\n" in result.err
    assert "\x1b" not in result.err
    assert cli("clean", "in/a.txt", "-o", "out2", "-q", "--no-fsync") == (0, "", "")


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
        (["clean", "in/a.txt", "--keep", "captions"], "'captions' is no label"),
        (["clean", "in/a.txt", "--max-bytes", "many"], "is no size"),
        (["clean", "in/a.txt", "--jobs", "0"], "is no number of processes"),
        (["clean", "in", "-o", "out", "--memory", "1MB"], "not enough for the program itself"),
        (["clean", "in", "-o", "out", "--memory", "much"], "--memory: 'much' is no size"),
        (["clean", "in", "-o", "out", "--timeout", "0"], "--timeout"),
        (["clean", "in", "-o", "out", "--limit", "0"], "--limit"),
        (["clean", "in", "-o", "out", "--sample", "120%"], "--sample: '120%' is no number and no share"),
        (["clean", "in", "-o", "out", "--max-failures", "1.5"], "--max-failures: '1.5' is no number and no share"),
        (["clean", "in", "-o", "foreign/a.txt/out"], "cannot be used"),
        (["verify", "in"], "no run of cleaner wrote this"),
        (["verify", "missing"], "nothing here"),
        (["clean", "in/a.txt", "--rules", "in"], "no rules here"),
        (["clean", "in/a.txt", "--outlet", "http://[", "-o", "out"], "is no host"),
        (["clean", "in/a.txt", "--format", "xml"], "xml"),
        (["clean", "in/a.txt", "-o", ""], "has no name"),
        (["clean", "in", "-o", "foreign"], "no run of cleaner"),
        (["explain", "in"], "name one file"),
        (["rules", "list", "--label", "x"], "is no label"),
        (["rules", "list", "--outlet", "x.example"], "no rules for x.example"),
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
    write("mine/shared/one.yaml", PACK.replace("basics", "one").replace("Caption: a boat", "nothing"))
    write("mine/shared/two.yaml", "pack: two\n")
    result = cli("clean", "a.txt", "-o", "out", "--rules", "mine")
    assert result.code == 2
    lines = result.err.splitlines()
    assert lines[0].startswith("mine/shared/one.yaml:20: rule 'caption' does not match this example")
    assert lines[1].startswith("mine/shared/two.yaml:1: ")
    assert lines[-1] == f"{len(lines) - 1} mistake(s) in rule files; nothing was done"
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
    assert len(drawn("--sample", "100%")) == len(drawn("--sample", "99")) == 60


def test_stopping_at_too_many_failures(cli: Callable[..., Result]) -> None:
    for name in "abc":
        write(f"in/{name}.txt", b"GIF89a")
    result = cli("clean", "in", "-o", "out", "--no-fsync", "--max-failures", "1", "-q")
    assert result.code == 1
    assert result.err.splitlines()[-1].startswith("error: stopped: 2 of 2 inputs failed")


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
    assert result.err.startswith("out: 2 finding(s)")


def test_doctor(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions, what is missing, limits, encodings, and whether a page and a text can be cleaned."""
    told = json.loads(cli("doctor", "--json").out)
    assert told["versions"]["cleaner"] == cleaner.__version__
    assert {"libxml2", "regex", "trafilatura", "system"} <= told["versions"].keys()
    assert told["limits"]["timeout"] == 30
    assert told["problems"] == []
    result = cli("doctor")
    assert (result.code, result.out.splitlines()[0], result.out.splitlines()[-1]) == (0, "versions:", "all works")
    monkeypatch.setattr(cleaner, "clean", lambda *_: (_ for _ in ()).throw(ImportError("lxml.html.clean is gone")))
    result = cli("doctor")
    assert (result.code, result.out.splitlines()[-1]) == (1, "wrong: lxml.html.clean is gone; install cleaner anew")


@pytest.mark.hostile(39)
def test_a_full_standard_output(program: str) -> None:
    """A message instead of a traceback."""
    write("a.txt")
    with open("/dev/full", "wb") as full:  # noqa: PTH123  # a device
        process = subprocess.run(
            [sys.executable, program, "clean", "a.txt"], env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip  # one thought a line
    assert (process.returncode, process.stderr) == (
        1, b"error: the standard output cannot be written: No space left on device\n",
    )  # fmt: skip


@pytest.mark.hostile(6)
def test_one_document_that_takes_too_long(program: str) -> None:
    """It is printed by this one process, and a clock ends it."""
    write("a.txt")
    slow = "import time, cleaner.batch.worker as worker; worker.clean_input = lambda *_, **__: time.sleep(60)\n"
    Path(program).write_text(slow + Path(program).read_text())
    process = start(program, "clean", "a.txt", "--timeout", "1")
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (1, b"")
    assert err == b"failed: a.txt: it takes longer than 1 s; raise --timeout, or split it\n"


@pytest.mark.hostile(42)
def test_interrupting_once_and_twice() -> None:
    """The first is a wish, the second an order."""
    from cleaner.cli.signals import interrupts

    said: list[str] = []
    before = signal.getsignal(signal.SIGINT)
    with interrupts(lambda: said.append("finishing")) as stopping:
        assert not stopping()
        signal.raise_signal(signal.SIGINT)
        assert stopping()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert said == ["finishing"]
    assert signal.getsignal(signal.SIGINT) is before


# -- explain


def test_explain(cli: Callable[..., Result]) -> None:
    """Every line with its number; what goes with its label, rule, confidence and reason; control characters escaped."""
    write(
        "a.txt",
        "Home / World\n\nA boat\x1b[2J sailed (Photo: Reuters) out on Monday.\nThe \u202eend is not the end of the story.\n",
    )
    result = cli("explain", "a.txt", "--outlet", "https://www.example.com/x")
    assert result.code == 0
    lines = [line for line in result.out.splitlines() if not line.startswith("language ")]
    assert lines == [
        "  1 - navigation    │ Home / World",
        "      ╰ navigation · basics/breadcrumb · 1.00 · A menu path.",
        "  2                 │",
        "  3 ± photo_credit  │ A boat\\x1b[2J sailed ⟦(Photo: Reuters)⟧ out on Monday.",
        "      ╰ photo_credit · basics/credit · 1.00 · Who took the picture.",
        "  4                 │ The \\u202eend is not the end of the story.",
        "",
        "status         ok",
        "kept           68 of 102 characters (66.7%)",
        "removed        1 navigation, 1 photo_credit",
        "confidence     1.00",
        "outlet         example.com (given)",
        "read as        text/plain, utf-8 (utf-8)",
        "photo credits  Reuters",
    ]
    assert result.err == ""


def test_a_block_is_explained_once(cli: Callable[..., Result]) -> None:
    """Its label stands beside every line, its rule under the first."""
    write(
        "mine/shared/tail.yaml",
        """\
schema: 1
pack: tail
status: stable
language: any
rules:
  - id: more
    label: other_story
    why: What else is read.
    block: {from: 'Most read', to: end, at_most: 5}
    examples: {matches: ["Most read\\nOne"], ignores: ['Most readers came.']}
""",
    )
    write("a.txt", "The harbour reopened on Monday after a night of storm.\nMost read\nOne\nTwo\n")
    lines = cli("explain", "a.txt", "--rules", "mine").out.splitlines()
    assert lines[:5] == [
        "  1                 │ The harbour reopened on Monday after a night of storm.",
        "  2 - other_story   │ Most read",
        "      ╰ other_story · tail/more · 1.00 · What else is read.",
        "  3 - other_story   │ One",
        "  4 - other_story   │ Two",
    ]


def test_explain_says_what_was_only_noticed(cli: Callable[..., Result]) -> None:
    """A guarded document shows what would have gone, and the exit status says so."""
    write("a.txt", "Home / World\n" * 3)
    result = cli("explain", "a.txt")
    assert result.code == 1
    assert result.out.startswith("  1 ? navigation    │ Home / World\n")
    assert "\nwarning     nearly everything would go (100%), so nothing went\n" in result.out


def test_explain_of_what_cannot_be_read(cli: Callable[..., Result]) -> None:
    assert cli("explain", write("a.txt", b"GIF89a")) == (
        1, "", "error: this is a GIF image, not text; convert or unpack it first\n",
    )  # fmt: skip


# -- rules


def test_rules_check(cli: Callable[..., Result]) -> None:
    """Counts, and the rules that cost most because no text tells where they could match."""
    assert cli("rules", "check") == (
        0,
        "2 packs, 5 rules, all examples hold\n"
        "note: 1 rules hold no text that a match must contain, so they are tried on every line:\n"
        "  basics/shouting\n",
        "",
    )


def test_rules_list(cli: Callable[..., Result], bundled: Path) -> None:
    """By file, aligned, with what replaces what."""
    write("mine/outlets/example.com.yaml", OUTLET)
    assert cli("rules", "list", "--label", "caption").out == (
        f"{bundled}/shared/basics.yaml (stable)\n  basics/caption  caption  stable  What a picture shows.\n1 rules\n"
    )
    assert cli("rules", "list", "--outlet", "news.example.com", "--rules", "mine").out == (
        f"mine/outlets/example.com.yaml (stable, replaces {bundled}/outlets/example.com.yaml)\n"
        "  example.com/sign-off  legal  stable  The sign-off of every page.\n1 rules\n"
    )


# -- the terminal


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, zażółć 日本 👩\u200d🚀", "plain, zażółć 日本 👩\u200d🚀"),
        ("\x1b]8;;http://x\x07", "\\x1b]8;;http://x\\x07"),
        ("a\rb\tc\nd\x9b\x7f", "a\\rb\\tc\\nd\\x9b\\x7f"),
        ("\u202e\u2066\u200f\u2028\ufeff", "\\u202e\\u2066\\u200f\\u2028\\ufeff"),
        ("\udcff.txt", "\\xff.txt"),
    ],
)
@pytest.mark.hostile(21, 61)
def test_escape(text: str, shown: str) -> None:
    """Nothing from a document or a file name can steer a terminal."""
    assert escape(text) == shown


@pytest.mark.hostile(34, 61)
def test_a_name_cannot_forge_a_line(cli: Callable[..., Result]) -> None:
    write("in/a\x1b[2J\nok: b.txt", b"GIF89a")
    result = cli("clean", "in/a\x1b[2J\nok: b.txt")
    assert result.err == "failed: a\\x1b[2J\\nok: b.txt: this is a GIF image, not text; convert or unpack it first\n"


@pytest.mark.hostile(61)
def test_a_terminal_gets_no_control_characters(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file or pipe gets the exact bytes, a person the harmless ones."""

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    Terminal().data(b"A\x1b[2J\n\tB\n")
    assert screen.getvalue() == "A\\x1b[2J\n\tB\n"


@pytest.mark.parametrize(
    ("color", "environment", "terminal", "expected"),
    [
        (Color.AUTO, {}, True, True),
        (Color.AUTO, {}, False, False),
        (Color.AUTO, {"NO_COLOR": "1"}, True, False),
        (Color.AUTO, {"NO_COLOR": ""}, True, True),
        (Color.AUTO, {"FORCE_COLOR": "1"}, False, True),
        (Color.AUTO, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        (Color.AUTO, {"TERM": "dumb"}, True, False),
        (Color.NEVER, {"FORCE_COLOR": "1"}, True, False),
        (Color.ALWAYS, {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
    ],
)
def test_when_there_is_colour(
    color: Color, environment: dict[str, str], terminal: bool, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal, raising=False)
    assert Terminal(color).colored(stream) is expected


def test_colour_on_request(cli: Callable[..., Result]) -> None:
    write("a.txt")
    assert "\x1b[" in cli("explain", "a.txt", "--color", "always").out
    assert "\x1b" not in cli("explain", "a.txt").out


def test_columns_know_wide_characters() -> None:
    assert columns([("日本", "x"), ("a", "y")]) == ["日本  x", "a     y"]


# -- the program as a whole


def start(code: str, *arguments: str, **options: object) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.Popen(
        [sys.executable, *code.split(), *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,  # type: ignore[call-overload,no-any-return]
    )


def alive(group: int) -> list[str]:
    """Processes of a group that still do something; those that only wait to be collected do not count."""
    found = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout.splitlines()
    parts = [line.split(None, 2) for line in found]
    return [part[2] for part in parts if part[0] == str(group) and not part[1].startswith("Z")]


def test_version_and_help(cli: Callable[..., Result]) -> None:
    assert cli("--version") == (0, f"cleaner {cleaner.__version__}\n", "")
    shown = cli("--help").out
    assert "cleaner clean pages/ -o cleaned " in shown
    assert "nothing was written" in shown
    assert "--max-bytes" in cli("clean", "--help").out


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
    }
    code = "import sys, cleaner.cli\ntry: cleaner.cli.main(['--help'])\nfinally: print(sorted(sys.modules), file=sys.stderr)"
    process = start("-c", code)
    _, err = process.communicate(timeout=30)
    assert heavy.isdisjoint(json.loads(err.decode().replace("'", '"')))


@pytest.fixture
def program(bundled: Path, tmp_path: Path) -> str:
    """The whole program with the small bundled rules, to be started as a process."""
    script = tmp_path / "program.py"
    script.write_text(
        "import pathlib, sys\n"
        "if __name__ == '__main__':\n"
        "    import cleaner.rulebook.loader as loader\n"
        f"    loader.bundled_directory = lambda: pathlib.Path({str(bundled)!r})\n"
        "    from cleaner.cli import main\n"
        "    sys.exit(main())\n"
    )
    return str(script)


def test_a_closed_pipe_is_left_quietly(program: str) -> None:
    for number in range(60):
        write(f"in/{number:03}.txt", STORY + "It rained. " * 400)
    process = start(program, "clean", "in", "--format", "jsonl", "--jobs", "1")
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait(30) == 141


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.hostile(42)
def test_a_signal_ends_the_run_with_whole_files(program: str, number: signal.Signals, code: int) -> None:
    """No traceback, nothing half written, no process left behind; even while worker processes are busy."""
    for at in range(1000):
        write(f"in/{at:04}.txt", STORY + "It rained all day. " * 200)
    process = start(program, "clean", "in", "-o", "out", "--no-fsync", "--jobs", "2", start_new_session=True)
    deadline = time.monotonic() + 30
    while not Path("out/0000.txt").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, number) if number is signal.SIGINT else process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert b"Traceback" not in err
    written = tree("out")
    assert not [name for name in written if "tmp" in name]
    assert "manifest.jsonl" not in written
    assert {Path("out", name).read_text() for name in written if name.endswith(".txt")} == {Path("out/0000.txt").read_text()}
    deadline = time.monotonic() + 10
    while alive(process.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert alive(process.pid) == []
    process = start(program, "clean", "in", "-o", "out", "--no-fsync", "--jobs", "2", "-q")
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert json.loads(Path("out/run.json").read_bytes())["timings"]["kept_from_earlier_runs"] >= (number is signal.SIGINT)
    assert len(tree("out")) == 2 * 1000 + 3
