"""Which documents there are to clean, in the order of their files' ids, listed while they are worked on.

One directory and one row at a time is held in memory, never the whole tree or file. The order and every id and output name
depend on the names in the tree and on the rows alone.
"""

from __future__ import annotations

import glob
import hashlib
import heapq
import os
import posixpath
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from cleaner.batch.containers import (
    FORMATS,
    PACKINGS,
    Lost,
    Reading,
    Row,
    holds_rows,
    needed_for_zstd,
    packing,
    parts,
    rows,
    taken,
)
from cleaner.batch.ids import Ids, Renamed
from cleaner.batch.naming import OUTPUT_SUFFIXES, Stems, encode, encode_all, keys_of, place, row_stem, unique_folders
from cleaner.batch.opening import STDIN, kept_stdin, opened, read_file
from cleaner.batch.outputs import RESERVED
from cleaner.batch.remote import Remote, is_remote, remote
from cleaner.errors import UnreadableInput, UsageError

_MARKUP_SUFFIXES = (".html", ".htm", ".xhtml")


class Verdict(NamedTuple):
    """What is already known of an input that will not be opened: ``skipped`` or ``failed``, its kind, and what to do."""

    status: str
    kind: str
    message: str


class Item(NamedTuple):
    """One input.

    Attributes:
        id: unique in the run. Of a file its relative POSIX path; bytes that are not UTF-8 are ``%XX``, and a directory that
            cannot be listed ends in ``/``. Of a row its own, or the file's with ``#`` and its number.
        path: what to open, or `STDIN`.
        stem: relative output path without suffix.
        verdict: what is known of it already, where it is not to be opened.
        file: id of the file that a row stands in, else empty.
        row: the row, where it is one.
    """

    id: str
    path: str
    stem: str
    verdict: Verdict | None = None
    file: str = ""
    row: Row | None = None

    @property
    def place(self) -> str | None:
        """Id of the file that it is or stands in; ``None`` for the standard input."""
        return None if self.path == STDIN else self.file or self.id

    @property
    def size(self) -> int:
        """Bytes or characters that it brings along; 0 for a file."""
        return len(self.row.data) if self.row else 0

    @property
    def url(self) -> str | None:
        """The address of the page, where its row knows it."""
        return self.row.url if self.row else None

    @property
    def media_type(self) -> str | None:
        """What its row or the name of its file says that it is, for `cleaner.clean`."""
        if self.row:
            return self.row.media_type
        return "text/html" if parts(self.path)[1] in _MARKUP_SUFFIXES else None


def content(item: Item, max_bytes: int) -> str | bytes:
    """The text or the bytes of one input.

    Raises:
        UnreadableInput: as `read_file`.
        UsageError: a library is missing.
    """
    return item.row.data if item.row else read_file(item.path, max_bytes)


def sha256_of_content(content: str | bytes) -> str:
    """The digest of a content; text as UTF-8."""
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode(errors="replace")).hexdigest()


@dataclass(frozen=True)
class _Root:
    """A directory to walk, or (``chosen``) the nearest directory above some files that were named."""

    path: str
    chosen: Mapping[str, Mapping[str, str]] | None = None
    named: frozenset[str] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        """Its own name."""
        return os.path.basename(os.path.realpath(self.path))

    def at(self, relative: str) -> str:
        """The path of what lies below."""
        return os.path.join(self.path, relative)

    def entries(self, relative: str) -> Iterator[tuple[str, str]]:
        """Names in a directory of the tree, each with what it is: ``folder``, ``file``, ``file_link`` or why it is skipped.

        Raises:
            OSError: the directory cannot be listed.
        """
        if self.chosen is not None:
            yield from self.chosen[relative].items()
            return
        with os.scandir(self.at(relative)) as found:
            for entry in found:
                yield entry.name, self._kind(entry, os.path.join(relative, entry.name))

    def _kind(self, entry: os.DirEntry[str], relative: str) -> str:
        if relative in self.named:
            return "file"
        if entry.name.startswith("."):
            return "hidden"
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        if entry.is_dir():
            return "directory_link"
        if not taken(entry.name):
            return "suffix"
        if entry.is_symlink():
            # A link to nothing is an input that fails; the one who opens it says so.
            return "file_link" if entry.is_file() else "special" if os.path.exists(entry) else "file"
        return "file" if entry.is_file() else "special"

    def places(self) -> Iterator[tuple[str, bool]]:
        """See `Plan.places`."""
        real = os.path.realpath(self.path)
        if self.chosen is None:
            yield real, True
            return
        for relative, names in self.chosen.items():
            yield from ((os.path.join(real, relative, name), False) for name, kind in names.items() if kind == "file")


