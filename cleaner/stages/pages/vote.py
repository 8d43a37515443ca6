"""trafilatura's opinion about each line of a page. The only file that imports trafilatura."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner.model import Line, Page
from cleaner.stages.arrays.columns import Columns, Matrix, around, between, running_sum, stacked
from cleaner.stages.pages.evidence import shares

PHRASE: dict[str, str] = {
    "v_line": "share that trafilatura keeps",
    "v_near": "share that trafilatura keeps within 3 lines",
    "v_block": "share that trafilatura keeps in the same block",
    "v_since_first": "lines since the first that trafilatura keeps",
    "v_since_last": "lines since the last that trafilatura keeps",
    "v_page": "share of the page that trafilatura keeps",
}
VOTE_NAMES: tuple[str, ...] = tuple(PHRASE)
_FAR = 30
_NEAR = 3
"""Lines, from the first and last that it keeps and from any; the models learned with these."""


def vote_evidence(page: Page, lines: Sequence[Line]) -> Matrix:
    """One row for each line of a page. It is asked for recall: what it drops nevertheless is no article, most likely.

    ``fast`` leaves out its fallbacks: on news pages they find nothing more and cost 40 % of its time. Its caches are left
    alone: without metadata they are bounded, and over thousands of pages a process holds as much with them reset as without.
    """
    import trafilatura  # most of a second to import; text and the fast gear never need it
    from lxml.etree import LxmlError

    try:
        kept = trafilatura.extract(page.markup, fast=True, favor_recall=True, include_comments=False, deduplicate=False) or ""
    except (LxmlError, ValueError, RecursionError):
        kept = ""  # no opinion; its own reader has other limits than ours
    return vote_columns(kept, page, lines)


def vote_columns(kept: str, page: Page, lines: Sequence[Line]) -> Matrix:
    """The evidence in a text that was extracted from a page."""
    size = len(lines)
    chars = np.array([len(line.text) for line in lines], float)
    # A row of a table comes as a line, with bars between its cells; to us each cell is a line.
    share = shares([line.text for line in lines], kept.replace("|", "\n").split("\n"))
    place = np.arange(size)
    window = around(size, _NEAR)
    _, block = np.unique(np.array([page.parents[owner] for owner in page.owners], np.int64), return_inverse=True)
    voted = share * chars
    of_votes, of_all = running_sum(voted), running_sum(chars)
    on = np.flatnonzero(share > 0.5)  # more than half
    columns: Columns = {
        "v_line": share,
        "v_near": between(of_votes, *window) / between(of_all, *window),
        "v_block": (np.bincount(block, voted) / np.bincount(block, chars))[block],
        "v_since_first": np.clip(place - (int(on[0]) if len(on) else 0), -_FAR, _FAR),
        "v_since_last": np.clip(place - (int(on[-1]) if len(on) else 0), -_FAR, _FAR),
        "v_page": np.full(size, float(of_votes[-1] / of_all[-1])),
    }
    return stacked(columns, VOTE_NAMES, size)
