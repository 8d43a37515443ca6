"""What was named, as directories to list: here or on another machine, whole or some of their files."""

from __future__ import annotations

import glob
import os
import posixpath
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cleaner.batch.destination import holds_run, is_manifest
from cleaner.batch.kinds import taken
from cleaner.batch.naming import encode
from cleaner.batch.remote import Remote, is_remote, or_else, remote
from cleaner.errors import UsageError

_NOT_ENTERED = ("hidden", "output", "directory_link")
"""Why a walk may pass a directory over."""


@dataclass(frozen=True)
class Local:
    """A directory to walk.

    Attributes:
        path: its path.
        named: files below it that were named themselves; they are taken whatever their names.
        folders: directories below it that were named themselves, and that its walk enters.
        apart: the real paths of the directories that were named and are walked each by itself, this one among them; there may
            be thousands, and all have the same set.
    """

    path: str
    named: frozenset[str] = field(default_factory=frozenset)
    folders: frozenset[str] = field(default_factory=frozenset)
    apart: frozenset[str] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        """Its own name."""
        return os.path.basename(self.real())

    def real(self, relative: str = "") -> str:
        """Its real path, or that of what lies below it."""
        return os.path.join(os.path.realpath(self.path), relative).rstrip(os.sep) or os.sep

    def at(self, relative: str) -> str:
        """The path of what lies below."""
        return os.path.join(self.path, relative)

    def is_named(self, relative: str) -> bool:
        """Whether a file or a directory below was named itself."""
        return relative in self.named or relative in self.folders

    def entries(self, relative: str) -> Iterator[tuple[str, str]]:
        """Names in a directory of the tree, each with what it is: ``folder``, ``file``, ``file_link`` or why it is skipped.

        A directory that is not entered, but walked by itself, is not among them: nothing of it is skipped.

        Raises:
            OSError: the directory cannot be listed.
        """
        with os.scandir(self.at(relative)) as found:
            for entry in found:
                kind = self._kind(entry, os.path.join(relative, entry.name))
                if not (kind in _NOT_ENTERED and self._is_apart(entry.path)):
                    yield entry.name, kind

    def _is_apart(self, path: str) -> bool:
        """Whether this is another directory that is walked by itself."""
        return len(self.apart) > 1 and (real := os.path.realpath(path)) in self.apart and real != self.real()

    def _kind(self, entry: os.DirEntry[str], relative: str) -> str:
        if relative in self.named:
            return "file"
        if entry.name.startswith("."):
            return "hidden"
        if entry.is_dir(follow_symlinks=False):
            return "output" if holds_run(entry.path) else "folder"
        # Asked by path: the entry itself raises where a link leads to itself, or where nobody may look.
        is_link = entry.is_symlink()
        if is_link and os.path.isdir(entry.path):
            return "directory_link"
        if not taken(entry.name):
            return "suffix"
        if is_link:
            # A link to nothing is an input that fails; the one who opens it says so.
            return "file_link" if os.path.isfile(entry.path) else "special" if os.path.exists(entry.path) else "file"
        if is_manifest(entry.path):
            return "manifest"
        return "file" if entry.is_file() else "special"


@dataclass(frozen=True)
class Far:
    """The same on another machine."""

    base: Remote

    @property
    def path(self) -> str:
        """Its address."""
        return self.base.address

    @property
    def name(self) -> str:
        """Its own name."""
        return posixpath.basename(self.base.path.rstrip("/"))

    def real(self, _relative: str = "") -> None:
        """No output can be in its way."""

    def at(self, relative: str) -> str:
        """The address of what lies below."""
        return f"{self.path.rstrip('/')}/{relative}" if relative else self.path

    def is_named(self, _relative: str) -> bool:
        """Nothing below was named: addresses of files are `Files`."""
        return False

    def entries(self, relative: str) -> Iterator[tuple[str, str]]:
        """As of `Local`.

        Raises:
            OSError: the directory cannot be listed.
        """
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


@dataclass(frozen=True)
class Files:
    """Some files that were named, as a part of the nearest directory that holds them all.

    Attributes:
        above: that directory.
        tree: each directory down to the files, with its entries.
    """

    above: Local | Far
    tree: Mapping[str, Mapping[str, str]]

    @property
    def path(self) -> str:
        """The path or address of the directory above."""
        return self.above.path

    @property
    def name(self) -> str:
        """The name of the directory above."""
        return self.above.name

    def at(self, relative: str) -> str:
        """The path or address of what lies below."""
        return self.above.at(relative)

    def is_named(self, _relative: str) -> bool:
        """All of them were named."""
        return True

    def entries(self, relative: str) -> Iterator[tuple[str, str]]:
        """As of `Local`, but nothing is looked up."""
        yield from self.tree[relative].items()

    def files(self) -> Iterator[str]:
        """The relative path of each file."""
        for relative, names in self.tree.items():
            yield from (os.path.join(relative, name) for name, kind in names.items() if kind == "file")


