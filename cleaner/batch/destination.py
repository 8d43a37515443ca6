"""Where a run writes: its files in a directory, or beside a file of rows, and never over what others have put there."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from cleaner.batch.kinds import holds_rows, taken
from cleaner.batch.naming import place
from cleaner.errors import UsageError
from cleaner.files import TEMPORARY
from cleaner.profile import is_profile

ROWS, TABLE, SHEET = "cleaned.jsonl", "cleaned.parquet", "cleaned.csv"
MANIFEST, RUN, SUCCESS, PROFILE = "manifest.jsonl", "run.json", "_SUCCESS", "lines.profile"
_JOURNAL = ".cleaner.journal"
RESERVED = (ROWS, TABLE, SHEET, MANIFEST, RUN, SUCCESS, PROFILE, _JOURNAL)
"""Names at the top of the output that no input may take."""
_ROW_FILES = {"jsonl": (".jsonl", ".jsonl.gz", ".jsonl.zst"), "parquet": (".parquet",), "csv": (".csv", ".tsv")}
"""What a file of rows of each format may be called."""
_ROWS_IN = {"jsonl": ROWS, "parquet": TABLE, "csv": SHEET}
"""What a file of rows of each format is called in a directory."""
_ACCOUNT = re.compile(rb'\{"finished": (true|false), "versions": ')
_MANIFEST = re.compile(rb'\{"id": ".*"fingerprint": .*"raw_sha256": ')
JOURNAL_HEAD = re.compile(rb"\d{1,19}(-\d{1,19})?\n")
"""Who writes a journal; see `cleaner.batch.outputs.whose`."""
_HEAD = 100_000
"""Bytes in which a file of ours can be told to be ours; a row of the manifest has about a thousand."""
_LOOKED_AT = 1000
"""Directories in which an input is looked for, to say what a directory is: nobody waits for an error message."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a run writes.

    Attributes:
        place: what was named: a directory, or for formats of rows also a file.
        rows: the file of rows for the formats ``jsonl``, ``parquet`` and ``csv``, else empty.
        manifest, run, profile: the accounts of the run.
        success: written last, names the files that the run vouches for, each with its sha256, as ``sha256sum -c`` reads them.
        journal: what is done, while a run is not finished.
        lock: what a run holds while it writes: the directory, or a file beside the rows.
        attributes: whether the directory gets a file of attributes for each container of the inputs.
    """

    place: str
    rows: str
    manifest: str
    run: str
    profile: str
    success: str
    journal: str
    lock: str
    attributes: bool = False

    @property
    def taken(self) -> frozenset[str]:
        """The `place` of the names that no container may have, for its attributes would replace an account of the run."""
        accounts = (self.manifest, self.run, self.profile, self.success, self.journal) if self.attributes else ()
        return frozenset(place(os.path.basename(path)) for path in accounts)

    @property
    def gathered(self) -> bool:
        """Whether the outputs of many inputs are gathered in one file, or each input has files of its own."""
        return bool(self.rows) or self.attributes

    def gathered_in(self, path: str | None) -> str:
        """The file in which the output of an input is gathered; ``path`` is that of its row of the manifest."""
        return self.rows or os.path.join(self.place, path or "")

    @classmethod
    def of(cls, out: str, format: str) -> Destination:
        """Where ``out`` leads: a directory, or for rows also a file ``NAME.jsonl`` or the like with its accounts beside it.

        Args:
            out: what was named.
            format: ``txt``, ``jsonl``, ``parquet``, ``csv`` or ``attributes``.

        Raises:
            UsageError: ``out`` is a file where a directory is wanted, or lies below one, its name is too long, or there are
                files that no run wrote.
        """
        found = cls._at(out, format)
        if not found._ours():
            found._refuse_no_place()
            found._refuse_foreign()
        return found

    @classmethod
    def existing(cls, place: str) -> Destination:
        """Where a run has written, finished or not, told by its name alone.

        Raises:
            UsageError: no run has. It says what one has written instead, where that is near, else what makes one.
        """
        if os.path.isdir(place) or format_of(place):
            found = cls._at(place, format_of(place) or "txt")
            if found._ours():
                return found
        raise UsageError(f"{place}: {_no_run(place)}")

    @classmethod
    def _at(cls, out: str, format: str) -> Destination:
        if not out:
            raise UsageError("the output has no name; write -o NAME")
        suffixes = _ROW_FILES.get(format, ())
        if out.endswith(suffixes) and not os.path.isdir(out):
            if os.path.lexists(out) and not os.path.isfile(out):
                raise UsageError(f"{out}: this is no regular file; choose another output")
            stem = out.removesuffix(".jsonl")
            manifest, account, profile, success = (f"{stem}.{name}" for name in (MANIFEST, RUN, PROFILE, SUCCESS))
            return cls(out, out, manifest, account, profile, success, _beside(out, "journal"), _beside(out, "lock"))
        if os.path.lexists(out) and not os.path.isdir(out):
            hint = "".join(f" or NAME{suffix}" for suffix in suffixes)
            raise UsageError(f"{out}: the output is a directory{hint}, and this is a file; choose another name")
        rows = os.path.join(out, _ROWS_IN[format]) if format in _ROWS_IN else ""
        manifest, account, profile, success = (os.path.join(out, name) for name in (MANIFEST, RUN, PROFILE, SUCCESS))
        journal = os.path.join(out, _JOURNAL)
        return cls(out, rows, manifest, account, profile, success, journal, out, format == "attributes")

    def _ours(self) -> bool:
        """Whether the accounts show that a run of cleaner wrote here, finished or not."""
        accounts = ((self.run, _ACCOUNT), (self.manifest, _MANIFEST), (self.journal, JOURNAL_HEAD))
        return any(begins(path, head) for path, head in accounts)

    def _refuse_no_place(self) -> None:
        """Nothing can be written below a file, say, or under a name that is too long for the file system."""
        files = (self.place, self.rows, self.manifest, self.run, self.profile, self.success, self.journal, self.lock)
        for path in filter(None, files):
            try:
                os.lstat(path)
            except FileNotFoundError:
                continue
            except OSError as error:
                message = f"{self.place}: the output cannot be used: {error.strerror}; choose another name"
                raise UsageError(message) from error

    def _refuse_foreign(self) -> None:
        """What is there now was made by others: what would be replaced of it is not ours to replace."""
        if self.lock == self.place:
            _refuse_files_in(self.place)
            return
        for path in (self.rows, self.manifest, self.run, self.success, self.journal, self.profile):
            # `cleaner profile` may have written one under just this name, to be used in this run.
            ours = {self.rows: _is_empty, self.profile: is_profile}.get(path, _never)
            refuse_foreign(path, ours, "this is a file that no run of cleaner wrote; choose another name")


def holds_run(folder: str) -> bool:
    """Whether a run of cleaner has made this directory its output."""
    return begins(os.path.join(folder, RUN), _ACCOUNT)


def is_manifest(path: str) -> bool:
    """Whether this is the manifest of a run, by its name, as in a directory or beside a file of rows, and by its first row."""
    name = os.path.basename(path)
    return (name == MANIFEST or name.endswith(f".{MANIFEST}")) and begins(path, _MANIFEST)


def _no_run(place: str) -> str:
    """What is said of a place where no run has written, and what to name instead."""
    if not os.path.lexists(place):
        return "there is no such directory or file; name what `cleaner clean -o` wrote"
    near = list(islice(_written_near(place), 3))
    if near:
        return f"this is not what a run of cleaner was told to write; name {' or '.join(near)}"
    where = "in" if os.path.isdir(place) else "beside"
    inputs = place if _holds_inputs(place) else "INPUTS"
    makes = f"`cleaner clean {inputs} -o DIR` makes one, then name DIR"
    return f"no run of cleaner wrote this: there is no {RUN} of one {where} it; {makes}"


def _written_near(place: str) -> Iterator[str]:
    """The output that a place is part of, and the files of rows whose accounts it holds or is one of."""
    for above in map(str, Path(place).parents):
        if holds_run(above):
            yield above
            return
    inside = os.path.isdir(place)
    folder, begun = (place, "") if inside else os.path.split(place)
    try:
        names = sorted(os.listdir(folder or "."))
    except OSError as error:
        raise UsageError(f"{folder}: it cannot be listed: {error.strerror}; check its permissions") from error
    for name in names:
        stem = name.removesuffix(f".{RUN}")
        if stem != name and (inside or begun.startswith(f"{stem}.")) and begins(os.path.join(folder, name), _ACCOUNT):
            yield os.path.join(folder, stem if format_of(stem) else f"{stem}.jsonl")


def _holds_inputs(place: str) -> bool:
    """Whether this is an input of runs, or a directory of some."""
    if os.path.isdir(place):
        return any(any(map(taken, names)) for _, _, names in islice(os.walk(place), _LOOKED_AT))
    return taken(place) or holds_rows(place)


def format_of(name: str) -> str | None:
    """The format of which a file of this name has rows; ``None`` for a name that no file of rows has."""
    return next((what for what, ends in _ROW_FILES.items() if name.endswith(ends)), None)


def refuse_foreign(path: str | os.PathLike[str], ours: Callable[[str], bool], told: str) -> None:
    """What is there is not replaced, unless it is known to be of the kind that may be. Every command that writes asks here.

    Args:
        path: what is to be written.
        ours: whether what lies there now may be replaced.
        told: what is said else, and what to do about it.

    Raises:
        UsageError: it may not.
    """
    if os.path.lexists(path) and not ours(os.fspath(path)):
        raise UsageError(f"{os.fspath(path)}: {told}")


def refuse_existing(path: str) -> None:
    """The same for what nobody can tell from the files of others once it is written.

    Raises:
        UsageError: there is something.
    """
    refuse_foreign(path, _never, "this file exists, and is never overwritten; delete it first, or choose another name")


def begins(path: str, head: re.Pattern[bytes]) -> bool:
    """Whether this is a regular file, and begins so."""
    try:
        if not os.path.isfile(path):  # a pipe would keep us waiting
            return False
        with open(path, "rb") as file:
            return head.match(file.read(_HEAD)) is not None
    except OSError:
        return False


def _is_empty(path: str) -> bool:
    """Whether this is a file in which there is nothing to lose."""
    return os.path.isfile(path) and os.path.getsize(path) == 0


def _never(_: str) -> bool:
    return False


def _beside(path: str, what: str) -> str:
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}.{what}")


def _refuse_files_in(out: str) -> None:
    """Outputs take the names of inputs, so in a directory with other files they would replace what is not ours."""
    try:
        names = os.listdir(out)
    except FileNotFoundError:
        return
    except OSError as error:
        raise UsageError(f"{out}: the output directory cannot be used: {error.strerror}") from error
    if any(not name.startswith(TEMPORARY) for name in names):
        raise UsageError(f"{out}: this directory holds files that no run of cleaner wrote; choose a new or empty one")