@dataclass(frozen=True)
class _RemoteRoot:
    """The same on another machine."""

    base: Remote
    chosen: Mapping[str, Mapping[str, str]] | None = None

    @property
    def path(self) -> str:
        """Its address."""
        return self.base.address

    @property
    def name(self) -> str:
        """Its own name."""
        return posixpath.basename(self.base.path.rstrip("/"))

    def at(self, relative: str) -> str:
        """The address of what lies below."""
        return f"{self.path.rstrip('/')}/{relative}" if relative else self.path

    def entries(self, relative: str) -> Iterator[tuple[str, str]]:
        """As of `_Root`.

        Raises:
            OSError: the directory cannot be listed.
        """
        if self.chosen is not None:
            yield from self.chosen[relative].items()
            return
        folder = Remote(self.base.system, f"{self.base.path.rstrip('/')}/{relative}" if relative else self.base.path)
        for name, kind in folder.entries():
            yield name, self._kind(name, kind)

    @staticmethod
    def _kind(name: str, kind: str) -> str:
        if name.startswith("."):
            return "hidden"
        if kind == "directory":
            return "folder"
        return "suffix" if not taken(name) else "file" if kind == "file" else "special"

    def places(self) -> Iterator[tuple[str, bool]]:
        """No output can be in their way."""
        return iter(())


_AnyRoot = _Root | _RemoteRoot
_SKIPPED = {
    "hidden": "its name begins with a dot; name it to have it cleaned",
    "directory_link": "a link to a directory is not followed; name the directory to have it cleaned",
    "file_link": "a link is not followed; name it, or use --follow",
    "same_file": "another link leads to the same file",
    "suffix": f"only {' '.join(FORMATS)}, also with {' or '.join(PACKINGS)}, are taken from a directory; "
    "name the file to have it cleaned",
    "special": "not a regular file",
}


class Plan:
    """All inputs of a run; iterate to get each `Item`, files in ascending order of ids, rows as they stand in their file.

    Iterating again lists anew.

    Attributes:
        reading: how inputs are listed and read.
        total: how many inputs there are, once `check` has counted them.
    """

    def __init__(self, roots: Sequence[_AnyRoot], reading: Reading, *, stdin: bool = False) -> None:
        self._roots = roots
        self._stdin = stdin
        self._prefixes = _prefixes(roots)
        self._ids: Ids | None = None
        self._kept: BinaryIO | None = None
        self.reading = reading

    @property
    def single(self) -> bool:
        """Whether there is exactly one input, and it was named: the standard input or a file of one document."""
        if self._stdin:
            return not self.reading.stdin
        names = [name for root in self._roots for found in (root.chosen or {}).values() for name in _files(found)]
        return len(names) == 1 and not holds_rows(names[0]) and all(root.chosen is not None for root in self._roots)

    @property
    def total(self) -> int | None:
        """How many inputs there are; ``None`` before `check`."""
        return None if self._ids is None else len(self._ids)

    def check(self) -> None:
        """List all inputs once, to know that no id comes twice and that all files can be opened with what is installed.

        Raises:
            UsageError: two rows have the same id, or a library is missing.
        """
        self._ids = Ids(item.id for item in self._items())
        if self._ids.unique or self.reading.suffix_ids:
            return
        first: dict[str, Item] = {}
        for item in self._items():
            if self._ids.suspect(item.id) and (before := first.setdefault(item.id, item)) is not item:
                raise UsageError(
                    f"{_where(item)}: its id {item.id!r} is that of {_where(before)}, too; "
                    "choose a unique one with --id-key, none with --id-key '', or number them with --dup-id suffix"
                )

    def __iter__(self) -> Iterator[Item]:
        if self._ids is None or self._ids.unique:
            return self._items()
        renamed = Renamed(self._ids)
        return (item._replace(id=renamed(item.id)) for item in self._items())

    def _items(self) -> Iterator[Item]:
        if self._stdin:
            item = Item("stdin", STDIN, "stdin")
            yield from _rows(item, self.reading, self._stdin_again) if self.reading.stdin else [item]
            return
        walks = [_walk(root, prefix) for root, prefix in zip(self._roots, self._prefixes, strict=True)]
        links = _Links(self._roots)
        for item in heapq.merge(*walks, key=lambda item: item.id):
            if item.verdict and item.verdict.kind == "file_link" and self.reading.follow:
                item = item._replace(verdict=links.verdict(item.path))  # noqa: PLW2901  # the one item, with what is known now
            if item.verdict is None and holds_rows(item.path):
                yield from _rows(item, self.reading)
                continue
            if packing(item.path) == ".zst":
                needed_for_zstd()
            yield item

    @contextmanager
    def _stdin_again(self, _: str) -> Iterator[BinaryIO]:
        """The standard input from its beginning; one listing at a time."""
        if self._kept is None:
            self._kept = kept_stdin()
            weakref.finalize(self, self._kept.close)
        self._kept.seek(0)
        yield self._kept

    def places(self) -> Iterator[tuple[str, bool]]:
        """The real path of every directory that is walked (true) and of every file that was named (false)."""
        for root in self._roots:
            yield from root.places()


