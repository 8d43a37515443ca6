"""Rule files: what loads, what does not, and how the mistakes are told."""

import math
import pickle
from pathlib import Path

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.errors import RulebookError, UsageError
from cleaner.lines import split_lines
from cleaner.model import Document, Source
from cleaner.rulebook import Matcher, Rulebook, host_of, load_rulebook
from cleaner.rulebook.finding import Beside, Candidate, Entry, Finder, Where
from cleaner.rulebook.folding import fold
from cleaner.rulebook.heads import begins
from cleaner.rulebook.literals import facts
from cleaner.rulebook.matching import fill
from cleaner.rulebook.needs import Clause, Need, holds, implied
from cleaner.rulebook.patterns import HARMLESS, harmless_up_to
from tests.conftest import ROOT
from tests.packs import one_rule, write_pack


def document(text: str) -> Document:
    return Document("test", text, split_lines(text), Source("", "text/plain", "utf-8", "str", "text"))


def removed(rulebook: Rulebook, text: str, **options: str) -> list[str]:
    cleaned = cleaner.clean(text, rulebook=rulebook, chain=[cleaner.Packs()], **options)  # type: ignore[arg-type]
    return [text[removal.start : removal.end] for removal in cleaned.removals]


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        load_rulebook(folder, bundled=False)
    return [str(mistake).removeprefix(f"{folder}/") for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        (f"x{{{'9' * 5000}}}", "a repeat beyond 1000 takes too long to compile; use a smaller one, or + or *"),
        (rf"(x)\g<{'9' * 5000}>", "not a usable pattern: ValueError; make it simpler"),
    ],
)
def test_a_number_of_five_thousand_digits_in_a_pattern(tmp_path: Path, pattern: str, says: str) -> None:
    write_pack(tmp_path, "outlets/x.example", f"schema: 1\noutlet: x.example\nname: X\nrecognise: ['{pattern}']\n")
    assert mistakes(tmp_path) == [
        "outlets/x.example.yaml:4: recognise.0: string should have at most 4096 characters",
        f"outlets/x.example.yaml:4: recognise: {pattern!r}: {says}",
    ]


