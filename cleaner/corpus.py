"""A cleaned document as corpus tools read it, as a row with everything, and flat, for tables of one schema; and as people do.

=============  ===============================================  ====================================================
key, column    in a row of JSON lines                           in a row of a table (Parquet)
=============  ===============================================  ====================================================
``id``         string                                           string
``text``       string: the body                                 string: the body
``source``     string: the site (`cleaner.sites.site_of`), or   string: the same
               ``unknown``
``metadata``   object: ``path``, ``url``, the fields (`Fields`  string: the same object, as JSON
               one by one), and under ``cleaner`` the record
``url``        (in ``metadata``)                                string or null
``status``     (in the record)                                  string: ``ok``, ``guarded`` or ``failed``
``confidence`` (in the record)                                  double: of the least sure cut; null where nothing could
                                                                be read
``title``      (in ``metadata``)                                string or null
``authors``    (in ``metadata``)                                list of strings, one a name
``published``  (in ``metadata``)                                string or null: ISO 8601, as precise as the source is
``language``   (in ``metadata``)                                string or null: ISO 639-1
``removed``    (in the record: ``removals``)                    list of ``start``, ``end`` (int64), ``rule``, ``label``,
                                                                ``reason`` (string) and ``confidence`` (float32)
``warnings``   (in the record)                                  list of strings
``fp``         (in the record: ``rulebook``)                    string: digest of the rules
passed ones    as they were in the row that was read            string: text as it was, all else as JSON
=============  ===============================================  ====================================================

``cleaner.restore(row["text"], row["metadata"]["cleaner"])`` gives back the source of a row; ``metadata`` of a table is to be
parsed first.

A sheet (CSV) is for people, and tells less: nothing of it can be restored. ``id``, ``status``, ``confidence``, ``title``,
``authors`` with ``; `` between, ``published``, ``url``, ``source``, ``language``, ``cuts`` (how many), ``share_cut`` (of the
characters of the source, 0-1), ``warnings`` with line ends between, ``text``, and what is passed through, as in a table.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cleaner.errors import UnreadableInput, UsageError
from cleaner.model import SCHEMA_VERSION, Fields
from cleaner.reading import without_surrogates
from cleaner.render import RECORD, Cleaned
from cleaner.sites import site_at, site_of

_MISSING = object()
"""What stands for nothing under a key, where null is something."""
_UNKNOWN = "unknown"
"""The source of a row whose site is not known."""
_NAMED = 8
"""Keys of a row that a message names."""
REMOVED = ("start", "end", "rule", "label", "reason", "confidence")
"""What a table says of each removal; positions count code points of the source text."""
ROW = ("id", "text", "source", "metadata")
"""The keys of a row of JSON lines."""
LIFTED = ("title", "authors", "published", "language")
"""The fields that have columns of their own in a table: what tables are searched and counted by. ``metadata`` has all."""
TABLE = ("id", "text", "source", "url", "status", "confidence", *LIFTED, "removed", "warnings", "fp", "metadata")
"""The columns of a table."""
SHEET = (
    "id", "status", "confidence", "title", "authors", "published", "url", "source", "language", "cuts", "share_cut", "warnings",
    "text",
)  # fmt: skip  # a list
"""The columns of a sheet; the text, which fills the screen, comes last."""
COLUMNS = {"jsonl": ROW, "parquet": TABLE, "csv": SHEET}
"""The formats of rows, and what each row of them has."""


def key_names(names: str) -> tuple[str, ...]:
    """The names of a comma-separated list; an empty list means that rows have no such thing.

    Raises:
        UsageError: one of the names is empty.
    """
    if not names.strip():
        return ()
    keys = tuple(name.strip() for name in names.split(","))
    if not all(keys):
        raise UsageError(f"{names!r} holds an empty name; write names with commas between, e.g. url,metadata.url")
    return keys


def find(values: Mapping[str, Any], keys: Sequence[str]) -> Any:
    """What stands under the first of the keys that is there; null, and a number that is none, stand for nothing."""
    there = (found for key in keys if (found := at(values, key, None)) is not None)
    return next((found for found in there if not (isinstance(found, float) and math.isnan(found))), None)


def content_of(values: Mapping[str, Any], text: Sequence[str], html: Sequence[str]) -> tuple[Any, bool]:
    """What a row holds to be cleaned, and whether it is a page: its text; its page where there is no text, or nothing in it."""
    found = find(values, text)
    page = find(values, html) if found is None or _is_empty(found) else None
    return (found, False) if page is None else (page, True)


def _is_empty(found: object) -> bool:
    """Whether this is a text of nothing or white space; other values are not compared, for some raise then."""
    return isinstance(found, str | bytes | bytearray) and not found.strip()


def at(values: Mapping[str, Any], key: str, missing: object) -> Any:
    """What stands under a key, in an inner object where a dot leads there."""
    if key in values:
        return values[key]
    found: Any = values
    for part in key.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return missing
        found = found[part]
    return found


def lacking(values: Mapping[str, Any], keys: Sequence[str]) -> str:
    """Why a row has neither a text nor a page under these keys: one is missing, or stands there and holds nothing."""
    null = [key for key in keys if at(values, key, _MISSING) is not _MISSING]
    missing = " or ".join(key for key in keys if key not in null)
    have = f"(it has: {', '.join(sorted(map(str, values.keys()))[:_NAMED]) or 'nothing'})"
    if not null:
        return f"it has no {missing or 'a text key'} {have}"
    empty = f"its {' and '.join(null)} {'is' if len(null) == 1 else 'are'} null"
    return f"{empty}, and it has no {missing} {have}" if missing else f"{empty} {have}"


def passed_columns(columns: str, own: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What goes from rows into their rows of the output as it is: its name there, and the key it is read under.

    Args:
        columns: keys with commas between; ``NAME=KEY`` gives one another name.
        own: the columns that rows of the output have anyway.

    Raises:
        UsageError: one is empty or comes twice, or is called as one of the rows' own.
    """
    pairs = []
    for column in key_names(columns):
        name, _, key = column.partition("=")
        pairs.append((name.strip(), key.strip() or name.strip()))
    names = [name for name, _ in pairs]
    for before, (name, key) in enumerate(pairs):
        if name in own:
            what = f"every row of the output has {name!r} of its own ({', '.join(own)})"
            raise UsageError(f"{what}; leave it out, or give it another name: input_{name}={key}")
        if not name or name in names[:before]:
            raise UsageError(f"{name!r} {'comes twice' if name else 'is no name'}; write e.g. date,tag=label")
    return tuple(pairs)


