"""Rows in, rows out: what every engine and corpus tool is promised."""

from __future__ import annotations

import doctest
import hashlib
import json
import math
import pickle
import subprocess
import sys
from typing import Any

import pytest

import cleaner.adapters
from cleaner.adapters import BatchCleaner
from cleaner.adapters import records as module
from cleaner.errors import RuleTimeout
from tests.conftest import ROOT

SEEDS = {path.name: path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.txt"))}
KEYS = {
    "id", "text", "source", "url", "status", "confidence", "title", "authors", "published", "language", "removed", "warnings", "fp",
    "metadata",
}  # fmt: skip  # a list


@pytest.fixture(scope="module")
def batch() -> BatchCleaner:
    return BatchCleaner()


def digest(bodies: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(sorted(bodies.items())).encode()).hexdigest()


def sha(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]


def test_the_seeds_give_what_the_core_gives(batch: BatchCleaner) -> None:
    """Body for body, from bytes and from text, and after a journey to another process."""
    rows = [{"id": name, "text": raw.decode()} for name, raw in SEEDS.items()]
    core = digest({name: cleaner.clean(raw, id=name).body for name, raw in SEEDS.items()})
    travelled = pickle.loads(pickle.dumps(batch))
    for one, given in (
        (batch, rows),
        (travelled, rows),
        (batch, iter(rows)),
        (batch, [{**row, "text": SEEDS[row["id"]]} for row in rows]),
    ):
        done = one.records(given)
        assert [row["id"] for row in done] == list(SEEDS)
        assert {row["status"] for row in done} == {"ok"}
        assert digest({row["id"]: row["text"] for row in done}) == core


def test_a_row_says_what_went(batch: BatchCleaner) -> None:
    text = "Home / World / Europe\n\nThe harbour reopened on Monday.\n"
    row, known = batch.records([{"id": 7, "text": text, "other": 1}, {"text": "Hi.", "url": "https://www.chinadaily.com.cn/a"}])
    assert set(row) == KEYS
    assert (row["id"], row["source"], row["url"]) == ("7", "unknown", None)
    assert (known["source"], known["url"]) == ("chinadaily.com.cn", "https://www.chinadaily.com.cn/a")
    assert [text[removal["start"] : removal["end"]].strip() for removal in row["removed"]] == ["Home / World / Europe"]
    assert row["fp"] == row["metadata"]["cleaner"]["rulebook"] == batch.rulebook.digest_for("en", row["source"])
    assert cleaner.restore(row["text"], row["metadata"]["cleaner"]) == text


def test_a_row_says_what_was_lifted(batch: BatchCleaner) -> None:
    """As values of their own, for whoever counts and sorts rows; all other fields stand under ``metadata``."""
    page = (
        '<html lang="en"><head><title>Harbour reopens</title><meta property="article:published_time" content="2024-05-01">'
        '<meta name="author" content="Jane Roe"></head><body><h1>Harbour reopens</h1>'
        "<p>The harbour of the town reopened on Monday after a long night, the mayor said at noon.</p></body></html>"
    )
    [row, bare, failed] = batch.records([{"html": page}, {"text": "Hi."}, {"text": None}])
    assert [row[name] for name in ("title", "authors", "published", "language")] == [
        "Harbour reopens", ["Jane Roe"], "2024-05-01", "en",
    ]  # fmt: skip  # in the order of the names
    assert row["confidence"] == row["metadata"]["cleaner"]["confidence"] > 0
    for name in ("title", "authors", "published", "language"):
        assert row[name] == row["metadata"][name]
    for empty in (bare, failed):
        assert [empty[name] for name in ("title", "authors", "published", "language")] == [None, [], None, None]
    assert (bare["confidence"], failed["confidence"]) == (1.0, None)


def test_the_source_is_the_outlet_or_else_the_host(batch: BatchCleaner) -> None:
    """``unknown`` is only what nothing is known of; also of a row that fails."""
    canonical = (
        '<link rel="canonical" href="https://www.harbour.example/x"><p>The harbour reopened on Monday, the mayor said.</p>'
    )
    rows: list[dict[str, Any]] = [
        {"text": "Hi.", "url": "https://www.chinadaily.com.cn/a"}, {"text": "Hi.", "url": "https://www.Harbour.example:8080/a?b"},
        {"text": "Hi.", "url": "m.harbour.example/a"}, {"html": f"<html><head>{canonical}</html>"}, {"text": "Hi."},
        {"text": None, "url": "https://www.harbour.example"}, {"text": "Hi.", "url": "https://"}, {"text": "Hi.", "url": "http://["},
        {"text": "Hi.", "url": "none"},
    ]  # fmt: skip  # a list
    assert [row["source"] for row in batch.records(rows)] == [
        "chinadaily.com.cn", "harbour.example", "harbour.example", "harbour.example", "unknown", "harbour.example", "unknown",
        "unknown", "unknown",
    ]  # fmt: skip  # in the order of the rows


def test_nothing_is_dropped_and_nothing_raises(batch: BatchCleaner) -> None:
    """A row that fails keeps its text, its place and all the keys."""
    rows: list[dict[str, Any]] = [
        {"id": "a"}, {"id": "b", "text": None}, {"id": "c", "text": 5}, {"id": "d", "text": b"%PDF-1.7"}, {"id": "e", "html": "<p></p>"},
        {"text": "\ud800 fine"}, {"id": "\ud800", "text": ["x"], "url": 3}, {"id": "g", "text": "The harbour."}, {},
    ]  # fmt: skip
    done = batch.records(rows)
    assert [(row["id"], row["status"], row["text"]) for row in done] == [
        ("a", "failed:bad_row", ""), ("b", "failed:bad_row", ""), ("c", "failed:bad_row", ""), ("d", "failed:binary", "%PDF-1.7"),
        ("e", "failed:no_text", ""), (done[5]["id"], "ok", "\ufffd fine"), ("\ufffd", "failed:bad_row", ""), ("g", "ok", "The harbour."),
        (sha(b"{}"), "failed:bad_row", ""),
    ]  # fmt: skip
    assert all(set(row) == KEYS for row in done)
    assert batch.records([]) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": 1, "text": None}, "its text is null, and it has no html (it has: id, text)"),
        ({"html": None, "text": None}, "its text and html are null (it has: html, text)"),
        ({"id": 1, 2: 3}, "it has no text or html (it has: 2, id)"),
        ({}, "it has no text or html (it has: nothing)"),
        ({"text": 5, "html": "<p>Hi"}, "its text is no text, but of type int"),
        ({"text": None, "html": ["\ud800"]}, "its html is no text, but of type list"),
        (None, "it is no row with keys and values, but of type NoneType"),
        ("text", "it is no row with keys and values, but of type str"),
        ([("text", "Hi.")], "it is no row with keys and values, but of type list"),
    ],
)
def test_what_is_no_row_says_what_it_lacks(batch: BatchCleaner, row: Any, said: str) -> None:
    """In the words of the command line where it has them; the rows beside it are cleaned."""
    one, failed, two = batch.records([{"text": "One."}, row, {"text": "Two."}])
    assert [one["text"], two["text"]] == ["One.", "Two."]
    assert (failed["status"], failed["text"], failed["warnings"]) == ("failed:bad_row", "", [said])
    assert set(failed) == KEYS


