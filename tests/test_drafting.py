"""Drafts: what is learned from an outlet's pages, and what is left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import cleaner
from cleaner.drafting.draft import draft_rules
from cleaner.drafting.pack import draft_text
from cleaner.drafting.patterns import literal, shape_of
from cleaner.drafting.samples import Sample, without_copies
from cleaner.drafting.signing import signed_lines
from cleaner.model import Label
from cleaner.rulebook import Matcher, load_rulebook
from tests.drafting import ALL, samples
from tests.pages import ARTICLES, HOST, page
from tests.texts_in_languages import PARAGRAPHS

NAME = r"\p{Lu}[\p{L} .,'’&-]{2,80}?"
DATE = r"\d{1,2} \p{L}{3,12} \d{4}"


@pytest.fixture(scope="module")
def five() -> list[Sample]:
    return samples(**ALL)


# --- patterns ---


@pytest.mark.parametrize(
    ("line", "pattern", "fields"),
    [
        ("3 May 2024", f"(?P<published>{DATE})", ("published",)),
        ("Words by Jane Roe in town, 3 May 2024", rf"Words by (?P<authors>{NAME}) in town, (?P<published>{DATE})", ("authors", "published")),
        ("Von Anna Maria Müller", f"Von (?P<authors>{NAME})", ("authors",)),
        ("29.06.2023, 15:04 | Lesedauer: 7 Minuten", r"(?P<published>\d{1,2}\.\d{1,2}\.\d{4}, \d{1,2}:\d{1,2}) \| Lesedauer: \d{1,4} Minuten", ("published",)),
        ("Updated: 2024-05-03", r"Updated: (?P<modified>\d{4}\-\d{1,2}\-\d{1,2})", ("modified",)),
        ("May 3rd, 2024 at 5 pm", r"(?P<published>\p{L}{3,12} \d{1,2}(?:st|nd|rd|th), \d{4}) at \d{1,4} pm", ("published",)),
        ("2022年2月18日 08:53", r"(?P<published>\d{4}年\d{1,2}月\d{1,2}日 \d{1,2}:\d{1,2})", ("published",)),
        ("3 May 2024 | 4 May 2024", rf"(?P<published>{DATE}) \| (?:{DATE})", ("published",)),
        ("3 May 2024Updated 4 May 2024", rf"(?P<published>{DATE})Updated (?P<modified>{DATE})", ("published", "modified")),
        ("3 May 2024 (Updated 4:30 am)", rf"(?P<published>{DATE}) \(Updated (?:\d{{1,2}}:\d{{1,2}} [AaPp]\.?[Mm]\.?)\)", ("published",)),
    ],
)  # fmt: skip
def test_a_byline_becomes_a_pattern_that_matches_it(line: str, pattern: str, fields: tuple[str, ...]) -> None:
    import regex

    shape = shape_of(line)
    assert shape is not None
    assert shape == (pattern, fields)
    assert regex.fullmatch(shape.pattern, line)


@pytest.mark.parametrize(
    "line",
    [
        "By hand",
        "By January the ice had gone",
        "Room 12 2024",
        "Doors open at 4:30",
        "Chapter 3 Verse 2024",
        "by the river",
        "Council",
        "The minister leaves a meeting of the parties in the northern port of the island on 3 May 2024",
    ],
)
def test_what_names_no_author_and_no_time_is_no_byline(line: str) -> None:
    assert shape_of(line) is None


def test_numbers_are_any_numbers_and_signs_are_themselves() -> None:
    assert literal("© 2024 A+B (x)") == r"© \d{1,4} A\+B \(x\)"


# --- names ---

AUTHORS = {
    "ferry": "Ruth Penhale",
    "library": "Tom Cray",
    "storm": "Ruth Penhale",
    "school": "Tom Cray",
    "bakery": "Ruth Penhale",
}


def signed(form: str, authors: dict[str, str], *, foot: str = "") -> dict[str, str]:
    """Pages whose bylines are written in a form of one's own."""
    return {
        name: ALL[name].replace(
            f"Words by {ARTICLES[name][2]} in town, {ARTICLES[name][3]}", form.format(author, ARTICLES[name][3])
        ).replace("Also in the paper", f"{foot.format(author)}\n\nAlso in the paper" if foot else "Also in the paper")
        for name, author in authors.items()
    }  # fmt: skip  # a chain


