"""Which packs are meant: by their names, their files or a rules directory, the same for every tool that looks at packs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import UsageError
from cleaner.rulebook import Pack, Rule, Rulebook, loader
from cleaner.visible import did_you_mean

_FOLDERS = " or ".join(f"{name}/" for name in loader.FOLDERS)


@dataclass(frozen=True)
class Meant:
    """What was named.

    Attributes:
        names: packs and families.
        files: those of them that were named by their files: a family's rules may be in no pack.
        whole: directories of which every pack is meant.
        rules: every rules directory that applies beside the bundled one, in order.
    """

    names: tuple[str, ...]
    files: frozenset[str]
    whole: tuple[Path, ...]
    rules: tuple[Path, ...]

    def chosen(self, rulebook: Rulebook) -> Iterator[tuple[Pack, tuple[Rule, ...]]]:
        """The packs to look at, each with those of its rules that are meant.

        Raises:
            UsageError: nobody has one of the names.
        """
        known = {pack.name for pack in rulebook.packs} | {rule.family for rule in rulebook.rules() if rule.family} | self.files
        for name in self.names:
            if name not in known:
                empty = ", and the directory of this name holds no rules;" if os.path.isdir(name) else ";"  # noqa: PTH112  # never raises
                meant = did_you_mean(name, sorted(known), empty)
                raise UsageError(f"there is no pack {name!r}{meant} `cleaner rules list` shows all")
        for pack in rulebook.packs:
            whole = any(Path(pack.origin).is_relative_to(folder) for folder in self.whole)
            rules = tuple(
                rule for rule in pack.rules if whole or pack.name in self.names or (rule.family and rule.family in self.names)
            )
            if rules:
                yield pack, rules


def meant_by(named: Sequence[str] = (), rules: Sequence[Path] = ()) -> Meant:
    """What was meant by some words, and by the rules directories given beside them.

    Args:
        named: names of packs or families; their files, whose rules directory then counts as given; or rules directories. None
            means all of ``rules``, or, without these, the bundled ones.
        rules: one's own rules directories.

    Raises:
        UsageError: a path leads nowhere, or to a file where no pack lies.
    """
    bundled = loader.bundled_directory()
    folders = list(rules)
    names, files, whole = [], set[str](), []
    for word in named:
        path = Path(word)
        if path.suffix in (".yaml", ".yml") and os.path.isfile(word):  # noqa: PTH113  # never raises
            if path.parent.resolve().name not in loader.FOLDERS:
                raise UsageError(f"{word}: not in a folder {_FOLDERS} of a rules directory, where packs lie; put it there")
            names.append(path.stem)
            files.add(path.stem)
            _known_as(_directory_of(path), bundled, folders)
        elif os.path.isdir(word) and (path.parts[1:] or path.name in loader.FOLDERS or loader.holds_rules(path)):  # noqa: PTH112  # as above
            whole.append(_known_as(path, bundled, folders))
        elif path.parts[1:] or path.suffix in (".yaml", ".yml"):
            raise UsageError(f"{word}: there is no such rule file or directory; `cleaner rules list` names all packs")
        else:
            names.append(word)
    if not named:
        whole = folders or [bundled]
    return Meant(tuple(names), frozenset(files), tuple(whole), tuple(folders))


def _known_as(folder: Path, bundled: Path, folders: list[Path]) -> Path:
    """A rules directory as messages name it already; else it is added to these."""
    same = next((other for other in (bundled, *folders) if os.path.realpath(other) == os.path.realpath(folder)), None)
    if same is None:
        folders.append(folder)
    return same or folder


def _directory_of(file: Path) -> Path:
    """The rules directory in which a file lies, as its path says it; from the working directory where it begins below it."""
    if file.parent.name not in ("", ".."):
        return file.parent.parent
    return Path(os.path.relpath(file.parent.resolve().parent))
