"""Files of many documents on the disk, and what is listed of them."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cleaner.batch import Plan, Reading, find
from cleaner.rulebook import Rulebook, load_rulebook
from tests.batches import tree
from tests.conftest import ROOT

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """All the bundled packs."""
    return load_rulebook()


def put(root: Path, **files: str | bytes) -> Path:
    return tree(root, dict(files))


def listed(*paths: Path | str, **options: Any) -> Plan:
    return find(map(str, paths), Reading(**options))


def kinds(plan: Plan) -> dict[str, str]:
    return {item.id: item.verdict.kind if item.verdict else "" for item in plan}


@contextmanager
def standing_in(data: bytes) -> Iterator[None]:
    """These bytes come through a pipe as the standard input."""
    reads, writes = os.pipe()

    def feed() -> None:
        with os.fdopen(writes, "wb") as pipe:
            pipe.write(data)

    feeder = threading.Thread(target=feed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.batch.opening._STDIN", reads)
        feeder.start()
        yield
        feeder.join()
    os.close(reads)
