"""Looking at what cleaning did: what is said of a line, of a run and of the difference between two."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.batch import Destination, Settings, find
from cleaner.batch import run as run_batch
from cleaner.errors import UsageError
from cleaner.model import Authority, Claim, Document, Label, Policy
from cleaner.reviewing import choosing, summing
from cleaner.reviewing.choosing import chosen
from cleaner.reviewing.difference import Change, _minus, _renamed, compared
from cleaner.reviewing.difference_page import difference_page
from cleaner.reviewing.doubt import doubt, reads_like_prose
from cleaner.reviewing.hearing import Account, account
from cleaner.reviewing.page import Review, review_page
from cleaner.reviewing.runs import Cut, Row, Run, Written, written_of
from cleaner.reviewing.summing import RuleSum, of_run, summed
from cleaner.rulebook import Rulebook, load_rulebook
from tests.packs import write_pack
from tests.pages import markup

PACK = """\
schema: 1
pack: basics
status: stable
language: any
rules:
  - id: path
    label: navigation
    why: A menu path.
    line: 'Home( / \\w+)+'
    within: {first: 3}
    examples: {matches: ['Home / World'], ignores: ['Home is where the heart is.']}
  - id: credit
    label: photo_credit
    why: Who took the picture.
    inside: '\\(Photo: \\w+\\)'
    examples: {matches: ['Here (Photo: Reuters)'], ignores: ['Photo of a boat']}
  - id: most-read
    label: other_story
    why: What else is read.
    block: {from: 'Most read', to: end, at_most: 3}
    examples: {matches: ["Most read\\nOne"], ignores: ['Most readers came.']}
"""
OUTLET = """\
schema: 1
outlet: example.com
name: Example
status: stable
recognise: ['Example Media Group']
rules:
  - id: top
    label: navigation
    why: The menu of every page.
    line: 'Home / \\w+'
    examples: {matches: ['Home / World'], ignores: ['Home again.']}
"""
DRAFT = """\
schema: 1
pack: sketch
status: draft
language: any
rules:
  - id: harbour
    label: promo
    why: Not sure yet.
    line: 'The harbour .+'
    examples: {matches: ['The harbour reopened.'], ignores: ['A harbour.']}
