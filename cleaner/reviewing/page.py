"""The page of a run or of one document: documents by doubt, each source with what went, its body beside it; and the rules."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from cleaner.lines import PARAGRAPH
from cleaner.model import Line, Removal
from cleaner.render import Cleaned, Segment, marked_lines
from cleaner.reviewing.choosing import LISTED
from cleaner.reviewing.markup import page, shown, table
from cleaner.reviewing.parts import PANEL, Names, filters, known, swatch, swatches
from cleaner.reviewing.runs import Written, field_text
from cleaner.reviewing.summing import Listed, RuleSum, RunSum, Seen, labels_of
from cleaner.visible import counted

COMMON = 50
"""Texts on a rule's page."""
_SHORT = 160
"""Characters of a text in a table of texts."""


class Review(NamedTuple):
    """What a page shows.

    Attributes:
        title: of the page.
        about: facts for its head, as name and value.
        total: the documents and rules in numbers.
        texts: the documents shown in full, in the order of doubt.
        alone: the page is about one document, so it stands open and there is no list.
    """

    title: str
    about: Sequence[tuple[str, str]]
    total: RunSum
    texts: Sequence[tuple[Listed, Written]]
    alone: bool = False


def review_page(review: Review) -> str:
    """The page, complete. The same arguments give the same bytes."""
    names = _names(review.total)
    return page(review.title, _body(review, names), _data(review, names))


def _body(review: Review, names: Names) -> Iterator[str]:
    total = review.total
    full = {listed.number for listed, _ in review.texts}
    yield f'<header>\n<h1 dir="auto">{shown(review.title)}</h1>\n'
    yield (
        "<dl>"
        + "".join(f"<div><dt>{shown(name)}</dt><dd>{shown(value)}</dd></div>" for name, value in review.about)
        + "</dl>\n"
    )
    if not review.alone:
        yield '<nav><a href="#documents">Documents</a> <a href="#texts">Texts</a> <a href="#rules">Rules</a></nav>\n'
    yield "</header>\n"
    yield filters(names, many=not review.alone)
    yield "<main>\n"
    yield _labels(total)
    if not review.alone:
        yield from _list(total, full)
    yield '<section id="texts">\n<h2>Texts</h2>\n' if not review.alone else '<section id="texts">\n'
    for listed, written in review.texts:
        yield from _document(listed, written, names, opened=review.alone)
    yield "</section>\n"
    yield from _rules(total, names, full)
    yield f"</main>\n{PANEL}"


def _labels(total: RunSum) -> str:
    """The legend: every label in its colour, with how many cuts it has."""
    counts = labels_of(total.rules)
    if not counts:
        return "<p>Nothing went.</p>\n"
    found = "".join(f"<li>{swatch(label)} {n:,}</li>" for label, n in sorted(counts.items()))
    return f'<section id="labels"><h2>What went</h2><ul class="legend">{found}</ul></section>\n'


_LIST = (
    ("", "number"),
    ("document", "name"),
    ("why look", ""),
    ("outlet", ""),
    ("status", ""),
    ("kept", "number"),
    ("sure", "number"),
)


def _list(total: RunSum, full: set[int]) -> Iterator[str]:
    yield '<section id="documents">\n<h2>Documents, the most doubtful first</h2>\n'
    listed = total.documents[:LISTED]
    yield table(_LIST, (_list_row(place, entry, full) for place, entry in enumerate(listed, 1)), name="list")
    left = len(total.documents) - len(listed)
    if left:
        yield f'<p class="more">and {left:,} more, less doubtful than these</p>\n'
    yield "</section>\n"


def _list_row(place: int, listed: Listed, full: set[int]) -> tuple[str, ...]:
    row = listed.row
    reasons = "".join(f"<li>{shown(reason)}</li>" for reason in listed.doubt.reasons)
    return (
        f'<span data-d="{listed.number}">{place}</span>',
        _link(listed.number, row.id, full),
        f'<ul class="why">{reasons}</ul>' if reasons else "",
        shown(row.outlet) or '<i class="none">unknown</i>',
        f'<span class="s-{shown(row.status)}">{shown(row.status)}</span>',
        "" if listed.kept is None else f"{listed.kept:.0%}",
        "" if row.confidence is None else f"{row.confidence:.2f}",
    )


def _link(number: int, name: str, full: set[int]) -> str:
    bare = f"<bdi>{shown(name)}</bdi>"
    return f'<a href="#d{number}">{bare}</a>' if number in full else f'<span class="unlinked">{bare}</span>'


# -- one document