def test_a_row_without_an_id_is_named_after_its_content_whether_it_fails_or_not(batch: BatchCleaner) -> None:
    """The same name in whatever batch it comes."""
    rows: list[dict[str, Any]] = [
        {"text": "One."}, {"id": "", "text": "One."}, {"text": b"%PDF-1.7"}, {"text": " \ud800\x00" * 9}, {"html": "<p></p>"},
        {"text": ["x"]}, {"id": 10**5000, "text": b"%PDF-1.7"},
    ]  # fmt: skip
    done = batch.records(rows)
    assert [row["id"] for row in done] == [
        sha(b"One."), sha(b"One."), sha(b"%PDF-1.7"), sha(" \ufffd\x00".encode() * 9), sha(b"<p></p>"), sha(b'{"text": ["x"]}'), sha(b"%PDF-1.7"),
    ]  # fmt: skip
    assert [batch.records([row])[0]["id"] for row in rows] == [row["id"] for row in done]


def test_rows_without_content_are_told_apart_by_what_they_hold(batch: BatchCleaner) -> None:
    """Whatever batch they come in; rows that are alike in all have one name, as texts that are alike have."""
    rows: list[Any] = [
        {"url": "https://a.com/1"}, {"url": "https://a.com/2"}, {"url": "https://a.com/2", "text": None}, {"n": 1, "text": ""},
        {"n": 2, "text": ""}, {"text": 5}, {}, None, [1], "x", object(), {"text": ["\ud800"]}, {1: 2, "a": 3}, {"a": float("nan")},
    ]  # fmt: skip
    names = [row["id"] for row in batch.records(rows)]
    assert len(set(names)) == len(rows)
    assert names == [batch.records([row])[0]["id"] for row in rows]
    assert len({row["id"] for row in batch.records([{"a": 1, "b": 2}, {"b": 2, "a": 1}])}) == 1


