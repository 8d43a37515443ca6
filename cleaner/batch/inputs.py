"""Which documents there are to clean, in the order of their files' ids, listed while they are worked on.

One directory and one row at a time is held in memory, never the whole tree or file. The order and every id and output name
depend on the names in the tree and on the rows alone.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from typing import BinaryIO

from cleaner.batch.chosen import Listing
from cleaner.batch.containers import Keys, Lost, Reading, needed_for_zstd, rows
from cleaner.batch.ids import Ids, Renamed, story_of
from cleaner.batch.items import Item, Verdict
from cleaner.batch.kinds import holds_rows, packing
from cleaner.batch.naming import encode, place, row_stem
from cleaner.batch.opening import STDIN, Stdin, opened, read_file
from cleaner.batch.remote import as_path, is_remote
from cleaner.batch.roots import Files, Root, places, roots_of
from cleaner.batch.walking import Links, prefixes, walk
from cleaner.errors import UnreadableInput, UsageError

_AT_STDIN = Item("stdin", STDIN, "stdin")


class Plan:
    """All inputs of a run; iterate to get each `Item`, files in ascending order of ids, rows as they stand in their file.

    Iterating again lists anew.

    Attributes:
        reading: how inputs are listed and read.
        total: how many inputs there are, once `check` has counted them.
        named: a digest of what was named; empty for the standard input, which may be another one each time.
    """

    def __init__(self, roots: Sequence[Root], reading: Reading, *, stdin: bool = False, named: str = "") -> None:
        self._roots = roots
        self._stdin = Stdin() if stdin else None
        self._prefixes = prefixes(roots)
        self._ids: Ids | None = None
        self.reading = reading
        self.named = named

    @property
    def single(self) -> bool:
        """Whether there is exactly one input, and it was named: the standard input or a file of one document."""
        if self._stdin:
            return not self.reading.stdin
        if len(self._roots) != 1 or not isinstance(self._roots[0], Files):
            return False
        names = list(self._roots[0].files())
        return len(names) == 1 and not holds_rows(names[0])

    @property
    def total(self) -> int | None:
        """How many inputs there are; ``None`` before `check`."""
        return None if self._ids is None else len(self._ids)

    def check(self, taken: frozenset[str] = frozenset()) -> None:
        """List all inputs once, to know that no id comes twice and that all files can be opened with what is installed.

        Args:
            taken: the `place` of names that no file of rows may have.

        Raises:
            UsageError: two rows have the same id, a file of rows has a name that is taken, no row has a column that was asked
                for, or a library is missing.
        """
        columns = _Columns(self.reading.keys)
        self._ids = Ids(item.id for item in columns.seen(_named_otherwise(self._items(), taken)))
        columns.refuse_missing()
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
            yield from _rows(_AT_STDIN, self.reading, self._stdin.opened) if self.reading.stdin else [self._document]
            return
        walks = [walk(root, prefix) for root, prefix in zip(self._roots, self._prefixes, strict=True)]
        links = Links(self._roots)
        for item in heapq.merge(*walks, key=lambda item: item.id):
            if item.verdict and item.verdict.kind == "file_link" and self.reading.follow:
                item = item._replace(verdict=links.verdict(item.path))  # noqa: PLW2901  # the one item, with what is known now
            if item.verdict is None and holds_rows(item.path):
                yield from _rows(item, self.reading)
                continue
            if packing(item.path) == ".zst":
                needed_for_zstd()
            yield item

    @cached_property
    def _document(self) -> Item:
        """The standard input as one document: a worker that is ended while it reads would take along what it has read."""
        try:
            return _AT_STDIN._replace(data=read_file(STDIN, self.reading.max_bytes))
        except UnreadableInput as error:
            return _unread(_AT_STDIN, error)

    def places(self) -> Iterator[tuple[str, bool]]:
        """The real path of every directory that is walked (true) and of every file that was named (false)."""
        for root in self._roots:
            yield from places(root)


class _Columns:
    """Which of the columns that were asked for no row has: those that are to be passed through, contents, ids, addresses."""

    def __init__(self, keys: Keys) -> None:
        self._missing = dict(keys.passed)
        usual = Keys()
        self._id_key = ",".join(keys.id) if keys.id != usual.id else ""
        self._url_key = ",".join(keys.url) if keys.url != usual.url else ""
        contents = (("--text-key", keys.text, usual.text), ("--html-key", keys.html, usual.html))
        self._contents = {option: ",".join(names) for option, names, known in contents if names not in ((), known)}
        self._without: Item | None = None
        self._documents = self._rows = False

    def seen(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, looked at."""
        for item in items:
            self._documents = self._documents or item.verdict is None
            if self._without is None and item.file and item.verdict and item.verdict.kind == "no_text":
                self._without = item
            if item.row:
                self._rows = True
                self._id_key = "" if item.row.id else self._id_key
                self._url_key = "" if item.row.url else self._url_key
            if self._missing and item.passed:
                for name in json.loads(item.passed):
                    self._missing.pop(name, None)
            yield item

    def refuse_missing(self) -> None:
        """See that each column stands in some row; where there is no document at all, that is the greater trouble.

        Raises:
            UsageError: one stands in none.
        """
        lost = self._without
        if self._contents and lost and lost.verdict and not self._rows:
            options, keys = " and ".join(self._contents), " or ".join(map(repr, self._contents.values()))
            what = f"{options}: no row of the inputs has anything under {keys}; check the spelling"
            raise UsageError(f"{what}: {lost.file}: {lost.verdict.message}")
        if self._missing and self._documents:
            keys = ", ".join(map(repr, self._missing.values()))
            raise UsageError(f"--pass-columns: no row of the inputs has {keys}; check the spelling, or leave it out")
        for option, keys in (("--id-key", self._id_key), ("--url-key", self._url_key)):
            if keys and self._rows:
                raise UsageError(f"{option}: no row of the inputs has {keys!r}; check the spelling, or leave it out")


