"""Times as people and pages write them, in ISO 8601. The only file that imports dateutil."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache

import regex

from cleaner.fields.calendar import (
    ENGLISH,
    FILLERS,
    MONTH_NAMES,
    MONTHS,
    MONTHS_IN_PARTS,
    MONTHS_OF,
    SOLAR_MONTHS,
    WEEKDAYS,
    WORD,
    day_of_solar,
)
from cleaner.locales import of_all, of_each

EDGES = " \t\u00a0.,;:|–—-·•»«"
_YEAR_FIRST = regex.compile(r"\b(\d{4}) ?[年년./-] ?(\d{1,2}) ?[月월./-] ?(\d{1,2})(?: ?[日号號일]|\.?(?![\d./-]))")
_NUMBERED_MONTH = regex.compile(r"\b(\d{1,2}) tháng (\d{1,2}),? (?:năm )?(\d{4})\b", regex.IGNORECASE)
_YEAR_BEFORE_NAME = regex.compile(
    r"\b(?P<year>\d{4})(?: ?m\. (?P<month>\p{L}+) (?P<day>\d{1,2}) d\b\.?|\. ?gada (?P<day>\d{1,2})\. (?P<month>\p{L}+))",
    regex.IGNORECASE,
)
"""The year first in words, as Lithuanian and Latvian have it: ``2024 m. kovo 13 d.``, ``2024. gada 13. marts``."""
_IN_FIGURES = regex.compile(r"(?<![\d./-])(\d{1,2})(\s?[./-]\s?|\s)(\d{1,2})\2(\d{2,4})\b")
"""Day and month, in whichever order, and the year: ``3/5/2024``, ``3. 5. 2024``, ``3 5 2024``."""
_DAY_FIRST = frozenset(code for code, (order,) in of_each("date_order").items() if order == "dmy")
"""Languages in which the day stands before the month. In English it depends on the country, and dots do not tell: the pages in
English that have ``09.10.2024`` and whose day is known (two of 811) mean the tenth of September."""
_HALF_BEFORE = dict.fromkeys(of_all("am_before"), 0) | dict.fromkeys(of_all("pm_before"), 12)
_HALF_BEHIND = dict.fromkeys(of_all("am_behind"), 0) | dict.fromkeys(of_all("pm_behind"), 12)
"""What says which half of the day is meant, before the hour and behind it: the hours that it adds."""


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(regex.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_TIME_OF_DAY = regex.compile(
    rf"""(?<![\d.,:/+-])(?:(?P<before>{_any_of(_HALF_BEFORE)})\ ?)?
    (?:(?P<hour>\d{{1,2}})(?:\ ?[:：]\ ?|\ ?h\ ?|\.)(?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:\.\d{{1,6}})?)?
      (?:\ ?(?:h|hs|hrs)\b\.?)?
    |(?P<hour>\d{{1,2}})\ ?[时時点點시](?:\ ?(?P<minute>\d{{1,2}})\ ?[分분]?(?:\ ?(?P<second>\d\d)\ ?[秒초])?)?
    |(?P<hour>\d{{1,2}})(?=\ ?[ap]\.?\ ?m\b))
    (?:\ ?(?P<behind>{_any_of(_HALF_BEHIND)})(?![\p{{L}}\p{{M}}])\.?)?
    (?![\d:]|[.,/-]\d)""",
    regex.VERBOSE | regex.IGNORECASE,
)
_ZONE = regex.compile(r"\b(?:GMT|UTC) ?([+-]|\+ )(\d{1,2})(?::?(\d\d))?\b")
"""An offset by name. dateutil takes ``GMT+7`` for a zone behind Greenwich, as POSIX does and no page."""
_BESIDE = FILLERS | WEEKDAYS
_CALENDAR = r"[พค]\.ศ\."
"""Before a year in Thai, of which calendar it is."""
_ERA = r"(?<=\d{4}|[/-]\d{1,2})\ ?[مءթწ](?![\p{L}\p{M}\d])\.?"
"""Behind a year that it is one of ours, or a year at all, in Arabic, Urdu, Armenian and Georgian; hours have no ``م`` there."""
_BEHIND_DAY = regex.compile(_ERA)
_SIGNS_BESIDE = regex.compile(
    rf"[(（][月火水木金土日一二三四五六월화수목금토일][)）]|\bthứ [2-7]\b|{_CALENDAR}|[|•·@()（）،，\u061c\u200e\u200f]"
    r"|(?<=\s)[–—-](?=\s)|(?<=\b[dп])’",
    regex.IGNORECASE,
)
_BETWEEN = regex.compile(
    rf"(?:\.(?=\s+(?:\d{{1,2}}:|\p{{L}})))?(?:[\s,،，|•·–—@'’\u061c\u200e\u200f-]|[(（]\p{{L}}{{1,4}}[)）]"
    rf"|(?:{_any_of(FILLERS)})(?!\p{{L}})\.?"
    rf"|(?<!\.\s)\(?(?:{_any_of(WEEKDAYS)})(?!\p{{L}})[.)]?)*+",
    regex.IGNORECASE,
)
"""What may stand between a day and its time of day; years have a period in Croatian. Behind one that ends a sentence a number
like ``12.30`` may be of anything."""
_YEAR = regex.compile(r"\b\d{4}\b")
_WEEK = regex.compile(r"\b\d{4}-W\d")
"""A week by its number, which dateutil takes for a month."""
_FOUR = regex.compile(r"(?<!\d)\d{4}(?!\d)")
"""A year, next to letters, too, as in ``2024年``."""
_HOURS = {
    "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1,
    "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "EAT": 3, "WIB": 7, "WITA": 8, "MYT": 8, "HKT": 8,
    "WIT": 9, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
}  # fmt: skip  # hours from UTC of the zone names that mean one zone only; CST, IST and BST do not
_ZONE_BEHIND = regex.compile(rf" ?\(?(?:GMT|UTC) ?(?:[+-]|\+ )\d{{1,2}}\b\)?| \(?(?:{_any_of(_HOURS)})\b\)?")
_CLOCK = regex.compile(r"\d{1,2}:\d{2}")
_CLOCK_BEFORE = regex.compile(r"(?<!\d)\d{1,2}[:.]\d{2}$")
_IN_PARTS = regex.compile(_any_of(MONTHS_IN_PARTS))
_ORDINAL = regex.compile(r"\b(\d{1,2})(?:er|r|[º°])(?=\s)")
"""A day with the sign of its ordinal, which most languages give the first of a month alone: ``1er mai``, ``1º de maio``."""
_TWICE = regex.compile(r"\b(\p{Lu}\p{Ll}{2})(?: ?/ ?| +)\1\b")
"""A month by both its Arabic names."""
_DIGIT = regex.compile(r"[^\P{Nd}0-9]")
"""A digit of another script than ours."""
_THAI_YEAR = regex.compile(r"(?<=\p{Thai}\.?\ ?)\d{4}\b")
_BUDDHIST = 543
"""Years between the Buddhist calendar and ours, since both begin on the first of January: since 2484, our 1941."""
_YEARS = range(1600, 2050)
"""Those of ours that a text can be of. The first newspaper is of 1605; of the other calendars of the press, the Hijri, the
Solar Hijri and the Bengali one count fewer than 1500 years until our 2076, and the Nepali one 2050 and more since our 1993."""
_MONTH_WORD = r"(?:[\ \u200c]?ماه)?"
"""Behind the name of a month that it is one, in Persian."""
_SOLAR_DAY = regex.compile(rf"(?<!\d)(\d{{1,2}}) ({_any_of(SOLAR_MONTHS)}){_MONTH_WORD}(?:,| ?،)? (1[34]\d\d)(?!\d)")
_SOLAR_FIGURES = regex.compile(r"(?<![\d./-])(1[34]\d\d)/(\d{1,2})/(\d{1,2})(?![\d./-])")
"""A day of Iran: by the name of its month, and in figures, which in Persian have the year first."""
_HOUR = r"\d{1,2}(?:[:.]\d\d(?: ?[ap]\.?m\b\.?)?| ?[ap]\.?m\b\.?)"
_FROM_TO = regex.compile(rf"(?<![\d.:]){_HOUR}(?: ?[–—~/] ?| - |-){_HOUR}(?!\.?\d|:)", regex.IGNORECASE)
"""From when to when something lasts: no point in time, and with a hyphen it looks like a time and its offset."""
# For the same reason a time behind a space needs seconds to have an offset.
_SECONDS, _OFFSET = r":\d\d(?:\.\d{1,6})?", r"(?:Z|[+-]\d\d:\d\d)"
_ISO = regex.compile(
    rf"\d{{4}}-(?:\d\d-\d\d|W\d\d-\d)(?:T\d\d:\d\d(?:{_SECONDS})?{_OFFSET}?| \d\d:\d\d(?:Z|{_SECONDS}{_OFFSET}?)?)?"
)


@cache
def _full_date() -> regex.Pattern[str]:
    """A day, month and year anywhere in a text.

    The names of months stand in it once, where most are tried, and are called elsewhere: to compile them takes longest.
    Even so a text without a year never needs it.
    """
    months = _any_of({*MONTH_NAMES, *SOLAR_MONTHS, *map(str.lower, ENGLISH)})
    named = rf"(?&month)\p{{L}}{{0,6}}\.?{_MONTH_WORD}(?:\ ?[/(]\ ?(?&month)\)?)?"  # some give both Arabic names
    # A date may stand right behind another: blogs set the day of the last change there, and their dumps no space.
    glued = r"(?&month)\p{L}{0,6}\.?\ \d"
    year = rf"(?:,|\ ?،)?\ (?:del?\ |{_CALENDAR}\ ?)?\d{{4}}"
    return regex.compile(
        rf"""(?:(?<![\p{{L}}\d])|(?<=\d{{4}})(?={glued}))(?:
    \d{{4}}-\d\d-\d\d(?:T\d\d:\d\d(?:{_SECONDS})?{_OFFSET}?|\ \d\d:\d\d(?:Z|{_SECONDS}\ ?{_OFFSET}))?
    |\d{{1,2}}(?:st|nd|rd|th|er|r|\.|º|°)?\ (?:de\ |d[’'])?{named}{year}
    |(?P<month>{months})\p{{L}}{{0,6}}\.?\ \d\d?(?:st|nd|rd|th|\.)?{year}
    |\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}}|\d{{1,2}}\.\ \d{{1,2}}\.\ \d{{4}}
    |\d{{4}}[./]\d{{1,2}}[./]\d{{1,2}}
    |\d{{4}}(?:\ ?m\.\ {named}\ \d\d?\ d\b\.?|\.\ ?gada\ \d\d?\.\ {named})
    |\d{{4}}\ ?[年년]\ ?\d{{1,2}}\ ?[月월]\ ?\d{{1,2}}\ ?[日일]
    )(?:{_ERA})?(?:(?![\p{{L}}\d])|(?={glued}))""",
        regex.VERBOSE | regex.IGNORECASE,
    )


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """The zone of a time: by its offset in seconds, else by its name; ``None`` (the time stays naive) if that is ambiguous."""
    if offset is None and name in _HOURS:
        offset = _HOURS[name] * 3600
    return None if offset is None else timezone(timedelta(seconds=offset))


def _in_figures(found: regex.Match[str], language: str | None) -> str:
    """A day in figures as ISO 8601, or nothing where day and month could be swapped: the text has no full date then."""
    first, second, year = int(found[1]), int(found[3]), found[4]
    if language == "th":
        year = _of_buddhist(year)
    if len(year) != len("2024"):
        return " "
    if first > 12 or first == second or (second <= 12 and language in _DAY_FIRST):
        first, second = second, first
    elif second <= 12:
        return " "
    return f" {year}-{first:02}-{second:02} "


def _time_of_day(found: regex.Match[str]) -> str:
    """A time of day as ``14:05``."""
    hour = int(found["hour"])
    half = _HALF_BEFORE.get(found["before"] or "", _HALF_BEHIND.get((found["behind"] or "").casefold()))
    if half is not None and hour <= 12:
        hour = hour % 12 + half
    second = f":{found['second']}" if found["second"] else ""
    return f" {hour:02}:{int(found['minute'] or 0):02}{second} "


_SINCE_1970 = regex.compile(r"\d{10}(?:\d{3})?")
_BY_PROGRAMS = (
    (regex.compile(r"""^["'\s]+|["'\s]+$|\[[\w/+-]+\]$|\s\([\p{L} ]+\)$"""), ""),
    (regex.compile(r"^\p{L}{3} (\p{L}{3}) (\d{1,2}) (\d{4}) ([\d:]{8}) (?:GMT|UTC)([+-]\d\d):?(\d\d)$"), r"\2 \1 \3 \4 \5:\6"),
    (regex.compile(r"^(\d{4})(\d\d)(\d\d)$"), r"\1-\2-\3"),
    (regex.compile(r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(?:\d\d)?(Z?)$"), r"\1-\2-\3T\4:\5\6"),
    (regex.compile(r"(?<=^\d{4}-\d\d-\d\d)UTC(?=\d\d:)"), "T"),
    (regex.compile(r"(?<=\p{L} \d{1,2}, \d{4})T(?=\d\d:)"), " "),
)
"""How programs write a time, and what of it `iso_time` reads."""


def machine_time(value: str) -> str:
    """A time as a program wrote it, in a form that `iso_time` can read; any other text as it is.

    That is a count of seconds or milliseconds since 1970, ISO 8601 without signs between (``20240503T100000Z``) or with others
    than it has (``2024-05-03UTC10:00``, ``2024-05-03T10:00[Europe/Berlin]``), and what JavaScript writes.
    """
    if _SINCE_1970.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
    for written, meant in _BY_PROGRAMS:
        value = written.sub(meant, value)
    return value


def _in_english(value: str, language: str | None) -> str:
    """A time as dateutil can read it: days in figures as ISO 8601, months by their English names, without little words."""
    value = _THAI_YEAR.sub(lambda year: _of_buddhist(year[0]), _BEHIND_DAY.sub(" ", value))
    # A day that is given in two calendars is the same in both.
    in_two = len(_YEAR.findall(value)) > 1
    value = _SOLAR_DAY.sub(lambda day: " " if in_two else _of_solar(day, day[3], SOLAR_MONTHS[day[2]], day[1]), value)
    if language == "fa":
        value = _SOLAR_FIGURES.sub(lambda day: " " if in_two else _of_solar(day, day[1], day[2], day[3]), value)
    value = _ZONE.sub(lambda zone: f"{zone[1][0]}{zone[2]:0>2}:{zone[3] or '00'}", value)
    value = _ORDINAL.sub(r"\1", value)
    value = _NUMBERED_MONTH.sub(r"\3-\2-\1", value)
    value = _YEAR_BEFORE_NAME.sub(r"\g<day> \g<month> \g<year>", value)
    value = _YEAR_FIRST.sub(lambda day: f" {day[1]}-{day[2]:0>2}-{day[3]:0>2} ", value)
    value = _IN_FIGURES.sub(lambda day: _in_figures(day, language), value)
    value = _FROM_TO.sub(" ", value)
    # Of several times none is known to be the one that is asked for.
    value = _TIME_OF_DAY.sub(" " if len(_TIME_OF_DAY.findall(value)) > 1 else _time_of_day, value)
    value = _IN_PARTS.sub(lambda month: f" {MONTHS_IN_PARTS[month[0]]} ", value)
    months = ChainMap(MONTHS_OF.get(language or "", {}), MONTHS)
    value = WORD.sub(lambda found: _in_english_word(found[0], months), _SIGNS_BESIDE.sub(" ", value))
    value = _TWICE.sub(r"\1", value)
    return " ".join(value.replace(" .", " ").split()).strip(EDGES)


def _of_buddhist(year: str) -> str:
    """A year of a text in Thai as one of ours; it may be one already."""
    return str(int(year) - _BUDDHIST) if int(year) >= _BUDDHIST + 1941 else year


def _of_solar(found: regex.Match[str], year: str, month: int | str, day: str) -> str:
    """A day that may be one of the Solar Hijri calendar, in ISO 8601; what cannot be one as it stands."""
    ours = day_of_solar(int(year), int(month), int(day))
    return f" {ours.isoformat()} " if ours else found[0]


def _in_english_word(name: str, months: Mapping[str, str]) -> str:
    word = name.lower()
    return " " if word in _BESIDE else months.get(word, name)


def time_behind(text: str, start: int = 0) -> str:
    """The time of day right behind ``start``, with what stands between it and the day before; nothing if there is none.

    Where a time of day stands right before ``start`` it is the zone alone.
    """
    between = _BETWEEN.match(text, start)
    found = _TIME_OF_DAY.match(text, between.end() if between else start)
    if not found:
        zone = _ZONE_BEHIND.match(text, start) if _CLOCK_BEFORE.search(text, max(start - 6, 0), start) else None
        return zone[0] if zone else ""
    zone = _ZONE_BEHIND.match(text, found.end())
    return text[start : zone.end() if zone else found.end()]


def times_in(text: str) -> list[str]:
    """The full dates that stand in a text, with their time of day, as `iso_time` can read them."""
    if not _FOUR.search(text):
        return []
    return [found[0] + time_behind(text, found.end()) for found in _full_date().finditer(text)]


@lru_cache(maxsize=64)  # a stage asks for a time that the fields of the same document ask for again
def iso_time(value: str, language: str | None = None) -> str | None:
    """A point in time as ISO 8601, as precise as the text: ``2022-02-18T08:53``, ``2022-02-18``; ``None`` if it is unclear.

    Unclear is: no full date, or day and month could be swapped, as in ``01/02/2022`` where nothing says in which language that
    is, or in English; and a year that can only be one of another calendar, but of the Buddhist one in Thai, and of the Solar
    Hijri one behind the name of its month, or in figures in Persian.
    Digits may be those of any script. A wrong date is worse than none.
    """
    try:
        value = _DIGIT.sub(lambda digit: str(int(digit[0])), value.strip())
    except ValueError:  # a script that regex knows and this Python does not yet
        return None
    if _ISO.fullmatch(value):
        return _iso(value)
    if not _FOUR.search(value) or _WEEK.search(value):
        return None
    from dateutil import parser  # 20 ms of import that documents without such dates never need

    value = _in_english(" ".join(value.split()).strip(EDGES), language)
    if not _YEAR.search(value):
        return None
    try:
        # Parsed against two different days: what is not in the text differs between the results.
        one = parser.parse(value, default=datetime(2001, 1, 1), tzinfos=_zone)
        two = parser.parse(value, default=datetime(2002, 2, 2), tzinfos=_zone)
    except (ValueError, OverflowError, TypeError):
        return None
    if one != two or str(one.year) not in _YEAR.findall(value):  # of ``4-6 March 2024`` the year is none
        return None
    return _written(one, with_clock=bool(_CLOCK.search(value)))


def is_more_exact(time: str, other: str) -> bool:
    """Whether a time in ISO 8601 says the same as another and more besides: the time of day, seconds, the offset."""
    return len(time) > len(other) and time.startswith(other)


def _iso(value: str) -> str | None:
    """The same for what is in ISO 8601 already, as most pages have it: a hundred times as fast."""
    try:
        return _written(datetime.fromisoformat(value), with_clock=":" in value)
    except ValueError:
        return None


def _written(time: datetime, *, with_clock: bool) -> str | None:
    if time.year not in _YEARS:
        return None
    if not with_clock:
        return str(time.date().isoformat())
    return str(time.isoformat(timespec="seconds" if time.second else "minutes"))
