"""Notes on an author as they close guest articles and columns, such as "Jane Roe is professor of history at Leeds".

By its form such a note is a paragraph like any other; that nobody of that name is in the article it does not say by itself
(`cleaner.stages.author_bio` looks).
"""

from __future__ import annotations

from functools import cache

import regex

from cleaner.locales import of

_NEEDED = {"author_is", "author_roles", "author_does"}
"""What must be known of a language; notes in others are not told."""
_LONGEST = 700
"""Characters of a note: what is longer tells of a person."""
_NAME = (
    r"(?!(?:The|This|Our|Der|Die|Das|Les?|La|El|Los|Las|Il|Lo|Os?|As?|De|Het) )"  # houses and works, no persons
    r"(?:(?:Dr|Prof|Professor|Sir|Dame)\.? )*\p{Lu}[\p{L}\p{M}’'.-]*"
    r"(?: (?:\p{Lu}[\p{L}\p{M}’'.-]*|d[aeiou]|dos|das|del|della|la|le|el|al|van|von|der|den|de la|ter|ten|zu|bin|y|e)){1,4}"
)
_CLAUSE = r"[^.!?:“”„«»\"]"
_APART = rf"(?:,? \([^()]{{1,60}}\))?(?:, {_CLAUSE}{{2,160}},)?"
"""What may stand between the name and what the person is."""


_SPEECH = regex.compile(r"[,:] ?[“„«\"]|[,!?][”“»\"]")
"""Quotation marks of speech; those of a title follow a word."""


def noted(text: str, language: str | None) -> str | None:
    """The name that a line begins with and says what that person is or does; ``None`` if it is no such note."""
    if not of(language).keys() >= _NEEDED or len(text) > _LONGEST or _SPEECH.search(text):
        return None
    found = _pattern(language).match(text)
    return found["name"] if found else None


@cache
def _pattern(language: str | None) -> regex.Pattern[str]:
    """The beginning of a note in a language, with the ``name`` as a group."""
    words = {key: "|".join(those) for key, those in of(language).items()}
    begun, ended = words.get("role_beginnings", ""), words.get("role_endings", "")
    role = rf"(?:{begun})(?:{words['author_roles']})(?:{ended})"
    is_one = rf"(?:{words['author_is']}) (?:{_CLAUSE}{{0,90}}[ ’'-])?(?i:{role})\b"
    return regex.compile(rf"(?P<name>{_NAME}){_APART} ?(?:{is_one}|(?:{words['author_does']})\b)")