"""
STORY = "Home / World\n\nThe harbour reopened on Monday after a long night. (Photo: Reuters)\nMost read\nOne\n"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rules")
    for name, text in (("shared/basics", PACK), ("outlets/example.com", OUTLET), ("shared/sketch", DRAFT)):
        write_pack(folder, name, text)
    return folder


@pytest.fixture(scope="module")
def rulebook(rules: Path) -> Rulebook:
    return load_rulebook(rules, bundled=False)


@pytest.fixture
def cleaned_run(rulebook: Rulebook, tmp_path: Path) -> Callable[..., str]:
    """Clean some texts by name, and give back where."""

    def clean(name: str, texts: dict[str, str], format: str = "txt", **options: Any) -> str:
        source = tmp_path / f"{name}-in"
        for file, text in texts.items():
            (source / file).parent.mkdir(parents=True, exist_ok=True)
            (source / file).write_bytes(text.encode())
        destination = Destination.of(str(tmp_path / name), format)
        folder = destination.place if format == "txt" else ""
        options = {"rulebook": rulebook} | options
        run_batch(find([str(source)]), Settings(format=format, folder=folder, fsync=False, **options), destination=destination)
        return destination.place

    return clean


def heard(rulebook: Rulebook, text: str, number: int, policy: Policy | None = None, **options: Any) -> Account:
    policy = policy or Policy()
    document = cleaner.clean(text, rulebook=rulebook, policy=policy).document
    return account(document, number, rulebook=rulebook, policy=policy, **options)


# -- one line


def test_a_line_tells_who_won_and_who_lost(rulebook: Rulebook) -> None:
    """Claims stand from the strongest down; the loser names the winner and what decided."""
    found = heard(rulebook, f"{STORY}Example Media Group\n", 1)
    assert found.outcome == "goes, as navigation by example.com/top"
    assert [(voice.claim.rule, voice.authority, voice.stage, voice.outcome, voice.why) for voice in found.voices] == [
        ("example.com/top", "rule of the outlet", "packs", "won", ""),
        ("basics/path", "shared rule", "packs", "lost", "to example.com/top, by a higher authority"),
    ]
    assert found.silent == ("blocks", "headline", "foreign_tail", "prose", "appended_stories", "repetition")


@pytest.mark.parametrize(
    ("other", "by"),
    [
        ((0, 12, Label.PROMO, Authority.OUTLET, 0.5), "a higher authority"),
        ((0, 12, Label.PROMO, Authority.SHARED, 0.95), "a higher band of confidence"),
        ((0, 15, Label.PROMO, Authority.SHARED, 0.8), "a longer claim"),
        ((0, 12, Label.SHARE, Authority.SHARED, 0.8), "its label's name"),
        ((0, 12, Label.PROMO, Authority.SHARED, 0.8), "its id"),
    ],
)
@pytest.mark.hostile(56)
def test_what_decided_between_two_claims(rulebook: Rulebook, other: tuple[int, int, Label, Authority, float], by: str) -> None:
    start, end, label, authority, confidence = other

    def first(document: Document, claims: tuple[Claim, ...]) -> list[Claim]:
        return [Claim(0, 12, Label.PROMO, "a/first", Authority.SHARED, 0.85, "One.")]

    def second(document: Document, claims: tuple[Claim, ...]) -> list[Claim]:
        return [Claim(start, end, label, "b/second", authority, confidence, "Two.")]

    found = heard(rulebook, "Text of one line.\nAnd more.\n", 1, chain=(first, second))
    assert [(voice.claim.rule, voice.outcome, voice.why) for voice in found.voices][1:] == [
        ("a/first", "lost", f"to b/second, by {by}")
    ]


def test_a_line_tells_what_would_change_it(rulebook: Rulebook) -> None:
    """Each answer comes from another run of the whole chain; what makes no difference is said to make none."""
    found = heard(rulebook, f"{STORY}Example Media Group\n", 1)
    assert [(change.what, change.outcome, change.differs) for change in found.changes] == [
        ("without example.com/top", "goes, as navigation by basics/path", True),
        ("with --keep navigation", "stays", True),
        ("with --favour precision", "goes, as navigation by example.com/top", False),
        ("with --favour recall", "goes, as navigation by example.com/top", False),
    ]


def test_a_kept_line_names_its_draft_and_what_stable_would_do(rulebook: Rulebook) -> None:
    found = heard(rulebook, "The harbour reopened on Monday.\n", 1)
    assert found.outcome == "stays"
    assert [(voice.outcome, voice.why) for voice in found.voices] == [("tags", "its pack or it is a draft")]
    assert ("with sketch/harbour stable, no longer a draft", "goes, as promo by sketch/harbour", True) in found.changes
    assert ("with --keep promo", "stays", False) in found.changes


def test_a_line_that_goes_in_part(rulebook: Rulebook) -> None:
    found = heard(rulebook, STORY, 3)
    assert found.outcome == "goes in part, as photo_credit by basics/credit"
    assert [(piece.text, piece.removal is not None) for piece in found.pieces] == [
        ("The harbour reopened on Monday after a long night. ", False),
        ("(Photo: Reuters)", True),
    ]


def test_a_guess_that_is_not_sure_enough_only_tags(rulebook: Rulebook) -> None:
    def shy(document: Document, claims: tuple[Claim, ...]) -> list[Claim]:
        return [Claim(0, 4, Label.PROMO, "stage/shy", Authority.GUESS, 0.6, "Perhaps.")]

    found = heard(rulebook, "Text of one line.\n", 1, chain=(shy,))
    assert [(voice.stage, voice.outcome, voice.why) for voice in found.voices] == [("shy", "tags", "a guess cuts from 0.75 on")]
    assert (found.outcome, found.needed, found.likelihood) == ("stays", 0.75, None)


def test_text_that_is_protected_says_so(rulebook: Rulebook) -> None:
    """A claim of article wins, and without it the line would go."""

    def guard(document: Document, claims: tuple[Claim, ...]) -> list[Claim]:
        return [Claim(0, 12, Label.ARTICLE, "example/quote", Authority.OUTLET, 1.0, "Speech.")]

    found = heard(rulebook, STORY, 1, chain=(cleaner.stages.Packs(), guard))
    assert found.outcome == "stays"
    assert [(voice.outcome, voice.why) for voice in found.voices] == [
        ("won", "and so it stays: the policy keeps article"),
        ("lost", "to example/quote, by a higher authority"),
    ]
    assert ("without example/quote", "goes, as navigation by basics/path", True) in found.changes


@pytest.mark.parametrize(
    ("text", "number", "rule", "why"),
    [
        (STORY, 1, "basics/path", "matches"),
        ("Home is here.\n", 1, "basics/path", "its pattern does not match"),
        (
            "One.\nTwo.\nThree.\nHome / World\n",
            4,
            "basics/path",
            "its pattern matches, but only within the first 3 lines that are not blank",
        ),
        (
            "Most read\n1\n2\n3\n",
            1,
            "basics/most-read",
            "its first line matches, but the end of the text does not follow within 3 lines",
        ),
    ],
)
def test_what_rules_saw(rulebook: Rulebook, text: str, number: int, rule: str, why: str) -> None:
    """Every rule that was tried says whether it matches, or the first thing that kept it from matching."""
    looks = {look.rule.id: (look.matched, look.why) for look in heard(rulebook, text, number).looks}
    assert looks[rule] == (why == "matches", why)


def test_what_rules_saw_agrees_with_what_they_claim() -> None:
    """On real text, with the bundled rules: a rule that says it matches a line makes a claim there, and the other way round."""
    rulebook = load_rulebook()
    text = (Path(__file__).parent.parent / "seeds" / "001_b6155804945819f7.txt").read_text(encoding="utf-8")
    document = cleaner.clean(text).document
    assert document.outlet is not None
    matchers = [rulebook.shared("en"), rulebook.for_outlet(document.outlet.host)]
    for matcher in filter(None, matchers):
        claims = list(matcher.claims(document))
        for line in document.lines:
            saw = {look.rule.id for look in matcher.looks(document, line.number) if look.matched}
            begun = {claim.rule for claim in claims if line.start <= claim.start < line.end}
            assert saw == begun, line


def test_how_near_the_guess_was() -> None:
    """The prose stage tells its probability and dial for lines it says nothing about too."""
    text = (Path(__file__).parent.parent / "seeds" / "001_b6155804945819f7.txt").read_text(encoding="utf-8")
    rulebook = load_rulebook()
    kept, taken = heard(rulebook, text, 15).likelihood, heard(rulebook, text, 55).likelihood
    assert kept is not None
    assert taken is not None
    assert (kept.stage, kept.dial, kept.kept, kept.occupied) == ("prose", 0.5, True, "")
    assert kept.probability > 0.5
    assert taken.occupied == "chinadaily.com.cn/agency-credit"


@pytest.mark.parametrize(("most_doubt", "stage"), [(1.0, "blocks"), (0.0, "prose")])
def test_of_a_page_the_stage_tells_that_judged_it(most_doubt: float, stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.stages.prose.MOST_DOUBT", most_doubt)
    likelihood = heard(load_rulebook(), markup("ferry"), 2).likelihood
    assert likelihood is not None
    assert (likelihood.stage, likelihood.kept) == (stage, False)


def test_a_blank_line_and_none(rulebook: Rulebook) -> None:
    found = heard(rulebook, STORY, 2)
    assert (found.outcome, found.voices, found.looks, found.changes) == ("blank: there is nothing to decide", (), (), ())
    with pytest.raises(IndexError, match="there is no line 6: the text has 5"):
        heard(rulebook, STORY, 6)


# -- runs


@pytest.mark.parametrize("format", ["txt", "jsonl"])
def test_a_run_gives_back_its_sources(cleaned_run: Callable[..., str], format: str) -> None:
    """Text and cuts come from bodies and records alone; what else lies there does no harm."""
    place = cleaned_run("out", {"a.txt": STORY, "b.html": "<html>", "c.bin": ""}, format)
    shutil.rmtree(f"{place}-in")
    (Path(place) / "_SOMETHING.json").write_text("{", encoding="utf-8")
    run = Run.open(place)
    first, second, third = run
    written = run.written(first)
    assert written.cleaned is not None
    assert written.cleaned.document.text == STORY
    assert [(cut.first_line, cut.last_line, cut.rule, cut.text) for cut in written.cuts] == [
        (1, 1, "basics/path", "Home / World"),
        (3, 3, "basics/credit", "(Photo: Reuters)"),
        (4, 5, "basics/most-read", "Most read\nOne"),
    ]
    assert (second.status, run.written(second).problem == second.error, third.status) == ("failed", True, "skipped")


def test_a_file_of_rows(cleaned_run: Callable[..., str], tmp_path: Path) -> None:
    place = cleaned_run("out.jsonl", {"a.txt": STORY, "b.txt": "Text.\n"}, "jsonl", split=True)
    run = Run.open(place)
    assert [written.cleaned.document.text for written in map(run.written, run) if written.cleaned] == [STORY, "Text.\n"]


@pytest.mark.parametrize(
    ("harm", "problem", "cuts"),
    [
        (lambda out: (out / "a.txt").write_text("Other.\n"), "its body was changed after the run, so only what went can be shown", 3),
        (lambda out: (out / "a.txt").unlink(), "its body is missing, so only what went can be shown", 3),
        (lambda out: (out / "a.json").unlink(), "its record is missing", 0),
        (lambda out: (out / "a.json").write_text("[]"), "its record cannot be read (TypeError: list indices must be integers or slices, not str)", 0),
        (lambda out: edit(out / "a.json", '"v": 1', '"v": 99'), "its record has the newer version 99; use a newer cleaner", 0),
        (lambda out: edit(out / "a.json", '"confidence": 1.0, "reason"', '"confidence": NaN, "reason"'), "its record cannot be read (ValueError: confidence nan does not lie between 0 and 1)", 0),
        (lambda out: edit(out / "manifest.jsonl", "a.json", "../a.json"), "its output '../a.json' lies outside of the run", 0),
    ],
    ids=["changed body", "no body", "no record", "no object", "newer", "NaN", "elsewhere"],
)  # fmt: skip  # a case a line
def test_what_cannot_be_shown_says_why(
    cleaned_run: Callable[..., str], harm: Callable[[Path], object], problem: str, cuts: int
) -> None:
    """Damage to one document is a reason for doubt, never an error."""
    place = cleaned_run("out", {"a.txt": STORY})
    harm(Path(place))
    run = Run.open(place)
    (row,) = run
    written = run.written(row)
    assert (written.cleaned, written.problem, len(written.cuts)) == (None, problem, cuts)
    total = of_run(run)
    assert problem in total.documents[0].doubt.reasons
    assert ("Most read" in review_page(Review("t", [], total, tuple(chosen(run, total))))) == bool(cuts)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere: there is no such directory"):
        Run.open("nowhere")
    with pytest.raises(UsageError, match=r"manifest.jsonl is missing: the run did not finish"):
        Run.open(str(tmp_path))
    (tmp_path / "manifest.jsonl").write_text('{"id": "a", "status": "ok"}\n{"id": 1}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"manifest.jsonl:2: this is no row of a manifest \(KeyError: 'status'\)"):
        list(Run.open(str(tmp_path)))


# -- doubt


def written_as(rulebook: Rulebook, text: str, **changed: Any) -> Written:
    written = written_of(cleaner.clean(text, rulebook=rulebook, id="a"))
    row = written.row._replace(**changed)
    return Written(row, written.cleaned, written.cuts, written.tags, written.source, written.fields, written.problem)


@pytest.mark.parametrize(
    ("text", "changed", "reasons"),
    [
        ("The harbour reopened on Monday after a long night.\nHome / World\n", {}, ("outlet unknown",)),
        ("The harbour reopened on Monday after a long night.\n", {"outlet": "x.com"}, ("nothing went",)),
        ("Home / World\nThe harbour reopened on Monday after a\n", {"outlet": "x.com"}, ("ends in mid-sentence",)),
        ("Home / World\n", {}, ("kept whole: nearly everything would have gone", "outlet unknown")),
        ("Home / World\nA text.\n", {"outlet": "x.com", "status": "failed", "error": "too slow"}, ("failed: too slow", "63% gone")),
        ("Home / World\nThe harbour opened.\n", {"outlet": "x.com", "warnings": ("lone surrogates became U+FFFD",)}, ("lone surrogates became U+FFFD",)),
        ("Home / World\nThe harbour opened.\n", {"outlet": "x.com", "warnings": ("no rules for outlet x.com: only shared rules were used",)}, ("no rules for its outlet",)),
    ],
)  # fmt: skip  # a case a line
def test_reasons_for_doubt(rulebook: Rulebook, text: str, changed: dict[str, Any], reasons: tuple[str, ...]) -> None:
    assert doubt(written_as(rulebook, text, **changed)).reasons == reasons


def test_a_graver_reason_outweighs_all_lesser_ones(rulebook: Rulebook) -> None:
    grave = doubt(written_as(rulebook, "Home / World\n", outlet="x.com"))
    many = doubt(written_as(rulebook, "Home / World\nText without an end that is\n", kept_chars=3))
    assert len(grave.reasons) < len(many.reasons)
    assert grave.weight > many.weight


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        (
            "The harbour reopened on Monday after a long night, and the ferries were running again by noon, officials said.",
            True,
        ),
        ("Menu\nThe harbour reopened on Monday after a long night, and the ferries were running again by noon.", True),
        ("港口在漫长的一夜之后于星期一重新开放，官员们说，渡轮在中午之前就已经恢复运行，没有人受伤。", True),
        ("The harbour reopened.", False),
        ("Home World Politics Business Sport Culture Travel Weather Video Audio Newsletters Podcasts Games Jobs Shop.", False),
        ("The harbour reopened on Monday after a long night, and the ferries were running again by noon, officials", False),
        ("", False),
    ],
)
def test_what_reads_like_prose(text: str, prose: bool) -> None:
    assert reads_like_prose(text) == prose


# -- sums


def cut(text: str, rule: str = "p/r", label: str = "promo", line: int = 1) -> Cut:
    return Cut(0, len(text), line, line, label, rule, 1.0, "Because.", (), text)


def document(*cuts: Cut, id: str = "a", tags: tuple[Cut, ...] = (), chars: int = 1000) -> Written:
    row = Row(id, "ok", "", "x", "y", chars, chars // 2, 1.0, "", {}, {}, (), ())
    return Written(row, None, cuts, tags, {}, {})


def test_a_rule_is_summed() -> None:
    """Texts are counted whatever their white space; the longest and the most frequent stand first."""
    total = summed(
        [
            document(cut("Sign  up"), cut("Sign up"), cut("Subscribe to our letter"), id="a"),
            document(cut("Sign up"), id="b", tags=(cut("Perhaps", "p/shy"),)),
        ]
    )
    rule, shy = total.rules["p/r"], total.rules["p/shy"]
    assert (rule.cuts, rule.chars, len(rule.fired), rule.labels) == (4, 45, 2, {"promo": 4})
    assert [(count, seen.text) for count, seen in rule.common(5)] == [(3, "Sign up"), (1, "Subscribe to our letter")]
    assert [seen.text for seen in rule.longest()] == ["Subscribe to our letter", "Sign up"]
    assert (shy.cuts, shy.tags, shy.common(5)) == (0, 1, [])


def test_memory_does_not_grow_with_the_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summing, "_DISTINCT", 2)
    rule = RuleSum("p/r")
    for number in range(50):
        rule.cut(cut("x" * (number + 1)), 0)
    assert (len(rule.texts), rule.others, rule.cuts) == (2, 48, 50)
    assert [seen.chars for seen in rule.longest()] == list(range(50, 30, -1))


def test_where_a_rule_fires_unusually() -> None:
    """Far more often than in its median document, or half of a text: but not where it hardly ever fires."""
    usual = [document(cut("x" * 10), id=f"{number}") for number in range(5)]
    often = document(*[cut("x" * 10)] * 4, id="often")
    large = document(cut("x" * 600), id="large")
    total = summed([*usual, often, large])
    names = {listed.number: listed.row.id for listed in total.documents}
    assert [names[fired.document] for fired in total.rules["p/r"].unusual()] == ["often", "large"]
    assert summed(usual).rules["p/r"].unusual() == []
    assert summed([usual[0], often]).rules["p/r"].unusual() == []


def test_documents_stand_by_doubt(cleaned_run: Callable[..., str]) -> None:
    """The gravest first, then the least sure, then by name; skipped ones are only counted."""
    good = "The harbour reopened on Monday after a long night.\nHome / World\nExample Media Group\n"
    place = cleaned_run(
        "out",
        {
            "b.txt": good,
            "a.txt": good,
            "cut.txt": "Home / World\nThe harbour reopened on",
            "x.bin": "",
            "z.txt": "Home / World\n",
        },
    )
    total = of_run(Run.open(place))
    assert [listed.row.id for listed in total.documents] == ["z.txt", "cut.txt", "a.txt", "b.txt"]
    assert total.statuses == {"ok": 3, "guarded": 1, "skipped": 1}


def test_a_page_holds_only_so_much(cleaned_run: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run.open(cleaned_run("out", {f"{name}.txt": STORY * (3 if name == "a" else 1) for name in "abcd"}))
    total = of_run(run)
    assert [listed.row.id for listed, _ in chosen(run, total, 2)] == [listed.row.id for listed in total.documents[:2]]
    assert list(chosen(run, total, 0)) == []
    monkeypatch.setattr(choosing, "MOST_CHARS", 2 * len(STORY))
    assert [listed.row.id for listed, _ in chosen(run, total)] == ["b.txt", "c.txt"]


# -- pages

EVIL = (
    'Home / World\n</script><script>window.hurt=1</script><img src=x onerror="window.hurt=2"> <!-- \'\n'
    "Text with \u202ea direction mark\u202c, an escape \x1b[31m and javascript:alert(1) at https://evil.example/ it ends.\n"
    'Buy </style><svg onload=window.hurt=3> "quoted" &lt;b&gt; \\u003c/script>\nThe end of it all is near, they said.\n'
)
EVIL_NAME = '"><img src=x onerror=window.hurt=4>.txt'
EVIL_PACK = """\
schema: 1
pack: evil
status: stable
language: any
rules:
  - id: buy
    label: promo
    why: '</script><script>window.hurt=5</script>" onmouseover="window.hurt=6'
    line: 'Buy .+'
    examples: {matches: ['Buy it'], ignores: ['Buyers']}
