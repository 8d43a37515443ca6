"""``cleaner clean``: bodies and records from files, directories, globs or the standard input."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.options import (
    BytesOption,
    ColorOption,
    Favour,
    FavourOption,
    JobsOption,
    KeepOption,
    OutletOption,
    RulesOption,
    UrlOption,
    bytes_of,
    host_given,
    policy_of,
    processes_of,
    rulebook_of,
)
from cleaner.cli.terminal import Color, Terminal
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from cleaner.batch import Outcome


class Format(StrEnum):
    """What is written."""

    TXT = "txt"
    JSONL = "jsonl"


EXAMPLES = """\b
Examples:
  cleaner clean page.html > body.txt
  curl -s https://example.com/story | cleaner clean - --url https://example.com/story
  cleaner clean pages/ -o cleaned --jobs 8
  cleaner clean 'pages/**/*.html' --format jsonl -o corpus.jsonl
  cleaner clean pages/ -o cleaned --keep caption,summary --rules my-rules
  cleaner clean pages/ -o cleaned --self-profile --outlet example.com
"""


def clean(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, directories, globs, or - for the standard input.")],
    *,
    out: Annotated[
        str | None, typer.Option("-o", "--out", metavar="OUT", help="Output directory; with --format jsonl also NAME.jsonl.")
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="Bodies and records, or rows for corpus tools.")] = Format.TXT,
    jobs: JobsOption = "auto",
    outlet: OutletOption = None,
    url: UrlOption = None,
    keep: KeepOption = "",
    favour: FavourOption = Favour.BALANCE,
    split: Annotated[
        bool,
        typer.Option("--split", help="With --format jsonl: each other story that is cut gets a row, ID#2 and on."),
    ] = False,
    rules: RulesOption = None,
    profile: Annotated[
        Path | None,
        typer.Option("--profile", metavar="FILE", help="Lines that stand on many pages, as `cleaner profile` counted them."),
    ] = None,
    self_profile: Annotated[
        bool, typer.Option("--self-profile", help="Count the lines of all inputs first, then clean them with these counts.")
    ] = False,
    max_bytes: BytesOption = "20MB",
    fsync: Annotated[bool, typer.Option("--fsync/--no-fsync", help="Wait until each file is safely on the disk.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Clean documents: keep the article, record every cut.

    One file without -o is printed. With -o the tree of the inputs is kept: NAME.txt holds the body, NAME.json what was cut and
    why; manifest.jsonl has a row for every input, run.json the account of the run. From a directory, files that end in .txt,
    .text, .html or .htm are taken.
    """
    from cleaner.batch import Destination, Settings, find, run
    from cleaner.profile import Profile

    terminal = Terminal(color)
    plan = find(paths)
    if url and not plan.single:
        raise UsageError("--url is the address of one page; give one file, or name the outlet of them all with --outlet")
    if out is None and not plan.single and format is Format.TXT:
        raise UsageError("several bodies in one stream cannot be told apart; choose a directory with -o OUT, or --format jsonl")
    if split and format is not Format.JSONL:
        raise UsageError("--split writes rows; add --format jsonl")
    if self_profile and profile:
        raise UsageError("--profile and --self-profile cannot be combined; choose one")
    if self_profile and plan.single:
        raise UsageError("--self-profile needs the other pages of the corpus; name a directory, or use --profile FILE")
    processes = processes_of(jobs)
    policy, limit = policy_of(keep, favour), bytes_of(max_bytes)
    destination = Destination.of(out, format) if out is not None else None
    settings = Settings(
        rulebook=rulebook_of(rules, terminal, quiet=quiet), policy=policy, outlet=host_given(outlet), url=url, format=format,
        folder=destination.place if destination and format is Format.TXT else "", fsync=fsync, max_bytes=limit,
        profile=Profile.open(profile) if profile else None, split=split,
    )  # fmt: skip  # one thought a line
    options = {
        "format": str(format),
        "keep": sorted(policy.keep),
        "outlet": settings.outlet,
        "url": url,
        "max_bytes": limit,
        "favour": favour.value,
        "split": split,
    }
    to_stdout = destination is None
    with ExitStack() as stack:
        if self_profile:
            from cleaner.cli.profile import first_pass

            settings = replace(settings, profile=stack.enter_context(first_pass(plan, settings, processes, destination)))
        if settings.profile:
            options["profile"] = settings.profile.digest
        advance = None
        if not quiet and not plan.single and sys.stderr.isatty():
            from cleaner.cli.progress import bar

            advance = stack.enter_context(bar(terminal, plan))

        def each(outcome: Outcome) -> None:
            if to_stdout and outcome.data:
                terminal.data(outcome.data)
            _report(terminal, outcome, quiet=quiet, single=plan.single)
            if advance:
                advance()

        try:
            summary = run(
                plan, settings, jobs=1 if plan.single else processes, destination=destination, options=options, each=each
            )
        except KeyboardInterrupt:
            terminal.say("interrupted: what is written is whole; run the same command again", "yellow")
            raise typer.Exit(130) from None
    if not quiet and (destination or (not plan.single and sys.stderr.isatty())):
        from cleaner.cli.closing import closing

        for line in closing(summary):
            terminal.say(line)
    # Skipping is right for what a walk comes across, not for the one input that was named.
    raise typer.Exit(1 if plan.single and summary.statuses["skipped"] else summary.exit_code)


def _report(terminal: Terminal, outcome: Outcome, *, quiet: bool, single: bool) -> None:
    """One line for what a person has to know of one input; the rest is in the closing table."""
    if outcome.status == "failed":
        terminal.say(f"failed: {outcome.id}: {outcome.error}", "red")
    elif quiet:
        return
    elif outcome.kind == "special":
        terminal.say(f"skipped: {outcome.id}: {outcome.error}", "yellow")
    elif outcome.status == "guarded":
        terminal.say(f"kept whole: {outcome.id}: {outcome.warnings[-1]}; look with `cleaner explain`", "yellow")
    elif single:
        for warning in outcome.warnings:
            terminal.say(f"warning: {outcome.id}: {warning}", "yellow")