Root = Local | Far | Files


def places(root: Root) -> Iterator[tuple[str, bool]]:
    """The real path of a directory that is walked (true), or of every file that was named (false)."""
    if isinstance(root, Files):
        found = ((root.above.real(relative), False) for relative in root.files())
    else:
        found = ((real, True) for real in [root.real()])
    yield from ((real, walked) for real, walked in found if real is not None)


def named_in(root: Root) -> Iterator[str]:
    """The path here of every file of a root that was named itself."""
    if isinstance(root, Local):
        yield from map(root.at, root.named)
    elif isinstance(root, Files) and isinstance(root.above, Local):
        yield from map(root.at, root.files())


def roots_of(given: Sequence[str]) -> list[Root]:
    """What is to be listed; what is named twice, or lies in a directory that is named too, once.

    Raises:
        UsageError: a path does not exist or cannot be looked at, a glob finds nothing, a directory cannot be listed, or a
            library is missing.
    """
    far = [path for path in given if is_remote(path) and not os.path.lexists(path)]
    roots: list[Root] = [*_local([path for path in given if path not in far]), *_far(far)]
    for root in roots:
        try:
            next(root.entries(""), None)
        except OSError as error:
            why = error.strerror or str(error)
            raise UsageError(f"{encode(root.path)}: the directory cannot be listed: {why}; check its permissions") from error
    return roots


def _local(given: Sequence[str]) -> Iterator[Local | Files]:
    folders: dict[str, str] = {}
    files: dict[str, str] = {}
    for path in given:
        for found in _expanded(path):
            if os.path.isdir(found):
                folders.setdefault(os.path.realpath(found), found)
            else:
                parent, name = os.path.split(found)
                files.setdefault(os.path.join(os.path.realpath(parent), name), found)
    reached = {real for real in folders if _is_reached(real, folders)}
    outer = sorted(folders.keys() - reached)
    named: dict[str, set[str]] = {real: set() for real in outer}
    within: dict[str, set[str]] = {real: set() for real in outer}
    free = []
    for real in reached:
        if home := _nearest(real, within):
            within[home].add(os.path.relpath(real, home))
    for real in sorted(files):
        home = _nearest(real, named)
        relative = os.path.relpath(real, home) if home else ""
        if home and is_walked(home, os.path.dirname(relative)):
            named[home].add(relative)
        else:
            free.append(real)
    apart = frozenset(outer)
    for real in outer:
        yield Local(folders[real], frozenset(named[real]), frozenset(within[real]), apart)
    if free:
        base = os.path.commonpath([os.path.dirname(path) for path in free])
        yield Files(Local(base), _tree([os.path.relpath(path, base) for path in free]))


def _far(given: Sequence[str]) -> Iterator[Far | Files]:
    files: dict[str, list[Remote]] = {}
    for address in given:
        try:
            found = [(one, one.is_folder()) for one in remote(address).expanded()]
        except OSError as error:
            raise UsageError(
                f"{address}: it cannot be looked at ({error.strerror or error}); "
                f"check the address, the network and that you may read it{or_else(address)}"
            ) from error
        if not found:
            raise UsageError(f"{address}: there is nothing at this address; check the spelling, and that you may read it")
        for one, folder in found:
            if folder:
                yield Far(one)
            else:
                files.setdefault(one.address.partition("://")[0], []).append(one)
    for group in files.values():
        base = posixpath.commonpath([posixpath.dirname(one.path) for one in group])
        tree = _tree(sorted({posixpath.relpath(one.path, base) if base else one.path for one in group}))
        yield Files(Far(Remote(group[0].system, base)), tree)


def _is_reached(real: str, folders: Container[str]) -> bool:
    """Whether the walk of another of these directories enters this one: none enters one that is hidden, say."""
    home = _nearest(os.path.dirname(real), folders)
    return home not in (None, real) and is_walked(home, os.path.relpath(real, home))


def is_walked(home: str, relative: str) -> bool:
    """Whether the walk of a directory enters one below it."""
    while relative:
        if os.path.basename(relative).startswith(".") or holds_run(os.path.join(home, relative)):
            return False
        relative = os.path.dirname(relative)
    return True


def _nearest(path: str, folders: Container[str]) -> str | None:
    """The first of the directories that a real path is or lies below, from the inside out; ``None`` if there is none."""
    # From part to part of the path: there may be thousands of directories to compare it with.
    while path not in folders:
        path, below = os.path.dirname(path), path
        if path == below:
            return None
    return path


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
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        pass
    except OSError as error:
        what = f"{encode(path)}: it cannot be looked at: {error.strerror}"
        raise UsageError(f"{what}; check the directories above it, and that you may enter them") from error
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