def _document(listed: Listed, written: Written, names: Names, *, opened: bool) -> Iterator[str]:
    row, number = listed.row, listed.number
    share = "" if opened or listed.kept is None else f"{listed.kept:.0%} kept"
    facts = " · ".join(filter(None, (row.outlet or "outlet unknown", share, row.status if row.status != "ok" else "")))
    yield f'<details class="doc" data-d="{number}"{" open" if opened else ""}>\n<summary><b><bdi>{shown(row.id)}</bdi></b> '
    yield f'<span class="facts">{shown(facts)}</span></summary>\n<div class="target" id="d{number}"></div>\n'
    reasons = [*listed.doubt.reasons, *row.warnings]
    if reasons:
        yield f'<ul class="why">{"".join(f"<li>{shown(reason)}</li>" for reason in dict.fromkeys(reasons))}</ul>\n'
    yield _fields(written)
    if written.cleaned is None:
        yield from _cuts_alone(written)
    else:
        yield '<div class="sides">\n'
        yield from _source(number, written.cleaned, names)
        yield from _side(number, written.cleaned)
        yield "</div>\n"
    yield "</details>\n"


def _fields(written: Written) -> str:
    found = {name: value for name, value in (written.fields or {}).items() if value}
    if not found:
        return ""
    cells = (
        f'<div><dt>{shown(name.replace("_", " "))}</dt><dd dir="auto">{shown(field_text(value))}</dd></div>'
        for name, value in found.items()
    )
    return f'<dl class="fields">{"".join(cells)}</dl>\n'


def _cuts_alone(written: Written) -> Iterator[str]:
    if not written.cuts:
        return
    yield table(
        (("lines", "number"), ("label", ""), ("rule", ""), ("sure", "number"), ("what went", "text")),
        (
            (
                str(cut.first_line) if cut.first_line == cut.last_line else f"{cut.first_line}–{cut.last_line}",
                swatch(cut.label),
                shown(cut.rule),
                f"{cut.confidence:.2f}",
                f'<span dir="auto" title="{shown(cut.reason)}">{shown(cut.text)}</span>',
            )
            for cut in written.cuts
        ),
    )


def _source(number: int, cleaned: Cleaned, names: Names) -> Iterator[str]:
    """The source, line by line, with what went struck and what was noticed marked; blank lines together as one gap."""
    places = {_key(entry): place for place, entry in enumerate((*cleaned.removals, *cleaned.tags))}
    yield '<table class="source"><caption>Source</caption><tbody>\n'
    for blank, rows in groupby(marked_lines(cleaned), key=lambda row: not row[0].text.strip()):
        if blank:
            yield '<tr class="gap"><td colspan="3"></td></tr>\n'
            continue
        for line, segments in rows:
            yield _line(number, line, segments, places, names)
    yield "</tbody></table>\n"


def _line(
    number: int,
    line: Line,
    segments: Sequence[Segment],
    places: Mapping[tuple[int, int, str], int],
    names: Names,
) -> str:
    margin, text = [], []
    for segment in segments:
        entry = segment.removal or (segment.tags[0] if segment.tags else None)
        if entry is None or not segment.text.strip():
            text.append(shown(segment.text))
            continue
        tag = "del" if segment.removal else "mark"
        hint = f"sure {entry.confidence:.2f}: {entry.reason}"
        text.append(
            f'<{tag} class="l-{entry.label}" data-c="{places[_key(entry)]}" title="{shown(hint)}">{shown(segment.text)}</{tag}>'
        )
        if entry.start >= line.start:  # a block of many lines is named once, beside its first
            margin.append(_who(entry, names, noticed=not segment.removal))
    return (
        f'<tr id="d{number}-{line.number}"><th>{line.number}</th>'
        f'<td class="who">{"".join(margin)}</td><td class="text" dir="auto">{"".join(text)}</td></tr>\n'
    )


def _key(entry: Removal) -> tuple[int, int, str]:
    return entry.start, entry.end, entry.rule


def _who(entry: Removal, names: Names, *, noticed: bool) -> str:
    label = swatch(entry.label, "?" if noticed else "")
    return f'{label}<a class="rule" href="#r{names.rules[entry.rule]}"><bdi>{shown(entry.rule)}</bdi></a>'


def _side(number: int, cleaned: Cleaned) -> Iterator[str]:
    """The body, each paragraph with the number of the source line it begins in."""
    text, starts = cleaned.document.text, [line.start for line in cleaned.document.lines]
    yield '<div class="body"><h3>Body</h3>\n'
    if not cleaned.layout.kept:
        yield '<p class="none">Nothing is left.</p>\n'
    opened = False
    for piece in cleaned.layout.kept:
        joint = shown(piece.joint)
        if not opened or piece.joint.startswith(PARAGRAPH):
            line = bisect_right(starts, piece.start)
            yield f'{"</p>" if opened else ""}\n<p dir="auto"><a class="from" href="#d{number}-{line}">{line}</a>'
            joint, opened = "", True
        yield joint + shown(text[piece.start : piece.end])
    yield ("</p>" if opened else "") + "\n</div>\n"


