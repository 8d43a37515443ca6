"""The evidence of the prose stage: what each figure says on texts small enough to count by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import Authority, Claim, Label
from cleaner.stages.arrays import characters
from cleaner.stages.arrays.spelling import read_spelling, rows_of
from cleaner.stages.prose.claimed import CLAIMED_NAMES, claimed_evidence
from cleaner.stages.prose.decision import decide, probabilities
from cleaner.stages.prose.evidence import FEATURE_NAMES, PHRASE, evidence, filled_rows
from cleaner.stages.prose.judgement import _teller
from cleaner.stages.prose.lexicon import LEXICON, build
from cleaner.stages.prose.runs import best_run
from cleaner.stages.reading_aids import Occupied
from tests.conftest import examples
from tests.weighing import ROWS, TREES

PROSE = "The harbour of the old town was opened on Monday, after a week of storms that had closed it to all of the boats."
MORE_PROSE = "The mayor said that the storms had cost the town more than all of the last winter, and that the harbour was to be repaired."


def figures(lines: list[str], name: str) -> list[float]:
    column: list[float] = evidence(lines)[:, FEATURE_NAMES.index(name)].tolist()
    return [round(value, 4) for value in column]


def figure(line: str, name: str) -> float:
    return figures([line], name)[0]


def test_every_figure_has_a_name_of_its_own_and_words_for_a_reader() -> None:
    assert len(set(FEATURE_NAMES)) == len(FEATURE_NAMES) == 198
    assert tuple(PHRASE) == FEATURE_NAMES
    assert all(PHRASE.values())


def test_an_empty_text_has_no_evidence() -> None:
    assert evidence([]).shape == evidence(["", " \t", "\u3000"]).shape == (0, len(FEATURE_NAMES))


def test_blank_lines_have_no_row() -> None:
    assert filled_rows(["", "a", "  ", "b"]).tolist() == [1, 3]
    assert evidence(["", "a", "  ", "b"]).shape == (2, len(FEATURE_NAMES))


@pytest.mark.parametrize(
    ("name", "line", "value"),
    [
        ("words", "one two three", math.log1p(3)),
        ("words", "漁港は月曜日", math.log1p(3.5)),  # a run of six: one, and a half for each of the other five
        ("chars", "four", math.log1p(4)),
        ("word_len", "aa bbbb", 3.0),
        ("end_term", "It rained.", 1.0),
        ("end_term", "“It rained.”", 1.0),
        ("end_term", "雨が降った。」", 1.0),
        ("end_term", "It rained", 0.0),
        ("end_term", "It rained...", 0.0),
        ("end_ellipsis", "It rained...", 1.0),
        ("end_ellipsis", "It rained…", 1.0),
        ("end_colon", "Read also:", 1.0),
        ("end_comma", "It rained,", 1.0),
        ("end_quote", "“It rained.”", 1.0),
        ("end_paren", "Anna Smith (Reuters)", 1.0),
        ("end_function", "He went to the", 1.0),
        ("end_function", "He went to the harbour", 0.0),
        ("stops", "It rained. It stopped! Did it?", 3.0),
        ("stops", "Version 2.5 of example.com", 0.0),
        ("comma_rate", "red, green, blue", 0.6667),
        ("function_share", "the cat of the house", 0.6),
        ("cap_share", "Anna met Bob", 0.6667),
        ("allcap_share", "NEWS of the day", 0.25),
        ("digit_share", "ab12", 0.5),
        ("upper_share", "ABcd", 0.5),
        ("letter_share", "ab12", 0.5),
        ("mark", "- one of several", 1.0),
        ("mark", "12. one of several", 1.0),
        ("mark", "-one", 0.0),
        ("indent", "   in", 3.0),
        ("start_lower", "and so on", 1.0),
        ("start_digit", "3 comments", 1.0),
        ("start_quote", "«Oui»", 1.0),
        ("start_punct", ", he said", 1.0),
        ("url", "see https://example.org/", 1.0),
        ("at", "@anna @bob", 2.0),
        ("copy", "© 2020 Example", 1.0),
        ("bar", "Home | News | Sport", 2.0),
        ("money", "for 5 € or $6", 2.0),
        ("question", "Why?", 1.0),
        ("clock", "at 10:30", 1.0),
        ("numdate", "on 2020-03-04", 2.0),
        ("braces", "a == b", 1.0),
        ("w_share", "Facebook Twitter WhatsApp Print", 2.0),  # four of four words: 4 / √4
        ("w_month", "märz", 1.0),
        ("w_year", "in 2021", 0.7071),
        ("w_year", "in 1821", 0.0),
        ("p_comments_head", "Leave a reply", 1.0),
        ("p_related_head", "You may also like", 1.0),
        ("p_related_head", "関連記事", 1.0),
        ("p_byline_start", "By Anna Smith", 1.0),
        ("p_byline_start", "Standby power", 0.0),
        ("p_teaser_cut", "He went to the harbour and…", 1.0),
        ("p_readtime", "4 min read", 1.0),
        ("p_comment_sign", "Anna says", 1.0),
        ("p_comment_sign", "Says Anna Smith", 1.0),
        ("p_comment_sign", "12 March 2020 10:30", 1.0),
        ("p_comment_sign", "Anna says it will rain again in the old town", 0.0),
        ("p_credit_sign", "Photo: Anna Smith", 1.0),
        ("p_credit_sign", "© Anna Smith", 1.0),
        ("p_about_author", "About the author", 1.0),
        ("p_cta", "Sign up today", 1.0),
        ("p_rights", "All rights reserved", 1.0),
        ("in_run_a", "Home", 0.0),
        ("in_run_a", PROSE, 1.0),
    ],
)
def test_a_line_by_itself(name: str, line: str, value: float) -> None:
    assert figure(line, name) == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize(
    ("name", "lines", "values"),
    [
        ("blank_before", ["", "", "a", "b", "", "c"], [2, 0, 1]),
        ("blank_after", ["", "", "a", "b", "", "c", ""], [0, 1, 1]),
        ("indent_rel", [f"  {PROSE}", "in"], [0, -2]),
        ("repeats", ["Share", "News", "share"], [2, 1, 2]),
        ("repeats_shape", ["3 comments", "12 comments"], [2, 2]),
        ("first_words_again", ["How to swim well", "How to swim", "How to"], [2, 2, 1]),
        ("group_lines", ["He went with", "Anna Smith", ", the mayor of the town."], [3, 3, 3]),
        ("group_lines", ["He went with", "", "Anna Smith"], [1, 1]),
        ("end_term[-1]", ["It rained.", "It"], [-1, 1]),
        ("end_term[+1]", ["It", "It rained."], [1, -1]),
        ("end_term[+3]", ["It", "It rained."], [-1, -1]),
        ("date_near", ["10:30", "a", "b", "c"], [1, 1, 1, 0]),
        ("credit_near", ["Photo: Anna", "b"], [0, 1]),
        ("comments_up", ["Leave a comment", "b", "c"], [0, 1, 1]),
        ("comments_down", ["a", "Leave a comment", "c"], [1, 0, 0]),
        ("since_comments", ["a", "Leave a comment", "c"], [9, 0, round(math.log1p(1), 4)]),
        ("to_furniture", ["a", "Facebook Twitter", "c"], [round(math.log1p(1), 4), 0, 9]),
        ("pos", ["a", "b"], [0.25, 0.75]),
        ("line_no", ["a", "", "b"], [0, round(math.log1p(1), 4)]),
        ("in_run_b", ["Home", "News", PROSE, MORE_PROSE, "Share"], [0, 0, 1, 1, 0]),
        ("gap_run", ["Home", PROSE, "Share", "Tweet", "Mail"], [0, 0, 0, round(math.log1p(1), 4), round(math.log1p(2), 4)]),
        ("gap_run", ["Home", "News", PROSE], [-round(math.log1p(1), 4), 0, 0]),
        (
            "gap_max",
            ["Home", "News", PROSE, "Share"],
            [round(math.log1p(2), 4), round(math.log1p(1), 4), 0, round(math.log1p(1), 4)],
        ),
        ("vocab_before", ["harbour storms", "harbour boats"], [0, 0.5]),
        ("vocab_new", ["harbour storms", "harbour boats"], [0.5, 0.5]),
        ("vocab_sure", [PROSE, "harbour weather"], [0, 0.5]),
        ("d_blank", ["a", ""], [0.5]),
    ],
)
def test_lines_among_others(name: str, lines: list[str], values: list[float]) -> None:
    assert figures(lines, name) == pytest.approx(values, abs=1e-4)


def test_prose_reads_like_prose_and_a_menu_does_not() -> None:
    menu, prose = figures(["Home News Sport", PROSE], "prose")
    assert menu == 0
    assert prose > 0.9


def test_the_same_lines_give_the_same_bytes_whatever_came_before() -> None:
    lines = ["Home", "", PROSE, "関連記事", MORE_PROSE, "© 2020"]
    first = evidence(lines).tobytes()
    evidence([MORE_PROSE, "Home"])
    assert evidence(lines).tobytes() == first


def test_a_profile_does_not_depend_on_the_order_of_a_set() -> None:
    data = {"kinds": {"nav": {"phrase": "menu words", "words": ["home menu"]}}, "phrases": {}}
    one, other = build(data, frozenset({"the", "of"})), build(data, frozenset({"of", "the"}))
    assert one.profile == other.profile
    assert (one.kinds_of == other.kinds_of).all()


def spelled(text: str) -> list[str]:
    found = read_spelling(text)
    return [text[start : start + length] for start, length in zip(found.starts.tolist(), found.lengths.tolist(), strict=True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n", []),
        ("a\n", ["a"]),
        ("it's 10:30, snake_case\n", ["it", "s", "10", "30", "snake", "case"]),
        ("漁港 naïve ½ ́x\n", ["漁港", "naïve", "½", "x"]),
        ("\ud800 😀\n", []),
    ],
)
def test_words_are_runs_of_letters_and_figures(text: str, words: list[str]) -> None:
    assert spelled(text) == words


def test_the_same_word_has_the_same_number_and_no_other_word_has_it() -> None:
    words = [word for word in LEXICON.profile if word.isalnum()]
    numbers, _ = read_spelling("\n".join((*words, *words, ""))).numbers()
    assert len(set(numbers.tolist())) == len(set(words))
    assert numbers[: len(words)].tolist() == numbers[len(words) :].tolist()


def test_words_of_one_beginning_share_its_number() -> None:
    text = "governmental government govern gov " + "x" * 5_000 + "a " + "x" * 5_000 + "b\n"
    whole, beginning = read_spelling(text).numbers(7)
    assert len(set(whole.tolist())) == 6
    assert beginning[0] == beginning[1] != beginning[2]
    assert beginning[2] == whole[2]
    assert beginning[4] == beginning[5]


def test_rows_of_words_are_told_apart_by_every_word_and_its_place() -> None:
    numbers, _ = read_spelling("a b c a b c a c b ab c c b a c\n").numbers()
    starts = np.array([0, 3, 6, 9, 12])
    rows = rows_of(numbers, starts, 3).tolist()
    assert rows[0] == rows[1]
    assert len(set(rows)) == 4


def test_words_are_looked_up_by_their_numbers() -> None:
    numbers, _ = read_spelling("the zzyzx says märz c'est\n").numbers()
    known = [LEXICON.profile[word] for word in ("the", "says", "märz")]
    others = [LEXICON.profile.get(word, 0) for word in ("c", "est")]
    assert LEXICON.profiles(numbers).tolist() == [known[0], 0, *known[1:], *others]


def test_the_words_of_some_kinds_are_told_and_no_others() -> None:
    """A word of two kinds is of both."""
    data = {
        "kinds": {"you": {"phrase": "you", "words": ["you du"]}, "news": {"phrase": "news", "words": ["inbox you"]}},
        "phrases": {},
    }
    lexicon = build(data, frozenset({"du", "of"}))
    assert lexicon.of_kinds("you") == {"you", "du"}
    assert lexicon.of_kinds("news") == {"inbox", "you"}
    assert lexicon.of_kinds("you", "news") == {"you", "du", "inbox"}


def test_words_that_attribute_a_comment_are_looked_for() -> None:
    assert LEXICON.clues_of[LEXICON.profile["says"]] & LEXICON.attributed


@examples(150)
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=40), max_size=12))
def test_any_text_gives_finite_figures(lines: list[str]) -> None:
    found = evidence(lines)
    assert found.shape == (len(filled_rows(lines)), len(FEATURE_NAMES))
    assert np.isfinite(found).all()


@pytest.mark.parametrize(
    "line",
    ["*", "* ", '"""', "\u200b", "\ufeff", "\ud800", "\uffff", "\ufffe", "😀" * 50, "𠀀", "ก" * 500, "a\nb", "a" * 200_000],
)
def test_odd_lines_do_no_harm(line: str) -> None:
    assert np.isfinite(evidence([line, PROSE, line])).all()