def test_no_row_is_lost_that_fails_when_it_is_asked(batch: BatchCleaner) -> None:
    class Broken(dict[str, Any]):
        def get(self, *_: Any) -> Any:
            raise KeyError("x")

        keys = get

    circle: dict[str, Any] = {}
    circle["text"] = circle
    broken, round_ = batch.records([Broken(), circle])
    assert (broken["status"], round_["status"]) == ("failed:bad_row", "failed:bad_row")
    assert broken["id"] != round_["id"]


def test_a_value_that_is_no_text_need_not_be_comparable(batch: BatchCleaner) -> None:
    class Unequal:
        __hash__ = None

        def __eq__(self, other: object) -> bool:
            raise ValueError("which element is meant?")

    (failed,) = batch.records([{"id": "a", "text": Unequal()}])
    assert failed["warnings"] == ["its text is no text, but of type Unequal"]


def test_where_there_is_no_text_the_page_counts(batch: BatchCleaner) -> None:
    """Null, an empty text, and the number that pandas has for nothing."""
    page = "<html><body><p>The harbour reopened on Monday.</p></body></html>"
    rows: list[dict[str, object]] = [
        {"html": page},
        *({"text": nothing, "html": page} for nothing in (None, "", b"", math.nan)),
    ]
    assert [(row["status"], row["text"]) for row in batch.records(rows)] == [("ok", "The harbour reopened on Monday.")] * 5
    texts: list[dict[str, object]] = [
        {"text": "It reopened.", "html": page},
        {"text": bytearray(b"It reopened."), "html": page},
    ]
    assert [(row["status"], row["text"]) for row in batch.records(texts)] == [("ok", "It reopened.")] * 2
    assert [row["status"] for row in batch.records([{"text": ""}, {"text": math.nan}])] == ["ok", "failed:bad_row"]


def test_no_rules_given_are_the_bundled_ones(batch: BatchCleaner) -> None:
    rows = [{"id": 1, "text": SEEDS["000_ea536cda1d723ca5.txt"]}, {"id": 2}]
    assert BatchCleaner(rulebook=None).records(rows) == batch.records(rows)


def test_an_address_is_made_whole_as_texts_are(batch: BatchCleaner) -> None:
    """A lone surrogate in it can be written nowhere, and would end the job at its first write."""
    done = batch.records([{"text": text, "url": "https://a.com/\ud800"} for text in ("The harbour.", b"%PDF-1.7")])
    assert [(row["status"], row["url"], row["metadata"]["url"]) for row in done] == [
        (status, "https://a.com/\ufffd", "https://a.com/\ufffd") for status in ("ok", "failed:binary")
    ]
    json.dumps(done, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("error", "kind"),
    [(RuleTimeout("a/b", 1), "rule_timeout"), (MemoryError(), "memory"), (ZeroDivisionError("x"), "crash")],
)
def test_whatever_goes_wrong_inside_costs_one_row(
    batch: BatchCleaner, error: Exception, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.clean

    def clean(content: str, **named: Any) -> Any:
        if "boom" in content:
            raise error
        return real(content, **named)

    monkeypatch.setattr(module, "clean", clean)
    done = batch.records([{"text": "One."}, {"text": "boom \ud800"}, {"text": "Two."}])
    assert [(row["status"], row["text"]) for row in done] == [("ok", "One."), (f"failed:{kind}", "boom \ufffd"), ("ok", "Two.")]


def test_rows_fit_one_table_whatever_they_hold(batch: BatchCleaner) -> None:
    """A batch in which nothing went, and one of failures alone, have the schema of all others."""
    import pyarrow as pa

    from cleaner.batch.containers.parquet import schema

    batches = [[{"id": "a", "text": "The harbour."}], [{"id": 1}, {"text": "\ud800", "id": "\ud800"}], []]
    flat = schema(pa).remove(schema(pa).get_field_index("metadata"))  # the row has it as an object
    tables = [pa.Table.from_pylist(batch.records(rows), schema=flat) for rows in batches]
    assert pa.concat_tables(tables).num_rows == 3


def test_the_example_holds() -> None:
    assert doctest.testmod(cleaner.adapters) == (0, 5)


def test_no_engine_is_imported() -> None:
    code = "import sys, cleaner.adapters; print([m for m in ('ray', 'pyspark', 'datatrove', 'pyarrow', 'dask') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
