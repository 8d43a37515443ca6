"""A cleaned document as corpus tools read it: as a row with everything, and flat, for tables of one schema."""

from __future__ import annotations

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
