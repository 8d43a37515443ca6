"""``cleaner profile``: how often each line stands in a corpus; and the first of the two passes of ``clean --self-profile``."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.options import (
    HTML_KEY,
    ID_KEY,
    TEXT_KEY,
    URL_KEY,
    BytesOption,
    ColorOption,
    EncodingOption,
    FollowOption,
    HtmlKeyOption,
    JobsOption,
    MemoryOption,
    OutletOption,
    QuietOption,
    RulesOption,
    TextKeyOption,
    TimeoutOption,
    UrlKeyOption,
    encoding_given,
    limits_of,
    outlet_given,
    processes_of,
    reading_of,
    rulebook_of,
)
from cleaner.cli.terminal import Color, Terminal, counted, escape
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from cleaner.batch import Conduct, Destination, Limits, Listing, Plan, Settings
    from cleaner.batch.profiling import Counted
    from cleaner.profile import Counting, Profile


EXAMPLES = """\b
Examples:
  cleaner profile pages/ -o lines.profile
  cleaner clean pages/ -o cleaned --profile lines.profile
  cleaner profile pages/ --outlet example.com -o lines.profile
  cleaner profile january.profile february.profile march/ -o spring.profile
"""


_SHOWN = 10
"""Inputs that were skipped, by name."""
_SITES = 3
"""Sites in a note, by name."""


def profile(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files, directories, globs; profiles among them are merged in.")
    ],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="The profile that is written.")],
    jobs: JobsOption = "auto",
    outlet: OutletOption = None,
    text_key: TextKeyOption = TEXT_KEY,
    html_key: HtmlKeyOption = HTML_KEY,
    url_key: UrlKeyOption = URL_KEY,
    encoding: EncodingOption = None,
    follow: FollowOption = False,
    rules: RulesOption = None,
    min_documents: Annotated[
        int, typer.Option("--min-documents", min=1, help="Drop lines on fewer documents; the result cannot be merged any more.")
    ] = 1,
    max_bytes: BytesOption = "20MB",
    timeout: TimeoutOption = 10,
    memory: MemoryOption = "4GB",
    quiet: QuietOption = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Count on how many documents of its site each line stands.

    `cleaner clean --profile` uses the counts. They are exact: profiles of the parts of a corpus, merged, are the profile of
    the whole. The site is the outlet, else the host of the address, else that of the address that a page gives as its own.
    It is told as in cleaning, so give the same --outlet, --rules and --encoding there.
    """
    from cleaner.batch import Settings, find
    from cleaner.batch.destination import refuse_foreign
    from cleaner.profile import Counting, Profile, is_profile
    from cleaner.stages.repetition import MIN_CORPUS

    terminal = Terminal(color)
    refuse_foreign(out, is_profile, "the output would replace this, and it is no profile; choose another name")
    found = {os.path.realpath(path): path for path in _expanded(paths)}
    merged = [Profile.open(path) for _, path in sorted(found.items()) if is_profile(path)]
    others = [path for path in found.values() if not is_profile(path)]
    codec = encoding_given(encoding)
    reading = reading_of(max_bytes, text=text_key, html=html_key, id=ID_KEY, url=url_key, follow=follow, encoding=codec)
    plan = find(others, reading) if others else None
    rulebook = rulebook_of(rules, terminal, quiet=quiet)
    host = outlet_given(outlet, rulebook, terminal, quiet=quiet)
    settings = Settings(rulebook, outlet=host, max_bytes=reading.max_bytes, encoding=codec)
    processes, limits, failed = processes_of(jobs), limits_of(timeout, memory), 0
    with Counting(out.parent) as counting:
        for other in merged:
            counting.add_profile(other)
        try:
            if plan:
                failed = _count(terminal, plan, settings, counting, processes=processes, limits=limits, quiet=quiet)
            if not counting.documents:
                raise UsageError("no document was counted, and a profile of none tells nothing; nothing was written")
            written = counting.write(out, min_documents=min_documents)
        except KeyboardInterrupt:
            terminal.say("interrupted: nothing was written; run the same command again", "yellow")
            raise typer.Exit(130) from None
    if not quiet:
        documents, sites = sum(written.sites.values()), sum(1 for site in written.sites if site)
        lines, known = counted(len(written), "line"), counted(sites, "site")
        terminal.say(f"{out}: {lines} of {counted(documents, 'document')}, {known} known by name")
        if (unknown := written.documents()) >= MIN_CORPUS:
            what = f"{counted(unknown, 'document is', 'documents are')} of no known site and counted together"
            terminal.say(f"note: {what}; if they are of one, name it with --outlet", "yellow")
        tell_unlearned(terminal, written)
    raise typer.Exit(1 if failed else 0)


