"""The prose stage on a page of an outlet that nobody has written rules for: the article stays, what stands around it goes."""

import math
import subprocess
import sys
from collections.abc import Sequence
from typing import cast

import pytest

import cleaner
from cleaner.lines import split_lines
from cleaner.model import Authority, Claim, Label, Line
from cleaner.reading import read
from cleaner.shown import shown
from cleaner.stages import Prose
from cleaner.stages.inputs import Inputs, configured
from cleaner.stages.prose import judgement
from cleaner.stages.prose.leniency import end_of_article, is_leaky
from cleaner.stages.prose.verdicts import verdicts
from cleaner.stages.prose.weighed import Weighed
from cleaner.stages.reading_aids import Occupied
from tests.conftest import ROOT
from tests.dumps import ARTICLE, MENU, PAGE
from tests.markup import cost
from tests.weighing import ruled


def test_the_article_stays_and_the_rest_goes() -> None:
    cleaned = cleaner.clean(PAGE)
    assert cleaned.body == "\n\n".join(ARTICLE)


def test_a_cut_names_its_evidence_in_words() -> None:
    cleaned = cleaner.clean(PAGE, chain=(Prose(),))
    removal = cleaned.removals[0]
    assert (removal.rule, str(removal.label)) == ("stage/prose", "navigation")
    chance, _, evidence = removal.reason.partition(" likely to be article: ")
    assert chance.endswith("%")
    assert len(evidence.split("; ")) == 3
    assert 0.75 < removal.confidence <= 0.95


@pytest.mark.parametrize(
    ("chances", "kept", "told"),
    [
        ((0.9, 0.54, 0.1), (True, False, False), ["54% likely to be article, and with the lines around it this one goes", "10% likely to be article"]),
        ((0.9, 0.39, 0.1), (True, False, False), ["39% likely to be article", "10% likely to be article"]),
        ((0.9, 0.4, 0.9), (True, False, True), ["40% likely to be article, and with the lines around it this one goes"]),
        ((0.9, 0.45, 0.9), (True, True, True), ["45% likely to be article"]),
        ((0.04, 0.03, 0.02), (False, False, False), ["3 lines, at most 4% likely to be article, and with the lines around them these go"]),
    ],
)  # fmt: skip  # rows
def test_a_cut_that_the_lines_around_it_decided_says_so(
    monkeypatch: pytest.MonkeyPatch, chances: tuple[float, ...], kept: tuple[bool, ...], told: list[str]
) -> None:
    """By itself such a line would stay, and its reason would read like one to keep it. Evidence is left out here."""
    monkeypatch.setattr(judgement, "reasons", lambda found, numbers, stay: [""] * len(numbers))
    lines = cleaner.clean("One\nTwo\nThree\n").document.lines
    dial = 0.4 if max(chances) > 0.4 else 0.04
    weighed = Weighed(lines, Occupied({}), cast("judgement.Judgement", None), [dial] * 3, chances, kept)
    assert [claim.reason for claim in verdicts(None, weighed, "stage/prose")] == told


def test_verdicts_on_many_lines_of_links_take_time_that_grows_with_them() -> None:
    text = "".join(f"* [Harbour {number}](https://x.example/{number})\n" for number in range(25_000))
    weighed = Prose().weigh(shown(read(text, id="x", media_type="text/plain")), ())
    assert weighed is not None
    assert all("nothing but links" in claim.reason for claim in verdicts(None, weighed, "stage/prose"))
    assert cost(lambda: list(verdicts(None, weighed, "stage/prose"))) < 2  # quadratic it takes twice as long


def test_any_rule_beats_it() -> None:
    def protect(document: cleaner.Document, claims: tuple[cleaner.Claim, ...]) -> list[cleaner.Claim]:
        line = document.lines[2]
        return [
            cleaner.Claim(line.start, line.end, cleaner.Label.ARTICLE, "mine/keep", cleaner.Authority.SHARED, 1.0, "it is ours")
        ]

    cleaned = cleaner.clean(PAGE, chain=(protect, Prose()))
    assert "Villages" in cleaned.body
    assert "Tide tables" not in cleaned.body


def test_the_dial_goes_from_keeping_to_cutting() -> None:
    lengths = [
        len(cleaner.clean(PAGE, chain=(Prose(),), policy=cleaner.Policy(favour=favour)).body)
        for favour in ("recall", "balance", "precision")
    ]
    assert lengths == sorted(lengths, reverse=True)


