"""Memory of a process that cleans page after page: ``python -m benchmarks.memory BENCH_DIR thorough 5000 500``.

Prints a JSON list [pages, megabytes] after every so many. The part ``memory`` of ``benchmarks.speed`` runs it for both gears.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Any

import cleaner
from benchmarks.bench import read_page
from benchmarks.corpus import with_pages
from cleaner.model import Policy


def grow(bench: Path, engine: Any, pages: int, every: int) -> Iterator[tuple[int, float]]:
    """Clean pages of the bench, over and over, in this process; what it holds after every so many.

    Each time round every paragraph ends in another number: what is remembered by its text must not look as if it were bounded.
    """
    rulebook = cleaner.load_rulebook()
    policy = Policy(engine=engine)
    names = [record.id for record in with_pages(bench, pages)]
    for number, name in enumerate(cycle(names), 1):
        page = (read_page(bench, name) or b"").replace(b"</p>", b" %d</p>" % (number // len(names)))
        with suppress(cleaner.CleanerError):  # a page without text is read all the same
            cleaner.clean(page, media_type="text/html", rulebook=rulebook, policy=policy)
        if number % every == 0:
            yield number, megabytes()
        if number >= pages:
            return


def megabytes() -> float:
    """What this process holds now; on systems that do not tell, the most it ever held."""
    held = Path("/proc/self/statm")
    if held.exists():
        return int(held.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    for state in grow(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])):
        print(json.dumps(state), flush=True)
