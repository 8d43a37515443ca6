"""A cleaned document as corpus tools read it: as a row with everything, and flat, for tables of one schema.

=============  ===============================================  ====================================================
key, column    in a row of JSON lines                           in a row of a table (Parquet)
=============  ===============================================  ====================================================
``id``         string                                           string
``text``       string: the body                                 string: the body
``source``     string: the outlet's host, or ``unknown``        string: the same
``metadata``   object: ``path``, ``url``, the fields (`Fields`  string: the same object, as JSON
               one by one), and under ``cleaner`` the record
``url``        (in ``metadata``)                                string or null
``status``     (in the record)                                  string: ``ok``, ``guarded`` or ``failed``
``removed``    (in the record: ``removals``)                    list of ``start``, ``end`` (int64), ``rule``, ``label``,
                                                                ``reason`` (string) and ``confidence`` (float32)
``warnings``   (in the record)                                  list of strings
``fp``         (in the record: ``rulebook``)                    string: digest of the rules
=============  ===============================================  ====================================================

``cleaner.restore(row["text"], row["metadata"]["cleaner"])`` gives back the source of a row; ``metadata`` of a table is to be
parsed first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cleaner.render import Cleaned

REMOVED = ("start", "end", "rule", "label", "reason", "confidence")
"""What a table says of each removal; positions count code points of the source text."""


def corpus_row(cleaned: Cleaned, body: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """The row: ``id``, ``text`` and ``source`` at the top, all else under ``metadata``."""
    source = cleaned.document.source
    metadata = {"path": source.path, "url": source.url, **cleaned.fields.to_json(), "cleaner": record}
    return {
        "id": cleaned.id,
        "text": body,
        "source": cleaned.outlet.host if cleaned.outlet else "unknown",
        "metadata": metadata,
    }


def flat_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without nesting but the removals: ``id text source url status removed warnings fp``, never more nor less."""
    record = row["metadata"]["cleaner"]
    return {
        "id": row["id"],
        "text": row["text"],
        "source": row["source"],
        "url": row["metadata"]["url"],
        "status": record["status"],
        "removed": [{name: entry[name] for name in REMOVED} for entry in record["removals"]],
        "warnings": record["warnings"],
        "fp": record["rulebook"],
    }


def table_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as a table has it: flat, and with all that a row of JSON lines says under ``metadata`` as one string."""
    return {**flat_row(row), "metadata": json.dumps(row["metadata"], ensure_ascii=False)}
