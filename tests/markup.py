"""Pages in a line of markup, and what reading them costs, for the tests of hostile inputs."""

from __future__ import annotations

import time
from collections.abc import Callable

from cleaner.model import Document
from cleaner.reading import read

STORY = "The harbour of the town reopened on Monday, the mayor told reporters at length in the evening."
P = f"<p>{STORY}</p>"


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def read_page(body: str, head: str = "") -> Document:
    return read(page(body, head), id="x", media_type="text/html")


def cost(work: Callable[[], object]) -> float:
    """Seconds of processor time, the less of two tries."""
    tries = []
    for _ in range(2):
        began = time.process_time()
        work()
        tries.append(time.process_time() - began)
    return min(tries)
