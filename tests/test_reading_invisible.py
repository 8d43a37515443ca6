"""Signs that show nothing, within raw text: rules and guesses see what readers see, and the text stays as it is."""

from __future__ import annotations

from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.lines import INVISIBLE_EDGES, invisible_signs
from cleaner.reading import read

PARAGRAPHS = [
    "The ferry between the island and the old harbour sails again on Thursday, after a winter in the dry dock.",
    "Divers had found cracks in both propellers in October, and the spare parts took four months to come.",
    "The council pays for the repair out of the reserve, which is now empty, as its treasurer said on Monday.",
    "Until Thursday a fishing boat carries the mail and whoever has to see the doctor on the mainland.",
]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("\u200fשתפו\u200e", ["\u200f", "\u200e"]),
        ("\u202aEnglish\u202c", ["\u202a", "\u202c"]),
        ("\u2060Read more\u200b\u00ad", ["\u2060", "\u200b\u00ad"]),
        ("More: \ufeff A ferry", ["\ufeff "]),  # the second space goes with it
        ("\u200c \u200c", ["\u200c", "\u200c"]),
        ("Harbour\u200d", ["\u200d"]),
        ("\u200b\u200dHarbour", ["\u200b\u200d"]),
    ],
)
def test_what_shows_nothing_is_found(text: str, signs: list[str]) -> None:
    assert [text[start:end] for start, end in invisible_signs(text)] == signs


@pytest.mark.parametrize(
    "text",
    [
        "A plain text.",
        "Größe – “quoted”, 你好。",
        "می\u200cخواهم",  # without it the letters join
        "می\u200c\u200cخواهم",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # the flag of England
        "क्\u200dष",
        "👩\u200d💻 at work",
        "\u06dd",  # the end of a verse is a circle
        "No\u00a0break\u202fspaces",
        "sub\u00adscribe, Copy\u200bright",  # no rule names such a word
    ],
)
def test_what_is_seen_or_changes_what_is_seen_stays(text: str) -> None:
    assert invisible_signs(text) == []


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("\u200fShare this article\u200e", "share/words"),
        ("Subscribe to our \u00adnewsletter\u00ad", "promo/newsletter-words"),
        ("* \ufeffShare", "share/words"),
        ("Read also\u200b", "read-more/words"),
        ("\u200bREAD MORE: \ufeff Divers find cracks in both propellers", "read-more/pointers"),
    ],
)
def test_rules_find_a_line_with_such_signs_and_nothing_of_it_stays(line: str, rule: str) -> None:
    text = "\n\n".join([*PARAGRAPHS, line])
    cleaned = cleaner.clean(text)
    assert cleaned.body == "\n\n".join(PARAGRAPHS)
    assert [removal.rule for removal in cleaned.removals] == [rule]
    assert cleaner.restore(cleaned.body, cleaned.record()) == text


def test_rules_find_blocks_of_a_page_with_such_signs() -> None:
    """They are no part of what a page shows."""
    more = "\ufeffREAD MORE: \ufeff<b>Divers</b> find cracks in both propellers"
    blocks = [*PARAGRAPHS, "\u200fShare this article\u200e", "\u200b", more]
    cleaned = cleaner.clean("".join(f"<p>{block}</p>" for block in blocks), media_type="text/html")
    assert cleaned.body == "\n\n".join(PARAGRAPHS)
    assert [removal.rule for removal in cleaned.removals if removal.rule.startswith(("share", "read"))] == [
        "share/words",
        "read-more/pointers",
    ]


@pytest.mark.parametrize(
    ("block", "seen"),
    [
        ("\u200bThe ferry\ufeff sails \u2060 <i>\u200bagain</i> \u200f.", "The ferry sails again ."),
        ("har\u00adbour, می\u200cخواهم, 👩\u200d💻", "har\u00adbour, می\u200cخواهم, 👩\u200d💻"),
        ("<a>کتاب</a>\u200cهای <b>می</b><i>\u200c</i>خواهم", "کتاب\u200cهای می\u200cخواهم"),  # a link on a part of a word
        ("har\u00ad<b>bour</b>, 👩<b>\u200d💻</b>", "har\u00adbour, 👩\u200d💻"),
        ("one<span>\u200b</span>two<pre>one<b>\u200ctwo</b>", "one\u200btwo\none\u200ctwo"),
        ("one<span> \u200b </span>two", "one two"),
        ("one<span>\u200b</span> two <b>\u200b</b>three", "one two three"),
        ("one<b>\u200b</b><br><b>\u200b</b>two\u200b", "one\ntwo"),
        ("one<div>\u200b</div>", "one"),
    ],
)
def test_a_page_does_not_show_them_at_the_edges_of_words(block: str, seen: str) -> None:
    """Elsewhere they stay: within a word they change what is seen, or the word."""
    assert read(f"<p>{block}", media_type="text/html", id="x").text == f"{seen}\n"


@given(
    st.lists(
        st.tuples(st.sampled_from(["one", "می", " ", "\u200c", "\u200b", "\u00ad"]), st.sampled_from(["", "b", "i"])),
        max_size=8,
    )
)
def test_which_of_them_a_line_shows_does_not_depend_on_the_elements_in_it(parts: list[tuple[str, str]]) -> None:
    page = "<p>The ferry<p>{}"
    plain = "".join(text for text, _ in parts)
    marked = "".join(f"<{tag}>{text}</{tag}>" if tag else text for text, tag in parts)
    texts = {read(page.format(content), media_type="text/html", id="x").text for content in (plain, marked)}
    assert len(texts) == 1


def test_a_part_of_a_page_that_shows_nothing_parts_no_line() -> None:
    """As white space between elements parts none."""
    document = read("<div>one <div hidden>x</div><ul>\u200b</ul> two</div>", id="x", media_type="text/html")
    blank = read("<div>one <div hidden>x</div><ul> </ul> two</div>", id="x", media_type="text/html")
    assert document.text == blank.text


def test_what_shows_nothing_at_the_edges_of_lines_is_known() -> None:
    basic = [chr(code) for code in range(0x10000)]
    ignorable = regex.compile(r"(?V1)[\p{Cf}&&\p{Default_Ignorable_Code_Point}]")
    assert set(INVISIBLE_EDGES) == {sign for sign in basic if sign.isspace() or ignorable.match(sign)}


def test_a_line_of_nothing_else_is_blank() -> None:
    text = "\n\u200b\n".join(PARAGRAPHS)
    assert cleaner.clean(text).body == "\n\n".join(PARAGRAPHS)


def test_paragraphs_keep_their_signs() -> None:
    text = "\n\n".join(paragraph.replace("har", "har\u00ad") for paragraph in PARAGRAPHS) + "\u200b"
    assert cleaner.clean(text).body == text


@given(st.lists(st.sampled_from(["\u200b", "\u200c", "\u200d", "\u00ad", " ", "a", "Ж", "\n", "\u200f", "😀"]), max_size=12))
def test_what_is_found_is_in_order_and_shows_nothing(signs: list[str]) -> None:
    text = "".join(signs)
    spans = invisible_signs(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= behind[0] for before, behind in pairwise(spans))
    assert not any(sign in "aЖ\n😀" for start, end in spans for sign in text[start:end])
