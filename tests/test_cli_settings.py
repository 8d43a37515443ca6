"""Settings: what the environment and files say of options, what wins, and what is refused."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from cleaner.cli import app
from cleaner.cli.options import DupId, Engine, Favour
from cleaner.cli.settings import ahead, key_of, variable_of
from cleaner.cli.settings_file import _ORDERS, KEYS, Settings
from cleaner.cli.terminal import Color
from tests.commands import BODY, OUTLET, STORY, Result, bundled, cli, tree, write

__all__ = ["bundled", "cli"]  # fixtures

WITH_CAPTION = BODY + "\nCaption: a boat\n"
NO_FILE = "no file of settings holds here: neither cleaner.toml nor [tool.cleaner] in pyproject.toml, here or above\n"


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in (*KEYS, "config"):
        monkeypatch.delenv(variable_of(key), raising=False)


def shown(cli: Callable[..., Result], *arguments: str) -> dict[str, str]:
    """Each setting with its origin."""
    lines = cli(*arguments, "config", "show", "--origin").out.splitlines()
    pairs = [line.removeprefix("# ").split("  # ") for line in lines]
    return {line.partition(" =")[0]: origin for line, origin in pairs}


# -- what wins


def test_command_environment_file_default(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each wins over the next."""
    write("a.txt")
    assert cli("clean", "a.txt").out == BODY
    write("cleaner.toml", 'keep = "caption"\n')
    assert cli("clean", "a.txt").out == WITH_CAPTION
    monkeypatch.setenv("CLEANER_KEEP", "summary")
    assert cli("clean", "a.txt").out == BODY
    assert cli("clean", "a.txt", "--keep", "caption").out == WITH_CAPTION
    monkeypatch.setenv("CLEANER_KEEP", "caption")
    assert cli("clean", "a.txt", "--keep", "").out == BODY
    monkeypatch.setenv("CLEANER_KEEP", "")  # is not set
    write("cleaner.toml", 'keep = "summary"\n')
    assert cli("clean", "a.txt").out == BODY


