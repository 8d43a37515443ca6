"""Rules that select elements of a web page: what they claim, what they must not, and mistakes in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import cleaner
from cleaner.errors import RulebookError, RuleTimeout, UsageError
from cleaner.reading import read
from cleaner.reading.html import blocks, select
from cleaner.rulebook import Matcher, Rulebook, cache, load_rulebook
from cleaner.rulebook.selecting import example_document
from cleaner.workshop.fixtures import find_fixtures
from tests.conftest import ROOT
from tests.imports import imports
from tests.markup import cost
from tests.packs import mistakes_in, write_pack

HOST = "herald.example"
HEAD = f"schema: 1\noutlet: {HOST}\nname: The Herald\n"
PROSE = [
    "The island ferry took its first passengers on Thursday after five months in dry dock.",
    "Ida Holm, who has piloted it since it was built, said that she had forgotten how loud the gulls were.",
    "The repair cost twice as much as planned, and the council is to vote on the bill in June.",
]
PAGE = f"""<!doctype html><!-- made by hand --><html><head><title>Ferry returns</title></head><body>
<!-- the top --><nav class="top">Home <a href="/n">News</a></nav>
<div id="story"><h1>Ferry returns after a winter in dock</h1>
<p class="by">By Ida Holm | 2 May 2024</p>
<p>{PROSE[0]}</p><!-- an ad was here -->
<p>{PROSE[1]} <span class="tag">Share this</span> She waved.</p>
<aside class="related"><h3>Read next</h3><ul><li class="related">Gulls win a prize</li><li>Harbour wall cracks</li></ul></aside>
<p>{PROSE[2]}</p>
</div><p hidden class="tag">Unseen</p><footer>Masthead</footer></body></html>"""


def rule(
    select: str, label: str = "promo", *, name: str = "one", most: int | None = 200, more: str = "", page: str = ""
) -> str:
    within = f"    within: {{at_most: {most}}}\n" if most else ""
    return (
        f"  - id: {name}\n    label: {label}\n    why: Because this test says so.\n    select: '{select}'\n{within}{more}"
        f"    examples:\n      matches: ['{page or PAGE.replace(chr(10), ' ')}']\n      ignores: ['<p>The council is to vote.</p>']\n"
    )


def line(text: str, label: str = "promo", *, name: str = "two") -> str:
    return (
        f"  - id: {name}\n    label: {label}\n    why: Because this test says so.\n    lines: ['{text}']\n"
        f"    examples: {{matches: ['{text}'], ignores: ['The council.']}}\n"
    )


def outlet(folder: Path, *rules: str, exceptions: str = "", head: str = HEAD) -> Rulebook:
    text = f"{head}rules:\n{''.join(rules)}" + (f"exceptions:\n{exceptions}" if exceptions else "")
    write_pack(folder, f"outlets/{HOST}", text)
    return load_rulebook(folder, bundled=False)


def claimed(rulebook: Rulebook, page: str = PAGE) -> list[tuple[str, str]]:
    document = read(page, id="page")
    matcher = rulebook.for_outlet(HOST)
    assert matcher is not None
    return [(claim.rule.rpartition("/")[2], document.text[claim.start : claim.end]) for claim in matcher.claims(document)]


def texts(rulebook: Rulebook, page: str = PAGE) -> list[str]:
    return [text for _, text in claimed(rulebook, page)]


def mistakes(folder: Path, *rules: str, name: str = f"outlets/{HOST}", head: str = HEAD) -> list[str]:
    write_pack(folder, name, f"{head}rules:\n{''.join(rules)}")
    return mistakes_in(folder)


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("nav.top", ["Home News"]),
        ("nav a", ["News"]),  # part of a line
        ("#story > p > .tag", ["Share this"]),
        (".related", ["Read next\nGulls win a prize\nHarbour wall cracks"]),  # with what stands in it, once
        ("aside li", ["Gulls win a prize", "Harbour wall cracks"]),
        ("h3, footer", ["Read next", "Masthead"]),
        ("aside:has(li)", ["Read next\nGulls win a prize\nHarbour wall cracks"]),
    ],
)
def test_a_rule_claims_the_text_of_the_elements_that_it_selects(tmp_path: Path, selector: str, found: list[str]) -> None:
    assert texts(outlet(tmp_path, rule(selector))) == found


@pytest.mark.parametrize("selector", ["p.nowhere", "h4", "p[hidden]", "title", "#story > .related li.top"])
def test_a_selector_that_finds_nothing_to_be_seen_claims_nothing(tmp_path: Path, selector: str) -> None:
    page = {"h4": "<h4>A</h4>", "p.nowhere": '<p class="nowhere">A</p>'}.get(selector)
    if page is None:  # its example cannot hold: it finds what nobody sees, or nothing
        assert "does not match this example" in mistakes(tmp_path, rule(selector))[0]
    else:
        assert texts(outlet(tmp_path, rule(selector, page=page))) == []


def test_comments_scripts_and_hidden_elements_do_not_shift_the_numbers() -> None:
    """The parser counts comments and instructions among its nodes, a page does not."""
    markup = (
        "<!-- a --><html><!-- b --><body><template><p class=k>no</p></template><!-- c --><svg><g>no</g></svg>"
        "<p class=k>one<!-- d --><b>two</b></p><?pi?><noscript><p class=k>no</p></noscript><div hidden class=k>no</div>"
        "<script>no</script><p class=k>three</p></body></html>"
    )
    document = read(markup, id="x", media_type="text/html")
    assert document.page is not None
    ((*numbers,), (*bold,), nothing) = select(document.page.markup, [".k", "b", "i"])
    assert [document.page.tags[number] for number in numbers] == ["p", "p", "div", "p"]
    assert [document.page.names[number] for number in numbers] == ["k"] * 4
    assert [document.page.tags[number] for number in bold] == ["b"]
    assert nothing == ()


def test_elements_that_hold_too_much_are_left(tmp_path: Path) -> None:
    size = len(f"{PROSE[0]}")
    assert texts(outlet(tmp_path, rule("#story > p", most=size))) == ["By Ida Holm | 2 May 2024", PROSE[0]]
    assert texts(outlet(tmp_path, rule("#story > p", most=size - 1))) == ["By Ida Holm | 2 May 2024"]


def test_of_an_element_that_is_too_large_the_smaller_ones_inside_are_claimed(tmp_path: Path) -> None:
    assert texts(outlet(tmp_path, rule(".related", most=20))) == ["Gulls win a prize"]


def test_the_text_of_an_element_can_be_asked_for_and_gives_fields(tmp_path: Path) -> None:
    more = "    text: 'By (?P<authors>[\\p{L} ]+) \\| (?P<published>.+)'\n"
    rules = outlet(tmp_path, rule("p.by", "byline", more=more), rule("h1", "title", name="head"))
    fields = cleaner.clean(PAGE, rulebook=rules, outlet=HOST, chain=[cleaner.Packs()]).fields
    assert (fields.title, fields.authors, fields.published) == (
        "Ferry returns after a winter in dock", ("Ida Holm",), "2024-05-02",
    )  # fmt: skip
    assert claimed(rules, PAGE.replace("By Ida Holm |", "Seen by Ida Holm,")) == [
        ("head", "Ferry returns after a winter in dock")
    ]


def test_text_without_markup_knows_no_elements(tmp_path: Path) -> None:
    """The rest of the pack serves the dump of the same page."""
    rules = outlet(tmp_path, rule(".related"), line("Read next"), line("Masthead", "legal", name="three"))
    dump = read(PAGE, id="page").text
    matcher = rules.for_outlet(HOST)
    assert matcher is not None
    document = read(dump, id="dump", media_type="text/plain")
    assert [(c.rule, dump[c.start : c.end]) for c in matcher.claims(document)] == [
        (f"{HOST}/two", "Read next"),
        (f"{HOST}/three", "Masthead"),
    ]
    assert [name for name, _ in claimed(rules)] == ["two", "one", "three"]


@pytest.mark.parametrize("engine", ["thorough", "fast"])
def test_what_is_selected_as_article_is_safe_from_guesses(tmp_path: Path, engine: str) -> None:
    menu = "".join(f'<li><a href="/{n}">Tide table {n}</a></li>' for n in range(12))
    page = PAGE.replace("<!-- an ad was here -->", f'<ul class="tides">{menu}</ul>')
    policy = cleaner.Policy(engine=engine)
    plain = outlet(tmp_path / "a", rule("nav.top", "navigation"))
    guarded = outlet(tmp_path / "b", rule("ul.tides", "article", most=None, page='<ul class="tides"><li>1</li></ul>'))
    assert "Tide table 7" not in cleaner.clean(page, rulebook=plain, outlet=HOST, policy=policy).body
    assert "Tide table 7" in cleaner.clean(page, rulebook=guarded, outlet=HOST, policy=policy).body


def test_the_article_is_kept_around_what_other_rules_of_the_pack_find_in_it(tmp_path: Path) -> None:
    story = rule("#story", "article", most=None, name="story")
    found = claimed(outlet(tmp_path, story, rule(".related", name="more"), rule(".tag", name="tag")))
    assert [name for name, _ in found] == ["story", "tag", "story", "more", "story"]
    assert found[1:4:2] == [("tag", "Share this"), ("more", "Read next\nGulls win a prize\nHarbour wall cracks")]
    assert found[-1] == ("story", f"\n{PROSE[2]}")
    assert claimed(outlet(tmp_path, story, line("Read next")))[1] == ("two", "Read next")


def test_a_draft_cuts_no_hole_into_the_article(tmp_path: Path) -> None:
    story = rule("#story", "article", most=None, name="story")
    found = claimed(outlet(tmp_path, story, rule(".related", more="    status: draft\n")))
    assert [name for name, _ in found] == ["story", "one"]
    assert found[0][1].endswith(PROSE[2])


def test_of_many_cuts_only_those_around_an_element_count(tmp_path: Path) -> None:
    """A cut that began before it, one inside it and one behind it; what lies between is article."""
    markup = '<div class="a"><b class="c">Ad.</b><p class="story">One <b class="c">two</b> three</p></div><p class="story">four</p><b class="c">five</b>'
    rules = [rule("p.story", "article", name="story", page=markup), rule("b.c", name="cut", page=markup)]
    assert claimed(outlet(tmp_path / "a", *rules), markup) == [
        ("cut", "Ad."), ("story", "One "), ("cut", "two"), ("story", " three"), ("story", "four"), ("cut", "five"),
    ]  # fmt: skip  # one thought a line
    rules.append(rule(".a", "comments", name="all", page=markup))
    assert [found for found in claimed(outlet(tmp_path / "b", *rules), markup) if found[0] == "story"] == [("story", "four")]


@pytest.mark.hostile(71)
def test_claiming_what_an_outlet_selects_takes_time_in_proportion(tmp_path: Path) -> None:
    rulebook = outlet(
        tmp_path, rule(".story p", "article", name="story", page='<div class="story"><p>a</p></div>'),
        rule("i.ad", name="cut", page='<p>The <i class="ad">ad</i></p>'),
    )  # fmt: skip  # one rule a line
    matcher = rulebook.for_outlet(HOST)
    assert matcher is not None
    paragraph = '<p>The ferry <i class="ad">Ad</i></p>'
    small, large = (read(f'<div class="story">{paragraph * count}</div>', id="x") for count in (1_000, 4_000))
    assert len(list(matcher.claims(large))) == 8_000
    assert cost(lambda: list(matcher.claims(large))) < 8 * cost(lambda: list(matcher.claims(small))) + 0.1


def test_an_exception_keeps_its_element_whole(tmp_path: Path) -> None:
    kept = rule("aside.related", "article", most=None, name="kept").replace("    label: article\n", "")
    rules = outlet(tmp_path, rule("aside li"), line("Read next"), exceptions=kept)
    body = cleaner.clean(PAGE, rulebook=rules, outlet=HOST, chain=[cleaner.Packs()]).body
    assert "Read next\n\nGulls win a prize\n\nHarbour wall cracks" in body
    assert ("kept", "Read next\nGulls win a prize\nHarbour wall cracks") in claimed(rules)


def test_a_page_is_parsed_once_for_all_selectors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = outlet(tmp_path, rule(".related"), rule("nav.top", name="two"), rule("footer", name="three"))
    document = read(PAGE, id="page")
    parsed: list[str] = []
    parser = blocks.LexborHTMLParser

    def counted(markup: str) -> object:
        parsed.append(markup)
        return parser(markup)

    monkeypatch.setattr(blocks, "LexborHTMLParser", counted)
    matcher = rules.for_outlet(HOST)
    assert matcher is not None
    assert len(list(matcher.claims(document))) == 3
    assert len(parsed) == 1


def test_rules_say_why_they_did_not_claim_an_element(tmp_path: Path) -> None:
    more = "    text: 'Gulls .+'\n"
    rules = outlet(
        tmp_path, rule(".related", most=20), rule("aside li", name="two", more=more, page="<aside><li>Gulls a</li></aside>")
    )
    document = read(PAGE, id="page")
    matcher = rules.for_outlet(HOST)
    assert matcher is not None

    def looks(text: str) -> list[tuple[str, bool, str]]:
        number = next(line.number for line in document.lines if line.text == text)
        return [(look.rule.id.rpartition("/")[2], look.matched, look.why) for look in matcher.looks(document, number)]

    large = "its selector finds an element, but that holds 47 characters, and at most 20 may be"
    assert looks("Gulls win a prize") == [("one", False, large), ("one", True, "matches"), ("two", True, "matches")]
    other = "its selector finds an element, but its pattern does not match the text there"
    assert looks("Harbour wall cracks") == [("one", False, large), ("two", False, other)]
    assert looks("Masthead") == []
    assert matcher.looks(document, 10_000) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (rule("p["), "outlets/herald.example.yaml:8: rule 'one', select: 'p[' is no CSS selector that can be used here"),
        (rule("p:nosuch"), "outlets/herald.example.yaml:8: rule 'one', select: 'p:nosuch' is no CSS selector that can be used here"),
        *(
            (rule(f"{bare}"), "outlets/herald.example.yaml:8: rule 'one': this selector finds the prose of any page; "
             "name a class, an id or an attribute")
            for bare in ("p", "*", "body", "article", "div p", "h4, li", ":not(h1)", "p:nth-of-type(1)")
        ),
        (rule(".x", most=None), "rule 'one': `select` needs `within: {at_most: N}`, the most characters an element may hold, "
         "lest it take an article"),
        (rule(".x", more="    line: 'x+'\n"), "a rule has exactly one of line, lines, inside, block, select; this one has line and select"),
        (rule(".x").replace("{at_most: 200}", "{at_most: 2, first: 3}"), "`select` knows no lines: `within: first` means nothing there"),
        (line("x").replace("    lines", "    text: 'a'\n    lines"), "`text` is the text of an element; it goes with `select`"),
        (rule(".x", more="    text: '(?P<autors>.+)'\n"), "group 'autors' is no field, did you mean 'authors'?"),
        (rule(".x", more="    text: '('\n"), "rule 'one', text: not a valid pattern"),
        (rule(".x", page="<p>An example without it</p>"), "rule 'one' does not match this example"),
        (rule(".x", page=" "), "rule 'one' does not match this example"),
        (rule("em", page="<em>A</em>").replace("<p>The", "<p><em>The"), "this selector finds the prose of any page"),
        (rule("h1").replace("<p>The", "<h1>The"), "rule 'one' matches this example, which it should ignore"),
    ],
)  # fmt: skip
def test_mistakes_are_told(tmp_path: Path, given: str, message: str) -> None:
    assert any(message in mistake for mistake in mistakes(tmp_path, given)), mistakes(tmp_path, given)


def test_shared_packs_select_nothing_families_do(tmp_path: Path) -> None:
    wrong = mistakes(tmp_path / "a", rule(".related"), name="shared/one", head="schema: 1\npack: one\nlanguage: en\n")
    assert wrong == [
        "shared/one.yaml:8: rule 'one': names of elements mean something on pages of one make only; "
        "put the rule into an outlet's pack or a family"
    ]
    write_pack(tmp_path / "b", "families/engine", f"schema: 1\nfamily: engine\nrules:\n{rule('.related')}")
    write_pack(tmp_path / "b", f"outlets/{HOST}", f"{HEAD}extends: engine\n")
    assert claimed(load_rulebook(tmp_path / "b", bundled=False)) == [
        ("one", "Read next\nGulls win a prize\nHarbour wall cracks")
    ]


def test_packs_come_out_of_the_cache_as_they_went_in(tmp_path: Path) -> None:
    first = outlet(tmp_path, rule(".related", more="    text: '(?s)Read.+'\n"))
    again = load_rulebook(tmp_path, bundled=False)
    assert (again.packs, again.rules()) == (first.packs, first.rules())
    assert again.packs[0].rules[0].selector == ".related"


def test_all_that_judges_a_pack_is_in_the_key() -> None:
    """Whatever those files import of ours, but what words messages alone; and there are no files beside them that they read."""
    files = cache.judging()
    modules = {file.relative_to(ROOT / "cleaner").as_posix() for file in files}
    imported = {name for file in files if file.suffix == ".py" for name in imports(file) if name.startswith("cleaner.")}
    assert imported >= {"cleaner.model", "cleaner.lines", "cleaner.letters", "cleaner.language"}
    for name in imported - {"cleaner._version", "cleaner.errors", "cleaner.visible"}:
        path = name.removeprefix("cleaner.").replace(".", "/")
        assert {f"{path}.py", f"{path}/__init__.py"} & modules, name


@pytest.mark.parametrize("name", ["blocks.py", "model.py", "lines.py", "letters.py", "language.py", "locales.py", "en.txt"])
def test_a_pack_is_judged_anew_when_what_judges_it_changes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache.key(b"x", "x")
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read_bytes(path) + b"#" * (path.name == name))
    cache._code.cache_clear()
    try:
        assert cache.key(b"x", "x") != before
    finally:
        monkeypatch.undo()
        cache._code.cache_clear()
    assert cache.key(b"x", "x") == before


def test_a_pattern_of_an_elements_text_runs_under_the_time_limit(tmp_path: Path) -> None:
    rules = outlet(tmp_path, rule(".related", more="    text: '(?s)(?:Read|\\w|\\s|\\w\\s)+'\n"))
    bad = '<html><body><div class="related">' + "a b " * 40 + "!</div></body></html>"
    with pytest.raises(RuleTimeout):
        claimed(rules, bad)


def test_an_example_in_which_nothing_is_visible_is_an_empty_page() -> None:
    assert example_document("<script>1</script>", markup=True).text == ""
    assert example_document("<b>x</b>", markup=False).text == "<b>x</b>"
    assert list(Matcher([]).claims(example_document("", markup=True))) == []


@pytest.fixture
def workshop(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    from cleaner.cli import main

    outlet(tmp_path / "rules", rule(".related", "other_story"), line("Masthead", "navigation"))
    for name, text in (("page/source.html", PAGE), ("dump/source.txt", read(PAGE, id="page").text)):
        path = tmp_path / "fixtures" / HOST / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str]:
        code = main(["rules", *arguments, "--rules", str(tmp_path / "rules")])
        return code, capfd.readouterr().out

    return run


def test_the_workshop_tests_lints_and_lists_them(workshop: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    code, out = workshop("test", "--update")
    assert code == 0, out
    assert "2 rules hold; 4 examples, 2 fixtures" in out
    goldens = {path.parent.name: path.read_text() for path in tmp_path.glob("fixtures/*/*/marked.txt")}
    assert [row for row in goldens["page"].splitlines() if f"{HOST}/one" in row] == [
        row for row in goldens["page"].splitlines() if row.endswith(("Read next", "Gulls win a prize", "Harbour wall cracks"))
    ]
    assert f"{HOST}/one" not in goldens["dump"]
    assert f"{HOST}/two" in goldens["dump"]
    assert workshop("test")[0] == 0
    assert f"{HOST}/one" in workshop("list", "--outlet", HOST)[1]
    pack = tmp_path / "rules" / "outlets" / f"{HOST}.yaml"
    pack.write_text(pack.read_text().replace("select: '.related'", "select: aside.related #x"))
    with pytest.raises(RulebookError, match=r"'#x' is a comment and no part of 'aside\.related'"):
        load_rulebook(tmp_path / "rules", bundled=False)


def test_the_linter_sees_two_rules_for_the_same_elements(tmp_path: Path, workshop: Callable[..., tuple[int, str]]) -> None:
    pack = tmp_path / "rules" / "outlets" / f"{HOST}.yaml"
    pack.write_text(pack.read_text() + rule(".related", name="three") + rule(".related", most=100, name="four"))
    out = workshop("lint", "--today", "2024-05-02")[1]
    assert f"{HOST}/three" in out
    assert f"finds the same as {HOST}/one" in out
    assert out.count("finds the same") == 1


def test_a_page_and_its_dump_need_folders_of_their_own(workshop: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    page = tmp_path / "fixtures" / HOST / "page"
    (page / "source.txt").write_text("The ferry.\n")
    assert workshop("test") == (2, "")
    with pytest.raises(UsageError, match="put each source into one of its own"):
        find_fixtures(tmp_path / "fixtures")
