"""The title of a text: the line above the article that looks like its headline.

A page says what its title is; a dump of it does not, and its headline goes with the menu around it. Each line above the first
paragraph that stays is a candidate. What speaks for one is in its form, its place, the lines around it, the words that it
shares with the article, and whether it comes again, as in ``Headline | Site``. The weights are data (``data/titles.json``),
trained by ``benchmarks/title_training.py``.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, islice
from typing import NamedTuple

import regex

from cleaner.letters import beyond_ascii, casefold
from cleaner.lines import COLONS, THAI, ends_sentence, has_ideographs
from cleaner.locales import of_all
from cleaner.model import Authority, Claim, Document, Label, Line
from cleaner.stages.cohesion import stems, stems_used
from cleaner.stages.headline import is_below_path
from cleaner.stages.logistic import score, trained
from cleaner.stages.prose import RULE as PROSE
from cleaner.stages.reading_aids import Occupied, filled_lines, guess, is_body, is_paragraph, kept_lines, taken
from cleaner.stages.signatures import is_day, is_signature

RULE = "stage/titles"
WEIGHTS = "titles.json"
_TITLE = 0.6
"""Score from which a line that goes is named the title."""
_ALONE, _TIMES = 0.3, 4
"""Score from which a line that goes is named the title where no other line comes near, for a text has one title: its odds are
so many times those of any other. Of those in the dumps of whole pages 87 % are right."""
_SIGNED = 0.9
"""Confidence that a line which scores so and stands right over a byline is no part of the article."""
_FIRST = 0.8
"""Confidence that a line which scores so, with nothing of the article above it, is no part of it: of those in extracts four in
five are not; most of the others are titles that people counted as the first line of the body."""
_FEW = 3
"""Lines that may stay above a title and go with it: the site's name, a section, a kicker, a date."""
_ARTICLE = 3
"""Paragraphs of an article that has a headline; above fewer, a line that is no sentence is as often part of what is there."""
_SHARED = 2
"""Words of a headline that its article has, too."""
_ROW = 45
"""Characters from which a line of ideographs is rather a row of a paragraph than a headline."""
_STAYS = 0.93
"""Score from which a line that stays, below what may be the article's, gives the field."""
_AMONG = 400
"""Lines above the article that are looked at; more are a site's index."""
_LETTERS = (5, 220)
"""Characters of a headline, at least and at most."""
_BODY = 50
"""Paragraphs of the article whose words are looked at."""
_LEAD = 3
"""Paragraphs of the article whose words count by themselves, too: headlines tell what they say."""
_SENTENCE = 40
"""Characters from which a line above the article that ends a sentence is one, and no call to the reader."""
_TYPICAL = 4.1
"""Natural logarithm of the characters of a headline: 60."""
_WINDOW = 8
"""Words that stand behind a headline in a window's title, at most: ``Headline | Site``."""
_LONGEST = 60
"""Words of a line that can hold a headline and more."""
_NEAR = 8
"""Lines below a headline among which its byline stands."""
_MARKED = 0.95
"""Confidence of a title that Markdown marks as one."""
_HEADING = regex.compile(r"(?P<mark>#\s+)?\P{L}{0,40}+\p{L}.{3,}")
_GOES_ON = (",", ";", "、", "，", "；", "،")
_CREDIT = regex.compile(rf"(?i)(?<=[.!?…] |[—–(|-] )(?:{'|'.join(of_all('photo'))}|fot\.)(?: ?[:：©]|(?<=\.) )")
"""Whose picture it is, behind what it shows."""
_FEW_WORDS = 4
_BULLET = regex.compile(r"[*•·▪+–-]\s")
_NUMBERED = regex.compile(r"\W*\d+[.):]\s")
_WORD = regex.compile(r"\w+")
_NO_WORD = regex.compile(r"\W")
_APART = bytes(byte if byte > 127 or byte == ord("\n") or _WORD.match(chr(byte)) else ord(" ") for byte in range(256))
"""For bytes of UTF-8: a space for every ASCII character that belongs to no word, but for line feeds."""