def passed_through(values: Mapping[str, Any], passed: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What a row holds of the columns that are passed through, as values of JSON; what it lacks is left out.

    Raises:
        UnreadableInput: ``bad_row`` for what JSON cannot say.
    """
    found = {name: value for name, key in passed if (value := at(values, key, _MISSING)) is not _MISSING}
    if not found:
        return {}
    try:
        # Twice: some readers give numbers that are none, and halves of characters.
        told = without_surrogates(json.dumps(found, ensure_ascii=False, default=_as_text))
        return dict(json.loads(told, parse_constant=lambda _: None))
    except UnicodeDecodeError as error:
        raise UnreadableInput("bad_row", "a column to pass through holds bytes that are no text; leave it out") from error
    except RecursionError as error:
        raise UnreadableInput("bad_row", "a column to pass through is nested too deeply; leave it out") from error


def _as_text(value: Any) -> str:
    """What JSON has no word for: times as ISO 8601, bytes as the UTF-8 that they are."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def corpus_row(cleaned: Cleaned, body: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """The row: ``id``, ``text`` and ``source`` at the top, all else under ``metadata``."""
    source = cleaned.document.source
    metadata = {"path": source.path, "url": source.url, **cleaned.fields.to_json(), "cleaner": record}
    return {"id": cleaned.id, "text": body, "source": site_of(cleaned.document) or _UNKNOWN, "metadata": metadata}


def failed_row(id: str, text: str, *, url: str | None, status: str, message: str, rulebook: str) -> dict[str, Any]:
    """The row of what was no document, with the same keys as every other."""
    fields = Fields().to_json()
    record = dict.fromkeys(RECORD) | {
        "v": SCHEMA_VERSION, "id": id, "status": status, "rulebook": rulebook, "fields": fields, "origins": {}, "removals": [],
        "tags": [], "kept": [], "blank": [], "warnings": [message],
    }  # fmt: skip  # a table
    metadata = {"path": None, "url": url, **fields, "cleaner": record}
    return {"id": id, "text": text, "source": site_at(url) or _UNKNOWN, "metadata": metadata}


def flat_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without nesting but the removals: the columns of a `TABLE` but ``metadata``, never more nor less."""
    metadata = row["metadata"]
    record = metadata["cleaner"]
    return {
        "id": row["id"],
        "text": row["text"],
        "source": row["source"],
        "url": metadata["url"],
        "status": record["status"],
        "confidence": record["confidence"],
        **{name: metadata[name] for name in LIFTED},
        "removed": [{name: entry[name] for name in REMOVED} for entry in record["removals"]],
        "warnings": record["warnings"],
        "fp": record["rulebook"],
    }


def table_row(row: Mapping[str, Any], passed: Mapping[str, Any]) -> dict[str, Any]:
    """A row as a table has it: flat, and with all that a row of JSON lines says under ``metadata`` as one string.

    What is ``passed`` through stands behind it.
    """
    return tabled({**flat_row(row), "metadata": row["metadata"], **passed}, passed)


def tabled(row: Mapping[str, Any], passed: Iterable[str]) -> dict[str, Any]:
    """A flat row with ``metadata`` and what is ``passed`` through, as one schema has it: of these what is no text is JSON."""
    told = {name: row[name] for name in ("metadata", *passed)}
    return {**row, **{name: value if value is None or isinstance(value, str) else _json(value) for name, value in told.items()}}


def sheet_row(row: Mapping[str, Any], passed: Mapping[str, Any]) -> dict[str, Any]:
    """A row as a sheet has it: one value a column, and what is ``passed`` through as in a table."""
    table = table_row(row, passed)
    record = row["metadata"]["cleaner"]
    told = table | {
        "authors": "; ".join(table["authors"]),
        "cuts": len(table["removed"]),
        "share_cut": round(1 - record["kept_chars"] / record["source_chars"], 4) if record["source_chars"] else 0.0,
        "warnings": "\n".join(table["warnings"]),
    }
    return {name: told[name] for name in (*SHEET, *passed)}


def written_row(format: str, row: Mapping[str, Any], passed: Mapping[str, Any]) -> dict[str, Any]:
    """A row as a file of one of the formats in `COLUMNS` has it, with what is ``passed`` through behind it."""
    shapes = {"parquet": table_row, "csv": sheet_row}
    return shapes[format](row, passed) if format in shapes else {**row, **passed}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
