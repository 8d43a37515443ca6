"""Markup, read through trafilatura's extraction. The only file that imports trafilatura."""

from __future__ import annotations

from cleaner.errors import UnreadableInput


def read_html(markup: str, url: str | None = None) -> tuple[str, str]:
    """The text that trafilatura extracts, one block a line, and the reader's name with its version.

    It is asked for recall: what it leaves in, rules and stages can still cut with a reason, what it drops leaves no trace.

    Raises:
        UnreadableInput: ``no_text`` if it finds none.
    """
    import trafilatura
    from lxml.etree import LxmlError

    try:
        text = trafilatura.extract(markup, url=url, fast=True, favor_recall=True, include_comments=False, deduplicate=False)
    except (LxmlError, ValueError, RecursionError) as error:
        raise UnreadableInput("no_text", f"the markup cannot be parsed ({type(error).__name__}: {error})") from error
    if not text:
        raise UnreadableInput(
            "no_text", "no article text was found in this markup; give plain text, or check that the page is complete"
        )
    return text, f"trafilatura {trafilatura.__version__}"
