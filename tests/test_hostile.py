"""The list of hostile inputs is true; and what else is installed changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests import hostile
from tests.conftest import ROOT

# -- the list itself


def test_every_row_has_a_test_and_every_mark_a_row() -> None:
    tests = hostile.tests_by_row()
    assert sorted(hostile.ROWS) == list(range(1, len(hostile.ROWS) + 1))
    assert sorted(tests) == sorted(hostile.ROWS)


def test_every_mark_is_on_a_test_that_pytest_collects() -> None:
    """A mark on a helper would count for a row that nothing checks."""
    for _, test in hostile.marked_tests():
        assert test.split("::")[1].startswith("test_"), test


def test_the_table_in_the_readme_is_true() -> None:
    assert hostile.README.read_text(encoding="utf-8") == hostile.readme(), "run: python -m tests.hostile --write"


# -- other libraries


_RECORDS = """
import json, sys, types
for name in sys.argv[1:]:
    module = types.ModuleType(name)
    module.detect = module.decompress = lambda data: 1 / 0
    module.__version__ = "9"
    sys.modules[name] = module
import cleaner
story = "L'été dernier, à l'île d'Oléron, des élèves ont reçu une leçon de français très particulière. "
page = "<html><body><article>" + f"<p>{story}</p>" * 5 + "</article></body></html>"
print(json.dumps([cleaner.clean(raw).record() for raw in (story.encode("cp1252") * 4, page.encode("cp1252"))]))
"""


@pytest.mark.hostile(67)
def test_libraries_that_others_pick_up_change_nothing() -> None:
    """Decoders and unpackers that some extractors use as soon as they are there."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = [
        subprocess.run(
            [sys.executable, "-c", _RECORDS, *names], capture_output=True, check=True, env=environment, text=True
        ).stdout
        for names in ((), ("cchardet", "faust_cchardet", "brotli", "pycurl"))
    ]
    assert found[0] == found[1]
    assert json.loads(found[0])[0]["source"]["encoding"] == "cp1252"
