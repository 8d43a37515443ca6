"""Rows for tables: one schema whatever they hold, keys as on the command line, and columns as well as rows."""

import datetime
import json
import math
import pickle
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import pytest

import cleaner
from cleaner.adapters import BatchCleaner, table_schema
from cleaner.corpus import TABLE
from cleaner.errors import UsageError
from cleaner.model import Fields
from cleaner.profile import Profile
from cleaner.render import RECORD
from tests.profiles import build, story

STORY = "The harbour of the town reopened on Monday after a long night, the mayor said at noon.\n"
REPEATED = "More from the coast"
ROWS = [
    {"id": "a", "text": f"Home / World / Europe\n\n{STORY}\n{STORY}"},
    {"id": "b", "text": "One line."},
    {"id": "c", "html": f"<html><title>Harbour</title><p>{STORY}</p></html>", "url": "https://example.org/c"},
    {"id": "d", "text": None},
    {"id": "e", "text": 7},
    {"id": "f", "text": b"%PDF-1.4"},
    {"id": "g", "text": ""},
    {},
]


@pytest.fixture(scope="module")
def done() -> list[dict[str, object]]:
    return BatchCleaner(table=True).records(ROWS)


def test_arrow_tells_the_schema_by_itself(done: list[dict[str, object]]) -> None:
    import pyarrow as pa

    inferred = pa.Table.from_pylist(done)
    given = pa.Table.from_pylist(done, schema=table_schema())
    assert inferred.column_names == given.column_names == list(TABLE)
    assert given.to_pylist()[0]["id"] == "a"
    for one in done:  # also of a batch of one row, whatever became of it
        assert pa.Table.from_pylist([one], schema=table_schema()).num_rows == 1
    assert pa.Table.from_pylist([], schema=table_schema()).num_rows == 0


def test_a_table_tells_what_rows_do(done: list[dict[str, object]]) -> None:
    rows = BatchCleaner().records(ROWS)
    assert [{**row, "metadata": json.loads(str(row["metadata"]))} for row in done] == rows
    assert cleaner.restore(str(done[0]["text"]), json.loads(str(done[0]["metadata"]))["cleaner"]) == ROWS[0]["text"]


def test_failed_rows_have_the_keys_of_all() -> None:
    rows = BatchCleaner().records(ROWS)
    assert {row["status"].partition(":")[0] for row in rows} == {"ok", "failed"}
    fields = Fields().to_json().keys()
    for row in rows:
        assert row.keys() == set(TABLE)
        assert row["metadata"].keys() == {"path", "url", *fields, "cleaner"}
        assert tuple(row["metadata"]["cleaner"]) == RECORD
        assert row["metadata"]["cleaner"]["fields"].keys() == fields


def test_keys_are_named_as_on_the_command_line() -> None:
    rows = [
        {"content": "One line.", "doc": {"id": 17, "url": "https://example.org/a"}, "text": "Another.", "id": "x"},
        {"body": "Two lines.", "doc": {}},
        {"page": f"<p>{STORY}</p>", "doc": None},
        {"text": "Not asked for."},
    ]
    batch = BatchCleaner(text_key="content,body", html_key="page", id_key="doc.id", url_key="doc.url")
    done = pickle.loads(pickle.dumps(batch)).records(rows)
    assert [row["text"] for row in done] == ["One line.", "Two lines.", STORY.strip(), ""]
    assert (done[0]["id"], done[0]["url"], done[1]["url"]) == ("17", "https://example.org/a", None)
    assert len(done[1]["id"]) == 16
    assert done[3]["status"] == "failed:bad_row"
    assert done[3]["warnings"] == ["it has no content or body or page (it has: text)"]
    [row] = BatchCleaner(text_key="content").records([{"content": 7}])
    assert row["warnings"] == ["its content is no text, but of type int"]
    [row] = BatchCleaner(id_key="").records([{"id": "x", "text": "One line."}])
    assert row["id"] != "x"


def test_what_a_key_cannot_be_is_said_at_once() -> None:
    with pytest.raises(UsageError, match="holds an empty name"):
        BatchCleaner(text_key="content,,body")


def test_an_address_may_stand_in_the_metadata() -> None:
    rows = [{"text": "One line.", "metadata": {"url": "https://example.org/a"}}, {"text": "One line.", "metadata": "none"}]
    assert [row["url"] for row in BatchCleaner().records(rows)] == ["https://example.org/a", None]