def test_braces_around_what_is_no_plain_number_are_text(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", one_rule("line: 'Sign up{²}'", matches="Sign up{²}"))
    assert removed(load_rulebook(tmp_path, bundled=False), "Sign up\nSign up{²}") == ["Sign up{²}"]


@pytest.mark.hostile(51)
def test_five_mistakes_give_five_messages_with_file_and_line(tmp_path: Path) -> None:
    write_pack(
        tmp_path,
        "shared/five",
        r"""
        schema: 1
        pack: five
        language: en
        rules:
          - id: one
            label: navigaton
            why: A menu that stands on every page.
            line: 'Menu of the day'
            examples: {matches: ['Menu of the day'], ignores: ['The menu of the day was fish.']}
          - id: two
            label: promo
            why: A plea to sign up.
            lines: ['Sign up']
            wihtin: {first: 3}
            examples: {matches: ['Sign up'], ignores: ['They sign up.']}
          - id: three
            label: promo
            why: A plea to sign up.
            line: 'Sign (up'
            examples: {matches: ['Sign up'], ignores: ['They sign up.']}
          - id: four
            label: promo
            why: A plea to sign up.
            line: 'Sign up'
            examples: {matches: ['Sign in'], ignores: ['They sign up.']}
          - id: five
            label: promo
            line: 'Sign up'
            examples: {matches: ['Sign up'], ignores: ['They sign.']}
        """,
    )
    found = mistakes(tmp_path)
    assert found == [
        "shared/five.yaml:7: rule 'one': unknown label 'navigaton', did you mean 'navigation'?; labels: article, title, summary, "
        "byline, navigation, share, promo, caption, photo_credit, agency_credit, author_bio, other_story, embed, comments, legal, "
        "duplicate",
        "shared/five.yaml:15: rule 'two': unknown key 'wihtin', did you mean 'within'?; allowed here: id, label, why, line, lines, "
        "inside, block, select, text, within, confidence, status, since, until, examples",
        "shared/five.yaml:20: rule 'three', line: not a valid pattern: missing ) at position 8: Sign (up»HERE»",
        "shared/five.yaml:26: rule 'four' does not match this example: 'Sign in'; mend the pattern or move the example",
        "shared/five.yaml:27: rule 'five': 'why' is missing; write `why: …` (one sentence for the person who reviews the cut)",
    ]


@pytest.mark.hostile(52, 54)
def test_mistakes_in_patterns_and_examples_come_with_line_and_advice(tmp_path: Path) -> None:
    write_pack(
        tmp_path,
        "shared/more",
        r"""
        schema: 1
        pack: more
        language: en
        rules:
          - id: one
            label: promo
            why: A plea to sign up.
            line: 'Sign (up'
            examples: {matches: ['Sign up'], ignores: ['They sign up.']}
          - id: one
            label: byline
            why: A plea to sign up.
            line: 'Sign (?P<autors>up)'
            examples: {matches: ['Sign up'], ignores: ['They sign up.']}
          - id: three
            label: promo
            why: A plea to sign up.
            line: '.*'
            examples: {matches: ['Sign up'], ignores: ['They sign up.']}
        """,
    )
    write_pack(tmp_path, "shared/one", one_rule("line: 'Sign up'", matches="Sign in", ignores="Sign up"))
    found = mistakes(tmp_path)
    assert found == [
        "shared/more.yaml:9: rule 'one', line: not a valid pattern: missing ) at position 8: Sign (up»HERE»",
        "shared/more.yaml:11: rule id 'one' stands twice (first in line 6); ids are unique in a pack",
        "shared/more.yaml:14: rule 'one', line: group 'autors' is no field, did you mean 'authors'?; fields: agencies, authors, "
        "canonical_url, captions, modified, photo_credits, place, published, section, site_name, summary, tags, title",
        "shared/more.yaml:19: rule 'three', line: the pattern matches the empty text, so it would match everywhere; demand something",
        "shared/one.yaml:10: rule 'r' does not match this example: 'Sign in'; mend the pattern or move the example",
        "shared/one.yaml:10: rule 'r' matches this example, which it should ignore: 'Sign up'; mend the pattern or move the example",
    ]


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("", 1, "this one is empty"),
        ("- a\n- b\n", 1, "a rule file is a mapping"),
        ("schema: 1\nschema: 1\n", 2, "key 'schema' stands twice (first in line 1)"),
        ("schema: 1\npack: &a one\n", 2, "anchors and aliases"),
        ("schema: 1\npack: !!python/object/apply:os.system ['true']\n", 2, "tags"),
        ("schema: 1\npack: [\n", 3, "not valid YAML"),
        ("schema: 1\n---\nschema: 1\n", 2, "a second YAML document"),
        ("schema: 2\npack: x\nlanguage: en\nrules: []\n", 1, "schema 2 is not supported"),
        ("schema: 1\npack: x\nlanguage: NO\nrules: []\n", 3, "not well formed"),
        ("schema: 1\npack: 012\nlanguage: en\n", 2, "pack must be text, not int; quote it"),
        ("schema: 1\npack: x\n\trules: []\n", 3, "not valid YAML"),
        ("a: " + "[" * 5000, 1, "nested deeper than 32 levels"),
        ("schema: " + "9" * 5000, 1, "cannot be used so"),
    ],
)
@pytest.mark.hostile(44, 45, 46, 47, 48, 49, 50, 51)
def test_hostile_yaml_is_refused_with_a_line(tmp_path: Path, text: str, line: int, part: str) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "x.yaml").write_text(text, encoding="utf-8")
    found = mistakes(tmp_path)
    assert any(entry.startswith(f"shared/x.yaml:{line}: ") and part in entry for entry in found), found


