"""The blurb about an author whom the byline, a heading or a note names, and all that looks like one and is the article's."""

from itertools import pairwise

import pytest

import cleaner
from cleaner.model import Authority, Claim, Document
from cleaner.stages import Packs, author_bio
from cleaner.stages.author_notes import noted
from cleaner.stages.bylines import RULE as BYLINES
from tests.texts_in_languages import PARAGRAPHS

ARTICLE = [
    "The island ferry took its first passengers on Thursday after five months in dry dock.",
    "“We had forgotten how quiet it was,” the harbour master said, and looked at the gulls.",
    "The repair cost twice as much as planned. The council is to vote on the bill in June.",
]
BLURB = "Ida Holm is a potter who lives on the island with two goats and a boat."
BYLINE = "By Ida Holm"


def signed(document: Document, claims: tuple[Claim, ...]) -> list[Claim]:
    """What the stage of the bylines says where the first line of a text is one."""
    line = document.lines[0]
    authors = line.text.removeprefix("By ")
    return [Claim(0, len(line.text), cleaner.Label.BYLINE, BYLINES, Authority.GUESS, 0.9, "It is.", {"authors": authors})]


def cleaned(*lines: str, byline: str = BYLINE) -> cleaner.Cleaned:
    return cleaner.clean("\n".join([byline, *lines]), media_type="text/plain", chain=(signed, author_bio))


def gone(found: cleaner.Cleaned) -> list[str]:
    return [found.document.text[cut.start : cut.end] for cut in found.removals if cut.rule == "stage/author_bio"]


def test_a_last_paragraph_that_begins_with_the_author_is_about_the_author() -> None:
    found = cleaned(*ARTICLE, BLURB)
    assert gone(found) == [BLURB]
    cut = found.removals[-1]
    assert (cut.label, cut.confidence) == ("author_bio", 0.9)
    assert cut.reason == "it closes the text behind a paragraph that begins with its author, Ida Holm"


@pytest.mark.parametrize(
    "blurb",
    [
        ["Ida Holm", BLURB],
        ["Ida Holm, Leeds", "Staff writer", BLURB],
        [BLURB, "She likes tea.", "You can write to her."],
        ["Dr. Ida Holm has told of the sea for twenty years."],
        ["IDA HOLM has told of the sea for twenty years."],
        ["Ida Holm’s pots stand in the museums of three islands."],
    ],
)
def test_what_heads_a_blurb_and_what_stands_below_goes_with_it(blurb: list[str]) -> None:
    assert gone(cleaned(*ARTICLE, *blurb)) == blurb


@pytest.mark.parametrize(
    ("byline", "blurb"),
    [
        ("By Ida Holm and Jón Sigurðsson", "Jón Sigurðsson er sagnfræðingur og býr í Reykjavík."),
        ("By Иван Петров", "Иван Петров пишет о море и рыбаках двадцать лет."),
        ("By Jörg Weiß", "Jörg Weiß schreibt seit zwanzig Jahren über das Meer."),
    ],
)
def test_a_blurb_in_any_language(byline: str, blurb: str) -> None:
    found = cleaned(*ARTICLE, blurb, byline=byline)
    assert gone(found) == [blurb]
    assert found.removals[-1].reason.endswith(f"its author, {blurb.partition(' ')[0]} {blurb.split()[1]}")


def test_an_article_about_its_author_stays_and_is_tagged() -> None:
    told = "In that winter Ida Holm was the only passenger who had a key to the harbour gate."
    found = cleaned(told, *ARTICLE, BLURB)
    assert gone(found) == []
    assert [(found.document.text[tag.start : tag.end], tag.confidence) for tag in found.tags] == [(BLURB, 0.5)]
    assert found.tags[0].reason.endswith("; but the article tells of that person, too")


