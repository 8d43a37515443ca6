"""``cleaner unbundle``: texts that hold many articles, taken apart into rows for ``cleaner clean``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.options import (
    HTML_KEY,
    ID_KEY,
    TEXT_KEY,
    URL_KEY,
    ColorOption,
    EncodingOption,
    FollowOption,
    MemoryOption,
    QuietOption,
    TimeoutOption,
    encoding_given,
    limits_of,
    reading_of,
)
from cleaner.cli.terminal import Color, Terminal, counted
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from regex import Pattern

    from cleaner.bundles import Marks

EXAMPLES = """\b
Examples:
  cleaner unbundle exports/ -o articles.jsonl && cleaner clean articles.jsonl -o cleaned
  cleaner unbundle factiva.txt | cleaner clean - --from jsonl --format jsonl
  cleaner unbundle letters.txt --begins 'LETTER No\\. \\d+' -o letters.jsonl
"""


def unbundle(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Text files, directories, globs; - for the standard input.")
    ],
    *,
    out: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="Rows go there (.jsonl, .jsonl.gz, .jsonl.zst); a file that exists is not replaced.",
        ),
    ] = None,
    begins: Annotated[
        str | None, typer.Option("--begins", metavar="REGEX", help="A line that matches as a whole begins an article.")
    ] = None,
    ends: Annotated[
        str | None, typer.Option("--ends", metavar="REGEX", help="A line that matches as a whole ends an article.")
    ] = None,
    encoding: EncodingOption = None,
    follow: FollowOption = False,
    max_bytes: Annotated[
        str,  # no setting: one for documents says nothing of texts that hold hundreds of them
        typer.Option("--max-bytes", metavar="SIZE", help="A larger text fails, e.g. 50MB, 1GB."),
    ] = "200MB",
    timeout: TimeoutOption = 10,
    memory: MemoryOption = "4GB",
    quiet: QuietOption = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Take texts apart that hold many articles, one row for each.

    That is how LexisNexis, Nexis, Factiva and ProQuest save them. Each article is a row with an `id` (FILE#NUMBER) and the
    `text` as it was, for `cleaner clean`; so is a text that is one article. What stands outside the articles is left out, and
    said. For other texts say how an article begins or ends.
    """
    from cleaner.batch import find
    from cleaner.batch.destination import format_of, refuse_existing
    from cleaner.batch.refusing import refuse_overlap
    from cleaner.batch.unbundling import Marking
    from cleaner.batch.unbundling import unbundle as take_apart

    terminal = Terminal(color)
    if out is not None and format_of(out) != "jsonl":
        raise UsageError(f"{out}: the rows need a name that ends in .jsonl, .jsonl.gz or .jsonl.zst")
    given = _given(begins, ends)
    codec = encoding_given(encoding)
    reading = reading_of(max_bytes, text=TEXT_KEY, html=HTML_KEY, id=ID_KEY, url=URL_KEY, follow=follow, encoding=codec)
    plan, marking, limits = find(paths, reading), Marking(given, reading.max_bytes, codec), limits_of(timeout, memory)
    if out is not None:
        refuse_overlap(plan, out)
        refuse_existing(out)  # these rows bear no mark by which they could be told from those of others
    failed = files = rows = marked = 0
    with _rows_to(out, terminal) as write, closing(take_apart(plan, marking, limits=limits)) as done:
        for one in done:
            if one.status != "ok":
                skipped = one.status == "skipped"
                failed += not skipped
                terminal.say(f"{one.status}: {one.id}: {one.error}", "yellow" if skipped else "red")
                continue
            files += 1
            marked += bool(one.articles)
            rows += max(one.articles, 1)
            write(one.rows)
            if one.outside and not quiet:
                of = f"outside its {counted(one.articles, 'article')}"
                told = counted(one.outside, f"character {of} is", f"characters {of} are")
                terminal.say(f"{one.id}: {told} left out, from {one.first!r} on", "yellow")
    if given and files and not marked:
        terminal.say("no line of any text matches --begins or --ends as a whole, so each text is one row", "yellow")
    if not files and not failed:
        terminal.say("there is no text in what was named; name text files, or a directory that holds some", "yellow")
    if not quiet:
        terminal.say(f"{counted(rows, 'article')} in {counted(files, 'text')}")
    raise typer.Exit(1 if failed else 0)


def _given(begins: str | None, ends: str | None) -> Marks | None:
    """What the command itself says of where articles begin and end."""
    from cleaner.bundles import Marks

    found = Marks("given", _pattern("--begins", begins), _pattern("--ends", ends))
    return found if found.begins or found.ends else None


def _pattern(option: str, given: str | None) -> Pattern[str] | None:
    """The pattern that an option gives.

    Raises:
        UsageError: it is none, or none that can be used.
    """
    from cleaner.rulebook.checks import compiled

    found = None if given is None else compiled(given, option, in_file=False)
    if isinstance(found, str):
        raise UsageError(found)
    return found


@contextmanager
def _rows_to(out: str | None, terminal: Terminal) -> Iterator[Callable[[bytes], None]]:
    """What writes rows where they are wanted; a file appears whole or, without a row, not at all."""
    if out is None:
        yield terminal.data
        return
    from cleaner.batch.outputs import RowFile

    with RowFile(out, fsync=False) as file:
        added = False

        def add(line: bytes) -> None:
            nonlocal added
            added = True
            file.add(line)

        yield add
        if added:
            file.commit()
