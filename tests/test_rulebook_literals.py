"""What is known of a pattern without running it: literals, beginnings, widths, ways."""

import math

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

import cleaner
from cleaner.rulebook.folding import fold
from cleaner.rulebook.heads import begins
from cleaner.rulebook.literals import facts
from cleaner.rulebook.needs import Clause, Need, holds, implied
from cleaner.rulebook.patterns import HARMLESS, harmless_up_to
from tests.conftest import examples


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("Sign up", {"sign up"}),
        ("(?i)SIGN up", {"sign up"}),
        ("Photos?: .+", {"photo"}),
        ("(?:Photo|Image) by .*", {"photo", "image"}),
        ("(?:AP|AFP) reporting .*", {" reporting "}),
        ("(?:Photograph|Illustration): .*", {"photograph", "illustration"}),
        (r"By (?P<authors>[\p{L} ]+) \| China Daily", {" | china daily"}),
        (r"a+b?c{2,3}", None),
        (r"(?:news)?letter", {"letter"}),
        (r"(?=news)letter", {"letter"}),
        (r"(?!news)letter", {"letter"}),
        (r"Straße \d+", {"strasse "}),
        (r"(?:foo){e<=1}", None),
        (r"\d{4}-\d\d", set("0123456789")),
        (r"[A-Z]-\w", None),
        (r"(?=.*bacon)[a-z ]+", {"bacon"}),
        (r"© \w+", {"© "}),
        ("By [A-Z]+", {"by "}),
        (r"(abc)\1", None),
        (r"[[:alpha:]]+ reporting", {" reporting"}),
        (r"x|", None),
        (r"news{0}letter", {"letter"}),
        (r"İstanbul", {"istanbul"}),
        ("Sign upp? now", {"sign up"}),
        ("a]b}c", {"a]b}c"}),
    ],
)
def test_literals_that_every_match_contains(pattern: str, literals: set[str] | None) -> None:
    found = facts(pattern).literals
    assert (set(found) if found is not None else None) == literals


@pytest.mark.parametrize(
    ("pattern", "width"),
    [
        ("abc", 3),
        ("a{2,5}b?", 6),
        ("(?:ab|cde){1,3}x", 10),
        (r"\bA\.(?=xyz)(?<!q)[bc]", 3),
        ("a+", math.inf),
        ("a{2,}", math.inf),
        ("(?:)*x", 1),
        (r"(a)\1", math.inf),
        ("[^.]{1,40}x", 41),
    ],
)
def test_the_most_that_a_match_can_cover(pattern: str, width: float) -> None:
    assert facts(pattern).width == width


@pytest.mark.parametrize(
    ("pattern", "ways", "loops"),
    [
        ("abc", 1, 0),
        ("a|b|c", 3, 0),
        ("a?b?", 4, 0),
        ("a+b*", 1, 2),
        ("a{1,40}b", 40, 0),
        ("(?:ab|c){2}", 4, 0),
        ("(?:a+)+", math.inf, 2),
        ("(?:a|aa)+b", math.inf, 1),
        ("(?:a{1,9}b)?c", 18, 0),
        ("(?!a+)b", 1, 1),
    ],
)
def test_the_ways_a_backtracking_engine_may_try(pattern: str, ways: float, loops: int) -> None:
    assert (facts(pattern).ways, facts(pattern).loops) == (ways, loops)


@pytest.mark.parametrize(
    ("pattern", "possible", "impossible"),
    [
        ("(?:Get|Try) (?:the|our) [Aa]pp", ["Try our APP", "the app: try  our tryst"], ["Try our apes", "the app"]),
        (r"Page \d+ of|\d+ photos", ["12 Photos", "page 3 of"], ["Page three of", "photos", "12"]),
        (r"x[|»>]+(?:a|bc)", ["x»", "|"], ["x", "bc"]),
        (r"[^|]x", ["", "x"], []),
        (r"[|a]x", ["x"], []),
        (r"[)\]]", [")", "]"], ["("]),
        (r"(?!news)(?=.*bacon)x*", ["bacon", "news bacon"], ["news"]),
        (r"(?:news|)letter(?:s? of)?", ["LETTER"], ["news"]),
        (r"(?:ab){0,3}", [""], []),
        (r"(\p{L})\1", ["", "x"], []),
    ],
)
def test_what_a_text_must_have_for_a_pattern_to_match_in_it(pattern: str, possible: list[str], impossible: list[str]) -> None:
    need = facts(pattern).need
    assert [text for text in (*possible, *impossible) if holds(need, fold(text))] == possible