@pytest.mark.parametrize(
    "lines",
    [
        [*ARTICLE, "Jane Roe is a potter who lives on the island with two goats."],  # somebody else
        [*ARTICLE, "Ida Holmes is a potter who lives on the island with two goats."],  # another name that begins so
        [*ARTICLE, "Ida Holm-Brandt is a potter who lives on the island with two goats."],
        [*ARTICLE, "Ida Holm‑Brandt, a potter from the island, said that she would buy the boat herself."],
        [*ARTICLE, "Ida Holm, captain"],  # no more than a name
        [*ARTICLE, "The captain, Ida Holm, went on board and looked at the gulls."],  # not at the beginning
        [*ARTICLE[:2], BLURB],  # too little above to be the article
        [BLURB, *ARTICLE, *ARTICLE],  # the article begins with it
        [
            *ARTICLE,
            BLURB,
            *(f"Paragraph {number} of the rest goes on with the story." for number in range(6)),
        ],  # far from the end
        # whoever asks, and whoever answers
        [*ARTICLE, "Ida Holm: And when did you last see the boat?", "Jón Berg: On Tuesday, from the bakery’s window."],
        # the article goes on
        [*ARTICLE, "Ida Holm of this newspaper was on the first boat, with a goat.", *ARTICLE[1:]],
        [*ARTICLE, "Ida Holm was born on the island in the winter of the long ice.", ARTICLE[1], "I have gone back once."],
        [*ARTICLE, "Ida Holm is what it says on the door, and always has.", "I never liked it.", "Few did.", "It stuck."],
    ],
)
def test_what_is_no_blurb_stays(lines: list[str]) -> None:
    found = cleaned(*lines)
    assert gone(found) == []
    assert found.tags == ()


def test_a_note_within_the_article_goes_alone() -> None:
    note = "Ida Holm is a writer and lives on the island."
    found = cleaned(*ARTICLE, "Ida Holm", note, *ARTICLE[1:])
    assert gone(found) == ["Ida Holm", note]
    assert (found.removals[-1].confidence, found.removals[-1].reason) == (
        0.8,
        "it begins with the author, Ida Holm, and says who that is",
    )


def test_without_a_byline_nobody_is_known() -> None:
    found = cleaner.clean("\n".join([*ARTICLE, BLURB]), media_type="text/plain", chain=(author_bio,))
    assert (found.removals, found.tags) == ((), ())


def test_a_name_of_one_word_is_no_name() -> None:
    assert gone(cleaned(*ARTICLE, "Reuters is an agency that reports from two hundred places.", byline="By Reuters")) == []


def test_the_name_that_a_shared_rule_reads_alone_is_not_enough() -> None:
    """A rule knows the form of a byline, not whose it is."""

    def ruled(document: Document, claims: tuple[Claim, ...]) -> list[Claim]:
        (claim,) = signed(document, claims)
        return [Claim(claim.start, claim.end, claim.label, "x/y", Authority.SHARED, 1.0, "So.", claim.fields)]

    text = "\n".join([BYLINE, *ARTICLE, BLURB])
    assert gone(cleaner.clean(text, media_type="text/plain", chain=(ruled, author_bio))) == []


def test_a_page_ends_with_a_blurb_as_a_text_does() -> None:
    page = "".join(f"<p>{line}</p>" for line in (BYLINE, *ARTICLE, BLURB))
    found = cleaner.clean(f"<html><body>{page}</body></html>", media_type="text/html", chain=(signed, author_bio))
    assert gone(found) == [BLURB]


def test_the_whole_chain_reads_the_byline_and_cuts_the_blurb() -> None:
    lines = ["The ferry returns", BYLINE, "2 May 2024", "", *ARTICLE, "Ida Holm", BLURB]
    found = cleaner.clean("\n".join(lines), media_type="text/plain")
    assert found.body.split("\n")[-1] == ARTICLE[-1]
    assert gone(found) == ["Ida Holm", BLURB]
    assert found.fields.authors == ("Ida Holm",)


