"""Settings: what is refused, and where it says it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import cleaner
from cleaner.cli.settings_file import KEYS
from cleaner.cli.settings_names import variable_of
from tests.commands import Result, bundled, cli, tree, write
from tests.settings_given import no_variables, shown

__all__ = ["bundled", "cli", "no_variables"]  # fixtures

VARIABLE = re.compile(r"\bCLEANER_[A-Z]+(?:_[A-Z]+)*\b")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("jobz = 2", ["there is no setting 'jobz', did you mean jobs? settings: " + ", ".join(KEYS)]),
        ("nonsense = 2", ["there is no setting 'nonsense'; settings: " + ", ".join(KEYS)]),
        ("max_bytes = 2", ["there is no setting 'max_bytes'; write max-bytes"]),
        ("limit = 2", ["'limit' is no setting, but for one call alone; give --limit with the command"]),
        ("dry_run = true", ["'dry_run' is no setting, but for one call alone; give --dry-run with the command"]),
        ("keep = 2", ['keep = 2 cannot be; write a text such as "a,b", or a list: ["a", "b"]']),
        ("keep = ['a', 2]", ['keep = ["a", 2] cannot be; write a text such as "a,b", or a list: ["a", "b"]']),
        ("favour = 'all'", ['favour = "all" cannot be; write one of "balance", "precision", "recall"']),
        ("fsync = 'no'", ['fsync = "no" cannot be; write true or false']),
        ("follow = 1", ["follow = 1 cannot be; write true or false"]),
        ("timeout = '5'", ['timeout = "5" cannot be; write a number of seconds']),
        ("timeout = true", ["timeout = true cannot be; write a number of seconds"]),
        ("jobs = 2.5", ['jobs = 2.5 cannot be; write a number of processes, or "auto"']),
        ("jobs = true", ['jobs = true cannot be; write a number of processes, or "auto"']),
        ("max-bytes = 2024-05-02", ['max-bytes = "2024-05-02" cannot be; write a size, such as "20MB"']),
        ("max-failures = []", ['max-failures = [] cannot be; write a number, or a share such as "5%"']),
        ("outlet = ['a.example']", ['outlet = ["a.example"] cannot be; write a text in quotes']),
        ("profile = ['a']", ['profile = ["a"] cannot be; write a path in quotes']),
        ("rules = [1]", ['rules = [1] cannot be; write a path in quotes, or a list of them: ["a", "b"]']),
        (
            "[clean]\njobs = 2",
            ["'clean' is a table, and settings stand outside of any, for all commands that know them; leave out [clean]"],
        ),
        ("quiet = 1\njobs = 2.5\nrules = 3", ["jobs", "quiet", "rules"]),
    ],
)
def test_mistakes_in_a_file(cli: Callable[..., Result], text: str, says: list[str]) -> None:
    """All of them, one a line, with what to write instead; exit status 2, and nothing is written."""
    write("in/a.txt")
    write("cleaner.toml", text)
    before = tree(".")
    result = cli("clean", "in", "-o", "out")
    assert (result.code, result.out, tree(".")) == (2, "", before)
    *lines, last = result.err.splitlines()
    count = f"{len(says)} mistake{'s' if len(says) > 1 else ''}"
    assert last == f"{count} in settings; nothing was done"
    if len(says) == 1:
        assert lines == [f"cleaner.toml: {says[0]}"]
    else:
        assert sorted(line.split()[1] for line in lines) == says
    assert cli("config", "show") == result
    write("pyproject.toml", f"[tool.cleaner]\n{text.replace('[clean]', '[tool.cleaner.clean]')}")
    Path("cleaner.toml").unlink()
    assert cli("clean", "in", "-o", "out").err == result.err.replace("cleaner.toml: ", "pyproject.toml: ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"jobs = \n", "cleaner.toml:1:8: this is no TOML: Invalid value"),
        (b"\njobs 4\n", "cleaner.toml:2:6: this is no TOML: Expected '=' after a key in a key/value pair"),
        (b"jobs = 1\njobs = 2\n", "cleaner.toml:2:9: this is no TOML: Cannot overwrite a value"),
        (b"keep = '\xff'\n", "cleaner.toml: this is not UTF-8, as TOML is"),
        (b"keep = " + b"[" * 10_000, "cleaner.toml: this is no TOML: it is nested too deep"),
        (b"jobs = " + b"9" * 5_000, "cleaner.toml: this is no TOML: Exceeds the limit"),
    ],
)
def test_what_is_no_toml(cli: Callable[..., Result], text: bytes, says: str) -> None:
    """With line and column where they are known."""
    write("a.txt")
    write("cleaner.toml", text)
    result = cli("clean", "a.txt", "-o", "out")
    assert (result.code, result.out, Path("out").exists()) == (2, "", False)
    assert result.err.startswith(says)
    assert result.err.endswith("; mend it, or leave it out with --no-config\n1 mistake in settings; nothing was done\n")
    assert cli("clean", "a.txt", "--no-config").code == 0


def test_files_that_cannot_be_used(cli: Callable[..., Result]) -> None:
    write("pyproject.toml", "[tool.cleaner]\njobs =\n")
    assert cli("config", "show").err.startswith("pyproject.toml:2:7: this is no TOML: Invalid value; mend it, or")
    write("pyproject.toml", "[tool]\ncleaner = 3\n")
    assert cli("config", "show").err.startswith("pyproject.toml: tool.cleaner is no table; write [tool.cleaner], and")
    write("pyproject.toml", "[tool.other]\n")
    Path("folder").mkdir()
    write("large.toml", "#" * 1_000_001)
    for name, says in (
        ("pyproject.toml", "there is no [tool.cleaner] in it; add it, or name a cleaner.toml"),
        ("nowhere.toml", "cannot be read: No such file or directory"),
        ("folder", "cannot be read: Is a directory"),
        ("large.toml", "it has more than 1,000,000 bytes, and no file of settings has; name another"),
    ):
        assert cli("--config", name, "config", "show") == (2, "", f"error: {name}: {says}\n")
    write("bom.toml", b"\xef\xbb\xbfjobs = 2\r\n")
    assert shown(cli, "--config", "bom.toml")["jobs"] == "bom.toml"


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("keep", "captions", "--keep: 'captions' is no label, did you mean caption? labels: "),
        ("max-bytes", "many", "--max-bytes: 'many' is no size; write a number with kB, MB or GB, e.g. 20MB"),
        ("jobs", "0", "--jobs: '0' is no number of processes; write a number from 1 on, or auto"),
        ("outlet", "a b", "--outlet: 'a b' is no host; write e.g. example.com"),
        ("encoding", "latin-99", "--encoding: "),
        ("max-failures", "120%", "--max-failures: '120%' is no number and no share; write e.g. 20 or 5%"),
        ("timeout", "0", "Invalid value for '--timeout'"),
    ],
)
def test_values_that_make_no_sense(
    cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, key: str, value: str, says: str
) -> None:
    """The message names the option, and where its value stands, if not in the command."""
    write("in/a.txt")
    write("cleaner.toml", f"{key} = {value if key == 'timeout' else json.dumps(value)}\n")
    for origin in ("cleaner.toml", variable_of(key)):
        result = cli("clean", "in", "-o", "out")
        assert (result.code, result.out, Path("out").exists()) == (2, "", False)
        assert says in result.err
        assert result.err.endswith(f" (set by {origin})\n")
        monkeypatch.setenv(variable_of(key), value)
    result = cli("clean", "in", "-o", "out", f"--{key}", value)
    assert (result.code, says in result.err, "set by" in result.err) == (2, True, False)


@pytest.mark.parametrize(
    ("key", "commands", "says"),
    [
        ("rules", (("clean", "a.txt"), ("rules", "check"), ("rules", "lint"), ("explain", "a.txt")), "no rules here; a rules "),
        ("profile", (("clean", "a.txt"), ("explain", "a.txt")), "the profile cannot be read: No such file or directory; "),
        ("fixtures", (("rules", "test"), ("rules", "lint")), "no such directory"),
    ],
)
def test_paths_that_lead_nowhere(
    cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, key: str, commands: tuple[tuple[str, ...], ...], says: str
) -> None:
    """The message names the setting and where it stands, unless the command itself names the path."""
    write("a.txt")
    write("cleaner.toml", f'{key} = "nowhere"\n')
    for origin in ("cleaner.toml", variable_of(key)):
        for command in commands:
            result = cli(*command)
            assert (result.code, result.out) == (2, "")
            assert result.err.startswith(f"error: nowhere: {says}")
            assert result.err.endswith(f" ({key}, set by {origin})\n")
            assert "set by" not in cli(*command, f"--{key}", "nowhere").err
        assert "set by" not in cli("clean", "nowhere").err
        assert "set by" not in cli("clean", "nowhere.txt").err
        monkeypatch.setenv(variable_of(key), "nowhere")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("encoding", "latin-99"), ("jobs", "zero"), ("keep", "none"), ("max-bytes", "much"), ("max-failures", "120%"),
        ("memory", "1MB"), ("outlet", "a b"), ("timeout", 10**7), ("timeout", 0), ("text-key", "a,,b"), ("html-key", "a,,b"),
        ("id-key", "a,,b"), ("url-key", "a,,b"), ("pass-columns", "a,a"),
    ],
)  # fmt: skip  # one list
def test_what_no_command_would_take_is_not_shown_as_in_effect(
    cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, key: str, value: object
) -> None:
    """The words are those of the command, with the place."""
    write("a.txt")
    write("cleaner.toml", f"{key} = {json.dumps(value)}\n")
    for origin in ("cleaner.toml", variable_of(key)):
        result = cli("clean", "a.txt", "--format", "jsonl")
        shown = cli("config", "show")
        assert (shown.code, shown.out) == (result.code, result.out) == (2, "")
        assert shown.err.splitlines()[-1] == result.err.splitlines()[-1]
        assert shown.err.endswith(f" (set by {origin})\n")
        monkeypatch.setenv(variable_of(key), str(value))


@pytest.mark.parametrize(("variable", "value"), [("ENGINE", "slow"), ("TIMEOUT", "x"), ("FSYNC", "maybe")])
def test_variables_of_another_kind(
    cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(f"CLEANER_{variable}", value)
    result = cli("clean", write("a.txt"))
    assert (result.code, result.out) == (2, "")
    assert f"(set by CLEANER_{variable})" in result.err
    assert f"--{variable.lower()}" in result.err


@pytest.mark.parametrize(
    ("variable", "says"),
    [
        ("CLEANER_JOB", "nothing reads CLEANER_JOB, did you mean CLEANER_JOBS?"),
        ("CLEANER_KEEPS", "nothing reads CLEANER_KEEPS, did you mean CLEANER_KEEP?"),
        ("CLEANER_TEXTKEY", "nothing reads CLEANER_TEXTKEY, did you mean CLEANER_TEXT_KEY?"),
        ("CLEANER_NO_FSYNC", "nothing reads CLEANER_NO_FSYNC, did you mean CLEANER_FSYNC?"),
        ("CLEANER_CONF", "nothing reads CLEANER_CONF, did you mean CLEANER_CONFIG?"),
        ("CLEANER_CACHE_DIR", "nothing reads CLEANER_CACHE_DIR, did you mean CLEANER_CACHE?"),
        ("CLEANER_DRY_RUN", "'CLEANER_DRY_RUN' is no setting, but for one call alone; give --dry-run with the command"),
    ],
)
def test_misspelt_variables(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, variable: str, says: str) -> None:
    """Every command warns of them, and does its work: the environment is not ours alone, as a file of settings is."""
    write("a.txt")
    before, settings = cli("clean", "a.txt"), cli("config", "show")
    monkeypatch.setenv(variable, "1")
    assert cli("clean", "a.txt", "--quiet") == (before.code, before.out, f"warning: {says}\n{before.err}")
    assert cli("config", "show") == (settings.code, settings.out, f"warning: {says}\n{settings.err}")
    told = json.loads(cli("clean", "a.txt", "--log-json").err.splitlines()[0])
    assert (told["level"], told["message"]) == ("warning", f"warning: {says}")
    assert cli("clean", "--help").err == ""


def test_variables_that_are_not_warned_of(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that the program reads, and those of others: of a service of the name, of an image, of another program."""
    write("a.txt")
    write("cleaner.toml", "")
    read = {
        found for path in Path(cleaner.__file__).parent.rglob("*.py") for found in VARIABLE.findall(path.read_text("utf-8"))
    }
    assert {"CLEANER_CACHE", "CLEANER_JOBS"} <= read
    for variable, value in (
        *((variable, "") for variable in sorted(read - {"CLEANER_CACHE"})), ("CLEANER_CONFIG", "cleaner.toml"),
        *((variable_of(key), "") for key in KEYS), ("CLEANER_PORT", "80"), ("CLEANER_PORT_80_TCP_ADDR", "::1"),
        ("CLEANER_SERVICE_HOST", "::1"), ("CLEANER_VERSION", "1"), ("CLEANER_HOME", "/"), ("CLEANER", "1"), ("CLEANERS_JOB", "1"),
        ("_CLEANER_JOB", "1"), ("cleaner_job", "1"),
    ):  # fmt: skip  # one list
        monkeypatch.setenv(variable, value)
    assert cli("clean", "a.txt").err == ""


def test_mistakes_for_programs(cli: Callable[..., Result]) -> None:
    write("cleaner.toml", "a = 1\nb = 2\n")
    lines = [json.loads(line) for line in cli("clean", write("a.txt"), "--log-json").err.splitlines()]
    assert [line["level"] for line in lines] == ["info", "info", "error"]
    assert lines[0]["message"].startswith("cleaner.toml: there is no setting 'a'")


def test_help_and_version_need_no_settings(cli: Callable[..., Result]) -> None:
    """A file with a mistake does not keep them from answering."""
    write("cleaner.toml", "=")
    for arguments in (("--help",), ("--version",), ("clean", "--help"), ("rules", "lint", "--help"), ("config", "--help")):
        assert cli(*arguments).code == 0
    assert cli("clean", "--", "--help").code == 2