def _count(
    terminal: Terminal,
    plan: Plan,
    settings: Settings,
    counting: Counting,
    *,
    processes: int | None,
    limits: Limits,
    quiet: bool,
) -> int:
    """Count all inputs, with a bar where somebody sees it, and tell what was passed over; how many failed."""
    from cleaner.batch.profiling import count

    failed = skipped = 0
    with terminal.progress(plan, quiet=quiet) as advance:

        def each(counted: Counted) -> None:
            nonlocal failed, skipped
            if counted.status == "failed":
                failed += 1
                terminal.say(f"failed: {counted.id}: {counted.error}", "red")
            elif counted.status == "skipped":
                skipped += 1
                if skipped <= _SHOWN and not quiet:
                    terminal.say(f"skipped: {counted.id}: {counted.error}", "yellow")
            advance(counted.size)

        count(plan, settings, counting, jobs=processes, limits=limits, each=each)
    if skipped > _SHOWN and not quiet:
        terminal.say(f"skipped: {skipped - _SHOWN} more", "yellow")
    return failed


def tell_unlearned(terminal: Terminal, profile: Profile) -> None:
    """Say of which documents of a profile nothing is learned, and what to do; nothing where it is learned of all."""
    from cleaner.stages.repetition import MIN_CORPUS, fewest_documents, little_known

    few = little_known(profile)
    if few:
        whose = "its site" if len(few) == 1 else "each of their sites"
        remedy = (
            "give more of them" if len(few) == 1 else "give more of them, or, if all are of one site, name it with --outlet"
        )
        terminal.say(
            f"note: nothing is learned of {counted(sum(few.values()), 'document')}: there are fewer than {MIN_CORPUS} of "
            f"{whose} ({_shown_sites(few)}); {remedy}",
            "yellow",
        )
    fewest = fewest_documents(profile)
    if fewest is not None and not any(count >= fewest for _, count in profile):
        terminal.say(
            f"note: no line stands on {fewest} documents of its site or more, so no line goes for being repeated; give pages "
            "as they were saved, with menus and footers, or leave the profile out",
            "yellow",
        )


def tell_unused(terminal: Terminal, profile: Profile) -> None:
    """Say that a profile had nothing to say of any document of a run, and what to do."""
    from cleaner.stages.repetition import MIN_CORPUS

    terminal.say(
        f"note: --profile changed nothing: it counts fewer than {MIN_CORPUS} documents of the site of each input, and is of "
        f"{_shown_sites(profile.sites)}; give the profile of these inputs, or name their site with --outlet",
        "yellow",
    )


def _shown_sites(sites: Iterable[str]) -> str:
    """The first of these by name, and how many more there are."""
    names = sorted(site or "no known site" for site in sites)
    more = [f"{len(names) - _SITES:,} more"] if len(names) > _SITES else []
    return ", ".join([*map(escape, names[:_SITES]), *more])


def _expanded(paths: list[str]) -> Iterator[str]:
    for path in paths:
        named = [] if os.path.lexists(path) or not glob.has_magic(path) else glob.glob(path, recursive=True)  # noqa: PTH207  # may be absolute
        yield from named or [path]  # what matches nothing is for `find` to complain of


@contextmanager
def first_pass(plan: Listing, settings: Settings, conduct: Conduct, destination: Destination | None) -> Iterator[Profile]:
    """Profile the inputs that are about to be cleaned. The file is gone afterwards, unless the run keeps it.

    What fails here fails in cleaning too, and is reported there.

    Raises:
        UsageError: the output is in the way of the inputs, or holds others; or there are too few documents to learn from.
    """
    from cleaner.batch.profiling import count
    from cleaner.batch.refusing import refuse_loss, refuse_overlap
    from cleaner.profile import Counting
    from cleaner.stages.repetition import MIN_CORPUS

    if destination:
        refuse_overlap(plan, destination.place)
        if conduct.resume:
            refuse_loss(plan, destination)
    with TemporaryDirectory(prefix="cleaner-", ignore_cleanup_errors=True) as folder, Counting(folder) as counting:
        count(plan, settings, counting, jobs=conduct.jobs, limits=conduct.limits, stop=conduct.stop)
        if counting.documents < MIN_CORPUS:
            raise UsageError(
                f"--self-profile: {counted(counting.documents, 'document')} can be read, and less than {MIN_CORPUS} tell "
                "nothing; clean them without it, or use --profile FILE"
            )
        yield counting.write(Path(folder, "lines.profile"))
