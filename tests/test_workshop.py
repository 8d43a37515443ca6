"""Testing rules: what counts as a hit, as silence, as noise and as a miss; and that real mistakes in the shipped rules are caught."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.cli import main
from cleaner.errors import UsageError
from cleaner.rulebook import loader
from cleaner.workshop import Report, bench, bench_of, run_tests
from cleaner.workshop.fixtures import differences, find_clean, find_fixtures, rows_by_rule
from tests.conftest import ROOT
from tests.packs import one_rule, write_pack
from tests.test_wrapping import ARTICLE, filled

CLEAN = len(find_clean(ROOT / "fixtures" / "clean"))
"""Texts of which nothing may go that come with cleaner; it grows with every one that is added."""

# -- on a copy of the shipped rules


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped rules and fixtures, to be damaged."""
    for name in ("rules", "fixtures"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.setattr(loader, "bundled_directory", lambda: tmp_path / "rules")
    monkeypatch.setattr(bench, "bundled_clean", lambda: tmp_path / "fixtures" / "clean")
    return tmp_path


def damage(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def failures(report: Report) -> dict[str, tuple[list[str], list[str], tuple[str, ...]]]:
    """Rule: texts on which it was noisy, those that it missed, and who shadows it."""
    return {
        outcome.rule: ([case.text for case in outcome.noisy], [case.text for case in outcome.missing], outcome.shadowed_by)
        for outcome in report.outcomes
        if outcome.failed
    }


def test_the_shipped_rules_pass() -> None:
    """Every example, every fixture, silence on all clean texts, and no rule that never wins."""
    report = run_tests(bench_of())
    assert failures(report) == {}
    assert not report.failed
    assert (report.fixtures, report.clean) == (len(find_fixtures(ROOT / "fixtures")), CLEAN)
    assert report.examples > 2000


def test_a_pattern_made_broader_by_one_word_is_caught(shipped: Path) -> None:
    """The recipe among the clean texts asks for three eggs."""
    damage(
        shipped / "rules/shared/comments.yaml",
        "(?:comments?|replies|reply|responses?|",
        "(?:comments?|eggs|replies|reply|responses?|",
    )
    report = run_tests(bench_of(["comments"]))
    assert failures(report) == {"comments/counts": (["3 eggs"], [], ())}
    (case,) = next(one for one in report.outcomes if one.rule == "comments/counts").noisy
    assert case.where == f"{shipped}/fixtures/clean/recipe-leek-tart.txt:19"


def test_a_fixture_whose_page_changed_is_caught(shipped: Path) -> None:
    """The outlet writes its share bar anew: the rule that cut it misses it, and the page is shown with what differs."""
    assert not run_tests(bench_of(["chinadaily.com.cn"])).failed
    source = shipped / "fixtures/chinadaily.com.cn/tea-harvest/source.txt"
    damage(source, "Share - WeChat", "Share it with WeChat and the world")
    report = run_tests(bench_of(["chinadaily.com.cn"]))
    assert failures(report)["chinadaily.com.cn/share"] == ([], ["Share - WeChat"], ())
    (difference,) = report.differences
    assert difference.fixture.source == source
    assert any(line.startswith("-- share ") and line.endswith("| Share - WeChat") for line in difference.lines)
    assert any(line.endswith("| Share it with WeChat and the world") and line.startswith("+") for line in difference.lines)


def test_a_rule_that_another_one_shadows_is_caught(shipped: Path) -> None:
    """A rule is added that takes everything an older one takes, and more: the older one is dead."""
    pack = shipped / "rules/outlets/chinadaily.com.cn.yaml"
    with pack.open("a", encoding="utf-8") as file:
        file.write(
            "  - id: mail-box\n    label: author_bio\n    why: The box with the address of the author.\n"
            "    block: {from: '.*@chinadaily\\.com\\.cn\\.?', to: end, at_most: 30}\n"
            '    examples: {matches: ["renqi@chinadaily.com.cn\\nTop"], ignores: [Write to me.]}\n'
        )
    report = run_tests(bench_of(["chinadaily.com.cn"]))
    assert failures(report) == {"chinadaily.com.cn/mail-box": ([], [], ("chinadaily.com.cn/author-mail",))} or failures(
        report
    ) == {"chinadaily.com.cn/author-mail": ([], [], ("chinadaily.com.cn/mail-box",))}


@pytest.mark.parametrize(("wrong", "right"), [("matches", "ignores"), ("ignores", "matches")])
def test_an_example_in_the_wrong_list_is_caught(shipped: Path, wrong: str, right: str) -> None:
    pack = shipped / "rules/outlets/turnednews.com.yaml"
    moved = "Photos show the damage." if wrong == "matches" else "Photo: Associated Press/Maxar Technologies"
    lists = {"matches": ["Photo: The Canadian Press / Jane Roe"], "ignores": ["Photo: how it was made"]}
    lists[wrong].append(moved)
    damage(
        pack,
        "matches: ['Photo: Associated Press/Maxar Technologies', 'Photo: The Canadian Press / Jane Roe']\n"
        "      ignores: ['Photo: how it was made', 'Photos show the damage.']",
        f"matches: {lists['matches']}\n      ignores: {lists['ignores']}",
    )
    report = run_tests(bench_of(["turnednews.com"]))
    missing, noisy = ([moved], []) if wrong == "matches" else ([], [moved])
    assert failures(report) == {"turnednews.com/photo-credit": (noisy, missing, ())}


# -- on rules of one's own

PACK = """\
schema: 1
outlet: news.example
name: The News
checked: 2024-05-02
rules:
  - id: sign-up
    label: promo
    why: A plea to sign up, under every story.
    line: 'Sign up .{1,40}'
    examples: {matches: ['Sign up now'], ignores: ['They sign up.']}
  - id: menu
    label: navigation
    why: The menu over every story.
    lines: [Home | World]
    examples: {matches: ['Home | World'], ignores: ['Home']}
"""
STORY = "Home | World\nThe harbour reopened on Monday after a long night, the port said.\nSign up today\n"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rules directory with one outlet and one fixture with its golden, beside bundled rules without fixtures."""
    write_pack(tmp_path / "bundled", "shared/one", one_rule("lines: ['Sign up now']"))
    monkeypatch.setattr(loader, "bundled_directory", lambda: tmp_path / "bundled")
    monkeypatch.chdir(tmp_path)
    write_pack(tmp_path / "mine" / "rules", "outlets/news.example", PACK)
    story = tmp_path / "mine/fixtures/news.example/harbour/source.txt"
    story.parent.mkdir(parents=True)
    story.write_text(STORY, encoding="utf-8")
    run_tests(bench_of(rules=[Path("mine/rules")]), update=True)
    return tmp_path


@pytest.fixture
def call(own: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(["rules", *arguments])
        return code, *capfd.readouterr()

    return run


def test_a_golden_is_written_on_request_only(own: Path) -> None:
    golden = own / "mine/fixtures/news.example/harbour/marked.txt"
    assert rows_by_rule(golden.read_text(encoding="utf-8")) == {
        ("news.example/menu", "Home | World"): 1, ("news.example/sign-up", "Sign up today"): 1,
    }  # fmt: skip  # rows
    golden.unlink()
    report = run_tests(bench_of(rules=[Path("mine/rules")]))
    assert [difference.lines for difference in report.differences] == [[]]
    assert not golden.exists()
    report = run_tests(bench_of(rules=[Path("mine/rules")]), update=True)
    assert [fixture.name for fixture in report.written] == ["news.example/harbour"]
    assert not report.failed


def test_rows_of_a_marked_view_end_where_lines_of_the_house_do() -> None:
    view = "- menu x.example/a | Home\u2028- b | World\x0c\n  | Story\n"
    assert rows_by_rule(view) == {("x.example/a", "Home\u2028- b | World\x0c"): 1}
    assert differences(view, view.replace("World", "Sport"), 0) == [
        "@@ -1 +1 @@",
        "-- menu x.example/a | Home\u2028- b | World\x0c",
        "+- menu x.example/a | Home\u2028- b | Sport\x0c",
    ]
    assert differences("", view.rstrip("\n")) == differences("", view)
    assert differences(view, view.rstrip("\n")) == []


def test_the_table_counts_four_outcomes(call: Callable[..., tuple[int, str, str]]) -> None:
    """Clean texts come with cleaner; the rules hit twice each (an example, the fixture)."""
    assert call("test", "--rules", "mine/rules") == (
        0,
        "rule                  hits  silent  noisy  missing\n"
        f"news.example/sign-up     2 {CLEAN + 1:7}      0        0\n"
        f"news.example/menu        2 {CLEAN + 1:7}      0        0\n"
        f"2 rules hold; 4 examples, 1 fixture, {CLEAN} clean texts\n",
        "",
    )


def test_what_is_wrong_is_shown_with_place_text_and_remedy(own: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    damage(own / "mine/rules/outlets/news.example.yaml", "line: 'Sign up .{1,40}'", "line: 'Sign (?:up|off)'")
    damage(own / "mine/fixtures/news.example/harbour/source.txt", "Home | World", "Home | World | \x1b[31mSport")
    (own / "more").mkdir()
    (own / "more" / "a.txt").write_text("It ended.\nSign off\n", encoding="utf-8")
    code, out, err = call("test", "--rules", "mine/rules", "--clean", "more")
    assert (code, err) == (1, "")
    assert out == (
        "rule                  hits  silent  noisy  missing\n"
        f"news.example/sign-up     0 {CLEAN + 1:7}      1        2\n"
        f"news.example/menu        1 {CLEAN + 2:7}      0        1\n"
        "noisy news.example/sign-up: more/a.txt:2: Sign off\n"
        "missing news.example/sign-up: mine/rules/outlets/news.example.yaml:10: Sign up now\n"
        "missing news.example/sign-up: mine/fixtures/news.example/harbour/source.txt: Sign up today\n"
        "missing news.example/menu: mine/fixtures/news.example/harbour/source.txt: Home | World\n"
        "changed news.example/harbour: not as its golden (-); now (+); if this is wanted: --update\n"
        "  @@ -1,3 +1,3 @@\n"
        "  -- navigation    news.example/menu                    | Home | World\n"
        "  +                                                     | Home | World | \\x1b[31mSport\n"
        "                                                        | The harbour reopened on Monday after a long night, the port said.\n"
        "  -- promo         news.example/sign-up                 | Sign up today\n"
        "  +                                                     | Sign up today\n"
        "2 of 2 rules took nothing in any fixture: news.example/sign-up, news.example/menu\n"
        f"2 of 2 rules fail; 4 examples, 1 fixture, {CLEAN + 1} clean texts; 1 fixture differs\n"
    )  # fmt: skip  # a screen


def test_drafts_take_nothing_which_is_said(own: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    """Of one rule of two, then of both: no fixture can show more of a draft than a tag."""
    pack = own / "mine/rules/outlets/news.example.yaml"
    damage(pack, "    lines: [Home | World]\n", "    lines: [Home | World]\n    status: draft\n")
    assert call("test", "--rules", "mine/rules", "--update")[1].splitlines()[-2] == (
        "1 of 2 rules took nothing in any fixture: news.example/menu; 1 is a draft, which only tags (? in the marked views)"
    )
    damage(pack, "checked:", "status: draft\nchecked:")
    assert call("test", "--rules", "mine/rules", "--update")[1].splitlines()[-2] == (
        "2 of 2 rules took nothing in any fixture: news.example/sign-up, news.example/menu; "
        "2 are drafts, which only tag (? in the marked views)"
    )


KEEPER = """\
  - id: measures
    label: article
    why: Sentences with a measure are of the article, whatever a guess says.
    line: '.*(?:long night|kilometres).*'
    examples: {matches: ['It took a long night.'], ignores: [Sign up]}
"""


def test_a_rule_that_keeps_text_is_no_noise_and_counts_where_it_keeps(
    own: Path, call: Callable[..., tuple[int, str, str]]
) -> None:
    """It may match on any clean text, which loses nothing; what it keeps in a fixture is a hit."""
    pack = own / "mine/rules/outlets/news.example.yaml"
    pack.write_text(PACK + KEEPER, encoding="utf-8")
    (own / "more").mkdir()
    (own / "more" / "a.txt").write_text("It took a long night.\nThree kilometres more.\n", encoding="utf-8")
    code, out, _ = call("test", "--rules", "mine/rules", "--clean", "more")
    assert (code, out.splitlines()[3:]) == (0, [
        f"news.example/measures     2 {CLEAN + 2:7}      0        0",
        f"3 rules hold; 6 examples, 1 fixture, {CLEAN + 1} clean texts",
    ])  # fmt: skip  # a screen
    damage(pack, "long night|kilometres", "long nights? at sea")
    damage(pack, "It took a long night.", "It took a long night at sea.")
    assert "1 of 3 rules took nothing in any fixture: news.example/measures\n" in call("test", "--rules", "mine/rules")[1]


WRAPPED = filled(*ARTICLE)
GONE = WRAPPED.replace("The ferry came back", "The ferry went back")


@pytest.mark.parametrize(
    ("text", "noisy"),
    [
        ("It ended.\n\nRead the story: [Sign up today](https://news.example/a).\n", []),
        ("It ended.\n\n**[Sign up today](https://news.example/a)**\n", [("more/a.txt:3", "Sign up today")]),
        ("It ended.\n\n[Sign up](/a) *today*\n", [("more/a.txt:3", "Sign up](/a) *today")]),
        ("It ended.\n\n# [Home](/) | [World](/world)\n", [("more/a.txt:3", "Home](/) | [World")]),
        (WRAPPED, []),
        (f"It ended.\n\n{WRAPPED}", []),
        (GONE, [("more/a.txt:1", GONE.partition("\n\n")[0])]),
        (f"It ended.\n\n{GONE}", [("more/a.txt:3", GONE.partition("\n\n")[0])]),
    ],
)  # fmt: skip  # a text a line
def test_rules_see_of_a_clean_text_what_they_see_in_a_run(
    own: Path, call: Callable[..., tuple[int, str, str]], text: str, noisy: list[tuple[str, str]]
) -> None:
    """No signs of Markdown, and a wrapped paragraph as one line; what is told is where and how it stands in the file."""
    damage(
        own / "mine/rules/outlets/news.example.yaml",
        "line: 'Sign up .{1,40}'", "line: 'Sign up .{1,40}|flask of tea\\.|The ferry went back .{100,300} a flask of tea\\.'",
    )  # fmt: skip
    (own / "more").mkdir()
    (own / "more" / "a.txt").write_text(text, encoding="utf-8")
    report = run_tests(bench_of(rules=[Path("mine/rules")], clean=[Path("more")]))
    assert [tuple(case) for outcome in report.outcomes for case in outcome.noisy] == noisy


def test_rules_see_of_a_fixture_what_they_see_in_a_run(own: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    """What keeps text only without its signs keeps it, and what wins only there wins."""
    pack = own / "mine/rules/outlets/news.example.yaml"
    again = PACK[PACK.index("  - id: sign-up") : PACK.index("  - id: menu")].replace("sign-up", "z-plea")
    kept = KEEPER.replace(".*(?:long night|kilometres).*", "It took a long night.+")
    kept = kept.replace("It took a long night.", "It took a long night at sea.")
    pack.write_text(PACK + kept + again.replace("Sign up .{1,40}", "Sign up now"), encoding="utf-8")

    def outcomes() -> dict[str, tuple[int, bool, tuple[str, ...]]]:
        report = run_tests(bench_of(rules=[Path("mine/rules")]), update=True)
        return {outcome.rule: (outcome.hits, outcome.fired, outcome.shadowed_by) for outcome in report.outcomes}

    shadowed = {"news.example/sign-up": (1, False, ("news.example/z-plea",)), "news.example/measures": (1, False, ())}
    source = own / "mine/fixtures/news.example/harbour/source.txt"
    source.write_text("The port said so.\nIt was over.\n", encoding="utf-8")
    assert outcomes().items() >= shadowed.items()
    source.write_text("It took a [long night](/n) at sea.\n\nThe port said so.\n\n[Sign up today](/s)\n", encoding="utf-8")
    won = {"news.example/sign-up": (2, True, ()), "news.example/measures": (2, True, ())}
    assert outcomes().items() >= won.items()


def test_of_many_cases_the_first_are_shown_and_the_rest_counted(own: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    (own / "more").mkdir()
    (own / "more" / "a.txt").write_text("Home | World\n" * 8, encoding="utf-8")
    _, out, _ = call("test", "--rules", "mine/rules", "--clean", "more")
    noisy = [line for line in out.splitlines() if line.startswith("noisy")]
    assert noisy == [
        *(f"noisy news.example/menu: more/a.txt:{number}: Home | World" for number in range(1, 6)),
        "noisy news.example/menu: and 3 more; --json has them all",
    ]
    _, out, _ = call("test", "--rules", "mine/rules", "--clean", "more", "--json")
    assert [len(rule["noisy"]) for rule in json.loads(out)["rules"]] == [0, 8]


def test_a_pack_can_be_named_by_its_file(own: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    """Its directory of rules counts as given; a file that is not there is named."""
    by_file = call("test", "mine/rules/outlets/news.example.yaml")
    assert by_file == call("test", "news.example", "--rules", "mine/rules")
    assert by_file[0] == 0
    assert by_file == call("test", "mine/rules/outlets/news.example.yaml", "--rules", "mine/rules")
    code, out, err = call("test", "mine/rules/outlets/other.example.yaml", "--rules", "mine/rules")
    assert (code, out) == (2, "")
    assert "mine/rules/outlets/other.example.yaml: there is no such rule file or directory" in err


TOOLS = [("check",), ("test",), ("lint", "--today", "2024-06-01")]


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    "named",
    [
        ("mine/rules",),
        ("mine/rules/",),
        ("./mine/rules", "--rules", "mine/rules"),
        ("mine/rules/outlets/news.example.yaml",),
        ("news.example", "--rules", "mine/rules"),
        ("mine/rules", "mine/rules/outlets/news.example.yaml", "news.example"),
    ],
)
def test_every_tool_takes_a_name_a_file_and_a_directory(
    own: Path, call: Callable[..., tuple[int, str, str]], tool: tuple[str, ...], named: tuple[str, ...]
) -> None:
    """They look at what was named and at nothing else: the bundled rules apply beside it and are nobody's question."""
    name, *options = tool
    by_option = call(name, "--rules", "mine/rules", *options)
    assert by_option[0] == 0
    assert call(name, *named, *options) == by_option
    assert call(name, *options) != by_option


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    ("named", "says"),
    [
        (("mine/rules/outlets",), "mine/rules/outlets: no rules here, did you mean mine/rules?"),
        (("--rules", "mine/rules/outlets"), "mine/rules/outlets: no rules here, did you mean mine/rules?"),
        (("mine/fixtures",), "mine/fixtures: no rules here; a rules directory holds shared/*.yaml or outlets/*.yaml"),
        (("mine/rules/nowhere",), "mine/rules/nowhere: there is no such rule file or directory; "),
        (("news.exampel", "--rules", "mine/rules"), "there is no pack news.exampel, did you mean news.example?"),
        (("mine",), "there is no pack mine; "),
    ],
)
def test_every_tool_refuses_what_names_no_rules(
    own: Path, call: Callable[..., tuple[int, str, str]], tool: tuple[str, ...], named: tuple[str, ...], says: str
) -> None:
    name, *options = tool
    code, out, err = call(name, *named, *options)
    assert (code, out) == (2, "")
    assert says in err


def test_a_directory_that_is_called_like_a_pack_is_that_pack(own: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    """As in a folder of fixtures, which are called after the hosts."""
    by_name = call("test", "news.example", "--rules", "mine/rules")
    Path("news.example").mkdir()
    assert call("test", "news.example", "--rules", "mine/rules") == by_name


def test_the_check_tells_of_the_rules_that_were_named_alone(own: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    """A rule without a fixed text is told of to whoever looks at it."""
    rule = "id: shouting\n    label: promo\n    why: A plea in capitals.\n    line: '[A-Z]{8}'"
    examples = "examples: {matches: ['JOINHERE'], ignores: ['Join here']}"
    write_pack(Path("more"), "shared/loud", f"schema: 1\npack: loud\nlanguage: en\nrules:\n  - {rule}\n    {examples}\n")
    note = "note: 1 rule holds no text that a match must contain, so it is tried on every line:\n  loud/shouting\n"
    counts = "{}, all examples hold; `cleaner rules lint` tries how long patterns take\n"
    assert call("check", "more")[1] == counts.format("1 pack, 1 rule") + note
    assert call("check", "news.example", "--rules", "more", "--rules", "mine/rules")[1] == counts.format("1 pack, 2 rules")


def test_a_pack_can_be_named_from_within_its_directory(
    own: Path, call: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path need not name the directory of rules; messages name the file as somebody who stands there does."""
    by_name = call("test", "news.example", "--rules", "mine/rules")
    (own / "mine/rules/outlets/sub").mkdir()
    for place, file in {"outlets": "", "outlets/sub": "../", "": "outlets/", "shared": "../outlets/"}.items():
        (own / "mine/rules" / place).mkdir(exist_ok=True)
        monkeypatch.chdir(own / "mine/rules" / place)
        assert call("test", f"{file}news.example.yaml") == by_name
    damage(own / "mine/rules/outlets/news.example.yaml", "ignores: ['Home']", "ignores: ['Home | World']")
    monkeypatch.chdir(own / "mine/rules/outlets")
    assert "news.example/menu: ../outlets/news.example.yaml:15" in call("test", "news.example.yaml")[1]


def test_json_has_everything(own: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    (own / "mine/rules/outlets/news.example.yaml").write_text(
        PACK.replace("['Sign up now']", "['Sign out now']"), encoding="utf-8"
    )
    code, out, _ = call("test", "--rules", "mine/rules", "--json")
    result = json.loads(out)
    assert code == 1
    assert result["failed"] is True
    assert result["rules"][0] == {
        "rule": "news.example/sign-up", "hits": 1, "silent": CLEAN + 1, "noisy": [],
        "missing": [{"where": "mine/rules/outlets/news.example.yaml:10", "text": "Sign out now"}],
        "shadowed_by": [], "fired": True,
    }  # fmt: skip  # a row
    assert (result["never_fired"], result["examples"], result["fixtures"]) == ([], 4, 1)


def test_a_hit_on_a_clean_text_is_allowed_with_a_reason(own: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    (own / "more").mkdir()
    (own / "more" / "a.txt").write_text("It ended.\nHome | World\n", encoding="utf-8")
    arguments = ("test", "--rules", "mine/rules", "--clean", "more")
    assert call(*arguments)[0] == 1
    allowed = own / "more" / "allowed.txt"
    allowed.write_text("# why not\nnews.example/menu a.txt the piece is about this very menu\n", encoding="utf-8")
    code, out, _ = call(*arguments)
    assert (code, out.splitlines()[-1]) == (
        0, f"2 rules hold; 4 examples, 1 fixture, {CLEAN + 1} clean texts; 1 hit on clean texts allowed",
    )  # fmt: skip  # a pair
    (own / "more" / "a.txt").write_text("It ended.\n", encoding="utf-8")
    code, out, _ = call(*arguments)
    assert code == 1
    assert "stale more/allowed.txt:2: news.example/menu does not hit a.txt any more; delete this line\n" in out
    allowed.write_text("news.example/menu a.txt because\n", encoding="utf-8")
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("error: more/allowed.txt:1: write a rule id, a file and a reason")


def test_files_beside_texts_that_are_not_utf_8(own: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    golden = own / "mine/fixtures/news.example/harbour/marked.txt"
    view = golden.read_text(encoding="utf-8")
    golden.write_bytes(b"caf\xe9\n")
    code, out, err = call("test", "--rules", "mine/rules")
    assert (code, out) == (2, "")
    assert err == (
        f"error: {Path('mine/fixtures/news.example/harbour/marked.txt').resolve()}: this is not UTF-8; write it anew with --update\n"
    )
    assert call("test", "--rules", "mine/rules", "--update")[0] == 0
    assert golden.read_text(encoding="utf-8") == view
    (own / "more").mkdir()
    (own / "more" / "allowed.txt").write_bytes(b"# caf\xe9\n")
    (own / "more" / "a.txt").write_text("It ended.\n", encoding="utf-8")
    code, out, err = call("test", "--rules", "mine/rules", "--clean", "more")
    assert (code, out, err) == (2, "", "error: more/allowed.txt: this is not UTF-8; save the file as UTF-8\n")


def test_an_outlet_needs_a_fixture(own: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    shutil.rmtree(own / "mine" / "fixtures")
    code, out, _ = call("test", "--rules", "mine/rules")
    assert code == 1
    assert (
        "untested news.example: no fixture; put a page into fixtures/news.example/SLUG/source.txt, then run this with --update\n"
        in out
    )
    damage(own / "mine/rules/outlets/news.example.yaml", "name: The News", "name: The News\nstatus: draft")
    assert call("test", "--rules", "mine/rules")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["test", "news.exampel", "--rules", "mine/rules"], "there is no pack news.exampel, did you mean news.example?"),
        (["test", "--fixtures", "nowhere"], "nowhere: no such directory"),
        (["test", "--fixtures", "bundled"], "nothing to test in bundled"),
        (["test", "--clean", "bundled"], "nothing to test in bundled"),
        (["lint", "--today", "soon"], "'soon' is no day"),
        (["lint", "--rules", "mine"], "mine: no rules here"),
    ],
)
def test_wrong_use_is_told(call: Callable[..., tuple[int, str, str]], arguments: list[str], says: str) -> None:
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert says in err


def test_only_retired_rules_are_nothing_to_test(own: Path) -> None:
    damage(own / "mine/rules/outlets/news.example.yaml", "name: The News", "name: The News\nstatus: retired")
    with pytest.raises(UsageError, match="nothing to test"):
        bench_of(rules=[Path("mine/rules")])


def test_an_unreadable_clean_text_is_named(own: Path) -> None:
    (own / "more").mkdir()
    (own / "more" / "a.txt").write_bytes(b"GIF89a")
    with pytest.raises(UsageError, match=r"more/a\.txt: this is a GIF image"):
        run_tests(bench_of(rules=[Path("mine/rules")], clean=[Path("more")]))


def test_a_rule_that_runs_out_of_time_on_a_clean_text_is_noisy(own: Path) -> None:
    damage(own / "mine/rules/outlets/news.example.yaml", "line: 'Sign up .{1,40}'", "line: 'Sign up(?:a|aa)*(?: now| today)'")
    (own / "more").mkdir()
    (own / "more" / "a.txt").write_text(f"Sign up{'a' * 60} now and then\n", encoding="utf-8")
    report = run_tests(bench_of(rules=[Path("mine/rules")], clean=[Path("more")]))
    assert [case.text for case in report.outcomes[0].noisy] == [
        "rule news.example/sign-up: its pattern ran longer than 1 s on one line; simplify it"
    ]
