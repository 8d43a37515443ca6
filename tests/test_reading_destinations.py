"""Addresses of links written out behind their words are not seen where a program did so; an author's sources are text."""

from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.model import Label, Seen
from cleaner.reading import read
from cleaner.shown import shown

ARTICLE = (
    "The people of Easthaven voted on Sunday to keep the ferry that has crossed the estuary since 1871, said the town's clerk.",
    'With all votes counted, 61 per cent had voted for the ferry, which costs some 400,000 pounds a year, as "The Tide" reported.',
    "The county had argued that the bridge, which opened in March after four years of work, made the ferry superfluous.",
)
HOST = "https://p.example"
MENU = ("Home", "News", "Sport", "Letters", "Tides")
RELATED = ("Share on Facebook", "Share on X", "Bridge opens after four years", "Ferry fares to rise")
STYLES = {
    "firefox": "{} <{}>",
    "outlook": "{}<{}>",
    "of an image's words": "[{}]<{}>",
    "mailchimp": "{} ({})",
    "sendgrid": "{} ( {} )",
    "html-to-text": "{} [{}]",
    "below": "{}\n{}",
    "below, in brackets": "{}\n<{}>",
}
FORMS = list(STYLES.values())


def written(form: str, words: str, path: str = "x") -> str:
    return form.format(words, f"{HOST}/{path}")


def page(form: str, *, linked: str = "") -> str:
    """A page with a menu, a byline and the leads of other stories; ``linked`` is a word of the article that is a link."""
    menu = "\n".join(f"  * {written(form, word, word.lower().replace(' ', '-'))}" for word in MENU)
    story = "\n\n".join(ARTICLE)
    if linked:
        story = story.replace(linked, written(form, linked, "story"))
    byline = f"{written(form, 'Jane Doe', 'jane')}\n12 May 2024"
    related = "\n".join(written(form, words) for words in RELATED)
    return f"{menu}\n\nHarbour town votes to keep its ferry\n\n{byline}\n\n{story}\n\n{related}\n"


def seen_of(text: str) -> Seen | None:
    return read(text, id="x", media_type="text/plain").seen


def seen(text: str) -> str:
    return shown(read(text, id="x", media_type="text/plain")).text


@pytest.mark.parametrize("form", FORMS, ids=STYLES)
def test_addresses_are_not_seen_and_what_is_linked_goes(form: str) -> None:
    text = page(form)
    assert HOST not in seen(text)
    assert [word for word in seen(text).split("\n") if word.strip()] == [
        *(f"  * {word}" for word in MENU),
        "Harbour town votes to keep its ferry",
        "Jane Doe",
        "12 May 2024",
        *ARTICLE,
        *RELATED,
    ]
    result = cleaner.clean(text)
    assert result.body == "\n\n".join(ARTICLE)
    assert (result.fields.title, result.fields.authors) == ("Harbour town votes to keep its ferry", ("Jane Doe",))
    assert cleaner.restore(result.body, result.record()) == text
    assert cleaner.clean(result.body).body == result.body


@pytest.mark.parametrize("form", FORMS, ids=STYLES)
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_they_are_the_same_whatever_ends_the_lines(form: str, end: str) -> None:
    text = page(form)
    assert seen(text.replace("\n", end)) == seen(text).replace("\n", end)


@pytest.mark.parametrize("form", [form for form in FORMS if "\n" not in form])
def test_what_stays_keeps_its_addresses(form: str) -> None:
    text = page(form, linked="the bridge")
    result = cleaner.clean(text)
    assert seen(text).count("that the bridge, which") == 1
    assert result.body == "\n\n".join(ARTICLE).replace("the bridge", written(form, "the bridge", "story"))
    assert cleaner.clean(result.body).body == result.body


def numbered(text: str) -> str:
    """A page with its addresses listed by number below it."""
    pieces = text.split(f" <{HOST}")
    addresses = [piece.partition(">")[0] for piece in pieces[1:]]
    said = "".join([pieces[0], *(f" [{number}]{piece.partition('>')[2]}" for number, piece in enumerate(pieces[1:], 1))])
    return said + "\n" + "\n".join(f"[{number}] {HOST}{address}" for number, address in enumerate(addresses, 1)) + "\n"


@pytest.mark.parametrize("form", ["[{}] {}", "   [{}]: {}", "[{}] <{}>"])
def test_numbers_and_the_list_of_addresses_go(form: str) -> None:
    text = numbered(page(STYLES["firefox"], linked="the bridge"))
    for number in range(1, 9):
        text = text.replace(f"\n[{number}] {HOST}/", "\n" + form.format(number, f"{HOST}/"))
    text = text.replace("<https://p.example/>", "<https://p.example/")  # what the address goes on with is behind
    if "<" in form:
        text = "\n".join(f"{line}>" if "<https" in line else line for line in text.split("\n"))
    assert HOST not in seen(text)
    assert "that the bridge, which" in seen(text)
    result = cleaner.clean(text)
    assert result.body == "\n\n".join(ARTICLE).replace("the bridge", "the bridge [7]")
    cut = next(cut for cut in result.removals if cut.rule == "stage/link-destination")
    assert (cut.label, cut.reason) == (Label.NAVIGATION, "the addresses of links, as programs list them by number")
    assert cleaner.restore(result.body, result.record()) == text


