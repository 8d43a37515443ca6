"""What a line beside an article may say of it: who wrote it, and on which day it came out.

The line is parted at its dates, times of reading and dividers; what is left in between is read as names, in any script.
Whether the article is meant at all, and not a menu or another story, a line does not say by itself: `cleaner.stages.bylines`
decides it.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cache
from typing import NamedTuple

import regex

from cleaner.fields.names import split_names
from cleaner.fields.times import EDGES, iso_time, times_in
from cleaner.letters import may_hold
from cleaner.lines import ends_sentence
from cleaner.locales import of, of_all, of_each

_LONGEST = (3, 200)
"""Characters of a line that names authors or a day beside little else."""
_TOLD, _MOST = 12, 80
"""Letters and digits beside names and dates: with more of the first a line that ends as a sentence is one, for no title or
degree is as long; with more of the second any line tells something else."""
_DIGIT = regex.compile(r"\d")
_THAI_END = regex.compile(r"\p{Thai}$")
_BULLETS = "*+•▪o-"
_BULLET = regex.compile(rf"[{_BULLETS}]+\s+")
_CUT = " \0 "
"""What stands where something was read."""
_DIVIDER = regex.compile(r"\s*[|•·‧∙—–/●►→~\0]\s*|\s+-\s+|\t+|\s{3,}")
_GLUED = regex.compile(r"(?<=\p{Ll})(?=(?:Published|Updated|Posted|Follow|Last|Objavljeno|Publicat|Opublikowano)\b)")
"""Where a page set two elements side by side and its dump no space."""
_READING = regex.compile(
    r"(?i)(?:\p{L}+ ?(?:time|zeit|dauer|tijd)|tiempo de lectura|temps de lecture|tempo di lettura|tempo de leitura)?[:\s]*"
    r"\b\d{1,3}\+?[\s-]?(?:min(?:ut\p{L}*|s)?\b\.?|мин\p{L}*\.?|分钟|分鐘|分|분)"
    r"(?:[\s-]?(?:read\b|de lecture|de lectura|di lettura|de leitura|lesezeit|leestijd|lästid|læsetid|czytania|okuma|чтения))?"
    r"|\b(?:\d{1,2}|an?|one|two|three) (?:second|minute|min|hour|hr|day|week|month|year)s? ago\b"
)
"""How long an article takes to read, or how old it is."""
_AGE = regex.compile(r"(?i)\d\+?[\s-]?(?:min|мин|分|분)|\bago\b")
"""What all of these hold: they are seldom there, and take long to look for."""
_TIME = r"\b\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?)?(?: ?uhr\b)?(?: ?\(?(?:GMT|UTC|[ECMPB][DS]T|CES?T|IST)\b\)?)?"
_CLOCK = regex.compile(_TIME, regex.IGNORECASE)
_LONGEST_CLOCK = 16
_CLOCK_ALONE = regex.compile(rf"(?:\p{{Ll}}{{1,3}}\.? )?{_TIME}(?: ?(?:h|hs|hod|uur|год)\.?)?", regex.IGNORECASE)
"""A time of day with the little word for "at" before it and that for "o'clock" behind it, and how long that is at most."""
_ON = "(?: (?:on|at|am|le|el|il|op|em|pe))?"
_UNSPACED = frozenset({"ja", "ko", "th", "zh"})
"""Languages that set words together, so that one need not begin where a letter begins or end where one ends."""


def _saying(key: str) -> regex.Pattern[str]:
    """What says in any language that a text was published or changed."""
    spaced, unspaced = ("|".join(words) for words in _parted(key, _UNSPACED))
    return regex.compile(
        rf"(?i)(?:(?<![\p{{L}}\p{{M}}\d])(?:{spaced}){_ON}(?![\p{{L}}\p{{M}}\d])|(?:{unspaced})\p{{L}}*)(?:\s?[:՝])?"
    )


def _parted(key: str, languages: Container[str]) -> tuple[list[str], list[str]]:
    """The words of a key in all other languages, and in these."""
    of_others: dict[str, None] = {}
    of_these: dict[str, None] = {}
    for code, words in of_each(key).items():
        (of_these if code in languages else of_others).update(dict.fromkeys(words))
    return list(of_others), list(of_these)


_SAYS = {"published": _saying("published"), "updated": _saying("updated")}
_UNCASED_LANGUAGES = frozenset({"ar", "bn", "fa", "he", "hi", "ka", "ta", "th", "ur"})
"""Languages without large letters: a word for "author" needs its colon there, for it begins headlines, as any word does."""
_AUTHOR, _UNCASED_AUTHOR = (tuple(words) for words in _parted("author", _UNCASED_LANGUAGES))


@cache
def _bys(language: str | None) -> str:
    """What stands before the names of authors: in any language, or in this alone, where elsewhere it may be part of a name."""
    nouns = (*_AUTHOR, *(rf"{author}(?=\s?[:՝])" for author in _UNCASED_AUTHOR))
    return "|".join((*of_all("by"), *of(language).get("by_own", ()), *nouns))


@cache
def _by(language: str | None) -> regex.Pattern[str]:
    """The same at the beginning of a line, where somebody may be named behind it."""
    return regex.compile(
        rf"(?i:{_bys(language)})(?:\s?[:՝]\s*|\s+)(?=[\p{{Lu}}\p{{Lo}}\p{{Lt}}\p{{Georgian}}@]|\p{{Ll}}[\p{{L}}\d_]+$)"
        r"|(?:文|作者|撰文|记者|記者|著者|執筆)[/／:：\s]+"
    )


@cache
def _by_alone(language: str | None) -> regex.Pattern[str]:
    """The same on a line of its own."""
    return regex.compile(rf"(?i)(?:{_bys(language)})\s?[:՝]?")


_CHECK = regex.compile(
    r"(?i)\b(?:(?:fact[- ]?|medically |expert |clinically )?(?:checked|reviewed|edited|translated|approved|produced|curated|"
    r"illustrated)|review(?:er)?s?|edit(?:ed|or) by|illustrat(?:or|ion)|translator|übersetz\p{L}+|bearbeitet)\b"
)
_PHOTO = regex.compile(
    r"(?i)\b(?:photo\p{L}*|image[sn]?|getty|shutterstock|istock|unsplash|pexels|fotos?|bild(?:er)?|foto\p{L}*|imagen|credit|courtesy|"
    r"picture|video|illustration|grafik|collage|фото|коллаж|afp via|imago|dpa)\b|[©]|사진|写真|图|撮影"
)
_ROLE = regex.compile(
    r"(?i)\b(?:(?:staff|senior|chief|contributing|associate|managing|deputy|guest|freelance|political|special|lead|content)\b.*\b)?"
    r"(?:writer|reporter|editor|correspondent|columnist|contributor|journalist|producer|author|staff|analyst|"
    r"redakteur\p{L}*|\p{L}*redakteurin|\p{L}*korrespondent\p{L}*|\p{L}*reporter\p{L}*|volontär\p{L}*|autorin|journaliste|rédact\p{L}+|"
    r"correspondante?|redactora?|periodista|corresponsal|giornalista|redattric\p{L}+|redattore|repórter|jornalista|redactie|"
    r"verslaggever|redacteur|journalist\p{L}*|reportér\p{L}*|redaktor\p{L}*|dziennikar\p{L}+|muhabir\p{L}*|wartawan|корреспондент|"
    r"журналист\p{L}*|редактор)\b"
)
_ROLE_ROOTS = (
    "writer", "report", "edit", "correspon", "column", "contribut", "journalist", "jornalist", "giornalist", "produc", "author",
    "staff", "analyst", "redak", "redact", "redatt", "korrespond", "autorin", "periodist", "verslaggever", "dziennikar",
    "muhabir", "wartawan",
)  # fmt: skip  # a list
"""One of these is in all that `_ROLE` finds in ASCII text: to look for them takes a fifth of its time."""
_PARTICLE = (
    "(?:de la|de las|de los|van der|van den|van de|von der|von den|de|del|della|di|da|dos|das|du|la|le|el|al|bin|ibn|bint|ben|"
    "ter|ten|van|von|den|der|zu|af|av|y|e|i)"
)
_WORD = r"(?:[\p{Lu}\p{Lt}][\p{L}\p{M}]*(?:['’.‐-][\p{L}\p{M}]+)*\.?|(?:[dDlLO]['’])[\p{Lu}][\p{L}\p{M}]+)"
_NAME = rf"{_WORD}(?:\s(?:{_PARTICLE}\s)?{_WORD}){{1,4}}(?:,? (?:Jr|Sr|PhD|Ph\.D|MD|M\.D|RD|RN|III|II)\b\.?)*"
_BEHIND_NAME = (" in ", " (", " @", "(", ",")
"""What may go on behind the names in a line that no word for "by" begins."""
_AND = "(?:and|und|et|y|e|i|en|och|og|и|і|та|&)"
_JOINS = regex.compile(_AND)
_ONE = regex.compile(_NAME)
_SOME = regex.compile(rf"{_NAME}(?:(?:\s*,\s*{_AND}\s+|\s+{_AND}\s+|\s*[,;]\s*){_NAME})*")
_TOKEN = regex.compile(r"\S+")
_HANDLE = regex.compile(r"(?:[Tt]he )?(\p{L}[\p{L}\d_.-]{2,24})(?=$|,| (?:in|on|with|for|at|mit|avec|con|para)\b)")
"""A name of one word, which only stands behind a "by", and what may follow it."""
_DESK = regex.compile(
    r"(?:The )?(?:[\p{Lu}\d][\p{L}\d.&'’-]*\s){0,3}"
    r"(?:Team|Staff|Staff Writers|Editors|Editorial(?: Team| Staff| Board)?|News(?:room|desk)|Redaktion|Redaktionsteam|"
    r"Rédaction|Redacción|Redazione|Redação|Redactie)"
)
"""The people of a house who sign together."""
_UNCASED_WORD = r"[\p{Arabic}\p{Hebrew}\p{Devanagari}\p{Bengali}\p{Thai}\p{Tamil}\p{Georgian}\p{M}\u200c'.]{2,15}"
_UNCASED = regex.compile(rf"{_UNCASED_WORD}(?: {_UNCASED_WORD}){{1,3}}")
_HANGUL = regex.compile(r"([\p{Hangul}]{2,4})\s?(?:\S{0,6}?)(?:기자|특파원|논설위원|선임기자)(?![\p{Hangul}])")
_HAN = regex.compile(
    r"(?P<role>(?:本报|本報|本网|本網|新华社|新華社|中新社|中央社|特约|特約|特派|见习|見習|实习|實習)?(?:记者|記者)[/／:：\s]*)?"
    r"(?P<name>\p{Han}{2,4})(?P<role>\s?[（(]?(?:记者|記者)[)）]?)?"
)
"""A name with the word for a reporter right before or behind it: elsewhere in a line others speak of reporters."""
_JAPANESE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}ー・ ]{2,14}")
_NO_NAME = frozenset(
    word
    for words in (
        "the and or for your our my this that how what why when to in of with at on from a an is are all more read view see",
        "get top new best home menu about contact search login subscribe news share follow next previous back january february",
        "march april june july august september october november december monday tuesday wednesday thursday friday saturday",
        "sunday facebook twitter linkedin instagram whatsapp email print copy link getty images reuters photo image credit",
        "courtesy foto privacy policy terms service cookie cookies free download sign log cart shop blog key takeaways summary",
        "wetu সংস্করণ দেখেছেন প্রতিনিধি প্রতিবেদক ডেস্ক",
    )
    for word in words.split()
)
"""Words with a large letter in menus and headlines that no name holds, and what stands so in scripts without them."""


class Names(NamedTuple):
    """The names in a line, and how they stand there.

    Attributes:
        names: one by one.
        by: behind a word for "by" or "author".
        role: with what a person does: writer, editor.
        whole: with nothing beside them but dates, dividers and a role.
        beside: characters of what else stands beside them.
    """

    names: tuple[str, ...]
    by: bool
    role: bool
    whole: bool
    beside: int


class Day(NamedTuple):
    """The date in a line; of several the one of publication, if that is said, else the first that is not of an update.

    Attributes:
        value: as it stands there.
        day: in ISO 8601.
        published, updated: the words before it say that it is the day of that.
        clock: a time of day stands with it.
        beside: letters and digits of the line that are neither date nor name.
    """

    value: str
    day: str
    published: bool
    updated: bool
    clock: bool
    beside: int


class Signature(NamedTuple):
    """What a line says: names, a day or both; and whether of the time of reading or a picture, or as an item of a list."""

    names: Names | None
    day: Day | None
    reading: bool
    photo: bool
    listed: bool


def says(what: str, text: str) -> bool:
    """Whether a line speaks of being ``published`` or ``updated``."""
    return bool(text) and _SAYS[what].search(text) is not None


def is_by(text: str, language: str | None) -> bool:
    """Whether a line says that the next one names the authors, and nothing else."""
    return bool(text) and _by_alone(language).fullmatch(text) is not None


def announces(text: str, language: str | None) -> bool:
    """Whether a line says that the next one names the authors or a day, and nothing else: "Author:", "Published on"."""
    return is_by(text, language) or any(words.fullmatch(text) for words in _SAYS.values())


def is_clock(text: str) -> bool:
    """Whether a line is a time of day and nothing else."""
    return len(text) <= _LONGEST_CLOCK and _CLOCK_ALONE.fullmatch(text) is not None


def begins_by(text: str, language: str | None) -> bool:
    """Whether a line begins with a word for "by", and somebody may be named behind it."""
    return _by(language).match(text, _bullet_end(text)) is not None


def is_check(text: str) -> bool:
    """Whether a line speaks of others than the authors: who reviewed, edited, translated or illustrated the text."""
    return bool(text) and _CHECK.search(text) is not None


def is_signature(text: str, language: str | None) -> bool:
    """Whether a line says when or by whom; a name alone may as well be a section's."""
    found = signature(text, language)
    return found is not None and (found.day is not None or (found.names is not None and found.names.by))


