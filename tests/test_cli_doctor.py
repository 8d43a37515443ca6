"""The doctor names what this project uses, and nothing else."""

import json
import re
import tomllib
from collections.abc import Callable

from tests.commands import Result, bundled, cli
from tests.conftest import ROOT

__all__ = ["bundled", "cli"]  # fixtures


def test_only_libraries_that_code_uses_are_called_missing(cli: Callable[..., Result]) -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    used = {re.split(r"[<>=]", wanted)[0] for wanted in (*extras["io"], *extras["remote"])}
    assert set(json.loads(cli("doctor", "--json").out)["optional"]) == used
