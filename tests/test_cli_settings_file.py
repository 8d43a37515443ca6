"""Settings: which file holds, and what paths in it mean."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.cli.settings import ahead
from tests.commands import BODY, OUTLET, STORY, Result, bundled, cli, write
from tests.settings_given import NO_FILE, WITH_CAPTION, no_variables, shown

__all__ = ["bundled", "cli", "no_variables"]  # fixtures


# -- which file


def test_the_nearest_file_above_holds(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write("cleaner.toml", "jobs = 2\n")
    write("one/two/a.txt")
    monkeypatch.chdir("one/two")
    assert shown(cli)["jobs"] == f"{tmp_path}/cleaner.toml"
    write("../pyproject.toml", '[project]\nname = "cleaner-rules"\n[tool.other]\njobs = 1\n')
    assert shown(cli)["jobs"] == f"{tmp_path}/cleaner.toml"
    write("../pyproject.toml", "[tool.cleaner]\njobs = 3\n")
    assert shown(cli)["jobs"] == f"{tmp_path}/one/pyproject.toml"
    write("cleaner.toml", "")
    assert shown(cli)["jobs"] == "default"


@pytest.mark.parametrize("top", [".git", ".git/HEAD", ".hg/store", ".jj/repo"])
def test_nothing_above_a_repository_holds(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, top: str) -> None:
    write("cleaner.toml", "jobs = 2\n")
    write(f"repository/{top}")
    write("repository/docs/a.txt")
    monkeypatch.chdir("repository/docs")
    assert (shown(cli)["jobs"], cli("config", "show").err) == ("default", NO_FILE)
    write("../cleaner.toml", "jobs = 3\n")
    assert shown(cli)["jobs"].endswith("/repository/cleaner.toml")


def test_what_is_no_file_of_settings_is_passed_over(cli: Callable[..., Result]) -> None:
    """A directory of the name, and the file of a project that says nothing of cleaner, whatever else is wrong with it."""
    Path("cleaner.toml").mkdir()
    for text in ("", "[tool", "[project]\nname = 'cleaner\n", "tool = 3\n", "[tool.other]\nname = 'cleaner'\n", "\xff"):
        write("pyproject.toml", text.encode("latin-1"))
        assert shown(cli)["jobs"] == "default"


def test_two_files_side_by_side(cli: Callable[..., Result]) -> None:
    """Which of them was meant cannot be told; one is named, or neither holds."""
    write("cleaner.toml", "jobs = 2\n")
    write("pyproject.toml", "[project]\nname = 'cleaner'\n")
    assert shown(cli)["jobs"] == "cleaner.toml"
    write("pyproject.toml", "[tool.cleaner]\n")
    write("a.txt")
    assert cli("clean", "a.txt") == (
        2, "",
        "error: cleaner.toml and [tool.cleaner] in pyproject.toml both hold settings; put them into one, or use --config FILE\n",
    )  # fmt: skip
    assert shown(cli, "--config", "cleaner.toml")["jobs"] == "cleaner.toml"
    assert shown(cli, "--config", "pyproject.toml")["jobs"] == "default"
    assert cli("clean", "a.txt", "--no-config").code == 0


def test_a_file_is_named_before_the_command_or_behind_it(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt")
    write("cleaner.toml", 'keep = "summary"\n')
    write("other.toml", 'keep = "caption"\n')
    for arguments in (
        ("--config", "other.toml", "clean", "a.txt"),
        ("clean", "a.txt", "--config", "other.toml"),
        ("clean", "--config=other.toml", "a.txt"),
    ):
        assert cli(*arguments).out == WITH_CAPTION
    monkeypatch.setenv("CLEANER_CONFIG", "other.toml")
    assert cli("clean", "a.txt").out == WITH_CAPTION
    assert cli("clean", "a.txt", "--config", "cleaner.toml").out == BODY
    assert cli("clean", "--no-config", "a.txt").out == BODY
    assert cli("clean", "a.txt", "--config", "other.toml", "--no-config") == (
        2, "", "error: --config names a file, and --no-config wants none; choose one\n",
    )  # fmt: skip
    assert cli("clean", "a.txt", "--config").err == "error: --config needs the name of a file\n"


def test_completion_reads_no_file(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is typed so far."""
    write("cleaner.toml", "=")
    monkeypatch.setenv("_CLEANER_COMPLETE", "complete_bash")
    for words in ("cleaner --config ", "cleaner clean --fav"):
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
        result = cli()
        assert (result.code, result.err) == (0, "")
    assert result.out.split() == ["--favour"]


def test_behind_two_hyphens_nothing_is_an_option() -> None:
    assert ahead(["clean", "--", "--config", "x", "--no-config"]) == ["clean", "--", "--config", "x", "--no-config"]
    assert ahead(["clean", "--no-config", "--", "--config"]) == ["--no-config", "clean", "--", "--config"]


# -- paths


def test_paths_are_relative_to_the_file(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a file. In the environment they are what they are in a command."""
    write("mine/outlets/example.com.yaml", OUTLET.replace("label: legal", "label: caption"))
    write("settings/cleaner.toml", f'rules = ["../mine", "{tmp_path}/mine"]\nprofile = "lines"\nfixtures = "f"\n')
    write("work/a.txt", STORY + "Example Media Group\n")
    table = tomllib.loads(cli("config", "show", "--config", "settings/cleaner.toml").out)
    assert table["rules"] == ["settings/../mine", f"{tmp_path}/mine"]
    assert (table["profile"], table["fixtures"]) == ("settings/lines", ["settings/f"])
    write("cleaner.toml", 'rules = ["mine"]\nkeep = "caption"\n')
    note = "note: {}mine/outlets/example.com.yaml replaces {}/bundled/outlets/example.com.yaml\n"
    body = WITH_CAPTION + "\nExample Media Group\n"
    assert cli("clean", "work/a.txt") == (0, body, note.format("", tmp_path))
    monkeypatch.chdir("work")
    assert cli("clean", "a.txt") == (0, body, note.format(f"{tmp_path}/", tmp_path))
    assert cli("rules", "check").err == note.format(f"{tmp_path}/", tmp_path)
    monkeypatch.setenv("CLEANER_RULES", "../mine:../mine")
    assert cli("clean", "a.txt") == (0, body, note.format("../", tmp_path))
    assert cli("clean", "a.txt", "--rules", "nowhere").code == 2
    assert cli("rules", "check", "nowhere").code == 2
