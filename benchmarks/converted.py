"""Kinds of dump that are made here, of the pages, by converters and text browsers in use; and their text as readers see it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urljoin

from benchmarks.bench import BenchError, read_page
from benchmarks.commands import needed
from cleaner.reading import read
from cleaner.reading.decoding import decode
from cleaner.shown import shown

_UNSEEN = ("script", "style", "noscript", "template", "svg")
_WRITTEN_OUT = re.compile(r"[ \t]?<(?:https?|mailto|tel):[^\s<>]*>")
_SECONDS = 30
"""Time for one page. A browser that takes longer is stuck."""


class _StuckError(BenchError):
    """A program did not end in time."""


def converted(kind: str, directory: Path, identifier: str) -> str | None:
    """The page of a record as a dump of a kind of `CONVERTERS`; ``None`` where there is none, or nothing can be read in it.

    Raises:
        BenchError: the converter is not installed, or fails.
    """
    page = read_page(directory, identifier)
    if page is None:
        return None
    found = CONVERTERS[kind](decode(page, "text/html").text)
    return found if found.strip() else None


def as_seen(text: str) -> str:
    """A text as readers see it: without the signs of Markdown, what a text browser has added, and addresses of links.

    In a body there may be too few addresses to tell that a program wrote them.
    """
    return _WRITTEN_OUT.sub("", shown(read(text, id="", media_type="text/plain")).text)


def _soup(page: str) -> Any:
    tree = needed("bs4", "pip install beautifulsoup4 lxml").BeautifulSoup(page, "lxml")
    for element in tree(_UNSEEN):
        element.decompose()
    return tree


def _markdownify(page: str) -> str:
    converter, tree = needed("markdownify", "pip install markdownify lxml"), _soup(page)
    found: str = converter.MarkdownConverter(heading_style="ATX").convert_soup(tree.body or tree)
    return found


def _html2text(page: str) -> str:
    found: str = needed("html2text", "pip install html2text").HTML2Text().handle(page)
    return found


def _get_text(page: str) -> str:
    found: str = _soup(page).get_text()
    return found


def _program(command: Sequence[str], page: str) -> str:
    return _output(command, page.encode("utf-8", "replace")).decode("utf-8", "replace")


def _output(command: Sequence[str], given: bytes = b"") -> bytes:
    if shutil.which(command[0]) is None:
        raise BenchError(f"the program {command[0]} is not installed")
    try:
        done = subprocess.run(  # one of the commands below
            command, input=given, capture_output=True, timeout=_SECONDS, check=True
        )
    except subprocess.TimeoutExpired as error:
        raise _StuckError(f"{command[0]}: {error}") from error
    except (subprocess.SubprocessError, OSError) as error:
        raise BenchError(f"{command[0]}: {error}") from error
    return done.stdout


_PANDOC = ("pandoc", "-f", "html", "-t", "plain")
_PLACE = "https://bench.example/page"
"""Where a page is said to be."""


def _addresses(page: str) -> str:
    """Plain text in which the address of each link stands behind its words, as browsers and mail programs save a page."""
    tree = _soup(page)
    for link in tree("a", href=True):
        link.append(f" <{urljoin(_PLACE, link['href'].strip())}>")
    return _program((*_PANDOC, "--wrap=none"), str(tree))


_CHROMIUM = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip  # a list


_HEAD = re.compile(r"<head(?:\s[^<>]*)?>", re.IGNORECASE)
_ALONE = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
"""Nothing but the page itself: what it would load is not there, and some scripts wait for it for ever."""


def _printed(page: str) -> str:
    """The text of the page as a browser saves it as PDF, with day, title, address and number on each sheet."""
    with TemporaryDirectory() as name:
        file, sheets = Path(name, "page.html"), Path(name, "page.pdf")
        head = _HEAD.search(page)
        at = head.end() if head else 0
        file.write_text(page[:at] + _ALONE + page[at:], encoding="utf-8", errors="replace")
        try:
            _output([*_CHROMIUM, f"--user-data-dir={name}/profile", f"--print-to-pdf={sheets}", file.as_uri()])
        except _StuckError:  # as on a few pages it is without any reason to be seen
            return ""
        return _output(["pdftotext", str(sheets), "-"]).decode("utf-8", "replace").replace(file.as_uri(), _PLACE)


_FILE = re.compile(r"\bfile://\S*/lynx\w+/[\w-]+TMP\.html")
"""The file into which lynx puts what it is given; it has another name each time."""
_LYNX = ("lynx", "-dump", "-stdin", "-force_html", "-assume_charset=utf-8", "-display_charset=utf-8")
_ELINKS = ("elinks", "-dump", "-no-references", "-dump-charset", "utf-8", "-eval", 'set document.codepage.assume="utf-8"')


def _lynx(page: str) -> str:
    return _FILE.sub("file:///page.html", _program(_LYNX, page))


CONVERTERS: Mapping[str, Callable[[str], str]] = {
    "markdown": _markdownify,
    "html2text": _html2text,
    "pandoc": partial(_program, _PANDOC),
    "lynx": _lynx,
    "w3m": partial(_program, ("w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8")),
    "elinks": partial(_program, _ELINKS),
    "get_text": _get_text,
    "addresses": _addresses,
    "printed": _printed,
}
"""What makes a dump of a page, by the kind's name."""
