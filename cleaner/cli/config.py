"""``cleaner config show``: the settings that hold here, and where each comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from cleaner.cli import settings
from cleaner.cli.options import ColorOption, check_setting
from cleaner.cli.terminal import Color, Terminal, columns
from cleaner.errors import UsageError

SHOW_EXAMPLES = """\b
Examples:
  cleaner config show --origin
  cleaner --no-config config show > cleaner.toml
  CLEANER_JOBS=2 cleaner config show
"""


def show(
    ctx: typer.Context,
    *,
    origin: Annotated[
        bool, typer.Option("--origin", help="Beside each its origin: a variable, the path of a file, or default.")
    ] = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Print the settings in effect, as they can stand in cleaner.toml.

    They are those of all commands, one each line. A setting is an option that goes with many calls, under its long name. What
    a command gives wins over the environment (CLEANER_JOBS, CLEANER_TEXT_KEY, ... for --jobs, --text-key, ...), that over the
    file, and that over the default. Paths in a file are relative to it. A variable that is only almost one of these is warned
    of by every command.
    """
    terminal = Terminal(color)
    rows = [row for _, row in sorted(_settings(ctx).items())]
    lines = columns([(line, f"# {where}") for line, where in rows]) if origin else [line for line, _ in rows]
    terminal.data("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
    if settings.path_of(ctx) is None:
        terminal.say("no file of settings holds here: neither cleaner.toml nor [tool.cleaner] in pyproject.toml, here or above")


def _settings(ctx: typer.Context) -> dict[str, tuple[str, str]]:
    """Each setting as a line of TOML, and where it comes from.

    Raises:
        UsageError: a value makes no sense: no command that takes it would run, so it is not in effect either.
    """
    found = {}
    for inner in _contexts(ctx.find_root()):
        for parameter in inner.command.params:
            if key := settings.key_of(parameter):
                value = inner.params[parameter.name]
                try:
                    check_setting(key, value)
                except UsageError as error:
                    raise UsageError(f"{error}{settings.elsewhere(inner, parameter)}") from error
                found[key] = _line(key, value), settings.source_of(inner, parameter)
    return found


def _contexts(ctx: Any) -> Iterator[Any]:
    """Contexts of the commands that know the settings, as if they had been given without options."""
    for names, arguments in ((("clean",), ["-"]), (("rules", "test"), [])):
        inner = ctx
        for name in names[:-1]:
            inner = type(ctx)(inner.command.commands[name], info_name=name, parent=inner)
        yield inner.command.commands[names[-1]].make_context(names[-1], arguments, parent=inner)


def _line(key: str, value: Any) -> str:
    """The setting as it stands in a file; a comment where it has no value."""
    if value is None or value in ((), []):
        return f"# {key} ="
    return f"{key} = {_toml(value)}"


def _toml(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    # Strings of JSON are strings of TOML.
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)
