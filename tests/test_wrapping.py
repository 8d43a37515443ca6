"""Paragraphs that were wrapped, at a column or in print, are one line to rules and stages, and one in the body."""

import re
import textwrap
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from unicodedata import category, east_asian_width

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.model import Authority, Claim, Label, Policy
from cleaner.reading import read
from cleaner.reading.columns import wrapped_in_print
from cleaner.reading.wrapping import wrapped
from cleaner.reviewing.hearing import account
from cleaner.rulebook import load_rulebook
from cleaner.shown import in_source, shown, text_shown
from cleaner.workshop.fixtures import find_clean
from tests.conftest import ROOT
from tests.wrapped import ARTICLE, FIRST, SECOND, THIRD, filled

CLEAN = find_clean(ROOT / "fixtures" / "clean")


def lines_of(text: str) -> list[str]:
    return [line.text for line in shown(read(text, id="x", media_type="text/plain")).lines if line.text.strip()]


@pytest.mark.parametrize("width", [40, 72, 80, 132])
def test_a_wrapped_paragraph_is_a_line(width: int) -> None:
    text = filled(*ARTICLE, width=width)
    assert lines_of(text) == list(ARTICLE)
    assert cleaner.clean(text).body == "\n\n".join(ARTICLE)


@pytest.mark.parametrize(
    "set_as",
    [
        pytest.param(partial(filled, initial_indent="   ", subsequent_indent="   "), id="indented, as lynx does"),
        pytest.param(partial(filled, initial_indent="     * ", subsequent_indent="       "), id="items that hang"),
        pytest.param(partial(filled, initial_indent="  * ", subsequent_indent="  "), id="items that do not"),
        pytest.param(partial(filled, initial_indent="1. ", subsequent_indent="   "), id="numbered items"),
        pytest.param(lambda *texts: filled(*texts, initial_indent="    ").replace("\n\n", "\n"), id="first lines indented"),
        pytest.param(lambda *texts: filled(*texts).replace("\n", "\r\n"), id="carriage returns"),
        pytest.param(lambda *texts: filled(*texts).replace("\n", " \n"), id="white space at line ends"),
        pytest.param(lambda *texts: f"{filled(*texts)}\n\n   1. https://p.example/{'long/' * 40}", id="an address runs over"),
        pytest.param(lambda *texts: f"Home\nNews\nSport\nWeather\n\n{filled(*texts)}\n\nTerms of use\nContact", id="menus around"),
    ],
)  # fmt: skip
def test_however_it_is_set(set_as: partial[str]) -> None:
    assert [line.strip().lstrip("*1. ") for line in lines_of(set_as(*ARTICLE)) if len(line) > 80 and "/" not in line] == [
        *ARTICLE
    ]


def cells(text: str) -> int:
    """How wide a terminal shows it."""
    return sum(0 if category(sign) == "Mn" else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def set_in(line: str, width: int, measure: Callable[[str], float]) -> Iterator[str]:
    """The line in lines of a width: broken at spaces, and anywhere where a script has none."""
    row = ""
    word_or_sign = r"[\u3041-\u9fff\uff01-\uff5e][\u3001\u3002\uff01-\uff5e]*|[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e2f-\u0e3a\u0e45-\u0e4e]*|[^\s\u3041-\u9fff\u0e01-\u0e4e]+"
    for word in re.findall(rf"\s*(?:{word_or_sign})", line):
        if row and measure(row + word) > width:
            yield row
            row = word.lstrip()
        else:
            row += word
    yield row


HELVETICA = {
    **dict.fromkeys("'", 191), **dict.fromkeys("ijl‘’", 222), **dict.fromkeys(" !,./:;I[]tf", 278), **dict.fromkeys("()-r“”„", 333),
    **dict.fromkeys("Jcksvxyz", 500), **dict.fromkeys("FTZ", 611), **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722), **dict.fromkeys("GOQ", 778), **dict.fromkeys("Mm", 833), "%": 889, "W": 944, "—": 1000,
}  # fmt: skip
"""Widths of its letters, in thousandths of a line's height; of those that are not here, see `printed`."""
AVERAGE = 441
"""Width of a letter in running text."""


def printed(text: str) -> float:
    """How wide it is in Helvetica, in letters of average width."""
    return sum(HELVETICA.get(sign, cells(sign) * (667 if sign.isupper() else 556)) for sign in text) / AVERAGE


