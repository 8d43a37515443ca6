"""``cleaner rules new`` and ``suggest``: first versions of rules, from an outlet's pages."""

from __future__ import annotations

from collections import defaultdict
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
    HtmlKeyOption,
    IdKeyOption,
    OutletOption,
    RulesOption,
    TextKeyOption,
    UrlKeyOption,
    host_given,
    reading_of,
    rulebook_of,
)
from cleaner.cli.rules.paths import relative
from cleaner.cli.terminal import Color, Terminal, counted
from cleaner.errors import CleanerError, UsageError

if TYPE_CHECKING:
    from cleaner.batch import Item, Settings
    from cleaner.model import Document
    from cleaner.rulebook import Rulebook

NEW_EXAMPLES = """\b
Examples:
  cleaner rules new news.example --from page1.txt page2.txt --rules my-rules
  cleaner rules new news.example --from saved/*.html --rules my-rules
  cleaner rules new news.example --from export.csv --text-key body --rules my-rules
"""
SUGGEST_EXAMPLES = """\b
Examples:
  cleaner rules suggest pages/ --outlet news.example > lacking.yaml
  cleaner rules suggest pages/ --rules my-rules
"""


def new(
    host: Annotated[str, typer.Argument(metavar="HOST", help="The outlet, e.g. news.example.")],
    more: Annotated[
        list[str] | None, typer.Argument(metavar="PAGE", help="Pages of the outlet, text or HTML; directories or globs.")
    ] = None,
    *,
    # A shell makes several words of `--from saved/*.html`, and an option takes one of them: the others are pages all the same.
    pages: Annotated[
        list[str] | None, typer.Option("--from", metavar="PAGE", help="The same; any number may follow. Repeatable.")
    ] = None,
    rules: Annotated[
        Path, typer.Option("--rules", metavar="DIR", help="Where the pack goes: DIR/outlets/HOST.yaml. Its packs apply too.")
    ] = Path("rules"),
    fixtures: Annotated[
        Path | None, typer.Option("--fixtures", metavar="DIR", help="Where the pages go as fixtures; else beside the rules.")
    ] = None,
    text_key: TextKeyOption = TEXT_KEY,
    html_key: HtmlKeyOption = HTML_KEY,
    id_key: IdKeyOption = ID_KEY,
    url_key: UrlKeyOption = URL_KEY,
    max_bytes: BytesOption = "20MB",
    color: ColorOption = Color.AUTO,
) -> None:
    """Draft the rule file of an outlet from some of its pages.

    What repeats across the pages, stands at fixed places or runs to their end becomes rules with examples; nothing is drafted
    that touches a line judged article, but for calls to the reader within nearly every one, or takes anything of the clean
    texts of `rules test`. One page will do, five work much better. The pack is a draft: it only tags, until you have read it
    and set its status to stable. The paths of all files are printed; none that exists is overwritten.
    """
    from cleaner.batch import Settings, find
    from cleaner.drafting.pack import Page, new_pack, valid_host
    from cleaner.sites import host_of
    from cleaner.workshop.fixtures import fixtures_beside

    terminal = Terminal(color)
    named = [*(pages or ()), *(more or ())]
    if not named:
        raise UsageError("there is no page to learn from; name some, e.g. cleaner rules new news.example --from saved/*.html")
    if "-" in named:
        raise UsageError("-: a page becomes a fixture and is named after its file; save it first")
    name = valid_host(host_of(host) or host)
    reading = reading_of(max_bytes, text=text_key, html=html_key, id=id_key, url=url_key)
    settings = Settings(_rules_with(rules, terminal), outlet=name, max_bytes=reading.max_bytes)
    found = [
        Page(item.id, *_read(item, settings))
        for item in find(named, reading)
        if not (item.verdict and item.verdict.status == "skipped")
    ]
    if not found:
        raise UsageError("there is no page in there; name text or HTML files")
    place = fixtures or fixtures_beside(rules)
    drafted = new_pack(name, found, settings.rulebook, rules, place, innocent=_innocent(place))
    drafted.write()
    terminal.data("".join(f"{relative(str(path))}\n" for path in drafted.files).encode("utf-8", "backslashreplace"))
    counts = ", ".join(f"{count} {label}" for label, count in drafted.rules.items())
    terminal.say(f"drafted {counted(sum(drafted.rules.values()), 'rule')}: {counts}")
    for note in drafted.notes:
        terminal.say(f"note: {note}", "yellow")
    pack = next(iter(drafted.files))
    for step in (
        f"1. read {pack}: strike rules that could hit an article, correct labels and every `why`, fill in `name`",
        f"2. cleaner explain PAGE --outlet {name} --rules {rules}   with other pages: ? marks what it would cut;",
        "   with --line N all about one line, and on web pages the selectors that find its element",
        "3. set `status: stable`, `checked:` to the day of the newest page, and add `recognise:` for texts without an address",
        f"4. cleaner rules test {pack} --update, then read what the marked views say; cleaner rules lint {pack}",
    ):
        terminal.say(step)


