"""The kind of dump that is made here: pages as Markdown, by the converter that most use; and its text as readers see it."""

from __future__ import annotations

from pathlib import Path

from benchmarks.bench import read_page
from benchmarks.commands import needed
from cleaner.reading import read
from cleaner.reading.decoding import decode
from cleaner.shown import shown

MARKDOWN = "markdown"
_INSTALL = "pip install markdownify lxml"
_UNSEEN = ("script", "style", "noscript", "template", "svg")


def as_markdown(directory: Path, identifier: str) -> str | None:
    """The page of a record as Markdown; ``None`` where the bench has none, or nothing can be read in it.

    Raises:
        BenchError: the converter is not installed.
    """
    converter, soup = needed("markdownify", _INSTALL), needed("bs4", _INSTALL)
    page = read_page(directory, identifier)
    if page is None:
        return None
    tree = soup.BeautifulSoup(decode(page, "text/html").text, "lxml")
    for element in tree(_UNSEEN):
        element.decompose()
    found: str = converter.MarkdownConverter(heading_style="ATX").convert_soup(tree.body or tree)
    return found if found.strip() else None


def as_seen(text: str) -> str:
    """A text without the signs of Markdown, where it holds any."""
    return shown(read(text, id="", media_type="text/plain")).text if "](" in text else text
