"""``cleaner clean``: bodies and records from files, directories, globs or the standard input."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

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
    RulesOption,
    TextKeyOption,
    TimeoutOption,
    UrlKeyOption,
    UrlOption,
    address_given,
    count_or_share,
    encoding_given,
    host_given,
    limits_of,
    passed_of,
    policy_of,
    processes_of,
    reading_of,
    rulebook_of,
)
from cleaner.cli.terminal import Color, Terminal, escape
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from cleaner.batch import Conduct, Destination, Listing, Outcome, Settings, Summary
    from cleaner.profile import Profile


class Format(StrEnum):
    """What is written."""

    TXT = "txt"
    JSONL = "jsonl"
    PARQUET = "parquet"


_OTHER_FILES = (
    ".json", ".csv", ".tsv", ".xml", ".md", ".yaml", ".yml", ".log", ".pdf", ".docx", ".xlsx", ".arrow", ".feather", ".sqlite",
    ".zip", ".tar", ".tgz", ".bz2", ".xz", ".7z", ".lz4", ".br",
)  # fmt: skip  # a list
"""Endings of files that are not written, and that somebody may hope to get."""


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
    told = format_of(out) if out and not Path(out).is_dir() else None
    wanted = given or Format(told or Format.TXT)
    if told and told != wanted:
        what = f"{out}: a file of this name holds {told}, and --format is {wanted}"
        raise UsageError(f"{what}; leave out --format, or choose another name")
    if out and told is None and _names_a_file(out) and not os.path.lexists(out):
        raise UsageError(
            f"{out}: this would be a directory with the name of a file; write -o DIR, or for rows NAME.jsonl, NAME.jsonl.gz, "
            "NAME.jsonl.zst or NAME.parquet; without -o the body of one file is printed"
        )
    return wanted.value, out


def _names_a_file(out: str) -> bool:
    """Whether a name is one that only files have; directories are called after hosts and versions, too: by dots alone."""
    from cleaner.batch.containers import FORMATS, parts

    _, suffix, packing = parts(out)
    return bool(packing) or suffix in (*FORMATS, *_OTHER_FILES)


EXAMPLES = """\b
Examples:
  cleaner clean page.html > body.txt
  curl -s https://example.com/story | cleaner clean - --url https://example.com/story
  cleaner clean pages/ -o cleaned --jobs 8
  cleaner clean 'pages/**/*.html' -o corpus.jsonl
  cleaner clean pages/ -o cleaned --keep caption,summary --rules my-rules
  cleaner clean pages/ -o cleaned --self-profile --outlet example.com
  cleaner clean crawl.warc.gz shards/*.jsonl.zst -o corpus.parquet
  cleaner clean documents/ --attributes attributes/cleaner
  zstdcat shard.jsonl.zst | cleaner clean - --from jsonl --format jsonl > cleaned.jsonl
"""


def clean(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, directories, globs, or - for the standard input.")],
    *,
    out: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--out",
            metavar="OUT",
            help="Output directory; or a file of rows: NAME.jsonl, NAME.jsonl.gz, NAME.jsonl.zst, NAME.parquet.",
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
        typer.Option("--split", help="With --format jsonl: each other story that is cut gets a row, ID#2 and on."),
    ] = False,
    rules: RulesOption = None,
    profile: ProfileOption = None,
    self_profile: Annotated[
        bool, typer.Option("--self-profile", help="Count the lines of all inputs first, then clean them with these counts.")
    ] = False,
    max_bytes: BytesOption = "20MB",
    timeout: TimeoutOption = 30,
    memory: MemoryOption = "4GB",
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh/--resume", help="Do all again, or keep what an earlier run has done and what still holds (usual)."
        ),
    ] = False,
    retry_failed: Annotated[
        bool,
        typer.Option(
            "--retry-failed/--no-retry-failed", help="Try again what took too long or too much memory, or ended its process."
        ),
    ] = True,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N inputs.")] = None,
    sample: Annotated[
        str | None, typer.Option("--sample", metavar="N|P%", help="Only so many inputs, drawn; the same ones each time.")
    ] = None,
    max_failures: Annotated[
        str | None,
        typer.Option("--max-failures", metavar="N|P%", help="Stop when more inputs have failed; a share from 100 on."),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Write nothing; print for each input whether it would be cleaned, kept or skipped."),
    ] = False,
    fsync: Annotated[bool, typer.Option("--fsync/--no-fsync", help="Wait until each file is safely on the disk.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    log_json: LogOption = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Clean documents: keep the article, record every cut.

    One file without -o is printed. With -o the tree of the inputs is kept: NAME.txt holds the body, NAME.json what was cut and
    why; manifest.jsonl has a row for every input, run.json the account of the run. From a directory, files that end in .txt,
    .text, .md, .markdown, .html, .htm, .jsonl, .ndjson, .warc or .wet (with .gz or .zst behind it or not), .json.gz, .json.zst
    or .parquet are taken; each row or record of the latter is an input.

    A run that was ended, by whatever, goes on where it was when the same command is given again: what is done is not done
    again, where source, options, versions and all rules that can touch it are the same. A file of rows appears when it is
    complete; until then what is done is kept in a hidden file beside it.
    """
    from cleaner.batch import Chosen, Conduct, Destination, Settings, find
    from cleaner.profile import Profile

    terminal = Terminal(color, log_json=log_json)
    written, out = _writes(paths, out, format, attributes)
    if from_ and paths != ["-"]:
        raise UsageError("--from is for the standard input alone, whose rows have no file; files tell by their names")
    codec, passed = encoding_given(encoding), passed_of(pass_columns, written)
    reading = reading_of(
        max_bytes, text=text_key, html=html_key if attributes is None else "", id=id_key, url=url_key, dup_id=dup_id,
        follow=follow, stdin=from_, encoding=codec, passed=passed,
    )  # fmt: skip  # attributes count in the text as it is
    plan: Listing = find(paths, reading)
    if url and not plan.single:
        raise UsageError("--url is the address of one page; give one file, or name the outlet of them all with --outlet")
    if out is None and not plan.single and written == "txt":
        if "-" not in paths and next(iter(plan), None) is None:  # nobody is to type rows for a command that is refused
            raise UsageError("there are no files in what was named; check the path")
        raise UsageError("several bodies in one stream cannot be told apart; choose a directory with -o OUT, or --format jsonl")
    if out is None and written == "parquet":
        raise UsageError("a table is a file; name it with -o NAME.parquet, or a directory with -o OUT")
    if split and written not in ("jsonl", "parquet"):
        raise UsageError("--split writes rows; add --format jsonl")
    if self_profile and profile:
        raise UsageError("--profile and --self-profile cannot be combined; choose one")
    if self_profile and plan.single:
        raise UsageError("--self-profile needs the other pages of the corpus; name a directory, or use --profile FILE")
    processes = processes_of(jobs)
    limits = limits_of(timeout, memory)
    drawn, share = count_or_share(sample, "--sample")
    if (drawn, share, limit) != (None, None, None):
        plan = Chosen(plan, limit, share, drawn)
    most_failures, most_share = count_or_share(max_failures, "--max-failures")
    policy = policy_of(keep, favour, engine)
    destination = Destination.of(out, written) if out is not None else None
    settings = Settings(
        rulebook=rulebook_of(rules, terminal, quiet=quiet), policy=policy, outlet=host_given(outlet), url=address_given(url),
        format=written,
        folder=destination.place if destination and written == "txt" else "", fsync=fsync, max_bytes=reading.max_bytes,
        encoding=codec, passed=passed,
        profile=Profile.open(profile) if profile else None, split=split, retry_failed=retry_failed,
    )  # fmt: skip  # one thought a line
    options = {
        "format": written,
        "keep": sorted(policy.keep),
        "outlet": settings.outlet,
        "url": url,
        "max_bytes": reading.max_bytes,
        "encoding": codec,
        "favour": favour.value,
        "engine": engine.value,
        "split": split,
        "pass_columns": dict(passed),
    }
    # One document to the screen is not worth a process; a clock in this one stands in for the supervisor.
    alone = plan.single and destination is None
    conduct = Conduct(
        jobs=0 if alone else 1 if plan.single else processes, limits=limits, resume=not fresh,
        max_failures=most_failures, max_failed_share=most_share, keep_profile=self_profile,
    )  # fmt: skip  # one thought a line
    order = _Order(plan, settings, conduct, destination, options)
    summary = _carry_out(terminal, order, self_profile=self_profile, dry_run=dry_run, quiet=quiet)
    _close(terminal, summary, order, quiet=quiet)
    # Skipping is right for what a walk comes across, not for the one input that was named.
    raise typer.Exit(1 if plan.single and summary.statuses["skipped"] else summary.exit_code)


class _Order(NamedTuple):
    """What is to be done."""

    plan: Listing
    settings: Settings
    conduct: Conduct
    destination: Destination | None
    options: Mapping[str, object]

    def until(self, stop: Callable[[], bool]) -> _Order:
        return self._replace(conduct=replace(self.conduct, stop=stop))

    def with_profile(self, profile: Profile) -> _Order:
        return self._replace(settings=replace(self.settings, profile=profile))


def _carry_out(terminal: Terminal, order: _Order, *, self_profile: bool, dry_run: bool, quiet: bool) -> Summary:
    with ExitStack() as stack:
        if order.conduct.jobs == 0:
            stack.enter_context(_on_the_clock(terminal, order))
        else:
            from cleaner.cli.signals import interrupts

            order = order.until(stack.enter_context(interrupts(lambda: _finishing(terminal))))
        try:
            if self_profile:
                from cleaner.cli.profile import first_pass

                counted = first_pass(order.plan, order.settings, order.conduct, order.destination)
                order = order.with_profile(stack.enter_context(counted))
            if dry_run:
                _preview(terminal, order, quiet=quiet)
                raise typer.Exit(0)
            return _run(terminal, order, quiet=quiet)
        except KeyboardInterrupt:
            terminal.say("interrupted: what is written is whole; run the same command again to go on", "yellow")
            raise typer.Exit(130) from None


def _run(terminal: Terminal, order: _Order, *, quiet: bool) -> Summary:
    from cleaner.batch import run

    plan, settings, conduct, destination, options = order
    if settings.profile:
        options = {**options, "profile": settings.profile.digest}
    with ExitStack() as stack:
        advance = None
        if not quiet and not plan.single and sys.stderr.isatty() and not terminal.log_json:
            from cleaner.cli.progress import bar

            advance = stack.enter_context(bar(terminal, plan))

        def each(outcome: Outcome) -> None:
            if destination is None and outcome.data:
                terminal.data(outcome.data)
            _report(terminal, outcome, quiet=quiet, single=plan.single)
            if advance:
                advance(outcome.size)

        return run(plan, settings, conduct=conduct, destination=destination, options=options, each=each)


def _preview(terminal: Terminal, order: _Order, *, quiet: bool) -> None:
    """Print what a run would do with each input."""
    from collections import Counter

    from cleaner.batch.preview import preview

    counts: Counter[str] = Counter()
    for step in preview(order.plan, order.settings, order.destination, resume=order.conduct.resume):
        counts[step.does] += 1
        why = f" ({step.why})" if step.why else ""
        terminal.data(f"{step.does}  {escape(step.id)}{why}\n".encode(errors="replace"))
    if not quiet:
        told = ", ".join(f"{count} to {does}" for does, count in sorted(counts.items()))
        terminal.say(f"{counts.total()} inputs: {told or 'nothing to do'}; nothing was written")


def _close(terminal: Terminal, summary: Summary, order: _Order, *, quiet: bool) -> None:
    """The account of the run on the screen, and what nobody would look for after a run that ended well."""
    from cleaner.cli.closing import closing, nothing_taken

    if terminal.log_json:
        terminal.log("finished", "info", **summary.to_json())
    if quiet:
        return
    single, place = order.plan.single, order.destination.place if order.destination else ""
    if not terminal.log_json and (place or (not single and sys.stderr.isatty())):
        for line in closing(summary):
            terminal.say(line)
    if not single and (why := nothing_taken(summary)):
        terminal.say(f"warning: {why}", "yellow")
    if summary.strays:
        files = "1 file" if summary.strays == 1 else f"{summary.strays:,} files"
        terminal.say(
            f"warning: {place} also holds {files} that this run did not write, maybe of a run over other inputs; "
            "`cleaner verify` names them; an output for each corpus keeps them apart",
            "yellow",
        )


def _finishing(terminal: Terminal) -> None:
    terminal.say("finishing what is under way; interrupt again to stop at once", "yellow")


@contextmanager
def _on_the_clock(terminal: Terminal, order: _Order) -> Iterator[None]:
    """End this process when the one document takes too long."""
    seconds = order.conduct.limits.timeout

    def expired() -> None:
        name = next(iter(order.plan)).id
        terminal.say(f"failed: {name}: it takes longer than {seconds:g} s; raise --timeout, or split it", "red")
        os._exit(1)  # the thread that hangs may never listen

    timer = threading.Timer(seconds, expired)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _report(terminal: Terminal, outcome: Outcome, *, quiet: bool, single: bool) -> None:
    """One line for what a person has to know of one input; the rest is in the closing table."""
    if outcome.status == "failed":
        terminal.say(f"failed: {outcome.id}: {outcome.error}", "red", **_fields(outcome))
    elif quiet:
        return
    elif outcome.kind == "special":
        terminal.say(f"skipped: {outcome.id}: {outcome.error}", "yellow", **_fields(outcome))
    elif outcome.status == "guarded":
        what = f"kept whole: {outcome.id}: {outcome.warnings[-1]}; look with `cleaner explain`"
        terminal.say(what, "yellow", **_fields(outcome))
    elif single:
        for warning in outcome.warnings:
            terminal.say(f"warning: {outcome.id}: {warning}", "yellow", **_fields(outcome))


def _fields(outcome: Outcome) -> dict[str, object]:
    return {"id": outcome.id, "status": outcome.status, "kind": outcome.kind or None}
