"""Ids that rows bring along may come twice; eight bytes of memory an id are enough to tell."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterable

_STORY = re.compile(r"(.+)#(?:[2-9]|[1-9][0-9]+)", re.DOTALL)


def story_of(id: str) -> str | None:
    """The id of the document of which this is the id of a story, as `cleaner.stories` names them; ``None`` if it is of none."""
    found = _STORY.fullmatch(id)
    return found[1] if found else None


def digest_of(name: str) -> int:
    """Eight bytes that tell one name from another."""
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8", errors="replace"), digest_size=8).digest())


class Ids:
    """All ids of a run, by a digest each."""

    def __init__(self, ids: Iterable[str]) -> None:
        import numpy

        keys = array("Q", map(digest_of, ids))
        self._sorted = numpy.sort(numpy.frombuffer(keys, numpy.uint64)) if keys else numpy.zeros(0, numpy.uint64)
        self._twice = set(self._sorted[1:][self._sorted[1:] == self._sorted[:-1]].tolist())

    def __len__(self) -> int:
        return len(self._sorted)

    @property
    def unique(self) -> bool:
        """Whether surely no id comes twice."""
        return not self._twice

    def suspect(self, id: str) -> bool:
        """Whether this id may come twice. One in ten million millions is suspect for no reason."""
        return bool(self._twice) and digest_of(id) in self._twice

    def __contains__(self, id: str) -> bool:
        import numpy

        key = numpy.uint64(digest_of(id))
        at = int(self._sorted.searchsorted(key))
        return at < len(self._sorted) and self._sorted[at] == key


class Renamed:
    """Ids in the order of the inputs, each new: what came before gets ``~2`` and so on."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._counts: dict[str, int] = {}

    def __call__(self, id: str) -> str:
        """The id, or a new one that no input has."""
        if not self._ids.suspect(id):
            return id
        count = self._counts[id] = self._counts.get(id, 0) + 1
        if count == 1:
            return id
        while (candidate := f"{id}~{count}") in self._ids:
            count += 1
        self._counts[id] = count
        return candidate