"""


class Elements(HTMLParser):
    """What a page is made of: its tags with their attributes, the texts of style and script, and all other text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"style": [], "script": []}
        self.text = ""
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in self.raw:
            self._inside = tag
            self.raw[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.raw[self._inside][-1] += data
        else:
            self.text += data


TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "h4", "dl", "div", "dt", "dd", "nav", "a", "form", "label",
    "select", "option", "input", "button", "output", "p", "kbd", "main", "section", "ul", "li", "table", "caption", "thead", "tbody", "tr",
    "th", "td", "span", "i", "b", "bdi", "details", "summary", "del", "ins", "mark", "aside", "script",
}  # fmt: skip  # all that a page may be made of


def assert_inert(page: str) -> Elements:
    """Nothing in a page comes from a document but text, and nothing may run but the one script whose digest it names."""
    found = Elements(page)
    assert {tag for tag, _ in found.tags} <= TAGS
    names = {name for _, attributes in found.tags for name in attributes}
    assert not {name for name in names if name.startswith("on")}
    assert not names & {"src", "style", "srcdoc", "action", "formaction"}
    assert all((attributes["href"] or "").startswith("#") for _, attributes in found.tags if "href" in attributes)
    (style,), (data, script) = found.raw["style"], found.raw["script"]
    policy = next(attributes["content"] for tag, attributes in found.tags if attributes.get("http-equiv"))
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; base-uri 'none'; form-action 'none'"
    )
    assert not set(data) & set("<>&")
    json.loads(data, parse_constant=pytest.fail)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    return found


