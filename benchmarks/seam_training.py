"""Trains the weights of the seam score: ``python -m benchmarks.seam_training BENCH_DIR -o cleaner/data/seams.json``.

A plain logistic regression over the numbers that `cleaner.stages.seams.SeamView` gives, on the training part of the seams set
and of what extractors left of real pages (hosts are held out as everywhere in the benchmarks). The first teaches what other
stories look like; the second, that most articles go on below a pointer to another story, a box or a heading: without it, half
of what was cut of such texts was article.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cleaner
from benchmarks.bench import Record, Seam, read_records, read_seams
from benchmarks.commands import as_command, output_file
from benchmarks.prose.labels import label
from benchmarks.regression import Example, trained, write
from cleaner.model import Line
from cleaner.pipeline import claim, place
from cleaner.reading import read
from cleaner.stages import Packs, Stage, foreign_tail, headline
from cleaner.stages.appended_stories import view_of
from cleaner.stages.inputs import Inputs
from cleaner.stages.reading_aids import filled_lines
from cleaner.stages.seams import SeamView

_FOREIGN = "other_story"
_BODY = 0.5
"""Share of a line that is body from which the line counts as body."""


def of_seam(seam: Seam, rulebook: cleaner.Rulebook) -> Iterator[Example]:
    """The candidates of a document with a known seam: right is where the first foreign line that no rule claims begins."""
    lines, units, view = _view(seam.text, rulebook, (Packs(), headline, foreign_tail))
    # Labels are for the lines of the text. A line of the document may be less: what was glued together is cut.
    foreign = [seam.labels[seam.text.count("\n", 0, lines[index].start)] == _FOREIGN for index in units]
    right = next((number for number, is_foreign in enumerate(foreign) if is_foreign), None)
    for candidate in view.candidates():
        yield view.numbers(candidate), candidate == right


def of_extract(record: Record, rulebook: cleaner.Rulebook) -> Iterator[Example]:
    """The candidates of an extractor's output: right is where what is no body begins behind the last line of the body."""
    lines, units, view = _view(record.dumps["extract"], rulebook, (Packs(), headline, foreign_tail))
    share = label([line.text for line in lines], record.gold, record.optional).share
    body = [number for number, index in enumerate(units) if share[index] >= _BODY]
    for candidate in view.candidates() if body else ():
        yield view.numbers(candidate), candidate == body[-1] + 1


def _view(text: str, rulebook: cleaner.Rulebook, chain: Sequence[Stage]) -> tuple[Sequence[Line], list[int], SeamView]:
    document = place(read(text, id="example", media_type="text/plain"), rulebook)
    lines = filled_lines(document)
    units, view = view_of(document, lines, tuple(claim(document, chain, Inputs(rulebook))))
    return lines, units, view


def examples(folder: Path) -> Iterator[list[Example]]:
    """The candidates of every document of the training part."""
    rulebook = cleaner.load_rulebook()
    for seam in read_seams(folder, "training"):
        yield list(of_seam(seam, rulebook))
    for record in read_records(folder, "training"):
        if "extract" in record.dumps:
            yield list(of_extract(record, rulebook))


def train(folder: Path) -> dict[str, Any]:
    """The weights as JSON values, with where they come from.

    Raises:
        BenchError: scikit-learn is missing, or what is to be learned from.
    """
    nothing = "the training part of the seams set holds no seam, or nothing but seams"
    # Most candidates are wrong.
    documents, found = trained(examples(folder), folder, right_counts=3.0, nothing=nothing)
    return {
        "about": "Weights of the score that another story begins at a seam; see cleaner/stages/seams.py.",
        "command": "python -m benchmarks.seam_training BENCH_DIR -o cleaner/data/seams.json",
        "data": f"{documents} documents: the training part of the seams set and of the extracts",
        **found,
    }


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the weights. Returns 0, or 2 where that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seam_training", description=__doc__)
    parser.add_argument("bench", type=Path, help="directory as benchmarks/README.md describes it, with seams*.jsonl.gz")
    parser.add_argument("-o", "--output", type=output_file, required=True, help="the file of weights")
    options = parser.parse_args(arguments)
    write(options.output, train(options.bench))
    return 0


if __name__ == "__main__":
    sys.exit(main())
