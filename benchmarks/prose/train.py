"""Train the model of the prose stage.

    python -m benchmarks.prose.train BENCH_DIR --cv                            five folds of the training hosts, nothing written
    python -m benchmarks.prose.train BENCH_DIR [--all] -o cleaner/data/prose.npz      fit and write

Seeded and on one thread: the same data and versions give the same file. Without ``--all`` no page of a held-out host is read.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

import cleaner
from benchmarks.bench import KINDS, BenchError, Record, read_records
from benchmarks.commands import TRAIN, add_hosts, as_command, hosts_of, needed, output_file, room_for
from benchmarks.measure import PageScore, Summary, score_page, summarise
from benchmarks.prose.data import BODY, Data, read_data, samples, stage_evidence
from benchmarks.prose.export import trees_of
from benchmarks.prose.net import RECIPE, fit_net
from cleaner.stages.arrays.columns import Flags, Floats, Matrix
from cleaner.stages.prose.decision import decide, probabilities
from cleaner.stages.prose.judgement import TEXT_NAMES
from cleaner.stages.prose.model import Model, save

if TYPE_CHECKING:
    import lightgbm

TREES = 150
PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 31,
    "max_depth": 7,  # deeper trees cost twice as much to evaluate and score the same
    "learning_rate": 0.1,
    "min_data_in_leaf": 400,
    "feature_fraction": 0.3,
    "lambda_l2": 5,
    "max_bin": 63,
    "bagging_fraction": 0.6,
    "bagging_freq": 1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 7,
    "verbose": -1,
}
LEARNED_BY_HEART = frozenset({"d_words", "d_func", "d_mean", "d_lines"})
"""Figures of the whole text, by which trees recognise single pages of the training."""
DIAL, SWITCH = 0.5, 0.4
"""Chosen in cross-validation. Prices of a switch from 0.4 to 1.5 nats score the same; without one, 0.002 less."""
NET_SHARE = 0.35
"""Of the log-odds, the network's part. By it F1 on dumps is .003 higher and on extracts .001; from .2 to .5 it makes no
difference of .001."""
DIALS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65)
LEGEND = """\
dial: the probability of being article from which on a line by itself stays
switch: what it costs, in nats, to go from lines that stay to lines that go, or back
body: no dump but the article by itself, of which nothing is to go; twice whole and once cut short, so recall stays below 1"""


def fit(data: Data, lines: Flags, columns: Sequence[int]) -> lightgbm.Booster:
    """Fit trees to some of the lines and some of the columns."""
    used = lines & (data.weight > 0)
    return grown(data.matrix[used][:, columns], data.share[used], data.weight[used], PARAMETERS, TREES)


def grown(
    matrix: Matrix, share: NDArray[np.float32], weight: Floats, parameters: dict[str, Any], trees: int
) -> lightgbm.Booster:
    """So many trees that tell lines of which half or more is body from the others."""
    wanted = (share >= 0.5).astype(np.float32)
    settings = {"max_bin": parameters["max_bin"], "verbose": -1}
    library = needed("lightgbm", TRAIN)
    dataset = library.Dataset(np.ascontiguousarray(matrix), wanted, weight=weight, params=settings)
    booster: lightgbm.Booster = library.train(parameters, dataset, trees)
    return booster


def usable(names: Sequence[str]) -> list[int]:
    """The columns that are learned from."""
    return [number for number, name in enumerate(names) if name not in LEARNED_BY_HEART]


def cross_validate(data: Data, columns: Sequence[int]) -> Floats:
    """The probability of each line, from trees and a network that saw no page of its host."""
    folds = data.folds()
    found = np.zeros(len(data.share))
    for number in np.unique(folds).tolist():
        unseen = data.of_samples(folds == number)
        trees, net = trees_of(fit(data, ~unseen, columns)), fit_net(data, ~unseen, columns)
        model = Model(trees, (), {"net_share": NET_SHARE}, net)
        for sample in np.flatnonzero(folds == number).tolist():
            matrix = np.ascontiguousarray(data.matrix[data.span(sample)][:, columns])
            found[data.span(sample)] = probabilities(model.log_odds(matrix, trees.leaves(matrix)))
    return found


def score(data: Data, probability: Floats, dial: float, switch: float) -> dict[tuple[str, str], Summary]:
    """Figures by kind of dump and source (``all``: every source)."""
    scores: dict[tuple[str, str], list[PageScore]] = {}
    words = np.expm1(data.matrix[:, TEXT_NAMES.index("words")].astype(np.float64))
    for number, sample in enumerate(data.samples):
        span = data.span(number)
        kept = decide(probability[span], words[span], dial, switch).tolist()
        prediction = "\n".join(line for line, stays in zip(data.lines[number], kept, strict=True) if stays)
        page = score_page(sample.record.gold, prediction, sample.record.optional)
        for source in ("all", sample.record.source):
            scores.setdefault((sample.kind, source), []).append(page)
    return {key: summarise(pages) for key, pages in scores.items()}


def train(data: Data, names: Sequence[str], about: dict[str, Any]) -> Model:
    """A model of all lines of ``data``, whose columns have these names."""
    columns = usable(names)
    every = np.ones(len(data.share), bool)
    trees, net = trees_of(fit(data, every, columns)), fit_net(data, every, columns)
    recipe = {
        "trees": TREES,
        "dial": DIAL,
        "switch": SWITCH,
        "parameters": PARAMETERS,
        "net": RECIPE,
        "net_share": NET_SHARE,
        "lightgbm": needed("lightgbm", TRAIN).__version__,
        "torch": needed("torch", TRAIN).__version__,
    }
    return Model(trees, tuple(names[column] for column in columns), recipe | about, net)


def provenance(bench: Path, records: Sequence[Record], hosts: str) -> dict[str, Any]:
    """What a model was trained on. It holds weights only, no text."""
    digest = hashlib.sha256()
    for path in sorted(bench.glob("*.jsonl.gz")):
        if not path.name.startswith("seams"):
            digest.update(path.read_bytes())
    sources = [record.source for record in records]
    pages = {source: sources.count(source) for source in sorted(set(sources))}
    return {"data_sha256": digest.hexdigest(), "pages": pages, "hosts": hosts}


def print_scores(scores: dict[tuple[str, str], Summary]) -> None:
    """One row for a kind and source."""
    for kind in (*KINDS, BODY):
        for (of_kind, source), row in sorted(scores.items()):
            if of_kind == kind:
                print(
                    f"  {kind:8} {source:8} {row.pages:4}  f1 {row.f1:.4f}  precision {row.precision:.4f}"
                    f"  recall {row.recall:.4f}  exact {row.exact:.3f}"
                )


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns 0, or 2 where the directory cannot be used or a library is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prose.train", description="Train the model of the prose stage.")
    parser.add_argument("bench", type=Path, help="bench directory, see benchmarks/README.md")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--cv", action="store_true", help="cross-validate on the training hosts instead of writing a model")
    mode.add_argument("--fit", action="store_true", help="fit and write (the default)")
    add_hosts(parser)
    parser.add_argument("-o", "--output", type=partial(output_file, suffix=".npz"), help="the file that the model goes to")
    options = parser.parse_args(arguments)
    if not options.cv and options.output is None:
        parser.error("say where the model goes: -o cleaner/data/prose.npz")
    if options.cv and options.all:
        parser.error("--cv reads training hosts only: --all does not go with it")
    if options.cv and options.output is not None:
        parser.error("--cv writes nothing: -o does not go with it")
    needed("lightgbm", TRAIN)
    needed("torch", TRAIN)
    split, apart, hosts = hosts_of(options)
    records = list(read_records(options.bench, split, apart))
    if not records:
        raise BenchError(f"{options.bench}: there is no record to learn from (hosts: {hosts})")
    data = read_data(samples(records), stage_evidence(cleaner.load_rulebook()))
    print(f"{len(records)} pages, {len(data.samples)} texts, {len(data.share):,} lines", flush=True)
    if options.cv:
        probability = cross_validate(data, usable(TEXT_NAMES))
        print(LEGEND)
        for dial in DIALS:
            print(f"dial {dial}, switch {SWITCH}", flush=True)
            print_scores(score(data, probability, dial, SWITCH))
        return 0
    model = train(data, TEXT_NAMES, provenance(options.bench, records, hosts))
    save(room_for(options.output), model)
    print(f"{options.output}: {options.output.stat().st_size:,} bytes, depth {model.trees.depth}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
