"""The rules of the packs, as a stage: shared packs in the document's language, and its outlet's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cleaner.fields import iso_time
from cleaner.model import Claim, Document
from cleaner.rulebook import Matcher, Rulebook, load_rulebook
from cleaner.stages.inputs import Inputs
from cleaner.stages.reading_aids import taken


@dataclass(frozen=True, slots=True)
class Packs:
    """Claims of every rule that applies. Without a rulebook of its own it uses the bundled one.

    A rule with ``since`` or ``until`` is for the page layout of some time. It is left out where the document says that it was
    published at another; where the document says nothing it applies, whatever the day on which this runs.
    """

    rulebook: Rulebook | None = None

    def given(self, inputs: Inputs) -> Packs:
        """These packs with the run's rulebook, unless they have one of their own."""
        return self if self.rulebook is not None else Packs(inputs.rulebook)

    def __call__(self, document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
        """Yield the claims of the packs in text order, shared packs first.

        Raises:
            RuleTimeout: a pattern ran too long.
        """
        rulebook = self._rules()
        made = (claim for matcher, seen in self.asked(document, claims) for claim in matcher.claims(seen))
        if not rulebook.dated:
            yield from made
            return
        found = tuple(made)
        day = _published((*claims, *found), rulebook.dated, document.language.code)
        yield from (claim for claim in found if _in_force(rulebook.dated.get(claim.rule), day))

    def asked(self, document: Document, claims: tuple[Claim, ...]) -> Iterator[tuple[Matcher, Document]]:
        """The rules that are asked, each with what they see: shared ones do not look at lines that other claims have taken.

        What a stage has found to be furniture needs no rule that names it better. An outlet's rules see every line: they may
        protect what a guess would cut.
        """
        rulebook = self._rules()
        occupied = taken(document.lines, claims)
        seen = document
        if occupied.claims:
            seen = replace(document, lines=tuple(line for at, line in enumerate(document.lines) if not occupied.goes(at)))
        yield rulebook.shared(document.language.code), seen
        matcher = rulebook.for_outlet(document.outlet.host) if document.outlet else None
        if matcher is not None:
            yield matcher, document

    def _rules(self) -> Rulebook:
        return self.rulebook if self.rulebook is not None else load_rulebook()


def _published(claims: Iterable[Claim], dated: Mapping[str, object], language: str | None) -> str | None:
    """The day of publication as the claims know it: the first of the highest authority; dated rules are not asked.

    Were they asked, which of them apply could depend on which of them apply.
    """
    voices = [claim for claim in claims if "published" in claim.fields and claim.rule not in dated]
    for claim in sorted(voices, key=lambda claim: (-claim.authority, claim.start, claim.rule)):
        time = iso_time(claim.fields["published"], language)
        if time:
            return time[: len("2022-02-18")]
    return None


def _in_force(period: tuple[str, str] | None, day: str | None) -> bool:
    """Whether a day lies in a period, first and last day included; with no period or no day it does."""
    if period is None or day is None:
        return True
    since, until = period
    return since <= day and (not until or day <= until)
