"""Corpus evidence: counts are exact however they came about, and what repeats is boilerplate unless it may be prose."""

from __future__ import annotations

import json
import pickle
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.batch import Settings, find
from cleaner.batch.profiling import Counted, count
from cleaner.errors import UsageError
from cleaner.model import Authority, Claim, Document, Outlet
from cleaner.profile import MAGIC, MAX_CHARS, Counting, Profile, is_profile, normalised
from cleaner.rulebook import load_rulebook
from cleaner.stages.inputs import Inputs
from cleaner.stages.repetition import Repetition
from tests import strategies
from tests.commands import Result, bundled, cli, tree, write

__all__ = ["bundled", "cli"]  # fixtures
Pages = Sequence[tuple[str, Sequence[str]]]
ARTICLE = [
    "The harbour of the old town reopened on Monday after a week of storms that had closed the fish market.",
    "Fishermen waited at the quay before sunrise, and the harbour master opened the gates shortly after six.",
    "The mayor said the storms had cost the fish market more than the whole of last winter.",
    "Most of the boats are expected to leave the harbour again before the end of the week.",
]
PLEA = "Our newsletter brings you the news of the coast every morning, sign up now."


def story(number: int) -> list[str]:
    """Four paragraphs that no other number has."""
    word = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    return [f"{line.removesuffix('.')}, said {word.title()}." for line in ARTICLE]


def build(path: Path, pages: Pages, **options: int) -> Profile:
    """The profile of some documents, each an outlet and its lines."""
    with Counting(path.parent, **options) as counting:
        for outlet, lines in pages:
            counting.add(outlet, lines)
        return counting.write(path)


def document(lines: Sequence[str], outlet: str | None = "example.com") -> Document:
    made = strategies.document("\n".join(lines))
    return Document(made.id, made.text, made.lines, made.source, outlet=Outlet(outlet, "given") if outlet else None)


def claims(
    profile: Profile, lines: Sequence[str], outlet: str | None = "example.com", before: tuple[Claim, ...] = ()
) -> list[tuple[str, str, float, str]]:
    page = document(lines, outlet)
    return [
        (page.text[claim.start : claim.end], str(claim.label), claim.confidence, claim.reason)
        for claim in Repetition(profile)(page, before)
    ]


def cut(profile: Profile, lines: Sequence[str], outlet: str | None = "example.com") -> list[str]:
    return [text for text, _, confidence, _ in claims(profile, lines, outlet) if confidence >= 0.75]


# -- counting


def test_a_line_counts_once_a_document_and_for_its_outlet_only(tmp_path: Path) -> None:
    pages = [("a.com", ["Share", "Share", "One"]), ("a.com", ["Share"]), ("b.com", ["Share"]), ("", ["One"])]
    profile = build(tmp_path / "p", pages)
    assert dict(profile.outlets) == {"": 1, "a.com": 2, "b.com": 1}
    assert [profile.documents(outlet) for outlet in ("a.com", "b.com", "", "c.com")] == [2, 1, 1, 0]
    asked = [("a.com", "Share"), ("b.com", "Share"), ("", "Share"), ("a.com", "One"), ("", "One"), ("b.com", "One")]
    assert [profile.count(*pair) for pair in asked] == [2, 1, 0, 1, 1, 0]
    assert len(profile) == 4
    assert list(profile) == sorted(profile)


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("  Most\tViewed  in 24 Hours ", "most viewed in 0 hours"),
        ("* Share", "share"),
        ("– – Read more", "– read more"),
        ("12 Comments", "0 comments"),
        ("Updated 2022-02-18 08:53", "updated 0-0-0 0:0"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("-5 degrees", "-0 degrees"),  # a minus is no list mark
        ("12", None),
        ("18.02.2022 | 08:53", None),
        ("", None),
        ("  \t", None),
        ("***", None),
        ("x" * MAX_CHARS, "x" * MAX_CHARS),
        ("x" * (MAX_CHARS + 1), None),
    ],
)
def test_the_form_in_which_lines_are_compared(line: str, form: str | None) -> None:
    assert normalised(line) == form