def test_columns_are_rows(done: list[dict[str, object]]) -> None:
    names = ("id", "text", "html", "url")
    batch = {name: [row.get(name) for row in ROWS[:-1]] for name in names}
    for batch_cleaner in (BatchCleaner(), BatchCleaner(table=True)):
        columns = batch_cleaner.columns(batch)
        assert list(columns) == list(TABLE)
        assert [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)][:3] == done[:3]
        assert columns["status"] == [row["status"] for row in done[:-1]]


def test_a_batch_of_which_nothing_goes_tells_no_types() -> None:
    """So whoever joins batches is told the schema, which holds of each."""
    import pyarrow as pa

    batches = [BatchCleaner().columns({"text": [text]}) for text in (STORY, f"Home / World / Europe\n\n{STORY}", "")]
    inferred = [pa.Table.from_pydict(batch) for batch in batches]
    assert inferred[0].schema.field("removed").type == pa.list_(pa.null())
    with pytest.raises(pa.ArrowInvalid):
        pa.concat_tables(inferred)
    told = pa.concat_tables([pa.Table.from_pydict(batch, schema=table_schema()) for batch in batches])
    assert told.schema == table_schema()
    assert [len(removed) for removed in told.to_pydict()["removed"]] == [0, 1, 0]


class Frame:
    """What a data frame looks like to who takes it for columns by name."""

    def __init__(self) -> None:
        self.values = [[STORY]]

    def __iter__(self) -> Iterator[str]:
        return iter(["text"])


@pytest.mark.parametrize("kind", ["frame", "table", "batch", "columns", "text", "bytes"])
def test_what_are_no_rows(kind: str) -> None:
    """Iterated, they give names or letters, and each would be a row that failed."""
    import pyarrow as pa

    class DataFrame(Frame):
        columns = ("text",)

    given: dict[str, Any] = {
        "frame": DataFrame(), "table": pa.table({"text": [STORY]}), "batch": pa.record_batch({"text": [STORY]}),
        "columns": {"text": [STORY]}, "text": STORY, "bytes": b"x",
    }  # fmt: skip  # one a line
    with pytest.raises(TypeError) as raised:
        BatchCleaner().records(given[kind])
    assert str(raised.value) == (
        f"records() takes dicts, each a row, not {type(given[kind]).__name__}; of a data frame that is frame.to_dict('records'), "
        "of an Arrow table table.to_pylist(); columns() takes lists"
    )


PASSED: list[dict[str, Any]] = [
    {"id": 1, "text": STORY, "label": 3, "day": datetime.date(2024, 5, 1), "meta": {"lang": "en"}},
    {"id": 2, "text": STORY, "label": [1, "ü\ud800"], "day": math.nan},
    {"id": 3, "text": None, "label": "x"},
]


def test_columns_that_are_named_go_through() -> None:
    """As on the command line; of rows that fail as well, so that all have the same keys. What is not named is left out."""
    names = "label,when=day,meta.lang"
    first, second, failed = BatchCleaner(pass_columns=names).records(PASSED)
    assert list(first) == [*TABLE, "label", "when", "meta.lang"]
    assert [first[name] for name in ("id", "label", "when", "meta.lang")] == ["1", 3, "2024-05-01", "en"]
    assert [second[name] for name in ("label", "when", "meta.lang")] == [[1, "ü\ufffd"], None, None]
    assert [failed[name] for name in ("status", "label", "when", "meta.lang")] == ["failed:bad_row", "x", None, None]


def test_a_table_has_columns_that_go_through_as_text() -> None:
    import pyarrow as pa

    batch = pickle.loads(pickle.dumps(BatchCleaner(pass_columns="label,when=day", table=True)))
    rows = batch.records(PASSED)
    schema = table_schema("label,when=day")
    assert schema.names == [*TABLE, "label", "when"]
    told = pa.Table.from_pylist(rows, schema=schema).to_pylist()
    assert [(row["label"], row["when"]) for row in told] == [("3", "2024-05-01"), ('[1, "ü\ufffd"]', None), ("x", None)]
    columns = batch.columns({name: [row.get(name) for row in PASSED] for name in ("id", "text", "label", "day")})
    assert list(columns) == schema.names
    assert {name: columns[name] for name in ("label", "when")} == {
        name: [row[name] for row in told] for name in ("label", "when")
    }


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("title", "every row of the output has 'title' of its own"), ("a,a", "'a' comes twice"), ("=a", "'' is no name"),
        ("a,,b", "holds an empty name"),
    ],
)  # fmt: skip  # a table
def test_columns_that_cannot_go_through(columns: str, message: str) -> None:
    for made in (lambda: BatchCleaner(pass_columns=columns), lambda: table_schema(columns)):
        with pytest.raises(UsageError, match=message):
            made()


