"""The command line: ``cleaner clean``, ``explain``, ``review``, ``diff``, ``profile``, ``config`` and so on.

Nothing imports this package. What a command needs is imported when it runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from cleaner._version import __version__
from cleaner.cli import (
    clean,
    config,
    diff,
    doctor,
    drafting,
    explain,
    importing,
    profile,
    restore,
    review,
    rules,
    settings,
    unbundle,
    verify,
)
from cleaner.cli.settings_names import variable_of
from cleaner.cli.terminal import Terminal, counted, printing, while_somebody_reads
from cleaner.errors import CleanerError, RulebookError, SettingsError, UsageError

_HELP = """Clean article bodies from raw news text and HTML, with an account of every cut.

\b
Try it:
  cleaner clean page.html                  print the article body
  cleaner explain page.html                show what goes, and why
  cleaner clean pages/ -o cleaned          clean a whole tree
  cleaner review cleaned --html page.html  look at the doubtful documents

\b
Exit status:
  0    every document was cleaned
  1    some failed, or were kept whole because nearly everything would have gone; or a check found something
  2    wrong use, or mistakes in rule files; nothing was written
  130  interrupted; 143 terminated; the same command goes on from there
  141  nobody read what was printed to its end
"""


class _Group(TyperGroup):
    """Commands under one name. Where the help that the library prints cannot be written, that is told as of all that is."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        with printing():
            return super().make_context(info_name, args, parent, **extra)


class _Commands(_Group):
    """The commands, with settings as the defaults of their options.

    What is wrong with an option is said without the prefix of the library that found it, and with the place where it stands.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args if ctx.resilient_parsing else settings.ahead(args))

    def invoke(self, ctx: Any) -> Any:
        if not settings.wants_help(ctx.args):
            settings.take(ctx)
            for told in settings.misspelt(os.environ):
                Terminal(log_json=_logs_json(ctx.args)).say(f"warning: {told}", "yellow")
        try:
            with while_somebody_reads():
                return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            if error.ctx and error.param:
                error.message += settings.elsewhere(error.ctx, error.param)
            raise


# Help in rich's boxes takes 120 ms longer to appear.
app = typer.Typer(
    name="cleaner", cls=_Commands, help=_HELP, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)
_rules = typer.Typer(cls=_Group, help="Look at the rules, bundled and your own.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(_rules, name="rules")
_import = typer.Typer(
    cls=_Group, help="Make rules of the files of other projects.", no_args_is_help=True, rich_markup_mode=None
)
_rules.add_typer(_import, name="import")
_config = typer.Typer(cls=_Group, help="Look at the settings that hold here.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(_config, name="config")
_COMMANDS: tuple[tuple[typer.Typer, str, Callable[..., None], str], ...] = (
    (app, "clean", clean.clean, clean.EXAMPLES),
    (app, "explain", explain.explain, explain.EXAMPLES),
    (app, "review", review.review, review.EXAMPLES),
    (app, "diff", diff.diff, diff.EXAMPLES),
    (app, "profile", profile.profile, profile.EXAMPLES),
    (app, "unbundle", unbundle.unbundle, unbundle.EXAMPLES),
    (app, "verify", verify.verify, verify.EXAMPLES),
    (app, "restore", restore.restore, restore.EXAMPLES),
    (app, "doctor", doctor.doctor, doctor.EXAMPLES),
    (_config, "show", config.show, config.SHOW_EXAMPLES),
    (_rules, "check", rules.check, rules.CHECK_EXAMPLES),
    (_rules, "list", rules.list_rules, rules.LIST_EXAMPLES),
    (_rules, "which", rules.which, rules.WHICH_EXAMPLES),
    (_rules, "test", rules.try_rules, rules.TEST_EXAMPLES),
    (_rules, "lint", rules.lint, rules.LINT_EXAMPLES),
    (_rules, "schema", rules.schema, rules.SCHEMA_EXAMPLES),
    (_rules, "new", drafting.new, drafting.NEW_EXAMPLES),
    (_rules, "suggest", drafting.suggest, drafting.SUGGEST_EXAMPLES),
    (_import, "ftr", importing.ftr, importing.FTR_EXAMPLES),
)
for _group, _name, _function, _examples in _COMMANDS:
    _group.command(_name, cls=settings.Command, epilog=_examples)(_function)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cleaner {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", callback=_print_version, is_eager=True)
    ] = False,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            envvar=variable_of("config"),
            show_envvar=False,
            help="Take settings from this file; else from cleaner.toml, or [tool.cleaner] in pyproject.toml, here or above.",
        ),
    ] = None,
    no_config: Annotated[bool, typer.Option("--no-config", help="Take settings from no file.")] = False,
) -> None:
    pass


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and give back its exit status: 0, 1, 2, 130, 141 (nobody reads the output) or 143 (terminated).

    Expected errors are one line each on the standard error, never a traceback.
    """
    _replace_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no UTF-8 must not end the run
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup is to be respected
                signal.signal(number, _terminated)
    log_json = _logs_json(sys.argv[1:] if arguments is None else arguments)
    try:
        app(arguments, prog_name="cleaner")
    except SystemExit as leave:
        return leave.code if isinstance(leave.code, int) else int(leave.code is not None)
    except KeyboardInterrupt:
        return 130
    except RulebookError as error:
        terminal = Terminal(log_json=log_json)
        for mistake in error.mistakes:
            terminal.say(str(mistake))
        terminal.say(f"{counted(len(error.mistakes), 'mistake')} in rule files; nothing was done", "red")
        return 2
    except SettingsError as error:
        terminal = Terminal(log_json=log_json)
        for told in error.mistakes:
            terminal.say(told)
        terminal.say(f"{counted(len(error.mistakes), 'mistake')} in settings; nothing was done", "red")
        return 2
    except CleanerError as error:
        Terminal(log_json=log_json).say(f"error: {error}", "red")
        return 2 if isinstance(error, UsageError) else 1
    except OSError as error:
        what = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "the system"
        Terminal(log_json=log_json).say(f"error: {what}: {error.strerror or error}", "red")
        return 1
    return 0


def _replace_closed_streams() -> None:
    """Put something in the place of standard streams that the caller has closed.

    What is opened next would get their numbers, and be written to or read from. Nothing can be read from or written to what
    stands in for the first two, as is told where it is tried; what is told goes nowhere where the last is closed.
    """
    for name, flags in (("stdin", os.O_WRONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))


def _logs_json(arguments: Sequence[str]) -> bool:
    """Whether messages are for programs, where no command has taken its options yet."""
    return "--log-json" in arguments


def _terminated(number: int, _frame: object) -> NoReturn:
    # An exception instead of sudden death: temporary files are removed and worker processes ended on the way out.
    sys.exit(128 + number)
