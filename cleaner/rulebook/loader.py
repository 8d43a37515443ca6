"""From directories of YAML files to a `Rulebook`, or to the list of everything that is wrong with them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.errors import Mistake, RulebookError, UsageError
from cleaner.rulebook import cache, families
from cleaner.rulebook.literals import facts_to_json
from cleaner.rulebook.pack import SECTIONS, Pack, pack_from_json, patterns_of
from cleaner.rulebook.patterns import known_of
from cleaner.rulebook.rulebook import Rulebook

FOLDERS = {"shared": "pack", "outlets": "outlet", "families": "family"}
"""The folders of a rules directory, and the key under which a file there says its name."""
PARTS = "parts.yaml"
"""The file of a rules directory with the parts of patterns that all its packs may call."""


class RuleFile(NamedTuple):
    """One rule file as it lies on the disk.

    Attributes:
        shown: the path, as messages name it.
        folder: one of `FOLDERS`; empty for `PARTS`.
        parts: the content of the directory's `PARTS`, for a file that may call them.
    """

    path: Path
    shown: str
    folder: str
    raw: bytes
    key: str
    parts: bytes = b""


def load_rulebook(*dirs: str | Path, bundled: bool = True, try_examples: bool = True) -> Rulebook:
    """Load the bundled packs and those of ``dirs``, each holding ``shared/*.yaml``, ``outlets/*.yaml``, ``families/*.yaml``.

    A ``parts.yaml`` beside these folders is for the packs of its directory alone. Of two packs with the same name that of the
    later directory wins, and says so (`Pack.replaces`). Without ``try_examples`` examples may fail: for tools that report on
    them rule by rule.

    Raises:
        RulebookError: with every mistake of every file.
        UsageError: a directory is missing, cannot be listed or holds no pack.
        TypeError: what is given are no paths, but a list of them, say.
    """
    for given in dirs:
        if not isinstance(given, str | os.PathLike):
            raise TypeError(
                "load_rulebook() takes directories one by one, such as load_rulebook('rules', 'more-rules'), "
                f"not {type(given).__name__}; of a list that is load_rulebook(*dirs)"
            )
    if bundled and not dirs and try_examples:
        return _bundled()
    folders = [bundled_directory()] if bundled else []
    for folder in map(Path, dirs):
        if not holds_rules(folder):
            raise UsageError(f"{folder}: no rules here{_meant_instead_of(folder)}")
        folders.append(folder)
    return _load(folders, try_examples=try_examples)


def _meant_instead_of(path: Path) -> str:
    """Where a pack or the folder of packs was named, the directory that holds it; else what such a directory looks like."""
    packs = path.parent if path.is_file() else path
    if packs.name in FOLDERS and packs.is_dir():
        return f", did you mean {packs.parent}?"
    return "; a rules directory holds shared/*.yaml or outlets/*.yaml"


def holds_rules(folder: Path) -> bool:
    """Whether this is a rules directory, by the folders in it.

    Raises:
        UsageError: it cannot be listed.
    """
    return bool(_listed(folder)) and any((folder / name).is_dir() for name in FOLDERS)


def _listed(folder: Path) -> list[Path]:
    """What stands in a directory, by name; nothing where there is none.

    Raises:
        UsageError: it cannot be listed, so nobody knows which rules are in it.
    """
    try:
        return sorted(folder.iterdir(), key=lambda path: path.name)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # the last: a name that no system takes
        return []
    except OSError as error:
        told = f"rules cannot be looked for here: {error.strerror}; check the name, and that you may list and enter it"
        raise UsageError(f"{folder}: {told}") from error


@lru_cache(maxsize=1)
def _bundled() -> Rulebook:
    return _load([bundled_directory()])


def bundled_directory() -> Path:
    """Where the packs that come with cleaner lie: inside the installed package, or at the top of a checkout."""
    installed = Path(__file__).parent.parent / "_rules"
    return installed if installed.is_dir() else Path(__file__).parent.parent.parent / "rules"


def _load(folders: Sequence[Path], *, try_examples: bool = True) -> Rulebook:
    files = [file for folder in folders for file in rule_files(folder)]
    cached = cache.load([file.key for file in files])
    packs: dict[tuple[str, str], families.Source] = {}
    parts: dict[Path, _SharedParts] = {}
    mistakes = [mistake for folder in folders for mistake in (*_misnamed(folder), *_misplaced(folder))]
    for file in files:
        data = cached.get(file.key)
        if data is None:
            data, wrong = validated(file, try_examples=try_examples)
            mistakes += wrong
            if data is None or wrong:
                continue
            if try_examples:
                cache.store(file.key, data)
        if not file.folder:
            parts[file.path.parent] = _SharedParts(file, data["parts"], set())
            continue
        if file.path.parent.parent in parts:
            parts[file.path.parent.parent].called.update(data["called"])
        name = (file.folder, file.path.stem)
        replaces = _replaced(packs.pop(name, None), file)
        packs[name] = families.Source(file.shown, file.raw, data, replaces=replaces)
    mistakes = mistakes or [
        Mistake(source.shown, line_of(source.raw, "extends"), wrong) for source, wrong in families.mistakes(packs)
    ]
    mistakes = mistakes or list(_hosts_of_others(packs))
    mistakes = mistakes or [mistake for shared in parts.values() for mistake in shared.uncalled()]
    if mistakes:
        raise RulebookError(mistakes)
    return Rulebook(_pack(source, packs) for (folder, _), source in packs.items() if folder != "families")


class _SharedParts(NamedTuple):
    """A directory's parts: their file, the names that are for packs to call, and those that a pack calls."""

    file: RuleFile
    names: Sequence[str]
    called: set[str]

    def uncalled(self) -> Iterator[Mistake]:
        for name in self.names:
            if name not in self.called:
                from cleaner.rulebook.parts import never_called

                yield Mistake(self.file.shown, line_of(self.file.raw, "parts", name), never_called(name))


def _replaced(before: families.Source | None, file: RuleFile) -> str:
    """The file that this one wins over; a directory that is named twice does not replace itself."""
    if before is None:
        return ""
    return before.replaces if os.path.realpath(before.shown) == os.path.realpath(file.shown) else before.shown


def _hosts_of_others(packs: families.Sources) -> Iterator[Mistake]:
    """Hosts that a pack shares with one read before: one of the two would never be found by it."""
    owners: dict[str, families.Source] = {}
    for (folder, own), source in packs.items():
        if folder != "outlets":
            continue
        hosts: dict[str, tuple[str | int, ...]] = {own: ("outlet",)}
        for number, host in enumerate(source.data["hosts"]):
            hosts.setdefault(host, ("hosts", number))
        for host, place in hosts.items():
            first = owners.setdefault(host, source)
            if first is not source:
                do = "take it out of one of the two, or replace that file by one of its name"
                yield Mistake(source.shown, line_of(source.raw, *place), f"host {host!r} is one of {first.shown}, too; {do}")


def _pack(source: families.Source, packs: Mapping[tuple[str, str], families.Source]) -> Pack:
    data, ancestors = families.merged(source, packs)
    digest = hashlib.sha256(_content(source))
    for ancestor in ancestors:
        digest.update(hashlib.sha256(_content(ancestor)).digest())
    return pack_from_json(data, origin=source.shown, digest=digest.hexdigest(), replaces=source.replaces)


def _content(source: families.Source) -> bytes:
    """All that a file's rules come from: its bytes and the shared parts that it calls, for others change nothing in it."""
    called = source.data["called"]
    return source.raw + json.dumps(called, sort_keys=True).encode() if called else source.raw


def line_of(raw: bytes, *place: str | int) -> int:
    """The line of a place in a file that loads; 1 if it does not stand in the file."""
    from cleaner.rulebook import yamlfile

    return yamlfile.parse(raw, "").lines.get(place, 1)


def rule_files(folder: Path) -> Iterator[RuleFile]:
    """Every rule file of a rules directory: the shared parts, if it has any, then packs by folder and name.

    Raises:
        RulebookError: one of them cannot be read.
        UsageError: a folder cannot be listed.
    """
    parts, path = b"", folder / PARTS
    if path.exists():
        parts = _read(path)
        yield RuleFile(path, str(path), "", parts, cache.key(parts, PARTS))
    for name in FOLDERS:
        for path in _listed(folder / name):
            if not path.name.endswith(".yaml"):
                continue
            raw = _read(path)
            yield RuleFile(path, str(path), name, raw, cache.key(raw, f"{name}/{path.name}", parts), parts)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RulebookError([Mistake(str(path), 1, f"cannot be read: {error.strerror}")]) from error


def _misnamed(folder: Path) -> Iterator[Mistake]:
    """Files that are meant as rule files, by their endings, and that `rule_files` does not find."""
    for name in (*FOLDERS, ""):
        for path in (folder / name).glob("*" if name else "parts.*"):
            if path.suffix != ".yaml" and _is_yaml(path):
                right = path.with_suffix(".yaml")
                do = f"move its rules to {right.name}, which is there too" if right.exists() else f"rename it to {right.name}"
                yield Mistake(str(path), 1, f"rule files end in .yaml, others are not read; {do}")


def _misplaced(folder: Path) -> Iterator[Mistake]:
    """Rule files in places where `rule_files` does not look: above, beside and below the folders."""
    known = {spelt: name for name, key in FOLDERS.items() for spelt in (name, key)}
    for path in folder.iterdir():
        name = known.get(path.name.lower(), "")
        if name and path.is_dir():
            read = (folder / name).exists() and path.samefile(folder / name)  # the case of names may not matter
            below = path.glob("*/**/*" if read else "**/*")
            yield from (_elsewhere(file, name) for file in below if _is_yaml(file) and not _hidden(file.relative_to(folder)))
        # What else lies in a directory of rules may be YAML, too: it is no pack unless it names itself as one.
        elif path.is_file() and _is_yaml(path) and path.stem != Path(PARTS).stem and (name := _folder_of(_read(path))):
            yield _elsewhere(path, name)


