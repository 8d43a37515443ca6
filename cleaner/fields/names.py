"""The names in a line that names people, and how lines begin that name the authors."""

from __future__ import annotations

from functools import cache

import regex

from cleaner.locales import of

COMMAS, SEMICOLONS = ",،、", ";؛"
"""Those between the items of a list, in the scripts that set them with a space behind."""
_PARTS = regex.compile(rf"\s*[{SEMICOLONS}/|]\s*")
_AND_WORD = "(?:&|[Aa]nd|[Uu]nd|[Oo]ch|et|y|e|i|en|og|ir|un|и|і|та)"
"""Those of one or two letters are names with a capital: ``John E Roe``, ``Zhou En Lai``, ``Choe Un Ju``."""
_ANY_AND = rf"(?:{_AND_WORD}|(?i:{_AND_WORD})(?=\s+\p{{Lu}}{{2}}))"
"""The same, also where all is in capitals."""
_AND = regex.compile(rf"\s+{_ANY_AND}\s+")
_COMMA = regex.compile(rf"\s*[{COMMAS}]\s*(?:{_ANY_AND}\s+)?")
_FIRST_AND = regex.compile(rf"^{_AND_WORD}\s+(?=\p{{Lu}})")
"""An "and" before the only name of a line: the names before it stand elsewhere."""
_SHORT_FORM = regex.compile(r"(?:^|(?<=[\s.]))(?:\p{Lu}|Jr|Sr|Esq)\.$")
_WRITTEN = "written|posted|story|words|article|reported|analysis|review|text"
"""What is said to be by someone, in English."""
BYLINE = regex.compile(
    rf"(?:(?i:(?:(?:{_WRITTEN}) )?by|von|par|por|di|door)\b:?\s+"
    r"|(?:Author|Autora?|Auteur|Autore|Text[eo]?|Testo|Teksti?|Interview|Haber|Автор|Текст|Κείμενο):\s*)(?=\p{Lu})"
)
"""What stands before the names of the authors, at the beginning of a line."""
LONGEST_BYLINE = 120
"""Characters of a line that names authors or a day, and tells nothing else."""

_DATED = regex.compile(r"(?<=\p{Ll})[.,]? (?:Last |First )?(?:Updated|Published|Posted|Modified)$")
"""What stood between a name and a day."""


@cache
def _by(language: str | None) -> regex.Pattern[str]:
    """What stands before an author's name in a language; what is English does in any, and before any name.

    Two words or more must follow: what one word follows may be a name's own, as in ``Von Storch``.
    """
    words = of(language)
    with_colon = [f"{author}(?=[:՝])" for author in words.get("author", ())]
    own = [*words.get("by", ()), *words.get("by_own", ()), *with_colon] or of("en")["by"]
    return regex.compile(
        rf"(?i:(?:(?:{_WRITTEN}|edited) )?by|authors?)(?::\s*|\s+)(?=\S)"
        rf"|(?i:{'|'.join(own)})[:՝]?\s+(?=[\p{{Lu}}\p{{Lo}}\p{{Georgian}}]\S*\s+\S)"
    )


def split_names(text: str, *, every_comma: bool) -> list[str]:
    """The names, one by one, in the order of the text, with one space between words.

    "And" in the languages of the packs stands between two names, and within one: ``José Ortega y Gasset``. It parts a text if
    both sides have two words or more, or one each. A comma parts it if each part has two words, for ``Ann Roe, MD`` is one
    person; with ``every_comma`` always, which suits what a rule marked as a list.
    """
    found: list[str] = []
    # In a run of white space each of its characters would be tried as the first before a comma or an "and".
    for part in _PARTS.split(" ".join(text.split())):
        listed = [name for name in _COMMA.split(part) if name.strip()]
        if not every_comma and any(len(name.split()) < 2 for name in listed):
            listed = [part]
        for name in listed:
            found += _at_and(name)
    return found


def _at_and(text: str) -> list[str]:
    """The text parted at each "and" that stands between two names."""
    found: list[str] = []
    start = 0
    ands = list(_AND.finditer(text))
    ends = [*(following.start() for following in ands[1:]), len(text)]
    for between, end in zip(ands, ends, strict=False):  # without an "and" there is an end all the same
        if (text.find(" ", start, between.start()) < 0) == (text.find(" ", between.end(), end) < 0):
            found.append(text[start : between.start()])
            start = between.end()
    return [*found, text[start:]]


def tidy_name(text: str, edges: str) -> str:
    """One of the names without what stands around it (``edges``); the period of ``Jane T.`` and ``John Roe Jr.`` stays."""
    behind = text.lstrip(edges)
    name = behind.rstrip(edges)
    if behind[len(name) :].startswith(".") and _SHORT_FORM.search(f"{name}."):
        name += "."
    return _FIRST_AND.sub("", name)


def without_by(name: str, language: str | None) -> str:
    """A name, or several, without the word for "by" before it in a document's language, and the word for a time behind it.

    In another language the first may belong to the name: ``Von Freeman``. The second is English, as the rules are that take it
    for a name.
    """
    found = _by(language).match(name)
    return _DATED.sub("", name[found.end() :] if found else name)
