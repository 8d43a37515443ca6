"""The measurements behind ``python -m benchmarks.speed``. Each returns rows of figures; nothing is printed here."""

from __future__ import annotations

import json
import math
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any, TypeVar

import cleaner
from benchmarks import startup
from benchmarks.bench import BenchError, Record, no_page, read_page, sample
from benchmarks.clock import Case, ratio, take_turns
from benchmarks.corpus import text_of, with_pages
from benchmarks.packs import write_packs
from benchmarks.peers import peer
from cleaner.model import ENGINES, Claim, Document, Engine, Policy
from cleaner.reading.decoding import decode
from cleaner.rulebook import Matcher, Rule
from cleaner.stages import Stage, stage_name
from cleaner.stages.inputs import Inputs, configured

FEWEST_PAGES = 2
"""Pages that have quartiles."""

WORST_RULES = 10
"""Rules in the table of the costliest."""

DUMPS = ("full", "extract")
"""Kinds of dump that are timed beside pages."""

ARTICLE = range(5_000, 7_001)
"""Bytes of the body of an article of some 6 kB."""
_TOGETHER = 8
"""Articles of one turn."""
WARM = 120
"""Articles that are cleaned before anything is timed."""

REST = "reading, language, settling, rendering"

Row = dict[str, Any]
_Item = TypeVar("_Item")


