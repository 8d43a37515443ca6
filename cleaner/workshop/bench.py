"""What is on the bench: the packs somebody works on, all rules that apply beside them, their fixtures and clean texts."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cleaner.errors import UsageError
from cleaner.rulebook import Pack, Rule, Rulebook, loader
from cleaner.workshop.contest import Standing, example_documents, standings
from cleaner.workshop.fixtures import CLEAN, Fixture, bundled_clean, find_clean, find_fixtures, fixtures_beside
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
        packs: names of packs or families to look at, or their files, whose directory of rules then counts as given; none
            means all of ``rules``, or, without these, the bundled ones.
        rules: one's own rules directories.
        fixtures: folders of fixtures; ``fixtures/`` beside each rules directory where none is given.
        clean: further folders of clean texts, beside the bundled ones and ``clean/`` in those of the fixtures.
        try_examples: whether an example that fails is a mistake, too.

    Raises:
        RulebookError: rule files hold mistakes.
        UsageError: a pack, a fixture or a directory is not there.
    """
    bundled = loader.bundled_directory()
    packs, rules = _named(packs, rules, bundled)
    rulebook = loader.load_rulebook(*rules, try_examples=try_examples)
    folders = (bundled, *rules)
    own = tuple(rules) or (bundled,)
    for folder in (*fixtures, *clean):
        if not folder.is_dir():
            raise UsageError(f"{folder}: no such directory")
    places = tuple(fixtures) or tuple(folder for folder in map(fixtures_beside, own) if folder.is_dir())
    chosen = tuple(_chosen(rulebook, packs, own))
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


def _named(packs: Sequence[str], rules: Sequence[Path], bundled: Path) -> tuple[list[str], list[Path]]:
    """The names of packs, some of which were given as files, and the rules directories, with those of the files."""
    names, folders = [], list(rules)
    for name in packs:
        path = Path(name)
        if path.suffix not in (".yaml", ".yml") or not path.is_file():
            names.append(name)
            continue
        names.append(path.stem)
        folder = _rules_directory(path)
        if not any(folder.samefile(other) for other in (bundled, *folders)):
            folders.append(folder)
    return names, folders


def _rules_directory(file: Path) -> Path:
    """The rules directory in which a file lies, as its path says it; from the working directory where it begins below it."""
    if file.parent.name not in ("", ".."):
        return file.parent.parent
    return Path(os.path.relpath(file.parent.resolve().parent))


def _chosen(rulebook: Rulebook, names: Sequence[str], own: Sequence[Path]) -> Iterator[tuple[Pack, tuple[Rule, ...]]]:
    """The packs to look at with their rules; retired rules do nothing and need no test."""
    known = {pack.name for pack in rulebook.packs} | {rule.family for rule in rulebook.rules() if rule.family}
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), 1, 0.6)
            meant = f", did you mean {near[0]}?" if near else ""
            raise UsageError(f"there is no pack {name}{meant}; `cleaner rules list` shows all")
    for pack in rulebook.packs:
        if names:
            meant_rules = [rule for rule in pack.rules if pack.name in names or rule.family in names]
        else:
            meant_rules = list(pack.rules) if any(Path(pack.origin).is_relative_to(folder) for folder in own) else []
        in_force = tuple(rule for rule in meant_rules if rule.status != "retired")
        if in_force:
            yield pack, in_force


def _fixtures(places: Sequence[Path], packs: Sequence[Pack]) -> Iterator[Fixture]:
    shared = any(not pack.outlet for pack in packs)
    hosts = {host for pack in packs for host in (pack.name, *pack.hosts)}
    for folder in places:
        for fixture in find_fixtures(folder):
            if shared or fixture.outlet in hosts:
                yield fixture
