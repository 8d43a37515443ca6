"""Train what judges the lines of web pages: what class names are worth, and the models of both gears.

    python -m benchmarks.pages BENCH_DIR -o DIR                       without the held-out hosts: to measure
    python -m benchmarks.pages BENCH_DIR --without 1 -o DIR           without another third of the hosts
    python -m benchmarks.pages BENCH_DIR --all -o cleaner/data        to ship

Writes ``markup_names.json``, ``blocks.npz`` (the fast gear: markup alone) and ``pages.npz`` (the thorough gear: markup, text,
what rules claim, trafilatura's vote). Seeded and on one thread: the same data and versions give the same files.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

import cleaner
from benchmarks.bench import BenchError, Record, read_page, read_records, with_page
from benchmarks.commands import TRAIN, add_hosts, as_command, hosts_of, needed, output_directory
from benchmarks.prose.data import NEWS, NEWS_WEIGHT, describe_document, fold
from benchmarks.prose.export import trees_of
from benchmarks.prose.labels import label
from benchmarks.prose.train import LEARNED_BY_HEART, PARAMETERS, SWITCH, grown, provenance
from cleaner.errors import UnreadableInput
from cleaner.model import Document
from cleaner.reading import read
from cleaner.stages.arrays.columns import Floats, Matrix
from cleaner.stages.pages.elements import NAME_WORTH, NameWorth, words_of
from cleaner.stages.pages.evidence import PAGE_NAMES
from cleaner.stages.prose.judgement import BLOCKS, COLUMN_NAMES, PAGES
from cleaner.stages.prose.model import Model, save

if TYPE_CHECKING:
    import lightgbm

PAGES_PARAMETERS = PARAMETERS | {"min_data_in_leaf": 150, "bagging_fraction": 0.7}
RECIPES: dict[str, tuple[int, dict[str, Any]]] = {
    # In the fast gear half the time goes into the trees and the reasons they give.
    BLOCKS: (100, PAGES_PARAMETERS | {"learning_rate": 0.13, "max_depth": 6}),
    PAGES: (200, PAGES_PARAMETERS | {"learning_rate": 0.08}),
}
"""Trees and parameters of each model."""
FEWEST_HOSTS = 6
"""A word in a name counts if so many outlets use it."""
PRIOR, SHARE = 1.2, 0.4
"""Outlets that a word is credited with before any is seen, and the share of article below it there."""
_MOST_WORDS = 40
_MOST_TOKENS = 150


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A page, and how much of each of its lines is body."""

    record: Record
    document: Document
    share: NDArray[np.float32]
    tokens: Floats
    weight: Floats


def samples(bench: Path, records: Iterable[Record]) -> list[Sample]:
    """The pages of the records that have one; pages without any visible text are left out."""
    found = []
    for record in with_page(bench, records):
        markup = read_page(bench, record.id)
        try:
            document = read(markup or b"", id=record.id, media_type="text/html")
        except UnreadableInput:
            continue
        labels = label([line.text for line in document.lines], record.gold, record.optional)
        tokens = np.array(labels.tokens, float)
        weight = np.where(labels.optional, 0, np.minimum(tokens, _MOST_TOKENS) + 2) / max(tokens.sum(), 200)
        weight *= NEWS_WEIGHT if record.source in NEWS else 1
        found.append(Sample(record, document, np.array(labels.share, np.float32), tokens, weight))
    return found


def name_worth(pages: Sequence[Sample]) -> dict[str, float]:
    """Log-odds, for each word of the names above them, that lines are article: the mean over outlets of their share."""
    seen: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    for sample in pages:
        page = sample.document.page
        assert page is not None
        words: list[frozenset[str]] = []
        for names, parent in zip(page.names, page.parents, strict=True):
            words.append((words_of(names) if names else frozenset()) | (words[parent] if parent >= 0 else frozenset()))
        for owner, share, tokens in zip(page.owners, sample.share.tolist(), sample.tokens.tolist(), strict=True):
            size = min(tokens, _MOST_WORDS)
            for word in words[owner]:
                counted = seen[word][sample.record.host]
                counted[0] += size * (share >= 0.5)
                counted[1] += size
    worth = {}
    for word, hosts in sorted(seen.items()):
        if len(hosts) >= FEWEST_HOSTS:
            shares = [inside / all_ for inside, all_ in hosts.values() if all_]
            chance = (math.fsum(shares) + PRIOR * SHARE) / (len(shares) + PRIOR)
            worth[word] = round(math.log(chance / (1 - chance)), 3)
    return worth


def fit(name: str, pages: Sequence[Sample], matrices: Sequence[Matrix], columns: Sequence[int]) -> lightgbm.Booster:
    """Fit the trees of a model to its columns."""
    weight = np.concatenate([sample.weight for sample in pages])
    used = weight > 0
    share = np.concatenate([sample.share for sample in pages])[used]
    trees, parameters = RECIPES[name]
    return grown(np.concatenate(matrices)[used][:, columns], share, weight[used] / weight[used].mean(), parameters, trees)


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns 0, or 2 where the directory cannot be used or lightgbm is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description="Train the models of web pages.")
    parser.add_argument("bench", type=Path, help="bench directory, see benchmarks/README.md")
    add_hosts(parser)
    parser.add_argument("-o", "--output", type=output_directory, required=True, help="the directory they go to")
    options = parser.parse_args(arguments)
    version = needed("lightgbm", TRAIN).__version__
    split, apart, hosts = hosts_of(options)
    records = list(read_records(options.bench, split, apart))
    rulebook = cleaner.load_rulebook()
    pages = samples(options.bench, records)
    if not pages:
        raise BenchError(f"{options.bench}: there is no page (pages/<id>.html.gz) with text to learn from (hosts: {hosts})")
    # What a page's names are worth is learned from pages of other outlets, as it will be for pages yet to come.
    folds = [fold(sample.record.host) for sample in pages]
    elsewhere = {
        part: NameWorth(name_worth([sample for sample, own in zip(pages, folds, strict=True) if own != part]))
        for part in sorted(set(folds))
    }
    matrices = [
        describe_document(sample.document, rulebook, elsewhere[part]) for sample, part in zip(pages, folds, strict=True)
    ]
    about = provenance(options.bench, records, hosts)
    options.output.mkdir(parents=True, exist_ok=True)
    words = {"about": about | {"made_by": "python -m benchmarks.pages"}, "words": name_worth(pages)}
    text = json.dumps(words, ensure_ascii=False, indent=0, sort_keys=True)
    (options.output / NAME_WORTH).write_text(text + "\n", encoding="utf-8")
    for name, wanted in ((BLOCKS, set(PAGE_NAMES)), (PAGES, set(COLUMN_NAMES) - LEARNED_BY_HEART)):
        columns = [at for at, column in enumerate(COLUMN_NAMES) if column in wanted]
        trees = trees_of(fit(name, pages, matrices, columns))
        count, parameters = RECIPES[name]
        recipe: dict[str, Any] = {
            "trees": count,
            "switch": SWITCH,
            "parameters": parameters,
            "lightgbm": version,
        }
        path = options.output / name
        save(path, Model(trees, tuple(COLUMN_NAMES[column] for column in columns), recipe | about))
        print(f"{path}: {path.stat().st_size:,} bytes, depth {trees.depth}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
