"""How much benefit of the doubt a text gets: much if it is short or little in it looks like a page, less up to half a page."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from cleaner.lines import ends_sentence
from cleaner.model import Label, Line
from cleaner.stages.reading_aids import Occupied

_FURNITURE = 0.25
"""Probability below which a line that is no sentence is counted as page furniture."""
_LITTLE, _HALF = 0.15, 0.5
"""Shares of furniture among the lines of a text. Below the first it counts as clean already: bodies have 0-5 %, whole pages
50 % and more. Between the two it may be an extractor's output, or an article that is no prose (a quiz, a list of addresses)."""
_CLEAN_DIAL = 0.02
"""The dial for a clean text, or a short one. With the usual one a clean text in fifty loses a line, with this one in 200; the
model knows few recipes and scores, and gives their lines 3 to 6 %."""
_MIXED_DIAL = 0.1
"""The dial for what has more furniture, but is no page. Of extracts of 32 pages in 14 languages, whose articles are
quizzes, programmes, tickers, glossaries, 27 of 840 lines are lost instead of 54. In the dumps of 811 pages F1 is .0003 higher
on extracts, .0005 lower on `paras`, else the same."""
_MOST = 20
"""Lines of furniture in it: a page has dozens, an extractor leaves a few. Without a limit F1 of `paras` falls by another .0004,
and a tenth more of the snippets leak that are to go."""
_FEW_LINES = 25
"""Lines that no rule knows, not even as article. Where there are fewer, neither their shape nor their share tells an article
from a page, and it counts as an article: of 82 short ones in 24 languages, 500 lines, 10 are lost in six forms together
instead of 440 (``benchmarks.short``). In the dumps of 811 pages, few of them that short, it costs .0015 of F1 at most."""
_PARAGRAPHS = 1
"""Paragraphs (`LONG`) that are likely to be article, at most, in a text of short lines."""
_UNLIKELY = 0.03
"""Least middle probability of its lines: of furniture it is below 0.02. Of the genres that are no prose (``benchmarks.genres``)
19.0 % of the lines are lost in `flat` dumps instead of 20.2 %, and 9.2 % instead of 10.0 % in `paras`; in the dumps of 811
pages F1 of `paras` falls by .0003, that of the others by less than .0001."""
_SPOKEN, _SAID, _SPOKEN_DIAL = 8, 0.75, 0.001
"""Lines there of which so many end as sentences do, questions and answers say, that they are no menu however short; and their
dial."""
_LEAKS = frozenset({Label.PROMO, Label.COMMENTS, Label.LEGAL})
"""What rules find in a text that was taken from a page with some of the page left in: it gets the usual dial, whatever its
share of furniture. Pointers, headings of other stories, notes on authors, bylines and credits stand in clean copy too and say
nothing; a line of share words is as often a heading of the article's own."""
_FRAME = frozenset({Label.NAVIGATION, Label.SHARE, Label.LEGAL, Label.COMMENTS})
"""What rules find around articles; credits, embeds and pleas they find inside."""
_LIST_MARKS = frozenset("*-•·")
_AROUND = _FRAME | {Label.PROMO, Label.OTHER_STORY}
"""What stands behind the last statement of an article ends it."""
_ASKS = "?!？！؟"
LONG = 100
"""Characters from which a line is a paragraph of something: the article, a comment, another story."""


def lenient_dial(filled: Sequence[Line], known: Occupied, probability: Sequence[float]) -> float | None:
    """The dial for a text that gets the benefit of the doubt, as no page, and ``None`` for a page, or part of one."""
    if len(filled) - len(known.claims) < _FEW_LINES:
        return _CLEAN_DIAL
    bare = sum(
        chance < _FURNITURE and known.open(number) and not ends_sentence(filled[number].text)
        for number, chance in enumerate(probability)
    )
    furniture = bare + sum(claim.label in _FRAME for claim in known.claims.values())
    clean = furniture < _LITTLE * len(filled)
    mixed = furniture < _HALF * len(filled) and furniture <= _MOST
    if not (clean or mixed) or is_leaky(filled, known):
        return None
    return _CLEAN_DIAL if clean else _MIXED_DIAL


def short_lined(filled: Sequence[Line], known: Occupied, probability: Sequence[float], dial: float) -> tuple[range, float]:
    """Where the article of a page is that has hardly a paragraph, and the dial for it: a timeline, a questionnaire, minutes.

    From its first line that is likely to be article, or from the byline above, to what a rule knows for the page's behind it,
    else its last statement. Empty where paragraphs are likely (short lines far from them are furniture), and where most lines
    there are as unlikely as furniture is, and no sentences.
    """
    likely = [at for at, chance in enumerate(probability) if chance >= dial and not known.goes(at)]
    if not likely or sum(len(filled[at].text) >= LONG for at in likely) > _PARAGRAPHS:
        return range(0), dial
    bylines = (at for at, claim in known.claims.items() if at < likely[0] and claim.label is Label.BYLINE)
    end = end_of_article(filled, known)
    if end == len(filled) and (last := _last_statement(filled, known)) is not None:
        end = last + 1  # nothing tells the page's lines at the end from the article's
    stretch = range(max(bylines, default=likely[0]), end)
    lines = [at for at in stretch if known.open(at)]
    if len(lines) >= _SPOKEN and _SAID * len(lines) <= sum(ends_sentence(filled[at].text) for at in lines):
        return stretch, min(dial, _SPOKEN_DIAL)
    if lines and median(probability[at] for at in lines) >= _UNLIKELY:
        return stretch, min(dial, _CLEAN_DIAL)
    return range(0), dial


def is_leaky(filled: Sequence[Line], known: Occupied) -> bool:
    """Whether a text was taken from a page with more of the page left in, by the lines that rules know.

    Embeds break prose into fragments, which makes its sentences look doubtful: with them a text gets the benefit of the doubt.
    A plea with the article's own paragraphs above and below stands in many an article, and says nothing of what follows.
    """
    labels = {claim.label for claim in known.claims.values()}
    leaks = labels & _LEAKS
    if not leaks or Label.EMBED in labels:
        return False
    if leaks != {Label.PROMO}:
        return True
    first = next((at for at, line in enumerate(filled) if not known.goes(at) and len(line.text) >= LONG), len(filled))
    last = _last_statement(filled, known)
    return last is None or any(claim.label is Label.PROMO and not first < at < last for at, claim in known.claims.items())


def _last_statement(filled: Sequence[Line], known: Occupied) -> int | None:
    """The last line that states something and that no rule takes away."""
    backwards = range(len(filled) - 1, -1, -1)
    return next((at for at in backwards if not known.goes(at) and states(filled[at].text.strip())), None)


def end_of_article(filled: Sequence[Line], known: Occupied) -> int:
    """The line from which on an article by itself is over: what a rule knows for a page's, with no statement behind it.

    A menu's items right above are no article either.
    """
    last = _last_statement(filled, known)
    if last is None:
        return len(filled)
    end = min((at for at, claim in known.claims.items() if at > last and claim.label in _AROUND), default=len(filled))
    while end - 1 > last and end < len(filled) and filled[end - 1].text.lstrip()[:1] in _LIST_MARKS:
        end -= 1
    return end


def states(text: str) -> bool:
    """Whether a line is a paragraph, or a sentence that neither asks nor exclaims, as headlines and calls to act do."""
    return len(text) >= LONG or (ends_sentence(text) and not any(map(_ASKS.__contains__, text)))