@pytest.mark.parametrize("signature", [["Ida Holm"], ["— Ida Holm"], ["IDA HOLM."], ["Ida Holm", "Harbour Street 4", "Leeds"]])
def test_a_name_alone_signs_the_article(signature: list[str]) -> None:
    found = cleaned(*ARTICLE, *signature)
    assert gone(found) == signature[:1]
    assert (found.removals[-1].label, found.removals[-1].confidence) == ("byline", 0.9)
    assert found.removals[-1].reason == "it closes the text and is the name of its author, Ida Holm, alone"


@pytest.mark.parametrize(
    "lines",
    [
        [*ARTICLE, "Ida Holm, 43"],
        [*ARTICLE, "Ida Holmes"],
        [*ARTICLE, "Jón Sigurðsson"],
        [*ARTICLE, "Ida Holm", *ARTICLE],
        [*ARTICLE[:2], "Ida Holm"],
    ],
    ids=["more than the name", "another name", "no author", "far from the end", "a short text"],
)
def test_what_is_no_signature(lines: list[str]) -> None:
    assert gone(cleaned(*lines)) == []


def with_rules(*lines: str) -> cleaner.Cleaned:
    return cleaner.clean("\n".join(lines), media_type="text/plain", chain=(Packs(), author_bio))


@pytest.mark.parametrize(
    ("heading", "blurb"),
    [
        ("About the author", ["Ida likes coffee, weekend rides and the sea. She lives in Leeds with two cats."]),
        ("ABOUT THE AUTHOR:", ["Ida Holm", "Potter", "Ida Holm has spent ten years at sea.", "She now lives in Leeds."]),
        ("Meet the author", ["The writer lives on the island with two goats and a boat."]),
        ("Meet the author", ["Spent ten years at sea, and lives on the island now."]),
    ],
)
def test_what_stands_below_the_heading_of_a_box_about_the_author_goes(heading: str, blurb: list[str]) -> None:
    found = with_rules(*ARTICLE, heading, *blurb)
    assert gone(found) == blurb
    cut = found.removals[-1]
    assert (cut.label, cut.confidence, cut.reason) == ("author_bio", 0.9, f"it closes the text below “{heading}”")


@pytest.mark.parametrize(
    "lines",
    [
        [*ARTICLE, "About the author", "Back to top", "Contact"],  # nothing is said of anybody
        ["About the author", *ARTICLE, *ARTICLE],  # the box stands above
        [*ARTICLE[:2], "About the author", BLURB],  # too little above to be the article
        [*ARTICLE, "About the author", *(f"Paragraph {number} of the article goes on here." for number in range(7))],
        [*ARTICLE, "About the author little is known but that she lives here.", BLURB.replace("potter", "baker")],
        [*ARTICLE, "The island", BLURB],  # a heading of the article's own
        [*ARTICLE, "See author's posts", "The island went on without a ferry for the whole of that winter."],  # a link
    ],
)
def test_what_stands_below_no_such_heading_stays(lines: list[str]) -> None:
    found = with_rules(*lines)
    assert gone(found) == []


CARDS = {
    "de": ["Über die Autorin", "Ida Holm", "Redakteurin im Ressort Verkehr"],
    "en": ["About the author", "Ida Holm", "Ida covers transport for the Harbour Post."],
    "fr": ["À propos de l’autrice", "Ida Holm", "Journaliste au service transports, elle vit à Brest."],
    "pl": ["O autorce", "Ida Holm", "Dziennikarka działu transportowego"],
    "ru": ["Об авторе", "Ида Холм", "Ида Холм пишет о транспорте."],
}


@pytest.mark.parametrize("language", CARDS)
@pytest.mark.parametrize("page", [False, True])
def test_the_article_goes_on_below_a_card(language: str, page: bool) -> None:
    lines = PARAGRAPHS[language]
    article = [f"{one} {other}" for one, other in pairwise([*lines, *lines])]
    card = CARDS[language]
    if page:
        paragraphs = [f"<p>{line}</p>" for line in article]
        box = f"<div class='box'><h4>{card[0]}</h4><p>{card[1]}</p><p>{card[2]}</p></div>"
        found = cleaner.clean("".join([*paragraphs[:-2], box, *paragraphs[-2:]]), media_type="text/html")
    else:
        found = with_rules(*article[:-2], *card, *article[-2:])
    assert found.body.split("\n")[-1] == article[-1]
    assert article[-2] in found.body