def _elsewhere(path: Path, name: str) -> Mistake:
    right = f"{name}/{path.stem}.yaml"
    return Mistake(str(path), 1, f"rule files are read from {', '.join(FOLDERS)} alone; move it to {right}")


def _is_yaml(path: Path) -> bool:
    return path.suffix.lower() in (".yaml", ".yml")


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _folder_of(raw: bytes) -> str:
    """The folder of the packs that name themselves like this one."""
    keys = {line.partition(b":")[0].decode("utf-8", "replace") for line in raw.splitlines()}
    return next((name for name, key in FOLDERS.items() if key in keys), "")


def validated(file: RuleFile, *, try_examples: bool = True) -> tuple[dict[str, Any] | None, list[Mistake]]:
    """One file as JSON values, or its mistakes."""
    # pydantic and ruamel.yaml cost 150 ms to import; with a warm cache neither is needed.
    from cleaner.rulebook import checks, parts, schema, yamlfile

    parsed = yamlfile.parse(file.raw, file.shown)
    data, lines, mistakes, *_ = parsed
    if data is None:
        return None, mistakes
    mistakes += checks.cut_short(parsed, file.shown)
    gone = checks.cut_away(parsed, file.shown)
    mistakes += gone.values()
    defined, inner, wrong = parts.defined_parts(data, lines, file.shown, parts.shared_parts(file.parts))
    mistakes += wrong
    if not file.folder:
        model, wrong = checks.shape(parsed, schema.PartsFile, file.shown, left=gone)
        mistakes += wrong
        return (None, mistakes) if mistakes else ({"parts": sorted(defined.texts.keys() - inner)}, [])
    called, left, wrong = parts.write_out_all(data, defined, lines, file.shown)
    mistakes += wrong
    mistakes += parts.uncalled(data, called | inner, lines, file.shown)
    # From here on there are no calls in the values, but for those at the places that are left.
    model, wrong = checks.shape(parsed, schema.PACKS[file.folder], file.shown, left=gone)
    mistakes += wrong
    mistakes += checks.recognition(data, lines, file.shown, left=left)
    # A mistake in one rule must not hide those of the others: each sound rule is tried by itself.
    unread = {place[:2] for place in (*left, *gone)}
    sound = {place: rule for place, rule in checks.sound_rules(data).items() if place not in unread}
    mistakes += checks.same_ids(data, lines, file.shown)
    mistakes += checks.raw_patterns(data, sound, lines, file.shown, left=left)
    for place, rule in sound.items():
        mistakes += checks.judge(place, rule, lines, file.shown, file.folder, try_examples=try_examples)
    if model is None:
        return None, mistakes
    key = FOLDERS[file.folder]
    if getattr(model, key) != file.path.stem:
        mistakes.append(
            Mistake(
                file.shown, lines[(key,)], f"{key} is {getattr(model, key)!r}, the file is {file.path.name!r}; make them equal"
            )
        )
    if mistakes:
        return None, mistakes
    values = json.loads(model.model_dump_json(by_alias=True))
    shared = parts.shared_parts(file.parts).texts
    found = {
        "known": _facts_of(patterns_of(values)),
        "signs": _facts_of(values.get("recognise", ())),
        "dated": any(rule["since"] or rule["until"] for section in SECTIONS for rule in values[section]),
        "called": {name: shared[name] for name in sorted((called | inner) & shared.keys())},
    }
    return values | found, []


def _facts_of(patterns: Iterable[str]) -> dict[str, Any]:
    return {pattern: facts_to_json(known_of(pattern)) for pattern in sorted(set(patterns))}
