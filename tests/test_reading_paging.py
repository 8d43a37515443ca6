"""Printed pages: heads and feet of sheets go, and the sentence that they stood in goes on; what else stands again stays."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.lines import split_lines
from cleaner.model import Label
from cleaner.reading.paging import read_paging
from cleaner.render import restore
from cleaner.rulebook import load_rulebook
from tests.markup import cost
from tests.packs import OUTLET, write_pack
from tests.wrapped import ARTICLE, filled

TITLE, ADDRESS = "Ferry back in service after five months - Coast News", "https://www.coast.example/2024/ferry"
DAY = "5/12/24, 9:14 AM"
LINES = filled(*ARTICLE).split("\n")
SHEETS = [LINES[:2], LINES[2:7], LINES[7:]]  # the first ends within a sentence, the second with a blank line
GAP = " " * 40


def printed(form: str, sheets: list[list[str]] = SHEETS) -> str:
    """Sheets of text as converters give those of a PDF: as set, every part on a line of its own, or in the order of drawing."""
    of, found = len(sheets), []
    for at, lines in enumerate(sheets, 1):
        if form == "as set":
            sheet = [f"{DAY}{GAP}{TITLE}", "", *lines, "", f"{ADDRESS}{GAP}{at}/{of}"]
        elif form == "in parts":
            sheet = [DAY, "", TITLE, "", *lines, "", ADDRESS, "", f"{at}/{of}", ""]
        else:
            sheet = [*lines, f"{DAY} {TITLE}", f"{ADDRESS} {at}/{of}"]
        found.append("\n".join(sheet) + "\n")
    return "\f".join(found)


@pytest.mark.parametrize("feeds", [True, False], ids=["form feeds", "none"])
@pytest.mark.parametrize("form", ["as set", "in parts", "as drawn"])
def test_heads_and_feet_go_and_sentences_go_on(form: str, feeds: bool) -> None:
    text = printed(form) if feeds else printed(form).replace("\f", "")
    cleaned = cleaner.clean(text)
    assert cleaned.body == "\n\n".join(ARTICLE)
    assert {(cut.label, cut.rule) for cut in cleaned.removals} == {(Label.NAVIGATION, "stage/print")}
    assert (cleaned.fields.title, cleaned.fields.canonical_url) == ("Ferry back in service after five months", ADDRESS)
    assert cleaned.fields.published is None  # the day is that of the print
    assert cleaned.origins["title"] == "printed page"
    assert cleaned.origins["canonical_url"] == "printed page"
    assert restore(cleaned.body, cleaned.record()) == text
    assert cleaner.clean(cleaned.body).body == cleaned.body


def test_the_address_names_the_outlet(tmp_path: Path) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    rules = load_rulebook(tmp_path, bundled=False)
    text = printed("as set").replace("www.coast.example", "www.news.example")
    assert cleaner.clean(text, rulebook=rules).outlet == cleaner.Outlet("news.example", "printed page news.example")


def running(text: str) -> list[str]:
    lines = split_lines(text)
    found = read_paging(text, lines)
    return [" ".join(lines[at].text.split()) for at in found.lines] if found else []


@pytest.mark.parametrize(
    "number", ["{}", "- {} -", "Page {}", "Seite {} von 4", "The Coast News, 12 May 2024 | {}", "第 {} 頁", "{} of 4"]
)
def test_numbers_of_sheets_between_form_feeds(number: str) -> None:
    sheets = [f"{line}\n\n{number.format(at)}\n" for at, line in enumerate((*ARTICLE, "The end."), 1)]
    assert running("\f".join(sheets)) == [number.format(at) for at in range(1, 5)]


@pytest.mark.parametrize("feeds", [True, False], ids=["form feeds", "none"])
@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("{} of 3", "12/05/2024, 09:14"), ("{} von 3", "12.05.24, 09:14"), ("Seite {} von 3", "12.05.24, 09:14"),
        ("{} sur 3", "12/05/2024 09 h 14"), ("{} de 3", "12/5/24, 9:14"), ("{} di 3", "12/05/24, 09:14"),
        ("{} van 3", "12-05-2024 09:14"), ("{} av 3", "2024-05-12 09:14"), ("{} z 3", "12.05.2024, 09:14"),
        ("{} из 3", "12.05.2024, 09:14"), ("{} από 3", "12/5/2024, 9:14 π.μ."), ("{} / 3", "24. 5. 12. 오전 9:14"),
        ("{} / 3 ページ", "2024/05/12 9:14"), ("第 {} 页，共 3 页", "2024/5/12 9:14"),
    ],
)  # fmt: skip  # a table
@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ([f"{TITLE}{GAP}{ADDRESS}"], [f"NUMBER{GAP}DAY"]),
        ([TITLE, ADDRESS], ["NUMBER", "DAY"]),
        ([f"DAY{GAP}{TITLE}"], [f"{ADDRESS}{GAP}NUMBER"]),
        ([], [f"{ADDRESS}{GAP}DAY{GAP}NUMBER"]),
    ],
    ids=["Firefox", "Firefox in parts", "Edge", "Safari"],
)
def test_browsers_in_other_languages(head: list[str], foot: list[str], number: str, day: str, feeds: bool) -> None:
    sheets, expected = list[str](), list[str]()
    for at, lines in enumerate(SHEETS, 1):
        above, below = (
            [line.replace("NUMBER", number.format(at)).replace("DAY", day) for line in part] for part in (head, foot)
        )
        sheets.append("\n".join([*above, "", *lines, "", *below, ""]))
        expected += [" ".join(line.split()) for line in (*above, *below)]
    assert running(("\f" if feeds else "").join(sheets)) == expected


def test_the_title_before_the_address() -> None:
    text = "\f".join(f"{TITLE}{GAP}{ADDRESS}\n\n{line}\n\n{at} of 3{GAP}{DAY}\n" for at, line in enumerate(ARTICLE, 1))
    found = read_paging(text, split_lines(text))
    assert found
    assert found.meta == {"printed_title": TITLE, "printed_url": ADDRESS}


@pytest.mark.parametrize(
    "day",
    [
        "5/12/24, 9:14 AM", "5/12/24, 9:14\u202fPM", "12/5/24, 9:14 am", "12.05.24, 09:14", "12/05/2024 09:14", "2024-05-12 09 h 14",
        "12/5/24, 9:14 a.m.", "12.05.2024 09.14", "12.5.2024 klo 9.14", "2024. 05. 12. 9:14", "12. 05. 2024. 09:14",
        "12. 5. 2024, 09:14", "12.05.24 г., 9:14", "12/5/24, 9:14 π.μ.", "12/05/24, 9:14 PTG", "24. 5. 12. 오전 9:14",
        "2024/05/12 9:14", "2024/5/12 上午9:14", "2024/5/12\u2009上午9:14", "09:14 12/5/24", "9:14 ,12.5.2024", "AM 9:14 ،12/5/24",
        "12\u200f/5\u200f/2024\u060c 9:14 ص", "\u202b ص\u202c9:14 ،2024/\u202b\u200f\u202c5/\u202b\u200f\u202c12",
        "١٢/٥/٢٠٢٤، ٩:١٤ ص", "۹:۱۴ ,۱۴۰۳/۲/۲۳",
    ],
)  # fmt: skip  # a table
@pytest.mark.parametrize("title", [TITLE, "Am Hafen", "PGA comes to the coast", "5 days in May"])
def test_the_title_beside_the_day(day: str, title: str) -> None:
    """In the forms in which browsers set it and converters give it, on several sheets and on one."""
    heads = [f"{day}{GAP}{title}", f"{day} {title}", f"{day}\n\n{title}"]
    for head in heads:
        sheets = "\f".join(f"{head}\n\n{line}\n\n{ADDRESS}{GAP}{at}/3\n" for at, line in enumerate(ARTICLE, 1))
        for text in (sheets, sheets.replace("\f", "")):
            found = read_paging(text, split_lines(text))
            assert found
            assert found.meta == {"printed_title": title, "printed_url": ADDRESS}
    alone = "\n".join([heads[0], "", *LINES, "", f"{ADDRESS}{GAP}1/1"])
    found = read_paging(alone, split_lines(alone))
    assert found
    assert found.meta == {"printed_title": title, "printed_url": ADDRESS}


@pytest.mark.parametrize(
    "first", ["At 9:14 5/12/24 is read", "12/5/24", "9:14", "1/2/3 4:5", "On 5/12/24, 9:14 AM", "12. 5. 9:14"]
)
def test_a_sheet_of_its_own_begins_with_day_and_time(first: str) -> None:
    assert running("\n".join([first, "", *LINES, "", f"{ADDRESS}{GAP}1/1"])) == []


def test_one_sheet() -> None:
    text = "\n".join([f"{DAY}{GAP}{TITLE}", "", *LINES, "", f"{ADDRESS}{GAP}1/1", "\f"])
    assert running(text) == [f"{DAY} {TITLE}", f"{ADDRESS} 1/1"]
    parts = "\n".join([DAY, TITLE, "", *LINES, "", ADDRESS, "", "1/1"])
    assert running(parts) == [DAY, ADDRESS, "1/1"]


def test_a_head_that_only_the_first_sheet_lacks() -> None:
    sheets = [f"{line}\n" if at == 0 else f"The Coast News\n\n{line}\n" for at, line in enumerate(ARTICLE)]
    assert running("\f".join(sheets)) == ["The Coast News"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"Part {at} of 3\n\n{line}" for at, line in enumerate(ARTICLE, 1)),
        "\f".join(f"Chapter {at}\n\n{line}\n" for at, line in enumerate(ARTICLE, 1)),
        "\f".join(f"{at} of 3 DOCUMENTS\n\n{line}\n" for at, line in enumerate(ARTICLE, 1)),
        "\f".join(f"{line}\n" for line in ARTICLE),
        "\f".join(f"{year}\n\n{line}\n" for year, line in zip((1987, 1995, 2009), ARTICLE, strict=True)),
        f"1/2 cup of flour\n\n2/2 cups of milk\n\n{ARTICLE[0]}",
        f"{ARTICLE[0]}\n\nThey won 1/3\n\nThey won 2/3\n\n{ARTICLE[1]}",
        f"{DAY}\n{ARTICLE[0]}\n{ARTICLE[1]}\n{ARTICLE[2]}\n{ADDRESS}\nIt scored 1/1",
        f"{ARTICLE[0]}\n\n1/3\n\n2/3\n\n{ARTICLE[1]}",
        "\f\f\f",
        "1/1",
        "",
    ],
    ids=[
        "parts", "chapters", "articles of a file", "nothing alike", "years", "cups", "results", "no print", "bare numbers", "feeds",
        "a number", "empty",
    ],
)  # fmt: skip  # a table
def test_other_texts_have_none(text: str) -> None:
    assert running(text) == []


def test_a_head_ends_with_its_sheet() -> None:
    """On sheets of a single line what follows is the next sheet, and no second line of the head."""
    assert (
        running("\f".join(["The Coast News\n", *(f"The Coast News\n{line}\n" for line in ARTICLE)])) == ["The Coast News"] * 4
    )


def test_a_sentence_that_ends_with_its_sheet_ends_its_paragraph() -> None:
    first, second = filled(ARTICLE[0]).split("\n"), filled(ARTICLE[1]).split("\n")
    cleaned = cleaner.clean(printed("as set", [first, second, filled(ARTICLE[2]).split("\n")]))
    assert cleaned.body == "\n\n".join(ARTICLE)


def test_texts_of_many_counters_are_read_in_linear_time() -> None:
    """Galleries and threads count what they show; none of these counters is that of the sheets."""
    text = "".join(f"Set {at} 1/2\nThe harbour.\nSet {at} 2/2\nThe quay.\n" for at in range(10_000))
    lines = split_lines(text)
    assert cost(lambda: read_paging(text, lines)) < 10  # quadratic it takes minutes


PIECES = st.sampled_from(["\f", "\n", "1/3", "2/3", "3/3", f"{DAY} x", "Page 2", "A line.", "https://x.example/ 1/2", " ", "7"])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_can_be_read(text: str) -> None:
    lines = split_lines(text)
    found = read_paging(text, lines)
    if found:
        assert list(found.lines) == sorted(set(found.lines))
        assert all(lines[at].text.strip() for at in found.lines)
    cleaned = cleaner.clean(text)
    assert restore(cleaned.body, cleaned.record()) == text