def patterns(texts: dict[str, str]) -> set[str]:
    return {shape.pattern for shape in signed_lines(samples(**texts)).values()}


@pytest.mark.parametrize(
    ("form", "pattern"),
    [
        ("Ink: {} / Out {}", rf"Ink: (?P<authors>{NAME}) / Out (?P<published>{DATE})"),
        ("{}, on {}", rf"(?P<authors>{NAME}), on (?P<published>{DATE})"),
    ],
)
def test_where_other_pages_have_other_names_authors_stand(form: str, pattern: str) -> None:
    assert patterns(signed(form, AUTHORS)) == {pattern}


def test_one_name_on_all_pages_is_a_word_of_the_outlet() -> None:
    """It may be the place, or the paper; nothing says that it is a person."""
    one = dict.fromkeys(AUTHORS, "New Haven")
    assert patterns(signed("Ink: {} / Out {}", one)) == {rf"Ink: New Haven / Out (?P<published>{DATE})"}


def test_what_the_menu_names_as_well_is_a_section() -> None:
    sections = dict(zip(AUTHORS, ["Harbour News", "Town Hall", "Harbour News", "Town Hall", "Harbour News"], strict=True))
    menu = {
        name: text.replace("Puzzles", "Harbour News\n\nTown Hall\n\nPuzzles", 1)
        for name, text in signed("{} / Out {}", sections).items()
    }
    assert patterns(menu) == {rf"{name} / Out (?P<published>{DATE})" for name in ("Harbour News", "Town Hall")}


def test_a_known_author_is_known_in_a_line_without_a_time() -> None:
    """On one page alone it may be the headline of a column."""
    texts = signed("Ink: {} / Out {}", AUTHORS, foot="Our man in the harbour : {}")
    line = rf"Our man in the harbour : (?P<authors>{NAME})"
    assert line in patterns(texts)
    assert [rule["line"] for rule in draft_rules(samples(**texts)) if rule["label"] == "byline"][-1] == line
    once = signed("Ink: {} / Out {}", AUTHORS) | {"ferry": texts["ferry"]}
    assert line not in patterns(once)


def test_a_name_by_itself_is_no_pattern() -> None:
    """Every headline would be of its form."""
    texts = signed("Ink: {} / Out {}", AUTHORS, foot="{}")
    assert patterns(texts) == {rf"Ink: (?P<authors>{NAME}) / Out (?P<published>{DATE})"}


def test_a_stable_draft_knows_the_author_and_the_headline_of_another_page(tmp_path: Path) -> None:
    """Longer ones than it has seen, of which cleaner by itself knows neither."""
    form = "Ink: {} / Out {}"
    path = tmp_path / "outlets" / f"{HOST}.yaml"
    path.parent.mkdir()
    short = {name: f"{name.title()} on the quay again" for name in AUTHORS}
    texts = {
        name: text.replace(f"{ARTICLES[name][0]} / {ARTICLES[name][1]}\n\n{ARTICLES[name][1]}", short[name])
        for name, text in signed(form, AUTHORS).items()
    }
    rules = draft_rules(samples(**texts))
    assert [rule["within"] for rule in rules if rule["label"] == "title"] == [
        {"after": "Log in here", "first": 11, "at_most": 200}
    ]
    path.write_text(draft_text(HOST, rules).replace("status: draft", "status: stable"), encoding="utf-8")
    author, title = (
        "Mary Ellen van der Whitcombe-Harrington",
        f"Ferry on the quay again, {'and nobody knows for how long, ' * 4}",
    )
    page_of_another = texts["ferry"].replace("Ruth Penhale", author).replace(short["ferry"], title.strip(", "))
    result = cleaner.clean(page_of_another, outlet=HOST, rulebook=load_rulebook(tmp_path))
    assert result.fields.authors == (author,)
    assert result.fields.title == title.strip(", ")
    assert [line for line in ARTICLES["ferry"][4] if line not in result.body] == []


