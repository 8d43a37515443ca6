"""Every error that `cleaner` raises on purpose.

Each carries a machine-readable ``kind`` (it becomes the ``failed:<kind>`` status of a manifest row) and a message that says
what to do about it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass


class CleanerError(Exception):
    """Base of all errors raised on purpose; catch this to go on with the next document."""

    kind = "error"


class UnreadableInput(CleanerError):  # noqa: N818  # what it is, not that it is an error
    """The bytes cannot be turned into text.

    Attributes:
        kind: of one input ``binary`` (not text at all), ``undecodable`` (no encoding fits), ``no_text`` (nothing to read),
            ``structured`` (data made of characters: rows, or a document of an office program), ``markup_limit`` (no parser
            survives it), ``too_large``, ``vanished``, ``special`` (a socket, a pipe) or ``unreadable``; of files of many also
            ``bad_row``, ``truncated``, ``corrupt`` and ``bomb``, of archives ``encrypted``, ``unsupported`` and ``nested`` (see
            the message).
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind

    def __reduce__(self) -> tuple[type[UnreadableInput], tuple[str, str]]:
        return type(self), (self.kind, str(self))


def too_large(limit: int, what: str = "it", remedy: str = "raise --max-bytes, or split it") -> UnreadableInput:
    """The error about ``what`` has more bytes than are allowed, of an input or a part of one."""
    return UnreadableInput("too_large", f"{what} has more than {limit} bytes; {remedy}")


class RuleTimeout(CleanerError):  # noqa: N818  # as above
    """A rule's pattern ran longer than the time limit on one line, so the document cannot be judged."""

    kind = "rule_timeout"

    def __init__(self, rule: str, seconds: float) -> None:
        super().__init__(f"rule {rule}: its pattern ran longer than {seconds:g} s on one line; simplify it")
        self.rule = rule
        self.seconds = seconds

    def __reduce__(self) -> tuple[type[RuleTimeout], tuple[str, float]]:
        return type(self), (self.rule, self.seconds)


class RecordMismatch(CleanerError):  # noqa: N818  # as above
    """A body and a record that do not belong together were given to ``restore``."""

    kind = "record_mismatch"


class NoRecord(RecordMismatch):
    """What was given as a record is none."""

    kind = "no_record"


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake in a rule file: where it stands, what is wrong, and what to write instead."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class RulebookError(CleanerError):
    """The rule files hold mistakes. All of them are collected before this is raised.

    Attributes:
        mistakes: sorted by path and line; ``str(error)`` prints one a line.
    """

    kind = "rulebook"

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))

    def __reduce__(self) -> tuple[type[RulebookError], tuple[list[Mistake]]]:
        return type(self), (list(self.mistakes),)


class UsageError(CleanerError):
    """The call makes no sense: a directory that is not there, output inside the input, contradicting options."""

    kind = "usage"


class SettingsError(UsageError):
    """A file of settings holds mistakes. All of them are collected before this is raised.

    Attributes:
        mistakes: in the order of the file, each with its path, what is wrong, and what to write instead.
    """

    kind = "settings"

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))

    def __reduce__(self) -> tuple[type[SettingsError], tuple[list[str]]]:
        return type(self), (list(self.mistakes),)


def own_mistake(error: Exception) -> str:
    """What is said of an error that was not raised on purpose, where the work goes on all the same."""
    return f"a mistake in cleaner ({type(error).__name__}: {error}); please report it"


def misfit(error: Exception) -> str:
    """What is wrong with values that others wrote, in words, by the error that came of taking them for our own."""
    if isinstance(error, KeyError):
        return f"it has no {error}"
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON ({error})"
    return str(error) if isinstance(error, ValueError) else "a value in it is of another kind"
