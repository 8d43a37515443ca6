"""The rules of the packs, as a stage: shared packs in the document's language, and its outlet's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cleaner.model import Claim, Document
from cleaner.rulebook import Rulebook, load_rulebook
from cleaner.stages.inputs import Inputs
from cleaner.stages.reading_aids import taken


@dataclass(frozen=True, slots=True)
class Packs:
    """Claims of every rule that applies. Without a rulebook of its own it uses the bundled one."""

    rulebook: Rulebook | None = None

    def given(self, inputs: Inputs) -> Packs:
        """These packs with the run's rulebook, unless they have one of their own."""
        return self if self.rulebook is not None else Packs(inputs.rulebook)

    def __call__(self, document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
        """Yield the claims of the packs in text order, shared packs first.

        Raises:
            RuleTimeout: a pattern ran too long.
        """
        rulebook = self.rulebook if self.rulebook is not None else load_rulebook()
        shared = rulebook.shared(document.language.code)
        if claims:
            # What a stage has found to be furniture needs no rule; a shared rule could only name it better. Outlets' rules see
            # all lines: they may protect what a guess would cut.
            gone = taken(document.lines, claims)
            open_lines = tuple(line for at, line in enumerate(document.lines) if at not in gone)
            yield from shared.claims(replace(document, lines=open_lines))
        else:
            yield from shared.claims(document)
        matcher = rulebook.for_outlet(document.outlet.host) if document.outlet else None
        if matcher is not None:
            yield from matcher.claims(document)
