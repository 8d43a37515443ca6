"""Parts of a page: what stands under one heading, and the block beside the main prose that a line stands in."""

from __future__ import annotations

import numpy as np

from cleaner.model import Page
from cleaner.stages.arrays.columns import Columns, Floats, Whole, distance_up
from cleaner.stages.pages.elements import Below, Elements, climb

_LEVEL = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

PHRASE: dict[str, str] = {
    "m_section_chars": "characters under the heading",
    "m_section_links": "share of links under the heading",
    "m_section_prose": "share of prose under the heading",
    "m_section_lines": "lines under the heading",
    "m_section_level": "level of the heading above",
    "m_since_section": "distance from the heading above",
    "m_since_h1": "distance from a main heading above",
    "m_h1_above": "main headings above",
    "m_heading": "level of the heading that it is",
    "m_branch_chars": "characters in the block beside the main prose that it stands in",
    "m_branch_links": "share of links in the block beside the main prose that it stands in",
    "m_branch_lines": "lines in the block beside the main prose that it stands in",
    "m_branch_prose": "share of the page's prose in the block beside the main prose that it stands in",
    "m_branch_alike": "blocks that look like the one beside the main prose that it stands in",
    "m_branch_beside": "blocks next to the one beside the main prose that it stands in",
    "m_block_alike": "blocks next to it that look like it",
}


def headings(page: Page) -> Whole:
    """Of each line the level of the heading that it is, 0 for all other lines."""
    return np.array([_LEVEL.get(page.tags[owner], 0) for owner in page.owners], np.int64)


def section_columns(level: Whole, section: Whole, text: Floats) -> Columns:
    """What stands under the heading above each line.

    ``section`` says how many headings stand at or above each line; ``text`` holds rows of its characters, those in links, those
    that count as prose.
    """
    plain = level == 0
    count = int(section[-1]) + 1
    chars, linked, prose = (np.bincount(section, row * plain, count)[section] for row in text)
    lines = np.bincount(section, plain, count)[section]
    some = np.maximum(chars, 1)
    above = np.concatenate(([0], level[~plain]))
    return {
        "m_section_chars": np.log1p(chars),
        "m_section_links": linked / some,
        "m_section_prose": prose / some,
        "m_section_lines": np.log1p(lines),
        "m_section_level": above[section],
        "m_since_section": distance_up(~plain),
        "m_since_h1": distance_up(level == 1),
        "m_h1_above": np.cumsum(level == 1),
        "m_heading": level,
    }


def branch_columns(elements: Elements, owners: Whole, below: Below, main: int, total: float) -> Columns:
    """The block beside the main prose that each line stands in: the outermost one around it that does not hold that prose.

    ``main`` is the element that holds most prose, ``below`` sums over rows of characters, those in links, those that count as
    prose and lines; ``total`` is all the prose.
    """
    every = np.arange(len(elements.above))
    holds = np.zeros(len(every), bool)
    holds[-1] = True
    at = main
    while not holds[at]:
        holds[at] = True
        at = int(elements.above[at])
    branch = climb(np.where(holds[elements.above], every, elements.above))[owners]
    beside = ~holds[branch]
    chars, linked, prose, lines = below.sums(branch) * beside
    alike = _beside(elements.above, elements.looks, np.concatenate((branch, owners)))
    return {
        "m_branch_chars": np.log1p(chars),
        "m_branch_links": np.where(beside, linked / np.maximum(chars, 1), -1.0),
        "m_branch_lines": np.log1p(lines),
        "m_branch_prose": np.where(beside, prose / total, -1.0),
        "m_branch_alike": np.log1p(alike[: len(owners)] * beside),
        "m_branch_beside": np.log1p(_beside(elements.above, elements.tag, branch) * beside),
        "m_block_alike": np.log1p(alike[len(owners) :]),
    }


def _beside(above: Whole, looks: Whole, of: Whole) -> Whole:
    """How many elements stand in the same one as each of the elements ``of`` and look like it, itself included."""
    key = above * (int(looks.max()) + 1) + looks
    asked = key[of]
    key.sort()
    found: Whole = np.searchsorted(key, asked, "right") - np.searchsorted(key, asked)
    return found