@pytest.fixture
def evil_run(cleaned_run: Callable[..., str], rules: Path, tmp_path: Path) -> str:
    write_pack(tmp_path / "evil", "shared/evil", EVIL_PACK)
    rulebook = load_rulebook(rules, tmp_path / "evil", bundled=False)
    return cleaned_run("evil-run", {EVIL_NAME: EVIL, "b.txt": STORY}, rulebook=rulebook)


def page_of(place: str) -> str:
    run = Run.open(place)
    total = of_run(run)
    return review_page(Review(f"Review of {EVIL_NAME}", [("name", EVIL_NAME)], total, tuple(chosen(run, total))))


@pytest.mark.hostile(21, 60)
def test_what_documents_hold_is_only_text(evil_run: str) -> None:
    """Markup in a text, a file name, a title or a rule's reason is shown, and does nothing."""
    page = page_of(evil_run)
    found = assert_inert(page)
    for text in (EVIL_NAME, "</script><script>window.hurt=1</script>", "</style><svg onload=window.hurt=3>", "&lt;b&gt; \\u003c/script>",
                 "\\u202ea direction mark\\u202c, an escape \\x1b[31m and javascript:alert(1)", "</script><script>window.hurt=5</script>"):  # fmt: skip
        assert text in found.text, text
    titles = {attributes.get("title") for _, attributes in found.tags}
    assert 'sure 1.00: </script><script>window.hurt=5</script>" onmouseover="window.hurt=6' in titles
    assert page == page_of(evil_run)


