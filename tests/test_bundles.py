"""Texts that hold many articles: where they are taken apart, and `cleaner unbundle`."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.bundles import KINDS, Marks, articles, bundle, left_over
from tests.commands import Result, bundled, cli, tree, write

__all__ = ["bundled", "cli"]  # fixtures

FERRY = "The ferry is back.\n"
CHOIR = "The choir is gone.\n"
NUMBER = "Document GAZETT0020200303eg330000h\n"
TOLD = {
    "LexisNexis": f"  1 of 2 DOCUMENTS\n\n{FERRY}\n  2 of 2 DOCUMENTS\n\n{CHOIR}",
    "ProQuest": f"Document 1 of 2\n{FERRY}Document 2 of 2\n{CHOIR}",
    "Factiva": f"{FERRY}{NUMBER}\n{CHOIR}AN {NUMBER}",
    "Nexis": f"{FERRY}End of Document\n\n{CHOIR}End of Document\n",
}


@pytest.mark.parametrize("kind", TOLD)
def test_what_databases_save(kind: str) -> None:
    """The marks are part of the articles, and nothing stands outside."""
    text = TOLD[kind]
    found = bundle(text)
    assert found is not None
    assert found.saved_by == kind
    first, second = found.articles
    assert FERRY in text[first.start : first.end]
    assert CHOIR in text[second.start : second.end]
    assert text[first.start : second.end] == text
    assert not list(left_over(text, [first, second]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        FERRY,
        f"1 of 1 DOCUMENTS\n{FERRY}",
        f"{FERRY}{NUMBER}",
        f"{FERRY}End of Document\n",
        f"{FERRY}She read: 1 of 2 DOCUMENTS\nThen: 2 of 2 DOCUMENTS\n{CHOIR}",
        f"{FERRY}Document 7\n{CHOIR}Document 8\n",
        f"{FERRY}The end of document one.\n{CHOIR}The end of document two.\n",
    ],
)
def test_what_is_one_document(text: str) -> None:
    assert bundle(text) is None
    assert cleaner.clean(text, id="x").warnings == (() if text else ("empty: there is no text in it",))


def test_what_stands_outside() -> None:
    text = f"Cover\n\n1 of 2 DOCUMENTS\n{FERRY}2 of 2 DOCUMENTS\n{CHOIR}"
    assert list(left_over(text, articles(text, KINDS[0]))) == ["Cover"]
    text = TOLD["Factiva"] + "\nSearch Summary\n"
    assert list(left_over(text, articles(text, KINDS[2]))) == ["Search Summary"]


def test_both_marks() -> None:
    """What is neither behind a beginning nor before an end is no article."""
    marks = Marks("x", regex.compile("BEGIN"), regex.compile("END"))
    text = "a\nBEGIN\nb\nEND\nc\nBEGIN\nd\nBEGIN\ne\nEND\nf"
    assert [text[start:end] for start, end in articles(text, marks)] == ["BEGIN\nb\nEND\n", "BEGIN\nd\n", "BEGIN\ne\nEND\n"]
    assert list(left_over(text, articles(text, marks))) == ["a", "c", "f"]


@given(
    st.lists(st.sampled_from(["BEGIN", "END", "x", "", " BEGIN ", "\x85"]), max_size=12), st.sampled_from(["\n", "\r\n", "\r"])
)
def test_nothing_is_lost_or_doubled(lines: list[str], end: str) -> None:
    """Articles stand in order, apart, and with what is left over they hold every visible character."""
    text = end.join(lines)
    for marks in (
        Marks("x", regex.compile("BEGIN"), None),
        Marks("x", None, regex.compile("END")),
        Marks("x", regex.compile("BEGIN"), regex.compile("END")),
    ):
        found = articles(text, marks)
        assert all(one.end <= two.start for one, two in pairwise(found))
        pieces = [text[start:stop] for start, stop in found]
        assert sorted(" ".join([*pieces, *left_over(text, found)]).split()) == sorted(text.split())


@given(
    st.lists(st.sampled_from(["BEGIN", "END", "x BEGIN", "x", "", " BEGIN ", "\x85"]), max_size=12),
    st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=12, max_size=12),
)
def test_only_lines_with_a_hint_need_a_look(lines: list[str], ends: list[str]) -> None:
    """Whatever ends the lines, and in whatever order: a mark with hints finds what it would find without."""
    text = "".join(line + end for line, end in zip(lines, ends, strict=False))
    for pattern in ("BEGIN", "END"):
        for marks in (Marks("x", regex.compile(pattern), None), Marks("x", None, regex.compile(pattern))):
            assert articles(text, marks._replace(hints=("BEGI", "ND"))) == articles(text, marks)


def test_lines_without_line_feeds_take_time_in_proportion() -> None:
    """None is looked for from the beginning of the text again."""
    text = f"1 of 2 DOCUMENTS\r{'x' * 98}\r" * 40_000
    began = time.process_time()
    assert len(articles(text, KINDS[0])) == 40_000
    assert time.process_time() - began < 5  # quadratic it takes a minute


def test_who_cleans_a_bundle_is_told() -> None:
    """One document of a bundle is none of its articles."""
    assert cleaner.clean(TOLD["Factiva"], id="x").warnings == (
        "many_articles: Factiva saved 2 articles in this text; take it apart with cleaner unbundle first",
    )


def _rows(text: str) -> list[tuple[str, str]]:
    return [(row["id"], row["text"]) for row in map(json.loads, text.splitlines())]


def test_rows_for_cleaning(cli: Callable[..., Result]) -> None:
    """A row for each article, in the order of the files; one article is one row; they can be cleaned."""
    write("in/b.txt", TOLD["Nexis"])
    write("in/a.txt", FERRY)
    code, out, told = cli("unbundle", "in")
    assert (code, told) == (0, "3 articles in 2 texts\n")
    assert _rows(out) == [
        ("a.txt", FERRY), ("b.txt#1", f"{FERRY}End of Document\n"), ("b.txt#2", f"\n{CHOIR}End of Document\n"),
    ]  # fmt: skip
    assert cli("unbundle", "in", "-o", "rows.jsonl.gz", "-q") == (0, "", "")
    assert gzip.decompress(Path("rows.jsonl.gz").read_bytes()).decode() == out
    code, cleaned, _ = cli("clean", "rows.jsonl.gz", "--format", "jsonl", "-q")
    assert (code, [name for name, _ in _rows(cleaned)]) == (0, ["a.txt", "b.txt#1", "b.txt#2"])


def test_marks_of_ones_own(cli: Callable[..., Result]) -> None:
    """What stands outside is said, and left out."""
    write("letters.txt", f"Preface\nLETTER 1\n{FERRY}LETTER 2\n{CHOIR}")
    code, out, told = cli("unbundle", "letters.txt", "--begins", r"LETTER \d")
    assert (code, _rows(out)) == (0, [("letters.txt#1", f"LETTER 1\n{FERRY}"), ("letters.txt#2", f"LETTER 2\n{CHOIR}")])
    assert told == "letters.txt: 7 characters outside its 2 articles are left out, from 'Preface' on\n2 articles in 1 text\n"
    write("letters.txt", f"§\nLETTER 1\n{FERRY}")
    told = cli("unbundle", "letters.txt", "--begins", r"LETTER \d").err
    assert told == "letters.txt: 1 character outside its 1 article is left out, from '§' on\n1 article in 1 text\n"
    write("letters.txt", f"Preface\nLETTER 1\n{FERRY}LETTER 2\n{CHOIR}")
    code, out, _ = cli("unbundle", "letters.txt", "--ends", r"LETTER \d", "-q")
    assert _rows(out) == [("letters.txt#1", "Preface\nLETTER 1\n"), ("letters.txt#2", f"{FERRY}LETTER 2\n")]


def test_what_is_no_text(cli: Callable[..., Result]) -> None:
    """It fails by name, the rest goes on, and the exit status tells."""
    write("in/page.html", "<html><body><p>The ferry is back.</p></body></html>")
    Path("in/a.bin").write_bytes(bytes(range(256)) * 40)
    write("in/b.txt", TOLD["ProQuest"])
    code, out, told = cli("unbundle", "in")
    assert code == 1
    assert [name for name, _ in _rows(out)] == ["b.txt#1", "b.txt#2"]
    assert "failed: page.html: this is a web page, and no text that holds articles; clean it as it is\n" in told
    assert "a.bin" in told


def test_what_is_too_large(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of many articles may be larger than a document, and what is set for these does not count."""
    write("in/a.txt", TOLD["ProQuest"])
    write("in/b.txt", FERRY)
    write("cleaner.toml", "max-bytes = 10\n")
    monkeypatch.setenv("CLEANER_MAX_BYTES", "10")
    assert cli("unbundle", "in", "-q").code == 0
    code, out, told = cli("unbundle", "in", "--max-bytes", f"{len(FERRY)}B", "-q")
    assert (code, told) == (1, f"failed: a.txt: it has more than {len(FERRY)} bytes; raise --max-bytes, or split it\n")
    assert _rows(out) == [("b.txt", FERRY)]
    assert cli("unbundle", "in", "--max-bytes", "many").err.startswith("error: --max-bytes: 'many' is no size;")


