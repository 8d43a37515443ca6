"""``explain --line``, ``explain --html``, ``review`` and ``diff``: what is printed, what is written, and the exit status."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import STORY, Result, bundled, cli, write

__all__ = ["bundled", "cli"]


@pytest.fixture
def runs(cli: Callable[..., Result]) -> Callable[..., Result]:
    """Two runs over the same two documents: the second keeps captions. Gives back the command line."""
    write("in/a.txt")
    write("in/b\x1b[2J.txt", "Nothing of this goes, as it is an article.\n")
    assert cli("clean", "in", "-o", "one", "-q", "--no-fsync").code == 0
    assert cli("clean", "in", "-o", "two", "-q", "--no-fsync", "--keep", "caption").code == 0
    return cli


# -- explain


def test_explain_one_line(cli: Callable[..., Result]) -> None:
    """The line, its outcome, every claim, every rule that looked at it, and what would change it."""
    assert cli("explain", write("a.txt"), "--line", "1") == (
        0,
        "line 1 │ ⟦Home / World⟧\n"
        "outcome  goes, as navigation by basics/breadcrumb\n"
        "\n"
        "claims on this line, the strongest first\n"
        "  won  navigation  basics/breadcrumb  shared rule  1.00  A menu path.\n"
        "\n"
        "stages that said nothing\n"
        "  blocks, headline, foreign_tail, duplicates, prose, twice_in_a_row, appended_stories, next_stories, comments, pointers, repetition, titles, standfirsts, bylines, author_bio\n"
        "\n"
        "rules that looked at it: 2\n"
        "  matched  basics/breadcrumb  matches\n"
        "  not      basics/shouting    its pattern does not match\n"
        "\n"
        "what would change it\n"
        "  without basics/breadcrumb  stays\n"
        "  with --keep navigation     stays\n"
        "  with --favour precision    no change\n"
        "  with --favour recall       no change\n",
        "",
    )


def test_explain_a_line_of_a_document_kept_whole(cli: Callable[..., Result]) -> None:
    """What the line's claims say, and that the document stays all the same; nothing in it steers the terminal."""
    result = cli("explain", write("a.txt", "Home / World\n" * 3), "--line", "1")
    assert result.code == 1
    assert "         but the whole document is kept: nearly everything would go (100%), so nothing went\n" in result.out
    assert "line 2 │ \\x1b[2J\n" in cli("explain", write("b.txt", "Text.\n\x1b[2J\n"), "--line", "2").out


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--line", "0"), "--line 0: the text has lines 1 to 4"),
        (("--line", "5"), "--line 5: the text has lines 1 to 4"),
        (("--line", "1", "--html", "x.html"), "--line is printed, --html shows all lines; choose one"),
        (("--html", "x.txt"), "x.txt: the page needs a name that ends in .html"),
        (("--html", "link.html"), "link.html: this is what the page would be about; choose another name"),
        (("--html", "a.txt/x.html"), "a.txt/x.html: the page cannot be written: Not a directory; choose another place"),
    ],
)
def test_explain_refuses(cli: Callable[..., Result], arguments: tuple[str, ...], error: str) -> None:
    write("a.txt")
    Path("link.html").symlink_to("a.txt")
    assert cli("explain", "a.txt", *arguments) == (2, "", f"error: {error}\n")
    assert Path("a.txt").read_text(encoding="utf-8") == STORY


def test_explain_as_a_page(cli: Callable[..., Result]) -> None:
    """Written whole where it was wanted, the same bytes again; said on the standard error."""
    result = cli("explain", write("a.txt"), "--html", "new/x.html")
    first = Path("new/x.html").read_bytes()
    assert result == (0, "", "wrote new/x.html (20 kB); open it in a browser\n")
    assert b'title="sure 1.00: A menu path.">Home / World</del>' in first
    assert cli("explain", "a.txt", "--html", "new/x.html").code == 0
    assert Path("new/x.html").read_bytes() == first


# -- review


def test_review(runs: Callable[..., Result]) -> None:
    """The doubtful documents first, with reasons; names cannot steer the terminal."""
    assert runs("review", "one") == (
        0,
        "documents 2 ok\n"
        "kept      74% of 124 characters\n"
        "rules     2 took something\n"
        "outlets   none known: only shared rules spoke\n"
        "\n"
        "1  b\\x1b[2J.txt  nothing went\n"
        "2  a.txt         -\n",
        "",
    )


def test_review_as_a_page(runs: Callable[..., Result]) -> None:
    result = runs("review", "one", "--html", "page.html", "--full", "1")
    page = Path("page.html").read_text(encoding="utf-8")
    assert (result.code, result.err) == (0, "wrote page.html (20 kB); open it in a browser\n")
    assert page.count('<details class="doc"') == 1
    assert "<dt>in full</dt><dd>1, the most doubtful</dd>" in page
    assert 'class="unlinked"><bdi>a.txt</bdi>' in page
    assert "\x1b" not in page


