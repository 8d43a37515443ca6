"""Each stage: what it claims, and as many things that it must leave alone."""

import textwrap

import pytest

import cleaner
from cleaner.model import Label
from cleaner.reading import read
from cleaner.stages import Duplicates, Packs, appended_stories, foreign_tail, headline

ARTICLE = [
    "The harbour of the old town reopened on Monday after a week of storms that had closed the fish market.",
    "Fishermen waited at the quay before sunrise, and the harbour master opened the gates shortly after six.",
    "The mayor said the storms had cost the fish market more than the whole of last winter.",
    "Two cranes on the northern quay are still being repaired, the harbour master told reporters.",
    "Most of the boats are expected to leave the harbour again before the end of the week.",
    "The fish market will open for visitors on Saturday, when the mayor is to thank the crews.",
]
TEASERS = [
    "NEW VACCINE: Trials of an inhaled vaccine against influenza began in three hospitals, while doctors asked volunteers over sixty "
    "to come forward. The national institute said that the first doses had been given to nurses and that results from the laboratory in",
    "‘NO MORE EXAMS’: Pupils at twelve secondary schools handed in a petition, while teachers called for smaller classes, the "
    "ministry of education said. A commission is to decide about the reform of school leaving certificates before the end of the",
]


def gone(lines: list[str], *stages: cleaner.Stage, joiner: str = "\n") -> list[tuple[str, str]]:
    cleaned = cleaner.clean(joiner.join(lines), chain=stages)
    return [(str(removal.label), cleaned.document.text[removal.start : removal.end][:20]) for removal in cleaned.removals]


def tagged(lines: list[str], *stages: cleaner.Stage) -> list[str]:
    cleaned = cleaner.clean("\n".join(lines), chain=stages)
    return [cleaned.document.text[tag.start : tag.end][:20] for tag in cleaned.tags]


@pytest.mark.parametrize("joiner", ["\n", "\n\n", "\r\n"])
@pytest.mark.hostile(65)
def test_teasers_with_hooks_and_open_ends_are_other_stories(joiner: str) -> None:
    assert gone(ARTICLE + TEASERS, appended_stories, joiner=joiner) == [
        ("other_story", "NEW VACCINE: Trials "),
        ("other_story", "‘NO MORE EXAMS’: Pup"),
    ]


def test_every_removed_line_has_a_reason_in_words() -> None:
    cleaned = cleaner.clean("\n".join(ARTICLE + TEASERS), chain=(appended_stories,))
    assert cleaned.removals[0].reason.startswith(
        "from here to the end another story: 2 of 2 paragraphs open with a hook in capitals; 2 of 2 paragraphs break off in mid-sentence"
    )
    assert 0.9 < cleaned.removals[0].confidence < 1


def test_an_article_goes_on_below_a_pointer_to_another_story() -> None:
    """With new names, but in its own words: that is form without content, and only tags."""
    rest = [
        "What the storms have cost the harbour",
        "Ida Holm and Jonas Berg, who mend nets on the quay, said that the boats had lost more than the fish market in the storms.",
        "The harbour master, Per Lund, told the mayor on Monday that the gates and the cranes on the quay were the first to be repaired.",
    ]
    cleaned = cleaner.clean("\n".join([*ARTICLE, "Related stories", *rest]), chain=(Packs(), appended_stories))
    assert cleaned.body == "\n\n".join([*ARTICLE, *rest])
    assert cleaned.tags[0].reason == (
        "from here to the end another story: a heading of other stories stands above it; 1 headline with a text below"
    )


