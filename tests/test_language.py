"""The language of a text: by its script, by its little words, by langdetect where these leave it open."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.language import identify_text, words, words_counted, words_used
from cleaner.model import Language

ARABIC = "قال المسؤول إن السفينة ستبقى في الميناء حتى نهاية الشهر، وإن الركاب سيعودون إلى بيوتهم في المساء. "

INDONESIAN = "Kantor berita melaporkan gempa bumi mengguncang wilayah pesisir Sumatra dan Jawa"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ARABIC * 3, "ar"),
        (ARABIC * 9 + "في لاڑکانہ.", "ar"),  # one name from Pakistan
        ("این کشتی تا پایان ماه در بندر می‌ماند و مسافران شب به خانه برمی‌گردند، گفت یکی از کارکنان.", "fa"),
        ("جہاز مہینے کے آخر تک بندرگاہ میں رہے گا اور مسافر شام کو گھر واپس جائیں گے، اہلکار نے بتایا۔", "ur"),
        (ARABIC * 9 + "قالت الكاتبة پروین گنجی.", "ar"),  # one name from Iran
        ("قایق‌ها پس از توفان به اسکله برگشتند و ماهیگیران تورهای پاره را روی شن پهن کردند تا خشک شود.", "fa"),
        ("طوفان کے بعد کشتیاں گھاٹ پر لوٹ آئیں اور مچھیروں نے پھٹے ہوئے جال ریت پر پھیلا دیے۔", "ur"),
        ("তুফানের পর নৌকাগুলো ঘাটে ফিরে এল, জেলেরা ছেঁড়া জাল বালির ওপর মেলে দিলেন।", "bn"),
        ("หลังพายุสงบเรือกลับเข้าท่า ชาวประมงกางอวนที่ขาดบนหาดทรายให้แห้ง", "th"),
        ("Паром останется в порту до конца месяца, и это не всё, сказал капитан, но что он имел в виду, он не сказал.", "ru"),
        ("The ferry stays in the harbour until the end of the month, and the passengers go home in the evening.", "en"),
        ("12, 13 — 14.", None),
    ],
)
def test_script_and_little_words_tell_the_language(text: str, code: str | None) -> None:
    assert identify_text(text, ask_langdetect=False).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ఓడ నెలాఖరు వరకు నౌకాశ్రయంలోనే ఉంటుందని, ప్రయాణికులు సాయంత్రం ఇంటికి తిరిగి వెళతారని ఒక అధికారి చెప్పారు.", "te"),
        ("જહાજ મહિનાના અંત સુધી બંદરમાં રહેશે અને મુસાફરો સાંજે ઘરે પાછા જશે, એમ એક અધિકારીએ જણાવ્યું હતું.", "gu"),
        ("ಹಡಗು ತಿಂಗಳ ಕೊನೆಯವರೆಗೂ ಬಂದರಿನಲ್ಲಿ ಇರುತ್ತದೆ ಮತ್ತು ಪ್ರಯಾಣಿಕರು ಸಂಜೆ ಮನೆಗೆ ಮರಳುತ್ತಾರೆ ಎಂದು ಅಧಿಕಾರಿ ಹೇಳಿದರು.", "kn"),
        ("കപ്പൽ മാസാവസാനം വരെ തുറമുഖത്ത് തുടരുമെന്നും യാത്രക്കാർ വൈകുന്നേരം വീട്ടിലേക്ക് മടങ്ങുമെന്നും ഉദ്യോഗസ്ഥൻ പറഞ്ഞു.", "ml"),
    ],
)
def test_of_scripts_that_are_in_no_table_the_detector_is_asked(text: str, code: str) -> None:
    found = identify_text(text)
    assert (found.code, found.evidence) == (code, "langdetect")
    assert identify_text(text, ask_langdetect=False).evidence == "too short to tell"


def test_letters_of_a_script_that_nothing_knows_are_letters() -> None:
    text = "ᚠᛖᚩᚻ᛫ᛒᛦᚦ᛫ᚠᚱᚩᚠᚢᚱ᛫ᚠᛁᚱᚪ᛫ᚷᛖᚻᚹᛦᛚᚳᚢᛗ"
    assert identify_text(text).evidence == "too short to tell"
    assert identify_text(text * 3) == Language(None, 0.0, "langdetect: it cannot tell")
    assert identify_text("12 ½ — 14").evidence == "no letters"


@given(st.text(st.sampled_from("aZßéİΣπя語½5_'’-—“. \n\u00a0\u0301\ud800") | st.characters()))
@example("The ferry-man’s “dog”—and 3rd cat—don't: l'île d’Yeu, Straße, 語, ½a, a_b, -a-, ''b''")
def test_words_read_by_bytes_are_the_same_words(text: str) -> None:
    assert words_used(text) == set(words(text))
    assert words_counted(text) == Counter(words(text))


def test_threads_that_ask_at_once_get_the_same_answer() -> None:
    """The detector loads its languages when it is first asked, and would judge by those that it has so far."""
    program = (
        "import threading\n"
        "from cleaner.language import identify_text\n"
        f"text, found, start = {INDONESIAN!r}, [], threading.Barrier(6)\n"
        "def ask():\n"
        "    start.wait()\n"
        "    found.append(identify_text(text))\n"
        "threads = [threading.Thread(target=ask) for _ in range(6)]\n"
        "for thread in threads: thread.start()\n"
        "for thread in threads: thread.join()\n"
        "print({(language.code, language.evidence) for language in [*found, identify_text(text)]})\n"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told == "{('id', 'langdetect')}\n"
