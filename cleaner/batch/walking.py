"""Walking a tree in the order of the ids of all that is in it, one directory at a time, and naming what it comes across."""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache, cached_property
from typing import NamedTuple

from cleaner.batch.destination import RESERVED
from cleaner.batch.items import TOP, Item, Verdict
from cleaner.batch.kinds import ENDINGS, holds_rows, taken
from cleaner.batch.naming import Stems, encode, encode_all, keys_of, output_names, place, unique_folders
from cleaner.batch.roots import Local, Root, inside, is_walked, named_in

_SKIPPED = {
    "hidden": "its name begins with a dot; name it to have it cleaned",
    "directory_link": "a link to a directory is not followed; name the directory to have it cleaned",
    "file_link": "a link is not followed; name it, or use --follow",
    "same_file": "the same file is taken under another name",
    "suffix": f"only {ENDINGS}, are taken from a directory; "
    "name the file if it is text or a table (.csv, .tsv, .json), else convert it first",
    "special": "not a regular file",
    "output": "the output of a run of cleaner; name it alone to have it cleaned",
    "manifest": "the manifest of a run of cleaner; name it to have it cleaned",
    "saved_page": "part of the saved page {page}; name it to have it cleaned",
}
_SAVED = (
    "_files", ".files", "-Dateien", "_Dateien", "_fichiers", "_archivos", "_file", "_bestanden", "_arquivos", "_ficheiros",
    "_pliki", "_soubory", "_subory", "_elemei", "_tiedostot", "-filer", "_filer", "_fitxers", "_fitxategiak", "_dosyalar",
    "_datoteke", "_fajlovi", "_failid", "_fails", "_bylos",
)  # fmt: skip  # a list
"""What browsers append to the name of a page to name the directory of its parts, in the languages that they speak."""
_PAGES = (".html", ".htm")


def _skipped(kind: str, page: str = "") -> Verdict:
    return Verdict("skipped", kind, _SKIPPED[kind].format(page=page))


def _pages_of(folders: Iterable[str], files: Iterable[str]) -> dict[str, str]:
    """The saved page whose parts each of these directories holds: it lies beside the directory, and is called as that is."""
    whose: dict[str, list[str]] = {}
    for folder in folders:
        for end in _SAVED:
            if folder.endswith(end):
                whose.setdefault(folder.removesuffix(end), []).append(folder)
    if not whose:
        return {}
    pages = sorted((os.path.splitext(name)[0], name) for name in files if name.lower().endswith(_PAGES))
    return {folder: name for stem, name in reversed(pages) for folder in whose.get(stem, ())}


class Links:
    """Links to files that a walk came across: each file is taken once, as it was named or under the first of its names."""

    def __init__(self, roots: Sequence[Root]) -> None:
        self._roots = roots
        self._walked = [root for root in roots if isinstance(root, Local)]
        self._takes_of = cache(_takes_of)  # many links lead to one directory, and to look at it takes longer the more it holds

    @cached_property
    def _seen(self) -> set[tuple[int, int]]:
        """What was named, to begin with."""
        seen = set()
        for path in (path for root in self._roots for path in named_in(root)):
            with suppress(OSError):  # the one who opens it says so
                seen.add(_key(os.stat(path)))
        return seen

    def verdict(self, path: str) -> Verdict | None:
        """Why the file that this link leads to is not taken through it, or ``None``."""
        try:
            known = os.stat(path)
        except OSError:
            return None  # it is gone by now; the one who opens it says so
        target = os.path.realpath(path)
        key = _key(known)
        if key in self._seen or any(self._walks_to(root, target) for root in self._walked):
            return _skipped("same_file")
        self._seen.add(key)
        return None

    def _walks_to(self, root: Local, target: str) -> bool:
        """Whether the walk of a directory comes to a file by itself, and takes it."""
        home = root.real()
        if not inside(target, home):
            return False
        within, name = os.path.split(os.path.relpath(target, home))
        return taken(name) and not name.startswith(".") and self._takes_of(root, within)


def _key(known: os.stat_result) -> tuple[int, int]:
    return known.st_dev, known.st_ino


def _takes_of(root: Local, folder: str) -> bool:
    """Whether the walk of a directory enters one below it, and takes what is in it."""
    try:
        return is_walked(root.real(), folder) and not _is_part(root, folder)
    except OSError:  # what the walk cannot list, it does not come to
        return False


def _is_part(root: Local, folder: str) -> bool:
    """Whether what lies in a directory below is part of a saved page."""
    while folder and not root.is_named(folder):
        above, name = os.path.split(folder)
        if _pages_of([name], (beside for beside, kind in root.entries(above) if kind in _OPENED)):
            return True
        folder = above
    return False