@pytest.mark.parametrize(
    ("pattern", "need"),
    [
        ("(?:ab|ab|abc)", [("ab",)]),  # where "abc" stands, "ab" stands too
        ("(?:news|newsletter)/", [("/",), ("news",)]),
        (r"(?:by \p{L}+ now|by )", [("by ",)]),
        ("(?:jan|feb)(?:/1|/2)", [("/1", "/2"), ("feb", "jan")]),
        ("(?:ab.cd|ef.cd)", [("cd",), ("ab", "ef")]),  # asked for once
        ("(?:ab.cd|cd)", [("cd",)]),  # an alternative that asks for less
        ("(?:ab|cd.(?:ef|gh))", [("ab", [["cd"], ["ef", "gh"]])]),
        ("(?:ab|.)", []),
    ],
)
def test_what_a_text_must_have_is_said_shortly(pattern: str, need: list[object]) -> None:
    def plain(clauses: Need) -> list[list[object]]:
        return [sorted(clause.literals) + [plain(branch) for branch in clause.branches] for clause in clauses]

    assert sorted(map(str, plain(facts(pattern).need))) == sorted(str(list(entry)) for entry in need)


@pytest.mark.parametrize(
    ("clause", "by", "follows"),
    [
        (("ab", "cd"), ("xaby", "cd"), True),
        (("ab", "cd"), ("ab", "ef"), False),
        (("abc",), ("ab",), False),
        (("ab",), (), True),  # nothing can stand there
    ],
)
def test_what_follows_from_a_literal_that_stands(clause: tuple[str, ...], by: tuple[str, ...], follows: bool) -> None:
    assert implied(Clause(clause, ()), Clause(by, ())) is follows
    assert not implied(Clause(clause, ()), Clause(by, ((Clause(("zz",), ()),),)))


@pytest.mark.parametrize(
    ("pattern", "size"), [("abc", math.inf), ("a+", 30_000_000), ("a+b+", 5_477), (r"(?:a+)+", -1), ("(?:a|b){40}", -1)]
)
def test_up_to_which_length_a_pattern_needs_no_clock(pattern: str, size: float) -> None:
    assert harmless_up_to(pattern) == size
    known = facts(pattern)
    if 0 < size < math.inf:
        assert known.ways * size**known.loops <= HARMLESS < known.ways * (size + 1) ** known.loops


@pytest.mark.parametrize(
    ("pattern", "least"), [("abc?", 2), ("a{2,5}|b", 1), (r"\bA(?=xyz)[bc]\d+", 3), ("(?:ab){2}", 4), (r"(ab)\1", 0), ("|x", 0)]
)
def test_the_least_that_a_match_covers(pattern: str, least: int) -> None:
    assert facts(pattern).least == least


@pytest.mark.parametrize(
    ("pattern", "heads"),
    [
        ("(?i)Straße", {"str"}),
        ("(?:By|Von) x", {"by ", "von"}),
        ("a?b*c+d", {"ab", "ac", "b", "c"}),
        ("a?b?c?", {"a", "b", "c"}),
        ("ab{2}c", {"ab"}),
        (r"(?=xyz)(?<!q)\bÉ", {"é"}),
        (r"[|(]? ?\d", {f"{sign}{blank}{digit}" for sign in ("", "|", "(") for blank in ("", " ") for digit in range(10)}),
        (r"\d{4}", set("0123456789")),
        ("(?:a|)b", {"ab", "b"}),
        ("(?:a{0,2}){1,3}b", {"a", "b"}),
        ("İx", {"ix"}),
        ("I\u0307x", {"ix"}),
        ("I\u0307\u0307stanbul", {"ist"}),
        ("Sis? x", {"sis", "si "}),
        ("(?:ß|ﬃ)x", {"ssx", "ffi"}),
        ("(?:new|news)letter", {"new"}),
        ("(?:a|ab)(?:b|bc)", {"ab"}),
        ("a(?:b|[^c])", {"a"}),
        ("|a", {"a"}),
        ("[abcde][abcde][abcde][abcde]", {one + two + three for one in "abcde" for two in "abcde" for three in "abcde"}),
        ("[abcdefghijk][abcdefghijk][abcdefghijk]", {one + two for one in "abcdefghijk" for two in "abcdefghijk"}),
        (r"\p{Lu}x", None),
        ("x|.", None),
        (".?x", None),
        ("[^x]y", None),
        ("[a-z]", None),
        (r"(ab)\1", None),
    ],
)
def test_what_a_match_begins_with(pattern: str, heads: set[str] | None) -> None:
    assert facts(pattern).heads.known == heads


