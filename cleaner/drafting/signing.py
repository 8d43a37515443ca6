"""Lines that say who wrote the article and when it came out, as patterns.

A name is told by what stands before it, by what the page says of its authors, or by another name in its place on other pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cleaner.drafting.drawing import near_edges
from cleaner.drafting.patterns import Shape, name_runs, names_by, shape_of
from cleaner.drafting.samples import Judged, Sample, key_of
from cleaner.lines import ends_sentence
from cleaner.model import Label
from cleaner.stages.signatures import signature

Place = tuple[int, int]
"""A line: the number of its sample, and its own."""
_OTHERS = 2
"""Pages, and different names on them, from which on a stretch that looks like a name is one."""
_BESIDE = 2
"""Letters beside a name in a line without a time."""


class _Read(NamedTuple):
    """A line with a stretch of it taken for the authors' names."""

    place: Place
    name: str
    shape: Shape


def keys_of_authors(samples: Sequence[Sample], shapes: Mapping[Place, Shape]) -> frozenset[str]:
    """The keys of the lines that name an author."""
    return frozenset(samples[number].lines[at].key for (number, at), shape in shapes.items() if "authors" in shape.fields)


def signed_lines(samples: Sequence[Sample]) -> dict[Place, Shape]:
    """The pattern of each line near the edges of an article that names a time or an author.

    One without a time must name an author whom the page, or another line of it, is known to name, as other pages do in the
    same words.
    """
    near = {(number, line.at): line for number, sample in enumerate(samples) for line in near_edges(sample)}
    shapes: dict[Place, Shape] = {}
    alone = _alone(samples)
    pages: dict[str, set[int]] = defaultdict(set)
    for number, sample in enumerate(samples):
        for author in sample.authors:
            pages[key_of(author)].add(number)
    known = {
        number: {author for author in sample.authors if alone.get(key_of(author), set()) <= pages[key_of(author)]}
        for number, sample in enumerate(samples)
    }
    for place, line in near.items():
        shape = shape_of(line.text)
        if shape is None:
            continue
        shapes[place] = shape
        name = names_by(line.text) or _known(line.text, known[place[0]])
        if name:
            shapes[place] = shape_of(line.text, name) or shape
            known[place[0]].add(line.text[slice(*name)])
    unnamed = {place: near[place] for place, shape in shapes.items() if "authors" not in shape.fields}
    for read in _by_others(samples, unnamed, alone):
        shapes[read.place] = read.shape
        known[read.place[0]].add(read.name)
    shapes |= _named_again({place: line for place, line in near.items() if place not in shapes}, known)
    return shapes


def _known(text: str, names: set[str]) -> tuple[int, int] | None:
    """Where the names of known authors stand in a line, from the first to the last."""
    spans = [(at, at + len(name)) for name in names if (at := text.find(name)) >= 0]
    return (min(spans)[0], max(end for _, end in spans)) if spans else None


def _alone(samples: Sequence[Sample]) -> Mapping[str, set[int]]:
    """The samples on which each line stands.

    A name that stands alone on a page by someone else is no author but a section: the menu has it on every page.
    """
    alone: dict[str, set[int]] = defaultdict(set)
    for number, sample in enumerate(samples):
        for line in sample.lines:
            alone[line.key].add(number)
    return alone


def _by_others(samples: Sequence[Sample], lines: Mapping[Place, Judged], alone: Mapping[str, set[int]]) -> Iterator[_Read]:
    """Dated lines in which a name stands where on other pages others stand."""
    found: dict[str, list[_Read]] = defaultdict(list)
    for place, line in lines.items():
        language = samples[place[0]].document.language.code
        for start, end in _likely(line.text, language):
            shape = shape_of(line.text, (start, end))
            if shape and "authors" in shape.fields:
                found[shape.pattern].append(_Read(place, line.text[start:end], shape))
    done: set[Place] = set()
    for reads in sorted(found.values(), key=len, reverse=True):
        pages: dict[str, set[int]] = defaultdict(set)
        for read in reads:
            pages[key_of(read.name)].add(read.place[0])
        persons = {name for name, own in pages.items() if alone.get(name, set()) <= own}
        if len(persons) < _OTHERS or len({read.place[0] for read in reads}) < _OTHERS or len(persons) < len(pages):
            continue
        for read in reads:
            if read.place not in done:
                done.add(read.place)
                yield read


def _likely(text: str, language: str | None) -> Iterator[tuple[int, int]]:
    """Stretches of a line that may be names: what is read as such, and what is written so."""
    said = signature(text, language)
    spans = []
    if said and said.names:
        at, last = text.find(said.names.names[0]), said.names.names[-1]
        if at >= 0 and text.find(last, at) >= 0:
            spans.append((at, text.find(last, at) + len(last)))
    yield from dict.fromkeys((*spans, *name_runs(text)))


def _named_again(lines: Mapping[Place, Judged], known: Mapping[int, set[str]]) -> dict[Place, Shape]:
    """Lines without a time that name a known author, in the same words on several pages that have different authors.

    A name by itself is no pattern: all headlines would be of its form.
    """
    found: dict[str, list[_Read]] = defaultdict(list)
    for place, line in lines.items():
        name = _known(line.text, known[place[0]])
        if name is None or line.label is Label.TITLE or ends_sentence(line.text):
            continue
        if sum(map(str.isalpha, line.text[: name[0]] + line.text[name[1] :])) < _BESIDE:
            continue
        shape = shape_of(line.text, name)
        if shape:
            found[shape.pattern].append(_Read(place, line.text[slice(*name)], shape))
    return {
        read.place: read.shape
        for reads in found.values()
        if len({read.place[0] for read in reads}) >= _OTHERS and len({read.name for read in reads}) >= _OTHERS
        for read in reads
    }