# --- samples ---


def test_lines_are_judged_and_placed(five: list[Sample]) -> None:
    ferry = next(sample for sample in five if sample.name == "ferry")
    first, *_, last = [line for line in ferry.lines if line.at in ferry.body]
    paragraphs = ARTICLES["ferry"][4]
    assert (first.text, last.text) == (paragraphs[0], paragraphs[-1])
    assert [ferry.zone(line) for line in ferry.lines if line.text in ("Puzzles", paragraphs[1])] == ["head", "inside", "tail"]
    menu = next(line for line in ferry.lines if line.text == "Menu")
    assert menu.known
    assert not menu.article


def test_the_same_article_twice_is_one_sample(five: list[Sample]) -> None:
    again = samples(ferry=ALL["ferry"], copy=ALL["ferry"] + "\nAnother line", storm=ALL["storm"])
    kept, left_out = without_copies(again)
    assert [sample.name for sample in kept] == ["ferry", "storm"]
    assert [(copy.name, first.name) for copy, first in left_out] == [("copy", "ferry")]
    assert without_copies(five) == (five, [])


def test_the_same_article_in_a_script_without_spaces_is_one_sample() -> None:
    ferry, storm = ("\n".join(PARAGRAPHS[language]) for language in ("zh", "ja"))
    kept, left_out = without_copies(samples(ferry=ferry, copy=f"{ferry}\n首页", storm=storm))
    assert [sample.name for sample in kept] == ["ferry", "storm"]
    assert [(copy.name, first.name) for copy, first in left_out] == [("copy", "ferry")]


# --- rules ---


def test_five_pages_give_the_furniture(five: list[Sample]) -> None:
    rules = {rule["id"]: rule for rule in draft_rules(five)}
    assert list(rules) == ["footer", "byline", "head-navigation", "tail-navigation", "head-under"]
    assert rules["footer"]["block"] == {"from": "Harbour Post Group", "to": "end", "at_most": 11}
    assert rules["footer"]["within"] == {"before": "Printing Works"}
    assert rules["byline"]["line"] == rf"Words by (?P<authors>{NAME}) in town, (?P<published>{DATE})"
    assert rules["byline"]["within"] == {"first": 15, "at_most": 127}  # the next author may have a longer name
    head = ["The Harbour Post", "Harbour", "Council", "Weather and Tides", "Letters", "Puzzles", "Log in here"]
    assert rules["head-navigation"]["lines"] == head
    assert rules["head-navigation"]["within"] == {"first": 12}
    assert rules["tail-navigation"]["lines"] == ["Also in the paper"]
    assert rules["head-under"]["within"] == {"after": "Log in here", "first": 12, "at_most": 59}  # the path to the page
    assert rules["footer"]["why"] == "From here to the end nothing belongs to the article, on 5 of 5 pages."


LEADS = {
    "ferry": "Nobody had expected the lighthouse keeper to leave the island before his daughter had finished school",
    "library": "The choir that sang in the customs house for years goes back to the hall where all of it began",
    "storm": "Tide tables are printed by hand in the cellar of a chapel, and nobody in town knows for how long",
    "school": "Old nets are sold to museums now, and the last man who can mend them lives above the bakery",
    "bakery": "What the town will do with the customs house is not decided yet, but the roof will not wait",
}


