"""Drafts as files: a pack for an outlet that has none, with its fixtures, and what more a pack could say."""

from __future__ import annotations

import hashlib
import json
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

import regex
from pydantic import TypeAdapter, ValidationError

from cleaner.drafting.draft import GOOD, draft_rules
from cleaner.drafting.samples import Sample, judge, without_copies
from cleaner.drafting.standing import left_alone
from cleaner.drafting.writing import write_new
from cleaner.errors import UsageError
from cleaner.model import Document
from cleaner.pipeline import clean
from cleaner.rulebook import Pack, Rulebook
from cleaner.rulebook.pack import pack_from_json
from cleaner.rulebook.schema import OutletPack
from cleaner.rulebook.yamlfile import dump
from cleaner.visible import counted

_SUGGESTED_SHARE = 0.1
"""Part of a corpus's pages on which a line must stand to be suggested: of many pages, several templates are in it."""
_NAMED = 5
"""Lines without a rule that are named to the author; where more return, the articles are forms."""
_DAY = regex.compile(r"\d{4}-\d{2}-\d{2}")
_WORD = regex.compile(r"[a-z0-9]+")


class Page(NamedTuple):
    """A page that a pack is drafted from: its name for messages, its bytes, and what was read from them."""

    name: str
    raw: bytes
    document: Document


@dataclass(frozen=True, slots=True)
class Drafted:
    """A pack that was drafted and the files it consists of; nothing is written yet.

    Attributes:
        host: the outlet.
        files: content by path, the pack first.
        rules: number of rules by label.
        notes: what the author should know of the samples.
    """

    host: str
    files: Mapping[Path, bytes]
    rules: Mapping[str, int]
    notes: tuple[str, ...]

    def write(self) -> None:
        """Write all files, or none; a file that is there already is never replaced.

        Raises:
            UsageError: one of them exists or cannot be written.
        """
        write_new(self.files)


def new_pack(
    host: str, pages: Sequence[Page], rulebook: Rulebook, folder: Path, fixtures: Path, *, innocent: Iterable[Document] = ()
) -> Drafted:
    """Draft the pack of an outlet that has none yet, with a fixture for every page.

    The same pages and rules give the same bytes. Rules of a pack for this outlet elsewhere in the rulebook are left aside.

    Args:
        host: the outlet; the file is named after it.
        pages: of this outlet, each with an article.
        rulebook: the rules that apply to all outlets; what they know needs no rule of the outlet's.
        folder: the rules directory; the pack is ``outlets/HOST.yaml`` in it.
        fixtures: the fixtures directory; each page becomes ``HOST/<slug>/`` in it.
        innocent: texts of which no rule may take anything.

    Raises:
        UsageError: the pack or a fixture exists, the host is none, or nothing can be learned from the pages.
        RuleTimeout: a rule ran too long on one of them.
    """
    path = folder / "outlets" / f"{host}.yaml"
    if path.exists():
        raise UsageError(f"{path}: this pack exists, and is never overwritten; see `cleaner rules suggest` for what it lacks")
    own = rulebook.pack_of(host)
    rules = rulebook if own is None else Rulebook(pack for pack in rulebook.packs if pack is not own)
    samples, copies, notes = _usable(host, judge([(page.name, page.document) for page in pages], host, rules))
    drawn = draft_rules(samples, copies=copies, innocent=innocent)
    if not drawn:
        raise UsageError(
            f"{host}: no rule can be drafted from these pages: all that is not article is known to shared rules, or stands "
            f"on one page only; give more pages ({GOOD} are good), or write the pack by hand"
        )
    source = {page.name: page for page in pages}
    dates = [_published(source[sample.name], rules, host) for sample in samples]
    text = draft_text(host, drawn, checked=max(filter(None, dates)) if all(dates) else None, comment=_comment(samples))
    files = {path: text.encode("utf-8")}
    marking = Rulebook([*rules.packs, _loaded(host, drawn, text)])
    for slug, page in _slugs(pages):
        suffix = "html" if page.document.source.media_type == "text/html" else "txt"
        place = fixtures / host / slug
        if place.exists():
            raise UsageError(f"{place}: this fixture exists, and is never overwritten; remove it, or rename the page")
        marked = clean(page.raw, id=slug, outlet=host, media_type=page.document.source.media_type, rulebook=marking).marked()
        files |= {place / f"source.{suffix}": page.raw, place / "marked.txt": marked.encode("utf-8")}
    if own is not None:
        notes.append(f"{own.origin} serves {host} already; with --rules {folder} the new pack replaces it whole")
    if len(samples) < GOOD:
        notes.append(
            f"drafted from {counted(len(samples), 'page')}: what returns on others is a guess; {GOOD} pages work much better"
        )
    return Drafted(host, files, dict(sorted(Counter(rule["label"] for rule in drawn).items())), tuple(notes))


