"""Where the time of a document goes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cleaner.model import Claim, Document
from cleaner.stages import CHAIN, Stage, stage_name
from cleaner.stages.inputs import Inputs, configured


class Clock:
    """Seconds by what they were spent on, of one document after the other."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.chain: tuple[Stage, ...] = tuple(_Timed(stage, self) for stage in CHAIN)
        """The stages as they always are, each under this clock."""

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        """Count the time inside for this, also when it ends with an error."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[what] = self.seconds.get(what, 0.0) + time.perf_counter() - began

    def take(self) -> dict[str, float]:
        """What was counted, and begin anew."""
        taken, self.seconds = self.seconds, {}
        return taken


@dataclass(frozen=True, slots=True)
class _Timed:
    stage: Stage
    clock: Clock

    def given(self, inputs: Inputs) -> _Timed:
        return _Timed(configured(self.stage, inputs), self.clock)

    def __call__(self, document: Document, claims: tuple[Claim, ...]) -> Iterable[Claim]:
        with self.clock.on(stage_name(self.stage)):
            return list(self.stage(document, claims))