# -- rules


_RULES = (
    ("rule", "name"), ("label", ""), ("documents", "number"), ("cuts", "number"), ("characters", "number"),
    ("of all that went", "number"), ("noticed", "number"), ("sure", "number"),
)  # fmt: skip  # a table


def _rules(total: RunSum, names: Names, full: set[int]) -> Iterator[str]:
    if not total.rules:
        return
    gone = max(sum(rule.chars for rule in total.rules.values()), 1)
    ids = {listed.number: listed.row.id for listed in total.documents}
    yield '<section id="rules">\n<h2>Rules</h2>\n'
    ordered = sorted(total.rules.values(), key=lambda rule: (-rule.chars, rule.rule))
    yield table(_RULES, (_rule_row(rule, names, gone) for rule in ordered), name="totals")
    for rule in ordered:
        yield from _rule(rule, names, ids, full)
    yield "</section>\n"


def _rule_row(rule: RuleSum, names: Names, gone: int) -> tuple[str, ...]:
    sure = "–".join(dict.fromkeys((f"{rule.least:.2f}", f"{rule.most:.2f}")))
    return (
        f'<a href="#r{names.rules[rule.rule]}"><bdi>{shown(rule.rule)}</bdi></a>',
        swatches(rule.labels),
        f"{len(rule.fired):,}",
        f"{rule.cuts:,}",
        f"{rule.chars:,}",
        f"{rule.chars / gone:.1%}",
        f"{rule.tags:,}" if rule.tags else "",
        sure,
    )


def _rule(rule: RuleSum, names: Names, ids: Mapping[int, str], full: set[int]) -> Iterator[str]:
    number = names.rules[rule.rule]
    yield f'<details class="rulepage" data-r="{number}">\n<summary><b><bdi>{shown(rule.rule)}</bdi></b> '
    yield f"{swatches(rule.labels)} "
    yield f'<span class="facts">{counted(rule.cuts, "cut")} in {counted(len(rule.fired), "document")}</span></summary>\n'
    yield f'<div class="target" id="r{number}"></div>\n<p>{shown(rule.reason)}'
    yield " (its reason differs from cut to cut; this is the first)</p>\n" if rule.varies else "</p>\n"
    common = rule.common(COMMON)
    left = len(rule.texts) - len(common)
    yield _texts("What it took, the most frequent first", [(f"{count:,}×", seen) for count, seen in common], ids, full)
    if left or rule.others:
        yield f'<p class="more">and {left + rule.others:,} more texts</p>\n'
    if len(rule.texts) > 1:
        yield _texts("The longest", [(f"{seen.chars:,}", seen) for seen in rule.longest()], ids, full)
    prose = rule.prose()
    if prose:
        title = f"What reads like prose ({counted(rule.proses, 'text')})"
        yield _texts(title, [(f"{seen.chars:,}", seen) for seen in prose], ids, full)
    unusual = rule.unusual()
    if unusual:
        rows = (
            (_link(fired.document, ids[fired.document], full), f"{fired.cuts:,}", f"{fired.chars:,}", f"{fired.share:.0%}")
            for fired in unusual
        )
        yield "<h4>Where it took far more than elsewhere</h4>\n"
        yield table((("document", "name"), ("cuts", "number"), ("characters", "number"), ("of the text", "number")), rows)
    yield "</details>\n"


def _texts(title: str, entries: Sequence[tuple[str, Seen]], ids: Mapping[int, str], full: set[int]) -> str:
    rows = (
        (figure, f'<span dir="auto">{shown(_short(seen))}</span>', _link(seen.document, ids[seen.document], full))
        for figure, seen in entries
    )
    return f"<h4>{title}</h4>\n" + table((("", "number"), ("text", "text"), ("for example in", "name")), rows)


def _short(seen: Seen) -> str:
    return seen.text if len(seen.text) <= _SHORT and seen.chars <= _SHORT else f"{seen.text[:_SHORT].rstrip()} …"


# -- what the script knows


def _data(review: Review, names: Names) -> dict[str, Any]:
    documents = {
        listed.number: (listed.row.outlet, [(facet.rule, facet.label, facet.least) for facet in listed.facets])
        for listed in review.total.documents[:LISTED]
    }
    return known(names, documents, {listed.number: (*written.cuts, *written.tags) for listed, written in review.texts})


def _names(total: RunSum) -> Names:
    facets = [facet for listed in total.documents for facet in listed.facets]
    return Names.of(total.rules, (facet.label for facet in facets), (listed.row.outlet for listed in total.documents))