def test_wrong_use(cli: Callable[..., Result]) -> None:
    """It is told before anything is read, and nothing is written."""
    write("a.txt", FERRY)
    assert cli("unbundle", "a.txt", "-o", "rows.txt") == (
        2, "", "error: rows.txt: the rows need a name that ends in .jsonl, .jsonl.gz or .jsonl.zst\n",
    )  # fmt: skip
    assert cli("unbundle", "no.txt", "-o", "rows.jsonl")[0] == 2
    assert not Path("rows.jsonl").exists()


@pytest.mark.hostile(52)
@pytest.mark.parametrize("option", ["--begins", "--ends"])
@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("(", "not a valid pattern: missing ) at position 1: (»HERE»"),
        ("LETTER [", "not a valid pattern: unterminated character set at position 8: LETTER [»HERE»"),
        (r"LETTER \d{1,99999}", "a repeat beyond 1000 takes too long to compile; use a smaller one, or + or *"),
        (f"x{{{'9' * 5000}}}", "a repeat beyond 1000 takes too long to compile; use a smaller one, or + or *"),
        ("(?R)", "(?R) calls a group, which may never end; write it out"),
        (r"(LETTER|(?1))", "(?1) calls a group, which may never end; write it out"),
        ("(?:" * 3000 + "x" + ")" * 3000, "not a usable pattern: RecursionError; make it simpler"),
    ],
    ids=["open group", "open set", "large repeat", "huge repeat", "itself", "a group", "nested"],
)  # fmt: skip  # one pattern a line
def test_what_is_no_pattern_to_use(cli: Callable[..., Result], option: str, pattern: str, told: str) -> None:
    write("a.txt", FERRY)
    assert cli("unbundle", "a.txt", "-o", "rows.jsonl", option, pattern) == (2, "", f"error: {option}: {told}\n")
    assert not Path("rows.jsonl").exists()


