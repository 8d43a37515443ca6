"""The authors and the day of a text: which lines around it give them, which never do, and that the body is the same either way."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.model import Label
from cleaner.stages import CHAIN, bylines
from cleaner.stages.signatures import announces, begins_by, signature
from tests.texts_in_languages import FOOT, HEADLINE, MENU, PARAGRAPHS, dump, whole

ROLES = """
writer reporter editor correspondent columnist contributor journalist producer author staff analyst Redakteurin Autorin
Landeskorrespondent Chefreporterin Volontärin journaliste rédactrice correspondante redactora periodista corresponsal giornalista
redattrice redattore repórter jornalista redactie verslaggever redacteur reportérka redaktorka dziennikarka muhabiri wartawan
корреспондент журналистка редактор
"""
TEASERS = ("More stories", "Market hall opens again", "By Hanna Berg", "4 February 2021", "School wins the cup", "By Piet Dorn")
WITHOUT = tuple(stage for stage in CHAIN if stage is not bylines)


def names(line: str, language: str | None = "en") -> tuple[str, ...]:
    said = signature(line, language)
    return said.names.names if said and said.names else ()


def day(line: str, language: str | None = "en") -> str | None:
    said = signature(line, language)
    return said.day.day if said and said.day else None


@pytest.mark.parametrize(
    ("above", "authors", "published"),
    [
        (("By Sam Holloway", "12 March 2024"), ("Sam Holloway",), "2024-03-12"),
        (("Sam Holloway", "March 12, 2024"), ("Sam Holloway",), "2024-03-12"),
        (("Sam Holloway", "March 12, 2024", "5 min read"), ("Sam Holloway",), "2024-03-12"),
        (("Sam Holloway | March 12, 2024 | 5 min read",), ("Sam Holloway",), "2024-03-12"),
        (("By", "Sam Holloway", "Mar 12, 2024"), ("Sam Holloway",), "2024-03-12"),
        (("By Sam Holloway and Ida Holm", "March 12, 2024"), ("Sam Holloway", "Ida Holm"), "2024-03-12"),
    ],
)
def test_names_and_day_below_a_headline_are_lifted(above: tuple[str, ...], authors: tuple[str, ...], published: str) -> None:
    """A name needs no word for "by", and a date no word for the day of publication."""
    text = whole(HEADLINE, *above)
    cleaned = cleaner.clean(text)
    assert (cleaned.fields.authors, cleaned.fields.published) == (authors, published)
    assert cleaned.body == "\n\n".join(PARAGRAPHS["en"])


@pytest.mark.parametrize(
    "above",
    [
        ("Author:", "Sam Holloway", "Date:", "March 12, 2024"),
        ("Written by", "Sam Holloway", "Published on", "March 12, 2024"),
        ("Автор:", "Sam Holloway", "Дата публикации:", "March 12, 2024"),
    ],
)
def test_a_line_that_only_announces_the_byline_goes_with_it(above: tuple[str, ...]) -> None:
    cleaned = cleaner.clean(whole(HEADLINE, *above))
    assert (cleaned.fields.authors, cleaned.fields.published) == (("Sam Holloway",), "2024-03-12")
    assert cleaned.body == "\n\n".join(PARAGRAPHS["en"])


@pytest.mark.parametrize(
    "line", ["Author", "Автор:", "Дата:", "Дата публікації:", "Datum:", "Published on", "Oppdatert", "Por"]
)
def test_such_a_line_holds_nothing_else(line: str) -> None:
    assert announces(line, None)


@pytest.mark.parametrize(
    "line",
    ["", "Author unknown", "Data protection", "Дата рождения:", "By the river", "Published works", "Dates:", "Sam Holloway"],
)
def test_what_says_more_announces_nothing(line: str) -> None:
    assert not announces(line, None)


@pytest.mark.parametrize(
    "above",
    [
        (),
        ("Passengers came back on Thursday",),
        ("Photo: Ida Holm",),
        ("Image by Ida Holm / Harbour Pictures",),
        ("REUTERS / Ida Holm",),
        ("LEHTIKUVA / IDA HOLM",),
        ("Updated: March 12, 2024",),
        ("Last updated", "March 12, 2024"),
        ("By Thursday night the ferry was full again.",),
        ("In her own words, Ida Holm",),
    ],
)
def test_what_is_neither_byline_nor_day_of_publication_gives_no_field(above: tuple[str, ...]) -> None:
    cleaned = cleaner.clean(whole(HEADLINE, *above))
    assert (cleaned.fields.authors, cleaned.fields.published) == ((), None)


def test_bylines_of_other_stories_give_no_field() -> None:
    """Shared rules know them for bylines and take them out; whose they are is another question."""
    cleaned = cleaner.clean(whole(HEADLINE, "By Sam Holloway", "12 March 2024", behind=("\n".join(TEASERS * 3),)))
    assert (cleaned.fields.authors, cleaned.fields.published) == (("Sam Holloway",), "2024-03-12")
    assert "Hanna Berg" not in cleaned.body


def test_no_field_is_made_up_from_teasers_far_below() -> None:
    behind = ("\n".join(("Read more", "About the harbour", "Tide tables of the year", "Letters to the editor") * 3 + TEASERS),)
    cleaned = cleaner.clean(whole(HEADLINE, behind=behind))
    assert (cleaned.fields.authors, cleaned.fields.published) == ((), None)


@pytest.mark.parametrize(
    "line",
    [
        "“We had forgotten how quiet it was,” said Sam Holloway on 12 March 2024.",
        "Sam Holloway: What was the winter like?",
        "Ida Holm, who has lived on the island since 4 May 1998, was on board.",
        "By Sam Holloway, 12 March 2024, in the rain, nobody had come to the harbour.",
    ],
)
def test_what_people_say_in_the_article_stays_and_gives_no_field(line: str) -> None:
    paragraphs = PARAGRAPHS["en"]
    text = "\n\n".join((HEADLINE, paragraphs[0], line, *paragraphs[1:]))
    cleaned = cleaner.clean(text)
    assert line in cleaned.body
    assert (cleaned.fields.authors, cleaned.fields.published) == ((), None)


@pytest.mark.parametrize("language", sorted(PARAGRAPHS))
@pytest.mark.parametrize("above", [(), ("Anna Berg",), ("12.03.2024",), ("Anna Berg", "2024-03-12"), ("Five months",)])
def test_nothing_goes_but_bylines(language: str, above: tuple[str, ...]) -> None:
    for text in (
        dump(language, *above),
        whole(HEADLINE, *above, language=language),
        dump(language, *above).replace("\n\n", "\n"),
    ):
        ours, before = cleaner.clean(text), cleaner.clean(text, chain=WITHOUT)
        signed = [text[cut.start : cut.end].strip() for cut in ours.removals if cut.label is Label.BYLINE]
        assert {*signed} <= {*above} - {"Five months"}
        assert ours.body.split("\n\n") == [line for line in before.body.split("\n\n") if line not in signed]
        assert [(cut.start, cut.end) for cut in ours.tags if cut.label is Label.ARTICLE] == []


@pytest.mark.parametrize(
    ("line", "below", "goes"),
    [
        ("12 March 2024", "The ferry came back.", True),
        ("HARBOUR, 12 March 2024", "– The ferry came back.", False),
        ("HARBOUR, 12 March 2024", "when the ferry came back.", False),
        ("On the harbour wall is written: 12 March 2024", "The ferry came back.", False),
    ],
)
def test_a_date_goes_that_is_no_part_of_a_sentence(line: str, below: str, goes: bool) -> None:
    text = "\n".join((HEADLINE, line, below, *PARAGRAPHS["en"], "© 2024 Harbour Herald"))
    assert (line not in cleaner.clean(text).body) is goes


@pytest.mark.parametrize(
    "above",
    [
        ("12 March 2024",),
        # That the headline is the article's title takes nothing.
        ("Harbour ferry returns after five months in the yard", "Jane Roe"),
        ("Harbour ferry returns after five months in the yard", "Jane Roe", "12 March 2024"),
        ("Harbour ferry returns after five months in the yard", "Date\t2024-05-12"),
    ],
)
def test_a_byline_stays_where_nothing_else_goes(above: tuple[str, ...]) -> None:
    text = "\n\n".join((*above, *PARAGRAPHS["en"]))
    cleaned = cleaner.clean(text)
    assert (cleaned.body, cleaned.removals) == (text, ())
    assert cleaned.fields.title == (above[0] if len(above) > 1 else None)


@pytest.mark.parametrize("lines_apart", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "above",
    [
        ("Jane Roe",),
        ("Jane Roe", "2024-05-12"),
        ("Why a town kept its ferry", "Jane Roe", "12 May 2024"),
        ("Jane Roe", "Monday, May 13, 2024 9:14 AM"),
        ("Item Type\tJournal Article", "Author\tJane Roe", "Date\t2024-05-12", "Language\ten", "Pages\t14-29"),
    ],
)
def test_a_body_that_begins_with_a_byline_stays_as_it_is(above: tuple[str, ...], lines_apart: str) -> None:
    """In a body blank lines stand around each line, and a byline is known by these, too."""
    text = lines_apart.join(("The ferry that would not sink", *above, *PARAGRAPHS["en"]))
    body = cleaner.clean(text).body
    assert cleaner.clean(body).body == body


def test_a_byline_that_goes_with_the_menu_is_named_and_told() -> None:
    """It is cut as surely as before; the record says what it is, and why."""
    menu = "\n".join(
        f"{place} {what}" for place in ("Harbour", "Island", "Market", "School") for what in ("News", "Notes", "Watch", "Guide")
    )
    text = "\n\n".join((menu, HEADLINE, "Sam Holloway", "March 12, 2024", "Share", *PARAGRAPHS["en"], menu))
    cleaned, before = (cleaner.clean(text, chain=chain) for chain in (CHAIN, WITHOUT))
    own = {text[cut.start : cut.end]: cut for cut in cleaned.removals if cut.rule == "stage/bylines"}
    assert own["Sam Holloway"].label is Label.BYLINE
    assert own["Sam Holloway"].reason.endswith("likely to be the article's own byline: a name; 1 line below the title")
    assert (cleaned.fields.authors, cleaned.origins["authors"]) == (("Sam Holloway",), "text rule stage/bylines")
    assert (cleaned.body, cleaned.confidence) == (before.body, before.confidence)
    assert cleaner.restore(cleaned.body, cleaned.record()) == cleaned.document.text


@pytest.mark.parametrize(
    ("language", "above", "published"),
    [
        ("en", ("By", "Sam Holloway", "March 12, 2024", "09:15"), "2024-03-12T09:15"),
        ("hr", ("Autor", "Ivan Rožić", "12.03.2024.", "u 09:15"), "2024-03-12T09:15"),
        ("hr", ("Piše: Ivan Rožić", "Objavljeno:", "12. 3. 2024.", "09:15", "11:40"), "2024-03-12T09:15"),
        ("sr", ("Аутор", "Иван Рожић", "12.03.2024.", "09:15"), "2024-03-12T09:15"),
        ("sl", ("Avtorica:", "Ida Kalin", "12. 3. 2024", "ob 09.15"), "2024-03-12T09:15"),
        ("sk", ("Autor:", "Ján Kalina", "Publikované", "12. 3. 2024"), "2024-03-12"),
        ("hu", ("szerző:", "Kovács Anna", "2024.03.12", "09:15"), "2024-03-12T09:15"),
    ],
)
def test_what_only_announces_or_times_a_byline_goes_with_it(language: str, above: tuple[str, ...], published: str) -> None:
    cleaned = cleaner.clean(whole(HEADLINE, "\n".join(above), language=language))
    assert {*above}.isdisjoint(cleaned.body.splitlines())
    assert cleaned.body.endswith("\n\n".join(PARAGRAPHS[language]))
    assert (len(cleaned.fields.authors), cleaned.fields.published) == (1, published)


@pytest.mark.parametrize(
    "box", [("Text", "Ida Holm"), ("Author", "Ida Holm", "Title", "The old mill"), ("Datum", "14.03.2024", "Ort", "Hafen")]
)
def test_what_announces_a_name_or_a_day_between_paragraphs_stays(box: tuple[str, ...]) -> None:
    paragraphs = PARAGRAPHS["en"]
    cleaned = cleaner.clean("\n\n".join(("\n".join(MENU), HEADLINE, *paragraphs[:3], *box, *paragraphs[3:], "\n".join(FOOT))))
    assert box[0] in cleaned.body.splitlines()


@pytest.mark.parametrize(
    ("lines", "stays"),
    [
        (("12 March 2024", "09:15", "The ferry is late.", "09:40", "The ferry is here."), ("09:15", "09:40")),
        (("12 March 2024", "The first train leaves at", "09:15"), ("09:15",)),
        (("Passengers came back", "09:15"), ("09:15",)),
        (("Thursday, 14 March 2024", "09:00", "10:30", "12:00"), ("09:00", "10:30", "12:00")),
    ],
)
def test_times_that_head_entries_or_stand_elsewhere_stay(lines: tuple[str, ...], stays: tuple[str, ...]) -> None:
    paragraphs = PARAGRAPHS["en"]
    cleaned = cleaner.clean(whole(HEADLINE, *lines, behind=paragraphs))
    assert {*stays} <= {*cleaned.body.splitlines()}


def test_a_page_is_not_asked() -> None:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS["en"])
    cleaned = cleaner.clean(f"<body><h1>{HEADLINE}</h1><p>Sam Holloway</p><p>March 12, 2024</p>{paragraphs}</body>")
    assert all("stage/bylines" not in (cut.rule, *cut.also) for cut in cleaned.removals)


@pytest.mark.parametrize(
    ("language", "line", "found"),
    [
        ("en", "By Sam Holloway, Staff Writer", ("Sam Holloway",)),
        ("en", "JULY 31, 2025 BY SAM HOLLOWAY", ("SAM HOLLOWAY",)),
        ("en", "Published by Sam Holloway on March 12, 2024", ("Sam Holloway",)),
        ("en", "by tidewatcher", ("tidewatcher",)),
        ("en", "Sam HollowayPublished March 12, 2024", ("Sam Holloway",)),
        ("de", "Von Jana van der Roe Landespolitische Korrespondentin", ("Jana van der Roe",)),
        ("de", "Ein Kommentar von Jana Vogt", ("Jana Vogt",)),
        ("fr", "Par Anne Roux et Luc Petit", ("Anne Roux", "Luc Petit")),
        ("es", "Por José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("it", "di Marco Rossi", ("Marco Rossi",)),
        ("pt", "Por Ana Souza — São Paulo", ("Ana Souza",)),
        ("nl", "Door Jan Smit", ("Jan Smit",)),
        ("sv", "Av Lena Ek", ("Lena Ek",)),
        ("ru", "Автор: Иван Петров", ("Иван Петров",)),
        ("el", "Μαρία Παππά", ("Μαρία Παππά",)),
        ("ko", "김민수 기자", ("김민수",)),
        ("zh", "记者 王小明", ("王小明",)),
        ("zh", "王小明（記者）", ("王小明",)),
        ("zh", "中央社記者王小明", ("王小明",)),
        ("zh", "文／王小明", ("王小明",)),
        ("ja", "執筆：山田太郎", ("山田太郎",)),
        ("ar", "بقلم أحمد علي", ("أحمد علي",)),
        ("ar", "كتب: أحمد علي | 17 أبريل 2024", ("أحمد علي",)),
        ("fa", "به قلم مریم کریمی", ("مریم کریمی",)),
        ("fa", "نویسنده: علی رضایی", ("علی رضایی",)),
        ("ur", "تحریر: احمد خان | 17 اپریل 2024ء", ("احمد خان",)),
        ("he", "מאת דוד כהן", ("דוד כהן",)),
        ("hi", "लेखक: राम शर्मा", ("राम शर्मा",)),
        ("bn", "লেখক: রহিম উদ্দিন", ("রহিম উদ্দিন",)),
        ("th", "โดย สมชาย ใจดี", ("สมชาย ใจดี",)),
        ("ka", "ავტორი: ნინო ბერიძე", ("ნინო ბერიძე",)),
        ("hy", "Հեղինակ՝ Արամ Պետրոսյան", ("Արամ Պետրոսյան",)),
        ("en", "Von Hansen Miller | March 12, 2024", ("Von Hansen Miller",)),
        ("en", "By : HarbourHerald", ("HarbourHerald",)),
        ("en", "By Sam Holloway March 12, 2024May 19, 2025", ("Sam Holloway",)),
        ("en", "March 12, 2024May 19, 2025 by The Tidewatcher", ("The Tidewatcher",)),
        ("en", "On March 12, 2024 By Sam Holloway In Harbours , Ships , Travel", ("Sam Holloway",)),
        ("en", "By Sam Holloway and Ida Holm The Harbour Press", ("Sam Holloway", "Ida Holm")),
        ("en", "By S. A. Holloway View the Pictures", ("S. A. Holloway",)),
        ("en", "By TPN, in News, Business · 12 Mar 2024", ("TPN",)),
        ("en", "Author Posted by Harbourmaster on March 12, 2024", ("Harbourmaster",)),
        ("en", "The Harbour Team", ("The Harbour Team",)),
        ("en", "Herald Staff", ("Herald Staff",)),
        ("de", "NR24 Redaktion", ("NR24 Redaktion",)),
        ("ar", "تاريخ النشر: ١٧/٠٤/٢٠٢٤", ()),
        ("hi", "लेखक: एक आदमी जिसका कोई नाम नहीं था", ()),
        ("hy", "Հեղինակը երեկ վերադարձավ", ()),
        ("en", "Our Team", ()),
        ("en", "Meet the Team", ()),
        ("en", "Content Editor", ()),
        ("en", "By clicking Sign up you agree", ()),
        ("en", "Sam Holloway View the Pictures", ()),
        ("en", "Read More", ()),
        ("en", "Contact", ()),
        ("en", "by hand and by boat", ()),
        ("en", "By Sam Holloway’s account the ship sank at noon, and nobody was on board.", ()),
        ("en", "Ida Holm laughed.", ()),
        ("de", "Von Bremen nach Berlin fährt kein Zug mehr.", ()),
        ("ru", "Иван Петров не пришёл.", ()),
        ("zh", "记者王小明2024年3月12日到达现场，大坝已经决堤了。", ()),
        ("zh", "渡輪回港現場直播！記者連線突遇海豹", ()),
        ("ja", "記者の山田太郎は現場に着いたと話した。", ()),
        ("ko", "섬을 오가는 여객선이 다시 바다로 나갔다.", ()),
    ],
)
def test_the_names_in_a_line(language: str, line: str, found: tuple[str, ...]) -> None:
    assert names(line, language) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Eliz", ("Eliz",)),
        ("Eliz - Product marketer", ("Eliz",)),
        ("The Tidewatcher", ("The Tidewatcher",)),
        ("Sam Holloway", ("Sam Holloway",)),
        ("Share", ()),
        ("Eliz went home", ()),
    ],
)
def test_the_names_below_a_by_that_stands_alone(line: str, found: tuple[str, ...]) -> None:
    said = signature(line, "en", announced=True)
    assert (said.names.names if said and said.names else ()) == found
    if found:
        assert said is not None
        assert said.names is not None
        assert said.names.by


@pytest.mark.parametrize(
    ("by", "authors"),
    [(("By Sam Holloway",), ("Sam Holloway",)), (("By", "Sam Holloway"), ("Sam Holloway",)), (("Eliz",), ())],
)
def test_who_is_said_to_write_far_above_the_first_paragraph_is_found(by: tuple[str, ...], authors: tuple[str, ...]) -> None:
    contents = (f"{number}. {what} of the harbour" for number in range(1, 11) for what in ("Ships", "Walls", "Tides"))
    text = "\n".join((HEADLINE, *by, "12 March 2024", "Contents", *contents, *PARAGRAPHS["en"], "© 2024 Harbour Herald"))
    assert cleaner.clean(text).fields.authors == authors


@pytest.mark.parametrize(
    ("language", "line", "found"),
    [
        ("en", "Friday, March 12, 2021", "2021-03-12"),
        ("en", "by Sam Holloway March 12, 2024May 19, 2025", "2024-03-12"),
        ("en", "March 12, 2024Marching on", None),
        ("en", "Published: Mar 8, 2024 · Modified: May 19, 2025 by Sam Holloway", "2024-03-08"),
        ("en", "Updated: May 19, 2025 · Published: Mar 8, 2024", "2024-03-08"),
        ("de", "Veröffentlicht am 12. März 2024 um 09:15 Uhr", "2024-03-12"),
        ("es", "Bruselas - 15 oct 2024 - 08:22Actualizado: 16 oct 2024 - 17:38", "2024-10-15"),
        ("ko", "입력 2024.03.12 09:15", "2024-03-12"),
        ("zh", "2024年3月12日 09:15", "2024-03-12"),
        ("ar", "الأربعاء 8 شوال 1445هـ - 17 أبريل 2024م", "2024-04-17"),
        ("ar", "آخر تحديث: ١٨/٠٤/٢٠٢٤ - تاريخ النشر: ١٧/٠٤/٢٠٢٤", "2024-04-17"),
        ("fa", "تاریخ انتشار: ۱۷ آوریل ۲۰۲۴", "2024-04-17"),
        ("fa", "تاریخ انتشار: ۲۹ فروردین ۱۴۰۳ - ۱۴:۳۰", "2024-04-17"),
        ("fa", "چهارشنبه ۲۹ فروردین ۱۴۰۳ - ۱۷ آوریل ۲۰۲۴، ساعت ۱۴:۳۰", "2024-04-17"),
        ("bn", "আপডেট: ১৮ এপ্রিল ২০২৪ প্রকাশ: ১৭ এপ্রিল ২০২৪, ১৪:৩০", "2024-04-17"),
        ("th", "เผยแพร่: 17 เม.ย. 2567", "2024-04-17"),
        ("hy", "Հրապարակվել է՝ 17 Ապրիլի, 2024", "2024-04-17"),
        ("ar", "8 شوال 1445 هـ", None),
        ("fa", "تاریخ انتشار: ۲۹ فروردین", None),
        ("hi", "पुरानी नौका 17 अप्रैल 2024 को महीनों की मरम्मत के बाद बंदरगाह पर लौट आई।", None),
        ("bn", "২০২৪ সালে ১৭ জন ফিরে এসেছে।", None),
        ("en", "03/04/2024", None),
        ("en", "March 12", None),
        ("en", "12 hours ago", None),
        ("en", "The ferry sank on 12 March 2024 in a storm off the island.", None),
        ("de", "Am 12. März 2024 fiel das Tor, und niemand war da.", None),
        ("th", "เผยแพร่เมื่อ 17 เมษายน 2567 เวลา 14.05 น.", "2024-04-17"),
        ("th", "17 เมษายน 2567 เวลา 14.05 น. มีคนช้อนขวดขึ้นจากน้ำ", None),  # in Thai a sentence ends without a mark
    ],
)
def test_the_day_in_a_line(language: str, line: str, found: str | None) -> None:
    assert day(line, language) == found


@pytest.mark.parametrize(
    ("line", "updated"), [("Updated: 12 March 2024", True), ("Stand: 12.03.2024", True), ("12 March 2024", False)]
)
def test_a_line_says_when_its_day_is_that_of_an_update(line: str, updated: bool) -> None:
    said = signature(line, "de")
    assert said is not None
    assert said.day is not None
    assert said.day.updated is updated


@pytest.mark.parametrize("role", ROLES.split())
def test_what_a_person_does_is_known_in_small_and_in_large_letters(role: str) -> None:
    for written in (role, role.upper()):
        found = signature(f"By Jana Roe, {written}", "en")
        assert found is not None
        assert found.names is not None
        assert found.names.role


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("By Sam Holloway", True),
        ("ผู้เขียน: วิภา แสงทอง", True),
        ("ავტორი: ნინო ბერიძე", True),
        ("نویسنده ایرانی درگذشت", False),
        ("लेखक का निधन", False),
        ("โดยเฉพาะ เมืองท่า", False),
        ("* by Sam Holloway", True),
        ("oleh Budi Santoso", True),  # its first letter is also a sign of lists
        ("Sam Holloway", False),
        ("by hand and by boat", False),
        ("", False),
    ],
)
def test_a_line_that_begins_with_a_by(line: str, begins: bool) -> None:
    assert begins_by(line, None) is begins


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("von Jana Roe", "de"),
        ("di Anna Bianchi", "it"),
        ("av Jan Berg", "no"),
        ("av Jan Berg", "sv"),
        ("af Jens Berg", "da"),
        ("deur Jan van Wyk", "af"),
        ("De Ana Popescu", "ro"),
        ("per Anna Puig", "ca"),
    ],
)
def test_what_is_a_name_or_a_word_elsewhere_is_a_by_in_its_own_language(line: str, language: str) -> None:
    assert begins_by(line, language)
    assert not any(begins_by(line, other) for other in ("en", "fr", "hu", None))


def as_page(*above: str, head: str = "") -> str:
    shown = "".join(f"<div>{line}</div>" for line in above)
    story = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS["en"])
    return f"<html><head><title>{HEADLINE}</title>{head}</head><body><div><h1>{HEADLINE}</h1>{shown}{story}</div></body></html>"


@pytest.mark.parametrize(
    "above",
    [
        ("Anna Berg", "12 March 2024"),
        ("12 March 2024", "Anna Berg"),
        ("March 12, 2024 by Anna Berg",),
        ("March 12, 2024 by <a href='/anna'>Anna Berg</a>",),
        ("Anna Berg in Ostmouth", "12 March 2024"),
        ("Anna Berg | 12 March 2024",),
    ],
)
def test_a_page_that_names_nobody_else_has_the_author_whom_its_text_has(above: tuple[str, ...]) -> None:
    page = as_page(*above)
    cleaned, before = cleaner.clean(page), cleaner.clean(page, chain=WITHOUT)
    assert cleaned.fields.authors == ("Anna Berg",)
    assert cleaned.body == before.body
    assert cleaned.fields.published == before.fields.published


@pytest.mark.parametrize("head", ["<meta name=author content='Jane Roe'>", "<meta property=article:author content='Jane Roe'>"])
def test_whom_the_head_names_wrote_a_page(head: str) -> None:
    assert cleaner.clean(as_page("Anna Berg", "12 March 2024", head=head)).fields.authors == ("Jane Roe",)


@pytest.mark.parametrize("above", [("Local News", "12 March 2024"), ("Five months",), ("12 March 2024",)])
def test_a_page_without_a_name_has_no_author(above: tuple[str, ...]) -> None:
    assert cleaner.clean(as_page(*above)).fields.authors == ()