def suggestions(
    host: str, documents: Sequence[tuple[str, Document]], rulebook: Rulebook, *, innocent: Iterable[Document] = ()
) -> tuple[str, list[str]]:
    """What the rules of an outlet lack, as a pack of its own with status ``draft``, and notes on the pages.

    Every rule's ``why`` says on how many pages it was seen and where; none takes anything of the ``innocent`` texts. The text
    is empty where there is nothing to suggest.

    Raises:
        RuleTimeout: a rule ran too long on one of the documents.
    """
    try:
        samples, copies, notes = _usable(host, judge(documents, host, rulebook))
    except UsageError as error:
        return "", [str(error)]
    own = rulebook.pack_of(host)
    ids = [rule.id.rpartition("/")[2] for rule in own.rules] if own else []
    rules = draft_rules(samples, copies=copies, innocent=innocent, share=_SUGGESTED_SHARE, taken_ids=ids)
    if not rules:
        return "", [*notes, f"{host}: nothing to suggest from {counted(len(samples), 'page')}"]
    comment = _comment(samples)
    if own:
        comment.append(f"Add what is right of this to the rules of {own.origin}.")
    return draft_text(host, rules, comment=comment), notes


class Choice:
    """At most so many of the documents that come by: those whose id has the lowest hash; the same mixture in any order.

    No more than these are held at any time, since a corpus may be larger than memory.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: list[tuple[tuple[str, str], Document]] = []

    def add(self, name: str, document: Document) -> None:
        """Take a document into account; its name is its id."""
        lot = (hashlib.sha256(name.encode("utf-8", "replace")).hexdigest(), name)
        insort(self._held, (lot, document), key=itemgetter(0))
        del self._held[self._most :]

    def documents(self) -> list[tuple[str, Document]]:
        """What is chosen of all that came by so far, in order of the ids."""
        return sorted(((name, document) for (_, name), document in self._held), key=itemgetter(0))


def valid_host(host: str) -> str:
    """The host, if a pack can be named after it.

    Raises:
        UsageError: it cannot.
    """
    try:
        TypeAdapter(get_type_hints(OutletPack, include_extras=True)["outlet"]).validate_python(host)
    except ValidationError:
        raise UsageError(f"{host!r} is no host; write e.g. news.example.com") from None
    return host


def _usable(host: str, judged: Sequence[Sample]) -> tuple[list[Sample], list[Sample], list[str]]:
    """The samples that something can be learned from, copies of their articles, and notes on what is of little use.

    Raises:
        UsageError: there is none.
    """
    notes = [f"{sample.name}: no article was found in it, so it was left aside" for sample in judged if not sample.body]
    samples, copies = without_copies([sample for sample in judged if sample.body])
    notes += [
        f"{copy.name}: the same article as {first.name}, so nothing was learned from it; no drafted rule takes its article"
        for copy, first in copies
    ]
    if not samples:
        raise UsageError("no article was found in any of these pages, so there is nothing to tell furniture from")
    found = left_alone(samples)
    advice = "stands within nearly every article, as headings and refrains do; if it is neither, write a rule for it"
    notes += [f"{host}: {text!r} {advice}" for text in found[:_NAMED]]
    if len(found) > _NAMED:
        notes.append(f"{host}: so {'does' if len(found) == _NAMED + 1 else 'do'} {counted(len(found) - _NAMED, 'more line')}")
    return samples, [copy for copy, _ in copies], notes


def _comment(samples: Sequence[Sample]) -> list[str]:
    lines = [line for sample in samples for line in sample.lines]
    article, known = sum(line.article for line in lines), sum(line.known for line in lines)
    pages = counted(len(samples), "page")
    return [
        f"Drafted from {pages} with {len(lines)} lines: {article} judged article, {known} known to other rules.",
        "Read every rule, strike what is wrong, try it on other pages; then set status to stable.",
    ]


def _published(page: Page, rules: Rulebook, host: str) -> str | None:
    """The day of a page, if it says so in full."""
    found = clean(page.raw, rulebook=rules, outlet=host, media_type=page.document.source.media_type).fields.published
    return found[:10] if found and _DAY.match(found) else None


def draft_text(host: str, rules: Sequence[dict[str, Any]], *, checked: str | None = None, comment: Iterable[str] = ()) -> str:
    """The text of an outlet's rule file with status ``draft``; ``checked`` is a day, ``comment`` stands at the top."""
    values: dict[str, Any] = {"schema": 1, "outlet": host, "name": host, "status": "draft"}
    if checked:
        values["checked"] = date.fromisoformat(checked)
    return "".join(f"# {line}\n" for line in comment) + dump(values | {"rules": list(rules)})


def _loaded(host: str, rules: Sequence[dict[str, Any]], text: str) -> Pack:
    """The pack as the loader would have it."""
    values = {"schema": 1, "outlet": host, "name": host, "status": "draft", "rules": list(rules)}
    data = json.loads(OutletPack.model_validate(values).model_dump_json(by_alias=True))
    return pack_from_json(data, origin=host, digest=hashlib.sha256(text.encode()).hexdigest())


def _slugs(pages: Iterable[Page]) -> Iterator[tuple[str, Page]]:
    taken: set[str] = set()
    for page in pages:
        stem = page.document.source.path or page.name
        base = "-".join(_WORD.findall(Path(stem).stem.lower())) or "page"
        slug, number = base, 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        taken.add(slug)
        yield slug, page
