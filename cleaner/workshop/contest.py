"""Who wins where rules meet: every example and fixture is settled, and of each rule is noted what came of its claims.

A rule that claims and never wins a character anywhere is shadowed: it could be deleted and no result would change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from cleaner.errors import RuleTimeout
from cleaner.model import Claim, Document, Language, Outlet, Policy
from cleaner.rulebook import Pack, Rulebook
from cleaner.rulebook.selecting import example_document
from cleaner.settle import settle
from cleaner.shown import in_source, shown
from cleaner.stages import Packs

_POLICY = Policy()


@dataclass(slots=True)
class Standing:
    """What became of a rule's claims: how many won a character, how many lost all, and to whom."""

    won: int = 0
    lost: int = 0
    winners: Counter[str] = field(default_factory=Counter)

    @property
    def shadowed_by(self) -> tuple[str, ...]:
        """The rules that always win over this one, the most frequent first; none if it ever wins, or never claims."""
        return () if self.won else tuple(name for name, _ in sorted(self.winners.items(), key=lambda item: (-item[1], item[0])))


def standings(rulebook: Rulebook, documents: Iterable[Document]) -> Mapping[str, Standing]:
    """The standing of every rule that claims anything in these documents, drafts aside (they never cut), by rule id."""
    found: dict[str, Standing] = {}
    packs = Packs(rulebook)
    for document in documents:
        try:
            claims = in_source(document, (claim for claim in packs(shown(document), ()) if claim.authority > 0))
        except RuleTimeout:
            continue  # told by whoever runs the rule by itself
        settled = settle(document, claims, _POLICY)
        winning = {id(claim) for claim in settled.winners}
        for claim in claims:
            standing = found.setdefault(claim.rule, Standing())
            if id(claim) in winning:
                standing.won += 1
            elif all(other.rule != claim.rule for other in _over(settled.winners, claim.start, claim.end)):
                standing.lost += 1
                standing.winners.update({other.rule for other in _over(settled.winners, claim.start, claim.end)})
    return found


def _over(winners: Iterable[Claim], start: int, end: int) -> Iterator[Claim]:
    return (claim for claim in winners if claim.start < end and claim.end > start)


def example_documents(packs: Iterable[Pack]) -> Iterator[Document]:
    """Every example that a rule should match, as a page of its outlet or a text in its language."""
    for pack in packs:
        language = Language(None if pack.language == "any" else pack.language, 1.0, "the pack's")
        outlet = Outlet(pack.name, "the pack's") if pack.outlet else None
        for rule in pack.rules:
            for text in rule.matches:
                document = example_document(text, markup=rule.kind == "select")
                yield replace(document, id=rule.id, language=language, outlet=outlet)