class Broken:
    """What cannot even be named."""

    def __str__(self) -> str:
        raise OSError("no")


def test_a_value_that_cannot_go_through_costs_its_row() -> None:
    rows = [{"text": STORY, "x": b"\xff"}, {"text": STORY, "x": Broken()}, {"text": STORY, "x": 1}]
    done = BatchCleaner(pass_columns="x").records(rows)
    assert [(row["status"], row["x"]) for row in done] == [("failed:bad_row", None), ("failed:bad_row", None), ("ok", 1)]
    assert [row["warnings"] for row in done] == [
        ["a column to pass through holds bytes that are no text; leave it out"],
        ["a column to pass through cannot be read; leave it out"],
        [],
    ]


def test_an_encoding_as_of_clean() -> None:
    """Bytes are read as the caller knows them."""
    [row] = BatchCleaner(encoding="cp1251").records([{"text": "Порт открылся.".encode("cp1251")}])
    assert row["text"] == "Порт открылся."
    with pytest.raises(ValueError, match="cp99"):
        BatchCleaner(encoding="cp99")


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """Thirty pages of one outlet with a line in common."""
    path = tmp_path_factory.mktemp("corpus") / "lines.profile"
    return build(path, [("example.com", [*story(number), REPEATED]) for number in range(30)])


def test_a_profile_takes_what_many_pages_of_the_outlet_hold(profile: Profile) -> None:
    """As `clean` does, in rows, columns and tables alike."""
    text = "\n\n".join([*story(99), REPEATED])
    one = BatchCleaner(profile=profile, outlet="example.com")
    [row] = one.records([{"text": text}])
    assert row["text"] == cleaner.clean(text, outlet="example.com", profile=profile).body == "\n\n".join(story(99))
    [removal] = row["removed"]
    assert (removal["rule"], removal["label"]) == ("stage/repetition", "navigation")
    assert removal["reason"] == "this line stands on 30 of 30 documents of example.com"
    assert cleaner.restore(row["text"] + "\n", row["metadata"]["cleaner"]) == text
    assert one.columns({"text": [text]})["text"] == [row["text"]]
    table = BatchCleaner(profile=profile, outlet="example.com", table=True)
    assert [done["text"] for done in table.records([{"text": text}])] == [row["text"]]


def test_a_profile_travels_to_another_process(profile: Profile) -> None:
    rows = [{"text": "\n\n".join([*story(99), REPEATED])}]
    batch = BatchCleaner(profile=profile, outlet="example.com")
    assert pickle.loads(pickle.dumps(batch)).records(rows) == batch.records(rows)


def test_what_a_profile_says_nothing_of_stays(profile: Profile) -> None:
    """A line that it does not know, and one that it knows of another outlet's pages or of nobody's."""
    text = "\n\n".join([*story(99), REPEATED])
    other = text.replace(REPEATED, "Less from the coast")
    for given, outlet in ((other, "example.com"), (text, "other.example"), (text, None)):
        [row] = BatchCleaner(profile=profile, outlet=outlet).records([{"text": given}])
        assert (row["text"], row["removed"]) == (given, []), outlet
    [row] = BatchCleaner(outlet="example.com").records([{"text": text}])
    assert (row["text"], row["removed"]) == (text, [])


@pytest.mark.parametrize("batch", [Frame(), [{"text": STORY}], STORY, None])
def test_what_are_no_columns_by_name(batch: object) -> None:
    with pytest.raises(TypeError) as raised:
        BatchCleaner().columns(batch)
    assert str(raised.value) == (
        f"columns() takes lists by name, not {type(batch).__name__}; "
        "of a data frame that is frame.to_dict('list'), of an Arrow table table.to_pydict()"
    )


def test_columns_by_name_are_any_mapping() -> None:
    assert BatchCleaner().columns(MappingProxyType({"text": (STORY,)}))["text"] == [STORY.strip()]


@pytest.mark.parametrize("batch", [{}, {"text": []}, {"id": [], "text": []}])
def test_no_rows_are_columns_without_values(batch: dict[str, list[str]]) -> None:
    assert BatchCleaner().columns(batch) == {name: [] for name in TABLE}


def test_columns_of_different_lengths_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(
        ValueError, match=r"^columns\(\) takes lists of one length, a value for each row: id has 1, text has 2$"
    ):
        BatchCleaner().columns({"id": ["a"], "text": ["One.", "Two."]})
