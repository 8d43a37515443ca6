"""Are the rules well made? What loads and passes its tests can still be slow, dead, unclear or out of date.

Each finding has a kind, a place, and says what to do. An ``error`` is a rule that cannot do what its author wants; a ``note``
is advice.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

import regex

from cleaner.model import Label
from cleaner.rulebook import Pack, Rule, Rulebook
from cleaner.rulebook.folding import fold
from cleaner.rulebook.pack import Guard
from cleaner.rulebook.patterns import MAX_LINE, known_of
from cleaner.rulebook.selecting import example_document
from cleaner.rulebook.yamlfile import Place, quoted
from cleaner.visible import shortened
from cleaner.workshop.bench import Bench, in_force
from cleaner.workshop.contest import Standing
from cleaner.workshop.places import Places
from cleaner.workshop.probe import Probe, probes_of, run_probes
from cleaner.workshop.repeats import repeats

Level = Literal["error", "note"]
_FLAGS = regex.compile(r"\(\?i\)")
_SIGNS = regex.compile(r"[\\.^$|?*+()\[\]{}]")
_REPEATED = regex.compile(r"(\\[pP]\{[^}]*\}|\\.|\[(?:[^\]\\]|\\.)*+\]|[^\\\]])(?:[*+]|\{\d*,\})")
"""What is repeated without an end: a sign, a class, or the end of a group."""
_PARAGRAPHS = (
    "The council voted on Thursday night to pay for three years of crossings by night, a decision that took eleven minutes and "
    "that some had waited for since they were young.",
    "He has started a petition. By Friday it had 212 signatures, on an island of 640, and one of them was his mother’s. “I "
    "have slept in my car ninety-one times,” said Ruth Abiola, a nurse at the hospital.",
)
"""Paragraphs as any article could have them."""
_EMPTY_IDS = regex.compile(r"(?:rule|new|test|tmp|todo|line|block|pattern|misc|other|r|x)-?\d*")
_HOLLOW = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "because", "by", "chrome", "cut", "delete", "every", "for", "from", "go", "goes",
    "in", "is", "it", "junk", "line", "lines", "match", "matches", "noise", "of", "on", "page", "pages", "part", "pattern",
    "remove", "removed", "removes", "rule", "rules", "should", "site", "stuff", "text", "that", "the", "these", "things",
    "this", "to", "todo", "tbd", "unwanted",
))  # fmt: skip  # one list
"""Words that say nothing about what a line is."""
_MOST_YEARS = 2
"""How old the newest page may be that a pack was read against: sites are built anew every few years."""
_AHEAD = timedelta(days=1)
"""How far a page may be ahead of today: it may come from where it is tomorrow already."""
_EVERYWHERE = ""
"""In place of a pack's name."""
_SHOWN = 40
"""Characters of a list in a message."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One remark: file, line, how serious, its kind, the rule (or pack) it is about, and what to do."""

    path: str
    line: int
    level: Level
    kind: str
    rule: str
    message: str
    fixable: bool = False


class _Entry(NamedTuple):
    pack: Pack
    rule: Rule


def lint(bench: Bench, today: date) -> list[Finding]:
    """Every remark about what to look at, sorted by file and line: the rules that are meant, and packs of which all are.

    Args:
        bench: the packs, and the rules that apply beside them.
        today: the day by which ``checked`` is judged.
    """
    places = bench.places
    entries = [_Entry(pack, rule) for pack, rules in bench.chosen for rule in rules]
    # Whoever named a family asks nothing about the packs that have rules of it among others.
    whole = [pack for pack, rules in bench.chosen if len(rules) == len(in_force(pack.rules))]
    found = [finding for pack in whole for finding in _of_pack(pack, places, today)]
    for entry in entries:
        found += _of_rule(entry, places)
    found += _duplicates(bench.rulebook, entries, places)
    found += _called_differently(entries, places)
    found += _shadowed(entries, places, bench.standings)
    found += _slow(entries, places)
    found += _repeated(entries, places)
    return sorted(set(found))


def _finding(
    places: Places, entry: _Entry, part: Place, verdict: tuple[Level, str], message: str, *, fixable: bool = False
) -> Finding:
    (path, line), (level, kind), rule = places.of(entry.pack, entry.rule, *part), verdict, entry.rule
    # A rule of a family is told of once, however many outlets have it.
    name = f"family/{rule.family}/{rule.id.rpartition('/')[2]}" if rule.family else rule.id
    return Finding(path, line, level, kind, name, message, fixable)