def by_rules(texts: Sequence[str], sizes: Sequence[int], turns: int) -> list[Row]:
    """Cost of matching one line against the number of shared rules, on the same lines.

    Every turn takes other texts, so that what was remembered of a line counts only where lines recur.
    """
    books, loading = {}, {}
    with tempfile.TemporaryDirectory() as scratch, _cache_in(Path(scratch) / "cache"):
        for size in sizes:
            directory = Path(scratch) / str(size)
            write_packs(directory, size)
            load = partial(cleaner.load_rulebook, directory, bundled=False)
            loading[size] = (_seconds(load), _seconds(load))  # the second time, validated packs come from the cache
            books[size] = load()
    share = max(1, len(texts) // (turns + 1))  # the last share warms up
    none = cleaner.load_rulebook(bundled=False)
    documents = [cleaner.clean(text, media_type="text/plain", rulebook=none, chain=()).document for text in texts]
    lines = [sum(len(document.lines) for document in _share(documents, turn, share)) for turn in range(turns)]

    def match(size: int, turn: int) -> None:
        stage = cleaner.Packs(books[size])
        for document in _share(documents, turn, share):
            for _ in stage(document, ()):
                pass

    for size in sizes:
        match(size, turns)  # patterns compile when they are first needed
    seconds = take_turns({str(size): partial(match, size) for size in sizes}, turns)
    return [
        {
            "rules": size,
            "load s": loading[size][0],
            "load again s": loading[size][1],
            "µs/line": 1e6 * median(s / n for s, n in zip(seconds[str(size)], lines, strict=True)),
            f"× {sizes[0]:,} rules": ratio(seconds[str(size)], seconds[str(sizes[0])]),
        }
        for size in sizes
    ]


def by_size(bench: Path | None, sizes: Sequence[int], turns: int) -> list[Row]:
    """Cost of one document against its size. ``slope`` is the exponent from the size before: 1 is linear."""
    rulebook = cleaner.load_rulebook()
    documents = {size: text_of(size, bench) for size in sizes}
    cleaner.clean(documents[min(sizes)], media_type="text/plain", rulebook=rulebook)  # compile and load first

    def run(size: int, turn: int) -> None:
        # Small documents often, each time with another end: a clock's tick and a memory of whole texts would tell lies.
        for number in range(_repeats(size)):
            cleaner.clean(f"{documents[size]}\n{turn} {number}.", media_type="text/plain", rulebook=rulebook)

    seconds = take_turns({str(size): partial(run, size) for size in sizes}, min(turns, 3))  # the largest take long
    each = {size: median(seconds[str(size)]) / _repeats(size) for size in sizes}
    rows: list[Row] = []
    for before, size in zip((None, *sizes), sizes, strict=False):
        slope = math.log(each[size] / each[before]) / math.log(size / before) if before else None
        rows.append({"characters": size, "ms": 1e3 * each[size], "µs/kB": 1e9 * each[size] / size, "slope": slope})
    return rows


def against_trafilatura(bench: Path, number: int, turns: int) -> list[Row]:
    """Documents a second on dumps and pages, and as a multiple of trafilatura on the same articles' HTML.

    Every turn takes other articles: both remember what they have seen.

    Raises:
        BenchError: the bench has no page with both dumps.
    """
    records = list(islice(_with_dumps(with_pages(bench)), number))
    if not records:
        raise no_page(bench, f"any record with the dumps {' and '.join(DUMPS)}")
    share = max(1, len(records) // (turns + 1))  # the last share warms up
    pages = [read_page(bench, record.id) or b"" for record in records]
    rulebook = cleaner.load_rulebook()
    extract: Any = peer("trafilatura")  # it decodes bytes by itself

    def ours(sources: Sequence[str | bytes], media_type: str) -> Case:
        return lambda turn: [cleaner.clean(it, media_type=media_type, rulebook=rulebook) for it in _share(sources, turn, share)]

    texts = {kind: [record.dumps[kind] for record in records] for kind in DUMPS}
    cases: dict[str, Case] = {
        "trafilatura, html": lambda turn: [extract(page, None) for page in _share(pages, turn, share)],
        "cleaner, full": ours(texts["full"], "text/plain"),
        "cleaner, extract": ours(texts["extract"], "text/plain"),
        "cleaner, html": ours(pages, "text/html"),
    }
    for case in cases.values():
        case(turns)  # imports, compiled patterns and caches of both
    warm = take_turns(cases, turns)
    html = [page.decode("utf-8", "replace") for page in pages]  # JSON holds no bytes
    cold: dict[str, list[float]] = defaultdict(list)
    for turn in range(turns):
        for name, program, sources, media_type in (
            ("trafilatura, html", "trafilatura", html, "text/html"),
            ("cleaner, full", "cleaner", texts["full"], "text/plain"),
            ("cleaner, extract", "cleaner", texts["extract"], "text/plain"),
            ("cleaner, html", "cleaner", html, "text/html"),
        ):
            given = json.dumps([(source, media_type) for source in _share(sources, turn, share)])
            cold[name].append(startup.run(("-c", startup.BATCHES[program]), given)[0].cpu)
    base = "trafilatura, html"
    return [
        {
            "system": name,
            "documents/s": share / median(warm[name]),
            "× trafilatura": ratio(warm[base], warm[name]),
            f"documents/s, {share} from start": share / median(cold[name]),
            "× from start": ratio(cold[base], cold[name]),
        }
        for name in cases
    ]


def _with_dumps(records: Iterable[Record]) -> Iterator[Record]:
    return (record for record in records if all(kind in record.dumps for kind in DUMPS))


def by_gear(bench: Path, number: int) -> list[Row]:
    """Pages a second of both gears and of trafilatura, and their speed as a multiple of trafilatura's, page by page.

    All get the same decoded text. They take turns: each turn every system has one page, and none the page that another had just
    before, or one would find warm what the other has looked up (the thorough gear asks trafilatura too).

    Raises:
        BenchError: the bench has too few pages with text.
    """
    warm = 4
    pages = []
    for record in sample(with_pages(bench), number + warm):
        with suppress(cleaner.CleanerError):
            text = decode(read_page(bench, record.id) or b"", "text/html").text
            cleaner.clean(text, media_type="text/html", policy=Policy(engine="fast"))  # one without text is no measure
            pages.append(text)
    aside, pages = pages[:warm], pages[warm:]
    if len(pages) < FEWEST_PAGES:
        raise BenchError(f"{bench}: {warm + FEWEST_PAGES} pages with text are needed, {warm} of them to warm up")

    def gear(engine: Engine) -> Callable[[str], object]:
        rulebook, policy = cleaner.load_rulebook(), Policy(engine=engine)  # its own: rules remember lines
        return lambda page: cleaner.clean(page, media_type="text/html", rulebook=rulebook, policy=policy)

    def other(name: str) -> Callable[[str], object]:
        extract = peer(name)
        return lambda page: extract(page, None)

    systems: dict[str, Callable[[str], object]] = {
        "trafilatura": other("trafilatura"),
        "trafilatura, fast": other("trafilatura-fast"),
        "cleaner, thorough": gear("thorough"),
        "cleaner, fast": gear("fast"),
    }
    for run in systems.values():
        for page in aside:
            run(page)
    seconds = _one_by_one({name: (run, pages) for name, run in systems.items()})
    rows: list[Row] = []
    for name in systems:
        row: Row = {"system": name, "pages/s": len(pages) / sum(seconds[name])}
        for base in ("trafilatura", "trafilatura, fast"):
            row[f"× {base}"] = sum(seconds[base]) / sum(seconds[name])
            times = [one / own for one, own in zip(seconds[base], seconds[name], strict=True)]
            if base == "trafilatura":
                row |= dict(zip(("lower quartile", "median", "upper quartile"), quantiles(times, n=4), strict=True))
        rows.append(row)
    return rows


def by_article(bench: Path) -> list[Row]:
    """Milliseconds for one article of some 6 kB: of its dumps, and of trafilatura on its page.

    Raises:
        BenchError: the bench has too few such articles with both dumps and a page.
    """
    records = list(_with_dumps(with_pages(bench)))
    chosen = [record for record in records if len(record.gold.encode()) in ARTICLE]
    if len(chosen) < FEWEST_PAGES:
        bounds = f"{ARTICLE.start:,} to {ARTICLE.stop - 1:,} bytes"
        raise BenchError(f"{bench}: {FEWEST_PAGES} articles of {bounds} with a page are needed")
    pages = [decode(read_page(bench, record.id) or b"", "text/html").text for record in chosen]
    rulebook, extract = cleaner.load_rulebook(), peer("trafilatura")
    # Of other articles: patterns are compiled when a line first asks for them, and lines are remembered.
    known = {record.id for record in chosen}
    for record in sample((record for record in records if record.id not in known), WARM):
        for kind in DUMPS:
            cleaner.clean(record.dumps[kind], media_type="text/plain", rulebook=rulebook)
    extract(pages[0], None)
    base = "trafilatura, html"
    systems: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {base: (lambda page: extract(page, None), pages)}
    for kind in DUMPS:
        run = partial(cleaner.clean, media_type="text/plain", rulebook=rulebook)
        systems[f"cleaner, {kind}"] = run, [record.dumps[kind] for record in chosen]
    seconds = _one_by_one(systems)
    rows: list[Row] = []
    for name, own in seconds.items():
        row: Row = {"system": name, "kB": median(len(source.encode()) for source in systems[name][1]) / 1e3}
        low, middle, high = (1e3 * found for found in quantiles(own))
        row |= {"lower quartile, ms": low, "median, ms": middle, "upper quartile, ms": high}
        row["× trafilatura"] = median(theirs / ours for theirs, ours in zip(seconds[base], own, strict=True))
        rows.append(row)
    return rows


def _one_by_one(systems: Mapping[str, tuple[Callable[[_Item], object], Sequence[_Item]]]) -> dict[str, list[float]]:
    """Seconds of each system for each of its items; all systems have as many, of the same articles in the same order.

    They take turns with a few at a time, and none has an article that another had just before. What is timed is a process at
    work: cleaning up before each single one would empty the processor's caches, too.
    """
    size = min(len(items) for _, items in systems.values())
    shift = {name: place * size // len(systems) for place, name in enumerate(systems)}
    seconds = {name: [0.0] * size for name in systems}

    def case(name: str, turn: int) -> None:
        run, items = systems[name]
        for number in range(turn * _TOGETHER, min((turn + 1) * _TOGETHER, size)):
            at = (number + shift[name]) % size
            seconds[name][at] = _seconds(partial(run, items[at]))

    take_turns({name: partial(case, name) for name in systems}, -(-size // _TOGETHER))
    return seconds


def by_memory(bench: Path, pages: int, every: int = 500) -> list[Row]:
    """What a process holds after so many pages, each gear in a process of its own.

    Raises:
        BenchError: the bench has no page.
    """
    grown = {}
    for engine in ENGINES:
        arguments = ("-m", "benchmarks.memory", str(bench), engine, str(pages), str(every))
        grown[engine] = [json.loads(line) for line in startup.run(arguments)[1].splitlines()]
    return [
        {"pages": number, **{f"{engine}, MB": held[at][1] for engine, held in grown.items()}}
        for at, (number, _) in enumerate(grown["thorough"])
    ]


def by_rule(texts: Sequence[str], turns: int) -> list[Row]:
    """The bundled rules that cost most, each alone on the same lines, without what a line costs that no rule looks at."""
    rules = cleaner.load_rulebook().rules()
    held = [cleaner.clean(text, media_type="text/plain", chain=()).document for text in texts[: max(1, len(texts) // turns)]]
    lines = sum(len(document.lines) for document in held)

    def alone(*rule: Rule) -> None:
        matcher = Matcher(rule)  # a new one remembers no line
        for document in held:
            for _ in matcher.claims(document):
                pass

    none = min(_seconds(alone) for _ in range(3))
    costs: list[tuple[float, str]] = []
    for rule in rules:
        alone(rule)  # compiles the pattern, which is kept
        costs.append((max(0.0, _seconds(partial(alone, rule)) - none), rule.id))
    total = sum(cost for cost, _ in costs)
    worst = sorted(costs, reverse=True)[:WORST_RULES]
    return [{"rule": rule, "µs/line": 1e6 * cost / lines, "share of all": cost / total} for cost, rule in worst]


def by_stage(texts: Sequence[str], turns: int) -> list[Row]:
    """Where the time of a document goes: each stage of the chain, and the rest."""
    rulebook = cleaner.load_rulebook()
    spent: dict[str, float] = defaultdict(float)
    inputs = Inputs(rulebook)
    chain = tuple(_timed(configured(stage, inputs), stage_name(stage), spent) for stage in cleaner.CHAIN)
    share = max(1, len(texts) // (turns + 1))  # the last share warms up
    whole: list[float] = []
    parts: dict[str, list[float]] = defaultdict(list)
    characters = 0
    for turn in (turns, *range(turns)):
        held = _share(texts, turn, share)
        spent.clear()
        began = time.process_time()
        for text in held:
            cleaner.clean(text, media_type="text/plain", rulebook=rulebook, chain=chain)
        total = time.process_time() - began
        if turn < turns:
            whole.append(total)
            characters += sum(map(len, held))
            for name in dict.fromkeys(map(stage_name, cleaner.CHAIN)):  # some stand in it twice
                parts[name].append(spent[name])
            parts[REST].append(total - sum(spent.values()))
    everything = sum(whole)
    return [
        {
            "stage": name,
            "share": sum(times) / everything,
            "ms/document": 1e3 * sum(times) / (turns * share),
            "µs/kB": 1e9 * sum(times) / characters,
        }
        for name, times in [*parts.items(), ("everything", whole)]
    ]


def _timed(stage: Stage, name: str, spent: dict[str, float]) -> Stage:
    def timed(document: Document, claims: tuple[Claim, ...]) -> list[Claim]:
        began = time.process_time()
        found = list(stage(document, claims))  # a stage may be a generator: its time is spent here
        spent[name] += time.process_time() - began
        return found

    return timed


@contextmanager
def _cache_in(directory: Path) -> Iterator[None]:
    """An empty cache of validated packs for a while: the first load is a first load, and the user's cache stays as it is."""
    before = os.environ.get("CLEANER_CACHE")
    os.environ["CLEANER_CACHE"] = str(directory)
    try:
        yield
    finally:
        if before is None:
            del os.environ["CLEANER_CACHE"]
        else:
            os.environ["CLEANER_CACHE"] = before


def _share(items: Sequence[_Item], turn: int, share: int) -> Sequence[_Item]:
    return [items[(turn * share + number) % len(items)] for number in range(share)]


def _repeats(size: int) -> int:
    return max(1, min(50, 100_000 // size))


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