def test_many_lines_cost_no_more_each_than_few() -> None:
    from time import process_time

    def cost(size: int) -> float:
        lines = [f"{PROSE} {number}" if number % 3 else f"Item {number}" for number in range(size)]
        costs = []
        for _ in range(3):
            start = process_time()
            evidence(lines)
            costs.append(process_time() - start)
        return min(costs) / size

    few = cost(500)
    assert cost(5_000) < 4 * few


def test_the_table_of_classes_covers_what_lines_are_told_by() -> None:
    read = characters.read_characters(["Aa1漢あ、", "ก€@|—"])
    assert [characters.CLASSES[kind] for kind in read.kind.tolist()] == [
        *("upper", "lower", "digit", "han", "kana", "comma", "line_feed"),
        *("thai", "money", "at", "bar", "dash", "line_feed"),
    ]


def test_the_best_run_is_the_heaviest_stretch() -> None:
    assert best_run(np.array([-1.0, 2.0, -1.0, 3.0, -5.0, 3.0])) == (1, 4)
    assert best_run(np.array([-1.0, -2.0])) == (0, 0)


def test_trees_add_up_the_leaves_a_row_reaches() -> None:
    assert TREES.log_odds(ROWS).tolist() == [-0.75, 1.25, 3.25]
    assert TREES.log_odds(np.repeat(ROWS, 2_000, 0)).tolist() == [-0.75] * 2_000 + [1.25] * 2_000 + [3.25] * 2_000
    assert TREES.log_odds(ROWS[:0]).tolist() == []


