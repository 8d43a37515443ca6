"""Finding the rules that match a document's lines.

A line costs one look-up in a table of whole lines and one pass over the rules' literals (`finding`); only rules whose literal
stands in the line are tried, or in the line beside it, if a guard's literal is the rarer, and only if all else that must stand
there does. What a line's text alone decides is remembered, for lines repeat a lot (44 % of lines in crawls); where it stands
and what stands beside it is checked anew.

Rules that select elements of a web page (`elements`) are no part of this: they know no lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from time import perf_counter
from typing import NamedTuple

import regex

from cleaner.errors import RuleTimeout
from cleaner.letters import plain_spaces
from cleaner.lines import INVISIBLE_EDGES
from cleaner.model import Claim, Document, Line
from cleaner.rulebook.costs import note
from cleaner.rulebook.elements import selected, with_elements
from cleaner.rulebook.finding import Candidate, Finder, Guarded, Where, calls, entries_of
from cleaner.rulebook.folding import fold
from cleaner.rulebook.heads import begins
from cleaner.rulebook.needs import holds
from cleaner.rulebook.pack import Rule
from cleaner.rulebook.patterns import MAX_LINE, TIMEOUT, compile_pattern, groups_of, whole_match

_MEMO = 20_000
_MEMO_LINE = 300
"""The memo holds this many lines of at most so many characters: at most some 20 MB."""
_LIST_MARKS = frozenset("-*+•●▪‣◦■□►▶")
_LIST_MARK = regex.compile(rf"[{regex.escape(''.join(sorted(_LIST_MARKS)))}]\s+")


class Filled(NamedTuple):
    """A line that is not blank, as rules see it: with nothing at its edges that is not seen, no list mark, plain spaces."""

    line: Line
    text: str
    start: int
    end: int


class Hit(NamedTuple):
    """A rule that a line's text satisfies; for ``inside`` the offsets in the text, for others the whole text."""

    rule: Rule
    start: int
    end: int
    fields: Mapping[str, str]


class Look(NamedTuple):
    """What a rule that was tried on a line found there: whether it matches as the line's first, and if not, why not."""

    rule: Rule
    matched: bool
    why: str


def fill(lines: Iterable[Line]) -> list[Filled]:
    """The lines that are not blank."""
    filled = []
    for line in lines:
        whole = line.text
        text = whole.strip() if whole.isascii() else whole.strip(INVISIBLE_EDGES)
        if text:
            start = line.start if text is whole else line.start + whole.index(text)
            text = plain_spaces(text)
            filled.append(Filled(line, _unmarked(text) if text[0] in _LIST_MARKS else text, start, start + len(text)))
    return filled


def _unmarked(text: str) -> str:
    if text[1:2] == " " and not text[2:3].isspace():  # as nearly always
        return text[2:]
    mark = _LIST_MARK.match(text)
    return text[mark.end() :] if mark else text


class _Found(NamedTuple):
    """What a line's text alone decides: the hits of rules, and the rules whose guards ask for a look at the lines beside."""

    hits: tuple[Hit, ...]
    guarded: tuple[Guarded, ...]


_NOTHING = _Found((), ())


