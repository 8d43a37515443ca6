"""Memory of a process that cleans page after page: ``python -m benchmarks.memory BENCH_DIR thorough 5000 500``.

Prints a JSON list [pages, megabytes] after every so many and at the end. The part ``memory`` of ``benchmarks.speed``
runs it for both gears.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import cleaner
from benchmarks.bench import no_page, read_page
from benchmarks.commands import as_command, at_least
from benchmarks.corpus import with_pages
from cleaner.model import ENGINES, Policy


def grow(bench: Path, engine: Any, pages: int, every: int) -> Iterator[tuple[int, float]]:
    """Clean pages of the bench, over and over, in this process; what it holds after every so many and at the end.

    Each time round every paragraph ends in another number: what is remembered by its text must not look as if it were bounded.

    Raises:
        BenchError: the bench has no page.
    """
    names = [record.id for record in with_pages(bench, pages)]
    if not names:
        raise no_page(bench)
    rulebook = cleaner.load_rulebook()
    policy = Policy(engine=engine)
    for done, name in enumerate(islice(cycle(names), pages), 1):
        page = (read_page(bench, name) or b"").replace(b"</p>", b" %d</p>" % (done // len(names)))
        with suppress(cleaner.CleanerError):  # a page without text is read all the same
            cleaner.clean(page, media_type="text/html", rulebook=rulebook, policy=policy)
        if done % every == 0 or done == pages:
            yield done, megabytes()


def megabytes() -> float:
    """What this process holds now; on systems that do not tell, the most it ever held."""
    held = Path("/proc/self/statm")
    if held.exists():
        return int(held.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


@as_command
def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a command. Returns 0, or 2 where the directory cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("bench", type=Path, help="directory in the format that benchmarks/README.md describes, with pages/")
    parser.add_argument("gear", choices=ENGINES, help="how pages are read")
    parser.add_argument("pages", type=at_least(1), help="how many are cleaned; they come round again")
    parser.add_argument("every", type=at_least(1), help="after how many memory is looked at")
    options = parser.parse_args(arguments)
    for state in grow(options.bench, options.gear, options.pages, options.every):
        print(json.dumps(state), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
