"""One line of a document before the whole pipeline: who looked at it, who claimed it, who won, and what would change that.

Nothing is judged here: the stages, the matcher and `settle` do it, and this listens to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from cleaner.model import FAVOURS, Authority, Claim, Document, Label, Line, Policy, Removal
from cleaner.pipeline import claim
from cleaner.profile import Profile
from cleaner.rulebook import Look, Rulebook
from cleaner.settle import Settled, only_tags, rank, settle
from cleaner.shown import UNSEEN, in_source, number_shown, shown, unseen
from cleaner.stages import CHAIN, Packs, Stage, stage_name
from cleaner.stages.inputs import Inputs, configured
from cleaner.stages.prose import Blocks, Prose

_RANKED_BY = (
    "a higher authority", "that it keeps text, or names the title, the summary or the byline", "a higher band of confidence",
    "a longer claim", "its label's name", "its id",
)  # fmt: skip  # one line a thought
"""What decides between two claims, in the order of `settle.rank`."""
_AUTHORITY = {
    Authority.DRAFT: "draft rule, which only tags",
    Authority.GUESS: "guess",
    Authority.SHARED: "shared rule",
    Authority.OUTLET: "rule of the outlet",
}


class Voice(NamedTuple):
    """One claim on a line, and what became of it there.

    Attributes:
        stage: the stage that made the claim.
        outcome: ``won``, ``lost``, ``tags`` (it may only tag).
        why: to whom it lost and by what, or why it only tags; empty for what won.
    """

    claim: Claim
    stage: str
    outcome: str
    why: str

    @property
    def authority(self) -> str:
        """Who is speaking, in words."""
        return _AUTHORITY[self.claim.authority]


class Piece(NamedTuple):
    """A stretch of a line and what becomes of it: the removal that takes it, or ``None`` if it stays."""

    text: str
    removal: Removal | None


class Likelihood(NamedTuple):
    """What a stage that judges every line thinks of one.

    Attributes:
        stage: its name.
        probability: of being article.
        dial: probability from which on a line by itself stays.
        kept: whether this line stays, its neighbours considered.
        occupied: the rule whose claim took the line first, so that the guess does not count; else empty.
    """

    stage: str
    probability: float
    dial: float
    kept: bool
    occupied: str


class Change(NamedTuple):
    """Something that could be done differently, and what would then become of the line."""

    what: str
    outcome: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Account:
    """Everything about one line. ``likelihood`` is ``None`` where the stage did not judge (a blank line, a short text)."""

    line: Line
    pieces: tuple[Piece, ...]
    voices: tuple[Voice, ...]
    looks: tuple[Look, ...]
    silent: tuple[str, ...]
    likelihood: Likelihood | None
    changes: tuple[Change, ...]
    needed: float

    @property
    def outcome(self) -> str:
        """What becomes of the line, in a few words."""
        return _outcome(self.pieces)


@dataclass(slots=True)
class _Heard:
    """What one stage was given, and what it said."""

    name: str
    voice: Stage
    given: tuple[Claim, ...]
    said: list[Claim] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ear:
    """A stage that does what the one inside it does, and notes it down; ``turned`` may alter a claim or drop it."""

    stage: Stage
    heard: list[_Heard]
    turned: Callable[[Claim], Claim | None]

    def given(self, inputs: Inputs) -> _Ear:
        return _Ear(configured(self.stage, inputs), self.heard, self.turned)

    def __call__(self, document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
        name = stage_name(self.stage)
        heard = _Heard(name, self.stage, claims)
        self.heard.append(heard)
        for made in self.stage(document, claims):
            said = self.turned(made)
            if said is not None:
                heard.said.append(said)
                yield said


def account(
    document: Document,
    number: int,
    *,
    rulebook: Rulebook,
    policy: Policy,
    profile: Profile | None = None,
    chain: Sequence[Stage] = CHAIN,
) -> Account:
    """Everything about one line of a document that has its language and its outlet.

    Args:
        document: as `cleaner.clean` gives it back.
        number: of the line, from 1.
        rulebook: as for `cleaner.clean`, as are ``policy``, ``profile`` and ``chain``.
        policy: see there.
        profile: see there.
        chain: see there.

    Raises:
        IndexError: the document has no such line.
        RuleTimeout: a pattern ran too long.
    """
    if not 1 <= number <= len(document.lines):
        raise IndexError(f"there is no line {number}: the text has {len(document.lines)}")
    line = document.lines[number - 1]
    trials = _Trials(document, line, Inputs(rulebook, profile, policy.favour, policy.engine), policy, tuple(chain))
    heard, settled = trials.run()
    said = [
        *((stage.name, in_source(document, stage.said)) for stage in heard),
        *((one.rule, [one]) for one in unseen(document)),
    ]
    claims = [(name, one) for name, claims in said for one in claims if _touches(one, line)]
    pieces = _pieces(document, line, settled.removals)
    return Account(
        line=line,
        pieces=pieces,
        voices=tuple(_voices(claims, line, policy)),
        looks=tuple(_looks(shown(document), number_shown(document)(number), heard)),
        silent=tuple(dict.fromkeys(stage.name for stage in heard if stage.name not in {name for name, _ in claims})),
        likelihood=_likelihood(shown(document), number_shown(document)(number), heard),
        changes=tuple(_changes(trials, pieces, [said for _, said in claims])),
        needed=policy.min_confidence,
    )


def _looks(document: Document, number: int, heard: Iterable[_Heard]) -> Iterator[Look]:
    """Why the rules that were asked match the line or do not; those from which an earlier stage hid it were not asked."""
    for stage in heard:
        if isinstance(stage.voice, Packs):
            for matcher, seen in stage.voice.asked(document, stage.given):
                yield from matcher.looks(seen, number)


def _touches(said: Claim | Removal, line: Line) -> bool:
    return said.start < line.end and said.end > line.start


def _pieces(document: Document, line: Line, removals: Iterable[Removal]) -> tuple[Piece, ...]:
    pieces, at = [], line.start
    for removal in removals:
        if _touches(removal, line):
            start, end = max(removal.start, line.start), min(removal.end, line.end)
            if start > at:
                pieces.append(Piece(document.text[at:start], None))
            pieces.append(Piece(document.text[start:end], removal))
            at = end
    if at < line.end:
        pieces.append(Piece(document.text[at : line.end], None))
    return tuple(pieces)


def _outcome(pieces: Sequence[Piece]) -> str:
    shown = [piece for piece in pieces if piece.text.strip()]
    if not shown:
        return "blank: there is nothing to decide"
    gone = [piece.removal for piece in shown if piece.removal]
    if not gone:
        return "stays"
    by = dict.fromkeys(f"{removal.label} by {removal.rule}" for removal in gone)
    return f"{'goes' if len(gone) == len(shown) else 'goes in part'}, as {', '.join(by)}"


def _voices(claims: Sequence[tuple[str, Claim]], line: Line, policy: Policy) -> Iterator[Voice]:
    """The claims on a line, the highest first. A claim that wins nowhere in the line lost to the highest one over it."""
    higher: list[Claim] = []
    for stage, said in sorted(claims, key=lambda entry: rank(entry[1]), reverse=True):
        if only_tags(said, policy):
            draft = said.authority is Authority.DRAFT
            why = "its pack or it is a draft" if draft else f"a guess cuts from {policy.min_confidence:.2f} on"
            yield Voice(said, stage, "tags", why)
            continue
        over = [other for other in higher if other.start < said.end and other.end > said.start and _touches(other, line)]
        if _covered(max(said.start, line.start), min(said.end, line.end), over):
            yield Voice(said, stage, "lost", _lost(said, over[0]))
        else:
            kept = f"and so it stays: the policy keeps {said.label}" if policy.keeps(said.label) else ""
            yield Voice(said, stage, "won", kept)
        higher.append(said)


def _covered(start: int, end: int, over: Iterable[Claim]) -> bool:
    for other in sorted(over, key=lambda one: one.start):
        if other.start > start:
            return False
        start = max(start, other.end)
        if start >= end:
            return True
    return False


def _lost(said: Claim, winner: Claim) -> str:
    pairs = zip(_RANKED_BY, rank(winner), rank(said), strict=False)
    by = next((name for name, one, other in pairs if one != other), "its place")
    return f"to {winner.rule}, by {by}"


def _likelihood(document: Document, number: int, heard: Iterable[_Heard]) -> Likelihood | None:
    for stage in heard:
        weighed = stage.voice.weigh(document, stage.given) if isinstance(stage.voice, (Blocks, Prose)) else None
        at = next((at for at, line in enumerate(weighed.filled) if line.number == number), None) if weighed else None
        if weighed is None or at is None:
            continue
        first = weighed.occupied.get(at)
        return Likelihood(stage.name, weighed.probability[at], weighed.dials[at], weighed.kept[at], first.rule if first else "")
    return None


@dataclass(frozen=True, slots=True)
class _Trials:
    """The same document, through the same stages, with one thing changed."""

    document: Document
    line: Line
    inputs: Inputs
    policy: Policy
    chain: tuple[Stage, ...]

    def run(
        self, turned: Callable[[Claim], Claim | None] = lambda said: said, *, policy: Policy | None = None
    ) -> tuple[list[_Heard], Settled]:
        heard: list[_Heard] = []
        used = policy or self.policy
        ears = [_Ear(stage, heard, turned) for stage in self.chain]
        claims = claim(self.document, ears, self.inputs._replace(favour=used.favour))
        # What no stage says, no ear has heard.
        told = (turned(said) if said.rule in UNSEEN else said for said in claims)
        return heard, settle(self.document, filter(None, told), used)

    def without(self, rule: str) -> tuple[Piece, ...]:
        """The line if a rule were not there."""
        return self._pieces(self.run(lambda said: None if said.rule == rule else said))

    def stable(self, rule: str) -> tuple[Piece, ...]:
        """The line if a draft rule were stable."""
        outlet = any(pack.outlet and rule.startswith(f"{pack.name}/") for pack in self.inputs.rulebook.packs)
        authority = Authority.OUTLET if outlet else Authority.SHARED
        return self._pieces(self.run(lambda said: replace(said, authority=authority) if said.rule == rule else said))

    def under(self, policy: Policy) -> tuple[Piece, ...]:
        """The line under another policy."""
        return self._pieces(self.run(policy=policy))

    def _pieces(self, run: tuple[list[_Heard], Settled]) -> tuple[Piece, ...]:
        return _pieces(self.document, self.line, run[1].removals)


def _changes(trials: _Trials, now: tuple[Piece, ...], claims: Sequence[Claim]) -> Iterator[Change]:
    """What could be done differently. Each answer comes from a run of all stages, as a rule less changes what they see."""
    if not trials.line.text.strip():
        return
    policy = trials.policy
    deciding = {piece.removal.rule for piece in now if piece.removal}
    deciding |= {said.rule for said in claims if said.label is Label.ARTICLE and not only_tags(said, policy)}
    for rule in sorted(deciding):
        yield _change(f"without {rule}", now, trials.without(rule))
    for rule in sorted({said.rule for said in claims if said.authority is Authority.DRAFT}):
        yield _change(f"with {rule} stable, no longer a draft", now, trials.stable(rule))
    for label in sorted({said.label for said in claims} - policy.keep - {Label.ARTICLE}):
        yield _change(f"with --keep {label}", now, trials.under(replace(policy, keep=policy.keep | {label})))
    for favour in FAVOURS:
        if favour != policy.favour:
            yield _change(f"with --favour {favour}", now, trials.under(replace(policy, favour=favour)))


def _change(what: str, now: tuple[Piece, ...], then: tuple[Piece, ...]) -> Change:
    differs = [(piece.text, bool(piece.removal)) for piece in now] != [(piece.text, bool(piece.removal)) for piece in then]
    return Change(what, _outcome(then), differs or _outcome(now) != _outcome(then))
