"""From evidence to a verdict on every line, with its strongest reasons in words. Needs numpy; the stage imports it late."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cleaner.model import Document, Line, Page
from cleaner.stages.arrays.columns import Flags, Floats, Matrix, Whole
from cleaner.stages.pages.elements import NAME_WORTH, NameWorth, name_worth
from cleaner.stages.pages.evidence import PAGE_NAMES, page_evidence
from cleaner.stages.pages.evidence import PHRASE as PAGE_PHRASE
from cleaner.stages.pages.vote import PHRASE as VOTE_PHRASE
from cleaner.stages.pages.vote import VOTE_NAMES, vote_evidence
from cleaner.stages.prose import claimed, names
from cleaner.stages.prose.claimed import CLAIMED_NAMES, claimed_evidence
from cleaner.stages.prose.decision import decide, probabilities
from cleaner.stages.prose.evidence import FEATURE_NAMES, evidence
from cleaner.stages.prose.model import Model, load
from cleaner.stages.prose.trees import Leaves
from cleaner.stages.reading_aids import Occupied

TEXT_NAMES: tuple[str, ...] = (*FEATURE_NAMES, *CLAIMED_NAMES)
"""The columns of the evidence on plain text."""
COLUMN_NAMES: tuple[str, ...] = (*TEXT_NAMES, *PAGE_NAMES, *VOTE_NAMES)
"""All columns there are, those of a page in the thorough gear; the fast gear has only those of the markup (`PAGE_NAMES`)."""
_PHRASE = names.PHRASE | claimed.PHRASE | PAGE_PHRASE | VOTE_PHRASE
WEIGHTS = Path(__file__).parent.parent.parent / "data"
"""The directory of the weights that ship with cleaner."""
TEXT, PAGES, BLOCKS = "prose.npz", "pages.npz", "blocks.npz"
"""The models: of text, of pages with all evidence, of pages by their markup alone."""
_AT_ONCE = 128
_IMPOSSIBLE = 1e-12


class Judgement(NamedTuple):
    """What is thought of each line that is not blank.

    Attributes:
        probability: of being article, 0-1.
        matrix: the evidence.
        names: what its columns are, of `COLUMN_NAMES`.
        leaves: the leaves of the model's trees that each line reaches.
        weights: the file of the model.
    """

    probability: Floats
    matrix: Matrix
    names: tuple[str, ...]
    leaves: Leaves
    weights: Path


@lru_cache(maxsize=4)
def model(path: Path, names: tuple[str, ...]) -> tuple[Model, Whole]:
    """A trained model, and where its columns stand among ``names``."""
    found = load(path)
    return found, np.array([names.index(name) for name in found.features], np.int64)


def describe(document: Document, filled: Sequence[Line], occupied: Occupied, weights: Path | NameWorth = WEIGHTS) -> Matrix:
    """All evidence on the lines that are not blank, ``filled``; ``occupied`` says who has them, by number.

    ``weights`` is a directory of weights, or says itself what class names of a page are worth.
    """
    rows = np.array([line.number - 1 for line in filled], np.int64)
    parts = [evidence([line.text for line in document.lines], rows), claimed_evidence(len(filled), occupied)]
    if document.page is not None:
        worth = weights if isinstance(weights, NameWorth) else name_worth(weights / NAME_WORTH)
        parts += [describe_markup(document.page, document.lines, worth), vote_evidence(document.page, filled)]
    return np.hstack(parts)


def describe_markup(page: Page, lines: Sequence[Line], worth: NameWorth) -> Matrix:
    """What the markup of a page says of its document's lines, none of which is ever blank."""
    return _described(_Asked(page, lines, worth))


