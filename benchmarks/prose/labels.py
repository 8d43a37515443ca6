"""Which lines of a dump belong to the body: lines aligned, in order, with the body a human checked.

A short line counts only where the alignment puts it: next to its neighbours' places in the body, or as a whole line of it. The
menu entry "Sports" is no article just because the word occurs in a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.measure import SHINGLE

# Characters in scripts without spaces, words elsewhere: a line of Thai is one word to most tokenisers, so all or nothing.
_UNSPACED = r"\u0e00-\u0eff\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_MOST_PLACES, _MOST_SHORT_PLACES = 60, 400
"""Places in the body that are tried for one shingle, and for one short line."""
_DIAGONALS = 6
_EDGE = 0.6
"""What it is worth, in tokens, that a piece begins or ends where a line of the body does; a shift by one word costs one."""
_ADJACENT = 0.3
_OUT_OF_ORDER = 0.7
"""Share of a line's shingles that must be left over for it to count at another place than the order allows."""
_FAR, _NEAR = 25, 3

Tokens = list[str]


class Labels(NamedTuple):
    """What the body says about each line.

    Attributes:
        share: share of its tokens that lie in the body.
        tokens: number of its tokens.
        optional: whether it may stay or go.
    """

    share: list[float]
    tokens: list[int]
    optional: list[bool]


class _Piece(NamedTuple):
    """A line laid on the body's tokens from ``start`` up to and without ``end``."""

    line: int
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Body:
    tokens: Tokens
    starts: frozenset[int]
    ends: frozenset[int]
    places: dict[tuple[str, ...], list[int]]

    def edges(self, start: int, end: int) -> float:
        return _EDGE * ((start in self.starts) + (end in self.ends))


def tokenize(text: str) -> Tokens:
    """Words, and single characters in scripts without spaces."""
    return _TOKEN.findall(text)


def label(lines: Sequence[str], gold: str, optional: Sequence[str] = ()) -> Labels:
    """Lay the lines of a dump on the body."""
    body = _read_body(gold)
    tokens = [tokenize(line) for line in lines]
    pieces = [piece for number, line in enumerate(tokens) for piece in _pieces(number, line, body)]
    chain = _without_strays(_heaviest_chain(pieces, len(body.tokens)), tokens, body)
    share = [0.0] * len(lines)
    left = Counter(_shingles(body.tokens))
    for number in chain:
        share[number] = _covered(tokens[number], left) if len(tokens[number]) >= SHINGLE else 1.0
    for number, line in enumerate(tokens):
        if number not in chain and len(line) >= SHINGLE + 2:
            share[number] = _leftover(line, left)
    whole = {_key(line) for line in gold.splitlines()}
    droppable = {_key(line) for text in optional for line in text.splitlines()} - whole
    return Labels(share, [len(line) for line in tokens], [" ".join(line) in droppable for line in tokens])


def _key(line: str) -> str:
    return " ".join(tokenize(line))


def _shingles(tokens: Tokens) -> list[tuple[str, ...]]:
    return [tuple(tokens[at : at + SHINGLE]) for at in range(max(1, len(tokens) - SHINGLE + 1))]


def _read_body(gold: str) -> _Body:
    tokens: Tokens = []
    starts, ends = set(), set()
    for line in gold.splitlines():
        found = tokenize(line)
        if found:
            starts.add(len(tokens))
            tokens += found
            ends.add(len(tokens))
    places: dict[tuple[str, ...], list[int]] = {}
    for size in range(1, SHINGLE + 1):
        for at in range(len(tokens) - size + 1):
            places.setdefault(tuple(tokens[at : at + size]), []).append(at)
    return _Body(tokens, frozenset(starts), frozenset(ends), places)