@pytest.mark.hostile(50)
def test_bom_and_crlf_are_fine(tmp_path: Path) -> None:
    path = write_pack(tmp_path, "shared/one", one_rule("lines: ['Sign up now']"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(load_rulebook(tmp_path, bundled=False).rules()) == 1


@pytest.mark.parametrize("pattern", ["(?:[a-z]+ ?)+", ".+", r"[\s\S]+", r"\P{Cn}*x?"])
@pytest.mark.hostile(54)
def test_patterns_that_match_anything_do_not_load(tmp_path: Path, pattern: str) -> None:
    write_pack(tmp_path, "shared/one", one_rule(f"line: '{pattern}'", ignores="Ümläut — 1"))
    assert mistakes(tmp_path)


def test_a_file_name_must_equal_the_pack(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/two", one_rule("lines: ['Sign up now']"))
    assert mistakes(tmp_path) == ["shared/two.yaml:2: pack is 'one', the file is 'two.yaml'; make them equal"]


def test_a_file_with_another_ending_is_a_mistake_like_all_others(tmp_path: Path) -> None:
    """It would be passed over without a word, and its author would wonder why no rule of it fires."""
    write_pack(tmp_path, "shared/one", one_rule("lines: [Sign up now]", matches="Sign off"))
    write_pack(tmp_path, "shared/one", one_rule("lines: [Sign up now]")).rename(tmp_path / "shared/two.yml")
    write_pack(tmp_path, "shared/one", one_rule("lines: [Sign up now]", matches="Sign off"))
    (tmp_path / "outlets").mkdir()
    (tmp_path / "outlets/news.example.YAML").write_text("schema: 1\n", encoding="utf-8")
    (tmp_path / "shared/one.yml").write_text("schema: 1\n", encoding="utf-8")
    (tmp_path / "shared/notes.txt").write_text("Read me.\n", encoding="utf-8")
    assert mistakes(tmp_path) == [
        "outlets/news.example.YAML:1: rule files end in .yaml, others are not read; rename it to news.example.yaml",
        "shared/one.yaml:10: rule 'r' does not match this example: 'Sign off'; mend the pattern or move the example",
        "shared/one.yml:1: rule files end in .yaml, others are not read; move its rules to one.yaml, which is there too",
        "shared/two.yml:1: rule files end in .yaml, others are not read; rename it to two.yaml",
    ]


def test_a_reason_that_is_too_short_is_told_with_what_to_write(tmp_path: Path) -> None:
    path = write_pack(tmp_path, "shared/one", one_rule("lines: [Sign up now]"))
    path.write_text(path.read_text(encoding="utf-8").replace("Because this test says so.", "A plea."), encoding="utf-8")
    assert mistakes(tmp_path) == [
        "shared/one.yaml:7: rule 'r': why 'A plea.' says too little; write one sentence, of 10 characters or more, "
        "for the person who reviews the cut"
    ]


def test_a_directory_without_packs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        load_rulebook(tmp_path)


def test_a_users_pack_wins_over_the_bundled_one_and_says_so(tmp_path: Path) -> None:
    name = next(pack.name for pack in load_rulebook().packs if not pack.outlet)
    write_pack(tmp_path, f"shared/{name}", one_rule("lines: ['Sign up now']").replace("pack: one", f"pack: {name}"))
    pack = next(pack for pack in load_rulebook(tmp_path).packs if pack.name == name)
    assert [rule.id for rule in pack.rules] == [f"{name}/r"]
    assert pack.origin == str(tmp_path / "shared" / f"{name}.yaml")
    assert pack.replaces.endswith(f"rules/shared/{name}.yaml")


def test_lines_match_in_any_case_and_behind_a_list_mark(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", one_rule("lines: ['Sign up now']"))
    rules = load_rulebook(tmp_path, bundled=False)
    assert removed(rules, "SIGN UP NOW\nx y z\n  * Sign up now\n- Sign up now\n-Sign up now\nSign up now!\n") == [
        "SIGN UP NOW",
        "* Sign up now",
        "- Sign up now",
    ]


def test_a_block_needs_its_end_within_reach(tmp_path: Path) -> None:
    write_pack(
        tmp_path, "shared/one",
        one_rule("block: {from: 'Sign up now', to: 'Go', at_most: 3}", matches="Sign up now\\nplease\\nGo", ignores="Sign up now\\na\\nb\\nGo"),
    )  # fmt: skip  # one pack
    rules = load_rulebook(tmp_path, bundled=False)
    assert removed(rules, "Sign up now\n\nplease\n\nGo\nmore text") == ["Sign up now\n\nplease\n\nGo"]
    assert removed(rules, "Sign up now\n1\n2\nGo\nmore text") == []


def test_a_block_to_the_end_never_eats_more_than_it_may(tmp_path: Path) -> None:
    write_pack(
        tmp_path, "shared/one",
        one_rule("block: {from: 'Sign up now', to: end, at_most: 2}", matches="Sign up now\\nplease", ignores="Sign up now\\na\\nb"),
    )  # fmt: skip  # one pack
    rules = load_rulebook(tmp_path, bundled=False)
    assert removed(rules, "text\nSign up now\nplease\n") == ["Sign up now\nplease"]
    assert removed(rules, "text\nSign up now\n1\n2\n") == []


def test_guards_look_at_neighbours_and_position(tmp_path: Path) -> None:
    write_pack(
        tmp_path, "shared/one",
        one_rule("line: 'Sign .*'", more="within: {after: 'Menu', before: 'Go', first: 3, at_most: 12}",
                 matches="Menu\\nSign up now\\nGo", ignores="Sign up now"),
    )  # fmt: skip  # one pack
    rules = load_rulebook(tmp_path, bundled=False)
    assert removed(rules, "Menu\n\nSign up\n\nGo\n") == ["Sign up"]
    assert removed(rules, "Menu\nSign up today and often\nGo\n") == []
    assert removed(rules, "a\nb\nc\nMenu\nSign up\nGo\n") == []
    assert removed(rules, "Menu\nSign up\nStop\n") == []


def test_inside_cuts_a_part_and_joins_the_rest(tmp_path: Path) -> None:
    write_pack(
        tmp_path, "shared/one", one_rule("inside: '\\[Sign up now\\]'", matches="Good [Sign up now] day", ignores="Sign up now")
    )
    rules = load_rulebook(tmp_path, bundled=False)
    text = "Good [Sign up now] day to you. [Sign up now]"
    cleaned = cleaner.clean(text, rulebook=rules, chain=[cleaner.Packs()])
    assert cleaned.body == "Good day to you."
    assert cleaner.restore(cleaned.body, cleaned.record()) == text


def test_draft_rules_only_tag(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", one_rule("lines: ['Sign up now']").replace("schema: 1", "schema: 1\nstatus: draft"))
    cleaned = cleaner.clean(
        "Sign up now\nThe text goes on.", rulebook=load_rulebook(tmp_path, bundled=False), chain=[cleaner.Packs()]
    )
    assert cleaned.removals == ()
    assert [tag.rule for tag in cleaned.tags] == ["one/r"]


@pytest.mark.hostile(64)
def test_rules_apply_by_language_and_english_everywhere(tmp_path: Path) -> None:
    german = "Das ist der Text, und er ist auf Deutsch, weil die Leser es so wollen und nicht anders. " * 2
    for code in ("de", "en", "fr"):
        text = one_rule(f"lines: ['Sign {code}']", matches=f"Sign {code}").replace("pack: one", f"pack: in-{code}")
        write_pack(tmp_path, f"shared/in-{code}", text.replace("language: en", f"language: {code}"))
    assert removed(load_rulebook(tmp_path, bundled=False), f"{german}\nSign de\nSign en\nSign fr\n") == ["Sign de", "Sign en"]


@pytest.mark.hostile(53)
def test_a_slow_pattern_fails_the_document_and_keeps_its_text(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", one_rule("line: '(?:a|aa)+b'", matches="aab", ignores="ab c"))
    text = "a" * 60 + "\nThe rest of the text."
    cleaned = cleaner.clean(text, rulebook=load_rulebook(tmp_path, bundled=False))
    assert (cleaned.status, cleaned.removals, cleaned.document.text) == ("failed", (), text)
    assert cleaned.warnings[-1] == "rule one/r: its pattern ran longer than 1 s on one line; simplify it"


OUTLET = """
schema: 1
outlet: news.example
name: The News
hosts: [mirror.example]
recognise: ['The News of Example Town']
rules:
  - id: sign
    label: promo
    why: A plea that only this outlet prints.
    lines: [Sign here]
    examples: {matches: [Sign here], ignores: [They sign here.]}
"""


@pytest.mark.parametrize(
    ("options", "text", "evidence"),
    [
        ({"url": "https://www.news.example/a/b?c"}, "Sign here\nText.", "url news.example"),
        ({"url": "https://m.sport.news.example/a"}, "Sign here\nText.", "url m.sport.news.example"),
        ({"url": "http://mirror.example"}, "Sign here\nText.", "url mirror.example"),
        ({"outlet": "news.example"}, "Sign here\nText.", "given"),
        ({}, "Sign here\nText by The News of Example Town.", "text 'The News of Example Town'"),
    ],
)
def test_an_outlet_is_known_by_address_name_or_text(tmp_path: Path, options: dict[str, str], text: str, evidence: str) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    rules = load_rulebook(tmp_path, bundled=False)
    cleaned = cleaner.clean(text, rulebook=rules, **options)  # type: ignore[arg-type]
    assert cleaned.outlet == cleaner.Outlet("news.example", evidence)
    assert [removal.rule for removal in cleaned.removals] == ["news.example/sign"]


@pytest.mark.parametrize("url", ["https://othernews.example/", "https://news.example.org/", "not a url", "http://[", ""])
def test_other_addresses_are_not_the_outlet(tmp_path: Path, url: str) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    assert cleaner.clean("Sign here\nText.", rulebook=load_rulebook(tmp_path, bundled=False), url=url).removals == ()


@pytest.mark.parametrize(
    ("head", "evidence"),
    [
        ("", "text 'The News of Example Town'"),
        ('<link rel="canonical" href="/story">', "text 'The News of Example Town'"),  # no host: it says nothing
        ('<link rel="canonical" href="https://other.example/story">', None),
        ('<meta property="og:url" content="https://other.example/story">', None),
        ('<meta property="og:url" content="https://m.news.example/story">', "og:url m.news.example"),
    ],
)
def test_a_page_that_gives_its_own_address_is_not_searched_for_an_outlet(
    tmp_path: Path, head: str, evidence: str | None
) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    page = f"<html><head>{head}</head><body><p>As The News of Example Town wrote on Monday, the ferry stays in dock.</p></body></html>"
    found = cleaner.clean(page, media_type="text/html", rulebook=load_rulebook(tmp_path, bundled=False)).outlet
    assert found == (cleaner.Outlet("news.example", evidence) if evidence else None)


def test_a_rulebook_survives_pickling() -> None:
    rules = load_rulebook()
    assert pickle.loads(pickle.dumps(rules)).digest == rules.digest


def test_a_rulebook_from_the_cache_equals_the_one_from_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    monkeypatch.setenv("CLEANER_CACHE", "off")
    fresh = load_rulebook(tmp_path)
    monkeypatch.setenv("CLEANER_CACHE", str(tmp_path / "cache"))
    load_rulebook(tmp_path)
    cached = load_rulebook(tmp_path)
    assert (tmp_path / "cache").is_dir()
    assert cached.packs == fresh.packs


@pytest.mark.parametrize("cache", ["/dev/null", "/dev/null/below"])
def test_a_cache_that_cannot_be_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: str) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    monkeypatch.setenv("CLEANER_CACHE", cache)
    assert [pack.name for pack in load_rulebook(tmp_path, bundled=False).packs] == ["news.example"]


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


@settings(max_examples=600)
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


def test_the_prefilter_never_changes_the_result() -> None:
    rulebook = load_rulebook()
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    texts += [example for rule in rulebook.rules() for example in (*rule.matches, *rule.ignores)]
    for rules in ([rule for rule in rulebook.rules() if rule.kind != "lines"],):
        matcher = Matcher(rules)
        alone = [Matcher([rule]) for rule in rules]
        for one in alone:
            rule = one.rules[0]
            guards = [(-1, rule.guard.after), (1, rule.guard.before)]
            beside = tuple(Beside(step, pattern, None, ()) for step, pattern in guards if pattern is not None)
            one._finder = Finder([Entry(Candidate(rule, 0, math.inf, None, (), beside), Where.OWN, frozenset())])
        for text in texts[:300]:
            doc = document(text)
            expected = sorted((claim.start, claim.end, claim.rule) for one in alone for claim in one.claims(doc))
            assert sorted((claim.start, claim.end, claim.rule) for claim in matcher.claims(doc)) == sorted(set(expected))


@pytest.mark.hostile(4)
def test_lines_beyond_the_limit_are_left_alone(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", one_rule("line: 'Sign.*'"))
    assert removed(load_rulebook(tmp_path, bundled=False), "Sign " + "x" * 30_000 + "\nSign this") == ["Sign this"]


def test_hosts() -> None:
    assert [host_of(url) for url in ("https://www.A.example:80/x", "a.example/x", "//a.example", "http://[")] == [
        "a.example"
    ] * 3 + [None]


def test_filled_lines_know_where_their_text_stands() -> None:
    filled = fill(split_lines("  * Menu \n\n x\n"))
    assert [(line.text, line.start, line.end) for line in filled] == [("Menu", 2, 8), ("x", 12, 13)]
