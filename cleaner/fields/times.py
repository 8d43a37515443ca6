"""Times as people and pages write them, in ISO 8601. The only file that imports dateutil."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo

import regex

EDGES = " \t\u00a0.,;:|–—-·•»«"
_IN_FIGURES = regex.compile(r"(?<![\d./-])(\d{1,2})(\s?[./-]\s?|\s)(\d{1,2})\2(\d{2,4})\b")
"""Day and month, in whichever order, and the year: ``3/5/2024``, ``3. 5. 2024``, ``3 5 2024``."""
_EAST_ASIAN = regex.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")
_HOUR_DOT = regex.compile(r"\b(\d{1,2})[.h](\d{2})(?=\s*(?:Uhr|h\b|$))")
_FILLERS = regex.compile(
    r"\b(?:um|uhr|à|alle|ore|de|del|do|di|le|il|om|kl|klo|ve|v|w|den|am|a las|las|ora|ώρα|στις|года|г|в|о|об)\b\.?",
    regex.IGNORECASE,
)
_YEAR = regex.compile(r"\b\d{4}\b")
_HOURS = {
    "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1,
    "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
}  # fmt: skip  # hours from UTC of the zone names that mean one zone only; CST, IST and BST do not
_CLOCK = regex.compile(r"\d{1,2}:\d{2}|\d\s*[ap]\.?m\b", regex.IGNORECASE)
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {
    name: english
    for english, names in zip(
        _ENGLISH,
        (
            "januar january janvier enero gennaio janeiro januari stycznia января січня ocak "
            "tammikuuta ledna ιανουαρίου január ianuarie януари ינואר בינואר जनवरी",
            "februar february février febrero febbraio fevereiro februari lutego февраля лютого şubat "
            "helmikuuta února φεβρουαρίου február februarie февруари פברואר בפברואר फ़रवरी फरवरी",
            "märz march mars marzo março maart marca марта березня mart "
            "maaliskuuta března μαρτίου március martie maret март מרץ במרץ मार्च",
            "april avril abril aprile kwietnia апреля квітня nisan "
            "huhtikuuta dubna απριλίου április aprilie април אפריל באפריל अप्रैल",
            "mai may mayo maggio maio mei maja мая травня mayıs maj toukokuuta května μαΐου május май מאי במאי मई",
            "juni june juin junio giugno junho czerwca июня червня haziran "
            "kesäkuuta června ιουνίου június iunie юни יוני ביוני जून",
            "juli july juillet julio luglio julho lipca июля липня temmuz "
            "heinäkuuta července ιουλίου július iulie юли יולי ביולי जुलाई",
            "august août agosto augustus sierpnia августа серпня ağustos augusti "
            "elokuuta srpna αυγούστου augusztus agustus август אוגוסט באוגוסט अगस्त",
            "september septembre septiembre settembre setembro września сентября вересня eylül "
            "syyskuuta září σεπτεμβρίου szeptember septembrie септември ספטמבר בספטמבר सितंबर सितम्बर",
            "oktober october octobre octubre ottobre outubro października октября жовтня ekim "
            "lokakuuta října οκτωβρίου október octombrie октомври אוקטובר באוקטובר अक्टूबर अक्तूबर",
            "november novembre noviembre novembro listopada ноября листопада kasım "
            "marraskuuta listopadu νοεμβρίου noiembrie ноември נובמבר בנובמבר नवंबर नवम्बर",
            "dezember december décembre diciembre dicembre dezembro grudnia декабря грудня aralık "
            "joulukuuta prosince δεκεμβρίου decembrie desember декември דצמבר בדצמבר दिसंबर दिसम्बर",
        ),
        strict=True,
    )
    for name in names.split()
}
"""Months by name, in the languages of the packs, and what dateutil calls them."""
_HOUR_WORD = regex.compile(r"\buhr\b", regex.IGNORECASE)
_NAME = regex.compile(r"[\p{L}\p{M}]{2,}")
_ISO = regex.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?")
_YEAR_FIRST = regex.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})")
_MONTH = "|".join(sorted({*_MONTHS, *(name.lower() for name in _ENGLISH)}, key=lambda name: (-len(name), name)))
_IN_TEXT = regex.compile(
    rf"""(?<![\p{{L}}\d])(?:
    \d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d)?
    |\d{{1,2}}(?:st|nd|rd|th|\.|º)?\ (?:de\ )?(?:{_MONTH})\p{{L}}{{0,6}}\.?,?\ (?:de\ )?\d{{4}}
    |(?:{_MONTH})\p{{L}}{{0,6}}\.?\ \d{{1,2}}(?:st|nd|rd|th)?,?\ \d{{4}}
    |\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}}
    |\d{{4}}[./]\d{{1,2}}[./]\d{{1,2}}
    |\d{{4}}\ ?[年년]\ ?\d{{1,2}}\ ?[月월]\ ?\d{{1,2}}\ ?[日일]
    )(?![\p{{L}}\d])""",
    regex.VERBOSE | regex.IGNORECASE,
)


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """The zone of a time: by its offset in seconds, else by its name; ``None`` (the time stays naive) if that is ambiguous."""
    if offset is None and name in _HOURS:
        offset = _HOURS[name] * 3600
    return None if offset is None else timezone(timedelta(seconds=offset))


def _in_english(value: str) -> str:
    """A time as dateutil can read it: months by their English names, clock times with colons, without little words."""
    value = _HOUR_DOT.sub(r"\1:\2", _YEAR_FIRST.sub(r"\1-\2-\3", _EAST_ASIAN.sub(r"\1-\2-\3", value)))
    named = _NAME.sub(lambda word: _MONTHS.get(word.group().lower(), word.group()), value)
    if named == value and not _HOUR_WORD.search(value):
        return value
    return " ".join(_FILLERS.sub(" ", named).replace(" .", " ").split())


def times_in(text: str) -> list[str]:
    """The full dates that stand in a text, as `iso_time` can read them."""
    return _IN_TEXT.findall(text) if _YEAR.search(text) else []


def iso_time(value: str) -> str | None:
    """A point in time as ISO 8601, as precise as the text: ``2022-02-18T08:53``, ``2022-02-18``; ``None`` if it is unclear.

    Unclear is: no full date, or day and month could be swapped (``01/02/2022``). A wrong date is worse than none.
    """
    if _ISO.fullmatch(value.strip()):
        return _iso(value.strip())
    from dateutil import parser  # 20 ms of import that documents without such dates never need

    value = _in_english(" ".join(value.split()).strip(EDGES))
    figures = _IN_FIGURES.search(value)
    first, second = (int(figures[1]), int(figures[3])) if figures else (0, 0)
    day_first = first > 12
    if first <= 12 and second <= 12 and first != second:
        return None
    if not _YEAR.search(value):
        return None
    try:
        # Parsed against two different days: what is not in the text differs between the results.
        one = parser.parse(value, default=datetime(2001, 1, 1), dayfirst=day_first, tzinfos=_zone)
        two = parser.parse(value, default=datetime(2002, 2, 2), dayfirst=day_first, tzinfos=_zone)
    except (ValueError, OverflowError, TypeError):
        return None
    if one != two:
        return None
    return _written(one, with_clock=bool(_CLOCK.search(value)))


def _iso(value: str) -> str | None:
    """The same for what is in ISO 8601 already, as most pages have it: a hundred times as fast."""
    try:
        return _written(datetime.fromisoformat(value), with_clock=":" in value)
    except ValueError:
        return None


def _written(time: datetime, *, with_clock: bool) -> str:
    if not with_clock:
        return str(time.date().isoformat())
    return str(time.isoformat(timespec="seconds" if time.second else "minutes"))
