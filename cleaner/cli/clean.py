"""``cleaner clean``: bodies and records from files, directories, globs or the standard input."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.options import (
    HTML_KEY,
    ID_KEY,
    TEXT_KEY,
    URL_KEY,
    BytesOption,
    ColorOption,
    DupId,
    DupOption,
    EncodingOption,
    Engine,
    EngineOption,
    Favour,
    FavourOption,
    FollowOption,
    FromOption,
    HtmlKeyOption,
    IdKeyOption,
    JobsOption,
    KeepOption,
    LogOption,
    MemoryOption,
    OutletOption,
    PassOption,
    ProfileOption,
    QuietOption,
    RulesOption,
    TextKeyOption,
    TimeoutOption,
    UrlKeyOption,
    UrlOption,
    address_given,
    count_or_share,
    counts,
    encoding_given,
    limits_of,
    outlet_given,
    passed_of,
    policy_of,
    processes_of,
    reading_of,
    rulebook_of,
)
from cleaner.cli.running import Order, carry_out, close
from cleaner.cli.settings import given, setting
from cleaner.cli.terminal import Color, Terminal
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from cleaner.batch import Destination, Listing, Settings
    from cleaner.cli.changing import Changes


class Format(StrEnum):
    """What is written."""

    TXT = "txt"
    JSONL = "jsonl"
    PARQUET = "parquet"
    CSV = "csv"


_OTHER_FILES = (
    ".json", ".csv", ".tsv", ".xml", ".md", ".yaml", ".yml", ".log", ".pdf", ".docx", ".xlsx", ".arrow", ".feather", ".sqlite",
    ".bz2", ".xz", ".7z", ".lz4", ".br",
)  # fmt: skip  # a list
"""Endings of files that are not written, or not packed or not in capitals, and that somebody may hope to get."""


def _writes(paths: list[str], out: str | None, given: Format | None, attributes: str | None) -> tuple[str, str | None]:
    """What is written, and where: what was asked for, else what the name of the output says.

    Raises:
        UsageError: what was asked for does not go together, or a directory would have the name of a file.
    """
    from cleaner.batch.destination import format_of

    if attributes is not None:
        if out is not None or given is not None:
            raise UsageError("--attributes is an output of its own; leave out -o and --format")
        if "-" in paths:
            raise UsageError("--attributes are files named after those of the inputs, and - has none; name the files")
        if _names_a_file(attributes) and not os.path.lexists(attributes):
            raise UsageError(f"{attributes}: this would be a directory with the name of a file; write --attributes DIR")
        return "attributes", attributes
    if out == "-":
        raise UsageError("-o -: leave out -o, and the body of one file is printed; with --format jsonl a row of each document")
    told = format_of(out) if out and not os.path.isdir(out) else None  # noqa: PTH112  # a name that is too long is an error to `Path`
    wanted = given or Format(told or Format.TXT)
    if told and told != wanted:
        what = f"{out}: a file of this name holds {told}, and --format is {wanted}"
        raise UsageError(f"{what}; leave out --format, or choose another name")
    if out and told is None and _names_a_file(out) and not os.path.lexists(out):
        raise UsageError(
            f"{out}: this would be a directory with the name of a file; write -o DIR, or for rows NAME.jsonl, NAME.jsonl.gz, "
            "NAME.jsonl.zst, NAME.parquet or NAME.csv; without -o the body of one file is printed"
        )
    return wanted.value, out


def _names_a_file(out: str) -> bool:
    """Whether a name is one that only files have; directories are called after hosts and versions, too: by dots alone."""
    from cleaner.batch.kinds import FORMATS, parts

    _, suffix, packing = parts(out)
    return bool(packing) or suffix in (*FORMATS, *_OTHER_FILES)


def _refuse_outputs(ctx: typer.Context, option: str) -> None:
    """Options that say how something is written, beside one with which nothing is.

    Raises:
        UsageError: there are some.
    """
    for name in ("out", "format", "attributes", "split", "pass_columns", "dry_run"):
        if given(ctx, name):
            raise UsageError(f"{option} writes nothing; leave out --{name.replace('_', '-')}")


def _refuse(
    plan: Listing,
    paths: list[str],
    written: str,
    out: str | None,
    *,
    url: str | None,
    split: bool,
    profile: Path | None,
    self_profile: bool,
) -> None:
    """Options that do not suit the inputs, or one another.

    Raises:
        UsageError: there are some.
    """
    from cleaner.corpus import COLUMNS

    if url and not plan.single:
        raise UsageError("--url is the address of one page; give one file, or name the outlet of them all with --outlet")
    if out is None and not plan.single and written == "txt":
        if "-" not in paths and next(iter(plan), None) is None:  # nobody is to type rows for a command that is refused
            raise UsageError("there are no files in what was named; check the path")
        raise UsageError("several bodies in one stream cannot be told apart; choose a directory with -o OUT, or --format jsonl")
    if out is None and written in ("parquet", "csv"):
        raise UsageError(f"a table is a file; name it with -o NAME.{written}, or a directory with -o OUT")
    if split and written not in COLUMNS:
        raise UsageError("--split writes rows; add --format jsonl")
    if self_profile and profile:
        raise UsageError("--profile and --self-profile cannot be combined; choose one")
    if self_profile and plan.single:
        raise UsageError("--self-profile needs the other pages of the corpus; name a directory, or use --profile FILE")


def _changes(ctx: typer.Context, terminal: Terminal, *, check: bool, diff: bool) -> Changes | None:
    """What shows the changes that ``--check`` or ``--diff`` asks for; ``None`` where neither is given.

    Raises:
        UsageError: options say how something is written, and nothing is.
    """
    if not (check or diff):
        return None
    from cleaner.cli.changing import Changes

    _refuse_outputs(ctx, "--check" if check else "--diff")
    return Changes(terminal, diff=diff)


def _chosen(plan: Listing, limit: int | None, sample: str | None) -> Listing:
    """The inputs that ``--limit`` and ``--sample`` leave.

    Raises:
        UsageError: the sample is no number and no share, or is nothing.
    """
    from cleaner.batch import Chosen

    drawn, share = count_or_share(sample, "--sample", nothing=False)
    return plan if (drawn, share, limit) == (None, None, None) else Chosen(plan, limit, share, drawn)


def _jobs(plan: Listing, destination: Destination | None, processes: int | None) -> int | None:
    """How many processes the inputs get, of those that may be used."""
    if not plan.single:
        return processes
    # One document to the screen is not worth a process; a clock in this one stands in for the supervisor.
    return 0 if destination is None else 1


def _told(settings: Settings) -> dict[str, object]:
    """The options that the account of the run names."""
    return {
        "format": settings.format,
        "keep": sorted(settings.policy.keep),
        "outlet": settings.outlet,
        "url": settings.url,
        "max_bytes": settings.max_bytes,
        "encoding": settings.encoding,
        "favour": settings.policy.favour,
        "engine": settings.policy.engine,
        "split": settings.split,
        "pass_columns": dict(settings.passed),
    }


EXAMPLES = """\b
Examples:
  cleaner clean page.html > body.txt
  curl -s https://example.com/story | cleaner clean - --url https://example.com/story
  cleaner clean pages/ -o cleaned --jobs 8
  cleaner clean 'pages/**/*.html' -o corpus.jsonl
  cleaner clean pages/ -o cleaned --keep caption,summary --rules my-rules
  cleaner clean pages/ -o cleaned --self-profile --outlet example.com
  cleaner clean pages/ -o table.csv
  cleaner clean crawl.warc.gz shards/*.jsonl.zst -o corpus.parquet
  cleaner clean bodies/ --check
  cleaner clean page.txt --diff --color always | less -R
  cleaner clean documents/ --attributes attributes/cleaner
  zstdcat shard.jsonl.zst | cleaner clean - --from jsonl --format jsonl > cleaned.jsonl
"""


def clean(
    ctx: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, directories, globs, or - for the standard input.")],
    *,
    out: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--out",
            metavar="OUT",
            help="Output directory; or a file of rows: NAME.jsonl, NAME.jsonl.gz, NAME.jsonl.zst, NAME.parquet, NAME.csv.",
        ),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option("--format", help="Bodies and records, or rows for corpus tools; else as the name after -o ends, or txt."),
    ] = None,
    attributes: Annotated[
        str | None,
        typer.Option(
            "--attributes", metavar="DIR", help="Instead: the cuts of each .jsonl in DIR, row by row, as dolma reads them."
        ),
    ] = None,
    from_: FromOption = None,
    jobs: JobsOption = "auto",
    outlet: OutletOption = None,
    url: UrlOption = None,
    text_key: TextKeyOption = TEXT_KEY,
    html_key: HtmlKeyOption = HTML_KEY,
    id_key: IdKeyOption = ID_KEY,
    url_key: UrlKeyOption = URL_KEY,
    encoding: EncodingOption = None,
    pass_columns: PassOption = "",
    dup_id: DupOption = DupId.ERROR,
    follow: FollowOption = False,
    keep: KeepOption = "",
    favour: FavourOption = Favour.BALANCE,
    engine: EngineOption = Engine.THOROUGH,
    split: Annotated[
        bool,
        setting("--split", help="With rows (--format jsonl or parquet): each other story that is cut gets a row, ID#2 and on."),
    ] = False,
    rules: RulesOption = None,
    profile: ProfileOption = None,
    self_profile: Annotated[
        bool, typer.Option("--self-profile", help="Count the lines of all inputs first, then clean them with these counts.")
    ] = False,
    max_bytes: BytesOption = "20MB",
    timeout: TimeoutOption = 10,
    memory: MemoryOption = "4GB",
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh/--resume", help="Do all again, or keep what an earlier run has done and what still holds (usual)."
        ),
    ] = False,
    retry_failed: Annotated[
        bool,
        setting(
            "--retry-failed/--no-retry-failed", help="Try again what took too long or too much memory, or ended its process."
        ),
    ] = True,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N inputs, into an output of their own.")
    ] = None,
    sample: Annotated[
        str | None,
        typer.Option(
            "--sample", metavar="N|P%", help="Only so many inputs, drawn, the same each time; into an output of their own."
        ),
    ] = None,
    max_failures: Annotated[
        str | None,
        setting("--max-failures", metavar="N|P%", help="Stop when more inputs have failed; a share from 100 on."),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Write nothing; print for each input whether it would be cleaned, kept or skipped, and what would go.",
        ),
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; name the documents that would change. If one would, exit with 1.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; print what would change in each document, as a unified diff.")
    ] = False,
    fsync: Annotated[bool, setting("--fsync/--no-fsync", help="Wait until each file is safely on the disk.")] = True,
    quiet: QuietOption = False,
    log_json: LogOption = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Clean documents: keep the article, record every cut.

    One file without -o is printed. With -o the tree of the inputs is kept: NAME.txt holds the body, NAME.json what was cut and
    why; manifest.jsonl has a row for every input, run.json the account of the run. From a directory, files that end in .txt,
    .text, .md, .markdown, .html, .htm, .mhtml, .mht, .eml, .jsonl, .ndjson, .warc, .wet, .mbox, .rss, .atom or .tar (with .gz
    or .zst behind it or not), .tgz, .json.gz, .json.zst, .parquet or .zip are taken; each row, record, message, item or member
    of the latter is an input. Tables (.csv, .tsv), arrays of JSON (.json) and feeds of any name (.xml, .rdf, .json) are taken
    where they are named.

    A run that was ended, by whatever, goes on where it was when the same command is given again: what is done is not done
    again, where source, options, versions and all rules that can touch it are the same. A file of rows appears when it is
    complete; until then what is done is kept in a hidden file beside it. A run that names or chooses other inputs, and would
    leave out documents that an earlier one has put into the same output, ends before it begins, unless --fresh is given; so
    does one that finds nothing to clean any more.

    With --check and --diff a document changes if its body is not its text, line by line; of a web page its visible text counts.
    """
    from cleaner.batch import Conduct, Destination, Settings, find
    from cleaner.corpus import COLUMNS
    from cleaner.profile import Profile

    terminal = Terminal(color, log_json=log_json)
    written, out = _writes(paths, out, format, attributes)
    changes = _changes(ctx, terminal, check=check, diff=diff)
    written = "changes" if changes else written
    # What a file says for all calls gives way where it does not go with this one.
    outlet = outlet if counts(ctx, "outlet", "url") else None
    profile = profile if counts(ctx, "profile", "self_profile") else None
    rows = written in COLUMNS
    split = split and (rows or given(ctx, "split"))
    pass_columns = pass_columns if rows or given(ctx, "pass_columns") else ""
    if from_ and paths != ["-"]:
        raise UsageError("--from is for the standard input alone, whose rows have no file; files tell by their names")
    codec, passed = encoding_given(encoding), passed_of(pass_columns, written)
    reading = reading_of(
        max_bytes, text=text_key, html=html_key if attributes is None else "", id=id_key, url=url_key, dup_id=dup_id,
        follow=follow, stdin=from_, encoding=codec, passed=passed,
    )  # fmt: skip  # attributes count in the text as it is
    plan: Listing = find(paths, reading)
    _refuse(plan, paths, written, out, url=url, split=split, profile=profile, self_profile=self_profile)
    processes, limits = processes_of(jobs), limits_of(timeout, memory)
    plan = _chosen(plan, limit, sample)
    most_failures, most_share = count_or_share(max_failures, "--max-failures")
    policy = policy_of(keep, favour, engine)
    destination = Destination.of(out, written) if out is not None else None
    rulebook = rulebook_of(rules, terminal, quiet=quiet)
    settings = Settings(
        rulebook=rulebook, policy=policy, outlet=outlet_given(outlet, rulebook, terminal, quiet=quiet), url=address_given(url),
        format=written,
        folder=destination.place if destination and written == "txt" else "", fsync=fsync, max_bytes=reading.max_bytes,
        encoding=codec, passed=passed,
        profile=Profile.open(profile) if profile else None, split=split, retry_failed=retry_failed,
    )  # fmt: skip  # one thought a line
    conduct = Conduct(
        jobs=_jobs(plan, destination, processes), limits=limits, resume=not fresh,
        max_failures=most_failures, max_failed_share=most_share, keep_profile=self_profile,
    )  # fmt: skip  # one thought a line
    order = Order(plan, settings, conduct, destination, _told(settings), changes)
    summary = carry_out(terminal, order, self_profile=self_profile, dry_run=dry_run, quiet=quiet)
    close(terminal, summary, order, quiet=quiet)
    # Skipping is right for what a walk comes across, not for the one input that was named.
    found = (plan.single and summary.statuses["skipped"]) or (check and changes and changes.count)
    raise typer.Exit(1 if found else summary.exit_code)