def test_what_the_stage_was_made_with_wins_over_the_run() -> None:
    inputs = Inputs(cleaner.load_rulebook(), favour="recall")
    made, silent = configured(Prose(favour="precision"), inputs), configured(Prose(), inputs)
    assert isinstance(made, Prose)
    assert isinstance(silent, Prose)
    assert (made.favour, silent.favour) == ("precision", "recall")


@pytest.mark.parametrize("text", ["", "\n\n", "One line.", "One line.\n\nAnd another."])
def test_what_has_no_shape_is_left_alone(text: str) -> None:
    assert cleaner.clean(text, chain=(Prose(),)).removals == ()


def test_the_article_by_itself_is_left_alone() -> None:
    assert cleaner.clean("\n\n".join(ARTICLE)).body == "\n\n".join(ARTICLE)


SHORT = [
    "The ferry to the island stays in dock until June.",
    "Nobody was hurt.",
    "“We heard it before we saw it,” said Ida Holm.",
    "A replacement is on its way from the mainland.",
    "It holds forty people and no cars.",
    "She did not want to say more.",
    "The council will decide on the matter at its next meeting in June.",
]


@pytest.mark.parametrize(
    "lines",
    [
        SHORT,
        [*SHORT[:3], "Advertisement", *SHORT[3:]],
        [*SHORT, "© 2024 Harbour Post Ltd. All rights reserved."],
        ["Share", "Tweet", "Email", *SHORT],
    ],
)
def test_a_few_lines_that_rules_know_make_no_page_of_a_short_article(lines: list[str]) -> None:
    assert cleaner.clean("\n".join(lines)).body.split() == " ".join(SHORT).split()


def test_furniture_that_no_rule_knows_makes_a_page_of_it() -> None:
    cleaned = cleaner.clean("\n".join([*MENU, *ARTICLE[:4], "© 2024 Harbour Post Ltd. All rights reserved."]))
    assert cleaned.body.split("\n\n") == ARTICLE[:4]


@pytest.mark.parametrize(
    ("labels", "leaks"),
    [
        ({Label.PROMO}, True),
        ({Label.COMMENTS, Label.BYLINE}, True),
        ({Label.LEGAL, Label.NAVIGATION}, True),
        (set(), False),
        ({Label.NAVIGATION, Label.AUTHOR_BIO, Label.OTHER_STORY}, False),  # what stands behind clean articles too
        ({Label.BYLINE, Label.CAPTION, Label.PHOTO_CREDIT, Label.AGENCY_CREDIT, Label.SHARE}, False),
        ({Label.PROMO, Label.EMBED}, False),  # embeds break prose into fragments
    ],
)
def test_pleas_comments_and_legal_lines_say_that_a_page_leaks(labels: set[Label], leaks: bool) -> None:
    assert is_leaky(*_with_lines(labels, behind=True)) is leaks


@pytest.mark.parametrize(("label", "leaks"), [(Label.PROMO, False), (Label.COMMENTS, True), (Label.LEGAL, True)])
def test_a_plea_between_the_paragraphs_of_an_article_does_not(label: Label, leaks: bool) -> None:
    assert is_leaky(*_with_lines({label}, behind=False)) is leaks


@pytest.mark.parametrize(("label", "leaks"), [(None, False), (Label.ARTICLE, False), (Label.CAPTION, True)])
def test_a_plea_stands_between_paragraphs_though_a_rule_protects_them(label: Label | None, leaks: bool) -> None:
    lines, occupied = _with_lines({Label.PROMO}, behind=False)
    known = {at: ruled(label) for at in range(len(lines)) if at not in occupied.claims} if label else {}
    assert is_leaky(lines, Occupied({**occupied.claims, **known})) is leaks


@pytest.mark.parametrize(("label", "end"), [(None, 4), (Label.ARTICLE, 4), (Label.NAVIGATION, 1)])
def test_an_article_ends_behind_the_last_statement_that_a_rule_protects(label: Label | None, end: int) -> None:
    lines = split_lines(f"{ARTICLE[0]}\nRead more\nThe fares\n{ARTICLE[1]}\nShare\nMenu\n")
    known = {1: ruled(Label.NAVIGATION), 4: ruled()}
    assert end_of_article(lines, Occupied({**known, 3: ruled(label)} if label else known)) == end


