"""Rows in, rows out: as many, in the same order, whatever is in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cleaner.corpus import (
    TABLE,
    content_of,
    corpus_row,
    failed_row,
    find,
    flat_row,
    key_names,
    lacking,
    passed_columns,
    passed_through,
    tabled,
)
from cleaner.errors import CleanerError, UnreadableInput, own_mistake
from cleaner.model import Policy
from cleaner.pipeline import clean, refuse_misfits
from cleaner.profile import Profile
from cleaner.reading import codec_of, without_surrogates
from cleaner.rulebook import Rulebook, load_rulebook


class _Given(NamedTuple):
    """What a row holds of all that is looked at."""

    id: str = ""
    url: str | None = None
    content: object = None
    is_page: bool = False


@dataclass(frozen=True)
class BatchCleaner:
    """Cleans rows, for whatever calls it: a map over a data set, a step of a pipeline. Picklable; keeps nothing between rows.

    Attributes:
        rulebook: the rules; the bundled ones if not given, or None.
        policy: which labels stay.
        outlet: whose pages these are, where the caller knows.
        text_key, html_key, id_key, url_key: under which names rows keep what, as on the command line: several with commas
            between are tried in turn, and a dot leads into an inner object; empty: rows have no such thing.
        pass_columns: what of each row goes into its row of the output as it is, as ``--pass-columns`` on the command line:
            keys with commas between, ``NAME=KEY`` renames one; what a row lacks is ``None``. In tables what is no text is JSON.
        encoding: that of all content that comes as bytes, where the caller knows it.
        profile: how often lines occur in the corpus.
        table: ``metadata`` is JSON as one string, as in the Parquet files of `cleaner clean`; then all rows have the one
            schema that `table_schema` gives, and Arrow can tell it by itself from any that has removals and warnings.

    Raises:
        UsageError: a key is empty, or a column to be passed is called as one that all rows have.
        ValueError: there is no such encoding.
        TypeError: the policy, the rulebook or the profile is something else.
    """

    rulebook: Rulebook | None = field(default_factory=load_rulebook)
    policy: Policy = field(default_factory=Policy)
    outlet: str | None = None
    text_key: str = "text"
    html_key: str = "html"
    id_key: str = "id"
    url_key: str = "url,metadata.url"
    table: bool = False
    pass_columns: str = ""
    encoding: str | None = None
    profile: Profile | None = None

    def __post_init__(self) -> None:
        refuse_misfits(self.policy, self.rulebook, self.profile)
        for names in (self.text_key, self.html_key, self.id_key, self.url_key):
            key_names(names)
        _ = self._passed
        if self.encoding is not None:
            codec_of(self.encoding)

    @property
    def _passed(self) -> tuple[tuple[str, str], ...]:
        return passed_columns(self.pass_columns, TABLE)

    def records(self, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Clean rows; never raises for what is in a row, never drops one, keeps their order. All are read before it returns.

        Args:
            rows: with a text, or a page where there is no text; an id and an address where they are known. A row without an
                id is named by the start of its content's sha256, one without content by that of all it holds: so it has
                the same name however the rows come in batches. Rows that are alike share one, for where a row stands in its
                data no batch tells.

        Returns:
            For each row ``id`` (as text), ``text`` (the body), ``source``, ``url``, ``status``, ``confidence``, ``title``,
            ``authors`` (a list), ``published``, ``language``, ``removed``, ``warnings`` and ``fp``, always all of them, and
            under ``metadata`` what `cleaner clean --format jsonl` writes there; then what is passed through. Of a row that
            fails the text stays as it was, and the status is ``failed:<kind>``; to drop it is for the caller to say.

        Raises:
            TypeError: these are no rows, but columns or a text, of which every one would be taken for a row.
        """
        _refuse_columns(rows)
        return [self._shaped(self._record(row)) for row in rows]

    def columns(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        """Clean rows that come as columns: lists of the same length, by name, as ``datasets.map(batched=True)`` hands them out.

        Returns:
            The columns of `table_schema`, whatever ``table`` says: data sets keep a column in one type. Whoever infers types
            from a batch has to be told that schema: where no row has a removal, nothing tells what removals are.

        Raises:
            ValueError: the lists are not of the same length.
            TypeError: they are not given by name.
        """
        _refuse_frames(batch)
        if len({len(values) for values in batch.values()}) > 1:
            lengths = ", ".join(f"{name} has {len(values)}" for name, values in batch.items())
            raise ValueError(f"columns() takes lists of one length, a value for each row: {lengths}")
        rows = (dict(zip(batch, values, strict=True)) for values in zip(*batch.values(), strict=True))
        done = [self._record(row) for row in rows]
        names = [name for name, _ in self._passed]
        told = [tabled(row, names) for row in done]
        return {name: [row[name] for row in told] for name in (*TABLE, *names)}

    def _shaped(self, row: dict[str, Any]) -> dict[str, Any]:
        return tabled(row, [name for name, _ in self._passed]) if self.table else row

    def _record(self, row: Mapping[str, Any]) -> dict[str, Any]:
        passed: dict[str, Any] = dict.fromkeys(name for name, _ in self._passed)
        problem = ""
        try:
            passed |= passed_through(row, self._passed)
        except UnreadableInput as error:
            problem = str(error)
        except Exception:  # an object may do anything when it is asked
            problem = "a column to pass through cannot be read; leave it out"
        return {**self._cleaned(row, problem), **passed}

    def _cleaned(self, row: Mapping[str, Any], problem: str) -> dict[str, Any]:
        try:
            text, html, name, url = map(key_names, (self.text_key, self.html_key, self.id_key, self.url_key))
            content, is_page = content_of(row, text, html)
            content = bytes(content) if isinstance(content, bytearray) else content
            given = _Given(_name(find(row, name)), _url(find(row, url)), content, is_page)
            if not given.id:
                given = given._replace(id=_digest(content if isinstance(content, str | bytes) and content else row))
            lacks = lacking(row, (*text, *html)) if given.content is None else ""
        except Exception:  # what is no row may do anything when it is asked
            what = f"it is no row with keys and values, but of type {type(row).__name__}"
            return self._failed(_Given(_digest(row)), "bad_row", what)
        if lacks or problem:
            return self._failed(given, "bad_row", lacks or problem)
        if not isinstance(content, str | bytes):
            return self._failed(given, "bad_row", f"its {self._key_of(given)} is no text, but of type {type(content).__name__}")
        try:
            cleaned = clean(
                content, id=given.id, url=given.url, outlet=self.outlet, media_type="text/html" if is_page else None,
                encoding=self.encoding, policy=self.policy, rulebook=self.rulebook, profile=self.profile,
            )  # fmt: skip  # as in a call
        except CleanerError as error:
            return self._failed(given, error.kind, str(error))
        except MemoryError:
            return self._failed(given, "memory", "not enough memory")
        except Exception as error:  # one row must not end a job of many machines, whatever is wrong with it or with us
            return self._failed(given, "crash", own_mistake(error))
        done = corpus_row(cleaned, cleaned.body, cleaned.record())
        flat = flat_row(done)
        if cleaned.status == "failed":  # the one way to fail late: a rule ran out of time, and the text is whole
            flat |= {"status": "failed:rule_timeout", "text": cleaned.document.text}
        return {**flat, "metadata": done["metadata"]}

    def _key_of(self, given: _Given) -> str:
        return self.html_key if given.is_page else self.text_key

    def _failed(self, given: _Given, kind: str, message: str) -> dict[str, Any]:
        text = None if given.is_page else given.content
        text = text.decode("utf-8", errors="replace") if isinstance(text, bytes) else text
        kept = without_surrogates(text) if isinstance(text, str) else ""
        row = failed_row(
            given.id, kept, url=given.url, status=f"failed:{kind}", message=without_surrogates(message),
            rulebook=(self.rulebook or load_rulebook()).digest,
        )  # fmt: skip  # as in a call
        return {**flat_row(row), "metadata": row["metadata"]}


def table_schema(pass_columns: str = "") -> Any:
    """The Arrow schema of rows with ``table=True``, of `BatchCleaner.columns`, and of the Parquet files of `cleaner clean`.

    Args:
        pass_columns: as of the `BatchCleaner`.

    Raises:
        UsageError: pyarrow is not installed, or a column cannot be passed.
    """
    from cleaner.batch.containers.parquet import table_schema as of_tables  # whoever does without pyarrow does without batches

    return of_tables([name for name, _ in passed_columns(pass_columns, TABLE)])


def _refuse_frames(batch: object) -> None:
    """See that columns come by name; what a data frame calls values are no columns.

    Raises:
        TypeError: they do not.
    """
    if not isinstance(batch, Mapping):
        raise TypeError(
            f"columns() takes lists by name, not {type(batch).__name__}; "
            "of a data frame that is frame.to_dict('list'), of an Arrow table table.to_pydict()"
        )


def _refuse_columns(rows: object) -> None:
    """See that rows come one by one; of what holds columns by name, the names would be taken for rows.

    Raises:
        TypeError: they do not.
    """
    # Data frames of all libraries have `columns`, and so have Arrow's tables; data sets, which give their rows, do not.
    if isinstance(rows, Mapping | str | bytes) or hasattr(rows, "columns"):
        raise TypeError(
            f"records() takes dicts, each a row, not {type(rows).__name__}; "
            "of a data frame that is frame.to_dict('records'), of an Arrow table table.to_pylist(); columns() takes lists"
        )


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