@pytest.mark.parametrize(
    ("heading", "follower", "drafted"),
    [
        ("Also", "{:.40}", True),
        ("Also", "{}", False),  # a title or a sentence may be as long
        ("Also", "{:.40}.", False),
        ("12.04.2024, 10:21 Uhr", "{:.40}", False),  # no heading: under another day stands anything
    ],
)
def test_only_short_entries_under_a_heading_are_taken_whatever_they_say(heading: str, follower: str, drafted: bool) -> None:
    """A rule that takes whatever stands under a line takes on other pages what nobody has seen."""
    foot = "Also in the paper"
    texts = {name: page(name).replace(foot, f"{heading}\n\n{follower.format(lead)}\n\n{foot}") for name, lead in LEADS.items()}
    leads = {follower.format(lead) for lead in LEADS.values()}
    found = [
        replace(
            sample, lines=tuple(replace(line, label=Label.NAVIGATION) if line.text in leads else line for line in sample.lines)
        )
        for sample in samples(**texts)
    ]
    assert ("tail-under" in [rule["id"] for rule in draft_rules(found)]) is drafted


@pytest.mark.parametrize(
    ("heading", "drawn"),
    [("Words by", [("byline", r"(?P<authors>\S.{0,80})")]), ("Dispatches", []), ("The Harbour Post", [])],
)
def test_who_stands_under_a_word_for_by_is_the_author(heading: str, drawn: list[tuple[str, str]]) -> None:
    """Whatever the name is, and whatever a guess takes it for; under another heading anything may stand."""
    texts = {
        name: text.replace(f"Words by {ARTICLES[name][2]} in town, {ARTICLES[name][3]}", f"{heading}\n\n{AUTHORS[name]} {at}")
        for at, (name, text) in zip("ABCDE", ALL.items(), strict=True)
    }
    rules = [rule for rule in draft_rules(samples(**texts)) if rule["within"].get("after") == heading]
    assert [(rule["label"], rule["line"]) for rule in rules] == drawn


def test_one_page_gives_only_its_byline_and_runs_of_short_lines() -> None:
    rules = {rule["id"]: rule for rule in draft_rules(samples(ferry=ALL["ferry"]))}
    assert list(rules) == ["byline", "head-navigation", "tail-navigation"]
    lines = [line for rule in rules.values() for line in rule.get("lines", ())]
    assert "Puzzles" in lines
    assert not {"Also in the paper", *ARTICLES["ferry"][5], ARTICLES["ferry"][1]} & set(lines)


def test_what_the_article_of_a_single_page_speaks_of_is_no_menu() -> None:
    """Topics stand in runs of short lines too, but another story has others."""
    topics = ["Log in here", "School roof", "Fish hall", "Ring road"]
    text = ALL["ferry"].replace("Log in here", "\n\n".join(topics))
    lines = [line for rule in draft_rules(samples(ferry=text)) for line in rule.get("lines", ())]
    told = text.replace("flood.", "flood, said those of the ring road.")
    assert "Ring road" in lines
    assert "Ring road" not in [line for rule in draft_rules(samples(ferry=told)) for line in rule.get("lines", ())]


def test_a_sentence_that_returns_inside_articles_is_left_alone() -> None:
    said = "The harbour master could not be reached for comment on Friday."
    texts = {name: page(name).replace(ARTICLES[name][4][1], f"{ARTICLES[name][4][1]}\n\n{said}") for name in list(ARTICLES)[:4]}
    rules = draft_rules(samples(**texts))
    assert rules
    assert said not in draft_text(HOST, [rule | {"examples": {}} for rule in rules])


def test_a_menu_word_that_is_a_subheading_somewhere_has_no_rule() -> None:
    """The guard would let the rule hit it: the article stands as near to the edge as the menu."""
    paragraphs = ARTICLES["ferry"][4]
    texts = ALL | {"ferry": page("ferry").replace(paragraphs[1], f"Printing Works\n\n{paragraphs[1]}")}
    found = samples(**texts)
    subheading = next(line for line in found[0].lines if line.text == "Printing Works" and line.at in found[0].body)
    rules = draft_rules(found)
    for sample in found:
        _assert_spared(sample, [rule for rule in rules if rule["id"] != "byline"])
    assert subheading.article
    assert "Printing Works" not in str([rule.get("lines") for rule in rules])


