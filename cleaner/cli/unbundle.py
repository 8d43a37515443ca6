"""``cleaner unbundle``: texts that hold many articles, taken apart into rows for ``cleaner clean``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
    QuietOption,
    encoding_given,
    reading_of,
)
from cleaner.cli.terminal import Color, Terminal, counted
from cleaner.errors import UnreadableInput, UsageError

if TYPE_CHECKING:
    from regex import Pattern

    from cleaner.batch import Item
    from cleaner.bundles import Article, Marks

EXAMPLES = """\b
Examples:
  cleaner unbundle exports/ -o articles.jsonl && cleaner clean articles.jsonl -o cleaned
  cleaner unbundle factiva.txt | cleaner clean - --from jsonl --format jsonl
  cleaner unbundle letters.txt --begins 'LETTER No\\. \\d+' -o letters.jsonl
"""
_SHOWN = 40


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
    quiet: QuietOption = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Take texts apart that hold many articles, as LexisNexis, Nexis, Factiva, ProQuest save them.

    Each article is a row with an `id` (FILE#NUMBER) and the `text` as it was, for `cleaner clean`; so is a text that is one
    article. What stands outside the articles is left out, and said. For other texts say how an article begins or ends.
    """
    from cleaner.batch import find
    from cleaner.batch.destination import format_of, refuse_existing
    from cleaner.batch.refusing import refuse_overlap
    from cleaner.bundles import articles, left_over

    terminal = Terminal(color)
    if out is not None and format_of(out) != "jsonl":
        raise UsageError(f"{out}: the rows need a name that ends in .jsonl, .jsonl.gz or .jsonl.zst")
    given = _given(begins, ends)
    codec = encoding_given(encoding)
    reading = reading_of(max_bytes, text=TEXT_KEY, html=HTML_KEY, id=ID_KEY, url=URL_KEY, follow=follow, encoding=codec)
    plan = find(paths, reading)
    if out is not None:
        refuse_overlap(plan, out)
        refuse_existing(out)  # these rows bear no mark by which they could be told from those of others
    failed = files = rows = marked = 0
    with _rows_to(out, terminal) as write:
        for item in plan:
            try:
                text = _text(item, reading.max_bytes, codec)
            except UnreadableInput as error:
                skipped = item.verdict is not None and item.verdict.status == "skipped"
                failed += not skipped
                terminal.say(f"{'skipped' if skipped else 'failed'}: {item.id}: {error}", "yellow" if skipped else "red")
                continue
            try:
                found = articles(text, given) if given else _known(text)
            except TimeoutError:
                hint = "leave out repetitions within repetitions"
                raise UsageError(f"{item.id}: --begins or --ends takes too long to match a line; {hint}") from None
            files += 1
            marked += bool(found)
            rows += max(len(found), 1)
            for line in _rows(item.id, text, found):
                write(line)
            outside = list(left_over(text, found)) if found else []
            if outside and not quiet:
                size, first = sum(map(len, outside)), " ".join(outside[0].split())[:_SHOWN]
                of = f"its {counted(len(found), 'article')}"
                terminal.say(f"{item.id}: {size} characters outside {of} are left out, from {first!r} on", "yellow")
    if given and files and not marked:
        terminal.say("no line of any text matches --begins or --ends as a whole, so each text is one row", "yellow")
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


def _known(text: str) -> list[Article]:
    """The articles of a text that a database has saved; none where it is one document."""
    from cleaner.bundles import bundle

    found = bundle(text)
    return found.articles if found else []


def _text(item: Item, max_bytes: int, encoding: str | None) -> str:
    """The text of one input.

    Raises:
        UnreadableInput: there is none.
    """
    from cleaner.batch import content
    from cleaner.reading import read

    if item.verdict:
        raise UnreadableInput(item.verdict.kind, item.verdict.message)
    raw = content(item, max_bytes)
    document = read(raw, id=item.id, media_type=item.media_type, encoding=encoding)
    if document.page is not None:
        raise UnreadableInput("structured", "this is a web page, and no text that holds articles; clean it as it is")
    return document.text


def _rows(name: str, text: str, found: Sequence[tuple[int, int]]) -> Iterator[bytes]:
    from cleaner.batch.outputs import json_line

    if not found:
        yield json_line({"id": name, "text": text})
    for number, (start, end) in enumerate(found, 1):
        yield json_line({"id": f"{name}#{number}", "text": text[start:end]})


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