def test_a_page_shows_what_went_and_what_stayed(cleaned_run: Callable[..., str]) -> None:
    """Struck in the source with rule and reason, absent in the body; every link leads to something on the page."""
    page = page_of(cleaned_run("out", {"a.txt": STORY}))
    found = assert_inert(page)
    assert '<del class="l-navigation" data-c="0" title="sure 1.00: A menu path.">Home / World</del>' in page
    assert '<mark class="l-promo" data-c="3" title="sure 1.00: Not sure yet.">The harbour' in page
    body = page[page.index('<div class="body">') : page.index('<section id="rules">')]
    assert re.sub("<[^>]+>", "", body).split() == [
        "Body",
        "3The",
        "harbour",
        "reopened",
        "on",
        "Monday",
        "after",
        "a",
        "long",
        "night.",
    ]
    ids = {attributes["id"] for _, attributes in found.tags if "id" in attributes}
    links = {(attributes["href"] or "")[1:] for _, attributes in found.tags if "href" in attributes}
    assert links <= ids
    data = json.loads(found.raw["script"][0])
    assert data["rules"] == ["basics/credit", "basics/most-read", "basics/path", "sketch/harbour"]
    assert data["cuts"]["0"] == [
        [2, 0, 1.0, [], 1, 1],
        [0, 2, 1.0, ["sketch/harbour"], 3, 3],
        [1, 1, 1.0, [], 4, 5],
        [3, 3, 1.0, [], 3, 3],
    ]