def same(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("measure", [cells, len, printed])
@pytest.mark.parametrize("path", CLEAN, ids=lambda path: str(path.stem))
def test_clean_texts_stay_whole_when_they_are_wrapped(path: Path, measure: Callable[[str], float]) -> None:
    """In all scripts, by the cells of a terminal, by characters and by the widths of letters in print."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    text = "\n\n".join("\n".join(set_in(line, 74, measure)) for line in lines)
    result = cleaner.clean(text)
    assert [(cut.rule, text[cut.start : cut.end]) for cut in result.removals] == []
    assert same(result.body) == same(text)
    assert cleaner.restore(result.body, result.record()) == text
    assert cleaner.clean(result.body).body == result.body
    if sum(measure(line) > 74 for line in lines) >= 8:
        # By the widths that are taken for the letters of print a line may be too short: one is, of Chinese around English. In
        # Thai any may be, if a space stood behind it.
        unsure = measure is printed or path.stem.startswith("th-")
        assert len({same(line) for line in lines} - {same(line) for line in lines_of(text)}) <= unsure


def print_of(*paragraphs: str, width: int, between: str = "\n\n", indent: str = "") -> str:
    """The paragraphs as a PDF of them holds them."""
    return between.join("\n".join(set_in(indent + paragraph, width, printed)) for paragraph in paragraphs)


@pytest.mark.parametrize("width", [36, 52])
@pytest.mark.parametrize(
    "set_as",
    [
        pytest.param(print_of, id="blank lines"),
        pytest.param(partial(print_of, between="\n", indent="   "), id="first lines indented"),
        pytest.param(partial(print_of, between="\r\n\r\n"), id="carriage returns"),
        pytest.param(
            lambda *texts, width: f"Home\nNews\nSport\n\n{print_of(*texts, width=width)}\n\nTerms\nContact", id="menus"
        ),
    ],
)
def test_lines_of_print_are_paragraphs(set_as: Callable[..., str], width: int) -> None:
    """Their lengths differ as the widths of their letters do."""
    text = set_as(*ARTICLE, *ARTICLE, width=width)
    assert [line.strip() for line in lines_of(text) if len(line) > 80] == [*ARTICLE, *ARTICLE]


def test_a_short_last_line_ends_a_paragraph_of_print() -> None:
    text = print_of(*ARTICLE, *ARTICLE, width=56, between="\n")
    assert lines_of(text) == [*ARTICLE, *ARTICLE]


def test_lines_of_print_make_a_body() -> None:
    text = print_of(*ARTICLE, width=52)
    result = cleaner.clean(text)
    assert result.body == "\n\n".join(ARTICLE)
    assert cleaner.restore(result.body, result.record()) == text
    assert cleaner.clean(result.body).body == result.body


def test_a_hyphen_at_the_end_of_a_line_of_print_stays() -> None:
    text = print_of(*ARTICLE, width=52)
    assert "Thursday,\nafter five" in text
    assert "Thursday, af-ter five" in cleaner.clean(text.replace("Thursday,\nafter", "Thursday, af-\nter")).body


VERSE = """\
The tide went out and did not say
who would be drowned before the day
had come again across the sound
and laid its linen on the ground,
and in the harbour no one spoke
of where the widow's window broke,
or why the bell that hung so high
was heard by children passing by
who had no boat, and no one drowned,
and only listened to the sound."""
SHORT_VERSE = """\
the tide went out and did not say who
was to be drowned before the evening
and laid its linen on the grey ground"""
CODE = """\
def ferry(passengers, fog):
    for passenger in passengers:
        if passenger.waits and not fog:
            passenger.board(ship=Ship("Mathilde", yard="north", gears=4))
    return [p for p in passengers if p.on_board and p.has_paid_for(2)]


class Ship:
    def __init__(self, name, yard, gears):
        self.name, self.yard, self.gears = name, yard, gears"""
LIST = """\
- two hundred grams of flour, sifted twice and dried in the sun
- one egg, and another one if the first of them turns out small
- a spoonful of salt, or of the sea where there is no salt to be had
- butter for the pan, which should be of iron and older than the cook
- a window that opens, because of the smoke, and a neighbour who knows
- patience, of which the recipe says that there is never enough left"""
TABLE = """\
Mathilde   Northquay to Holm    07:10   daily, but not in fog at all
Henriette  Holm to Northquay    07:40   daily, except on the Sundays
Mathilde   Northquay to Sand    08:20   on weekdays only, with a car
Gull       Sand to Northquay    09:00   never, says the timetable us
Mathilde   Northquay to Holm    11:15   daily, and on Sundays as well"""
TIMETABLE = """\
September 10 12pm to 1pm in Hall 217 with Carrie Menke
September 17 12pm to 1pm in Hall 217 with Carrie Menke
September 24 12pm to 1pm in Hall 217 with Carrie Menke
October 1 from 12pm to 1pm in Hall 217 with Carrie Menke
October 8 from 12pm to 1pm in Hall 217 with Carrie Menke
October 15 from 12pm to 1pm in Hall 217 with C. Menke
October 22 from 12pm to 1pm in Hall 217 with C. Menke
October 29 from 12pm to 1pm in Hall 217 with C. Menke
November 5 from 12pm to 1pm in Hall 217 with C. Menke
November 12 from 12pm to 1pm in Hall 217 with C. Menke
November 19 from 12pm to 1pm in Hall 217 with C. Menke"""
RUN_ON_VERSE = """\
nobody heard the boat come in
for the wind had turned at noon
and the women who had waited
on the quay went home, as one
goes home from a long service
in a church that was not heated,
saying little, and the lamp
in the harbour master's window
burned on above the empty slip
and the rope that no one held
until the tide, which has no need
of lamps, had lifted it away
and laid it down on other stones
where other women found it
and did not know whose it was"""
DIALOGUE = """\
"Is it the ferry?" he asked, and looked at the fog.
"It is the ferry," she said, and did not look up from it.
"It was to come in March."
"It has come now. It has a new gearbox, they say."
"They say a lot on the quay, when there is fog, and no ship."
"There is a ship."
"I can hear it," he said, and for the first time looked at her."""


OTHERS = [
    VERSE,
    SHORT_VERSE,
    RUN_ON_VERSE,
    CODE,
    LIST,
    TABLE,
    TIMETABLE,
    DIALOGUE,
    "\n".join(ARTICLE),
    "\n\n".join(ARTICLE),
    filled(SECOND[:120]),
]


@pytest.mark.parametrize("text", OTHERS)
def test_other_lines_stay_lines(text: str) -> None:
    assert wrapped(text.split("\n")) == []


MENU = (
    "\n".join(f"{word} of the islands and the harbour" for word in ("News", "Weather", "Letters", "Sport", "Pictures")) + "\n"
)


@pytest.mark.parametrize("text", [*OTHERS[:-1], "\n\n".join([VERSE] * 4), MENU * 3, MENU.replace("\n", "\n\n") * 3])
def test_other_lines_stay_lines_in_print(text: str) -> None:
    assert wrapped_in_print(text.split("\n")) == []
    around = [*print_of(*ARTICLE, width=90).split("\n"), "", *text.split("\n")]
    assert [at for at in wrapped_in_print(around) if at > len(around) - len(text.split("\n"))] == []


def paragraphs_in_print(lines: list[str]) -> list[str]:
    going_on, found = set(wrapped_in_print(lines)), list[str]()
    for at, line in enumerate(lines):
        if at in going_on:
            found[-1] += f" {line}"
        elif line:
            found.append(line)
    return found


@pytest.mark.parametrize("width", [36, 60, 90, 150])
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_paragraphs_of_print(width: int, between: str) -> None:
    text = print_of(*ARTICLE, *ARTICLE, width=width, between=between)
    assert paragraphs_in_print(text.split("\n")) == [*ARTICLE, *ARTICLE]


def test_columns_of_more_widths_in_print() -> None:
    """A quotation, and a box beside the article: each is one paragraph, and no line of another goes on in it."""
    quotation, box = print_of(*ARTICLE, width=74), print_of(*ARTICLE, *ARTICLE, width=44)
    article = print_of(*ARTICLE, width=100)
    lines = "\n\n".join([MENU, article, quotation, article, box]).split("\n")
    assert paragraphs_in_print(lines) == [*MENU.split("\n")[:-1], *ARTICLE * 5]


def test_blank_lines_between_all_lines_of_print() -> None:
    """Converters set them where lines stand wide. They part no sentence, but paragraphs."""
    lines = print_of(*ARTICLE, width=74, between="\n").replace("\n", "\n\n").split("\n")
    assert paragraphs_in_print(lines) == list(ARTICLE)


@pytest.mark.parametrize("path", sorted((ROOT / "fixtures" / "clean").rglob("*.txt")), ids=lambda path: str(path.stem))
def test_only_one_clean_text_is_wrapped(path: Path) -> None:
    assert bool(wrapped(path.read_text(encoding="utf-8").split("\n"))) == (path.stem == "weather-hardwrapped")


def test_blocks_of_one_line_that_are_alike_in_length_are_not_wrapped() -> None:
    """Nothing parts them but the gaps at which they were told apart."""
    words = ("Ferries", "Gulls", "Harbour", "Weather", "Letters", "Puzzles", "Shipping", "Quayside", "Islands", "Sailing") * 2
    blocks = [f"{word} that came to town in the storm stay at the quay {other.lower()}" for word, other in pairwise(words)]
    document = read("   ".join(blocks), id="x", media_type="text/plain")
    assert [line.text for line in document.lines] == blocks
    assert document.seen is None


@pytest.mark.parametrize(
    ("line", "goes_on"),
    [
        ("o lodi, která nepřijela, mluvili všichni ve městě.", True),
        ("o Praze se nemluvilo, a nikdo se na ni neptal.", False),  # it may be an item
        ("  o lodi, která nepřijela, mluvili všichni ve městě.", False),
        ("* lodi, která nepřijela, mluvili všichni ve městě.", False),
    ],
)
def test_a_word_of_one_letter_that_is_a_mark_as_well(line: str, goes_on: bool) -> None:
    """Text browsers set `o` before items of inner lists, and these stand further in."""
    above = filled(*ARTICLE)
    assert (len(lines_of(f"{above} Tehdy večer\n{line}")) == len(lines_of(above))) is goes_on


def test_items_with_a_letter_as_their_mark() -> None:
    items = filled(*ARTICLE, initial_indent="o ", subsequent_indent="  ").replace("\n\n", "\n")
    assert lines_of(items) == [f"o {paragraph}" for paragraph in ARTICLE]


def test_a_word_that_was_broken_at_its_hyphen_is_one() -> None:
    text = filled(FIRST.replace("five months", "nearly one-hundred-and-fifty days"), SECOND, THIRD, width=40)
    assert "one-hundred-and-\nfifty days" in text
    assert "one-hundred-and-fifty days in dry dock" in cleaner.clean(text).body


def test_rules_see_the_whole_paragraph_and_cuts_take_all_its_lines() -> None:
    legal = "Copyright 2024 The Harbour Herald. All rights reserved. No part of this text may be copied without leave of the publisher."
    text = filled(*ARTICLE, legal)
    result = cleaner.clean(text)
    assert result.body == "\n\n".join(ARTICLE)
    (cut,) = result.removals
    assert (cut.label, text[cut.start : cut.end]) == (Label.LEGAL, textwrap.fill(legal, 72))
    assert cleaner.restore(result.body, result.record()) == text
    assert cleaner.clean(result.body).body == result.body


def test_fields_are_in_one_line() -> None:
    title = "The ferry is back from the yard, and nobody on the quay thought that it would be before June"
    fields = cleaner.clean(filled(title, "By Ida Holm", *ARTICLE)).fields
    assert (fields.title, fields.authors) == (title, ("Ida Holm",))


def test_a_line_of_a_paragraph_gives_account_of_the_whole() -> None:
    text = filled("Share on Facebook", *ARTICLE, *reversed(ARTICLE))
    rulebook = load_rulebook()
    document = cleaner.clean(text).document
    assert document.lines[3].text == textwrap.wrap(FIRST, 72)[1]
    found = account(document, 4, rulebook=rulebook, policy=Policy())
    assert found.outcome == "stays"
    first = account(document, 3, rulebook=rulebook, policy=Policy())
    assert found.likelihood is not None
    assert found.likelihood == first.likelihood


def test_markdown_that_was_wrapped() -> None:
    address = "https://p.example/the-old-gearbox-of-the-ship-that-nobody-in-the-yard-had-seen-before-the-engineer"
    linked = f"{FIRST} [See the {SECOND[:60]} there]({address}) **{THIRD[:89]}** so."
    text = filled(linked, SECOND, THIRD, width=60)
    assert address not in text
    seen = f"{FIRST} See the {SECOND[:60]} there {THIRD[:89]} so."
    assert lines_of(text) == [seen, SECOND, THIRD]


WORDS = st.lists(
    st.sampled_from(["a", "to", "ship", "harbour,", "gulls.", "five-and-twenty", "été", "«so»", "海の", "y\u200bx", "*y*"]),
    min_size=1,
    max_size=40,
)


@settings(deadline=None)
@given(st.lists(WORDS.map(" ".join), max_size=12), st.integers(40, 100), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_claims_on_paragraphs_find_back(paragraphs: list[str], width: int, end: str) -> None:
    text = end.join("\n".join(textwrap.wrap(paragraph, width)) for paragraph in paragraphs)
    document = read(text, id="x", media_type="text/plain")
    found = shown(document)
    assert [line.number for line in found.lines] == [*range(1, len(found.lines) + 1)]
    assert "".join(found.text[line.start : line.stop] for line in found.lines) == found.text
    assert same(found.text) == same(text)
    back = text_shown(document)
    for line in found.lines:
        assert found.text[line.start : line.end] == line.text
        if line.text:
            (there,) = in_source(document, [Claim(line.start, line.end, Label.SHARE, "r", Authority.GUESS, 1.0, "")])
            assert back(there.start, there.end) == line.text
    result = cleaner.clean(text)
    assert cleaner.restore(result.body, result.record()) == text