def test_a_pattern_that_matches_nowhere_is_told(cli: Callable[..., Result]) -> None:
    write("letters.txt", f"LETTER 1\n{FERRY}")
    code, out, told = cli("unbundle", "letters.txt", "--begins", r"Letter \d")
    assert (code, _rows(out)) == (0, [("letters.txt", f"LETTER 1\n{FERRY}")])
    assert told == "no line of any text matches --begins or --ends as a whole, so each text is one row\n1 article in 1 text\n"


def test_a_pattern_without_end_is_ended(cli: Callable[..., Result]) -> None:
    write("letters.txt", f"{'a' * 200}!\n{FERRY}")
    assert cli("unbundle", "letters.txt", "--begins", r"(?:\w\w?){1,90}[.;]", "-o", "rows.jsonl") == (
        2, "", "error: letters.txt: --begins or --ends takes too long to match a line; leave out repetitions within repetitions\n",
    )  # fmt: skip
    assert not Path("rows.jsonl").exists()


def test_where_every_input_fails_no_output_is_in_the_way_of_the_next_run(cli: Callable[..., Result]) -> None:
    write("in/page.html", "<html><body><p>The ferry is back.</p></body></html>")
    assert cli("unbundle", "in", "-o", "rows.jsonl").code == 1
    assert sorted(path.name for path in Path().iterdir() if path.name.startswith("rows")) == []


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz", "rows.jsonl.zst"])
@pytest.mark.parametrize("content", ['{"id": "a.txt#1", "text": "Of somebody else."}\n', "mine\n", ""])
def test_what_exists_is_not_replaced(cli: Callable[..., Result], name: str, content: str) -> None:
    """Whatever it is: rows of articles are told from those of others by nothing."""
    write("a.txt", FERRY)
    write(name, content)
    assert cli("unbundle", "a.txt", "-o", name) == (
        2, "", f"error: {name}: this file exists, and is never overwritten; delete it first, or choose another name\n",
    )  # fmt: skip
    assert {path: Path(path).read_text() for path in tree(".") if "bundled" not in path} == {"a.txt": FERRY, name: content}