def test_a_second_paragraph_of_a_card_speaks_of_the_author() -> None:
    card = [
        "Ida Holm is a potter on the island, and has been one for more than thirty years.",
        "She has written three books about clay, of which the second one is out of print.",
    ]
    assert gone(with_rules(*ARTICLE, "About the author", *card)) == card
    assert gone(with_rules(*ARTICLE, "About the author", *card, ARTICLE[1])) == card[:1]


def test_below_a_heading_whoever_the_article_tells_of_is_tagged() -> None:
    found = with_rules(
        *ARTICLE, "It was Holm who had the key to the harbour gate that winter, and no one else.", "About the author", BLURB
    )
    assert gone(found) == []
    assert [(found.document.text[tag.start : tag.end], tag.confidence) for tag in found.tags] == [(BLURB, 0.5)]


HEADINGS = {
    "ar": "نبذة عن الكاتب", "be": "Пра аўтара", "bg": "За автора", "kk": "Автор туралы", "mk": "За авторката", "bn": "লেখক পরিচিতি", "cs": "O autorovi", "da": "Om skribenten", "de": "Über die Autorin", "el": "Σχετικά με τον συντάκτη",
    "en": "About the author", "es": "Sobre la autora", "fa": "درباره نویسنده", "fi": "Tietoa kirjoittajasta", "fr": "À propos de l’autrice", "he": "על הכותבת",
    "hi": "लेखक परिचय", "hu": "A szerzőről", "id": "Tentang penulis", "it": "L’autrice", "ja": "筆者プロフィール", "ko": "필자 소개",
    "nl": "Over de auteur", "no": "Om forfatteren", "pl": "O autorze", "pt": "Sobre a autora", "ro": "Despre autoare", "ru": "Об авторе",
    "is": "Um höfundinn", "ca": "Sobre l’autora", "ms": "Mengenai penulis", "af": "Oor die skrywer", "sw": "Kuhusu mwandishi",
    "ka": "ავტორის შესახებ", "hy": "Հեղինակի մասին", "sr": "О ауторки", "sv": "Om skribenten", "th": "เกี่ยวกับผู้เขียน", "tr": "Yazar hakkında",
    "uk": "Про авторку", "ur": "مصنف کے بارے میں", "vi": "Về tác giả", "zh": "作者简介",
}  # fmt: skip


@pytest.mark.parametrize("language", HEADINGS)
def test_headings_of_boxes_about_authors_are_known_in_each_language(language: str) -> None:
    blurb, *lines = PARAGRAPHS[language]
    article = [f"{one} {other}" for one, other in pairwise([*lines, *lines])]  # long enough for paragraphs in any script
    assert gone(with_rules(*article, HEADINGS[language], "Ida Holm", blurb)) == ["Ida Holm", blurb]


