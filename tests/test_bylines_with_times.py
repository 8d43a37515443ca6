"""Lines that hold an author and a time of publication, in the languages of the packs, in text and on pages."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.model import Label
from tests.texts_in_languages import dump, page

LINES = [
    ("en", "By Sam Holloway, Published 12 March 2024, 09:15", ("Sam Holloway",)),
    ("de", "Von Jana Vogt, 12.03.2024, 09:15 Uhr", ("Jana Vogt",)),
    ("de", "Von Jana Vogt | Veröffentlicht am 12. März 2024 um 09:15 Uhr", ("Jana Vogt",)),
    ("fr", "Par Anne Roux, Publié le 12/03/2024 à 09h15", ("Anne Roux",)),
    ("es", "Por Ana Ruiz y Luis Gil, Publicado el 12 de marzo de 2024 a las 09:15h", ("Ana Ruiz", "Luis Gil")),
    ("pt", "Por Ana Souza — 12/03/2024 09h15", ("Ana Souza",)),
    ("it", "Di Marco Rossi, Pubblicato il 12 marzo 2024 alle 09:15", ("Marco Rossi",)),
    ("nl", "Door Jan van Dijk, Gepubliceerd op 12 maart 2024 om 09:15", ("Jan van Dijk",)),
    ("sv", "Av Eva Lund, Publicerad 12 mars 2024 kl. 09:15", ("Eva Lund",)),
    ("pl", "Autor: Jan Nowak, Opublikowano 12 marca 2024, 09:15", ("Jan Nowak",)),
    ("ru", "Автор: Иван Петров, Опубликовано 12 марта 2024, 09:15", ("Иван Петров",)),
    ("bg", "Автор: Иван Петров, Публикувано на 12 март 2024, 09:15", ("Иван Петров",)),
    ("mk", "Автор: Иван Петров, Објавено на 12 март 2024, 09:15", ("Иван Петров",)),
    ("be", "Аўтар: Янка Купрэвіч, Апублікавана 12 сакавіка 2024, 09:15", ("Янка Купрэвіч",)),
    ("kk", "Автор: Асан Айлақов, Жарияланды 12 наурыз 2024, 09:15", ("Асан Айлақов",)),
    ("hr", "Piše: Ivan Rožić, Objavljeno: 12. ožujka 2024. u 09:15", ("Ivan Rožić",)),
    ("sk", "Autor: Ján Kalina | Publikované 12. 3. 2024 09:15", ("Ján Kalina",)),
    ("sl", "Avtor: Janez Kalin, 12. 3. 2024 ob 09:15", ("Janez Kalin",)),
    ("lt", "Autorius: Jonas Kalnas, 2024-03-12 09:15", ("Jonas Kalnas",)),
    ("lv", "Autors: Jānis Kalns, 12.03.2024 09:15", ("Jānis Kalns",)),
    ("et", "Autor: Jaan Mägi | Avaldatud 12.03.2024 09:15", ("Jaan Mägi",)),
    ("sr", "Аутор: Иван Рожић, Објављено: 12. март 2024. 09:15", ("Иван Рожић",)),
    ("tr", "Haber: Ali Yılmaz, Yayınlanma: 12 Mart 2024 09:15", ("Ali Yılmaz",)),
    ("id", "Oleh Budi Santoso, Diterbitkan 12 Maret 2024, 09:15", ("Budi Santoso",)),
    ("is", "Ásta Lunddal skrifar 12. mars 2024 kl. 09:15", ("Ásta Lunddal",)),
    ("ca", "Per Anna Riera i Joan Roca | 12 de març de 2024 a les 09:15", ("Anna Riera", "Joan Roca")),
    ("ms", "Oleh Razali Muda - 12 Mac 2024 @ 9:15am", ("Razali Muda",)),
    ("af", "Deur Anna Kusbaai - 12 Maart 2024 om 09:15", ("Anna Kusbaai",)),
    ("sw", "Na Juma Bahari - 12 Machi 2024, 09:15", ("Juma Bahari",)),
    ("ka", "ავტორი: ნინო ლომაძე, 12 მარტი, 2024, 09:15", ("ნინო ლომაძე",)),
    ("hy", "Հեղինակ՝ Անի Լոռեցյան, 12 մարտի, 2024, 09:15", ("Անի Լոռեցյան",)),
    ("vi", "Tác giả: Trần Thị Cảng, Đăng ngày 12/03/2024, 09:15", ("Trần Thị Cảng",)),
    ("ar", "بقلم: أحمد علي، نشر في 12 مارس 2024 09:15", ("أحمد علي",)),
    ("he", "מאת: דנה לוי, פורסם 12.03.2024, 09:15", ("דנה לוי",)),
    ("hi", "लेखक: रमेश कुमार, प्रकाशित: 12 मार्च 2024, 09:15", ("रमेश कुमार",)),
    ("fa", "نویسنده: علی رضایی، تاریخ انتشار: ۲۲ اسفند ۱۴۰۲، ۰۹:۱۵", ("علی رضایی",)),
    ("ur", "تحریر: احمد علی، شائع 12 مارچ 2024، 09:15", ("احمد علی",)),
    ("bn", "লেখক: অরুণ মাঝি, প্রকাশ: ১২ মার্চ ২০২৪, ০৯:১৫", ("অরুণ মাঝি",)),
    ("th", "ผู้เขียน: อรุณ ชลธาร | 12 มีนาคม 2567 09:15 น.", ("อรุณ ชลธาร",)),
    ("zh", "记者 王小明 2024年3月12日 09:15", ("王小明",)),
    ("ja", "文：山田太郎 2024年3月12日 9時15分", ("山田太郎",)),
    ("ko", "김민수 기자 입력 2024.03.12 09:15", ("김민수",)),
]


@pytest.mark.parametrize(("language", "line", "authors"), LINES)
def test_author_and_time_on_one_line_go_from_a_text_and_are_lifted(language: str, line: str, authors: tuple[str, ...]) -> None:
    cleaned = cleaner.clean(dump(language, line))
    assert line not in cleaned.body
    assert (cleaned.fields.authors, cleaned.fields.published) == (authors, "2024-03-12T09:15")


@pytest.mark.parametrize(("language", "line", "authors"), LINES)
def test_they_go_from_a_page_as_well(language: str, line: str, authors: tuple[str, ...]) -> None:
    cleaned = cleaner.clean(page(language, "Headline", line))
    assert line not in cleaned.body
    assert (cleaned.fields.published or "")[: len("2024-03-12")] == "2024-03-12"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "By Sam Holloway, 12 March 2024, 09:15, in the rain, nobody had come to the harbour."),
        ("en", "By Saturday Night, 12 March 2024, the dam was full."),
        ("de", "Von Anna Berg am 12. März 2024 um 09:15 Uhr entdeckt, blieb die Höhle lange leer."),
        ("fr", "Par Anne Roux, le 12 mars 2024 à 09:15, la grotte fut découverte sous la pluie."),
        ("es", "Por Ana Ruiz, el 12 de marzo de 2024 a las 09:15, se supo lo que había pasado."),
        ("pt", "Por Ana Souza, em 12 de março de 2024 às 09:15, soube-se o que havia acontecido."),
        ("it", "Di Marco Rossi, il 12 marzo 2024 alle 09:15, nessuno aveva più notizie da giorni."),
        ("nl", "Door Jan Smit op 12 maart 2024 om 09:15 ontdekt, bleef de grot nog lang leeg."),
        ("ru", "Автор: Иван Петров, 12 марта 2024, 09:15, под дождём, никто не пришёл."),
        ("zh", "记者王小明2024年3月12日09时15分到达现场，大坝已经决堤了。"),
        ("ja", "記者の山田太郎は2024年3月12日9時15分に現場に着いたと話した。"),
        ("ko", "김민수 기자는 2024년 3월 12일 오전 9시 15분에 현장에 있었다고 말했다."),
    ],
)
def test_a_sentence_with_all_of_it_stays(language: str, line: str) -> None:
    cleaned = cleaner.clean(dump(language, "", line))
    assert line in cleaned.body
    assert cleaned.fields.authors == ()


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("作者：张三", ("张三",)),
        ("记者 王小明 2024年3月12日 09:15", ("王小明",)),
        ("（责任编辑：李四）", ()),
        ("責任編輯：王小明", ()),
        ("编辑：王小明 2024年3月12日 09:15", ()),
    ],
)
def test_who_edited_a_story_is_no_author(line: str, authors: tuple[str, ...]) -> None:
    cleaned = cleaner.clean(f"市长周一重新开放了港口，因为风暴已经过去，官员们这样说道。\n\n{line}\n")
    assert (cleaned.fields.authors, [removal.label for removal in cleaned.removals]) == (authors, [Label.BYLINE])
