"""Lines that stand on many documents of one site: menus, footers and pleas that no rule knows yet.

The evidence is a profile of the corpus, passed in as a value. Only the site's own documents count, and where an article was
stored several times, its sentences repeat too: those are told from boilerplate by the other sentences around them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from statistics import median_low
from typing import NamedTuple

from cleaner.lines import ends_sentence
from cleaner.model import Claim, Document, Label, Line
from cleaner.profile import Profile, normalised
from cleaner.sites import site_of
from cleaner.stages.inputs import Inputs
from cleaner.stages.reading_aids import filled_lines, guess, is_legal, taken

RULE = "stage/repetition"
MIN_CORPUS = 5
"""Documents of a site below which repetition is chance, or one story told in parts."""


class _Bar(NamedTuple):
    """How often a line must stand: on how many documents, and on what share of the site's."""

    documents: int
    share: float


_SHORT = _Bar(3, 0.10)
_SENTENCE = _Bar(5, 0.30)
_NOTICED = 0.1
"""Part of the share from which a line is at least tagged."""
_SENTENCE_CHARS = 25
"""Characters from which a line that ends as a sentence is held to the bar of sentences."""
_LONG_CHARS = 120
"""A line that long is held to the bar of sentences, however it ends: it may be a paragraph that was cut off."""
_PROSE_CHARS = 60
"""Characters from which a sentence counts as a paragraph of the article, when the copies of the article are counted."""
_SERIES = 10
"""Documents below which a sentence may be part of a series: all that is held of a small site may be one. From 34 documents of a
site on, the share of `_SENTENCE` asks for more anyway."""
_CONFIDENCE = (0.80, 0.98)
"""At the bar, and where every document has the line."""
_RUN = 10
"""Lines. Between paragraphs of the article, one in ten lines of shorter runs is a recurring heading or a table of its own;
of 1,250 lines in longer runs, on pages of 43 sites, not one belonged to an article."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """Claims of lines that a profile knows from many documents of the same site. Without a profile it has nothing to say.

    Where the document's site (`site_of`) is not known, the documents without a known site are the ones that count.
    """

    profile: Profile | None = None

    def given(self, inputs: Inputs) -> Repetition:
        """This stage with the run's profile, unless it has one of its own."""
        return self if self.profile is not None else Repetition(inputs.profile)

    def __call__(self, document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
        """Yield a claim for every line that repeats, in text order.

        Navigation, or legal where it says so, with confidence 0.80 to 0.98, growing with the share of documents. Only tagged
        (0.5): lines below the bar; short runs of such lines between paragraphs of the article, for sites have headings and
        tables that return ("What we know so far", "Pros", "Cons"); and sentences on fewer than ten documents that adjoin the
        article, as the standing introduction of a series does.
        """
        profile = self.profile
        if profile is None:
            return
        site = site_of(document) or ""
        if not knows(profile, site):
            return
        documents = profile.documents(site)
        lines = filled_lines(document)
        counts = [profile.count(site, line.text) for line in lines]
        occupied = taken(lines, claims)
        bare = [(at, line.text.strip()) for at, line in enumerate(lines) if not occupied.goes(at)]
        prose = _sentences(bare, _PROSE_CHARS) or _sentences(bare, _SENTENCE_CHARS)
        # More than half of the paragraphs repeat: the article itself was stored several times, this often.
        copies = max(median_low([counts[at] for at in prose]), 1) if prose else 1
        own = [at for at in prose if counts[at] <= copies]
        bars = [_bar(line) for line in lines]
        sure = [_reaches(bar, count, documents, copies) for bar, count in zip(bars, counts, strict=True)]
        adjoining = _adjoining(own, [not occupied.goes(at) and bar is _SENTENCE for at, bar in enumerate(bars)])
        runs = _runs([certain or occupied.goes(at) for at, certain in enumerate(sure)])
        for at, (line, bar, count) in enumerate(zip(lines, bars, counts, strict=True)):
            if count <= copies or (copies > 1 and bar is _SENTENCE):
                continue
            share = min(count / documents, 1.0)
            reason = f"this line stands on {count} of {documents} documents of {site or 'no known site'}"
            confidence = _confidence(share, bar)
            if not sure[at]:
                if count < bar.documents or share < bar.share * _NOTICED:
                    continue
                confidence, reason = 0.5, f"{reason}, too few to be sure"
            elif count < _SERIES and at in adjoining:
                confidence, reason = 0.5, f"{reason}, but next to the article, where a series has its introduction"
            elif own and own[0] < at < own[-1] and runs[at] < _RUN:
                confidence, reason = 0.5, f"{reason}, but between paragraphs of the article"
            label = Label.LEGAL if is_legal(line.text) else Label.NAVIGATION
            yield guess(line, label, RULE, confidence, reason)


def knows(profile: Profile, site: str) -> bool:
    """Whether a profile has enough documents of a site (empty where none is known) to say anything of their lines."""
    return profile.documents(site) >= MIN_CORPUS


def little_known(profile: Profile) -> dict[str, int]:
    """The sites of which a profile has documents, but too few to say anything, with how many."""
    return {site: documents for site, documents in profile.sites.items() if 0 < documents < MIN_CORPUS}


def fewest_documents(profile: Profile) -> int | None:
    """On how many documents of a site a line must stand so that it may go, on any site that a profile knows.

    ``None``: on no number of documents, for it has too few of every site.
    """
    known = [documents for documents in profile.sites.values() if documents >= MIN_CORPUS]
    return max(_SHORT.documents, math.ceil(_SHORT.share * min(known))) if known else None


def _adjoining(own: Sequence[int], sentences: Sequence[bool]) -> set[int]:
    """The numbers of the sentences with nothing but sentences between them and the first or last of the article's own."""
    if not own:
        return set()
    above, below = range(own[0] - 1, -1, -1), range(own[-1] + 1, len(sentences))
    return {at for side in (above, below) for at in takewhile(sentences.__getitem__, side)}


def _bar(line: Line) -> _Bar:
    text = line.text.strip()
    return _SENTENCE if len(text) >= _LONG_CHARS or (len(text) >= _SENTENCE_CHARS and ends_sentence(text)) else _SHORT


def _sentences(texts: Iterable[tuple[int, str]], chars: int) -> list[int]:
    """The numbers of the texts that are sentences of so many characters or more."""
    return [at for at, text in texts if len(text) >= chars and ends_sentence(text) and normalised(text) is not None]


def _reaches(bar: _Bar, count: int, documents: int, copies: int) -> bool:
    """Whether a line stands often enough; of an article stored several times, on other pages than its copies."""
    if copies > 1 and (bar is _SENTENCE or count <= 2 * copies):
        return False
    return count >= bar.documents and count >= bar.share * documents


def _runs(flags: Sequence[bool]) -> list[int]:
    """For each flag, how many of its kind stand together where it stands."""
    lengths: list[int] = []
    for _, group in groupby(flags):
        size = len(list(group))
        lengths += [size] * size
    return lengths


def _confidence(share: float, bar: _Bar) -> float:
    low, high = _CONFIDENCE
    return round(low + (high - low) * (share - bar.share) / (1 - bar.share), 2)
