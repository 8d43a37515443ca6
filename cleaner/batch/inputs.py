"""Which files there are to clean, in the order of their ids, listed while they are worked on.

One directory at a time is held in memory, never the whole tree. The order and every id and output name depend on the names in
the tree alone.
"""

from __future__ import annotations

import glob
import heapq
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.batch.naming import OUTPUT_SUFFIXES, encode, encode_all, place, unique_folders, unique_stems
from cleaner.batch.outputs import RESERVED
from cleaner.errors import UsageError

SUFFIXES = frozenset({".txt", ".text", ".html", ".htm"})
"""What is taken from a directory. A file that is named is taken whatever its suffix."""
STDIN = "-"


class Verdict(NamedTuple):
    """What is already known of an input that will not be opened: ``skipped`` or ``failed``, its kind, and what to do."""

    status: str
    kind: str
    message: str


class Item(NamedTuple):
    """One input.

    Attributes:
        id: relative POSIX path, unique in the run; bytes that are not UTF-8 are ``%XX``. A directory that cannot be listed ends
            in ``/``.
        path: what to open, or `STDIN`.
        stem: relative output path without suffix.
    """

    id: str
    path: str
    stem: str
    verdict: Verdict | None = None


@dataclass(frozen=True)
class _Root:
    """A directory to walk, or (``chosen``) the nearest directory above some files that were named."""

    path: str
    chosen: Mapping[str, Mapping[str, str]] | None = None
    named: frozenset[str] = field(default_factory=frozenset)

    def entries(self, relative: str) -> list[tuple[str, str]]:
        """Names in a directory of the tree, each with what it is: ``folder``, ``file`` or why it is skipped.

        Raises:
            OSError: the directory cannot be listed.
        """
        if self.chosen is not None:
            return sorted(self.chosen[relative].items())
        with os.scandir(os.path.join(self.path, relative)) as found:
            return [(entry.name, self._kind(entry, os.path.join(relative, entry.name))) for entry in found]

    def _kind(self, entry: os.DirEntry[str], relative: str) -> str:
        if relative in self.named:
            return "file"
        if entry.name.startswith("."):
            return "hidden"
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        if entry.is_dir():
            return "directory_link"
        if os.path.splitext(entry.name)[1].lower() not in SUFFIXES:
            return "suffix"
        # A link to nothing is an input that fails; the one who opens it says so.
        return "file" if entry.is_file() or entry.is_symlink() else "special"


_SKIPPED = {
    "hidden": "its name begins with a dot; name it to have it cleaned",
    "directory_link": "a link to a directory is not followed; name the directory to have it cleaned",
    "suffix": f"only {' '.join(sorted(SUFFIXES))} are taken from a directory; name the file to have it cleaned",
    "special": "not a regular file",
}


class Plan:
    """All inputs of a run; iterate to get each `Item`, in ascending order of ids. Iterating again lists anew."""

    def __init__(self, roots: Sequence[_Root], *, stdin: bool = False) -> None:
        self._roots = roots
        self._stdin = stdin
        self._prefixes = _prefixes(roots)

    @property
    def single(self) -> bool:
        """Whether there is exactly one input, and it was named: a file or the standard input."""
        if self._stdin:
            return True
        return len(self._roots) == 1 and self._named_count(self._roots[0]) == 1

    @staticmethod
    def _named_count(root: _Root) -> int:
        return sum(kind == "file" for names in (root.chosen or {}).values() for kind in names.values())

    def __iter__(self) -> Iterator[Item]:
        if self._stdin:
            return iter((Item("stdin", STDIN, "stdin"),))
        walks = [_walk(root, prefix) for root, prefix in zip(self._roots, self._prefixes, strict=True)]
        return heapq.merge(*walks, key=lambda item: item.id)

    def places(self) -> Iterator[tuple[str, bool]]:
        """The real path of every directory that is walked (true) and of every file that was named (false)."""
        for root in self._roots:
            real = os.path.realpath(root.path)
            if root.chosen is None:
                yield real, True
                continue
            for relative, names in root.chosen.items():
                yield from ((os.path.join(real, relative, name), False) for name, kind in names.items() if kind == "file")


