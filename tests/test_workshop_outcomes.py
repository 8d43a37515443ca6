"""Testing rules: what counts as a hit, as silence, as noise and as a miss, and how it is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.workshop import bench_of, run_tests
from tests.workshop import CLEAN, KEEPER, PACK, Call, call, damage, own
from tests.wrapped import ARTICLE, filled

__all__ = ["call", "own"]  # fixtures


def test_the_table_counts_four_outcomes(call: Call) -> None:
    """Clean texts come with cleaner; the rules hit twice each (an example, the fixture)."""
    assert call("test", "--rules", "mine/rules") == (
        0,
        "rule                  hits  silent  noisy  missing\n"
        f"news.example/sign-up     2 {CLEAN + 1:7}      0        0\n"
        f"news.example/menu        2 {CLEAN + 1:7}      0        0\n"
        f"2 rules hold; 4 examples, 1 fixture, {CLEAN} clean texts\n",
        "",
    )


def test_what_is_wrong_is_shown_with_place_text_and_remedy(own: Path, call: Call) -> None:
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


def test_drafts_take_nothing_which_is_said(own: Path, call: Call) -> None:
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


def test_a_rule_that_keeps_text_is_no_noise_and_counts_where_it_keeps(own: Path, call: Call) -> None:
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
    own: Path, call: Call, text: str, noisy: list[tuple[str, str]]
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


def test_rules_see_of_a_fixture_what_they_see_in_a_run(own: Path, call: Call) -> None:
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


def test_of_many_cases_the_first_are_shown_and_the_rest_counted(own: Path, call: Call) -> None:
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


def test_json_has_everything(own: Path, call: Call) -> None:
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


def test_a_rule_that_runs_out_of_time_on_a_clean_text_is_noisy(own: Path) -> None:
    damage(own / "mine/rules/outlets/news.example.yaml", "line: 'Sign up .{1,40}'", "line: 'Sign up(?:a|aa)*(?: now| today)'")
    (own / "more").mkdir()
    (own / "more" / "a.txt").write_text(f"Sign up{'a' * 60} now and then\n", encoding="utf-8")
    report = run_tests(bench_of(rules=[Path("mine/rules")], clean=[Path("more")]))
    assert [case.text for case in report.outcomes[0].noisy] == [
        "rule news.example/sign-up: its pattern ran longer than 1 s on one line; simplify it"
    ]
