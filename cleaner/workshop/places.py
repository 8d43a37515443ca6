"""Where rules stand in their files, for messages that name path and line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.rulebook.pack import SECTIONS, Pack, Rule
from cleaner.rulebook.yamlfile import Parsed, Place, parse


class Places:
    """Looks up lines in the files of some rules directories. A file is read when it is first asked about."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._read = cache(_read)

    def of(self, pack: Pack, rule: Rule, *part: str | int) -> tuple[str, int]:
        """Path and line of a rule, or of a part of it."""
        path = self.file(pack, rule)
        parsed = self._read(path)
        return str(path), _nearest(parsed, (*place_of(parsed, rule), *part))

    def shown(self, pack: Pack, rule: Rule, *part: str | int) -> str:
        """The same as ``path:line``."""
        path, line = self.of(pack, rule, *part)
        return f"{path}:{line}"

    def of_pack(self, pack: Pack, key: str) -> int:
        """The line of a pack's key."""
        return _nearest(self._read(Path(pack.origin)), (key,))

    def values(self, path: Path) -> tuple[dict[str, Any], dict[Place, int]]:
        """What stands in a rule file that loads, and the line of each value."""
        parsed = self._read(path)
        return parsed.data, parsed.lines

    def file(self, pack: Pack, rule: Rule) -> Path:
        """The file in which a rule is written: that of its pack, or of the family that it came from."""
        if not rule.family:
            return Path(pack.origin)
        files = [folder / "families" / f"{rule.family}.yaml" for folder in self._folders]
        return next(path for path in reversed(files) if path.is_file())


def place_of(parsed: Parsed, rule: Rule) -> Place:
    """Where a rule stands in its file."""
    name = rule.id.rpartition("/")[2]
    return next(
        (section, index)
        for section in SECTIONS
        for index, entry in enumerate(parsed.data.get(section) or ())
        if entry.get("id") == name
    )


def _nearest(parsed: Parsed, place: Place) -> int:
    """The line of a place, or of the nearest thing around it that stands in the file."""
    while place and place not in parsed.lines:
        place = place[:-1]
    return parsed.lines.get(place, 1)


def _read(path: Path) -> Parsed:
    return parse(path.read_bytes(), str(path))
