"""The benefit of the doubt: short articles with some of a page around them stay, and what looks little like a page does rather."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import cleaner
from benchmarks import short
from cleaner.lines import split_lines
from cleaner.model import Authority, Claim, Label
from cleaner.stages.prose.leniency import lenient_dial, short_lined
from cleaner.stages.reading_aids import Occupied
from tests.conftest import ROOT

CLEAN = sorted((ROOT / "fixtures" / "clean").glob("*.txt"))

BRIEF = """A swan held up traffic on the Leam bridge for two hours on Tuesday.

It let one bus pass and turned back the next three, drivers said.

Wardens coaxed it away with lettuce. Nobody was hurt.

The bus company is looking into it."""

RECIPE = """Für vier Personen und einen Nachbarn.

Zutaten
500 g Kartoffeln
2 Äpfel
1 Zwiebel
Salz

Zubereitung
Die Kartoffeln reiben und gut ausdrücken.
Äpfel und Zwiebel dazugeben.
In heißem Fett goldbraun braten.

Schmeckt auch kalt."""

TALK = """Elle répare des horloges depuis cinquante ans et n’a jamais porté de montre.

Pourquoi les horloges ?

Parce qu’elles ne répondent pas.

Et la plus difficile ?

Celle de la gare. Elle avait toujours raison, personne ne la croyait.

Vous arrêterez un jour ?

Quand elle s’arrêtera."""

NOTICE = """La biblioteca del puerto abre otra vez el lunes.

El tejado ya no gotea y los libros están secos.

Entrada libre."""

FEED = """17:40
It is over. Two points each, and nobody looks happy with it.

17:12
Half-time. Back soon.

16:30
We are under way in the rain."""

VERSE = """Kapı önünde bir sandalye,
üstünde kimse yok.