def is_day(text: str, language: str | None) -> bool:
    """Whether a line is a day and nothing else."""
    found = signature(text, language) if _DIGIT.search(text) else None
    return found is not None and found.names is None and found.day is not None and not found.day.beside


def signature(text: str, language: str | None, *, announced: bool = False) -> Signature | None:
    """What a line, without white space around, says of authors and days; ``None`` if nothing.

    It is ``announced`` where the line above is nothing but a "by" (`is_by`).
    """
    if not _LONGEST[0] <= len(text) <= _LONGEST[1]:
        return None
    bullet = _bullet_end(text)
    bare = text[bullet:]
    figures = _DIGIT.search(bare) is not None
    if " " not in bare and bare.isascii() and not (figures or announced):
        return None  # most lines of a menu; and a name has two words where no other stands before it
    rest, reading = bare, 0
    dated: list[tuple[int, str, str]] = []
    if figures:
        for value in times_in(bare):
            at = bare.find(value, dated[-1][0] + 1 if dated else 0)
            iso = iso_time(value, language)
            if iso and at >= 0:
                dated.append((at, value, iso))
            rest = rest.replace(value, _CUT, 1)
        if _AGE.search(rest):
            rest, reading = _READING.subn(_CUT, rest)
        if dated or reading:
            for pattern in (_GLUED, _CLOCK, *_SAYS.values()):
                rest = pattern.sub(_CUT, rest)
    names = _names(rest, language, announced=announced)
    if names is None and not dated:
        return None
    beside = _signs(rest) - _of_names(names)
    if beside > _MOST or (beside > _TOLD and (_may_end_sentence(bare) or _may_end_sentence(rest.strip(f"{_CUT} ")))):
        return None
    day = _day(bare, dated, beside) if dated else None
    return Signature(names, day, bool(reading), _PHOTO.search(bare) is not None, bullet > 0)


