"""Texts to run on: the full dumps of a bench, or texts made from the repository's seeds where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count, islice
from pathlib import Path
from zlib import crc32

from benchmarks.bench import Record, read_records, with_page

SEEDS = Path(__file__).parents[1] / "seeds"


def texts(bench: Path | None, number: int) -> list[str]:
    """The first ``number`` texts; fewer where the bench has no more."""
    return list(islice(_dumps(bench) if bench else _made(), number))


def text_of(size: int, bench: Path | None) -> str:
    """A text of ``size`` characters: as many texts as it takes, one after the other. Where the bench ends, it begins again."""
    parts: list[str] = []
    missing = size
    for text in chain.from_iterable(_dumps(bench) for _ in count()) if bench else _made():
        parts.append(text[:missing] + "\n")
        missing -= len(parts[-1])
        if missing <= 0:
            break
    return "".join(parts)[:size]


def with_pages(bench: Path, number: int | None = None) -> Iterator[Record]:
    """The first records that have a page, or all."""
    return islice(with_page(bench, read_records(bench)), number)


def _dumps(bench: Path) -> Iterator[str]:
    return (record.dumps["full"] for record in read_records(bench) if "full" in record.dumps)


def _made() -> Iterator[str]:
    """Endless texts: the seeds one after the other, each time with other words put in, so that most lines are new."""
    seeds = [path.read_text(encoding="utf-8").split("\n") for path in sorted(SEEDS.glob("*.txt"))]
    vocabulary = sorted({word for seed in seeds for line in seed for word in line.split() if word.isalpha()})
    for turn in count():
        for seed in seeds:
            yield "\n".join(_changed(line, vocabulary, turn) for line in seed)


def _changed(line: str, vocabulary: list[str], turn: int) -> str:
    """The line with one word replaced. Two lines of five stay as they are and recur in every text, as on real pages."""
    tokens = line.split(" ")
    pick = crc32(f"{turn} {line}".encode())  # the same in every run, unlike hash()
    if len(tokens) > 1 and pick % 5 > 1:
        tokens[pick % len(tokens)] = vocabulary[pick // len(tokens) % len(vocabulary)]
    return " ".join(tokens)
