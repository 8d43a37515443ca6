"""Profiles made and used on the command line: for any number of processes, in one pass or two."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.batch import Settings, find
from cleaner.batch.profiling import Counted, count
from cleaner.profile import Counting, Profile
from cleaner.rulebook import load_rulebook
from tests.commands import Result, bundled, cli, tree, write
from tests.profiles import build, story

__all__ = ["bundled", "cli"]  # fixtures


def pages_on_disk(folder: str = "pages", documents: int = 12) -> list[str]:
    """Pages of two outlets, the second with another footer."""
    sign = ["Example Media Group", ""]
    return [
        write(f"{folder}/{number:02}.txt", "\n".join([*story(number), f"Zickzack der Woche {number}", sign[number % 2]]) + "\n")
        for number in range(documents)
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_any_number_of_processes_counts_the_same(bundled: Path, tmp_path: Path, jobs: int) -> None:
    pages_on_disk()
    write("pages/broken.txt", b"\x7fELF")
    outcomes: list[Counted] = []
    with Counting(tmp_path) as counting:
        count(find(["pages"]), Settings(load_rulebook()), counting, jobs=jobs, each=outcomes.append)
        profile = counting.write(tmp_path / "p")
    assert [outcome.status for outcome in outcomes] == ["ok"] * 12 + ["failed"]
    assert dict(profile.sites) == {"": 6, "example.com": 6}
    assert profile.count("", "Zickzack der Woche 99") == 6
    assert profile.count("example.com", "Example Media Group") == 6
    expected = [
        ("example.com" if n % 2 == 0 else "", [*story(n), "Zickzack der Woche 1", ["Example Media Group", ""][n % 2]])
        for n in range(12)
    ]
    build(tmp_path / "expected", expected)
    assert (tmp_path / "p").read_bytes() == (tmp_path / "expected").read_bytes()


def test_outlets_are_told_by_what_pages_say_of_themselves(bundled: Path, tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://example.com/ferry">'
    for number in range(6):
        body = "".join(f"<p>{line}</p>" for line in story(number))
        write(f"pages/{number}.html", f"<html><head>{head}</head><body>{body}</body></html>")
    with Counting(tmp_path) as counting:
        count(find(["pages"]), Settings(load_rulebook()), counting)
        profile = counting.write(tmp_path / "p")
    assert dict(profile.sites) == {"example.com": 6}


def site_pages(folder: str = "pages") -> list[str]:
    """Pages of two sites that no pack serves, behind three hosts, and texts of nobody; one line stands on all of them."""
    heads = [f'<link rel="canonical" href="https://{host}/x">' for host in ("www.a.example", "m.a.example", "b.example")]
    paths = []
    for number in range(18):
        lines = [*story(number), ["Zickzack der Woche", "Zickzack der Woche", "Unser Wetter"][number % 3]]
        body = "".join(f"<p>{line}</p>" for line in lines)
        page = f"<html><head>{heads[number % 3]}</head><body>{body}</body></html>"
        paths.append(write(f"{folder}/{number:02}.html", page))
    paths += [write(f"{folder}/{number:02}.txt", "\n".join([*story(number), "Zickzack"])) for number in range(20, 26)]
    return paths


def test_pages_of_a_site_that_no_pack_serves_are_counted_together(cli: Callable[..., Result]) -> None:
    """Whatever their order, the number of processes, and how they were split."""
    paths = site_pages()
    told = cli("profile", "pages", "-o", "whole.profile").err
    assert "24 documents, 2 sites known by name" in told
    assert "note: 6 documents are of no known site and counted together" in told
    whole = Profile.open("whole.profile")
    assert dict(whole.sites) == {"": 6, "a.example": 12, "b.example": 6}
    assert [whole.count(site, "Zickzack der Woche") for site in ("a.example", "b.example", "")] == [12, 0, 0]
    cli("profile", *reversed(paths[:11]), "-o", "shards/a.profile", "-q", "-j", "2")
    cli("profile", *paths[11:], "-o", "shards/b.profile", "-q")
    assert cli("profile", "shards/b.profile", "shards/a.profile", "-o", "merged.profile", "-q") == (0, "", "")
    assert Path("merged.profile").read_bytes() == Path("whole.profile").read_bytes()


def test_a_site_is_told_in_counting_as_in_cleaning(cli: Callable[..., Result]) -> None:
    """By the outlet, by the address of a row or of a message, and by the page; the reason of a cut names it."""
    rows = [
        {"text": "\n".join([*story(number), "Unser Wetter"]), "url": f"https://{'amp.' * (number % 2)}a.example/{number}"}
        for number in range(5)
    ]
    write("in/rows.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))
    for number in range(6):
        paragraphs = "".join(f"<p>{line}</p>" for line in [*story(number + 10), "Unser Wetter"])
        head = f"From: <Saved by Blink>\nSnapshot-Content-Location: https://b.example/{number}\nMIME-Version: 1.0\n"
        part = f"--b\nContent-Type: text/html\n\n<html><body>{paragraphs}</body></html>\n--b--\n"
        write(f"in/{number}.mhtml", f'{head}Content-Type: multipart/related; boundary="b"\n\n\n{part}')
    assert cli("clean", "in", "-o", "out.jsonl", "--format", "jsonl", "--self-profile", "-q", "-j", "1") == (0, "", "")
    assert dict(Profile.open("out.lines.profile").sites) == {"a.example": 5, "b.example": 6}
    written = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert {(row["source"], removal["reason"]) for row in written for removal in row["metadata"]["cleaner"]["removals"]} == {
        ("a.example", "this line stands on 5 of 5 documents of a.example"),
        ("b.example", "this line stands on 6 of 6 documents of b.example"),
    }
    assert all("Wetter" not in row["text"] for row in written)


def test_the_few_pages_of_a_site_are_not_measured_by_others(cli: Callable[..., Result]) -> None:
    for number in range(20):
        host = "small" if number < 4 else "large"
        row = {"text": "\n".join([*story(number), "Unser Wetter"]), "url": f"https://{host}.example/{number}"}
        write(f"in/{number:02}.jsonl", json.dumps(row))
    assert cli("clean", "in", "-o", "out.jsonl", "--format", "jsonl", "--self-profile", "-q", "-j", "1") == (0, "", "")
    kept = [json.loads(line)["text"].endswith("Unser Wetter") for line in Path("out.jsonl").read_text().splitlines()]
    assert kept == [True] * 4 + [False] * 16


def test_another_profile_is_another_run(cli: Callable[..., Result]) -> None:
    """What was cleaned with one is cleaned anew with another, and with the same one it is not."""
    paths = site_pages()
    command = ("clean", "pages", "-o", "out", "--profile", "lines.profile")
    cli("profile", *paths[:5], "-o", "lines.profile", "-q")
    assert cli(*command, "-q").code == 0
    assert "Zickzack" in Path("out/00.txt").read_text()
    cli("profile", *paths, "-o", "lines.profile", "-q")
    assert cli(*command, "-q").code == 0
    assert "Zickzack" not in Path("out/00.txt").read_text()
    before = Path("out/00.txt").stat().st_mtime_ns
    assert cli(*command, "-q").code == 0
    assert Path("out/00.txt").stat().st_mtime_ns == before


def test_the_profile_of_an_earlier_run_stays_where_a_run_uses_it(cli: Callable[..., Result]) -> None:
    """Not so where it uses none: then it is what an earlier run has left."""
    site_pages()
    command = ("clean", "pages", "-o", "out", "-q")
    assert cli(*command, "--self-profile").code == 0
    profile = Path("out/lines.profile").read_bytes()
    assert cli(*command, "--profile", "out/lines.profile") == (0, "", "")
    assert Path("out/lines.profile").read_bytes() == profile
    assert cli("verify", "out").code == 0
    assert cli(*command).code == 0
    assert not Path("out/lines.profile").exists()


@pytest.mark.processes
def test_profile_on_the_command_line(cli: Callable[..., Result]) -> None:
    """Directories, files and profiles of shards: the result is the same bytes."""
    paths = pages_on_disk()
    whole = cli("profile", "pages", "-o", "whole.profile")
    assert (whole.code, whole.out) == (0, "")
    assert "12 documents, 1 site known by name" in whole.err
    assert (
        "note: 6 documents are of no known site and counted together; if they are of one, name it with --outlet\n" in whole.err
    )
    assert cli("profile", *paths[:5], "-o", "shards/a.profile", "-q") == (0, "", "")
    assert cli("profile", *paths[5:9], "-o", "shards/b.profile", "-q", "-j", "2") == (0, "", "")
    assert cli("profile", *paths[9:], "shards/*.profile", "-o", "merged.profile", "-q") == (0, "", "")
    assert cli("profile", "merged.profile", "merged.profile", "-o", "merged.profile", "-q") == (0, "", "")
    assert Path("merged.profile").read_bytes() == Path("whole.profile").read_bytes()
    assert tree("shards") == ["a.profile", "b.profile"]


def test_profile_reports_what_it_could_not_read(cli: Callable[..., Result]) -> None:
    pages_on_disk()
    write("pages/broken.txt", b"\x7fELF")
    result = cli("profile", "pages", "-o", "lines.profile", "-q")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("failed: broken.txt: ")
    assert Profile.open("lines.profile").documents() == 6


def test_a_profile_of_nothing_is_not_written(cli: Callable[..., Result]) -> None:
    """What was passed over is told, and why."""
    for number in range(12):
        write(f"logs/{number:02}.log", "A line.\n")
    code, _, told = cli("profile", "logs", "-o", "lines.profile")
    assert code == 2
    assert told.startswith("skipped: 00.log: ")
    assert told.endswith(
        "skipped: 2 more\nerror: no document was counted, and a profile of none tells nothing; nothing was written\n"
    )
    assert not Path("lines.profile").exists()


def test_a_profile_takes_limits(cli: Callable[..., Result]) -> None:
    pages_on_disk()
    assert cli("profile", "pages", "-o", "a.profile", "--timeout", "60", "--memory", "1GB", "-q").code == 0
    assert cli("profile", "pages", "-o", "b.profile", "--memory", "1MB").code == 2


def test_profile_replaces_nothing_but_profiles(cli: Callable[..., Result]) -> None:
    (page, *_) = pages_on_disk()
    before = Path(page).read_bytes()
    result = cli("profile", "pages", "-o", page)
    assert (result.code, Path(page).read_bytes()) == (2, before)
    assert "no profile; choose another name" in result.err
    assert cli("profile", "nothing", "-o", "p").code == 2


@pytest.mark.processes
def test_clean_with_a_profile(cli: Callable[..., Result]) -> None:
    pages_on_disk()
    cli("profile", "pages", "--outlet", "example.com", "-o", "lines.profile", "-q")
    write("new.txt", "\n".join([*story(77), "Zickzack der Woche 8"]))
    body = "\n\n".join(story(77)) + "\n"
    assert cli("clean", "new.txt", "--outlet", "example.com", "--profile", "lines.profile") == (0, body, "")
    assert cli("clean", "new.txt", "--outlet", "other.com", "--profile", "lines.profile", "-q").out != body
    assert (
        cli("clean", "pages", "-o", "out", "--outlet", "example.com", "--profile", "lines.profile", "-q", "-j", "2").code == 0
    )
    assert "Zickzack" not in "".join(path.read_text() for path in Path("out").glob("*.txt"))
    account = json.loads(Path("out/run.json").read_bytes())
    assert account["options"]["profile"] == Profile.open("lines.profile").digest


FEW = "there are fewer than 5 of"
NOTHING_REPEATS = (
    "note: no line stands on 3 documents of its site or more, so no line goes for being repeated; give pages as they were saved, "
    "with menus and footers, or leave the profile out\n"
)


def page_of(host: str, number: int, *more: str) -> str:
    """A row of a site."""
    return json.dumps({"text": "\n".join([*story(number), *more]), "url": f"https://{host}/{number}"}) + "\n"


@pytest.mark.parametrize(
    ("hosts", "note"),
    [
        (["a.example"] * 6 + ["b.example"] * 2, f"2 documents: {FEW} its site (b.example); give more of them\n"),
        (
            [f"{letter}.example" for letter in "aabbccdde"],
            f"9 documents: {FEW} each of their sites (a.example, b.example, c.example, 2 more); "
            "give more of them, or, if all are of one site, name it with --outlet\n",
        ),
    ],
)
def test_sites_of_too_few_pages_are_told(cli: Callable[..., Result], hosts: list[str], note: str) -> None:
    """By counting alone and by counting ahead of cleaning, once; a line that repeats makes no difference."""
    write("in.jsonl", "".join(page_of(host, number, "Unser Wetter") for number, host in enumerate(hosts)))
    told = f"note: nothing is learned of {note}"
    assert cli("profile", "in.jsonl", "-o", "lines.profile").err.splitlines(keepends=True)[1:] == [told]
    assert cli("clean", "in.jsonl", "-o", "out", "--self-profile").err.count(told) == 1
    assert cli("clean", "in.jsonl", "-o", "out", "--self-profile", "-q") == (0, "", "")


def test_pages_on_which_nothing_repeats_are_told(cli: Callable[..., Result]) -> None:
    """So are those whose lines the profile was told to drop."""
    write("in.jsonl", "".join(page_of("a.example", number, "Wetter" if number < 2 else "") for number in range(6)))
    assert cli("profile", "in.jsonl", "-o", "lines.profile").err.endswith(NOTHING_REPEATS)
    assert cli("clean", "in.jsonl", "-o", "out", "--self-profile").err.startswith(NOTHING_REPEATS)
    write("more.jsonl", "".join(page_of("a.example", number, "Wetter") for number in range(6)))
    assert "note" not in cli("profile", "more.jsonl", "-o", "more.profile").err
    assert cli("profile", "more.jsonl", "-o", "none.profile", "--min-documents", "7").err.endswith(NOTHING_REPEATS)


def test_a_profile_of_another_corpus_is_told(cli: Callable[..., Result]) -> None:
    """Only where it says nothing of all documents that were cleaned; what stands from an earlier run was told then."""
    write("known.jsonl", "".join(page_of("a.example", number, "Wetter") for number in range(6)))
    write("others.jsonl", page_of("b.example", 1) + page_of("c.example", 2))
    write("both.jsonl", page_of("b.example", 1) + page_of("a.example", 2))
    cli("profile", "known.jsonl", "-o", "lines.profile")
    note = (
        "note: --profile changed nothing: it counts fewer than 5 documents of the site of each input, and is of a.example; "
        "give the profile of these inputs, or name their site with --outlet\n"
    )
    command = ("clean", "others.jsonl", "-o", "out", "--profile", "lines.profile")
    assert cli(*command).err.endswith(note)
    assert "note" not in cli(*command).err
    assert cli(*command, "--fresh", "-q") == (0, "", "")
    assert "note" not in cli("clean", "both.jsonl", "-o", "both", "--profile", "lines.profile").err
    assert "note" not in cli(*command[:3], "out2", "--profile", "lines.profile", "--outlet", "a.example").err
    assert cli("clean", write("a.txt"), "--profile", "lines.profile").err == note
    for more in ((), ("--brief",), ("--line", "1"), ("--html", "a.html")):
        assert cli("explain", "a.txt", "--profile", "lines.profile", *more).err.endswith(note)
        assert "note" not in cli("explain", "a.txt", "--profile", "lines.profile", "--url", "https://a.example/1", *more).err
        assert "note" not in cli("explain", "a.txt", *more).err
    # A profile without a line says nothing, either.
    cli("profile", "a.txt", "-o", "none.profile")
    assert cli(*command[:3], "out3", "--profile", "none.profile").err.endswith(note.replace("a.example", "no known site"))


def test_explain_with_a_profile_shows_what_a_run_with_it_cuts(cli: Callable[..., Result]) -> None:
    """All lines, and one of them with its account; without it the line stays."""
    pages_on_disk()
    cli("profile", "pages", "--outlet", "example.com", "-o", "lines.profile", "-q")
    write("new.txt", "\n".join([*story(77), "Zickzack der Woche 8"]))
    command = ("explain", "new.txt", "--outlet", "example.com")
    reason = "this line stands on 12 of 12 documents of example.com"
    shown = cli(*command, "--profile", "lines.profile")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.splitlines()[4:6] == [
        "  5 - navigation    │ Zickzack der Woche 8",
        f"      ╰ navigation · stage/repetition · 0.98 · {reason}",
    ]
    line = cli(*command, "--profile", "lines.profile", "--line", "5").out.splitlines()
    assert line[:2] == ["line 5 │ ⟦Zickzack der Woche 8⟧", "outcome  goes, as navigation by stage/repetition"]
    assert f"  won  navigation  stage/repetition  guess  0.98  {reason}" in line
    assert cli(*command, "--line", "5").out.splitlines()[:2] == ["line 5 │ Zickzack der Woche 8", "outcome  stays"]
    assert cli(*command, "--profile", "new.txt") == (
        2, "", "error: new.txt: this is no profile; make one with `cleaner profile`\n",
    )  # fmt: skip


@pytest.mark.processes
def test_clean_with_a_self_made_profile_is_the_same_as_in_two_steps(cli: Callable[..., Result]) -> None:
    pages_on_disk()
    cli("profile", "pages", "-o", "lines.profile", "-q")
    assert cli("clean", "pages", "-o", "two", "--profile", "lines.profile", "-q").code == 0
    assert cli("clean", "pages", "-o", "one", "--self-profile", "-q", "-j", "2").code == 0
    assert Path("one/lines.profile").read_bytes() == Path("lines.profile").read_bytes()
    assert [name for name in tree("one") if name != "lines.profile"] == tree("two")
    for name in tree("two"):
        if name not in ("run.json", "_SUCCESS"):
            assert Path("one", name).read_bytes() == Path("two", name).read_bytes()
    removals = json.loads(Path("one/01.json").read_bytes())["removals"]
    assert [removal["reason"] for removal in removals] == ["this line stands on 6 of 6 documents of no known site"]
    assert cli("clean", "pages", "-o", "one", "--self-profile", "-q").code == 0  # again into the same place
    assert cli("clean", "pages", "--format", "jsonl", "-o", "c.jsonl", "--self-profile", "-q").code == 0
    assert Path("c.lines.profile").read_bytes() == Path("lines.profile").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("pages", "-o", "out", "--self-profile", "--profile", "p"), "cannot be combined"),
        (("pages/00.txt", "--self-profile"), "needs the other pages"),
        (("few", "-o", "out", "--self-profile"), "4 documents can be read, and less than 5 tell nothing"),
        (("pages", "-o", "pages/out", "--self-profile"), "the output lies inside the input"),
        (("pages", "-o", "out", "--profile", "pages/00.txt"), "pages/00.txt: this is no profile"),
        (("pages", "-o", "out", "--profile", "missing"), "missing: the profile cannot be read"),
    ],
)
def test_what_makes_no_sense_is_said_before_anything_is_written(
    cli: Callable[..., Result], arguments: tuple[str, ...], message: str
) -> None:
    pages_on_disk()
    pages_on_disk("few", 4)
    result = cli("clean", *arguments)
    assert result.code == 2
    assert message in result.err
    assert not Path("out").exists()
    assert not Path("pages/out").exists()
