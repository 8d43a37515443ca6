"""Times as people and pages write them."""

from __future__ import annotations

import pytest

from cleaner.fields import iso_time, lift
from cleaner.fields.times import times_in
from cleaner.reading import read
from tests.markup import cost


@pytest.mark.parametrize(
    "value",
    [
        "2024-05-03",
        "2024-05-03T08:30",
        "2024-05-03 08:30:12",
        "2024-05-03T08:30:12.123456",
        "2024-05-03T08:30:12Z",
        "2024-05-03T08:30:12-05:30",
        "2024-05-03 08:30:12-05:30",
        "2024-05-03T08:30-05:30",
        "2024-05-03 08:30",
    ],
)
def test_times_in_iso_8601_are_read_as_dateutil_would(value: str) -> None:
    from dateutil import parser

    time = parser.parse(value)
    expected = time.date().isoformat() if ":" not in value else time.isoformat(timespec="seconds" if time.second else "minutes")
    assert iso_time(value) == expected.replace(f".{time.microsecond:06}", "")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("23 Ноябрь 2025, 15:00", "2025-11-23T15:00"),
        ("неділя, 7 грудень 2025, 12:39", "2025-12-07T12:39"),
        ("16 лютий 2026", "2026-02-16"),
        ("20 чэрвеня 2016", "2016-06-20"),
        ("3 қазан 2024", "2024-10-03"),
        ("5 јануари 2024", "2024-01-05"),
        ("13. maaliskuuta 2024 klo 14.05", "2024-03-13T14:05"),
        ("keskiviikko, 13 maaliskuun, 2024", "2024-03-13"),
        ("13. března 2024 v 14:05", "2024-03-13T14:05"),
        ("12. listopadu 2023", "2023-11-12"),
        ("13 Μαρτίου 2024", "2024-03-13"),
        ("13 martie 2024, ora 14:05", "2024-03-13T14:05"),
        ("13 Maret 2024 14:05", "2024-03-13T14:05"),
        ("2 desember 2024", "2024-12-02"),
        ("13 март 2024", "2024-03-13"),
        ("13 במרץ 2024", "2024-03-13"),
        ("13 मार्च 2024", "2024-03-13"),
        ("21 मई 2024", "2024-05-21"),
        ("11. Jänner 2025, 17:30", "2025-01-11T17:30"),
        ("21 ENE 2025 - 10:05 CET", "2025-01-21T10:05+01:00"),
        ("5 févr. 2024", "2024-02-05"),
        ("5 de dez. de 2024", "2024-12-05"),
        ("3 ago 2024", "2024-08-03"),
        ("5 okt 2024", "2024-10-05"),
        ("5 окт. 2024", "2024-10-05"),
        ("December 19. 2025", "2025-12-19"),
        ("3 out of 5 2024", None),
        ("2 days ago 2024", None),
        ("13 maaliskuu 20", None),
        ("13 Foo 2024", None),
        ("3/4/2024", None),
    ],
)
def test_months_are_read_in_the_languages_of_the_packs(text: str, time: str | None) -> None:
    assert iso_time(text) == time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("13/5/2024", "2024-05-13"),
        ("5/13/2024", "2024-05-13"),
        ("13. 5. 2024 8:30", "2024-05-13T08:30"),
        ("13.05.2024 - 10:15", "2024-05-13T10:15"),
        ("13 5 2024", "2024-05-13"),
        ("5. 5. 2024", "2024-05-05"),
        ("2024.05.03", "2024-05-03"),
        ("2024/5/3 10:11", "2024-05-03T10:11"),
        ("2024-05-03 08:53", "2024-05-03T08:53"),
        ("Fri, 3 May 2024 10:12:30 GMT", "2024-05-03T10:12:30+00:00"),
        ("3/5/2024", None),
        ("3. 5. 2024", None),
        ("1. 2. 2022 8:30", None),
        ("3 / 5 / 2024", None),
        ("3 5 2024", None),
        ("03.05.2024, 10:15 Uhr", None),
        ("13.05.", None),
    ],
)
def test_day_and_month_in_figures_are_read_where_they_cannot_be_swapped(text: str, time: str | None) -> None:
    assert iso_time(text) == time


def test_short_months_are_found_in_a_text() -> None:
    text = "El 21 ENE 2025 - 10:05 CET, am 11. Jänner 2025 and on December 19. 2025, 3 out of 5 in 2024, 2 days ago 2024"
    assert times_in(text) == ["21 ENE 2025 - 10:05 CET", "11. Jänner 2025", "December 19. 2025"]


def test_times_are_found_in_a_text_as_they_can_be_read() -> None:
    found = times_in("Printed 2024.05.13, again on 3 May 2024, page 12, and 1/2/2024.")
    assert [(text, iso_time(text)) for text in found] == [
        ("2024.05.13", "2024-05-13"), ("3 May 2024", "2024-05-03"), ("1/2/2024", None),
    ]  # fmt: skip  # a list of pairs


