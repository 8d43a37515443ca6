"""Rows in, rows out: as many, in the same order, whatever is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cleaner.corpus import corpus_row, flat_row
from cleaner.errors import CleanerError
from cleaner.model import Policy
from cleaner.pipeline import clean
from cleaner.rulebook import Rulebook, load_rulebook


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
            rows: with ``text``, or ``html`` where there is no text; ``id`` and ``url`` where they are known.

        Returns:
            For each row ``id`` (as text), ``text`` (the body), ``source``, ``url``, ``status``, ``removed``, ``warnings`` and
            ``fp``, always all of them, and under ``metadata`` what `cleaner clean --format jsonl` writes there. Of a row that
            fails the text stays as it was, and the status is ``failed:<kind>``; to drop it is for the caller to say.
        """
        return [self._record(row) for row in rows]

    def _record(self, row: Mapping[str, Any]) -> dict[str, Any]:
        content, media_type = row.get("text"), None
        if content is None:
            content, media_type = row.get("html"), "text/html"
        if not isinstance(content, str | bytes):
            return self._failed(row, "bad_row", "it has no text and no html")
        try:
            cleaned = clean(
                content, id=_name(row), url=_text(row.get("url")), outlet=self.outlet, media_type=media_type,
                policy=self.policy, rulebook=self.rulebook,
            )  # fmt: skip  # as in a call
        except CleanerError as error:
            return self._failed(row, error.kind, str(error))
        except MemoryError:
            return self._failed(row, "memory", "not enough memory")
        except Exception as error:  # one row must not end a job of many machines, whatever is wrong with it or with us
            return self._failed(row, "crash", f"a mistake in cleaner ({type(error).__name__}: {error}); please report it")
        done = corpus_row(cleaned, cleaned.body, cleaned.record())
        flat = flat_row(done)
        if cleaned.status == "failed":  # the one way to fail late: a rule ran out of time, and the text is whole
            flat |= {"status": "failed:rule_timeout", "text": cleaned.document.text}
        return {**flat, "metadata": done["metadata"]}

    def _failed(self, row: Mapping[str, Any], kind: str, message: str) -> dict[str, Any]:
        text = row.get("text")
        url = _text(row.get("url"))
        kept = (
            _whole(text) if isinstance(text, str) else text.decode("utf-8", errors="replace") if isinstance(text, bytes) else ""
        )
        record = {"status": f"failed:{kind}", "removals": [], "warnings": [message], "rulebook": self.rulebook.digest}
        metadata = {"path": None, "url": url, "cleaner": record}
        return {
            **flat_row({"id": _name(row), "text": kept, "source": "unknown", "metadata": metadata}),
            "metadata": metadata,
        }


def _name(row: Mapping[str, Any]) -> str | None:
    name = row.get("id")
    return None if name is None else _whole(str(name))


def _whole(text: str) -> str:
    """Text that every format can hold: a lone surrogate becomes U+FFFD."""
    return text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