def suggest(
    directory: Annotated[str, typer.Argument(metavar="DIR", help="A corpus: pages, text or HTML.")],
    *,
    outlet: OutletOption = None,
    rules: RulesOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Pages of one outlet that are looked at: a fixed sample.")] = 100,
    text_key: TextKeyOption = TEXT_KEY,
    html_key: HtmlKeyOption = HTML_KEY,
    id_key: IdKeyOption = ID_KEY,
    url_key: UrlKeyOption = URL_KEY,
    max_bytes: BytesOption = "20MB",
    color: ColorOption = Color.AUTO,
) -> None:
    """Print what repeats across an outlet's pages and no rule claims.

    It is printed as rules, ready to be put into a pack: one YAML document an outlet, each rule with the number of pages it was
    seen on and the place. Whose page a document is, is told as in cleaning; name it with --outlet where the text does not
    tell. Nothing is written.
    """
    from cleaner.batch import Settings, content, find
    from cleaner.batch.worker import read_input
    from cleaner.drafting.pack import Choice, suggestions, valid_host
    from cleaner.pipeline import whose
    from cleaner.workshop.fixtures import fixtures_beside

    terminal = Terminal(color)
    given = host_given(outlet)
    reading = reading_of(max_bytes, text=text_key, html=html_key, id=id_key, url=url_key)
    settings = Settings(rulebook_of(rules, terminal), outlet=given and valid_host(given), max_bytes=reading.max_bytes)
    by_outlet: defaultdict[str, Choice] = defaultdict(lambda: Choice(limit))
    unknown = failed = 0
    for item in find([directory], reading):
        if item.verdict:
            if item.verdict.status == "failed":
                failed += 1
                terminal.say(f"failed: {item.id}: {item.verdict.message}", "red")
            continue
        try:
            document = read_input(item, content(item, settings.max_bytes), settings)
            host = whose(document, settings.rulebook, outlet=settings.outlet)
        except CleanerError as error:
            failed += 1
            terminal.say(f"failed: {item.id}: {error}", "red")
            continue
        if host is None:
            unknown += 1
        else:
            by_outlet[host.host].add(item.id, document)
    if unknown:
        what = f"{counted(unknown, 'document is', 'documents are')} of no known outlet"
        terminal.say(f"note: {what}; if they are of one, name it with --outlet", "yellow")
    texts, innocent = [], _innocent(*map(fixtures_beside, rules or ()))
    for host_name, choice in sorted(by_outlet.items()):
        text, notes = suggestions(host_name, choice.documents(), settings.rulebook, innocent=innocent)
        for note in notes:
            terminal.say(f"note: {note}", "yellow")
        if text:
            texts.append(text)
    terminal.data("---\n".join(texts).encode("utf-8"))
    raise typer.Exit(1 if failed else 0)


def _innocent(*fixtures: Path) -> list[Document]:
    """The clean texts on which `rules test` will try the rules: the bundled ones, and those among one's own fixtures.

    Raises:
        UsageError: one of them cannot be read.
    """
    from cleaner.workshop.fixtures import CLEAN, bundled_clean, find_clean, read_clean

    folders = (bundled_clean(), *(folder / CLEAN for folder in fixtures))
    return [read_clean(path) for folder in folders if folder.is_dir() for path in find_clean(folder)]


def _rules_with(folder: Path, terminal: Terminal) -> Rulebook:
    """The bundled rules and those of the directory that the new pack goes to, if it has any yet."""
    from cleaner.rulebook.loader import holds_rules

    return rulebook_of([folder] if holds_rules(folder) else None, terminal, quiet=True)


def _read(item: Item, settings: Settings) -> tuple[bytes, Document]:
    """An input's bytes, and the document that cleaning would make of it.

    Raises:
        UsageError: it cannot be read; the message names it.
    """
    from cleaner.batch import content
    from cleaner.batch.worker import read_input

    if item.verdict:
        raise UsageError(f"{item.id}: {item.verdict.message}")
    try:
        raw = content(item, settings.max_bytes)
        return raw.encode("utf-8") if isinstance(raw, str) else raw, read_input(item, raw, settings)
    except CleanerError as error:
        raise UsageError(f"{item.id}: {error}") from error