def test_the_origin_of_each_value_is_told(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli("config", "show").err == NO_FILE
    assert set(shown(cli).items()) == {(key, "default") for key in KEYS}
    write("cleaner.toml", "jobs = 4\ntimeout = 5\nfsync = false\n")
    monkeypatch.setenv("CLEANER_TIMEOUT", "7")
    monkeypatch.setenv("CLEANER_RETRY_FAILED", "0")
    origins = {key: origin for key, origin in shown(cli).items() if origin != "default"}
    assert origins == {
        "fsync": "cleaner.toml", "jobs": "cleaner.toml", "retry-failed": "CLEANER_RETRY_FAILED", "timeout": "CLEANER_TIMEOUT",
    }  # fmt: skip
    result = cli("config", "show")
    assert (result.code, result.err) == (0, "")
    assert [line for line in result.out.splitlines() if line.split()[0] in origins] == [
        "fsync = false", 'jobs = "4"', "retry-failed = false", "timeout = 7.0",
    ]  # fmt: skip
    assert [line for line in cli("config", "show", "--no-config").out.splitlines() if line.startswith("jobs")] == [
        'jobs = "auto"'
    ]


EVERY = {
    "color": "never", "dup-id": "suffix", "encoding": "utf-8", "engine": "fast", "favour": "recall", "fixtures": ["f"],
    "follow": True, "fsync": False, "html-key": "h", "id-key": "", "jobs": "2", "keep": "caption", "max-bytes": "1MB",
    "max-failures": "5%", "memory": "1GB", "outlet": "example.com", "pass-columns": "a,b=c", "profile": "p", "quiet": True,
    "retry-failed": False, "rules": ["r", "s"], "split": True, "text-key": "t,u", "timeout": 3.0, "url-key": "v",
}  # fmt: skip  # a table


def test_every_setting_can_stand_in_a_file(cli: Callable[..., Result]) -> None:
    """And what `config show` prints is such a file."""
    assert tuple(EVERY) == KEYS
    write("cleaner.toml", "".join(f"{key} = {json.dumps(value)}\n" for key, value in EVERY.items()))
    assert tomllib.loads(cli("config", "show").out) == EVERY
    assert set(shown(cli).values()) == {"cleaner.toml"}
    write("cleaner.toml", cli("config", "show").out)
    assert tomllib.loads(cli("config", "show").out) == EVERY


def test_every_setting_can_stand_in_the_environment(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in EVERY.items():
        text = ":".join(value) if isinstance(value, list) else str(value)
        monkeypatch.setenv(variable_of(key), text)
    # An empty variable is none.
    assert tomllib.loads(cli("config", "show").out) == {**EVERY, "id-key": "id"}


@pytest.mark.parametrize(
    ("given", "effective"),
    [
        ("keep = ['caption', 'summary']", "caption,summary"),
        ("jobs = 3", "3"),
        ("max-bytes = 5_000", "5000"),
        ("max-failures = 20", "20"),
        ("timeout = 4", 4.0),
        ("rules = 'one'", ["one"]),
        ("id-key = []", ""),
    ],
)
def test_values_as_people_write_them(cli: Callable[..., Result], given: str, effective: object) -> None:
    write("cleaner.toml", given)
    assert tomllib.loads(cli("config", "show").out)[given.partition(" ")[0]] == effective


def test_lists_of_names_that_are_given_more_than_once(cli: Callable[..., Result]) -> None:
    """All of them count, as of an option for one path each."""
    write("a.txt")
    assert cli("clean", "a.txt", "--keep", "caption", "--keep=summary", "--keep", "").out == WITH_CAPTION
    assert cli("clean", "a.txt", "--keep", "caption", "--", "--keep").err.startswith("error: --keep: there is no such file")
    assert cli("clean", "a.txt", "--keep", "caption", "--keep", "none").err.startswith("error: --keep: 'none' is no label;")
    assert cli("clean", "a.txt", "--keep", "caption", "--keep").err.splitlines()[-1] == (
        "Error: Option '--keep' requires an argument."
    )
    write(
        "a.jsonl",
        json.dumps({"id": 1, "a": "The harbour.", "tag": "b"}) + "\n" + json.dumps({"b": "The sea.", "day": 2}) + "\n",
    )
    keys = ("--text-key", "a", "--text-key=b", "--pass-columns", "tag", "--pass-columns", "day")
    rows = [json.loads(line) for line in cli("clean", "a.jsonl", "--format", "jsonl", *keys).out.splitlines()]
    assert [(row["text"], row["tag"], row["day"]) for row in rows] == [("The harbour.", "b", None), ("The sea.", None, 2)]


# -- options and settings agree


def commands(command: Any = None, name: str = "") -> Iterator[tuple[str, Any]]:
    command = command or typer.main.get_command(app)
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
    for part, one in (inner or {}).items():
        yield from commands(one, f"{name} {part}".strip())


def options() -> Iterator[tuple[str, str, Any]]:
    for name, command in commands():
        for parameter in command.params:
            yield from ((name, option, parameter) for option in parameter.opts if option.startswith("--"))


def test_settings_are_options_and_the_others_are_known() -> None:
    """A key of a file is a setting, or an option that belongs into a command, or a mistake."""
    assert {key_of(parameter) for _, _, parameter in options()} == {"", *KEYS}
    others = {option[2:] for _, option, parameter in options() if not key_of(parameter)} - {"help"}
    assert others - set(KEYS) == _ORDERS - {"config", "no-config", "resume"}


def test_a_setting_means_the_same_in_every_command() -> None:
    """Options that share their name with a setting, and mean something else, are none."""
    told: dict[str, set[str]] = {}
    for _, option, parameter in options():
        if key := key_of(parameter):
            assert option == f"--{key}"
            told.setdefault(key, set()).add(parameter.help)
    assert {key for key, helps in told.items() if len(helps) > 1} == set()
    alike = {(name, option) for name, option, parameter in options() if option[2:] in KEYS and not key_of(parameter)}
    assert alike == {("rules list", "--outlet"), ("rules new", "--fixtures"), ("rules new", "--rules")}


def test_choices_are_those_of_the_options() -> None:
    shape = Settings.model_json_schema()["properties"]
    given = {key: tuple(about["enum"]) for key, about in shape.items() if "enum" in about}
    choices = {"color": Color, "dup-id": DupId, "engine": Engine, "favour": Favour}
    assert given == {key: tuple(map(str, options)) for key, options in choices.items()}


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


# -- what is refused


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
        ("keep", "captions", "--keep: 'captions' is no label; labels: "),
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


# -- what becomes of it


def test_outputs_depend_on_the_values_and_not_on_where_they_stand(
    cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run goes on where one with the same values was, given in another way; with others it does all again."""
    for name in "abc":
        write(f"in/{name}.txt")
    write(
        "mine/outlets/other.example.yaml",
        OUTLET.replace("example.com", "other.example").replace("Example Media", "Other Media"),
    )
    run = ("clean", "in", "-o", "out", "--no-fsync", "-j", "1")
    assert cli(*run, "--keep", "caption", "--rules", "mine", "--max-bytes", "1MB").code == 0
    before = {name: Path("out", name).read_bytes() for name in tree("out") if name not in ("run.json", "_SUCCESS")}
    options = json.loads(Path("out/run.json").read_bytes())["options"]
    write("cleaner.toml", 'keep = ["caption"]\nrules = "mine"\nmax-bytes = 1_000_000\n')
    result = cli(*run)
    assert "3 ok, 0 guarded, 0 failed, 0 skipped; 3 of them stand from an earlier run" in result.err
    assert json.loads(Path("out/run.json").read_bytes())["options"] == options
    for name, value in (("CONFIG", "nothing.toml"), ("KEEP", "caption"), ("RULES", "mine"), ("MAX_BYTES", "1MB")):
        monkeypatch.setenv(f"CLEANER_{name}", value)
    write("nothing.toml", "")
    assert "3 of them stand from an earlier run" in cli(*run).err
    assert "3 of them stand from an earlier run" in cli(*run, "-j", "2").err  # no result depends on it
    assert {name: Path("out", name).read_bytes() for name in before} == before
    assert "stand from" not in cli(*run, "--keep", "").err


def test_settings_give_way_to_options_that_they_do_not_go_with(cli: Callable[..., Result]) -> None:
    """A file speaks to all calls; a call that it does not suit is not refused for it. Two options of a command are."""
    write("a.txt")
    write("cleaner.toml", 'outlet = "example.com"\nsplit = true\npass-columns = "date"\n')

    def outlet(*arguments: str) -> str:
        return json.loads(cli("clean", "a.txt", "--format", "jsonl", "--pass-columns", "", *arguments).out)["source"]

    assert cli("clean", "a.txt") == (0, BODY, "")  # no rows
    assert cli("clean", "a.txt", "--split").err == "error: --split writes rows; add --format jsonl\n"
    assert cli("clean", "a.txt", "--pass-columns", "x").err.startswith("error: --pass-columns is for outputs of rows")
    write("a.jsonl", json.dumps({"text": STORY, "date": "2024-05-02"}) + "\n")
    assert json.loads(cli("clean", "a.jsonl", "--format", "jsonl").out)["date"] == "2024-05-02"
    assert outlet() == "example.com"
    assert outlet("--url", "https://nobody.example/1") == "unknown"
    assert outlet("--url", "https://nobody.example/1", "--outlet", "a.example") == "a.example"
    explained = cli("explain", "a.txt", "--url", "https://nobody.example/1").out
    assert "example.com" not in explained
    assert "outlet      example.com (given)" in cli("explain", "a.txt").out


def test_a_profile_of_the_file_gives_way_to_one_of_the_inputs(cli: Callable[..., Result]) -> None:
    for number in range(30):
        write(
            f"in/{number}.txt",
            f"Harbour news every day of the week\n\nThe harbour number {number} reopened after a long night.\n",
        )
    write("cleaner.toml", 'profile = "nowhere"\n')
    assert cli("clean", "in", "-o", "out", "--no-fsync", "--self-profile", "-q", "-j", "1").code == 0
    assert cli("clean", "in", "-o", "two", "--self-profile", "--profile", "nowhere").err == (
        "error: --profile and --self-profile cannot be combined; choose one\n"
    )
