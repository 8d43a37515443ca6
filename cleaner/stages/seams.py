"""What can be seen at a seam, the place between two paragraphs where another story may begin, as numbers and in words.

`SeamView` looks at each paragraph once and answers for any seam. The weights that make one score of the numbers are data
(``data/seams.json``), trained by ``benchmarks/seam_training.py``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, pairwise

import regex

from cleaner.lines import COLONS, ends_sentence
from cleaner.stages.cohesion import Cohesion, Shift
from cleaner.visible import counted

MIN_BEFORE = 3
"""Paragraphs of prose that must stand before a seam: what is shorter is no article to glue on to."""
LONG = 120
"""Characters from which an unclosed line counts as a paragraph that was cut off, not as a heading or list item."""
_PROSE = 60
"""Characters from which a line that ends as a sentence counts as a paragraph of prose."""
_LEAD = 80
"""Characters from which the line under a headline counts as its lead."""
_HEADLINE = (12, 160)
"""Characters of a headline, at least and at most."""
_HEADLINE_WORDS = 4
"""Shorter lines are names, table cells and list items at least as often as headlines."""
_OPENING = 60
"""Content words behind a seam that are looked at by themselves: where a new story names its own people and places."""
_HOOK = regex.compile(r"[\p{Pi}\p{Ps}\"']*\p{Lu}[\p{Lu}\p{N}’'.&-]+(?:[ ,][\p{Lu}\p{N}’'.&-]+){0,6}[\p{Pf}\p{Pe}\"']*[:：] *\S")
_MID_SENTENCE = regex.compile(r"[\p{L}\p{N},–—-][\p{Pf}\p{Pe}\"']*$")
_NUMBERED = regex.compile(r"\W*\d{1,3}[.)\]:]?\s")
BULLET = regex.compile(r"[*•·▪+–-]\s+")
"""What an item of a list begins with."""
_IDEOGRAPHIC = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]{4}")
_DATELINE = regex.compile(
    r"\p{Lu}[\p{L}.’'-]*(?:[ ,/]{1,2}[\p{L}\d][\p{L}.’'-]*){0,6}[.,]? ?[(/](?:"
    "AA|AAP|AFP|AGI|ANI|ANP|ANSA|Ansa|AP|APA|Anadolu|BTA|Belga|Bloomberg|CNN|ČTK|DPA|dpa|EFE|IANS|Interfax|KUNA|Kyodo|Lusa|LUSA|"
    "MTI|NTB|PAP|PTI|Reuters|REUTERS|RIA Novosti|Ritzau|SDA|sda|TASS|TT|UPI|Xinhua|Yonhap|ТАСС|РИА Новости|Интерфакс|Рейтер"
    r")(?:[/＝=, ]{1,2}\p{L}[\p{L} ]{1,20})?[)/] ?\.? ?[–—_-]{1,2} ?\S"
)
"""Place and agency before the first sentence of a story from the wire."""
_FEW_NAMES = 3
"""Names in a tail, with fewer of which it says nothing that they are new."""
_FALL = 0.07
"""By how much less of the words must be known than is the article's habit. Of boxes set into articles (`benchmarks.boxes`) a
quarter fewer cut off what stands below than where any difference counts; it spares 5 % of the lines of near stories. (Chosen
with the held-out seams in view.)"""
_OTHER_WORDS = 0.2
"""The same of prose below headlines and short lines. Of 4,140 articles of real pages with a box set into them 9 lose what
stands below it instead of 45; of whole articles glued on, a twentieth more stays."""
_PAIRS = 2
"""Headlines with a text below each: one may head the last paragraph of the article itself."""
_REFRAIN = 2
"""Times that a line stands before a seam, and behind it, to be part of every entry of a list."""
_LEADS = 3
"""Of so many long paragraphs one breaks off at the least, where they are leads; of an article's own one in a dozen may."""


