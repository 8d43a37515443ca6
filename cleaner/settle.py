"""From claims, which may overlap and contradict, to removals, which do neither.

At each character the claim of the highest rank wins (`rank`): a total order, so the order of claims cannot matter.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise, zip_longest
from typing import NamedTuple

from cleaner.model import Authority, Claim, Document, Label, Line, Mark, Policy, Removal

BANDS = (0.9, 0.75, 0.5)
"""Lower bounds of the confidence bands. Inside one band the longer claim wins: a hair's breadth of confidence says nothing."""


class _Piece(NamedTuple):
    """A stretch of the text, and the claim that wins it."""

    start: int
    end: int
    claim: Claim


class Settled(NamedTuple):
    """What `settle` decided.

    Attributes:
        removals: sorted, disjoint stretches that go.
        tags: claims that may only tag (a draft rule, a guess below the policy's confidence), on text of which something stays.
        winners: claims that won more than white space, removed or kept, in text order; fields are lifted from these.
    """

    removals: tuple[Removal, ...]
    tags: tuple[Removal, ...]
    winners: tuple[Claim, ...]


def rank(claim: Claim) -> tuple[object, ...]:
    """The total order of claims: authority, confidence band, length, label, rule id; then the claim's own values.

    A rule that keeps text wins over any rule of its authority that cuts: an exception is made for such a rule. A guess that
    names the title or the summary, or reads a byline, wins over those that only know its line for no article, whatever stretch
    they take with it.
    """
    band = sum(claim.confidence >= bound for bound in BANDS)
    if claim.authority is Authority.GUESS:
        special = claim.label in (Label.TITLE, Label.SUMMARY) or (claim.label is Label.BYLINE and bool(claim.fields))
    else:
        special = claim.label is Label.ARTICLE
    length = claim.end - claim.start
    values = (claim.start, claim.confidence, claim.reason, sorted(claim.fields.items()))
    return (claim.authority, special, band, length, claim.label, claim.rule, *values)


def only_tags(claim: Claim, policy: Policy) -> bool:
    """Whether this claim may only tag and never cut."""
    if claim.authority is Authority.DRAFT:
        return True
    return claim.authority is Authority.GUESS and claim.confidence < policy.min_confidence


def settle(document: Document, claims: Iterable[Claim], policy: Policy) -> Settled:
    """Decide each character once: what goes, what is only tagged, and which claims won.

    Promises: removals are sorted, disjoint, inside the text and hold more than white space; any order of the same claims gives
    the same result; what an ``article`` claim wins is never removed. If a cut leaves nothing of a line but punctuation, that
    goes too.

    Args:
        document: whose text the claims are about.
        claims: those of all stages, in any order.
        policy: which labels stay, and how sure a guess must be to cut.

    Raises:
        ValueError: a claim is empty, or reaches beyond the text.
    """
    cutters: list[Claim] = []
    taggers: list[Claim] = []
    size = len(document.text)
    for claim in claims:
        if not 0 <= claim.start < claim.end <= size:
            raise ValueError(f"{claim.rule}: claim {claim.start}-{claim.end} is empty or outside the text of {size} characters")
        (taggers if only_tags(claim, policy) else cutters).append(claim)

    painted = _paint(cutters)
    protected = [(piece.start, piece.end) for piece in painted if policy.keeps(piece.claim.label)]
    # What stronger claims leave of a block is often the line ends between its lines: these the layout drops by itself.
    won = [piece for piece in painted if not document.text[piece.start : piece.end].isspace()]
    cuts = [piece for piece in won if not policy.keeps(piece.claim.label)]
    if document.seen:
        cuts = _with_signs(document.text, document.seen.marks, cuts, protected)
    cuts = _widen(document, cuts, protected)
    others = _others(cuts, (*cutters, *taggers))
    removals = tuple(
        Removal(start, end, claim.label, claim.rule, claim.confidence, claim.reason, also)
        for (start, end, claim), also in zip(cuts, others, strict=True)
    )
    winners = tuple(dict.fromkeys(_Same(claim) for _, _, claim in won))
    return Settled(removals, _tags(document.text, taggers, removals), tuple(same.claim for same in winners))


class _Same(NamedTuple):
    """A claim that is equal only to itself: its fields cannot be hashed, and need not be."""

    claim: Claim

    def __hash__(self) -> int:
        return id(self.claim)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.claim is other.claim


def _paint(claims: Iterable[Claim]) -> list[_Piece]:
    """Give each character to the highest claim on it: paint from the highest down, each on what is still bare."""
    painted: list[tuple[int, int, int]] = []  # (start, end, index of the claim), sorted and disjoint
    alone, contested = _apart(claims)
    ordered = [*alone, *sorted(contested, key=rank, reverse=True)]
    painted.extend((claim.start, claim.end, index) for index, claim in enumerate(alone))
    for index, claim in enumerate(ordered[len(alone) :], len(alone)):
        at = bisect_left(painted, (claim.start,))
        if at and painted[at - 1][1] > claim.start:
            at -= 1
        bare = claim.start
        fresh: list[tuple[int, int, int]] = []
        while at < len(painted) and painted[at][0] < claim.end:
            start, end, _ = painted[at]
            if start > bare:
                fresh.append((bare, start, index))
            bare = max(bare, end)
            at += 1
        if bare < claim.end:
            fresh.append((bare, claim.end, index))
        for piece in fresh:
            insort(painted, piece)
    return [_Piece(start, end, ordered[index]) for start, end, index in painted]


