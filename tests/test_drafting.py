"""Drafts: what is learned from an outlet's pages, what is left alone, and the files that come out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import NamedTuple
from weakref import WeakValueDictionary

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.batch import Item, Settings, worker
from cleaner.cli import main
from cleaner.drafting.draft import draft_rules
from cleaner.drafting.pack import Choice, Drafted, draft_text, suggestions
from cleaner.drafting.patterns import literal, shape_of
from cleaner.drafting.samples import Sample, judge, without_copies
from cleaner.errors import UsageError
from cleaner.model import Document, Label
from cleaner.reading import read
from cleaner.rulebook import Matcher, load_rulebook, yamlfile
from cleaner.rulebook.loader import bundled_directory
from tests.pages import ARTICLES, HOST, page, write_pages

NAME = r"\p{Lu}[\p{L} .,'’&-]{2,80}?"
DATE = r"\d{1,2} \p{L}{3,12} \d{4}"


class Result(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    def run(*arguments: object) -> Result:
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Result(code, out, err)

    return run


def samples(**texts: str) -> list[Sample]:
    rulebook = load_rulebook()
    documents = [(name, read(text, id=name, media_type="text/plain")) for name, text in texts.items()]
    return judge(documents, HOST, rulebook)


ALL = {name: page(name) for name in ARTICLES}


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


# --- rules ---


def test_five_pages_give_the_furniture(five: list[Sample]) -> None:
    rules = {rule["id"]: rule for rule in draft_rules(five)}
    assert list(rules) == ["footer", "byline", "head-navigation", "tail-navigation", "head-under"]
    assert rules["footer"]["block"] == {"from": "Harbour Post Group", "to": "end", "at_most": 11}
    assert rules["footer"]["within"] == {"before": "Printing Works"}
    assert rules["byline"]["line"] == rf"Words by (?P<authors>{NAME}) in town, (?P<published>{DATE})"
    assert rules["byline"]["within"] == {"first": 15, "at_most": 57}
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


def test_one_page_gives_only_runs_of_short_lines() -> None:
    rules = {rule["id"]: rule for rule in draft_rules(samples(ferry=ALL["ferry"]))}
    assert list(rules) == ["head-navigation", "tail-navigation"]
    lines = [line for rule in rules.values() for line in rule["lines"]]
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


# --- rule files ---


@settings(deadline=None)  # writing and reading YAML is slow on a busy machine
@given(st.lists(st.text(min_size=1), min_size=1), st.text(min_size=1))
def test_what_is_written_is_read_back(texts: list[str], why: str) -> None:
    texts = [text for text in texts if not any("\ud800" <= character <= "\udfff" for character in text)] or ["x"]
    why = "".join(character for character in why if character.isprintable())
    data = {"schema": 1, "outlet": HOST, "rules": [{"id": "a", "why": why or "b", "lines": texts, "within": {"first": 3}}]}
    found = yamlfile.parse(yamlfile.dump(data).encode("utf-8"), "x")
    assert (found.mistakes, found.data) == ([], data)


def test_patterns_stand_in_single_quotes_and_guards_on_one_line() -> None:
    rule = {"id": "a", "line": r"it's \d+: #1", "block": {"from": "x", "at_most": 3}, "examples": {"matches": ["a\nb"]}}
    assert yamlfile.dump({"rules": [rule]}) == (
        "rules:\n  - id: a\n    line: 'it''s \\d+: #1'\n    block: {from: 'x', at_most: 3}\n    examples:\n      matches:\n"
        '        - "a\\nb"\n'
    )


# --- cleaner rules new ---


def test_new_writes_a_pack_that_loads_and_its_fixtures(tmp_path: Path, cli: Callable[..., Result]) -> None:
    pages = write_pages(tmp_path / "pages")
    first = cli("rules", "new", f"www.{HOST}", "--from", pages, "--rules", tmp_path / "rules")
    assert first.code == 0
    pack = tmp_path / "rules" / "outlets" / f"{HOST}.yaml"
    files = [
        pack,
        *(tmp_path / "fixtures" / HOST / name / kind for name in sorted(ARTICLES) for kind in ("source.txt", "marked.txt")),
    ]
    assert first.out == "".join(f"{file}\n" for file in files)
    assert "drafted 5 rules: 1 byline, 4 navigation" in first.err
    assert "five" not in first.err
    assert (tmp_path / "fixtures" / HOST / "ferry" / "source.txt").read_text(encoding="utf-8") == ALL["ferry"]
    marked = (tmp_path / "fixtures" / HOST / "ferry" / "marked.txt").read_text(encoding="utf-8")
    assert "? byline        news.example/byline                  | Words by Jane Roe in town, 3 May 2024\n" in marked
    (loaded,) = load_rulebook(tmp_path / "rules", bundled=False).packs
    assert (loaded.name, loaded.status, len(loaded.rules)) == (HOST, "draft", 5)
    again = cli("rules", "new", HOST, "--from", pages / "*.txt", "--rules", tmp_path / "other" / "rules")
    assert again.code == 0
    assert (tmp_path / "other" / "rules" / "outlets" / f"{HOST}.yaml").read_bytes() == pack.read_bytes()


def test_new_takes_what_a_shell_makes_of_a_pattern(tmp_path: Path, cli: Callable[..., Result]) -> None:
    """``--from saved/*.txt`` without quotes names the first page and leaves the others by themselves."""
    files = sorted(write_pages(tmp_path / "pages").iterdir())
    forms = {
        "behind": ("--from", *files),
        "alone": files,
        "mixed": ("--from", files[1], *files[2:], "--from", files[0]),
        "each": [word for file in files for word in ("--from", file)],
    }
    for name, pages in forms.items():
        result = cli("rules", "new", HOST, *pages, "--rules", tmp_path / name / "rules")
        assert result.code == 0, result.err
    packs = {name: (tmp_path / name / "rules" / "outlets" / f"{HOST}.yaml").read_text(encoding="utf-8") for name in forms}
    assert set(packs.values()) == {packs["each"]}
    assert cli("rules", "new", HOST, "--rules", tmp_path / "rules") == (
        2, "", "error: there is no page to learn from; name some, e.g. cleaner rules new news.example --from saved/*.html\n",
    )  # fmt: skip


def test_new_says_that_one_page_is_little(tmp_path: Path, cli: Callable[..., Result]) -> None:
    write_pages(tmp_path, "ferry")
    result = cli(
        "rules", "new", HOST, "--from", tmp_path / "ferry.txt", "--rules", tmp_path / "rules", "--fixtures", tmp_path / "fx"
    )
    assert result.code == 0
    assert "note: drafted from 1 page: what returns on others is a guess; 5 pages work much better\n" in result.err
    assert (tmp_path / "fx" / HOST / "ferry" / "source.txt").is_file()


def test_new_never_overwrites(tmp_path: Path, cli: Callable[..., Result]) -> None:
    pages = write_pages(tmp_path / "pages")
    fixture = tmp_path / "fixtures" / HOST / "ferry"
    fixture.mkdir(parents=True)
    arguments = ("rules", "new", HOST, "--from", pages, "--rules", tmp_path / "rules")
    result = cli(*arguments)
    assert (result.code, result.out) == (2, "")
    assert f"{fixture}: this fixture exists, and is never overwritten" in result.err
    assert not (tmp_path / "rules").exists()
    fixture.rmdir()
    assert cli(*arguments).code == 0
    pack = tmp_path / "rules" / "outlets" / f"{HOST}.yaml"
    pack.write_text(pack.read_text(encoding="utf-8").replace("name: news.example", "name: mine"), encoding="utf-8")
    before = pack.read_bytes()
    result = cli(*arguments)
    assert (result.code, result.out) == (2, "")
    assert f"{pack}: this pack exists, and is never overwritten" in result.err
    assert pack.read_bytes() == before


def test_what_could_not_be_written_is_named_and_the_rest_taken_back(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    second.write_bytes(b"mine")
    with pytest.raises(UsageError) as refused:
        Drafted(HOST, {first: b"x", second: b"x"}, {}, ()).write()
    assert str(refused.value) == f"{second}: cannot be written: File exists; nothing was kept"
    assert (first.exists(), second.read_bytes()) == (False, b"mine")


@pytest.mark.parametrize(
    ("host", "source", "message"),
    [
        ("news_example.com", "ferry.txt", "'news_example.com' is no host; write e.g. news.example.com"),
        (HOST, "missing.txt", "there is no such file or directory"),
        (HOST, "empty", "there is no page in there"),
        (HOST, "-", "save it first"),
        (HOST, "binary.txt", "binary.txt: "),
        (HOST, "menu.txt", "no article was found in any of these pages"),
        (HOST, "plain.txt", "no rule can be drafted from these pages"),
    ],
)
def test_new_refuses_what_it_cannot_learn_from(
    tmp_path: Path, cli: Callable[..., Result], host: str, source: str, message: str
) -> None:
    write_pages(tmp_path, "ferry")
    (tmp_path / "empty").mkdir()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "menu.txt").write_text("Menu\nShare\nLog in\n", encoding="utf-8")
    (tmp_path / "plain.txt").write_text("\n\n".join(ARTICLES["ferry"][4]), encoding="utf-8")
    result = cli("rules", "new", host, "--from", source if source == "-" else tmp_path / source, "--rules", tmp_path / "rules")
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert "Traceback" not in result.err
    assert not (tmp_path / "rules").exists()


def test_new_reads_html(tmp_path: Path, cli: Callable[..., Result]) -> None:
    for name in ARTICLES:
        paragraphs = "".join(f"<p>{line}</p>" for line in page(name).split("\n") if line)
        (tmp_path / f"{name}.html").write_text(f"<html><body><article>{paragraphs}</article></body></html>", encoding="utf-8")
    result = cli("rules", "new", HOST, "--from", tmp_path / "*.html", "--rules", tmp_path / "rules")
    assert result.code == 0, result.err
    assert (tmp_path / "fixtures" / HOST / "ferry" / "source.html").read_bytes() == (tmp_path / "ferry.html").read_bytes()
    assert load_rulebook(tmp_path / "rules", bundled=False).rules()


def test_what_a_page_smuggles_in_reaches_neither_terminal_nor_yaml(tmp_path: Path, cli: Callable[..., Result]) -> None:
    evil = "Letters\x1b[H"
    for name in ARTICLES:
        (tmp_path / f"{name}.txt").write_text(page(name).replace("Letters", evil), encoding="utf-8")
    result = cli("rules", "new", HOST, "--from", tmp_path / "*.txt", "--rules", tmp_path / "rules")
    assert result.code == 0
    text = (tmp_path / "rules" / "outlets" / f"{HOST}.yaml").read_text(encoding="utf-8")
    assert "\x1b" not in text + result.out + result.err
    literals = [line for rule in load_rulebook(tmp_path / "rules", bundled=False).rules() for line in rule.literals]
    assert evil in literals


def test_a_bundled_pack_of_the_outlet_is_left_aside_and_named(tmp_path: Path, cli: Callable[..., Result]) -> None:
    pages = write_pages(tmp_path / "pages")
    result = cli("rules", "new", "turnednews.com", "--from", pages, "--rules", tmp_path / "rules")
    assert result.code == 0
    assert f"{bundled_directory() / 'outlets' / 'turnednews.com.yaml'} serves turnednews.com already" in result.err
    assert "turnednews.com/neighbours" not in "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("marked.txt"))


# --- cleaner rules suggest ---


def test_suggestions_once_accepted_are_not_made_again(tmp_path: Path, cli: Callable[..., Result]) -> None:
    pages = write_pages(tmp_path / "pages")
    result = cli("rules", "suggest", pages, "--outlet", HOST)
    assert result.code == 0
    assert "on 5 of 5 pages" in result.out
    pack = tmp_path / "rules" / "outlets" / f"{HOST}.yaml"
    pack.parent.mkdir(parents=True)
    pack.write_text(result.out, encoding="utf-8")
    assert len(load_rulebook(tmp_path / "rules", bundled=False).rules()) == 5
    again = cli("rules", "suggest", pages, "--outlet", HOST, "--rules", tmp_path / "rules")
    assert (again.code, again.out) == (0, "")
    assert "news.example: nothing to suggest from 5 pages" in again.err


def test_suggestions_keep_clear_of_a_packs_ids(tmp_path: Path) -> None:
    text = (
        f"schema: 1\noutlet: {HOST}\nname: Post\nrules:\n  - id: footer\n    label: legal\n    why: The owner of the paper.\n"
        "    lines: [Harbour Post Group]\n    examples: {matches: [Harbour Post Group], ignores: [Harbour Post]}\n"
    )
    path = tmp_path / "outlets" / f"{HOST}.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    documents = [(name, read(text, id=name, media_type="text/plain")) for name, text in ALL.items()]
    text, notes = suggestions(HOST, documents, load_rulebook(tmp_path))
    assert notes == []
    assert "id: footer\n" not in text
    assert "id: footer-2\n" in text
    assert f"# Add what is right of this to the rules of {path}.\n" in text


def test_documents_of_no_known_outlet_are_counted(tmp_path: Path, cli: Callable[..., Result]) -> None:
    result = cli("rules", "suggest", write_pages(tmp_path))
    assert (result.code, result.out) == (0, "")
    assert "note: 5 documents are of no known outlet; name it with --outlet if it is one" in result.err


def test_an_unreadable_page_is_named_and_the_others_are_used(tmp_path: Path, cli: Callable[..., Result]) -> None:
    write_pages(tmp_path)
    (tmp_path / "broken.txt").write_bytes(bytes(range(256)) * 20)
    result = cli("rules", "suggest", tmp_path, "--outlet", HOST)
    assert result.code == 1
    assert "failed: broken.txt: " in result.err
    assert "id: footer\n" in result.out


def test_of_many_documents_always_the_same_are_chosen() -> None:
    """Those with the lowest hash, in any order, and the others are not held."""
    document = read("x", id="x")
    names = [str(number) for number in range(50)]
    few = sorted(sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())[:10])
    for order in (names, names[::-1]):
        choice, everything = Choice(10), Choice(100)
        for name in order:
            choice.add(name, document)
            everything.add(name, document)
            assert len(choice.documents()) <= 10
        assert choice.documents() == [(name, document) for name in few]
        assert everything.documents() == [(name, document) for name in sorted(names)]


def test_no_more_documents_are_held_than_are_looked_at(
    tmp_path: Path, cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A corpus may be larger than memory; the sample of it is chosen while it is read."""
    held: WeakValueDictionary[str, Document] = WeakValueDictionary()
    most = 0
    read_really = worker.read_input

    class Counted(Document):
        """Without slots, so that it can be watched."""

    def read_input(item: Item, raw: str | bytes, settings: Settings) -> Document:
        nonlocal most
        document = read_really(item, raw, settings)
        made = held[item.id] = Counted(*(getattr(document, field.name) for field in fields(document)))
        most = max(most, len(held))
        return made

    monkeypatch.setattr(worker, "read_input", read_input)
    corpus = tmp_path / "pages.jsonl"
    rows = [{"id": f"{name}{number}", "text": text} for number in range(8) for name, text in ALL.items()]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert cli("rules", "suggest", corpus, "--outlet", HOST, "--limit", "5").code == 0
    assert 5 < most <= 7  # these, the one before and the one at hand


def test_rows_are_of_the_outlet_that_their_address_names(tmp_path: Path, cli: Callable[..., Result]) -> None:
    """As in cleaning."""
    corpus = tmp_path / "pages.jsonl"
    rows = [{"id": name, "text": text, "url": f"https://www.chinadaily.com.cn/{name}"} for name, text in ALL.items()]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = cli("rules", "suggest", corpus)
    assert (result.code, result.err) == (0, "")
    assert "outlet: chinadaily.com.cn\n" in result.out
    assert "on 5 of 5 pages" in result.out


def test_labels_of_a_draft_are_what_its_lines_were_taken_for(five: list[Sample]) -> None:
    assert {rule["label"] for rule in draft_rules(five)} == {str(Label.NAVIGATION), str(Label.BYLINE)}
