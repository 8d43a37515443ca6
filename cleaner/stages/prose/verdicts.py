"""What is said of the lines that do not stay, or stay in doubt: claims, with labels, confidence and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.model import Claim, Label, Line, Page
from cleaner.settle import BANDS
from cleaner.stages.prose.weighed import Weighed, staying
from cleaner.stages.prose.weighing import DOUBT, head_of_comments
from cleaner.stages.reading_aids import guess
from cleaner.stages.story_shape import is_heading, labels_behind

_CLEAN_DOUBT = 0.2
"""The same in a clean text."""
_LEAST, _MOST = 0.76, 0.95
"""Confidence of a cut: as a guess, but above what a policy asks for by default; never as sure as a rule."""
_SURE = BANDS[0]
"""Confidence from which neighbouring lines are told of together."""


def verdicts(page: Page | None, weighed: Weighed | None, rule: str) -> Iterator[Claim]:
    """Claims on the lines that do not stay and that nothing else claims, and tags on those that stay in doubt."""
    if weighed is None:
        return
    filled, occupied, probability, kept = weighed.filled, weighed.occupied, weighed.probability, weighed.kept
    doubtful = [
        number
        for number, dial in enumerate(weighed.dials)
        if occupied.open(number) and (not kept[number] or probability[number] < min(DOUBT, max(2 * dial, _CLEAN_DOUBT)))
    ]
    if not doubtful:
        return
    import numpy as np

    from cleaner.stages.prose.judgement import reasons

    stay = staying(weighed)
    last = stay[-1] if stay else -1
    # In text, all that follows the head of the comments is theirs; a page's markup tells where they end.
    comments = head_of_comments(weighed, stay) if page is None else len(filled)
    marked = _marked(page, filled, doubtful, stay)
    after = filled[last + 1 :]
    headings = {at for at, line in enumerate(after) if is_heading(line.text, occupied.get(last + 1 + at))}
    behind = labels_behind([line.text.strip() for line in after], headings)
    verdicts = []
    for number, mark in zip(doubtful, marked, strict=True):
        chance = probability[number]
        sure = DOUBT * (1 - chance) if kept[number] else _LEAST + (_MOST - _LEAST) * (1 - chance)
        label = mark or _label(number - last - 1, behind, number >= comments)
        verdicts.append(_Verdict(number, label, round(sure, 4), chance))
    runs = list(_runs(verdicts))
    likeliest = [max(run, key=lambda verdict: verdict.chance) for run in runs]
    told = reasons(weighed.found, np.array([verdict.number for verdict in likeliest], np.int64), stay)
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


def _label(place: int, behind: Sequence[Label], commented: bool) -> Label:
    """What a line is that is no article: by its place among those behind the article, and behind the comments' head."""
    if commented:
        return Label.COMMENTS
    return behind[place] if place >= 0 else Label.NAVIGATION