_NO_RUN = "no run of cleaner wrote this: there is no run.json of one"
_MADE_BY = "makes one, then name DIR\n"


@pytest.mark.parametrize("command", [("verify", "{}"), ("review", "{}"), ("diff", "one", "{}"), ("diff", "{}", "one")])
@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("three", "there is no such directory or file; name what `cleaner clean -o` wrote\n"),
        ("in", f"{_NO_RUN} in it; `cleaner clean in -o DIR` {_MADE_BY}"),
        ("above", f"{_NO_RUN} in it; `cleaner clean above -o DIR` {_MADE_BY}"),
        ("in/a.txt", f"{_NO_RUN} beside it; `cleaner clean in/a.txt -o DIR` {_MADE_BY}"),
        ("foreign.jsonl", f"{_NO_RUN} beside it; `cleaner clean foreign.jsonl -o DIR` {_MADE_BY}"),
        ("empty", f"{_NO_RUN} in it; `cleaner clean INPUTS -o DIR` {_MADE_BY}"),
        ("foreign", f"{_NO_RUN} in it; `cleaner clean INPUTS -o DIR` {_MADE_BY}"),
        ("one/a.txt", "this is not what a run of cleaner was told to write; name one\n"),
        ("one/manifest.jsonl", "this is not what a run of cleaner was told to write; name one\n"),
        ("rows", "this is not what a run of cleaner was told to write; name rows/x.jsonl or rows/y.jsonl.gz\n"),
        ("rows/x.run.json", "this is not what a run of cleaner was told to write; name rows/x.jsonl\n"),
        ("rows/y.jsonl.gz.manifest.jsonl", "this is not what a run of cleaner was told to write; name rows/y.jsonl.gz\n"),
    ],
)
def test_what_no_run_wrote_is_told_from_what_one_did(
    runs: Callable[..., Result], command: tuple[str, ...], place: str, told: str
) -> None:
    """What was looked for, and what to name instead: the output near it, or what makes one of what is there."""
    Path("empty").mkdir()
    write("above/below/a.html")
    write("foreign.jsonl", "{}\n")
    write("foreign/run.json", '{"finished": true}')
    for rows in ("rows/x.jsonl", "rows/y.jsonl.gz"):
        assert runs("clean", "in", "-o", rows, "-q", "--no-fsync").code == 0
    assert runs(*(part.format(place) for part in command)) == (2, "", f"error: {place}: {told}")