class Matcher:
    """A set of rules, ready to be run over documents. Holds caches but no state: the same lines give the same claims."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rule for rule in rules if rule.status != "retired")
        self._selecting = tuple(rule for rule in self.rules if rule.kind == "select")
        self._finder: Finder | None = None
        self._memo: dict[str, _Found] = {}
        self._beside: dict[tuple[str, str], bool] = {}

    def __reduce__(self) -> tuple[type[Matcher], tuple[tuple[Rule, ...]]]:
        return type(self), (self.rules,)

    def claims(self, document: Document) -> Iterator[Claim]:
        """Every claim of these rules on the document, in text order.

        Rules that select elements are silent on text without markup.

        Raises:
            RuleTimeout: a pattern ran longer than `TIMEOUT`.
        """
        of_lines = self._of_lines(document)
        if self._selecting and document.page is not None:
            return with_elements(document, self._selecting, of_lines)
        return of_lines

    def _of_lines(self, document: Document) -> Iterator[Claim]:
        filled = fill(document.lines)
        found = [self._found(line.text) for line in filled]
        folded = cache(lambda number: fold(filled[number].text))
        guarded: dict[int, list[Guarded]] = {}
        for at, here in enumerate(found):
            for entry in here.guarded:
                candidate, where = entry
                place = at + where
                if 0 <= place < len(filled) and candidate.least <= len(filled[place].text) <= candidate.most:
                    guarded.setdefault(place, []).append(entry)
        for at, here in enumerate(found):
            for hit in here.hits:
                if _stands(hit.rule, filled, at) and (claim := _claim(hit, filled, at)):
                    yield claim
            if at not in guarded:
                continue
            for candidate, where in guarded[at]:
                if self._may_stand(candidate, where, filled, at, folded):
                    for hit in _try(candidate.rule, filled[at].text):
                        if claim := _claim(hit, filled, at):
                            yield claim

    def _may_stand(
        self, candidate: Candidate, where: Where, filled: Sequence[Filled], at: int, folded: Callable[[int], str]
    ) -> bool:
        """Whether a rule with guards is worth a try on a line, and the lines beside it are what its guards demand."""
        if not _stands(candidate.rule, filled, at):
            return False
        if where is not Where.OWN and not candidate.may(filled[at].text, folded(at)):
            return False
        for beside in candidate.beside:
            place = at + beside.step
            if not 0 <= place < len(filled):
                return False
            text = filled[place].text
            known = self._beside.get((beside.pattern, text))
            if known is None:
                known = beside.may(text, folded(place)) and _fits(candidate.rule, beside.pattern, text)
                if len(text) <= _MEMO_LINE:
                    if len(self._beside) >= _MEMO:
                        self._beside.clear()
                    self._beside[beside.pattern, text] = known
            if not known:
                return False
        return True

    def looks(self, document: Document, number: int) -> list[Look]:
        """Every rule that is tried on one line (counted from 1), sorted by id, and what came of it.

        A rule none of whose literals stands in the line, or beside it, is not tried, and is not among them.

        Raises:
            RuleTimeout: a pattern ran longer than `TIMEOUT`.
        """
        line = next((line for line in document.lines if line.number == number), None)
        if line is None:
            return []
        seen = [
            Look(rule, not found.why, found.why or "matches")
            for rule, places in selected(document, self._selecting)
            for found in places
            if found.start < line.end and found.end > line.start
        ]
        filled = fill(document.lines)
        at = next((index for index, line in enumerate(filled) if line.line.number == number), None)
        if at is None or len(filled[at].text) > MAX_LINE:
            return seen
        folded = {where: fold(filled[at - where].text) if 0 <= at - where < len(filled) else "" for where in Where}
        seen += [_look(rule, filled, at) for rule in self.rules if rule.kind != "select" and calls(rule, folded)]
        return sorted(seen, key=lambda look: look.rule.id)

    def unfiltered(self) -> tuple[Rule, ...]:
        """The rules without a usable literal, which are tried on every line."""
        return self._built().always

    def _built(self) -> Finder:
        if self._finder is None:
            self._finder = Finder(entries_of(rule for rule in self.rules if rule.kind != "select"))
        return self._finder

    def _found(self, text: str) -> _Found:
        known = self._memo.get(text)
        if known is not None:
            return known
        if len(text) > MAX_LINE:
            return _NOTHING
        found = self._search(text)
        if len(text) <= _MEMO_LINE:
            if len(self._memo) >= _MEMO:
                self._memo.clear()
            self._memo[text] = found
        return found

    def _search(self, text: str) -> _Found:
        finder = self._built()
        folded = fold(text)
        size = len(text)
        exact = finder.listed(folded)
        own, watching, guarded = finder.worth(folded, size)
        if not (exact or own or watching or guarded):
            return _NOTHING
        hits = [Hit(candidate.rule, 0, size, {}) for candidate in exact if not candidate.beside]
        for rule, least, most, heads, need, _ in own:
            if least <= size <= most and (heads is None or begins(heads, folded)) and holds(need, folded):
                hits += _try(rule, text)
        if watching or exact:
            listed = [candidate for candidate in exact if candidate.beside]
            fitting = [candidate for candidate in watching if candidate.may(text, folded)]
            guarded = (*((candidate, Where.OWN) for candidate in (*listed, *fitting)), *guarded)
        return _Found(tuple(hits), guarded) if hits or guarded else _NOTHING


def _try(rule: Rule, text: str) -> Sequence[Hit]:
    if rule.kind == "lines":
        return (Hit(rule, 0, len(text), {}),)
    if rule.kind != "inside":
        whole = whole_match(rule.id, rule.pattern, text)
        return (Hit(rule, 0, len(text), groups_of(whole)),) if whole else ()
    compiled, began = compile_pattern(rule.pattern), perf_counter()
    try:
        return [
            Hit(rule, found.start(), found.end(), groups_of(found))
            for found in compiled.finditer(text, timeout=TIMEOUT)
            if found.end() > found.start()
        ]
    except TimeoutError:
        raise RuleTimeout(rule.id, TIMEOUT) from None
    finally:
        note(rule.id, began)


def _look(rule: Rule, filled: Sequence[Filled], at: int) -> Look:
    """Why a rule matches a line, or the first thing that keeps it from matching."""
    text, guard = filled[at].text, rule.guard
    hits = [Hit(rule, 0, len(text), {})] if rule.kind == "lines" else list(_try(rule, text))
    if not hits:
        return Look(rule, False, "its pattern does not match")
    if guard.at_most is not None and len(text) > guard.at_most:
        return Look(
            rule, False, f"its pattern matches, but the line has {len(text)} characters, and at most {guard.at_most} may be"
        )
    if not _stands(rule, filled, at):
        bounds = [f"the {name} {most}" for name, most in (("first", guard.first), ("last", guard.last)) if most is not None]
        return Look(rule, False, f"its pattern matches, but only within {' and '.join(bounds)} lines that are not blank")
    if not _neighbours(rule, filled, at):
        return Look(rule, False, "its pattern matches, but not the lines before or after it")
    if not any(_claim(hit, filled, at) for hit in hits):
        end = "the end of the text" if rule.until == "end" else "its last line"
        return Look(rule, False, f"its first line matches, but {end} does not follow within {rule.at_most} lines")
    return Look(rule, True, "matches")


def _fits(rule: Rule, pattern: str, text: str) -> bool:
    return len(text) <= MAX_LINE and whole_match(rule.id, pattern, text) is not None


def _stands(rule: Rule, filled: Sequence[Filled], at: int) -> bool:
    """Whether a line stands where the rule may match and is no longer than it may be."""
    guard = rule.guard
    if guard.first is not None and at >= guard.first:
        return False
    if guard.last is not None and at < len(filled) - guard.last:
        return False
    return guard.at_most is None or len(filled[at].text) <= guard.at_most


def _neighbours(rule: Rule, filled: Sequence[Filled], at: int) -> bool:
    """Whether the lines beside it are what the rule's guards demand."""
    guard = rule.guard
    if guard.after is not None and not (at > 0 and _fits(rule, guard.after, filled[at - 1].text)):
        return False
    return guard.before is None or (at + 1 < len(filled) and _fits(rule, guard.before, filled[at + 1].text))


def _claim(hit: Hit, filled: Sequence[Filled], at: int) -> Claim | None:
    """The claim of a hit at a line, or ``None`` if it opens a block that does not close in time."""
    rule, here = hit.rule, filled[at]
    start, end = here.start, here.end
    if rule.kind == "inside":
        offset = here.end - len(here.text)  # behind a list mark
        start, end = offset + hit.start, offset + hit.end
    elif rule.kind == "block":
        last = _block_end(rule, filled, at)
        if last is None:
            return None
        end = filled[last].end
    return Claim(start, end, rule.label, rule.id, rule.authority, rule.confidence, rule.why, hit.fields, rule.heading_of)


def _block_end(rule: Rule, filled: Sequence[Filled], at: int) -> int | None:
    if rule.until == "end":
        return len(filled) - 1 if len(filled) - at <= rule.at_most else None
    for last in range(at + 1, min(at + rule.at_most, len(filled))):
        if _fits(rule, rule.until, filled[last].text):
            return last
    return None
