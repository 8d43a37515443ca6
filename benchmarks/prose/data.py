"""What is learned from: every line of every dump, its evidence and its label, in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import cleaner
from benchmarks.bench import KINDS, Record
from benchmarks.prose.labels import label
from cleaner.model import Document
from cleaner.pipeline import claim, place
from cleaner.reading import read
from cleaner.shown import shown
from cleaner.stages import EVERY_VOICE, Prose
from cleaner.stages.arrays.columns import Flags, Floats, Matrix, Whole
from cleaner.stages.inputs import Inputs
from cleaner.stages.pages.elements import NameWorth
from cleaner.stages.prose.evidence import filled_rows
from cleaner.stages.prose.judgement import WEIGHTS, describe
from cleaner.stages.reading_aids import filled_lines, taken

BODY = "body"
"""The kind of a sample that is a page's body and nothing else."""
NEWS = frozenset({"fundus"})
"""Sources of news pages: the texts to come are news."""
NEWS_WEIGHT = 3.0
_MOST_TOKENS = 150
_UNCLEAR = 0.05
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """A text to learn from, with the record that holds its body. ``weight`` is relative to other samples."""

    record: Record
    kind: str
    text: str
    weight: float = 1.0


Describe = Callable[[Sample], Matrix]
"""Evidence of the lines of a sample: one row for each line that is not blank, as many columns as there are names."""


def stage_evidence(rulebook: cleaner.Rulebook) -> Describe:
    """The evidence that the prose stage uses: the lines, and what the stages before it claim."""

    def describe_sample(sample: Sample) -> Matrix:
        return describe_document(read(sample.text, id="sample", media_type="text/plain"), rulebook)

    return describe_sample


def describe_document(document: Document, rulebook: cleaner.Rulebook, weights: Path | NameWorth = WEIGHTS) -> Matrix:
    """All evidence that the prose stage has on a document; ``weights`` says what class names of a page are worth."""
    earlier = EVERY_VOICE[: [isinstance(stage, Prose) for stage in EVERY_VOICE].index(True)]
    document = shown(place(document, rulebook))
    filled = filled_lines(document)
    return describe(document, filled, taken(filled, claim(document, earlier, Inputs(rulebook))), weights)


def samples(records: Iterable[Record]) -> Iterator[Sample]:
    """Every dump of every record, and its body by itself in three shapes. A news page weighs as much as three others.

    The bodies teach that a clean text may be left alone: without them one clean text in four loses a line, with them one in
    fifty, and the figures on dumps stay the same. Dumps of lynx, w3m and html2text beside these raise F1 on such dumps by .003
    to .007, but lose .007 to .013 more of their articles, and .001 of F1 on `full`.
    """
    for record in records:
        weight = NEWS_WEIGHT if record.source in NEWS else 1.0
        for kind in KINDS:
            if kind in record.dumps:
                yield Sample(record, kind, record.dumps[kind], weight)
        paragraphs = [line for line in lines_of(record.gold) if line.strip()]
        # With blank lines and without, whole and cut short: no habit of one text may stand for "clean".
        for body in (record.gold, "\n".join(paragraphs), "\n".join(paragraphs[: max(5, len(paragraphs) // 3)])):
            yield Sample(record, BODY, body, weight)


def lines_of(text: str) -> list[str]:
    """The lines of a text as the stage sees them."""
    return [line.text for line in shown(read(text, id="sample", media_type="text/plain")).lines]


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """The lines of all samples that are not blank, one sample behind the other.

    Attributes:
        samples: where the lines come from; ``lines`` are theirs.
        offsets: where each sample's lines begin, and the end.
        matrix: evidence, lines by columns.
        share: share of each line that is body.
        weight: of each line, 1 on average.
    """

    samples: list[Sample]
    lines: list[list[str]]
    offsets: Whole
    matrix: Matrix
    share: NDArray[np.float32]
    weight: Floats

    def of_samples(self, flags: Flags) -> Flags:
        """The lines of the flagged samples."""
        return np.repeat(flags, np.diff(self.offsets))

    def span(self, number: int) -> slice:
        """The lines of one sample."""
        return slice(int(self.offsets[number]), int(self.offsets[number + 1]))

    def folds(self) -> Whole:
        """The fold of each sample, by host."""
        return np.array([fold(sample.record.host) for sample in self.samples], np.int64)


def fold(host: str) -> int:
    """One of five parts for cross-validation, by another hash than that of the held-out part."""
    return int(hashlib.sha256(f"f{host}".encode()).hexdigest(), 16) % _FOLDS


def read_data(samples: Iterable[Sample], describe_sample: Describe) -> Data:
    """Describe and label the lines of all samples; samples without any line are left out."""
    taken: list[Sample] = []
    lines: list[list[str]] = []
    parts: list[Matrix] = []
    shares: list[float] = []
    weights: list[Floats] = []
    for sample in samples:
        every = lines_of(sample.text)
        filled = [every[row] for row in filled_rows(every).tolist()]
        if not filled:
            continue
        labels = label(filled, sample.record.gold, sample.record.optional)
        if sample.kind == BODY:
            labels = labels._replace(share=[1.0] * len(filled))
        taken.append(sample)
        lines.append(filled)
        parts.append(describe_sample(sample))
        shares += labels.share
        weights.append(sample.weight * _weights(labels.share, labels.tokens, labels.optional))
    weight = np.concatenate(weights)
    offsets = np.concatenate(([0], np.cumsum([len(part) for part in parts]))).astype(np.int64)
    matrix = np.concatenate(parts)
    return Data(taken, lines, offsets, matrix, np.array(shares, np.float32), weight / weight.mean())


def _weights(share: Sequence[float], tokens: Sequence[int], optional: Sequence[bool]) -> Floats:
    """Longer lines weigh more, unclear ones little, optional ones and lines of signs nothing; every sample weighs the same."""
    size = np.array(tokens, np.float64)
    clear = np.maximum(np.abs(2 * np.array(share) - 1), _UNCLEAR)
    weight: Floats = np.sqrt(np.minimum(size, _MOST_TOKENS) + 1) * clear * ~np.array(optional) * (size > 0)
    return weight / max(float(weight.sum()), 1.0)
