"""The article that stands twice: a print version, a preview with all of it, an extractor that took it from two places.

So does a paragraph, where a page has it as a lead and as the first of its text.

One copy is enough, and two of them mislead whoever judges lines by how often they occur: to them an article that stands twice
looks like a menu.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from cleaner.model import Claim, Document, Label
from cleaner.stages.reading_aids import filled_lines, guess, is_long_sentence, taken

RULE = "stage/duplicates"
_FEWEST = 3
"""Paragraphs of a copy. With two or five the same 13 of 3,244 dumps have one; less is a quotation that returns."""
_SHARE = 0.5
"""Part of the text's paragraphs, by characters, that must stand again. On 811 pages and in four kinds of dumps of each,
articles that stand twice have 0.68 to 1, and nothing that went belongs to the article twice; what else recurs in such runs,
teasers, quotations, sets of questions, has at most 0.34."""
_MISSED = 3
"""Steps from one paragraph to the next in either copy: advertisements and teasers stand between those of one copy only."""
_COVERED = 0.6
"""Part of the lines of a copy, from its first paragraph to its last, that must stand in the first one. The same questions put
to three people make half."""
_STANDING = 0.8
"""Part of the first copy that nothing else may have taken, or the second is all that is left of the article."""
_CONFIDENCE = 0.95
"""Confidence of a cut: of the texts that `_SHARE` was chosen by none lost anything. Of the paragraphs that stand twice in a row
in these, no body has both."""
_NO_VERSE = 120
"""Characters from which a sentence that stands twice in a row is no line of a song, whose lines do."""


class _Pair(NamedTuple):
    """A paragraph and the first that reads the same, as numbers among the lines that hold text."""

    first: int
    again: int


@dataclass(frozen=True, slots=True)
class Duplicates:
    """The stage.

    Attributes:
        pages: whether it looks at web pages, else at text. Text is looked at before its lines are judged, so that no copy
            misleads; pages when their blocks are judged, and it is known which copy stays.
    """

    pages: bool = False

    def __call__(self, document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
        """Claim every further copy of the article where half of the paragraphs stand again, in the same order.

        Lines between the paragraphs of a copy, and at its edges, go with it as far as the first copy has them, too.
        """
        if self.pages != (document.page is not None):
            return
        lines = filled_lines(document)
        plain = str if self.pages else _plain  # the lines of a page hold single blanks and no others
        runs = _runs([line.text for line in lines], plain)
        if not runs:
            return
        texts = [plain(line.text) for line in lines]
        first_copies = {pair.first for run in runs for pair in run}
        paragraphs = {text for text in texts if is_long_sentence(text)}
        share = sum(len(texts[at]) for at in first_copies) / sum(map(len, paragraphs))
        occupied = taken(lines, claims)
        standing = sum(not occupied.goes(at) for at in first_copies)
        if share < _SHARE or standing < _STANDING * len(first_copies):
            return
        places: dict[str, list[int]] = {}
        for at, text in enumerate(texts):
            places.setdefault(text, []).append(at)
        ends = [-1, *(run[-1].again for run in runs[:-1])]
        starts = [*(run[0].again for run in runs[1:]), len(texts)]
        for run, after, before in zip(runs, ends, starts, strict=True):
            reason = f"{len(run)} paragraphs that stand above word for word, as {share:.0%} of the text's paragraphs do"
            stretches = list(_stretches(texts, places, run, after, before))
            whole = stretches[-1][1] - stretches[0][0] + 1
            if sum(end - start + 1 for start, end in stretches) < _COVERED * whole:
                continue  # the same questions with other answers
            for start, end in stretches:
                yield guess(lines[start], Label.DUPLICATE, RULE, _CONFIDENCE, reason, last=lines[end])


def twice_in_a_row(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim the upper of two neighbours that are the same paragraph and would both stay: the lower stands with the article."""
    lines = filled_lines(document)
    texts = (_plain(line.text) if len(line.text) >= _NO_VERSE else "" for line in lines)
    same = [at for at, (upper, lower) in enumerate(pairwise(texts)) if len(upper) >= _NO_VERSE and upper == lower]
    twice = [at for at in same if is_long_sentence(lines[at].text)]
    occupied = taken(lines, claims if twice else ())
    for at in twice:
        if occupied.open(at) and not occupied.goes(at + 1):
            yield guess(lines[at], Label.DUPLICATE, RULE, _CONFIDENCE, "the paragraph below reads the same, word for word")


def _plain(text: str) -> str:
    return " ".join(text.split())


def _runs(texts: Iterable[str], plain: Callable[[str], str]) -> list[list[_Pair]]:
    """Paragraphs that stand again, in the order of their first copies, in runs of `_FEWEST` and more.

    They are compared as ``plain`` makes them.
    """
    known: dict[str, tuple[int, int]] = {}  # the line of a paragraph, and how many other paragraphs stand above
    runs: list[list[_Pair]] = [[]]
    place = missed = 0  # of the run's last paragraph among the first copies; paragraphs since that are no part of the run
    for at, text in enumerate(texts):
        compared = plain(text) if is_long_sentence(text) else ""
        if not is_long_sentence(compared):  # a short line far to the right is none
            continue
        first, above = known.setdefault(compared, (at, len(known)))
        if first == at:
            missed += 1
            continue
        below = not runs[-1] or first < runs[-1][0].again  # all of the first copy stands above all of this one
        if not below or missed >= _MISSED or not 0 < above - place <= _MISSED:
            runs.append([])
        runs[-1].append(_Pair(first, at))
        place, missed = above, 0
    return [run for run in runs if len(run) >= _FEWEST]


def _stretches(
    texts: Sequence[str], places: Mapping[str, list[int]], run: Sequence[_Pair], after: int, before: int
) -> Iterator[tuple[int, int]]:
    """First and last line of each stretch of a copy: its paragraphs, and the lines around them that the first copy has, too.

    They are looked for between the runs on both sides, which end at ``after`` and start at ``before``: what those hold is
    theirs to claim, and of many copies each would grow over all that follow.
    """
    (first, start), (last, end) = run[0], run[-1]
    while first > 0 and after < start - 1 and last < start - 1 and texts[first - 1] == texts[start - 1]:
        first, start = first - 1, start - 1
    while last + 1 < start and end + 1 < before and texts[last + 1] == texts[end + 1]:
        last, end = last + 1, end + 1
    again = [
        at for at in range(start, end + 1) if bisect_left(places[texts[at]], first) < bisect_right(places[texts[at]], last)
    ]
    for _, stretch in groupby(enumerate(again), lambda entry: entry[1] - entry[0]):  # the same for neighbours
        members = [at for _, at in stretch]
        yield members[0], members[-1]
