"""``cleaner explain``: the source, line by line, with what goes, what it is, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.options import (
    BytesOption,
    ColorOption,
    Favour,
    FavourOption,
    KeepOption,
    OutletOption,
    RulesOption,
    UrlOption,
    bytes_of,
    host_given,
    policy_of,
    rulebook_of,
)
from cleaner.cli.terminal import Color, Terminal, escape
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from cleaner.model import Line, Removal
    from cleaner.render import Cleaned, Segment

_GONE, _NOTICED = "strike red", "yellow"
_LABEL_WIDTH = 13


EXAMPLES = """\b
Examples:
  cleaner explain page.html
  cleaner explain page.html --color always | less -R
"""


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file, or - for the standard input.")],
    *,
    outlet: OutletOption = None,
    url: UrlOption = None,
    keep: KeepOption = "",
    favour: FavourOption = Favour.BALANCE,
    rules: RulesOption = None,
    max_bytes: BytesOption = "20MB",
    color: ColorOption = Color.AUTO,
) -> None:
    """Show what would go from one document, and why.

    Every line of the source has its number. Beside it stands what it is, if it goes (-), partly goes (±, that in ⟦ ⟧) or was
    only noticed (?); under it the rule, how sure it is, and its reason.
    """
    from cleaner.batch import Settings, clean_input, content, find

    terminal = Terminal(color)
    plan = find([file])
    if not plan.single:
        raise UsageError(f"{file}: explain shows one document; name one file that holds one")
    settings = Settings(rulebook_of(rules, terminal), policy_of(keep, favour), outlet=host_given(outlet), url=url)
    (item,) = plan
    cleaned = clean_input(item, content(item, bytes_of(max_bytes)), settings)
    terminal.show([*_view(cleaned), *_summary(cleaned)])
    raise typer.Exit(0 if cleaned.status == "ok" else 1)


def _view(cleaned: Cleaned) -> Iterator[Text]:
    from cleaner.render import marked_lines

    explained: set[tuple[int, int, str]] = set()
    width = max(len(str(len(cleaned.document.lines))), 3)
    for line, segments in marked_lines(cleaned):
        notes = [removal for segment in segments for removal in _voices(segment)]
        yield _source_line(line, segments, width)
        for removal in notes:
            key = (removal.start, removal.end, removal.rule)
            if key not in explained:  # a block of many lines is explained once, under its first
                explained.add(key)
                yield _note(removal, width)


def _voices(segment: Segment) -> Sequence[Removal]:
    return (segment.removal,) if segment.removal else segment.tags


def _source_line(line: Line, segments: Sequence[Segment], width: int) -> Text:
    from rich.text import Text

    cuts = [segment.removal for segment in segments if segment.removal]
    tags = [tag for segment in segments if not segment.removal for tag in segment.tags]
    whole = bool(cuts) and all(segment.removal or not segment.text.strip() for segment in segments)
    mark = "-" if whole else "±" if cuts else "?" if tags else " "
    label = str((cuts or tags)[0].label) if cuts or tags else ""
    row = Text()
    row.append(f"{line.number:>{width}} ", "dim")
    row.append(f"{mark} {label:<{_LABEL_WIDTH}} ", "cyan" if label else "")
    row.append("│ ", "dim")
    for segment in segments:
        text = escape(segment.text, keep="\t")
        if segment.removal:
            # Brackets as well as the strike: not every terminal and no file can strike.
            row.append(text if whole else f"⟦{text}⟧", _GONE)
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
    from cleaner.render import count_by

    document = cleaned.document
    total = len(document.text)
    kept = sum(piece.end - piece.start for piece in cleaned.layout.kept)
    language, outlet = document.language, document.outlet
    rows = [
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
    yield Text()
    for line in columns([(name.replace("_", " "), escape(value)) for name, value in rows]):
        yield Text(line)


def _shown(value: object) -> str:
    return " · ".join(map(str, value)) if isinstance(value, list) else str(value)