BOXES = {
    "related": [
        "More on this story",
        "Storms cost the port millions, council says",
        "Why the channel is too shallow for modern ships",
    ],
    "ranking": ["Most read", "1", "Bakery closes after 80 years", "2", "Five arrested after match"],
    "contents": ["In this article", "What happened", "Who is to blame"],
    "neighbours": ["Previous article", "Bakery closes after 80 years", "Next article", "Council to vote on bridge"],
    "next": [
        "Read next",
        "Storms cost the port millions",
        "The council met on Tuesday to discuss the damage that the storms had done to it.",
    ],
    "player": ["Listen to this article", "5 min"],
    "topics": ["Explore more on these topics", "Harbour", "Shipping"],
    "sharing": ["Share this article", "Facebook", "WhatsApp", "Copy link"],
    "newsletter": ["Newsletter", "Sign up for our free daily briefing.", "Your email address", "Subscribe"],
    "rating": ["Was this article helpful?", "Yes", "No"],
    "report": ["Report an error", "Spotted a mistake? Let us know."],
    "top": ["Back to top", "Home > News > Leeds"],
    "advertisement": ["Advertisement", "Article continues below this ad"],
    "contact": ["Contact Jane Roe at jane.roe@example.com"],
    "follow": ["Follow Jane Roe on Twitter: @janeroe"],
    "podcast": ["Listen to our podcast", "In this week’s episode our reporters discuss what went wrong."],
    "alerts": ["Get breaking news alerts", "Enable notifications"],
    "sponsored": ["Sponsored content", "How to save on your heating bill this winter", "Promoted by HeatCo"],
    "recommended": ["Recommended by Outbrain", "You may like"],
}


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("before", [3, 4])
def test_an_article_goes_on_below_a_box(box: str, before: int) -> None:
    cleaned = cleaner.clean("\n\n".join([*ARTICLE[:before], *BOXES[box], *ARTICLE[before:]]), media_type="text/plain")
    assert [line for line in ARTICLE if line not in cleaned.body.split("\n\n")] == []


def test_leads_below_a_heading_go_though_they_speak_in_the_articles_own_words() -> None:
    """What a house sets below an article is often on its very topic: two signs of form are enough where hardly a doubt is left."""
    leads = [
        "The storms had closed the fish market of the old town for a week, and fishermen waited at the northern quay before sunrise for the",
        "The mayor told reporters that the cranes of the harbour are still being repaired, and most of the boats are expected to leave in",
        "Visitors of the fish market thank the crews of the boats on Saturday, and the harbour master said that the gates will open for the",
    ]
    cleaned = cleaner.clean("\n".join([*ARTICLE, "Related stories", *leads]), chain=(Packs(), appended_stories))
    assert cleaned.body == "\n\n".join(ARTICLE)
    assert cleaned.removals[-1].reason == (
        "the same appended story: a heading of other stories stands above it; 3 of 3 paragraphs break off in mid-sentence; "
        "3 headlines in a row, up to the end"
    )


HEADLINES = [
    "Volunteers sought for trial of inhaled influenza vaccine",
    "Why twelve secondary schools want to abolish exams",
    "Museum returns bronze statue to its country of origin",
    "Chess champion loses title after eleven years",
]


def test_headlines_under_a_related_heading_are_other_stories() -> None:
    cleaned = cleaner.clean("\n".join([*ARTICLE, "Related stories", *HEADLINES]))
    found = {cut.label: cleaned.document.text[cut.start : cut.end] for cut in cleaned.removals}
    assert found[Label.OTHER_STORY] == "\n".join(HEADLINES)


@pytest.mark.parametrize(
    "tail",
    [
        ["THE VERDICT: The harbour is open, the market will follow, and the crews have earned their thanks from the mayor."],
        [
            "UPDATE 01/02/2022",
            "Harbour master opens second gate",
            "The harbour master opened the second gate on Tuesday, the mayor said.",
        ],
        ["The mayor closed with a word to the crews: “Thank you"],
        ["- two cranes", "- one gate", "- nine boats"],
        ["What next?", "The mayor will meet the harbour master and the crews of the boats on Friday."],
        [
            "In 1911 a storm of the same strength destroyed the wooden lighthouse at Cape Verity and drowned its keeper, Jonas Lund."
        ],
    ],
)
def test_what_goes_on_with_the_article_stays(tail: list[str]) -> None:
    assert gone(ARTICLE + tail, appended_stories, foreign_tail) == []


def test_lines_that_an_outlet_protects_make_no_dump_of_a_text() -> None:
    def protect(document: cleaner.Document, claims: tuple[cleaner.Claim, ...]) -> list[cleaner.Claim]:
        outlet = cleaner.Authority.OUTLET
        return [
            cleaner.Claim(line.start, line.end, Label.ARTICLE, "o/keep", outlet, 1.0, "Kept.") for line in document.lines[:2]
        ]

    assert gone(ARTICLE + TEASERS, protect, appended_stories) == gone(ARTICLE + TEASERS, appended_stories)


def test_a_short_text_is_no_article_to_glue_on_to() -> None:
    assert gone(ARTICLE[:2] + TEASERS, appended_stories) == []