def test_lines_of_nothing_but_links_are_known() -> None:
    text = page(STYLES["firefox"], linked="the bridge")
    text += (
        "\nShare <https://p.example/s> | Send <mailto:?body=x>\n\nIt is done.\n\n"
        "The report is on the county's site <https://p.example/r>\n\nIt has 40 pages.\n\n"
        "and it goes on <https://p.example/a>\nover a line <https://p.example/b>\n\n"
        "The vote: <https://p.example/c>\nThe count, <https://p.example/d>\n\n"
        "It is over. <https://p.example/e>\nRead on. Now <https://p.example/f>\n"
    )
    found = seen_of(text)
    assert found is not None
    assert [line.text.strip() for line in found.lines if line.number in found.linked] == [
        *(f"* {word}" for word in MENU),
        *RELATED,
        "Share | Send",
    ]


def test_a_link_without_words_is_cut() -> None:
    text = f"<{HOST}/>\n\n" + page(STYLES["firefox"])
    result = cleaner.clean(text)
    assert result.body == "\n\n".join(ARTICLE)
    assert [text[cut.start : cut.end] for cut in result.removals if cut.rule == "stage/link-destination"] == [f"<{HOST}/>"]


def test_an_address_on_the_next_line_of_a_paragraph_is_its_own() -> None:
    text = page(STYLES["firefox"]).replace("made the ferry", f"made\n<{HOST}/long> the ferry")
    assert "made\n the ferry" in seen(text)
    assert f"<{HOST}/long> the ferry" in cleaner.clean(text).body


def test_those_of_a_wrapped_text_are_not_seen() -> None:
    lines = page(STYLES["firefox"], linked="in March").split("\n")
    text = "\n".join(fill(line, 76, break_long_words=False, break_on_hyphens=False) for line in lines)
    assert "\n<https" in text
    assert HOST not in seen(text)
    assert " ".join(seen(text).split()).count("that the bridge, which opened in March after") == 1


@settings(deadline=None)
@given(
    st.sampled_from([form for form in FORMS if "\n" not in form]),
    st.sampled_from(["the bridge", "in March", "61 per cent", "the ferry", "people of Easthaven voted", "superfluous"]),
    st.integers(60, 100),
    st.sampled_from(["\n", "\r\n", "\r", "\n   "]),
)
def test_no_words_are_glued_where_a_paragraph_was_wrapped(form: str, linked: str, width: int, end: str) -> None:
    lines = page(form, linked=linked).split("\n")
    text = "\n".join(fill(line, width, break_long_words=False, break_on_hyphens=False).replace("\n", end) for line in lines)
    result = cleaner.clean(text)
    assert [word for word in result.body.split() if word not in text] == []
    assert cleaner.restore(result.body, result.record()) == text
    assert cleaner.clean(result.body).body == result.body


@pytest.mark.parametrize(
    ("form", "linked", "words"),
    [
        (STYLES["firefox"], "in March", "opened in March <https://p.example/story> after four years"),
        (STYLES["mailchimp"], "the bridge", "argued that the bridge (https://p.example/story), which opened"),
        (STYLES["sendgrid"], "the bridge", "argued that the bridge ( https://p.example/story ), which opened"),
    ],
)
def test_an_address_that_begins_a_wrapped_line_stands_apart_from_its_words(form: str, linked: str, words: str) -> None:
    lines = page(form, linked=linked).split("\n")
    text = "\n".join(fill(line, 60, break_long_words=False, break_on_hyphens=False) for line in lines)
    assert words not in text
    assert words in cleaner.clean(text).body


@pytest.mark.parametrize("form", FORMS, ids=STYLES)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_a_newsletter_is_the_same_once_cleaned(form: str, gap: str) -> None:
    """Of a button that stays its address would be seen, where too few are left to tell that a program wrote them out."""
    head = ("The Tide", "Harbour town votes to keep its ferry", "Why a town kept its ferry", "Jane Doe", "12 May 2024")
    buttons = [written(form, words) for words in ("Like", "Comment", "Restack", "View online", "Share")]
    foot = [written(form, words) for words in ("Upgrade to paid", "Unsubscribe", "Get the app", "Start writing")]
    place = "© 2024 Jane Doe\n12 Quay Street, Easthaven"
    text = gap.join((*head, *buttons, *ARTICLE, "Thanks for reading The Tide!", *foot[:1], place, *foot[1:])) + "\n"
    result = cleaner.clean(text)
    assert "\n\n".join(ARTICLE) in result.body
    assert HOST not in result.body
    assert cleaner.clean(result.body).body == result.body


