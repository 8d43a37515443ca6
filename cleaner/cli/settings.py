"""Settings: defaults of options, from the environment (``CLEANER_*``) and from ``cleaner.toml`` or ``pyproject.toml``.

A setting is an option that `setting` declares. What the command gives wins over the environment, that over the file, and that
over the default: the library of the command line sees to it, which is told what the file holds. So a run only ever sees values
in effect, and what it writes depends on these and not on where they come from.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand

from cleaner.cli.settings_names import PREFIX, as_option, variable_of
from cleaner.cli.terminal import printing
from cleaner.errors import SettingsError, UsageError

FILE, PROJECT = "cleaner.toml", "pyproject.toml"
_ROOTS = (".git", ".hg", ".jj")
"""What stands at the top of a repository; nothing above it belongs to it."""
_META = "cleaner.settings"
_OPTION = re.compile(r"--([a-z-]+)")
_PLACE = re.compile(r"(.*) \(at line (\d+), column (\d+)\)", re.DOTALL)
_OURS = re.compile(rb"^[ \t]*(?:\[[ \t]*tool[ \t]*\.[ \t]*cleaner\b|cleaner[ \t]*[.=])", re.MULTILINE)
"""Where the file of a project speaks to us, even if it is no TOML."""
_MOST_BYTES = 1_000_000
"""No file of settings is longer, but one that is named by mistake may be."""
_LISTS: set[str] = set()
"""Options that `names` declares."""
_VARIABLES = {f"{PREFIX}CONFIG", f"{PREFIX}CACHE"}
"""What is read of the environment: these, which are no settings, and the variables of those that `setting` declares."""


def setting(name: str, *more: str, **how: Any) -> Any:
    """An option that the environment and a file of settings can give as well, under its long name.

    Args:
        name: its long name, with the one that turns it off, if it has one: ``--fsync/--no-fsync``.
        more: other names.
        how: what `typer.Option` takes.
    """
    variable = variable_of(name.partition("/")[0][2:])
    _VARIABLES.add(variable)
    return typer.Option(name, *more, envvar=variable, show_envvar=False, **how)


def names(name: str, **how: Any) -> Any:
    """A setting that holds names with commas between them. Given more than once, all of them count."""
    _LISTS.add(name)
    return setting(name, **how)


def key_of(parameter: Any) -> str:
    """What a parameter of a command is called in a file of settings; empty if it is no setting."""
    variable = parameter.envvar
    return as_option(variable) if isinstance(variable, str) else ""


class Command(TyperCommand):
    """A command. Where a value makes no sense that was not given in the command itself, the message says where it stands."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Look at the arguments; help is printed here."""
        with printing():
            return super().make_context(info_name, args, parent, **extra)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the arguments."""
        return super().parse_args(ctx, _together(args))

    def invoke(self, ctx: Any) -> Any:
        """Run it."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            where = self._where(ctx, str(error))
            if not where:
                raise
            raise UsageError(f"{error}{where}") from error

    def _where(self, ctx: Any, message: str) -> str:
        """What to add to a message about a setting: about its option, which it names, or a path, with which it begins."""
        settings = [parameter for parameter in self.params if key_of(parameter)]
        if option := _OPTION.search(message):
            return "".join(elsewhere(ctx, parameter) for parameter in settings if key_of(parameter) == option[1])
        held = [parameter for parameter in self.params if _begins(message, ctx.params[parameter.name])]
        if any(given(ctx, parameter.name) for parameter in held):  # there it is seen
            return ""
        return "".join(elsewhere(ctx, parameter, f"{key_of(parameter)}, ") for parameter in held if parameter in settings)


def _begins(message: str, value: object) -> bool:
    """Whether a message begins with the path, or one of the paths, that a parameter holds."""
    paths = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(path, str | Path) and message.startswith(f"{path}:") for path in paths)


def elsewhere(ctx: Any, parameter: Any, key: str = "") -> str:
    """What to add to a message about the value of a parameter: where it stands, if not in the command; behind its ``key``."""
    source = source_of(ctx, parameter)
    return f" ({key}set by {source})" if source not in ("command", "default") else ""


def source_of(ctx: Any, parameter: Any) -> str:
    """Where the value of a parameter comes from: ``command``, a variable, the path of a file, or ``default``."""
    found = ctx.get_parameter_source(parameter.name)
    places = {"COMMANDLINE": "command", "ENVIRONMENT": parameter.envvar, "DEFAULT_MAP": ctx.meta.get(_META)}
    return str(places.get(found.name if found else "", "default"))


def given(ctx: typer.Context, name: str) -> bool:
    """Whether the command itself gives this parameter."""
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def take(ctx: Any) -> None:
    """Make what a file says the defaults of all commands: that of ``--config``, or the one that holds here.

    Args:
        ctx: of the group of all commands.

    Raises:
        UsageError: the file cannot be read, or what stands in it are no settings.
    """
    config, without = ctx.params["config"], ctx.params["no_config"]
    if without and given(ctx, "config"):
        raise UsageError("--config names a file, and --no-config wants none; choose one")
    path = None if without else Path(config) if config else find()
    if path is None:
        return
    from cleaner.cli.settings_file import values_of

    raw = table(path)
    if raw is None:
        raise UsageError(f"{path}: there is no [tool.cleaner] in it; add it, or name a {FILE}")
    ctx.meta[_META] = str(path)
    ctx.default_map = _defaults(ctx.command, values_of(raw, path))