def _files(names: Mapping[str, str]) -> Iterator[str]:
    return (name for name, kind in names.items() if kind == "file")


def _where(item: Item) -> str:
    return f"{item.file}, row {item.row.number}" if item.row else item.file or item.id


def _skipped(kind: str) -> Verdict:
    return Verdict("skipped", kind, _SKIPPED[kind])


class _Links:
    """Links to files that a walk came across: each file is taken once, under the first of its names."""

    def __init__(self, roots: Sequence[_AnyRoot]) -> None:
        self._walked = [os.path.realpath(root.path) for root in roots if isinstance(root, _Root) and root.chosen is None]
        self._seen: set[tuple[int, int]] = set()

    def verdict(self, path: str) -> Verdict | None:
        """Why the file that this link leads to is not taken through it, or ``None``."""
        try:
            known = os.stat(path)
        except OSError:
            return None  # it is gone by now; the one who opens it says so
        target = os.path.realpath(path)
        key = (known.st_dev, known.st_ino)
        if key in self._seen or any(_walks_to(folder, target) for folder in self._walked):
            return _skipped("same_file")
        self._seen.add(key)
        return None


def _walks_to(folder: str, target: str) -> bool:
    """Whether the walk of a directory comes to a file by itself."""
    if not inside(target, folder):
        return False
    names = os.path.relpath(target, folder).split(os.sep)
    return taken(names[-1]) and not any(name.startswith(".") for name in names)


def _rows(item: Item, reading: Reading, opened: Callable[[str], AbstractContextManager[BinaryIO]] = opened) -> Iterator[Item]:
    """The rows of a container, each as an input. What cannot be opened is one input."""
    try:
        with opened(item.path) as file:
            for row in rows(f"stdin{reading.stdin}" if item.path == STDIN else item.path, file, reading):
                name = row.id or (f"{item.id}#{row.number}" if row.number else item.id)
                if isinstance(row, Lost):
                    verdict = Verdict(row.status, row.kind, row.message)
                    yield Item(name, item.path, "", verdict, item.id)
                else:
                    yield Item(name, item.path, row_stem(item.stem, row.number, row.id), None, item.id, row)
    except UnreadableInput as error:
        yield item._replace(
            stem="", verdict=Verdict("skipped" if error.kind == "special" else "failed", error.kind, str(error))
        )


def find(paths: Iterable[str], reading: Reading | None = None) -> Plan:
    """Understand what was named: files, directories, globs, addresses, or ``-`` alone for the standard input.

    Files that were named keep the tree below the nearest directory that holds them all. What is named twice, or lies in a
    directory that is named too, is taken once. Where two directories hold the same names, all outputs and ids begin with the
    directory's own name.

    Raises:
        UsageError: a path does not exist, a glob finds nothing, ``-`` is not alone, or a library is missing for an address.
    """
    given, reading = list(paths), reading or Reading()
    if STDIN in given:
        if len(given) > 1:
            raise UsageError("- (the standard input) cannot be combined with other inputs; clean it on its own")
        return Plan((), reading, stdin=True)
    far = [path for path in given if is_remote(path) and not os.path.lexists(path)]
    roots: list[_AnyRoot] = [*_local([path for path in given if path not in far]), *_far(far)]
    for root in roots:
        try:
            next(root.entries(""), None)
        except OSError as error:
            why = error.strerror or str(error)
            raise UsageError(f"{encode(root.path)}: the directory cannot be listed: {why}") from error
    return Plan(roots, reading)


