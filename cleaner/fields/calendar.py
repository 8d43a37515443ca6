"""Months and days of the week in many languages, the little words around a time, and days of other calendars."""

from __future__ import annotations

from datetime import date

import regex

from cleaner.locales import of_all, of_each

WORD = regex.compile(r"[\p{L}\p{M}\u200c\u200d]+")
"""A word of a time, in any script."""
ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _spellings(name: str) -> set[str]:
    """A name as it is, and with the letters that Unicode has as two signs and as one: those with a dot below."""
    return {name, name.replace("\u092b\u093c", "\u095e").replace("\u09af\u09bc", "\u09df")}


MONTHS_OF = {
    language: {
        name: english
        for forms, english in zip(months, ENGLISH, strict=True)
        for form in forms.split("/")
        for name in _spellings(form)
    }
    for language, months in of_each("months").items()
}
"""Months by name, and what dateutil calls them, by language."""


def _unambiguous() -> dict[str, str]:
    meant: dict[str, set[str]] = {}
    for months in MONTHS_OF.values():
        for name, english in months.items():
            meant.setdefault(name, set()).add(english)
    return {name: english for name, (english, *others) in meant.items() if not others}


MONTHS = _unambiguous()
"""Those of all languages that are the same month in each: ``listopada`` is October in Croatian and November in Polish."""
MONTHS_IN_PARTS = {name: english for name, english in MONTHS.items() if not WORD.fullmatch(name)}
"""Those whose names are no single word: two words in the Levant, two or three letters with dots in Thai."""
MONTH_NAMES = frozenset(name for months in MONTHS_OF.values() for name in months)
"""The names of all months, whichever they are."""
WEEKDAYS = frozenset(word for name in of_all("weekdays") for word in WORD.findall(name))
"""The words of their names, for they are looked up word by word. They add nothing to a full date."""
FILLERS = frozenset(of_all("around_time"))
"""What stands between a day and its time of day, or behind a year or an hour."""
SOLAR_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "فروردین حمل", "اردیبهشت ثور", "خرداد جوزا", "تیر سرطان", "مرداد امرداد اسد", "شهریور سنبله", "مهر میزان",
            "آبان عقرب", "آذر قوس", "دی جدی", "بهمن دلو", "اسفند حوت",
        ),
        start=1,
    )
    for word in names.split()
    for name in {word, word.replace("ی", "ي")}
}  # fmt: skip  # a list
"""Months of the Solar Hijri calendar as Iran and Afghanistan call them, from 1 to 12; with the yeh of Arabic keyboards, too."""
_SOLAR_YEARS = range(1304, 1473)
"""Since it became the calendar of Iran, in our 1925, and as far as the leap years are known to be those of the rule below."""


def day_of_solar(year: int, month: int, day: int) -> date | None:
    """A day of the Solar Hijri calendar in ours; ``None`` if there is none such.

    Six months of 31 days, then those of 30, the last of 29 but in leap years, of which eight in 33 years are one.
    """
    if year not in _SOLAR_YEARS or not 1 <= month <= 12:
        return None
    new_year, next_year = _solar_new_year(year), _solar_new_year(year + 1)
    first = new_year + 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
    found = first + day - 1
    within = 1 <= day <= (31 if month <= 6 else 30) and found < next_year
    return date.fromordinal(found) if within else None


def _solar_new_year(year: int) -> int:
    """The ordinal of the first of Farvardin: 1403 began on 20 March 2024."""
    since = date(2024, 3, 20).toordinal() - 1403 * 365 - (8 * 1403 + 21) // 33
    return since + year * 365 + (8 * year + 21) // 33