def test_so_many_addresses_of_one_site_need_no_menu() -> None:
    linked = [f"{line} It is {written(STYLES['firefox'], 'told elsewhere')}." for line in ARTICLE * 7]
    text = "\n\n".join(linked)
    assert seen(text) == text.replace(f" <{HOST}/x>", "")
    assert seen_of("\n\n".join(linked[:19])) is None
    several = "\n\n".join(line.replace(HOST, f"https://{number % 3}.example") for number, line in enumerate(linked))
    assert seen_of(several) is None
    menu = "\n".join(written(STYLES["firefox"], word) for word in MENU)
    assert ".example" not in seen(f"{menu}\n\n{several}")  # a menu tells, whatever sites the article links to
    assert ".example" in seen(f"{menu}\n\n" + "\n\n".join(several.split("\n\n")[:14]))  # of so few both must


SENTENCE = (
    "The ferry came back from the yard on Thursday, and took its first passengers over the sound, said the harbour master."
)
TITLES = ("The ferry of the sound", "Who rides it", "Gulls of the coast", "The tide", "A bell", "What it cost", "The vote")


def listed(form: str, *, host: str = "", titles: tuple[str, ...] = TITLES) -> str:
    hosts = [host or f"https://{number}.example" for number in range(len(titles))]
    return "\n".join(
        form.format(title, f"{host}/{number}") for number, (title, host) in enumerate(zip(titles, hosts, strict=True))
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{SENTENCE} All is in the report (https://p.example/report), which has 40 pages.\n\n{SENTENCE}",
        f"{listed('{} <{}>', host=HOST, titles=TITLES[:4])}\n\n{SENTENCE}",  # too few
        f"{SENTENCE}\n\n{listed('{} ({})', host=HOST)}",  # below the article
        f"{SENTENCE}\n\n{listed('{} <{}>')}\n\n{SENTENCE}",
        f"{listed('{} ({})')}\n\n{SENTENCE}",  # of as many sites
        f"{listed('{}: <{}>', host=HOST)}\n\n{SENTENCE}",
        f"{listed('Holm, {}, <{}>.', host=HOST)}\n\n{SENTENCE}",
        f"{listed('@prefix {}: <{}> .', host=HOST)}\n\n{SENTENCE}",
        f"{listed('{}:{}{}'.replace('{}{}', chr(10) + '{}'), host=HOST)}\n\n{SENTENCE}",  # said, and below
        f"{listed('{}', host=HOST)}\n{SENTENCE}",
        listed("{} <{}>", host=HOST),  # a list, and no article
        "\n".join(f"{SENTENCE} See (https://p.example/{number})." for number in range(8)),
        "\n".join([SENTENCE, "Follow us", *(f"https://p.example/{number}" for number in range(8))]),
        "\n".join(f"Jane Doe <jane{number}@p.example>" for number in range(8)) + f"\n\n{SENTENCE}\n{HOST} " * 5,
        "\n".join(f"See [{number}] for more." for number in range(1, 9))
        + f"\n\n{SENTENCE}\n\n"
        + "\n".join(f"[{number}] https://p.example/{number}" for number in range(1, 9)),
        "\n\n".join(f"open(https://p.example/{number})" for number in range(8)),
    ],
)  # fmt: skip
def test_what_an_author_wrote_is_seen(text: str) -> None:
    assert seen_of(text) is None


def test_addresses_in_markdown_are_the_authors() -> None:
    text = f"[Home](/)\n{page(STYLES['firefox'])}"
    assert seen(text) == text.replace("[Home](/)", "Home")


def test_other_forms_in_such_a_page_are_the_authors() -> None:
    said = "The report is out (https://county.example/report) and has 40 pages, and its sources [1] are on paper."
    text = f"{page(STYLES['firefox'])}\n{said}\n\nSource: <https://county.example/a>\nhttps://county.example/b\n"
    assert seen(text).endswith(f"{said}\n\nSource: <https://county.example/a>\nhttps://county.example/b\n")


PIECES = st.sampled_from(
    ["Home", "a", "B c", ".", ":", "\n", "\r\n", "\n\n", " ", "[", "]", "(", ")", "<", ">", "[1]", "[2] ", "  * ", "1. ", "é",
     " <https://p.example/a>", "(https://p.example/b_(c))", "[https://q.example]", "\nhttps://p.example/d\n", "<mailto:a@b.c>",
     f"\n\n{SENTENCE}\n\n"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(FORMS))
def test_pages_are_only_cut_and_can_be_restored(middle: str, form: str) -> None:
    text = f"{page(form)}\n{middle}\n\n[1] {HOST}/1\n[2] {HOST}/2"
    document = read(text, id="x", media_type="text/plain")
    found = shown(document)
    assert "".join(found.text[line.start : line.stop] for line in found.lines) == found.text
    characters = iter(document.text)
    assert all(character in characters or character == " " for character in found.text)
    cleaned = cleaner.clean(text)
    assert cleaner.restore(cleaned.body, cleaned.record()) == text
    assert not any(one.end > other.start for one, other in zip(cleaned.removals, cleaned.removals[1:], strict=False))
