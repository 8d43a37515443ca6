"""How the texts begin that a pattern can match: a look at its first characters spares a line most rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cleaner.rulebook.folding import fold

HEAD = 3
"""Characters of a text by which rules are told apart where it begins."""
_MOST_HEADS = 400
"""Beginnings of a pattern that are told apart; where there are more, less of each is known, or nothing of any."""


class Heads(NamedTuple):
    """How the folded texts begin that a pattern, or a part of it, can match: at most `HEAD` characters of each.

    Attributes:
        whole: texts that are shorter; behind them follows what the pattern goes on with.
        cut: beginnings behind which anything may stand. The empty one is the beginning of every text.
    """

    whole: frozenset[str]
    cut: frozenset[str]

    @property
    def known(self) -> frozenset[str] | None:
        """The beginnings of which every text has one; ``None`` if it can begin with anything.

        No text is empty, so that what matches nothing at all tells of none.
        """
        if "" in self.cut:
            return None
        heads = (self.whole | self.cut) - {""}
        return frozenset(head for head in heads if not any(head[:size] in heads for size in range(1, len(head))))

    def then(self, after: Heads) -> Heads:
        """The beginnings of these texts with those ``after`` behind them."""
        if not self.whole or after == NO_HEAD:
            return self
        if len(self.whole) * (len(after.whole) + len(after.cut)) > _MOST_HEADS:
            return Heads(frozenset(), self.cut | self.whole)
        whole: set[str] = set()
        cut = set(self.cut)
        for head in self.whole:
            for more in after.whole:
                text = fold(head + more)
                if len(text) < HEAD:
                    whole.add(text)
                else:
                    cut.add(text[:HEAD])
            cut.update(fold(head + more)[:HEAD] for more in after.cut)
        return Heads(frozenset(whole), frozenset(cut))

    def taken(self, least: int, most: float) -> Heads:
        """The beginnings of these texts taken ``least`` to ``most`` times: several times, or not at all."""
        whole, cut = self
        if most > 1:  # what else follows the first is left open
            whole, cut = whole & {""}, cut | (whole - {""})
        return Heads(whole if least else whole | {""}, cut)

    def or_else(self, other: Heads) -> Heads:
        """The beginnings of either texts."""
        whole, cut = self.whole | other.whole, self.cut | other.cut
        if len(whole) + len(cut) > _MOST_HEADS:
            return Heads(whole & {""}, frozenset(head[:1] for head in (whole - {""}) | cut))
        return Heads(whole, cut)


NO_HEAD = Heads(frozenset({""}), frozenset())
"""Of what has no width."""
ANY_HEAD = Heads(frozenset(), frozenset({""}))
"""Of what can begin with anything."""


def heads_of(texts: Iterable[str]) -> Heads:
    """How some characters, or texts, begin once they are folded: one character can become three."""
    return NO_HEAD.then(Heads(frozenset(map(fold, texts)), frozenset()))


def begins(heads: frozenset[str], folded: str) -> bool:
    """Whether a folded text begins with one of these."""
    return folded[:1] in heads or folded[:2] in heads or folded[:HEAD] in heads


def lines_beginning(heads: Iterable[str]) -> float:
    """Roughly the share of lines that begin with one of these: a given letter opens one in 25, each further one is a fifth."""
    return sum(0.04 * 0.2 ** (len(head) - 1) for head in heads)
