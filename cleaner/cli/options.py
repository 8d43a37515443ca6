"""Options that several commands share, and what is made of them."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.terminal import Color, Terminal
from cleaner.errors import UsageError
from cleaner.model import Label, Policy

if TYPE_CHECKING:
    from cleaner.rulebook import Rulebook

OutletOption = Annotated[
    str | None, typer.Option("--outlet", metavar="HOST", help="Whose pages these are, e.g. example.com; else the text tells.")
]
UrlOption = Annotated[str | None, typer.Option("--url", help="Address of the page; its host names the outlet. One input only.")]
KeepOption = Annotated[
    str, typer.Option("--keep", metavar="LABELS", help="What stays in the body beside the article, e.g. caption,summary.")
]
RulesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules", metavar="DIR", help="Your own rules beside the bundled ones: shared/*.yaml, outlets/*.yaml. Repeatable."
    ),
]
PacksArgument = Annotated[
    list[str] | None, typer.Argument(metavar="PACK", help="Names of packs; else all of --rules, or all bundled ones.")
]
FixturesOption = Annotated[
    list[Path] | None,
    typer.Option("--fixtures", metavar="DIR", help="Where the fixtures lie; else in fixtures/ beside the rules. Repeatable."),
]
ColorOption = Annotated[Color, typer.Option("--color", help="When to use colour.")]
BytesOption = Annotated[str, typer.Option("--max-bytes", metavar="SIZE", help="A larger input fails, e.g. 500kB, 20MB.")]

JobsOption = Annotated[str, typer.Option("--jobs", "-j", metavar="N|auto", help="Processes; the results do not depend on it.")]

HtmlOption = Annotated[
    Path | None, typer.Option("--html", metavar="FILE.html", help="Write one self-contained page, to be opened in a browser.")
]

LABELS = ", ".join(label for label in Label if label is not Label.BLANK)
"""The labels that a person may name."""
_SIZE = re.compile(r"(\d+)\s*([kMG]?)B?", re.IGNORECASE)
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}


def host_given(outlet: str | None) -> str | None:
    """The host that ``--outlet`` names; an address is taken for its host.

    Raises:
        UsageError: there is no host in it.
    """
    from cleaner.rulebook import host_of

    if outlet is None:
        return None
    host = host_of(outlet)
    if host is None:
        raise UsageError(f"--outlet: {outlet!r} is no host; write e.g. example.com")
    return host


class Favour(StrEnum):
    """Which mistake of a guess is the worse."""

    BALANCE = "balance"
    PRECISION = "precision"
    RECALL = "recall"


FavourOption = Annotated[
    Favour, typer.Option("--favour", help="When a guess is in doubt: cut (precision), keep (recall), or weigh both.")
]


def policy_of(keep: str, favour: Favour = Favour.BALANCE) -> Policy:
    """The policy that keeps the labels of a comma-separated list and favours this.

    Raises:
        UsageError: one of them is no label.
    """
    labels = {Label.ARTICLE}
    for name in filter(None, (part.strip().lower() for part in keep.split(","))):
        if name not in [str(label) for label in Label]:
            raise UsageError(f"--keep: {name!r} is no label; labels: {LABELS}")
        labels.add(Label(name))
    return Policy(keep=frozenset(labels), favour=favour.value)


def bytes_of(size: str) -> int:
    """A size such as ``20MB`` in bytes.

    Raises:
        UsageError: it is no size.
    """
    found = _SIZE.fullmatch(size.strip())
    if not found:
        raise UsageError(f"--max-bytes: {size!r} is no size; write a number with kB, MB or GB, e.g. 20MB")
    return int(found[1]) * _UNITS[found[2].lower()]


def processes_of(jobs: str) -> int | None:
    """How many processes ``--jobs`` names; ``None`` for ``auto``.

    Raises:
        UsageError: it is no number of processes.
    """
    if jobs == "auto":
        return None
    if not jobs.isdecimal() or int(jobs) < 1:
        raise UsageError(f"--jobs: {jobs!r} is no number of processes; write a number from 1 on, or auto")
    return int(jobs)


def rulebook_of(dirs: list[Path] | None, terminal: Terminal, *, quiet: bool = False) -> Rulebook:
    """The bundled rules and the user's; says which bundled packs the user's replace.

    Raises:
        RulebookError: rule files hold mistakes.
        UsageError: a directory holds no rules.
    """
    from cleaner.rulebook import load_rulebook

    rulebook = load_rulebook(*(dirs or ()))
    for pack in rulebook.packs:
        if pack.replaces and not quiet:
            terminal.say(f"note: {pack.origin} replaces {pack.replaces}", "yellow")
    return rulebook
