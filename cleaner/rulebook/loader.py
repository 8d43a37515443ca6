"""From directories of YAML files to a `Rulebook`, or to the list of everything that is wrong with them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.errors import Mistake, RulebookError, UsageError
from cleaner.rulebook import cache
from cleaner.rulebook.pack import Pack, pack_from_json, rule_from_json
from cleaner.rulebook.rulebook import Rulebook

FOLDERS = ("shared", "outlets")


class _File(NamedTuple):
    path: Path
    shown: str
    outlet: bool
    raw: bytes
    key: str


def load_rulebook(*dirs: str | Path, bundled: bool = True) -> Rulebook:
    """Load the bundled packs and those of ``dirs``, each holding ``shared/*.yaml`` and/or ``outlets/*.yaml``.

    Of two packs with the same name the one of the later directory wins, and says so (`Pack.replaces`).

    Raises:
        RulebookError: with every mistake of every file.
        UsageError: a directory is missing or holds no pack.
    """
    if bundled and not dirs:
        return _bundled()
    folders = [bundled_directory()] if bundled else []
    for folder in map(Path, dirs):
        if not any((folder / name).is_dir() for name in FOLDERS):
            raise UsageError(f"{folder}: no rules here; a rules directory holds shared/*.yaml or outlets/*.yaml")
        folders.append(folder)
    return _load(folders)


@lru_cache(maxsize=1)
def _bundled() -> Rulebook:
    return _load([bundled_directory()])


def bundled_directory() -> Path:
    """Where the packs that come with cleaner lie: inside the installed package, or at the top of a checkout."""
    installed = Path(__file__).parent.parent / "_rules"
    return installed if installed.is_dir() else Path(__file__).parent.parent.parent / "rules"


def _load(folders: Iterable[Path]) -> Rulebook:
    files = [file for folder in folders for file in _files(folder)]
    cached = cache.load([file.key for file in files])
    packs: dict[tuple[bool, str], Pack] = {}
    mistakes: list[Mistake] = []
    for file in files:
        data = cached.get(file.key)
        if data is None:
            data, wrong = _validated(file)
            mistakes += wrong
            if data is None or wrong:
                continue
            cache.store(file.key, data)
        name = (file.outlet, file.path.stem)
        before = packs[name].origin if name in packs else ""
        packs[name] = pack_from_json(data, origin=file.shown, digest=hashlib.sha256(file.raw).hexdigest(), replaces=before)
    if mistakes:
        raise RulebookError(mistakes)
    return Rulebook(packs.values())


def _files(folder: Path) -> Iterator[_File]:
    for name in FOLDERS:
        for path in sorted((folder / name).glob("*.yaml"), key=lambda path: path.name):
            try:
                raw = path.read_bytes()
            except OSError as error:
                raise RulebookError([Mistake(str(path), 1, f"cannot be read: {error.strerror}")]) from error
            yield _File(path, str(path), name == "outlets", raw, cache.key(raw, f"{name}/{path.name}"))


def _validated(file: _File) -> tuple[dict[str, Any] | None, list[Mistake]]:
    """One file as JSON values, or its mistakes."""
    # pydantic and ruamel.yaml cost 150 ms to import; with a warm cache neither is needed.
    from cleaner.rulebook import checks, schema, yamlfile

    data, lines, mistakes = yamlfile.parse(file.raw, file.shown)
    if data is None:
        return None, mistakes
    model, wrong = checks.shape(data, schema.OutletPack if file.outlet else schema.SharedPack, lines, file.shown)
    mistakes += wrong
    mistakes += checks.recognition(data, lines, file.shown)
    # A mistake in one rule must not hide those of the others: each sound rule is tried by itself.
    sound = checks.sound_rules(data)
    mistakes += checks.same_ids(sound, lines, file.shown)
    for index, rule in sound.items():
        flaws = list(checks.patterns(index, rule, lines, file.shown))
        values = json.loads(rule.model_dump_json(by_alias=True))
        mistakes += flaws or checks.examples(index, rule_from_json(values), lines, file.shown)
    if not isinstance(model, schema.OutletPack | schema.SharedPack):
        return None, mistakes
    key = "outlet" if file.outlet else "pack"
    if getattr(model, key) != file.path.stem:
        mistakes.append(
            Mistake(
                file.shown, lines[(key,)], f"{key} is {getattr(model, key)!r}, the file is {file.path.name!r}; make them equal"
            )
        )
    return (None if mistakes else json.loads(model.model_dump_json(by_alias=True))), mistakes
