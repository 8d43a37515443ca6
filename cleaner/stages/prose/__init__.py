"""Which lines are article, judged by a trained model of what prose and page furniture look like.

Rules know phrases; this stage knows shapes: lengths, endings, function words, repetition, what stands around a line and how far
it is from the main run of prose. It is a guess: any rule beats it. numpy and the model are loaded when it first runs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaner.lines import ends_sentence
from cleaner.model import Authority, Claim, Document, Label, Line, Page
from cleaner.settle import BANDS
from cleaner.stages.inputs import DIALS, FAST, TEXT_DIALS, Inputs
from cleaner.stages.prose.sparing import CHANCE, spared
from cleaner.stages.reading_aids import filled_lines, guess, taken
from cleaner.stages.seams import is_headline

if TYPE_CHECKING:  # it loads numpy
    from cleaner.stages.prose.judgement import Judgement

RULE, BLOCKS_RULE = "stage/prose", "stage/blocks"
_FURNITURE = 0.25
"""Probability below which a line that is no sentence is counted as page furniture."""
_PAGE = 0.15
"""Share of furniture among the lines of a dump. Below it a text counts as clean already: bodies have 0-5 %, whole pages 50 %
and more."""
_FEW_LINES = 25
"""Lines that no rule knows. Where there are fewer, neither their shape nor their share tells an article from a page, and it
counts as an article: of 82 short ones in 22 languages, 500 lines, 3 are lost instead of 440 where a bit of a page or all of it
stands around them (six forms of each). In the dumps of 811 pages, few of them that short, it costs .0015 of F1 at most."""
_CLEAN_DIAL = 0.02
"""The dial for such a text. With the usual one a clean text in eight loses a line; the model knows few recipes and scores, and
gives their lines 3 to 6 %."""
_LEAKS = frozenset({Label.PROMO, Label.COMMENTS, Label.LEGAL})
"""What rules find in a text that was taken from a page with some of the page left in: it gets the usual dial, whatever its
share of furniture. Pointers, headings of other stories, notes on authors, bylines and credits stand in clean copy too and say
nothing; a line of share words is as often a heading of the article's own."""
_FRAME = frozenset({Label.NAVIGATION, Label.SHARE, Label.LEGAL, Label.COMMENTS})
"""What rules find around articles; credits, embeds and pleas they find inside."""
_LIST_MARKS = frozenset("*-•·")
_AROUND = _FRAME | {Label.PROMO, Label.OTHER_STORY}
"""What stands behind the last statement of an article ends it."""
_MIN_LINES = 6
"""Lines that no rule claims; what has fewer has no shape to judge by."""
_DOUBT = 0.5
"""Probability below which a line that stays is tagged."""
_CLEAN_DOUBT = 0.2
"""The same in a clean text."""
_LEAST, _MOST = 0.76, 0.95
"""Confidence of a cut: as a guess, but above what a policy asks for by default; never as sure as a rule."""
MOST_DOUBT = 0.05
"""Share of the characters of a page's body that its markup may leave in doubt before more is asked. Two pages of three have
less. Asking of all gains .0006 in F1 (five folds of 811 pages, each judged by weights that have not seen its host) and doubles
the time."""
_SURE = BANDS[0]
"""Confidence from which neighbouring lines are told of together."""
_LINKED = 3.0
"""Nats by which a line of nothing but links is less likely to be article. The model learned from text that does not tell of
links; of 406 pages as Markdown 1.5 % of such lines were article, and of those that it kept three in ten. F1 .935 to .940, of
the bodies' words .1 % are lost more; 4 nats gain no more, and lose as much again."""
_BESIDE = 0.2
"""Probability from which a sentence beside what stays does, too. In the dumps of 811 pages that loses a twelfth less of the
articles, at F1 .0003 higher or .0002 lower, by the kind of dump; two sentences instead of one, or from 0.1, cost F1."""
_ENCLOSED = 0.01
"""The same for a statement right below what stays and right above a line that a rule knows: "The trial continues." is the last
line of an article, and short. The few lines of furniture that look like it mostly ask or exclaim."""
_ASKS = "?!？！؟"
_LONG = 100
"""Characters from which a line is a paragraph of something: the article, a comment, another story."""
_ARTICLE = 3
"""Paragraphs of an article above its comments. In 241 dumps of 811 pages rules know two lines or more of comments below
so many, and no line of the body stands below the first of them."""