def _of_pack(pack: Pack, places: Places, today: date) -> Iterator[Finding]:
    if pack.outlet and pack.status == "stable" and pack.checked is None:
        line = places.of_pack(pack, "outlet")
        yield Finding(
            pack.origin, line, "note", "checked", pack.name, "say with `checked:` which pages these rules were read against"
        )
    elif pack.checked is not None and pack.status == "stable":
        seen = date.fromisoformat(pack.checked)
        if seen > today + _AHEAD:
            message = f"{seen} has not come yet; write the day of the newest page that these rules were read against"
            yield Finding(pack.origin, places.of_pack(pack, "checked"), "note", "checked", pack.name, message)
        elif (today.year - _MOST_YEARS, today.month, today.day) > (seen.year, seen.month, seen.day):
            message = f"not checked since {seen}; read the rules against a new page and date them, or retire the pack"
            yield Finding(pack.origin, places.of_pack(pack, "checked"), "note", "checked", pack.name, message)
    needless = [host for host in pack.hosts if host == pack.name or host.endswith(f".{pack.name}")]
    if needless:
        message = f"hosts below {pack.name} belong to it anyway; leave out {', '.join(needless)}"
        yield Finding(pack.origin, places.of_pack(pack, "hosts"), "note", "hosts", pack.name, message, fixable=True)


def _of_rule(entry: _Entry, places: Places) -> Iterator[Finding]:
    rule = entry.rule
    name = rule.id.rpartition("/")[2]
    if _EMPTY_IDS.fullmatch(name):
        yield _finding(places, entry, ("id",), ("note", "id"), f"id {name!r} names nothing; name what the rule finds")
    if _says_nothing(rule.why, {*name.split("-"), str(rule.label), rule.kind}):
        message = f"why {rule.why!r} says nothing; say in a sentence what stands there, for the person who reviews the cut"
        yield _finding(places, entry, ("why",), ("error", "why"), message)
    yield from _literals(entry, places)
    if rule.kind in ("line", "inside"):
        yield from _pattern(entry, places)


def _says_nothing(why: str, known: Iterable[str]) -> bool:
    words = regex.findall(r"\w+", why.casefold())
    empty = _HOLLOW | {fold(word) for word in known}
    return all(word in empty or word.rstrip("s") in empty for word in words)


def _literals(entry: _Entry, places: Places) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for number, text in enumerate(entry.rule.literals):
        key = fold(text.strip())
        if key in seen:
            message = f"{text!r} stands twice, for case does not count (first as {seen[key]!r}); keep one"
            yield _finding(places, entry, ("lines", number), ("note", "twice"), message, fixable=True)
        seen.setdefault(key, text)


def _pattern(entry: _Entry, places: Places) -> Iterator[Finding]:
    rule = entry.rule
    part = (rule.kind,)
    if rule.kind == "line":
        bare = unanchored(rule.pattern)
        if bare != rule.pattern:
            message = "^ and $ do nothing here: `line` always matches whole lines; leave them out"
            yield _finding(places, entry, part, ("note", "anchors"), message, fixable=True)
        text = plain_text(bare)
        if text is not None:
            ignored, written = bare != text, quoted(text) if text.isprintable() else text
            case = "" if ignored else ", unless its case matters (then let an example under `ignores` show it)"
            advice = f"write `lines: [{written}]`, which is faster and takes an arrow behind it, too{case}"
            message = f"this pattern is a plain text; {advice}"
            if ignored or not _minds_case(rule, text):
                yield _finding(places, entry, part, ("note", "plain"), message)
    known = known_of(rule.pattern)
    keeps = rule.label is Label.ARTICLE
    unbounded = known.ways < math.inf and known.width == math.inf and rule.guard.at_most is None
    if not keeps and unbounded and _takes_words(rule.pattern):
        message = "this pattern can take a line of any length, a paragraph too; add `within: {at_most: N}`"
        yield _finding(places, entry, part, ("note", "broad"), message)
    if not keeps and _takes_any_paragraph(rule):
        message = (
            f"takes whatever stands {'below' if rule.guard.after else 'above'} such a line, a paragraph where what is meant is "
            "missing; let the pattern end without a full stop, `(?<!\\.)`, bound it (`at_most: 120`), or name both neighbours"
        )
        yield _finding(places, entry, part, ("error", "broad"), message)
    if not known.literals and rule.guard == Guard():
        message = "no fixed text says where this pattern could match, and no guard; add `within`"
        if keeps:
            message = (
                "keeps every line of this shape, those of sign-up boxes and teasers too; name a text that stands in it, add "
                "`within`, or protect an element with `select`"
            )
        yield _finding(places, entry, part, ("error", "broad"), message)


def _minds_case(rule: Rule, text: str) -> bool:
    """Whether an example says that the text in another case is something else."""
    return any(fold(one.strip()) == fold(text) and one.strip() != text for one in rule.ignores)


def _takes_words(pattern: str) -> bool:
    """Whether what a pattern repeats without an end can be a space, so that a paragraph fits in. What is unclear can."""
    return any(atom[1] == ")" or regex.fullmatch(atom[1], " ") for atom in _REPEATED.finditer(pattern))


def _takes_any_paragraph(rule: Rule) -> bool:
    """Whether a rule for lines takes any paragraph that one neighbour stands beside."""
    guard = rule.guard
    if rule.kind != "line" or (guard.after is None) == (guard.before is None):
        return False
    fits = regex.compile(rule.pattern)
    return any(fits.fullmatch(one) for one in _PARAGRAPHS if guard.at_most is None or len(one) <= guard.at_most)