lines = st.sampled_from(["Share", "share", "* Share", "One", "Two", "12 comments", "3 comments", "\ud800", "", "7", "Ünï"])
pages = st.lists(st.tuples(st.sampled_from(["", "a.com", "b.com"]), st.lists(lines, max_size=6)), max_size=20)


@settings(deadline=None)  # temporary files are slow on a busy machine
@given(pages, st.integers(1, 4), st.integers(1, 5), st.randoms(use_true_random=False))
def test_the_profile_of_the_whole_is_the_profile_of_its_shards_merged(
    pages: Pages, shards: int, in_memory: int, chance: random.Random
) -> None:
    """Byte for byte, in any order, whether counts went through temporary files or not; and the counts are exact."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        root = Path(folder)
        whole = build(root / "whole", pages)
        parts: list[list[tuple[str, Sequence[str]]]] = [[] for _ in range(shards)]
        for page in chance.sample(list(pages), len(pages)):
            chance.choice(parts).append(page)
        with Counting(root, in_memory=in_memory) as counting:
            for number, part in enumerate(parts[1:]):
                counting.add_profile(build(root / str(number), part, in_memory=in_memory))
            for outlet, held in parts[0]:
                counting.add(outlet, held)
            merged = counting.write(root / "merged")
        assert (root / "merged").read_bytes() == (root / "whole").read_bytes()
        assert merged == whole
        assert merged.digest == whole.digest
        exact = Counter((outlet, form) for outlet, held in pages for form in {normalised(line) for line in held} - {None})
        assert {(outlet, form): whole.count(outlet, form or "") for outlet, form in exact} == exact
        assert len(whole) == len(exact)
        assert sorted(path.name for path in root.iterdir()) == sorted(["whole", "merged", *map(str, range(shards - 1))])


def test_many_temporary_files_are_merged_on_the_way(tmp_path: Path) -> None:
    pages = [("a.com", [f"line {chr(97 + number % 26)}{chr(97 + number // 26)}"]) for number in range(300)] * 2
    build(tmp_path / "spilled", pages, in_memory=1)
    build(tmp_path / "held", pages)
    assert (tmp_path / "spilled").read_bytes() == (tmp_path / "held").read_bytes()


def test_rare_lines_can_be_dropped_and_such_a_profile_is_not_merged(tmp_path: Path) -> None:
    with Counting(tmp_path) as counting:
        for number in range(3):
            counting.add("a.com", ["Share", f"{'x' * (number + 1)}"])
        profile = counting.write(tmp_path / "p", min_documents=2)
    assert (len(profile), profile.count("a.com", "Share"), profile.count("a.com", "x"), profile.min_documents) == (1, 3, 0, 2)
    with Counting(tmp_path) as counting, pytest.raises(UsageError, match="fewer than 2 documents were dropped"):
        counting.add_profile(profile)


def test_a_profile_travels_to_another_process_by_its_path(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", [("a.com", ["Share"])])
    again = pickle.loads(pickle.dumps(profile))
    assert again == profile
    assert hash(again) == hash(profile)
    assert again.count("a.com", "share") == 1
    held = pickle.dumps(profile)
    build(tmp_path / "p", [("a.com", ["Other"])])
    with pytest.raises(UsageError, match="replaced while it was in use"):
        pickle.loads(held)


def damaged(raw: bytes) -> list[tuple[bytes, str]]:
    header, rest = raw[len(MAGIC) :].split(b"\n", 1)
    newer = header.replace(b'"format": 2', b'"format": 9')
    older = header.replace(b'"format": 2', b'"format": 1')
    again = "build it anew with `cleaner profile`"
    return [
        (b"", "this is no profile; make one with `cleaner profile`"),
        (b"The harbour reopened.", "this is no profile"),
        (MAGIC, "its header cannot be read"),
        (MAGIC + b"[]\n" + rest, "its header cannot be read"),
        (MAGIC + header.replace(b'"lines": 2', b'"lines": -2') + b"\n" + rest, "its header makes no sense"),
        (MAGIC + newer + b"\n" + rest, f"this profile has format 9, this version of cleaner reads 2; {again}"),
        (MAGIC + older + b"\n" + rest, f"this profile has format 1, this version of cleaner reads 2; {again}"),
        (MAGIC + header.replace(b'"a.com": 1', b'"a.com": 7') + b"\n" + rest, f"damaged, its checksum differs; {again}"),
        (MAGIC + header.replace(b'"min_documents": 1', b'"min_documents": 2') + b"\n" + rest, "its checksum differs"),
        (MAGIC + header.replace(b"a.com", b"b.com") + b"\n" + rest, "its checksum differs"),
        (raw[:-1], "cut off"),
        (raw + b"\0", "cut off or was changed"),
        (raw[:-1] + b"\xff", "its checksum differs"),
    ]


@pytest.mark.parametrize("case", range(13))
def test_a_broken_profile_is_refused_with_its_name_and_what_to_do(tmp_path: Path, case: int) -> None:
    build(tmp_path / "p", [("a.com", ["Share", "One"])])
    broken, message = damaged((tmp_path / "p").read_bytes())[case]
    (tmp_path / "broken").write_bytes(broken)
    with pytest.raises(UsageError, match=message) as error:
        Profile.open(tmp_path / "broken")
    assert str(error.value).startswith(f"{tmp_path / 'broken'}: ")


def test_what_is_not_there_is_no_profile(tmp_path: Path) -> None:
    assert not is_profile(tmp_path / "nothing")
    assert not is_profile(tmp_path)
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        Profile.open(tmp_path / "nothing")


# -- claiming


def corpus(documents: int, extra: Callable[[int], list[str]], outlet: str = "example.com") -> list[tuple[str, list[str]]]:
    return [(outlet, story(number) + extra(number)) for number in range(documents)]


def test_a_line_on_many_pages_is_boilerplate_and_the_claim_says_on_how_many(tmp_path: Path) -> None:
    pages = corpus(120, lambda number: ["More from the coast"] if number < 37 else [])
    profile = build(tmp_path / "p", pages)
    page = [*story(0), "  * More from the COAST "]
    assert claims(profile, page) == [
        ("* More from the COAST", "navigation", 0.84, "this line stands on 37 of 120 documents of example.com")
    ]


def test_what_says_that_it_is_legal_is_legal(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", corpus(5, lambda _: ["© 2021 The Coast"]))
    assert claims(profile, [*story(0), "© 2024 The Coast"]) == [
        ("© 2024 The Coast", "legal", 0.98, "this line stands on 5 of 5 documents of example.com")
    ]


def test_pages_of_no_known_outlet_are_measured_by_each_other(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", corpus(5, lambda _: ["Most viewed"], ""))
    reason = "this line stands on 5 of 5 documents of no known outlet"
    assert claims(profile, [*story(0), "Most viewed"], None) == [("Most viewed", "navigation", 0.98, reason)]


@pytest.mark.parametrize(
    ("documents", "holding", "line", "gone"),
    [
        (5, 3, "Most viewed", True),
        (5, 2, "Most viewed", False),
        (30, 3, "Most viewed", True),
        (31, 3, "Most viewed", False),
        (4, 4, "Most viewed", False),  # too small a corpus
        (16, 5, PLEA, True),
        (17, 5, PLEA, False),  # a sentence has to repeat more often
        (5, 4, PLEA, False),
        (20, 20, "12.10.2021", False),
    ],
)
def test_how_often_a_line_must_repeat(tmp_path: Path, documents: int, holding: int, line: str, gone: bool) -> None:
    profile = build(tmp_path / "p", corpus(documents, lambda number: [line] if number < holding else []))
    assert cut(profile, [*story(0), line]) == ([line] if gone else [])


def test_below_the_bar_it_is_only_noticed(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", corpus(40, lambda number: ["Most viewed"] if number < 3 else []))
    reason = "this line stands on 3 of 40 documents of example.com, too few to be sure"
    assert claims(profile, [*story(0), "Most viewed"]) == [("Most viewed", "navigation", 0.5, reason)]


def test_lines_of_other_outlets_do_not_count(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", [*corpus(9, lambda _: ["Most viewed"], "other.com"), *corpus(9, lambda _: [])])
    assert claims(profile, [*story(0), "Most viewed"]) == []
    assert claims(profile, [*story(0), "Most viewed"], None) == []


def test_an_article_that_was_stored_several_times_stays(tmp_path: Path) -> None:
    """Its paragraphs repeat, its title and headings too; the menu stands on other pages as well, and goes."""
    twin = ["Harbour reopens", *story(0)[:2], "What happened", *story(0)[2:], PLEA, "Most viewed"]
    pages = [("example.com", twin)] * 8 + corpus(12, lambda _: ["Most viewed"])
    profile = build(tmp_path / "p", pages)
    assert cut(profile, twin) == ["Most viewed"]
    updated = [*twin[:-1], "A third crane is to be repaired next week, the harbour master added.", "Most viewed"]
    assert claims(profile, updated) == [
        ("Most viewed", "navigation", 0.98, "this line stands on 20 of 20 documents of example.com")
    ]


def test_headings_and_tables_that_return_inside_articles_are_only_noticed(tmp_path: Path) -> None:
    def page(number: int) -> list[str]:
        return [*story(number)[:2], "What we know so far", *story(number)[2:3], "Pros", "Cons", *story(number)[3:], "Top"]

    profile = build(tmp_path / "p", [("example.com", page(number)) for number in range(9)])
    reason = "this line stands on 9 of 9 documents of example.com"
    between = f"{reason}, but between paragraphs of the article"
    assert claims(profile, page(3)) == [
        ("What we know so far", "navigation", 0.5, between),
        ("Pros", "navigation", 0.5, between),
        ("Cons", "navigation", 0.5, between),
        ("Top", "navigation", 0.98, reason),
    ]


def test_a_whole_menu_inside_an_article_goes(tmp_path: Path) -> None:
    menu = [f"Section {chr(97 + number)}" for number in range(12)]
    pages = [("example.com", [*story(number)[:2], *menu, *story(number)[2:]]) for number in range(9)]
    assert cut(build(tmp_path / "p", pages), pages[4][1]) == menu


def test_without_a_profile_it_has_nothing_to_say(tmp_path: Path) -> None:
    assert list(Repetition()(document(["Share"]), ())) == []
    profile = build(tmp_path / "p", [])
    assert Repetition().given(Inputs(load_rulebook(), profile)) == Repetition(profile)
    other = build(tmp_path / "q", [("", ["Share"])])
    assert Repetition(other).given(Inputs(load_rulebook(), profile)) == Repetition(other)


def test_a_claim_is_a_guess(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", corpus(5, lambda _: ["Most viewed"]))
    (claim,) = Repetition(profile)(document([*story(0), "Most viewed"]), ())
    assert (claim.authority, claim.rule) == (Authority.GUESS, "stage/repetition")


def test_in_the_pipeline_it_cuts(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", corpus(9, lambda _: ["Zickzack der Woche"]))
    text = "\n\n".join([*story(0), "Zickzack der Woche"])
    chain = (Repetition(),)
    assert cleaner.clean(text, outlet="example.com", chain=chain, profile=profile).body == "\n\n".join(story(0))
    assert cleaner.clean(text, outlet="example.com", chain=chain).body == text


# -- batches and the command line


def pages_on_disk(folder: str = "pages", documents: int = 12) -> list[str]:
    """Pages of two outlets, the second with another footer."""
    sign = ["Example Media Group", ""]
    return [
        write(f"{folder}/{number:02}.txt", "\n".join([*story(number), f"Zickzack der Woche {number}", sign[number % 2]]) + "\n")
        for number in range(documents)
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_any_number_of_processes_counts_the_same(bundled: Path, tmp_path: Path, jobs: int) -> None:
    pages_on_disk()
    write("pages/broken.txt", b"\x7fELF")
    outcomes: list[Counted] = []
    with Counting(tmp_path) as counting:
        count(find(["pages"]), Settings(load_rulebook()), counting, jobs=jobs, each=outcomes.append)
        profile = counting.write(tmp_path / "p")
    assert [outcome.status for outcome in outcomes] == ["ok"] * 12 + ["failed"]
    assert dict(profile.outlets) == {"": 6, "example.com": 6}
    assert profile.count("", "Zickzack der Woche 99") == 6
    assert profile.count("example.com", "Example Media Group") == 6
    expected = [
        ("example.com" if n % 2 == 0 else "", [*story(n), "Zickzack der Woche 1", ["Example Media Group", ""][n % 2]])
        for n in range(12)
    ]
    build(tmp_path / "expected", expected)
    assert (tmp_path / "p").read_bytes() == (tmp_path / "expected").read_bytes()


def test_outlets_are_told_by_what_pages_say_of_themselves(bundled: Path, tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://example.com/ferry">'
    for number in range(6):
        body = "".join(f"<p>{line}</p>" for line in story(number))
        write(f"pages/{number}.html", f"<html><head>{head}</head><body>{body}</body></html>")
    with Counting(tmp_path) as counting:
        count(find(["pages"]), Settings(load_rulebook()), counting)
        profile = counting.write(tmp_path / "p")
    assert dict(profile.outlets) == {"example.com": 6}


def test_profile_on_the_command_line(cli: Callable[..., Result]) -> None:
    """Directories, files and profiles of shards: the result is the same bytes."""
    paths = pages_on_disk()
    whole = cli("profile", "pages", "-o", "whole.profile")
    assert (whole.code, whole.out) == (0, "")
    assert "12 documents, 1 outlet known by name" in whole.err
    assert "note: 6 documents are of no known outlet" in whole.err
    assert cli("profile", *paths[:5], "-o", "shards/a.profile", "-q") == (0, "", "")
    assert cli("profile", *paths[5:9], "-o", "shards/b.profile", "-q", "-j", "2") == (0, "", "")
    assert cli("profile", *paths[9:], "shards/*.profile", "-o", "merged.profile", "-q") == (0, "", "")
    assert cli("profile", "merged.profile", "merged.profile", "-o", "merged.profile", "-q") == (0, "", "")
    assert Path("merged.profile").read_bytes() == Path("whole.profile").read_bytes()
    assert tree("shards") == ["a.profile", "b.profile"]


def test_profile_reports_what_it_could_not_read(cli: Callable[..., Result]) -> None:
    pages_on_disk()
    write("pages/broken.txt", b"\x7fELF")
    result = cli("profile", "pages", "-o", "lines.profile", "-q")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("failed: broken.txt: ")
    assert Profile.open("lines.profile").documents() == 6


def test_profile_replaces_nothing_but_profiles(cli: Callable[..., Result]) -> None:
    (page, *_) = pages_on_disk()
    before = Path(page).read_bytes()
    result = cli("profile", "pages", "-o", page)
    assert (result.code, Path(page).read_bytes()) == (2, before)
    assert "no profile; choose another name" in result.err
    assert cli("profile", "nothing", "-o", "p").code == 2


def test_clean_with_a_profile(cli: Callable[..., Result]) -> None:
    pages_on_disk()
    cli("profile", "pages", "--outlet", "example.com", "-o", "lines.profile", "-q")
    write("new.txt", "\n".join([*story(77), "Zickzack der Woche 8"]))
    body = "\n\n".join(story(77)) + "\n"
    assert cli("clean", "new.txt", "--outlet", "example.com", "--profile", "lines.profile") == (0, body, "")
    assert cli("clean", "new.txt", "--outlet", "other.com", "--profile", "lines.profile", "-q").out != body
    assert (
        cli("clean", "pages", "-o", "out", "--outlet", "example.com", "--profile", "lines.profile", "-q", "-j", "2").code == 0
    )
    assert "Zickzack" not in "".join(path.read_text() for path in Path("out").glob("*.txt"))
    account = json.loads(Path("out/run.json").read_bytes())
    assert account["options"]["profile"] == Profile.open("lines.profile").digest


def test_explain_with_a_profile_shows_what_a_run_with_it_cuts(cli: Callable[..., Result]) -> None:
    """All lines, and one of them with its account; without it the line stays."""
    pages_on_disk()
    cli("profile", "pages", "--outlet", "example.com", "-o", "lines.profile", "-q")
    write("new.txt", "\n".join([*story(77), "Zickzack der Woche 8"]))
    command = ("explain", "new.txt", "--outlet", "example.com")
    reason = "this line stands on 12 of 12 documents of example.com"
    shown = cli(*command, "--profile", "lines.profile")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.splitlines()[4:6] == [
        "  5 - navigation    │ Zickzack der Woche 8",
        f"      ╰ navigation · stage/repetition · 0.98 · {reason}",
    ]
    line = cli(*command, "--profile", "lines.profile", "--line", "5").out.splitlines()
    assert line[:2] == ["line 5 │ ⟦Zickzack der Woche 8⟧", "outcome  goes, as navigation by stage/repetition"]
    assert f"  won  navigation  stage/repetition  guess  0.98  {reason}" in line
    assert cli(*command, "--line", "5").out.splitlines()[:2] == ["line 5 │ Zickzack der Woche 8", "outcome  stays"]
    assert cli(*command, "--profile", "new.txt") == (
        2, "", "error: new.txt: this is no profile; make one with `cleaner profile`\n",
    )  # fmt: skip


def test_clean_with_a_self_made_profile_is_the_same_as_in_two_steps(cli: Callable[..., Result]) -> None:
    pages_on_disk()
    cli("profile", "pages", "-o", "lines.profile", "-q")
    assert cli("clean", "pages", "-o", "two", "--profile", "lines.profile", "-q").code == 0
    assert cli("clean", "pages", "-o", "one", "--self-profile", "-q", "-j", "2").code == 0
    assert Path("one/lines.profile").read_bytes() == Path("lines.profile").read_bytes()
    assert [name for name in tree("one") if name != "lines.profile"] == tree("two")
    for name in tree("two"):
        if name not in ("run.json", "_SUCCESS"):
            assert Path("one", name).read_bytes() == Path("two", name).read_bytes()
    removals = json.loads(Path("one/01.json").read_bytes())["removals"]
    assert [removal["reason"] for removal in removals] == ["this line stands on 6 of 6 documents of no known outlet"]
    assert cli("clean", "pages", "-o", "one", "--self-profile", "-q").code == 0  # again into the same place
    assert cli("clean", "pages", "--format", "jsonl", "-o", "c.jsonl", "--self-profile", "-q").code == 0
    assert Path("c.lines.profile").read_bytes() == Path("lines.profile").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("pages", "-o", "out", "--self-profile", "--profile", "p"), "cannot be combined"),
        (("pages/00.txt", "--self-profile"), "needs the other pages"),
        (("few", "-o", "out", "--self-profile"), "4 documents can be read, and less than 5 tell nothing"),
        (("pages", "-o", "pages/out", "--self-profile"), "the output lies inside the input"),
        (("pages", "-o", "out", "--profile", "pages/00.txt"), "pages/00.txt: this is no profile"),
        (("pages", "-o", "out", "--profile", "missing"), "missing: the profile cannot be read"),
    ],
)
def test_what_makes_no_sense_is_said_before_anything_is_written(
    cli: Callable[..., Result], arguments: tuple[str, ...], message: str
) -> None:
    pages_on_disk()
    pages_on_disk("few", 4)
    result = cli("clean", *arguments)
    assert result.code == 2
    assert message in result.err
    assert not Path("out").exists()
    assert not Path("pages/out").exists()