class _Asked(NamedTuple):
    """A page with its lines, and the weights it is described by; equal only to the very same."""

    page: Page
    lines: Sequence[Line]
    worth: NameWorth

    def __hash__(self) -> int:
        return hash((id(self.page), id(self.worth)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.page is other.page and self.worth is other.worth


@lru_cache(maxsize=1)  # two stages ask of a page in turn if the first is in doubt
def _described(asked: _Asked) -> Matrix:
    found = page_evidence(*asked)
    found.flags.writeable = False
    return found


def judge(matrix: Matrix, weights: Path, names: tuple[str, ...] = COLUMN_NAMES) -> Judgement:
    """What the model thinks of every line; ``names`` are the columns of the evidence, or the first of them."""
    found, columns = model(weights, names)
    used = matrix.T.take(columns, axis=0).T
    leaves = found.trees.leaves(used)
    return Judgement(probabilities(found.log_odds(used, leaves)), matrix, names, leaves, weights)


def less_likely(judgement: Judgement, rows: Sequence[int], nats: float) -> Judgement:
    """The judgement with some lines less likely to be article, for what the model cannot know."""
    probability = judgement.probability.copy()
    odds = probability[rows] / np.maximum(1 - probability[rows], _IMPOSSIBLE) * math.exp(-nats)
    probability[rows] = odds / (1 + odds)
    return judgement._replace(probability=probability)


def doubt(judgement: Judgement, lines: Sequence[Line]) -> float:
    """The characters that are likely to be judged wrongly, as a share of those that are likely to be article."""
    size = np.array([len(line.text) for line in lines], float)
    chance = judgement.probability
    return float((size * np.minimum(chance, 1 - chance)).sum() / max(float((size * chance).sum()), 1.0))


def decide_lines(judgement: Judgement, dials: Sequence[float]) -> Flags:
    """Which lines stay; ``dials`` are the probabilities from which on each line by itself does."""
    counted = judgement.names.index("words" if "words" in judgement.names else "m_words")
    words = np.expm1(judgement.matrix[:, counted].astype(np.float64))
    about = model(judgement.weights, judgement.names)[0].about
    return decide(judgement.probability, words, np.array(dials), float(about["switch"]))


def reasons(judgement: Judgement, rows: Whole, stay: Sequence[int], most: int = 3) -> list[str]:
    """The strongest pieces of evidence against each of the lines ``rows``, in words, strongest first.

    Beside a number stands what it is in the middle one of the lines that ``stay``: it says little by itself.

    What a column adds is measured along the trees' paths; columns that say the same thing of a line's surroundings in
    different words count together, or the three strongest would often be one. What is true of the whole text is no reason why
    this line goes and another does not.
    """
    found, columns = model(judgement.weights, judgement.names)
    families = _families(found.features)
    told: list[str] = []
    staying = np.array(stay, np.int64)

    @cache
    def usual(column: int) -> float | None:
        middle = len(staying) // 2
        return float(np.partition(judgement.matrix[staying, column], middle)[middle]) if len(staying) else None

    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        each = np.arange(len(part))
        added = found.trees.contributions(judgement.leaves[part], len(columns))
        added[:, families.common] = 0
        total = np.add.reduceat(np.ascontiguousarray(added.T[families.order]), families.starts)
        phrases: list[list[str]] = [[] for _ in part]
        for _ in range(min(most, len(total))):
            family = total.argmin(0)
            weight = total[family, each]
            total[family, each] = np.inf
            members = families.members[family]
            column = members[each, added[each[:, None], members].argmin(1)]
            values = judgement.matrix[part, columns[column]]
            for known, at, value, against in zip(phrases, column.tolist(), values.tolist(), (weight < 0).tolist(), strict=True):
                if against:
                    known.append(_teller(found.features[at])(value, usual(int(columns[at]))))
        told += map("; ".join, phrases)
    return told


class _Families(NamedTuple):
    """Columns by families.

    Attributes:
        order: the columns, those of one family next to each other.
        starts: where in ``order`` each family begins.
        members: families by columns; shorter rows are filled up with the family's first column.
        common: the columns that are the same on all lines of a text.
    """

    order: Whole
    starts: Whole
    members: Whole
    common: Whole


@lru_cache(maxsize=4)
def _families(features: tuple[str, ...]) -> _Families:
    names = [next((family for part, family in _FAMILIES if part in name), name) for name in features]
    members = [[at for at, known in enumerate(names) if known == name] for name in sorted(set(names))]
    most = max(map(len, members))
    return _Families(
        order=np.concatenate(members),
        starts=np.cumsum([0, *map(len, members[:-1])]),
        members=np.array([[*row, *row[:1] * (most - len(row))] for row in members]),
        common=np.array([at for at, name in enumerate(features) if name.startswith("d_")], np.int64),
    )


_FAMILIES = (
    ("m_in_", "tags"), ("m_about", "names"), ("_name", "names"), ("m_up", "blocks"), ("m_like", "like lines"),
    ("m_score", "main block"), ("m_level", "main block"), ("m_since", "main block"),
    ("_links", "links"), ("m_last_link", "links"), ("m_dens", "density"), ("m_before", "place"), ("m_after", "place"),
    ("v_", "vote"),
    ("claimed", "rules"), ("run_", "run"), ("in_run", "run"), ("gap_", "run"), ("prose_before", "run"), ("prose_after", "run"),
    ("dens_", "density"), ("to_prose", "density"), ("prose_up", "density"), ("prose_down", "density"), ("head_of", "density"),
    ("vocab", "vocabulary"), ("pos", "place"), ("line_no", "place"), ("lines_left", "place"), ("indent", "indentation"),
    ("comment", "comments"), ("related", "related"), ("furniture", "furniture"), ("chrome", "furniture"), ("date", "dates"),
    ("words", "length"), ("chars", "length"), ("group_", "sentence"), ("prose", "sentence"), ("end_", "ending"),
    ("cap", "capitals"), ("upper", "capitals"), ("repeats", "repetition"),
)  # fmt: skip  # a table: part of a column's name, what it is about


_IN_WORDS = {
    "in_run_a": ("outside the main run of prose", "inside the main run of prose"),
    "in_run_b": ("outside the main run of prose", "inside the main run of prose"),
}
_UNKNOWN = {"m_stated": "the page's own data give no article"}
"""What is said of a value below nothing: there is nothing that could be true or not."""
_PRESENT = frozenset({"url", "hash", "copy", "bar", "arrow", "money", "at", "mark"})
"""Signs: there or not."""
_DENIED = (
    ("starts ", "does not start "),
    ("ends ", "does not end "),
    ("breaks ", "does not break "),
    ("stands ", "does not stand "),
    ("addresses ", "does not address "),
    ("is cut off ", "is not cut off "),
    ("cut off ", "not cut off "),
    ("about ", "not about "),
    ("in the same ", "not in the same "),
    ("class names tell ", "class names do not tell "),
    ("rules found a ", "rules found no "),
    ("rules found ", "rules found no "),
    ("a ", "no "),
)
"""How phrases begin that are true or not, and what is said where they are not."""
_COUNTED = re.compile(
    r"(?:m_)?(?:words|chars|d_lines)(?:[+-]\d)?|group_words|words_7|line_no|lines_left|prose_(?:before|after)_abs|gap_\w+|d_words|d_mean"
    r"|prose_(?:up|down)_words"
    r"|run_[ab]_(?:start|end)|m_up\d_(?:chars|lines)|m_like_(?:lines|chars)|m_dens\d"
    r"|m_(?:section|branch)_(?:chars|lines|alike|beside)|m_block_alike|m_repeats"
    r"|(?:m_)?(?:prose_since|since|to)_(?!claimed|top|bottom|first|last)\w+|(?:since|to)_claimed_\w+"
)
"""Columns that hold logarithms (of one more), as a model likes them; a person is told the number."""
_NOTHING = (-1.0, 6.0, 9.0)
"""What such columns hold where there is nothing to count or nothing to be distant from."""


@cache
def _teller(name: str) -> Callable[[float, float | None], str]:
    """What puts a piece of evidence into words: with its value where a number says more, and then with what is usual."""
    phrase = _PHRASE[name]
    own = name.partition("[")[0]  # what it is of the line itself, where it is that of a neighbour
    where, colon, said = phrase.rpartition(": ")
    denied = _IN_WORDS[name][0] if name in _IN_WORDS else _denied(said, own)
    if denied:
        yes, no = _IN_WORDS[name][1] if name in _IN_WORDS else phrase, f"{where}{colon}{denied}"
        unknown = _UNKNOWN.get(name, no)
        return lambda value, _: yes if value > 0 else unknown if value < 0 else no
    number = _number(own, said)

    def tell(value: float, usual: float | None) -> str:
        told, beside = number(value), "" if usual is None else number(usual)
        return f"{phrase} ({told}, in what stays {beside})" if beside not in ("", told) else f"{phrase} ({told})"

    return tell


def _number(name: str, said: str) -> Callable[[float], str]:
    """What writes a column's values as people do."""
    if _COUNTED.fullmatch(name):
        return lambda value: "none" if value in _NOTHING else f"{_counted(value):.0f}"
    if said.startswith("share "):
        return lambda value: f"{value:.0%}" if value >= 0 else "none"
    return lambda value: f"{value:.0f}" if abs(value) >= 10 else f"{round(value, 2) + 0:g}"


def _denied(said: str, name: str) -> str | None:
    """What is said where a phrase does not hold; ``None`` if it has a number instead."""
    for begins, instead in _DENIED:
        if said.startswith(begins):
            return said.replace(begins, instead, 1)
    return f"no {said}" if name in _PRESENT or name.startswith(("w_", "p_", "claimed_")) else None


def _counted(value: float) -> float:
    """The number whose logarithm, of one more, a column holds; the sign of a distance is kept."""
    return math.copysign(math.expm1(abs(value)), value)