def _named_otherwise(items: Iterable[Item], taken: frozenset[str]) -> Iterator[Item]:
    for item in items:
        if taken and place(item.file) in taken:
            raise UsageError(f"{item.file}: its attributes would replace an account of the run; rename this input")
        yield item


def check(plan: Listing, *, stories: bool, taken: frozenset[str] = frozenset()) -> None:
    """List all inputs once, so that nothing is written where two of the outputs would have one id.

    Args:
        plan: the inputs.
        stories: whether stories that are cut from an input are outputs, too; their ids are made of its own.
        taken: the `place` of names that no file of rows may have.

    Raises:
        UsageError: two inputs have one id, or one that of a story which another may give, a file of rows has a name that is
            taken, no row has a column that is to be passed through, or a library is missing.
    """
    plan.check(taken)
    if not stories:
        return
    ids = Ids(item.id for item in plan if not item.verdict)
    for item in plan:
        whole = story_of(item.id)
        if whole is not None and not item.verdict and whole in ids:
            raise UsageError(
                f"{_where(item)}: its id {item.id!r} is that of a story cut from {whole!r}; "
                "choose other ids with --id-key, none with --id-key '', or leave --split out"
            )


def _where(item: Item) -> str:
    return f"{item.file}, row {item.row.number}" if item.row else item.file or item.id


def _rows(item: Item, reading: Reading, opened: Callable[[str], AbstractContextManager[BinaryIO]] = opened) -> Iterator[Item]:
    """The rows of a container, each as an input. What cannot be opened is one input."""
    try:
        with opened(item.path) as file:
            for row in rows(f"stdin{reading.stdin}" if item.path == STDIN else item.path, file, reading):
                own = row.id if reading.keys.id else None
                name = own or (f"{item.id}#{row.number}" if row.number else item.id)
                if isinstance(row, Lost):
                    verdict = Verdict(row.status, row.kind, row.message)
                    yield Item(name, item.path, "", verdict, item.id)
                else:
                    yield Item(name, item.path, row_stem(item.stem, row.number, row.id), None, item.id, row)
    except UnreadableInput as error:
        yield _unread(item, error)


def _unread(item: Item, error: UnreadableInput) -> Item:
    status = "skipped" if error.kind == "special" else "failed"
    return item._replace(stem="", verdict=Verdict(status, error.kind, str(error)))


def find(paths: Iterable[str], reading: Reading | None = None) -> Plan:
    """Understand what was named: files, directories, globs, addresses, or ``-`` alone for the standard input.

    Files that were named keep the tree below the nearest directory that holds them all. What is named twice, or lies in a
    directory that is named too, is taken once. Where two directories hold the same names, all outputs and ids begin with the
    directory's own name.

    Raises:
        UsageError: a path does not exist, a glob finds nothing, ``-`` is not alone, or a library is missing for an address.
    """
    given, reading = [path if os.path.lexists(path) else as_path(path) for path in paths], reading or Reading()
    if STDIN in given:
        if len(given) > 1:
            raise UsageError("- (the standard input) cannot be combined with other inputs; clean it on its own")
        return Plan((), reading, stdin=True)
    return Plan(roots_of(given), reading, named=_digest(given))


def _digest(given: Sequence[str]) -> str:
    """The same for the same places, however they are written."""
    whole = {path if is_remote(path) and not os.path.lexists(path) else os.path.realpath(path) for path in given}
    return hashlib.sha256("\0".join(sorted(whole)).encode(errors="surrogateescape")).hexdigest()[:16]


def find_one(path: str, id: str | None = None, reading: Reading | None = None) -> Item:
    """The one document that a path holds, or of all that it leads to the one of this id.

    Raises:
        UnreadableInput: it is there, but is known to be no document.
        UsageError: as `find`; there is no such document, or there may be several and none was named.
    """
    plan = find([path], reading)
    if id is None and not plan.single:
        raise UsageError(
            f"{encode(path)}: this holds many documents, or may; name one file that is one, or choose one with --id"
        )
    found = lost = None
    for item in plan:
        if id in (None, item.id):
            found = item
            break
        if item.verdict and item.verdict.status == "failed":
            lost = item  # the last one tells most: it stands for all that follows it in its file
    if found is None and id is not None and "~" in id:
        plan.check()  # rows with one id get numbers, which takes a look at all
        found = next((item for item in plan if id == item.id), None)
    if found is None:
        what = "a row has the one under --id-key, or FILE#NUMBER, a file its path from here; the manifest of a run lists them"
        damage = f"; but not all of it can be read: {lost.id}: {lost.verdict.message}" if lost and lost.verdict else ""
        raise UsageError(f"{encode(path)}: nothing in it has the id {id!r}: {what}{damage}")
    if found.verdict:
        raise UnreadableInput(found.verdict.kind, f"{found.id}: {found.verdict.message}")
    return found
