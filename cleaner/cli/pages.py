"""Writing a page where the user wants it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from cleaner.cli.terminal import Terminal
from cleaner.errors import UsageError
from cleaner.visible import sized


def page_path(html: Path, *inputs: str) -> Path:
    """Where a page goes.

    Raises:
        UsageError: it has another suffix than pages have, or would replace what is read or what cleaner did not make.
    """
    from cleaner.batch.destination import begins, refuse_foreign
    from cleaner.reviewing.markup import MADE

    if html.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{html}: the page needs a name that ends in .html")
    for name in inputs:
        # A name that is too long is an error to `Path.exists`.
        if os.path.exists(html) and os.path.exists(name) and html.samefile(name):  # noqa: PTH110
            raise UsageError(f"{html}: this is what the page would be about; choose another name")
    made = re.compile(re.escape(MADE.encode()))
    told = "the page would replace this, and cleaner did not make it; choose another name"
    refuse_foreign(html, lambda path: begins(path, made), told)
    return html


def write_page(path: Path, content: str, terminal: Terminal) -> None:
    """Write a page where `page_path` allows it, whole or not at all, and say where it is. Missing directories are made.

    Raises:
        UsageError: it cannot be written there.
        OutputError: the disk is full, broken or read-only.
    """
    from cleaner.batch.outputs import write_whole

    data = content.encode("utf-8", errors="backslashreplace")
    try:
        write_whole({str(path): data}, fsync=False)
    except OSError as error:
        raise UsageError(f"{path}: the page cannot be written: {error.strerror}; choose another place") from error
    terminal.say(f"wrote {path} ({sized(len(data))}); open it in a browser")