def _may_end_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, or in Thai, whose sentences end without a mark."""
    return ends_sentence(text) or _THAI_END.search(text) is not None


def _bullet_end(text: str) -> int:
    """Where what a line says begins, behind the sign of an item of a list; 0 where it is none."""
    found = _BULLET.match(text) if text[:1] in _BULLETS else None
    return found.end() if found else 0


def _of_names(names: Names | None) -> int:
    return sum(map(_signs, names.names)) if names else 0


def _signs(text: str) -> int:
    """How many letters and digits a text holds."""
    return sum(map(str.isalnum, text))


def _day(text: str, dated: Sequence[tuple[int, str, str]], beside: int) -> Day:
    """The date that counts, of those at their places in a line."""
    days: list[Day] = []
    before = 0
    for at, value, iso in dated:
        said, changed = (max((found.end() for found in says.finditer(text, before, at)), default=-1) for says in _SAYS.values())
        published, updated = said > changed, changed > said
        days.append(Day(value, iso[:10], published, updated, "T" in iso, max(beside, 0)))
        before = at + len(value)
    return min(days, key=lambda day: (not day.published, day.updated))  # of equal ones the first


def _names(text: str, language: str | None, *, announced: bool) -> Names | None:
    """The names between the dividers of a line: behind a "by", else the first."""
    parts = [part for part in (part.strip(f"{EDGES}@") for part in _DIVIDER.split(text)) if part]
    best: Names | None = None
    for at, part in enumerate(parts):
        found = _in_part(part, language, announced=announced and not at)
        if found is not None and (best is None or (found.by and not best.by)):
            others = [*parts[:at], *parts[at + 1 :]]
            whole = found.whole and all(len(other) < 4 or _role(other) for other in others)
            best = found._replace(whole=whole, beside=found.beside + sum(map(len, others)))
    return best


def _in_part(part: str, language: str | None, *, announced: bool) -> Names | None:
    by, said = announced, part
    while word := _by(language).match(said):
        by, said = True, said[word.end() :].strip(f"{EDGES}@")  # some sites say it twice
    if not said:
        return None
    if language == "ko" and (hangul := _HANGUL.findall(said)):
        return Names(tuple(dict.fromkeys(hangul)), by, role=True, whole=len(said) < 25, beside=len(said))
    if language in ("zh", "ja"):
        return _in_ideographs(said, by)
    if _DESK.fullmatch(said) and _names_end(said.removeprefix("The ")) is None:
        return Names((said,), by, role=True, whole=True, beside=0)
    if (some := _SOME.match(said)) and (found := _in_capitals(said, some[0], by)):
        return found
    if language in _UNCASED_LANGUAGES and _UNCASED.fullmatch(said) and _NO_NAME.isdisjoint(said.split()):
        return Names((said,), by, role=False, whole=True, beside=0)
    handle = _HANDLE.match(said) if by else None
    if handle is None or handle[1].lower() in _NO_NAME:
        return None
    return Names((handle[0],), by, role=False, whole=handle.end() == len(said), beside=len(said) - handle.end())


def _role(text: str) -> regex.Match[str] | None:
    """Where a text says what a person does."""
    return _ROLE.search(text) if may_hold(text, _ROLE_ROOTS) else None


def _in_ideographs(said: str, by: bool) -> Names | None:
    han = _HAN.match(said)
    if han and han["name"] not in ("记者", "記者") and (by or han["role"]):
        return Names((han["name"],), by=True, role=True, whole=han.end() == len(said), beside=len(said) - han.end())
    if by and _JAPANESE.fullmatch(said):
        return Names((said,), by=True, role=False, whole=True, beside=0)
    return None


def _names_end(text: str) -> int | None:
    """Where the first word of a text stands that no name holds."""
    for word in _TOKEN.finditer(text):
        bare = word[0].strip(".,").lower()
        if bare in _NO_NAME and len(bare) > 1 and not _JOINS.fullmatch(bare):  # one letter stands for a name
            return word.start()
    return None


def _in_capitals(said: str, names: str, by: bool) -> Names | None:
    """Names with large letters at the beginning of what is said."""
    left = said[len(names) :]
    role = _role(said)
    if role and role.start() < len(names):
        # What the person does ran into the name: "Jana Roe Landespolitische Korrespondentin".
        tokens = said[: role.start()].strip(EDGES).split()
        if len(tokens) < 2:
            return None
        if "," not in said[: role.start()]:
            full = [at for at, token in enumerate(tokens, 1) if token[0].isupper() and len(token.rstrip(".")) > 1]
            tokens = tokens[: full[1] if len(full) > 1 else None]
        names, left = " ".join(tokens), ""
    elif left and (left[0].isalnum() or not (by or left.startswith(" " if role else _BEHIND_NAME))):
        return None
    end = _names_end(names)
    if end is not None:
        if not by:  # only that says where the names begin
            return None
        names, left = names[:end].rstrip(", "), said[end:]
    found = tuple(name for some in _ONE.finditer(names) for name in split_names(some[0].rstrip(", "), every_comma=False))
    if not found:
        return None
    return Names(found, by, role is not None, whole=not left or role is not None, beside=len(left))
