"""Pages of one outlet, line by line, each with what is thought of it before there are rules for that outlet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import regex

from cleaner.fields.names import split_names
from cleaner.fields.page import stated
from cleaner.model import Authority, Claim, Document, Label
from cleaner.pipeline import claim, place
from cleaner.profile import Counting, Profile
from cleaner.rulebook import Rulebook
from cleaner.rulebook.folding import fold
from cleaner.rulebook.matching import fill
from cleaner.shown import shown
from cleaner.sites import site_of
from cleaner.stages import EVERY_VOICE
from cleaner.stages.bylines import RULE as BYLINES
from cleaner.stages.inputs import Inputs
from cleaner.stages.reading_aids import is_long_sentence, taken
from cleaner.stages.repetition import MIN_CORPUS

_COPY = 0.5
"""Share of common paragraphs from which two samples count as one article stored twice."""
_DIGITS = regex.compile(r"\d+")


def key_of(text: str) -> str:
    """The form in which lines of different pages are compared: in any case, with any number for any other."""
    return _DIGITS.sub("0", fold(text))


@dataclass(frozen=True, slots=True)
class Judged:
    """A line that is not blank.

    Attributes:
        at: its number among the lines that are not blank, from 0.
        text: as rules see it, without list mark and white space at the edges.
        key: see `key_of`.
        label: what it is taken for; ``article`` where nothing else is.
        authority: of the claim that says so; ``None`` for article.
        confidence: of that claim.
        standing: whether it reads like the article, and only its return on other pages tells that it is none.
    """

    at: int
    start: int
    end: int
    text: str
    key: str
    label: Label
    authority: Authority | None
    confidence: float
    standing: bool = False

    @property
    def article(self) -> bool:
        """Whether it is judged article, so that no drafted rule may touch it."""
        return self.label is Label.ARTICLE

    @property
    def known(self) -> bool:
        """Whether a rule says what it is already."""
        return self.authority is not None and self.authority >= Authority.SHARED


@dataclass(frozen=True)
class Sample:
    """One page and what is thought of its lines.

    Attributes:
        name: as messages name it.
        authors: names that the page gives as its authors', or a voice lifts from a byline.
    """

    name: str
    document: Document
    lines: tuple[Judged, ...]
    authors: tuple[str, ...] = ()

    @cached_property
    def body(self) -> range:
        """From the first to the last paragraph of the article, both included; empty where there is no article."""
        found = [line.at for line in self.lines if is_own_paragraph(line)] or [line.at for line in self.lines if line.article]
        return range(found[0], found[-1] + 1) if found else range(0)

    def zone(self, line: Judged) -> str:
        """Where a line stands: ``head``, ``inside`` or ``tail``, seen from the article."""
        return "head" if line.at < self.body.start else "tail" if line.at >= self.body.stop else "inside"


def judge(documents: Iterable[tuple[str, Document]], host: str, rulebook: Rulebook) -> list[Sample]:
    """Judge pages of one outlet by the rules and the stages. What a rule that only drafts claims counts as known.

    From `MIN_CORPUS` pages on, what repeats across them counts as evidence, as in cleaning with a profile.

    Raises:
        RuleTimeout: a rule ran too long on one of them.
    """
    placed = [(name, shown(place(document, rulebook, outlet=host))) for name, document in documents]
    if len(placed) < MIN_CORPUS:
        return [_sample(name, document, rulebook, None) for name, document in placed]
    with TemporaryDirectory(prefix="cleaner-", ignore_cleanup_errors=True) as folder, Counting(folder) as counting:
        for _, document in placed:
            counting.add(site_of(document) or "", (line.text for line in document.lines))
        profile = counting.write(Path(folder, "lines.profile"))
        return [_sample(name, document, rulebook, profile) for name, document in placed]


def without_copies(samples: Sequence[Sample]) -> tuple[list[Sample], list[tuple[Sample, Sample]]]:
    """The samples with a different article each; and of the others each copy with its first: in a copy everything repeats.

    Of a page and its text the page is kept, which knows of its elements too.
    """
    kept: list[tuple[Sample, frozenset[str]]] = []
    copies = []
    for sample in sorted(samples, key=lambda sample: sample.document.page is None):
        paragraphs = frozenset(line.key for line in sample.lines if is_own_paragraph(line))
        first = next(
            (
                one
                for one, other in kept
                if paragraphs and other and len(paragraphs & other) > _COPY * min(len(paragraphs), len(other))
            ),
            None,
        )
        if first is None:
            kept.append((sample, paragraphs))
        else:
            copies.append((sample, first))
    chosen = {id(sample) for sample, _ in kept}
    return [sample for sample in samples if id(sample) in chosen], copies


def is_own_paragraph(line: Judged) -> bool:
    """Whether a line is one of the article's: what stands between two of them stands inside it."""
    return line.article and is_long_sentence(line.text)


def _sample(name: str, document: Document, rules: Rulebook, profile: Profile | None) -> Sample:
    claims = [
        replace(found, authority=Authority.OUTLET) if found.authority is Authority.DRAFT else found
        for found in claim(document, EVERY_VOICE, Inputs(rules, profile))
    ]
    filled = fill(document.lines)
    occupied = taken([line.line for line in filled], claims)
    judged = []
    for at, line in enumerate(filled):
        found = occupied.get(at)
        label = found.label if found else Label.ARTICLE
        judged.append(
            Judged(
                at,
                line.start,
                line.end,
                line.text,
                key_of(line.text),
                label,
                found.authority if found else None,
                found.confidence if found else 0.0,
            )
        )
    return Sample(name, replace(document, warnings=()), tuple(judged), tuple(_authors(document, claims)))


def _authors(document: Document, claims: Iterable[Claim]) -> Iterator[str]:
    """The names of authors, as they are written in the page or its data."""
    yield from stated(document).values.get("authors", ())
    for found in claims:
        if found.rule == BYLINES and "authors" in found.fields:
            yield from split_names(found.fields["authors"], every_comma=False)
