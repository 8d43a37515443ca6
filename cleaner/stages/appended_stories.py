"""Leads, headlines and whole stories of other articles, glued on behind the article.

Every place where the form of the text is like a new story's (`seams`) gets a score from evidence of two kinds. *Form*: a
heading such as "Related stories" above it, hooks in capitals, paragraphs cut off in mid-sentence, an agency's dateline,
headlines with leads or in rows. *Content*: the words and the names behind the seam are not those before it (`cohesion`). A seam
is cut only where both kinds speak, or below a heading where the score is all but certain: what a house sets below an article is
often on its very topic, in its very words. One alone tags. Updates, interviews and round-ups have form, but go on with the
article's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.model import Authority, Claim, Document, Label, Line
from cleaner.stages.logistic import score, trained
from cleaner.stages.reading_aids import filled_lines, guess, is_paragraph, kept_lines, taken
from cleaner.stages.seams import MIN_BEFORE, SeamView
from cleaner.stages.story_shape import is_heading

RULE = "stage/appended_stories"
WEIGHTS = "seams.json"
_CUT = 0.45
"""Score from which a seam is cut. On documents kept apart, with all stages: 89-99 % of the lines of stories on other topics go,
60-90 % of those on the article's own."""
_PAGE = 0.2
"""Share of the lines that guesses took, above which a text counts as a dump of a whole page. What they left there is cut up by
headings, boxes and lists as appended stories are, and cutting there cost twice what it won."""
_PLAIN = 0.95
"""Score from which a heading of other stories over a headline or a lead cuts, though the words go on: in the documents that the
weights were trained on all 34 such seams are right; of those with less eight of nine."""
_TAG = 0.25
"""Score from which a seam is tagged: little more than half of what cuts."""
_DATED = 0.6
"""The least score of a seam where a story from the wire begins. Articles of the training hardly have datelines, so that the
weights know nothing of them."""
_LISTED = 0.8
"""Confidence of headlines in a box below which the article goes on: a subheading of its own could stand there, too."""
_MAX_SEAMS = 60
"""Seams looked at, from the end of the text backwards."""
_BEHIND = 3
"""Lines behind one in which rules may know a byline, or other furniture of a page; the weights learned with so many."""


def appended_stories(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim every open line behind the best seam as another story.

    Confidence 0.78-0.99, by the score, where form and content speak for it, or a heading and hardly a doubt; 0.5 (a tag) with
    one of them, or in doubt. A single last line is only ever cut under a heading: articles have afterthoughts. Nothing is cut
    where a line recurs on both sides of the seam: it is part of each entry of a list ("View the webcam"). A heading right
    above a paragraph of prose may be a pointer within the article, as "Also read": that gives way to a seam further down, and
    where there is none it only tags (of what was cut there of the extracts of 811 pages 756 words were article, 36 were not).
    Above a paragraph that a rule protects there is no seam: the article goes on. Where headlines with prose below may be a box
    within the article (`SeamView.box`), only they are cut, and that below a heading.

    Web pages are left alone: their markup sets stories apart, and of what their other judges leave, half of what this stage cut
    was article (F1 0.958 with it, 0.959 without).
    """
    if document.page is not None:
        return
    lines = filled_lines(document)
    # What an outlet's own rules took, guesses would have: rules for its menus must not make a page look like a bare article.
    # What its rules protect, no guess would have taken.
    occupied = taken(lines, claims)
    guessed = sum(claim.authority is not Authority.SHARED and occupied.goes(at) for at, claim in occupied.claims.items())
    if guessed > _PAGE * len(lines):
        return
    units, view = view_of(document, lines, claims)
    if len(units) <= MIN_BEFORE:
        return
    weights = trained(WEIGHTS)
    best: tuple[float, int] | None = None
    protected = (number for number, index in enumerate(units) if occupied.stays(index) and is_paragraph(view.texts[number]))
    last = max(protected, default=-1)
    for seam in [seam for seam in view.candidates() if seam > last][-_MAX_SEAMS:]:
        found = max(score(view.numbers(seam), weights), _DATED if view.new_dateline(seam) else 0.0)
        if found >= _TAG and best is not None and view.heads_prose(best[1]) and not view.heads_prose(seam):
            best = None
        # Of equal seams the earliest: what follows it is foreign too.
        if found >= _TAG and (best is None or found > best[0]):
            best = found, seam
    if best is None:
        return
    found, seam = best
    form, content = list(view.form(seam)), list(view.content(seam))
    box = view.box(seam)
    alone = len(units) - seam == 1 and not view.heading_above(seam)
    spoken = content or (found >= _PLAIN and view.heading_above(seam) and view.only_stories(seam))
    doubtful = alone or view.heads_prose(seam) or view.goes_on(seam) or bool(box)
    sure = 0.6 + 0.39 * found if found >= _CUT and form and spoken and not doubtful else 0.5
    reason = "; ".join((*form, *content))
    listed = {units[at] for at in box if view.heading_above(seam) and view.is_foreign_headline(at)}
    open_lines = list(filter(occupied.open, units[seam:]))
    for index in open_lines:
        if index in listed:
            yield guess(
                lines[index], Label.OTHER_STORY, RULE, _LISTED, "a headline in other words below a heading of other stories"
            )
            continue
        where = "from here to the end another story" if index == open_lines[0] else "the same appended story"
        yield guess(lines[index], Label.OTHER_STORY, RULE, sure, f"{where}: {reason}")


def view_of(document: Document, lines: Sequence[Line], claims: tuple[Claim, ...]) -> tuple[list[int], SeamView]:
    """The lines (by index) that stay so far, and the view of the seams between them.

    Only what rules say of the other lines is looked at: that a guess took a line for furniture makes it no heading.
    """
    occupied = taken(lines, claims)
    ruled = taken(lines, [claim for claim in claims if claim.authority is not Authority.GUESS])
    units = list(kept_lines(lines, occupied))
    gone = {at: claim for at, claim in ruled.claims.items() if ruled.goes(at)}
    behind = [[gone[index + step] for step in range(1, _BEHIND + 1) if index + step in gone] for index in units]
    between = [sum(at in gone for at in range(before + 1, index)) for before, index in zip([-1, *units], units, strict=False)]
    view = SeamView(
        [lines[index].text.strip() for index in units],
        headings={number for number, index in enumerate(units) if is_heading(lines[index - 1].text, gone.get(index - 1))},
        gaps=between,
        followed=[len(found) for found in behind],
        bylines={number for number, found in enumerate(behind) if any(claim.label is Label.BYLINE for claim in found)},
        language=document.language.code,
    )
    return units, view
