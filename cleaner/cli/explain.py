"""``cleaner explain``: the source, line by line, with what goes, what it is, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    EncodingOption,
    Engine,
    EngineOption,
    Favour,
    FavourOption,
    HtmlKeyOption,
    HtmlOption,
    IdKeyOption,
    KeepOption,
    OutletOption,
    ProfileOption,
    RulesOption,
    TextKeyOption,
    UrlKeyOption,
    UrlOption,
    address_given,
    counts,
    encoding_given,
    outlet_given,
    policy_of,
    reading_of,
    rulebook_of,
)
from cleaner.cli.terminal import Color, Terminal, escape
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from cleaner.batch import Settings
    from cleaner.drafting.elements import Around
    from cleaner.model import Line, Removal
    from cleaner.render import Cleaned, Segment
    from cleaner.reviewing.hearing import Account

_GONE, _NOTICED = "strike red", "yellow"
_LABEL_WIDTH = 13
_STEPS, _SELECTORS = 6, 4
"""Elements around a line, and selectors of each, that are shown."""


EXAMPLES = """\b
Examples:
  cleaner explain page.html
  cleaner explain page.html --brief
  cleaner explain page.html --color always | less -R
  cleaner explain page.html --line 12
  cleaner explain pages/page.html --profile cleaned/lines.profile
  cleaner explain page.html --html report.html
  cleaner explain crawl.warc.gz --id urn:uuid:0b6f2d4e-…
