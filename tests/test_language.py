"""The language of a text: by its script, by its little words, by langdetect where these leave it open."""

from __future__ import annotations

import pytest

from cleaner.language import identify_text

ARABIC = "قال المسؤول إن السفينة ستبقى في الميناء حتى نهاية الشهر، وإن الركاب سيعودون إلى بيوتهم في المساء. "


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ARABIC * 3, "ar"),
        (ARABIC * 9 + "في لاڑکانہ.", "ar"),  # one name from Pakistan
        ("این کشتی تا پایان ماه در بندر می‌ماند و مسافران شب به خانه برمی‌گردند، گفت یکی از کارکنان.", "fa"),
        ("جہاز مہینے کے آخر تک بندرگاہ میں رہے گا اور مسافر شام کو گھر واپس جائیں گے، اہلکار نے بتایا۔", "ur"),
        ("Паром останется в порту до конца месяца, и это не всё, сказал капитан, но что он имел в виду, он не сказал.", "ru"),
        ("The ferry stays in the harbour until the end of the month, and the passengers go home in the evening.", "en"),
        ("12, 13 — 14.", None),
    ],
)
def test_script_and_little_words_tell_the_language(text: str, code: str | None) -> None:
    assert identify_text(text, ask_langdetect=False).code == code
