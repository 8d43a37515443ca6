"""``python -m benchmarks.ablation BENCH_DIR --weights DIR``: what each stage and each pack is worth, one left out at a time.

Bodies are scored over all pages, seams over the held-out third, which the seams' own weights have not seen. The rows are those
of the table in benchmarks/README.md, and below it those that are newer than the table.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.bench import KINDS, Record, Seam, read_records, read_seams, sample, thirds_of
from benchmarks.commands import as_command, at_least, names
from benchmarks.judging import Judged, Options, check_weights, judge, rulebook_of, spread
from benchmarks.ledger import Ledger, merge
from benchmarks.measure import summarise
from benchmarks.seams import SeamResult, judge_seam, summarise_seams
from cleaner.model import Favour, Policy
from cleaner.rulebook import Rulebook
from cleaner.stages import CHAIN, Blocks, stage_name

LANGUAGES = "languages"
"""What all packs of one language are called together: each is seen on a few pages only."""


class Part(NamedTuple):
    """What is left out, or favoured, and how the table calls it."""

    name: str
    stage: str | None = None
    pack: str | None = None
    favour: Favour = "balance"


class Bench(NamedTuple):
    """What every part is judged on, and how."""

    directory: Path
    records: Sequence[Record]
    seams: Sequence[Seam]
    kinds: tuple[str, ...]
    weights: Path
    jobs: int


@dataclass(frozen=True, slots=True)
class Worth:
    """How the rest of the chain does: F1 by kind of dump, and shares of what there is."""

    f1: dict[str, float]
    gold_lost: float
    foreign_removed: float | None
    body_lost: float | None


def parts(rulebook: Rulebook) -> Iterator[Part]:
    """The whole chain; less each stage that text goes through; less each shared pack; and both ends of the dial."""
    yield Part("all of it")
    for name in dict.fromkeys(stage_name(stage) for stage in CHAIN if not isinstance(stage, Blocks)):
        yield Part(f"without `{name}`", stage=name)
    shared = [pack for pack in rulebook.packs if not pack.outlet]
    for name in dict.fromkeys(_called(pack.name, pack.language) for pack in shared):
        yield Part(f"without pack `{name}`" if name != LANGUAGES else "without the packs of languages", pack=name)
    yield Part("`--favour precision`", favour="precision")
    yield Part("`--favour recall`", favour="recall")


def _called(pack: str, language: str) -> str:
    return pack if language in ("any", "en") else LANGUAGES


@lru_cache(maxsize=1)
def _less(rulebook: Rulebook, left_out: str | None) -> Rulebook:
    """The rules without a pack, or without those of all languages but English; built once for all documents of a process."""
    if left_out is None:
        return rulebook
    return Rulebook(pack for pack in rulebook.packs if pack.outlet or _called(pack.name, pack.language) != left_out)


def _body(record: Record, *, directory: Path, options: Options, left_out: str | None, rulebook: Rulebook) -> list[Judged]:
    return judge(record, directory=directory, options=options, rulebook=_less(rulebook, left_out))


def _seam(seam: Seam, *, options: Options, left_out: str | None, rulebook: Rulebook) -> SeamResult:
    return judge_seam(seam, chain=options.chain, weights=options.weights, rulebook=_less(rulebook, left_out))


def worth(part: Part, bench: Bench) -> Worth:
    """Judge all documents without the part. Seams know no dial: without figures where something is favoured."""
    chain = tuple(stage for stage in CHAIN if stage_name(stage) != part.stage)
    options = Options(kinds=bench.kinds, chain=chain, weights=bench.weights, policy=Policy(favour=part.favour))
    judged: list[Judged] = []
    ledger: Ledger = {}
    bodies = partial(_body, directory=bench.directory, options=options, left_out=part.pack)
    for batch in spread(bodies, bench.records, (), bench.jobs):
        for result in batch:
            merge(ledger, result.ledger)
            judged.append(replace(result, ledger={}))
    row: dict[str, Any] = {"recall": None, "body lost": None}
    if part.favour == "balance" and bench.seams:
        row = summarise_seams(spread(partial(_seam, options=options, left_out=part.pack), bench.seams, (), bench.jobs))[-1]
    return Worth(
        f1={kind: summarise(result.score for result in judged if result.kind == kind).f1 for kind in bench.kinds},
        gold_lost=sum(entry.gold_words for entry in ledger.values()) / max(sum(result.gold_words for result in judged), 1),
        foreign_removed=row["recall"],
        body_lost=row["body lost"],
    )


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a command: a table in Markdown, row by row. Returns 0, or 2 where the directory or the weights cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation", description=__doc__)
    parser.add_argument("bench", type=Path, help="directory in the format that benchmarks/README.md describes")
    parser.add_argument("--weights", type=Path, metavar="DIR", required=True, help="trained weights, as for benchmarks.quality")
    parser.add_argument("--kinds", type=partial(names, known=KINDS), default=KINDS, help=f"of dump; default {','.join(KINDS)}")
    parser.add_argument("--limit", type=at_least(1), metavar="N", help="a fixed sample of N records and N seams")
    parser.add_argument("--jobs", type=at_least(1), default=1, help="processes; the figures do not depend on it")
    options = parser.parse_args(arguments)
    check_weights(options.weights, thirds_of("all"), options.kinds)
    bench = Bench(
        directory=options.bench,
        records=list(sample(read_records(options.bench, "all"), options.limit)),
        seams=list(sample(read_seams(options.bench, "holdout"), options.limit)),
        kinds=options.kinds,
        weights=options.weights,
        jobs=options.jobs,
    )
    print(f"| chain | {' | '.join(options.kinds)} | gold words lost | foreign lines removed | body lines lost |")
    print("| --- " * (len(options.kinds) + 4) + "|")
    for part in parts(rulebook_of(())):
        found = worth(part, bench)
        figures = [f"{found.f1[kind]:.4f}" for kind in options.kinds]
        shares = [_share(found.gold_lost, 2), _share(found.foreign_removed, 0), _share(found.body_lost, 2)]
        print(f"| {part.name} | {' | '.join([*figures, *shares])} |", flush=True)
    return 0


def _share(share: float | None, places: int) -> str:
    return "" if share is None else f"{share:.{places}%}".replace("%", " %")


if __name__ == "__main__":
    sys.exit(main())