def _pieces(number: int, line: Tokens, body: _Body) -> Iterator[_Piece]:
    """Where a line may lie in the body: as a whole if it is short, along diagonals of equal distance if it is not."""
    size = len(line)
    if not size:
        return
    if size < SHINGLE:
        for start in body.places.get(tuple(line), ())[:_MOST_SHORT_PLACES]:
            yield _Piece(number, start, start + size, size * 0.5 + body.edges(start, start + size))
        return
    shared: Counter[int] = Counter()
    spans: dict[int, tuple[int, int]] = {}
    for at, shingle in enumerate(_shingles(line)):
        for place in body.places.get(shingle, ())[:_MOST_PLACES]:
            diagonal = place - at
            shared[diagonal] += 1
            spans[diagonal] = (spans.get(diagonal, (place, 0))[0], place + SHINGLE)
    for diagonal, found in shared.most_common(_DIAGONALS):
        start, end = spans[diagonal]
        yield _Piece(number, start, end, found + SHINGLE - 1 + body.edges(start, end))
    # A line with additions lies on several diagonals; together they are one piece if they are not scattered.
    several = [diagonal for diagonal, found in shared.items() if found >= 2]
    if len(shared) > 1 and several:
        start, end = min(spans[diagonal][0] for diagonal in several), max(spans[diagonal][1] for diagonal in several)
        total = sum(shared[diagonal] + 1 for diagonal in several)
        if end - start <= 1.6 * size and total >= 0.4 * size:
            yield _Piece(number, start, end, min(total, size) + 0.5)


class _Best:
    """The heaviest chain that ends at or before a place in the body: a Fenwick tree of maxima."""

    def __init__(self, size: int) -> None:
        self._weight = [0.0] * (size + 2)
        self._piece = [-1] * (size + 2)

    def up_to(self, place: int) -> tuple[float, int]:
        weight, piece = 0.0, -1
        place += 1
        while place > 0:
            if self._weight[place] > weight:
                weight, piece = self._weight[place], self._piece[place]
            place -= place & -place
        return weight, piece

    def put(self, place: int, weight: float, piece: int) -> None:
        place += 1
        while place < len(self._weight):
            if weight > self._weight[place]:
                self._weight[place], self._piece[place] = weight, piece
            place += place & -place


def _heaviest_chain(pieces: Sequence[_Piece], size: int) -> dict[int, _Piece]:
    """The pieces of greatest weight that follow each other in both texts without overlap, one for a line at most."""
    best = _Best(size)
    before = [-1] * len(pieces)
    heaviest, last = 0.0, -1
    lines = [piece.line for piece in pieces]
    at = 0
    while at < len(pieces):
        until = bisect_right(lines, pieces[at].line)
        # First ask for all pieces of a line, then enter them: a line follows no piece of its own.
        chains: list[tuple[int, float, int]] = []
        for number in range(at, until):
            piece = pieces[number]
            weight, before[number] = best.up_to(piece.start)
            if before[number] >= 0 and pieces[before[number]].end == piece.start:
                weight += _ADJACENT
            chains.append((piece.end, weight + piece.weight, number))
        for end, weight, number in chains:
            best.put(end, weight, number)
            if weight > heaviest:
                heaviest, last = weight, number
        at = until
    chain: list[_Piece] = []
    while last >= 0:
        chain.append(pieces[last])
        last = before[last]
    return {piece.line: piece for piece in reversed(chain)}


def _without_strays(chain: dict[int, _Piece], tokens: Sequence[Tokens], body: _Body) -> dict[int, _Piece]:
    """Short lines stay only next to another piece, or as a whole line of the body with other pieces not far away."""
    kept: dict[int, _Piece] = {}
    pieces = list(chain.values())
    for number, piece in enumerate(pieces):
        if len(tokens[piece.line]) < SHINGLE:
            previous = pieces[number - 1] if number else None
            following = pieces[number + 1] if number + 1 < len(pieces) else None
            joined = (
                previous is not None and previous.line in kept and previous.end == piece.start,
                following is not None and following.start == piece.end,
            )
            distance = min((abs(piece.line - other.line) for other in (previous, following) if other), default=99)
            whole = piece.start in body.starts and piece.end in body.ends
            if not ((whole and distance <= _FAR) or all(joined) or (any(joined) and distance <= _NEAR)):
                continue
        kept[piece.line] = piece
    return kept


def _covered(line: Tokens, left: Counter[tuple[str, ...]]) -> float:
    """The share of a line's tokens that shingles of the body cover, each of which is used up."""
    covered: set[int] = set()
    for at, shingle in enumerate(_shingles(line)):
        if left[shingle] > 0:
            left[shingle] -= 1
            covered.update(range(at, at + SHINGLE))
    return len(covered) / len(line)


def _leftover(line: Tokens, left: Counter[tuple[str, ...]]) -> float:
    """The share of a line's shingles that no other line used up; 0 if these are too few to be the same text."""
    found = [shingle for shingle in _shingles(line) if left[shingle] > 0]
    share = len(found) / (len(line) - SHINGLE + 1)
    if share < _OUT_OF_ORDER:
        return 0.0
    left.subtract(found)
    return share