def test_contributions_are_the_changes_along_the_path() -> None:
    assert TREES.contributions(TREES.leaves(ROWS), 2).tolist() == [[-1.5, 0.0], [1.5, -1.0], [1.5, 1.0]]


def test_log_odds_become_probabilities() -> None:
    assert probabilities(np.array([0.0, -1e9, 1e9])).round(6).tolist() == [0.5, 0.0, 1.0]


@pytest.mark.parametrize(
    ("probability", "dial", "switch", "kept"),
    [
        ([0.9, 0.45, 0.9], 0.5, 0.0, [True, False, True]),
        ([0.9, 0.45, 0.9], 0.5, 0.4, [True, True, True]),  # a weak doubt is not worth two switches
        ([0.9, 0.05, 0.9], 0.5, 0.4, [True, False, True]),
        ([0.1, 0.55, 0.1], 0.5, 0.4, [False, False, False]),
        ([0.6, 0.6], 0.7, 0.4, [False, False]),
        ([0.6, 0.6], 0.5, 0.4, [True, True]),
        ([], 0.5, 0.4, []),
    ],
)
def test_lines_stay_or_go_with_their_neighbours(probability: list[float], dial: float, switch: float, kept: list[bool]) -> None:
    assert decide(np.array(probability), np.full(len(probability), 10.0), dial, switch).tolist() == kept


