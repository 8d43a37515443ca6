"""Rows in, rows out: as many, in the same order, whatever is in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cleaner.corpus import corpus_row, flat_row, lacking
from cleaner.errors import CleanerError
from cleaner.model import Policy
from cleaner.pipeline import clean
from cleaner.reading import without_surrogates
from cleaner.rulebook import Rulebook, load_rulebook


class _Given(NamedTuple):
    """What a row holds of all that is looked at."""

    id: str = ""
    url: str | None = None
    text: object = None
    html: object = None

    @property
    def key(self) -> str:
        return "html" if self.text is None else "text"

    @property
    def content(self) -> object:
        return self.html if self.text is None else self.text

    @property
    def media_type(self) -> str | None:
        return "text/html" if self.text is None else None


@dataclass(frozen=True)
class BatchCleaner:
    """Cleans rows, for whatever calls it: a map over a data set, a step of a pipeline. Picklable; keeps nothing between rows.

    Attributes:
        rulebook: the rules; the bundled ones if not given.
        policy: which labels stay.
        outlet: whose pages these are, where the caller knows.
    """

    rulebook: Rulebook = field(default_factory=load_rulebook)
    policy: Policy = field(default_factory=Policy)
    outlet: str | None = None

    def records(self, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Clean rows; never raises for what is in a row, never drops one, keeps their order.

        Args:
            rows: with ``text``, or ``html`` where there is no text; ``id`` and ``url`` where they are known. A row without an
                ``id`` is named by the start of its content's sha256, one without content by that of all it holds: so it has
                the same name however the rows come in batches. Rows that are alike share one, for where a row stands in its
                data no batch tells.

        Returns:
            For each row ``id`` (as text), ``text`` (the body), ``source``, ``url``, ``status``, ``removed``, ``warnings`` and
            ``fp``, always all of them, and under ``metadata`` what `cleaner clean --format jsonl` writes there. Of a row that
            fails the text stays as it was, and the status is ``failed:<kind>``; to drop it is for the caller to say.
        """
        return [self._record(row) for row in rows]

    def _record(self, row: Mapping[str, Any]) -> dict[str, Any]:
        try:
            given = _Given(_name(row.get("id")), _url(row.get("url")), row.get("text"), row.get("html"))
            if not given.id:
                given = given._replace(
                    id=_digest(given.content if isinstance(given.content, str | bytes) and given.content else row)
                )
            lacks = lacking(row, ("text", "html")) if given.content is None else ""
        except Exception:  # what is no row may do anything when it is asked
            what = f"it is no row with keys and values, but of type {type(row).__name__}"
            return self._failed(_Given(_digest(row)), "bad_row", what)
        content = given.content
        if lacks:
            return self._failed(given, "bad_row", lacks)
        if not isinstance(content, str | bytes):
            return self._failed(given, "bad_row", f"its {given.key} is no text, but of type {type(content).__name__}")
        try:
            cleaned = clean(
                content, id=given.id, url=given.url, outlet=self.outlet, media_type=given.media_type,
                policy=self.policy, rulebook=self.rulebook,
            )  # fmt: skip  # as in a call
        except CleanerError as error:
            return self._failed(given, error.kind, str(error))
        except MemoryError:
            return self._failed(given, "memory", "not enough memory")
        except Exception as error:  # one row must not end a job of many machines, whatever is wrong with it or with us
            return self._failed(given, "crash", f"a mistake in cleaner ({type(error).__name__}: {error}); please report it")
        done = corpus_row(cleaned, cleaned.body, cleaned.record())
        flat = flat_row(done)
        if cleaned.status == "failed":  # the one way to fail late: a rule ran out of time, and the text is whole
            flat |= {"status": "failed:rule_timeout", "text": cleaned.document.text}
        return {**flat, "metadata": done["metadata"]}

    def _failed(self, given: _Given, kind: str, message: str) -> dict[str, Any]:
        text = given.text
        text = text.decode("utf-8", errors="replace") if isinstance(text, bytes) else text
        kept, warnings = without_surrogates(text) if isinstance(text, str) else "", [without_surrogates(message)]
        record = {"status": f"failed:{kind}", "removals": [], "warnings": warnings, "rulebook": self.rulebook.digest}
        metadata = {"path": None, "url": given.url, "cleaner": record}
        return {
            **flat_row({"id": given.id, "text": kept, "source": "unknown", "metadata": metadata}),
            "metadata": metadata,
        }


def _name(value: object) -> str:
    try:
        return "" if value is None else without_surrogates(str(value))
    except Exception:  # a whole number may have too many digits, and an object may do anything
        return ""


def _digest(content: object) -> str:
    """What `clean` names a document without an id; what is no content counts as JSON, the same in any process."""
    if not isinstance(content, str | bytes):
        try:
            content = json.dumps(dict(content) if isinstance(content, Mapping) else content, sort_keys=True, default=_kind)
        except Exception:  # keys that cannot be sorted, a circle, and an object may do anything
            content = _kind(content)
    return hashlib.sha256(content if isinstance(content, bytes) else without_surrogates(content).encode()).hexdigest()[:16]


def _kind(value: object) -> str:
    return type(value).__name__


def _url(value: object) -> str | None:
    return without_surrogates(value) if isinstance(value, str) else None
