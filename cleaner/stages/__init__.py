"""What is known about a text, voice by voice. Start reading here: `CHAIN` is all of it, in order.

A stage reads a document and the claims made so far, and adds claims. It changes nothing and keeps nothing between documents.
"""

from __future__ import annotations

from dataclasses import replace

from cleaner.stages.appended_stories import appended_stories
from cleaner.stages.author_bio import author_bio
from cleaner.stages.bylines import bylines
from cleaner.stages.comments import comments
from cleaner.stages.duplicates import Duplicates, twice_in_a_row
from cleaner.stages.foreign_tail import foreign_tail
from cleaner.stages.headline import headline
from cleaner.stages.inputs import Stage
from cleaner.stages.next_stories import next_stories
from cleaner.stages.packs import Packs
from cleaner.stages.pointers import pointers
from cleaner.stages.prose import Blocks, Prose
from cleaner.stages.repetition import Repetition
from cleaner.stages.standfirsts import standfirsts
from cleaner.stages.titles import titles

CHAIN: tuple[Stage, ...] = (
    Blocks(),  # which blocks of a web page are article, by the markup alone where that leaves no doubt
    Packs(),  # what the rule files say
    headline,  # the title that a breadcrumb or menu line repeats
    foreign_tail,  # a blurb in another language than the article
    Duplicates(),  # further copies of the article, in text
    Prose(),  # what does not read like an article
    Duplicates(pages=True),  # the same on pages, where the first copy stays
    twice_in_a_row,  # a paragraph that stands directly above itself, now that it is known that both would stay
    appended_stories,  # leads of other stories glued on at the end
    next_stories,  # whole stories and cards of others behind a page's article
    comments,  # what stands below the heading of readers' comments
    foreign_tail,  # such a blurb again, now that what stood behind it is known: stories glued on, comments
    pointers,  # the headline below a pointer to another story, in text
    Repetition(),  # what stands on many pages of the outlet, where a profile of a corpus is given
    titles,  # the headline of a text among the lines above the article
    standfirsts,  # the sentence below that headline, among the lines that went
    bylines,  # who wrote a text and when it came out, among the lines around its headline and behind the article
    author_bio,  # what a text says of the author whom its byline names, at its end
)

_BOLD = 0.45
"""Probability from which on a line stays where rules are drafted: what a draft misses is furniture that no rule knows."""
EVERY_VOICE: tuple[Stage, ...] = tuple(
    replace(stage, dial=_BOLD) if isinstance(stage, Prose) else stage for stage in CHAIN if not isinstance(stage, Blocks)
)
"""The same, but of every page all are asked, whatever its markup leaves no doubt of, and no text is spared, for being short or
in doubt: to train models and to draft rules, which a person looks at."""


def stage_name(stage: Stage) -> str:
    """What a stage is called where its time or its silence is told: as its function, or as its class in small letters."""
    return str(getattr(stage, "__name__", type(stage).__name__.lower()))


__all__ = [
    "CHAIN",
    "EVERY_VOICE",
    "Blocks",
    "Duplicates",
    "Packs",
    "Prose",
    "Repetition",
    "Stage",
    "appended_stories",
    "author_bio",
    "bylines",
    "comments",
    "foreign_tail",
    "headline",
    "next_stories",
    "pointers",
    "stage_name",
    "standfirsts",
    "titles",
    "twice_in_a_row",
]