def _with_lines(labels: set[Label], *, behind: bool) -> tuple[Sequence[Line], Occupied]:
    """An article with a line for each label behind its last paragraph, or before it; and the claims of rules on them."""
    known = ["A line of the page" for _ in labels]
    texts = [*ARTICLE, *known] if behind else [*ARTICLE[:3], *known, *ARTICLE[3:]]
    lines = read("\n".join(texts), id="article", media_type="text/plain").lines
    first = len(ARTICLE) if behind else 3
    claimed = [(at, lines[at], label) for at, label in enumerate(labels, first)]
    made = {at: Claim(line.start, line.end, label, "a/rule", Authority.SHARED, 1.0, "") for at, line, label in claimed}
    return lines, Occupied(made)


def test_numpy_is_loaded_only_when_the_stage_runs() -> None:
    program = "import sys, cleaner; print('numpy' in sys.modules); cleaner.clean('One line of many.\\n' * 9); print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        # Columns hold logarithms where a person wants the number.
        ("words", math.log1p(12), "number of words (12)"),
        ("words[-1]", math.log1p(3), "line above (1): number of words (3)"),
        ("words[-1]", -1.0, "line above (1): number of words (none)"),
        ("m_up4_lines", math.log1p(44), "lines in the block 4 up (44)"),
        ("m_section_chars", math.log1p(310), "characters under the heading (310)"),
        ("m_block_alike", math.log1p(12), "blocks next to it that look like it (12)"),
        ("m_repeats", math.log1p(2), "other lines of the same text (2)"),
        ("m_since_section", 9.0, "distance from the heading above (none)"),
        ("run_a_start", -math.log1p(7), "distance from the start of the main run (strict) (-7)"),
        ("m_to_title", math.log1p(1), "distance to the headline below (1)"),
        ("m_to_title", 9.0, "distance to the headline below (none)"),
        ("since_claimed_head", 6.0, "distance from a headline or byline above, by the rules (none)"),
        ("m_since_bottom", 6.0, "lines since the main block's last (6)"),  # no logarithm
        # What holds or does not is said so.
        ("m_in_table", 1.0, "stands in table"),
        ("m_in_table", 0.0, "does not stand in table"),
        ("m_first_lower", 0.0, "does not start with a small letter"),
        ("m_repeated", 0.0, "does not stand above in the same words"),
        ("end_term[+1]", 0.0, "line below (1): does not end like a sentence"),
        ("claimed_credit", 0.0, "no rule takes it for credit"),
        ("w_you", 0.0, "does not address the reader"),
        ("in_run_b", 0.0, "outside the main run of prose"),
        ("url", 1.0, "web address"),
        # Shares and all else.
        ("m_links-2", 0.25, "share of links, 2 above (25%)"),
        ("m_links-2", -1.0, "share of links, 2 above (none)"),
        ("function_share[+2]", 0.5, "line below (2): share of function words (50%)"),
        ("comma_rate", 0.125, "commas per word (0.12)"),
        ("m_depth", 14.0, "levels of nesting (14)"),
    ],
)
def test_evidence_is_told_in_words_and_true_numbers(name: str, value: float, told: str) -> None:
    assert judgement._teller(name)(value, None) == told


@pytest.mark.parametrize(
    ("name", "value", "usual", "told"),
    [
        ("words", math.log1p(3), math.log1p(40), "number of words (3, in what stays 40)"),
        ("digit_share", 0.25, 0.0, "share of digits (25%, in what stays 0%)"),
        ("m_to_title", 9.0, math.log1p(2), "distance to the headline below (none, in what stays 2)"),
        # What is the same there, or holds or does not, is not told twice.
        ("words", math.log1p(3), math.log1p(3), "number of words (3)"),
        ("digit_share", 0.251, 0.249, "share of digits (25%)"),
        ("end_term", 0.0, 1.0, "does not end like a sentence"),
    ],
)
def test_a_number_is_told_beside_that_of_the_lines_that_stay(name: str, value: float, usual: float, told: str) -> None:
    assert judgement._teller(name)(value, usual) == told


def test_reasons_compare_with_the_middle_one_of_the_lines_that_stay() -> None:
    removal = cleaner.clean(PAGE, chain=(Prose(),)).removals[0]
    assert "share of the prose with this indentation (0%, in what stays 100%)" in removal.reason.split(": ", 1)[1].split("; ")


def test_all_evidence_can_be_told() -> None:
    assert all(judgement._teller(name)(value, None) for name in judgement.COLUMN_NAMES for value in (-1.0, 0.0, 0.5, 1.0, 9.0))