def test_a_page_of_one_document(rulebook: Rulebook) -> None:
    """It stands open, and there is no list."""
    written = written_of(cleaner.clean(EVIL, rulebook=rulebook, id=EVIL_NAME))
    total = summed([written])
    page = review_page(Review(EVIL_NAME, [], total, [(total.documents[0], written)], alone=True))
    assert_inert(page)
    assert '<details class="doc" data-d="0" open>' in page
    assert 'id="documents"' not in page


def test_a_document_without_text_or_cuts_has_a_page() -> None:
    total = summed([])
    assert "Nothing went." in assert_inert(review_page(Review("t", [], total, []))).text


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium")
@pytest.mark.hostile(60)
def test_nothing_runs_in_a_browser_but_the_script(evil_run: str, tmp_path: Path) -> None:
    """The page's own script shows the filters; no other script, not even one that got into the page, leaves a trace."""
    page = page_of(evil_run).replace("</main>", '<script>document.body.id="hurt"</script></main>')
    (tmp_path / "page.html").write_text(page.replace("window.hurt=", 'document.body.id="hurt"+'), encoding="utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000", "--dump-dom"]
    shown = subprocess.run(
        [*command, f"--user-data-dir={tmp_path / 'profile'}", f"file://{tmp_path}/page.html"],
        capture_output=True, text=True, timeout=100, check=True,
    ).stdout  # fmt: skip
    assert '<form id="filters">' in shown
    assert "<body>" in shown