def misspelt(environment: Iterable[str]) -> list[str]:
    """What is wrong with variables that nothing reads, and look as if they were meant for settings.

    What resembles no setting is passed over: whoever runs a program may call variables of his own after it, and some that run
    it as a service do (``CLEANER_PORT``).
    """
    unread = sorted(name for name in environment if name.startswith(PREFIX) and name not in _VARIABLES)
    if not unread:
        return []
    from cleaner.cli.settings_file import advice_on_variable

    read = {as_option(name): name for name in sorted(_VARIABLES)}
    return [told for name in unread if (told := advice_on_variable(name, read))]


def path_of(ctx: typer.Context) -> str | None:
    """The file whose settings hold, if there is one."""
    path: str | None = ctx.meta.get(_META)
    return path


def _defaults(command: Any, values: Mapping[str, object]) -> dict[str, Any]:
    commands = getattr(command, "commands", None)
    if commands is not None:
        return {name: _defaults(inner, values) for name, inner in commands.items()}
    return {parameter.name: values[key] for parameter in command.params if (key := key_of(parameter)) in values}


def find() -> Path | None:
    """The file of settings that holds here: of this directory or the nearest above it, but of none above a repository.

    Raises:
        UsageError: one cannot be read, or two of one directory hold settings.
    """
    try:
        here = Path.cwd()
    except OSError:  # it was removed meanwhile
        return None
    for folder in (here, *here.parents):
        # In this directory, files are called as people call them.
        paths = [Path(name) if folder == here else folder / name for name in (FILE, PROJECT)]
        holding = [path for path in paths if os.path.isfile(path) and _belongs(path)]  # noqa: PTH113  # never raises
        if len(holding) > 1:
            one, other = holding
            raise UsageError(f"{one} and [tool.cleaner] in {other} both hold settings; put them into one, or use --config FILE")
        if holding or any(os.path.lexists(folder / name) for name in _ROOTS):
            return holding[0] if holding else None
    return None


def _belongs(path: Path) -> bool:
    """Whether a file that nobody named holds settings. The file of a project that says nothing of us is not ours to judge."""
    if path.name != PROJECT:
        return True
    try:
        raw = path.read_bytes()
    except OSError:
        return False
    try:
        return b"cleaner" in raw and table(path) is not None
    except SettingsError:
        if _OURS.search(raw):
            raise
        return False


def table(path: Path) -> dict[str, Any] | None:
    """The table of settings in a file, as it stands there; ``None`` if the file is that of a project and has none.

    Raises:
        UsageError: it cannot be read, or is no TOML.
    """
    import tomllib

    way_out = "mend it, or leave it out with --no-config"
    try:
        raw = path.read_bytes()
        if len(raw) > _MOST_BYTES:
            raise UsageError(f"{path}: it has more than {_MOST_BYTES:,} bytes, and no file of settings has; name another")
        data = tomllib.loads(raw.decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError([f"{path}: this is not UTF-8, as TOML is; {way_out}"]) from error
    except (ValueError, RecursionError) as error:
        what = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        found = _PLACE.fullmatch(what)
        where, what = (f"{path}:{found[2]}:{found[3]}", found[1]) if found else (str(path), what)
        raise SettingsError([f"{where}: this is no TOML: {what}; {way_out}"]) from error
    if path.name != PROJECT:
        return data
    tool = data.get("tool")
    own = tool.get("cleaner") if isinstance(tool, dict) else None
    if own is not None and not isinstance(own, dict):
        raise SettingsError([f"{path}: tool.cleaner is no table; write [tool.cleaner], and the settings below it"])
    return own


def wants_help(arguments: Sequence[str]) -> bool:
    """Whether a command is asked for its help: then no file is read, lest one with a mistake keeps it from answering."""
    return "--help" in _options(arguments)


def ahead(arguments: Sequence[str]) -> list[str]:
    """The arguments with ``--config`` and ``--no-config`` before the command, where they belong, wherever they were given.

    Raises:
        UsageError: behind ``--config`` there is no file.
    """
    first: list[str] = []
    others: list[str] = []
    options = _options(arguments)
    rest = iter(options)
    for argument in rest:
        if argument == "--config":
            value = next(rest, None)
            if value is None:  # the command itself would be taken for it
                raise UsageError("--config needs the name of a file")
            first += [argument, value]
        elif argument == "--no-config" or argument.startswith("--config="):
            first.append(argument)
        else:
            others.append(argument)
    return [*first, *others, *arguments[len(options) :]]


def _together(arguments: Sequence[str]) -> list[str]:
    """The arguments with lists of names that are given more than once as one, for a later one would replace those before it."""
    given: dict[str, list[str]] = {}
    others: list[str] = []
    options = _options(arguments)
    rest = iter(options)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if name not in _LISTS:
            others.append(argument)
            continue
        found = value if equals else next(rest, None)
        if found is None:  # the command itself says that there is nothing
            others.append(argument)
        else:
            given.setdefault(name, []).append(found)
    lists = [f"{name}={','.join(filter(None, values))}" for name, values in given.items()]
    return [*lists, *others, *arguments[len(options) :]]


def _options(arguments: Sequence[str]) -> Sequence[str]:
    """What stands before ``--``, behind which nothing is an option."""
    return arguments[: arguments.index("--")] if "--" in arguments else arguments
