"""Dumps of text browsers: what lynx and elinks write into a page is not seen, and goes; numbers of other kinds stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.model import Label, Policy
from cleaner.reading import read
from cleaner.reviewing.hearing import account
from cleaner.rulebook import load_rulebook
from cleaner.shown import shown

ARTICLE = (
    "The ferry came back from the yard on Thursday, after five months in dry dock, and took its first passengers over the sound.",
    "It had been expected in March, but the gearbox turned out to be older than the ship, and nobody had seen one like it.",
    "The repair cost twice as much as planned, and the council is to vote on the bill in June, said the harbour master.",
)
WORDS = (
    "Home",
    "News",
    "Sport",
    "Weather",
    "Shipping",
    "Tides",
    "Gulls",
    "Letters",
    "Puzzles",
    "Contact",
    "About us",
    "Log in",
)
MENU = "\n".join(f"     * [{number}]{word}" for number, word in enumerate(WORDS, 1))
LINKED = ARTICLE[1].replace("the gearbox", "[13]the gearbox")
ADDRESSES = "\n".join(f"  {number}. https://p.example/{number}?a=b c" for number in range(1, 14))
PAGE = f"{MENU}\n\n   {ARTICLE[0]}\n\n   {LINKED}\n\n   {ARTICLE[2]}\n"


def seen(text: str) -> str:
    return shown(read(text, id="x", media_type="text/plain")).text


def test_numbers_of_links_are_not_seen_and_go() -> None:
    assert seen(PAGE) == PAGE.replace("[13]", "").replace(MENU, "\n".join(f"     * {word}" for word in WORDS))
    result = cleaner.clean(PAGE)
    assert result.body == "\n\n".join(ARTICLE)
    numbers = [cut for cut in result.removals if cut.rule == "stage/text-browser"]
    assert [(cut.label, PAGE[cut.start : cut.end]) for cut in numbers][-1] == (Label.NAVIGATION, "[13]")
    assert cleaner.restore(result.body, result.record()) == PAGE


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_what_a_browser_wrote_is_the_same_whatever_ends_the_lines(end: str) -> None:
    page = f"Link: [1]canonical\n{MENU}\n   [13]IFrame\n   IFRAME:\n   https://p.example/embed\n\n   {ARTICLE[0]}\n   (BUTTON) Share\n"
    left = "\n".join(f"     * {word}" for word in WORDS)
    assert seen(page.replace("\n", end)) == f"\n{left}\n   \n   \n\n   {ARTICLE[0]}\n    Share\n".replace("\n", end)


@pytest.mark.parametrize("kinds", ["", "\n   Visible links:", "\n   Visible links"])
def test_the_list_of_addresses_goes(kinds: str) -> None:
    hidden = "\n\n   Hidden links:\n  14. mailto:x@p.example" if kinds else ""
    text = f"{PAGE}\nReferences\n{kinds}\n{ADDRESSES}{hidden}\n"
    result = cleaner.clean(text)
    assert result.body == "\n\n".join(ARTICLE)
    (cut,) = [cut for cut in result.removals if text[cut.start :].startswith("References")]
    assert (cut.rule, cut.label, cut.reason) == (
        "stage/text-browser",
        Label.NAVIGATION,
        "the addresses of links, as lynx lists them",
    )


def test_a_list_of_sources_with_words_below_stays() -> None:
    sources = "References\n\n   1. https://p.example/the-report\n   2. Holm, Ida: The ferry of the sound, and who rides it"
    assert "the-report" in seen(f"{PAGE}\n{sources}\n\nThe harbour master has seen both of these.\n")


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("   IFRAME: https://p.example/embed/Zx?rel=0", Label.EMBED),
        ("   IFRAME:\n   https://p.example/embed/Zx?rel=0", Label.EMBED),
        ("   IFRAME: [1]https://p.example/embed/Zx?rel=0", Label.EMBED),
        ("   [the-bell_1200x800.jpg?w=40&h=30]", Label.EMBED),
        ("   [INS: :INS]", Label.NAVIGATION),
        ("     * (BUTTON)", Label.NAVIGATION),
        ("   Link: [1]preconnect", Label.NAVIGATION),
        ("   Link: [1]The Herald » Feed (alternate)", Label.NAVIGATION),
        ("   [1]IFrame", Label.EMBED),
    ],
)
def test_frames_buttons_and_links_of_the_head_go(line: str, label: Label) -> None:
    text = f"{line}\n{PAGE}" if "[1]" in line else f"{ARTICLE[0]}\n\n{line}\n\n{ARTICLE[1]}\n\n{ARTICLE[2]}\n"
    body = cleaner.clean(text).body
    assert body == "\n\n".join(ARTICLE)
    first = next(cut for cut in cleaner.clean(text).removals if cut.rule == "stage/text-browser")
    assert first.label is label


def test_rules_see_what_a_button_says() -> None:
    text = f"{ARTICLE[0]}\n\n   (BUTTON) Subscribe to our newsletter\n\n{ARTICLE[1]}\n\n{ARTICLE[2]}\n"
    assert cleaner.clean(text).body == "\n\n".join(ARTICLE)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"[{number}] Holm, Ida: The ferry, part {number}." for number in range(1, 15)),
        "\n".join(f"As was shown for the {number}th time.[{number}]" for number in range(1, 15)),
        "\n".join(f"As Holm [{number}] has shown, and others [{number + 1}, 40]." for number in range(1, 15)),
        "\n".join(f"[{number}]Home" for number in range(1, 9)),  # too few
        "\n".join(f"[{number}]Home" for number in range(30, 50)),  # the first is missing
        "\n".join(f"[{number * 7 % 20 + 1}]Home" for number in range(20)),  # in no order
        "\n".join(["A line of the article."] * 40 + [f"[{number}]Source" for number in range(1, 15)]),  # at the end
        "The button said (BUTTON) in capitals, and he pressed it.",
        "(BUTTON): what the screen says",
        "IFRAME: an element that shows another page",
        "He saved it as bell.jpg, and files[bell.png] was empty.",
        "[bell.jpg]: https://p.example/",
        "INS: and DEL] are no marks",
        "Link: [14]preconnect",
        "References\n\n   1. https://p.example/",
        "array[1] = x; array[2]y",
    ],
)
def test_what_no_browser_wrote_is_seen(text: str) -> None:
    document = read(text, id="x", media_type="text/plain")
    assert document.seen is None


def test_a_line_tells_of_its_number() -> None:
    number = PAGE.split("\n").index(f"   {LINKED}") + 1
    found = account(cleaner.clean(PAGE).document, number, rulebook=load_rulebook(), policy=Policy())
    assert [voice.claim.rule for voice in found.voices if voice.outcome == "won"] == ["stage/text-browser"]
    assert "without stage/text-browser" in [change.what for change in found.changes]


PIECES = st.sampled_from(
    ["[1]Home", "[2]x", "[3]", "(BUTTON)", "IFRAME: a", "Link: [4]y", "References", "1. z", "\n", "   ", "A line.", "é"]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_pages_are_only_cut_and_can_be_restored(middle: str) -> None:
    text = f"{MENU}\n{middle}\nReferences\n\n{ADDRESSES}\n"
    cleaned = cleaner.clean(text)
    assert cleaner.restore(cleaned.body, cleaned.record()) == text
    assert not any(one.end > other.start for one, other in zip(cleaned.removals, cleaned.removals[1:], strict=False))
