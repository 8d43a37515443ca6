"""What trainers of scores on lines of dumps share: the dumps with the claims of the other stages, and the options."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.bench import Record
from benchmarks.commands import at_least
from benchmarks.fields import DUMPS
from benchmarks.judging import with_weights
from cleaner.model import Claim, Document
from cleaner.pipeline import claim, place
from cleaner.reading import read
from cleaner.rulebook import Rulebook
from cleaner.shown import shown
from cleaner.stages import CHAIN, Stage
from cleaner.stages.inputs import Inputs


def claimed_dumps(
    record: Record, trained: Stage, *, weights: Path | None, rulebook: Rulebook
) -> Iterator[tuple[Document, list[Claim]]]:
    """Each dump of a record as stages are shown it, with the claims of all stages but the one that is to be trained."""
    chain = tuple(stage for stage in with_weights(CHAIN, weights, record.host) if stage is not trained)
    for kind in DUMPS:
        seen = shown(place(read(record.dumps.get(kind, ""), id=record.id, media_type="text/plain"), rulebook))
        yield seen, claim(seen, chain, Inputs(rulebook))


def options_of(module: str, about: str | None, bench: str, output: Callable[[str], Path], what: str) -> argparse.ArgumentParser:
    """The parser of a trainer: the bench, the output of a type and with a help of its own, weights and processes."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{module}", description=about)
    parser.add_argument("bench", type=Path, help=f"directory as benchmarks/README.md describes it{bench}")
    parser.add_argument("-o", "--output", type=output, required=True, help=what)
    parser.add_argument("--weights", type=Path, metavar="DIR", help="trained weights of the lines, as for benchmarks.quality")
    parser.add_argument("--jobs", type=at_least(1), default=1, help="processes; the weights do not depend on it")
    return parser
