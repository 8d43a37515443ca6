"""Patterns that blow up, found by trying: each is run on pumped-up strings, in a child process under a limit.

What `literals.facts` can prove harmless is not tried. The rest meets what makes backtracking engines despair: the beginning
of a text that it matches, then one thing a thousand times, then something that cannot match.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

from cleaner.rulebook.patterns import HARMLESS, MAX_LINE, compile_pattern, known_of

CPU_SECONDS = 0.5
"""For one pattern on the longest line that it can meet: half of what fails a document, for other machines are slower."""
_PUMPS = (" ", "a", "A", "0", "Aa ", "a, ", "| word ", "-", "\t ")
_END = "\x01"
"""No pattern wants this."""
_MOST_SECONDS = 60
"""CPU seconds for all strings of a pattern, where the regex library does not stop by itself."""
_SAMPLES = 2
"""So many of a rule's examples are pumped up."""


class Probe(NamedTuple):
    """A pattern to try: how it is run (whole line or search), the longest line that it meets, texts that it matches."""

    name: str
    pattern: str
    whole: bool
    longest: int
    samples: tuple[str, ...]


class Verdict(NamedTuple):
    """A pattern that blew up, and on what."""

    name: str
    what: str


def longest_wanted(pattern: str, longest: float, whole: bool) -> int:
    """The length up to which a pattern must be tried; 0 if it is provably harmless."""
    known = known_of(pattern)
    size = min(longest, MAX_LINE, known.width if whole else math.inf)
    starts = 1 if whole else size
    return 0 if known.ways * size**known.loops * starts <= HARMLESS else int(size)


def run_probes(probes: Sequence[Probe]) -> list[Verdict]:
    """Try patterns in child processes; those that blew up, in the order given.

    A child that is killed by its limit has blown up on the pattern that it announced last; another goes on behind that.

    Raises:
        RuntimeError: a child ended before it began with any, of which it says why.
    """
    verdicts: list[Verdict] = []
    rest = list(probes)
    while rest:
        child = subprocess.run(
            [sys.executable, "-m", "cleaner.workshop.probe"],
            input=json.dumps(rest), capture_output=True, text=True, check=False,
            cwd=Path(__file__).parent.parent.parent,
        )  # fmt: skip  # one thought a line
        lines = [json.loads(line) for line in child.stdout.splitlines()]
        started = [entry["start"] for entry in lines if "start" in entry]
        verdicts += [Verdict(entry["name"], entry["what"]) for entry in lines if "what" in entry]
        if child.returncode == 0:
            return verdicts
        if not started:
            raise RuntimeError(f"the child process could not begin: {child.stderr.strip()[-400:]}")
        at = started[-1]
        verdicts.append(Verdict(rest[at].name, "it ended the process that tried it"))
        rest = rest[at + 1 :]
    return verdicts


def pumped(probe: Probe) -> Iterator[str]:
    """Long strings for a pattern: the beginning of a text that it matches, the same thing again and again, and a wrong end.

    Before the wrong end comes the end of that text, for without it an engine may see at once that nothing can match.
    """
    for sample in ("", *probe.samples[:_SAMPLES]):
        words = [f"{word} " for word in sample.split()[:2]]
        heads = dict.fromkeys(sample[: len(sample) * part // 3] for part in range(4))
        ends = dict.fromkeys(end + _END for end in ("", sample[-1:], sample[len(sample) * 2 // 3 :]))
        for head, end in product(heads, ends):
            for pump in dict.fromkeys((*_PUMPS, *words, head[-1:], head[-6:], head)):
                room = probe.longest - len(head) - len(end)
                if pump and room > 0:
                    yield head + (pump * (room // len(pump) + 1))[:room] + end


def try_probe(probe: Probe) -> str | None:
    """What a pattern blows up on, in words; ``None`` if it is well behaved."""
    compiled = compile_pattern(probe.pattern)
    for text in pumped(probe):
        try:
            if probe.whole:
                compiled.fullmatch(text, timeout=CPU_SECONDS)
            else:
                for _ in compiled.finditer(text, timeout=CPU_SECONDS):
                    pass
        except TimeoutError:
            return f"more than {CPU_SECONDS:g} s for a line of {len(text)} characters that begins {text[:60]!r}"
    return None


def main() -> None:
    """The child: reads probes from the standard input, tells which it begins and which blew up."""
    probes = [
        Probe(name, pattern, whole, longest, tuple(texts)) for name, pattern, whole, longest, texts in json.load(sys.stdin)
    ]
    for number, probe in enumerate(probes):
        _tell({"start": number})
        _limit_cpu()
        what = try_probe(probe)
        if what:
            _tell({"name": probe.name, "what": what})


def _limit_cpu() -> None:
    """Let the system end this process if one pattern takes minutes: the regex library cannot always be interrupted."""
    try:
        import resource
    except ImportError:  # no such limit on this system; the regex library's own remains
        return
    spent = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (spent + _MOST_SECONDS, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _tell(entry: object) -> None:
    sys.stdout.write(json.dumps(entry) + "\n")
    sys.stdout.flush()


def probes_of(name: str, entries: Iterable[tuple[str, bool, float]], samples: tuple[str, ...]) -> Iterator[Probe]:
    """The probes of one rule's patterns that are not provably harmless."""
    for pattern, whole, longest in entries:
        size = longest_wanted(pattern, longest, whole)
        if size:
            yield Probe(name, pattern, whole, size, samples)


if __name__ == "__main__":
    main()
