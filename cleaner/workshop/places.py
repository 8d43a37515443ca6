"""Where rules stand in their files, for messages that name path and line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.rulebook.pack import Pack, Rule
from cleaner.rulebook.schema import SECTIONS
from cleaner.rulebook.yamlfile import Place, parse


class _File(NamedTuple):
    data: Any
    lines: dict[Place, int]


class Places:
    """Looks up lines in the files of some rules directories. A file is read when it is first asked about."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._read = cache(_read)

    def of(self, pack: Pack, rule: Rule, *part: str | int) -> str:
        """``path:line`` of a rule, or of a part of it."""
        path = self._file(pack, rule)
        data, lines = self._read(path)
        name = rule.id.rpartition("/")[2]
        for section in SECTIONS:
            for index, entry in enumerate(data.get(section) or ()):
                if entry.get("id") == name:
                    place: Place = (section, index, *part)
                    while place not in lines:
                        place = place[:-1]
                    return f"{path}:{lines[place]}"
        return str(path)

    def _file(self, pack: Pack, rule: Rule) -> Path:
        """The file in which a rule is written: that of its pack, or of the family that it came from."""
        if not rule.family:
            return Path(pack.origin)
        files = [folder / "families" / f"{rule.family}.yaml" for folder in self._folders]
        return next(path for path in reversed(files) if path.is_file())


def _read(path: Path) -> _File:
    parsed = parse(path.read_bytes(), str(path))
    return _File(parsed.data, parsed.lines)
