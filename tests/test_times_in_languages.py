"""Times as the pages of each language write them: the order of day and month, the time of day, and the text around them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import cleaner
from cleaner.fields.calendar import day_of_solar
from cleaner.fields.times import iso_time, time_behind, times_in
from tests.texts_in_languages import PARAGRAPHS, dump, page


@pytest.mark.parametrize(
    ("text", "language", "time"),
    [
        ("12.03.2024, 09:15 Uhr", "de", "2024-03-12T09:15"),
        ("Dienstag, 12. März 2024, 09:15 Uhr", "de", "2024-03-12T09:15"),
        ("12/03/2024 09h15", "pt", "2024-03-12T09:15"),
        ("03-04-2024 09:15", "nl", "2024-04-03T09:15"),
        ("25.03.2024 - 09:15", "tr", "2024-03-25T09:15"),
        ("12 Mart 2024 Salı 09:15", "tr", "2024-03-12T09:15"),
        ("1.5.2024 klo 10.30", "fi", "2024-05-01T10:30"),
        ("12 mars 2024, 14 h 05", "fr", "2024-03-12T14:05"),
        ("12 de marzo de 2024 a las 09:15h", "es", "2024-03-12T09:15"),
        ("12 مارس 2024 09:15", "ar", "2024-03-12T09:15"),
        ("12 آذار/مارس 2024", "ar", "2024-03-12"),
        ("12 كانون الأول 2024 09:15 مساء", "ar", "2024-12-12T21:15"),
        ("০৩:৩৫ পিএম, ২০ জুলাই, ২০২৩", "bn", "2023-07-20T15:35"),
        ("২২ ফেব্রুয়ারি ২০২৪, ১২:০০ এএম", "bn", "2024-02-22T00:00"),
        ("০১:০২ অপরাহ্ণ, মঙ্গলবার, ০৯ সেপ্টেম্বর ২০২৫", "bn", "2025-09-09T13:02"),
        ("০৬ অক্টোবর ২০২৩, ২১: ৫০", "bn", "2023-10-06T21:50"),
        ("2024.03.12. 오전 9:15", "ko", "2024-03-12T09:15"),
        ("2024년 3월 12일 오후 3:15", "ko", "2024-03-12T15:15"),
        ("2024年3月12日（火） 9時15分", "ja", "2024-03-12T09:15"),
        ("2024年3月12日 下午3:15", "zh", "2024-03-12T15:15"),
        ("2024. március 12. 9:15", "hu", "2024-03-12T09:15"),
        ("srijeda, 13. ožujka 2024. u 14:05 sati", "hr", "2024-03-13T14:05"),
        ("03.05.2024. u 14:05h", "hr", "2024-05-03T14:05"),
        ("13. mart 2024. godine", "hr", "2024-03-13"),
        ("13. listopada 2024.", "hr", "2024-10-13"),
        ("13 listopada 2024", "pl", "2024-11-13"),
        ("13 listopada 2024", None, None),
        ("5 sty 2025, 14:05", "pl", "2025-01-05T14:05"),
        ("13 lis 2024", "pl", "2024-11-13"),
        ("5 січ 2025", "uk", "2025-01-05"),
        ("5 Ağu 2024 14:05", "tr", "2024-08-05T14:05"),
        ("12 noi 2024", "ro", "2024-11-12"),
        ("5. bře 2024", "cs", "2024-03-05"),
        ("5 ago 2024", "it", "2024-08-05"),
        ("2024. szept. 5.", "hu", "2024-09-05"),
        ("streda 13. mája 2024 o 14:05", "sk", "2024-05-13T14:05"),
        ("torek, 13. avgust 2024 ob 14.05", "sl", "2024-08-13T14:05"),
        ("2024 m. gegužės 13 d., pirmadienis, 14:05 val.", "lt", "2024-05-13T14:05"),
        ("2024. gada 13. martā, plkst. 14.05", "lv", "2024-03-13T14:05"),
        ("2024.gada 13. marts", "lv", "2024-03-13"),
        ("13. jūnijs, 2024", "lv", "2024-06-13"),
        ("kolmapäev, 13. märts 2024 kell 14.05", "et", "2024-03-13T14:05"),
        ("понедељак, 13. мај 2024. у 14:05", "sr", "2024-05-13T14:05"),
        ("Thứ 2, 15/4/2024, 14:05 (GMT+7)", "vi", "2024-04-15T14:05+07:00"),
        ("Mánudaginn 12. ágúst 2024 kl. 9:15", "is", "2024-08-12T09:15"),
        ("12.3.2024 klukkan 9:15", "is", "2024-03-12T09:15"),
        ("dilluns, 12 d’abril del 2024 a les 9:15 h", "ca", "2024-04-12T09:15"),
        ("12 de març de 2024", "ca", "2024-03-12"),
        ("1r de setembre de 2024", "ca", "2024-09-01"),
        ("1er mai 2024 à 14h05", "fr", "2024-05-01T14:05"),
        ("mer. 3 avr. 2024", "fr", "2024-04-03"),
        ("gio, 3 ott 2024", "it", "2024-10-03"),
        ("1° maggio 2024", "it", "2024-05-01"),
        ("1º de setiembre del 2024", "es", "2024-09-01"),
        ("sáb., 3 ene. 2026", "es", "2026-01-03"),
        ("qui., 3 de out. de 2024", "pt", "2024-10-03"),
        ("Isnin, 12 Mac 2024, 2:05 petang", "ms", "2024-03-12T14:05"),
        ("Ogos 12, 2024 @ 2:05pm", "ms", "2024-08-12T14:05"),
        ("Vrydag, 12 Maart 2024 om 09:15", "af", "2024-03-12T09:15"),
        ("Jumatatu, 12 Agosti 2024 saa 9:15", "sw", "2024-08-12T09:15"),
        ("12 მარტი, 2024, 09:15", "ka", "2024-03-12T09:15"),
        ("12 մարտի, 2024, 09:15", "hy", "2024-03-12T09:15"),
        ("12 март 2024 во 09:15", "mk", "2024-03-12T09:15"),
        ("12 верасьня 2024 у 09:15", "be", "2024-09-12T09:15"),
        ("12 траўня 2024 г.", "be", "2024-05-12"),
        ("12 наурыз 2024, 09:15", "kk", "2024-03-12T09:15"),
        ("03/12/2024", "ms", "2024-12-03"),
        ("Tue 12 Mar 2024 09.15 GMT", "en", "2024-03-12T09:15+00:00"),
        ("March 12, 2024 at 12:05 a.m.", "en", "2024-03-12T00:05"),
        ("09:15 GMT - 12 Mar 2024", "en", "2024-03-12T09:15+00:00"),
        ("March 12, 2024 @09:15PM", "en", "2024-03-12T21:15"),
    ],
)
def test_a_time_is_read_as_its_language_writes_it(text: str, language: str | None, time: str) -> None:
    assert iso_time(text, language) == time


@pytest.mark.parametrize(
    ("language", "line", "value", "time"),
    [
        ("ar", "نشر في ١٧ أبريل ٢٠٢٤، ٠٢:٣٠ مساءً", "١٧ أبريل ٢٠٢٤، ٠٢:٣٠ مساءً", "2024-04-17T14:30"),
        ("ar", "القاهرة، ١٧/٠٤/٢٠٢٤", "١٧/٠٤/٢٠٢٤", "2024-04-17"),
        ("ar", "12 كانون الثاني 2024، الساعة 9:15 ص", "12 كانون الثاني 2024، الساعة 9:15 ص", "2024-01-12T09:15"),
        ("ar", "17 أبريل (نيسان) 2024 م", "17 أبريل (نيسان) 2024 م", "2024-04-17"),
        ("ar", "17 نيسان/أبريل 2024", "17 نيسان/أبريل 2024", "2024-04-17"),
        ("ar", "الأربعاء 8 شوال 1445هـ - 17 أبريل 2024م", "17 أبريل 2024م", "2024-04-17"),
        ("ar", "١٤٤٥/١٠/٠٨هـ - ٢٠٢٤/٠٤/١٧م", "٢٠٢٤/٠٤/١٧م", "2024-04-17"),
        ("ar", "\u200f17 أبريل 2024\u200f - 10:30 م", "17 أبريل 2024\u200f - 10:30 م", "2024-04-17T22:30"),
        ("fa", "چهارشنبه ۲۹ فروردین ۱۴۰۳ - ساعت ۱۴:۳۰", "۲۹ فروردین ۱۴۰۳ - ساعت ۱۴:۳۰", "2024-04-17T14:30"),
        ("fa", "۲۴ خرداد ماه ۱۴۰۲", "۲۴ خرداد ماه ۱۴۰۲", "2023-06-14"),
        ("fa", "۲۴ خرداد\u200cماه ۱۴۰۲", "۲۴ خرداد\u200cماه ۱۴۰۲", "2023-06-14"),
        ("fa", "12 ارديبهشت 1403 | 09:15", "12 ارديبهشت 1403 | 09:15", "2024-05-01T09:15"),
        ("fa", "۱۲ اسد ۱۴۰۳", "۱۲ اسد ۱۴۰۳", "2024-08-02"),
        ("fa", "۱۴۰۳/۰۱/۲۹ - ۱۴:۳۰", "۱۴۰۳/۰۱/۲۹ - ۱۴:۳۰", "2024-04-17T14:30"),
        ("ur", "بدھ 17 اپریل، 2024ء شام 5:30", "17 اپریل، 2024ء شام 5:30", "2024-04-17T17:30"),
        ("hi", "१७ फ़रवरी २०२४, पूर्वाह्न ९:१५", "१७ फ़रवरी २०२४, पूर्वाह्न ९:१५", "2024-02-17T09:15"),
        ("hi", "बुधवार, 17 \u095eरवरी 2024 02:30 अपराह्न", "17 \u095eरवरी 2024 02:30 अपराह्न", "2024-02-17T14:30"),
        ("hr", "Objavljeno 05.03.2024. 14:30", "05.03.2024. 14:30", "2024-03-05T14:30"),
        ("hr", "5. ožujka 2024. 14.30 posto", "5. ožujka 2024", "2024-03-05"),
        ("en", "Printed on 5 March 2024. 12.30 dollars", "5 March 2024", "2024-03-05"),
        ("bn", "প্রকাশ: ১৭ জানুয়ারি ২০২৪, ১৪:৩০", "১৭ জানুয়ারি ২০২৪, ১৪:৩০", "2024-01-17T14:30"),
        ("th", "วันพุธที่ 17 เมษายน พ.ศ. 2567 เวลา 14.30 น.", "17 เมษายน พ.ศ. 2567 เวลา 14.30", "2024-04-17T14:30"),
        ("th", "๑๗ เม.ย. ๒๕๖๗", "๑๗ เม.ย. ๒๕๖๗", "2024-04-17"),
        ("th", "17 เมษายน 2024", "17 เมษายน 2024", "2024-04-17"),
        ("th", "17/04/2567 เวลา 14.30 น.", "17/04/2567 เวลา 14.30", "2024-04-17T14:30"),
        ("th", "29 ก.พ. 2567", "29 ก.พ. 2567", "2024-02-29"),
        ("he", "יום רביעי, 17 באפריל 2024, 2:30 אחה״צ", "17 באפריל 2024, 2:30 אחה״צ", "2024-04-17T14:30"),
        ("el", "17 Απρ 2024, 2:30 μ.μ.", "17 Απρ 2024, 2:30 μ.μ.", "2024-04-17T14:30"),
        ("ka", "17 აპრილი, 2024", "17 აპრილი, 2024", "2024-04-17"),
        ("hy", "17 Ապրիլի 2024թ.", "17 Ապրիլի 2024թ.", "2024-04-17"),
        ("am", "ኤፕሪል 17, 2024", "ኤፕሪል 17, 2024", "2024-04-17"),
        ("ta", "17 ஏப்ரல் 2024", "17 ஏப்ரல் 2024", "2024-04-17"),
        ("sq", "17 prill 2024", "17 prill 2024", "2024-04-17"),
        ("ja", "２０２４年４月１７日", "２０２４年４月１７日", "2024-04-17"),
    ],
)
def test_what_is_found_in_any_script_is_read(language: str, line: str, value: str, time: str) -> None:
    assert [(found, iso_time(found, language)) for found in times_in(line)] == [(value, time)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("٨ شوال ١٤٤٥ هـ", "ar"),
        ("١٤٤٥/١٠/٠٨", "ar"),
        ("١٢ مايو ١٤٤٥", "ar"),
        ("۱۴۰۳/۰۱/۲۹", "ar"),
        ("۱۴۰۳/۱۳/۰۱", "fa"),
        ("۱۴۴۵/۱۰/۰۸", "fa"),
        ("۳۰ اسفند ۱۴۰۲", "fa"),
        ("۳۱ مهر ۱۴۰۳", "fa"),
        ("۱۲ مهر ۲۰۲۳", "fa"),
        ("1403-01-29T14:30:00+03:30", "fa"),
        ("২৯/০৪/১৪৩১", "bn"),
        ("४ वैशाख २०८१", "ne"),
        ("२०८१-०१-२९", "ne"),
        ("17/04/2567", "en"),
        ("29/02/2568", "th"),
        ("2567-04-17", "th"),
        ("17 April 2567", "en"),
        ("17 เมษายน 67", "th"),
        ("9 ሚያዝያ 2016", "am"),
        ("٠٣/٠٤/٢٠٢٤", None),
        ("۱۷ مه", "fa"),
        ("١٧ رجل ٢٠٢٤", "ar"),
        ("२०२४ में १७ लोग", "hi"),
    ],
)
def test_a_year_of_another_calendar_and_figures_of_something_else_are_no_time(text: str, language: str | None) -> None:
    assert iso_time(text, language) is None


@pytest.mark.parametrize(
    ("solar", "ours"),
    [
        ((1304, 1, 11), date(1925, 3, 31)),
        ((1320, 6, 3), date(1941, 8, 25)),
        ((1332, 5, 28), date(1953, 8, 19)),
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1375, 1, 1), date(1996, 3, 20)),
        ((1376, 1, 1), date(1997, 3, 21)),
        ((1399, 1, 1), date(2020, 3, 20)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1400, 1, 1), date(2021, 3, 21)),
        ((1403, 1, 1), date(2024, 3, 20)),
        ((1403, 6, 31), date(2024, 9, 21)),
        ((1403, 7, 30), date(2024, 10, 21)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
        ((1408, 12, 30), date(2030, 3, 20)),
        ((1404, 12, 30), None),
        ((1407, 12, 30), None),
        ((1403, 7, 31), None),
        ((1403, 6, 32), None),
        ((1403, 6, 0), None),
        ((1403, 0, 1), None),
        ((1403, 13, 1), None),
        ((1303, 1, 1), None),
        ((2024, 1, 1), None),
    ],
)
def test_a_day_of_the_solar_hijri_calendar_is_one_of_ours(solar: tuple[int, int, int], ours: date | None) -> None:
    assert day_of_solar(*solar) == ours


def test_each_year_of_it_begins_the_day_after_the_last() -> None:
    """Leap years are those that Iran had and has published: the rule gives them all."""
    leap = [year for year in range(1370, 1409) if day_of_solar(year, 12, 30)]
    assert leap == [1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408]
    for year in range(1304, 1471):
        last, first = day_of_solar(year, 12, 30) or day_of_solar(year, 12, 29), day_of_solar(year + 1, 1, 1)
        assert last is not None
        assert first == last + timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("چهارشنبه ۲۹ فروردین ۱۴۰۳ - ۱۷ آوریل ۲۰۲۴، ساعت ۱۴:۳۰", "2024-04-17T14:30"),
        ("۲۹ فروردین ۱۴۰۳ (۱۷ آوریل ۲۰۲۴)", "2024-04-17"),
        ("۱۴۰۳/۰۱/۲۹ - 2024/04/17", "2024-04-17"),
    ],
)
def test_a_day_that_is_given_in_two_calendars_is_one_day(text: str, time: str) -> None:
    assert iso_time(text, "fa") == time
    assert {(iso_time(found, "fa") or "")[:10] for found in times_in(text)} == {time[:10]}


@pytest.mark.parametrize("digit", ["\U00010d44", "\U00011de4", "\U0001e4f4"])
def test_digits_younger_than_this_python_give_no_day(digit: str) -> None:
    """The patterns know a later Unicode than Python does: it tells no value of what they call a digit."""
    assert iso_time(f"17 April 202{digit}", "en") in (None, "2024-04-17")


@pytest.mark.parametrize(
    "text",
    [
        "٨ شوال ١٤٤٥ هـ",
        "۲۹ فروردین",
        "در سال ۱۴۰۳ مهر آمد",
        "فاز الفريق ٣-٢ عام ٢٠٢٤.",
        "٢٠٢٤ مايو",
        "২০২৪ সালে ১৭ জন",
        "17 เมษายน",
        "1,234 ή 17.5 τοις εκατό το 2024",
        "ב-2024 נמכרו 17 בתים",
    ],
)
def test_no_day_is_found_in_numbers_scores_and_years(text: str) -> None:
    assert times_in(text) == []


@pytest.mark.parametrize(("year", "time"), [(1599, None), (1600, "1600-04-17"), (2049, "2049-04-17"), (2050, None)])
def test_the_years_of_a_time_have_bounds(year: int, time: str | None) -> None:
    assert iso_time(f"{year}-04-17") == iso_time(f"17 April {year}") == time


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("12.03.2024, 09:15 Uhr", None),
        ("09.10.2024", "en"),
        ("03/12/2024 9:15 PM", "en"),
        ("03/12/2024", "ja"),
        ("12.03.24", "de"),
        ("31.04.2024", "de"),
        ("2024-03-12 25:15", "de"),
        ("13 Foo 2024", "de"),
    ],
)
def test_what_could_be_another_day_is_none(text: str, language: str | None) -> None:
    """Pages in English write days with dots in either order: those of the bench whose day is known have the month first."""
    assert iso_time(text, language) is None


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        (", 09:15 Uhr", ", 09:15"),
        (" à 09h15", " à 09h15"),
        (" a las 09:15h | Actualizado", " a las 09:15h"),
        (" - 18:50 Uhr Lesedauer: 4 Min.", " - 18:50"),
        (" at 9:15 PM EST | Updated", " at 9:15 PM EST"),
        ("（火） 9時15分", "（火） 9時15分"),
        (", 2024", ""),
        (" 9 people", ""),
        (" • 12 min read", ""),
        (" | 12.03.2024", ""),
        (", the dam broke at 09:15", ""),
    ],
)
def test_a_time_of_day_is_found_right_behind_a_day_alone(text: str, behind: str) -> None:
    assert time_behind(text) == behind


def test_a_zone_is_found_behind_a_time_of_day_alone() -> None:
    text = "24/04/2019, 05:25 WIB"
    assert time_behind(text, text.index(" WIB")) == " WIB"
    assert time_behind("24/04/2019 WIB", len("24/04/2019")) == ""


def test_times_in_a_text_have_their_time_of_day() -> None:
    assert times_in("Am 12.03.2024, 09:15 Uhr, und am 13.03.2024 um zehn") == ["12.03.2024, 09:15", "13.03.2024"]


@pytest.mark.parametrize(
    ("language", "line", "time"),
    [
        ("de", "12.03.2024, 09:15 Uhr", "2024-03-12T09:15"),
        ("de", "Veröffentlicht am 12.03.2024 um 09:15 Uhr", "2024-03-12T09:15"),
        ("pt", "12/03/2024 09h15", "2024-03-12T09:15"),
        ("nl", "25-03-2024 09:15", "2024-03-25T09:15"),
        ("tr", "25.03.2024 - 09:15", "2024-03-25T09:15"),
        ("fr", "Publié le 12 mars 2024 à 09:15", "2024-03-12T09:15"),
        ("es", "12 de marzo de 2024 a las 09:15h", "2024-03-12T09:15"),
        ("en", "Tue 12 Mar 2024 09.15 GMT", "2024-03-12T09:15+00:00"),
        ("ar", "12 مارس 2024 09:15", "2024-03-12T09:15"),
        ("fa", "تاریخ انتشار: ۲۲ اسفند ۱۴۰۲ - ۰۹:۱۵", "2024-03-12T09:15"),
        ("fa", "تاریخ انتشار: ۰۹:۱۵ - ۲۲ اسفند ۱۴۰۲ - 12 March 2024", "2024-03-12T09:15"),
        ("fa", "۰۹:۱۵ - ۲۲ اسفند ۱۴۰۲", "2024-03-12T09:15"),
        ("fa", "سه‌شنبه ۲۲ اسفند ۱۴۰۲ - ۱۲ مارس ۲۰۲۴", "2024-03-12"),
        ("ur", "شائع 12 مارچ 2024 09:15am", "2024-03-12T09:15"),
        ("bn", "প্রকাশ: ১২ মার্চ ২০২৪, ০৯:১৫", "2024-03-12T09:15"),
        ("bn", "প্রকাশ: ০৯:১৫ এএম, ১২ মার্চ, ২০২৪", "2024-03-12T09:15"),
        ("bn", "০৩:১৫ অপরাহ্ন, মঙ্গলবার, ১২ মার্চ ২০২৪, ২৮ ফাল্গুন ১৪৩০ বঙ্গাব্দ", "2024-03-12T15:15"),
        ("ar", "ثلاثاء, 12/03/2024 - 09:15", "2024-03-12T09:15"),
        ("hi", "09:15 AM Mar 12, 2024 IST", "2024-03-12T09:15"),
        ("he", "יום שלישי, 12.03.2024 שעה 09:15", "2024-03-12T09:15"),
        ("th", "เผยแพร่: 12 มี.ค. 2567 09:15 น.", "2024-03-12T09:15"),
        ("th", "วันอังคารที่ 12 มีนาคม พ.ศ. 2567 เวลา 09.15 น.", "2024-03-12T09:15"),
        ("ko", "입력 2024.03.12. 오전 9:15", "2024-03-12T09:15"),
        ("zh", "2024年3月12日 09:15", "2024-03-12T09:15"),
        ("ja", "2024年3月12日 9時15分", "2024-03-12T09:15"),
    ],
)
def test_the_time_printed_under_a_headline_is_lifted_whole(language: str, line: str, time: str) -> None:
    cleaned = cleaner.clean(dump(language, line))
    assert cleaned.document.language.code == language
    assert (line in cleaned.body, cleaned.fields.published) == (False, time)


def test_a_time_of_update_is_no_time_of_publication() -> None:
    assert cleaner.clean(dump("de", "Stand: 25.03.2024, 09:15 Uhr")).fields.published is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Objavljeno 13. ožujka 2024. u 14:05 na portalu", ["13. ožujka 2024. u 14:05"]),
        ("Publikované 13. 3. 2024 14:05", ["13. 3. 2024 14:05"]),
        ("Paskelbta 2024 m. kovo 13 d. 14:05", ["2024 m. kovo 13 d. 14:05"]),
        ("Publicēts 2024. gada 13. martā plkst. 14:05", ["2024. gada 13. martā plkst. 14:05"]),
        ("It closed on 13 March 2024. It opened at 14:05.", ["13 March 2024"]),
        ("2024 m. kovo pabaigoje", []),
        ("2024. gada 13 marti", []),
        ("v rokoch 2023 a 2024. Do 13. 3. o 14:05", []),
    ],
)
def test_a_full_date_and_its_time_are_found_in_a_line(text: str, found: list[str]) -> None:
    assert times_in(text) == found


@pytest.mark.parametrize("language", sorted(PARAGRAPHS))
def test_a_day_in_a_sentence_is_no_time_of_publication(language: str) -> None:
    cleaned = cleaner.clean(dump(language, PARAGRAPHS[language][0] + " 12.03.2024"))
    assert cleaned.fields.published is None


@pytest.mark.parametrize(
    ("language", "line", "time"),
    [
        ("de", "12.03.2024, 09:15 Uhr", "2024-03-12T09:15"),
        ("pt", "12/03/2024 09h15", "2024-03-12T09:15"),
        ("fr", "Publié le 12 mars 2024 à 09:15", "2024-03-12T09:15"),
        ("en", "12/03/2024 09:15", None),
    ],
)
def test_so_is_the_time_that_a_page_shows(language: str, line: str, time: str | None) -> None:
    assert cleaner.clean(page(language, "Headline", line)).fields.published == time


def test_the_language_of_a_page_says_nothing_of_its_data() -> None:
    """Whoever wrote the software that writes them may speak another."""
    markup = page("de", "Headline").replace("<body>", '<head><meta name="date" content="03/12/2024"></head><body>')
    assert cleaner.clean(markup).fields.published is None