def prefixes(roots: Sequence[Root]) -> list[str]:
    """What ids and outputs of each root begin with: nothing, unless two roots would get in each other's way at the top."""
    if len(roots) < 2:
        return [""] * len(roots)
    import numpy

    seen = numpy.zeros(0, numpy.uint64)
    clash = False
    for root in roots:
        mine = numpy.unique(keys_of(_Names(root.entries(""), set()).all()))
        clash = clash or bool(numpy.isin(mine, seen).any())
        seen = numpy.union1d(seen, mine)
    if not clash:
        return [""] * len(roots)
    taken = {place(name) for name in RESERVED}
    names = []
    for root in roots:  # sorted by their real paths, so that the order of arguments does not matter
        name = encode(root.name) or "root"
        names.append(unique_folders([name], taken)[name] + "/")
    return names


_OPENED = ("file", "file_link")


class _Names:
    """The names in a directory in the order of the ids of all that is in it, and the names of their outputs.

    A directory may hold millions: what is kept of a name is the name.

    Args:
        entries: the names, each with what it is.
        taken: the `place` of output names that are not free.
    """

    def __init__(self, entries: Iterable[tuple[str, str]], taken: set[str]) -> None:
        self._kinds: dict[str, list[str]] = {}
        for name, kind in entries:
            self._kinds.setdefault(kind, []).append(name)
        self._encoded = encode_all([name for names in self._kinds.values() for name in names])
        files = [name for kind in _OPENED for name in self._kinds.get(kind, ())]
        folders = [*self._kinds.get("folder", ()), *filter(holds_rows, files)]
        self._folders = unique_folders(map(self.shown, folders), taken)
        self._stems = Stems([self.shown(name) for name in files if not holds_rows(name)], taken)
        for names in self._kinds.values():
            names.sort(key=self.shown)
        if "folder" in self._kinds:
            self._kinds["folder"].sort(key=lambda name: f"{self.shown(name)}/")

    @cached_property
    def saved(self) -> dict[str, str]:
        """The page beside each folder that holds nothing but the parts of that page."""
        files = (name for kind in _OPENED for name in self._kinds.get(kind, ()))
        return _pages_of(self._kinds.get("folder", ()), files)

    def shown(self, name: str) -> str:
        """The name as it stands in ids."""
        return self._encoded.get(name, name)

    def out(self, name: str, kind: str) -> str:
        """The name of a folder's or a row file's output folder, or the stem of a document's outputs; else empty."""
        if kind == "folder" or (kind in _OPENED and holds_rows(name)):
            return self._folders[self.shown(name)]
        return self._stems[self.shown(name)] if kind in _OPENED else ""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Each name with what it is."""
        for _, name, kind in heapq.merge(*(self._keyed(kind) for kind in self._kinds)):
            yield name, kind

    def _keyed(self, kind: str) -> Iterator[tuple[str, str, str]]:
        end = "/" if kind == "folder" else ""
        return ((self.shown(name) + end, name, kind) for name in self._kinds[kind])

    def all(self) -> Iterator[str]:
        """All names that ids and outputs have."""
        for name, kind in self:
            out = self.out(name, kind)
            yield self.shown(name)
            if out and (kind == "folder" or holds_rows(name)):
                yield out
            elif out:
                yield from output_names(out)


class _Folder(NamedTuple):
    """A directory; ``page`` is the id of the saved page that all in it is part of, else empty."""

    relative: str
    id: str
    out: str
    page: str = ""


def walk(root: Root, prefix: str) -> Iterator[Item]:
    """All inputs below a root, in ascending order of ids, which begin with the prefix."""
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


def _listed(root: Root, folder: _Folder) -> Iterator[Item | _Folder]:
    """A directory's inputs and folders, ordered as the ids of all that is in them."""
    try:
        names = _Names(root.entries(folder.relative), set() if folder.out else {place(name) for name in RESERVED})
    except OSError as error:
        kind = "vanished" if isinstance(error, FileNotFoundError) else "unreadable"
        message = f"the directory cannot be listed ({error.strerror or error}); check its permissions and run again"
        yield Item(folder.id or TOP, root.at(folder.relative), "", Verdict("failed", kind, message))
        return
    for name, kind in names:
        shown, out, relative = names.shown(name), names.out(name, kind), os.path.join(folder.relative, name)
        if kind == "folder":
            page = names.saved.get(name, "")
            whole = folder.page or (page and folder.id + names.shown(page))
            if root.is_named(relative):
                whole = ""
            yield _Folder(relative, f"{folder.id}{shown}/", f"{folder.out}{out}/", whole)
            continue
        verdict = None if kind == "file" else _skipped(kind)
        if folder.page and not root.is_named(relative):
            verdict = _skipped("saved_page", folder.page)
        yield Item(folder.id + shown, root.at(relative), folder.out + out, verdict)