def unanchored(pattern: str) -> str:
    """A pattern of a whole line without ``^`` at its start and ``$`` at its end, which mean nothing there."""
    flags = _FLAGS.match(pattern)
    bare = (flags[0] if flags else "") + pattern[flags.end() if flags else 0 :].removeprefix("^")
    if bare.endswith("$"):
        slashes = len(bare) - 1 - len(bare[:-1].rstrip("\\"))
        bare = bare[:-1] if slashes % 2 == 0 else bare
    return bare


def plain_text(pattern: str) -> str | None:
    """The text that a pattern is, case or not; ``None`` if it is more than a text."""
    text = pattern.removeprefix("(?i)")
    return None if _SIGNS.search(text) else text


def _duplicates(rulebook: Rulebook, entries: Iterable[_Entry], places: Places) -> Iterator[Finding]:
    """Rules that find the very same as one in force before them, in their pack or, if that is shared, in one for all pages."""
    firsts: dict[object, str] = {}
    for pack in rulebook.packs:
        for_all = not pack.outlet and pack.language in ("any", "en")
        for rule in pack.rules:
            if rule.status != "retired":
                for scope in (rule.id.partition("/")[0], *([_EVERYWHERE] if for_all else [])):
                    firsts.setdefault((scope, *_finds(rule)), rule.id)
    for entry in entries:
        rule = entry.rule
        for scope in (rule.id.partition("/")[0], *(() if entry.pack.outlet else (_EVERYWHERE,))):
            first = firsts.get((scope, *_finds(rule)), rule.id)
            if first != rule.id:
                message = f"finds the same as {first}; delete one of them"
                yield _finding(places, entry, ("id",), ("error", "duplicate"), message)
                break


def _called_differently(entries: Iterable[_Entry], places: Places) -> Iterator[Finding]:
    """Texts that two rules of a pack list for the same place and call differently: which one is believed, their ids settle."""
    first: dict[object, Rule] = {}
    for entry in entries:
        rule = entry.rule
        shared: defaultdict[str, list[str]] = defaultdict(list)
        for text in rule.literals:
            other = first.setdefault((entry.pack.name, fold(text.strip()), rule.guard, rule.first_day, rule.last_day), rule)
            if (other.label, other.heading_of) != (rule.label, rule.heading_of):
                shared[other.id].append(text)
        for other_id, texts in shared.items():
            shown = shortened(", ".join(map(repr, texts)), _SHOWN)
            message = (
                f"{other_id} lists {shown}, too, with another label or `heading_of`; keep each text in the rule that is right"
            )
            yield _finding(places, entry, ("lines",), ("note", "twice"), message)


def _finds(rule: Rule) -> tuple[object, ...]:
    literals = frozenset(fold(text.strip()) for text in rule.literals)
    return rule.kind, rule.selector, rule.pattern, literals, rule.until, rule.at_most, rule.guard, rule.first_day, rule.last_day


def _shadowed(entries: Iterable[_Entry], places: Places, standing: Mapping[str, Standing]) -> Iterator[Finding]:
    for entry in entries:
        winners = standing[entry.rule.id].shadowed_by if entry.rule.id in standing else ()
        if winners:
            message = (
                f"never wins: {', '.join(winners)} always does, in every example and fixture; "
                "delete it, or add an example on which it wins"
            )
            yield _finding(places, entry, ("id",), ("error", "shadowed"), message)


def _repeated(entries: Iterable[_Entry], places: Places) -> Iterator[Finding]:
    """Lists that stand several times in one file, whichever rules of it are looked at."""
    files = {
        places.file(entry.pack, entry.rule): f"family/{entry.rule.family}" if entry.rule.family else entry.pack.name
        for entry in entries
    }
    for path, name in files.items():
        data, lines = places.values(path)
        for repeat in repeats(data):
            shown = shortened(repeat.text, _SHOWN)
            message = f"(?:{shown}) stands {repeat.times} times in this file; make it a part, and call it: (?&name)"
            if repeat.part:
                message = f"(?:{shown}) is part {repeat.part!r}; call it: (?&{repeat.part})"
            yield Finding(str(path), lines[repeat.place], "note", "parts", name, message)


def _slow(entries: Sequence[_Entry], places: Places) -> Iterator[Finding]:
    by_id = {entry.rule.id: entry for entry in entries}
    probes: list[Probe] = []
    for entry in entries:
        rule, guard = entry.rule, entry.rule.guard
        longest = guard.at_most or math.inf
        patterns = [(rule.pattern, rule.kind != "inside", longest)] if rule.pattern else []
        patterns += [(text, True, MAX_LINE) for text in (guard.after, guard.before) if text]
        if rule.kind == "block" and rule.until != "end":
            patterns.append((rule.until, True, MAX_LINE))
        seen = [example_document(text, markup=rule.kind == "select").text for text in rule.matches]
        samples = tuple(line for text in seen for line in text.splitlines() if line.strip())
        probes += probes_of(rule.id, patterns, samples)
    for verdict in run_probes(probes):
        entry = by_id[verdict.name]
        message = f"a pattern of this rule blows up: {verdict.what}; bound its repeats, or add `within: {{at_most: N}}`"
        yield _finding(places, entry, ("id",), ("error", "slow"), message)