def test_no_rule_touches_a_line_judged_article(five: list[Sample]) -> None:
    rules = draft_rules(five)
    judged = [line for line in five[0].lines if line.text.startswith("Words by")]
    assert len(judged) == 1
    for sample in five:
        _assert_spared(sample, [rule for rule in rules if rule["id"] != "byline"])


def _assert_spared(sample: Sample, rules: list[dict[str, object]]) -> None:
    import json

    from cleaner.rulebook.pack import rule_from_json
    from cleaner.rulebook.schema import Rule

    matcher = Matcher([rule_from_json(json.loads(Rule.model_validate(rule).model_dump_json(by_alias=True))) for rule in rules])
    for claim in matcher.claims(sample.document):
        assert not [line.text for line in sample.lines if line.article and line.start < claim.end and line.end > claim.start]


def test_the_order_of_other_pages_does_not_change_what_is_found(five: list[Sample]) -> None:
    backwards = samples(**dict(reversed(ALL.items())))
    assert [rule["id"] for rule in draft_rules(backwards)] == [rule["id"] for rule in draft_rules(five)]


def test_a_stable_draft_cleans_a_page_it_has_not_seen(tmp_path: Path) -> None:
    rules = draft_rules(samples(**{name: text for name, text in ALL.items() if name != "bakery"}))
    path = tmp_path / "outlets" / f"{HOST}.yaml"
    path.parent.mkdir()
    path.write_text(draft_text(HOST, rules).replace("status: draft", "status: stable"), encoding="utf-8")
    with_pack = load_rulebook(tmp_path)
    result = cleaner.clean(ALL["bakery"], outlet=HOST, rulebook=with_pack)
    _, _, author, _, paragraphs, _ = ARTICLES["bakery"]
    assert result.fields.authors == (author,)
    assert result.fields.published == "2024-11-02"
    assert [line for line in paragraphs if line not in result.body] == []
    assert [line for line in ("Words by", "Harbour Post", "Puzzles") if line in result.body] == []
    path.write_text(draft_text(HOST, rules), encoding="utf-8")
    drafted = cleaner.clean(ALL["bakery"], outlet=HOST, rulebook=load_rulebook(tmp_path))
    assert drafted.body == cleaner.clean(ALL["bakery"], outlet=HOST).body, "a draft only tags"


def test_rules_for_an_outlets_furniture_do_not_change_what_is_thought_of_the_rest(tmp_path: Path) -> None:
    """The same other lines stay and go, whether an outlet's menu is known or guessed."""
    text = (
        "schema: 1\noutlet: news.example\nname: Post\nrules:\n  - id: footer\n    label: navigation\n    why: The foot of the page.\n"
        "    block: {from: 'Harbour Post Group', to: end, at_most: 11}\n"
        "    examples: {matches: [\"Harbour Post Group\\nA\"], ignores: ['The Harbour Post Group said so.']}\n"
    )
    path = tmp_path / "outlets" / f"{HOST}.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    rulebook = load_rulebook(tmp_path)
    for page_text in ALL.values():
        foot = page_text.index("Harbour Post Group")
        known, guessed = (
            {
                (r.start, r.end, r.label, r.confidence)
                for r in cleaner.clean(page_text, outlet=HOST, rulebook=rules).removals
                if r.end < foot
            }
            for rules in (rulebook, load_rulebook())
        )
        assert known == guessed


def test_labels_of_a_draft_are_what_its_lines_were_taken_for(five: list[Sample]) -> None:
    assert {rule["label"] for rule in draft_rules(five)} == {str(Label.NAVIGATION), str(Label.BYLINE)}
