"""What is on the bench: the packs somebody works on, all rules that apply beside them, their fixtures and clean texts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cleaner.errors import UsageError
from cleaner.rulebook import Pack, Rule, Rulebook, loader
from cleaner.workshop.contest import Standing, example_documents, standings
from cleaner.workshop.fixtures import CLEAN, Fixture, bundled_clean, find_clean, find_fixtures, fixtures_beside
from cleaner.workshop.naming import meant_by
from cleaner.workshop.places import Places


@dataclass(frozen=True)
class Bench:
    """What to look at, and against what.

    Attributes:
        rulebook: all rules that apply; their examples may fail.
        chosen: the packs to look at, each with those of its rules that are in force and meant.
        folders: every rules directory, the bundled one first.
        fixtures: the fixtures that concern these packs: of an outlet its own, of a shared pack all.
        clean: clean texts, each with the folder that it was found in.
        complete: whether every outlet must have a fixture; an installed package has brought none along.
    """

    rulebook: Rulebook
    chosen: tuple[tuple[Pack, tuple[Rule, ...]], ...]
    folders: tuple[Path, ...]
    fixtures: tuple[Fixture, ...]
    clean: tuple[tuple[Path, Path], ...]
    complete: bool

    @cached_property
    def places(self) -> Places:
        """Where the rules stand."""
        return Places(self.folders)

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Who wins over whom in all examples and in these fixtures."""
        pages = [fixture.clean(self.rulebook).document for fixture in self.fixtures]
        # An outlet's rules only speak on its own pages; shared ones may meet each other on anybody's.
        packs = [pack for pack, _ in self.chosen]
        if not all(pack.outlet for pack in packs):
            packs = list(self.rulebook.packs)
        return standings(self.rulebook, [*example_documents(packs), *pages])


def bench_of(
    packs: Sequence[str] = (),
    rules: Sequence[Path] = (),
    fixtures: Sequence[Path] = (),
    clean: Sequence[Path] = (),
    *,
    try_examples: bool = False,
) -> Bench:
    """Lay out the bench.

    Args:
        packs: what to look at: see `naming.meant_by`.
        rules: one's own rules directories.
        fixtures: folders of fixtures; ``fixtures/`` beside each rules directory where none is given.
        clean: further folders of clean texts, beside the bundled ones and ``clean/`` in those of the fixtures.
        try_examples: whether an example that fails is a mistake, too.

    Raises:
        RulebookError: rule files hold mistakes.
        UsageError: a pack, a fixture or a directory is not there.
    """
    bundled = loader.bundled_directory()
    meant = meant_by(packs, rules)
    rules = meant.rules
    rulebook = loader.load_rulebook(*rules, try_examples=try_examples)
    folders = (bundled, *rules)
    own = rules or (bundled,)
    for folder in (*fixtures, *clean):
        if not os.path.isdir(folder):  # noqa: PTH112  # a name that is too long is an error to `Path`
            raise UsageError(f"{folder}: no such directory")
    places = tuple(fixtures) or tuple(folder for folder in map(fixtures_beside, own) if folder.is_dir())
    chosen = tuple((pack, active) for pack, named in meant.chosen(rulebook) if (active := in_force(named)))
    if not chosen:
        raise UsageError("nothing to test: no rule is in force in these packs")
    found = tuple(_fixtures(places, [pack for pack, _ in chosen]))
    corpora = dict.fromkeys((bundled_clean(), *(folder / CLEAN for folder in places), *clean))
    texts = tuple((folder, path) for folder in corpora if folder.is_dir() for path in find_clean(folder))
    for folder in fixtures:
        if not find_fixtures(folder) and not find_clean(folder / CLEAN):
            raise UsageError(
                f"nothing to test in {folder}: a fixture is HOST/SLUG/source.txt or source.html, a clean text clean/NAME.txt"
            )
    for folder in clean:
        if not find_clean(folder):
            raise UsageError(f"nothing to test in {folder}: a clean text is a file NAME.txt or NAME.html")
    return Bench(rulebook, chosen, folders, found, texts, complete=bool(places or rules))


def in_force(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Those of some rules that do anything; retired ones need no test."""
    return tuple(rule for rule in rules if rule.status != "retired")


def _fixtures(places: Sequence[Path], packs: Sequence[Pack]) -> Iterator[Fixture]:
    shared = any(not pack.outlet for pack in packs)
    hosts = {host for pack in packs for host in (pack.name, *pack.hosts)}
    for folder in places:
        for fixture in find_fixtures(folder):
            if shared or fixture.outlet in hosts:
                yield fixture