def test_a_second_run_says_what_to_do(cli: Callable[..., Result]) -> None:
    """What the first wrote stays, and once it is deleted the same command writes it again."""
    write("a.txt", TOLD["Nexis"])
    command = ("unbundle", "a.txt", "-o", "rows.jsonl", "-q")
    assert cli(*command) == (0, "", "")
    rows = Path("rows.jsonl").read_bytes()
    assert cli(*command) == (
        2, "", "error: rows.jsonl: this file exists, and is never overwritten; delete it first, or choose another name\n",
    )  # fmt: skip
    assert Path("rows.jsonl").read_bytes() == rows
    Path("rows.jsonl").unlink()
    assert cli(*command) == (0, "", "")
    assert Path("rows.jsonl").read_bytes() == rows


def test_an_output_among_the_inputs(cli: Callable[..., Result], tmp_path: Path) -> None:
    """It would be read while it is written, by this run or by the next; beside what is read there is room."""
    write("in/a.txt", FERRY)
    write("in/rows.jsonl", json.dumps({"id": "1", "text": CHOIR}) + "\n")
    before = tree("in")
    for name in ("in/new.jsonl", "in/deeper/new.jsonl", "in/rows.jsonl"):
        assert cli("unbundle", "in", "-o", name) == (
            2, "",
            f"error: {tmp_path}/{name}: the output lies inside the input {tmp_path}/in; choose a place outside of it\n",
        )  # fmt: skip
    for inputs in (["in/rows.jsonl"], ["in/a.txt", "in/rows.jsonl"], ["in/*"]):
        assert cli("unbundle", *inputs, "-o", "in/rows.jsonl") == (
            2, "", f"error: {tmp_path}/in/rows.jsonl: the output is one of the inputs; choose another name\n",
        )  # fmt: skip
    assert tree("in") == before
    assert cli("unbundle", "in/*.txt", "-o", "in/new.jsonl", "-q") == (0, "", "")
    assert _rows(Path("in/new.jsonl").read_text()) == [("a.txt", FERRY)]


def test_an_output_among_those_of_a_run(cli: Callable[..., Result], tmp_path: Path) -> None:
    """A run answers for all that lies in its output."""
    write("a.txt", FERRY)
    assert cli("clean", "a.txt", "-o", "out", "-q", "--no-fsync").code == 0
    before = tree("out")
    assert cli("unbundle", "a.txt", "-o", "out/rows.jsonl") == (
        2, "",
        f"error: {tmp_path}/out/rows.jsonl: the output lies inside {tmp_path}/out, the output of another run; "
        "choose a place outside of it\n",
    )  # fmt: skip
    assert tree("out") == before


def test_where_there_is_no_text_that_is_said(cli: Callable[..., Result]) -> None:
    Path("empty").mkdir()
    told = "there is no text in what was named; name text files, or a directory that holds some\n"
    assert cli("unbundle", "empty", "-o", "rows.jsonl") == (0, "", f"{told}0 articles in 0 texts\n")
    assert not Path("rows.jsonl").exists()
    write("in/a.txt", "The harbour reopened.\n")
    assert cli("unbundle", "in", "-o", "rows.jsonl") == (0, "", "1 article in 1 text\n")
