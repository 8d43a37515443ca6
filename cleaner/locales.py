"""What is known of each language beside the rules of its pack: one file a language in ``cleaner/data/locales``.

A file is named by its ISO 639-1 code. Its lines are ``key: words``; a line that begins with a space goes on with the words of
the one above, and ``_`` in a word stands for a space. Any key may be missing. Of words, in small letters:

- ``function_words``: the commonest words that carry grammar and no topic, from most to least common;
- ``months``: all twelve, of each the forms that dates have, with ``/`` between (English short forms are known);
- ``weekdays``, ``around_time``: the days of the week (without ``mar``: it is short for March, too), and what stands between a
  day and its time of day, or behind a year;
- ``third_person``: the words for he and she at the beginning of a sentence;
- ``am_before``, ``pm_before``, ``am_behind``, ``pm_behind``: what says which half of the day is meant, before the hour and
  behind it; words for noon and night, which reach into both halves, are none.

Of patterns:

- ``by``: what stands before the name of an author; ``by_own``: what does so in this language, and may be part of a name or
  begin a headline elsewhere, as in ``Von Storch``; ``author``: nouns and verbs that stand there, mostly with a colon;
- ``published``, ``updated``: what says on which day a text came out, and on which it was changed;
- ``comments``: what the comments of readers are called (no commentary);
- ``home``: what the first step of a path to a page is called;
- ``page``, ``of``: what stands before a sheet's number, and between it and that of all;
- ``photo``: what stands before a colon and whose picture it is;
- ``author_is``, ``author_roles``, ``author_does``: the verbs that join authors to what they are, what they are, and the verbs
  that say by themselves what they do; ``role_beginnings``, ``role_endings``: what a role may have before and behind it in one
  word.

And ``letters``: those beyond ASCII that its own words have, and the loans that it has made its own; ``date_order: dmy`` where
the day stands before the month in figures. In English that depends on the country.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_DIRECTORY = Path(__file__).parent / "data" / "locales"


def of(language: str | None) -> Mapping[str, tuple[str, ...]]:
    """The words of a language by key; none for one without a file."""
    return _locales().get(language or "", {})


def of_each(key: str) -> dict[str, tuple[str, ...]]:
    """The words of a key by language, in the order of the codes; languages without them are left out."""
    return {code: entries[key] for code, entries in _locales().items() if key in entries}


def of_all(key: str) -> list[str]:
    """The words of a key in any language, each once, in the order of the codes."""
    return list(dict.fromkeys(word for words in of_each(key).values() for word in words))


@cache
def _locales() -> dict[str, dict[str, tuple[str, ...]]]:
    return {file.stem: read(file.read_text(encoding="utf-8")) for file in sorted(_DIRECTORY.glob("*.txt"))}


def read(text: str) -> dict[str, tuple[str, ...]]:
    """The words of a file by key."""
    entries: dict[str, tuple[str, ...]] = {}
    key = ""
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        words = line
        if not line.startswith(" "):
            key, _, words = line.partition(":")
        entries[key] = entries.get(key, ()) + tuple(word.replace("_", " ") for word in words.split(" ") if word)
    return entries