def _apart(claims: Iterable[Claim]) -> tuple[list[Claim], list[Claim]]:
    """The claims that overlap with no other, in text order, and the rest: most stand alone and need no ranking."""
    alone: list[Claim] = []
    contested: list[Claim] = []
    ordered = sorted(claims, key=lambda claim: claim.start)
    reach = 0  # where the claims so far end
    for claim, after in zip_longest(ordered, ordered[1:]):
        free = claim.start >= reach and (after is None or after.start >= claim.end)
        (alone if free else contested).append(claim)
        reach = max(reach, claim.end)
    return alone, contested


def _with_signs(text: str, marks: Iterable[Mark], cuts: Sequence[_Piece], protected: Sequence[tuple[int, int]]) -> list[_Piece]:
    """Let cuts take along the signs of Markdown around what goes as a whole: a link without its text is an address."""
    starts, ends = [cut.start for cut in cuts], [cut.end for cut in cuts]
    for mark in marks:  # inner ones first: what they leave nothing of may be all that an outer one holds
        first, last = bisect_right(ends, mark.first), bisect_left(starts, mark.last) - 1
        if first > last or _holds_any(protected, mark.start, mark.end):
            continue
        left = pairwise([mark.first, *(at for cut in range(first, last + 1) for at in (starts[cut], ends[cut])), mark.last])
        if any(start < end and not text[start:end].isspace() for start, end in islice(left, 0, None, 2)):
            continue
        starts[first] = min(starts[first], max(mark.start, ends[first - 1] if first else 0))
        ends[last] = max(ends[last], min(mark.end, starts[last + 1] if last + 1 < len(starts) else len(text)))
    return [_Piece(start, end, cut.claim) for start, end, cut in zip(starts, ends, cuts, strict=True)]


def _widen(document: Document, cuts: list[_Piece], protected: Sequence[tuple[int, int]]) -> list[_Piece]:
    """Let a cut take the rest of its line along where that rest holds no letter and no digit."""
    if not cuts:
        return cuts
    starts = [line.start for line in document.lines]
    by_line: dict[int, list[int]] = {}
    for index, (start, end, _) in enumerate(cuts):
        first = max(bisect_left(starts, start + 1) - 1, 0)
        last = first if end <= document.lines[first].stop else max(bisect_left(starts, end) - 1, 0)
        by_line.setdefault(first, []).append(index)
        if last != first:
            by_line.setdefault(last, []).append(index)
    bounds = [[start, end] for start, end, _ in cuts]
    for number, indexes in by_line.items():
        _widen_in_line(document, document.lines[number], indexes, bounds, protected)
    return [_Piece(start, end, cut.claim) for (start, end), cut in zip(bounds, cuts, strict=True)]


def _widen_in_line(
    document: Document, line: Line, indexes: list[int], bounds: list[list[int]], protected: Sequence[tuple[int, int]]
) -> None:
    """Widen the given cuts over the bare rest of one line, in place."""
    text = document.text
    gaps: list[tuple[int, int, int | None, int | None]] = []  # start, end, cut before, cut after
    at, before = line.start, None
    for index in indexes:
        start, end = bounds[index]
        if start > at:
            gaps.append((at, start, before, index))
        at, before = max(at, end), index
    if at < line.end:
        gaps.append((at, line.end, before, None))
    gaps = [gap for gap in gaps if not text[gap[0] : gap[1]].isspace()]
    if not gaps or any(character.isalnum() for gap in gaps for character in text[gap[0] : gap[1]]):
        return
    if any(_holds_any(protected, start, end) for start, end, _, _ in gaps):
        return
    for start, end, left, right in gaps:
        if left is not None:
            bounds[left][1] = end
        elif right is not None:
            bounds[right][0] = start


def _holds_any(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether any of the spans, which are sorted and disjoint, has a character from ``start`` to ``end``."""
    at = bisect_left(spans, (end,))
    return at > 0 and spans[at - 1][1] > start


def _others(cuts: Sequence[_Piece], claims: Iterable[Claim]) -> Iterator[tuple[str, ...]]:
    """For each cut, in text order, the ids of the other rules that claimed any of it."""
    everyone = sorted({(claim.start, claim.end, claim.rule) for claim in claims})
    reaching: list[tuple[int, int, str]] = []  # claims that start before the cut's end and are not over yet
    at = 0
    for start, end, claim in cuts:
        reaching = [entry for entry in reaching if entry[1] > start]
        while at < len(everyone) and everyone[at][0] < end:
            if everyone[at][1] > start:
                reaching.append(everyone[at])
            at += 1
        others = {rule for _, _, rule in reaching if rule != claim.rule}
        yield tuple(sorted(others)) if others else ()


def _tags(text: str, taggers: Iterable[Claim], removals: Sequence[Removal]) -> tuple[Removal, ...]:
    """Claims that only tag, less those whose whole stretch went anyway (they stand in the removals' ``also``)."""
    found = {
        (claim.start, claim.end, claim.label, claim.rule, claim.confidence, claim.reason)
        for claim in taggers
        if not _went(text, claim.start, claim.end, removals)
    }
    return tuple(Removal(*values) for values in sorted(found))


def _went(text: str, start: int, end: int, removals: Sequence[Removal]) -> bool:
    """Whether one removal or several took all of a stretch but white space."""
    at = bisect_right(removals, start, key=lambda removal: removal.end)
    touched = False
    while at < len(removals) and removals[at].start < end and not text[start : removals[at].start].strip():
        touched, start = True, removals[at].end
        at += 1
    return touched and not text[start:end].strip()
