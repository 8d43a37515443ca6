"""What a file holds, told by its name: one document, or rows of many; and what it is packed with."""

from __future__ import annotations

from os.path import splitext

DOCUMENTS = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".mhtml", ".mht", ".eml")
PACKINGS = (".gz", ".zst")
_LINES = (".jsonl", ".ndjson")
_JSON = ".json"
"""Rows as well. From a directory only packed: corpora have shards called NAME.json.gz, while NAME.json mostly says something
about a document, as our own records do."""
_WEB_ARCHIVES = (".warc", ".wet")
_MAILBOX = ".mbox"
_FEEDS = (".rss", ".atom")
_MAYBE_FEEDS = (".xml", ".rdf")
"""Taken only where they are named: in a directory most files of XML are none."""
PARQUET = ".parquet"
_TAR, _ZIP = ".tar", ".zip"
_SHORT = {".tgz": (_TAR, ".gz")}
"""Suffixes that stand for one with its packing."""
_SEPARATED = (".csv", ".tsv")
"""Taken only where they are named: in a directory of documents a table mostly says something about these."""
_PACKED_INSIDE = (PARQUET, _ZIP)
FORMATS = (*DOCUMENTS, *_LINES, PARQUET, *_WEB_ARCHIVES, _MAILBOX, *_FEEDS, _TAR, _ZIP)
"""What is taken from a directory; all but Parquet and zip also packed. A file that is named is taken whatever its suffix."""
_OTHERS = (*_SHORT, *(_JSON + end for end in PACKINGS))
ENDINGS = f"{' '.join(FORMATS)}, also with {' or '.join(PACKINGS)}, and {' '.join(_OTHERS)}"
"""The same in words."""


def parts(name: str) -> tuple[str, str, str]:
    """A file name as stem, suffix and packing: ``a.txt.gz`` is ``a``, ``.txt``, ``.gz``. The two last are in small letters.

    ``a.tgz`` is ``a``, ``.tar``, ``.gz``.
    """
    stem, suffix = splitext(name)
    if suffix.lower() in _SHORT:
        return stem, *_SHORT[suffix.lower()]
    if suffix.lower() not in PACKINGS:
        return stem, suffix.lower(), ""
    inner, kind = splitext(stem)
    return inner, kind.lower(), suffix.lower()


def taken(name: str) -> bool:
    """Whether a walk takes this file."""
    _, suffix, packing = parts(name)
    if packing:
        return suffix == _JSON or (suffix in FORMATS and suffix not in _PACKED_INSIDE)
    return suffix in FORMATS


def ending(name: str) -> str:
    """The suffix with its packing, by which a name is taken or not; empty for a name that has none."""
    _, suffix, packing = parts(name)
    return suffix + packing


def holds_rows(name: str) -> bool:
    """Whether the file holds many documents."""
    return rows_format(name) is not None


def rows_format(name: str) -> str | None:
    """``jsonl``, ``csv``, ``parquet``, ``warc``, ``mbox``, ``feed``, ``tar`` or ``zip``; ``None`` for one document."""
    _, suffix, packing = parts(name)
    if suffix in _LINES or suffix == _JSON:
        return "jsonl"
    if suffix in _SEPARATED:
        return "csv"
    if suffix in _FEEDS or suffix in _MAYBE_FEEDS:
        return "feed"
    if suffix in _PACKED_INSIDE:
        return None if packing else suffix[1:]
    if suffix in (_TAR, _MAILBOX):
        return suffix[1:]
    return "warc" if suffix in _WEB_ARCHIVES else None


def packing(name: str) -> str:
    """``.gz``, ``.zst`` or empty."""
    return parts(name)[2]