class Weighed(NamedTuple):
    """What the stage thinks of a document, line by line.

    Attributes:
        filled: the lines that are not blank; all else counts along these.
        occupied: the claims that took a line before, by number; such a line is not open to this guess.
        found: the evidence behind the probabilities.
        dials: for each line, the probability from which on it stays by itself; the lines around it can tip the scale.
        probability: of being article.
        kept: whether the line stays.
        linked: the lines of which nothing is seen but links.
    """

    filled: Sequence[Line]
    occupied: Mapping[int, Claim]
    found: Judgement
    dials: Sequence[float]
    probability: Sequence[float]
    kept: Sequence[bool]
    linked: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """The stage.

    Attributes:
        dial: probability from which on a line stays; where not given, by what is favoured, and lower in clean and short texts.
        favour: as in `Inputs`; by the run where not given.
        weights: a directory of trained weights, in the shape of ``cleaner/data``; what ships with cleaner where not given.
        pages: whether web pages are judged; in the fast gear `Blocks` does that, and wherever it has spoken.
    """

    dial: float | None = None
    favour: str | None = None
    weights: Path | None = None
    pages: bool = True

    def given(self, inputs: Inputs) -> Prose:
        """The stage with what the run favours, and in the run's gear."""
        return replace(self, favour=self.favour or inputs.favour, pages=self.pages and inputs.engine != FAST)

    def weigh(self, document: Document, claims: tuple[Claim, ...]) -> Weighed | None:
        """What is thought of every line, those that get no claim included; ``None`` where there are too few to judge by."""
        if document.page is not None and (not self.pages or any(claim.rule == BLOCKS_RULE for claim in claims)):
            return None
        document = _once(document, claims)
        filled = filled_lines(document)
        occupied = taken(filled, claims)
        if len(filled) - len(occupied) < _MIN_LINES:
            return None
        from cleaner.stages.prose import judgement

        weights = self.weights or judgement.WEIGHTS
        dial = self.dial
        if dial is None:
            dial = (TEXT_DIALS if document.page is None else DIALS)[self.favour or "balance"]
        # The model learned from what shared rules say. An outlet's own would look to it like a page full of furniture, and a
        # rule for a menu would cost the article its lists.
        general = [claim for claim in claims if claim.authority is not Authority.OUTLET]
        known = taken(filled, general) if len(general) < len(claims) else occupied
        matrix = judgement.describe(document, filled, known, weights)
        if document.page is not None:
            return _weighed(
                document, judgement.judge(matrix, weights / judgement.PAGES), filled, occupied, [dial] * len(filled)
            )
        found = judgement.judge(matrix, weights / judgement.TEXT)
        linked = _linked(document, filled)
        if linked:
            found = judgement.less_likely(found, linked, _LINKED)
        clean = 0
        if self.dial is None and _is_clean(filled, known, found.probability.tolist()):
            clean = _end(filled, known)
        dials = [min(dial, _CLEAN_DIAL)] * clean + [dial] * (len(filled) - clean)
        return _weighed(document, found, filled, occupied, dials)

    def __call__(self, document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
        """Claim every line that does not read like article; tag those that stay in doubt."""
        yield from _verdicts(document.page, self.weigh(document, claims), RULE)


@dataclass(frozen=True, slots=True)
class Blocks:
    """What the markup alone tells of each block of a web page, before any rule is asked.

    Where a block stands, what its classes are called and what the blocks around it hold decides which are article; shared rules
    then only look at what stays. The fast gear goes by this. The thorough gear does where it leaves no doubt; of other pages
    this stage says nothing, and `Prose` weighs the same evidence together with the text's own, what rules claim, and
    trafilatura's vote.

    Attributes:
        dial: probability from which on a block stays; ``None``: silent.
        weights: as in `Prose`.
        most_doubt: share of the body's characters that may be judged wrongly; with more the stage is silent.
    """

    dial: float | None = None
    weights: Path | None = None
    most_doubt: float = math.inf

    def given(self, inputs: Inputs) -> Blocks:
        """The stage with the dial that the run favours, unless it has one of its own, and as bold as the run's gear."""
        if self.dial is not None:
            return self
        return replace(self, dial=DIALS[inputs.favour], most_doubt=math.inf if inputs.engine == FAST else MOST_DOUBT)

    def weigh(self, document: Document, claims: tuple[Claim, ...]) -> Weighed | None:
        """What is thought of every block; ``None`` where it is not asked, in doubt, or there are too few to judge by."""
        if document.page is None or self.dial is None or len(document.lines) < _MIN_LINES:
            return None
        from cleaner.stages.pages.elements import NAME_WORTH, name_worth
        from cleaner.stages.pages.evidence import PAGE_NAMES
        from cleaner.stages.prose import judgement

        weights = self.weights or judgement.WEIGHTS
        matrix = judgement.describe_markup(document.page, document.lines, name_worth(weights / NAME_WORTH))
        found = judgement.judge(matrix, weights / judgement.BLOCKS, PAGE_NAMES)
        if self.most_doubt < math.inf and judgement.doubt(found, document.lines) > self.most_doubt:
            return None
        return _weighed(document, found, document.lines, taken(document.lines, claims), [self.dial] * len(document.lines))

    def __call__(self, document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
        """Claim every block of a page that is not taken for article; tag those that stay in doubt."""
        yield from _verdicts(document.page, self.weigh(document, claims), BLOCKS_RULE)


def _linked(document: Document, filled: Sequence[Line]) -> list[int]:
    """The numbers of the lines, along ``filled``, of which nothing is seen but links."""
    linked = document.markdown.linked if document.markdown else ()
    return [number for number, line in enumerate(filled) if line.number in linked] if linked else []


def _is_clean(filled: Sequence[Line], known: Mapping[int, Claim], probability: Sequence[float]) -> bool:
    """Whether a text counts as an article by itself: it is short, or has little furniture, and rules see no trace of a page."""
    if len(filled) - len(known) < _FEW_LINES:
        return True
    bare = sum(
        chance < _FURNITURE and number not in known and not ends_sentence(filled[number].text)
        for number, chance in enumerate(probability)
    )
    framed = sum(claim.label in _FRAME for claim in known.values())
    return framed + bare < _PAGE * len(filled) and not leaky({claim.label for claim in known.values()})


def _once(document: Document, claims: Iterable[Claim]) -> Document:
    """The document without what stands in it again: to the model, lines that recur are furniture.

    Pages stay as they are, for their lines are tied to elements.
    """
    again = [claim for claim in claims if claim.label is Label.DUPLICATE]
    if not again or document.page is not None:
        return document
    gone = taken(document.lines, again)
    lines = (line._replace(text="") if at in gone else line for at, line in enumerate(document.lines))
    return replace(document, lines=tuple(lines))


def _end(filled: Sequence[Line], known: Mapping[int, Claim]) -> int:
    """The line from which on an article by itself is over: what a rule knows for a page's, with no statement behind it.

    A menu's items right above are no article either.
    """
    last = max((at for at, line in enumerate(filled) if at not in known and _states(line.text.strip())), default=len(filled))
    end = min((at for at, claim in known.items() if at > last and claim.label in _AROUND), default=len(filled))
    while end - 1 > last and end < len(filled) and filled[end - 1].text.lstrip()[:1] in _LIST_MARKS:
        end -= 1
    return end


def _states(text: str) -> bool:
    """Whether a line is a paragraph, or a sentence that neither asks nor exclaims, as headlines and calls to act do."""
    return len(text) >= _LONG or (ends_sentence(text) and not any(map(_ASKS.__contains__, text)))


def _weighed(
    document: Document, found: Judgement, filled: Sequence[Line], occupied: Mapping[int, Claim], dials: Sequence[float]
) -> Weighed:
    """Which lines stay: the likeliest sequence without the readers' comments, and what belongs to the article all the same.

    Comments read like articles and speak of them: behind their head nothing stays, and nothing is saved.
    """
    from cleaner.stages.prose.judgement import decide_lines

    likely = [chance >= max(dial, _DOUBT) for chance, dial in zip(found.probability.tolist(), dials, strict=True)]
    kept = (decide_lines(found, dials) | likely).tolist()
    weighed = Weighed(filled, occupied, found, dials, found.probability.tolist(), kept, _linked(document, filled))
    saved: set[int] = set()
    if document.page is None:
        talk = _talk(weighed)
        weighed = weighed._replace(kept=[*weighed.kept[:talk], *[False] * (len(filled) - talk)])
        saved = _beside(weighed, talk)
    stay = _stay(weighed)
    doubted = [
        number
        for number in range(_comments(weighed, stay))
        if weighed.probability[number] >= CHANCE and not weighed.kept[number] and number not in occupied
    ]
    if doubted:
        saved.update(spared([line.text.strip() for line in filled], doubted, stay, document.language.code))
    if not saved:
        return weighed
    return weighed._replace(kept=[stays or number in saved for number, stays in enumerate(weighed.kept)])


def _stay(weighed: Weighed) -> list[int]:
    """The lines that stay and that nothing else claims."""
    return [number for number, stays in enumerate(weighed.kept) if stays and number not in weighed.occupied]


def _beside(weighed: Weighed, end: int) -> set[int]:
    """The sentences right above and right below what stays, before the line ``end``.

    A short one at an article's edge uses none of its words, and looks like the first line of what stands behind it.
    """
    kept, occupied = weighed.kept, weighed.occupied
    return {
        near
        for number in _stay(weighed)
        for near in (number - 1, number + 1)
        if 0 <= near < end
        and not kept[near]
        and near not in occupied
        and weighed.probability[near] >= (_ENCLOSED if near > number and _is_enclosed(weighed, near) else _BESIDE)
        and ends_sentence(weighed.filled[near].text)
    }


def _is_enclosed(weighed: Weighed, number: int) -> bool:
    """Whether a line makes a statement and stands right above one that a rule knows."""
    return number + 1 in weighed.occupied and _states(weighed.filled[number].text.strip())


def _talk(weighed: Weighed) -> int:
    """The line from which on a text is readers' comments, whatever they read like; the end where there is none.

    It is one that a rule knows for theirs, with paragraphs of the article above and another such line below.
    """
    marks = sorted(number for number, claim in weighed.occupied.items() if claim.label is Label.COMMENTS)
    end = len(weighed.filled)
    if len(marks) < 2:
        return end
    article = [number for number in _stay(weighed) if len(weighed.filled[number].text.strip()) >= _LONG]
    return next((mark for mark in marks[:-1] if mark > article[_ARTICLE - 1]), end) if len(article) >= _ARTICLE else end


def _comments(weighed: Weighed, stay: Sequence[int]) -> int:
    """The line that a rule knows for the head of the readers' comments, behind all that stays; the end where there is none."""
    last = stay[-1] if stay else -1
    heads = (at for at, claim in weighed.occupied.items() if claim.label is Label.COMMENTS and at > last)
    return min(heads, default=len(weighed.filled))


def _verdicts(page: Page | None, weighed: Weighed | None, rule: str) -> Iterator[Claim]:
    """Claims on the lines that do not stay and that nothing else claims, and tags on those that stay in doubt."""
    if weighed is None:
        return
    filled, occupied, probability, kept = weighed.filled, weighed.occupied, weighed.probability, weighed.kept
    doubtful = [
        number
        for number, dial in enumerate(weighed.dials)
        if number not in occupied and (not kept[number] or probability[number] < min(_DOUBT, max(2 * dial, _CLEAN_DOUBT)))
    ]
    if not doubtful:
        return
    import numpy as np

    from cleaner.stages.prose.judgement import reasons

    stay = _stay(weighed)
    last = stay[-1] if stay else -1
    # In text, all that follows the head of the comments is theirs; a page's markup tells where they end.
    comments = _comments(weighed, stay) if page is None else len(filled)
    marked = _marked(page, filled, doubtful, stay)
    verdicts = []
    for number, mark in zip(doubtful, marked, strict=True):
        chance = probability[number]
        sure = _DOUBT * (1 - chance) if kept[number] else _LEAST + (_MOST - _LEAST) * (1 - chance)
        label = mark or _label(filled[number], number > last, number >= comments)
        verdicts.append(_Verdict(number, label, round(sure, 4), chance))
    runs = list(_runs(verdicts))
    likeliest = [max(run, key=lambda verdict: verdict.chance) for run in runs]
    told = reasons(weighed.found, np.array([verdict.number for verdict in likeliest], np.int64))
    for run, weakest, why in zip(runs, likeliest, told, strict=True):
        likely = f"{weakest.chance:.0%} likely to be article"
        reason = likely if len(run) == 1 else f"{len(run)} lines, at most {likely}"
        alone = "nothing but links" if all(verdict.number in weighed.linked for verdict in run) else ""
        because = "; ".join(filter(None, (alone, why)))
        stays = weakest.chance >= weighed.dials[weakest.number]
        if stays and weakest.label is Label.COMMENTS:
            reason = f"behind the head of the readers' comments, but {reason}"
        elif stays and not kept[weakest.number]:
            around = "it this one goes" if len(run) == 1 else "them these go"
            reason = f"{reason}, and with the lines around {around}"
        first, end = filled[run[0].number], filled[run[-1].number]
        yield guess(first, weakest.label, rule, weakest.sure, f"{reason}: {because}" if because else reason, last=end)


class _Verdict(NamedTuple):
    """What is to be said of one line: its number, what it is, how sure that is, how likely it is to be article."""

    number: int
    label: Label
    sure: float
    chance: float


def _runs(verdicts: Iterable[_Verdict]) -> Iterator[list[_Verdict]]:
    """Neighbouring lines that go under one label and are about as sure to go: a menu is one stretch, not forty.

    What stays and is only tagged, and what is in some doubt, is told line by line: a person will want to look at each.
    """
    run: list[_Verdict] = []
    for verdict in verdicts:
        before = run[-1] if run else verdict
        together = verdict.number <= before.number + 1 and verdict.label is before.label
        if run and not (together and verdict.sure >= _SURE <= before.sure):
            yield run
            run = []
        run.append(verdict)
    if run:
        yield run


def _marked(page: Page | None, filled: Sequence[Line], doubtful: Sequence[int], stay: Sequence[int]) -> list[Label | None]:
    """What the markup says that the doubtful lines are, beside those that stay; text says nothing."""
    if page is None:
        return [None] * len(doubtful)
    from cleaner.stages.pages.labels import markup_labels, stated_labels

    lines = [filled[number] for number in doubtful]
    named = markup_labels(page, [line.number - 1 for line in lines], [filled[number].number - 1 for number in stay])
    return [stated or name for stated, name in zip(stated_labels(page, lines), named, strict=True)]


def leaky(labels: set[Label]) -> bool:
    """Whether a text whose lines rules claim as these was taken from a page, with more of the page left in.

    Embeds break prose into fragments, which makes its sentences look doubtful: with them a text gets the benefit of the doubt.
    """
    return bool(labels & _LEAKS) and Label.EMBED not in labels


def _label(line: Line, behind: bool, commented: bool) -> Label:
    """What a line is that is no article: by its length, and by whether it stands behind the article and its comments' head."""
    if commented:
        return Label.COMMENTS
    if not behind:
        return Label.NAVIGATION
    text = line.text.strip()
    return Label.OTHER_STORY if len(text) >= _LONG or is_headline(text) else Label.NAVIGATION