BLURB_ES = "«Lectora incansable. Jugadora de ajedrez. Aficionada a los gatos y adicta a las redes sociales. Experta en café»"
BLURB_PL = "Dziennikarka i podróżniczka. Pasjonatka kina, kawy i dobrej książki. Mieszka w Krakowie z dwoma kotami."
BLURB_PT = "Jornalista, apaixonado por tecnologia e café. Escreve sobre política internacional desde 2011."
"""langdetect takes half of it for Spanish, and none for English."""
BLURB_RU = "Журналист, путешественник и любитель хорошего кофе. Пишет о политике и технологиях."


@pytest.mark.parametrize("blurb", [BLURB_ES, BLURB_PL, BLURB_PT, BLURB_RU])
def test_a_foreign_blurb_at_the_end_is_an_author_bio(blurb: str) -> None:
    assert gone([*ARTICLE, blurb], foreign_tail) == [("author_bio", blurb[:20])]


def test_a_foreign_blurb_at_the_start_is_an_author_bio() -> None:
    assert gone([BLURB_ES, *ARTICLE], foreign_tail) == [("author_bio", BLURB_ES[:20])]


@pytest.mark.parametrize("tail", [TEASERS, ["Most read", "Cranes for sale", "Crews to strike"], ["4 Comments", "Well said."]])
def test_a_foreign_blurb_goes_where_what_stood_behind_it_goes(tail: list[str]) -> None:
    cleaned = cleaner.clean("\n\n".join([*ARTICLE, BLURB_PT, *tail]))
    assert cleaned.body == "\n\n".join(ARTICLE)
    assert [cut.rule for cut in cleaned.removals if cut.label is Label.AUTHOR_BIO] == ["stage/foreign_tail"]


def test_foreign_speech_between_the_article_and_what_goes_stays_where_it_is_led_up_to() -> None:
    lines = [*ARTICLE, "Asked what kept her going, the Spanish skipper said:", BLURB_ES]
    cleaned = cleaner.clean("\n\n".join([*lines, *TEASERS]))
    assert cleaned.body.startswith("\n\n".join(lines))


def test_foreign_speech_inside_stays() -> None:
    assert gone([*ARTICLE[:3], BLURB_ES, *ARTICLE[3:]], foreign_tail) == []


def test_foreign_speech_that_the_article_leads_up_to_is_only_tagged() -> None:
    lines = [*ARTICLE, "Asked what kept her going, the Spanish skipper said:", BLURB_ES]
    assert gone(lines, foreign_tail) == []
    assert tagged(lines, foreign_tail) == [BLURB_ES[:20]]


@pytest.mark.parametrize("opened", ["", "> "])
def test_a_foreign_text_that_the_article_leads_up_to_is_only_tagged(opened: str) -> None:
    """A dump has no marks around what stood in a frame."""
    line = (
        f"{opened}Passant, ne pleure pas. La mer m'a pris jeune et m'a rendu entier. Dis à ma mère que la terre est douce ici."
    )
    lines = [*ARTICLE, "The inscription, below a carved anchor, reads:", line]
    assert gone(lines, foreign_tail) == []
    assert tagged(lines, foreign_tail) == [line[:20]]
    assert gone([*ARTICLE, line], foreign_tail) == [("author_bio", line[:20])]


def test_lines_at_both_ends_of_a_text_full_of_quotations_are_its_own() -> None:
    """Speech outweighs the language of the report; a short line inside tells which it is."""
    first = "Der Konzern äußerte sich am Abend zu dem Vorfall in einer kurzen Mitteilung an die Presse."
    last = "Die Staatsanwaltschaft ermittelt seit Montag gegen zwei Mitarbeiter der Reederei."
    said = [f"“{line}”" for line in ARTICLE[:5]]
    assert gone([first, *said, "Mehr war nicht zu erfahren, und so ist es auch geblieben.", last], foreign_tail) == []
    assert gone([first, *ARTICLE[:5], last], foreign_tail) == [("author_bio", first[:20])]


@pytest.mark.parametrize(
    "line", ["Les Truss", "FOLLOW US", "Foto: Reuters", "Ada Lovelace, Grace Hopper, Alan Turing, Edsger Dijkstra"]
)
def test_what_is_too_short_or_in_no_language_is_left_alone(line: str) -> None:
    assert gone([*ARTICLE, line], foreign_tail) == []


