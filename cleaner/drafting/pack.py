"""A drafted pack as a rule file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from cleaner.rulebook.yamlfile import dump


def pack_text(host: str, rules: Sequence[dict[str, Any]], *, checked: str | None = None, comment: Iterable[str] = ()) -> str:
    """The text of an outlet's rule file with status ``draft``.

    Args:
        host: the outlet; the file is named after it.
        rules: as `cleaner.drafting.draft.draft_rules` gives them.
        checked: day of the newest page, ``YYYY-MM-DD``.
        comment: lines that stand at the top.
    """
    values: dict[str, Any] = {"schema": 1, "outlet": host, "name": host, "status": "draft"}
    if checked:
        values["checked"] = date.fromisoformat(checked)
    head = "".join(f"# {line}\n" for line in comment)
    return head + dump(values | {"rules": list(rules)})
