"""``cleaner rules test``: are the rules right."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.cli.options import ColorOption, FixturesOption, PacksArgument, RulesOption
from cleaner.cli.rules.paths import relative
from cleaner.cli.rules.reports import Format, FormatOption, mistakes_as, rendered
from cleaner.cli.terminal import DIFF_STYLES, Color, Terminal, columns, counted, escape
from cleaner.errors import UsageError
from cleaner.visible import shortened

if TYPE_CHECKING:
    from rich.text import Text

    from cleaner.workshop import Finding, Report
    from cleaner.workshop.bench import Bench
    from cleaner.workshop.fixtures import Allowance
    from cleaner.workshop.testing import Case, Outcome

TEST_EXAMPLES = """\b
Examples:
  cleaner rules test
  cleaner rules test my-rules/outlets/news.example.yaml
  cleaner rules test --rules my-rules --update
  cleaner rules test --rules my-rules -f github
"""
_NEW = "no golden yet; look at it with --update"
_SHOWN = 100
"""Characters of a text that are shown."""
_CASES = 5
"""So many of a rule's hits and misses are shown; more are counted."""
_FEW = 20
"""So many rules that never fired are named; more are counted."""


def try_rules(
    packs: PacksArgument = None,
    *,
    rules: RulesOption = None,
    fixtures: FixturesOption = None,
    clean: Annotated[
        list[Path] | None,
        typer.Option("--clean", metavar="DIR", help="A further folder of texts of which nothing may go. Repeatable."),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Write the marked views of fixtures anew. Read what changed before you commit it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The whole result as JSON, rule by rule.")] = False,
    form: FormatOption = Format.TEXT,
    color: ColorOption = Color.AUTO,
) -> None:
    """Test rules on their examples, on fixtures and on clean texts.

    Of clean texts nothing may go. Of each rule are counted: hits where it should, silence where it should, noise (hits where
    it should not) and misses. A rule that another one always wins over fails too. A hit on a clean text is allowed if the
    folder's allowed.txt says why. The exit status is 1 if anything is wrong.
    """
    from cleaner.workshop import bench_of, run_tests

    terminal = Terminal(color)
    if as_json and form not in (Format.TEXT, Format.JSON):
        raise UsageError(f"--json is one format, and --format {form} another; choose one")
    with mistakes_as(Format.TEXT if form is Format.JSON else form, terminal):  # the JSON of a test is no list of findings
        bench = bench_of(packs or (), rules or (), fixtures or (), clean or ())
    report = run_tests(bench, update=update)
    if as_json or form is Format.JSON:
        terminal.data((json.dumps(_json(report), indent=2, ensure_ascii=False) + "\n").encode())
    elif form is not Format.TEXT:
        terminal.data(rendered(sorted(_findings(report, bench)), form))
    else:
        each = bool(packs or rules)
        terminal.show([*_table(report.outcomes, each=each), *_problems(report), *_never(report), *_verdict(report)])
    raise typer.Exit(report.failed)


def _table(outcomes: Sequence[Outcome], *, each: bool) -> Iterator[Text]:
    """The four outcomes of each rule, or, for all the bundled ones, of each pack."""
    from rich.text import Text

    rows = [("rule" if each else "pack", "hits", "silent", "noisy", "missing")]
    groups = [(outcome.rule, [outcome]) for outcome in outcomes]
    if not each:
        groups = [(name, list(group)) for name, group in groupby(outcomes, key=lambda outcome: outcome.pack)]
    for name, group in groups:
        counts = ((one.hits, one.silent, len(one.noisy), len(one.missing)) for one in group)
        hits, silent, noisy, missing = (str(sum(column)) for column in zip(*counts, strict=True))
        rows.append((escape(name), hits, silent, noisy, missing))
    lines = columns(rows, right=frozenset({1, 2, 3, 4}))
    yield Text(lines[0], "bold")
    for line, (_, group) in zip(lines[1:], groups, strict=True):
        yield Text(line, "red" if any(outcome.failed for outcome in group) else "")


def _problems(report: Report) -> Iterator[Text]:
    from rich.text import Text

    from cleaner.workshop.fixtures import GOLDEN

    for outcome in report.outcomes:
        for kind, cases in (("noisy", outcome.noisy), ("missing", outcome.missing)):
            for case in cases[:_CASES]:
                yield Text.assemble((f"{kind} ", "red"), f"{escape(outcome.rule)}: {escape(_shown(case))}")
            if len(cases) > _CASES:
                more = f"{outcome.rule}: and {len(cases) - _CASES} more; --json has them all"
                yield Text.assemble((f"{kind} ", "red"), escape(more))
        if outcome.shadowed_by:
            yield Text.assemble(("shadowed ", "red"), escape(f"{outcome.rule}: {_shadowed(outcome)}"))
    for difference in report.differences:
        yield from _difference(difference.fixture.name, difference.lines)
    for name in report.without:
        yield Text.assemble(("untested ", "red"), escape(f"{name}: {_untested(name)}"))
    for entry in report.stale:
        text = f"{relative(entry.where)}: {entry.rule} {_stale(entry)}"
        yield Text.assemble(("stale ", "red"), escape(text))
    for fixture in report.written:
        yield Text.assemble(("written ", "yellow"), escape(f"{relative(str(fixture.folder / GOLDEN))}; read what changed"))


def _shown(case: Case) -> str:
    return f"{relative(case.where)}: {shortened(case.text, _SHOWN)}"


def _shadowed(outcome: Outcome) -> str:
    winners = ", ".join(outcome.shadowed_by)
    return f"it never wins, {winners} always does; delete it, or add an example on which it wins"


def _untested(name: str) -> str:
    return f"no fixture; put a page into fixtures/{name}/SLUG/source.txt, then run this with --update"


def _stale(entry: Allowance) -> str:
    return f"does not hit {entry.file} any more; delete this line"


def _difference(name: str, lines: Sequence[str]) -> Iterator[Text]:
    from rich.text import Text

    if not lines:
        yield Text.assemble(("new ", "red"), escape(f"{name}: {_NEW}"))
        return
    yield Text.assemble(("changed ", "red"), escape(f"{name}: not as its golden (-); now (+); if this is wanted: --update"))
    for line in lines:
        yield Text(f"  {escape(line)}", DIFF_STYLES.get(line[:1], "dim"))


def _never(report: Report) -> Iterator[Text]:
    from rich.text import Text

    if not report.fixtures or not report.unfired:
        return
    named = f": {', '.join(report.unfired)}" if len(report.unfired) <= _FEW else "; --json names them"
    drafts = report.unfired_drafts
    what = "is a draft, which only tags" if drafts == 1 else "are drafts, which only tag"
    more = f"{named}; {drafts} {what} (? in the marked views)" if drafts else named
    yield Text(
        escape(f"{len(report.unfired)} of {counted(len(report.outcomes), 'rule')} took nothing in any fixture{more}"), "dim"
    )


def _verdict(report: Report) -> Iterator[Text]:
    from rich.text import Text

    wrong = sum(outcome.failed for outcome in report.outcomes)
    parts = [_how_many(wrong, len(report.outcomes))]
    shown = (counted(report.examples, "example"), counted(report.fixtures, "fixture"), counted(report.clean, "clean text"))
    parts.append(", ".join(shown))
    if report.differences:
        parts.append(counted(len(report.differences), "fixture differs", "fixtures differ"))
    if report.allowed:
        parts.append(f"{counted(report.allowed, 'hit')} on clean texts allowed")
    yield Text("; ".join(parts), "red" if report.failed else "green")


def _how_many(wrong: int, rules: int) -> str:
    if not wrong:
        return counted(rules, "rule holds", "rules hold")
    return f"{wrong} of {counted(rules, 'rule')} {'fails' if wrong == 1 else 'fail'}"


def _placed(where: str) -> tuple[str, int]:
    """Path and line of a place as messages name it; the first line where it has none."""
    path, _, line = where.rpartition(":")
    return (path, int(line)) if path and line.isdecimal() else (where, 1)


def _findings(report: Report, bench: Bench) -> Iterator[Finding]:
    """All that is wrong, each with its place. What makes an exit status of 1 is among it."""
    from cleaner.workshop import Finding
    from cleaner.workshop.fixtures import GOLDEN

    rules = {rule.id: (pack, rule) for pack, chosen in bench.chosen for rule in chosen}
    for outcome in report.outcomes:
        for case in outcome.noisy:
            yield Finding(
                *_placed(case.where), "error", "noisy", outcome.rule, f"hits this, and must not: {shortened(case.text, _SHOWN)}"
            )
        for case in outcome.missing:
            yield Finding(
                *_placed(case.where), "error", "missing", outcome.rule, f"misses this: {shortened(case.text, _SHOWN)}"
            )
        if outcome.shadowed_by:
            path, line = bench.places.of(*rules[outcome.rule], "id")
            yield Finding(path, line, "error", "shadowed", outcome.rule, _shadowed(outcome))
    for fixture, lines in report.differences:
        if lines:
            message = f"{fixture.name}: not as its golden; if this is wanted: --update"
            yield Finding(str(fixture.folder / GOLDEN), 1, "error", "changed", "", message)
        else:
            yield Finding(str(fixture.source), 1, "error", "new", "", f"{fixture.name}: {_NEW}")
    for pack, _ in bench.chosen:
        if pack.name in report.without:
            yield Finding(pack.origin, 1, "error", "untested", pack.name, _untested(pack.name))
    for entry in report.stale:
        yield Finding(*_placed(entry.where), "error", "stale", entry.rule, _stale(entry))


def _json(report: Report) -> dict[str, Any]:
    return {
        "failed": report.failed,
        "rules": [
            {
                "rule": outcome.rule,
                "hits": outcome.hits,
                "silent": outcome.silent,
                "noisy": [case._asdict() for case in outcome.noisy],
                "missing": [case._asdict() for case in outcome.missing],
                "shadowed_by": list(outcome.shadowed_by),
                "fired": outcome.fired,
            }
            for outcome in report.outcomes
        ],
        "differences": [{"fixture": one.fixture.name, "lines": one.lines} for one in report.differences],
        "written": [fixture.name for fixture in report.written],
        "without_fixture": report.without,
        "stale": [entry._asdict() for entry in report.stale],
        "never_fired": report.unfired,
        "allowed": report.allowed,
        "examples": report.examples,
        "fixtures": report.fixtures,
        "clean": report.clean,
    }
