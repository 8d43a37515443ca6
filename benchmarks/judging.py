"""Run ``cleaner`` and its peers on one record and keep only figures, so that a whole bench streams through little memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile

import cleaner
from benchmarks.bench import BenchError, Record, read_page, third
from benchmarks.converted import CONVERTERS, as_seen, converted
from benchmarks.ledger import Ledger, account
from benchmarks.measure import PageScore, Snippets, find_snippets, score_page, words
from benchmarks.peers import peer
from benchmarks.systems import best_lines, c4_lines, nothing
from cleaner.errors import CleanerError
from cleaner.model import Engine, Policy
from cleaner.reading.decoding import decode
from cleaner.stages import CHAIN, Blocks, Prose, Stage
from cleaner.stages.pages.elements import NAME_WORTH, name_worth
from cleaner.stages.pages.evidence import PAGE_NAMES
from cleaner.stages.prose.judgement import BLOCKS, COLUMN_NAMES, PAGES, TEXT, model

HTML = "html"
"""The kind of input that is the page itself."""

CLEANER, NOTHING, C4, BEST = "cleaner", "nothing", "C4 lines", "best lines"
GEARS: dict[Engine, str] = {"thorough": "cleaner, thorough", "fast": "cleaner, fast"}
"""What cleaner is called on a page, by its gear."""
OWN = frozenset({CLEANER, *GEARS.values()})


@dataclass(frozen=True, slots=True)
class Options:
    """What to run on each record.

    Attributes:
        kinds: of dump.
        baselines: also score doing nothing, the C4 line rules, and the best choice of whole lines.
        gears: of ``cleaner``, in which to score the page itself.
        peers: extractors to score on the page; the names of `peers.PEERS`.
        with_url: tell all of them the page's address, which lets rules of its outlet apply.
        chain: the stages of ``cleaner``.
        weights: as `with_weights` takes them.
        policy: what ``cleaner`` favours.
    """

    kinds: tuple[str, ...]
    baselines: bool = False
    gears: tuple[Engine, ...] = ()
    peers: tuple[str, ...] = ()
    with_url: bool = False
    chain: tuple[Stage, ...] = CHAIN
    weights: Path | None = None
    policy: Policy = field(default_factory=Policy)


@dataclass(frozen=True, slots=True)
class Judged:
    """One system on one input of one record; ``empty``: the input held no text at all."""

    id: str
    source: str
    kind: str
    system: str
    score: PageScore
    status: str = "ok"
    snippets: Snippets = field(default_factory=Snippets)
    country: str | None = None
    empty: bool = False
    gold_words: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    ledger: Ledger = field(default_factory=dict)


def with_weights(chain: Sequence[Stage], weights: Path | None, host: str) -> tuple[Stage, ...]:
    """The stages, with other trained weights than those that ship, if a directory of such is given.

    Where it has a directory for each third of the hosts, ``0``, ``1`` and ``2``, these were trained without that third, and the
    host gets those that have not seen it.
    """
    if weights is None:
        return tuple(chain)
    weights = _of_third(weights, third(host))
    return tuple(replace(stage, weights=weights) if isinstance(stage, (Blocks, Prose)) else stage for stage in chain)


def check_weights(weights: Path | None, thirds: Iterable[int], kinds: Iterable[str]) -> None:
    """See that a directory of weights, as `with_weights` takes it, holds what judging these kinds of input takes.

    Raises:
        BenchError: it does not; the message says what is missing or broken, and how it is made.
    """
    if weights is None:
        return
    asked = set(kinds)
    loaders: list[tuple[str, Callable[[Path], object]]] = []
    if asked - {HTML}:
        loaders.append((TEXT, partial(model, names=COLUMN_NAMES)))
    if HTML in asked:
        loaders += [
            (NAME_WORTH, name_worth),
            (BLOCKS, partial(model, names=PAGE_NAMES)),
            (PAGES, partial(model, names=COLUMN_NAMES)),
        ]
    for directory in sorted({_of_third(weights, number) for number in thirds}):
        for name, load in loaders:
            try:
                load(directory / name)
            except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
                maker = "benchmarks.prose.train" if name == TEXT else "benchmarks.pages"
                reason = error.strerror if isinstance(error, OSError) else error
                raise BenchError(f"{directory / name}: no weights here ({reason}); python -m {maker} writes them") from error


def _of_third(weights: Path, number: int) -> Path:
    own = weights / str(number)
    return own if own.is_dir() else weights


def judge(record: Record, *, directory: Path, options: Options, rulebook: Any) -> list[Judged]:
    """All systems on all inputs of one record."""
    options = replace(options, chain=with_weights(options.chain, options.weights, record.host))
    found = []
    for kind in options.kinds:
        dump = converted(kind, directory, record.id) if kind in CONVERTERS else record.dumps.get(kind)
        if dump is None:
            continue
        found.append(_judge_cleaner(record, kind, dump, options, rulebook))
        if options.baselines:
            best = partial(best_lines, gold=record.gold, optional=record.optional)
            others = ((NOTHING, nothing), (C4, c4_lines), (BEST, best))
            found += [_judge_other(record, kind, name, body(dump)) for name, body in others]
    page = read_page(directory, record.id) if options.gears or options.peers else None
    if page is not None:
        for gear in options.gears:
            geared = replace(options, policy=replace(options.policy, engine=gear))
            found.append(_judge_cleaner(record, HTML, page, geared, rulebook, system=GEARS[gear]))
        found += [_judge_peer(record, page, name, record.url if options.with_url else None) for name in options.peers]
    return found


def _judge_peer(record: Record, page: bytes, name: str, url: str | None) -> Judged:
    """A peer that fails has found no body; how it failed is its status."""
    try:
        body, status = peer(name)(decode(page, "text/html").text, url), "ok"
    except Exception as error:  # whatever other people's code raises is its result on this page
        body, status = "", f"failed:{type(error).__name__}"
    return _judge_other(record, HTML, name, body, status)


def _judge_other(record: Record, kind: str, system: str, body: str, status: str = "ok") -> Judged:
    return Judged(record.id, record.source, kind, system, status=status, country=record.country, **_compared(record, body))


def _compared(record: Record, body: str) -> dict[str, Any]:
    body = as_seen(body)  # addresses and numbers of links are no words
    return {
        "score": score_page(record.gold, body, record.optional),
        "snippets": find_snippets(body, record.wanted, record.unwanted),
    }


def _judge_cleaner(
    record: Record, kind: str, source: str | bytes, options: Options, rulebook: Any, *, system: str = CLEANER
) -> Judged:
    url = record.url if options.with_url else None
    media_type = "text/html" if kind == HTML else "text/plain"
    try:
        cleaned = cleaner.clean(
            source,
            url=url,
            media_type=media_type,
            id=record.id,
            rulebook=rulebook,
            chain=options.chain,
            policy=options.policy,
        )
    except CleanerError as error:
        # A document that fails is kept whole by a run, so whole is what it scores; a page's markup is no body at all.
        body = source if isinstance(source, str) else ""
        failed = _judge_other(record, kind, system, body, f"failed:{error.kind}")
        return replace(failed, empty=error.kind == "no_text")
    labels: Counter[str] = Counter()
    for removal in cleaned.removals:
        labels[str(removal.label)] += removal.end - removal.start
    return Judged(
        id=record.id,
        source=record.source,
        kind=kind,
        system=system,
        status=str(cleaned.status),
        country=record.country,
        empty=not cleaned.document.text.strip(),
        gold_words=len(words(record.gold)),
        labels=labels,
        ledger=account(cleaned.document.text, cleaned.removals, cleaned.body, record.gold),
        **_compared(record, cleaned.body),
    )


_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_rulebooks: dict[tuple[str, ...], Any] = {}


def rulebook_of(directories: tuple[str, ...]) -> Any:
    """The bundled rules and those of the directories; loaded once a process."""
    if directories not in _rulebooks:
        _rulebooks[directories] = cleaner.load_rulebook(*map(Path, directories))
    return _rulebooks[directories]


def spread(work: Callable[..., _Result], items: Iterable[_Item], rules: tuple[str, ...], jobs: int) -> Iterator[_Result]:
    """``work(item, rulebook=...)`` for every item, in the order of the items, in ``jobs`` processes."""
    call = partial(_call, work, rules)
    if jobs == 1:
        yield from map(call, items)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(call, items, chunksize=4)


def _call(work: Callable[..., _Result], rules: tuple[str, ...], item: Any) -> _Result:
    return work(item, rulebook=rulebook_of(rules))
