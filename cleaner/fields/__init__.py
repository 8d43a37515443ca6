"""What is known of an article besides its body: `Fields`, and where each was found.

Rules of the page's outlet are trusted most; then what a web page says of itself (`stated` has the order of its sources), or the
front matter of a text; then what other rules and guesses found in the text. Other texts have rules and guesses alone. Of two
times that agree as far as the less exact one goes, the page's is taken if it is the more exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from cleaner.fields.page import stated
from cleaner.fields.readers import comments_begin
from cleaner.fields.text import LISTS, TIMES, claimed, judged, own
from cleaner.fields.times import is_more_exact, iso_time
from cleaner.model import Authority, Claim, Document, Fields

__all__ = ["Lifted", "iso_time", "lift"]


class Lifted(NamedTuple):
    """The fields, and where each that has a value was found, by name."""

    fields: Fields
    origins: Mapping[str, str]


def lift(document: Document, winners: Iterable[Claim], *, verdicts: Sequence[Claim] = (), end: int | None = None) -> Lifted:
    """Collect the fields of a document: the first value of a single field, all values of a list.

    Args:
        document: a page, or plain text, which has what the claims say and no more.
        winners: the claims that won, in text order.
        verdicts: claims that say which bylines are the article's own; they hold whether they won or lost.
        end: where the article ends in the text, if that is known; captions of images are looked for above.
    """
    winners = tuple(winners)
    comments = comments_begin(winners, len(document.text))
    winners = own(judged(winners, verdicts), comments)
    page = stated(_with_sound_url(document), end, comments)
    sure = claimed(document, [claim for claim in winners if claim.authority is Authority.OUTLET])
    rest = claimed(document, winners)
    values: dict[str, str | tuple[str, ...] | None] = {}
    origins: dict[str, str] = {}
    for name in Fields.__slots__:
        told, found = page.values.get(name), None
        said, rules = sure if told or name in sure[0] else rest
        if name in said:
            found = said[name] if name in LISTS else said[name][0]
            by = rules[name] if name in LISTS else rules[name][:1]
            origin = f"text rule{'s' if len(by) > 1 else ''} {', '.join(by)}"
        if told and (found is None or (name in TIMES and is_more_exact(str(told), str(found)))):
            found, origin = told, page.origins[name]
        if found is not None:
            values[name], origins[name] = found, origin
    if document.language.code:
        values["language"], origins["language"] = document.language.code, document.language.evidence
    return Lifted(Fields(**values), origins)  # type: ignore[arg-type]  # names are checked at load time


def _with_sound_url(document: Document) -> Document:
    """The document without its address where that is none: it comes from the caller, who may have it from a broken link."""
    try:
        urlsplit(document.source.url or "")
    except ValueError:
        return replace(document, source=replace(document.source, url=None))
    return document