class Candidate(NamedTuple):
    """A line above the article, by its number among the filled lines, and what is known of it."""

    at: int
    numbers: Mapping[str, float]


def titles(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim the best candidate as the title, where it scores well enough; nothing where a rule or another stage knew one.

    It goes with a byline right below it, or if it went as navigation anyway, or if nothing of the article stands above it, or
    with its copies above the article, which are the words of a picture or of a window. What stays above one with a byline
    below, or with nothing of the article above, is a kicker or a site's name and goes, too. Else it stays where it is, and only
    the field is filled. A text's only heading of the first level in Markdown needs no score, and goes where anything does.

    So it does where nothing else goes: such a text is a body already, and may begin with what it is called. If it went there,
    too, 22 % of extracts would be exact instead of 18 %, at F1 + .0005, but 7 % of bare bodies would lose their first line.

    Where none scores well, one that a path from the home page leads to is the title all the same, and one that goes and is far
    likelier than all others; both go or stay as before.
    """
    if document.page is not None:
        return
    lines = filled_lines(document)
    occupied = taken(lines, claims)
    if any(claim.label is Label.TITLE for claim in occupied.claims.values()):
        return
    marked = _marked(document, lines, occupied)
    if marked is not None:
        why = "it is the only heading of the first level, as Markdown marks it"
        if is_body(occupied):
            yield _staying(lines[marked], _MARKED, why)
            return
        yield guess(lines[marked], Label.TITLE, RULE, _MARKED, why)
        yield from _kickers(lines, _above(marked, lines, occupied, ()))
        return
    view = _View(document, lines, occupied)
    chosen = _choose(view, lines, occupied)
    if chosen is None:
        return
    at, sure, although = chosen.candidate.at, chosen.sure, chosen.although
    line, known = lines[at], occupied.get(at)
    below = occupied.get(at + 1)
    copies = view.copies(at)
    again = bool(copies) and not view.heads_part(chosen.candidate)
    signed = not chosen.led and below is not None and below.label is Label.BYLINE and below.authority > Authority.GUESS
    heads = not chosen.led and known is None and view.heads(chosen.candidate)
    above = _above(at, lines, occupied, copies) if signed or heads else None
    goes = known is not None or signed
    if not (goes or again or although) and above is None and sure < _STAYS:
        return
    reason = f"{sure:.0%} likely to be the title: {'; '.join((*_said(chosen.candidate.numbers), *although))}"
    if goes:
        # That the line goes is as sure as it was before; that a headline over a byline is no article is sure by itself.
        yield guess(line, Label.TITLE, RULE, known.confidence if known else _SIGNED, reason)
    elif again or (above is not None and not is_body(occupied)):
        nothing = "; nothing of the article stands above it" if above is not None else ""
        yield guess(line, Label.TITLE, RULE, _FIRST, f"{reason}{nothing}")
    else:
        yield _staying(line, max(sure, _FIRST), reason)
        return
    for copy in copies:
        if occupied.open(copy):
            yield guess(lines[copy], Label.DUPLICATE, RULE, _FIRST, "it is the title once more")
    yield from _kickers(lines, above)


def _staying(line: Line, sure: float, reason: str) -> Claim:
    """The claim on a title that stays in the body, and gives the field."""
    return replace(guess(line, Label.ARTICLE, RULE, sure, reason), fields={"title": line.text.strip()})


def _kickers(lines: Sequence[Line], above: Iterable[int] | None) -> Iterator[Claim]:
    """Claims on what stands above the title, by number; on nothing where that may be the article's."""
    return (guess(lines[at], Label.NAVIGATION, RULE, _FIRST, "it stands above the title of the text") for at in above or ())


def _marked(document: Document, lines: Sequence[Line], occupied: Occupied) -> int | None:
    """The line that Markdown marks as the heading of all, if it is the only one and no paragraph of the article is above it.

    Not every text with such a heading is read as Markdown: in others the sign is seen.
    """
    titled = document.seen.titled if document.seen else ()
    found = (_HEADING.match(line.text) for line in lines)
    marked = [
        at for at, (line, head) in enumerate(zip(lines, found, strict=True)) if head and (head["mark"] or line.number in titled)
    ]
    if len(marked) != 1 or not _is_free(occupied, marked[0]):
        return None
    above = kept_lines(lines[: marked[0]], occupied)
    return None if any(is_paragraph(lines[at].text.strip()) for at in above) else marked[0]


def _is_free(occupied: Occupied, at: int) -> bool:
    """Whether nothing has a line, or the prose stage: that only knows that it does not read like an article."""
    known = occupied.get(at)
    return known is None or known.rule == PROSE


class _Choice(NamedTuple):
    """The candidate that is the title, and its score.

    Attributes:
        led: a path from the home page leads to it: it goes or stays as before, and so do the lines above.
        although: why it is the title in spite of a low score, in words; nothing where the score is good.
    """

    candidate: Candidate
    sure: float
    led: bool = False
    although: tuple[str, ...] = ()


def _choose(view: _View, lines: Sequence[Line], occupied: Occupied) -> _Choice | None:
    """The likeliest candidate; where none is likely, one that is led to, or the likeliest by far if it goes anyway."""
    found = [(score(candidate.numbers, trained(WEIGHTS)), candidate) for candidate in view.candidates()]
    if not found:
        return None
    # Of equal ones the lowest, which is the first: it stands right above the article.
    sure, best = max(found, key=lambda pair: pair[0])
    if sure >= _TITLE:
        return _Choice(best, sure)
    for rate, candidate in found:
        if view.is_led_to(candidate):
            return _Choice(candidate, rate, led=True, although=("but a path from the home page leads to it",))
    rated = ((rate, lines[candidate.at]) for rate, candidate in found)
    if not occupied.open(best.at) and sure >= _ALONE and _stands_out(sure, lines[best.at], rated):
        return _Choice(best, sure, although=("and no other line comes near",))
    return None


def _stands_out(sure: float, line: Line, found: Iterable[tuple[float, Line]]) -> bool:
    """Whether a line is far likelier the title than any of those found that says something else."""
    text = line.text.strip()
    others = (rate for rate, other in found if other.text.strip() != text)
    return _odds(sure) >= _TIMES * _odds(max(others, default=0.0))


def _odds(likely: float) -> float:
    return likely / (1 - likely)


def _above(title: int, lines: Sequence[Line], occupied: Occupied, copies: Collection[int]) -> list[int] | None:
    """The lines that stay above a title and are no part of the article, but for its copies; ``None`` where some may be part."""
    above = [at for at in kept_lines(lines[:title], occupied) if at not in copies]
    if len(above) > _FEW or any(occupied.stays(at) or ends_sentence(lines[at].text.rstrip()) for at in above):
        return None
    return above


def candidates(document: Document, lines: Sequence[Line], occupied: Occupied) -> list[Candidate]:
    """The lines above the first paragraph that stays, from there upwards, which nothing but guesses claims."""
    return _View(document, lines, occupied).candidates()


class _View:
    """The lines above an article, with what is asked of each."""

    def __init__(self, document: Document, lines: Sequence[Line], occupied: Occupied) -> None:
        self._lines = lines
        self._texts = [line.text.strip() for line in lines]
        kept = kept_lines(lines, occupied)
        self._first = next((at for at in kept if is_paragraph(self._texts[at])), 0)
        self._language = document.language.code
        self._open_lines = self._unruled(occupied)
        """The candidates, from the article upwards."""
        if not self._open_lines:
            return
        above, language = self._texts[: self._first], self._language
        self._sentences = list(accumulate((len(text) > _SENTENCE and ends_sentence(text) for text in above), initial=0))
        self._bylines, self._navigation = (_ruled(occupied, label) for label in (Label.BYLINE, Label.NAVIGATION))
        keys = _keys([*above, *(text for text in self._texts[self._first :] if len(text) <= _LETTERS[1])])
        self._keys, self._below = keys[: self._first], set(keys[self._first :])
        self._often = Counter(self._keys)
        self._longer = sorted(key for key in self._often if key.count(" ") < _LONGEST)
        self._backwards = sorted(key[::-1] for key in self._longer)
        self._stems = {at: {*stems(self._texts[at], language)} for at in self._open_lines}
        self._article = [self._texts[at] for at in (self._first, *islice(kept, _BODY - 1))]
        self._lead = stems_used("\n".join(self._article[:_LEAD]), language)
        self._body = self._lead | stems_used("\n".join(self._article[_LEAD:]), language)
        self._most = max(len(found & self._body) for found in self._stems.values())

    def _unruled(self, occupied: Occupied) -> list[int]:
        return [
            at
            for at in range(self._first - 1, max(self._first - 1 - _AMONG, -1), -1)
            if _is_free(occupied, at) and _has_words(self._texts[at]) and not is_day(self._texts[at], self._language)
        ]

    def candidates(self) -> list[Candidate]:
        """The lines that may be the title, from the article upwards."""
        return [Candidate(at, self.numbers(at, nth)) for nth, at in enumerate(self._open_lines, 1)]

    def heads(self, candidate: Candidate) -> bool:
        """Whether a line heads the article below it: the two share words, and it is neither a part's heading nor a row.

        A row is the first of a broken paragraph.
        """
        text = self._texts[candidate.at]
        ideographs = has_ideographs(text) and not THAI.search(text)
        row = self._texts[candidate.at + 1][:1].islower() or (len(text) > _ROW and ideographs)
        if self.heads_part(candidate) or row or candidate.numbers["in_body"] < _SHARED:
            return False
        return sum(map(is_paragraph, self._article)) >= _ARTICLE

    def heads_part(self, candidate: Candidate) -> bool:
        """Whether a line reads like the heading of a part, which a list of contents holds, too.

        Such are a word or two, numbered, questions, or end in a colon.
        """
        text = self._texts[candidate.at]
        return bool(candidate.numbers["few"] or ends_sentence(text) or text.endswith(COLONS) or _NUMBERED.match(text))

    def copies(self, at: int) -> list[int]:
        """The other lines above the article that hold the same words."""
        return [other for other, key in enumerate(self._keys) if key == self._keys[at] and other != at]

    def is_led_to(self, candidate: Candidate) -> bool:
        """Whether a path from the home page stands above a line that has a word of the article, and the article not far below.

        A sentence is none, nor is a byline; one below tells as much as the article.
        """
        at, numbers = candidate.at, candidate.numbers
        if numbers["sentence"] or not numbers["in_body"] or not is_below_path(self._texts, at) or self._signs(at):
            return False
        return self._first - at <= _NEAR or any(map(self._signs, range(at + 1, at + 1 + _NEAR)))

    def _signs(self, at: int) -> bool:
        return is_signature(self._texts[at], self._language)

    def numbers(self, at: int, nth: int) -> dict[str, float]:
        """The evidence about one candidate, the ``nth`` from the article upwards."""
        text, key, known = self._texts[at], self._keys[at], self._stems[at]
        lines, first = self._lines, self._first
        words, spaced = key.split(), len(text.split())
        shared = len(known & self._body)
        goes_on = _with_more(self._longer, key) if len(words) > 1 else []
        return {
            "size": (math.log(len(text)) - _TYPICAL) ** 2,
            "tokens": math.log1p(len(words)),
            "spaced": math.log1p(spaced),
            "few": float(spaced < 4 and not has_ideographs(text)),
            "sentence": float(ends_sentence(text) and not text.endswith(("?", "？", "!", "！"))),
            "distance": math.log1p(first - at),
            "nth": math.log(nth),
            "next_to_body": float(at + 1 == first),
            "gap_above": float(at > 0 and lines[at].number - lines[at - 1].number > 1),
            "gap_below": float(lines[at + 1].number - lines[at].number > 1),
            "above": math.log1p(len(self._texts[at - 1])) if at else 0.0,
            "indented": float(lines[at].text[:1].isspace()),
            "sentences_between": float(self._sentences[first] - self._sentences[at + 1]),
            "long_below": float(len(self._texts[at + 1]) >= 80),
            "byline_below": float(not self._bylines.isdisjoint(range(at + 1, min(at + 1 + _NEAR, first + 1)))),
            "navigation_above": float(len(self._navigation.intersection(range(at - 3, at)))),
            "again": float(self._often[key] > 1 or key in self._below),
            "again_below": float(key in self._below),
            "window": float(any(more.count(" ", len(key) + 1) < _WINDOW for more in goes_on)),
            "ends_longer": float(len(words) > 2 and len(_with_more(self._backwards, key[::-1])) > 0),
            "holds_shorter": float(not self._often.keys().isdisjoint(_edges(words))),
            "in_lead": float(min(len(known & self._lead), 6)),
            "in_body": float(min(shared, 8)),
            "less_than_best": float(shared - self._most),
            "words": float(min(len(known), 12)),
        }


def _ruled(occupied: Occupied, label: Label) -> set[int]:
    """The lines that a rule gives this label."""
    return {at for at, claim in occupied.claims.items() if claim.label is label and claim.authority > Authority.GUESS}


def _keys(texts: Sequence[str]) -> list[str]:
    """The words of each line in small letters, with single spaces between: by them lines are compared."""
    folded = casefold("\n".join(texts))
    for sign in set(_NO_WORD.findall(beyond_ascii(folded))):
        folded = folded.replace(sign, " ")
    apart = folded.encode("utf-8", "surrogatepass").translate(_APART).decode("utf-8", "surrogatepass")
    return [" ".join(line.split()) for line in apart.split("\n")]


def _with_more(keys: list[str], beginning: str) -> list[str]:
    """Those of the sorted keys that go on behind the words they begin with."""
    return keys[bisect_left(keys, f"{beginning} ") : bisect_left(keys, f"{beginning}!")]  # what sorts next to a space


def _edges(words: Sequence[str]) -> Iterator[str]:
    """Beginnings and ends of a line: three words or more, and not all."""
    for cut in range(3, len(words)):
        yield " ".join(words[:cut])
        yield " ".join(words[-cut:])


def _has_words(text: str) -> bool:
    """Whether a line is long enough for a headline, two words and more or a few ideographs, and none of the other things.

    These are an item of a list, a verse that goes on, a picture's credit, a step of a path in small letters.
    """
    if not _LETTERS[0] <= len(text) <= _LETTERS[1]:
        return False
    if text.endswith(_GOES_ON) or _CREDIT.search(text):
        return False
    words = len(text.split())
    if words < _FEW_WORDS and text.islower():  # a path's last step
        return False
    enough = (len(text) >= 8 and (words > 2 or (words == 2 and len(text) >= 12))) or has_ideographs(text)
    return enough and not _BULLET.match(text)


_SAID = {
    "byline_below": "a byline stands below",
    "again": "it stands there again",
    "window": "another line goes on with the name of a site",
    "ends_longer": "a longer line ends with it",
}


def _said(numbers: Mapping[str, float]) -> Iterator[str]:
    """What speaks for a candidate, in words."""
    yield f"{numbers['in_body']:.0f} of its words are in the article"
    yield from (words for name, words in _SAID.items() if numbers[name])