@pytest.mark.parametrize(
    ("text", "value", "time"),
    [
        ("2024-03-05T23:20:30Z", "2024-03-05T23:20:30Z", "2024-03-05T23:20:30+00:00"),
        ("On 2024-03-05T23:20:30.123-05:00.", "2024-03-05T23:20:30.123-05:00", "2024-03-05T23:20:30-05:00"),
        ("2024-03-05T23:20+01:00 Harbour", "2024-03-05T23:20+01:00", "2024-03-05T23:20+01:00"),
        ("2024-03-05 23:20:30 +01:00", "2024-03-05 23:20:30 +01:00", "2024-03-05T23:20:30+01:00"),
        ("2024-03-05 23:20Z", "2024-03-05 23:20Z", "2024-03-05T23:20+00:00"),
        ("2024-03-05 23:20:30", "2024-03-05 23:20:30", "2024-03-05T23:20:30"),
        ("2024-03-05 23:20 GMT", "2024-03-05 23:20 GMT", "2024-03-05T23:20+00:00"),
        ("5 March 2024 23:20 GMT", "5 March 2024 23:20 GMT", "2024-03-05T23:20+00:00"),
        ("2024-03-05 11:20 pm", "2024-03-05 11:20 pm", "2024-03-05T23:20"),
        ("2024-03-05T23:20", "2024-03-05T23:20", "2024-03-05T23:20"),
        ("2024-03-05 10:00-12:00", "2024-03-05", "2024-03-05"),
        ("2024-03-05", "2024-03-05", "2024-03-05"),
    ],
)
def test_times_in_iso_8601_keep_seconds_and_zone_in_a_text(text: str, value: str, time: str) -> None:
    assert [(found, iso_time(found)) for found in times_in(text)] == [(value, time)]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("4 March 2024 10:00-12:00", "2024-03-04"),
        ("4 March 2024 10:00 - 12:00", "2024-03-04"),
        ("4 March 2024, 10:00 – 12:00", "2024-03-04"),
        ("4 March 2024, 10.00–12.00", "2024-03-04"),
        ("10am-12pm, 4 March 2024", "2024-03-04"),
        ("4 March 2024 10:00 am - 12:00 pm", "2024-03-04"),
        ("2024-03-04 10:00-12:00", "2024-03-04"),
        ("2024年3月4日 10:00-12:00", "2024-03-04"),
        ("4 March 2024 10:00 12:00", "2024-03-04"),
        ("4-6 March 2024", None),
        ("12.03-14.03.2024", None),
        ("4 March 2024 - 10:15", "2024-03-04T10:15"),
        ("10:15 - 4 March 2024", "2024-03-04T10:15"),
        ("4 March 2024, 10:00 -05:00", "2024-03-04T10:00-05:00"),
        ("4 March 2024 10:00:00-05:00", "2024-03-04T10:00-05:00"),
        ("4 March 2024 10:00+01:00", "2024-03-04T10:00+01:00"),
    ],
)
def test_of_hours_or_days_from_and_to_none_is_a_point_in_time(text: str, time: str | None) -> None:
    assert iso_time(text) == time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-W10-1", "2024-03-04"),
        ("2024-W10-1T10:00", "2024-03-04T10:00"),
        ("2024-W54-1", None),
        ("2024-W10", None),
        ("Am 2024-W10-1", None),
        ("4 March 2024, W10", "2024-03-04"),
    ],
)
def test_a_week_by_its_number_is_no_month(text: str, time: str | None) -> None:
    assert iso_time(text) == time


@pytest.mark.hostile(70)
@pytest.mark.parametrize("piece", ["18 February 2022 ", "18 February 2022, 09:15 | ", "2022-02-18 ", "2022 ", "18. 2. "])
def test_days_of_a_long_line_are_found_in_time_that_grows_with_it(piece: str) -> None:
    """Four times the line takes no sixteen times as long."""
    small, large = (cost(lambda text=piece * count: times_in(text)) for count in (20_000, 80_000))
    assert large < 12 * small + 0.1


@pytest.mark.hostile(70)
def test_a_page_of_one_line_of_days_gives_its_fields_in_time_that_grows_with_it() -> None:
    small, large = (
        read("<h1>Ferry</h1><p>" + "18 February 2022 " * count, id="x", media_type="text/html") for count in (20_000, 80_000)
    )
    assert lift(large, ()).fields.title == "Ferry"
    assert cost(lambda: lift(large, ())) < 12 * cost(lambda: lift(small, ())) + 0.1


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("21 декември 2018, петък, 12:03 ч.", "2018-12-21T12:03"),
        ("20/12/2025, Събота 11:50", "2025-12-20T11:50"),
        ("12 марта 2021 (пятница), 14:05", "2021-03-12T14:05"),
        ("12 березня 2021, п’ятниця, 14:05", "2021-03-12T14:05"),
        ("12.03.2021 Freitag, 14:05 Uhr", "2021-03-12T14:05"),
        ("March 12, 2021, Friday 14:05", "2021-03-12T14:05"),
    ],
)
def test_a_weekday_may_stand_between_the_day_and_its_hour(text: str, time: str) -> None:
    assert [iso_time(found, "bg") for found in times_in(text)] == [time]


@pytest.mark.parametrize("text", ["It sank on 12 March 2021. Sunday 12.30 was its hour.", "12 March 2021, Sundays 12:30"])
def test_but_none_that_begins_a_sentence_or_is_another_word(text: str) -> None:
    assert times_in(text) == ["12 March 2021"]