class SeamView:
    """All seams of one text.

    Args:
        texts: the paragraphs that no rule has claimed, in order.
        headings: the numbers of the paragraphs right above which stands a heading of other stories.
        gaps: for each paragraph, how many claimed lines stand between it and the one before.
        followed: for each paragraph, how many of the three lines behind it are claimed.
        bylines: the numbers of the paragraphs with a claimed byline among the three lines behind it.
        language: ISO 639-1 code of the article.
    """

    def __init__(
        self,
        texts: Sequence[str],
        *,
        headings: Collection[int],
        gaps: Sequence[int],
        followed: Sequence[int],
        bylines: Collection[int],
        language: str | None,
    ) -> None:
        self.texts = texts
        self._headings, self._gaps, self._followed, self._bylines = headings, gaps, followed, bylines
        self._language = language
        self._hooks = [len(text) >= LONG and _HOOK.match(text) is not None for text in texts]
        self._breaks = [len(text) >= LONG and _breaks_off(text) for text in texts]
        self._heads = [is_headline(text) for text in texts]
        self._datelines = [len(text) >= _PROSE and _DATELINE.match(text) is not None for text in texts]
        prose = [len(text) if len(text) >= _PROSE and ends_sentence(text) else 0 for text in texts]
        self._prose = _sums(prose)
        self._prose_units = _sums([size > 0 for size in prose])
        self._long = _sums([len(text) >= LONG for text in texts])
        self._open = _sums([len(text) >= LONG and not ends_sentence(text) for text in texts])
        self._hook_sums, self._break_sums, self._head_sums = _sums(self._hooks), _sums(self._breaks), _sums(self._heads)
        leads = [self._heads[at] and not self._heads[at + 1] and len(texts[at + 1]) >= _LEAD for at in range(len(texts) - 1)]
        self._lead_sums = _sums([*leads, False])
        self._cohesion: Cohesion | None = None

    @property
    def cohesion(self) -> Cohesion:
        """The words of the text; read only when the form of some seam makes it worth the time."""
        if self._cohesion is None:
            self._cohesion = Cohesion(self.texts, self._language)
        return self._cohesion

    def candidates(self) -> Iterator[int]:
        """The seams worth a look: prose enough stands before them, and something in their form is like a new story's.

        No story begins with a line that leads up to another, as to a quotation.
        """
        for seam in range(MIN_BEFORE, len(self.texts)):
            before, behind = self._prose[seam], self._prose[-1] - self._prose[seam]
            if self._prose_units[seam] < MIN_BEFORE or 2 * before < behind or self.texts[seam].endswith(COLONS):
                continue
            if (
                seam in self._headings
                or self._hooks[seam]
                or self._breaks_off(seam)
                or self._heads[seam]
                or self._datelines[seam]
            ):
                yield seam

    def numbers(self, seam: int) -> dict[str, float]:
        """The evidence at a seam, by name."""
        shift = self.cohesion.shift(seam)
        opening = self.cohesion.known_of(seam, _OPENING)
        size = len(self.texts) - seam
        fall, head, heading = shift.usual - shift.known, float(self._heads[seam]), float(seam in self._headings)
        new_names = 1 - shift.known_names / shift.names if shift.names >= _FEW_NAMES else 0.5
        words, names = math.log1p(shift.words), math.log1p(shift.names)
        heads = _share(self._head_sums, seam)
        leads = 2 * _share(self._lead_sums, seam)
        first = self.cohesion.known_in(seam)
        listed = float(BULLET.match(self.texts[seam]) is not None)
        return {
            "heading": heading,
            "hook": float(self._hooks[seam]),
            "break": float(self._breaks_off(seam)),
            "hooks": _share(self._hook_sums, seam),
            "breaks": self._open_ends(seam) / size,
            "headlines": heads,
            "all_headlines": float(heads == 1),
            "headline": head,
            "headline_before": float(self._heads[seam - 1]),
            "leads": leads,
            "mostly_leads": float(leads > 0.7),
            "known": shift.known,
            "known_little": float(shift.known < 0.3),
            "fall": fall,
            "clear_fall": float(fall > 0.15),
            "new_names": new_names,
            "names": names,
            "words": words,
            "words_before": math.log1p(self.cohesion.words_before(seam)),
            "share_of_prose": (self._prose[-1] - self._prose[seam]) / max(self._prose[-1], 1),
            "opening_known": opening,
            "opening_fall": shift.usual - opening,
            "sentence_before": float(ends_sentence(self.texts[seam - 1])),
            "byline": float(seam in self._bylines),
            "question": float(self.texts[seam].endswith(("?", "？"))),
            "listed": listed,
            "listed*heading": listed * heading,
            "numbered": float(_NUMBERED.match(self.texts[seam]) is not None),
            "own_headlines": self._head_sums[seam] / seam,
            "own_hooks": self._hook_sums[seam] / seam,
            "first_known": first,
            "first_length": math.log1p(len(self.texts[seam])),
            "lower_case": float(self.texts[seam][:1].islower()),
            "least_known": min(self.cohesion.known_in(at) for at in range(seam, min(seam + 3, len(self.texts)))),
            "claimed_behind": float(self._followed[seam]),
            "claimed_between": float(self._gaps[seam]),
            "paragraphs": float(min(size, 6)),
            "heading*fall": heading * fall,
            "heading*unknown": heading * (1 - shift.known),
            "headline*fall": head * fall,
            "headline*opening_fall": head * (shift.usual - opening),
            "headline*unknown": head * (1 - first),
            "unknown*words": (1 - shift.known) * words,
            "new_names*names": new_names * names,
            "fall*words": fall * words,
            "opening_fall*sentence": (shift.usual - opening) * float(ends_sentence(self.texts[seam - 1])),
        }

    def heading_above(self, seam: int) -> bool:
        """Whether a heading of other stories stands right above a seam."""
        return seam in self._headings

    def heads_prose(self, seam: int) -> bool:
        """Whether such a heading stands right above a paragraph that is nothing but prose: without hook, dateline or open end.

        Of documents with known seams hardly one has its best seam there and another below: to look for that costs .0003 of the
        recall, and saves the articles that go on below a pointer to another story.
        """
        text = self.texts[seam]
        prose = len(text) >= _PROSE and ends_sentence(text)
        return seam in self._headings and prose and not (self._hooks[seam] or self._datelines[seam])

    def only_stories(self, seam: int) -> bool:
        """Whether all that stands behind a seam has the form of other stories and none the form of an article that goes on.

        That is three headlines or more in a row, leads that all break off or open with a hook, or two headlines or more with a
        text below each. Headlines in a box within an article have its paragraphs behind them.
        """
        tail = range(seam, len(self.texts))
        heads = [self._heads[at] for at in tail]
        if all(heads):
            return len(heads) >= MIN_BEFORE
        if all(head or self._breaks_off(at) or self._hooks[at] for at, head in zip(tail, heads, strict=True)):
            return True
        return len(heads) >= 2 * _PAIRS and all(head == (at % 2 == 0) for at, head in enumerate(heads))

    def goes_on(self, seam: int) -> bool:
        """Whether a line that recurs before a seam recurs behind it, too: a list of like entries goes on there."""
        behind = Counter(self.texts[seam:])
        return any(count >= _REFRAIN <= behind[text] for text, count in Counter(self.texts[:seam]).items())

    def box(self, seam: int) -> range:
        """The headlines and short lines at a seam, if below them is prose to the end, and that may be the article's own.

        So looks a second article, and so does a box within the first one. It is told by the prose: that of a second article has
        three paragraphs or more, and other words than the first (`_OTHER_WORDS`), or two names of three are new.
        """
        size = len(self.texts)
        first = next((at for at in range(seam, size) if self._prose[at + 1] > self._prose[at]), size)
        is_short = max(map(len, self.texts[seam:first]), default=LONG) < LONG
        if not is_short or first == size or any(self._heads[first:]) or self._behind(self._hook_sums, seam):
            return range(0)
        if self.new_dateline(seam):
            return range(0)
        shift = self.cohesion.shift(first)
        others = shift.names >= _FEW_NAMES and 3 * shift.known_names <= shift.names
        others = others or shift.usual - shift.known >= _OTHER_WORDS
        return range(0) if others and self._behind(self._prose_units, first) >= MIN_BEFORE else range(seam, first)

    def is_foreign_headline(self, at: int) -> bool:
        """Whether a paragraph is a headline most words of which are nowhere else: subheadings use those of what they head."""
        return self._heads[at] and 2 * self.cohesion.known_elsewhere(at) < 1

    def new_dateline(self, seam: int) -> bool:
        """Whether a story from the wire begins at a seam, under a headline or without one, and none does before it.

        An article that has such paragraphs itself is a round-up of stories.
        """
        return any(self._datelines[seam : seam + 2]) and not any(self._datelines[:seam])

    def form(self, seam: int) -> Iterator[str]:
        """What in the form of the paragraphs from ``seam`` on speaks for other stories, in words."""
        size = len(self.texts) - seam
        hooks, breaks = self._behind(self._hook_sums, seam), self._open_ends(seam)
        if seam in self._headings:
            yield "a heading of other stories stands above it"
        if self.new_dateline(seam):
            yield "an agency's dateline opens it, and none opens what stands before"
        if hooks and self._hooks[seam]:
            yield f"{hooks} of {size} paragraphs open with a hook in capitals"
        if breaks:
            yield f"{breaks} of {size} paragraphs break off in mid-sentence"
        if size >= MIN_BEFORE and self._behind(self._head_sums, seam) == size:
            yield f"{size} headlines in a row, up to the end"
        elif leads := self._behind(self._lead_sums, seam):
            yield f"{counted(leads, 'headline')} with a text below"
        elif self._heads[seam]:
            yield "it opens with a headline"

    def content(self, seam: int) -> Iterator[str]:
        """What in the words and names from ``seam`` on speaks for other stories, in words.

        Nothing does where they are about as well known as the article's own, whatever stands above: articles go on below a
        box with other stories, with new names. Leads cut off or opened with a hook are the exception: they may be on the very
        topic.
        """
        shift: Shift = self.cohesion.shift(seam)
        if shift.usual - shift.known <= _FALL and not self._is_lead(seam):
            return
        if shift.usual - shift.known > 0 or shift.known < 0.5:
            yield f"{shift.known:.0%} of its words were known before, where the article's own habit is {shift.usual:.0%}"
        if shift.names >= _FEW_NAMES and 2 * shift.known_names < shift.names:
            yield f"{shift.names - shift.known_names} of {shift.names} names are new"

    def _is_lead(self, seam: int) -> bool:
        """Whether the form of what begins at a seam is that of leads alone: hooks in capitals, ends in mid-sentence."""
        return self._hooks[seam] or 0 < self._long[-1] - self._long[seam] <= _LEADS * self._open_ends(seam)

    def _open_ends(self, seam: int) -> int:
        """Paragraphs from ``seam`` on that break off in mid-sentence; 0 where that says nothing of them."""
        return self._behind(self._break_sums, seam) if self._closes_its_own(seam) else 0

    def _breaks_off(self, seam: int) -> bool:
        return self._breaks[seam] and self._closes_its_own(seam)

    def _closes_its_own(self, seam: int) -> bool:
        """Whether the article before a seam closes its long paragraphs; where it does not, open ends say nothing."""
        return 4 * self._open[seam] <= self._long[seam]

    @staticmethod
    def _behind(sums: Sequence[int], seam: int) -> int:
        return sums[-1] - sums[seam]


