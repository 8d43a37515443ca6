"""Settings: what the environment and files say of options, what wins, and what becomes of it."""

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
from cleaner.cli.settings import key_of
from cleaner.cli.settings_file import _ORDERS, KEYS, Settings
from cleaner.cli.settings_names import variable_of
from cleaner.cli.terminal import Color
from tests.commands import BODY, OUTLET, STORY, Result, bundled, cli, tree, write
from tests.settings_given import NO_FILE, WITH_CAPTION, no_variables, shown

__all__ = ["bundled", "cli", "no_variables"]  # fixtures


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
    told: dict[str, set[tuple[str, object]]] = {}
    for _, option, parameter in options():
        if key := key_of(parameter):
            assert option == f"--{key}"
            told.setdefault(key, set()).add((parameter.help, parameter.default))
    assert {key for key, meanings in told.items() if len(meanings) > 1} == set()
    alike = {(name, option) for name, option, parameter in options() if option[2:] in KEYS and not key_of(parameter)}
    assert alike == {
        ("rules list", "--outlet"),
        ("rules new", "--fixtures"),
        ("rules new", "--rules"),
        ("unbundle", "--max-bytes"),
    }


def test_choices_are_those_of_the_options() -> None:
    shape = Settings.model_json_schema()["properties"]
    given = {key: tuple(about["enum"]) for key, about in shape.items() if "enum" in about}
    choices = {"color": Color, "dup-id": DupId, "engine": Engine, "favour": Favour}
    assert given == {key: tuple(map(str, options)) for key, options in choices.items()}


# -- what becomes of it


@pytest.mark.processes
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
    assert outlet("--url", "https://nobody.example/1") == "nobody.example"
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