def test_a_directory_that_cannot_be_listed_is_no_run(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows then what is in it, so nothing is said of that."""

    def refuse(path: str) -> list[str]:
        raise PermissionError(13, "Permission denied", path)

    Path("closed").mkdir()
    monkeypatch.setattr("cleaner.batch.destination.os.listdir", refuse)
    assert cli("review", "closed") == (
        2, "", "error: closed: it cannot be listed: Permission denied; check its permissions\n",
    )  # fmt: skip


@pytest.mark.parametrize("place", ["one", "rows.jsonl"])
def test_a_run_that_did_not_finish_is_gone_on_with(cli: Callable[..., Result], place: str) -> None:
    """Of a file of rows there are only the accounts then."""
    account = write("one/run.json" if place == "one" else "rows.run.json", '{"finished": false, "versions": {}}')
    manifest = account.replace("run.json", "manifest.jsonl")
    told = f"{manifest} is missing: the run did not finish; give the same `cleaner clean` again, it goes on"
    assert cli("review", place) == (2, "", f"error: {told}\n")
    assert cli("verify", place).out.split() == ["unfinished", "_SUCCESS" if place == "one" else "rows._SUCCESS"]


_READ = (
    "what can be read here is a directory of bodies and records, or NAME.jsonl, NAME.jsonl.gz or NAME.jsonl.zst; "
    "clean the same inputs with `cleaner clean INPUTS -o DIR`, and name that\n"
)


@pytest.mark.parametrize("command", [("review", "{}"), ("diff", "{}", "one"), ("diff", "one", "{}"), ("diff", "{}", "{}")])
@pytest.mark.parametrize(
    ("options", "place", "why"),
    [
        (("--attributes", "cuts"), "cuts", "attributes hold no texts and no records of what went"),
        (("--format", "parquet", "-o", "table"), "table", "a table holds no records of what went"),
        (("--format", "parquet", "-o", "rows.parquet"), "rows.parquet", "a table holds no records of what went"),
        (("-o", "rows.csv"), "rows.csv", "a table holds no records of what went"),
    ],
)
def test_what_holds_no_records_is_refused(
    runs: Callable[..., Result], command: tuple[str, ...], options: tuple[str, ...], place: str, why: str
) -> None:
    """Nothing is said of such a run, least of all that nothing went or that it differs from itself."""
    row = {"id": "a", "text": STORY}
    source = write("rows/x.jsonl", json.dumps(row) + "\n") if "--attributes" in options else "in/a.txt"
    assert runs("clean", source, *options, "-q", "--no-fsync") == (0, "", "")
    before = sorted(Path().rglob("*"))
    arguments = [part.format(place) for part in command]
    assert runs(*arguments, "--html", "page.html") == (2, "", f"error: {place}: {why}; {_READ}")
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize("suffix", ["jsonl.gz", "jsonl.zst"])
def test_packed_rows_are_read(runs: Callable[..., Result], suffix: str) -> None:
    """As those that are not packed, on the screen, on the page and beside another run."""
    for name in ("rows.jsonl", f"rows.{suffix}"):
        assert runs("clean", "in", "--format", "jsonl", "-o", name, "-q", "--no-fsync").code == 0
    plain, packed = (runs("review", name, "--html", f"{name}.html") for name in ("rows.jsonl", f"rows.{suffix}"))
    assert (packed.code, packed.out) == (0, plain.out)
    pages = [Path(f"{name}.html").read_text(encoding="utf-8") for name in ("rows.jsonl", f"rows.{suffix}")]
    assert pages[1].replace(f"rows.{suffix}", "rows.jsonl") == pages[0]
    assert runs("diff", "rows.jsonl", f"rows.{suffix}") == (0, "documents: 0 different, 2 the same\n", "")
    assert "  + 4: Caption: a boat\n" in runs("diff", f"rows.{suffix}", "two").out


def test_packed_rows_that_are_torn(runs: Callable[..., Result]) -> None:
    assert runs("clean", "in", "--format", "jsonl", "-o", "rows.jsonl.gz", "-q", "--no-fsync").code == 0
    whole = Path("rows.jsonl.gz").read_bytes()
    Path("rows.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    result = runs("review", "rows.jsonl.gz")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: rows.jsonl.gz: ")


# -- diff


def test_diff(runs: Callable[..., Result]) -> None:
    """By rule, then by document: what only the second run takes (-), and what only the first took (+)."""
    assert runs("diff", "one", "two") == (
        1,
        "documents: 1 different, 1 the same\n"
        "\n"
        "rule            newly removed  newly kept  taken over  given up  documents\n"
        "basics/caption              0           1           0         0          1\n"
        "\n"
        "- newly removed, + newly kept, = removed by both, for another rule or under another label\n"
        "\n"
        "a.txt\n"
        "  + 4: Caption: a boat\n"
        "      caption by basics/caption\n",
        "",
    )
    assert "  - 4: Caption: a boat\n" in runs("diff", "two", "one").out


def test_diff_of_the_same(runs: Callable[..., Result]) -> None:
    assert runs("diff", "one", "one") == (0, "documents: 0 different, 2 the same\n", "")


def test_diff_as_json_and_page(runs: Callable[..., Result]) -> None:
    result = runs("diff", "one", "two", "--json", "--html", "page.html")
    found = json.loads(result.out)
    assert (result.code, found["same"], found["different"]) == (1, 1, 1)
    assert found["rules"] == {
        "basics/caption": {
            "removed": 0, "removed_chars": 0, "kept": 1, "kept_chars": 15, "renamed_to": 0, "renamed_from": 0, "documents": 1,
        }
    }  # fmt: skip
    assert found["documents"][0]["newly_kept"] == [
        {
            "start": STORY.index("Caption"), "end": len(STORY) - 1, "lines": [4, 4], "label": "caption", "rule": "basics/caption",
            "confidence": 1.0, "reason": "What a picture shows.", "text": "Caption: a boat",
        }
    ]  # fmt: skip
    assert '<ins class="l-caption added" data-c="0"' in Path("page.html").read_text(encoding="utf-8")


def test_review_for_programs(runs: Callable[..., Result]) -> None:
    """All documents in the order of doubt, each on a line; nothing in a name steers a terminal."""
    result = runs("review", "one", "--json")
    assert (result.code, result.err) == (0, "")
    first, second = map(json.loads, result.out.splitlines())
    assert [row["id"] for row in (first, second)] == ["b\x1b[2J.txt", "a.txt"]
    assert first["reasons"] == ["nothing went"]
    assert (second["status"], second["reasons"], second["labels"]) == ("ok", [], {"caption": 1, "navigation": 1})
    assert (second["confidence"], 0 < second["share_kept"] < 1, second["outputs"]) == (1.0, True, ["a.txt", "a.json"])
    assert "\x1b" not in result.out
