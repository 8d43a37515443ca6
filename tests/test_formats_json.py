"""JSON that is no JSON lines: arrays of objects, and objects on many lines. Every whole row comes out, and what is lost is named."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch.containers import Keys, Lost, Reading, Row, rows
from tests.commands import Result, bundled, cli, write
from tests.containers import THREE, brief, documents, gz, lines, read, zst
from tests.listings import standing_in

__all__ = ["bundled", "cli"]
ROWS = documents(3)
MARK = "\ufeff"


def array(values: Any, **how: Any) -> str:
    return json.dumps(values, ensure_ascii=False, **how)


@pytest.mark.parametrize("name", ["a.json", "A.JSON", "a.jsonl", "a.json.gz", "a.json.zst"])
@pytest.mark.parametrize(
    "text",
    [
        array(ROWS),
        array(ROWS, indent=1),
        array(ROWS, indent="\t").replace("\n", "\r\n"),
        f"{MARK}\n  {array(ROWS)}\n\n",
        "\n".join(array(row, indent=2) for row in ROWS),
        "".join(array(row, indent=2) for row in ROWS),
        ",\n".join(array(row, indent=2) for row in ROWS) + ",\n",
        lines(*ROWS).decode(),
        MARK + lines(*ROWS).decode(),
    ],
    ids=["one line", "many lines", "tabs", "mark", "objects", "side by side", "commas", "JSON lines", "JSON lines, mark"],
)
def test_rows_come_out_as_they_were(name: str, text: str) -> None:
    data = text.encode()
    found = read(name, gz(data) if name.endswith(".gz") else zst(data) if name.endswith(".zst") else data)
    assert [row.data for row in found if isinstance(row, Row)] == [row["text"] for row in ROWS]
    assert brief(found) == THREE


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3)
)


@given(st.lists(st.tuples(st.text(max_size=40), _VALUES), min_size=1, max_size=9), st.sampled_from([None, 0, 1]), st.booleans())
def test_whatever_the_values_hold(made: list[tuple[str, Any]], indent: int | None, ascii_only: bool) -> None:
    values = [{"id": f"d{at}", "more": more, "text": f"{text}."} for at, (text, more) in enumerate(made)]
    found = read("a.json", json.dumps(values, indent=indent, ensure_ascii=ascii_only).encode())
    assert [(row.id, row.data) for row in found if isinstance(row, Row)] == [(row["id"], row["text"]) for row in values]


def test_rows_that_are_longer_than_what_is_read_at_once() -> None:
    """Quotation marks, backslashes and letters of several bytes stand where one piece ends and the next begins."""
    long = [{"id": f"d{at}", "text": sign * (65_536 * at + 7)} for at, sign in enumerate('"\\äж語🌍', 1)]
    found = read("a.json", array(long, indent=1).encode())
    assert [row.data for row in found if isinstance(row, Row)] == [row["text"] for row in long]


def test_keys_lead_into_rows() -> None:
    keys = Keys(text=("body.text",), id=("nr",), passed=(("day", "date"),))
    (row,) = read("a.json", array([{"nr": 7, "date": "Mo.", "body": {"text": "Hafen."}}]).encode(), keys=keys)
    assert isinstance(row, Row)
    assert (row.id, row.data, json.loads(row.passed)) == ("7", "Hafen.", {"day": "Mo."})


@pytest.mark.parametrize("text", ["[]", "[\n]\n", " [ ] "])
def test_an_array_without_rows(text: str) -> None:
    (found,) = read("a.json", text.encode())
    assert isinstance(found, Lost)
    assert (found.number, found.status, found.kind) == (0, "skipped", "no_rows")


@pytest.mark.parametrize(
    ("second", "id", "said"),
    [
        ("7", None, "object 2 (line 3): it is no JSON object; each row is one, with the text under a key"),
        ("null", None, "object 2 (line 3): it is no JSON object; each row is one, with the text under a key"),
        ('["a", "b"]', None, "object 2 (line 3): it is no JSON object; each row is one, with the text under a key"),
        ('{"id": "d2"}', "d2", "object 2 (line 3): it has no text or html (it has: id); see --text-key and --html-key"),
        (
            '{"text": "a", "n": NaN}',
            None,
            "object 2 (line 3): it is not JSON (NaN is not a JSON value); write null for what is no number",
        ),
        (
            b'{"text": "\xe4"}',
            None,
            "object 2 (line 3): it is not UTF-8; save the file in UTF-8, or name its encoding with --encoding",
        ),
    ],
)
def test_a_broken_row_fails_alone(second: str | bytes, id: str | None, said: str) -> None:
    first, third = (json.dumps(row).encode() for row in (ROWS[0], ROWS[2]))
    found = read("a.json", b"[\n%b,\n%b,\n%b\n]" % (first, second.encode() if isinstance(second, str) else second, third))
    assert [row.id for row in found] == ["d1", id, "d3"]
    assert isinstance(found[1], Lost)
    assert (found[1].number, found[1].status, found[1].message) == (2, "failed", said)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("", "the array breaks off behind object 3; fetch the file again"),
        (",\n", "the array breaks off behind object 3; fetch the file again"),
        (',\n{"id": "d4", "te', "object 4 (line 4): it breaks off; fetch the file again"),
        (',\n{"id": "d4"', "object 4 (line 4): it breaks off; fetch the file again"),
    ],
)
def test_what_breaks_off_costs_the_tail(end: str, said: str) -> None:
    text = "[" + ",\n".join(map(json.dumps, ROWS)) + end
    *whole, lost = read("a.json", text.encode())
    assert brief(whole) == THREE
    assert isinstance(lost, Lost)
    assert (lost.number, lost.status, lost.kind, lost.message) == (4, "failed", "truncated", said)


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("{'id': 1}]", "it is not JSON (Expecting property name enclosed in double quotes); correct it, or write JSON lines"),
        ("harbour]", "it is not JSON (Expecting value); correct it, or write JSON lines"),
        ("[" * 100_000, "it is nested too deeply to be read; flatten it"),
        ('[{"id": ' + "9" * 5_000 + "}]", "it cannot be read, a number in it has too many digits; write it as a text"),
    ],
)  # fmt: skip  # what is said stands on one line
def test_where_a_row_ends_nobody_knows_the_rest_is_lost(rest: str, said: str) -> None:
    text = "[" + ",\n".join(map(json.dumps, ROWS)) + f",\n{rest}"
    *whole, lost = read("a.json", text.encode())
    assert brief(whole) == THREE
    assert isinstance(lost, Lost)
    assert (lost.number, lost.kind, lost.message) == (4, "bad_row", f"what follows #3 is lost: object 4 (line 4): {said}")


def test_a_row_that_is_too_long_ends_the_file() -> None:
    values = [ROWS[0], {"id": "d2", "text": "a" * 200_000}, ROWS[2]]
    *whole, lost = read("a.json", array(values, indent=0).encode(), limit=100_000)
    assert brief(whole) == [(1, "d1")]
    assert isinstance(lost, Lost)
    said = "the object that begins on line 6 has more than 100000 bytes; raise --max-bytes, or split it"
    assert (lost.number, lost.kind, lost.message) == (2, "too_large", f"what follows #1 is lost: {said}")


def test_packed_rows_that_break_off() -> None:
    *whole, lost = read("a.json.gz", gz(array(documents(5_000)).encode())[:-2_000])
    assert {type(row) for row in whole} == {Row}
    assert isinstance(lost, Lost)
    assert (lost.number, lost.kind) == (len(whole) + 1, "truncated")


@pytest.mark.parametrize("first", ['{"id": "d1", "te', "harbour", '"[', "}"])
def test_a_first_line_that_is_broken_costs_json_lines_nothing_else(first: str) -> None:
    broken, *whole = read("a.jsonl", first.encode() + b"\n" + lines(*ROWS))
    assert isinstance(broken, Lost)
    assert [row.id for row in whole] == ["d1", "d2", "d3"]


def test_in_other_encodings() -> None:
    """In some of them half a letter looks like a bracket."""
    data = array([{"id": "d1", "text": "ソ表能{港}"}, {"id": "d2", "text": "港."}], indent=1).encode("shift_jis")
    found = list(rows("a.json", io.BytesIO(data), Reading(encoding="shift_jis")))
    assert [row.data for row in found if isinstance(row, Row)] == ["ソ表能{港}", "港."]
    (lost,) = rows("a.json", io.BytesIO(b"[]"), Reading(encoding="utf-16"))
    assert isinstance(lost, Lost)
    assert (lost.kind, lost.message) == ("undecodable", "JSON files in utf-16 are not read; convert the file to UTF-8")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        file.writelines(f"{json.dumps({'id': str(at), 'text': 'harbour ' * 500})},\n" for at in range(5_000))
        file.write('{"id": "last", "text": "a"}]')
    with path.open("rb") as file:
        tracemalloc.start()
        count = sum(1 for _ in rows("a.json", file, Reading()))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert count == 5_001
    assert path.stat().st_size > 20_000_000
    assert peak < 2_000_000


def test_taken_where_it_is_named_alone(cli: Callable[..., Result]) -> None:
    write("in/rows.json", array(ROWS, indent=1))
    write("in/a.txt", "The harbour reopened on Monday after a long night.\n")
    assert cli("clean", "in", "-o", "walked", "--no-fsync").code == 0
    statuses = {row["id"]: row["status"] for row in map(json.loads, Path("walked/manifest.jsonl").read_text().splitlines())}
    assert statuses == {"a.txt": "ok", "rows.json": "skipped"}
    assert cli("clean", "in/rows.json", "-o", "named.jsonl", "--no-fsync").code == 0
    assert [json.loads(line)["id"] for line in Path("named.jsonl").read_text().splitlines()] == ["d1", "d2", "d3"]
    with standing_in(array(ROWS).encode()):
        result = cli("clean", "-", "--from", "jsonl", "--format", "jsonl")
    assert [json.loads(line)["id"] for line in result.out.splitlines()] == ["d1", "d2", "d3"]