def test_between_sister_languages_nothing_is_foreign() -> None:
    spanish = [
        "El puerto de la ciudad vieja volvió a abrir el lunes después de una semana de tormentas que habían cerrado el mercado.",
        "Los pescadores esperaban en el muelle antes del amanecer, y el capitán abrió las puertas poco después de las seis.",
        "El alcalde dijo que las tormentas habían costado al mercado más que todo el invierno pasado.",
        "Dos grúas del muelle norte siguen en reparación, según contó el capitán del puerto a los periodistas.",
    ]
    assert gone([*spanish, BLURB_PT], foreign_tail) == []
    assert gone([*spanish, BLURB_PL], foreign_tail) == [("author_bio", BLURB_PL[:20])]


@pytest.mark.hostile(64)
def test_an_article_in_two_languages_is_left_alone() -> None:
    assert gone([*ARTICLE[:3], BLURB_ES, BLURB_ES, BLURB_ES, BLURB_ES], foreign_tail) == []


GERMAN = [
    "Der Hafen der alten Stadt wurde am Montag nach einer Woche voller Stürme wieder für die Fischer geöffnet.",
    "Die Fischer warteten schon vor Sonnenaufgang am Kai, und der Hafenmeister öffnete kurz nach sechs die Tore.",
    "Der Bürgermeister sagte, dass die Stürme den Fischmarkt mehr gekostet haben als der ganze letzte Winter.",
]


@pytest.mark.parametrize(("own", "cut"), [(2, False), (3, False), (4, True)])
def test_an_article_has_four_lines_besides_a_foreign_blurb(own: int, cut: bool) -> None:
    """With fewer, the other half of a text in two languages would be taken for the blurb."""
    expected = [("author_bio", line[:20]) for line in GERMAN] if cut else []
    assert gone([*ARTICLE[:own], *GERMAN], foreign_tail) == expected


def test_a_word_or_two_that_a_trail_ends_with_are_the_section() -> None:
    cleaned = cleaner.clean(
        "\n\n".join(["Home > Harbour > Archipelago Affairs", "Archipelago Affairs", *ARTICLE]), chain=(headline,)
    )
    assert [(str(removal.label), removal.start) for removal in cleaned.removals] == [("navigation", 0), ("navigation", 38)]
    assert cleaned.fields.title is None


def test_a_headline_is_known_from_the_trail_that_ends_with_it() -> None:
    title = "Night trains stand still as drivers walk out"
    cleaned = cleaner.clean("\n\n".join([f"Home LATEST NEWS {title}", title, *ARTICLE]), chain=(headline,))
    assert [(str(removal.label), removal.start) for removal in cleaned.removals] == [("navigation", 0), ("title", 63)]
    assert cleaned.fields.title == title


@pytest.mark.parametrize(
    ("trail", "title"),
    [
        ("Homer, he said. The Iliad of the northern seas", "The Iliad of the northern seas"),
        ("The harbour of the old town", "The harbour of the old town"),
        ("Home and dry. Night trains stand still", "Night trains stand still"),
        ("Home NEWS Night trains stand still", "Night trains run again"),
    ],
)
def test_what_only_looks_like_a_trail_is_left_alone(trail: str, title: str) -> None:
    assert gone([trail, title, *ARTICLE], headline) == []


def test_cut_stories_can_be_had_as_documents_of_their_own() -> None:
    cleaned = cleaner.clean("\n\n".join(ARTICLE + TEASERS), id="harbour", chain=(appended_stories,))
    found = list(cleaner.stories(cleaned))
    assert [(story.id, story.body) for story in found] == [("harbour#2", TEASERS[0]), ("harbour#3", TEASERS[1])]


def test_cut_stories_of_a_wrapped_text_are_those_of_the_text() -> None:
    """A paragraph is judged as it is shown: none of its lines has a story's shape."""
    wrapped = [textwrap.fill(paragraph, 72) for paragraph in ARTICLE + TEASERS]
    cleaned = cleaner.clean("\n\n".join(wrapped), id="harbour", chain=(appended_stories,))
    found = list(cleaner.stories(cleaned))
    assert [(story.id, story.document.text) for story in found] == [("harbour#2", wrapped[-2]), ("harbour#3", wrapped[-1])]
    assert [story.body for story in found] == TEASERS


def test_a_document_without_other_stories_gives_none() -> None:
    assert list(cleaner.stories(cleaner.clean("\n".join(ARTICLE)))) == []


OTHER = [
    "The library on the hill will be closed for a month from Thursday while its roof is mended and the cellar is dried.",
    "Readers may return their books at the town hall, where a shelf has been put up beside the counter for passports.",
    "Three schools have asked for the reading room to be opened on Saturdays once the work on the roof is done.",
]


