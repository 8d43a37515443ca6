"""Where most sentences of prose went is looked at first; what is true of each document is said once."""

from collections.abc import Callable

import pytest

from cleaner.lines import count_sentences
from cleaner.reviewing.doubt import sentences
from cleaner.reviewing.runs import Run, Written
from cleaner.reviewing.summing import of_run, summed
from tests.commands import Result, bundled, cli, write
from tests.markup import cost
from tests.reviewing import cleaned_run, cut, document, rulebook, rules

__all__ = ["bundled", "cleaned_run", "cli", "rulebook", "rules"]  # fixtures

PROSE = "The harbour of the town reopened on Monday after a long night, the mayor said at noon, and all were glad. "
MENU = "Home / World / Europe"


def changed(written: Written, **row: object) -> Written:
    return Written(written.row._replace(**row), written.cleaned, written.cuts, written.tags, written.source, written.fields)


def order(*documents: Written) -> list[str]:
    return [listed.row.id for listed in summed(documents).documents]


def test_documents_that_lost_most_sentences_come_first() -> None:
    assert order(
        document(cut(MENU), id="none", chars=10_000),
        document(cut(PROSE), cut(PROSE), id="two"),
        document(cut(PROSE * 5), id="five"),
        document(cut(PROSE), *[cut(MENU)] * 9, id="one"),
    ) == ["five", "two", "one", "none"]


def test_they_come_before_other_reasons_and_after_what_cannot_be_judged() -> None:
    assert order(
        changed(document(cut(MENU), id="gone"), kept_chars=10),
        changed(document(cut(MENU), id="warned"), warnings=("lone surrogates became U+FFFD",)),
        document(cut(PROSE), id="prose"),
        changed(document(id="failed"), status="failed", error="too slow"),
        changed(document(cut(MENU), id="empty"), kept_chars=0),
    ) == ["failed", "empty", "prose", "gone", "warned"]


@pytest.mark.parametrize("label", ["summary", "caption", "author_bio", "legal", "title"])
def test_what_is_made_of_prose_is_no_loss(label: str) -> None:
    total = summed([document(cut(PROSE * 5, label=label), id="a"), document(cut(PROSE), id="b")])
    assert [(listed.row.id, listed.doubt.reasons) for listed in total.documents] == [
        ("b", ("1 sentence went in 1 cut",)),
        ("a", ()),
    ]


@pytest.mark.parametrize("status", ["ok", "guarded"])
def test_a_guessed_encoding_is_said_once(status: str) -> None:
    """In the words of the warning, behind what else was trouble in reading."""
    warnings = ("encoding guessed: cp1252, although declared as utf-8", "lone surrogates became U+FFFD")
    [listed] = summed([changed(document(cut(MENU)), status=status, warnings=warnings)]).documents
    trouble = {"ok": warnings[1], "guarded": "kept whole: nearly everything would have gone"}
    assert listed.doubt.reasons == (trouble[status], warnings[0])


def test_how_many_is_said() -> None:
    [listed] = summed([document(cut(PROSE * 3), cut(f"{MENU}\n{PROSE}"), cut(MENU))]).documents
    assert listed.doubt.reasons == ("4 sentences went in 2 cuts",)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("One.", 1),
        ("One. Two! “Three?” Four", 4),
        ("Mr. Smith of St. Ives came.", 1),
        ("北京今天天气晴朗。明天可能会下雨。", 2),
        ("Նավակը եկավ։ Ոչ ոք չիջավ։", 2),
    ],
)
def test_sentences_of_a_line(text: str, count: int) -> None:
    assert count_sentences(text) == count


def test_sentences_of_a_long_line_are_counted_in_linear_time() -> None:
    text = "One. Two! “Three?” Four. " * 20_000
    assert cost(lambda: count_sentences(text)) < 2  # with a copy of what is behind each end it takes ten


def test_only_what_reads_like_prose_counts() -> None:
    assert sentences(f"{MENU}\n{PROSE}\r\nOne. Two.\n{PROSE * 2}") == 3


def test_an_unknown_outlet_is_told_of_where_others_are_known(cleaned_run: Callable[..., str]) -> None:
    story = "The harbour reopened on Monday after a long night.\n"
    total = of_run(Run.open(cleaned_run("out", {"a.txt": story, "b.txt": f"{story}Example Media Group\n"})))
    assert {listed.row.id: listed.doubt.reasons for listed in total.documents}["a.txt"] == ("outlet unknown", "nothing went")
    total = of_run(Run.open(cleaned_run("none", {"a.txt": story, "b.txt": story})))
    assert [listed.doubt.reasons for listed in total.documents] == [("nothing went",)] * 2


def test_where_no_outlet_is_known_the_head_says_so(cli: Callable[..., Result]) -> None:
    write("in/a.txt")
    assert cli("clean", "in", "-o", "out", "--no-fsync", "-q").code == 0
    told = cli("review", "out").out
    assert "\noutlets   none known: only shared rules spoke\n" in told
    assert "outlet unknown" not in told
    write("in/b.txt", "The harbour reopened on Monday after a long night.\nExample Media Group\n")
    assert cli("clean", "in", "-o", "out", "--no-fsync", "-q").code == 0
    told = cli("review", "out").out
    assert "outlets  " not in told
    assert "outlet unknown" in told