NOTES = [
    ("en", "Jane Roe", "Jane Roe is a senior fellow at the Nordic Institute and the author of “Cold Borders”."),
    ("en", "Jane Roe", "Jane Roe, a former minister of finance, is Professor of Economics at the University of Leeds."),
    ("en", "Dr. Jane Roe", "Dr. Jane Roe (@janeroe) teaches history in Leeds."),
    ("en", "Ludwig van Roe", "Ludwig van Roe is the author of Cold Borders (Example Press, 2021). He lives in Leeds."),
    ("de", "Anna Berg", "Anna Berg, Jahrgang 1970, ist Rechtsanwältin in Köln und Autorin des Buches „Kalte Grenzen“."),
    ("de", "Anna Berg", "Anna Berg lehrt Neuere Geschichte an der Universität Köln."),
    ("nl", "Jan de Vries", "Jan de Vries is universitair hoofddocent geschiedenis in Leiden."),
    ("sv", "Anna Berg", "Anna Berg är professor i historia vid Lunds universitet."),
    ("da", "Anne Holm", "Anne Holm er forfatter og foredragsholder."),
    ("no", "Anne Holm", "Anne Holm er seniorforsker ved Havforskningsinstituttet."),
    ("fr", "Jeanne Roe", "Jeanne Roe est l’autrice de « Frontières froides » (Exemple, 2021)."),
    ("es", "Ana Ruiz", "Ana Ruiz es catedrática de Historia en la Universidad de León."),
    ("it", "Anna Ruggeri", "Anna Ruggeri è professoressa di storia all’università di Lecce."),
    ("pt", "Ana Reis", "Ana Reis é professora de história na Universidade de Coimbra."),
    ("pl", "Anna Nowak", "Anna Nowak – dziennikarka i pisarka, mieszka w Krakowie."),
    ("ru", "Иван Петров", "Иван Петров — профессор Высшей школы экономики."),
]


@pytest.mark.parametrize(("language", "name", "note"), NOTES)
def test_a_note_says_of_a_name_what_that_person_is_or_does(language: str, name: str, note: str) -> None:
    assert noted(note, language) == name


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Jane Roe is a baker in Leeds."),  # nobody who writes
        ("en", "Jane Roe is wanted by the police of three states."),
        ("en", "Jane Roe was professor of history at Leeds until the war."),
        ("en", "Jane Roe told the court that she is a writer."),
        ("en", "Jane Roe is the director of the mill, “and nobody listened to her,” he said."),  # speech
        ("en", "Roe is a writer."),  # half a name
        ("en", "The Island Ferry is a member of three unions."),
        ("en", "She is a professor of history at Leeds."),
        ("de", "Anna Berg ist krank."),
        ("de", "Die Alte Mühle ist Mitglied im Verband."),
        ("fr", "Jeanne Roe est malade."),
        ("en", "Anna Berg ist Rechtsanwältin in Köln."),  # of another language
        ("xx", "Jane Roe is a writer in Leeds."),
        (None, "Jane Roe is a writer in Leeds."),
        ("en", "Jane Roe is a writer. " + "She has told of the sea for years. " * 20),
        ("en", ""),
    ],
)
def test_what_is_no_note(language: str | None, line: str) -> None:
    assert noted(line, language) is None


def test_a_closing_note_on_somebody_whom_the_article_does_not_name_goes() -> None:
    note = "Jane Roe is a senior fellow at the Nordic Institute and the author of “Cold Borders”."
    found = with_rules(*ARTICLE, note, "Read on")
    assert gone(found) == [note]
    cut = next(cut for cut in found.removals if cut.rule == "stage/author_bio")
    assert (cut.label, cut.confidence) == ("author_bio", 0.8)
    assert cut.reason == "it closes the text with a note on who Jane Roe is"


def test_two_authors_have_a_note_each() -> None:
    notes = [NOTES[0][2], "Ida Holm teaches history in Leeds."]
    found = with_rules(*ARTICLE, *notes)
    assert gone(found) == notes
    assert found.removals[-1].reason == "it closes the text with a note on who Jane Roe and Ida Holm are"


@pytest.mark.parametrize(
    "lines",
    [
        [
            *ARTICLE,
            *(f"{name} Roe is a writer who lives on the island." for name in ("Ida", "Eva", "Ada", "Una")),
        ],  # its very subject
        [*ARTICLE, "“It is the tide,” Roe said, and wrote it down in her book of tides.", NOTES[0][2]],  # of the article
        [*ARTICLE[:2], NOTES[0][2]],  # too little above
        [*ARTICLE, NOTES[0][2], "The ferry is to go on every day of the week from June, the council said on Friday."],
        [NOTES[0][2], *ARTICLE],
    ],
)
def test_what_could_be_the_articles_own_is_no_closing_note(lines: list[str]) -> None:
    assert gone(with_rules(*lines)) == []
