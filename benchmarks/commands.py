"""What the benchmarks' commands have in common: their arguments, and how they end when something is amiss.

Everything that can be looked at beforehand is: nothing is trained or measured that could then not be written.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import itertools
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ParamSpec

from benchmarks.bench import HELD_OUT, THIRDS, BenchError, Split
from cleaner.errors import CleanerError

P = ParamSpec("P")
TRAIN = "pip install '.[train]'"
"""How to get what training takes."""


def as_command(main: Callable[P, int]) -> Callable[P, int]:
    """A command whose `BenchError` and ``CleanerError`` end in a sentence on the standard error and the exit status 2."""

    @functools.wraps(main)
    def run(*arguments: P.args, **named: P.kwargs) -> int:
        try:
            return main(*arguments, **named)
        except (BenchError, CleanerError) as error:
            print(error, file=sys.stderr)
            return 2

    return run


def inner_part(module: str, whole: str) -> int:
    """What a module says that was started though it is no command: the part of which command it is. Returns 2."""
    print(f"{module} is no command of its own but a part of: {whole}", file=sys.stderr)
    return 2


def needed(module: str, install: str) -> Any:
    """A module of a package that not everyone has.

    Raises:
        BenchError: it cannot be imported; the message says how to install it.
    """
    try:
        return importlib.import_module(module)
    except (ImportError, OSError) as error:  # a library of the system may be missing, too
        raise BenchError(f"{module.partition('.')[0]} cannot be imported ({error}): {install}") from error


def at_least(least: int) -> Callable[[str], int]:
    """The type of an argument: a whole number that is not below ``least``."""

    def parse(text: str) -> int:
        try:
            found = int(text)
        except ValueError:
            found = least - 1
        if found < least:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} up")
        return found

    return parse


def rising(text: str) -> tuple[int, ...]:
    """The type of an argument: positive whole numbers with commas between, each greater than the one before."""
    try:
        found = tuple(int(part) for part in text.split(","))
    except ValueError:
        found = ()
    if not found or found[0] < 1 or any(after <= before for before, after in itertools.pairwise(found)):
        raise argparse.ArgumentTypeError(f"{text!r}: positive whole numbers are wanted, rising, with commas between")
    return found


def names(text: str, *, known: Sequence[str], empty: bool = False) -> tuple[str, ...]:
    """The type of an argument: names with commas between, in the order of ``known``; none at all only if ``empty``."""
    found = {name for name in text.split(",") if name}
    if unknown := sorted(found - set(known)):
        raise argparse.ArgumentTypeError(f"there is no {', '.join(unknown)}; there are {', '.join(known)}")
    if not found and not empty:
        raise argparse.ArgumentTypeError(f"none is named; there are {', '.join(known)}")
    return tuple(name for name in known if name in found)


def output_file(text: str, suffix: str = "") -> Path:
    """The type of an argument: a file that can be written, its directory made if need be (`room_for`)."""
    path = Path(text)
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is a directory; name a file")
    if not path.name.endswith(suffix):
        raise argparse.ArgumentTypeError(f"{text}: the name has to end in {suffix}")
    output_directory(str(path.parent))
    return path


def output_directory(text: str) -> Path:
    """The type of an argument: a directory that can be written into, made if need be."""
    path = Path(text)
    there = next(place for place in (path, *path.parents) if place.exists())
    if not there.is_dir():
        raise argparse.ArgumentTypeError(f"{there} is a file, no directory")
    if not os.access(there, os.W_OK):
        raise argparse.ArgumentTypeError(f"{there} is a directory that you must not write into")
    return path


def room_for(path: Path) -> Path:
    """The path of a file to be written, now that its directory is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def refuse(parser: argparse.ArgumentParser, options: argparse.Namespace, mode: str, ignored: Sequence[str]) -> None:
    """End with a mistake in the usage if any of the options that a mode would ignore was given."""
    given = [f"--{name.replace('_', '-')}" for name in ignored if getattr(options, name) != parser.get_default(name)]
    if given:
        parser.error(f"{mode} makes no use of {', '.join(given)}: leave {'it' if len(given) == 1 else 'them'} out")


def add_hosts(parser: argparse.ArgumentParser) -> None:
    """The options ``--without`` and ``--all`` of what is trained; `hosts_of` reads them."""
    hosts = parser.add_mutually_exclusive_group()
    # The default is put in later: a parser does not see that an option was given if its value is the default.
    hosts.add_argument(
        "--without", type=int, choices=range(THIRDS), help=f"the third of the hosts that no page is read of; default {HELD_OUT}"
    )
    hosts.add_argument("--all", action="store_true", help="learn from held-out hosts too: to ship, not to measure")


def hosts_of(options: argparse.Namespace) -> tuple[Split, int, str]:
    """The part of the hosts to learn from, the third that is kept from it, and both in words."""
    apart = HELD_OUT if options.without is None else options.without
    return ("all", apart, "all") if options.all else ("training", apart, f"all but third {apart}")