def test_the_second_copy_of_an_article_goes_and_the_first_stays() -> None:
    copy = ["Harbour reopens", *ARTICLE[:3], "The cost", *ARTICLE[3:]]
    cleaned = cleaner.clean("\n".join([*copy, *OTHER, *copy]), chain=(Duplicates(),))
    assert cleaned.body == "\n\n".join([*copy, *OTHER])
    (removal,) = cleaned.removals
    assert (removal.label, removal.confidence) == (Label.DUPLICATE, 0.95)
    assert removal.reason == "6 paragraphs that stand above word for word, as 63% of the text's paragraphs do"


LEAD = "The lamp of the old lighthouse will burn again from June on, after nine winters in the dark, the harbour master said on Monday."


def in_a_row(*lines: str) -> str:
    return "\n\n".join(
        [*lines, "Divers had found its lens off the pier.", "It weighs as much as a cow, and nobody knows who threw it there."]
    )


@pytest.mark.parametrize("copies", [2, 3])
def test_of_a_paragraph_that_stands_twice_in_a_row_one_stays(copies: int) -> None:
    cleaned = cleaner.clean(in_a_row(*[LEAD] * copies))
    assert cleaned.body == in_a_row(LEAD)
    assert [(removal.label, removal.rule) for removal in cleaned.removals] == [(Label.DUPLICATE, "stage/duplicates")] * (
        copies - 1
    )


@pytest.mark.parametrize(
    "lines",
    [
        (LEAD, "The lens was found.", LEAD),  # not in a row
        (LEAD, LEAD.replace("June", "May")),
        (LEAD.removesuffix("."), LEAD.removesuffix(".")),  # no sentence
        ("And the boats went out in the morning, all nine of them.",) * 2,  # a line of a song
        ("We shall not leave.",) * 3,
    ],
)
def test_what_reads_the_same_stays_where_it_is_no_paragraph_in_a_row(lines: tuple[str, ...]) -> None:
    assert cleaner.clean(in_a_row(*lines)).body == in_a_row(*lines)


def test_of_three_copies_one_stays() -> None:
    assert cleaner.clean("\n\n".join(ARTICLE * 3), chain=(Duplicates(),)).body == "\n\n".join(ARTICLE)


def test_what_only_the_second_copy_has_stays() -> None:
    more = "Nobody was hurt in the storms, the mayor said, but two boats of the southern fleet are still missing."
    lines = [*ARTICLE, *ARTICLE[:2], more, *ARTICLE[2:]]
    cleaned = cleaner.clean("\n".join(lines), chain=(Duplicates(),))
    assert cleaned.body == "\n\n".join([*ARTICLE, more])
    assert len(cleaned.removals) == 2


def test_an_article_that_stands_twice_is_no_menu_to_the_stages_behind() -> None:
    menu = ["Home", "News", "Sports", "Weather", "Contact", "Log in"]
    headline = "Harbour reopens"
    once = [*menu, headline, *ARTICLE]
    for times in (1, 2):  # whether the headline is part of the body is another question
        assert cleaner.clean("\n".join(once * times)).body.removeprefix(f"{headline}\n\n") == "\n\n".join(ARTICLE)


@pytest.mark.parametrize("engine", ["fast", "thorough"])
def test_on_a_page_too_one_copy_stays(engine: str) -> None:
    article = "<article><h1>Harbour reopens</h1>" + "".join(f"<p>{line}</p>" for line in ARTICLE) + "</article>"
    page = f"<html><body><nav><a href=/>Home</a> <a href=/n>News</a></nav>{article}<div>{article}</div></body></html>"
    cleaned = cleaner.clean(page.encode(), media_type="text/html", policy=cleaner.Policy(engine=engine))
    assert cleaned.body.count(ARTICLE[0]) == 1
    assert sum(line in cleaned.body for line in ARTICLE) == len(ARTICLE)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([*ARTICLE[:2], *OTHER[:1], *ARTICLE[:2]], id="two paragraphs are few"),
        pytest.param([*ARTICLE, *OTHER, *ARTICLE[::-1]], id="another order"),
        pytest.param(
            [line for name in "ABC" for asked in ARTICLE for line in (asked, f"{name}: No.")], id="the same questions"
        ),
        pytest.param([*ARTICLE, *OTHER, *(line[:-1] for line in ARTICLE)], id="no whole sentences"),
        pytest.param([*ARTICLE, *OTHER, *(line.replace("the", "a") for line in ARTICLE)], id="other words"),
        pytest.param(["Tide comes in.", "Tide goes out.", "Nets are dry."] * 6, id="a refrain of short lines"),
        pytest.param([line for verse in ARTICLE for line in (verse, OTHER[0], OTHER[1])], id="a refrain between verses"),
        pytest.param([line for verse in ARTICLE for line in (verse, verse)], id="every verse twice, side by side"),
        pytest.param(
            [
                *(f"{line} {line}" for line in OTHER),
                *(f"{at}. {line} {line}" for at, line in enumerate(OTHER * 2)),
                *ARTICLE[:5] * 2,
            ],
            id="less than half of the text",
        ),
    ],
)
def test_what_recurs_in_an_article_stays(lines: list[str]) -> None:
    assert gone(lines, Duplicates()) == []


