"""What a stage is, and what it may be given besides document and claims: values, fixed for a whole run, never globals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from cleaner.model import Claim, Document, Engine, Favour
from cleaner.rulebook import Rulebook

if TYPE_CHECKING:
    from cleaner.profile import Profile

Stage = Callable[[Document, tuple[Claim, ...]], Iterable[Claim]]
"""It reads a document and the claims made so far, and adds claims."""

DIALS: dict[Favour, float] = {"balance": 0.5, "precision": 0.65, "recall": 0.35}
"""Probability from which on a block of a page stays, by what is favoured."""
TEXT_DIALS: dict[Favour, float] = DIALS | {"balance": 0.35, "recall": 0.2}
"""The same of a line of text. In the dumps of 811 pages 0.35 loses a fifth less of the articles than 0.45, at an F1 from .0005
lower to .0002 higher, by the kind of dump; 0.2 loses half, at .0007 to .0032 lower."""


class Inputs(NamedTuple):
    """The inputs of a run.

    Attributes:
        rulebook: the rules.
        profile: how often lines occur in a corpus, where one was counted.
        favour: ``balance``, ``precision`` (cut when in doubt) or ``recall`` (keep when in doubt), for guesses.
        engine: the gear for web pages: ``thorough``, or ``fast`` (by the markup alone).
    """

    rulebook: Rulebook
    profile: Profile | None = None
    favour: Favour = "balance"
    engine: Engine = "thorough"


def configured(stage: Stage, inputs: Inputs) -> Stage:
    """A stage with what it takes from the inputs. What it was made with wins, and most take nothing.

    Those that do have a method ``given(inputs)``, which returns such a stage.
    """
    given: Callable[[Inputs], Stage] | None = getattr(stage, "given", None)  # asked of each stage for each document
    return given(inputs) if given else stage
