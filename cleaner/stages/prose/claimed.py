"""What other stages have claimed, as evidence: a paragraph below a byline is likelier article, one between two menus is not."""

from __future__ import annotations

import numpy as np

from cleaner.model import Label
from cleaner.stages.arrays.columns import Columns, Flags, Matrix, distances_up, stacked, sums_near
from cleaner.stages.reading_aids import Occupied

_GROUPS: dict[str, tuple[Label, ...]] = {
    "head": (Label.TITLE, Label.SUMMARY, Label.BYLINE),
    "furniture": (Label.NAVIGATION, Label.SHARE, Label.LEGAL),
    # What stands inside articles. The models learned with pleas as furniture, when hardly any were known: since packs know them
    # in all languages, short lines beside a plea in mid-article went. Of articles in unusual genres a tenth less is lost so, at
    # .0003 of F1 in dumps of 811 pages.
    "credit": (Label.CAPTION, Label.PHOTO_CREDIT, Label.AGENCY_CREDIT, Label.EMBED, Label.PROMO),
    "comments": (Label.COMMENTS,),
    "other": (Label.AUTHOR_BIO, Label.OTHER_STORY),
}
_FAR = 6.0
"""Stands for "nowhere": the logarithm of some 400 lines."""
_NEAR, _WIDE = 4, 15
"""Lines to both sides in which what rules took is counted; the models learned with these."""
_MOST = 0.17
"""Share of claimed lines from which on more says nothing: that depends on how many rules there are for a language, not on the
page. Dumps of which rules knew 80 % of the lines lost paragraphs; those the models learned from mostly have up to 30 %."""

PHRASE: dict[str, str] = {
    **{f"claimed_{group}": f"a rule takes it for {group}" for group in _GROUPS},
    "claimed_furniture_near": "rules found page furniture nearby",
    "claimed_furniture_wide": "rules found page furniture around it",
    "since_claimed_furniture": "distance from page furniture above, by the rules",
    "to_claimed_furniture": "distance to page furniture below, by the rules",
    "since_claimed_head": "distance from a headline or byline above, by the rules",
    "to_claimed_head": "distance to a headline or byline below, by the rules",
    "since_claimed_comments": "distance from a comment mark above, by the rules",
    "since_claimed_other": "distance from a bio or other story above, by the rules",
    "claimed_credit_near": "rules found a caption, credit, embed or plea nearby",
    "d_claimed": f"share of the document that rules claim, counted up to {_MOST:.0%}",
}
CLAIMED_NAMES: tuple[str, ...] = tuple(PHRASE)
"""The columns of the matrix that `claimed_evidence` gives."""


def claimed_evidence(size: int, occupied: Occupied) -> Matrix:
    """One row for each of ``size`` lines; ``occupied`` says who has a line, by its number among them."""
    columns: Columns = {}
    flags: dict[str, Flags] = {}
    for group, labels in _GROUPS.items():
        flags[group] = np.zeros(size, bool)
        flags[group][[number for number, claim in occupied.claims.items() if claim.label in labels]] = True
        columns[f"claimed_{group}"] = flags[group]
    columns["claimed_furniture_near"], columns["claimed_credit_near"] = sums_near((flags["furniture"], flags["credit"]), _NEAR)
    columns["claimed_furniture_wide"] = sums_near((flags["furniture"],), _WIDE)[0]
    since = ("furniture", "head", "comments", "other")
    columns |= zip(
        (f"since_claimed_{group}" for group in since), distances_up([flags[group] for group in since], _FAR), strict=True
    )
    below = distances_up([flags[group][::-1] for group in ("furniture", "head")], _FAR)[:, ::-1]
    columns["to_claimed_furniture"], columns["to_claimed_head"] = below
    # The models learned with what rules protect among it.
    columns["d_claimed"] = np.full(size, min(len(occupied.claims) / max(size, 1), _MOST))
    return stacked(columns, CLAIMED_NAMES, size)