def test_each_of_many_copies_is_claimed_once() -> None:
    """A copy that grew over all that follow it would make the time quadratic."""
    document = read("\n".join(ARTICLE * 100).encode(), id="x", media_type="text/plain")
    firsts = document.lines[len(ARTICLE) :: len(ARTICLE)]
    lasts = document.lines[2 * len(ARTICLE) - 1 :: len(ARTICLE)]
    assert [(claim.start, claim.end) for claim in Duplicates()(document, ())] == [
        (first.start, last.end) for first, last in zip(firsts, lasts, strict=True)
    ]


def test_the_second_copy_stays_where_a_rule_takes_the_first() -> None:
    def protest(document: cleaner.Document, claims: tuple[cleaner.Claim, ...]) -> list[cleaner.Claim]:
        end = document.lines[len(ARTICLE) - 1].end
        return [cleaner.Claim(0, end, Label.OTHER_STORY, "test/first", cleaner.Authority.SHARED, 1.0, "It goes.", {})]

    cleaned = cleaner.clean("\n".join(ARTICLE * 2), chain=(protest, Duplicates()))
    assert cleaned.body == "\n\n".join(ARTICLE)


@pytest.mark.parametrize("between", [[], OTHER[:1]])
def test_short_lines_far_to_the_right_are_no_paragraphs(between: list[str]) -> None:
    short = [f"{' ' * 40}The tide was {number} feet high." for number in ("two", "three", "four", "five", "six")]
    assert gone([*short, *between, *short], Duplicates()) == []


def test_a_short_article_that_stands_twice_keeps_one_copy() -> None:
    three = "\n\n".join(ARTICLE[:3])
    cleaned = cleaner.clean(f"{three}\n\n{three}")
    assert cleaned.body == three
    assert {removal.label for removal in cleaned.removals} == {Label.DUPLICATE}


IDEOGRAPHIC = {
    "zh": [
        "海岛渡轮在干船坞停泊了五个月之后，于本周四上午重新载着第一批乘客离开码头出海。",
        "港务主任看着海鸥说，大家几乎忘记了它航行的时候原来是这样安静，真让人高兴。",
        "修理费用比原来的计划高出一倍，市议会将在六月份对这笔账单进行投票表决。",
    ],
    "ja": [
        "島を結ぶフェリーは五か月の修理を終え、木曜日の朝に最初の乗客を乗せて港を出た。",
        "港長はカモメを見ながら、船がこんなに静かだったことを忘れていたと話した。",
        "修理費は計画の二倍に膨らみ、町議会は六月にその支払いについて採決する予定だ。",
    ],
}


@pytest.mark.parametrize("language", sorted(IDEOGRAPHIC))
def test_a_copy_is_known_in_scripts_without_spaces(language: str) -> None:
    """Their sentences are as long as others with half the signs; shorter ones recur by chance there, too."""
    paragraphs = IDEOGRAPHIC[language]
    for chain in ((Duplicates(),), cleaner.CHAIN):
        cleaned = cleaner.clean("\n\n".join(paragraphs * 2), chain=chain)
        assert (cleaned.body, {removal.label for removal in cleaned.removals}) == ("\n\n".join(paragraphs), {Label.DUPLICATE})
    short = [f"{line[:20]}。" for line in paragraphs]
    assert gone(short * 2, Duplicates()) == []


def test_a_paragraph_or_two_that_stand_again_stay() -> None:
    text = "\n\n".join([*ARTICLE[:4], *ARTICLE[:2]])
    assert cleaner.clean(text).body == text