"""


def explain(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file, or - for the standard input; with --id any input.")],
    *,
    outlet: OutletOption = None,
    url: UrlOption = None,
    keep: KeepOption = "",
    favour: FavourOption = Favour.BALANCE,
    engine: EngineOption = Engine.THOROUGH,
    rules: RulesOption = None,
    profile: ProfileOption = None,
    id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Of a file or directory of many documents the one of this id.")
    ] = None,
    text_key: TextKeyOption = TEXT_KEY,
    html_key: HtmlKeyOption = HTML_KEY,
    id_key: IdKeyOption = ID_KEY,
    url_key: UrlKeyOption = URL_KEY,
    encoding: EncodingOption = None,
    line: Annotated[int | None, typer.Option("--line", metavar="N", help="Everything about one line of the source.")] = None,
    brief: Annotated[bool, typer.Option("--brief", help="The lines and what they are, without rules and reasons.")] = False,
    html: HtmlOption = None,
    max_bytes: BytesOption = "20MB",
    color: ColorOption = Color.AUTO,
) -> None:
    """Show what would go from one document, and why.

    Every line of the source has its number. Beside it stands what it is, if it goes (-), partly goes (±, that in ⟦ ⟧) or was
    only noticed (?); under it the rule, how sure it is, and its reason. With --line, everything about that line: the rules that
    looked at it, what each claim won or lost, how near a guess was, and what would change the outcome; on a web page also the
    elements it stands in, with selectors for rules.
    """
    from cleaner.batch import Settings, clean_input, content, find_one
    from cleaner.profile import Profile
    from cleaner.sites import site_of
    from cleaner.stages.repetition import knows

    terminal = Terminal(color)
    if html and line is not None:
        raise UsageError("--line is printed, --html shows all lines; choose one")
    if brief and (html or line is not None):
        raise UsageError("--brief is for the list of all lines; it goes with neither --line nor --html")
    if html:
        from cleaner.cli.pages import page_path

        page_path(html, file)
    outlet = outlet if counts(ctx, "outlet", "url") else None
    codec = encoding_given(encoding)
    reading = reading_of(max_bytes, text=text_key, html=html_key, id=id_key, url=url_key, encoding=codec)
    item = find_one(file, id, reading)
    rulebook = rulebook_of(rules, terminal)
    settings = Settings(
        rulebook, policy_of(keep, favour, engine), outlet=outlet_given(outlet, rulebook, terminal), url=address_given(url),
        encoding=codec, profile=Profile.open(profile) if profile else None,
    )  # fmt: skip  # one thought a line
    cleaned = clean_input(item, content(item, reading.max_bytes), settings)
    if html:
        _write(html, cleaned, terminal)
    elif line is not None:
        terminal.show(list(_line_view(cleaned, line, settings)))
    else:
        terminal.show([*_view(cleaned, brief=brief), *_summary(cleaned)])
    if settings.profile is not None and not knows(settings.profile, site_of(cleaned.document) or ""):
        from cleaner.cli.profile import tell_unused

        tell_unused(terminal, settings.profile)
    raise typer.Exit(0 if cleaned.status == "ok" else 1)


def _view(cleaned: Cleaned, *, brief: bool) -> Iterator[Text]:
    from cleaner.render import marked_lines

    explained: set[tuple[int, int, str]] = set()
    width = max(len(str(len(cleaned.document.lines))), 3)
    for line, segments in marked_lines(cleaned):
        notes = [removal for segment in segments for removal in _voices(segment)]
        yield _source_line(line, segments, width)
        for removal in () if brief else notes:
            key = (removal.start, removal.end, removal.rule)
            if key not in explained:  # a block of many lines is explained once, under its first
                explained.add(key)
                yield _note(removal, width)


def _voices(segment: Segment) -> Sequence[Removal]:
    return (segment.removal,) if segment.removal else segment.tags


def _source_line(line: Line, segments: Sequence[Segment], width: int) -> Text:
    from rich.text import Text

    from cleaner.render import mark_of

    mark, named = mark_of(segments)
    label = str(named.label) if named else ""
    row = Text()
    row.append(f"{line.number:>{width}} ", "dim")
    row.append(f"{mark} {label:<{_LABEL_WIDTH}} ", "cyan" if label else "")
    row.append("│ ", "dim")
    for segment in segments:
        text = escape(segment.text, keep="\t")
        if segment.removal:
            # Brackets as well as the strike: not every terminal and no file can strike.
            row.append(f"⟦{text}⟧" if mark == "±" else text, _GONE)
        else:
            row.append(text, _NOTICED if segment.tags else "")
    row.rstrip()
    return row


def _note(removal: Removal, width: int) -> Text:
    from rich.text import Text

    also = f" (also: {', '.join(removal.also)})" if removal.also else ""
    note = f"╰ {removal.label} · {removal.rule} · {removal.confidence:.2f} · {removal.reason}{also}"
    return Text(" " * (width + 1) + "  " + escape(note), "dim")


def _summary(cleaned: Cleaned) -> Iterator[Text]:
    from rich.text import Text

    from cleaner.cli.terminal import columns

    yield Text()
    for row in columns([(name.replace("_", " "), escape(value)) for name, value in _facts(cleaned)]):
        yield Text(row)


def _facts(cleaned: Cleaned) -> list[tuple[str, str]]:
    from cleaner.render import count_by

    document = cleaned.document
    total = len(document.text)
    kept = sum(piece.end - piece.start for piece in cleaned.layout.kept)
    language, outlet = document.language, document.outlet
    return [
        ("status", cleaned.status),
        ("kept", f"{kept:,} of {total:,} characters ({kept / total:.1%})" if total else "nothing: the document is empty"),
        ("removed", ", ".join(f"{count} {label}" for label, count in count_by(cleaned.removals, "label").items()) or "nothing"),
        ("confidence", f"{cleaned.confidence:.2f}"),
        ("outlet", f"{outlet.host} ({outlet.evidence})" if outlet else "unknown; name it with --outlet or --url"),
        ("language", f"{language.code or 'unknown'} ({language.evidence})"),
        ("read as", f"{document.source.media_type}, {document.source.encoding} ({document.source.encoding_from})"),
        *((name, _shown(value)) for name, value in cleaned.fields.to_json().items() if value and name != "language"),
        *(("warning", warning) for warning in cleaned.warnings),
    ]


def _shown(value: object) -> str:
    return " · ".join(map(str, value)) if isinstance(value, list) else str(value)


def _write(html: Path, cleaned: Cleaned, terminal: Terminal) -> None:
    from cleaner.cli.pages import write_page
    from cleaner.reviewing.page import Review, review_page
    from cleaner.reviewing.runs import written_of
    from cleaner.reviewing.summing import summed

    written = written_of(cleaned)
    total = summed([written])
    fields = cleaned.fields.to_json()
    facts = [(name, value) for name, value in _facts(cleaned) if name not in fields or name == "language"]
    write_page(html, review_page(Review(cleaned.id, facts, total, [(total.documents[0], written)], alone=True)), terminal)


# -- one line


def _line_view(cleaned: Cleaned, number: int, settings: Settings) -> Iterator[Text]:
    from rich.text import Text

    from cleaner.drafting.elements import around
    from cleaner.reviewing.hearing import account

    if not 1 <= number <= len(cleaned.document.lines):
        raise UsageError(f"--line {number}: the text has lines 1 to {len(cleaned.document.lines)}")
    found = account(cleaned.document, number, rulebook=settings.rulebook, policy=settings.policy, profile=settings.profile)
    pieces = Text(f"line {number} │ ", "dim")
    for piece in found.pieces:
        shown = escape(piece.text, keep="\t")
        pieces.append(f"⟦{shown}⟧" if piece.removal else shown, _GONE if piece.removal else "not dim")
    yield pieces
    yield Text(f"outcome  {escape(found.outcome)}", "bold")
    if cleaned.status != "ok":
        yield Text(f"         but the whole document is kept: {escape(cleaned.warnings[-1])}", "yellow")
    for title, rows in [*_parts(found), *_elements(around(cleaned.document, number))]:
        yield Text()
        yield Text(title, "bold")
        for row in rows or ["none"]:
            yield Text(f"  {escape(row)}")


def _elements(way: Sequence[Around]) -> Iterator[tuple[str, list[str]]]:
    """Where a line of a web page stands, for rules that select elements: what finds each element, and how many beside it."""
    from cleaner.cli.terminal import columns

    rows = []
    for step in way[:_STEPS]:
        counted = [f"{found.selector} ({len(found.elements)})" for found in step.selectors[:_SELECTORS]]
        rows.append((step.tag, f"{step.size:,}", "  ".join(counted) or "no name that lasts"))
    if rows:
        yield (
            "where it stands: element, characters in it, selectors (elements they find), from the inside",
            columns(rows, right=frozenset({1})),
        )


def _parts(found: Account) -> Iterator[tuple[str, list[str]]]:
    """The sections of the account of one line."""
    from cleaner.cli.terminal import columns

    claims = [
        (
            voice.outcome,
            str(voice.claim.label),
            voice.claim.rule,
            voice.authority,
            f"{voice.claim.confidence:.2f}",
            f"{voice.claim.reason}{f' ({voice.why})' if voice.why else ''}",
        )
        for voice in found.voices
    ]
    yield "claims on this line, the strongest first", columns(claims) if claims else []
    yield "stages that said nothing", [", ".join(found.silent)] if found.silent else []
    matched = [look for look in found.looks if look.matched]
    tried = [look for look in found.looks if not look.matched]
    yield (
        f"rules that looked at it: {len(found.looks)}",
        columns([("matched" if look.matched else "not", look.rule.id, look.why) for look in (*matched, *tried)])
        if found.looks
        else [],
    )
    if found.likelihood:
        guess = found.likelihood
        if guess.occupied:
            says = f"not asked, {guess.occupied} took the line first; else {guess.probability:.0%} likely to be article"
        else:
            says = (
                f"{guess.probability:.0%} likely to be article; by itself a line stays from {guess.dial:.0%} on, "
                f"and with the lines around it this one {'stays' if guess.kept else 'goes'}"
            )
        yield f"how near the guess was (stage/{guess.stage})", [says, f"a guess cuts from confidence {found.needed:.2f} on"]
    changes = [(change.what, "no change" if not change.differs else change.outcome) for change in found.changes]
    yield "what would change it", columns(changes) if changes else []