def story_starts(texts: Sequence[str]) -> list[int]:
    """Where stories begin among paragraphs that are other stories: at every headline over a lead, and at every other teaser.

    A whole article has more paragraphs than headlines and stays in one piece.
    """
    teasers = [len(text) >= LONG and (_HOOK.match(text) is not None or _breaks_off(text)) for text in texts]
    leads = [
        is_headline(text) and len(below) >= _LEAD and not (teasers[at] if teasers[at + 1] else is_headline(below))
        for at, (text, below) in enumerate(pairwise(texts))
    ] + [False]
    one_by_one = 2 * sum(teasers) > len(texts) or 3 * sum(leads) >= len(texts)
    # A teaser below a headline is that story's lead and begins none.
    begins = [not leads[at - 1] if teaser else leads[at] for at, teaser in enumerate(teasers)]
    return [at for at in range(len(texts)) if at == 0 or (one_by_one and begins[at])]


def _breaks_off(text: str) -> bool:
    return _MID_SENTENCE.search(text[-9:]) is not None


def _sums(values: Sequence[int]) -> list[int]:
    return list(accumulate(values, initial=0))


def _share(sums: Sequence[int], seam: int) -> float:
    return (sums[-1] - sums[seam]) / (len(sums) - 1 - seam)


def is_headline(text: str) -> bool:
    """Whether a line could be a headline by its form: four words or more, of a headline's length, no sentence's end."""
    if not _HEADLINE[0] <= len(text) <= _HEADLINE[1] or (ends_sentence(text) and not text.endswith(("?", "？"))):
        return False
    return len(text.split()) >= _HEADLINE_WORDS or (not text.isascii() and _IDEOGRAPHIC.search(text) is not None)