def find_one(path: str, id: str | None = None, reading: Reading | None = None) -> Item:
    """The one document that a path holds, or of all that it leads to the one of this id.

    Raises:
        UnreadableInput: it is there, but is known to be no document.
        UsageError: as `find`; there is no such document, or there may be several and none was named.
    """
    plan = find([path], reading)
    if id is None and not plan.single:
        raise UsageError(f"{encode(path)}: this holds many documents, or may; name a file of one, or choose one with --id")
    found = next((item for item in plan if id in (None, item.id)), None)
    if found is None and id is not None and "~" in id:
        plan.check()  # rows with one id get numbers, which takes a look at all
        found = next((item for item in plan if id == item.id), None)
    if found is None:
        what = "a row has its own or FILE#NUMBER, a file its path from here; the manifest of a run lists them"
        raise UsageError(f"{encode(path)}: nothing in it has the id {id!r}: {what}")
    if found.verdict:
        raise UnreadableInput(found.verdict.kind, f"{found.id}: {found.verdict.message}")
    return found


def _local(given: Sequence[str]) -> Iterator[_Root]:
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
    for real in outer:
        yield _Root(folders[real], named=frozenset(named[real]))
    if free:
        base = os.path.commonpath([os.path.dirname(path) for path in free])
        yield _Root(base, chosen=_tree([os.path.relpath(path, base) for path in free]))


def _far(given: Sequence[str]) -> Iterator[_RemoteRoot]:
    files: dict[str, list[Remote]] = {}
    for address in given:
        try:
            found = [(one, one.is_folder()) for one in remote(address).expanded()]
        except OSError as error:
            raise UsageError(f"{address}: it cannot be looked at: {error.strerror or error}") from error
        if not found:
            raise UsageError(f"{address}: there is nothing at this address; check the spelling, and that you may read it")
        for one, folder in found:
            if folder:
                yield _RemoteRoot(one)
            else:
                files.setdefault(one.address.partition("://")[0], []).append(one)
    for group in files.values():
        base = posixpath.commonpath([posixpath.dirname(one.path) for one in group])
        tree = _tree(sorted({posixpath.relpath(one.path, base) if base else one.path for one in group}))
        yield _RemoteRoot(Remote(group[0].system, base), chosen=tree)


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


def _tree(files: Sequence[str]) -> dict[str, dict[str, str]]:
    """Relative paths as directories with their entries."""
    tree: dict[str, dict[str, str]] = {"": {}}
    for relative in files:
        parent, name = os.path.split(relative)
        tree.setdefault(parent, {})[name] = "file"
        while parent:
            above, name = os.path.split(parent)
            tree.setdefault(above, {})[name] = "folder"
            parent = above
    return tree


def _prefixes(roots: Sequence[_AnyRoot]) -> list[str]:
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
                yield from (out + suffix for suffix in OUTPUT_SUFFIXES)


class _Folder(NamedTuple):
    relative: str
    id: str
    out: str


def _walk(root: _AnyRoot, prefix: str) -> Iterator[Item]:
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


def _listed(root: _AnyRoot, folder: _Folder) -> Iterator[Item | _Folder]:
    """A directory's inputs and folders, ordered as the ids of all that is in them."""
    try:
        names = _Names(root.entries(folder.relative), set() if folder.out else {place(name) for name in RESERVED})
    except OSError as error:
        kind = "vanished" if isinstance(error, FileNotFoundError) else "unreadable"
        message = f"the directory cannot be listed ({error.strerror or error}); check its permissions and run again"
        yield Item(folder.id, root.at(folder.relative), "", Verdict("failed", kind, message))
        return
    for name, kind in names:
        shown, out, relative = names.shown(name), names.out(name, kind), os.path.join(folder.relative, name)
        if kind == "folder":
            yield _Folder(relative, f"{folder.id}{shown}/", f"{folder.out}{out}/")
        else:
            yield Item(folder.id + shown, root.at(relative), folder.out + out, None if kind == "file" else _skipped(kind))
