"""Times as the pages of each language write them: the order of day and month, the time of day, and the text around them."""

from __future__ import annotations

import pytest

import cleaner
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
        ("2024.03.12. 오전 9:15", "ko", "2024-03-12T09:15"),
        ("2024년 3월 12일 오후 3:15", "ko", "2024-03-12T15:15"),
        ("2024年3月12日（火） 9時15分", "ja", "2024-03-12T09:15"),
        ("2024年3月12日 下午3:15", "zh", "2024-03-12T15:15"),
        ("2024. március 12. 9:15", "hu", "2024-03-12T09:15"),
        ("Thứ 2, 15/4/2024, 14:05 (GMT+7)", "vi", "2024-04-15T14:05+07:00"),
        ("Tue 12 Mar 2024 09.15 GMT", "en", "2024-03-12T09:15+00:00"),
        ("March 12, 2024 at 12:05 a.m.", "en", "2024-03-12T00:05"),
        ("09:15 GMT - 12 Mar 2024", "en", "2024-03-12T09:15+00:00"),
        ("March 12, 2024 @09:15PM", "en", "2024-03-12T21:15"),
    ],
)
def test_a_time_is_read_as_its_language_writes_it(text: str, language: str, time: str) -> None:
    assert iso_time(text, language) == time


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
