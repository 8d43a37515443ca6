"""Nothing that no run of cleaner wrote is ever replaced: exit status 2, the file is named, and not a byte is written."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.batch import Destination
from cleaner.batch.verify import verify
from tests.commands import STORY, Result, bundled, cli, tree, write

__all__ = ["bundled", "cli"]  # fixtures

ROWS = ("jsonl", "jsonl.gz", "jsonl.zst", "parquet")


def contents() -> dict[str, bytes]:
    return {name: Path(name).read_bytes() for name in tree(".")}


# -- rows


@pytest.mark.parametrize("suffix", ROWS)
@pytest.mark.parametrize("more", [(), ("--fresh",), ("--dry-run",)])
def test_a_foreign_file_is_not_replaced_by_rows(cli: Callable[..., Result], suffix: str, more: tuple[str, ...]) -> None:
    write("a.txt")
    write(f"notes.{suffix}", "mine\n")
    before = contents()
    assert cli("clean", "a.txt", "-o", f"notes.{suffix}", "--format", suffix.partition(".")[0], *more) == (
        2, "", f"error: notes.{suffix}: this is a file that no run of cleaner wrote; choose another name\n",
    )  # fmt: skip
    assert contents() == before


@pytest.mark.parametrize(
    "name", ["notes.run.json", "notes.manifest.jsonl", "notes._SUCCESS", "notes.lines.profile", ".notes.jsonl.journal"]
)
def test_nor_by_the_accounts_beside_them(cli: Callable[..., Result], name: str) -> None:
    """A run keeps its accounts beside the rows; those names may be taken, too, by what looks a little like them."""
    write("a.txt")
    write(name, '{"finished": "never", "id": 1}\n')
    before = contents()
    assert cli("clean", "a.txt", "-o", "notes.jsonl", "--format", "jsonl") == (
        2, "", f"error: {name}: this is a file that no run of cleaner wrote; choose another name\n",
    )  # fmt: skip
    assert contents() == before


def test_a_profile_beside_them_may_be_of_an_earlier_step(cli: Callable[..., Result]) -> None:
    write("in/a.txt")
    write("in/b.txt")
    assert cli("profile", "in", "-o", "notes.lines.profile", "-q").code == 0
    profile = Path("notes.lines.profile").read_bytes()
    assert cli("clean", "in", "-o", "notes.jsonl", "--profile", "notes.lines.profile", "-q") == (0, "", "")
    assert Path("notes.lines.profile").read_bytes() == profile


@pytest.mark.parametrize("name", ["run.json", "manifest.jsonl", "cleaned.jsonl", "_SUCCESS"])
def test_a_directory_is_not_ours_for_a_name_in_it(cli: Callable[..., Result], name: str) -> None:
    write("a.txt")
    write(f"out/{name}", '{"epochs": 3}\n')
    before = contents()
    for arguments in (("-o", "out"), ("-o", "out", "--format", "jsonl"), ("--attributes", "out")):
        assert cli("clean", "a.txt", *arguments) == (
            2, "", "error: out: this directory holds files that no run of cleaner wrote; choose a new or empty one\n",
        )  # fmt: skip
    assert contents() == before


def test_what_is_no_file_to_read(cli: Callable[..., Result]) -> None:
    """A pipe under the name of an account is foreign, and nobody waits for its writer."""
    write("a.txt")
    os.mkfifo("notes.run.json")
    assert cli("clean", "a.txt", "-o", "notes.jsonl", "--format", "jsonl").err == (
        "error: notes.run.json: this is a file that no run of cleaner wrote; choose another name\n"
    )


@pytest.mark.parametrize("suffix", ROWS)
def test_a_run_replaces_its_own_rows(cli: Callable[..., Result], suffix: str) -> None:
    """Resumed, anew, with other inputs, and where the rows were changed since."""
    write("in/a.txt")
    command = ("clean", "in", "-o", f"rows.{suffix}", "--format", suffix.partition(".")[0], "-q", "--no-fsync")
    assert cli(*command) == (0, "", "")
    first = Path(f"rows.{suffix}").read_bytes()
    for more in ((), ("--fresh",)):
        assert cli(*command, *more) == (0, "", "")
        assert Path(f"rows.{suffix}").read_bytes() == first
    Path(f"rows.{suffix}").write_bytes(b"torn")
    assert cli(*command) == (0, "", "")
    assert Path(f"rows.{suffix}").read_bytes() == first
    write("in/b.txt")
    assert cli(*command) == (0, "", "")
    assert Path(f"rows.{suffix}").read_bytes() != first
    assert list(verify(Destination.existing(f"rows.{suffix}"))) == []


@pytest.mark.parametrize("lost", ["run.json", "manifest.jsonl"])
def test_one_account_is_enough(cli: Callable[..., Result], lost: str) -> None:
    """The account of the run or its manifest shows whose rows these are; without both nothing does."""
    write("a.txt")
    command = ("clean", "a.txt", "-o", "rows.jsonl", "--format", "jsonl", "-q", "--no-fsync")
    assert cli(*command).code == 0
    Path(f"rows.{lost}").unlink()
    assert cli(*command) == (0, "", "")
    for name in ("run.json", "manifest.jsonl", "_SUCCESS"):
        Path(f"rows.{name}").unlink()
    assert cli(*command).err == "error: rows.jsonl: this is a file that no run of cleaner wrote; choose another name\n"


def test_a_run_that_was_ended_is_taken_up(cli: Callable[..., Result]) -> None:
    """Only the account and the journal are there then, and the journal alone is enough."""
    write("in/a.txt")
    write("in/b.txt", b"%PDF-1.4")
    command = ("clean", "in", "-o", "rows.jsonl", "--format", "jsonl", "-q", "--no-fsync")
    assert cli(*command, "--max-failures", "0").code == 1
    written = [name for name in tree(".") if "rows" in name]
    assert written == [".rows.jsonl.journal", "rows.run.json"]
    Path("rows.run.json").unlink()
    assert cli(*command).code == 1
    assert json.loads(Path("rows.run.json").read_bytes())["timings"]["kept_from_earlier_runs"] == 2


def test_an_empty_file_holds_nothing_to_lose(cli: Callable[..., Result]) -> None:
    write("a.txt")
    write("rows.jsonl", "")
    assert cli("clean", "a.txt", "-o", "rows.jsonl", "--format", "jsonl", "-q", "--no-fsync") == (0, "", "")
    assert json.loads(Path("rows.jsonl").read_bytes())["id"] == "a.txt"


# -- pages


PAGES = (("review", "one"), ("diff", "one", "one"), ("explain", "a.txt"))


@pytest.fixture
def ran(cli: Callable[..., Result]) -> Callable[..., Result]:
    """A run over one document. Gives back the command line."""
    assert cli("clean", write("a.txt"), "-o", "one", "-q", "--no-fsync").code == 0
    return cli


@pytest.mark.parametrize("command", PAGES)
@pytest.mark.parametrize("name", ["source.html", "source.HTM"])
def test_a_foreign_page_is_not_replaced(ran: Callable[..., Result], command: tuple[str, ...], name: str) -> None:
    for text in ("<p>mine", "", '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Mine</title>'):
        write(name, text)
        before = contents()
        assert ran(*command, "--html", name) == (
            2, "", f"error: {name}: the page would replace this, and cleaner did not make it; choose another name\n",
        )  # fmt: skip
        assert contents() == before


@pytest.mark.parametrize("command", PAGES)
def test_a_page_of_ours_is_replaced(ran: Callable[..., Result], command: tuple[str, ...]) -> None:
    """By any of the commands that make pages, whichever made it; missing directories are made by all of them."""
    for first in PAGES:
        assert ran(*first, "--html", "new/er/page.html").code == 0
        other = Path("new/er/page.html").read_bytes()
        assert ran(*command, "--html", "new/er/page.html").code == 0
        assert (Path("new/er/page.html").read_bytes() == other) == (first == command)


@pytest.mark.parametrize("command", PAGES)
def test_what_is_no_page_at_all(ran: Callable[..., Result], command: tuple[str, ...]) -> None:
    """Directories, pipes and links to nothing are left alone, and nobody waits."""
    Path("d.html").mkdir()
    os.mkfifo("p.html")
    Path("l.html").symlink_to("nothing")
    for name in ("d.html", "p.html", "l.html"):
        assert ran(*command, "--html", name) == (
            2, "", f"error: {name}: the page would replace this, and cleaner did not make it; choose another name\n",
        )  # fmt: skip
    assert not Path("nothing").exists()
    assert Path("a.txt").read_text(encoding="utf-8") == STORY
