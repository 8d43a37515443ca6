"""``cleaner doctor``: what this installation is made of, and what is wrong with it."""

from __future__ import annotations

import json
import locale
import os
import platform
import sys
from typing import Annotated, Any

import typer

from cleaner.cli.options import ColorOption
from cleaner.cli.terminal import Color, Terminal, columns, escape
from cleaner.errors import CleanerError

EXAMPLES = """\b
Examples:
  cleaner doctor
  cleaner doctor --json > doctor.json
"""
_OPTIONAL = ("pyarrow", "zstandard", "fastwarc", "fsspec")
"""What the extras `io` and `remote` install: a library that no code uses is not missing."""


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on the standard output.")] = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show versions, optional libraries and limits, and try a page.

    Put it into a report of a mistake. The exit status is 1 if something is wrong.
    """
    from rich.text import Text

    terminal = Terminal(color)
    told = {"versions": _versions(), "optional": _optional(), "limits": _limits(), "encodings": _encodings()}
    problems = _problems()
    if as_json:
        terminal.data(json.dumps({**told, "problems": problems}, indent=1).encode() + b"\n")
    else:
        lines = []
        for title, values in told.items():
            lines.append(Text(f"{title}:", "bold"))
            shown = [(name, "missing" if value is None else escape(str(value))) for name, value in values.items()]
            lines += [Text(f"  {line}") for line in columns(shown)]
        lines += [Text(f"wrong: {escape(problem)}", "red") for problem in problems] or [Text("all works", "green")]
        terminal.show(lines)
    raise typer.Exit(1 if problems else 0)


def _versions() -> dict[str, str | None]:
    from cleaner.batch.fingerprint import versions

    return {**versions(), "system": platform.platform(), "executable": sys.executable}


def _optional() -> dict[str, str | None]:
    from cleaner.batch.fingerprint import version_of

    return {name: version_of(name) for name in _OPTIONAL}


def _limits() -> dict[str, Any]:
    from cleaner.batch import Limits, cores

    told: dict[str, Any] = {"processes": cores(), "timeout": Limits().timeout, "memory": Limits().memory}
    try:
        import resource
    except ImportError:
        return told
    for name in ("RLIMIT_AS", "RLIMIT_DATA", "RLIMIT_NOFILE"):
        limit = resource.getrlimit(getattr(resource, name))[0]
        told[name] = "unlimited" if limit == resource.RLIM_INFINITY else limit
    told["system_memory"] = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return told


def _encodings() -> dict[str, Any]:
    return {
        "file_names": sys.getfilesystemencoding(),
        "standard_output": getattr(sys.stdout, "encoding", None),
        "locale": locale.getlocale()[1],
        "utf8_mode": bool(sys.flags.utf8_mode),
    }


def _problems() -> list[str]:
    """What does not work, found by doing it: the rules load, and a text and a page are cleaned."""
    problems = []
    sentence = "The harbour reopened on Monday after a long night, the mayor said at noon."
    try:
        import cleaner

        for source in (f"{sentence}\n", f"<html><body><article><p>{sentence * 3}</p></article></body></html>"):
            if sentence not in cleaner.clean(source).body:
                problems += [f"a {'page' if '<' in source else 'text'} is not cleaned as it should be; install cleaner anew"]
    except CleanerError as error:
        problems.append(str(error))
    except ImportError as error:
        problems.append(f"{error}; install cleaner anew")
    return problems