# -- two runs

TEXT = "".join(map(chr, range(0x4E00, 0x4E00 + 40)))
"""Forty letters, each of which stands for its place."""
rule_runs = st.lists(st.sampled_from(["", "p/a", "p/b"]), min_size=len(TEXT), max_size=len(TEXT))
"""For each letter the rule that takes it, if any."""


def cuts_of(taken: list[str]) -> tuple[Cut, ...]:
    cuts, at = [], 0
    for rule, letters in groupby(taken):
        end = at + len(list(letters))
        if rule:
            cuts.append(Cut(at, end, 1, 1, "promo", rule, 1.0, "Because.", (), TEXT[at:end]))
        at = end
    return tuple(cuts)


def letters_of(parts: Iterable[Cut]) -> set[int]:
    for part in parts:
        assert part.text == TEXT[part.start : part.end]
    return {place for part in parts for place in range(part.start, part.end)}


@given(rule_runs, rule_runs)
def test_a_difference_accounts_for_every_character(before: list[str], after: list[str]) -> None:
    """What only one run takes, and what both take for other reasons: letter by letter, and nothing else."""
    one, other = cuts_of(before), cuts_of(after)
    pairs = list(enumerate(zip(before, after, strict=True)))
    assert letters_of(list(_minus(other, one))) == {at for at, (was, now) in pairs if now and not was}
    assert letters_of(list(_minus(one, other))) == {at for at, (was, now) in pairs if was and not now}
    assert letters_of([pair.after for pair in _renamed(one, other)]) == {
        at for at, (was, now) in pairs if was and now and was != now
    }


def changes(before: str, after: str) -> list[Change]:
    return compared(Run.open(before), Run.open(after)).changes


def test_the_same_run_does_not_differ(cleaned_run: Callable[..., str]) -> None:
    """Whatever the format; bodies are not asked for."""
    texts = {"a.txt": STORY, "b.html": "<html>", "c.bin": ""}
    before, after = cleaned_run("one", texts), cleaned_run("two", texts, "jsonl")
    (Path(before) / "a.txt").unlink()
    found = compared(Run.open(before), Run.open(after))
    assert (found.same, found.changes, found.rules) == (2, [], {})


@pytest.fixture
def other_rules(tmp_path: Path) -> Callable[..., Rulebook]:
    """The rules of these tests with some texts in them replaced."""

    def changed(**replaced: tuple[str, str]) -> Rulebook:
        pack = PACK
        for old, new in replaced.values():
            assert old in pack
            pack = pack.replace(old, new)
        write_pack(tmp_path / "other", "shared/basics", pack)
        return load_rulebook(tmp_path / "other", bundled=False)

    return changed


