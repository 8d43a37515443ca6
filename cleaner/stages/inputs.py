"""What a stage may be given besides the document: values, fixed for a whole run, never globals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from cleaner.rulebook import Rulebook

if TYPE_CHECKING:
    from cleaner.profile import Profile
    from cleaner.stages import Stage


FAST, THOROUGH = "fast", "thorough"
DIALS = {"balance": 0.5, "precision": 0.65, "recall": 0.35}
"""Probability from which on a line stays, by what is favoured."""


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
    favour: str = "balance"
    engine: str = THOROUGH


@runtime_checkable
class Configurable(Protocol):
    """A stage in `CHAIN` that takes something from the inputs."""

    def given(self, inputs: Inputs) -> Stage:
        """The same stage with what it takes from the inputs; what it was made with wins."""
        ...