PATTERNS = st.recursive(
    st.sampled_from(["a", "b", "İ", "i", "ı", "ß", "\u0307", "i\u0307", r"\d", "[ab1]", "[^a]", "[Ⓐ!]", ".", "(?=a)", "(?!b)"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda branches: f"(?:{'|'.join(branches)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{0}", "{2}", "{0,2}", "{1,3}"])).map(
            lambda part: f"(?:{part[0]}){part[1]}"
        ),
    ),
    max_leaves=6,
)


@examples(600)
@given(PATTERNS, st.text("abß1İiIı\u0307Ⓐⓐ", min_size=1, max_size=6))
@example("(?:a*){0}b", "b")
@example("[^a]+\u0307", "i\u0307")
@example("ai\u0307b", "aı\u0307b")
@example("ai\u0307b", "aİ\u0307b")
@example("[Ⓐ!]", "Ⓐ")
def test_a_text_that_matches_is_as_its_pattern_says(pattern: str, text: str) -> None:
    known, folded = facts(pattern), fold(text)
    if regex.search(f"(?i:{pattern})", text, timeout=1):
        assert known.literals is None or any(literal in folded for literal in known.literals)
        assert holds(known.need, folded)
    if regex.fullmatch(f"(?i:{pattern})", text, timeout=1):
        assert known.least <= len(text) <= known.width
        heads = known.heads.known
        assert heads is None or begins(heads, folded)


@pytest.mark.hostile(24)
def test_folding_sees_what_ignorecase_sees() -> None:
    assert fold("İSTANBUL ıŞık Straße ٣") == fold("istanbul ışık strasse 3")
    assert fold("İSTANBUL ıŞık Straße ٣" * 50) == fold("istanbul ışık strasse 3" * 50)
    assert fold("“Straße”" * 100) == "“strasse”" * 100


@pytest.mark.parametrize("digit", ["\U00011f50", "\U0001e4f0", "\U00010d40"])
def test_digits_that_are_newer_than_python_do_no_harm(digit: str) -> None:
    """The library for patterns may know younger scripts than the interpreter: Kawi, Nag Mundari, Garay."""
    text = f"Story {digit} of the day was told at the harbour."
    assert fold(text) in (text.casefold(), text.casefold().replace(digit, "0"))
    assert cleaner.clean(text).body == text


def test_folding_sees_persian_as_it_is_typed() -> None:
    """Arabic keyboards have no other yeh and kaf, and people type a space for the joiner."""
    assert fold("اشتراك\u200cگذاري") == fold("اشتراک گذاری")
    assert fold("اشتراك\u200cگذاري " * 50) == fold("اشتراک گذاری " * 50)
    assert fold("هلی") != fold("هلى")  # the alef that Arabic ends words with is a letter of its own


@pytest.mark.parametrize("text", ["اشتراک‌گذاری", "اشتراک گذاری", "اشتراك گذاري"])
@pytest.mark.parametrize("pattern", ["اشتراک[ \u200c]گذاری", "اشترا[کك].گذار[یي]", "اشتراك\u200cگذاري", "(?:اشتراک گذاری|چاپ)"])
def test_what_a_pattern_needs_is_in_each_of_these(pattern: str, text: str) -> None:
    known = facts(pattern).literals
    assert known is not None
    assert any(literal in fold(text) for literal in known)