def find(paths: Iterable[str]) -> Plan:
    """Understand what was named: files, directories, globs, or ``-`` alone for the standard input.

    Files that were named keep the tree below the nearest directory that holds them all. What is named twice, or lies in a
    directory that is named too, is taken once. Where two directories hold the same names, all outputs and ids begin with the
    directory's own name.

    Raises:
        UsageError: a path does not exist, a glob finds nothing, or ``-`` is not alone.
    """
    given = list(paths)
    if STDIN in given:
        if len(given) > 1:
            raise UsageError("- (the standard input) cannot be combined with other inputs; clean it on its own")
        return Plan((), stdin=True)
    folders: dict[str, str] = {}
    files: dict[str, str] = {}
    for path in given:
        for found in _expanded(path):
            if os.path.isdir(found):
                folders.setdefault(os.path.realpath(found), found)
            else:
                parent, name = os.path.split(found)
                files.setdefault(os.path.join(os.path.realpath(parent), name), found)
    outer = [real for real in sorted(folders) if not any(inside(real, other) for other in folders if other != real)]
    named: dict[str, set[str]] = {real: set() for real in outer}
    free = []
    for real in sorted(files):
        home = next((folder for folder in outer if inside(real, folder)), None)
        relative = os.path.relpath(real, home) if home else ""
        if home and not any(part.startswith(".") for part in relative.split(os.sep)[:-1]):
            named[home].add(relative)
        else:
            free.append(real)
    roots = [_Root(folders[real], named=frozenset(named[real])) for real in outer]
    for root in roots:
        try:
            root.entries("")
        except OSError as error:
            raise UsageError(f"{encode(root.path)}: the directory cannot be listed: {error.strerror}") from error
    if free:
        roots.append(_chosen(free))
    return Plan(roots)


def inside(path: str, folder: str) -> bool:
    """Whether a real path is the folder or lies below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _expanded(path: str) -> list[str]:
    if os.path.lexists(path):  # before globs: [draft].txt is a good name
        return [path]
    if glob.has_magic(path):
        found = glob.glob(path, recursive=True)
        if found:
            return found
        raise UsageError(f"{encode(path)}: nothing matches; quote the pattern, and use ** to look in all directories below")
    raise UsageError(f"{encode(path)}: there is no such file or directory; check the spelling")


def _chosen(files: Sequence[str]) -> _Root:
    base = os.path.commonpath([os.path.dirname(path) for path in files])
    tree: dict[str, dict[str, str]] = {"": {}}
    for path in files:
        relative = os.path.relpath(path, base)
        parent, name = os.path.split(relative)
        tree.setdefault(parent, {})[name] = "file"
        while parent:
            above, name = os.path.split(parent)
            tree.setdefault(above, {})[name] = "folder"
            parent = above
    return _Root(base, chosen=tree)


def _prefixes(roots: Sequence[_Root]) -> list[str]:
    """What ids and outputs of each root begin with: nothing, unless two roots would get in each other's way at the top."""
    if len(roots) < 2:
        return [""] * len(roots)
    seen: set[str] = set()
    clash = False
    for root in roots:
        entries = root.entries("")
        encoded = encode_all([name for name, _ in entries])
        folders, stems = _outputs(entries, encoded, set())
        outputs = {*folders.values(), *(stem + suffix for stem in stems.values() for suffix in OUTPUT_SUFFIXES)}
        mine = {place(name) for name in (*encoded.values(), *outputs)}
        clash = clash or bool(mine & seen)
        seen |= mine
    if not clash:
        return [""] * len(roots)
    taken = {place(name) for name in RESERVED}
    names = []
    for root in roots:  # sorted by their real paths, so that the order of arguments does not matter
        name = encode(os.path.basename(os.path.realpath(root.path))) or "root"
        names.append(unique_folders([name], taken)[name] + "/")
    return names


def _outputs(
    entries: Sequence[tuple[str, str]], encoded: Mapping[str, str], taken: set[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Output names of a directory's folders and stems of its files, by encoded name."""
    folders = unique_folders((encoded[name] for name, kind in entries if kind == "folder"), taken)
    return folders, unique_stems([encoded[name] for name, kind in entries if kind == "file"], taken)


class _Folder(NamedTuple):
    relative: str
    id: str
    out: str


def _walk(root: _Root, prefix: str) -> Iterator[Item]:
    # A stack instead of recursion: trees can be deeper than Python's recursion limit.
    stack = [_listed(root, _Folder("", prefix, prefix))]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
        elif isinstance(entry, _Folder):
            stack.append(_listed(root, entry))
        else:
            yield entry


def _listed(root: _Root, folder: _Folder) -> Iterator[Item | _Folder]:
    """A directory's inputs and folders, ordered as the ids of all that is in them."""
    try:
        entries = root.entries(folder.relative)
    except OSError as error:
        kind = "vanished" if isinstance(error, FileNotFoundError) else "unreadable"
        message = f"the directory cannot be listed ({error.strerror}); check its permissions and run again"
        yield Item(folder.id, os.path.join(root.path, folder.relative), "", Verdict("failed", kind, message))
        return
    encoded = encode_all([name for name, _ in entries])
    folders, stems = _outputs(entries, encoded, set() if folder.out else {place(name) for name in RESERVED})
    entries.sort(key=lambda entry: encoded[entry[0]] + ("/" if entry[1] == "folder" else ""))
    for name, kind in entries:
        shown, relative = encoded[name], os.path.join(folder.relative, name)
        if kind == "folder":
            yield _Folder(relative, f"{folder.id}{shown}/", f"{folder.out}{folders[shown]}/")
        else:
            verdict = Verdict("skipped", kind, _SKIPPED[kind]) if kind != "file" else None
            yield Item(folder.id + shown, os.path.join(root.path, relative), folder.out + stems.get(shown, ""), verdict)
