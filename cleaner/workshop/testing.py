"""Are the rules right? Examples, fixtures and clean texts, and of every rule four outcomes.

A rule can hit where it should, stay silent where it should, hit where it should not (noisy), and miss what it should hit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import RuleTimeout
from cleaner.model import Document, Label
from cleaner.rulebook import Matcher, Pack, Rule, Rulebook
from cleaner.rulebook.checks import claims_example
from cleaner.shown import in_source, shown
from cleaner.stages.packs import Packs
from cleaner.workshop.bench import Bench
from cleaner.workshop.fixtures import (
    Allowance,
    Fixture,
    allowances,
    differences,
    read_clean,
    rows_by_rule,
)
from cleaner.workshop.places import Places


class Case(NamedTuple):
    """One text on which a rule went wrong: where it stands, and how it begins."""

    where: str
    text: str


@dataclass(slots=True)
class Outcome:
    """What one rule did."""

    rule: str
    pack: str
    hits: int = 0
    silent: int = 0
    noisy: list[Case] = field(default_factory=list)
    missing: list[Case] = field(default_factory=list)
    shadowed_by: tuple[str, ...] = ()
    fired: bool = False
    draft: bool = False

    @property
    def failed(self) -> bool:
        """Whether anything is wrong with the rule."""
        return bool(self.noisy or self.missing or self.shadowed_by)


class Difference(NamedTuple):
    """A fixture that is not as its golden: the lines that differ; none if there is no golden yet."""

    fixture: Fixture
    lines: list[str]


@dataclass(slots=True)
class Report:
    """The result of a test.

    Attributes:
        outcomes: of every rule tested, in the order of the rulebook; retired rules are left out.
        differences: fixtures that are not as their goldens.
        written: fixtures whose goldens were written.
        without: outlets in force that have no fixture.
        stale: allowed hits that no longer occur.
        allowed: hits on clean texts that are allowed.
        fixtures, clean, examples: how many were tried.
    """

    outcomes: list[Outcome]
    differences: list[Difference] = field(default_factory=list)
    written: list[Fixture] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    stale: list[Allowance] = field(default_factory=list)
    allowed: int = 0
    fixtures: int = 0
    clean: int = 0
    examples: int = 0

    @property
    def failed(self) -> bool:
        """Whether anything at all is wrong."""
        return bool(self.differences or self.without or self.stale) or any(outcome.failed for outcome in self.outcomes)

    @property
    def unfired(self) -> list[str]:
        """The rules that took nothing in any fixture, or, if they keep text, kept nothing."""
        return [outcome.rule for outcome in self.outcomes if not outcome.fired]

    @property
    def unfired_drafts(self) -> int:
        """How many of these only tag, whatever they find."""
        return sum(outcome.draft and not outcome.fired for outcome in self.outcomes)


def run_tests(bench: Bench, *, update: bool = False) -> Report:
    """Test rules. With ``update`` the goldens of fixtures are written anew where they differ.

    Raises:
        UsageError: a file of the fixtures cannot be used.
    """
    rules = [(pack, rule) for pack, chosen in bench.chosen for rule in chosen]
    report = Report([Outcome(rule.id, pack.name, draft=rule.status == "draft") for pack, rule in rules])
    outcomes = {outcome.rule: outcome for outcome in report.outcomes}
    for pack, rule in rules:
        report.examples += len(rule.matches) + len(rule.ignores)
        _try_examples(pack, rule, outcomes[rule.id], bench.places)
    for fixture in bench.fixtures:
        _try_fixture(fixture, bench.rulebook, outcomes, report, update=update)
    _try_clean(bench.clean, [rule for _, rule in rules], outcomes, report)
    for outcome in report.outcomes:
        if outcome.rule in bench.standings:
            outcome.shadowed_by = bench.standings[outcome.rule].shadowed_by
    report.fixtures, report.clean = len(bench.fixtures), len(bench.clean)
    shown = {fixture.outlet for fixture in bench.fixtures}
    if bench.complete:
        report.without = [
            pack.name
            for pack, _ in bench.chosen
            if pack.outlet and pack.status == "stable" and shown.isdisjoint((pack.name, *pack.hosts))
        ]
    return report


def _try_examples(pack: Pack, rule: Rule, outcome: Outcome, places: Places) -> None:
    claims = claims_example(rule)
    for kind, texts in (("matches", rule.matches), ("ignores", rule.ignores)):
        for number, text in enumerate(texts):
            try:
                speaks = claims(text)
            except RuleTimeout as error:
                outcome.noisy.append(Case(places.shown(pack, rule, "examples", kind, number), str(error)))
                continue
            if speaks is (kind == "matches"):
                outcome.hits += speaks
                outcome.silent += not speaks
            else:
                wrong = outcome.noisy if speaks else outcome.missing
                wrong.append(Case(places.shown(pack, rule, "examples", kind, number), text))


def _try_fixture(fixture: Fixture, rulebook: Rulebook, outcomes: dict[str, Outcome], report: Report, *, update: bool) -> None:
    """Compare a fixture with its golden, row by row for the rules and as a whole."""
    cleaned = fixture.clean(rulebook)
    view = cleaned.marked()
    if update and fixture.update(view):
        report.written.append(fixture)
    golden = view if update else fixture.golden()
    if view != golden:
        report.differences.append(Difference(fixture, differences(golden, view) if golden is not None else []))
    now, wanted = rows_by_rule(view), rows_by_rule(golden if golden is not None else view)
    for name, right in _by_rule(now & wanted).items():
        if name in outcomes:
            outcomes[name].hits += sum(right.values())
    for wrong, kind in ((now - wanted, "noisy"), (wanted - now, "missing")):
        for (name, text), count in wrong.items():
            if name in outcomes:
                getattr(outcomes[name], kind).extend([Case(str(fixture.source), text)] * count)
    for name in _by_rule(now):
        if name in outcomes:
            outcomes[name].fired = True
    for name in _keeping(cleaned.document, rulebook):
        if name in outcomes:
            outcomes[name].hits += 1
            outcomes[name].fired = True


def _keeping(document: Document, rulebook: Rulebook) -> Iterator[str]:
    """The rule of every claim that keeps text, of which a marked view says nothing."""
    try:
        for claim in Packs(rulebook)(shown(document), ()):
            if claim.label is Label.ARTICLE:
                yield claim.rule
    except RuleTimeout:
        return  # the document failed, which its marked view shows


def _by_rule(rows: Counter[tuple[str, str]]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for (name, text), count in rows.items():
        found.setdefault(name, Counter())[text] += count
    return found


def _try_clean(texts: Sequence[tuple[Path, Path]], rules: Sequence[Rule], outcomes: dict[str, Outcome], report: Report) -> None:
    """Run every rule over every clean text, whatever its language or outlet: none may take anything, unless it is allowed."""
    matcher = Matcher(rules)
    folders = dict.fromkeys(folder for folder, _ in texts)
    allowed = {(entry.rule, folder / entry.file): entry for folder in folders for entry in allowances(folder)}
    used: set[tuple[str, Path]] = set()
    for _, path in texts:
        document = read_clean(path)
        loud: set[str] = set()
        for rule, where, text in _hits(matcher, document, path):
            loud.add(rule)
            if (rule, path) in allowed:
                used.add((rule, path))
                report.allowed += 1
            else:
                outcomes[rule].noisy.append(Case(where, text))
        for name, outcome in outcomes.items():
            outcome.silent += name not in loud
    tested = {path for _, path in texts}
    report.stale = [
        entry for key, entry in allowed.items() if key not in used and (entry.rule in outcomes or key[1] not in tested)
    ]


def _hits(matcher: Matcher, document: Document, path: Path) -> Iterator[tuple[str, str, str]]:
    """Rule, place and text of every claim on a text that would take some of it, of which rules see what they see in a run."""
    try:
        for made in matcher.claims(shown(document)):
            if made.label is Label.ARTICLE:
                continue
            (claim,) = in_source(document, [made])
            number = document.text.count("\n", 0, claim.start) + 1
            yield claim.rule, f"{path}:{number}", document.text[claim.start : claim.end]
    except RuleTimeout as error:
        yield error.rule, str(path), str(error)
