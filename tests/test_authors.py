"""The names of authors in text, without what stands around them."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.fields.names import without_by
from tests.texts_in_languages import dump


@pytest.mark.parametrize(
    ("name", "language", "bare"),
    [
        ("Von Jana Vogt", "de", "Jana Vogt"),
        ("VON JANA VOGT", "de", "JANA VOGT"),
        ("Piše: Ana Rožić", "hr", "Ana Rožić"),
        ("Piše Ana Rožić", "hr", "Piše Ana Rožić"),
        ("Avtorica: Eva Hribar", "sl", "Eva Hribar"),
        ("Autorka: Eva Horská", "sk", "Eva Horská"),
        ("Parengė: Jonas Kalnas", "lt", "Jonas Kalnas"),
        ("Autore: Ieva Kalna", "lv", "Ieva Kalna"),
        ("Autor: Jaan Mägi", "et", "Jaan Mägi"),
        ("Par Anne Roux", "fr", "Anne Roux"),
        ("Por Ana Souza", "pt", "Ana Souza"),
        ("Di Marco Rossi", "it", "Marco Rossi"),
        ("Door Jan van Dijk", "nl", "Jan van Dijk"),
        ("Av Eva Lund", "sv", "Eva Lund"),
        ("By Sam Holloway", "de", "Sam Holloway"),
        ("מאת דנה לוי", "he", "דנה לוי"),
        ("كتبت: منى حسن", "ar", "منى حسن"),
        ("به قلم مریم کریمی", "fa", "مریم کریمی"),
        ("از فاطمہ علی", "ur", "فاطمہ علی"),
        ("लेखक: राम शर्मा", "hi", "राम शर्मा"),
        ("โดย สมชาย ใจดี", "th", "สมชาย ใจดี"),
        ("ავტორი: ნინო ბერიძე", "ka", "ნინო ბერიძე"),
        ("Հեղինակ՝ Արամ Պետրոսյան", "hy", "Արամ Պետրոսյան"),
        ("كتب عربية حديثة", "ar", "كتب عربية حديثة"),
        ("ازهر علی خان", "ur", "ازهر علی خان"),
        ("लेखक संघ दिल्ली", "hi", "लेखक संघ दिल्ली"),
        ("โดยสาร ใจดี", "th", "โดยสาร ใจดี"),
        ("Von Storch", "de", "Von Storch"),
        ("von der Leyen", "de", "von der Leyen"),
        ("Ursula von der Leyen", "de", "Ursula von der Leyen"),
        ("Von Hans Miller", "en", "Von Hans Miller"),
        ("Di Luca Bianchi", None, "Di Luca Bianchi"),
        ("De Jan Smit", "nl", "De Jan Smit"),
        ("Byron Smith Jones", "en", "Byron Smith Jones"),
        ("By", "en", "By"),
        ("Richard Garner Updated", "en", "Richard Garner"),
        ("Jeff Cobb. Last Updated", "en", "Jeff Cobb"),
        ("Anna Last", "en", "Anna Last"),
        ("Updated", "en", "Updated"),
    ],
)
def test_the_word_for_by_goes_in_the_language_of_the_document_alone(name: str, language: str | None, bare: str) -> None:
    """It stands before two words or more; names of families begin with it, too."""
    assert without_by(name, language) == bare


@pytest.mark.parametrize(
    ("language", "line", "authors"),
    [
        ("de", "Von Jana Vogt | 25.03.2024", ("Jana Vogt",)),
        ("de", "Jana Vogt | 25.03.2024", ("Jana Vogt",)),
        ("en", "By Sam Holloway | March 12, 2024", ("Sam Holloway",)),
        ("en", "Von Hansen Miller | March 12, 2024", ("Von Hansen Miller",)),
    ],
)
def test_authors_are_lifted_without_it(language: str, line: str, authors: tuple[str, ...]) -> None:
    assert cleaner.clean(dump(language, line)).fields.authors == authors