def test_longer_lines_have_more_say() -> None:
    probability = np.array([0.9, 0.3, 0.9])
    assert decide(probability, np.array([30.0, 1.0, 30.0]), 0.5, 0.4).tolist() == [True, True, True]
    assert decide(probability, np.array([30.0, 30.0, 30.0]), 0.5, 0.4).tolist() == [True, False, True]


@pytest.mark.parametrize(("claimed", "told"), [(0, 0.0), (1, 0.1), (2, 0.17), (10, 0.17)])
def test_more_rules_for_a_language_make_no_page_more_of_a_page(claimed: int, told: float) -> None:
    """The share of lines that rules claim counts up to a bound."""
    claim = Claim(0, 1, Label.NAVIGATION, "test/menu", Authority.SHARED, 1.0, "A menu.")
    found = claimed_evidence(10, Occupied(dict.fromkeys(range(claimed), claim)))
    assert found[:, CLAIMED_NAMES.index("d_claimed")].tolist() == pytest.approx([told] * 10)


def test_what_rules_protect_is_among_what_they_claim_as_the_models_learned() -> None:
    claim = Claim(0, 1, Label.ARTICLE, "test/list", Authority.SHARED, 1.0, "A list.")
    (row,) = claimed_evidence(1, Occupied({0: claim})).tolist()
    nothing = claimed_evidence(1, Occupied({})).tolist()[0]
    differ = [name for name, one, other in zip(CLAIMED_NAMES, row, nothing, strict=True) if one != other]
    assert (differ, row[CLAIMED_NAMES.index("d_claimed")]) == (["d_claimed"], pytest.approx(0.17))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("m_terminals", 0.0, "sentences' ends in it (0)"),
        ("m_terminals", 3.0, "sentences' ends in it (3)"),
        ("m_stated", 1.0, "stands in the article that the page's own data give"),
        ("m_stated", 0.0, "does not stand in the article that the page's own data give"),
        ("m_stated", -1.0, "the page's own data give no article"),
        ("prose_up_words", math.log1p(17), "length of the prose above (17)"),
        ("prose_down_words", 0.0, "length of the prose below (0)"),
    ],
)
def test_evidence_is_told_in_words_as_it_is(name: str, value: float, told: str) -> None:
    assert _teller(name)(value, None) == told
