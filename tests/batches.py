"""A run over small files with a small pack, for the tests of the batch runner."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence, Set
from pathlib import Path
from typing import Any

import pytest

from cleaner.batch import Conduct, Destination, Reading, Settings, Summary, find, run
from cleaner.batch.naming import Stems
from cleaner.rulebook import Rulebook, load_rulebook
from tests.packs import BASICS, write_pack

STORY = "Home / World\n\nThe harbour reopened on Monday after a long night.\n"
BODY = "The harbour reopened on Monday after a long night."


@pytest.fixture(scope="session")
def rulebook(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The one small pack."""
    folder = tmp_path_factory.mktemp("rules")
    write_pack(folder, "shared/basics", BASICS)
    return load_rulebook(folder, bundled=False)


def tree(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def do(
    rulebook: Rulebook,
    out: Path,
    *paths: Path | str,
    jobs: int = 0,
    format: str = "txt",
    resume: bool = True,
    reading: Reading | None = None,
    **options: Any,
) -> tuple[Summary, list[dict[str, Any]]]:
    """Clean all that these paths hold; the summary, and the rows of the manifest."""
    destination = Destination.of(str(out), format)
    folder = destination.place if format == "txt" else ""
    configured = Settings(rulebook, format=format, folder=folder, fsync=False, **options)
    summary = run(find(map(str, paths), reading), configured, conduct=Conduct(jobs, resume=resume), destination=destination)
    return summary, rows(Path(destination.manifest))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def digests(root: Path) -> dict[str, str]:
    """Every file of a tree but the account of the run, which holds the time it took, and what vouches for the tree."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in ("run.json", "_SUCCESS")
    }


def ids(*paths: Path | str) -> list[str]:
    return [item.id for item in find(map(str, paths))]


def stems(*paths: Path | str) -> dict[str, str]:
    return {item.id: item.stem for item in find(map(str, paths)) if item.verdict is None}


def output_stems(names: Sequence[str], taken: Set[str]) -> dict[str, str]:
    """The stem of each file of a directory."""
    found = Stems(names, taken)
    return {name: found[name] for name in names}