def test_what_a_rule_newly_takes_and_leaves(cleaned_run: Callable[..., str], other_rules: Callable[..., Rulebook]) -> None:
    """Parts that only one run takes, each with its rule and line; what did not change is not named."""
    texts = {"a.txt": STORY, "b.txt": "Nothing changes here.\n"}
    rulebook = other_rules(
        inside=("'\\(Photo: \\w+\\)'", "'night\\. \\(Photo:'"), example=("Here (Photo: Reuters)", "A night. (Photo: X)")
    )
    before, after = cleaned_run("one", texts), cleaned_run("two", texts, rulebook=rulebook)
    (change,) = changes(before, after)
    assert (change.id, change.kind, change.note, change.renamed) == ("a.txt", "changed", "", ())
    parts = [
        [(part.first_line, part.last_line, part.rule, part.text) for part in side] for side in (change.removed, change.kept)
    ]
    assert parts == [[(3, 3, "basics/credit", "night.")], [(3, 3, "basics/credit", "Reuters)")]]
    found = compared(Run.open(before), Run.open(after))
    assert found.same == 1
    assert {rule: counts.to_json() for rule, counts in found.rules.items()} == {
        "basics/credit": {
            "removed": 1, "removed_chars": 6, "kept": 1, "kept_chars": 8, "renamed_to": 0, "renamed_from": 0, "documents": 1,
        }
    }  # fmt: skip
    (back,) = changes(after, before)
    assert (back.removed, back.kept) == (change.kept, change.removed)


def test_a_block_that_ends_earlier(cleaned_run: Callable[..., str], other_rules: Callable[..., Rulebook]) -> None:
    """The part of a cut that is left over knows its own lines."""
    texts = {"a.txt": "A story.\n\nMost read\nOne\nTwo\n"}
    rulebook = other_rules(block=("to: end", "to: 'One'"))
    (change,) = changes(cleaned_run("one", texts), cleaned_run("two", texts, rulebook=rulebook))
    assert [(part.first_line, part.last_line, part.text) for part in change.kept] == [(5, 5, "Two")]
    assert change.removed == ()


def test_another_rule_or_label_for_the_same_stretch(
    cleaned_run: Callable[..., str], other_rules: Callable[..., Rulebook]
) -> None:
    texts = {"a.txt": STORY}
    rulebook = other_rules(label=("label: navigation", "label: legal"), id=("id: credit", "id: photo"))
    (change,) = changes(cleaned_run("one", texts), cleaned_run("two", texts, rulebook=rulebook))
    assert (change.removed, change.kept) == ((), ())
    assert [(pair.before.label, pair.before.rule, pair.after.label, pair.after.rule) for pair in change.renamed] == [
        ("navigation", "basics/path", "legal", "basics/path"),
        ("photo_credit", "basics/credit", "photo_credit", "basics/photo"),
    ]


def test_documents_that_cannot_be_compared(cleaned_run: Callable[..., str]) -> None:
    """Only in one run, with another text, without a record, with another status: each is said in words."""
    before = cleaned_run("one", {"a.txt": STORY, "b.txt": STORY, "c.txt": STORY, "d.txt": "Home / World\n"})
    after = cleaned_run("two", {"b.txt": STORY + "More.\n", "c.txt": STORY, "d.txt": "Home / World\n", "e.txt": STORY})
    (Path(after) / "c.json").write_text("{}", encoding="utf-8")
    edit(Path(after) / "manifest.jsonl", '"status": "guarded"', '"status": "ok"')
    assert [(change.id, change.kind, change.note) for change in changes(before, after)] == [
        ("a.txt", "missing", ""),
        ("b.txt", "source", "the source text is another, so the cuts cannot be compared"),
        ("c.txt", "unknown", "its record cannot be read (KeyError: 'v'), so the cuts cannot be compared"),
        ("d.txt", "changed", "guarded, now ok"),
        ("e.txt", "new", ""),
    ]


def test_a_field_that_is_lifted_otherwise(cleaned_run: Callable[..., str]) -> None:
    texts = {"a.txt": STORY}
    before, after = cleaned_run("one", texts), cleaned_run("two", texts)
    edit(Path(after) / "a.json", '"title": null', '"title": "The harbour"')
    (change,) = changes(before, after)
    assert [tuple(entry) for entry in change.fields] == [("title", "", "The harbour")]


def test_the_page_of_a_difference(evil_run: str, cleaned_run: Callable[..., str]) -> None:
    """Inert as all pages; documents in which prose newly goes come first; the rest is counted."""
    after = cleaned_run("plain", {EVIL_NAME: EVIL, "b.txt": STORY + "More.\n"})
    found = compared(Run.open(evil_run), Run.open(after))
    elements = assert_inert(difference_page(EVIL_NAME, "plain", found))
    assert ("ins", "l-promo added") in {(tag, attributes.get("class")) for tag, attributes in elements.tags}
    assert 'Buy </style><svg onload=window.hurt=3> "quoted" &lt;b&gt;' in elements.text
    assert "1 more documents differ less and are not on this page." in difference_page("a", "b", found, most=1)
    same = compared(Run.open(after), Run.open(after))
    assert "Nothing differs." in assert_inert(difference_page("a", "a", same)).text