Rüzgâr oturmuş,
çayını bekliyor."""

SHORT = {"brief": BRIEF, "recipe": RECIPE, "talk": TALK, "notice": NOTICE, "feed": FEED, "verse": VERSE}

ABOVE = {
    "a word": "Share",
    "a bar": "Share\nFacebook\nTwitter\nEmail",
    "a menu": "  * Home\n  * News\n  * Sport\n\nBy Sam Holloway\n12 March 2024, 09:15",
}
BELOW = {
    "a notice": "© 2024 Northern Herald. All rights reserved.",
    "headlines": "Related articles\n  * Council tax to rise in April\n  * Striker signs new deal\n\nSign up for our newsletter",
}


def lost(article: str, page: str) -> list[str]:
    kept = "".join(cleaner.clean(page).body.split())
    return [line for line in article.split("\n") if line.strip() and "".join(line.split()) not in kept]


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("name", SHORT)
def test_a_short_article_keeps_every_line(name: str, above: str, below: str) -> None:
    article = SHORT[name]
    taken = lost(article, f"{ABOVE[above]}\n\n{article}\n\n{BELOW[below]}")
    if (name, above, below) == ("recipe", "a bar", "headlines"):  # the one of 36 that is not whole
        assert taken == ["Für vier Personen und einen Nachbarn.", "Zutaten", "2 Äpfel"]
    else:
        assert taken == []


@pytest.mark.parametrize("name", SHORT)
def test_what_rules_know_goes_all_the_same(name: str) -> None:
    body = cleaner.clean(f"{ABOVE['a menu']}\n\n{SHORT[name]}\n\n{BELOW['a notice']}").body
    assert not {"Home", "By Sam Holloway", "© 2024 Northern Herald. All rights reserved."} & set(body.split("\n"))


LOST = {
    ("full", "de-faq"): ("Muss ich mich anmelden?",),
    ("flat", "de-faq"): ("Muss ich mich anmelden?",),
    ("flat", "en-caps"): ("BREAKING: LOCAL MAN FINDS KEYS",),
    ("full", "en-letters"): ("Ruth",),
    ("flat", "en-letters"): ("Ruth",),
    ("full", "en-stageplay"): ("CURTAIN",),
    ("flat", "ko-si"): ("눈이 온다",),
    ("flat", "ru-intervyu"): ("— Вы помните первый спектакль?",),
    ("flat", "zh-wenda"): ("问：图书馆周一开门吗？",),
}


def test_of_many_short_articles_next_to_nothing_is_lost() -> None:
    found = list(short.judge())
    assert len(found) == 82 * len(short.FORMS)
    assert {(one.form, one.name): one.lost for one in found if one.lost} == LOST
    assert sum(one.extra for one in found if one.form == "light") == 0


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: str(path.stem))
def test_clean_texts_with_two_lines_of_a_page_around_them(path: Path) -> None:
    article = path.read_text(encoding="utf-8")
    assert lost(article, f"Share\n\n{article.strip()}\n\n{BELOW['a notice']}") == []


def dial_of(size: int, furniture: int, labels: Sequence[Label] = ()) -> float | None:
    """The dial of a text with so many lines, of which the last ones look like furniture and the first are known by rules."""
    lines = split_lines(
        "".join(f"Gate number {number} was opened.\n" for number in range(size - furniture)) + "Gate\n" * furniture
    )
    known = {at: Claim(0, 1, label, "x/y", Authority.SHARED, 1.0, "") for at, label in enumerate(labels)}
    return lenient_dial(lines, Occupied(known), [0.9] * (size - furniture) + [0.1] * furniture)


@pytest.mark.parametrize(
    ("size", "furniture", "labels", "dial"),
    [
        (100, 0, (), 0.02),
        (100, 14, (), 0.02),  # little of it looks like a page
        (100, 15, (), 0.1),
        (100, 20, (), 0.1),
        (100, 21, (), None),  # more than an extractor leaves
        (200, 21, (), 0.02),
        (40, 19, (), 0.1),  # not half of it
        (40, 20, (), None),  # a page
        (24, 24, (), 0.02),  # too short to tell
        (25, 25, (), None),
        (27, 27, (Label.BYLINE,) * 3, 0.02),  # what rules know does not count for its length
        (60, 60, (Label.ARTICLE,) * 36, 0.02),  # nor what they protect
        (60, 36, (Label.ARTICLE,) * 30, None),
        (100, 10, (Label.NAVIGATION,) * 5, 0.1),  # for the furniture it does
        (100, 16, (Label.SHARE,) * 5, None),
        (100, 20, (Label.CAPTION,) * 40, 0.1),  # captions stand inside articles
        (100, 0, (Label.LEGAL,), None),  # taken from a page
        (100, 20, (Label.COMMENTS,), None),
        (100, 19, (Label.COMMENTS, Label.EMBED), 0.1),
    ],
)
def test_the_less_a_text_looks_like_a_page_the_more_it_gets_the_benefit_of_the_doubt(
    size: int, furniture: int, labels: Sequence[Label], dial: float | None
) -> None:
    assert dial_of(size, furniture, labels) == dial


def test_a_line_that_is_likely_or_ends_a_sentence_is_no_furniture() -> None:
    for text, chance in (("Gate\n", 0.25), ("It rained.\n", 0.0)):
        assert lenient_dial(split_lines(text * 40), Occupied({}), [chance] * 40) == 0.02


TIMELINE = [
    "The line closed fifty years ago this spring. This is how it came about.",
    *(line for year, said in (
        ("1861", "The first train arrives a day late."), ("1879", "A goods shed is built beside the weir."),
        ("1902", "The station burns, and is built again in brick."), ("1911", "Electric lamps."),
        ("1923", "The engines turn green."), ("1938", "The stationmaster’s daughter is born."),
        ("1949", "No train for eleven weeks: snow."), ("1957", "She marries a driver."),
        ("1963", "A report asks for closure."), ("1974", "Last train, 3 May. It is full."),
        ("1981", "The rails are sold."), ("1996", "A footpath is opened."), ("2024", "Nine hundred names are on a petition."),
    ) for line in (year, said)),
]  # fmt: skip  # years, and what is said of them
QUESTIONS = [
    "Rosa runs the bar at the crossroads, and has done so since 1985. She answers while she dries glasses.",
    *(line for pair in (
        ("Coffee or tea?", "Water."), ("Sea or mountains?", "The counter."), ("A book?", "The one with the sums."),
        ("A song?", "The machine’s."), ("A fear?", "Rain in August."), ("A luxury?", "To sit down."),
        ("A word?", "Closed."), ("Some advice?", "Pay."), ("A wish?", "None."), ("A place?", "Here."),
        ("A voice?", "My aunt’s."), ("A colour?", "Whatever hides stains."), ("Will they come back?", "Had they left?"),
    ) for line in pair),
]  # fmt: skip  # questions and answers


@pytest.mark.parametrize("article", [TIMELINE, QUESTIONS], ids=["timeline", "questions"])
def test_an_article_of_short_lines_stays_within_its_page(article: list[str]) -> None:
    """With more lines than a short text has, and the usual things around it."""
    head = ["News", "History", "Log in", "The line and the town", "By Rob Pell", "12 March 2024"]
    foot = ["Share", "Comments", "Most read", "Seal closes road", "Newsletter", "Terms of use", "Privacy policy"]
    body = cleaner.clean("\n".join([*head, *article, *foot]), media_type="text/plain").body
    assert body.split("\n") == [line for one in article for line in (one, "")][:-1]


def test_an_article_of_short_lines_reaches_from_its_byline_to_what_is_a_pages() -> None:
    texts = [
        "Menu",
        "By Ida Holm",
        "Present: four.",
        "1. Noise",
        "The jukebox could be heard.",
        "2. Roads",
        "None.",
        "Share",
        "Top",
    ]
    lines = split_lines("\n".join(texts))
    claims = {
        at: Claim(lines[at].start, lines[at].end, label, "a/b", Authority.SHARED, 1.0, "It is.")
        for at, label in ((1, Label.BYLINE), (7, Label.SHARE))
    }
    chances = [0.01, 0.01, 0.1, 0.1, 0.6, 0.1, 0.2, 0.01, 0.01]
    assert short_lined(lines, Occupied(claims), chances, 0.35) == (range(1, 7), 0.02)
    assert short_lined(lines, Occupied({7: claims[7]}), chances, 0.35) == (range(4, 7), 0.02)
    unlikely = [0.01, 0.01, 0.02, 0.02, 0.6, 0.02, 0.02, 0.01, 0.01]
    assert short_lined(lines, Occupied(claims), unlikely, 0.35) == (range(0), 0.35)
    assert short_lined(lines, Occupied(claims), [0.1] * 9, 0.35) == (range(0), 0.35)  # nothing is likely
    for paragraphs, found in ((1, True), (2, False)):
        long = split_lines("\n".join([*texts[:4], *["So " * 40] * paragraphs, *texts[4:]]))
        assert bool(short_lined(long, Occupied({}), [0.1] * 4 + [0.9] * paragraphs + [0.6] * 5, 0.35)[0]) is found


@pytest.mark.parametrize(("said", "others", "dial"), [(8, 0, 0.001), (7, 0, 0.35), (8, 2, 0.001), (8, 3, 0.35)])
def test_lines_that_end_as_sentences_do_are_no_menu(said: int, others: int, dial: float) -> None:
    lines = split_lines("Where?\n" * said + "Here\n" * others)
    assert short_lined(lines, Occupied({}), [0.5, *[0.01] * (said + others - 1)], 0.35)[1] == dial
