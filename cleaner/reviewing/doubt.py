"""Which documents a person should look at first, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.language import function_word_shares, words
from cleaner.lines import IDEOGRAPHIC, count_sentences, ends_sentence
from cleaner.model import Label
from cleaner.reviewing.runs import Cut, Written
from cleaner.visible import counted

MOST_GONE = 0.6
"""Share of a text; a document of which more went is worth a look."""
_PROSE_CHARS, _PROSE_WORDS, _FUNCTION_WORDS = 80, 12, 0.2
"""A sentence of an article has so many characters and words, and one word in five or more is a function word."""
_IDEOGRAPHIC_CHARS = 30
"""Ideographs of such a sentence; in scripts without spaces words are not counted."""
_LAST_CHARS = 20
"""Characters. A shorter last line is a signature or a heading, and need not end like a sentence."""
_MADE_OF_PROSE = frozenset(map(str, (Label.SUMMARY, Label.CAPTION, Label.AUTHOR_BIO, Label.LEGAL, Label.TITLE)))
"""What reads like prose though it is no part of the article: no reason for doubt by itself."""


UNKNOWN = "outlet unknown"
_WITHOUT_RULES, _GUESSED = "no rules for outlet", "encoding guessed"
"""How warnings begin that are reasons of their own."""


class Doubt(NamedTuple):
    """How doubtful a document is, and the reasons in words, the gravest first. Of two weights the greater is the graver."""

    weight: tuple[int, int, int]
    reasons: tuple[str, ...]


def doubt(written: Written) -> Doubt:
    """What speaks for looking at a document.

    The reasons stand in a fixed order, and a graver one outweighs all lesser ones together: failed; kept whole; not to be
    shown; nothing left; prose among what went; more than `MOST_GONE` gone; trouble in reading; encoding guessed; body ends in
    mid-sentence; no rules for its outlet; nothing went. The more sentences went, the graver it is.
    """
    row = written.row
    kept = written.share_kept
    gone = 0.0 if kept is None else 1 - kept
    guessed = [warning for warning in row.warnings if warning.startswith(_GUESSED)]
    read = [warning for warning in row.warnings if row.status == "ok" and not warning.startswith((_WITHOUT_RULES, _GUESSED))]
    prose = [sentences(cut.text) for cut in written.cuts if looks_wrong(cut)]
    grave = (
        f"failed: {row.error}" if row.status == "failed" else "",
        "kept whole: nearly everything would have gone" if row.status == "guarded" else "",
        written.problem if row.status != "failed" else "",
        "nothing is left" if row.status == "ok" and not row.kept_chars else "",
    )
    lesser = (
        f"{gone:.0%} gone" if gone > MOST_GONE else "",
        "; ".join(read),
        "; ".join(guessed),
        "ends in mid-sentence" if _ends_early(written) else "",
        UNKNOWN if not row.outlet else "no rules for its outlet" if _without_rules(row.warnings) else "",
        "nothing went" if row.status == "ok" and not (written.cuts or row.rules) else "",
    )
    lost = f"{counted(sum(prose), 'sentence')} went in {counted(len(prose), 'cut')}" if prose else ""
    return Doubt((_bits(grave), sum(prose), _bits(lesser)), tuple(filter(None, (*grave, lost, *lesser))))


def _bits(reasons: Sequence[str]) -> int:
    return sum(bool(reason) << (len(reasons) - at) for at, reason in enumerate(reasons, 1))


def looks_wrong(cut: Cut) -> bool:
    """Whether a cut took what reads like prose under a label that is not made of prose."""
    return cut.label not in _MADE_OF_PROSE and reads_like_prose(cut.text)


def reads_like_prose(text: str) -> bool:
    """Whether a line of a text is a sentence as articles have them: long enough, ended, and held together by small words."""
    return any(map(_is_sentence, _lines(text)))


def sentences(text: str) -> int:
    """How many sentences stand in the lines that read like prose."""
    return sum(max(1, count_sentences(line)) for line in _lines(text) if _is_sentence(line))


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.replace("\r", "\n").split("\n"))


def _is_sentence(line: str) -> bool:
    if not ends_sentence(line):
        return False
    if len(IDEOGRAPHIC.findall(line)) >= _IDEOGRAPHIC_CHARS:
        return True
    if len(line) < _PROSE_CHARS:
        return False
    found = words(line)
    return len(found) >= _PROSE_WORDS and function_word_shares(found)[0][1] >= _FUNCTION_WORDS


def _ends_early(written: Written) -> bool:
    if written.cleaned is None or not written.cleaned.layout.kept:
        return False
    start, end, _ = written.cleaned.layout.kept[-1]
    last = written.cleaned.document.text[start:end]
    return len(last) >= _LAST_CHARS and not ends_sentence(last)


def _without_rules(warnings: tuple[str, ...]) -> bool:
    return any(warning.startswith(_WITHOUT_RULES) for warning in warnings)
